"""Names left in by copying: another ward, another province, bodies of the unit above, "các phường"
in a ward's own plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import regex

from kehoach.normalize.gazetteer import Mention, find_unit_names, find_units
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.text import small, strip_diacritics
from kehoach.parsers.words import raw_phrases
from kehoach.schema import models
from kehoach.schema.rules.base import Observation
from kehoach.schema.texts import Text

LOWEST = administrative_levels().lowest
PROVINCES = administrative_levels().province
_LOWEST_LEVEL = f"(?:{'|'.join(LOWEST)})"


def foreign_names(plan: models.Plan, wordings: Sequence[Text]) -> Iterator[Observation]:
    """Units that the plan has nothing to do with, told once per place."""
    unit = plan.document.unit
    if unit is None or not unit.name:
        return
    if unit.level in LOWEST:
        yield from _other_units(plan, unit.name, wordings)
        yield from _copied_from_above(plan, wordings)
    yield from _other_government(wordings)


_SENTENCES = ("item", "bullet", "paragraph", "objective", "task", "activities", "deliverables")
"""Where a name that the gazetteer does not know is still the name of a unit: not among capitals."""


# --- other units ----------------------------------------------------------------------------------


@cache
def _allowed() -> regex.Pattern[str]:
    phrases = "|".join(map(regex.escape, raw_phrases("neighbours_named")))
    return regex.compile(rf"(?<!\p{{L}})(?:{phrases})(?!\p{{L}})")


def _other_units(plan: models.Plan, name: str, wordings: Sequence[Text]) -> Iterator[Observation]:
    """A ward or commune that is not this one, a province that is not its own. One named often is a
    neighbour or a parent for a reason; so is one of a list, one in a sentence about merging,
    visiting, bordering, one in a document's title."""
    mentions = [(text, mention) for text in wordings for mention in find_unit_names(text.text)]
    often = Counter(_key(mention) for _, mention in mentions)
    places = [name, plan.document.place or "", plan.document.province or ""]
    own = {strip_diacritics(place) for place in places if place}
    for text, mention in mentions:
        if (
            strip_diacritics(mention.name) in own
            or _is_part(mention, own)
            or often[_key(mention)] > 4
        ):
            continue
        if not mention.known and (often[_key(mention)] > 1 or text.kind not in _SENTENCES):
            continue
        if not (mention.level in LOWEST or _is_other_province(mention, plan.document.province)):
            continue
        if mention.level in LOWEST and _has_number_only(mention):
            continue
        siblings = {
            _key(m) for t, m in mentions if t.where == text.where and m.level == mention.level
        }
        if len(
            siblings - {(mention.level, strip_diacritics(place)) for place in places}
        ) > 1 or _is_excused(text, mention):
            continue
        found = text.text[mention.start : mention.end]
        right = f"{mention.level} {name}" if mention.level in LOWEST else None
        yield Observation("foreign_unit_name", _around(text.text, mention), text.spans, text.where, right,
                          (("name", found),))  # fmt: skip


def _key(mention: Mention) -> tuple[str, str]:
    return mention.level, strip_diacritics(mention.name)


def _has_number_only(mention: Mention) -> bool:
    return mention.name.isdigit()


def _is_part(mention: Mention, own: set[str]) -> bool:
    """ "phường Hải Yên" in the plan of Hải Yên Trung is a name cut short by the reader, not another
    ward."""
    key = strip_diacritics(mention.name)
    return any(key in place or place in key for place in own)


def _is_other_province(mention: Mention, province: str | None) -> bool:
    if mention.level not in PROVINCES or province is None:
        return False
    units = [unit for unit in find_units(mention.name) if unit.is_province]
    if not units or strip_diacritics(units[0].name) == strip_diacritics(province):
        return False
    return mention.level == "tỉnh"


def _is_excused(text: Text, mention: Mention) -> bool:
    sentence = text.text[max(0, text.text.rfind(". ", 0, mention.start)) : mention.end + 40]
    return text.kind == "footnote" or _allowed().search(small(sentence)) is not None


def _around(text: str, mention: Mention) -> str:
    before = " ".join(text[: mention.start].split()[-5:])
    return f"{before} {text[mention.start : mention.end]}".strip()


# --- copied from the plan above -------------------------------------------------------------------

_SEVERAL = regex.compile(
    r"(?:^|[.;:]\s+|^\p{L}\)\s*)(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Chủ tịch UBND|Chủ tịch Ủy ban nhân dân)\s+"
    rf"(?:các|cấp)\s+{_LOWEST_LEVEL}(?:\s*,\s*{_LOWEST_LEVEL})*"
    r"\s+(?P<verb>\p{Ll}+(?:\s\p{Ll}+)?)"
)
_BOARD = regex.compile(
    r"(?P<board>(?:Các thành viên\s+|Thành viên\s+)?(?:Tiểu\s+)?Ban Chỉ đạo"
    r"(?:\s+(?!tỉnh\b|thành phố\b)[\p{L}\d,]+){0,24}?\s+(?:tỉnh|thành phố))(?!\p{L})"
)
_ORDERS = regex.compile(
    r"^\s*(?:phải|có trách nhiệm|chỉ đạo|chủ trì|chủ động|tổ chức|quan tâm|tập trung|thực hiện)\b"
)


def _copied_from_above(plan: models.Plan, wordings: Sequence[Text]) -> Iterator[Observation]:
    for text in wordings:
        if match := _SEVERAL.search(text.text):
            yield Observation("foreign_level", match[0].strip(" .;:"), text.spans, text.where)
        for match in _BOARD.finditer(text.text):
            if _is_given_orders(text, match):
                yield Observation("foreign_board", match["board"], text.spans, text.where)


def _is_given_orders(text: Text, match: regex.Match[str]) -> bool:
    """Does the ward give the province's board orders, or run its own board by the province's
    rules?"""
    before, after = text.text[: match.start()], text.text[match.end() :]
    opens = not before.strip() or regex.search(r"[.;:]\s*$", before) is not None
    if opens and _ORDERS.match(after):
        return True
    own_board = any("ban chi dao" in strip_diacritics(title) for title in text.path[-1:])
    return own_board and regex.search(r"quy chế[^.;]{0,60}$", small(before)) is not None


_NATIONAL = regex.compile(r"(?i)chính phủ\s+(?:điện tử|số)")
_LOCAL = regex.compile(r"(?i)chính quyền\s+(?:điện tử|số)")


def _other_government(wordings: Sequence[Text]) -> Iterator[Observation]:
    """ "CHÍNH PHỦ ĐIỆN TỬ" as a heading, in a paper whose other headings build "chính quyền điện
    tử"."""
    headings = [text for text in wordings if text.kind in ("heading", "group", "subgroup")]
    if not any(_LOCAL.search(text.text) for text in headings):
        return
    for text in headings:
        if _NATIONAL.search(text.text) and not _LOCAL.search(text.text):
            meant = regex.sub(
                r"(?i)chính phủ",
                lambda m: "CHÍNH QUYỀN" if m[0].isupper() else "chính quyền",
                text.text,
            )
            yield Observation("foreign_government", text.text, text.spans, text.where, meant)
