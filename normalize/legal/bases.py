"""The documents that a paper is based on (`find_bases`).

A preamble is a list: "Căn cứ A; B; thực hiện C về việc …, UBND phường X ban hành Kế hoạch … như
sau:". One named inside the subject of another ("… về thực hiện Nghị quyết số 71/NQ-CP …") is named,
but is no basis.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from kehoach.normalize.legal.citation import Citation, Reference, read_law, read_unnumbered
from kehoach.normalize.legal.references import (
    heads_of,
    item_end,
    numbered_like,
    read_subject,
    reference_of,
)
from kehoach.normalize.legal.vocabulary import Source, is_circular, is_rule
from kehoach.normalize.text import clean
from kehoach.normalize.times.timespan import plain
from kehoach.patterns import compile_regex

# "QUYẾT ĐỊNH:", "Điều 1", "I.", "Phần thứ nhất:"
_BODY_BEGINS = compile_regex(
    r"""
    \s*
    (?: (?: quyet\ dinh | nghi\ quyet | chi\ thi | ke\ hoach | thong\ bao ) \s*:\s*$
      | dieu\s+1\b
      | (?: [ivx]+ | 1 | a | phan\s+\w+ ) \s*[.):]
    )
    """,
    regex.VERBOSE,
)
_BETWEEN = r"(?: [^,;.]{0,160}\s )?"
# What joins a document to the basis before it: ", căn cứ | Nghị định …", " và ý kiến của … tại | Tờ
# trình …"
_SIBLING = compile_regex(
    rf"""
    (?: , | \bva\b | \bcung\b ) \s* (?: va\s+ )?
    (?: (?: can\s+cu | theo | xet | tren\s+co\s+so ) \s+ {_BETWEEN}
      | (?: de\s+nghi | chi\s+dao | huong\s+dan | y\s+kien | noi\s+dung ) \s [^;.]{{0,160}} \stai\s+
    )?
    $
    """,
    regex.VERBOSE,
)
_SIBLING_REACH = 200
_LONGEST_GAP = 300
_BY = compile_regex(r"\bcua\s+(?P<issuer>\S.*?)\s*,?\s*\btai(?:\s+(?:cac|nhung))?\s*$")
_LAW_BESIDE = compile_regex(r"\s*(?:,|\bva\b)\s*(?:va\s+)?")
_INTO = compile_regex(r"\s*(?:vao\s+)?")  # "Căn cứ vào Luật …"
_LIST_MARK = compile_regex(r"[\s\-+*•–]*(?:(?:\d{1,2}|[a-zđ])[.)]\s+)?")
_NUMBER_FIRST = compile_regex(r"(?:va\s+)?so\s*:?\s*\d")
_SYMBOL_PARTS = compile_regex(r"[-/]")
_GOES_ON = compile_regex(r"[;,]\s*$")
_MARKS = " -+*•\t\n"


def find_bases(paragraphs: Sequence[str]) -> tuple[Reference, ...]:
    """The documents that a preamble is based on, in order; offsets are in
    `paragraphs[reference.paragraph]`.

    Reading ends where the plan itself begins ("… như sau:", "Điều 1", "I.").

    >>> preamble = ["Căn cứ Quyết định số 5/QĐ-UBND về thực hiện Nghị quyết số 7/NQ-CP;"]
    >>> [basis.number for basis in find_bases(preamble)]
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
        bases, is_open = _bases_of(source, is_open=is_open)
        for basis in bases:
            found.append(replace(basis, paragraph=index))
        if source.words.plan_follows.search(source.flat):
            break
    return tuple(found)


def _bases_of(source: Source, *, is_open: bool) -> tuple[list[Reference], bool]:
    """The bases of one paragraph, and whether its list goes on in the next."""
    text = source.text
    found: list[Reference] = []
    position = 0
    while position < len(text):
        begin = _after_list_mark(text, position)
        limit = item_end(text, begin)
        trigger = source.words.trigger.match(source.flat, begin, limit)
        if trigger or is_open:
            start = trigger.end() if trigger else begin
            bases = list(
                _bases_of_item(source, start, limit=limit, is_triggered=trigger is not None)
            )
            if not bases and not trigger and found:
                bases = _goes_on_in_list(source, found[-1], begin=begin, limit=limit)
            found += _with_shared_issuers(bases)
            is_list = bool(bases or trigger)
            is_open = is_list and text[limit : limit + 1] == ";"
        position = limit + 1
    goes_on = _GOES_ON.search(text) is not None
    return _with_shared_ends(found, text), goes_on and (is_open or bool(found))


