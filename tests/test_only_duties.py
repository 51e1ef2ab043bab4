"""Papers whose only works are the duties that they share out by bodies. All names are fictional."""

from __future__ import annotations

import pytest

from kehoach import extract
from kehoach.schema import models

HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ SÔNG MÂY\n-------\nSố: 31/{symbol}-UBND\n"
    "Sông Mây, ngày 02 tháng 3 năm 2031\n\n{kind}\nMở hội đua ghe năm 2031\n\n"
)
END = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Khê\n"
SHARED = (
    "III. PHÂN CÔNG NHIỆM VỤ",
    "1. Tiểu ban Lễ tân (Bí thư Đoàn xã làm Trưởng tiểu ban)",
    "- In 300 giấy mời, xong trước ngày 20/3/2031.",
    "- Đón khách ở bến Trên.",
    "2. Tiểu ban Đường sông (ông Lê Văn Sậy làm Trưởng tiểu ban)",
    "- Thả phao dọc luồng đua trước ngày 25/3/2031; phối hợp với Công an xã giữ bến.",
    "3. Tổ thư ký (Văn phòng HĐND và UBND xã)",
    "- Ghi kết quả từng lượt ghe.",
)


def plan_of(*lines: str, kind: str = "KẾ HOẠCH", symbol: str = "KH") -> models.Plan:
    """The plan of such chapters."""
    text = HEAD.format(kind=kind, symbol=symbol) + "\n".join(lines) + END
    return extract(text.encode(), name="giay.txt")


def leads(plan: models.Plan) -> list[str | None]:
    """Who leads each task."""
    return [task.lead.raw if task.lead else None for task in plan.tasks]


LEADS = ["Tiểu ban Lễ tân", "Tiểu ban Lễ tân", "Tiểu ban Đường sông", "Tổ thư ký"]


def test_duties_are_the_works_where_there_are_no_others() -> None:
    plan = plan_of("I. MONG MUỐN", "Hội vui, ghe an toàn.", *SHARED)
    assert leads(plan) == LEADS
    assert plan.assignments == ()
    assert plan.tasks[0].deadline
    assert plan.tasks[2].coordinating
    assert plan.tasks[2].coordinating.raw == "Công an xã"
    assert plan.status == "ok"


def test_the_day_of_the_event_is_no_work_beside_them_and_is_told() -> None:
    plan = plan_of("II. NỘI DUNG", "1. Lễ khai hội: 7h00, ngày 28/3/2031 tại bến Trên.", *SHARED)
    assert leads(plan) == LEADS
    assert any("phân công cho từng cơ quan" in one.message for one in plan.findings)


@pytest.mark.parametrize(
    "kind", [("PHƯƠNG ÁN", "PA"), ("CHƯƠNG TRÌNH", "CTr"), ("HƯỚNG DẪN", "HD")]
)
def test_so_are_they_in_other_kinds_of_plans(kind: tuple[str, str]) -> None:
    assert leads(plan_of(*SHARED, kind=kind[0], symbol=kind[1])) == LEADS


def test_beside_works_they_say_how_these_are_carried_out() -> None:
    works = (
        "II. NHIỆM VỤ",
        "1. Công an xã kiểm tra phao trước ngày 10/3/2031.",
        "2. Sơn lại ghe cũ.",
    )
    plan = plan_of(*works, *SHARED)
    assert len(plan.tasks) == 2
    assert sum(len(given.duties) for given in plan.assignments) == 4


def test_beside_works_that_tell_neither_who_nor_when_they_are_tasks_too() -> None:
    works = ("II. NHIỆM VỤ", "1. Sơn lại ghe cũ.", "2. Dựng cổng chào ở bến Trên.")
    plan = plan_of(*works, *SHARED)
    assert leads(plan) == [None, None, *LEADS]
    assert plan.assignments == ()


