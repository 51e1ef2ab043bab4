"""Labels inside a cell of a table: "Chủ trì: …; phối hợp: …" among the owners, "Thời gian: …; sản
phẩm: …" among the times."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import regex

from kehoach.normalize.text import clean, strip_diacritics
from kehoach.parsers.items.ground.context import joined
from kehoach.parsers.layout.fields import read_field, read_fields, role_of, with_labels_apart
from kehoach.parsers.words import phrases, phrases_by
from kehoach.patterns import compile_regex

OF_TIMES = ("deadline", "deliverable")
"""What a cell of times may tell besides."""
_LABEL = compile_regex(r"(?:^|[;.\n]|\s[-–+](?=\s))\s*([^:;.\n]{2,40}?)\s*:\s*")
_EDGES = " ;,."


def parted_by_labels(raw: str, role: str, roles: Collection[str]) -> dict[str, str]:
    """The words of a cell, by role: those behind a label of one of these roles, and those of the
    column's own `role` before the first label. Empty where there is no such label.

    >>> parted_by_labels("Tổ Bảo vệ. Phối hợp: Công an xã", "lead", ("lead", "coordinating"))
    {'lead': 'Tổ Bảo vệ', 'coordinating': 'Công an xã'}
    """
    labels: list[tuple[str, regex.Match[str]]] = []
    signs = _signs_in(raw)
    for match in _LABEL.finditer(raw):
        named = _role_of(match[1], signs)
        if named is not None and named in roles:
            labels.append((named, match))
    if not labels:
        return {}
    before = clean(raw[: labels[0][1].start()]).strip(_EDGES)
    found = {role: before} if any(map(str.isalpha, before)) else {}
    ends = [*(match.start() for _, match in labels[1:]), len(raw)]
    for (named, match), end in zip(labels, ends, strict=True):
        text = clean(raw[match.end() : end]).strip(" ;")
        found[named] = f"{found.get(named, '')}\n{text}".strip()
    return found


def _signs_in(raw: str) -> Mapping[str, Sequence[str]]:
    """The signs by role ("CT", which may be a chairman, too, or "Chính") that may be labels in a
    cell: those of all roles where it has one of those who help; else none."""
    signs = phrases_by("tables/columns.yaml", "body_signs", bare_words=False)
    said = raw.lower()
    return signs if any(f"{sign}:" in said for sign in signs["coordinating"]) else {}


def _role_of(label: str, signs: Mapping[str, Sequence[str]]) -> str | None:
    """The role that a label names, by its words or as one of the signs of its cell.

    >>> _role_of("CT", _signs_in("CT: Trạm Y tế; PH: Thú y xã"))
    'lead'
    >>> _role_of("CT", _signs_in("CT: Lê Văn Khê"))
    >>> [_role_of(label, _signs_in("Chính: Y tế; phụ: Thú y")) for label in ("Chính", "phụ")]
    ['lead', 'coordinating']
    """
    named = role_of(strip_diacritics(label))
    if named is not None:
        return named
    roles = ("lead", "coordinating")
    return next((role for role in roles if label.lower() in signs.get(role, ())), None)


TOLD_IN_WORK = ("lead", "coordinating", "deadline", "deliverable")
"""What labels in the cell of a work may tell that no other cell of its row does."""


def told_in_work(paragraphs: Sequence[str], wanted: Collection[str]) -> tuple[str, dict[str, str]]:
    """The paragraphs of a cell of work -> its wording, and by role what labels at its end tell, on
    lines of their own or behind a full stop; all is wording where they tell what is not `wanted`.

    >>> told_in_work(["Phun thuốc. Chủ trì: Trạm Y tế; thời gian: Quý I"], ("lead", "deadline"))
    ('Phun thuốc.', {'lead': 'Trạm Y tế', 'deadline': 'Quý I'})
    >>> told_in_work(["Phun thuốc", "Thời gian: Quý I"], ("lead",))
    ('Phun thuốc Thời gian: Quý I', {})
    """
    works: list[str] = []
    told: dict[str, str] = {}
    for place, paragraph in enumerate(paragraphs):
        if place and read_field(paragraph) is not None:
            text, fields = "", read_fields(paragraph)
        else:
            text, fields = with_labels_apart(paragraph)
        if fields and all(field.role in wanted and field.role not in told for field in fields):
            told |= {field.role: field.value.strip(_EDGES) for field in fields}
            works.append(text)
        else:
            works.append(paragraph)
    return joined(list(filter(None, works))), told


def time_and_product(raw: str) -> tuple[str, str]:
    """The words of a cell of times -> the time, and the product that a label in it names; the cell
    as it is where labels say when something begins, or part the time itself.

    >>> time_and_product("Thời gian: Quý III/2031. Sản phẩm: 02 lớp")
    ('Quý III/2031', '02 lớp')
    """
    parts = parted_by_labels(raw, "deadline", OF_TIMES)
    time = parts.get("deadline", "")
    begins = strip_diacritics(raw).lstrip().startswith(phrases("beginning_labels"))
    if not time or "\n" in time or begins:
        return raw, ""
    return time.rstrip(_EDGES), parts.get("deliverable", "")
