"""What a worker of pytest-xdist tells of its tests, which one process packs and another unpacks: of
11,000 tests that pass, four messages in six say nothing that anybody reads."""

from __future__ import annotations

from typing import Any

import pytest

QUICK = 0.05
"""Seconds: what a test begins and ends with is told where it took longer (`--durations`)."""
ANNOUNCEMENTS = ("logstart", "logfinish")


def told_briefly(config: pytest.Config) -> None:
    """From now on this process, if it is a worker, tells of a test that it passed, and all of one
    that did not. Where a file in JUnit's form is asked for, everything: it is made of all."""
    plugins = config.pluginmanager.get_plugins()
    worker: Any = next((one for one in plugins if type(one).__name__ == "WorkerInteractor"), None)
    if worker is None or config.getoption("xmlpath"):
        return
    send = worker.sendevent

    def sendevent(name: str, **facts: Any) -> None:
        if name not in ANNOUNCEMENTS and not (name == "testreport" and says_nothing(facts["data"])):
            send(name, **facts)

    worker.sendevent = sendevent


def says_nothing(report: dict[str, Any]) -> bool:
    """Whether a report is of what went well, quickly and silently before or after a test. One of a
    test that went well is made shorter: the names by which it is selected are no news."""
    if report["outcome"] != "passed" or report["sections"]:
        return False
    report["keywords"] = {}
    return report["when"] != "call" and float(report["duration"]) < QUICK
