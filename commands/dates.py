"""Days on the command line: ISO 8601, or as they are written in Vietnam."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from kehoach.commands.messages import MisusedError, Say
from kehoach.normalize.times.typed_days import day_from


class Day(click.ParamType[Any]):
    """A day: "2025-06-30" or "30/6/2025"."""

    name = "day"

    def __init__(self, say: Say) -> None:
        self._say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, date):
            return value
        day = day_from(str(value))
        if day is None:
            name = param.opts[0] if param is not None else "?"
            raise MisusedError(self._say("usage.day", name=name), ctx)
        return day


class DaysBefore(click.ParamType[Any]):
    """Numbers of days parted by commas: "7,1"; "none" for no number."""

    name = "days"
    MOST = 366

    def __init__(self, say: Say) -> None:
        self._say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, tuple):
            return value
        parts = [part.strip() for part in str(value).split(",") if part.strip()]
        if parts == ["none"]:
            return ()
        if not parts or not all(part.isdecimal() and int(part) <= self.MOST for part in parts):
            raise MisusedError(self._say("usage.days_before"), ctx)
        return tuple(sorted({int(part) for part in parts}, reverse=True))


def today_option(say: Say) -> click.Option:
    """`--today`: for which day it is computed."""
    return click.Option(["--today"], type=Day(say), help=say("option.today"), metavar="DATE")


def remind_option(say: Say) -> click.Option:
    """`--remind`: how many days before a calendar reminds."""
    return click.Option(
        ["--remind"], type=DaysBefore(say), help=say("option.remind"), metavar="DAYS"
    )
