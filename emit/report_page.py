"""The report as one HTML page that needs nothing else and can be mailed and printed.

The page is its data (JSON that no `<` can leave) and scripts that draw it: ours, and the libraries
of `web/`, each run by its hash in a content security policy that lets nothing else run and nothing
be fetched. Who runs no scripts finds the same facts in short in plain tables, by Jinja2, which
escapes everything from outside.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from kehoach.emit.finding_names import finding_names, name_of
from kehoach.emit.rows import SEVERITIES, STATUSES, Row
from kehoach.emit.templates import templates_in
from kehoach.normalize.vocabulary import read_plain

WEB = Path(__file__).parent / "web"
OWN_SCRIPTS = ("state.js", "parts.js", "views.js", "main.js")
TASKS_HAVE_COME = 'document.dispatchEvent(new Event("tasks-have-come"));'
ALL_HAS_COME = 'document.dispatchEvent(new Event("all-has-come"));'
PLAIN_TASKS, PLAIN_TARGETS, PLAIN_FINDINGS, PLAIN_ROWS = 1_500, 300, 300, 300
"""What is told to those who run no scripts."""
EMPTY_CELLS = ("missing_owner", "missing_deadline", "missing_deliverable")
FINDING_FIELDS = (
    *("severity", "code", "message", "message_en", "evidence"),
    *("suggestion", "suggestion_en", "place", "page"),
)
SHARED_FIELDS = (
    *("group", "deliverables", "lead", "lead_units", "coordinating", "coordinating_units"),
    *("deadline", "deadline_kind", "deadline_end", "lacking", "codes"),
)
"""What many tasks have in common: it stands once in the page, and the tasks have its number."""
_PAPER_FIELDS = (
    *("paper", "paper_link", "plan_link", "ward", "status", "document_number", "issued_on"),
    *("title", "pages", "tasks", "errors", "missing_issue_date"),
)
_FORM_FIELDS = ("paper", "paper_link", "plan_link", "document_number", "tasks", "likeness")
_UNREAD_FIELDS = ("paper", "paper_link", "status", "reason")
_OBLIGATION_FIELDS = ("task", "lead", "deadline", "deadline_end", "page")
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Script:
    """A script of the page; `hash` as a content security policy names it."""

    text: str
    hash: str


def as_json(value: object) -> bytes:
    r"""JSON that can stand within a script element: nothing in it ends that.

    >>> as_json(["</script>", "kế"]).decode()
    '["\\u003c/script\\u003e","kế"]'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_UNSAFE).encode("utf-8", "replace")


def as_data(values: Mapping[str, Any]) -> dict[str, Any]:
    """A dictionary without what is not there, which the page takes for the same.

    >>> as_data({"name": "xã Mây", "province": "", "tasks": 0})
    {'name': 'xã Mây'}
    """
    return {name: value for name, value in values.items() if value}


def picture_url(picture: bytes) -> str:
    """A JPEG as a data URL."""
    return f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"


def write_page(facts: Mapping[str, Any], file: IO[bytes]) -> None:
    """Write the page of a report, piece by piece; `facts` as `report.Report` gathers them."""
    forms = [tuple(_with_plan_link(row) for row in pair) for pair in facts["forms"]]
    papers = [_with_plan_link(row) for row in facts["papers"]]
    linked = {**facts, "forms": forms, "papers": papers}
    pictures = _Once()
    template = _environment().get_template("report.html.jinja")
    stream = template.stream(
        **linked,
        words=words(),
        name_of=name_of,
        style=(WEB / "report.css").read_text(encoding="utf-8"),
        scripts=scripts(),
        data=_head(linked),
        tasks_data=_tasks_data(linked),
        rest_data=_rest_data(linked, pictures),
        pictures=pictures.all,
        empty_cells=EMPTY_CELLS,
        status_names=STATUSES,
        severity_names=SEVERITIES,
        ranked_wards=_worst_first(facts["wards"])[:PLAIN_ROWS],
        plain_rows=_plain_rows(linked),
        plain_tasks=min(PLAIN_TASKS, facts["kept_tasks"]),
        plain_targets=list(_plain_targets(linked)),
        plain_findings=facts["findings"][:PLAIN_FINDINGS],
    )
    stream.dump(file, encoding="utf-8", errors="replace")


@cache
def words() -> Mapping[str, Sequence[str]]:
    """What the page says: Vietnamese and English by key."""
    loaded: dict[str, list[str]] = read_plain(WEB / "words.yaml")
    return loaded


@cache
def scripts() -> tuple[Script, ...]:
    """The scripts in the order in which they run: the libraries, ours as one, and behind the tasks
    and behind the rest the one that tells that they have come."""
    libraries = (WEB / "libraries.js").read_text(encoding="utf-8")
    own = "\n".join((WEB / name).read_text(encoding="utf-8") for name in OWN_SCRIPTS)
    ours = f"(() => {{\n{own}}})();\n"
    return tuple(map(_script, (libraries, ours, TASKS_HAVE_COME, ALL_HAS_COME)))


def _script(text: str) -> Script:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Script(text, f"sha256-{digest}")


