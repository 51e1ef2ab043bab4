"""Plans beside each other: what `diff` and `compare` find, that they make nothing up, and that what
they write is harmless."""

from __future__ import annotations

import io
import json
import os
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import warm_program
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_maker import deadline_of, plan_of, task_of

from bench.compare import made_facts, measure_diffs, measure_matrix, told_facts
from bench.province import Province, made_province
from kehoach.compare.assigned import compared
from kehoach.compare.difference import difference
from kehoach.compare.model import Change, Difference, Matrix
from kehoach.compare.moves import moved
from kehoach.compare.promise import of_dates, of_figures
from kehoach.compare.vocabulary import vocabulary
from kehoach.compare.wording import apart, pieces, say_the_same, wording
from kehoach.compare.writers import (
    DIFFERENCE_FORMATS,
    MATRIX_FORMATS,
    write_difference,
    write_matrix,
)
from kehoach.emit.json import to_bytes
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.pipeline import extract
from kehoach.schema.models import (
    Deadline,
    DocumentInfo,
    Group,
    Metric,
    Offices,
    Plan,
    Source,
    Target,
    Task,
)
from samples._expected import metric

DATA = Path(__file__).parent / "data" / "compare"
ROOT = Path(__file__).resolve().parent.parent


def cases(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def province() -> Province:
    return made_province(40, seed=11)


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("wordings.yaml"), ids=lambda case: case["new"])
def test_wordings(case: dict[str, Any]) -> None:
    years = case.get("years", 0)
    old, new = wording(case["old"], years), wording(case["new"], years)
    assert say_the_same(old, new, years) is case["same"]
    assert say_the_same(new, old, -years) is case["same"]
    assert apart(old, new) == apart(new, old) == case["apart"]


@pytest.mark.parametrize("case", cases("promises.yaml")["dates"], ids=str)
def test_dates(case: dict[str, Any]) -> None:
    asked, given_ = (_deadline(case[name]) for name in ("asked", "given"))
    assert of_dates(asked, given_, case.get("years", 0)) == case["stands"]
    assert of_dates(given_, asked, -case.get("years", 0)) == _turned(case["stands"])


@pytest.mark.parametrize("case", cases("promises.yaml")["figures"], ids=str)
def test_figures(case: dict[str, Any]) -> None:
    asked, given_ = ([Metric(**metric(one)) for one in case[name]] for name in ("asked", "given"))
    assert of_figures(asked, given_) == case["stands"]


def _deadline(raw: str | None) -> Deadline | None:
    if raw is None:
        return None
    read = parse_deadline(raw)
    assert read is not None
    days = {"start": read.start, "end": read.end}
    told = {name: day.isoformat() if day else None for name, day in days.items()}
    return Deadline(raw=raw, kind=read.kind, recurrence=read.recurrence, **told)


def _turned(promise: str | None) -> str | None:
    return {"less": "more", "more": "less"}.get(promise or "", promise)


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_are_both_texts(before: str, after: str) -> None:
    told = list(pieces(before, after))
    for side, text in (("gone", before), ("new", after)):
        kept = " ".join(words for state, words in told if state in ("same", side))
        assert kept.split() == text.split()


def test_every_name_is_told_in_both_languages() -> None:
    for table in ("fields", "parts", "states", "promises", "told", "cells", "columns"):
        for key, pair in vocabulary()[table].items():
            assert len(pair) == 2, (table, key)
            assert all(isinstance(text, str) and text for text in pair), (table, key)


# --- what a difference finds ----------------------------------------------------------------------


def test_made_changes_are_found_and_none_made_up(province: Province) -> None:
    for year_after in (False, True):
        tally, _ = measure_diffs(
            province.wards, seed=3, rounds=1, of=lambda made: made.bare_plan, year_after=year_after
        )
        assert tally.made > 300
        assert tally.found >= 0.99 * tally.made, tally.details
        assert tally.false <= 0.01 * tally.told, tally.details


