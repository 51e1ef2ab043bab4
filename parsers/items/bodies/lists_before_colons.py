"""Several bodies that stand before a colon, over what they do, or before the words on what their
work rests."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.normalize.offices.cell import opens_as_body
from kehoach.normalize.text import capitalised, fold
from kehoach.parsers.items.bodies.body_ends import LONGEST_LIST, bodies_end
from kehoach.parsers.items.bodies.conditions import opens_many
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex

FEWEST_LISTED = 2
"""Bodies behind each other's semicolons, commas."""
LONGEST_NAMES = 40
"""Words of bodies that are all that stands before a colon."""
LONGEST_KIND = 4
"""Words of the kind of several bodies before a colon."""
_JOINT = compile_regex(r"\s*[,;]\s+|\s+và\s+")


def listed_apart(text: str) -> tuple[str, str]:
    """The bodies of a list that a colon, or the grounds of their work, closes, and what stands
    behind; ("", "") for none."""
    found = listed_before_colon(text)
    return found if found[0] else listed_before_grounds(text)


def listed_before_colon(text: str) -> tuple[str, str]:
    """Bodies that stand behind each other's semicolons up to a colon ("các phòng thuộc xã; các hội
    được giao nhiệm vụ: | tổ chức …"), and what all of them do; also
    several bodies that are all that stands before it ("Sở Y tế, Trung tâm Kiểm dịch các tỉnh:").
    ("", "") for none.

    >>> listed_before_colon("Trạm Y tế dự phòng, Trung tâm Kiểm dịch biên giới các tỉnh:")[0]
    'Trạm Y tế dự phòng, Trung tâm Kiểm dịch biên giới các tỉnh'
    >>> listed_before_colon("Trạm Y tế chỉ đạo các thôn và các trường:")
    ('', '')
    """
    named = _only_names(text)
    if named:
        return named, ":"
    bodies, colon, behind = text[:LONGEST_LIST].partition(":")
    parts = [part.strip() for part in bodies.split(";")]
    if not colon or len(parts) < FEWEST_LISTED or not begins_duty(behind):
        return "", ""
    if ". " in bodies or not all(opens_many(part) or opens_as_body(part) for part in parts):
        return "", ""
    return bodies.strip(), text[len(bodies) + 1 :].lstrip()


def _only_names(text: str) -> str:
    """The bodies of a text that is nothing but their names and a colon, and says nothing that they
    do; "" for another."""
    names = text.strip().removesuffix(":").rstrip()
    if names == text.strip() or ":" in names or len(names.split()) > LONGEST_NAMES:
        return ""
    parts = [capitalised(part) for part in _JOINT.split(names)]
    bodies = sum(opens_as_body(part) or opens_many(part) for part in parts)
    if bodies < FEWEST_LISTED or not (opens_as_body(parts[0]) or opens_many(parts[0])):
        return ""
    says = any(map(_opens_duty, _from_small_words(names)))
    return "" if says else names


def _from_small_words(words: str) -> Iterator[str]:
    """What stands from each word in small letters on."""
    printed = words.split()
    for place, word in enumerate(printed):
        if word[:1].islower():
            yield " ".join(printed[place:])


def _opens_duty(words: str) -> bool:
    """Do words open with what is done, and with no verb that names of bodies have?"""
    return begins_duty(words) and begins(words, "verbs_in_names") is None


def listed_before_grounds(text: str) -> tuple[str, str]:
    """The bodies of a list before the words that tell on what grounds they work ("Các Bộ, Ủy ban
    nhân dân các tỉnh vùng cao | căn cứ theo chức năng, nhiệm vụ, chỉ đạo …"), and these; ("", "")
    for none.

    >>> listed_before_grounds("Các sở, Ủy ban nhân dân các xã ven biển theo chức năng lập đội.")
    ('Các sở, Ủy ban nhân dân các xã ven biển', 'theo chức năng lập đội.')
    >>> listed_before_grounds("Các thôn lập đội, căn cứ chức năng trực đêm.")
    ('', '')
    """
    match = _grounds().search(text[:LONGEST_LIST])
    names = text[: match.start()].rstrip(" ,") if match is not None else ""
    if match is None or not names or ":" in names or ". " in names:
        return "", ""
    listed = _only_names(f"{names}:")
    return (listed, text[match.start() :].lstrip()) if listed else ("", "")


@cache
def _grounds() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?=(?:{alternation('heading_grounds')})(?!\p{{L}}))")


