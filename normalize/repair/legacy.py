"""Text in an encoding of the years before Unicode (TCVN3, VNI, VISCII, windows-1258), or UTF-8
taken for Latin-1.

Nothing in such text says what it is, but only one reading of it is Vietnamese. Each word is weighed
in each encoding by how frequent the words are that it would be; a text changes its encoding rarely,
so the likeliest run of encodings over all words is taken (Viterbi). One odd word, or a French one,
is never enough.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import groupby

import regex

from kehoach.normalize.changes import Edit, Mended
from kehoach.normalize.ngrams.model import ngrams
from kehoach.normalize.repair.language import OWN_LETTERS
from kehoach.normalize.repair.lost_letters import with_horned_u
from kehoach.normalize.text import fold
from kehoach.normalize.tokens import NUMBER
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

PLAIN = "plain"
CHANGE = 14.0
"""What it costs to change the encoding between two words, in natural logarithms of probability."""
STRANGE = -18.0
"""What a word is worth that nobody knows, or a sign that no word has."""
KNOWN = 0.8
"""So large a share of affected words must be words, once decoded."""
RARE = -11.0
SURE = 0.99
SMALL_ONLY = "tcvn3"
"""Its capitals with tones were small letters in a font that draws them large."""
ENOUGH = 200
"""So many letters of Vietnamese without one ư have lost it: one in sixty is one."""
HORNED_U = compile_regex("[ưƯ]")
_LETTER = compile_regex(r"\p{L}")
_DIGIT = compile_regex(r"[0-9]")
_NOT_PLAIN_LETTERS = compile_regex(r"[^A-Za-z]")
_SPACES = r" \t\r\n\u00a0\u2000-\u200a\u202f\u205f\u3000"
"""Those of typesetters too (LibreOffice makes one of `\\qmspace`); no letter in any encoding."""
_WORD = compile_regex(rf"[^{_SPACES}]+")
_PIECE = compile_regex(r"[\p{L}\p{M}]+|[^\p{L}\p{M}\p{N}\p{P}]")
_AFFECTED = compile_regex(rf"[^\x00-\x7f\u2010-\u2026{_SPACES}]")
_TAKEN_FOR_LATIN = compile_regex(
    r"[\u00c2-\u00c6\u00e1](?:[\u0080-\u00bf]|[^\x00-\x7f\p{L}]| (?=\p{Ll}))"
)
_LATIN_LETTER = compile_regex(r"[À-ÿ]")
_FIGURE = compile_regex(r"[^\p{L}]*[0-9][^\p{L}]*[ºª]?[^\p{L}]*[A-Za-z]?[^\p{L}]*")
"""With signs behind it ("25°", "21°30'", "40ºC", "10³"): no word, in no encoding."""
_LONE_SIGN = compile_regex(r"[^\p{L}\u00ad]")
_NOT_LATIN = compile_regex(r"(?!\p{Latin})\p{L}")
_ODD = compile_regex(
    r"[\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bfÄÅÆËÏÑÖØÛÜÞßäåæçëîïñöøûüþÿð]"
)
_LOST_A = compile_regex("\u00c3 (?=\\p{Ll})")

Decoder = Callable[[str], str]


@cache
def decoders() -> dict[str, Decoder]:
    """Each old encoding by name: from its letters, as seen when its bytes are taken for Latin-1, to
    what they mean."""
    tables = read_own("repair/legacy.yaml")
    made: dict[str, Decoder] = {"windows-1258": _windows_1258}
    for name, table in tables.items():
        if "bytes" in table:
            codes = table["bytes"].items()
            made[name] = _by_bytes({int(code, 16): letter for letter, code in codes})
        else:
            pairs = table["pairs"].items()
            made[name] = _by_pairs({written: letter for letter, written in pairs})
    return made


def _byte_of(letter: str) -> int | None:
    """The byte that a letter was, read as Latin-1 or as windows-1252; None for a letter of
    neither."""
    if ord(letter) < 256:
        return ord(letter)
    try:
        return letter.encode("cp1252")[0]
    except UnicodeEncodeError:
        return None


def _by_bytes(letters: dict[int, str]) -> Decoder:
    def decode(text: str) -> str:
        meant = []
        for letter in text:
            code = _byte_of(letter)
            meant.append(letter if code is None else letters.get(code, letter))
        return "".join(meant)

    return decode


def _by_pairs(written: dict[str, str]) -> Decoder:
    longest_first = sorted(written, key=len, reverse=True)
    pattern = compile_regex("|".join(map(regex.escape, longest_first)))

    def decode(text: str) -> str:
        return pattern.sub(lambda found: written[found.group()], text)

    return decode


def _windows_1258(text: str) -> str:
    codes = bytearray()
    for letter in text:
        code = _byte_of(letter)
        if code is None:
            return text
        codes.append(code)
    return unicodedata.normalize("NFC", codes.decode("cp1258", "replace"))


def from_bytes(data: bytes) -> str:
    """Bytes that are not UTF-8 as letters, so that `decoded` can tell what they mean: each byte is
    one letter."""
    import ftfy.bad_codecs  # noqa: F401 (registers the codec)

    return data.decode("sloppy-windows-1252")


def decoded(texts: Sequence[Mended]) -> list[Mended]:
    """Texts of one paper, in order -> the same in Unicode. Text that is Vietnamese already, or no
    Vietnamese in any encoding, comes back as it is."""
    if not is_suspicious(mended.text for mended in texts):
        return list(texts)
    texts = [_as_utf8(mended) for mended in texts]
    words: list[str] = []
    places: list[tuple[int, int]] = []
    for line, mended in enumerate(texts):
        for found in _WORD.finditer(mended.text):
            words.append(found.group())
            places.append((line, found.start()))
    if sum(map(_is_affected, set(words))) < 2:
        return texts
    chosen = _convincing(words, _encodings(words))
    edits: dict[int, list[Edit]] = {}
    names: dict[int, set[str]] = {}
    for index, (line, start) in enumerate(places):
        name = chosen[index]
        after = _meant(words, index, name=name)
        if after is not None:
            edit = Edit(start, words[index], after=after, confidence=SURE)
            edits.setdefault(line, []).append(edit)
            names.setdefault(line, set()).add(name)
    for line, own in edits.items():
        step = "+".join(sorted(names[line]))
        texts[line] = texts[line].applied(step, own)
    in_tcvn3 = [line for line, own in names.items() if SMALL_ONLY in own]
    if lost_horned_u([texts[line].text for line in in_tcvn3]):
        return with_horned_u(texts, in_tcvn3)
    return texts


def lost_horned_u(lines: Sequence[str]) -> bool:
    """Is there no ư in lines that were in TCVN3, where one letter in sixty is one?"""
    letters = sum(len(_LETTER.findall(line)) for line in lines)
    return letters >= ENOUGH and not any(HORNED_U.search(line) for line in lines)


def _meant(words: Sequence[str], index: int, name: str) -> str | None:
    """A word decoded; None where it stays."""
    word = words[index]
    if name == PLAIN or not _is_affected(word):
        return None
    after = decoders()[name](word)
    if _LONE_SIGN.fullmatch(word) and _worth(after) < RARE:
        return None  # "½" of something, rather than a word of one letter that nobody uses
    if name == SMALL_ONLY and _in_capitals(words, index):
        return after.upper()
    return after


def _convincing(words: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """Runs of an encoding that make nearly every affected word one that is known; the others are no
    such encoding but, say, a foreign OCR's."""
    result: list[str] = []
    begin = 0
    for name, run in groupby(chosen):
        size = len(list(run))
        own = words[begin : begin + size]
        begin += size
        if name != PLAIN and not _are_words(own, decoders()[name]):
            name = PLAIN
        result += [name] * size
    return result


