"""Points whose task, owner and time stand behind each other, parted by one sign: "Thả cá vào lu –
Hội Phụ nữ – trước 15/5", "Kẻ vạch lối thoát; Tổ Bảo vệ; tháng 6", "Mở lớp (Đoàn xã, quý II)". What
each part is, a line over the list says ("Ghi theo thứ tự: việc - người làm - hạn"), or most of its
points show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import regex

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.cues import deadline_words
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.items.asides.agendas import agenda_of
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.bodies.remark_owners import without_title
from kehoach.parsers.items.bodies.sentence_owners import honorific
from kehoach.parsers.items.drafts.closing_labels import Closed
from kehoach.parsers.items.drafts.drafts import draft_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.owners.owners_behind_dashes import owners_behind_dashes
from kehoach.parsers.items.targets.targets import is_target_section
from kehoach.parsers.items.times.phases import is_quiet
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.fields import CIRCUMSTANCE, OWNERS, Field, read_field, with_labels_apart
from kehoach.parsers.layout.outline import Leaf, Node, Run
from kehoach.parsers.tables.columns import headed_columns
from kehoach.parsers.tables.content_roles import kind_of
from kehoach.parsers.words import phrases, phrases_by
from kehoach.patterns import compile_regex, is_in_brackets

MIN_POINTS, MOST_PARTED = 2, 0.5
"""So many points, and so large a part of a list, that are parted alike."""
MIN_WITHOUT_OWNER, MOST_WITHOUT_OWNER = 3, 0.65
"""So many, and so large a part, where they say only when."""
MAX_PARTS = 8
"""Of a point; more signs are those of a sentence."""
MAX_LETTERS = 1200
"""Of a point; a longer one is a paragraph of prose."""
MAX_WORDS_OF_OWNER = 14
"""Of owners that no directory knows,"""
MAX_WORDS_OF_TIME = 10
"""of a time that is no date,"""
MAX_LETTERS_OF_LEGEND = 160
"""and of the line that says how the list is written."""

_NO_SPAN = r"(?!(?<=\b(?:19|20)\d\d)\s+[-–—]\s+(?:19|20)\d\d\b)"
"""No dash between two years is a sign ("(2025 - 2030)")."""
_BRACKETS = tuple(
    compile_regex(rf"\s*[(\[](?=[^()\[\]]*[)\]][\s.;]*$)|{sign}(?=[^()\[\]]*[)\]][\s.;]*$)")
    for sign in (r"[;,]\s+", rf"{_NO_SPAN}\s+[-–]\s+")
)
"""In a bracket at the end of a point: what opens it, and what parts it."""
_SIGNS = (
    compile_regex(rf"{_NO_SPAN}\s+[–—]\s+"),
    compile_regex(rf"{_NO_SPAN}\s+[-–—]\s+"),
    compile_regex(r"\s*;\s+"),
    compile_regex(r"\s+[/|]\s+"),
    *_BRACKETS,
)
_SHAPES = (
    ("task", "lead", "deadline"),
    ("task", "deadline", "lead"),
    ("task", "lead", "coordinating", "deadline"),
    ("task", "lead", "budget", "deadline"),
    ("task", "lead", "deliverable", "deadline"),
    ("task", "lead", None, "deadline"),
    ("task", "deadline"),
)
"""In which order a list may tell without saying so; None is a place, and whatever else."""
_KINDS = {"budget": "money", "deliverable": "product"}
"""What a part is by its words, where its role is told by them."""
_BETWEEN = compile_regex(rf"{_NO_SPAN}\s+[-–—/|]\s+")
"""A sign that may also stand within a name, and between two times."""
_KINDS_OF_TIMES = ("time", "number")
_KINDS_OF_THINGS = ("product", "money", "time", "number")
_LOOSE_KINDS = ("conditional", "continuous", "recurring")
_EDGES = " \t.;,"


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the points of a list are written: the sign that parts them, and what each part is (None
    for what is nothing of a task)."""

    sign: regex.Pattern[str]
    roles: tuple[str | None, ...]
    titles: tuple[str, ...] = ()

    @property
    def keeps_text(self) -> bool:
        """A bracket is a remark, and stays part of the wording."""
        return self.sign in _BRACKETS


@dataclass(frozen=True, slots=True)
class _List:
    """The points of one level under a heading, and how they are written."""

    node: Node
    level: int
    shape: _Shape


