"""The file that a plan was read from, as the plan tells it."""

from __future__ import annotations

from dataclasses import asdict

from kehoach.ingest.model import Document, Envelope, Page
from kehoach.schema import models


def source_of(document: Document) -> models.Source:
    """Name, hash, type and pages of a document, and what it came in."""
    return models.Source(
        name=document.name,
        sha256=document.sha256,
        media_type=document.media_type,
        pages=tuple(_source_page(page) for page in document.pages),
        parcel=None if document.envelope is None else _parcel(document.envelope),
    )


def _parcel(envelope: Envelope) -> models.Parcel:
    return models.Parcel(**asdict(envelope))


def _source_page(page: Page) -> models.SourcePage:
    return models.SourcePage(
        number=page.number,
        width=page.width,
        height=page.height,
        method=page.method,
        rotation=page.rotation,
        confidence=page.confidence,
        file=page.file,
    )
