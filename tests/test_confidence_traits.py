"""What is known of a value, as traits: in its letters, among the words of the others, beside the
tasks around it, and in what its item leaves over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from bench.forgetful import FORGOTTEN, LISTED, forget, without_some
from kehoach.ingest.read import read
from kehoach.parsers.confidence.items import item_traits, understood, unknown_bodies
from kehoach.parsers.confidence.traits import of_value
from kehoach.parsers.confidence.wordings import Wordings
from kehoach.parsers.mending import mend
from kehoach.pipeline import drafts_of
from kehoach.schema.models import Deadline, DocumentInfo, Group, Offices, Plan, Source, Task
from kehoach.schema.rules.base import Draft
from kehoach.schema.sources import Evidence

ROOT = Path(__file__).parent.parent
SURE = Evidence("field", ("text",), share=1.0, least=1.0, mean=1.0, count=1, letters=22)


def plan_with(*tasks: Task, **document: Any) -> Plan:
    return Plan(
        status="ok",
        source=Source(name="kh.docx", sha256="0" * 64, media_type="text/plain"),
        document=DocumentInfo(**document),
        tasks=tasks,
    )


def task(number: int, text: str = "Rà soát thủ tục hành chính", **fields: Any) -> Task:
    usual: dict[str, Any] = {
        "lead": Offices(raw="Phòng Kinh tế", units=("Phòng Kinh tế",)),
        "deliverables": ("Báo cáo",),
    }
    return Task(id=f"v{number}", origin="table", number=str(number), task=text, **usual | fields)


def traits_of_task(plan: Plan, index: int) -> set[str]:
    return set(item_traits(plan)[f"/tasks/{index}"])


# --- in its letters -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "trait"),
    [
        ("tasks/number", "13 Xử lý hồ sơ công việc", "number with words"),
        ("tasks/group", "IV Chính quyền số", "begins with its number"),
        ("tasks/lead", "CHỈ ĐẠO, ĐIỀU HÀNH", "lead in capitals"),
        ("tasks/deadline", "Tháng 11/2025 (sau khi cấp trên ban hành hướng dẫn)", "long time"),
        ("tasks/task", "Rà soát (chủ trì: Phòng Kinh tế", "open bracket"),
        ("tasks/task", "Họp “giao ban", "open bracket"),
        ("tasks/task", "môi trườnơ manơ", "strange=3"),
    ],
)
def test_what_a_field_does_not_hold_is_a_trait(kind: str, value: str, trait: str) -> None:
    assert trait in of_value(kind, SURE, value)


@pytest.mark.parametrize(
    ("kind", "value", "trait"),
    [
        ("tasks/number", "II.1.2", "number with words"),
        ("tasks/number", "Điều 3", "number with words"),
        ("tasks/group", "Chính quyền số", "begins with its number"),
        ("tasks/group", "Vì người dân", "begins with its number"),
        ("tasks/lead", "UB", "lead in capitals"),
        ("tasks/deadline", "Quý III/2026", "long time"),
        ("tasks/task", "a) Rà soát (lần 1), họp “giao ban”", "open bracket"),
        ("tasks/task", "Cập nhật CSDL của UBND xã Tân Khê", "strange=3"),
    ],
)
def test_what_is_usual_has_no_such_trait(kind: str, value: str, trait: str) -> None:
    assert trait not in of_value(kind, SURE, value)


# --- among the words of the others ----------------------------------------------------------------


def among(*values: tuple[str, str]) -> Wordings:
    return Wordings(values)


def test_a_value_that_another_goes_on_with_was_perhaps_cut() -> None:
    known = among(
        ("tasks/lead", "Theo dự toán được"),
        ("tasks/budget", "Theo dự toán được"),
        *[("tasks/budget", "Theo dự toán được cấp")] * 3,
    )
    assert "another goes on" in known.traits("tasks/budget", "Theo dự toán được")
    assert "another goes on" not in known.traits("tasks/budget", "Theo dự toán được cấp")
    assert "another goes on" not in known.traits("tasks/lead", "Theo dự toán được")


def test_a_last_word_that_elsewhere_always_has_the_same_behind_it_was_perhaps_cut() -> None:
    known = among(
        ("tasks/coordinating", "Các phòng, đơn"),
        ("tasks/lead", "Các đơn vị sự nghiệp"),
        ("tasks/task", "Giao các đơn vị rà soát"),
        ("tasks/task", "vị trí việc làm"),
    )
    assert "last word goes on" in known.traits("tasks/coordinating", "Các phòng, đơn")
    assert "last word goes on" not in known.traits("tasks/task", "Giao các đơn vị rà soát")


def test_a_last_word_that_others_end_with_too_is_none() -> None:
    known = among(
        ("tasks/task", "Xử lý đơn"),
        ("tasks/task", "Tiếp nhận đơn"),
        ("tasks/task", "Giao các đơn vị rà soát"),
        ("tasks/task", "Các đơn vị họp"),
    )
    assert "last word goes on" not in known.traits("tasks/task", "Xử lý đơn")


def test_a_first_word_that_elsewhere_always_has_the_same_before_it_was_perhaps_cut() -> None:
    known = among(
        ("tasks/lead", "thôn Khe Đá"),
        ("tasks/coordinating", "nông thôn mới"),
        ("tasks/task", "Xây dựng nông thôn mới"),
        ("tasks/task", "Giao ban"),
    )
    assert "first word has one before" in known.traits("tasks/lead", "thôn Khe Đá")
    assert "first word has one before" not in known.traits("tasks/task", "Giao ban")


def test_words_said_twice_on_end() -> None:
    value = "Kế hoạch Kế hoạch"
    assert "says a word twice" in among(("tasks/task", value)).traits("tasks/task", value)
    value = "Kế hoạch, Báo cáo; Kế hoạch"
    assert "says a word twice" not in among(("tasks/task", value)).traits("tasks/task", value)


def test_of_two_groups_all_but_the_same_the_rarer_is_doubted() -> None:
    right, misread = "CẢI CÁCH THỂ CHẾ", "CÁI CÁCH THỂ CHẾ"
    known = among(*[("tasks/group", right)] * 3, ("tasks/group", misread))
    assert "all but another" in known.traits("tasks/group", misread)
    assert "all but another" not in known.traits("tasks/group", right)


def test_bodies_that_differ_in_a_figure_are_different() -> None:
    known = among(("tasks/lead", "Tổ dân phố số 1"), ("tasks/lead", "Tổ dân phố số 2"))
    assert "all but another" not in known.traits("tasks/lead", "Tổ dân phố số 1")


# --- beside the tasks around it -------------------------------------------------------------------


def test_a_row_with_the_same_words_in_two_cells() -> None:
    words = "CHỈ ĐẠO, ĐIỀU HÀNH"
    plan = plan_with(
        task(1), task(2, words, lead=Offices(raw=words, units=(words,), unknown=(words,)))
    )
    assert "two fields of the same words" in traits_of_task(plan, 1)
    assert "two fields of the same words" not in traits_of_task(plan, 0)
    assert "beside an odd one" in traits_of_task(plan, 0)
    assert list(unknown_bodies(plan)) == [words]


def test_a_task_that_has_other_fields_than_all_others() -> None:
    tasks = [task(number) for number in range(1, 12)]
    odd = task(12, lead=None, deliverables=())
    plan = plan_with(*tasks, odd)
    assert {"rare fields", "misses lead", "misses deliverables"} <= traits_of_task(plan, 11)
    assert "rare fields" not in traits_of_task(plan, 0)


def test_a_task_much_longer_or_shorter_than_the_others() -> None:
    usual = "Rà soát thủ tục hành chính của xã"
    plan = plan_with(task(1, usual), task(2, usual), task(3, f"{usual}; " * 6), task(4, "Họp"))
    assert "task longer than others" in traits_of_task(plan, 2)
    assert "task shorter than others" in traits_of_task(plan, 3)
    assert not {"task longer than others", "task shorter than others"} & traits_of_task(plan, 0)


def test_a_task_alone_in_its_group() -> None:
    groups = [Group(title=title, number=None) for title in ("Đất đai", "Y tế", "Y tế")]
    plan = plan_with(*(task(n, group=group) for n, group in enumerate(groups, start=1)))
    assert "alone in its group" in traits_of_task(plan, 0)
    assert "alone in its group" not in traits_of_task(plan, 1)


def test_a_deadline_before_the_day_of_the_paper() -> None:
    before = Deadline(raw="trước 30/6/2024", kind="by", end="2024-06-30")
    after = Deadline(raw="trước 30/6/2026", kind="by", end="2026-06-30")
    plan = plan_with(task(1, deadline=before), task(2, deadline=after), issued_on="2026-01-05")
    assert "time before the paper" in traits_of_task(plan, 0)
    assert "time before the paper" not in traits_of_task(plan, 1)


def test_no_paper_of_ours_is_full_of_odd_letters() -> None:
    draft = draft_of(ROOT / "samples" / "bang-6-cot" / "bang-6-cot.docx")
    odd = [traits for traits in item_traits(draft.plan).values() if "odd letters" in traits]
    assert len(odd) <= len(draft.plan.tasks) // 5


def test_a_task_with_many_activities_perhaps_took_those_of_others() -> None:
    plan = plan_with(
        task(1, activities=tuple(f"Họp lần {n}" for n in range(9))), task(2, activities=("Họp",))
    )
    assert "many activities" in traits_of_task(plan, 0)
    assert "many activities" not in traits_of_task(plan, 1)


def test_shares_tell_how_well_a_paper_was_understood() -> None:
    odd = Deadline(raw="khi thuận tiện")
    unknown = Offices(raw="Tổ Ba", units=("Tổ Ba",), unknown=("Tổ Ba",))
    told = understood(plan_with(task(1, deadline=odd), task(2, lead=unknown)))
    assert (told["unknown times"], told["unknown bodies"], told["unplaced"]) == (1.0, 0.5, 0.0)
    assert (told["bare tasks"], told["unnumbered tasks"]) == (0.0, 0.0)
    assert set(understood(plan_with()).values()) == {0.0}


# --- what an item leaves over ---------------------------------------------------------------------


def draft_of(path: Path) -> Draft:
    return drafts_of(mend(read(path))[0])[0]


def test_an_item_tells_how_much_of_its_words_its_values_have(tmp_path: Path) -> None:
    paper = tmp_path / "kh.txt"
    paper.write_text(
        "UBND XÃ TÂN KHÊ\nSố: 12/KH-UBND\n\nKẾ HOẠCH\nCải cách hành chính năm 2026\n\n"
        "I. NHIỆM VỤ\n\n"
        "1. Rà soát thủ tục hành chính thuộc thẩm quyền của xã.\n"
        "- Chủ trì: Phòng Kinh tế.\n- Thời gian: Quý I/2026.\n\n"
        "2. Kiểm tra việc tiếp nhận hồ sơ tại Trung tâm.\n"
        "- Chủ trì: Phòng Kinh tế.\n- Thời gian: Quý II/2026.\n",
        encoding="utf-8",
    )
    told = draft_of(paper).evidence
    covered = {one.covered for pointer, one in told.items() if pointer.startswith("/tasks/0/")}
    assert len(covered) == 1
    assert 0.6 < covered.pop() < 1.0
    assert {one.covered for pointer, one in told.items() if pointer.startswith("/document/")} == {
        1.0
    }


# --- a program that forgets -----------------------------------------------------------------------


def test_what_is_forgotten_is_a_share_of_the_words_and_depends_on_the_seed() -> None:
    held = {"lead": [f"từ {n}" for n in range(200)], "few": ["một", "hai"], "one": "chữ"}

    def left(seed: int) -> Any:
        return without_some(held, Random(seed), 0.2)  # noqa: S311

    assert left(1) == left(1)
    assert left(1) != left(2)
    assert 130 < len(left(1)["lead"]) < 185
    assert set(left(1)["lead"]) < set(held["lead"])
    assert (left(1)["few"], left(1)["one"]) == (held["few"], held["one"])
    assert len(held["few"]) < LISTED


def test_a_forgetful_copy_lacks_words_and_the_program_none(tmp_path: Path) -> None:
    for name in FORGOTTEN:
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((ROOT / name).read_bytes())
    forget(tmp_path, 2)
    for name in FORGOTTEN:
        whole, left = (
            yaml.safe_load((tree / name).read_text("utf-8")) for tree in (ROOT, tmp_path)
        )
        assert left != whole
        assert left.keys() == whole.keys()


# --- read from a picture --------------------------------------------------------------------------


def of_picture(kind: str, value: str, **known: Any) -> set[str]:
    read_so = replace(SURE, how=("ocr",), letters=len(value), **known)
    return {trait for trait in of_value(kind, read_so, value) if trait.startswith("picture")}


def test_doubts_of_the_reader_count_by_what_was_read() -> None:
    lead = of_picture("tasks/lead", "Phòng Kinh tế", least=0.6, torn=True)
    assert {"picture name below 0.7", "picture name torn"} <= lead
    when = of_picture("tasks/deadline", "Trước ngày 08/1/2031", least=0.6, figures=0.6)
    assert {"picture date below 0.7", "picture figures below 0.9"} <= when
    task = of_picture("tasks/task", "Rà soát, niêm yết thủ tục hành chính ở từng thôn", least=0.6)
    assert "picture sentence below 0.7" in task
    assert "picture white over 0.8" in of_picture("tasks/lead", "Tổ giúp việc Trung tâm", white=1.2)


def test_letters_of_a_file_have_no_traits_of_pictures() -> None:
    assert not any("picture" in trait for trait in of_value("tasks/lead", SURE, "Phòng Kinh tế"))
