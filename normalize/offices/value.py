"""What is read from the phrase of an owner's cell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficesValue:
    """`raw` as given; for each body its name, whether it stands for many, whether the directory
    knows it, and the words of the cell that name it."""

    raw: str
    units: tuple[str, ...] = ()
    collective: tuple[bool, ...] = ()
    known: tuple[bool, ...] = ()
    printed: tuple[str, ...] = ()

    @property
    def are_known(self) -> bool:
        """Are bodies named, and does the directory hold them all, or are they many of a kind?"""
        return bool(self.known) and all(self.known)

    @property
    def are_known_singly(self) -> bool:
        """Are bodies named, and does the directory hold each, none of them many of a kind?"""
        return self.are_known and not any(self.collective)
