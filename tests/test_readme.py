"""The examples of the README that are Python run, from the folder of the README."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_project import ROOT

EXAMPLES = re.findall(
    r"^```python\n(.+?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S
)


def test_there_is_an_example() -> None:
    assert EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs(example: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "Văn phòng" in done.stdout
    assert "Tệp PDF bị hỏng" in done.stdout


def test_the_pages_of_the_library_are_made(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pdoc", "-d", "google", "-o", str(tmp_path)]
    modules = ("kehoach", "kehoach.errors", "kehoach.schema.models")
    subprocess.run([*command, *modules], cwd=ROOT, capture_output=True, text=True, check=True)
    page = (tmp_path / "kehoach.html").read_text("utf-8")
    for name in ("extract", "read_plan", "KehoachError", "ReadOptions"):
        assert f'id="{name}"' in page
    assert "Raises" in page
