"""Names inside parcels: told to people and used to tell parts apart, never used as paths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SYSTEM_FILES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", "icon\r"})
_SYSTEM_FOLDERS = frozenset({"__macosx", ".git", "$recycle.bin", "system volume information"})
_LONGEST = 180
_DRIVE = re.compile(r"[A-Za-z]:")


def is_system_file(name: str) -> bool:
    """Is it a file that a system or an office program leaves beside papers?

    >>> names = ("ảnh/Thumbs.db", "desktop.ini", "__MACOSX/._kh.pdf", "~$kh.docx", "kh.pdf")
    >>> [is_system_file(name) for name in names]
    [True, True, True, True, False]
    """
    *folders, last = name.replace("\\", "/").lower().split("/")
    if last in _SYSTEM_FILES or last.startswith(("~$", "._")):
        return True
    return any(folder in _SYSTEM_FOLDERS for folder in folders)


def plain_name(name: str, number: int) -> str:
    r"""A name as it is told: no way up or out, no control character; part `number` where nothing
    is left.

    >>> plain_name("../../etc/kh.pdf", 1), plain_name("C:\\a\\.\\kh.pdf", 1), plain_name("/..", 2)
    ('etc/kh.pdf', 'a/kh.pdf', '2')
    """
    text = unicodedata.normalize("NFC", name).replace("\\", "/")
    text = "".join(letter for letter in text if letter.isprintable())
    parts = [part.strip() for part in _DRIVE.sub("", text).split("/")]
    kept = [part for part in parts if part not in {"", ".", ".."}]
    return "/".join(kept)[-_LONGEST:].lstrip("/") or str(number)


def distinct_names(names: Iterable[str]) -> list[str]:
    """The same names, each told apart from those before it.

    >>> distinct_names(["kh.pdf", "KH.pdf", "kh.pdf"])
    ['kh.pdf', 'KH (2).pdf', 'kh (3).pdf']
    """
    taken: dict[str, int] = {}
    chosen = []
    for name in names:
        told = name
        while (key := told.casefold()) in taken:
            taken[name.casefold()] += 1
            stem, dot, suffix = name.rpartition(".")
            count = taken[name.casefold()]
            told = f"{stem} ({count}).{suffix}" if dot and stem else f"{name} ({count})"
        taken[key] = 1
        chosen.append(told)
    return chosen
