"""The bodies that a letterhead names -> who issued the paper, and whose unit it is.

A letterhead names the superior body over the issuing one ("UBND TỈNH SƠN HẠ | SỞ Y TẾ"), each over
one line or several, beside the motto or run together with it. Nothing is made up: where a name
cannot be spelled in small letters by the paper, the directory or the gazetteer, it stays as
printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex
from rapidfuzz import fuzz

from kehoach.normalize.gazetteer import find_units, proper_name
from kehoach.normalize.levels import PROVINCE, administrative_levels
from kehoach.normalize.offices.directory import directory_of_offices, words_of
from kehoach.normalize.text import clean, fold, strip_diacritics
from kehoach.normalize.times.dates import parse_issue_line
from kehoach.parsers.motto import without_motto
from kehoach.parsers.offices_over_lines import with_offices_joined
from kehoach.parsers.words import opens_with, phrases, phrases_by, raw_phrases, says_number, starts
from kehoach.patterns import compile_regex

LEVELS = administrative_levels().all
WORN_BODY = 80.0
"""So like must the words of a body be that a seal spoiled."""
MAX_NAME, MAX_WORDS = 5, 16
"""Words of the name of a unit, of a body in a letterhead."""
_SPELLINGS = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵdđ"
_NUMBER_LINE = compile_regex(r"\s(?:S[ốôoỐ]\s*[:.…]|Số\s).*", regex.DOTALL)
_BETWEEN_BODIES = compile_regex(r"\s+[-–]\s+")
_MARKS_AHEAD = compile_regex(r"^[^\p{L}\d(…]+")
_DATE = compile_regex(r"(?:^|\s)[Nn]g[àa]y\s.*", regex.DOTALL)
_SMALL_NAME = compile_regex(r"\p{Lu}[\p{L}'’]*(?:[\s\-–]+\p{Lu}[\p{L}'’]*){0,5}|\d{1,2}")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issued a paper: the body in the spelling of small letters, its words as printed (with the
    superior body before them), level and name of the unit that it belongs to, and the province of
    that unit where the letterhead itself names it."""

    body: str
    printed: str
    level: str | None = None
    name: str | None = None
    province: str | None = None


def read_issuer(
    lines: Sequence[str], text: Sequence[str], place: str | None = None
) -> Issuer | None:
    """The lines of a letterhead, column by column, and the paragraphs of the paper -> who issued
    it; None where the letterhead names nobody. `place`, that of the date, helps to read a name that
    a seal has spoiled.

    >>> issuer = read_issuer(["UBND XÃ TÂN KHÊ", "PHÒNG KINH TẾ", "Số: 7/KH-KT"], [])
    >>> issuer.body, issuer.level, issuer.name
    ('Phòng Kinh tế', 'xã', 'Tân Khê')
    """
    bodies = with_offices_joined(_bodies(lines))
    if not bodies:
        return None
    named = next((unit for unit in map(_unit_in, reversed(bodies)) if unit is not None), None)
    level = named.level if named else None
    name = None
    if named is not None:
        own = _worn_name(named.name, named.level, place, text)
        name = _spelled(own, named.level, text=text)
    small = _in_small_letters(bodies[-1], text, level=level, name=name)
    if len(bodies) > 1 and _belongs_to_one_above(bodies[-1]):
        small = f"{small} {_in_small_letters(bodies[-2], text, level=level, name=name)}"
    elif level and name and _is_group_of_unit(bodies[-1]):
        group = bodies[-1].removesuffix(f" {level.upper()}")
        small = f"{_in_small_letters(group, text, level=level, name=name)} {level} {name}"
    province = _province_named(bodies, named, text=text)
    return Issuer(small, " ".join(bodies), level=level, name=name, province=province)


