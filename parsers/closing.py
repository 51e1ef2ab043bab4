"""The closing of a paper: where the list of recipients and the signature stand, and what they
say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from kehoach.ingest.model import FlowItem, Grid, Line, lines_of
from kehoach.normalize.text import clean, join_lines, strip_diacritics
from kehoach.parsers.closing_lines import is_signature, unrolled
from kehoach.parsers.flattened.asked import begins_headless
from kehoach.parsers.layout.marks import Rank, is_bullet, read_mark
from kehoach.parsers.recipient_lists import unannounced_at
from kehoach.parsers.words import (
    behind_phrase,
    contains,
    is_caption,
    is_person,
    is_signer_line,
    opens_with,
    opens_with_role,
    phrases,
    raw_phrases,
    signs_for_another,
    without_rank,
    without_signed,
)
from kehoach.patterns import compile_regex
from kehoach.schema import models

AHEAD = 4
"""Lines in which the next recipient of a list, or the signer, must stand."""
FEWEST_SIDE_BY_SIDE = 2
"""Signers in one line."""
_WIDE_GAP = compile_regex(r"\t+|\s{3,}")
MAX_CAPITALS = 4
"""Words of a line in capitals between the signer's capacity and name."""
MAX_FORMULA = 12
"""Words of a further line of for whom somebody signs ("TM. BAN CHỈ ĐẠO | PHÒNG, CHỐNG …")."""
MAX_BEHIND_ROLE = 14
"""Items behind a signer's capacity that stands in small letters."""


def text_of(item: FlowItem) -> str:
    """The words of a line; none of a grid."""
    return item.text if isinstance(item, Line) else ""


def _opens_closing(item: FlowItem) -> bool:
    if isinstance(item, Line):
        return _is_closing_line(item)
    if _is_of_signers(item):
        return True
    return not item.ruled and any(map(_is_closing_line, lines_of([item])))


def _is_of_signers(grid: Grid) -> bool:
    """Does a table hold nothing but who signs: capacities, "(Ký, đóng dấu)", names?"""
    texts = [without_signed(line.text) for line in lines_of([grid])]
    said = [text for text in texts if text]
    names = [text for text in said if is_person(text)]
    return bool(names) and all(
        is_person(text) or is_signer_line(text) or opens_with_role(text) for text in said
    )


MAX_ABOVE = 6
"""Lines of a card above such a field."""
_CARD_LABEL = compile_regex(r"\p{Lu}[\p{Lu} ]{2,30}:")


def _is_closing_line(line: Line) -> bool:
    """Does it open the list of recipients, or tell who signs?"""
    if opens_with(line.text, "recipients") is not None or is_signer_line(line.text):
        return True
    return is_signature(line.text) or _are_capacities(line)


def _are_capacities(line: Line) -> bool:
    """Do the capacities of several signers stand side by side in a line of a text ("NGƯỜI LẬP BIỂU
    KẾ TOÁN     HIỆU TRƯỞNG")?"""
    parts = [part for part in _WIDE_GAP.split(line.raw.strip()) if part]
    if len(parts) < FEWEST_SIDE_BY_SIDE or line.words or "|" in line.raw:
        return False
    named = [strip_diacritics(part) in phrases("signer_roles") for part in parts]
    return sum(named) >= FEWEST_SIDE_BY_SIDE and all(
        is_role or part.isupper() for is_role, part in zip(named, parts, strict=True)
    )


def _is_signed(ahead: Sequence[FlowItem]) -> bool:
    """Does a line tell the capacity of a signer whose name follows: in capitals and with the office
    ("TRƯỞNG PHÒNG KINH TẾ | Lê Văn Khê"), or in small letters at the end of a paper?"""
    role = text_of(ahead[0])
    following = [text_of(item) for item in ahead[1:3]]
    names = [text for text in following if not text.startswith("(")]
    if not names or not is_person(names[0]):
        return False
    if opens_with_role(role):
        return len(role.split()) <= MAX_FORMULA
    is_role = strip_diacritics(role) in phrases("signer_roles")
    return is_role and len(ahead) <= MAX_BEHIND_ROLE


