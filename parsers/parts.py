"""The flow of a paper -> its parts: letterhead, title, preamble, body, closing, appendices.

A decision that carries a plan ("Điều 1. Ban hành kèm theo …", then KẾ HOẠCH) is one document: the
letterhead and the signature are the decision's, title and body the plan's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kehoach.ingest.model import FlowItem, Grid, Line, lines_of
from kehoach.parsers.annex import read_annex
from kehoach.parsers.bare_table import read_bare_table
from kehoach.parsers.body_openings import are_headlines, is_long_sentence, opens_body
from kehoach.parsers.calendars.openings import opens_entry
from kehoach.parsers.carried_plans import (
    LINES_TO_CHAPTER,
    is_of_end,
    issues_plan,
    with_lost_title,
)
from kehoach.parsers.closing import closing_at, closing_end, text_of
from kehoach.parsers.damaged_type import bears_kind, with_type_by_sign, with_whole_type
from kehoach.parsers.first_lines import first_card_at, with_announcement
from kehoach.parsers.flattened.asked import read_headless, split_regions
from kehoach.parsers.frames import columns_of, open_frames
from kehoach.parsers.head_columns import columns_apart
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.layout.paragraphs import ATTACHED, Paragraph, to_paragraphs, unfold
from kehoach.parsers.letter_subject import is_addressed, part_subject, stands_behind_letter
from kehoach.parsers.one_line import part_one_line
from kehoach.parsers.preamble import Item, split_preamble
from kehoach.parsers.run_together import part_headings_and_points, part_type_and_title
from kehoach.parsers.scraps import part_scraps
from kehoach.parsers.site_frame import part_site
from kehoach.parsers.small_type import with_announced_type, with_small_title
from kehoach.parsers.tables.borderless import find_borderless
from kehoach.parsers.title import read_decider, read_title
from kehoach.parsers.told_notices import line_below_teller, with_plain_title, with_told_type
from kehoach.parsers.words import (
    DECISION,
    after_type,
    contains,
    document_type,
    is_caption,
    is_plan_type,
    opens_with,
    raw_phrases,
    says_number,
)
from kehoach.patterns import compile_regex
from kehoach.schema.kinds import is_calendar

LINES_ABOVE_MOTTO = 4
"""Lines of bodies and number that may stand over the motto, column after column."""
MAX_HEAD = 60
"""A title stands among the first items of a paper, or it has none."""
_NUMBER_OF_PAPER = compile_regex(
    r"(?:SỐ\s*:?\s*)?\d+[a-z]?(?:/\d{4})?\s*[-/]\s*\p{Lu}[\p{Lu}\d/-]+"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A paper taken apart. `head` and `closing` are lines, column by column; `appendix` is the flow
    behind it; the rest paragraphs and grids. `about` is the own title of a decision that carries
    the plan, `decider` the line of a decision that tells who decides; `site` the lines that a web
    site printed around the paper; `attached` those of "(Kèm theo …)" of an appendix that is a file
    of its own; `page_numbers` those behind the signature. `is_told`: a sentence alone says whose
    paper it is, no letterhead."""

    kind: str | None
    body: tuple[Item, ...]
    closing: tuple[Line, ...]
    appendix: tuple[FlowItem, ...]
    head: tuple[Line, ...] = ()
    about: tuple[Paragraph, ...] = ()
    decider: tuple[Paragraph, ...] = ()
    title: tuple[Paragraph, ...] = ()
    preamble: tuple[Paragraph, ...] = ()
    site: tuple[Line, ...] = ()
    attached: tuple[Line, ...] = ()
    page_numbers: tuple[Line, ...] = ()
    is_told: bool = False


def take_apart(flow: Sequence[FlowItem], *, may_be_told: bool = True) -> Parts:
    """The flow of a document -> its `Parts`. Nothing is dropped: every line is in exactly one part,
    save the word that names the type of document and the state's motto. `may_be_told`: a sentence
    may say which office a notice without its letterhead is of."""
    site = part_site(open_frames(columns_apart(part_one_line(flow))))
    parts = _take_apart(part_headings_and_points(with_plain_title(site.paper)), may_be_told)
    numbers, notes, appendix = part_scraps(parts.appendix)
    footnotes = tuple(replace(note, footnote=True, mark=None) for note in notes)
    return replace(
        parts,
        body=parts.body + footnotes,
        appendix=appendix,
        site=site.above + site.below,
        page_numbers=numbers,
    )