def test_what_wards_took_up_is_found_and_nothing_made_up(province: Province) -> None:
    sure, _, _ = measure_matrix(province.assigned, province.wards, of=lambda made: made.bare_plan)
    assert sure.made > 1000
    assert sure.found >= 0.98 * sure.made, sure.details  # a slip of the pen is told as `perhaps`
    assert sure.false <= 0.01 * sure.told, sure.details


def test_word_files_tell_the_same_as_plans(province: Province, tmp_path: Path) -> None:
    old = province.wards[2]
    new = old.revised(seed=5)
    read = []
    for made in (old, new):
        path = tmp_path / f"{len(read)}.docx"
        path.write_bytes(made.docx)
        read.append(extract(path))
    told = difference(*read)
    assert told_facts(told, *read) == made_facts(old, new)


def test_another_year_is_told_once(province: Province) -> None:
    old = province.wards[4]
    new = old.next_year(seed=1, steps=0)
    told = difference(old.bare_plan, new.bare_plan)
    dated = [row for row in old.paper.rows if row.time and str(row.time.year) in row.time.raw]
    assert told.shift is not None
    assert (told.shift.years, told.shift.dates) == (1, len(dated))
    assert not told.shift.stayed
    assert [change.part for change in told.changes] == ["document"]
    assert {field.field for change in told.changes for field in change.fields} == {
        *("number", "issued_on"),
    }


def test_dates_left_in_the_old_year_are_told(province: Province) -> None:
    old = province.wards[4].bare_plan
    new = province.wards[4].next_year(seed=1, steps=0).bare_plan
    place = next(n for n, task in enumerate(old.tasks) if task.deadline and task.deadline.end)
    stale = new.tasks[place].model_copy(update={"deadline": old.tasks[place].deadline})
    new = new.model_copy(update={"tasks": (*new.tasks[:place], stale, *new.tasks[place + 1 :])})
    told = difference(old, new)
    assert told.shift is not None
    assert told.shift.stayed == (f"/tasks/{place}",)


def test_a_group_that_is_renamed_is_told_once(province: Province) -> None:
    old = province.wards[0].bare_plan
    first = old.tasks[0].group
    tasks = tuple(
        task.model_copy(update={"group": Group(number="I", title="HOÀN THIỆN THỂ CHẾ")})
        if task.group == first
        else task
        for task in old.tasks
    )
    told = difference(old, old.model_copy(update={"tasks": tasks}))
    assert [(change.part, change.state) for change in told.changes] == [("groups", "changed")]


def test_a_group_that_moves_is_told_once(province: Province) -> None:
    old = province.wards[0].bare_plan
    first = old.tasks[0].group
    own = [task for task in old.tasks if task.group == first]
    rest = [task for task in old.tasks if task.group != first]
    told = difference(old, old.model_copy(update={"tasks": (*rest, *own)}))
    assert [(change.part, change.state) for change in told.changes] == [("groups", "moved")]


def test_another_spelling_is_no_change() -> None:
    old, new = (
        plan_with(
            Task(
                id="",
                origin="table",
                task=text,
                deliverables=products,
                deadline=Deadline(raw=raw, kind="by", end="2031-06-30"),
            )
        )
        for text, products, raw in (
            ("Rà soát TTHC", ("Báo cáo", "Danh mục"), "Trước 30/6/2031"),
            ("Rà soát thủ tục hành chính.", ("Danh mục", "Báo cáo"), "Trước ngày 30/06/2031"),
        )
    )
    assert difference(old, new).is_same


def test_a_guess_is_told_as_one() -> None:
    fields = {"origin": "table", "deliverables": ("Báo cáo",)}
    day = Deadline(raw="Tháng 6/2031", kind="within", start="2031-06-01", end="2031-06-30")
    old, new = (
        plan_with(Task(id="", task=text, deadline=day, **fields))
        for text in ("Rà soát sổ hộ tịch tại thôn", "Kiểm kê kho lưu trữ hộ tịch toàn xã")
    )
    (change,) = difference(old, new).changes
    assert not change.is_sure
    assert 0.3 < change.likeness < 0.8
    assert b"% alike" in write_difference(difference(old, new), "text", "en")


