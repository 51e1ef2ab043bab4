"""Times that begin on a day and end with an event: "từ tháng 12/2031 đến khi kết thúc tổng kiểm
kê"."""

from __future__ import annotations

from kehoach.normalize.times.deadline import DeadlineValue
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.stated_words import ends_before_event, phrases_of
from kehoach.parsers.items.times.times_of_things import CLAUSE_BREAK
from kehoach.patterns import near_after

MAX_WORDS_OF_EVENT = 14


def up_to_event(phrase: str, value: DeadlineValue, *, text: str, begin: int) -> str:
    """A time that only begins, with the event that ends it: "từ tháng 12/2031 | đến khi kết thúc
    tổng kiểm kê"."""
    event = near_after(text, begin + len(phrase), CLAUSE_BREAK).rstrip()
    is_open = value.start is not None and value.end is None
    begins_event = phrases_of("up_to_events").match(event.lstrip()) is not None
    is_event = begins_event or ends_before_event().search(phrase) is not None
    is_told = is_open and is_event and len(event.split()) <= MAX_WORDS_OF_EVENT
    return phrase + event if is_told else phrase


def ends_with(time: Stated, event: Stated) -> bool:
    """Is an event only the end of a time that begins on a day ("từ ngày 17/7 | cho đến khi …"), or
    a case beside a rhythm ("định kỳ hằng quý và đột xuất | khi có yêu cầu")?"""
    is_within = time.begin < event.begin < time.begin + len(time.phrase)
    if is_within and time.value.kind == "recurring":
        return event.begin + len(event.phrase) <= time.begin + len(time.phrase)
    return is_within and time.value.start is not None and time.value.end is None