def _take_apart(flow: Sequence[FlowItem], may_be_told: bool) -> Parts:
    above = flow[: _letterhead_at(flow)]
    if _is_table_above(above):
        parts = _of_paper(flow[len(above) :], may_be_told)
        return replace(parts, appendix=(*above, *parts.appendix))
    return _of_paper(flow, may_be_told)


def _letterhead_at(flow: Sequence[FlowItem]) -> int:
    """Where the letterhead with the motto begins: 0 where none is found before a paper's type."""
    motto = next((index for index, item in enumerate(flow) if _says_motto(item)), 0)
    if any(document_type(text_of(item)) for item in flow[:motto]):
        return 0
    start = motto
    for index in range(motto - 1, max(motto - 1 - LINES_ABOVE_MOTTO, -1), -1):
        text = text_of(flow[index])
        if not (text.isupper() or says_number(text)) or opens_with(text, "annex_openings"):
            break
        start = index
    return start


def _says_motto(item: FlowItem) -> bool:
    if isinstance(item, Grid):
        return not item.ruled and any(_says_motto(line) for line in lines_of([item]))
    return opens_with(item.text, "motto") is not None or contains(item.text, "motto") is not None


def _is_table_above(above: Sequence[FlowItem]) -> bool:
    """Does a table stand above the letterhead, as such or as the loose lines of its cells?"""
    return any(isinstance(item, Grid) and item.ruled for item in above) or _is_flattened(above)


def _is_flattened(flow: Sequence[FlowItem]) -> bool:
    """Are these the cells of a table that lost its grid, header or no header?"""
    lines = [item for item in flow if isinstance(item, Line) and not item.complete]
    if not lines or len(lines) < len(flow) or any(line.words for line in lines):
        return False
    if any(region is not None for _, region in split_regions(lines)):
        return True
    return read_headless(lines) is not None


def _of_paper(flow: Sequence[FlowItem], may_be_told: bool = False) -> Parts:
    flow = [*part_type_and_title(flow[:MAX_HEAD]), *flow[MAX_HEAD:]]
    first_title = _title_at(flow[:MAX_HEAD])
    if first_title is not None and stands_behind_letter(flow[:first_title]):
        first_title = None
    if first_title is None and not any(map(is_addressed, flow[:MAX_HEAD])):
        flow = [*with_whole_type(flow[:MAX_HEAD]), *flow[MAX_HEAD:]]
        first_title = _title_at(flow[:MAX_HEAD])
    if first_title is None:
        sorts = _letter(flow) or _annex(flow) or _bare_table(flow)
        return sorts or _untitled(flow, may_be_told)
    kind = document_type(text_of(flow[first_title]))
    plan_at = _plan_carried(flow, first_title + 1, kind=kind)
    if kind == DECISION and plan_at is None:
        flow = with_lost_title(flow, first_title)
        plan_at = _plan_after(flow, first_title + 1)
    title_at = first_title if plan_at is None else plan_at
    decision = flow[first_title + 1 : title_at]
    parts = _titled(flow, title_at, kind=kind, has_decider=not decision)
    if decision:
        parts = _carried(parts, decision, lead=_lead(flow[first_title]))
    tables = tuple(item for item in flow[:first_title] if isinstance(item, Grid) and item.ruled)
    above = [item for item in flow[:first_title] if item not in tables]
    cut = _grounds_at(above)
    head = columns_of(above[:cut])
    grounds = _articles(to_items(above[cut:]))
    return replace(
        parts,
        head=head,
        preamble=(*grounds, *parts.preamble),
        body=(*tables, *parts.body),
    )


def _grounds_at(above: Sequence[FlowItem]) -> int:
    """Where the grounds begin above the title: a decision copied without its head gives them before
    "QUYẾT ĐỊNH:", a part of a paper before anything else. The end where there are none."""
    cites = (
        n
        for n, item in enumerate(above)
        if opens_with(text_of(item), "grounds_alone") or is_long_sentence(item)
    )
    return next(cites, len(above))