def _head(facts: Mapping[str, Any]) -> Markup:
    """The JSON that stands before the scripts: what the first screen shows."""
    head = {
        "words": words(),
        "names": {code: (one.vi, one.en) for code, one in finding_names().items()},
        "totals": _totals(facts),
        "wards": [{"name": "", **ward} for ward in facts["wards"]],
        "papers": [
            {**as_data(_picked(row, _PAPER_FIELDS)), "index": index, "ward": row["ward"]}
            for index, row in enumerate(facts["papers"])
        ],
        "unread": [_picked(row, _UNREAD_FIELDS) for row in facts["unread"]],
        "forms": [[_picked(row, _FORM_FIELDS) for row in pair] for pair in facts["forms"]],
        "obligations": [
            {**_picked(row, _OBLIGATION_FIELDS), "paper": row["number_of_paper"]}
            for row in facts["obligations"]
        ],
        "task_fields": _task_fields(facts),
        "target_fields": facts["target_fields"],
        "shared_fields": SHARED_FIELDS,
        "finding_fields": ("paper", "task", "picture", *FINDING_FIELDS),
    }
    return _safe(as_json(head))


def _task_fields(facts: Mapping[str, Any]) -> Sequence[str]:
    """What a task is in the page; `codes`: those of the findings on it, each once."""
    return (*facts["task_fields"], "codes")


def _tasks_data(facts: Mapping[str, Any]) -> Iterator[Markup]:
    """The JSON of the tasks, by which all is filtered: it stands behind the scripts, so that the
    first screen need not wait for it, and before all that is longer. The tasks pass through one by
    one; what they share is gathered."""
    codes: dict[int, dict[str, None]] = {}
    for one in facts["findings"]:
        if one.task is not None:
            codes.setdefault(one.task, {})[one.row["code"]] = None
    yield _safe(b'{"tasks":[')
    shared = _Once()
    fields = [_task_fields(facts).index(name) for name in SHARED_FIELDS]
    for index, line in enumerate(facts["rows"]()):
        row = [*json.loads(line), list(codes.get(index, ()))]
        for field in fields:
            row[field] = _number_in(shared, row[field])
        yield _safe((b",\n" if index else b"\n") + as_json(row))
    yield _safe(b'],"shared":' + as_json(shared.all) + b"}")


def _rest_data(facts: Mapping[str, Any], pictures: _Once) -> Iterator[Markup]:
    """The JSON of targets and findings; the pictures are gathered, and stand behind it."""
    findings = [
        [one.paper, one.task, _number_in(pictures, one.picture), *_values(one.row, FINDING_FIELDS)]
        for one in facts["findings"]
    ]
    yield _safe(as_json({"findings": findings, "targets": facts["target_rows"]}))


class _Once:
    """Values of a page, each once."""

    def __init__(self) -> None:
        self.all: list[Any] = []
        self._known: dict[Hashable, int] = {}

    def number(self, value: Any) -> int:
        """Where a value stands among them; a list is told by its members."""
        key = tuple(value) if isinstance(value, list) else value
        if key not in self._known:
            self._known[key] = len(self.all)
            self.all.append(value)
        return self._known[key]


def _number_in(values: _Once, value: Any) -> int | None:
    return None if value is None else values.number(value)


def _safe(data: bytes) -> Markup:
    """JSON that `as_json` has made safe for a script element."""
    return Markup(data.decode("utf-8"))  # noqa: S704 (no sign of markup is in it)


def _totals(facts: Mapping[str, Any]) -> dict[str, int]:
    statuses, severities = facts["statuses"], facts["severities"]
    return {
        **{name: statuses[name] for name in ("partial", "failed", "skipped")},
        "errors": severities["error"],
        "warnings": severities["warning"],
        "findings": facts["all_findings"],
        **{name: facts[name] for name in ("read", "tasks", "targets", "pages", "duplicates")},
        **{name: facts[name] for name in facts if name.startswith("more_")},
    }


def _worst_first(wards: Iterable[Row]) -> list[Row]:
    """Wards by their empty cells, most first; what they do not count is 0."""
    full = [
        {"province": "", "tasks": 0, **dict.fromkeys(EMPTY_CELLS, 0), "name": "", **ward}
        for ward in wards
    ]
    return sorted(full, key=lambda ward: -sum(ward[code] for code in EMPTY_CELLS))


def _plain_rows(facts: Mapping[str, Any]) -> Iterator[Row]:
    """The first tasks by the names of their fields, each with the name of its paper."""
    for line in islice(facts["rows"](), PLAIN_TASKS):
        row = dict(zip(facts["task_fields"], json.loads(line), strict=True))
        yield {**row, "paper": facts["papers"][row["paper"]]["paper"]}


def _plain_targets(facts: Mapping[str, Any]) -> Iterator[Row]:
    """The first targets by the names of their fields, each with the name of its paper."""
    for values in facts["target_rows"][:PLAIN_TARGETS]:
        row = dict(zip(facts["target_fields"], values, strict=True))
        yield {**row, "paper": facts["papers"][row["paper"]]["paper"]}


def _picked(row: Row, fields: Iterable[str]) -> Row:
    return {name: row.get(name) for name in fields}


def _values(row: Row, fields: Iterable[str]) -> list[Any]:
    return [row[name] or None for name in fields]


def _with_plan_link(row: Row) -> Row:
    """A row with a link to the JSON of its plan, as seen from the report."""
    return {**row, "plan_link": quote(row["plan"]) if row["plan"] else None}


@cache
def _environment() -> Environment:
    environment = templates_in(Path(__file__).parent)
    environment.filters["thousands"] = lambda number: f"{number:,}".replace(",", ".")
    return environment
