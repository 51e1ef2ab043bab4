"""What is known of a value -> its traits: short names ("level=item", "short lead") that each speak
for or against it. A trait is a statement that holds or does not; figures are told in steps."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kehoach.normalize.line_ends import ends_within
from kehoach.normalize.spelling.misspelled import is_syllable
from kehoach.schema.sources import Evidence

STEPS: Mapping[str, Sequence[float]] = {
    "share": (0.8, 0.9, 0.97, 1.0),
    "least": (0.3, 0.5, 0.7, 0.85, 0.95, 0.99),
    "mean": (0.7, 0.85, 0.93, 0.97, 0.99),
    "restored": (0.001, 0.1, 0.3),
    "letters": (2, 4, 10, 25, 60, 150, 400),
    "covered": (0.4, 0.6, 0.8, 0.9, 0.97),
    "unplaced": (0.002, 0.02, 0.08, 0.2),
    "unknown times": (0.001, 0.1, 0.3),
    "unknown bodies": (0.001, 0.1, 0.3),
    "bare tasks": (0.1, 0.5, 0.9),
    "unnumbered tasks": (0.1, 0.5, 0.9),
    "strange": (0.001, 0.1, 0.25),
    "held": (0.3, 0.8),
    "items": (4, 10),
    "odd": (0.1, 0.3),
    "column": (0.001, 0.3, 0.7),
    "uncovered": (0.001, 0.1, 0.3, 0.6),
    "tasks": (1, 5, 15, 40),
    "item": (0.5, 0.7, 0.8, 0.9, 0.97),
    "picture least": (0.5, 0.7, 0.85, 0.95, 0.99),
    "picture figures": (0.6, 0.9, 0.98),
    "white": (0.8, 1.4, 3.0),
}
"""The steps of each figure: a value below the first is of step 0, and so on."""
WHOLE_DAY = len("2031-01-05")
LONG_WORDS = 40
"""Letters of a wording in which one of them hardly makes another."""
_READ: Mapping[str, str] = {
    **dict.fromkeys(("number", "metrics", "budget"), "number"),
    **dict.fromkeys(("deadline", "date_raw", "issued_on", "period"), "date"),
    **dict.fromkeys(("lead", "coordinating", "unit", "who", "issuer", "place", "name"), "name"),
}
"""What the letters of a field are."""
_ENDS = '.;:!?…)”"%'
LONG_NUMBER, LONG_TIME = 6, 30
"""Letters of a number, of a time, that holds more than that."""
_WORD = re.compile(r"[^\W\d_]+")
_NUMERAL = re.compile(r"(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*)[.\s)]\s*\w")
LONGEST_MARK = 6
"""Letters, and the one before them."""
_LIST_MARK = re.compile(r"(?<!\w)(?:\w|\d{1,2}|[ivxIVX]{1,4})\)$")


@dataclass(frozen=True, slots=True)
class Form:
    """What is known of a whole paper. `form`: the kind of its file ("pdf", "scan", "word", "text");
    `rebuilt`, `mended`, `narrative` as of a `Draft`; `shares`: of the words of the paper, or of its
    tasks and their values, those that say how well it was understood."""

    form: str
    rebuilt: bool = False
    mended: bool = False
    narrative: bool = False
    shares: Mapping[str, float] = field(default_factory=dict)
    notes: frozenset[str] = frozenset()


def step(name: str, figure: float) -> int:
    """The step of a figure.

    >>> step("share", 0.85), step("share", 1.0)
    (1, 4)
    """
    return bisect_right(STEPS[name], figure)


def of_paper(form: Form) -> Iterator[str]:
    """Traits that every value of a paper has."""
    yield f"form={form.form}"
    if form.rebuilt:
        yield "rebuilt"
    if form.mended:
        yield "mended"
    if form.narrative:
        yield "narrative"
    yield from (f"note {code}" for code in sorted(form.notes))
    for name, share in form.shares.items():
        yield f"paper {name}={step(name, share)}"


def ending(text: str) -> str:
    """How a wording ends: "ends", "open" (without a full stop), "cut", or it "goes on"."""
    last = text.rstrip()[-1:]
    if ends_within(text):
        return "goes on"
    if last in ",-–":
        return "cut"
    return "ends" if last in _ENDS else "open"


def beginning(text: str) -> str:
    """With what a wording begins: a "capital" letter, a "small" one, a "figure"."""
    first = text.lstrip("\"'“”([-–+* ")[:1]
    return "small" if first.islower() else "figure" if first.isdigit() else "capital"


def of_value(kind: str, evidence: Evidence, value: str) -> Iterator[str]:
    """Traits of a value itself; `kind` names its field ("tasks/lead")."""
    yield f"kind={kind}"
    yield f"level={evidence.level}"
    for way in evidence.how:
        yield f"how={way}"
    yield f"share={step('share', evidence.share)}"
    yield f"least={step('least', evidence.least)}"
    yield f"mean={step('mean', evidence.mean)}"
    yield f"restored={step('restored', evidence.restored)}"
    yield f"letters={step('letters', evidence.letters)}"
    yield f"item={step('item', evidence.item)}"
    yield f"covered={step('covered', evidence.covered)}"
    yield f"count={evidence.count}"
    yield ending(value)
    yield f"begins {beginning(value)}"
    yield f"strange={step('strange', strangeness(value))}"
    if _is_open(value):
        yield "open bracket"
    yield from _of_kind(kind.rpartition("/")[2], value)
    if "ocr" in evidence.how:
        yield from _of_picture(kind, evidence, value)


def _of_picture(kind: str, evidence: Evidence, value: str) -> Iterator[str]:
    """How surely a value was read from a picture. One letter of a date or a name makes another of
    it, one of a long sentence does not: the doubts of the reader count by what was read. What is
    below a step is below those above it, too, and has their traits: few values are in the lowest.
    """
    read = _READ.get(kind.rpartition("/")[2], "words")
    if read == "words" and evidence.letters > LONG_WORDS:
        read = "sentence"
    least, figures = STEPS["picture least"], STEPS["picture figures"]
    yield from (f"picture {read} below {each}" for each in least if evidence.least < each)
    yield from (f"picture figures below {each}" for each in figures if evidence.figures < each)
    if kind.endswith("/issued_on") and len(value) < WHOLE_DAY:
        yield "picture date without its day"
    if evidence.torn:
        yield f"picture {read} torn"
    yield from (f"picture white over {each}" for each in STEPS["white"] if evidence.white > each)
    if evidence.restored:
        yield f"picture {read} restored"


def _of_kind(field: str, value: str) -> Iterator[str]:
    """What a field of this kind does not hold."""
    match field:
        case "number" if len(value) > LONG_NUMBER and " " in value:
            yield "number with words"
        case "deadline":
            yield "long time" if len(value) > LONG_TIME else "short time"
        case "group" | "lead" | "coordinating" | "unit" | "deliverables":
            if _NUMERAL.match(value):
                yield "begins with its number"
            if len(value) > 2 and value.isupper():
                yield f"{field} in capitals"


@lru_cache(maxsize=8192)
def strangeness(value: str) -> float:
    """The share of the words of a wording that are no Vietnamese ones; short forms in capitals are
    passed over.

    >>> strangeness("môi trườnơ manơ UBND"), strangeness("Hội đồng")
    (0.6666666666666666, 0.0)
    """
    words = [word for word in _WORD.findall(value) if len(word) > 1 and not word.isupper()]
    return sum(map(_is_strange, words)) / len(words) if words else 0.0


@lru_cache(maxsize=16384)
def _is_strange(word: str) -> bool:
    return not is_syllable(word.lower())


def _ends_mark(value: str, stop: int) -> bool:
    """Does the mark of a list end here ("a)", "12)", "iii)")?"""
    return _LIST_MARK.search(value, max(0, stop - LONGEST_MARK), stop) is not None


def _is_open(value: str) -> bool:
    """Does a bracket or a quotation begin that does not end, or end that did not begin? The bracket
    of "a)" ends nothing."""
    if value.count("“") != value.count("”") or value.count('"') % 2:
        return True
    if "(" not in value and ")" not in value:
        return False
    depth = 0
    for place, char in enumerate(value):
        if char == "(":
            depth += 1
        elif char == ")" and (depth or not _ends_mark(value, place + 1)):
            depth -= 1
        if depth < 0:
            return True
    return depth > 0
