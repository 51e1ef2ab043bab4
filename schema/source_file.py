"""The file that a plan was read from: its pages, what it came in, how much of it the plan holds."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kehoach.schema.base import Confidence, Model, Sparse, is_none


class SourcePage(Model):
    """A page as it was read. `file`: the name of its file, only where the pages of one paper came
    as several files."""

    number: int
    width: float
    height: float
    method: Literal["text", "ocr", "none"]
    rotation: int = 0
    confidence: Confidence = 1.0
    file: str | None = Field(default=None, exclude_if=is_none)


CoveredPlace = Literal[
    "title",
    "task",
    "target",
    "assignment",
    "obligation",
    "preamble",
    "section",
    "appendix",
    "table",
    "letterhead",
    "recipients",
    "furniture",
]
"""Where a line of the paper may end in the plan, the most telling first."""


class Coverage(Model):
    """How much of the paper the plan holds, in words: `words` of the lines that were read (page
    numbers and running heads left out), how many of them ended nowhere (`unplaced`), and the share
    of each place; the shares add up to one."""

    words: int
    unplaced: int
    shares: dict[CoveredPlace | Literal["unplaced"], Confidence]


class Parcel(Sparse):
    """What a paper came in: an archive, a mail, or a packet of the exchange between offices (edXML,
    QCVN 102:2016/BTTTT), and what that says of it. Nothing here was read in the paper itself.

    `date`: when a mail was sent. Of a packet: `number`, `symbol`, `organ_code` (of the sender),
    `promulgated_on`, `due_on`, and `steering_type` as written. Moments and days are ISO 8601; what
    is none stands as written.
    """

    name: str
    media_type: str
    sender: str | None = None
    subject: str | None = None
    date: str | None = None
    number: str | None = None
    symbol: str | None = None
    organ_code: str | None = None
    promulgated_on: str | None = None
    due_on: str | None = None
    steering_type: str | None = None


class Source(Model):
    """The file that a plan was read from. `parcel`: what the file itself came in; `name` is then
    that of the parcel and, behind a slash, that of the paper in it."""

    name: str
    sha256: str
    media_type: str
    pages: tuple[SourcePage, ...] = ()
    coverage: Coverage | None = None
    parcel: Parcel | None = None
