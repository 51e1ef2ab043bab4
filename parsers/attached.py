"""What an appendix says of the document it belongs to: "(Kèm theo Quyết định số … ngày … của …)".

Where a copy lost its letterhead, or the appendix came as a file of its own, this line is the only
word on number, date and issuer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kehoach.ingest.model import FlowItem, Grid, Line, Note, lines_of
from kehoach.normalize.legal.references import find_references, parse_number
from kehoach.normalize.text import clean
from kehoach.normalize.times.dates import is_whole_day, iso_date
from kehoach.parsers.issuer import Issuer, opens_like_body, read_issuer
from kehoach.parsers.layout.paragraphs import ATTACHED
from kehoach.parsers.letterhead import UNIT_MENTION, has_line_of_day, province_of
from kehoach.parsers.parts import Parts
from kehoach.parsers.words import behind_phrase, opens_with
from kehoach.patterns import compile_regex
from kehoach.schema import models

OF_LETTERHEAD = ("number", "symbol", "issued_on")
"""Fields that an appendix tells of the paper it is bound with."""
_OWN_NUMBER = compile_regex(r"(?i)số\s*:?\s*\d+\s*[/-]")
"""A title that begins with the number of its paper: "KẾ HOẠCH SỐ 12/KH-UBND NGÀY …"."""
_ATTACHED_ON = compile_regex(r"(?i)ngày\s*(\d{1,2})?\s*[/.\-]\s*(\d{1,2})?\s*[/.\-]\s*(\d{4})")
_ATTACHED_IN_WORDS = compile_regex(
    r"(?i)ngày[\s.…]*(\d{1,2})?[\s.…]*tháng[\s.…]*(\d{1,2})?[\s.…]*năm[\s.…]*(\d{4})"
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """What the line under an appendix' title says of the document it belongs to; the date as far as
    it is printed."""

    number: str | None
    symbol: str | None
    issued_on: str | None
    issuer: Issuer | None


def from_attachment(text: str, paragraphs: Sequence[str] = ()) -> Attachment:
    """What "(Kèm theo Kế hoạch số: 12/KH-UBND ngày 05/01/2026 của …)" says of its document: the
    only word on it where a copy lost its letterhead. The paragraphs of the paper help to spell who
    issued it.

    >>> from_attachment("(Kèm theo Nghị quyết số 7/NQ-HĐND ngày 05 tháng 01 năm 2031)").issued_on
    '2031-01-05'
    """
    cited = next(iter(find_references(text)), None)
    number, symbol = _number_cited(text)
    if symbol is None and cited is not None:
        number, symbol = cited.number, cited.symbol
    named = cited.issuer if cited else None
    return Attachment(
        number=number,
        symbol=symbol,
        issued_on=cited.date if cited and cited.date else _date_cited(text),
        issuer=_issuer_named(named, paragraphs) if named else None,
    )


def _issuer_named(body: str, paragraphs: Sequence[str]) -> Issuer:
    """A body as a sentence names it -> who that is; a minister signs for the ministry."""
    head = opens_with(body, "heads_of_offices")
    office = behind_phrase(body, head).strip() if head else ""
    body = office if opens_like_body(office) else body
    issuer = read_issuer([body], paragraphs)
    if issuer is not None:
        return issuer
    for match in UNIT_MENTION.finditer(body):  # "Chủ tịch UBND xã Tân Khê"
        return Issuer(body, body, level=match["level"].lower(), name=match["name"])
    return Issuer(body, body)


class Completed(NamedTuple):
    """A document's identity, and the names of the fields that another document told."""

    info: models.DocumentInfo
    fields: tuple[str, ...]


def attached_to(info: models.DocumentInfo, text: str, paragraphs: Sequence[str]) -> Completed:
    """What a paper without a letterhead says of itself, completed by the line "(Kèm theo …)" under
    its title; with the fields that came from there."""
    attachment = from_attachment(text, paragraphs)
    issuer = attachment.issuer
    found: dict[str, object] = {
        "number": attachment.number,
        "symbol": attachment.symbol,
        "issued_on": attachment.issued_on,
    }
    if issuer is not None:
        year = int(attachment.issued_on[:4]) if attachment.issued_on else None
        found["issuer"] = issuer.body
        found["province"] = issuer.province or province_of(
            issuer.level, issuer.name, mentions=[text, *paragraphs], year=year
        )
        if issuer.name:
            found["unit"] = models.Unit(level=issuer.level, name=issuer.name)
    told = {name: value for name, value in found.items() if value is not None}
    return Completed(info.model_copy(update=told), tuple(told))


