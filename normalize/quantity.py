"""The figures of a commitment: "đạt tối thiểu 95%" -> >= 95 %.

Numbers of documents, dates and years are blotted out first; every other number that carries a unit
(quantity.yaml) is read with the comparator before it and the words behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import regex

from kehoach.normalize.numbers import has_thousands, number_of
from kehoach.normalize.quantity_conditions import is_condition
from kehoach.normalize.quantity_patterns import Comparator, figure_words
from kehoach.normalize.quantity_words import as_one_amount, in_figures
from kehoach.normalize.text import clean
from kehoach.normalize.times.documents import without_documents
from kehoach.normalize.times.rules import find_times
from kehoach.normalize.times.timespan import plain
from kehoach.patterns import compile_regex

Match = regex.Match[str]


@dataclass(frozen=True, slots=True)
class MetricValue:
    """One figure: `value`, or `min` and `max` of a range; `unit` as listed; `raw` the words read;
    `measure` what it measures, in the words of the text ("hồ sơ được giải quyết đúng hạn"), None
    where the text does not say."""

    comparator: Comparator
    value: float | None
    min: float | None
    max: float | None
    unit: str | None
    raw: str
    measure: str | None = None


@cache
def known_units() -> frozenset[str]:
    """The units that figures of commitments are given in, in small letters."""
    return frozenset(figure_words().units)


# --- what is no figure ----------------------------------------------------------------------------

_BLOT = "#"
_QUOTED = compile_regex(r"[“\"«][^”\"»]{0,1000}[”\"»]")
_BRACKETS = compile_regex(r"\([^()]*\)")
_PERCENT_FOLLOWS = compile_regex(r"\s*[%‰]")
_THOUSANDS_FOLLOW = compile_regex(r"\.\d{3}(?!\d)")
_FRACTION = compile_regex(r"\d{1,2}/\d{1,2}")
LONGEST_LEAD = 300
"""No comparator with its fillers is longer (letters). Sought from the start of a line of 600,000
letters, it would take minutes."""
_RATIO = compile_regex(r"\d+\s*[-–]\s*\d+|\d+\.\d+")


def _masked(text: str) -> str:
    """Lower case, with document numbers, times and quoted titles blotted out; the same length as
    `text`."""
    lower = "".join(map(_lower_char, without_documents(text)))
    lower = as_one_amount(in_figures(lower))
    blots = [match.span() for match in _QUOTED.finditer(lower)]
    blots += _times_in(lower)
    letters = list(lower)
    for begin, stop in blots:
        letters[begin:stop] = _BLOT * (stop - begin)
    return "".join(letters)


def _lower_char(char: str) -> str:
    lower = char.lower()
    return lower if len(lower) == 1 else char


def _times_in(lower: str) -> Iterator[tuple[int, int]]:
    """The times of a text, but for figures that only look like one: "10-12%", "2.5"."""
    for time in find_times(plain(lower)):
        printed = lower[time.begin : time.stop]
        behind = time.stop
        if _PERCENT_FOLLOWS.match(lower, behind) or _THOUSANDS_FOLLOW.match(lower, behind):
            continue
        if _FRACTION.fullmatch(printed) and _is_part(lower, printed, stop=behind):
            continue
        if _RATIO.fullmatch(printed):
            continue
        yield time.begin, time.stop


_BEFORE_DAY = compile_regex(r"(?<!\p{L})(?:ngày|sáng|chiều|tối|đến|trước|sau|hôm)\s*$")
_LOOKED_BACK = 30
"""So many letters before the end of "12/17" may say that it is a day."""


def _is_part(lower: str, printed: str, stop: int) -> bool:
    """Is "12/17" before `stop` so many of so many ("12/17 xóm"), not a day of a month?"""
    first, total = map(int, printed.split("/"))
    if first > total:
        return False
    if _BEFORE_DAY.search(lower, max(stop - _LOOKED_BACK, 0), stop - len(printed)):
        return False
    return figure_words().part.match(lower, stop) is not None


# --- figures --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wording:
    """A commitment as printed, and masked for searching."""

    text: str
    masked: str


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number with its unit, and what stands before it: the text since the figure before
    (`before`), and the comparator and fillers at the end of that (`lead`)."""

    match: Match
    before: str
    lead: Match | None

    @property
    def goes_down(self) -> bool:
        """Whether it is a change downwards ("giảm")."""
        return self.lead is not None and bool(self.lead["down"])

    @property
    def comparator(self) -> Comparator | None:
        """What stands right before it."""
        if self.lead is None:
            return None
        cue = self.lead["cue2"] or self.lead["cue"] or ""
        return figure_words().comparators.get(_spaced(cue))

    @property
    def is_strong(self) -> bool:
        """Whether it is a commitment without regard to its unit."""
        if self.comparator not in (None, "=") or self.goes_down:
            return True
        return bool(self.match["after"] or self.match["second"])

    @property
    def per(self) -> str:
        """ "/năm", "" for nothing."""
        return _spaced(_SLASH.sub("/", self.match["per"] or "")).strip()


