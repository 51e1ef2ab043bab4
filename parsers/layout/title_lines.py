"""Lines of a text that title what follows on the next line: told by their words, their length."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import Line
from kehoach.normalize.line_ends import ends_within
from kehoach.normalize.offices.cell import Cell, opens_as_body
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.layout.line_ends import SENTENCE_END, is_open_text
from kehoach.parsers.layout.marks import in_brackets, is_bullet, read_mark
from kehoach.parsers.words import opens_with, phrases
from kehoach.patterns import compile_regex

UPPER_ONLY = compile_regex(r"[^\p{Ll}]*\p{Lu}[^\p{Ll}]*")
# Of the usual full line:
SHORT = 0.6
"""A line that ends a sentence, or titles what follows, and is shorter ends its paragraph; a mark
alone ("1.1.") is none."""
VERY_SHORT = 0.4
"""A numbered line so short over what is done titles that, whatever it names."""
UNWRAPPED = 0.75
"""Where the next word would have fitted so well, the line was not wrapped."""


def is_short_title(text: str, line: Line, width: int) -> bool:
    """Is it a numbered line that names a body or a matter, so short that what follows would have
    fitted behind it ("3. Công an xã" over "Bố trí lực lượng …", "2. Về kỳ họp" over a sentence)?"""
    mark = read_mark(text)
    if mark is None or is_bullet(mark) or not is_open_text(text) or not line.text[1:2].islower():
        return False
    if text.rstrip().endswith(",") or ends_within(text):
        return False
    first_word, _, _ = line.text.partition(" ")
    needed = len(text) + 1 + len(first_word)
    if len(mark.rest.split()) < 2 or opens_with(mark.rest, "not_body_openings"):
        return False
    if needed < UNWRAPPED * width and _opens_with_name(line.text):
        return True  # "2. Tập huấn sơ cứu" over "Trạm Y tế xã tổ chức …"
    if needed >= SHORT * width:
        return False
    if needed < VERY_SHORT * width and _says_what_is_done(line.text):
        return not _says_what_is_done(mark.rest)  # "3.2. Nhà trường" over "Bàn giao học sinh …"
    if _opens_with_many(mark.rest):
        return True
    return any(opens_with(mark.rest, key) for key in _OPENINGS_OF_TITLES)


def _says_what_is_done(text: str) -> bool:
    """Does a text open with a verb of duties?"""
    return any(opens_with(text, key) is not None for key in ("duty_verbs", "sentence_verbs"))


def bodies_over_points(lines: Sequence[Line]) -> frozenset[int]:
    """Printed lines in order -> the `id` of each that names bodies and nothing else, behind the end
    of a sentence and over a point ("Trạm Y tế phường:" between "(2) Báo cáo." and "(1) Khám …"):
    however short the lines are, it is no part of the point above it."""
    found: set[int] = set()
    for before, line, following in zip(lines, lines[1:], lines[2:], strict=False):
        if not SENTENCE_END.search(before.text) or not line.text[:1].isupper():
            continue
        is_over_point = read_mark(following.text) or in_brackets(following.text)
        if is_over_point and read_mark(line.text) is None and _names_bodies(line.text):
            found.add(id(line))
    return frozenset(found)


def _names_bodies(text: str) -> bool:
    if SENTENCE_END.search(text):
        return False
    is_named = _opens_with_name(text) or opens_with(text, "offices_of_persons") is not None
    if text.endswith(":") and not opens_with(text, "not_body_openings"):
        return is_named or opens_as_body(text)
    value = parse_offices(text)
    return is_named and value.are_known


def _opens_with_name(text: str) -> bool:
    """Does a line open with the name of a body that the vocabulary knows, with many of a kind, or
    by turning to one ("Giao Trạm Y tế …")?"""
    if opens_with(text, "bare_bodies") or _opens_with_many(text):
        return True
    address = opens_with(text, "duty_addresses")
    behind = text.split()[len(address.split()) :] if address else text.split()
    return Cell(" ".join(behind)).longest_name(0) is not None


def _opens_with_many(text: str) -> bool:
    """ "Các chi đoàn", "Mỗi thôn": does a text open with many bodies of a kind?"""
    opening, _, behind = text.partition(" ")
    return opens_with(opening, "list_words") is not None and (
        opens_with(behind, "many_bodies") is not None
    )


_OPENINGS_OF_TITLES = ("body_openings", "offices_of_persons", "matters_by_word", "duty_addresses")


def is_plain_heading(text: str) -> bool:
    """Is it a numbered heading in capitals, or of words that are headings ("1. Mục đích")?"""
    mark = read_mark(text)
    if mark is None or is_bullet(mark):
        return False
    if UPPER_ONLY.fullmatch(text):
        return is_open_text(text)
    return strip_diacritics(mark.rest) in phrases("plain_headings")
