"""Hard dates that stand outside the tasks: reports and lists due on a day, or again and again, as
the duties of units and the closing paragraphs order them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.normalize.text import fold
from kehoach.parsers.items.assignments import unit_of
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.stated_deadlines import Stated, sentences, stated_in
from kehoach.parsers.items.stated_words import phrase_in, phrases_of
from kehoach.parsers.items.targets import is_target_section
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import opens_with
from kehoach.schema import models

MAX_SUBJECT = 14
"""Words before the verb of a sentence that may name who hands something in."""


def read_obligations(
    root: Node,
    tasks: Sequence[models.Task],
    assignments: Sequence[models.Assignment],
    context: Context,
) -> list[models.Obligation]:
    """The obligations of the body in order. What a task already says with that deadline is none,
    nor is the time of a target or a label."""
    owners = {duty: given.unit for given in assignments for duty in given.duties}
    return [
        _obligation(sentence, stated, leaf=leaf, node=node, owners=owners, context=context)
        for node in root.walk()
        if _may_order(node)
        for leaf in node.leaves()
        if leaf.kind != "footnote" and read_field(leaf.text) is None
        for sentence, stated in _due(leaf, context)
        if not _is_in_task(leaf, stated, tasks)
    ]


def _may_order(node: Node) -> bool:
    if is_target_section(node):
        return False
    return not any(phrase_in("past_headings", title.title) for title in node.titled_ancestors())


def _due(leaf: Leaf, context: Context) -> Iterator[tuple[str, Stated]]:
    """The sentences of a block that order something by a time, each with its time."""
    for sentence in sentences(leaf.text):
        if opens_with(sentence, "grounds"):
            continue
        stated = [one for one in stated_in(sentence, context) if _binds(sentence, one)]
        if stated:
            # "báo cáo trước ngày 20/6, trước ngày 20/12": all that the sentence says of its times
            yield sentence, _joined(sentence, stated)


def _binds(sentence: str, stated: Stated) -> bool:
    """Whether a sentence hands something in at a time or in a rhythm, or something is due on a
    day."""
    value = stated.value
    if phrase_in("deliveries", sentence):
        return value.kind != "continuous"
    is_day = value.kind in ("by", "several") or (value.kind == "within" and value.end is not None)
    return is_day and phrase_in("dues", sentence)


def _joined(sentence: str, stated: list[Stated]) -> Stated:
    """The times of a sentence as one where it names several of a kind, else the last that is a
    day."""
    days = [one for one in stated if one.value.kind in ("by", "within", "several")]
    recurring = [one for one in stated if one.value.kind == "recurring"]
    return (days or recurring or stated)[-1]


def _is_in_task(leaf: Leaf, stated: Stated, tasks: Sequence[models.Task]) -> bool:
    """Whether a task says the same: its paragraph, or its list, with that deadline."""
    about_list = phrase_in("whole_list", leaf.text)
    for task in tasks:
        raw = task.deadline.raw if task.deadline else ""
        if fold(stated.phrase).strip(" .") not in fold(raw):
            continue
        wordings = (task.task, *task.activities)
        if about_list or any(leaf.text.startswith(text.rstrip(" .;")) for text in wordings):
            return True
    return False


def _obligation(
    sentence: str,
    stated: Stated,
    *,
    leaf: Leaf,
    node: Node,
    owners: dict[str, str],
    context: Context,
) -> models.Obligation:
    deadline = context.deadline(stated.phrase, leaf.spans[0] if leaf.spans else None)
    assert deadline is not None  # noqa: S101 - what was stated is a deadline
    return models.Obligation(
        text=sentence,
        who=_who(sentence, leaf, node=node, owners=owners, context=context),
        deadline=deadline,
        section=node.path,
        spans=context.spans(leaf.spans),
    )


def _who(
    sentence: str, leaf: Leaf, *, node: Node, owners: dict[str, str], context: Context
) -> models.Offices | None:
    """Whom a sentence names before its verb; else the unit whose duty it is, or that the heading
    over it names."""
    subject = _subject(sentence, context)
    if subject is not None:
        return subject
    if leaf.text in owners:
        return context.offices(owners[leaf.text])
    for section in node.titled_ancestors():
        unit = unit_of(section.title, context.level)
        if unit is not None:
            return context.offices(unit)
    return None


def _subject(sentence: str, context: Context) -> models.Offices | None:
    """The bodies that stand before the verb with which a sentence orders something."""
    for verb in phrases_of("deliveries", "dues").finditer(sentence):
        words = sentence[: verb.start()].strip(" ,;:")
        stated = stated_in(words, context)
        if stated and stated[0].begin == 0:
            words = words[len(stated[0].phrase) :].strip(" ,;:")
        if not words or len(words.split()) > MAX_SUBJECT:
            return None
        offices = context.offices(words)
        if offices is not None and offices.units and not offices.unknown:
            return offices
    return None
