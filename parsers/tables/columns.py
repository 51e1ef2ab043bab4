"""Column headings -> roles, in any order, by the vocabulary of columns.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple, TypeAlias

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.dates import years_named
from kehoach.parsers.layout.composed_labels import composed_heading
from kehoach.parsers.layout.fields import with_long_word
from kehoach.parsers.tables.days import heading_holds, heading_opens
from kehoach.parsers.tables.headed_times import HeadedTimes, as_headed, headed_times
from kehoach.parsers.tables.heading_brackets import without_bracket
from kehoach.parsers.tables.superseded import is_superseded
from kehoach.parsers.words import phrases, phrases_by, starts
from kehoach.patterns import compile_regex

TableKind: TypeAlias = Literal["tasks", "targets", "other"]
Vocabulary: TypeAlias = Mapping[str, tuple[str, ...]]
"""Roles of columns, each with the phrases of its headings (no case, no diacritics)."""

_LEADING_NUMBER = compile_regex(r"^(?:\d{1,2}|[a-e])\s+(?=\p{L})")
_COUNTED = compile_regex(r"\s(?:\d{1,2}|[ivx]+)$")
_SPACED = compile_regex(r"^(?:s ?|so )?t ?t$")
WHOLE, OPENING = 100, 5
"""What a phrase that is the whole heading, or opens it, counts above its length."""
COMPOSED = 1
"""What a heading counts that no phrase names, by how it is made ("Ai làm", "Bộ phận nhận việc")."""
COARSER = {"task": "objective"}
FINER = {"task": "activity"}
"""What a second column of tasks is, before and after the first."""
OF_WORK = ("task", "activity", "objective", "deliverable")
"""Roles in a table of tasks that an indicator has no use for."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table are: the kind of table, its headings, a role (or None) per
    column, and how sure (the share of headings that the vocabulary knows). `assumed`: the roles
    are not the headings' word, they were told from what the columns hold, or from another page.
    `listed`: the heading of a column of things that was taken for the tasks ("Tên báo cáo").
    `timed`: the heading, unknown, of a column that was taken for the times by its cells.
    `parts`: by column the part of the year, or the year, that heads it, "" for none;
    `parts_printed`: the same as the paper prints it ("T1")."""

    kind: TableKind
    titles: tuple[str, ...]
    roles: tuple[str | None, ...]
    confidence: float
    assumed: bool = False
    listed: str = ""
    timed: str = ""
    parts: tuple[str, ...] = ()
    parts_printed: tuple[str, ...] = ()

    def of(self, role: str) -> int | None:
        """The column that plays `role`."""
        return self.roles.index(role) if role in self.roles else None

    @property
    def of_parts(self) -> tuple[int, ...]:
        """The columns that are headed by parts of the year, or by years."""
        return tuple(place for place, part in enumerate(self.parts) if part)

    def of_all(self, roles: Iterable[str]) -> list[int]:
        """The columns that play one of `roles`, in their order."""
        return [self.roles.index(role) for role in roles if role in self.roles]


@dataclass(frozen=True, slots=True)
class _Headings:
    """The headings of a table, an entry per column: as printed (months written out), the lowest of
    each column as it stands, the lowest, and all over it as one. The last two are folded (no case,
    no diacritics) and without numbers."""

    titles: tuple[str, ...]
    printed: tuple[str, ...]
    lowest: list[str]
    whole: list[str]
    times: HeadedTimes

    def columns(self, kind: TableKind, roles: Sequence[str | None]) -> Columns:
        """These headings with the roles found for them."""
        known_besides = (*phrases("columns_of_times"), *_besides())
        known = [
            role is not None or heading in known_besides or self.times.tell(place)
            for place, (role, heading) in enumerate(zip(roles, self.lowest, strict=True))
        ]
        unknown = {
            _COUNTED.sub("", text)  # "Bước 1" to "Bước 12" say one thing
            for text, is_known in zip(self.whole, known, strict=True)
            if text and not is_known
        }
        confidence = sum(known) / (sum(known) + len(unknown) or 1)
        times = self.times.years | self.times.parts
        parts = tuple(times.get(place, "") for place in range(len(roles))) if times else ()
        return Columns(
            kind,
            self.titles,
            roles=tuple(roles),
            confidence=confidence,
            parts=parts,
            parts_printed=tuple(map(as_headed, parts, self.printed)),
        )


class _Match(NamedTuple):
    points: int
    column: int
    role: str


@cache
def known_headings() -> frozenset[str]:
    """The headings of columns that have a role, word for word."""
    listed = phrases_by("tables/columns.yaml", "roles").values()
    return frozenset(heading for headings in listed for heading in headings)


def read_columns(headings: Sequence[Sequence[str]]) -> Columns | None:
    """Headings of each column from top to bottom -> their roles; None when they are no header of
    ours.

    A table of tasks names a task (or objective, activity) and at least one of lead, deadline,
    deliverable; a table of targets names an indicator and a unit or a value.
    """
    read = _read_headings(headings)
    tasks, targets = _task_columns(read), _target_columns(read)
    if tasks is None or targets is None:
        return tasks or targets
    return targets if _names_no_work(tasks, targets) else tasks


def _names_no_work(tasks: Columns, targets: Columns) -> bool:
    """May headings be those of tasks only because they name targets and who has them ("Chỉ tiêu |
    ĐVT | Năm 2031 | Chủ trì")?"""
    indicator = targets.titles[targets.roles.index("indicator")]
    return speaks_of_targets(indicator) and not has_work_besides(tasks, targets)


def has_work_besides(tasks: Columns, targets: Columns) -> bool:
    """Has a table a column of work or products of which a table of targets knows nothing?"""
    pairs = zip(tasks.roles, targets.roles, strict=True)
    return any(role in OF_WORK and other is None for role, other in pairs)


def headed_columns(
    headings: Sequence[Sequence[str]], *, of_any_kind: bool = False
) -> Columns | None:
    """Headings of each column -> the roles that they have by themselves, whatever table it is;
    None for one that speaks of prices or persons, unless one `of_any_kind` will do."""
    read = _read_headings(headings)
    if not of_any_kind and is_of_another_kind(read.whole):
        return None
    return read.columns("other", _assign(read, phrases_by("tables/columns.yaml", "roles")))


def _read_headings(headings: Sequence[Sequence[str]]) -> _Headings:
    titles: list[str] = []
    printed: list[str] = []
    folded: list[list[str]] = []
    times = headed_times(headings)
    for place, column in enumerate(headings):
        filled = [text for text in column if text]
        part = times.parts.get(place, "")
        printed.append(filled[-1] if filled else "")
        filled[-1:] = [part or filled[-1]] if filled else []
        titles.append(part or " ".join(filled))
        folded.append([_folded(text) for text in filled])
    return _Headings(
        titles=tuple(titles),
        printed=tuple(printed),
        lowest=[column[-1] if column else "" for column in folded],
        whole=[" ".join(column) for column in folded],
        times=times,
    )


def _folded(heading: str) -> str:
    """A heading without case, diacritics, a number before it, a bracket behind it that changes
    nothing, and the space in "S TT"; its first word written out ("CQ chủ trì")."""
    text = _LEADING_NUMBER.sub("", strip_diacritics(without_bracket(heading)))
    if _SPACED.match(text):
        return text.removeprefix("so").replace(" ", "")
    return with_long_word(text)


def _task_columns(headings: _Headings) -> Columns | None:
    vocabulary = phrases_by("tables/columns.yaml", "roles")
    if is_of_another_kind(headings.whole) or _lists_procedures(headings.whole):
        return None
    roles = _assign(headings, vocabulary)
    if "lead" not in roles:
        _set_visitors(roles, headings.lowest)
    if "start" in roles and "deadline" not in roles:
        roles[roles.index("start")] = "deadline"
    named = set(roles)
    if not named & {"task", "objective", "activity"}:
        return None
    if not named & {"lead", "deadline"}:
        if "deliverable" not in named:
            return None
        # A phrase in part ("Kết quả năm 2025") is no product.
        product = headings.lowest[roles.index("deliverable")]
        if score(product, vocabulary["deliverable"]) < WHOLE:
            return None
    if "task" not in named:
        stand_in = "activity" if "activity" in named else "objective"
        roles[roles.index(stand_in)] = "task"
    return headings.columns("tasks", roles)


def _set_visitors(roles: list[str | None], headings: Sequence[str]) -> None:
    """Beside a column of those who are visited ("Đối tượng được kiểm tra") who visits them leads
    ("Người kiểm tra"); elsewhere that is who looks over the work of others."""
    if any(heading_holds("visited", heading) for heading in headings):
        visitors = [
            place for place, title in enumerate(headings) if heading_opens("visitors", title)
        ]
        for place in visitors[:1]:
            roles[place] = "lead"


def is_of_another_kind(headings: Iterable[str]) -> bool:
    """Do headings speak of what no table of tasks has (prices, persons)?

    >>> is_of_another_kind(["TT", "Nội dung chi", "Số tiền"])
    True
    >>> is_of_another_kind(["TT", "Nội dung chi tiết", "Chủ trì"])
    False
    """
    text = f" {' | '.join(map(strip_diacritics, headings))} "
    for longer in _headings_with_foreign_words():
        text = text.replace(f" {longer} ", " | ")
    return _contains_any(text, phrases("not_tasks", "tables/columns.yaml"))


def _lists_procedures(headings: Iterable[str]) -> bool:
    """Are headings (folded) those of procedures that an office publishes, with how and by whom an
    application is settled ("Tên TTHC | Thẩm quyền giải quyết | Phí, lệ phí")? Who is to review
    procedures has a column of work, of partners, or of when that is done."""
    titles = list(headings)
    said = phrases_by("tables/columns.yaml", "procedures")
    if not any(starts(title, said["names"]) is not None for title in titles):
        return False
    is_plan = {"task", "coordinating"} & whole_headings(titles)
    if is_plan or any(_contains_any(f" {title} ", said["planned"]) for title in titles):
        return False
    return any(_contains_any(f" {title} ", said["settled"]) for title in titles)


@cache
def _headings_with_foreign_words() -> tuple[str, ...]:
    """Headings of ours in which words of another kind of table stand ("nội dung chi tiết" holds
    "nội dung chi"), the longest first."""
    foreign = phrases("not_tasks", "tables/columns.yaml")
    found: list[str] = []
    for listed in phrases_by("tables/columns.yaml", "roles").values():
        found.extend(phrase for phrase in listed if _contains_any(f" {phrase} ", foreign))
    return tuple(sorted(found, key=len, reverse=True))


def _target_columns(headings: _Headings) -> Columns | None:
    roles = _roles_of_targets(headings)
    if "indicator" not in roles or not {"unit", "value"} & set(roles):
        return None
    if not _speaks_of_targets(headings):
        return None
    return headings.columns("targets", roles)


def _roles_of_targets(headings: _Headings) -> list[str | None]:
    """The roles that headings have in a table of targets; several may hold the figures of a
    year."""
    roles = _assign(headings, phrases_by("tables/columns.yaml", "target_roles"))
    for column, heading in enumerate(headings.whole):
        if roles[column] in (None, "unit") and years_named(heading):
            roles[column] = "value"
    return roles


def columns_of_indicators(titles: Sequence[str]) -> Columns | None:
    """The headings of a table as those of one of targets; None where none of them names what is
    measured, or one speaks of prices or persons. The rows decide (`indicator_tables`)."""
    headings = _read_headings([[title] for title in titles])
    roles = _roles_of_targets(headings)
    if "indicator" not in roles or is_of_another_kind(headings.whole):
        return None
    return headings.columns("targets", roles)


def speaks_of_targets(heading: str) -> bool:
    """Does a heading name targets ("Tên chỉ tiêu", "Mục tiêu đến năm 2030")?"""
    strong = phrases_by("tables/columns.yaml", "target_words")["strong"]
    return _contains_any(f" {strip_diacritics(heading)} ", strong)


def _speaks_of_targets(headings: _Headings) -> bool:
    """Do the headings speak of targets, or of a year's figures that are no money ("Dự toán năm
    2026"), and not of prices or people?"""
    words = phrases_by("tables/columns.yaml", "target_words")
    text = f" {' | '.join(headings.whole)} "
    if _contains_any(text, words["never"]):
        return False
    if _contains_any(text, words["strong"]):
        return True
    return bool(years_named(text)) and not _contains_any(text, words["money"])


def _contains_any(padded: str, listed: Sequence[str]) -> bool:
    return any(f" {phrase} " in padded for phrase in listed)


def _assign(headings: _Headings, vocabulary: Vocabulary) -> list[str | None]:
    """Each heading its best role, each role once; the surest match first. A second column of tasks
    is one of objectives or activities."""
    roles: list[str | None] = [None] * len(headings.lowest)
    refused: dict[int, str] = {}
    matches = [*_matches(headings, vocabulary)]
    if "task" in vocabulary:
        asked = enumerate(map(composed_heading, headings.lowest))
        matches += [_Match(COMPOSED, column, role) for column, role in asked if role]
    surest_first = sorted(
        matches,
        key=lambda match: (-match.points, match.column, match.role),
    )
    for _, column, role in surest_first:
        if roles[column] is not None:
            continue
        if role not in roles:
            roles[column] = role
        else:
            refused.setdefault(column, role)
    for column, role in refused.items():
        if roles[column] is not None or role not in COARSER:
            continue
        before_first = column < roles.index(role)
        other = COARSER[role] if before_first else FINER[role]
        if other not in roles:
            roles[column] = other
    if "task" in vocabulary and "task" not in roles:
        _set_first_of_two(roles, refused)
    return roles


def _set_first_of_two(roles: list[str | None], refused: Mapping[int, str]) -> None:
    """Of two columns of what is done and none of tasks ("Hoạt động | Cách làm") the first is the
    task."""
    others = [
        column for column, role in refused.items() if role == "activity" and roles[column] is None
    ]
    if "activity" in roles and others:
        first, second = sorted((roles.index("activity"), min(others)))
        roles[first], roles[second] = "task", "activity"


def _matches(headings: _Headings, vocabulary: Vocabulary) -> Iterator[_Match]:
    """The lowest heading of a column decides before the headings above it ("Phân công / Phối hợp"
    is the coordinating column)."""
    whole_only = _whole_headings(headings)
    of_persons = phrases_by("tables/columns.yaml", "of_persons")
    over_others = phrases_by("tables/columns.yaml", "over_others")
    people = phrases_by("tables/columns.yaml", "teams")["people"]
    has_people = any(heading in people for heading in headings.lowest)
    for column, lowest in enumerate(headings.lowest):
        if headings.times.tell_any(column) or is_superseded(lowest, headings.lowest):
            continue  # a time, whatever else stands over it; or what held before a change
        for role, listed in vocabulary.items():
            points = 2 * _said(lowest, listed)
            if not points and lowest in whole_only.get(role, ()):
                points = 2 * (WHOLE + len(lowest))
            if not points and lowest not in _besides():
                points = score(headings.whole[column], listed)
            if not points and role == "lead" and "task" in vocabulary:
                points = _of_teams(lowest, has_people=has_people)
            if points and starts(lowest, over_others.get(role, ())) is not None:
                points = OPENING - 1
            elif points and lowest in of_persons.get(role, ()):
                # a person in charge beside the body that leads, a code beside a number
                points = OPENING
            if points:
                yield _Match(points, column, role=role)


def _said(heading: str, listed: tuple[str, ...]) -> int:
    """What the lowest heading of a column counts for a role; nothing for words in part of one that
    names something else ("Đối tượng tham gia")."""
    points = score(heading, listed)
    return 0 if points < WHOLE and heading in _besides() else points


def _of_teams(heading: str, *, has_people: bool) -> int:
    """What a heading counts that calls teams ("Tổ", "Tiểu ban"), or those who head them: they lead
    where no other column does, the team before its head. "Nhóm" calls one only beside people."""
    teams = phrases_by("tables/columns.yaml", "teams")
    if heading in teams["bodies"] or (has_people and heading in teams["beside_people"]):
        return 2
    return 1 if heading in teams["heads"] else 0


def names_teams(titles: Iterable[str]) -> bool:
    """Are two of the headings those of teams and of who heads them ("Tổ | Tổ trưởng | Địa bàn")?

    >>> names_teams(["Tổ", "Tổ trưởng", "Địa bàn"]), names_teams(["Tổ", "Diện tích"])
    (True, False)
    """
    teams = phrases_by("tables/columns.yaml", "teams")
    folded = [_folded(title) for title in titles]
    called = (*teams["bodies"], *teams["beside_people"])
    people = (*teams["people"], *teams["heads"])
    return any(said in called for said in folded) and any(said in people for said in folded)


def _whole_headings(headings: _Headings) -> dict[str, tuple[str, ...]]:
    """Phrases that count only as a whole heading, by role; short ones where the table is narrow,
    some where no column holds figures ("Thực hiện" beside "Kế hoạch" tells how much was done)."""
    listed = {
        role: tuple(said) for role, said in phrases_by("tables/columns.yaml", "whole").items()
    }
    if not any(map(_is_of_figures, headings.whole)):
        for role, said in phrases_by("tables/columns.yaml", "whole_without_figures").items():
            listed[role] = (*listed.get(role, ()), *said)
    text = f" {' | '.join(headings.whole)} "
    strong = phrases_by("tables/columns.yaml", "target_words")["strong"]
    indexes = phrases_by("tables/columns.yaml", "roles")["index"]
    besides = [heading for heading in _before_times(headings) if heading not in indexes]
    if len(besides) != 2 or _contains_any(text, strong):
        return listed
    for role, said in phrases_by("tables/columns.yaml", "whole_of_two").items():
        listed[role] = (*listed.get(role, ()), *said)
    return listed


def _is_of_figures(heading: str) -> bool:
    """Do figures stand under a heading ("ĐVT", "Kế hoạch năm 2031")? Not under one of times."""
    if score(heading, phrases_by("tables/columns.yaml", "roles")["deadline"]):
        return False
    targets = phrases_by("tables/columns.yaml", "target_roles")
    is_listed = heading in targets["unit"] or heading in targets["value"]
    return is_listed or bool(years_named(heading))


def whole_headings(texts: Iterable[str]) -> set[str]:
    """The roles of which a text is a heading, word for word; "times" for one of times."""
    vocabulary = phrases_by("tables/columns.yaml", "roles")
    found: set[str] = set()
    for said in map(_folded, texts):
        found |= {role for role, listed in vocabulary.items() if said in listed}
        if said in phrases("columns_of_times"):
            found.add("times")
    return found


def roles_named(line: str) -> set[str]:
    """The roles whose headings stand in a line, one beside the other.

    >>> sorted(roles_named("TT Nội dung Đơn vị phối hợp Thời gian"))
    ['coordinating', 'deadline', 'index', 'task']
    """
    padded = f" {strip_diacritics(line)} "
    vocabulary = phrases_by("tables/columns.yaml", "roles")
    return {role for role, listed in vocabulary.items() if _contains_any(padded, listed)}


def _before_times(headings: _Headings) -> Iterator[str]:
    """The headings without those of times, where another stands behind these; behind a unit of
    measure its figures stand last ("Nội dung | Đơn vị | Quý I | Quý II")."""
    times = phrases("columns_of_times")
    told = [
        heading in times or headings.times.tell(place)
        for place, heading in enumerate(headings.lowest)
    ]
    ends_in_times = bool(told) and told[-1]
    for heading, is_time in zip(headings.whole, told, strict=True):
        if heading and (ends_in_times or not is_time):
            yield heading


@cache
def _besides() -> tuple[str, ...]:
    """Headings of columns of which no field is made ("Địa điểm", "Số lượng")."""
    return tuple(phrases_by("tables/columns.yaml", "besides")["headings"])


@lru_cache(maxsize=1 << 14)
def score(text: str, phrases: tuple[str, ...]) -> int:
    """How well a folded heading matches a role's phrases: the longest phrase in it, a full match
    far above."""
    best = 0
    padded = f" {text} "
    for phrase in phrases:
        if text == phrase:
            best = max(best, WHOLE + len(phrase))
        elif f" {phrase} " in padded:
            opening = OPENING if text.startswith(phrase) else 0
            best = max(best, len(phrase) + opening)
    return best
