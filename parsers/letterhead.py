"""Letterhead -> who issued the paper, its number, place and date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import regex

from kehoach.ingest.model import Line, Word
from kehoach.ingest.sureness import print_read_at_least
from kehoach.normalize.gazetteer import UnitRecord, find_units, infer_province
from kehoach.normalize.levels import PROVINCE, administrative_levels
from kehoach.normalize.text import clean, fold, join_lines, strip_diacritics
from kehoach.normalize.times.dates import IssueLine, parse_issue_line
from kehoach.parsers.chairs import read_issuer_or_chair
from kehoach.parsers.issuer import Issuer, read_issuer
from kehoach.parsers.motto import without_motto
from kehoach.parsers.state_speaks import state_speaker
from kehoach.parsers.words import (
    behind_phrase,
    opens_with,
    phrase_map,
    says_number,
)
from kehoach.patterns import compile_regex
from kehoach.schema import models

LEVELS = administrative_levels().all
_LEVEL = "|".join(level.replace(" ", r"\ ") for level in LEVELS)
_DASHES = compile_regex(r"\s*[‐‑‒–—―−-]\s*")
_SLASH = compile_regex(r"\s*/\s*")
# "Số: 27/KH-UBND", "Số: 12-KH/ĐU", "Số 09/2009/CT-UBND", "Số: …/KH-UBND"; the line begins with it
_NUMBER = compile_regex(
    r"""
    (?: ^ | \s{3,} | \t ) S[ốoôó6Ố] \s* (?: [:.] | (?= [\s\d…/_-] ) ) \s*
    (?P<before> [\s.…_:,]*+ )
    (?P<digits> \d [\d\ ]*+ \p{Ll}? (?= [\s.…_]* (?: [/\\-] | [A-ZĐ]{2} ) ) )?
    (?P<year> / (?: 19 | 20 ) \d\d (?= / ) )?
    [\s.…_]* (?P<link> [/\\-]? )
    (?P<symbol> [A-ZĐ]{1,6}[a-z]{0,2} (?: [-/] \p{Lu}[\p{L}\d&]* )+ )
    """,
    regex.UNICODE | regex.VERBOSE,
)
_RUN_ON = compile_regex(
    r"(?<=\p{Lu}{2})\s+(?=Số\s*[:.\d])|(?<=\d\s?[/-][A-ZĐ]{1,6}-\p{Lu}+)\s+(?=\p{Lu}\p{Ll})"
)
"""In a line of a letterhead whose cells ran together: before "Số: 47/KH-UBND", and behind it."""
_NUMBER_ALONE = compile_regex(
    r"(?:^|\s)(?P<digits>\d+)(?P<year>)(?P<link>/)(?P<symbol>[A-ZĐ]{1,6}[a-z]{0,2}(?:-\p{Lu}[\p{L}&]*)+)"
    r"(?![\p{L}&])(?=[\s.,;]*(?:$|\p{Lu}))"  # a cited one goes on: "71/NQ-CP ngày 01/4/2031 của …"
)
_SMALL = r"\p{Lu}[\p{L}'’]*"
UNIT_MENTION = compile_regex(
    rf"""
    (?: UBND | Ủy\ ban\ nhân\ dân | Uỷ\ ban\ nhân\ dân ) \s+
    (?P<level> {_LEVEL} ) \s+
    (?P<name> {_SMALL} (?: \s+ {_SMALL} ){{0,3}} | \d{{1,2}} )  # "UBND phường Sông Mây"
    """,
    regex.VERBOSE,
)
_COMMITTEE = compile_regex(
    rf"(?:UBND|[Ủủ]y\ ban\ nhân\ dân|Uỷ\ ban\ nhân\ dân)\s+(?P<level>{_LEVEL})\b",
    regex.IGNORECASE | regex.VERBOSE,
)
_IN_TITLE = compile_regex(rf"\b(?P<level>{_LEVEL})\s+(?P<name>(?:\p{{Lu}}\p{{Ll}}+\s?){{1,4}})")
_ZONE = compile_regex(r"[+-]\d{2}:?\d{2}")
_FIGURES = compile_regex(r"[\d/]*\d[\d/]*")
# "Thành phố Hồ Chí", "Thành", "Sơn Hạ, ngày"
_PLACE_BEGINS = compile_regex(
    rf"(?:\p{{Lu}}\p{{Ll}}*\.?(?:\s+(?:{_LEVEL}|\p{{Lu}}\p{{Ll}}*|phố|xã|khu|\d{{1,2}})){{0,5}})"
    r"\s*,?(?:\s*ngày(?:\s+\d{1,2})?(?:\s+tháng)?)?"
)
MAX_DATE_LINES = 4
"""Lines of a narrow column that place and date may take."""
SURE_FIGURES = 0.9
"""Print is read with more confidence; what a pen wrote into a letterhead with less."""
STAMP_LINES = 8
"""The block of a digital signature is not longer than this."""


def read_head(
    head: Sequence[Line], title: str | None, text: Sequence[str]
) -> tuple[models.DocumentInfo, IssueLine | None]:
    """The letterhead's lines, the title and the paragraphs of the paper -> the document's identity
    (without type, title, period, signer, recipients and bases) and the line of place and date."""
    sure = _sure_figures(head)
    printed = [_without_pen(line, sure) for line in head]
    lines = _with_whole_dates(without_stamp([clean(text) for text in printed]))
    whole = clean(" ".join(lines))
    number, symbol = _number_of_head(_without_motto(printed))
    issued = _issue_line(lines)
    if symbol is None or issued is None:
        parted = _parted(lines)
        number, symbol = (number, symbol) if symbol else _number_of_head(parted)
        issued = issued or _issue_line(parted)
    place = issued.place if issued else None
    issuer = read_issuer_or_chair(lines, text, place=place) or _named_by_itself(
        issued, title, text=text
    )
    level, name = (issuer.level, issuer.name) if issuer else (None, None)
    year = int(issued.iso[:4]) if issued and issued.iso else None
    province = issuer.province if issuer else None
    if province is None:
        province = province_of(level, name, mentions=[whole, title or "", *text], year=year)
    units = find_units(name, level, province=province) if name and level and province else ()
    info = models.DocumentInfo(
        number=number,
        symbol=symbol,
        issuer=issuer.body if issuer else None,
        unit=models.Unit(level=level, name=name, code=_code(units, year)) if name else None,
        province=_with_its_level(province),
        place=place,
        issued_on=issued.iso if issued else None,
        letterhead=_as_printed(head),
    )
    return info, issued


def with_decider(
    info: models.DocumentInfo, decider: str | None, mentions: Sequence[str]
) -> models.DocumentInfo:
    """The identity of a decision whose letterhead names no unit, completed from the line that tells
    who decides ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ TÂN KHÊ"). `mentions` are title and paragraphs."""
    if decider is None or info.unit is not None:
        return info
    role = opens_with(decider, "signer_roles") or ""
    body = behind_phrase(decider, role)
    issuer = read_issuer([body], mentions)
    if issuer is None or issuer.name is None:
        return info
    year = int(info.issued_on[:4]) if info.issued_on else None
    found: dict[str, object] = {"unit": models.Unit(level=issuer.level, name=issuer.name)}
    if info.issuer is None or issuer.body.startswith(info.issuer):
        found["issuer"] = issuer.body
    if info.province is None:
        said = issuer.province or province_of(
            issuer.level, issuer.name, mentions=mentions, year=year
        )
        found["province"] = _with_its_level(said)
    return info.model_copy(update=found)


