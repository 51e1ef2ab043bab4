"""A folder that is watched: each paper once, when it is written whole; ended at any moment."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from batch_maker import short_paper
from parcel_maker import zipped
from warm_program import Started, said, started

from kehoach.batch.model import Batch
from kehoach.batch.watching import Settling, marks_of

pytest.importorskip("watchdog")
PATIENCE = 60.0


@contextmanager
def watching(folder: Path, out: Path, *more: str) -> Iterator[Started]:
    words = ["--lang", "en", "watch", folder, "-o", out, "--workers", "1", "--settle", "0.5"]
    process = started(*words, "--json-log", *more, also=["kehoach.batch.watching"])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def ended(process: Started, by: int) -> tuple[int, list[str]]:
    """How it ended, and which papers it said it had read."""
    process.send_signal(by)
    _, told = process.communicate(timeout=PATIENCE)
    events = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    assert "Traceback" not in told
    return process.returncode, [event["input"] for event in events if event["event"] == "paper"]


def test_papers_are_read_as_they_come(tmp_path: Path) -> None:
    folder, out = tmp_path / "vào", tmp_path / "ra"
    folder.mkdir()
    (folder / "1.txt").write_text(short_paper(1), encoding="utf-8")
    with watching(folder, out) as process:
        until((out / "plans" / "1.txt.json").exists)
        (folder / "2.zip").write_bytes(zipped({"kh.txt": short_paper(2)}))
        until((out / "plans" / "2.zip" / "kh.txt.json").exists)
        until(lambda: "2.zip/kh.txt" in (out / "manifest.jsonl").read_text(encoding="utf-8"))
        code, read = ended(process, signal.SIGINT)
    assert (code, read) == (130, ["1.txt", "2.zip/kh.txt"])
    with watching(folder, out) as process:  # the same again: nothing is read twice
        (folder / "3.txt").write_text(short_paper(3), encoding="utf-8")
        until(lambda: "3.txt" in (out / "manifest.jsonl").read_text(encoding="utf-8"))
        code, read = ended(process, signal.SIGTERM)
    assert (code, read) == (130, ["3.txt"])


def test_a_paper_is_read_when_it_is_written_whole(tmp_path: Path) -> None:
    folder, out = tmp_path / "vào", tmp_path / "ra"
    folder.mkdir()
    text = short_paper(4).encode()
    with watching(folder, out) as process:
        with (folder / "a.txt").open("wb") as file:
            for place in range(0, len(text), len(text) // 8):
                file.write(text[place : place + len(text) // 8])
                file.flush()
                time.sleep(0.2)
        until((out / "manifest.jsonl").exists)
        plan = json.loads((out / "plans" / "a.txt.json").read_text(encoding="utf-8"))
        _, read = ended(process, signal.SIGINT)
    assert (len(plan["tasks"]), plan["status"], read) == (2, "ok", ["a.txt"])


def test_killed_it_goes_on_where_it_was(tmp_path: Path) -> None:
    folder, out = tmp_path / "vào", tmp_path / "ra"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(short_paper(number), encoding="utf-8")
    with watching(folder, out) as process:
        until((out / "plans" / "2.txt.json").exists)
        process.kill()
    with watching(folder, out) as process:
        until((out / "manifest.jsonl").exists)
        _, read = ended(process, signal.SIGINT)
    assert len(list((out / "plans").iterdir())) == 6
    assert len(read) < 6


def test_files_settle_by_our_own_clock() -> None:
    settling = Settling(seconds=2)
    assert settling.look({"a": "1"}, now=0) == ({}, True)
    assert settling.look({"a": "1", "b": "1"}, now=2) == ({"a": "1"}, True)
    assert settling.look({"a": "2", "b": "1"}, now=4) == ({"b": "1"}, True)
    assert settling.look({"b": "1"}, now=5) == ({"b": "1"}, False)


def test_what_is_still_fetched_is_no_paper(tmp_path: Path) -> None:
    for name in ("a.txt", "b.pdf.crdownload", "c.part", "Thumbs.db", ".x"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "plan.json").write_bytes(b"x")
    marks = marks_of(Batch(str(tmp_path), str(tmp_path / "out")))
    assert list(marks) == ["a.txt"]
    os.utime(tmp_path / "a.txt", (1, 1))
    assert marks_of(Batch(str(tmp_path), str(tmp_path / "out"))) != marks


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["watch", "s3://x/y", "-o", "out"], 2, "no URL"),
        (["watch", "missing", "-o", "out"], 2, "There is no folder"),
        (["watch", ".", "-o", "."], 2, "must not be mixed"),
    ],
)
def test_wrong_usage(words: list[str], code: int, told: str, tmp_path: Path) -> None:
    done = said("--lang", "en", *words, cwd=tmp_path, timeout=60)
    assert (done.returncode, told in done.stderr) == (code, True)
