"""Tables of works that tell what was before, and what holds now; a remark that is a time. All names
are fictional."""

from __future__ import annotations

import pytest

from kehoach import extract
from kehoach.schema import models

HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ SÔNG MÂY\n-------\nSố: 41/KH-UBND\n"
    "Sông Mây, ngày 02 tháng 3 năm 2031\n\nKẾ HOẠCH\nSửa bến thuyền năm 2031\n\nII. NHIỆM VỤ\n\n"
)
END = "\n\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Khê\n"


def tasks_of(*rows: str) -> tuple[models.Task, ...]:
    """The tasks of a table, its rows as in Markdown."""
    heading = rows[0]
    rule = "|" + "---|" * (heading.count("|") - 1)
    table = "\n".join((heading, rule, *rows[1:]))
    return extract((HEAD + table + END).encode(), name="bang.md").tasks


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Thời hạn cũ", "Thời hạn mới"),
        ("Thời hạn trước đây", "Thời hạn"),
        ("Thời gian trước điều chỉnh", "Thời gian điều chỉnh"),
        ("Thời hạn theo Kế hoạch 09", "Thời hạn điều chỉnh"),
        ("Hạn được giao", "Đề nghị gia hạn đến"),
        ("Hạn theo Quyết định 09", "Hạn mới"),
        ("Hạn ban đầu", "Hạn điều chỉnh"),
        ("Hạn cũ", "Hạn sau điều chỉnh"),
        ("Thời hạn", "Gia hạn"),
        ("Thời gian", "Thời gian thay đổi"),
    ],
)
def test_the_time_that_holds_is_the_new_one(before: str, now: str) -> None:
    one, other = tasks_of(
        f"| TT | Nhiệm vụ | Chủ trì | {before} | {now} |",
        "| 1 | Kè bờ trên | Phòng Kinh tế | 10/3/2031 | 10/6/2031 |",
        "| 2 | Thay cọc gỗ | Công an xã | 20/4/2031 | Bãi bỏ |",
    )
    assert one.deadline
    assert one.deadline.end == "2031-06-10"
    assert "10/3/2031" in (one.note or "")
    assert other.deadline
    assert (other.deadline.raw, other.deadline.end) == ("Bãi bỏ", None)
    assert other.confidence <= 0.4


def test_another_paper_in_a_heading_is_no_old_column_without_a_new_one() -> None:
    (one,) = tasks_of(
        "| TT | Nội dung theo Kế hoạch 09 | Chủ trì | Thời hạn theo Kế hoạch 09 |",
        "| 1 | Kè bờ trên | Phòng Kinh tế | 10/6/2031 |",
    )
    assert one.task == "Kè bờ trên"
    assert one.deadline
    assert one.deadline.end == "2031-06-10"


def test_what_was_to_be_done_before_stands_in_the_remark_with_its_heading() -> None:
    (one,) = tasks_of(
        "| TT | Nội dung cũ | Nội dung mới | Chủ trì | Thời hạn |",
        "| 1 | Kè bờ trên bằng cọc gỗ | Kè bờ trên bằng đá | Phòng Kinh tế | 10/6/2031 |",
    )
    assert one.task == "Kè bờ trên bằng đá"
    assert one.note == "Nội dung cũ: Kè bờ trên bằng cọc gỗ"


def test_headings_without_a_matter_take_it_from_the_new_days() -> None:
    one, other = tasks_of(
        "| TT | Nhiệm vụ | Chủ trì | Đã giao tại KH 09 | Điều chỉnh thành |",
        "| 1 | Kè bờ trên | Phòng Kinh tế | 10/3/2031 | 10/6/2031 |",
        "| 2 | Thay cọc gỗ | Công an xã | 20/3/2031 | 25/6/2031 |",
    )
    assert one.deadline
    assert other.deadline
    assert (one.deadline.end, other.deadline.end) == ("2031-06-10", "2031-06-25")


