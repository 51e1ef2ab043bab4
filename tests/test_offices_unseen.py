"""Owners' cells that were invented before the directory was looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.offices.value import OfficesValue

SECTIONS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/offices_unseen.yaml").read_text("utf-8")
)
BODIES = [
    pytest.param((section["level"], section.get("place")), cell, bodies, id=cell)
    for section in SECTIONS
    if not section.get("near_miss")
    for cell, bodies in section["cells"].items()
]
NEAR_MISSES = [
    pytest.param(section["level"], cell, id=cell)
    for section in SECTIONS
    if section.get("near_miss")
    for cell in section["cells"]
]


def told(value: OfficesValue) -> list[str]:
    """The bodies in the notation of the data file."""
    return [name + "*" * many for name, many in zip(value.units, value.collective, strict=True)]


@pytest.mark.parametrize(("unit", "cell", "bodies"), BODIES)
def test_cell_names_its_bodies(unit: tuple[str, str | None], cell: str, bodies: list[str]) -> None:
    level, place = unit
    assert told(parse_offices(cell, level, place)) == bodies


@pytest.mark.parametrize(("level", "cell"), NEAR_MISSES)
def test_what_looks_like_a_body_is_not_known_as_one(level: str, cell: str) -> None:
    value = parse_offices(cell, level)
    assert not any(
        known and not many for known, many in zip(value.known, value.collective, strict=True)
    )
