"""The order of pages that come as files: by name, as people number them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

_NUMBER = re.compile(r"(\d{1,18})")
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff"})

MOST_LEFT_OUT = 2
"""So many times the pages the last number may be, where pages are numbered."""

Key = tuple[tuple[bool, int, str], ...]


def natural_key(name: str) -> Key:
    """What to sort names by, so that numbers in them count as numbers: 2 stands before 10.

    >>> sorted(["trang 10.jpg", "trang 2.jpg", "Trang 1.jpg"], key=natural_key)
    ['Trang 1.jpg', 'trang 2.jpg', 'trang 10.jpg']
    """
    plain = unicodedata.normalize("NFC", name).casefold()
    pieces: list[tuple[bool, int, str]] = []
    for piece in _NUMBER.split(plain):
        is_number = bool(_NUMBER.fullmatch(piece))
        pieces.append((not is_number, int(piece) if is_number else 0, piece))
    return tuple(pieces)


def in_order(paths: Sequence[Path]) -> list[Path]:
    """Files in the order of their names; those of one name in different folders by the folders'."""
    return sorted(paths, key=_by_name)


def _by_name(path: Path) -> tuple[Key, Key]:
    return natural_key(path.name), natural_key(str(path.parent))


def is_picture(name: str) -> bool:
    """By its name."""
    return PurePosixPath(name.casefold()).suffix in _PICTURES


def numbers_left_out(names: Sequence[str]) -> list[int]:
    """The numbers that the names of page pictures leave out, where they count from 1: a page may be
    missing. A camera counts its pictures, and leaves out many.

    >>> numbers_left_out(["1.jpg", "3.jpg", "4.jpg"])
    [2]
    >>> numbers_left_out(["IMG_0412.jpg", "IMG_0419.jpg"])
    []
    """
    stems = (PurePosixPath(name).stem for name in names)
    numbers = [
        list(map(int, _NUMBER.findall(unicodedata.normalize("NFC", stem)))) for stem in stems
    ]
    if len({len(of_one) for of_one in numbers}) != 1:
        return []
    counts = [set(column) for column in zip(*numbers, strict=True) if len(set(column)) > 1]
    if len(counts) != 1 or min(counts[0]) != 1 or max(counts[0]) > MOST_LEFT_OUT * len(names):
        return []
    return sorted(set(range(1, max(counts[0]))) - counts[0])


def are_numbered_pictures(names: Sequence[str]) -> bool:
    """Are these files, by their names, the pages of one paper: pictures of one kind of name, in
    which numbers alone differ?

    >>> are_numbered_pictures(["IMG_0412.HEIC", "IMG_0413.HEIC"])
    True
    >>> are_numbered_pictures(["1.jpg", "2.jpeg"]), are_numbered_pictures(["1.jpg"])
    (True, False)
    >>> are_numbered_pictures(["kế hoạch.jpg", "báo cáo.jpg"])
    False
    >>> are_numbered_pictures(["1.jpg", "2.jpg", "phụ lục.docx"])
    False
    """
    if len(names) < 2:
        return False
    shapes: set[tuple[str, ...]] = set()
    for name in names:
        path = PurePosixPath(unicodedata.normalize("NFC", name).casefold())
        if path.suffix not in _PICTURES:
            return False
        words = _NUMBER.split(path.stem)
        if len(words) < 3:
            return False
        shapes.add(tuple(words[::2]))  # what stands between the numbers
    return len(shapes) == 1