def test_another_object_elsewhere_is_another_task() -> None:
    old = plan_with(*(_task(f"Kiểm tra lĩnh vực {one}") for one in ("đất đai", "y tế", "hộ tịch")))
    new = plan_with(*(_task(f"Kiểm tra lĩnh vực {one}") for one in ("y tế", "hộ tịch", "chợ")))
    states = sorted(change.state for change in difference(old, new).changes)
    assert states == ["added", "removed"]


@pytest.mark.parametrize("case", cases("versions.yaml"), ids=lambda case: case["new"][:30])
def test_a_row_that_promises_otherwise_is_the_same_row(case: dict[str, Any]) -> None:
    old, new = (
        plan_with(
            _task("Giao ban hằng tuần", number="a", group=Group(title="Tuyên truyền")),
            _task(
                case[version],
                number="b",
                group=Group(title="Tuyên truyền"),
                lead=Offices(raw=case["leads"][place], units=(case["leads"][place],)),
                deadline=deadline_of(case["deadlines"][place]),
            ),
        )
        for place, version in enumerate(("old", "new"))
    )
    told = {
        change.state: next((one.promise for one in change.fields if one.promise), None)
        for change in difference(old, new).changes
    }
    assert told == case["told"]
    assert all(change.is_sure for change in difference(old, new).changes)


def _task(text: str, **more: Any) -> Task:
    return Task(id="", origin="table", task=text, **more)


def plan_with(*tasks: Task, targets: tuple[Target, ...] = ()) -> Plan:
    source = Source(name="ke-hoach.docx", sha256="0" * 64, media_type="text/plain")
    document = DocumentInfo(type="Kế hoạch", title="Kế hoạch xã Tân Khê")
    return Plan(status="ok", source=source, document=document, tasks=tasks, targets=targets)


# --- what always holds ----------------------------------------------------------------------------

_WORDS = st.sampled_from(
    ["rà", "soát", "kiểm", "tra", "đất", "đai", "hộ", "tịch", "y", "tế", "lớp", "02", "03", "cho",
     "người", "dân", "không", "tại", "thôn", "năm", "2031"]
)  # fmt: skip
_TEXTS = st.lists(_WORDS, min_size=1, max_size=7).map(" ".join) | st.text(max_size=12)
_DAYS = st.sampled_from(
    [
        None,
        Deadline(raw="Quý II/2031", kind="within", start="2031-04-01", end="2031-06-30"),
        Deadline(raw="Hằng quý", kind="recurring", recurrence="quarterly"),
        Deadline(raw="Trước 29/2/2032", kind="by", end="2032-02-29"),
        Deadline(raw="31/6/2031", kind="by"),
    ]
)
_TASKS = st.builds(
    Task,
    id=st.just(""),
    origin=st.just("table"),
    task=_TEXTS,
    number=st.none() | st.sampled_from("123"),
    group=st.none() | st.builds(Group, title=st.sampled_from(["A", "B", "Nhóm"])),
    deliverables=st.lists(_TEXTS, max_size=2).map(tuple),
    deadline=_DAYS,
)
_TARGETS = st.builds(
    Target,
    id=st.just(""),
    text=_TEXTS,
    metrics=st.lists(
        st.builds(
            Metric,
            comparator=st.sampled_from([">=", "<="]),
            value=st.integers(0, 3).map(float),
            unit=st.sampled_from(["%", "giờ", None]),
        ),
        max_size=2,
    ).map(tuple),
)
_PLANS = st.builds(
    lambda tasks, targets: plan_with(*tasks, targets=tuple(targets)),
    st.lists(_TASKS, max_size=7),
    st.lists(_TARGETS, max_size=3),
)


