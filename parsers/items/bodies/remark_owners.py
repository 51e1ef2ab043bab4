"""Who does a task, as a remark at its end says: "Trồng hoa (Hội Phụ nữ phụ trách, tháng 4).",
"Cấp phát giống lúa → Hội Nông dân xã.", "Lắp camera - Công an xã thực hiện."."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import regex

from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.hamlets import tells_where
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.offices.roles import Roles, roles_in
from kehoach.normalize.text import capitalised, with_round_brackets
from kehoach.normalize.times.deadline import is_understood
from kehoach.parsers.items.bodies.alone_at_end import alone_at_end
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.bodies.sentence_owners import address, honorific, subject_of
from kehoach.parsers.items.bodies.subject_ends import named_person
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.words import alternation, phrases_by
from kehoach.patterns import compile_regex

MAX_CUT = 6
"""Words before a dash in which a name may begin that goes on behind it."""

MAX_BEHIND_COLON = 14
"""Words behind the colon of a point that name who does it, and when."""
MOST_LETTERS_OF_TIME = 160
"""Of the words behind a mark that may be a time, and no more."""
MIN_REMARKED = 2
"""Points, or headings, with bodies in brackets behind them."""


def remark_owner(text: str, level: str | None) -> str:
    """The bodies that a remark at the end of a sentence names, in brackets or behind a dash, an
    arrow or a semicolon; "" for none.

    >>> remark_owner("Trồng hoa dọc trục chính (Hội Phụ nữ phụ trách, tháng 4).", "xã")
    'Hội Phụ nữ'
    >>> remark_owner("Cấp phát giống lúa → Hội Nông dân xã.", "xã")
    'Hội Nông dân xã'
    >>> remark_owner("Rà soát các tiểu đội dân quân; Trạm Y tế chịu trách nhiệm.", "xã")
    'Trạm Y tế'
    >>> remark_owner("Vận động Quỹ Khuyến học (Hội Khuyến học xã thực hiện tháng 9/2031).", "xã")
    'Hội Khuyến học xã'
    >>> remark_owner("Thi gói bánh chưng: Hội Phụ nữ xã, sáng ngày 14/02/2031.", "xã")
    'Hội Phụ nữ xã'
    >>> remark_owner('Tổ chức buổi "Dân hỏi - Ủy ban nhân dân xã trả lời" trong quý II.', "xã")
    ''
    >>> remark_owner("Gói 300 suất quà (Hội Phụ nữ chủ trì). Xe rời xã lúc 5 giờ sáng.", "xã")
    'Hội Phụ nữ'
    """
    for remark in _remarks_at_end(text):
        named = _in_brackets(remark, level)
        if named:
            return named
    alone = alone_at_end(text, level).leads
    if alone:
        return alone
    _, sign, last = text.rpartition("; ")
    if sign and not begins_duty(last):
        lead = _owner_of_remark(last, level)
        if lead:
            return lead
    tail = _TAIL.search(text)
    if tail is None or _opens_quote(text[: tail.start()]):
        return _behind_colon(text, level) or _before_day_behind_colon(text, level)
    words = tail["words"].strip(" .;")
    if tail["sign"] in _ARROWS:
        return words if named_bodies(words, level) == words else ""
    told = _parts_in(words, level).leads
    return (
        told
        or _owner_of_remark(words, level)
        or _known_at_end(text[: tail.start()], words, level=level)
    )


def _opens_quote(text: str) -> bool:
    """Does the name of something stand open ("Buổi | "Dân hỏi | - Chính quyền trả lời"")?"""
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")


def _in_brackets(remark: str, level: str | None) -> str:
    """The bodies that a remark in brackets names as those who do it; "" for none."""
    together = _all_together(remark, level)
    if together:
        return together
    told = _parts_in(remark, level).leads or _watched(remark, level)
    if told:
        return told
    for clause in _CLAUSES_OF_REMARK.split(remark):
        lead = _owner_of_remark(clause, level)
        if lead:
            return lead
    return _before_time(remark, level) or _doing(remark, level)


def remark_helper(text: str, level: str | None) -> str:
    """The bodies that help, as a remark in brackets at the end of a sentence says; "" for none.

    >>> remark_helper("Ký cam kết (Công an xã chủ trì, các trường học phối hợp).", "xã")
    'các trường học'
    >>> remark_helper("Ký cam kết (Công an xã phối hợp các trường học thực hiện).", "xã")
    'các trường học'
    >>> remark_helper("Ký cam kết (Công an xã chủ trì; các thôn, Hội Phụ nữ phối hợp).", "xã")
    'các thôn, Hội Phụ nữ'
    >>> remark_helper("Ký cam kết (Công an xã, phối hợp: các thôn).", "xã")
    'các thôn'
    """
    for remark in _remarks_at_end(text):
        if _all_together(remark, level):
            continue
        told = _parts_in(remark, level).helps
        if told:
            return told
        for clause in _parts_of_remark(remark):
            verb = helping_at_end().search(clause)
            bodies = without_title(clause[: verb.start()]) if verb is not None else ""
            if are_named(bodies, level) and not _leads().search(bodies):
                return bodies
            _, helpers = _joint_owners(_DO.sub("", without_last_time(clause).strip(" .;")), level)
            if helpers:
                return helpers
    tail = _TAIL.search(text)
    told = _parts_in(tail["words"].strip(" .;"), level).helps if tail is not None else ""
    return told or alone_at_end(text, level).helps


def _parts_in(remark: str, level: str | None) -> Roles:
    """Who leads and who helps in a remark that tells both; nobody in another."""
    told = roles_in(remark)
    leads = leading_at_end().sub("", told.leads)  # "Văn phòng | soạn thảo | ; các phòng phối hợp"
    both = (leads, told.helps)
    are_told = all(names in remark and are_named(names, level) for names in both)
    return replace(told, leads=leads) if are_told else Roles("")


def _watched(remark: str, level: str | None) -> str:
    """ "Ban Mặt trận các ấp; | Hội Cựu chiến binh xã giám sát": who does it while another watches;
    "" where nobody watches."""
    told = roles_in(remark)
    is_told = bool(told.leads) and not told.helps and remark.strip().startswith(f"{told.leads};")
    return told.leads if is_told and are_named(told.leads, level) else ""


def _before_time(remark: str, level: str | None) -> str:
    """ "Đoàn Thanh niên, | hoàn thành trước ngày 20/3": bodies and when it is done, no more."""
    for sign in reversed([*_CLAUSES_OF_REMARK.finditer(remark)]):
        bodies = without_title(remark[: sign.start()])
        if _is_time(remark[sign.end() :]) and are_named(bodies, level):
            return bodies
    return ""


def _doing(remark: str, level: str | None) -> str:
    """ "Phòng Kinh tế | lập hồ sơ, thuê đơn vị thi công": the bodies of the directory with which a
    remark opens that says what they do."""
    bodies, does = subject_of(remark, level)
    is_known = parse_offices(bodies, level).are_known
    return bodies if is_known and begins_duty(does) and not _helping().match(does) else ""


@cache
def _helping() -> regex.Pattern[str]:
    return compile_regex(rf"(?:cùng\s+)?(?:{alternation('helping_verbs')})", regex.IGNORECASE)


@cache
def ends_by() -> regex.Pattern[str]:
    """ "hoàn thành | trước ngày 20/3"."""
    return compile_regex(rf"^(?:{alternation('finishing_verbs')})\s+", regex.IGNORECASE)


def _all_together(remark: str, level: str | None) -> str:
    """ "Công an xã, các thôn | phối hợp thực hiện": all do it, none only helps; "" for others."""
    verb = _doing_together().search(remark)
    bodies = without_title(remark[: verb.start()]) if verb is not None else ""
    return bodies if "," in bodies and are_named(bodies, level) else ""


@cache
def _doing_together() -> regex.Pattern[str]:
    helping, leading = alternation("helping_verbs"), alternation("leading_verbs")
    return compile_regex(rf"\s(?:cùng\s+)?(?:{helping})\s+(?:{leading})[\s.;]*$", regex.IGNORECASE)


def _parts_of_remark(remark: str) -> Iterator[str]:
    """What stands behind each mark, the longest first: a list of bodies has commas of its own ("…;
    các thôn, Hội Phụ nữ phối hợp")."""
    for part in remark.split(";"):
        words = part.strip()
        while words:
            yield words
            _, _, words = words.partition(", ")


def helper_in_note(note: str, level: str | None) -> str:
    """The bodies that help, where a note beside a task says that and nothing else; "" for none.

    >>> helper_in_note("Phối hợp: Hội Phụ nữ", "xã"), helper_in_note("Các thôn phối hợp.", "xã")
    ('Hội Phụ nữ', 'Các thôn')
    >>> helper_in_note("Phối hợp với Đoàn xã", "xã"), helper_in_note("Phối hợp tốt hơn", "xã")
    ('Đoàn xã', '')
    """
    opening = _helping_with().match(note)
    if opening is None:
        return remark_helper(f"({note})", level)
    bodies = note[opening.end() :].strip(" .;")
    return bodies if are_named(bodies, level) else ""


@cache
def _helping_with() -> regex.Pattern[str]:
    verbs = alternation("helping_verbs")
    return compile_regex(rf"(?:{verbs})(?:\s+thực hiện)?(?:\s*:|\s+với:?)\s+", regex.IGNORECASE)


def bodies_in_remark(text: str, level: str | None) -> str:
    """The bodies that a remark in brackets at the end names without saying what they do; "" for
    none. Alone it may be a remark on something else: where the points of a list, or headings beside
    each other, have it, it says whose work they are.

    >>> bodies_in_remark("Phun hóa chất khử khuẩn (Trạm Y tế; trong quý II).", "xã")
    'Trạm Y tế'
    >>> bodies_in_remark("Phun hóa chất khử khuẩn (Trạm Y tế - quý II - 5 triệu đồng).", "xã")
    'Trạm Y tế'
    >>> bodies_in_remark("Mở lớp vẽ (học sinh lớp 5).", "xã")
    ''
    """
    for remark in _remarks_at_end(text):
        words = _behind_dash().split(remark.strip(), maxsplit=1)[0]
        if len(words) > MAX_LETTERS_OF_REMARK:
            continue
        for sign in reversed([*_CLAUSES_OF_REMARK.finditer(words)]):
            is_time = is_understood(words[sign.end() :])  # "; trong quý II"
            if is_time or named_bodies(words, level) != words:
                words = words[: sign.start()]
        if named_bodies(words, level) == words and not tells_where(words):
            return _without_verb_at_end(words, level)
    return ""


def _without_verb_at_end(words: str, level: str | None) -> str:
    """ "Chi đoàn Quân sự | lo": a name that nobody listed takes the verb behind it for its own."""
    verb = leading_at_end().search(words)
    bodies = words[: verb.start()] if verb is not None else ""
    return bodies if bodies and named_bodies(bodies, level) == bodies else words


@cache
def _behind_dash() -> regex.Pattern[str]:
    """A time, or an amount, behind a dash ("Trạm Y tế | - tháng 6 - 5 triệu đồng")."""
    times = alternation("times_behind_dash")
    return compile_regex(rf"\s[-–]\s(?=(?:{times})\s|\d)", regex.IGNORECASE)


def _remarks_at_end(text: str) -> Iterator[str]:
    """What stands in brackets, round or square, at the end of a sentence."""
    for bracket in _REMARK_AT_END.finditer(with_round_brackets(text)):
        yield bracket["remark"]


def are_remarked(remarked: int, listed: int) -> bool:
    """Do so many of so many points show that each names its owner in brackets?"""
    return remarked >= MIN_REMARKED and 2 * remarked >= listed


def bodies_behind_colon(text: str, level: str | None) -> str:
    """The bodies that stand behind the colon of a point and are all that does; "" for none. Where
    many points of a list have such, they say whose work each is.

    >>> bodies_behind_colon("Văn nghệ chào mừng: Trường THCS Tân Khê.", "xã")
    'Trường THCS Tân Khê'
    >>> bodies_behind_colon("Mời các đơn vị: Trường THCS Tân Khê.", "xã")
    ''
    """
    work, _, words = text.rpartition(": ")
    words = words.strip(" .;")
    if not work or not words or _goes_on_to_bodies().search(work):
        return ""
    return words if named_bodies(words, level) == words else ""


def _behind_colon(text: str, level: str | None) -> str:
    """ "Chi trả thù lao hòa giải: | Phòng Kinh tế.": bodies of the directory, and nothing else,
    behind the colon that closes an order; behind "gửi các đơn vị:" they are no owners."""
    words = bodies_behind_colon(text, level) if begins_duty(text) else ""
    return words if parse_offices(words, level).are_known else ""


def _before_day_behind_colon(text: str, level: str | None) -> str:
    """ "Thi gói bánh chưng: | Hội Phụ nữ xã, | sáng ngày 14/02": bodies and their day, no more,
    behind the colon of a short point."""
    _, sign, behind = text.rpartition(": ")
    is_short = len(behind.split()) <= MAX_BEHIND_COLON and ". " not in text
    has_day = sign and _DIGIT.search(behind) is not None
    return _before_time(behind.strip(" .;"), level) if is_short and has_day else ""


def _known_at_end(before: str, words: str, level: str | None) -> str:
    """ "Kiểm tra cơ sở kinh doanh | - Công an xã.": bodies of the directory behind a dash that
    closes an order; a dash inside a name ("Phòng Văn hóa - Xã hội") is none."""
    if not begins_duty(before):
        return ""
    if _person().fullmatch(words) is not None:  # but "Thăm hộ nghèo - bà Lụa"
        return (
            "" if begins(before, "done_upon_persons") else words
        )  # "… - đ/c Lò Văn Panh, Ủy viên Thường trực"
    if not are_of_directory(words, level):
        return ""
    cell = Cell(f"{before} - {words}")
    behind = Cell(before).size
    names = (cell.longest_name(index) for index in range(max(behind - MAX_CUT, 0), behind))
    is_cut = any(name is not None and name[1] > behind for name in names)
    return "" if is_cut else words


def _owner_of_remark(clause: str, level: str | None) -> str:
    """ "Hội Phụ nữ phụ trách", "giao Đoàn Thanh niên", "ông Trưởng thôn lo"."""
    words = without_title(clause.strip(" .;"))
    turned = address().match(words)
    if turned is not None:
        bodies = _before_leading_verb(without_title(words[turned.end() :]))
        return bodies if are_named(bodies, level) else ""
    label = _label().match(words)
    if label is not None:
        bodies = words[label.end() :]
        return bodies if are_named(bodies, level) else ""
    words = _before_time_behind_verb(_DO.sub("", words))
    for verb in leading_at_end().finditer(words):
        bodies = without_title(words[: verb.start()])
        if are_named(bodies, level):
            return bodies
    lead, _ = _joint_owners(words, level)
    return lead


def _before_leading_verb(words: str) -> str:
    """ "thôn Đông | thực hiện"."""
    verb = leading_at_end().search(words)
    return words[: verb.start()] if verb is not None else words


def _joint_owners(words: str, level: str | None) -> tuple[str, str]:
    """ "Hội Nông dân | phối hợp với | các thôn | thực hiện": who leads and who helps."""
    for sign in _together().finditer(words):
        lead = without_title(words[: sign.start()])
        if not are_named(lead, level):
            continue
        helpers = words[sign.end() :]
        verb = leading_at_end().search(helpers)
        helpers = helpers[: verb.start()] if verb is not None else helpers
        if are_named(helpers, level):
            return lead, helpers
    return "", ""


def without_last_time(words: str) -> str:
    """Words without the time behind their last mark ("Công an xã chủ trì, phối hợp Phòng Kinh tế |
    , ngày 10/6", "đ/c Khải | , xong 31/10")."""
    for sign in reversed([*_CLAUSES_OF_REMARK.finditer(words)]):
        if len(words) - sign.end() > MOST_LETTERS_OF_TIME:
            break  # each further one would read the whole rest again
        if _is_time(words[sign.end() :]):
            return words[: sign.start()]
    return words


def _is_time(words: str) -> bool:
    """Do words tell when something is done, and no more ("hoàn thành trước ngày 20/3")?"""
    return is_understood(ends_by().sub("", words.strip(" .;")))


def _before_time_behind_verb(words: str) -> str:
    """ "Hội Khuyến học xã thực hiện | trong tháng 9/2026"."""
    for verb in _leading_before_time().finditer(words):
        if is_understood(words[verb.end() :]):
            return words[: verb.end()]
    return words


@cache
def _label() -> regex.Pattern[str]:
    """ "Cơ quan chủ trì là | Phòng Kinh tế", "đơn vị thực hiện: | các thôn"."""
    labels = phrases_by("words.yaml", "fields", bare_words=False)["lead"]
    long_labels = sorted((label for label in labels if " " in label), key=len, reverse=True)
    return compile_regex(rf"^(?:{'|'.join(long_labels)})\s*(?::|là)?\s+", regex.IGNORECASE)


def are_named(bodies: str, level: str | None, *, one_known: bool = False) -> bool:
    """Are words bodies and nothing else? In a remark they may begin small ("thôn Đông");
    `one_known` as of `named_bodies`."""
    printed = capitalised(bodies)
    if ", " in bodies and tells_where(bodies):
        return False  # "Tập huấn cho các tổ (thôn Đông, thôn Đoài)"
    return bool(printed) and named_bodies(printed, level, one_known=one_known) == printed


def are_of_directory(words: str, level: str | None) -> bool:
    """Are words bodies and nothing else, and does the directory hold them all?"""
    return named_bodies(words, level) == words and parse_offices(words, level).are_known


def without_title(words: str) -> str:
    """ "ông | Trưởng thôn", "đ/c Hương - | Phó Hiệu trưởng"."""
    bare = _title_before().sub("", honorific().sub("", words)).strip()
    name, sign, office = bare.partition(" - ")
    is_person = bare != words.strip() and sign and _NAME.fullmatch(name) is not None
    return office if is_person and begins(office, "offices_of_persons") else bare


@cache
def _title_before() -> regex.Pattern[str]:
    titles = alternation("person_openings")
    return compile_regex(rf"^(?:{titles})\s+(?=\p{{Lu}})", regex.IGNORECASE)


@cache
def _person() -> regex.Pattern[str]:
    """ "đ/c Lò Văn Panh", "Bà Lụa (Hội Phụ nữ)", "thầy Tạ Văn Đông, Phó Hiệu trưởng"."""
    offices = alternation("offices_of_persons")
    return compile_regex(
        named_person() + rf"(?:\s*[,(–-]\s*(?:{offices}|\p{{Lu}}\p{{Ll}}+)[^,;.:()]*\)?)?"
    )


@cache
def _goes_on_to_bodies() -> regex.Pattern[str]:
    """Before a colon, what the bodies behind it are told as: whom something is sent to, where it
    is, which they are ("… gửi các đơn vị:", "… gồm:", "… giữa 03 bên:")."""
    words = f"{alternation('list_openings')}|{alternation('leads_to_place')}"
    many = alternation("many_bodies")
    parties = rf"(?:\d+|{alternation('counts_of_things')})\s+(?:{alternation('parties')})"
    kinds = rf"(?:các|những|\d+)\s+(?:{many})(?:\s\p{{L}}+){{0,3}}"
    return compile_regex(
        rf"(?<!\p{{L}})(?:{words}|{kinds}|{parties})$",
        regex.IGNORECASE,
    )


_ARROWS = ("→", "=>", "->", "⇒")
MAX_LETTERS_OF_REMARK = 600
"""A longer bracket is none: each of its clauses is looked at with all before it."""
_REMARK_AT_END = compile_regex(
    r"\((?P<remark>[^()]+)\)(?=[\s.;:]*$|,\s[^.;]{4,60}[.;]?$|\.\s+\p{Lu}[^()]{8,300}$)"
)
"""At the end of a text, before its time, or at the end of a sentence with others behind it."""
_CLAUSES_OF_REMARK = compile_regex(r"[;,]\s+")
_TAIL = compile_regex(r"\s(?P<sign>→|=>|->|⇒|[-–])\s+(?P<words>[^→⇒–]{4,80})$")
_DIGIT = compile_regex(r"\d")
_NAME = compile_regex(r"\p{Lu}\p{L}*(?:\s\p{Lu}\p{L}*){0,4}")
_DO = compile_regex(r"^do\s+", regex.IGNORECASE)


def _leading() -> str:
    return f"{alternation('leading_verbs')}|{alternation('remark_verbs')}"


@cache
def _leads() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{_leading()})\b", regex.IGNORECASE)


