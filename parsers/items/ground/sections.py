"""What a section is about, by the headings over it: tasks, or the duties of units."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from kehoach.normalize.offices.cell import opens_as_body
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.bodies.conditions import opens_many
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.fields import read_field, with_labels_apart
from kehoach.parsers.layout.outline import Node
from kehoach.parsers.layout.phase_titles import is_number_of_phase, opens_phase_line
from kehoach.parsers.words import alternation, behind_phrase, contains, opens_with, phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models

FEWEST_MATTERS = 2
FEWEST_WORKS = 3
MAX_ASSIGNING_WORDS = 6
"""Of a heading that begins with the word for giving work and names those who get it."""


def is_task_section(node: Node) -> bool:
    """The nearest heading that speaks of tasks, targets or duties decides: only tasks count."""
    for section in node.titled_ancestors():
        title = section.title
        if names_assignments(section) or opens_with(title, "not_task_headings"):
            return False
        if section.level == 1 and opens_with(title, "proposal_headings"):
            return False
        if opens_with(title, "meeting_headings") or _tells_what_is_examined(section):
            return False
        if is_number_of_phase(section.number) and contains(title, "task_headings") is None:
            return False  # its points are read as those of a step
        if contains(title, "task_headings"):
            return not _is_of_unit(section)
        if opens_with(title, "procedure_headings"):
            return False
        if contains(title, "target_headings"):
            return False
        if names_coming_work(title) or _is_chapter_of_works(section):
            return True
    return False


def names_coming_work(title: str) -> bool:
    """Is a title that of the work of a time ("II. KẾ HOẠCH THÁNG 11", "Phương hướng tuần tới")?
    What was done in one is none.

    >>> names_coming_work("Kế hoạch công tác tháng 11"), names_coming_work("Kế hoạch tuần tra")
    (True, False)
    >>> names_coming_work("Công tác tháng 10 đã làm được")
    False
    """
    if opens_with(title, "openings_of_coming_work") is None:
        return False
    return _coming_time().search(title) is not None and not contains(title, "words_of_what_was")


def _is_chapter_of_works(section: Node) -> bool:
    """Is it a chapter about works by its title, over no headings of bodies whose they are?"""
    if section.level != 1 or not names_works(section.title):
        return False
    headings = [child.title for child in section.nodes()]
    return 2 * sum(map(_opens_with_who, headings)) <= len(headings)


def names_works(title: str) -> bool:
    """Is the title of a chapter about works, whatever it says more of them ("C. NHỮNG VIỆC LÀM
    TRONG THÁNG", "II. HOẠT ĐỘNG"), and neither of those that were, nor only of whose they are?

    >>> names_works("Những việc làm trong tháng"), names_works("HOẠT ĐỘNG")
    (True, True)
    >>> names_works("Những việc đã làm được"), names_works("Phần việc của từng cơ quan")
    (False, False)
    """
    if strip_diacritics(title).strip(" .:") in phrases("whole_titles_of_works"):
        return True
    opening = opens_with(title, "openings_of_works")
    return opening is not None and _no_works().search(title) is None


@cache
def _no_works() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\p{{L}})(?:{alternation('no_works_in_title')})(?!\p{{L}})", regex.IGNORECASE
    )


@cache
def _coming_time() -> regex.Pattern[str]:
    """ "tháng 11", "quý IV", "thời gian tới", and "trong tháng" at the end."""
    units, behind = alternation("units_of_coming_work"), alternation("times_to_come")
    pattern = (
        rf"(?<!\p{{L}})(?:(?:{units})(?:\s*:?\s*(?:\d|[ivx]+(?!\p{{L}})|(?:{behind})(?!\p{{L}})))"
        rf"|(?:{units})\W*$)"
    )
    return compile_regex(pattern, regex.IGNORECASE)


def _tells_what_is_examined(section: Node) -> bool:
    """Is it a heading over what an inspection looks at ("II. NỘI DUNG GIÁM SÁT")? Under a round of
    the work ("Đợt 2: Từ ngày …") it stands over what is done then."""
    if opens_with(section.title, "examined_headings") is None:
        return False
    return not any(map(_is_of_phase, section.titled_ancestors()))


def is_examined(node: Node) -> bool:
    """Does a section stand in a chapter on what an inspection looks at?"""
    return any(map(_tells_what_is_examined, node.titled_ancestors()))


def _is_of_phase(section: Node) -> bool:
    return is_number_of_phase(section.number) or opens_phase_line(section.title)


def _is_of_unit(section: Node) -> bool:
    """Does a heading under one of duties name whose they are ("1. Phòng Kinh tế chủ trì các nội
    dung sau:")?"""
    if section.parent is None or not is_assignment_section(section.parent):
        return False
    lead, _ = subject_of(section.title, None)
    return bool(lead)


def is_assignment_section(node: Node) -> bool:
    """Does a heading over the section announce the duties of units?"""
    return any(names_assignments(section) for section in node.titled_ancestors())


def has_chapters_of_plan(root: Node) -> bool:
    """Has a paper a chapter of tasks and one that says who does them, or one on its aims before one
    of "NHIỆM VỤ"? Then it is a plan, though its file lost the letterhead and the word for it. So is
    one whose chapter is the plan of a time ("II. KẾ HOẠCH THÁNG 11")."""
    chapters = root.nodes()
    of_tasks = [chapter for chapter in chapters if is_task_section(chapter)]
    if not of_tasks:
        return False
    if any(map(names_assignments, chapters)):
        return True
    has_aims = any(opens_with(one.title, "purpose_headings") for one in chapters)
    if has_aims and any(contains(one.title, "headings_of_plan_alone") for one in of_tasks):
        return True
    return any(_is_plan_of_time(one.title) for one in of_tasks)


def _is_plan_of_time(title: str) -> bool:
    return opens_with(title, "plan_types") is not None and names_coming_work(title)


def lies_ahead(heading: models.Group | None) -> bool:
    """Does a heading of a report speak of what is to be done yet ("Phương hướng, nhiệm vụ quý
    IV")?"""
    return heading is not None and contains(heading.title, "ahead_headings") is not None


def names_assignments(section: Node) -> bool:
    """Below the first level the heading must end with the words for it: "3.2. Tổ chức triển khai
    quy chế" is a task. A chapter that opens with tasks ("Nội dung, tiến độ, phân công trách
    nhiệm") is one of tasks where labelled lines say who does them, and so is any section below the
    first level."""
    if strip_diacritics(section.title).rstrip(" :.") in phrases("whole_assignment_headings"):
        return True
    if section.level == 1:
        if _shares_out_matters(section) or _holds_all_works(section):
            return False
        if _opens_assignments(section):
            return True
        found = contains(section.title, "assignment_headings")
        if found is None or _tells_when(section.title, found) or _orders_well(section.title, found):
            return False
        if opens_with(section.title, "matters_by_word") is not None:
            return _ends_with_assignments(section.title)  # not "Về tổ chức thực hiện Đề án 06"
        return not (_opens_with_tasks(section.title, found) and _tells_tasks(section))
    return _ends_with_assignments(section.title) and not _has_labelled_leads(section)


def _shares_out_matters(section: Node) -> bool:
    """ "II. PHÂN CÔNG NHIỆM VỤ" over matters ("1. Tuyên truyền …", "2. Rà soát …"), most of which
    open with no body, before a chapter of its own on how the paper is carried out: the works of a
    plan."""
    if opens_with(section.title, "headings_of_shared_works") is None or section.parent is None:
        return False
    matters = [child.title for child in section.nodes()]
    told = sum(_opens_with_who(_behind_address(matter)) for matter in matters)
    if len(matters) < FEWEST_MATTERS or 2 * told >= len(matters):
        return False
    chapters = section.parent.nodes()
    place = next(index for index, own in enumerate(chapters) if own is section)
    behind = chapters[place + 1 :]
    return any(contains(one.title, "headings_of_carrying_out") is not None for one in behind)


def _holds_all_works(section: Node) -> bool:
    """ "II. TỔ CHỨC THỰC HIỆN" over works ("1. Phát thanh …", "2. Sửa cống …"), none of which opens
    with a body, where every other chapter is on aims, grounds or money: the works of the paper."""
    if section.parent is None or contains(section.title, "headings_of_carrying_out") is None:
        return False
    points = [leaf for leaf in section.leaves() if leaf.is_point]
    top = min((leaf.level for leaf in points), default=0)
    works = [child.title for child in section.nodes()]
    works += [leaf.text for leaf in points if leaf.level == top]
    lines = [leaf.text for leaf in section.leaves() if not leaf.is_point]
    opens_with_who = any(_opens_with_who(_behind_address(one)) for one in (*works, *lines))
    if len(works) < FEWEST_WORKS or opens_with_who:
        return False
    others = [one for one in section.parent.nodes() if one is not section]
    return all(opens_with(one.title, "not_task_headings") is not None for one in others)


def _behind_address(title: str) -> str:
    """ "Đối với | Phòng Kinh tế:": a title without the words that turn to somebody."""
    address = begins(title, "owner_openings")
    return title[len(address) :].lstrip() if address is not None else title


def _ends_with_assignments(title: str) -> bool:
    return strip_diacritics(title).endswith(phrases("assignment_headings"))


def _opens_with_tasks(title: str, found: str) -> bool:
    """ "Các nhiệm vụ và phân công thực hiện": does a title speak of tasks before it does of who
    does them?"""
    before, _, _ = strip_diacritics(title).partition(found)
    return contains(before, "task_headings") is not None


def _tells_tasks(section: Node) -> bool:
    """Is a chapter on tasks and on who does them one of tasks: do labels say who does each, or do
    most of its points not open with a body? Those under them may ("1. Phổ biến Hiến pháp" over "-
    Vụ Pháp chế tổ chức …")."""
    if _has_labelled_leads(section):
        return True
    points = [leaf for leaf in section.leaves() if leaf.is_point]
    top = min((leaf.level for leaf in points), default=0)
    opened = [child.title for child in section.nodes()]
    opened = opened or [leaf.text for leaf in points if leaf.level == top]
    return bool(opened) and 2 * sum(map(_opens_with_who, opened)) < len(opened)


_WHO = ("person_openings", "posts", "offices_of_persons", "small_bodies", "bare_bodies")


def _opens_with_who(words: str) -> bool:
    """ "Cô Hoa: …", "Bí thư chi bộ …": do words begin with bodies, or with those who do it? "Tổ
    chức hội nghị" does not."""
    if begins(words, "verbs_like_bodies") is not None and begins_duty(words):
        return False
    return opens_with_bodies(words) or begins(words, *_WHO) is not None


def opens_with_bodies(words: str) -> bool:
    """ "Trạm Y tế xã …", "Các thôn …": do words begin with a body, or with many of a kind?

    >>> opens_with_bodies("Các thôn vận động"), opens_with_bodies("Các hoạt động chính")
    (True, False)
    """
    _, _, kind = words.partition(" ")
    is_thing = begins(kind, "sets_of_things") or begins(words, "never_bodies", "not_bodies")
    return not is_thing and (opens_many(words) or opens_as_body(words))


def _tells_when(title: str, found: str) -> bool:
    """ "THỜI GIAN, ĐỊA ĐIỂM TỔ CHỨC TRIỂN KHAI": does a title say when and where, the words that it
    has of `assignment_headings` being no part of their own?"""
    if opens_with(title, "event_openings") is None:
        return False
    before, _, _ = strip_diacritics(title).partition(found)
    printed = title.split()[: len(before.split())]
    return bool(printed) and _JOINT.search(printed[-1]) is None


def _orders_well(title: str, found: str) -> bool:
    """ "2. Tổ chức thực hiện | tốt | Luật Đất đai": does a title, which is no chapter in capitals,
    say of something else how it is to be carried out?

    >>> _orders_well("Tổ chức thực hiện tốt Luật Đất đai", "to chuc thuc hien")
    True
    >>> _orders_well("Tổ chức thực hiện có hiệu quả Kế hoạch", "to chuc thuc hien")
    False
    """
    behind = behind_phrase(title, found)
    manner = begins(behind, "manners_of_matters")
    if manner is None or title.isupper() or not strip_diacritics(title).startswith(found):
        return False
    matter = behind_phrase(behind, manner)
    return bool(matter) and opens_with(matter, "papers_by_kind") is None


_NO_PROCEDURES = ("not_task_headings", "told_headings", "meeting_headings")
_JOINT = compile_regex(r"[,;–-]$|^(?:và|&)$", regex.IGNORECASE)


def is_procedure(node: Node) -> bool:
    """Does a heading over a section tell the steps of a work, or when they are done, no heading
    nearer to it being one of duties, of an agenda, or of what is no task?"""
    for section in node.titled_ancestors():
        title = section.title
        if names_assignments(section) or contains(title, "agenda_words"):
            return False
        if any(opens_with(title, key) for key in _NO_PROCEDURES):
            return False
        if contains(title, "procedure_headings") or _tells_what_is_examined(section):
            return True
        if opens_with(title, "procedure_openings") is not None:
            return True
    return False


def _opens_assignments(section: Node) -> bool:
    """ "III. PHÂN CÔNG ĐẢNG VIÊN": a short heading that gives work to some people, or to those who
    open most of its points ("IV. PHÂN CÔNG CHỈ HUY")."""
    title = section.title
    is_short = len(title.split()) <= MAX_ASSIGNING_WORDS
    if is_short and opens_with(title, "assignment_openings") is not None:
        return True
    if opens_with(title, "addresses_like_duties") is None:
        return False
    points = [leaf.text for leaf in section.leaves() if leaf.is_point]
    open_so = bool(points) and 2 * sum(map(_opens_with_who, points)) > len(points)
    return open_so and not _has_labelled_leads(section)


def _has_labelled_leads(section: Node) -> bool:
    """Does a line under the heading name who leads, behind a label ("- Đơn vị chủ trì: …", "1.1.
    Kiện toàn Tổ công tác (chủ trì: …)")?"""
    leaves = (leaf for leaf in section.all_leaves() if leaf.kind != "paragraph")
    return any(_labels_lead(leaf.text, is_bullet=leaf.kind == "bullet") for leaf in leaves)


@lru_cache(maxsize=4096)
def _labels_lead(text: str, *, is_bullet: bool) -> bool:
    """Asked of the same points for each heading over them."""
    if ":" not in text and "：" not in text:
        return False
    labelled = read_field(text)
    if labelled is not None and labelled.role == "lead" and is_bullet:
        return True
    _, closing = with_labels_apart(text)
    return any(field.role == "lead" for field in closing)


def opens_criteria(title: str) -> bool:
    """Does a heading stand over rules by which work is judged ("Tiêu chí xếp loại")? A criterion by
    its number is a matter to work on ("1. Tiêu chí số 2 về giao thông").

    >>> opens_criteria("Tiêu chí chấm điểm"), opens_criteria("Tiêu chí số 2 về giao thông")
    (True, False)
    """
    opening = opens_with(title, "criteria_headings")
    return opening is not None and _COUNTED.match(title[len(opening) :]) is None


_COUNTED = compile_regex(r"\s+(?:số\s+)?\d", regex.IGNORECASE)
