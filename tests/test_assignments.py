"""Duties per unit, against data/parsers/assignments.yaml."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from test_bodytasks import context, outline

from kehoach import extract
from kehoach.parsers.items.duties.assignments import read_assignments
from kehoach.parsers.items.duties.unit_names import unit_of

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/assignments.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_assignments(name: str) -> None:
    case = DATA[name]
    found = read_assignments(outline(case["body"]), context())
    if "want" in case:
        assert [f"{a.number or '-'} | {a.unit} | {' // '.join(a.duties)}" for a in found] == case[
            "want"
        ]
    else:
        assert [a.number for a in found] == case["units"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("3. Phòng Kinh tế có trách nhiệm hướng dẫn thủ tục thanh toán.", "Phòng Kinh tế"),
        ("3. Công an phường chủ trì bảo đảm an ninh.", "Công an phường"),
        (
            "3. Giao Văn phòng HĐND và UBND phường theo dõi, đôn đốc.",
            "Văn phòng HĐND và UBND phường",
        ),
        ("- Trạm Y tế phường: phối hợp tuyên truyền.", "Trạm Y tế phường"),
    ],
)
def test_a_sentence_that_begins_with_a_unit(text: str, unit: str) -> None:
    (found,) = read_assignments(outline(["V. TỔ CHỨC THỰC HIỆN", text]), context())
    assert found.unit.removesuffix(" phường") == unit.removesuffix(" phường")
    assert found.duties
    assert found.duties[0]


@pytest.mark.parametrize(
    "text",
    [
        "Chế độ báo cáo",
        "Kinh phí",
        "Kết quả đạt được trong năm",
        "Phòng",
        "",
        "Phòng cháy, chữa cháy",
    ],
)
def test_no_unit(text: str) -> None:
    assert unit_of(text, "phường") is None


def test_a_body_in_a_numbered_line_of_no_bold_leads_the_sentence_under_it() -> None:
    """Where other headings of a Word file are bold, these lines are points, not headings."""
    document = docx.Document()
    for text, bold in (
        ("ỦY BAN NHÂN DÂN", True),
        ("PHƯỜNG CẦU ĐÔNG", True),
        ("KẾ HOẠCH", True),
        ("Cải cách hành chính năm 2031", True),
        ("I. NHIỆM VỤ", True),
        ("1. Một cửa", True),
        ("- Niêm yết thủ tục hành chính trong quý I.", False),
        ("II. TỔ CHỨC THỰC HIỆN", True),
        ("1. Văn phòng HĐND và UBND phường", False),
        ("- Theo dõi, đôn đốc thực hiện Kế hoạch.", False),
        ("2. Phòng Kinh tế", False),
        ("Cân đối, bố trí kinh phí thực hiện Kế hoạch.", False),
        ("3. Đề nghị Ủy ban MTTQ Việt Nam phường", False),
        ("Giám sát việc thực hiện, tuyên truyền đến đoàn viên.", False),
    ):
        document.add_paragraph().add_run(text).bold = bold
    file = io.BytesIO()
    document.save(file)
    plan = extract(file.getvalue(), name="kehoach.docx")
    told = [(given.unit, given.duties) for given in plan.assignments]
    assert told == [
        ("Văn phòng HĐND và UBND phường", ("Theo dõi, đôn đốc thực hiện Kế hoạch.",)),
        ("Phòng Kinh tế", ("Cân đối, bố trí kinh phí thực hiện Kế hoạch.",)),
        (
            "Ủy ban MTTQ Việt Nam phường",
            ("Giám sát việc thực hiện, tuyên truyền đến đoàn viên.",),
        ),
    ]
    assert plan.status == "ok"