@cache
def leading_at_end() -> regex.Pattern[str]:
    """ "Hội Phụ nữ | phụ trách", "Đoàn Thanh niên | lo": the verb behind bodies that do it."""
    return compile_regex(rf"\s(?:{_leading()})$", regex.IGNORECASE)


@cache
def _leading_before_time() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{_leading()})(?=\s)", regex.IGNORECASE)


@cache
def _together() -> regex.Pattern[str]:
    """ "chủ trì, phối hợp với", "phối hợp cùng"."""
    leading, verbs = alternation("leading_verbs"), alternation("helping_verbs")
    manners = alternation("manners_of_helping")
    return compile_regex(
        rf",?\s+(?:(?:{leading}),?\s+)?(?:{verbs})(?:\s+(?:{manners}))?(?:\s+(?:với|cùng))*\s+",
        regex.IGNORECASE,
    )


@cache
def helping_at_end() -> regex.Pattern[str]:
    """ "các thôn | phối hợp", "Hội Phụ nữ | hỗ trợ": the verb behind bodies that help."""
    keys = ("helping_verbs", "giving_a_hand", "remark_helping_verbs")
    verbs = "|".join(map(alternation, keys))
    return compile_regex(rf"\s(?:cùng\s+)?(?:{verbs})(?:\s+thực\s+hiện)?[\s.;]*$", regex.IGNORECASE)
