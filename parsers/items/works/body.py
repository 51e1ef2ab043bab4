"""Tasks that a plan states in its body: a paragraph with labelled lines under it ("- Cơ quan chủ
trì: …"), and the points under its headings of tasks. All in the order of the paper."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from kehoach.ingest.model import Note
from kehoach.normalize.repair.language import is_foreign_passage
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.asides.asides import gives_work
from kehoach.parsers.items.asides.beside_tables import (
    Reason,
    counts_more,
    is_dated,
    is_given,
    leads_up_to,
)
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.drafts.closing_labels import closed_points
from kehoach.parsers.items.drafts.drafts import (
    Draft,
    draft_of,
    draft_of_heading,
    is_counted_work,
    is_step,
)
from kehoach.parsers.items.drafts.label_owners import owner_of_labels
from kehoach.parsers.items.drafts.label_sections import label_sections, sections_behind
from kehoach.parsers.items.drafts.shared_labels import (
    chapters_of_bullets,
    headings_of_works,
    with_shared_labels,
    works_under_labels,
)
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.ids import TaskIds
from kehoach.parsers.items.ground.sections import is_task_section
from kehoach.parsers.items.owners.bracket_clauses import fields_of_bracket, fields_of_line
from kehoach.parsers.items.owners.scope_sentences import read_scopes
from kehoach.parsers.items.owners.told_at_end import lists_told_at_end
from kehoach.parsers.items.targets.targets import announced_targets, is_target_section
from kehoach.parsers.items.times.phases import is_order
from kehoach.parsers.items.times.section_times import names_work
from kehoach.parsers.items.times.stated_words import phrase_in
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.items.works.content_doubts import is_needless
from kehoach.parsers.items.works.contents import works_before_labels
from kehoach.parsers.items.works.draft_tasks import to_task
from kehoach.parsers.items.works.held_entries import held_entries
from kehoach.parsers.items.works.list_titles import titles_over, without_titles
from kehoach.parsers.items.works.matter_cards import cards_in, drafts_of_cards
from kehoach.parsers.items.works.parted_points import parted_points
from kehoach.parsers.items.works.prose import points
from kehoach.parsers.items.works.restated_headings import under_restated_heading
from kehoach.parsers.items.works.roadmaps import Roadmaps, read_roadmaps, with_roadmap
from kehoach.parsers.items.works.scheduled_points import scheduled_points
from kehoach.parsers.items.works.told_chapters import (
    are_further_told,
    are_told_by_content,
    are_told_by_doers,
    learn_verb_chapters,
)
from kehoach.parsers.layout.fields import (
    OWNERS,
    Field,
    is_reminder_line,
    names_circumstance,
    read_field,
    read_fields,
    without_run_in_label,
)
from kehoach.parsers.layout.outline import Leaf, Node, Run, in_reading_order
from kehoach.parsers.words import contains, opens_with, phrases, phrases_by
from kehoach.schema import models
from kehoach.schema.rules.counted_tasks import counts_appendix
from kehoach.schema.rules.doers import sends_to_table

MIN_WORDS_OF_ORDER = 3
"""A verb and what is done."""


@dataclass(slots=True)
class BodyTasks:
    """The tasks of the body in order, each with the number of the run of blocks it stands in (see
    `in_reading_order`); are some of them told by labels?"""

    placed: list[tuple[int, models.Task]] = field(default_factory=list)
    labelled: bool = False


@dataclass(slots=True)
class _Drafts:
    """The tasks of the body before their values are read, each with the number of its run; are some
    told by labels? `left_out` are points that the tables tell, for `reason`."""

    reason: Reason | None
    roadmaps: Roadmaps
    placed: list[tuple[int, Draft]] = field(default_factory=list)
    labelled: bool = False
    left_out: list[Draft] = field(default_factory=list)

    @property
    def read(self) -> frozenset[int]:
        """The blocks (by `id`) of which tasks were made."""
        return frozenset(id(leaf) for _, draft in self.placed for leaf in draft.leaves)


def body_tasks(
    root: Node,
    context: Context,
    in_tables: Sequence[models.Task] = (),
    *,
    of_tables: Collection[int] = (),
) -> BodyTasks:
    """The tasks of the body; `in_tables` are those of the paper's tables, if it has any,
    `of_tables` the blocks (by `id`) that speak of a table under them. These are no tasks, nor are
    points that a sentence calls targets. Where no task is found, chapters are told by their
    content, too, unless the paper is one of orders."""
    foreign = list(_foreign_passages(root))
    context.notes += [Note("foreign_passage", leaf.text, span=leaf.spans[0]) for leaf in foreign]
    of_tables = {*of_tables, *map(id, foreign), *announced_targets(root)}
    context.ends = lists_told_at_end(root, context.level)
    content_may_tell = not in_tables and not context.gives_orders
    if content_may_tell:
        learn_verb_chapters(root, context)
    found = _drafts_of(root, context, in_tables=in_tables, of_tables=of_tables)
    if content_may_tell and are_told_by_content(found.read, root, context=context):
        found = _drafts_of(root, context, in_tables=in_tables, of_tables=of_tables)
    if not context.gives_orders and are_further_told(found.read, root, context=context):
        found = _drafts_of(root, context, in_tables=in_tables, of_tables=of_tables)
    if content_may_tell and are_told_by_doers(found.read, root, context=context):
        found = _drafts_of(root, context, in_tables=in_tables, of_tables=of_tables)
    tasks = _to_tasks(found, context)
    context.notes += _counted_left(found.left_out, in_tables)
    placed = [task for _, task in tasks.placed]
    context.notes = [note for note in context.notes if not is_needless(note, placed)]
    return tasks


def _foreign_passages(root: Node) -> Iterator[Leaf]:
    for run in in_reading_order(root):
        for leaf in run.leaves:
            if is_foreign_passage(leaf.text):
                yield leaf


def _drafts_of(
    root: Node,
    context: Context,
    in_tables: Sequence[models.Task],
    *,
    of_tables: Collection[int],
) -> _Drafts:
    """The tasks of the body, as titles, labels, times and phases tell them, and in the sections
    that the context calls silent."""
    context.scopes = read_scopes(root, context)
    bulleted = chapters_of_bullets(root)
    context.works = headings_of_works(root, bulleted)
    found = _Drafts(leads_up_to(in_tables, root, context=context), read_roadmaps(root, context))
    labels = label_sections(root, context.level)
    for place, run in enumerate(in_reading_order(root)):
        if id(run.node) in labels:
            continue
        run = run.without(of_tables)
        rows = scheduled_points(run, context)
        closed = closed_points(run.without(rows.leaves))
        read = rows.leaves | closed.leaves
        held = held_entries(run.without(read), context)
        parted = parted_points(run.without(read | held.leaves), context)
        read |= held.leaves | parted.leaves
        rest = run.without(read)
        drafts = [
            *rows.drafts,
            *closed.drafts,
            *parted.drafts,
            *(
                draft
                for draft in _labelled(rest, bulleted, context=context)
                if not _is_duty(draft, context)
            ),
        ]
        found.labelled = found.labelled or bool(drafts)
        drafts += held.drafts
        used = {id(leaf) for draft in drafts for leaf in draft.leaves}
        used |= context.assigned | read | found.roadmaps.leaves
        _give_titles(drafts, run, used=used, context=context)
        unused = [leaf for leaf in run.leaves if id(leaf) not in used]
        unused = without_titles(unused, used=used, leaves=run.leaves, context=context)
        for draft in points(unused, run.node, context=context):
            is_task = (
                found.reason is None
                or is_given(draft, context)
                or is_dated(draft.text, in_tables, context=context)
            )
            (drafts if is_task else found.left_out).append(draft)
        for labelled in sections_behind(run.node, labels):
            for draft in drafts:
                labelled.give_to(draft)
        found.placed += [(place, draft) for draft in _in_order(drafts, run)]
    return found


def _give_titles(
    drafts: Sequence[Draft], run: Run, *, used: Container[int], context: Context
) -> None:
    """Tasks with labels take the points over them as their titles."""
    if not drafts:
        return
    titles = titles_over(run.leaves, used=used, context=context)
    for draft in drafts:
        if draft.heading is None and not draft.titles:
            draft.titles = titles.get(id(draft.leaves[0]), ())


def _to_tasks(found: _Drafts, context: Context) -> BodyTasks:
    ids = TaskIds("t")
    tasks = BodyTasks(labelled=found.labelled)
    for place, draft in found.placed:
        for single in draft.one_by_one():
            with_roadmap(single, found.roadmaps, context=context)
            task_id = ids.next(single.section.path or "0")
            single = under_restated_heading(single, context)
            tasks.placed.append((place, to_task(single, task_id, context=context)))
    left_out = [draft for draft in found.left_out if not sends_to_table(draft.text)]
    if left_out and found.reason is not None:
        context.notes.append(_left_to_table(left_out, found.reason))
    if context.agenda:
        first = next(iter(context.agenda.values()))
        context.notes.append(Note("agenda_read", str(len(context.agenda)), span=first.spans[0]))
    return tasks


def _left_to_table(left_out: Sequence[Draft], reason: Reason) -> Note:
    """That points of prose are no tasks, for a table lists them: told with their number, so that a
    reader can judge; a sentence that only sends to the table is none of them."""
    return Note(f"prose_{reason}", str(len(left_out)), span=left_out[0].spans[0])


def _counted_left(left_out: Sequence[Draft], in_tables: Sequence[models.Task]) -> Iterator[Note]:
    """That among these points some promise so many things and no row does: the first of them."""
    left_out = [draft for draft in left_out if not counts_appendix(draft.text)]
    counted = [draft for draft in left_out if counts_more(draft.text, in_tables)]
    if counted:
        yield Note("prose_counted", counted[0].text, span=counted[0].spans[0])


def _in_order(drafts: Sequence[Draft], run: Run) -> list[Draft]:
    """By their first blocks; a task that is the heading of the run comes first."""
    places = {id(leaf): index for index, leaf in enumerate(run.leaves)}

    def place(draft: Draft) -> int:
        return -1 if draft.heading is not None else places[id(draft.leaves[0])]

    return sorted(drafts, key=place)


# --- labelled tasks -------------------------------------------------------------------------------


def _labelled(run: Run, bulleted: Collection[int], context: Context) -> Iterator[Draft]:
    """Every paragraph (or the heading) of a run with labelled lines under it. Right under one of
    the headings `bulleted` (by `id`), the bullets are the tasks."""
    if is_target_section(run.node):
        return
    is_matter = opens_with(run.node.title, "not_task_headings") is not None
    opener = draft_of_heading(run.node) if run.opens and not is_matter else None
    works = works_under_labels(opener, run.leaves) if opener is not None else None
    if works is not None:
        yield works
        opener, run = None, run.without(set(map(id, works.leaves)))
    by_bullets = id(run.node.parent) in bulleted
    drafts = list(_with_cards(opener, run, by_bullets=by_bullets, context=context))
    for draft in with_shared_labels(drafts):
        if _is_task(draft):
            yield draft


def _is_duty(draft: Draft, context: Context) -> bool:
    """Is a work, to which labels add nothing but a time, a body's duty already ("- Góp gạo." under
    "5. Các hộ")? Every order stands once."""
    roles = {labelled.role for labelled in draft.fields}
    is_given = bool(draft.leaves) and all(id(leaf) in context.assigned for leaf in draft.leaves)
    return is_given and draft.heading is None and roles == {"deadline"}


def _is_task(draft: Draft) -> bool:
    roles = {labelled.role for labelled in draft.fields}
    if draft.heading is None and names_circumstance(draft.text):
        return False  # "Chủ đề: …" over "Thời gian: …"
    if roles == {"deadline"} and _is_chapter_of_work(draft.heading):
        return False  # its time holds for the works of its sections
    if "lead" in roles or "deadline" in roles or _is_heading_with_matter(draft):
        return True
    if "activity" in roles and is_step(draft):
        return True
    if "deliverable" not in roles:
        return False
    return "coordinating" in roles or _is_work_with_product(draft)


def _is_work_with_product(draft: Draft) -> bool:
    """An order in a chapter of tasks, told with what it makes and nothing else. "Kết quả tín nhiệm:
    …" tells another thing."""
    labels = phrases_by("words.yaml", "fields")["deliverable"]
    if not all(strip_diacritics(one.label) in labels for one in draft.fields):
        return False
    return is_task_section(draft.section) and begins_duty(draft.text)


