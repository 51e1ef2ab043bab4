"""The list of recipients that no heading announces ("Nơi nhận:"): the last points of a paper, up to
where it is filed ("- Lưu: VT."), below its last sentence; whoever signs may stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from kehoach.ingest.model import FlowItem, Line
from kehoach.parsers.frames import split_columns
from kehoach.parsers.layout.marks import is_bullet, read_mark
from kehoach.parsers.words import (
    alternation,
    is_caption,
    is_one_of,
    is_person,
    is_signer_line,
    opens_with,
    opens_with_role,
    without_signed,
)
from kehoach.patterns import compile_regex

MAX_LINES = 60
"""Lines of a list of recipients, with those of who signs beside it."""
MAX_WORDS = 30
"""Of a recipient."""
MAX_WRAPPED = 3
"""Lines of one recipient below its first."""
_BESIDE = compile_regex(r"(?<=[;.])\s+(?=\p{Lu})")


def unannounced_at(flow: Sequence[FlowItem], first: int) -> int | None:
    """Where from `first` on the list of recipients begins that has no heading; None where there is
    none. A list behind its heading is found by that."""
    for index in range(first, len(flow)):
        if _is_filing(flow, index):
            return _beginning(flow, first, filing=index)
    return None


def _is_filing(flow: Sequence[FlowItem], index: int) -> bool:
    """Does a point tell where the paper is filed, and nothing but who signs, or a further paper,
    follow it?"""
    words = _recipient(flow[index])
    if words is None or _filing().match(words) is None:
        return False
    following = flow[index + 1] if index + 1 < len(flow) else None
    if not isinstance(following, Line):
        return True
    if read_mark(following.text) is not None:
        return False
    return _is_of_signature(following) or following.text.isupper() or is_caption(following.text)


@cache
def _filing() -> regex.Pattern[str]:
    """ "Lưu: VT, VHXH", "Lưu VP", "Lưu: Văn thư"; no "Lưu trữ hồ sơ", no "Lưu ý các thôn"."""
    opening, places = alternation("filing"), alternation("filing_places")
    return compile_regex(rf"(?i:{opening})\s*(?:[:;,.]\s*|\s)(?:\p{{Lu}}{{2}}|(?i:{places})\b)")


def _beginning(flow: Sequence[FlowItem], first: int, filing: int) -> int:
    """The first recipient of the list that ends with `filing`: right below the line that ends the
    text ("./."), else the first of the points above that end as recipients do."""
    top = filing
    points = [filing]
    wrapped = 0
    for index in range(filing - 1, max(first, filing - MAX_LINES) - 1, -1):
        item = flow[index]
        if not isinstance(item, Line) or ends_text(item.text):
            break
        words = _recipient(item)
        if words is not None:
            if len(words.split()) > MAX_WORDS or (wrapped and _is_ended(words)):
                break
            points.append(index)
        elif read_mark(item.text) is not None or wrapped > MAX_WRAPPED:
            break
        wrapped = 0 if words is not None else wrapped + (not _is_of_signature(item))
        top = index
    above = flow[top - 1] if top > 0 else None
    if isinstance(above, Line) and ends_text(above.text):
        return points[-1]
    ends = (place for place in range(1, len(points)) if not _is_listed(flow, points, place))
    return points[next(ends, len(points)) - 1]


def _is_listed(flow: Sequence[FlowItem], points: Sequence[int], place: int) -> bool:
    """Does a point end as one of a list does, with its semicolon or without a sign, or say what
    only recipients say ("Như trên.")?"""
    lines = flow[points[place] : points[place - 1]]
    words = [split_columns(line)[0].text for line in lines if isinstance(line, Line)]
    first = _recipient(lines[0]) or ""
    ends = first if len(lines) == 1 else words[-1]
    return not ends.rstrip().endswith((".", ":")) or is_one_of(first.strip(" ;"), "same_recipients")


def _is_ended(words: str) -> bool:
    return words.rstrip().endswith((";", "."))


def ends_text(text: str) -> bool:
    """Does a line end with the mark that ends an official text ("./.")?"""
    return text.rstrip().endswith(("./.", "./", "/."))


def _recipient(item: FlowItem) -> str | None:
    """The words of a point without who stands beside it; None for what is no point."""
    if not isinstance(item, Line):
        return None
    mark = read_mark(split_columns(item)[0].text)
    if mark is None or not is_bullet(mark):
        return None
    ends = (match for match in _BESIDE.finditer(mark.rest))
    cut = next((end for end in ends if _signs(mark.rest[end.end() :])), None)
    return mark.rest if cut is None else mark.rest[: cut.start()]


def _is_of_signature(line: Line) -> bool:
    return all(_signs(part.text) for part in split_columns(line))


def _signs(part: str) -> bool:
    """Is it whose capacity, for whom somebody signs, the name, or that it is signed?"""
    if opens_with(part, "recipients") is not None:
        return False
    return (
        is_signer_line(part)
        or opens_with_role(part)
        or is_person(part)
        or part.startswith("(")
        or not without_signed(part)
    )
