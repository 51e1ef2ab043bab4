"""Who leads and who helps, as a sentence says it: "Trạm Y tế xã chủ trì, phối hợp với Công an xã
phun hóa chất", "Giao Phòng Kinh tế …", "… do Công an xã thực hiện"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import capitalised, fold, strip_diacritics
from kehoach.parsers.items.bodies.acting_persons import acting_person, with_bracket_whole
from kehoach.parsers.items.bodies.between_times import says_what_is_done
from kehoach.parsers.items.bodies.body_ends import LONGEST_LIST, bodies_end
from kehoach.parsers.items.bodies.called_by_work import (
    called_by_work,
    ends_as_board,
    in_charge,
    many_by_work,
)
from kehoach.parsers.items.bodies.conditions import (
    MAX_CONDITION_LETTERS,
    bodies_listed_before,
    clauses_behind_condition,
    goes_on_with_others,
    many_before_duty,
    opens_many,
    without_condition,
)
from kehoach.parsers.items.bodies.counted_bodies import counted_subject
from kehoach.parsers.items.bodies.helping_bodies import helpers_in
from kehoach.parsers.items.bodies.learned_kinds import ends_as_kind
from kehoach.parsers.items.bodies.learned_subjects import learned_subject, surely_ends
from kehoach.parsers.items.bodies.learned_verbs import are_one_word, share_of_opening
from kehoach.parsers.items.bodies.lists_before_colons import (
    around_examples,
    behind_giver,
    listed_apart,
    named_behind_kind,
)
from kehoach.parsers.items.bodies.named_bodies import MIN_WORDS, named_bodies
from kehoach.parsers.items.bodies.subject_ends import (
    kind_alone,
    known_subject,
    led_subject,
    person_alone,
    post_in_charge,
)
from kehoach.parsers.items.words.beginnings import DOING, begins, begins_duty, without_count
from kehoach.parsers.words import alternation, contains, phrases, raw_phrases
from kehoach.patterns import REACH, compile_regex

MAX_WORDS_AFTER = 4
"""Behind "do … chủ trì" the sentence ends: "… do Sở Y tế chủ trì soạn thảo" tells of a thing."""
MAX_LETTERS_OF_NAME, MAX_LETTERS_OF_COUNT = 300, 30
"""Of the names of the directory; of a number and the kind of the many bodies behind it."""
NO_VERB = 0.1
"""So seldom is a word a verb with which no body's name can be followed."""
MAX_MATTER = 18
"""Of the words before a colon that say what a sentence is about."""


@dataclass(frozen=True, slots=True)
class Owners:
    """The words that name who leads and who helps; "" for nobody."""

    lead: str = ""
    coordinating: str = ""


def owners_in(text: str, level: str | None = None) -> Owners:
    """A sentence of duty -> whom it names.

    >>> owners_in("Trạm Y tế xã chủ trì, phối hợp với Công an xã phun hóa chất.", "xã")
    Owners(lead='Trạm Y tế xã', coordinating='Công an xã')
    >>> owners_in("Phối hợp với Đoàn Thanh niên xã tổ chức ra quân.", "xã")
    Owners(lead='', coordinating='Đoàn Thanh niên xã')
    >>> owners_in("Nếu tái phạm: Công an xã lập biên bản.", "xã").lead
    'Công an xã'
    """
    counted, text = text, without_count(text)
    lead, rest = subject_of_whole(text, level)
    if not lead and counted != text:
        lead, rest = subject_of(counted, level)  # "Thứ hai, các thôn họp dân"
    opening = text[:MAX_CONDITION_LETTERS]  # who is named further on does not do it
    if not lead:
        lead, rest = _subject_behind_condition(opening, level)
    if not lead:
        lead, rest = _subject_behind_matter(opening, level)
    if not lead:
        lead, rest = given_to(opening, level)
    if not lead:
        lead, rest = _agent(text, level)
    said = rest if lead else without_condition(text)
    helpers = helpers_in(said, level, after_subject=bool(lead))
    return Owners(lead, helpers)


