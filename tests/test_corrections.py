"""What people correct lasts, over readings, commands and batches; none of it is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warm_program import said

from kehoach.corrections.applying import with_corrections
from kehoach.corrections.evaluating import evaluate
from kehoach.corrections.file import read_corrections
from kehoach.corrections.making import Maker, difference
from kehoach.corrections.model import Anchor, Correction, Corrections
from kehoach.corrections.naming import corrections_path
from kehoach.corrections.parts import parts_of, stated
from kehoach.corrections.rows import corrections_of_rows
from kehoach.corrections.tables import read_table
from kehoach.corrections.undoing import machine_plan
from kehoach.emit.json import from_json, is_edited, to_json
from kehoach.errors import (
    BrokenCorrectionsError,
    BrokenFileError,
    EditedPlanError,
    NoRowsError,
)
from kehoach.pipeline import extract
from kehoach.schema.models import Plan
from kehoach.schema.rules.judging import judged_again

SAMPLES = Path(__file__).parent.parent / "samples"
PAPER = SAMPLES / "bang-6-cot" / "bang-6-cot.docx"
MAKER = Maker("Lê Thị Lan", at=datetime(2026, 3, 1, tzinfo=UTC))


@cache
def read_paper() -> Plan:
    """A sample, read."""
    return from_json(to_json(extract(PAPER)).encode())


@pytest.fixture
def plan() -> Plan:
    return read_paper()


def left(plan: Plan, **changes: Any) -> Plan:
    """A plan as a person left its JSON: `changes` by the names of lists, functions that change
    them."""
    data = json.loads(to_json(plan))
    for name, change in changes.items():
        change(data[name])
    return from_json(json.dumps(data).encode())


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    if arguments[0] == "batch":
        arguments = (*arguments, "--workers", "1")
    return said("--lang", "vi", *arguments, cwd=cwd)


# --- from two plans to corrections, and back ------------------------------------------------------


@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_what_differs_leads_from_one_plan_to_the_other(data: st.DataObject) -> None:
    plan = read_paper()

    def change(tasks: list[dict[str, Any]]) -> None:
        for number in range(data.draw(st.integers(0, 5))):
            index = data.draw(st.integers(0, len(tasks) - 1))
            match data.draw(st.sampled_from(["drop", "move", "text", "add", "budget"])):
                case "drop" if len(tasks) > 3:
                    del tasks[index]
                case "move":
                    tasks.insert(data.draw(st.integers(0, len(tasks) - 1)), tasks.pop(index))
                case "text":
                    tasks[index]["task"] += " và báo cáo kết quả"
                case "add":
                    new = {**tasks[index], "id": f"moi-{number}", "task": f"Việc mới số {number}"}
                    tasks.insert(index, new)
                case "budget":
                    tasks[index]["budget"] = f"{number} triệu đồng"

    edited = left(plan, tasks=change)
    made = difference(plan, edited, MAKER)
    corrected = with_corrections(plan, made.corrections)
    assert stated(parts_of(corrected)) == stated(parts_of(edited))
    assert {one.state for one in corrected.corrections} <= {"applied"}
    again = from_json(to_json(corrected).encode())
    assert to_json(machine_plan(again)) == to_json(plan)


def test_nothing_differs_in_a_plan_left_alone(plan: Plan) -> None:
    assert difference(plan, plan, MAKER).corrections == ()


def test_findings_are_told_as_ignored_not_as_corrections(plan: Plan) -> None:
    made = difference(plan, left(plan, findings=list.clear), MAKER)
    assert made.corrections == ()
    assert made.ignored == ("findings",)


def test_words_typed_are_understood_as_the_paper_would_be(plan: Plan) -> None:
    def change(tasks: list[dict[str, Any]]) -> None:
        tasks[0]["deadline"]["raw"] = "trước ngày 15/10/2026"
        tasks[0]["lead"] = {"raw": "P. VHXH"}

    corrected = with_corrections(
        plan, difference(plan, left(plan, tasks=change), MAKER).corrections
    )
    task = corrected.tasks[0]
    assert task.deadline is not None
    assert (task.deadline.kind, task.deadline.end) == ("by", "2026-10-15")
    assert task.lead is not None
    assert task.lead.units == ("Phòng Văn hóa - Xã hội",)


def test_the_source_of_a_corrected_value_is_a_person(plan: Plan) -> None:
    """And no other's: the words of the paper stay to be seen, and where they stand."""

    def change(tasks: list[dict[str, Any]]) -> None:
        tasks[0]["deadline"]["raw"] = "Quý III/2026"
        tasks[0]["lead"] = {"raw": "P. VHXH; Công an phường"}
        tasks[1]["deliverables"] = []

    made = difference(plan, left(plan, tasks=change), MAKER).corrections
    corrected = with_corrections(plan, made)
    before, after = plan.tasks[0].sources, corrected.tasks[0].sources
    assert before is not None
    assert after is not None
    assert before.deadline is not None
    assert after.deadline is not None
    assert after.deadline.how == ("corrected",)
    assert after.deadline.spans == before.deadline.spans
    assert after.deadline.words == plan.tasks[0].deadline.raw  # type: ignore[union-attr]
    assert [source.how for source in after.lead] == [("corrected",)] * 2
    assert after.task == before.task
    assert corrected.tasks[1].sources.deliverables == ()  # type: ignore[union-attr]
    assert to_json(machine_plan(from_json(to_json(corrected).encode()))) == to_json(plan)


