"""Looks for one value after the other, and keeps what is known of how each was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kehoach.normalize.text import clean
from kehoach.parsers.sources.align import AROUND, Match, align
from kehoach.parsers.sources.paper import Paper
from kehoach.parsers.sources.places import Reading, reading_of
from kehoach.parsers.sources.printed import Piece, PrintedLine, Region, letters_of
from kehoach.schema.sources import Evidence, How, Level, ValueSource

TRUST: dict[Level, float] = {"field": 1.0, "item": 1.0, "above": 0.9, "paper": 0.7, "none": 0.3}
"""How sure a place of each level is, until the confidences are learned from papers."""
ABOVE: Level = "above"
PAPER: Level = "paper"
LONG = 8
"""Letters of a value that may be looked for behind its item, too."""


@dataclass(frozen=True, slots=True)
class Found:
    """Words that were looked for, with where they stand in which region; None where they were not
    found."""

    value: str
    level: Level = "none"
    region: Region | None = None
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the values of an item are looked for: among the lines of the item; else in what stands
    before it in the paper (`before`: the letter of the whole paper at which the item begins)."""

    region: Region
    before: int = 0
    confidence: float = 1.0

    def among(self, lines: Sequence[PrintedLine]) -> Scope:
        """The same item, looked for on some lines."""
        return replace(self, region=Region(lines))


@dataclass(slots=True)
class _Item:
    """The lines of an item, and what its values took of them."""

    region: Region
    taken: list[Piece] = field(default_factory=list)

    def covered(self) -> float:
        """The share of the letters of its lines that its values took."""
        whole = sum(len(printed.letters) for printed in self.region.lines)
        free = {id(printed): bytearray(len(printed.letters)) for printed in self.region.lines}
        for piece in self.taken:
            marks = free.get(id(piece.printed))
            if marks is not None:
                marks[piece.first : piece.stop] = b"\x01" * (piece.stop - piece.first)
        return sum(map(sum, free.values())) / whole if whole else 1.0


@dataclass(eq=False)
class Locator:
    """Finds values in a paper; `evidence` by the JSON pointer of the value."""

    paper: Paper
    evidence: dict[str, Evidence] = field(default_factory=dict)
    _items: dict[str, _Item] = field(default_factory=dict)
    _readings: dict[tuple[Piece, ...], Reading] = field(default_factory=dict)

    def scope(self, indexes: Sequence[int], confidence: float = 1.0) -> Scope:
        """The scope of an item that stands on some lines of the paper."""
        whole = self.paper.whole
        _ = whole.letters  # counts where each line begins
        before = whole.starts[indexes[0]] if indexes else len(whole.letters)
        region = Region([self.paper.lines[index] for index in indexes])
        return Scope(region, before, confidence=confidence)

    def find(
        self,
        value: str,
        scope: Scope,
        lines: Sequence[PrintedLine] = (),
        taken: Sequence[tuple[int, int]] = (),
    ) -> Found:
        """A value in the lines of its own field, else among those of its item."""
        if lines:
            region = Region(lines)
            match = align(value, region)
            if match is not None:
                return Found(value, "field", region=region, match=match)
        match = align(value, scope.region, taken=taken)
        if match is not None:
            return Found(value, "item", region=scope.region, match=match)
        return Found(value)

    def find_above(self, value: str, scope: Scope) -> Found:
        """A value where it stands last before an item: a heading, the title of a group, a label
        over a table; else, where it is no short one, next behind (a label under a list)."""
        letters = letters_of(value)
        whole = self.paper.whole
        at, level = whole.find_last(letters, scope.before), ABOVE
        if at < 0 and len(letters) >= LONG:
            at, level = whole.find(letters, scope.before), PAPER
        if at < 0:
            return Found(value)
        end = at + len(letters)
        return Found(
            value, level, region=whole, match=Match(at, end, pieces=tuple(whole.pieces(at, end)))
        )

    def find_listed(self, value: str, scope: Scope) -> Found:
        """A value that its parser put together from several ("A; B"): each of them, near its item
        or above; not found where one is not."""
        pieces: list[Piece] = []
        level: Level = "item"
        for part in filter(letters_of, value.split(";")):
            found = self.find(part, scope)
            if found.match is None:
                found = self.find_above(part, scope)
            if found.match is None:
                return Found(value)
            pieces.extend(found.match.pieces)
            level = found.level if found.level != "item" else level
        whole = self.paper.whole
        return Found(value, level, region=whole, match=Match(0, 0, pieces=tuple(pieces)))

    def source(
        self,
        found: Found,
        pointer: str,
        scope: Scope,
        how: Sequence[How] = (),
        value: str | None = None,
    ) -> ValueSource:
        """What the plan tells of a value that was looked for; `how` says what its parser knows of
        how it came, besides how its letters were read; `value` is the plan's own where other words
        were looked for (a full name)."""
        if found.match is None or found.region is None:
            return self._nowhere(pointer, scope, how=how)
        reading = self._reading_of(tuple(found.match.pieces))
        ways = _ways(reading, how, inherited=found.level in (ABOVE, PAPER))
        letters = letters_of(found.value)
        more = found.region.letters.find(letters, found.match.first + 1) if letters else -1
        evidence = Evidence(
            found.level,
            ways,
            share=found.match.share,
            least=reading.least,
            mean=reading.mean,
            restored=reading.restored,
            figures=reading.figures,
            torn=reading.torn,
            white=reading.white,
            count=2 if more >= 0 else 1,
            letters=len(letters),
            item=scope.confidence,
        )
        self.evidence[pointer] = evidence
        if not pointer.startswith("/document/"):  # no item: its values stand all over the paper
            item = self._items.setdefault(item_of(pointer), _Item(scope.region))
            item.taken.extend(found.match.pieces)
        return ValueSource(
            spans=reading.spans,
            words=_words_told(reading.words, found.value if value is None else value),
            how=ways,
            confidence=_confidence(evidence),
        )

    def _reading_of(self, pieces: tuple[Piece, ...]) -> Reading:
        """Where pieces stand; the title of a group is looked for with each of its tasks."""
        if pieces not in self._readings:
            self._readings[pieces] = reading_of(pieces, self.paper)
        return self._readings[pieces]

    def all_evidence(self) -> dict[str, Evidence]:
        """The evidence of all values that were looked for, when all of each item were."""
        covered = {name: round(item.covered(), 3) for name, item in self._items.items()}
        return {
            pointer: replace(one, covered=covered.get(item_of(pointer), 1.0))
            for pointer, one in self.evidence.items()
        }

    def _nowhere(self, pointer: str, scope: Scope, how: Sequence[How]) -> ValueSource:
        ways: tuple[How, ...] = (*how,) or ("unlocated",)
        evidence = Evidence("none", ways, item=scope.confidence)
        self.evidence[pointer] = evidence
        return ValueSource(how=ways, confidence=_confidence(evidence))


