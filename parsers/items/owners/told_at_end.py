"""Points that tell at their end who does them and when, without a word for it: "Lắp camera: Công an
xã: Quý II", "Phun hóa chất → Trạm Y tế → tháng 5", "Trồng cây (Hội Phụ nữ; tháng 4)"; or before it:
"Tháng 4: Trồng cây (Hội Phụ nữ)"; or by labels. One of them may mean something else; where most
points of a list do so, the list is one of tasks, whatever its heading says, and what stands there
are its columns. So are points that are all counted as works ("Việc 1: …")."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.closing_brackets import closing_bracket, split_outside
from kehoach.normalize.offices.hamlets import is_hamlet
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import with_round_brackets
from kehoach.normalize.times.alone import is_time_alone
from kehoach.normalize.times.deadline import are_hours, is_understood
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.bodies.remark_owners import are_named, ends_by, leading_at_end
from kehoach.parsers.items.bodies.sentence_owners import address, owners_in, subject_of
from kehoach.parsers.items.ground.context import End
from kehoach.parsers.items.ground.sections import is_assignment_section, is_task_section
from kehoach.parsers.items.owners.bracket_clauses import LONGEST_BRACKET, told_by_clauses
from kehoach.parsers.items.times.stated_words import phrases_of
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.fields import (
    behind_counted_label,
    read_field,
    with_labels_apart,
    without_counted_label,
)
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import alternation, phrases_by
from kehoach.patterns import compile_regex

MIN_POINTS, MOST_POINTS = 3, 0.5
"""So many points, and so large a part of a list, must end so."""
MOST_ORDERS = 0.5
"""… and so large a part of these begin with what is done."""
NEARLY_ALL = 0.8
MIN_SECTIONS = 2
"""Under bodies."""
MIN_WORDS = 3
"""Of what is done."""
MOST_LETTERS = 300
"""Of an end; a longer one is none."""
MOST_LETTERS_BEFORE = 120
"""Of a time, or of bodies, before the work."""
MOST_PARTS = 6
"""Behind as many of the last signs the end of a point may begin."""

MOST_WORDS_OF_PRODUCT = 8
DASHES = 2

TOLD = ("lead", "coordinating", "deadline")
_EDGES = " .;,"
_DAY_AT_END = compile_regex(r"\d/\d{1,4}\s*$")
_OPENING = compile_regex(r"\s*(?::|\s[–-])\s+(?=[\p{L}\d])")
_DASH = compile_regex(r"\s[-–]\s")
_CLAUSE_ENDS = compile_regex(r"[.;,(–]\s*|\s-\s")
_SIGNS = compile_regex(
    r"(?<!\s)\s*(?:→|=>|->|⇒)\s*|(?<!\s)(?!(?<=\d)\s+[-–]\s+\d)\s+[-–/|]\s+|:\s+"
)
"""No dash between two figures ("nhiệm kỳ 2016 - 2021")."""
_INNER_SIGNS = compile_regex(
    r";\s*|,\s+(?!(?<=\d,\s+)\d{1,2}/)|(?<!\s)(?!(?<=\d)\s+[-–]\s+\d)\s+[-–]\s+|\.,\s*"
)
"""None of them between two days ("11 - 19/7", "02, 03/7")."""


@lru_cache(maxsize=1 << 12)  # a point is looked at with its section and with those beside it
def end_of(text: str, level: str | None) -> End | None:
    """A point -> its work and what its end tells; None where that is not all bodies and times.

    >>> end = end_of("Lắp camera an ninh: Công an xã: Quý II/2031", "xã")
    >>> end.work, end.lead, end.deadline
    ('Lắp camera an ninh', 'Công an xã', 'Quý II/2031')
    >>> end = end_of("Rà soát ao hồ: Công an xã - 15/9/2031 - biên bản.", "xã")
    >>> end.work, end.lead, end.deadline, end.product
    ('Rà soát ao hồ', 'Công an xã', '15/9/2031', 'biên bản')
    >>> end = end_of("Phun hóa chất diệt muỗi (giao Trạm Y tế, tháng 5, cùng Đoàn xã).", "xã")
    >>> end.work, end.lead, end.coordinating, end.deadline
    ('Phun hóa chất diệt muỗi', 'Trạm Y tế', 'Đoàn xã', 'tháng 5')
    >>> end_of("Mở lớp tập huấn: 02 lớp", "xã") is None
    True
    >>> end_of("Phòng Văn hóa - Xã hội mở 02 lớp trong quý II.", "xã") is None
    True
    """
    text = with_round_brackets(text)
    if any(begins(part, "venues") for part in _INNER_SIGNS.split(text)[1:]):
        # "Mở hội thi – Nhà văn hóa thôn Đông – ngày 20/5": where, and nobody who does it
        return None
    bracket = closing_bracket(text)
    if bracket is not None and len(bracket.inner) <= LONGEST_BRACKET:
        by_clauses = told_by_clauses(bracket.inner, level)
        if by_clauses:
            end = _end(text[: bracket.begin], by_clauses)
            return end and replace(end, bracket=bracket.inner)
        parts = split_outside(_INNER_SIGNS, bracket.inner)
        told = _told(_joined(parts, bracket.inner), level)
        is_beside_day = _DAY_AT_END.search(text, 0, bracket.begin) is not None
        if told is not None and told.keys() == {"deadline"} and is_beside_day:
            return None  # "… trước 05/4/2031 (có thể lùi đến 15/4/2031 nếu mưa)"
        return _end(text[: bracket.begin], told)
    return _behind_signs(text, level)


def _labelled(text: str) -> End | None:
    """A point whose end tells by labels who does it, or when."""
    if ":" not in text:
        return None
    work, fields = with_labels_apart(text)
    told = {field.role: field.value.strip(_EDGES) for field in fields}
    own = {role: told[role] for role in TOLD if told.get(role)}
    return _end(work, own) if own else None


def opening_of(text: str, level: str | None) -> End | None:
    """A point that opens with its time, or with the bodies that do it, and a sign behind them ->
    its work, and what its opening and its end tell; None for another.

    >>> end = opening_of("Tháng 4/2031: Trồng cây dọc trục chính (Hội Phụ nữ)", "xã")
    >>> end.deadline, end.work, end.lead
    ('Tháng 4/2031', 'Trồng cây dọc trục chính', 'Hội Phụ nữ')
    >>> opening_of("Công an xã: tuần tra ban đêm (hằng tuần).", "xã").lead
    'Công an xã'
    >>> opening_of("Phòng Văn hóa - Xã hội mở lớp (hằng tuần).", "xã") is None
    True
    """
    for sign in _outside_name(_opening_signs(text), text, level):
        head, rest = text[: sign.start()].strip(), text[sign.end() :].strip()
        own = _told_before(head, rest, level)
        if not own:
            continue
        end = end_of(rest, level)
        told = {"opening": next(iter(own)), **own}
        if end is None or any(getattr(end, role) for role in own):
            return _end(rest, told)
        return replace(end, **told)
    return None


def _outside_name(
    signs: Sequence[regex.Match[str]], text: str, level: str | None
) -> list[regex.Match[str]]:
    """Signs without the dashes in the name of the body that a sentence opens with ("Phòng Văn hóa
    | - Xã hội phối hợp với Hội Luật gia …")."""
    if not any(_DASH.fullmatch(sign[0]) for sign in signs):
        return list(signs)
    subject, _ = subject_of(text, level)
    end = len(subject)
    return [sign for sign in signs if sign.start() >= end or not _DASH.fullmatch(sign[0])]


def _opening_signs(text: str) -> list[regex.Match[str]]:
    """The signs behind which a work may begin; a colon before a dash, which names have, too."""
    signs = list(_OPENING.finditer(text, 0, MOST_LETTERS_BEFORE))
    return sorted(signs[:MOST_PARTS], key=lambda sign: ":" not in sign[0])


def _told_before(head: str, rest: str, level: str | None) -> dict[str, str]:
    if is_time_alone(head):
        return {} if are_hours(head) else {"deadline": head}  # hours are of the day over the point
    bodies = _unlabelled(head)
    is_led = are_named(bodies, level) and (begins_duty(rest) or _says_what(rest))
    return {"lead": bodies} if is_led else {}


def _says_what(rest: str) -> bool:
    """Are words behind a body what it does, though no known verb opens them ("phát tờ rơi")? No
    bodies, and no figure."""
    is_long = len(rest.split()) > MIN_WORDS and rest[:1].isalpha()
    return is_long and named_bodies(rest, None) != rest


def _behind_signs(text: str, level: str | None) -> End | None:
    """The longest row of parts at the end, parted by one kind of sign, that are bodies or times."""
    signs = [sign for sign in _SIGNS.finditer(text) if len(text) - sign.end() <= MOST_LETTERS]
    for sign in _outside_name(signs[-MOST_PARTS:], text, level):
        tail = text[sign.end() :]
        kind = sign[0].strip()
        parts = regex.split(rf"\s*{regex.escape(kind)}\s+", tail)
        whole = _joined(parts, tail)
        parted = _parted(whole, level)
        told = _told(parted, level)
        if told is not None:
            work = text[: sign.start()]
            end = None if _ends_with_label(work) else _end(work, told)
            is_sentence = parted != whole and _DASH.search(tail) is None
            return end and replace(end, sentence=text if is_sentence else "")
    return None


def told_behind_dashes(text: str, level: str | None) -> End | None:
    """A point that ends with who does it and when, each behind a dash ("Sửa cống – Phòng Kinh tế –
    25/3/2031"): both are surely told, so that it needs no others like it beside.

    >>> end = told_behind_dashes("Sửa cống Bàu Sen – Phòng Kinh tế – 25/3/2031", "xã")
    >>> end.work, end.lead, end.deadline
    ('Sửa cống Bàu Sen', 'Phòng Kinh tế', '25/3/2031')
    >>> told_behind_dashes("Sửa cống Bàu Sen – Phòng Kinh tế", "xã") is None
    True
    """
    if len(_DASH.findall(text)) != DASHES:
        return None
    end = _behind_signs(text, level)
    if end is None or not (end.lead and end.deadline) or owners_in(end.work, level).lead:
        return None
    body = parse_offices(end.lead, level)
    is_body = body.are_known and not any(map(is_hamlet, body.units))
    return end if is_body and _DASH.match(text[len(end.work) :]) is not None else None


def _parted(parts: Sequence[str], level: str | None) -> list[str]:
    """Parts, each that holds who and when behind a comma cut there: "Hội Phụ nữ xã, | sáng ngày
    01/02"."""
    found: list[str] = []
    for part in parts:
        inner = [] if is_time_alone(part) else _joined(_INNER_SIGNS.split(part), part)
        told = _told(inner, level) if len(inner) > 1 else None
        found += inner if told is not None and {"lead", "deadline"} <= told.keys() else [part]
    return found


def _ends_with_label(work: str) -> bool:
    """ "Rà soát hộ nghèo. Chủ trì | : Phòng Kinh tế": it is told by its label."""
    *_, label = _CLAUSE_ENDS.split(work)
    return read_field(f"{label.strip()}: ") is not None


def _end(work: str, told: Mapping[str, str] | None) -> End | None:
    work = work.rstrip(" :;,-–")
    if told is None or len(work.split()) < MIN_WORDS:
        return None
    return End(work, **told)


def _joined(parts: Sequence[str], printed: str) -> list[str]:
    """Parts that are cut inside a name ("Phòng Văn hóa | Xã hội") stay whole where they can be told
    only so: what no part but the first of a name opens is joined to the one before it."""
    found: list[str] = []
    at = 0
    for part in parts:
        begin = printed.find(part, at)
        between = printed[at:begin]
        at = begin + len(part)
        if found and not is_understood(part) and _goes_on(found[-1], between, part):
            found[-1] = f"{found[-1]}{between}{part}"
        else:
            found.append(part)
    return [part.strip(" .;,") for part in found if part.strip(" .;,")]


def _goes_on(before: str, between: str, part: str) -> bool:
    """Does a name, or a list of names, go on in a part?"""
    if is_understood(before) or _unlabelled(part) != part:
        return False
    whole = f"{_unlabelled(before)}{between}{part}".strip(" .;,")
    return named_bodies(whole, None, one_known=_helping().match(before) is not None) == whole


def _told(parts: Sequence[str], level: str | None) -> dict[str, str] | None:
    """The parts of an end by what they tell; None where one tells neither who nor when, nor last
    of all what comes of it."""
    told: dict[str, str] = {}
    for part in parts:
        if is_understood(part):
            role, value = "deadline", _without_finishing(part)
        else:
            role, value = _role_and_bodies(part, level)
        if not value and part is parts[-1] and _may_be_product(part, told):
            role, value = "product", part
        if not value or role in told:
            return None
        told[role] = value
    return told or None


def _may_be_product(part: str, told: Collection[str]) -> bool:
    """ "Công an xã - 15/9 - | biên bản": few words behind who and when."""
    is_short = len(part.split()) <= MOST_WORDS_OF_PRODUCT and not begins_duty(part)
    return is_short and {"lead", "deadline"} <= set(told)


def _role_and_bodies(part: str, level: str | None) -> tuple[str, str]:
    helping = _helping().match(part)
    if helping is not None:
        role, bodies = "coordinating", part[helping.end() :]
    else:
        role, bodies = "lead", _unlabelled(part)
    leading = leading_at_end().search(bodies)
    bodies = (bodies[: leading.start()] if leading is not None else bodies).strip()
    return role, bodies if are_named(bodies, level, one_known=helping is not None) else ""


def _unlabelled(part: str) -> str:
    label = _label().match(part) or _helping().match(part) or address().match(part)
    return part[label.end() :] if label is not None else part


def _without_finishing(time: str) -> str:
    """ "xong | trước 30/6", "hoàn thành: | quý II", "thực hiện | trong tháng 5"."""
    words = phrases_of("finishing").match(time) or ends_by().match(time)
    return time[words.end() :].lstrip(" :") if words is not None else time


@cache
def _label() -> regex.Pattern[str]:
    labels = phrases_by("words.yaml", "fields", bare_words=False)["lead"]
    return compile_regex(rf"(?:{any_of(labels)})\s*(?::|là)\s*", regex.IGNORECASE)


@cache
def _helping() -> regex.Pattern[str]:
    verbs = alternation("helping_verbs")
    return compile_regex(rf"(?:{verbs}|cùng)(?:\s*:|\s+với:?)?\s+", regex.IGNORECASE)


# --- lists ----------------------------------------------------------------------------------------


def lists_told_at_end(root: Node, level: str | None) -> dict[int, End]:
    """The points (by `id`) of all lists most of which tell at their end who does them, each with
    its end."""
    found: dict[int, End] = {}
    for node in root.walk():
        found |= _ends_of(_points(node), level, node=node)
        sections = [section for section in node.nodes() if not section.nodes()]
        found |= _under_bodies(sections, level)
        found |= _under_times(sections)
        if any(_is_short_and_told(section, level) for section in sections):
            listed = [leaf for section in sections for leaf in _points(section)]
            found |= _ends_of(listed, level, node=node)
    return found


def _under_bodies(sections: Sequence[Node], level: str | None) -> dict[int, End]:
    """The points of sections whose titles are bodies and nothing else ("2. Trạm Y tế:"), where most
    order something and tell when in brackets."""
    of_bodies = [section for section in sections if _names_bodies(section.title, level)]
    points = [leaf for section in of_bodies for leaf in _points(section)]
    if len(of_bodies) < MIN_SECTIONS or any(map(is_assignment_section, of_bodies)):
        return {}
    orders = [leaf for leaf in points if begins_duty(without_counted_label(leaf.text))]
    ends = {id(leaf): _end_or_work(leaf, level) for leaf in orders}
    timed = sum(bool(end.deadline) for end in ends.values())
    is_list = len(orders) >= MIN_POINTS and len(orders) >= MOST_ORDERS * len(points)
    return ends if is_list and timed >= MOST_POINTS * len(orders) else {}


def _under_times(sections: Sequence[Node]) -> dict[int, End]:
    """The points of sections whose titles are times and nothing else ("2. Thời gian: Quý II"),
    where most order something, or say who does."""
    timed = [section for section in sections if is_time_alone(_behind_label_of_time(section.title))]
    points = [leaf for section in timed for leaf in _points(section)]
    works = {id(leaf): without_counted_label(leaf.text) for leaf in points}
    told = sum(begins_duty(work) or bool(owners_in(work).lead) for work in works.values())
    if len(timed) < MIN_POINTS or any(map(is_assignment_section, timed)):
        return {}
    is_list = told >= MIN_POINTS and told >= MOST_ORDERS * len(points)
    return {place: End(work) for place, work in works.items()} if is_list else {}


def _behind_label_of_time(title: str) -> str:
    field = read_field(title)
    return field.value if field is not None and field.role == "deadline" else title


def _names_bodies(title: str, level: str | None) -> bool:
    words = title.rstrip(" :.")
    turned = address().match(words)
    words = words[turned.end() :] if turned is not None else words
    return bool(words) and named_bodies(words, level) == words


def _is_short_and_told(section: Node, level: str | None) -> bool:
    """Is a section too short to tell by itself, but one of its points ends so?"""
    points = _points(section)
    if len(points) >= MIN_POINTS:
        return False
    works = [without_counted_label(leaf.text) for leaf in points]
    return any((opening_of(work, level) or end_of(work, level)) is not None for work in works)


def _points(node: Node) -> list[Leaf]:
    """The points right under a heading, also those counted in words ("Việc 1: …")."""
    return [leaf for leaf in node.leaves() if leaf.is_point or _opens_with_label(leaf.text)]


def _opens_with_label(text: str) -> bool:
    """ "Việc 1: …", "9/2031: …": is a line without a mark a point by what it opens with?"""
    if behind_counted_label(text):
        return True
    return any(is_time_alone(text[: sign.start()]) for sign in _opening_signs(text))


def _are_counted_works(listed: Sequence[Leaf]) -> bool:
    """Are they all called works, by a count ("Việc 1: Rà soát …", "Việc 2: …")?"""
    works = [behind_counted_label(leaf.text) for leaf in listed]
    return all(works) and sum(begins_duty(work or "") for work in works) >= MOST_ORDERS * len(works)


def _end_or_work(leaf: Leaf, level: str | None) -> End:
    """What the end of a point tells, or the work alone."""
    work = without_counted_label(leaf.text)
    return end_of(work, level) or End(work)


def _ends_of(listed: Sequence[Leaf], level: str | None, node: Node) -> dict[int, End]:
    """The ends of points under a heading. Under one of duties what opens them are the bodies whose
    duties they are; under one of tasks labels need no list."""
    if len(listed) < MIN_POINTS:
        return {}
    if _are_counted_works(listed):
        return {id(leaf): _end_or_work(leaf, level) for leaf in listed}
    told = {
        id(leaf): _told_in(without_counted_label(leaf.text), level, node=node) for leaf in listed
    }
    ends = {place: end for place, end in told.items() if end is not None}
    is_list = len(ends) >= MIN_POINTS and len(ends) >= MOST_POINTS * len(listed)
    return ends if is_list and _are_works([*ends.values()]) else {}


def _told_in(work: str, level: str | None, node: Node) -> End | None:
    opening = None if is_assignment_section(node) else opening_of(work, level)
    labelled = None if is_task_section(node) else _labelled(work)
    return opening or end_of(work, level) or labelled


def _are_works(ends: Sequence[End]) -> bool:
    """Are what stands beside these ends works: most of them orders, with who does them, or a time
    before them; or nearly all with both? Bodies before works are those of duties, where most have
    no time."""
    orders = sum(begins_duty(end.work) for end in ends)
    owned = sum(bool(end.lead) for end in ends)
    timed = sum(bool(end.deadline) for end in ends)
    led_before = sum(end.opening == "lead" for end in ends)
    timed_before = sum(end.opening == "deadline" for end in ends)
    if led_before > len(ends) / 2 > timed:
        return False
    if sum(bool(end.lead and end.deadline) for end in ends) >= NEARLY_ALL * len(ends):
        return True
    return orders >= MOST_ORDERS * len(ends) and 2 * max(owned, timed_before) >= len(ends)


def leaves_told_at_end(leaves: Sequence[Leaf], ends: Mapping[int, End]) -> list[Leaf]:
    """Of blocks right under a heading the points with such ends, and the works among them."""
    places = [index for index, leaf in enumerate(leaves) if id(leaf) in ends]
    if not places:
        return []
    levels = {leaves[place].level for place in places}
    return [
        leaf
        for index, leaf in enumerate(leaves)
        if id(leaf) in ends or _is_work_among(leaf, levels, is_behind=index > places[0])
    ]


def _is_work_among(leaf: Leaf, levels: Collection[int], *, is_behind: bool) -> bool:
    """Is a block one of the works of such a list: an order, or a point that stands as high as they
    do?"""
    text = without_counted_label(leaf.text)
    if leaf.is_point and leaf.level in levels:
        return is_behind or begins_duty(text)
    return is_behind and begins_duty(text)


def take_end(text: str, end: End, values: dict[str, str]) -> str:
    """The wording of a task whose end tells who and when, without it; `values`, by role, learn what
    no label has told. What opens it with a colon stays, a time or a body whose sentence goes on in
    small letters ("Tháng 4: Trồng cây")."""
    before, work, behind = text.partition(end.work)
    if not work or not (before.strip(_EDGES) or behind.strip(_EDGES)):
        return text
    for role, value in (
        ("lead", end.lead),
        ("coordinating", end.coordinating),
        ("deadline", end.deadline),
        ("deliverable", end.product),
        ("budget", end.budget),
    ):
        if value and (end.bracket or values.get(role, "").rstrip(" .;)") in ("", value)):
            values[role] = value
    if end.sentence:
        return text
    is_in_sentence = end.opening == "deadline" or work[:1].islower()
    return f"{before}{work}" if before.rstrip().endswith(":") and is_in_sentence else work
