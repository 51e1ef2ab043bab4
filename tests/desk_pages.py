"""What the tests of the desk in a browser look for in its pages."""

from __future__ import annotations

from typing import Any

PATIENCE = 60_000
"""Milliseconds on a busy machine."""
WIDTHS = (390, 1280)
GRAVE = ("serious", "critical")
"""What axe calls what keeps somebody out."""


def value(page: Any, pointer: str) -> Any:
    """A value in the tables of a plan."""
    return page.locator(f'.value[data-pointer="{pointer}"]')


def all_saved(page: Any) -> None:
    """Wait until the service has answered whatever the person did."""
    page.wait_for_function("() => document.getElementById('saving').dataset.pending === '0'")


def status(page: Any, words: str) -> None:
    """Wait until everything is answered and the page says so in these words."""
    page.wait_for_function(
        """words => document.querySelector('[data-pending]:not([data-pending="0"])') === null
            && document.getElementById('status').textContent === words""",
        arg=words,
    )


def violations(page: Any) -> list[dict[str, Any]]:
    """What axe finds in the page as it stands. (To describe all that is right takes it as long as
    to look.)"""
    from axe_playwright_python.sync_playwright import Axe

    found: list[dict[str, Any]]
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return found


def grave(page: Any, view: str) -> list[str]:
    """What axe finds in the page as it stands that keeps somebody from using it."""
    return [
        f"{view}: {one['id']}: {node['html'][:200]} {node['any'][:1]}"
        for one in violations(page)
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]