@given(_PLANS)
@settings(deadline=None)
def test_a_plan_is_the_same_as_itself(plan: Plan) -> None:
    told = difference(plan, plan)
    assert told.is_same, told.changes
    assert not told.changes


@given(_PLANS, _PLANS)
@settings(deadline=None)
def test_the_other_way_round_is_the_mirror(old: Plan, new: Plan) -> None:
    there, back = difference(old, new), difference(new, old)
    assert sorted(map(_told, there.changes), key=repr) == sorted(
        (_mirrored(change) for change in back.changes), key=repr
    )


def test_years_are_the_mirror_too(province: Province) -> None:
    for ward in province.wards[:10]:
        old, new = ward.bare_plan, ward.next_year(seed=2).bare_plan
        there, back = difference(old, new), difference(new, old)
        assert there.shift is not None
        assert back.shift is not None
        assert (there.shift.years, there.shift.dates) == (-back.shift.years, back.shift.dates)
        assert sorted(map(_told, there.changes), key=repr) == sorted(
            (_mirrored(change) for change in back.changes), key=repr
        )


def _told(change: Change) -> tuple[Any, ...]:
    fields = [
        (one.field, one.before, one.after, tuple((p.state, p.text) for p in one.pieces))
        for one in change.fields
    ]
    places = (change.state, change.old, change.new, change.is_moved)
    return change.part, *places, change.is_sure, change.likeness, tuple(fields)


def _mirrored(change: Change) -> tuple[Any, ...]:
    turned = {"gone": "new", "new": "gone"}
    fields = []
    for one in change.fields:
        told = [(turned.get(piece.state, piece.state), piece.text) for piece in one.pieces]
        fields.append((one.field, one.after, one.before, tuple(_gone_first(told))))
    state = {"added": "removed", "removed": "added"}.get(change.state, change.state)
    places = (state, change.new, change.old, change.is_moved)
    return change.part, *places, change.is_sure, change.likeness, tuple(fields)