@lru_cache(maxsize=2048)
def parse_metrics(text: str) -> tuple[MetricValue, ...]:
    """The wording of a commitment -> its figures in order; empty when it has none.

    Figures in brackets count only when there is none outside.

    >>> [(m.comparator, m.value, m.unit) for m in parse_metrics("đạt từ 95% trở lên")]
    [('>=', 95.0, '%')]
    """
    masked = _masked(text)
    outside = _BRACKETS.sub(lambda brackets: _BLOT * len(brackets[0]), masked)
    found = _metrics(_Wording(text, outside))
    if found or outside == masked:
        return found
    return _metrics(_Wording(text, masked))


def _metrics(wording: _Wording) -> tuple[MetricValue, ...]:
    metrics: list[MetricValue] = []
    matches: list[Match] = []
    last = 0
    for match in figure_words().figure.finditer(wording.masked):
        metric = _metric(wording, match, last=last)
        if metric is not None:
            if metrics and _goes_on(
                wording.masked, metrics[-1], second=metric, before=last, match=match
            ):
                metric = replace(metric, comparator=metrics[-1].comparator)
            elif metrics and _goes_down_too(wording.masked, metrics[-1], metric, last, match):
                metric = _lowered(metric)
            metrics.append(metric)
            matches.append(match)
        last = match.end()
    return tuple(_with_measures(wording, metrics, matches=matches))


_LIST_GOES_ON = compile_regex(r"[^.;:#]*,\s*$")
_INHERITED = (">=", ">")


def _goes_on(
    masked: str, first: MetricValue, second: MetricValue, *, before: int, match: Match
) -> bool:
    """Whether a figure goes on a list whose first one bears the comparator: "ít nhất 100 doanh
    nghiệp khởi nghiệp, 50 doanh nghiệp khoa học". Shares do not: "trên 80% trạm, 100% cơ sở"."""
    if first.comparator not in _INHERITED or second.comparator != "=":
        return False
    if "%" in (first.unit, second.unit) or masked[match.start() - 1 : match.start()] == "=":
        return False
    return _LIST_GOES_ON.fullmatch(masked, before, match.start()) is not None


def _goes_down_too(
    masked: str, first: MetricValue, second: MetricValue, before: int, match: Match
) -> bool:
    """ "Giảm 60 hộ cận nghèo, 45 hộ nghèo": whether a figure goes on a list of what goes down."""
    is_down = (first.value or 0) < 0 and second.value is not None
    is_like = is_down and (first.unit, second.comparator) == (second.unit, "=")
    return is_like and _LIST_GOES_ON.fullmatch(masked, before, match.start()) is not None