# --- who leads ------------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def subject_of(text: str, level: str | None) -> tuple[str, str]:
    """The bodies a sentence opens with, and what it says of them; ("", "") when it opens with
    something else."""
    if (said := without_count(text)) != text:  # "Thứ hai, các thôn họp dân"
        lead, does = subject_of(capitalised(said), level)
        return (said[: len(lead)], does) if said[1 : len(lead)] == lead[1:] else (lead, does)
    after_grounds = _agent_first().sub("", without_grounds(text))
    turned = without_opening_address(after_grounds)
    after_address = honorific().sub("", turned)
    if after_address == text and not (text[:1].isupper() or _counts_bodies(text)):
        return "", ""
    if begins(after_address, "papers_sent") is not None:
        return "", ""
    after_address = named_behind_kind(after_address) or after_address
    if begins(text, "addresses_like_duties") and not _may_open_body(after_address):
        return "", ""
    found = listed_apart(after_address)
    found = found if found[0] else bodies_before_verb(after_address, level)
    if not found[0] and turned != after_address:
        found = bodies_before_verb(turned, level)  # "Các đồng chí Ủy viên Ban Chấp hành | dự …"
    for read in (_beside_place, _beside_examples, above_others):
        found = found if found[0] else read(after_address, level)
    if not found[0] and (person := acting_person(turned)):
        found = person, turned[len(person) :].lstrip(" ,")
    found = with_bracket_whole(found[0], turned), found[1]
    given = behind_giver(after_address, found[0])
    return bodies_before_verb(given, level) if given else _without_past(*found)


def _without_past(lead: str, does: str) -> tuple[str, str]:
    """A word that tells what they did is none of their name ("Các tổ dân phố | đã lắp …")."""
    bodies, _, last = lead.rpartition(" ")
    is_past = bool(bodies) and last in raw_phrases("words_of_past")
    return (bodies, f"{last} {does}") if is_past else (lead, does)


def _beside_examples(text: str, level: str | None) -> tuple[str, str]:
    """The bodies of which examples are told, with these, and what they do; ("", "") for none."""
    head, examples, rest = around_examples(text)
    lead, does = bodies_before_verb(f"{head} {rest}", level) if head else ("", "")
    return (f"{lead} {examples}", does) if lead and lead == head else ("", "")


def _beside_place(text: str, level: str | None) -> tuple[str, str]:
    """The bodies of which a clause of its own says what is there ("Trưởng các xóm Đông, Chừa, | nơi
    Đoàn đến thực tế, | phải có mặt"), and what they do; ("", "") for none."""
    match = _where().search(text[:LONGEST_LIST])
    if match is None:
        return "", ""
    head = text[: match.start()]
    lead, rest = bodies_before_verb(f"{head} {text[match.end() :]}", level)
    return (lead, rest) if lead == head else ("", "")


@cache
def _where() -> regex.Pattern[str]:
    return compile_regex(
        rf",\s+(?:{alternation('place_clauses')})\s[^,.;:]{{3,120}},\s+(?=\p{{Ll}})"
    )


def above_others(text: str, level: str | None) -> tuple[str, str]:
    """The bodies before the words that name those of whom most is asked ("Ủy ban nhân dân các xã, |
    nhất là các xã vùng cao, rà soát …"), and what they do; ("", "") for none."""
    match = _above_all().search(text[:LONGEST_LIST])
    head = text[: match.start()].strip() if match is not None else ""
    if match is None or not head or named_bodies(head, level) != head:
        return "", ""
    rest = text[match.end() :]
    behind = (rest[at:].lstrip(" ,") for at in (bodies_end(rest), rest.find(", ")) if at > 0)
    work = next((does for does in behind if begins(does, *_WORK) is not None), "")
    return (head, work) if work else ("", "")


_WORK = (*DOING, "body_verbs", "duty_grounds", "halts", "forbidding")


@cache
def _above_all() -> regex.Pattern[str]:
    return compile_regex(rf",\s+(?:{alternation('above_all')})\s+", regex.IGNORECASE)


def subject_of_whole(text: str, level: str | None) -> tuple[str, str]:
    """The same of a sentence that is no clause of another: also the bodies of the directory behind
    which "và" tells that another one was lost ("Phòng Kinh tế, Trạm Y tế và | rà soát hồ sơ")."""
    found = subject_of(text, level)
    if found[0]:
        return found
    end = bodies_end(text)
    bodies, _, joining = text[:end].rstrip().rpartition(" ")
    if strip_diacritics(joining) not in phrases("linking_words") or not begins_duty(text[end:]):
        return "", ""
    lead = named_bodies(bodies, level)
    is_known = parse_offices(lead, level).are_known_singly
    return (lead, text[end:]) if lead == bodies and is_known else ("", "")


