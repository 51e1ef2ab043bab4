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
    failed, _tried = doctest.testmod(importlib.import_module(name), raise_on_error=False)
    assert failed == 0
