"""The clauses of an owner's cell: whose each is, and the part they take, by the words before or
behind their names ("Công an xã | giám sát"; "| phối hợp: | Đoàn xã"), in brackets or out of them.

A cell is understood whole or not at all: where a word stands between the names that neither names a
body nor says a part, nobody is told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from kehoach.normalize.offices.cell import SENTENCES, Cell
from kehoach.normalize.offices.cell_words import Word
from kehoach.normalize.offices.hamlets import names_hamlet
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

LEADS, DOES, HELPS, SUPPORTS, WATCHES = "leads", "does", "helps", "supports", "watches"
"""The parts that bodies take: those of `closings` in words.yaml."""
NO_PART = ""
_NEUTRAL = "neutral"
"""The kind of openings that tell no part ("giao", "mời")."""
_LONGEST_PHRASE, _LONGEST_JOINT = 6, 2
_BRACKET = compile_regex(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_STRONG = compile_regex(r"[;\n\v+]|\.\s")
_MARK = compile_regex(r"[\S\n\v]")
_PARTED = compile_regex(r"[,;:\n\v+/.]|\s[-–—]\s")
_EDGES = " \t\n\v,;:.+-–—/•*"


@dataclass(frozen=True, slots=True)
class Clause:
    """The names of a clause, the part they take, and its words as printed; `has_mark` where
    brackets tell the part."""

    names: str
    part: str
    printed: str
    has_mark: bool = False


@dataclass(frozen=True, slots=True)
class _Bracket:
    """A pair of brackets: what stands in it, and how many words stand before it."""

    content: str
    place: int


class _NotUnderstoodError(Exception):
    """A cell holds words that are no names and say no part."""


@lru_cache(maxsize=1024)
def clauses_of(raw: str, *, in_brackets: bool = False) -> tuple[Clause, ...]:
    """The clauses of a cell, or of what stands in its brackets; empty where its words are not all
    understood, or none says a part.

    >>> [(clause.names, clause.part) for clause in clauses_of("Công an xã; Đoàn xã phối hợp")]
    [('Công an xã', ''), ('Đoàn xã', 'helps')]
    >>> clauses_of("Công an xã, Đoàn xã")
    ()
    """
    if len(raw.split()) > SENTENCES:
        return ()
    try:
        found = _Reader(raw, in_brackets).run()
    except _NotUnderstoodError:
        return ()
    return tuple(found) if any(clause.part for clause in found) else ()


@dataclass(slots=True)
class _Reader:
    """Goes through the words of a cell from left to right and collects clauses."""

    raw: str
    in_brackets: bool = False
    cell: Cell = field(init=False)
    brackets: list[_Bracket] = field(init=False)
    clauses: list[Clause] = field(default_factory=list)
    begin: int | None = None
    part: str = NO_PART
    last_begin: int | None = None

    def __post_init__(self) -> None:
        masked = _BRACKET.sub(lambda found: " " * len(found[0]), self.raw)
        self.cell = Cell(masked)
        self.brackets = [
            _Bracket(found[1] or found[2] or "", self._words_before(found.start()))
            for found in _BRACKET.finditer(self.raw)
        ]

    def _words_before(self, place: int) -> int:
        return sum(word.begin < place for word in self.cell.words)

    def run(self) -> list[Clause]:
        """Read the whole cell."""
        index = self._joint(0) if self.in_brackets and self.cell.size else 0
        if index:
            self.part = HELPS  # "Phòng Kinh tế (cùng | Công an xã)"
        while index < self.cell.size:
            self._take_brackets(index)
            if index and self._is_apart(index):
                self._close(index)
            index = self._read(index)
        self._take_brackets(self.cell.size)
        self._close(self.cell.size)
        return self.clauses

    def _read(self, index: int) -> int:
        """Take the word at a place; where to read on."""
        kind, size = self._phrase(index)
        if size:
            is_first = self.begin is None
            return self._open(index, kind, size) if is_first else self._end(index, kind, size)
        if self.begin is None:
            if self._is_number_of_list(index):
                return index + 1
            if not self._begins_name(index):
                raise _NotUnderstoodError
            self.begin = index
        return self._name_stop(index)

    def _name_stop(self, index: int) -> int:
        """Behind the name that begins at a word; the word after it where none does."""
        found = self.cell.longest_name(index)
        if found is None:
            return index + 1
        is_torn = any(map(self._is_apart, range(index + 1, found[1])))  # "Công an xã | Đoàn xã"
        return index + 1 if is_torn else found[1]

    def _open(self, index: int, kind: str, size: int) -> int:
        """Words before names: "phối hợp với | các thôn", "giám sát: | Công an xã"."""
        if kind == _NEUTRAL:
            return index + size
        says_part = kind in (LEADS, DOES) or self._is_opening(index, size)
        if not says_part and not self._ends_at(index + size):
            raise _NotUnderstoodError
        if self._ends_at(index + size) and not self._has_colon(index + size):
            self._extend_last(index + size)
            return index + size  # "…, theo dõi, | đôn đốc"
        self.part = self.part or kind
        return index + size

    def _end(self, index: int, kind: str, size: int) -> int:
        """Words behind names: "Công an xã | giám sát", "Công an xã | phối hợp với | các thôn"."""
        behind = index + size
        opens_next = self._is_opening(index, size) and not self._ends_name_alone(behind)
        if kind == _NEUTRAL and not self.cell.words[index].gap.strip():
            return index + 1
        if opens_next or kind == _NEUTRAL:
            self._close(index)
            self.part = NO_PART if kind == _NEUTRAL else kind
            return behind
        self.part = self.part or kind
        self._close(index, until=behind)
        joined = self._joint(behind) if kind == LEADS else 0
        if joined:
            self.part = HELPS
            return behind + joined
        if self._ends_at(behind) or self._phrase(behind)[1]:
            return behind
        if self._begins_name(behind) and kind not in (LEADS, DOES):
            raise _NotUnderstoodError  # "UBND xã chỉ đạo | Phòng Kinh tế"
        if not is_known(self.clauses[-1].names):
            raise _NotUnderstoodError  # "CLB Thanh niên làm | kinh tế"
        return self._behind_remark(behind)

    def _joint(self, index: int) -> int:
        """How many words stand here that join those who help with who leads ("Phòng Kinh tế chủ trì
        | cùng với | Công an xã"), 0 for none."""
        for size in range(min(_LONGEST_JOINT, self.cell.size - index - 1), 0, -1):
            phrase = " ".join(self.cell.unmarked(index, index + size))
            if phrase in _joints() and self._begins_name(index + size):
                return size
        return 0

    def _behind_remark(self, index: int) -> int:
        """Over the words that say what is done, up to the next clause."""
        while index < self.cell.size:
            word = self.cell.words[index]
            is_next = word.follows_comma and word.is_capital and self._begins_name(index)
            if is_next or self._is_apart(index) or self._has_bracket(index):
                break
            index += 1
        return index

    # --- questions --------------------------------------------------------------------------------

    def _is_apart(self, index: int) -> bool:
        """Does a sign before a word end what stands before it? The dot of a letter that stands for
        a word does not ("P. | VHXH chủ trì")."""
        before, word = self.cell.words[index - 1], self.cell.words[index]
        is_short = len(before.folded) == 1 and before.is_capital and word.gap.startswith(".")
        return not is_short and _STRONG.search(word.gap) is not None

    def _phrase(self, index: int) -> tuple[str, int]:
        """The part that words at a place say, and how many they are; 0 where they say none."""
        cell = self.cell
        if index >= cell.size:
            return NO_PART, 0
        found = cell.longest_name(index)
        is_word = index > 0 and not _MARK.search(cell.words[index].gap)
        is_capital = is_word and cell.words[index].is_capital
        is_guarded = is_word and not is_capital and cell.follows("before_clause", index)
        for size in range(min(_LONGEST_PHRASE, cell.size - index), 0, -1):
            if is_capital and not self._has_colon(index + size):
                continue  # "Ban | Giám sát đầu tư"
            kind = self._kind_of(index, size)
            if is_guarded and not (kind == HELPS and self._ends_at(index + size)):
                continue  # "Tổ | kiểm tra", "giáo viên | phụ trách"
            if kind and not (found is not None and found[1] > index + size):
                return kind, size
        return NO_PART, 0

    def _kind_of(self, index: int, size: int) -> str:
        words = self.cell.words[index : index + size]
        if any(_STRONG.search(word.gap) or word.follows_comma for word in words[1:]):
            return NO_PART
        phrase = self._compared(words)
        kind = _said(self.cell.is_marked).get(phrase, NO_PART)
        if not kind and self._has_colon(index + size):
            return _short().get(phrase, NO_PART)
        if kind and phrase in _labels(self.cell.is_marked) and self.begin is not None:
            return kind if self.cell.words[index].gap.strip() else NO_PART
        return kind

    def _compared(self, words: Sequence[Word]) -> str:
        """Words as those of the vocabulary: with their marks, unless the cell has lost its own."""
        return " ".join(w.folded if self.cell.is_marked else w.unmarked for w in words)

    def _is_opening(self, index: int, size: int) -> bool:
        """May names follow these words?"""
        phrase = self._compared(self.cell.words[index : index + size])
        listed = _openings(self.cell.is_marked) | _labels(self.cell.is_marked)
        return phrase in listed or self._has_colon(index + size)

    def _ends_name_alone(self, index: int) -> bool:
        """Do no names follow here?"""
        if self._has_colon(index):
            return False
        return self._ends_at(index) or not self._begins_name(index)

    def _is_number_of_list(self, index: int) -> bool:
        """ "1. | Công an xã", "a) |": does a number or a letter stand here, and a dot or a bracket
        behind it? Not where a name opens with it ("P. VHXH")."""
        cell = self.cell
        word = cell.words[index]
        if index + 1 >= cell.size or not (word.unmarked.isdigit() or len(word.unmarked) == 1):
            return False
        found = cell.longest_name(index)
        if word.is_capital and found is not None and found[1] > index + 1:
            return False
        return cell.words[index + 1].gap[:1] in (".", ")")

    def _ends_at(self, index: int) -> bool:
        """Does a clause end before a place: with the cell, at a mark, at brackets?"""
        if index >= self.cell.size or self._has_bracket(index):
            return True
        return _PARTED.search(self.cell.words[index].gap) is not None

    def _has_colon(self, index: int) -> bool:
        return index < self.cell.size and ":" in self.cell.words[index].gap

    def _has_bracket(self, index: int) -> bool:
        return any(bracket.place == index for bracket in self.brackets)

    def _begins_name(self, index: int) -> bool:
        """Whether a body, several, or a person may begin here."""
        cell = self.cell
        if cell.opens_body(index) or cell.opens_collective(index):
            return True
        if cell.longest_name(index) is not None or cell.phrase_size("roles", index):
            return True
        if names_hamlet(cell, index):
            return True
        return cell.words[index].is_capital or cell.person_stop(index) > index

    # --- clauses ----------------------------------------------------------------------------------

    def _close(self, index: int, until: int | None = None, *, has_mark: bool = False) -> None:
        """The clause whose names stop before a place, and whose words stop at `until`."""
        if self.begin is not None:
            first, last = self.cell.words[self.begin], self.cell.words[index - 1]
            end = self.cell.words[(until or index) - 1].stop
            self.last_begin = first.begin
            names = self.raw[first.begin : last.stop].strip(_EDGES)
            printed = self.raw[first.begin : end].strip(_EDGES)
            self.clauses.append(Clause(names, self.part, printed=printed, has_mark=has_mark))
        self.begin, self.part = None, NO_PART

    def _extend_last(self, index: int) -> None:
        """Take the words up to a place for words of the last clause."""
        if self.clauses and self.last_begin is not None:
            printed = self.raw[self.last_begin : self.cell.words[index - 1].stop].strip(_EDGES)
            self.clauses[-1] = replace(self.clauses[-1], printed=printed)

    def _take_brackets(self, index: int) -> None:
        for bracket in self.brackets:
            if bracket.place == index:
                self._take_bracket(bracket, index)

    def _take_bracket(self, bracket: _Bracket, index: int) -> None:
        """A mark of the names before it ("(chủ trì)"), those who take part ("(Công an xã hỗ
        trợ)"), or a remark, which stays where it is."""
        part = _mark(bracket.content)
        if part and self.begin is not None:
            self.part = part
            self._close(index, has_mark=True)
            return
        inner = clauses_of(bracket.content, in_brackets=True)
        if inner and all(clause.part in (HELPS, SUPPORTS, WATCHES) for clause in inner):
            self._close(index)
            self.clauses += inner


def _mark(content: str) -> str:
    """The part that words in brackets tell of the names before them, and nothing else.

    >>> _mark("cơ quan phối hợp"), _mark("CT"), _mark("CT UBND")
    ('helps', 'leads', '')
    """
    words = fold(content)
    return _said(is_marked=True).get(words) or _short().get(words) or _marks().get(words, NO_PART)


def names_of(clauses: Sequence[Clause], *parts: str) -> str:
    """The names of the clauses that take one of the parts."""
    return "; ".join(clause.names for clause in clauses if clause.part in parts)


@cache
def phrases_of_parts() -> tuple[str, ...]:
    """The phrases by which a cell parts who leads from who helps, which no names keep."""
    listed = (*_list("openings").values(), *_list("closings").values())
    return tuple(phrase for phrases in listed for phrase in phrases)


def is_known(names: str) -> bool:
    """Does the directory know the first of them?"""
    value = parse_offices(names)
    return value.known[:1] == (True,)


# --- vocabulary -----------------------------------------------------------------------------------


def _list(*path: str) -> dict[str, list[str]]:
    listed = read_own("offices/words.yaml")["taking_part"]
    for key in path:
        listed = listed[key]
    return dict(listed)


def _compared(phrase: str, *, is_marked: bool) -> str:
    return fold(phrase) if is_marked else strip_diacritics(phrase)


@cache
def _said(is_marked: bool) -> dict[str, str]:
    """Phrases that say a part -> which."""
    listed = [*_list("closings").items(), *_list("openings").items()]
    said = {
        _compared(phrase, is_marked=is_marked): kind
        for kind, phrases in reversed(listed)
        for phrase in phrases
    }
    bodies = read_own("offices/words.yaml")["taking_part"]["bodies"]
    for kind, phrases in _list("labels").items():
        for phrase in phrases:
            said |= {_compared(f"{body} {phrase}", is_marked=is_marked): kind for body in bodies}
    return said


@cache
def _labels(is_marked: bool) -> frozenset[str]:
    """ "Cơ quan chủ trì", "đơn vị phối hợp"."""
    bodies = read_own("offices/words.yaml")["taking_part"]["bodies"]
    return frozenset(
        _compared(f"{body} {phrase}", is_marked=is_marked)
        for phrases in _list("labels").values()
        for phrase in phrases
        for body in bodies
    )


@cache
def _openings(is_marked: bool) -> frozenset[str]:
    return frozenset(
        _compared(phrase, is_marked=is_marked)
        for phrases in _list("openings").values()
        for phrase in phrases
    )


@cache
def _joints() -> frozenset[str]:
    joints = read_own("offices/words.yaml")["taking_part"]["behind_leads"]
    return frozenset(map(strip_diacritics, joints))


@cache
def _short() -> dict[str, str]:
    """Short marks -> the part they tell in brackets or before a colon."""
    return {fold(mark): kind for kind, marks in _list("short_marks").items() for mark in marks}


@cache
def _marks() -> dict[str, str]:
    """Words that tell a part where they stand alone in brackets."""
    return {fold(mark): kind for kind, marks in _list("marks").items() for mark in marks}