def _may_open_body(text: str) -> bool:
    return text[:1].isupper() or begins(text, "list_words", "words_of_amount") is not None


def _counts_bodies(text: str) -> bool:
    """ "24 xóm vận động …"."""
    if not text[:1].isdecimal():
        return False
    cell = Cell(text[:MAX_LETTERS_OF_COUNT])
    return cell.lists_hamlets(0) and not cell.words[1].gap.strip()


@cache
def _agent_first() -> regex.Pattern[str]:
    """ "Do | Sở Y tế …", "Riêng | các xã vùng cao …"."""
    return compile_regex(rf"^Do\s+(?=\p{{Lu}})|^(?i:{alternation('apart_openings')})\s+")


def given_to(text: str, level: str | None) -> tuple[str, str]:
    """The bodies to which the subject of a sentence gives a duty ("UBND xã giao | Trạm Y tế lập
    danh sách"), and what they do; ("", "") for none."""
    giver = begins(text, "units_that_give")  # "Phường giao …"
    end = len(giver) if giver else bodies_end(text)
    is_named = bool(giver) or bool(named_bodies(text[:end].strip(), level))
    if not 0 < end < len(text) or not is_named:
        return "", ""
    turned = address().match(text[end:].lstrip())
    if turned is None:
        return "", ""
    return bodies_before_verb(text[end:].lstrip()[turned.end() :], level)


def _subject_behind_condition(text: str, level: str | None) -> tuple[str, str]:
    """The bodies behind the clause that says in which case, or when ("Nếu tái phạm: Công an xã …",
    "Khi mất điện, giáo viên …"), and what they do; ("", "") for none."""
    for clause in clauses_behind_condition(text):
        many = many_before_duty(clause)
        if many:
            return many, clause[len(many) :].lstrip()
        before = text[: text.find(clause)]
        if goes_on_with_others(before, clause):
            continue  # "đề nghị của các xã, | đơn vị liên quan, Sở Tài chính …"
        is_small = begins(clause, *_SMALL) is not None or opens_many(clause)
        lead, rest = subject_of(capitalised(clause) if is_small else clause, level)
        if not lead and _turns_on().search(clause) is not None:
            lead, rest = given_to(clause, level)
        if lead:
            listed = bodies_listed_before(before, level)
            return listed + (lead if lead in clause else clause[: len(lead)]), rest
    return "", ""


@cache
def _turns_on() -> regex.Pattern[str]:
    """ "Chủ tịch xã | giao | Phòng Kinh tế …": may a clause give something to somebody?"""
    return compile_regex(rf"\s(?:{alternation('duty_addresses')})\s", regex.IGNORECASE)


def _subject_behind_matter(text: str, level: str | None) -> tuple[str, str]:
    """The bodies behind the words that say what a sentence is about ("Trên loa: Văn phòng đọc bản
    tin"), and what they do; ("", "") for none."""
    matter, colon, behind = text.partition(": ")
    names_examples = strip_diacritics(matter.rpartition(" ")[2]) in phrases("before_examples")
    if not colon or len(matter.split()) > MAX_MATTER or names_examples:
        return "", ""
    is_small = begins(behind, "small_bodies") is not None or opens_many(behind)
    lead, rest = subject_of(capitalised(behind) if is_small else behind, level)
    if lead:
        return behind[: len(lead)] if is_small else lead, rest
    return _subject_behind_condition(behind, level)


_SMALL = ("small_bodies", "many_of_office", "kinds_alone", "posts")  # who does it, written small


def without_opening_address(text: str) -> str:
    """A sentence, a heading, or a clause, without the words that turn to a body ("Đề nghị …")."""
    return address().sub("", text)


