"""Values of which readers disagree whether they are right: what the truth does not have, though the
paper says it and another reader would have it so. They are left out of what confidences are
learned from, and told apart where these are measured.

- an item that the truth has in another list (a row of targets with owners that it calls tasks);
- tasks under a heading of work ("Giải pháp") of which the truth has no task at all;
- a basis that is a letter ("Tờ trình"), or one that the truth tells without its subject;
- a number that differs by its label alone ("Hoạt động 1"), a target so, a recipient;
- a duty with the body before it ("Công an xã: tuần tra"), where the truth has it without, or the
  other way round; a duty that the truth has among the tasks, a task that it has among the duties;
- a task of a sentence, of which one of the two leaves out who has it or when it is due: the paper
  says it before the work or behind it ("Công an xã tuần tra, xong trước 30/6.", "tuần tra");
- the group of a row: the title next to it where the plan has the chapter, and tells this title as
  `subgroup`; none where a table without titles stands under a heading;
- a figure by which something falls, told as the fall ("Giảm ít nhất 10%": <= -10, >= 10);
- a time in the same words, with the same days, of another kind ("hằng ngày": recurring, or
  continuous), or of which one tells when it begins, too (from its own column);
- wordings that a truth has without marks, as the paper prints them, and the plan with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rapidfuzz import fuzz

from bench.labels import ALIKE_TARGETS, LISTS, Record, aligned, body_key, fold, labels_of, same
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.confidence.blocks import is_doing
from kehoach.parsers.confidence.fields import is_letter
from kehoach.parsers.words import contains

ELSEWHERE = 90.0
"""Percent from which the words of an item are those of one of another list."""


_WORDS_BESIDE = """| giao yêu cầu đề nghị do chủ trì phối hợp với cùng và các cho phụ trách tham mưu
thực hiện tham gia lực lượng gồm việc này nội dung hoàn thành xong trước trong vào ngày thời gian
hạn có chịu trách nhiệm là cơ quan đơn vị thường trực"""
"""Words that stand between those who have a work, its time, and the work itself."""
_COMMITTEE = ("ủy ban nhân dân", "ubnd")


def disputed(plan: Record, truth: Record) -> frozenset[str]:
    """The pointers of these values of a plan (as JSON)."""
    pairs = {
        name: aligned(truth[name], plan[name], text, floor)
        for name, text, _, floor in LISTS
        if truth.get(name) is not None
    }
    return frozenset(pointer for found in _OF for pointer in found(plan, truth, pairs))


Pairs = dict[str, list[Record | None]]
Found = Callable[[Record, Record, Pairs], Iterator[str]]


def _numbered(name: str, plan: Record, pairs: Pairs) -> Iterator[tuple[int, Record, Record | None]]:
    """The items of a list of the plan, each with its place and the one of the truth that it is;
    none where the truth leaves the list open."""
    for index, (item, own) in enumerate(zip(plan[name], pairs.get(name, ()), strict=False)):
        yield index, item, own


def _of_document(plan: Record, truth: Record, pairs: Pairs) -> Iterator[str]:
    """A maker by its short form, a signer without the words that say for whom ("KT. CHỦ TỊCH"), or
    by one of the two lines of the capacity ("TRƯỞNG BAN", below it "CHỦ TỊCH UBND XÃ")."""
    del pairs
    read, own = plan["document"], truth["document"]
    role, wanted = (fold((one.get("signer") or {}).get("role")) for one in (read, own))
    one_is_part = wanted.endswith(role) or role.startswith(wanted) or role.endswith(wanted)
    if role and wanted and one_is_part:
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
        for index, item, own in _numbered(name, plan, pairs):
            words = fold(item[field])
            if own is None and any(fuzz.ratio(words, one) >= ELSEWHERE for one in wordings[other]):
                yield from _all_of(item, f"/{name}/{index}")


def _of_duties(plan: Record, truth: Record, pairs: Pairs) -> Iterator[str]:
    """Duties that differ by the body before them, or that stand among the tasks of the truth; tasks
    that stand among its duties."""
    if truth.get("assignments") is None and truth.get("tasks") is None:
        return
    duties = [
        fold(duty) for one in truth.get("assignments") or () for duty in one.get("duties") or ()
    ]
    works = [fold(one.get("task")) for one in truth.get("tasks") or ()]
    for index, one in enumerate(plan["assignments"]):
        pointer, unit = f"/assignments/{index}", fold(one["unit"])
        at_work = [_is_among(duty, works, unit) for duty in one["duties"]]
        if all(at_work):
            yield from _all_of(one, pointer)
        for place, duty in enumerate(one["duties"]):
            if at_work[place] or _is_among(duty, duties, unit):
                yield f"{pointer}/duties/{place}"
    for index, task, own in _numbered("tasks", plan, pairs):
        if own is None and _is_among(task["task"], duties, _lead_of(task)):
            yield from _all_of(task, f"/tasks/{index}")


def _lead_of(task: Record) -> str:
    return fold((task.get("lead") or {}).get("raw"))


def _is_among(duty: object, known: Sequence[str], unit: str) -> bool:
    """Is it one of these, as it is or with its body before one of the two?"""
    words = fold(duty)
    return any(
        fuzz.ratio(words, one) >= ALIKE_TARGETS
        or _is_behind_body(words, one, unit)
        or _is_behind_body(one, words, unit)
        for one in known
    )


def _is_behind_body(whole: str, bare: str, unit: str) -> bool:
    """Is a wording another with its body before it ("giao công an xã tuần tra", "tuần tra")?"""
    if not bare or not whole.endswith(f" {bare}"):
        return False
    before = body_key(whole.removesuffix(bare))
    return fuzz.partial_ratio(before, body_key(unit)) >= ELSEWHERE


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
        for index, item, own in _numbered(name, plan, pairs):
            if own is None:
                continue
            number, deadline = item.get("number"), item.get("deadline")
            if number and own.get("number") and number.split()[-1] == str(own["number"]):
                yield f"/{name}/{index}/number"
            if deadline and own.get("deadline") and _same_time(deadline, own["deadline"]):
                yield f"/{name}/{index}/deadline"
            text = item.get("text")
            if text and ":" in text and same(text.split(":", 1)[1], own.get("text")):
                yield f"/{name}/{index}/text"


def _of_groups(plan: Record, truth: Record, pairs: Pairs) -> Iterator[str]:
    """Groups of rows where the truth names the title within the group, or none under a heading of
    the body."""
    del truth
    headings = [section["title"] for section in _sections_of(plan.get("sections") or ())]
    for index, task, own in _numbered("tasks", plan, pairs):
        group, within = task.get("group"), task.get("subgroup")
        if own is None or not group or task.get("origin") != "table":
            continue
        wanted = (own.get("group") or {}).get("title")
        is_within = bool(wanted and within and same(wanted, within["title"]))
        is_heading = not wanted and any(same(group["title"], heading) for heading in headings)
        if is_within or is_heading:
            yield f"/tasks/{index}/group"


def _sections_of(sections: Sequence[Record]) -> Iterator[Record]:
    for section in sections:
        yield section
        yield from _sections_of(section.get("sections") or ())


def _of_wordings(plan: Record, truth: Record, pairs: Pairs) -> Iterator[str]:
    """Tasks of sentences whose wording is the other's with who has it, or when it is due, before or
    behind it."""
    del truth
    for index, task, own in _numbered("tasks", plan, pairs):
        if own is None or task.get("origin") != "body":
            continue
        read, wanted = fold(task["task"]), fold(own.get("task"))
        beside = _beside(read, wanted) or _beside(wanted, read)
        if beside and _says_only(beside, told=sorted(_told(task, own), key=len, reverse=True)):
            yield f"/tasks/{index}/task"


def _beside(whole: str, bare: str) -> str:
    """What a wording has before another, or behind it; nothing where it is not that other."""
    if not bare:
        return ""
    if whole.endswith(f" {bare}"):
        return whole.removesuffix(bare)
    return whole.removeprefix(bare) if whole.startswith(f"{bare} ") else ""


def _says_only(words: str, told: Sequence[str]) -> bool:
    """Do words say nothing but who has it, and when, and one of the two at least?"""
    left = f" {words} "
    for said in told:
        left = left.replace(f" {said} ", " | ")
    return "|" in left and set(left.split()) <= set(_WORDS_BESIDE.split())


def _told(task: Record, own: Record) -> Iterator[str]:
    """The words of who has a task, and when, as both of them say it."""
    for name in ("lead", "coordinating", "deadline"):
        read, wanted = (fold((one.get(name) or {}).get("raw")) for one in (task, own))
        if read and wanted and (read in wanted or wanted in read):
            yield min(read, wanted, key=len)


def _of_falls(plan: Record, truth: Record, pairs: Pairs) -> Iterator[str]:
    """Figures of targets by which something falls, where the truth has them without a sign."""
    del truth
    for index, target, own in _numbered("targets", plan, pairs):
        wanted = [_sizes(metric) for metric in (own or {}).get("metrics") or ()]
        for place, metric in enumerate(target["metrics"]):
            is_fall = any(size < 0 for size in _signed(metric))
            if is_fall and _sizes(metric) in wanted:
                yield f"/targets/{index}/metrics/{place}"


def _signed(metric: Record) -> list[float]:
    return [float(metric[name]) for name in ("value", "min", "max") if metric.get(name) is not None]


def _sizes(metric: Record) -> tuple[tuple[float, ...], str]:
    return tuple(sorted(map(abs, _signed(metric)))), fold(metric.get("unit"))


def _same_time(read: Record, own: Record) -> bool:
    """Do two readers of the same words mean the same days, or one tell more of them?"""
    if _same_day(read, own):
        return True
    if not read["kind"] or not read.get("raw") or not same(read["raw"], own.get("raw")):
        return False
    first, second = _edges(read), _edges(own)
    if {read["kind"], own["kind"]} == {"by", "within"}:
        return first[1] == second[1] and None in (first[0], second[0])
    if read["kind"] == own["kind"]:
        return read["kind"] in ("several", "recurring") and not (any(first) and any(second))
    return first == second


def _same_day(read: Record, own: Record) -> bool:
    """Is it one day, by which or on which?"""
    if {read["kind"], own.get("kind")} != {"by", "within"}:
        return False
    starts = {str(one.get("start") or one.get("end")) for one in (read, own)}
    return bool(read.get("end")) and starts == {str(read["end"])}


def _edges(time: Record) -> tuple[str | None, str | None]:
    """When it begins and ends."""
    start, end = (str(time[name]) if time.get(name) else None for name in ("start", "end"))
    return start, end


def _of_marks(plan: Record, truth: Record, pairs: Pairs) -> Iterator[str]:
    """Values that are right but for the marks, where the truth has none, as its paper."""
    del pairs
    title = fold(truth["document"].get("title"))
    if not title or strip_diacritics(title) != title:
        return
    bare = labels_of(_without_marks(plan), _without_marks(truth))
    yield from (pointer for pointer, is_right in bare.items() if is_right)


def _without_marks(held: Any) -> Any:
    if isinstance(held, dict):
        return {name: _without_marks(value) for name, value in held.items()}
    if isinstance(held, list):
        return [_without_marks(one) for one in held]
    return strip_diacritics(held) if isinstance(held, str) else held


def _all_of(item: Record, pointer: str) -> Iterator[str]:
    for name, value in item.items():
        if isinstance(value, list):
            yield from (f"{pointer}/{name}/{index}" for index in range(len(value)))
        elif isinstance(value, dict) and "units" in value:
            yield from (f"{pointer}/{name}/{index}" for index in range(len(value["units"]) or 1))
        elif value is not None:
            yield f"{pointer}/{name}"


_OF: tuple[Found, ...] = (
    _of_document,
    _of_bases,
    _of_items,
    _of_duties,
    _of_chapters,
    _of_fields,
    _of_groups,
    _of_wordings,
    _of_falls,
    _of_marks,
)