def test_findings_are_made_anew(plan: Plan) -> None:
    """The empty cell that a person filled is reported no more, the one that was emptied is."""

    def empty(tasks: list[dict[str, Any]]) -> None:
        tasks[2]["deadline"] = None

    made = difference(plan, left(plan, tasks=empty), MAKER).corrections
    corrected = with_corrections(plan, made)
    told = {finding.where for finding in corrected.findings if finding.code == "missing_deadline"}
    before = {finding.where for finding in plan.findings if finding.code == "missing_deadline"}
    assert "/tasks/2/deadline" in told - before or "/tasks/2" in told - before
    assert judged_again(plan).findings == plan.findings


# --- the paper is read anew -----------------------------------------------------------------------


def correction_of(plan: Plan, index: int, field: str, value: Any) -> Correction:
    return MAKER.changed("tasks", parts_of(plan)["tasks"][index], field, value)


def test_a_correction_finds_its_row_where_rows_came_and_went(plan: Plan) -> None:
    made = correction_of(plan, 5, "budget", "12 triệu đồng")
    tasks = list(plan.tasks)
    others = [
        tasks[9].model_copy(update={"id": f"x{n}", "task": f"Việc khác số {n}"}) for n in (1, 2)
    ]
    renamed = [task.model_copy(update={"id": f"new-{n}"}) for n, task in enumerate(tasks)]
    read_anew = plan.model_copy(update={"tasks": (*others, *renamed[1:])})
    corrected = with_corrections(read_anew, [made])
    [found] = [task for task in corrected.tasks if task.budget == "12 triệu đồng"]
    assert found.task == plan.tasks[5].task
    assert corrected.corrections[0].where == "/tasks/6/budget"


def test_what_the_machine_reads_otherwise_by_now_is_told_and_does_not_win(plan: Plan) -> None:
    made = correction_of(plan, 5, "budget", "12 triệu đồng")
    changed = plan.tasks[5].model_copy(update={"budget": "Theo dự toán"})
    read_anew = plan.model_copy(
        update={"tasks": (*plan.tasks[:5], changed, *plan.tasks[6:])},
    )
    corrected = with_corrections(read_anew, [made])
    assert corrected.tasks[5].budget == "12 triệu đồng"
    assert corrected.corrections[0].state == "outdated"
    [told] = [one for one in corrected.findings if one.code == "correction_outdated"]
    assert (told.where, told.evidence) == ("/tasks/5/budget", "Theo dự toán")


