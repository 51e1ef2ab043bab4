"""`kehoach man` says what `--help` says, in each form and language, and man can show it."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from typing import get_args

import click
import pytest

from kehoach import cli
from kehoach.commands.man import FORMS
from kehoach.commands.manual import manual_of
from kehoach.commands.messages import Lang
from kehoach.commands.session import Session
from kehoach.commands.speaking import option_records

LANGUAGES = get_args(Lang)
SIGNS = {r"\&": "", r"\(ti": "~", r"\(dq": '"', r"\-": "-", r"\e": "\\"}
"""What roff writes for signs that it would take for requests."""


def program(lang: Lang) -> click.Group:
    return cli.build(Session(lang))


def manual(lang: Lang, form: str) -> str:
    return FORMS[form](manual_of(program(lang), Session(lang).say))


def plain(words: str) -> str:
    """Words without the signs of a form, one blank between each."""
    for written, sign in SIGNS.items():
        words = words.replace(written, sign)
    return " ".join(html.unescape(re.sub(r"\\([*_<])", r"\1", words)).split())


def told_by_help(lang: Lang) -> list[str]:
    """Each paragraph, name and text of an option that `--help` prints for some command."""
    group = program(lang)
    parent = click.Context(group, info_name="kehoach")
    told = []
    for name, command in [("kehoach", group), *group.commands.items()]:
        ctx = parent if command is group else click.Context(command, info_name=name, parent=parent)
        printed = plain(command.get_help(ctx))
        pieces = (command.help or "").split("\n\n")
        for record in option_records(command, ctx, Session(lang).say):
            pieces += record
        assert all(plain(piece) in printed for piece in pieces), name
        told += pieces
    return told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_the_manual_says_what_help_says(lang: Lang, form: str) -> None:
    page = plain(manual(lang, form))
    assert [piece for piece in told_by_help(lang) if plain(piece) not in page] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_manual_tells_no_command_or_option_that_is_none(lang: Lang) -> None:
    group = program(lang)
    told = manual_of(group, Session(lang).say)
    assert [page.name for page in told.commands] == [f"kehoach {name}" for name in group.commands]
    for page, command in zip(told.commands, group.commands.values(), strict=True):
        own = [param for param in command.params if isinstance(param, click.Option)]
        assert len(page.options) == len(own) - 3, page.name  # --lang, --verbose, --help
    assert len(told.program.options) == 4  # … and --version


@pytest.mark.parametrize("lang", LANGUAGES)
def test_man_shows_it_without_complaint(lang: Lang) -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("no groff on this machine")
    done = subprocess.run(
        [groff, "-ww", "-K", "utf8", "-man", "-T", "utf8"],
        input=manual(lang, "man"),
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    assert "KEHOACH(1)" in done.stdout


def test_the_command_prints_it(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.run(["--lang", "vi", "man", "--format", "man"]) == 0
    assert capfdbinary.readouterr().out.decode() == manual("vi", "man")


def test_help_says_where_to_look() -> None:
    for lang in LANGUAGES:
        assert "kehoach man" in (program(lang).help or "")
