"""Copies of papers with the findings in them, for `check --annotate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.commands.formats import check_folder
from kehoach.commands.papers import Paper, read_plan_or_paper
from kehoach.commands.session import Session, named
from kehoach.errors import KehoachError

if TYPE_CHECKING:
    from kehoach.emit.annotated.copying import AnnotatedCopy
    from kehoach.ingest.options import ReadOptions
    from kehoach.schema.models import Plan

MARK = ".nhan-xet"
"""What the name of a copy in a folder has before its suffix: it never bears the paper's name."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A plan, and the copy of its paper: None where none is wanted, the failure where there is none
    to be had."""

    plan: Plan
    copy: AnnotatedCopy | KehoachError | None = None


def copies_of(papers: Sequence[Path], out: str | None) -> Mapping[Path, Path]:
    """Where the copies go; in a folder without their suffix, which the paper decides. Raises
    MisuseErrors before any work is done."""
    from kehoach.emit.files import targets
    from kehoach.errors import SeveralToStdoutError

    if out is None:
        return {}
    if out == "-":
        raise SeveralToStdoutError
    check_folder(papers, out)
    return targets(papers, out, suffix=MARK)


def read_and_copied(lang: str, paper: Paper, options: ReadOptions, *, is_copied: bool) -> Checked:
    """Read a plan or a paper, and make the copy where it is wanted."""
    plan = read_plan_or_paper(paper, options)
    if not is_copied:
        return Checked(plan)
    from kehoach.emit.annotated.copying import annotated

    options.tell("emit")
    try:
        return Checked(plan, annotated(paper.path, plan, lang=lang))
    except KehoachError as error:  # the findings are told all the same
        return Checked(plan, error)


def write_copy(
    session: Session,
    paper: Paper,
    copy: AnnotatedCopy | KehoachError,
    target: Path,
    *,
    inputs: Sequence[Path],
) -> None:
    """Write a copy and say where it is, or why there is none. It is never written over one of the
    `inputs`."""
    from kehoach.emit.files import atomic_write, refuse_over_input, shown
    from kehoach.errors import CopySuffixError

    if isinstance(copy, KehoachError):
        session.fail(copy, paper.shown)
        return
    if target.suffix == MARK:
        target = target.with_name(target.name + copy.suffix)
    try:
        refuse_over_input(target, inputs)
        if target.suffix.lower() != copy.suffix:
            raise CopySuffixError(path=shown(target), suffix=copy.suffix)
        atomic_write(target, copy.data)
    except KehoachError as error:
        session.fail(error, target)
        return
    session.tell(session.say("annotated", name=named(paper.shown), path=named(target)))
