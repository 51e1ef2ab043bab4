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
    for n, word in enumerate(words):
        if word.replace("đ", "d") in wanted:
            places.setdefault(word.replace("đ", "d"), []).append(n)
    found: dict[str, str] = {}
    for form, known in wanted.items():
        length = len(form)
        introduced = [
            n - 1 - length for n in places.get(form, ()) if n > length and words[n - 1] == "("
        ]
        introduced = [at for at in introduced if plain[at : at + length] == form]
        seen = Counter(row[at : at + length] for at in introduced)
        if not seen and length >= (SHORTEST_KNOWN if known else SHORTEST):
            at = plain.find(form)
            while at >= 0:
                seen[row[at : at + length]] += 1
                at = plain.find(form, at + 1)
        told: Counter[str] = Counter()
        for own, count in seen.items():
            told[
                "".join(
                    "đ" if letter == "đ" else bare for letter, bare in zip(own, form, strict=True)
                )
            ] += count
        best, count = told.most_common(1)[0] if told else ("", 0)
        doubtful = known and not introduced
        if (
            best
            and count >= (SHARE_KNOWN if doubtful else SHARE) * told.total()
            and (not doubtful or count >= OFTEN)
        ):
            found[form] = best
    return found


_MARKED = str.maketrans(
    "đàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
    "daaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyy",
)
