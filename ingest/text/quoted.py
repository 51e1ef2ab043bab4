"""Lines that a letter by electronic mail quotes: a sign before each of them tells that somebody
else wrote it, and is no word of the paper.

    Em chuyển lại Kế hoạch đã ký hôm qua.

    > KẾ HOẠCH
    > Tổ chức lễ hội
"""

from __future__ import annotations

from kehoach.patterns import compile_regex

FEWEST_QUOTED = 3
"""Lines that follow each other: one alone may be a comparison ("> 90%"), or a path of a site."""
_QUOTED = compile_regex(r"^[ \t]*(?:>[ \t]?)+")


def without_quotes(raw: list[str]) -> None:
    """Take the signs from stretches of quoted lines, in place."""
    begin = 0
    for index in range(len(raw) + 1):
        if index < len(raw) and raw[index].lstrip(" \t").startswith(">"):
            continue
        if index - begin >= FEWEST_QUOTED:
            raw[begin:index] = [_QUOTED.sub("", line, count=1) for line in raw[begin:index]]
        begin = index + 1
