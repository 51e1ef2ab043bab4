"""Where a paper tells a work: the clauses of its sentences and duties, and its tasks. Two of them
tell the same work when they open with the same words and say the same; what only pays for a work,
reports on it or helps with it opens otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

import regex

from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import comparison_key, small
from kehoach.patterns import compile_regex
from kehoach.schema.models import Deadline, Offices, Task
from kehoach.schema.rules.base import MIN_CONFIDENCE, Draft
from kehoach.schema.rules.doers import opens_with_known_body
from kehoach.schema.rules.vocabulary import alternation, keys_of, telling_words
from kehoach.schema.walk import Place

FEWEST = 3
"""Telling words of a work; fewer ("Tổng kết năm") fit many sentences."""
OPENING = 2
"""Words with which both must open."""
LONG, COVERED = 12, 0.9
"""Of a work of so many telling words so large a part must stand in the other; of a shorter one
all."""
EXCESS, LITTLE_EXCESS = 0.4, 0.15
"""So large a part of its own words another telling may have besides, and one that is nearly the
same."""
SHOWN = 120
OPENING_OF_CLAUSE = 120
"""Letters in which a clause names its subject."""
PARTNERS = 14
"""Words in which those who help may be named."""


@dataclass(frozen=True)
class Telling:
    """One telling of a work: where it stands, its clause as printed, the work in it, and of a work
    that is named ahead of a colon what `also` is said of it; `unit` has it among its
    duties, or leads it as a task; `leader` is named in the clause, `leads` where that says that the
    work is led; `deadline` stands in a field of its own."""

    place: Place[Any]
    text: str
    work: str
    also: str = ""
    unit: str | None = None
    leader: Offices | None = None
    leads: bool = False
    deadline: Deadline | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The telling words of the work, in order."""
        return words_of_work(self.work)

    @cached_property
    def words_beside(self) -> tuple[str, ...]:
        """The telling words of what is said of the work besides."""
        return words_of_work(self.also)

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of the names in the work."""
        return _names(self.work)

    @cached_property
    def turns(self) -> frozenset[str]:
        """ "đợt 2", "bổ sung"."""
        return frozenset(small(match) for match in _turn().findall(self.work))

    @property
    def opening(self) -> tuple[str, ...]:
        """The words with which the work opens."""
        return self.words[:OPENING]

    @cached_property
    def all_words(self) -> frozenset[str]:
        """All words of the work, and of what is said of it."""
        return frozenset(comparison_key(f"{self.work} {self.also}").split())

    @property
    def shown(self) -> str:
        """So much of it as a finding shows."""
        return self.text if len(self.text) <= SHOWN else self.text[: SHOWN - 1] + "…"


@lru_cache(maxsize=2048)
def words_of_work(work: str) -> tuple[str, ...]:
    """The telling words of a work, without its times and without the verbs that say nothing."""
    return tuple(
        telling_words(_light_opening().sub("", time_pattern().sub(" ", work)), "light_in_works")
    )


@cache
def _light_opening() -> regex.Pattern[str]:
    return compile_regex(
        rf"^\W*(?:(?:{alternation('light_openings')})(?!\p{{L}})\s*)*(?:\d+\s+\p{{Ll}}+\s)?",
        regex.IGNORECASE,
    )


# --- when -----------------------------------------------------------------------------------------


@cache
def time_pattern() -> regex.Pattern[str]:
    """ "trước ngày 15/5/2026", "trong tháng 7", "quý II/2026"."""
    return compile_regex(
        r"""
        (?<! \p{L} )
        (?: (?: trước | đến | hết | xong | (?:chậm|muộn)\snhất(?:\slà)? | vào | trong ) \s+
            (?: hết\s+ | là\s+ | cuối\s+ )? )?
        (?: (?:ngày\s+)? (?<![\d/.,]) \d{1,2}/\d{1,2}/20\d\d (?![\d/])
          | ngày\s+ \d{1,2}/\d{1,2} (?![\d/])
          | ngày\s+ \d{1,2} \s+tháng\s+ \d{1,2} \s+năm\s+ 20\d\d (?!\d)
          | (?: đầu\s | giữa\s | cuối\s )? tháng\s+ (?:0?[1-9]|1[0-2]) (?!\d)
            (?: (?: \s*/\s* | \s+năm\s+ ) 20\d\d )? (?! /\d )
          | quý\s+ (?: IV | I{1,3} | [1-4] ) (?![\p{L}\d])
            (?: (?: \s*/\s* | \s+năm\s+ ) 20\d\d )? )
        """,
        regex.VERBOSE | regex.IGNORECASE,
    )


_OF_PAPER = compile_regex(r"(?:số\s*)?\d+[/\w-]*/[\p{Lu}\p{L}-]+\s*,?\s*$")


def times_in(text: str) -> list[str]:
    """The times of a sentence, those of papers that are cited left out."""
    matches = time_pattern().finditer(text)
    return [own[0].strip() for own in matches if not _OF_PAPER.search(text[: own.start()])]


# --- the clauses of a paper -----------------------------------------------------------------------


def tellings(draft: Draft) -> Iterator[Telling]:
    """All of them but the rows of tables: the duties of bodies first, then what else the body
    says."""
    told: set[str] = set()
    for assignment in draft.whole.children("assignments"):
        for duty in assignment.children("duties"):
            if duty.confidence >= MIN_CONFIDENCE and not draft.is_scanned(duty.spans):
                for clause in clauses(duty.text):
                    told.add(clause)
                    yield _telling(draft, duty, clause, unit=assignment.part.unit)
    for wording in draft.sure_wordings:
        if not wording.is_of_body or not wording.pointer.startswith(("/sections", "/loose")):
            continue
        for clause in clauses(wording.text):
            if clause not in told:
                yield _telling(draft, wording, clause)


_BREAK = compile_regex(r"(?<=[;.])\s+(?=\p{L})")


def clauses(text: str) -> list[str]:
    """The clauses of a text, also those that a time closes ahead of another work ("dựng nhà trước
    ngày 15/4/2031, | nạo vét bến trong tháng 9/2031"); one that only gives a time ("; hoàn thành
    trước ngày …") belongs to the one ahead."""
    found: list[str] = []
    pieces = (piece for clause in _BREAK.split(text) for piece in _dated_pieces(clause))
    for clause in pieces:
        if found and not words_of_work(clause):
            found[-1] = f"{found[-1]} {clause}"
        else:
            found.append(clause)
    return found


_NEXT_WORK = compile_regex(r"\s*(?:,|,?\s+và)\s+(?=\p{Ll}+\s\p{L})")


def _dated_pieces(clause: str) -> Iterator[str]:
    """A clause with several times, cut behind each that another work follows."""
    times = list(time_pattern().finditer(clause))
    begin = 0
    for time in times[:-1]:
        joint = _NEXT_WORK.match(clause, time.end())
        if joint is not None and words_of_work(clause[begin : time.start()]):
            yield clause[begin : time.end()]
            begin = joint.end()
    yield clause[begin:]


@cache
def _leads() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\p{{L}})(?:{alternation('leads_it')})(?!\p{{L}})\s*[,:]?", regex.IGNORECASE
    )


