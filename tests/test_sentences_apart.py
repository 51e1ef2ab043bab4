"""Paragraphs whose sentences each give a work to a body at its time are several works."""

from __future__ import annotations

from kehoach import extract

HEAD = """UBND XÃ SÔNG MÂY
Số: 14/KH-UBND
Sông Mây, ngày 12 tháng 01 năm 2031
KẾ HOẠCH
Phòng cháy năm 2031

II. NỘI DUNG

"""


def leads(paragraph: str) -> list[tuple[str | None, str | None]]:
    """Who leads, and when, of the tasks of a paragraph."""
    plan = extract((HEAD + paragraph).encode(), name="giay.txt")
    return [
        (task.lead and task.lead.raw, task.deadline and task.deadline.raw) for task in plan.tasks
    ]


def test_each_sentence_is_a_work() -> None:
    assert leads(
        "Trong tháng 02/2031, Công an xã rà soát các cơ sở nguy hiểm. Từ ngày 01/3 đến ngày 20/3, "
        "đoàn liên ngành kiểm tra các chợ. Quý III, Ban Chỉ huy Quân sự xã tổ chức diễn tập."
    ) == [
        ("Công an xã", "Trong tháng 02/2031"),
        ("đoàn liên ngành", "Từ ngày 01/3 đến ngày 20/3"),
        ("Ban Chỉ huy Quân sự xã", "Quý III"),
    ]


def test_sentences_of_one_body_are_a_work_for_each_day() -> None:
    assert leads(
        "Trong tháng 02/2031, Công an xã rà soát các cơ sở nguy hiểm. Trong tháng 3/2031, Công an "
        "xã kiểm tra lại các cơ sở này."
    ) == [("Công an xã", "Trong tháng 02/2031"), ("Công an xã", "Trong tháng 3/2031")]


def test_a_sentence_without_time_is_the_work_of_its_body() -> None:
    assert leads(
        "Trong tháng 02/2031, Công an xã rà soát các cơ sở nguy hiểm. Phòng Kinh tế bố trí kinh "
        "phí mua bình chữa cháy."
    ) == [("Công an xã", "Trong tháng 02/2031"), ("Phòng Kinh tế", None)]
