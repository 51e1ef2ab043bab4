"""Who does a work, as "do …" tells behind it, whatever verb closes it: "Việc loan tin do Trung tâm
Văn hóa xã lo.", "Báo cáo tổng kết do Phòng Kinh tế soạn, trình UBND xã.", "Tiêm cho các trại lớn do
chủ trại tự tổ chức.".

Of a thing that others made ("phần mềm do Sở Nội vụ cung cấp") such words say nothing: a verb that
is not one of carrying out counts only where the sentence is about work ("Việc …"), or about a paper
that is written.
"""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.text import capitalised
from kehoach.normalize.times.alone import is_time_alone
from kehoach.parsers.items.bodies.remark_owners import are_named, without_title
from kehoach.parsers.items.bodies.sentence_owners import Owners, bodies_before_verb
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.words import alternation, contains
from kehoach.patterns import compile_regex

MAX_LETTERS = 300
"""Of the words behind "do" that are looked at."""
MAX_WORDS_OF_PAPER = 8
"""Of the words that name a paper before "do"."""
NOBODY = Owners()


def agent_at_end(text: str, level: str | None) -> Owners:
    """Whom the last "do" of the first sentence names; nobody where it tells of a thing.

    >>> agent_at_end("Việc loan tin trên loa do Trung tâm Văn hóa xã lo.", "xã").lead
    'Trung tâm Văn hóa xã'
    >>> agent_at_end("Phun khử trùng chợ do Công an xã cùng Trạm Y tế xã làm.", "xã")
    Owners(lead='Công an xã', coordinating='Trạm Y tế xã')
    >>> agent_at_end("Bữa cơm do Công an xã lo ngày 12/5/2031, mỗi suất 30.000 đồng.", "xã").lead
    'Công an xã'
    >>> agent_at_end("Sử dụng phần mềm do Phòng Kinh tế cung cấp.", "xã").lead
    ''
    """
    sentence = next(iter(sentences_in(text)), "")
    *_, last = (None, *_do().finditer(sentence))
    if last is None:
        return NOBODY
    topic, clause = sentence[: last.start()].strip(), sentence[last.end() :][:MAX_LETTERS]
    if contains(topic, "others_events") is not None and not _is_work(topic):
        return NOBODY  # "Cử người dự lớp do Sở Nội vụ tổ chức"
    told = _carrying_out(clause, level)
    if told.lead or not (_is_work(topic) or _is_paper_written(topic, clause)):
        return told
    lead, does = bodies_before_verb(clause, level)
    return Owners(lead) if lead and not begins(does, "leading_a_group") else NOBODY


def _carrying_out(clause: str, level: str | None) -> Owners:
    """ "Công an xã cùng Trạm Y tế xã | làm", "chủ trại | tự tổ chức", "Trạm Thú y | quyết định và
    thực hiện": who is named before a verb of carrying out that closes a clause."""
    for verb in _carries_out().finditer(clause):
        if not _closes(clause[verb.end() :]):
            continue
        lead, _, helpers = (
            part.strip() for part in _with().sub("\n", clause[: verb.start()]).partition("\n")
        )
        lead = without_title(lead)
        is_kind = begins(capitalised(lead), "kinds_alone", "acting_persons") is not None
        is_lead = are_named(lead, level) or (is_kind and len(lead.split()) <= MAX_WORDS_OF_PAPER)
        if is_lead and (not helpers or are_named(helpers, level, one_known=True)):
            return Owners(lead, helpers)
    return NOBODY


def _closes(rest: str) -> bool:
    """Does a clause end here, or say only where or when behind its verb?"""
    rest = rest.split(";")[0]
    if not rest.strip(" .") or rest.startswith((",", ".")):
        return True
    behind = rest.strip(" .")
    if begins(behind, "leads_to_place") is not None or is_time_alone(behind):
        return True
    return is_time_alone(behind.partition(", ")[0])  # "vào ngày 12/5, | mỗi suất 30.000 đồng"


def _is_work(topic: str) -> bool:
    """ "Khi có dịch, | việc khoanh vùng …": does the last clause name work by that word?"""
    return _work().search(topic) is not None


def _is_paper_written(topic: str, clause: str) -> bool:
    """ "Báo cáo tổng kết | do Phòng Kinh tế | soạn …": is a paper named, and who writes it?"""
    is_paper = begins(topic, "papers_written") is not None
    is_short = len(topic.split()) <= MAX_WORDS_OF_PAPER and "," not in topic
    return is_paper and is_short and _writes().search(clause) is not None


@cache
def _do() -> regex.Pattern[str]:
    return compile_regex(r"(?<=\s)do\s+(?=\p{L})")


@cache
def _work() -> regex.Pattern[str]:
    nouns = alternation("nouns_of_work")
    return compile_regex(rf"(?:^|,\s)(?:{nouns})\s[^,;:]*(?:,[^;:]*)?$", regex.IGNORECASE)


@cache
def _carries_out() -> regex.Pattern[str]:
    verbs = "|".join(map(alternation, ("verbs_behind_do", "leading_verbs")))
    return compile_regex(rf"\s(?:(?:tự|cùng)\s+)?(?:{verbs})(?!\p{{L}})", regex.IGNORECASE)


@cache
def _with() -> regex.Pattern[str]:
    """Before those who help: "Công an xã | cùng với | các thôn"."""
    helping = alternation("helping_verbs")
    return compile_regex(
        rf",?\s+(?:(?:{helping})(?:\s+(?:cùng|với))*|cùng\s+với|cùng)\s+", regex.IGNORECASE
    )


@cache
def _writes() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{alternation('writing_verbs')})(?!\p{{L}})", regex.IGNORECASE)
