"""How far a task is: the words that people choose or type (words.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.vocabulary import read_yaml
from kehoach.schema.occasions import day_of


def statuses() -> tuple[str, ...]:
    """What the list in the workbook offers, in its order."""
    return tuple(one["name"] for one in _words())


def done_statuses() -> tuple[str, ...]:
    """Those of the list by which nothing is due any more."""
    return tuple(one["name"] for one in _words() if one["done"])


def is_done(status: object) -> bool:
    """Does a cell say that nothing of the task is due any more? Of which part is left open where
    its number is missing ("Xong đợt"), or stands alone ("Xong 15").

    >>> is_done("Xong"), is_done("đã HOÀN THÀNH."), is_done("đang làm"), is_done(None)
    (True, True, False, False)
    """
    if status is None:
        return False
    left_open = re.fullmatch(rf"(?:{_kinds_of_parts()}|ngay|\d+)", done_part(status) or "")
    return _key(str(status)) in _done() or left_open is not None


def is_dropped(status: object) -> bool:
    """Does a cell say that the task will not be done at all, also where it would come again?

    >>> is_dropped("Không làm nữa"), is_dropped("Xong")
    (True, False)
    """
    return _key(str(status)) in _dropped() if status is not None else False


def of_time(status: object, day: date) -> str:
    """A status that holds for what was due on a day alone.

    >>> of_time("Xong", date(2026, 3, 31))
    'Xong kỳ 31/03/2026'
    """
    return f"{status} kỳ {day:%d/%m/%Y}"


def time_named(status: object) -> date | None:
    """The day that a status holds for, as `of_time` writes it.

    >>> time_named("Xong kỳ 31/03/2026"), time_named("Xong đợt 1"), time_named("Xong kỳ 31/02/2026")
    (datetime.date(2026, 3, 31), None, None)
    """
    told = re.fullmatch(r"ky (\d+) (\d+) (\d{4})", done_part(status) or "")
    return day_of(f"{told[3]}-{told[2]:0>2}-{told[1]:0>2}") if told is not None else None


def is_known(status: object) -> bool:
    """Is it a status that we know, whatever is said besides ("Đang làm, chờ kinh phí")?

    >>> [is_known(one) for one in ("Đang làm 50%", "Chưa xong", "đã hoàn tất", "lưu ý", None)]
    [True, True, True, False, True]
    """
    key = _key(str(status)) if status is not None else ""
    return not key or any(f"{key} ".startswith(f"{word} ") for word in _keys(_words()))


def done_part(status: object) -> str | None:
    """Which part of a task a cell says is done, as a key; None where it names none.

    >>> done_part("Xong đợt 1."), done_part("Đã hoàn thành lần 2"), done_part("Xong"), done_part(3)
    ('dot 1', 'lan 2', None, None)
    """
    key = _key(str(status))
    for word in sorted(_done() - _dropped(), key=len, reverse=True):
        if key.startswith(f"{word} "):
            return key.removeprefix(word).strip() or None
    return None


def parts_named(part: str) -> tuple[str, ...]:
    """The parts of a task, or its days, that words behind "Xong" surely name; () for other words.

    >>> parts_named("dot 1"), parts_named("dot 1 va 2"), parts_named("dot 1 dot 2")
    (('dot 1',), ('dot 1', 'dot 2'), ('dot 1', 'dot 2'))
    >>> [parts_named(part) for part in ("15 3", "dot", "15", "cong tac")]
    [('15 3',), (), (), ()]
    """
    kind = _kinds_of_parts()
    day = r"(?:ngay )?(\d+ \d+(?: \d{4})?)"
    if re.fullmatch(rf"{day}(?: va {day})*", part):
        return tuple(re.findall(day, part))
    first = re.fullmatch(
        rf"({kind}) (?:\d+|[ivx]+)(?: (?:va )?(?:(?:{kind}) )?(?:\d+|[ivx]+))*", part
    )
    if first is None:
        return ()
    named: list[str] = []
    own = first[1]
    for found in re.finditer(rf"(?:({kind}) )?(\d+|[ivx]+)(?= |$)", part):
        own = found[1] or own
        named.append(f"{own} {found[2]}")
    return tuple(named)


def place_named(part: str) -> int | None:
    """Which one of several a part is by its name.

    >>> place_named("dot 2"), place_named("dot ii"), place_named("15 3")
    (2, 2, None)
    """
    kind, _, number = part.rpartition(" ")
    if not kind or kind.isdigit():
        return None
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
    return int(number) if number.isdigit() else roman.get(number)


def names_all(part: str) -> int | None:
    """Do words behind "Xong" say that all is done: of how many parts, 0 where they do not count;
    None where they say no such thing.

    >>> names_all("ca"), names_all("ca 2 dot"), names_all("dot 2")
    (0, 2, None)
    """
    if part in map(_key, _vocabulary()["all_of_it"]):
        return 0
    kind = _kinds_of_parts()
    counted = re.fullmatch(rf"(?:tat )?ca (\d+) (?:{kind}|ngay)", part)
    return int(counted[1]) if counted else None


@cache
def _kinds_of_parts() -> str:
    """What a part of a task is called ("đợt", "kỳ"), as a pattern on keys."""
    return "|".join(_key(word) for word in _vocabulary()["parts"])


@cache
def _done() -> frozenset[str]:
    return _keys(one for one in _words() if one["done"])


@cache
def _dropped() -> frozenset[str]:
    return _keys(one for one in _words() if one.get("for_good"))


def _keys(statuses: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    words = (word for one in statuses for word in (one["name"], *one["also"]))
    return frozenset(map(_key, words))


def _key(text: str) -> str:
    return strip_diacritics(text).strip()


@cache
def _words() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _vocabulary()["statuses"]
    return found


@cache
def _vocabulary() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(Path(__file__).with_name("words.yaml"))
    return found
