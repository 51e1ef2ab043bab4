"""Blocks among points of work that are none: labelled lines, remarks, slogans, rules, denials,
prohibitions, opinions."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.asides.opinions import only_judges, orders_behind_opinion
from kehoach.parsers.items.asides.plain_rules import forbids, states_rule
from kehoach.parsers.items.asides.pointers import points_elsewhere
from kehoach.parsers.items.asides.telling_sentences import only_complains, only_tells_what_is
from kehoach.parsers.items.bodies.conditions import clauses_behind_condition
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.ground.closings import (
    informs_all,
    is_farewell,
    is_formal,
    is_polite_closing,
    names_recipient,
    summons_all,
    tells_contact,
    without_bids,
)
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.fields import (
    OWNERS,
    Field,
    is_reminder_line,
    read_field,
    without_run_in_label,
)
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import alternation, contains, opens_with, phrases
from kehoach.patterns import compile_regex


def is_aside(leaf: Leaf, *, in_work: bool = False) -> bool:
    """Footnotes, remarks in brackets, rules, labelled lines of what stands before, and the sentence
    that closes a plan. What a point forbids `in_work`, among tasks, is a duty."""
    if leaf.kind == "footnote" or leaf.text.startswith("("):
        return True
    if states_rule(leaf.text) and not (in_work and forbids(leaf.text)):
        return True
    if is_farewell(leaf.text) or _leads_in(leaf) or _forbids(leaf.text):
        return True
    if leaf.text.endswith("!"):
        return True  # a slogan
    if _only_grounds(leaf.text) or _tells_rate(leaf.text) or tells_who_pays(leaf.text):
        return True
    if _tells_source(leaf.text):
        return True
    if leaf.kind == "paragraph" and only_tells_what_is(leaf.text):
        return True
    if points_elsewhere(leaf.text) or explains_short_form(leaf.text):
        return True
    has_matter = leaf.kind == "item" and without_run_in_label(leaf.text) != leaf.text
    return not has_matter and _is_labelled(leaf.text)


def _tells_rate(text: str) -> bool:
    """ "Mức hỗ trợ: (1) Hộ nghèo: 1 triệu đồng; …": how much is paid, and nothing to do.

    >>> _tells_rate("Mức chi: 50.000 đồng."), _tells_rate("Mức chi: Phòng Kinh tế trình mức mới.")
    (True, False)
    """
    label, _, behind = text.partition(":")
    if begins(label, "rates") is None or begins_duty(behind.strip()):
        return False
    return contains(behind, "money") is not None and any(map(str.isdigit, behind))


def _tells_source(text: str) -> bool:
    """ "Nguồn vốn thực hiện: Sử dụng quỹ dự phòng …": out of what is paid, which nobody does.

    >>> _tells_source("Nguồn vốn thực hiện: Sử dụng quỹ dự phòng của ngân hàng.")
    True
    >>> _tells_source("Nguồn vốn: Phòng Kinh tế rà soát các quỹ.")
    False
    """
    label, colon, behind = text.partition(":")
    if not colon or opens_with(label, "sources_of_money") is None:
        return False
    return begins(behind.strip(), "drawing_from") is not None


def tells_who_pays(text: str) -> bool:
    """ "Ngân sách xã bảo đảm kinh phí thực hiện theo phân cấp.": whose money it is, nobody's work.

    >>> tells_who_pays("Ngân sách xã bảo đảm kinh phí thực hiện Kế hoạch theo phân cấp.")
    True
    >>> tells_who_pays("Doanh nghiệp điện bảo đảm kinh phí phần việc do doanh nghiệp triển khai.")
    True
    >>> tells_who_pays("Ngân sách xã: Phòng Kinh tế bố trí kinh phí."), tells_who_pays("Chi")
    (False, False)
    """
    if _for_own_works().search(text) is not None:
        return True
    if begins(text, "funds") is None or _further().search(text) is not None:
        return False  # "Ngân sách xã cấp kinh phí, | các thôn mua chổi."
    return _pays().search(text) is not None


@cache
def _further() -> regex.Pattern[str]:
    """Another clause, behind a comma one that somebody opens ("mục tiêu, nhiệm vụ" is none)."""
    return compile_regex(rf"[;:.]\s+\S|,\s+(?:\p{{Lu}}|(?:{alternation('list_words')})\s)")


@cache
def _for_own_works() -> regex.Pattern[str]:
    """ "Doanh nghiệp … bảo đảm kinh phí … | do doanh nghiệp triển khai.": each pays its own."""
    return compile_regex(
        rf"^(?P<who>{alternation('kinds_that_pay')})\s[^.;:]*?\s(?:{alternation('paid_by_funds')})\s"
        rf"[^.;:]*\sdo\s(?P=who)\s(?:{alternation('doing_and_paying')})\.?$",
        regex.IGNORECASE,
    )


@cache
def _pays() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{alternation('paid_by_funds')})(?!\p{{L}})")


def _only_grounds(text: str) -> bool:
    """ "Căn cứ Kế hoạch số 12/KH-UBND của UBND tỉnh;": a ground of the plan, and nobody's work.

    >>> _only_grounds("Căn cứ Nghị quyết số 05-NQ/ĐU ngày 02/01/2031 của Đảng ủy;")
    True
    >>> _only_grounds("Căn cứ Kế hoạch này, các thôn lập danh sách.")
    False
    """
    return opens_with(text, "grounds_alone") is not None and not _CLAUSE.search(text)


_CLAUSE = compile_regex(r"[,:.;]\s+\S")


def explains_short_form(text: str) -> bool:
    """Does a point only write a short form out?

    >>> explains_short_form("TYT: Trạm Y tế."), explains_short_form("KP là khu phố;")
    (True, True)
    >>> explains_short_form("Trung tâm VHTT xã: Trung tâm Văn hóa - Thông tin và Thể thao xã.")
    True
    >>> explains_short_form("CAX: Tuần tra ban đêm."), explains_short_form("UBND: Họp giao ban.")
    (False, False)
    """
    match = _EXPLAINED.match(text)
    if match is None:
        return _writes_body_out(text)
    openings = "".join(word[0] for word in strip_diacritics(match["full"]).split())
    return openings == strip_diacritics(match["short"])


def _writes_body_out(text: str) -> bool:
    """ "Trung tâm VHTT xã: Trung tâm Văn hóa - Thông tin và Thể thao xã.": a body, and nothing but
    the same with its short words written out."""
    short, _, full = text.rstrip(" .;,").partition(": ")
    first, _, behind = short.partition(" ")
    is_same = bool(behind) and full.startswith(f"{first} ") and _CAPITALS.search(behind) is not None
    return is_same and named_bodies(full, None) == full


_CAPITALS = compile_regex(r"(?<!\p{L})\p{Lu}{2,}(?!\p{Ll})")
_EXPLAINED = compile_regex(
    r"(?P<short>\p{Lu}{2,8})\s*(?::|=|-|–|là)\s*(?P<full>[\p{L} -]+?)[.;,]?$"
)


def only_tells(leaf: Leaf, context: Context) -> bool:
    """A point on what a meeting does in one case, or on what is not done, orders nothing; in a
    paper of orders, nor does one that holds an opinion ("Cơ bản thống nhất với …"), bids all carry
    the paper out, or says whom to ask."""
    if _is_case_of_meeting(leaf.text) or denies(leaf.text, context):
        return True
    if leaf.kind == "paragraph" and informs_all(leaf.text):
        return True
    if names_recipient(leaf.text):
        return True
    if not context.gives_orders:
        return False
    if only_complains(leaf.text):
        return True
    is_opinion = opens_with(leaf.text, "opinions") is not None or only_judges(leaf.text)
    if is_opinion and not orders_behind_opinion(leaf.text, context):
        return True
    if summons_all(leaf.text):
        return True
    if is_polite_closing(leaf.text) or not without_bids(leaf.text):
        return True
    return is_formal(leaf.text) or tells_contact(leaf.text)


def _is_case_of_meeting(text: str) -> bool:
    """ "Trường hợp không thỏa thuận được thì hội nghị biểu quyết.": what a meeting does in one case
    is a rule."""
    clauses = clauses_behind_condition(text) if begins(text, "cases") else ()
    return any(begins(clause, "meetings") for clause in clauses)


def denies(text: str, context: Context) -> bool:
    """ "Các thôn này không tổ chức hội nghị.": bodies, and what they do not do; "Trẻ có chống chỉ
    định thì không tiêm."."""
    if contains(text, "prohibitions_in_case") is not None and not begins_duty(text):
        return True
    lead, does = subject_of(text, context.level)
    words = f"{lead} ".rpartition(" ")[0].split()[-1:] + does.split()[:1]
    return bool(lead) and any(begins(word, "denials") for word in words)


