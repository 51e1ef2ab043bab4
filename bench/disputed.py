"""Values of which readers disagree whether they are right: what the truth does not have, though the
paper says it and another reader would have it so. They are left out of what confidences are
learned from, and told apart where these are measured.

- an item that the truth has in another list (a row of targets with owners that it calls tasks);
- tasks under a heading of work ("Giải pháp") of which the truth has no task at all;
- a basis that is a letter ("Tờ trình"), or one that the truth tells without its subject;
- a number that differs by its label alone ("Hoạt động 1"), a target so, a recipient;
- a day told as "by" or as "within", the same one.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from bench.labels import LISTS, Record, aligned, body_key, fold, same
from kehoach.parsers.confidence.blocks import is_doing
from kehoach.parsers.confidence.fields import is_letter
from kehoach.parsers.words import contains

ELSEWHERE = 90.0
"""Percent from which the words of an item are those of one of another list."""


_COMMITTEE = ("ủy ban nhân dân", "ubnd")


def disputed(plan: Record, truth: Record) -> frozenset[str]:
    """The pointers of these values of a plan (as JSON)."""
    pairs = {
        name: aligned(truth[name], plan[name], text, floor)
        for name, text, _, floor in LISTS
        if truth.get(name) is not None
    }
    return frozenset(
        pointer
        for found in (_of_document, _of_bases, _of_items, _of_chapters, _of_fields)
        for pointer in found(plan, truth, pairs)
    )


Pairs = dict[str, list[Record | None]]


def _of_document(plan: Record, truth: Record, pairs: Pairs) -> Iterator[str]:
    """A maker by its short form, a signer without the words that say for whom ("KT. CHỦ TỊCH")."""
    del pairs
    read, own = plan["document"], truth["document"]
    role = fold((read.get("signer") or {}).get("role"))
    if role and fold((own.get("signer") or {}).get("role")).endswith(role):
        yield "/document/signer/role"
    if body_key(read.get("issuer")).replace(*_COMMITTEE) == body_key(own.get("issuer")).replace(
        *_COMMITTEE
    ):
        yield "/document/issuer"


def _of_bases(plan: Record, truth: Record, pairs: Pairs) -> Iterator[str]:
    del pairs
    wanted = truth["document"].get("legal_bases")
    if wanted is None:
        return
    numbers = {str(one.get("number")) for one in wanted if one.get("number")}
    days = {(str(one.get("type")), str(one.get("date"))) for one in wanted}
    for index, basis in enumerate(plan["document"]["legal_bases"]):
        known = str(basis.get("number")) in numbers
        alike = (str(basis.get("type")), str(basis.get("date"))) in days
        if alike or (not known and is_letter(basis["raw"])):
            yield from _all_of(basis, f"/document/legal_bases/{index}")


def _of_items(plan: Record, truth: Record, pairs: Pairs) -> Iterator[str]:
    """Items that stand in another list of the truth."""
    wordings = {
        "tasks": [fold(one.get("task")) for one in truth.get("tasks") or ()],
        "targets": [fold(one.get("text")) for one in truth.get("targets") or ()],
    }
    for name, other, field in (("targets", "tasks", "text"), ("tasks", "targets", "task")):
        for index, (item, own) in enumerate(zip(plan[name], pairs.get(name, ()), strict=False)):
            words = fold(item[field])
            if own is None and any(fuzz.ratio(words, one) >= ELSEWHERE for one in wordings[other]):
                yield from _all_of(item, f"/{name}/{index}")


def _of_chapters(plan: Record, truth: Record, pairs: Pairs) -> Iterator[str]:
    """Tasks under a heading of work of which the truth has none."""
    if "tasks" not in pairs:
        return
    chapters: dict[str, list[int]] = {}
    for index, task in enumerate(plan["tasks"]):
        if task.get("group") and task.get("origin") == "body":
            chapters.setdefault(task["group"]["title"], []).append(index)
    for title, places in chapters.items():
        is_left_out = all(pairs["tasks"][index] is None for index in places)
        if is_left_out and contains(title, "task_headings") is not None:
            for index in places:
                if is_doing(plan["tasks"][index]["task"]):
                    yield from _all_of(plan["tasks"][index], f"/tasks/{index}")


def _of_fields(plan: Record, truth: Record, pairs: Pairs) -> Iterator[str]:
    """Fields that differ by a label alone."""
    del truth
    for name in pairs:
        for index, (item, own) in enumerate(zip(plan[name], pairs[name], strict=True)):
            if own is None:
                continue
            number, deadline = item.get("number"), item.get("deadline")
            if number and own.get("number") and number.split()[-1] == str(own["number"]):
                yield f"/{name}/{index}/number"
            if deadline and _same_day(deadline, own.get("deadline")):
                yield f"/{name}/{index}/deadline"
            text = item.get("text")
            if text and ":" in text and same(text.split(":", 1)[1], own.get("text")):
                yield f"/{name}/{index}/text"


def _same_day(read: Record, own: Record | None) -> bool:
    """Is it one day, by which or on which?"""
    if own is None or {read["kind"], own.get("kind")} != {"by", "within"}:
        return False
    starts = {str(one.get("start") or one.get("end")) for one in (read, own)}
    return bool(read.get("end")) and starts == {str(read["end"])}


def _all_of(item: Record, pointer: str) -> Iterator[str]:
    for name, value in item.items():
        if isinstance(value, list):
            yield from (f"{pointer}/{name}/{index}" for index in range(len(value)))
        elif isinstance(value, dict) and "units" in value:
            yield from (f"{pointer}/{name}/{index}" for index in range(len(value["units"]) or 1))
        elif value is not None:
            yield f"{pointer}/{name}"
