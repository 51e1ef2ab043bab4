"""The titles of groups between the rows of a table, and how they stand under each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kehoach.normalize.text import BULLETS
from kehoach.parsers.layout.marks import Mark, Rank, is_bullet, read_mark
from kehoach.parsers.layout.phase_titles import phase_title
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.page_breaks import flows_on
from kehoach.patterns import compile_regex
from kehoach.schema import models

_ROMAN = compile_regex(r"[IVXL]+")
_CAPITAL = compile_regex(r"[A-HĐ]")
_LEVELS = compile_regex(r"(?:[IVXL]+|[A-HĐ]|\d{1,2})(?:\.(?:[IVXL]+|\d{1,2}))+")
_LETTERED = compile_regex(r"\d{0,2}[a-zđ]")
MIN_LETTERED = 2
"""Titles that letters count."""
_LETTER_BEFORE = compile_regex(r"(?P<number>[A-H])\s+(?P<title>\p{Lu}.*)")
_ROMAN_BEFORE = compile_regex(r"(?P<number>[IVXL]+)\s+(?P<title>\p{Lu}.*)")
_WORD = compile_regex(r"\p{L}{3}")
_FIGURES = compile_regex(r"^\P{L}*\d|\d/\d")
_INDEX_END = compile_regex(r"[\s.)/]+$")
FEWEST_WORDS_IN_CAPITALS = 2
"""Of a group's title that stands alone: one word may be a short form."""
PATH = " / "
"""Between the titles of groups of which there are more than two."""
SURELY_REST = 0.5
"""More evidence than this makes words the rest of the cell above."""
MAX_DEBRIS = 6
"""Words of a cell's rest that slipped into the row below."""


@dataclass(slots=True)
class Groups:
    """The groups that a row stands under, the outermost first: the heading over the table, the
    titles on rows of their own."""

    heading: models.Group | None
    outer: str | None = None
    """How the first title of the table is numbered."""
    path: list[models.Group] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.heading is not None:
            self.path = [self.heading]

    @property
    def group(self) -> models.Group | None:
        """The group of a row; where there are more than two, the last but one, those over it in its
        title."""
        if len(self.path) < 3:
            return self.path[0] if self.path else None
        titles = [f"{over.number}. {over.title}" for over in self.path[:-2]]
        last = self.path[-2]
        return models.Group(number=last.number, title=PATH.join([*titles, last.title]))

    @property
    def subgroup(self) -> models.Group | None:
        """The group under it."""
        return self.path[-1] if len(self.path) > 1 else None

    def open(self, banner: models.Group, *, opens_table: bool = False) -> None:
        """Go on under the title of a group: it ends those that are numbered as it is, or finer; the
        numbered title that opens a table says more than the heading over it."""
        kind = kind_of_number(banner)
        is_under_heading = len(self.path) == 1 and self.path[0] is self.heading
        is_first = opens_table and is_under_heading and not self._counts_on_heading(banner)
        if is_first and kind == "digit":
            self.path.clear()
        self.outer = self.outer or kind
        while self.path and not self._stands_under(banner, self.path[-1]):
            self.path.pop()
        self.path.append(banner)

    def _counts_on_heading(self, banner: models.Group) -> bool:
        """ "2.1. Tuyên truyền" under "2. Nhiệm vụ"."""
        over = self.heading.number if self.heading is not None else None
        return bool(over and banner.number and banner.number.startswith(f"{over}."))

    def end_before(self, number: str | None, last: str | None) -> None:
        """End the group that a row is numbered next to: 3 after the rows a, b of group 2."""
        group = self.path[-1] if self.path else None
        if group is None or group is self.heading or not _LETTERED.fullmatch(last or ""):
            return
        over, own = group.number or "", number or ""
        if over.isdecimal() and own.isdecimal() and int(own) == int(over) + 1:
            self.path.pop()

    def _stands_under(self, banner: models.Group, group: models.Group) -> bool:
        """Is it a group under another that has a number with letters, or whose number it counts
        on: numbered otherwise than the groups of the table are?"""
        kind, over = kind_of_number(banner), kind_of_number(group)
        if kind is None or over is None:
            return False
        if over == "digit":
            return bool(banner.number and banner.number.startswith(f"{group.number}."))
        if kind == "digit":
            return True
        return kind not in (over, self.outer)


