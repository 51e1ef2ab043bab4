"""Further ways in which papers tell their tasks (bench/odd_forms.py): as offices write them in one
sentence, under bodies or times, before their activities, or with who and when in one cell."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bench.odd_tasks import WORDS, Block, Record, Row, Table, Told, by_group, marks, number_in

LABELS = (
    ("Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện", "Sản phẩm"),
    ("Chủ trì", "Phối hợp", "Thời gian", "Kết quả"),
    ("Cơ quan thực hiện", "Cơ quan phối hợp", "Thời hạn hoàn thành", "Sản phẩm"),
    ("Phân công thực hiện", "Phối hợp thực hiện", "Tiến độ", "Đầu ra"),
)
ROLES = ("lead", "coordinating", "deadline", "deliverables")
LETTERS = "abcdefghiklmnopqrstuv"


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _alone(row: Row, **other: object) -> Record:
    """A task without the fields of which its paper says nothing."""
    return row.record(**{"coordinating": None, "deliverables": [], **other})


def official(rows: Sequence[Row], draw: random.Random) -> Told:
    """ "a) Lắp camera. Giao Công an xã chủ trì, phối hợp với Đoàn xã; thời hạn quý II.\""""
    form = draw.choice(WORDS["official_sentences"])
    mark_of = draw.choice(("letter", "number", "dash"))
    blocks, tasks = list[Block](), list[Record]()
    for place, (title, own) in enumerate(by_group(rows)):
        blocks += [f"{place + 1}. {title}"] if title else []
        for index, row in enumerate(own):
            forms = {
                "letter": f"{LETTERS[index % len(LETTERS)]})",
                "number": f"{place + 1}.{index + 1}.",
                "dash": "-",
            }
            mark = forms[mark_of] if title else f"{index + 1}."
            numbered = replace(row, number=None if mark == "-" else mark.strip(").") or None)
            if not row.lead or not row.deadline:
                blocks.append(f"{mark} {row.task}.")
                tasks.append(_alone(numbered, lead=None, deadline=None))
                continue
            helper = row.words("coordinating")
            helping = {name: said.format(helper) if helper else "" for name, said in HELPING}
            said = {"lead": row.words("lead"), "deadline": row.words("deadline"), **helping}
            blocks.append(form.format(mark=mark, task=row.task, **said))
            tasks.append(numbered.record(deliverables=[]))
    return blocks, tasks, []


HELPING = (
    ("with_helper", ", phối hợp với {}"),
    ("helper_label", "; đơn vị phối hợp: {}"),
    ("helper_bracket", ", {} (phối hợp)"),
)
"""How those who help stand in such a sentence, where there are any."""


def activities(rows: Sequence[Row], draw: random.Random) -> Told:
    """A work, what it consists of, then its labels."""
    labels = draw.choice(LABELS)
    head = draw.choice(("{}.", "Nhiệm vụ {}:", "Hoạt động {}.", "{})"))
    bullet, label_bullet = draw.choice((("-", "+ "), ("+", "* "), ("-", ""), ("+", "- ")))
    steps = draw.sample(WORDS["activities"], len(WORDS["activities"]))
    blocks, tasks = list[Block](), list[Record]()
    for index, row in enumerate(rows):
        own = [steps[(3 * index + place) % len(steps)] for place in range(draw.randint(0, 3))]
        blocks.append(f"{head.format(index + 1)} {row.task}")
        blocks += [f"{bullet} {step}" for step in own]
        for label, role in zip(labels, ROLES, strict=True):
            if row.words(role):
                blocks.append(f"{label_bullet}{label}: {row.words(role)}.")
        tasks.append(replace(row, number=str(index + 1), group="").record(activities=own))
    return blocks, tasks, ["group"]


def bodies_first(rows: Sequence[Row], draw: random.Random) -> Told:
    """ "- Phòng Kinh tế: rà soát hộ nghèo (quý II).\""""
    form = draw.choice((" ({})", "; hoàn thành {}", ", thời gian {}", " – {}"))
    mark, blocks, tasks = marks(draw), list[Block](), list[Record]()
    for index, row in enumerate(row for row in rows if row.lead):
        label, time = mark(index), row.words("deadline")
        tail = form.format(time) if time else ""
        blocks.append(f"{label} {row.words('lead')}: {_small(row.task)}{tail}.")
        tasks.append(_alone(replace(row, number=number_in(label), group="")))
    return blocks, tasks, ["group"]


