"""An edit makes the findings of a plan anew and looks only at the words that it touched; what it
finds is what is found when all is looked at."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from read_papers import plan_of

from kehoach.corrections.applying import with_corrections
from kehoach.corrections.model import Correction
from kehoach.corrections.undoing import machine_plan
from kehoach.desk.edits import Edit, corrections_of
from kehoach.schema.models import Plan
from kehoach.schema.rules.slips import slips_alone

PAPER = Path(__file__).parent.parent / "samples" / "bang-6-cot" / "bang-6-cot.docx"
WORDS = (
    "Kiểm tra các chợ trên địa bàn",
    "Thực hành tiết kiẹm, chống lãng phí",
    "Giao Công an phường phối hợp tại tại các tổ dân phố",
    "Rà soát thủ tục theo thẩm quyền của",
    "Trước ngày 28/02/2026 báo cáo UBNDD phường",
    "Thực hiện Quyết định số 12/QĐ-UBND ngày 28/02/2026",
    "",
)
ROWS = 4


def machine() -> Plan:
    """A sample as the machine read it."""
    return machine_plan(plan_of(PAPER))


def edits(plan: Plan, done: tuple[tuple[int, str, str], ...]) -> tuple[Correction, ...]:
    """Corrections of a plan by (row, field, words), one after the other."""
    made: tuple[Correction, ...] = ()
    for row, field, typed in done:
        standing = with_corrections(plan, made)
        edit = Edit(action="change", where=f"/tasks/{row}/{field}", typed=typed)
        made += corrections_of(standing, [edit], None)
    return made


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, ROWS - 1),
            st.sampled_from(("note", "lead", "deadline", "deliverables")),
            st.sampled_from(WORDS),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_findings_by_pieces_are_those_of_the_whole(done: list[tuple[int, str, str]]) -> None:
    plan = machine()
    made = edits(plan, tuple(done))
    by_pieces = with_corrections(plan, made)
    slips_alone.cache_clear()
    assert with_corrections(plan, made).findings == by_pieces.findings


def test_an_edit_is_looked_at_alone() -> None:
    plan = machine()
    with_corrections(plan, edits(plan, ((0, "note", "Ghi chú"),)))
    before = slips_alone.cache_info().misses
    found = with_corrections(plan, edits(plan, ((1, "task", "Thực hành tiết kiẹm."),)))
    assert slips_alone.cache_info().misses - before == 1
    assert any(one.suggestion == "kiệm" for one in found.findings)
