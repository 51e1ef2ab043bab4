"""A paper that is replaced by a newer one after its table was corrected: what people corrected
lasts, nobody's words are lost, and no sentence of the program leads in a circle."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path

import openpyxl
import pytest
from warm_program import said

from kehoach.corrections.file import read_corrections
from kehoach.corrections.naming import corrections_path
from kehoach.emit.json import from_json
from kehoach.schema.models import Plan

PAPER = """UBND XÃ BÃI SẬY
Số: 9/KH-UBND

KẾ HOẠCH
Sửa đường ra bến năm 2031

II. NHIỆM VỤ
1. Phòng Kinh tế khảo sát mặt đường trước ngày 10/3/2031.
2. Công an xã cắm biển báo trước ngày 30/9/2031.
3. Văn phòng gửi giấy mời các hộ ven bến trước ngày 5/4/2031.
"""
NEWER = PAPER.replace("30/9/2031", "31/10/2031") + "4. Trạm Y tế trực tại bến.\n"
NOTE = "Chị Lan theo dõi"


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return said("--lang", "vi", *arguments, cwd=cwd)


def typed(path: Path, column: str, text: str, *, row: int = 2) -> None:
    """Somebody types into a cell of a workbook and saves it."""
    book = openpyxl.load_workbook(path)
    sheet = next(one for one in book.worksheets if one.title.startswith("Nhiệm vụ"))
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(row, columns[column]).value = text
    book.save(path)


def plan_of(path: Path) -> Plan:
    return from_json(path.read_bytes())


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A paper, and its table in which somebody typed."""
    (tmp_path / "kh.txt").write_text(PAPER, "utf-8")
    assert run("extract", "kh.txt", "-o", "kh.xlsx", cwd=tmp_path).returncode == 0
    typed(tmp_path / "kh.xlsx", "Ghi chú", NOTE)
    return tmp_path


def corrected(here: Path) -> Path:
    """That table taken up, and then a newer paper."""
    told = run("apply", "kh.xlsx", "kh.txt", cwd=here)
    assert told.returncode == 0, told.stderr
    (here / "kh.txt").write_text(NEWER, "utf-8")
    return here


def days(plan: Plan) -> list[str | None]:
    return [task.deadline.end if task.deadline else None for task in plan.tasks]


def test_a_newer_paper_takes_the_corrections_on(here: Path) -> None:
    corrected(here)
    told = run("extract", "kh.txt", "-o", "kh.xlsx", cwd=here)
    assert told.returncode == 0, told.stderr
    assert "kh.edited-1.xlsx" in told.stderr
    assert "kh.json" in told.stderr
    plan = plan_of(here / "kh.json")
    assert (len(plan.tasks), plan.tasks[0].note) == (4, NOTE)
    assert days(plan)[1] == "2031-10-31"
    rows = [*openpyxl.load_workbook(here / "kh.xlsx").worksheets[0].values]
    assert any(NOTE in row for row in rows)
    # the obvious next commands go on
    again = run("extract", "kh.txt", "-o", "kh.xlsx", cwd=here)
    assert (again.returncode, "edited-2" in again.stderr) == (0, False)
    typed(here / "kh.xlsx", "Ghi chú", "Anh Tư trực", row=5)
    assert run("apply", "kh.xlsx", cwd=here).returncode == 0
    assert [task.note for task in plan_of(here / "kh.json").tasks][::3] == [NOTE, "Anh Tư trực"]