def test_a_correction_whose_row_is_gone_is_kept_and_told(plan: Plan) -> None:
    made = correction_of(plan, 5, "budget", "12 triệu đồng")
    read_anew = plan.model_copy(update={"tasks": (*plan.tasks[:5], *plan.tasks[6:])})
    corrected = with_corrections(read_anew, [made])
    assert [one.state for one in corrected.corrections] == ["lost"]
    assert "correction_lost" in {one.code for one in corrected.findings}


def test_a_machine_that_learnt_it_agrees(plan: Plan) -> None:
    made = correction_of(plan, 5, "budget", "12 triệu đồng")
    learnt = plan.tasks[5].model_copy(update={"budget": "12 triệu đồng"})
    read_anew = plan.model_copy(update={"tasks": (*plan.tasks[:5], learnt, *plan.tasks[6:])})
    assert with_corrections(read_anew, [made]).corrections[0].state == "agreed"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("deadline", {"raw": 7}),
        ("task", None),
        ("id", "x"),
        ("no_such", "x"),
        ("lead", "chữ suông"),
    ],
)
def test_a_value_that_fits_no_plan_is_told_and_not_used(plan: Plan, field: str, value: Any) -> None:
    made = correction_of(plan, 5, field, value)
    corrected = with_corrections(plan, [made])
    assert corrected.corrections[0].state == "invalid"
    assert parts_of(corrected) == parts_of(plan)


def test_two_rows_that_read_alike_are_not_guessed_between(plan: Plan) -> None:
    twin = plan.tasks[5].model_copy(update={"id": "twin"})
    read_anew = plan.model_copy(update={"tasks": (*plan.tasks[:5], twin, twin, *plan.tasks[6:])})
    anchor = Anchor(part="tasks", id="old", number=twin.number, text=twin.task)
    made = correction_of(plan, 5, "budget", "1").model_copy(update={"anchor": anchor})
    assert with_corrections(read_anew, [made]).corrections[0].state == "lost"


def test_changed_then_removed_comes_back_as_the_machine_read_it(plan: Plan) -> None:
    part = parts_of(plan)["tasks"][5]
    made = [correction_of(plan, 5, "budget", "1"), MAKER.removed("tasks", part)]
    corrected = with_corrections(plan, made)
    assert len(corrected.tasks) == len(plan.tasks) - 1
    assert to_json(machine_plan(corrected)) == to_json(plan)


# --- files and commands ---------------------------------------------------------------------------


def edit(path: Path, index: int, words: str) -> None:
    data = json.loads(path.read_text("utf-8"))
    data["tasks"][index]["budget"] = words
    path.write_text(json.dumps(data), "utf-8")


def budget(path: Path, index: int) -> str | None:
    found: str | None = json.loads(path.read_text("utf-8"))["tasks"][index]["budget"]
    return found


def test_layout_and_order_of_keys_are_no_edit(plan: Plan) -> None:
    data = json.loads(to_json(plan))
    assert not is_edited(json.dumps(dict(reversed(data.items()))).encode())
    data["tasks"][0]["task"] += "."
    assert is_edited(json.dumps(data).encode())


def test_extract_keeps_what_a_person_changed(tmp_path: Path) -> None:
    out = tmp_path / "kh.json"
    assert run("extract", PAPER, "-o", out, cwd=tmp_path).returncode == 0
    edit(out, 4, "30 triệu đồng")
    told = run("extract", PAPER, "-o", out, cwd=tmp_path)
    assert "1 chỗ có người sửa tay" in told.stderr
    assert budget(out, 4) == "30 triệu đồng"
    held = read_corrections(corrections_path(out))
    assert held is not None
    assert [one.value for one in held.active] == ["30 triệu đồng"]
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    assert budget(out, 4) == "30 triệu đồng"
    assert len(json.loads(out.read_text("utf-8"))["corrections"]) == 1


