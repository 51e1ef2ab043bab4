"""Plans whose contents are themes (of a campaign, of propaganda, of an inspection): the duties that
they share out by bodies are their works. All names are fictional."""

from __future__ import annotations

from kehoach import extract
from kehoach.schema import models

HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ SÔNG MÂY\n-------\nSố: 32/KH-UBND\n"
    "Sông Mây, ngày 02 tháng 3 năm 2031\n\nKẾ HOẠCH\nPhát động phong trào đan lưới năm 2031\n\n"
)
END = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Khê\n"
PERIOD = "II. THỜI GIAN THỰC HIỆN\nTừ ngày 05/3/2031 đến ngày 30/9/2031."
DUTIES = (
    "IV. TỔ CHỨC THỰC HIỆN",
    "1. Phòng Kinh tế",
    "- Lập danh sách hộ đan lưới.",
    "- Tổng hợp kết quả từng bến.",
    "2. Hội Nông dân xã",
    "- Vận động hội viên đan lưới mới.",
    "3. Các thôn: Cử người trông bến.",
)
THEMES = (
    "1. Nội dung thi đua",
    "a) Thi đua đan lưới bền, đẹp; hướng dẫn người mới vào nghề.",
    "b) Tăng cường đổi công giữa các bến, giữ sạch bãi phơi.",
    "c) Đẩy mạnh bán lưới ra tỉnh ngoài. Hội viên các bến thi nhau tìm mối.",
)
LEADS = ["Phòng Kinh tế", "Phòng Kinh tế", "Hội Nông dân xã", "Các thôn"]
OUT = "điểm khác không nêu ai làm gì"


def plan_of(*lines: str) -> models.Plan:
    """The plan of such chapters."""
    return extract((HEAD + "\n".join(lines) + END).encode(), name="giay.txt")


def leads(plan: models.Plan) -> list[str | None]:
    """Who leads each task."""
    return [task.lead.raw if task.lead else None for task in plan.tasks]


def tells(plan: models.Plan, words: str) -> bool:
    """Does a finding say so?"""
    return any(words in one.message for one in plan.findings)


def test_what_people_vie_in_is_no_work_also_in_the_time_of_the_campaign() -> None:
    plan = plan_of(PERIOD, "III. ĐỐI TƯỢNG, NỘI DUNG THI ĐUA", *THEMES, *DUTIES)
    assert leads(plan) == LEADS
    assert plan.assignments == ()
    assert tells(plan, f"3 {OUT}")
    assert any("đổi công" in leaf.text for leaf in plan.sections[1].sections[0].blocks)


def test_a_theme_that_says_who_or_on_which_day_stays_a_task() -> None:
    told = "d) Phòng Văn hóa - Xã hội tổ chức chấm lưới đẹp."
    day = "đ) Tổ chức hội đan lưới vào ngày 20/9/2031."
    plan = plan_of(PERIOD, "III. NỘI DUNG THI ĐUA", *THEMES, told, day, *DUTIES)
    assert leads(plan) == ["Phòng Văn hóa - Xã hội", None, *LEADS]
    assert tells(plan, f"3 {OUT}")


def test_what_bodies_are_told_beside_the_themes_is_a_task_as_are_the_duties() -> None:
    ways = (
        "2. Phương án triển khai",
        "a) Ủy ban nhân dân xã mở lớp đan lưới ở bến Trên.",
        "b) Trạm Y tế xã khám mắt cho thợ đan.",
    )
    plan = plan_of("III. NỘI DUNG THI ĐUA, PHƯƠNG ÁN TRIỂN KHAI", *THEMES, *ways, *DUTIES)
    assert leads(plan) == ["Ủy ban nhân dân xã", "Trạm Y tế xã", *LEADS]


def test_contents_and_forms_of_propaganda_are_no_works_beside_what_posts_do() -> None:
    plan = plan_of(
        "II. NỘI DUNG, HÌNH THỨC TUYÊN TRUYỀN",
        "1. Nội dung tuyên truyền xuyên suốt từ nay đến hết hội đua",
        "- Tuyên truyền lịch sử nghề lưới; giới thiệu các bến.",
        "- Nhấn mạnh ý nghĩa của hội đua. Khẳng định hội là ngày vui chung (ngày 20/9/2031).",
        "2. Hình thức tuyên truyền",
        "- Tuyên truyền qua loa của các bến.",
        "- Xây dựng cổng chào bằng lưới.",
        "IV. TỔ CHỨC THỰC HIỆN",
        "1. Đồng chí Trưởng Ban Xây dựng Đảng - Trưởng Tiểu ban: Phụ trách chung; đôn đốc các bến.",
        "2. Đồng chí Chủ tịch Hội Nông dân - Phó Trưởng Tiểu ban: Trực tiếp viết bài phát thanh.",
        "3. Công chức văn hóa: Treo băng rôn ở bến Dưới.",
    )
    assert leads(plan) == [
        "Đồng chí Trưởng Ban Xây dựng Đảng - Trưởng Tiểu ban",
        "Đồng chí Chủ tịch Hội Nông dân - Phó Trưởng Tiểu ban",
        "Công chức văn hóa",
    ]


STEPS = (
    "III. NỘI DUNG GIÁM SÁT",
    "- Theo dõi việc chia bãi phơi; kiểm tra sổ thu của các bến.",
    "- Kiểm tra việc giữ sạch bãi.",
    "IV. PHƯƠNG PHÁP, CÁC BƯỚC GIÁM SÁT",
    "1. Các bước giám sát",
    "- Chọn ngẫu nhiên ba bến.",
    "- Tiến hành xem bãi theo kế hoạch.",
)


