"""Points of prose that are tasks: bullets, lettered and numbered points under headings of tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from kehoach.parsers.items.asides.agendas import agenda_of
from kehoach.parsers.items.asides.asides import is_aside, only_tells
from kehoach.parsers.items.asides.event_contents import is_about_event, without_matters
from kehoach.parsers.items.asides.site_lists import listed_sites
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.drafts.answer_sentences import answers_in, with_answers
from kehoach.parsers.items.drafts.draft_times import with_time_of_opening
from kehoach.parsers.items.drafts.drafts import Draft, draft_of, hands_over_with_others
from kehoach.parsers.items.drafts.joined_sentences import goes_on, joined_sentences
from kehoach.parsers.items.ground.calls_for_works import calls_for_works_below, is_bare_call
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import (
    is_examined,
    is_procedure,
    is_task_section,
    opens_criteria,
)
from kehoach.parsers.items.owners.heading_owners import owner_in_title, owner_of_section
from kehoach.parsers.items.owners.owner_sentences import only_tells as is_told_by_sentences
from kehoach.parsers.items.owners.scope_sentences import owner_of_list
from kehoach.parsers.items.owners.told_at_end import leaves_told_at_end
from kehoach.parsers.items.targets.targets import is_target_section
from kehoach.parsers.items.times.list_deadlines import is_about_list
from kehoach.parsers.items.times.phases import (
    dated,
    is_order,
)
from kehoach.parsers.items.times.stated_words import phrase_in
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.items.works.acts import MIN_WORDS, acts, announces, is_point, names_doers_alone
from kehoach.parsers.items.works.contents import (
    contents_in,
    heading_over_matters,
    take_contents,
    with_counted_steps,
)
from kehoach.parsers.items.works.dated_works import each_with_day_and_owner
from kehoach.parsers.items.works.list_titles import titles_in, under_titles
from kehoach.parsers.items.works.shared_works import each_with_its_own
from kehoach.parsers.items.works.silent_chapters import has_day, is_dated_list, works_beside_orders
from kehoach.parsers.items.works.unmarked_points import unmarked_points
from kehoach.parsers.items.works.unowned_work import unowned_work
from kehoach.parsers.layout.articles import is_article
from kehoach.parsers.layout.fields import (
    names_circumstance,
)
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import opens_with

DOUBTFUL = 0.6
"""The confidence of a task that only its own words tell as one."""


def points(leaves: Sequence[Leaf], node: Node, context: Context) -> Iterator[Draft]:
    """The tasks among blocks, one for each body whose work a block tells, and for each day of its
    works; what a paragraph says more of one belongs to it, as does a sentence that only says who
    does it."""
    apart = each_with_its_own(_whole_points(leaves, node, context), context)
    return each_with_day_and_owner(apart, context)


def _whole_points(leaves: Sequence[Leaf], node: Node, context: Context) -> Iterator[Draft]:
    """The blocks that are tasks, each as one."""
    answers = answers_in(leaves, context)
    if answers:
        used: set[int] = set()
        apart = {id(answer.leaf) for answer in answers}
        rest = [leaf for leaf in leaves if id(leaf) not in apart]
        drafts = list(with_answers(_points(rest, node, context), answers, used))
        if used == apart:
            return joined_sentences(drafts, rest)
    return joined_sentences(_points(leaves, node, context), leaves)


def _points(leaves: Sequence[Leaf], node: Node, context: Context) -> Iterator[Draft]:
    """The tasks among blocks right under a heading of tasks, or of a paper that orders things in
    its sentences. A sentence that ends with a colon only announces the points under it; what it
    says of owner and time holds for each of them."""
    ordered = context.orders | context.scopes.ordered
    is_ordered = any(id(leaf) in ordered for leaf in leaves)
    if is_target_section(node):
        return
    if is_about_event(node.title):
        leaves = without_matters(leaves, context)
    told = leaves_told_at_end(leaves, context.ends)
    if told and not is_task_section(node) and not is_ordered:
        yield from _points_of_list(told, node, context=context)
        return
    is_of_tasks = is_task_section(node) or is_ordered
    heading = heading_over_matters(leaves, node, context)
    if heading is not None and (is_of_tasks or is_examined(node)):
        yield heading
        return
    agenda = agenda_of(leaves, node)
    tells_agenda = is_of_tasks or opens_with(node.title, "meeting_headings") is not None
    context.agenda |= {id(leaf): leaf for leaf in leaves if tells_agenda and id(leaf) in agenda}
    leaves = [leaf for leaf in leaves if id(leaf) not in agenda]
    is_of_body = id(node) in context.silent and owner_in_title(node.title, context) is not None
    if not is_ordered and (is_of_body or id(node) in context.verbal):
        yield from _points_under_verb(leaves, node, context=context)
        return
    if not is_of_tasks:
        if id(node) in context.silent or _is_in_dated_article(node, context):
            yield from orders_of_silent(leaves, node, context=context)
        else:
            works = unowned_work(leaves, node, context)
            yield from (_doubtful(draft_of(leaf, node)) for leaf in works)
            yield from acts(leaves, node, context=context)
        return
    drafts = _points_of_list(leaves, node, context=context)
    if opens_criteria(node.title):
        is_headed = owner_of_section(node, context)[0] is not None
        drafts = (draft for draft in drafts if is_headed or _is_given(draft, context))
    yield from drafts


def _points_under_verb(leaves: Sequence[Leaf], node: Node, context: Context) -> Iterator[Draft]:
    """The points of a chapter whose title says what is done, or is the name of who does it ("II.
    PHÒNG KINH TẾ"); sentences between them tell why, unless a point titles them, or they open with
    what is done."""
    unmarked = unmarked_points(leaves, node.title, under_tasks=True)
    orders = (leaf for leaf in leaves if id(leaf) in unmarked and is_order(leaf.text, context))
    titled = under_titles(leaves).union(map(id, orders))
    listed = [leaf for leaf in leaves if id(leaf) in titled or _is_of_list(leaf)]
    yield from map(_doubtful, _points_of_list(listed, node, context=context))


def _is_of_list(leaf: Leaf) -> bool:
    """Is a block a point, does it lead to some, say more of one, or what is done?"""
    if leaf.is_point or leaf.text.endswith(":") or goes_on(leaf):
        return True
    return begins_duty(leaf.text) and len(leaf.text.split()) >= MIN_WORDS


def _doubtful(draft: Draft) -> Draft:
    """A task that only its own words tell as one."""
    draft.confidence = min(draft.confidence, DOUBTFUL)
    return draft


def _is_given(draft: Draft, context: Context) -> bool:
    """Does a point among rules give work to one body by name ("… giao Sở Y tế chấm điểm")?"""
    text = context.short_forms.written_out(draft.text)
    offices = context.offices(owners_said(text, context.level).lead)
    return offices is not None and bool(offices.units) and not offices.collective


def _points_of_list(leaves: Sequence[Leaf], node: Node, context: Context) -> Iterator[Draft]:
    """The tasks among the blocks of a list of tasks."""
    over: Leaf | None = None
    depth = 0  # of the list that it covers
    loose: set[int] = set()  # of those that stand over paragraphs
    aside: Leaf | None = None
    places = listed_sites(leaves)
    leaves = _without(leaves, places)
    announced = is_task_section(node) or id(node) in context.verbal
    unmarked = unmarked_points(leaves, node.title, under_tasks=announced)
    contents = contents_in(leaves, context)
    titled = titles_in([leaf for leaf in leaves if id(leaf) not in places], context)
    unmarked |= titled.paragraphs
    for index, leaf in enumerate(leaves):
        whole = contents.task_of(leaf, node, over)
        if whole is None and is_procedure(node):
            whole = with_counted_steps(draft_of(leaf, node))
        if whole is not None:
            yield from titled.given_to((whole,), leaf)
        if whole is not None or id(leaf) in contents.told or id(leaf) in titled.told:
            continue
        if aside is not None and leaf.level > aside.level:
            continue  # what stands under "Đối tượng và địa bàn:" are circumstances, too
        aside = leaf if names_circumstance(leaf.text) else None
        in_work = is_task_section(node) and leaf.is_point
        if (
            aside
            or is_aside(leaf, in_work=in_work)
            or _speaks_of_list(leaf, context)
            or only_tells(leaf, context)
            or is_told_by_sentences(leaf.text, context)
        ):
            continue
        over = None if over is None or _ends_list(over, leaf, depth, loose=loose) else over
        following = leaves[index + 1] if index + 1 < len(leaves) else None
        if id(leaf) not in places and _opens_list(leaf, following, context=context):
            over, depth = leaf, leaves[index + 1].level
        elif _opens_unmarked(leaf, following, context=context):
            over, depth = leaf, 0
            loose.add(id(leaf))
        elif id(leaf) in places or (
            (_is_task_of_list(leaf, context) or id(leaf) in unmarked)
            and id(leaf) not in titled.titles
        ):
            draft = draft_of(leaf, node, over=over)
            draft = with_time_of_opening(draft, dated(leaf.text, context), context=context)
            details = places.get(id(leaf), ())
            yield from (take_contents(one, details) for one in titled.given_to((draft,), leaf))


def _speaks_of_list(leaf: Leaf, context: Context) -> bool:
    """Does a sentence only say when, or by whom, the list above it is done? A point that orders
    something does not."""
    if leaf.is_point and begins_duty(leaf.text):
        return False
    if _tells_of_points_below(leaf, context):
        return True
    return is_about_list(leaf.text, context) or bool(owner_of_list(leaf, context))


def _tells_of_points_below(leaf: Leaf, context: Context) -> bool:
    """ "Các việc dưới đây do Công ty Điện lực tài trợ.": a sentence on the points under it that
    gives nobody anything to do."""
    if leaf.kind != "paragraph" or not phrase_in("works_named_below", leaf.text):
        return False
    lead, _ = subject_of(leaf.text, context.level)
    return not lead and not begins_duty(leaf.text)


def _opens_list(leaf: Leaf, following: Leaf | None, context: Context) -> bool:
    """Does a block only announce the deeper points under it, or date them ("Đợt 1: Từ ngày 01/3 đến
    ngày 15/3/2031")?"""
    if announces(leaf, following):
        return True
    is_over = following is not None and following.is_point and following.level > leaf.level
    if is_over and leaf.is_point and names_doers_alone(leaf.text, context):
        return True
    opening = dated(leaf.text, context)
    is_date = opening is not None and bool(opening.time) and not opening.act
    return is_date and following is not None and following.level > leaf.level


def _ends_list(over: Leaf, leaf: Leaf, depth: int, *, loose: Collection[int]) -> bool:
    """Does a block stand behind the list that another one covers: no deeper, and a point where
    that (its `id` in `loose`) stands over paragraphs?"""
    is_out = leaf.level <= over.level or leaf.level < depth
    return is_out and (leaf.is_point or id(over) not in loose)


def _opens_unmarked(leaf: Leaf, following: Leaf | None, context: Context) -> bool:
    """ "c) Phòng Kinh tế phối hợp với các đơn vị liên quan:" over works whose marks a copy lost: a
    point that only says who does them, and with whom?"""
    if not leaf.is_point or not leaf.text.endswith(":"):
        return False
    if following is None or following.kind != "paragraph":
        return False
    said = owners_said(context.short_forms.written_out(leaf.text), context.level)
    if not said.lead or not said.coordinating or not hands_over_with_others(leaf.text):
        return False
    behind = leaf.text.rpartition(said.coordinating)[2].strip(" :")
    return not behind or calls_for_works_below(leaf.text) or is_bare_call(behind)


def _without(leaves: Sequence[Leaf], places: Mapping[int, Sequence[Leaf]]) -> Sequence[Leaf]:
    """Blocks without the places that are details of others."""
    details = {id(place) for listed in places.values() for place in listed}
    return [leaf for leaf in leaves if id(leaf) not in details]


def _is_task_of_list(leaf: Leaf, context: Context) -> bool:
    return is_point(leaf) or id(leaf) in context.ends


# --- chapters that only their content tells -------------------------------------------------------


def _is_in_dated_article(node: Node, context: Context) -> bool:
    """Does it stand in an article of a decision that says what is held on which days?"""
    above = node.titled_ancestors()
    return any(is_article(over.number) and is_dated_list(over, context) for over in above)


def orders_of_silent(leaves: Sequence[Leaf], node: Node, context: Context) -> Iterator[Draft]:
    """The orders among the blocks of a chapter whose title says nothing (silent_chapters.py), and
    what is held on a day in a list of days; each is told as doubtful."""
    has_days = is_dated_list(node, context)
    is_silent = id(node) in context.silent
    beside = works_beside_orders(leaves, context) if is_silent else frozenset()
    beside |= unmarked_points(leaves)
    for leaf in leaves:
        if is_aside(leaf) or names_circumstance(leaf.text):
            continue
        is_held = has_days and has_day(leaf.text, context)
        is_work = is_held or id(leaf) in beside or is_order(leaf.text, context)
        if (is_point(leaf) or id(leaf) in beside) and is_work:
            yield _doubtful(draft_of(leaf, node))