def kind_of_number(group: models.Group) -> str | None:
    """How a group is numbered: "roman", "capital", "digit", or not at all."""
    if group.number is None:
        return None
    if _ROMAN.fullmatch(group.number):
        return "roman"
    return "capital" if _CAPITAL.fullmatch(group.number) else "digit"


def with_letters_apart(titles: Sequence[str]) -> dict[str, models.Group]:
    """The titles of groups that a letter without a sign counts ("A Tuyên truyền" … "B Kiểm tra"),
    each as the group it is; none where they do not count on from A.

    >>> with_letters_apart(["A Tuyên truyền", "B Kiểm tra"])["B Kiểm tra"].number
    'B'
    >>> with_letters_apart(["A Lưới", "Nam Đông"])
    {}
    """
    found = [match for match in map(_LETTER_BEFORE.fullmatch, titles) if match is not None]
    letters = "".join(match["number"] for match in found)
    if len(found) < MIN_LETTERED or not "ABCDEFGH".startswith(letters):
        return {}
    return {match[0]: models.Group(number=match["number"], title=match["title"]) for match in found}


def titles_of_groups(rows: Sequence[Sequence[Slot]], columns: Columns) -> list[str]:
    """The titles without a number that stand alone in the rows of a table, in order."""
    lone = (_lone_title(slots, None) for slots in rows)
    return [cell_text(slot.lines) for slot in lone if slot is not None]


def give_back(slots: Sequence[Slot], above: Sequence[Slot] | None, columns: Columns) -> None:
    """Move what slipped into the title of a group ("IV | HẠ TẦNG SỐ | … | hợp pháp khác") back to
    the cell above, whose words it ends."""
    index, task = columns.of("index"), columns.of("task")
    if above is None or index is None or task is None or above[index] is slots[index]:
        return
    if not _has_letters(index_of(slots[index])) or _has_letters(index_of(above[index])):
        return  # where the row above is counted so, too, this is a row like it
    filled = [slot for slot in dict.fromkeys(slots) if not slot.empty]
    rest = [slot for slot in filled if slot is not slots[index] and slot is not slots[task]]
    if slots[task].empty or not rest or not all(_is_debris(slot) for slot in rest):
        return
    for column, slot in enumerate(slots):
        if slot in rest and flows_on(above[column], slot) > SURELY_REST:
            above[column].lines.extend(slot.lines)
            slot.lines = []


def _is_debris(slot: Slot) -> bool:
    words = cell_text(slot.lines).split()
    return len(words) <= MAX_DEBRIS and not words[0][:1].isupper()


def _has_letters(number: str | None) -> bool:
    """Is it a Roman number or a capital?"""
    return number is not None and bool(_ROMAN.fullmatch(number) or _CAPITAL.fullmatch(number))


def banner_of(
    slots: Sequence[Slot], columns: Columns, below: Sequence[Slot] | None = None
) -> models.Group | None:
    """A group row: one cell as wide as nearly the whole table; or a Roman number and a title with
    all else empty; or words where its number would stand ("THÁNG 3"); or a title in bold or
    capitals with nothing beside it but its number; or one
    under whose number the row `below` is counted ("2", then "2.1" or "a")."""
    index = columns.of("index")
    index_slot = slots[index] if index is not None else None
    title = _lone_title(slots, index_slot) or _title_with_sum(slots, columns)
    if title is None:
        return None
    number: str | None = None
    if index_slot is not None and index_slot.col_span == 1:
        number = index_of(index_slot)
    text = cell_text(title.lines)
    mark = read_mark(text)
    by_mark = mark is not None and mark.rank <= Rank.ROMAN
    by_print = title is not index_slot and _titles_group(number, title)
    is_counted_under = number is not None and (
        counts_under(number, below, index=index) or _is_uncounted(below, columns)
    )
    if mark is None and _WORD.search(text) and title in (index_slot, _names_part(slots, columns)):
        return _numbered_by_itself(text)
    if mark is not None and _heads_rows(mark, title, slots, below, columns):
        return models.Group(number=mark.number, title=mark.rest)
    if not by_mark and not by_print and not is_counted_under and not _is_wide(slots):
        return None
    if mark is None or mark.rank >= Rank.BULLET:
        return models.Group(number=number, title=text) if number else _numbered_by_itself(text)
    if number is None or title is index_slot:
        return models.Group(number=mark.number, title=mark.rest)
    return models.Group(number=number, title=text)


