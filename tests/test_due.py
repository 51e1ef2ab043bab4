"""What is due: which days, in which order, for whom; the list in every format; the commands."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest
from batch_maker import batch_without_parquet as batch
from batch_maker import folder_of
from follow_maker import HEADINGS, headings, row_of
from plan_maker import plan_of, task_of

import kehoach
from kehoach import cli
from kehoach.commands.due_lines import due_lines
from kehoach.commands.messages import say as texts_say
from kehoach.commands.terminal import display_width
from kehoach.emit.json import read_plan, to_bytes
from kehoach.emit.origin import Origin
from kehoach.follow.asking import due_among
from kehoach.follow.due import DueList, Wanted
from kehoach.follow.layout import ALL, BY_UNIT
from kehoach.follow.model import Filled, FilledRow
from kehoach.follow.statuses import is_done
from kehoach.follow.tasks import followed
from kehoach.normalize.times.typed_days import day_from
from kehoach.schema.models import Plan, Task

TODAY = date(2025, 6, 15)
VHXH, KT = "Phòng Văn hóa - Xã hội", "Phòng Kinh tế"


def due(
    tasks: Sequence[Task], filled: dict[int, dict[str, Any]] | None = None, **wanted: Any
) -> DueList:
    """What of some tasks is due; `filled`: by the index of a task what stands beside it."""
    plan = plan_of(tasks)
    rows = [
        FilledRow(id=plan.tasks[index].id, text=plan.tasks[index].task, values=values)
        for index, values in (filled or {}).items()
    ]
    listed = list(followed(plan, Origin("kh.pdf")))
    return due_among(listed, Filled(rows=tuple(rows)), Wanted(wanted.pop("today", TODAY), **wanted))


def days(found: DueList) -> list[str]:
    return [item.day.isoformat() for item in found.items]


@pytest.mark.parametrize(
    ("deadline", "wanted"),
    [
        ("Trước 31/5/2025", ["2025-05-31"]),  # missed, however long ago
        ("Trước 15/6/2025", ["2025-06-15"]),  # today is no day too late
        ("Tháng 7/2025", []),  # ends behind the 30 days
        ("Trước 15/7/2025", ["2025-07-15"]),
        ("Quý I/2025", ["2025-03-31"]),
        ("Thường xuyên", []),
        ("Thường xuyên trong năm 2025", []),
        ("Đã thực hiện tháng 3/2025", []),
        ("Sau khi có hướng dẫn", []),
        ("", []),
        ("Ngày 25 hằng tháng", ["2025-05-25", "2025-06-25"]),  # of those over the last one
        ("Hằng quý", ["2025-03-31", "2025-06-30"]),
        ("Trước 30/4/2025 và trước 30/6/2025", ["2025-04-30", "2025-06-30"]),
    ],
)
def test_which_days_are_due(deadline: str, wanted: list[str]) -> None:
    assert days(due([task_of("Việc", deadline)])) == wanted


def test_what_goes_on_all_the_time_is_never_missed() -> None:
    tasks = [task_of("Tuyên truyền", "Thường xuyên trong năm 2025")]
    assert days(due(tasks, today=date(2026, 2, 1))) == []
    assert days(due(tasks, before=date(2025, 12, 31))) == ["2025-12-31"]


def test_after_reaches_back() -> None:
    tasks = [task_of("Báo cáo", "Ngày 25 hằng tháng"), task_of("Họp", "Trước 15/2/2025")]
    found = due(tasks, after=date(2025, 3, 1), before=date(2025, 6, 30))
    assert days(found) == ["2025-03-25", "2025-04-25", "2025-05-25", "2025-06-25"]


def test_the_missed_come_first() -> None:
    tasks = [task_of("b", "Trước 20/6/2025"), task_of("a", "Trước 1/6/2025")]
    found = due(tasks)
    assert [item.days for item in found.items] == [-14, 5]
    assert [item.is_missed for item in found.items] == [True, False]
    assert found.missed == 1


@pytest.mark.parametrize(
    "status",
    [
        "Xong",
        "đã xong",
        "Hoàn thành",
        "XONG.",
        "Không làm nữa",
        "Đã hoàn tất",
        "hoàn tất",
        "đã làm xong",
    ],
)
def test_what_is_done_is_left_out(status: str) -> None:
    found = due([task_of("Họp", "Trước 1/6/2025")], {0: {"progress": status}})
    assert (days(found), found.done) == ([], 1)


@pytest.mark.parametrize("status", ["Đang làm", "Chưa xong", "chưa làm xong", "Chậm", 5])
def test_what_is_not_done_is_due(status: object) -> None:
    assert not is_done(status)
    assert due([task_of("Họp", "Trước 1/6/2025")], {0: {"progress": status}}).missed == 1


def test_a_day_of_completion_counts() -> None:
    once, monthly = task_of("Họp", "Trước 1/6/2025"), task_of("Báo cáo", "Ngày 25 hằng tháng")
    done = {"done_on": "2025-05-20"}
    assert days(due([once], {0: done})) == []
    assert days(due([monthly], {0: done})) == ["2025-05-25", "2025-06-25"]
    assert days(due([monthly], {0: {"done_on": "2025-05-26"}})) == ["2025-06-25"]
    assert days(due([once], {0: {"done_on": "tháng 5"}})) == ["2025-06-01"]


@pytest.mark.parametrize(
    "typed", ["20/5/2025", "ngày 20/05/2025", "20.5.2025", "20/5", "ngày 20-5"]
)
def test_a_day_of_completion_may_be_typed_as_text(typed: str) -> None:
    found = due([task_of("Họp", "Trước 1/6/2025")], {0: {"done_on": typed}})
    assert (days(found), found.misnamed) == ([], [])


@pytest.mark.parametrize("typed", ["tháng 5", "31/6/2025", "hôm qua", 46132])
def test_a_day_of_completion_that_is_no_day_is_told(typed: object) -> None:
    found = due([task_of("Họp", "Trước 1/6/2025")], {0: {"done_on": typed}})
    assert days(found) == ["2025-06-01"]
    assert [(one.status, one.is_day) for one in found.misnamed] == [(str(typed), True)]
    done = {"done_on": typed, "progress": "Xong"}
    assert due([task_of("Họp", "Trước 1/6/2025")], {0: done}).misnamed == []


@pytest.mark.parametrize(
    ("deadline", "status", "left"),
    [
        (
            "Đợt 1: 15/3/2025; đợt 2: 10/6/2025; đợt 3: 20/6/2025",
            "Xong đợt 1, đợt 2",
            ["2025-06-20"],
        ),
        ("Đợt 1: 15/3/2025; đợt 2: 10/6/2025; đợt 3: 20/6/2025", "xong đợt 1 và 2", ["2025-06-20"]),
        ("Đợt 1: 15/3/2025; đợt 2: 10/6/2025", "Xong đợt 1 và đợt 2", []),
        ("Trước 30/4/2025 và trước 30/6/2025", "Xong đợt 1", ["2025-06-30"]),
        ("Trước 30/4/2025 và trước 30/6/2025", "Xong lần 2", []),
    ],
)
def test_parts_that_a_status_names(deadline: str, status: str, left: list[str]) -> None:
    found = due([task_of("Họp", deadline)], {0: {"progress": status}})
    assert (days(found), found.misnamed) == (left, [])


def test_a_status_holds_for_the_time_that_was_due() -> None:
    quarterly = task_of("Báo cáo", "Hằng quý")
    asked = {"before": date(2025, 12, 31), "after": date(2025, 1, 1)}
    done = {"progress": "Xong", "done_on": "2025-06-28"}
    assert days(due([quarterly], {0: done}, **asked)) == ["2025-09-30", "2025-12-31"]
    assert days(due([quarterly], {0: done | {"done_on": "2025-04-02"}}, **asked))[0] == "2025-06-30"
    assert due([quarterly], {0: done | {"done_on": "2025-12-28"}}, **asked).done == 1
    assert due([quarterly], {0: done | {"progress": "Hủy"}}, **asked).done == 1


def test_the_time_that_the_program_wrote_itself_counts() -> None:
    quarterly = task_of("Báo cáo", "Hằng quý, trước ngày 15 của tháng cuối quý")
    asked = {"before": date(2025, 12, 31), "after": date(2025, 1, 1)}
    every = days(due([quarterly], **asked))
    first = date.fromisoformat(every[0])
    found = due([quarterly], {0: {"progress": f"Xong kỳ {first:%d/%m/%Y}"}}, **asked)
    assert (days(found), found.misnamed) == (every[1:], [])
    found = due([quarterly], {0: {"progress": "Xong kỳ 02/01/2025"}}, **asked)
    assert len(found.misnamed) == 1


@pytest.mark.parametrize(
    ("status", "is_unknown"),
    [
        ("Lưu ý cô Sáu", True),
        ("80%", True),
        ("Đang làm, chờ kinh phí", False),
        ("Chưa xong", False),
    ],
)
def test_a_status_that_nobody_knows_is_told(status: str, is_unknown: bool) -> None:
    found = due([task_of("Họp", "Trước 1/6/2025")], {0: {"progress": status}})
    assert days(found) == ["2025-06-01"]
    assert [one.is_unknown for one in found.misnamed] == [True] * is_unknown


def test_what_has_no_day_is_counted() -> None:
    tasks = [task_of("a", ""), task_of("b", "Thường xuyên"), task_of("c", "Đã thực hiện")]
    assert due(tasks).without_day == 2


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"offices": ("VHXH",)}, 1),
        ({"offices": ("văn hóa",)}, 1),
        ({"offices": ("van hoa", "kinh te")}, 2),
        ({"offices": ("hóa",)}, 1),
        ({"offices": ("óa",)}, 0),
        ({"units": ("tân khê",)}, 2),
        ({"units": ("Khê",), "offices": ("Phòng Kinh tế",)}, 1),
        ({"units": ("Tân",), "offices": ("Công an",)}, 0),
    ],
)
def test_whose_it_is(asked: dict[str, Any], count: int) -> None:
    tasks = [task_of("a", "Trước 1/6/2025", VHXH), task_of("b", "Trước 1/6/2025", KT)]
    assert len(due(tasks, **asked).items) == count


def test_days_as_people_type_them() -> None:
    assert day_from("30/6/2025") == day_from("2025-06-30") == day_from("30-06-2025")
    assert day_from("6/2025") is None


# --- the commands ---------------------------------------------------------------------------------

TASKS = (
    task_of("Rà soát thủ tục hành chính của xã", "Trước 31/5/2025", VHXH, number="1"),
    task_of("Tổ chức hội nghị sơ kết", "Trước 30/6/2025", KT, number="2"),
    task_of("Báo cáo kết quả rà soát", "Hằng quý", VHXH, number="3"),
)


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A folder with the plans of two units."""
    folder = tmp_path / "plans"
    folder.mkdir()
    for ward in ("Tân Khê", "Mây Trắng"):
        (folder / f"{ward}.json").write_bytes(to_bytes(plan_of(TASKS, ward)))
    return folder


