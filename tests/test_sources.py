"""Every stated value has a source, and the words at its place are the value's."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from read_papers import plan_of
from warm_program import said

from kehoach.emit.json import from_json, to_json
from kehoach.ingest.model import Line, Span, lines_of
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.read import read
from kehoach.parsers.mending import mend
from kehoach.parsers.sources.align import align, align_apart
from kehoach.parsers.sources.printed import PrintedLine, Region, letters_of
from kehoach.pipeline import extract
from kehoach.schema.bare import without_sources
from kehoach.schema.models import Plan
from tests.sources_checker import cutter, letters, told

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "plans"
SAMPLES = sorted(
    path
    for path in (ROOT / "samples").glob("*/*")
    if path.suffix in {".pdf", ".docx", ".txt"} and path.stem == path.parent.name
)
PLANS = [
    f"{name}.{kind}"
    for name in ("nghia-lo-2025", "bac-hong-linh-2025", "ngoc-trao-2023")
    for kind in ("docx", "txt", "pdf")
]
DOUBLED_LETTERS = {"bac-hong-linh-2025.pdf:group"}
"""A heading of this PDF is printed with one letter on a line of its own."""


def wrong(path: Path, plan: Plan) -> list[str]:
    """The values whose words are not what stands at their places."""
    cut = cutter(path)
    found: list[str] = []
    for value in told(plan):
        if value.source.how == ("generated",):
            continue
        words = cut.words(value.source.spans) if value.source.spans else ""
        if not value.is_cut_as(words):
            found.append(f"{value.pointer}: {words!r} for {value.readings}")
    return found


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_words_stand_where_samples_say(path: Path) -> None:
    plan = plan_of(path)
    assert not wrong(path, plan)
    assert all(task.sources and task.sources.task for task in plan.tasks)


@pytest.mark.shared
@pytest.mark.parametrize("name", PLANS)
def test_words_stand_where_shared_plans_say(name: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip("no shared plans")
    plan = plan_of(path)
    found = [
        line
        for line in wrong(path, plan)
        if not ("/group:" in line and f"{name}:group" in DOUBLED_LETTERS)
    ]
    assert not found


@pytest.mark.shared
@pytest.mark.slow
def test_words_that_a_scan_was_read_as_stand_in_the_boxes(readings: Path) -> None:
    path = SHARED / "nghia-lo-2025.scan150-bad.pdf"
    if not path.exists():
        pytest.skip("no shared plans")
    options = ReadOptions(pages=((1, 2),), cache=readings)  # those that test_identity reads
    document, _ = mend(read(path, options=options))
    words = [(line.span.page, word) for line in lines_of(document.flow) for word in line.words]
    values = list(told(extract(path, options)))
    held = 0
    for value in values:
        inside = [
            word.text
            for span in value.source.spans
            for page, word in words
            if page == span.page
            and span.bbox is not None
            and span.bbox[0] <= word.box.middle_x <= span.bbox[2]
            and span.bbox[1] <= word.box.middle_y <= span.bbox[3]
        ]
        read_as = sorted(letters(" ".join(inside)))
        held += any(sorted(reading) == read_as for reading in value.readings)
    assert held >= 0.99 * len(values)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_stated_value_of_a_task_has_a_source(path: Path) -> None:
    for task in plan_of(path).tasks:
        sources = task.sources
        assert sources is not None
        assert (sources.deadline is None) == (task.deadline is None)
        assert (sources.number is None) == (task.number is None)
        assert (sources.group is None) == (task.group is None)
        assert len(sources.activities) == len(task.activities)
        assert len(sources.deliverables) == len(task.deliverables)
        assert len(sources.lead) == (len(task.lead.units) if task.lead else 0)
        for element in (sources.task, *sources.lead, *sources.deliverables):
            assert element is not None
            assert "unlocated" not in element.how


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_sources_are_small_and_can_be_left_out(path: Path) -> None:
    plan = plan_of(path)
    text, bare = to_json(plan), to_json(without_sources(plan))
    assert len(text.encode()) <= 1.6 * len(bare.encode())
    assert '"sources"' not in bare
    assert from_json(text.encode()) == plan
    assert without_sources(from_json(bare.encode())) == without_sources(plan)


def test_the_command_leaves_sources_out(tmp_path: Path) -> None:
    paper = ROOT / "samples/quyet-dinh/quyet-dinh.txt"
    tasks = []
    for options in ([], ["--no-sources"]):
        out = tmp_path / "plan.json"
        said("extract", *options, paper, "-o", out).check_returncode()
        tasks.append(json.loads(out.read_text(encoding="utf-8"))["tasks"][0])
    assert "sources" in tasks[0]
    assert "sources" not in tasks[1]


def test_inspect_shows_the_values_and_the_words_of_a_page(tmp_path: Path) -> None:
    paper = ROOT / "samples/bang-8-cot/bang-8-cot.pdf"
    out = tmp_path / "page.png"
    done = said("inspect", paper, "--page", "4", "--words", "-o", out)
    assert done.returncode == 0
    assert "1.00  Phòng VHXH" in done.stdout.split("\n")
    orange = np.array([230, 110, 0])
    assert (np.asarray(Image.open(out)) == orange).all(axis=2).sum() > 10_000


# --- values that stand twice ----------------------------------------------------------------------

TWICE = """ỦY BAN NHÂN DÂN
XÃ TÂN KHÊ
Số: 12/KH-UBND
Tân Khê, ngày 03 tháng 02 năm 2031

