"""Bodies that an order only urges, what they are to do standing behind a semicolon ("Đôn đốc, hướng
dẫn các phòng, ban và đoàn thể; các thôn tổ chức thi đua"): one order, of who urges them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import regex

from kehoach.parsers.items.bodies.body_ends import bodies_end
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex

_SEVERAL = compile_regex(r",|\s+và\s+", regex.IGNORECASE)


def with_urged(parts: Iterable[str]) -> Iterator[str]:
    """The parts of a text, cut where others may begin what they do; one that ends with whom it
    urges goes on behind its semicolon.

    >>> list(with_urged(["Đôn đốc các phòng, ban và đoàn thể xã;", "các thôn tổ chức thi đua."]))
    ['Đôn đốc các phòng, ban và đoàn thể xã; các thôn tổ chức thi đua.']
    >>> list(with_urged(["Đôn đốc các thôn;", "Công an xã tuần tra."]))
    ['Đôn đốc các thôn;', 'Công an xã tuần tra.']
    >>> list(with_urged(["Hướng dẫn công tác phòng, chống dịch;", "Trạm Y tế phun thuốc."]))
    ['Hướng dẫn công tác phòng, chống dịch;', 'Trạm Y tế phun thuốc.']
    """
    urging = ""
    for part in parts:
        if urging and not part[:1].islower():
            yield urging
            urging = ""
        whole = f"{urging} {part}".lstrip()
        if part.endswith(";") and _urges_several(whole.rstrip("; ")):
            urging = whole
            continue
        yield whole
        urging = ""
    if urging:
        yield urging


def _urges_several(text: str) -> bool:
    urged = [*_urging().finditer(text)]
    behind = text[urged[-1].end() :].strip() if urged else ""
    return bool(_SEVERAL.search(behind)) and bodies_end(behind) == len(behind)


@cache
def _urging() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\p{{L}})(?:{alternation('urging_verbs')})(?!\p{{L}})", regex.IGNORECASE
    )
