"""What a person typed -> the value of a field: bodies with their full names, a deadline with its
days, figures of a target; by the same readers as the paper's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from kehoach.corrections.heads import read_bases, read_day, read_period, read_signer
from kehoach.corrections.model import PartName
from kehoach.corrections.parts import Part, stated
from kehoach.normalize.offices.short_forms import short_forms_of
from kehoach.normalize.offices.usual_forms import usual_forms
from kehoach.normalize.times.period import Period
from kehoach.parsers.items.ground.context import Context, metrics_of
from kehoach.schema.models import Plan
from kehoach.schema.walk import wordings

LISTS_OF_TEXT = frozenset({"activities", "deliverables", "duties", "recipients", "addressees"})
BODIES = frozenset({"lead", "coordinating", "who"})
HEADS: Mapping[str, Callable[[str], Any]] = {
    "issued_on": read_day,
    "period": read_period,
    "signer": read_signer,
    "legal_bases": read_bases,
}
"""Fields of the document whose values are more than words."""


def context_of(plan: Plan) -> Context:
    """What the plan itself says that decides how words in it are read: its period, its unit, its
    short forms."""
    document = plan.document
    period = None
    if document.period is not None:
        told = document.period
        period = Period(told.raw or "", start=_day(told.start), end=_day(told.end))
    unit = document.unit
    texts = [wording.text for wording in wordings(plan)]
    short_forms = short_forms_of(texts)
    level = unit.level if unit else None
    return Context(
        period=period,
        level=level,
        place=unit.name if unit else None,
        short_forms=short_forms,
        usual_forms=usual_forms(document.issuer, level, texts=texts, own=short_forms.meant),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read_value(field: str, typed: str, context: Context) -> Any:
    """A field's value out of what was typed, as JSON holds it; None for nothing.

    >>> context = Context(level="xã", place="Tân Khê")
    >>> read_value("lead", "P. VHXH", context)["units"]
    ['Phòng Văn hóa - Xã hội']
    >>> read_value("deadline", "trước 30/9/2025", context)["end"]
    '2025-09-30'
    >>> read_value("deliverables", "Báo cáo; Quyết định", context)
    ['Báo cáo', 'Quyết định']
    """
    typed = typed.strip()
    if field in LISTS_OF_TEXT:
        return listed(typed)
    if not typed:
        return [] if field in ("metrics", "legal_bases") else None
    if field in HEADS:
        return HEADS[field](typed)
    if field in BODIES:
        return _dumped(context.offices(typed))
    if field == "deadline":
        return _dumped(context.deadline(typed))
    if field == "metrics":
        return [_dumped(metric) for metric in metrics_of(typed)]
    if field in ("group", "subgroup"):
        return _group(typed)
    return typed


def _dumped(model: BaseModel | None) -> Any:
    return None if model is None else model.model_dump(mode="json")


def listed(typed: str) -> list[str]:
    """The items of a list as a workbook shows them: parted by ";" or by lines.

    >>> listed("Báo cáo;\\nTờ trình ")
    ['Báo cáo', 'Tờ trình']
    """
    parts = typed.replace("\n", ";").split(";")
    return [part.strip() for part in parts if part.strip()]


def _group(typed: str) -> dict[str, str | None]:
    """A group's number and title: "II. CẢI CÁCH THỂ CHẾ"."""
    number, dot, title = typed.partition(". ")
    if dot and title and len(number) <= 8 and " " not in number:
        return {"number": number, "title": title.strip()}
    return {"number": None, "title": typed}


def completed(field: str, before: Any, after: Any, context: Context) -> Any:
    """A value whose words a person changed, with what follows from them made anew, where the person
    left that as it was: the full names of bodies, the days of a deadline."""
    if not isinstance(after, dict) or not isinstance(after.get("raw"), str):
        return after
    if isinstance(before, dict) and before.get("raw") == after["raw"]:
        return after
    followed = _without_words(after) == _without_words(before)
    if field in BODIES | {"deadline"} and (followed or _says_only_words(after)):
        return read_value(field, after["raw"], context=context)
    return after


def _without_words(value: Any) -> Any:
    if not isinstance(value, dict):
        return None
    return {key: held for key, held in stated(value).items() if key != "raw"}


def _says_only_words(value: dict[str, Any]) -> bool:
    return all(not held for key, held in value.items() if key != "raw")


def completed_part(name: PartName, old: Part, new: Part, context: Context) -> Part:
    """A part as a person left it, its values completed."""
    whole = dict(new)
    for field in BODIES | {"deadline"}:
        if field in whole:
            whole[field] = completed(field, old.get(field), after=whole[field], context=context)
    words_changed = name == "targets" and old.get("text") != new.get("text")
    if words_changed and stated(old.get("metrics")) == stated(new.get("metrics")):
        whole["metrics"] = read_value("metrics", str(new.get("text") or ""), context=context)
    return whole
