"""Who helps with a work, as its sentence says it: those behind "phối hợp với", or before a bare
"phối hợp" ("…, các thôn | phối hợp")."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.text import fold
from kehoach.parsers.items.bodies.body_ends import USUAL_LIST, bodies_end
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex

MAX_LETTERS_BEFORE = 12
"""Between a body and its bare "phối hợp" ("chủ động")."""


def helpers_in(text: str, level: str | None, *, after_subject: bool) -> str:
    """The bodies behind the first "phối hợp với"; behind a bare "phối hợp" only where it is the
    first that is said. With them those behind another one that opens a clause of its own, whose
    subject is the same ("phối hợp với Bộ Nội vụ tổng hợp …; | phối hợp với | các sở đề xuất …")."""
    first = MAX_LETTERS_BEFORE if after_subject else 0
    found: list[str] = []
    for match in _together().finditer(text):
        if found and not (match["with"] and _opens_own_clause(text[: match.start()])):
            continue
        if after_subject and not match["with"]:
            bodies = _bodies_before(text[: match.start()], level)
            if bodies and begins(bodies, "bare_kinds") != fold(bodies):
                return bodies  # "…, các thôn | phối hợp"
        before = text[: match.start()]
        is_first = match.start() <= first or _opens_clause(before) or _opens_own_clause(before)
        if not match["with"] and (not is_first or _lists_works(match, text)):
            continue
        behind = text[match.end() :]
        helpers = named_bodies(behind[: bodies_end(behind)], level, one_known=True)
        helpers = _with_what_they_do(helpers, behind)
        if helpers and fold(helpers) not in fold("; ".join(found)):
            found.append(helpers)
    return "; ".join(found)


def _with_what_they_do(helpers: str, behind: str) -> str:
    """Those who help, with the work that alone tells who they are, up to the aim of the help ("cơ
    quan, tổ chức | quản lý trạm, công trình quan trắc | để bảo vệ …")."""
    work = _work_before_aim().match(behind)
    return work["bodies"] if work is not None and work["kinds"] == helpers else helpers


def _lists_works(match: regex.Match[str], text: str) -> bool:
    """Is "phối hợp" one of several works ("công tác phối hợp, | thanh tra, kiểm tra"): a comma, and
    no name, behind it?"""
    return match[0].rstrip().endswith(",") and not text[match.end() :][:1].isupper()


def _bodies_before(words: str, level: str | None) -> str:
    """The bodies behind the last commas of some words ("chủ trì, | Công an xã, Trạm Y tế | phối
    hợp"); "" for none."""
    bodies = ""
    *before, last = words[-USUAL_LIST:].split(", ")
    while before and last.strip() and named_bodies(last, level) == last.strip():
        bodies = f"{last.strip()}, {bodies}".rstrip(", ")
        last = before.pop()
    return bodies


def _opens_own_clause(words: str) -> bool:
    """Does "phối hợp với" open the clause behind the last semicolon of some words, but for what
    says how?"""
    *before, last = words.split(";")
    return bool(before) and (not last.strip() or _opens_clause(last))


def _opens_clause(words: str) -> bool:
    """Does a bare "phối hợp" behind these words open a clause: behind a comma ("nghiên cứu, | phối
    hợp Sở Y tế"), or behind what only says how ("Tiếp tục | phối hợp các Ban")?"""
    if words.rstrip().endswith((",", ";")):
        return True
    left = words.replace(",", " ").split()
    while left:
        manner = begins(" ".join(left), "duty_adverbs", "words_of_manner")
        if manner is None:
            return False
        left = left[len(manner.split()) :]
    return True


@cache
def _together() -> regex.Pattern[str]:
    """ "phối hợp chặt chẽ với"; not the noun ("có sự phối hợp với")."""
    return compile_regex(
        rf"""
        (?<! (?:{alternation("noun_markers")}) \s )
        (?<!\p{{L}}) (?: {alternation("helping_verbs")} )
        (?: \s+ (?: {alternation("manners_of_helping")} ) )?
        (?P<with> \s+ (?:cùng\s+với|cùng|với(?:\s+với)?) )?
        \s* [:,]? \s+
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _work_before_aim() -> regex.Pattern[str]:
    """ "các cơ quan, tổ chức | quản lý trạm quan trắc | để …": bodies of which no more is said, and
    what they have charge of; no word on how they do it."""
    kinds, works = alternation("kinds_in_general"), alternation("works_of_many")
    return compile_regex(
        rf"""
        (?P<bodies>
            (?P<kinds> (?: các\s+ )? (?:{kinds}) (?: (?: \s*,\s* | \s+và\s+ ) (?:{kinds}) )* )
            \s+ (?:{works}) \s+ (?! (?:{alternation("manners_of_helping")}) \b ) [^;:.()]{{3,200}}?
        )
        \s+ (?:{alternation("before_aims_of_help")}) \s
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
