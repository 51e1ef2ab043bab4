"""Paragraphs among points of work that only say what something is or what comes of it ("Dữ liệu là
tài nguyên của ngành.", "Điều này giúp tiết kiệm chi phí.")."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.normalize.text import capitalised
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.times.phases import is_told
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.words import contains, opens_with
from kehoach.patterns import compile_regex

MOST_WORDS_OF_SUBJECT = 14
"""Of what a sentence says what it is."""
FEWEST_MATTERS = 2
"""Lines that tell what a work is about."""
MOST_MATTERS = 0.5


def only_tells_what_is(text: str) -> bool:
    """Does a sentence say what something is, or what comes of the work, and order nothing?

    >>> only_tells_what_is("Trạm giống là nơi lưu giữ nguồn gen quý của tỉnh.")
    True
    >>> only_tells_what_is("Xác định chuyển đổi số là nhiệm vụ trọng tâm.")
    False
    >>> only_tells_what_is("Điều này giúp tiết kiệm chi phí.")
    True
    >>> only_tells_what_is("Người dân phản ánh nhiều về giờ thu gom không cố định.")
    True
    """
    if begins(text, "openings_of_outcomes") is not None or _counts_parts(text):
        return True
    if only_complains(text) or _tells_how_things_will_stand(text):
        return True
    if begins_duty(text):
        return False
    words = text.split()
    is_places = (place for place, word in enumerate(words[: MOST_WORDS_OF_SUBJECT + 1]) if place)
    for place in is_places:
        if words[place] == "là":
            return opens_with(" ".join(words[place + 1 :]), "what_things_are") is not None
    return False


def _tells_how_things_will_stand(text: str) -> bool:
    """ "Thời gian tới, | tình hình thế giới còn phức tạp, đòi hỏi …", where nobody is asked for
    anything."""
    ahead = begins(text, "times_ahead")
    said = text[len(ahead) :].lstrip(" ,") if ahead is not None else text
    return begins(said, "how_things_stand") is not None and not contains(text, "asking_verbs")


def only_complains(text: str) -> bool:
    """Do the sentences of a block tell what was, and what people say of it?

    >>> only_complains("Thời gian qua rác đã giảm nhưng chưa dứt điểm. Người dân phản ánh nhiều.")
    True
    >>> only_complains("Người dân phản ánh nhiều. Giao Công an xã kiểm tra.")
    False
    """
    sentences = sentences_in(text)
    complaints = [is_complaint(sentence) for sentence in sentences]
    return any(complaints) and all(
        complains or is_told(sentence)
        for complains, sentence in zip(complaints, sentences, strict=True)
    )


def is_complaint(text: str) -> bool:
    """Does a sentence only tell what people say of a matter, and order nothing behind it?

    >>> is_complaint("Người dân phản ánh nhiều về rác, giao Công an xã xử lý.")
    False
    """
    who = begins(text, "who_complain")
    if who is None or begins(text[len(who) :].lstrip(), "complaining") is None:
        return False
    return not any(map(_orders, _CLAUSE.split(text)[1:]))


_CLAUSE = compile_regex(r"[,;]\s+")


def _orders(clause: str) -> bool:
    is_turned = begins(clause, "duty_addresses") is not None
    return is_turned or begins_duty(clause) or bool(subject_of(capitalised(clause), None)[0])


def tells_requirement(text: str) -> bool:
    """Does a line say how a work must be, and name no part of it?

    >>> tells_requirement("Bảo đảm đúng quy trình, đúng thời gian.")
    True
    >>> tells_requirement("Việc tổ chức hội nghị phải bảo đảm an toàn.")
    True
    >>> tells_requirement("Bảo đảm an ninh trật tự tại các điểm bầu cử.")
    False
    """
    if begins(text, "openings_of_requirements") is not None:
        return True
    is_thing = begins(text, "things_bound") is not None
    return is_thing and bool(contains(text, "binding_verbs"))


def are_mostly_matters(lines: Sequence[str]) -> bool:
    """Do most of the lines under a work name what it is about, and nothing to be done?

    >>> are_mostly_matters(["Sổ sách, chứng từ thu, chi;", "Việc miễn, giảm cho hộ nghèo."])
    True
    >>> are_mostly_matters(["Lập danh sách hộ nghèo;", "Họp thôn bình xét."])
    False
    """
    matters = sum(not begins_duty(line) or tells_requirement(line) for line in lines)
    return len(lines) >= FEWEST_MATTERS and matters > MOST_MATTERS * len(lines)


def _counts_parts(text: str) -> bool:
    """ "Trong đó: 25 trạm của Viettel, 33 trạm của VNPT": how much of what."""
    opening = begins(text, "openings_that_go_on")
    return opening is not None and text[len(opening) :].lstrip().startswith(":")
