"""The manual as plain text, as a page for `man`, and as Markdown."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from kehoach.commands.manual import PROGRAM, CommandPage, Entries, Manual

BAR = "&#124;"
"""A bar inside a cell."""
WIDTH = 79
"""Columns of the plain text."""


def text(manual: Manual) -> str:
    """To read on any terminal, or in a pager."""
    lines = [manual.title, "=" * len(manual.title), ""]
    for page in (manual.program, *manual.commands):
        head = f"{page.name} {page.usage}"
        lines += ["", *textwrap.wrap(head, WIDTH, subsequent_indent="    ")]
        for paragraph in page.paragraphs:
            lines += ["", *_wrapped(paragraph, indent=4)]
        lines += ["", *_listed(page.options)] if page.options else []
    for heading, entries in _closing(manual):
        lines += ["", heading, "", *_listed(entries)]
    return "\n".join(lines) + "\n"


def _wrapped(paragraph: str, indent: int) -> list[str]:
    blank = " " * indent
    return textwrap.wrap(
        paragraph,
        WIDTH,
        initial_indent=blank,
        subsequent_indent=blank,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _listed(entries: Entries) -> list[str]:
    lines = []
    for name, told in entries:
        lines += [f"    {name}", *_wrapped(told, indent=8)]
    return lines


def _closing(manual: Manual) -> Iterator[tuple[str, Entries]]:
    """The sections behind the commands."""
    yield manual.headings["environment"], manual.environment
    yield manual.headings["files"], manual.files


def roff(manual: Manual) -> str:
    """A page of section 1 in the macros of man(7). It bears no day: the same version gives the
    same bytes."""
    headings = manual.headings
    lines = [
        f'.TH {PROGRAM.upper()} 1 "" "{PROGRAM} {manual.version}" "{_escaped(manual.title)}"',
        f'.SH "{headings["name"]}"',
        rf"{PROGRAM} \- {_escaped(manual.named)}",
        f'.SH "{headings["synopsis"]}"',
        *_synopsis(manual.program),
        f'.SH "{headings["description"]}"',
        *_paragraphs(manual.program),
        f'.SH "{headings["options"]}"',
        *_tagged(manual.program.options),
        f'.SH "{headings["commands"]}"',
    ]
    for page in manual.commands:
        lines += [f'.SS "{_escaped(page.name)}"', *_synopsis(page), *_paragraphs(page)]
        lines += _tagged(page.options)
    for heading, entries in _closing(manual):
        lines += [f'.SH "{heading}"', *_tagged(entries)]
    return "\n".join(lines) + "\n"


def _synopsis(page: CommandPage) -> list[str]:
    return [rf"\fB{_escaped(page.name)}\fR {_escaped(page.usage)}"]


def _paragraphs(page: CommandPage) -> Iterator[str]:
    for paragraph in page.paragraphs:
        yield ".PP"
        yield _escaped(paragraph)


def _tagged(entries: Entries) -> Iterator[str]:
    for name, told in entries:
        yield ".TP"
        yield rf"\fB{_escaped(name)}\fR"
        yield _escaped(told)


def _escaped(words: str) -> str:
    r"""Words as roff prints them: nothing in them is a request.

    >>> _escaped(".pdf, --out")
    '\\&.pdf, \\-\\-out'
    """
    safe = words.replace("\\", r"\e").replace("-", r"\-").replace("~", r"\(ti")
    safe = safe.replace('"', r"\(dq")
    return rf"\&{safe}" if safe.startswith((".", "'")) else safe


def markdown(manual: Manual) -> str:
    """A page of the documentation: a heading for each command, its options as a table."""
    lines = [f"# {manual.title}", "", *_markdown_page(manual.program)]
    for page in manual.commands:
        lines += [f"## {page.name}", "", *_markdown_page(page)]
    for heading, entries in _closing(manual):
        lines += [f"## {heading.capitalize()}", "", *_table(entries)]
    return "\n".join(lines)


def _markdown_page(page: CommandPage) -> Iterator[str]:
    yield f"    {page.name} {page.usage}"
    yield ""
    for paragraph in page.paragraphs:
        yield _plain(paragraph)
        yield ""
    yield from _table(page.options)


def _plain(words: str) -> str:
    """Words that Markdown leaves as they are."""
    return re.sub(r"([*_<])", r"\\\1", words)


def _table(entries: Entries) -> Iterator[str]:
    if not entries:
        return
    yield "| | |"
    yield "|---|---|"
    for name, told in entries:
        cells = (f"`{name}`", re.sub(r"([*_<])", r"\\\1", told))
        yield f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |"
    yield ""
