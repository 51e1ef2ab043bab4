"""Lines that a copy ran together: a title behind the word that names the type ("QUYẾT ĐỊNH Về việc
…"), the first point of a list behind its heading ("II. NHIỆM VỤ 1. Tuyên truyền …" over "2. …"),
points that words count in one paragraph ("Thứ nhất, … Thứ hai, …")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from kehoach.ingest.model import FlowItem, Line
from kehoach.parsers.flat_text import part_flat_text
from kehoach.parsers.items.words.beginnings import begins, begins_duty, counted_openings
from kehoach.parsers.items.works.matter_cards import MAX_LINES, opens_printed_card
from kehoach.parsers.layout.marks import Mark, Rank, read_mark
from kehoach.parsers.words import document_type
from kehoach.patterns import compile_regex

MAX_TYPE_WORDS = 4
"""Of the words that name a type."""
MAX_HEADING_WORDS = 40
MIN_COUNTED = 2
"""So many points that words count are a list."""
MAX_BARE_WORDS = 8
"""Of a heading that has neither a number nor a colon."""
AHEAD = 60
"""Lines in which the second point of a list follows the first."""
_SMALL_TITLE = compile_regex(r"\p{Lu}\p{Ll}")
_FIRST_POINT = compile_regex(r"(?<=[\p{L}\d:;.)”\"])\s+(?=(?:1\.|1\)|a\)|a\.)\s+[\p{Lu}“\"])")
_ARTICLE = compile_regex(r"\s+(?=(?:Điều|ĐIỀU)\s+\d{1,3}\s*[.:]\s)")
_GLUED_BULLET = compile_regex(r"(?<=[\p{L}\d)][.;])[-–]\s+(?=\p{Lu})")
_SECOND = {"1": "2", "a": "b"}


def part_type_and_title(head: Sequence[FlowItem]) -> list[FlowItem]:
    """The head of a paper with the title on a line of its own, where small letters go on with it
    behind the type; what stands behind the first line that names a type stays."""
    for index, item in enumerate(head):
        if document_type(item.text if isinstance(item, Line) else "") is not None:
            break
        parted = _title_behind_type(item) if isinstance(item, Line) else None
        if parted is not None:
            return [*head[:index], *parted, *head[index + 1 :]]
    return list(head)


def _title_behind_type(line: Line) -> tuple[Line, Line] | None:
    words = line.text.split()
    for count in range(min(MAX_TYPE_WORDS, len(words) - 1), 1, -1):
        name, title = " ".join(words[:count]), " ".join(words[count:])
        if not _SMALL_TITLE.match(title) or read_mark(title) is not None:
            continue
        if document_type(name) is not None:
            return _cut(line, name, title)
    return None


def part_headings_and_points(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """The flow with the first point of a list on a line of its own, where it stands behind the
    heading and the second one opens a line below."""
    flow = [piece for index in range(len(flow)) for piece in _of_flat_text(flow, index)]
    parted: list[FlowItem] = []
    for index, item in enumerate(flow):
        following = flow[index + 1 : index + 1 + AHEAD]
        for piece in _pieces(item, following) if isinstance(item, Line) else ():
            parted += [point for bullet in _bullets(piece) for point in _counted(bullet)]
        parted += [] if isinstance(item, Line) else [item]
    return parted


def _of_flat_text(flow: Sequence[FlowItem], index: int) -> Sequence[FlowItem]:
    """A line of the flow in its parts; a card's matter ("- Nội dung: … 1. Tình hình; 2. Vướng mắc")
    is one thing with its list."""
    item = flow[index]
    if not isinstance(item, Line):
        return (item,)
    parted = part_flat_text(item)
    if len(parted) == 1:
        return parted
    below = flow[index : index + MAX_LINES]
    is_card = opens_printed_card([one.text for one in below if isinstance(one, Line)])
    return (item,) if is_card else parted


def _bullets(line: Line) -> list[Line]:
    """A bullet, parted before each further one that a copy glued to the end of its sentence ("- Lập
    02 chốt trước ngày 20/8/2031.- Cấp vôi bột.")."""
    mark = None if line.words else read_mark(line.text)
    if mark is None or mark.rank != Rank.BULLET:
        return [line]
    begins_at = [0, *(match.start() for match in _GLUED_BULLET.finditer(line.text))]
    ends_at = [*begins_at[1:], len(line.text)]
    return [
        replace(line, text=line.text[begin:end].rstrip(), offset=line.offset + begin)
        for begin, end in zip(begins_at, ends_at, strict=True)
    ]


def _counted(line: Line) -> list[Line]:
    """A line, parted before "Thứ hai, …" and what is counted further, where it counts from the
    first on; words before "Thứ nhất, …" are parted from it where they announce it."""
    found = [] if line.words else list(counted_openings().finditer(line.text))
    if len(found) < MIN_COUNTED or begins(found[0][0], "first_counts") is None:
        return [line]
    if read_mark(line.text) or not all(_says_what_is_done(line.text, match) for match in found):
        return [line]
    places = [match.start() for match in found]
    is_announced = line.text[: places[0]].rstrip().endswith(":")
    begins_at = [0, *places[not is_announced :]]
    pairs = zip(begins_at, [*begins_at[1:], len(line.text)], strict=True)
    return [
        replace(line, text=line.text[begin:end].rstrip(), offset=line.offset + begin)
        for begin, end in pairs
    ]


def _says_what_is_done(text: str, count: regex.Match[str]) -> bool:
    """Does somebody, or what he does, stand behind a count ("Thứ hai, Công an xã …", but "thứ hai,
    ông Tư")?"""
    act = text[count.end() :].lstrip()
    return act[:1].isupper() or begins_duty(act)


def _pieces(line: Line, following: Sequence[FlowItem]) -> Iterator[Line]:
    """A line, parted before each first point whose list goes on below."""
    rest = line
    while pair := _heading_and_article(rest) or _heading_and_point(rest, following):
        heading, rest = pair
        yield heading
    yield rest


def _heading_and_article(line: Line) -> tuple[Line, Line] | None:
    """A chapter ("Chương II QUẢN LÝ …"), or the word of a decision, and the article behind it."""
    match = None if line.words else _ARTICLE.search(line.text)
    if match is None:
        return None
    heading = line.text[: match.start()]
    mark = read_mark(heading)
    is_chapter = mark is not None and mark.rank == Rank.PART and mark.rest.isupper()
    is_word = document_type(heading) is not None and heading.endswith(":")
    return _cut(line, heading, line.text[match.end() :]) if is_chapter or is_word else None


def _heading_and_point(line: Line, following: Sequence[FlowItem]) -> tuple[Line, Line] | None:
    """A heading, or a sentence that ends in a colon, and the first point behind it."""
    if line.words:
        return None
    mark = read_mark(line.text)
    for match in _FIRST_POINT.finditer(line.text):
        heading, point = line.text[: match.start()], line.text[match.end() :]
        first = read_mark(point)
        if first is None or len(heading.split()) > MAX_HEADING_WORDS:
            return None
        if not (_is_heading(heading) if mark is None else read_mark(heading)):
            continue
        above = first.rank - 1 if mark is None else mark.rank
        if first.rank > above and _goes_on(first, above, following=following):
            return _cut(line, heading, point)
    return None


def _is_heading(text: str) -> bool:
    """Does a text without a number title a list, or open one with a colon?"""
    is_short = len(text.split()) <= MAX_BARE_WORDS
    return text.endswith(":") or (is_short and text[:1].isupper() and text[-1:].isalpha())


def _goes_on(first: Mark, above: int, following: Sequence[FlowItem]) -> bool:
    """Does the second point of the list open a line, before the next mark like the heading's?"""
    for item in following:
        mark = read_mark(item.text) if isinstance(item, Line) else None
        if mark is None or not mark.number:
            continue
        if mark.rank <= above:
            return False
        if mark.rank == first.rank:
            return mark.number == _SECOND.get(first.number or "")
    return False


def _cut(line: Line, before: str, behind: str) -> tuple[Line, Line]:
    offset = line.offset + len(line.text) - len(behind)
    return replace(line, text=before), replace(line, text=behind, offset=offset)
