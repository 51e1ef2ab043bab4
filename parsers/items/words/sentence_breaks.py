"""Where the sentences of a paragraph end. Readers cut finer the less of the sentence they need:

    `sentences_in`  at full stops: a formula, and what one body does, go on over semicolons
    `orders_in`     at semicolons, too, where a capital or a verb of ordering begins what others do
    `clauses_in`    at every semicolon: any part may have a time of its own
    `works_in_turn` also at a comma, where a further work of the same body follows
    `SENTENCE_END`  for the reader of owners, who alone tells a full stop from the dot of "TP."

None looks into the words; a dot behind a capital ("Q. Sơn Hạ") ends none of `sentences_in` alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

import regex

from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex, is_in_brackets

SENTENCE_END = compile_regex(r"(?<=(?P<word>[^\s.]+)\.)\s+(?=\p{Lu})")
"""Behind the dot of a `word`, before a capital."""
_BETWEEN_SENTENCES = compile_regex(r"(?<=[^\p{Lu}]\.)\s+(?=\p{Lu})")
_BETWEEN_CLAUSES = compile_regex(r"(?<=[.…])\s+(?=\p{Lu})|(?<=;)\s+")


def sentences_in(text: str) -> list[str]:
    """The sentences of a text that have words.

    >>> sentences_in("Công an xã lập chốt; trực đêm. Liên hệ ông Khe (ĐT. 0200).")
    ['Công an xã lập chốt; trực đêm.', 'Liên hệ ông Khe (ĐT. 0200).']
    """
    return list(_sentences_in(text))


@lru_cache(maxsize=2048)
def _sentences_in(text: str) -> tuple[str, ...]:
    """Asked of the same blocks by rule after rule."""
    return tuple(part for part in cut_at_stops(text.strip()) if any(map(str.isalpha, part)))


def cut_at_stops(text: str) -> list[str]:
    """All parts of a text between the ends of its sentences, its number ("1."), too."""
    return _BETWEEN_SENTENCES.split(text)


def orders_in(text: str) -> list[str]:
    """The parts of a text, cut also where a clause turns to others.

    >>> orders_in("Công an xã lập chốt; trực đêm; yêu cầu các thôn cử người. Văn phòng bố trí xe.")
    ['Công an xã lập chốt; trực đêm;', 'yêu cầu các thôn cử người.', 'Văn phòng bố trí xe.']
    >>> orders_in("Quyên góp áo ấm (Đoàn xã; Hội Phụ nữ xã giám sát).")
    ['Quyên góp áo ấm (Đoàn xã; Hội Phụ nữ xã giám sát).']
    """
    found = _between_orders().finditer(text)
    breaks = [one for one in found if not is_in_brackets(text, one.start())]
    begins = [0, *(one.end() for one in breaks)]
    stops = [*(one.start() for one in breaks), len(text)]
    return [text[begin:stop] for begin, stop in zip(begins, stops, strict=True)]


def clauses_in(text: str) -> Iterator[str]:
    """The sentences of a text, parts behind a semicolon apart.

    >>> list(clauses_in("Rà soát hộ nghèo; lập danh sách. Gửi về xã."))
    ['Rà soát hộ nghèo;', 'lập danh sách.', 'Gửi về xã.']
    """
    for begin, stop in clause_places(text):
        yield text[begin:stop].strip()


def works_in_turn(text: str) -> Iterator[str]:
    """The same parts, those apart, too, that go on with a further work behind a comma.

    >>> list(works_in_turn("Lập danh sách, đồng thời cấp thẻ, tờ rơi; gửi về xã."))
    ['Lập danh sách,', 'đồng thời cấp thẻ, tờ rơi;', 'gửi về xã.']
    """
    for clause in _with_brackets_whole(text):
        yield from _before_further_work().split(clause)


def _with_brackets_whole(text: str) -> Iterator[str]:
    """Clauses, one that ends within a bracket with those up to its end: what stands in it tells of
    one work ("lập danh sách (thôn 1 nộp trước 01/3; thôn 2 trước 03/3)")."""
    first: int | None = None
    for begin, stop in clause_places(text):
        first = begin if first is None else first
        if stop == len(text) or not is_in_brackets(text, stop):
            yield text[first:stop].strip()
            first = None


@cache
def _before_further_work() -> regex.Pattern[str]:
    openings = alternation("further_work_openings")
    return compile_regex(rf"(?<=,)\s+(?=(?:{openings})(?!\p{{L}}))", regex.IGNORECASE)


def clause_places(text: str) -> list[tuple[int, int]]:
    """Where each of these parts begins and ends (exclusive), in letters from 0."""
    breaks = list(_BETWEEN_CLAUSES.finditer(text))
    begins = [0, *(found.end() for found in breaks)]
    return list(zip(begins, [*(found.start() for found in breaks), len(text)], strict=True))


def last_clause(text: str) -> str:
    """The last of these parts; "" where the text ends with a semicolon and a blank."""
    begin, stop = clause_places(text)[-1]
    return text[begin:stop]


@cache
def _between_orders() -> regex.Pattern[str]:
    """Before a capital, or a clause that turns to others ("…; yêu cầu các thôn …") or that many
    open ("…; các thôn cử người")."""
    many = rf"(?:{alternation('list_words')})\s+(?:{alternation('many_bodies')})"
    turns = alternation("duty_addresses")
    return compile_regex(rf"(?<=[.;])\s+(?=\p{{Lu}}|(?:{turns}|{many})(?!\p{{L}}))")
