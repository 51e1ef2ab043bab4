"""A sentence with several works, each of which a bracket gives to its body and its day: "Sửa mái
che (Ban Quản lý chợ chủ trì; tháng 3), thay đèn (Công an xã; trước 10/4)". Read as one, the last
bracket would be told of all of them."""

from __future__ import annotations

from functools import lru_cache

from kehoach.normalize.closing_brackets import Bracket, brackets_in, closing_bracket, split_outside
from kehoach.normalize.times.deadline import is_understood
from kehoach.parsers.items.bodies.remark_owners import ends_by, leading_at_end
from kehoach.parsers.items.owners.bracket_clauses import leads_by_word, of_clause
from kehoach.parsers.items.words.beginnings import begins
from kehoach.patterns import compile_regex

FEWEST = 2
MIN_WORDS = 2
"""Of a work before its bracket."""
MOST_LETTERS, LONGEST_BRACKET = 2000, 300
_PART = compile_regex(r"[;,]\s+")
_JOINT = compile_regex(r"\s*[,;.]\s+(?:và\s+)?|\s+và\s+")
_EDGES = " .,;"


def works_with_brackets(text: str, level: str | None) -> list[str]:
    """The works of such a sentence, each with its bracket; none of another.

    >>> works_with_brackets("Sửa mái (Công an xã; tháng 3), sơn cổng (Đoàn xã; tháng 4).", "xã")
    ['Sửa mái (Công an xã; tháng 3),', 'sơn cổng (Đoàn xã; tháng 4).']
    >>> works_with_brackets("Gửi UBND xã (Phòng Kinh tế) và Công an tỉnh (Phòng Tham mưu).", "xã")
    []
    """
    if len(text) > MOST_LETTERS or text.count("(") + text.count("[") < FEWEST:
        return []
    brackets = list(brackets_in(text))
    told = [bracket for bracket in brackets if _owners_and_time(bracket.inner, level)[0]]
    if len({_owners_and_time(bracket.inner, level) for bracket in told}) < FEWEST:
        return []
    works: list[str] = []
    begin = 0
    for bracket in told[:-1]:
        joint = _JOINT.match(text, bracket.stop)
        if joint is None or not _is_work(text, begin, bracket):
            return []
        works.append(text[begin : bracket.stop] + joint[0].strip().removesuffix("và").rstrip())
        begin = joint.end()
    return [*works, text[begin:]] if _is_work(text, begin, told[-1]) else []


def lead_in_bracket(work: str, level: str | None) -> str:
    """Who does a work by the bracket that closes it; "" where it does not tell who and when."""
    bracket = closing_bracket(work)
    return _owners_and_time(bracket.inner, level)[0] if bracket is not None else ""


def _is_work(text: str, begin: int, bracket: Bracket) -> bool:
    before = text[begin : bracket.begin].strip()
    return len(before.split()) >= MIN_WORDS and before[:1].isalpha()


@lru_cache(maxsize=1024)
def _owners_and_time(bracket: str, level: str | None) -> tuple[str, str]:
    """Who does a work, and when, as the parts of its bracket tell: both, or who by a word for it;
    nobody else."""
    if len(bracket) > LONGEST_BRACKET:
        return "", ""
    parts = [part.strip(_EDGES) for part in split_outside(_PART, bracket)]
    times = [part for part in parts if _is_time(part)]
    bodies = [part for part in parts if part not in times]
    lead = next((name for part in bodies if (name := _lead(part, level))), "")
    is_told = bool(times) or any(map(leads_by_word, bodies))
    return (lead, "; ".join(times)) if is_told else ("", "")


def _is_time(part: str) -> bool:
    return begins(part, "turns_of_work") is not None or is_understood(ends_by().sub("", part))


def _lead(part: str, level: str | None) -> str:
    """The body of a part that names one as leading it, or names nothing else."""
    role, bodies = of_clause(part, level)
    is_alone = bodies == part or leading_at_end().search(part) is not None
    return bodies if role == "lead" and (is_alone or leads_by_word(part)) else ""
