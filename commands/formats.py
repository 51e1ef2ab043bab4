"""The formats of `kehoach extract`: what may be asked for, where each goes, and how a plan becomes
one. Nothing heavy is imported at start."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

import click

from kehoach.commands.messages import MisusedError, Say
from kehoach.commands.papers import Paper
from kehoach.emit.formats import MAPPED, PLAN_FORMATS, plan_writer, suffix_of
from kehoach.errors import NotAFolderError

if TYPE_CHECKING:
    from kehoach.emit.origin import Origin
    from kehoach.emit.places import PageArea
    from kehoach.schema.models import Plan

FORMATS = tuple(PLAN_FORMATS)
OTHER_FORMATS = {
    *("doc", "docx", "dotx", "htm", "jpeg", "jpg", "md", "ods", "odt", "parquet", "pdf", "png"),
    *("ppt", "pptx", "rtf", "tsv", "txt", "xls", "xlsb", "xlsm", "xml", "yaml", "yml", "zip"),
}
"""Suffixes of files that are not written: JSON under such a name would open in another program."""
Targets: TypeAlias = dict[str, Path | None]
"""Per format the file to write, None for standard output."""
Outputs: TypeAlias = dict[Path, Targets]
"""Per input its targets."""


class FormatList(click.ParamType[Any]):
    """Formats parted by commas: "json,xlsx"."""

    name = "formats"

    def __init__(self, say: Say) -> None:
        self._say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, tuple):
            return value
        asked = tuple(
            dict.fromkeys(_format_named(part) for part in str(value).split(",") if part.strip())
        )
        known = [one for one in asked if one in FORMATS or one.startswith(MAPPED)]
        if not known or len(known) < len(asked):
            raise MisusedError(self._say("usage.formats", formats=", ".join(FORMATS)), ctx)
        return asked


def _format_named(told: str) -> str:
    """A format as it was asked for; the path of a mapping keeps its capitals."""
    told = told.strip()
    is_mapped = told.lower().startswith(MAPPED)
    return MAPPED + told[len(MAPPED) :] if is_mapped else told.lower()


def format_option(say: Say) -> click.Option:
    """`--format`."""
    kind = FormatList(say)
    return click.Option(
        ["--format"],
        type=kind,
        default=None,
        help=say("option.format"),
        metavar=",".join(FORMATS),
    )


def outputs_of(
    inputs: Sequence[Path], out: str | None, asked: Sequence[str] | None, say: Say
) -> Outputs:
    """Where everything goes; a file has the format that its name says. Raises click.UsageError and
    the exceptions of `emit.files.targets`, before any work."""
    from kehoach.emit.files import targets

    check_folder(inputs, out)
    to_stdout = out is None or out == "-"
    is_file = not to_stdout and not _is_folder(str(out), inputs)
    formats = asked or (_format_of_name(str(out), say) if is_file else FORMATS[:1])
    if is_file and not _fits_name(str(out), formats):
        misfit = say("usage.misnamed", name=Path(str(out)).suffix, format=formats[0])
        raise MisusedError(misfit, click.get_current_context())
    several = len(formats) > 1
    if several and (to_stdout or not _is_folder(str(out), inputs)):
        raise MisusedError(say("usage.several_formats"), click.get_current_context())
    if to_stdout and "xlsx" in formats and sys.stdout is not None and sys.stdout.isatty():
        raise MisusedError(say("usage.binary"), click.get_current_context())
    for one in formats:
        if one.startswith(MAPPED):
            plan_writer(one)  # a broken mapping is told before any work
    outputs: Outputs = {path: {} for path in inputs}
    for one in formats:
        chosen = targets(inputs, f"{out}/" if several else out, f".{suffix_of(one)}")
        for path in inputs:
            outputs[path][one] = chosen.get(path)
    return outputs


def _format_of_name(out: str, say: Say) -> tuple[str, ...]:
    """The format that a file's name says; JSON where it says none. Raises MisusedError for a format
    that other programs write."""
    suffix = Path(out).suffix.lower().removeprefix(".")
    if suffix in FORMATS:
        return (suffix,)
    if suffix in OTHER_FORMATS:
        unknown = say("usage.unknown_suffix", name=f".{suffix}", formats=", ".join(FORMATS))
        raise MisusedError(unknown, click.get_current_context())
    return FORMATS[:1]


def _fits_name(out: str, formats: Sequence[str]) -> bool:
    """Is the file's name that of its format, or of none of ours ("plan.txt")?"""
    suffix = Path(out).suffix.lower().removeprefix(".")
    own = suffix_of(formats[0]).rpartition(".")[2]
    return suffix not in FORMATS or suffix == own or len(formats) > 1


def _is_folder(out: str, inputs: Sequence[Path]) -> bool:
    return len(inputs) > 1 or _is_named_as_folder(out)


def _is_named_as_folder(out: str) -> bool:
    return out.endswith(("/", os.sep)) or Path(out).is_dir()


def check_folder(inputs: Sequence[Path], out: str | None) -> None:
    """Raise NotAFolderError where the results of several inputs are to go to what is named like
    one file."""
    if len(inputs) == 1 or out is None or _is_named_as_folder(out):
        return
    if Path(out).suffix.lower().removeprefix(".") in {*FORMATS, *OTHER_FORMATS}:
        raise NotAFolderError(path=out)


def check_several(count: int, out: str | None, say: Say) -> None:
    """Raise MisusedError where the papers of a parcel, more than one, are to go into one file."""
    if out is None or out == "-" or not _is_named_as_folder(out):
        told = say("usage.several_papers", count=count)
        raise MisusedError(told, click.get_current_context())


def check_targets(targets: Targets, inputs: Sequence[Path]) -> None:
    """Raise OverInputError where a result would be written over a parcel."""
    from kehoach.emit.files import refuse_over_input

    for target in targets.values():
        if target is not None:
            refuse_over_input(target, inputs)


def rendered(plan: Plan, one: str, paper: Paper, target: Path | None) -> bytes:
    """A plan in one format. `paper` is what it was read from, `target` where it goes (links lead
    from there)."""
    return plan_writer(one)(plan, _origin(paper, target))


def _origin(paper: Paper, target: Path | None) -> Origin:
    from kehoach.emit.files import shown
    from kehoach.emit.origin import Origin

    link = None
    if target is not None:
        relative = os.path.relpath(os.path.realpath(paper.file), os.path.realpath(target.parent))
        # A dot before it: a file named `javascript:...` must stay a file.
        link = quote(os.fsencode(relative if relative.startswith("..") else f"./{relative}"))
    return Origin(shown(Path(paper.name)), link, cut=partial(_cut, paper.pages or (paper.path,)))


def _cut(paths: Sequence[Path], media_type: str, areas: Sequence[PageArea]) -> list[bytes | None]:
    from kehoach.batch.pictures import cut

    return cut(paths, media_type, areas=areas)
