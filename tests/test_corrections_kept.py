"""Corrections of plans that were copied, exchanged, corrected twice: each stays what it was."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from warm_program import said

from kehoach.corrections.file import read_corrections
from kehoach.corrections.naming import corrections_path
from kehoach.emit.json import from_json, to_bytes

PAPER = """UBND XÃ BÃI SẬY
Số: 9/KH-UBND

KẾ HOẠCH
Sửa đường ra bến năm 2031

II. NHIỆM VỤ
1. Phòng Kinh tế khảo sát mặt đường trước ngày 10/3/2031.
2. Công an xã cắm biển báo trong tháng 4/2031.
3. Văn phòng gửi giấy mời các hộ ven bến.
"""
OTHER = PAPER.replace("ra bến", "vào chợ").replace("khảo sát", "đo lại")


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return said("--lang", "vi", *arguments, cwd=cwd)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A plan as JSON beside its paper."""
    (tmp_path / "kh.txt").write_text(PAPER, "utf-8")
    run("extract", "kh.txt", "-o", "kh.json", cwd=tmp_path)
    return tmp_path / "kh.json"


def corrected(out: Path, words: str, author: str) -> None:
    """Somebody changes the first task of the plan as it was read."""
    copy = out.with_name(f"{author}.json")
    run("extract", "kh.txt", "-o", copy, cwd=out.parent)
    data = json.loads(copy.read_text("utf-8"))
    data["tasks"][0]["task"] = words
    copy.write_text(json.dumps(data), "utf-8")
    told = run("apply", copy, out, "--author", author, cwd=out.parent)
    assert told.returncode == 0, told.stderr


def test_a_copy_without_its_corrections_gives_them_again(out: Path) -> None:
    corrected(out, "Phòng Kinh tế đo mặt đường.", "lan")
    before = read_corrections(corrections_path(out))
    copy = out.with_name("kh2031.json")
    shutil.copy(out, copy)
    listed = run("corrections", copy, cwd=out.parent).stdout
    assert "lan" in listed
    assert "đo mặt đường" in listed
    told = run("extract", "kh.txt", "-o", copy, cwd=out.parent)
    assert "1 chỗ" in told.stderr
    assert from_json(copy.read_bytes()).tasks[0].task == "Phòng Kinh tế đo mặt đường."
    held = read_corrections(corrections_path(copy))
    assert held is not None
    assert before is not None
    assert held.corrections == before.corrections


def test_a_plan_of_an_earlier_version_gives_what_differs(out: Path) -> None:
    """It did not tell how its corrections were made: the values are kept all the same."""
    corrected(out, "Phòng Kinh tế đo mặt đường.", "lan")
    copy = out.with_name("kh2031.json")
    plan = from_json(out.read_bytes())
    told = tuple(one.model_copy(update={"made": None}) for one in plan.corrections)
    copy.write_bytes(to_bytes(plan.model_copy(update={"corrections": told})))
    run("extract", "kh.txt", "-o", copy, cwd=out.parent)
    assert from_json(copy.read_bytes()).tasks[0].task == "Phòng Kinh tế đo mặt đường."
    held = read_corrections(corrections_path(copy))
    assert held is not None
    assert [one.value for one in held.corrections] == ["Phòng Kinh tế đo mặt đường."]


