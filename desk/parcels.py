"""Parcels that are sent to the desk: a ZIP or mail with several papers becomes as many papers. It
is opened in a process apart, as each paper is read in one."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from kehoach.batch.isolated import parcel_isolated
from kehoach.batch.isolation.bounds import Bounds
from kehoach.desk.papers import Folders, Received, plain_name
from kehoach.errors import KehoachError
from kehoach.ingest.parcels.detect import may_hold_papers
from kehoach.ingest.parcels.model import Contained
from kehoach.ingest.parcels.unpack import refusal_of


@dataclass(frozen=True, slots=True)
class Refused:
    """A part of a parcel that is not read, and why."""

    name: str
    error: KehoachError


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens parcels, one after the other."""

    folders: Folders
    bounds: Bounds
    thread: Executor

    def opened(self, received: Sequence[Received]) -> tuple[list[list[Received]], list[Refused]]:
        """The files of each paper that came: parcels of several papers, or of pictures that are one
        paper, are replaced by these. What cannot be opened stays as it is: its reading says why.
        Raises OutputError."""
        papers: list[list[Received]] = []
        refused: list[Refused] = []
        for one in received:
            held, bad = self._held(one) if may_hold_papers(one.path) else ([], [])
            papers += held or [[one]]
            refused += bad if held else []
        return papers, refused

    def _held(self, parcel: Received) -> tuple[list[list[Received]], list[Refused]]:
        """The files of each paper of a parcel; none where it is itself the paper, or holds one
        file: then the plan tells of the parcel, too."""
        with self.folders.room() as room:
            try:
                work = self.thread.submit(
                    parcel_isolated,
                    parcel.path,
                    room,
                    name=parcel.name,
                    bounds=self.bounds,
                    walls=self.folders.reach(),
                )
                contained = work.result()
            except KehoachError:
                return [], []
            if len(contained) == 1 and not contained[0].pages:
                return [], []
            papers: list[list[Received]] = []
            refused: list[Refused] = []
            for one in contained:
                why = refusal_of(one)
                if why is not None:
                    refused.append(Refused(whole_name(one.name), why))
                else:
                    papers.append(self._files_of(one, parcel=parcel.name))
            return papers, refused

    def _files_of(self, paper: Contained, parcel: str) -> list[Received]:
        if not paper.pages:
            return [self._received(paper.name, paper.path)]
        pages = zip(paper.page_names, paper.pages, strict=True)
        return [self._received(f"{parcel}/{name}", path) for name, path in pages]

    def _received(self, name: str, path: Path) -> Received:
        with path.open("rb") as file:
            return replace(self.folders.receive(name, file), name=whole_name(name))


def whole_name(name: str) -> str:
    r"""The name of a paper in a parcel, with that of the parcel and its folders.

    >>> whole_name("gói.zip/xã Tân Khê/kh.pdf"), whole_name("gói.zip/../\x1b[2J.pdf")
    ('gói.zip/xã Tân Khê/kh.pdf', 'gói.zip/../[2J.pdf')
    """
    return "/".join(plain_name(part) for part in name.split("/") if part)
