"""A numbered line that names bodies, over the line of what they do ("2. Các tổ chức chính trị - xã
hội" over "Tuyên truyền, vận động …"), however full it is: verbs are no part of names."""

from __future__ import annotations

from kehoach.ingest.model import Line
from kehoach.normalize.line_ends import ends_within
from kehoach.normalize.offices.cell import Cell, opens_as_body
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.layout.line_ends import cuts_name, is_open
from kehoach.parsers.layout.marks import is_bullet, read_mark
from kehoach.parsers.words import behind_phrase, is_one_of, opens_with, phrases

OPENINGS_OF_DUTIES = ("duty_verbs", "duty_adverbs", "sentence_verbs", "heading_grounds", "grounds")
LONGEST_NAME = 8
"""Words of a body's name that has a line for itself."""
LONGEST_KIND = 3
"""Words at the end of a line that may be the kind of a body whose name goes on."""


def is_body_over_duty(last: Line, line: Line) -> bool:
    """Is the first of two lines the name of bodies, and does the other begin with what they do,
    or on which grounds?"""
    mark = read_mark(last.text)
    if mark is None or is_bullet(mark) or not is_open(last):
        return False
    if not line.text[:1].isupper() or not line.text[1:2].islower():
        return False
    opens_duty = any(opens_with(line.text, key) is not None for key in OPENINGS_OF_DUTIES)
    if not opens_duty or not _names_bodies(mark.rest):
        return False
    return not (_may_go_on(last.text) or cuts_name(last, line))


def announces_duties_of_body(words: str) -> bool:
    """Does a line that ends in a colon open with a body and announce what that has to do, however
    much is said of it ("Phòng Kinh tế chỉ đạo Trạm Khuyến nông | thực hiện các nội dung sau:")?"""
    plain = strip_diacritics(words.rstrip(" :"))
    is_announced = any(plain.endswith(f" {one}") for one in phrases("heading_duties"))
    return is_announced and words.endswith(":") and _names_bodies(words)


def names_body_over(words: str, following: str) -> bool:
    """Does a line name a body in a few words, and does the one below it begin with what that does
    ("a) Phòng Tổ chức cán bộ" over "Tham mưu tuyển đủ người …")?"""
    if len(words.split()) > LONGEST_NAME or not opens_as_body(words):
        return False
    return any(opens_with(following, key) is not None for key in OPENINGS_OF_DUTIES)


def names_body_alone(text: str) -> bool:
    """ "Phòng Kinh tế": does a line name a body of the directory and nothing else, as a heading
    does?"""
    cell = Cell(text)
    named = cell.longest_name(0) if cell.size > 1 and text[-1:].isalpha() else None
    return named is not None and cell.level_stop(named[1]) == cell.size


def _names_bodies(text: str) -> bool:
    """ "Đề nghị | Ủy ban MTTQ phường", "Các trường học", "Hiệu trưởng các trường"."""
    address = opens_with(text, "duty_addresses")
    name = behind_phrase(text, address) if address else text
    opening = opens_with(name, "list_words")
    are_many = opening is not None and opens_with(behind_phrase(name, opening), "many_bodies")
    return bool(are_many) or opens_as_body(name) or opens_with(name, "posts") is not None


def _may_go_on(text: str) -> bool:
    """Does a line end with the kind of a body, behind which its name comes ("… và Trung tâm")?"""
    if text.rstrip().endswith((",", "-", "–")) or ends_within(text):
        return True
    words = text.split()
    ends = (" ".join(words[-count:]) for count in range(1, LONGEST_KIND + 1))
    return any(end[:1].isupper() and is_one_of(end, "kinds_before_names") for end in ends)
