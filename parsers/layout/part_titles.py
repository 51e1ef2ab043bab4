"""Parts and chapters whose title stands on the next line: "Chương II" over "NỘI DUNG THỰC HIỆN"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kehoach.ingest.model import Grid
from kehoach.parsers.layout.marks import Rank
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.layout.run_in import ENDS_LIKE_SENTENCE
from kehoach.parsers.layout.spans import merge_spans

MAX_WORDS = 14
"""Of such a title; one in capitals may be longer."""


def with_titles_joined(items: Sequence[Paragraph | Grid]) -> Iterator[Paragraph | Grid]:
    """Paragraphs and grids of a body -> the same, a part and its title as one paragraph."""
    part: Paragraph | None = None  # that waits for its title
    for item in items:
        if part is not None:
            joined = _joined(part, item)
            yield joined or part
            part = None
            if joined is not None:
                continue
        if isinstance(item, Paragraph) and _is_bare_part(item):
            part = item
        else:
            yield item
    if part is not None:
        yield part


def _is_bare_part(paragraph: Paragraph) -> bool:
    is_part = paragraph.mark is not None and paragraph.mark.rank == Rank.PART
    return is_part and not paragraph.words.strip()


def _joined(part: Paragraph, title: Paragraph | Grid) -> Paragraph | None:
    """A part with the line behind it, where this may be its title."""
    if isinstance(title, Grid) or title.mark is not None or title.footnote or part.mark is None:
        return None
    is_title = title.text.isupper() or len(title.text.split()) <= MAX_WORDS
    if not is_title or ENDS_LIKE_SENTENCE.search(title.text) or title.text.endswith(":"):
        return None
    return replace(
        part,
        text=f"{part.text} {title.text}",
        spans=merge_spans((*part.spans, *title.spans)),
        mark=replace(part.mark, rest=title.text),
        confidence=min(part.confidence, title.confidence),
    )
