"""The line that names the type of a paper, where a scan has damaged it: a stamp of the margin
stands in its line ("DEN i: : _¬ CHỈ THỊ"), or a letter is misread ("CHl THỊ"); or where its letters
are set apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from kehoach.ingest.model import FlowItem, Line
from kehoach.normalize.legal.vocabulary import signs_of_kinds
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.dates import parse_issue_line
from kehoach.parsers.words import (
    document_type,
    opens_with,
    phrases,
    phrases_by,
    says_number,
    starts,
)
from kehoach.patterns import compile_regex

MAX_WORDS = 4
"""Of the name of a type."""
MAX_SCRAPS = 6
"""Of a stamp before it."""
MAX_LETTERS_OF_SCRAP = 3
MIN_LETTERS, MAX_WRONG = 6, 1
"""Letters of a name of which so many may be misread."""
MIN_CAPITALS = 0.7
_SIGN = compile_regex(r"/\s?(?P<sign>\p{Lu}{2,4})\s?[-–]")
"""In the number of a paper: "41 /CT-TTg"."""
_SIGN_OF_NUMBER = compile_regex(r"(?:\d\s*-\s*|/\s?)(?P<sign>\p{Lu}{2,4})\s?[-–/]\s?\p{Lu}")
""" … of the state ("05/CT-UBND") and of the party ("03-CT/ĐU")."""


def with_whole_type(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """The head of a paper no line of which names its type -> the same with the type on a line of
    its own, what stood before it on another; as it is where no line nearly names one."""
    for index, item in enumerate(flow):
        if not isinstance(item, Line):
            continue
        following = flow[index + 1] if index + 1 < len(flow) else None
        parted = (
            _behind_scraps(item.text)
            or _respaced(item.text)
            or _misread(item.text, flow[:index], following=following)
        )
        if parted is None:
            continue
        scraps, name = parted
        before = [replace(item, text=scraps)] if scraps else []
        return [*flow[:index], *before, replace(item, text=name), *_cleaned(flow[index + 1 :])]
    return list(flow)


def with_type_by_sign(head: Sequence[FlowItem]) -> list[FlowItem] | None:
    """The head of a paper whose type stands in its number alone ("Số: 05/CT-UBND") -> the same with
    a line for it behind the letterhead; None where no number tells it."""
    kind: str | None = None
    end = 0
    for index, item in enumerate(head):
        if not isinstance(item, Line):
            continue
        if says_number(item.text):
            kind = kind or _kind_by_sign(item.text)
            end = index + 1
        elif parse_issue_line(item.text) is not None or opens_with(item.text, "motto"):
            end = index + 1
    number = head[end - 1] if kind is not None else None
    if kind is None or not isinstance(number, Line):
        return None
    named = Line(kind.upper(), number.span)
    return [*head[:end], named, *head[end:]]


def bears_kind(text: str) -> bool:
    """Does a number bear the sign of a kind of papers, be it that of several ("03-TT/ĐU"), and not
    that of a body alone, as those of letters do ("12/UBND-VP")?

    >>> bears_kind("Số 03-TT/ĐU"), bears_kind("Số: 12/UBND-VP")
    (True, False)
    """
    match = _SIGN_OF_NUMBER.search(text)
    return match is not None and any(match["sign"] in one for one in signs_of_kinds().values())


def _kind_by_sign(text: str) -> str | None:
    """The one kind of papers that bear the sign of a number ("05/CT-UBND", "03-CT/ĐU")."""
    match = _SIGN_OF_NUMBER.search(text)
    if match is None:
        return None
    kinds = [kind for kind, signs in signs_of_kinds().items() if match["sign"] in signs]
    is_known = len(kinds) == 1 and document_type(kinds[0].upper()) == kinds[0]
    return kinds[0] if is_known else None


def _behind_scraps(text: str) -> tuple[str, str] | None:
    """What a line holds before the name of a type, and that name; None where it is no such line:
    the letters before it make no words."""
    words = text.split()
    for count in range(2, MAX_WORDS + 1):
        scraps, name = words[:-count], " ".join(words[-count:])
        if not scraps or len(scraps) > MAX_SCRAPS or document_type(name) is None:
            continue
        if is_exact(name) and _are_scraps(scraps):
            return " ".join(scraps), name
    return None


def _respaced(text: str) -> tuple[str, str] | None:
    """The name of a type whose letters are set apart ("K Ế  H O Ạ C H"), or which lost its blank
    ("KẾHOẠCH"), or behind the word that it is a draft ("DỰ THẢO KẾ HOẠCH")."""
    if not text.isupper():
        return None
    plain = strip_diacritics(text)
    box = starts(plain, phrases("boxes"))
    if box is not None:
        words = text.split()
        draft, name = words[: len(box.split())], " ".join(words[len(box.split()) :])
        return (" ".join(draft), name) if name and is_exact(name) else None
    letters = plain.replace(" ", "")
    for kind, names in phrases_by("words.yaml", "document_types").items():
        if any(name.replace(" ", "") == letters for name in names):
            return "", kind.upper()
    return None


def is_exact(name: str) -> bool:
    """Is a line the name of a type and nothing else?"""
    plain = strip_diacritics(name)
    return any(plain in names for names in phrases_by("words.yaml", "document_types").values())


def _are_scraps(words: Sequence[str]) -> bool:
    """Are these no words: short, and some of them signs or letters of both kinds?"""
    letters = ["".join(filter(str.isalpha, word)) for word in words]
    is_odd = any(not word.isupper() for word in letters)
    return is_odd and all(len(word) <= MAX_LETTERS_OF_SCRAP for word in letters)


def _misread(
    text: str, above: Sequence[FlowItem], following: FlowItem | None
) -> tuple[str, str] | None:
    """The name of a type in a line that is one but for a letter, where the number of the paper or
    the line under it says so, too."""
    letters = list(filter(str.isalpha, text))
    capitals = sum(map(str.isupper, letters))
    if len(text.split()) > MAX_WORDS or capitals < MIN_CAPITALS * len(letters) or not letters:
        return None
    plain = strip_diacritics(text)
    for kind, names in phrases_by("words.yaml", "document_types").items():
        for name in names:
            if len(name) < MIN_LETTERS or not _is_nearly(plain, name):
                continue
            if _is_signed(kind, above) or _tells_subject(following):
                return "", kind.upper()
    return None


def _is_nearly(plain: str, name: str) -> bool:
    return Levenshtein.distance(plain, name, score_cutoff=MAX_WRONG) <= MAX_WRONG


def _is_signed(kind: str, above: Sequence[FlowItem]) -> bool:
    """Does a line of the letterhead bear the sign of a kind of papers ("/CT-")?"""
    signs = signs_of_kinds().get(kind, [])
    lines = (item.text for item in above if isinstance(item, Line))
    return any(match["sign"] in signs for line in lines for match in _SIGN.finditer(line))


def _tells_subject(following: FlowItem | None) -> bool:
    if not isinstance(following, Line):
        return False
    return opens_with(following.text, "subject_openings") is not None


def _cleaned(behind: Sequence[FlowItem]) -> list[FlowItem]:
    """What stands behind the type, without the scrap of a stamp before the title ("Ig-Q6 -|
    Về …")."""
    if not behind or not isinstance(behind[0], Line):
        return list(behind)
    scrap, bar, title = behind[0].text.partition("|")
    words = scrap.split()
    is_scrap = bool(bar) and len(words) <= MAX_SCRAPS and not any(map(str.isalpha, words))
    if not is_scrap or not title.strip()[:1].isupper():
        return list(behind)
    first = behind[0]
    return [replace(first, text=title.strip()), *behind[1:]]
