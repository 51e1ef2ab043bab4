"""Rules on names left in by copying: another ward, another province, bodies of the unit above, "các
phường" in a ward's own plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of, as_whole_words
from kehoach.normalize.gazetteer import Mention, find_unit_names, find_units
from kehoach.normalize.legal.references import kinds_of_symbol
from kehoach.normalize.levels import PROVINCE, administrative_levels
from kehoach.normalize.offices.directory import directory_of_offices
from kehoach.normalize.text import small, strip_diacritics
from kehoach.patterns import compile_regex
from kehoach.schema.kinds import is_calendar
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.vocabulary import alternation, words
from kehoach.schema.walk import Wording

LOWEST = administrative_levels().lowest

_SENTENCES = ("item", "bullet", "paragraph", "objective", "task", "activities", "deliverables")
"""Where a name that the gazetteer does not know is still the name of a unit: not among capitals."""


def is_of_lowest_level(draft: Draft) -> bool:
    """Is it the plan of a ward or commune whose name we know?"""
    unit = draft.plan.document.unit
    return unit is not None and bool(unit.name) and unit.level in LOWEST


def is_guessed(draft: Draft) -> bool:
    """Was the unit found in a sentence or under a title, for want of a letterhead? Then it may be
    another's that is named, and what seems foreign is the paper's own."""
    document = draft.plan.document
    if document.letterhead or document.place:
        return False
    kinds = kinds_of_symbol(document.symbol or "")
    is_blank = document.number is None and document.symbol is None
    return is_blank or bool(kinds and document.type not in kinds)


# --- other units ----------------------------------------------------------------------------------

MANY_TIMES = 4
"""A unit named more often is a neighbour or a parent for a reason."""
MIN_WORDS_OF_PERSON, MAX_WORDS_OF_PERSON = 3, 4
WORDS_OF_POST = 5
"""Before a name ("Phó Chủ tịch UBND xã")."""
BEHIND = 40
"""Letters behind a name in which its excuse may still stand."""

BESIDE = 16
"""Letters before a name in which it may be said that the unit is no more ("xã cũ | Tân Khê"):
farther off other things are called old ("trưởng thôn cũ")."""

_UnitKey = tuple[str, str]
"""Level and name of a unit, the name without diacritics."""


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit that is named in a wording."""

    wording: Wording
    mention: Mention

    @property
    def key(self) -> _UnitKey:
        """What unit it is."""
        return self.mention.level, strip_diacritics(self.mention.name)

    @property
    def printed(self) -> str:
        """Its level and name as they stand there."""
        return self.wording.text[self.mention.start : self.mention.end]


@rule("foreign_unit_name")
def foreign_unit_name(draft: Draft) -> Iterator[Finding]:
    """A ward or commune that is not this one, a province that is not its own: the paper was copied
    and not adapted ("công chức phường Ba Đình" in a plan of another ward).

    One named often is a neighbour or a parent for a reason; so is one of a list, one in a sentence
    about merging, visiting, bordering, one in a document's title, one that helps; one whose papers
    the plan rests on is above it. A calendar names where meetings are held."""
    document = draft.plan.document
    if not is_of_lowest_level(draft) or is_calendar(document.type, document.title):
        return
    named = [
        NamedUnit(wording, mention)
        for wording in draft.wordings
        for mention in find_unit_names(wording.text)
    ]
    counts = Counter(unit.key for unit in named)
    own = own_names(draft)
    for unit in named:
        is_foreign = _may_be_foreign(unit, counts[unit.key]) and _is_another(
            unit, draft, own_names=own
        )
        if (
            is_foreign
            and not _is_one_of_several(unit, named, own_names=own)
            and not _is_excused(unit)
        ):
            yield _foreign_unit(draft, unit)


def own_names(draft: Draft) -> frozenset[str]:
    """The names of the unit, the place where it sits and its province, and of those above it: in
    its letterhead, or whose papers it rests on; without diacritics; "" where one is not known."""
    document = draft.plan.document
    name = document.unit.name if document.unit else None
    own = [name, document.place, document.province]
    for line in document.letterhead:
        named = (unit.name for unit in find_unit_names(line))
        own += [other for other in named if not _is_cut_short(other, name)]
    for basis in document.legal_bases:
        issuers = find_unit_names(basis.issuer or "")
        own += [unit.name for unit in issuers if unit.level not in LOWEST]
    return frozenset(strip_diacritics(each or "") for each in own)


