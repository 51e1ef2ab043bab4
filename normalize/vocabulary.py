"""The vocabulary files (YAML) of a room, read fast: PyYAML's own reader takes ten times as long as
libyaml's, and a paper needs a dozen of these files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def read_yaml(path: Path) -> Any:
    """What stands in a vocabulary file, as plain data."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def read_own(name: str) -> Any:
    """What stands in a file of this room, its path from here ("times/deadline.yaml")."""
    return read_yaml(Path(__file__).parent / name)
