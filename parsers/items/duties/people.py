"""People whom no directory lists and to whom a chapter on who does what gives work: "6. Hộ chăn
nuôi" over points, "7. Chủ cửa hàng thuốc: không bán thuốc cấm", "4- Đảng viên nêu gương"."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.parsers.items.bodies.sentence_owners import without_opening_address
from kehoach.parsers.items.duties.duties import Duties
from kehoach.parsers.items.owners.heading_owners import without_address, without_remark
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import contains

MOST_WORDS = 10
"""Of the name of such people before a colon, or in a heading."""


def people_in(title: str) -> str:
    """The people that a heading names, and nothing else; "" for another heading.

    >>> people_in("6. Hộ chăn nuôi".partition(" ")[2]), people_in("Đề nghị bà con các ấp:")
    ('Hộ chăn nuôi', 'bà con các ấp')
    >>> people_in("Hộ tịch, chứng thực"), people_in("Chủ quán ký cam kết")
    ('', '')
    """
    name = without_remark(without_address(title)).strip(" :")
    words = name.split()
    if not 0 < len(words) <= MOST_WORDS or title.rstrip().endswith((".", ";", "?")):
        return ""
    if begins(name, "people_with_duties") is None or begins(name, "no_people") is not None:
        return ""
    does = any(begins_duty(" ".join(words[place:])) for place in range(1, len(words)))
    says = contains(name, "denials_of_people") is not None
    return "" if does or says or any(sign in name for sign in ";.:") else name


def duties_of_people(leaves: Sequence[Leaf]) -> dict[int, Duties]:
    """The points of a chapter on who does what that give such people work, by `id`."""
    found: dict[int, Duties] = {}
    for leaf in leaves:
        name, duty = _people_and_duty(leaf.text) if leaf.is_point else ("", "")
        if name:
            duties = Duties(name, leaf.number, level=leaf.level)
            duties.take(leaf, duty or leaf.text)
            duties.announces = not duty
            found[id(leaf)] = duties
    return found


def is_given_them(words: str) -> bool:
    """Do words tell what such people are given, and not what they do ("Hộ nghèo: | hỗ trợ gạo")?"""
    return begins(words, "given_to_people") is not None


def _people_and_duty(text: str) -> tuple[str, str]:
    """Before a colon that nothing follows which is done to them; or such people, and a verb right
    behind them.

    >>> _people_and_duty("Hộ nuôi gà: nhốt gà."), _people_and_duty("Hộ nghèo: hỗ trợ gạo.")
    (('Hộ nuôi gà', 'nhốt gà.'), ('', ''))
    >>> _people_and_duty("Đảng viên nêu gương."), _people_and_duty("Hộ nghèo: 12 hộ.")
    (('Đảng viên', 'Đảng viên nêu gương.'), ('', ''))
    """
    opening, colon, behind = text.partition(":")
    name = people_in(opening) if colon else ""
    duty = behind.strip()
    if name:
        is_work = duty[:1].isalpha() and not is_given_them(duty)
        return (name, duty) if is_work else ("", "")
    said = begins(text, "people_with_duties")
    if said is None or begins(text, "no_people") is not None:
        return "", ""
    name = text[: len(said)]
    rest = text[len(said) :].strip()
    is_work = begins_duty(rest) and not is_given_them(rest)
    return (name, text) if is_work else ("", "")


def people_asked(text: str) -> str:
    """Such people whom a sentence turns to, and then says what they do or leave; "" for nobody.

    >>> people_asked("Đề nghị bà con: không đốt pháo."), people_asked("Đề nghị bà con tuần tra.")
    ('bà con', 'bà con')
    >>> people_asked("Bà con tuần tra."), people_asked("Đề nghị hộ nghèo được xét.")
    ('', '')
    """
    asked = without_opening_address(text)
    if asked == text:
        return ""
    opening, colon, behind = asked.partition(":")
    if colon and behind.strip()[:1].isalpha() and people_in(opening):
        return people_in(opening)
    said = begins(asked, "people_with_duties")
    if said is None or begins(asked, "no_people") is not None:
        return ""
    rest = asked[len(said) :].strip()
    does = begins_duty(rest) or begins(rest, "refraining") is not None
    return asked[: len(said)] if does else ""
