"""Points among tasks that order nothing: a prohibition, a rule on how things are, an explanation,
an opinion."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from kehoach.normalize.offices.cell import opens_as_body
from kehoach.normalize.text import capitalised, strip_diacritics
from kehoach.parsers.items.bodies.body_ends import bodies_end
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.ground.closings import holds_date
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.layout.money_labels import order_about_money
from kehoach.parsers.words import alternation, contains, opens_with
from kehoach.patterns import compile_regex

MOST_WORDS_OF_AMOUNT = 3
MOST_WORDS_OF_LABEL = 4
MAX_LETTERS_OF_HEAD = 500
"""Of those who answer for something, and the words for that."""
_CLAUSE_END = compile_regex(r"[;:]|\.\s|\.$")
_REMARK = compile_regex(r"\s*\([^()]*\)")


def is_act_of_meeting(text: str) -> bool:
    """Does a point say what a meeting does, and not how it is held?

    >>> is_act_of_meeting("Hội nghị thông qua biên bản."), is_act_of_meeting("Hội nghị phải gọn.")
    (True, False)
    """
    meeting = begins(text, "meetings")
    return meeting is not None and begins(text[len(meeting) :], "meeting_acts") is not None


def forbids(text: str) -> bool:
    """Does a point forbid something, which all whom it concerns have to keep?

    >>> forbids("Tuyệt đối không để xảy ra cháy."), forbids("Không quá 05 người mỗi đội.")
    (True, False)
    """
    return begins(text, "forbidding") is not None and begins(text, "not_forbidding") is None


def tells_liability(text: str) -> bool:
    """Does a sentence say what comes of it if somebody does not do his work?

    >>> tells_liability("Đơn vị nào chậm gửi số liệu phải chịu trách nhiệm giải trình.")
    True
    >>> tells_liability("Người đứng đầu đơn vị để xảy ra vi phạm bị xem xét, xử lý kỷ luật.")
    True
    >>> tells_liability("Công an xã chịu trách nhiệm giải trình số liệu hộ khẩu.")
    False
    >>> tells_liability("Đối với cá nhân vi phạm, tùy tính chất, mức độ xem xét xử lý.")
    True
    """
    if begins(text, "those_who_offend") is not None and contains(text, "weighing_offences"):
        return contains(text, "offences_of_any") is not None
    if begins(text, "after_the_term") is not None:
        return contains(text, "decided_then") is not None
    if begins(text, "heads_of_any") and _answers_for().search(text[:MAX_LETTERS_OF_HEAD]):
        return True
    is_case = bool(begins(text, "cases") or opens_with(text, "whoever_it_is"))
    is_case = is_case or _head_that_lets().match(text) is not None
    return is_case and contains(text, "liabilities") is not None


@cache
def _answers_for() -> regex.Pattern[str]:
    """ "Người đứng đầu các đơn vị (Cục trưởng, …) | chịu trách nhiệm khi để xảy ra …": nothing else
    is said of them before."""
    return compile_regex(
        rf"^[^,;:.()]*(?:\([^()]*\)\s*)?(?:{alternation('answering_if_it_happens')})"
    )


@cache
def _head_that_lets() -> regex.Pattern[str]:
    """ "Người đứng đầu đơn vị | để xảy ra vi phạm …", "Trưởng bản nào | để xảy ra cháy …"."""
    heads, letting = alternation("heads_of_any"), alternation("letting_happen")
    whoever = rf"(?:[^\s,;.:]+\s){{1,3}}(?:{alternation('words_of_cases')})"
    return compile_regex(
        rf"(?:(?:{heads})(?!\p{{L}})[^,;.:]*?|{whoever})\s(?:{letting})\s", regex.IGNORECASE
    )


def tells_cost(text: str) -> bool:
    """Does a point say what something costs, and nothing else?

    >>> tells_cost("In tờ rơi: 3.000.000 đồng."), tells_cost("Hỗ trợ 12 hộ: mỗi hộ 2 triệu đồng.")
    (True, False)
    """
    _, colon, amount = text.rpartition(": ")
    is_amount = amount[:1].isdecimal() and len(amount.split()) <= MOST_WORDS_OF_AMOUNT
    return bool(colon) and is_amount and contains(amount, "money") is not None


@lru_cache(maxsize=2048)
def states_rule(text: str) -> bool:
    """Does a point forbid, explain or set a rule, and order nothing?

    >>> states_rule("Không thu tiền của học sinh."), states_rule("Không ngừng nâng cao tay nghề.")
    (True, False)
    >>> states_rule("Việc kiểm tra phải khách quan."), states_rule("Việc làm: Mở sàn giao dịch.")
    (True, False)
    """
    if begins(text, "orders_like_rules") or order_about_money(text):
        return False
    if begins(text, "no_orders") or tells_liability(text) or leaves_to_rules(text):
        return True
    if opens_with(text, "rule_openings") is None or is_act_of_meeting(text):
        return False
    first_clause = _CLAUSE_END.split(text, maxsplit=1)[0]
    return contains(first_clause, "rule_words") is not None


def leaves_to_rules(text: str) -> bool:
    """Does a point say of a thing that it goes by rules, what it consists of or is used for, and
    give nobody work?

    >>> leaves_to_rules("Việc nhập học thực hiện theo quy định hiện hành.")
    True
    >>> leaves_to_rules("Đối với tiểu học: Hồ sơ gồm học bạ và giấy khai sinh.")
    True
    >>> leaves_to_rules("Đối với lớp, trường nhỏ, việc kiểm tra thực hiện theo quy định chung.")
    True
    >>> leaves_to_rules("Giáo viên: Chế độ làm thêm giờ thực hiện theo quy định hiện hành.")
    True
    >>> leaves_to_rules("Hồ sơ nộp về văn phòng trước ngày 15/8.")
    False
    """
    return any(map(_goes_by_rules, _statements_in(text)))


def _statements_in(text: str) -> list[str]:
    """What a point may say by rules: all of it, what stands behind a label ("Giáo viên: | Chế độ
    …"), or behind any comma of a sentence that says whom or what it concerns."""
    label, colon, behind = text.partition(": ")
    if begins(text, "concerning") is not None:
        return [behind] if colon and "," not in label else text.split(", ")[1:]
    if not colon:
        return [text]
    if begins(label, "things_of_rules") is not None:
        return [f"{label} {behind}"]  # "Ngày nghỉ lễ: | Thực hiện theo quy định …"
    return [text, behind] if len(label.split()) <= MOST_WORDS_OF_LABEL else [text]


def _goes_by_rules(said: str) -> bool:
    if begins(said, "things_of_rules") is None:
        return False
    first_clause = _CLAUSE_END.split(said, maxsplit=1)[0]
    rule = contains(first_clause, "goes_by_rules")
    if rule is None:
        return False
    before = first_clause[: strip_diacritics(first_clause).index(rule)]
    return _before_doer().search(before) is None  # "Việc trực | do | Công an xã …"


@cache
def _before_doer() -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\p{{L}})(?i:{alternation('words_before_doers')})\s+\p{{Lu}}")