def under_times(rows: Sequence[Row], draw: random.Random) -> Told:
    """Times as numbered headings, the works of bodies under them."""
    known = [replace(row, group="", number=None) for row in rows if row.lead and row.deadline]
    known.sort(key=lambda row: (str((row.deadline or {}).get("end") or "9"), row.words("deadline")))
    head = draw.choice(("{0}. {1}", "* {1}:", "{0}. Thời gian: {1}"))
    form = draw.choice(("{lead}: {task}", "{lead} {small}", "{task} (do {lead} thực hiện)"))
    blocks, tasks = list[Block](), list[Record]()
    for place, (time, own) in enumerate(groupby(known, key=lambda row: row.words("deadline"))):
        blocks.append(head.format(place + 1, time))
        for row in own:
            small = _small(row.task)
            words = form.format(lead=row.words("lead"), task=row.task, small=small)
            blocks.append(f"+ {words}.")
            whole = words if "{small}" in form else row.task
            tasks.append(_alone(row, task=whole))
    return blocks, tasks, ["group"]


def times_first(rows: Sequence[Row], draw: random.Random) -> Told:
    """ "- Tháng 3/2031: Lắp camera (Công an xã).\""""
    mark = draw.choice(("- ", "", "+ "))
    form = draw.choice(("{}: {} ({}).", "{}: {}; {} chịu trách nhiệm.", "{} – {} – {}"))
    blocks, tasks = list[Block](), list[Record]()
    for row in (row for row in rows if row.lead and row.deadline):
        time = row.words("deadline")
        words = form.format(time[:1].upper() + time[1:], row.task, row.words("lead"))
        blocks.append(f"{mark}{words}")
        tasks.append(_alone(replace(row, group="", number=None)))
    return blocks, tasks, ["group"]


def body_table(rows: Sequence[Row], draw: random.Random) -> Told:
    """Bodies in the first column, each over its works."""
    known = sorted((row for row in rows if row.lead), key=lambda row: row.words("lead"))
    lines, tasks = [list(draw.choice(WORDS["headers_by_body"]).split(" | "))], list[Record]()
    for place, (lead, own) in enumerate(groupby(known, key=lambda row: row.words("lead"))):
        for index, row in enumerate(own):
            opening = [str(place + 1), lead] if index == 0 else ["", ""]
            lines.append([*opening, row.task, row.words("deadline")])
            tasks.append(_alone(replace(row, group="", number=None)))
    return [Table(lines)], tasks, ["group", "number"]


def who_and_when(rows: Sequence[Row], draw: random.Random) -> Told:
    """One column for both."""
    parting = draw.choice(("\n", "; ", " - "))
    lines, tasks = [list(draw.choice(WORDS["headers_of_both"]).split(" | "))], list[Record]()
    for index, row in enumerate(rows):
        said = parting.join(filter(None, (row.words("lead"), row.words("deadline"))))
        lines.append([str(index + 1), row.task, said])
        tasks.append(_alone(replace(row, number=str(index + 1), group="")))
    return [Table(lines)], tasks, ["group"]


def both_owners(rows: Sequence[Row], draw: random.Random) -> Told:
    """One column for who leads and who helps, by labels."""
    lead, helper = draw.choice(
        (("Chủ trì: ", "Phối hợp: "), ("", "Phối hợp: "), ("CQ chủ trì: ", "CQ phối hợp: "))
    )
    parting = draw.choice(("\n", "; "))
    lines, tasks = [list(draw.choice(WORDS["headers_of_owners"]).split(" | "))], list[Record]()
    for index, row in enumerate(rows):
        owners = [
            label + row.words(role)
            for label, role in ((lead, "lead"), (helper, "coordinating"))
            if row.words(role)
        ]
        said = [parting.join(owners), row.words("deadline"), row.words("deliverables")]
        lines.append([str(index + 1), row.task, *said])
        tasks.append(replace(row, number=str(index + 1), group="").record())
    return [Table(lines)], tasks, ["group"]


def when_in_work(rows: Sequence[Row], draw: random.Random) -> Told:
    """No column of times: they stand in the cells of the works."""
    form = draw.choice((" ({})", "; hoàn thành {}", ". Thời gian: {}", "\nThời hạn: {}"))
    lines, tasks = [list(draw.choice(WORDS["headers_without_time"]).split(" | "))], list[Record]()
    for index, row in enumerate(rows):
        time = row.words("deadline")
        work = row.task + (form.format(time) if time else "")
        lines.append([str(index + 1), work, row.words("lead"), row.words("coordinating")])
        tasks.append(replace(row, number=str(index + 1), group="").record(deliverables=[]))
    return [Table(lines)], tasks, ["group"]


WAYS = (official, activities, bodies_first, under_times, times_first, body_table, who_and_when,
        both_owners, when_in_work)  # fmt: skip
