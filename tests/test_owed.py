"""What a paper owes: one rule for findings, report, letters and follow-up workbook. Letters and
notices owe no product for each order; an invitation is no plan."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from follow_maker import Desk, headings
from plan_maker import plan_of, task_of

from kehoach.compare.assigned import compared
from kehoach.compare.writers import write_matrix
from kehoach.emit.letters.html import to_html
from kehoach.emit.letters.model import NOT_OWED, Letter, letter_of
from kehoach.emit.letters.word import to_docx
from kehoach.emit.origin import Origin
from kehoach.emit.report import Report
from kehoach.follow.layout import ALL, LACKING
from kehoach.pipeline import extract
from kehoach.schema.models import Plan, Section
from kehoach.schema.rules.owed import EVERY, OWNER, owed_by

HEAD = """ỦY BAN NHÂN DÂN                         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ TÂN KHÊ                                   Độc lập - Tự do - Hạnh phúc
"""
LETTER = f"""{HEAD}Số: 45/UBND-VX                          Tân Khê, ngày 10 tháng 3 năm 2031
V/v chuẩn bị Tết trồng cây

Kính gửi:
- Các phòng chuyên môn thuộc UBND xã;
- Trưởng các thôn.

Ủy ban nhân dân xã Tân Khê yêu cầu:

1. Phòng Kinh tế
a) Rà soát quỹ đất trồng cây, xong trước ngày 25/3/2031.
b) Cấp cây giống cho các thôn.

2. Công an xã
Giữ trật tự tại lễ phát động.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Khê
"""
INVITATION = f"""{HEAD}Số: 8/GM-UBND                           Tân Khê, ngày 06 tháng 4 năm 2031

GIẤY MỜI
Dự Hội nghị sơ kết công tác quý I năm 2031

UBND xã Tân Khê trân trọng kính mời:
- Thường trực Đảng ủy, HĐND xã;
- Trưởng các phòng chuyên môn, đơn vị.

Thời gian: 08 giờ 00, ngày 10/4/2031.
Địa điểm: Hội trường UBND xã.

