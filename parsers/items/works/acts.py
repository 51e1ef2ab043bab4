"""The blocks outside the chapters of tasks that order something by a time, in a phase, or as
something to mind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.asides.asides import denies, is_aside
from kehoach.parsers.items.bodies.conditions import without_condition
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.drafts.draft_times import with_time_behind, with_time_of_opening
from kehoach.parsers.items.drafts.drafts import Draft, draft_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import (
    is_assignment_section,
    is_procedure,
)
from kehoach.parsers.items.times.phases import (
    Dated,
    dated,
    dated_behind,
    dated_sentence,
    is_event,
    is_order,
    is_told,
    is_under_quiet,
    opens_phase,
    phase_of,
)
from kehoach.parsers.items.times.stated_deadlines import deadline_in
from kehoach.parsers.items.times.stated_words import phrase_in
from kehoach.parsers.items.words.beginnings import begins, begins_duty, without_count
from kehoach.parsers.items.works.contents import (
    contents_in,
    with_counted_steps,
)
from kehoach.parsers.items.works.list_titles import ListTitles, titles_in
from kehoach.parsers.layout.fields import (
    behind_counted_label,
    names_circumstance,
)
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.layout.phase_titles import is_number_of_phase, opens_month_line
from kehoach.parsers.words import contains, opens_with, phrases
from kehoach.patterns import compile_regex

MIN_WORDS = 9
"""A shorter paragraph that is no item of a list is no task."""
MIN_ORDERS, MOST_ORDERS = 2, 0.5
"""So many points, and so large a part, make a list one of orders."""
MIN_DATED = 3
"""So many points that all open with a time are a schedule."""
MIN_WORDS_OF_PHASE = 3
"""Behind "Bước 2 (từ 01/5 đến 31/5):" fewer words only name the phase ("Chuẩn bị")."""
MINDED = 0.7
"""The confidence of a task that is only to be minded."""


def acts(leaves: Sequence[Leaf], node: Node, context: Context) -> Iterator[Draft]:
    """The points of another section that order something by a time ("- Ngày 01/3/2031: Họp đoàn.",
    "- Giai đoạn 0-48 giờ: Cấp phát nước sạch."), in a phase, or as something to mind ("- Lưu ý: Bố
    trí …")."""
    if is_assignment_section(node) or is_under_quiet(node):
        return
    reader = _ActReader(
        node,
        context,
        in_phase=phase_of(node, context) is not None or is_procedure(node),
        are_orders=_are_orders(leaves, context),
        is_dated=_is_mostly_dated(leaves, context),
        is_of_days=_is_of_days(node, context) or is_number_of_phase(node.number),
    )
    yield from reader.read(leaves)


@dataclass(slots=True)
class _ActReader:
    """Goes through the blocks of a section that is none of tasks. `in_phase`: it is a phase;
    `are_orders`: most of its points order something, `is_dated`: half of them at a time;
    `is_of_days`: its heading is a month, a week or a day and nothing else; `over` is the title of a
    phase, a day or a list that the next deeper points stand under, `minds` tells that it says what
    is to be minded."""

    node: Node
    context: Context
    in_phase: bool
    are_orders: bool
    is_dated: bool
    is_of_days: bool
    over: Leaf | None = None
    minds: bool = False

    def read(self, leaves: Sequence[Leaf]) -> Iterator[Draft]:
        """The tasks among blocks, in order."""
        contents = contents_in(leaves, self.context, has_orders=self.in_phase)
        titled = self._titles_in(leaves)
        apart = contents.told | titled.titles
        for index, leaf in enumerate(leaves):
            if id(leaf) in apart or denies(leaf.text, self.context):
                continue
            if is_aside(leaf) or names_circumstance(leaf.text):
                continue
            if self.over is not None and leaf.level <= self.over.level:
                self.over, self.minds = None, False
            whole = contents.task_of(leaf, self.node, self.over)
            if whole is not None:
                yield whole
                continue
            opening = dated(leaf.text, self.context) or dated_sentence(leaf.text, self.context)
            following = leaves[index + 1] if index + 1 < len(leaves) else None
            if opening is not None and _covers(
                leaf, following, opening=opening, context=self.context
            ):
                self.over, self.minds = leaf, False
            elif _titles_reminders(leaf, following):
                self.over, self.minds = leaf, True
            elif self.in_phase and announces(leaf, following):
                self.over, self.minds = leaf, False
            else:
                draft = self._act(leaf, opening)
                yield from titled.given_to((draft,) if draft is not None else (), leaf)

    def _titles_in(self, leaves: Sequence[Leaf]) -> ListTitles:
        """The points that title others, in a section of steps or of orders; none that is dated."""
        if not (self.in_phase or self.are_orders):
            return ListTitles()
        context = self.context
        undated = (leaf for leaf in leaves if dated(leaf.text, context) is None)
        return titles_in(
            [leaf for leaf in undated if dated_sentence(leaf.text, context) is None], context
        )

    def _act(self, leaf: Leaf, opening: Dated | None) -> Draft | None:
        """A block as a task; None where it orders nothing."""
        if opening is not None and self._is_dated_act(leaf, opening):
            return with_time_of_opening(draft_of(leaf, self.node), opening, context=self.context)
        if opening is None and leaf.is_point:
            behind = dated_behind(leaf.text, self.context)
            if behind is not None:
                return with_time_behind(draft_of(leaf, self.node), behind)
        steps = with_counted_steps(draft_of(leaf, self.node)) if self.in_phase else None
        if steps is not None:
            return steps
        if self._is_planned(leaf):
            return draft_of(leaf, self.node)
        if self.minds:
            return _minded(leaf, self.node, context=self.context)
        if self._is_order_in_phase(leaf):
            draft = draft_of(leaf, self.node, over=self.over)
            told = dated(self.over.text, self.context) if self.over is not None else None
            return with_time_of_opening(draft, told, context=self.context)
        is_beside_dated = self.is_dated and opening is None and self._says_who(leaf)
        return draft_of(leaf, self.node) if is_beside_dated or _is_reminder(leaf) else None

    def _says_who(self, leaf: Leaf) -> bool:
        """In a schedule, a point without a time at its beginning: "Công an xã bảo vệ các điểm bỏ
        phiếu."."""
        lead, does = subject_of(leaf.text, self.context.level)
        return leaf.is_point and bool(lead) and begins_duty(does)

    def _is_planned(self, leaf: Leaf) -> bool:
        """In a chapter on the time, "- UBND xã dự kiến tổ chức hội nghị vào ngày 22/5/2031.": a
        body, what it does, and the day."""
        if not leaf.is_point or opens_with(self.node.title, "event_openings") is None:
            return False
        lead, does = subject_of(leaf.text, self.context.level)
        plans = begins(does, "planning_verbs") if lead else None
        if plans is None or not begins_duty(does[len(plans) :]):
            return False
        return deadline_in(leaf.text, self.context) is not None

    def _is_dated_act(self, leaf: Leaf, opening: Dated) -> bool:
        return _is_dated_act(leaf, opening, context=self.context, in_series=self.are_orders)

    def _is_order_in_phase(self, leaf: Leaf) -> bool:
        if not (self.in_phase or self.over is not None) or not is_point(leaf):
            return False
        if self.is_of_days and leaf.is_point:
            return begins_duty(leaf.text) or not is_told(leaf.text)
        if self.over is not None and self._announces_order(self.over):
            return leaf.is_point
        if is_order(leaf.text, self.context) or self._is_order_in_case(leaf):
            return True
        return self.are_orders and not is_told(leaf.text)

    def _announces_order(self, over: Leaf) -> bool:
        """ "Ban Thường trực trao đổi với các cơ quan để tổ chức hội nghị:" over its points."""
        return over.text.endswith(":") and is_order(over.text, self.context)

    def _is_order_in_case(self, leaf: Leaf) -> bool:
        """ "Trong thời hạn 03 ngày, Chủ tịch UBND xã ra quyết định …", "Trường hợp phải bầu lại thì
        việc bầu lại hoàn thành trước ngày 31/3.": does a point say behind a clause who has to do
        something, or by when something is finished?"""
        if not leaf.is_point or is_told(leaf.text):
            return False
        if owners_said(leaf.text, self.context.level).lead:
            return True
        return phrase_in("finishing", leaf.text) and bool(deadline_in(leaf.text, self.context))


def _is_of_days(node: Node, context: Context) -> bool:
    """Is a heading a time of the plan and nothing else ("2. Tháng 10/2031")?"""
    opening = dated(node.title, context)
    return opening is not None and bool(opening.time) and not (opening.act or opening.is_phase)


def _covers(leaf: Leaf, following: Leaf | None, opening: Dated, context: Context) -> bool:
    """Is it the title of a phase or a day, with the points under it?"""
    if following is None or following.level <= leaf.level:
        return False
    return leaf.text.endswith(":") or not is_order(opening.act, context)


def _are_orders(leaves: Sequence[Leaf], context: Context) -> bool:
    """Do most points of a list, behind the times that they open with, order something? Then those
    beside them do, too, whatever they open with ("Tháng 5/2031: Ban Giám khảo chấm bài"). Where all
    open with a time, one is enough: it is a schedule."""
    acts: list[str] = []
    undated = 0
    for leaf in leaves:
        if _is_of_schedule(leaf):
            opening = dated(leaf.text, context)
            is_dated = opening is not None and bool(opening.time and opening.act)
            undated += not is_dated
            acts.append(opening.act if opening is not None and opening.act else leaf.text)
    orders = sum(is_order(act, context) for act in acts)
    if len(acts) >= MIN_DATED and not undated:
        return orders > 0
    return orders >= MIN_ORDERS and orders >= MOST_ORDERS * len(acts)


def _is_mostly_dated(leaves: Sequence[Leaf], context: Context) -> bool:
    """Do at least three, and half of the points of a list open with the time of an act?"""
    points = [leaf for leaf in leaves if leaf.is_point]
    openings = (dated(leaf.text, context) for leaf in points)
    count = sum(one is not None and bool(one.time and one.act) for one in openings)
    return count >= MIN_DATED and 2 * count >= len(points)


def _is_dated_act(leaf: Leaf, opening: Dated, context: Context, *, in_series: bool) -> bool:
    """Does a point say what is done at its time? Behind the name of a phase, and in a list of
    orders, it need not open with a verb."""
    if not opening.time or not opening.act:
        return False
    if opening.is_phase:
        return len(opening.act.split()) >= MIN_WORDS_OF_PHASE and not is_told(opening.act)
    if not _is_of_schedule(leaf) or is_event(opening.time):
        return False  # "Khi phát hiện cháy, các thôn báo ngay …" is a rule
    return is_order(opening.act, context) or (in_series and not is_told(opening.act))


def _is_of_schedule(leaf: Leaf) -> bool:
    """Is it a point, or a line that a month or a phase opens ("Tháng 3: Thành lập tổ.", "Giai đoạn
    48-72 giờ: Lập bếp ăn.")?"""
    if leaf.is_point or opens_month_line(leaf.text):
        return True
    return opens_with(leaf.text, "phases") is not None


def _titles_reminders(leaf: Leaf, following: Leaf | None) -> bool:
    """ "Lưu ý:" over the points that are to be minded."""
    if following is None or following.level <= leaf.level or not leaf.text.endswith(":"):
        return False
    return strip_diacritics(leaf.text).rstrip(" :") in phrases("reminders")


def _minded(leaf: Leaf, node: Node, context: Context) -> Draft | None:
    """A point under "Lưu ý:" that orders something, also in one case only ("Khi qua ngầm, …"); it
    is less surely a task. None for another."""
    if not leaf.is_point or is_told(leaf.text):
        return None
    if not (is_order(leaf.text, context) or is_order(without_condition(leaf.text), context)):
        return None
    draft = draft_of(leaf, node)
    draft.confidence = min(draft.confidence, MINDED)
    return draft


def _is_reminder(leaf: Leaf) -> bool:
    opening, colon, act = leaf.text.partition(": ")
    if not colon or not leaf.is_point or not begins_duty(act):
        return False
    return opens_with(opening, "reminders") == strip_diacritics(opening)


def announces(leaf: Leaf, following: Leaf | None) -> bool:
    """Does a block end with a colon over deeper ones?"""
    return leaf.text.endswith(":") and following is not None and following.level > leaf.level


def names_doers_alone(text: str, context: Context) -> bool:
    """Does a point say who leads, and who helps, and nothing that they do ("Phòng Kinh tế chủ trì,
    phối hợp với các hộ có đất")?"""
    said = owners_said(text, context.level)
    if not said.lead or not contains(text, "leading_verbs"):
        return False
    _, _, rest = text.partition(said.lead)
    if said.coordinating and said.coordinating in rest:
        verbs, _, rest = rest.partition(said.coordinating)
        return contains(verbs, "leading_verbs") is not None and not _WORDS.search(rest)
    return strip_diacritics(rest).strip(" .;,:") in phrases("leading_verbs")


_WORDS = compile_regex(r"\p{L}")


def is_point(leaf: Leaf) -> bool:
    if leaf.kind == "paragraph":
        is_counted = without_count(leaf.text) != leaf.text or bool(behind_counted_label(leaf.text))
        is_step = opens_phase(leaf.text) or is_counted
        is_long = len(leaf.text.split()) >= MIN_WORDS
        return (is_step or is_long) and not leaf.text.endswith(":")
    return leaf.is_point and any(map(str.isalpha, leaf.text))
