"""The command `kehoach`: how its commands are put together, and how a run ends. The commands
themselves stand in `commands/`.

Everything heavy (pydantic, pdfplumber, lxml) is imported inside the commands, so that `--help`
stays quick. The commands are built at start, because their help is Vietnamese or English.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial

import click

from kehoach import __version__
from kehoach.commands.apply import apply, apply_parameters
from kehoach.commands.batch import batch, batch_parameters
from kehoach.commands.check import check, check_parameters
from kehoach.commands.compare import compare, compare_parameters
from kehoach.commands.corrections import corrections, corrections_parameters
from kehoach.commands.diff import diff, diff_parameters
from kehoach.commands.due import due, due_parameters
from kehoach.commands.evaluate import evaluate, evaluate_parameters
from kehoach.commands.extract import extract, extract_parameters
from kehoach.commands.follow import follow, follow_parameters
from kehoach.commands.inspect import cache, cache_parameters, inspect, inspect_parameters
from kehoach.commands.man import man, man_parameters
from kehoach.commands.mcp import mcp, mcp_parameters
from kehoach.commands.messages import language
from kehoach.commands.restore import restore, restore_parameters
from kehoach.commands.schema import schema, schema_parameters
from kehoach.commands.serve import serve, serve_parameters
from kehoach.commands.session import Session
from kehoach.commands.speaking import (
    FLAG,
    Speaking,
    SpeakingGroup,
    command,
    common_options,
    usage_sentence,
)
from kehoach.commands.standard_output import point_stdout_nowhere
from kehoach.commands.stopping import stoppable, while_waiting
from kehoach.commands.watch import watch, watch_parameters
from kehoach.errors import ExitCode, KehoachError, NoFolderError, OutputError


def build(session: Session) -> click.Group:
    """The program in the language of the session."""
    say = session.say
    version = click.Option(
        ["--version"], callback=partial(_print_version, session), help=say("option.version"), **FLAG
    )
    group = SpeakingGroup(
        "kehoach",
        params=[version, *common_options(session)],
        help=say("help"),
        no_args_is_help=False,
    )
    group.subcommand_metavar = say("metavar.command")
    commands = [
        command(session, while_waiting(extract), extract_parameters(say)),
        command(session, batch, batch_parameters(say)),
        command(session, watch, watch_parameters(say)),
        command(session, while_waiting(check), check_parameters(say)),
        command(session, while_waiting(due), due_parameters(say)),
        command(session, while_waiting(follow), follow_parameters(say)),
        command(session, while_waiting(apply), apply_parameters(say)),
        command(session, corrections, corrections_parameters(say)),
        command(session, evaluate, evaluate_parameters(say)),
        command(session, diff, diff_parameters(say)),
        command(session, compare, compare_parameters(say)),
        command(session, serve, serve_parameters(say)),
        command(session, mcp, mcp_parameters(say)),
        command(session, while_waiting(inspect), inspect_parameters(say)),
        command(session, while_waiting(restore), restore_parameters(say)),
        command(session, cache, cache_parameters()),
        command(session, schema, schema_parameters(say)),
        command(session, man, man_parameters(say)),
    ]
    for one in commands:
        group.add_command(one)
    speaking: list[Speaking] = [group, *commands]
    for one in speaking:
        one.session = session
        one.options_metavar = say("metavar.options")
        one.add_help_option = False  # ours speaks the language
    return group


def _print_version(
    session: Session, ctx: click.Context, param: click.Parameter, value: bool
) -> None:
    if not value:
        return
    click.echo(session.say("version", version=__version__))
    click.echo(_told_walls(session))
    ctx.exit()


def _told_walls(session: Session) -> str:
    """What the process that reads a paper is walled in with on this machine."""
    from kehoach.batch.isolation.sandbox.landlock import SINCE_TCP
    from kehoach.batch.isolation.sandbox.walls import offered

    known = offered()
    if not known.wanted:
        return session.say("version.walls_off")
    files = "version.files" if known.landlock else "version.no_files"
    network = "version.network" if known.seccomp else "version.no_network"
    if not known.seccomp and known.landlock >= SINCE_TCP:
        network = "version.tcp"
    return session.say(
        "version.walls",
        files=session.say(files, abi=known.landlock),
        network=session.say(network, abi=known.landlock),
    )


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


def _of_system(error: OSError) -> KehoachError:
    """What the system refused, of a file that nobody named: standard output, or the folder that we
    stand in."""
    reason = error.strerror or type(error).__name__
    if isinstance(error, FileNotFoundError) and not error.filename and _has_lost_its_folder():
        return NoFolderError(path=os.environ.get("PWD", os.curdir), reason=reason)
    return OutputError(path=str(error.filename or "stdout"), reason=reason)


def _has_lost_its_folder() -> bool:
    """Has somebody removed the folder that we stand in?"""
    try:
        os.getcwd()  # noqa: PTH109 (Path.cwd is this and more)
    except FileNotFoundError:
        return True
    return False


def run(arguments: Sequence[str], noted: Sequence[int] = ()) -> int:
    """The whole program, from the words of the command line to the exit code. `noted`: a Ctrl-C
    that came while it was loaded."""
    session = Session(language(arguments, os.environ))
    for stream in (sys.stdout, sys.stderr):
        # A letter that the terminal's encoding lacks must not end the run.
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        with stoppable(noted):
            build(session).main(list(arguments), prog_name="kehoach", standalone_mode=False)
    except click.UsageError as error:
        return _misused(session, error)
    except (KeyboardInterrupt, click.Abort):
        session.tell(session.say("interrupted"))
        return ExitCode.INTERRUPTED
    except SystemExit:  # click's way when the reader of our output went away (kehoach ... | head)
        point_stdout_nowhere()
    except OSError as error:
        session.fail(_of_system(error))
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user)
        session.fail(error)
    return session.code


if __name__ == "__main__":  # python cli.py: the program as `python -m kehoach` runs it
    import runpy

    runpy.run_module("kehoach", run_name="__main__")
