"""What people filled finds its task again, after the paper was read anew or revised: by the id of
the task, else by its words among the tasks that are new."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from kehoach.corrections.anchors import CLEARLY, SAME_ID, SAME_WORDS
from kehoach.follow.model import Filled, FilledRow
from kehoach.follow.tasks import Followed, plan_id
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.patterns import compile_regex

PERHAPS = 60
"""Likeness (0 to 100) from which a task is named as one that a gone row might belong to."""
CONTAINED, FEWEST_WORDS = 90.0, 5
"""The likeness of two wordings of which one holds the other whole, of so many words at least."""
_FIGURES = compile_regex(r"\d+|\b(?:quy|dot|hoc ky|giai doan|lan|cap do|muc do)\s+[ivx]+\b")
"""What tells apart tasks that are else the same word for word."""
_TIMES = compile_regex(r"\b(?:quy|dot|hoc ky|giai doan|lan)\s+(?:[ivx]+|\d+)\b")
"""Of these, what no correction changes: the report of the next quarter is another task."""


@dataclass(slots=True)
class Placed:
    """Where everything stands now. `rows`: what is filled, by the id of its task; `own`: rows that
    people added and no task has; `gone`: rows whose task is gone, each with the words of a task
    that it might belong to ("": none)."""

    rows: dict[str, FilledRow] = field(default_factory=dict)
    own: list[FilledRow] = field(default_factory=list)
    gone: list[tuple[FilledRow, str]] = field(default_factory=list)
    found_by_words: int = 0

    @property
    def all_rows(self) -> tuple[FilledRow, ...]:
        """Everything that is filled."""
        return (*self.rows.values(), *self.own, *(row for row, _ in self.gone))


def placed(filled: Filled, tasks: Sequence[Followed], today: date) -> Placed:
    """What is filled -> where it stands among the tasks that there are now. `today`: since when
    what is gone now is gone."""
    done = Placed()
    if not filled.rows:
        return done
    elsewhere = _in_their_papers(filled.rows, tasks, done=done)
    homeless = _by_ids(elsewhere, filled, tasks=tasks, done=done)
    free: dict[str, list[Followed]] = defaultdict(list)
    for task in tasks:
        if task.id not in done.rows:
            free[_place(task.unit)].append(task)
    stood_before = set(filled.known.values())
    taken = {task.id for task in tasks}
    for row in homeless:
        pool = free[_place(row.unit)] if row.unit else list(chain.from_iterable(free.values()))
        fresh = [task for task in pool if row.is_own or wording_key(task) not in stood_before]
        found = _settle(row, fresh, done=done, today=today)
        if found is not None:
            free[_place(found.unit)].remove(found)
    done.gone = [(_apart(row, taken), perhaps) for row, perhaps in done.gone]
    return done


def _in_their_papers(
    rows: Iterable[FilledRow], tasks: Sequence[Followed], done: Placed
) -> list[FilledRow]:
    """Rows whose task stands in their paper word for word have it, whatever its id: papers may
    share ids. Returns the others."""
    alike: dict[tuple[str, str], list[Followed]] = defaultdict(list)
    for task in tasks:
        alike[wording_key(task), task.paper].append(task)
    others: list[FilledRow] = []
    for row in rows:
        found = alike.get((_key(row.unit or "", row.text), row.paper or ""), [])
        if len(found) == 1 and found[0].id not in done.rows and not row.is_own:
            done.rows[found[0].id] = _at(found[0], row)
        else:
            others.append(row)
    return others


def _by_ids(
    rows: Iterable[FilledRow], filled: Filled, tasks: Sequence[Followed], *, done: Placed
) -> list[FilledRow]:
    """Rows that find their task by its id. Returns the others. An id that papers share leads to
    another paper only where the row's own is gone: it was given another name."""
    same = _same_tasks(filled, tasks)
    every_id = [*filled.known, *(task.id for task in tasks)]
    shared = {plan_id(own_id) for own_id in every_id if plan_id(own_id) != own_id}
    papers = {task.paper for task in tasks}
    homeless: list[FilledRow] = []
    for row in rows:
        task = same.get(row.id)
        if task is not None and plan_id(row.id) in shared and task.paper != row.paper:
            wanted = wording_key(task)
            free = (one for one in tasks if one.id not in done.rows and wording_key(one) == wanted)
            task = next(free, None) if row.paper not in papers else None
        if task is not None and task.id not in done.rows and _is_likely(row, task):
            done.rows[task.id] = _at(task, row)
        else:
            homeless.append(row)
    return homeless


def _apart(row: FilledRow, taken: set[str]) -> FilledRow:
    """A row whose task is gone, under an id that no other row has."""
    own_id = row.id
    while own_id in taken:
        words = f"{own_id}{row.text}".encode("utf-8", "replace")
        own_id = f"{own_id}~{hashlib.sha256(words).hexdigest()[:6]}"
    taken.add(own_id)
    return row.model_copy(update={"id": own_id})