def test_both_forms_in_a_folder_take_the_corrections_on(tmp_path: Path) -> None:
    (tmp_path / "kh.txt").write_text(PAPER, "utf-8")
    both = ("extract", "kh.txt", "--format", "xlsx,json", "-o", "r/")
    run(*both, cwd=tmp_path)
    typed(tmp_path / "r" / "kh.xlsx", "Ghi chú", NOTE)
    assert run("apply", "r/kh.xlsx", cwd=tmp_path).returncode == 0
    (tmp_path / "kh.txt").write_text(NEWER, "utf-8")
    told = run(*both, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert (tmp_path / "r" / "kh.edited-1.xlsx").is_file()
    plan = plan_of(tmp_path / "r" / "kh.json")
    assert (len(plan.tasks), plan.tasks[0].note) == (4, NOTE)


def test_words_that_nobody_took_up_refuse_with_a_way_that_works(here: Path) -> None:
    corrected(here)
    typed(here / "kh.xlsx", "Ghi chú", "Cần gấp", row=3)
    told = run("extract", "kh.txt", "-o", "kh.xlsx", cwd=here)
    assert told.returncode == 3
    way = re.search(r"Hãy chạy: kehoach (.*?), rồi", told.stderr)
    assert way is not None, told.stderr
    assert run(*shlex.split(way[1]), cwd=here).returncode == 0
    assert run("extract", "kh.txt", "-o", "kh.xlsx", cwd=here).returncode == 0
    assert [task.note for task in plan_of(here / "kh.json").tasks[:2]] == [NOTE, "Cần gấp"]


def test_a_table_of_which_nobody_has_the_paper_is_kept(here: Path) -> None:
    (here / "kh.txt").write_text(NEWER, "utf-8")
    told = run("extract", "kh.txt", "-o", "kh.xlsx", cwd=here)
    assert told.returncode == 3
    assert "dời tệp này đi" in told.stderr
    told = run("apply", "kh.xlsx", "kh.txt", cwd=here)
    assert told.returncode == 3  # the machine read another day: no correction
    assert not (here / "kh.json").exists()
    (here / "cũ.txt").write_text(PAPER, "utf-8")
    assert run("apply", "kh.xlsx", "cũ.txt", cwd=here).returncode == 0
    assert run("extract", "kh.txt", "-o", "kh.xlsx", cwd=here).returncode == 0


def test_a_table_of_the_newer_paper_is_taken_up_where_the_plan_is_that_of_the_old(
    here: Path,
) -> None:
    corrected(here)
    (here / "kh.txt").rename(here / "kh2.txt")  # another name: kh.json is left as it was
    (here / "kh.xlsx").unlink()
    assert run("extract", "kh2.txt", "-o", "kh.xlsx", cwd=here).returncode == 0
    assert len(plan_of(here / "kh.json").tasks) == 3
    typed(here / "kh.xlsx", "Ghi chú", "Cần gấp", row=3)
    told = run("apply", "kh.xlsx", cwd=here)
    assert told.returncode == 0, told.stderr
    assert "kh.json" in told.stderr
    plan = plan_of(here / "kh.json")
    assert [task.note for task in plan.tasks[:2]] == [NOTE, "Cần gấp"]
    assert days(plan)[1] == "2031-10-31"


def test_what_the_machine_reads_in_a_newer_paper_is_no_correction(here: Path) -> None:
    corrected(here)
    before = read_corrections(corrections_path(here / "kh.json"))
    (here / "mới").mkdir()
    run("extract", "kh.txt", "-o", "mới/kh.xlsx", cwd=here)
    told = run("apply", "mới/kh.xlsx", "kh.json", cwd=here)
    assert told.returncode == 3
    assert "VĂN_BẢN" in told.stderr
    assert read_corrections(corrections_path(here / "kh.json")) == before
    assert days(plan_of(here / "kh.json"))[1] == "2031-09-30"


def test_a_plan_changed_by_hand_beside_the_table_stays(here: Path) -> None:
    corrected(here)
    data = json.loads((here / "kh.json").read_text("utf-8"))
    data["tasks"][2]["note"] = "Sửa tay"
    (here / "kh.json").write_text(json.dumps(data), "utf-8")
    before = (here / "kh.json").read_bytes()
    run("extract", "kh.txt", "-o", "kh.xlsx", cwd=here)
    assert (here / "kh.json").read_bytes() == before


def test_a_file_of_somebody_else_under_the_name_of_the_plan_is_told_as_such(here: Path) -> None:
    (here / "kh.json").write_text('{"của": "người khác"}', "utf-8")
    told = run("apply", "kh.xlsx", "kh.txt", cwd=here)
    assert told.returncode in (2, 3)
    assert "đổi tên" in told.stderr
    assert json.loads((here / "kh.json").read_text("utf-8")) == {"của": "người khác"}


def test_a_command_to_copy_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "kế hoạch.txt").write_text(PAPER, "utf-8")
    run("extract", "kế hoạch.txt", "-o", "bảng của xã.xlsx", cwd=tmp_path)
    typed(tmp_path / "bảng của xã.xlsx", "Ghi chú", NOTE)
    told = run("extract", "kế hoạch.txt", "-o", "bảng của xã.xlsx", cwd=tmp_path)
    assert "kehoach apply 'bảng của xã.xlsx' VĂN_BẢN" in told.stderr


@pytest.mark.parametrize("words", ["31/02/2031", "trước ngày 31/4/2031", "trước 31/4"])
def test_a_day_that_no_calendar_has_is_refused(here: Path, words: str) -> None:
    typed(here / "kh.xlsx", "Thời hạn (nguyên văn)", words)
    told = run("apply", "kh.xlsx", "kh.txt", cwd=here)
    assert told.returncode == 2
    assert words in told.stderr
    assert not (here / "kh.json").exists()


INVITATION = """UBND XÃ BÃI SẬY
Số: 12/GM-UBND

GIẤY MỜI
Dự họp bàn việc sửa đường ra bến

Ủy ban nhân dân xã trân trọng kính mời ông Trưởng thôn Đông đến dự họp.
Thời gian: 8 giờ 00 ngày 12/3/2031.
Địa điểm: Hội trường xã.

Nơi nhận:
- Như trên;
- Lưu: VT.
"""


def test_an_invitation_was_read_whole(tmp_path: Path) -> None:
    (tmp_path / "vào").mkdir()
    (tmp_path / "vào" / "giấy mời.txt").write_text(INVITATION, "utf-8")
    told = run("batch", "vào", "-o", "ra", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "1 không phải kế hoạch" in told.stderr
    assert "đọc chưa hết" not in told.stderr


def test_an_empty_folder_is_told_first(tmp_path: Path) -> None:
    (tmp_path / "rỗng").mkdir()
    told = run("batch", "rỗng", "-o", "ra", cwd=tmp_path)
    assert "rỗng" in told.stderr.splitlines()[0]


def test_a_name_with_a_dash_ahead_is_told_how_to_write(tmp_path: Path) -> None:
    (tmp_path / "-Kế hoạch.txt").write_text(PAPER, "utf-8")
    told = run("check", "-Kế hoạch.txt", cwd=tmp_path)
    assert told.returncode == 2
    way = told.stderr.partition("hãy ghi ")[2].partition("\n")[0].rstrip(".")
    assert way == "'./-Kế hoạch.txt'"
    assert run("extract", *shlex.split(way), cwd=tmp_path).returncode == 0