def with_province_told(info: models.DocumentInfo, recipients: Sequence[str]) -> models.DocumentInfo:
    """The identity of a unit below a province whose own is named by none but those whom the paper
    goes to ("- Sở Nội vụ tỉnh Sơn Hạ (b/c);"): a commune reports to its own. Of several none is
    told."""
    unit = info.unit
    above = administrative_levels().province
    if info.province is not None or unit is None or unit.level is None or unit.level in above:
        return info
    year = int(info.issued_on[:4]) if info.issued_on else None
    told = {
        province_of(unit.level, unit.name, mentions=[recipient], year=year)
        for recipient in recipients
    } - {None}
    if len(told) != 1:
        return info
    return info.model_copy(update={"province": _with_its_level(told.pop())})


def _with_its_level(province: str | None) -> str | None:
    """A province as it is told: with its level, where the name alone is that of a person."""
    return phrase_map("words.yaml", "provinces_with_level").get(province or "", province)


def _as_printed(head: Sequence[Line]) -> tuple[str, ...]:
    """The lines of a letterhead that say something of the paper."""
    texts = without_stamp([clean(line.text) for line in head])
    told = [clean(text) for text in without_motto("\n".join(texts)).split("\n")]
    return tuple(text for text in told if any(map(str.isalnum, text)))


def _is_penned(word: Word, sure: float) -> bool:
    """Are these figures of a scan that a pen wrote, as far as the reader's doubt tells?"""
    return word.confidence < sure and any(map(str.isdigit, word.text))


