"""Owners' cells that also name who helps, or who watches: each of them apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.offices.cell import SENTENCES, opens_as_body
from kehoach.normalize.offices.clauses import (
    DOES,
    HELPS,
    LEADS,
    NO_PART,
    SUPPORTS,
    WATCHES,
    Clause,
    clauses_of,
    is_known,
    names_of,
)
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

MAX_LEADS = 12
"""Words of those who lead, in a cell as long as sentences are: the list of those who help may have
any length."""

_BETWEEN = " ,;/&+-–\n"


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of those who lead and of those who help ("" where there are none); `printed` the
    words of the cell that tell of the first, with who only watches."""

    leads: str
    helps: str = ""
    printed: str = ""


def split_roles(raw: str) -> tuple[str, str]:
    """An owner's cell that also names who helps -> the leading part and the helping part ("" where
    there is none).

    >>> split_roles("Phòng VHXH chủ trì, phối hợp với Công an phường")
    ('Phòng VHXH', 'Công an phường')
    >>> split_roles("Phòng VHXH (chủ trì), Công an phường (phối hợp)")
    ('Phòng VHXH', 'Công an phường')
    """
    roles = roles_in(raw)
    return roles.leads, roles.helps


@lru_cache(maxsize=1024)
def roles_in(raw: str) -> Roles:
    """Who leads and who helps by an owner's cell.

    >>> roles_in("Công an xã giám sát; các thôn thực hiện")
    Roles(leads='các thôn', helps='', printed='Công an xã giám sát; các thôn thực hiện')
    """
    told = _told_by(clauses_of(raw), raw)
    if told is not None:
        return told
    leads, helps = _labelled(raw) or _goes_on(raw) or (raw, "")
    return Roles(leads, helps, printed=leads)


def says_leader(raw: str) -> bool:
    """Does a cell of those who take part say of bodies among them that they lead?

    >>> says_leader("Đoàn xã chủ trì; Hội Nông dân xã"), says_leader("Đoàn xã; Hội Nông dân xã")
    (True, False)
    """
    chief = names_of(clauses_of(raw), LEADS)
    return bool(chief) and _is_body(chief)


def _is_body(names: str) -> bool:
    """Is the first of them a body? A person, or who holds an office ("Tổ trưởng"), only takes the
    chair."""
    return is_known(names) or (opens_as_body(names) and _holder().match(names) is None)


@cache
def _holder() -> regex.Pattern[str]:
    """ "Tổ trưởng Lê Văn Khê", "Bí thư Đoàn xã"."""
    return compile_regex(
        rf"(?:{any_of(read_own('offices/words.yaml')['roles'])})(?!\p{{L}})", regex.I
    )


def names_in(raw: str) -> str:
    """The names of a cell, without the words that say which part they take, and without those who
    only watch; a cell that is not understood as it is.

    >>> names_in("Công an xã hỗ trợ; mời Hội Nông dân xã tham dự")
    'Công an xã; Hội Nông dân xã'
    """
    clauses = clauses_of(raw)
    others = [clause for clause in clauses if clause.part != WATCHES] or clauses
    return "; ".join(clause.names for clause in others) or raw


def _told_by(clauses: tuple[Clause, ...], raw: str) -> Roles | None:
    """What the clauses of a cell tell; None where they do not tell who leads."""
    clauses = _with_first_apart(clauses)
    chief = names_of(clauses, LEADS)
    leading = (LEADS,) if chief else (NO_PART, DOES)
    helping = (HELPS, SUPPORTS, NO_PART, DOES) if chief else (HELPS, SUPPORTS)
    if chief and not names_of(clauses, HELPS, SUPPORTS) and not _is_body(chief):
        return None
    leads, helps = names_of(clauses, *leading), names_of(clauses, *helping)
    if not leads:
        return None
    if not helps:
        return Roles(leads, printed=raw)
    told = [clause for clause in clauses if clause.part in (*leading, WATCHES)]
    told = [one for one in told if one.part != WATCHES or _is_beside(one, clauses, leading)]
    printed = [c.printed if c.part in (DOES, WATCHES) else c.names for c in told]
    return Roles(leads, helps, printed="; ".join(printed))