def _forbids(text: str) -> bool:
    """ "Lưu ý: Không xem xét đơn nặc danh.": what is to be minded and nobody has to do."""
    if not is_reminder_line(text):
        return False
    _, _, behind = text.partition(":")
    if contains(behind, "prohibitions_in_case") is not None:
        return True
    return opens_with(behind.strip(), "prohibitions") is not None


def _leads_in(leaf: Leaf) -> bool:
    """ "Các nội dung dưới đây được triển khai theo quy định của Luật.", "Các việc và người làm được
    nêu tại bảng sau.": a word on the points, or the table, under it."""
    if leaf.kind != "paragraph":
        return False
    if opens_with(leaf.text, "lead_ins") is not None:
        return True
    return strip_diacritics(leaf.text).rstrip(" .:").endswith(phrases("tables_below"))


def _is_labelled(text: str) -> bool:
    """Is it a labelled line? "Phối hợp kiểm tra: Cử người dự họp." is an order: it names no
    body."""
    field = read_field(text)
    if field is None or gives_work(field):
        return False
    if field.role == "deliverable" and begins_duty(subject_of(field.value, None)[1]):
        return False  # "Kết quả diễn đàn: Ban Tổ chức tổng hợp ý kiến."
    return field.role not in OWNERS or not begins_duty(field.value)


def gives_work(field: Field) -> bool:
    """Does what looks like a label of money say who does something about it?

    >>> gives_work(Field("budget", "Kinh phí số hóa", "Sở Tài chính thẩm định dự toán."))
    True
    >>> gives_work(Field("budget", "Kinh phí", "Sở Tài chính cấp 5 triệu đồng."))
    False
    """
    if field.role != "budget" or not field.label.split()[2:]:
        return False
    lead, does = subject_of(field.value, None)
    return bool(lead) and begins_duty(does)
