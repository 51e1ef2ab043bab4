"""Who probably leads a task for which the paper names nobody: the body whose duties speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import fold, words_in
from kehoach.parsers.words import phrases_by, raw_phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models

MIN_SHARE = 0.5
"""So large a part of the task's telling words must stand in a duty."""
CLEAR = 1.25
"""… and so many times more than in the duties of any other body."""
MIN_PAIRS = 3
"""Of telling words a task must have."""
MAX_CONFIDENCE = 0.9
AREA_CONFIDENCE = 0.6
"""How sure a lead is that follows from the area a body is given."""
MIN_AREA_WORDS = 3
NEAR = 0.5
"""A body whose duties speak of so large a part of an area has a claim to it, too."""
MAX_BEFORE = 24
"""Words before the title of an area among which the duty is given with it."""
OPENING_WORDS = 14
"""Of a duty: they tell whether its unit leads or helps."""

_CLAUSE_END = compile_regex(r"[;.:]\s")


@dataclass(frozen=True, slots=True)
class _Duty:
    """A duty that a unit leads; `pointer` is its place in the plan (JSON pointer)."""

    unit: str
    text: str
    pointer: str


@dataclass(frozen=True, slots=True)
class _Claim:
    """How strongly a duty speaks of a task: 0 to 1."""

    duty: _Duty
    share: float


def with_inferred_leads(
    tasks: Sequence[models.Task], assignments: Sequence[models.Assignment]
) -> tuple[models.Task, ...]:
    """Tasks without a lead get `inferred_lead` where the duties of one body, and no other, speak of
    them or of the area they stand under; the rest stay. What is stated is never touched."""
    duties = _leading_duties(assignments)
    if not duties:
        return tuple(tasks)
    return tuple(
        task if task.lead is not None else _with_inferred_lead(task, duties) for task in tasks
    )


def _leading_duties(assignments: Sequence[models.Assignment]) -> list[_Duty]:
    """The duties that known bodies lead."""
    duties: list[_Duty] = []
    for index, assignment in enumerate(assignments):
        if not _is_named(assignment.unit):
            continue
        for number, text in enumerate(assignment.duties):
            if _claims_lead(text):
                pointer = f"/assignments/{index}/duties/{number}"
                duties.append(_Duty(assignment.unit, text, pointer=pointer))
    return duties


def _is_named(unit: str) -> bool:
    """Bodies of the directory; no collective leads anything."""
    return parse_offices(unit).are_known_singly


def _with_inferred_lead(task: models.Task, duties: Sequence[_Duty]) -> models.Task:
    claim = _by_words(task, duties) or _by_area(task, duties) or _by_plan(duties)
    if claim is None:
        return task
    lead = models.InferredLead(
        units=tuple(claim.duty.unit.split("; ")),
        evidence=claim.duty.text,
        where=claim.duty.pointer,
        confidence=round(claim.share, 2),
    )
    return task.model_copy(update={"inferred_lead": lead})


def _by_words(task: models.Task, duties: Sequence[_Duty]) -> _Claim | None:
    """The duty that shares most words with the task, if it shares enough and no other unit's comes
    near."""
    wanted = _telling_pairs(task.task)
    if len(wanted) < MIN_PAIRS:
        return None
    claims = list(_strongest_by_unit(wanted, duties).values())
    claims.sort(key=lambda claim: claim.share, reverse=True)
    if not claims or claims[0].share < MIN_SHARE:
        return None
    first = claims[0]
    if len(claims) > 1 and first.share < CLEAR * claims[1].share:
        return None
    return _Claim(first.duty, min(MAX_CONFIDENCE, first.share))


def _strongest_by_unit(wanted: frozenset[str], duties: Sequence[_Duty]) -> dict[str, _Claim]:
    """Each unit that has a claim at all, with its strongest one."""
    strongest: dict[str, _Claim] = {}
    for duty in duties:
        share = len(wanted & _telling_pairs(duty.text)) / len(wanted)
        before = strongest.get(duty.unit)
        if share > (before.share if before else 0.0):
            strongest[duty.unit] = _Claim(duty, share)
    return strongest


