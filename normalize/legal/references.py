"""The legal documents that a paper names (`find_references`), the number of its letterhead
(`parse_number`), and that by which a text without one calls its paper (`called_by_number`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import regex

from kehoach.normalize.legal.citation import (
    Citation,
    Reference,
    read_citation,
    read_law,
    read_number,
    with_date_and_issuer,
)
from kehoach.normalize.legal.vocabulary import Source, borrowed_signs, signs_of_kinds, vocabulary
from kehoach.normalize.text import clean
from kehoach.normalize.times.timespan import plain
from kehoach.patterns import compile_regex

__all__ = ["DocumentNumber", "Reference", "called_by_number", "find_references", "parse_number"]


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A letterhead's number. `number` is None when only the symbol is printed; `type` follows from
    that."""

    number: str | None
    symbol: str | None
    type: str | None
    start: int
    end: int


_NUMBER_LINE = compile_regex(r"(?<![\p{L}\p{N}])(?=[Ss$][oốôóỐÔÓO60]\s*[:.]?[\s.…_]*[\d/\-])")
_SYMBOL_LINK = compile_regex(r"[-/.]")


def parse_number(text: str) -> DocumentNumber | None:
    """The number in a letterhead's line, "Số: 12/KH-UBND" or "Số:      /KH-UBND"; None when there
    is none.

    >>> parse_number("Số:      /KH-UBND")
    DocumentNumber(number=None, symbol='KH-UBND', type='Kế hoạch', start=0, end=17)
    """
    for match in _NUMBER_LINE.finditer(text):
        found = read_number(text, match.start())
        if found and found.symbol:
            return DocumentNumber(
                found.number,
                found.symbol,
                type=type_of_symbol(found.symbol),
                start=match.start(),
                end=found.end,
            )
    return None


_CALLED_BY_NUMBER = compile_regex(r"(?<!\p{L})[Ss]ố\s*:?\s*\d+\s?[/-]\s?\p{Lu}[\p{Lu}Đ-]*")


def called_by_number(text: str) -> str | None:
    """The first number of a paper that a text names, no law's (with a year); None for none.

    >>> called_by_number("Phòng vừa có văn bản số 55/VPTT gửi các xã")
    'số 55/VPTT'
    >>> called_by_number("theo Nghị định số 9/2031/NĐ-CP") is None
    True
    """
    found = _CALLED_BY_NUMBER.search(text)
    return found[0] if found is not None else None


def _first_part(symbol: str) -> str:
    return plain(_SYMBOL_LINK.split(symbol)[0])


def type_of_symbol(symbol: str) -> str | None:
    """The kind of document that a symbol stands for: "KH-UBND" is a Kế hoạch, "SNV-CCHC" is
    none."""
    return vocabulary().by_symbol.get(_first_part(symbol))


def kinds_of_symbol(symbol: str) -> tuple[str, ...]:
    """All kinds of document that a symbol's first part is the sign of, in the order of the file."""
    first = _first_part(symbol)
    listed = signs_of_kinds().items()
    return tuple(kind for kind, signs in listed if first in map(plain, signs))


def borrows_symbol(kind: str, symbol: str) -> bool:
    """Does a kind of document also bear the sign of another one ("Quy định số 178-QĐ/TW")?"""
    return _first_part(symbol) in map(plain, borrowed_signs().get(kind, ()))


def has_symbols(kind: str) -> bool:
    """Does a kind of document have signs of its own (QĐ, KH)?"""
    return bool(signs_of_kinds().get(kind))


# --- heads: every document named, without its subject ---------------------------------------------

# ", số 6/QĐ-UBND", " và 6/QĐ-UBND"
_ANOTHER_NUMBER = compile_regex(
    r"\s*(?:,|;|\bva\b)\s*(?:va\s+)?(?=so\s*:?\s*\d|\d{1,5}(?:/\d{4})?[/\-]\p{L}{2})"
)


def heads_of(source: Source, begin: int, end: int) -> Iterator[Citation]:
    """The citations between `begin` and `end`, in order: numbered ones, and laws by title."""
    words = source.words
    position = begin
    for kind in _kinds_named(source, begin, end=end):
        if kind.start() < position:
            continue
        read = read_law if kind.re is words.law else read_citation
        head = read(source, kind)
        if head is None or head.body > end:
            position = max(position, kind.end())
            continue
        yield head
        position = head.body
        for other in _other_numbers(source, head, end=end):
            yield other
            position = other.body


def _kinds_named(source: Source, begin: int, end: int) -> list[regex.Match[str]]:
    """Where kinds of documents are named, the longest first of those that begin alike."""
    words, flat = source.words, source.flat
    numbered = words.kind.finditer(flat, begin, end)
    laws = words.law.finditer(flat, begin, end)
    return sorted((*numbered, *laws), key=lambda match: (match.start(), -match.end()))


def _other_numbers(source: Source, head: Citation, end: int) -> Iterator[Citation]:
    """More documents of the same kind: "Quyết định số 5/QĐ-UBND và số 6/QĐ-UBND"."""
    position = head.body
    while more := _ANOTHER_NUMBER.match(source.flat, position, end):
        other = numbered_like(source, head, start=more.end())
        if other is None or other.body > end:
            return
        position = other.body
        yield other


