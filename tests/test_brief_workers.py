"""What workers leave out of their reports is nothing that anybody misses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent
CONFTEST = """
from brief_workers import told_briefly

def pytest_sessionstart(session):
    told_briefly(session.config)
"""
CASES = """
import time
import pytest

@pytest.fixture
def slow():
    time.sleep(0.1)

@pytest.fixture
def bad():
    raise ValueError("a beginning that fails")

@pytest.fixture
def worse():
    yield
    raise ValueError("an end that fails")

def test_well(slow): pass
def test_wrong(): assert [1, 2] == [1, 3]
def test_begun(bad): pass
def test_ended(worse): print("some words")
@pytest.mark.skip(reason="not now")
def test_left(): pass
@pytest.mark.xfail(strict=True, reason="known")
def test_known(): assert 0
"""


def told(folder: Path, *options: str) -> str:
    (folder / "conftest.py").write_text(CONFTEST, "utf-8")
    (folder / "test_cases.py").write_text(CASES, "utf-8")
    (folder / "pytest.ini").write_text(f"[pytest]\npythonpath = {TESTS}\n", "utf-8")
    words = [sys.executable, "-m", "pytest", "-p", "xdist", "-n", "1", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*words, *options],
        cwd=folder,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "yes"},  # xdist alone
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    ).stdout


def test_what_went_wrong_is_told_whole(tmp_path: Path) -> None:
    words = told(tmp_path, "-v", "--durations=3", "-rsx")
    for piece in (
        "1 failed, 2 passed, 1 skipped, 1 xfailed, 2 errors",
        "At index 1 diff: 2 != 3",
        "a beginning that fails",
        "an end that fails",
        "some words",
        "not now",
        "known",
        "s setup    test_cases.py::test_well",
    ):
        assert piece in words, piece


def test_a_file_in_the_form_of_junit_is_whole(tmp_path: Path) -> None:
    told(tmp_path, "--junitxml=all.xml")
    text = (tmp_path / "all.xml").read_text("utf-8")
    assert text.count("<testcase ") == 6
    assert "an end that fails" in text
