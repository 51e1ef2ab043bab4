"""What an assistant corrects in a plan as JSON, where it may: beside it, as a person would."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kehoach.corrections.heads import wrong_day
from kehoach.corrections.making import Maker
from kehoach.corrections.model import PartName
from kehoach.corrections.parts import (
    FIELDS,
    MODELS,
    Part,
    paper_anchor,
    parts_of,
    split_pointer,
)
from kehoach.corrections.standing import (
    add_corrections,
    corrections_at,
    read_corrected,
    refuse_edited,
    rewrite,
)
from kehoach.corrections.values import context_of, read_value
from kehoach.errors import KehoachError, NotAPlanError
from kehoach.patterns import compile_regex
from kehoach.schema.models import Plan
from kehoach.schema.papers import papers_of

_FIELD = compile_regex(r"/(?P<part>[a-z]+)(?:/(?P<row>\d{1,6}))?/(?P<field>[a-z_]+)")
_NOT_TYPED = frozenset({"unit", "period", "signer", "legal_bases"})
"""Of the document: what a few words do not tell."""


class NoSuchPlaceError(KehoachError):
    vi = "Kế hoạch không có trường {where}, hoặc trường ấy không sửa được bằng chữ."
    en = "The plan has no field {where}, or words do not correct it."


class StaleWordsError(KehoachError):
    vi = "Ở {where} nay là “{now}”, không phải điều đã cho là đang có; chưa sửa gì."
    en = "{where} says “{now}” by now, not what was said to stand there; nothing was changed."


class WrongDayError(KehoachError):
    vi = "“{day}” không phải một ngày có trong lịch; chưa sửa gì. Ghi như 15/10/2026."
    en = "“{day}” is no day of the calendar; nothing was changed. Write it as 15/10/2026."


class NoSuchCorrectionError(KehoachError):
    vi = "Không có chỗ sửa nào mang mã {id}."
    en = "No correction has the id {id}."


def correct(
    target: Path, where: str, *, before: str, typed: str | None, author: str
) -> dict[str, Any]:
    """Words for a field of the plan in `target`, or (None) the word that it is right. `before`: the
    words that stand there, as far as the assistant knows. Raises NoSuchPlaceError, StaleWordsError,
    EditedPlanError, NotAPlanError, OutputError, BrokenCorrectionsError."""
    plan = _plan(target)
    number, paper, name, field = _place(plan, where)
    part = _part(paper, name, where)
    now = _words(part.get(field))
    if now != before.strip():
        raise StaleWordsError(where=where, now=now)
    anchor = paper_anchor(paper) if number >= 0 else None
    maker = Maker(author, paper=anchor)
    if typed is None:
        made = maker.confirmed(name, part, field)
    else:
        day = wrong_day(typed) if field == "deadline" else None
        if day is not None:
            raise WrongDayError(day=day)
        value = read_value(field, typed, context=context_of(paper))
        try:
            MODELS[name].model_validate({**part, field: value})
        except ValidationError as error:
            raise NoSuchPlaceError(where=where) from error
        made = maker.changed(name, part, field, value)
    add_corrections(target, plan, [made])
    return {"correction": made.id, "where": where, "value": made.value}


def undo(target: Path, id: str) -> dict[str, Any]:
    """Take a correction back. Raises NoSuchCorrectionError, and as `correct`."""
    plan = _plan(target)
    held = corrections_at(target, plan)
    if id not in {one.id for one in held.active}:
        raise NoSuchCorrectionError(id=id)
    rewrite(target, plan, corrections=held.without({id}, datetime.now(UTC)))
    return {"undone": id}


def _plan(target: Path) -> Plan:
    plan = read_corrected(target)
    if plan is None:
        raise NotAPlanError(where="/")
    refuse_edited(target)
    return plan


def _place(plan: Plan, where: str) -> tuple[int, Plan, PartName, str]:
    """The further paper (-1: the plan itself), the kind of part and the field of a pointer."""
    number, inside = split_pointer(where)
    papers, match = papers_of(plan), _FIELD.fullmatch(inside)
    name = next((one for one in FIELDS if match is not None and one == match["part"]), None)
    if match is None or name is None or number + 1 >= len(papers):
        raise NoSuchPlaceError(where=where)
    is_row = match["row"] is not None
    is_typed = name != "document" or match["field"] not in _NOT_TYPED
    if match["field"] not in FIELDS[name] or is_row == (name == "document") or not is_typed:
        raise NoSuchPlaceError(where=where)
    return number, papers[number + 1], name, match["field"]


def _part(paper: Plan, name: PartName, where: str) -> Part:
    parts = parts_of(paper)[name]
    if name == "document":
        document: Part = parts
        return document
    row = int(split_pointer(where)[1].split("/")[2])
    if row >= len(parts):
        raise NoSuchPlaceError(where=where)
    found: Part = parts[row]
    return found


def _words(value: Any) -> str:
    """What stands in a field, in words."""
    match value:
        case None:
            return ""
        case {"raw": str() as raw}:
            return raw
        case {"title": title, **others}:
            return ". ".join(str(one) for one in (others.get("number"), title) if one)
        case list():
            return "; ".join(map(_words, value))
    return str(value)
