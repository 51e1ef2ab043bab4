"""The parts of a batch, each alone: names, folders, stores."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.batch.inputs import find
from kehoach.batch.model import BatchOptions, Failure, Outcome, outcome_from
from kehoach.batch.names import plan_names
from kehoach.batch.records import record_name
from kehoach.batch.store import LocalStore, open_store
from kehoach.errors import NoFolderError, OutputError

part = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=90
)
surrogate = st.text(st.sampled_from("\udce9\udc80ab"), min_size=1, max_size=5)
path = st.lists(
    part | surrogate | st.sampled_from(["..", ".", "a", "A", "a.json"]), min_size=1, max_size=4
).map("/".join)


@given(st.lists(path, unique=True, max_size=12))
def test_names_are_safe_and_never_the_same(names: list[str]) -> None:
    chosen = plan_names(names)
    assert len({name.casefold() for name in chosen}) == len(names)
    for name in chosen:
        parts = name.split("/")
        assert parts[0] == "plans"
        assert name.endswith(".json")
        assert all(
            part not in ("", ".", "..") and not part.startswith(("-", ".", "~")) for part in parts
        )
        assert name.isprintable()
        assert all(len(part.encode("utf-8")) <= 255 for part in parts)
        # A file never stands where another needs a folder.
        assert not any(other != name and other.startswith(f"{name}/") for other in chosen)


@given(st.lists(path, unique=True, min_size=2, max_size=8))
def test_names_do_not_depend_on_the_order(names: list[str]) -> None:
    chosen = dict(zip(names, plan_names(names), strict=True))
    again = dict(zip(names[::-1], plan_names(names[::-1]), strict=True))
    assert chosen == again


def test_names_stay_as_they_are() -> None:
    assert plan_names(["xã Mây/KH 12.pdf", "xã Mây/KH 12.docx"]) == [
        "plans/xã Mây/KH 12.pdf.json",
        "plans/xã Mây/KH 12.docx.json",
    ]
    decomposed = "ke\u0302\u0301 hoạch.pdf"  # as a Mac stores it
    assert plan_names([decomposed]) == ["plans/kế hoạch.pdf.json"]


def test_find_sorts_and_passes_over(tmp_path: Path) -> None:
    for name in (
        "b/2.txt",
        "b/1.txt",
        "a.txt",
        "B.txt",
        ".git/x",
        "~$a.docx",
        "out/plans/a.txt.json",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = find(str(tmp_path), str(tmp_path / "out"))
    assert [one.name for one in found] == ["B.txt", "a.txt", "b/1.txt", "b/2.txt"]
    assert {one.refusal for one in found} == {None}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
def test_a_closed_folder_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "in" / "closed"
    closed.mkdir(parents=True)
    closed.chmod(0)
    try:
        (found,) = find(str(tmp_path / "in"), str(tmp_path / "out"))
    finally:
        closed.chmod(0o700)
    assert (found.name, found.refusal) == ("closed", "PermissionDeniedError")


def test_find_needs_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name in ("file", "missing"):
        with pytest.raises(NoFolderError):
            find(str(tmp_path / name), str(tmp_path / "out"))


def test_a_store_writes_whole_files(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    store.write("a/b/c.json", b"1")
    store.write("a/b/c.json", b"2")
    assert store.read("a/b/c.json") == b"2"
    assert store.read("a/b/c.json/d") is None
    grown = tmp_path / "grown"
    grown.write_bytes(b"3")
    store.adopt(grown, "d.csv")
    assert (store.read("d.csv"), grown.exists()) == (b"3", False)
    assert sorted(store.names("a")) == ["a/b/c.json"]
    store.remove("d.csv")
    store.remove("d.csv")
    assert store.read("d.csv") is None
    assert [one for one in (tmp_path / ".kehoach").rglob("*") if one.is_file()] == []


def test_a_store_tells_what_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = LocalStore(tmp_path)
    with pytest.raises(OutputError):
        store.write("file/below.json", b"x")
    with pytest.raises(OutputError):
        LocalStore(tmp_path / "file").write("x", b"x")


def test_an_outcome_comes_back_from_its_record() -> None:
    failure = Failure("ingest", "EmptyFileError", "rỗng", "empty")
    outcome = Outcome(
        "k\udce9.txt", "0" * 64, "failed", error=failure, findings={"error": 1}, seconds=1.5
    )
    assert outcome_from(outcome.as_json()) == outcome
    assert BatchOptions() == BatchOptions()
    assert record_name("plans/x/y.json") == ".kehoach/records/x/y.record"
