"""The rows of a table of indicators -> targets: what is measured, its figures with their unit, who
leads and helps, by when; what else the row says is its note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from kehoach.ingest.model import Note, Span
from kehoach.normalize.numbers import parse_number
from kehoach.normalize.quantity import known_units
from kehoach.parsers.items.ground.context import Context, metrics_of
from kehoach.parsers.items.ground.table_groups import PATH, Groups, banner_of, index_of
from kehoach.parsers.items.targets.indicator_tables import figure_columns
from kehoach.parsers.tables.cells import Slot, cell_text, list_of
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.tables.totals import is_sum
from kehoach.patterns import compile_regex
from kehoach.schema import models

READ = ("index", "indicator", "unit", "lead", "coordinating", "deadline")
"""Roles whose cells have a field of their own."""
WITHOUT_FIGURE = "target_without_figure"
"""The finding on a row that has no figure in a table of figures."""

LONGEST_UNIT = 4
"""Words of a unit in a heading."""

_COUNTED = compile_regex(r"\d{1,3}")
_BARE_FIGURE = compile_regex(r"(?P<sign>[≥≤<>=]?)\s*(?P<digits>\d[\d.,]*)")
_BRACKETS = compile_regex(r"\(([^()]{1,40})\)")
_COUNTED_THINGS = compile_regex(r"(?<!\p{L})số (?!lượng)((?:\p{L}+ ?){1,4})")
_WORD = compile_regex(r"\p{L}+")
_RATE = compile_regex(r"[\p{L}\d]+(?: \p{L}+)?(?:/\p{L}+(?: \p{L}+)?)+")
"""A heading that is nothing but a unit ("Tạ/ha")."""
_COMPARATORS = {"≥": ">=", "≤": "<=", "<": "<", ">": ">"}


@dataclass(slots=True)
class _Reader:
    """What rows of one table share: its columns, those of its figures, the groups opened so far,
    and the cells of the row before (by role), to which marks ("nt") refer."""

    columns: Columns
    figures: list[int]
    context: Context
    groups: Groups = field(default_factory=lambda: Groups(None))
    above: dict[str, Slot] = field(default_factory=dict)

    def text(self, slots: Sequence[Slot], role: str) -> str:
        """The words of a column; of a mark for "as above" those of the row before."""
        column = self.columns.of(role)
        return "" if column is None else cell_text(self._meant(slots[column], role).lines)

    def bodies(self, slots: Sequence[Slot], role: str) -> str:
        """The words of an owner's column, its list items on lines of their own."""
        column = self.columns.of(role)
        if column is None or slots[column].empty:
            return ""
        return "\n".join(list_of(self._meant(slots[column], role).lines))

    def _meant(self, slot: Slot, role: str) -> Slot:
        if slot.empty:
            return Slot()
        return self.above.get(role, slot) if slot.repeats else slot

    def remember(self, slots: Sequence[Slot]) -> None:
        """Take a row as the one before the next."""
        for role in READ:
            column = self.columns.of(role)
            if column is not None and not slots[column].repeats:
                self.above[role] = slots[column]


def table_targets(table: RoleTable, context: Context, number: int) -> list[models.Target]:
    """The rows of a table of targets. `number` is the table's ordinal in the paper (for ids). A row
    without its figure, where others have one, is kept and noted."""
    figures = figure_columns(table.columns, context.years)
    reader = _Reader(table.columns, figures, context=context)
    filled = [slots for slots in table.rows if not all(slot.empty for slot in slots)]
    rows = [slots for slots in filled if not is_sum(slots, table.columns)]
    found: list[models.Target] = []
    places: list[Span | None] = []
    for place, slots in enumerate(rows):
        below = rows[place + 1] if place + 1 < len(rows) else None
        above = rows[place - 1] if place else None
        if _opens_group(slots, reader, above=above, below=below):
            continue
        target = _target(slots, reader, id=f"cb{number}.{len(found) + 1}")
        if target is not None:
            found.append(target)
            places.append(next((line.span for slot in slots for line in slot.lines), None))
            reader.remember(slots)
    _note_without_figures(found, places, reader=reader)
    return found


# --- groups ---------------------------------------------------------------------------------------


def _opens_group(
    slots: Sequence[Slot],
    reader: _Reader,
    *,
    above: Sequence[Slot] | None,
    below: Sequence[Slot] | None,
) -> bool:
    """Is a row the title of a group? Then the rows below stand under it."""
    index, indicator = reader.columns.of("index"), reader.columns.of("indicator")
    filled = {slot for slot in slots if not slot.empty}
    own = {slots[column] for column in (index, indicator) if column is not None}
    if filled - own:
        return False
    banner = banner_of(slots, reader.columns, below=below)
    if banner is None:
        if _is_counted_on(slots, index, above=above, below=below):
            return False  # 3, between 2 and 4: an indicator of which the paper says no more
        title = " ".join(cell_text(slot.lines) for slot in dict.fromkeys(slots) if slot in filled)
        banner = models.Group(number=None, title=title)
    reader.groups.open(banner)
    return True