def _heads_rows(
    mark: Mark, title: Slot, slots: Sequence[Slot], below: Sequence[Slot] | None, columns: Columns
) -> bool:
    """Do words that are numbered themselves ("1. Truyền thông"), alone in their row, head the next
    one: they stand where its number does, or beside the empty place of it; or, where no column is
    one of numbers, it is counted under them, or is a point with a bullet?"""
    if below is None or mark.rank >= Rank.BULLET or _lone_title(below, None) is not None:
        return False
    index, task = columns.of("index"), columns.of("task")
    if index is not None:
        stands_apart = title is slots[index] or slots[index].empty
        return stands_apart and index_of(below[index]) is not None
    if task is None or below[task].empty:
        return False
    following = read_mark(below[task].lines[0].text)
    if following is None or following.rank <= mark.rank:
        return False
    return is_bullet(following) or _is_under(following.number or "", mark.number or "")


def _numbered_by_itself(text: str) -> models.Group:
    """The title of a group, with the Roman number that stands in its cell without a dot, or what
    counts it among phases ("Bước 1: Chuẩn bị")."""
    match = _ROMAN_BEFORE.fullmatch(text)
    if match is None:
        phase = phase_title(text)
        number, title = (phase.number, phase.title) if phase is not None else (None, text)
        return models.Group(number=number, title=title)
    return models.Group(number=match["number"], title=match["title"])


def _names_part(slots: Sequence[Slot], columns: Columns) -> Slot | None:
    """The first cell of a row, where it stands in the column of times and is no time ("Buổi
    sáng")."""
    is_timed = bool(slots) and columns.of("deadline") == 0
    return slots[0] if is_timed and not _FIGURES.search(cell_text(slots[0].lines)) else None


def _lone_title(slots: Sequence[Slot], index_slot: Slot | None) -> Slot | None:
    """The only cell with words beside the index; or the index, where it alone has words."""
    filled = [slot for slot in dict.fromkeys(slots) if not slot.empty]
    titles = [slot for slot in filled if slot is not index_slot] or filled
    return titles[0] if len(titles) == 1 else None


def _title_with_sum(slots: Sequence[Slot], columns: Columns) -> Slot | None:
    """The title of a group with a letter or a Roman number, beside which only the sum of its rows
    stands ("I | Tuyên truyền | | | 20.000.000")."""
    index, sum_of_rows = columns.of("index"), columns.of("budget")
    if index is None or sum_of_rows is None or not _has_letters(index_of(slots[index])):
        return None
    return _lone_title(
        [slots[place] for place in range(len(slots)) if place != sum_of_rows], slots[index]
    )


def _titles_group(number: str | None, title: Slot) -> bool:
    """Does a number with letters, or its print, make the only words of a row the title of a
    group?"""
    if _has_letters(number):
        return True
    words = cell_text(title.lines)
    in_capitals = words.isupper() and len(words.split()) >= FEWEST_WORDS_IN_CAPITALS
    return in_capitals or (bool(title.lines) and all(line.bold for line in title.lines))


def counts_under(number: str, below: Sequence[Slot] | None, index: int | None) -> bool:
    """Is the next row counted under this one's number, or anew under one of several levels ("I.2",
    then "1")?"""
    if below is None or index is None:
        return False
    following = index_of(below[index]) if below[index].col_span == 1 else None
    if following is None:
        return False
    if following in BULLETS:
        return True
    return _is_under(following, number) or (
        following == "1" and _LEVELS.fullmatch(number) is not None
    )


def _is_uncounted(below: Sequence[Slot] | None, columns: Columns) -> bool:
    """Has the next row no number, but work of its own, and who or when?"""
    index, task = columns.of("index"), columns.of("task")
    if below is None or index is None or task is None or not below[index].empty:
        return False
    answers = columns.of_all(("lead", "deadline"))
    return not below[task].empty and any(not below[place].empty for place in answers)


def _is_under(number: str, group: str) -> bool:
    """Is a row counted under the number of its group ("2.1" or "a" under "2")?"""
    return number == "a" or number.startswith(f"{group}.")


def _is_wide(slots: Sequence[Slot]) -> bool:
    """Is the widest cell nearly as wide as the table, and has it words?"""
    widest = max(slots, key=lambda slot: slot.col_span)
    return widest.col_span >= max(2, len(slots) - 2) and not widest.empty


def index_of(slot: Slot) -> str | None:
    """The number in an index cell: wrapped digits joined, closing dot dropped."""
    digits = "".join(line.text.strip() for line in slot.lines)
    return _INDEX_END.sub("", digits) or None
