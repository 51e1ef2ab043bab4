"""Rules on the documents that a paper cites: dates that no calendar has, a document that is cited
in two ways, another number than the paper's own under an appendix' title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache

import regex

from kehoach.normalize.legal.references import borrows_symbol, has_symbols, kinds_of_symbol
from kehoach.normalize.text import fold
from kehoach.normalize.times.dates import is_whole_day, iso_date
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.references import Citation, CitedDocument
from kehoach.schema.rules.vocabulary import alternation, words
from kehoach.schema.walk import Wording


@rule("citations")
def citations(draft: Draft) -> Iterator[Finding]:
    """Dates that no calendar has; a number that does not fit its kind of document; one document
    with two dates, two spellings or two wordings. Who looks the document up does not find it."""
    for document in draft.cited:
        yield from _impossible_dates(document)
        yield from _two_spellings(document)
        yield from _form_of_party(document)
        yield from _two_dates(document)
        yield from _two_wordings(document)
        yield from _other_year(document)
    for document in draft.cited:
        if len({citation.reference.number for citation in document.citations}) == 1:
            yield from _wrong_kind(document.citations[0])
    yield from _after_issue(draft)


def impossible_dates(draft: Draft) -> Iterator[Finding]:
    """Dates of cited documents that no calendar has, those of the preamble left out."""
    for document in draft.cited:
        yield from _impossible_dates(document)


def _impossible_dates(document: CitedDocument) -> Iterator[Finding]:
    """A date that no calendar has ("15/7/205"); those of the preamble are told with the legal
    bases."""
    for citation in document.citations:
        reference, wording = citation.reference, citation.wording
        if "invalid_date" in reference.problems and not wording.pointer.startswith("/preamble"):
            printed = reference.date_raw or reference.raw
            if is_blank_day(printed):
                continue
            yield finding("invalid_date", on=wording, evidence=printed)


_BLANK = r"[\s.…_]*"
_BLANK_NUMBER = compile_regex(rf"\bsố\s*:?{_BLANK}/", regex.IGNORECASE)
_BLANK_DAY = compile_regex(rf"^(?:ngày)?{_BLANK}(?:/|tháng\b)", regex.IGNORECASE)


def is_blank_day(printed: str) -> bool:
    """Whether a date was left to be filled in by hand.

    >>> is_blank_day("ngày    /7/2023"), is_blank_day("ngày … tháng 10 năm 2017")
    (True, True)
    >>> is_blank_day("31/02/2025")
    False
    """
    return _BLANK_DAY.match(printed) is not None


@rule("blank_bases")
def blank_bases(draft: Draft) -> Iterator[Finding]:
    """A legal basis whose number or day was left to be filled in ("Tờ trình số      /TTr-STTTT ngày
    /7/2023"): nobody can look it up."""
    for basis in draft.document.children("legal_bases"):
        if basis.part.number is None and _BLANK_NUMBER.search(basis.part.raw):
            yield finding("blank_number_of_basis", on=basis, evidence=basis.part.raw)
        elif basis.part.date is None and is_blank_day(basis.part.date_raw or ""):
            yield finding("blank_date_of_basis", on=basis, evidence=basis.part.raw)


_PARTY_NUMBER = compile_regex(
    r"""
    \d+ \s*-\s* \p{Lu}\p{L}* \s*/\s*        # 22-KH/
    (?: TW | TU | ĐU | HU | ThU | BTC\p{L}* )  # a committee of the Party, or an office of one
    """,
    regex.VERBOSE,
)


def _two_spellings(document: CitedDocument) -> Iterator[Finding]:
    """ "22/KH-TU" beside "22-KH/TU": the rarer spelling, or the one against the form, is wrong."""
    citations = [own for own in document.citations if not _is_in_capitals(own)]
    numbers = [citation.reference.number for citation in citations]
    counts = Counter(number for number in numbers if number)
    if len({regex.sub(r"\s", "", number) for number in counts}) < 2:
        return
    right = max(counts, key=lambda number: (bool(_PARTY_NUMBER.search(number)), counts[number]))
    told = {right}
    for citation in citations:
        number = citation.reference.number
        if number is not None and number not in told:
            told.add(number)
            yield finding(
                "reference_number", on=citation.wording, evidence=number, suggestion=right
            )


_STATE_FORM = compile_regex(r"^(\d+)\s*/\s*(\p{Lu}{2})\s*-\s*(TW)$")


def _form_of_party(document: CitedDocument) -> Iterator[Finding]:
    """ "27/NQ- TW": the Central Committee numbers its papers "27-NQ/TW". Told once; where the paper
    has the right form elsewhere, that is told (`_two_spellings`)."""
    numbers = [citation.reference.number or "" for citation in document.citations]
    forms = {regex.sub(r"\s", "", number) for number in numbers}
    match = _STATE_FORM.match(numbers[0])
    if match is not None and len(forms) == 1:
        right = f"{match[1]}-{match[2]}/{match[3]}"
        yield finding(
            "party_number", on=document.citations[0].wording, evidence=numbers[0], suggestion=right
        )


def _is_in_capitals(citation: Citation) -> bool:
    """Does it stand in a title or a heading of capitals? There "TTg" is printed "TTG"."""
    return citation.wording.text.isupper()


_LONGEST_RAW = 120


def _two_dates(document: CitedDocument) -> Iterator[Finding]:
    """One document, two days in the same year."""
    dated = [own for own in document.citations if is_whole_day(own.reference.date)]
    dates = Counter(citation.reference.date or "" for citation in dated)
    issuers = {fold(own.reference.issuer) for own in dated if own.reference.issuer}
    if len(dates) < 2 or not _are_one_body(issuers):
        return
    right = max(dates, key=lambda day: dates[day])
    for citation in dated:
        reference = citation.reference
        if reference.date != right:
            yield finding(
                "reference_date",
                on=citation.wording,
                evidence=reference.raw[:_LONGEST_RAW],
                name=f"{reference.type} {reference.number}",
                first=right,
                second=reference.date,
            )


def _are_one_body(issuers: set[str]) -> bool:
    """Is the shortest name part of all others ("UBND tỉnh" of "UBND tỉnh Lào Cai")?"""
    shortest = min(issuers, key=len, default="")
    return all(shortest in issuer for issuer in issuers)


def _wrong_kind(citation: Citation) -> Iterator[Finding]:
    """ "Chương trình hành động số 42-CT/TU": CT is the sign of a Chỉ thị, and of nothing else."""
    kind = citation.reference.type
    symbol = citation.reference.symbol or ""
    meant = kinds_of_symbol(symbol)
    if len(meant) != 1 or not has_symbols(kind) or borrows_symbol(kind, symbol):
        return
    if kind.startswith(meant[0]) or meant[0].startswith(kind):
        return
    number = citation.reference.number or ""
    yield finding("reference_kind", on=citation.wording, evidence=number, kind=kind, meant=meant[0])


_YEAR_IN_NUMBER = compile_regex(r"^\d+/((?:19|20)\d\d)/")
"""Numbers of normative papers bear the year in which they were signed: "46/2022/QĐ-UBND"."""
_SIGN_OF_LAWS = compile_regex(r"/QH\d")
"""A law that the Assembly passes at the end of a year may be cited by the day of its decree."""


def _other_year(document: CitedDocument) -> Iterator[Finding]:
    """ "Quyết định số 46/2002/QĐ-UBND ngày 12/9/2022": the number and the day contradict each
    other. Told once."""
    for citation in document.citations:
        number, date = citation.reference.number or "", citation.reference.date or ""
        match = _YEAR_IN_NUMBER.match(number)
        if match is None or not date:
            continue
        in_number, in_date = int(match[1]), int(date[:4])
        is_next = _SIGN_OF_LAWS.search(number) is not None and in_date == in_number + 1
        if in_number != in_date and not is_next:
            yield finding(
                "reference_year",
                on=citation.wording,
                evidence=citation.reference.raw[:_LONGEST_RAW],
                name=number,
                first=match[1],
                second=date[:4],
            )
            return


MOST_YOUNGER = 2
"""So many papers cited may bear a wrong day; where more are younger, the paper's own is wrong."""


def _after_issue(draft: Draft) -> Iterator[Finding]:
    """A paper that is cited by a day after that of the plan itself, so that one of the two is
    wrong. Each is told once; where many are, our reader took another day for the paper's own."""
    issued = draft.plan.document.issued_on or ""
    if not is_whole_day(issued):
        return
    younger: list[Citation] = []
    for document in draft.cited:
        dated = [own for own in document.citations if is_whole_day(own.reference.date)]
        younger += [own for own in dated if (own.reference.date or "") > issued][:1]
    for citation in younger if len(younger) <= MOST_YOUNGER else ():
        evidence = citation.reference.raw[:_LONGEST_RAW]
        yield finding(
            "reference_after_issue", on=citation.wording, evidence=evidence, issued=issued
        )


# --- one title in two wordings --------------------------------------------------------------------

MIN_QUOTED = 8
"""Words. Shorter titles are not quoted in full."""
INSIDE = 4
"""Words. So far from both ends of a title another word is a slip; nearer, it is where the quotation
begins or ends."""
AROUND = 3
"""Words shown on either side of a slip."""

_Change = tuple[str, int, int, int, int]
"""An operation of difflib: what is done, first and last word of the one, of the other title."""


def _two_wordings(document: CitedDocument) -> Iterator[Finding]:
    """One document whose title is quoted twice, the second time with another word in the middle."""
    titles = [(citation, _title(citation)) for citation in document.citations]
    quoted = [(own, title) for own, title in titles if len(title.split()) >= MIN_QUOTED]
    for citation, title in quoted[1:]:
        first, second = (fold(text).split() for text in (quoted[0][1], title))
        change = _one_other_word(first, second)
        if change is None:
            continue
        right, wrong = first[change[1]], second[change[3]]
        if wrong.isalpha() and right.isalpha():
            index = change[3]
            around = " ".join(second[max(0, index - AROUND) : index + AROUND + 1])
            yield finding(
                "reference_wording",
                on=citation.wording,
                evidence=around,
                wrong=wrong,
                right=right,
            )


def _title(citation: Citation) -> str:
    return citation.reference.subject or ""


def _one_other_word(first: Sequence[str], second: Sequence[str]) -> _Change | None:
    """The one place in the middle where the titles differ by a word, None when they differ in other
    places, too."""
    if first == second:
        return None
    operations = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    changes = [operation for operation in operations if operation[0] != "equal"]
    inner = [change for change in changes if _is_inner_word(change, len(first))]
    if len(inner) != 1:
        return None
    for change in changes:
        at_an_end = change[1] < INSIDE - 1 or change[2] == len(first)
        if change is not inner[0] and not at_an_end:
            return None
    return inner[0]


def _is_inner_word(change: _Change, length: int) -> bool:
    kind, begin, end, other_begin, other_end = change
    is_one_word = kind == "replace" and end - begin == other_end - other_begin == 1
    return is_one_word and begin >= INSIDE and length - end >= INSIDE


# --- the line under an appendix' title ------------------------------------------------------------


@cache
def _attached() -> regex.Pattern[str]:
    """ "Kèm theo Kế hoạch số | 12/KH-UBND | ngày …"."""
    attached = alternation("attached_to")
    plans, others = alternation("plans_with_appendices"), alternation("others_with_appendices")
    return compile_regex(
        rf"""
        (?i:{attached}) \s+ (?: {plans} | (?P<other> {others} ) ) \s+
        (?i:số) \s* :? \s* (?P<number> [^,)]*? ) (?= \s*ngày | \s+của | [,)] | $ )
        """,
        regex.VERBOSE,
    )


@rule("attachments")
def attachments(draft: Draft) -> Iterator[Finding]:
    """ "(Kèm theo Kế hoạch số     /KH-UBND …)" under an appendix' title: the number is blank there,
    too, or another, which tells from which paper the appendix was copied. The blank number of a
    proposal or a report is that of a form, to be filled in."""
    for wording in draft.wordings:
        match = _attached().search(wording.text) if _is_attached(wording) else None
        if match is None or not _opens_line(wording.text[: match.start()]):
            continue
        is_form = match["other"] in words("forms") and not _figures_of(match["number"])
        own = draft.plan.document.number
        is_own = match["other"] is None and wording.pointer.startswith("/appendices")
        if not is_form:
            if is_blank_day(wording.text[match.end() :].strip()):
                yield finding("missing_attachment_day", on=wording)
            yield from _other_number(own if is_own else None, wording, printed=match["number"])
            yield from _other_day(draft, wording, behind=wording.text[match.end() :], match=match)
    if any(note.code == "attached_fields" for note in draft.notes):
        return  # an appendix in a file of its own: its blank number is told already
    for line in draft.attached:
        match = _attached().search(line)
        if match is None:
            continue
        title = draft.document.child("title")
        behind = line[match.end() :]
        if not _figures_of(match["number"]):
            yield finding("missing_attachment_number", on=title, evidence=line)
        if is_blank_day(behind.strip()):
            yield finding("missing_attachment_day", on=title, evidence=line)
        yield from _of_another(draft, printed=match["number"], behind=behind)


def _of_another(draft: Draft, *, printed: str, behind: str) -> Iterator[Finding]:
    """The line under the title of a plan names the decision that carries it by another number, or
    by its number and another day: whoever cites the plan cites a paper that is none. Only one of
    the same sign ("/QĐ-UBND") is meant to be the paper's own; a day of a scan may be misread."""
    document = draft.plan.document
    own, told = _parted(document.number or ""), _parted(printed)
    if own is None or told is None or own[1] != told[1]:
        return
    title, issued = draft.document.child("title"), document.issued_on or ""
    line = f"{printed.strip()}{behind.rstrip(')')}"
    if own[0] != told[0]:
        name = "other_attachment_number"
        yield finding(name, on=title, evidence=line, suggestion=document.number)
        return
    day = _DAY_OF_LINE.match(behind)
    if day is None or not is_whole_day(issued) or draft.is_scanned(title.spans):
        return
    if iso_date(int(day[3]), month=int(day[2]), day=int(day[1])) != issued:
        yield finding("other_attachment_date", on=title, evidence=line, issued=issued)


def _parted(number: str) -> tuple[str, str] | None:
    """The figures of a number without zeros ahead, and its sign.

    >>> _parted("012/QĐ-UBND")
    ('12', 'qđ ubnd')
    """
    match = _FIGURES_AND_SIGN.fullmatch(regex.sub(r"\s", "", number))
    return (match[1], fold(match[2])) if match is not None else None


_FIGURES_AND_SIGN = compile_regex(r"0*(\d+)([/-].*\p{L}.*)")


_DAY_OF_LINE = compile_regex(
    r"^\s*ngày\s+(\d{1,2})\s*(?:/|\stháng\s)\s*(\d{1,2})\s*(?:/|\snăm\s)\s*(20\d\d)"
)


def _other_day(
    draft: Draft, wording: Wording, *, behind: str, match: regex.Match[str]
) -> Iterator[Finding]:
    """The paper's own number under an appendix' title, and another day than the paper's own."""
    document = draft.plan.document
    issued, day = document.issued_on or "", _DAY_OF_LINE.match(behind)
    if day is None or not is_whole_day(issued) or draft.is_scanned(wording.spans):
        return
    own, printed = _figures_of(document.number or ""), _figures_of(match["number"])
    told = iso_date(int(day[3]), month=int(day[2]), day=int(day[1]))
    if own and printed and own[0] == printed[0] and told != issued:
        evidence = f"{match[0].strip()} {day[0].strip()}"
        yield finding("other_attachment_date", on=wording, evidence=evidence, issued=issued)


_LINE_OPENS = compile_regex(r"(?:^|\n|\()\s*(?:(?i:ban\ hành)\s+)?$")


def _opens_line(before: str) -> bool:
    """Does what follows open a line or a bracket? A sentence that cites another paper goes on to
    say with which it goes ("Phụ lục II ban hành kèm theo Quyết định số 5/QĐ-TTg")."""
    return _LINE_OPENS.search(before) is not None


def _figures_of(printed: str) -> regex.Match[str] | None:
    """The figures with which a number begins, dots and blanks left out."""
    return regex.match(r"\d+", regex.sub(r"[\s.…_]", "", printed))


def _is_attached(wording: Wording) -> bool:
    """Does it stand in an appendix, or is it a line in brackets under a title? What else names
    another paper cites it."""
    if wording.pointer.startswith("/appendices"):
        return True
    is_line = wording.kind in ("paragraph", "title")
    return is_line and _in_brackets().search(wording.text) is not None


@cache
def _in_brackets() -> regex.Pattern[str]:
    """ "(Ban hành kèm theo …)", alone at the end of what it stands in."""
    return compile_regex(
        rf"(?:^|\n)\s*\(\s*(?:ban hành\s+)?(?:{alternation('attached_to')})[^()]*\)\s*$",
        regex.IGNORECASE,
    )


def _other_number(own: str | None, wording: Wording, printed: str) -> Iterator[Finding]:
    digits = _figures_of(printed)
    own_digits = regex.match(r"\d+", own or "")
    if digits is None:
        yield finding("missing_attachment_number", on=wording)
    elif own_digits is not None and digits[0].lstrip("0") != own_digits[0].lstrip("0"):
        yield finding("other_attachment_number", on=wording, suggestion=own)