def without_grounds(text: str) -> str:
    """A sentence without what the duty rests on ("Căn cứ kế hoạch này, …")."""
    grounds = _grounds().match(text)
    rest = text[grounds.end() :] if grounds is not None else text
    while grounds is not None and goes_on_with_others(text[: -len(rest) or None], rest):
        _, comma, behind = rest.partition(", ")
        if not comma:
            break
        rest = behind
    return rest


@lru_cache(maxsize=8192)
def bodies_before_verb(text: str, level: str | None) -> tuple[str, str]:
    """The bodies a clause opens with, and the rest, where that says what they do."""
    for names in _CALLED:
        called = names(text)
        if called[0]:
            return called
    if begins_duty(text) and not _opens_with_name(text):
        return "", ""
    led = led_subject(text)
    if led[0]:
        return led
    end = bodies_end(text)
    suffers = _suffers().search(text)
    if suffers is not None and suffers.start() <= end:
        return "", ""  # "Các hộ vi phạm | bị xử phạt"
    end += text[end:].startswith("):")  # its bracket: "Phòng VHXH (đ/c Nam | ): …"
    bodies, rest = text[:end].rstrip(), text[end:].lstrip()
    if begins(rest, "polite_adverbs") is not None and address().match(rest) is not None:
        return "", ""  # "Sở Nội vụ | trân trọng đề nghị …": who asks
    joins = strip_diacritics(bodies.rpartition(" ")[2]) in phrases("linking_words")
    if joins or bodies.count(")") > bodies.count("("):
        # "… của Đảng ủy và | phấn đấu hoàn thành", "(…, | các Phó Chủ tịch) …"
        return "", ""
    closed = bodies.endswith((":", ",", ")", "-", "–")) or rest.startswith((":", ",", "("))
    if closed or says_what_is_done(rest):
        lead = named_bodies(bodies, level)
        is_called = many_by_work(bodies) or in_charge(bodies) or ends_as_board(bodies)
        is_called = is_called or (bodies.startswith(lead) and ends_as_kind(bodies))
        lead = bodies if lead and lead != bodies and is_called else lead
        if lead and begins(lead, "bare_kinds") != fold(lead):
            ended = _ended(text, lead, level, is_called=is_called)
            return ended if _is_better(ended[0], lead, rest) else (lead, rest)
    known = known_subject(text)
    return known if known[0] else _learned(text, level)


def _ended(text: str, lead: str, level: str | None, *, is_called: bool) -> tuple[str, str]:
    """The bodies that open a clause by whose they are; of a `lead` that no directory holds, also by
    what the corpus tells of the word behind them."""
    ended = known_subject(text, by_owner=True)
    if ended[0] or is_called or parse_offices(lead, level).are_known_singly:
        return ended
    told, rest = learned_subject(text)
    return (told, rest) if surely_ends(told, rest) else ("", "")


def _is_better(other: str, lead: str, rest: str) -> bool:
    """Do bodies that end elsewhere open the same name, before it runs into the verb; or behind a
    word that it tears ("Hợp tác xã nuôi | trồng thủy sản Tân Phú")?"""
    if not other or other == lead:
        return False
    words, behind = lead.split(), rest.split(maxsplit=1)
    if lead.startswith(other) and _goes_on_as_noun(lead[len(other) :].lstrip()):
        return False
    tears = bool(behind) and are_one_word(fold(words[-1]), fold(behind[0]))
    return lead.startswith(other) or (tears and other.startswith(lead))


def _goes_on_as_noun(words: str) -> bool:
    """ "Giám đốc các doanh nghiệp | thông tin và truyền thông": do words open with a noun?"""
    if begins(words, "nouns_like_verbs"):
        return True
    if begins(words, *DOING, "duty_addresses", "asking_verbs", "order_verbs", "no_verbs"):
        return False
    does = begins(words.partition(" ")[2], "particles_of_verbs") is not None  # "kẻ | lại vạch"
    return not does and share_of_opening(words) < NO_VERB


def _learned(text: str, level: str | None) -> tuple[str, str]:
    """The bodies with which a clause opens before a verb that only the corpus knows."""
    lead, rest = learned_subject(text)
    is_many = begins(lead, "list_words") is not None
    return (lead, rest) if lead and (is_many or named_bodies(lead, level) == lead) else ("", "")


