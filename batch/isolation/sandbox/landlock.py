"""Landlock: a process gives up all files but those it names, for good, for itself and for whatever
it starts. Linux 5.13 and later; no rights are needed.

Three system calls without a wrapper in the C library, by `ctypes`: the packages for it on PyPI are
alphas, or want Linux 6.12. Structures and numbers: linux/landlock.h; the order of the calls:
https://docs.kernel.org/userspace-api/landlock.html.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from enum import IntFlag
from functools import cache

OLDEST = 2
"""The first version that lets a file be renamed into another folder, as results are."""
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""System calls, of the same number on every processor."""
_ASK_VERSION = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38


class Right(IntFlag):
    """What may be done to files: `LANDLOCK_ACCESS_FS_*`."""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_DIR = 1 << 3
    REMOVE_DIR = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_CHAR = 1 << 6
    MAKE_DIR = 1 << 7
    MAKE_REG = 1 << 8
    MAKE_SOCK = 1 << 9
    MAKE_FIFO = 1 << 10
    MAKE_BLOCK = 1 << 11
    MAKE_SYM = 1 << 12
    REFER = 1 << 13
    TRUNCATE = 1 << 14
    IOCTL_DEV = 1 << 15


READ = Right.READ_FILE | Right.READ_DIR
RUN = READ | Right.EXECUTE
WRITE = (
    READ
    | Right.WRITE_FILE
    | Right.TRUNCATE
    | Right.REMOVE_DIR
    | Right.REMOVE_FILE
    | Right.MAKE_DIR
    | Right.MAKE_REG
    | Right.MAKE_SOCK  # LibreOffice talks to itself by one
    | Right.MAKE_FIFO
    | Right.REFER
)
"""No links: a folder that is a link would lead whoever writes there afterwards elsewhere."""
_OF_FILES = Right.EXECUTE | Right.WRITE_FILE | Right.READ_FILE | Right.TRUNCATE | Right.IOCTL_DEV
"""The rights that a file can have; the others are those of folders."""
_FIRST = (1 << 13) - 1
_SINCE = {2: Right.REFER, 3: Right.TRUNCATE, 5: Right.IOCTL_DEV}
_ALL_TCP = 0b11
SINCE_TCP = 4
"""The first version that also bars TCP."""
_ALL_SCOPES, _SINCE_SCOPES = 0b11, 6
"""Abstract sockets, and signals, of processes outside."""


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


@cache
def version() -> int:
    """The version of Landlock that this kernel offers, 0 for none (another system, an older or
    another kernel, a container whose own filter forbids it)."""
    if sys.platform != "linux":
        return 0
    call = _libc().syscall
    return max(0, int(call(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)))


def restrict(rules: Iterable[tuple[str, Right]], *, network: bool) -> None:
    """From now on this thread, and what it starts, may do to files only what the rules allow: a
    path (what does not exist is passed over) and the rights there and below. `network`: whether it
    may still use TCP. Raises OSError; asks for `version()` of at least OLDEST."""
    handled = Right(_FIRST)
    for since, right in _SINCE.items():
        if version() >= since:
            handled |= right
    ruleset = _ruleset(handled, network=network)
    try:
        for path, rights in rules:
            _allow(ruleset, path, rights=rights & handled)
        _checked(_libc().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
        _checked(_libc().syscall(_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)


def _ruleset(handled: Right, *, network: bool) -> int:
    asked = _Ruleset(handled_access_fs=int(handled))
    size = 8  # as many bytes as this version knows
    if version() >= SINCE_TCP:
        asked.handled_access_net = 0 if network else _ALL_TCP
        size = 16
    if version() >= _SINCE_SCOPES:
        asked.scoped = _ALL_SCOPES
        size = 24
    return _checked(_libc().syscall(_CREATE_RULESET, ctypes.byref(asked), ctypes.c_size_t(size), 0))


def _allow(ruleset: int, path: str, rights: Right) -> None:
    if sys.platform != "linux":
        return
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (OSError, ValueError):  # not there, or no name at all: whoever reads it says so
        return
    try:
        if not os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112 (a number, no path)
            rights &= _OF_FILES
        rule = _PathBeneath(allowed_access=int(rights), parent_fd=descriptor)
        _checked(_libc().syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0))
    finally:
        os.close(descriptor)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"Landlock: {os.strerror(number)}")
    return int(result)


@cache
def _libc() -> ctypes.CDLL:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library