TL. CHỦ TỊCH
CHÁNH VĂN PHÒNG
Ngô Thị Khê
"""


@pytest.fixture(scope="module")
def letter_paper(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path = tmp_path_factory.mktemp("letter") / "cong-van.txt"
    path.write_text(LETTER, encoding="utf-8")
    return extract(path)


@pytest.fixture(scope="module")
def invitation(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path = tmp_path_factory.mktemp("invitation") / "giay-moi.txt"
    path.write_text(INVITATION, encoding="utf-8")
    return extract(path)


def sheet_of(*plans: Plan) -> Letter:
    return letter_of("xã Tân Khê", [(one, one.source.name, one.source.name) for one in plans])


def tally(plan: Plan) -> dict[str, int]:
    report = Report()
    report.add(plan, Origin("a"), name="a")
    return {name: count for name, count in report.tallies[0].items() if "missing_" in name}


# --- letters and notices --------------------------------------------------------------------------


def test_a_letter_owes_no_products_and_no_times(letter_paper: Plan) -> None:
    assert [task.deadline is None for task in letter_paper.tasks] == [False, True, True]
    sheet = sheet_of(letter_paper)
    assert sheet.gaps == []
    assert sheet.whole_tasks == sheet.tasks == 3
    counts = tally(letter_paper)
    assert (counts["missing_deadline"], counts["missing_deliverable"]) == (0, 0)
    text = to_html(sheet).decode()
    assert "3 nhiệm vụ rõ cơ quan thực hiện" in text
    assert "đã gửi văn bản" in text
    assert "Xin điền vào các ô tô vàng" not in text


def test_of_a_letter_it_is_told_who_is_missing(letter_paper: Plan) -> None:
    without = letter_paper.tasks[1].model_copy(update={"lead": None})
    sheet = sheet_of(letter_paper.model_copy(update={"tasks": (without,)}))
    (gap,) = sheet.gaps
    assert (gap.lead, gap.deadline, gap.deliverables) == ("", NOT_OWED, NOT_OWED)


def test_the_workbook_asks_a_letter_for_nothing_more(letter_paper: Plan, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    task = task_of("Kiểm tra kho lưu trữ", "Trước 30/4/2031")
    desk.renew(letter_paper, plan_of([task]))
    assert desk.cell("Kiểm tra kho", "Thiếu", LACKING) == "sản phẩm"
    assert desk.cell("Cấp cây giống", "Thiếu", LACKING) is None
    rules = openpyxl.load_workbook(desk.book)[ALL].conditional_formatting
    coloured = [one.sqref for one in rules if any(rule.dxf.fill for rule in one.rules if rule.dxf)]
    columns = headings(openpyxl.load_workbook(desk.book)[ALL])
    product = f"{chr(65 + columns.index('Sản phẩm'))}"
    assert [str(area) for area in coloured if str(area).startswith(product)] == [f"{product}6"]


def test_rows_of_a_letter_owe_what_their_table_has(letter_paper: Plan) -> None:
    with_product = task_of("Lập danh sách", "", table=1, deliverables=("Danh sách",))
    without = task_of("Chia tổ", "", table=1)
    paper = letter_paper.model_copy(update={"tasks": (with_product, without)})
    assert owed_by(paper).lacks(without) == ("deliverables",)


def test_a_letter_that_asks_for_all_owes_all(letter_paper: Plan) -> None:
    asking = Section(
        title="Yêu cầu",
        level=1,
        blocks=(
            letter_paper.preamble[0].model_copy(
                update={"text": "Phân công bảo đảm rõ người, rõ việc, rõ thời gian, rõ sản phẩm."}
            ),
        ),
    )
    paper = letter_paper.model_copy(update={"sections": (*letter_paper.sections, asking)})
    assert {owed_by(paper).fields(task) for task in paper.tasks} == {EVERY}
    assert {owed_by(letter_paper).fields(task) for task in paper.tasks} == {OWNER}


def test_a_plan_owes_all() -> None:
    plan = plan_of([task_of("Kiểm tra kho lưu trữ", "Trước 30/4/2031")])
    assert owed_by(plan).lacks(plan.tasks[0]) == ("deliverables",)
    assert tally(plan)["missing_deliverable"] == 1


# --- papers that are no plans ---------------------------------------------------------------------


@pytest.mark.parametrize("is_word", [False, True])
def test_who_sent_an_invitation_is_told_so(invitation: Plan, is_word: bool) -> None:
    from test_letters import word_text

    sheet = sheet_of(invitation)
    text = word_text(to_docx(sheet)) if is_word else to_html(sheet).decode()
    assert "giay-moi.txt là giấy mời, chưa có kế hoạch." in text
    assert "đã gửi kế hoạch" not in text
    assert "Xin gửi kế hoạch của đơn vị" in text
    assert sheet.points == []


def test_an_invitation_beside_a_plan_is_named(invitation: Plan) -> None:
    plan = plan_of([task_of("Kiểm tra kho lưu trữ", "Trước 30/4/2031")])
    text = to_html(sheet_of(plan, invitation)).decode()
    assert "đã gửi kế hoạch" in text
    assert "giay-moi.txt là giấy mời, chưa có kế hoạch." in text


def test_an_invitation_has_no_part_in_the_matrix(invitation: Plan) -> None:
    plan = plan_of([task_of("Kiểm tra kho lưu trữ", "Trước 30/4/2031")])
    matrix = compared(plan, [("kh.txt", plan), ("giay-moi.txt", invitation)])
    assert [taker.paper.name for taker in matrix.takers] == ["kh.txt"]
    assert [paper.name for paper in matrix.not_plans] == ["giay-moi.txt"]
    for form in ("text", "html"):
        told = write_matrix(matrix, form, "vi").decode()
        assert "giay-moi.txt: văn bản là giấy mời, chưa có kế hoạch" in told
    assert write_matrix(matrix, "xlsx", "en")
