"""The vocabulary files (YAML) of a room, read fast: PyYAML's own reader takes ten times as long as
libyaml's, and a paper needs a dozen of these files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from kehoach.normalize.own_vocabulary import added_to
from kehoach.provenance import PACKAGE_FOLDER, vocabulary_folders


def read_yaml(path: Path) -> Any:
    """What stands in a vocabulary file of ours, as plain data, with what the user's own files add
    to it. Raises VocabularyError."""
    ours = read_plain(path)
    if not vocabulary_folders() or not path.is_relative_to(PACKAGE_FOLDER):
        return ours
    return added_to(path.relative_to(PACKAGE_FOLDER).as_posix(), ours)


def read_plain(path: Path) -> Any:
    """What stands in a file of ours to which users add nothing."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def read_own(name: str) -> Any:
    """What stands in a file of this room, its path from here ("times/deadline.yaml")."""
    return read_yaml(Path(__file__).parent / name)
