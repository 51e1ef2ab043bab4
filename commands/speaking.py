"""Click in the user's language: headings, wrong usage. click's own words come from gettext, without
Vietnamese."""

from __future__ import annotations

import os
from collections.abc import Callable
from difflib import get_close_matches
from functools import partial
from typing import Any

import click

from kehoach.commands.messages import MisusedError, Say
from kehoach.commands.session import Session
from kehoach.commands.terminal import safe
from kehoach.errors import for_shell


def option_records(command: click.Command, ctx: click.Context, say: Say) -> list[tuple[str, str]]:
    """The options of a command as its help tells them: names, and what each does."""
    options = [param for param in command.params if isinstance(param, click.Option)]
    records = [record for option in options if (record := option.get_help_record(ctx))]
    needed = f"[{say('option.required')}]"
    return [(name, told.replace("[required]", needed)) for name, told in records]


HELP = "help"
"""What people type for `--help`."""


class Speaking(click.Command):
    """A command with headings in the user's language. click's own come from gettext, without
    Vietnamese."""

    session: Session

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            dashed = (one for one in given if one.startswith("-") and os.path.lexists(one))
            file = next(dashed, None)
            if file is None:
                raise
            told = self.session.say("usage.dashed", in_shell=for_shell(safe(file)))
            raise MisusedError(told, ctx) from error

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=self.session.say("heading.usage"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(self.session.say("heading.options")):
            formatter.write_dl(option_records(self, ctx, say=self.session.say))


class SpeakingGroup(Speaking, click.Group):
    """The command of commands."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section(self.session.say("heading.commands")):
            formatter.write_dl(
                [(name, command.short_help or "") for name, command in self.commands.items()]
            )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] == HELP and HELP not in self.commands:
            asked = [name for name in args[1:] if not name.startswith("-")]
            if not asked or asked[0] == HELP:
                click.echo(ctx.get_help())
                ctx.exit()
            args = [asked[0], "--help"]
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise MisusedError(self._no_command(args[0]), ctx)
        return super().resolve_command(ctx, args)

    def _no_command(self, name: str) -> str:
        """That there is no such command, with the one that was perhaps meant."""
        told: str = self.session.say("usage.no_command", name=safe(name))
        near = get_close_matches(name.lower(), self.commands, n=1)
        return f"{told} {self.session.say('usage.perhaps', name=near[0])}" if near else told


def usage_sentence(session: Session, error: click.UsageError) -> str:
    """What is wrong with the command line, in the user's language."""
    name = (
        error.param.get_error_hint(error.ctx)
        if isinstance(error, click.BadParameter) and error.param
        else ""
    )
    name = name.replace("'", "").removesuffix("...")
    match error:
        case MisusedError():
            return error.message
        case click.NoSuchOption():
            return session.say("usage.no_option", name=safe(error.option_name))
        case click.BadOptionUsage():
            flags = ("--verbose", "--help", "--version")
            key = "usage.needless_value" if error.option_name in flags else "usage.no_value"
            return session.say(key, name=error.option_name)
        case click.MissingParameter():
            return session.say("usage.missing", name=name)
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices))):
            return session.say("usage.choice", name=name, choices=", ".join(choices))
        case click.BadParameter(param=click.Parameter(type=click.IntRange() as kind)):
            return _out_of_range(session, name, kind=kind)
        case click.BadParameter(param=click.Parameter(type=click.FloatRange() as kind)):
            return _out_of_range(session, name, kind=kind)
        case click.BadParameter(param=click.Parameter(type=click.Path())):
            return session.say("usage.folder", name=name)
        case _ if "extra argument" in error.message:
            return session.say("usage.extra")
        case _:
            return session.say("usage.other", reason=safe(error.format_message()))


def _out_of_range(session: Session, name: str, kind: click.IntRange | click.FloatRange) -> str:
    """What numbers an option takes; each of ours has a least one."""
    number = session.say("usage.integer" if isinstance(kind, click.IntRange) else "usage.number")
    least, most = f"{kind.min:g}", None if kind.max is None else f"{kind.max:g}"
    if most is None:
        return session.say("usage.at_least", name=name, number=number, least=least)
    return session.say("usage.between", name=name, number=number, least=least, most=most)


FLAG: dict[str, Any] = {"is_flag": True, "is_eager": True, "expose_value": False}
"""What makes an option of click a flag that acts at once."""


def command(session: Session, work: Callable[..., None], params: list[click.Parameter]) -> Speaking:
    """A command of the program: its words are found under its name."""
    name = work.__name__
    return Speaking(
        name,
        params=[*params, *common_options(session)],
        callback=partial(work, session),
        help=session.say(f"help.{name}"),
        short_help=session.say(f"short.{name}"),
    )


def common_options(session: Session) -> list[click.Parameter]:
    """Options that may stand before or after the subcommand."""

    def set_verbose(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        session.verbose = session.verbose or value

    def show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value:
            click.echo(ctx.get_help())
            ctx.exit()

    return [
        click.Option(
            ["--lang"],
            type=click.Choice(["vi", "en"]),
            expose_value=False,
            help=session.say("option.lang"),
        ),
        click.Option(
            ["--verbose"], callback=set_verbose, help=session.say("option.verbose"), **FLAG
        ),
        click.Option(["-h", "--help"], callback=show_help, help=session.say("option.help"), **FLAG),
    ]
