"""What the commands say, in Vietnamese and English.

A text is a pair (Vietnamese, English); messages of failures stand in `kehoach/errors.py`. Nothing
is imported from the rooms, so that `kehoach --help` stays quick.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias

import click

from kehoach.commands.texts import TEXTS

Lang: TypeAlias = Literal["vi", "en"]
Say: TypeAlias = Callable[..., str]
"""`say` in one language: the key of a text and its details -> the text."""


class MisusedError(click.UsageError):
    """Wrong usage that we found ourselves: its message is a whole sentence in the user's
    language."""


def say(key: str, lang: Lang, **details: object) -> str:
    """The text of `key` in one language, with its details filled in."""
    return TEXTS[key][0 if lang == "vi" else 1].format_map(details)


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """`--lang` wherever it stands (the last counts), else the first of LC_ALL, LC_MESSAGES, LANG
    that is set.

    >>> language(["extract", "--lang=vi", "a.pdf"], {"LANG": "en_GB.UTF-8"})
    'vi'
    >>> language(["--help"], {"LC_ALL": "", "LANG": "vi_VN.UTF-8"})
    'vi'
    """
    options = list(arguments)
    if "--" in options:
        options = options[: options.index("--")]
    asked = [
        value.removeprefix("--lang=")
        for previous, value in zip(["", *options], options, strict=False)
        if previous == "--lang" or value.startswith("--lang=")
    ]
    for value in reversed(asked):
        if value in ("vi", "en"):
            return "vi" if value == "vi" else "en"
    locale = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)),
        "",
    )
    return "vi" if re.split(r"[_.@-]", locale.lower())[0] == "vi" else "en"
