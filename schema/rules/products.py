"""What a task's own words say that must come out of it: "Ban hành kế hoạch kiểm tra" has named its
product."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.text import small
from kehoach.patterns import compile_regex
from kehoach.schema.models import Task
from kehoach.schema.rules.vocabulary import alternation


def names_its_product(task: Task) -> bool:
    """Does a verb of the task make a document ("xây dựng phương án …", "Báo cáo kết quả …")? One
    that is only carried out ("thực hiện Kế hoạch …") is none, nor one that others make ("Kiểm tra
    việc các thôn lập danh sách", "Làm theo khi tỉnh ban hành quyết định").

    >>> names_its_product(Task(id="1", origin="body", task="Xây dựng và ban hành Kế hoạch năm"))
    True
    >>> names_its_product(Task(id="1", origin="body", task="Tổ chức thực hiện Kế hoạch năm"))
    False
    """
    return any(map(_makes_document, (task.task, *task.activities)))


def _makes_document(text: str) -> bool:
    plain = small(text)
    return any(not _is_of_others(plain[: made.start()]) for made in _making().finditer(plain))


def _is_of_others(before: str) -> bool:
    """Does the clause before a verb that makes say that others do it, or that something else must
    happen first?"""
    clause = _CLAUSE_BREAK.split(before)[-1]
    return _others().search(clause) is not None


_CLAUSE_BREAK = compile_regex(r"[,;.:]\s")


@cache
def _others() -> regex.Pattern[str]:
    """A clause opened by a verb of watching, or with a word that puts what follows under it."""
    return compile_regex(
        rf"""
        ^ \W* (?:{alternation("watching")}) (?!\p{{L}})
        | (?<!\p{{L}}) (?:{alternation("under_it")}) (?!\p{{L}})
        """,
        regex.VERBOSE,
    )


@cache
def _making() -> regex.Pattern[str]:
    """A verb that makes, and a kind of document soon behind it in the same clause; or a task that
    opens as a report."""
    return compile_regex(
        rf"""
        (?<! (?<!\p{{L}}) (?:{alternation("no_making")}) \s )
        (?<!\p{{L}}) (?:{alternation("making")}) (?!\p{{L}})
        (?: \s+ [\p{{L}}\p{{N}}]+ ){{0,6}}? \s+
        (?<! (?<!\p{{L}}) (?:{alternation("no_document")}) \s (?:các\s)? )
        (?:{alternation("documents")}) (?!\p{{L}})
        |
        ^ \W* (?:{alternation("reporting")}) (?!\p{{L}})
        """,
        regex.VERBOSE,
    )
