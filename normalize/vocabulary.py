"""The vocabulary files (YAML) of a room, read fast: a paper needs two dozen of them. What stands in
them as we ship them is kept (`kehoach.kept`); else libyaml reads it, ten times as fast as PyYAML's
own reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kehoach.kept import kept
from kehoach.provenance import PACKAGE_FOLDER, vocabulary_folders


def read_yaml(path: Path) -> Any:
    """What stands in a vocabulary file of ours, as plain data, with what the user's own files add
    to it. Raises VocabularyError."""
    ours = read_plain(path)
    if not vocabulary_folders() or not path.is_relative_to(PACKAGE_FOLDER):
        return ours
    from kehoach.normalize.own_vocabulary import added_to  # few have words of their own

    return added_to(path.relative_to(PACKAGE_FOLDER).as_posix(), ours)


def read_plain(path: Path) -> Any:
    """What stands in a file of ours to which users add nothing."""
    text = path.read_text(encoding="utf-8")
    return kept(("yaml", text), lambda: _parsed(text))


def _parsed(text: str) -> Any:
    import yaml

    return yaml.load(text, Loader=yaml.CSafeLoader)


def read_own(name: str) -> Any:
    """What stands in a file of this room, its path from here ("times/deadline.yaml")."""
    return read_yaml(Path(__file__).parent / name)
