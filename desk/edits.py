"""What a person does in the browser, or a program over REST -> corrections."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, ValidationError

from kehoach.corrections.heads import kept_bases, wrong_day
from kehoach.corrections.joining import joined_fields
from kehoach.corrections.making import Maker
from kehoach.corrections.model import Correction, PartName
from kehoach.corrections.parts import (
    FIELDS,
    LISTS,
    MODELS,
    Part,
    new_part,
    paper_anchor,
    parts_of,
    split_pointer,
)
from kehoach.corrections.values import context_of, read_value
from kehoach.desk.failures import BadEditError, bad_edit
from kehoach.parsers.items.ground.context import Context
from kehoach.schema.dates import PartialDate
from kehoach.schema.models import CorrectionAction, Plan
from kehoach.schema.papers import papers_of

_DATE: TypeAdapter[str] = TypeAdapter(PartialDate)
MAX_EDITS = 2000
MAX_TYPED = 20_000
TYPED_AS_VALUES = frozenset({"unit"})
"""Fields of the document that words alone do not make."""


class Edit(BaseModel):
    """One thing that a person does. Pointers mean the plan as it stood when the request was made
    (that of If-Match), also behind other edits of the same request."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"action": "change", "where": "/tasks/0/deadline", "typed": "trước ngày 30/9/2026"},
                {"action": "confirm", "where": "/tasks/0/lead"},
                {
                    "action": "add",
                    "where": "/tasks",
                    "after": "/tasks/0",
                    "fields": {"task": "Kiểm tra các chợ"},
                },
                {"action": "move", "where": "/tasks/2", "after": None},
                {"action": "remove", "where": "/targets/1"},
                {
                    "action": "split",
                    "where": "/tasks/3/task",
                    "typed": "Rà soát thủ tục;",
                    "rest": "công khai tại Trung tâm Phục vụ hành chính công",
                },
                {"action": "merge", "where": "/tasks/4", "other": "/tasks/5"},
            ]
        },
    )

    action: CorrectionAction = Field(
        description="Sửa, xác nhận, thêm, xóa, chuyển chỗ, tách, gộp / what is done"
    )
    where: Annotated[str, Field(max_length=200)] = Field(
        description="JSON pointer of a field (change, confirm, split), of a row (remove, move, "
        "merge) or of a list (add) / con trỏ JSON đến trường, dòng hoặc danh sách"
    )
    typed: Annotated[str, Field(max_length=MAX_TYPED)] | None = Field(
        default=None,
        description="change, split: what a person typed; it is read as the paper's own words are / "
        "chữ người dùng gõ",
    )
    rest: Annotated[str, Field(max_length=MAX_TYPED)] | None = Field(
        default=None,
        description="split: the words of that field that the second row gets; all else it has from "
        "the first / chữ của dòng thứ hai",
    )
    other: Annotated[str, Field(max_length=200)] | None = Field(
        default=None,
        description="merge: the row that `where` takes in / dòng được gộp vào",
    )
    value: JsonValue = Field(
        default=None, description="change: the value as the plan's JSON holds it, where not typed"
    )
    after: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description="add, move: behind which row; null: first / đứng sau dòng nào"
    )
    fields: dict[str, Annotated[str, Field(max_length=MAX_TYPED)]] | None = Field(
        default=None, description="add: the fields of the new row, as typed / các ô của dòng mới"
    )


def corrections_of(plan: Plan, edits: Sequence[Edit], author: str | None) -> tuple[Correction, ...]:
    """Edits of a plan as it stands, and of the further papers of its file (their pointers begin
    with "/more_documents/0") -> corrections, in order. Raises BadEditError."""
    papers = papers_of(plan)
    hands: dict[int, _Hand] = {}
    start = datetime.now(UTC)
    made: list[Correction] = []
    for number, edit in enumerate(edits):
        # Ids are made of moments: edits of one request must not share one.
        at = start + timedelta(microseconds=number)
        index, own = _in_paper(edit)
        if index + 1 >= len(papers):
            raise _bad(
                edit.where, "không có chỗ này trong kế hoạch", en="the plan has no such place"
            )
        if index not in hands:
            hands[index] = _Hand(parts_of(papers[index + 1]), context_of(papers[index + 1]))
        anchor = None if index < 0 else paper_anchor(papers[index + 1])
        maker = Maker(author, by="desk", at=at, paper=anchor)
        made.append(hands[index].correction(own, maker))
    return tuple(made)


