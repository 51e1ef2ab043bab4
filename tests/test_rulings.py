"""Decisions that publish procedures, and resolutions that rule by themselves: what they order is
tasks, what they publish or rule is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.pipeline import extract
from kehoach.schema import models

HEAD = """ỦY BAN NHÂN DÂN
TỈNH ĐẠI HÒA
Số: 55/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đại Hòa, ngày 20 tháng 12 năm 2030

QUYẾT ĐỊNH
Về việc công bố danh mục thủ tục hành chính và phê duyệt quy trình tiếp nhận, giải quyết

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
QUYẾT ĐỊNH:
Điều 1. Công bố kèm theo Quyết định này danh mục 02 thủ tục hành chính.
Điều 2. Giao Giám đốc Sở Y tế thực hiện các nhiệm vụ sau:
a) Cập nhật đầy đủ danh mục trên Cơ sở dữ liệu quốc gia theo Nghị quyết số 12/NQ- CP ngày 26 \
tháng 3 năm 2030.
b) Phối hợp với Chánh Văn phòng Ủy ban nhân dân tỉnh; Chủ tịch Ủy ban nhân dân các xã, phường \
tổ chức niêm yết công khai danh mục.
Điều 3. Quyết định này có hiệu lực kể từ ngày ký.

Nơi nhận:
- Lưu: VT.
CHỦ TỊCH
Phạm Đình Hòa

PHỤ LỤC
{title}

{table}
"""
PUBLISHED = """| STT | {name} | Lĩnh vực | {settled} | Cơ quan thực hiện |
|---|---|---|---|---|
| 1 | Đăng ký khám sức khỏe | Y tế | Ủy ban nhân dân tỉnh | Ủy ban nhân dân cấp xã |
| 2 | Cấp thẻ cộng tác viên | Y tế | Sở Y tế | Sở Y tế |"""
REVIEWED = """| STT | Thủ tục hành chính được rà soát | Nội dung | Cơ quan thực hiện | Thời hạn |
|---|---|---|---|---|
| 1 | Cấp giấy phép | Cắt giảm thời hạn giải quyết | Sở Y tế | 30/6/2031 |
| 2 | Đăng ký | Bỏ bản sao giấy tờ | Sở Nội vụ | 30/7/2031 |"""
RULES = """HỘI ĐỒNG NHÂN DÂN
XÃ PHÚ ĐIỀN
Số: 12/NQ-HĐND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Phú Điền, ngày 20 tháng 12 năm 2030

NGHỊ QUYẾT
Về việc sắp xếp các thôn của xã Phú Điền

HỘI ĐỒNG NHÂN DÂN XÃ
QUYẾT NGHỊ:
Điều 1. Sắp xếp các thôn của xã Phú Điền
Trên cơ sở Đề án của Ủy ban nhân dân xã, Hội đồng nhân dân xã {opening} như sau:
{points}
Điều 2. Tổ chức thực hiện
1. Giao Ủy ban nhân dân xã tổ chức công bố công khai trước ngày 15/01/2031.
2. Trưởng các thôn thông báo cho Nhân dân trước ngày 20/01/2031.

Nơi nhận:
- Lưu: VT.
CHỦ TỊCH
Phạm Đình Hòa
"""
RULED = "\n".join(
    f"{number}. Sắp xếp toàn bộ diện tích của thôn {number} và thôn {number + 9} thành thôn mới có "
    f"tên gọi là thôn Đồng {number}."
    for number in range(1, 9)
)
GIVEN = """1. Giao Phòng Kinh tế đo đạc ranh giới các thôn.
2. Giao Công an xã cập nhật dữ liệu cư trú.
3. Giao Phòng Văn hóa - Xã hội tuyên truyền đến các hộ."""


def plan_of(text: str, folder: Path) -> models.Plan:
    paper = folder / "van-ban.txt"
    paper.write_text(text, encoding="utf-8")
    return extract(paper)


def led(plan: models.Plan) -> list[str | None]:
    return [task.lead.raw if task.lead is not None else None for task in plan.tasks]


@pytest.mark.parametrize(
    ("name", "settled"),
    [("Tên TTHC", "Thẩm quyền giải quyết"), ("Thủ tục hành chính", "Phí, lệ phí")],
)
def test_published_procedures_are_no_tasks_and_orders_are(
    name: str, settled: str, tmp_path: Path
) -> None:
    table = PUBLISHED.format(name=name, settled=settled)
    plan = plan_of(HEAD.format(title="DANH MỤC THỦ TỤC HÀNH CHÍNH", table=table), tmp_path)
    assert led(plan) == ["Giám đốc Sở Y tế"] * 2
    assert not plan.assignments
    assert len(plan.tables) == 1
    assert plan.tasks[0].deadline is None  # the day is that of a paper that a line break parted
    partners = plan.tasks[1].coordinating
    assert partners is not None
    assert partners.raw.startswith("Chánh Văn phòng")
    assert partners.raw.endswith("các xã, phường")


def test_procedures_to_review_are_tasks(tmp_path: Path) -> None:
    plan = plan_of(HEAD.format(title="KẾ HOẠCH RÀ SOÁT", table=REVIEWED), tmp_path)
    assert led(plan) == ["Sở Y tế", "Sở Nội vụ"]


def test_what_a_resolution_rules_is_no_task(tmp_path: Path) -> None:
    plan = plan_of(RULES.format(opening="quyết định sắp xếp các thôn", points=RULED), tmp_path)
    assert led(plan) == ["Ủy ban nhân dân xã", "Trưởng các thôn"]
    assert not any(finding.code == "unplaced_text" for finding in plan.findings)


@pytest.mark.parametrize("opening", ["quyết định sắp xếp các thôn", "quyết định một số nhiệm vụ"])
def test_what_a_resolution_gives_to_bodies_is_a_task(opening: str, tmp_path: Path) -> None:
    plan = plan_of(RULES.format(opening=opening, points=GIVEN), tmp_path)
    assert led(plan)[:3] == ["Phòng Kinh tế", "Công an xã", "Phòng Văn hóa - Xã hội"]
    assert len(plan.tasks) == 5
