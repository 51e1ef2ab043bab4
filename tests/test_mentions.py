"""What a text speaks of: the spaCy pipeline."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from kehoach.parsers.sentences.mentions import Language, Mention

TEXT = (
    "Căn cứ Nghị quyết số 12/NQ-CP ngày 15/01/2031 của Chính phủ, Phòng Văn hóa - Xã hội "
    "chủ trì, phấn đấu đạt từ 95% trở lên trước ngày 07 tháng 4 năm 2031."
)


def mentions(text: str, level: str | None = None) -> list[Mention]:
    """(Imported late: spaCy takes a second in each worker that collects this.)"""
    from kehoach.parsers.sentences import mentions

    return mentions.mentions(text, level)


def pipeline() -> Language:
    from kehoach.parsers.sentences import mentions

    return mentions.pipeline()


def test_all_kinds() -> None:
    found = {(m.label, m.value) for m in mentions(TEXT)}
    assert found == {
        ("LEGAL", "12/NQ-CP"),
        ("DATE", "2031-01-15"),
        ("DATE", "2031-04-07"),
        ("TIME", "/2031-04-07"),
        ("OFFICE", "Chính phủ"),
        ("OFFICE", "Phòng Văn hóa - Xã hội"),
        ("FIGURE", ">= 95 %"),
    }


def test_places_are_those_of_the_text() -> None:
    assert all(TEXT[m.start : m.end] == m.text for m in mentions(TEXT))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Các tổ dân phố thực hiện thường xuyên.", "DATE"),
        ("Phòng đọc sách mở cửa hằng ngày.", "OFFICE"),
        ("theo nghị quyết của chi bộ", "LEGAL"),
        ("Mục 3.1", "FIGURE"),
    ],
)
def test_nothing_is_made_up(text: str, label: str) -> None:
    assert label not in {m.label for m in mentions(text)}


def test_components_are_named() -> None:
    names = pipeline().pipe_names
    assert names[:3] == ["kinds", "times", "bodies"]
    assert names[3:8] == ["legal_references", "dates", "deadlines", "offices", "figures"]
    assert names[8:] == ["joined", "roles"]


def test_a_date_that_no_calendar_has_keeps_its_words() -> None:
    (date,) = (m for m in mentions("ngày 31/02/2031") if m.label == "DATE")
    assert (date.text, date.value) == ("31/02/2031", None)


@given(st.text(max_size=60))
def test_tokens_make_the_text(text: str) -> None:
    assert pipeline().make_doc(text).text == text
    assert all(0 <= m.start < m.end <= len(text) for m in mentions(text))


def test_reading_a_paper_never_loads_spacy(tmp_path: Path) -> None:
    paper = tmp_path / "a.txt"
    paper.write_text("KẾ HOẠCH\nI. NHIỆM VỤ\n1. Giao Công an xã lập chốt.\n", encoding="utf-8")
    code = (
        "import sys, kehoach, kehoach.desk.app; kehoach.extract(sys.argv[1]); "
        "print('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, paper], capture_output=True, text=True)
    assert done.stdout.strip() == "False", done.stderr


def test_who_leads_and_helps_is_told() -> None:
    text = "Từ tháng 9/2031, Hội Nông dân xã mở lớp, cùng với Đoàn Thanh niên."
    parts = {mention.role: mention.text for mention in mentions(text, "xã") if mention.role}
    assert parts == {"lead": "Hội Nông dân xã", "coordinating": "Đoàn Thanh niên"}