def parted_points(run: Run, context: Context) -> Closed:
    """A run of blocks -> the tasks of its lists whose points are parted so."""
    found = Closed()
    if is_target_section(run.node) or is_quiet(run.node.title):
        return found
    blocks = [leaf for leaf in run.leaves if leaf.kind != "footnote"]
    apart = agenda_of(blocks, run.node) | context.assigned
    blocks = [leaf for leaf in blocks if id(leaf) not in apart]
    legend, told = _legend_over(run.node, blocks)
    found.leaves |= {id(legend)} if legend is not None else set()
    listed = [leaf for leaf in blocks if leaf.is_point and leaf is not legend]
    for level in sorted({leaf.level for leaf in listed}):
        points = [leaf for leaf in listed if leaf.level == level]
        shape = told if told is not None and _fits(told, points, context) else None
        shape = shape or _shape_of(points, context)
        if shape is not None:
            _take(found, blocks, of=_List(run.node, level, shape=shape), context=context)
            return found
    found.drafts += owners_behind_dashes(listed, run.node, context=context)
    found.leaves |= {id(leaf) for draft in found.drafts for leaf in draft.leaves}
    return found


def _take(found: Closed, blocks: Sequence[Leaf], *, of: _List, context: Context) -> None:
    """The points of a list as tasks, what stands deeper under them as what they consist of."""
    is_under = False
    for leaf in blocks:
        if leaf.level > of.level and is_under:
            found.drafts[-1].take_activity(leaf)
            found.leaves.add(id(leaf))
            continue
        parts = _parts(leaf.text, of.shape, context) if leaf.level == of.level else ()
        is_under = bool(parts)
        if not parts:
            continue
        placed = [part for part in parts[1:] if part.role != CIRCUMSTANCE or part.label]
        is_whole = of.shape.keeps_text or len(placed) < len(parts) - 1
        text = leaf.text if is_whole else parts[0].value
        draft = draft_of(replace(leaf, text=text), of.node)
        labelled = {one.role for one in draft.inline}
        draft.leaves = [leaf]
        draft.fields = [part for part in placed if part.role not in labelled]
        found.drafts.append(draft)
        found.leaves.add(id(leaf))


def _parts(text: str, shape: _Shape, context: Context) -> tuple[Field, ...]:
    """The parts of a point, its task first; none where it is written in another way."""
    roles: Sequence[str | None] = shape.roles
    values = None
    if not shape.titles:
        roles = _shown(text, shape.sign, context) or roles
    values = _values(text, replace(shape, roles=tuple(roles)), context)
    if values is None:
        return ()
    titles = shape.titles or [""] * len(values)
    parts = zip(values, roles, titles, strict=True)
    return tuple(
        Field(role or CIRCUMSTANCE, title, value=_without_label(value))
        for value, role, title in parts
        if value
    )


def _without_label(value: str) -> str:
    """ "phối hợp: | Hội Nông dân"."""
    labelled = read_field(value)
    return value if labelled is None else labelled.value


# --- what a line over the list says ---------------------------------------------------------------


def _legend_over(node: Node, blocks: Sequence[Leaf]) -> tuple[Leaf | None, _Shape | None]:
    """The line that says how the points are written, where one does, and what it says."""
    for leaf in blocks:
        shape = _legend(leaf.text)
        if shape is not None:
            return leaf, shape
    return None, _legend(node.title)


def _legend(text: str) -> _Shape | None:
    """ "(Ghi theo thứ tự: việc - người làm - hạn)", "Mỗi dòng ghi: việc / đơn vị / thời gian."."""
    if len(text) > MAX_LETTERS_OF_LEGEND:
        return None
    words = _LEADS_IN.split(text.strip(" ()."))[-1]
    for sign in _SIGNS[: -len(_BRACKETS)]:
        titles = [title.strip(_EDGES) for title in sign.split(words)]
        roles = _roles_of(titles)
        if roles[:1] == ("task",) and {"lead", "deadline"} & {*roles}:
            return _Shape(sign, tuple(roles), tuple(titles))
    return None


def _roles_of(titles: Sequence[str]) -> tuple[str | None, ...]:
    columns = headed_columns([[title] for title in titles]) if len(titles) > 1 else None
    if columns is None:
        return ()
    owners = phrases_by("tables/columns.yaml", "whole_of_two")["lead"]
    return tuple(
        "lead" if role is None and strip_diacritics(title) in owners else role
        for role, title in zip(columns.roles, titles, strict=True)
    )


_LEADS_IN = compile_regex(r":\s+|\(")


def _fits(shape: _Shape, points: Sequence[Leaf], context: Context) -> bool:
    """Is one point at least written as the line over the list says?"""
    return any(_values(leaf.text, shape, context) is not None for leaf in points)


# --- what the points show -------------------------------------------------------------------------


