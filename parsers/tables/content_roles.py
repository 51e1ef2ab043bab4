"""The roles of columns from what stands in them, for tables that have lost their header.

An appendix may begin on its second page, a heading row may be read as one cell or not at all.
What the columns hold still tells them apart: numbers, offices, times, products, long sentences
that begin with verbs. Such roles are assumptions: `Columns.assumed` says so, the tasks get a low
confidence, the reader is told what was assumed. Where the evidence is poor nothing is assumed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from statistics import mean
from typing import Literal, TypeAlias

import regex

from kehoach.normalize.line_ends import breaks_off
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import is_understood
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns, headed_columns
from kehoach.parsers.tables.openings import task_verbs
from kehoach.parsers.words import phrase_map, phrases, phrases_by, starts
from kehoach.patterns import ROW_NUMBER, compile_regex

Kind: TypeAlias = Literal["number", "time", "owner", "product", "money", "prose", "other"]
"""What a cell is by its words."""

MIN_COLUMNS, MIN_ROWS = 3, 2
"""A table has so many columns and rows of data at least, or nothing can be told of its columns."""
MAX_ROWS = 80
"""So many rows are looked at: more say nothing more."""
MOSTLY = 0.6
"""A column is what so large a share of its cells is."""
OFTEN = 0.5
"""The same for products and money: "Lớp học", "100 % hồ sơ" open in too many ways for a list."""
SENTENCE = 3.5
"""Tasks have so many words on average; a column of fewer is one of names."""
MAX_TEXTS = 3
"""Columns of sentences before the owners: objective, task, activity."""
LONGEST_TIME, LONGEST_OWNER = 24, 60
"""Words of a cell that can be a time or a list of offices."""
SUREST = 0.6
"""No role that was assumed is surer than this."""
MAX_NAME = 4
"""Words of a heading that the vocabulary does not know."""
MAX_SIGN_WORDS = 1
"""Of a heading over numbers."""
HEADING_WORDS = 3
"""A row that is one cell and says headings of so many roles is a header read as one."""

TELLING: dict[str, Kind] = {
    "index": "number",
    "lead": "owner",
    "coordinating": "owner",
    "deadline": "time",
    "budget": "money",
}
"""What the cells of a column are, where its role is told by them."""

WHO_AND_WHEN, FEWEST_AGREEING = frozenset({"lead", "coordinating", "deadline"}), 2
"""Headings of so many of these bear out what the columns hold."""

NESTED_ROLES = (("task",), ("objective", "task"), ("objective", "task", "activity"))
"""What one, two, three columns of sentences are, from the left."""

_NUMBER = compile_regex(rf"\(?(?:{ROW_NUMBER}(?:\.\d{{1,3}})*|[IVXL]{{1,6}}|[A-Ha-h])[.)]?")
_MONEY = compile_regex(r"\d[\d.,]*\s*(?:đồng|đ|triệu|tỷ|nghìn)\b", regex.IGNORECASE)
_DAYS = compile_regex(r"\d{1,2}/\d{1,2}(?:/\d{4})?(?:\s?[-–]\s?\d{1,2}/\d{1,2}(?:/\d{4})?)?")
"""A day, or from one to another, and nothing besides."""
_FIGURES = compile_regex(r"[\d\s.,]{5,}")
_TIME_FIGURE = compile_regex(r"[-+–(]?\s*\d{1,2}\s?[/.-]\s?\d")


@dataclass(frozen=True, slots=True)
class Content:
    """What a column holds: its cells' texts, each printed cell once, and the share of each kind."""

    texts: tuple[str, ...]
    shares: dict[Kind, float]
    words: float

    @classmethod
    def of(cls, slots: Iterable[Slot]) -> Content:
        texts = [cell_text(slot.lines) for slot in dict.fromkeys(slots) if not slot.empty]
        kinds = Counter(map(kind_of, texts))
        return cls(
            texts=tuple(texts),
            shares={kind: count / len(texts) for kind, count in kinds.items()},
            words=mean(len(text.split()) for text in texts) if texts else 0.0,
        )

    def share(self, kind: Kind) -> float:
        """How much of the column is of this kind; nothing of a column with too few cells."""
        return self.shares.get(kind, 0.0) if len(self.texts) >= MIN_ROWS else 0.0


