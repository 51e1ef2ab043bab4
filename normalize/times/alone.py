"""Words that are a time and nothing else."""

from __future__ import annotations

from kehoach.normalize.times.deadline import parse_deadline
from kehoach.normalize.times.values import DeadlineKind
from kehoach.patterns import compile_regex

KINDS: tuple[DeadlineKind, ...] = (
    "by",
    "within",
    "several",
    "recurring",
    "continuous",
    "conditional",
)
_PARTS = compile_regex(r"\n|;\s|,\s|\s[-–/|→]\s")
"""Between parts of a time, or a time and something else."""


def is_time_alone(words: str) -> bool:
    """Are words a time, and is what stands before the first sign in them one, too? (The whole of
    "Phòng Kinh tế; quý II" is understood as a time.)

    >>> is_time_alone("Quý II - III/2031"), is_time_alone("trước 30/4, trước 15/9")
    (True, True)
    >>> is_time_alone("Hội Phụ nữ - Quý II"), is_time_alone("Báo cáo quý I")
    (False, False)
    """
    first = _PARTS.split(words.strip(), maxsplit=1)[0]
    return _is_time(words) and (first == words or _is_time(first))


def _is_time(words: str) -> bool:
    value = parse_deadline(words)
    return value is not None and value.kind in KINDS and value.is_alone
