"""Tables and plans that people changed, taken up twice, or older than what others corrected."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from test_corrections import MAKER, PAPER, correction_of, left, run

from kehoach.corrections.applying import with_corrections
from kehoach.corrections.evaluating import evaluate
from kehoach.corrections.file import read_corrections
from kehoach.corrections.making import difference
from kehoach.corrections.model import Correction, Corrections
from kehoach.corrections.naming import corrections_path
from kehoach.corrections.parts import parts_of
from kehoach.corrections.rows import EditedRow, RowsRead, corrections_of_rows
from kehoach.corrections.settling import as_seen
from kehoach.emit.json import from_json, to_json
from kehoach.emit.origin import Origin
from kehoach.emit.rows import TASKS, joined, task_rows
from kehoach.errors import NotAPlanError
from kehoach.schema.models import Plan

Cells = list[dict[str, str]]


@pytest.fixture(scope="module")
def plan() -> Plan:
    from test_corrections import read_paper

    return read_paper()


def table(plan: Plan) -> Cells:
    """The rows of the tasks as a table shows them."""
    rows = task_rows(plan, Origin("kh.docx"))
    return [{column.name: joined(row, column) for column in TASKS} for row in rows]


def taken_up(plan: Plan, cells: Cells, *, remove_gone: bool = False) -> tuple[Plan, RowsRead]:
    """A plan with what a table says, as the machine's plan with one more set of corrections."""
    rows = [EditedRow("tasks", line, cells=row) for line, row in enumerate(cells, start=2)]
    read = corrections_of_rows(plan, rows, MAKER, remove_gone=remove_gone)
    return corrected(plan, *read.corrections), read


HELD: dict[str, list[Correction]] = {}


def corrected(plan: Plan, *made: Correction) -> Plan:
    """A plan with more corrections, each plan remembering those it has."""
    from kehoach.corrections.undoing import machine_plan

    held = [*HELD.get(to_json(plan), []), *made]
    done = with_corrections(machine_plan(plan), held)
    HELD[to_json(done)] = held
    return done


def changed_table(plan: Plan) -> Cells:
    """A table with new words, another day, a row that became two and one that was added."""
    cells = table(plan)
    cells[3]["deadline"] = "hết quý III"
    cells[4]["lead"] = "P. VHXH"
    cells[6]["deadline_end"] = "2026-06-01"
    half = {**cells[8], "task": "Phần thứ hai của việc ấy"}
    added = dict.fromkeys(cells[0], "") | {
        "task": "Mở lớp bồi dưỡng cho tổ công nghệ",
        "lead": "Công an phường",
        "deadline": "Tháng 11/2026",
    }
    return [*cells[:9], half, added, *cells[9:]]


def test_a_table_taken_up_twice_changes_nothing_more(plan: Plan) -> None:
    cells = changed_table(plan)
    once, first = taken_up(plan, cells)
    assert (first.added, first.split) == ([12], [11])
    again, second = taken_up(once, cells, remove_gone=True)
    assert second.corrections == []
    assert {*second.gone, *second.added, *second.split, *second.older} == set()
    assert again.tasks == once.tasks


def test_words_changed_again_in_the_same_table_count(plan: Plan) -> None:
    cells = changed_table(plan)
    once, _ = taken_up(plan, cells)
    cells[3]["deadline"] = "hết quý IV"
    cells[10]["deadline"] = "Tháng 12/2026"
    again, read = taken_up(once, cells)
    assert len(read.corrections) == 2
    assert again.tasks[3].deadline
    assert again.tasks[3].deadline.end == "2026-12-31"
    assert again.tasks[10].deadline
    assert again.tasks[10].deadline.end == "2026-12-31"


@pytest.mark.parametrize(
    ("field", "typed"),
    [("deadline", "hết quý III"), ("lead", "P. VHXH"), ("note", "hỏi lại"), ("task", "Việc khác")],
)
def test_an_older_table_takes_nothing_back(plan: Plan, field: str, typed: str) -> None:
    older = table(plan)
    newer = table(plan)
    newer[3][field] = typed
    once, _ = taken_up(plan, newer)
    older[7]["note"] = "của người khác"
    again, read = taken_up(once, older, remove_gone=True)
    assert read.older == [5]
    assert [one.anchor.number for one in read.corrections] == [once.tasks[7].number]
    assert getattr(again.tasks[3], field) == getattr(once.tasks[3], field)


