"""Directives and letters as a crawl leaves them: wrapped lines, bars. All names are fictional."""

from __future__ import annotations

import pytest

from kehoach import extract
from kehoach.ingest.text.markup import is_delimiter_row

HEAD = """|
**UBND HUYỆN SÔNG MÂY**
-------
|
**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**
Độc lập - Tự do - Hạnh phúc
---------------
|
|
Số: 9/CĐ-UBND
|
*Sông Mây, ngày 22
tháng 11 năm 2031*
|
**CÔNG ĐIỆN**
VỀ VIỆC ỨNG PHÓ MƯA LŨ
Triển khai chỉ đạo của Chủ tịch Ủy ban nhân dân tỉnh tại Công điện số
12/CĐ-UBND ngày 20/11/2031, Ủy ban nhân dân huyện yêu cầu các cơ quan, đơn vị
thực hiện các nội dung sau:
"""
TITLES = """1. Phòng Kinh tế
- Chỉ đạo các hợp tác xã tổ chức trực, vận hành cống tiêu úng và phối hợp
với các thôn kiểm tra kênh mương.
- Thống kê thiệt hại, gửi Ủy ban nhân dân huyện trước ngày
25/11/2031.
2. Phòng Văn hóa - Xã hội thông báo lịch nghỉ học cho các trường trên địa bàn các
xã có nguy cơ bị ngập.
3. Về việc khắc phục hậu quả trên địa bàn các xã
3.1. Công an huyện phân luồng giao thông tại các ngầm tràn, bảo đảm an toàn cho
người và phương tiện.
"""
DAYS = """1. Công an huyện lập danh sách các hộ ở vùng trũng, xong trước ngày 15/11/2031. Tổ chức
diễn tập sơ tán chậm nhất ngày 30/11/2031; báo cáo kết quả.
2. Trạm Y tế rà soát cơ số thuốc; báo cáo trước ngày 05/12/2031.
"""
PLAIN = """Kiểm tra các tuyến kênh, khơi thông dòng chảy ở những nơi có nguy cơ bị ngập khi mưa
lớn.
Bố trí lực lượng trực tại các ngầm tràn, kiên quyết không cho người qua lại khi nước
chảy xiết.
"""
END = """|
*Nơi nhận:*
- Như trên;
- Lưu: VT.
|
**CHỦ TỊCH**
**Lê Văn Khê**
|
"""


def told(body: str) -> list[tuple[str | None, str, str, str]]:
    """Number, first words, lead and time of each task of a telegram."""
    plan = extract((HEAD + body + END).encode(), name="cong-dien.md")
    return [
        (
            task.number,
            " ".join(task.task.split()[:4]),
            task.lead.raw if task.lead else "",
            task.deadline.raw if task.deadline else "",
        )
        for task in plan.tasks
    ]


def test_points_under_titles_of_one_line() -> None:
    assert told(TITLES) == [
        (None, "Chỉ đạo các hợp", "Phòng Kinh tế", ""),
        (None, "Thống kê thiệt hại,", "Phòng Kinh tế", "trước ngày 25/11/2031"),
        ("2", "Phòng Văn hóa -", "Phòng Văn hóa - Xã hội", ""),
        ("3.1", "Công an huyện phân", "Công an huyện", ""),
    ]


def test_works_of_one_body_with_a_day_each() -> None:
    assert told(DAYS) == [
        ("1", "Công an huyện lập", "Công an huyện", "trước ngày 15/11/2031"),
        ("1", "Tổ chức diễn tập", "Công an huyện", "chậm nhất ngày 30/11/2031"),
        ("2", "Trạm Y tế rà", "Trạm Y tế", "trước ngày 05/12/2031"),
    ]


def test_unmarked_paragraphs_behind_the_sentence_that_announces_them() -> None:
    assert [task[:3] for task in told(PLAIN)] == [
        (None, "Kiểm tra các tuyến", "các cơ quan, đơn vị"),
        (None, "Bố trí lực lượng", "các cơ quan, đơn vị"),
    ]


@pytest.mark.parametrize(
    ("line", "is_one"), [("|:-:|---|", True), ("|:-:|:-:|", True), ("| - | - |", False)]
)
def test_rows_that_underline_a_header(line: str, is_one: bool) -> None:
    assert is_delimiter_row(line) is is_one


LETTER = """|
UBND TỈNH SÔNG LAM
**SỞ GIÁO DỤC**
-------
|
**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**
Độc lập - Tự do - Hạnh phúc
---------------
|
|
Số: 95/SGD-VP
*V/v phòng, chống rét cho học sinh*
|
*Sông Lam, ngày 03
tháng 12 năm 2031*
|
|
**Kính gửi:**
|
- Các trường học trực thuộc.
|
Thực hiện Công văn số 56/UBND-VX ngày 01/12/2031 của Ủy ban nhân dân tỉnh về việc
phòng, chống rét, Sở Giáo dục đề nghị các trường học trực thuộc thực hiện. Cụ thể:
- Theo dõi nhiệt độ, cho học sinh nghỉ học khi nhiệt độ xuống dưới mười độ theo
hướng dẫn của ngành.
- Che chắn phòng học, chuẩn bị nước ấm cho học sinh bán trú ở các điểm trường vùng
cao trước ngày 10/12/2031.
Sở Giáo dục đề nghị Hiệu trưởng các trường nghiêm túc thực hiện./.
|
Nơi nhận:
- Như trên;
- Lưu: VT.
|
**GIÁM ĐỐC**
**Lê Thị Sen**
|
"""


def test_a_letter_whose_body_stands_between_bars() -> None:
    plan = extract(LETTER.encode(), name="cong-van.md")
    assert plan.document.number == "95/SGD-VP"
    starts = [" ".join(task.task.split()[:2]) for task in plan.tasks]
    assert starts[:2] == ["Theo dõi", "Che chắn"]
