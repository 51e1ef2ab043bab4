"""How far the words of a time reach in a sentence: "trong quý III/2031 | các xã rà soát"."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from kehoach.normalize.text import fold
from kehoach.normalize.times.cues import TIME_WORDS, ends_open
from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_words import ends_of_event, listed
from kehoach.patterns import compile_regex

_TIMED = ("by", "within", "recurring")
_EDGES = " ,;:.–-"


def opening_time(words: Sequence[str], context: Context) -> tuple[str, DeadlineValue | None]:
    """The longest run of first words that is a time and nothing else, and that time; ("", None) for
    none."""
    words = _before_according(words)
    for count in range(len(words), 0, -1):
        value = parse_deadline(" ".join(words[:count]), context.period)
        if value is None or not _is_timed(value):
            continue
        if value.is_alone:
            return _trimmed(words[:count], value, context=context), value
    return "", None


def _before_according(words: Sequence[str]) -> Sequence[str]:
    """ "hằng tháng | theo quy định", where "quy" is no quarter; "định kỳ theo quý" tells a
    rhythm."""
    plain_words = [fold(word.strip(_EDGES)) for word in words]
    for index in range(1, len(words) - 1):
        before, word, behind = plain_words[index - 1 : index + 2]
        is_grounds = word in listed("according") and before not in listed("before_according")
        if is_grounds and behind not in listed("rhythms"):
            return words[:index]
    return words


def _is_timed(value: DeadlineValue) -> bool:
    if value.kind == "several":
        return all(part.kind in _TIMED for part in value.parts)
    goes_on_from = value.kind == "continuous" and value.start is not None
    return value.kind in _TIMED or goes_on_from


def _trimmed(words: Sequence[str], value: DeadlineValue, context: Context) -> str:
    """Without last words that say nothing about the time; figures and what they count ("trước 16
    giờ") stay, also where the paper's year is meant anyway."""
    if ends_open(" ".join(words).rstrip(" ,")):
        return " ".join(words).rstrip(" ,")
    words = kept = _before_grounds(words, value, context=context)
    while len(words) > 1 and _is_idle(words[-1]) and not _is_named(words):
        words = words[:-1]
        shorter = parse_deadline(" ".join(words), context.period)
        if shorter is not None and shorter.is_alone and shorter.means_same(value):
            kept = words
    return " ".join(kept).rstrip(" ,")


def _before_grounds(words: Sequence[str], value: DeadlineValue, context: Context) -> Sequence[str]:
    """ "từ ngày 04/02 đến ngày 08/02 | theo quy định": what a time rests on says nothing of it."""
    grounds = ends_of_event().search(" ".join(words))
    if grounds is None:
        return words
    shorter = " ".join(words)[: grounds.start()].rstrip(" ,")
    time = parse_deadline(shorter, context.period)
    return shorter.split() if time is not None and time.means_same(value) else words


def _is_idle(word: str) -> bool:
    return word.rstrip(",").isalpha() and plain(word.rstrip(",")) not in TIME_WORDS


def _is_named(words: Sequence[str]) -> bool:
    """Do they end in a time of day, or in a day of the week ("các tối thứ Hai, Tư, Sáu")?"""
    if _counts_clock(words):
        return True
    days = listed("names_of_weekdays")
    goes_on = words[-2].endswith(",") and f"thứ {fold(words[-1])}" in days
    return goes_on or fold(" ".join(words[-2:])) in days


def _counts_clock(words: Sequence[str]) -> bool:
    """Do they end in a time of day ("trước 16 giờ")?"""
    return words[-2][-1:].isdigit() and fold(words[-1]) in listed("counted_at_end")


def as_printed(text: str, begin: int, phrase: str) -> str:
    """A phrase with the white space of the text."""
    words = r"\s+".join(map(regex.escape, phrase.split()))
    match = compile_regex(words).match(text, begin)
    return match[0] if match else phrase
