"""The short forms that a paper makes for itself: "Trung tâm Phục vụ hành chính công (sau đây gọi là
Trung tâm)", "Phòng Cải cách hành chính" first and "Phòng CCHC" after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.directory import directory_of_offices
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import clean, strip_diacritics
from kehoach.patterns import compile_regex

LETTERS_OF_NAME = 60
_DASH = compile_regex(r"\s*[–-]\s")
LONGEST_FULL = 24
"""Words of a full name."""
_INITIALS = compile_regex(
    r"(?<![\p{L}/-])(?:(?P<head>\p{Lu}\p{Ll}+\.?\s)|(?P<short_head>\p{Lu}{1,2})(?:\.\s?|\s))?"
    r"(?P<letters>\p{Lu}[\p{Lu}&-]{1,7})(?![\p{L}/])"
)
_BETWEEN = "\n¦\n"
"""Between texts that are searched together: no name goes over it."""
MOST_SHORT_FORMS = 60
"""That are looked for in the names of a paper."""
FEWEST_LETTERS, FEWEST_ALONE = 3, 4
"""Of initials behind the word for a kind of body ("Phòng CCHC"), and of those of a whole name."""
_BRACKETED = compile_regex(r"\(\s*(?P<short>(?:\p{Lu}\p{Ll}*\s)?\p{Lu}[\p{Lu}&.-]{1,9})\s*\)")
_LISTED = compile_regex(
    r"(?:^|(?<=[;,:.(\n]\s?))[-–+\s]*(?P<short>(?!\d)[\p{Lu}&]{2,10})\s*(?:[:=]|là|[–-](?=\s))\s*(?P<full>\p{Lu}[^;:\n.(]+)"
)
_WORD = compile_regex(r"\p{L}+")


@dataclass(frozen=True, slots=True)
class ShortForms:
    """Short form -> full name, as the paper says."""

    meant: Mapping[str, str] = field(default_factory=dict)

    def written_out(self, cell: str) -> str:
        """An owner's cell with the paper's own short forms written out, where one is all that
        stands between two marks: "Trung tâm" is no part of "Trung tâm Y tế".

        >>> ShortForms({"Trung tâm": "Trung tâm Y tế"}).written_out("Trung tâm; Trung tâm Văn hóa")
        'Trung tâm Y tế; Trung tâm Văn hóa'
        """
        for short in sorted(self.meant, key=len, reverse=True):
            if short in cell:
                cell = _alone(short).sub(partial(_in_full, full=self.meant[short]), cell)
        return cell


def _in_full(match: regex.Match[str], full: str) -> str:
    """The full name for a short form, but where a longer name of the directory begins with it
    ("Văn phòng | - Thống kê")."""
    behind = match.string[match.start() : match.start() + LETTERS_OF_NAME]
    named = Cell(behind).longest_name(0) if _DASH.match(match.string, match.end()) else None
    is_longer = named is not None and named[1] > len(match[0].split())
    return match[0] if is_longer else full


def _alone(short: str) -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<![\p{{L}}-])(?<!\p{{L}}\s){regex.escape(short)}"
        rf"(?=\s*(?:$|[,;.:/()\n+]|[–-]\s|(?:{_followers()})(?!\p{{L}})))"
        rf"|(?<=(?:và|với|cùng|giao)\s){regex.escape(short)}(?=\s*(?:$|[,;.:/()\n]))"
    )


@cache
def _followers() -> str:
    return any_of(directory_of_offices().toned["follows_short_form"])


def short_forms_of(paragraphs: Iterable[str]) -> ShortForms:
    """The short forms that the paragraphs of a paper make.

    >>> text = "Giao Trung tâm Kiểm soát bệnh tật (sau đây gọi tắt là Trung tâm) chủ trì."
    >>> dict(short_forms_of([text]).meant)
    {'Trung tâm': 'Trung tâm Kiểm soát bệnh tật'}
    >>> dict(short_forms_of(["P. HCTH", "Phòng Hành chính - Tổng hợp lập danh sách."]).meant)
    {'P. HCTH': 'Phòng Hành chính - Tổng hợp'}
    """
    texts = list(dict.fromkeys(map(clean, paragraphs)))  # cells say the same again and again
    meant: dict[str, str] = {}
    for text in texts:
        for short, full in (*_defined(text), *_bracketed(text), *_listed(text)):
            meant.setdefault(short, full)
    for short, full in _by_initials(texts):
        meant.setdefault(short, full)
    return ShortForms(meant)


def called_together(text: str) -> str:
    """What a paper calls the many that it names before a bracket; "" where it says nothing.

    >>> called_together("yêu cầu các Sở, các xã (sau đây gọi tắt là các sở, địa phương) thực hiện:")
    'các sở, địa phương'
    """
    defined = regex.search(rf"\(\s*(?:{_defining()})\s*:?\s*[“\"]?(?P<short>[^()”\"]+)", text)
    return defined["short"].strip() if defined is not None else ""


def _defining() -> str:
    openings = directory_of_offices().toned["defines"]
    return "|".join(sorted(map(regex.escape, openings), key=len, reverse=True))


def _definition() -> regex.Pattern[str]:
    return compile_regex(
        rf"[,(]\s*(?:{_defining()})\s*:?\s*[“\"'‘]?\s*(?P<short>\p{{L}}[^)”\"'’,;.(]{{1,40}})"
    )


def _defined(text: str) -> Iterator[tuple[str, str]]:
    """ "… (sau đây gọi tắt là Trung tâm)"."""
    if "gọi" not in text and "tắt" not in text:
        return
    for match in _definition().finditer(text):
        full = _full_name_before(text[: match.start()])
        short = match["short"].strip()
        if full is not None and len(short) < len(full) and short[0].isupper():
            yield short, full


def _bracketed(text: str) -> Iterator[tuple[str, str]]:
    """ "Phòng Cải cách hành chính (Phòng CCHC)"."""
    if "(" not in text:
        return
    for match in _BRACKETED.finditer(text):
        full = _full_name_before(text[: match.start()])
        letters = match["short"].rpartition(" ")[2]
        if full is None or _is_of_another(match["short"], full):
            continue
        if _are_initials(letters, full):
            yield match["short"], full


def _listed(text: str) -> Iterator[tuple[str, str]]:
    """ "Ghi chú: | VHXH: Phòng Văn hóa - Xã hội | ; KT: Phòng Kinh tế"."""
    if ":" not in text and "=" not in text and "–" not in text and " - " not in text:
        return
    for match in _LISTED.finditer(text):
        short, full = match["short"], match["full"].split(", ")[0].strip(" ,")
        if len(full.split()) > LONGEST_FULL or not (
            _are_initials(short, full) or _opens_with_initials(short, full)
        ):
            continue
        value = parse_offices(full)
        if len(value.units) == 1 and not value.collective[0] and Cell(full).opens_body(0):
            yield short, full


def _is_of_another(short: str, full: str) -> bool:
    """Does the directory know the short form as another body's? In "Ban Thường trực Ủy ban Mặt trận
    Tổ quốc (MTTQ) Việt Nam xã" it is that of a part of the name."""
    known = parse_offices(short)
    return known.known[:1] == (True,) and known.units != parse_offices(full).units


