"""One plan in two forms is counted once and told; what only looks like it counts by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from batch_maker import ROOT, outputs, short_paper
from batch_maker import batch_without_parquet as batch
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from parcel_maker import zipped
from warm_program import said

from kehoach import cli
from kehoach.pipeline import extract
from kehoach.schema.twins import (
    Fingerprint,
    are_one_plan,
    fingerprint,
    likeness,
    sorted_into_plans,
)

DATA = yaml.safe_load((ROOT / "tests/data/schema/twins.yaml").read_text(encoding="utf-8"))
SAMPLES = ROOT / "samples"


def fingerprint_of(text: str, folder: Path, scanned: bool = False) -> Fingerprint:
    paper = folder / "kh.txt"
    paper.write_text(text, encoding="utf-8")
    found = fingerprint(extract(paper))
    assert found is not None
    return replace(found, scanned=scanned)


def changed(case: dict[str, Any]) -> str:
    lines = [
        line
        for line in DATA["paper"].splitlines()
        if not any(word in line for word in case.get("drop", ()))
    ]
    text = "\n".join(lines)
    for old, new in case.get("replace", {}).items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["name"])
def test_one_plan_or_two(case: dict[str, Any], tmp_path: Path) -> None:
    paper = fingerprint_of(DATA["paper"], tmp_path)
    other = fingerprint_of(changed(case), tmp_path, scanned=case.get("scanned", False))
    assert are_one_plan(paper, other) is case["one"]
    assert are_one_plan(other, paper) is case["one"]
    found = sorted_into_plans({"a": paper, "b": other}).twins
    assert bool(found) is case["one"], "papers of one plan must meet before they are compared"


def test_a_file_with_another_plan_behind_is_no_form_of_one(tmp_path: Path) -> None:
    """Its second plan would be counted nowhere."""
    other = DATA["paper"].replace("Tân Khê", "Bình An")
    one = fingerprint_of(DATA["paper"], tmp_path)
    both = fingerprint_of(f"{DATA['paper']}\n\n{other}", tmp_path)
    assert (one.papers, both.papers) == (1, 2)
    assert not are_one_plan(one, both)
    assert are_one_plan(both, both)


def test_issued_papers_count_before_drafts_and_text_before_scans(tmp_path: Path) -> None:
    issued = fingerprint_of(DATA["paper"], tmp_path)
    scan = replace(issued, scanned=True)
    draft = replace(issued, number=None, issued_on=None)
    twins = sorted_into_plans({"a draft": draft, "b scan": scan, "c text": issued}).twins
    assert {name: twin.of for name, twin in twins.items()} == {
        "a draft": "c text",
        "b scan": "c text",
    }


def test_a_paper_that_says_little_has_no_fingerprint(tmp_path: Path) -> None:
    paper = tmp_path / "kh.txt"
    paper.write_text("KẾ HOẠCH\nTrồng cây năm 2031\n1. Trồng cây ở các thôn.\n", encoding="utf-8")
    assert fingerprint(extract(paper)) is None


@given(st.permutations(["a", "b", "c", "d"]), st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_the_order_in_which_papers_come_does_not_matter(names: list[str], kinds: list[int]) -> None:
    papers = dict(zip(names, (_made_up(kind) for kind in kinds), strict=True))
    in_order = dict(sorted(papers.items()))
    assert sorted_into_plans(papers).twins == sorted_into_plans(in_order).twins


def _made_up(kind: int) -> Fingerprint:
    return Fingerprint(
        body="ubnd xã tân khê",
        province=None,
        number=str(kind),
        issued_on="2031-01-01",
        title="cải cách",
        period=None,
        scanned=False,
        sketch="".join(f"{kind * 1000 + value:08x}" for value in range(64)),
        content=str(kind),
        tasks=1,
        is_whole=True,
    )


def test_of_two_forms_that_which_people_corrected_counts() -> None:
    scan = replace(_made_up(1), scanned=True, is_whole=False, is_corrected=True, content="scan")
    other = replace(_made_up(1), tasks=9)
    assert sorted_into_plans({"scan": scan, "word": other}).twins.keys() == {"word"}
    draft = replace(scan, number=None)
    assert sorted_into_plans({"scan": draft, "word": other}).twins.keys() == {"scan"}


def test_likeness_is_whole_for_the_same_words_alone() -> None:
    one = _made_up(1)
    assert likeness(one, one) == 1.0
    assert likeness(one, replace(one, content="other")) < 1.0
    assert likeness(one, _made_up(2)) == 0.0


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one plan as a draft, as PDF, as Word file in a parcel and twice byte for byte,
    beside a copy of another ward, and what a batch makes of it."""
    root = tmp_path_factory.mktemp("twins")
    folder, out = root / "vào", root / "ra"
    folder.mkdir()
    sample = SAMPLES / "nhiem-vu-chu-cai" / "nhiem-vu-chu-cai"
    text = sample.with_suffix(".txt").read_text(encoding="utf-8")
    (folder / "a dự thảo.txt").write_text(text.replace("205/KH", "   /KH"), encoding="utf-8")
    (folder / "b.pdf").write_bytes(sample.with_suffix(".pdf").read_bytes())
    (folder / "c.zip").write_bytes(zipped({"kh.docx": sample.with_suffix(".docx").read_bytes()}))
    (folder / "d.pdf").write_bytes(sample.with_suffix(".pdf").read_bytes())
    other = text.replace("Vạn Sơn Đông", "Vạn Sơn Tây").replace("VẠN SƠN ĐÔNG", "VẠN SƠN TÂY")
    (folder / "e phường khác.txt").write_text(other, encoding="utf-8")
    (folder / "f.txt").write_text(short_paper(1), encoding="utf-8")
    (folder / "g.txt").write_text(short_paper(9), encoding="utf-8")  # the same ward, another number
    batch(folder, out, workers=2)
    return out


