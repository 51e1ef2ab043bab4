"""Sentences that only say who does what stands before them, or elsewhere: "Giao Văn phòng thực
hiện.", "Trung tâm có trách nhiệm thực hiện các nội dung tại mục 3 nêu trên."."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import regex

from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.duties.unit_names import canonical
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.layout.outline import Node
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex


def handed_to(sentence: str, context: Context) -> str:
    """To whom a sentence gives the work that stands before it; "" for another sentence.

    >>> handed_to("Giao Văn phòng HĐND và UBND xã thực hiện.", Context())
    'Văn phòng HĐND và UBND xã'
    >>> handed_to("Giao Công an xã thực hiện tuần tra.", Context())
    ''
    """
    if begins(sentence, "duty_addresses") is None or _carries_out().search(sentence) is None:
        return ""
    lead, does = subject_of(context.short_forms.written_out(sentence), context.level)
    is_whole = _carries_out().fullmatch(f" {does.strip()}") is not None
    return canonical(lead, context.level) if lead and is_whole else ""


@cache
def _carries_out() -> regex.Pattern[str]:
    """ "… | chủ trì, tổ chức thực hiện."."""
    leads, verbs = alternation("leading_verbs"), alternation("carrying_out")
    return compile_regex(rf"\s(?:(?:{leads})[\s,]+)?(?:{verbs})[\s.;/]*$", regex.IGNORECASE)


def owners_of_matters(root: Node, context: Context) -> Mapping[str, str]:
    """The numbers of matters that a sentence of the paper gives to a body, each with it."""
    found: dict[str, str] = {}
    for leaf in root.all_leaves():
        match = _points_at().search(leaf.text) if leaf.kind != "footnote" else None
        if match is None:
            continue
        lead, _ = subject_of(context.short_forms.written_out(leaf.text), context.level)
        if lead:
            found[match["number"]] = canonical(lead, context.level)
    return found


def only_points_at_matter(text: str) -> bool:
    """ "Trung tâm có trách nhiệm thực hiện các nội dung tại mục 3 nêu trên.": who does what stands
    elsewhere, and nothing else?

    >>> only_points_at_matter("Đoàn xã có trách nhiệm thực hiện các nội dung tại mục 3 nêu trên.")
    True
    >>> only_points_at_matter("Đoàn xã thực hiện các nội dung tại mục 3 trước ngày 05/6.")
    False
    """
    match = _points_at().search(text)
    return match is not None and not any(sign in text[: match.start()] for sign in ".;:")


@cache
def _points_at() -> regex.Pattern[str]:
    verbs, bounds = alternation("carrying_out"), alternation("places_of_matters")
    return compile_regex(
        rf"""
        (?<! \p{{L}} ) (?:{verbs}) \s+ (?: (?:các|những|toàn\sbộ) \s+ )?
        (?: nội\sdung | nhiệm\svụ | công\sviệc ) \s+ (?:{bounds}) \s+
        (?P<number> \d{{1,2}} | [IVX]{{1,4}} ) (?: \s+ (?: nêu\strên | trên | này ) )? [\s./;]* $
        """.replace("\\ ", r"\s"),
        regex.IGNORECASE | regex.VERBOSE,
    )