def _gone_first(told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pieces of which what is gone stands before what is new in its place."""
    for place in range(len(told) - 1):
        if (told[place][0], told[place + 1][0]) == ("new", "gone"):
            told[place : place + 2] = [told[place + 1], told[place]]
    return told


@given(st.permutations(range(9)))
def test_the_fewest_move(order: list[int]) -> None:
    places = list(enumerate(order))
    gone = moved(places, [f"row {new}" for new in order])
    kept = [new for old, new in places if old not in gone]
    assert kept == sorted(kept)
    longest = max(
        len(chain)
        for mask in range(1 << len(order))
        if (chain := [new for old, new in places if mask >> old & 1]) == sorted(chain)
    )
    assert len(kept) == longest


@given(_PLANS, st.lists(_PLANS, max_size=3))
@settings(deadline=None)
def test_cells_say_what_plans_say(assigned: Plan, plans: list[Plan]) -> None:
    matrix = compared(assigned, [(str(number), plan) for number, plan in enumerate(plans)])
    assert len(matrix.items) == len(assigned.tasks) + len(assigned.targets)
    for taker, plan in zip(matrix.takers, plans, strict=True):
        assert len(taker.cells) == len(matrix.items)
        used = [cell.where for cell in taker.cells if cell.state in ("taken", "perhaps")]
        assert len(used) == len(set(used))
        assert taker.own == len(plan.tasks) + len(plan.targets) - len(used)
        for cell in taker.cells:
            if cell.state in ("taken", "perhaps"):
                _, field, index = (cell.where or "").split("/")
                part = getattr(plan, field)[int(index)]
                assert cell.text == (part.task if isinstance(part, Task) else part.text)
                assert cell.lead == (part.lead.raw if part.lead else None)


@pytest.mark.parametrize(
    ("asked", "given", "state"),
    [
        ("tổ chức tập huấn tổ công nghệ số, xong trước 30/9/2031.",
         "Tập huấn tổ công nghệ số (02 đợt)", "taken"),
        ("rà soát văn bản quy phạm pháp luật, hoàn thành trước 30/9/2031.",
         "Rà soát văn bản quy phạm pháp luật", "taken"),
        ("tổ chức tập huấn tổ công nghệ số, xong trước 30/9/2031.",
         "Vận hành tổ công nghệ số tại các thôn", "absent"),
        ("hoàn thành đề án vị trí việc làm trước 30/9/2031.",
         "Hoàn thành bản đồ quy hoạch sử dụng đất", "absent"),
    ],
)  # fmt: skip
def test_time_and_lead_of_a_sentence_are_no_part_of_what_is_compared(
    asked: str, given: str, state: str
) -> None:
    lead = "UBND các xã, phường"
    order = task_of(f"{lead} {asked}", "trước 30/9/2031", lead)
    row = task_of(given, "15/8/2031", "Phòng Văn hóa - Xã hội")
    (taker,) = compared(plan_of([order]), [("a", plan_of([row]))]).takers
    assert [cell.state for cell in taker.cells] == [state]


def test_who_leads_a_target_is_told() -> None:
    lead = Offices(raw="Công an xã", units=("Công an xã",))
    goal = Target(id="", text="Tối thiểu 95% hồ sơ đúng hạn", lead=lead)
    matrix = compared(plan_with(targets=(goal,)), [("a", plan_with(targets=(goal,)))])
    assert [item.lead for item in matrix.items] == ["Công an xã"]
    assert [cell.lead for cell in matrix.takers[0].cells] == ["Công an xã"]


def test_a_plan_takes_up_all_of_itself(province: Province) -> None:
    plan = province.assigned.bare_plan
    (taker,) = compared(plan, [("itself", plan)]).takers
    assert taker.taken == len(taker.cells)
    assert {cell.promise for cell in taker.cells} == {"same"}
    assert [cell.where for cell in taker.cells] == [item.where for item in compared(plan, []).items]


# --- how it is written ----------------------------------------------------------------------------


def _revision() -> Difference:
    old, new = (extract(DATA / "revision" / f"{name}.txt") for name in ("old", "new"))
    return difference(old, new, old_name="old.txt", new_name="new.txt")


def _assigned() -> Matrix:
    below = [(f"{name}.txt", extract(DATA / "assigned" / f"{name}.txt"))
             for name in ("tan-khe", "sen-do")]  # fmt: skip
    superior = extract(DATA / "assigned" / "superior.txt")
    return compared(superior, below, assigned_name="superior.txt")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("format", ["text", "html", "json"])
def test_what_is_written_is_as_it_was(format: str, lang: str) -> None:
    """Golden files; `KEHOACH_GOLDEN=write pytest tests/test_compare.py` writes them anew."""
    for name, content in (
        ("revision", write_difference(_revision(), format, lang)),
        ("assigned", write_matrix(_assigned(), format, lang)),
    ):
        path = DATA / name / f"expected.{lang}.{format}"
        if os.environ.get("KEHOACH_GOLDEN") == "write":
            path.write_bytes(content)
        assert content.decode() == path.read_text("utf-8")


def test_json_is_read_back() -> None:
    told = _revision()
    assert Difference.model_validate_json(write_difference(told, "json", "vi")) == told
    matrix = _assigned()
    assert Matrix.model_validate_json(write_matrix(matrix, "json", "vi")) == matrix


EVIL = '=cmd|"/c calc"!A1 <script>alert(1)</script>\u202e\x1b[31m&amp;<b>'


def _evil() -> tuple[Plan, Plan]:
    target = Target(id="", text=f"Ít nhất 5% {EVIL}")
    old = plan_with(_task(EVIL), _task("Rà soát sổ"), _task(f"Kiểm tra chợ {EVIL}"),
                    targets=(target,))  # fmt: skip
    new = plan_with(_task(f"{EVIL} thêm"), _task("Mở lớp", number=EVIL), targets=(target,))
    unit = old.document.model_copy(update={"title": EVIL, "number": EVIL})
    return old.model_copy(update={"document": unit}), new


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_pages_hold_no_markup_of_papers(lang: str) -> None:
    old, new = _evil()
    told = difference(old, new, old_name=f"{EVIL}.json")
    matrix = compared(old, [(EVIL, new)], assigned_name=EVIL)
    for page in (write_difference(told, "html", lang), write_matrix(matrix, "html", lang)):
        tags = _Tags()
        tags.feed(page.decode())
        assert not tags.seen & {"script", "b", "img", "iframe"}
        assert "\u202e" not in page.decode()
        assert "default-src 'none'" in page.decode()


def test_a_workbook_holds_only_text() -> None:
    old, new = _evil()
    content = write_matrix(compared(old, [(EVIL, new), ("x", old)]), "xlsx", "vi")
    book = openpyxl.load_workbook(io.BytesIO(content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert book.sheetnames[0] == "Ma trận"
    assert content == write_matrix(compared(old, [(EVIL, new), ("x", old)]), "xlsx", "vi")


def test_the_matrix_of_a_workbook_is_that_of_the_plans() -> None:
    matrix = _assigned()
    book = openpyxl.load_workbook(io.BytesIO(write_matrix(matrix, "xlsx", "vi")))
    sheet = book["Ma trận"]
    heads = [sheet.cell(2, column).value for column in (4, 5)]
    assert heads == ["xã Tân Khê", "phường Sen Đỏ"]
    shown = [[sheet.cell(row, column).value for column in (4, 5)] for row in range(3, 10)]
    assert shown == [
        ["↓ Trước ngày 30/9/2031.", "↑ Trước ngày 31/5/2031."],
        ["–", "↓ không có"],
        ["↓ Hằng quý.", "↓ Hằng quý."],
        ["–", "~"],
        ["↓ ≥ 75 %", "↑ ≥ 85 %"],
        ["↑ ≤ 15 phút", "–"],
        ["=", "="],
    ]


def test_many_rows_that_are_alike_take_no_longer() -> None:
    """A plan of one sentence over and over, against one of another: seconds, not hours."""
    old = plan_with(*(_task(f"Kiểm tra các chợ trên địa bàn xã lần {n}") for n in range(1500)))
    new = plan_with(*(_task(f"Kiểm tra các chợ trên địa bàn xã đợt {n}") for n in range(1500)))
    begun = time.perf_counter()
    difference(old, new)
    assert time.perf_counter() - begun < 60


def test_long_texts_take_no_longer() -> None:
    old, new = (plan_with(_task(f"{word} " * 60_000)) for word in ("một", "hai"))
    begun = time.perf_counter()
    told = difference(old, new)
    write_difference(told, "html", "vi")
    assert time.perf_counter() - begun < 30


# --- the commands ---------------------------------------------------------------------------------


def kehoach(*arguments: str | Path, cwd: Path, lang: str = "vi") -> Any:
    return warm_program.kehoach("--lang", lang, *arguments, cwd=cwd)


def test_diff_of_papers_and_plans(tmp_path: Path) -> None:
    old, new = DATA / "revision" / "old.txt", DATA / "revision" / "new.txt"
    done = kehoach("diff", old, new, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Con số: ≥ [-80-] {+75+} % (hứa ít hơn)" in done.stdout.decode()
    plan = tmp_path / "old.json"
    plan.write_bytes(to_bytes(extract(old)))
    same = kehoach("diff", plan, old, cwd=tmp_path, lang="en")
    assert same.returncode == 0
    assert "The two are the same." in same.stdout.decode()
    paged = kehoach("diff", plan, new, "-o", "out.html", cwd=tmp_path)
    assert (paged.returncode, paged.stdout) == (0, b"")
    assert b"<ins>" in (tmp_path / "out.html").read_bytes()


def test_compare_of_papers_and_folders(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    for name in ("tan-khe", "sen-do"):
        plan = extract(DATA / "assigned" / f"{name}.txt")
        (folder / f"{name}.json").write_bytes(to_bytes(plan))
    (folder / "other.json").write_text("{}")
    superior = DATA / "assigned" / "superior.txt"
    done = kehoach("compare", superior, folder, "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [taker["taken"] for taker in told["takers"]] == [5, 5]
    book = kehoach("compare", superior, DATA / "assigned" / "tan-khe.txt", "-o", "m.xlsx",
                   cwd=tmp_path)  # fmt: skip
    assert book.returncode == 0, book.stderr
    assert (tmp_path / "m.xlsx").read_bytes().startswith(b"PK")


def test_the_plans_of_a_batch_are_compared_each_once(tmp_path: Path) -> None:
    """Also those in folders below; what is there in two forms counts once; a manifest that is
    damaged is told in a sentence."""
    plans = tmp_path / "out" / "plans" / "huyen"
    plans.mkdir(parents=True)
    lines = []
    for name, twin in (("tan-khe", None), ("sen-do", None), ("sen-do-quet", "sen-do.txt")):
        plan = extract(DATA / "assigned" / f"{name.removesuffix('-quet')}.txt")
        (plans / f"{name}.json").write_bytes(to_bytes(plan))
        told = {"input": f"{name}.txt", "output": f"plans/huyen/{name}.json", "same_plan_as": twin}
        lines.append(json.dumps(told))
    manifest = tmp_path / "out" / "manifest.jsonl"
    manifest.write_text("\n".join(lines))
    superior = DATA / "assigned" / "superior.txt"
    done = kehoach("compare", superior, "out", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [taker["taken"] for taker in json.loads(done.stdout)["takers"]] == [5, 5]
    manifest.write_text("\n".join([*lines, '{"input": ']))
    for command in (("compare", superior, "out"), ("due", "out"), ("follow", "out")):
        done = kehoach(*command, "--lang", "en", cwd=tmp_path)
        assert done.returncode == 3
        assert b"broken at line 4" in done.stderr
        assert b"Traceback" not in done.stderr


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"schema_version": ')
    old = DATA / "revision" / "old.txt"
    done = kehoach("diff", old, "broken.json", cwd=tmp_path)
    assert done.returncode == 3
    assert b"broken.json" in done.stderr
    assert done.stdout == b""
    superior = DATA / "assigned" / "superior.txt"
    rest = kehoach("compare", superior, "broken.json", DATA / "assigned" / "sen-do.txt",
                   cwd=tmp_path)  # fmt: skip
    assert rest.returncode == 3
    assert "phường Sen Đỏ".encode() in rest.stdout
    assert b"Traceback" not in rest.stderr
    none = kehoach("compare", superior, "broken.json", cwd=tmp_path)
    assert (none.returncode, none.stdout) == (3, b"")


@pytest.mark.parametrize(
    "arguments",
    [
        ("diff", "a.txt"),
        ("compare", "a.txt"),
        ("diff", "a.txt", "b.txt", "--format", "xlsx"),
        ("diff", "a.txt", "b.txt", "-o", "out.docx"),
        ("diff", "a.txt", "b.txt", "-o", "out.html", "--format", "json"),
        ("compare", "a.txt", "empty"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes((DATA / "revision" / "old.txt").read_bytes())
    done = kehoach(*arguments, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert b"Traceback" not in done.stderr


def test_a_terminal_obeys_no_paper(tmp_path: Path) -> None:
    old, new = _evil()
    for name, plan in (("old", old), ("new", new)):
        (tmp_path / f"{name}.json").write_bytes(to_bytes(plan))
    for command in ("diff", "compare"):
        done = kehoach(command, "old.json", "new.json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert b"\x1b" not in done.stdout
        assert "\u202e" not in done.stdout.decode()


def test_formats_are_those_of_the_writers() -> None:
    assert set(DIFFERENCE_FORMATS) < set(MATRIX_FORMATS)
