"""The manual: what the commands say of themselves, gathered once for all its forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import click

from kehoach import __version__
from kehoach.commands.messages import Say
from kehoach.commands.speaking import option_records

PROGRAM = "kehoach"
VARIABLES = (
    *("KEHOACH_CACHE", "KEHOACH_DATABASE", "KEHOACH_SANDBOX", "KEHOACH_TOKEN"),
    *("KEHOACH_VOCABULARY", "LANG"),
)
FILES = {"~/.cache/kehoach": "manual.cache", "~/.config/kehoach": "manual.config"}

Entries: TypeAlias = tuple[tuple[str, str], ...]
"""Names, and what is said of each."""


@dataclass(frozen=True, slots=True)
class CommandPage:
    """What `--help` of one command says. `options` are those that the command has alone."""

    name: str
    usage: str
    paragraphs: tuple[str, ...]
    options: Entries


@dataclass(frozen=True, slots=True)
class Manual:
    """All of it, in one language. `headings` are those of the sections, by their keys."""

    version: str
    title: str
    named: str
    program: CommandPage
    commands: tuple[CommandPage, ...]
    environment: Entries
    files: Entries
    headings: dict[str, str]


def manual_of(program: click.Command, say: Say) -> Manual:
    """The manual of the program, in the language of `say`."""
    if not isinstance(program, click.Group):
        raise TypeError(f"{program.name} has no commands")
    parent = click.Context(program, info_name=PROGRAM)
    whole = _page(program, parent, say=say, common=())
    common = tuple(name for name, _ in whole.options)
    pages = [
        _page(
            command, click.Context(command, info_name=name, parent=parent), say=say, common=common
        )
        for name, command in program.commands.items()
    ]
    sections = ("name", "synopsis", "description", "options", "commands", "environment", "files")
    return Manual(
        version=__version__,
        title=say("manual.title"),
        named=say("manual.named"),
        program=whole,
        commands=tuple(pages),
        environment=tuple((name, say(f"manual.{name}")) for name in VARIABLES),
        files=tuple((path, say(key)) for path, key in FILES.items()),
        headings={section: say(f"manual.{section}") for section in sections},
    )


def _page(
    command: click.Command, ctx: click.Context, say: Say, common: Sequence[str]
) -> CommandPage:
    records = option_records(command, ctx, say=say)
    return CommandPage(
        name=ctx.command_path,
        usage=" ".join(command.collect_usage_pieces(ctx)),
        paragraphs=tuple((command.help or "").split("\n\n")),
        options=tuple((name, told) for name, told in records if name not in common),
    )
