"""Where names of offices begin and end among the atoms of a flattened table: neighbouring cells of owners have no
other boundary than that ("Phòng Văn hóa - Xã hội", "Công an phường").
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from normalize.office_names import Words, directory_of_offices, key_of, words_of
from parsers.flat_atoms import Atom

Floats = NDArray[np.float64]

MAX_WORDS = 12


def office_marks(atoms: Sequence[Atom]) -> tuple[Floats, Floats]:
    """Atoms -> 1 for those with which a name of the directory (or a phrase like "các phòng chuyên môn") begins, 1 for
    those with which one ends, its level ("phường") included. Names do not go on over a page."""
    words = [words_of(atom.text) for atom in atoms]
    begins, ends = np.zeros(len(atoms)), np.zeros(len(atoms))
    for k in range(len(atoms)):
        stream: list[str] = []
        at_end: dict[int, int] = {}
        for j in range(k, len(atoms)):
            if j > k and (atoms[j].opens_page or len(stream) >= MAX_WORDS):
                break
            stream += words[j]
            at_end[len(stream)] = j
        length = _name(tuple(stream[:MAX_WORDS]))
        if length:
            begins[k] = 1.0
            if length in at_end:
                ends[at_end[length]] = 1.0
    return begins, ends


def _name(words: Words) -> int:
    """How many of the words are a name of an office; 0 when they do not begin with one."""
    known = directory_of_offices()
    collective, levels = known.phrases["collective"], known.phrases["levels"]
    for length in range(len(words), 0, -1):
        head = words[:length]
        if head in collective or key_of(head, known.short) in known.names:
            level = next((n for n in (3, 2, 1) if words[length : length + n] in levels), 0)
            return length + level
    return 0