def read_joint_issuer(lines: Sequence[str], text: Sequence[str]) -> str | None:
    """All bodies of the letterhead of a paper that they issue together, the last with the unit's
    name; None where it names one.

    >>> read_joint_issuer(["PHÒNG KINH TẾ - TRẠM Y TẾ", "ĐOÀN THANH NIÊN XÃ TÂN KHÊ"], [])
    'Phòng Kinh tế - Trạm Y tế - Đoàn Thanh niên xã Tân Khê'
    """
    bodies = [part for body in _bodies(lines) for part in _of_joint(body)]
    if len(bodies) < 2:
        return None
    named = next((unit for unit in map(_unit_in, reversed(bodies)) if unit is not None), None)
    level = named.level if named else None
    name = _spelled(named.name, named.level, text=text) if named else None
    return " - ".join(_in_small_letters(body, text, level=level, name=name) for body in bodies)


def _of_joint(body: str) -> Iterator[str]:
    """The bodies that dashes part in a line, each with the opening of one."""
    whole = ""
    for part in _BETWEEN_BODIES.split(body):
        if whole and opens_like_body(part):
            yield whole
            whole = part
        else:
            whole = f"{whole} - {part}" if whole else part
    yield whole


def _belongs_to_one_above(body: str) -> bool:
    """Does a body bear the name of the one above it ("BAN THƯỜNG TRỰC", "TIỂU BAN TUYÊN TRUYỀN")?
    One that says itself whose it is does not."""
    if strip_diacritics(body) in phrases("offices_of"):
        return True
    return opens_with(body, "groups_within_bodies") is not None and _unit_in(body) is None


def _is_group_of_unit(body: str) -> bool:
    """Does a body bear the name of its unit, which it does not say itself ("HỘI ĐỒNG NGHĨA VỤ QUÂN
    SỰ", "BAN CHỈ HUY QUÂN SỰ TỈNH")?"""
    return opens_with(body, "groups_of_units") is not None and _unit_in(body) is None


def _province_named(bodies: Sequence[str], named: _Named | None, text: Sequence[str]) -> str | None:
    """The province that the letterhead names beside or over a unit below it ("UBND XÃ TÂN KHÊ, TỈNH
    SƠN HẠ"), or as the city of an office that only provinces have ("SỞ Y TẾ")."""
    if named is None:
        return None
    if named.within is not None:
        level, name = named.within
        return (
            _spelled(name, level, text=text) if level in administrative_levels().province else None
        )
    if named.level in administrative_levels().province and opens_with(
        bodies[-1], "provincial_offices"
    ):
        return _spelled(named.name, named.level, text=text)
    above = _unit_in(bodies[0])
    if above is not None and above.level == PROVINCE and named.level != above.level:
        return _spelled(above.name, above.level, text=text)
    return None


# --- which lines name a body ----------------------------------------------------------------------


def _bodies(lines: Sequence[str]) -> list[str]:
    """The bodies of a letterhead from the superior to the issuing one, as printed. They stand above
    the number."""
    bodies: list[str] = []
    word = ""  # alone on its line: "THỦ | TƯỚNG CHÍNH PHỦ"
    for line in _lines_of_bodies(lines):
        if line == "":
            if bodies:
                break
            continue
        if word and not bodies:
            line = f"{word} {line}"
        word = line if line.isupper() and " " not in line else ""
        if not bodies or _opens_body(line, bodies[-1]):
            if opens_like_body(line):
                bodies += _run_together(line)
        elif len(bodies[-1].split()) < MAX_WORDS and _may_go_on(bodies[-1], line):
            bodies[-1] = f"{bodies[-1]} {line}"
    return bodies


def _lines_of_bodies(lines: Sequence[str]) -> Iterator[str]:
    """The lines of a letterhead without the motto, place and date, boxes, rules and the marks that
    open them; the line of the number as "". What a letter is about stands below its bodies; above
    them it is a title that a web site printed."""
    is_below_bodies = False
    for line in without_motto("\n".join(lines)).split("\n"):
        own = _MARKS_AHEAD.sub("", clean(line))
        if opens_with(own, "subject_openings"):
            if is_below_bodies:
                return
            continue
        if says_number(own):
            yield ""
            continue
        own = _NUMBER_LINE.sub("", own)
        if _is_box(own) or parse_issue_line(own) is not None:
            continue
        own = _DATE.sub("", own).strip(" -–—_*|=.,:")
        if any(map(str.isalpha, own)):
            is_below_bodies = is_below_bodies or opens_like_body(own)
            yield own


