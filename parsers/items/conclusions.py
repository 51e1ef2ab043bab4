"""What only notices of conclusions say: whose work a praise ends in ("… thôn Đông cần làm tốt một
số nhiệm vụ sau:"), who answers a proposal, and the polite sentence that ends them."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.parsers.items.assignments import canonical
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.sentence_owners import named_bodies, subject_of
from kehoach.parsers.words import alternation, contains, opens_with

MAX_WORDS_OF_CLOSING = 25
"""A longer sentence says more than goodbye."""
_SENTENCE = regex.compile(r"(?<=[.;])\s+(?=\p{Lu})")


def body_in_need(text: str, context: Context) -> str:
    """Who has to do what follows a sentence that announces work ("Để …, thôn Đông cần tập trung
    thực hiện các nhiệm vụ sau:"); "" where it announces none, or names nobody."""
    if not text.endswith(":") or not contains(text, "announced_work"):
        return ""
    for match in _need().finditer(context.short_forms.written_out(text)):
        name = match["who"].strip()
        if _place().fullmatch(name):
            return name
        if named_bodies(name, context.level) == name:
            return canonical(name, context.level)
    return ""


def body_in_answer(text: str, context: Context) -> str:
    """Who has to act on a proposal, as the answer behind it says ("Về đề nghị …: Sở Y tế nghiên
    cứu …"): the first body that a sentence of the answer opens with; "" for none."""
    proposal, colon, answer = text.partition(": ")
    if not colon or opens_with(proposal, "proposals") is None:
        return ""
    for sentence in _SENTENCE.split(answer):
        lead, _ = subject_of(sentence, context.level)
        if lead:
            return canonical(lead, context.level)
    return ""


def is_polite_closing(text: str) -> bool:
    """ "Văn phòng UBND xã xin trân trọng thông báo./." orders nothing.

    >>> is_polite_closing("Văn phòng xin trân trọng thông báo./.")
    True
    >>> is_polite_closing("Văn phòng thông báo lịch họp cho các thôn.")
    False
    """
    if text.endswith(":") or len(text.split()) > MAX_WORDS_OF_CLOSING:
        return False
    return contains(text, "polite_closings") is not None


def summons_all(text: str) -> bool:
    """The sentence that ends a paper and bids all whom it concerns carry it out; it gives nobody
    work of his own.

    >>> summons_all("Yêu cầu Trưởng các thôn nghiêm túc thực hiện Chỉ thị này./.")
    True
    >>> summons_all("Yêu cầu Trưởng các thôn nghiêm túc thực hiện Chỉ thị này, báo cáo hằng quý.")
    False
    """
    summons = _summons().search(text)
    if summons is not None and opens_with(text, "duty_addresses") is not None:
        return True
    if _CLOSING_MARK.search(text) is None:
        return False
    return _bids_hurry().search(text) is not None or _informs().search(text) is not None


_CLOSING_MARK = regex.compile(r"\./\.?\s*$")
"""With which signs a paper ends."""


@cache
def _informs() -> regex.Pattern[str]:
    """ "Văn phòng Đảng ủy | thông báo để các đồng chí biết, thực hiện./."."""
    informing, knowing = alternation("informing_verbs"), alternation("knowing_verbs")
    return regex.compile(
        rf"(?<!\p{{L}})(?:{informing})\s[^.;]*?(?<!\p{{L}})(?:{knowing})(?!\p{{L}})",
        regex.IGNORECASE,
    )


@cache
def _bids_hurry() -> regex.Pattern[str]:
    """ "… yêu cầu thủ trưởng các đơn vị | tập trung nguồn lực, bảo đảm tiến độ được giao./."."""
    verbs, hurries = alternation("order_verbs"), alternation("hurries")
    return regex.compile(
        rf"(?<!\p{{L}})(?:{verbs})\s[^.;]*?(?:{hurries})[^.;\d]*\./?\.?\s*$", regex.IGNORECASE
    )


@cache
def _summons() -> regex.Pattern[str]:
    """ "… triển khai thực hiện nghiêm túc Chỉ thị này./."."""
    doing, papers, manner = (
        alternation(key) for key in ("carrying_out", "papers_by_kind", "manners_of_carrying_out")
    )
    return regex.compile(
        rf"(?:{doing})(?:\s+(?:{manner}))*(?:\s+(?:các\s+)?(?:{papers})\s+(?:này|trên))?\s*[./]*$",
        regex.IGNORECASE,
    )


@cache
def _need() -> regex.Pattern[str]:
    """A clause in which somebody has to do something."""
    needs = alternation("needs")
    return regex.compile(rf"(?:^|[,;]\s)\s*(?P<who>[^,;:.]{{2,80}}?)\s+(?:{needs})\s")


@cache
def _place() -> regex.Pattern[str]:
    """ "thành phố Đông Hà", "Xã Tân Khê": a unit by its name."""
    places = alternation("units_by_name")
    return regex.compile(rf"(?i:{places})(?:\s\p{{Lu}}\p{{L}}*){{1,5}}")
