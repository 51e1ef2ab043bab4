"""Patterns compiled once and kept: what comes back is what was compiled."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from kehoach import patterns

ROOT = Path(__file__).parent.parent
DATED = r"(?<!\p{L})ngày\s+(?P<day>\d{1,2})/(?P<month>\d{1,2})"


@pytest.fixture(autouse=True)
def _nothing_held():
    yield
    patterns._kept.cache_clear()
    patterns.compile_regex.cache_clear()


def keep_at(path, monkeypatch, made):
    patterns.keep(made, path)
    monkeypatch.setattr(patterns, "KEPT", path)
    patterns._kept.cache_clear()
    patterns.compile_regex.cache_clear()


def test_a_kept_pattern_comes_back_as_it_was(tmp_path, monkeypatch):
    flags = regex.IGNORECASE | regex.VERBOSE
    keep_at(tmp_path / "kept", monkeypatch, {(DATED, int(flags)): regex.compile(DATED, flags)})
    monkeypatch.setattr(regex, "compile", None)  # nothing is compiled anew
    found = patterns.compile_regex(DATED, flags).search("Trước NGÀY 05/9")
    assert found
    assert found.groupdict() == {"day": "05", "month": "9"}


def test_what_is_not_kept_is_compiled(tmp_path, monkeypatch):
    keep_at(tmp_path / "kept", monkeypatch, {(DATED, 0): regex.compile(DATED)})
    found = patterns.compile_regex(DATED, regex.IGNORECASE).search("NGÀY 05/9")
    assert found
    assert found["month"] == "9"


@pytest.mark.parametrize("made_by", ["regex 2020.1.1 little", ""])
def test_those_of_another_regex_are_left_alone(tmp_path, monkeypatch, made_by):
    monkeypatch.setattr(patterns, "_maker", lambda: made_by)
    patterns.keep({("a", 0): regex.compile("b")}, tmp_path / "kept")
    monkeypatch.undo()
    monkeypatch.setattr(patterns, "KEPT", tmp_path / "kept")
    patterns._kept.cache_clear()
    assert patterns.compile_regex("a").fullmatch("a")


def test_without_the_file_all_is_compiled(tmp_path, monkeypatch):
    monkeypatch.setattr(patterns, "KEPT", tmp_path / "none")
    patterns._kept.cache_clear()
    assert patterns.compile_regex(DATED).search("ngày 5/9")


@given(
    words=st.lists(st.text(alphabet="aăâđêôơư |()[]\\ ", max_size=12), max_size=6), text=st.text()
)
def test_kept_and_compiled_find_the_same(tmp_path_factory, words, text):
    pattern = "|".join(map(regex.escape, words))
    path = tmp_path_factory.mktemp("kept") / "kept"
    patterns.keep({(pattern, 0): regex.compile(pattern)}, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patterns, "KEPT", path)
        patterns._kept.cache_clear()
        patterns.compile_regex.cache_clear()
        kept = patterns.compile_regex(pattern)
    assert [one.span() for one in kept.finditer(text)] == [
        one.span() for one in regex.finditer(pattern, text)
    ]


@pytest.mark.slow
def test_every_process_asks_for_the_same_patterns(tmp_path):
    """The order of a set differs from process to process: a pattern made of one would never be
    found among those that are kept."""
    program = (
        "import sys; sys.path[:0] = sys.argv[1:3]; import keep_patterns as k;"
        "print(*sorted(map(repr, k.patterns_asked_for())), sep='\\n')"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", program, str(ROOT / "tools"), str(ROOT)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert told[0].count(b"\n") > 500
