"""Every rule for and against, on the plans of data/parsers/rules.yaml. A false alarm counts as an
error."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.schema.models import Metric, Plan
from kehoach.schema.rules.base import RULES, Observation, Observations, Promise
from kehoach.schema.rules.find import MAX_EVIDENCE, findings_of, sentences
from kehoach.schema.rules.numbering import Numbered, check_run, ordinal

ROOT = Path(__file__).parents[1]
DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/rules.yaml").read_text("utf-8")
)
DOCUMENT = {"type": "Kế hoạch", "number": "27/KH-UBND", "issued_on": "2026-01-15"}
TASK = {
    "origin": "table",
    "number": "1",
    "task": "Rà soát văn bản",
    "deliverables": ["Báo cáo"],
    "lead": {"raw": "Công an", "units": ["Công an phường"]},
    "deadline": {
        "raw": "Tháng 3/2026",
        "kind": "within",
        "start": "2026-03-01",
        "end": "2026-03-31",
    },
}


def plan_of(case: dict[str, Any]) -> Plan:
    """The plan without defects, and what the case lays over it."""
    over = case.get("plan", {})
    blocks = [{"kind": "paragraph", "text": text} for text in case.get("texts", [])]
    blocks += [
        {
            "kind": "item",
            "number": number,
            "text": "Việc",
            "spans": [{"line_start": n, "line_end": n}],
        }
        for n, number in enumerate(case.get("points", []), 1)
    ]
    sections = [
        {"number": number, "title": "MỤC", "level": 1} for number in case.get("sections", ["I"])
    ]
    sections[0] |= {"blocks": blocks}
    tasks = [
        {"id": f"b1.0.{n}", **TASK, **task} for n, task in enumerate(case.get("tasks", [{}]), 1)
    ]
    return Plan.model_validate(
        {
            "status": "ok",
            "source": {"name": "x.pdf", "sha256": "0" * 64, "media_type": "application/pdf"},
            "sections": sections,
            "tasks": tasks,
            **{k: v for k, v in over.items() if k != "document"},
            "document": {**DOCUMENT, **over.get("document", {})},
        }
    )


def seen_of(case: dict[str, Any]) -> Observations:
    seen = dict(case.get("seen", {}))
    notes = tuple(Observation(**note) for note in seen.pop("notes", []))
    promises = tuple(
        Promise(
            promise["where"],
            promise["text"],
            tuple(Metric.model_validate(m) for m in promise["metrics"]),
        )
        for promise in seen.pop("promises", [])
    )
    return Observations(notes=notes, promises=promises, **seen)


@pytest.mark.parametrize("name", DATA)
def test_rule(name: str) -> None:
    findings = findings_of(plan_of(DATA[name]), seen_of(DATA[name]))
    assert [f"{f.code} {f.where}" for f in findings] == DATA[name]["want"]


def test_every_rule_has_its_sentence() -> None:
    findings_of(plan_of({}), Observations())  # registers the rules
    unworded = {"section_numbers", "row_numbers", "inner_numbers", "observations"}
    assert set(RULES) - unworded <= set(sentences())


def test_every_note_of_a_reader_has_its_sentence() -> None:
    codes = {
        code
        for room in ("ingest", "parsers")
        for path in (ROOT / room).rglob("*.py")
        for code in re.findall(r'Note\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    assert codes
    assert codes <= set(sentences())


def test_every_sentence_is_in_both_languages() -> None:
    for name, entry in sentences().items():
        assert entry["severity"] in ("error", "warning", "info"), name
        assert set(re.findall(r"{(\w+)}", entry["vi"])) == set(
            re.findall(r"{(\w+)}", entry["en"])
        ), name
        advice = [
            set(re.findall(r"{(\w+)}", entry[key])) for key in ("do", "do_en") if key in entry
        ]
        assert advice in ([], [advice[0]] * 2 if advice else []), name


def test_long_evidence_is_cut() -> None:
    (finding,) = findings_of(
        plan_of({"tasks": [{"task": "Rà soát " * 60, "lead": None}]}), Observations()
    )
    assert len(finding.evidence) == MAX_EVIDENCE
    assert finding.evidence.endswith("…")


def test_braces_in_a_paper_are_words() -> None:
    (finding,) = findings_of(
        plan_of({"tasks": [{"deadline": {"raw": "{ngay} {0}", "kind": None}}]}), Observations()
    )
    assert "{ngay} {0}" in finding.message


@pytest.mark.parametrize(
    ("number", "place"),
    [
        ("1", ("decimal", 1)),
        ("1.4", ("1.", 4)),
        ("IV", ("roman", 4)),
        ("đ", ("letter", 5)),
        ("2.1.3", ("2.1.", 3)),
    ],
)
def test_ordinal(number: str, place: tuple[str, int]) -> None:
    assert ordinal(number) == place


@pytest.mark.parametrize("number", ["", "Điều 1", "?", "1a", "ab", "1.", "*"])
def test_no_ordinal(number: str) -> None:
    assert ordinal(number) is None


@given(st.integers(1, 40))
def test_a_run_without_gap_has_no_hit(length: int) -> None:
    assert list(check_run([Numbered(str(n), "", "") for n in range(1, length + 1)])) == []
    assert list(check_run([Numbered(f"2.{n}", "", "") for n in range(1, length + 1)])) == []


@given(st.integers(2, 20), st.data())
def test_one_left_out_is_one_hit(length: int, data: st.DataObject) -> None:
    gone = data.draw(st.integers(1, length - 1))
    hits = list(
        check_run([Numbered(str(n), str(n), "") for n in range(1, length + 1) if n != gone])
    )
    assert [hit.where for hit in hits] == [str(gone + 1)]


@given(st.integers(1, 20), st.data())
def test_one_twice_is_one_hit(length: int, data: st.DataObject) -> None:
    twice = data.draw(st.integers(1, length))
    numbers = [*range(1, twice + 1), twice, *range(twice + 1, length + 1)]
    assert [hit.name for hit in check_run([Numbered(str(n), "", "") for n in numbers])] == [
        "duplicate_number"
    ]
