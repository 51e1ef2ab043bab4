"""What all tests share. Hypothesis judges results, not times: what a test may take depends on the
machine (times are bench/'s matter); and it tries sixty examples, for the suite is run often."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from browser_finder import CHROMIUM
from desk_pages import PATIENCE
from hypothesis import settings
from hypothesis.internal.conjecture import providers
from read_papers import leave_at
from warm_program import ROOT, started

from bench.desk_server import Server
from kehoach.batch.isolation.bounds import NICE
from kehoach.process import GARBAGE

settings.register_profile("untimed", deadline=None, max_examples=60)
settings.load_profile("untimed")
providers._get_local_constants = lambda: providers._local_constants
# none: to look for constants in our 700 modules takes each worker four seconds, and what our rules
# look for stands in vocabularies, not there
yaml.SafeLoader = yaml.CSafeLoader  # what a hundred files of cases are read with, as ours are
Server.launch = staticmethod(  # type: ignore[method-assign]
    lambda words, environment: started(
        *words, env={**environment, "PYTHONPATH": str(ROOT)}, also=["kehoach.desk.serving"]
    )
)
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell has it in what runs behind it:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the program would not hear Ctrl-C
os.environ.setdefault(NICE, "0")  # nobody looks at a page of the services that tests start

SLOWEST = (
    "test_installed",
    "test_desk_browser",
    "test_identity",
    "test_report_browser",
    "test_batch",
    "test_batch_cluster",
    "test_desk_views",
    "test_desk_typing",
    "test_scan",
    "test_line_reader",
    "test_photos",
    "test_sources",
    "test_desk",
    "test_corrections",
    "test_watch",
    "test_streams",
    "test_cli",
    "test_annotated",
    "test_compare",
    "test_desk_shared",
    "test_own_vocabulary",
    "test_corrections_tables",
    "test_desk_cluster",
    "test_desk_following",
    "test_confidence",
    "test_dirt",
)
"""Files that take a worker longest: begun first, they keep no other waiting at the end (make test
hands files to workers in this order)."""


gc.disable()  # to collect 10,000 tests makes a million objects, and no garbage


def pytest_collection_finish() -> None:
    """What was loaded and collected stays to the end: nobody looks for garbage in it; and in the
    rest as seldom as the program does."""
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slowest files first, the others as they were."""
    places = {name: place for place, name in enumerate(SLOWEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(SLOWEST)))


@pytest.fixture(scope="session", autouse=True)
def readings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where this run, all its workers, keeps what it reads off scanned pages: a page that several
    tests ask for is read once, and never by an older run (so are papers: tests/read_papers.py).
    What a user keeps is left alone."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    leave_at(folder / "papers")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KEHOACH_CACHE", str(folder / "readings"))
        yield folder / "readings"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A desk of its own for the tests of a module."""
    one = Server(tmp_path_factory.mktemp("desk"))
    yield one
    one.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser for the tests of a module; they skip where Playwright is not installed. All windows
    of a site share a process: to start one takes longer than to show a page."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    options = ["--no-sandbox", "--process-per-site"]
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def windows(chromium: Any, server: Server) -> Iterator[Any]:
    """Where windows on the desk are opened; one of its site stays open, and its process with it."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    context.new_page().goto(f"{server.address}/v1/none")
    yield context
    context.close()


@pytest.fixture
def page(windows: Any, server: Server) -> Iterator[Any]:
    """A window on the desk that remembers no other; whatever it complains of, and any address
    outside, fails the test."""
    windows.pages[0].evaluate("localStorage.clear()")
    one = windows.new_page()
    one.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    one.on("pageerror", lambda error: complaints.append(str(error)))
    one.on(
        "request",
        lambda asked: (
            complaints.append(asked.url)
            if not asked.url.startswith((server.address, "data:", "blob:"))
            else None
        ),
    )
    yield one
    one.close()
    assert complaints == []
