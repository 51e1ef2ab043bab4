"""Count which words name a kind of bodies as far as it goes ("cơ quan | đăng ký đầu tư"):
parsers/items/bodies/kinds_of_bodies.tsv.xz.

    .venv/bin/python tools/train_body_kinds.py ../shared/corpus

Words that open with a noun for bodies are a kind where they freely end: before a mark, "và",
"phải", "có trách nhiệm", "của"; and stand as a noun does, behind "của", "với", "do". What a body
does is none: "cơ quan | kiểm tra" goes on, so does "cơ quan chức năng | thẩm định". Four minutes,
1 GB of memory; the same corpus and the same verbs of parsers/words.yaml give the same bytes.
Decisions, plans and letters of offices, and lines that `tools.corpus` holds out, are not counted.
Sources and licences: docs/models.md.
"""

from __future__ import annotations

import argparse
import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kehoach.normalize.text import fold  # noqa: E402 (found by the line above)
from kehoach.parsers.items.words.beginnings import DOING, begins  # noqa: E402
from tools.corpus import OFFICES, teaching  # noqa: E402
from tools.train_verbs import MARKS, word_of  # noqa: E402

OUT = ROOT / "parsers" / "items" / "bodies" / "kinds_of_bodies.tsv.xz"
WORDS = yaml.safe_load((ROOT / "tools" / "phrases.yaml").read_text(encoding="utf-8"))["kinds"]


def _phrases(key: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(fold(phrase).split()) for phrase in WORDS[key])


def _words(key: str) -> frozenset[str]:
    return frozenset(map(fold, WORDS[key]))


HEADS, NO_HEADS, DUTIES = _phrases("heads"), _phrases("no_heads"), _phrases("duties")
JOINING, MODAL, CLOSED = _words("joining"), _words("modal"), _words("closed")
BEFORE_NOUNS, MANY, NEVER = _words("before_nouns"), _words("many"), _words("never_inside")
UNFINISHED = _words("never_last")
LONGEST_HEAD, LONGEST = 3, 8
LEAST, LEAST_WORK, LEAST_WORKS = 6, 8, 30
"""So often must words stand; those in which what is done may begin, and those that say nothing but
that behind the noun ("cơ quan | đăng ký đầu tư")."""
FREE, FREE_HEAD = 0.4, 0.25
"""So large a part of the places of a kind ends it; of what stands before a verb that is no part."""
AS_NOUN, WORKS_AS_NOUN = 0.2, 0.3
"""So large a part stands behind "của", "với", where what is done may begin in it."""
LISTED = 0.35
"""So large a part stands where a noun may begin: "báo in" does not in "cảnh báo in"."""
LEAST_WORDS_OF_WORKS = 4
OF_BODIES = 0.13
"""So large a part of the places of words in which what is done may begin stands behind a noun for
bodies: of "đăng ký đầu tư", and not of "cung cấp thông tin", which anybody does."""


@dataclass(slots=True)
class Places:
    """How often words stood, ended, stood behind "của" and the like, or where a noun may begin."""

    all: int = 0
    ends: int = 0
    surely: int = 0
    as_noun: int = 0
    listed: int = 0

    @property
    def free(self) -> float:
        return self.ends / self.all if self.all else 0.0


Counts = defaultdict[tuple[str, ...], Places]


def count(line: str, counts: Counts) -> None:
    """Count what opens with a noun for bodies in a line."""
    tokens = line.split()
    plain = [word_of(token) for token in tokens]
    for begin in range(len(tokens) - 1):
        size = _size_of_head(tokens, plain, begin)
        if size:
            _count_from(tokens, plain, begin, begin + size, counts)


def _size_of_head(tokens: list[str], plain: list[str], begin: int) -> int:
    inside = begin > 0 and tokens[begin - 1][-1] not in MARKS
    if tokens[begin][0] in MARKS or (inside and tokens[begin][0].isupper()):
        return 0
    sizes = range(1, LONGEST_HEAD + 1)
    if any(tuple(plain[begin : begin + size]) in NO_HEADS for size in sizes):
        return 0
    for size in reversed(sizes):
        is_whole = all(token[-1] not in MARKS for token in tokens[begin : begin + size - 1])
        if is_whole and tuple(plain[begin : begin + size]) in HEADS:
            return size
    return 0