def _is_counted_on(
    slots: Sequence[Slot],
    index: int | None,
    *,
    above: Sequence[Slot] | None,
    below: Sequence[Slot] | None,
) -> bool:
    """Does a row's number stand between those of its neighbours?"""
    own = _count(slots, index)
    if own is None:
        return False
    before, behind = _count(above, index), _count(below, index)
    if below is None:
        return before == own - 1
    return behind == own + 1 and (above is None or before in (own - 1, None))


def _count(slots: Sequence[Slot] | None, index: int | None) -> int | None:
    if slots is None or index is None:
        return None
    number = index_of(slots[index]) or ""
    return int(number) if _COUNTED.fullmatch(number) else None


def _group(groups: Groups) -> models.Group | None:
    """The group of a row, those over it in its title."""
    if not groups.path:
        return None
    last = groups.path[-1]
    title = PATH.join(group.title for group in groups.path)
    return models.Group(number=last.number, title=title)


# --- a row ----------------------------------------------------------------------------------------


def _target(slots: Sequence[Slot], reader: _Reader, id: str) -> models.Target | None:
    text = reader.text(slots, "indicator")
    distinct = dict.fromkeys(slots)
    if not text or len(distinct) < 2:
        return None
    context = reader.context
    lead, coordinating = context.owners(
        reader.bodies(slots, "lead"), reader.bodies(slots, "coordinating")
    )
    figures = _metrics(slots, reader)
    column = reader.columns.of("deadline")
    lines = slots[column].lines if column is not None else []
    return models.Target(
        id=id,
        number=_number(slots, reader),
        text=text,
        metrics=figures or metrics_of(text),
        origin="table",
        group=_group(reader.groups),
        lead=lead,
        coordinating=coordinating,
        deadline=context.deadline(reader.text(slots, "deadline"), lines[0].span if lines else None),
        note=_note(slots, reader, has_figures=bool(figures)),
        spans=context.spans(line.span for slot in distinct for line in slot.lines),
        confidence=reader.columns.confidence,
    )


def _number(slots: Sequence[Slot], reader: _Reader) -> str | None:
    index = reader.columns.of("index")
    if index is None or slots[index].empty or slots[index].col_span > 1:
        return reader.text(slots, "index") or None
    return cell_text(slots[index].lines) or None


def _metrics(slots: Sequence[Slot], reader: _Reader) -> tuple[models.Metric, ...]:
    """The figures of a row; of several columns each with its heading."""
    unit = reader.text(slots, "unit")
    metrics: list[models.Metric] = []
    for column in reader.figures:
        heading = reader.columns.titles[column]
        for metric in _figure(_words(slots[column]), unit or unit_in(heading)):
            title = heading if len(reader.figures) > 1 else None
            metrics.append(metric.model_copy(update={"column": title}))
    return tuple(metrics)


def unit_in(heading: str) -> str:
    """The unit that a heading gives the figures below it, "" for none.

    >>> unit_in("Xã phấn đấu (triệu đồng)"), unit_in("Số hộ giảm"), unit_in("Kế hoạch năm 2031")
    ('triệu đồng', 'hộ', '')
    >>> unit_in("Lít/người/ngày"), unit_in("Nam/nữ")
    ('lít/người/ngày', '')
    """
    lower = heading.lower()
    if _RATE.fullmatch(lower) and lower.split("/")[0] in known_units():
        return lower
    in_brackets = [str(words).strip() for words in _BRACKETS.findall(lower)]
    for unit in reversed(in_brackets):
        if unit in known_units():
            return unit
    counted = _COUNTED_THINGS.search(lower)
    if counted is not None:
        return _first_unit(counted[1].split(), at_least=1)
    words = [str(word) for word in _WORD.findall(lower)]
    for place in range(len(words)):
        unit = _first_unit(words[place:], at_least=2)
        if unit:
            return unit
    return ""


def _first_unit(words: Sequence[str], at_least: int) -> str:
    """The longest unit that words begin with, of so many words at least; "" for none."""
    for size in range(min(len(words), LONGEST_UNIT), at_least - 1, -1):
        phrase = " ".join(words[:size])
        if phrase in known_units():
            return phrase
    return ""


