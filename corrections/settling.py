"""Before a plan is written where one stands already: what people did to that one is taken over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kehoach.corrections.applying import with_corrections
from kehoach.corrections.file import corrections_from
from kehoach.corrections.making import Maker, difference
from kehoach.corrections.model import Corrections, PlanName
from kehoach.corrections.naming import SUFFIX
from kehoach.corrections.rebuilding import rebuilt
from kehoach.corrections.undoing import machine_plan
from kehoach.emit.json import from_json, is_edited, looks_like_json
from kehoach.errors import BrokenPlanFileError, EditedPlanError, NotAPlanError
from kehoach.schema.models import Plan

_OURS = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"schema_version"|"digest": *"sha256:')
"""What plans of ours begin or end with, whatever else is broken in them."""


_TELLING = re.compile(rb'"corrections"\s*:\s*\[\s*\{')
"""What a plan has that tells of a correction: no other is read for it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A plan as it goes out. `corrections`: what is to be written beside it; None where that is as
    it was. `taken`: how many corrections a plan changed by hand gave."""

    plan: Plan
    corrections: Corrections | None = None
    taken: int = 0


def settled(plan: Plan, standing: bytes | None, beside: bytes | None, name: str) -> Settled:
    """A plan as the machine read it now -> as it is to be written.

    Args:
        plan: What the machine read, or a plan that was corrected before.
        standing: The file that stands where the plan will be written; None: there is none.
        beside: The file of corrections that stands beside it; None: there is none.
        name: What these files are called, for sentences.

    Raises:
        EditedPlanError: A plan stands there that a person changed, and not this reading of it: what
            they changed cannot be told from what another version of the paper or of the program
            reads otherwise.
        BrokenCorrectionsError, TooLargeError: the file of corrections cannot be read.
    """
    edited = _edited(standing, name)
    if beside is None and edited is None and plan.corrections:
        return Settled(plan)  # its corrections came with it, and stand in no file
    plan = machine_plan(plan)
    told = None if beside is not None else _told_by(standing, edited)
    known = (
        corrections_from(beside, f"{Path(name).stem}{SUFFIX}")
        if beside is not None
        else told or Corrections()
    )
    corrected = with_corrections(plan, known.active)
    as_it_was = Settled(corrected, told, taken=0 if told is None else len(told.corrections))
    if edited is None:
        return as_it_was
    if not _is_same_reading(plan, edited):
        raise EditedPlanError(path=name)
    made = difference(as_seen(plan, known, edited), edited, maker=Maker(by="json")).corrections
    if not made:
        return as_it_was
    whole = known.with_more(made).model_copy(update={"plan": name_of(plan)})
    return Settled(with_corrections(plan, whole.active), whole, taken=len(made))


def as_seen(machine: Plan, known: Corrections, edited: Plan) -> Plan:
    """What somebody had before them who changed a plan by hand: the machine's plan with the
    corrections that this plan tells of. What others corrected or took back since is not in it, and
    is no change of theirs."""
    seen = {one.id for one in edited.corrections}
    return with_corrections(machine, [one for one in known.corrections if one.id in seen])


def name_of(plan: Plan) -> PlanName:
    """What tells whose corrections they are."""
    return PlanName(name=plan.source.name, sha256=plan.source.sha256)


def _edited(standing: bytes | None, name: str) -> Plan | None:
    """The plan that stands there, where a person changed it. What is no plan at all is none of
    ours: it is written over, as ever."""
    if standing is None or not looks_like_json(standing[:4096]):
        return None
    try:
        if not is_edited(standing):
            return None
        return from_json(standing)
    except (BrokenPlanFileError, NotAPlanError) as error:
        if _OURS.search(standing):  # it was a plan before somebody's hand, or a copy, slipped
            raise EditedPlanError(path=name) from error
        return None


def tells_corrections(standing: bytes) -> bool:
    """Does the JSON of a plan tell of corrections?"""
    return looks_like_json(standing[:4096]) and _TELLING.search(standing) is not None


def _told_by(standing: bytes | None, edited: Plan | None) -> Corrections | None:
    """The corrections that a plan tells of which stands without their file: it was copied or
    renamed. None where it tells of none, and for what is no plan."""
    if edited is not None:
        return rebuilt(edited) if edited.corrections else None
    if standing is None or not tells_corrections(standing):
        return None
    try:
        plan = from_json(standing)
    except (BrokenPlanFileError, NotAPlanError):
        return None
    return rebuilt(plan) if plan.corrections else None


def _is_same_reading(plan: Plan, edited: Plan) -> bool:
    """Did the same program read the same paper? Told by what people do not correct."""
    same_paper = plan.source.sha256 == edited.source.sha256
    same_text = plan.sections == edited.sections and plan.preamble == edited.preamble
    return same_paper and same_text and plan.tables == edited.tables
