"""The documents that a plan cites, each once with all its places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from kehoach.normalize.legal.references import Reference, find_references, kinds_of_symbol
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.dates import is_whole_day
from kehoach.schema.models import LegalReference, Mention, Plan
from kehoach.schema.rules.vocabulary import words
from kehoach.schema.walk import Wording


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where a document is cited: what is said of it, and in which wording."""

    reference: Reference
    wording: Wording


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document and all the places where it is cited, in reading order."""

    citations: tuple[Citation, ...]

    def summary(self) -> LegalReference:
        """The document as most of its citations have it."""
        references = [citation.reference for citation in self.citations]
        return LegalReference(
            type=_most_frequent(reference.type for reference in references) or "",
            number=_most_frequent(reference.number for reference in references),
            symbol=_most_frequent(reference.symbol for reference in references),
            date=_date_of(references),
            issuer=_most_frequent(reference.issuer for reference in references),
            subject=max((reference.subject or "" for reference in references), key=len) or None,
            mentions=tuple(_mention(citation) for citation in self.citations),
        )


def _date_of(references: Sequence[Reference]) -> str | None:
    """The day told most often; the year where no place tells a day."""
    dates = [reference.date for reference in references if reference.date]
    days = [told for told in dates if is_whole_day(told)]
    return _most_frequent(iter(days or dates))


def _most_frequent(values: Iterator[str | None]) -> str | None:
    """The value told most often, the first of those told equally often."""
    counts = Counter(value for value in values if value)
    return counts.most_common(1)[0][0] if counts else None


def _mention(citation: Citation) -> Mention:
    return Mention(
        where=citation.wording.pointer,
        raw=citation.reference.raw,
        date_raw=citation.reference.date_raw,
        spans=citation.wording.spans,
    )


def cited_documents(plan: Plan, wordings: Sequence[Wording]) -> Iterator[CitedDocument]:
    """Every document cited in the wordings, the plan itself left out. In order of the first place
    that cites its number."""
    by_number: dict[tuple[str, str, str], list[Citation]] = {}
    for wording in wordings:
        if not any(map(str.isdigit, wording.text)):
            continue
        for reference in find_references(wording.text):
            if not _is_the_plan(reference, plan):
                citations = by_number.setdefault(_key(reference), [])
                citations.append(Citation(reference, wording))
    for citations in by_number.values():
        yield from _parted_by_year(citations)


def _is_the_plan(reference: Reference, plan: Plan) -> bool:
    own = plan.document.number
    if own is None or reference.number != own:
        return False
    return reference.date in (None, plan.document.issued_on)


def _key(reference: Reference) -> tuple[str, str, str]:
    """What names one document: its number, the letters of its symbol in any order, and its year;
    its kind, too, where the symbol has no sign of it, as that of a letter has none ("Kế hoạch số
    31/PVHXH" beside "Công văn số 31/PVHXH")."""
    if reference.number is None:
        return ("", strip_diacritics(reference.subject or reference.raw), reference.type)
    digits = regex.match(r"\d+", reference.number)
    number = digits[0].lstrip("0") if digits else reference.number
    letters = sorted(strip_diacritics(reference.symbol or "").split())
    year = regex.search(r"/((?:19|20)\d\d)\b", reference.number)
    is_signed = kinds_of_symbol(reference.symbol or "") or reference.type in words("without_sign")
    kind = "" if is_signed else reference.type
    return (number, "".join(letters) + kind, year[1] if year else "")


def _parted_by_year(citations: Sequence[Citation]) -> Iterator[CitedDocument]:
    """Numbers begin anew every year: places whose years differ cite two documents. A place without
    a date cites the first of them."""
    years = list(dict.fromkeys(map(_year, citations)))
    dated = [year for year in years if year]
    first, *others = dated or [""]
    yield CitedDocument(tuple(own for own in citations if _year(own) in ("", first)))
    for year in others:
        yield CitedDocument(tuple(own for own in citations if _year(own) == year))


def _year(citation: Citation) -> str:
    return (citation.reference.date or "")[:4]
