"""Rhythms behind the name of whoever keeps them, before what they do ("Trạm Y tế xã | hằng năm | tổ
chức khám", "Công an xã | thường xuyên | tuần tra"): elsewhere in a sentence such words mostly tell
of a thing ("người thường xuyên đi rừng")."""

from __future__ import annotations

from kehoach.normalize.text import capitalised
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.words import behind_phrase
from kehoach.patterns import compile_regex

_CLAUSE = compile_regex(r"[;:.](?!\d)|\(")
LONGEST_SUBJECT = 120
"""Letters of the bodies that a sentence opens with."""


def stands_behind_subject(text: str, begin: int, stop: int) -> bool:
    """Are the words from `begin` to `stop` how often those do something with whom the text opens?

    >>> stands_behind_subject("Công an xã thường xuyên tuần tra.", 11, 23)
    True
    >>> stands_behind_subject("Quản lý người thường xuyên đi rừng.", 14, 26)
    False
    """
    bodies, does = text[:begin].strip(), text[stop:].lstrip()
    if not bodies or len(bodies) > LONGEST_SUBJECT or _CLAUSE.search(bodies) is not None:
        return False
    if not begins_duty(does):
        return False
    directing = begins(bodies, "directing_verbs")
    bodies = capitalised(behind_phrase(bodies, directing).lstrip() if directing else bodies)
    return bool(bodies) and subject_of(f"{bodies} {does}", None)[0] == bodies
