"""What was taken from all of a paper and is put back: tears, slashes, marks of capitals, the ư of
TCVN3; and papers that lost letters for good, which are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.ingest.model import Document, Line, Span
from kehoach.normalize.changes import Mended
from kehoach.normalize.repair.legacy import decoded
from kehoach.normalize.repair.lost_letters import with_marked_capitals
from kehoach.normalize.repair.lost_slashes import with_slashes
from kehoach.normalize.repair.torn import all_joined
from kehoach.parsers.mending import mend

_FILE = Path(__file__).parent / "data/normalize/losses.yaml"
CASES: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
TORN, SLASHES, CAPITALS = CASES["torn"], CASES["slashes"], CASES["capitals"]


def paper(lines: list[str]) -> list[Mended]:
    return [Mended.of(line) for line in lines]


def document(lines: list[str]) -> Document:
    flow = tuple(Line(text, Span(first=n, last=n)) for n, text in enumerate(lines, 1))
    return Document("x.txt", "0" * 64, "text/plain", pages=(), flow=flow)


@pytest.mark.parametrize(("seen", "meant"), TORN["mended"].items())
def test_torn_syllables_are_put_together(seen: str, meant: str) -> None:
    (result,) = all_joined(paper([seen]))
    assert result.text == meant
    assert result.undone() == seen


@pytest.mark.parametrize("line", TORN["quiet"])
def test_what_is_not_torn_stays(line: str) -> None:
    assert all_joined(paper([line]))[0].steps == ()


@given(
    st.lists(st.sampled_from(["ở", "Ệ", "KH", "vụ", "A", "n", "1", "Đ", "-", "ng"]), max_size=12)
)
def test_tears_can_be_taken_back(pieces: list[str]) -> None:
    line = " ".join(pieces)
    (result,) = all_joined(paper([line]))
    assert result.undone() == line
    assert result.text.replace(" ", "") == line.replace(" ", "")


def test_single_letters_are_put_together_in_a_torn_paper() -> None:
    lines = ["II. NHI Ệ M V Ụ", "S ố : 45/KH-UBND"]
    assert [result.text for result in all_joined(paper(lines))][1] == "Số: 45/KH-UBND"
    assert all_joined(paper(lines[1:]))[0].steps == ()


def test_slashes_are_put_back() -> None:
    seen, meant = zip(*SLASHES["mended"], strict=True)
    assert [result.text for result in with_slashes(paper(list(seen)))] == list(meant)


@pytest.mark.parametrize("lines", SLASHES["quiet"])
def test_slashes_are_not_invented(lines: list[str]) -> None:
    assert all(result.steps == () for result in with_slashes(paper(lines)))


def test_capitals_get_their_marks() -> None:
    seen, meant = zip(*CAPITALS["mended"], strict=True)
    assert [result.text for result in with_marked_capitals(paper(list(seen)))] == list(meant)


@pytest.mark.parametrize("lines", CAPITALS["quiet"])
def test_capitals_of_other_papers_stay(lines: list[str]) -> None:
    assert all(result.steps == () for result in with_marked_capitals(paper(lines)))


def test_a_lost_horned_u_is_put_back() -> None:
    seen, meant = zip(*CASES["horned_u"], strict=True)
    # twice: a few words without one say nothing
    assert [result.text for result in decoded(paper(list(seen * 2)))] == list(meant * 2)


def test_tcvn3_with_its_horned_u_is_only_decoded() -> None:
    lines = [seen for seen, _ in CASES["horned_u"]] + ["th\xad ký tr\xadíc"]
    results = decoded(paper(lines))
    assert {step.name for result in results for step in result.steps} == {"tcvn3"}


def test_a_paper_that_lost_letters_is_told() -> None:
    lines = [
        "Căn cứ Kế hoch số 9 ca Ủy ban nhân dân tnh về ci cách hành chính",
        "Rà soát các th tc cấp xã gii quyết thc hin đưc hnh",
    ]
    codes = [note.code for note in mend(document(lines * 3))[0].notes]
    assert "low_confidence" in codes


def test_a_sound_paper_with_rare_words_is_not() -> None:
    lines = ["Kế hoạch kiểm tra việc thực hiện quy chế làm việc của Ủy ban nhân dân xã"] * 2
    lines.append("Hội chợ logistics")
    assert mend(document(lines * 6))[0].notes == ()