def _sure_figures(head: Sequence[Line]) -> float:
    """How surely print is read in a letterhead at least: on a blurry page its words are doubted as
    well as its figures, and no pen wrote those."""
    words = [word for line in head for word in line.words]
    printed = [word.confidence for word in words if word.text.strip(".,:;-()").isalpha()]
    return print_read_at_least(printed, SURE_FIGURES)


def _without_pen(line: Line, sure: float) -> str:
    """The text of a letterhead's line; in that of number or date, dots for figures that were not
    surely read: there a pen writes."""
    penned = [_is_penned(word, sure) for word in line.words]
    if not any(penned) or not _is_filled_in(line):
        return line.text
    pairs = zip(line.words, penned, strict=True)
    return " ".join(_FIGURES.sub("…", word.text) if is_pen else word.text for word, is_pen in pairs)


def _is_filled_in(line: Line) -> bool:
    return says_number(line.text) or parse_issue_line(line.text) is not None


def penned_lines(head: Sequence[Line]) -> list[Line]:
    """The lines of number and date of a scan in which figures were not surely read."""
    sure = _sure_figures(head)
    return [
        line
        for line in head
        if any(_is_penned(word, sure) for word in line.words) and _is_filled_in(line)
    ]


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


def has_stamped_day(head: Sequence[Line]) -> bool:
    """Does the block of a digital signature tell a day, where the letterhead may have none?"""
    lines = [clean(line.text) for line in head]
    return any(opens_with(line, "stamp_ends") and regex.search(r"\d", line) for line in lines)


def _code(units: Sequence[UnitRecord], year: int | None) -> str | None:
    """The official code, when exactly one unit of the right era bears the name."""
    era = "2025" if year is None or year >= 2025 else "before"
    codes = {unit.code for unit in units if unit.era == era}
    return codes.pop() if len(codes) == 1 else None


def _without_motto(lines: Sequence[str]) -> list[str]:
    """The lines of a letterhead, parted at the state's name and motto where all of it ran
    together."""
    return [part.strip() for line in lines for part in without_motto(line).split("\n")]


def _parted(lines: Sequence[str]) -> list[str]:
    """Lines of a letterhead parted where a copy ran its cells together: at the motto, before the
    number behind a body in capitals, and behind the number."""
    return [part for line in _without_motto(lines) for part in _RUN_ON.split(line)]


def _number_of_head(lines: Sequence[str]) -> tuple[str | None, str | None]:
    """Number and symbol of a paper ("27/KH-UBND", "KH-UBND"), the number None where it is blank:
    from the line that begins with "Số", else one that is nothing but a number. A document that a
    letterhead cites ("… theo Quyết định số 5/QĐ-UBND") is none."""
    for line in lines:
        number, symbol = _number(line)
        if symbol is not None:
            return number, symbol
    for line in lines:
        match = _NUMBER_ALONE.match(_tight(line))
        if match is not None:
            return _printed_number(match), match["symbol"]
    return None, None


def _tight(line: str) -> str:
    """A line without the white space around slashes and dashes, of which all are made alike."""
    return _SLASH.sub("/", _DASHES.sub("-", line))


def _number(line: str) -> tuple[str | None, str | None]:
    """Number and symbol in a line that says "Số".

    >>> _number("Số: 45 /KH – UBND"), _number("Số:      -KH/ĐU")
    (('45/KH-UBND', 'KH-UBND'), (None, 'KH/ĐU'))
    """
    match = _NUMBER.search(_tight(line))
    if match is None:
        return None, None
    _, slash, tail = match["symbol"].partition("/")
    if slash and "-" in tail:  # a pen's figures, read as letters: "31-CB/QĐ-SYT"
        return None, tail
    return _printed_number(match), match["symbol"]


def _printed_number(match: regex.Match[str]) -> str | None:
    """The whole number of a match; None where its digits are blank."""
    if not match["digits"]:
        return None
    digits = regex.sub(r"\s", "", match["digits"])
    link = "-" if match["link"] == "-" else "/"
    return f"{digits}{match['year'] or ''}{link}{match['symbol']}"


def _with_whole_dates(lines: Sequence[str]) -> list[str]:
    """The lines of a letterhead, those of place and date as one where they were broken ("Thành phố
    Hồ Chí | Minh, ngày …"): half a place is none, nor is it part of the body above it."""
    whole: list[str] = []
    index = 0
    while index < len(lines):
        count = _lines_of_date(lines[index : index + MAX_DATE_LINES])
        joined = lines[index]
        for line in lines[index + 1 : index + count]:
            joined = join_lines(joined, line)
        whole.append(joined)
        index += count
    return whole


