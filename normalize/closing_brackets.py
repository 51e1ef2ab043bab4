"""The bracket that closes a text, also one that holds brackets of its own ("(Phòng Kinh tế (tổ 2)
chủ trì; tháng 3)"), and several in a row ("(Phòng Kinh tế)(tháng 3)"). One that nobody
closed is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from kehoach.normalize.text import with_round_brackets
from kehoach.patterns import compile_regex

LONGEST = 600
"""Letters of a remark; a longer bracket is a passage."""
_END = " \t.;,"
_INNER = compile_regex(r"\([^()]*\)")


class Bracket(NamedTuple):
    """Where a bracket begins and ends (exclusive) in a text, and what stands in it; `is_joined`: it
    is several in a row."""

    begin: int
    stop: int
    inner: str
    is_joined: bool = False


def brackets_in(text: str) -> Iterator[Bracket]:
    """The outermost brackets of a text in order, square ones, too; none that stays open.

    >>> [one.inner for one in brackets_in("Lắp đèn (Tổ 1 (ông Lau)); sơn cột [Tổ 2].")]
    ['Tổ 1 (ông Lau)', 'Tổ 2']
    """
    text = with_round_brackets(text)
    depth = begin = 0
    for sign in _SIGN.finditer(text):
        if sign[0] == "(":
            begin = begin if depth else sign.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield Bracket(begin, sign.end(), text[begin + 1 : sign.start()])


_SIGN = compile_regex(r"[()]")


def closing_bracket(text: str) -> Bracket | None:
    """The bracket with which a text closes; None for none.

    >>> closing_bracket("Lắp đèn (Tổ 1 (ông Lau) chủ trì; tháng 3).").inner
    'Tổ 1 (ông Lau) chủ trì; tháng 3'
    >>> closing_bracket("Lắp đèn (Công an xã)(trước 10/3).")
    Bracket(begin=8, stop=32, inner='Công an xã; trước 10/3', is_joined=True)
    >>> closing_bracket("Lắp đèn (Công an xã) ở chợ.") is None
    True
    """
    row: list[Bracket] = []
    for bracket in brackets_in(text):
        goes_on = bool(row) and not text[row[-1].stop : bracket.begin].strip()
        row = [*row, bracket] if goes_on else [bracket]
    if not row or text[row[-1].stop :].strip(_END) or row[-1].stop - row[0].begin > LONGEST:
        return None
    inner = "; ".join(bracket.inner for bracket in row)
    return Bracket(row[0].begin, row[-1].stop, inner, is_joined=len(row) > 1)


def split_outside(sign: regex.Pattern[str], words: str) -> list[str]:
    """Words parted by a sign, but not where it stands in a bracket, be it in one that another holds
    or beside one that nobody closed.

    >>> split_outside(compile_regex(";"), "Tổ 1 (a; b);tháng 3")
    ['Tổ 1 (a; b)', 'tháng 3']
    >>> split_outside(compile_regex(";"), "Tổ 1 (ông Lau (b; c); ông Sậy); tháng 3")
    ['Tổ 1 (ông Lau (b; c); ông Sậy)', ' tháng 3']
    >>> split_outside(compile_regex(";"), "(Tổ 1 (a; b); tháng 3")
    ['(Tổ 1 (a; b)', ' tháng 3']
    """
    masked = _INNER.sub(lambda found: "x" * len(found[0]), words)
    whole = [(one.begin, one.stop) for one in brackets_in(words)]
    found = [
        (one.start(), one.end())
        for one in sign.finditer(masked)
        if not any(begin <= one.start() < stop for begin, stop in whole)
    ]
    begins_at = [0, *(stop for _, stop in found)]
    ends_at = [*(begin for begin, _ in found), len(words)]
    return [words[begin:stop] for begin, stop in zip(begins_at, ends_at, strict=True)]


def without_last_bracket(words: str) -> str:
    """ "trước 30/6 | (riêng dãy C trước 30/9)"."""
    return _LAST.sub("", words)


_LAST = compile_regex(r"\s*\([^()]*\)$")
