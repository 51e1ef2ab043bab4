"""Who does a work, where nothing but that is said behind its sentence, or behind a semicolon: "Kiểm
tra sau kỳ nghỉ Tết. Công an xã.", "Tiêm phòng, xong trước ngày 31/3; Phòng Kinh tế, các thôn.",
"Dựng rạp. Phòng Kinh tế chủ trì; Công an xã, Trạm Y tế xã phối hợp.", "Dựng rạp. Giao Đoàn xã."."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.offices.hamlets import is_hamlet
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.offices.roles import Roles, roles_in
from kehoach.normalize.times.alone import is_time_alone
from kehoach.parsers.items.bodies.named_bodies import named_bodies, names_many, opens_name
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex

MAX_LETTERS = 300
"""Of an end; a longer one is none."""
MAX_WORDS_AT_END = 10
"""Of a work before a semicolon, in which its time, or the last name of a list, may stand."""
MIN_WORDS = 3
"""Of the work before it."""
MAX_WORDS_OF_NAME = 12
MAX_LETTERS_OF_ENDS = 4 * MAX_LETTERS
"""Of what stands behind a semicolon, its signs counted: what is longer tells no names."""
LETTERS_BETWEEN = 2
"""Of the word that joins two names."""
NOBODY = Roles("")


def alone_at_end(text: str, level: str | None) -> Roles:
    """Who leads and who helps, as the last sentence of a text says, or what stands behind its last
    semicolons; nobody where that says anything else.

    >>> alone_at_end("Kiểm tra kỷ luật sau kỳ nghỉ Tết. Công an xã.", "xã").leads
    'Công an xã'
    >>> told = alone_at_end("Dựng rạp cưới tập thể. Đoàn xã chủ trì; các thôn phối hợp.", "xã")
    >>> told.leads, told.helps
    ('Đoàn xã', 'các thôn')
    >>> alone_at_end("Gửi danh sách cho Công an xã; Phòng Kinh tế.", "xã").leads
    ''
    """
    *before, last = sentences_in(text) or [""]
    if before:
        told = _told_by(last, level)
        if told.leads and _is_work(" ".join(before)):
            return told
    work, semicolon, end = last.rpartition("; ")
    while semicolon and len(end) <= MAX_LETTERS_OF_ENDS:
        told = _told_by(end, level)
        if told.leads:
            return told if _is_work(work) and _may_end_before(work) else NOBODY
        work, semicolon, part = work.rpartition("; ")
        end = f"{part}; {end}"
    return NOBODY


def _is_work(text: str) -> bool:
    """Are the words before the end a work, and no label ("Nơi nhận.")?"""
    return len(text.split()) >= MIN_WORDS and not text.endswith(":")


def _told_by(end: str, level: str | None) -> Roles:
    """Whom an end names that is bodies, and what part they have, and nothing else."""
    end = _by_field().sub("", _handing().sub("", end.strip(" .;…")))
    if not end or len(end) > MAX_LETTERS or not _may_open(end):
        return NOBODY
    told = roles_in(end)
    names = (told.leads, told.helps)
    if not told.leads or not all(name in end for name in names):
        return NOBODY
    return told if all(not name or _are_surely_bodies(name, level) for name in names) else NOBODY


@cache
def _by_field() -> regex.Pattern[str]:
    """ "Phòng Kinh tế, Phòng Văn hóa - Xã hội | theo lĩnh vực phụ trách"."""
    return compile_regex(rf",?\s+(?:{alternation('by_field')})[^,;.]*$", regex.IGNORECASE)


@cache
def _handing() -> regex.Pattern[str]:
    """ "Giao | Phòng Kinh tế, Công an xã"."""
    return compile_regex(rf"^(?:{alternation('handing_alone')})\s+", regex.IGNORECASE)


def _may_open(end: str) -> bool:
    """Does an end open with a name, or with many of a kind, and not with a matter, nor with what
    each has or does ("Mỗi tổ công đoàn 01 đội, 08 người.")?"""
    if begins(end, "each_of_many") is not None:
        return False
    opens_small = begins(end, "list_words", "openings_of_many", "small_bodies") is not None
    return (end[0].isupper() or opens_small) and begins(end, "never_bodies") is None


def _are_surely_bodies(names: str, level: str | None) -> bool:
    """Are names nothing but bodies, each known, of many, or opened as their names are, or a unit
    or hamlet by its name ("thôn Đông")?"""
    value = parse_offices(names, level)
    left_over = _letters_in(names) - sum(map(_letters_in, value.printed))
    is_whole = bool(value.units) and left_over <= LETTERS_BETWEEN * (len(value.units) - 1)
    told = zip(value.units, value.known, value.collective, strict=True)
    return is_whole and all(
        _is_surely_body(unit, is_known=known or many) for unit, known, many in told
    )


def _letters_in(words: str) -> int:
    return sum(map(str.isalnum, words))


def _is_surely_body(name: str, *, is_known: bool) -> bool:
    if len(name.split()) > MAX_WORDS_OF_NAME:
        return False  # "các tổ chức trực tiếp thực hiện Kế hoạch nâng cao nhận thức …"
    if is_known or opens_name(name) or names_many(name):
        return True
    return is_hamlet(name) or _named_place().match(name) is not None


@cache
def _named_place() -> regex.Pattern[str]:
    """ "thôn | Đông", "xã | Tân Khê"."""
    return compile_regex(rf"(?i:{any_of(administrative_levels().with_hamlets)})\s+\p{{Lu}}")


def _may_end_before(work: str) -> bool:
    """May a work end before a semicolon behind which bodies stand: with its time, or with words
    that are no bodies themselves, of which those behind it would be further ones ("gửi Công an xã;
    | Trạm Y tế xã")? What is no order must have its time there."""
    words = work.split()
    ends = [
        " ".join(words[at:]).strip(" ,.")
        for at in range(max(1, len(words) - MAX_WORDS_AT_END), len(words))
    ]
    if any(map(is_time_alone, ends)):
        return True
    return begins_duty(work) and not any(named_bodies(end, None) == end for end in ends)
