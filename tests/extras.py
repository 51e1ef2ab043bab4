"""Packages that not everybody has: tests of what needs them are skipped without."""

from __future__ import annotations

from importlib.util import find_spec

import pytest


def needs(*names: str, why: str) -> None:
    """Skip the module that says so where one of the packages is absent. It is looked for and not
    imported: every worker collects every module, and one runs it."""
    if any(find_spec(name) is None for name in names):
        pytest.skip(why, allow_module_level=True)
