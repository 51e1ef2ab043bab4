"""Times as clerks write them: cells, points and chapters of fictional plans (data/times/)."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from plain_papers import CLOSING, HEAD
from test_deadline import told

from kehoach import extract
from kehoach.normalize.times.deadline import Period, parse_deadline
from kehoach.schema import models

FOLDER = Path(__file__).parent / "data/times"
YEAR = "KẾ HOẠCH\nCông tác năm 2031"
SCHOOL_YEAR = "KẾ HOẠCH\nNhiệm vụ năm học 2031-2032"
POINTS_OF_PAPER = 12
PERIODS = {
    "year_2031": Period("năm 2031", date(2031, 1, 1), date(2031, 12, 31)),
    "school_2031": Period("năm học 2031-2032", date(2031, 9, 1), date(2032, 5, 31)),
    "no_period": None,
}


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    return data


CELLS, SENTENCES, LISTS = _read("cells.yaml"), _read("sentences.yaml"), _read("lists.yaml")
CELLS_NOT_YET: dict[str, dict[str, Any]] = CELLS.pop("not_yet")
SENTENCES_NOT_YET: dict[str, Any] = SENTENCES.pop("not_yet")
for writers in (
    "offices",
    "communes",
    "letters",
    "letters_unseen",
    "clauses",
    "ministries",
    "real_papers",
):
    points = _read(f"points_of_{writers}.yaml")
    SENTENCES_NOT_YET |= points.pop("not_yet")
    SENTENCES |= {section: SENTENCES[section] | cases for section, cases in points.items()}
for writers in ("offices", "communes"):
    LISTS |= _read(f"chapters_of_{writers}.yaml")


def _marked(cases: list[tuple[Any, ...]], not_yet: list[tuple[Any, ...]]) -> list[Any]:
    fails = pytest.mark.xfail(reason="not read yet", strict=True)
    return [*cases, *(pytest.param(*case, marks=fails) for case in not_yet)]


def _flat(sections: dict[str, dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(key, words, want) for key, cases in sections.items() for words, want in cases.items()]


@pytest.mark.parametrize(("section", "raw", "want"), _marked(_flat(CELLS), _flat(CELLS_NOT_YET)))
def test_cell(section: str, raw: str, want: str | list[str]) -> None:
    value = parse_deadline(raw, PERIODS[section])
    assert told(value) == want
    assert value is None or value.raw == raw


def _plan(body: list[str], title: str) -> models.Plan:
    beginning = ["I. MỤC ĐÍCH", "Nâng cao hiệu quả công tác."]
    text = "\n\n".join([*beginning, *body])
    return extract((HEAD.format(symbol="KH", title=title) + text + CLOSING).encode(), name="p.txt")


def _meaning(due: models.Deadline) -> str | list[str]:
    if due.parts:
        return [str(_meaning(part)) for part in due.parts]
    days = f"{due.start or ''}..{due.end or ''}"
    return " ".join(word for word in (due.kind or "~", days, due.recurrence) if word)


@cache
def _deadlines_of_points(section: str) -> dict[str, list[Any]]:
    """Each point -> the deadlines of the tasks that it became."""
    points = [*SENTENCES.get(section, ()), *(SENTENCES_NOT_YET if section == "stated" else ())]
    title = SCHOOL_YEAR if section == "school_2031" else YEAR
    found: dict[str, list[Any]] = {}
    for first in range(0, len(points), POINTS_OF_PAPER):
        paper = points[first : first + POINTS_OF_PAPER]
        numbered = [f"{number}. {point}" for number, point in enumerate(paper, 1)]
        plan = _plan(["II. NHIỆM VỤ", *numbered], title)
        for number, point in enumerate(paper, 1):
            dues = [task.deadline for task in plan.tasks if task.number == str(number)]
            found[point] = [due and [due.raw, _meaning(due)] for due in dues]
    return found


@pytest.mark.parametrize(
    ("section", "point", "want"),
    _marked(_flat(SENTENCES), [("stated", *case) for case in SENTENCES_NOT_YET.items()]),
)
def test_point(section: str, point: str, want: list[Any] | None) -> None:
    assert _deadlines_of_points(section)[point] == [want]


@pytest.mark.parametrize("name", LISTS)
def test_chapter(name: str) -> None:
    case = LISTS[name]
    plan = _plan(case["body"], case.get("title", YEAR))
    dues = [task.deadline for task in plan.tasks]
    assert [due and f"{due.raw} | {_meaning(due)}" for due in dues] == case["want"]