def _titled(flow: Sequence[FlowItem], title_at: int, kind: str | None, has_decider: bool) -> Parts:
    """The parts from the line that names the type on; its letterhead is left out."""
    end = closing_at(flow, title_at + 1)
    after = closing_end(flow, end)
    behind = flow[title_at + 1 : end]
    is_of_days = is_calendar(kind, text_of(behind[0]) if behind else None)
    until = next(
        (n for n, item in enumerate(behind) if is_of_days and opens_entry(text_of(item))), None
    )
    title, taken = read_title(behind[:until], _lead(flow[title_at]))
    start = title_at + 1 + taken
    attached = [line for line in lines_of(behind[:taken]) if ATTACHED.match(line.text)]
    decider = read_decider(flow[start:end]) if has_decider else []
    start += len(decider)
    opens = opens_entry if is_of_days else line_below_teller(flow[start:end])
    items = to_items(find_borderless(flow[start:end]), opens)
    preamble, body = ([], items) if is_of_days else split_preamble(items)
    return Parts(
        kind=kind,
        decider=tuple(to_paragraphs(decider)),
        title=tuple(to_paragraphs(title)),
        preamble=tuple(preamble),
        body=tuple(body),
        closing=columns_of(flow[end:after]),
        appendix=tuple(flow[after:]),
        attached=tuple(attached),
    )


def _carried(plan: Parts, decision: Sequence[FlowItem], lead: list[Line]) -> Parts:
    """A plan with what the decision that carries it says before it: its own title, who decides,
    its articles, its signature and its tables. `lead` is what the line of its type says of the
    title."""
    about, taken = read_title(decision, lead)
    decider = read_decider(decision[taken:])
    taken += len(decider)
    end = closing_at(decision, taken)
    after = closing_end(decision, end)
    if after == end and all(map(is_of_end, decision[end:])):
        after = len(decision)  # recipients without their title
    before = [*to_items(decision[taken:end]), *_leftover(decision[after:])]
    tables = (item for item in before if isinstance(item, Grid))
    return replace(
        plan,
        about=tuple(to_paragraphs(about)),
        decider=tuple(to_paragraphs(decider)),
        preamble=(*_articles(before), *plan.preamble),
        body=(*tables, *plan.body),
        closing=columns_of(decision[end:after]) + plan.closing,
    )


def _lead(line: FlowItem) -> list[Line]:
    """What the line that names the type says of the title itself: "KẾ HOẠCH CẢI CÁCH …"."""
    if not isinstance(line, Line):
        return []
    if is_calendar(document_type(line.text), None):
        return [line]  # its name is its title
    rest = after_type(line.text)
    return [replace(line, text=rest)] if any(map(str.isalnum, rest)) else []


def _leftover(flow: Sequence[FlowItem]) -> list[Item]:
    """What stands between a decision's signature and its plan, the plan's own letterhead left
    out."""
    rest = [item for item in flow if not _is_of_letterhead(item)]
    return to_items(rest)


def _is_of_letterhead(item: FlowItem) -> bool:
    if isinstance(item, Grid):
        return not item.ruled
    return item.text.isupper() or opens_with(item.text, "motto") is not None


def _articles(items: Sequence[Item]) -> Iterator[Paragraph]:
    """The grounds and the articles of a decision that carries a plan. Its second
    "QUYẾT ĐỊNH:" is left out."""
    for item in items:
        if isinstance(item, Paragraph) and not document_type(item.text.rstrip(":")):
            yield item


def _annex(flow: Sequence[FlowItem]) -> Parts | None:
    """An appendix that is a file of its own, None where it is none."""
    annex = read_annex(flow)
    if annex is None:
        return None
    rest = () if annex.is_flattened else annex.rest
    end = closing_at(rest, 0)
    after = closing_end(rest, end)
    return Parts(
        kind=raw_phrases("annex")[0],
        head=(*annex.above, annex.caption),
        title=tuple(to_paragraphs(annex.title)),
        body=tuple(to_items(find_borderless(rest[:end]))),
        closing=columns_of(rest[end:after]),
        appendix=tuple(rest[after:]) if rest else annex.rest,
        attached=annex.attached,
    )


