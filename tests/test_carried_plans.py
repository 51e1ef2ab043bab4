"""Decisions that carry a plan whose own title is lost: its chapters are read as the plan's."""

from __future__ import annotations

from kehoach import extract

DECISION = """QUYẾT ĐỊNH
Về việc ban hành Kế hoạch trồng cây năm 2031
CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ SÔNG MÂY
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch trồng cây xã Sông Mây năm 2031.
Điều 2. Quyết định có hiệu lực từ ngày ký.
Nơi nhận:
- Như Điều 2;
- Lưu: VT.
CHỦ TỊCH
Lò Văn Quang
"""
CHAPTERS = """I. MỤC ĐÍCH, YÊU CẦU
Nâng cao tỷ lệ cây xanh trên địa bàn xã.
II. NHIỆM VỤ
1. Phòng Kinh tế cấp cây giống cho các thôn trước ngày 15/02/2031.
2. Đoàn xã trồng hàng cây dọc bờ sông trong tháng 3/2031.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế theo dõi, tổng hợp kết quả.
"""
OPENINGS = {
    "a sentence": "Thực hiện Tết trồng cây, Ủy ban nhân dân xã Sông Mây ban hành Kế hoạch trồng "
    "cây xã Sông Mây năm 2031 như sau:\n",
    "a title in capitals": "TRỒNG CÂY XÃ SÔNG MÂY NĂM 2031\n(Ban hành kèm theo Quyết định số "
    "12/QĐ-UBND ngày 12 tháng 01 năm 2031)\n",
}


def leads(opening: str) -> list[str | None]:
    """Who leads the tasks of the plan behind such a decision."""
    plan = extract((DECISION + opening + CHAPTERS).encode(), name="giay.txt")
    return [task.lead and task.lead.raw for task in plan.tasks]


def test_the_chapters_behind_an_announcing_sentence_are_the_plan() -> None:
    assert leads(OPENINGS["a sentence"]) == ["Phòng Kinh tế", "Đoàn xã"]


def test_the_chapters_behind_an_attached_title_are_the_plan() -> None:
    assert leads(OPENINGS["a title in capitals"]) == ["Phòng Kinh tế", "Đoàn xã"]
    plan = extract(
        (DECISION + OPENINGS["a title in capitals"] + CHAPTERS).encode(), name="giay.txt"
    )
    assert plan.document.type == "Kế hoạch" or plan.document.title is not None


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
    page = "<html><meta charset=utf-8><body>" + "".join(f"<p>{line}</p>" for line in lines)
    plan = extract(page.encode(), name="giay.html")
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
    page = "<html><meta charset=utf-8><body>" + "".join(f"<p>{line}</p>" for line in lines)
    plan = extract(page.encode(), name="giay.html")
    assert [task.lead and task.lead.raw.rstrip(".") for task in plan.tasks] == ["Phòng Kinh tế"] * 3