def _with_shared_ends(bases: Sequence[Reference], text: str) -> list[Reference]:
    """Documents of one kind of which only the numbers are listed: the date behind "số 8 và số 9
    ngày 19/11" is that of both; issuer and subject behind the last are those of all ("Các Công
    điện: số 7 ngày …; số 8 ngày … của UBND tỉnh về …")."""
    told = list(bases)
    for index in range(len(told) - 2, -1, -1):
        own, after = told[index], told[index + 1]
        is_list = own.type == after.type and not _names_kind(after)
        if not is_list or not _same_body(own.symbol, after.symbol) or own.subject is not None:
            continue
        if (
            own.date is None
            and own.date_raw is None
            and _AND.fullmatch(_between(own, after, text=text))
        ):
            own = replace(own, date=after.date, date_raw=after.date_raw)
        if own.issuer in (None, after.issuer):
            own = replace(own, issuer=after.issuer, subject=after.subject)
        told[index] = own
    return told


_AND = compile_regex(r"\s*và\s*(?:số\s*)?", regex.IGNORECASE)


def _between(own: Reference, after: Reference, text: str) -> str:
    return text[own.end : after.start]


def _goes_on_in_list(source: Source, before: Reference, begin: int, limit: int) -> list[Reference]:
    """A document of which an item tells the number alone ("Các Nghị quyết: số 5/NQ-HĐND về …; số
    6/NQ-HĐND về …"): it is of the kind, and by the issuer, of the one before."""
    if not _NUMBER_FIRST.match(source.flat, begin, limit):
        return []
    head = numbered_like(source, before, start=begin)
    if head is None or head.body > limit:
        return []
    if head.issuer is None and _same_body(head.symbol, before.symbol):
        head = replace(head, issuer=before.issuer)
    return [_basis_of(source, begin, head=head, limit=limit)]


def _with_shared_issuers(bases: Sequence[Reference]) -> list[Reference]:
    """Documents named side by side: the issuer behind the last is that of those before it whose
    numbers bear the same letters ("số 7/CĐ-UBND, số 8/CĐ-UBND của UBND tỉnh"); that of a list's
    first is that of those of which only numbers follow ("Công văn của UBND tỉnh: số 7/…, số 8/…").
    """
    told = list(bases)
    for index in range(len(told) - 2, -1, -1):
        own, after = told[index], told[index + 1]
        if own.issuer is None and own.subject is None and _same_body(own.symbol, after.symbol):
            told[index] = replace(own, issuer=after.issuer)
    for index in range(1, len(told)):
        before, own = told[index - 1], told[index]
        if own.issuer is None and own.type == before.type and not _names_kind(own):
            told[index] = replace(own, issuer=before.issuer)
    return told


def _names_kind(basis: Reference) -> bool:
    """Does a citation open with its kind of document, not with its number alone?"""
    return plain(basis.raw).startswith(plain(basis.type))


def _same_body(symbol: str | None, other: str | None) -> bool:
    """Do two symbols end with the same body ("CĐ-UBND", "QĐ-UBND"; "15-KL/TU", "16-NQ/TU")?"""
    if not symbol or not other:
        return False
    return _SYMBOL_PARTS.split(symbol)[-1] == _SYMBOL_PARTS.split(other)[-1]


def _after_list_mark(text: str, start: int) -> int:
    """Behind the mark of a list at `start` ("- ", "a) "); the pattern matches anywhere."""
    mark = _LIST_MARK.match(text, start)
    return mark.end() if mark else start


def _bases_of_item(
    source: Source, begin: int, limit: int, *, is_triggered: bool
) -> Iterator[Reference]:
    """The bases of one item of the list: the document it begins with, and those joined to that
    one."""
    heads = _citable(source, begin, limit=limit)
    if not heads or not _leads_to(source, begin, start=heads[0].start, is_triggered=is_triggered):
        return
    basis = heads[0]
    nested: list[Citation] = []
    gap = begin
    for head in heads[1:]:
        if not _is_sibling(source, basis, nested=nested, head=head):
            nested.append(head)
            continue
        joint = _joint(source, basis, head=head)
        joint_start = joint.start() if joint else limit
        yield _basis_of(source, gap, head=basis, limit=joint_start)
        basis, nested, gap = head, [], joint_start
    yield _basis_of(source, gap, head=basis, limit=limit)


def _basis_of(source: Source, gap: int, head: Citation, limit: int) -> Reference:
    """A document with its subject up to `limit`, and with who proposed it, between `gap` and its
    name."""
    subject, end = read_subject(source, head.body, limit=limit)
    return reference_of(source, _with_proposer(source, gap, head=head), subject=subject, end=end)