def _count_from(tokens: list[str], plain: list[str], begin: int, head: int, counts: Counts) -> None:
    before = plain[begin - 1] if begin else ""
    is_many = before in MANY
    left = plain[begin - 2] if is_many and begin > 1 else "" if is_many else before
    as_noun = left in BEFORE_NOUNS
    listed = as_noun or is_many or not begin or tokens[begin - 1][-1] in MARKS or left in JOINING
    for last in range(head - 1, min(len(tokens), begin + LONGEST)):
        token = tokens[last]
        if last >= head and not _goes_on(token, plain[last]):
            break
        places = counts[tuple(plain[begin : last + 1])]
        places.all += 1
        places.as_noun += as_noun
        places.listed += listed
        is_closed = token[-1] in MARKS or last + 1 == len(tokens) or tokens[last + 1][0] in MARKS
        behind = tuple(plain[last + 1 : last + 3])
        ends = is_closed or behind[0] in JOINING | MODAL or behind in DUTIES
        if plain[last] not in UNFINISHED:
            places.surely += ends
            places.ends += ends or behind[0] in CLOSED
        if token[-1] in MARKS:
            break


def _goes_on(token: str, plain: str) -> bool:
    return token[0] not in MARKS and token.rstrip(MARKS).islower() and plain.isalpha()


def kinds(counts: Counts) -> Iterator[str]:
    """The kinds among the words that were counted."""
    for words, places in sorted(counts.items()):
        head = _head(words)
        is_seen = places.all >= LEAST and places.listed / places.all >= LISTED
        if not head or not is_seen or places.free < FREE:
            continue
        tail = words[head:]
        if NEVER & set(tail) or tail[-1] in UNFINISHED or places.surely < 2:
            continue
        works = any(begins(" ".join(tail[at:]), *DOING, "body_verbs") for at in range(len(tail)))
        is_noun = places.all >= LEAST_WORK and places.as_noun / places.all >= AS_NOUN
        if works and not (is_noun and not _ends_with_work(words, head, counts)):
            continue
        yield " ".join(words)


def told_of_bodies(names: list[str], lines: Iterator[str]) -> Iterator[str]:
    """Of the names that are kinds those whose words behind the noun are mostly said of bodies,
    where what is done may begin in them."""
    tails = {name: _behind_head(tuple(name.split())) for name in names}
    works = {tail for tail in tails.values() if begins(" ".join(tail), *DOING, "body_verbs")}
    everywhere, of_bodies = _places_of(works, lines)
    for name, tail in tails.items():
        if tail not in works or of_bodies[tail] >= OF_BODIES * everywhere[tail]:
            yield name


def _head(words: tuple[str, ...]) -> int:
    return next((n for n in (3, 2, 1) if words[:n] in HEADS and n < len(words)), 0)


def _behind_head(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[_head(words) :]


def _places_of(
    tails: set[tuple[str, ...]], lines: Iterator[str]
) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
    """How often words stand anywhere, and how often behind a noun for bodies."""
    everywhere: Counter[tuple[str, ...]] = Counter()
    of_bodies: Counter[tuple[str, ...]] = Counter()
    openings = {tail[:2] for tail in tails}
    for line in lines:
        tokens = line.split()
        plain = [word_of(token) for token in tokens]
        for begin in range(len(plain) - 1):
            if tuple(plain[begin : begin + 2]) not in openings:
                continue
            is_of_body = any(tuple(plain[max(0, begin - n) : begin]) in HEADS for n in (1, 2, 3))
            for size in range(2, LONGEST):
                words = tuple(plain[begin : begin + size])
                if words in tails:
                    everywhere[words] += 1
                    of_bodies[words] += is_of_body
    return everywhere, of_bodies


def _ends_with_work(words: tuple[str, ...], head: int, counts: Counts) -> bool:
    """ "cơ quan chức năng | thẩm định": are the last words but verbs, behind what may end?"""
    places = counts[words]
    is_noun = places.all >= LEAST_WORKS and places.as_noun / places.all >= WORKS_AS_NOUN
    first = head + (is_noun and len(words) - head >= LEAST_WORDS_OF_WORKS)
    for at in range(first, len(words)):
        if _are_verbs(words[at:]) and counts[words[:at]].free >= FREE_HEAD:
            return True
    return False


def _are_verbs(words: tuple[str, ...]) -> bool:
    if not words:
        return True
    verb = begins(" ".join(words), *DOING, "body_verbs")
    return verb is not None and _are_verbs(words[len(verb.split()) :])


def _lines(corpus: Path) -> Iterator[str]:
    for number, line in teaching(corpus):
        if not any(first <= number <= last for first, last in OFFICES):
            yield line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    counts: Counts = defaultdict(Places)
    for line in _lines(args.corpus):
        count(line, counts)
    rare = [words for words, places in counts.items() if places.all < LEAST]
    for words in rare:
        del counts[words]
    named = list(kinds(counts))
    text = "\n".join(told_of_bodies(named, _lines(args.corpus))) + "\n"
    args.out.write_bytes(lzma.compress(text.encode("utf-8"), preset=9))
    print(text.count("\n"), "lines,", args.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
