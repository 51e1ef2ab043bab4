"""Papers of the state that came without their letterhead: the office that speaks in them says so
itself ("Để kịp thời khắc phục …, Thủ tướng Chính phủ yêu cầu:", "Văn phòng Chính phủ thông báo để
…"). No committee that they only speak of issued them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from kehoach.normalize.text import fold
from kehoach.parsers.words import alternation, raw_phrases
from kehoach.patterns import compile_regex

LONGEST_END = 120
"""Letters of the words with which a paragraph announces orders."""


def state_speaker(title: str, text: Sequence[str]) -> str | None:
    """The office of the state that speaks in a paper; "" where its title only tells whose words it
    holds, which another one writes down; None where none speaks.

    >>> state_speaker("", ["Trước tình hình đó, Thủ tướng Chính phủ yêu cầu:"])
    'Thủ tướng Chính phủ'
    >>> state_speaker("", ["Thủ tướng Chính phủ yêu cầu các tỉnh báo cáo; UBND xã yêu cầu:"])
    >>> state_speaker("KẾT LUẬN CỦA PHÓ THỦ TƯỚNG CHÍNH PHỦ", ["1. Bộ Y tế rà soát."])
    ''
    """
    for paragraph in text:
        found = _tells().match(paragraph) or _announces().search(paragraph[-LONGEST_END:])
        if found is not None:
            return _spelled(found["speaker"])
    return "" if _holds_words().search(title) is not None else None


def _spelled(speaker: str) -> str:
    """A speaker in its usual letters ("THỦ TƯỚNG CHÍNH PHỦ điện:")."""
    speakers = raw_phrases("speakers_of_state")
    return next((own for own in speakers if fold(own) == fold(speaker)), speaker)


@cache
def _tells() -> regex.Pattern[str]:
    """ "Văn phòng Chính phủ xin thông báo để các bộ biết, thực hiện./."."""
    speakers, verbs = alternation("speakers_of_state"), alternation("verbs_of_making_known")
    return compile_regex(
        rf"(?P<speaker>{speakers})\s+(?:{verbs})(?!\p{{L}}).*[./]$", regex.IGNORECASE
    )


@cache
def _announces() -> regex.Pattern[str]:
    """ "…, | Thủ tướng Chính phủ yêu cầu:"."""
    speakers, verbs = alternation("speakers_of_state"), alternation("verbs_of_the_state")
    return compile_regex(
        rf"(?:^|[,;.]\s+)(?P<speaker>{speakers})\s+(?:{verbs})(?:\s[^,;.:]*)?:$", regex.IGNORECASE
    )


@cache
def _holds_words() -> regex.Pattern[str]:
    """ "KẾT LUẬN | CỦA PHÓ THỦ TƯỚNG CHÍNH PHỦ …"."""
    heads = alternation("heads_of_state")
    return compile_regex(
        rf"^(?:{alternation('words_written_down')})\s+của\s+(?:[^,;]{{0,40}}?\s)?(?:{heads})",
        regex.IGNORECASE,
    )
