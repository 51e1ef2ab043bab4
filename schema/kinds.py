"""What a document is for, told by its kind: a plan sets tasks, a report does not."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from kehoach.normalize.text import small
from kehoach.normalize.vocabulary import read_yaml
from kehoach.schema.models import DocumentInfo, FurtherDocument, Plan


def sets_tasks(kind: str | None) -> bool:
    """Is it a kind of document without which tasks were lost?"""
    return kind in _kinds("plans")


def orders_nothing(kind: str | None) -> bool:
    """Is it a kind of document that only tells or asks (Báo cáo, Giấy mời)?"""
    return kind in _kinds("not_plans")


def gives_orders(kind: str | None) -> bool:
    """Is it a kind of document that orders offices to do things, each in a sentence (Chỉ thị)?"""
    return kind in _kinds("orders")


def tells_steps(kind: str | None) -> bool:
    """Is it a kind of document that tells in which steps a thing is done (Hướng dẫn)?"""
    return kind in _kinds("guidances")


@lru_cache(maxsize=256)
def is_calendar(kind: str | None, title: str | None) -> bool:
    """Is it a paper that tells what is held on which day: by its kind (Lịch công tác), or by its
    title?

    >>> is_calendar("Thông báo", "Lịch công tác tuần 41"), is_calendar("Thông báo", "Lịch sử xã")
    (True, False)
    """
    if kind in _kinds("calendars"):
        return True
    return kind is not None and small(title or "").startswith(tuple(_kinds("titles_of_calendars")))


def is_no_plan(info: DocumentInfo) -> bool:
    """Is it a kind that orders nothing (Báo cáo, Giấy mời), or a paper of which nothing shows that
    an office wrote it: no kind, no number, no issuer, no grounds, no signer?

    >>> is_no_plan(DocumentInfo(type="Báo cáo"))
    True
    >>> is_no_plan(DocumentInfo(type="Kế hoạch"))
    False
    """
    if info.type is not None:
        return orders_nothing(info.type)
    traces = (info.number, info.symbol, info.issuer, info.legal_bases, info.signer)
    return not any(traces)


def sends_no_plan(plan: Plan | FurtherDocument) -> bool:
    """Is a paper whose tasks somebody waits for of a kind that sets none (Giấy mời), and was none
    read from it either?"""
    return is_no_plan(plan.document) and not plan.tasks and not plan.targets


@cache
def _kinds(key: str) -> frozenset[str]:
    return frozenset(read_yaml(Path(__file__).with_name("kinds.yaml"))[key])
