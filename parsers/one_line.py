"""A whole paper that a copy ran together in one line, from its letterhead to its signer: its parts
are put apart where they stand: bodies, number, motto, place and date, type, title, first sentence,
closing sentence, recipients, signature. Chapters and points: `flat_text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import regex

from kehoach.ingest.model import FlowItem, Line
from kehoach.normalize.line_ends import breaks_off
from kehoach.normalize.text import fold
from kehoach.parsers.closing_lines import last_role
from kehoach.parsers.motto import spans_of_motto
from kehoach.parsers.words import after_type, alternation, document_type, opens_with
from kehoach.patterns import compile_regex

MIN_LETTERS = 300
"""Of such a line."""
HEAD_LETTERS = 500
"""In which the letterhead of a line ends, with its date."""
MAX_TITLE = 400
"""Letters of a title in small letters, or of those who are written to, up to the first sentence."""
FEWEST_WORDS = 3
"""Of the end of the issuer's name, by which a paper speaks of itself."""
MAX_CLOSING = 60
"""Words of a closing sentence."""
MAX_SIGNATURE = 160
"""Letters of a signature that ends the text."""
_ISSUE = compile_regex(
    r"""
    (?<!\S) (?: \p{Lu}\p{Ll}+ (?: [\s-]+ (?: \p{Lu}\p{Ll}* | \d{1,2} ) ){0,5} \s*,\s+ )?
    (?: hồi\s [^,]{4,30}? ,?\s+ )?
    [Nn]gày \s+ [\d.…_]{1,4} \s* tháng \s+ [\d.…_]{1,4} \s* năm \s+ \d{4}
    """,
    regex.VERBOSE,
)
_NUMBER = compile_regex(r"(?<!\S)S[ốỐ]\s*[:.]?\s*(?=[\d/.…_-])")
_CAPITALS = compile_regex(
    r"(?:[^\p{Ll}\s]+\s+)*[^\p{Ll}\s]*\p{Lu}{2}[^\p{Ll}\s]*(?:\s+[\d(][^\p{Ll}\s]*)*"
)
_SENTENCE = compile_regex(r"(?<=[\p{Ll}\d.;:)”\"])\s+(?=\p{Lu}\p{Ll}*)")
_BULLET = compile_regex(r"(?<=[;.:)])\s+(?=[-–+•]\s*\p{Lu})")
_OPENS_BULLET = compile_regex(r"[-–+•]\s*\p{Lu}")
_SIGNED = compile_regex(r"\s*\((?:[Đđ]ã\s+)?[Kk]ý[^()]*\)\s*")
_NAME = compile_regex(r"(?<=\p{Lu}{2})\s+(?=\p{Lu}\p{Ll}|\p{Lu}[\p{Lu}\p{Ll}]*\.\s*\p{Lu})")
_ENDS_TEXT = compile_regex(r"\./\.?|/\.")


def part_one_line(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """The flow of a document, a line that holds a whole paper in the lines that it was."""
    parted: list[FlowItem] = []
    for item in flow:
        parted += _parted(item) if isinstance(item, Line) and _is_paper(item) else [item]
    return parted


def _is_paper(line: Line) -> bool:
    """Do motto, date and, far behind them, more words stand in a line?"""
    if line.words or len(line.text) < MIN_LETTERS:
        return False
    end = _head_end(line.text)
    return end is not None and len(line.text) - end >= MIN_LETTERS / 2


def _head_end(text: str) -> int | None:
    """Where a letterhead with the motto ends that opens a text: behind its date and its motto."""
    head = text[:HEAD_LETTERS]
    mottos = spans_of_motto(head)
    issues = list(_ISSUE.finditer(head))
    if not mottos or not issues:
        return None
    first = next((one for one in issues if one.start() > mottos[0][0]), None)
    if first is None:
        return None
    return max([first.end(), *(end for begin, end in mottos if begin < first.end() + 1)])


def _parted(line: Line) -> list[FlowItem]:
    text = line.text
    head = _head_end(text) or 0
    closing = _closing_at(text, head)
    begin = _body_at(text, head, closing)
    cuts = {0, head, closing, *_cuts_of_head(text[:head])}
    cuts |= {*_cuts_of_title(text, head, begin), *_cuts_of_grounds(text, begin, closing)}
    cuts |= {closing + cut for cut in _cuts_of_closing(text[closing:])}
    places = sorted(cut for cut in cuts if cut < len(text))
    ends = [*places[1:], len(text)]
    return [
        replace(line, text=text[first:last].strip(), offset=line.offset + first, gap=0.0)
        for first, last in zip(places, ends, strict=True)
        if text[first:last].strip()
    ]


# --- the letterhead -------------------------------------------------------------------------------


def _cuts_of_head(head: str) -> Iterator[int]:
    """The two bodies, the number, what a letter is about, the motto, place and date."""
    mottos = spans_of_motto(head)
    for span in mottos:
        yield from span
    number = _NUMBER.search(head)
    if number is not None:
        yield number.start()
    for match in (_about().search(head), next(_ISSUE.finditer(head, mottos[0][0]), None)):
        if match is not None:
            yield match.start()
    ends = [mottos[0][0], len(head) if number is None else number.start()]
    below = _body_below(head[: min(ends)])
    if below is not None:
        yield below


@cache
def _about() -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\S)(?i:{alternation('subject_openings')})(?!\p{{L}})")