def _is_chapter_of_work(heading: Node | None) -> bool:
    """ "IV. NỘI DUNG HOẠT ĐỘNG" over sections, "II. NỘI DUNG" over the labels of an event: no work
    itself."""
    if heading is None or not names_work(heading.title):
        return False
    return bool(heading.nodes()) or not any(begins_duty(leaf.text) for leaf in heading.leaves())


def _is_heading_with_matter(draft: Draft) -> bool:
    """A heading of tasks over one line that says what is done ("- Nội dung: Tuyên truyền …"), told
    with how or how much and with nobody and no time; or one that says what is done, over what
    that is about ("6. Xây dựng cổng dữ liệu" / "Nội dung: cổng cung cấp …")."""
    if draft.heading is None or not is_task_section(draft.heading):
        return False
    values = [labelled.value for labelled in draft.fields if labelled.role == "activity"]
    if len(values) != 1:
        return False
    if begins_duty(values[0]):
        return bool(draft.activities)
    return not draft.activities and begins_duty(draft.text)


def _with_cards(
    draft: Draft | None, run: Run, *, by_bullets: bool, context: Context
) -> Iterator[Draft]:
    """The tasks of a run of blocks in which cards may stand, that draw a line around themselves."""
    around = partial(_in_run, by_bullets=by_bullets, context=context)
    blocks = [leaf for leaf in run.leaves if leaf.kind != "footnote"]
    cards = cards_in(blocks)
    if cards is None:
        yield from around(draft, run)
        return
    yield from around(draft, replace(run, items=tuple(blocks[: cards.start])))
    yield from drafts_of_cards(blocks[cards.start : cards.stop], run.node)
    yield from around(None, replace(run, items=tuple(blocks[cards.stop :])))


