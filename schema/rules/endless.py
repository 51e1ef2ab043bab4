"""A rule on sentences that are longer than what the readers of times and bodies look at."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.patterns import REACH, compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.elsewhere import reading_order
from kehoach.schema.walk import Wording

_END = compile_regex(r"[.;:?!]\s|\n")
"""Where a sentence, or a part of a list in one, ends."""


@rule("endless_sentence")
def endless_sentence(draft: Draft) -> Iterator[Finding]:
    """Words that go on for more letters than are looked at around a time or a body (`REACH`): all
    of them are kept, and what stands far from its time or body may not have been seen to belong to
    it. Told once a paper, at the first: a text that lost its line ends has hundreds."""
    if not (draft.plan.tasks or draft.plan.assignments):
        return
    begins = min((reading_order(task.spans) for task in draft.tasks), default=(0.0, 0.0))
    endless = [
        own
        for own in draft.wordings
        if _may_hold_work(own) and not _tells_why(own, begins) and _is_endless(own)
    ]
    if endless:
        first = endless[0]
        yield finding("endless_sentence", on=first, letters=REACH, count=len(endless))


def _tells_why(own: Wording, begins: tuple[float, float]) -> bool:
    """Is a wording a paragraph ahead of where the work begins?"""
    return own.pointer.startswith("/loose") and reading_order(own.spans) < begins


def _may_hold_work(own: Wording) -> bool:
    """Are a time and a body looked for in a wording: is it none of the preamble, of a heading, or
    behind the signature?"""
    return own.pointer.startswith(("/tasks", "/sections", "/loose", "/assignments", "/targets"))


def _is_endless(own: Wording) -> bool:
    if len(own.text) <= REACH:
        return False
    begin = 0
    for end in _END.finditer(own.text):
        if end.start() - begin > REACH:
            return True
        begin = end.end()
    return len(own.text) - begin > REACH
