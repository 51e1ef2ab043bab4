"""Targets of the body and of tables, against data/parsers/targets.yaml."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from grid_maker import make_grid
from test_bodytasks import context, outline

from kehoach.normalize.times.period import Period
from kehoach.parsers.items.targets.indicator_rows import table_targets
from kehoach.parsers.items.targets.targets import body_targets
from kehoach.parsers.items.works.body import body_tasks
from kehoach.parsers.tables.tables import read_tables
from kehoach.schema import models

DATA: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/targets.yaml").read_text("utf-8")
)


def figures(target: models.Target) -> str:
    return ", ".join(
        " ".join(
            [
                m.comparator,
                *(f"{v:g}" for v in (m.value, m.min, m.max) if v is not None),
                *([m.unit] if m.unit else []),
            ]
        )
        for m in target.metrics
    )


@pytest.mark.parametrize("name", DATA["body"])
def test_body(name: str) -> None:
    case = DATA["body"][name]
    root = outline(case["body"])
    tasks = tuple(task for _, task in body_tasks(root, context()).placed)
    targets = body_targets(root, tasks, context())
    assert [f"{t.section} | {t.number or '-'} | {t.text} | {figures(t)}" for t in targets] == case[
        "want"
    ]
    assert len({t.id for t in targets}) == len(targets)


@pytest.mark.parametrize("name", DATA["tables"])
def test_table(name: str) -> None:
    case = DATA["tables"][name]
    own = context()
    if case["year"]:
        own.period = Period(
            f"năm {case['year']}", date(case["year"], 1, 1), date(case["year"], 12, 31)
        )
    (table,) = read_tables([make_grid(case["rows"], page=1)])
    assert table.columns.kind == "targets"
    targets = table_targets(table, own, 1)
    assert [f"{t.number or '-'} | {t.text} | {figures(t)}" for t in targets] == case["want"]


@pytest.mark.parametrize("heading", DATA["no_targets"])
def test_figures_of_money_are_no_targets(heading: str) -> None:
    rows = [
        ["TT", "Nội dung", heading, "Ghi chú"],
        ["A", "TỔNG CHI NGÂN SÁCH XÃ", "41.200", ""],
        ["1", "Chi đầu tư phát triển", "9.100", ""],
    ]
    (table,) = read_tables([make_grid(rows, page=1)])
    assert table.columns.kind == "other"


def product(text: str) -> list[str]:
    root = outline(
        ["II. NHIỆM VỤ", "a) Giải quyết hồ sơ", "- Chủ trì: Công an phường.", f"- Sản phẩm: {text}"]
    )
    own = context()
    tasks = tuple(task for _, task in body_tasks(root, own).placed)
    return [target.text for target in body_targets(root, tasks, own)]


def test_a_product_that_is_a_figure_is_a_target() -> None:
    assert product("100% hồ sơ đúng hạn.") == ["100% hồ sơ đúng hạn"]


def test_a_product_that_is_a_paper_is_no_target() -> None:
    assert product("Báo cáo kết quả 100% hồ sơ.") == []
