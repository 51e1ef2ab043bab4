"""A crawled page: what its site prints above and below the paper is no part of it.

A site sets menus and a card ("Tình trạng: Còn hiệu lực", "Ngày đăng: …") above the letterhead, and
an imprint below the signature. Its words (words.yaml) are only looked for there: a plan may well
speak of a "Cổng thông tin điện tử".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import regex

from kehoach.ingest.model import FlowItem, Grid, Line, lines_of
from kehoach.normalize.times.dates import parse_issue_line
from kehoach.parsers.layout.marks import PICTURES, Rank, read_mark
from kehoach.parsers.mail_frame import farewell_at, first_behind_mail
from kehoach.parsers.site_card import open_card
from kehoach.parsers.told_notices import telling_at
from kehoach.parsers.words import (
    alternation,
    contains,
    document_type,
    is_caption,
    is_one_of,
    is_signer_line,
    opens_with,
    says_number,
)
from kehoach.patterns import compile_regex

MAX_ABOVE = 60
"""Items among which the letterhead of a crawled page begins."""
POSTED_BY = 2
"""Items at the head of a post: who posted it, and when."""
MAX_MENU_WORDS = 14
"""Words of a line of a menu, or of the site's own heading over a paper."""
_POSTED = compile_regex(
    r"(?:(?:Thứ\s+\p{L}+|Chủ\s+nhật)\s*[,-]?\s*)?(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
    r"(?:[\s,|-]*\d{1,2}[:hg]\d{2}(?::\d{2})?)?(?:\s*\(?GMT\s*[+-]\d+\)?)?(?:\s+\d{1,7})?",
    regex.IGNORECASE,
)
_POSTED_TO = compile_regex(
    rf"\d{{1,2}}\s+tháng\s+\d{{1,2}},\s+\d{{4}}(?:\s+lúc\s+\d{{1,2}}:\d{{2}})?"
    rf"\s*·(?:\s*{PICTURES})?",
    regex.IGNORECASE,
)
"""When, and to whom, a post was shown, under the name of who posted it."""
_PARTS = compile_regex(r"\s*[|»>•·]\s*")


class Parted(NamedTuple):
    """A flow taken apart: the site's lines above the paper, the paper, the site's lines below."""

    above: tuple[Line, ...]
    paper: tuple[FlowItem, ...]
    below: tuple[Line, ...]


def part_site(flow: Sequence[FlowItem]) -> Parted:
    """The flow of a page -> the paper, and what a site printed around it."""
    flow = open_card(flow)
    mail = first_behind_mail(flow)
    first = mail or _first_of_paper(flow[:MAX_ABOVE])
    last = _before_comments(flow, _last_of_paper(flow, first), first=first)
    if mail:
        last = farewell_at(flow[:last], first) or last
    paper = list(flow[first:last])
    posted = [item for item in paper[: _telling_at(paper)] if _says_when_posted(item)]
    posted += [item for item in paper[:POSTED_BY] if is_post_line(item) and item not in posted]
    return Parted(
        above=tuple(lines_of([*flow[:first], *posted])),
        paper=tuple(item for item in paper if item not in posted),
        below=tuple(lines_of(flow[last:])),
    )


# --- above ----------------------------------------------------------------------------------------


def _first_of_paper(flow: Sequence[FlowItem]) -> int:
    """Where the paper begins: behind the last line of the site that stands above its letterhead (of
    a copy without one: above its title)."""
    body = next((index for index, item in enumerate(flow) if _is_of_body(item)), len(flow))
    mottos = (index for index, item in enumerate(flow[:body]) if _has_motto(item))
    titles = (index for index, item in enumerate(flow[:body]) if _is_title(item))
    letters = (index for index, item in enumerate(flow[:body]) if _is_addressed(item))
    named = next(mottos, next(titles, next(letters, 0)))
    if not named:
        return _behind_path(flow[: _telling_at(flow)])
    above = range(named)
    sites = [index for index in above if _is_of_site(flow[index], "site_above")]
    sites += [index for index in above if _says_when_posted(flow[index])]
    sites += _contacts(flow[:named])
    if not sites:
        return 0
    first = max(sites) + 1
    while first < named and _goes_on(flow[first]):
        first += 1
    return first