def _words(slot: Slot) -> str:
    return "" if slot.empty else cell_text(slot.lines)


def _figure(figure: str, unit: str) -> tuple[models.Metric, ...]:
    """A figure cell -> its metric, read with the unit of its row where it has none of its own: "Từ
    90 trở lên" and "%" are "Từ 90% trở lên"; a bare number counts in whatever unit the row has."""
    digits = [index for index, char in enumerate(figure) if char.isdigit()]
    if not digits:
        return ()
    words = figure
    if unit and unit.lower() not in figure.lower():
        stop = digits[-1] + 1
        space = "" if unit in "%‰" else " "
        words = f"{figure[:stop]}{space}{unit}{figure[stop:]}"
    return metrics_of(words) or _bare_figure(figure, unit)


def _bare_figure(figure: str, unit: str) -> tuple[models.Metric, ...]:
    """A number whose unit is none of the vocabulary's."""
    match = _BARE_FIGURE.fullmatch(figure.strip())
    if match is None:
        return ()
    value = parse_number(match["digits"], unit)
    if value is None:
        return ()
    metric = models.Metric(comparator="=", value=value, unit=unit or None, raw=figure.strip())
    sign = _COMPARATORS.get(match["sign"])
    return (metric.model_copy(update={"comparator": sign}) if sign else metric,)


def _note(slots: Sequence[Slot], reader: _Reader, *, has_figures: bool) -> str | None:
    """What a row says in columns that have no field: with their headings, unless they are those of
    remarks. A figure's column counts where no figure was understood in it ("Hoàn thành")."""
    understood = {
        column
        for column in reader.figures
        if _figure(_words(slots[column]), reader.text(slots, "unit"))
    }
    told: dict[str, None] = {}
    for column, (title, role) in enumerate(
        zip(reader.columns.titles, reader.columns.roles, strict=True)
    ):
        words = _words(slots[column])
        if not words or column in understood or (role in READ and role != "unit"):
            continue
        if role == "unit" and has_figures:
            continue
        told[words if role == "note" or not title else f"{title}: {words}"] = None
    return "; ".join(told) or None


def _note_without_figures(
    found: Sequence[models.Target], places: Sequence[Span | None], reader: _Reader
) -> None:
    """Tell of rows without a figure, where the table has a column of them that most rows fill, and
    the row says nothing in words there."""
    titles = [reader.columns.titles[column] for column in reader.figures]
    bare = [number for number, target in enumerate(found) if not target.metrics]
    if not titles or 2 * len(bare) >= len(found):
        return
    for number in bare:
        target = found[number]
        if any(f"{title}: " in (target.note or "") for title in titles):
            continue
        words = f"{target.number}. {target.text}" if target.number else target.text
        reader.context.notes.append(Note(WITHOUT_FIGURE, words, span=places[number]))


# --- rows of an annex and targets of the body -----------------------------------------------------


def with_rows_of_annex(
    in_body: Sequence[models.Target], in_tables: Sequence[models.Target]
) -> tuple[models.Target, ...]:
    """The targets of the body and those of tables, each once: a row of an annex that shares out a
    target of the body, word for word, gives it its owner and its time, and is no other target."""
    whole = list(in_body)
    places = {_key(target.text): place for place, target in enumerate(whole)}
    rest: list[models.Target] = []
    for row in in_tables:
        place = places.get(_key(row.text))
        if place is None or not _shares_out(row, whole[place]):
            rest.append(row)
            continue
        whole[place] = _shared_out(whole[place], row)
    return (*whole, *rest)


def _key(text: str) -> str:
    return " ".join(regex.findall(r"[\p{L}\p{N}%]+", text.casefold()))


def _shares_out(row: models.Target, target: models.Target) -> bool:
    """Does a row say of a target only who has it and by when, with the same figures?"""
    if row.lead is None and row.coordinating is None and row.deadline is None:
        return False
    if target.lead is not None and row.lead is not None:
        return False  # given to somebody already: the two stand beside each other
    return _figures_of(row) == _figures_of(target)


def _figures_of(target: models.Target) -> list[tuple[object, ...]]:
    return [(one.comparator, one.value, one.min, one.max, one.unit) for one in target.metrics]


def _shared_out(target: models.Target, row: models.Target) -> models.Target:
    return target.model_copy(
        update={
            "group": target.group or row.group,
            "lead": target.lead or row.lead,
            "coordinating": target.coordinating or row.coordinating,
            "deadline": target.deadline or row.deadline,
            "note": target.note or row.note,
            "spans": (*target.spans, *row.spans),
            "confidence": min(target.confidence, row.confidence),
        }
    )
