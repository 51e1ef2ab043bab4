"""Points that title the points under them, in a list where others are tasks themselves: "a) Phân
vùng không gian biển" over its bullets, "c) Ủy ban nhân dân các xã" over what these do. Such a point
is the group of what stands under it, and no task."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.drafts.drafts import Draft
from kehoach.parsers.items.ground.closings import informs_all, is_farewell
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.owners.bracket_clauses import told_by_clauses
from kehoach.parsers.items.owners.heading_owners import owner_in_title
from kehoach.parsers.items.owners.scope_sentences import owner_of_list
from kehoach.parsers.items.times.phases import is_order, is_told
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.times.stated_words import phrases_of
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.fields import Field, names_circumstance, read_field
from kehoach.parsers.layout.marks import follows
from kehoach.parsers.layout.outline import Leaf, deeper_than
from kehoach.parsers.words import contains
from kehoach.patterns import compile_regex

MAX_WORDS = 30
"""Of a title without a full stop,"""
MAX_WORDS_OF_SENTENCE = 25
"""of one that ends with it,"""
MAX_WORDS_OVER_BODIES = 60
"""of one over points that each say what a body does,"""
MAX_WORDS_OF_BULLET = 15
"""and of a bullet with a colon."""
MIN_BELOW = 2
"""So many points does a title stand over that ends like a sentence, or joins clauses by ";"."""
MIN_TITLES = 2
"""So many paragraphs of a list are its titles; one may only lack its full stop."""
MOST_BETWEEN = 8
"""So many blocks may stand between a numbered point and the first one below it."""
MIN_TOLD = 2
"""Who leads alone is no more than a part of a sentence."""
MOST_WORKS = 0.6
"""So large a part of paragraphs under such a title begins with what is done."""
_INNER_END = compile_regex(r"[.:]\s+\S")


@dataclass(slots=True)
class ListTitles:
    """The points of a list that title others, the paragraphs that points title, and the titles
    that a block stands under, the outermost first (all by `id`). `owned` are the points of which
    the paragraph behind them only tells who does them and when: its words are their labels; `told`
    are these paragraphs."""

    titles: set[int] = field(default_factory=set)
    owned: dict[int, tuple[Leaf, tuple[Field, ...]]] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)
    paragraphs: set[int] = field(default_factory=set)
    over: dict[int, tuple[Leaf, ...]] = field(default_factory=dict)

    def given_to(self, drafts: Iterable[Draft], leaf: Leaf) -> Iterator[Draft]:
        """Drafts of a block, with the titles over it."""
        for draft in drafts:
            draft.titles = self.over.get(id(leaf), ())
            if id(leaf) in self.owned:
                paragraph, labels = self.owned[id(leaf)]
                draft.take_fields(labels, paragraph)
            yield draft


def titles_in(leaves: Sequence[Leaf], context: Context) -> ListTitles:
    """The blocks of a list -> which of them title which."""
    found = ListTitles()
    titles: tuple[Leaf, ...] = ()
    over_sentences = False  # does the last of them title paragraphs?
    unmarked = paragraph_titles(leaves)
    for index, leaf in enumerate(leaves):
        if id(leaf) in unmarked:
            titles, over_sentences = (leaf,), True
            found.titles.add(id(leaf))
            continue
        if not (over_sentences and leaf.kind == "paragraph"):
            titles = tuple(title for title in titles if title.level < leaf.level)
        found.over[id(leaf)] = titles
        following = leaves[index + 1 :]
        labels = _owners_behind(leaf, following[:1], context)
        if labels:
            found.owned[id(leaf)] = (following[0], labels)
            found.told.add(id(following[0]))
            continue
        titled = titled_paragraphs(leaf, following)
        found.paragraphs.update(map(id, titled))
        over_sentence = bool(titled)
        if not titled and not _ends_works(leaves, index, found):
            over_sentence = titles_sentence(leaf, following, context)
            if over_sentence and not leaf.text.endswith(":"):
                found.paragraphs.add(id(following[0]))  # a task, however short it is
        if (
            over_sentence
            or _numbers_go_on(leaf, following)
            or titles_points(leaf, following, context)
        ):
            titles, over_sentences = (*titles, leaf), over_sentence
            found.titles.add(id(leaf))
    return found


def _owners_behind(leaf: Leaf, behind: Sequence[Leaf], context: Context) -> tuple[Field, ...]:
    """What the paragraph right behind a numbered point tells of it, as labels, where it tells who
    leads, with whom or by when, and nothing else ("1. Trồng cây dọc đường làng." over "Đoàn xã chủ
    trì, xong trước ngày 26/3.")."""
    if leaf.kind != "item" or not behind or behind[0].kind != "paragraph":
        return ()
    if leaf.text.endswith(":") or subject_of(leaf.text, context.level)[0]:
        return ()
    told = told_by_clauses(behind[0].text.rstrip(" .;"), context.level)
    if "lead" not in told or len(told) < MIN_TOLD:
        return ()
    return tuple(
        Field(role, "", value=_without_finishing(value) if role == "deadline" else value)
        for role, value in told.items()
    )


def _without_finishing(time: str) -> str:
    """ "xong | trước ngày 26/3"."""
    words = phrases_of("finishing").match(time)
    return time[words.end() :].lstrip(" :") if words is not None else time


def _ends_works(leaves: Sequence[Leaf], index: int, found: ListTitles) -> bool:
    """Does a point count on from the one right above it, which titles nothing? Then it is one of
    these works, also where a sentence on others stands behind it."""
    leaf, before = leaves[index], leaves[index - 1] if index else None
    if before is None or before.level != leaf.level or leaf.text.endswith(":"):
        return False
    counts_on = follows(before.number or "", leaf.number or "")
    return counts_on and id(before) not in found.titles


def titles_points(leaf: Leaf, following: Sequence[Leaf], context: Context) -> bool:
    """Does a point only title the deeper ones that follow it?"""
    if not leaf.is_point:
        return False
    below = deeper_than(leaf, following)
    if not below or any(read_field(one.text) or names_circumstance(one.text) for one in below):
        return False
    if owner_in_title(leaf.text, context) is not None or titles_bodies(leaf, following, context):
        return True
    if begins(leaf.text, "points_apart", "cases"):
        return False
    if leaf.text.endswith(":"):
        return leaf.kind == "item" or _is_short_title(leaf.text)
    if is_told(leaf.text) or not _is_title(leaf.text, context):
        return False
    is_sentence = _ends_sentence(leaf.text) or ";" in leaf.text
    if is_sentence and len(below) < MIN_BELOW:
        return False
    return 2 * sum(is_order(one.text, context) for one in below) >= len(below)


def titles_bodies(leaf: Leaf, following: Sequence[Leaf], context: Context) -> bool:
    """Does a numbered point that names nobody and no time stand over points that say what several
    bodies do of it, each named at its beginning ("3. Tổ chức Ngày pháp luật." over "- Vụ Pháp chế
    hướng dẫn …", "- Các đơn vị chọn …")?"""
    if leaf.kind != "item" or len(leaf.text.split()) > MAX_WORDS_OVER_BODIES:
        return False
    listed = list(takewhile(lambda one: one.kind == "bullet", deeper_than(leaf, following)))
    if len(listed) < MIN_BELOW or _INNER_END.search(leaf.text) or stated_in(leaf.text, context):
        return False
    if subject_of(leaf.text, context.level)[0]:
        return False
    return all(subject_of(one.text, context.level)[0] for one in listed)


def titles_over(
    leaves: Sequence[Leaf], *, used: Container[int], context: Context
) -> dict[int, tuple[Leaf, ...]]:
    """The blocks of a run (by `id`), each with the points over it that are no tasks (none of the
    `used`) and title it, by their number or because it says what a body does: also where it has
    labels of its own."""
    found: dict[int, tuple[Leaf, ...]] = {}
    titles: tuple[Leaf, ...] = ()
    for index, leaf in enumerate(leaves):
        if leaf.is_point:
            titles = tuple(title for title in titles if title.level < leaf.level)
        found[id(leaf)] = titles
        if id(leaf) not in used and _titles_labelled(leaf, leaves[index + 1 :], context):
            titles = (*titles, leaf)
    return found


def _titles_labelled(leaf: Leaf, behind: Sequence[Leaf], context: Context) -> bool:
    """Does a point title what stands behind it, also where that has labels of its own?"""
    return _numbers_go_on(leaf, behind) or titles_bodies(leaf, behind, context)


def _tells_more(leaf: Leaf) -> bool:
    """A paragraph that only says more of the point above it."""
    return leaf.kind == "paragraph" and begins(leaf.text, "openings_that_go_on") is not None


def _numbers_go_on(leaf: Leaf, following: Sequence[Leaf]) -> bool:
    """Is the next number of the list one below that of a numbered point ("1." … "1.1."), whatever
    stands between them?"""
    if leaf.kind != "item" or leaf.number is None or not leaf.number[-1:].isdecimal():
        return False
    behind = next((one for one in following[:MOST_BETWEEN] if one.kind == "item"), None)
    number = behind.number if behind is not None else None
    return number is not None and number.startswith(f"{leaf.number}.")


def titles_sentence(leaf: Leaf, behind: Sequence[Leaf], context: Context) -> bool:
    """Does a numbered point only title the unmarked paragraph behind it, which says who does what
    ("4. Di dời hai cụm công nghiệp." over "UBND phường chủ trì …"), or end with a colon over it?
    One that says when is a work of its own."""
    if leaf.kind != "item":
        return False
    following = next((one for one in behind if not _tells_more(one)), None)
    if following is None or following.kind != "paragraph":
        return False
    if read_field(following.text) is not None or owner_of_list(following, context):
        return False
    if informs_all(following.text) or is_farewell(following.text):
        return False
    if leaf.text.endswith(":"):
        return len(leaf.text.split()) <= MAX_WORDS
    if not is_order(following.text, context) or not _is_clause(leaf.text, context):
        return False
    if following.text.endswith(":") or stated_in(leaf.text, context):
        return False  # "b) Quét chợ hằng tuần;" over "Giao Đoàn xã các việc:" is a work
    return bool(subject_of(following.text, context.level)[0])


def without_titles(
    unused: Sequence[Leaf], *, used: Container[int], leaves: Sequence[Leaf], context: Context
) -> list[Leaf]:
    """Blocks without the numbered points that title a paragraph, or a point, which is a task
    already, with labels under it (its `id` among the `used`)."""
    places = {id(leaf): place for place, leaf in enumerate(leaves)}

    def is_title(leaf: Leaf) -> bool:
        behind = leaves[places[id(leaf)] + 1 :][:MOST_BETWEEN]
        if not behind or id(behind[0]) not in used:
            return False
        return titles_sentence(leaf, behind, context) or _titles_labelled(leaf, behind, context)

    return [leaf for leaf in unused if not is_title(leaf)]


def titled_paragraphs(leaf: Leaf, behind: Sequence[Leaf]) -> list[Leaf]:
    """The paragraphs behind a numbered point that ends no sentence, where it titles them: a copy
    lost their marks, they are sentences, and most begin with what is done."""
    if leaf.kind != "item" or _ends_sentence(leaf.text) or len(leaf.text.split()) > MAX_WORDS:
        return []
    listed = list(takewhile(lambda one: one.kind == "paragraph", behind))
    works = sum(begins_duty(one.text) for one in listed)
    is_list = len(listed) >= MIN_BELOW and all(one.text.endswith((".", ";")) for one in listed)
    return listed if is_list and works >= MOST_WORKS * len(listed) else []


def paragraph_titles(leaves: Sequence[Leaf]) -> frozenset[int]:
    """The paragraphs (by `id`) that title those behind them, all marks being lost: several short
    ones that end no sentence, among paragraphs that do."""
    if any(leaf.kind != "paragraph" for leaf in leaves):
        return frozenset()
    titles = [leaf for leaf in leaves if _may_title(leaf)]
    if len(titles) < MIN_TITLES or leaves[0] is not titles[0] or leaves[-1] is titles[-1]:
        return frozenset()
    ids = {id(leaf) for leaf in titles}
    follow = any(id(one) in ids and id(other) in ids for one, other in pairwise(leaves))
    rest = [leaf for leaf in leaves if id(leaf) not in ids]
    are_sentences = all(leaf.text.endswith((".", ";")) for leaf in rest)
    return frozenset(ids) if are_sentences and not follow else frozenset()


def _may_title(leaf: Leaf) -> bool:
    is_short = len(leaf.text.split()) <= MAX_WORDS_OF_SENTENCE
    return is_short and leaf.text[-1:].isalpha() and read_field(leaf.text) is None


def under_titles(leaves: Sequence[Leaf]) -> frozenset[int]:
    """The paragraphs (by `id`) that points title so."""
    found: set[int] = set()
    for index, leaf in enumerate(leaves):
        found.update(map(id, titled_paragraphs(leaf, leaves[index + 1 :])))
    return frozenset(found)


def _is_short_title(text: str) -> bool:
    """ "- Phòng Kinh tế:", and no sentence that announces ("- Làm tốt các việc sau:")."""
    return len(text.split()) <= MAX_WORDS_OF_BULLET and contains(text, "list_openings") is None


def _is_title(text: str, context: Context) -> bool:
    """One short clause that does not say who, nor, if it ends like a sentence, when."""
    return _is_clause(text, context) and not (_ends_sentence(text) and stated_in(text, context))


def _is_clause(text: str, context: Context) -> bool:
    if len(text.split()) > (MAX_WORDS_OF_SENTENCE if _ends_sentence(text) else MAX_WORDS):
        return False
    return not _INNER_END.search(text) and not subject_of(text, context.level)[0]


def _ends_sentence(text: str) -> bool:
    return not text[-1:].isalnum()
