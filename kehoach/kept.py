"""What is the same in each process and dear to make: made once, and kept beside the program.

A new process spent half of a second on it: `regex` compiles in Python, YAML is read letter by
letter, a dataclass writes its methods as text to be compiled. `tools/keep.py` (called by `make
setup` and `make dist`) writes what our own papers ask for into `program.kept`. Each thing stands
there under all that decides it, and what is not found is made as ever: the file decides how quick
the program is, never what it says.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias, TypeVar

Key: TypeAlias = tuple[str, ...]
"""The kind of a thing, and all that decides what it is."""
Thing = TypeVar("Thing")
KEPT = Path(__file__).with_name("program.kept")
DAMAGED = (pickle.UnpicklingError, EOFError, ImportError, LookupError, AttributeError, ValueError)
"""What reading a pickle raises that was cut short, or made by another version: what it would have
held is made anew."""
_recorded: list[dict[Key, bytes]] = []


def kept(key: Key, make: Callable[[], Thing]) -> Thing:
    """What `make` makes, or once made under this key: an object of its own each time. Raises what
    `make` raises."""
    pickled = _kept().get(key)
    if pickled is not None:
        try:
            thing: Thing = pickle.loads(pickled)  # noqa: S301 (installed with the program, as .pyc)
        except DAMAGED:
            _kept().pop(key)
        else:
            return thing
    made = make()
    for record in _recorded:
        record[key] = pickle.dumps(made)
    return made


def is_there() -> bool:
    """Is anything kept, or to be?"""
    return bool(_kept() or _recorded)


def record() -> dict[Key, bytes]:
    """What will be asked for from now on in this process, which makes all of it anew."""
    _kept().clear()
    _recorded.append({})
    return _recorded[-1]


def keep(things: Mapping[Key, bytes], path: Path) -> None:
    """Write pickled things for later processes; whole or not at all. Raises OSError."""
    waiting = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        waiting.write_bytes(pickle.dumps({key: things[key] for key in sorted(things)}))
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)


@cache
def _kept() -> dict[Key, bytes]:
    """The pickled things of the file; none where it is absent or damaged."""
    try:
        things = pickle.loads(KEPT.read_bytes())  # noqa: S301 (see above)
    except (OSError, *DAMAGED):
        return {}
    return things if isinstance(things, dict) else {}
