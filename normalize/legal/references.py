"""The legal documents that a paper names (`find_references`), and those it is based on
(`find_bases`).

A preamble is a list: "Căn cứ A; B; thực hiện C về việc …, UBND phường X ban hành Kế hoạch … như
sau:". One named inside the subject of another ("… về thực hiện Nghị quyết số 71/NQ-CP …") is named,
but is no basis.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import regex

from kehoach.normalize.legal.citation import (
    Citation,
    Reference,
    Source,
    read_citation,
    read_law,
    read_number,
    signs_of_kinds,
    vocabulary,
)
from kehoach.normalize.text import clean
from kehoach.normalize.times.timespan import plain

__all__ = ["DocumentNumber", "Reference", "find_bases", "find_references", "parse_number"]


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A letterhead's number. `number` is None when only the symbol is printed; `type` follows from
    that."""

    number: str | None
    symbol: str | None
    type: str | None
    start: int
    end: int


_NUMBER_LINE = regex.compile(r"(?<![\p{L}\p{N}])(?=[Ss$][oốôóỐÔÓO60]\s*[:.]?[\s.…_]*[\d/\-])")


def parse_number(text: str) -> DocumentNumber | None:
    """The number in a letterhead's line, "Số: 12/KH-UBND" or "Số:      /KH-UBND"; None when there
    is none.

    >>> parse_number("Số:      /KH-UBND")
    DocumentNumber(number=None, symbol='KH-UBND', type='Kế hoạch', start=0, end=17)
    """
    for match in _NUMBER_LINE.finditer(text):
        if (found := read_number(text, match.start())) and found[1]:
            number, symbol, end = found
            return DocumentNumber(number, symbol, type_of_symbol(symbol or ""), match.start(), end)
    return None


def type_of_symbol(symbol: str) -> str | None:
    """The kind of document that a symbol stands for: "KH-UBND" is a Kế hoạch, "SNV-CCHC" is
    none."""
    parts = [plain(part) for part in regex.split(r"[-/.]", symbol)]
    known = vocabulary().by_symbol
    return next((known[part] for part in parts[:1] if part in known), None)


def kinds_of_symbol(symbol: str) -> tuple[str, ...]:
    """All kinds of document that a symbol's first part is the sign of, in the order of the file."""
    first = plain(regex.split(r"[-/.]", symbol)[0])
    return tuple(kind for kind, signs in signs_of_kinds().items() if first in map(plain, signs))


def has_symbols(kind: str) -> bool:
    """Does a kind of document have signs of its own (QĐ, KH)?"""
    return bool(signs_of_kinds().get(kind))


# --- heads: every document named, without its subject ---------------------------------------------

_ANOTHER_NUMBER = regex.compile(r"\s*(?:,|;|\bva\b)\s*(?=so\s*:?\s*\d)")


def _heads(source: Source, begin: int, end: int) -> Iterator[Citation]:
    """The citations between `begin` and `end`, in order: numbered ones, and laws by title."""
    words, flat, position = source.words, source.flat, begin
    numbered, laws = words.kind.finditer(flat, begin, end), words.law.finditer(flat, begin, end)
    for match in sorted((*numbered, *laws), key=lambda match: (match.start(), -match.end())):
        if match.start() < position:
            continue
        head = (read_law if match.re is words.law else read_citation)(source, match)
        if head is None or head.body > end:
            position = max(position, match.end())
            continue
        yield head
        position = head.body
        while (more := _ANOTHER_NUMBER.match(flat, position, end)) and (
            found := read_number(source.text, more.end())
        ):
            number, symbol, position = found
            yield Citation(head.type, more.end(), position, number, symbol)


def _reference(
    text: str, head: Citation, subject: str | None, end: int, paragraph: int = 0
) -> Reference:
    return Reference(
        head.type, head.number, head.symbol, head.date, head.date_raw, head.issuer, subject or head.name,
        text[head.start : end], head.start, end, head.problems, paragraph,
    )  # fmt: skip


def find_references(text: str) -> tuple[Reference, ...]:
    """Every document named in `text`, in order, those inside another's subject too.

    A document counts when it has a number ("Chỉ thị 23/CT-TTg", "Tờ trình số     /TTr-PYT"), a law
    also when it has a date or year; "Đề án 06" is none. The subject ends before the next document
    of a list.

    >>> [r.number for r in find_references("theo Nghị quyết số 76/NQ-CP và Luật Thư viện ngày 21/11/2019")]
    ['76/NQ-CP', None]
    """
    source = Source.of(text)
    heads = list(_heads(source, 0, len(text)))
    found = []
    for i, head in enumerate(heads):
        limit = _item_end(text, head.body)
        for start in takewhile(limit.__gt__, (other.start for other in heads[i + 1 :])):
            if joint := _JOINED.search(source.flat, max(head.body, start - 20), start):
                limit = joint.start()
                break
        subject, end = _subject(source, head.body, limit)
        found.append(_reference(text, head, subject, end))
    return tuple(found)


