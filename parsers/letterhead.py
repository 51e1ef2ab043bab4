"""Letterhead and closing -> who issued the paper, its number, place and date, signer and
recipients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex
from rapidfuzz import fuzz

from kehoach.ingest.model import Line
from kehoach.normalize.gazetteer import UnitRecord, find_units, infer_province, proper_name
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.text import clean, fold, join_lines, strip_diacritics
from kehoach.normalize.times.dates import IssueLine, iso_date, parse_issue_line
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.words import is_signer_line, opens_with, phrases
from kehoach.schema import models

LEVELS = administrative_levels().all
_SPELLINGS = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵdđ"


def _with_any_marks(word: str) -> str:
    """A pattern of a word with any marks: "THÀNH PHÓ" is a "thành phố", too."""
    pattern = ""
    for letter in strip_diacritics(word):
        spellings = [other for other in _SPELLINGS if strip_diacritics(other) == letter]
        pattern += f"[{''.join(spellings)}]" if spellings else letter
    return pattern


_LEVEL = "|".join(level.replace(" ", r"\ ") for level in LEVELS)
_WORN_LEVEL = "|".join(_with_any_marks(level).replace(" ", r"\ ") for level in LEVELS)
_NUMBER = regex.compile(
    r"""
    (?: ^ | \s ) S[ốoó6] \s* [:.]? \s*          # "Số:", "So", "S6"
    ( [\d\s.…_]*? ) \s* [/\\]? \s*              # 27, or the dots where it will be written
    ( [A-ZĐ]{1,6}[a-z]{0,2} (?: -[\p{L}&]+ )+ ) # KH-UBND
    """,
    regex.UNICODE | regex.VERBOSE,
)
_NUMBER_ALONE = regex.compile(r"(?:^|\s)(\d+)\s*/\s*([A-ZĐ]{1,6}[a-z]{0,2}(?:-[\p{L}&]+)+)")
_MOTTO = regex.compile(
    r"""
    C[ỘO]NG\ H[ÒOÀ][ÀA]?\ X[ÃA]\ H[ỘO]I\ CH[ỦU]\ NGH[ĨI]A\ VI[ỆE]T (?: \s+NAM )?
    | [ĐD][ộo]c\ l[ậa]p \s*[-–]?\s* T[ựu]\ do \s*[-–]?\s* H[ạa]nh\ ph[úu]c
    """,
    regex.IGNORECASE | regex.VERBOSE,
)
_WORN_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
WORN = 70.0
"""A seal or a pale print may spoil every third letter of them (0 to 100: likeness)."""
_BODY = r"(?: [ỦUÙ][ỶYỲ]?\s*BAN\ NHÂN\ DÂN | UỶ\ BAN\ NHÂN\ DÂN | UBND | UY\ BAN\ NHAN\ DAN )"
_NO_NAME = r"""
    (?! UBND\b | [ỦU][ỶY]\ BAN | UỶ\ BAN | UY\ BAN | C[ỘO]NG\ H | S[ỐO]\b | Số\b | Đ[ộỘ][cC]
      | HỘI\ ĐỒNG )
