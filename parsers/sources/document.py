"""The sources of what a paper says of itself: letterhead, title, closing, bases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from kehoach.parsers.coverage import Audit
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.sources.align import Match, align
from kehoach.parsers.sources.locator import Found, Locator, Scope, inside
from kehoach.parsers.sources.printed import Region, letters_of
from kehoach.parsers.words import document_type, phrase_map, raw_phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models
from kehoach.schema.sources import BasisSources, DocumentSources, How, SignerSources, ValueSource

_WRITTEN = r"[0-9a-z]{0,8}?"
"""What stands between the printed words of a date, in letters for comparing."""


def with_document_sources(
    info: models.DocumentInfo, audit: Audit, locator: Locator, context: Context
) -> models.DocumentInfo:
    """The document's fields and its bases with their sources."""
    reader = _DocumentReader(info, audit, locator=locator, context=context)
    bases = tuple(reader.basis(index, basis) for index, basis in enumerate(info.legal_bases))
    return info.model_copy(update={"sources": reader.sources(), "legal_bases": bases})


class _DocumentReader:
    """Looks for the fields of one paper, each in the part where its parser reads it."""

    def __init__(
        self, info: models.DocumentInfo, audit: Audit, locator: Locator, context: Context
    ) -> None:
        paper = locator.paper
        self.info, self.locator, self.context = info, locator, context
        self.whole = Scope(paper.whole)
        self.head = self.whole.among(paper.printed(audit.head))
        self.closing = self.whole.among(paper.printed(audit.closing))
        titled = paper.over(context.spans(audit.title))
        self.title = self.whole.among([paper.lines[index] for index in titled])
        self.day = self._day()

    def sources(self) -> DocumentSources:
        """Of every field that has a value."""
        info = self.info
        return DocumentSources(
            type=self._type(),
            number=self._one("number", info.number, scope=self.head),
            issuer=self._issuer(),
            place=self._place(),
            issued_on=self._issued_on(),
            title=self._one("title", info.title, scope=self.title),
            period=self._one("period", info.period.raw if info.period else None, scope=self.title),
            signer=self._signer(),
            recipients=tuple(self._recipients()),
        )

    def basis(self, index: int, basis: models.LegalBasis) -> models.LegalBasis:
        """A basis with its own place in the preamble."""
        indexes = self.locator.paper.over(basis.spans)
        scope = self.locator.scope(indexes) if indexes else self.whole
        pointer = f"/document/legal_bases/{index}"
        whole = self._found(basis.raw, scope)
        number = inside(basis.number, whole) if basis.number else None
        date = inside(basis.date_raw, whole) if basis.date_raw else None
        sources = BasisSources(
            raw=self._told(whole, f"{pointer}/raw"),
            number=self._told(number, f"{pointer}/number") if number else None,
            date_raw=self._told(date, f"{pointer}/date_raw") if date else None,
        )
        return basis.model_copy(update={"sources": sources})

    def _found(self, value: str, scope: Scope) -> Found:
        """A value in its part, else where all its letters stand first in the paper."""
        match = align(value, scope.region)
        if match is not None:
            return Found(value, "field", region=scope.region, match=match)
        letters, region = letters_of(value), self.whole.region
        at = region.find(letters)
        if at < 0:
            return Found(value)
        return _at(value, region, first=at, stop=at + len(letters))

    def _one(self, name: str, value: str | None, scope: Scope) -> ValueSource | None:
        if not value:
            return None
        return self._told(self._found(value, scope), f"/document/{name}")

    def _told(
        self, found: Found, pointer: str, value: str | None = None, how: Sequence[How] = ()
    ) -> ValueSource:
        return self.locator.source(found, pointer, self.whole, how, value=value)

    def _type(self) -> ValueSource | None:
        """Of the word that names the kind of paper: the first line that is it, or begins so."""
        kind = self.info.type
        if not kind:
            return None
        is_letter = kind in raw_phrases("letter")  # it says to whom, not what it is
        letters = letters_of(raw_phrases("addressee_openings")[0] if is_letter else kind)
        region = self.whole.region
        found = Found(kind)
        for index, printed in enumerate(region.lines):
            if not printed.letters.startswith(letters):
                continue
            is_alone = document_type(printed.line.text) is not None
            if is_alone or found.match is None:
                at = region.starts[index]
                found = _at(kind, region, first=at, stop=at + len(letters))
            if is_alone:
                break
        return self._told(found, "/document/type", how=["inferred"] if is_letter else [])

    def _issuer(self) -> ValueSource | None:
        """Of who issued the paper: its name as the letterhead writes it, short or in full."""
        issuer = self.info.issuer
        if not issuer:
            return None
        full = issuer
        for short, long in phrase_map("words.yaml", "written_out").items():
            full = regex.sub(rf"\b{short}\b", long, full)
        for region in (self.head.region, self.whole.region):
            for name in dict.fromkeys((full, issuer)):
                match = align(name, region)
                if match is not None:
                    found = Found(name, "field", region=region, match=match)
                    return self._told(found, "/document/issuer", value=issuer)
        return self._told(Found(issuer), "/document/issuer")

    def _day(self) -> Found:
        """The words of the day: in the letterhead, else anywhere."""
        day = self.info.issued_on
        if not day:
            return Found("")
        pattern = _date_pattern(day)
        for region in (self.head.region, self.whole.region):
            match = pattern.search(region.letters)
            if match is not None:
                return _at(match[0], region, first=match.start(), stop=match.end())
        return Found(day)

    def _issued_on(self) -> ValueSource | None:
        """Of the day; a year that only the title tells is inferred from it."""
        day = self.info.issued_on
        if not day:
            return None
        if self.day.match is None:
            match = align(day, self.title.region)
            found = (
                Found(day, "paper", region=self.title.region, match=match) if match else self.day
            )
            return self._told(found, "/document/issued_on", value=day, how=("inferred",))
        return self._told(self.day, "/document/issued_on", value=day)

    def _place(self) -> ValueSource | None:
        """Of the place: right before the day, else as it reads in the letterhead."""
        place, day = self.info.place, self.day
        if not place:
            return None
        if day.match is not None and day.region is not None:
            letters = letters_of(place)
            at = day.region.find_last(letters, day.match.first)
            if at >= 0 and at + len(letters) == day.match.first:
                found = _at(place, day.region, first=at, stop=day.match.first)
                return self._told(found, "/document/place")
        return self._one("place", place, scope=self.head)

    def _signer(self) -> SignerSources | None:
        signer = self.info.signer
        if signer is None:
            return None
        return SignerSources(
            role=self._one("signer/role", signer.role, scope=self.closing),
            name=self._one("signer/name", signer.name, scope=self.closing),
        )

    def _recipients(self) -> Iterator[ValueSource]:
        """Of each recipient: behind the one before."""
        first = 0
        region = self.closing.region
        for index, recipient in enumerate(self.info.recipients):
            match = align(recipient, region, first=first)
            if match is not None and match.is_exact:
                first = match.stop
                found = Found(recipient, "field", region=region, match=match)
            else:
                found = self._found(recipient, self.closing)
            yield self._told(found, f"/document/recipients/{index}")


def _at(value: str, region: Region, first: int, stop: int) -> Found:
    """A value that is known to stand at some letters of a region."""
    return Found(
        value,
        "field",
        region=region,
        match=Match(first, stop, pieces=tuple(region.pieces(first, stop))),
    )


def _date_pattern(iso: str) -> regex.Pattern[str]:
    """The letters of a date in words or figures; of a part that is not known, what is written
    there.

    >>> _date_pattern("2026-02-03").search("tanmochangay03thang02nam2026")[0]
    'ngay03thang02nam2026'
    """
    year, month, day = (*iso.split("-"), "", "")[:3]
    day_letters = f"0?{int(day)}" if day else _WRITTEN
    month_letters = f"0?{int(month)}" if month else _WRITTEN
    year_letters = f"(?:{year}|{year[2:]}(?![0-9]))"
    in_words = f"ngay{day_letters}thang{month_letters}nam{year_letters}"
    in_figures = f"(?:ngay)?{day_letters}{month_letters}{year}" if month and day else in_words
    return compile_regex(f"{in_words}|{in_figures}")
