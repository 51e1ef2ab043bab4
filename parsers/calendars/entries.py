"""What an entry of a work calendar says: what is held, who leads, who comes, where."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.offices.cell import opens_as_body
from kehoach.normalize.text import clean, strip_diacritics
from kehoach.parsers.calendars.openings import WORDS
from kehoach.parsers.items.bodies.sentence_owners import owners_in
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.words import behind_phrase, phrases, raw_phrases, starts
from kehoach.patterns import compile_regex

MAX_WORDS_OF_POST = 16
"""Of the person in office that a sentence opens with."""
MAX_LETTERS_OF_LABEL = 60
_LABELS = ("lead", "attending", "place", "matter")
_END = " ./;,"


@dataclass(slots=True)
class Entry:
    """An entry, each field as printed: its matter, who leads ("" for nobody), who comes or
    prepares, and what tells where."""

    matter: str = ""
    lead: str = ""
    attending: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    def take(self, role: str, words: str, label: str = "") -> None:
        """Take what a label, or a sentence, says."""
        if role == "lead" and not self.lead:
            self.lead = words
        elif role == "place":
            self.places.append(f"{label}: {words}" if label else words)
        elif role == "matter" and not self.matter:
            self.matter = words
        else:
            self.attending.append(words)


def read_entry(text: str, level: str | None) -> Entry:
    """The words of an entry behind its hour -> what they say.

    >>> entry = read_entry("Họp giao ban. Chủ trì: Chủ tịch UBND xã. Thành phần: các phòng.", "xã")
    >>> entry.matter, entry.lead, entry.attending
    ('Họp giao ban', 'Chủ tịch UBND xã', ['các phòng'])
    """
    entry = Entry()
    matter = _without_invitation(_without_labels(clean(text), entry), entry)
    sentences = _without_place(matter, entry)
    held = [sentences[0], *(one for one in sentences[1:] if not _take_sentence(one, entry))]
    is_cut = len(held) < len(sentences) and held[-1] != sentences[-1]
    entry.matter = entry.matter or f"{'. '.join(held).strip()}{'.' * is_cut}"
    if not entry.lead:
        entry.lead = _remarked(matter) or _subject(sentences[0], level)
        entry.lead = entry.lead or _subject(_REMARK_FIRST.sub("", sentences[0]), level)
    if not entry.lead and not entry.attending:
        entry.lead = _person_at_end(matter)
    return entry


def _without_invitation(text: str, entry: Entry) -> str:
    """An entry without the number of its invitation and the place in brackets that it opens with,
    which the entry takes as its notes.

    >>> _without_invitation("21/GM-UBND (Tại Phòng họp số 2) Họp về đường thôn.", Entry())
    'Họp về đường thôn.'
    >>> _without_invitation("12/KH-UBND của xã: rà soát.", Entry())
    '12/KH-UBND của xã: rà soát.'
    """
    match = _INVITATION.match(text)
    number, place = (match["number"] or "", match["place"] or "") if match else ("", "")
    if match is None or (place and not _opens(place, "place_sentences")):
        return text
    for said in filter(None, (number, place)):
        entry.take("place", said)
    return text[match.end() :]


_INVITATION = compile_regex(
    r"(?P<number>(?:Số\s*:?\s*)?\d+[a-z]?(?:/\d{4})?/\p{Lu}[\p{Lu}\d-]++)?[\s:]*"
    r"(?:\((?P<place>(?:[^()]|\([^()]*\))+)\))?[\s,:.;–-]*(?=\p{Lu})"
)


def _without_place(text: str, entry: Entry) -> list[str]:
    """The sentences of a text without those at its end that tell where, which the entry takes."""
    sentences = _SENTENCE_END.split(text)
    while len(sentences) > 1 and _opens(sentences[-1], "place_sentences"):
        entry.take("place", sentences.pop().strip(_END))
    return sentences


def take_line(entry: Entry, text: str) -> bool:
    """Take a line of its own under an entry that bears a label ("Chủ trì: …"), or tells where or
    who comes without one ("Tại hội trường"); does it?"""
    places = list(_label().finditer(f". {text}"))
    if not places or places[0].start("label") != len(". "):
        return _take_unlabelled(entry, text.strip(_END))
    _without_labels(f". {text}", entry)
    return True


def is_of_entry(text: str) -> bool:
    """Does a line of its own tell where, who leads or who comes, of the entry over it?"""
    return take_line(Entry(), text)


def _take_unlabelled(entry: Entry, text: str) -> bool:
    for key, role in (("place_sentences", "place"), ("lines_of_entry", "attending")):
        if _opens(text, key):
            entry.take(role, text)
            return True
    return False


_REMARK_FIRST = compile_regex(r"^[^()]{0,40}\([^()]*\)\s*(?=\p{L})")
"""The number of an invitation, and the place in brackets, before what is held."""
_SENTENCE_END = compile_regex(r"(?<=[\p{Ll}\p{Lu}\d)”\"][\p{Ll}\p{Lu}\d)”\"])\.\s+(?=\p{Lu}|\()")


def _without_labels(text: str, entry: Entry) -> str:
    """The wording before the labels of an entry, which takes what these say. Where a label that
    nobody knows stands among them, the wording keeps all."""
    places = list(_label().finditer(text))
    if not places:
        return text
    ends = [place.start() for place in places[1:]]
    for place, end in zip(places, [*ends, len(text)], strict=True):
        value = text[place.end() : end].strip(_END)
        role = _role_of(place["label"])
        value, _, behind = (
            value.partition(". ") if _STRANGE_LABEL.search(value) else (value, "", "")
        )
        value = ". ".join(_without_place(value, entry)) if role != "place" else value
        if value:
            entry.take(role, value.strip(_END), place["label"].strip())
        if behind:
            return text  # "Lãnh đạo trực: A. Văn thư trực: B.": one list of who is on duty
    return text[: places[0].start()].strip(" ;,(–-")


_STRANGE_LABEL = compile_regex(rf"\.\s+\p{{Lu}}[^.:;]{{2,{MAX_LETTERS_OF_LABEL}}}:\s")


def _role_of(label: str) -> str:
    plain = strip_diacritics(label)
    return next(role for role in _LABELS if plain in phrases(role, WORDS))


@cache
def _label() -> regex.Pattern[str]:
    """A label behind the end of a sentence, a comma or a bracket."""
    labels = any_of(one for role in _LABELS for one in raw_phrases(role, WORDS))
    return compile_regex(
        rf"(?:^|(?<=[\w)”])\s*[.;,]|\(|(?<=^[.])|\s[–-])\s*(?P<label>{labels})\s*:\s*",
        regex.IGNORECASE,
    )


def _take_sentence(sentence: str, entry: Entry) -> bool:
    """Take a sentence that says who comes ("Dự Đ/c A, Phòng B./."), or who of them leads; does it
    say nothing else? One that goes on with an act ("Dự hội nghị …") stays in the wording, too."""
    opening = _opens(sentence, "attending_sentences")
    words = (behind_phrase(sentence, opening) if opening else sentence).strip(_END)
    leads = _leads().search(words)
    if opening is None and (leads is None or not _person().match(words)):
        return False
    if not _names_somebody(words):
        if opening is not None and leads is None:
            entry.attending.append(f"{sentence[: len(opening)]} {words}")
        return False
    _take_persons(words, leads, entry)
    return True


def _names_somebody(words: str) -> bool:
    """Do words open with a person, a post or the name of a body ("Phòng Kinh tế", but "hội nghị
    chuyên đề")?"""
    if _person().match(words) or _opens(words, "persons") or begins(words, "posts"):
        return True
    is_name = any(word[:1].isupper() for word in words.split()[:2])
    return is_name and opens_as_body(words)


def _take_persons(words: str, leads: regex.Match[str] | None, entry: Entry) -> None:
    """Persons and bodies of a sentence -> the one before "(Chủ trì)", and the others."""
    if leads is None:
        entry.attending.append(words)
        return
    before = words[: leads.end()]
    persons = [match.start() for match in _person().finditer(before)]
    start = persons[-1] if persons else before.rfind(",") + 1
    entry.take("lead", before[start:].strip())
    for others in (before[:start].strip(f"{_END} "), words[leads.end() :].strip(f"{_END} ")):
        if others:
            entry.attending.append(others)


def _opens(sentence: str, key: str) -> str | None:
    return starts(strip_diacritics(sentence), phrases(key, WORDS))


def _remarked(text: str) -> str:
    """ "Đ/c Nguyễn Văn A - PCT UBND phường | (Chủ trì)", with the remark."""
    for sentence in _SENTENCE_END.split(text):
        match = _leads().search(sentence)
        if match is None:
            continue
        said = sentence[: match.end()].rpartition(",")[2].strip()
        person = _person().search(said)
        opening = _opens(said, "attending_sentences") or ""
        return said[person.start() if person else len(opening) :].strip()
    return ""


def _person_at_end(text: str) -> str:
    """ "Dự họp Đảng ủy - | Đ/c Chủ tịch", "Tiếp công dân (đ/c Lúa)", "Tiết 4: | Đ/c Lúa | dạy"."""
    persons = [match for match in _person().finditer(text) if match.start()]
    if not persons or _SENTENCE_END.search(text, persons[0].start()):
        return ""
    said = text[persons[0].start() :]
    return _person_before_verb(said) or said.strip(f"{_END}()")


@cache
def _person() -> regex.Pattern[str]:
    """A person told by the word of respect before the name or the office, behind a sign or at the
    beginning."""
    words = any_of(raw_phrases("respects", WORDS))
    return compile_regex(
        rf"(?:^|(?<=[-–,;:(]\s?)|(?<=\.\s))(?:{words})\s+(?=\p{{L}})", regex.IGNORECASE
    )


@cache
def _leads() -> regex.Pattern[str]:
    words = "|".join(map(regex.escape, raw_phrases("leads", WORDS)))
    return compile_regex(rf"\(\s*(?:{words})\s*\)", regex.IGNORECASE)


def _subject(sentence: str, level: str | None) -> str:
    """Who does what a sentence tells: a body, or a person in office ("Phó Chủ tịch UBND xã Lê Văn A
    | kiểm tra …")."""
    person = _person_before_verb(sentence)
    return person or owners_in(sentence, level).lead


def _person_before_verb(sentence: str) -> str:
    if begins(sentence, "posts", "honorifics") is None and not _opens(sentence, "persons"):
        return ""
    words = sentence.split()
    for index in range(1, min(len(words), MAX_WORDS_OF_POST)):
        behind = " ".join(words[index:])
        does = begins_duty(behind) or _opens(behind, "verbs")
        if does and words[index].islower() and not _opens(behind, "persons"):
            return " ".join(words[:index]).strip(" ,:")
    return ""
