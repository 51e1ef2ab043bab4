"""The figures of a commitment: "đạt tối thiểu 95%" -> >= 95 %.

Numbers of documents, dates and years are blotted out first; every other number that carries a unit
(quantity.yaml) is read with the comparator before it and the words behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, TypedDict

import regex

from kehoach.normalize.text import clean
from kehoach.normalize.times.documents import without_documents
from kehoach.normalize.times.rules import find_times
from kehoach.normalize.times.timespan import plain
from kehoach.normalize.vocabulary import read_own

Comparator = Literal["=", ">=", ">", "<=", "<", "range"]


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


class _File(TypedDict):
    comparators: dict[Comparator, list[str]]
    fillers: list[str]
    after: dict[Comparator, list[str]]
    decrease: list[str]
    units: list[str]
    weak_units: list[str]
    never: list[str]
    before: list[str]
    ownership: list[str]
    silent: list[str]
    joins: list[str]


@dataclass(frozen=True, slots=True)
class _Words:
    """The file as patterns: `figure` finds a number or range with its unit, `lead` what stands
    before."""

    figure: regex.Pattern[str]
    lead: regex.Pattern[str]
    named: regex.Pattern[str]
    ownership: regex.Pattern[str]
    silent: regex.Pattern[str]
    joins: regex.Pattern[str]
    comparators: dict[str, Comparator]
    after: dict[str, Comparator]
    weak: frozenset[str]
    units: dict[str, str]


_DIGITS = r"(?:\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,9})?|\d{1,15}(?:[.,]\d{1,9})?)(?!\d)"
_NUMBER = r"(?<![\p{L}\p{N}.,/:_])" + _DIGITS


def _any(phrases: list[str]) -> str:
    ordered = sorted({phrase.lower() for phrase in phrases}, key=len, reverse=True)
    return "|".join(
        (r"(?<!\p{L})" if phrase[0].isalpha() else "")
        + regex.escape(phrase).replace("\\ ", r"\s+")
        + (r"(?![\p{L}\p{N}])" if phrase[-1].isalnum() else "")
        for phrase in ordered
    )


@cache
def _words() -> _Words:
    data: _File = read_own("quantity.yaml")
    units = {unit.lower(): unit for unit in [*data["units"], *data["weak_units"]]}
    unit = rf"(?!(?:{_any(data['never'])}))(?:(?P<unit>{_any(list(units))})|(?P<noun>\p{{Ll}}[\p{{L}}]*))"
    per = r"(?P<per>(?:\s*/\s*\p{L}+\d?)*)"
    second = r"(?:\s*[%‰])?\s*(?:-|–|đến|tới)\s*(?P<second>" + _DIGITS + ")"
    after = _any([phrase for phrases in data["after"].values() for phrase in phrases])
    figure = rf"(?P<first>{_NUMBER})(?:{second})?\s*{unit}{per}(?:\s*(?P<after>{after}))?"
    comparators = {p.lower(): c for c, phrases in data["comparators"].items() for p in phrases}
    lead = (
        rf"(?P<down>{_any(data['decrease'])})?\s*(?:(?:{_any(data['fillers'])})\s*){{0,2}}"
        rf"(?P<cue>{_any(list(comparators))})?\s*(?P<cue2>{_any(list(comparators))})?"
        rf"\s*(?:(?:{_any(data['fillers'])})\s*){{0,3}}$"
    )
    return _Words(
        regex.compile(figure),
        regex.compile(lead),
        regex.compile(rf"(?<!dân |tổng )(?:{_any(data['before'])})\s*$"),
        regex.compile(rf"\s*(?:{_any(data['ownership'])})"),
        regex.compile(rf"(?:{_any(data['silent'])}|\W|\d)*"),
        regex.compile(rf"(?:^|\s)(?:{'|'.join(data['joins'])})$"),
        comparators,
        {p: c for c, phrases in data["after"].items() for p in phrases},
        frozenset(unit.lower() for unit in data["weak_units"]),
        units,
    )


_QUOTED = regex.compile(r"[“\"«][^”\"»]*[”\"»]")
_BRACKETS = regex.compile(r"\([^()]*\)")


def _masked(text: str) -> str:
    """Lower case, with document numbers, times and quoted titles blotted out; the same length as
    `text`."""
    lower = "".join(
        char.lower() if len(char.lower()) == 1 else char for char in without_documents(text)
    )
    blots = [match.span() for match in _QUOTED.finditer(lower)]
    for time in find_times(plain(lower)):
        bare_year = lower[time.begin : time.stop].isdigit() and regex.match(
            r"\s*\p{Ll}", lower[time.stop :]
        )
        ratio = regex.fullmatch(r"\d+\s*[-–]\s*\d+|\d+\.\d+", lower[time.begin : time.stop])
        percent = regex.match(r"\s*[%‰]", lower[time.stop :])
        if not (percent or (ratio and not bare_year)):
            blots.append((time.begin, time.stop))
    for begin, stop in blots:
        lower = lower[:begin] + "#" * (stop - begin) + lower[stop:]
    return lower


def known_units() -> frozenset[str]:
    """The units that figures of commitments are given in, in small letters."""
    return frozenset(_words().units)


def parse_metrics(text: str) -> tuple[MetricValue, ...]:
    """The wording of a commitment -> its figures in order; empty when it has none.

    Figures in brackets count only when there is none outside.

    >>> [(m.comparator, m.value, m.unit) for m in parse_metrics("đạt từ 95% trở lên")]
    [('>=', 95.0, '%')]
    """
    masked = _masked(text)
    outside = masked
    for match in _BRACKETS.finditer(masked):
        outside = outside[: match.start()] + "#" * len(match[0]) + outside[match.end() :]
    return _metrics(text, outside) or (_metrics(text, masked) if outside != masked else ())


def _metrics(text: str, masked: str) -> tuple[MetricValue, ...]:
    words = _words()
    out: list[tuple[MetricValue, regex.Match[str]]] = []
    last = 0
    for match in words.figure.finditer(masked):
        metric = _metric(text, masked, last, match)
        if metric is not None:
            out.append((metric, match))
        last = match.end()
    ends = [*(match.start() - _lead_of(masked, match) for _, match in out[1:]), len(text)][
        : len(out)
    ]
    return tuple(
        replace(
            metric, measure=_measure(text, masked, match, out[n - 1][1].end() if n else 0, stop)
        )
        for n, ((metric, match), stop) in enumerate(zip(out, ends, strict=True))
    )


def _lead_of(masked: str, match: regex.Match[str]) -> int:
    """How many characters of comparator and fillers stand right before a figure."""
    lead = _words().lead.search(masked[: match.start()])
    return len(lead[0]) if lead else 0


_CLAUSE = regex.compile(r"[;\n]|\.(?=\s)|,(?=\s*(?:#|\d))|,?\s(?:trong đó|riêng|phấn đấu)\s")


def _measure(text: str, masked: str, match: regex.Match[str], begin: int, stop: int) -> str | None:
    """What a figure measures: the words before it in its clause ("Tỷ lệ hồ sơ đúng hạn | đạt 95%"),
    or, where it opens the clause, those behind it ("100% | hồ sơ được số hóa")."""
    cut = [found.end() for found in _CLAUSE.finditer(masked, begin, match.start())]
    first = cut[-1] if cut else begin
    last = match.start() - min(_lead_of(masked, match), match.start() - first)
    before = text[first:last].strip(" ,.;–-")
    begins = match.end("per") if match["unit"] else match.start("noun")
    closing = _CLAUSE.search(masked, max(begins, match.start()), stop)
    behind = _words().joins.sub(
        "", text[begins : closing.start() if closing else stop].strip(" ,.;:–-")
    )
    empty = (
        len(before.split()) < 2
        or _words().silent.fullmatch(before.lower())
        or _words().joins.search(before.lower())
    )
    if empty or (before.endswith(":") and len(behind.split()) > 2):
        unit = "" if match["unit"] is None or match["unit"] in "%‰" else match["unit"]
        return clean(f"{unit} {behind}") or None
    return clean(before.rstrip(" :")) or None


def _metric(text: str, masked: str, last: int, match: regex.Match[str]) -> MetricValue | None:
    words = _words()
    before = masked[last : match.start()]
    if words.named.search(before) or (
        before.rstrip().endswith("từ") and _LATER.match(masked, match.end())
    ):
        return None
    lead = words.lead.search(before)
    cue = words.comparators.get(_spaced((lead and (lead["cue2"] or lead["cue"])) or ""))
    strong = (
        cue not in (None, "=")
        or bool(match["after"])
        or bool(lead and lead["down"])
        or bool(match["second"])
    )
    name = _unit(match, strong, bool(lead and lead["down"]))
    if name is None or (name == "%" and _is_ownership(masked, match, before)):
        return None
    begin = last + lead.start() if lead and (lead["cue"] or lead["down"]) else match.start()
    raw = text[begin : match.end()].strip(" :")
    metric = _figure(match, cue, name, raw)
    return _lowered(metric) if lead and lead["down"] and cue != "<" else metric


_LATER = regex.compile(
    r"\s*lên\s+\d|\s*lên\s+(?:đến|tới|thành|mức|trên)\b"
)  # "từ 50% lên 80%": not the aim


def _spaced(text: str) -> str:
    return regex.sub(r"\s+", " ", text)


def _unit(match: regex.Match[str], strong: bool, down: bool) -> str | None:
    """The unit as the file spells it; None when the number is no commitment."""
    words = _words()
    unit = match["unit"]
    if unit is None:
        return (
            f"{match['noun']}{_per(match)}" if strong and not match["second"] and not down else None
        )
    key = _spaced(unit)
    if key in words.weak and not strong:
        return None
    if key in ("phần trăm", "%"):
        return f"%{_per(match)}"
    return f"{words.units[key]}{_per(match)}"


def _per(match: regex.Match[str]) -> str:
    return str(regex.sub(r"\s+", "", match["per"] or ""))


def _is_ownership(masked: str, match: regex.Match[str], before: str) -> bool:
    spent = regex.search(r"(?:giải ngân|bố trí|phân bổ|sử dụng|đạt)\s*$", before)
    return _words().ownership.match(masked, match.end()) is not None and spent is None


def _figure(match: regex.Match[str], cue: Comparator | None, unit: str, raw: str) -> MetricValue:
    first = _number(match["first"], unit)
    if match["second"]:
        second = _number(match["second"], unit)
        return MetricValue("range", None, min(first, second), max(first, second), unit, raw)
    behind = _words().after.get(_spaced(match["after"] or ""))
    return MetricValue(behind or cue or "=", first, None, None, unit, raw)


_TURNED: dict[Comparator, Comparator] = {
    ">=": "<=",
    ">": "<",
    "<=": ">=",
    "<": ">",
    "=": "=",
    "range": "range",
}


def _lowered(metric: MetricValue) -> MetricValue:
    """A change downwards: "giảm 02 biên chế" is -2, "giảm ít nhất 30%" at most -30."""
    value = None if metric.value is None else -metric.value
    low = None if metric.max is None else -metric.max
    high = None if metric.min is None else -metric.min
    return replace(metric, comparator=_TURNED[metric.comparator], value=value, min=low, max=high)


def _number(digits: str, unit: str) -> float:
    """Vietnamese digits: dot for thousands, comma for decimals; "99.9" and "12,500 người" are meant
    well."""
    if regex.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        return float(digits.replace(".", "").replace(",", "."))
    if regex.fullmatch(r"[1-9]\d{0,2},\d{3}", digits) and unit in (
        "người",
        "hộ",
        "lượt",
        "lượt khách",
        "đồng",
    ):
        return float(digits.replace(",", ""))
    return float(digits.replace(",", "."))