KẾ HOẠCH
Thực hiện nhiệm vụ năm 2031

I. NHIỆM VỤ

| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian | Sản phẩm |
|---|---|---|---|---|---|
| 1 | Lập báo cáo năm | Phòng Kinh tế | Công an xã; Phòng Kinh tế | Quý I/2031 | Báo cáo |
| 2 | Báo cáo | Công an xã | Phòng Kinh tế | Quý I/2031 | Báo cáo |
| 3 | Kiểm tra chợ Quý I/2031 | Công an xã | Công an xã | Quý I/2031 | Biên bản |
"""
COLUMNS = {"number": 1, "task": 2, "lead": 3, "coordinating": 4, "deadline": 5, "deliverables": 6}


def test_a_value_that_stands_twice_in_a_row_is_found_in_its_own_cell(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(TWICE, encoding="utf-8")
    lines = TWICE.split("\n")
    plan = extract(path)
    assert len(plan.tasks) == 3
    assert not wrong(path, plan)
    for row, task in enumerate(plan.tasks):
        for name, column in COLUMNS.items():
            sources = getattr(task.sources, name)
            for source in sources if isinstance(sources, tuple) else (sources,):
                (span,) = source.spans
                line = lines[span.line_start - 1]
                assert line.startswith(f"| {row + 1} ")
                assert line[: span.char_start].count("|") == column


def test_place_and_signer_are_not_taken_from_other_words(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(TWICE, encoding="utf-8")
    sources = extract(path).document.sources
    assert sources is not None
    assert sources.place is not None
    assert sources.place.spans[0].line_start == 4  # line 2 says it in capitals


# --- the aligner ----------------------------------------------------------------------------------

WORDS = st.lists(
    st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ0123", min_size=1, max_size=6),
    min_size=1,
    max_size=12,
)


def region(*texts: str) -> Region:
    return Region([PrintedLine.of(Line(text, Span(first=1, last=1))) for text in texts])


@given(before=WORDS, value=WORDS, after=WORDS, width=st.integers(1, 20))
def test_a_value_is_found_however_lines_break_it(
    before: list[str], value: list[str], after: list[str], width: int
) -> None:
    words = [*before, *value, *after]
    lines = [" ".join(words[index : index + width]) for index in range(0, len(words), width)]
    printed = region(*lines)
    match = align(" ".join(value), printed)
    assert match is not None
    assert match.is_exact
    assert printed.letters[match.first : match.stop] == letters_of(" ".join(value))
    read = "".join(piece.printed.letters[piece.first : piece.stop] for piece in match.pieces)
    assert read == letters_of(" ".join(value))


@given(value=WORDS, other=WORDS)
def test_nothing_is_found_that_does_not_stand_there(value: list[str], other: list[str]) -> None:
    match = align(" ".join(value), region(" ".join(other)))
    if match is not None and match.is_exact:
        assert letters_of(" ".join(value)) in letters_of(" ".join(other))


def test_a_part_of_a_word_is_no_value() -> None:
    assert align("1", region("10 hồ sơ, tháng 11")) is None
    assert align("Sở", region("Cơ sở dữ liệu")) is not None
    assert align("An", region("Công tác toàn diện")) is None


def test_capitals_tell_two_places_apart() -> None:
    printed = region("CHỦ TỊCH xã", "Chủ tịch xã")
    match = align("Chủ tịch", printed)
    assert match is not None
    assert match.pieces[0].printed is printed.lines[1]


def test_a_taken_place_is_left_to_its_value() -> None:
    printed = region("Công an xã chủ trì, phối hợp với Công an xã")
    first = align("Công an xã", printed)
    assert first is not None
    second = align("Công an xã", printed, taken=[(first.first, first.stop)])
    assert second is not None
    assert second.first > first.stop


def test_hyphens_marks_and_lost_diacritics_are_no_difference() -> None:
    assert align("Nghị quyết số 131/NQ-CP", region("Nghi quyet so 131/NQ-", "CP")) is not None
    assert align("a b", region("- a", "+ b")) is not None


def test_figure_and_unit_may_stand_in_any_order() -> None:
    match = align_apart("15 phút", region("Phút", "≤ 15"))
    assert match is not None
    assert len(match.pieces) == 2
    assert align_apart("15 phút", region("Giờ", "≤ 15")) is None
