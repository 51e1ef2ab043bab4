"""The README and the pages tell the truth: examples run from the checkout, links lead somewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from test_project import ROOT

import kehoach

EXAMPLES = re.findall(
    r"^```python\n(.+?)^```", (ROOT / "docs" / "library.md").read_text("utf-8"), re.M | re.S
)
PAPER = ROOT / "samples" / "bang-6-cot" / "bang-6-cot.pdf"
MOST_LINES = 135
"""Three screens."""


def test_there_is_an_example() -> None:
    assert EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs(example: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "Văn phòng" in done.stdout
    assert "Tệp PDF bị hỏng" in done.stdout


def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


def is_part_of(told: Any, whole: Any) -> bool:
    """Whether what an example tells stands in the whole."""
    if isinstance(told, dict):
        return all(key in whole and is_part_of(value, whole[key]) for key, value in told.items())
    return bool(told == whole)


def test_the_readme_is_short() -> None:
    assert len(readme().splitlines()) <= MOST_LINES


def test_what_comes_out_in_the_readme_comes_out() -> None:
    (shown,) = re.findall(r"^```json\n(.+?)^```", readme(), re.M | re.S)
    told = json.loads(shown)
    plan = json.loads(kehoach.extract(PAPER).model_dump_json())
    (task,) = (task for task in plan["tasks"] if task["id"] == told["id"])
    assert is_part_of(told, task)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_links_lead_to_files(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_pages_of_the_library_are_made(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pdoc", "-d", "google", "-o", str(tmp_path)]
    modules = ("kehoach", "kehoach.errors", "kehoach.schema.models")
    subprocess.run([*command, *modules], cwd=ROOT, capture_output=True, text=True, check=True)
    page = (tmp_path / "kehoach.html").read_text("utf-8")
    for name in ("extract", "read_plan", "KehoachError", "ReadOptions"):
        assert f'id="{name}"' in page
    assert "Raises" in page
