"""The site of documentation is built, every link in it leads somewhere, and it asks nobody outside
for anything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from extras import needs
from test_project import ROOT

needs("mkdocs", why="mkdocs is not installed (make setup)")
LARGEST_PICTURE = 150_000
"""Bytes; all pictures lie in the repository."""
FETCHED = re.compile(r"<(?:script|img|iframe|source)\b[^>]*\bsrc=[\"']?(?:https?:)?//")
STYLED = re.compile(r"<link\b[^>]*\brel=[\"']?stylesheet[^>]*href=[\"']?(?:https?:)?//")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site; `strict` of mkdocs.yml fails at a link, an anchor, a picture or a page of the
    contents that is not there."""
    out = tmp_path_factory.mktemp("trang") / "tài liệu"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(out)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return out


def test_nothing_is_fetched_from_outside(site: Path) -> None:
    pages = [path.read_text("utf-8") for path in site.glob("*.html")]
    assert len(pages) > 20
    assert [page[:200] for page in pages if FETCHED.search(page) or STYLED.search(page)] == []
    assert "iframe-worker.js" in pages[0]  # else the search asks a host outside for it
    styles = [path.read_text("utf-8") for path in site.rglob("*.css")]
    assert styles
    assert not any(re.search(r"url\([\"']?(?:https?:)?//", style) for style in styles)


def test_pages_made_from_the_program_are_there(site: Path) -> None:
    assert "kehoach serve" in (site / "commands.html").read_text("utf-8")
    assert "deadline" in (site / "plan-fields.html").read_text("utf-8")
    assert 'id="limits"' in (site / "security.html").read_text("utf-8")


def test_pictures_are_small() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_PICTURE] == []