def _is_cut_short(other: str, name: str | None) -> bool:
    """Is another name the beginning of the unit's own ("XÃ ĐÔNG | TRẠI", of which "xã Đông" was
    read)? It would excuse all that begin so ("xã Đông Lĩnh")."""
    return strip_diacritics(name or "").startswith(f"{strip_diacritics(other)} ")


def _may_be_foreign(unit: NamedUnit, count: int) -> bool:
    """Rare, and surely a name: one that the gazetteer does not know, told once, in a sentence, or
    at the end of the name of a body that leads ("Công an xã Đồng Vạng Hạ"), where the rows below
    may have it, too."""
    if count > MANY_TIMES or _is_person(unit):
        return False
    if unit.mention.known:
        return True
    in_capitals = unit.wording.text.isupper()  # there every word behind "XÃ" looks like a name
    if unit.wording.kind == "lead":
        return (
            not in_capitals and _END_OF_BODY.match(unit.wording.text, unit.mention.end) is not None
        )
    return count == 1 and unit.wording.kind in _SENTENCES and not in_capitals


_END_OF_BODY = compile_regex(r"\s*(?:[;,\n]|$)")


def _is_person(unit: NamedUnit) -> bool:
    """ "Chủ tịch UBND xã | Đỗ Văn Lúa": the name of who holds the office, which no unit bears."""
    names = strip_diacritics(unit.mention.name).split()
    if unit.mention.known or not MIN_WORDS_OF_PERSON <= len(names) <= MAX_WORDS_OF_PERSON:
        return False
    before = small(unit.wording.text[: unit.mention.start]).split()[-WORDS_OF_POST:]
    holds_post = any(f" {post} " in f" {' '.join(before)} " for post in words("posts"))
    return holds_post or names[0] in directory_of_offices().words["surnames"]


def _is_another(unit: NamedUnit, draft: Draft, own_names: frozenset[str]) -> bool:
    """ "phường Hải Yên" in the plan of Hải Yên Trung is a name cut short by the reader, not another
    ward; "phường 7" may be a part of it."""
    name = strip_diacritics(unit.mention.name)
    if is_of_past(unit.mention, draft.plan.document.issued_on) and not acts(unit):
        return False
    if any(own and (name in own or own in name) for own in own_names):
        return False
    if unit.mention.level in LOWEST:
        return not unit.mention.name.isdigit()
    return _is_other_province(unit.mention, draft.plan.document.province)


SINCE = "2025-07"
"""The month from which on there are no districts, and other wards and provinces."""


def is_of_past(mention: Mention, issued: str | None) -> bool:
    """Does a paper of the new map name a unit that is on the old one alone? It tells what was done
    there before, or uses its name for a place."""
    units = find_units(mention.name, mention.level)
    on_old_map = bool(units) and all(unit.era == "before" for unit in units)
    return on_old_map and (issued or "") >= SINCE


def acts(unit: NamedUnit) -> bool:
    """ "UBND | xã Đức Lạng": the committee of a commune that is no more does nothing."""
    before = unit.wording.text[: unit.mention.start].rstrip()
    return small(before).endswith(tuple(small(body) for body in words("committees_in_charge")[:3]))


def _is_other_province(mention: Mention, province: str | None) -> bool:
    if mention.level != PROVINCE or province is None:
        return False
    units = [unit for unit in find_units(mention.name) if unit.is_province]
    return bool(units) and strip_diacritics(units[0].name) != strip_diacritics(province)


def _is_one_of_several(unit: NamedUnit, named: list[NamedUnit], own_names: frozenset[str]) -> bool:
    """Does the wording list units of this level?"""
    siblings = {
        other.key
        for other in named
        if other.wording.pointer == unit.wording.pointer
        and other.mention.level == unit.mention.level
    }
    return len([name for _, name in siblings if name not in own_names]) > 1


@cache
def excuses(key: str) -> regex.Pattern[str]:
    return compile_regex(as_whole_words(any_of(words(key))))


def _is_excused(unit: NamedUnit, key: str = "neighbours_named") -> bool:
    """Does its sentence say why it is named? A neighbour may help, be a place to meet, and people
    come from there."""
    if unit.wording.kind in ("footnote", "coordinating"):
        return True
    text = unit.wording.text
    begin = max(0, text.rfind(". ", 0, unit.mention.start))
    sentence = text[begin : unit.mention.end + BEHIND]
    if any(_does_excuse(match, sentence, unit) for match in excuses(key).finditer(small(sentence))):
        return True
    beside = text[max(begin, unit.mention.start - BESIDE) : unit.mention.end + BEHIND]
    if excuses("names_of_before").search(small(beside)) is not None:
        return True
    before = small(text[begin : unit.mention.start])
    *_, last_word = ["", *before.split()]
    return last_word in words("movements") or _is_venue(before)