def _same_tasks(filled: Filled, tasks: Sequence[Followed]) -> dict[str, Followed]:
    """The tasks by the ids that they had before. One that is worded as just one was before is that
    one, whatever its id: where one of two that are alike goes, the other may get its id."""
    keys = {task.id: wording_key(task) for task in tasks}
    before, now = Counter(filled.known.values()), Counter(keys.values())
    by_key = {key: old for old, key in filled.known.items() if before[key] == 1}
    same: dict[str, Followed] = {}
    others: list[Followed] = []
    for task in tasks:
        key = keys[task.id]
        if key in by_key and now[key] == 1:
            same[by_key[key]] = task
        else:
            others.append(task)
    for task in others:
        same.setdefault(task.id, task)
    return same


def wording_key(task: Followed) -> str:
    """What a task says, and where, in a few letters."""
    return _key(task.unit, task.text)


def _key(unit: str, text: str) -> str:
    words = f"{_place(unit)}\n{fold(text)}"
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _settle(
    row: FilledRow, fresh: Sequence[Followed], done: Placed, today: date
) -> Followed | None:
    """A row whose task is gone -> the one of the fresh tasks that it belongs to, None where it has
    none."""
    task = _same_words(row, fresh)
    if task is not None:
        done.rows[task.id] = _at(task, row)
        done.found_by_words += not row.is_own
    elif row.is_own:
        done.own.append(row)
    elif row.values:
        since = row.gone_since or today
        done.gone.append((row.model_copy(update={"gone_since": since}), _perhaps(row, fresh)))
    return task


def _at(task: Followed, row: FilledRow) -> FilledRow:
    """A row as that of a task."""
    return FilledRow(
        id=task.id,
        text=task.text,
        number=task.number,
        unit=task.unit or None,
        paper=task.paper or None,
        values=row.values,
        done_for=row.done_for,
    )


def _is_likely(row: FilledRow, task: Followed) -> bool:
    """Where a task goes, another that begins with the same telling words may get its id: the words
    must not be quite others, nor of another time; and if some stand in place of others, it must
    have its number still. That neither has a number tells nothing, nor does the number of a task
    that was gone: others have moved up since."""
    if not row.text:
        return True
    if _likeness(row, task) < SAME_ID:
        return False
    times, now = _times(row.text), _times(task.text)
    if times != now and times and now:
        return False
    has_its_number = row.gone_since is None and bool(row.number) and row.number == task.number
    return has_its_number or _is_rewording(row.text, task.text)


def _same_words(row: FilledRow, tasks: Sequence[Followed]) -> Followed | None:
    """The task that says the same, where one clearly does; of those that say the same word for word
    the one of the same paper and number."""
    figures = _figures(row.text)
    likely = [
        (_likeness(row, task), task.paper == row.paper, task.number == row.number, -index)
        for index, task in enumerate(tasks)
        if _figures(task.text) == figures and _is_rewording(row.text, task.text)
    ]
    likely = sorted((one for one in likely if one[0] >= SAME_WORDS), reverse=True)
    if not likely:
        return None
    best = likely[0]
    rivals = [one for one in likely[1:] if best[0] - one[0] < CLEARLY and one[1:3] == best[1:3]]
    return None if rivals else tasks[-best[3]]


def _is_rewording(one: str, other: str) -> bool:
    """Were words added, left out or put right? Where others stand in their place, it is another
    task: the forms of another field, the meeting with other people.

    >>> _is_rewording("Rà soát thủ tục đất đai", "Rà soát các thủ tục về đất đại")
    True
    >>> _is_rewording("Rà soát thủ tục đất đai", "Rà soát thủ tục hộ tịch")
    False
    """
    old, new = fold(one).split(), fold(other).split()
    for change in Levenshtein.opcodes(old, new):
        if change.tag == "replace":
            before = " ".join(old[change.src_start : change.src_end])
            after = " ".join(new[change.dest_start : change.dest_end])
            if fuzz.ratio(before, after) < SAME_ID:
                return False
    return True


def _perhaps(row: FilledRow, tasks: Sequence[Followed]) -> str:
    """The words of the task that is likest."""
    score, text = max(((_likeness(row, task), task.text) for task in tasks), default=(0.0, ""))
    return text if score >= PERHAPS else ""


def _likeness(row: FilledRow, task: Followed) -> float:
    one, other = fold(row.text), fold(task.text)
    likeness = fuzz.ratio(one, other)
    shorter = min(one, other, key=len)
    is_contained = shorter in max(one, other, key=len) and shorter.count(" ") >= FEWEST_WORDS - 1
    return max(likeness, CONTAINED) if is_contained else likeness


def _figures(text: str) -> list[str]:
    """The numbers in a text, and what is counted by Roman ones.

    >>> _figures("Báo cáo quý III năm 2025")
    ['quy iii', '2025']
    """
    return _FIGURES.findall(strip_diacritics(text))


def _times(text: str) -> list[str]:
    return _TIMES.findall(strip_diacritics(text))


def _place(unit: str) -> str:
    return strip_diacritics(unit)


def with_places(filled: Filled, done: Placed, tasks: Iterable[Followed]) -> Filled:
    """What is filled, as it stands now among all tasks."""
    known = {task.id: wording_key(task) for task in tasks}
    return filled.model_copy(update={"rows": done.all_rows, "known": known})