def _is_box(line: str) -> bool:
    """Is it a stamp such as "MẬT", "HỎA TỐC"? "MẶT TRẬN TỔ QUỐC" only looks like one."""
    return opens_with(line, "boxes") is not None and not opens_like_body(line)


def _opens_body(line: str, before: str) -> bool:
    """Does the line begin the name of another body than `before`?"""
    if not opens_like_body(line):
        return False
    is_office_of = strip_diacritics(before) in phrases("offices_of")
    return not (is_office_of and _committee(line))


@lru_cache(maxsize=4096)
def opens_like_body(line: str) -> bool:
    """Does the line open with the name of a body, also one that a seal spoiled?"""
    if opens_with(line, "not_body_openings"):
        return False
    words = strip_diacritics(line)
    opening = starts(words, phrases("body_openings"))
    if opening is not None:
        return line[:1].isupper() and (line.isupper() or _is_name_of_body(line))
    return line.isupper() and _worn_committee(words)


def _is_name_of_body(line: str) -> bool:
    """In small letters a body is named, not spoken of: nothing ends a sentence, few words."""
    return len(line.split()) <= MAX_WORDS and not line.endswith((";", ".", ":", ","))


def _may_go_on(body: str, line: str) -> bool:
    """May the name of a body go on in this line?"""
    if line.isupper() or starts(strip_diacritics(line), tuple(map(strip_diacritics, LEVELS))):
        return True
    return not body.isupper() and _is_name_of_body(line)


def _worn_committee(words: str) -> bool:
    listed = phrases_by("words.yaml", "committees").values()
    long_forms = [form for forms in listed for form in forms if " " in form]
    return any(fuzz.ratio(words[: len(form) + 1], form) >= WORN_BODY for form in long_forms)


def _run_together(line: str) -> list[str]:
    """Two bodies on one line ("UBND TỈNH SƠN HẠ SỞ Y TẾ") -> each; the line itself where there is
    one."""
    match = _committee(line)
    words = match["name"].split() if match else []
    cuts = [n for n in range(1, len(words) - 1) if opens_like_body(" ".join(words[n:]))]
    level = _level(match["level"]) if match else None
    known = [n for n in cuts if find_units(" ".join(words[:n]), level)]
    cut = next(iter(known or [n for n in cuts if n > 1]), None)
    if cut is None:
        return [line]
    tail = " ".join(words[cut:])
    return [line.removesuffix(tail).strip(), tail]


# --- levels and names -----------------------------------------------------------------------------


def _with_any_marks(word: str) -> str:
    """A pattern of a word with any marks: "THÀNH PHÓ" is a "thành phố", too."""
    pattern = ""
    for letter in strip_diacritics(word):
        spellings = [other for other in _SPELLINGS if strip_diacritics(other) == letter]
        pattern += f"[{''.join(spellings)}]" if spellings else letter.replace(" ", r"\s+")
    return pattern


@cache
def _committee_pattern() -> regex.Pattern[str]:
    listed = phrases_by("words.yaml", "committees").values()
    forms = "|".join(_with_any_marks(form) for forms in listed for form in forms)
    levels = "|".join(map(_with_any_marks, LEVELS))
    return compile_regex(
        rf"(?:{forms})(?:\s+VÀ\s+(?:{forms}))?\s+(?P<level>{levels})\s+(?P<name>\S.*)",
        regex.IGNORECASE | regex.DOTALL,
    )


@cache
def _unit_pattern() -> regex.Pattern[str]:
    levels = "|".join(map(_with_any_marks, LEVELS))
    others = "|".join(map(_with_any_marks, raw_phrases("not_units")))
    return compile_regex(
        rf"(?P<body>.*?)(?:^|(?<=\s))(?!(?:{others})\b)(?P<level>{levels})\s+(?P<name>\S.*)",
        regex.IGNORECASE | regex.DOTALL,
    )


