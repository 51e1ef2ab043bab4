"""What a walled-in process sends is a stranger's word, too: a hole in a library that reads papers
may have made it. Unpickled by `pickle` itself, it would run here whatever it likes.

So nothing is made of it but data: our data classes, our models, dates, paths. A pickle never gets
hold of a class, which it could change, but of what makes its instances.
https://docs.python.org/3/library/pickle.html#restricting-globals
"""

from __future__ import annotations

import datetime
import decimal
import io
import pickle
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from kehoach.errors import KehoachError

_OWN = "kehoach."
LARGEST = 2**30
"""Bytes of one reply."""


def _path(*parts: str) -> Path:
    return Path(*parts)


def _counter(*given: Any) -> Counter[Any]:
    return Counter(*given)


def _ordered(*given: Any) -> OrderedDict[Any, Any]:
    return OrderedDict(*given)


def _error(kind: _Closed, details: Mapping[str, str]) -> KehoachError:
    known = kind.stands_for
    if not issubclass(known, KehoachError):
        raise pickle.UnpicklingError(known.__name__)
    return known(**details)


_MADE_BY: Mapping[tuple[str, str], Callable[..., Any]] = {
    ("pathlib", "Path"): _path,
    ("pathlib", "PosixPath"): _path,
    ("pathlib", "PurePosixPath"): _path,
    ("pathlib._local", "PosixPath"): _path,  # Python 3.13
    ("pathlib._local", "PurePosixPath"): _path,
    ("collections", "Counter"): _counter,
    ("collections", "OrderedDict"): _ordered,
    ("fractions", "Fraction"): lambda *given: Fraction(*given),
    ("decimal", "Decimal"): decimal.Decimal,
    ("datetime", "date"): datetime.date,
    ("datetime", "datetime"): datetime.datetime,
    ("datetime", "time"): datetime.time,
    ("datetime", "timedelta"): datetime.timedelta,
    ("datetime", "timezone"): datetime.timezone,
    ("kehoach.errors", "_made_again"): _error,
    ("builtins", "set"): set,
    ("builtins", "frozenset"): frozenset,
    ("builtins", "bytearray"): bytearray,
    ("builtins", "complex"): complex,
}
"""What is made of the standard library. Types written in C cannot be changed."""


class _Unpickler(pickle.Unpickler):  # noqa: S301 (what makes it safe)
    """Raises pickle.UnpicklingError for anything but data."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _MADE_BY:
            return _MADE_BY[module, name]
        if module.startswith(_OWN) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                if issubclass(found, Enum):
                    return lambda value: found(value)
                if _is_data(found):
                    return _stand_in(module, name, kind=found)
        raise pickle.UnpicklingError(f"{module}.{name}")


def _is_data(kind: type) -> bool:
    """Data classes, named tuples, pydantic's models, and our errors."""
    named = ("_fields", "model_fields")
    is_named = any(hasattr(kind, name) for name in named)
    return is_dataclass(kind) or is_named or issubclass(kind, KehoachError)


class _Closed(type):
    """The kind of the stand-ins: nothing in them can be changed."""

    stands_for: type

    def __setattr__(cls, name: str, value: object) -> None:
        raise pickle.UnpicklingError(name)


_STAND_INS: dict[tuple[str, str], _Closed] = {}


def _stand_in(module: str, name: str, kind: type) -> _Closed:
    """What is handed out for a class: instances are made by it, the class is out of reach."""

    def made(_: type, *given: Any) -> Any:
        return kind.__new__(kind, *given)

    if (module, name) not in _STAND_INS:
        _STAND_INS[module, name] = _Closed(name, (), {"__new__": made, "stands_for": kind})
    return _STAND_INS[module, name]


class _Pickler(pickle.Pickler):
    """Errors of ours go as they say themselves, whatever a library has told `copyreg` of all
    exceptions (tblib, in the processes of a Dask cluster)."""

    def reducer_override(self, value: Any) -> Any:
        return value.__reduce__() if isinstance(value, KehoachError) else NotImplemented


def packed(value: object) -> bytes:
    """Data, to be sent to another process of ours, which has it `received`. Raises
    pickle.PicklingError and others for what is none."""
    room = io.BytesIO()
    _Pickler(room, pickle.HIGHEST_PROTOCOL).dump(value)
    return room.getvalue()


def received(data: bytes) -> Any:
    """What another process of ours has pickled, as data. Raises pickle.UnpicklingError for all that
    is not."""
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except pickle.UnpicklingError:
        raise
    except Exception as error:
        raise pickle.UnpicklingError("?") from error
