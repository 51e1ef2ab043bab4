"""A draft becomes a plan with its findings and its status; a plan that a person changed becomes a
draft again, so that its findings are made anew."""

from __future__ import annotations

from dataclasses import replace

from kehoach.schema.models import Finding, FurtherDocument, Plan, Reading
from kehoach.schema.papers import papers_of
from kehoach.schema.rules.base import Draft
from kehoach.schema.rules.find import findings_of, references_of

PARTIAL = frozenset(
    {
        "unreadable_page",
        "unread_table",
        "unplaced_text",
        "pages_left_out",
        "no_tasks",
        "not_a_plan",
        "several_documents",
    }
)
"""Findings that tell of something lost: a plan with one is never called complete."""


def is_loss(finding: Finding) -> bool:
    """Does it tell of something that was lost? Text that is cut off anywhere but at the end of the
    file (which has no place in the plan) is the paper's fault, and was read."""
    return finding.code in PARTIAL or (finding.code == "truncated_text" and not finding.where)


def is_read_whole(plan: Plan) -> bool:
    """Is nothing of it lost but that it is no plan? Its status is `partial`: it gives no tasks."""
    papers = papers_of(plan)
    codes = {told.code for paper in papers for told in paper.findings if is_loss(told)}
    return plan.status == "partial" and codes == {"not_a_plan"}


def judged(draft: Draft) -> Plan:
    """The plan of a draft with its findings, the documents it cites, and its status. What was lost
    of other papers in the file (`more_documents`) counts, too."""
    plan = draft.plan
    findings = findings_of(draft)
    told = (*findings, *(finding for other in plan.more_documents for finding in other.findings))
    is_partial = any(map(is_loss, told))
    status = "failed" if plan.status == "failed" else ("partial" if is_partial else "ok")
    update = {"status": status, "references": references_of(draft), "findings": findings}
    return plan.model_copy(update=update)


def reading_of(draft: Draft) -> Reading:
    """What a draft knows besides its plan, as the plan keeps it."""
    return Reading(
        notes=draft.notes,
        narrative=draft.narrative,
        rebuilt=draft.rebuilt,
        mended=draft.mended,
        has_appendix=draft.has_appendix,
        day_in_stamp=draft.day_in_stamp,
        attached=draft.attached,
        doubtful_words=tuple(sorted(draft.doubtful_words)),
        doubt=draft.doubt,
    )


def with_reading(draft: Draft) -> Draft:
    """A draft whose plan keeps what the draft knows besides it."""
    plan = draft.plan.model_copy(update={"reading": reading_of(draft)})
    return replace(draft, plan=plan)


def further_again(plan: Plan, number: int) -> FurtherDocument:
    """The further paper of a file with the index `number`, with its findings made anew, as
    `judged_again` does it."""
    again = judged_again(papers_of(plan)[number + 1])
    update = {"findings": again.findings, "references": again.references}
    return plan.more_documents[number].model_copy(update=update)


def judged_again(plan: Plan, doubt: float | None = None) -> Plan:
    """A plan, read from JSON or corrected, with its findings made anew from what stands in it. One
    of an older version, which does not tell what its readers knew, keeps the findings it has.
    `doubt` is another threshold for its values than the one it was read with."""
    reading = plan.reading
    if reading is None:
        return plan
    if doubt is not None:
        reading = reading.model_copy(update={"doubt": doubt})
        plan = plan.model_copy(update={"reading": reading})
    draft = Draft(
        plan.model_copy(update={"findings": (), "references": ()}),
        notes=reading.notes,
        narrative=reading.narrative,
        rebuilt=reading.rebuilt,
        mended=reading.mended,
        doubtful_words=frozenset(reading.doubtful_words),
        has_appendix=reading.has_appendix,
        day_in_stamp=reading.day_in_stamp,
        attached=reading.attached,
        doubt=reading.doubt,
    )
    return judged(draft)
