"""Tables that lost their grid in a text extraction: found here, so that nothing passes unnoticed. Rebuilding them is
the next step; until then the plan says that a table was not read."""

from __future__ import annotations

from collections.abc import Sequence

from normalize.text import bare
from parsers.columns import score
from parsers.paragraphs import Paragraph
from parsers.words import phrases_by

MIN_ROLES = 3
WINDOW = 14


def loose_table(paragraphs: Sequence[Paragraph]) -> int | None:
    """The index of the first paragraph of a flattened table's header: within a few short lines, the headings of at
    least three different columns, two of them of a table of tasks. None when there is no such place."""
    roles = phrases_by("columns.yaml", "roles")
    named: list[tuple[int, str]] = []
    for at, p in enumerate(paragraphs):
        text = bare(p.text)
        if len(text.split()) > 8:
            continue
        best = max(roles, key=lambda role: score(text.lstrip("0123456789 "), roles[role]))
        if score(text.lstrip("0123456789 "), roles[best]):
            named.append((at, best))
    for i, (at, _) in enumerate(named):
        near = {role for other, role in named[i:] if other - at <= WINDOW}
        if len(near) >= MIN_ROLES and len(near & {"lead", "deadline", "deliverable", "coordinating"}) >= 2:
            return at
    return None