def roles_from_content(rows: Sequence[Sequence[Slot]]) -> Columns | None:
    """Rows of data (titles of groups among them do no harm) -> their columns, None where what they
    hold does not tell. The headings are empty: the paper has none."""
    data = list(islice(filter(holds_data, rows), MAX_ROWS))
    if len(data) < MIN_ROWS or len(data[0]) < MIN_COLUMNS:
        return None
    contents = [Content.of(column) for column in zip(*data, strict=True)]
    roles = _roles(contents)
    if roles is None:
        return None
    told = [_share_of(role, content) for role, content in zip(roles, contents, strict=True) if role]
    return Columns(
        "tasks",
        titles=("",) * len(roles),
        roles=tuple(roles),
        confidence=round(min(SUREST, SUREST * mean(told) / MOSTLY), 2),
        assumed=True,
    )


def under_headings(columns: Columns, titles: Sequence[str]) -> Columns:
    """Columns told by what they hold, under headings of which the vocabulary does not know the one
    of the tasks ("Đối tượng kiểm tra | Thực hiện | Phối hợp | Thời gian"). Where those that it
    knows say the same, nothing is assumed: it is a list of what is done to whom."""
    headed = headed_columns([[title] for title in titles], of_any_kind=True)
    said = headed.roles if headed is not None else ()
    agreeing = [role for role, own in zip(said, columns.roles, strict=False) if role == own]
    differing = [
        role for role, own in zip(said, columns.roles, strict=False) if role not in (None, own)
    ]
    columns = replace(columns, titles=tuple(titles))
    task = columns.of("task")
    if headed is None or task is None or differing:
        return columns
    if len(WHO_AND_WHEN.intersection(agreeing)) < FEWEST_AGREEING:
        return columns
    return replace(columns, confidence=headed.confidence, assumed=False, listed=titles[task])


def described(columns: Columns) -> str:
    """What each column was taken for, in words; "?" for none.

    >>> described(Columns("tasks", ("",) * 3, ("index", "task", None), 0.5, assumed=True))
    '1: số thứ tự, 2: nhiệm vụ, 3: ?'
    """
    names = phrase_map("tables/columns.yaml", "names")
    told: list[str] = []
    for number, role in enumerate(columns.roles, start=1):
        told.append(f"{number}: {names[role] if role else '?'}")
    return ", ".join(told)


def kind_of(text: str) -> Kind:
    """What a cell is by its words.

    >>> kind_of("Phòng Kinh tế"), kind_of("Quý III/2025"), kind_of("Ban hành kế hoạch năm 2025")
    ('owner', 'time', 'prose')
    >>> kind_of("Kế hoạch"), kind_of("2."), kind_of("150 triệu đồng")
    ('product', 'number', 'money')
    """
    if _NUMBER.fullmatch(text):
        return "number"
    if _MONEY.match(text) or _FIGURES.fullmatch(text):
        return "money"
    plain = strip_diacritics(text)
    if starts(plain, _verbs()) is not None:
        return "prose"
    words = len(text.split())
    opening = _opening_kind(plain)
    if opening == "owner" and words <= LONGEST_OWNER:
        return "owner"
    if opening in ("product", "money"):
        return opening
    if words <= LONGEST_TIME and _is_time(text, opening):
        return "time"
    if words <= LONGEST_OWNER and is_known_body(text):
        return "owner"
    return "prose" if words > 2 else "other"


def is_time(text: str) -> bool:
    """Is the text of a cell a time?

    >>> is_time("Quý III/2025"), is_time("Quý khách"), is_time("Phòng Kinh tế")
    (True, False, False)
    """
    return _is_time(text, _opening_kind(strip_diacritics(text)))