# --- subjects -------------------------------------------------------------------------------------

_ITEM_END = regex.compile(
    r";|(?<!\b(?:TP|Tp|tp|ThS|TS|P|Q))\.(?=\s+(?:[\-+•]\s+)?\p{Lu}|\s*$)|\n\s*\n|[.:]\s*$|(?<=sau)\s*:|/\."
)
_JOINED = regex.compile(r"(?:,|\bva\b|\bcung\b)\s*(?:va\s+)?$")
_TRAILING = " \t\n,;.:-–"
_CALLED = regex.compile(
    r"\s*\((?:sau day|duoi day|goi tat|goi la|viet tat|sau goi|kem theo)[^()]*\)?\s*$"
)
_AS_FOLLOWS = regex.compile(r"\b(?:nhu sau|sau day|sau|cu the|noi dung)\s*[:.,;]*\s*$")


def _item_end(text: str, at: int) -> int:
    """Where the item of a list, or the sentence, that holds `at` ends."""
    match = _ITEM_END.search(text, at)
    return match.start() if match else len(text)


def _subject(source: Source, body: int, limit: int) -> tuple[str | None, int]:
    """What a document is about: the words from `body`, when they begin so, to `limit`; and where
    they end."""
    text, words = source.text, source.words
    if words.lead.match(source.cased, body, limit) is None:
        return None, body
    begin = m.end() if (m := words.dropped.match(source.cased, body, limit)) else body
    end = _before_the_plan(source, begin, limit)
    if called := _CALLED.search(source.flat, begin, end):
        end = called.start()
    end = begin + len(text[begin:end].rstrip(_TRAILING))
    while text[begin:end].endswith(")") and text.count("(", begin, end) < text.count(
        ")", begin, end
    ):
        end -= 1
    return (clean(text[begin:end]).strip(", ") or None, end) if end > begin else (None, body)


def _before_the_plan(source: Source, begin: int, limit: int) -> int:
    """Where "…, UBND phường X ban hành Kế hoạch …" or "… và tình hình thực tế …" begins, else
    `limit`."""
    words, text = source.words, source.cased
    cuts = [
        words.reason.search(text, begin, limit),
        words.actor.search(text, max(begin - 1, 0), limit),
    ]
    if _AS_FOLLOWS.search(source.flat, begin, limit) or text[limit : limit + 1] == ":":
        cuts.append(words.council.search(text, begin, limit))
    return min((max(cut.start(), begin) for cut in cuts if cut), default=limit)


# --- bases ----------------------------------------------------------------------------------------

_BODY_BEGINS = regex.compile(
    r"\s*(?:(?:quyet dinh|nghi quyet|chi thi|ke hoach|thong bao)\s*:\s*$|dieu\s+1\b"
    r"|(?:[ivx]+|1|a|phan\s+\w+)\s*[.):])"
)
_PLAN_FOLLOWS = regex.compile(r"(?:nhu sau|sau day|noi dung sau|cu the sau|cu the)\s*[:.;,]*\s*$")
_BETWEEN = r"(?:[^,;.]{0,160}\s)?"
_SIBLING = regex.compile(
    r"(?:,|\bva\b|\bcung\b)\s*(?:va\s+)?"
    rf"(?:(?:can\s+cu|theo|xet|tren\s+co\s+so)\s+{_BETWEEN}|(?:de\s+nghi|chi\s+dao|y\s+kien|noi\s+dung)\s[^;.]{{0,160}}\stai\s+)?$"
)
_BY = regex.compile(r"\bcua\s+(?P<issuer>\S.*?)\s*,?\s*\btai\s*$")
_REFERS = regex.compile(r"\b(?:tai|theo|kem theo|boi|bang)\s*$")
_FIRST_LAW = regex.compile(r"\s*(?:vao\s+)?")
_FILLER = regex.compile(  # "Để triển khai | thực hiện có hiệu quả | Nghị quyết …"
    r"\A(?:\s|,|va\b|trien khai|thuc hien|to chuc|tiep tuc|co hieu qua|hieu qua|nghiem tuc|kip thoi|dong bo"
    r"|tot|day du|toan dien|thang loi|cu the hoa|quan triet)+(?!\w)"
)
_IN_PASSING = regex.compile(r"\b(?:ve|ban hanh|thuc hien|cua)\b")
_MARKS = regex.compile(r"[\s\-+*•–]*(?:(?:\d{1,2}|[a-zđ])[.)]\s+)?")


