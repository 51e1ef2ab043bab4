"""The parsers' vocabulary files, read once, and what a line is by its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import regex

from kehoach.ingest.model import Line
from kehoach.normalize.alternatives import as_whole_words
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.vocabulary import read_yaml
from kehoach.patterns import compile_regex

_HERE = Path(__file__).parent
_NUMBERING = compile_regex(r"(?:\s+(?:so\s+)?(?:[ivx]+|\d{1,2}[a-z]?|[a-h]))?")
"""What may follow "phu luc" on a caption: " so 01", " II", " 2a"."""
_SAYS_NUMBER = compile_regex(r"\s*(?:S[ốôoó6Ố]\s*[:.…/_]|Số\s|SỐ\s*\d)")
_FORMULA = compile_regex(r"(?P<short>\p{Lu}{1,3}\.|\p{Lu}/\p{Lu}\.?)\s*(?P<behind>\p{Lu}[^.:;]*)")
_SIGNED = compile_regex(
    r"(?i)\s*(?:\(\s*(?:đã\s+)?ký(?!\p{L})[^()]*\)|\[\s*(?:đã\s*ký|daky)\s*\])\s*$"
)
DECISION = "Quyết định"
"""The kind of paper that may carry a plan."""
MAX_CAPTION = 4
"""Words of a caption that is not numbered."""
MAX_SIGNER = 8
"""Words of a line that tells who signs."""


@cache
def _load(name: str) -> Any:
    return read_yaml(_HERE / name)


@cache
def phrases(key: str, name: str = "words.yaml") -> tuple[str, ...]:
    """The phrases under `key` of file `name` without case, diacritics and punctuation, longest
    first."""
    return _without_diacritics(_load(name)[key])


@cache
def raw_phrases(key: str, name: str = "words.yaml", group: str | None = None) -> tuple[str, ...]:
    """The phrases under `key` (of `group`) of file `name` as they are written there."""
    loaded = _load(name)
    if group is not None:
        loaded = loaded[group]
    return tuple(map(str, loaded[key]))


@cache
def phrase_map(name: str, key: str) -> dict[str, str]:
    """The words under `key` of file `name`, each by what it is the name of, as written there."""
    return {str(of): str(words) for of, words in _load(name)[key].items()}


@cache
def listed_phrases(name: str, key: str) -> tuple[tuple[str, ...], ...]:
    """A list of lists of words: `key` of file `name`, as written there."""
    return tuple(tuple(map(str, words)) for words in _load(name)[key])


@cache
def alternation(key: str) -> str:
    """The phrases under `key` of words.yaml as written there, as a regular expression that matches
    any of them, the longest first. Spaces count as written."""
    longest_first = sorted(raw_phrases(key), key=len, reverse=True)
    return "|".join(map(regex.escape, longest_first))


@cache
def _whole_words(key: str) -> regex.Pattern[str]:
    return compile_regex(as_whole_words(alternation(key)), regex.IGNORECASE)


def holds(text: str, key: str) -> bool:
    """Does a text hold a phrase under `key` of words.yaml, as whole words with their tone marks?
    (`contains` asks without the marks.)

    >>> holds("Số vụ giảm.", "told_of_things"), holds("Hộ giám sát.", "told_of_things")
    (True, False)
    """
    return _whole_words(key).search(text) is not None


@cache
def phrases_by(name: str, key: str, bare_words: bool = True) -> dict[str, tuple[str, ...]]:
    """A group of phrase lists: `key` of file `name`, each list as `phrases` gives it, or as
    written."""
    found: dict[str, tuple[str, ...]] = {}
    for role, listed in _load(name)[key].items():
        found[role] = _without_diacritics(listed) if bare_words else tuple(map(str, listed))
    return found


def _without_diacritics(listed: Iterable[object]) -> tuple[str, ...]:
    """Each phrase once, the longest first."""
    plain = {strip_diacritics(str(phrase)) for phrase in listed}
    return tuple(sorted(plain, key=lambda phrase: (-len(phrase), phrase)))


@lru_cache(maxsize=16384)
def opens_with(text: str, key: str) -> str | None:
    """The longest phrase of `key` with which `text` begins (whole words), or None."""
    return first_of(strip_diacritics(text), phrases_by_word(key))


def by_first_word(listed: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Phrases (folded: one space between words) by the word with which they begin, in their order:
    to look a text's beginning up asks a few of hundreds."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in listed:
        first = phrase.partition(" ")[0]
        found[first] = (*found.get(first, ()), phrase)
    return found


@cache
def phrases_by_word(key: str) -> dict[str, tuple[str, ...]]:
    """What `phrases` gives, by the first words."""
    return by_first_word(phrases(key))


def first_of(plain: str, listed: Mapping[str, tuple[str, ...]]) -> str | None:
    """What `starts` finds among phrases that are listed by their first words.

    >>> first_of("lap chot", by_first_word(("lap chot gac", "lap")))
    'lap'
    """
    own = listed.get(plain.partition(" ")[0])
    return None if own is None else starts(plain, own)


def is_one_of(text: str, key: str) -> bool:
    """Is a text one of the phrases of `key` and nothing else, its last sign apart?

    >>> is_one_of("CÁC TIN KHÁC:", "links_below"), is_one_of("Các tin khác nhau", "links_below")
    (True, False)
    """
    return strip_diacritics(text).strip(" .:…»>") in phrases(key)


def starts(plain: str, listed: tuple[str, ...]) -> str | None:
    """The first of `listed` with which `plain` begins, on a word boundary."""
    if not plain.startswith(listed):
        return None  # the quick answer, of nearly all
    for phrase in listed:
        if plain.startswith(phrase) and plain[len(phrase) : len(phrase) + 1] in ("", " "):
            return phrase
    return None


def behind_phrase(text: str, phrase: str) -> str:
    """The words of a text behind the phrase with which it begins, which may be written otherwise.

    >>> behind_phrase("Nơi nhận:  Như trên", "noi nhan")
    'Như trên'
    """
    return " ".join(text.split()[len(phrase.split()) :])


@lru_cache(maxsize=16384)
def contains(text: str, key: str) -> str | None:
    """The longest phrase of `key` that `text` contains (whole words), or None."""
    padded = f" {strip_diacritics(text)} "
    for phrase in _padded(key):
        if phrase in padded:
            return phrase[1:-1]
    return None


@cache
def _padded(key: str) -> tuple[str, ...]:
    """The phrases under a key between spaces, the longest first."""
    return tuple(f" {phrase} " for phrase in phrases(key))


# --- what a line is -------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def document_type(text: str) -> str | None:
    """The type of document that `text`, one line, names: "Kế hoạch" for "KẾ HOẠCH" alone or opening
    a title. A remark in brackets behind it may be in small letters.

    >>> document_type("LỊCH CÔNG TÁC CỦA PHƯỜNG (Từ ngày 16/01/2031)"), document_type("Kế hoạch")
    ('Lịch công tác', None)
    """
    title, _, _ = text.partition("(")
    if not title.isupper() or not text[:1].isupper() or _opens_with_level(text):
        return None
    plain = strip_diacritics(text)
    for kind, names in phrases_by("words.yaml", "document_types").items():
        if starts(plain, names) is not None:
            return kind
    return None


def _opens_with_level(text: str) -> bool:
    """Does a line open with the level of a unit, told by its marks? "PHƯỜNG AN KHÊ" without them is
    "phuong an", which is a type of document, too."""
    if text.isascii():
        return False
    words = text.lower().split()
    return any(words[: len(level)] == level for level in _words_of_levels())


@cache
def _words_of_levels() -> tuple[list[str], ...]:
    return tuple(level.split() for level in administrative_levels().all)


def is_plan_type(kind: str | None) -> bool:
    """Is a document of this type one that plans?"""
    return kind is not None and strip_diacritics(kind) in phrases("plan_types")


def after_type(text: str) -> str:
    """What follows the words that name the type of document, in a title on one line; "" for the
    words alone."""
    kind = document_type(text)
    names = phrases_by("words.yaml", "document_types").get(kind or "", ())
    words = text.split()
    for name in names:
        count = len(name.split())
        if strip_diacritics(" ".join(words[:count])) == name:
            return " ".join(words[count:])
    return text


@lru_cache(maxsize=4096)
def is_caption(text: str) -> bool:
    """Is this line, alone, the word that opens a document or an appendix?"""
    plain = strip_diacritics(text)
    is_short = len(plain.split()) <= MAX_CAPTION
    if is_short and document_type(text):
        return True
    opening = starts(plain, phrases("appendix"))
    if opening is None or not text[:1].isupper():
        return False
    if is_short and text.isupper():
        return True
    return _NUMBERING.fullmatch(plain.removeprefix(opening)) is not None


def next_caption(lines: Sequence[Line], begin: int) -> int:
    """The place of the first line from `begin` on that is a caption; that behind the last where
    none is."""
    for place in range(begin, len(lines)):
        if is_caption(lines[place].text):
            return place
    return len(lines)


class Caption(NamedTuple):
    """The caption of a table or an appendix: its number ("Phụ lục 2"), and what it says behind
    it."""

    number: str
    title: str


def numbered_caption(text: str) -> Caption | None:
    """A line as a caption with its number; None for another line.

    >>> numbered_caption("Phụ lục 2: Phòng Kinh tế")
    Caption(number='Phụ lục 2', title='Phòng Kinh tế')
    >>> numbered_caption("BIỂU SỐ 01")
    Caption(number='BIỂU SỐ 01', title='')
    >>> numbered_caption("Phụ lục kèm theo Kế hoạch này") is None
    True
    """
    match = _caption().fullmatch(text.strip())
    if match is None:
        return None
    number = " ".join(match["number"].split())
    return Caption(number, title=(match["title"] or "").strip(" :."))


@cache
def _caption() -> regex.Pattern[str]:
    return compile_regex(
        rf"""
        (?P<number> (?:{alternation("form_captions")}|{alternation("table_captions")}) \s+
            (?: \d+ | [IVX]+ | \p{{Lu}} ) (?: [./] \d+ )? )
        (?: \s* [:.–-] \s* (?P<title> .* ) )?
        """,
        regex.VERBOSE | regex.IGNORECASE,
    )


def says_number(text: str) -> bool:
    """Is it the line of a letterhead that holds the paper's number ("Số: 12/KH-UBND")? Its word is
    told by its marks: "SỞ" opens the name of a body.

    >>> says_number("Số:      /KH-UBND"), says_number("SỞ Y TẾ")
    (True, False)
    """
    return _SAYS_NUMBER.match(text) is not None


@lru_cache(maxsize=4096)
def is_signer_line(text: str) -> bool:
    """Is it "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH": a line of capitals that tells
    who signs? With its short form the line may be in small letters, too ("KT. Chủ tịch"). That it
    is signed may stand behind it ("(đã ký)")."""
    text = without_signed(text)
    if len(text.split()) > MAX_SIGNER:
        return False
    if not text.isupper():
        return _is_title_case_formula(text)
    plain = strip_diacritics(text)
    return plain in phrases("signer_roles") or starts(plain, phrases("signer_prefixes")) is not None


def without_signed(text: str) -> str:
    """A line without the remark at its end that somebody signed.

    >>> without_signed("HIỆU TRƯỞNG (đã ký)"), without_signed("(Ký, đóng dấu)")
    ('HIỆU TRƯỞNG', '')
    """
    return _SIGNED.sub("", text)


def _is_title_case_formula(text: str) -> bool:
    """ "KT. Chủ tịch", "TM. UBND xã Tân Khê": the short form in capitals with its dot, and behind
    it an office and nothing else, or a body."""
    match = _FORMULA.fullmatch(text)
    if match is None or strip_diacritics(match["short"]) not in phrases("signer_prefixes"):
        return False
    behind = match["behind"]
    if strip_diacritics(behind) in phrases("signer_roles"):
        return True
    return starts(strip_diacritics(behind), phrases("body_openings")) is not None


def signs_for_another(text: str) -> bool:
    """Is it a line in capitals that tells for whom somebody signs ("TM. ỦY BAN NHÂN DÂN")?"""
    return text.isupper() and starts(strip_diacritics(text), phrases("signer_prefixes")) is not None


def opens_with_role(text: str) -> bool:
    """Does a line in capitals open with the capacity of a signer ("GIÁM ĐỐC SỞ TÀI CHÍNH")?"""
    return text.isupper() and starts(strip_diacritics(text), phrases("signer_roles")) is not None


@cache
def _person() -> regex.Pattern[str]:
    titles = alternation("name_titles")
    apostrophe = "['’ʼ`´]"
    behind_apostrophe = rf"(?:{apostrophe}\p{{L}}\p{{Ll}}*)?"  # "H'Lan", "K’Brông"
    return compile_regex(
        rf"""
        (?: (?:{titles}) (?:\.\s*|\s+) )*
        (?: \p{{Lu}}\p{{Ll}}* {behind_apostrophe} \.?\s+ ){{1,5}}
        \p{{Lu}} (?: \p{{Ll}}+ | (?= {apostrophe} ) ) {behind_apostrophe}
        """,
        regex.VERBOSE,
    )


def signs_off(text: str) -> bool:
    """Does a cell say who made a sheet, or when, as under the last row of its work?

    >>> signs_off("Người lập: Lê Văn Khê"), signs_off("Ngày lập: 18/01/2033")
    (True, True)
    >>> signs_off("Người lập hồ sơ hướng dẫn các hộ")
    False
    """
    label, _, _ = text.partition(":")
    return strip_diacritics(label.strip()) in phrases("sign_off_labels")


def is_person(text: str) -> bool:
    """Is it the name of a person in small letters, with a title or without?

    >>> is_person("PGS.TS. Lê Văn Khê"), is_person("LÊ VĂN KHÊ"), is_person("Lê Văn Khê ký")
    (True, False, False)
    >>> is_person("H'Khê Niê"), is_person("Y K’Brông"), is_person("Điểu K'Ré"), is_person("Ông K'")
    (True, True, True, False)
    """
    return _person().fullmatch(text) is not None


def without_rank(name: str) -> str:
    """The name of a person without the rank before it; a degree stays.

    >>> without_rank("Trung tá Y Khê Niê"), without_rank("TS. Lê Văn Khê")
    ('Y Khê Niê', 'TS. Lê Văn Khê')
    """
    return _rank().sub("", name, count=1) or name


@cache
def _rank() -> regex.Pattern[str]:
    return compile_regex(rf"^(?i:{alternation('ranks')})\s*[.,]?\s+(?=\p{{Lu}})")


def is_chapter_title(text: str) -> bool:
    """Is it, in capitals and whole, what chapters of plans are called ("NHIỆM VỤ VÀ GIẢI PHÁP")?

    >>> is_chapter_title("MỤC ĐÍCH, YÊU CẦU"), is_chapter_title("NHIỆM VỤ CỦA XÃ TÂN KHÊ")
    (True, False)
    """
    return text.isupper() and strip_diacritics(text) in phrases("chapter_titles")


def names_chapter(text: str) -> bool:
    """Is it, whole and in small letters, what chapters of plans alone are called ("Tổ chức thực
    hiện:")?"""
    return text[:1].isupper() and strip_diacritics(text.rstrip(" :")) in phrases("titles_of_plans")
