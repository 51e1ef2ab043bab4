"""A plan as JSON, and back: UTF-8, NFC, LF, indented by 2, a line feed at the end."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import ValidationError

from kehoach.errors import (
    BrokenPlanFileError,
    ImpossibleDateError,
    NotAPlanError,
    TooLargeError,
)
from kehoach.schema.dates import IMPOSSIBLE_DATE
from kehoach.schema.models import SCHEMA_VERSION, Plan

if TYPE_CHECKING:
    from kehoach.emit.origin import Origin

MAX_BYTES = 64 * 2**20  # a plan of 100 pages takes about one

_UNKNOWN_NAME = "extra_forbidden"
"""pydantic's type of error for a name that a model does not have."""
_OF_ROWS = {"id": "", "origin": "table"}
"""What each row has beside its words, for programs: whoever writes one by hand leaves it out."""
_ROWS = (("tasks",), ("targets",))
UNKNOWN_NAMES = "unknown_names"
"""The finding of what such names were."""
_MAX_SHOWN = 5
"""Names that a finding lists; it tells how many there are."""
SOURCES = "sources"
"""The member that tells where values stand: a line for each value, for there are many."""
MANY_LINES = 1000
"""Deeper than any plan: everything on lines of its own."""

_HEAD = 4096
"""Bytes by which JSON is told."""
# A JSON object whose first member is named, or an empty one. RTF begins with "{\rtf" and is no
# JSON.
_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*["}]')
_ARRAY = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[")
_WHOLE = re.compile(r"(?<=\d)\.0(?=[,\]}])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
# What a terminal or an editor would obey instead of show; json.dumps escapes only those below
# U+0020.
_COMMANDS = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def to_json(plan: Plan) -> str:
    """The plan as text, the same for the same plan, byte for byte.

    Lone surrogates never leave: bytes of a file name that Python could not decode are decoded as
    UTF-8, else shown as `\\xe9`. Control and bidi characters are escaped.
    """
    data = _tidy(plan.model_dump(mode="json"))
    assert isinstance(data, dict)  # noqa: S101 (for mypy)
    data["digest"] = digest_of(data)
    return _written(data)


def data_to_json(data: object) -> str:
    """What a model dumps that is no plan, as text, as harmless as `to_json`."""
    return _written(_tidy(data))


def _written(data: object) -> str:
    text = _indented(data, "\n")
    return _COMMANDS.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


def _indented(value: object, line_feed: str, depth: int = MANY_LINES) -> str:
    """Data as JSON indented by 2, as `json.dumps` does it; what stands `depth` levels down on one
    line. `line_feed` goes to the indent of the line before.

    >>> print(_indented({"sources": {"lead": [{"how": []}, {}]}, "spans": [1]}, "\\n"))
    {
      "sources": {
        "lead": [{"how": []}, {}]
      },
      "spans": [
        1
      ]
    }
    """
    if depth == 0 or not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    inner = f"{line_feed}  "
    if isinstance(value, list):
        items = [_indented(item, inner, depth=depth - 1) for item in value]
        return f"[{inner}{f',{inner}'.join(items)}{line_feed}]"
    members: list[str] = []
    for key, item in value.items():
        below = 1 if key == SOURCES else depth - 1
        members.append(
            f"{json.dumps(key, ensure_ascii=False)}: {_indented(item, inner, depth=below)}"
        )
    return f"{{{inner}{f',{inner}'.join(members)}{line_feed}}}"


def digest_of(data: dict[str, object]) -> str:
    """What changes whenever anything in a plan changes, whatever its layout: SHA-256 of its JSON
    without `digest`, keys sorted, no blanks.

    >>> digest_of({"a": 1.0, "b": ["x"]}) == digest_of({"b": ["x"], "a": 1, "digest": "?"})
    True
    """
    told = {key: value for key, value in data.items() if key != "digest"}
    text = json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    # 1.0 and 1 are one number, whichever way another program writes it
    digest = hashlib.sha256(_WHOLE.sub("", text).encode()).hexdigest()
    return f"sha256:{digest}"


def is_edited(data: bytes) -> bool:
    """Did a person, or another program, change a plan that `to_json` wrote? One without a digest
    (of an older version) is not known to be changed. Raises as `from_json`."""
    try:
        told = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise BrokenPlanFileError(**_position(data)) from error
    if not isinstance(told, dict) or "digest" not in told:
        return False
    return bool(told["digest"] != digest_of(told))


def to_bytes(plan: Plan, origin: Origin | None = None) -> bytes:
    """The plan as a file; the same wherever it stands."""
    del origin
    return to_json(plan).encode("utf-8")


def looks_like_json(head: bytes) -> bool:
    """Told from the first bytes of a file, never from its name.

    >>> [looks_like_json(head) for head in (b'{"schema_version"', b"{\\\\rtf1", b"[Trang 1]")]
    [True, False, False]
    """
    if _OBJECT.match(head):
        return True
    if not _ARRAY.match(head):
        return False
    after = head[head.index(b"[") + 1 :].lstrip()
    return after[:1] in {b"", b"{", b"[", b"]", b'"'}


def is_json(path: Path) -> bool:
    """Is a file JSON, told from its first bytes?"""
    with path.open("rb") as file:
        return looks_like_json(file.read(_HEAD))


def read_plan(path: Path) -> Plan | None:
    """The plan in a file; `None` when it is no JSON and so may be a paper. Raises as
    `from_json`."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not looks_like_json(head):
            return None
        data = head + file.read(MAX_BYTES)
    if len(data) > MAX_BYTES:
        raise TooLargeError(reason=f"{MAX_BYTES // 2**20} MiB")
    return from_json(data)


def from_json(data: bytes) -> Plan:
    """The plan that `to_json` wrote, in this version of the program or an older one.

    Names that this version does not know (a later version added them, or somebody did) are left
    out, and a finding says so. Rows that somebody wrote without what programs know them by get it.
    Raises `BrokenPlanFileError`, `NotAPlanError`, and of a day that no
    calendar has `ImpossibleDateError`.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        plan = Plan.model_validate_json(data, strict=True)
    except ValidationError as error:
        unknown, bare = _mendable(error)
        if not unknown and not bare:
            raise _refused(error, data) from error
        plan = _mended(data, unknown=unknown, bare=bare)
    # the digest is of the file, not of the plan
    return plan.model_copy(update={"schema_version": SCHEMA_VERSION, "digest": None})


def _refused(error: ValidationError, data: bytes) -> BrokenPlanFileError | NotAPlanError:
    """What is wrong, in our words: the first thing that is not merely a name too many."""
    found = error.errors(include_url=False, include_input=False)
    first = next((one for one in found if one["type"] != _UNKNOWN_NAME), found[0])
    if first["type"] == "json_invalid":
        return BrokenPlanFileError(**_position(data))
    where = _pointer(first["loc"])
    if first["type"] == IMPOSSIBLE_DATE:
        return ImpossibleDateError(where=where, **first["ctx"])
    return NotAPlanError(where=where)


_Path: TypeAlias = tuple[int | str, ...]


def _mendable(error: ValidationError) -> tuple[list[_Path], list[_Path]]:
    """Where names stand that no model has, and where rows lack what programs know them by; none of
    either where something else is wrong, too."""
    unknown: list[_Path] = []
    bare: list[_Path] = []
    for one in error.errors(include_url=False, include_input=False):
        where: _Path = one["loc"]
        if one["type"] == _UNKNOWN_NAME:
            unknown.append(where)
        elif one["type"] == "missing" and where[-1] in _OF_ROWS and where[-3:-2] in _ROWS:
            bare.append(where)
        else:
            return [], []
    return unknown, bare


def _mended(data: bytes, *, unknown: Sequence[_Path], bare: Sequence[_Path]) -> Plan:
    """The plan without names that no model has (a finding tells of them), its rows with all they
    need."""
    loaded: Any = json.loads(data)
    for *path, name in unknown:
        _at(loaded, path).pop(name, None)
    for *path, name in bare:
        row = _at(loaded, path)
        words = hashlib.sha256(json.dumps([path, row]).encode()).hexdigest()
        row[name] = f"moi-{words[:8]}" if name == "id" else _OF_ROWS[str(name)]
    try:
        plan = Plan.model_validate_json(json.dumps(loaded), strict=True)
    except ValidationError as error:
        raise _refused(error, data) from error
    return _telling(plan, unknown) if unknown else plan


def _at(loaded: Any, path: Sequence[int | str]) -> Any:
    for step in path:
        loaded = loaded[step]
    return loaded


def _telling(plan: Plan, unknown: Sequence[_Path]) -> Plan:
    """The plan with a finding of names that were left out."""
    from kehoach.schema.rules.base import finding  # late: hardly any plan needs it
    from kehoach.schema.walk import Place

    shown = ", ".join(map(_pointer, unknown[:_MAX_SHOWN]))
    more = finding(UNKNOWN_NAMES, on=Place(plan, ""), evidence=shown, count=len(unknown))
    update: dict[str, Any] = {"findings": (*plan.findings, more)}
    if plan.reading is not None:  # of which findings are made anew
        notes = (*plan.reading.notes, more)
        update["reading"] = plan.reading.model_copy(update={"notes": notes})
    return plan.model_copy(update=update)


def _tidy(value: object) -> object:
    """NFC string by string: done on the finished JSON it could join a mark to the letter of an
    escape."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", _without_surrogates(value))
    if isinstance(value, dict):
        return {key: _tidy(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_tidy(item) for item in value]
    return value


def _without_surrogates(text: str) -> str:
    """Undo `surrogateescape`; a surrogate that stands for no byte becomes U+FFFD.

    >>> _without_surrogates("k\\udce1\\udcba\\udcbf \\udce9 \\ud800")
    'kế \\\\xe9 \ufffd'
    """
    if not _SURROGATE.search(text):
        return text
    data = _NO_BYTE.sub("\ufffd", text).encode("utf-8", errors="surrogateescape")
    return data.decode("utf-8", errors="backslashreplace")


def _pointer(location: tuple[int | str, ...]) -> str:
    """A JSON pointer (RFC 6901); the whole document is told as "/".

    >>> _pointer(("tasks", 3, "task"))
    '/tasks/3/task'
    """
    return "/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in location)


def _position(data: bytes) -> dict[str, int]:
    """Where JSON stops being JSON: line and column from 1."""
    try:
        json.loads(data.decode("utf-8", errors="replace"))
    except json.JSONDecodeError as error:
        return {"line": error.lineno, "column": error.colno}
    except (ValueError, RecursionError):
        pass  # Python objects to less than pydantic; the first line is the best we can say
    return {"line": 1, "column": 1}
