"""How sure each value is: a probability, of every value, that says what it is doubted for."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_papers import document_of
from read_papers import plan_of as as_read
from warm_program import said

from bench.accuracy import read_truth
from bench.calibration import figures
from bench.common import papers
from bench.confidences import Value
from bench.labels import labels_of
from kehoach.corrections.applying import with_corrections
from kehoach.corrections.making import Maker, difference
from kehoach.emit.json import from_json, to_json
from kehoach.ingest.options import ReadOptions
from kehoach.parsers.confidence.judging import Known
from kehoach.parsers.confidence.odds import BASE, PICTURE, odds, told_of, weights
from kehoach.parsers.confidence.traits import of_value
from kehoach.parsers.confidence.values import values_of
from kehoach.parsers.mending import mend
from kehoach.pipeline import drafts_of, extract
from kehoach.schema.located import located
from kehoach.schema.models import Plan
from kehoach.schema.rules.base import Draft
from kehoach.schema.rules.doubts import MOST, doubtful_values
from kehoach.schema.rules.judging import judged_again
from kehoach.schema.sources import Evidence, How
from kehoach.schema.worded import value_at

SAMPLES = Path(__file__).parent.parent / "samples"
PAPERS = sorted(path for form in ("docx", "txt", "pdf") for path in SAMPLES.glob(f"*/*.{form}"))
SURE = Evidence("field", ("text",), share=1.0, least=1.0, mean=1.0, count=1, letters=22)


@cache
def plan_of(path: Path, doubt: float | None = None) -> Plan:
    return extract(path, ReadOptions(doubt=doubt)) if doubt is not None else as_read(path)


# --- a probability for every value ----------------------------------------------------------------


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_every_value_of_a_paper_is_judged(path: Path) -> None:
    draft, _ = drafts_of(mend(document_of(path))[0])
    judged = Known(draft).told
    told = dict(located(draft.plan))
    assert {pointer for pointer, _, _ in values_of(draft.plan)} == set(told) == set(judged)
    for pointer, sure in judged.items():
        assert told[pointer].confidence == sure
        assert 0.0 < sure < 1.0


def test_our_own_papers_are_told_as_sure_and_right() -> None:
    """They were taught, so this is no measure of what strangers bring: it tells when a change of
    traits, measures or files has put the judges out of step."""
    known = []
    for paper in papers():
        if not paper.ours or paper.truth is None:
            continue
        plan, truth = plan_of(paper.pdf.with_suffix(".txt")), read_truth(paper.truth)
        told = dict(located(plan))
        data = plan.model_dump(mode="json")
        known += [
            (told[pointer].confidence, is_right)
            for pointer, is_right in labels_of(data, truth).items()
            if pointer in told
        ]
    sure = [is_right for confidence, is_right in known if confidence >= 0.9]
    assert len(known) > 800
    assert len(sure) > 0.7 * len(known)
    assert sum(sure) > 0.98 * len(sure)
    mean_told = sum(confidence for confidence, _ in known) / len(known)
    assert mean_told > 0.88, "most values of plain papers are told as sure"


@pytest.mark.parametrize(
    "worse",
    [
        replace(SURE, level="none", how=("unlocated",), share=0.0),
        replace(SURE, level="paper", how=("text", "inherited")),
        replace(SURE, item=0.4),
    ],
)
def test_what_speaks_against_a_value_makes_it_less_sure(worse: Evidence) -> None:
    sure = odds(of_value("tasks/lead", SURE, "Phòng Kinh tế"))
    assert odds(of_value("tasks/lead", worse, "Phòng Kinh tế")) < sure


def test_what_was_read_from_a_picture_has_weights_of_its_own() -> None:
    assert odds([PICTURE]) == weights(pictures=True)[BASE] + weights(pictures=True).get(PICTURE, 0)
    assert odds(["ends"]) == weights()[BASE] + weights()["ends"]
    assert weights() != weights(pictures=True)


@given(st.lists(st.sampled_from(sorted({*weights(), *weights(pictures=True)})), max_size=40))
def test_any_traits_give_a_probability(traits: list[str]) -> None:
    assert 0.0 < told_of(odds(traits)) < 1.0


# --- which values are right -----------------------------------------------------------------------

TRUTH: dict[str, Any] = {
    "document": {"number": "12/KH-UBND", "issued_on": "2026-02-03", "legal_bases": []},
    "tasks": [
        {
            "number": "1",
            "task": "Rà soát thủ tục hành chính",
            "activities": [],
            "deliverables": ["Báo cáo"],
            "lead": {"raw": "Phòng Kinh tế", "units": ["Phòng Kinh tế"]},
            "deadline": {"kind": "within", "start": "2026-07-01", "end": "2026-09-30"},
        }
    ],
    "targets": [],
}


def read_as(**changes: Any) -> dict[str, Any]:
    """The plan of TRUTH as somebody read it."""
    task = {
        **TRUTH["tasks"][0],
        "objective": None,
        "group": None,
        "coordinating": None,
        "budget": None,
    }
    document = {**TRUTH["document"], "recipients": []}
    return {
        "document": document,
        "tasks": [{**task, **changes}],
        "targets": [],
        "assignments": [],
    }


def test_all_values_of_the_truth_are_right() -> None:
    labels = labels_of(read_as(), TRUTH)
    assert all(labels.values())
    assert {"/document/number", "/tasks/0/task", "/tasks/0/lead/0", "/tasks/0/deadline"} <= {
        *labels
    }


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("number", "7", {"/tasks/0/number"}),
        ("deliverables", ["Báo cáo", "Phòng"], {"/tasks/0/deliverables/1"}),
        ("lead", {"raw": "Công an xã", "units": ["Công an xã"]}, {"/tasks/0/lead/0"}),
        ("coordinating", {"raw": "Hội CCB", "units": ["Hội CCB"]}, {"/tasks/0/coordinating/0"}),
        ("deadline", {"kind": "by", "start": None, "end": "2026-09-30"}, {"/tasks/0/deadline"}),
        ("budget", "5 triệu đồng", {"/tasks/0/budget"}),
    ],
)  # fmt: skip
def test_another_value_is_wrong_and_no_other(field: str, value: Any, wrong: set[str]) -> None:
    labels = labels_of(read_as(**{field: value}), TRUTH)
    assert {pointer for pointer, is_right in labels.items() if not is_right} == wrong


def test_a_task_that_the_paper_does_not_have_is_wrong_in_all_its_values() -> None:
    plan = read_as()
    plan["tasks"].append({**plan["tasks"][0], "task": "Khen thưởng các tập thể xuất sắc"})
    labels = labels_of(plan, TRUTH)
    assert not any(labels[pointer] for pointer in labels if pointer.startswith("/tasks/1/"))
    assert all(labels[pointer] for pointer in labels if pointer.startswith("/tasks/0/"))


def test_what_a_truth_leaves_open_has_no_label() -> None:
    plan = read_as(note="theo dõi")
    plan["document"]["place"] = "Tân Khê"
    labels = labels_of(plan, {**TRUTH, "open": ["number"]})
    assert not {"/document/place", "/tasks/0/note", "/tasks/0/number"} & set(labels)


def test_figures_of_a_perfect_and_of_a_blind_judge() -> None:
    def values(*told: tuple[float, bool]) -> list[Value]:
        return [
            Value("kh", "pdf", f"/{n}", (), right, sure) for n, (sure, right) in enumerate(told)
        ]

    right, wrong = (0.95, True), (0.05, False)
    perfect = figures(values(*[right] * 18, wrong, wrong))
    assert (perfect["right"], perfect["found"], perfect["sure"]) == (100.0, 100.0, 90.0)
    assert perfect["brier"] == pytest.approx(0.0025)
    blind = figures(values(*[right] * 18, (0.99, False), (0.99, False)))
    assert (blind["right"], blind["found"]) == (90.0, 0.0)


# --- what is told of doubtful values --------------------------------------------------------------

PAPER = SAMPLES / "bang-6-cot" / "bang-6-cot.txt"


ORDERED = ("tasks", "targets", "assignments", "obligations")
"""Parts whose numbers only tell their order."""


def doubts(plan: Plan) -> list[Any]:
    """Findings on single values, and the one that sums up."""
    return [
        finding
        for finding in plan.findings
        if finding.code == "low_confidence"
        and ("% sure" in finding.message_en or "less sure than" in finding.message_en)
    ]


def test_no_value_is_doubted_when_nobody_asks_for_doubts() -> None:
    assert doubts(plan_of(PAPER, 0.0)) == []


def test_each_doubt_names_its_field_and_value_and_many_are_summed_up() -> None:
    plan = plan_of(PAPER, 1.0)
    told = doubts(plan)
    numbers = {
        f"/{items}/{n}/number" for items in ORDERED for n in range(len(getattr(plan, items)))
    }
    count = sum(1 for pointer, _ in located(plan) if pointer not in numbers)
    assert numbers & {pointer for pointer, _ in located(plan)}, "rows have numbers, not doubted"
    assert len(told) == MOST + 1
    more = int(told[-1].message.split()[1])
    lists = [finding.where.split("/")[1] for finding in told[:-1]]
    once = {(part, one.message, one.evidence) for part, one in zip(lists, told, strict=False)}
    assert len(once) == MOST
    assert 0 < more <= count - MOST, "what rows took from one heading is told once"
    data = json.loads(to_json(plan))
    for finding in told[:-1]:
        assert f"“{finding.evidence}”" in finding.message
        value: Any = data
        for name in finding.where.split("/")[1:]:
            value = value[int(name)] if isinstance(value, list) else value[name]
        shown = value if isinstance(value, str) else value.get("raw") or value.get("title")
        assert finding.evidence[:40] in shown
        assert finding.spans


def test_doubts_stay_when_a_plan_is_judged_again() -> None:
    plan = plan_of(PAPER, 0.97)
    again = judged_again(from_json(to_json(plan).encode()))
    assert doubts(again) == doubts(plan)
    assert doubts(plan)
    assert doubts(judged_again(plan, 0.0)) == []


@pytest.mark.parametrize(
    ("how", "sure", "is_told"),
    [
        (("text",), 0.3, False),
        (("text",), 0.02, True),
        (("ocr",), 0.3, True),
        (("restored",), 0.3, True),
        (("ocr",), 0.6, False),
        (("corrected",), 0.02, False),
    ],
)
def test_what_well_read_words_mean_is_doubted_later_than_letters(
    how: tuple[How, ...], sure: float, is_told: bool
) -> None:
    plan = plan_of(PAPER)
    sources = plan.document.sources
    assert sources is not None
    assert sources.title is not None
    title = sources.title.model_copy(update={"how": how, "confidence": sure})
    document = plan.document.model_copy(
        update={"sources": sources.model_copy(update={"title": title})}
    )
    doubted = judged_again(plan.model_copy(update={"document": document}))
    before, after = (
        sum(finding.code == "low_confidence" for finding in one.findings)
        for one in (judged_again(plan), doubted)
    )
    assert after - before == is_told


def test_what_a_person_put_right_is_not_doubted() -> None:
    plan = plan_of(PAPER, 1.0)
    data = json.loads(to_json(plan))
    data["document"]["title"] = "Chuyển đổi số năm 2026"
    maker = Maker("Lê Thị Lan")
    edited = from_json(json.dumps(data).encode())
    corrected = with_corrections(plan, difference(plan, edited, maker).corrections)
    assert dict(located(corrected))["/document/title"].how == ("corrected",)
    assert "/document/title" not in {finding.where for finding in doubts(corrected)}


def test_a_value_is_found_by_the_pointer_of_its_source() -> None:
    plan = plan_of(PAPER)
    task = next(n for n, one in enumerate(plan.tasks) if one.lead and one.lead.units)
    lead = plan.tasks[task].lead
    assert lead is not None
    assert value_at(plan, f"/tasks/{task}/lead/0") == (f"/tasks/{task}/lead/units/0", lead.units[0])
    assert value_at(plan, "/document/title") == ("/document/title", plan.document.title)


def test_the_threshold_is_an_option_of_check(tmp_path: Path) -> None:
    def told(*options: str) -> str:
        return said("--lang", "en", "check", *options, PAPER, cwd=tmp_path).stdout

    assert "% sure" in told("--doubt", "0.999")
    assert "% sure" not in told("--doubt", "0")


@pytest.mark.parametrize(
    ("sure", "least", "is_told"), [(0.3, 0.9, False), (0.3, 0.4, True), (0.95, 0.4, True)]
)
def test_letters_of_a_picture_are_doubted_for_their_least_sure_word(
    sure: float, least: float, is_told: bool
) -> None:
    plan = plan_of(PAPER)
    sources = plan.document.sources
    assert sources is not None
    assert sources.title is not None
    title = sources.title.model_copy(update={"how": ("ocr",), "confidence": sure})
    document = plan.document.model_copy(
        update={"sources": sources.model_copy(update={"title": title})}
    )
    evidence = {"/document/title": Evidence("field", ("ocr",), least=least)}
    draft = Draft(plan.model_copy(update={"document": document}), evidence=evidence)
    told = [one for one in doubtful_values(draft) if one.severity == "warning"]
    assert bool(told) == is_told


def test_a_threshold_given_by_hand_counts_also_where_it_is_the_usual_number() -> None:
    """Without one, what well read words mean is summed up below 0.03; `--doubt 0.5` tells all."""
    plan = plan_of(PAPER)
    unsure = plan.model_copy(update={"reading": plan.reading})
    below = [one for _, one in located(unsure) if one.confidence < 0.999]
    assert below
    asked = judged_again(plan, 0.5)
    assert asked.reading is not None
    assert asked.reading.doubt == 0.5
    assert plan.reading is not None
    assert plan.reading.doubt is None
