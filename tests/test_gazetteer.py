"""The gazetteer against data/gazetteer.yaml, and what holds for any text."""

from __future__ import annotations

import lzma
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.normalize.gazetteer import (
    find_unit_names,
    find_units,
    infer_province,
    key_of,
    proper_name,
)

ROOT = Path(__file__).resolve().parents[1]
DATA: dict[str, Any] = yaml.safe_load((ROOT / "tests/data/gazetteer.yaml").read_text("utf-8"))
LINES = lzma.decompress((ROOT / "normalize/gazetteer.tsv.xz").read_bytes()).decode().splitlines()


@pytest.mark.parametrize(("name", "level", "want"), DATA["proper_names"])
def test_proper_name(name: str, level: str, want: str) -> None:
    assert proper_name(name, level) == want


@pytest.mark.parametrize(("level", "name", "year", "texts", "want"), DATA["provinces"])
def test_province(
    level: str, name: str, year: int | None, texts: list[str], want: str | None
) -> None:
    assert infer_province(level, name, texts, year) == want


def check_mentions(text: str, want: list[list[Any]]) -> None:
    assert [[m.level, m.name, m.known] for m in find_unit_names(text)] == want


@pytest.mark.parametrize(("text", "want"), DATA["mentions"].items())
def test_mentions(text: str, want: list[list[Any]]) -> None:
    check_mentions(text, want)


@pytest.mark.parametrize("text", DATA["no_mentions"])
def test_no_mention(text: str) -> None:
    check_mentions(text, [])


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("text", "want"), DATA["known_failures"].items())
def test_known_failure(text: str, want: list[list[Any]]) -> None:
    check_mentions(text, want)


def test_units() -> None:
    assert {(u.code, u.province) for u in find_units("Nghĩa Lộ", "phường") if u.era == "2025"} == {
        ("04288", "Lào Cai"),
        ("21028", "Quảng Ngãi"),
    }
    assert find_units("Ngọc Trạo", "phường", "Thanh Hóa")[0].district in ("Thanh Hóa", "Bỉm Sơn")
    assert find_units("nghia lo", "phuong") == find_units("Nghĩa Lộ", "phường")
    assert find_units("Nghĩa Lò") == ()
    assert find_units("Khánh Hoà", "tỉnh") == find_units("Khánh Hòa", "tỉnh") != ()
    assert {u.era for u in find_units("Hà Tĩnh", "tỉnh")} == {"2025", "before"}
    assert all(u.is_province for u in find_units("Hà Tĩnh", "tỉnh"))


def test_the_data_is_whole() -> None:
    eras = [line.rsplit("\t", 1)[1] for line in LINES]
    assert eras.count("2025") >= 3355
    assert eras.count("before") == 10794
    assert sorted(LINES) == LINES
    assert all(line.count("\t") == 6 for line in LINES)
    for line in LINES[::37]:
        key, code, level, name, _, province, _ = line.split("\t")
        assert key == key_of(name)
        assert any(unit.code == code for unit in find_units(name, level, province))


def test_loading_is_lazy_and_quick() -> None:
    code = (
        "import time, normalize.gazetteer as g; assert g._lines.cache_info().currsize == 0\n"
        "start = time.process_time(); g.find_units('Sao Mai'); print(time.process_time() - start)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (
        float(run.stdout) < 0.06 * 4
    )  # 60 ms on the machine it was made for, with room for a busy one


WORDS = [
    "PHƯỜNG",
    "phường",
    "xã",
    "TP.",
    "Tỉnh",
    "ủy",
    "Hà",
    "Tĩnh",
    "7",
    "Ba",
    "ĐÌNH",
    "-",
    ",",
    "\n",
]


@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_mentions_lie_in_the_text(text: str) -> None:
    end = 0
    for mention in find_unit_names(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
    proper_name(text, text)
    infer_province("phường", text, [text], 2025)
