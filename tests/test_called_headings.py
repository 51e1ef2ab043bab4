"""Chapters that only the format tells, the same paper as Markdown, as a page of HTML and as a Word
file, against data/parsers/called_headings.yaml. All names are fictional."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document as WordDocument

from kehoach.pipeline import extract
from kehoach.schema.models import Plan, Section

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/called_headings.yaml").read_text("utf-8")
)
FORMATS = ("md", "html", "docx")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", CASES)
def test_chapters_of_the_format(name: str, form: str, tmp_path: Path) -> None:
    case = CASES[name]
    path = tmp_path / f"ke-hoach.{form}"
    _write(path, case["paper"].splitlines())
    plan = extract(path)
    assert plan.document.title == case["title"]
    assert list(_titles(plan.sections)) == case["sections"]
    if "tasks" in case:
        assert _tasks(plan) == case["tasks"]
    if "assignments" in case:
        given = {one.unit: list(one.duties) for one in plan.assignments}
        assert given == case["assignments"]


def _write(path: Path, lines: list[str]) -> None:
    if path.suffix == ".md":
        path.write_text("\n\n".join(lines) + "\n", "utf-8")
    elif path.suffix == ".html":
        blocks = "\n".join(map(_block, lines))
        path.write_text(f"<html><body>{blocks}</body></html>", "utf-8")
    else:
        _word_file(lines).save(str(path))


def _block(line: str) -> str:
    depth, words = _parted(line)
    name = f"h{depth}" if depth else "p"
    return f"<{name}>{escape(words)}</{name}>"


def _word_file(lines: list[str]) -> Any:
    document = WordDocument()
    for line in lines:
        depth, words = _parted(line)
        if depth:
            document.add_heading(words, depth)
        else:
            document.add_paragraph(words)
    return document


def _parted(line: str) -> tuple[int, str]:
    words = line.lstrip("#")
    return len(line) - len(words), words.strip()


def _titles(sections: tuple[Section, ...], depth: int = 1) -> Iterator[str]:
    for section in sections:
        yield f"{depth} {section.title}"
        yield from _titles(section.sections, depth + 1)


def _tasks(plan: Plan) -> list[str]:
    told = []
    for task in plan.tasks:
        group = task.group.title if task.group else ""
        lead = task.lead.raw if task.lead else ""
        deadline = task.deadline.raw if task.deadline else ""
        told.append(f"{group} | {task.task} | {lead} | {deadline}")
    return told
