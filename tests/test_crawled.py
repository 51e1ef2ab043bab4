"""Fictional papers as a crawl leaves them: the work in them is read whatever happened to the text,
and a paper of which it is not is never called `ok`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from crawl_damage import PAGES, TABLES, TEXTS, Paper, Rows
from rapidfuzz import fuzz

from kehoach.pipeline import extract
from kehoach.schema.models import Plan

ALIKE = 85


def load_yaml(name: str) -> Any:
    return yaml.safe_load((Path(__file__).parent / "data" / name).read_text("utf-8"))


PAPERS: dict[str, Paper] = {
    **load_yaml("crawled_first.yaml"),
    **load_yaml("crawled_second.yaml"),
}
TABLE: dict[str, Rows] = load_yaml("crawled_tables.yaml")


def _missed(plan: Plan, work: list[str]) -> list[str]:
    read = [task.task for task in plan.tasks]
    read += [duty for part in plan.assignments for duty in part.duties]
    return [one for one in work if not any(fuzz.ratio(one, own) >= ALIKE for own in read)]


def _plan(folder: Path, name: str, text: str) -> Plan:
    paper = folder / name
    paper.write_text(text, encoding="utf-8")
    return extract(paper)


@pytest.mark.parametrize("name", PAPERS)
def test_work_is_read(name: str, tmp_path: Path) -> None:
    paper = PAPERS[name]
    known = set(paper.get("known", ()))
    for files, suffix in ((TEXTS, ".txt"), (PAGES, ".html")):
        for damage, made in files.items():
            plan = _plan(tmp_path, f"paper{suffix}", made(paper))
            missed = _missed(plan, paper["work"])
            assert bool(missed) == (damage in known), (damage, missed)
            assert not (missed and plan.status == "ok"), damage


@pytest.mark.parametrize("intro", TABLE)
@pytest.mark.parametrize("damage", TABLES)
def test_rows_are_read(intro: str, damage: str, tmp_path: Path) -> None:
    rows = TABLE[intro]
    plan = _plan(tmp_path, "table.txt", TABLES[damage](intro, rows))
    assert [task.task for task in plan.tasks] == [row[1] for row in rows[1:]]
    assert [task.lead.raw for task in plan.tasks if task.lead] == [row[2] for row in rows[1:]]
