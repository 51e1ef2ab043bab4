"""The command `kehoach`: what is asked, in which language, with which exit code. The work is done
elsewhere.

Everything heavy (pydantic, pdfplumber, lxml) is imported inside the commands, so that `--help`
stays quick. The commands are built at start, because their help is Vietnamese or English.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from kehoach.commands import check as cli_check
from kehoach.commands.batch import batch, batch_options
from kehoach.commands.formats import format_option, outputs_of, rendered
from kehoach.commands.messages import Lang, MisusedError, language, safe, say, summary
from kehoach.commands.options import (
    bounds_of,
    cache,
    inspect,
    named,
    quiet_libraries,
    read_options,
    scan_options,
)
from kehoach.commands.restore import restore, restore_params
from kehoach.errors import ExitCode, OutputError, explained
from kehoach.ingest.options import ReadOptions

if TYPE_CHECKING:
    from kehoach.batch.isolation.bounds import Bounds
    from kehoach.schema.models import Plan

Got = TypeVar("Got")


@dataclass
class Session:
    """One run of the program: how it speaks, and the worst that has happened so far."""

    lang: Lang
    verbose: bool = False
    code: ExitCode = ExitCode.OK

    def say(self, key: str, **details: object) -> str:
        return say(key, self.lang, **details)

    def tell(self, line: str) -> None:
        """A line for the user, beside the results."""
        click.echo(line, err=True)

    def reach(self, code: ExitCode) -> None:
        """The exit code is the highest that was reached: 4 over 3 over 1 over 0."""
        self.code = max(self.code, code)

    def fail(self, error: Exception, path: Path | None = None) -> None:
        """One sentence about a failure; the traceback only with --verbose."""
        known = explained(error)
        self.reach(known.exit_code)
        reason = safe(known.message(self.lang))
        if path is None:
            self.tell(self.say("usage.error", sentence=reason))
        else:
            self.tell(self.say("failure", name=named(path), reason=reason))
        if self.verbose:
            import traceback

            lines = "".join(traceback.format_exception(error)).splitlines()
            self.tell("\n".join(safe(line) for line in lines))


# --- the commands ---------------------------------------------------------------------------------


def extract(
    session: Session, files: tuple[Path, ...], out: str | None, format: tuple[str, ...], **scan: Any
) -> None:
    """One plan per file: to standard output, to a file, or into a folder."""
    from kehoach.emit.files import atomic_write, distinct

    options, bounds = read_options(session.say, **scan), bounds_of(**scan)
    inputs = distinct(files)
    outputs = outputs_of(inputs, out, format, session.say)
    chatty = session.verbose or bool(sys.stderr and sys.stderr.isatty())

    def read(path: Path, options: ReadOptions) -> tuple[str, str, list[bytes]]:
        plan = _read_paper(path, options)
        options.tell("emit")
        made = [rendered(plan, one, path, target) for one, target in outputs[path].items()]
        return plan.status, summary(named(path), plan, session.lang), made

    for path in inputs:
        got = attempt(session, path, read, options, bounds)
        if got is None:
            continue
        status, line, made = got
        try:
            for data, target in zip(made, outputs[path].values(), strict=True):
                if target is None:
                    click.echo(data, nl=False)
                else:
                    atomic_write(target, data)
                    line = session.say("written", summary=line, path=named(target))
        except OutputError as error:
            session.fail(error, path)
            continue
        if chatty:
            session.tell(line)
        if status == "failed":
            session.reach(ExitCode.UNREADABLE)
            session.tell(
                session.say("failure", name=named(path), reason=session.say("failed_plan"))
            )


def check(session: Session, **options: Any) -> None:
    """The findings of papers, or of plans read before: see cli_check."""
    cli_check.check(session, attempt, _read_plan_or_paper, **options)


def schema(session: Session) -> None:
    """The JSON Schema of a plan."""
    import json

    from kehoach.schema.models import json_schema

    del session
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


def attempt(
    session: Session,
    path: Path,
    read: Callable[[Path, ReadOptions], Got],
    options: ReadOptions,
    bounds: Bounds,
) -> Got | None:
    """What `read` makes of one input, within bounds of time and memory; a failure is told and the
    next input gets its turn."""
    from kehoach.batch.isolation.fork import run_in_fork

    if not session.verbose:
        quiet_libraries()
    try:
        from kehoach import pipeline  # noqa: F401 (loaded once, not in each fork)

        return run_in_fork(lambda tell: read(path, replace(options, stage=tell)), bounds)
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user; one bad file must not stop the others)
        session.fail(error, path)
        return None


def _read_paper(path: Path, options: ReadOptions) -> Plan:
    from kehoach.pipeline import extract as read

    return read(path, options)


def _read_plan_or_paper(path: Path, options: ReadOptions) -> Plan:
    from kehoach.emit.json import read_plan
    from kehoach.ingest.safety import check_regular

    check_regular(path)  # a pipe would hold us up
    return read_plan(path) or _read_paper(path, options)


# --- how the commands are put together ------------------------------------------------------------


class Speaking(click.Command):
    """A command with headings in the user's language. click's own come from gettext, without
    Vietnamese."""

    session: Session

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=self.session.say("heading.usage"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.params if isinstance(param, click.Option)]
        with formatter.section(self.session.say("heading.options")):
            formatter.write_dl(
                [record for option in options if (record := option.get_help_record(ctx))]
            )


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
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise MisusedError(self.session.say("usage.no_command", name=safe(args[0])), ctx)
        return super().resolve_command(ctx, args)


def build(session: Session) -> click.Group:
    """The program in the language of the session."""
    files = click.Argument(
        ["files"], nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
    )
    out = click.Option(["-o", "--out"], metavar="OUT", help=session.say("option.out"))
    fail_on = click.Option(
        ["--fail-on"],
        type=click.Choice(["error", "warning"]),
        default="error",
        help=session.say("option.fail_on"),
    )
    shown = click.Option(
        ["--format"],
        type=click.Choice(cli_check.FORMATS),
        default="table",
        help=session.say("option.check_format"),
    )
    into = click.Option(
        ["-o", "--out"],
        type=click.Path(path_type=Path),
        metavar="OUT",
        help=session.say("option.out_file"),
    )
    version = click.Option(
        ["--version"],
        callback=partial(_print_version, session),
        help=session.say("option.version"),
        **_FLAG,
    )
    group = SpeakingGroup(
        "kehoach",
        params=[version, *_common(session)],
        help=session.say("help"),
        no_args_is_help=False,
    )
    group.subcommand_metavar = session.say("metavar.command")
    scan = scan_options(session.say)
    page = click.Option(
        ["--page"], type=click.IntRange(1), default=1, metavar="N", help=session.say("option.page")
    )
    png = click.Option(
        ["-o", "--out"],
        type=click.Path(path_type=Path),
        required=True,
        metavar="PNG",
        help=session.say("option.png"),
    )
    file = click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path))
    action = click.Argument(["action"], type=click.Choice(["clear"]))
    group.add_command(_command(session, extract, [files, out, format_option(session.say), *scan]))
    group.add_command(_command(session, batch, batch_options(session.say)))
    group.add_command(_command(session, check, [files, fail_on, shown, into, *scan]))
    group.add_command(_command(session, inspect, [file, page, png, *scan[1:]]))
    group.add_command(_command(session, restore, restore_params(session.say)))
    group.add_command(_command(session, cache, [action]))
    group.add_command(_command(session, schema, []))
    for command in (group, *group.commands.values()):
        assert isinstance(command, Speaking)  # noqa: S101 (for mypy)
        command.session = session
        command.options_metavar = session.say("metavar.options")
        command.add_help_option = False  # ours speaks the language
    return group


_FLAG: dict[str, Any] = {"is_flag": True, "is_eager": True, "expose_value": False}


def _command(
    session: Session, work: Callable[..., None], params: list[click.Parameter]
) -> Speaking:
    name = work.__name__
    return Speaking(
        name,
        params=[*params, *_common(session)],
        callback=partial(work, session),
        help=session.say(f"help.{name}"),
        short_help=session.say(f"short.{name}"),
    )


def _common(session: Session) -> list[click.Parameter]:
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
            ["--verbose"], callback=set_verbose, help=session.say("option.verbose"), **_FLAG
        ),
        click.Option(
            ["-h", "--help"], callback=show_help, help=session.say("option.help"), **_FLAG
        ),
    ]


def _print_version(
    session: Session, ctx: click.Context, param: click.Parameter, value: bool
) -> None:
    if not value:
        return
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        click.echo(session.say("version", version=installed("kehoach")))
    except PackageNotFoundError:
        click.echo(session.say("version", version="(not installed)"))
    ctx.exit()


def usage_sentence(session: Session, error: click.UsageError) -> str:
    """What is wrong with the command line, in the user's language."""
    name = (
        error.param.get_error_hint(error.ctx)
        if isinstance(error, click.BadParameter) and error.param
        else ""
    )
    name = name.strip("'")
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
        case _ if "extra argument" in error.message:
            return session.say("usage.extra")
        case _:
            return session.say("usage.other", reason=safe(error.format_message()))