def closing_at(flow: Sequence[FlowItem], first: int) -> int:
    """Where the closing of the part that begins at `first` begins; its end when there is none."""
    unannounced = unannounced_at(flow, first)
    for index in range(first, len(flow)):
        item = flow[index]
        if index == unannounced:
            return index
        if _is_of_card(flow[first:], index - first):
            continue
        if (
            _opens_closing(item)
            or _is_signed(flow[index:])
            or (index > first and opens_appendix(item))
        ):
            return index
        if index > first and _is_end(flow[index - 1]) and _is_loose_table(flow[index:]):
            return index
    return len(flow)


def _is_of_card(flow: Sequence[FlowItem], index: int) -> bool:
    """Is a list of recipients a field of the card that a site sets over a paper ("KÍNH GỬI: …" /
    "NƠI NHẬN: Như trên; Lưu: VT" / "NỘI DUNG:")?"""
    text = text_of(flow[index])
    if index > MAX_ABOVE or _CARD_LABEL.match(text) is None or not opens_with(text, "recipients"):
        return False
    beside = [text_of(item) for item in flow[max(0, index - 1) : index + 2]]
    return sum(_CARD_LABEL.match(one) is not None for one in beside) > 1


def _is_end(item: FlowItem) -> bool:
    """Does the line end with the mark that ends an official text ("./.")?"""
    return text_of(item).rstrip().endswith("./.")


def _is_loose_table(flow: Sequence[FlowItem]) -> bool:
    """Are the lines behind the end the cells of a table without caption and header?"""
    lines = [item for item in flow if isinstance(item, Line) and not item.complete]
    return (
        len(lines) == len(flow)
        and not any(line.words for line in lines)
        and (begins_headless(lines))
    )


def opens_appendix(item: FlowItem) -> bool:
    text = text_of(item)
    return is_caption(text) and contains(text, "appendix") is not None


def closing_end(flow: Sequence[FlowItem], start: int) -> int:
    """The first item after the closing that begins at `start`."""
    last = ""
    listing = is_formula = False
    for index in range(start, len(flow)):
        item = flow[index]
        if isinstance(item, Grid):
            if _is_letterhead(item) or (item.ruled and not _is_of_signers(item)):
                return index
            last, listing = "", False
            continue
        in_formula = is_formula and _is_of_formula(item.text)
        is_formula = signs_for_another(item.text) or (in_formula and not opens_with_role(item.text))
        opens = _is_signed(flow[index:]) or _is_further_signer(flow[index:])
        goes_on = opens or in_formula or _belongs_to_closing(item, last, listing=listing)
        if not goes_on and not (listing and _list_goes_on(flow[index : index + AHEAD])):
            return index
        listing = _is_listed(item, listing)
        last = item.text if without_signed(item.text) else last  # "(Đã ký)" | "CHỦ TỊCH UBND XÃ"
    return len(flow)


def _is_further_signer(ahead: Sequence[FlowItem]) -> bool:
    """Is it, in capitals, the body of one of several signers, whose capacity and name follow?"""
    text = text_of(ahead[0])
    is_body = text.isupper() and opens_with(text, "body_openings") is not None
    return is_body and len(text.split()) <= MAX_FORMULA and _is_signed(ahead[1:] or ahead)


def _is_of_formula(text: str) -> bool:
    """May a line in capitals go on with for whom somebody signs, or tell the signer's capacity?"""
    return text.isupper() and not is_caption(text) and len(text.split()) <= MAX_FORMULA


def _is_listed(line: Line, listing: bool) -> bool:
    """Are we in the list of recipients after this line?"""
    if opens_with(line.text, "recipients") or is_bullet(read_mark(line.text)):
        return True
    return listing and not is_signer_line(line.text) and not is_person(line.text)


