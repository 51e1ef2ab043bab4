"""How words that somebody has begun to type may end."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kehoach.corrections.completing import completions
from kehoach.corrections.suggesting import MOST
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.normalize.vocabulary import read_yaml
from kehoach.pipeline import extract
from kehoach.schema.models import Plan

ROOT = Path(__file__).parent.parent


@cache
def plan() -> Plan:
    return extract(ROOT / "samples" / "bang-6-cot" / "bang-6-cot.docx")


@pytest.mark.parametrize(
    ("where", "typed", "first"),
    [
        ("/tasks/3/lead", "phòng k", "Phòng Kinh tế, Hạ tầng và Đô thị"),  # of other rows
        ("/tasks/3/lead", "Công an phường; tram y", "Trạm Y tế phường"),  # the last, without marks
        ("/tasks/3/coordinating", "công đ", "Công đoàn phường"),  # of the directory, with the level
        ("/tasks/3/deadline", "hết quý ii", "Hết quý II/2026"),
        ("/tasks/3/deadline", "31/", "Trước 31/12/2026"),  # inside
        ("/targets/0/deadline", "trước ngày 30/6", "Trước ngày 30/6/2026"),
    ],
)
def test_what_is_begun_is_ended(where: str, typed: str, first: str) -> None:
    found = completions(plan(), where, typed)
    assert found[0].words == first
    assert len(found) <= MOST


@pytest.mark.parametrize(
    ("where", "typed"),
    [
        ("/tasks/3/lead", "p"),  # too little
        ("/tasks/3/lead", "Phòng Văn hóa - Xã hội"),  # ended
        ("/tasks/3/task", "phòng k"),
        ("/tasks/99999/lead", "không có phòng này"),
        ("/more_documents/3/tasks/0/lead", "phòng k"),
        ("nowhere", "phòng k"),
    ],
)
def test_what_cannot_be_ended_is_not(where: str, typed: str) -> None:
    assert completions(plan(), where, typed) == ()


def test_every_usual_time_is_understood() -> None:
    for words in read_yaml(ROOT / "corrections" / "completions.yaml")["times"]:
        read = parse_deadline(words.replace("{year}", "2026"))
        assert read is not None, words
        assert read.kind is not None or read.recurrence is not None, words
