"""Owners' cells that also name who helps: who leads and who helps, apart."""

from __future__ import annotations

import regex

from kehoach.normalize.offices.cell import SENTENCES
from kehoach.patterns import compile_regex

MAX_LEADS = 12
"""Words of those who lead, in a cell as long as sentences are: the list of those who help may have
any length."""
LEADS, HELPS = "chủ trì", "phối hợp"
"""How a cell says who leads and who helps."""

# "Phòng VHXH | chủ trì, phối hợp với | Công an phường", "Công an xã | phối hợp | Quân sự xã"
_HELPS = compile_regex(
    r"""
    (?: [,;]\s* | \s+ )
    (?: (?: chịu\ trách\ nhiệm\s+ )? (?: chủ\ trì | làm\ đầu\ mối ) \s*,?\s* )?
    (?: và\s+ )?
    (?<! Hội\ đồng\  ) phối\ hợp \s+
    (?: (?: với | cùng ) (?: \s+với )? \s*:?\s+ | (?= \p{Lu} | các\ ) )
    """,
    regex.VERBOSE,
)
# "Công an xã | chủ trì; các thôn, trường học | phối hợp thực hiện"
_EACH_SAID = compile_regex(
    r"""
    (?P<lead> [^;]+? ) \s+ chủ\ trì \s* [;,] \s*
    (?P<helps> (?! phối\ hợp | [^;]* chủ\ trì ) .+? ) \s+ (?: cùng\s+ )? phối\ hợp
    (?: \s+ (?: thực\ hiện | triển\ khai ) )? [\s.;]*
    """,
    regex.VERBOSE | regex.DOTALL,
)
# "Phòng VHXH | (chủ trì)", "Công an phường | (phối hợp)"
_MARKED = compile_regex(
    r"""
    (?P<name> [^;,()]+? (?: ,[^;,()]+? )*? ) \s*
    \( (?P<role> chủ\ trì | phối\ hợp ) [^()]* \)
    \s*[;,]?\s*
    """,
    regex.IGNORECASE | regex.VERBOSE,
)


def split_roles(raw: str) -> tuple[str, str]:
    """An owner's cell that also names who helps -> the leading part and the helping part ("" where
    there is none).

    >>> split_roles("Phòng VHXH chủ trì, phối hợp với Công an phường")
    ('Phòng VHXH', 'Công an phường')
    >>> split_roles("Phòng VHXH (chủ trì), Công an phường (phối hợp)")
    ('Phòng VHXH', 'Công an phường')
    """
    marked = list(_MARKED.finditer(raw))
    if {match["role"].lower() for match in marked} == {LEADS, HELPS}:
        behind = raw[marked[-1].end() :]
        return _names_with(LEADS, marked), _names_with(HELPS, marked) + behind
    each = _EACH_SAID.fullmatch(raw.strip())
    if each is not None and len(raw.split()) <= SENTENCES:
        return each["lead"], each["helps"]
    match = _HELPS.search(raw)
    if match is None:
        return raw, ""
    leads = raw[: match.start()].strip()
    if not leads or (len(raw.split()) > SENTENCES and len(leads.split()) > MAX_LEADS):
        return raw, ""
    return leads, raw[match.end() :].strip()


def _names_with(role: str, marked: list[regex.Match[str]]) -> str:
    names = [match["name"].strip(" ,;") for match in marked if match["role"].lower() == role]
    return "; ".join(names)