def numbered_like(source: Source, head: Citation | Reference, start: int) -> Citation | None:
    """The document at `start` of which only number, date and issuer are told: it is of the kind of
    the one before. None where no number stands there."""
    found = read_number(source.text, start)
    if found is None:
        return None
    other = Citation(
        head.type,
        start,
        body=found.end,
        number=found.number,
        symbol=found.symbol,
    )
    return with_date_and_issuer(source, other)


def reference_of(source: Source, head: Citation, subject: str | None, end: int) -> Reference:
    """A citation with its subject, which ends at `end`."""
    return Reference(
        type=head.type,
        number=head.number,
        symbol=head.symbol,
        date=head.date,
        date_raw=head.date_raw,
        issuer=head.issuer,
        subject=subject or head.name,
        raw=source.text[head.start : end],
        start=head.start,
        end=end,
        problems=head.problems,
    )


def find_references(text: str) -> tuple[Reference, ...]:
    """Every document named in `text`, in order, those inside another's subject too.

    A document counts when it has a number ("Chỉ thị 23/CT-TTg", "Tờ trình số     /TTr-PYT"), a law
    also when it has a date or year; "Đề án 06" is none. The subject ends before the next document
    of a list.

    >>> text = "theo Nghị quyết số 76/NQ-CP và Luật Thư viện ngày 21/11/2019"
    >>> [reference.number for reference in find_references(text)]
    ['76/NQ-CP', None]
    """
    source = Source.of(text)
    heads = list(heads_of(source, 0, end=len(text)))
    found = []
    for index, head in enumerate(heads):
        limit = _subject_limit(source, head, following=heads[index + 1 :])
        subject, end = read_subject(source, head.body, limit=limit)
        found.append(reference_of(source, head, subject=subject, end=end))
    return tuple(found)


def _subject_limit(source: Source, head: Citation, following: Sequence[Citation]) -> int:
    """Where the subject of a document ends at the latest: with its item, or before the next
    document of a list."""
    limit = item_end(source.text, head.body)
    starts = (other.start for other in following)
    for start in takewhile(limit.__gt__, starts):
        begin = max(head.body, start - _JOINT_REACH)
        joint = _JOINED.search(source.flat, begin, start)
        if joint:
            return int(joint.start())
    return limit


# --- subjects -------------------------------------------------------------------------------------

# The end of an item or sentence: ";", a full stop before a capital (but not that of "TP. Huế"), an
# empty line, "… như sau:"
_ITEM_END = compile_regex(
    r"""
    ;
    | (?<! \b(?: TP | Tp | tp | ThS | TS | P | Q ) ) \. (?= \s+ (?: [\-+•]\s+ )? \p{Lu} | \s*$ )
    | \n\s*\n
    | [.:]\s*$
    | (?<= sau ) \s*:
    | /\.
    """,
    regex.VERBOSE,
)
LONGEST_ITEM = 3_000
"""Letters. A line without an end is not asked for it at each of its documents."""
_JOINED = compile_regex(r"(?:,|\bva\b|\bcung\b)\s*(?:va\s+)?$")
_JOINT_REACH = 20
_OPENED_QUOTE = compile_regex(r"\s*“\s*(?=về\b|quy định\b)", regex.IGNORECASE)
"""Of a subject in quotation marks: "Chỉ thị số 5/CT-TTg của Thủ tướng “về …”"."""
_TRAILING = " \t\n,;.:-–"


def item_end(text: str, start: int) -> int:
    """Where the item of a list, or the sentence, that holds `start` ends; after so many letters in
    any case."""
    stop = min(len(text), start + LONGEST_ITEM)
    match = _ITEM_END.search(text, start, stop)
    return match.start() if match else stop


def read_subject(source: Source, body: int, limit: int) -> tuple[str | None, int]:
    """What a document is about: the words from `body`, when they begin so, to `limit`; and where
    they end."""
    words = source.words
    quoted = _OPENED_QUOTE.match(source.text, body, limit)
    if quoted is not None:
        closed = source.text.find("”", quoted.end(), limit)
        body, limit = quoted.end(), closed if closed > 0 else limit
    if words.lead.match(source.cased, body, limit) is None:
        return None, body
    dropped = words.dropped.match(source.cased, body, limit)
    begin = dropped.end() if dropped else body
    end = _before_the_plan(source, begin, limit=limit)
    if called := words.called.search(source.flat, begin, end):
        end = called.start()
    end = _without_trailing_marks(source.text, begin, end=end)
    if end <= begin:
        return None, body
    subject = clean(source.text[begin:end]).strip(", ")
    return subject or None, end


def _without_trailing_marks(text: str, begin: int, end: int) -> int:
    """The end without marks, and without a bracket that was opened before."""
    end = begin + len(text[begin:end].rstrip(_TRAILING))
    while end > begin and text[end - 1] == ")":
        opened = text.count("(", begin, end)
        if opened >= text.count(")", begin, end):
            break
        end -= 1
    return end


def _before_the_plan(source: Source, begin: int, limit: int) -> int:
    """Where "…, UBND phường X ban hành Kế hoạch …" or "… và tình hình thực tế …" begins, else
    `limit`."""
    words, cased = source.words, source.cased
    cuts = [
        words.reason.search(cased, begin, limit),
        words.actor.search(cased, max(begin - 1, 0), limit),
    ]
    announces_plan = words.as_follows.search(source.flat, begin, limit) is not None
    if announces_plan or source.text[limit : limit + 1] == ":":
        cuts.append(words.council.search(cased, begin, limit))
    return min((max(cut.start(), begin) for cut in cuts if cut), default=limit)
