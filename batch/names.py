"""Names of results: the tree of the inputs again, readable, and never the same for two of them.

`xã Mây/kh.pdf` -> `plans/xã Mây/kh.pdf.json`. A name that cannot be kept as it is (control
characters, a leading dash or dot, too long, not UTF-8), and names that differ only in case or
Unicode form, get a piece of the hash of the input's path.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections import Counter
from collections.abc import Sequence

FOLDER = "plans"
MAX_BYTES = 180
"""Of one part of a path: file systems take 255, and ".json" and a temporary name must still fit."""
_FORBIDDEN = frozenset('\\/:*?"<>|')
"""What Windows does not take; a folder of results may be carried there."""


def plan_names(inputs: Sequence[str]) -> list[str]:
    """The name of the plan of each input, below the output folder.

    >>> plan_names(["a/kh.pdf", "kh.pdf", "KH.pdf"])
    ['plans/a/kh.pdf.json', 'plans/kh.pdf-977fd51b.json', 'plans/KH.pdf-f4912182.json']
    >>> plan_names(["-rf.txt"])
    ['plans/rf.txt-3af61ba8.json']
    """
    plain = [_readable_path(name) for name in inputs]
    counts = Counter(_key(name) for name in plain)
    chosen: list[str] = []
    taken: set[str] = set()
    for name, clean in zip(inputs, plain, strict=True):
        result, length = clean, 8
        if clean != unicodedata.normalize("NFC", name) or counts[_key(clean)] > 1:
            digest = hashlib.sha256(os.fsencode(name)).hexdigest()
            result = f"{clean}-{digest[:length]}"
            while _key(result) in taken or counts[_key(result)]:
                length += 8
                result = f"{clean}-{digest[:length]}"
        taken.add(_key(result))
        chosen.append(f"{FOLDER}/{result}.json")
    return chosen


def readable(part: str) -> str:
    r"""One part of a path as any file system takes it.

    >>> [readable(part) for part in ("kế hoạch.pdf", "..", "-x\n.txt", "a:b", "k\udce9")]
    ['kế hoạch.pdf', '_', 'x_.txt', 'a_b', 'k_']
    """
    text = unicodedata.normalize("NFC", part)
    text = "".join(c if c.isprintable() and c not in _FORBIDDEN else "_" for c in text)
    text = text.strip(" .").lstrip("-~ .")
    while len(text.encode("utf-8")) > MAX_BYTES:
        text = text[:-1]
    return text or "_"


def _readable_path(name: str) -> str:
    *folders, last = [readable(part) for part in name.split("/")]
    # A folder `x.json` beside a file `x` would stand where the plan of `x` belongs.
    return "/".join(
        [*(f"{part}_" if part.casefold().endswith(".json") else part for part in folders), last]
    )


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
