"""Syllables torn where the font changes: "NHI Ệ M V Ụ", "Đ ộ c l ậ p", "ĐIỀ U KHO ẢN".

A font that lacks the letters with two marks has them from another, and some programs write a space
at each change. A syllable is put together where one of its pieces is none by itself, where a letter
with marks stands at the tear, and where what comes out is a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from kehoach.normalize.changes import Edit, Mended
from kehoach.normalize.ngrams.model import ngrams
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.patterns import compile_regex

STEP = "torn_syllables"
SURE = 0.97
MOST_PIECES = 5
LONGEST = 7
"""Letters of a syllable ("nghiêng")."""
UNKNOWN = -18.0
"""What a piece is worth that is no word (natural logarithm of probability)."""
SINGLE = -13.0
"""What a single letter is worth at most: few are words, and the lists of papers are full of
others."""
RARE = -10.5
"""A piece less likely is no word: corpora hold pieces of torn ones, too ("ẢN")."""
LEAST_GAIN = 6.0
"""So much likelier (natural logarithm) a line must be put together."""

_CHAIN = compile_regex(r"(?<!\p{L})\p{L}++(?: \p{L}++)+")
"""Words with single spaces between them. From its first letter alone and without going back: a word
of 30,000 letters would be tried from each of them."""
_PIECE = compile_regex(r"\p{L}+")
_SECOND_FONT = compile_regex(r"[\u1ea0-\u1ef9\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0]")
"""Letters that fonts for western Europe lack."""


_GLANCE = compile_regex(r"(?<!\p{L})(?:\p{L}(?!\p{L})|[\u1ea0-\u1ef9])")
"""A single letter, or a piece that begins with a letter of the second font: few words do."""
_SYLLABLE = compile_regex(
    r"(?:ngh|ng|nh|ch|gh|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
"""The shape of one syllable, marks aside. Corpora hold words run together ("kếhoạch"), too."""
_BEFORE_POINT = compile_regex(r"(?<=[\u1ea0-\u1ef9]) (?=[.,;:!?)](?:\s|$))")


def all_joined(texts: Sequence[Mended]) -> list[Mended]:
    """Lines of a paper with their torn syllables put together.

    Two single letters are one syllable only in a paper that is torn elsewhere: "S ố", but "điểm b ở
    khoản 2".
    """
    found = [_edits(mended.text) for mended in texts]
    is_torn = any(not _is_weak(edit) for edits in found for edit in edits)
    if not is_torn:
        return list(texts)
    return [
        mended.applied(STEP, [*edits, *_points(mended.text)] if edits else ())
        for mended, edits in zip(texts, found, strict=True)
    ]


def joined(line: str) -> str:
    """A line as a paper of its own.

    >>> joined("II. NHI Ệ M V Ụ")
    'II. NHIỆM VỤ'
    >>> joined("Khu phố A ở xã")
    'Khu phố A ở xã'
    """
    (result,) = all_joined([Mended.of(line)])
    return result.text


def _is_weak(edit: Edit) -> bool:
    """Are only two single letters put together?"""
    return len(edit.after) == 2


def _points(text: str) -> list[Edit]:
    """Spaces to be taken from before points: they are tears, too."""
    return [
        Edit(found.start(), " ", after="", confidence=SURE)
        for found in _BEFORE_POINT.finditer(text)
    ]


def _edits(text: str) -> list[Edit]:
    """The syllables of a line to be put together."""
    if not _GLANCE.search(text) or not _may_be_torn(text):
        return []
    edits: list[Edit] = []
    for chain in _CHAIN.finditer(text):
        pieces = chain.group().split(" ")
        place = chain.start()
        for group in _grouped(pieces):
            before = " ".join(group)
            if len(group) > 1:
                edits.append(Edit(place, before, after="".join(group), confidence=SURE))
            place += len(before) + 1
    return edits


def _may_be_torn(text: str) -> bool:
    """Is there a piece that no word is? A glance: nearly all lines have none."""
    return any(not _is_word(piece) for piece in _PIECE.findall(text))


@lru_cache(maxsize=65536)
def _worth(piece: str) -> float:
    """How likely a word a piece is by itself."""
    model = ngrams()
    number = model.ids.get(fold(piece))
    worth = UNKNOWN if number is None else float(model.single[number])
    return min(worth, SINGLE) if len(piece) == 1 else worth


@lru_cache(maxsize=65536)
def _is_word(piece: str) -> bool:
    """Is a piece a word of more than one letter, or a letter that stands alone by right?"""
    if len(piece) == 1:
        return not (_SECOND_FONT.match(piece) or piece.lower() in "bcdghklmnpqrstvx")
    return _worth(piece) > RARE


def are_halves(left: str, right: str) -> bool:
    """Are two pieces one word, as one of them is none by itself?

    >>> are_halves("Thư", "ờng"), are_halves("thi", "ứng")
    (True, False)
    """
    whole = left + right
    if len(whole) > LONGEST or not _SYLLABLE.fullmatch(strip_diacritics(whole).lower()):
        return False
    return _worth(whole) > RARE and not (_is_word(left) and _is_word(right))


def _grouped(pieces: Sequence[str]) -> list[list[str]]:
    """Pieces of a chain as syllables: the likeliest way to put them together."""
    count = len(pieces)
    best = [0.0] + [-1e9] * count
    came = [0] * (count + 1)
    for end in range(1, count + 1):
        for begin in range(max(0, end - MOST_PIECES), end):
            group = pieces[begin:end]
            if len(group) > 1 and not _may_join(group):
                continue
            worth = best[begin] + _worth("".join(group))
            if worth > best[end]:
                best[end], came[end] = worth, begin
    apart = sum(map(_worth, pieces))
    if best[count] - apart < LEAST_GAIN:
        return [[piece] for piece in pieces]
    groups: list[list[str]] = []
    end = count
    while end:
        groups.append(list(pieces[came[end] : end]))
        end = came[end]
    return groups[::-1]


def _may_join(group: Sequence[str]) -> bool:
    """May pieces be one syllable: is one of them none by itself, does each tear lie at a letter of
    the second font, and is the whole a word in one case?"""
    whole = "".join(group)
    if len(whole) > LONGEST or not _SYLLABLE.fullmatch(strip_diacritics(whole).lower()):
        return False
    if all(map(_is_word, group)) or _worth(whole) <= UNKNOWN:
        return False
    tail = whole[1:]
    if not (tail.islower() or whole.isupper()):
        return False
    tears = pairwise(group)
    return all(
        _SECOND_FONT.match(left[-1]) or _SECOND_FONT.match(right[0]) for left, right in tears
    )
