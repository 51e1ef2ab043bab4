"""What is made once and kept: what comes back is what would be made."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
import regex
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach import kept, patterns
from kehoach.normalize.vocabulary import read_plain

ROOT = Path(__file__).parent.parent
DATED = r"(?<!\p{L})ngày\s+(?P<day>\d{1,2})/(?P<month>\d{1,2})"
CLASSES = """
import dataclasses, sys, typing
from kehoach.process import settle
if sys.argv[1:]:
    settle()
    assert "exec" in vars(dataclasses) and "compile" in vars(typing)

@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Point:
    x: int
    name: str = "a"
    more: list[int] = dataclasses.field(default_factory=list)

class Pair(typing.NamedTuple):
    left: "int | None"
    right: "typing.Sequence[Point]" = ()

point = Point(1)
try:
    point.x = 2
except dataclasses.FrozenInstanceError as error:
    print(error)
try:
    typing.ForwardRef("1 +")
except SyntaxError as error:
    print(error)
print(point, Point(0) < point, Point.__match_args__, hash(Point(3, more=())) == hash((3, "a", ())))
print(Point.__init__.__annotations__, typing.get_type_hints(Pair), Pair(1))
"""


@pytest.fixture(autouse=True)
def _nothing_held():
    yield
    kept._kept.cache_clear()
    patterns.compile_regex.cache_clear()


def keep_at(path, patch, things):
    kept.keep(things, path)
    patch.setattr(kept, "KEPT", path)
    kept._kept.cache_clear()
    patterns.compile_regex.cache_clear()


def keep_pattern(path, patch, pattern, made, flags=0):
    key = patterns._maker(), pattern, str(int(flags))
    keep_at(path, patch, {key: pickle.dumps(made)})


def test_a_kept_pattern_comes_back_as_it_was(tmp_path, monkeypatch):
    flags = regex.IGNORECASE | regex.VERBOSE
    made = regex.compile(DATED, flags)
    keep_pattern(tmp_path / "kept", monkeypatch, DATED, made, flags=flags)
    monkeypatch.setattr(regex, "compile", None)  # nothing is compiled anew
    found = patterns.compile_regex(DATED, flags).search("Trước NGÀY 05/9")
    assert found
    assert found.groupdict() == {"day": "05", "month": "9"}


def test_what_is_not_kept_is_made(tmp_path, monkeypatch):
    keep_pattern(tmp_path / "kept", monkeypatch, DATED, made=regex.compile(DATED))
    found = patterns.compile_regex(DATED, regex.IGNORECASE).search("NGÀY 05/9")
    assert found
    assert found["month"] == "9"


@pytest.mark.parametrize("made_by", ["regex 2020.1.1 little", ""])
def test_patterns_of_another_regex_are_left_alone(tmp_path, monkeypatch, made_by):
    with monkeypatch.context() as other:
        other.setattr(patterns, "_maker", lambda: made_by)
        keep_pattern(tmp_path / "kept", other, "a", made=regex.compile("b"))
    monkeypatch.setattr(kept, "KEPT", tmp_path / "kept")
    kept._kept.cache_clear()
    assert patterns.compile_regex("a").fullmatch("a")


def test_without_the_file_all_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "KEPT", tmp_path / "none")
    kept._kept.cache_clear()
    assert not kept.is_there()
    assert patterns.compile_regex(DATED).search("ngày 5/9")


@given(
    words=st.lists(st.text(alphabet="aăâđêôơư |()[]\\ ", max_size=12), max_size=6), text=st.text()
)
def test_kept_and_compiled_find_the_same(tmp_path_factory, words, text):
    pattern = "|".join(map(regex.escape, words))
    path = tmp_path_factory.mktemp("kept") / "kept"
    with pytest.MonkeyPatch.context() as patch:
        keep_pattern(path, patch, pattern, made=regex.compile(pattern))
        found = patterns.compile_regex(pattern)
    assert [one.span() for one in found.finditer(text)] == [
        one.span() for one in regex.finditer(pattern, text)
    ]


def test_a_vocabulary_is_read_anew_when_a_letter_of_it_is_changed(tmp_path, monkeypatch):
    path = tmp_path / "words.yaml"
    path.write_text("names: [một, hai]\n", encoding="utf-8")
    keep_at(tmp_path / "kept", monkeypatch, {("yaml", path.read_text("utf-8")): pickle.dumps({})})
    assert read_plain(path) == {}  # as it was kept
    path.write_text("names: [một, ba]\n", encoding="utf-8")
    assert read_plain(path) == {"names": ["một", "ba"]}


def test_what_one_reader_does_to_a_vocabulary_no_other_sees(tmp_path, monkeypatch):
    keep_at(tmp_path / "kept", monkeypatch, {("a",): pickle.dumps([1])})
    kept.kept(("a",), list).append(2)
    assert kept.kept(("a",), list) == [1]


def test_what_is_kept_of_our_vocabularies_is_what_stands_in_them():
    files = [*ROOT.glob("parsers/**/*.yaml"), *ROOT.glob("normalize/**/*.yaml")]
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert read_plain(path) == yaml.load(text, Loader=yaml.CSafeLoader)


def test_classes_of_the_program_are_those_of_python(tmp_path):
    """Made from what is kept, and from what was not asked for before."""
    path = tmp_path / "kept"
    keep = f"from kehoach import kept; kept.KEPT = kept.Path({str(path)!r})\n"
    record = f"{keep}record = kept.record()\n"
    plain = run(CLASSES)
    assert "FrozenInstanceError" not in plain
    assert "cannot assign to field 'x'" in plain
    assert run(f"{record}{CLASSES}\nkept.keep(record, kept.KEPT)", "settled") == plain
    assert path.stat().st_size > 4000
    assert run(f"{keep}{CLASSES}", "settled") == plain
    kept.keep({("a",): b""}, path)
    assert run(f"{keep}{CLASSES}", "settled") == plain


def run(program, *words, **variables):
    """What a fresh process prints."""
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**os.environ, **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "held", [b"", b"\x80\x05", b"nothing", pickle.dumps([1])[:-1], pickle.dumps([1])]
)
def test_a_damaged_file_counts_for_nothing(tmp_path, monkeypatch, held):
    (tmp_path / "kept").write_bytes(held)
    monkeypatch.setattr(kept, "KEPT", tmp_path / "kept")
    kept._kept.cache_clear()
    assert kept.kept(("a",), lambda: 7) == 7
    assert not kept.is_there()


def test_a_damaged_thing_is_made_anew(tmp_path, monkeypatch):
    keep_at(tmp_path / "kept", monkeypatch, {("a",): pickle.dumps(6)[:-1], ("b",): pickle.dumps(8)})
    assert (kept.kept(("a",), lambda: 7), kept.kept(("b",), lambda: 9)) == (7, 8)
