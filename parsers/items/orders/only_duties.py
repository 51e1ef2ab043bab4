"""Papers whose only works are what a chapter on who does what shares out by bodies ("III. PHÂN CÔNG
NHIỆM VỤ" over "1. Phòng Kinh tế" and its points): these are the tasks, each led by the body over
it. Beside a list of works that tell who and when they say how that is carried out, and stay duties;
beside one that tells neither, and is no longer than they are by far, they are tasks, too.

Readers who were not told how we do it took the duties for the tasks of such a plan, and left out
what little stood beside them: general ways that name nobody and no time, the day of the event.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kehoach.ingest.model import Note
from kehoach.normalize.text import fold
from kehoach.parsers.items.asides.beside_tables import leaves_works_to_appendix
from kehoach.parsers.items.asides.themes import DAYS, is_about_themes, is_theme
from kehoach.parsers.items.duties.assignments import unit_of_heading
from kehoach.parsers.items.duties.duties import Duties
from kehoach.parsers.items.ground.closings import is_formal, tells_of_trouble
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import names_assignments
from kehoach.parsers.items.orders.articles import sets_up_or_moves
from kehoach.parsers.items.orders.ordered_tasks import tasks_of_orders, with_orders
from kehoach.parsers.items.times.event_days import names_event
from kehoach.parsers.items.times.section_times import time_of_plan
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.items.works.body import BodyTasks
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node, in_reading_order
from kehoach.parsers.words import contains, opens_with
from kehoach.schema import models
from kehoach.schema.kinds import tells_steps

MIN_DUTIES, FEWEST_BODIES = 3, 2
"""So many, of so many bodies, are the works of a plan …"""
MOST_BESIDE = 0.34
"""… beside so few others, to each duty (of 14 known plans that list their works five had 0.4 to 0.7
to each, the others more; of six whose duties are the works none had more than 0.2) …"""
MOST_TOLD = 0.1
"""… of which hardly any says who does it, or what is done when."""
MOST_WORKS = 1.34
"""Up to so many such works to each duty stay tasks beside the duties of a paper on themes …"""
MOST_UNTOLD_WORKS = 2.5
"""… and up to so many beside those of any other, which are tasks, too (readers of fourteen such
papers, of up to 2.43 works to a duty, took the duties for tasks in all of them, and most of them
the works as well; of one with 5.6 the works alone) …"""
MOST_TOLD_OF_WORKS = 0.34
"""… where so few of them say who does it, or what is done when."""


def with_duties_as_works(
    in_body: BodyTasks,
    given: tuple[Duties, ...],
    root: Node,
    *,
    document: models.DocumentInfo,
    context: Context,
) -> tuple[BodyTasks, tuple[Duties, ...]]:
    """The tasks of a paper without a table of them, and the duties that stay: where hardly any
    other works are found, the duties of bodies are its tasks, in the order of the paper."""
    if context.ordered or context.shared or not _may_share_out(document):
        return in_body, given
    homes = {id(leaf): run.node for run in in_reading_order(root) for leaf in run.leaves}
    shared = [duties for duties in given if _is_given_in(duties, homes, context)]
    shared = list(_each_once(_without_carrying_out(shared, homes)))
    count = sum(len(duties.texts) for duties in shared)
    if not _are_shared_out(shared):
        return in_body, given
    beside = _beside(in_body, root, context)
    if leaves_works_to_appendix(root) and not beside.is_slight(count):
        return in_body, given
    has_labels = in_body.labelled and any(map(_has_owner_or_day, beside.placed))
    if has_labels or beside.has_own_works(count):
        return in_body, given
    whole = [_with_heading(duties) for duties in shared]
    nothing = replace(root, children=[])
    tasks, _ = tasks_of_orders(whole, root, nothing, context=context, all_of_them=True)
    kept, left = beside.parted(count)
    if left:
        leaves = _leaves_of(left, root)
        context.beside_duties.update(map(id, leaves))
        context.notes.append(_left_beside(left, leaves))
    read = set(map(id, shared))
    stay = tuple(duties for duties in given if id(duties) not in read)
    return BodyTasks(with_orders(kept, tasks)), stay


def _has_owner_or_day(placed: tuple[int, models.Task]) -> bool:
    """Do the labels of a work tell more than its parts and how often?"""
    _, task = placed
    return task.lead is not None or _has_day(task)


def _each_once(given: Sequence[Duties]) -> Iterator[Duties]:
    """Duties but for those of which every block and every word is already another body's: a
    sentence of a point under a heading may name a body of its own, too."""
    told: set[str] = set()
    blocks: set[int] = set()
    for duties in given:
        texts, leaves = set(map(fold, duties.texts)), set(map(id, duties.leaves))
        if texts and leaves and texts <= told and leaves <= blocks:
            continue
        told |= texts
        blocks |= leaves
        yield duties


def _may_share_out(document: models.DocumentInfo) -> bool:
    """Is it a paper of a kind that sets tasks or says how something is done, or a decision or a
    resolution that gives work: one that sets no group up, moves nobody and issues no rules?"""
    kind = document.type or ""
    if any(opens_with(kind, key) is not None for key in ("decisions", "resolutions")):
        return not sets_up_or_moves(document.title or "")
    return tells_steps(kind) or opens_with(kind, "plan_types") is not None


def _is_given_in(duties: Duties, homes: Mapping[int, Node], context: Context) -> bool:
    """Do duties stand in the body, and say more than that all carry the paper out and tell of
    trouble, or who rewards whom?"""
    home = next((homes[id(leaf)] for leaf in duties.leaves if id(leaf) in homes), None)
    if home is None or all(map(is_formal, duties.texts)):
        return False
    return not (all(map(tells_of_trouble, duties.texts)) or _is_on_rewards(home, context))


def _is_on_rewards(home: Node, context: Context) -> bool:
    """Does a chapter on rewards stand over a section, and no heading of a body below it?"""
    for section in home.titled_ancestors():
        if unit_of_heading(section, context) is not None:
            return False
        if opens_with(section.title, "reward_headings"):
            return True
    return False


def _are_shared_out(shared: Sequence[Duties]) -> bool:
    return len({duties.unit for duties in shared}) >= FEWEST_BODIES


def _without_carrying_out(shared: list[Duties], homes: Mapping[int, Node]) -> list[Duties]:
    """The duties that a chapter of their own shares out ("III. PHÂN CÔNG NHIỆM VỤ"), without those
    of a further one on how the paper is carried out ("IV. TỔ CHỨC THỰC HIỆN" / "Các xã xây dựng kế
    hoạch cụ thể …"); all of them where there is only one."""
    ways = [duties for duties in shared if _carries_out(_chapter_of(duties, homes))]
    apart = set(map(id, ways))
    others = [duties for duties in shared if id(duties) not in apart]
    works = [duties for duties in others if names_assignments(_chapter_of(duties, homes))]
    count = sum(len(duties.texts) for duties in works)
    is_apart = count >= MIN_DUTIES and count > sum(len(duties.texts) for duties in ways)
    if not is_apart or not _are_shared_out(works):
        return shared
    return others


def _chapter_of(duties: Duties, homes: Mapping[int, Node]) -> Node:
    """The chapter that duties of the body stand in."""
    home = next(homes[id(leaf)] for leaf in duties.leaves if id(leaf) in homes)
    return [home, *home.titled_ancestors()][-1]


def _carries_out(chapter: Node) -> bool:
    return opens_with(chapter.title, "headings_of_carrying_out") is not None


@dataclass(frozen=True, slots=True)
class _Beside:
    """The tasks found beside duties, each with the number of its run; which of them, by `id`, are
    themes, which are ways, and which say who does it, or what is done when; are the contents of
    the paper themes?"""

    placed: Sequence[tuple[int, models.Task]]
    themes: Collection[int]
    told: Collection[int]
    about_themes: bool
    ways: Collection[int]

    def is_slight(self, count: int) -> bool:
        """Are there works, no more than so many duties, or of which hardly any says who does it, or
        what is done when? Then the appendix tells details of these, and not the works."""
        works = len(self.placed)
        return 0 < works <= count or (works > 0 and len(self.told) <= MOST_TOLD * works)

    def has_own_works(self, count: int) -> bool:
        """Are these the works of the paper, beside so many duties? Of a paper on themes they are
        not, as long as they are not more by far."""
        if count < MIN_DUTIES:
            return True
        works, told = len(self.placed) - len(self.themes), len(self.told)
        if self.about_themes:
            return works > MOST_WORKS * count
        if works <= MOST_BESIDE * count:
            return told > MOST_TOLD * count
        return works > MOST_UNTOLD_WORKS * count or told > MOST_TOLD_OF_WORKS * works

    def parted(self, count: int) -> tuple[list[tuple[int, models.Task]], list[models.Task]]:
        """Those that stay tasks beside so many duties, and those that are left out."""
        all_stay = len(self.placed) - len(self.themes) > MOST_BESIDE * count
        kept: list[tuple[int, models.Task]] = []
        left: list[models.Task] = []
        for place, task in self.placed:
            is_matter = id(task) in self.themes or id(task) in self.ways
            if not is_matter and (all_stay or id(task) in self.told):
                kept.append((place, task))
            else:
                left.append(task)
        return kept, left


def _beside(in_body: BodyTasks, root: Node, context: Context) -> _Beside:
    sections = [run.node for run in in_reading_order(root)]
    about_themes = is_about_themes(root)
    themes: set[int] = set()
    told: set[int] = set()
    ways: set[int] = set()
    everybody = _lead_of_all([task for _, task in in_body.placed])
    for place, task in in_body.placed:
        says_more = _is_told(task, sections[place], context, everybody=everybody)
        if about_themes and is_theme(task, sections[place]):
            themes.add(id(task))
        elif says_more:
            told.add(id(task))
        elif _is_way(sections[place]):
            ways.add(id(task))
    return _Beside(in_body.placed, themes, told=told, about_themes=about_themes, ways=ways)


def _is_way(section: Node) -> bool:
    """Does a section belong to a chapter of ways or aims ("III. GIẢI PHÁP", "NỘI DUNG, HÌNH THỨC",
    "CHỈ TIÊU ĐẾN NĂM 2035"), none of tasks ("NHIỆM VỤ, GIẢI PHÁP")? Beside duties that say who does
    what such points are their matter (to the readers of seven papers; of one they were works)."""
    titles = [one.title for one in (section, *section.titled_ancestors())]
    if any(contains(title, "words_of_tasks") is not None for title in titles):
        return False
    return contains(titles[-1], "chapters_of_ways") is not None


def _with_heading(duties: Duties) -> Duties:
    """Duties the first of which the heading of their body tells ("1. Công an xã giữ trật tự; …"):
    that is a block of theirs, too."""
    if len(duties.texts) <= len(duties.leaves):
        return duties
    own = duties.spans[: len(duties.spans) - sum(len(leaf.spans) for leaf in duties.leaves)]
    heading = Leaf("item", duties.number, duties.texts[0], spans=tuple(own))
    return replace(duties, leaves=[heading, *duties.leaves])


def _lead_of_all(tasks: Sequence[models.Task]) -> str:
    """Whom a sentence over all the points calls to do them ("Các bộ và UBND các tỉnh tập trung thực
    hiện:"): that tells of none who does it; "" where they are led by several, or each says so."""
    leads = {task.lead.raw if task.lead is not None else "" for task in tasks}
    lead = leads.pop() if len(leads) == 1 and len(tasks) >= MIN_DUTIES else ""
    return "" if any(lead in task.task for task in tasks) else lead


def _is_told(task: models.Task, section: Node, context: Context, *, everybody: str) -> bool:
    """Does a point beside the duties say who does it, or what is done when? Whoever does all
    (`everybody`), the day of the event ("Lễ phát động: 7h30, ngày 12/3"), a way to go ("Huy động
    toàn dân") and the time of the whole paper make none a work."""
    if task.lead is not None and task.lead.raw != everybody:
        return True
    if task.deadline is None or (_happens_then(task) and not begins_duty(task.task)):
        return False
    said = fold(" ".join((task.task, *task.activities, task.note or "")))
    if fold(task.deadline.raw) in said:
        return True
    if not begins_duty(task.task):
        return False
    of_all = time_of_plan(section, context)
    return of_all is None or of_all[1].raw != task.deadline.raw


def _happens_then(task: models.Task) -> bool:
    """Is the time of a point one of an event, or no day at all ("khi có dịch", "0-48 giờ")? A day
    of another point is that of a work, also where its verb is unknown ("Bòn bèo trước 15/3")."""
    return not _has_day(task) or names_event(task.task) or read_field(task.task) is not None


def _has_day(task: models.Task) -> bool:
    due = task.deadline
    return due is not None and due.kind in DAYS and bool(due.end or due.kind == "several")


def _leaves_of(left: Sequence[models.Task], root: Node) -> list[Leaf]:
    """The blocks that say what such tasks are."""
    wordings = {task.task for task in left}
    return [leaf for leaf in root.all_leaves() if any(one in leaf.text for one in wordings)]


def _left_beside(left: Sequence[models.Task], leaves: Sequence[Leaf]) -> Note:
    """That points are no tasks beside the duties: told with their number, so that a reader can
    judge; they stand in the sections of the plan."""
    span = leaves[0].spans[0] if leaves and leaves[0].spans else None
    return Note("points_beside_duties", str(len(left)), span=span)
