"""Under which title the rows of an appendix's table stand that have no groups of their own: the
numbered line over the table, a caption that names a body, else the title of the appendix ("PHỤ LỤC
| PHÂN CÔNG NHIỆM VỤ … | (Kèm theo Kế hoạch số …)")."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from kehoach.normalize.line_ends import ends_clause
from kehoach.normalize.text import clean, fold
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.owners.captions_of_bodies import group_of_caption
from kehoach.parsers.layout.marks import Rank
from kehoach.parsers.layout.paragraphs import ATTACHED, Paragraph
from kehoach.parsers.words import is_caption, numbered_caption, opens_with
from kehoach.schema import models

ABOVE = 3
"""Paragraphs over a table among which a caption stands."""
MAX_GROUP = 40
"""Words of a numbered line that is a title and no sentence."""
MAX_TITLE = 45
"""Words of the title of an appendix."""
MAX_BETWEEN = 3
"""Sentences between that title and the table."""


def heading_above(paragraphs: Sequence[Paragraph], context: Context) -> models.Group | None:
    """The paragraphs of an appendix over a table -> the group of its rows."""
    above = [own for own in paragraphs if not own.footnote]
    last = above[-1] if above else None
    if last is not None and last.mark is not None and not ATTACHED.match(last.text):
        return _numbered(last)
    of_body = group_of_caption([own.words for own in above[-ABOVE:]], context)
    return of_body or _title_of_annex(above, context)


def _numbered(paragraph: Paragraph) -> models.Group | None:
    """A numbered line, where it is a title."""
    mark = paragraph.mark
    if mark is None or mark.rank > Rank.DECIMAL_2:
        return None
    if len(paragraph.words.split()) > MAX_GROUP:
        return None
    return models.Group(number=mark.number, title=paragraph.words.strip())


def _title_of_annex(above: Sequence[Paragraph], context: Context) -> models.Group | None:
    """The title of the appendix that opens over a table; None where that is the paper's own again,
    or there is nothing but a number."""
    left = list(above)
    between = 0
    while left and not _sets_off(left[-1]) and not ATTACHED.match(left[-1].text):
        left.pop()
        between += 1
    if between > MAX_BETWEEN:
        return None
    openings = [place for place, own in enumerate(left) if _opens_annex(own.text)]
    if not openings:
        return None
    opening, *below = left[openings[-1] :]
    title = [own.text for own in takewhile(_is_of_title, below)]
    numbered = numbered_caption(opening.text)
    words = clean(" ".join([numbered.title if numbered is not None else "", *title]))
    if not words or len(words.split()) > MAX_TITLE or _is_of_paper(words, context):
        return None
    return models.Group(number=None, title=words)


def _opens_annex(text: str) -> bool:
    """Is a line the caption that opens an appendix ("PHỤ LỤC II")?"""
    if opens_with(text, "annex_openings") is None:
        return False
    return is_caption(text) or numbered_caption(text) is not None


def _sets_off(paragraph: Paragraph) -> bool:
    """Is a paragraph printed as a title is?"""
    return paragraph.text.isupper() or bool(paragraph.centered and paragraph.bold)


def _is_of_title(paragraph: Paragraph) -> bool:
    """May a paragraph under the caption of an appendix be a line of its title?"""
    if ATTACHED.match(paragraph.text) or paragraph.mark is not None:
        return False
    return _sets_off(paragraph) or not ends_clause(paragraph.text)


def _is_of_paper(title: str, context: Context) -> bool:
    """Is a title the one of the paper again, the word for its type before it or not?"""
    own = fold(context.head[0]) if context.head else ""
    return bool(own) and fold(title).endswith(own)
