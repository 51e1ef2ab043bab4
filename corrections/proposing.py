"""What people confirmed and corrected -> lines for a vocabulary of their own: bodies that our
directory lacks, other spellings of those it has, words of deadlines. Only proposed: whoever keeps
the vocabulary looks at them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

import yaml

from kehoach.corrections.model import Correction, Corrections
from kehoach.corrections.values import BODIES, context_of, read_value
from kehoach.normalize.text import fold
from kehoach.normalize.vocabulary import read_own
from kehoach.parsers.items.ground.context import Context
from kehoach.schema.models import Plan

OFFICES, DEADLINES = "offices.yaml", "deadline.yaml"
NEW_BODIES = "other"
"""The section of bodies whose name is taken as it is printed."""
KINDS = {"continuous": "continuous", "done": "done", "conditional": "condition"}
RECURRENCES = ("daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly")
MOST_WORDS = 5
"""Words of a phrase that may be a way to say a time; more are a sentence."""
Line: TypeAlias = tuple[str, str, str, str]
"""The file, its section, the name, and another spelling of it ("": none)."""


@dataclass(slots=True)
class Proposals:
    """Lines for a vocabulary, and how often people did what speaks for each."""

    lines: Counter[Line] = field(default_factory=Counter)

    def add(self, plan: Plan, held: Corrections) -> None:
        """What people did in a plan; `held`: its file of corrections."""
        context = context_of(plan)
        for correction in held.active:
            self.lines.update(_lines(correction, context))

    def files(self) -> dict[str, str]:
        """The lines as vocabulary files, by their names; none where nothing is proposed."""
        found: dict[str, dict[str, dict[str, list[str]]]] = {}
        counts: Counter[tuple[str, str, str]] = Counter()
        for (file, section, name, other), count in sorted(self.lines.items()):
            spellings = found.setdefault(file, {}).setdefault(section, {}).setdefault(name, [])
            spellings += [other] if other else []
            counts[file, section, name] += count
        return {
            file: "".join(_text(file, sections, counts=counts)) for file, sections in found.items()
        }


def _text(
    file: str, sections: dict[str, dict[str, list[str]]], counts: Counter[tuple[str, str, str]]
) -> Iterator[str]:
    for section, names in sections.items():
        yield f"{section}:\n"
        for name, spellings in names.items():
            others = f": [{', '.join(map(_quoted, spellings))}]" if file == OFFICES else ""
            mark = "" if file == OFFICES else "- "
            yield f"  {mark}{_quoted(name)}{others}  # {counts[file, section, name]}\n"


def _quoted(words: str) -> str:
    """Words as YAML takes them, on one line."""
    told = yaml.safe_dump([words], allow_unicode=True, default_flow_style=True, width=10**6)
    return told.strip()[1:-1]


def _lines(correction: Correction, context: Context) -> Iterator[Line]:
    """The lines that one correction speaks for."""
    name, value, before = correction.field, correction.value, correction.before
    if name in BODIES and isinstance(value, dict):
        yield from _bodies(value, before, context=context)
    elif name == "deadline" and correction.action == "change" and isinstance(value, dict):
        yield from _phrases(value, before, context=context)


def _bodies(value: dict[str, Any], before: Any, context: Context) -> Iterator[Line]:
    for body in value.get("unknown") or ():
        if _is_unknown(body, context):
            yield OFFICES, NEW_BODIES, body, ""
    body, printed = _only(value), _only(before)
    if body is None or printed is None or value.get("unknown"):
        return
    if printed in (before.get("unknown") or ()) and _is_unknown(printed, context):
        yield OFFICES, _section_of(body), body, printed


def _only(offices: Any) -> str | None:
    """The body that a cell names, where it names one."""
    units: list[str] = list(offices.get("units") or ()) if isinstance(offices, dict) else []
    return units[0] if len(units) == 1 else None


def _is_unknown(body: str, context: Context) -> bool:
    """Does the vocabulary, as it is by now, still lack a body?"""
    read = read_value("lead", body, context=context)
    return read is None or bool(read["unknown"])


def _phrases(value: dict[str, Any], before: Any, context: Context) -> Iterator[Line]:
    """Words that were understood as no time, and what a person says they mean."""
    words = before.get("raw") if isinstance(before, dict) else None
    section = KINDS.get(value.get("kind") or "") or value.get("recurrence")
    if not words or section not in (*KINDS.values(), *RECURRENCES):
        return
    is_phrase = len(words.split()) <= MOST_WORDS and not any(map(str.isdigit, words))
    read = read_value("deadline", words, context=context) or {}
    if is_phrase and not before.get("kind") and not read.get("kind"):
        yield DEADLINES, section, words.strip(" .;,").lower(), ""


def _section_of(body: str) -> str:
    """The section of the directory in which a body stands."""
    return _sections().get(fold(body), NEW_BODIES)


@cache
def _sections() -> dict[str, str]:
    directory = read_own("offices/offices.yaml")
    return {
        fold(body): section
        for section, bodies in directory.items()
        if section != "short"
        for body in bodies
    }
