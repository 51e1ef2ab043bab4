"""Paragraphs whose sentences give works to several bodies -> a task, or a duty, for each, against
data/parsers/shared_sentences*.yaml; what no sentence orders is none. All names are fictional."""

from __future__ import annotations

import pytest
from shared_sentences import FILES, FORMS, paragraphs_of, wrong_duties, wrong_in

from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.owners.owner_sentences import works_in

TIMES = "its time is not read"
NOT_YET: dict[str, dict[str, str]] = {
    "shared_sentences.yaml": {"môi trường": TIMES},
    "shared_sentences_second.yaml": {
        "một việc, thành phần": "who comes is taken for who does it",
        "không, căn cứ pháp lý": "“Thực hiện Luật …” opens as an order does",
    },
    "shared_sentences_third.yaml": {
        "chia việc bằng do": "“Kinh phí do … thẩm định” may tell where the money comes from",
        "kiểm kê": "“Bảo vệ” is a verb, too",
        "đồng chí tên": "a person in a plan is told with post and name now",
        "nội dung kèm": "“in” and “phát” behind “các trường” are taken for their name",
        "hè xanh": "“đoàn viên” beside a body is taken for its name",
        "tín dụng": "a body called by a verb that is none we know: “Hội đoàn thể nhận ủy thác”",
    },
}
"""Paragraphs that are not read as a clerk would, and why."""
DUTIES_NOT_YET = {
    "shared_sentences.yaml": {"phụ trách cùng việc"},
    "shared_sentences_third.yaml": {
        "chia việc bằng do",
        "kiểm kê",
        "tín dụng",
        "hè xanh",
    },
}
CASES = [f"{file} / {form}" for file in FILES for form in FORMS]


@pytest.mark.parametrize("case", CASES)
def test_each_body_has_its_own_task(case: str) -> None:
    file, _, form = case.partition(" / ")
    wrong = {paragraph.name: why for paragraph, why in wrong_in(file, form) if why}
    assert set(wrong) == set(NOT_YET[file]), wrong


@pytest.mark.parametrize("file", FILES)
def test_each_body_has_its_own_duty(file: str) -> None:
    wrong = {paragraph.name: why for paragraph, why in wrong_duties(file) if why}
    assert set(wrong) == DUTIES_NOT_YET.get(file, set()), wrong


@pytest.mark.parametrize("file", FILES)
def test_no_word_is_lost(file: str) -> None:
    for paragraph in paragraphs_of(file):
        assert " ".join(works_in(paragraph.text, Context())) == paragraph.text


def test_long_lines_take_linear_time() -> None:
    text = "Công an xã tuần tra; các thôn cử người. " * 2000
    assert len(works_in(text, Context())) > 1000
