"""Which values of a plan are right: each, by the JSON pointer of its source, against the truth.

Compared as `score.py` of ../shared does. What a truth leaves open (a field that it does not have, a
note, hard dates) has no label; a value of an item that the truth does not have is wrong. What the
paper states and the plan lacks cannot be among the values of a plan: the scores of
bench/accuracy.py tell that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

ALIKE, ALIKE_TARGETS = 97.0, 95.0
"""Percent from which two wordings are the same."""
ALIKE_BODIES = 85.0
SAME_ITEM, SAME_BASIS = 55.0, 40.0
"""Percent from which an item of the plan may be one of the truth."""
Record = Mapping[str, Any]
Labels = dict[str, bool]
"""Whether each value is right, by the pointer of its source ("/tasks/3/lead/0")."""
_TONES = {"hoá": "hóa", "hoà": "hòa", "thuý": "thúy", "uỷ": "ủy", "tuỳ": "tùy"}
_ONE_NAME = (
    ("hđnd ubnd", "hđnd và ubnd"),
    ("mặt trận tổ quốc", "mttq"),
    ("mttq việt nam", "mttq"),
)
_LEVEL = re.compile(r"( thuộc)?( ubnd)? (phường|xã|huyện)$")


def fold(value: object) -> str:
    """A wording for comparison: no case, no punctuation.

    >>> fold(["Báo cáo;", "Kế  hoạch."])
    'báo cáo kế hoạch'
    """
    text = " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", text).casefold()).strip()


def same(one: object, other: object, alike: float = ALIKE) -> bool:
    """Do two wordings say the same?"""
    first, second = fold(one), fold(other)
    if not first or not second:
        return first == second
    return first == second or fuzz.ratio(first, second) >= alike


def body_key(name: object) -> str:
    """A body for comparison: tone marks in one place, without the level at its end, the Front by
    its letters.

    >>> body_key("Uỷ ban Mặt trận Tổ quốc xã"), body_key("Ủy ban MTTQ Việt Nam xã")
    ('ủy ban mttq', 'ủy ban mttq')
    """
    words = " ".join(_TONES.get(word, word) for word in fold(name).split())
    for printed, short in _ONE_NAME:
        words = words.replace(printed, short)
    return _LEVEL.sub("", words)


def aligned(
    truths: Sequence[Record],
    read: Sequence[Record],
    text: Callable[[Record], str],
    floor: float = SAME_ITEM,
) -> list[Record | None]:
    """For each item that was read the one of the truth that it is, None for none; in order, those
    together most alike (dynamic programming). A task that has its activities in one of the two
    alone is the same by its own words."""
    wanted, found = [_wordings(one, text) for one in truths], [_wordings(one, text) for one in read]
    alike = [[max(0.0, _likeness(a, b) - floor) for b in found] for a in wanted]
    best = [[0.0] * (len(found) + 1) for _ in range(len(wanted) + 1)]
    for i in reversed(range(len(wanted))):
        for j in reversed(range(len(found))):
            both = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
    pairs: list[Record | None] = [None] * len(found)
    i = j = 0
    while i < len(wanted) and j < len(found):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs[j] = truths[i]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _wordings(item: Record, text: Callable[[Record], str]) -> tuple[str, str]:
    """An item whole, and without what belongs to it."""
    return fold(text(item)), fold(item.get("task"))


def _likeness(one: tuple[str, str], other: tuple[str, str]) -> float:
    """Percent by which two items are alike, whole or by their own words."""
    whole = fuzz.ratio(one[0], other[0])
    return max(whole, fuzz.ratio(one[1], other[1])) if one[1] and other[1] else whole


def labels_of(plan: Record, truth: Record) -> Labels:
    """The values of a plan (as JSON) that the truth (JSON or YAML) says something of; of the fields
    of items that it names as `open`, none."""
    left_open = truth.get("open", ())
    of_document = _document(plan["document"], truth["document"])
    found = {name: is_right for name, is_right in of_document if name not in left_open}
    for name, text, label, floor in LISTS:
        wanted = truth.get(name)
        if wanted is None:
            continue
        read = plan[name]
        if name == "tasks":  # of the first rows alone, where a truth says so
            read = read[: truth.get("rows_in_truth") or None]
        for index, (one, own) in enumerate(
            zip(read, aligned(wanted, read, text, floor), strict=True)
        ):
            for pointer, is_right in label(one, own):
                if pointer in left_open:
                    continue
                found[f"/{name}/{index}/{pointer}"] = is_right
    return found


def _document(read: Record, truth: Record) -> Iterator[tuple[str, bool]]:
    """The fields of the document, its recipients and bases."""
    comparisons: Mapping[str, Callable[[Any, Any], bool]] = {
        **dict.fromkeys(("type", "number", "issuer", "place", "title"), same),
        "issued_on": lambda one, other: str(one) == str(other),
        "period": lambda one, other: _days(one) == _days(other),
    }
    for name, are_same in comparisons.items():
        if read.get(name) and name in truth:
            yield f"/document/{name}", are_same(truth[name], read[name])
    yield from _signer(read.get("signer") or {}, truth)
    if truth.get("recipients") is not None:
        for index, recipient in enumerate(read["recipients"]):
            yield f"/document/recipients/{index}", _among(recipient, truth["recipients"])
    bases = read["legal_bases"]
    owns = aligned(truth.get("legal_bases") or [], bases, _basis_text, SAME_BASIS)
    for index, (basis, own) in enumerate(zip(bases, owns, strict=True)):
        for name, is_right in _basis(basis, own):
            yield f"/document/legal_bases/{index}/{name}", is_right


def _signer(read: Record, truth: Record) -> Iterator[tuple[str, bool]]:
    own = truth.get("signer") or {}
    for name in ("role", "name"):
        if read.get(name) and "signer" in truth:
            yield f"/document/signer/{name}", same(own.get(name), read[name])


def _basis(read: Record, own: Record | None) -> Iterator[tuple[str, bool]]:
    truth = own or {}
    if read.get("number"):
        yield "number", same(truth.get("number"), read["number"])
    if read.get("date_raw"):
        yield "date_raw", own is not None and _same_date(truth, read)
    yield "raw", own is not None


def _same_date(truth: Record, read: Record) -> bool:
    """Is it the same day; of a basis that has a year alone, are the words the same?"""
    if str(truth.get("date")) == str(read["date"]):
        return True
    return read["date"] is None and same(truth.get("date_raw"), read["date_raw"])


def _days(value: Record | None) -> tuple[str, str]:
    held = value or {}
    return str(held.get("start") or ""), str(held.get("end") or "")


def _among(value: str, wanted: Sequence[object], alike: float = ALIKE) -> bool:
    return any(same(one, value, alike) for one in wanted)


def _basis_text(basis: Record) -> str:
    return f"{basis.get('type')} {basis.get('number')} {basis.get('subject') or ''}"


# --- tasks ----------------------------------------------------------------------------------------


def _task_text(task: Record) -> str:
    return fold([task.get("task") or "", *(task.get("activities") or ())]) or fold(
        task.get("objective")
    )


def _task(read: Record, own: Record | None) -> Iterator[tuple[str, bool]]:
    truth = own or {}
    whole = own is not None and same(_task_text(truth), _task_text(read))
    yield "task", whole or (own is not None and same(truth.get("task"), read["task"]))
    for name in ("number", "objective", "budget"):
        if read.get(name):
            yield name, same(truth.get(name), read[name])
    if read.get("group"):
        yield "group", same((truth.get("group") or {}).get("title"), read["group"]["title"])
    for name in ("activities", "deliverables"):
        wanted = truth.get(name) or []
        all_right = (name == "activities" and whole) or same(wanted, read[name])
        for index, value in enumerate(read[name]):
            yield f"{name}/{index}", all_right or _among(value, wanted)
    for name in ("lead", "coordinating"):
        yield from _bodies(name, read.get(name), truth.get(name))
    if read.get("deadline"):
        yield "deadline", _deadline(truth.get("deadline")) == _deadline(read["deadline"])


def _bodies(name: str, read: Record | None, own: Record | None) -> Iterator[tuple[str, bool]]:
    if not read:
        return
    truth = own or {}
    wanted = {body_key(unit) for unit in _units(truth)}
    is_whole = bool(own) and same(truth.get("raw"), read["raw"], 99.0)
    units = read["units"]
    if not units:
        yield f"{name}/0", is_whole
    for index, unit in enumerate(units):
        yield f"{name}/{index}", is_whole or body_key(unit) in wanted


def _units(offices: Record) -> Iterator[str]:
    for unit in offices.get("units") or ():
        yield unit if isinstance(unit, str) else unit.get("name", "")


def _deadline(deadline: Record | None) -> tuple[str, str, str] | None:
    return (str(deadline.get("kind")), *_days(deadline)) if deadline else None


# --- targets, duties ------------------------------------------------------------------------------


def _target(read: Record, own: Record | None) -> Iterator[tuple[str, bool]]:
    truth = own or {}
    yield "text", own is not None and same(truth.get("text"), read["text"], ALIKE_TARGETS)
    if read.get("number"):
        yield "number", same(truth.get("number"), read["number"])
    wanted = list(map(_figure, truth.get("metrics") or ()))
    for index, metric in enumerate(read["metrics"]):
        yield f"metrics/{index}", _figure(metric) in wanted


def _figure(metric: Record) -> tuple[object, ...]:
    numbers = [metric.get(name) for name in ("value", "min", "max")]
    told = tuple(float(number) for number in numbers if number is not None)
    return metric.get("comparator"), told, fold(metric.get("unit")) or str(metric.get("unit") or "")


def _assignment(read: Record, own: Record | None) -> Iterator[tuple[str, bool]]:
    truth = own or {}
    yield "unit", own is not None and _is_body(str(truth.get("unit")), read["unit"])
    if read.get("number") and truth.get("number"):
        yield "number", same(truth["number"], read["number"])
    wanted = truth.get("duties") or []
    all_right = same(wanted, read["duties"])
    for index, duty in enumerate(read["duties"]):
        yield f"duties/{index}", all_right or _among(duty, wanted, ALIKE_TARGETS)


def _is_body(truth: str, read: str) -> bool:
    """Do two names mean the same body? A truth names it as printed, short or in full."""
    one, other = body_key(truth), body_key(read)
    return one == other or fuzz.token_set_ratio(one, other) >= ALIKE_BODIES


def _text(item: Record) -> str:
    return str(item.get("text") or "")


def _duties(assignment: Record) -> str:
    return fold([str(assignment.get("unit")), *(assignment.get("duties") or ())])


Label = Callable[[Record, Record | None], Iterator[tuple[str, bool]]]
LISTS: tuple[tuple[str, Callable[[Record], str], Label, float], ...] = (
    ("tasks", _task_text, _task, SAME_ITEM),
    ("targets", _text, _target, SAME_ITEM),
    ("assignments", _duties, _assignment, SAME_ITEM),
)
