"""What the tests of the desk in a browser look for in its pages."""

from __future__ import annotations

from typing import Any

PATIENCE = 60_000
"""Milliseconds on a busy machine."""
WIDTHS = (390, 1280)
GRAVE = ("serious", "critical")
"""What axe calls what keeps somebody out."""
LOOK = """async () => {
    const telling = /^(class|role|lang|type|hidden|disabled|tabindex|aria-(?!label|describ))/;
    const told = ({name, value}) => telling.test(name) ? `${name}=${value}` : name;
    const inside = node => node.localName ? `(${look(node)})` : node.data.trim() && 'words';
    const look = one => [
        one.localName, ...[...one.attributes].map(told), ...one.style,
        ...[...one.childNodes].map(inside),
    ].join(' ');
    const above = one => one ? `${above(one.parentElement)} ${one.localName}.${one.className}` : '';
    document.querySelectorAll('[data-alike]').forEach(one => one.removeAttribute('data-alike'));
    const seen = {}, rows = [...document.querySelectorAll('tr, li')];
    const looks = rows.map(row => above(row.parentElement) + look(row));
    rows.forEach((row, at) => {
        seen[looks[at]] = (seen[looks[at]] ?? 0) + 1;
        row.toggleAttribute('data-alike', seen[looks[at]] > 2);
    });
    const colours = 'color-contrast', resultTypes = ['violations'];
    const alike = document.querySelector('[data-alike]') ? [['[data-alike]']] : [];
    const all = await axe.run({resultTypes, rules: {[colours]: {enabled: false}}});
    const few = await axe.run({exclude: alike}, {resultTypes, runOnly: [colours]});
    return [...all.violations, ...few.violations];
}"""
"""Looks for what axe calls wrong."""


def value(page: Any, pointer: str) -> Any:
    """A value in the tables of a plan."""
    return page.locator(f'.value[data-pointer="{pointer}"]')


def row_tool(page: Any, row: int, name: str) -> Any:
    """A button of a row, which shows when the mouse is over the row's first cell."""
    line = page.locator("tbody tr").nth(row)
    line.locator("td").first.hover()
    return line.get_by_role("button", name=name)


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
    """What axe finds in the page as it stands. Nine tenths of its time it looks at the colours
    behind words: it does so in two of the rows that look alike, with every other rule in all."""
    from axe_playwright_python.sync_playwright import Axe

    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    found: list[dict[str, Any]] = page.evaluate(LOOK)
    return found


def grave(page: Any, view: str) -> list[str]:
    """What axe finds in the page as it stands that keeps somebody from using it."""
    return [
        f"{view}: {one['id']}: {node['html'][:200]} {node['any'][:1]}"
        for one in violations(page)
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]
