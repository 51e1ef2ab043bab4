"""Letterhead and closing -> who issued the paper, its number, place and date, signer and
recipients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import regex
from rapidfuzz import fuzz

from kehoach.ingest.model import Line
from kehoach.normalize.gazetteer import find_units, infer_province, proper_name
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.text import clean, fold, join_lines, strip_diacritics
from kehoach.normalize.times.dates import IssueLine, iso_date, parse_issue_line
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.parts import is_signer_line
from kehoach.parsers.words import opens_with, phrases
from kehoach.schema import models

LEVELS = administrative_levels().all
_LEVEL = "|".join(LEVELS)
_NUMBER = regex.compile(
    r"(?:^|\s)S[ốoó6]\s*[:.]?\s*([\d\s.…_]*?)\s*[/\\]?\s*([A-ZĐ]{1,6}[a-z]{0,2}(?:-[\p{L}&]+)+)",
    regex.UNICODE,
)
_NUMBER_PLAIN = regex.compile(r"(?:^|\s)(\d+)\s*/\s*([A-ZĐ]{1,6}[a-z]{0,2}(?:-[\p{L}&]+)+)")
_MOTTO = regex.compile(
    r"C[ỘO]NG H[ÒOÀ][ÀA]? X[ÃA] H[ỘO]I CH[ỦU] NGH[ĨI]A VI[ỆE]T(?:\s+NAM)?"
    r"|[ĐD][ộo]c l[ậa]p\s*[-–]?\s*T[ựu] do\s*[-–]?\s*H[ạa]nh ph[úu]c",
    regex.IGNORECASE,
)
_WORN_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
WORN = 70.0
"""A seal or a pale print may spoil every third letter of them."""
_SPELLINGS = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵdđ"
_LETTERS = {
    c: f"[{''.join(other for other in _SPELLINGS if strip_diacritics(other) == c)}]"
    for c in "aeiouyd"
}
_WORN_LEVEL = "|".join(
    "".join(_LETTERS.get(c, c) for c in strip_diacritics(level)) for level in LEVELS
)
"""The words of the levels with any marks: "THÀNH PHÓ"."""
_BODY = r"(?:(?i:[ỦUÙ][ỶYỲ]?\s*BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|UY BAN NHAN DAN))"
_END = r"(?!UBND\b|[ỦU][ỶY] BAN|UỶ BAN|UY BAN|C[ỘO]NG H|S[ỐO]\b|Số\b|Đ[ộỘ][cC]|HỘI ĐỒNG)"
_PROPER = r"(?:\p{Lu}[\p{L}'’\-]*|\d{1,2})"
_ISSUER = regex.compile(
    rf"{_BODY}\s+((?i:{_WORN_LEVEL}))\s+({_END}{_PROPER}(?:\s+{_END}{_PROPER})*)"
)
_SMALL = r"\p{Lu}[\p{L}'’]*"
_MENTION = regex.compile(
    rf"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+({_LEVEL})\s+({_SMALL}(?:\s+{_SMALL}){{0,3}}|\d{{1,2}})"
)
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
    province = _province(level, name, whole, text, year)
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
        capitals = "".join(
            c.upper() if len(c.upper()) == 1 else c for c in rest
        )  # as long as `rest`
        found = fuzz.partial_ratio_alignment(words.upper(), capitals, score_cutoff=WORN)
        if found is not None and found.dest_end - found.dest_start >= 0.8 * len(words):
            rest = f"{rest[: found.dest_start]} {rest[found.dest_end :]}"
    return rest


def without_stamp(lines: Sequence[str]) -> list[str]:
    """The lines of a letterhead without the block that a digital signature leaves above it ("Ký
    bởi: … Cơ quan: … Thời gian ký: …"): it names a body, too, and a day, but says nothing about the
    paper."""
    kept: list[str] = []
    held: list[str] = []  # a block that may yet turn out to be none
    for line in lines:
        if held or opens_with(line, "stamp_openings"):
            held.append(line)
            if opens_with(line, "stamp_ends"):
                held = []
            elif len(held) > STAMP_LINES:
                kept, held = kept + held, []
        elif not _ZONE.fullmatch(line):
            kept.append(line)
    return kept + held


def from_attachment(text: str) -> tuple[str | None, str | None, str | None]:
    """What "(Kèm theo Kế hoạch số: 12/KH-UBND ngày 05/01/2026 của …)" under an appendix' title says
    of its document -> (number, symbol, date as far as printed): the only word on them where a copy
    lost its letterhead."""
    number, symbol = _number(text)
    match = _ATTACHED_ON.search(text)
    day, month, year = (
        (int(v) if v else None for v in match.groups()) if match else (None, None, None)
    )
    return number, symbol, iso_date(year, month, day if month else None) if year else None


def _code(units: Sequence[object], year: int | None) -> str | None:
    """The official code, when exactly one unit of the right era bears the name."""
    era = "2025" if year is None or year >= 2025 else "before"
    codes = {str(getattr(u, "code", "")) for u in units if getattr(u, "era", None) == era}
    return codes.pop() if len(codes) == 1 else None


def _number(whole: str) -> tuple[str | None, str | None]:
    match = _NUMBER.search(whole) or _NUMBER_PLAIN.search(whole)
    if match is None:
        return None, None
    digits = regex.sub(r"\D", "", match[1])
    return digits or None, match[2]


def _issue_line(lines: Sequence[str]) -> IssueLine | None:
    """The line of place and date: alone, or broken over two lines; the fullest reading wins."""
    candidates = [*lines, *(join_lines(a, b) for a, b in pairwise(lines))]
    found = [issue for text in candidates if (issue := parse_issue_line(text)) is not None]
    return max(
        found, key=lambda i: (len(i.iso or ""), i.place is not None, -len(i.raw)), default=None
    )


def _unit(
    whole: str, issued: IssueLine | None, title: str | None, text: Sequence[str]
) -> tuple[str | None, str | None]:
    """Level and name of the issuing unit: from the letterhead (the last body named there), else the
    body that the paper speaks of as itself."""
    found: tuple[str, str] | None = None
    for match in _ISSUER.finditer(whole):
        name = _STOP.sub("", match[2]).strip()
        if name:
            found = (_level(match[1]), name)
    if found is not None:
        return found[0], _spelled(found[1], found[0], text)
    counts: Counter[tuple[str, str]] = Counter()
    for weight, paragraph in [(3, title or ""), *((1, paragraph) for paragraph in text)]:
        for match in _MENTION.finditer(paragraph):
            counts[match[1].lower(), match[2]] += weight * (3 if _is_local(match[1]) else 1)
    if title:
        for match in regex.finditer(rf"\b({_LEVEL})\s+((?:\p{{Lu}}\p{{Ll}}+\s?){{1,4}})", title):
            counts[match[1].lower(), match[2].strip()] += 9
    if issued and issued.place:
        place = fold(issued.place)
        for (level, name), n in list(counts.items()):
            if fold(name) in place:
                counts[level, name] = n + 20
    if not counts:
        return None, None
    (level, name), _ = counts.most_common(1)[0]
    return level, name


def _level(printed: str) -> str:
    """The level's word in its spelling, also where the letterhead lost its marks."""
    return next(level for level in LEVELS if strip_diacritics(level) == strip_diacritics(printed))


def _is_local(level: str) -> bool:
    return level.lower() in administrative_levels().lowest


def _spelled(name: str, level: str, text: Sequence[str]) -> str:
    """A name in capitals -> its spelling: as the body of the paper writes it, else as the gazetteer
    does."""
    if not name.isupper():
        return name
    folded = fold(name)
    for paragraph in text:
        for match in regex.finditer(regex.escape(name), paragraph, regex.IGNORECASE):
            if not match[0].isupper() and fold(match[0]) == folded and match[0][:1].isupper():
                return match[0]
    return proper_name(name, level)


def _province(
    level: str | None, name: str | None, whole: str, text: Sequence[str], year: int | None
) -> str | None:
    if level is None or name is None:
        return None
    if level == "tỉnh":
        return name
    return infer_province(level, name, [whole, *text], year)


def read_closing(closing: Sequence[Line]) -> tuple[models.Signer | None, tuple[str, ...]]:
    """Lines of the closing, column by column -> who signed, and the recipients as listed."""
    role: str | None = None
    name: str | None = None
    recipients: list[str] = []
    listing = False
    for line in closing:
        text = clean(line.text)
        if opening := opens_with(text, "recipients"):
            listing = True
            text = " ".join(
                text.split()[len(opening.split()) :]
            )  # two columns run together: "Nơi nhận: CHỦ TỊCH"
            if not text:
                continue
        if is_signer_line(text) or (
            role is not None and text.isupper() and not _NAME.fullmatch(text)
        ):
            listing, role = listing and bool(opening), _role(text) or role
            continue
        mark = read_mark(text)
        if mark is not None and mark.rank >= Rank.BULLET:
            recipients.append(mark.rest)
            listing = True
        elif _NAME.fullmatch(text) and not _goes_on(recipients, listing, role):
            name, listing = text, False
        elif listing and regex.fullmatch(r"[-–+]", text):
            recipients.append("")
        elif listing and recipients:
            recipients[-1] = join_lines(recipients[-1], text)
    signer = models.Signer(role=role, name=name) if role or name else None
    return signer, tuple(
        text for r in recipients if (text := r.strip(" ;").removesuffix(".").strip(" ;"))
    )


def _goes_on(recipients: Sequence[str], listing: bool, role: str | None) -> bool:
    """A capitalised line inside the list that the recipient before it has not ended."""
    return (
        listing
        and role is None
        and bool(recipients)
        and not recipients[-1].rstrip().endswith((";", "."))
    )


def _role(text: str) -> str | None:
    """Whose capacity: "KT. CHỦ TỊCH" -> None (on whose behalf), "PHÓ CHỦ TỊCH" -> itself."""
    return text if strip_diacritics(text) in phrases("signer_roles") else None
