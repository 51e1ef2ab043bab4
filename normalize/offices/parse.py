"""Offices: the phrase of an owner's cell -> the bodies it names, each by its full name in one
spelling.

The words of the cell are compared with a directory (offices.yaml) without regard to case,
diacritics and punctuation, the longest name first, so that commas inside a name need no rule. What
the directory does not know is cut at lists and kept as written; a typing error is forgiven when
only one name is near.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import regex

from kehoach.normalize.offices.cell import NEW_LINE, SENTENCES, Cell
from kehoach.normalize.offices.directory import AND, directory_of_offices, words_of
from kehoach.normalize.text import clean, fold, strip_diacritics


@dataclass(frozen=True, slots=True)
class OfficesValue:
    """`raw` as given; for each body its name, whether it stands for many, whether the directory
    knows it."""

    raw: str
    units: tuple[str, ...] = ()
    collective: tuple[bool, ...] = ()
    known: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class _Body:
    """One body of a cell."""

    name: str
    is_collective: bool = False
    is_known: bool = False


@dataclass(slots=True)
class _Reader:
    """Goes through the words of one cell from left to right and collects bodies.

    `level` is the level of the plan; `prefix` the word that opened the last body: in "Phòng Kinh
    tế, Văn hóa - Xã hội" it is thought before the second name.
    """

    cell: Cell
    level: str | None
    bodies: list[_Body] = field(default_factory=list)
    prefix: str = ""

    def run(self) -> None:
        """Read the whole cell."""
        index = 0
        while index < self.cell.size:
            if self.cell.is_one_of("connectives", index):
                index += 1
            elif skipped := self.cell.phrase_size("skip", index):
                index += skipped
            else:
                index = max(self._read_body(index), index + 1)

    def _read_body(self, index: int) -> int:
        """Take the body that begins at a word; where to read on."""
        is_collective = self.cell.opens_collective(index)
        if not (is_collective and self._is_no_name(index)):
            known = self._known_name(index)
            if known is not None:
                return self._take_known(index, *known)
        if is_collective:
            return self._take_collective(index)
        return self._take_unknown(index)

    def _is_no_name(self, index: int) -> bool:
        """Whether a phrase for many bodies is not the beginning of a longer name that is listed."""
        found = self.cell.longest_name(index)
        if found is None:
            return True
        _, stop = found
        return stop < index + self.cell.phrase_size("collective", index)

    def _take_known(self, index: int, name: str, stop: int) -> int:
        self._add(_Body(name, is_known=True))
        if not self.prefix or self.cell.opens_body(index):
            self.prefix = self.cell.words[index].unmarked
        return self._skip_clause(stop)

    def _take_collective(self, index: int) -> int:
        cell = self.cell
        stop = self._collective_stop(index)
        name_stop = cell.name_stop(index, stop)
        if name_stop > index + 1 or not cell.is_one_of("plural", index):
            name = _without_typos(cell.printed(index, name_stop))
            self._add(_Body(name, is_collective=True, is_known=True))
        self.prefix = cell.words[min(index + 1, cell.size - 1)].unmarked
        return self._after_clause(name_stop, stop)

    def _take_unknown(self, index: int) -> int:
        stop = self._unknown_stop(index)
        name_stop = self.cell.name_stop(index, stop)
        if name_stop == stop:
            longer = self.cell.misspelt_name_stop(index, stop)
            if longer:
                name_stop = stop = longer
        self._add_unknown(index, name_stop)
        return self._after_clause(name_stop, stop)

    def _known_name(self, index: int) -> tuple[str, int] | None:
        """A name of the directory that ends where a name may end, with its level; and where it
        stops."""
        cell = self.cell
        found = cell.longest_name(index)
        if found is None and self.prefix and self.bodies and not cell.opens_body(index):
            found = cell.longest_name(index, self.prefix)
        if found is None:
            return None
        name, stop = found
        level_stop = cell.level_stop(stop)
        if level_stop == stop:
            if cell.directory.kinds[name] == "province":
                level_stop = cell.place_stop(stop)
            if level_stop == stop and stop < cell.size and not self._may_end_before(stop):
                return None
        return self._with_level(name, stop, level_stop), level_stop

    # --- where a body ends ------------------------------------------------------------------------

    def _may_end_before(self, index: int) -> bool:
        """Whether a known name may end before this word."""
        cell = self.cell
        word = cell.words[index]
        is_end = word.is_cut or cell.opens_clause(index) or cell.is_one_of("ends_name", index)
        if is_end:
            is_list = word.unmarked == AND and index + 1 < cell.size
            return self._may_begin(index + 1) if is_list else True
        if not word.follows_mark:
            return cell.runs_on(index)
        if self._may_begin(index) or not word.is_capital:
            return True
        if not self.prefix:
            return False
        return cell.longest_name(index, self.prefix) is not None

    def _may_begin(self, index: int) -> bool:
        """Whether a new body may begin here."""
        cell = self.cell
        if cell.longest_name(index) is not None:
            return True
        if cell.opens_body(index) or cell.opens_collective(index):
            return True
        if index == 0:
            return False
        prefix = self.prefix or cell.words[0].unmarked
        return cell.longest_name(index, prefix) is not None

    def _collective_stop(self, index: int) -> int:
        """Where a phrase for many bodies stops: its list of general nouns goes on over commas and
        "và"."""
        stop = index + self.cell.phrase_size("collective", index)
        while stop < self.cell.size and not self._ends_collective(stop):
            stop += 1
        return stop

    def _ends_collective(self, index: int) -> bool:
        cell = self.cell
        word = cell.words[index]
        if word.is_cut or (word.is_dashed and self._may_begin(index)):
            return True
        if word.follows_comma and not self._goes_on(index):
            return True
        if self._joins(index) and not self._goes_on(index + 1):
            return True
        return cell.runs_on(index) and not cell.is_one_of("opens_owned", index - 1)

    def _joins(self, index: int) -> bool:
        """Whether "và" or "hoặc" stands here, and a word behind it."""
        return self.cell.is_one_of("and_or", index) and index + 1 < self.cell.size

    def _goes_on(self, index: int) -> bool:
        """Whether the list of a collective goes on here: a generic noun, or a word that opens
        nothing."""
        cell = self.cell
        if cell.is_one_of("plural", index):
            return False
        if cell.words[index].is_capital:
            return False
        if cell.phrase_size("generic", index):
            return True
        return not self._may_begin(index)

    def _unknown_stop(self, index: int) -> int:
        """Where a body that the directory does not know stops."""
        stop = index + 1
        while stop < self.cell.size and not self._ends_unknown(stop):
            stop += 1
        return stop

    def _ends_unknown(self, index: int) -> bool:
        cell = self.cell
        word = cell.words[index]
        if word.is_cut:
            return True
        if self._joins(index) and self._may_begin(index + 1):
            return True
        lists_another = word.follows_comma or "/" in word.gap or word.is_dashed
        if lists_another and self._may_begin(index):
            return True
        return cell.runs_on(index)

    # --- remarks after a body ---------------------------------------------------------------------

    def _after_clause(self, name_stop: int, stop: int) -> int:
        """Where to read on when a name ended at `name_stop` and what was taken for it at `stop`:
        behind the remark between them, and behind a body that the remark runs into ("… báo cáo Chủ
        tịch UBND tỉnh")."""
        if name_stop == stop:
            return stop
        return self._skip_clause(name_stop if self._runs_into(stop) else stop)

    def _runs_into(self, stop: int) -> bool:
        """Whether a remark goes on over the place where what follows it was thought to begin."""
        if stop >= self.cell.size:
            return False
        word = self.cell.words[stop]
        if word.is_cut or word.gap.strip():
            return False
        return not self.cell.is_one_of("and_or", stop - 1)

    def _skip_clause(self, index: int) -> int:
        """Over the remark after a body, to where the next one begins. A body inside the remark
        ("phối hợp với Sở …") is passed over whole."""
        cell = self.cell
        if index >= cell.size or not self._opens_remark(index):
            return index
        index += 1
        while index < cell.size:
            word = cell.words[index]
            named = None
            if word.is_capital and cell.opens_body(index):
                named = cell.longest_name(index)
            if word.is_cut or self._begins_after_remark(index, named is not None):
                return index
            index = named[1] if named else index + 1
        return index

    def _opens_remark(self, index: int) -> bool:
        word = self.cell.words[index]
        if word.is_cut:
            return False
        return self.cell.opens_clause(index) or (word.is_dashed and not word.is_capital)

    def _begins_after_remark(self, index: int, is_named: bool) -> bool:
        cell = self.cell
        word = cell.words[index]
        is_separated = word.follows_comma or cell.words[index - 1].unmarked == AND
        if not is_separated or not word.is_capital:
            return False
        if is_named or cell.opens_body(index):
            return True
        return cell.opens_collective(index)

    # --- names ------------------------------------------------------------------------------------

    def _with_level(self, name: str, stop: int, level_stop: int) -> str:
        """The name with the level it wants: its own printed one (the words from `stop` to
        `level_stop`), else that of the plan."""
        kind = self.cell.directory.kinds[name]
        if kind in ("province", "central"):
            return name
        printed = [
            index
            for index in range(stop, level_stop)
            if not self.cell.is_one_of("belonging", index)
        ]
        if printed:
            return self._with_printed_level(name, printed)
        if kind == "with_level" and self.level:
            return f"{name} {self.level}"
        return name

    def _with_printed_level(self, name: str, printed: list[int]) -> str:
        """The name with the level, and the place of another unit, that stand at the words
        `printed`."""
        cell = self.cell
        directory = cell.directory
        unmarked = tuple(cell.words[index].unmarked for index in printed)
        size = directory.phrase_size("levels", unmarked)
        level = unmarked[:size]
        is_of_plan = level == words_of(self.level or "")
        own_levels = directory.phrases["own_levels"]
        if not is_of_plan and level not in own_levels:
            place = cell.printed(printed[0], printed[-1] + 1)
            return f"{name} {place}"
        if directory.kinds[name] not in ("with_level", "other"):
            return name
        if is_of_plan and self.level:
            return f"{name} {self.level}"
        own_level = cell.printed(printed[0], printed[size - 1] + 1)
        return f"{name} {own_level.lower()}"

    def _add(self, body: _Body) -> None:
        """Add a body, unless it is there already."""
        key = strip_diacritics(body.name)
        for other in self.bodies:
            if strip_diacritics(other.name) == key:
                return
        if body.name:
            self.bodies.append(body)

    def _add_unknown(self, index: int, stop: int) -> None:
        """Add the words of a body that is not listed: by the one name that is near, else as
        printed."""
        cell = self.cell
        for name_stop in (self._before_level(index, stop), stop):
            nearest = cell.nearest_name(index, name_stop)
            if nearest is not None:
                name = self._with_level(nearest, name_stop, stop)
                self._add(_Body(name, is_known=True))
                return
        if cell.size <= SENTENCES or cell.opens_body(index):
            name = cell.printed(index, stop)
            self._add(_Body(name))

    def _before_level(self, index: int, stop: int) -> int:
        """Where the level begins that ends at `stop`; `stop` where there is none."""
        for begin in range(index + 1, stop):
            if self.cell.level_stop(begin) == stop:
                return begin
        return stop


def _without_typos(text: str) -> str:
    """The wording of a collective with the listed typing errors put right."""
    for wrong, right in directory_of_offices().typos.items():
        text = regex.sub(rf"(?<!\p{{L}}){wrong}(?!\p{{L}})", right, text)
    return text


_REMARK = regex.compile(r"\((?:[^()]|\([^()]*\))*\)|\([^()]*$")
_BULLET = regex.compile(r"(?:^|(?<=[\s.;,]))[-–—+•*](?=\s*(\p{L}+))")
_BULLETED = regex.compile(r"\s*[-–—+•*]\s")
_BULLETS = "-–—+•* "


def _lines(raw: str) -> list[str]:
    """The bulleted lines of a cell without their marks; a dash inside a name is no mark."""
    text = raw
    if "\n" not in raw.strip() and _BULLETED.match(raw):
        toned = directory_of_offices().toned
        openings = toned["heads"] | toned["collective"]
        text = _BULLET.sub(
            lambda bullet: "\n" if fold(bullet[1]) in openings else bullet[0],
            raw,
        )
    lines = []
    for line in text.split("\n"):
        content = clean(line).lstrip(_BULLETS)
        if content:
            lines.append(content)
    return lines


@lru_cache(maxsize=4096)
def parse_offices(raw: str, level: str | None = None) -> OfficesValue:
    """The text of an owner's cell -> its bodies in order, none twice.

    `level` is the level of the plan ("phường", "xã"), written at the end of the names that want
    one.

    >>> parse_offices("VP HĐND&UBND, P. VHXH", "xã").units
    ('Văn phòng HĐND và UBND xã', 'Phòng Văn hóa - Xã hội')
    """
    text = _REMARK.sub(" ", raw.replace(NEW_LINE, " "))
    reader = _Reader(Cell(NEW_LINE.join(_lines(text))), level)
    reader.run()
    return OfficesValue(
        raw,
        units=tuple(body.name for body in reader.bodies),
        collective=tuple(body.is_collective for body in reader.bodies),
        known=tuple(body.is_known for body in reader.bodies),
    )