def _shape_of(points: Sequence[Leaf], context: Context) -> _Shape | None:
    """How most points of a list are written; None where they are sentences."""
    if len(points) < MIN_POINTS or any(read_field(leaf.text) is not None for leaf in points):
        return None
    for sign in _SIGNS:
        if any(_is_held_at_venue(leaf.text, sign) for leaf in points):
            continue  # then its other bodies may be places, too
        shapes = Counter(_shown(leaf.text, sign, context) for leaf in points)
        del shapes[None]
        with_owner = {roles: count for roles, count in shapes.items() if roles and len(roles) > 2}
        shown = with_owner or shapes
        if not shown:
            continue
        roles = max(shown, key=lambda each: shown[each])
        told = sum(shown.values())
        least, most = (
            (MIN_POINTS, MOST_PARTED) if with_owner else (MIN_WITHOUT_OWNER, MOST_WITHOUT_OWNER)
        )
        if roles and told >= least and told >= most * len(points):
            return _Shape(sign, roles)
    return None


def _shown(text: str, sign: regex.Pattern[str], context: Context) -> tuple[str | None, ...] | None:
    """What the parts of a point are, as their words show; None where labels say it."""
    _, labels = with_labels_apart(text)
    if any(labelled.role in ("lead", "deadline") for labelled in labels):
        return None
    if sign in _BRACKETS and owners_said(text, context.level).lead:
        return None  # the sentence names who does it
    for roles in _SHAPES:
        if len(roles) == 2 and sign is not _SIGNS[0] and sign is not _SIGNS[1]:
            continue  # "…; trong quý II" is the end of a sentence
        ways = _groupings(text, sign, len(roles))
        if _first_that_are(roles, ways, context, known_alone=True) is not None:
            return roles
    return None


def _is_held_at_venue(text: str, sign: regex.Pattern[str]) -> bool:
    """ "Tổ chức hội thi – Nhà văn hóa thôn Đông – ngày 20/5"."""
    _, *parts = sign.split(text) if len(text) <= MAX_LETTERS else ("",)
    return len(parts) == 2 and any(begins(part, "venues") is not None for part in parts)


def _first_that_are(
    roles: Sequence[str | None],
    ways: Iterable[tuple[str, ...]],
    context: Context,
    *,
    known_alone: bool,
) -> tuple[str, ...] | None:
    """The first way to cut a point in which each part may be what the list says, rather one whose
    owners are known as bodies; `known_alone` where nothing but the words tells owners from places,
    papers and goods."""
    fitting = [values for values in ways if _are(values, roles, context)]
    known = (values for values in fitting if _are_known(values, roles, context))
    first = next(known, None)
    return first if first is not None or known_alone else next(iter(fitting), None)


def _are_known(values: Sequence[str], roles: Sequence[str | None], context: Context) -> bool:
    """Does each part that is to name owners name bodies, or a person with a title, where the task
    itself does not say who does it?"""
    owners = [
        _without_label(value) for value, role in zip(values, roles, strict=True) if role in OWNERS
    ]
    for value, role in zip(values, roles, strict=True):
        if role == "coordinating" and not _says_helping(value):
            return False  # "Phát tờ rơi – Công an xã – Thôn Đông – tháng 3"
    _, *parts = _BETWEEN.split(values[0])
    hides_body = any(named_bodies(part, context.level) == part for part in parts)
    if owners and (hides_body or owners_said(values[0], context.level).lead):
        return False  # "Giao Công an xã kiểm tra kho – Thôn Đông – tháng 5"
    return all(_names_bodies(owner, context) for owner in owners)


def _says_helping(value: str) -> bool:
    """ "phối hợp: Hội Nông dân", "phối hợp Công an xã"."""
    return read_field(value) is not None or begins(value, "helping_verbs") is not None


def _names_bodies(owner: str, context: Context) -> bool:
    """ "Phòng Văn hóa - Xã hội", "Công an xã – Đoàn xã", but not "Trạm Y tế – Biên bản"."""
    if without_title(honorific().sub("", owner)) != owner:
        return True
    names = _BETWEEN.split(owner)
    if len(names) > 1 and parse_offices(owner, context.level).known == (True,):
        names = [owner]
    places = "sites" if len(names) > 1 else "venues"  # "Đoàn xã – Thôn Đông" may say where
    if any(begins(name, places, "venues") or kind_of(name) in _KINDS_OF_THINGS for name in names):
        return False
    is_name = named_bodies(owner, context.level) == owner
    return is_name or all(named_bodies(name, context.level) == name for name in names)


