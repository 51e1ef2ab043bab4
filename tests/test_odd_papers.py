"""Papers in odd arrangements, against data/odd_papers.yaml: read whole, or told what was lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach import extract
from kehoach.ingest.model import Grid, Line, Span
from kehoach.ingest.text.document import parse_text
from kehoach.normalize.times.deadline import DeadlineValue
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.list_deadlines import deadline_of_list, time_of_list
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.layout.outline import Node, build_outline
from kehoach.parsers.layout.paragraphs import to_paragraphs
from kehoach.schema.rules.judging import is_loss

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/odd_papers.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_odd_paper(name: str) -> None:
    case, want = DATA[name], DATA[name]["want"]
    text = case["text"].replace("⇥", "\t")
    if case["file"].endswith(".mht"):
        text = text.replace("\n", "\r\n")
    plan = extract(text.encode(), name=case["file"])
    assert plan.status == want["status"]
    assert set(want["told"]) <= {finding.code for finding in plan.findings}
    assert any(map(is_loss, plan.findings)) == (want["status"] == "partial")
    if "tasks" in want:
        assert len(plan.tasks) == want["tasks"]
    if "owners" in want:
        assert sum(task.lead is not None for task in plan.tasks) == want["owners"]
    told = plan.document.model_dump(mode="json")
    for name, value in want.get("document", {}).items():
        assert told[name] == value, name
    if "title" in want:
        assert plan.document.title == want["title"]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_cell_of_megabytes_is_no_cell(sign: str) -> None:
    """csv refuses such a cell; the line is text."""
    rows = [f'{number}{sign}Việc{sign}"Phòng Kinh tế"' for number in range(1, 5)]
    rows.insert(2, f'{"x" * 200_000}{sign}"y{sign}z"{sign}t')
    found = list(parse_text("\n".join(rows).encode()))
    assert any("x" * 1000 in line.text for line in found if not isinstance(line, Grid))


LINES = yaml.safe_load((Path(__file__).parent / "data/ingest/delimited.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", LINES)
def test_delimited_lines(name: str) -> None:
    """Which lines are rows of a table, and how many cells each has; 0: none are."""
    text = LINES[name]["text"].replace("⇥", "\t")
    grids = [item for item in parse_text(text.encode()) if isinstance(item, Grid)]
    assert [(grid.n_rows, grid.n_cols) for grid in grids] == [
        tuple(size) for size in LINES[name]["grids"]
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.1.1.1.1. Rà soát", "1.1.1.1.1"),
        ("100. Rà soát thủ tục", "100"),
        ("100.2. Rà soát thủ tục", "100.2"),
        ("120.000 đồng mỗi hộ", None),
        ("365 ngày trong năm", None),
        ("135/2016 là số của nghị định", None),
    ],
)
def test_long_numbers(text: str, number: str | None) -> None:
    mark = read_mark(text)
    assert (mark.number if mark else None) == number


SENTENCES = (
    "Rà soát thủ tục hành chính.",
    "Trong tháng 6/2031:",
    "Các thôn làm các việc sau:",
    "Các đơn vị hoàn thành các nhiệm vụ trên trước ngày 30/6/2031.",
)


def _plainly(node: Node, text: str, context: Context) -> DeadlineValue | None:
    """As the rule says it, sentence by sentence: slow."""
    leaves = node.leaves()
    index = next(index for index, leaf in enumerate(leaves) if leaf.text == text)
    for leaf in leaves[index + 1 :]:
        stated = time_of_list(leaf.text, context) if not leaf.text.endswith(":") else None
        if stated is not None:
            return stated.value
    for place in reversed(range(index)):
        if leaves[place].text.endswith(":"):
            goes_on = leaves[index].level >= leaves[place + 1].level
            opener = time_of_list(leaves[place].text, context) if goes_on else None
            return opener.value if opener else None
        if leaves[place].depth < leaves[index].depth:
            return None
    return None


@given(st.lists(st.tuples(st.sampled_from("-+"), st.sampled_from(SENTENCES)), min_size=1))
def test_times_of_lists_are_those_of_the_plain_rule(points: list[tuple[str, str]]) -> None:
    lines = [Line(f"{mark} {text}", Span(), complete=True) for mark, text in points]
    node = build_outline(to_paragraphs(lines))
    assert len(node.leaves()) == len(points)
    for leaf in node.leaves():
        found = deadline_of_list(node, leaf.text, Context())
        plain = _plainly(node, leaf.text, Context())
        assert (found and (found.start, found.end)) == (plain and (plain.start, plain.end))


def test_points_set_off_by_wide_blanks_are_no_columns() -> None:
    lines = [f"*   Phát hiện {number} thửa đất thiếu mã số" for number in range(1, 5)]
    lines += [f"    {number}.   Thửa đất ven sông" for number in range(1, 5)]
    text = "KẾ HOẠCH\n\n" + "\n".join(lines) + "\n"
    assert "unread_table" not in {one.code for one in extract(text.encode(), name="kh.md").findings}
