"""Plans whose chapters of works bear titles that nobody listed. All names are fictional."""

from __future__ import annotations

import pytest

from kehoach import extract
from kehoach.schema import models

HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ SÔNG MÂY\n-------\nSố: 31/KH-UBND\n"
    "Sông Mây, ngày 02 tháng 3 năm 2031\n\nKẾ HOẠCH\n{title}\n\n"
)
END = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Khê\n"


def plan_of(*lines: str, title: str = "Làm sạch đồng ruộng năm 2031") -> models.Plan:
    """The plan of such chapters."""
    text = HEAD.format(title=title) + "\n".join(lines) + END
    return extract(text.encode(), name="giay.txt")


def leads(plan: models.Plan) -> list[str | None]:
    """Who leads each task."""
    return [task.lead.raw if task.lead else None for task in plan.tasks]


DATED_WORKS = (
    "1. Hợp tác xã Bờ Tả bơm nước vào ruộng trước ngày 15/3/2031.",
    "2. Công an xã gác cống Lớn các đêm từ 20/3 đến 25/3/2031.",
    "3. Đêm hát chèo do Hội Phụ nữ xã tổ chức tối 28/3/2031.",
    "4. Trạm Y tế xã phát thuốc cho các hộ ven kênh trong tháng 4/2031.",
)


@pytest.mark.parametrize(
    "title",
    [
        "II. NHỮNG VIỆC LÀM TỪ NAY ĐẾN VỤ GẶT",
        "II. MẤY PHẦN VIỆC TRƯỚC MẮT",
        "II. ĐỂ ĐỒNG SẠCH HƠN",
        "II. TỪ BỜ RA RUỘNG",
    ],
)
def test_a_chapter_by_any_name_keeps_its_works(title: str) -> None:
    plan = plan_of("I. MONG MUỐN", "Đồng ruộng sạch rác, nước chảy thông.", title, *DATED_WORKS)
    assert leads(plan) == ["Hợp tác xã Bờ Tả", "Công an xã", "Hội Phụ nữ xã", "Trạm Y tế xã"]
    assert all(task.deadline for task in plan.tasks)


def test_orders_to_nobody_with_their_times_are_works_by_any_name() -> None:
    plan = plan_of(
        "I. MONG MUỐN",
        "Đồng ruộng sạch rác.",
        "II. TỪ BỜ RA RUỘNG",
        "- Nạo vét kênh Tẻ trước ngày 20/3/2031.",
        "- Đặt 12 bể chứa vỏ thuốc ở đầu bờ, xong trong tháng 4/2031.",
        "- Tổ chức ra quân nhặt rác vào sáng thứ Bảy hằng tuần.",
    )
    assert len(plan.tasks) == 3


@pytest.mark.parametrize(
    "chapter",
    [
        (
            "II. NHÌN LẠI NĂM CŨ",
            "- Hội Phụ nữ xã gom 3 tấn vỏ chai trong tháng 8/2030.",
            "- Công an xã gác cống Lớn các đêm từ 20/3 đến 25/3/2030.",
            "- Trạm Y tế xã phát thuốc cho 40 hộ ngày 05/6/2030.",
        ),
        (
            "II. NHỮNG VIỆC ĐÃ LÀM ĐƯỢC",
            "- Hội Phụ nữ xã gom 3 tấn vỏ chai trong tháng 8/2030.",
            "- Công an xã gác cống Lớn các đêm từ 20/3 đến 25/3/2030.",
            "- Trạm Y tế xã phát thuốc cho 40 hộ ngày 05/6/2030.",
        ),
        (
            "II. ĐÍCH CẦN TỚI",
            "- Thu gom 95% vỏ thuốc trước ngày 30/9/2031.",
            "- Giảm 40% lượng thuốc trừ cỏ trong năm 2031.",
            "- Đạt 100% hộ ký cam kết trong quý II/2031.",
        ),
        (
            "II. TIỀN NONG",
            "- Ngân sách xã chi 20 triệu đồng trong năm 2031.",
            "- Các hộ đóng góp công lao động.",
            "- Quỹ của hợp tác xã 5 triệu đồng.",
        ),
        (
            "II. DỰA VÀO ĐÂU",
            "- Nghị quyết số 12-NQ/ĐU ngày 05/01/2031 của Đảng ủy xã.",
            "- Kế hoạch số 9/KH-UBND ngày 12/02/2031 của UBND tỉnh.",
            "- Ý kiến của nhân dân tại các cuộc họp thôn tháng 02/2031.",
        ),
    ],
)
def test_chapters_of_other_matters_have_no_works(chapter: tuple[str, ...]) -> None:
    plan = plan_of("I. MONG MUỐN", "Đồng ruộng sạch rác, nước chảy thông.", *chapter)
    assert plan.tasks == ()