def _in_run(
    draft: Draft | None, run: Run, *, by_bullets: bool, context: Context
) -> Iterator[Draft]:
    """The tasks of a run of blocks: an opener, bullets under it, then labelled lines. `draft` is
    the heading over it: labelled lines right under a heading make it the task."""
    blocks = _without_lists([leaf for leaf in run.leaves if leaf.kind != "footnote"])
    listed: list[Leaf] = []  # bullets since the opener, not labelled so far
    for index, leaf in enumerate(blocks):
        is_bullet = leaf.kind == "bullet"
        has_fields = draft is not None and bool(draft.fields)
        may_be_field = leaf.kind != "item" or draft is None or has_fields
        is_opener = _announces(leaf) or _opens_with_matter(leaf, blocks[:index])
        labelled = _labels(leaf, context) if may_be_field and not is_opener else ()
        if labelled and listed:
            if draft is not None and has_fields:
                yield draft
            is_title = by_bullets and draft is not None and draft.heading is not None
            is_work = draft is not None and _is_work(draft, context)
            opener = None if is_title and not is_work else draft
            is_under_heading = opener is not None and opener.heading is not None
            may_be_works = is_under_heading and not is_work
            works = works_before_labels(listed, run.node, context) if may_be_works else None
            own = opener if is_work else None
            draft = works or owner_of_labels(
                opener, listed, rest=blocks[index:], node=run.node, work=own
            )
            listed = []
        if labelled and draft is not None:
            draft.take_fields(labelled, leaf)
        elif draft is not None and _takes(draft, leaf, rest=blocks[index + 1 :], context=context):
            pass
        elif is_bullet and not has_fields:
            listed.append(leaf)
        elif draft is not None and not draft.members and _opens_work(leaf, blocks[index + 1 :]):
            draft = _work_under(draft, leaf, node=run.node)
        else:
            if draft is not None:
                draft.below = [] if has_fields else listed
                yield draft
            draft = None if is_bullet else draft_of(leaf, run.node)
            listed = [leaf] if is_bullet else []
    if draft is not None:
        yield draft


