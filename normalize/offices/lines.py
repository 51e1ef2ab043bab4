"""The lines of an owner's cell, made ready for reading: marks and numbers of lists gone, lines that
the page broke inside a name joined, remarks in brackets left out."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.offices.directory import directory_of_offices
from kehoach.normalize.text import clean, fold
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

NEW_LINE = "\v"
"""Stands between the lines of a cell: `clean` would take "\\n" for a space."""

_REMARK = compile_regex(
    r"\((?:[^()]|\([^()]*\))*\)|\([^()]*$|\[[^\[\]]*\]",
)
_BULLET = compile_regex(r"(?:^|(?<=[\s.;,]))[-–—+•*](?=\s*(\p{L}+))")
_BULLETED = compile_regex(r"\s*[-–—+•*]\s")
_LIST_MARK = compile_regex(r"^[-–—+•*·\s]+|^\d{1,2}\s?[.)]\s+(?=\p{L})")
_OPEN_END = compile_regex(r"(?:[-–,&]|(?<!\p{L})và)$")


def lines_of(raw: str) -> str:
    """The lines of a cell with NEW_LINE between them.

    >>> lines_of("1. Phòng Kinh tế\\n2. Công an (phối hợp)").split(NEW_LINE)
    ['Phòng Kinh tế', 'Công an']
    """
    text = _members().sub(r"; \1", raw.replace(NEW_LINE, " "))
    text = _bullets_apart(_REMARK.sub(" ", text))
    lines: list[str] = []
    for line in text.split("\n"):
        content = _LIST_MARK.sub("", clean(line))
        if not content:
            continue
        if lines and _goes_on(lines[-1], line, content=content):
            lines[-1] = f"{lines[-1]} {content}"
        else:
            lines.append(content)
    return NEW_LINE.join(lines)


def in_brackets(raw: str) -> str:
    """What stands in the brackets of a cell.

    >>> in_brackets("Đ/c Tuấn (Công an xã)")
    'Công an xã'
    """
    return "; ".join(inner.strip("()") for inner in _REMARK.findall(raw))


def _bullets_apart(text: str) -> str:
    """A cell that is one line of bullets, as a line a bullet; a dash inside a name is no mark."""
    if "\n" in text.strip() or not _BULLETED.match(text):
        return text
    toned = directory_of_offices().toned
    openings = toned["heads"] | toned["collective"]
    return _BULLET.sub(
        lambda bullet: "\n" if fold(bullet[1]) in openings else bullet[0],
        text,
    )


def _goes_on(before: str, line: str, content: str) -> bool:
    """Whether the page broke a name: "Phòng Văn hóa - | Xã hội", "Hạ tầng và Đô | thị"."""
    if content != clean(line):
        return False
    if _OPEN_END.search(before):
        return True
    if not content[0].islower():
        return False
    toned = directory_of_offices().toned
    first = fold(content.split()[0])
    return first not in toned["heads"] and first not in toned["collective"]


@cache
def _members() -> regex.Pattern[str]:
    """ "Tổ công tác | (gồm: Công an xã, Trạm Y tế)": who belongs to the body before it."""
    openings = any_of(read_own("offices/words.yaml")["members"])
    return compile_regex(rf"\(\s*(?:{openings})\s*:?\s*([^()]+)\)", regex.IGNORECASE)
