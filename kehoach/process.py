"""What a process of the program settles for itself before it loads anything. Who uses the library
keeps their own ways."""

from __future__ import annotations

import dataclasses
import gc
import marshal
import os
import sys
import typing
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import MAGIC_NUMBER
from types import CodeType
from typing import Any

from kehoach.kept import is_there, kept

GARBAGE = (100_000, 20, 20)
"""Thresholds of the collector of cyclic garbage. A paper leaves little of it, but lets arise
hundreds of thousands of objects that stay: to look through them again and again took a tenth of the
time."""


def settle() -> None:
    """Collect garbage seldom; one thread for linear algebra, of which there is little: a process
    with one thread may be forked; make classes quickly."""
    gc.set_threshold(*GARBAGE)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else sought in all packages
    if is_there():
        vars(dataclasses)["exec"] = _run_kept
        vars(typing)["compile"] = _compiled


def _run_kept(text: str, names: dict[str, Any] | None = None, into: Any = None) -> None:
    """`exec` as `dataclasses` calls it to make the methods of a class: a tenth of the time of a
    short paper went into compiling their text, which is the same in each process."""
    exec(_compiled(text, "<string>", "exec"), names, into)  # noqa: S102 (what `dataclasses` wrote)


def _compiled(text: str, name: str, mode: str) -> CodeType:
    """`compile` as `typing` calls it for each name of a type that is written as text."""
    code = kept(
        ("code", MAGIC_NUMBER.hex(), mode, text),
        lambda: marshal.dumps(compile(text, name, mode, dont_inherit=True)),
    )
    made: CodeType = marshal.loads(code)  # noqa: S302 (installed with the program, as its .pyc)
    return made


@contextmanager
def loading() -> Iterator[None]:
    """Load what stays: nobody looks for garbage in it, now or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def quicken_patterns() -> None:
    """Let `regex` compile with plain numbers for its flags. They are members of an enumeration, and
    Python 3.11 makes an object of each `flags & VERBOSE`: a hundred thousand for our patterns, a
    third of the time of compiling them. The patterns are the same. To be called before they are
    loaded; where a version of `regex` is built otherwise nothing happens."""
    import regex

    for name in ("regex", "regex._main", "regex._regex_core"):
        module = sys.modules.get(name)
        for constant, value in list(vars(module).items()) if module is not None else ():
            if isinstance(value, regex.RegexFlag):
                setattr(module, constant, int(value))
