"""Owners' cells that also name who helps: who leads and who helps, apart."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.offices.cell import SENTENCES, Cell
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

MAX_LEADS = 12
"""Words of those who lead, in a cell as long as sentences are: the list of those who help may have
any length."""
LEADS, HELPS = "leads", "helps"
"""Parts of a pattern."""


def split_roles(raw: str) -> tuple[str, str]:
    """An owner's cell that also names who helps -> the leading part and the helping part ("" where
    there is none).

    >>> split_roles("Phòng VHXH chủ trì, phối hợp với Công an phường")
    ('Phòng VHXH', 'Công an phường')
    >>> split_roles("Phòng VHXH (chủ trì), Công an phường (phối hợp)")
    ('Phòng VHXH', 'Công an phường')
    """
    labelled = _labelled().fullmatch(raw)
    if labelled is not None:
        return labelled["lead"], labelled["helps"]
    marked = list(_marked().finditer(raw))
    leading, helping = _names_with(LEADS, marked), _names_with(HELPS, marked)
    behind = _names_behind(raw[marked[-1].end() :].strip()) if marked else ""
    if leading and (helping or (behind and _is_known(leading))):  # a person only takes the chair
        return leading, "; ".join(filter(None, (helping, behind)))
    each = _each_said().fullmatch(raw.strip())
    if each is not None and len(raw.split()) <= SENTENCES:
        return each["lead"], each["helps"]
    match = _goes_on_helping().search(raw)
    if match is None:
        return raw, ""
    leads = raw[: match.start()].strip()
    if not leads or (len(raw.split()) > SENTENCES and len(leads.split()) > MAX_LEADS):
        return raw, ""
    return leads, raw[match.end() :].strip()


def _names_behind(text: str) -> str:
    """The bodies behind the last mark, and no words of what they do."""
    cell = Cell(text)
    if not cell.size:
        return ""
    opens = cell.opens_body(0) or cell.opens_collective(0) or cell.longest_name(0) is not None
    return text if opens else ""


def _is_known(name: str) -> bool:
    cell = Cell(name)
    return cell.size > 0 and cell.longest_name(0) is not None


def _names_with(role: str, marked: list[regex.Match[str]]) -> str:
    names = [match["name"].strip(" ,;") for match in marked if match[role]]
    return "; ".join(names)


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
def _each_said() -> regex.Pattern[str]:
    """ "Công an xã | chủ trì; các thôn, trường học | phối hợp thực hiện"."""
    leads, helps = _any_of("leads"), _any_of("helps")
    return compile_regex(
        rf"""
        (?P<lead> [^;]+? ) \s+ (?: {leads} ) \s* [;,] \s*
        (?P<helps> (?! (?: {helps} ) | [^;]* (?: {leads} ) ) .+? ) \s+ (?: cùng\s+ )? (?: {helps} )
        (?: \s+ (?: {_any_of("work")} ) )? [\s.;]*
        """,
        regex.VERBOSE | regex.DOTALL,
    )


@cache
def _marked() -> regex.Pattern[str]:
    """ "Phòng VHXH | (chủ trì)", "Công an phường | (cơ quan phối hợp)", "Hội Nông dân | (PH)"."""
    return compile_regex(
        rf"""
        (?P<name> [^;,()]+? (?: [,;][^;,()]+? )*? ) \s*
        \( \s* (?: (?: {_any_of("bodies")} ) \s+ )?
        (?: (?P<leads> {_any_of("lead_marks")} | (?: {_any_of("short_lead_marks")} ) (?= \s*\) ) )
          | (?P<helps> {_any_of("helps")} | (?: {_any_of("short_help_marks")} ) (?= \s*\) ) ) )
        (?!\p{{L}}) [^()]* \)
        \s*[;,–-]?\s*
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _labelled() -> regex.Pattern[str]:
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