def _telling_at(flow: Sequence[FlowItem]) -> int:
    """Where the sentence stands by which an office tells a notice that has no letterhead; 0 where
    none is."""
    return telling_at(flow) or 0


def _behind_path(above: Sequence[FlowItem]) -> int:
    """How many lines a site, or a loudspeaker, sets over the title of such a notice ("Trang chủ >
    Thông báo", "Bài đọc trên đài truyền thanh")."""
    count = 0
    while count < len(above) and (
        _is_of_site(above[count], "site_above")
        or _says_when_posted(above[count])
        or any(is_one_of(line.text, "kinds_of_posts") for line in lines_of([above[count]]))
    ):
        count += 1
    return count


def _says_when_posted(item: FlowItem) -> bool:
    """ "17/05/2027", "04/10/2027 09:15:22   146", "Ngày đăng: 02/03/2027 | Lượt xem: 41"."""
    if not isinstance(item, Line):
        return False
    if _POSTED.fullmatch(item.text) is not None:
        return True
    return _is_of_site(item, "site_above") and any(map(str.isdecimal, item.text))


def is_post_line(item: FlowItem) -> bool:
    """ "23 tháng 6, 2031 · 🌐"."""
    return isinstance(item, Line) and _POSTED_TO.fullmatch(item.text) is not None


def _is_of_body(item: FlowItem) -> bool:
    """The grounds, or a numbered heading or item: behind it no letterhead of the paper follows."""
    if isinstance(item, Grid):
        return False
    mark = read_mark(item.text)
    is_numbered = mark is not None and mark.rank < Rank.BULLET
    return is_numbered or opens_with(item.text, "grounds") is not None


def _has_motto(item: FlowItem) -> bool:
    return any(contains(line.text, "motto") is not None for line in lines_of([item]))


def _is_title(item: FlowItem) -> bool:
    return isinstance(item, Line) and document_type(item.text) is not None


def _is_addressed(item: FlowItem) -> bool:
    return isinstance(item, Line) and opens_with(item.text, "addressee_openings") is not None


def _contacts(above: Sequence[FlowItem]) -> list[int]:
    """Which items tell how the site is reached ("Địa chỉ: …", "Điện thoại: …"). A school prints
    that, too, under its name: then it is of the letterhead."""
    bodies = [index for index, item in enumerate(above) if _is_in_capitals(item)]
    contacts: list[int] = []
    for index, item in enumerate(above):
        is_contact = isinstance(item, Line) and opens_with(item.text, "contact_labels") is not None
        is_of_body = any(body < index for body in bodies)
        if is_contact and (not is_of_body or any(body > index for body in bodies)):
            contacts.append(index)
    return contacts


def _is_in_capitals(item: FlowItem) -> bool:
    return isinstance(item, Line) and item.text.isupper() and not _is_of_site(item, "site_above")


def _is_of_site(item: FlowItem, key: str) -> bool:
    """Does a line, or a part of it behind a bar, open with words of a site?"""
    if isinstance(item, Grid):
        return any(opens_with(line.text, key) for line in lines_of([item]))
    return any(opens_with(part, key) for part in _PARTS.split(item.text) if part)


def _goes_on(item: FlowItem) -> bool:
    """Is it one more line of a menu: a few words in small letters that say nothing of a paper?"""
    if isinstance(item, Grid):
        return False
    text = item.text
    if text.isupper() or says_number(text) or parse_issue_line(text) is not None:
        return False
    return len(text.split()) <= MAX_MENU_WORDS and not opens_with(text, "subject_openings")


# --- below ----------------------------------------------------------------------------------------


