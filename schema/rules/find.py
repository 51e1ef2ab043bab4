"""All findings of a draft, in a fixed order. The rules stand in the modules beside this one, each
small, named by its code; their sentences in findings.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kehoach.schema.models import Finding, LegalReference
from kehoach.schema.rules import (
    announced,
    article_numbers,
    changed,
    citations,
    clashing_times,
    completeness,
    corrected,
    counted,
    counted_tasks,
    days_left,
    doubts,
    empty_cells,
    endless,
    figures,
    foreign,
    gaps,
    impossible_days,
    impossible_figures,
    inner_numbers,
    left_years,
    likeness,
    lined_totals,
    losses,
    named_counts,
    numbering,
    outdated,
    outer_numbers,
    owners,
    paper,
    partners,
    past_terms,
    placeholders,
    run_on_numbers,
    said_open,
    signing,
    slips,
    timing,
    totals,
    two_tellings,
    weekdays,
    years,
)
from kehoach.schema.rules.base import RULES, Draft, Rule, sentences

__all__ = ["findings_of", "references_of", "sentences"]

MODULES = (
    corrected,
    losses,
    endless,
    completeness,
    said_open,
    empty_cells,
    paper,
    announced,
    slips,
    citations,
    foreign,
    partners,
    outdated,
    figures,
    totals,
    impossible_figures,
    two_tellings,
    counted,
    counted_tasks,
    likeness,
    numbering,
    outer_numbers,
    inner_numbers,
    article_numbers,
    run_on_numbers,
    owners,
    timing,
    changed,
    past_terms,
    left_years,
    lined_totals,
    named_counts,
    weekdays,
    impossible_days,
    days_left,
    clashing_times,
    years,
    placeholders,
    signing,
    doubts,
    gaps,
)
"""Whose findings come first: what was lost, what is missing, the readers' doubts, the wording, the
contents; then one by one what was summed up."""


@cache
def _rules() -> tuple[Rule, ...]:
    """The registered rules in the order of MODULES, and of each module."""
    names = [module.__name__ for module in MODULES]
    return tuple(sorted(RULES.values(), key=lambda check: names.index(check.__module__)))


def _all_findings(draft: Draft) -> Iterator[Finding]:
    for check in _rules():
        yield from check(draft)


def findings_of(draft: Draft) -> tuple[Finding, ...]:
    """All findings, in the order of the rules and of the paper; what two rules say word for word of
    one place once."""
    told: dict[tuple[str, str, str, str | None], Finding] = {}
    for number, own in enumerate(_all_findings(draft)):
        place = own.where or str(number)
        told.setdefault((own.code, place, own.message, own.evidence), own)
    return tuple(told.values())


def references_of(draft: Draft) -> tuple[LegalReference, ...]:
    """The documents that the paper cites, in the order in which their numbers first appear."""
    return tuple(document.summary() for document in draft.cited)
