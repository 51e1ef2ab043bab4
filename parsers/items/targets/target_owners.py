"""Who has a target, as a remark behind its words says: "… đạt 96% (giao Phòng Kinh tế theo dõi).",
"… (Phòng VHXH chủ trì, Đoàn Thanh niên phối hợp)", "…; giao Ban Xây dựng Đảng theo dõi, đôn đốc.".
"""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.text import capitalised
from kehoach.parsers.items.bodies.body_ends import bodies_end
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.bodies.sentence_owners import Owners, address
from kehoach.parsers.words import alternation, phrases_by
from kehoach.patterns import compile_regex

_IN_BRACKETS = compile_regex(r"\((?P<remark>[^()]+)\)(?=[\s.;]*$)")
_LAST_CLAUSE = compile_regex(r"[;.]\s+(?P<remark>[^;.]+)[\s.;]*$")
_EDGES = " .,;:-–"
NOBODY = Owners("", "")


def owners_of_target(text: str, level: str | None) -> Owners:
    """The words of a target -> who has it and who helps, each as printed; "" for nobody.

    >>> owners_of_target("Trồng 45 ha rừng (giao Phòng Kinh tế theo dõi).", "xã").lead
    'Phòng Kinh tế'
    >>> owners_of_target("Trồng 45 ha rừng (Phòng Kinh tế chủ trì, Công an xã phối hợp).", "xã")
    Owners(lead='Phòng Kinh tế', coordinating='Công an xã')
    >>> owners_of_target("Giải quyết 98% hồ sơ (gồm cả hồ sơ trực tuyến).", "xã").lead
    ''
    """
    bracket = _IN_BRACKETS.search(text)
    if bracket is not None:
        return _owners(bracket["remark"], level)
    clause = _LAST_CLAUSE.search(text)
    if clause is None or address().match(clause["remark"]) is None:
        return NOBODY
    return _owners(clause["remark"], level)


def _owners(remark: str, level: str | None) -> Owners:
    """ "giao | A | theo dõi", "A | chủ trì, B phối hợp", "cơ quan theo dõi: | A"."""
    words = remark.strip(_EDGES)
    opening = address().match(words) or _label().match(words)
    is_given = opening is not None
    words = words[opening.end() :] if opening is not None else words
    lead, rest = _bodies(words, level)
    if not lead or (rest and not _has_it(rest)) or not (rest or is_given):
        return NOBODY
    return Owners(lead, _helpers(rest, level))


def _bodies(words: str, level: str | None) -> tuple[str, str]:
    """The bodies that words begin with, and what stands behind them."""
    printed = capitalised(words)
    verb = _verbs().search(words)
    ends = {bodies_end(printed), verb.start() if verb is not None else len(words)}
    for end in sorted(ends):
        bodies = printed[:end].strip(_EDGES)
        if bodies and named_bodies(bodies, level) == bodies:
            return words[: len(bodies)], words[len(bodies) :].strip(_EDGES)
    return "", words


def _has_it(rest: str) -> bool:
    return _verbs().match(f" {rest}") is not None


def _helpers(rest: str, level: str | None) -> str:
    """ "chủ trì, | B | phối hợp", "chủ trì, phối hợp với | B"."""
    together = _together().search(rest)
    if together is None:
        return ""
    behind = rest[together.end() :].strip(_EDGES)
    if behind:
        return behind if named_bodies(behind, level) == behind else ""
    before = rest[: together.start()]
    verbs = _all_verbs().match(before)
    bodies = before[verbs.end() :].strip(_EDGES) if verbs is not None else ""
    return bodies if bodies and named_bodies(bodies, level) == bodies else ""


@cache
def _label() -> regex.Pattern[str]:
    listed = phrases_by("tables/columns.yaml", "target_roles", bare_words=False)["lead"]
    labels = any_of(one for one in listed if " " in one)
    return compile_regex(rf"^(?:{labels})\s*:\s*", regex.IGNORECASE)


@cache
def _verbs() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{alternation('minding_verbs')})(?!\p{{L}})", regex.IGNORECASE)


@cache
def _all_verbs() -> regex.Pattern[str]:
    one = rf"(?:{alternation('minding_verbs')})(?!\p{{L}})"
    return compile_regex(rf"^{one}(?:\s*(?:,|và)?\s*{one})*", regex.IGNORECASE)


@cache
def _together() -> regex.Pattern[str]:
    return compile_regex(alternation("helping_phrases"), regex.IGNORECASE)
