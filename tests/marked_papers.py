"""Papers whose lines say beside them what must be read: "text  << X | lead | helpers | time".

The kinds are T (a task), D (a duty of a body), X (either of them) and ? (may be read or not). A row
that is only part of its line says its words: "<< D[Văn phòng tổng hợp] | Văn phòng". "# " opens a
heading, which is the group of the tasks under it; "## " a heading that groups nothing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import regex
from docx_maker import make_docx, p
from plain_papers import CLOSING, HEAD
from rapidfuzz import fuzz

from kehoach import extract
from kehoach.normalize.text import fold
from kehoach.schema import models

FORMS = ("blank", "lines", "wrapped", "docx")
SAME = 85
"""So like must two wordings be."""
WIDTH = 84
_MARK = regex.compile(
    r"^(?:[-+*•–]\s*)*(?:(?:(?:Điều|Mục)\s\d+|Phần\s[IVX]+|[IVX]+|[A-H]|\d+(?:\.\d+)*|[a-zđ])(?:[.)/]|\s?-)\s*|\d+(?:\.\d+)+\s+|\(\d+\)\s*)?"
)
_LEVEL = regex.compile(r"\s(?:xã|phường)$")


@dataclass(slots=True)
class Row:
    """What a line promises, or what was read."""

    kind: str
    text: str
    lead: str = ""
    helpers: str = ""
    time: str = ""
    group: str | None = None


@dataclass(slots=True)
class Told:
    """What is wrong with what was read of a paper."""

    wrong: list[str] = field(default_factory=list)
    wanted: int = 0
    right: int = 0
    found: int = 0


def lines_of(body: str) -> Iterator[tuple[str, bool, list[Row]]]:
    """Each line, whether it is a heading, and the rows that it promises."""
    group: str | None = None
    for line in body.splitlines():
        if not line.strip():
            continue
        text, *marks = line.split("<<")
        text = text.strip()
        is_heading = text.startswith("#")
        if is_heading:
            groups = not text.startswith("##")
            text = text.lstrip("# ")
            group = _MARK.sub("", text).strip(" :*.") if groups else group
        rows = [_row(mark, text, group) for mark in marks]
        yield text, is_heading, rows


def _row(mark: str, text: str, group: str | None) -> Row:
    kind, *values = (value.strip() for value in mark.split("|"))
    own = regex.search(r"\[(.*)\]", kind)
    lead, helpers, time = [*values, "", "", ""][:3]
    words = own[1] if own else _MARK.sub("", text)
    return Row(kind[0], words, lead, helpers, time, group)


def paper_of(case: Mapping[str, Any], form: str, folder: Path) -> models.Plan:
    """The plan of a case, written in one of the `FORMS`."""
    head = HEAD.format(symbol=case.get("symbol", "KH"), title=case["title"].strip())
    lines = list(lines_of(case["body"]))
    if form == "docx":
        body = [p(escape(line)) for line in head.splitlines()]
        body += [p(escape(text), rpr="<w:b/>" if bold else "") for text, bold, _ in lines]
        body += [p(escape(line)) for line in CLOSING.splitlines()]
        body += [p(escape(line)) for line in _plain(case.get("appendix", "")).splitlines()]
        path = make_docx(folder / "paper.docx", "".join(body))
        return extract(path)
    texts = [text for text, _, _ in lines]
    if form == "wrapped":
        texts = ["\n".join(textwrap.wrap(text, WIDTH, break_on_hyphens=False)) for text in texts]
    joint = "\n\n" if form == "blank" else "\n"
    if case.get("is_news"):  # no letterhead, no signer
        news = joint.join([case["title"].strip(), *texts])
        return extract(news.encode(), name="news.txt")
    paper = head + joint.join(texts) + CLOSING + _plain(case.get("appendix", ""))
    return extract(paper.encode(), name="paper.txt")


def _plain(text: str) -> str:
    """A text without what must be read of it."""
    return "\n".join(line.partition("<<")[0].rstrip() for line in text.splitlines())


def rows_of(plan: models.Plan) -> list[Row]:
    """What was read: tasks, and duties of bodies."""
    rows = []
    for task in plan.tasks:
        time = task.deadline.raw if task.deadline else ""
        group = task.group.title if task.group else None
        text = " ".join([task.task, *task.activities])
        rows.append(Row("T", text, _units(task.lead), _units(task.coordinating), time, group))
    for given in plan.assignments:
        details = {detail.duty: detail for detail in given.details}
        for duty in given.duties:
            detail = details.get(duty)
            helpers = _units(detail.coordinating) if detail else ""
            time = detail.deadline.raw if detail and detail.deadline else ""
            rows.append(Row("D", duty, given.unit, helpers, time))
    return rows


def _units(offices: models.Offices | None) -> str:
    if offices is None:
        return ""
    return "; ".join(offices.units) or offices.raw


def compare(case: Mapping[str, Any], plan: models.Plan) -> Told:
    """What a paper promises beside what was read."""
    told = Told()
    left = rows_of(plan)
    told.found = len(left)
    marked = (*lines_of(case["body"]), *lines_of(case.get("appendix", "")))
    wanted = [row for _, _, rows in marked for row in rows]
    for row in sorted(wanted, key=lambda one: one.kind == "?"):  # what may be comes last
        is_open = row.kind == "?"
        told.wanted += not is_open
        best = max(left, key=lambda one: _likeness(row, one), default=None)
        if best is None or _likeness(row, best) < SAME:
            if not is_open:
                told.wrong.append(f"lost: {row.kind} {row.text[:90]} ({row.lead})")
            continue
        left.remove(best)
        faults = [] if is_open else list(_faults(row, best))
        told.right += not (faults or is_open)
        told.wrong += [f"{fault}: {row.text[:70]}" for fault in faults]
        told.found -= is_open
    told.wrong += [f"too many: {one.kind} {one.text[:100]} ({one.lead})" for one in left]
    return told


def _likeness(wanted: Row, read: Row) -> float:
    if wanted.kind in "TD" and read.kind != wanted.kind:
        return 0
    one, other = fold(wanted.text), fold(read.text)
    likeness = fuzz.ratio(one, other)
    if read.kind == "D" and wanted.lead and len(other) > 12 and len(other) < len(one):
        likeness = max(likeness, fuzz.partial_ratio(one, other) - 5)  # without its subject
    if read.kind == "T" and one.startswith(other.rstrip(" .")):
        likeness = max(likeness, SAME + 5)  # without the label of its owner
    bonus = 0.5 if _bodies(wanted.lead) == _bodies(read.lead) else 0
    return likeness + bonus


def _faults(wanted: Row, read: Row) -> Iterator[str]:
    if _bodies(wanted.lead) != _bodies(read.lead):
        yield f"lead is {read.lead!r}, not {wanted.lead!r}"
    is_duty = read.kind == "D"
    if not (is_duty and not wanted.helpers) and _bodies(wanted.helpers) != _bodies(read.helpers):
        yield f"helpers are {read.helpers!r}, not {wanted.helpers!r}"
    if wanted.time and fold(wanted.time) != fold(read.time.strip(" .")):
        yield f"time is {read.time!r}, not {wanted.time!r}"
    is_grouped = wanted.kind == "T" and wanted.group is not None
    if is_grouped and fold(wanted.group or "") != fold((read.group or "").strip(" :*.")):
        yield f"group is {read.group!r}, not {wanted.group!r}"


def _bodies(names: str) -> list[str]:
    listed = regex.split(r"(?i)[;,]|\svà\s(?=các\s|công|phòng|hội\s)", names)
    return sorted(_LEVEL.sub("", fold(name).strip()) for name in listed)
