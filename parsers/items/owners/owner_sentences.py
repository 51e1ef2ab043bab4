"""Sentences of one block that say what different bodies do: "Công an xã tuần tra. Trạm Y tế xã trực
cấp cứu." is the work of two. What names nobody, explains, tells when, or only says who helps,
belongs to the work before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import capitalised, fold, strip_diacritics
from kehoach.parsers.items.asides.asides import denies
from kehoach.parsers.items.asides.plain_rules import states_rule
from kehoach.parsers.items.asides.telling_sentences import only_tells_what_is
from kehoach.parsers.items.bodies.acting_subjects import acting_subject
from kehoach.parsers.items.bodies.body_ends import bodies_end
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.hamlet_series import hamlet_at_head, works_of_hamlets
from kehoach.parsers.items.bodies.lists_before_colons import listed_before_colon
from kehoach.parsers.items.bodies.sentence_owners import (
    subject_of,
    without_opening_address,
)
from kehoach.parsers.items.bodies.urged_bodies import with_urged
from kehoach.parsers.items.drafts.answer_sentences import answer_of
from kehoach.parsers.items.ground.closings import (
    bids_all,
    is_farewell,
    is_polite_closing,
    summons_all,
    tells_contact,
)
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.owners.works_in_turn import given_in_turn
from kehoach.parsers.items.owners.works_with_brackets import lead_in_bracket, works_with_brackets
from kehoach.parsers.items.times.phases import is_told
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.capitals import recased
from kehoach.parsers.layout.fields import names_circumstance, read_field
from kehoach.parsers.words import (
    alternation,
    behind_phrase,
    contains,
    opens_with,
    phrases,
    raw_phrases,
)
from kehoach.patterns import compile_regex, is_in_brackets

FEWEST_BODIES = 2
MIN_WORDS_OF_HELP = 10
"""Of a sentence that says what a body does together with others, and not only that it helps."""
MIN_WORDS_OF_OWN_HELP = 6
"""Of what a body does for others, as a work of its own."""
MOST_WORDS_BEFORE_STATE = 10
"""Of what a sentence says how it is, this word, too."""
MAX_OPENING = 600
"""Letters of a clause in which it says who does it."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause, the body whose work it says ("" where it says nobody's), and whether it orders
    something without saying whom."""

    text: str
    body: str = ""
    is_order: bool = False


def works_in(text: str, context: Context) -> list[str]:
    """The parts of a text, each what one body does; the text as it is where it speaks of the work
    of one only.

    >>> works_in("Công an xã lập chốt. Việc này nhằm giữ trật tự. Các thôn cử người.", Context())
    ['Công an xã lập chốt. Việc này nhằm giữ trật tự.', 'Các thôn cử người.']
    >>> works_in("Thu gom rác ở chợ. Đồng thời, Công an xã phải xử phạt người đổ trộm.", Context())
    ['Thu gom rác ở chợ.', 'Đồng thời, Công an xã phải xử phạt người đổ trộm.']
    >>> works_in("Công an xã tuần tra. Công an xã lập chốt; các thôn phối hợp.", Context())
    ['Công an xã tuần tra. Công an xã lập chốt; các thôn phối hợp.']
    >>> works_in("Treo băng rôn. Hội Phụ nữ xã chủ trì; Công an xã, Đoàn xã phối hợp.", Context())
    ['Treo băng rôn. Hội Phụ nữ xã chủ trì; Công an xã, Đoàn xã phối hợp.']
    """
    listed = works_with_brackets(text, context.level) or works_of_hamlets(text)
    if listed:
        return listed
    parts = list(_each_given(list(with_urged(_between_works(text))), context))
    if len(parts) < FEWEST_BODIES:
        return [text]
    clauses = [_read(part, context) for part in parts]
    bodies = {clause.body for clause in clauses if clause.body}
    first = next((one for one in clauses if one.body or one.is_order), None)
    if first is None or not bodies:
        return [text]
    if len(bodies) < FEWEST_BODIES and not any(map(_gives_further, clauses[1:])):
        return [text]
    works = list(_joined(clauses))
    return works if len(works) > 1 else [text]


def _gives_further(clause: _Clause) -> bool:
    """ "Thu gom rác ở chợ. | Đồng thời, Công an xã phải xử phạt …": a work of one body beside what
    the sentences before it give to all?"""
    return bool(clause.body) and begins(clause.text, "further_work_openings") is not None


def _each_given(parts: Sequence[str], context: Context) -> Iterator[str]:
    """These parts, one that gives works in turn parted. Behind the first only one that turns to
    bodies is: "Tiêm tại trường. | Trạm Y tế lo chuyên môn, nhà trường giữ trật tự." tells who does
    what of one work."""
    for place, part in enumerate(parts):
        if place and opens_with(part, "duty_addresses") is None:
            yield part
        else:
            yield from given_in_turn(part, context)


def lead_in(work: str, context: Context) -> str:
    """Whom one of these parts names as its owner; people, too, that stand beside other owners."""
    work = _without_further(work)
    said = owners_said(context.short_forms.written_out(work), context.level).lead
    if not said and work.rstrip(" .;,").endswith((")", "]")):
        said = lead_in_bracket(work, context.level)
    return said or acting_subject(work) or hamlet_at_head(work)


def _without_further(text: str) -> str:
    """ "Đồng thời, | Công an xã tuần tra"."""
    opening = begins(text, "further_work_openings")
    return behind_phrase(text, opening).lstrip(" ,") if opening else text


def gives_work(text: str, context: Context) -> bool:
    """Does a sentence name a work, and whose it is ("Việc họp dân do các thôn thực hiện.")?"""
    return begins(text, "names_of_work") is not None and bool(_read(text, context).body)


def only_tells(text: str, context: Context) -> bool:
    """Does each of several sentences tell what was done, or what something is?"""
    clauses = [_read(part, context) for part in _between_works(text)]
    is_work = any(clause.body or clause.is_order for clause in clauses)
    return len(clauses) > 1 and not is_work and all(_only_states(one, context) for one in clauses)


def _only_states(clause: _Clause, context: Context) -> bool:
    return _tells(clause.text, context) or _is_state(clause.text)


def _joined(clauses: Sequence[_Clause]) -> Iterator[str]:
    """Each work with what is said of it."""
    work: list[str] = []
    body: str | None = None
    for clause in clauses:
        begins_work = bool(clause.body) and not _is_of(clause.body, body)
        if begins_work and work and body is not None:
            yield " ".join(work)
            work = []
        work.append(clause.text)
        if begins_work:
            body = clause.body
        elif clause.is_order and body is None:
            body = ""
    yield " ".join(work)


def _is_of(body: str, work: str | None) -> bool:
    """Is it the body whose work it is, or each of those ("Các trường …. Mỗi trường …")?"""
    is_each = begins(body, "each_of_many") is not None
    return body == work or (is_each and begins(work or "", "list_words") is not None)


# --- clauses --------------------------------------------------------------------------------------


def _between_works(text: str) -> list[str]:
    """The sentences of a text, and its clauses behind a semicolon that others may begin."""
    listed = listed_before_colon(without_opening_address(text))[0] or subject_of(text, None)[0]
    listed_up_to = text.find(listed) + len(listed) if listed in text else 0
    stops = [
        mark
        for mark in _ends().finditer(text)
        if mark.start() >= listed_up_to and not is_in_brackets(text, mark.start())
    ]
    begins_at = [0, *(mark.end() for mark in stops)]
    ends_at = [*(mark.start() for mark in stops), len(text)]
    return [text[begin:end] for begin, end in zip(begins_at, ends_at, strict=True)]


@cache
def _ends() -> regex.Pattern[str]:
    """Before a capital, or before a body written small behind a semicolon ("…; các thôn …", "…; đề
    nghị …", "…; cán bộ thú y …")."""
    small = "|".join(map(alternation, _SMALL))
    counted = rf"\d{{1,3}}\s(?:{alternation('many_bodies')})(?!\p{{L}})"
    return compile_regex(
        rf"(?<=(?<!(?<!\p{{L}})(?![IV]{{1,3}}\.)\p{{Lu}}{{1,2}})[.…])\s+(?=\p{{Lu}}|{counted})"
        rf"|(?<=;)\s+(?=\p{{Lu}}|{counted}|(?:{small})(?!\p{{L}}))"
    )


_SMALL = (
    "duty_addresses",
    "openings_of_many",
    "small_bodies",
    "posts",
    "many_bodies",
    "owners_beside_others",
)
"""What a clause behind a semicolon opens with, written small, that may be another's."""


def _read(text: str, context: Context) -> _Clause:
    """Whose work a clause says."""
    words = recased(capitalised(_without_further(text)))
    if _says_no_work(words, context):
        return _Clause(text)
    is_order = begins_duty(words) or begins(words, "needs") is not None
    is_order = is_order and begins(words, "acting_persons") is None
    written = context.short_forms.written_out(words)
    lead = owners_said(written[:MAX_OPENING], context.level).lead
    if lead and not _is_its_work(written, lead, context):
        return _Clause(text, is_order=is_order)
    lead = lead or acting_subject(words)
    if _is_of_same(words, lead):
        return _Clause(text, is_order=is_order)
    return _Clause(text, _called(lead, context) if lead else "", is_order)


def _is_of_same(text: str, lead: str) -> bool:
    """ "phân công | người | đón đoàn", "hộ vắng mặt | phải quay lại …": whom the body of the work
    before sends, or what it does in a case?"""
    if begins(text, "cases_of_people") is not None:
        return True
    return begins(text, "sending_verbs") is not None and fold(lead) in raw_phrases("own_people")


def _says_no_work(text: str, context: Context) -> bool:
    """Does a clause only say when, with what or why, who does what stands before it, what nobody
    does, or what was?"""
    if read_field(text) is not None or names_circumstance(text) or answer_of(text, context):
        return True
    if _only_names_part(text) or contains(text, "answering_alone") is not None:
        return True
    if (
        tells_contact(text)
        or is_farewell(text)
        or summons_all(text)
        or opens_with(text, "closing_remarks")
    ):
        return True
    return is_polite_closing(text) or bids_all(text) or _tells(text, context)


def _only_names_part(text: str) -> bool:
    """ "Hội Phụ nữ chủ trì;", "Công an xã, Đoàn xã phối hợp.": whose part in the work before it is
    what?"""
    text = without_opening_address(text)
    does = text[bodies_end(text[:MAX_OPENING]) :]
    return does != text and strip_diacritics(does).strip(" .;") in phrases("verbs_at_the_end")


def _tells(text: str, context: Context) -> bool:
    """Does a clause tell a ground, a rule, what was, or what something is?"""
    if _says_who_belongs(text, context):
        return True
    if opens_with(text, "grounds_alone") or denies(text, context) or states_rule(text):
        return True
    if only_tells_what_is(text):
        return True
    return begins(text, "names_of_work") is None and _tells_past(text, context)


def _tells_past(text: str, context: Context) -> bool:
    """Does a clause tell what was? "Thủ quỹ | chi tiền theo dự toán được duyệt" does not."""
    subject = subject_of(text, context.level)[0] or acting_subject(text)
    does = text.partition(subject)[2].lstrip() if subject else ""
    if not does or _ends_in_state(subject):
        return is_told(text)
    if begins_duty(does):
        return is_told(does)
    return begins(does, "body_verbs", "verbs_beside_others") is None and is_told(text)


def _ends_in_state(subject: str) -> bool:
    """ "Phòng Kinh tế đã | trình …": what was, or is, taken for a part of the name."""
    return begins(subject.rpartition(" ")[2], "words_of_state") is not None


def _is_state(text: str) -> bool:
    """ "Trẻ em | không | phải trả tiền.", "Một số thôn | chưa | quan tâm": how things are."""
    return _states().search(" ".join(text.split()[:MOST_WORDS_BEFORE_STATE])) is not None


@cache
def _states() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{alternation('words_of_state')})(?!\p{{L}})")