def find_bases(paragraphs: Sequence[str]) -> tuple[Reference, ...]:
    """The documents that a preamble is based on, in order; offsets are in
    `paragraphs[reference.paragraph]`.

    Reading ends where the plan itself begins ("… như sau:", "Điều 1", "I.").

    >>> [b.number for b in find_bases(["Căn cứ Quyết định số 5/QĐ-UBND về thực hiện Nghị quyết số 7/NQ-CP;"])]
    ['5/QĐ-UBND']
    """
    found: list[Reference] = []
    is_open = False
    for index, text in enumerate(paragraphs):
        source = Source.of(text)
        if source.words.heading.fullmatch(source.flat):
            is_open = True
            continue
        if found and _BODY_BEGINS.match(source.flat):
            break
        bases, is_open = _bases_of(source, is_open)
        found += (replace(basis, paragraph=index) for basis in bases)
        if _PLAN_FOLLOWS.search(source.flat):
            break
    return tuple(found)


def _bases_of(source: Source, is_open: bool) -> tuple[list[Reference], bool]:
    """The bases of one paragraph, and whether its list goes on in the next."""
    text, found, position = source.text, list[Reference](), 0
    while position < len(text):
        begin = position + len(_MARKS.findall(text, position)[0])
        limit = _item_end(text, begin)
        trigger = source.words.trigger.match(source.flat, begin, limit)
        if trigger or is_open:
            items = list(
                _item(source, trigger.end() if trigger else begin, limit, trigger is not None)
            )
            found += items
            is_open = text[limit : limit + 1] == ";" and bool(items or trigger)
        position = limit + 1
    goes_on = regex.search(r"[;,]\s*$", text) is not None
    return found, goes_on and (is_open or bool(found))


def _item(source: Source, begin: int, limit: int, triggered: bool) -> Iterator[Reference]:
    """The bases of one item of the list: the document it begins with, and those joined to that
    one."""
    heads = _citable(source, begin, limit)
    if not heads or not _leads_to(source, begin, heads[0].start, triggered):
        return
    basis, nested, gap = heads[0], list[Citation](), begin
    for head in (*heads[1:], None):  # the last round closes the last basis
        if head is not None and not _is_sibling(source, basis, nested, head):
            nested.append(head)
            continue
        joint = _joint(source, basis, head) if head else None
        subject, end = _subject(source, basis.body, joint.start() if joint else limit)
        yield _reference(source.text, _with_proposer(source, gap, basis), subject, end)
        if head is not None:
            basis, nested, gap = head, [], joint.start() if joint else head.start


def _citable(source: Source, begin: int, limit: int) -> list[Citation]:
    """The heads of an item; a law that begins it needs no date ("Căn cứ Luật Thư viện;")."""
    heads = list(_heads(source, begin, limit))
    first = _FIRST_LAW.match(source.flat, begin, limit)
    law = source.words.law.match(source.flat, first.end(), limit) if first else None
    if law is None or (heads and heads[0].start == law.start("kind")):
        return heads
    undated = read_law(source, law, undated=True)
    if undated is None or undated.body > limit:
        return heads
    return [undated, *(head for head in heads if head.start >= undated.body)]


def _leads_to(source: Source, begin: int, start: int, triggered: bool) -> bool:
    """Whether the words between "Căn cứ" and a document lead to it, and do not name it in
    passing."""
    gap = _FILLER.sub("", source.flat[begin:start])
    if not gap.strip(" -+*•\t\n"):
        return True
    if len(gap) > 300 or source.words.actor.search(source.cased, begin, start):
        return False
    return bool(_REFERS.search(gap)) or (triggered and not _IN_PASSING.search(gap))


def _joint(source: Source, basis: Citation, head: Citation) -> regex.Match[str] | None:
    """The comma or "và" that joins a document to the basis before it, with the words up to that
    document."""
    return _SIBLING.search(source.flat, max(basis.body, head.start - 200), head.start)


def _is_sibling(source: Source, basis: Citation, nested: list[Citation], head: Citation) -> bool:
    """Whether a document after a basis stands beside it in the list, and not inside its subject."""
    joint = _joint(source, basis, head)
    if joint is None:
        return False
    if not nested or source.words.lead.match(source.cased, basis.body) is None:
        return True  # no subject that could hold it, or a subject without another document
    between = source.flat[nested[-1].body : joint.start()]
    return source.flat[joint.start()] == "," and between.strip() != ""


def _with_proposer(source: Source, gap: int, head: Citation) -> Citation:
    """ "Theo đề nghị của Phòng X tại Tờ trình số …": the paper is Phòng X's."""
    match = _BY.search(source.flat, gap, head.start)
    if match is None or head.issuer is not None:
        return head
    return replace(head, issuer=clean(source.text[match.start("issuer") : match.end("issuer")]))