@pytest.mark.parametrize("title", ["GIẢI PHÁP THỰC HIỆN", "NỘI DUNG, HÌNH THỨC"])
def test_ways_beside_them_are_none_and_are_told(title: str) -> None:
    """A way that says who does it is a work; so are those of a chapter of tasks and ways."""
    ways = (
        "1. Về cảnh quan",
        "a) Sơn lại ghe cũ.",
        "b) Trồng thêm hoa ven bến.",
        "c) Treo đèn lồng dọc đường.",
        "d) Dựng cổng chào ở bến Trên trước ngày 20/3/2031.",
    )
    plan = plan_of(f"II. {title}", *ways, *SHARED)
    assert leads(plan) == [None, *LEADS]
    assert any("phân công cho từng cơ quan" in one.message for one in plan.findings)
    plan = plan_of("II. NHIỆM VỤ, GIẢI PHÁP", *ways, *SHARED)
    assert leads(plan) == [None] * 4 + LEADS


def test_of_more_such_works_they_are_no_tasks() -> None:
    works = [f"{number}. Sơn lại {number} ghe cũ." for number in range(1, 12)]
    plan = plan_of("II. NHIỆM VỤ", *works[:10], *SHARED)
    assert leads(plan) == [None] * 10 + LEADS
    plan = plan_of("II. NHIỆM VỤ", *works, *SHARED)
    assert leads(plan) == [None] * 11
    assert sum(len(given.duties) for given in plan.assignments) == 4


def test_a_plan_that_leaves_its_works_to_an_appendix_keeps_them_as_duties() -> None:
    plan = plan_of("II. NHIỆM VỤ (chi tiết tại Phụ lục kèm theo)", "Theo phụ lục.", *SHARED)
    assert plan.tasks == ()
    assert plan.status == "partial"


def test_a_plan_with_hardly_a_duty_and_no_task_is_never_complete() -> None:
    plan = plan_of("I. MONG MUỐN", "Hội vui.", "II. TỔ CHỨC THỰC HIỆN", "1. Công an xã giữ bến.")
    if not plan.tasks:
        assert "no_tasks" in {one.code for one in plan.findings}
        assert plan.status == "partial"


def test_the_day_of_an_event_is_no_time_of_its_preparation() -> None:
    when = "1. Thời gian: 1/2 ngày (buổi sáng), ngày 28/3/2031."
    plan = plan_of("II. THỜI GIAN, THÀNH PHẦN THAM DỰ", when, *SHARED)
    assert plan.tasks[1].deadline is None


RESOLUTION = (
    "I. QUY ĐỊNH CHUNG",
    "Nghị quyết này quy định việc đua ghe thử ở 02 bến.",
    "II. TRÁCH NHIỆM CỦA CÁC CƠ QUAN",
    "Phòng Kinh tế: Theo dõi giá thuê ghe, báo cáo trước ngày 30/4/2031.",
    "Công an xã: Kiểm tra áo phao ở các bến.",
    "Trạm Y tế xã: Trực cấp cứu trong các ngày đua.",
)


def test_what_a_resolution_gives_to_offices_are_its_tasks() -> None:
    plan = plan_of(*RESOLUTION, kind="NGHỊ QUYẾT", symbol="NQ")
    assert leads(plan) == ["Phòng Kinh tế", "Công an xã", "Trạm Y tế xã"]


def test_points_whose_heading_is_lost_are_nobodys() -> None:
    plan = plan_of(
        "III. PHÂN CÔNG NHIỆM VỤ",
        "1. Phòng Kinh tế",
        "a) Thả phao dọc luồng đua.",
        "b) Thuê ghe cứu hộ.",
        "a) Khám sức khỏe cho các tay chèo.",
        "b) Đặt tủ thuốc ở bến Trên.",
        "3. Công an xã",
        "a) Giữ trật tự hai bên bờ.",
        "b) Cấm ghe máy qua luồng đua.",
    )
    leads = {task.task: task.lead.raw if task.lead else None for task in plan.tasks}
    assert leads["Khám sức khỏe cho các tay chèo."] is None
    assert leads["Đặt tủ thuốc ở bến Trên."] is None
    assert leads["Thuê ghe cứu hộ."] == "Phòng Kinh tế"
    assert leads["Giữ trật tự hai bên bờ."] == "Công an xã"
    assert min(task.confidence or 1 for task in plan.tasks if task.lead is None) <= 0.6
    assert any("mục 2" in found.message for found in plan.findings if found.code == "number_gap")


