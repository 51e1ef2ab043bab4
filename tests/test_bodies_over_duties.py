"""A line of a text that names bodies over the line of what they do; names that go on over the end
of a line. All names are fictional."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_maker import make_docx, p

from kehoach import extract
from kehoach.ingest.model import Line, Span
from kehoach.parsers.layout.bodies_over_duties import is_body_over_duty

SOCIAL = "Ủy ban Mặt trận Tổ quốc Việt Nam phường và các tổ chức chính trị - xã hội"
PAPER = """ỦY BAN NHÂN DÂN
PHƯỜNG HÒA MẪU
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 78/KH-UBND
Hòa Mẫu, ngày 02 tháng 4 năm 2031

KẾ HOẠCH
Triển khai tháng hành động vì môi trường năm 2031

I. NỘI DUNG THỰC HIỆN
1. Công tác tuyên truyền
Treo băng rôn tại trụ sở các khu phố từ ngày 01/6 đến ngày 30/6/2031.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế, Hạ tầng và Đô thị
Là cơ quan thường trực, đôn đốc việc thực hiện Kế hoạch này.
2. Đề nghị {social}
Tuyên truyền, vận động đoàn viên, hội viên tham gia hưởng ứng.
3. Hiệu trưởng các trường mầm non, tiểu học, trung học cơ sở trên địa bàn phường
Chỉ đạo giáo viên, học sinh tham gia trồng cây xanh trước ngày 10/6/2031.
4. Các phòng chuyên môn, đơn vị sự nghiệp thuộc Ủy ban nhân dân phường
Căn cứ Kế hoạch này{wrap}xây dựng kế hoạch của đơn vị mình trước ngày 15/5/2031.

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Thị Mẫu
"""


@pytest.mark.parametrize("wrap", [" ", "\n"])
def test_bodies_in_full_lines_have_the_duty_below(wrap: str) -> None:
    plan = extract(PAPER.format(social=SOCIAL, wrap=wrap).encode(), name="a.txt")
    assert [(one.unit, list(one.duties)) for one in plan.assignments] == [
        (
            "Phòng Kinh tế, Hạ tầng và Đô thị",
            ["Là cơ quan thường trực, đôn đốc việc thực hiện Kế hoạch này."],
        ),
        (SOCIAL, ["Tuyên truyền, vận động đoàn viên, hội viên tham gia hưởng ứng."]),
        (
            "Hiệu trưởng các trường mầm non, tiểu học, trung học cơ sở trên địa bàn phường",
            ["Chỉ đạo giáo viên, học sinh tham gia trồng cây xanh trước ngày 10/6/2031."],
        ),
        (
            "Các phòng chuyên môn, đơn vị sự nghiệp thuộc Ủy ban nhân dân phường",
            ["Căn cứ Kế hoạch này xây dựng kế hoạch của đơn vị mình trước ngày 15/5/2031."],
        ),
    ]


@pytest.mark.parametrize(
    ("last", "line", "parted"),
    [
        ("6. Văn phòng, Trung tâm Phục vụ hành chính công", "Đăng tải Kế hoạch.", True),
        ("3. Các cơ quan, đơn vị", "Căn cứ Kế hoạch này, lập kế hoạch.", True),
        ("6. Văn phòng HĐND và UBND phường, Trung tâm", "Phục vụ hành chính công phường", False),
        ("2. Phòng Kinh tế và Ban", "Chỉ đạo thi hành án", False),
        ("2. Các phòng, ban,", "Tổ chức hội", False),
        ("2. Các phòng và các", "Tổ chức đoàn thể", False),
        ("2. Tuyên truyền đến các hộ", "Tuyên truyền qua loa.", False),
        ("Các cơ quan, đơn vị", "Tuyên truyền qua loa.", False),
        ("- Các cơ quan, đơn vị", "Tuyên truyền qua loa.", False),
        ("3. Các cơ quan, đơn vị", "Thôn Đông và thôn Đoài", False),
    ],
)
def test_verbs_are_no_part_of_names(last: str, line: str, *, parted: bool) -> None:
    lines = [Line(text, Span(first=at, last=at)) for at, text in enumerate((last, line))]
    assert is_body_over_duty(*lines) is parted


BOLD = "<w:b/>"
HEAD = ("ỦY BAN NHÂN DÂN", "XÃ SÔNG MÂY", "Số: 31/KH-UBND", "Sông Mây, ngày 02 tháng 3 năm 2031")


def test_a_lettered_body_over_lines_without_marks_leads_these_though_it_is_not_bold(
    tmp_path: Path,
) -> None:
    """Beside numbers that are bold: the names were works, and who leads these led all below."""
    lines = (
        ("KẾ HOẠCH", BOLD),
        ("Dạy bơi năm 2031", BOLD),
        ("II. TỔ CHỨC THỰC HIỆN", BOLD),
        ("1. Các phòng thuộc Ủy ban nhân dân xã", BOLD),
        ("a) Phòng Tổ chức cán bộ", ""),
        ("Tham mưu tuyển đủ người dạy bơi.", ""),
        ("Rà soát hợp đồng của người dạy.", ""),
        ("b) Phòng Tài chính", ""),
        ("Bố trí kinh phí mua phao.", ""),
        ("2. Các trường tiểu học", BOLD),
        ("a) Lập danh sách học sinh học bơi.", ""),
        ("b) Bố trí giáo viên trông coi bể bơi.", ""),
    )
    body = "".join(p(line) for line in HEAD) + "".join(p(text, rpr=rpr) for text, rpr in lines)
    plan = extract(make_docx(tmp_path / "a.docx", body))
    told = [(task.lead.raw if task.lead else None, task.task) for task in plan.tasks]
    assert told == [
        ("Phòng Tổ chức cán bộ", "Tham mưu tuyển đủ người dạy bơi."),
        ("Phòng Tổ chức cán bộ", "Rà soát hợp đồng của người dạy."),
        ("Phòng Tài chính", "Bố trí kinh phí mua phao."),
        ("Các trường tiểu học", "Lập danh sách học sinh học bơi."),
        ("Các trường tiểu học", "Bố trí giáo viên trông coi bể bơi."),
    ]