def _by_area(task: models.Task, duties: Sequence[_Duty]) -> _Claim | None:
    """The one unit that leads the area ("cải cách tài chính công") under which the task stands. Who
    is given the area by its very title leads it, whoever else has to do with it."""
    area = _area_of(task)
    if not set(area.split()) - _duty_words("stop_words"):
        return None  # "Nhiệm vụ, giải pháp": no area of anything
    wanted = _telling_pairs(area)
    naming = [duty for duty in duties if _names_area(duty.text, area)]
    units = {duty.unit for duty in naming}
    if len(units) != 1:
        return None
    if any(_gives_area(duty.text, area) for duty in naming):
        return _Claim(naming[0], AREA_CONFIDENCE)
    for duty in duties:
        shared = len(wanted & _telling_pairs(duty.text))
        if wanted and duty.unit not in units and shared >= NEAR * len(wanted):
            return None
    return _Claim(naming[0], AREA_CONFIDENCE)


def _by_plan(duties: Sequence[_Duty]) -> _Claim | None:
    """The one unit that leads the work on the whole plan ("… chủ trì, phối hợp với các thôn tổ chức
    thực hiện Kế hoạch này")."""
    carrying = [duty for duty in duties if _carries_plan(duty.text)]
    if len({duty.unit for duty in carrying}) != 1:
        return None
    return _Claim(carrying[0], models.OF_WHOLE_PLAN)


def _carries_plan(duty: str) -> bool:
    """Does a clause lead the work on the plan, and not only watch it ("đôn đốc việc thực hiện …")
    or find the means for it ("cân đối kinh phí thực hiện …", "… để triển khai …")?"""
    for sentence in _CLAUSE_END.split(duty):
        plain = _plain(sentence)
        place = _first_place(plain, _duty_words("plan_work"))
        before = plain[: max(place, 0)].rstrip()
        is_of_it = f" {before}".endswith(tuple(f" {mark}" for mark in _duty_words("noun_marks")))
        leads = any(word in before for word in _duty_words("leading_plan"))
        if place >= 0 and leads and not is_of_it:
            return True
    return False


def _names_area(duty: str, area: str) -> bool:
    """Does a duty name the area; one of few words only where it is given as such?"""
    if len(area.split()) < MIN_AREA_WORDS:
        return _gives_area(duty, area)
    return f" {area} " in f" {_plain(duty)} "


def _gives_area(duty: str, area: str) -> bool:
    """ "… chủ trì các nội dung về | phát triển hạ tầng số": does what opens an area stand in the
    clause before it?"""
    for sentence in _CLAUSE_END.split(duty):
        before, found, _ = f" {_plain(sentence)} ".partition(f" {area} ")
        nearest = f" {' '.join(before.split()[-MAX_BEFORE:])} "
        if found and any(f" {opening} " in nearest for opening in _duty_words("area_markers")):
            return True
    return False


def _area_of(task: models.Task) -> str:
    """The title of the group a task stands under, folded, without the word for work; or ""."""
    area = _plain(task.group.title) if task.group else ""
    for opening in raw_phrases("area_openings"):
        area = area.removeprefix(f"{opening} ")
    return area


def _plain(text: str) -> str:
    """A wording without marks of punctuation, folded."""
    return " ".join(words_in(fold(text)))


def _claims_lead(duty: str) -> bool:
    """May its unit lead this duty? One that only helps with it does not lead the task."""
    opening = " ".join(fold(duty).split()[:OPENING_WORDS])
    helps = _first_place(opening, _duty_words("helping"))
    claims = _first_place(opening, _duty_words("leading_or_advising"))
    return helps < 0 or 0 <= claims <= helps


def _first_place(text: str, words: frozenset[str]) -> int:
    """Where the first of the words stands in the text, in letters from 0; -1 for nowhere."""
    places = [text.find(word) for word in words]
    return min((place for place in places if place >= 0), default=-1)


@cache
def _duty_words(kind: str) -> frozenset[str]:
    """A list of `duty_roles` (words.yaml), folded."""
    listed = phrases_by("words.yaml", "duty_roles", bare_words=False)[kind]
    return frozenset(map(fold, listed))


@lru_cache(maxsize=4096)
def _telling_pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring words of a wording that say what it is about."""
    stop_words = _duty_words("stop_words")
    words: list[str] = []
    for word in fold(text).split():
        if word.isalpha() and word not in stop_words:
            words.append(word)
    return frozenset(f"{first} {second}" for first, second in pairwise(words))
