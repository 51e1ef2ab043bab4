"""All the papers of one file, each as a plan of its own: for what lists tasks or findings and must
leave out none."""

from __future__ import annotations

from kehoach.schema.models import Finding, FurtherDocument, Plan, SourcePage

SHARED = tuple(name for name in FurtherDocument.model_fields if name in Plan.model_fields)
"""The fields that a plan and a paper beside it both have."""


def papers_of(plan: Plan) -> list[Plan]:
    """The plan, and behind it each further paper of its file as a plan: of the same source, on the
    pages that it fills."""
    alone = plan.model_copy(update={"more_documents": ()}) if plan.more_documents else plan
    return [alone, *(_as_plan(plan, further) for further in plan.more_documents)]


def told_findings(plan: Plan) -> tuple[Finding, ...]:
    """The findings on a file: those of the plan, then those of the papers behind it, whose pointers
    lead into `more_documents`."""
    further: list[Finding] = []
    for number, other in enumerate(plan.more_documents):
        own = f"/more_documents/{number}"
        for finding in other.findings:
            further.append(finding.model_copy(update={"where": f"{own}{finding.where}"}))
    return (*plan.findings, *further)


def _as_plan(plan: Plan, further: FurtherDocument) -> Plan:
    source = plan.source.model_copy(update={"pages": _pages(plan, further)})
    fields = {name: getattr(further, name) for name in SHARED}
    return Plan(status=plan.status, source=source, **fields)


def _pages(plan: Plan, further: FurtherDocument) -> tuple[SourcePage, ...]:
    """The pages that a further paper fills; all where it does not tell."""
    numbers = {span.page for span in further.spans if span.page is not None}
    if not numbers:
        return plan.source.pages
    return tuple(page for page in plan.source.pages if page.number in numbers)
