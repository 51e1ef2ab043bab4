"""The learned tagger of times, alone and in papers (data/times/proposed.yaml)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from plain_papers import CLOSING, HEAD

from kehoach import extract
from kehoach.normalize.times.tagged import MOST_WORDS, tagged_times, words_of

CASES = yaml.safe_load((Path(__file__).parent / "data/times/proposed.yaml").read_text("utf-8"))
NOT_YET = CASES.pop("not_yet")
SENTENCES = [(text, want) for section in CASES.values() for text, want in section.items()]


def _read(text: str, folder: Path) -> dict[str, str | None]:
    paper = folder / "ke-hoach.txt"
    points = f"KẾ HOẠCH\nCông tác năm 2031\n\nII. NHIỆM VỤ\n1. {text}\n"
    paper.write_text(HEAD + points + CLOSING, encoding="utf-8")
    return {
        task.task: task.deadline.raw if task.deadline else None for task in extract(paper).tasks
    }


@pytest.mark.parametrize(("text", "want"), SENTENCES)
def test_a_point(text: str, want: str | None, tmp_path: Path) -> None:
    told = _read(text, tmp_path)
    assert [*told.values()] == [want], told


@pytest.mark.xfail(reason="not seen yet", strict=True)
@pytest.mark.parametrize(("text", "want"), NOT_YET.items())
def test_a_point_not_yet(text: str, want: str | None, tmp_path: Path) -> None:
    assert [*_read(text, tmp_path).values()] == [want]


def test_a_task_whose_time_was_only_proposed_is_less_sure(tmp_path: Path) -> None:
    paper = tmp_path / "ke-hoach.txt"
    points = (
        "KẾ HOẠCH\nCông tác năm 2031\n\nII. NHIỆM VỤ\n"
        "1. Các thôn dọn nghĩa trang liệt sĩ trước khi học sinh nghỉ hè.\n"
        "2. Các thôn dọn nghĩa trang liệt sĩ trước ngày 24/7/2031.\n"
    )
    paper.write_text(HEAD + points + CLOSING, encoding="utf-8")
    proposed, stated = extract(paper).tasks
    assert proposed.confidence < stated.confidence


@given(st.text(max_size=300))
def test_times_are_words_of_the_text(text: str) -> None:
    for one in tagged_times(text):
        assert text[one.begin : one.begin + len(one.words)] == one.words
        assert 0 <= one.sure <= 1


def test_only_the_first_words_of_a_long_text_are_looked_at() -> None:
    text = "Rà soát hộ nghèo, " * MOST_WORDS + "xong trước ngày 5/6."
    assert len(words_of(text)) > MOST_WORDS
    assert tagged_times(text) == []


def test_threads_do_not_meet_in_one_sentence() -> None:
    texts = [f"Công an xã tuần tra trước ngày {day}/6." for day in range(1, 29)] * 8
    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(tagged_times, texts)]
    assert found == [tagged_times(text) for text in texts]