def _is_work(draft: Draft, context: Context) -> bool:
    """Is a draft surely a work itself, whatever stands under it?"""
    return is_counted_work(draft) or id(draft.heading) in context.works


def _takes(draft: Draft, leaf: Leaf, rest: Sequence[Leaf], context: Context) -> bool:
    """Take a bullet behind the labels of a task, or what stands under a step, where it belongs to
    it; does it?"""
    is_part_of_step = is_step(draft) and not is_order(leaf.text, context)
    if not is_part_of_step and (leaf.kind != "bullet" or not draft.fields):
        return False
    if _goes_between(leaf, rest):
        draft.take_activity(leaf)
    elif draft.expects_list:
        draft.extend_field(leaf)
    elif draft.covers(leaf):
        draft.take_member(leaf)
    elif is_part_of_step:
        draft.take_activity(leaf)
    else:
        return False
    return True


def _opens_work(leaf: Leaf, rest: Sequence[Leaf]) -> bool:
    """ "- Nhiệm vụ:" over deeper points: each is a task, with the labels beside it."""
    if leaf.kind != "bullet" or not leaf.text.endswith(":") or not rest:
        return False
    is_over = rest[0].kind == "bullet" and rest[0].depth > leaf.depth
    return is_over and strip_diacritics(leaf.text).rstrip(" :") in phrases("labels_of_work")


