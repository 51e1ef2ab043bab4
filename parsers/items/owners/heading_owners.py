"""The body that a heading names: "1. Phòng Kinh tế" over the bullets that are its tasks."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.offices.cell import is_name_of_body, opens_as_body
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.bodies.body_ends import bodies_end
from kehoach.parsers.items.bodies.named_bodies import named_bodies, names_many
from kehoach.parsers.items.bodies.remark_owners import are_remarked, bodies_in_remark, remark_owner
from kehoach.parsers.items.bodies.sentence_owners import owners_in, without_opening_address
from kehoach.parsers.items.bodies.subject_ends import is_post_in_charge
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.outline import Node
from kehoach.parsers.layout.phase_titles import is_number_of_phase
from kehoach.parsers.words import alternation, contains, phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models

MAX_POST_WORDS = 24
_WORK = ("duty_adverbs", "sentence_verbs", "no_verbs")
"""What a post does, not what it is."""


def owner_of_section(node: Node, context: Context) -> tuple[models.Offices | None, str]:
    """The nearest heading over a task that names a body, as its lead; or that says who leads all
    under it ("Các nhiệm vụ do Công an xã chủ trì"), and the words for who helps there."""
    for section in node.titled_ancestors():
        shared = context.shared.get(id(section))
        if shared is not None:
            return context.offices(shared), ""
        if contains(section.title, "bodies_in_general") is not None and section.level == 1:
            continue  # "II. PHẦN VIỆC CỦA TỪNG CƠ QUAN"
        offices = owner_in_title(section.title, context)
        if offices is not None:
            return offices, ""
        if contains(section.title, "leading_verbs"):
            said = owners_in(section.title, context.level)
            if said.lead:
                return context.offices(said.lead), said.coordinating
        remark = remark_owner(section.title, context.level) or _owner_in_remark(
            section, context.level
        )
        if remark:
            return context.offices(remark), ""
        if section.title.endswith(":"):
            said = owners_in(_behind_time(section.title, context), context.level)
            if said.lead:
                return context.offices(said.lead), said.coordinating
    return None, ""


def owner_in_title(title: str, context: Context) -> models.Offices | None:
    """The body that a title names outright, as its lead; None for another title."""
    printed, name = heading_owner(context.short_forms.written_out(title), context.level)
    offices = context.offices(name) if says_body(title, name) else None
    if offices is None:
        return None
    return offices.model_copy(update={"raw": without_grounds_of_duty(printed)})


def leader_in_title(title: str, context: Context) -> models.Offices | None:
    """The body that a title names outright, or says to lead what stands below ("Các nhiệm vụ do
    Công an xã chủ trì"); None for another title."""
    offices = owner_in_title(title, context)
    if offices is not None or not contains(title, "leading_verbs"):
        return offices
    lead = owners_in(title, context.level).lead
    return context.offices(lead) if lead else None


def gives_to_body(title: str, context: Context) -> bool:
    """Does a title say whose the works below it are, not only name somebody?"""
    says_whose = _owned_by_body(title, context.level) or contains(title, "leading_verbs")
    offices = leader_in_title(title, context) if says_whose else None
    return offices is not None and not offices.collective


def _owner_in_remark(section: Node, level: str | None) -> str:
    """ "Bước 3: Đối chiếu số liệu (Tổ công tác rà soát)": the bodies that a remark names behind the
    title of a step, or behind those of most sections beside it, and nothing else."""
    owner = bodies_in_remark(section.title, level)
    if not owner or is_number_of_phase(section.number) or section.parent is None:
        return owner
    beside = section.parent.nodes()
    remarked = sum(bool(bodies_in_remark(one.title, level)) for one in beside)
    return owner if are_remarked(remarked, len(beside)) else ""


def _behind_time(title: str, context: Context) -> str:
    """ "Trong tháng 11/2031, | Trạm Y tế xã tập trung:"; the title where it opens with no time."""
    stated = stated_in(title, context)[:1]
    if not stated or stated[0].begin > 0:
        return title
    return title[len(stated[0].phrase) :].lstrip(" ,:")


def heading_owner(title: str, level: str | None) -> tuple[str, str]:
    """The words of a heading that name a body, and the name alone, without what it is besides;
    ("", "") for none.

    >>> heading_owner("Phòng Kinh tế - Cơ quan thường trực", "xã")
    ('Phòng Kinh tế - Cơ quan thường trực', 'Phòng Kinh tế')
    >>> heading_owner("Trách nhiệm của các đơn vị có tài sản:", "xã")
    ('các đơn vị có tài sản', 'các đơn vị có tài sản')
    >>> heading_owner("Tổ chức tuyên truyền", "xã"), heading_owner("Đối với cấp tiểu học:", "xã")
    (('', ''), ('', ''))
    """
    printed = _behind_matter(title.strip().rstrip(" :."))
    owned = _owned().match(printed) or _owned_by_body(printed, level)
    if owned and begins(printed[owned.end() :], "concerned"):
        return "", ""
    printed = printed[owned.end() :] if owned else without_address(printed)
    name = without_remark(_capacity().split(printed, maxsplit=1)[0]).strip(" :;.")
    name = without_grounds_of_duty(name)
    goes_on = not owned and printed != title.strip().rstrip(" :.")
    end = bodies_end(name)
    if goes_on and names_many(name) and begins_duty(name[end:].lstrip(" ,")):
        bodies = name[:end].rstrip(" ,")  # "Các thôn | tổ chức họp theo trình tự sau"
        return bodies, bodies
    if owned or names_many(name) or begins(name, "post_openings") or is_post_in_charge(name):
        return printed, name
    is_no_body = begins(name, "never_bodies") is not None and not is_name_of_body(name)
    if is_no_body or end < len(name):
        return "", ""
    return (printed, name) if named_bodies(name, level) == name else ("", "")


def post_in(title: str) -> str:
    """The post, or the person, that a heading of the chapter on units names, as printed: "Cán bộ
    phụ trách thư viện", "Đồng chí Lê Văn Khê"; "" for none. A sentence on what they do is none.

    >>> post_in("Phó Trưởng ban phụ trách thiếu nhi:"), post_in("Cán bộ lập sổ mượn sách.")
    ('Phó Trưởng ban phụ trách thiếu nhi', '')
    """
    printed = without_address(title).strip()
    if title.rstrip().endswith((".", ";", ",")) or len(printed.split()) > MAX_POST_WORDS:
        return ""
    named = _post().match(printed)
    return printed if named and not begins(printed[named.end() :].strip(), *_WORK) else ""


def says_body(title: str, name: str) -> bool:
    """Does a heading outside the chapters on units name a body outright, `name` being what it
    names? "b) An toàn thực phẩm" is the title of a matter there, though the directory knows an
    office that is called so in short.

    >>> says_body("An toàn thực phẩm", "An toàn thực phẩm"), says_body("Công an", "Công an")
    (False, True)
    """
    if strip_diacritics(name) in phrases("matters_like_bodies"):
        return False
    if opens_as_body(name) or names_many(name) or begins(name, "name_openings"):
        return True
    behind = _behind_matter(title.strip())
    return any(owned.match(behind) for owned in (_owned(), _of_body()))


def without_grounds_of_duty(name: str) -> str:
    """ "Các phòng, ban | theo chức năng, nhiệm vụ được giao", "… | : căn cứ nhiệm vụ", "… | có
    trách nhiệm"."""
    end = bodies_end(name)
    behind = name[end:].lstrip(" ,:")
    if begins(behind, "heading_grounds", "heading_duties") is not None:
        return name[:end].rstrip(" ,:")
    plain = strip_diacritics(name)
    ends = (*phrases("heading_duties"), *phrases("heading_asks"))
    said = next((one for one in ends if plain.endswith(f" {one}")), None)
    if said is None:
        return name
    bodies = " ".join(name.split()[: -len(said.split())])
    return _above_directed(bodies) or bodies


def _above_directed(bodies: str) -> str:
    """ "Phòng Kinh tế | chỉ đạo Trạm Khuyến nông": who has others do it, and answers for it; ""
    where nobody is directed."""
    end = bodies_end(bodies)
    behind = bodies[end:].lstrip()
    directing = begins(behind, "directing_verbs")
    directed = behind[len(directing) :].strip() if directing else ""
    is_body = bool(directed) and named_bodies(directed, None) == directed
    return bodies[:end].rstrip() if is_body else ""


def _behind_matter(title: str) -> str:
    """ "Trách nhiệm chung: các phòng, ban": what stands behind the colon of a matter."""
    matter, colon, bodies = title.partition(":")
    if colon and bodies.strip() and begins(matter, "matters") is not None:
        return bodies.strip()
    return title


def without_address(title: str) -> str:
    """A heading, or a clause, without the words that turn to a body ("Đề nghị …")."""
    return without_opening_address(title.strip().rstrip(" :."))


def without_list_word(title: str) -> str:
    """A heading without the word that announces a list ("Phòng Kinh tế, | gồm:").

    >>> without_list_word("Phòng Kinh tế, gồm:"), without_list_word("Tổ công tác gồm 5 người")
    ('Phòng Kinh tế:', 'Tổ công tác gồm 5 người')
    """
    return _list_word().sub(":", title)


@cache
def _list_word() -> regex.Pattern[str]:
    return compile_regex(rf"\s*,?\s+(?:{alternation('words_of_membership')})\s*:?\s*$")


def without_remark(name: str) -> str:
    """A name without the remark on it ("các chủ rừng | (các ban quản lý rừng, công ty)", "Tiểu ban
    Lễ tân | (Bí thư Đoàn xã làm Trưởng tiểu ban)").

    >>> without_remark("Tiểu ban Lễ tân (Bí thư Đoàn xã làm Trưởng tiểu ban)")
    'Tiểu ban Lễ tân'
    """
    if "(" not in name:
        return name
    return _remark().sub("", _leader_remark().sub("", name))


@cache
def _leader_remark() -> regex.Pattern[str]:
    """In brackets, who leads a group."""
    leading = alternation("leading_a_group")
    return compile_regex(rf"\s*\([^()]*\b(?:{leading})(?!\p{{L}})[^()]*\)", regex.IGNORECASE)


@cache
def _remark() -> regex.Pattern[str]:
    """A remark on a body ("(cơ quan thường trực)"), unless it is part of its name: opened by a
    capital, or by one of some words ("(nay là …)")."""
    kept = alternation("kept_remarks")
    return compile_regex(rf"\s*\((?!\p{{Lu}}|(?:{kept})\b)[^()]*\)")


@cache
def _owned() -> regex.Pattern[str]:
    """ "Trách nhiệm của …", "Đối với …"."""
    openings = alternation("owner_openings")
    return compile_regex(rf"(?:{openings})\s*:?\s+", regex.IGNORECASE)


def _owned_by_body(title: str, level: str | None) -> regex.Match[str] | None:
    """ "Nhiệm vụ chủ yếu của | Sở Xây dựng"; None where no body has it ("… của năm 2031")."""
    owned = _of_body().match(title)
    if owned is None or not named_bodies(title[owned.end() :], level):
        return None
    return owned


@cache
def _of_body() -> regex.Pattern[str]:
    openings = alternation("owner_openings_before_bodies")
    return compile_regex(rf"(?:{openings})\s+", regex.IGNORECASE)


@cache
def _post() -> regex.Pattern[str]:
    """ "Các đồng chí Phó Chủ tịch", "Chuyên viên", with the field that they answer for, if any."""
    posts = alternation("posts")
    return compile_regex(rf"(?:(?:các|những)\s+)?(?:{posts})(?!\p{{L}})", regex.IGNORECASE)


@cache
def _capacity() -> regex.Pattern[str]:
    """ "… - Cơ quan thường trực Ban Chỉ đạo"."""
    capacities = alternation("capacities")
    behind_comma = alternation("capacities_behind_comma")
    return compile_regex(
        rf"""
        \s*[-–]\s* (?= (?:là\s+)? (?:{capacities}) \b )
        | \s*,\s* (?= (?:{behind_comma}) \b )
        """.replace("\\ ", r"\s"),
        regex.IGNORECASE | regex.VERBOSE,
    )
