"""The samples: sources, built files and expected.json agree, and the files have the features they
promise."""

from __future__ import annotations

import io
import json
import re
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docx import Document  # noqa: E402
from docx.oxml.ns import qn  # noqa: E402

from kehoach.schema.models import Plan  # noqa: E402
from samples._docx import render as render_docx  # noqa: E402
from samples._expected import metric, section_path  # noqa: E402
from samples._source import HERE, load, sample_ids, tables  # noqa: E402
from samples.build import texts  # noqa: E402

IDS = sample_ids()
CODES = {
    "missing_owner",
    "missing_deadline",
    "missing_deliverable",
    "vague_owner",
    "invalid_date",
    "duplicate_word",
    "deadline_outside_period",
    "duplicate_number",
    "number_gap",
    "foreign_unit_name",
    "target_conflict",
    "missing_document_number",
    "missing_issue_date",
    "missing_appendix",
}

MAX_PDF = 150_000


def expected(sample: str) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads((HERE / sample / "expected.json").read_text(encoding="utf-8"))
    return plan


def squeeze(text: str) -> str:
    return re.sub(r"[\s\-]+", "", unicodedata.normalize("NFC", text))


def docx_text(sample: str) -> str:
    document = Document(str(HERE / sample / f"{sample}.docx"))
    return squeeze("".join(node.text or "" for node in document.element.iter(qn("w:t"))))


def wordings(sample: str) -> list[str]:
    """Everything that expected.json says the paper says."""
    plan = expected(sample)
    found = [task["task"] for task in plan["tasks"]]
    found += [one for task in plan["tasks"] for one in [*task["activities"], *task["deliverables"]]]
    found += [
        one
        for task in plan["tasks"]
        for key in ("lead", "coordinating")
        if task[key]
        for one in task[key]["raw"].split("\n")
    ]
    found += [
        one
        for task in plan["tasks"]
        if task["deadline"]
        for one in task["deadline"]["raw"].split("\n")
    ]
    found += [target["text"] for target in plan["targets"]]
    found += [duty for one in plan["assignments"] for duty in one["duties"]]
    return found


def test_every_shape_has_a_sample() -> None:
    assert IDS == ["bang-6-cot", "bang-8-cot", "nhiem-vu-chu-cai", "quyet-dinh", "tuong-thuat"]


@pytest.mark.parametrize("sample", IDS)
def test_text_files_are_what_the_source_says(sample: str) -> None:
    for name, content in texts(sample).items():
        assert (HERE / sample / name).read_bytes() == content.encode(), (
            f"{name}: run python -m samples.build"
        )


@pytest.mark.parametrize("sample", IDS)
def test_docx_is_what_the_source_says(sample: str) -> None:
    built = zipfile.ZipFile(io.BytesIO(render_docx(load(sample))))
    committed = zipfile.ZipFile(HERE / sample / f"{sample}.docx")
    assert built.namelist() == committed.namelist()
    for part in ("word/document.xml", "word/numbering.xml"):
        assert built.read(part) == committed.read(part), f"{part}: run python -m samples.build"


@pytest.mark.parametrize("sample", IDS)
def test_building_twice_gives_the_same_bytes(sample: str) -> None:
    assert render_docx(load(sample)) == render_docx(load(sample))
    assert texts(sample) == texts(sample)


@pytest.mark.parametrize("sample", IDS)
def test_everything_expected_stands_in_the_docx(sample: str) -> None:
    text = docx_text(sample)
    for wording in wordings(sample):
        assert squeeze(wording) in text, wording


@pytest.mark.parametrize("sample", ["nhiem-vu-chu-cai", "tuong-thuat"])
def test_everything_expected_stands_in_a_narrative_text(sample: str) -> None:
    text = squeeze((HERE / sample / f"{sample}.txt").read_text(encoding="utf-8"))
    for wording in wordings(sample):
        assert squeeze(wording) in text, wording


@pytest.mark.parametrize("sample", IDS)
def test_every_cell_reaches_the_text(sample: str) -> None:
    """Pages break cells apart; no word gets lost."""
    words = set((HERE / sample / f"{sample}.txt").read_text(encoding="utf-8").split())
    for wording in wordings(sample):
        assert set(wording.replace(";", " ; ").split()) <= words | {
            part for word in words for part in re.split(r"(;)|\.$", word) if part
        }, wording