def _citable(source: Source, begin: int, limit: int) -> list[Citation]:
    """The heads of an item; a law that begins it needs no date ("Căn cứ Luật Thư viện;"), another
    document that does no number, if it has a date."""
    heads = list(heads_of(source, begin, end=limit))
    first = _named_at(source, begin, limit=limit)
    if first is None or (heads and heads[0].start == first.start("kind")):
        return heads
    is_law = first.re is source.words.law
    if is_law:
        unnumbered = read_law(source, first, undated=True)
    else:
        unnumbered = read_unnumbered(source, first, limit=heads[0].start if heads else limit)
    if unnumbered is None or unnumbered.body > limit:
        return heads
    named = [unnumbered, *(_laws_beside(source, unnumbered, limit=limit) if is_law else ())]
    behind = (head for head in heads if head.start >= named[-1].body)
    return [*named, *behind]


def _laws_beside(source: Source, law: Citation, limit: int) -> Iterator[Citation]:
    """Further laws by their titles alone ("Luật Lâm nghiệp và Luật Đất đai")."""
    while joint := _LAW_BESIDE.match(source.flat, law.body, limit):
        kind = source.words.law.match(source.flat, joint.end(), limit)
        other = read_law(source, kind, undated=True) if kind else None
        if other is None or other.body > limit:
            return
        yield other
        law = other


def _named_at(source: Source, begin: int, limit: int) -> regex.Match[str] | None:
    """The law, or the kind of document, that an item begins with."""
    into = _INTO.match(source.flat, begin, limit)
    if into is None:
        return None
    law = source.words.law.match(source.flat, into.end(), limit)
    return law or source.words.kind.match(source.flat, into.end(), limit)


def _leads_to(source: Source, begin: int, start: int, *, is_triggered: bool) -> bool:
    """Whether the words between "Căn cứ" and a document lead to it, and do not name it in
    passing."""
    words = source.words
    gap = words.fillers.sub("", source.flat[begin:start])
    if not gap.strip(_MARKS):
        return True
    if words.law.match(source.flat, start) and words.kind.search(source.flat, begin, start):
        return False  # "Kế hoạch triển khai Luật Thư viện": the law is named in the plan's title
    if len(gap) > _LONGEST_GAP or words.actor.search(source.cased, begin, start):
        return False
    if words.refers.search(gap):
        return True
    return is_triggered and words.in_passing.search(gap) is None


def _joint(source: Source, basis: Citation, head: Citation) -> regex.Match[str] | None:
    """The comma or "và" that joins a document to the basis before it, with the words up to that
    document."""
    begin = max(basis.body, head.start - _SIBLING_REACH)
    return _SIBLING.search(source.flat, begin, head.start)


def _is_sibling(source: Source, basis: Citation, nested: list[Citation], head: Citation) -> bool:
    """Whether a document after a basis stands beside it in the list, and not inside its subject."""
    joint = _joint(source, basis, head=head)
    if joint is None:
        return False
    has_subject = source.words.lead.match(source.cased, basis.body) is not None
    if has_subject and _follows_law(source, basis.body, head=head, joint=joint.start()):
        return False
    if not nested or not has_subject:
        return True  # no subject that could hold it, or a subject without another document
    if _is_below(head, basis):
        return True  # a circular guides no plan: that one stands beside it
    between = source.flat[nested[-1].body : joint.start()]
    return source.flat[joint.start()] == "," and between.strip() != ""


def _is_below(head: Citation, basis: Citation) -> bool:
    """Is a document, dated and numbered, of a kind too low for the subject of a law or decree?"""
    if head.number is None or head.date is None:
        return False
    return is_rule(basis.type) and is_circular(head.type)


def _follows_law(source: Source, begin: int, head: Citation, joint: int) -> bool:
    """Is it a law right behind another law that a subject names ("… chi tiết Luật Lâm nghiệp, Luật
    Đất đai ngày …")?"""
    law = source.words.law
    if not law.match(source.flat, head.start):
        return False
    before = [match.end() for match in law.finditer(source.flat, begin, joint)]
    return bool(before) and "," not in source.text[before[-1] : joint]


def _with_proposer(source: Source, gap: int, head: Citation) -> Citation:
    """ "Theo đề nghị của Phòng X tại Tờ trình số …": the paper is Phòng X's."""
    match = _BY.search(source.flat, gap, head.start)
    if match is None or head.issuer is not None:
        return head
    begin, stop = match.span("issuer")
    return replace(head, issuer=clean(source.text[begin:stop]))