def _values(text: str, shape: _Shape, context: Context) -> tuple[str, ...] | None:
    """The parts of a point, one for each role of the list; None where it has too few. Where it has
    more, a part has the sign in it ("Phòng Văn hóa - Xã hội")."""
    ways = list(_groupings(text, shape.sign, len(shape.roles)))
    is_told = bool(shape.titles)
    fitting = _first_that_are(shape.roles, ways, context, known_alone=not is_told)
    if fitting is not None:
        return fitting
    timeless = _without_time(text, shape, context, known_alone=True)
    if timeless is None and is_told and len(ways) == 1 and not _begins_work(ways[0][1]):
        return ways[0]
    if timeless is None and is_told:
        timeless = _without_time(text, shape, context, known_alone=False)
    return timeless


def _without_time(
    text: str, shape: _Shape, context: Context, *, known_alone: bool
) -> tuple[str, ...] | None:
    """The parts of a point that lacks only its time ("Soạn bản tin - Phòng Văn hóa - Xã hội")."""
    at = shape.roles.index("deadline") if "deadline" in shape.roles else None
    without_time = tuple(role for role in shape.roles if role != "deadline")
    if at is None or len(without_time) < 2:
        return None
    ways = list(_groupings(text, shape.sign, len(without_time)))
    fitting = _first_that_are(without_time, ways, context, known_alone=known_alone)
    return (*fitting[:at], "", *fitting[at:]) if fitting is not None else None


def _groupings(text: str, sign: regex.Pattern[str], count: int) -> Iterator[tuple[str, ...]]:
    """The ways to cut a text at its signs into so many parts, the last part longest first."""
    if len(text) > MAX_LETTERS:
        return
    cuts = [(match.start(), match.end()) for match in sign.finditer(text)]
    if sign not in _BRACKETS:  # "Lắp đèn (Phòng Văn hóa | - Xã hội …)"
        cuts = [cut for cut in cuts if not is_in_brackets(text, cut[0])]
    if not count - 1 <= len(cuts) < MAX_PARTS:
        return
    if sign in _BRACKETS and text[cuts[0][0] : cuts[0][1]].strip() not in ("(", "["):
        return
    for chosen in combinations(cuts, count - 1):
        if sign in _BRACKETS and chosen[0] != cuts[0]:
            continue
        begins_at = [0, *(end for _, end in chosen)]
        ends_at = [*(start for start, _ in chosen), len(text)]
        values = (text[begin:end] for begin, end in zip(begins_at, ends_at, strict=True))
        tail = " )]" if sign in _BRACKETS else ""
        yield tuple(value.strip(_EDGES + tail) for value in values)


def _are(values: Sequence[str], roles: Sequence[str | None], context: Context) -> bool:
    """May each part be what the list says?"""
    return all(_is(value, role, context) for value, role in zip(values, roles, strict=True))


def _is(value: str, role: str | None, context: Context) -> bool:
    if role == "deadline":
        return _is_time(value, context)
    if role in OWNERS:
        return _is_owner(value, context)
    return bool(value) and kind_of(value) == _KINDS.get(role or "", kind_of(value))


def _is_time(words: str, context: Context) -> bool:
    """A time and nothing else; a condition or a rhythm may have a few words of its own ("trong 05
    ngày làm việc")."""
    if ";" in words:
        return all(_is_time(part.strip(), context) for part in words.split(";"))
    pieces = _BETWEEN.split(words)
    if len(pieces) > 1 and not all(kind_of(piece) in _KINDS_OF_TIMES for piece in pieces):
        return False  # "Chợ Khê – Tháng 3/2031"
    first = words.split()[:1]
    if not first or not (first[0][0].isdigit() or plain(first[0]) in deadline_words()):
        return False
    time = parse_deadline(words, context.period)
    if time is None or time.kind is None:
        return False
    is_loose = time.kind in _LOOSE_KINDS and len(words.split()) <= MAX_WORDS_OF_TIME
    return time.is_alone or is_loose


def _is_owner(words: str, context: Context) -> bool:
    """Bodies of the directory, or a few words with a capital that order nothing."""
    words = _without_label(words)
    if strip_diacritics(words).endswith(phrases("performing_verbs")):
        return False  # "thôn Đông thực hiện" is a clause
    if named_bodies(words, context.level) == words:
        return True
    if not words or len(words.split()) > MAX_WORDS_OF_OWNER or ":" in words:
        return False
    name = without_title(honorific().sub("", words))
    begins_name = name[:1].isupper() or name != words or begins(words, "list_words") is not None
    return begins_name and not _begins_work(words) and not _is_time(words, context)


def _begins_work(words: str) -> bool:
    return begins_duty(words)
