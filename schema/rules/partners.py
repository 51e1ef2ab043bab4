"""Bodies of other wards in the cells of those who lead and who help: of a ward of the old map,
which nobody can ask for anything; of a stranger among the ward's own partners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kehoach.normalize.gazetteer import find_unit_names
from kehoach.normalize.text import small, strip_diacritics
from kehoach.schema.kinds import is_calendar
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.foreign import (
    LOWEST,
    NamedUnit,
    acts,
    excuses,
    is_guessed,
    is_of_lowest_level,
    is_of_past,
    own_names,
)

FEW = 2
"""A body that is named in more cells is asked on purpose."""


@rule("foreign_partner")
def foreign_partner(draft: Draft) -> Iterator[Finding]:
    """ "Trạm Y tế phường Trường Sơn" leads a row of 2026, when that ward was no more: where several
    old wards are named they are those that became this one. "Công an xã Đại Lộc" helps once, in a
    paper that names Đại Lộc nowhere else: a neighbour may, so it is only a note."""
    document = draft.plan.document
    if not is_of_lowest_level(draft) or is_guessed(draft):
        return
    if is_calendar(document.type, document.title):
        return
    named = list(_strangers(draft))
    counts = Counter(unit.key for unit in named)
    gone = {unit.key for unit in named if is_of_past(unit.mention, document.issued_on)}
    helping = {unit.key for unit in named if unit.wording.kind == "coordinating"}
    for unit in named:
        if not _is_plain(unit) or counts[unit.key] > FEW:
            continue
        if unit.wording.kind == "lead" and unit.key in gone and len(gone) == 1:
            if not acts(unit):  # told as foreign
                yield _told(unit, "body_of_old_map")
        elif unit.wording.kind == "coordinating" and counts[unit.key] == len(helping) == 1:
            yield _told(unit, "foreign_partner")


def _strangers(draft: Draft) -> Iterator[NamedUnit]:
    """The wards that the paper names and that are not its own."""
    own = own_names(draft)
    for wording in draft.wordings:
        for mention in find_unit_names(wording.text):
            name = strip_diacritics(mention.name)
            is_own = any(each and (name in each or each in name) for each in own)
            if mention.level in LOWEST and not mention.name.isdigit() and not is_own:
                yield NamedUnit(wording, mention)


def _is_plain(unit: NamedUnit) -> bool:
    """Is a ward named in a cell that does not say why?"""
    said = small(unit.wording.text)
    return not any(excuses(key).search(said) for key in ("neighbours_named", "names_of_before"))


def _told(unit: NamedUnit, name: str) -> Finding:
    before = " ".join(unit.wording.text[: unit.mention.start].split()[-5:])
    return finding(
        name, on=unit.wording, evidence=f"{before} {unit.printed}".strip(), name=unit.printed
    )
