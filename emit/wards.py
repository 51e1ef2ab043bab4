"""Whose a plan is: the ward (or other body) under whose name it is counted and answered."""

from __future__ import annotations

from dataclasses import dataclass, field

from kehoach.emit.direction import upright
from kehoach.schema.models import Plan, Unit


@dataclass(slots=True)
class Ward:
    """`name`: "phường An Tường", else the issuer, "" where a plan tells neither. `number`: from 0,
    in the order of the plans."""

    name: str
    province: str
    number: int


@dataclass(slots=True)
class Wards:
    """The wards met so far. Two of one name are told apart by their province; a plan without one
    counts to the only ward of its name."""

    met: list[Ward] = field(default_factory=list)
    _by_name: dict[str, list[Ward]] = field(default_factory=dict)

    def of(self, plan: Plan) -> Ward:
        """Whose a plan is."""
        unit = plan.document.unit or Unit()
        name = " ".join(part for part in (unit.level, unit.name) if part)
        return self.named(
            upright(name or plan.document.issuer or ""), upright(plan.document.province or "")
        )

    def named(self, name: str, province: str) -> Ward:
        """The ward of that name, met now or before.

        >>> wards = Wards()
        >>> first = wards.named("Phường An Tường", "")
        >>> wards.named("phường An Tường", "Tuyên Quang") is first, first.province
        (True, 'Tuyên Quang')
        >>> wards.named("phường An Tường", "Gia Lai") is first, wards.named("xã Tân Khê", "").number
        (False, 2)
        """
        namesakes = self._by_name.setdefault(_key(name), [])
        for ward in namesakes:
            if _key(ward.province) == _key(province):
                return ward
        if len(namesakes) == 1 and not (province and namesakes[0].province):
            only = namesakes[0]
            only.province = only.province or province
            return only
        ward = Ward(name, province, number=len(self.met))
        namesakes.append(ward)
        self.met.append(ward)
        return ward


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
