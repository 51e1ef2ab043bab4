"""Lists whose tasks no title or mark announces: paragraphs whose marks a copy lost, sentences that
say who does what, clauses that semicolons join. All names are fictional."""

from __future__ import annotations

from collections.abc import Iterable

from kehoach import extract
from kehoach.schema import models


def plan_of_page(lines: Iterable[str]) -> models.Plan:
    """The plan of a web page of such paragraphs."""
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<html><meta charset=utf-8><body>{paragraphs}"
    return extract(page.encode(), name="giay.html")


def test_points_that_end_no_sentence_title_the_paragraphs_under_them() -> None:
    lines = [
        "UBND XÃ SÔNG MÂY",
        "KẾ HOẠCH",
        "Phát triển kinh tế số năm 2031",
        "II. NHIỆM VỤ, GIẢI PHÁP",
        "1. Hạ tầng số",
        "Hạ tầng số phải đi trước một bước.",
        "a) Phổ cập kết nối số toàn dân",
        "Phủ sóng băng rộng cố định, băng rộng di động trên toàn xã.",
        "Tích hợp, khai thác các nền tảng số dùng chung của tỉnh.",
        "b) Hoàn thiện chính sách hỗ trợ hộ kinh doanh lên môi trường số.",
    ]
    plan = plan_of_page(lines)
    assert [task.task.split(",")[0].split(" số")[0] for task in plan.tasks] == [
        "Phủ sóng băng rộng cố định",
        "Tích hợp",
        "Hoàn thiện chính sách hỗ trợ hộ kinh doanh lên môi trường",
    ]


def test_chapters_without_a_list_whose_paragraphs_say_who_does_what_are_doubtful_tasks() -> None:
    plan = extract(
        (
            "UBND XÃ SÔNG MÂY\nBAN TỔ CHỨC LỄ HỘI\nSố: 27/KH-BTC\n"
            "Sông Mây, ngày 09 tháng 02 năm 2031\nKẾ HOẠCH\n"
            "Tổ chức Lễ hội đền Sông Mây năm 2031\n\nI. PHẦN LỄ\n\n"
            "Lễ rước kiệu giao Hội Người cao tuổi xã thực hiện, xuất phát ngày 26/3/2031.\n\n"
            "Diễn văn do Phòng Văn hóa - Xã hội soạn thảo, xong trước ngày 10/3/2031.\n\n"
            "II. PHẦN HỘI\n\n"
            "Phòng Văn hóa - Xã hội chủ trì tổ chức hội thi ném còn giữa 8 làng.\n\n"
            "Hội Nông dân xã vận động hội viên trưng bày nông sản trước ngày 05/3/2031.\n"
        ).encode(),
        name="giay.txt",
    )
    assert [task.lead and task.lead.raw for task in plan.tasks] == [
        "Hội Người cao tuổi xã",
        "Phòng Văn hóa - Xã hội",
        "Phòng Văn hóa - Xã hội",
        "Hội Nông dân xã",
    ]
    assert any("4 câu" in finding.message for finding in plan.findings)


def test_points_that_semicolons_join_share_the_labels_behind_the_last() -> None:
    lines = [
        "UBND XÃ SÔNG MÂY",
        "KẾ HOẠCH",
        "Hỗ trợ thi hành Luật năm 2031",
        "II. NHIỆM VỤ",
        "1. Tổ chức các nội dung hỗ trợ",
        "Các nội dung hỗ trợ bao gồm:",
        "Hướng dẫn áp dụng các văn bản quy định chi tiết thi hành Luật;",
        "Tổ chức tiếp nhận và xử lý các kiến nghị của tổ chức, cá nhân;",
        "Tổ chức rà soát, đánh giá và cập nhật cơ sở dữ liệu liên quan.",
        "Cơ quan thực hiện: Phòng Kinh tế.",
    ]
    plan = plan_of_page(lines)
    assert [task.lead and task.lead.raw.rstrip(".") for task in plan.tasks] == ["Phòng Kinh tế"] * 3