def test_what_an_inspection_looks_at_and_its_steps_are_no_works() -> None:
    plan = plan_of(*STEPS, *DUTIES)
    assert leads(plan) == LEADS
    assert tells(plan, OUT)


def test_a_step_that_names_who_takes_it_is_a_task_beside_the_duties() -> None:
    plan = plan_of(*STEPS, "- Công an xã ghi biên bản từng bến.", *DUTIES)
    assert leads(plan) == ["Công an xã", *LEADS]


def test_contents_of_propaganda_stay_tasks_where_nothing_is_shared_out() -> None:
    plan = plan_of(
        "II. NỘI DUNG TUYÊN TRUYỀN",
        "1. Tuyên truyền lịch sử nghề lưới ở các bến.",
        "2. Giới thiệu lưới mới với bạn hàng.",
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Phòng Kinh tế theo dõi, tổng hợp kết quả.",
    )
    assert leads(plan) == [None, None]


def test_they_stay_tasks_in_a_plan_that_has_a_chapter_of_works() -> None:
    plan = plan_of(
        "II. NHIỆM VỤ",
        "1. Nội dung tuyên truyền",
        "- Tuyên truyền lịch sử nghề lưới ở các bến.",
        "2. Phòng Kinh tế mua 20 khung đan, xong trước ngày 30/4/2031.",
        "3. Hội Nông dân xã mở 02 lớp đan, trong tháng 5/2031.",
        *DUTIES,
    )
    assert len(plan.tasks) == 3
    assert sum(len(given.duties) for given in plan.assignments) == 4


def test_who_rewards_whom_and_whom_to_ask_are_no_works_beside_the_duties() -> None:
    rewards = ("III. KHEN THƯỞNG", "a) Chủ tịch UBND xã xem xét tặng Giấy khen cho thợ giỏi.")
    remark = "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo về Phòng Kinh tế."
    plan = plan_of("II. NỘI DUNG THI ĐUA", *THEMES[1:], *rewards, *DUTIES, remark)
    assert leads(plan) == LEADS


def test_the_works_shared_out_are_tasks_and_how_the_plan_is_carried_out_is_not() -> None:
    shared = ("III. PHÂN CÔNG NHIỆM VỤ", *DUTIES[1:])
    plan = plan_of(
        *shared,
        "IV. TỔ CHỨC THỰC HIỆN",
        "1. Căn cứ Kế hoạch này, các bến xây dựng kế hoạch cụ thể.",
        "2. Giao Công an xã theo dõi, đôn đốc việc thực hiện Kế hoạch này.",
    )
    assert leads(plan) == LEADS
    assert "Công an xã" in [given.unit for given in plan.assignments]


def test_projects_that_an_order_lists_by_number_are_its_parts() -> None:
    plan = plan_of(
        *DUTIES[:4],
        "- Chủ trì thực hiện các nhiệm vụ tại các dự án, bao gồm:",
        "Dự án 1: Trồng lại dừa nước.",
        "Dự án 3 (Tiểu dự án 2): Nạo vét bến Dưới.",
        *DUTIES[4:],
    )
    assert len(plan.tasks) == 5
    assert plan.tasks[2].activities == ("Dự án 3 (Tiểu dự án 2): Nạo vét bến Dưới.",)


def test_recipients_behind_the_closing_sentence_are_no_duties() -> None:
    text = HEAD + "\n".join((*DUTIES, "Trên đây là Kế hoạch đan lưới năm 2031.", "Bưu điện xã;"))
    plan = extract(text.encode(), name="giay.txt")
    assert leads(plan) == LEADS


def test_whom_a_body_urges_has_no_duty_of_its_own_behind_the_semicolon() -> None:
    order = (
        "4. Công an xã: Tham mưu UBND xã đôn đốc, hướng dẫn các phòng, ban và đoàn thể xã; "
        "các bến tổ chức trực đêm; giữ trật tự ngày hội."
    )
    plan = plan_of(*DUTIES, order)
    assert leads(plan) == [*LEADS, "Công an xã"]


def test_duties_stand_alone_beside_a_chapter_on_reports() -> None:
    reports = (
        "III. CHẾ ĐỘ BÁO CÁO",
        "1. Các bến báo cáo số lưới mới trước ngày 25 hằng tháng.",
        "2. Phòng Kinh tế báo cáo Ủy ban nhân dân xã trước ngày 28 hằng tháng.",
        "3. Hội Nông dân xã báo cáo số hội viên mới trước ngày 28 hằng tháng.",
    )
    plan = plan_of(*reports, *DUTIES)
    assert set(LEADS) <= {*leads(plan), *(given.unit for given in plan.assignments)}
    assert leads(plan)[-4:] == LEADS


MINUTES = (
    "BIÊN BẢN HỌP BÀN NGHỀ LƯỚI",
    "1. Nội dung thảo luận & phát biểu",
    "- Bà Tư Lưới: Đề xuất bổ sung khung đan cho bến Dưới.",
    "- Kiểm tra sổ thu của các bến.",
    "2. Kết luận và phân công nhiệm vụ",
    "1. Phòng Kinh tế mua 20 khung đan, xong trước ngày 30/4/2031.",
    "2. Hội Nông dân xã mở 02 lớp đan, trong tháng 5/2031.",
)


def test_what_was_said_at_a_meeting_is_no_task() -> None:
    plan = extract("\n".join(MINUTES).encode(), name="bien-ban.txt")
    assert not any("khung đan cho bến" in task.task for task in plan.tasks)
    assert not any("sổ thu" in task.task for task in plan.tasks)