def _called_politely(text: str) -> tuple[str, str]:
    """ "Quý cơ quan | phối hợp tuyên truyền": those whom a letter asks, and what they do; ("", "")
    for another text."""
    _, _, behind = text.partition(" ")
    kind = begins(behind, "kinds_addressed") if fold(text.split(" ", 1)[0]) == "quý" else None
    name = " ".join(text.split()[: 1 + len(kind.split())]) if kind is not None else ""
    does = text[len(name) :].lstrip(" ,:")
    return (name, does) if name and begins_duty(does) else ("", "")


_CALLED = (
    post_in_charge,
    called_by_work,
    counted_subject,
    kind_alone,
    person_alone,
    _called_politely,
)


def _opens_with_name(text: str) -> bool:
    """ "Thường trực Đảng ủy theo dõi …": a name of the directory that opens as a verb does."""
    if begins(text, "bodies_like_verbs"):
        return True
    cell = Cell(text[:MAX_LETTERS_OF_NAME])
    found = cell.longest_name(0) if cell.size and cell.words[0].is_capital else None
    return found is not None and found[1] > MIN_WORDS


def _agent(text: str, level: str | None) -> tuple[str, str]:
    """The bodies behind "do", where a verb of leading follows and closes the sentence; or behind
    "giao" in a clause of its own."""
    is_own, read = True, 0
    for match in _agents().finditer(text):
        if is_own:  # until an event of others is told; each letter is looked at once or twice
            is_own = not contains(text[max(0, read - REACH) : match.start()], "others_events")
            read = match.start()
        clause = text[match.end() : match.end() + LONGEST_LIST]
        if not match["by"]:
            is_duty = begins(match[0], "addresses_like_duties") and not _may_open_body(clause)
            lead, rest = ("", "") if is_duty else bodies_before_verb(clause, level)
        else:
            end = bodies_end(clause)
            rest = clause[end:].lstrip()
            verb = begins(rest, "leading_verbs", *(("closing_verbs",) if is_own else ()))
            words = rest[:REACH].split()
            size = len(verb.split()) if verb is not None else 0
            is_closed = size > 0 and words[size - 1].endswith((",", ";"))
            if not (is_closed or (size and closes(words[size:]))):
                continue
            lead = named_bodies(clause[:end], level)
        if lead:
            return lead, rest
    return "", ""


def closes(words: Sequence[str]) -> bool:
    """Does a clause end here, soon, or with those who help?"""
    for index, word in enumerate(words[: MAX_WORDS_AFTER + 1]):
        following = " ".join(words[index:])
        if word.endswith((".", ";", ",", ":", ")")) or begins(following, "helping_verbs"):
            return True
    return len(words) <= MAX_WORDS_AFTER


# --- patterns -------------------------------------------------------------------------------------


@cache
def _suffers() -> regex.Pattern[str]:
    """ "… bị xử phạt": what is done to somebody."""
    return compile_regex(rf"(?<!\p{{L}})bị\s+(?:{alternation('sanctions')})(?!\p{{L}})")


@cache
def address() -> regex.Pattern[str]:
    """ "Giao cho …", "Đề nghị: …"."""
    addresses, polite = alternation("duty_addresses"), alternation("polite_adverbs")
    return compile_regex(
        rf"^(?:(?:{polite})\s+)?(?:{addresses})(?:\s+cho)?\s*:?\s+", regex.IGNORECASE
    )


@cache
def honorific() -> regex.Pattern[str]:
    """ "Các ông (bà) | Trưởng thôn"."""
    honorifics = alternation("honorifics")
    return compile_regex(rf"^(?:{honorifics})\s+(?=\p{{Lu}})", regex.IGNORECASE)


@cache
def _grounds() -> regex.Pattern[str]:
    """What a duty rests on may stand before the body: "Căn cứ kế hoạch này, …"."""
    grounds = alternation("duty_grounds")
    return compile_regex(rf"^(?:{grounds})\b[^,;.:]*,\s*", regex.IGNORECASE)


@cache
def _agents() -> regex.Pattern[str]:
    return compile_regex(
        rf"""
        (?: (?<=^|[.;:(]\s?) (?: {alternation("duty_addresses")} ) (?:\s+cho)?
          | (?<=^|[\s(]) (?P<by> do ) )
        \s+
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
