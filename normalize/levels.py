"""The levels of administrative units (levels.yaml): the one list, for all rooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kehoach.normalize.vocabulary import read_own

PROVINCE = "tỉnh"
"""The level of provinces that are no cities; some bodies only they have ("Tỉnh ủy")."""


@dataclass(frozen=True, slots=True)
class AdministrativeLevels:
    """Words for levels, in small letters with diacritics.

    `lowest` are those of wards and communes, which write plans; "thành phố" stands in `district`
    and in `province`. `hamlets`: the kinds of places that a commune is made of, which are no level;
    `hamlets_by_name` those that are places only with a number or a name of their own.
    `spellings`: another way to write a level -> the level.
    """

    lowest: tuple[str, ...]
    district: tuple[str, ...]
    province: tuple[str, ...]
    hamlets: tuple[str, ...]
    hamlets_by_name: tuple[str, ...]
    spellings: Mapping[str, str]

    @property
    def all(self) -> tuple[str, ...]:
        """Each level once, the lowest first."""
        return tuple(dict.fromkeys((*self.lowest, *self.district, *self.province)))

    @property
    def with_hamlets(self) -> tuple[str, ...]:
        """Each level, and each kind of hamlets: what bears a name of its own."""
        return (*self.all, *self.hamlets)


@cache
def administrative_levels() -> AdministrativeLevels:
    """levels.yaml, read once.

    >>> administrative_levels().lowest
    ('phường', 'xã', 'thị trấn', 'đặc khu')
    """
    listed = read_own("levels.yaml")
    return AdministrativeLevels(
        lowest=tuple(listed["lowest"]),
        district=tuple(listed["district"]),
        province=tuple(listed["province"]),
        hamlets=tuple(listed["hamlets"]),
        hamlets_by_name=tuple(listed["hamlets_by_name"]),
        spellings=MappingProxyType(listed["spellings"]),
    )