def _last_of_paper(flow: Sequence[FlowItem], first: int) -> int:
    """Where the site's lines below the signature begin; the end of the flow where something of the
    paper follows them (a table, a caption)."""
    signed = [index for index in range(first, len(flow)) if _signs(flow[index])]
    if not signed:
        return _first_of_links(flow, first)
    start = signed[-1] + 1
    for index in range(start, len(flow)):
        item = flow[index]
        if _is_of_paper(item):
            return _last_of_paper_behind(flow, index + 1)
        if _is_of_site(item, "site_below") and not _may_be_recipient(item):
            return index if not any(map(_is_of_paper, flow[index:])) else len(flow)
    return len(flow)


def _first_of_links(flow: Sequence[FlowItem], first: int) -> int:
    """Where the links to other texts begin under a paper that nobody signed ("Các tin khác"), and
    what the site says of the text above them; the end of the flow where something of the paper
    follows."""
    for index in range(first + 1, len(flow)):
        item = flow[index]
        if isinstance(item, Line) and is_one_of(item.text, "links_below"):
            if any(map(_is_of_paper, flow[index:])):
                return len(flow)
            return _over_credits(flow, index, first)
    return _over_credits(flow, len(flow), first)


def _before_comments(flow: Sequence[FlowItem], last: int, first: int) -> int:
    """Before the line under a post that counts what others did with it: below it they comment."""
    for index in range(first + 1, last):
        if _counts_reactions(flow[index]) and not any(map(_is_of_paper, flow[index:last])):
            return _over_credits(flow, index, first)
    return last


LONGEST_REACTIONS = 200
"""Letters of such a line."""


def _counts_reactions(item: FlowItem) -> bool:
    """ "126   18 bình luận   44 lượt chia sẻ", "Thích    Bình luận    Chia sẻ"."""
    if not isinstance(item, Line) or len(item.text) > LONGEST_REACTIONS:
        return False
    return _reactions().fullmatch(item.text) is not None


@cache
def _reactions() -> regex.Pattern[str]:
    count = rf"(?:{PICTURES}|[\d.,]+[KkNn]?|[·▾•|])"
    told = rf"(?:{count}\s*)*(?:{alternation('reactions')})"
    return compile_regex(rf"{told}(?:\s+{told}){{1,5}}(?:\s*{count})*", regex.IGNORECASE)


def _over_credits(flow: Sequence[FlowItem], end: int, first: int) -> int:
    """Before the lines above `end` that say where the text is from, and the site's buttons."""
    while end > first + 1 and _tells_of_text(flow[end - 1]):
        end -= 1
    return end


def _tells_of_text(item: FlowItem) -> bool:
    """ "Tác giả: Ban biên tập", "Lượt xem: 12", "Ban biên tập trang tin phường", "In trang"."""
    if not isinstance(item, Line) or _may_be_recipient(item):
        return False
    if is_one_of(item.text, "buttons_below"):
        return True
    is_menu = all(len(part.split()) <= MAX_MENU_WORDS for part in _PARTS.split(item.text))
    if not is_menu or item.text.rstrip().endswith("."):
        return False
    label, colon, _ = item.text.partition(":")
    return _is_of_site(item, "site_below") or bool(colon and is_one_of(label, "credits"))


def _last_of_paper_behind(flow: Sequence[FlowItem], start: int) -> int:
    """The same behind an appendix: there only an imprint that stands at the very end counts."""
    end = len(flow)
    while end > start and _is_imprint(flow[end - 1]):
        end -= 1
    return end


def _is_imprint(item: FlowItem) -> bool:
    return isinstance(item, Line) and _is_of_site(item, "site_below")


def _may_be_recipient(item: FlowItem) -> bool:
    """The list of recipients may stand behind the signature ("- Cổng thông tin điện tử xã;")."""
    if isinstance(item, Grid):
        return False
    mark = read_mark(item.text)
    return mark is not None or item.text.endswith((";", ","))


def _signs(item: FlowItem) -> bool:
    return any(is_signer_line(line.text) for line in lines_of([item]))


def _is_of_paper(item: FlowItem) -> bool:
    """A table, the caption of an appendix, or the motto of a form in it."""
    if isinstance(item, Grid):
        return item.ruled or not _is_of_site(item, "site_below")
    return is_caption(item.text) or contains(item.text, "motto") is not None
