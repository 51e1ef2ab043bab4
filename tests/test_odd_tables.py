"""Schedules, tables of persons and teams, marks and money (odd_tables/, two batteries): what a
clerk who follows the plan has to do, the same in each form. A rota, the hours of one event and a
list of people are no work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.ingest.geometry import lines_of
from kehoach.ingest.model import Box, Line, Span, Word
from kehoach.ingest.text_columns import are_columns_of_text
from kehoach.parsers.tables.cells import Slot
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.foreign_words import holds_foreign_word
from tests.table_papers import FORMS, Case, read_cases
from tests.test_table_papers import misses_of, neat

DATA = Path(__file__).parent / "data/parsers"
CASES = [case for path in sorted((DATA / "odd_tables").glob("*.txt")) for case in read_cases(path)]
EACH = [
    (case, form)
    for number, case in enumerate(CASES)
    for form in FORMS
    if form in ("docx", "lay") or number % 5 == 0
]
"""Each case as a Word file and set by blanks; each fifth one in all forms."""


def _misses(case: Case, form: str) -> list[str]:
    data, name = FORMS[form](case)
    plan = extract(data, name=name)
    misses = misses_of(case, plan)
    if case.duties is not None:
        given = [neat(" ## ".join((one.unit, *one.duties))) for one in plan.assignments]
        misses += [] if given == [*map(neat, case.duties)] else [f"duties: {given}"]
    if case.obligations is not None:
        count = len(plan.obligations)
        misses += [] if count == int(case.obligations[0]) else [f"{count} obligations"]
    return misses


@pytest.mark.parametrize(("case", "form"), EACH, ids=lambda one: getattr(one, "name", str(one)))
def test_who_does_what_by_an_odd_table(case: Case, form: str) -> None:
    misses = _misses(case, form)
    if form in case.known:
        assert misses, "no longer wrong: take it out of `known`"
        pytest.xfail(misses[0])
    assert not misses


WORDS: dict[str, dict[str, Any]] = yaml.safe_load((DATA / "foreign_words.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", WORDS)
def test_words_of_another_cell(name: str) -> None:
    case = WORDS[name]
    roles = tuple(case["cells"])
    row = [Slot([Line(text, Span()) for text in lines]) for lines in case["cells"].values()]
    columns = Columns("tasks", titles=roles, roles=roles, confidence=1.0)
    assert holds_foreign_word(columns, row) == case["foreign"]


COLUMNS: dict[str, dict[str, Any]] = yaml.safe_load((DATA / "text_columns.yaml").read_text("utf-8"))
LETTER, HEIGHT = 5.0, 10.0


def _set(lines: list[str], left: float, pitch: float) -> list[Line]:
    words: list[Word] = []
    for number, line in enumerate(lines):
        begin, top = left, number * pitch
        for text in line.split():
            box = Box(begin, top, begin + LETTER * len(text), top + HEIGHT)
            words.append(Word(text, box, HEIGHT))
            begin = box.x1 + LETTER
    return lines_of(words, 1)


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_of_text(name: str) -> None:
    """Is it running text in two columns, each read to its end, or a table of two?"""
    case = COLUMNS[name]
    left = _set(case["left"], 50.0, case["pitch"])
    right = _set(case["right"], 320.0, case["pitch"])
    assert are_columns_of_text(left, right) == case["are_text"]
