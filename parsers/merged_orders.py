"""Tasks that hold several orders: a paragraph that gives several bodies theirs and became one task,
a later sentence that names who does something else, numbered points run into one sentence, the
cell or label of a lead that says what each of several bodies does.

Nothing of it is lost, and yet works are missing from the list: told, with the words, so that a
reader parts them. A task of several sentences that name nobody is one order to most readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.ingest.model import Note
from kehoach.normalize.line_ends import ends_within
from kehoach.normalize.text import capitalised, small, strip_diacritics
from kehoach.parsers.items.bodies.sentence_owners import given_to, owners_in, subject_of
from kehoach.parsers.items.drafts.answer_sentences import answer_of
from kehoach.parsers.items.ground.closings import bids_all
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.items.words.sentence_breaks import cut_at_stops
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import contains, opens_with, phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models
from kehoach.schema.kinds import gives_orders, tells_steps

FEWEST_BODIES = 2
FEWEST_POINTS = 3
"""Numbered points that are run into one sentence."""
MIN_WORDS = 6
"""Of a sentence that orders something, …"""
MIN_WORDS_DONE = 5
"""… and of what a body does by it."""
MOST_WORDS_OF_WHO = 10
"""Of those who work together with a body."""
MOST_WORDS_OF_ANSWER = 20
_CITED = compile_regex(r"\d+/(?:\d{4}/)?\p{Lu}{2}")
"""The number of a paper: no body has one in its name …"""
_CLOSED_BRACKET = compile_regex(r"\([^()]*\)")
"""… but behind it, where a bracket says which paper has set it up."""
_PARTS = compile_regex(r";\s+")
_NUMBERED = compile_regex(r"(?:^|(?<=[\s:;.,]))\((?:\d|[ivx]{1,4})\)\s*")


def merged_orders(root: Node, plan: models.Plan, context: Context) -> Iterator[Note]:
    """The outline and the finished plan -> a note on each task of several orders, and on each lead
    into which a sentence ran."""
    is_plan = not gives_orders(plan.document.type)
    whole = {
        task.task
        for task in plan.tasks
        if task.origin == "body" and not (is_plan and _is_labelled(task))
    }
    has_steps = tells_steps(plan.document.type)
    for leaf in root.all_leaves():
        if leaf.text in whole and _holds_several(leaf, context, has_steps=has_steps):
            yield Note("orders_in_one", leaf.text, span=leaf.spans[0])
    told: set[str] = set()
    for task in plan.tasks:
        raw = task.lead.raw if task.lead is not None else ""
        if raw not in told and _are_orders(raw, context):
            told.add(raw)
            yield Note("orders_in_lead", raw)
        elif raw not in told and _CITED.search(_CLOSED_BRACKET.sub("", raw)) is not None:
            told.add(raw)
            yield Note("sentence_in_lead", raw)
        if task.origin == "body" and _is_cut(task.task, context):
            yield Note("work_cut", task.task)


def _is_labelled(task: models.Task) -> bool:
    """Does a label behind a work say who does all of it ("- Đơn vị thực hiện: Các thôn")? However
    many sentences it has, it is one."""
    raw = task.lead.raw if task.lead is not None else ""
    titles = [group.title for group in (task.group, task.subgroup) if group is not None]
    return bool(raw) and not any(small(raw) in small(text) for text in (task.task, *titles))


def _is_cut(text: str, context: Context) -> bool:
    """Are a few words all that is left of a work, and does a sentence go on behind them ("Đắk
    Lắk,")? A longer one may be cut by whoever copied the paper, and was read as it stands; what a
    body does by itself is whole ("Văn phòng in ấn,")."""
    if len(text.split()) >= MIN_WORDS_DONE:
        return False
    if text.endswith(","):
        return not doer_of(text.rstrip(" ,"), context).strip()
    return ends_within(text)


def _holds_several(leaf: Leaf, context: Context, *, has_steps: bool) -> bool:
    """Does a block hold several orders? Numbered steps of a guidance, which `has_steps`, are one;
    a sentence that bids all carry the paper out, or says what to do in case of trouble, is none."""
    sentences = [one for one in cut_at_stops(leaf.text) if not _closes(one)]
    return (
        len(_doers(sentences, context)) >= FEWEST_BODIES
        or _names_later(sentences, context)
        or (not has_steps and _runs_points_in(leaf.text, context))
    )


def _closes(sentence: str) -> bool:
    return bids_all(sentence) or opens_with(sentence, "closing_remarks") is not None


def doer_of(sentence: str, context: Context) -> str:
    """Who does something by a sentence: " " where only what is done is said, "" if nothing, or
    only that somebody does what was said before ("Tổng phụ trách Đội phụ trách hằng ngày")."""
    if begins_duty(sentence):
        return " "
    lead, does = subject_of(context.short_forms.written_out(capitalised(sentence)), context.level)
    return lead if lead and begins_duty(does) and not _is_only_who(does) else ""


def _is_only_who(does: str) -> bool:
    """ "… thực hiện.", "… phụ trách hằng ngày", "… tham mưu, xong trong tháng 02", "… chủ trì cùng
    Công ty Môi trường", "… phối hợp Viettel khu vực"."""
    if opens_with(does, "joint_openings") is not None:
        return len(does.split()) < MOST_WORDS_OF_WHO
    verb = opens_with(does, "verbs_of_doers")
    if verb is None:
        return False
    behind = does[len(verb) :].lstrip()
    is_joint = opens_with(behind, "joint_openings") is not None
    return is_joint or len(does.split()) < MIN_WORDS or behind[:1] in (",", ";", ".")


def _doers(sentences: Sequence[str], context: Context) -> set[str]:
    """The bodies that sentences, and parts behind semicolons, give something to do; that somebody
    answers for it is no further work."""
    parts = [part for sentence in sentences for part in _PARTS.split(sentence)]
    clauses = [part for part in parts if contains(part, "clauses_that_answer") is None]
    doers = (doer_of(clause, context).strip() for clause in clauses)
    return {small(doer) for doer in doers if doer and not _are_members(doer)}


def _are_members(doer: str) -> bool:
    """ "Các thành viên": of the body named before, no other one."""
    return opens_with(doer, "members_of_body") is not None


def _names_later(sentences: Sequence[str], context: Context) -> bool:
    """Does a sentence behind the first order say by name who does something else ("… bảo dưỡng máy
    thổi gió. Khi xảy ra cháy, Công an xã điều tra, làm rõ nguyên nhân.")?"""
    later = range(len(sentences) - 1, 0, -1)
    last = next((place for place in later if names_doer(sentences[place], context)), 0)
    if last and _is_of_first(sentences[0], sentences[last], context):
        return False
    return any(_orders(one, context) for one in sentences[:last])


def _is_of_first(first: str, later: str, context: Context) -> bool:
    """Does a later sentence turn to the body that opens the first one ("Cơ quan phối hợp trả lời …
    Nếu quá thời hạn, cơ quan phối hợp phải báo cáo …")? It goes on with the same work."""
    lead = small(doer_of(first, context).strip())
    return bool(lead) and lead in small(owners_in(later, context.level).lead)


def _orders(sentence: str, context: Context) -> bool:
    """Does a sentence order something, or say in a part of it who is bidden to ("Về việc này, Chủ
    tịch xã yêu cầu Phòng Kinh tế báo cáo")?"""
    if doer_of(sentence, context) or names_doer(sentence, context):
        return True
    return any(given_to(part, context.level)[0] for part in sentence.split(", "))


def names_doer(sentence: str, context: Context) -> bool:
    """Does a sentence name, at its beginning or behind a clause on when, who does something?"""
    words = context.short_forms.written_out(sentence)
    if len(words.split()) < MIN_WORDS or _only_tells_who(sentence, context):
        return False
    lead = owners_in(words, context.level).lead
    _, named, does = words.partition(lead) if lead else ("", "", "")
    does = does.strip()
    if not named or does.startswith((";", ".")) or _are_members(lead) or _is_only_who(does):
        return False
    return begins_duty(does) and len(does.split()) >= MIN_WORDS_DONE


def _only_tells_who(sentence: str, context: Context) -> bool:
    """Does a sentence only say who does what stands before it ("Công an xã chủ trì, Hội Nông dân
    phối hợp.")?"""
    plain = strip_diacritics(sentence).rstrip(" ./;")
    ends_so = any(plain.endswith(f" {verb}") for verb in phrases("verbs_at_the_end"))
    is_short = len(plain.split()) <= MOST_WORDS_OF_ANSWER
    return (ends_so and is_short) or bool(answer_of(sentence, context))


def _runs_points_in(text: str, context: Context) -> bool:
    """Are orders numbered within a sentence whose opening is none ("Đối với các cơ quan: (1) Họp …;
    (2) Lấy ý kiến …; (3) Gửi …")?"""
    opening, *points = _NUMBERED.split(text)
    if len(points) < FEWEST_POINTS or doer_of(opening, context):
        return False
    return sum(bool(doer_of(point, context)) for point in points) >= FEWEST_BODIES


def _are_orders(lead: str, context: Context) -> bool:
    """Do words that stand for a lead say what each of several bodies does ("Sở A rà soát …; các
    phường kiểm kê …")?"""
    return ";" in lead and len(_doers(cut_at_stops(lead), context)) >= FEWEST_BODIES
