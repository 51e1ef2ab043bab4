"""One run of the program: how it speaks, and the worst that has happened so far."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

import click

from kehoach.commands.messages import Lang, say
from kehoach.commands.terminal import safe
from kehoach.errors import ExitCode
from kehoach.explaining import explained
from kehoach.process import loading, quicken_patterns


@dataclass
class Session:
    """One run of the program: how it speaks, and the worst that has happened so far; `attempts`:
    papers that it began to read."""

    lang: Lang
    verbose: bool = False
    code: ExitCode = ExitCode.OK
    attempts: int = 0

    def say(self, key: str, **details: object) -> str:
        return say(key, self.lang, **details)

    def tell(self, line: str) -> None:
        """A line for the user, beside the results; nobody may be listening any more."""
        with contextlib.suppress(OSError):
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


def named(path: Path) -> str:
    """A file as the user may see it: one line, undecodable bytes as `\\xe9`, whatever the locale;
    standard input as `-`."""
    from kehoach.commands.standard_input import as_given
    from kehoach.emit.files import shown

    return safe(shown(as_given(path)))


def quiet_libraries() -> None:
    """Libraries log and warn about fonts and colours; that is no news for a clerk."""
    import logging
    import warnings

    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")


def load_readers(session: Session) -> None:
    """What reading needs, loaded once and not in the fork of each paper; before the second paper
    also what most papers do without. Raises the exceptions of `kehoach.errors`."""
    if not session.verbose:
        quiet_libraries()
    if not session.attempts:
        quicken_patterns()
        with loading():
            from kehoach import pipeline  # noqa: F401
    session.attempts += 1
    if session.attempts > 1:
        from kehoach.parsers.flattened import headless  # noqa: F401
