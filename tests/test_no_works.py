"""What stands in a paper and is no work: how far it goes, out of what is paid, aims under an
article, who is on duty among what is held; and a programme by hours that is."""

from __future__ import annotations

from pathlib import Path

from kehoach.pipeline import extract
from kehoach.schema import models

HEAD = """ỦY BAN NHÂN DÂN
XÃ PHÚ ĐIỀN
Số: 55/{kind}-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Phú Điền, ngày 20 tháng 12 năm 2030

"""
END = """
Nơi nhận:
- Lưu: VT.
CHỦ TỊCH
Phạm Đình Hòa
"""
DECISION = """QUYẾT ĐỊNH
Về việc thí điểm thu gom vỏ bao thuốc

CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ
QUYẾT ĐỊNH:
Điều 1. Thí điểm thu gom vỏ bao thuốc ở 03 thôn.
Điều 2. {aims}
1. Ít nhất 85% hộ bỏ riêng vỏ bao thuốc.
2. Giảm 25% lượng vỏ bao phải chở đi chôn lấp.
Điều 3. Việc của các cơ quan, đơn vị
1. Phòng Kinh tế đặt 48 thùng ở đầu đồng trước ngày 20/01/2031.
2. Trạm Y tế xã hướng dẫn cách bỏ riêng vỏ bao trong tháng 01/2031.
"""
SCOPE = """QUYẾT ĐỊNH
Phê duyệt Đề án xử lý nợ của Quỹ Tín dụng xã

CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ
QUYẾT ĐỊNH:
Điều 1. Phê duyệt Đề án xử lý nợ của Quỹ Tín dụng xã với những nội dung chính như sau:
1. {scope}
Tập trung xử lý các khoản nợ phát sinh trong quá trình hoạt động của Quỹ bao gồm:
- Các khoản nợ tồn đọng nhận bàn giao từ năm 2025.
2. Các giải pháp xử lý nợ
a) Quỹ Tín dụng xã rà soát nợ của từng hộ vay đã quá hạn trước ngày 30/6/2031.
b) Quỹ Tín dụng xã củng cố các Tổ vay vốn hoạt động kém.
c) {money}
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
"""
CONCLUSIONS = """THÔNG BÁO
Kết luận của Chủ tịch UBND xã tại cuộc họp về tiến độ công trình

Chủ tịch UBND xã kết luận như sau:
1. Đường vào trường
Phòng Kinh tế họp với 7 hộ, chốt phương án bồi thường trước ngày 30/6/2031.
Công an xã cắm biển cấm xe tải trước ngày 05/6/2031.
2. Báo cáo
Ban Quản lý dự án xã gửi số liệu giải ngân vào thứ Năm hằng tuần.
{last}
"""
CALENDAR = """LỊCH CÔNG TÁC TUẦN CỦA UBND XÃ PHÚ ĐIỀN
(Từ ngày 02/6/2031 đến ngày 03/6/2031)

| Ngày | Giờ | Nội dung |
|---|---|---|
| Thứ Hai 02/6/2031 | 08:00 | Họp giao ban. Chủ trì: Chủ tịch UBND xã. |
| Thứ Hai 02/6/2031 | 14:00 | 12/TB-UBND {duty} |
| Thứ Ba 03/6/2031 | 08:00 | Kiểm tra kênh nội đồng. Chủ trì: Phó Chủ tịch UBND xã. |
"""
PROGRAMME = """CHƯƠNG TRÌNH
Ngày hội bến nước năm 2031

I. CHUẨN BỊ
1. Hội Nông dân xã mời bốn thôn trước ngày 05/02/2031.
II. {day}

| Giờ | Phần lễ, phần hội | Chỗ diễn ra | Đơn vị đứng ra |
|---|---|---|---|
| 6h30 - 8h00 | Rước nước từ bến lên đình | Đường thôn | Hội Người cao tuổi xã |
| 8h00 - 8h45 | Khai hội, đánh trống | Sân đình | Ủy ban nhân dân xã |
| 9h00 - 11h00 | Thi nấu cơm | Sân đình | Hội Phụ nữ xã |
"""


