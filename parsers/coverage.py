"""Where each line of a paper ended: an audit of the finished plan against the lines as read.

A line is placed where a part of the plan stands over it *and* holds its words; so a cell that was
dropped from its row shows, too, not only a page that no parser looked at. What no part holds is
`unplaced`: kept in the plan, told when it is long, and then the plan is never called complete.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from typing import Literal, Protocol, get_args

from pydantic import BaseModel

from kehoach.ingest.model import FlowItem, Line, Note, Span, lines_of
from kehoach.normalize.offices.clauses import phrases_of_parts
from kehoach.normalize.text import clean, comparison_key, join_lines, strip_diacritics
from kehoach.parsers.items.ground.context import Context, says_nothing_yet
from kehoach.parsers.layout.fields import read_fields
from kehoach.parsers.layout.marks import is_bullet, read_mark
from kehoach.parsers.layout.paragraphs import ATTACHED
from kehoach.parsers.words import document_type, phrases_by, raw_phrases, signs_off
from kehoach.patterns import compile_regex
from kehoach.schema import models

PLACES: tuple[models.CoveredPlace, ...] = get_args(models.CoveredPlace)
"""The most telling first: a bullet that is a task as well as a block of its section is a task."""
MOST = 0.6
"""A part that holds so large a share of a line's words holds the line: mending, joined numbers and
marks of lists may change the rest."""
FEW = 4
"""A line of so few words in a letterhead or a closing needs no reason to stand there ("MẬT",
"(Đã ký)", "Như trên")."""
MAX_HEAD = 30
"""A letterhead of more lines is none alone: something else was taken for it."""
_LETTERS = compile_regex(r"\p{L}{2}")
_NOT_WORDING = frozenset(
    {"spans", "id", "confidence", "origin", "kind", "comparator", "path", "sources"}
)
"""Fields that hold no words of the paper."""

Words = frozenset[str]


class _Placed(Protocol):
    """A part of a plan that says where it stands."""

    @property
    def spans(self) -> models.Spans: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """A table as its reader saw it: where it stands, and the words it prints besides its rows
    (headings of columns, titles of groups); `of_tasks`: each of its rows gives work."""

    spans: tuple[Span, ...]
    titles: tuple[str, ...]
    of_tasks: bool = False


@dataclass(frozen=True, slots=True)
class Audit:
    """What the parts of a plan are compared with: the lines as read, those of letterhead and
    closing, those of a site around the paper, those of "(Kèm theo …)" under the title, the
    paragraphs of the title, and the tables."""

    flow: Sequence[FlowItem]
    head: Sequence[Line]
    closing: Sequence[Line]
    title: Sequence[Span]
    frames: Sequence[Frame]
    site: Sequence[Line] = ()
    attached: Sequence[Line] = ()


@dataclass(frozen=True, slots=True)
class _Holder:
    """A part of the plan: which place it is, over what it stands, the words it holds."""

    place: models.CoveredPlace
    span: models.Span
    words: Words


@dataclass(slots=True)
class _Index:
    """Holders by the page, or by the line or paragraph, that they stand over."""

    holders: dict[int, list[_Holder]] = field(default_factory=lambda: defaultdict(list))
    headings: set[str] = field(default_factory=set)
    """Words that head the columns of tables: their lines may stand outside what is left of it."""

    def add(self, place: models.CoveredPlace, spans: Iterable[models.Span], words: Words) -> None:
        for span in spans:
            holder = _Holder(place, span, words=words)
            for number in _numbers(span):
                self.holders[number].append(holder)

    def over(self, span: models.Span) -> list[_Holder]:
        """The holders that stand over a line."""
        found: dict[int, _Holder] = {}  # by what it is, not what it says: thousands may be alike
        for number in _numbers(span):
            for holder in self.holders.get(number, ()):
                if _overlap(holder.span, span):
                    found[id(holder)] = holder
        return list(found.values())


def _numbers(span: models.Span) -> range:
    """The page of a span, or its lines or paragraphs."""
    if span.page is not None:
        return range(span.page, span.page + 1)
    first = span.line_start or span.paragraph_start
    last = span.line_end or span.paragraph_end or first
    return range(first, last + 1) if first and last else range(0)


def _overlap(one: models.Span, other: models.Span) -> bool:
    """Does the middle of one lie in the other? Lines and paragraphs met by number already."""
    if one.bbox is None or other.bbox is None:
        return True
    return _holds_middle(one.bbox, other.bbox) or _holds_middle(other.bbox, one.bbox)


def _holds_middle(
    outer: tuple[float, float, float, float], inner: tuple[float, float, float, float]
) -> bool:
    middle_x, middle_y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= middle_x <= outer[2] and outer[1] <= middle_y <= outer[3]


class PlacedWork:
    """What a plan tells as work: its tasks, targets, duties and obligations, by where they
    stand."""

    def __init__(self, plan: models.Plan) -> None:
        self._index = _Index()
        _add_work(self._index, plan)

    def holds(self, text: str, spans: Iterable[models.Span]) -> bool:
        """Do the parts that stand over these spans hold most words of a text, also together (a
        sentence gives two bodies their duties)?"""
        words = _words(text)
        holders = [holder.words for span in spans for holder in self._index.over(span)]
        held = words.intersection(chain.from_iterable(holders))
        return bool(holders) and len(held) >= MOST * len(words)


def wordings_of(plan: models.Plan) -> frozenset[str]:
    """What a plan tells as work, by its words alone: keys of comparison."""
    parts = (plan.tasks, plan.targets, plan.assignments, plan.obligations)
    return frozenset(map(comparison_key, _texts(parts)))


class Framed:
    """Where tables stand that were read, of any kind."""

    def __init__(self, frames: Iterable[Frame], context: Context) -> None:
        self._index, self._context = _Index(), context
        for frame in frames:
            self._index.add("table", context.spans(frame.spans), frozenset())

    def holds(self, span: Span) -> bool:
        """Does one stand over a line?"""
        return bool(self._index.over(self._context.spans([span])[0]))


def with_coverage(plan: models.Plan, audit: Audit, context: Context) -> models.Plan:
    """The plan with `source.coverage` and `unplaced`."""
    index = _index(plan, audit, context=context)
    counts: Counter[models.CoveredPlace | Literal["unplaced"]] = Counter()
    unplaced: list[list[Line]] = []
    goes_on = False
    for line in lines_of(audit.flow):
        words = _words(_unlabelled(line.text))
        if not words:
            continue
        count = len(comparison_key(line.text).split())
        place = _place_of(line, words, holders=index.over(context.spans([line.span])[0]))
        if place is None and words <= index.headings:
            place = "table"
        counts[place or "unplaced"] += count
        if place is None:
            if not goes_on:
                unplaced.append([])
            unplaced[-1].append(line)
        goes_on = place is None
    context.notes.extend(_cells_left(unplaced, audit.frames, context))
    source = plan.source.model_copy(update={"coverage": _coverage(counts)})
    blocks = tuple(_block(lines, context) for lines in unplaced)
    return plan.model_copy(update={"source": source, "unplaced": blocks})


def _cells_left(
    unplaced: Iterable[Sequence[Line]], frames: Iterable[Frame], context: Context
) -> Iterator[Note]:
    """Tell of the first words that stand in a table of tasks and belong to none of them: such a
    plan is not complete, however few they are."""
    framed = Framed((frame for frame in frames if frame.of_tasks), context)
    for line in (line for lines in unplaced for line in lines):
        says_more = _LETTERS.search(line.text) and not says_nothing_yet(line.text)
        if says_more and not _tells_part_of_week(line.text) and framed.holds(line.span):
            if signs_off(line.text):
                return  # below it the sheet is signed
            yield Note("cells_left", clean(line.text), span=line.span)
            return


def _tells_part_of_week(text: str) -> bool:
    """Is a cell of a timetable a part of the day alone, which the hours of its rows tell, or a day
    of the week without any entry ("Sáng", "Chủ nhật (17/11/2031)")?"""
    plain = comparison_key(text)
    if plain in _parts_of_day():
        return True
    day = next((one for one in _days_of_week() if f"{plain} ".startswith(f"{one} ")), None)
    return day is not None and not any(map(str.isalpha, plain[len(day) :].replace("ngay", "")))


@cache
def _parts_of_day() -> frozenset[str]:
    return frozenset(map(comparison_key, raw_phrases("parts_of_day")))


@cache
def _days_of_week() -> tuple[str, ...]:
    return tuple(map(comparison_key, raw_phrases("names_of_weekdays", "items/stated.yaml")))


def _place_of(line: Line, words: Words, holders: Sequence[_Holder]) -> models.CoveredPlace | None:
    """The most telling part that holds the line; else the most telling of those that hold it
    together; None where words of it are held by none."""
    if document_type(line.text) or ATTACHED.match(line.text):
        return "title"
    ordered = sorted(holders, key=lambda holder: PLACES.index(holder.place))
    for holder in ordered:
        if len(words & holder.words) >= MOST * len(words):
            return holder.place
    together = frozenset[str]().union(*(holder.words for holder in ordered))
    whole = words - _cut_off(line, together)
    if len(whole & together) < MOST * len(whole):
        return None
    return next((holder.place for holder in ordered if words & holder.words), ordered[0].place)


def _cut_off(line: Line, held: Words) -> Words:
    """The last word of a line where a held one begins so, and its first where one ends so: the edge
    of a narrow column cut it, and the plan holds it whole ("88/UB", "ND")."""
    words = comparison_key(line.text).split()
    first, last = words[0], words[-1]
    cut: set[str] = set()
    if last not in held and any(word.startswith(last) for word in held):
        cut.add(last)
    if first not in held and any(word.endswith(first) for word in held):
        cut.add(first)
    return frozenset(cut)


@lru_cache(maxsize=2048)
def _unlabelled(text: str) -> str:
    """A line without the labels that say what its words are ("- Chủ trì: | Công an xã"), which no
    value repeats.

    >>> _unlabelled("- Đơn vị thực hiện: Trạm Y tế; phối hợp: Hội Phụ nữ")
    'Trạm Y tế Hội Phụ nữ'
    """
    mark = read_mark(text)
    bulleted = mark is not None and is_bullet(mark)
    rest = mark.rest if mark is not None and bulleted else text
    fields = read_fields(rest)
    return " ".join(field.value for field in fields) or _without_end_of_label(rest) or text


def _without_end_of_label(text: str) -> str:
    """A line without the end of a label that a narrow cell cut in two ("(phối | hợp: Trạm Y tế)");
    "" where none opens it."""
    label, colon, value = text.partition(":")
    return value if colon and strip_diacritics(label).strip() in _ends_of_labels() else ""


@cache
def _ends_of_labels() -> frozenset[str]:
    """The last words of the labels of tasks."""
    labels = chain.from_iterable(phrases_by("words.yaml", "fields").values())
    return frozenset(label.rpartition(" ")[2] for label in labels if " " in label)


def _coverage(counts: Counter[models.CoveredPlace | Literal["unplaced"]]) -> models.Coverage:
    whole = sum(counts.values())
    shares = {place: round(count / whole, 4) for place, count in counts.items()}
    return models.Coverage(words=whole, unplaced=counts["unplaced"], shares=shares)


def _block(lines: Sequence[Line], context: Context) -> models.Block:
    text = ""
    for line in lines:
        text = join_lines(text, line.text)
    return models.Block(
        kind="paragraph",
        text=clean(text),
        spans=context.spans(line.span for line in lines),
        confidence=min(line.confidence for line in lines),
    )


# --- what holds words -----------------------------------------------------------------------------


def _index(plan: models.Plan, audit: Audit, context: Context) -> _Index:
    index = _Index()
    info = plan.document
    titles = _words_of((info.title, info.about, info.decided_by))
    index.add("title", context.spans(audit.title), titles)
    _add_work(index, plan)
    _add_parts(index, "preamble", parts=plan.preamble)
    _add_parts(index, "section", parts=plan.loose)
    for section in plan.sections:
        _add_section(index, section)
    for appendix in plan.appendices:
        _add_appendix(index, appendix)
    _add_parts(index, "table", parts=plan.tables)
    for frame in audit.frames:
        words = _words_of(frame.titles)
        index.add("table", context.spans(frame.spans), words)
        index.headings |= words
    in_letterhead = info.model_copy(update={"title": None, "legal_bases": (), "recipients": ()})
    known = _words_of(in_letterhead) | _formal_words()
    few = FEW if len(audit.head) <= MAX_HEAD else 0
    for line in audit.head:
        if _is_formal(line, known, few=few):
            index.add("letterhead", context.spans([line.span]), _words(line.text))
    for line in audit.attached:
        index.add("title", context.spans([line.span]), _words(line.text))
    for line in audit.site:
        index.add("furniture", context.spans([line.span]), _words(line.text))
    known |= _words_of(info.recipients)
    for line in audit.closing:
        if _is_formal(line, known):
            index.add("recipients", context.spans([line.span]), _words(line.text))
    return index


def _is_formal(line: Line, known: Words, *, few: int = FEW) -> bool:
    """Does a line of the letterhead or the closing say what the plan says of its paper, or is it of
    no more than `few` words?"""
    words = _words(line.text)
    return len(words) <= few or len(words & known) >= MOST * len(words)


def _add_work(index: _Index, plan: models.Plan) -> None:
    _add_parts(index, "task", parts=plan.tasks)
    for task in plan.tasks:
        if task.origin == "table" and task.lead is not None and task.coordinating is not None:
            index.add("task", task.spans, _words_of(phrases_of_parts()))
    _add_parts(index, "target", parts=plan.targets)
    _add_parts(index, "assignment", parts=plan.assignments)
    _add_parts(index, "obligation", parts=plan.obligations)


def _add_parts(index: _Index, place: models.CoveredPlace, parts: Iterable[_Placed]) -> None:
    for part in parts:
        index.add(place, part.spans, _words_of(part))


def _add_section(index: _Index, section: models.Section) -> None:
    index.add("section", section.spans, _words_of((section.number, section.title)))
    _add_parts(index, "section", parts=section.blocks)
    for child in section.sections:
        _add_section(index, child)


def _add_appendix(index: _Index, appendix: models.Appendix) -> None:
    index.add("appendix", appendix.spans, _words_of(appendix.title))
    _add_parts(index, "appendix", parts=appendix.blocks)


@cache
def _formal_words() -> Words:
    """Words that letterheads and closings print and no field of the plan keeps."""
    keys = ("motto", "recipients", "letterhead_words", "signer_roles")
    return _words_of([list(raw_phrases(key)) for key in keys])


def _words(text: str) -> Words:
    return frozenset(comparison_key(text).split())


def _words_of(part: object) -> Words:
    """All words of a part, whatever field they stand in."""
    found: set[str] = set()
    for text in _texts(part):
        found.update(comparison_key(text).split())
    return frozenset(found)


@cache
def _wordings_of(kind: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a kind of parts that hold wordings; pydantic looks them up each time."""
    return tuple(name for name in kind.model_fields if name not in _NOT_WORDING)


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, BaseModel):
        for name in _wordings_of(type(part)):
            yield from _texts(getattr(part, name))
    elif isinstance(part, (list, tuple)):
        for element in part:
            yield from _texts(element)