@cache
def _above_pattern() -> regex.Pattern[str]:
    listed = administrative_levels()
    levels = "|".join(map(_with_any_marks, sorted({*listed.province, *listed.district})))
    return compile_regex(
        rf"(?P<name>\S.*?)[\s,\-–]+(?P<level>{levels})\s+(?P<above>\S.*)", regex.IGNORECASE
    )


def _committee(body: str) -> regex.Match[str] | None:
    return _committee_pattern().fullmatch(body)


@dataclass(frozen=True, slots=True)
class _Named:
    """A body that bears the name of a unit: its words ahead of that, as printed; `says_level` where
    the level stands before the name ("ĐẢNG ỦY XÃ TÂN KHÊ", not "TỈNH ỦY SƠN HẠ"); `within` level
    and name of the unit above it that its name goes on with ("XÃ TÂN KHÊ, TỈNH SƠN HẠ")."""

    ahead: str
    level: str
    name: str
    says_level: bool = True
    within: tuple[str, str] | None = None


def _unit_in(body: str) -> _Named | None:
    """The unit in the name of a body: that of a committee, else the last one named."""
    words = body.split()
    for level, openings in phrases_by("words.yaml", "party_committees").items():
        opening = starts(strip_diacritics(body), openings)
        size = len(opening.split()) if opening else len(words)
        name = " ".join(words[size:])
        if name and _is_name(name):
            return _Named(" ".join(words[:size]), level, name=name, says_level=False)
    match = _committee(body) or _unit_pattern().fullmatch(body)
    if match is None or _is_no_unit(body, match):
        return _province_of_office(body)
    name, within = _without_unit_above(_without_level(match["name"], match["level"]))
    if not _is_name(name):
        return None
    ahead = body[: match.start("level")].strip()
    return _Named(ahead, _level(match["level"]), name=name, within=within)


def _is_no_unit(body: str, match: regex.Match[str]) -> bool:
    """Is what looks like a level another word ("QUẢN LÝ", of which "QUẬN LÝ" is a reading)? Behind
    a committee a level that bears its own marks is one: "ỦY BAN NHÂN DÂN XÃ HỘI THỊNH"."""
    if match["level"].lower() in LEVELS and _committee(body) is not None:
        return False
    return opens_with(body[match.start("level") :], "not_units") is not None


def _province_of_office(body: str) -> _Named | None:
    """The province whose name alone stands behind that of an office that only provinces have ("SỞ Y
    TẾ KIÊN GIANG")."""
    if opens_with(body, "provincial_offices") is None:
        return None
    words = body.split()
    for size in range(MAX_NAME, 1, -1):
        if len(words) < size + 2:
            continue
        name = " ".join(words[-size:])
        unit = next((unit for unit in find_units(name) if unit.is_province), None)
        if unit is not None:
            return _Named(" ".join(words[:-size]), unit.level, name=name, says_level=False)
    return None


def _without_level(name: str, level: str) -> str:
    """A name without the level, where two lines of a letterhead both say that ("ĐOÀN THANH NIÊN XÃ"
    | "XÃ TÂN KHÊ")."""
    rest = name.removeprefix(f"{level} ")
    return rest if _is_name(rest.split(",")[0]) else name


def _without_unit_above(name: str) -> tuple[str, tuple[str, str] | None]:
    """ "TÂN KHÊ, TỈNH SƠN HẠ" -> the name, and level and name of the unit above it; a name alone as
    it is, also one that begins with a level's word ("TỈNH GIA")."""
    match = _above_pattern().fullmatch(name)
    is_known = bool(find_units(name.strip()))  # "MỸ TỊNH AN" is a name; "TỊNH" is no "TỈNH"
    if match is None or is_known or not _is_name(match["above"]):
        return name.strip(), None
    return match["name"].strip(), (_level(match["level"]), match["above"].strip())


def _is_name(name: str) -> bool:
    words = [word for word in name.split() if word.strip("-–")]
    return len(words) <= MAX_NAME and (name.isupper() or _SMALL_NAME.fullmatch(name) is not None)


