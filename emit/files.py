"""Where results go on the disk: whole or not at all, never over an input or over each other."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from kehoach.errors import (
    LinkOutError,
    NoFolderError,
    NotAFolderError,
    OutputError,
    OverInputError,
    SeveralToStdoutError,
)


def atomic_write(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it: a temporary file beside it, fsync, rename.

    A new file gets the permissions of the umask, a replaced one keeps its own. A symbolic link
    stays, its target is replaced. A device or a pipe (`/dev/null`) is simply written to. Raises
    `OutputError`.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise OutputError(
            path=shown(path), reason=error.strerror or type(error).__name__
        ) from error


def free_name(path: Path) -> Path:
    """A name beside a file that nothing has."""
    number = 1
    while (free := path.with_name(f"{path.stem}.edited-{number}{path.suffix}")).exists():
        number += 1
    return free


def set_aside(path: Path) -> Path:
    """Give a file that somebody saved another name, beside it. Returns that. Raises OutputError."""
    aside = free_name(path)
    try:
        path.rename(aside)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(path=shown(path), reason=reason) from error
    return aside


def _replace(target: Path, data: bytes) -> None:
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    temporary = target.with_name(f".kehoach-{secrets.token_hex(6)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if mode is not None and sys.platform != "win32":
                os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:  # Ctrl-C too: no litter
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut; some file systems cannot, and that is no
    failure."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def targets(inputs: Sequence[Path], out: str | None, suffix: str = ".json") -> dict[Path, Path]:
    """Which output belongs to which input; empty for standard output. Refuses before any work is
    done.

    `out` is a file for one input (its folder is created); a folder when it is one, ends with "/",
    or for several inputs (created); in a folder each gets its input's name with `suffix`.
    """
    if out is None or out == "-":
        if len(inputs) > 1:
            raise SeveralToStdoutError
        return {}
    target = Path(out)
    if len(inputs) == 1 and not out.endswith(("/", os.sep)) and not target.is_dir():
        refuse_over_input(target, inputs)
        _make_folder(target.parent)
        return {inputs[0]: target}
    if target.exists() and not target.is_dir():
        raise NotAFolderError(path=shown(target))
    _make_folder(target)
    chosen = names_in_folder(inputs, target, suffix=suffix)
    for one in chosen.values():
        refuse_link_out(one, target)
    return chosen


def _make_folder(folder: Path) -> None:
    """Raise NoFolderError where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoFolderError(path=shown(folder), reason=error.strerror) from error


def distinct(inputs: Sequence[Path]) -> list[Path]:
    """Each file once, in the order given: `a.pdf ./a.pdf` is one file."""
    first: dict[str, Path] = {}
    for path in inputs:
        first.setdefault(os.path.abspath(path), path)  # noqa: PTH100 (Path has no lexical form)
    return list(first.values())


LONGEST_STEM = 200
"""Bytes of a stem that is kept whole: file systems take 255 of a name, and the longest ending (that
of its corrections, behind a second suffix) must fit."""


def names_in_folder(
    inputs: Sequence[Path], folder: Path, suffix: str = ".json"
) -> dict[Path, Path]:
    """One output per input: its stem and `suffix`; those that would collide, or are too long for
    what stands beside them, get a short hash of their path.

    Names that differ only in case or in Unicode form collide too (macOS).

    >>> names = names_in_folder([Path("x/a.pdf"), Path("y/a.pdf"), Path("b.txt")], Path("o"))
    >>> [str(name) for name in names.values()]
    ['o/a-60574159.json', 'o/a-6cc92050.json', 'o/b.json']
    """
    counts = Counter(_key(path.stem) for path in inputs)
    taken = {stem for stem, count in counts.items() if count == 1}
    originals = _identities(inputs)
    chosen: dict[Path, Path] = {}
    for path in inputs:
        target = folder / f"{path.stem}{suffix}"
        collides = counts[_key(path.stem)] > 1 or originals & _identities([target])
        if collides or len(os.fsencode(path.stem)) > LONGEST_STEM:
            target = folder / f"{_with_hash(path, taken)}{suffix}"
        chosen[path] = target
    return chosen


def refuse_link_out(target: Path, folder: Path) -> None:
    """Raise LinkOutError where what is written to `target`, below a folder of results, would land
    outside that folder, by a link that somebody has laid there."""
    if not Path(os.path.realpath(target)).is_relative_to(os.path.realpath(folder)):
        raise LinkOutError(path=shown(target))


def is_one_of(target: Path, inputs: Iterable[Path]) -> bool:
    """Whether writing `target` would replace one of the inputs, links followed."""
    return bool(_identities([target]) & _identities(inputs))


def refuse_over_input(target: Path, inputs: Iterable[Path]) -> None:
    """Raise OverInputError where writing `target` would replace one of the inputs: a paper that
    nobody has twice would be gone."""
    if is_one_of(target, inputs):
        raise OverInputError(path=shown(target))


def _with_hash(path: Path, taken: set[str]) -> str:
    digest = hashlib.sha256(os.fsencode(os.path.normpath(path))).hexdigest()
    encoded = os.fsencode(path.stem)
    is_long = len(encoded) > LONGEST_STEM
    beginning = encoded[:LONGEST_STEM].decode(errors="ignore") if is_long else path.stem
    length = 8
    while _key(stem := f"{beginning}-{digest[:length]}") in taken:
        length += 8
    taken.add(_key(stem))
    return stem


def _identities(paths: Iterable[Path]) -> set[str | tuple[int, int]]:
    """What two names of one file share: the path with links followed, or the number (hard
    links)."""
    found: set[str | tuple[int, int]] = set()
    for path in paths:
        found.add(os.path.realpath(path))
        with contextlib.suppress(OSError):
            status = path.stat()
            found.add((status.st_dev, status.st_ino))
    return found


def _key(stem: str) -> str:
    return unicodedata.normalize("NFC", stem).casefold()


def shown(path: Path) -> str:
    """A path as text that can be printed anywhere: undecodable bytes as `\\xe9`.

    >>> shown(Path("k\\udce9.txt"))
    'k\\\\xe9.txt'
    """
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")