"""
"""What stands behind the name of the unit in a letterhead, whose lines run together."""
_PROPER = rf"{_NO_NAME} (?: \p{{Lu}}[\p{{L}}'’\-]* | \d{{1,2}} )"
_ISSUER = regex.compile(
    rf"""
    (?i: {_BODY} ) \s+
    (?P<level> (?i: {_WORN_LEVEL} ) ) \s+
    (?P<name> {_PROPER} (?: \s+ {_PROPER} )* )  # "ỦY BAN NHÂN DÂN PHƯỜNG SÔNG MÂY"
    """,
    regex.VERBOSE,
)
_SMALL = r"\p{Lu}[\p{L}'’]*"
_MENTION = regex.compile(
    rf"""
    (?: UBND | Ủy\ ban\ nhân\ dân | Uỷ\ ban\ nhân\ dân ) \s+
    (?P<level> {_LEVEL} ) \s+
    (?P<name> {_SMALL} (?: \s+ {_SMALL} ){{0,3}} | \d{{1,2}} )  # "UBND phường Sông Mây"
    """,
    regex.VERBOSE,
)
_IN_TITLE = regex.compile(rf"\b(?P<level>{_LEVEL})\s+(?P<name>(?:\p{{Lu}}\p{{Ll}}+\s?){{1,4}})")
_NAME = regex.compile(r"(?:\p{Lu}[\p{L}'’]*\.?\s+){1,5}\p{Lu}[\p{L}'’]+")
_ATTACHED_ON = regex.compile(r"ngày\s*(\d{1,2})?\s*[/.\-]\s*(\d{1,2})?\s*[/.\-]\s*(\d{4})")
_ZONE = regex.compile(r"[+-]\d{2}:?\d{2}")
STAMP_LINES = 8
"""The block of a digital signature is not longer than this."""
_STOP = regex.compile(r"\b(?:SỐ|CỘNG|ĐỘC|NGÀY)\b.*", regex.IGNORECASE | regex.DOTALL)


def read_head(
    head: Sequence[Line], title: str | None, text: Sequence[str]
) -> tuple[models.DocumentInfo, IssueLine | None]:
    """The letterhead's lines, the title and the paragraphs of the paper -> the document's identity
    (without type, title, period, signer, recipients and bases) and the line of place and date."""
    lines = without_stamp([clean(line.text) for line in head])
    whole = clean(" ".join(lines))
    number, symbol = _number(whole)
    issued = _issue_line(lines)
    level, name = _unit(_without_motto(whole), issued, title, text)
    year = int(issued.iso[:4]) if issued and issued.iso else None
    province = _province(level, name, [whole, *text], year)
    units = find_units(name, level, province) if name and level and province else ()
    info = models.DocumentInfo(
        number=f"{number}/{symbol}" if number and symbol else None,
        symbol=symbol,
        issuer=f"UBND {level} {name}" if level and name else None,
        unit=models.Unit(level=level, name=name, code=_code(units, year)) if name else None,
        province=province,
        place=issued.place if issued else None,
        issued_on=issued.iso if issued else None,
    )
    return info, issued


def _without_motto(whole: str) -> str:
    """The letterhead without the state's name and motto, also where a seal spoiled them."""
    rest = _MOTTO.sub(" ", whole)
    for words in _WORN_MOTTO:
        capitals = "".join(map(_capital, rest))
        found = fuzz.partial_ratio_alignment(words.upper(), capitals, score_cutoff=WORN)
        if found is not None and found.dest_end - found.dest_start >= 0.8 * len(words):
            rest = f"{rest[: found.dest_start]} {rest[found.dest_end :]}"
    return rest


def _capital(letter: str) -> str:
    """The capital of a letter, itself where that would be two ("ß"): places must stay."""
    capital = letter.upper()
    return capital if len(capital) == 1 else letter


def without_stamp(lines: Sequence[str]) -> list[str]:
    """The lines of a letterhead without the block that a digital signature leaves above it ("Ký
    bởi: … Cơ quan: … Thời gian ký: …"): it names a body, too, and a day, but says nothing about the
    paper."""
    kept: list[str] = []
    stamp: list[str] = []  # a block that may yet turn out to be none
    for line in lines:
        if stamp or opens_with(line, "stamp_openings"):
            stamp.append(line)
            if opens_with(line, "stamp_ends"):
                stamp = []
            elif len(stamp) > STAMP_LINES:
                kept += stamp
                stamp = []
        elif not _ZONE.fullmatch(line):
            kept.append(line)
    return kept + stamp


def from_attachment(text: str) -> tuple[str | None, str | None, str | None]:
    """What "(Kèm theo Kế hoạch số: 12/KH-UBND ngày 05/01/2026 của …)" under an appendix' title says
    of its document -> (number, symbol, date as far as printed): the only word on them where a copy
    lost its letterhead."""
    number, symbol = _number(text)
    match = _ATTACHED_ON.search(text)
    if match is None:
        return number, symbol, None
    day, month, year = (int(digits) if digits else None for digits in match.groups())
    if not year:
        return number, symbol, None
    return number, symbol, iso_date(year, month, day if month else None)


def _code(units: Sequence[UnitRecord], year: int | None) -> str | None:
    """The official code, when exactly one unit of the right era bears the name."""
    era = "2025" if year is None or year >= 2025 else "before"
    codes = {unit.code for unit in units if unit.era == era}
    return codes.pop() if len(codes) == 1 else None


def _number(whole: str) -> tuple[str | None, str | None]:
    """Number and symbol ("27", "KH-UBND"); the number None where it is blank."""
    match = _NUMBER.search(whole) or _NUMBER_ALONE.search(whole)
    if match is None:
        return None, None
    digits = regex.sub(r"\D", "", match[1])
    return digits or None, match[2]


def _issue_line(lines: Sequence[str]) -> IssueLine | None:
    """The line of place and date: alone, or broken over two lines; the fullest reading wins."""
    candidates = [*lines, *(join_lines(line, after) for line, after in pairwise(lines))]
    found = [issue for issue in map(parse_issue_line, candidates) if issue is not None]
    return max(found, key=_fullness, default=None)


def _fullness(issue: IssueLine) -> tuple[int, bool, int]:
    return (len(issue.iso or ""), issue.place is not None, -len(issue.raw))


# --- whose paper it is ----------------------------------------------------------------------------

_UnitName = tuple[str, str]
"""Level and name of a unit."""
IN_TITLE, LOCAL, TITLE_LEVEL, AT_PLACE = 3, 3, 9, 20
"""How many mentions in the body one counts for: in the title; of a ward or commune; right in the
title without the word UBND; of a unit that the line of place and date names."""