def _lines_of_date(ahead: Sequence[str]) -> int:
    """How many lines the place and the date take that may begin with the first of `ahead`; 1 where
    it is whole, or none begins there."""
    first = ahead[0]
    if parse_issue_line(first) is not None or not _opens_place(first):
        return 1
    joined = first
    for count, line in enumerate(ahead[1:], start=2):
        if line.isupper() or says_number(line) or opens_with(line, "motto"):
            return 1
        joined = join_lines(joined, line)
        issue = parse_issue_line(joined)
        if issue is not None:
            place = issue.place or ""
            is_whole = bool(place) and fold(joined.lstrip(" *|(")).startswith(fold(place))
            return count if is_whole else 1
    return 1


def _opens_place(line: str) -> bool:
    """Is it, in small letters, what a line of place and date may begin with: a name alone, or with
    the word for the day?"""
    return not line.isupper() and _PLACE_BEGINS.fullmatch(line.lstrip(" *|(")) is not None


def _issue_line(lines: Sequence[str]) -> IssueLine | None:
    """The line of place and date: alone, or broken over two lines; the fullest reading wins."""
    found = [issue for issue in map(parse_issue_line, lines) if issue is not None]
    for line, after in pairwise(lines):
        if not line.isupper() and opens_with(line, "motto") is None:
            issue = parse_issue_line(join_lines(line, after))
            found += [issue] if issue is not None else []
    return max(found, key=_fullness, default=None)


def _fullness(issue: IssueLine) -> tuple[int, int]:
    """How much of date and place a reading tells."""
    return (len(issue.iso or ""), len(issue.place or ""))


# --- whose paper it is ----------------------------------------------------------------------------

_UnitName = tuple[str, str]
"""Level and name of a unit."""
IN_TITLE, LOCAL, TITLE_LEVEL, AT_PLACE = 3, 3, 9, 20
"""How many mentions in the body one counts for: in the title; of a ward or commune; right in the
title without the word UBND; of a unit that the line of place and date names."""


def _named_by_itself(
    issued: IssueLine | None, title: str | None, text: Sequence[str]
) -> Issuer | None:
    """The committee that a paper without a letterhead speaks of as itself. A place alone is
    none: the paper has to speak of a committee of that level. Where an office of the state speaks,
    it is that office's, or nobody's."""
    speaker = state_speaker(title or "", text)
    if speaker is not None:
        return Issuer(speaker, speaker) if speaker else None
    counts = _mentioned_units(title or "", text)
    if issued and issued.place:
        place = fold(issued.place)
        for unit in counts:
            if fold(unit[1]) in place:
                counts[unit] += AT_PLACE
    best = max(counts, key=lambda unit: counts[unit], default=None)
    if best is None:
        return None
    level, name = best
    if not any(_speaks_of_committee(paragraph, level) for paragraph in (title or "", *text)):
        return None
    body = f"UBND {level} {name}"
    return Issuer(body, body, level=level, name=name)


def _speaks_of_committee(paragraph: str, level: str) -> bool:
    return any(match["level"].lower() == level for match in _COMMITTEE.finditer(paragraph))


def _mentioned_units(title: str, text: Sequence[str]) -> Counter[_UnitName]:
    """The units whose committee the paper names, and how much that weighs."""
    counts: Counter[_UnitName] = Counter()
    for weight, paragraph in [(IN_TITLE, title), *((1, paragraph) for paragraph in text)]:
        for match in UNIT_MENTION.finditer(paragraph):
            level = match["level"].lower()
            counts[level, match["name"]] += weight * (
                LOCAL if level in administrative_levels().lowest else 1
            )
    for match in _IN_TITLE.finditer(title):
        counts[match["level"].lower(), match["name"].strip()] += TITLE_LEVEL
    return counts


def province_of(
    level: str | None, name: str | None, mentions: Sequence[str], year: int | None
) -> str | None:
    """The province of the unit, where the paper names it."""
    if level is None or name is None:
        return None
    if level == PROVINCE:
        return name
    province = infer_province(level, name, mentions=mentions, year=year)
    if province is None or not any(_names(mention, province) for mention in mentions):
        return None
    return province


def _names(paragraph: str, province: str) -> bool:
    return strip_diacritics(province) in strip_diacritics(paragraph)


def has_line_of_day(info: models.DocumentInfo) -> bool:
    """Has a letterhead a line into which the day is written, also a blank one?"""
    return any(_LINE_OF_DAY.search(line) for line in info.letterhead)


_LINE_OF_DAY = compile_regex(r"(?i)\bngày\b")
