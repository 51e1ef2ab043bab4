"""What a bracket behind a work tells clause by clause, a semicolon between them: "(Công an xã chủ
trì; các thôn, Hội Phụ nữ phối hợp; thời gian: quý II; kinh phí: 5 triệu đồng)", or a comma: "(Hội
Phụ nữ xã lo, Công an xã phụ, ngày 15/6)"."""

from __future__ import annotations

from kehoach.normalize.text import with_round_brackets
from kehoach.normalize.times.deadline import is_understood
from kehoach.parsers.items.bodies.named_bodies import names_many
from kehoach.parsers.items.bodies.remark_owners import (
    are_named,
    ends_by,
    helping_at_end,
    leading_at_end,
    without_title,
)
from kehoach.parsers.items.bodies.sentence_owners import address
from kehoach.parsers.items.ground.context import End
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.layout.fields import Field, read_field
from kehoach.parsers.words import contains
from kehoach.patterns import compile_regex

_OF_FIELDS = ("deadline", "budget")
_OF_BODIES = ("lead", "coordinating")
_COMMA = compile_regex(r",\s+(?!(?<=\d,\s+)\d{1,2}/)")
"""No comma between two days ("02, 03/7")."""
BRACKET = compile_regex(r"(?<!\s)\s*\((?P<inner>[^()]{3,300})\)[\s.;,]*$")
"""At the end of a point."""
MIN_TOLD = 2
""" "(Công an xã chủ trì)" alone is read with its sentence."""


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
    if ";" not in bracket:
        return _told_by_commas(bracket, level)
    told: dict[str, str] = {}
    chief = ""
    clauses = [clause.strip(" .,") for clause in bracket.split(";")]
    if len(clauses) < 2:
        return {}
    for clause in clauses:
        both = _both_of(clause, level)
        if both and not both.keys() & told.keys():
            told |= both  # "Công an xã chủ trì, các thôn phối hợp; | tháng 6/2031"
            continue
        role, value = _of_clause(clause, level)
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
    bracket = BRACKET.search(with_round_brackets(text))
    if bracket is None or contains(bracket["inner"], "leading_marks") is None:
        return None
    told = told_by_clauses(bracket["inner"], level)
    if len(told) < MIN_TOLD or not told.keys() <= {*_OF_BODIES, *_OF_FIELDS}:
        return None
    return End(text[: bracket.start()].strip(), **told, bracket=bracket["inner"])


def fields_of_bracket(text: str, level: str | None) -> tuple[Field, ...]:
    """What a paragraph that is nothing but such a bracket tells of the work above it; nothing of
    another.

    >>> [one.role for one in fields_of_bracket("(Công an xã chủ trì; xong trước 30/4/2031)", "xã")]
    ['lead', 'deadline']
    >>> fields_of_bracket("(Công an xã và các thôn)", "xã")
    ()
    """
    text = with_round_brackets(text.strip())
    bracket = BRACKET.fullmatch(text)
    if bracket is None or contains(bracket["inner"], "leading_marks") is None:
        return ()
    told = told_by_clauses(bracket["inner"], level)
    if len(told) < MIN_TOLD or not told.keys() <= {*_OF_BODIES, *_OF_FIELDS}:
        return ()
    return tuple(Field(role, "", value) for role, value in told.items())


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
    for clause in (part.strip(" .") for part in _COMMA.split(bracket)):
        whole = f"{before}, {clause}" if before else clause
        role, value = _of_clause(whole, level)
        if role == "lead" and value == whole:
            before = whole  # "Công an xã, | Đoàn xã lo"
            continue
        if not value or role in told or (before and role not in _OF_BODIES):
            return {}
        told[role], before = value, ""
        is_led |= role == "lead"
    return told if is_led and not before else {}


def _of_clause(clause: str, level: str | None) -> tuple[str, str]:
    labelled = read_field(clause)
    if labelled is not None:
        is_body = labelled.role in _OF_BODIES and are_named(labelled.value, level)
        is_told = is_body or labelled.role in _OF_FIELDS
        return (labelled.role, labelled.value) if is_told else ("", "")
    if is_understood(ends_by().sub("", clause)):
        return "deadline", clause  # "hoàn thành trước 30/6": all that the clause says of when
    helping = helping_at_end().search(clause)
    if helping is not None:
        bodies = without_title(clause[: helping.start()])
        is_named = (
            names_many(bodies)
            or are_named(bodies, level)  # "Phòng Kinh tế, Hạ tầng và Đô thị" is one
            or all(are_named(name, level, one_known=True) for name in bodies.split(", "))
        )
        return "coordinating", bodies if is_named else ""
    clause = address().sub("", clause)
    leading = leading_at_end().search(clause)
    bodies = without_title(clause[: leading.start()] if leading is not None else clause)
    return "lead", bodies if are_named(bodies, level) else ""


def _takes_the_lead(words: str) -> bool:
    """ "Công an xã | chủ trì": does a body lead the others, and not only do its part?"""
    return begins(words.strip(), "leading_marks") is not None
