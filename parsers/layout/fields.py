"""Labelled lines under a task: "- Cơ quan chủ trì: …", "Thời gian thực hiện: …"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest

import regex

from kehoach.normalize.offices.cell import Cell, opens_as_body
from kehoach.normalize.offices.hamlets import names_hamlet
from kehoach.normalize.text import strip_diacritics, with_round_brackets
from kehoach.normalize.times.alone import is_time_alone
from kehoach.normalize.times.deadline import is_understood
from kehoach.parsers.layout.composed_labels import composed_label
from kehoach.parsers.layout.money_labels import order_about_money
from kehoach.parsers.words import (
    alternation,
    is_one_of,
    phrase_map,
    phrases,
    phrases_by,
    raw_phrases,
    starts,
)
from kehoach.patterns import compile_regex

_BETWEEN_LABELS = compile_regex(r"\s*[,;/&]\s*|\s+và\s+", regex.IGNORECASE)
_LABEL = compile_regex(r"([^:：\d]{2,60}?)\s*[:：]\s*(.*)", regex.DOTALL)
MAX_LABEL_WORDS, MAX_OPENING_WORDS = 9, 14
"""Of a label before its value, and of one that opens a list."""
MIN_WORDS_BEHIND_SEMICOLON = 3
"""Of a label that opens behind a semicolon ("…; đơn vị thực hiện: …")."""
MAX_LETTERS_WITHOUT_COLON = 160
"""A longer line that opens like a deadline's label is a sentence about time."""


