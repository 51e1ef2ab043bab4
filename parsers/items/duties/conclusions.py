"""What only notices of conclusions say: whose work a praise ends in ("… thôn Đông cần làm tốt một
số nhiệm vụ sau:"), who answers a proposal, and the polite sentence that ends them."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.text import capitalised
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.duties.unit_names import canonical
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.items.words.sentence_breaks import orders_in
from kehoach.parsers.words import alternation, contains, opens_with
from kehoach.patterns import compile_regex

CLAUSE_MARKS = compile_regex(r"[,;]\s+")
MOST_CLAUSES = 12
"""Of a sentence, among which its subject is looked for."""


def body_in_need(text: str, context: Context) -> str:
    """Who has to do what follows a sentence that announces work ("Để …, thôn Đông cần tập trung
    thực hiện các nhiệm vụ sau:"); "" where it announces none, or names nobody."""
    if not text.endswith(":") or not contains(text, "announced_work"):
        return ""
    for match in _need().finditer(context.short_forms.written_out(text)):
        name = _ahead().sub("", match["who"]).strip(" ,")
        if _place().fullmatch(name):
            return name
        if named_bodies(name, context.level) == name:
            return canonical(name, context.level)
    return _subject_in_need(text, context)


def _subject_in_need(text: str, context: Context) -> str:
    """The bodies that a clause opens with of which a later one says what they need to do ("Quán
    triệt ý kiến trên, | các thôn | cụ thể hóa để thực hiện, trong đó, cần tập trung …:"); "" for
    none, and where the clause turns to others."""
    need = _need_alone().search(text)
    if need is None:
        return ""
    clauses = [0, *(mark.end() for mark in CLAUSE_MARKS.finditer(text, 0, need.start()))]
    for start in clauses[:MOST_CLAUSES]:
        lead, does = subject_of(capitalised(text[start:]), context.level)
        if lead and not begins(does, "order_verbs", "guiding_verbs", "polite_adverbs"):
            return text[start : start + len(lead)]
    return ""


def body_in_answer(text: str, context: Context) -> str:
    """Who has to act on a proposal, as the answer behind it says ("Về đề nghị …: Sở Y tế nghiên
    cứu …"): the first body that a sentence of the answer opens with; "" for none."""
    proposal, colon, answer = text.partition(": ")
    if not colon or opens_with(proposal, "proposals") is None:
        return ""
    for sentence in orders_in(answer):
        lead, _ = subject_of(sentence, context.level)
        if lead:
            return canonical(lead, context.level)
    return ""


@cache
def _need() -> regex.Pattern[str]:
    """A clause in which somebody has to do something."""
    needs = alternation("needs")
    many = alternation("opens_many")
    return compile_regex(
        rf"""
        (?: ^ | [,;]\s | \s (?=(?i:{many})\s) ) \s*
        (?P<who> (?:(?i:{many})\s [^;:.]{{2,80}}? | [^,;:.]{{2,80}}? )) \s+ (?:{needs})\s
        """,
        regex.VERBOSE,
    )


@cache
def _need_alone() -> regex.Pattern[str]:
    """ "…, trong đó, | cần | tập trung một số nhiệm vụ sau:"."""
    return compile_regex(rf"(?<=[,;]\s)(?:{alternation('needs')})\s")


@cache
def _ahead() -> regex.Pattern[str]:
    """The time to come, before those who have to do something ("thời gian tới, …")."""
    return compile_regex(rf"^(?:{alternation('times_ahead')})\b", regex.IGNORECASE)


@cache
def _place() -> regex.Pattern[str]:
    """ "thành phố Đông Hà", "Xã Tân Khê": a unit by its name."""
    places = any_of(administrative_levels().with_hamlets)
    return compile_regex(rf"(?i:{places})(?:\s\p{{Lu}}\p{{L}}*){{1,5}}")
