"""Lines of a closing that a copy ran together: a list of recipients, or office and name of who
signs, on one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from kehoach.ingest.model import Line
from kehoach.parsers.words import (
    alternation,
    is_caption,
    is_person,
    is_signer_line,
    opens_with,
    without_signed,
)
from kehoach.patterns import compile_regex

_NEXT_RECIPIENT = compile_regex(r"(?<=[;.:)])\s+(?=[-–+•]\s*\p{Lu})")
_CAPITALS_AHEAD = compile_regex(r"(?P<capitals>[^\p{Ll}]*?[^\p{Ll}\s])\s+(?P<name>\p{Lu}\p{Ll}.*)")
_WIDE = compile_regex(r"\s{2,}|\t")
FEWEST_CELLS = 3
"""Parts of a line between wide gaps that are a row of a table."""
MIN_RECIPIENTS = 2
"""One dash behind a stop may belong to the recipient's own words."""


def unrolled(text: str) -> Iterator[str]:
    """A line of a closing -> the lines that it was: each recipient, for whom somebody signs, the
    capacity, the name. A line that is one stays as it is.

    >>> list(unrolled("Nơi nhận: - UBND tỉnh; - Như Điều 3; - Lưu: VT."))
    ['Nơi nhận:', '- UBND tỉnh;', '- Như Điều 3;', '- Lưu: VT.']
    >>> list(unrolled("KT. CHỦ TỊCH PHÓ CHỦ TỊCH Đoàn Khắc Vĩnh"))
    ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH', 'Đoàn Khắc Vĩnh']
    """
    pieces = _NEXT_RECIPIENT.split(text)
    is_list = opens_with(text, "recipients") is not None and len(pieces) > MIN_RECIPIENTS
    for piece in pieces if is_list else [text]:
        yield from _of_signature(without_signed(piece))


def _of_signature(text: str) -> Iterator[str]:
    match = _CAPITALS_AHEAD.fullmatch(text)
    if match is None or not is_person(match["name"]):
        yield text
        return
    capitals = match["capitals"]
    role = _last_role().search(capitals)
    if role is None:
        yield text
        return
    if role.start() > 0:
        yield capitals[: role.start()].strip()
    yield role[0]
    yield match["name"]


def last_role(capitals: str) -> int:
    """Where in a line in capitals the capacity at its end begins; 0 where there is none.

    >>> last_role("KT. CHỦ TỊCH PHÓ CHỦ TỊCH")
    13
    """
    role = _last_role().search(capitals.rstrip())
    return 0 if role is None else role.start()


def is_signature(text: str) -> bool:
    """Is it a whole signature in one line: the capacity, or for whom somebody signs, and the name?

    >>> is_signature("TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Ngô Thế Quyền"), is_signature("CHỦ TỊCH")
    (True, False)
    """
    first, *others = _of_signature(without_signed(text))
    return bool(others) and is_signer_line(first)


@cache
def _last_role() -> regex.Pattern[str]:
    """The capacity at the end of a line in capitals; the longest that is one."""
    roles = alternation("signer_roles")
    return compile_regex(rf"(?<![\p{{L}}.])(?:{roles})$", regex.IGNORECASE)


def closing_below(lines: Sequence[Line], start: int) -> int:
    """The first line from `start` on that opens the closing below a table whose cells white parts:
    no row stands below it, up to a caption. The end where there is none."""
    end = next((n for n in range(start, len(lines)) if is_caption(lines[n].text)), len(lines))
    parts = [_parts(line) for line in lines[start:end]]
    rows = [n for n, own in enumerate(parts) if len(own) >= FEWEST_CELLS and not _signs(own)]
    for place in range(rows[-1] + 1 if rows else 0, len(parts)):
        if any(map(_opens_closing, parts[place])):
            return start + place
    return len(lines)


def _parts(line: Line) -> list[str]:
    """What wide gaps part in a line."""
    return [part for part in _WIDE.split((line.raw or line.text).strip()) if part]


def _opens_closing(part: str) -> bool:
    return opens_with(part, "recipients") is not None or is_signer_line(part)


def _signs(parts: Sequence[str]) -> bool:
    """Are parts of a line those who sign, or their names?"""
    return any(map(is_signer_line, parts)) or all(map(is_person, parts))
