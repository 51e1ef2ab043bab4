"""Owners' cells that also name who helps: who leads and who helps, apart."""

from __future__ import annotations

import regex

from kehoach.normalize.offices.cell import SENTENCES, Cell
from kehoach.patterns import compile_regex

MAX_LEADS = 12
"""Words of those who lead, in a cell as long as sentences are: the list of those who help may have
any length."""
LEADS, HELPS = "leads", "helps"
"""Parts of a pattern."""

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
# "Phòng VHXH | (chủ trì)", "Công an phường | (cơ quan phối hợp)", "Hội Nông dân | (PH)"
_MARKED = compile_regex(
    r"""
    (?P<name> [^;,()]+? (?: [,;][^;,()]+? )*? ) \s*
    \( \s* (?: (?: cơ\ quan | đơn\ vị | bộ\ phận ) \s+ )?
    (?: (?P<leads> chủ\ trì | CT (?=\s*\)) | (?: làm\ )? đầu\ mối )
      | (?P<helps> phối\ hợp | PH (?=\s*\)) ) )
    (?!\p{L}) [^()]* \)
    \s*[;,–-]?\s*
    """,
    regex.IGNORECASE | regex.VERBOSE,
)
# "Chủ trì: | Phòng VHXH |; đơn vị phối hợp: | Công an phường", "Công an xã |. Phối hợp: | Quân sự"
_LABELLED = compile_regex(
    r"""
    [-+•\s]* (?: (?: (?: cơ\ quan | đơn\ vị | bộ\ phận ) \s+ )? chủ\ trì \s*:\s* )?
    (?P<lead> [^:]+? ) [\s;,.]+ [-+•\s]*
    (?: (?: cơ\ quan | đơn\ vị | bộ\ phận ) \s+ )? phối\ hợp (?: \s+ thực\ hiện )? \s*:\s*
    (?P<helps> [^:]+ )
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
    labelled = _LABELLED.fullmatch(raw)
    if labelled is not None:
        return labelled["lead"], labelled["helps"]
    marked = list(_MARKED.finditer(raw))
    leading, helping = _names_with(LEADS, marked), _names_with(HELPS, marked)
    behind = _names_behind(raw[marked[-1].end() :].strip()) if marked else ""
    if leading and (helping or (behind and _is_known(leading))):  # a person only takes the chair
        return leading, "; ".join(filter(None, (helping, behind)))
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