def test_a_directive_may_direct_right_before_the_colon() -> None:
    lines = (
        "1. Phòng Kinh tế thả phao dọc luồng đua trước ngày 20/3/2031.",
        "2. Tổ chức gặp mặt, tặng quà các tay chèo cao tuổi.",
        "3. Công an xã giữ trật tự hai bên bờ.",
    )
    plan = plan_of("Chủ tịch UBND xã Sông Mây chỉ thị:", *lines, kind="CHỈ THỊ", symbol="CT")
    assert [task.number for task in plan.tasks] == ["1", "2", "3"]
    plan = plan_of("Thực hiện Chỉ thị:", *lines, kind="CHỈ THỊ", symbol="CT")
    assert [task.number for task in plan.tasks] == ["1", "3"]


def test_whoever_is_inspected_does_not_lead() -> None:
    plan = plan_of(
        "II. LỊCH KIỂM TRA",
        "| TT | Nội dung kiểm tra | Đơn vị được kiểm tra | Thời gian |",
        "| --- | --- | --- | --- |",
        "| 1 | Kiểm tra sổ thu chi | Phòng Kinh tế | 12/5/2031 |",
        "| 2 | Kiểm tra việc trực bến | Công an xã | 13/5/2031 |",
        "| 3 | Kiểm tra tủ thuốc | Trạm Y tế xã | 14/5/2031 |",
    )
    assert len(plan.tasks) == 3
    assert all(task.lead is None for task in plan.tasks)


def test_points_whose_heading_is_lost_in_a_directive_are_not_of_all_it_turns_to() -> None:
    plan = plan_of(
        "Chủ tịch UBND xã yêu cầu:",
        "1. Phòng Kinh tế",
        "a) Thả phao dọc luồng đua.",
        "b) Thuê ghe cứu hộ.",
        "a) Khám sức khỏe cho các tay chèo.",
        "b) Đặt tủ thuốc ở bến Trên.",
        "3. Công an xã",
        "a) Giữ trật tự hai bên bờ.",
        "b) Cấm ghe máy qua luồng đua.",
        kind="CHỈ THỊ",
        symbol="CT",
    )
    leads = [task.lead.raw if task.lead else None for task in plan.tasks]
    assert leads == ["Phòng Kinh tế"] * 2 + [None] * 2 + ["Công an xã"] * 2


def test_many_ways_beside_them_are_told_once() -> None:
    works = ("sơn lại ghe cũ", "trồng hoa ven bến", "treo đèn lồng", "dọn bờ sông", "sửa bến Trên")
    ways = [f"{number}. Tổ chức {work} ở thôn Đông." for number, work in enumerate(works, 1)]
    ways += [f"{number}. Vận động các hộ {work}." for number, work in enumerate(works, 6)]
    plan = plan_of("II. GIẢI PHÁP", *ways, *SHARED)
    assert leads(plan) == LEADS
    assert plan.status == "ok"
    assert [one.code for one in plan.findings if str(len(ways)) in one.message] == [
        "low_confidence"
    ]