def test_a_batch_tells_and_counts_a_plan_once(done: Path) -> None:
    lines = (done / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    told = {line["input"]: line for line in map(json.loads, lines)}
    assert {name: (line["same_plan_as"], line["duplicate_of"]) for name, line in told.items()} == {
        "a dự thảo.txt": ("b.pdf", None),
        "b.pdf": (None, None),
        "c.zip/kh.docx": ("b.pdf", None),
        "d.pdf": (None, "b.pdf"),
        "e phường khác.txt": (None, None),
        "f.txt": (None, None),
        "g.txt": (None, None),
    }
    assert 0.9 <= told["a dự thảo.txt"]["likeness"] <= 1
    papers = {line.split(",", 1)[0] for line in (done / "tasks.csv").read_text().splitlines()[1:]}
    assert papers == {"b.pdf", "e phường khác.txt", "f.txt", "g.txt"}
    assert all((done / line["output"]).exists() for line in told.values()), "both can be seen"


def test_the_report_and_the_workbook_show_both(done: Path) -> None:
    page = (done / "report.html").read_text(encoding="utf-8")
    assert "Một kế hoạch, nhiều bản" in page
    assert "a dự thảo.txt" in page
    assert "plans/a%20d%E1%BB%B1%20th%E1%BA%A3o.txt.json" in page
    assert "chưa có số" in page
    sheet = load_workbook(done / "plans.xlsx")["Văn bản"]
    rows = list(sheet.iter_rows(values_only=True))
    of, why = rows[0].index("Trùng với"), rows[0].index("Lý do")
    by_paper = {str(row[0]): (row[of], row[why]) for row in rows[1:]}
    assert by_paper["d.pdf"] == ("b.pdf", "cùng một tệp, chỉ tính một lần")
    assert by_paper["c.zip/kh.docx"][0] == "b.pdf"
    assert "cùng một kế hoạch" in str(by_paper["c.zip/kh.docx"][1])
    assert by_paper["e phường khác.txt"] == (None, None)


def test_a_second_run_and_another_order_give_the_same_bytes(done: Path) -> None:
    before = outputs(done)
    _, log = batch(done.parent / "vào", done)
    assert log.todo == 0
    assert outputs(done) == before


def test_extract_says_that_two_papers_are_one(tmp_path: Path) -> None:
    sample = SAMPLES / "quyet-dinh" / "quyet-dinh"
    files = [str(sample.with_suffix(suffix)) for suffix in (".docx", ".txt")]
    ran = said("--lang", "vi", "extract", *files, "-o", f"{tmp_path}/")
    assert ran.returncode == 0
    assert "hai bản của cùng một kế hoạch" in ran.stderr


# --- a draft and its revision ---------------------------------------------------------------------

REVISED = """ỦY BAN NHÂN DÂN
XÃ TÂN KHÊ
Số: 45/KH-UBND
Tân Khê, ngày 10 tháng 3 năm 2026

KẾ HOẠCH
Cải cách hành chính năm 2026

I. NHIỆM VỤ

| STT | Nhiệm vụ | Chủ trì | Thời hạn | Sản phẩm |
|---|---|---|---|---|
| 1 | Rà soát thủ tục hành chính của xã | Văn phòng HĐND và UBND | Trước 31/5/2026 | Báo cáo |
| 2 | Tổ chức hội nghị sơ kết cải cách hành chính | Phòng Kinh tế | {day} | Hội nghị |
| 3 | Tuyên truyền trên hệ thống loa truyền thanh | Phòng Văn hóa | Quý IV/2026 | {product} |

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Khê
"""


@pytest.mark.parametrize(
    ("day", "product", "count"),
    [("Trước 30/9/2026", "Tin, bài", 1), ("Trước 30/6/2026", "Tin, bài, ảnh", 0)],
)
def test_versions_with_other_days_are_named(
    tmp_path: Path, day: str, product: str, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    papers = tmp_path / "vb"
    papers.mkdir()
    for name, facts in (
        ("a-du-thao.txt", {"day": "Trước 30/6/2026", "product": "Tin, bài"}),
        ("b-da-sua.txt", {"day": day, "product": product}),
    ):
        (papers / name).write_text(REVISED.format(**facts), encoding="utf-8")
    out = tmp_path / "kq"
    assert cli.run(["--lang", "vi", "batch", str(papers), "-o", str(out)]) == 0
    told = capsys.readouterr().err
    assert "1 văn bản là bản khác" in told
    sentence = (
        f"b-da-sua.txt và a-du-thao.txt là hai bản của một kế hoạch nhưng khác nhau ở {count}"
    )
    assert (sentence in told) == bool(count)
    rows = load_workbook(out / "plans.xlsx")["Văn bản"].iter_rows(values_only=True)
    assert any("khác ở 1 nhiệm vụ" in str(row) for row in rows) == bool(count)