def _date_cited(text: str) -> str | None:
    """A date of which not all is filled in ("ngày  /01/2026", "ngày … tháng … năm 2026")."""
    match = _ATTACHED_ON.search(text) or _ATTACHED_IN_WORDS.search(text)
    if match is None:
        return None
    day, month, year = (int(digits) if digits else None for digits in match.groups())
    if not year:
        return None
    return iso_date(year, month, day if month else None)


def _number_cited(text: str) -> tuple[str | None, str | None]:
    """Number and symbol of the first document that a sentence names with "số"."""
    found = parse_number(text)
    if found is None:
        return None, None
    return found.number, found.symbol


def completed(
    info: models.DocumentInfo, parts: Parts, text: Sequence[str]
) -> tuple[models.DocumentInfo, list[Note]]:
    """What the line under an appendix' title says of the document it belongs to, where there is no
    letterhead to say it; an appendix that is a file of its own is told to have it from there."""
    if info.symbol is not None or info.issued_on is not None:
        return info, []
    of_title = clean(" ".join(paragraph.text for paragraph in parts.title))
    if _OWN_NUMBER.match(of_title):
        told = attached_to(info, of_title, paragraphs=text)
        return told.info, [Note("attached_fields", of_title, span=parts.title[0].spans[0])]
    lines = list(parts.attached) or _attached_in(parts.appendix)
    if not lines:
        return info, []
    words = clean(" ".join(line.text for line in lines))
    told = attached_to(info, words, paragraphs=text)
    if not parts.attached:
        kept = {name: getattr(told.info, name) for name in OF_LETTERHEAD}
        return info.model_copy(update=kept), []
    notes = [Note("attached_fields", words, span=lines[0].span)] if told.fields else []
    return told.info, notes


def with_day_of_annex(info: models.DocumentInfo, parts: Parts) -> models.DocumentInfo:
    """A paper whose letterhead has its number and no line for the day, not even a blank one,
    completed by the line of its own appendix that cites it with both ("(Kèm theo Quyết định số
    27/QĐ-UBND ngày 05 tháng 01 năm 2031 …)")."""
    if info.number is None or info.issued_on is not None or has_line_of_day(info):
        return info
    for line in (*parts.attached, *_attached_in(parts.appendix)):
        cited = from_attachment(clean(line.text))
        if cited.number == info.number and is_whole_day(cited.issued_on):
            return info.model_copy(update={"issued_on": cited.issued_on})
    return info


def with_day_over_signature(info: models.DocumentInfo, parts: Parts) -> models.DocumentInfo:
    """A paper whose head has no line for the day, completed by the last line of its body, right
    over the signature, that tells the place and the day and nothing else ("Tân Khê, ngày 30 tháng
    10 năm 2031" of a calendar, of minutes)."""
    last = parts.body[-1] if parts.body else None
    if info.issued_on is not None or has_line_of_day(info) or not parts.closing:
        return info
    text = "" if last is None or isinstance(last, Grid) else clean(last.text)
    told = _PLACE_AND_DAY.fullmatch(text)
    if told is None:
        return info
    issued = iso_date(int(told["year"]), int(told["month"]), int(told["day"]))
    return info.model_copy(update={"issued_on": issued})


_PLACE_AND_DAY = compile_regex(
    r"\p{Lu}[\p{L} .-]{1,60},\s*ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+"
    r"(?P<year>20\d\d)\s*\.?"
)


def _attached_in(flow: Sequence[FlowItem]) -> list[Line]:
    """The line "(Kèm theo …)" of an appendix."""
    line = next((line for line in lines_of(flow) if ATTACHED.match(line.text)), None)
    return [] if line is None else [line]