def test_persons_with_their_posts_in_brackets_are_called_as_printed() -> None:
    """A lead never begins inside a bracket; a person with a post leads, a name alone does not."""
    plan = plan_of(
        "II. NHIỆM VỤ",
        "1. Ông Lê Văn Sậy (Tổ trưởng TDP) — Tổ trưởng Tổ xung kích: Phụ trách chung.",
        "2. Bà Mai Thị Bến (Chi hội trưởng Chi hội Phụ nữ) — Thành viên: Vận động hội viên.",
        "3. Giao ông Lò Văn Suối, công chức địa chính, khảo sát bến trước ngày 5/3/2031.",
        "4. Bà Lò Thị Mận (kế toán) lập dự toán ghe đua.",
    )
    assert leads(plan) == [
        "Ông Lê Văn Sậy (Tổ trưởng TDP) — Tổ trưởng Tổ xung kích",
        "Bà Mai Thị Bến (Chi hội trưởng Chi hội Phụ nữ) — Thành viên",
        "ông Lò Văn Suối, công chức địa chính",
        "Bà Lò Thị Mận (kế toán)",
    ]


def test_whoever_does_all_the_works_tells_of_none_who_does_it() -> None:
    """Works that a sentence gives to everybody are no works of their own beside the duties."""
    works = (
        "II. NHIỆM VỤ",
        "Các phòng, các thôn tập trung thực hiện các nhiệm vụ sau:",
        "1. Sơn lại ghe cũ.",
        "2. Dựng cổng chào ở bến Trên.",
        "3. Trồng thêm hoa ven bến.",
    )
    plan = plan_of(*works, *SHARED)
    assert len(set(leads(plan)[:3])) == 1
    assert leads(plan)[3:] == LEADS
    assert plan.assignments == ()


def test_an_appendix_with_details_takes_no_duty_away_where_the_body_has_works() -> None:
    title = "II. NHIỆM VỤ (chi tiết tại Phụ lục kèm theo)"
    works = ("1. Sơn lại ghe cũ.", "2. Dựng cổng chào ở bến Trên.")
    assert leads(plan_of(title, *works, *SHARED)) == [None, None, *LEADS]


def test_labels_that_say_neither_who_nor_when_take_no_duty_away() -> None:
    works = (
        "II. NỘI DUNG",
        "1. Đo mực nước",
        "Đo mực nước ở bến Trên và bến Dưới.",
        "- Tần suất: 2 lần/tuần.",
    )
    assert leads(plan_of(*works, *SHARED))[-4:] == LEADS
    told = (*works, "- Thời gian: trước ngày 15/3/2031.")
    plan = plan_of(*told, *SHARED)
    assert len(plan.tasks) == 1
    assert sum(len(given.duties) for given in plan.assignments) == 4


def test_a_point_with_a_sentence_on_another_body_is_one_task() -> None:
    """The sentence is a duty of the thôn, too; its point is told once."""
    plan = plan_of(
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Trung tâm Văn hóa xã",
        "a) Tổ chức tuyên truyền đến các hộ.",
        "2. Các đơn vị trực thuộc Ủy ban nhân dân xã",
        "Chủ trì, phối hợp với các thôn lập danh sách ghe dự thi trong phạm vi được giao.",
        "a) Tổ chức giữ trật tự ở bến Trên.",
        "b) Trong quá trình triển khai sửa các bến liên quan, cơ quan tổ chức sửa bến phải bảo đảm "
        "lối đi đồng bộ. Đồng thời, các địa phương chủ động bố trí bãi xe phù hợp.",
    )
    assert len({task.task for task in plan.tasks}) == len(plan.tasks)


def test_who_directs_others_under_a_long_heading_answers_for_all_points_below() -> None:
    """However long the line is and without a mark below it: all four were lost but the first."""
    heading = (
        "1. Phòng Kinh tế chỉ đạo Trạm Khuyến nông và các tổ dịch vụ thực hiện các nội dung sau:"
    )
    plan = plan_of(
        "II. TỔ CHỨC THỰC HIỆN",
        heading,
        "Lập dự toán kinh phí.",
        "Chọn nơi bán cá giống; báo cho các thôn.",
        "Hướng dẫn người nuôi.",
        "2. Đề nghị Ủy ban MTTQ xã phối hợp",
        "Vận động các hộ thả cá.",
    )
    assert leads(plan) == ["Phòng Kinh tế"] * 3 + ["Ủy ban MTTQ xã"]
