"""Long plans as the web gives them: marks of lists lost, headings lost, orders in paragraphs. The
tasks in them are read, and a paper of which a good part is lost is never called `ok`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict

import pytest
import yaml
from rapidfuzz import fuzz

from kehoach import extract
from kehoach.schema import models

DATA = Path(__file__).parent / "data" / "long_texts"
HEAD = """ỦY BAN NHÂN DÂN
TỈNH SÔNG HỒNG
Số: 15/KH-UBND
Sông Hồng, ngày 05 tháng 01 năm 2031
KẾ HOẠCH
Thực hiện công tác năm 2031
Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
"""
TAIL = """Trên đây là Kế hoạch, yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Văn Sơn
"""
ALIKE = 88


class Case(TypedDict, total=False):
    """The body of a plan, and "task | who leads | by when" of each of its tasks."""

    text: str
    tasks: list[str]
    known: bool


@dataclass(slots=True)
class Compared:
    """Of how many expected and given tasks how many are right, and what is wrong."""

    right: int = 0
    expected: int = 0
    given: int = 0
    wrong: list[str] = field(default_factory=list)


def cases(name: str) -> dict[str, Case]:
    """The cases of a file."""
    found: dict[str, Case] = yaml.safe_load((DATA / name).read_text("utf-8"))
    return found


def read(case: Case) -> models.Plan:
    """The plan of a case as a web page, a letterhead before it."""
    lines = (HEAD + case["text"] + "\n" + TAIL).splitlines()
    page = "".join(f"<p>{line}</p>" for line in lines)
    html = f"<html><meta charset=utf-8><body>{page}</body></html>"
    return extract(html.encode(), name="giay.html")


def compared(plan: models.Plan, case: Case) -> Compared:
    """What was read against what must be."""
    given = list(plan.tasks)
    found = Compared(expected=len(case["tasks"]), given=len(given))
    for line in case["tasks"]:
        text, lead, due = (*line.split(" | "), "", "")[:3]
        task = next((one for one in given if fuzz.ratio(one.task, text) >= ALIKE), None)
        if task is None:
            found.wrong.append(f"missing: {text}")
            continue
        given.remove(task)
        found.right += 1
        for what, told, value in (("lead", lead, task.lead), ("due", due, task.deadline)):
            own = value.raw.rstrip(" .") if value else "-"
            if told and own != told:
                found.wrong.append(f"{what}: {told} | {own} ({text})")
    found.wrong += [f"too much: {task.task}" for task in given]
    return found


def _all() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}-{name}")
        for path in sorted(DATA.glob("*.yaml"))
        for name, case in cases(path.name).items()
    ]


@pytest.mark.parametrize("case", _all())
def test_tasks_are_read(case: Case) -> None:
    found = compared(read(case), case)
    assert bool(found.wrong) == case.get("known", False), found.wrong


LEFT = [
    "Thu gom chất thải vào hố ủ có nắp đậy kín.",
    "Cách ly lợn mới nhập vào ô chuồng riêng.",
    "Tiêm phòng cho toàn bộ đàn lợn nái trong trại.",
]


def test_orders_that_became_no_work_are_told_with_their_chapter() -> None:
    text = "\n".join(
        ["I. BỐI CẢNH", "Dịch bệnh còn diễn biến phức tạp.", "II. AN TOÀN SINH HỌC", *LEFT]
    )
    plan = read(Case(text=text, tasks=[]))
    (told,) = [one for one in plan.findings if "AN TOÀN SINH HỌC: 3" in one.message]
    assert (told.code, plan.status, plan.tasks) == ("unplaced_text", "partial", ())
    assert told.spans


@pytest.mark.parametrize("title", ["MỤC TIÊU", "YÊU CẦU", "KẾT QUẢ NĂM 2030", "KINH PHÍ"])
def test_sentences_of_other_chapters_are_no_orders_that_were_left(title: str) -> None:
    text = "\n".join([f"I. {title}", *LEFT, "II. NHIỆM VỤ", "1. Lập tổ thú y.", "2. Mua vôi bột."])
    assert read(Case(text=text, tasks=[])).status == "ok"


def test_a_table_kept_as_printed_whose_rows_order_something_is_told() -> None:
    rows = [
        ("1", "9A", "Cô Hoa", "Cắt cỏ, vệ sinh khu vực vườn trường"),
        ("2", "9B", "Cô Lan", "Quét dọn sân trước và nhà xe"),
        ("3", "8A", "Thầy Sơn", "Lau cửa kính dãy nhà hai tầng"),
    ]
    lines = [("TT", "Lớp", "Giáo viên chỉ đạo", "Nội dung công việc"), *rows]
    cells = ("".join(f"<td>{cell}</td>" for cell in line) for line in lines)
    table = "".join(f"<tr>{line}</tr>" for line in cells)
    body = "".join(f"<p>{line}</p>" for line in [*HEAD.splitlines(), "II. NHIỆM VỤ"])
    tasks = "<p>1. Mua 20 chổi, 10 sọt rác.</p><p>2. Tổng kết, khen thưởng các lớp làm tốt.</p>"
    tail = "".join(f"<p>{line}</p>" for line in TAIL.splitlines())
    html = (
        f"<html><meta charset=utf-8><body>{body}{tasks}<table>{table}</table>{tail}</body></html>"
    )
    plan = extract(html.encode(), name="giay.html")
    if plan.tables:  # not read into tasks yet
        assert plan.status == "partial"
        assert any("3/3" in one.message for one in plan.findings)