def _list_goes_on(ahead: Sequence[FlowItem]) -> bool:
    """Is this line inside the list of recipients: does another recipient, or the signer, follow
    within three lines?"""
    for item in ahead:
        if not isinstance(item, Line) or is_caption(item.text):
            return False
        if is_signer_line(item.text) or is_bullet(read_mark(item.text)):
            return True
        if read_mark(item.text) is not None:
            return False
    return False


def _is_letterhead(grid: Grid) -> bool:
    return any(opens_with(line.text, "motto") for cell in grid.cells for line in cell.lines)


def _belongs_to_closing(line: Line, last: str, *, listing: bool) -> bool:
    """Is the line part of the closing, whose line before was `last`?"""
    text = line.text
    if is_caption(text) or opens_with(text, "motto"):
        return False
    if _is_closing_line(line) or is_person(text) or _ONE_WORD_NAME.fullmatch(text):
        return True
    if read_mark(text) is not None:
        return is_bullet(read_mark(text))
    if text.isupper():
        second = opens_with_role(text) and len(text.split()) <= MAX_FORMULA
        return is_signer_line(last) and (second or len(text.split()) <= MAX_CAPITALS)
    if is_signer_line(last) and strip_diacritics(text) in phrases("signer_roles"):
        return True  # "KT. Chủ tịch | Phó Chủ tịch"
    if text.startswith("(") or not without_signed(text):
        return True
    return listing and (text[:1].islower() or last[-1:] not in (";", "."))


# --- what it says ---------------------------------------------------------------------------------

_ONE_WORD_NAME = compile_regex(r"\p{Lu}\s?['’]\s?\p{Lu}\p{Ll}+")
"""A name of one word, as some peoples have it: "K’Brêu", "K' Brốp"."""
_NAME = compile_regex(r"(?:\p{Lu}[\p{L}'’]*\.?\s+){1,5}\p{Lu}[\p{L}'’]+")


@dataclass(slots=True)
class _Closing:
    """What was read of a closing so far. `listing`: the line before was of the recipients."""

    role: str | None = None
    name: str | None = None
    is_whole: bool = False
    """Was the name of who has this role read?"""
    authority: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    listing: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """Who signed and for whom ("TM. ỦY BAN NHÂN DÂN"), and the recipients as listed."""

    signer: models.Signer | None
    recipients: tuple[str, ...]
    signed_for: tuple[str, ...] = ()


def read_closing(closing: Sequence[Line]) -> Closing:
    """Lines of the closing, column by column -> what they say."""
    found = _Closing()
    for line in closing:
        for text in unrolled(clean(line.text)):
            _read_closing_line(text, found)
    signer = None
    if found.role or found.name:
        signer = models.Signer(role=found.role, name=found.name)
    recipients = (text.strip(" ;,").removesuffix(".").strip(" ;,") for text in found.recipients)
    return Closing(
        signer,
        recipients=tuple(text for text in recipients if text),
        signed_for=tuple(text for text in found.authority if text != found.role),
    )


def _read_closing_line(text: str, found: _Closing) -> None:
    opening = opens_with(text, "recipients")
    if opening:
        found.listing = True
        # two columns run together: "Nơi nhận: CHỦ TỊCH"
        text = behind_phrase(text, opening)
        if not text:
            return
    is_name = _is_name(text)
    if _goes_on(text, found):
        return
    is_role = _is_role(text, found)
    if is_role or is_signer_line(text) or (found.role and text.isupper() and not is_name):
        found.listing = found.listing and bool(opening)
        if is_role:
            text = found.role = _spelled_role(text)
            found.is_whole = False
        found.authority.append(text)
        return
    mark = read_mark(text)
    if mark is not None and mark.rank >= Rank.BULLET:
        recipient, beside = _beside_signature(mark.rest, found)
        found.recipients.append(recipient)
        found.listing = True
        if beside:
            _read_closing_line(beside, found)
            found.listing = True
    elif is_name and not _is_inside_list(found):
        found.name = without_rank(text)
        found.is_whole = found.role is not None
        found.listing = False
    elif found.listing:
        _add_to_list(text, found.recipients)


