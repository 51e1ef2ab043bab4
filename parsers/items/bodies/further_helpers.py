"""Who helps where a sentence names them further on: "có sự tham gia của | các thôn", "cùng với |
Hội Nông dân", "…, huy động | nhân dân | cùng tham gia", "chủ trì (| Công an xã | phối hợp)"."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.parsers.items.bodies.body_ends import bodies_end
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.bodies.owner_clauses import CLAUSE_OR_SENTENCE, givings, with_capital
from kehoach.parsers.items.bodies.remark_owners import helping_at_end
from kehoach.parsers.items.bodies.sentence_owners import bodies_before_verb
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.words import alternation, holds
from kehoach.patterns import compile_regex

MOST_WORDS_OF_HELP = 5
"""Of a sentence behind the bodies who help with the one before it."""
_BRACKET = compile_regex(r"\(([^()]{3,160})\)")
_SENTENCE_END = compile_regex(r"[.;]\s+")
_CLAUSE_STOP = compile_regex(r"[.,;:]")


def helpers_further_on(text: str, level: str | None, lead: str) -> str:
    """ "có sự tham gia của | các thôn", "…, cùng với | Hội Nông dân", "…, | Hội Chữ thập đỏ hỗ
    trợ", "Hội Phụ nữ cùng | Đoàn Thanh niên quyên góp"."""
    behind_lead = text[text.find(lead) + len(lead) :] if lead else ""
    beside = _beside().match(behind_lead)
    if beside is not None:
        helpers, _ = bodies_before_verb(behind_lead[beside.end() :], level)
        if helpers:
            return helpers
    for match in _companions().finditer(text):
        behind = text[match.end() :]
        if match.start() == 0:  # "Cùng với Đồn Biên phòng, | Công an xã canh gác"
            behind = behind.partition(",")[0]
        helpers = named_bodies(with_capital(behind[: bodies_end(behind)]), level, one_known=True)
        if helpers:
            return behind[: len(helpers)]
    for mark in CLAUSE_OR_SENTENCE.finditer(behind_lead):
        said = behind_lead[: mark.end()]
        clause = with_capital(behind_lead[mark.end() :])
        before = _SENTENCE_END.split(said)[-1]
        if not clause[:1].isupper() or holds(before, "directing_verbs"):
            continue
        helpers, rest = bodies_before_verb(clause, level)
        if helpers and _helps(rest, mark[0][0]):
            return behind_lead[mark.end() :][: len(helpers)]
    in_bracket = _in_bracket(behind_lead, level)
    return in_bracket or _drawn_along(text, level) or _given_to_help(text, level)


def _in_bracket(behind_lead: str, level: str | None) -> str:
    """ "Phòng Kinh tế chủ trì (| Công an xã, các thôn | phối hợp) kiểm tra các cống"."""
    for match in _BRACKET.finditer(behind_lead):
        helping = helping_at_end().search(match[1])
        bodies = match[1][: helping.start()] if helping is not None else ""
        if bodies and are_drawn(bodies, level):
            return bodies
    return ""


def _drawn_along(text: str, level: str | None) -> str:
    """ "…, huy động | các đoàn thể, trường học, nhân dân | cùng tham gia"."""
    match = _draws_along().search(text)
    bodies = match["bodies"] if match is not None else ""
    return bodies if are_drawn(bodies, level) else ""


def are_drawn(bodies: str, level: str | None) -> bool:
    """Are words bodies, or people, and no number of them ("20 dân quân")?"""
    if not bodies or bodies[0].isdecimal():
        return False
    return named_bodies(with_capital(bodies), level, one_known=True) == with_capital(bodies)


@cache
def _draws_along() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\p{{L}})(?:{alternation('drawing_verbs')})\s+(?P<bodies>[^.;:()]{{4,160}}?)\s+"
        rf"(?:{alternation('drawn_into')})(?!\p{{L}})"
    )


def _helps(rest: str, sign: str) -> bool:
    """Does a clause behind a mark say that its body helps? Behind a semicolon more than that is its
    own duty ("…; Y | hướng dẫn các hộ"), behind a full stop a sentence of its own."""
    if sign == ",":
        return begins(rest, "helping_clauses") is not None
    if begins(rest, "helping_verbs") is not None:
        return sign == ";" or _only_helps(rest)
    if sign == ";":
        return begins(rest, "giving_a_hand") is not None and _only_helps(rest)
    return begins(rest, "helping_clauses") is not None and _only_helps(rest)


def _given_to_help(text: str, level: str | None) -> str:
    """ "…, trong đó phân công | Đoàn xã | phối hợp"."""
    for match in givings().finditer(text):
        behind = text[match.end() :]
        bodies = behind[: bodies_end(behind)]
        helpers = named_bodies(bodies, level)
        is_one = bool(helpers) and "," not in helpers  # of two the first may lead
        if is_one and is_told_to_help(behind[len(bodies) :].lstrip()):
            return helpers
    return ""


def is_told_to_help(rest: str) -> bool:
    """Does a clause say that somebody helps, and nothing more?"""
    clause = _CLAUSE_STOP.split(rest, maxsplit=1)[0]
    return begins(clause, "helping_verbs", "giving_a_hand") is not None and _only_helps(clause)


def _only_helps(rest: str) -> bool:
    """Does a sentence say that somebody helps, and not with whom or with how much they do another
    work?"""
    words = _SENTENCE_END.split(rest)[0].split()
    if len(words) > MOST_WORDS_OF_HELP or any(map(str.isdigit, rest)):
        return False
    return begins(" ".join(words[2:]), "partners") is None


@cache
def _beside() -> regex.Pattern[str]:
    """ "… | cùng với |", "… | , chủ trì, làm đầu mối cùng |"."""
    manner = rf"(?:(?:{alternation('words_of_manner')}),?\s+)?"
    leads = rf"(?:,?\s+(?:{alternation('leading_verbs')})(?!\p{{L}})){{0,3}},?"
    companions = alternation("companion_words")
    return compile_regex(rf"{leads}\s+{manner}(?:{companions})\s+", regex.IGNORECASE)


@cache
def _companions() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?:(?:^|[,)]\s+)(?:{alternation('companion_words')})"
        rf"|(?<!\p{{L}})(?:{alternation('companion_phrases')}))\s+",
        regex.IGNORECASE,
    )
