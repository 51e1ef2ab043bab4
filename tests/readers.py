"""The readers of single formats for tests: a path in, a `Reading` out, without the door."""

from __future__ import annotations

from pathlib import Path

from kehoach.ingest import libreoffice
from kehoach.ingest.docx import document as docx
from kehoach.ingest.model import Reading
from kehoach.ingest.options import DEFAULT_OPTIONS, ReadOptions
from kehoach.ingest.pdf import document as pdf
from kehoach.ingest.safety import DEFAULT_LIMITS, Limits
from kehoach.ingest.source import Source


def source(path: Path, media_type: str = "", limits: Limits = DEFAULT_LIMITS) -> Source:
    """A file whose checksum nobody asks for."""
    return Source(path, media_type, sha256="", limits=limits)


def read_pdf(path: Path, options: ReadOptions = DEFAULT_OPTIONS) -> Reading:
    return pdf.read_pdf(source(path), options)


def read_docx(path: Path, limits: Limits = DEFAULT_LIMITS) -> Reading:
    return docx.read_docx(source(path, limits=limits), DEFAULT_OPTIONS)


def read_office(path: Path, media_type: str) -> Reading:
    return libreoffice.read_office(source(path, media_type), DEFAULT_OPTIONS)
