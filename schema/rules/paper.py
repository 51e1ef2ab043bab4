"""Rules on what the paper lacks: number, date, title, appendix; and what the readers told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.legal.references import called_by_number
from kehoach.normalize.offices.cell import Cell, opens_as_body
from kehoach.normalize.text import small, strip_diacritics
from kehoach.normalize.times.dates import is_whole_day
from kehoach.patterns import compile_regex
from kehoach.schema.kinds import is_calendar, is_no_plan
from kehoach.schema.models import Finding, Span, Spans
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.captions import are_of_body, stands_in_body
from kehoach.schema.rules.citations import is_blank_day
from kehoach.schema.rules.corrected import is_put_right
from kehoach.schema.rules.elsewhere import dotted_lines
from kehoach.schema.rules.heads import (
    day_stands,
    is_told_notice,
    is_told_without_head,
    notice_without_head,
    number_stands,
)
from kehoach.schema.rules.vocabulary import alternation, words


@rule("missing_document_number")
def missing_document_number(draft: Draft) -> Iterator[Finding]:
    """A paper without its number cannot be cited; it was left blank to be filled in by hand ("Số:
    /KH-UBND"). One of a form that our reader does not know ("Số: 31/PVHXH") is none. Where the
    whole head was cut away nothing was left blank: it is missing."""
    letterhead = "\n".join(draft.plan.document.letterhead)
    if not _has_letterhead(draft) or _PRINTED_NUMBER.search(letterhead):
        return
    if is_told_without_head(draft) or number_stands(draft):
        return
    if draft.plan.document.number is None and not _is_penned(draft, _NUMBER_LINE):
        symbol = draft.plan.document.symbol
        unread = _UNREAD_NUMBER.search(letterhead)
        place = draft.document.child("number")
        if unread is not None and symbol is None:
            yield finding("unread_document_number", on=place, evidence=unread[0].strip())
        elif symbol is not None or _NUMBER_LABEL.search(letterhead):
            printed = f"Số: /{symbol}" if symbol else ""
            yield finding("missing_document_number", on=place, evidence=printed)
        else:
            name = "unseen_document_number" if _is_headed(draft) else "absent_document_number"
            yield finding(name, on=place, evidence="")


_NUMBER_LABEL = re.compile(r"^\s*số\s*:", re.IGNORECASE | re.MULTILINE)
_PRINTED_NUMBER = re.compile(r"^\s*số\s*:?\s*\d+\s*[/-]", re.IGNORECASE | re.MULTILINE)
_UNREAD_NUMBER = compile_regex(
    r"^\s*(?:số\s*:|\S{1,3}:)\s*[^\s/.…_]\S{0,5}\s*/[\p{Lu}-]{2,}",
    regex.IGNORECASE | regex.MULTILINE,
)
"""What an OCR made of a number: "Số: #49 /TCT-TTKT", "$6:990/TB-TCT"."""


def _has_letterhead(draft: Draft) -> bool:
    """Whether a letterhead or a kind was read: an appendix that lies alone has left nothing blank,
    nor has a work calendar, which bears no number."""
    document = draft.plan.document
    if is_calendar(document.type, document.title):
        return any((document.symbol, document.number))
    return any((document.type, document.symbol, document.number, document.issued_on))


@rule("missing_issue_date")
def missing_issue_date(draft: Draft) -> Iterator[Finding]:
    """A paper of which nobody knows since when it holds: no date, or one without day or month
    ("ngày … tháng 01 năm 2026")."""
    if (
        is_whole_day(draft.plan.document.issued_on)
        or draft.day_in_stamp
        or not _has_letterhead(draft)
    ):
        return
    if _is_penned(draft, _DAY_LINE) or is_told_without_head(draft):
        return
    if not draft.plan.document.number and day_stands(draft):
        return
    lines = draft.plan.document.letterhead
    unread = next((line for line in lines if _UNREAD_DAY.search(strip_diacritics(line))), None)
    name = "unread_issue_date" if unread else "missing_issue_date"
    yield finding(name, on=draft.document.child("issued_on"), evidence=unread)


_UNREAD_DAY = compile_regex(r"\bngay\s*(?!thang)[^\s\d./…_:-]\S{0,2}[\s-]*thang")
"""What an OCR made of a day: "ngày C4 tháng 3 năm 2023"."""


@dataclass(frozen=True, slots=True)
class _FilledIn:
    """A line of the letterhead into which a pen writes: the word that tells it, and the half of
    the page where it stands (the number to the left, the day to the right)."""

    word: str
    is_left: bool


_NUMBER_LINE = _FilledIn("số", is_left=True)
_DAY_LINE = _FilledIn("ngày", is_left=False)
_PENNED = ("handwritten", "handwriting_read")


def _is_penned(draft: Draft, line: _FilledIn) -> bool:
    """Did a pen write it? Then the paper has it, and a note tells what was read of it."""
    notes = [note for note in draft.notes if note.code in _PENNED]
    if any(line.word in note.evidence.casefold() for note in notes):
        return True
    for note in notes:
        others = (_NUMBER_LINE.word, _DAY_LINE.word)
        names_a_line = any(word in note.evidence.casefold() for word in others)
        is_in_half = all(_is_left(draft, span) == line.is_left for span in note.spans)
        if is_in_half and not names_a_line:
            return True
    return False


def _is_left(draft: Draft, span: Span) -> bool:
    """Does it stand in the left half of its page?"""
    widths = {page.number: page.width for page in draft.plan.source.pages}
    width = widths.get(span.page or 0)
    if width is None or span.bbox is None:
        return False
    return span.bbox[0] + span.bbox[2] < width


@rule("missing_title")
def missing_title(draft: Draft) -> Iterator[Finding]:
    """No line names the type of the document (KẾ HOẠCH): a page is missing, or it is no plan. The
    appendix of a paper, in a file of its own, has none; of a table alone it was told already. A
    letter ("Kính gửi: …") bears none; where nothing of the letterhead was read the whole head is
    missing, which is a note: the file was cut, or a web page has it elsewhere. A line at the head
    that names a type in other words has said it ("Toàn văn Công điện 05/CĐ-UBND …")."""
    document = draft.plan.document
    if document.type is not None or document.addressees or _is_table_alone(draft):
        return
    if is_no_plan(document) and not draft.plan.tasks:
        return  # told as what it is not
    if document.number is None and not draft.plan.tasks and number_in_text(draft):
        return  # "… có văn bản số 55/VPTT": told by that
    if not _is_appendix_alone(draft) and not is_called(draft):
        name = "missing_title" if _is_of_office(draft) else "missing_head"
        yield finding(name, on=draft.document.child("type"))


def _is_headed(draft: Draft) -> bool:
    """Was anything of the letterhead read?"""
    document = draft.plan.document
    return any((document.number, document.symbol, document.issued_on, document.letterhead))


def _is_of_office(draft: Draft) -> bool:
    """Is what was read above the text surely a letterhead: numbered or dated, or with the body or
    the motto in capitals? Lines above a piece of news, the name of a site are not."""
    document = draft.plan.document
    lines = (line for line in document.letterhead if line.isupper())
    has_line = any(not small(line).startswith(tuple(words("names_of_sites"))) for line in lines)
    return any((document.number, document.symbol, document.issued_on, has_line))


def _is_table_alone(draft: Draft) -> bool:
    """Rows of tasks, and neither the head nor the end of a paper around them."""
    document = draft.plan.document
    is_bare = not (document.letterhead or document.signer or document.recipients)
    return is_bare and bool(draft.rows) and len(draft.rows) == len(draft.tasks)


_OPENING_LINES = 4


def _is_appendix_alone(draft: Draft) -> bool:
    """Do the first lines, or one under the title, say PHỤ LỤC, or of which paper the file is a
    part?"""
    if draft.attached:
        return True
    opening = [*_opening(draft), *(appendix.title or "" for appendix in draft.plan.appendices[:1])]
    lines = [line.strip() for text in opening for line in text.split("\n")]
    return any(_appendix_line().match(line) or _attached_line().match(line) for line in lines)


def _opening(draft: Draft) -> list[str]:
    """The texts with which a paper begins."""
    opening = [wording.text for wording in draft.wordings[:_OPENING_LINES]]
    opening += draft.plan.document.letterhead
    opening += [block.text for block in draft.plan.unplaced[:_OPENING_LINES]]
    return opening


def is_called(draft: Draft, *, by_number: bool = False) -> bool:
    """Does a line at the head that is no sentence, and no point or chapter, name the type of the
    paper, and its number if that is asked for?"""
    titles = {title for number, title in draft.chapters if number is None}
    first = draft.wordings[:_OPENING_LINES]
    points = {own.text for own in first if own.kind in _POINTS} - titles
    points |= {own.text for own in first if own.pointer.startswith("/tasks/")}
    texts = (text for text in _opening(draft) if text not in points)
    lines = (line.strip(' #*“”"') for text in texts for line in text.split("\n"))
    return any(_names_type(line) for line in lines if not by_number or _CALLED_BY.search(line))


_CALLED_BY = re.compile(r"\bsố\s*:?\s*\d+", re.IGNORECASE)


def number_in_text(draft: Draft) -> str | None:
    """The number by which the first lines of a text call a paper ("… có văn bản số 55/VPTT đề nghị
    …"), where they are no ground of it."""
    for text in _opening(draft):
        number = called_by_number(text)
        if number is not None and not _ground().match(small(text)):
            return number
    return None


def _names_type(line: str) -> bool:
    """Is a line a title with a word for a type: no ground ("Căn cứ Quyết định số …"), no body
    ("PHÒNG TÀI CHÍNH - KẾ HOẠCH"), no chapter, no sentence?"""
    named = _type_word().search(small(line))
    if named is None or _NUMBERED.match(line):
        return False
    if named.start() == 0 and line[: named.end()].isupper():
        return True  # "THÔNG TƯ | Sửa đổi …", however long
    if len(line.split()) > _MOST_WORDS_OF_TITLE or line[-1] in ";:,/":
        return False
    if line[-1] == "." and named.start():
        return False
    is_body = named.start() > 0 and opens_as_body(line) and not Cell(line).nobody_stop(0)
    return not is_body and not _ground().match(small(line))


_MOST_WORDS_OF_TITLE = 30
_NUMBERED = re.compile(r"(?:\d+|[IVX]+)(?:\.\d+)*[.)]")
_POINTS = ("heading", "item", "bullet", "task")


@cache
def _type_word() -> regex.Pattern[str]:
    named, ahead = any_of(words("types_named")), any_of(words("types_ahead"))
    return compile_regex(rf"(?:(?<![\p{{L}}-])(?:{named})|^(?:{ahead}))(?![\p{{L}}-])")


@cache
def _ground() -> regex.Pattern[str]:
    """ "Căn cứ", "Chương I", no "Chương trình"."""
    return compile_regex(rf"(?:{any_of(words('grounds'))})(?!\p{{L}})(?!\s+trình(?!\p{{L}}))")


@cache
def _appendix_line() -> regex.Pattern[str]:
    return compile_regex(rf"^(?:{alternation('appendix_lines')})\b", regex.IGNORECASE)


@cache
def _attached_line() -> regex.Pattern[str]:
    """ "(Kèm theo | Quyết định số …"."""
    return compile_regex(
        rf"^\(\s*(?:ban\s+hành\s+)?(?:{alternation('attached')})", regex.IGNORECASE
    )


@cache
def _promise() -> regex.Pattern[str]:
    """That an appendix comes with the paper: "(có danh sách kèm theo)", "(đính kèm dự toán)", "(kèm
    Phụ lục)", "(có Phụ lục chi tiết đính kèm)", "tại Phụ lục II"."""
    attached, attaching = alternation("attached"), alternation("attaching")
    appendices, sheets = alternation("appendices"), alternation("sheets")
    return compile_regex(
        rf"""
        \( \s* (?: có | theo ) \s+ (?: \S+ \s+ ){{1,5}}? (?: {attached} ) \s* \)
        | \( \s* (?: {alternation("enclosing")} ) \b
        | \( \s* (?: {attaching} ) \s+ (?: các\s+ )?
          (?: {appendices} | {sheets} ) \b [^()]{{0,20}} \)
        | (?: (?: có | theo | tại | trong | các ) \s+ )?
          \b (?<! (?: {alternation("no_sheets")} ) \s ) (?: {appendices} | {sheets} ) \s+
          (?: \S+ \s+ ){{0,2}}? (?: {attached} )
        | (?: tại | theo | trong ) \s+ (?: các\s+ )? (?: {appendices} )
        | (?: tại | theo | có ) \s+ (?: các\s+ )? (?: {alternation("lists_attached")} )
          \s+ (?: [^\s,;.:()]+ \s+ ){{0,4}}? (?: {attached} )
          (?= \s* (?: [).;,:] | $ | \p{{Lu}}\p{{L}}+ (?:\s\p{{Ll}}+)? \s này\b ) )
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _of_another() -> regex.Pattern[str]:
    """What may stand behind a promise: the number of the appendix, and of which paper it is one."""
    return compile_regex(
        rf"""
        \s* (?: (?:số\s+)? (?: [IVXL]+ | \d{{1,2}} ) \b \s* )? \)? ,? \s*
        (?:ban\ hành\s+)? (?:kèm\s+)? (?:theo\s+)? (?:của\s+)?
        (?P<kind> {alternation("kinds_with_appendices")} )
        (?P<number> \s+ (?: số\s | \d ) )?      # "… II của Nghị định số 61/2018/NĐ-CP"
        (?P<own> \s+ này )?                     # "… I ban hành kèm theo Quyết định này"
        """,
        regex.VERBOSE,
    )


def is_of_another(behind: str, own_kind: str | None) -> bool:
    """Does what stands behind a promise say that it is another paper's: by its number, or by a kind
    that the plan is not ("tại Phụ lục I ban hành kèm theo Thông tư")? A circular that is quoted
    calls itself "Thông tư này"."""
    match = _of_another().match(behind)
    if match is None:
        return False
    if match["own"]:
        return match["kind"] in words("kinds_of_others") and own_kind not in (None, match["kind"])
    return bool(match["number"]) or match["kind"] not in words("own_kinds")


BEFORE, BEHIND = 60, 40
"""Letters of the sentence that are shown around a promise."""


@rule("missing_appendix")
def missing_appendix(draft: Draft) -> Iterator[Finding]:
    """A promise in the body ("theo phụ lục kèm theo"), and nothing behind the signature: who gets
    the paper does not get the tasks. An appendix of another document is no promise, unless a letter
    forwards that document itself. A table of the body is none, where the paper ends at its
    signature. Told once."""
    has_table = bool(draft.rows or draft.plan.tables)
    if draft.has_appendix or (has_table and not are_of_body(draft)) or stands_in_body(draft):
        return
    for wording in draft.wordings:
        if not (wording.is_of_body or wording.pointer.startswith("/tasks")):
            continue
        for match in _promise().finditer(wording.text):
            is_others = is_of_another(wording.text[match.end() :], draft.plan.document.type)
            if has_table and not (is_others or names_appendix(match[0])):
                continue
            if is_others and not _forwards(draft, match[0]):
                continue
            if is_sent_apart(wording.text[match.end() :]):
                continue
            if not is_asked(wording.text[: match.start()], match[0]):
                name = "missing_enclosure" if is_others else "missing_appendix"
                yield finding(name, on=wording, evidence=around(match))
                return


def around(promise: regex.Match[str]) -> str:
    """A promise with so much of the wording in which it was found as shows where it stands: whole
    words, and of the sentence before it none (its "… năm 2025." would look like a number)."""
    text = promise.string
    begin, end = max(0, promise.start() - BEFORE), min(promise.end() + BEHIND, len(text))
    ahead = text[begin : promise.start()]
    stop = max((found.end() for found in _STOP.finditer(ahead)), default=0)
    if not stop and begin:
        stop = ahead.find(" ") + 1
    behind = text[promise.end() : end]
    if end < len(text) and " " in behind:
        behind = behind.rsplit(" ", 1)[0]
    return f"{ahead[stop:]}{promise[0]}{behind}".strip()


_STOP = re.compile(r"[.;!?]\s+")


def names_appendix(promise: str) -> bool:
    """Does a promise speak of an appendix, not of a list or a sheet, which a table of the body may
    be?"""
    named = (*words("appendices"), *words("never_tables"))
    return any(word in small(promise) for word in named)


def is_sent_apart(behind: str) -> bool:
    """Does what stands behind a promise say that it comes by another way?"""
    return _sent_apart().match(behind) is not None


def is_asked(before: str, promise: str = "") -> bool:
    """Does what stands ahead of a promise say that others hand it in, or speak of a case? Where a
    promise says at which place something is ("báo cáo theo mẫu | tại Phụ lục II"), nobody is to
    hand in that.

    >>> is_asked("Các thôn gửi "), is_asked("Các thôn gửi báo cáo theo mẫu ", "tại Phụ lục")
    (True, False)
    """
    is_place = small(promise).strip("( ").startswith(tuple(words("at_places")))
    if is_place:
        return speaks_of_case(before)
    return _ahead("asked_for").search(before) is not None


def speaks_of_case(before: str) -> bool:
    """Does what stands ahead of a promise name a case in which alone it holds ("Trường hợp …")?"""
    return _ahead("cases_of_appendices").search(before) is not None


@cache
def _sent_apart() -> regex.Pattern[str]:
    return compile_regex(rf"[^.;:]{{0,30}}?\b(?:{alternation('sent_apart')})", regex.IGNORECASE)


@cache
def _ahead(key: str) -> regex.Pattern[str]:
    """A phrase of such a list in the clause that the text ends with."""
    return compile_regex(rf"\b(?:{alternation(key)})\b[^.;]*$", regex.IGNORECASE)


def _forwards(draft: Draft, promise: str) -> bool:
    """Does a letter enclose the paper that its promise names ("(Đính kèm Kế hoạch số …)")?"""
    is_enclosed = small(promise).strip("( ").startswith(tuple(words("enclosing")))
    return is_enclosed and draft.plan.document.type in words("letters")


@rule("dotted_gap")
def dotted_gap(draft: Draft) -> Iterator[Finding]:
    """A line of dots between the tables of an appendix: whoever put the paper on the web left rows
    out, and nobody can see which."""
    for block in dotted_lines(draft):
        yield finding("dotted_gap", on=block)


@rule("invalid_date")
def invalid_date(draft: Draft) -> Iterator[Finding]:
    """A legal basis whose date was printed but is none ("ngày 31/02/2025")."""
    for basis in draft.document.children("legal_bases"):
        printed = basis.part.date_raw
        if printed and basis.part.date is None and _tells_day(printed):
            yield finding("invalid_date", on=basis, evidence=printed)


def _tells_day(printed: str) -> bool:
    """Is a date printed to the day? "năm 2025" behind the name of a law is none that is wrong."""
    return not is_blank_day(printed) and _YEAR_ALONE.fullmatch(printed) is None


_YEAR_ALONE = re.compile(r"(?:năm\s+)?\d{4}")


@rule("reader_notes")
def reader_notes(draft: Draft) -> Iterator[Finding]:
    """What the readers told: pages without text, tables not read, doubtful rows, impossible dates
    of deadlines. What several tasks took from one place is told once, and so is what the same
    sentence says of several places, whatever stands there; a doubt that is no more than a note once
    with all its places, where there are many of its kind. A day that a person has put right is
    told no more."""
    told: set[tuple[str, str, Spans]] = set()
    alike: dict[str, list[Finding]] = {}
    notes = [
        note
        for note in draft.notes
        if note.code != "invalid_date" or not is_put_right(draft, note.evidence or "\n")
    ]
    notes = list(_many_of_a_kind(notes))
    for note in notes:
        alike.setdefault(note.message, []).append(note)
    for note in notes:
        key = (note.message, note.evidence, note.spans)
        same = alike[note.message]
        if note.spans and len({(one.evidence, one.spans) for one in same}) > 1:
            if note is same[0]:
                yield _told_of_places(same)
        elif is_told_notice(note):
            yield from notice_without_head(draft, note)
        elif key not in told or not note.spans:
            yield note
        told.add(key)


def _many_of_a_kind(notes: Sequence[Finding]) -> Iterator[Finding]:
    """Notes, those that doubt many places for the same reason as one, with an example."""
    kinds: dict[str, list[Finding]] = {}
    for note in notes:
        if note.code == "low_confidence" and note.severity == "info" and note.evidence:
            kinds.setdefault(note.message.replace(note.evidence, ""), []).append(note)
    for note in notes:
        alike = kinds.get(note.message.replace(note.evidence or "\n", ""), [note])
        if len(alike) < MANY_ALIKE or note not in alike:
            yield note
        elif note is alike[0]:
            in_vi, in_en = (phrase.format(count=len(alike) - 1) for phrase in words("more_places"))
            told = {"message": note.message + in_vi, "message_en": note.message_en + in_en}
            yield _told_of_places(alike).model_copy(update=told)


MANY_ALIKE = 3
"""So many notes of one kind are told as one."""


def _told_of_places(notes: Sequence[Finding]) -> Finding:
    """The first of notes that say the same, with the places of all."""
    spans = dict.fromkeys(span for note in notes for span in note.spans)
    return notes[0].model_copy(update={"spans": tuple(spans)})