OF_BODIES = (
    "1. Hợp tác xã Bờ Tả",
    "- Bơm nước vào ruộng trước ngày 15/3/2031.",
    "- Gửi lịch lấy nước về từng xóm trong tháng 3/2031.",
    "2. Công an xã",
    "- Gác cống Lớn các đêm từ 20/3 đến 25/3/2031.",
    "3. Trưởng xóm các xóm",
    "- Đôn đốc nhà nào chưa dọn bờ, làm thường xuyên trong năm 2031.",
)


def test_what_a_plan_shares_out_by_bodies_is_its_works() -> None:
    plan = plan_of("I. MONG MUỐN", "Nước chảy thông.", "II. AI LO PHẦN NẤY", *OF_BODIES)
    assert leads(plan) == [
        "Hợp tác xã Bờ Tả",
        "Hợp tác xã Bờ Tả",
        "Công an xã",
        "Trưởng xóm các xóm",
    ]
    assert plan.assignments == ()
    assert plan.tasks[0].group
    assert plan.tasks[0].group.title == "Hợp tác xã Bờ Tả"


@pytest.mark.parametrize("title", ["II. TỔ CHỨC THỰC HIỆN", "II. PHÂN CÔNG TRÁCH NHIỆM"])
def test_what_alone_a_chapter_on_carrying_out_shares_out_is_the_works(title: str) -> None:
    plan = plan_of("I. MONG MUỐN", "Nước chảy thông.", title, *OF_BODIES)
    assert len(plan.tasks) == 4
    assert leads(plan)[0] == "Hợp tác xã Bờ Tả"
    assert plan.assignments == ()
    assert plan.status == "ok"


def test_beside_a_chapter_of_tasks_bodies_have_duties() -> None:
    works = ("I. NHIỆM VỤ", "1. Nạo vét kênh Tẻ trước ngày 20/3/2031.")
    plan = plan_of(*works, "II. AI LO PHẦN NẤY", *OF_BODIES)
    assert len(plan.tasks) == 1
    assert len(plan.assignments) == 3


def test_verbs_of_everyday_speech_in_a_bracket_say_who_leads_and_who_helps() -> None:
    plan = plan_of(
        "I. HOẠT ĐỘNG",
        "• Hai buổi chiếu phim ở sân đình (Chi đoàn Bờ Hữu đứng ra, từ 05/6 đến 08/6/2031)",
        "• Dựng 9 sọt rác bằng tre (Tổ mộc xóm Đông làm, Hội Nông dân xã giúp, trước 30/5/2031)",
        "• Cờ người trên bãi (Hội Người cao tuổi xã lo, Đoàn xã phụ giúp, sáng 15/6/2031)",
        "II. AI CHỊU TRÁCH NHIỆM CHUNG",
        "Đoàn xã đôn đốc.",
    )
    told = [
        (task.task, task.lead and task.lead.raw, task.coordinating and task.coordinating.raw)
        for task in plan.tasks
    ]
    assert told == [
        ("Hai buổi chiếu phim ở sân đình", "Chi đoàn Bờ Hữu", None),
        ("Dựng 9 sọt rác bằng tre", "Tổ mộc xóm Đông", "Hội Nông dân xã"),
        ("Cờ người trên bãi", "Hội Người cao tuổi xã", "Đoàn xã"),
    ]
    assert all(task.deadline and task.deadline.end for task in plan.tasks)
    assert len(plan.assignments) == 1


def test_a_chapter_on_who_does_what_beside_works_gives_duties() -> None:
    plan = plan_of(
        "I. TỪ BỜ RA RUỘNG",
        "1. Nạo vét kênh Tẻ trước ngày 20/3/2031.",
        "2. Đặt 12 bể chứa vỏ thuốc ở đầu bờ trong tháng 4/2031.",
        "3. Tổ chức ra quân nhặt rác vào sáng thứ Bảy hằng tuần.",
        "II. AI LÀM GÌ",
        "1. Phòng Kinh tế theo dõi, báo cáo UBND xã trước ngày 30/9/2031.",
        "2. Công an xã kiểm tra bãi rác mỗi tuần một lần.",
        "3. Trạm Y tế xã kiểm tra nguồn nước trước ngày 15/5/2031.",
    )
    assert len(plan.tasks) == 3
    assert [duties.unit for duties in plan.assignments] == [
        "Phòng Kinh tế",
        "Công an xã",
        "Trạm Y tế xã",
    ]


def test_bodies_in_general_in_the_title_of_a_chapter_lead_nothing() -> None:
    plan = plan_of(
        "I. MONG MUỐN",
        "Nước chảy thông.",
        "II. VIỆC CỦA TỪNG ĐƠN VỊ",
        "1. Trạm Y tế xã kiểm tra nguồn nước trước ngày 15/5/2031.",
        "2. Công an xã gác cống Lớn các đêm từ 20/3 đến 25/3/2031.",
        "3. Bơm nước vào ruộng trước ngày 15/3/2031.",
    )
    assert leads(plan) == ["Trạm Y tế xã", "Công an xã", None]
