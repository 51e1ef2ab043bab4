"""The documents that a plan cites, each once with all its places, and where it cites one in two
ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

from kehoach.normalize.legal.references import (
    Reference,
    find_references,
    has_symbols,
    kinds_of_symbol,
)
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.schema import models
from kehoach.schema.rules.base import Observation
from kehoach.schema.texts import Text


@dataclass(frozen=True, slots=True)
class Place:
    """A citation and where it stands."""

    reference: Reference
    where: str
    spans: models.Spans


@dataclass(frozen=True, slots=True)
class Cited:
    """One document and all its places."""

    places: tuple[Place, ...]
    reference: models.LegalReference


_Key = tuple[str, str, str]


def cite_all(plan: models.Plan, wordings: Sequence[Text]) -> list[Cited]:
    """Every document cited in the wordings, in order of its first place, the plan itself left
    out."""
    groups: dict[_Key, list[Place]] = {}
    own = plan.document.number
    for text in wordings:
        if not any(char.isdigit() for char in text.text):
            continue
        for reference in find_references(text.text):
            if (
                own is not None
                and reference.number == own
                and reference.date in (None, plan.document.issued_on)
            ):
                continue
            place = Place(reference, text.where, text.spans)
            groups.setdefault(_key(reference), []).append(place)
    return [Cited(tuple(places), _reference(places)) for places in _joined(groups)]


def _key(reference: Reference) -> _Key:
    """What names one document: its number, the letters of its symbol in any order, and its year."""
    if reference.number is None:
        return ("", strip_diacritics(reference.subject or reference.raw), reference.type)
    digits = regex.match(r"\d+", reference.number)
    letters = "".join(sorted(strip_diacritics(reference.symbol or "").split()))
    year = regex.search(r"/((?:19|20)\d\d)\b", reference.number)
    return (digits[0].lstrip("0") if digits else reference.number, letters, year[1] if year else "")


def _joined(groups: dict[_Key, list[Place]]) -> list[list[Place]]:
    """Numbers begin anew every year and every body counts for itself: places whose years differ are
    two documents, unless subjects or issuers say that they are one."""
    out: list[list[Place]] = []
    for places in groups.values():
        by_year: dict[str | None, list[Place]] = {}
        for place in places:
            by_year.setdefault((place.reference.date or "")[:4] or None, []).append(place)
        undated = by_year.pop(None, [])
        if not by_year:
            out.append(undated)
            continue
        named = list(by_year.values())
        named[0] = [*named[0], *undated]
        out += [sorted(own, key=places.index) for own in named]
    return out


def _reference(places: Sequence[Place]) -> models.LegalReference:
    """The document as most of its places have it."""

    def most(name: str) -> str | None:
        told = Counter(value for place in places if (value := getattr(place.reference, name)))
        return (
            max(told, key=lambda value: (told[value], -list(told).index(value))) if told else None
        )

    return models.LegalReference(
        type=most("type") or "",
        number=most("number"),
        symbol=most("symbol"),
        date=most("date"),
        issuer=most("issuer"),
        subject=max((place.reference.subject or "" for place in places), key=len) or None,
        mentions=tuple(
            models.Mention(
                where=place.where,
                raw=place.reference.raw,
                date_raw=place.reference.date_raw,
                spans=place.spans,
            )
            for place in places
        ),
    )


# --- what is wrong --------------------------------------------------------------------------------


def citation_notes(plan: models.Plan, cited: Sequence[Cited]) -> Iterator[Observation]:
    """Dates that no calendar has; a number that does not fit its kind of document, one document
    with two dates, two spellings or two wordings; the line under an appendix' title that names
    another paper than this."""
    for group in cited:
        yield from _bad_dates(group)
        yield from _two_symbols(group)
        yield from _two_dates(group)
        yield from _two_wordings(group)
    for group in cited:
        if len({place.reference.number for place in group.places}) == 1:
            yield from _wrong_kind(group)
    yield from _attachments(plan)


def _bad_dates(group: Cited) -> Iterator[Observation]:
    """A date that no calendar has ("15/7/205"); those of the preamble are told with the legal
    bases."""
    for place in group.places:
        if "invalid_date" in place.reference.problems and not place.where.startswith("/preamble"):
            told = place.reference.date_raw or place.reference.raw
            yield Observation("invalid_date", told, place.spans, place.where)


_PARTY = regex.compile(r"\d+\s*-\s*\p{Lu}\p{L}*\s*/\s*(?:TW|TU|ĐU|HU|ThU|BTC\p{L}*)")


def _two_symbols(group: Cited) -> Iterator[Observation]:
    """ "22/KH-TU" beside "22-KH/TU": the rarer spelling, or the one against the form, is wrong."""
    numbers = Counter(place.reference.number for place in group.places if place.reference.number)
    if len({regex.sub(r"\s", "", number or "") for number in numbers}) < 2:
        return
    right = max(
        numbers, key=lambda n: (bool(_PARTY.search(n or "")), numbers[n], -list(numbers).index(n))
    )
    told: set[str | None] = set()
    for place in group.places:
        number = place.reference.number
        if number != right and number is not None and number not in told:
            told.add(number)
            yield Observation("reference_number", number, place.spans, place.where, right)


def _two_dates(group: Cited) -> Iterator[Observation]:
    """One document, two days in the same year."""
    dates = Counter(place.reference.date for place in group.places if place.reference.date)
    issuers = {
        fold(place.reference.issuer)
        for place in group.places
        if place.reference.issuer and place.reference.date
    }
    if len(dates) < 2 or (len(issuers) > 1 and not _one_body(issuers)):
        return
    right = max(dates, key=lambda day: (dates[day], -list(dates).index(day)))
    for place in group.places:
        if place.reference.date not in (None, right):
            name = f"{place.reference.type} {place.reference.number}"
            details = (
                ("name", name),
                ("first", right or ""),
                ("second", place.reference.date or ""),
            )
            yield Observation(
                "reference_date", place.reference.raw[:120], place.spans, place.where, None, details
            )


def _one_body(issuers: set[str]) -> bool:
    shortest = min(issuers, key=len)
    return all(shortest in issuer for issuer in issuers)


def _wrong_kind(group: Cited) -> Iterator[Observation]:
    """ "Chương trình hành động số 42-CT/TU": CT is the sign of a Chỉ thị, and of nothing else."""
    place = group.places[0]
    kind, symbol = place.reference.type, place.reference.symbol
    meant = kinds_of_symbol(symbol or "")
    if (
        len(meant) != 1
        or not has_symbols(kind)
        or any(kind.startswith(one) or one.startswith(kind) for one in meant)
    ):
        return
    details = (("kind", kind), ("meant", meant[0]))
    yield Observation(
        "reference_kind", place.reference.number or "", place.spans, place.where, None, details
    )


def _two_wordings(group: Cited) -> Iterator[Observation]:
    """One document whose title is quoted twice, the second time with another word in the middle."""
    quoted: list[Place] = [
        place for place in group.places if len((place.reference.subject or "").split()) >= 8
    ]
    for place in quoted[1:]:
        ours, theirs = _subject(place), _subject(quoted[0])
        if ours == theirs:
            continue
        edits = [
            op
            for op in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes()
            if op[0] != "equal"
        ]
        inner = [op for op in edits if op[0] == "replace" and op[2] - op[1] == op[4] - op[3] == 1
                 and op[1] >= 4 and len(theirs) - op[2] >= 4]  # fmt: skip
        if len(inner) == 1 and all(
            op is inner[0] or op[1] < 3 or op[2] == len(theirs) for op in edits
        ):
            wrong, right = ours[inner[0][3]], theirs[inner[0][1]]
            if wrong.isalpha() and right.isalpha():
                at = inner[0][3]
                words = " ".join(ours[max(0, at - 3) : at + 4])
                yield Observation("reference_wording", words, place.spans, place.where, None,
                                  (("wrong", wrong), ("right", right)))  # fmt: skip


def _subject(place: Place) -> list[str]:
    return fold(place.reference.subject or "").split()


_ATTACHED = regex.compile(
    r"(?i:kèm theo)\s+(?:Kế hoạch|Quyết định|Chương trình|Đề án)\s+(?i:số)\s*:?\s*"
    r"(?P<number>[^,)]*?)(?=\s*ngày|\s+của|[,)]|$)"
)


def _attachments(plan: models.Plan) -> Iterator[Observation]:
    """ "(Kèm theo Kế hoạch số     /KH-UBND …)" under an appendix' title: the number is blank there,
    too, or another."""
    own = plan.document.number
    for at, appendix in enumerate(plan.appendices):
        lines = [(f"/appendices/{at}/title", appendix.title or "", appendix.spans)]
        lines += [
            (f"/appendices/{at}/blocks/{n}", block.text, block.spans)
            for n, block in enumerate(appendix.blocks)
        ]
        for where, text, spans in lines:
            match = _ATTACHED.search(text)
            if match is None:
                continue
            number = regex.sub(r"[\s.…_]", "", match["number"])
            printed = regex.match(r"\d+", number)
            given = regex.match(r"\d+", own or "")
            if printed is None:
                yield Observation("missing_attachment_number", text, spans, where)
            elif given is not None and printed[0].lstrip("0") != given[0].lstrip("0"):
                yield Observation("other_attachment_number", text, spans, where, own)
