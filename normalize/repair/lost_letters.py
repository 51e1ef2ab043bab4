"""Letters that are missing from words because of what they were, not where they stood.

Two losses leave a pattern in all of a paper. TCVN3 writes ư as the byte that is a soft hyphen
elsewhere, and programs that print to PDF leave soft hyphens out: "Trớc", "đợc", "th ký". And some
converters drop the marks of capitals only: "Dơn vị", "CHU TICH". Which word was meant is decided
for whole texts by which words follow which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from functools import partial
from math import log

from kehoach.normalize.changes import Edit, Mended
from kehoach.normalize.ngrams.lattice import Candidates, Table, Token, choices, edits_of
from kehoach.normalize.ngrams.model import UNKNOWN, VOWEL, ngrams
from kehoach.normalize.repair.restore import cased, stripped, tokens_of, words_like
from kehoach.normalize.tokens import word_of
from kehoach.patterns import compile_regex

HORN_STEP, CAPITALS_STEP = "lost_horned_u", "capitals"
HORNED = "ư"
KEPT_WORD = log(0.15)
"""How much less likely a word is that could as well have lost a letter, in a paper in which all
lost it (a natural logarithm)."""
NAMED = 4.0
"""How much likelier a word in capitals is that the paper has as a name (a natural logarithm)."""
FEW_CAPITALS = 12
"""A paper with fewer words in capitals, or that begin with one, says nothing about them."""
MOST_MARKED = 0.01
"""Of words with a capital that bears a mark or a stroke: so few are none."""
MOST_KINDS = 0.1
"""Of different ones: a title in marked capitals over a long table of few words is no chance."""
MANY_MARKED = 10
LEAST_MARKED = 0.2
"""The share of words with a small letter that only Vietnamese has: in sound papers a half."""
_CAPITAL = compile_regex(r"\p{Lu}")
_MARKED_CAPITAL = compile_regex(r"(?=\p{Lu})[^A-Z]")
_MARKED_SMALL = compile_regex(r"[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹđơưă]")
"""Letters that no foreign reading has."""
_NAME = compile_regex(r"\b[B-CGHK-NP-TVX]\p{Ll}+\b")
"""A word that begins with a capital which has no mark to lose."""
_WORDS = compile_regex(r"\p{L}{2,}")


def with_horned_u(texts: Sequence[Mended], lines: Iterable[int]) -> list[Mended]:
    """A paper whose `lines` (by number) are in an encoding that lost its ư -> the same with it."""
    return _decided(texts, sorted(lines), candidates=_lacking_horned_u, step=HORN_STEP)


def _lacking_horned_u(token: str) -> Candidates:
    """The words that a token may be when each ư is gone from it."""
    model = ngrams()
    written = word_of(token)
    own = model.ids.get(written, UNKNOWN)
    if not token[0].isalpha() or HORNED in written:
        return [(own, 0.0)]
    found: list[tuple[int, float]] = []
    for place in range(len(written) + 1):
        number = model.ids.get(written[:place] + HORNED + written[place:])
        if number is not None:
            found.append((number, 0.0))
    if not found:
        return [(own, 0.0)]
    return [(own, KEPT_WORD if own != UNKNOWN else 2 * KEPT_WORD), *dict.fromkeys(found)]


def with_marked_capitals(texts: Sequence[Mended]) -> list[Mended]:
    """A paper -> the same with the marks of its capitals, where all of them and only they lack
    any."""
    if not lacks_marked_capitals(mended.text for mended in texts):
        return list(texts)
    names = {
        word_of(name)
        for mended in texts
        for name in _NAME.findall(mended.text)
        if not name.isascii()
    }
    candidates = partial(_lacking_capital_marks, names=names)
    return _decided(texts, range(len(texts)), candidates=candidates, step=CAPITALS_STEP)


def lacks_marked_capitals(texts: Iterable[str]) -> bool:
    """Have the small letters of a paper their marks, and no capital one?

    >>> lacks_marked_capitals(["Dơn vị: Uy ban nhân dân xã", "CHU TICH", "Dảng ủy"] * 4)
    True
    >>> lacks_marked_capitals(["Đơn vị: Ủy ban nhân dân xã", "CHU TICH", "Đảng ủy"] * 4)
    False
    """
    words = capital = marked = small = 0
    kinds: set[str] = set()
    for text in texts:
        for word in _WORDS.findall(text):
            words += 1
            if _CAPITAL.search(word) is not None:
                capital += 1
                kinds.add(word)
            marked += _MARKED_CAPITAL.search(word) is not None
            small += _MARKED_SMALL.search(word) is not None
        if marked > MANY_MARKED:
            return False  # sound papers are known by their first lines
    marked_kinds = sum(_MARKED_CAPITAL.search(word) is not None for word in kinds)
    if small <= LEAST_MARKED * words or capital < FEW_CAPITALS:
        return False
    return marked <= MOST_MARKED * capital and marked_kinds <= MOST_KINDS * len(kinds)


def _lacking_capital_marks(token: str, names: Set[str]) -> Candidates:
    """The words that a token may be when its capitals lost their marks: small letters stay. What
    the paper writes as a name elsewhere ("Tân Khê") is likelier in capitals, too."""
    model = ngrams()
    written = word_of(token)
    own = model.ids.get(written, UNKNOWN)
    if not token[0].isalpha() or token.islower():
        return [(own, 0.0)]
    if len(token) > 1 and token.isupper() and not VOWEL.search(written) and "d" not in written:
        return [(own, 0.0)]
    found: list[tuple[int, float]] = [(own, 0.0)]
    for number in words_like(stripped(written)):
        word = model.words[number]
        if word != written and _differs_in_capitals(word, written, token=token):
            found.append((number, NAMED if word in names and token.isupper() else 0.0))
    return found


def _differs_in_capitals(word: str, written: str, token: str) -> bool:
    """Is a word what is written, but for letters that are capitals there?"""
    if not len(word) == len(written) == len(token):
        return False
    letters = zip(word, written, token, strict=True)
    return all(new == old or shown.isupper() for new, old, shown in letters)


def _decided(
    texts: Sequence[Mended],
    numbers: Sequence[int],
    candidates: Callable[[str], Candidates],
    step: str,
) -> list[Mended]:
    """Lines of a paper, by number, each token as the likeliest of its candidates."""
    model = ngrams()
    lines = [texts[number].text for number in numbers]
    tokens: list[list[Token]] = [tokens_of(line) for line in lines]
    chosen = choices(model, Table(candidates), lines=lines, tokens=tokens)
    result = list(texts)
    for index, number in enumerate(numbers):
        edits: list[Edit] = edits_of(
            model, tokens[index], chosen=chosen[index], written=_written, may_change=_is_word
        )
        result[number] = texts[number].applied(step, edits)
    return result


def _written(word: str, like: str) -> str:
    """A word with the capitals of what stood there.

    >>> _written("trước", "Trớc"), _written("được", "ĐỢC"), _written("hđnd", "HDND")
    ('Trước', 'ĐƯỢC', 'HĐND')
    """
    return (
        word.upper() if len(like) == 1 and like.isupper() and len(word) == 1 else cased(word, like)
    )


def _is_word(text: str) -> bool:
    return text[0].isalpha()