OWNERS = ("lead", "coordinating")
"""The roles of labels that name bodies."""
COMPOSED_LABELS = ("demands_of_time", "questions_of_time", "helping_in_labels")
"""Lists of labels in the clerk's own words that may stand behind another."""


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled line: the role of its label (see words.yaml), the label, and the value as
    printed."""

    role: str
    label: str
    value: str


@lru_cache(maxsize=4096)
def read_field(text: str) -> Field | None:
    """A line -> its field, or None when it has no label that the vocabulary knows. List marks are
    already off.

    >>> read_field("Cơ quan chủ trì: Phòng Kinh tế")
    Field(role='lead', label='Cơ quan chủ trì', value='Phòng Kinh tế')
    """
    match = _LABEL.fullmatch(text)
    if match is None:
        return _deadline_without_colon(text)
    label, value = match[1], match[2]
    folded = strip_diacritics(label)
    most_words = MAX_LABEL_WORDS if value else MAX_OPENING_WORDS
    if len(folded.split()) > most_words:
        return None
    role = _role_behind(folded, value.strip())
    if role is None or (role == "budget" and order_about_money(text)):
        return None
    return Field(role, label.strip(), value=value.strip())


def _role_of_bodies(label: str, value: str) -> str | None:
    """ "Hỗ trợ: Công an xã": a label of those who help where bodies stand behind it, and of another
    thing where not ("Hỗ trợ: 5 triệu đồng"). So are the words that head a column of bodies ("Cơ
    quan chuẩn bị: Văn phòng"), also before words that tell none yet ("Ai lo: chưa phân công")."""
    names_body = opens_as_body(value) or names_hamlet(Cell(value), 0)
    tells_nobody = is_one_of(value.strip(_ROUND), "not_told_yet")
    if not (names_body or tells_nobody) or starts(label, phrases("circumstances")) is not None:
        return None
    if names_body and label in phrases("labels_before_bodies"):
        return "coordinating"
    heading = with_long_word(label)
    headings = phrases_by("tables/columns.yaml", "roles")
    listed = next((role for role in OWNERS if heading in headings[role]), None)
    composed = composed_label(heading)
    return listed or (composed if composed in OWNERS else None)


_ROUND = "() "
"""Around words in the place of a value: "(chưa phân công)"."""


def _role_of_times(label: str, value: str) -> str | None:
    """ "Phải xong: 30/4/2031": a label in the clerk's own words that asks for a time, before
    one."""
    asks_when = composed_label(with_long_word(label)) == "deadline"
    tells = is_understood(value.rstrip(" .;")) or is_one_of(value.strip(_ROUND), "not_told_yet")
    return "deadline" if asks_when and tells else None


def opens_with_label(line: str, before: str) -> bool:
    """Does a printed line open with a label that the vocabulary knows? One without its colon only
    where the line `before` ends a sentence."""
    may_open = ":" in line or before.rstrip().endswith((".", ";"))
    return may_open and (read_field(line) is not None or bool(order_about_money(line)))


@lru_cache(maxsize=2048)
def read_fields(text: str) -> tuple[Field, ...]:
    """A labelled line that may bear more labels behind the first: "Chủ trì: …; phối hợp: …".

    >>> [field.role for field in read_fields("Chủ trì: Công an xã; thời gian: Quý I.")]
    ['lead', 'deadline']
    >>> read_fields("Thời gian bắt đầu: 01/3; hoàn thành: 15/5")[0].value
    'bắt đầu: 01/3; hoàn thành: 15/5'
    """
    first = read_field(text)
    if first is None:
        return ()
    value, others = with_labels_apart(first.value, after_label=True)
    if others:
        value = value.rstrip(" ;,.")
    begins = _beginning().search(first.label)
    if begins is not None and others and others[0].role == first.role:
        end = text.find(others[0].value) + len(others[0].value)
        whole = Field(first.role, first.label, value=text[begins.start() : end])
        return (whole, *others[1:])
    return (Field(first.role, first.label, value=value), *others)


@cache
def _beginning() -> regex.Pattern[str]:
    """With which a label says when something begins, the next one when it ends."""
    return compile_regex(rf"(?:{alternation('beginning_labels')})$", regex.IGNORECASE)


@lru_cache(maxsize=4096)
def with_labels_apart(text: str, *, after_label: bool = False) -> tuple[str, tuple[Field, ...]]:
    """A paragraph that ends in labelled parts -> its wording without them, and the parts; behind a
    label (`after_label`) the next one needs no new sentence.

    >>> with_labels_apart("Rà soát văn bản. Thời hạn hoàn thành: Quý I.")
    ('Rà soát văn bản.', (Field(role='deadline', label='Thời hạn hoàn thành', value='Quý I.'),))
    >>> with_labels_apart("Rà soát văn bản. Thời hạn: Quý I. Giao Công an xã thực hiện.")
    ('Rà soát văn bản. Giao Công an xã thực hiện.', \
(Field(role='deadline', label='Thời hạn', value='Quý I.'),))
    >>> with_labels_apart("Rà soát văn bản (Chủ trì: Công an xã; thời gian: Quý I).")
    ('Rà soát văn bản.', (Field(role='lead', label='Chủ trì', value='Công an xã'), \
Field(role='deadline', label='thời gian', value='Quý I')))
    """
    printed, text = text, with_round_brackets(text)
    places = _label_places(text, after_label=after_label)
    if not places or _goes_on_behind(text, places[0]):
        return printed, ()
    fields: list[Field] = []
    ends = [place.start() for place in places[1:]]
    for place, end in zip_longest(places, ends):
        value = text[place.end() : end].strip()
        if end is not None:
            value = value.rstrip(" ;,.(|/–-")
        folded = strip_diacritics(place["label"])
        role = _role_behind(folded, value) or _circumstance(place["label"])
        if role is None or not value or order_about_money(f"{place['label']}: {value}"):
            return printed, ()
        fields.append(Field(role, place["label"].strip(), value=value))
    words = printed[: places[0].start()].rstrip(f" ;{_BETWEEN_PARTS}")
    if not after_label:
        fields = [one for field in fields for one in _with_more(field)]
    fields[-1], order = _order_behind(fields[-1])
    joint = " " if words.endswith(".") else "; "
    words = f"{words}{joint}{order}" if order else words
    if words.endswith(("(", "[")):
        last = fields[-1]
        fields[-1] = Field(last.role, last.label, value=_before_bracket(last.value))
        words = words[:-1].rstrip()
        words = words if words.endswith((".", ";", ":")) else f"{words}{_closing_sign(text)}"
    return words, tuple(fields)


@lru_cache(maxsize=2048)
def _role_behind(label: str, value: str) -> str | None:
    """The role of a label (folded) by its words, else by what its value is."""
    return role_of(label) or _role_of_bodies(label, value) or _role_of_times(label, value)


def _with_more(field: Field) -> list[Field]:
    """A field, and those behind it whose labels only stand behind another one ("Phụ trách: Phó Hiệu
    trưởng; | tham gia: các tổ")."""
    value, more = with_labels_apart(field.value, after_label=True)
    if not more or field.role not in OWNERS:
        return [field]
    return [Field(field.role, field.label, value=value.rstrip(" ;,.")), *more]


def _order_behind(field: Field) -> tuple[Field, str]:
    """A field without the sentence behind its value that gives the work to somebody, or says what
    is done next, and this: "Thời gian: tháng 4/2031. | Giao Phòng Kinh tế thực hiện."."""
    value, *behind = _before_orders().split(field.value, maxsplit=1)
    return Field(field.role, field.label, value=value.rstrip(" ;")), " ".join(behind)


@cache
def _before_orders() -> regex.Pattern[str]:
    orders, next_steps = alternation("duty_givings"), alternation("next_steps")
    return compile_regex(
        rf"(?<=\.)\s+(?=(?:{orders})\s)|(?<=;)\s+(?=(?:{next_steps})\s)", regex.IGNORECASE
    )


BEHIND_ANOTHER = ("lead", "coordinating", "deliverable", "deadline", "budget")
"""What labels behind the first of a line may name."""

CIRCUMSTANCE = "circumstance"
"""The role of a label between others that tells where an event is held, or who attends."""


def _circumstance(label: str) -> str | None:
    return CIRCUMSTANCE if starts(strip_diacritics(label), phrases("circumstances")) else None


def _before_bracket(value: str) -> str:
    """A value without the bracket that closes behind it; its own brackets stay."""
    value = value.rstrip(" ;.")
    if value.endswith(")") and value.count(")") > value.count("("):
        value = value.removesuffix(")")
    return value.rstrip(" ;.")


def _goes_on_behind(text: str, place: regex.Match[str]) -> bool:
    """Does the sentence go on behind the bracket in which a label stands?"""
    if place["sign"] != "(":
        return False
    _, _, behind = text[place.end() :].rpartition(")")
    return bool(behind.strip(" .;,"))


def _closing_sign(text: str) -> str:
    """The sign behind the bracket in which a paragraph's labels stand."""
    return text[-1] if text.endswith((".", ";")) else ""


def _label_places(text: str, *, after_label: bool) -> list[regex.Match[str]]:
    """Where the labels stand that close a paragraph, the first after a sentence's end or an opening
    bracket."""
    places: list[regex.Match[str]] = []
    for match in _inline_label(after_label=after_label).finditer(text):
        if match["sign"] in _BETWEEN_PARTS and not _is_apart(text, match):
            continue
        if _ENDS_IN_KIND.search(match["label"]):
            continue
        is_long = len(match["label"].split()) >= MIN_WORDS_BEHIND_SEMICOLON
        behind_clause = match["sign"] == ";" or (match["sign"] == "," and _names_owner(match))
        opens = match["sign"] in (".", "(") or after_label or (behind_clause and is_long)
        opens = opens or _tells_who_or_when(text, match)
        if match["sign"] == "." and not after_label and not match["label"][:1].isupper():
            continue
        if places or (opens and (after_label or _circumstance(match["label"]) is None)):
            places.append(match)
    return places


_BETWEEN_PARTS = "|/–-"
"""Signs between the parts of a line that tells more than its work."""
_ENDS_PART = compile_regex(r"[;|]|[./]\s|\s[-–]\s")
_ENDS_IN_KIND = compile_regex(r"\s(?:với|cùng)\s+(?:các|những)\s", regex.IGNORECASE)
"""Before a colon the kind of the bodies behind it: "phối hợp với các sở: Xây dựng, Y tế"."""
MAX_LETTERS_OF_VALUE = 120
"""Behind a label so many are looked at."""


def _is_apart(text: str, place: regex.Match[str]) -> bool:
    """Does a blank stand behind the sign before a label, or before it ("đất - Chủ trì: …", "công/
    Phối hợp: …"; but "Chủ trì/Phối hợp: …")?"""
    sign = place.start("sign")
    return text[sign + 1 : sign + 2].isspace() or sign == 0


def _tells_who_or_when(text: str, place: regex.Match[str]) -> bool:
    """Is a label behind a sign that may part anything nothing but a label, with a body or a time
    behind it ("Diễn tập - Chủ trì: Công an xã", "Ngày hội; thời gian: tháng 5")?"""
    if place["sign"] not in f";{_BETWEEN_PARTS}":
        return False
    label = strip_diacritics(place["label"])
    role = role_of(label)
    if role is None or label not in phrases_by("words.yaml", "fields")[role]:
        return False
    behind = text[place.end() : place.end() + MAX_LETTERS_OF_VALUE]
    value = _ENDS_PART.split(behind, maxsplit=1)[0].strip(" .,)")
    return opens_as_body(value) if role in OWNERS else role == "deadline" and is_understood(value)


def _names_owner(place: regex.Match[str]) -> bool:
    """Does a label say who does the work ("…, đơn vị phụ trách: Hội Cựu chiến binh xã")?"""
    return role_of(strip_diacritics(place["label"])) in ("lead", "coordinating")


@cache
def _inline_label(*, after_label: bool) -> regex.Pattern[str]:
    """A label inside a paragraph: after a sign, and soon before its colon. Behind another label it
    may be any that a line opens with ("Cùng thực hiện: …")."""
    labels = f"{alternation('inline_labels')}|{alternation('inline_circumstances')}"
    named = phrases_by("words.yaml", "fields", bare_words=False)
    roles = BEHIND_ANOTHER if after_label else OWNERS
    more = {label for role in roles for label in named[role]}
    if after_label:
        more.update(*map(raw_phrases, ("labels_before_bodies", *COMPOSED_LABELS)))
    else:
        more = {label for label in more if " " in label and not _is_whole(label)}
    longest_first = sorted(more, key=lambda label: (-len(label), label))
    labels = "|".join([*map(regex.escape, longest_first), labels])
    return compile_regex(
        rf"""
        (?<= (?P<sign> [.;,(|/–-] ) \s* )
        (?P<label> (?:{labels}) (?: \s+ [\p{{L}}/]+ ){{0,4}} )
        \s* [:：] \s*
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


def _is_whole(label: str) -> bool:
    """Is a label one only where no other word follows it?"""
    return strip_diacritics(label) in phrases("whole_labels")


def names_circumstance(text: str) -> bool:
    """Is it a labelled line that tells where an event is held, or who attends, and no work?

    >>> names_circumstance("Địa điểm: Sân vận động xã"), names_circumstance("Thành phần hồ sơ")
    (True, False)
    """
    match = _LABEL.fullmatch(text)
    return (
        match is not None
        and starts(strip_diacritics(match[1]), phrases("circumstances")) is not None
    )


def names_labels_alone(title: str) -> bool:
    """Is a heading made of labels of an event and nothing else?

    >>> names_labels_alone("Chủ đề, thời gian, phạm vi"), names_labels_alone("Địa điểm, đi lại")
    (True, False)
    """
    parts = [strip_diacritics(part.strip(" :.")) for part in _BETWEEN_LABELS.split(title)]
    return len(parts) > 1 and all(_is_label_alone(part) for part in parts)


def _is_label_alone(plain: str) -> bool:
    if plain in phrases("circumstances") or plain in phrases("whole_labels"):
        return True
    return any(plain in listed for listed in phrases_by("words.yaml", "fields").values())


def without_run_in_label(text: str) -> str:
    """The wording of a point whose own line begins with the label of its matter.

    >>> without_run_in_label("Nội dung: Họp bàn về chợ phiên.")
    'Họp bàn về chợ phiên.'
    >>> without_run_in_label("Nội dung họp: chợ phiên.")
    'Nội dung họp: chợ phiên.'
    """
    match = _LABEL.fullmatch(text)
    is_matter = match is not None and strip_diacritics(match[1]) in phrases("run_in_labels")
    return match[2].strip() if match is not None and is_matter and match[2].strip() else text


def behind_counted_label(text: str) -> str | None:
    """What stands behind the label by which a paper counts its works, "" behind the label alone;
    None for a text that opens with none.

    >>> behind_counted_label("Hoạt động 2: Mở lớp vẽ."), behind_counted_label("Hoạt động 2")
    ('Mở lớp vẽ.', '')
    """
    return _behind_label(text, "counted_labels")


def without_counted_label(text: str) -> str:
    """A text without the label by which a paper counts its works; the label where it stands alone.

    >>> without_counted_label("Hoạt động 2: Mở lớp vẽ."), without_counted_label("Mở lớp vẽ.")
    ('Mở lớp vẽ.', 'Mở lớp vẽ.')
    """
    return behind_counted_label(text) or text


def behind_counted_target(text: str) -> str | None:
    """The same of the label by which a paper counts its targets.

    >>> behind_counted_target("Chỉ tiêu 2: Trồng 3 ha rừng.")
    'Trồng 3 ha rừng.'
    """
    return _behind_label(text, "counted_targets")


def _behind_label(text: str, labels: str) -> str | None:
    match = _counted_label(labels).match(text)
    return text[match.end() :].strip() if match else None


@cache
def _counted_label(labels: str) -> regex.Pattern[str]:
    return compile_regex(
        rf"(?:{alternation(labels)})(?:\s+(?:số\s+)?|(?<=\p{{Lu}})(?=\d))"
        rf"(?:\d{{1,2}}(?:\.\d{{1,2}})?|[IVX]{{1,5}})"
        rf"\s*(?:[:.–-]\s+|[:.]?\s*$)",
        regex.IGNORECASE,
    )


def matter_label(text: str) -> str | None:
    """What stands behind the label of a point's matter, "" where that stands under it; None for
    another text.

    >>> matter_label("Nhiệm vụ: Họp bàn về chợ phiên."), matter_label("Nội dung:")
    ('Họp bàn về chợ phiên.', '')
    """
    match = _LABEL.fullmatch(text)
    if match is None or strip_diacritics(match[1]) not in phrases("run_in_labels"):
        return None
    return match[2].strip()


def is_reminder_line(text: str) -> bool:
    """ "Lưu ý: Mặc trang phục dân tộc.": something to mind, behind its label."""
    label, colon, behind = text.partition(":")
    return bool(colon and behind.strip()) and strip_diacritics(label) in phrases("reminders")


@lru_cache(maxsize=2048)
def role_of(label: str) -> str | None:
    """The role whose phrase opens the label (already without case and diacritics), its short words
    written out ("CQ chủ trì"); the longest phrase wins."""
    label = with_long_word(label)
    best_role: str | None = None
    longest = 0
    for role, listed in phrases_by("words.yaml", "fields").items():
        found = starts(label, listed)
        if found is not None and found != label and found in phrases("whole_labels"):
            continue
        if found is not None and len(found) > longest:
            best_role, longest = role, len(found)
    return best_role


def with_long_word(label: str) -> str:
    """A label or heading (folded) whose first word is written out.

    >>> with_long_word("cq chu tri"), with_long_word("chu tri")
    ('co quan chu tri', 'chu tri')
    """
    first, blank, behind = label.partition(" ")
    long = _long_words().get(first)
    return label if long is None else f"{long}{blank}{behind}"


@cache
def _long_words() -> dict[str, str]:
    """The words with which labels begin, by how they are shortened."""
    long = phrase_map("words.yaml", "short_label_words")
    return {strip_diacritics(short): strip_diacritics(words) for short, words in long.items()}


def _deadline_without_colon(text: str) -> Field | None:
    """A deadline is often written without the colon: "Thời gian thực hiện trong quý III năm
    2025"."""
    if len(text) >= MAX_LETTERS_WITHOUT_COLON:
        return None
    label = _label_and_rest("deadline_labels").match(text)
    label = label or _before_time("labels_before_times", text)
    if label is not None:
        return Field("deadline", label[1], value=label[2])
    verb = _before_time("verbs_before_times", text)  # belongs to the words of the time
    return Field("deadline", verb[1], value=text) if verb is not None else None


def _before_time(labels: str, text: str) -> regex.Match[str] | None:
    """One of the labels, and the rest, where that is a time and nothing else."""
    match = _label_and_rest(labels).match(text)
    return match if match is not None and is_time_alone(match[2].strip(" .;")) else None


@cache
def _label_and_rest(labels: str) -> regex.Pattern[str]:
    return compile_regex(rf"({alternation(labels)})\s+(.+)", regex.DOTALL)