def _says_who_belongs(text: str, context: Context) -> bool:
    """ "Tổ bầu cử | gồm 11 người.": of whom a body consists, or who holds a post in it."""
    if _counts_members().search(" ".join(text.split()[:MOST_WORDS_BEFORE_STATE])):
        return True
    end = bodies_end(text[:MAX_OPENING])
    member = _membership().search(text, 0, MAX_OPENING)
    return member is not None and not begins_duty(text) and end >= member.start()


@cache
def _counts_members() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{alternation('words_of_membership')})\s\d")


@cache
def _membership() -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\p{{L}})(?:{alternation('words_of_membership')})(?!\p{{L}})")


def _is_its_work(text: str, lead: str, context: Context) -> bool:
    """Does a clause open with the body, or a time before it, or with a work that it gives to the
    body; and does that do more than help?"""
    before, _, does = text.partition(lead)
    does = does.lstrip(" ,:")
    if not does[:1].isalpha() and before.strip() == "":
        return False  # a list of names
    if _ends_in_state(lead) or (begins(does, "words_of_state") and not begins_duty(does)):
        return False
    if contains(lead, "words_of_membership") or begins(does, "words_of_membership"):
        return False
    if _only_helps(does, text):
        return False
    if subject_of(text, context.level)[0] or not before.strip():
        return True
    if begins(before, "time_openings", "duty_addresses", "list_words", "duty_grounds", "cases"):
        return True
    if begins(before, "names_of_work") is not None or ":" in before:
        return True
    is_thing = before.endswith(" do ") and not begins_duty(text)
    return is_thing and begins(does, "leading_verbs") is not None


def _only_helps(does: str, text: str) -> bool:
    """Does a clause only say that its body helps with what stands before it? "Công an xã phối hợp."
    and "Hội Phụ nữ hỗ trợ hậu cần." do, "UBND xã hỗ trợ 60 tấn xi măng." does not."""
    if begins(does, "helping_clauses") is None:
        return False
    if begins(does, "helping_verbs") is not None:
        return len(text.split()) < MIN_WORDS_OF_HELP
    is_counted = any(map(str.isdigit, does))
    return not is_counted and len(does.split()) < MIN_WORDS_OF_OWN_HELP


def _called(lead: str, context: Context) -> str:
    """A body in one spelling, the level at its end left off."""
    units = parse_offices(lead, context.level).units or (lead,)
    names = (fold(unit) for unit in units)
    level = fold(context.level or "")
    return strip_diacritics("; ".join(name.removesuffix(f" {level}") for name in names))
