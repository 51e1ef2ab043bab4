"""Text in an encoding of the years before Unicode (TCVN3, VNI, VISCII, windows-1258), or UTF-8
taken for Latin-1.

Nothing in such text says what it is, but only one reading of it is Vietnamese. Each word is weighed
in each encoding by how frequent the words are that it would be; a text changes its encoding rarely,
so the likeliest run of encodings over all words is taken (Viterbi). One odd word, or a French one,
is never enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import groupby

import regex

from kehoach.normalize.changes import Edit, Mended
from kehoach.normalize.ngrams.model import ngrams
from kehoach.normalize.repair.language import OWN_LETTERS
from kehoach.normalize.text import fold
from kehoach.normalize.tokens import NUMBER
from kehoach.normalize.vocabulary import read_own

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
_PLAIN_LETTERS = regex.compile(r"[^A-Za-z]")
_WORD = regex.compile(r"[^ \t\r\n\u00a0]+")
_PIECE = regex.compile(r"[\p{L}\p{M}]+|[^\p{L}\p{M}\p{N}\p{P}]")
_AFFECTED = regex.compile(r"[^\x00-\x7f\u2010-\u2026\u00a0]")
_TAKEN_FOR_LATIN = regex.compile(
    r"[\u00c2-\u00c6\u00e1](?:[\u0080-\u00bf]|[^\x00-\x7f\p{L}]| (?=\p{Ll}))"
)
_LATIN_LETTER = regex.compile(r"[À-ÿ]")
_LONE_SIGN = regex.compile(r"[^\p{L}\u00ad]")
_NOT_LATIN = regex.compile(r"(?!\p{Latin})\p{L}")
_ODD = regex.compile(
    r"[\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bfÄÅÆËÏÑÖØÛÜÞßäåæçëîïñöøûüþÿð]"
)
_LOST_A = regex.compile("\u00c3 (?=\\p{Ll})")

Decoder = Callable[[str], str]


@cache
def decoders() -> dict[str, Decoder]:
    """Each old encoding by name: from its letters, as seen when its bytes are taken for Latin-1, to
    what they mean."""
    tables = read_own("repair/legacy.yaml")
    made: dict[str, Decoder] = {"windows-1258": _windows_1258}
    for name, table in tables.items():
        if "bytes" in table:
            letters = {int(code, 16): letter for letter, code in table["bytes"].items()}
            made[name] = _by_bytes(letters)
        else:
            made[name] = _by_pairs({written: letter for letter, written in table["pairs"].items()})
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
        codes = ((letter, _byte_of(letter)) for letter in text)
        return "".join(
            letter if code is None else letters.get(code, letter) for letter, code in codes
        )

    return decode


def _by_pairs(written: dict[str, str]) -> Decoder:
    longest_first = sorted(written, key=len, reverse=True)
    pattern = regex.compile("|".join(map(regex.escape, longest_first)))

    def decode(text: str) -> str:
        return pattern.sub(lambda found: written[found.group()], text)

    return decode


def _windows_1258(text: str) -> str:
    import unicodedata

    codes = [_byte_of(letter) for letter in text]
    if None in codes:
        return text
    return unicodedata.normalize(
        "NFC", bytes(code for code in codes if code is not None).decode("cp1258", "replace")
    )


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
    places = [(n, found) for n, mended in enumerate(texts) for found in _WORD.finditer(mended.text)]
    words = [found.group() for _, found in places]
    if sum(map(_affected, set(words))) < 2:
        return texts
    chosen = _convincing(words, _encodings(words))
    edits: dict[int, list[Edit]] = {}
    names: dict[int, set[str]] = {}
    for at, ((n, found), name) in enumerate(zip(places, chosen, strict=True)):
        if name != PLAIN and _affected(words[at]):
            after = decoders()[name](words[at])
            if _LONE_SIGN.fullmatch(words[at]) and _worth(after) < RARE:
                continue  # "½" of something, rather than a word of one letter that nobody uses
            if name == SMALL_ONLY and _in_capitals(words, at):
                after = after.upper()
            edits.setdefault(n, []).append(Edit(found.start(), words[at], after, SURE))
            names.setdefault(n, set()).add(name)
    result = list(texts)
    for n, own in edits.items():
        result[n] = texts[n].applied("+".join(sorted(names[n])), own)
    return result


def _convincing(words: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """Runs of an encoding that make nearly every affected word one that is known; the others are no
    such encoding but, say, a foreign OCR's."""
    result: list[str] = []
    for name, run in groupby(zip(chosen, words, strict=True), key=lambda pair: pair[0]):
        own = [word for _, word in run]
        affected = [word for word in own if _affected(word)]
        known = name == PLAIN or sum(_worth(decoders()[name](word)) > STRANGE for word in affected)
        result += [name if name == PLAIN or known >= KNOWN * len(affected) else PLAIN] * len(own)
    return result


def is_suspicious(texts: Iterable[str]) -> bool:
    """Are there signs that Vietnamese has not, or only letters that others have, too? A glance that
    spares clean papers the rest."""
    odd = own = latin = 0
    for text in texts:
        latin += not text.isascii() and len(_LATIN_LETTER.findall(text))
        odd += not text.isascii() and len(_ODD.findall(text))
        own += not text.isascii() and OWN_LETTERS.search(text) is not None
    return odd > 1 or (own == 0 and latin > 1)


def _in_capitals(words: Sequence[str], at: int) -> bool:
    """Was a word printed in capitals? Its plain letters tell, or, where it has only one or none,
    its neighbours'."""
    own = _PLAIN_LETTERS.sub("", words[at])
    if len(own) > 1 or own.islower():
        return own.isupper()
    near = [
        _PLAIN_LETTERS.sub("", word)
        for word in (*words[max(at - 1, 0) : at], *words[at + 1 : at + 2])
    ]
    return any(len(word) > 1 for word in near) and all(word.isupper() for word in near if word)


@lru_cache(maxsize=65536)
def _affected(word: str) -> bool:
    return _AFFECTED.search(word) is not None


def _encodings(words: Sequence[str]) -> list[str]:
    """The likeliest encoding of each word of a text."""
    names = [PLAIN, *decoders()]
    best = [0.0] + [-CHANGE] * (len(names) - 1)
    came: list[list[int]] = []
    for word in words:
        top = max(range(len(names)), key=best.__getitem__)
        steps = [n if best[n] >= best[top] - CHANGE else top for n in range(len(names))]
        worth = _worths(word)
        best = [max(best[n], best[top] - CHANGE) + worth[n] for n in range(len(names))]
        came.append(steps)
    last = max(range(len(names)), key=best.__getitem__)
    chosen = []
    for steps in reversed(came):
        chosen.append(names[last])
        last = steps[last]
    return chosen[::-1]


@lru_cache(maxsize=65536)
def _worths(word: str) -> tuple[float, ...]:
    """What a word is worth in each encoding, PLAIN first; nothing where it is ASCII and so the same
    in all."""
    if not _affected(word):
        return (0.0,) * (1 + len(decoders()))
    return (_worth(word), *(_worth(decode(word)) for decode in decoders().values()))


def _worth(text: str) -> float:
    """How likely the words of a text are; strange signs count against it."""
    model = ngrams()
    pieces = [piece.group() for piece in _PIECE.finditer(text)]
    total = 0.0
    for piece in pieces:
        number = model.ids.get(fold(piece)) if piece[0].isalpha() else None
        total += float(model.single[number]) if number is not None else STRANGE
    return total if pieces else float(model.single[model.ids[NUMBER]])


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
    return mended.applied("utf-8", [Edit(0, mended.text, better, SURE)])