def _does_excuse(match: regex.Match[str], sentence: str, unit: NamedUnit) -> bool:
    """Does a word excuse a unit? The seat of a committee does where one meets, not where a paper
    lets its own lists be posted ("niêm yết tại | trụ sở | UBND phường Ba Đình"); that something is
    set up does not, where a committee sets it up ("UBND xã Ba Đình | thành lập | Ban Tổ chức")."""
    if match[0] in words("settings_up") and acts(unit):
        return False
    if match[0] in words("seats_of_committees") and acts(unit):
        return excuses("posted_at_seats").search(small(sentence)) is None
    return True


WORDS_OF_VENUE = 6
"""Between "tại" and the unit ("tại hội trường tầng 2 của phường …")."""


def _is_venue(before: str) -> bool:
    """Does a sentence on a gathering go on to say where it is held ("Dự hội nghị giao ban tại |
    phường Ba Đình")?"""
    gathering, at, where = f" {before} ".rpartition(" tại ")
    is_gathering = any(f" {word} " in f"{gathering} " for word in words("gatherings"))
    return bool(at) and is_gathering and len(where.split()) <= WORDS_OF_VENUE


def _foreign_unit(draft: Draft, unit: NamedUnit) -> Finding:
    mention = unit.mention
    before = " ".join(unit.wording.text[: mention.start].split()[-5:])
    own = draft.plan.document.unit
    is_alike = own is not None and (mention.level in LOWEST or mention.level == own.level)
    meant = f"{mention.level} {own.name}" if own and is_alike else None
    return finding(
        "foreign_unit_doubted" if is_guessed(draft) else "foreign_unit_name",
        on=unit.wording,
        evidence=f"{before} {unit.printed}".strip(),
        suggestion=meant,
        name=unit.printed,
    )


# --- the territory of another province ------------------------------------------------------------


@rule("foreign_territory")
def foreign_territory(draft: Draft) -> Iterator[Finding]:
    """ "Trên địa bàn tỉnh Hồng Lam" in the plan of another province, or "báo cáo UBND tỉnh Hồng
    Lam": it was copied. A plan of a level above wards speaks of many units; only its own territory
    is called so, and only to its own committee are its bodies told to report."""
    own = draft.plan.document.unit
    if own is None or not own.name or own.level is None or own.level in LOWEST:
        return
    names = own_names(draft)
    named = [
        NamedUnit(wording, mention)
        for wording in draft.wordings
        for mention in find_unit_names(wording.text)
        if mention.level == own.level
    ]
    counts = Counter(unit.key for unit in named)
    for unit in named:
        before = unit.wording.text[: unit.mention.start]
        if counts[unit.key] > FEW_TIMES:
            continue
        if _territory().search(before) is None and _reports().search(before) is None:
            continue
        is_sentence = unit.wording.kind in _SENTENCES and not unit.wording.text.isupper()
        is_there = is_sentence and _is_elsewhere(unit, draft, names)
        if is_there and not _is_excused(unit, "neighbours_of_territories"):
            yield _foreign_unit(draft, unit)


FEW_TIMES = 2
"""A province that is named more often is no slip."""


def _is_elsewhere(unit: NamedUnit, draft: Draft, own_names: frozenset[str]) -> bool:
    """Is a unit none of the paper's own, and no name of the old map?"""
    name = strip_diacritics(unit.mention.name)
    if is_of_past(unit.mention, draft.plan.document.issued_on):
        return False
    return not any(own and (name in own or own in name) for own in own_names)


@cache
def _territory() -> regex.Pattern[str]:
    """ "trên địa bàn | tỉnh …"."""
    return compile_regex(rf"(?:{alternation('territories')})\s+$", regex.IGNORECASE)


@cache
def _reports() -> regex.Pattern[str]:
    """ "báo cáo UBND | tỉnh …"."""
    reporting, committees = alternation("reporting_to"), alternation("committees_in_charge")
    return compile_regex(rf"(?:{reporting})\s+(?:{committees})\s+$", regex.IGNORECASE)