def _bare_table(flow: Sequence[FlowItem]) -> Parts | None:
    """A table under its title, in a file of its own; None where the paper is none."""
    bare = read_bare_table(find_borderless(flow))
    if bare is None:
        return None
    end = closing_at(bare.rest, 1)
    after = closing_end(bare.rest, end)
    return Parts(
        kind=bare.kind,
        head=bare.above,
        title=tuple(to_paragraphs(bare.title)),
        body=tuple(to_items(bare.rest[:end])),
        closing=columns_of(bare.rest[end:after]),
        appendix=tuple(bare.rest[after:]),
        attached=bare.attached,
    )


def _untitled(flow: Sequence[FlowItem], may_be_told: bool) -> Parts:
    """No title was found, and no sign in the number tells the kind of paper: the letterhead ends
    before the first paragraph of a preamble or the first heading."""
    opened = (index for index, item in enumerate(flow[:MAX_HEAD]) if opens_body(item))
    cut = first_card_at(flow[:MAX_HEAD], with_announcement(flow, next(opened, 0)))
    if any(isinstance(item, Grid) and item.ruled for item in flow[:cut]):
        cut = 0  # a sentence below the first table opens nothing
    titled = with_small_title(flow[:MAX_HEAD])
    if titled is not None:
        return _of_paper([*titled, *flow[MAX_HEAD:]])
    signed = with_type_by_sign(flow[:cut])
    if signed is not None:
        return _of_paper([*signed, *flow[cut:]])
    announced = with_announced_type(flow[:MAX_HEAD])
    if announced is not None:
        return _of_paper([*announced, *flow[MAX_HEAD:]])
    letter = _letter_to_nobody(flow)
    if letter is not None:
        return letter
    told = with_told_type(flow[:MAX_HEAD]) if may_be_told else None
    if told is not None:
        return replace(_of_paper([*told, *flow[MAX_HEAD:]]), is_told=True)
    end = cut if _is_flattened(flow) else closing_at(flow, cut)
    after = cut if end == cut else closing_end(flow, end)
    preamble, body = split_preamble(to_items(find_borderless(flow[cut:end])))
    is_news = are_headlines(flow[:cut], flow[cut:])
    return Parts(
        kind=None,
        head=() if is_news else columns_of(flow[:cut]),
        title=tuple(to_paragraphs(list(lines_of(flow[:cut])))) if is_news else (),
        preamble=tuple(preamble),
        body=tuple(body),
        closing=columns_of(flow[end:after]),
        appendix=tuple(flow[after:]),
    )


def _title_at(flow: Sequence[FlowItem]) -> int | None:
    """The line that names the type of document. Capitals that only begin like it ("KẾ HOẠCH TRIỂN
    KHAI…") count too. Types that do not plan are words of headings, too: they stand above the
    body."""
    in_body = False
    for index, item in enumerate(flow):
        kind = document_type(text_of(item))
        is_title = is_plan_type(kind) or not in_body
        if kind is not None and is_title and not _is_cited_in_head(flow[index:]):
            return index
        in_body = in_body or opens_body(item)
    return None


def _is_cited_in_head(flow: Sequence[FlowItem]) -> bool:
    """Is the line another paper with its number, above that of this one ("ĐOÀN GIÁM SÁT THEO |
    NGHỊ QUYẾT 88/NQ-HĐND | Số: 26/KH-ĐGS")?"""
    if _NUMBER_OF_PAPER.fullmatch(after_type(text_of(flow[0]))) is None:
        return False
    below = flow[1 : 1 + LINES_ABOVE_MOTTO]
    return any(says_number(line.text) for line in lines_of(below))