LETTER = """THÔNG BÁO
Về việc khen thưởng năm học

Ủy ban nhân dân xã yêu cầu các trường thực hiện một số nội dung sau:
1. Hiệu trưởng các trường gửi hồ sơ về Phòng Văn hóa - Xã hội trước ngày 26/7/2031.
2. Hiệu trưởng các trường họp Hội đồng thi đua trước ngày 20/7/2031.

Hồ sơ khen thưởng gồm:
- Tờ trình của trường;
- Báo cáo thành tích của cá nhân theo mẫu.
"""
TALK = """THÔNG BÁO
Kết luận của Chủ tịch UBND xã tại cuộc họp giao ban

Chủ tịch UBND xã kết luận như sau:
1. Giao Phòng Văn hóa - Xã hội
- Rà soát sách giáo khoa; tổ chức chương trình "Dân hỏi - Ủy ban nhân dân xã trả lời" tháng 8/2031.
"""


def plan_of(text: str, folder: Path, kind: str = "QĐ") -> models.Plan:
    paper = folder / "van-ban.txt"
    paper.write_text(HEAD.format(kind=kind) + text + END, encoding="utf-8")
    return extract(paper)


def works(plan: models.Plan) -> list[str]:
    return [task.task for task in plan.tasks]


def test_aims_among_articles_that_name_bodies_are_targets(tmp_path: Path) -> None:
    plan = plan_of(DECISION.format(aims="Chỉ tiêu của đợt thí điểm"), tmp_path)
    assert [task.lead.raw for task in plan.tasks if task.lead] == ["Phòng Kinh tế", "Trạm Y tế xã"]
    assert len(plan.targets) == 2


def test_scope_and_source_of_money_are_no_work(tmp_path: Path) -> None:
    text = SCOPE.format(
        scope="Phạm vi xử lý nợ", money="Nguồn vốn xử lý nợ: Sử dụng quỹ dự phòng của Quỹ."
    )
    assert [task[:12] for task in works(plan_of(text, tmp_path))] == ["Quỹ Tín dụng"] * 2


def test_what_stands_under_another_heading_is_kept(tmp_path: Path) -> None:
    text = SCOPE.format(scope="Lộ trình xử lý nợ", money="Nguồn vốn: Phòng Kinh tế rà soát.")
    assert len(plan_of(text, tmp_path).tasks) == 3


def test_notice_that_all_are_informed_is_no_work(tmp_path: Path) -> None:
    last = "Văn phòng HĐND và UBND xã thông báo để các đơn vị biết."
    told = works(plan_of(CONCLUSIONS.format(last=last), tmp_path, kind="TB"))
    assert len(told) == 3
    last = "Văn phòng HĐND và UBND xã thông báo lịch họp đến các thôn trước ngày 01/6/2031."
    assert len(works(plan_of(CONCLUSIONS.format(last=last), tmp_path, kind="TB"))) == 4


def test_who_is_on_duty_is_kept_beside_the_entries_of_a_calendar(tmp_path: Path) -> None:
    duty = "Lịch trực. Lãnh đạo trực: Đ/c Lò A - Chủ tịch UBND xã. Cán bộ trực: Đ/c Vì B."
    paper = tmp_path / "lich.md"
    paper.write_text(CALENDAR.format(duty=duty), encoding="utf-8")
    plan = extract(paper)
    assert works(plan) == ["Họp giao ban", "Kiểm tra kênh nội đồng"]
    assert [len(table.rows) for table in plan.tables] == [1]
    paper.write_text(CALENDAR.format(duty="Kiểm tra lịch trực của các thôn."), encoding="utf-8")
    assert len(extract(paper).tasks) == 3


def test_programme_by_hours_is_of_the_day_of_its_heading(tmp_path: Path) -> None:
    plan = plan_of(PROGRAMME.format(day="NGÀY CHÍNH HỘI 20/02/2031"), tmp_path, kind="CTr")
    rows = [task for task in plan.tasks if task.origin == "table"]
    assert [task.deadline.raw for task in rows if task.deadline] == [
        "6h30 - 8h00",
        "8h00 - 8h45",
        "9h00 - 11h00",
    ]
    assert {task.deadline.end for task in rows if task.deadline} == {"2031-02-20"}
    assert [task.lead.raw for task in rows if task.lead][1] == "Ủy ban nhân dân xã"


def test_papers_of_a_dossier_are_no_work(tmp_path: Path) -> None:
    told = works(plan_of(LETTER, tmp_path, kind="TB"))
    assert [one.split()[-1] for one in told] == ["26/7/2031.", "20/7/2031."]


def test_who_is_named_in_quotes_leads_nothing(tmp_path: Path) -> None:
    plan = plan_of(TALK, tmp_path, kind="TB")
    assert {task.lead.raw for task in plan.tasks if task.lead} == {"Phòng Văn hóa - Xã hội"}