@pytest.mark.parametrize("sample", IDS)
def test_expected_fits_the_models(sample: str) -> None:
    plan = expected(sample)
    for n, one in enumerate([*plan["targets"], *plan["tasks"]]):
        one["id"] = str(n)
    for finding in plan["findings"]:
        finding |= {"severity": "error", "message": "-", "message_en": "-"}
    source = {"name": sample, "sha256": "0", "media_type": "text/plain"}
    read = Plan.model_validate({**plan, "status": "ok", "source": source})
    assert read.tasks
    assert read.sections
    assert read.document.legal_bases


@pytest.mark.parametrize("sample", IDS)
def test_findings_point_at_what_they_name(sample: str) -> None:
    plan = expected(sample)
    for finding in plan["findings"]:
        assert finding["code"] in CODES
        value: Any = plan
        for key in finding["where"].strip("/").split("/"):
            value = value[int(key)] if isinstance(value, list) else value[key]
        if finding["code"] in ("missing_owner", "missing_deadline", "missing_deliverable"):
            assert value in (None, []), finding


@pytest.mark.parametrize("sample", IDS)
def test_deadlines_lie_in_order(sample: str) -> None:
    for task in expected(sample)["tasks"]:
        deadline = task["deadline"] or {}
        for one in [deadline, *deadline.get("parts", [])]:
            if one.get("start") and one.get("end"):
                assert one["start"] <= one["end"]


@pytest.mark.parametrize("sample", IDS)
def test_pdf_is_there_and_small(sample: str) -> None:
    content = (HERE / sample / f"{sample}.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert len(content) < MAX_PDF


@pytest.mark.parametrize("sample", [one for one in IDS if load(one).get("tables")])
def test_docx_has_the_merges_and_the_repeated_header(sample: str) -> None:
    drawn = [
        table
        for table in Document(str(HERE / sample / f"{sample}.docx")).tables
        if table.style.name == "Table Grid"
    ]
    for table, source in zip(drawn, tables(load(sample)), strict=True):
        heads = table._tbl.findall(f".//{qn('w:tblHeader')}")
        assert len(heads) == (2 if source.subheader else 1)
        covered = sum(
            cell.rows == 0
            for group in source.groups
            for row in group.rows
            for cell in row.cells.values()
        )
        covered += sum(deep == 2 for _, _, deep in source.header)
        merges = [node.get(qn("w:val")) for node in table._tbl.iter(qn("w:vMerge"))]
        assert merges.count(None) + merges.count("continue") == covered
        groups = sum(group.title is not None for group in source.groups)
        assert len(list(table._tbl.iter(qn("w:gridSpan")))) == groups + sum(
            wide > 1 for _, wide, _ in source.header
        )
        assert not list(table._tbl.iter(qn("w:cantSplit")))


def test_narrative_docx_numbers_by_word_lists() -> None:
    paragraphs = Document(str(HERE / "tuong-thuat" / "tuong-thuat.docx")).paragraphs
    listed = [p for p in paragraphs if p._p.find(f".//{qn('w:numPr')}") is not None]
    levels = {p._p.find(f".//{qn('w:ilvl')}").get(qn("w:val")) for p in listed}
    assert len(listed) > 50
    assert levels == {"0", "1", "2"}
    assert not any(re.match(r"-\s|[IVX]+\.|\d+\.", p.text) for p in paragraphs)


def test_html_has_spans_that_fill_the_grid() -> None:
    page = (HERE / "bang-6-cot" / "bang-6-cot.html").read_text(encoding="utf-8")
    assert '<th colspan="2">Phân công</th>' in page
    assert page.count('<th rowspan="2">') == 4
    assert "rowspan" in page.split("<tbody>")[1]


def test_one_task_for_rows_that_agree_and_one_each_for_rows_that_do_not() -> None:
    tasks = expected("bang-8-cot")["tasks"]
    agree = [task for task in tasks if task["task"].startswith("Phổ biến các luật")]
    differ = [task for task in tasks if task["task"].startswith("Nâng cao chất lượng soạn thảo")]
    assert [len(task["activities"]) for task in agree] == [2]
    assert [len(task["activities"]) for task in differ] == [1, 1, 1]
    assert len({task["number"] for task in differ}) == 1


def test_short_forms() -> None:
    assert metric("range 1 2 cuộc") == {"comparator": "range", "min": 1, "max": 2, "unit": "cuộc"}
    assert metric("<= 1.5 %") == {"comparator": "<=", "value": 1.5, "unit": "%"}
    assert section_path([{"number": "II"}, {"number": "2"}, {"number": "2.1"}]) == "II.2.1"
    assert section_path([{"number": "II"}, {"number": "3"}]) == "II.3"