def _plan_carried(flow: Sequence[FlowItem], first: int, kind: str | None) -> int | None:
    """The title line of the plan that a paper of this kind carries, from `first` on. A resolution
    has works of its own as well: it carries one where an article issues it ("Điều 1. Ban hành kèm
    theo Nghị quyết này Chương trình …"), not where it bids somebody to make one, and "(Kèm theo …)"
    stands under its title."""
    if kind == DECISION:
        return _plan_after(flow, first)
    if kind not in raw_phrases("carriers"):
        return None
    place = _plan_after(flow, first)
    if place is None or not issues_plan(flow[first:place]):
        return None
    below = lines_of(flow[place + 1 : place + 1 + LINES_TO_CHAPTER])
    return place if any(ATTACHED.match(line.text) for line in below) else None


def _plan_after(flow: Sequence[FlowItem], first: int) -> int | None:
    """The title line of the plan that a decision carries: behind its articles, where it has
    any."""
    articles = (index for index in range(first, len(flow)) if _is_article(flow[index]))
    for index in range(next(articles, first), len(flow)):
        text = text_of(flow[index])
        kind = document_type(text)
        if kind in (None, DECISION):
            continue
        if is_plan_type(kind) or (is_caption(text) and contains(text, "carried_types")):
            return index
    return None


def _is_article(item: FlowItem) -> bool:
    mark = read_mark(text_of(item))
    return mark is not None and mark.rank == Rank.ARTICLE


# --- letters: no type, but somebody they are written to -------------------------------------------


def _letter(flow: Sequence[FlowItem]) -> Parts | None:
    """A letter ("Số: …", "V/v …", "Kính gửi: …"), None when it is none. Whom it is written to opens
    its preamble."""
    cut = next((i for i, item in enumerate(flow[:MAX_HEAD]) if is_addressed(item)), None)
    if cut is None or any(opens_body(item) for item in flow[:cut]):
        return None
    return _letter_from(flow, cut)


def _letter_to_nobody(flow: Sequence[FlowItem]) -> Parts | None:
    """A letter of which a copy lost whom it is written to: a number of its own, and "V/v …" under
    it; None where the head has not both."""
    head = [item for item in flow[:MAX_HEAD] if isinstance(item, Line)]
    number = next((at for at, line in enumerate(head) if says_number(line.text)), None)
    if number is None or number > LINES_ABOVE_MOTTO or bears_kind(head[number].text):
        return None
    below = head[number + 1 : number + 1 + LINES_ABOVE_MOTTO]
    about = next((line for line in below if opens_with(line.text, "subject_openings")), None)
    if about is None:
        return None
    behind = flow.index(about) + 1
    ends = (at for at, item in enumerate(flow[behind:MAX_HEAD], behind) if _stands_apart(item))
    cut = next(ends, None)
    return _letter_from(flow, cut) if cut is not None else None


def _stands_apart(item: FlowItem) -> bool:
    """Does a line stand behind a blank one, or begin the body?"""
    return isinstance(item, Line) and (bool(item.gap) or opens_body(item))


def _letter_from(flow: Sequence[FlowItem], cut: int) -> Parts:
    """A letter whose letterhead ends before some line."""
    head, subject = part_subject(columns_of(flow[:cut]))
    end = closing_at(flow, cut + 1)
    after = closing_end(flow, end)
    preamble, body = split_preamble(to_items(find_borderless(flow[cut:end])))
    return Parts(
        kind=raw_phrases("letter")[0],
        head=tuple(head),
        title=tuple(to_paragraphs(subject)),
        preamble=tuple(preamble),
        body=tuple(body),
        closing=columns_of(flow[end:after]),
        appendix=tuple(flow[after:]),
    )


def to_items(flow: Sequence[FlowItem], opens: Callable[[str], bool] | None = None) -> list[Item]:
    """Flow -> paragraphs and ruled grids; unruled grids become lines again. `opens` tells lines
    with which a paragraph begins (`to_paragraphs`)."""
    unfolded: list[Line | Grid] = []
    for item in flow:
        if isinstance(item, Grid) and not item.ruled:
            unfolded.extend(unfold(item))
        else:
            unfolded.append(item)
    items: list[Item] = []
    for is_grid, run in groupby(unfolded, key=lambda item: isinstance(item, Grid)):
        if is_grid:
            items.extend(item for item in run if isinstance(item, Grid))
        else:
            lines = [item for item in run if isinstance(item, Line)]
            items.extend(to_paragraphs(lines, opens))
    return items
