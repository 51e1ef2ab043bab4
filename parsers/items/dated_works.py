"""A paragraph in which one body is given several works, each with its own day: "Công an xã lập danh
sách trước ngày 15/11/2031. Niêm yết tại trụ sở chậm nhất ngày 30/11/2031." A task has one deadline;
read as one, the paragraph would lose all days but one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kehoach.normalize.text import capitalised
from kehoach.parsers.items.beginnings import begins, begins_duty
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.draft_times import with_time_of_opening
from kehoach.parsers.items.drafts import Draft, draft_of
from kehoach.parsers.items.phases import dated
from kehoach.parsers.items.sentence_breaks import clause_places
from kehoach.parsers.items.stated_deadlines import stated_in

KINDS = ("by", "within", "several", "recurring")
"""Times that close a work."""


def each_with_its_day(drafts: Iterable[Draft], context: Context) -> Iterator[Draft]:
    """Drafts in order, those of one sentence after the other that each has its day parted; each
    part has the number and the section of the whole."""
    for draft in drafts:
        works = works_by_day(draft.text, context) if not draft.activities else [draft.text]
        if len(works) < 2:
            yield draft
            continue
        for text in works:
            own = draft_of(replace(draft.leaves[0], text=text), draft.section, over=draft.over)
            own = replace(
                own,
                text=text,
                number=draft.number,
                leaves=draft.leaves,
                matter=draft.matter,
                titles=draft.titles,
            )
            yield with_time_of_opening(own, dated(text, context), context=context)


def works_by_day(text: str, context: Context) -> list[str]:
    """The works of a text, parted behind the day of each; the text as it is where it tells fewer
    than two days, or where what follows a day only says how the work is reported.

    >>> works_by_day("Lập danh sách trước ngày 5/8/2031. Cấp thẻ trước ngày 9/9/2031.", Context())
    ['Lập danh sách trước ngày 5/8/2031.', 'Cấp thẻ trước ngày 9/9/2031.']
    >>> works_by_day("Rà soát hộ nghèo; báo cáo trước ngày 5/8/2031.", Context())
    ['Rà soát hộ nghèo; báo cáo trước ngày 5/8/2031.']
    """
    works: list[str] = []
    end = 0
    for begin, stop in clause_places(text):
        clause = text[begin:stop]
        is_new = bool(works) and _opens_work(clause) and not _reports(clause)
        is_sentence = text[:begin].rstrip().endswith(".")
        closes = bool(works) and _is_dated(works[-1], context)
        if is_new and (closes or (is_sentence and _is_dated(clause, context))):
            works.append(clause)
        elif works:
            works[-1] += text[end:stop]
        else:
            works.append(text[:stop])
        end = stop
    if works:
        works[-1] += text[end:]
    signed = _with_signs(works, text)
    return signed if sum(_is_dated(work, context) for work in signed) > 1 else [text]


def _with_signs(works: list[str], text: str) -> list[str]:
    """Parts of a text with the signs that stood behind them."""
    signed: list[str] = []
    place = 0
    for work in works:
        place = text.index(work, place) + len(work)
        sign = text[place : place + 1]
        signed.append(work + sign if sign and sign in ".;" else work)
    return signed


def _opens_work(clause: str) -> bool:
    return begins_duty(capitalised(clause.strip()))


def _reports(clause: str) -> bool:
    """Does a clause only say how a work ends or is told of ("báo cáo kết quả …")?"""
    return begins(clause.strip(), "ways_of_reporting") is not None


def _is_dated(words: str, context: Context) -> bool:
    return any(stated.value.kind in KINDS for stated in stated_in(words, context))
