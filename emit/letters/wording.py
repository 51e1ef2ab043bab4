"""The words of a sheet (`words.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kehoach.emit.letters.model import Letter, Point
from kehoach.normalize.vocabulary import read_plain


@cache
def _words() -> Mapping[str, Any]:
    loaded: dict[str, Any] = read_plain(Path(__file__).parent / "words.yaml")
    return loaded


def say(key: str, **facts: object) -> str:
    """A sentence with its facts.

    >>> say("to", name="xã Tân Khê")
    'Kính gửi: UBND xã Tân Khê'
    """
    sentence: str = _words()[key]
    return sentence.format(**facts) if facts else sentence


def answer_lines() -> list[str]:
    """The lines at the end that a person fills in."""
    return list(_words()["answer_lines"])


def addressee(letter: Letter) -> str:
    """To whom a sheet goes; a body that is no ward is named as it stands."""
    if not letter.ward:
        return say("to_unknown")
    is_council = letter.ward.casefold().startswith(("ubnd", "ủy ban", "uỷ ban"))
    return f"Kính gửi: {letter.ward}" if is_council else say("to", name=letter.ward)


def place_of_point(letter: Letter, point: Point) -> str:
    """Where a point stands: "trang 5", with the name of the paper where there are several."""
    several = len(letter.papers) > 1
    paper = say("in_paper", paper=letter.papers[point.paper].file) if several else ""
    return ", ".join(part for part in (point.place, paper) if part)
