"""Each class of failure: an exit code of the contract, its sentence in both languages, and somebody
who raises it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from kehoach import errors
from kehoach.errors import ExitCode, KehoachError, MisuseError

ROOT = Path(__file__).resolve().parent.parent
CLASSES = sorted(
    (
        one
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, KehoachError)
    ),
    key=lambda one: one.__name__,
)
BASES = {KehoachError, MisuseError}
ROOMS = (
    "batch",
    "commands",
    "corrections",
    "emit",
    "follow",
    "ingest",
    "kehoach",
    "normalize",
    "parsers",
    "schema",
)


@cache
def raised() -> set[str]:
    """The names of the classes that the program makes or hands on, by its syntax."""
    names: set[str] = set()
    for path in [
        *ROOT.glob("*.py"),
        *(path for room in ROOMS for path in (ROOT / room).rglob("*.py")),
    ]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
                names.add(node.exc.id)
            elif isinstance(node, ast.Call):  # made, or handed on: partial(Broken…, path=name)
                names |= {one.id for one in [node.func, *node.args] if isinstance(one, ast.Name)}
            elif isinstance(node, ast.Assign):  # batch.inputs: LINKED, ODD, CLOSED
                names |= {one.id for one in ast.walk(node.value) if isinstance(one, ast.Name)}
    return names


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_a_class_of_failure(kind: type[KehoachError]) -> None:
    fields = [
        {name for _, name, _, _ in Formatter().parse(text) if name} for text in (kind.vi, kind.en)
    ]
    assert fields[0] == fields[1]
    error = kind(**dict.fromkeys(fields[0], "x\n\x1b"))
    for lang in ("vi", "en"):
        sentence = error.message(lang)
        assert sentence[0].isupper() or sentence.startswith("x")
        assert re.search(r"[.?}]$|\{command\}$|x\n\x1b$", sentence)
    assert error.exit_code not in (ExitCode.OK, ExitCode.FINDINGS)
    assert error.stage in ("ingest", "schema", "corrections", "emit", "follow", "program")
    assert kind in BASES or kind.__name__ in raised()


def test_each_has_a_sentence_of_its_own() -> None:
    for lang in ("vi", "en"):
        sentences = [getattr(kind, lang) for kind in CLASSES if kind not in (MisuseError,)]
        assert len(sentences) == len(set(sentences))