def _are_words(words: Sequence[str], decode: Decoder) -> bool:
    """Whether nearly all affected words are known once decoded."""
    affected = [word for word in words if _is_affected(word)]
    known = sum(_worth(decode(word)) > STRANGE for word in affected)
    return known >= KNOWN * len(affected)


def is_suspicious(texts: Iterable[str]) -> bool:
    """Are there signs that Vietnamese has not, or only letters that others have, too? A glance that
    spares clean papers the rest."""
    odd = own = latin = 0
    for text in texts:
        if text.isascii():
            continue
        latin += len(_LATIN_LETTER.findall(text))
        odd += len(_ODD.findall(text))
        own += OWN_LETTERS.search(text) is not None
    return odd > 1 or (own == 0 and latin > 1)


def _in_capitals(words: Sequence[str], index: int) -> bool:
    """Was a word printed in capitals? Its plain letters tell, or, where it has only one or none,
    its neighbours'."""
    own = _plain_letters(words[index])
    if len(own) > 1 or own.islower():
        return own.isupper()
    neighbours = _neighbours(words, index)
    # "Sè: 45/KH-UBND": the letters of a number are capitals whatever stands before it.
    named = [word for word in neighbours if not _DIGIT.search(word)]
    near = [letters for letters in map(_plain_letters, named) if letters]
    if not any(len(letters) > 1 for letters in near):
        return False
    return all(letters.isupper() for letters in near)