@pytest.mark.parametrize("said", ["Giữ nguyên", "Không thay đổi", "Như cũ", "-", ""])
@pytest.mark.parametrize("headings", ["Hạn cũ | Hạn mới", "Thời hạn | Gia hạn"])
def test_the_old_time_holds_where_the_new_cell_says_so(said: str, headings: str) -> None:
    one, other = tasks_of(
        f"| TT | Nhiệm vụ | Chủ trì | {headings} |",
        f"| 1 | Kè bờ trên | Phòng Kinh tế | 10/3/2031 | {said} |",
        "| 2 | Thay cọc gỗ | Công an xã | 20/3/2031 | 25/6/2031 |",
    )
    assert one.deadline
    assert other.deadline
    assert (one.deadline.end, other.deadline.end) == ("2031-03-10", "2031-06-25")
    assert one.confidence <= 0.8 < other.confidence


def test_the_old_body_leads_where_the_new_cell_says_so() -> None:
    one, other = tasks_of(
        "| TT | Nhiệm vụ | Chủ trì cũ | Chủ trì mới | Thời hạn |",
        "| 1 | Kè bờ trên | Phòng Kinh tế | Không đổi | 10/6/2031 |",
        "| 2 | Thay cọc gỗ | Hội Nông dân | Công an xã | 20/6/2031 |",
    )
    assert one.lead
    assert other.lead
    assert one.lead.units == ("Phòng Kinh tế",)
    assert other.lead.units == ("Công an xã",)


@pytest.mark.parametrize(
    "headings", ["Nhiệm vụ cũ | Nhiệm vụ mới", "Nội dung theo KH 09 | Nội dung điều chỉnh"]
)
def test_a_work_is_called_by_what_it_was_where_the_new_cell_has_no_words_of_its_own(
    headings: str,
) -> None:
    changed, kept, dropped, like = tasks_of(
        f"| TT | {headings} | Chủ trì | Thời hạn |",
        "| 1 | Kè bờ bằng gỗ | Kè bờ bằng đá | Phòng Kinh tế | 10/6/2031 |",
        "| 2 | Thay cọc neo | Giữ nguyên | Công an xã | 20/6/2031 |",
        "| 3 | Sơn mạn đò | Không thực hiện | Hội Nông dân | 25/6/2031 |",
        "| 4 | Rào bến | Giữ nguyên hàng rào bến | Hội Phụ nữ | 28/6/2031 |",
    )
    told = [one.task for one in (changed, kept, dropped, like)]
    assert told == ["Kè bờ bằng đá", "Thay cọc neo", "Sơn mạn đò", "Giữ nguyên hàng rào bến"]
    assert changed.confidence == like.confidence == 1.0
    assert kept.confidence <= 0.8
    assert "Giữ nguyên" in (kept.note or "")
    assert dropped.confidence <= 0.4
    assert "Không thực hiện" in (dropped.note or "")


def test_bodies_that_stand_in_another_paper_are_none_here() -> None:
    lines = (
        "| TT | Nhiệm vụ | Chủ trì | Thời hạn |",
        "| 1 | Kè bờ trên | Như Kế hoạch 09 | 10/6/2031 |",
        "| 2 | Thay cọc gỗ | Theo mục 2 Quyết định số 15/QĐ-UBND | 20/6/2031 |",
        "| 3 | Sơn mạn đò | Công an xã | 25/6/2031 |",
    )
    one, other, named = tasks_of(*lines)
    for told, raw in ((one, "Như Kế hoạch 09"), (other, "Theo mục 2 Quyết định số 15/QĐ-UBND")):
        assert told.lead
        assert (told.lead.raw, told.lead.units) == (raw, ())
        assert told.confidence <= 0.4
    assert named.lead
    assert named.lead.units == ("Công an xã",)


def test_a_cell_with_the_days_of_two_works_is_less_sure_and_told() -> None:
    table = (
        "| TT | Nhiệm vụ | Chủ trì |\n|---|---|---|\n"
        "| 1 | Lát bậc lên xong trước 10/6/2031; quét bậc lên hằng tuần | Phòng Kinh tế |\n"
        "| 2 | Đo nước trước ngày 15/5/2031; thay cọc trước ngày 20/6/2031 | Công an xã |\n"
        "| 3 | Sơn mạn đò xong trước ngày 25/6/2031 | Hội Nông dân |"
    )
    plan = extract((HEAD + table + END).encode(), name="bang.md")
    assert [one.confidence < 0.8 for one in plan.tasks] == [True, True, False]
    messages = [one.message for one in plan.findings if "còn ngày khác" in one.message]
    assert len(messages) == 2
    assert "10/6/2031" in messages[0]
    assert "15/5/2031" in messages[1]