def cites_rule(text: str) -> bool:
    """Does a point of a letter only say of its matter by which part of which paper it goes, or who
    has it in hand?

    >>> cites_rule("Về quy trình: thực hiện theo Điều 5 Quy định số 12-QĐ/TU.")
    True
    >>> cites_rule("Thẩm quyền quyết định: Chủ tịch Ủy ban nhân dân tỉnh.")
    True
    >>> cites_rule("Thực hiện theo Điều 5 Quy chế; gửi hồ sơ trước ngày 05/6.")
    False
    """
    matter, colon, said = text.strip().rpartition(": ")
    if not colon:
        said = text.strip()
    elif begins(matter, "matter_openings", "things_of_rules") is None:
        return False
    said = said.rstrip(" .;")
    if _CLAUSE_END.search(said) is not None:
        return False
    rule = begins(said, "going_by_rules")
    if rule is not None:
        return begins(" ".join(said.split()[len(rule.split()) :]), "parts_of_papers") is not None
    is_of_rules = bool(colon) and begins(matter, "things_of_rules") is not None
    return is_of_rules and opens_as_body(said) and bodies_end(said) == len(said)


def titles_matter(text: str) -> bool:
    """Does a point only name a matter that is told below it ("Về kiểm điểm tập thể lãnh đạo:")?

    >>> titles_matter("Về kiểm điểm tập thể lãnh đạo:"), titles_matter("Về kinh phí: Xã chi.")
    (True, False)
    >>> titles_matter("Về an ninh, Công an xã trực"), titles_matter("Về báo cáo, gửi trước 05/9")
    (False, False)
    """
    said = text.strip()
    if holds_date(said) or _gives_work().search(said) is not None:
        return False
    if any(_says_who_does(part) for part in said.split(", ")[1:]):
        return False
    while (without := _REMARK.sub("", said)) != said:
        said = without  # also a remark within another
    if opens_with(said, "matters_by_word") is None or ": " in said or "; " in said:
        return False
    return not said.endswith((".", ";", "/"))


def _says_who_does(part: str) -> bool:
    """ "Về an ninh, | Công an xã bố trí 02 chiến sĩ": a body and what it does, behind a comma."""
    lead, does = subject_of(capitalised(part), None)
    return bool(lead) and any(map(str.isalpha, does))


@cache
def _gives_work() -> regex.Pattern[str]:
    """ "Về vệ sinh | (giao Đoàn xã chủ trì)"."""
    return compile_regex(rf"(?:[(]|, )(?:{alternation('duty_addresses')})(?!\p{{L}})")
