"""Rules on who does it: collectives, bodies that nobody knows, one duty led by two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.text import comparison_key, small
from kehoach.normalize.times.deadline import is_understood
from kehoach.patterns import compile_regex
from kehoach.schema.kinds import gives_orders
from kehoach.schema.models import Finding, Offices, Task
from kehoach.schema.rules.base import Draft, InBoth, finding, rule
from kehoach.schema.rules.doers import names_doer, opens_with_known_body, sends_to_table
from kehoach.schema.rules.vocabulary import alike, alternation, keys_of, words
from kehoach.schema.sources import ValueSource
from kehoach.schema.walk import Place


@rule("vague_owner")
def vague_owner(draft: Draft) -> Iterator[Finding]:
    """A lead that is "các cơ quan, đơn vị" and nobody else: nobody answers for the task. Behind a
    named body they are a formula, and this one answers (of 28 such notes readers wanted none). Work
    that each of them can only do for itself ("xây dựng quy trình nội bộ", "kế hoạch của đơn vị
    mình") is led by each. In the plan of a province "các sở, ban, ngành" is each of them; "các sở
    liên quan" is nobody; that departments and communes lead together, none of whom answers for the
    others, is a note. "Ấp 1, 2, 3" are named everywhere. A body behind "phối hợp với" helps,
    whatever was made of it. "Đơn vị trực tiếp quản lý người ứng cử" is named by its work. In prose
    told once for a paper and a wording, with the number of its places; each cell for itself."""
    is_of_above = _is_of_above(draft)
    told: dict[tuple[str, str], list[Place[Task]]] = {}
    for tasks in _by_printed_lead(draft):
        lead = tasks[0].part.lead
        if lead is None:
            continue
        names = [name for name in lead.collective if not _helps(name, lead.raw)]
        vague = [
            _cut_end().sub(r"\1", name)
            for name in names
            if _is_vague(name, is_each=is_of_above)
            and not _is_listed(name, lead.raw)
            and not _is_everybody(name)
            and not _are_members_of_front(name, lead.raw)
            and not _is_written_to(draft, name)
        ]
        alone = len(lead.collective) == len(lead.units)
        if vague and _is_cell(draft, tasks[0].part):
            name = "vague_owner" if alone else "vague_owner_beside"
            yield _vague(name, tasks, vague="; ".join(vague))
            continue
        key = None
        if vague and len(vague) == len(lead.units):
            key = _name_of_vague(draft, tasks, vague)
            tasks = _left_open(tasks) if key else tasks
        elif not vague and not _speaks_to_many(draft) and not _is_heading(lead, tasks[0].part):
            is_printed = alone and not _is_subject(tasks[0].part)
            if is_printed and is_of_above and _are_of_two_levels(names):
                key, vague = "vague_owner_of_levels", names
        if key and tasks:
            told.setdefault((key, "; ".join(vague)), []).extend(tasks)
    for (name, vague_names), tasks in told.items():
        yield _vague(name, tasks, vague=vague_names)


def _is_cell(draft: Draft, task: Task) -> bool:
    """Is the lead a cell or a label of a plan? Each has to name somebody and is told for itself, at
    its place, also where a named body stands in it."""
    if _speaks_to_many(draft) or task.lead is None or _is_heading(task.lead, task):
        return False
    return not _is_subject(task)


def _name_of_vague(draft: Draft, tasks: Sequence[Place[Task]], vague: Sequence[str]) -> str | None:
    """What a lead is called whom nobody names, where it is no cell and no label. A sentence, or a
    heading over duties, that turns to "các cơ quan liên quan" speaks to all of them by their field;
    but a work with a day has to be somebody's."""
    first = tasks[0].part
    is_of_duties = first.lead is not None and _is_heading(first.lead, first)
    is_dated = any(_has_day(task.part) for task in tasks)
    if not is_dated or not any(_says_one_of("open_ended", name) for name in vague):
        return None
    return "vague_owner_of_duties" if is_of_duties else "vague_owner_of_guidance"


def _left_open(tasks: Sequence[Place[Task]]) -> list[Place[Task]]:
    """Those of works under one lead that have a day and do not name somebody themselves: a sentence
    over all ("yêu cầu các cơ quan liên quan:") is no lead of "Công an xã tuần tra …"."""
    return [
        task
        for task in tasks
        if _has_day(task.part) and (_is_subject(task.part) or not _says_who(task.text))
    ]


def _says_who(text: str) -> bool:
    return names_doer(text) or opens_with_known_body(text)


def _has_day(task: Task) -> bool:
    """Is it due once, by a day, and not "thường xuyên"?"""
    return task.deadline is not None and task.deadline.kind in ("by", "within", "several")


def _is_subject(task: Task) -> bool:
    """Is the lead the subject of the sentence that is the task ("Các cơ quan, đơn vị liên quan thu
    thập thông tin …")?"""
    lead = comparison_key(task.lead.raw) if task.lead else ""
    return task.origin == "body" and lead in comparison_key(task.task)


def _speaks_to_many(draft: Draft) -> bool:
    """Is it guidance, or a paper that turns to all bodies of a kind ("Các thôn: …")?"""
    kind = draft.plan.document.type
    return kind in words("guiding") or gives_orders(kind)


def _is_written_to(draft: Draft, name: str) -> bool:
    """Does a letter turn to a body behind its "Kính gửi"?"""
    key = comparison_key(name)
    return any(key in comparison_key(told) for told in draft.plan.document.addressees)


def _by_printed_lead(draft: Draft) -> Iterator[list[Place[Task]]]:
    """The tasks that somebody leads, but for what each does for itself, and for a sentence that
    sends to the table for who does what; together those whose lead
    is printed once for all of them, in a heading or a merged cell."""
    together: dict[object, list[Place[Task]]] = {}
    for task in draft.sure_tasks:
        if draft.rows and task.part.origin == "body" and sends_to_table(task.part.task):
            continue
        if task.part.lead is not None and not _is_work_of_each(task.part):
            sources = _sources_of_lead(task.part)
            is_shared = any(way in SHARED for source in sources for way in source.how)
            key = task.child("lead").spans if is_shared else task.pointer
            together.setdefault(key, []).append(task)
    yield from together.values()


def _sources_of_lead(task: Task) -> tuple[ValueSource, ...]:
    return task.sources.lead if task.sources else ()


SHARED = ("inherited", "merged_cell")
"""Ways in which several tasks come to the same printed words."""


def _is_heading(lead: Offices, task: Task) -> bool:
    """Is the lead the heading under which its duties stand ("8. Các phòng, đơn vị liên quan")?"""
    title = comparison_key(task.group.title) if task.group else ""
    return comparison_key(lead.raw) in title


def _vague(name: str, tasks: Sequence[Place[Task]], vague: str) -> Finding:
    """One finding for all tasks under one lead, with their number where there are several."""
    count = len(tasks)
    many = InBoth(f" ({count} nhiệm vụ)", f" ({count} tasks)") if count > 1 else ""
    leads = [task.child("lead") for task in tasks]
    spans = tuple(dict.fromkeys(span for lead in leads for span in lead.spans))
    return finding(name, on=replace(leads[0], spans=spans), vague=vague, many=many)


def _helps(name: str, raw: str) -> bool:
    """Do the words of an owner name a body only behind "phối hợp" (which our reader has missed)?"""
    compared = comparison_key(raw)
    behind = [compared.find(phrase) for phrase in keys_of("helping")]
    starts = [place for place in behind if place >= 0]
    if not starts:
        return False
    return comparison_key(name) not in compared[: min(starts)]


@cache
def _cut_end() -> regex.Pattern[str]:
    """What our reader may have cut from the words behind ("các bộ liên quan | xuất cấp gạo")."""
    related, to = alternation("related"), alternation("related_to")
    return compile_regex(rf"( (?:{related})) (?!{to})\p{{L}}+(?: \p{{L}}+)?$")


def _is_everybody(name: str) -> bool:
    """ "Cán bộ, hội viên toàn xã" do it, each of them."""
    return any(f" {phrase} " in f" {comparison_key(name)} " for phrase in keys_of("everybody"))


def _are_members_of_front(name: str, raw: str) -> bool:
    """ "Mặt trận Tổ quốc và các đoàn thể": these are its members, which everybody knows."""
    members = any_of(keys_of("members_of_front"))
    is_nothing_else = regex.fullmatch(rf"(?:{members})(?: \w+)?", comparison_key(name)) is not None
    return is_nothing_else and _says_one_of("names_of_front", raw)


def _is_listed(name: str, raw: str) -> bool:
    """Do brackets behind a name say who is meant ("các đơn vị kiểm kê (gồm: trường học, trạm y
    tế)")?"""
    behind = small(raw).partition(small(name))[2]
    return behind.startswith(tuple(f" ({phrase}" for phrase in words("listing")))


_NUMBERED = compile_regex(r"\d+\s*,\s*\d+")


def _is_vague(name: str, *, is_each: bool) -> bool:
    """Does a name for many bodies name nobody, though it may mean each of them (`is_each`)? Only
    those of an office leave it to each other; hamlets, members and owners of boats do their own."""
    if _NUMBERED.search(name) or _are_places(name) or _says_one_of("told_by_work", name):
        return False
    if f"{comparison_key(name)} ".startswith(tuple(f"{own} " for own in keys_of("no_actors"))):
        return False
    if not _says_one_of("open_ended", name) and (
        _is_list_of_names(name) or not _says_one_of("vague_heads", name)
    ):
        return False
    return not is_each or _says_one_of("open_ended", name)


def _is_list_of_names(name: str) -> bool:
    """ "Các Hội Nông dân, Phụ nữ": is what is many told by names?"""
    return _NAMED.match(name) is not None


_NAMED = compile_regex(r"(?i:các)\s+\p{L}+\s+\p{Lu}\p{Ll}+\s+\p{Ll}+")


def _are_places(name: str) -> bool:
    """ "Các thôn, tổ dân phố", "Trưởng các thôn", "các chi hội trưởng", "Ban Công tác Mặt trận các
    thôn": each at its place, unless those "liên quan" are meant."""
    if _says_one_of("open_ended", name):
        return False
    openers, places, where, schools, heads = map(
        any_of,
        map(keys_of, ("each_openers", "places", "where_places", "schools", "heads_of_places")),
    )
    compared = comparison_key(name)
    of_places = rf"(?:.+ )?(?:{openers}) (?:{places})(?: (?:{places}))*(?: (?:{where})(?: .*)?)?"
    of_heads = rf"(?:(?:{openers}) )?(?:{heads})"
    counted = rf".* \d+ (?:{places})"  # "Tổ công nghệ số cộng đồng 12 ấp"
    of_schools = rf"(?:{schools})(?: (?:{schools}))+"  # "Trường Mầm non, Tiểu học, THCS"
    return regex.fullmatch(f"{of_places}|{of_heads}|{counted}|{of_schools}", compared) is not None


def _are_of_two_levels(names: Sequence[str]) -> bool:
    """Are departments and committees of communes among them? None of these answers for the
    others."""
    committees = [_says_one_of("committees", name) for name in names]
    return any(committees) and not all(committees)


def _is_work_of_each(task: Task) -> bool:
    """Do its words say that each body does it for itself?"""
    lead = task.lead.raw if task.lead else ""
    texts = (task.task, *task.activities, lead)
    return any(_says_one_of("of_each", text) for text in texts)


def _says_one_of(key: str, text: str) -> bool:
    compared = f" {comparison_key(text)} "
    return any(f" {phrase} " in compared for phrase in keys_of(key))


def _is_of_above(draft: Draft) -> bool:
    """Whether the plan is that of a level above wards, or of a body of one; of one whose letterhead
    is lost it may be."""
    unit = draft.plan.document.unit
    if unit is None or unit.level is None:
        return True
    return unit.level not in administrative_levels().lowest


@rule("unknown_body")
def unknown_body(draft: Draft) -> Iterator[Finding]:
    """Leads that cannot be bodies: a time, a paper, a figure ("Quý II/2026", "Báo cáo kết quả"). A
    cell slipped into the next column, or the paper's columns are mixed up; told once for a paper. A
    name that our directory lacks ("Ban Hậu cần", "Kho số 3") is no defect of the paper (strangers
    found none of eleven such notes right), nor is what stands behind a comma: there our reader may
    have cut a name in two."""
    found: dict[str, Place[Task]] = {}
    for task in draft.sure_tasks:
        lead = task.part.lead
        for name in lead.unknown if lead else ():
            if _cannot_be_body(name) and _stands_alone(name, lead.raw if lead else ""):
                found.setdefault(name, task)
    if found:
        first = next(iter(found.values()))
        yield finding("unknown_body", on=first.child("lead"), evidence="; ".join(found))


def _cannot_be_body(name: str) -> bool:
    """Is it a time, a kind of paper, or a figure without a word?"""
    key = comparison_key(name)
    if regex.search(r"\p{L}{2}", name) is None or is_understood(name):
        return True
    return any(key == paper or key.startswith(f"{paper} ") for paper in keys_of("no_bodies"))


def _stands_alone(name: str, raw: str) -> bool:
    """Is it a whole line of its cell, or all between two semicolons?"""
    parts = (comparison_key(part) for part in regex.split(r"[;\n]", raw))
    return comparison_key(name) in parts


@rule("lead_coordinates")
def lead_coordinates(draft: Draft) -> Iterator[Finding]:
    """The lead of a task stands among its helpers, too: one of the two was copied from the row
    above. Where a heading leads a point in which the same body helps, the point is another's, whose
    heading was not seen; a merged cell of helpers holds for rows that others lead, too; where one
    sentence names it once, our reader took it for both."""
    for task in draft.sure_tasks:
        lead, helpers = task.part.lead, task.part.coordinating
        if lead is None or helpers is None or draft.is_doubtful(task):
            continue
        sources = task.part.sources
        helping = sources.coordinating if sources else ()
        ways = [way for source in (*_sources_of_lead(task.part), *helping) for way in source.how]
        if any(way in SHARED for way in ways):
            continue
        many = {*lead.collective, *helpers.collective}
        both = [unit for unit in lead.units if unit in helpers.units and unit not in many]
        if both and (_are_in_pairs(lead.raw, helpers.raw) or _OF_OTHER.search(helpers.raw)):
            continue
        if both and not _is_said_once(both[0], task.part):
            yield finding("lead_coordinates", on=task.child("coordinating"), name=both[0])


_OF_OTHER = compile_regex(r"\p{Lu}-\p{Lu}{2}")
"""A short form that says whose body it is: "Vụ TCCB | -BTC" is that of the ministry above."""


def _are_in_pairs(lead: str, helpers: str) -> bool:
    """Do the lines of two cells stand side by side, none of them naming the same words ("Sở A" /
    "Sở B" beside "Sở B" / "Sở A")? Then the row holds a pair for each of its works."""
    pairs = list(zip(lead.split("\n"), helpers.split("\n"), strict=False))
    is_even = lead.count("\n") == helpers.count("\n") > 0
    return is_even and all(comparison_key(one) != comparison_key(other) for one, other in pairs)


def _is_said_once(name: str, task: Task) -> bool:
    """Does the sentence of a task name a body once, so that it was read in two ways ("phối hợp với
    | Công an phường")?"""
    return comparison_key(task.task).count(comparison_key(name)) == 1


MIN_DUTY = 8
"""Words. Shorter duties ("Chủ trì, phối hợp thực hiện.") are alike by nature."""
SAME_DUTY = 0.92
"""Two duties so much `alike` are one."""
FEW_LEAD = 2
"""So many bodies that are to lead the same work are a slip; more are a formula."""
OPENING = 12
"""Words. Who leads is said at the beginning of a duty."""


@dataclass(frozen=True, slots=True)
class _Duty:
    """A duty that its unit leads; `work` is its `comparison_key` without the unit's name."""

    place: Place[str]
    unit: str
    work: str


@rule("shared_duty")
def shared_duty(draft: Draft) -> Iterator[Finding]:
    """The same duty given to two bodies, both to lead it: a paragraph copied and not adapted, and
    each waits for the other. What three and more are told in the same words is a formula ("chủ trì
    triển khai các chỉ tiêu của ngành"): each does it in its own field."""
    duties = list(_led_duties(draft))
    pairs = [pair for pair in combinations(duties, 2) if _is_shared(*pair)]
    units: dict[str, set[str]] = {}
    for one, other in pairs:
        for duty in (one, other):
            units.setdefault(duty.place.pointer, set()).update((one.unit, other.unit))
    for first, second in pairs:
        if max(len(units[duty.place.pointer]) for duty in (first, second)) > FEW_LEAD:
            continue
        yield finding(
            "shared_duty",
            on=second.place,
            evidence=second.place.text,
            first=first.unit,
            second=second.unit,
        )


def _is_shared(first: _Duty, second: _Duty) -> bool:
    return first.unit != second.unit and alike(first.work, second.work) >= SAME_DUTY


MIN_FIELD = 2
"""Words that name a field ("chính quyền số", not "này")."""


@rule("shared_field")
def shared_field(draft: Draft) -> Iterator[Finding]:
    """Two bodies lead one field ("Chủ trì lĩnh vực cải cách thể chế"), whatever else their duties
    say. One that only helps does not count."""
    leaders: dict[str, str] = {}
    for assignment in draft.whole.children("assignments"):
        for duty in assignment.children("duties"):
            field = _field_led(duty.text)
            if field is None:
                continue
            key, unit = comparison_key(field), assignment.part.unit
            first = leaders.setdefault(key, unit)
            if comparison_key(first) != comparison_key(unit):
                yield finding("shared_field", on=duty, field=field, first=first, second=unit)


def _field_led(duty: str) -> str | None:
    """The field that a duty gives its unit to lead, in the clause that says so."""
    match = _field().search(duty)
    if match is None or not says_it_leads(duty[: match.start()]):
        return None
    if regex.search(r"[;.]", duty[: match.start()]) or len(match[1].split()) < MIN_FIELD:
        return None
    return match[1].strip()


@cache
def _field() -> regex.Pattern[str]:
    """ "lĩnh vực | cải cách thể chế"."""
    return compile_regex(
        rf"(?<!\p{{L}})(?:{alternation('fields')})\s+([^,;.:()]+)", regex.IGNORECASE
    )


def _led_duties(draft: Draft) -> Iterator[_Duty]:
    for assignment in draft.whole.children("assignments"):
        unit: str = assignment.part.unit
        for duty in assignment.children("duties"):
            if _says_one_of("own_work", duty.text):
                continue  # "các nhiệm vụ được phân công": each has others
            if says_it_leads(duty.text) and len(duty.text.split()) >= MIN_DUTY:
                key = comparison_key(duty.text)
                work = key.removeprefix(comparison_key(unit)).strip()
                yield _Duty(duty, unit, work=work)


def says_it_leads(duty: str) -> bool:
    """Does the duty say that its unit leads it?"""
    opening = comparison_key(" ".join(duty.split()[:OPENING]))
    return any(f" {phrase} " in f" {opening} " for phrase in keys_of("leading_duties"))
