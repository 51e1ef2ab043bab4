"""The automatic list numbers of a Word file, as they are printed before the text: "1.1.", "a)",
"-"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from kehoach.ingest.docx.styles import ParagraphFormat, Styles
from kehoach.ingest.docx.xml import attr, child, number, on, w
from kehoach.ingest.list_numbers import format_number

_LEVELS = 9
_MOST = 1_000_000  # no list counts further; keeps hostile start values harmless
_KEPT_BULLETS = frozenset({"+", "*"})
"""Written as they are: Vietnamese papers use them one level below "-"."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: first number, format, text with %1 … %9, when it restarts, what follows
    it."""

    start: int = 1
    fmt: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    tight: bool = False


@dataclass(slots=True)
class _List:
    """An abstract list with its counters: `None` until the level is used."""

    levels: dict[int, Level]
    link: str | None = None
    counters: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(slots=True)
class _Instance:
    """A `w:num`: the abstract list it counts in, the levels it changes, the starts not yet
    applied."""

    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


def _level(element: etree._Element) -> Level:
    """A `w:lvl` as a `Level`."""
    start = number(child(element, "start"))
    return Level(
        start=min(max(start or 0, 0), _MOST),
        fmt=attr(child(element, "numFmt")) or "decimal",
        text=attr(child(element, "lvlText")) or "",
        restart=number(child(element, "lvlRestart")),
        legal=bool(on(child(element, "isLgl"))),
        style=attr(child(element, "pStyle")),
        tight=attr(child(element, "suff")) == "nothing",
    )


def _levels(parent: etree._Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for element in parent.iterfind(w("lvl")):
        index = number(element, "ilvl")
        if index is not None and 0 <= index < _LEVELS:
            found[index] = _level(element)
    return found


def _instance(element: etree._Element) -> _Instance:
    """A `w:num` with its overrides."""
    instance = _Instance(attr(child(element, "abstractNumId")) or "")
    for override in element.iterfind(w("lvlOverride")):
        index = number(override, "ilvl")
        if index is None or not 0 <= index < _LEVELS:
            continue
        level = child(override, "lvl")
        if level is not None:
            instance.levels[index] = _level(level)
        start = number(child(override, "startOverride"))
        if start is not None:
            instance.starts[index] = min(max(start, 0), _MOST)
    return instance


class Numbering:
    """The lists of a document and their counters, advanced paragraph by paragraph in document
    order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, _Instance] = {}
        if root is None:
            return
        for element in root.iterfind(w("abstractNum")):
            link = attr(child(element, "numStyleLink"))
            self._lists[attr(element, "abstractNumId") or ""] = _List(_levels(element), link)
        for element in root.iterfind(w("num")):
            self._instances[attr(element, "numId") or ""] = _instance(element)

    def _find(self, num_id: str) -> tuple[_Instance, _List] | None:
        """The instance and its list; a list that only points to a numbering style is followed
        once."""
        instance = self._instances.get(num_id)
        if instance is None:
            return None
        found = self._lists.get(instance.abstract)
        if found is None:
            return None
        if not found.levels and found.link is not None:
            linked_id = self._styles.list_of(found.link) or ""
            linked = self._instances.get(linked_id)
            found = self._lists.get(linked.abstract) if linked else None
        return None if found is None else (instance, found)

    def mark(self, ppr: etree._Element | None, layout: ParagraphFormat) -> str:
        """The mark printed before a paragraph with this layout, "" for none; the counters move on.

        The white space that follows the mark is part of it, so that mark + text reads as printed.
        """
        if layout.num_id is None or layout.num_id == "0":
            return ""
        found = self._find(layout.num_id)
        if found is None:
            return ""
        instance, numbered = found
        index = self._index(ppr, layout, numbered=numbered)
        levels = {**numbered.levels, **instance.levels}
        if index not in levels:
            return ""
        self._count(instance, numbered, levels=levels, index=index)
        level = levels[index]
        if level.fmt == "bullet":
            mark = self._bullet(level)
        else:
            mark = self._fill(levels, numbered.counters, index=index)
        return mark if not mark or level.tight else mark + " "

    def _index(self, ppr: etree._Element | None, layout: ParagraphFormat, numbered: _List) -> int:
        """The level: the paragraph's own, else the one tied to its style, else the inherited
        one."""
        own = number(child(ppr, "numPr", "ilvl"))
        if own is None and child(ppr, "numPr", "numId") is None:
            for identifier in self._styles.based_on(ppr):
                for index, level in numbered.levels.items():
                    if level.style == identifier:
                        return index
        index = own if own is not None else (layout.level or 0)
        return min(max(index, 0), _LEVELS - 1)

    @staticmethod
    def _count(instance: _Instance, numbered: _List, levels: dict[int, Level], index: int) -> None:
        """Apply the starts the instance still owes, advance the level, restart the ones below it.

        A level that was skipped counts as used once, as LibreOffice prints it.
        """
        counters = numbered.counters
        due = [key for key in instance.starts if key <= index]
        for changed in due:
            start = instance.starts.pop(changed)
            level = levels.get(changed, Level())
            levels[changed] = replace(level, start=start)
            instance.levels[changed] = levels[changed]
            counters[changed] = None
        for above in range(index):
            if counters[above] is None:
                counters[above] = levels.get(above, Level()).start
        current = counters[index]
        if current is None:
            counters[index] = levels[index].start
        else:
            counters[index] = current + 1
        for below in range(index + 1, _LEVELS):
            restart = levels.get(below, Level()).restart
            if restart is None or (restart != 0 and index < restart):
                counters[below] = None

    @staticmethod
    def _bullet(level: Level) -> str:
        glyph = level.text.strip()
        return glyph if glyph in _KEPT_BULLETS else "-"

    @staticmethod
    def _fill(levels: dict[int, Level], counters: list[int | None], index: int) -> str:
        """The level's text with %1 … %9 replaced by the counters."""

        def value(match: re.Match[str]) -> str:
            above = int(match.group(1)) - 1
            if above > index:
                return ""
            level = levels.get(above, Level())
            in_digits = levels[index].legal and level.fmt != "none"
            current = counters[above]
            number = level.start if current is None else current
            return format_number(number, "decimal" if in_digits else level.fmt)

        return re.sub(r"%([1-9])", value, levels[index].text).strip()
