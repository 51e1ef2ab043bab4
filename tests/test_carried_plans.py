"""Decisions that carry a plan whose own title is lost: its chapters are read as the plan's."""

from __future__ import annotations

from kehoach import extract
from kehoach.parsers.attached import from_attachment

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
    assert plan.document.title == "TRỒNG CÂY XÃ SÔNG MÂY NĂM 2031"


ATTACHED = "(Kèm theo Quyết định số 12/QĐ-UBND ngày 12 tháng 01 năm 2031 của {who})\n"


def test_so_are_they_under_nothing_but_whose_decision_it_is() -> None:
    attached = ATTACHED.format(who="Chủ tịch Ủy ban nhân dân xã Sông Mây")
    assert leads(attached) == ["Phòng Kinh tế", "Đoàn xã"]
    goal = (
        "a) Nâng cao tỷ lệ cây xanh.\n2. Yêu cầu\na) Đúng mùa trồng.\n"  # the first chapter, lost
    )
    below = CHAPTERS.split("\n", 2)[2]
    plan = extract((DECISION + attached + goal + below).encode(), name="giay.txt")
    assert len(plan.tasks) == 2
    assert not plan.appendices


def test_recipients_that_lost_their_title_are_no_duties_of_the_decision() -> None:
    decision = DECISION.replace("Nơi nhận:\n- Như Điều 2;", "Văn phòng UBND xã;\nBan Quản lý bến;")
    decision = decision.replace("- Lưu: VT.", "Trạm Y tế xã;\nLưu: VT, KT.")
    decision = decision.replace("từ ngày ký.", "từ ngày ký; các thôn thi hành Quyết định này./.")
    decision = decision.replace("CHỦ TỊCH\nLò", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLò")
    attached = ATTACHED.format(who="Bộ trưởng Bộ Cây xanh")
    plan = extract((decision + attached + CHAPTERS).encode(), name="giay.txt")
    assert len(plan.tasks) == 2
    assert [given.unit for given in plan.assignments] == ["Phòng Kinh tế"]


def test_an_appendix_of_lists_is_no_plan() -> None:
    attached = ATTACHED.format(who="Chủ tịch Ủy ban nhân dân xã Sông Mây")
    plan = extract(
        (DECISION + attached + "1. Cây sấu: 30 cây.\n2. Cây xoài: 20 cây.\n").encode(), name="a.txt"
    )
    assert plan.tasks == ()
    assert plan.appendices


def test_a_minister_signs_for_the_ministry() -> None:
    words = ATTACHED.format(who="Bộ trưởng Bộ Y tế")
    assert from_attachment(words).issuer.body == "Bộ Y tế"
    signed = from_attachment(ATTACHED.format(who="Giám đốc Sở Y tế")).issuer
    assert signed is not None
    assert signed.body == "Sở Y tế"
