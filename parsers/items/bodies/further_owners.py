"""Who leads, and by `further_helpers` who helps, where a sentence names them further on: behind the
time that it opens with, behind "giao" or "do" on the way, in a clause of their own.

    "Từ tháng 9 đến tháng 11/2031, Hội Nông dân xã mở 03 lớp dạy nghề."
    "Công tác hậu cần giao Văn phòng đảm nhiệm." – "…; Phòng Kinh tế làm đầu mối."

The patterns were first written for spaCy's matchers and measured beside `owners_in`
(bench/sentences.py, docs/sentences.md); what they found more stands here.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache

import regex

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import capitalised, strip_diacritics
from kehoach.normalize.times.alone import is_time_alone
from kehoach.parsers.items.bodies.agents_at_end import agent_at_end
from kehoach.parsers.items.bodies.behind_opening_times import lead_behind_opening_time
from kehoach.parsers.items.bodies.body_ends import bodies_end
from kehoach.parsers.items.bodies.conditions import opens_many
from kehoach.parsers.items.bodies.further_helpers import helpers_further_on, is_told_to_help
from kehoach.parsers.items.bodies.named_bodies import named_bodies, names_many, opens_name
from kehoach.parsers.items.bodies.owner_clauses import (
    CLAUSE_OR_SENTENCE,
    clauses_behind_marks,
    givings,
    with_capital,
)
from kehoach.parsers.items.bodies.sentence_owners import (
    Owners,
    bodies_before_verb,
    closes,
    honorific,
    owners_in,
    subject_of,
)
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.capitals import as_in, recased
from kehoach.parsers.words import alternation, behind_phrase, contains, holds, phrases
from kehoach.patterns import compile_regex

_OF_A_KIND = compile_regex(r"\scó\s(?!liên\s+quan)")
"""Those that a work is about ("…; các doanh nghiệp có giao dịch liên kết")."""
MAX_LETTERS = 600
"""So far into a sentence its owners are looked for."""


@lru_cache(maxsize=8192)
def owners_said(text: str, level: str | None = None) -> Owners:
    """A sentence of duty -> whom it names, at its beginning or further on.

    >>> owners_said("Từ tháng 9/2031, Hội Nông dân xã mở lớp.", "xã").lead
    'Hội Nông dân xã'
    >>> owners_said("Công tác hậu cần giao Văn phòng Đảng ủy đảm nhiệm.", "xã").lead
    'Văn phòng Đảng ủy'
    >>> owners_said("Công an xã tuần tra, có sự tham gia của Đoàn Thanh niên.", "xã")
    Owners(lead='Công an xã', coordinating='Đoàn Thanh niên')
    >>> owners_said("Phối hợp với Công an xã; Trưởng các thôn niêm yết danh mục.", "xã")
    Owners(lead='', coordinating='Công an xã; Trưởng các thôn')
    >>> owners_said("Từ tháng 9/2031, tổ chức tuyên truyền tại Công an xã.", "xã").lead
    ''
    """
    if (bare := _without_exceptions(text)) != text:
        return owners_said(bare, level)
    small = recased(text)
    if small != text:
        said = owners_said(small, level)
        return Owners(as_in(text, said.lead), as_in(text, said.coordinating))
    said = _owners_of_rest(text, level) or owners_in(text, level)
    if strip_diacritics(said.lead) in phrases(
        "amounts"
    ):  # "Toàn bộ | cuộc khảo sát do Tổ Bảo vệ …"
        said = replace(said, lead="")
    said = _said_behind_matter(said, text, level=level)
    said = replace(said, lead=_behind_comma_of_time(said.lead))
    if said.lead and said.coordinating:
        return said
    beginning = _before_object(text[:MAX_LETTERS])
    lead = said.lead or _lead_further_on(beginning, level)
    by = Owners() if lead else agent_at_end(beginning, level)
    lead = lead or by.lead
    helpers = said.coordinating or by.coordinating
    helpers = helpers or helpers_further_on(beginning, level, lead=lead)
    return Owners("" if _is_last_helper(lead, helpers, text=beginning) else lead, helpers)


def _is_last_helper(lead: str, helpers: str, *, text: str) -> bool:
    """Is who seems to lead the last of those who help ("Phối hợp với Công an xã; | Trưởng các thôn
    tổ chức …", "phối hợp với Sở Y tế, | Chi cục Thuế và các xã theo dõi …"), and not said to lead
    ("phối hợp với Công an xã, | Phòng Kinh tế làm đầu mối")?"""
    if not lead or not helpers.endswith((f"; {lead}", f", {lead}")):
        return False
    behind = text.partition(lead)[2].lstrip()
    return helpers.endswith(f"; {lead}") or begins(behind, "giving_words") is None


def _owners_of_rest(text: str, level: str | None) -> Owners | None:
    """Whom the rest of a sentence names whose beginning a copy lost ("các sở, ngành liên quan rà
    soát …"), or that goes on with the one before ("Đồng thời, các sở …")."""
    goes_on = begins(text, "report_goes_on")
    rest = behind_phrase(text, goes_on).lstrip(" ,:") if goes_on else text
    if not rest[:1].islower():
        return None
    lead, does = subject_of(capitalised(rest), level)
    if not lead or not begins_duty(does):
        return None
    said = owners_in(capitalised(rest), level)
    if not capitalised(rest).startswith(said.lead) or not said.lead:
        return None
    return replace(said, lead=rest[: len(said.lead)])


def _behind_comma_of_time(lead: str) -> str:
    """ "Quý III, | Ban Chỉ huy Quân sự xã": the time that opens the sentence is nobody."""
    time, comma, bodies = lead.partition(", ")
    return bodies if comma and bodies and is_time_alone(time) else lead


def _without_exceptions(text: str) -> str:
    """A sentence without the brackets that give a part of the work to others ("Các việc sau do Đoàn
    xã chủ trì | (trừ mục 2 do Công an xã chủ trì), …").

    >>> _without_exceptions("Dọn bến (trừ đoạn chợ do Công an xã phụ trách), xong trong tháng 5.")
    'Dọn bến, xong trong tháng 5.'
    >>> _without_exceptions("Các đơn vị (trừ Trạm Y tế) báo cáo.")
    'Các đơn vị (trừ Trạm Y tế) báo cáo.'
    """
    return _exception().sub("", text) if "(" in text else text


@cache
def _exception() -> regex.Pattern[str]:
    opens, gives = alternation("exceptions"), alternation("words_of_giving_apart")
    return compile_regex(rf"\s*\(\s*(?:{opens})\s[^()]*\s(?:{gives})\s[^()]*\)", regex.IGNORECASE)


def _before_object(text: str) -> str:
    """ "Giám sát việc giải quyết đơn thư | đối với Ủy ban nhân dân …": whom an inspection looks at
    does not do it."""
    if begins(text, "examining_verbs") is None:
        return text
    return _turned_upon().split(text, maxsplit=1)[0]


@cache
def _turned_upon() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{alternation('turned_upon')})\s", regex.IGNORECASE)


def names_own(text: str) -> bool:
    """Does a point name who does it, and not only all of a kind ("Các cơ quan, đơn vị tiếp tục
    …")?"""
    lead = owners_said(text).lead
    return bool(lead) and not all(parse_offices(lead).collective)


def _said_behind_matter(said: Owners, text: str, level: str | None) -> Owners:
    """ "Ban bầu cử: Chậm nhất ngày 04/01, | UBND xã ra quyết định …": whom a sentence names
    behind a body that it is only about."""
    label, colon, behind = text.partition(": ")
    if not colon or not said.lead or label.strip() != said.lead:
        return said
    lead = _behind_time(behind[:MAX_LETTERS], level)
    return Owners(lead, said.coordinating) if lead else said


def _lead_further_on(text: str, level: str | None) -> str:
    for find in _FURTHER_ON:
        lead = find(text, level)
        if lead:
            return lead
    return ""


def _marked(text: str, level: str | None) -> str:
    """ "Lợp mái chợ. Đơn vị: | Phòng Kinh tế (chủ trì), Công an xã (phối hợp)": bodies with marks
    that tell who leads and who helps."""
    match = _marks().search(text)
    name = match["name"].strip() if match is not None else ""
    return match["owners"] if match is not None and named_bodies(name, level) == name else ""


@cache
def _marks() -> regex.Pattern[str]:
    roles = {role: alternation(role) for role in ("leading_marks", "helping_marks")}
    return compile_regex(
        rf"""
        (?: ^ | [.:;]\s+ )
        (?P<owners>
          (?P<name> \p{{Lu}}[^.:;()]* ) \( \s* (?:{roles["leading_marks"]}) \s* \)
          (?: [^.:()]* \( \s* (?:{roles["helping_marks"]}) \s* \) )*
        )
        """,
        regex.VERBOSE,
    )


def _behind_time(text: str, level: str | None) -> str:
    """ "Trước ngày 20/11 hàng năm, các trường gửi báo cáo": the subject of the first clause that
    does something, behind the clauses that say when."""
    if _time_first().match(text) is None:
        return ""
    for clause in clauses_behind_marks(text):
        printed = with_capital(clause)
        if printed[:1].isupper():
            lead, _ = bodies_before_verb(printed, level)
            if lead:
                return clause[: len(lead)]
        if begins_duty(clause):
            return ""
    return ""


def _behind_grounds(text: str, level: str | None) -> str:
    """ "Trên cơ sở kết quả kiểm tra, chấm điểm của Sở Y tế, | Hội đồng thi đua | họp xét …": the
    subject of the first clause that has one, behind what it rests on."""
    if begins(text, "duty_grounds") is None:
        return ""
    for clause in clauses_behind_marks(text.split(". ", maxsplit=1)[0]):
        if clause[:1].isupper():
            lead, _ = bodies_before_verb(clause, level)
            if lead:
                return lead
    return ""


def _in_leading_clause(text: str, level: str | None) -> str:
    """ "…, Phòng Kinh tế làm đầu mối", "…; giáo viên chấm bài", "… Phòng Kinh tế phối hợp với các
    thôn thực hiện": the body of a later clause that says it leads, or behind a semicolon or a full
    stop what it does."""
    for mark in CLAUSE_OR_SENTENCE.finditer(text):
        clause = text[mark.end() :]
        begins_anew = mark[0][0] in ";."
        printed = with_capital(clause) if begins_anew or opens_many(clause) else clause
        if not printed[:1].isupper():
            continue
        lead, rest = bodies_before_verb(printed, level)
        is_said_to_lead = opens_name(lead) and begins(rest, "leading_verbs") is not None
        if mark[0][0] == "." and not (is_said_to_lead or _is_surely_body(lead, level)):
            continue
        if _OF_A_KIND.search(lead) or _is_rest_of_things(lead, text):
            continue
        if lead and (begins_anew or begins(rest, "giving_words") or _leads(rest)):
            # with its small letter; as it is behind an address ("Đồng chí Sen, | Phó Chủ tịch …")
            return clause[: len(lead)] if printed.startswith(lead) else lead
    return ""


def _is_rest_of_things(lead: str, text: str) -> bool:
    """ "Thành lập 03 Tổ liên gia trong quý I; | các tổ còn lại | hoàn thành trong năm": the rest of
    what is made, and nobody who does it? Those who open the sentence do."""
    kind = begins(lead.partition(" ")[2], "many_bodies") or ""
    is_rest = bool(kind) and contains(lead, "rests_of_work") is not None
    return is_rest and not strip_diacritics(text).startswith((kind, f"cac {kind}"))


def _is_surely_body(lead: str, level: str | None) -> bool:
    """Is it a body of the directory, or many of a kind, and no noun that opens a sentence of
    explanation ("Đối tượng chủ yếu làm nông")?"""
    if names_many(lead) or begins(lead, "bare_bodies", "posts", "offices_of_persons"):
        return True
    value = parse_offices(lead, level)
    return value.known[:1] == (True,) and value.collective[:1] == (False,)


def _given(text: str, level: str | None) -> str:
    """ "Công tác hậu cần giao | Văn phòng đảm nhiệm", "do | Phó Trưởng Công an xã trực tiếp theo
    dõi"."""
    for match in givings().finditer(text):
        behind = honorific().sub("", text[match.end() :])
        bodies = behind[: bodies_end(behind)]
        lead = named_bodies(bodies, level)
        rest = behind[len(bodies) :].lstrip()
        if is_told_to_help(rest):
            continue  # "…, trong đó phân công Đoàn xã | phối hợp"
        if lead and (not match["by"] or _leads(rest)):
            return lead
    return ""


def _leads(rest: str) -> bool:
    """Does a clause go on with a verb of leading, an adverb before it or none, and end with it?"""
    words = rest.split()
    adverb = begins(rest, "duty_adverbs")
    if adverb is not None:
        words = words[len(adverb.split()) :]
    verb = begins(" ".join(words), "leading_verbs", "performing_clauses")
    return verb is not None and closes(words[len(verb.split()) :])


def _pointed_to(text: str, level: str | None) -> str:
    """ "Đầu mối tổng hợp là | Văn phòng Đảng ủy", "trách nhiệm thuộc về | Phòng Kinh tế"."""
    for match in _pointers().finditer(text):
        behind = text[match.end() :]
        lead = named_bodies(behind[: bodies_end(behind)], level)
        if lead:
            return lead
    return ""


def _passive(text: str, level: str | None) -> str:
    """ "Hộ có người mắc bệnh được | Trạm Y tế | giám sát", "Kiến nghị của Nhân dân do | Văn phòng |
    tổng hợp": the body that does what something or somebody undergoes. What was decided before
    tells of the thing ("đã được UBND xã phê duyệt")."""
    if begins_duty(text) or holds(text, "answering_words"):
        return ""
    for match in _undergoes().finditer(text.split(". ", maxsplit=1)[0]):
        behind = with_capital(text[match.end() :])
        lead, rest = bodies_before_verb(behind, level)
        is_of_thing = match["by"] and holds(rest, "told_of_things")
        if lead and begins_duty(rest) and not (is_of_thing or begins(rest, "deciding_verbs")):
            return text[match.end() :][: len(lead)]
    return ""


def _work_given(text: str, level: str | None) -> str:
    """ "Công tác hậu cần được giao cho | Hội Phụ nữ xã": whose a work is said to be, where the
    sentence ends behind it, or goes on with how it is done."""
    if begins(text, "names_of_work") is None:
        return ""
    match = _given_over().search(text)
    behind = text[match.end() :] if match is not None else ""
    bodies = behind[: bodies_end(behind)]
    rest = behind[len(bodies) :].lstrip(" ,")
    is_whole = not any(map(str.isalpha, rest)) or begins_duty(rest) or is_time_alone(rest)
    return named_bodies(bodies, level) if is_whole else ""


@cache
def _given_over() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\b(?:đã|vừa|mới))\s(?:{alternation('given_over')})(?:\s+cho)?\s+(?=\p{{Lu}}|(?:{alternation('list_words')})\s)"
    )


_FURTHER_ON = (
    _work_given,
    _marked,
    _behind_time,
    lead_behind_opening_time,
    _behind_grounds,
    _in_leading_clause,
    _given,
    _pointed_to,
    _passive,
)


# --- patterns -------------------------------------------------------------------------------------


@cache
def _time_first() -> regex.Pattern[str]:
    return compile_regex(rf"^(?:{alternation('time_openings')})\b", regex.IGNORECASE)


@cache
def _undergoes() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\p{{L}}|\b(?:đã|mới|vừa)\s)(?:{alternation('passive_words')}|(?P<by>do))\s+",
        regex.IGNORECASE,
    )


@cache
def _pointers() -> regex.Pattern[str]:
    return compile_regex(
        rf"""
        (?<!\p{{L}})
        (?: (?: {alternation("pointing_nouns")} ) [^,;.:()]{{0,60}}? \s là
          | (?: {alternation("pointing_phrases")} ) )
        \s+
        """,
        regex.VERBOSE | regex.IGNORECASE,
    )
