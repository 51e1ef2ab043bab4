"""Write `kehoach/patterns.kept`: the patterns that reading our own papers asks for, compiled.

    .venv/bin/python tools/keep_patterns.py

The program is quicker with it and says the same without it; see `kehoach/patterns.py`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import regex

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import kehoach  # noqa: E402
from kehoach import patterns  # noqa: E402

PAPERS = ("samples/*/*.docx", "samples/*/*.pdf", "samples/*/*.txt", "tests/data/*/*.txt")
_DOORS = ("kehoach.__main__", "kehoach.desk", "kehoach.protocol")
"""Rooms that need packages which not everybody installs, and hold few patterns."""


def patterns_asked_for() -> dict[patterns.Key, Any]:
    """All patterns that our modules and our papers ask for, compiled anew."""
    made: dict[patterns.Key, Any] = {}

    def compile_anew(pattern: str, flags: int = 0) -> Any:
        key = pattern, int(flags)
        if key not in made:
            made[key] = regex.compile(pattern, flags)
        return made[key]

    patterns.compile_regex = compile_anew  # before the modules below take it from there
    for module in walk_packages(kehoach.__path__, "kehoach."):
        if not module.name.startswith(_DOORS):
            import_module(module.name)
    from kehoach.pipeline import extract

    for paper in sorted(path for papers in PAPERS for path in ROOT.glob(papers)):
        extract(paper)
    return made


if __name__ == "__main__":
    made = patterns_asked_for()
    patterns.keep(made)
    print(f"{patterns.KEPT}: {len(made)} patterns, {patterns.KEPT.stat().st_size / 1000:.0f} kB")