@pytest.mark.parametrize("door", ["undo", "apply", "batch"])
def test_every_door_knows_the_corrections_of_a_copy(out: Path, door: str) -> None:
    """What is done next to a copy forgets none of them."""
    corrected(out, "Phòng Kinh tế đo mặt đường.", "lan")
    copy = out.with_name("kh2031.json")
    shutil.copy(out, copy)
    if door == "undo":
        held = read_corrections(corrections_path(out))
        assert held is not None
        run("corrections", copy, "--undo", held.corrections[0].id, cwd=out.parent)
        assert from_json(copy.read_bytes()).tasks[0].task.startswith("Phòng Kinh tế khảo sát")
    elif door == "apply":
        data = json.loads(copy.read_text("utf-8"))
        data["tasks"][2]["note"] = "Hai đợt"
        changed = out.with_name("changed.json")
        changed.write_text(json.dumps(data), "utf-8")
        run("apply", changed, copy, cwd=out.parent)
        tasks = from_json(copy.read_bytes()).tasks
        assert (tasks[0].task, tasks[2].note) == ("Phòng Kinh tế đo mặt đường.", "Hai đợt")
    else:
        papers, plans = out.with_name("papers"), out.with_name("results") / "plans"
        papers.mkdir()
        plans.mkdir(parents=True)
        shutil.copy(out.with_name("kh.txt"), papers)
        shutil.copy(out, plans / "kh.txt.json")
        run("batch", papers, "-o", "results", "--workers", "1", cwd=out.parent)
        assert from_json((plans / "kh.txt.json").read_bytes()).tasks[0].task.endswith("đường.")
    listed = run("corrections", copy, cwd=out.parent).stdout
    assert ("lan" in listed) == (door != "undo")


def test_of_two_who_wrote_different_words_the_later_one_counts(out: Path) -> None:
    """The overruled one is not told as applied, the one in force not as outdated; both are
    named."""
    corrected(out, "Đo mặt đường.", "lan")
    corrected(out, "Đắp mặt đường.", "minh")
    plan = from_json(out.read_bytes())
    first, second = plan.corrections
    assert (first.state, second.state, second.replaces) == ("replaced", "applied", first.id)
    assert plan.tasks[0].task == "Đắp mặt đường."
    told = next(one for one in plan.findings if one.code == "correction_outdated")
    assert "Đo mặt đường." in told.message
    assert "lan" in told.message


def of_table(folder: Path) -> tuple[Any, Any, dict[str, int]]:
    """The workbook of the plan, its first sheet, its columns by their headings."""
    book = openpyxl.load_workbook(folder / "kh.xlsx")
    sheet = book.worksheets[0]
    return book, sheet, {cell.value: cell.column for cell in sheet[1]}


def test_rows_that_exchanged_their_ids_keep_what_they_say(out: Path) -> None:
    """A later correction of a row finds it by its id, whatever words it got by an earlier one."""
    run("extract", "kh.txt", "-o", "kh.xlsx", cwd=out.parent)
    book, sheet, columns = of_table(out.parent)
    one, other = (sheet.cell(row, columns["Mã nhiệm vụ"]) for row in (2, 3))
    one.value, other.value = other.value, one.value
    book.save(out.parent / "kh.xlsx")
    before = from_json(out.read_bytes()).tasks
    assert run("apply", "kh.xlsx", cwd=out.parent).returncode == 0
    plan = from_json(out.read_bytes())
    told = [(task.task, task.lead and task.lead.raw, task.deadline) for task in plan.tasks]
    wanted = [(task.task, task.lead and task.lead.raw, task.deadline) for task in before]
    assert told == [wanted[1], wanted[0], wanted[2]]
    assert {one.state for one in plan.corrections} == {"applied"}
    assert not [one for one in plan.findings if one.code == "correction_outdated"]


def test_a_row_whose_time_was_emptied_has_none(out: Path) -> None:
    run("extract", "kh.txt", "-o", "kh.xlsx", cwd=out.parent)
    book, sheet, columns = of_table(out.parent)
    for heading in ("Thời hạn (nguyên văn)", "Từ ngày", "Đến ngày"):
        sheet.cell(2, columns[heading]).value = None
    book.save(out.parent / "kh.xlsx")
    run("apply", "kh.xlsx", cwd=out.parent)
    assert from_json(out.read_bytes()).tasks[0].deadline is None


def test_a_table_of_a_paper_that_is_another_by_now_is_told_so(out: Path) -> None:
    run("extract", "kh.txt", "-o", "kh.xlsx", cwd=out.parent)
    (out.parent / "kh.txt").write_text(OTHER, "utf-8")
    told = run("apply", "kh.xlsx", "kh.txt", cwd=out.parent)
    assert told.returncode == 3
    assert "kh.json" in told.stderr
    assert "một văn bản khác" in told.stderr