def _misused(session: Session, error: click.UsageError) -> ExitCode:
    if error.ctx is not None and "Missing command" in error.message:
        session.tell(error.ctx.get_help())  # the bare word `kehoach` asks for help
        return ExitCode.USAGE
    if error.ctx is not None:
        session.tell(error.ctx.get_usage())
    session.tell(session.say("usage.error", sentence=usage_sentence(session, error)))
    command = error.ctx.command_path if error.ctx else "kehoach"
    session.tell(session.say("usage.hint", command=command))
    return ExitCode.USAGE


def run(arguments: Sequence[str]) -> int:
    """The whole program, from the words of the command line to the exit code."""
    session = Session(language(arguments, os.environ))
    for stream in (
        sys.stdout,
        sys.stderr,
    ):  # a letter that the terminal's encoding lacks must not end the run
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        build(session).main(list(arguments), prog_name="kehoach", standalone_mode=False)
    except click.UsageError as error:
        return _misused(session, error)
    except (KeyboardInterrupt, click.Abort):
        session.tell(session.say("interrupted"))
        return ExitCode.INTERRUPTED
    except (
        SystemExit
    ):  # click's way when the reader of our output has gone away (kehoach ... | head)
        _point_stdout_nowhere()
    except OSError as error:
        session.fail(OutputError(path="stdout", reason=error.strerror or type(error).__name__))
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user)
        session.fail(error)
    return session.code


def _point_stdout_nowhere() -> None:
    """What Python still holds for the closed pipe must not be complained about at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def main() -> NoReturn:
    """The entry point `kehoach`."""
    sys.exit(int(run(sys.argv[1:])))


if __name__ == "__main__":
    main()