@cache
def _handing() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\p{{L}})(?:{alternation('handing_over')})(?!\p{{L}})\s*", regex.IGNORECASE
    )


_LABEL = compile_regex(r"^(?P<who>\p{Lu}[^:;.]{3,80}):\s+(?P<rest>\S.*)$", regex.DOTALL)
_BY = compile_regex(r"^(?P<work>.*)(?<!\p{L})do\s+(?P<who>[^;.]{4,80})$", regex.I | regex.DOTALL)
_TITLE = compile_regex(r"^(?P<title>\p{Lu}[^:;]{8,160}):\s")
_AHEAD = " \t-–+:,"


def _telling(draft: Draft, place: Place[Any], clause: str, unit: str | None = None) -> Telling:
    """A clause with who leads its work, where it names one."""
    matches = list(_leads().finditer(clause))
    if len(matches) != 1 or _helps(clause[: matches[0].start()]):
        label = _LABEL.match(clause)
        named = named_bodies(draft, label["who"]) if label and not matches else None
        if label is not None and named is not None:
            return Telling(place, clause, _plain(label["rest"]), unit=unit or named.units[0])
        name, work = _behind_subject(draft, clause)
        return Telling(place, clause, _plain(work), unit=unit or name)
    before, behind = clause[: matches[0].start()], clause[matches[0].end() :]
    work = _without_partners(draft, behind)
    if not before.strip(_AHEAD):
        return Telling(place, clause, work, unit=unit, leads=True)
    done_by = _BY.match(before)
    if done_by is not None:
        who = named_bodies(draft, done_by["who"])
        return Telling(place, clause, _plain(done_by["work"]), leader=who, leads=who is not None)
    leader = next(filter(None, (named_bodies(draft, who) for who in _candidates(before))), None)
    title = _TITLE.match(before)
    if title is not None and named_bodies(draft, title["title"]) is None:
        also, work = work, _plain(title["title"])
        return Telling(place, clause, work, also=also, leader=leader, leads=leader is not None)
    return Telling(place, clause, work, leader=leader, leads=leader is not None)


def _behind_subject(draft: Draft, clause: str) -> tuple[str | None, str]:
    """The body with whose name a clause opens, and what it does ("Phòng Kinh tế | hoàn thành dựng
    nhà trưng bày"); no body, and the whole clause, where it opens otherwise."""
    if not opens_with_known_body(clause):
        return None, clause
    cell = Cell(clause[:OPENING_OF_CLAUSE])
    found = cell.longest_name(0)
    stop = cell.level_stop(found[1]) if found else 0
    verb = cell.words[stop] if stop < cell.size else None
    named = named_bodies(draft, clause[: verb.begin]) if verb else None
    if verb is None or named is None:
        return None, clause
    return named.units[0], clause[verb.begin :]


