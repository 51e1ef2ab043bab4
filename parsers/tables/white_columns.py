"""Columns of a table without ruled lines that little white parts, and where such a table ends.

Between two columns white reaches down the whole table, however narrow it is: in no line below a
heading a word stands across it. That is what tells "TT | Chương trình" from two words of a heading.
(White rectangles as the parts of a page: T. M. Breuel, "Two Geometric Algorithms for Layout
Analysis", DAS 2002; edges of columns from the text alone: A. Nurminen, "Algorithmic Extraction of
Data in Tables in PDF Documents", Tampere 2013, on which Tabula and Camelot build.) A table ends
where lines run on over its columns, and none that keeps to them follows soon.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from statistics import median

from kehoach.ingest.model import Line, Word
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.patterns import compile_regex

GAP = 5.0
"""Words nearer than this (points) belong to one heading, unless the lines below say otherwise;
cells mostly keep twice a margin of about this between them."""
THIN = 1.0
"""Points: even cells that nearly touch leave so much between them."""
TORN = 0.5
"""Points; some files print a word in pieces that are nearer than this."""
CROSSED = 0.1
"""In so small a share of the lines below a word may stand across the white between two columns."""
FEWEST_BESIDE = 2
"""So many lines below have words on either side of it."""
STEP = 0.5
"""Points; in such steps the white between two headings is searched."""
MARGIN = 0.5
"""Points about a word that count as covered."""
EVEN = 1.7
"""The blanks of a justified line are not wider than this, of their median."""
FAR = 40.0
"""Points: no blank of a sentence is as wide, however evenly its words are set."""
INDENT = 12.0
"""Points: a line that begins farther right does not begin with the first column."""
FEWEST_WORDS = 4
"""With fewer a line may be the rest of any cell."""
FEWEST_COUNTED = 3
"""Numbers of rows that tell how a table counts, and where."""
MOST_TITLE_LINES = 4
"""Lines that run on over the columns are a title of a group when so few stand together."""

_STOPS = compile_regex(r"[.;]$")
_COUNTS = compile_regex(r"\d{1,3}[.)]?")


def blocks_of(words: Sequence[Word], gap: float = GAP) -> list[list[Word]]:
    """Words -> blocks that no white stripe of `gap` points parts, from left to right."""
    blocks: list[list[Word]] = []
    right = 0.0
    for word in sorted(words, key=lambda word: word.box.x0):
        if blocks and word.box.x0 - right < gap:
            blocks[-1].append(word)
            right = max(right, word.box.x1)
        else:
            blocks.append([word])
            right = word.box.x1
    return blocks


def parted_by_white(blocks: Sequence[list[Word]], below: Sequence[Line]) -> list[list[Word]]:
    """Headings, each parted where the white in it goes on through the lines below."""
    parted: list[list[Word]] = []
    for block in blocks:
        own: list[list[Word]] = []
        for part in blocks_of(block, THIN):
            if own and not _are_apart(own[-1], part, below=below):
                own[-1] += part
            else:
                own.append(part)
        parted += own
    return parted


def _are_apart(left: Sequence[Word], right: Sequence[Word], below: Sequence[Line]) -> bool:
    """Do lines below have words under both, and hardly one across the white between them?"""
    start, stop = _reach(left), _reach(right)
    place = (start[1] + stop[0]) / 2
    across = sum(stands_across(line, place) for line in below)
    beside = min(_under(start, below), _under(stop, below))
    return beside >= FEWEST_BESIDE and across <= CROSSED * beside


def _reach(words: Sequence[Word]) -> tuple[float, float]:
    return min(word.box.x0 for word in words), max(word.box.x1 for word in words)


def _under(reach: tuple[float, float], below: Sequence[Line]) -> int:
    """How many lines have a word between two places."""
    left, right = reach
    return sum(
        any(word.box.x0 < right and word.box.x1 > left for word in line.words) for line in below
    )


def stands_across(line: Line, place: float) -> bool:
    """Has a line a word across a place, in one piece or in several that touch?"""
    if any(word.box.x0 < place < word.box.x1 for word in line.words):
        return True
    return any(
        left.box.x1 - TORN <= place <= right.box.x0 + TORN
        for left, right in pairwise(line.words)
        if right.box.x0 - left.box.x1 < TORN
    )


def runs_on(line: Line, edges: Sequence[float] = ()) -> bool:
    """Do the words of a line follow each other as those of a sentence do, over the edges of columns
    if any are known? Behind the mark of a heading or of a point the blank may be wider."""
    if edges and not any(stands_across(line, edge) for edge in edges):
        return False
    white = [right.box.x0 - left.box.x1 for left, right in pairwise(line.words)]
    blanks = [blank for blank in white if blank > THIN][1:]
    if not blanks:
        return len(line.words) < 2 or bool(edges)
    return max(blanks) < min(FAR, max(GAP, EVEN * median(blanks)))


def keeps_columns(line: Line, edges: Sequence[float] = ()) -> bool:
    """Has a line words of two columns or more, white between them, and none across their edges?"""
    if not edges:
        return len(blocks_of(line.words)) > 1 and not runs_on(line)
    if any(stands_across(line, edge) for edge in edges):
        return False
    return any(
        left.box.x1 <= edge <= right.box.x0 and right.box.x0 - left.box.x1 >= GAP
        for left, right in pairwise(line.words)
        for edge in edges
    )


def are_counted(lines: Sequence[Line], edge: float) -> bool:
    """Do numbers stand left of an edge that count from the first one on?"""
    first = (line.words[0] for line in lines if line.words and line.words[0].box.x1 <= edge)
    numbers = [int(word.text.rstrip(".)")) for word in first if _COUNTS.fullmatch(word.text)]
    return len(numbers) > 1 and all(after == before + 1 for before, after in pairwise(numbers))


def end_of_table(
    lines: Sequence[Line],
    start: int,
    edges: Sequence[float] = (),
    *,
    left: float = 0.0,
    opens_another: Callable[[int], bool] = lambda place: False,
) -> int:
    """Where a table ends whose rows begin at line `start`: before lines that run on over its
    columns, more than a title has, or with none behind them that keeps to the columns.
    Where its edges are not known, lines that begin at its `left` tell. `opens_another` tells
    whether a line is the first of another table."""
    place = start
    while place < len(lines):
        is_inside = not edges and _is_inside(lines[place], left)
        if is_inside or not runs_on(lines[place], edges):
            place += 1
            continue
        following = place + 1
        while following < len(lines) and not keeps_columns(lines[following], edges):
            following += 1
        stretch = [line for line in lines[place:following] if runs_on(line, edges)]
        begin = _above_heading(lines, place, start)
        is_text = len(stretch) > MOST_TITLE_LINES or _are_points(lines[begin], stretch)
        if following == len(lines) or is_text or opens_another(following):
            return begin
        place = following
    return len(lines)


def _above_heading(lines: Sequence[Line], place: int, start: int) -> int:
    """Where a table ends behind which text begins at `place`: before the heading of that text
    ("III. TỔ CHỨC THỰC HIỆN"), which may be no longer than a cell. The first lines of the text may
    part, by chance, where the columns do; their blanks are even, as those of a sentence are."""
    for above in range(place - 1, max(start, place - MOST_TITLE_LINES) - 1, -1):
        if _is_heading(lines[above]) or _counts_otherwise(lines, above, start):
            return above
        if not runs_on(lines[above]):
            break
    return place


def _is_heading(line: Line) -> bool:
    """Is it the heading of a chapter, and nothing beside it?"""
    mark = read_mark(line.text)
    return mark is not None and mark.rank <= Rank.ROMAN and len(blocks_of(line.words)) == 1


def _counts_otherwise(lines: Sequence[Line], place: int, start: int) -> bool:
    """ "10 | Tổng hợp, báo cáo | …" over "3. Kinh phí": is a line alone a numbered title, and no
    row of the table, since its number neither goes on with those of the rows nor stands there?"""
    line, mark = lines[place], read_mark(lines[place].text)
    is_title = mark is not None and mark.rank is Rank.DECIMAL and line.words[0].text[-1:] == "."
    if not is_title or len(line.words) < 2 or len(blocks_of(line.words)) != 1:
        return False
    if not line.words[1].text[:1].isupper() or _STOPS.search(line.text):
        return False
    counted = [own.words[0] for own in lines[start:place] if _COUNTS.fullmatch(own.words[0].text)]
    if len(counted) < FEWEST_COUNTED:
        return False
    goes_on = _number(line.words[0]) == _number(counted[-1]) + 1
    starts = [word.box.x0 for word in counted]
    is_there = min(starts) - GAP <= line.words[0].box.x0 <= max(starts) + GAP
    return not (goes_on or is_there)


def _number(word: Word) -> int:
    return int(word.text.rstrip(".)"))


def _are_points(first: Line, stretch: Sequence[Line]) -> bool:
    """Is the first line the heading of a chapter over numbered sentences, which titles are not?"""
    points = [line for line in stretch if line is not first and read_mark(line.text) is not None]
    return _is_heading(first) and any(_STOPS.search(line.text) for line in points)


def prose_within(
    lines: Sequence[Line], start: int, edges: Sequence[float]
) -> list[tuple[int, int]]:
    """The runs of lines, first and stop, among the rows of a table that are text of its own: they
    run on over its columns from the first on, and end with a full stop. A title does not."""
    found: list[tuple[int, int]] = []
    beside = [line for line in lines[start:] if _crossed(_reach(line.words), edges)]
    if 2 * sum(keeps_columns(line, edges) for line in beside) <= len(beside):
        return []  # its columns are hardly apart: any of its lines may look like text
    place = start
    while place < len(lines):
        stop = place
        while stop < len(lines) and _is_text(lines[stop], edges):
            stop += 1
        if place < stop < len(lines) and _is_rest(lines[stop], lines[stop - 1], edges):
            stop += 1
        said = lines[stop - 1].text if stop > place else ""
        if _is_whole(lines[place].text, said):
            found.append((place, stop))
        place = max(stop, place + 1)
    return found


def _is_whole(first: str, last: str) -> bool:
    """Do lines begin and end as sentences do, or as a remark in brackets?"""
    is_remark = first.startswith("(") and last.endswith(")")
    return is_remark or (first[:1].isupper() and _STOPS.search(last) is not None)


def _is_text(line: Line, edges: Sequence[float]) -> bool:
    """Do the words of a line follow each other over most edges, and is it neither bold nor
    numbered?"""
    if line.bold or read_mark(line.text) is not None or not runs_on(line):
        return False
    blocks = blocks_of(line.words)
    return sum(_crossed(_reach(block), edges) for block in blocks) > len(edges) / 2


def _crossed(reach: tuple[float, float], edges: Sequence[float]) -> int:
    """How many edges lie between two places."""
    return sum(reach[0] < edge < reach[1] for edge in edges)


def _is_rest(line: Line, above: Line, edges: Sequence[float]) -> bool:
    """Is a short line in small letters the last of a text?"""
    begins_there = abs(line.words[0].box.x0 - above.words[0].box.x0) < INDENT
    is_short = len(blocks_of(line.words)) == 1 and line.text[:1].islower()
    return begins_there and is_short and _STOPS.search(above.text) is None


def _is_inside(line: Line, left: float) -> bool:
    """A word or two, or words of another column than the first."""
    return len(line.text.split()) < FEWEST_WORDS or line.words[0].box.x0 > left + INDENT


def whitest_place(left: float, right: float, lines: Sequence[Line]) -> float:
    """Between two places: the one that the fewest lines cover with words, the middle of the widest
    such stripe."""
    steps = max(1, round((right - left) / STEP))
    places = [left + (right - left) * step / steps for step in range(steps + 1)]
    covered = _covered(places, lines)
    least = min(covered)
    stripes: list[list[float]] = [[]]
    for place, count in zip(places, covered, strict=True):
        if count == least:
            stripes[-1].append(place)
        elif stripes[-1]:
            stripes.append([])
    widest = max(stripes, key=len)
    return (widest[0] + widest[-1]) / 2


def _covered(places: Sequence[float], lines: Sequence[Line]) -> list[int]:
    """How many of the lines have a word at each of the places (ascending), with a margin.

    Each line raises the count where a run of its words begins and lowers it where the run ends;
    the running sum is what covers a place.
    """
    rises = [0] * (len(places) + 1)
    for line in lines:
        runs: list[tuple[int, int]] = []
        for word in line.words:
            first = bisect_right(places, word.box.x0 - MARGIN)
            stop = bisect_left(places, word.box.x1 + MARGIN)
            runs.append((first, stop))
        runs.sort()
        seen = 0
        for first, stop in runs:
            start = max(first, seen)
            if stop > start:
                rises[start] += 1
                rises[stop] -= 1
                seen = stop
    return list(accumulate(rises[:-1]))