def _in_paper(edit: Edit) -> tuple[int, Edit]:
    """Which further paper an edit means (-1: the plan itself), and the edit as that paper sees
    it. Raises BadEditError for one that leads from one paper into another."""
    index, where = split_pointer(edit.where)
    told = {"where": where}
    for name in ("after", "other"):
        pointer = getattr(edit, name)
        if pointer is None:
            continue
        into, inside = split_pointer(pointer)
        if into != index:
            raise _bad(pointer, "đây là văn bản khác", en="this is another paper")
        told[name] = inside
    return index, edit.model_copy(update=told)


class _Hand:
    """Makes a correction of an edit; what it changes, the next edits see."""

    def __init__(self, parts: dict[PartName, Any], context: Context) -> None:
        self._parts, self._context, self._maker = parts, context, Maker()

    def correction(self, edit: Edit, maker: Maker) -> Correction:
        self._maker = maker
        match edit.action:
            case "add":
                return self._add(edit)
            case "change" | "confirm":
                return self._field(edit)
            case "split":
                return self._split(edit)
            case "merge":
                return self._merge(edit)
            case "remove":
                name, part = self._row(edit.where)
                return self._maker.removed(name, part)
        name, part = self._row(edit.where)
        after = self._after(name, edit)
        if after is part:
            raise _bad(
                edit.where, "không thể đứng sau chính nó", en="it cannot stand behind itself"
            )
        return self._maker.moved(name, part, after)

    def _split(self, edit: Edit) -> Correction:
        name, part, field = self._place(edit.where)
        if name == "document":
            raise _bad(edit.where, "đây không phải một dòng", en="this is no row")
        halves = [(words or "").strip() for words in (edit.typed, edit.rest)]
        if not all(halves):
            raise _bad(edit.where, "mỗi dòng phải có chữ", en="each row needs words")
        first, second = (self._half(name, field, words=words) for words in halves)
        kept = {key: part[key] for key in FIELDS[name] if key in part}
        row = {**new_part(name, new_id(), base=part), **deepcopy(kept), **second}
        for half in ({**part, **first}, row):
            _check(name, half, where=edit.where)
        correction = self._maker.split(name, part, first, second=row)
        part.update(first)
        return correction

    def _half(self, name: PartName, field: str, words: str) -> Part:
        """What one half of a row has of its own: the field, and what follows from it."""
        own = {field: typed_value(name, field, typed=words, context=self._context)}
        if name == "targets" and field == "text":
            own["metrics"] = read_value("metrics", words, context=self._context)
        return own

    def _merge(self, edit: Edit) -> Correction:
        name, part = self._row(edit.where)
        found, other = self._row(edit.other or "")
        if found != name or other is part:
            raise _bad(
                edit.where, "phải gộp với một dòng khác cùng bảng", en="merge rows of one list"
            )
        changes = joined_fields(name, part, second=other, context=self._context)
        _check(name, {**part, **changes}, where=edit.where)
        correction = self._maker.merged(name, part, other, changes)
        part.update(changes)
        return correction

    def _place(self, where: str) -> tuple[PartName, Part, str]:
        """The part and the field that a pointer means."""
        place, _, field = where.rpartition("/")
        name, part = self._part(place, where)
        if field not in FIELDS[name]:
            raise _bad(where, "trường này không sửa được", en="this field is not corrected")
        return name, part, field

    def _field(self, edit: Edit) -> Correction:
        name, part, field = self._place(edit.where)
        if edit.action == "confirm":
            return self._maker.confirmed(name, part, field)
        value = edit.value
        if edit.typed is not None:
            _check_days(field, edit.typed, where=edit.where)
            value = typed_value(name, field, typed=edit.typed, context=self._context)
            if field == "legal_bases":
                value = kept_bases(part.get(field), value)
        _check(name, {**part, field: value}, where=edit.where)
        correction = self._maker.changed(name, part, field, value)
        part[field] = value
        return correction

    def _add(self, edit: Edit) -> Correction:
        name = next((one for one in LISTS if f"/{one}" == edit.where), None)
        if name is None:
            raise _bad(edit.where, "đây không phải danh sách", en="this is no list")
        part = typed_part(name, edit.fields or {}, context=self._context)
        _check(name, part, where=edit.where)
        whole = MODELS[name].model_validate(part).model_dump(mode="json")
        return self._maker.added(name, whole, self._after(name, edit))

    def _after(self, name: PartName, edit: Edit) -> Part | None:
        if edit.after is None:
            return None
        found, part = self._row(edit.after)
        if found != name:
            raise _bad(edit.after, "đây là danh sách khác", en="this is another list")
        return part

    def _row(self, where: str) -> tuple[PartName, Part]:
        name, part = self._part(where, where)
        if name == "document":
            raise _bad(where, "đây không phải một dòng", en="this is no row")
        return name, part

    def _part(self, place: str, where: str) -> tuple[PartName, Part]:
        """The part that a pointer means ("/tasks/3", "/document")."""
        if place == "/document":
            return "document", self._parts["document"]
        words = place.split("/")
        if len(words) == 3 and words[2].isascii() and words[2].isdigit() and len(words[2]) < 7:
            name = next((one for one in LISTS if one == words[1]), None)
            if name is not None and int(words[2]) < len(self._parts[name]):
                return name, self._parts[name][int(words[2])]
        raise _bad(where, "không có chỗ này trong kế hoạch", en="the plan has no such place")


