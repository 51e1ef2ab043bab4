"""Short forms in capitals whose Đ lost its stroke, read by what they stand for in the same
paper.

"CTDT" is "CTĐT" where the paper says "chương trình đào tạo": no model of words knows a short
form that one office made for itself, but its letters are the first letters of words beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

SHORTEST = 3
"""Letters that a short form has at least: two words begin with any two letters by chance."""
SHARE = 0.8
"""What part of the places found must agree."""
SHORTEST_KNOWN, OFTEN, SHARE_KNOWN = 4, 10, 0.95
"""A form that a model of words knows: its letters at least, how often it is spelled out, what
part must agree."""
_BREAK = " "


def initials(words: Iterable[str]) -> str:
    """The first letters of words in small letters, one character each; what is no word breaks
    the row.

    >>> initials(["chương", "trình", "đào", "tạo", "(", "ctdt", ")"])
    'ctđt c '
    """
    return "".join(word[0] if word[:1].isalpha() else _BREAK for word in words)


def strokes(words: Sequence[str], wanted: Mapping[str, bool]) -> dict[str, str]:
    """`words`: those of a whole paper in small letters, restored, in order. `wanted`: short
    forms in small letters that have a d, and whether a model of words knows them -> those that
    the paper spells out, with their strokes. What the paper introduces ("chương trình đào tạo
    (CTDT)") counts most; else what stands in the row of words, of known forms only if often.

    >>> strokes("chương trình đào tạo ( ctdt ) , ban hành ctdt".split(), {"ctdt": False})
    {'ctdt': 'ctđt'}
    """
    row = initials(words)
    plain = row.translate(_MARKED)
    places: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        form = word.replace("đ", "d")
        if form in wanted:
            places.setdefault(form, []).append(number)
    found: dict[str, str] = {}
    for form, is_known in wanted.items():
        spelled = _introductions(form, words, places=places.get(form, ()), plain=plain)
        needed, share = 1, SHARE
        if not spelled:
            if len(form) < (SHORTEST_KNOWN if is_known else SHORTEST):
                continue
            spelled = _occurrences(form, plain)
            if is_known:
                needed, share = OFTEN, SHARE_KNOWN
        told = Counter(_with_strokes(form, row[begin:]) for begin in spelled)
        best, count = told.most_common(1)[0] if told else ("", 0)
        if count >= max(needed, share * told.total()):
            found[form] = best
    return found


def _introductions(form: str, words: Sequence[str], places: Sequence[int], plain: str) -> list[int]:
    """Where the words begin that stand before a form in brackets and spell it out. `places`: where
    the form stands; `plain`: initials without marks."""
    length = len(form)
    begins = [place - 1 - length for place in places if place > length and words[place - 1] == "("]
    return [begin for begin in begins if plain[begin : begin + length] == form]


def _occurrences(form: str, plain: str) -> list[int]:
    """Where a form stands in a row of initials, overlapping ones too."""
    begins: list[int] = []
    begin = plain.find(form)
    while begin >= 0:
        begins.append(begin)
        begin = plain.find(form, begin + 1)
    return begins


def _with_strokes(form: str, row: str) -> str:
    """A form with those strokes that the row of initials has.

    >>> _with_strokes("ctdt", "ctđt c ")
    'ctđt'
    """
    pairs = zip(form, row, strict=False)
    return "".join("đ" if letter == "đ" else bare for bare, letter in pairs)


_MARKED = str.maketrans(
    "đàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
    "daaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyy",
)
