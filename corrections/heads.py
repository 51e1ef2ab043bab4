"""What a person typed of the paper itself (its date, its period, who signed, what it rests on) ->
values as JSON holds them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from kehoach.normalize.legal.bases import find_bases
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.dates import DATE, date_of, parse_date
from kehoach.normalize.times.period import Period, parse_period
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.periods import day_of
from kehoach.parsers.words import is_person, opens_with_role, phrases
from kehoach.patterns import compile_regex
from kehoach.schema.models import LegalBasis, Signer
from kehoach.schema.occasions import day_of as calendar_day

GROUND = "Căn cứ"
"""What stands before a document that a paper rests on; people need not type it."""
_DAYS = compile_regex(DATE)
_ISO = compile_regex(r"\b\d{4}-\d\d-\d\d\b")
_DAY_AND_MONTH = compile_regex(r"(?<![\d/.-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/.-])")
_DAYS_OF = {month: monthrange(2000, month)[1] for month in range(1, 13)}
"""The most days that each month has."""
_UNTIL = compile_regex(r"\s*(?:den|truoc)\b")
_BETWEEN = compile_regex(r"(\s*[,:]\s*|\s+[–-]\s+)")


def read_day(typed: str) -> str:
    """A day, a month or a year as people write it -> as JSON holds it. What is none stays as it was
    typed; no plan takes it.

    >>> [read_day(typed) for typed in ("10/6/2026", "6/2026", "2026", "2026-06-10", "hôm nào")]
    ['2026-06-10', '2026-06', '2026', '2026-06-10', 'hôm nào']
    """
    found = parse_date(typed)
    return typed if found is None or found.iso is None else found.iso


def wrong_day(typed: str) -> str | None:
    """The first day that somebody typed and no calendar has; None where there is none.

    >>> wrong_day("trước 31/02/2026"), wrong_day("ngày 31/4"), wrong_day("quý I; 28/02/2026")
    ('31/02/2026', '31/4', None)
    >>> wrong_day("2026-02-31"), wrong_day("ngày 30 tháng 2 năm 2026"), wrong_day("đợt 1/2")
    ('2026-02-31', '30 thang 2 nam 2026', None)
    """
    words = plain(typed)
    if (iso := _ISO.search(words)) is not None:
        return None if calendar_day(iso[0]) is not None else iso[0]
    for match in _DAYS.finditer(words):
        if date_of(match) is None:
            return match[0].strip()
    for match in _DAY_AND_MONTH.finditer(words):
        day, month = int(match["day"]), int(match["month"])
        if month in _DAYS_OF and _DAYS_OF[month] < day <= max(_DAYS_OF.values()):
            return match[0]
    return None


def read_period(typed: str) -> dict[str, Any]:
    """The time that a plan is for, with its first and last day as far as the words tell them.

    >>> read_period("quý III/2026")["end"], read_period("01/7/2026 - 15/12/2026")["start"]
    ('2026-09-30', '2026-07-01')
    """
    names_days = _DAYS.search(plain(typed)) is not None
    found = _between_days(typed) if names_days else parse_period(typed)
    found = found or Period(typed, None, None)
    start, end = (day.isoformat() if day else None for day in (found.start, found.end))
    return {"raw": typed, "start": start, "end": end}


def _between_days(typed: str) -> Period | None:
    """The period from a day to another, or with one of these alone."""
    low = plain(typed)
    days = [day_of(date_of(match)) for match in _DAYS.finditer(low)]
    if not days or None in days:
        return None
    if len(days) == 1 and _UNTIL.match(low):
        return Period(typed, None, days[0])
    first, last = days[0], days[-1] if len(days) > 1 else None
    return Period(typed, first, last) if _is_in_order(first, last) else None


def _is_in_order(first: date | None, last: date | None) -> bool:
    return first is None or last is None or first <= last


def read_signer(typed: str) -> dict[str, Any]:
    """Who signed: the capacity, and below it or behind it the name.

    >>> read_signer("CHỦ TỊCH\\nLê Văn Khê"), read_signer("Phó Chủ tịch Lê Văn Khê")["name"]
    ({'role': 'CHỦ TỊCH', 'name': 'Lê Văn Khê'}, 'Lê Văn Khê')
    >>> read_signer("Lê Văn Khê")
    {'role': None, 'name': 'Lê Văn Khê'}
    """
    lines = [line.strip(" ;,") for line in typed.splitlines() if line.strip(" ;,")]
    if len(lines) > 1:
        role, name = " ".join(lines[:-1]), lines[-1]
    else:
        role, name = _role_and_name(lines[0] if lines else typed)
    return Signer(role=role or None, name=name or None).model_dump(mode="json")


def _role_and_name(line: str) -> tuple[str, str]:
    """One line that tells the capacity, the name, or both."""
    role, _, name = (*_BETWEEN.split(line, maxsplit=1), "", "")[:3]
    if role and is_person(name.strip()):
        return role, name.strip()
    words = line.split()
    for count in range(len(words), 0, -1):
        ahead, behind = " ".join(words[:count]), " ".join(words[count:])
        if _is_role(ahead) and (not behind or is_person(behind)):
            return ahead, behind
    return "", line


def _is_role(words: str) -> bool:
    """Is it the capacity of a signer, behind "KT." or not?"""
    opening = strip_diacritics(words.split()[0])
    is_for_another = words.isupper() and opening in phrases("signer_prefixes")
    return (
        is_for_another
        or opens_with_role(words)
        or strip_diacritics(words) in phrases("signer_roles")
    )


def read_bases(typed: str) -> list[dict[str, Any]]:
    """The documents that a paper rests on, one a line, each with its kind, number, date and maker
    as far as the line tells them.

    >>> [basis["number"] for basis in read_bases("Quyết định số 5/QĐ-UBND;\\nThông lệ của xã")]
    ['5/QĐ-UBND', None]
    """
    lines = [line.strip(" ;.") for line in typed.splitlines()]
    return [basis for line in lines if line for basis in _bases_of(line)]


def _bases_of(line: str) -> list[dict[str, Any]]:
    opened = line if plain(line).startswith(plain(GROUND)) else f"{GROUND} {line}"
    found = find_bases([opened])
    if len(found) != 1:  # a person says what is one: it stays one
        return [LegalBasis(raw=line).model_dump(mode="json")]
    only = found[0]
    told = LegalBasis(
        type=only.type,
        number=only.number,
        date=only.date,
        date_raw=only.date_raw,
        issuer=only.issuer,
        subject=only.subject,
        raw=line,
    )
    return [told.model_dump(mode="json")]


def kept_bases(before: Any, after: list[dict[str, Any]]) -> list[Any]:
    """Those typed, but each that stood there in the same words as it was, with its place."""
    known: Mapping[str, Any] = {basis["raw"].strip(" ;."): basis for basis in before or ()}
    return [known.get(basis["raw"], basis) for basis in after]
