"""The list of recipients that no heading announces ("Nơi nhận:"): the last points of a paper, up to
where it is filed ("- Lưu: VT."), below its last sentence; whoever signs may stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from kehoach.ingest.model import FlowItem, Grid, Line
from kehoach.normalize.legal.references import find_references
from kehoach.normalize.times.rules import find_times
from kehoach.parsers.frames import split_columns
from kehoach.parsers.items.bodies.between_times import says_what_is_done
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.marks import is_bullet, read_mark
from kehoach.parsers.motto import spans_of_motto
from kehoach.parsers.tables.content_roles import is_known_body
from kehoach.parsers.words import (
    alternation,
    is_caption,
    is_chapter_title,
    is_one_of,
    is_person,
    is_signer_line,
    opens_with,
    opens_with_role,
    without_signed,
)
from kehoach.patterns import compile_regex

MAX_LINES = 60
"""Lines of a list of recipients, with those of who signs beside it."""
MAX_WORDS = 30
"""Of a recipient."""
MAX_WRAPPED = 3
"""Lines of one recipient below its first."""
MAX_FILING = 6
"""Words of a line of filing without its colon ("Lưu Văn phòng Đảng ủy xã")."""
FEWEST_DONE = 3
"""Words behind a body that say what it does; fewer tell why it is written to ("theo dõi")."""
FEWEST_COLUMNS = 3
"""Of a table; two columns set recipients and who signs."""
_BESIDE = compile_regex(r"(?<=[;.])\s+(?=\p{Lu})")


def unannounced_at(flow: Sequence[FlowItem], first: int) -> int | None:
    """Where from `first` on the list of recipients begins that has no heading; None where there is
    none. A list behind its heading is found by that."""
    for index in range(first, len(flow)):
        if _is_filing(flow, index):
            return _beginning(flow, first, filing=index)
    return _without_dashes_at(flow, first)


def _without_dashes_at(flow: Sequence[FlowItem], first: int) -> int | None:
    """Where a list begins whose points lost their dashes: right below the line that ends the text,
    its recipients ("Bộ Y tế;") up to where the paper is filed ("Lưu: VT."); None for none."""
    for index in range(first, len(flow)):
        item = flow[index]
        if not isinstance(item, Line) or ":" not in item.text or not _says_filing(item.text):
            continue
        for above in range(index - 1, max(first, index - MAX_LINES) - 1, -1):
            line = flow[above]
            if not isinstance(line, Line):
                break
            if ends_text(line.text):
                return None if _is_announced_below(flow, index) else above + 1
            if not line.text.rstrip().endswith(";") or len(line.text.split()) > MAX_WORDS:
                break
    return None


def _is_filing(flow: Sequence[FlowItem], index: int) -> bool:
    """Does a point tell where the paper is filed, and nothing but who signs, or a further paper,
    follow it?"""
    words = _recipient(flow[index])
    if words is None or not _says_filing(words) or _is_announced_below(flow, index):
        return False
    following = flow[index + 1] if index + 1 < len(flow) else None
    if isinstance(following, Grid):
        return not following.ruled or following.n_cols < FEWEST_COLUMNS
    if following is None:
        return True
    text = following.text
    if read_mark(text) is not None or is_chapter_title(text) or text.endswith(":"):
        return False
    return _is_of_signature(following) or text.isupper() or is_caption(text)


def _says_filing(words: str) -> bool:
    """ "Lưu: VT, VHXH", "Lưu VP", "Lưu hồ sơ."; no "Lưu hồ sơ theo quy định", which is work."""
    filing = _filing().match(words)
    if filing is None:
        return False
    is_labelled = ":" in filing[0]
    return is_labelled or (len(words.split()) <= MAX_FILING and not find_times(words))


@cache
def _filing() -> regex.Pattern[str]:
    """ "Lưu: VT, VHXH", "Lưu VP", "Lưu: Văn thư"; no "Lưu trữ hồ sơ", no "Lưu ý các thôn"."""
    opening, places = alternation("filing"), alternation("filing_places")
    records = alternation("filed_records")
    place = rf"\p{{Lu}}{{2}}|(?i:{places})\b|(?i:{records})\s*[.;]?$"
    return compile_regex(rf"(?i:{opening})\s*(?:[:;,.]\s*|\s)(?:{place})")


def _is_announced_below(flow: Sequence[FlowItem], index: int) -> bool:
    """Has the paper, before a further one begins, its list of recipients below, with its
    heading?"""
    for item in flow[index + 1 :]:
        if not isinstance(item, Line):
            continue
        if is_caption(item.text) or spans_of_motto(item.text):
            return False
        if opens_with(item.text, "recipients") is not None:
            return True
    return False


def _beginning(flow: Sequence[FlowItem], first: int, filing: int) -> int:
    """The first recipient of the list that ends with `filing`: right below the line that ends the
    text ("./."), else the first of the points above that end as recipients do and say no work."""
    points, above = _points_above(flow, first, filing)
    if isinstance(above, Line) and ends_text(above.text):
        return points[-1]
    places = range(1, len(points))
    end = next((place for place in places if not _is_listed(flow, points, place)), len(points))
    if end == len(points) and points[-1] > first and _heads_points(flow[points[-1] - 1]):
        same = (place for place in places if _is_same(flow[points[place]]))
        end = next(same, 0) + 1  # the points above are those of the heading
    return points[end - 1]


def _points_above(
    flow: Sequence[FlowItem], first: int, filing: int
) -> tuple[list[int], FlowItem | None]:
    """The places of the points up from `filing` that may be recipients, and what stands above."""
    top = filing
    points = [filing]
    wrapped = 0
    for index in range(filing - 1, max(first, filing - MAX_LINES) - 1, -1):
        item = flow[index]
        if not isinstance(item, Line) or ends_text(item.text):
            break
        words = _recipient(item)
        if words is not None:
            if len(words.split()) > MAX_WORDS or (wrapped and _is_ended(words)):
                break
            points.append(index)
        elif wrapped > MAX_WRAPPED or _is_no_rest(item.text):
            break
        wrapped = 0 if words is not None else wrapped + (not _is_of_signature(item))
        top = index
    return points, flow[top - 1] if top > 0 else None


def _is_no_rest(text: str) -> bool:
    """Is a line no rest of a point, but a heading?"""
    return read_mark(text) is not None or opens_with(text, "recipients") is not None


def _heads_points(item: FlowItem) -> bool:
    """Do the points below a line belong to it: does it announce them, or is it a numbered heading
    that names a body ("1. Phòng Kinh tế")?"""
    if not isinstance(item, Line) or opens_with(item.text, "recipients") is not None:
        return False
    if item.text.rstrip().endswith(":"):
        return True
    mark = read_mark(item.text)
    return mark is not None and not is_bullet(mark) and is_known_body(mark.rest.strip(" ."))


def _is_same(item: FlowItem) -> bool:
    """ "Như trên;"."""
    return is_one_of((_recipient(item) or "").strip(" ;"), "same_recipients")


def _is_listed(flow: Sequence[FlowItem], points: Sequence[int], place: int) -> bool:
    """Does a point end as one of a list does, with its semicolon or without a sign, or say what
    only recipients say ("Như trên."), and no work?"""
    lines = flow[points[place] : points[place - 1]]
    first = _recipient(lines[0]) or ""
    parts = [split_columns(line)[0] for line in lines[1:] if isinstance(line, Line)]
    words = [first, *(part.text for part in parts if not _signs(part.text))]
    if _is_same(lines[0]):
        return True
    return not words[-1].rstrip().endswith((".", ":")) and not _is_work(" ".join(words))


def _is_work(words: str) -> bool:
    """Does a point say what is done: open with a verb, or with a body and its verb, or name a time?
    "Thường trực Đảng ủy", "Phòng Kinh tế theo dõi", "Các đại biểu dự họp ngày 05/3" name only
    bodies and persons."""
    if begins(words, "recipients_like_verbs") is not None:
        return False
    _, done = subject_of(words, None)
    if begins(done, "deeds_of_recipients", "marks_of_recipients") is not None:
        return False
    does = len(done.split()) >= FEWEST_DONE and says_what_is_done(done)
    return does or begins_duty(words) or _names_time(words)


def _names_time(words: str) -> bool:
    """Does a point name a time that is no cited paper's, and no name's ("Trường THCS 30/4")?"""
    if find_references(words):
        return False
    times = find_times(words)
    return any(
        time.year is not None or _before_time().search(words, 0, time.begin) for time in times
    )


@cache
def _before_time() -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\p{{L}})(?i:{alternation('time_openings')})\s*$")


def _is_ended(words: str) -> bool:
    return words.rstrip().endswith((";", "."))


def ends_text(text: str) -> bool:
    """Does a line end with the mark that ends an official text ("./.")?"""
    return text.rstrip().endswith(("./.", "./", "/."))


def _recipient(item: FlowItem) -> str | None:
    """The words of a point without who stands beside it; None for what is no point."""
    if not isinstance(item, Line):
        return None
    mark = read_mark(split_columns(item)[0].text)
    if mark is None or not is_bullet(mark):
        return None
    ends = (match for match in _BESIDE.finditer(mark.rest))
    cut = next((end for end in ends if _signs(mark.rest[end.end() :])), None)
    return mark.rest if cut is None else mark.rest[: cut.start()]


def _is_of_signature(line: Line) -> bool:
    return all(_signs(part.text) for part in split_columns(line))


def _signs(part: str) -> bool:
    """Is it whose capacity, for whom somebody signs, the name, or that it is signed?"""
    if opens_with(part, "recipients") is not None:
        return False
    return (
        is_signer_line(part)
        or opens_with_role(part)
        or is_person(part)
        or part.startswith("(")
        or not without_signed(part)
    )