def run(*arguments: str | Path) -> int:
    return cli.run(["--lang", "vi", *map(str, arguments)])


def listed(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str | Path) -> Any:
    code = run("due", *arguments, "--today", "2025-06-15", "--format", "json")
    out = capsysbinary.readouterr().out
    assert code == 0
    return json.loads(out)


def test_due_as_json(plans: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    told = listed(capsysbinary, plans)
    assert (told["overdue"], len(told["items"])) == (4, 8)
    assert [item["overdue"] for item in told["items"]] == [True] * 4 + [False] * 4
    one = told["items"][2]
    assert (one["day"], one["days"], one["recurring"]) == ("2025-05-31", -15, False)
    assert (one["lead_units"], one["unit"]) == ([VHXH], "xã Mây Trắng")
    assert told["items"][0]["day_named"] is False
    alone = listed(capsysbinary, plans / "Tân Khê.json", plans, "--unit", "tân khê")
    assert len(alone["items"]) == 4


def test_due_in_every_format(plans: Path, tmp_path: Path) -> None:
    for suffix in ("json", "csv", "ics", "html", "txt"):
        assert run("due", plans, "--today", "15/6/2025", "-o", tmp_path / f"due.{suffix}") == 0
    table = list(csv.DictReader(io.StringIO((tmp_path / "due.csv").read_text("utf-8"))))
    assert [row["day"] for row in table][:4] == ["2025-03-31"] * 2 + ["2025-05-31"] * 2
    html = (tmp_path / "due.html").read_text("utf-8")
    assert "Quá hạn (4)" in html
    assert "<script" not in html
    text = (tmp_path / "due.txt").read_text("utf-8")
    assert text.startswith("Quá hạn tính đến ngày 15/06/2025: 4 việc\n")
    assert "quá 15 ngày" in text
    assert "còn 15 ngày" in text


@pytest.mark.parametrize("width", [40, 60, 100])
def test_due_for_people_goes_by_day_and_body_and_keeps_to_the_width(width: int) -> None:
    say = partial(texts_say, lang="vi")
    found = due(
        [
            task_of("Họp dân ở nhà văn hóa các thôn để lấy ý kiến " * 3, "Trước 1/6/2025", lead=KT),
            task_of("Phát quà", "Trước 1/6/2025", lead=VHXH),
            task_of("Tổng kết", "Trước 1/6/2025", lead=KT),
            task_of("Trồng cây", "Trước 15/6/2025", lead=VHXH),
        ]
    )
    lines = list(due_lines(found, say, width))
    assert max(map(display_width, lines)) <= width
    days = [line.strip() for line in lines if line.startswith("  ") and line[2] != " "]
    assert days == ["01/06/2025: quá 14 ngày", "15/06/2025: hôm nay"]
    assert sum(line.startswith("    Phòng ") for line in lines) == 3  # two bodies, two days


def test_due_as_a_calendar_has_the_uids_of_the_plan(plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "due.ics"
    assert run("due", plans, "--today", "2025-06-15", "-o", out, "--remind", "7,1") == 0
    found = icalendar.Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    assert run("extract", plans / "Tân Khê.json", "-o", tmp_path / "one.ics") == 0
    whole = icalendar.Calendar.from_ical((tmp_path / "one.ics").read_bytes()).walk("VEVENT")
    assert {str(event["uid"]) for event in whole} < {str(event["uid"]) for event in found}
    assert len(found) == 6
    assert {len(event.walk("VALARM")) for event in found} == {2}
    assert run("due", plans, "--todo", "--remind", "none", "-o", out) == 0
    assert icalendar.Calendar.from_ical(out.read_bytes()).walk("VTODO")


@pytest.mark.parametrize(
    "arguments",
    [["--before", "31/6/2025"], ["--remind", "x"], ["--format", "pdf"], ["--today", "hôm nay"]],
)
def test_due_used_wrongly(plans: Path, arguments: list[str]) -> None:
    assert run("due", plans, *arguments) == 2


def test_a_file_that_is_no_plan_costs_the_others_nothing(
    plans: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    other = plans / "khác.json"
    other.write_text('{"a": 1}', "utf-8")
    assert len(listed(capsysbinary, plans)["items"]) == 8  # somebody else's JSON in a folder
    assert run("due", plans / "Tân Khê.json", other, "--today", "2025-06-15") == 3
    assert "Quá hạn" in capsysbinary.readouterr().out.decode()
    assert run("due", plans / "nowhere.json") == 3
    assert capsysbinary.readouterr().out == b""  # that nothing is overdue would be untrue


def test_where_there_are_no_plans(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "kh.txt").write_text("KẾ HOẠCH", "utf-8")
    book = tmp_path / "follow.xlsx"
    book.write_bytes(b"somebody's")
    assert run("due", tmp_path) == 3
    told = capsysbinary.readouterr()
    assert (b"kehoach batch" in told.err, told.out) == (True, b"")
    assert run("follow", tmp_path) == 3
    assert b"kehoach batch" in capsysbinary.readouterr().err
    assert book.read_bytes() == b"somebody's"


def fill(path: Path, words: str, sheet: str, **cells: Any) -> None:
    book = openpyxl.load_workbook(path)
    number = row_of(book[sheet], words)
    for heading, value in cells.items():
        column = headings(book[sheet]).index(heading.replace("_", " ")) + 1
        book[sheet].cell(number, column).value = value
    book.save(path)


def test_a_plan_that_came_twice_is_counted_once(
    plans: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (plans / "bản sao.json").write_bytes((plans / "Tân Khê.json").read_bytes())
    assert len(listed(capsysbinary, plans)["items"]) == 8
    assert len(listed(capsysbinary, *sorted(plans.glob("*.json")))["items"]) == 8
    words = " ".join(f"Rà soát bộ thủ tục thứ {number} của thôn." for number in range(40))
    tasks = (*TASKS, task_of(words, "Trước 30/6/2025", KT, number="4"))
    word = plan_of(tasks)
    scan = word.source.model_copy(update={"name": "quét.pdf", "sha256": "1" * 64})
    (plans / "Tân Khê.json").write_bytes(to_bytes(word))
    (plans / "bản sao.json").write_bytes(to_bytes(word.model_copy(update={"source": scan})))
    assert run("due", plans, "--today", "2025-06-15", "--format", "json") == 0
    told = capsysbinary.readouterr()
    assert len(json.loads(told.out)["items"]) == 9
    assert "chỉ tính một lần" in told.err.decode()
    assert run("follow", plans, "-o", tmp_path / "theo-dõi.xlsx") == 0
    assert "theo-dõi.xlsx: 7 việc" in capsysbinary.readouterr().err.decode()


def test_files_that_the_program_writes_beside_plans_are_passed_over(plans: Path) -> None:
    (plans / "Tân Khê.corrections.json").write_text(
        '{"corrections_version": "1.0", "corrections": []}', "utf-8"
    )
    assert run("follow", *plans.glob("*.json"), "-o", plans / "theo-dõi.xlsx") == 0


@pytest.mark.parametrize(
    ("option", "asked", "nearest"),
    [
        ("--unit", "Tân Khe A", "Tân Khê"),
        ("--office", "Phòng Vn hóa", VHXH),
        ("--office", "VHX", VHXH),
    ],
)
def test_a_name_that_nothing_bears_is_told(
    plans: Path, option: str, asked: str, nearest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("due", plans, option, asked) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert f"“{asked}”" in told.err
    assert nearest in told.err.partition("Gần nhất: ")[2].partition(";")[0]
    assert run("due", plans, "--unit", "Tân Khê", "--unit", "Không có") == 0
    told = capsys.readouterr()
    assert "“Không có”" in told.err
    assert told.out.startswith("Quá hạn")


def test_follow_then_due(plans: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("follow", plans, "--today", "2025-06-15") == 0
    book = plans / "follow.xlsx"
    fill(book, "Rà soát", ALL, Trạng_thái="Xong")
    told = listed(capsysbinary, plans)  # read from the workbook as it was left
    assert (told["done"], told["overdue"]) == (1, 3)
    assert run("follow", plans, "--today", "2025-06-16") == 0
    assert listed(capsysbinary, plans)["done"] == 1
    elsewhere = plans.parent / "bảng.xlsx"
    book.rename(elsewhere)
    (plans / "follow.filled.json").unlink()
    assert listed(capsysbinary, plans)["done"] == 0
    assert listed(capsysbinary, plans, "--follow", elsewhere)["done"] == 1


def test_a_part_that_no_task_has_is_told_in_words(
    plans: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("follow", plans, "--today", "2025-06-15") == 0
    fill(plans / "follow.xlsx", "Rà soát", ALL, Trạng_thái="Xong đợt 3")
    capsys.readouterr()
    assert run("due", plans, "--today", "2025-06-15") == 0
    told = capsys.readouterr().err
    assert "ghi “Xong đợt 3”" in told
    assert "chưa tính là xong" in told
    assert run("follow", plans, "--today", "2025-06-15") == 0
    assert "ghi “Xong đợt 3”" in capsys.readouterr().err


def test_follow_used_wrongly(plans: Path) -> None:
    assert run("follow", plans / "Tân Khê.json") == 2
    assert run("follow", plans, "-o", plans / "x.csv") == 2
    (plans / "follow.filled.json").write_text("{", "utf-8")
    assert run("follow", plans) == 3
    assert not (plans / "follow.xlsx").exists()


def test_the_library_gives_the_same(
    plans: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    told = listed(capsysbinary, plans, "--office", "VHXH")
    found = kehoach.due(plans, today=TODAY, offices=["VHXH"])
    assert [item.day.isoformat() for item in found.items] == [item["day"] for item in told["items"]]
    plan = kehoach.read_plan(plans / "Tân Khê.json")
    assert len(kehoach.due(plan, today=TODAY).items) == 4
    assert len(kehoach.due([plan, plans / "Mây Trắng.json"], today=TODAY).items) == 8


# --- batches, and corrections ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def first_batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Papers, and what a batch makes of them."""
    place = tmp_path_factory.mktemp("first")
    batch(folder_of(place / "papers", 3), place / "out", today=date(2025, 9, 1))
    return place


@pytest.fixture
def batched(first_batch: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of them for one test."""
    shutil.copytree(first_batch, tmp_path / "copy")
    return tmp_path / "copy" / "papers", tmp_path / "copy" / "out"


def test_a_batch_keeps_what_people_filled(batched: tuple[Path, Path]) -> None:
    papers, out = batched
    fill(out / "follow.xlsx", "dân phố số 2", BY_UNIT, Trạng_thái="Đang làm")
    for _ in range(2):
        batch(papers, out, today=date(2025, 9, 2))
    book = openpyxl.load_workbook(out / "follow.xlsx")
    assert book[ALL].cell(row_of(book[ALL], "dân phố số 2"), _column(book, "Trạng thái")).value == (
        "Đang làm"
    )
    assert not list(out.glob("*.edited-*"))


def _column(book: Any, heading: str) -> int:
    return headings(book[ALL]).index(heading) + 1


def test_a_correction_in_the_workbook_of_a_batch_is_applied(batched: tuple[Path, Path]) -> None:
    papers, out = batched
    book = out / "follow.xlsx"
    fill(
        book,
        "Rà soát 2 thiết bị",
        BY_UNIT,
        **{"Sản_phẩm": "Bảng kê thiết bị", "Trạng_thái": "Xong"},
    )
    batch(papers, out, today=date(2025, 9, 2))
    (aside,) = out.glob("follow.edited-*.xlsx")
    assert cli.run(["apply", str(aside)]) == 0
    changed = [
        task.deliverables
        for path in sorted(out.glob("plans/**/*.json"))
        if "corrections" not in path.name and (plan := read_plan(path)) is not None
        for task in plan.tasks
        if "Bảng kê" in str(task.deliverables)
    ]
    assert changed == [("Bảng kê thiết bị",)]
    batch(papers, out, today=date(2025, 9, 3))
    opened = openpyxl.load_workbook(book)
    number = row_of(opened[ALL], "Rà soát 2 thiết bị")
    assert opened[ALL].cell(number, _column(opened, "Sản phẩm")).value == "Bảng kê thiết bị"
    assert opened[ALL].cell(number, _column(opened, "Trạng thái")).value == "Xong"
    assert len(list(out.glob("follow.edited-*.xlsx"))) == 1


def test_statuses_are_no_corrections(
    batched: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out = batched
    fill(out / "follow.xlsx", "Rà soát", ALL, Trạng_thái="Xong", Ghi_chú="đã gửi", Người_làm="Lò")
    assert cli.run(["--lang", "vi", "apply", str(out / "follow.xlsx")]) == 0
    assert not list(out.glob("plans/**/*.corrections.json"))
    assert "không có gì khác" in capsys.readouterr().err


def test_a_copy_that_came_back_is_taken_over(batched: tuple[Path, Path], tmp_path: Path) -> None:
    papers, out = batched
    copy = tmp_path / "gửi lại.xlsx"
    copy.write_bytes((out / "follow.xlsx").read_bytes())
    fill(copy, "Rà soát", ALL, Trạng_thái="Xong")
    assert cli.run(["apply", str(copy), str(out)]) == 0
    batch(papers, out, today=date(2025, 9, 2))
    book = openpyxl.load_workbook(out / "follow.xlsx")
    assert book[ALL].cell(HEADINGS + 1, _column(book, "Trạng thái")).value == "Xong"


def test_plans_made_of_nothing(tmp_path: Path) -> None:
    empty: Plan = plan_of([])
    (tmp_path / "a.json").write_bytes(to_bytes(empty))
    assert run("follow", tmp_path) == 0
    assert run("due", tmp_path) == 0
    assert openpyxl.load_workbook(tmp_path / "follow.xlsx")[ALL].max_row == HEADINGS
