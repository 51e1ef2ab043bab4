"""The empty fields of tasks one by one, where a finding has summed them up before: it tells that 31
tasks have no deadline, these tell which."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.completeness import is_nowhere, summed_up
from kehoach.schema.rules.gap_evidence import is_worth_a_note, keeps_merged_cells
from kehoach.schema.rules.kin import FIELDS
from kehoach.schema.rules.row_words import row_words


@rule("gaps")
def gaps(draft: Draft) -> Iterator[Finding]:
    """Each task without owner, deadline or product of a plan that was told to lack them, where
    other tasks have it: so that a person finds the empty place. Where the paper names none
    anywhere, the sum says all. They are notes, after all other findings: the severity is that of
    the sum, and forty of them must not hide the one error beside them."""
    for field in FIELDS:
        if is_nowhere(draft, field):
            continue
        for task in summed_up(draft, field):
            if task.part.origin == "table" and not keeps_merged_cells(draft):
                continue
            if is_worth_a_note(draft, task, field=field):
                yield finding(f"{field}_gap", on=task, evidence=row_words(draft, task))