def _unit(
    whole: str, issued: IssueLine | None, title: str | None, text: Sequence[str]
) -> tuple[str | None, str | None]:
    """Level and name of the issuing unit: from the letterhead (the last body named there), else the
    body that the paper speaks of as itself."""
    found: _UnitName | None = None
    for match in _ISSUER.finditer(whole):
        name = _STOP.sub("", match["name"]).strip()
        if name:
            found = (_level(match["level"]), name)
    if found is not None:
        level, name = found
        return level, _spelled(name, level, text)
    counts = _mentioned_units(title or "", text)
    if issued and issued.place:
        place = fold(issued.place)
        for unit in counts:
            if fold(unit[1]) in place:
                counts[unit] += AT_PLACE
    return max(counts, key=lambda unit: counts[unit], default=(None, None))


def _mentioned_units(title: str, text: Sequence[str]) -> Counter[_UnitName]:
    """The units whose committee the paper names, and how much that weighs."""
    counts: Counter[_UnitName] = Counter()
    for weight, paragraph in [(IN_TITLE, title), *((1, paragraph) for paragraph in text)]:
        for match in _MENTION.finditer(paragraph):
            level = match["level"].lower()
            counts[level, match["name"]] += weight * (
                LOCAL if level in administrative_levels().lowest else 1
            )
    for match in _IN_TITLE.finditer(title):
        counts[match["level"].lower(), match["name"].strip()] += TITLE_LEVEL
    return counts


def _level(printed: str) -> str:
    """The level's word in its spelling, also where the letterhead lost its marks."""
    return next(level for level in LEVELS if strip_diacritics(level) == strip_diacritics(printed))


def _spelled(name: str, level: str, text: Sequence[str]) -> str:
    """A name in capitals -> its spelling: as the body of the paper writes it, else as the gazetteer
    does."""
    if not name.isupper():
        return name
    folded = fold(name)
    anywhere = regex.compile(regex.escape(name), regex.IGNORECASE)
    for paragraph in text:
        for match in anywhere.finditer(paragraph):
            written = match[0]
            is_spelled = written[:1].isupper() and not written.isupper()
            if is_spelled and fold(written) == folded:
                return written
    return proper_name(name, level)


def _province(
    level: str | None, name: str | None, mentions: Sequence[str], year: int | None
) -> str | None:
    if level is None or name is None:
        return None
    if level == "tỉnh":
        return name
    return infer_province(level, name, mentions, year)


# --- the closing ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Closing:
    """What was read of a closing so far. `listing`: the line before was of the recipients."""

    role: str | None = None
    name: str | None = None
    recipients: list[str] = field(default_factory=list)
    listing: bool = False


def read_closing(closing: Sequence[Line]) -> tuple[models.Signer | None, tuple[str, ...]]:
    """Lines of the closing, column by column -> who signed, and the recipients as listed."""
    found = _Closing()
    for line in closing:
        _read_closing_line(clean(line.text), found)
    signer = None
    if found.role or found.name:
        signer = models.Signer(role=found.role, name=found.name)
    recipients = (text.strip(" ;").removesuffix(".").strip(" ;") for text in found.recipients)
    return signer, tuple(text for text in recipients if text)


def _read_closing_line(text: str, found: _Closing) -> None:
    opening = opens_with(text, "recipients")
    if opening:
        found.listing = True
        # two columns run together: "Nơi nhận: CHỦ TỊCH"
        text = " ".join(text.split()[len(opening.split()) :])
        if not text:
            return
    is_name = _NAME.fullmatch(text) is not None
    if is_signer_line(text) or (found.role is not None and text.isupper() and not is_name):
        found.listing = found.listing and bool(opening)
        found.role = _role(text) or found.role
        return
    mark = read_mark(text)
    if mark is not None and mark.rank >= Rank.BULLET:
        found.recipients.append(mark.rest)
        found.listing = True
    elif is_name and not _is_inside_list(found):
        found.name = text
        found.listing = False
    elif found.listing:
        _add_to_list(text, found.recipients)


def _add_to_list(text: str, recipients: list[str]) -> None:
    """A line of the list without a bullet before it; a bullet alone begins the next recipient."""
    if regex.fullmatch(r"[-–+]", text):
        recipients.append("")
    elif recipients:
        recipients[-1] = join_lines(recipients[-1], text)


def _is_inside_list(found: _Closing) -> bool:
    """A capitalised line inside the list that the recipient before it has not ended."""
    if not found.listing or found.role is not None or not found.recipients:
        return False
    return not found.recipients[-1].rstrip().endswith((";", "."))


def _role(text: str) -> str | None:
    """Whose capacity: "KT. CHỦ TỊCH" -> None (on whose behalf), "PHÓ CHỦ TỊCH" -> itself."""
    return text if strip_diacritics(text) in phrases("signer_roles") else None
