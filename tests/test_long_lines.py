"""Lines of seventy thousand letters and more cost time by their length, not by its square. Found by
bench/fuzz.py; on a busy machine each took half a minute and more before."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from kehoach import pipeline
from kehoach.errors import KehoachError
from kehoach.normalize.changes import Edit
from kehoach.normalize.quantity import parse_metrics
from kehoach.normalize.repair.in_english import without_english
from kehoach.normalize.repair.torn import joined
from kehoach.parsers.sources.printed import _aligned
from kehoach.parsers.tables.cut_words import is_cut

BOUND = 20
"""Seconds of a processor: some times what they take, less than what they took."""
TABLE = (
    "STT\nNhiệm vụ\nCơ quan chủ trì\nThời gian\nSản phẩm\n"
    "1\nTổ chức hội nghị\nPhòng Nội vụ\nQuý II/2031\nKế hoạch\n"
)


@pytest.fixture(autouse=True)
def alarm() -> Iterator[None]:
    """Ends a test that hangs."""

    def ring(number: int, frame: object) -> None:
        del number, frame
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, BOUND)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize(
    "line",
    [
        "a" * 70_000,
        "A" * 70_000 + " B",
        "x.y" * 23_000,
        "người@" * 12_000,
        "1." * 35_000,
        " ".join(["Phòng"] * 12_000),
        "-" * 70_000,
        "(" * 35_000,
    ],
    ids=lambda line: line[:8],
)
def test_a_long_line(line: str, tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text(
        f"ỦY BAN NHÂN DÂN\nPHƯỜNG SÔNG MÂY\nKẾ HOẠCH\nPHỤ LỤC\n{TABLE}{line}\n{TABLE}",
        encoding="utf-8",
    )
    with contextlib.suppress(KehoachError):
        assert pipeline.extract(paper).status in ("ok", "partial")


DATA = yaml.safe_load((Path(__file__).parent / "data" / "long_lines.yaml").read_text("utf-8"))
CASES = [(place, unit) for place, units in DATA["lines"].items() for unit in units]


@pytest.mark.parametrize(("place", "unit"), CASES)
def test_a_line_that_repeats_itself(
    place: str, unit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In what language such a line is does not matter here."""
    monkeypatch.setattr(pipeline, "require_vietnamese", lambda _: None)
    line = (unit * DATA["letters"])[: DATA["letters"]]
    paper = tmp_path / ("paper.md" if place == "cells" else "paper.txt")
    paper.write_text(DATA["head"] + DATA["places"][place].replace("LINE", line), encoding="utf-8")
    assert pipeline.extract(paper).status in ("ok", "partial")


def test_a_word_without_end_is_no_word_that_was_cut() -> None:
    assert not is_cut(f"Hạ{'x' * 200_000}. ", "ờng xuyên")
    assert is_cut(f"{'x' * 200_000} Thư", "ờng xuyên")


def test_a_word_without_end_is_found_again_by_its_ends() -> None:
    read, printed = "ha" + "x" * 30_000 + "noi", "ha" + "x" * 29_000 + "noi"
    found = _aligned(read, printed, list(range(len(printed))))
    assert len(found) == len(read)
    assert found[:2] == [0, 1]
    assert found[-3:] == [len(printed) - 3, len(printed) - 2, len(printed) - 1]


def test_a_word_without_end_is_no_address() -> None:
    edits = [Edit(200_001, "va", "và", 0.9)]
    assert without_english("X" * 200_000 + " va website", edits) == edits
    beside_address = [Edit(0, "va", "và", 0.9)]
    assert without_english("va tankhe.example/page men website", beside_address) == beside_address


def test_a_word_without_end_is_no_chain_of_torn_ones() -> None:
    assert joined("X" * 200_000 + "1 NHI Ệ M V Ụ") == "X" * 200_000 + "1 NHIỆM VỤ"


def test_figures_at_the_end_of_a_line_without_end() -> None:
    (metric,) = parse_metrics("x" * 200_000 + " đạt ít nhất 95%")
    assert (metric.comparator, metric.value) == (">=", 95)