def may_be_time(text: str) -> bool:
    """Is it a time, or words that tell nothing but when, though they do not open like a time?

    >>> may_be_time("24 giờ sau khi lũ rút"), may_be_time("Báo cáo quý I/2031")
    (True, False)
    """
    kind = kind_of(text)
    if kind != "prose":
        return kind == "time"
    is_work = starts(strip_diacritics(text), _verbs()) is not None
    return not is_work and len(text.split()) <= LONGEST_TIME and is_understood(text)


def opens_time(above: str, text: str) -> bool:
    """Is it a whole time below a whole time ("Ngày 05/6/2026" under "Tháng 5/2026")? Of two lines
    of one time the first breaks off, or the second begins in small letters or figures.

    >>> opens_time("Tháng 5/2026", "Ngày 05/6/2026"), opens_time("Trước ngày", "30/6/2026")
    (True, False)
    """
    if breaks_off(above) and not is_understood(above):
        return False
    return text[:1].isupper() and is_time(above) and is_time(text)


def begins_time(above: str, text: str) -> bool:
    """Is it a whole time below a whole time, or are it days and nothing besides?

    >>> begins_time("30/4/2031", "30/6/2031"), begins_time("Từ 01/4/2031 -", "30/4/2031")
    (True, False)
    """
    if opens_time(above, text):
        return True
    return _DAYS.fullmatch(text) is not None and is_understood(above) and not breaks_off(above)


def heads_columns(text: str) -> bool:
    """Does the text of one cell say the headings of several columns ("TT Nhiệm vụ Chủ trì Thời
    gian"): a header that was read as one cell?

    >>> heads_columns("TT Nội dung Đơn vị chủ trì Đơn vị phối hợp Thời gian")
    True
    >>> heads_columns("II. Nhiệm vụ về chuyển đổi số")
    False
    """
    padded = f" {strip_diacritics(text)} "
    roles = phrases_by("tables/columns.yaml", "roles")
    found = 0
    for listed in roles.values():
        said = next((phrase for phrase in listed if f" {phrase} " in padded), None)
        if said is not None:
            found += 1
            padded = padded.replace(f" {said} ", " ", 1)
    return found >= HEADING_WORDS


@cache
def _verbs() -> tuple[str, ...]:
    verbs = {strip_diacritics(verb) for verb in task_verbs()}
    return tuple(sorted(verbs, key=lambda verb: (-len(verb), verb)))


def _opening_kind(plain: str) -> Kind | None:
    """The kind whose openings hold the longest phrase with which the folded text begins."""
    best: Kind | None = None
    longest = 0
    for kind in ("owner", "time", "product", "money"):
        said = starts(plain, phrases_by("tables/openings.yaml", "content")[kind])
        if said is not None and len(said) > longest:
            best, longest = kind, len(said)
    return best


def _is_time(text: str, opening: Kind | None) -> bool:
    if opening != "time" and not _TIME_FIGURE.match(text):
        return False
    return is_understood(text)


def names_columns(texts: Sequence[str], columns: Columns) -> bool:
    """Does a first row name what its columns hold ("Số | Đầu việc | Phòng | Quý"): a word or two in
    each cell, no number, no work that begins with a verb, no body and no time that is known?"""
    due, task = columns.of("deadline"), columns.of("task")
    if due is None or task is None or not all(texts[1:]):
        return False
    if any(len(text.split()) > MAX_NAME or any(map(str.isdecimal, text)) for text in texts):
        return False
    lead = columns.of("lead")
    if is_understood(texts[due]) or (lead is not None and is_known_body(texts[lead])):
        return False
    return starts(strip_diacritics(texts[task]), _verbs()) is None


def with_numbers(columns: Columns, rows: Sequence[Sequence[Slot]]) -> Columns:
    """The columns, the first one that of the numbers where nothing stands over it, or a word or
    sign that we do not know ("#"), and it holds numbers below: under such a word they count on."""
    if "index" in columns.roles or columns.roles[0] is not None:
        return columns
    content = Content.of(row[0] for row in rows[:MAX_ROWS])
    title = columns.titles[0] if any(map(str.isalnum, columns.titles[0])) else ""  # "#"
    if title and (len(title.split()) > MAX_SIGN_WORDS or not _count_on(content.texts)):
        return columns
    if content.share("number") < MOSTLY or strip_diacritics(title) in phrases("columns_of_times"):
        return columns
    return replace(columns, roles=("index", *columns.roles[1:]))