def test_corrections_go_with_a_plan_to_another_folder_and_format(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "kh.json", tmp_path / "noi-khac"
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    edit(out, 4, "30 triệu đồng")
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    for name in ("a.csv", "b.json", "c.json"):
        told = run("extract", out, "-o", elsewhere / name, cwd=tmp_path)
        assert told.returncode == 0, told.stderr
    assert "30 triệu đồng" in (elsewhere / "a.csv").read_text("utf-8")
    assert budget(elsewhere / "b.json", 4) == "30 triệu đồng"
    edit(elsewhere / "c.json", 3, "5 triệu đồng")
    for paper in (out, PAPER):  # what was corrected there and here stays
        told = run("extract", paper, "-o", elsewhere / "c.json", cwd=tmp_path)
        assert told.returncode == 0, told.stderr
        assert budget(elsewhere / "c.json", 4) == "30 triệu đồng"
        assert budget(elsewhere / "c.json", 3) == "5 triệu đồng"


def test_a_corrected_plan_without_its_file_of_corrections_stays_corrected(tmp_path: Path) -> None:
    out = tmp_path / "kh.json"
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    edit(out, 4, "30 triệu đồng")
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    corrections_path(out).unlink()
    run("extract", out, "-o", tmp_path / "a.csv", cwd=tmp_path)
    assert "30 triệu đồng" in (tmp_path / "a.csv").read_text("utf-8")


def test_an_edited_plan_of_another_paper_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "kh.json"
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    edit(out, 4, "30 triệu đồng")
    before = out.read_bytes()
    told = run("extract", SAMPLES / "bang-8-cot" / "bang-8-cot.docx", "-o", out, cwd=tmp_path)
    assert told.returncode == 3
    assert "kehoach apply" in told.stderr
    assert out.read_bytes() == before


def test_a_broken_file_of_corrections_stops_the_writing(tmp_path: Path) -> None:
    out = tmp_path / "kh.json"
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    before = out.read_bytes()
    corrections_path(out).write_text('{"corrections": [{"id": 1', "utf-8")
    told = run("extract", PAPER, "-o", out, cwd=tmp_path)
    assert told.returncode == 3
    assert "corrections" in told.stderr
    assert out.read_bytes() == before
    with pytest.raises(BrokenCorrectionsError):
        read_corrections(corrections_path(out))


def test_corrections_are_listed_and_undone(tmp_path: Path) -> None:
    out = tmp_path / "kh.json"
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    machine = out.read_bytes()
    edit(out, 4, "30 triệu đồng")
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    listed = run("corrections", out, cwd=tmp_path).stdout
    assert "30 triệu đồng" in listed
    held = read_corrections(corrections_path(out))
    assert held is not None
    told = run("corrections", out, "--undo", held.active[0].id, cwd=tmp_path)
    assert told.returncode == 0
    assert out.read_bytes() == machine
    assert run("corrections", out, "--undo", "0" * 12, cwd=tmp_path).returncode == 2


def test_apply_an_edited_plan_to_its_paper(tmp_path: Path) -> None:
    out = tmp_path / "kh.json"
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    edit(out, 4, "30 triệu đồng")
    told = run("apply", out, PAPER, "--author", "Lan", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    held = read_corrections(corrections_path(out))
    assert held is not None
    assert [(one.author, one.field) for one in held.active] == [("Lan", "budget")]
    assert not is_edited(out.read_bytes())


def test_two_people_who_do_not_know_of_each_other(tmp_path: Path) -> None:
    """Both had the plan as it was read: the second is not lost, and is told of the first."""
    out = tmp_path / "kh.json"
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    copies = [tmp_path / name / "kh.json" for name in ("an", "binh")]
    for copy, words in zip(copies, ("Rà soát", "Kiểm tra"), strict=True):
        data = json.loads(out.read_text("utf-8"))
        data["tasks"][4]["task"] = f"{words} sổ sách"
        copy.parent.mkdir()
        copy.write_text(json.dumps(data), "utf-8")
    first, second = [
        run("apply", copy, out, "--author", copy.parent.name, cwd=tmp_path) for copy in copies
    ]
    assert "lần trước" not in first.stderr
    assert "“Rà soát sổ sách” (an), nay “Kiểm tra sổ sách”" in second.stderr
    plan = from_json(out.read_bytes())
    assert plan.tasks[4].task == "Kiểm tra sổ sách"
    assert [one.state for one in plan.corrections] == ["replaced", "applied"]
    assert plan.corrections[1].replaces == plan.corrections[0].id


def test_two_people_with_the_same_old_table(tmp_path: Path) -> None:
    out, table = tmp_path / "kh.json", tmp_path / "kh.csv"
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    run("extract", PAPER, "-o", table, cwd=tmp_path)
    told = []
    for name in ("an", "binh"):
        copy = tmp_path / name / "kh.csv"
        copy.parent.mkdir()
        words = table.read_text("utf-8-sig").replace("Tập huấn", f"{name.upper()} dạy", 1)
        copy.write_text(words, "utf-8-sig")
        told.append(run("apply", copy, out, "--author", name, cwd=tmp_path).stderr)
    assert "thay chỗ" not in told[0]
    assert "thay chỗ an đã sửa thành “AN dạy" in told[1]


def test_check_of_a_corrected_plan_computes_anew(tmp_path: Path) -> None:
    out = tmp_path / "kh.json"
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    data = json.loads(out.read_text("utf-8"))
    data["tasks"][4]["deadline"] = None
    data["findings"] = []
    out.write_text(json.dumps(data), "utf-8")
    told = run("check", out, "--format", "json", cwd=tmp_path)
    assert "missing_deadline" in told.stdout


# --- workbooks ------------------------------------------------------------------------------------


def change_workbook(path: Path, change: Any) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Nhiệm vụ"]
    names = {cell.value: index for index, cell in enumerate(sheet[1], start=1)}
    change(sheet, names)
    book.save(path)


def test_a_workbook_left_alone_changes_nothing(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "kh.xlsx"
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    change_workbook(out, lambda sheet, names: None)
    read = corrections_of_rows(plan, read_table(out), MAKER)
    assert read.corrections == []
    assert read.gone == read.added == read.split == []


def test_a_workbook_that_a_person_changed(tmp_path: Path) -> None:
    plan_file = tmp_path / "kh.json"
    run("extract", PAPER, "-o", f"{tmp_path}/", "--format", "json,xlsx", cwd=tmp_path)
    plan_file, book = tmp_path / "bang-6-cot.json", tmp_path / "bang-6-cot.xlsx"
    before = from_json(plan_file.read_bytes())

    def change(sheet: Any, names: dict[str, int]) -> None:
        sheet.cell(2, names["Thời hạn (nguyên văn)"]).value = "Quý IV/2026"
        sheet.cell(3, names["Chủ trì (nguyên văn)"]).value = "P. VHXH"
        sheet.cell(4, names["Đến ngày"]).value = datetime(2026, 12, 1)
        sheet.cell(5, names["Nhiệm vụ"]).value = "=1+1"
        sheet.insert_rows(7)
        sheet.cell(7, names["Nhiệm vụ"]).value = "Việc thêm vào"
        sheet.cell(7, names["Thời hạn (nguyên văn)"]).value = "Tháng 6/2026"
        sheet.delete_rows(sheet.max_row)
        sheet.cell(1, sheet.max_column + 1).value = "Trạng thái"

    change_workbook(book, change)
    told = run("apply", book, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    after = from_json(plan_file.read_bytes())
    assert after.tasks[0].deadline
    assert after.tasks[0].deadline.end == "2026-12-31"
    assert after.tasks[1].lead
    assert after.tasks[1].lead.units == ("Phòng Văn hóa - Xã hội",)
    assert after.tasks[2].deadline
    assert after.tasks[2].deadline.end == "2026-12-01"
    assert after.tasks[3].task == before.tasks[3].task  # a formula is computed by nobody
    assert after.tasks[5].task == "Việc thêm vào"
    assert len(after.tasks) == len(before.tasks) + 1
    assert "dòng mới: 7" in told.stderr
    assert "1 nhiệm vụ hoặc chỉ tiêu không còn" in told.stderr


def test_cells_whose_words_nobody_knows_are_taken_and_told(tmp_path: Path) -> None:
    run("extract", PAPER, "-o", f"{tmp_path}/", "--format", "json,xlsx", cwd=tmp_path)
    plan_file, book = tmp_path / "bang-6-cot.json", tmp_path / "bang-6-cot.xlsx"

    def change(sheet: Any, names: dict[str, int]) -> None:
        sheet.cell(2, names["Chủ trì"]).value = "P. VHXH"
        sheet.cell(3, names["Chủ trì (nguyên văn)"]).value = "asdf qwerty"
        sheet.cell(4, names["Thời hạn (nguyên văn)"]).value = "lúc nào rồi hay"

    change_workbook(book, change)
    told = run("apply", book, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "không nhận ra cơ quan nào trong “asdf qwerty”" in told.stderr
    assert "không nhận ra thời gian trong “lúc nào rồi hay”" in told.stderr
    assert "VHXH”" not in told.stderr
    after = from_json(plan_file.read_bytes())
    assert after.tasks[0].lead
    assert after.tasks[0].lead.units == ("Phòng Văn hóa - Xã hội",)


def test_a_workbook_does_not_bring_back_what_was_taken_back(tmp_path: Path) -> None:
    run("extract", PAPER, "-o", f"{tmp_path}/", "--format", "json,xlsx", cwd=tmp_path)
    plan_file, book = tmp_path / "bang-6-cot.json", tmp_path / "bang-6-cot.xlsx"
    change_workbook(book, in_fourth_quarter)
    assert run("apply", book, cwd=tmp_path).returncode == 0
    held = read_corrections(corrections_path(plan_file))
    assert held is not None
    for one in held.active:
        run("corrections", plan_file, "--undo", one.id, cwd=tmp_path)
    before = from_json(plan_file.read_bytes())
    told = run("extract", PAPER, "-o", book, cwd=tmp_path)
    assert told.returncode == 0, told.stderr  # nothing in it waits to be taken up
    book = next(tmp_path.glob("bang-6-cot.edited-*.xlsx"))
    told = run("apply", book, plan_file, cwd=tmp_path)
    assert "cũ hơn kế hoạch" in told.stderr
    assert from_json(plan_file.read_bytes()).tasks == before.tasks


def test_a_workbook_with_changes_that_nobody_took_up_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "kh.xlsx"
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    assert run("extract", PAPER, "-o", out, cwd=tmp_path).returncode == 0
    change_workbook(out, in_fourth_quarter)
    before = out.read_bytes()
    told = run("extract", PAPER, "-o", out, cwd=tmp_path)
    assert told.returncode == 3
    assert f"kehoach apply {out}" in told.stderr
    assert out.read_bytes() == before


def in_fourth_quarter(sheet: Any, names: dict[str, int]) -> None:
    sheet.cell(2, names["Thời hạn (nguyên văn)"]).value = "Quý IV/2026"


def test_a_workbook_that_was_saved_with_nothing_changed_is_kept_aside(tmp_path: Path) -> None:
    out = tmp_path / "kh.xlsx"
    run("extract", PAPER, "-o", out, cwd=tmp_path)
    change_workbook(out, lambda sheet, names: None)
    before = out.read_bytes()
    told = run("extract", PAPER, "-o", out, cwd=tmp_path)
    assert told.returncode == 0
    assert "kh.edited-1.xlsx" in told.stderr
    assert (tmp_path / "kh.edited-1.xlsx").read_bytes() == before


@pytest.mark.parametrize("names_paper", [True, False])
def test_a_workbook_alone_is_taken_up_with_its_paper(tmp_path: Path, *, names_paper: bool) -> None:
    """`extract -o kh.xlsx`, a change in it, `apply`, and `extract` again: nobody needs JSON."""
    paper = tmp_path / ("văn-bản" if names_paper else "") / "x.docx"
    paper.parent.mkdir(exist_ok=True)
    shutil.copy(PAPER, paper)
    run("extract", paper, "-o", "kh.xlsx", cwd=tmp_path)
    change_workbook(tmp_path / "kh.xlsx", in_fourth_quarter)
    for count in ("1 chỗ sửa", "không có gì khác"):
        told = run("apply", "kh.xlsx", *([paper] if names_paper else []), cwd=tmp_path)
        assert (told.returncode, told.stderr.count(count)) == (0, 1), told.stderr
    again = run("extract", paper, "-o", "kh.xlsx", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "kh.edited-1.xlsx").is_file()
    rows = [row for row in read_table(tmp_path / "kh.xlsx") if row.part == "tasks"]
    assert rows[0].cells["deadline_end"] == "2026-12-31"


def test_a_workbook_goes_with_its_paper_to_the_plan_beside_it(tmp_path: Path) -> None:
    run("extract", PAPER, "-o", f"{tmp_path}/", "--format", "json,xlsx", cwd=tmp_path)
    book = tmp_path / "bang-6-cot.xlsx"
    change_workbook(book, in_fourth_quarter)
    told = run("apply", book, PAPER, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert len(from_json((tmp_path / "bang-6-cot.json").read_bytes()).corrections) == 1
    both = run("extract", PAPER, "-o", f"{tmp_path}/", "--format", "xlsx,json", cwd=tmp_path)
    assert both.returncode == 0, both.stderr


def test_a_workbook_without_its_paper_says_what_to_name(tmp_path: Path) -> None:
    run("extract", PAPER, "-o", "kh.xlsx", cwd=tmp_path)
    change_workbook(tmp_path / "kh.xlsx", in_fourth_quarter)
    told = run("apply", "kh.xlsx", cwd=tmp_path)
    assert (told.returncode, "kehoach apply BẢNG VĂN_BẢN" in told.stderr) == (3, True)
    other = SAMPLES / "bang-8-cot" / "bang-8-cot.docx"
    (tmp_path / "kh.json").write_text("{}", "utf-8")
    assert run("apply", "kh.xlsx", PAPER, cwd=tmp_path).returncode == 3
    assert (tmp_path / "kh.json").read_text("utf-8") == "{}"
    (tmp_path / "kh.json").unlink()
    told = run("apply", "kh.xlsx", other, cwd=tmp_path)
    assert "1 chỗ sửa" not in told.stderr


def test_a_table_without_ids_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("Nhiệm vụ,Thời hạn\nRà soát,Quý I\n", "utf-8")
    with pytest.raises(NoRowsError):
        read_table(table)
    assert run("apply", table, cwd=tmp_path).returncode == 3


def test_a_table_with_a_cell_of_megabytes_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(f"Mã nhiệm vụ,Nhiệm vụ\nvb-1,{'x' * 200_000}\n", "utf-8")
    with pytest.raises(BrokenFileError):
        read_table(table)


# --- batches --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def first_batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one paper, and the results of a batch over it."""
    place = tmp_path_factory.mktemp("first")
    (place / "in").mkdir()
    shutil.copy(PAPER, place / "in" / "kh.docx")
    run("batch", "in", "-o", "out", "--quiet", cwd=place)
    return place


@pytest.fixture
def batch_of_one(first_batch: Path, tmp_path: Path) -> tuple[Path, Path, Path]:
    """A copy of them for one test: the papers, the results, the plan among them."""
    shutil.copytree(first_batch, tmp_path, dirs_exist_ok=True)
    return tmp_path / "in", tmp_path / "out", tmp_path / "out" / "plans" / "kh.docx.json"


def test_a_batch_keeps_what_people_did(
    batch_of_one: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    papers, out, target = batch_of_one
    edit(target, 4, "30 triệu đồng")
    with (out / "tasks.csv").open("a") as file:
        file.write("ghi chú của tôi\n")
    told = run("batch", papers, "-o", out, cwd=tmp_path)
    assert budget(target, 4) == "30 triệu đồng"
    assert "tasks.edited-1.csv" in told.stderr
    assert "ghi chú của tôi" in (out / "tasks.edited-1.csv").read_text("utf-8")
    assert "30 triệu đồng" in (out / "tasks.csv").read_text("utf-8")
    run("batch", papers, "-o", out, "--no-resume", "--quiet", cwd=tmp_path)
    assert budget(target, 4) == "30 triệu đồng"
    held = read_corrections(corrections_path(target))
    assert held is not None
    assert len(held.active) == 1
    assert not (out / "tasks.edited-2.csv").exists()


def test_a_batch_keeps_what_stood_there_before(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    mine = tmp_path / "out" / "tasks.csv"
    mine.write_text("danh sách của tôi\n", encoding="utf-8")
    told = run("batch", "in", "-o", "out", cwd=tmp_path)
    assert "tasks.edited-1.csv" in told.stderr
    assert mine.with_name("tasks.edited-1.csv").read_text("utf-8") == "danh sách của tôi\n"
    assert "tasks.edited" not in run("batch", "in", "-o", "out", cwd=tmp_path).stderr


def test_corrections_written_beside_a_plan_reach_the_next_batch(
    batch_of_one: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    papers, out, target = batch_of_one
    plan = from_json(target.read_bytes())
    made = correction_of(plan, 4, "budget", "30 triệu đồng")
    path = corrections_path(target)
    path.write_text(Corrections(corrections=(made,)).model_dump_json(), "utf-8")
    run("batch", papers, "-o", out, "--quiet", cwd=tmp_path)
    assert budget(target, 4) == "30 triệu đồng"


def test_a_plan_that_became_another_is_kept_as_the_person_left_it(
    batch_of_one: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    papers, out, target = batch_of_one
    edit(target, 4, "30 triệu đồng")
    edited = target.read_bytes()
    shutil.copy(SAMPLES / "bang-8-cot" / "bang-8-cot.docx", papers / "kh.docx")
    told = run("batch", papers, "-o", out, "--quiet", cwd=tmp_path)
    assert told.returncode == 3
    assert target.read_bytes() == edited


# --- how good the machine was ---------------------------------------------------------------------


def test_evaluation_counts_what_people_changed(plan: Plan) -> None:
    made = (
        correction_of(plan, 5, "budget", "12 triệu đồng"),
        correction_of(plan, 6, "deadline", None),
        MAKER.confirmed("tasks", parts_of(plan)["tasks"][7], "lead"),
        MAKER.removed("tasks", parts_of(plan)["tasks"][8]),
    )
    corrected = with_corrections(plan, made)
    found = evaluate([(corrected, Corrections(corrections=made)), (plan, Corrections())])
    assert found.plans == 1
    deadline = found.by_field["tasks/deadline"]
    assert (deadline.wrong, deadline.missed) == (2, 0)
    assert found.by_field["tasks/budget"].missed == 1
    assert found.by_field["tasks/lead"].confirmed == 1
    assert found.by_form["docx"].stated == found.in_all.stated


def test_an_edited_plan_error_tells_the_way_out() -> None:
    assert "kehoach apply kh.json" in EditedPlanError(path="kh.json").message("vi")