def _with_measures(
    wording: _Wording, metrics: list[MetricValue], matches: list[Match]
) -> Iterator[MetricValue]:
    """The figures with what each measures: the words between the figures before and after it."""
    begin = 0
    for index, metric in enumerate(metrics):
        match = matches[index]
        stop = len(wording.text)
        if index + 1 < len(matches):
            following = matches[index + 1]
            stop = following.start() - _lead_size(wording.masked, following, match.end())
        yield replace(metric, measure=_measure(wording, match, begin=begin, stop=stop))
        begin = match.end()


def _lead_size(masked: str, match: Match, begin: int) -> int:
    """How many characters of comparator and fillers stand right before a figure, and behind the
    figure that ends at `begin`."""
    lead = figure_words().lead.search(
        masked, max(match.start() - LONGEST_LEAD, begin), match.start()
    )
    return len(lead[0]) if lead else 0


def _measure(wording: _Wording, match: Match, *, begin: int, stop: int) -> str | None:
    """What a figure measures: the words before it in its clause ("Tỷ lệ hồ sơ đúng hạn | đạt 95%"),
    or, where it opens the clause, those behind it ("100% | hồ sơ được số hóa")."""
    before = _words_before(wording, match, begin=begin)
    behind = _words_behind(wording, match, stop=stop)
    is_heading = before.endswith(":") and len(behind.split()) > 2
    if behind and _is_place(before, wording.masked[: match.start()]):
        is_heading = True
    if not is_heading and not _is_silent(before):
        return clean(before.rstrip(" :")) or None
    unit = match["unit"] or ""
    return clean(f"{'' if unit in '%‰' else unit} {behind}") or None


def _is_place(before: str, masked: str) -> bool:
    """Do the words before a figure, up to a colon, say where ("Tại thị trấn: 100% trạm")?"""
    place = before.rstrip(" :").lower()
    if figure_words().place.fullmatch(place) is None:
        return False
    return masked[masked.rfind(place) + len(place) :].lstrip().startswith(":")


def _words_before(wording: _Wording, match: Match, begin: int) -> str:
    lead_size = _lead_size(wording.masked, match, begin)
    for clause_end in figure_words().clause.finditer(wording.masked, begin, match.start()):
        begin = clause_end.end()
    stop = max(match.start() - lead_size, begin)
    return wording.text[begin:stop].strip(" ,.;–-")


def _words_behind(wording: _Wording, match: Match, stop: int) -> str:
    words = figure_words()
    begin = match.end("per") if match["unit"] else match.start("noun")
    search_from = max(begin, match.start())
    closing = words.clause.search(wording.masked, search_from, stop)
    if closing:
        stop = closing.start()
    behind = wording.text[begin:stop].strip(" ,.;:–-")
    return str(words.joins.sub("", behind))


def _is_silent(before: str) -> bool:
    """Whether the words before a figure do not say what it measures."""
    words = figure_words()
    lower = before.lower()
    if len(before.split()) < 2 or words.silent.fullmatch(lower):
        return True
    return words.joins.search(lower) is not None


def _metric(wording: _Wording, match: Match, last: int) -> MetricValue | None:
    """The value of a figure; None when it is no commitment. `last`: where the one before ended."""
    words = figure_words()
    before = wording.masked[last : match.start()]
    nearest = before[-LONGEST_LEAD:]
    if words.named.search(nearest) or _is_raised(wording, match, before=before):
        return None
    figure = _Figure(match, before, lead=words.lead.search(nearest))
    unit = _unit(figure)
    if unit is None or (unit == "%" and _is_ownership(wording, figure)):
        return None
    if is_condition(wording.masked, match.start(), match.end()):
        return None
    lead = figure.lead
    begin = match.start()
    if lead and (lead["cue"] or lead["down"]):
        begin = match.start() - len(nearest) + lead.start()
    raw = wording.text[begin : match.end()].strip(" :")
    metric = _value_of(figure, unit, raw=raw)
    is_turned = figure.goes_down and figure.comparator != "<"
    return _lowered(metric) if is_turned else metric


