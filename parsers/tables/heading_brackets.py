"""Brackets behind the heading of a column that change nothing of what the column is: its short form
("Mã nhiệm vụ (NV)"), that it is planned so far, how the cells are written ("Hạn (dự kiến)")."""

from __future__ import annotations

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.words import phrases
from kehoach.patterns import compile_regex

_SHORT_FORM = compile_regex(r"(?<=\S)\s*\(\p{Lu}{1,5}\)$")
_BRACKET = compile_regex(r"(?<=\S)\s*\((?P<words>[^()]*)\)\s*$")


def without_bracket(heading: str) -> str:
    """A heading without such a bracket.

    >>> without_bracket("Hạn (dự kiến)"), without_bracket("Mã nhiệm vụ (NV)")
    ('Hạn', 'Mã nhiệm vụ')
    >>> without_bracket("Kinh phí (triệu đồng)")
    'Kinh phí (triệu đồng)'
    """
    bracket = _BRACKET.search(heading)
    said = strip_diacritics(bracket["words"]) if bracket is not None else ""
    if bracket is not None and said in phrases("brackets", "tables/columns.yaml"):
        return heading[: bracket.start()]
    return _SHORT_FORM.sub("", heading)