# --- copied from the plan above -------------------------------------------------------------------


@cache
def _several_units() -> regex.Pattern[str]:
    """ "Ủy ban nhân dân các phường, xã | có trách nhiệm", at the beginning of a sentence."""
    committees, levels = alternation("committees_in_charge"), any_of(LOWEST)
    return compile_regex(
        rf"""
        (?: ^ | [.;:]\s+ | ^\p{{L}}\)\s* )
        (?: {committees} ) \s+ (?:các|cấp) \s+ (?: {levels} ) (?: \s*,\s* (?: {levels} ) )*
        \s+ \p{{Ll}}+ (?: \s\p{{Ll}}+ )?
        """,
        regex.VERBOSE,
    )


@cache
def _board_above() -> regex.Pattern[str]:
    """ "Ban Chỉ đạo chuyển đổi số tỉnh", "Thành viên Ban Chỉ đạo tỉnh"."""
    members, boards = alternation("board_members"), alternation("steering_boards")
    above = any_of(administrative_levels().province)
    return compile_regex(
        rf"""
        (?: (?: {members} ) \s+ )? (?: {boards} )
        (?: \s+ (?! (?: {above} ) \b ) [\p{{L}}\d,]+ ){{0,24}}?
        \s+ (?: {above} ) (?! \p{{L}} )
        """,
        regex.VERBOSE,
    )


@cache
def _ordered() -> regex.Pattern[str]:
    """Behind the name of a board: what it has to do."""
    return compile_regex(rf"^\s*(?:{alternation('orders_to_boards')})\b")


@cache
def _rules_of() -> regex.Pattern[str]:
    """Before the name of a board: it works by that board's rules."""
    return compile_regex(rf"(?:{alternation('rules_of_work')})[^.;]{{0,60}}$")


@rule("copied_from_above")
def copied_from_above(draft: Draft) -> Iterator[Finding]:
    """What only the level above can say: orders to many wards ("Ủy ban nhân dân các phường phải
    …"), or to the province's steering board. A ward cannot give them; of a paper without letterhead
    it is not sure that it is a ward's."""
    if not is_of_lowest_level(draft) or is_guessed(draft):
        return
    for wording in draft.wordings:
        if match := _several_units().search(wording.text):
            yield finding("foreign_level", on=wording, evidence=match[0].strip(" .;:"))
        for match in _board_above().finditer(wording.text):
            if _is_treated_as_own(wording, match):
                yield finding("foreign_board", on=wording, evidence=match[0])


def _is_treated_as_own(wording: Wording, board: regex.Match[str]) -> bool:
    """Does the ward give the province's board orders, or run its own board by the province's
    rules?"""
    before, behind = wording.text[: board.start()], wording.text[board.end() :]
    opens = not before.strip() or regex.search(r"[.;:]\s*$", before) is not None
    if opens and _ordered().match(behind):
        return True
    heading = strip_diacritics(" ".join(wording.headings[-1:]))
    is_of_board = any(strip_diacritics(board) in heading for board in words("steering_boards"))
    return is_of_board and _rules_of().search(small(before)) is not None


@cache
def _government(governing: str) -> regex.Pattern[str]:
    """Who governs, by a key of words.yaml, before a kind of government ("CHÍNH PHỦ | ĐIỆN TỬ")."""
    who, kinds = alternation(governing), alternation("kinds_of_government")
    return compile_regex(rf"(?:{who})(?=\s+(?:{kinds}))", regex.IGNORECASE)


@rule("foreign_government")
def foreign_government(draft: Draft) -> Iterator[Finding]:
    """ "CHÍNH PHỦ ĐIỆN TỬ" as a heading, in a paper whose other headings build "chính quyền điện
    tử": it was copied from a national plan."""
    unit = draft.plan.document.unit
    if unit is None or not unit.name:
        return
    kinds = ("heading", "group", "subgroup")
    headings = [wording for wording in draft.wordings if wording.kind in kinds]
    local, national = _government("local_government"), _government("national_government")
    if not any(local.search(heading.text) for heading in headings):
        return
    for heading in headings:
        if national.search(heading.text) and not local.search(heading.text):
            meant = national.sub(_local_government, heading.text)
            yield finding("foreign_government", on=heading, suggestion=meant)


def _local_government(national: regex.Match[str]) -> str:
    local: str = words("local_government")[0]
    return local.upper() if national[0].isupper() else local
