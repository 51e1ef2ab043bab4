"""Further bodies to which one sentence gives work of their own: "Phòng Kinh tế chủ trì lập danh
sách; Công an xã tuần tra ban đêm." is led by two."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.normalize.offices.parse import parse_offices
from kehoach.parsers.items.bodies.body_ends import LONGEST_LIST
from kehoach.parsers.items.bodies.sentence_owners import bodies_before_verb, without_opening_address
from kehoach.parsers.items.words.beginnings import DOING, begins
from kehoach.patterns import compile_regex, is_in_brackets

_CLAUSE_END = compile_regex(r";\s+")


def with_second_owners(lead: str, text: str, level: str | None) -> str:
    """Who leads in a sentence, and on lines of their own the bodies of the directory that its later
    clauses begin with and say to do something.

    >>> text = "Phòng Kinh tế chủ trì lập danh sách; Công an xã tuần tra ban đêm."
    >>> with_second_owners("Phòng Kinh tế", text, "xã")
    'Phòng Kinh tế\\nCông an xã'
    >>> with_second_owners("Phòng Kinh tế", "Phòng Kinh tế chủ trì; Công an xã phối hợp.", "xã")
    'Phòng Kinh tế'
    """
    named = set(parse_offices(lead, level).units)
    leads = [lead]
    for second in _bodies_of_clauses(text[text.find(lead) + len(lead) :], level):
        value = parse_offices(second, level)
        if value.are_known_singly and named.isdisjoint(value.units):
            named.update(value.units)
            leads.append(second)
    return "\n".join(leads)


def _bodies_of_clauses(text: str, level: str | None) -> Iterator[str]:
    for end in _CLAUSE_END.finditer(text):
        if is_in_brackets(text, end.start()):
            continue
        clause = without_opening_address(text[end.end() : end.end() + LONGEST_LIST])
        body, rest = bodies_before_verb(clause, level) if clause[:1].isupper() else ("", "")
        if body and begins(rest, *DOING, "body_verbs") and not begins(rest, "helping_verbs"):
            yield body