def test_rows_that_others_added_are_not_gone_from_an_older_table(plan: Plan) -> None:
    once, _ = taken_up(plan, changed_table(plan))
    again, read = taken_up(once, table(plan), remove_gone=True)
    assert read.gone == []
    assert len(again.tasks) == len(plan.tasks) + 2


# --- plans changed by hand ------------------------------------------------------------------------


def test_a_plan_edited_before_others_corrected_takes_nothing_back(plan: Plan) -> None:
    def note(tasks: list[Any]) -> None:
        tasks[2]["note"] = "của Minh"

    minh = left(plan, tasks=note)
    lan = correction_of(plan, 5, "budget", "12 triệu đồng")
    known = Corrections(corrections=(lan,))
    made = difference(as_seen(plan, known, minh), minh, maker=MAKER).corrections
    assert [(one.anchor.number, one.field) for one in made] == [(plan.tasks[2].number, "note")]


def test_rows_written_by_hand_need_no_ids(plan: Plan) -> None:
    def more(tasks: list[Any]) -> None:
        second = {key: value for key, value in tasks[0].items() if key != "id"}
        tasks.insert(1, {**second, "task": "Nửa thứ hai"})
        tasks.append({"task": "Việc mới", "deadline": {"raw": "trước 15/8/2026"}})

    after = left(plan, tasks=more)
    made = difference(plan, after, maker=MAKER).corrections
    done = with_corrections(plan, made)
    assert {one.action for one in made} == {"add"}
    assert [done.tasks[1].task, done.tasks[-1].task] == ["Nửa thứ hai", "Việc mới"]
    assert done.tasks[-1].deadline
    assert done.tasks[-1].deadline.end == "2026-08-15"
    assert len({task.id for task in done.tasks}) == len(done.tasks)


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A plan and its table."""
    run("extract", PAPER, "-o", f"{tmp_path}/", "--format", "json,csv", cwd=tmp_path)
    return tmp_path


def edit_by_hand(path: Path, change: Callable[[dict[str, Any]], None]) -> bytes:
    data = json.loads(path.read_bytes())
    change(data)
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path.read_bytes()


def note_of_third(data: dict[str, Any]) -> None:
    data["tasks"][2]["note"] = "sửa tay"


def test_corrections_do_not_bury_what_stands_in_a_plan_changed_by_hand(results: Path) -> None:
    target, sheet = results / "bang-6-cot.json", results / "bang-6-cot.csv"
    rows = list(csv.reader(sheet.open(encoding="utf-8-sig", newline="")))
    rows[1][rows[0].index("note")] = "trong bảng"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert run("apply", sheet, cwd=results).returncode == 0
    held = read_corrections(corrections_path(target))
    assert held is not None
    edited = edit_by_hand(target, note_of_third)
    for command in (("apply", sheet), ("corrections", target, "--undo", held.active[0].id)):
        told = run(*command, cwd=results)
        assert told.returncode == 3
        assert "kehoach apply bang-6-cot.json" in told.stderr
        assert target.read_bytes() == edited
    assert run("apply", target, PAPER, cwd=results).returncode == 0
    notes = [task.note for task in from_json(target.read_bytes()).tasks[:3]]
    assert notes == ["trong bảng", None, "sửa tay"]


def test_half_of_a_plan_is_not_written_over(results: Path) -> None:
    target = results / "bang-6-cot.json"
    half = target.read_bytes()[:3000]
    target.write_bytes(half)
    assert run("extract", PAPER, "-o", target, cwd=results).returncode == 3
    assert target.read_bytes() == half


def test_a_batch_says_that_it_kept_what_was_changed_by_hand(tmp_path: Path) -> None:
    papers = tmp_path / "in"
    papers.mkdir()
    (papers / "kh.docx").write_bytes(PAPER.read_bytes())
    run("batch", papers, "-o", "out", "--quiet", cwd=tmp_path)
    edit_by_hand(tmp_path / "out" / "plans" / "kh.docx.json", note_of_third)
    told = run("batch", papers, "-o", "out", cwd=tmp_path)
    assert "Đã giữ 1 chỗ có người sửa tay; ghi vào plans/kh.docx.corrections.json" in told.stderr


# --- listed, counted ------------------------------------------------------------------------------


def test_a_change_of_days_alone_is_listed_with_them(results: Path) -> None:
    target = results / "bang-6-cot.json"

    def later(data: dict[str, Any]) -> None:
        data["tasks"][3]["deadline"]["end"] = "2026-07-15"

    edit_by_hand(target, later)
    run("apply", target, PAPER, cwd=results)
    assert "2026-06-30 → by, 2026-07-15" in run("corrections", target, cwd=results).stdout


def test_a_change_of_bodies_alone_is_listed_with_their_names(results: Path) -> None:
    target = results / "bang-6-cot.json"

    def shared(data: dict[str, Any]) -> None:
        data["tasks"][3]["lead"]["units"] = ["Phòng Kinh tế", "Công an xã"]

    edit_by_hand(target, shared)
    run("apply", target, PAPER, cwd=results)
    assert "→ Phòng Kinh tế; Công an xã" in run("corrections", target, cwd=results).stdout


def test_a_field_corrected_twice_was_wrong_once(plan: Plan) -> None:
    first = correction_of(plan, 5, "deadline", {"raw": "Quý II", "kind": "by"})
    once = corrected(plan, first)
    part = parts_of(once)["tasks"][5]
    second = MAKER.changed("tasks", part, "deadline", {"raw": "Quý III", "kind": "by"})
    back = MAKER.changed("tasks", part, "note", "x")
    twice = corrected(once, second, back)
    undone = MAKER.changed("tasks", parts_of(twice)["tasks"][5], "note", None)
    done = corrected(twice, undone)
    held = Corrections(corrections=(first, second, back, undone))
    found = evaluate([(done, held)])
    deadline = found.by_field["tasks/deadline"]
    assert (deadline.wrong, deadline.missed) == (1, 1)
    assert found.by_field["tasks/note"].missed == 0


def test_a_row_added_and_taken_out_again_is_nobodys_mistake(plan: Plan) -> None:
    part = {"id": "moi-1", "origin": "table", "task": "Việc nhầm"}
    added = MAKER.added("tasks", part, None)
    once = corrected(plan, added)
    removed = MAKER.removed("tasks", parts_of(once)["tasks"][0])
    done = corrected(once, removed)
    found = evaluate([(done, Corrections(corrections=(added, removed)))])
    assert (found.in_all.wrong, found.in_all.missed) == (0, 0)


def test_the_evaluation_speaks_one_language(results: Path) -> None:
    target = results / "bang-6-cot.json"
    edit_by_hand(target, note_of_third)
    run("apply", target, PAPER, cwd=results)
    told = run("evaluate", results, cwd=results).stdout
    assert "sai" in told
    assert "plans" not in told
    assert "stated" not in told


def test_corrections_beside_a_plan_as_it_was_read_count(plan: Plan, tmp_path: Path) -> None:
    """As a desk keeps them."""
    made = correction_of(plan, 5, "budget", "12 triệu đồng")
    (tmp_path / "kh.json").write_text(to_json(plan), "utf-8")
    held = Corrections(corrections=(made,)).model_dump_json()
    corrections_path(tmp_path / "kh.json").write_text(held, "utf-8")
    told = json.loads(run("evaluate", tmp_path, "--format", "json", cwd=tmp_path).stdout)
    assert told["by_field"]["tasks/budget"]["missed"] == 1
    checked = json.loads(run("check", "kh.json", "--format", "json", cwd=tmp_path).stdout)
    assert checked
    run("extract", "kh.json", "-o", "kh.csv", cwd=tmp_path)
    assert "12 triệu đồng" in (tmp_path / "kh.csv").read_text("utf-8")


@pytest.mark.parametrize(
    "text", ["[]", "[1]", "{}", '{"tasks": [{}]}', '{"id": "vb-1", "tasks": 3}']
)
def test_what_is_no_plan_is_told_as_such(text: str) -> None:
    with pytest.raises(NotAPlanError):
        from_json(text.encode())
