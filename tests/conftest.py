"""Hypothesis judges results, not times: what a test may take depends on the machine (times are
bench/'s matter)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from bench.desk_server import Server

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A desk of its own for the tests of a module."""
    one = Server(tmp_path_factory.mktemp("desk"))
    yield one
    one.stop()
