"""Bars as inline SVG: no script, no font, no file from outside; readable on paper and by a screen
reader."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

MAX_LABEL = 46
"""Letters of a name beside its bar."""
LABEL_WIDTH, BAR_WIDTH, COUNT_WIDTH = 330, 360, 60
ROW_HEIGHT, BAR_HEIGHT, TOP = 24, 16, 4
"""Of bars that lie, in pixels."""
COLUMN_HEIGHT, COLUMN_TOP, NAMES_HEIGHT, GAP = 130, 16, 34, 10
CHART_WIDTH, WIDEST_STEP, NARROWEST_STEP = 720, 56, 34
"""Of bars that stand: from one to the next there are so many pixels, the gap between them in it."""
_BAR = Markup(
    '<text x="{label}" y="{base}" text-anchor="end">{shown}<title>{name}</title></text>'
    '<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="2">'
    "<title>{name}: {count}</title></rect>"
    '<text x="{after}" y="{base}" class="count">{count}</text>'
)
_COLUMN = Markup(
    '<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="2">'
    "<title>{name}: {count}</title></rect>"
    '<text x="{middle}" y="{above}" text-anchor="middle" class="count">{shown}</text>'
    '<text x="{middle}" y="{below}" text-anchor="middle">{month}</text>'
    '<text x="{middle}" y="{lower}" text-anchor="middle" class="year">{year}</text>'
)
_HEAD = Markup(
    '<svg class="chart" viewBox="0 0 {width} {height}" style="max-width:{width}px" role="img" '
    'aria-label="{title}: {items}">'
)


def bars(title: str, items: Sequence[tuple[str, int]]) -> Markup:
    """Bars that lie, one per item, each with its name and its number.

    >>> "width=" in bars("Việc", [("Văn phòng", 3)]) and bars("x", []) == ""
    True
    """
    if not items:
        return Markup("")
    most = max(count for _, count in items) or 1
    width = LABEL_WIDTH + BAR_WIDTH + COUNT_WIDTH
    parts = [_head(title, items, width=width, height=ROW_HEIGHT * len(items) + TOP)]
    for index, (name, count) in enumerate(items):
        top = index * ROW_HEIGHT + TOP
        length = max(2, round(BAR_WIDTH * count / most))
        bar = _BAR.format(
            label=LABEL_WIDTH - 8,
            base=top + 13,
            shown=name if len(name) <= MAX_LABEL else f"{name[: MAX_LABEL - 1]}…",
            name=name,
            left=LABEL_WIDTH,
            top=top,
            width=length,
            height=BAR_HEIGHT,
            count=count,
            after=LABEL_WIDTH + length + 6,
        )
        parts.append(bar)
    return Markup("").join([*parts, Markup("</svg>")])


def columns(title: str, items: Sequence[tuple[str, int]]) -> Markup:
    """Bars that stand, one per item (a month), the number above and the name below."""
    if not items:
        return Markup("")
    most = max(count for _, count in items) or 1
    step = max(NARROWEST_STEP, min(WIDEST_STEP, CHART_WIDTH // len(items)))
    height = COLUMN_HEIGHT + COLUMN_TOP + NAMES_HEIGHT
    parts = [_head(title, items, width=step * len(items) + GAP, height=height)]
    ground = COLUMN_HEIGHT + COLUMN_TOP
    for index, (name, count) in enumerate(items):
        left = index * step + 8
        tall = max(2, round(COLUMN_HEIGHT * count / most)) if count else 0
        year, _, month = name.partition("-")
        starts_year = index == 0 or month in ("01", "")
        column = _COLUMN.format(
            left=left,
            top=ground - tall,
            width=step - GAP,
            height=tall,
            name=name,
            count=count,
            shown=count or "",
            middle=left + (step - GAP) // 2,
            above=ground - 4 - tall,
            below=ground + 16,
            lower=ground + 30,
            month=f"T{int(month)}" if month.isdigit() else name,
            year=year if starts_year else "",
        )
        parts.append(column)
    return Markup("").join([*parts, Markup("</svg>")])


def _head(title: str, items: Sequence[tuple[str, int]], width: int, height: int) -> Markup:
    listed = "; ".join(f"{name} {count}" for name, count in items)
    return _HEAD.format(width=width, height=height, title=title, items=listed)