def _is_name(text: str) -> bool:
    """Is it a person's name? "PHÓ CHỦ TỊCH UBND PHƯỜNG" is written like one in capitals."""
    if is_person(text) or _ONE_WORD_NAME.fullmatch(text) is not None:
        return True
    return _NAME.fullmatch(text) is not None and not opens_with_role(text)


def _beside_signature(text: str, found: _Closing) -> tuple[str, str]:
    """A recipient, and what stands in its line of the column beside it: who signs ("UBND tỉnh; PHÓ
    CHỦ TỊCH"), or the name, where that is still to come ("Lưu: VT. Đoàn Khắc Vĩnh")."""
    for end in regex.finditer(r"[;.]\s+", text):
        beside = text[end.end() :]
        is_name = found.role is not None and found.name is None and _is_name(beside)
        if is_signer_line(beside) or opens_with_role(beside) or is_name:
            return text[: end.end()].strip(), beside
    return text, ""


def _add_to_list(text: str, recipients: list[str]) -> None:
    """A line of the list without a bullet before it; a bullet alone begins the next recipient, and
    so does a capital behind the stop of one, in a list without bullets."""
    if regex.fullmatch(r"[-–+]", text):
        recipients.append("")
    elif not recipients or (text[:1].isupper() and recipients[-1].endswith((";", "."))):
        recipients.append(text)
    else:
        recipients[-1] = join_lines(recipients[-1], text)


def _is_inside_list(found: _Closing) -> bool:
    """A capitalised line inside the list that the recipient before it has not ended."""
    if not found.listing or found.role is not None or not found.recipients:
        return False
    return not found.recipients[-1].rstrip().endswith((";", "."))


def _is_role(text: str, found: _Closing) -> bool:
    """Whose capacity: "PHÓ CHỦ TỊCH"; behind for whom somebody signs with the office, too ("TL. CHỦ
    TỊCH | GIÁM ĐỐC SỞ TÀI CHÍNH"), before a name in small letters, too. "KT. CHỦ TỊCH" is none: on
    whose behalf. Behind a name a further signer begins, whose name follows."""
    if strip_diacritics(text) in phrases("signer_roles"):
        return text.isupper() or not (found.listing or found.role)
    return (found.role is None or found.is_whole) and opens_with_role(text)


def _goes_on(text: str, found: _Closing) -> bool:
    """Does a line go on with what the line before says? Then it is added to that."""
    if _extends_formula(text, found):
        found.authority[-1] = f"{found.authority[-1]} {text}"
        return True
    if _is_office_below(text, found):
        found.role = f"{found.role} {_spelled_role(text)}"
        return True
    return False


def _is_office_below(text: str, found: _Closing) -> bool:
    """The office of the head of a board, below the capacity in which the head signs (decree
    30/2020/NĐ-CP, appendix I, II.7: "TRƯỞNG BAN", below it "CHỦ TỊCH UBND XÃ")."""
    if found.role is None or found.name is not None:
        return False
    return strip_diacritics(found.role) in phrases("board_roles") and opens_with_role(text)


def _extends_formula(text: str, found: _Closing) -> bool:
    """Does a line go on with for whom somebody signs ("TM. ỦY BAN NHÂN DÂN | XÃ TÂN KHÊ")?"""
    if found.role is not None or not found.authority or not text.isupper():
        return False
    return not (is_signer_line(text) or opens_with_role(text))


def _spelled_role(text: str) -> str:
    """A capacity with its marks, also where its capitals lost them."""
    if not text.isascii():
        return text
    plain = strip_diacritics(text)
    listed = raw_phrases("signer_roles")
    return next((role.upper() for role in listed if strip_diacritics(role) == plain), text)
