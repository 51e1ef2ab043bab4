"""Bars as inline SVG: no script, no font, no file from outside; readable on paper and by a screen
reader."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

_LABEL, _ROOM, _ROW = 330, 360, 24
MAX_LABEL = 46


def bars(title: str, items: Sequence[tuple[str, int]]) -> Markup:
    """Horizontal bars, one per item, each with its name and its number.

    >>> "width=" in bars("Việc", [("Văn phòng", 3)]) and bars("x", []) == ""
    True
    """
    if not items:
        return Markup("")
    most = max(count for _, count in items) or 1
    height = _ROW * len(items) + 4
    parts = [_head(title, _LABEL + _ROOM + 60, height, items)]
    for at, (name, count) in enumerate(items):
        y, width = at * _ROW + 4, max(2, round(_ROOM * count / most))
        shown = name if len(name) <= MAX_LABEL else f"{name[: MAX_LABEL - 1]}…"
        parts.append(
            Markup(
                '<text x="{x}" y="{base}" text-anchor="end">{shown}<title>{name}</title></text>'
                '<rect x="{left}" y="{y}" width="{width}" height="16" rx="2"><title>{name}: {count}</title></rect>'
                '<text x="{after}" y="{base}" class="count">{count}</text>'
            ).format(
                x=_LABEL - 8, base=y + 13, shown=shown, name=name, left=_LABEL, y=y, width=width, count=count,
                after=_LABEL + width + 6,
            )
        )  # fmt: skip
    return Markup("").join([*parts, Markup("</svg>")])


def columns(title: str, items: Sequence[tuple[str, int]]) -> Markup:
    """Upright bars, one per item (a month), the number above and the name below."""
    if not items:
        return Markup("")
    most = max(count for _, count in items) or 1
    step, room = max(34, min(56, 720 // len(items))), 130
    parts = [_head(title, step * len(items) + 10, room + 50, items)]
    for at, (name, count) in enumerate(items):
        x, height = at * step + 8, max(2, round(room * count / most)) if count else 0
        year, _, month = name.partition("-")
        parts.append(
            Markup(
                '<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="2"><title>{name}: {count}</title></rect>'
                '<text x="{mid}" y="{above}" text-anchor="middle" class="count">{told}</text>'
                '<text x="{mid}" y="{below}" text-anchor="middle">{month}</text>'
                '<text x="{mid}" y="{lower}" text-anchor="middle" class="year">{year}</text>'
            ).format(
                x=x, y=room + 16 - height, width=step - 10, height=height, name=name, count=count, told=count or "",
                mid=x + (step - 10) // 2, above=room + 12 - height, below=room + 32, lower=room + 46,
                month=f"T{int(month)}" if month.isdigit() else name,
                year=year if month in ("01", "") or at == 0 else "",
            )
        )  # fmt: skip
    return Markup("").join([*parts, Markup("</svg>")])


def _head(title: str, width: int, height: int, items: Sequence[tuple[str, int]]) -> Markup:
    told = "; ".join(f"{name} {count}" for name, count in items)
    return Markup(
        '<svg class="chart" viewBox="0 0 {0} {1}" style="max-width:{0}px" role="img" aria-label="{2}: {3}">'
    ).format(width, height, escape(title), told)
