"""Owners' cells of ordinary papers, each read in its own: communes, wards, schools, provinces,
ministries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import regex
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.offices.roles import split_roles
from kehoach.normalize.offices.usual_forms import usual_forms

DATA = Path(__file__).parent / "data"
PAPERS: dict[str, tuple[str | None, str]] = {
    "xã": ("xã", "UBND xã Đồng Chừa"),
    "phường": ("phường", "UBND phường Sông Mây"),
    "trường": (None, "Trường Tiểu học Đồng Chừa"),
    "tỉnh": ("tỉnh", "UBND tỉnh Vĩnh Lạc"),
    "bộ": (None, "Bộ Y tế"),
}


def _cases(name: str, *, failures: bool = False) -> list[tuple[str, str, list[str]]]:
    data: dict[str, Any] = yaml.safe_load((DATA / name).read_text("utf-8"))
    data = data.get("known_failures", {}) if failures else data
    return [(paper, raw, want) for paper in PAPERS for raw, want in (data.get(paper) or {}).items()]


def read(paper: str, raw: str) -> list[str]:
    """The bodies of a cell, without the level that a name ends with."""
    level, issuer = PAPERS[paper]
    written = usual_forms(issuer, level).written_out(raw)
    names = [name for part in split_roles(written) for name in parse_offices(part, level).units]
    return [
        regex.sub(r"(?<!\b[Cc]ác|,|\d) (?:xã|phường|tỉnh)$", "", name[:1].upper() + name[1:])
        for name in names
    ]


def wanted(names: list[str]) -> list[str]:
    return [
        regex.sub(r"(?<!\b[Cc]ác|,|\d) (?:xã|phường|tỉnh)$", "", name[:1].upper() + name[1:])
        for name in names
    ]


@pytest.mark.parametrize(
    ("paper", "raw", "want"),
    [*_cases("offices_cells.yaml"), *_cases("offices_cells_unseen.yaml")],
)
def test_cell(paper: str, raw: str, want: list[str]) -> None:
    assert read(paper, raw) == wanted(want)


@pytest.mark.parametrize(
    ("paper", "raw", "want"),
    [
        pytest.param(*case, marks=pytest.mark.xfail(strict=True))
        for case in _cases("offices_cells.yaml", failures=True)
    ],
)
def test_known_failure(paper: str, raw: str, want: list[str]) -> None:
    assert read(paper, raw) == wanted(want)


@given(
    st.sampled_from(["Ban Chỉ đạo chuyển đổi số", "Hội đồng Dân tộc", "Công an xã", "các Sở"]),
    st.sampled_from(["", "Hội đồng Dân tộc, ", "UBND xã; "]),
    st.lists(st.sampled_from([" và", ",", " các", ";", " (", ")", " của", " -", "/"]), max_size=4),
)
def test_a_cell_may_end_anywhere(body: str, before: str, tail: list[str]) -> None:
    cell = f"{before}{body}{''.join(tail)}"
    assert parse_offices(cell).raw == cell
