"""Hard dates that stand outside the tasks: reports and lists due on a day, or again and again, as
the duties of units and the closing paragraphs order them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from kehoach.normalize.text import fold
from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.parsers.items.asides.past_paragraphs import tells_what_was
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.duties.turned_to import turned_to
from kehoach.parsers.items.duties.unit_names import unit_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import is_assignment_section
from kehoach.parsers.items.owners.heading_owners import heading_owner, says_body
from kehoach.parsers.items.targets.targets import is_target_section
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.stated_deadlines import ON_DAYS, stated_in
from kehoach.parsers.items.times.stated_words import ends_with_finishing, phrase_in, phrases_of
from kehoach.parsers.items.times.tasks_by_time import TasksByTime
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.items.words.sentence_breaks import clauses_in
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import opens_with
from kehoach.patterns import compile_regex, near_after
from kehoach.schema import models

_CLAUSE_BREAK = compile_regex(r"[;,.:()](?!\d)")
_COUNTED = compile_regex(r"\d")
MAX_DAYS = 92
LONGEST_EVENT = timedelta(days=7)
MAX_SUBJECT = 14
"""Words before the verb of a sentence that may name who hands something in."""


def read_obligations(
    root: Node,
    tasks: Sequence[models.Task],
    assignments: Sequence[models.Assignment],
    context: Context,
) -> list[models.Obligation]:
    """The obligations of the body in order. What a task already says with that deadline is none,
    nor is the time of a target or a label."""
    owners = {duty: given.unit for given in assignments for duty in given.duties}
    return list(_Reader(tasks, TasksByTime(tasks), owners=owners, context=context).read(root))


@dataclass(frozen=True, slots=True)
class _Reader:
    """What a reader of obligations knows: the tasks, the unit of each duty, and the context."""

    tasks: Sequence[models.Task]
    by_time: TasksByTime
    owners: Mapping[str, str]
    context: Context

    def read(self, root: Node) -> Iterator[models.Obligation]:
        for node in root.walk():
            if not _may_order(node):
                continue
            for leaf in node.leaves():
                if leaf.kind != "footnote" and read_field(leaf.text) is None:
                    yield from self._of_leaf(leaf, node)
                elif phrases_of("event_headings").match(node.title):
                    yield from self._of_event(leaf, node)

    def _of_event(self, leaf: Leaf, node: Node) -> Iterator[models.Obligation]:
        """The day of an event, which a chapter on time and place tells ("Thời gian: 07 giờ 30 ngày
        12/5/2031")."""
        labelled = read_field(leaf.text)
        if labelled is None or labelled.role != "deadline":
            return
        value = parse_deadline(labelled.value, self.context.period)
        if value is None or not _is_of_event(value):
            return
        deadline = self.context.deadline(labelled.value, leaf.spans[0] if leaf.spans else None)
        if deadline is not None and not self._has_task_then(deadline):
            spans = self.context.spans(leaf.spans)
            yield models.Obligation(
                text=leaf.text, deadline=deadline, section=node.path, spans=spans
            )

    def _has_task_then(self, deadline: models.Deadline) -> bool:
        """Does a task last from the first to the last day of an event?"""
        return deadline.start is not None and self.by_time.lasting(deadline.start, deadline.end)

    def _of_leaf(self, leaf: Leaf, node: Node) -> Iterator[models.Obligation]:
        if self.context.gives_orders and tells_what_was(leaf, self.context):
            return
        due = list(_due(leaf, self.context))
        if not due and self._unit_of_duty(leaf) is not None:
            due = list(_dated(leaf, self.context))
        for sentence, times in due:
            stated = self._outside_tasks(leaf, sentence, times)
            if stated is None:
                continue
            place = leaf.spans[0] if leaf.spans else None
            deadline = self.context.deadline(stated.phrase, place)
            if deadline is None:
                continue
            yield models.Obligation(
                text=sentence,
                who=_subject(sentence, self.context)
                or self._owner(leaf, node, sentence)
                or _asked(sentence, self.context)
                or self._lead_of_task(sentence),
                deadline=deadline,
                section=node.path,
                spans=self.context.spans(leaf.spans),
            )

    def _outside_tasks(self, leaf: Leaf, sentence: str, times: list[Stated]) -> Stated | None:
        """Of the times of a sentence that which tells, without the days of a task that says the
        same ("lập danh sách | trước ngày 10/6, trình UBND xã trước ngày 20/6"); None where tasks
        say it all."""
        days = _all_days(sentence, times, context=self.context)
        whole = days or _telling(times)
        if _is_in_task(leaf, whole, sentence, tasks=self.by_time):
            return None
        if days is None:
            return whole
        left = [one for one in times if not _is_in_task(leaf, one, sentence, tasks=self.by_time)]
        if len(left) in (0, len(times)):
            return whole if left else None
        return _all_days(sentence, left, context=self.context) or _telling(left)

    def _owner(self, leaf: Leaf, node: Node, sentence: str) -> models.Offices | None:
        """The unit whose duty a block is, or that the heading over it names."""
        unit = self._unit_of_duty(leaf, sentence)
        if unit is not None:
            return self.context.offices(unit)
        for section in node.titled_ancestors():
            unit = unit_of(section.title, self.context.level)
            if unit is not None and self._may_name_unit(section):
                return self.context.offices(unit)
        return None

    def _unit_of_duty(self, leaf: Leaf, sentence: str = "") -> str | None:
        """Whose duty a block is, or what stands behind its colon, or the part of it that holds the
        sentence, where several bodies have each their own; None for no duty."""
        _, _, behind = leaf.text.partition(":")
        whole = self.owners.get(leaf.text) or self.owners.get(behind.strip())
        if whole is not None:
            return whole
        for duty, unit in self.owners.items():
            if sentence in duty and duty in leaf.text:
                return unit
        return None

    def _lead_of_task(self, sentence: str) -> models.Offices | None:
        """Who leads the task of which a sentence is a part ("Công an xã lập danh sách …. | Gửi danh
        sách trước ngày 20/4."): nobody else is told to hand it in."""
        leads = (task.lead for task in self.tasks if sentence in task.task)
        return next(filter(None, leads), None)

    def _may_name_unit(self, section: Node) -> bool:
        """Is a heading one of a unit, not the title of a matter that is called like one?"""
        _, name = heading_owner(section.title, self.context.level)
        return is_assignment_section(section) or says_body(section.title, name)


def _is_of_event(value: DeadlineValue) -> bool:
    """Is it a day, or are they days, on which something is held?"""
    if value.kind in ("by", "several"):
        return True
    if value.kind != "within" or value.start is None or value.end is None:
        return False
    return value.end - value.start <= LONGEST_EVENT


def _may_order(node: Node) -> bool:
    if is_target_section(node):
        return False
    titles = [section.title for section in node.titled_ancestors()]
    quiet = phrases_of("past_headings", "roadmap_headings")
    return not any(quiet.search(title) for title in titles)


def _due(leaf: Leaf, context: Context) -> Iterator[tuple[str, list[Stated]]]:
    """The sentences of a block that order something by a time, each with its times."""
    for sentence in clauses_in(leaf.text):
        if not phrases_of("deliveries", "dues").search(sentence):
            continue
        if read_field(sentence) is not None or _only_grounds(sentence, context):
            continue
        stated = [one for one in stated_in(sentence, context) if _binds(sentence, one)]
        stated = stated or list(_on_request(sentence, context))
        if stated:
            yield sentence, stated


def _on_request(sentence: str, context: Context) -> Iterator[Stated]:
    """ "… báo cáo đột xuất | khi có yêu cầu": a report that is due when it is asked for, or when
    something happens."""
    for match in phrases_of("on_request").finditer(sentence):
        words = f"{match[0]}{near_after(sentence, match.end(), _CLAUSE_BREAK)}".rstrip()
        value = parse_deadline(words, context.period)
        if phrase_in("reporting", sentence[: match.start()]) and value is not None:
            yield Stated(words, value, begin=match.start(), is_report=True)


def _dated(leaf: Leaf, context: Context) -> Iterator[tuple[str, list[Stated]]]:
    """The sentences of a duty that name a day, a span of days or a day that comes again, whatever
    they say is done then, each with its time."""
    for sentence in clauses_in(leaf.text):
        stated = [one for one in stated_in(sentence, context) if _is_hard(one.value)]
        if stated:
            words = leaf.text if read_field(sentence) is not None else sentence
            yield words, stated


def _ends_on_days(value: DeadlineValue) -> bool:
    """Is it due on a day, or on several, whether or not it begins now ("từ nay đến ngày 30/9")?"""
    return value.kind in ("by", "several") or (value.since_issue and value.end is not None)


def _is_hard(value: DeadlineValue) -> bool:
    if _ends_on_days(value):
        return True
    if value.kind == "within":  # "trong ngày 14/5"; "trong tháng 6" may be the time of an event
        return value.start is not None and value.start == value.end
    return value.kind == "recurring" and value.recurrence is not None


def _only_grounds(sentence: str, context: Context) -> bool:
    """Does a sentence rest on something ("Thực hiện Công văn số 12, …") and turn to nobody?"""
    return _is_ground(sentence) and not turned_to(sentence, context)


def _asked(sentence: str, context: Context) -> models.Offices | None:
    """Whom a sentence turns to behind what it rests on."""
    return context.offices(turned_to(sentence, context)) if _is_ground(sentence) else None


def _is_ground(sentence: str) -> bool:
    """Does a sentence begin with what it rests on ("Theo Kế hoạch số …"), not with a duty ("Theo
    dõi …", "Thực hiện chế độ báo cáo …")?"""
    if phrases_of("not_grounds").match(sentence):
        return False
    return bool(opens_with(sentence, "grounds"))


def _binds(sentence: str, stated: Stated) -> bool:
    """Whether a sentence hands something in at a time or in a rhythm, or something is due on a day,
    in so many days from an event, or again and again, as its first words say."""
    value = stated.value
    is_handed_in = phrase_in("deliveries", sentence)
    if _ends_on_days(value):
        return is_handed_in or phrase_in("dues", sentence)
    if value.kind == "within":
        is_finished = ends_with_finishing().search(sentence[: stated.begin]) is not None
        return (is_handed_in or is_finished) and _is_short(value)
    if value.kind == "continuous":
        return False
    is_rhythm = value.kind == "recurring" and value.recurrence is not None and stated.begin == 0
    is_counted = value.kind == "conditional" and _COUNTED.search(stated.phrase) is not None
    return is_handed_in or ((is_rhythm or is_counted) and phrase_in("dues", sentence))


def _is_short(value: DeadlineValue) -> bool:
    """A quarter or less: a year is no day on which a report is due."""
    if value.start is None or value.end is None:
        return False
    return (value.end - value.start).days <= MAX_DAYS


def _all_days(sentence: str, stated: list[Stated], context: Context) -> Stated | None:
    """The days of a sentence that names several ("gửi dự thảo trước ngày 10/5, bản chính thức trước
    ngày 20/5") as one time, its words those from the first to the last."""
    days = [one for one in stated if one.value.kind in ("by", "several")]
    if len(days) < 2:
        return None
    phrase = sentence[days[0].begin : days[-1].begin + len(days[-1].phrase)]
    value = parse_deadline(phrase, context.period)
    is_whole = value is not None and value.kind == "several" and len(value.parts) >= len(days)
    if value is None or not is_whole:
        return None
    return Stated(phrase, value, begin=days[0].begin, is_report=days[-1].is_report)


def _telling(stated: list[Stated]) -> Stated:
    """Of the times of a sentence the last that is a day; else the last rhythm, or condition."""
    days = [one for one in stated if one.value.kind in ON_DAYS]
    recurring = [one for one in stated if one.value.kind == "recurring"]
    return (days or recurring or stated)[-1]


def _is_in_task(leaf: Leaf, stated: Stated, sentence: str, tasks: TasksByTime) -> bool:
    """Whether a task says the same: its paragraph, its sentence, or its list, with that
    deadline."""
    phrase = fold(stated.phrase).strip(" .")
    at_that_time = [*tasks.with_words(phrase), *_on_that_day(phrase, stated, tasks=tasks)]
    about_list = bool(at_that_time) and phrase_in("whole_list", leaf.text)
    for task in at_that_time:
        wordings = [text.rstrip(" .;") for text in (task.task, *task.activities)]
        if about_list or any(_says(leaf.text, wording) for wording in wordings):
            return True
        if task.task and sentence.casefold().startswith(wordings[0].casefold()):
            return True  # "Lập danh sách …. | Trình UBND xã phê duyệt …": two tasks of a point
    return _is_of_parts(leaf, phrase, tasks=tasks)


def _on_that_day(phrase: str, stated: Stated, tasks: TasksByTime) -> Iterator[models.Task]:
    """The tasks for whose day a sentence only has more words ("30/6/2031", "trước ngày
    30/6/2031")."""
    end = stated.value.end.isoformat() if stated.value.end is not None else ""
    for task in tasks.within_words(phrase):
        if task.deadline is not None and task.deadline.end == end:
            yield task


def _is_of_parts(leaf: Leaf, phrase: str, tasks: TasksByTime) -> bool:
    """Are several tasks parts of one sentence, each with one of the days of which `phrase` has all
    ("lập đề án | trước ngày 10/6, tuyển xong | trước ngày 25/8")?"""
    parts = tasks.within_words(phrase)
    return sum(part.task.rstrip(" .;,") in leaf.text for part in parts) > 1


def _says(printed: str, wording: str) -> bool:
    """Is it the wording of a task, as printed, or with its owner before a colon?"""
    return printed.startswith(wording) or printed.partition(": ")[2].startswith(wording)


def _subject(sentence: str, context: Context) -> models.Offices | None:
    """The bodies that stand before the verb with which a sentence orders something."""
    lead, _ = subject_of(sentence, context.level)
    if lead:
        return context.offices(lead)
    for verb in phrases_of("deliveries", "dues").finditer(sentence):
        words = sentence[: verb.start()].strip(" ,;:")
        stated = stated_in(words, context)
        if stated and stated[0].begin == 0:
            words = words[len(stated[0].phrase) :].strip(" ,;:")
        if not words or len(words.split()) > MAX_SUBJECT or begins_duty(words):
            return None  # "phối hợp với các sở … báo cáo": those help, they do not report
        offices = context.offices(words)
        if offices is not None and offices.units and not offices.unknown:
            return offices
    return None