def named_behind_kind(text: str) -> str:
    """What stands behind the kind of several bodies, where each of them says that kind itself ("Các
    hội: | Hội Nghề cá, Hiệp hội Nước mắm Tân Khê hoàn thành …"); "" for another text.

    >>> named_behind_kind("Các hội: Hội Nghề cá, Hội Làm vườn kiểm kê tài sản.")
    'Hội Nghề cá, Hội Làm vườn kiểm kê tài sản.'
    >>> named_behind_kind("Các sở: Tài chính, Nội vụ kiểm kê."), named_behind_kind("Các hội: họp.")
    ('', '')
    """
    kind, colon, behind = text[:LONGEST_LIST].partition(": ")
    if not colon or len(kind.split()) > LONGEST_KIND or not opens_many(kind):
        return ""
    noun = fold(kind.partition(" ")[2])
    return text[len(kind) + 2 :] if fold(behind).startswith(f"{noun} ") else ""


def whole_list(printed: str, text: str) -> str:
    """The bodies `printed` in a text with those behind the semicolons that go on with their list
    ("Thủ trưởng các đơn vị | ; Tổng biên tập, Giám đốc các báo | tập trung …").

    >>> whole_list("Trưởng các thôn", "Yêu cầu Trưởng các thôn; Hiệu trưởng các trường cần:")
    'Trưởng các thôn; Hiệu trưởng các trường'
    >>> whole_list("Công an xã", "Yêu cầu Công an xã tuần tra; Trạm Y tế trực:")
    'Công an xã'
    """
    _, found, behind = text.partition(printed)
    if not found or not behind.startswith(";"):
        return printed
    more: list[str] = []
    for part in behind[1:].split(";"):
        name = max(_up_to_duty(part.strip()), _up_to_verb(part.strip()), key=len)
        if not name or not (opens_as_body(name) or opens_many(name) or begins(name, "posts_over")):
            break
        more.append(name)
        if name != part.strip():
            break
    return "; ".join([printed, *more])


def _up_to_verb(part: str) -> str:
    """The bodies before their verb ("Giám đốc các doanh nghiệp thông tin và truyền thông | lập …");
    "" where none stands behind them."""
    end = bodies_end(part)
    return part[:end].rstrip(" ,:") if end < len(part) else ""


def _up_to_duty(part: str) -> str:
    """The words before the first with which a duty begins."""
    whole = " ".join(part.split())
    for rest in _from_small_words(whole):
        if rest != whole and _opens_duty(rest):
            return whole.removesuffix(rest).rstrip(" ,:")
    return part.rstrip(" :")


def around_examples(text: str) -> tuple[str, str, str]:
    """What stands before the examples of bodies that are many, these, and what stands behind them
    ("Mặt trận và các tổ chức thành viên | như Hội Nông dân, Đoàn Thanh niên và các đoàn thể khác |
    vận động …"); ("", "", "") for none.

    >>> around_examples("Các hội như Hội Nông dân, Hội Làm vườn và các hội khác vận động dân.")
    ('Các hội', 'như Hội Nông dân, Hội Làm vườn và các hội khác', 'vận động dân.')
    >>> around_examples("Các hội làm các việc như dọn chợ và các việc khác trong tháng.")
    ('', '', '')
    """
    match = _EXAMPLES.match(text[:LONGEST_LIST])
    if match is None or not opens_as_body(match["bodies"]):
        return "", "", ""
    return match["head"], match["examples"], text[match.end() :].lstrip()


_EXAMPLES = compile_regex(
    r"(?P<head>[^.;:]+?)\s+(?P<examples>như\s+(?P<bodies>\p{Lu}[^.;:]+?)\s+khác)(?=\s+\p{Ll})"
)


def behind_giver(text: str, lead: str) -> str:
    """What stands behind the words with which a body gives work to another, where a `lead` ends
    within the name of that body ("Đoàn Chủ tịch Tổng Liên đoàn Lao động giao cho | Ban Tuyên giáo
    chủ trì …"); "" for another text.

    >>> behind_giver("Ban Thường vụ Hội Làm vườn giao cho Văn phòng theo dõi.", "Ban Thường vụ")
    'Văn phòng theo dõi.'
    >>> behind_giver("Công an xã tuần tra, giao cho Đội dân phòng trực.", "Công an xã")
    ''
    """
    match = _GIVER.match(text[:LONGEST_LIST]) if lead else None
    if match is None or not match["who"].startswith(f"{lead} "):
        return ""
    is_name = not any(map(begins_duty, _from_small_words(match["who"])))
    return text[match.end() :] if is_name else ""


_GIVER = compile_regex(r"(?P<who>[^.,;:]{3,120}?)\s+giao\s+cho\s+(?=\p{Lu}|các\s)")