def typed_value(name: PartName, field: str, typed: str, *, context: Context) -> Any:
    """What was typed into a field, read. Raises BadEditError for a field that words do not make."""
    if name == "document" and field in TYPED_AS_VALUES:
        raise _bad(f"/document/{field}", "trường này cần giá trị JSON", en="it needs a JSON value")
    _check_days(field, typed, where=f"/{name}/-/{field}")
    value = read_value(field, typed, context=context)
    if field == "issued_on" and value is not None and not _is_date(value):
        raise _bad(
            f"/document/{field}",
            f"“{typed.strip()}” không phải một ngày có trong lịch; gõ 10/6/2026, 6/2026 hoặc 2026",
            en=f"“{typed.strip()}” is no day of the calendar; type 10/6/2026, 6/2026 or 2026",
        )
    return value


def _check_days(field: str, typed: str, where: str) -> None:
    """Raise BadEditError for a time with a day that no calendar has: the task would be due never.
    Workbooks refuse it, too."""
    day = wrong_day(typed) if field == "deadline" else None
    if day is not None:
        raise _bad(
            where,
            f"“{day}” không phải một ngày có trong lịch; gõ như 15/10/2026",
            en=f"“{day}” is no day of the calendar; type it as 15/10/2026",
        )


def _is_date(value: str) -> bool:
    try:
        _DATE.validate_python(value)
    except ValidationError:
        return False
    return True


def new_id() -> str:
    """The id of a row that no paper has."""
    return f"moi-{secrets.token_hex(4)}"


def typed_part(name: PartName, fields: dict[str, str], context: Context) -> Part:
    """A row that a person adds."""
    part = new_part(name, new_id())
    for field, typed in fields.items():
        if field not in FIELDS[name]:
            raise _bad(f"/{name}/-/{field}", "không có trường này", en="there is no such field")
        _check_days(field, typed, where=f"/{name}/-/{field}")
        part[field] = read_value(field, typed, context=context)
    if name == "targets" and "text" in part and "metrics" not in part:
        part["metrics"] = read_value("metrics", str(part["text"]), context=context)
    return part


def _check(name: PartName, part: Part, where: str) -> None:
    """Raise BadEditError where a part with this value would be none, or no file could hold it (half
    a letter, a number that is none)."""
    try:
        json.dumps(part, ensure_ascii=False, allow_nan=False).encode()
        MODELS[name].model_validate(part)
    except ValueError as error:
        if not isinstance(error, ValidationError):
            raise _bad(where, "giá trị không hợp lệ", en="the value does not fit") from error
        first = error.errors(include_url=False, include_input=False)[0]
        told = "/".join(map(str, first["loc"]))
        raise _bad(
            where, f"giá trị không hợp lệ ({told})", en=f"the value does not fit ({told})"
        ) from error


def _bad(where: str, vi: str, en: str) -> BadEditError:
    return bad_edit(where, vi=vi, en=en)