def _body_below(bodies: str) -> int | None:
    """Where, behind the superior body, the issuing one begins ("BỘ NÔNG NGHIỆP | TRƯỜNG ĐẠI HỌC
    THỦY LỢI")."""
    superior = opens_with(bodies, "superior_openings")
    if superior is None:
        return None
    words = list(regex.finditer(r"\S+", bodies))
    for place in range(len(superior.split()) + 1, len(words) - 1):
        before = words[place - 1][0]
        rest = bodies[words[place].start() :]
        if opens_with(before, "words_before_no_body") or opens_with(rest, "not_body_openings"):
            continue
        if opens_with(rest, "body_openings"):
            return words[place].start()
    return None


# --- type, title, those who are written to --------------------------------------------------------


def _type_end(text: str, head: int) -> int | None:
    """Where the words end that name the type, right behind the letterhead."""
    capitals = _CAPITALS.match(text[head:].lstrip())
    if capitals is None or document_type(capitals[0]) is None:
        return None
    begin = text.index(capitals[0], head)
    return begin + len(capitals[0]) - len(after_type(capitals[0]))


def _body_at(text: str, head: int, closing: int) -> int:
    """Where the first sentence begins."""
    kind = _type_end(text, head)
    if kind is None:
        if opens_with(text[head:closing].lstrip(), "addressee_openings") is None:
            return head
        return _behind_addressees(text, head, closing)
    rest = text[kind:closing]
    title = _CAPITALS.match(rest.lstrip())
    if title is not None:
        return text.index(title[0], kind) + len(title[0])
    issuer = fold(text[:head])
    for match in _SENTENCE.finditer(rest, 0, MAX_TITLE):
        behind = rest[match.end() :]
        if breaks_off(rest[: match.start()]):
            continue
        if opens_with(behind, "preamble") or _speaks_of_itself(behind, issuer):
            return kind + match.end()
    return kind


def _speaks_of_itself(behind: str, head: str) -> bool:
    """Does a sentence open with the end of the name of the body that the letterhead names?"""
    return f" {fold(' '.join(behind.split()[:FEWEST_WORDS]))} " in f" {head} "


def _behind_addressees(text: str, head: int, closing: int) -> int:
    """Where the first sentence of a letter begins: behind the stop that ends the list of those who
    are written to, or with the words of grounds."""
    for match in _SENTENCE.finditer(text, head, min(closing, head + MAX_TITLE)):
        before, behind = text[head : match.start()].rstrip(), text[match.end() :]
        if before.endswith(":"):
            continue
        if before.endswith(".") or (opens_with(behind, "grounds") and not breaks_off(before)):
            return match.end()
    return head


def _cuts_of_title(text: str, head: int, begin: int) -> Iterator[int]:
    """Behind the type, before the first sentence, before each of those who are written to."""
    kind = _type_end(text, head)
    if kind is not None:
        yield kind
    elif begin > head:
        yield from (match.end() for match in _BULLET.finditer(text, head, begin))
    yield begin


