"""Papers of paragraphs whose sentences give works to several bodies, each in one of `FORMS`, and
what is wrong with what was read of each paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from kehoach import extract
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import fold
from kehoach.schema import models

FOLDER = Path(__file__).parent / "data" / "parsers"
FILES = ("shared_sentences.yaml", "shared_sentences_second.yaml", "shared_sentences_third.yaml")
FORMS = ("titled", "plain", "numbered", "bullets")
A_PAPER = 4
"""So many paragraphs stand in one paper, each under a heading of its own."""
HEAD = """UBND XÃ SÔNG MÂY
Số: 14/KH-UBND
Sông Mây, ngày 02 tháng 01 năm 2031
KẾ HOẠCH
Công tác năm 2031

I. MỤC ĐÍCH, YÊU CẦU
Bảo đảm an toàn, tiết kiệm.
II. NHIỆM VỤ, GIẢI PHÁP
"""
_MARKS = {"titled": "", "plain": "", "numbered": "{}. ", "bullets": "- "}

Work = tuple[str, str, str, str]
"""Its words, who leads, who helps, when."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and the works that a clerk sees in it."""

    name: str
    text: str
    works: tuple[Work, ...]


def paragraphs_of(file: str) -> Iterator[Paragraph]:
    """The paragraphs of a file of cases."""
    lines: Sequence[str]
    for name, lines in yaml.safe_load((FOLDER / file).read_text("utf-8")).items():
        words: list[str] = []
        works: list[Work] = []
        for line in lines:
            text, *values = (part.strip() for part in line.split("|"))
            words.append(text.lstrip("=+ "))
            if values:
                lead, helpers, time = [*values, "", ""][:3]
                works.append((text, lead, helpers, time))
        yield Paragraph(name, " ".join(words), tuple(works))


def wrong_in(file: str, form: str) -> Iterator[tuple[Paragraph, str]]:
    """Each paragraph of a file, written in a form, and what is wrong with its tasks; "" for
    nothing."""
    paragraphs = list(paragraphs_of(file))
    for first in range(0, len(paragraphs), A_PAPER):
        some = paragraphs[first : first + A_PAPER]
        plan = extract(_paper(some, form).encode(), name="giay.txt")
        for paragraph in some:
            tasks = [task for task in plan.tasks if _holds(paragraph.text, task)]
            yield paragraph, _wrong(paragraph.works, tasks)


def wrong_duties(file: str) -> Iterator[tuple[Paragraph, str]]:
    """The same of the paragraphs as duties, in a chapter on who carries a plan out: those of which
    each work has an owner."""
    paragraphs = [one for one in paragraphs_of(file) if one.works and all(w[1] for w in one.works)]
    for first in range(0, len(paragraphs), A_PAPER):
        some = paragraphs[first : first + A_PAPER]
        plan = extract(_paper(some, "plain", chapter=DUTIES).encode(), name="giay.txt")
        given = [(duties.unit, duty) for duties in plan.assignments for duty in duties.duties]
        for paragraph in some:
            wanted = [_plain(lead) for _, lead, _, _ in paragraph.works]
            found = [_plain(unit) for unit, duty in given if _stands_in(duty, paragraph.text)]
            yield paragraph, "" if wanted == found else f"{wanted} / {found}"


DUTIES = "III. TỔ CHỨC THỰC HIỆN\n\n"
WORKS = (
    "1. Công chức Tư pháp rà soát văn bản trước ngày 10/01.",
    "2. Kế toán xã khóa sổ trước ngày 12/01.",
    "3. Thủ quỹ xã kiểm quỹ trước ngày 15/01.",
    "4. Văn thư xã nộp hồ sơ lưu trữ trước ngày 18/01.",
)
"""Works that tell who and when: beside them such a chapter holds duties."""


def _paper(paragraphs: Sequence[Paragraph], form: str, chapter: str = "") -> str:
    lines = [*(WORKS if chapter else ("",)), chapter]
    for number, paragraph in enumerate(paragraphs, 1):
        if form == "titled":
            lines.append(f"{number}. Công tác {paragraph.name.partition(',')[0]}")
        lines.append(_MARKS[form].format(number) + paragraph.text)
    return HEAD + "\n\n".join(lines) + "\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLò Văn Khe\n"


def _holds(text: str, task: models.Task) -> bool:
    return _stands_in(task.task, text)


def _stands_in(words: str, text: str) -> bool:
    return fold(words).strip(" .;")[:30] in fold(text)


def _wrong(works: Sequence[Work], tasks: Sequence[models.Task]) -> str:
    """What differs in number, order, bodies and times."""
    if len(works) != len(tasks):
        return f"{len(tasks)} of {len(works)}: {[task.task for task in tasks]}"
    differing = [
        f"{wanted} / {found}"
        for work, task in zip(works, tasks, strict=True)
        for wanted, found in zip(_wanted(work), _found(task), strict=True)
        if wanted != found
    ]
    return "; ".join(differing)


def _wanted(work: Work) -> tuple[str, ...]:
    _, lead, helpers, time = work
    return (_plain(lead), _plain(helpers), fold(time))


def _found(task: models.Task) -> tuple[str, ...]:
    raw: Mapping[str, str] = {
        "lead": task.lead.raw if task.lead else "",
        "helpers": task.coordinating.raw if task.coordinating else "",
        "time": task.deadline.raw if task.deadline else "",
    }
    return (_plain(raw["lead"]), _plain(raw["helpers"]), fold(raw["time"]))


def _plain(bodies: str) -> str:
    """Bodies in one spelling, without the level at their ends."""
    return "; ".join(fold(unit).removesuffix(" xã") for unit in parse_offices(bodies, "xã").units)