def _is_raised(wording: _Wording, match: Match, before: str) -> bool:
    """Whether a figure is where something begins, not the aim: "từ 50% lên 80%"."""
    if not before.rstrip().endswith("từ"):
        return False
    return figure_words().raised.match(wording.masked, match.end()) is not None


def _spaced(text: str) -> str:
    return _BLANKS.sub(" ", text)


def _unit(figure: _Figure) -> str | None:
    """The unit as the file spells it; None when the number is no commitment."""
    words = figure_words()
    match = figure.match
    if match["bare"] is not None:
        return _unit_of_index(figure)
    if match["unit"] is None:
        is_change = figure.goes_down and figure.comparator is None
        is_counted = figure.is_strong and not match["second"] and not is_change
        return f"{match['noun']}{figure.per}" if is_counted else None
    unit = _spaced(match["unit"])
    ratio = _RATIO_UNIT.fullmatch(unit)
    if ratio is not None:
        return None if ratio[1] == match["first"] else f"/{ratio[1]}"
    is_multiple = unit == _TIMES and words.times_over.search(figure.before) is not None
    is_rhythm = unit == _TIMES and bool(figure.per)  # "khám 1 lần/năm"
    is_amount = has_thousands(match["first"])  # "1.146 đối tượng"
    is_work = match["total"] is not None or words.commits.search(figure.before) is not None
    is_commitment = figure.is_strong or is_multiple or is_rhythm or is_amount or is_work
    if unit in words.weak and not is_commitment:
        return None
    return f"{_unit_name(unit)}{figure.per}"


def _unit_of_index(figure: _Figure) -> str | None:
    """The unit of "chỉ số BI dưới 20", "điểm đạt từ 3,85 trở lên": "" where there is none; None
    when it is no commitment."""
    words = figure_words()
    index = words.index.search(figure.before)
    if index is None or not figure.is_strong:
        return None
    return words.indices[_spaced(index["index"])]


def _unit_name(unit: str) -> str:
    words = figure_words()
    if unit in words.percent:
        return "%"
    return "‰" if unit in words.per_mille else words.units[unit]


_TIMES = "lần"
_BLANKS = compile_regex(r"\s+")
_SLASH = compile_regex(r"\s*/\s*")
_RATIO_UNIT = compile_regex(r"(?:/\s?|\s*trong )([\d.]+)")
"""The unit of "10/1.000" and "2 trong 3": /1.000, /3; "24/24 giờ" is no share."""


def _is_ownership(wording: _Wording, figure: _Figure) -> bool:
    """Whether "100% vốn nhà nước" names a kind of enterprise."""
    words = figure_words()
    if words.ownership.match(wording.masked, figure.match.end()) is None:
        return False
    return words.spent.search(figure.before) is None


def _value_of(figure: _Figure, unit: str, raw: str) -> MetricValue:
    match = figure.match
    first = number_of(match["first"], unit)
    if match["second"]:
        second = number_of(match["second"], unit)
        return MetricValue(
            "range",
            None,
            min=min(first, second),
            max=max(first, second),
            unit=unit or None,
            raw=raw,
        )
    behind = figure_words().after.get(_spaced(match["after"] or ""))
    comparator = behind or figure.comparator or "="
    return MetricValue(comparator, first, min=None, max=None, unit=unit or None, raw=raw)


_TURNED: Mapping[Comparator, Comparator] = {
    ">=": "<=",
    ">": "<",
    "<=": ">=",
    "<": ">",
    "=": "=",
    "range": "range",
}


def _lowered(metric: MetricValue) -> MetricValue:
    """A change downwards: "giảm 02 biên chế" is -2, "giảm ít nhất 30%" at most -30."""
    return replace(
        metric,
        comparator=_TURNED[metric.comparator],
        value=_negative(metric.value),
        min=_negative(metric.max),
        max=_negative(metric.min),
    )


def _negative(value: float | None) -> float | None:
    return None if value is None else -value
