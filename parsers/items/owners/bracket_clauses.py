"""What a bracket behind a work tells clause by clause, a semicolon between them: "(Công an xã chủ
trì; các thôn, Hội Phụ nữ phối hợp; thời gian: quý II; kinh phí: 5 triệu đồng)", or a comma: "(Hội
Phụ nữ xã lo, Công an xã phụ, ngày 15/6)"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import regex

from kehoach.normalize.closing_brackets import (
    closing_bracket,
    split_outside,
    without_last_bracket,
)
from kehoach.normalize.times.alone import is_time_alone
from kehoach.normalize.times.deadline import is_understood
from kehoach.parsers.items.bodies.named_bodies import names_many
from kehoach.parsers.items.bodies.remark_owners import (
    are_named,
    ends_by,
    helping_at_end,
    leading_at_end,
    without_title,
)
from kehoach.parsers.items.bodies.sentence_owners import address, subject_of
from kehoach.parsers.items.ground.context import End
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.layout.fields import Field, read_field
from kehoach.parsers.words import alternation, behind_phrase, contains
from kehoach.patterns import compile_regex

_OF_FIELDS = ("deadline", "budget")
_OF_BODIES = ("lead", "coordinating")
_COMMA = compile_regex(r",\s+(?!(?<=\d,\s+)\d{1,2}/)")
"""No comma between two days ("02, 03/7")."""
_CITED = compile_regex(r"\d+/(?:\d{4}/)?\p{Lu}{2}")
_SEMICOLON = compile_regex(r";")
LONGEST_BRACKET = 400
"""Letters of a remark."""
MAX_WORDS_OF_LEAD = 8
"""Of one that no directory knows, before "chủ trì"."""
MIN_TOLD = 2
""" "(Công an xã chủ trì)" alone is read with its sentence."""
_WITH = compile_regex(r"^(?:với|cùng)\s+", regex.IGNORECASE)


def told_by_clauses(bracket: str, level: str | None) -> dict[str, str]:
    """The clauses of a bracket by what each tells; nothing where there is but one, where one tells
    neither who, when nor with which money, or where none leads. Bodies that no word says to lead or
    help do it with those before them.

    >>> told_by_clauses("Công an xã chủ trì; các thôn phối hợp; tháng 6/2031", "xã")
    {'lead': 'Công an xã', 'coordinating': 'các thôn', 'deadline': 'tháng 6/2031'}
    >>> told_by_clauses("Công an xã; các thôn; tháng 6/2031", "xã")["lead"]
    'Công an xã; các thôn'
    >>> told_by_clauses("Công an xã chủ trì; các thôn", "xã")
    {'lead': 'Công an xã', 'coordinating': 'các thôn'}
    >>> told_by_clauses("Công an xã chủ trì, các thôn phối hợp; xong trước 30/6/2031", "xã")
    {'lead': 'Công an xã', 'coordinating': 'các thôn', 'deadline': 'xong trước 30/6/2031'}
    >>> told_by_clauses("dài 12 m; rộng 3 m", "xã")
    {}
    >>> told_by_clauses("Hội Phụ nữ xã lo, Công an xã phụ, ngày 15/6/2031", "xã")
    {'lead': 'Hội Phụ nữ xã', 'coordinating': 'Công an xã', 'deadline': 'ngày 15/6/2031'}
    """
    clauses = _clauses_of(bracket)
    return _told(clauses, level) if len(clauses) > 1 else _told_by_commas(bracket, level)


def _clauses_of(bracket: str) -> list[str]:
    """What stands between the semicolons of a bracket, those of brackets in it apart."""
    return [clause.strip(" .,") for clause in split_outside(_SEMICOLON, bracket)]


def _told(clauses: Sequence[str], level: str | None) -> dict[str, str]:
    told: dict[str, str] = {}
    chief = ""
    for clause in clauses:
        both = _both_of(clause, level)
        if both and not both.keys() & told.keys():
            told |= both  # "Công an xã chủ trì, các thôn phối hợp; | tháng 6/2031"
            continue
        role, value = of_clause(clause, level)
        if role == "lead" and chief and "coordinating" not in told and clause == value:
            role = "coordinating"  # "Công an xã chủ trì; | các thôn"
        if not value or (role in told and role != "lead"):
            return {}
        if role == "lead" and _takes_the_lead(clause[len(value) :]):
            chief = value
        told[role] = f"{told[role]}; {value}" if role in told else value
    return told if "lead" in told else {}


def led_in_bracket(text: str, level: str | None) -> End | None:
    """A point that ends in a bracket in which a word says who leads, besides who helps or when
    ("Vẽ sơ đồ (Công an xã chủ trì; xong trước 30/4)") -> its work, and what the bracket tells; None
    for another. Such a bracket needs no others like it beside.

    >>> end = led_in_bracket("Vẽ sơ đồ chợ (Công an xã chủ trì; xong trước 30/4/2031).", "xã")
    >>> end.work, end.lead, end.deadline
    ('Vẽ sơ đồ chợ', 'Công an xã', 'xong trước 30/4/2031')
    >>> led_in_bracket("Mở hội thi (Công an xã; tháng 4/2031).", "xã") is None
    True
    """
    bracket = closing_bracket(text)
    if bracket is None or len(bracket.inner) > LONGEST_BRACKET:
        return None
    if not (bracket.is_joined or leads_by_word(bracket.inner)):
        return None
    work = text[: bracket.begin].strip()
    told = told_by_clauses(bracket.inner, level)
    if _tells_enough(told):
        return End(work, **told, bracket=bracket.inner)
    told = _told_beside_others(bracket.inner, level)
    return End(work, **told, bracket=bracket.inner, sentence=text) if told else None


def fields_of_bracket(text: str, level: str | None) -> tuple[Field, ...]:
    """What a paragraph that is nothing but such a bracket tells of the work above it; nothing of
    another.

    >>> [one.role for one in fields_of_bracket("(Công an xã chủ trì; xong trước 30/4/2031)", "xã")]
    ['lead', 'deadline']
    >>> fields_of_bracket("(Công an xã và các thôn)", "xã")
    ()
    """
    bracket = closing_bracket(text.strip())
    if bracket is None or bracket.begin or not leads_by_word(bracket.inner):
        return ()
    told = told_by_clauses(bracket.inner, level)
    if not _tells_enough(told):
        return ()
    return tuple(Field(role, "", value) for role, value in told.items())


def fields_of_line(text: str, level: str | None) -> tuple[Field, ...]:
    """What a line that only says who does the work above it, and by when, tells; nothing of
    another.

    >>> [one.value for one in fields_of_line("Công an xã, trước 30/4/2031", "xã")]
    ['Công an xã', 'trước 30/4/2031']
    >>> [one.role for one in fields_of_line("Công an xã phối hợp Trạm Y tế xã, tháng 4/2031", "xã")]
    ['lead', 'coordinating', 'deadline']
    >>> fields_of_line("Công an xã tuần tra, tháng 4/2031", "xã")
    ()
    >>> fields_of_line("Hội Khuyến học vận động áo ấm, hoàn thành trước 30/11/2031", "xã")
    ()
    """
    bodies, _, time = text.rstrip(" .;").rpartition(", ")
    if not bodies or text.endswith(":") or not is_time_alone(time):
        return ()
    helping = _helping().search(bodies)
    role, value = of_clause(bodies[: helping.start()] if helping is not None else bodies, level)
    if role != "lead" or not value or subject_of(value, level)[0] not in ("", value):
        return ()
    told = [Field("lead", "", value=value)]
    if helping is not None:
        partners = _WITH.sub("", bodies[helping.end() :])
        if not are_named(partners, level):
            return ()
        told.append(Field("coordinating", "", value=partners))
    return (*told, Field("deadline", "", value=ends_by().sub("", time)))


@cache
def _helping() -> regex.Pattern[str]:
    """ "Hội Nông dân | phối hợp | Trạm Thủy nông"."""
    return compile_regex(rf"\s(?:{alternation('helping_verbs')})\s", regex.IGNORECASE)


def _tells_enough(told: Mapping[str, str]) -> bool:
    """Does a bracket tell several things, and only who does it, when, or for how much?"""
    return len(told) >= MIN_TOLD and told.keys() <= {*_OF_BODIES, *_OF_FIELDS}


def _told_beside_others(bracket: str, level: str | None) -> dict[str, str]:
    """What the clauses of a bracket tell, one of which a word says to lead, beside some that tell
    something else ("theo Kế hoạch số 15; | Công an xã chủ trì"); nothing where none leads so."""
    clauses = _clauses_of(bracket)
    understood = [one for one in clauses if _both_of(one, level) or of_clause(one, level)[1]]
    led = [one for one in understood if leads_by_word(one)]
    return _told(understood, level) if len(led) == 1 and len(understood) < len(clauses) else {}


def leads_by_word(clause: str) -> bool:
    """ "Công an xã | chủ trì", "| chủ trì: | Công an xã"."""
    return contains(clause, "leading_marks") is not None


def _both_of(clause: str, level: str | None) -> dict[str, str]:
    """Who leads and who helps, where one clause between semicolons tells both with a comma."""
    told = _told_by_commas(clause, level) if "," in clause else {}
    return told if told.keys() == set(_OF_BODIES) else {}


def _told_by_commas(bracket: str, level: str | None) -> dict[str, str]:
    """The same of clauses between commas, where verbs say who leads ("Hội Phụ nữ xã lo, Công an xã
    phụ, ngày 15/6"): bodies without a verb belong to those behind them; nothing where one clause
    tells something else, or where no verb says who leads."""
    told: dict[str, str] = {}
    before, is_led = "", False
    for clause in (part.strip(" .") for part in split_outside(_COMMA, bracket)):
        whole = f"{before}, {clause}" if before else clause
        role, value = of_clause(whole, level)
        if role == "lead" and value == whole:
            before = whole  # "Công an xã, | Đoàn xã lo"
            continue
        if not value or role in told or (before and role not in _OF_BODIES):
            return {}
        told[role], before = value, ""
        is_led |= role == "lead"
    return told if is_led and not before else {}


@cache
def _before_doer() -> regex.Pattern[str]:
    """ "do | Công an xã chủ trì"."""
    return compile_regex(rf"^(?i:{alternation('words_before_doers')})\s+(?=\p{{Lu}})")


def of_clause(clause: str, level: str | None) -> tuple[str, str]:
    """What one clause tells, as a role and its words: by a label, a time alone, bodies who help or
    lead; ("", "") for another.

    >>> of_clause("Công an xã phối hợp", "xã"), of_clause("xong trước 30/4/2031", "xã")
    (('coordinating', 'Công an xã'), ('deadline', 'xong trước 30/4/2031'))
    """
    labelled = read_field(clause)
    if labelled is not None:
        is_body = labelled.role in _OF_BODIES and are_named(labelled.value, level)
        is_told = is_body or labelled.role in _OF_FIELDS
        return (labelled.role, labelled.value) if is_told else ("", "")
    if _CITED.search(clause) is not None:
        return "", ""  # "theo Kế hoạch số 15/KH-UBND ngày 02/01/2030": on what it rests
    if is_understood(ends_by().sub("", without_last_bracket(clause))):
        return "deadline", clause  # "hoàn thành trước 30/6": all that the clause says of when
    opened = begins(clause, "helping_verbs")
    if opened is not None:
        bodies = _WITH.sub("", behind_phrase(clause, opened).strip())
        return "coordinating", bodies if are_named(bodies, level) else ""
    helping = helping_at_end().search(clause)
    if helping is not None:
        bodies = without_title(clause[: helping.start()])
        is_named = (
            names_many(bodies)
            or are_named(bodies, level)  # "Phòng Kinh tế, Hạ tầng và Đô thị" is one
            or all(are_named(name, level, one_known=True) for name in bodies.split(", "))
        )
        return "coordinating", bodies if is_named else ""
    clause = _before_doer().sub("", address().sub("", clause))
    leading = leading_at_end().search(clause)
    printed = clause[: leading.start()] if leading is not None else clause
    bodies = without_title(printed)
    if leading is not None and _takes_the_lead(leading[0]) and _may_lead(printed):
        return "lead", bodies if are_named(bodies, level) else printed
    return "lead", bodies if are_named(bodies, level) else ""


def _may_lead(words: str) -> bool:
    """ "Tư pháp | chủ trì", "Ông Tám (Tổ trưởng Tổ 3) | chủ trì": whoever is said to lead."""
    is_short = 0 < len(words.split()) <= MAX_WORDS_OF_LEAD
    return (
        is_short and words[:1].isupper() and not any(map(str.isdigit, without_last_bracket(words)))
    )


def _takes_the_lead(words: str) -> bool:
    """ "Công an xã | chủ trì": does a body lead the others, and not only do its part?"""
    return begins(words.strip(), "leading_marks") is not None
