"""Bodies before verbs that only the corpus knows, against data/parsers/learned_subjects.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.parsers.items.bodies.learned_subjects import learned_subject
from kehoach.parsers.items.bodies.sentence_owners import subject_of

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/learned_subjects.yaml").read_text("utf-8")
)


@pytest.mark.parametrize(("text", "lead"), DATA["names"].items())
def test_names_end_before_the_verb(text: str, lead: str) -> None:
    assert subject_of(text, "xã")[0] == lead


@pytest.mark.parametrize("text", DATA["nobody"])
def test_nobody(text: str) -> None:
    assert subject_of(text, "xã")[0] == ""


def test_text_without_marks_tells_nothing() -> None:
    assert learned_subject("Cong ty Moi truong do thi Phu Khe chay xe gom rac.") == ("", "")
