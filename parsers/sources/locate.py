"""The last step of a reading: each value of the finished plan is looked for in the paper again, and
told where it stands.

No parser carries places of single values along; what only a parser knows (the cells of a row, a
mark that refers to the row above) it leaves with the context. A value is first looked for where its
field was read, then among the words of its item, then in what stands above; what is found nowhere
is told to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kehoach.ingest.model import Page
from kehoach.parsers.coverage import Audit
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.sources.document import with_document_sources
from kehoach.parsers.sources.items import (
    with_assignment_sources,
    with_obligation_sources,
    with_target_sources,
)
from kehoach.parsers.sources.locator import Locator
from kehoach.parsers.sources.paper import Paper
from kehoach.parsers.sources.tasks import with_task_sources
from kehoach.schema import models
from kehoach.schema.sources import Evidence


def with_sources(
    plan: models.Plan, audit: Audit, context: Context, pages: Iterable[Page]
) -> tuple[models.Plan, Mapping[str, Evidence]]:
    """The plan with the source of each value, and how each was read, by its JSON pointer;
    `pages` are those of the paper."""
    scanned = frozenset(page.number for page in pages if page.method == "ocr")
    locator = Locator(Paper.of(audit.flow, scanned, context.unit))
    update = {
        "document": with_document_sources(plan.document, audit, locator=locator, context=context),
        "targets": with_target_sources(plan.targets, locator, context=context),
        "tasks": with_task_sources(plan.tasks, locator, context=context),
        "assignments": with_assignment_sources(plan.assignments, locator, context=context),
        "obligations": with_obligation_sources(plan.obligations, locator, context=context),
    }
    return plan.model_copy(update=update), locator.all_evidence()
