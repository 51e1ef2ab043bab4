"""A sentence that gives several bodies their duties, one after the other: each has its own.

"Phòng Kinh tế bố trí kinh phí; Công an xã bảo đảm trật tự."
"Các đơn vị gửi báo cáo trước 20/6; Văn phòng tổng hợp trước 25/6."
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kehoach.normalize.text import capitalised
from kehoach.parsers.items.bodies.body_ends import bodies_end
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.bodies.urged_bodies import with_urged
from kehoach.parsers.items.duties.duties import Duties
from kehoach.parsers.items.duties.opened_duties import opened_by
from kehoach.parsers.items.ground.closings import tells_contact, without_formal
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import opens_with_bodies
from kehoach.parsers.items.words.beginnings import begins, begins_duty, run_in_matter
from kehoach.parsers.items.words.sentence_breaks import orders_in
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import behind_phrase, contains

MIN_WORDS_OF_SENTENCE = 10
"""Of one that says what bodies do together with others, and not only that they help."""


def one_by_one(duties: Duties, context: Context) -> Iterator[Duties]:
    """A paragraph that turns to several bodies, sentence by sentence: each with its own."""
    if len(duties.leaves) != 1:
        yield duties
        return
    leaf = duties.leaves[0]
    parts: list[Duties] = []
    said = without_formal(leaf.text)
    sentences = list(whole_orders(said))
    orders = [one for place, one in enumerate(sentences) if not place or not tells_contact(one)]
    for sentence in orders:
        opened = _opened(replace(leaf, text=sentence), context)
        if parts and contains(sentence, "answering_alone") is not None:
            opened = None  # "Các Bộ trưởng chịu trách nhiệm toàn diện về kết quả …"
        if opened is not None and (not parts or opened.unit != parts[-1].unit):
            opened.leaves = [leaf]
            parts.append(opened)
        elif parts:
            parts[-1].texts[-1] += f" {sentence}"
        elif begins_duty(first := _first_duty(duties, sentence)):
            parts.append(Duties(duties.unit, duties.number, level=duties.level))
            parts[0].take(leaf, first)
    is_without = said != leaf.text or len(orders) < len(sentences)
    is_parted = len(parts) > 1 or (bool(parts) and is_without)
    yield from parts if is_parted else [duties]


def whole_orders(text: str) -> Iterator[str]:
    """The orders of a text; bodies alone behind a semicolon belong to the names that follow ("Bộ
    trưởng các Bộ: Quốc phòng, Công an; | Chủ tịch Ủy ban nhân dân các tỉnh chỉ đạo …"), also
    partners ("Phối hợp với Công an xã; | Trưởng các thôn tổ chức …"); so does the matter of a point
    ("Về vệ sinh chợ. | Công an xã xử lý …")."""
    names = ""
    matter = run_in_matter(text).strip()
    for order in with_urged(orders_in(text)):
        whole = f"{names} {order}".lstrip()
        if whole == matter or (order.endswith(";") and _only_names(whole.rstrip("; "))):
            names = whole
            continue
        yield whole
        names = ""
    if names:
        yield names


def _only_names(text: str) -> bool:
    """Are words names of bodies and nothing else, alone or as those with whom something is done?"""
    helping = begins(text, "helping_phrases")
    names = behind_phrase(text, helping) if helping else text
    return opens_with_bodies(names) and bodies_end(names) == len(names)


def _first_duty(duties: Duties, sentence: str) -> str:
    """What the first sentence gives to the bodies of a paragraph, though it does not open with them
    ("Đối với các chủ rừng: | chấp hành …")."""
    leaf, duty = duties.leaves[0], duties.texts[0]
    before = len(leaf.text) - len(duty) if leaf.text.endswith(duty) else 0
    return sentence[before:].strip()


def _opened(leaf: Leaf, context: Context) -> Duties | None:
    """The duties that a clause begins, also one of many bodies behind a semicolon, written small
    ("…; các chi bộ gửi báo cáo"); no clause on each of those before it ("Mỗi trường …")."""
    if begins(leaf.text, "each_of_many") is not None:
        return None
    if opens_with_bodies(leaf.text) and leaf.text[:1].islower():
        printed = capitalised(leaf.text)
        opened = opened_by(replace(leaf, text=printed), context)
        if opened is not None and opened.texts == [printed]:
            opened.texts = [leaf.text]
        return opened
    return opened_by(leaf, context)


def each_with_own(found: Iterable[Duties], context: Context) -> Iterator[Duties]:
    """Duties of a chapter on them, those apart that a sentence gives to several bodies: it opens
    with the first, and no later clause only says who helps."""
    for duties in found:
        if not _opens_with_several(duties, context):
            yield duties
            continue
        for part in one_by_one(duties, context):
            part.number, part.group = duties.number, duties.group
            yield part


def _opens_with_several(duties: Duties, context: Context) -> bool:
    if len(duties.leaves) != 1:
        return False
    clauses = list(whole_orders(without_formal(duties.leaves[0].text)))
    subjects = [_subject(clause, context) for clause in clauses]
    if len(clauses) < 2 or not (subjects[0][0] or duties.texts[0] != duties.leaves[0].text):
        return False
    named = [
        _only_helps(before, clause, does)
        for before, clause, (lead, does) in zip(clauses, clauses[1:], subjects[1:], strict=False)
        if lead
    ]
    return bool(named) and not any(named)


def _only_helps(before: str, clause: str, does: str) -> bool:
    """ "…; Công an xã phối hợp": does a clause only say who helps with the one before it? A
    sentence of many words says what these do together with others."""
    if begins(does, "helping_clauses") is None:
        return False
    return not before.endswith(".") or len(clause.split()) < MIN_WORDS_OF_SENTENCE


def _subject(clause: str, context: Context) -> tuple[str, str]:
    if begins(clause, "each_of_many") is not None:
        return "", ""
    is_small = clause[:1].islower() and opens_with_bodies(clause)
    return subject_of(capitalised(clause) if is_small else clause, context.level)