def _candidates(before: str) -> list[str]:
    """What may be the name of the body ahead of "chủ trì": all of it, or what stands behind a sign
    or the word that hands the work over."""
    before = before.strip(_AHEAD)
    pieces = [before, *(before.rpartition(sign)[2] for sign in (":", ", "))]
    pieces += [_handing().split(piece)[-1] for piece in pieces]
    return [piece.strip() for piece in dict.fromkeys(pieces) if piece.strip()]


def _helps(before: str) -> bool:
    return any(f" {word} " in f" {comparison_key(before)} " for word in keys_of("helping"))


def named_bodies(draft: Draft, named: str) -> Offices | None:
    """The bodies that some words name, if they name bodies that we know and nothing else."""
    unit = draft.plan.document.unit
    level, place = (unit.level, unit.name) if unit else (None, None)
    told = parse_offices(named.strip(), level, place)
    if not told.are_known_singly:
        return None
    return Offices(raw=named.strip(), units=tuple(told.units))


def _plain(work: str) -> str:
    """A work without the time ahead of it, and without those who help at its end."""
    work = regex.sub(r"^\s*(?:\p{L}\)|[-+•\d.]+\)?)\s+", "", work)
    ahead = time_pattern().match(work)
    if ahead is not None:
        work = work[ahead.end() :].lstrip(" ,:")
    return _helpers_behind().split(work)[0]


@cache
def _helpers_behind() -> regex.Pattern[str]:
    helping = alternation("helping")
    return compile_regex(rf"(?<=\S)[,;]\s*(?:{helping})(?!\p{{L}})", regex.IGNORECASE)


@cache
def _helpers_ahead() -> regex.Pattern[str]:
    return compile_regex(rf"^[\s,]*(?:{alternation('helping')})\s+(?:với\s+)?", regex.IGNORECASE)


def _without_partners(draft: Draft, work: str) -> str:
    """Behind "chủ trì, phối hợp với Công an xã |" the work begins where the names end."""
    ahead = _helpers_ahead().match(work)
    if ahead is None:
        return _plain(work)
    rest = work[ahead.end() :].split()
    longest = 0
    for count in range(1, min(PARTNERS, len(rest))):
        if named_bodies(draft, " ".join(rest[:count]).rstrip(",")) is not None:
            longest = count
    return _plain(" ".join(rest[longest:]))


# --- two of them ----------------------------------------------------------------------------------


def of_task(place: Place[Task]) -> Telling:
    """A task as a telling."""
    lead = place.part.lead
    named = lead if lead and lead.units and not (lead.inferred or lead.unknown) else None
    if named is not None and named.collective:
        named = None
    task = place.part
    return Telling(place, task.task, _plain(task.task), leader=named, deadline=task.deadline)


def tell_the_same(row: Telling, other: Telling, excess: float = EXCESS) -> bool:
    """Does another telling tell the work of a row? It opens with its words, holds all of them, has
    few of its own, and neither names a place, a turn or a part that the other lacks."""
    work, words = frozenset(row.words), frozenset(other.words)
    if len(work) < FEWEST or row.opening != other.opening:
        return False
    covered = len(work & words.union(other.words_beside)) / len(work)
    if covered < (COVERED if len(work) >= LONG else 1):
        return False
    if len(words - work) > excess * len(words):
        return False
    return not is_told_apart(row, other)


def is_told_apart(one: Telling, other: Telling) -> bool:
    """Does one of two tellings name a place, or a turn, that the other lacks?"""
    if one.turns != other.turns:
        return True
    return not (one.names <= other.all_words and other.names <= one.all_words)


_NAME = compile_regex(r"(?<=[\p{Ll},;:]\s)\p{Lu}[\p{L}]*(?:\s\p{Lu}\p{L}*)*")


def _names(work: str) -> frozenset[str]:
    """The words of the names in a work, but of bodies written in short ("UBND")."""
    work = time_pattern().sub(" ", work)
    names = (name for name in _NAME.findall(work) if not name.isupper())
    return frozenset(word for name in names for word in comparison_key(name).split())


@cache
def _turn() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\p{{L}})(?:(?:{alternation('turns')})\s+(?:thứ\s+)?(?:\d+|[IVX]+|nhất|hai|ba)|{alternation('turns_in_words')})(?!\p{{L}})",
        regex.IGNORECASE,
    )


def opens_with(telling: Telling, key: str) -> bool:
    """Does a work open with a phrase of a list of words.yaml?"""
    work = f"{comparison_key(_light_opening().sub('', telling.work))} "
    return any(work.startswith(f"{phrase} ") for phrase in keys_of(key))
