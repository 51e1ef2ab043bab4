"""Every format of a plan, as `bench.fuzz` writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kehoach.schema.models import Plan


def written(plan: Plan, name: str) -> str:
    """Write a plan in every format: its status."""
    from kehoach.emit.formats import (
        FINDINGS_FORMATS,
        PLAN_FORMATS,
        findings_writer,
        plan_writer,
    )
    from kehoach.emit.json import from_json, to_json
    from kehoach.emit.origin import Origin

    text = to_json(plan)
    assert to_json(from_json(text.encode())) == text
    for form in PLAN_FORMATS:
        assert plan_writer(form)(plan, Origin(name))
    for form in FINDINGS_FORMATS:
        for lang in ("vi", "en"):
            findings_writer(form)([(name, plan)], lang).encode("utf-8")
    return str(plan.status)
