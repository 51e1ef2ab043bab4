"""Plans without tables as different clerks write them -> whose task or duty each line is, in each
form of a file, against data/parsers/prose_of_clerks.yaml and its other parts. All names are
fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from marked_papers import FORMS, compare, paper_of
from plain_papers import with_known_failures

FOLDER = Path(__file__).parent / "data" / "parsers"
PAPERS: dict[str, dict[str, Any]] = {
    name: paper
    for file in sorted(FOLDER.glob("prose_of_clerks*.yaml"))
    for name, paper in yaml.safe_load(file.read_text("utf-8")).items()
}
CASES = [f"{name} / {form}" for name in PAPERS for form in PAPERS[name].get("forms", FORMS)]
_OF_OFFICES = {
    "lịch công tác, tuần bằng lời": "bodies behind the dash of an event are no owners yet",
    "mầm non, theo tháng": "“trước ngày 25” under the title of a month is not of that month",
    "bầu cử, giao xã": "a second body behind a comma helps; a bare day behind its object",
}
"""Papers of offices that are not read whole in any form."""
_FORCES = "“Dân quân, công an”, “Tiểu thương, hộ kinh doanh”: forces and people, no bodies"
NOT_YET: dict[str, str] = {
    **{f"{name} / {form}": why for name, why in _OF_OFFICES.items() for form in FORMS},
    "khuyết tật, tên dài / wrapped": "a duty in the middle of a paragraph on money is none",
    **{f"rừng, phương án theo giai đoạn / {form}": _FORCES for form in FORMS},
    **{f"chợ, nhãn trong ngoặc / {form}": _FORCES for form in FORMS},
    **{
        f"tái đàn lợn / {form}": "a duty in the middle of a paragraph on money is none"
        for form in FORMS
    },
}
"""Papers that are not read whole yet, and why."""


@pytest.mark.parametrize("case", with_known_failures(CASES, NOT_YET))
def test_whose_work_each_line_is(case: str, tmp_path: Path) -> None:
    name, _, form = case.rpartition(" / ")
    assert compare(PAPERS[name], paper_of(PAPERS[name], form, tmp_path)).wrong == []