def item_of(pointer: str) -> str:
    """The pointer of the item that a value is of.

    >>> item_of("/tasks/3/lead/units/0")
    '/tasks/3'
    """
    return "/".join(pointer.split("/", 3)[:3])


def _ways(reading: Reading, known: Sequence[How], *, inherited: bool) -> tuple[How, ...]:
    ways: list[How] = ["ocr" if reading.scanned else "text"]
    if reading.generated:
        ways = ["generated"]
    if reading.restored:
        ways.append("restored")
    ways.extend(known)
    if inherited and not {"inherited", "inferred"} & set(ways):
        ways.append("inherited")
    return tuple(ways)


def _words_told(words: str, value: str) -> str | None:
    """The words as printed, None where the value says them."""
    return None if words.strip(AROUND) == clean(value).strip(AROUND) else words


def _confidence(evidence: Evidence) -> float:
    """How sure a value is: as its words were read, and as near to its item as it stands."""
    if evidence.level == "none":
        return TRUST["none"]
    return round(evidence.mean * TRUST[evidence.level] * evidence.share, 3)


def without_headings(text: str) -> str:
    """The words of the cells of a row that is told with the headings of its columns.

    >>> without_headings("Đơn vị: Trạm Y tế xã; Thời gian: Ngày 03/3/2031")
    'Trạm Y tế xã Ngày 03/3/2031'
    """
    told = (part.partition(": ") for part in text.split("; "))
    return " ".join(words if colon else heading for heading, colon, words in told)


def inside(words: str, whole: Found) -> Found | None:
    """Words among those of a value that was found; None where they are none of these."""
    if whole.match is None or whole.region is None:
        return None
    match = align(words, whole.region, first=whole.match.first, stop=whole.match.stop)
    return (
        Found(words, whole.level, region=whole.region, match=match) if match is not None else None
    )


def leading(number: str, scope: Scope) -> Found:
    """A number where it begins a line of its item."""
    letters = letters_of(number)
    region = scope.region
    for index, printed in enumerate(region.lines):
        if printed.letters.startswith(letters) and printed.ends_word(len(letters) - 1):
            _ = region.letters
            at = region.starts[index]
            match = align(number, region, first=at, stop=at + len(letters))
            return Found(number, "item", region=region, match=match)
    return Found(number)