# --- the text -------------------------------------------------------------------------------------


def _cuts_of_grounds(text: str, begin: int, closing: int) -> Iterator[int]:
    """Before each further ground, and before the sentence that closes the text."""
    for match in regex.finditer(r"(?<=;)\s+(?=\p{Lu})", text[begin:closing]):
        if opens_with(text[begin + match.end() :], "grounds_alone"):
            yield begin + match.end()
    sentences = list(regex.finditer(r"(?<=[.;])\s+(?=\p{Lu})", text[begin:closing]))
    if not sentences:
        return
    last = begin + sentences[-1].end()
    words = text[last:closing].split()
    if len(words) <= MAX_CLOSING and _closes().match(text, last):
        yield last


@cache
def _closes() -> regex.Pattern[str]:
    """ "Nhận được Thông báo này, …", "Nhà trường đề nghị các khoa …"."""
    keys = ("farewell", "on_receipt", "closing_remarks", "farewell_orders")
    asks = alternation("asking_verbs")
    openings = "|".join(map(alternation, keys))
    return compile_regex(rf"(?i:{openings})\b|(?:[\p{{L}}-]+\s+){{1,6}}(?:{asks})\s")


# --- recipients and signature ---------------------------------------------------------------------


def _closing_at(text: str, head: int) -> int:
    """Where recipients or signature begin: behind the end of the text, or with the heading of the
    recipients; where neither stands, with who signs, behind the last sentence."""
    lists = [match for match in _recipients().finditer(text, head) if _heads_list(match)]
    end = next(iter(reversed(list(_ENDS_TEXT.finditer(text, head)))), None)
    signs = _signature().search(text, end.end()) if end is not None else None
    if not lists and end is None:
        signs = _last_signature(text, head)
    found = [match.start() for match in (*lists[-1:], signs) if match is not None]
    return min(found, default=len(text))


def _heads_list(heading: regex.Match[str]) -> bool:
    """Does a list of recipients follow the heading, or does a sentence that cites it go on?

    >>> text = "Văn phòng soạn Nơi nhận: danh sách các cơ quan trước ngày 15/3."
    >>> _heads_list(_recipients().search(text))
    False
    """
    before, behind = heading.string[: heading.start()], heading.string[heading.end() :].lstrip()
    if _OPENS_BULLET.match(behind) or opens_with(behind, "same_recipients"):
        return True
    return behind[:1].isupper() and (before.rstrip()[-1:] in ".;:/)" or before.isupper())


def _last_signature(text: str, head: int) -> regex.Match[str] | None:
    """Who signs at the end of a text: in capitals, behind a sentence's end."""
    for match in _signature().finditer(text, max(head, len(text) - MAX_SIGNATURE)):
        if text[: match.start()].rstrip().endswith((".", ";")) and _is_capitals(
            match.string[match.start() :]
        ):
            return match
    return None


@cache
def _recipients() -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\S)(?i:{alternation('recipients')})\s*:")


@cache
def _signature() -> regex.Pattern[str]:
    """For whom somebody signs, or the capacity, in capitals."""
    prefixes, roles = alternation("signer_prefixes"), alternation("signer_roles")
    return compile_regex(
        rf"(?<!\S)(?=\P{{Ll}}{{6}})(?i:(?:{prefixes})\.?\s+(?=\p{{Lu}}{{2}})|(?:{roles})(?!\p{{L}}))"
    )


def _cuts_of_closing(closing: str) -> Iterator[int]:
    yield from (match.end() for match in _BULLET.finditer(closing))
    sign = _signature().search(closing)
    while sign is not None and not _is_capitals(closing[sign.start() :]):
        sign = _signature().search(closing, sign.end())
    if sign is None:
        return
    yield sign.start()
    signed = _SIGNED.search(closing, sign.start())
    name = _NAME.search(closing, sign.start())
    if signed is not None:
        yield from signed.span()
    ends = [match.start() for match in (signed, name) if match is not None]
    role = last_role(closing[sign.start() : min(ends, default=len(closing))])
    yield sign.start() + role
    if name is not None:
        yield name.end()


def _is_capitals(text: str) -> bool:
    return " ".join(text.split()[:2]).isupper()
