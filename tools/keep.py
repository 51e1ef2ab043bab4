"""Write `kehoach/program.kept`: what reading our own papers asks for and is dear to make.

    .venv/bin/python tools/keep.py

The program is quicker with it and says the same without it; see `kehoach/kept.py`.
"""

from __future__ import annotations

import dataclasses
import sys
import typing
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import kehoach  # noqa: E402
from kehoach import kept  # noqa: E402
from kehoach.process import settle  # noqa: E402

PAPERS = ("samples/*/*.docx", "samples/bang-6-cot/*.[pt]*", "tests/data/*/*.txt")
"""The other samples as PDF and as text ask for nothing that these do not ask for."""
_DOORS = ("kehoach.__main__", "kehoach.desk", "kehoach.protocol")
"""Rooms that need packages which not everybody installs, and ask for little."""


def things_asked_for() -> dict[kept.Key, bytes]:
    """All that our modules and our papers ask for, made anew."""
    made = kept.record()
    settle()
    import_module("kehoach.cli")
    from kehoach.ingest.ocr.cache import READER_OF_SCANS
    from kehoach.pipeline import extract
    from kehoach.provenance import digest_of_imports

    for paper in sorted(path for papers in PAPERS for path in ROOT.glob(papers)):
        extract(paper)
    digest_of_imports(READER_OF_SCANS)
    for module, name in ((dataclasses, "exec"), (typing, "compile")):
        vars(module).pop(name)  # of the other rooms their patterns and words alone
    for room in walk_packages(kehoach.__path__, "kehoach."):
        if not room.name.startswith(_DOORS):
            import_module(room.name)
    return made


if __name__ == "__main__":
    made = things_asked_for()
    kept.keep(made, kept.KEPT)
    print(f"{kept.KEPT}: {len(made)} things, {kept.KEPT.stat().st_size / 1000:.0f} kB")