def _work_under(draft: Draft, leaf: Leaf, node: Node) -> Draft:
    """The work of a heading, or of a point, that its labels stand before: the points under
    `leaf`."""
    work = draft_of(leaf, node)
    work.over = leaf
    work.fields = draft.fields
    return work


def _labels(leaf: Leaf, context: Context) -> tuple[Field, ...]:
    """The labels of a line. "Cán bộ phụ trách thư viện: Lập sổ mượn sách." has none: work of a
    post, and no body, stands behind what looks like the label of an owner; nor has one that speaks
    of the whole list above it. A paragraph that is nothing but a bracket may tell the same without
    labels ("(Công an xã chủ trì; trước 30/4)")."""
    labelled = () if phrase_in("whole_list", leaf.text) else read_fields(leaf.text)
    if leaf.kind == "paragraph" and not labelled:
        is_bracket = leaf.text.startswith(("(", "["))
        read_all = fields_of_bracket if is_bracket else fields_of_line
        labelled = read_all(leaf.text, context.level)
    if labelled and leaf.is_point and gives_work(labelled[0]):
        return ()
    if not labelled or labelled[0].role not in OWNERS or not begins_duty(labelled[0].value):
        return labelled
    if len(labelled[0].value.split()) < MIN_WORDS_OF_ORDER:
        return labelled  # "Chủ trì: Bảo vệ"
    return labelled if named_bodies(labelled[0].value, None) else ()


def _without_lists(blocks: Sequence[Leaf]) -> list[Leaf]:
    """Blocks without the bullets under a label that stands alone and tells who comes, or where
    ("Thành phần:" over those who are invited)."""
    kept: list[Leaf] = []
    is_under_label = False
    for leaf in blocks:
        if is_under_label and leaf.kind == "bullet":
            continue
        is_alone = leaf.kind == "paragraph" and leaf.text.endswith(":")
        is_under_label = is_alone and names_circumstance(leaf.text)
        kept.append(leaf)
    return kept


def _opens_with_matter(leaf: Leaf, before: Sequence[Leaf]) -> bool:
    """Is it the next point, behind the bullets of the one before it ("1.2. Nội dung: Họp xóm.")?"""
    is_next = leaf.kind == "item" and bool(before) and before[-1].kind == "bullet"
    return is_next and without_run_in_label(leaf.text) != leaf.text


def _goes_between(leaf: Leaf, rest: Sequence[Leaf]) -> bool:
    """Does a line tell a circumstance, or, before more labels, something to be minded?"""
    if names_circumstance(leaf.text):
        return True
    return is_reminder_line(leaf.text) and bool(rest) and read_field(rest[0].text) is not None


def _announces(leaf: Leaf) -> bool:
    """ "Các nội dung hỗ trợ gồm:" opens with a label and is none."""
    return leaf.text.endswith(":") and contains(leaf.text, "list_openings") is not None
