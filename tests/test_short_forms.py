"""The short forms that papers make for themselves (data/short_forms.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.normalize.offices.short_forms import ShortForms, short_forms_of

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/short_forms.yaml").read_text("utf-8")
)
FORMS = ShortForms({"Trung tâm": "Trung tâm Phục vụ hành chính công", "Phòng CCHC": "Phòng X"})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_paper_says_what_its_short_forms_mean(case: dict[str, Any]) -> None:
    assert dict(short_forms_of([case["text"]]).meant) == case["meant"]


@pytest.mark.parametrize(
    ("cell", "written_out"),
    [
        ("Trung tâm", "Trung tâm Phục vụ hành chính công"),
        ("Công an xã; Trung tâm", "Công an xã; Trung tâm Phục vụ hành chính công"),
        ("Trung tâm chủ trì", "Trung tâm Phục vụ hành chính công chủ trì"),
        ("Trung tâm Y tế", "Trung tâm Y tế"),
        ("Phòng CCHC, Trung tâm Y tế", "Phòng X, Trung tâm Y tế"),
        ("Giám đốc Trung tâm Văn hóa", "Giám đốc Trung tâm Văn hóa"),
    ],
)
def test_a_short_form_is_written_out_where_it_stands_alone(cell: str, written_out: str) -> None:
    assert FORMS.written_out(cell) == written_out
