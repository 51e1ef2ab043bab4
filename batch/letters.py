"""One sheet per ward, in HTML and as a Word file, written when all papers are read: from the plans
as they stand, a few wards at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from kehoach.batch.engines import Engine
from kehoach.batch.model import Batch
from kehoach.batch.names import readable
from kehoach.batch.report_pictures import pictures_of
from kehoach.batch.store import Store
from kehoach.batch.touched import note_written, remove_outdated, set_aside
from kehoach.emit.json import from_json
from kehoach.emit.letters.model import Letter, letter_of
from kehoach.emit.wards import Ward
from kehoach.errors import OutputError
from kehoach.schema.models import Plan
from kehoach.schema.papers import papers_of

FOLDER = "letters"
SUFFIXES = (".html", ".docx")
AT_ONCE = 16
"""Wards whose pictures are made at the same time."""


@dataclass(frozen=True, slots=True)
class Told:
    """A paper that counts: the name of its plan's JSON, which of that file's papers it is, what
    its file is called, and its input."""

    plan: str
    index: int
    file: str
    input: str


@dataclass(slots=True)
class Letters:
    """The papers of each ward, by its number."""

    by_ward: dict[int, list[Told]] = field(default_factory=dict)

    def add(self, ward: Ward, told: Told) -> None:
        """One more paper."""
        self.by_ward.setdefault(ward.number, []).append(told)


def write_letters(
    engine: Engine, batch: Batch, store: Store, letters: Letters, wards: Sequence[Ward]
) -> list[str]:
    """Write the sheets of all wards that have a paper; a sheet that somebody changed is set aside.
    Returns the names of those set aside. Raises OutputError."""
    numbers = [ward.number for ward in wards if ward.number in letters.by_ward]
    stems = dict(zip(numbers, file_stems([wards[number] for number in numbers]), strict=True))
    names = tuple(f"{FOLDER}/{stem}{suffix}" for stem in stems.values() for suffix in SUFFIXES)
    aside = set_aside(store, names)
    waiting = iter(numbers)
    while several := list(islice(waiting, AT_ONCE)):
        made = [_letter(store, wards[one], papers=letters.by_ward[one]) for one in several]
        wanted = [point for letter in made for point in letter.wanted_pictures()]
        pictures = pictures_of(engine, batch, store=store, wanted=wanted)
        for point, picture in zip(wanted, pictures, strict=True):
            point.picture = picture
        for number, letter in zip(several, made, strict=True):
            _write(store, letter, stem=stems[number])
    remove_outdated(store, FOLDER, names=names)
    note_written(store, names)
    return aside


def file_stems(wards: Sequence[Ward]) -> list[str]:
    """What the files of wards are called: readable anywhere, each once.

    >>> two = [Ward("xã Mây", "Lào Cai", 0), Ward("xã Mây", "Gia Lai", 1)]
    >>> file_stems([*two, Ward("../x", "", 2), Ward("", "", 3)])
    ['xã Mây - Lào Cai', 'xã Mây - Gia Lai', '_x', 'đơn vị không rõ']
    """
    plain = [readable(ward.name) if ward.name else "đơn vị không rõ" for ward in wards]
    keys = [stem.casefold() for stem in plain]
    stems: list[str] = []
    taken: set[str] = set()
    for ward, stem, key in zip(wards, plain, keys, strict=True):
        chosen = stem
        if keys.count(key) > 1 and ward.province:
            chosen = readable(f"{stem} - {ward.province}")
        unique, number = chosen, 2
        while unique.casefold() in taken:
            unique, number = f"{chosen} ({number})", number + 1
        taken.add(unique.casefold())
        stems.append(unique)
    return stems


def _letter(store: Store, ward: Ward, papers: Sequence[Told]) -> Letter:
    return letter_of(ward.name, _plans(store, papers))


def _plans(store: Store, papers: Sequence[Told]) -> Iterator[tuple[Plan, str, str]]:
    for told in papers:
        data = store.read(told.plan)
        if data is None:
            raise OutputError(path=told.plan, reason=os.strerror(2))
        yield papers_of(from_json(data))[told.index], told.file, told.input


def _write(store: Store, letter: Letter, stem: str) -> None:
    """Both forms of a sheet."""
    from kehoach.emit.letters.html import to_html
    from kehoach.emit.letters.word import to_docx

    store.write(f"{FOLDER}/{stem}.html", to_html(letter))
    store.write(f"{FOLDER}/{stem}.docx", to_docx(letter))
