"""The time that a label in a paragraph gives it ("Rà soát hộ nghèo. Thời hạn: Quý II/2031.")."""

from __future__ import annotations

import regex

from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_words import phrase_in
from kehoach.parsers.items.words.sentence_breaks import clause_places
from kehoach.parsers.layout.fields import read_field
from kehoach.patterns import compile_regex

BRACKET = compile_regex(r"\s*[(\[]([^()\[\]]*)[)\]]")


def take_labelled(text: str, context: Context) -> tuple[str, str | None]:
    """A paragraph -> the paragraph without the sentence or bracket in it that labels its deadline
    ("… Thời hạn hoàn thành: Tháng 10/2023."), and the value of that label; (`text`, None) where
    there is none.

    For every reader of paragraphs: what a label says is the deadline, before anything that
    `deadline_in` finds, and it is no part of the task's wording.

    >>> take_labelled("Rà soát hộ nghèo. Thời hạn: Quý II/2031.", Context())
    ('Rà soát hộ nghèo.', 'Quý II/2031.')
    """
    for bracket in BRACKET.finditer(text):
        value = labelled_time(bracket[1], context)
        if value is not None:
            return _joined(text[: bracket.start()], text[bracket.end() :]), value
    for begin, stop in reversed(clause_places(text)[1:]):
        value = labelled_time(text[begin:stop].strip(" ;"), context)
        if value is not None:
            return _joined(text[:begin], text[stop:]), value
    return text, None


def _joined(before: str, behind: str) -> str:
    joined = f"{before.rstrip()} {behind.lstrip()}".strip(" ;")
    return regex.sub(r"\s+(?=[.;,])", "", joined)


def labelled_time(sentence: str, context: Context) -> str | None:
    """The value of a sentence that is a label of a deadline with a time."""
    field = read_field(sentence)
    if field is None or field.role != "deadline":
        return None
    value = parse_deadline(field.value, context.period)
    if value is None or value.kind is None:
        return None
    return field.value


def out_of_brackets(text: str) -> str:
    """A line that stands in brackets as a whole, or behind a star, without these.

    >>> out_of_brackets("(Thời hạn: 30/4/2031)"), out_of_brackets("Ngày 24/9 (tức 14/8 âm lịch)")
    ('Thời hạn: 30/4/2031', 'Ngày 24/9 (tức 14/8 âm lịch)')
    """
    words = text.strip(" *")
    whole = words.rstrip(" .")
    is_whole = whole.startswith("(") and whole.endswith(")")
    return whole[1:-1].strip() if is_whole else words


def before_where_to(value: str, context: Context) -> tuple[str, str]:
    """The value of a label of a time -> the time, and the clause behind it that tells where
    something goes to; "" where there is none.

    >>> before_where_to("trước ngày 20/11/2031, bản mềm gửi về hộp thư của phường", Context())
    ('trước ngày 20/11/2031', 'bản mềm gửi về hộp thư của phường')
    """
    time, comma, rest = value.partition(", ")
    if not comma or "\n" in value or not phrase_in("where_to", rest):
        return value, ""
    told, whole = (parse_deadline(words, context.period) for words in (time, value))
    if told is None or whole is None or not told.is_alone or not whole.means_same(told):
        return value, ""
    return time, rest.rstrip(" .;")