def _neighbours(words: Sequence[str], index: int) -> Sequence[str]:
    """The word before and the word after, as far as there are any."""
    before = words[max(index - 1, 0) : index]
    after = words[index + 1 : index + 2]
    return [*before, *after]


def _plain_letters(word: str) -> str:
    return _NOT_PLAIN_LETTERS.sub("", word)


@lru_cache(maxsize=65536)
def _is_affected(word: str) -> bool:
    return _AFFECTED.search(word) is not None and _FIGURE.fullmatch(word) is None


def _encodings(words: Sequence[str]) -> list[str]:
    """The likeliest encoding of each word of a text."""
    names = [PLAIN, *decoders()]
    numbers = range(len(names))
    best = [0.0] + [-CHANGE] * (len(names) - 1)
    came: list[list[int]] = []
    for word in words:
        top = max(numbers, key=best.__getitem__)
        changed = best[top] - CHANGE
        worths = _worths(word)
        came.append([number if best[number] >= changed else top for number in numbers])
        best = [max(best[number], changed) + worths[number] for number in numbers]
    last = max(numbers, key=best.__getitem__)
    chosen = []
    for steps in reversed(came):
        chosen.append(names[last])
        last = steps[last]
    chosen.reverse()
    return chosen


@lru_cache(maxsize=65536)
def _worths(word: str) -> tuple[float, ...]:
    """What a word is worth in each encoding, PLAIN first; nothing where it is ASCII and so the same
    in all."""
    if not _is_affected(word):
        return (0.0,) * (1 + len(decoders()))
    worths = [_worth(word)]
    for decode in decoders().values():
        worths.append(_worth(decode(word)))
    return tuple(worths)


def _worth(text: str) -> float:
    """How likely the words of a text are; strange signs count against it."""
    model = ngrams()
    pieces = _PIECE.findall(text)
    if not pieces:
        number = model.ids[NUMBER]
        return float(model.single[number])
    total = 0.0
    for piece in pieces:
        word = model.ids.get(fold(piece)) if piece[0].isalpha() else None
        total += STRANGE if word is None else float(model.single[word])
    return total


def _as_utf8(mended: Mended) -> Mended:
    """UTF-8 that was taken for Latin-1 or windows-1252 ("Káº¿ hoáº¡ch"), by ftfy. The second byte
    of "à" is a space that does not break, which often became a plain one."""
    if not _TAKEN_FOR_LATIN.search(mended.text):
        return mended
    import ftfy

    text = _LOST_A.sub("\u00c3\u00a0", mended.text)
    better = ftfy.fix_encoding(text)
    if better == text or _NOT_LATIN.search(better):
        return mended
    return mended.applied("utf-8", [Edit(0, mended.text, after=better, confidence=SURE)])