def _level(printed: str) -> str:
    """The level's word in its spelling, also where the letterhead lost its marks."""
    plain = strip_diacritics(printed)
    return next(level for level in LEVELS if strip_diacritics(level) == plain)


def _worn_name(name: str, level: str, place: str | None, text: Sequence[str]) -> str:
    """A name that no gazetteer knows, but for a spoiled letter, or a mark under a seal or a line,
    the place of the date -> that place."""
    if place is None or find_units(name, level):
        return name
    is_same = strip_diacritics(name) == strip_diacritics(place)
    is_in_text = written_in(text, place) is not None and written_in(text, name) is None
    if is_same and (name.isascii() or is_in_text):
        return place
    is_alike = fuzz.ratio(strip_diacritics(name), strip_diacritics(place)) >= WORN_BODY
    return place if is_alike and find_units(place, level) else name


def _spelled(name: str, level: str, text: Sequence[str]) -> str:
    """A name in capitals -> its spelling: as the body of the paper writes it, else as the gazetteer
    does."""
    if not name.isupper():
        return name
    return written_in(text, name) or proper_name(name, level)


def written_in(text: Sequence[str], words: str) -> str | None:
    """How the paper writes `words`, which its letterhead has in capitals; None where it does not
    speak of them in small letters."""
    folded = fold(words)
    anywhere = compile_regex(rf"(?<!\p{{L}}){regex.escape(words)}(?!\p{{L}})", regex.IGNORECASE)
    for paragraph in text:
        for match in anywhere.finditer(paragraph):
            written = match[0]
            is_spelled = written[:1].isupper() and not written.isupper()
            if is_spelled and fold(written) == folded:
                return written
    return None


def _in_small_letters(body: str, text: Sequence[str], level: str | None, name: str | None) -> str:
    """The name of a body in its usual letters: "UBND phường Sơn Hạ", "Sở Y tế"; as printed where
    nothing tells its small letters."""
    short = _committee_in_short(body)
    if short is not None:
        return " ".join(word for word in (short, level, name) if word)
    if not body.isupper():
        return body
    named = _unit_in(body)
    ahead = _known(named.ahead, text) if named else None
    if named is None or ahead is None:
        return _known(body, text) or body
    return " ".join(
        word for word in (ahead, named.level if named.says_level else None, name) if word
    )


def _known(words: str, text: Sequence[str]) -> str | None:
    """Words in capitals as the paper itself, the directory of bodies or the vocabulary writes
    them."""
    written = written_in(text, words)
    if written is not None:
        return written
    listing = directory_of_offices()
    listed = listing.names.get(listing.key_of(words_of(words)))
    for candidate in (listed, *raw_phrases("body_openings")):
        if candidate is not None and fold(candidate) == fold(words):
            return candidate
    board, _, body = words.partition(" ")
    if board in raw_phrases("boards_in_short") and body:  # "BCH | HỘI NÔNG DÂN"
        known = _known(body, text)
        return f"{board} {known}" if known else None
    return _with_its_marks(words)


def _with_its_marks(words: str) -> str | None:
    """A body of more than one word that a copy printed without some of its marks ("VAN PHONG CHÍNH
    PHU"), where the vocabulary or the directory has it."""
    plain = strip_diacritics(words)
    bodies = (*raw_phrases("body_openings"), *directory_of_offices().names.values())
    listed = (body for body in bodies if " " in body)
    return next((body for body in listed if strip_diacritics(body) == plain), None)


def _committee_in_short(body: str) -> str | None:
    """ "UBND" for a body that is a people's committee, "HĐND" for a council; None for others."""
    plain = strip_diacritics(body)
    worn_committee = next(iter(phrases_by("words.yaml", "committees")))
    for short, forms in phrases_by("words.yaml", "committees").items():
        opening = starts(plain, forms)
        if opening is not None and (_committee(body) or plain == opening):
            return short
    return worn_committee if _worn_committee(plain) else None
