"""A key that a vocabulary names twice silently loses what stands under the first."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

VOCABULARIES = sorted(
    path
    for room in ("normalize", "parsers", "schema", "ingest", "follow", "compare", "emit")
    for path in (ROOT / room).rglob("*.yaml")
)


@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_key_stands_twice(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    keys = (line.partition(":")[0] for line in lines if line[:1].isalpha() and ":" in line)
    assert [key for key, count in Counter(keys).items() if count > 1] == []
