"""The examples in the docstrings of the program hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import kehoach

MODULES = sorted(found.name for found in pkgutil.walk_packages(kehoach.__path__, "kehoach."))


def test_there_are_modules() -> None:
    assert len(MODULES) > 100


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_examples(name: str) -> None:
    """(To run a docstring without examples, Python looks at every file that it has ever shown.)"""
    runner = doctest.DocTestRunner()
    for found in doctest.DocTestFinder().find(importlib.import_module(name)):
        if found.examples:
            runner.run(found)
    assert runner.summarize(verbose=False).failed == 0