@pytest.mark.parametrize(
    "heading", ["Đơn vị đề xuất", "Đơn vị giám sát", "Đơn vị thụ hưởng", "Cơ quan góp ý"]
)
def test_who_proposes_or_looks_on_leads_nothing(heading: str) -> None:
    (one, other) = tasks_of(
        f"| TT | Nhiệm vụ | {heading} | Thời hạn |",
        "| 1 | Kè bờ trên | Phòng Kinh tế | 10/6/2031 |",
        "| 2 | Thay cọc gỗ | Công an xã | 12/6/2031 |",
    )
    assert one.lead is None
    assert other.lead is None
    assert "Phòng Kinh tế" in (one.note or "")


def test_who_prepares_and_proposes_leads_where_nobody_else_does() -> None:
    (alone,) = tasks_of(
        "| TT | Nhiệm vụ | Đơn vị tham mưu đề xuất | Thời hạn |",
        "| 1 | Kè bờ trên | Phòng Kinh tế | 10/6/2031 |",
    )
    (beside,) = tasks_of(
        "| TT | Nhiệm vụ | Đơn vị tham mưu đề xuất | Đơn vị thực hiện | Thời hạn |",
        "| 1 | Kè bờ trên | Phòng Kinh tế | Công an xã | 10/6/2031 |",
    )
    assert alone.lead
    assert alone.lead.raw == "Phòng Kinh tế"
    assert beside.lead
    assert beside.lead.raw == "Công an xã"


def test_the_day_on_which_a_work_was_given_is_not_when_it_is_due() -> None:
    table = (
        "| TT | Nhiệm vụ | Đơn vị giám sát | Ngày giao |\n|---|---|---|---|\n"
        "| 1 | Kè bờ trên | Phòng Kinh tế | 10/3/2031 |\n"
        "| 2 | Thay cọc gỗ | Công an xã | 12/3/2031 |"
    )
    plan = extract((HEAD + table + END).encode(), name="bang.md")
    assert (plan.tasks, plan.obligations, plan.status) == ((), (), "partial")


def test_who_led_before_leads_no_more() -> None:
    (one,) = tasks_of(
        "| TT | Nhiệm vụ | Đơn vị chủ trì cũ | Đơn vị chủ trì mới | Thời hạn |",
        "| 1 | Kè bờ trên | Phòng Kinh tế | Công an xã | 10/6/2031 |",
    )
    assert one.lead
    assert one.lead.raw == "Công an xã"


@pytest.mark.parametrize("heading", ["Căn cứ", "Nhiệm vụ cụ thể"])
def test_what_sounds_like_it_without_marks_is_no_old_column(heading: str) -> None:
    (one,) = tasks_of(
        f"| TT | Mục tiêu | {heading} | Chủ trì | Thời hạn |",
        "| 1 | Bến chắc | Kè bờ trên | Phòng Kinh tế | 10/6/2031 |",
    )
    assert one.lead
    assert one.lead.raw == "Phòng Kinh tế"
    assert one.task == ("Kè bờ trên" if heading.startswith("Nhiệm") else "Bến chắc")


def test_a_remark_that_is_a_time_says_more_than_the_title_over_its_row() -> None:
    tasks = tasks_of(
        "| TT | Nội dung công việc | Cơ quan chủ trì | Ghi chú |",
        "| | QUÝ II | | |",
        "| 1 | Kè bờ trên | Phòng Kinh tế | Tháng 5 |",
        "| 2 | Thay cọc gỗ | Công an xã | |",
        "| 3 | Sơn mạn thuyền | Đoàn xã | Theo đề nghị của các thôn |",
    )
    assert [task.deadline and task.deadline.raw for task in tasks] == [
        "Tháng 5",
        "QUÝ II",
        "QUÝ II",
    ]
