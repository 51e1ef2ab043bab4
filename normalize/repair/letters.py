"""Letters that look right and are not: marks in the wrong order, Cyrillic and full-width twins, eth
for đ, ligatures.

Each fix is a pure function from a text to the edits it wants, and says why it exists. None changes
what a reader sees. Quotes, dashes and misspellings stay as the paper has them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from kehoach.normalize.changes import Edit, Mended
from kehoach.patterns import compile_regex

Fix = Callable[[str], Iterator[Edit]]

_CLUSTER = compile_regex(r"[^\p{M}][\p{M}]+|[\u0340\u0341\u0343\u0344\u212a\u212b]")
_SHAPE_MARKS = ("\u0302", "\u0306", "\u031b")
"""Circumflex, breve, horn: they make another letter and belong before the tone."""
_WORD = compile_regex(r"[\p{L}\p{M}]+")
_FOREIGN = compile_regex(r"[\p{Cyrillic}\p{Greek}]")
_LATIN = compile_regex(r"\p{Latin}")
_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
    "ABESIJKMHOPCTYXaesijopcyxdhqwABEZHIKMNOPTYXoav",
)
_WIDE = compile_regex(r"[\uff01-\uff5e\ufb00-\ufb06]+")
_ETH = compile_regex(r"[ÐðƉɖ]")
_ETHS = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_ICELANDIC = compile_regex(r"[þÞæÆö]")
_SOFT = compile_regex(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+|(?![\t\n\r\f])\p{Cc}+|\p{Cs}+"
)


def composed(text: str) -> Iterator[Edit]:
    """Letters and their marks as one character each, the mark of the letter's shape before its
    tone. Word processors write "ê" + acute, some converters acute first: both look alike, only one
    is equal to a typed "ế".

    >>> [edit.after for edit in composed("ke\\u0301\\u0302 hoạch")]
    ['ế']
    """
    for found in _CLUSTER.finditer(text):
        written = found.group()
        parts = unicodedata.normalize("NFD", written)
        letter, marks = parts[0], parts[1:]
        distinct = dict.fromkeys(marks)
        ordered = sorted(distinct, key=lambda mark: mark not in _SHAPE_MARKS)
        whole = unicodedata.normalize("NFC", letter + "".join(ordered))
        if whole != written:
            yield Edit(found.start(), written, after=whole)


def latin_twins(text: str) -> Iterator[Edit]:
    """Cyrillic and Greek letters inside a word that also has Latin ones: a keyboard or an OCR put
    them there. A word all in Cyrillic or Greek may be meant so.

    >>> [(edit.before, edit.after) for edit in latin_twins("kế hоạch")]  # a Cyrillic о
    [('hоạch', 'hoạch')]
    """
    if not _FOREIGN.search(text):
        return
    for found in _WORD.finditer(text):
        word = found.group()
        if _FOREIGN.search(word) and _LATIN.search(word):
            yield Edit(found.start(), word, after=word.translate(_TWINS))


def narrow(text: str) -> Iterator[Edit]:
    """Full-width letters and ligatures as plain letters ("ﬁ" from typeset PDF, "Ｋ" from East Asian
    systems).

    >>> [(edit.before, edit.after) for edit in narrow("proﬁle")]
    [('ﬁ', 'fi')]
    """
    for found in _WIDE.finditer(text):
        yield Edit(found.start(), found.group(), after=unicodedata.normalize("NFKC", found.group()))


def true_stroke(text: str) -> Iterator[Edit]:
    """The Icelandic eth and the African d as đ: fonts draw the capitals alike, and old keyboards
    typed the wrong one.

    >>> [edit.after for edit in true_stroke("Ðiều")]
    ['Đ']
    """
    if _ICELANDIC.search(text):
        return
    for found in _ETH.finditer(text):
        yield Edit(found.start(), found.group(), after=found.group().translate(_ETHS))


def visible(text: str) -> Iterator[Edit]:
    """Without soft hyphens, zero-width and direction signs, control characters and halves of
    surrogates: none is seen, all break comparisons.

    >>> [(edit.before, edit.after) for edit in visible("kế ho\\u00adạch")] == [("\\u00ad", "")]
    True
    """
    for found in _SOFT.finditer(text):
        yield Edit(found.start(), found.group(), after="")


FIXES: tuple[tuple[str, Fix], ...] = (
    ("visible", visible),
    ("narrow", narrow),
    ("latin_twins", latin_twins),
    ("true_stroke", true_stroke),
    ("composed", composed),
)


def with_true_letters(mended: Mended) -> Mended:
    """All the fixes in order."""
    if mended.text.isascii() and mended.text.isprintable():
        return mended
    for name, fix in FIXES:
        mended = mended.applied(name, fix(mended.text))
    return mended
