"""Days of the calendar of the moon that a heading, a title or a remark tells of all rows. All names
are fictional."""

from __future__ import annotations

import pytest

from kehoach import extract
from kehoach.schema import models

HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ SÔNG MÂY\n-------\nSố: 41/KH-UBND\n"
    "Sông Mây, ngày 02 tháng 3 năm 2031\n\nKẾ HOẠCH\nGiữ gìn bến cổ năm 2031\n\n"
)
END = "\n\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Khê\n"


def plan_of(*lines: str) -> models.Plan:
    """A plan of these lines."""
    text = HEAD + "\n".join(lines) + END
    return extract(text.encode(), name="bang.md" if any("|" in one for one in lines) else "a.txt")


def table(heading: str = "Thời gian", title: str = "NHIỆM VỤ", under: str = "") -> models.Plan:
    """A plan with one table of works."""
    return plan_of(
        f"II. {title}",
        "",
        f"| TT | Nhiệm vụ | Chủ trì | {heading} |",
        "|---|---|---|---|",
        "| 1 | Quét bến | Đoàn xã | 10/3 |",
        "| 2 | Thả hoa đăng | Công an xã | 15/8 |",
        "",
        under,
    )


def ends(plan: models.Plan) -> list[tuple[str, str | None, str | None]]:
    """The words, the kind and the last day of each time."""
    due = [task.deadline for task in plan.tasks]
    return [(one.raw, one.kind, one.end) for one in due if one is not None]


ON_MOON = [("10/3", "conditional", None), ("15/8", "conditional", None)]
OURS = ["2031-03-10", "2031-08-15"]


@pytest.mark.parametrize(
    ("heading", "title", "under"),
    [
        ("Thời gian (âm lịch)", "NHIỆM VỤ", ""),
        ("Ngày thực hiện (ÂL)", "NHIỆM VỤ", ""),
        ("Thời gian", "NHIỆM VỤ (các ngày tính theo âm lịch)", ""),
        ("Thời gian", "NHIỆM VỤ", "Ghi chú: Thời gian trong bảng tính theo âm lịch."),
        ("Thời gian", "NHIỆM VỤ", "(Ngày theo âm lịch)"),
    ],
)
def test_rows_on_the_calendar_of_the_moon_have_no_day_of_ours(
    heading: str, title: str, under: str
) -> None:
    plan = table(heading, title, under)
    assert ends(plan) == ON_MOON
    assert sum("âm lịch" in told.message for told in plan.findings) == 1


@pytest.mark.parametrize(
    ("heading", "title", "under"),
    [
        ("Thời gian (dương lịch)", "NHIỆM VỤ", ""),
        ("Thời gian", "NHIỆM VỤ LỄ HỘI BẾN CỔ (mùng 9 tháng Hai âm lịch)", ""),
        ("Thời gian", "NHIỆM VỤ DỊP TẾT ÂM LỊCH", ""),
        ("Thời gian", "NHIỆM VỤ", "Ghi chú: Lễ chính tổ chức ngày 09/02 theo âm lịch."),
        ("Thời gian", "NHIỆM VỤ", "Các thôn báo cáo trước Tết âm lịch."),
    ],
)
def test_a_feast_that_is_named_leaves_the_rows_their_days(
    heading: str, title: str, under: str
) -> None:
    assert [end for _, _, end in ends(table(heading, title, under))] == OURS


def test_a_remark_names_the_rows_it_means() -> None:
    plan = table(under="Ghi chú: ngày ở dòng 2 tính theo âm lịch.")
    assert [end for _, _, end in ends(plan)] == ["2031-03-10", None]
    assert plan.tasks[1].confidence == 0.8


def test_a_cell_that_tells_both_days_keeps_ours() -> None:
    plan = plan_of(
        "II. NHIỆM VỤ",
        "",
        "| TT | Nhiệm vụ | Chủ trì | Thời gian (âm lịch) |",
        "|---|---|---|---|",
        "| 1 | Quét bến | Đoàn xã | 10/3 âm lịch (tức ngày 02/4/2031) |",
        "| 2 | Thả hoa đăng | Công an xã | Hằng tháng |",
    )
    assert [(task.deadline and task.deadline.end) for task in plan.tasks] == ["2031-04-02", None]
    assert plan.tasks[1].deadline
    assert plan.tasks[1].deadline.kind == "recurring"


def test_days_of_a_list_of_feasts_are_obligations_without_a_day_of_ours() -> None:
    plan = plan_of(
        "II. LỊCH LỄ",
        "",
        "| TT | Tên lễ | Ngày (âm lịch) | Địa điểm |",
        "|---|---|---|---|",
        "| 1 | Lễ hạ thuyền | 09/02 | Bến cổ |",
        "| 2 | Lễ tạ bến | 20/11 | Bến cổ |",
    )
    assert [one.deadline.end for one in plan.obligations] == [None, None]


@pytest.mark.parametrize(
    ("sentence", "raw"),
    [
        ("Đoàn xã quét bến trước ngày 15/8 (âm lịch).", "trước ngày 15/8 (âm lịch)"),
        ("Đoàn xã quét bến trước rằm tháng Bảy.", "trước rằm tháng Bảy"),
    ],
)
def test_a_sentence_tells_a_day_of_the_moon(sentence: str, raw: str) -> None:
    (task,) = plan_of("II. NHIỆM VỤ", "", f"1. {sentence}").tasks
    assert task.deadline
    assert (task.deadline.raw, task.deadline.kind, task.deadline.end) == (raw, "conditional", None)
