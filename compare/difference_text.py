"""A difference as lines for people: what is gone in [-…-], what is new in {+…+}, as of `wdiff`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from kehoach.compare.model import Change, Difference, FieldChange, PaperTold, Piece, State
from kehoach.compare.vocabulary import named
from kehoach.emit.direction import upright

SIGNS: dict[State, str] = {"added": "+", "removed": "-", "changed": "~", "moved": ">"}
AROUND = 6
"""Words told on each side of what changed; more are an ellipsis."""


def to_text(told: Difference, lang: str) -> str:
    """The whole difference, a part of the plan after the other."""
    return "".join(f"{upright(line)}\n" for line in lines(told, lang))


def lines(told: Difference, lang: str) -> Iterator[str]:
    """Its lines, each without a line feed."""
    yield f"{named('told', 'old', lang=lang)}: {described(told.old, lang)}"
    yield f"{named('told', 'new', lang=lang)}: {described(told.new, lang)}"
    yield from notes(told, lang)
    if told.is_same:
        yield named("told", "none", lang=lang)
    for part, held in groupby(told.changes, key=lambda change: change.part):
        changes = list(held)
        yield ""
        yield f"{named('parts', part, lang=lang)}: {counted(changes, lang)}"
        for change in changes:
            yield from _change(change, lang)


def described(paper: PaperTold, lang: str) -> str:
    """A plan in one line: number, day, title, file."""
    issued = f"({day(paper.issued_on, lang)})" if paper.issued_on else None
    parts = [paper.number, issued, paper.title, f"[{paper.name}]"]
    return " ".join(_one_line(part) for part in parts if part)


def day(text: str, lang: str) -> str:
    """A whole ISO date as people write it in Vietnamese; any other text as it is.

    >>> day("2031-02-21", "vi"), day("2031-02-21", "en"), day("29/KH-UBND", "vi")
    ('21/02/2031', '2031-02-21', '29/KH-UBND')
    """
    return _ISO_DATE.sub(r"\3/\2/\1", text) if lang == "vi" else text


_ISO_DATE = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")


def in_days(field: FieldChange, lang: str) -> FieldChange:
    """A change whose values are dates, with these as people write them."""
    if field.field != "issued_on":
        return field
    pieces = tuple(Piece(state=one.state, text=day(one.text, lang)) for one in field.pieces)
    before, after = (day(value, lang) if value else None for value in (field.before, field.after))
    return field.model_copy(update={"before": before, "after": after, "pieces": pieces})


def notes(told: Difference, lang: str) -> Iterator[str]:
    """What must be known before the changes are read: another year, other numbers, a paper that was
    not read whole."""
    for paper in (told.old, told.new):
        if paper.status != "ok":
            yield named("told", "partial", lang=lang, name=_one_line(paper.name))
    if told.shift is not None:
        shift = told.shift
        yield named("told", "shift", lang=lang, years=shift.years, dates=shift.dates)
        if shift.stayed:
            stayed = named("told", "stayed", lang=lang, count=len(shift.stayed))
            yield f"{stayed} {', '.join(shift.stayed)}"
    if told.renumbered:
        yield named("told", "renumbered", lang=lang, count=told.renumbered)


def counted(changes: Sequence[Change], lang: str) -> str:
    """How many are new, gone, changed, moved."""
    counts = Counter(change.state for change in changes)
    return ", ".join(
        f"{counts[state]} {named('states', state, lang=lang)}" for state in SIGNS if counts[state]
    )


def moved_words(change: Change, lang: str) -> str:
    """Where it moved, in words."""
    if change.group_before == change.group_after:
        return named("told", "moved.within", lang=lang)
    nowhere = named("told", "group.none", lang=lang)
    groups = [group or nowhere for group in (change.group_before, change.group_after)]
    return named("told", "moved.from", lang=lang, old=groups[0], new=groups[1])


def doubt(change: Change, lang: str) -> str:
    """That it is only perhaps the same part; "" where it surely is."""
    if change.is_sure or change.state in ("added", "removed"):
        return ""
    return named("told", "doubtful", lang=lang, percent=round(100 * change.likeness))


def _change(change: Change, lang: str) -> Iterator[str]:
    number = f"{change.number}. " if change.number else ""
    head = f"  {SIGNS[change.state]} {_one_line(number + change.text)}"
    unsure = doubt(change, lang)
    yield f"{head} ({unsure})" if unsure else head
    if change.is_moved:
        yield f"      {_one_line(moved_words(change, lang))}"
    for field in change.fields:
        yield f"      {_field(field, lang)}"


def _field(told: FieldChange, lang: str) -> str:
    field = in_days(told, lang)
    name = named("fields", field.field, lang=lang)
    stands = ""
    if field.promise in ("less", "more"):
        stands = f" ({named('promises', field.promise, lang=lang)})"
    if not field.before or not field.after:
        nothing = named("told", "nothing", lang=lang)
        before, after = (_one_line(value or nothing) for value in (field.before, field.after))
        return f"{name}: {before} → {after}{stands}"
    return f"{name}: {' '.join(map(_piece, shortened(field.pieces)))}{stands}"


def shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, long stretches that both have cut to the words beside what changed."""
    for index, piece in enumerate(pieces):
        words = piece.text.split()
        if piece.state != "same" or len(words) <= 2 * AROUND:
            yield piece
            continue
        first = " ".join(words[:AROUND]) if index else ""
        last = " ".join(words[-AROUND:]) if index + 1 < len(pieces) else ""
        yield Piece(state="same", text=f"{first} … {last}".strip())


def _piece(piece: Piece) -> str:
    text = _one_line(piece.text)
    return {"gone": f"[-{text}-]", "new": f"{{+{text}+}}"}.get(piece.state, text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
