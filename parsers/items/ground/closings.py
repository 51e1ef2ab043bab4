"""The sentences that end a paper and give nobody work of his own: goodbye, the summons to all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import regex

from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.sentence_breaks import cut_at_stops, sentences_in
from kehoach.parsers.layout.money_labels import order_about_money
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import alternation, behind_phrase, contains, holds, opens_with
from kehoach.patterns import compile_regex

MAX_SCRAP = 6
"""Signs that a scan reads behind the end ("này/.ng_-")."""
MAX_WORDS_OF_CLOSING = 25
"""A longer sentence says more than goodbye."""


def is_polite_closing(text: str) -> bool:
    """ "Văn phòng UBND xã xin trân trọng thông báo./." orders nothing.

    >>> is_polite_closing("Văn phòng xin trân trọng thông báo./.")
    True
    >>> is_polite_closing("Văn phòng thông báo lịch họp cho các thôn.")
    False
    """
    if text.endswith(":") or len(text.split()) > MAX_WORDS_OF_CLOSING:
        return False
    return contains(text, "polite_closings") is not None


LONGEST_FAREWELL = 3_000
"""Letters: a longer text is no sentence that closes a paper."""


def is_farewell(text: str) -> bool:
    """The sentence that closes the body.

    >>> is_farewell("Yêu cầu các thôn nghiêm túc thực hiện."), is_farewell("Trên đây là Kế hoạch.")
    (True, True)
    >>> is_farewell("Yêu cầu các thôn nghiêm túc thực hiện; có vướng mắc, báo cáo UBND xã.")
    True
    >>> is_farewell("Yêu cầu các thôn nghiêm túc thực hiện, báo cáo trước ngày 15/6.")
    False
    """
    if opens_with(text, "farewell") is not None:
        return True
    if opens_with(text, "farewell_orders") is None:
        return False
    if _CLOSING_MARK.search(text) is not None and not any(map(str.isdecimal, text)):
        return True  # "…; định kỳ gửi báo cáo về Văn phòng./." ends the paper
    return _only_bids(text)


def _only_bids(text: str) -> bool:
    """Does a sentence bid all carry the paper out, and at most tell of trouble besides?"""
    if len(text) > LONGEST_FAREWELL or opens_with(text, "farewell_orders") is None:
        return False
    bids = [text]
    bids += (
        text[: end.start()]
        for end in _CLAUSE_END.finditer(text)
        if contains(text[end.end() :], "troubles")
    )
    return any(summons_all(f"{bid.rstrip(' ./;')}./.") for bid in bids)


_CLAUSE_END = compile_regex(r"[.;,]\s")


def summons_all(text: str) -> bool:
    """The sentence that ends a paper and bids all whom it concerns carry it out; it gives nobody
    work of his own.

    >>> summons_all("Yêu cầu Trưởng các thôn nghiêm túc thực hiện Chỉ thị này./.")
    True
    >>> summons_all("Yêu cầu Trưởng các thôn nghiêm túc thực hiện Chỉ thị này, báo cáo hằng quý.")
    False
    >>> summons_all("Giao Phòng Kinh tế theo dõi việc thực hiện Chỉ thị này./.")
    False
    >>> summons_all("Giao Phòng Kinh tế triển khai thực hiện tốt Chỉ thị này.")
    False
    >>> summons_all("Giao Phòng Kinh tế đôn đốc các thôn triển khai thực hiện./.")
    False
    >>> summons_all("Giao Phòng Kinh tế báo cáo kết quả thực hiện theo quy định./.")
    False
    >>> summons_all("Nhận được Công văn này, các thôn nghiêm túc tổ chức thực hiện./.")
    True
    >>> summons_all("Yêu cầu các thôn nghiêm túc thực hiện, chịu trách nhiệm trước xã nếu chậm./.")
    True
    """
    if _CLOSING_MARK.search(text) is None:
        return False
    text = _answers().sub("", text)
    bid = _summons().search(text)
    turns = holds(text, "order_verbs") or opens_with(text, "on_receipt") is not None
    if bid is not None and turns:
        clause = text[: bid.start()].rpartition(";")[2]
        return contains(clause, "overseeing_verbs") is None
    return _bids_hurry().search(text) is not None or informs_all(text)


def bids_on_receipt(text: str) -> bool:
    """Does a sentence, wherever it stands, only bid those who get the paper carry it out?

    >>> bids_on_receipt("Nhận được Công văn này, các thôn khẩn trương thực hiện./.")
    True
    >>> bids_on_receipt("Nhận được Công văn này, các thôn lập đội, thực hiện trước 05/6.")
    False
    """
    if opens_with(text, "on_receipt") is None or holds_date(text):
        return False
    return _summons().search(text) is not None and ";" not in text


def bids_all(sentence: str) -> bool:
    """Does a sentence, wherever it stands, only bid all carry out what the paper has said?

    >>> bids_all("UBND xã yêu cầu các thôn nghiêm túc thực hiện những nội dung trên.")
    True
    >>> bids_all("UBND xã yêu cầu các thôn nghiêm túc thực hiện quy chế chợ.")
    False
    >>> bids_all("Yêu cầu các thôn thực hiện các nội dung nêu trên theo thẩm quyền.")
    True
    """
    return _points_back().search(sentence) is not None and summons_all(
        f"{sentence.rstrip(' ./;')}./."
    )


def without_bids(text: str) -> str:
    """A text without the sentences that bid all carry out what the paper has said, and without what
    they are then to do in trouble; "" where nothing else is said.

    >>> without_bids("Đề nghị các thôn thực hiện Chỉ thị này. Giao Văn phòng theo dõi.")
    'Giao Văn phòng theo dõi.'
    >>> without_bids("Yêu cầu các thôn nghiêm túc thực hiện."), without_bids("Họp thôn.")
    ('', 'Họp thôn.')
    >>> without_bids("Yêu cầu các thôn triển khai thực hiện nghiêm túc, có hiệu quả Chỉ thị này.")
    ''
    >>> without_bids("Đề nghị các thôn thực hiện Chỉ thị này. Có khó khăn, báo cáo Văn phòng.")
    ''
    """
    sentences = sentences_in(text)
    bids = [sentence for sentence in sentences if bids_all(sentence) or _only_bids(sentence)]
    if not bids:
        return text
    others = (one for one in sentences if one not in bids)
    return " ".join(one for one in others if contains(one, "troubles") is None)


def without_ways_of_sending(text: str) -> str:
    """A text without the sentences that only say how its answer is sent.

    >>> without_ways_of_sending("Các sở báo cáo. Công văn gửi vào hộp thư chung, gửi hỏa tốc.")
    'Các sở báo cáo.'
    """
    sentences = sentences_in(text)
    kept = [one for one in sentences if not _tells_way(one)]
    return text if len(kept) == len(sentences) else " ".join(kept)


def _tells_way(sentence: str) -> bool:
    paper = opens_with(sentence, "papers_sent")
    return (
        paper is not None and begins(behind_phrase(sentence, paper), "ways_of_sending") is not None
    )


@cache
def _points_back() -> regex.Pattern[str]:
    bounds = alternation("bounds_of_carrying_out")
    return compile_regex(rf"(?<!\p{{L}})(?:này|trên|trên đây)(?:\s+(?:{bounds}))*\W*$")


def informs_all(text: str) -> bool:
    """ "Văn phòng Đảng ủy thông báo để các đồng chí biết, thực hiện./." ends a paper.

    >>> informs_all("Văn phòng thông báo để các thôn biết, thực hiện./.")
    True
    >>> informs_all("Văn phòng xin thông báo để các thôn biết, thực hiện.")
    True
    >>> informs_all("Văn phòng thông báo để các thôn biết lịch họp hằng tháng.")
    False
    """
    informed = _informs().search(text)
    if informed is None:
        return False
    behind = text[informed.end() :].strip(" ,.;/")
    return (
        _CLOSING_MARK.search(text) is not None or _only_carries_out().fullmatch(behind) is not None
    )


def names_recipient(text: str) -> bool:
    """Is a line one of the list of those whom a paper goes to, wherever a copy has it?

    >>> names_recipient("Như trên;"), names_recipient("Lưu: VT, VP.")
    (True, True)
    >>> names_recipient("Nơi nhận: Như trên; Lưu: VT.")
    True
    >>> names_recipient("Sở Tư pháp (để báo cáo);"), names_recipient("Lưu hồ sơ theo quy định.")
    (True, False)
    """
    is_list = opens_with(text, "recipients") is not None
    return is_list or _recipient().fullmatch(text.strip()) is not None


@cache
def _recipient() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?:(?:{alternation('same_recipients')})|(?i:lưu):?\s*\p{{Lu}}{{2,5}}\b[^a-z.]{{0,30}}"
        rf"|\p{{Lu}}[^.;:()]{{2,80}}\((?:{alternation('marks_of_recipients')})\))\s*[.;,]?",
    )


@cache
def _only_carries_out() -> regex.Pattern[str]:
    """ "… biết | , thực hiện"."""
    return compile_regex(rf"(?:(?:và|để)\s+)?(?:{alternation('carrying_out')})")


def tells_contact(text: str) -> bool:
    """Does a line only say whom to ask or to call, or to which account something is paid?

    >>> tells_contact("Mọi vướng mắc liên hệ Văn phòng Sở (ông Khe, điện thoại 0200.000.000).")
    True
    >>> tells_contact("Chủ động liên hệ với các trường để mời đại biểu.")
    False
    >>> tells_contact("Người dân phản ánh việc đổ trộm rác về số 0200.1000.")
    True
    >>> tells_contact("Công khai số điện thoại tiếp nhận phản ánh về rác thải.")
    False
    """
    if opens_with(text, "account_labels") is not None or _people_call().match(text) is not None:
        return True
    asks = bool(contains(text, "contact_verbs")) and bool(contains(text, "contact_data"))
    return asks and not contains(text, "received_reports")


@cache
def _people_call() -> regex.Pattern[str]:
    """ "Người dân | phản ánh … | về số 0200.1000"."""
    people, calling = alternation("people_at_large"), alternation("verbs_of_calling")
    numbers = alternation("numbers_to_call")
    return compile_regex(
        rf"(?:{people})\s(?:{calling})\s[^;]*?(?<!\p{{L}})(?:{numbers})\s*:?\s*\d[\d.\s]{{2,}}",
        regex.IGNORECASE,
    )


def tells_of_trouble(text: str) -> bool:
    """Does a sentence only bid those who meet trouble tell of it?

    >>> tells_of_trouble("Nếu có vướng mắc, đề nghị các thôn phản ánh về Văn phòng để hướng dẫn.")
    True
    >>> tells_of_trouble("Phản ánh vướng mắc của các thôn trước ngày 05/6.")
    False
    """
    if opens_with(text, "course_openings") is None or holds_date(text):
        return False
    if contains(text, "times_of_telling") is not None or _names_doer(text):
        return False  # who is to tell it by when has work to do
    return bool(contains(text, "troubles_met")) and bool(contains(text, "telling_of_trouble"))


_DATE = compile_regex(r"\d/\d")


def holds_date(text: str) -> bool:
    """Does a day in figures stand in a text ("trước 05/6")?"""
    return _DATE.search(text) is not None


def _names_doer(text: str) -> bool:
    """Does one body of its own, not all whom the paper concerns, do something behind a comma ("Khi
    gặp khó khăn, | Trạm Y tế liên hệ …")?"""
    parts = (part for part in text.split(", ")[1:] if part[:1].isupper())
    return any(subject_of(part, None)[0] for part in parts)


def without_recipients(leaves: Iterable[Leaf]) -> Iterator[Leaf]:
    """Blocks without the lines of a list of recipients that lost its title ("Bưu điện xã;"), behind
    the sentence that closes the paper."""
    is_closed = False
    for leaf in leaves:
        is_line = leaf.kind == "paragraph" and leaf.text.endswith(";")
        if not (is_closed and is_line):
            yield leaf
        is_closed = is_closed or (leaf.kind == "paragraph" and is_farewell(leaf.text))


def is_formal(text: str) -> bool:
    """Does every sentence of an article, or at the end of a directive, only say who carries the
    paper out, who answers for that, who pays, from when it holds, or how a group works that it sets
    up?

    >>> is_formal("Chánh Văn phòng; Phòng Kinh tế chịu trách nhiệm thi hành Quyết định này./.")
    True
    >>> is_formal("Trưởng các phòng, ban chịu trách nhiệm thi hành Quyết định này/.ng_-")
    True
    >>> is_formal("Quyết định này có hiệu lực kể từ ngày ký. Kinh phí do ngân sách xã bảo đảm.")
    True
    >>> is_formal("Phòng Kinh tế chịu trách nhiệm thi hành Quyết định này, báo cáo hằng quý.")
    False
    >>> is_formal("Giao Phòng Kinh tế chịu trách nhiệm tổ chức thực hiện Quyết định này.")
    False
    >>> is_formal("Thủ trưởng các đơn vị chịu trách nhiệm trước Chủ tịch xã về kết quả thực hiện.")
    True
    >>> is_formal("Tổ chức giải thể thao cho học sinh.")
    False
    >>> is_formal("Trạm Y tế chịu trách nhiệm trước Chủ tịch xã về kết quả thực hiện tiêm chủng.")
    False
    """
    sentences = sentences_in(text)
    return bool(sentences) and all(map(_is_formal_sentence, sentences))


def without_formal(text: str) -> str:
    """A text without its sentences that are formal in that sense.

    >>> without_formal("Phòng Kinh tế theo dõi. Chỉ thị này phổ biến đến chi bộ.")
    'Phòng Kinh tế theo dõi.'
    """
    kept = [part for part in cut_at_stops(text) if not is_formal(part)]
    return " ".join(kept) if kept else text


def _is_formal_sentence(sentence: str) -> bool:
    if opens_with(sentence, "duty_addresses") is not None:
        return False
    if _executes().search(sentence) or _takes_effect().match(sentence):
        return True
    if opens_with(sentence, "paying") is not None:
        return not (holds(sentence, "order_verbs") or order_about_money(sentence))
    is_of_group = opens_with(sentence, "groups") is not None and not begins_duty(sentence)
    return is_of_group and contains(sentence, "standing_phrases") is not None


@cache
def _answers() -> regex.Pattern[str]:
    """ "…, và | chịu trách nhiệm trước Chủ tịch UBND xã nếu để chậm" before the end."""
    answering = alternation("answering_for")
    return compile_regex(
        rf"\s*[,;]\s*(?:và\s+)?(?:{answering})\s[^.;\d]*(?=\./\.?\s*$)", regex.IGNORECASE
    )


_CLOSING_MARK = compile_regex(r"\./\.?\s*$")
"""With which signs a paper ends."""


@cache
def _executes() -> regex.Pattern[str]:
    """ "… chịu trách nhiệm thi hành | Quyết định này./.", "… chịu trách nhiệm trước | Chủ tịch UBND
    xã về kết quả thực hiện | Chỉ thị này.", "… chịu trách nhiệm trước | Chủ tịch UBND xã về | kết
    quả thực hiện./."."""
    executing, effect, papers, answering, tails = (
        alternation(key)
        for key in ("executing", "giving_effect", "carried_out", "answering_for", "effect_tails")
    )
    results = alternation("answered_for")
    return compile_regex(
        rf"""
        (?<! \p{{L}} )
        (?: (?:{executing}) \s+ (?:{papers}) \s+ này
          | (?:{effect}) (?: \s+ (?:{papers}) (?: \s+ này )? )?
          | (?:{answering}) \s [^.;]*? \s (?:{papers}) \s+ này
          | (?:{answering}) \s [^.,;\d]*? \s về \s+ (?:{results})
        )
        (?: \s+ (?:{tails}) )?
        [\s./;]* (?: [./;] \S{{1,{MAX_SCRAP}}} )? $
        """.replace("\\ ", r"\s"),
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _takes_effect() -> regex.Pattern[str]:
    """ "Quyết định này | có hiệu lực kể từ ngày ký."."""
    papers, effect = alternation("carried_out"), alternation("taking_effect")
    return compile_regex(
        rf"(?:các\s+)?(?:{papers})(?!\p{{L}})[^.;]*?(?<!\p{{L}})(?:{effect})(?!\p{{L}})",
        regex.IGNORECASE,
    )


@cache
def _informs() -> regex.Pattern[str]:
    """ "Văn phòng Đảng ủy | thông báo để các đồng chí biết, thực hiện./."."""
    informing, knowing = alternation("informing_verbs"), alternation("knowing_verbs")
    return compile_regex(
        rf"(?<!\p{{L}})(?:{informing})\s[^.;]*?(?<!\p{{L}})(?:{knowing})(?!\p{{L}})",
        regex.IGNORECASE,
    )


@cache
def _bids_hurry() -> regex.Pattern[str]:
    """ "… yêu cầu thủ trưởng các đơn vị | tập trung nguồn lực, bảo đảm tiến độ được giao./."."""
    verbs, hurries = alternation("order_verbs"), alternation("hurries")
    return compile_regex(
        rf"(?<!\p{{L}})(?:{verbs})\s[^.;]*?(?:{hurries})[^.;\d]*\./?\.?\s*$", regex.IGNORECASE
    )


@cache
def _summons() -> regex.Pattern[str]:
    """ "… triển khai thực hiện nghiêm túc Chỉ thị này./."; not "… theo dõi việc thực hiện …"."""
    doing, papers, manner, bounds = (
        alternation(key)
        for key in (
            "carrying_out",
            "papers_by_kind",
            "manners_of_carrying_out",
            "bounds_of_carrying_out",
        )
    )
    return compile_regex(
        rf"""
        (?<! việc\s | kết\squả\s | tình\shình\s ) (?<! \p{{L}} ) (?:{doing})
        (?: ,? \s+ (?:{manner}) )*
        (?: \s+ (?:(?:các|những)\s+)? (?:{papers}) \s+ (?:này|(?:nêu\s+)?trên) )?
        (?: \s+ (?:{bounds}) )*
        \s* [./]* $
        """.replace("\\ ", r"\s"),
        regex.IGNORECASE | regex.VERBOSE,
    )
