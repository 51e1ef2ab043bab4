"""How a value is put, where its field is mostly put otherwise: a group that keeps the label of its
step, a title that names its theme, a figure with a bound. Each may be right; in papers by other
hands they were wrong more often than the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from kehoach.normalize.levels import administrative_levels
from kehoach.parsers.confidence.fields import in_brackets
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex
from kehoach.schema.kinds import gives_orders, is_calendar, sets_tasks

FEW_WORDS, LONG_FIGURE = 3, 6
"""Words of a title that says little; of a figure that says more."""
_STEP = compile_regex(r"\p{Lu}\p{L}+(?:\s\p{Ll}+)?\s+(?:\d{1,2}|[IVX]{1,4})\s*(?:[:.–-]|$)")
_LETTER = compile_regex(r"(?:\p{Lu}|[IVX]{1,4}|\d{1,2})[.)]?\s+\p{Lu}")
_NUMBERED = compile_regex(r"\d{1,2}(?:\.\d{1,2})+[.)]?\s|\d{1,2}[.)]\s")
_BOUND = compile_regex(rf"(?i)(?:{alternation('figure_bounds')})\s")
_RANGE = compile_regex(rf"\d\s?(?:%|\p{{Ll}}{{1,12}})?\s?(?:-|–|{alternation('range_words')})\s?\d")
_ONE = compile_regex(r"(?<!\d)0?1(?!\d)")
_THEME = compile_regex(rf"(?i)(?:{alternation('theme_labels')})[^:]{{0,20}}:|[“\"]")
_ABOUT = compile_regex(rf"(?i)(?:{alternation('about_words')})\s")
_SCHOOL_YEAR = compile_regex(rf"(?i)(?<!\p{{L}})(?:{alternation('school_years')})(?!\p{{L}})")
_YEAR = compile_regex(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTH = compile_regex(rf"(?i)(?<!\p{{L}})(?:{alternation('spans_of_year')})(?!\p{{L}})")
_SHORT_FORM = compile_regex(
    rf"(?<!\p{{L}})(?!(?:{alternation('issuers_in_short')})(?!\p{{L}}))\p{{Lu}}{{2,}}(?!\p{{L}})"
)
_OF_EACH_UNIT = compile_regex(rf"(?i)(?:{alternation('issuers_of_each_unit')})(?!\p{{L}})")
_LEVELS = (*administrative_levels().all, *administrative_levels().spellings)
_LEVEL = compile_regex(rf"(?i)(?<!\p{{L}})(?:{'|'.join(map(re.escape, _LEVELS))})(?!\p{{L}})")
_ENDS_IN_CAPITALS = compile_regex(r"(?<!\p{Lu})\p{Lu}{2,}+\s\p{Lu}{2,}+\W*+$")
_ODD_SIGN = compile_regex(r"[\"“”=`|!_]")
_CONDITION = compile_regex(rf"(?i)(?:{alternation('condition_openings')})\s")
_BIDDING = compile_regex(rf"(?i)(?:{alternation('bidding_openings')})\s")


@lru_cache(maxsize=8192)
def shape_traits(kind: str, value: str) -> tuple[str, ...]:
    """How a value of a field is put; `kind` names the field.

    >>> shape_traits("tasks/group", "Bước 1: Chuẩn bị")
    ('group keeps a label',)
    >>> shape_traits("targets/metrics", "ít nhất 02 sáng kiến")
    ('figure with a bound',)
    """
    found = _OF_FIELD.get(kind.rpartition("/")[2])
    return tuple(found(value)) if found is not None else ()


def keeps_number(value: str) -> bool:
    """Does a wording open with a number of its own ("1.2. Kiểm tra các chợ")?"""
    return _NUMBERED.match(value) is not None


def _of_group(value: str) -> Iterator[str]:
    if _STEP.match(value):
        yield "group keeps a label"
    elif _LETTER.match(value):
        yield "group keeps its number"


def _of_title(value: str) -> Iterator[str]:
    if _ABOUT.match(value):
        yield "title opens with about"
    if _THEME.search(value):
        yield "title holds a theme"
    if len(value.split()) <= FEW_WORDS:
        yield "title of few words"
    if value.isupper():
        yield "title in capitals"
    if _MONTH.search(value) and not _SCHOOL_YEAR.search(value):
        yield "title of a month"


def _of_period(value: str) -> Iterator[str]:
    if _SCHOOL_YEAR.search(value):
        yield "period of a school year"
    elif _YEAR.search(value) is None:
        yield "period without its year"


def _of_type(value: str) -> Iterator[str]:
    if is_calendar(value, None):
        yield "type calendar"
    elif not gives_orders(value) and not sets_tasks(value):
        yield "type seldom"


def _of_issuer(value: str) -> Iterator[str]:
    if _SHORT_FORM.search(value):
        yield "issuer in short"
    if value.isupper():
        yield "issuer in capitals"
    if _OF_EACH_UNIT.match(value) and _LEVEL.search(value) is None:
        yield "issuer needs its place"


def _of_metric(value: str) -> Iterator[str]:
    if _RANGE.search(value):
        yield "figure of a range"
    elif _BOUND.match(value):
        yield "figure with a bound"
    if _ONE.search(value):
        yield "figure of one"
    if len(value.split()) > LONG_FIGURE:
        yield "long figure"


def _of_recipient(value: str) -> Iterator[str]:
    if _ENDS_IN_CAPITALS.search(value):
        yield "recipient ends in capitals"
    if _ODD_SIGN.search(value):
        yield "recipient with odd signs"


def _of_wording(value: str) -> Iterator[str]:
    if keeps_number(value):
        yield "wording keeps its number"
    if _CONDITION.match(value):
        yield "wording begins with a condition"
    elif _BIDDING.match(value):
        yield "wording bids"
    held = in_brackets(value)
    if "," in held or ";" in held:
        yield "wording ends in brackets of parts"


_OF_FIELD: Mapping[str, Callable[[str], Iterator[str]]] = {
    "group": _of_group,
    "title": _of_title,
    "period": _of_period,
    "type": _of_type,
    "issuer": _of_issuer,
    "metrics": _of_metric,
    "recipients": _of_recipient,
    "task": _of_wording,
    "text": _of_wording,
    "duties": _of_wording,
}
