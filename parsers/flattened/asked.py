"""What other rooms ask about tables that lost their grid. Who reads them (twenty modules and
their patterns) is loaded with the first question: most papers have no such table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kehoach.ingest.model import Line

if TYPE_CHECKING:
    from kehoach.parsers.flattened.table import Region
    from kehoach.parsers.tables.tables import RoleTable


def split_regions(lines: Sequence[Line]) -> list[tuple[list[Line], Region | None]]:
    """As `table.split_regions`."""
    from kehoach.parsers.flattened import table

    return table.split_regions(lines)


def read_flattened(region: Region) -> RoleTable:
    """As `table.read_flattened`."""
    from kehoach.parsers.flattened import table

    return table.read_flattened(region)


def loose_targets(lines: Sequence[Line]) -> Line | None:
    """As `table.loose_targets`."""
    from kehoach.parsers.flattened import table

    return table.loose_targets(lines)


def begins_headless(lines: Sequence[Line]) -> bool:
    """As `headless.begins_headless`."""
    from kehoach.parsers.flattened import headless

    return headless.begins_headless(lines)


def read_headless(lines: Sequence[Line]) -> RoleTable | None:
    """As `headless.read_headless`."""
    from kehoach.parsers.flattened import headless

    return headless.read_headless(lines)