def _count_on(texts: Sequence[str]) -> bool:
    """Do texts that are numbers count from the first one on?"""
    numbers = [text.strip(".)") for text in texts]
    return len(texts) >= MIN_ROWS and numbers == [str(place + 1) for place in range(len(numbers))]


def opens_with_verbs(texts: Iterable[str]) -> bool:
    """Do most of these texts begin with what is done?"""
    listed = list(texts)
    doing = sum(starts(strip_diacritics(text), _verbs()) is not None for text in listed)
    return doing >= MOSTLY * len(listed)


def is_known_body(text: str) -> bool:
    """Is it the name of a body that the directory knows? ("Số hộ nghèo" only opens like one.)"""
    return parse_offices(text).are_known


def holds_data(row: Sequence[Slot]) -> bool:
    """Has a row more cells with words than a group's title and its number?"""
    filled = [slot for slot in dict.fromkeys(row) if not slot.empty]
    widest = max((slot.col_span for slot in filled), default=1)
    return len(filled) > 2 and widest < len(row) - 1


# --- roles ----------------------------------------------------------------------------------------


def _roles(contents: Sequence[Content]) -> list[str | None] | None:
    """The role of each column; None where they are not those of a table of tasks."""
    roles: list[str | None] = [None] * len(contents)
    if contents[0].share("number") >= MOSTLY:
        roles[0] = "index"
    _give(roles, contents, role="deadline", kind="time", least=MOSTLY)
    owners = [n for n in _free(roles) if contents[n].share("owner") >= MOSTLY]
    for column, role in zip(owners, ("lead", "coordinating"), strict=False):
        roles[column] = role
    if not {"deadline", "lead"} & set(roles):
        return None
    _give(roles, contents, role="budget", kind="money", least=OFTEN)
    answers = [n for n, role in enumerate(roles) if role not in (None, "index")]
    texts = [n for n in _free(roles) if n < answers[0] and _holds_sentences(contents[n])]
    if not 0 < len(texts) <= MAX_TEXTS:
        return None
    if len(texts) > 1 and contents[texts[-1]].share("product") >= OFTEN:
        roles[texts.pop()] = "deliverable"
    for column, role in zip(texts, NESTED_ROLES[len(texts) - 1], strict=True):
        roles[column] = role
    if "deliverable" not in roles:
        _give(roles, contents, role="deliverable", kind="product", least=OFTEN)
    _give_leftovers(roles, contents, after=texts[-1])
    return roles


def _free(roles: Sequence[str | None]) -> list[int]:
    return [column for column, role in enumerate(roles) if role is None]


def _give(
    roles: list[str | None], contents: Sequence[Content], role: str, kind: Kind, *, least: float
) -> None:
    """Give a role to the free column that is most of this kind, if one is enough."""
    free = _free(roles)
    if not free:
        return
    column = max(free, key=lambda number: (contents[number].share(kind), -number))
    if contents[column].share(kind) >= least:
        roles[column] = role


def _holds_sentences(content: Content) -> bool:
    if not content.texts or content.share("number") >= OFTEN:
        return False
    return content.words >= SENTENCE


def _give_leftovers(roles: list[str | None], contents: Sequence[Content], *, after: int) -> None:
    """Columns behind the task that nothing tells: the first with words is what comes of the task,
    if none is so far; the next is a note. Their words are kept."""
    for column in _free(roles):
        if column < after or not contents[column].texts:
            continue
        if contents[column].share("number") >= OFTEN:
            continue
        for role in ("deliverable", "note"):
            if role not in roles:
                roles[column] = role
                break


def _share_of(role: str, content: Content) -> float:
    """How well a column's cells fit its role."""
    kind = TELLING.get(role)
    return content.share(kind) if kind is not None else MOSTLY