def _is_beside(watching: Clause, clauses: tuple[Clause, ...], leading: tuple[str, ...]) -> bool:
    """Does who only watches stand beside one who leads? Behind those who help the words of both are
    no string of the paper ("Ban CHQS xã, | Công an xã phối hợp, | UBND xã chỉ đạo")."""
    place = next(index for index, one in enumerate(clauses) if one is watching)
    beside = (*clauses[max(place - 1, 0) : place], *clauses[place + 1 : place + 2])
    return any(one.part in leading for one in beside)


def _with_first_apart(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """One clause of several bodies that takes a part beside somebody: "Trường Tiểu học, | phụ huynh
    hỗ trợ", "Công an xã + | Đoàn xã (phối hợp)". Of those who give support the first has the work;
    a mark in brackets is that of the name before it."""
    if len(clauses) != 1 or clauses[0].part not in (HELPS, SUPPORTS):
        return clauses
    only, bodies = clauses[0], parse_offices(clauses[0].names).printed
    if len(bodies) == 1:
        return clauses
    if only.has_mark:
        place = only.names.rfind(bodies[-1])
    elif only.part == SUPPORTS and only.names.startswith(bodies[0]):
        place = len(bodies[0])
    else:
        return clauses
    before, behind = only.names[:place].strip(_BETWEEN), only.names[place:].strip(_BETWEEN)
    return (Clause(before, NO_PART, printed=before), Clause(behind, only.part, printed=behind))


def _labelled(raw: str) -> tuple[str, str] | None:
    """ "Chủ trì: …; phối hợp: …" """
    match = _labels().fullmatch(raw)
    return None if match is None else (match["lead"], match["helps"])


def _goes_on(raw: str) -> tuple[str, str] | None:
    """ "… chủ trì, phối hợp với …", in a cell of any length."""
    match = _goes_on_helping().search(raw)
    if match is None:
        return None
    leads = raw[: match.start()].strip()
    if not leads or (len(raw.split()) > SENTENCES and len(leads.split()) > MAX_LEADS):
        return None
    return leads, raw[match.end() :].strip()


@cache
def _any_of(kind: str) -> str:
    """The phrases of a list of `taking_part` (words.yaml) as alternatives."""
    return any_of(read_own("offices/words.yaml")["taking_part"][kind])


@cache
def _goes_on_helping() -> regex.Pattern[str]:
    """ "Phòng VHXH | chủ trì, phối hợp với | Công an phường", "Công an xã | phối hợp | Quân sự"."""
    return compile_regex(
        rf"""
        (?: [,;]\s* | \s+ )
        (?: (?: {_any_of("leads")} ) \s*,?\s* )?
        (?: và\s+ )?
        (?<! (?: {_any_of("never_helps")} ) \s ) (?: {_any_of("helps")} ) \s+
        (?: (?: với | cùng ) (?: \s+với )? \s*:?\s+ | (?= \p{{Lu}} | các\s ) )
        """,
        regex.VERBOSE,
    )


@cache
def _labels() -> regex.Pattern[str]:
    """ "Chủ trì: | Phòng VHXH |; đơn vị phối hợp: | Công an", "Công an |. Phối hợp: | Xã đội"."""
    bodies, helps = _any_of("bodies"), _any_of("helps")
    return compile_regex(
        rf"""
        [-+•\s]* (?: (?: (?: {bodies} ) \s+ )? (?: {_any_of("lead_labels")} ) \s*:\s* )?
        (?P<lead> [^:]+? ) [\s;,.]+ [-+•\s]*
        (?: (?: {bodies} ) \s+ )? (?: {helps} ) (?: \s+ (?: {_any_of("work")} ) )? \s*:\s*
        (?P<helps> [^:]+ )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
