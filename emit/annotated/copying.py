"""The door of this wing: a paper and its plan -> a copy of the paper with the findings in it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kehoach.emit.annotated.remarks import remarks_of
from kehoach.errors import NotAnnotatedError, NotThePaperError
from kehoach.ingest.sniff import DOCX, sniff
from kehoach.ingest.source import Source
from kehoach.schema.models import Plan


class AnnotatedCopy(NamedTuple):
    """The bytes of a copy, and the suffix that its name ends with."""

    data: bytes
    suffix: str


def suffix_of(media_type: str) -> str:
    """What the name of the copy of such a paper ends with."""
    return ".docx" if media_type == DOCX else ".pdf"


def annotated(path: Path, plan: Plan, lang: str) -> AnnotatedCopy:
    """A paper (Word, PDF or a picture) and the plan read from it -> its copy with a comment or a
    highlight for each finding, in Vietnamese ("vi") or English ("en"). The paper is only read.

    Raises NotAnnotatedError for papers of other types, NotThePaperError where the file is of
    another type than the plan was read from (its JSON), and the exceptions of `errors`.
    """
    media_type = plan.source.media_type
    if sniff(path) != media_type:
        raise NotThePaperError(paper=plan.source.name)
    remarks = remarks_of(plan, lang)
    if media_type == DOCX:
        from kehoach.emit.annotated.word import annotated_word

        source = Source(path, media_type=media_type, sha256=plan.source.sha256)
        return AnnotatedCopy(annotated_word(source, remarks), suffix_of(media_type))
    if plan.source.pages:
        from kehoach.emit.annotated.pdf import annotated_pdf

        data = annotated_pdf(path, media_type, pages=plan.source.pages, remarks=remarks)
        return AnnotatedCopy(data, suffix_of(media_type))
    raise NotAnnotatedError
