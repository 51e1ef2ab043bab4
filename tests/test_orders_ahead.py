"""Letters on a time to come, and chapters on criteria by their number: what they order is read."""

from __future__ import annotations

from pathlib import Path

from plain_papers import CLOSING, HEAD

from kehoach import extract

LETTER = """UBND TỈNH QUẢNG KHÊ            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ GIÁO DỤC VÀ ĐÀO TẠO         Độc lập - Tự do - Hạnh phúc
Số: 1877/SGDĐT-GDPT
V/v tổ chức tuyển sinh đầu cấp {beside}
trực tuyến năm học 2031 - 2032

Kính gửi: Ủy ban nhân dân các xã, phường.

Sở Giáo dục và Đào tạo đề nghị Ủy ban nhân dân các xã, phường thực hiện một số nội dung sau:

1. Thành lập Ban Chỉ đạo tuyển sinh, công bố công khai trước ngày 15/5/2031.

2. Rà soát số trẻ 5 tuổi trên địa bàn, báo cáo Sở trước ngày 10/5/2031.
"""
CRITERIA = """KẾ HOẠCH
Xây dựng phường đạt chuẩn đô thị văn minh năm 2031

II. NỘI DUNG THỰC HIỆN

1. Tiêu chí số 2 về giao thông đô thị

Giao Phòng Kinh tế thực hiện các việc sau, hoàn thành trước ngày 30/8/2031:

- Sơn kẻ lại vạch đậu xe trên các tuyến đường.

- Thay 96 bóng đèn hỏng tại các hẻm.

2. Tiêu chí xếp loại

- Đơn vị hoàn thành trước hạn được cộng 5 điểm.
"""


def test_place_and_date_stand_beside_the_subject(tmp_path: Path) -> None:
    paper = tmp_path / "cong-van.txt"
    beside = "           Quảng Khê, ngày 27 tháng 4 năm 2031"
    paper.write_text(LETTER.format(beside=beside) + CLOSING, encoding="utf-8")
    document = extract(paper).document
    assert document.issued_on == "2031-04-27"
    assert document.title == "V/v tổ chức tuyển sinh đầu cấp trực tuyến năm học 2031 - 2032"


def test_days_before_the_school_year_that_a_letter_is_about_are_due(tmp_path: Path) -> None:
    """Also where the letter tells no day of issue."""
    paper = tmp_path / "cong-van.txt"
    paper.write_text(LETTER.format(beside="") + CLOSING, encoding="utf-8")
    due = [task.deadline.end if task.deadline else None for task in extract(paper).tasks]
    assert due == ["2031-05-15", "2031-05-10"]


def test_a_criterion_by_its_number_is_a_matter_to_work_on(tmp_path: Path) -> None:
    paper = tmp_path / "ke-hoach.txt"
    paper.write_text(HEAD + CRITERIA + CLOSING, encoding="utf-8")
    told = [
        (task.task, task.lead.raw if task.lead else "", task.deadline and task.deadline.raw)
        for task in extract(paper).tasks
    ]
    assert told == [
        ("Sơn kẻ lại vạch đậu xe trên các tuyến đường.", "Phòng Kinh tế", "trước ngày 30/8/2031"),
        ("Thay 96 bóng đèn hỏng tại các hẻm.", "Phòng Kinh tế", "trước ngày 30/8/2031"),
    ]