def _full_name_before(text: str) -> str | None:
    """The body whose name ends a text: the longest that is one body."""
    words = text.rstrip(" ,").split(" ")[-LONGEST_FULL:]
    for index, word in enumerate(words):
        if not word[:1].isupper():
            continue
        name = " ".join(words[index:])
        cell = Cell(name)
        if not cell.size or not cell.opens_body(0) or cell.opens_collective(0):
            continue
        value = parse_offices(name)
        if len(value.units) == 1 and not value.collective[0]:
            is_whole = value.known[0] or value.units[0] == name
            return name if is_whole else None
    return None


def _are_initials(letters: str, full: str) -> bool:
    """Whether the letters open the last words of a name, "và" left out."""
    wanted = strip_diacritics("".join(_WORD.findall(letters)))
    openings = [word[0] for word in strip_diacritics(full).split() if word != "va"]
    return len(wanted) > 1 and "".join(openings).endswith(wanted)


def _opens_with_initials(letters: str, full: str) -> bool:
    """ "VP" of "Văn phòng HĐND và UBND"."""
    openings = [word[0] for word in strip_diacritics(full).split() if word != "va"]
    wanted = strip_diacritics("".join(_WORD.findall(letters)))
    return len(wanted) > 1 and "".join(openings).startswith(wanted)


def _by_initials(texts: list[str]) -> Iterator[tuple[str, str]]:
    """ "Phòng CCHC" that nobody knows, in a paper that writes "Phòng Cải cách hành chính" too."""
    shorts: dict[str, regex.Match[str]] = {}
    for text in texts:
        for match in _INITIALS.finditer(text):
            shorts.setdefault(match[0], match)
    whole = _BETWEEN.join(texts)
    possible = (short for short, match in shorts.items() if _may_be_short(short, match))
    for short in islice(possible, MOST_SHORT_FORMS):
        match = shorts[short]
        names = set(_spelt_by(match, whole))
        if len({strip_diacritics(name) for name in names}) == 1:
            yield short, min(names)


def _may_be_short(short: str, match: regex.Match[str]) -> bool:
    """May initials be those of a body that no directory knows?"""
    letters = sum(map(str.isalpha, match["letters"]))
    if match["head"] is None and match["short_head"] is None:
        return letters >= FEWEST_ALONE and not _is_known(short)
    if match["head"] is None:
        return match["short_head"] in directory_of_offices().short_heads and not _is_known(short)
    value = parse_offices(short)
    is_unknown = bool(value.units) and not value.known[0]
    return letters >= FEWEST_LETTERS and is_unknown and Cell(short).opens_body(0)


def _is_known(short: str) -> bool:
    return parse_offices(short).known[:1] == (True,)


def _spelt_by(match: regex.Match[str], text: str) -> Iterator[str]:
    """The names in a text that a short form may be of."""
    letters = [letter for letter in match["letters"] if letter.isalpha()]
    head = (
        match["head"] or directory_of_offices().short_heads.get(match["short_head"] or "", "")
    ).strip(" .")
    words = r"[\s,–&-]+(?:và\s)?".join(
        rf"(?:{letter}|{letter.lower()})\p{{Ll}}+" for letter in letters
    )
    before = rf"{regex.escape(head)}\s" if head else rf"(?={letters[0]})"
    for found in regex.finditer(rf"(?<!\p{{L}}){before}{words}(?!\p{{L}})", text):
        if head or Cell(found[0]).opens_body(0):
            yield found[0]
