"""Who leads, who joins and who only watches, as clerks put it into a cell or a sentence; crossed
out words; lists whose levels have one sign; tables of results. Against data/parsers/
parts_of_bodies.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from plain_papers import CLOSING, HEAD, with_known_failures

from kehoach import extract
from kehoach.normalize.offices.roles import roles_in
from kehoach.schema import models

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/parts_of_bodies.yaml").read_text("utf-8")
)
CELLS = {**DATA["cells"], **DATA["known_failures"]}
SENTENCES = {**DATA["sentences"], **DATA["sentences_not_yet"]}
TITLE = "KẾ HOẠCH\nPhòng cháy, chữa cháy năm 2031\n\nI. NHIỆM VỤ"
HEADER = "| TT | Nội dung | Chủ trì | Thời gian |\n|---|---|---|---|"


def read(body: str, folder: Path, name: str = "paper.md") -> models.Plan:
    paper = folder / name
    head = HEAD.format(symbol="KH", title=TITLE)
    paper.write_text(f"{head}{body}{CLOSING}", encoding="utf-8")
    return extract(paper)


def units(offices: models.Offices | None) -> str:
    return "; ".join(offices.units) if offices else ""


def parts(task: models.Task) -> str:
    return f"{units(task.lead)} | {units(task.coordinating)}"


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, models.Task]:
    """The task of each cell, all cells in one table."""
    lines = [
        f"| {number} | Việc thứ {number} của chợ | {cell} | 15/4/2031 |"
        for number, cell in enumerate(CELLS, 1)
    ]
    plan = read("\n".join([HEADER, *lines]), tmp_path_factory.mktemp("cells"))
    tasks = {task.number: task for task in plan.tasks}
    return {cell: tasks[str(number)] for number, cell in enumerate(CELLS, 1)}


@pytest.mark.parametrize(
    "cell", with_known_failures(CELLS, dict.fromkeys(DATA["known_failures"], "not yet"))
)
def test_parts_in_a_cell(cell: str, rows: dict[str, models.Task]) -> None:
    assert parts(rows[cell]) == CELLS[cell]


def test_who_only_watches_stays_in_the_words(rows: dict[str, models.Task]) -> None:
    for cell, task in rows.items():
        words = " ".join(filter(None, (task.lead and task.lead.raw, units(task.coordinating))))
        assert "giám sát;" not in cell or "giám sát" in words


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Who takes which part in the tasks of each point, all points in one plan."""
    lines = [f"{number}. {sentence}" for number, sentence in enumerate(SENTENCES, 1)]
    plan = read("\n".join(lines), tmp_path_factory.mktemp("points"), "paper.txt")
    head = HEAD.format(symbol="KH", title=TITLE)
    first = head.count("\n") + 1
    told: dict[str, list[str]] = {sentence: [] for sentence in SENTENCES}
    by_line = {first + place: sentence for place, sentence in enumerate(SENTENCES)}
    for task in plan.tasks:
        told[by_line[task.spans[0].line_start or 0]].append(parts(task))
    return told


@pytest.mark.parametrize(
    "sentence", with_known_failures(SENTENCES, dict.fromkeys(DATA["sentences_not_yet"], "not yet"))
)
def test_parts_in_a_sentence(sentence: str, points: dict[str, list[str]]) -> None:
    assert points[sentence] == SENTENCES[sentence]


@pytest.mark.parametrize("sign", ["*", "-", "+", "•"])
def test_lists_of_two_levels_with_one_sign(sign: str, tmp_path: Path) -> None:
    body = f"{sign} Công an xã:\n  {sign} Kiểm tra nhà trọ\n  {sign} Lập danh sách hộ\n"
    plan = read(f"{body}{sign} Phòng Kinh tế:\n  {sign} Kiểm tra chợ", tmp_path)
    told = [(task.task, units(task.lead)) for task in plan.tasks]
    assert told == [
        ("Kiểm tra nhà trọ", "Công an xã"),
        ("Lập danh sách hộ", "Công an xã"),
        ("Kiểm tra chợ", "Phòng Kinh tế"),
    ]


CROSSED_OUT = {
    "paper.md": "1. Phát tờ rơi.\n2. ~~Đoàn xã~~ Công an xã kiểm tra chợ.\n3. ~~Treo băng rôn.~~",
    "paper.html": "<p>1. Phát tờ rơi.</p><p>2. <s>Đoàn xã</s> Công an xã kiểm tra chợ.</p>"
    '<p style="text-decoration: line-through">3. Treo băng rôn.</p>',
}


@pytest.mark.parametrize("name", CROSSED_OUT)
def test_crossed_out_words_do_not_hold(name: str, tmp_path: Path) -> None:
    if name.endswith(".html"):
        lines = HEAD.format(symbol="KH", title=TITLE).splitlines()
        page = "".join(f"<p>{line}</p>" for line in lines if line)
        (tmp_path / name).write_text(
            f"<html><body>{page}{CROSSED_OUT[name]}</body></html>", encoding="utf-8"
        )
        plan = extract(tmp_path / name)
    else:
        plan = read(CROSSED_OUT[name], tmp_path, name)
    assert [task.task for task in plan.tasks] == ["Phát tờ rơi.", "Công an xã kiểm tra chợ."]
    told = [finding.evidence for finding in plan.findings if finding.code == "struck_text"]
    assert told[0] == "Đoàn xã"
    assert "Treo băng rôn." in told[1]


RESULTS = """I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2030
| TT | Nội dung | Chủ trì | Thời gian | {heading} |
|---|---|---|---|---|
| 1 | Kiểm tra chợ | Phòng Kinh tế | {time} | {state} |
| 2 | Lập danh sách | Công an xã | {time} | {state} |

II. NHIỆM VỤ NĂM 2031
| TT | Nội dung | Chủ trì | Thời gian |
|---|---|---|---|
| 1 | Treo băng rôn | Đoàn xã | 15/4/2031 |
| 2 | Phát tờ rơi | Công an xã | 20/4/2031 |"""


def test_what_was_done_is_no_promise(tmp_path: Path) -> None:
    done = RESULTS.format(heading="Kết quả", time="15/4/2030", state="Đã hoàn thành")
    paper = tmp_path / "paper.md"
    head = HEAD.format(symbol="KH", title=TITLE.partition("\n\n")[0])
    paper.write_text(f"{head}{done}{CLOSING}", encoding="utf-8")
    plan = extract(paper)
    assert [task.task for task in plan.tasks] == ["Treo băng rôn", "Phát tờ rơi"]
    assert [finding.code for finding in plan.findings if "read" in finding.code] == ["results_read"]
    assert any("Kiểm tra chợ" in row for table in plan.tables for row in table.rows)


def test_what_is_still_to_be_done_is_no_result(tmp_path: Path) -> None:
    plan = read(
        RESULTS.format(heading="Tình trạng", time="15/4/2031", state="Đang thực hiện").replace(
            "NĂM 2030", "NĂM 2031"
        ),
        tmp_path,
    )
    assert [task.task for task in plan.tasks][:2] == ["Kiểm tra chợ", "Lập danh sách"]


def test_the_words_of_who_leads_are_words_of_the_cell() -> None:
    cell = "Ban CHQS xã tham mưu, Công an xã phối hợp, UBND xã chỉ đạo"
    roles = roles_in(cell)
    assert (roles.leads, roles.helps, roles.printed) == (
        "Ban CHQS xã",
        "Công an xã",
        "Ban CHQS xã tham mưu",
    )


OWNERS_FIRST = """| TT | Chủ trì | Nội dung | Thời gian |
|---|---|---|---|
| 1 | Công an xã | Kiểm tra chợ | 15/4/2031 |
| 2 |  | Phát tờ rơi | 20/4/2031 |
| 3 | Trạm Y tế | Tập huấn | 25/4/2031 |"""


def test_owners_taken_from_above_are_told(tmp_path: Path) -> None:
    plan = read(OWNERS_FIRST, tmp_path)
    assert [units(task.lead) for task in plan.tasks] == ["Công an xã", "Công an xã", "Trạm Y tế xã"]
    assert ["1 dòng" in finding.message for finding in plan.findings] == [True]


@pytest.mark.parametrize("signed", ["(Đã ký)", "[daky]"])
def test_office_below_the_remark_that_it_is_signed(signed: str, tmp_path: Path) -> None:
    closing = f"TM. BAN CHỈ ĐẠO\nTRƯỞNG BAN\n\n{signed}\n\nCHỦ TỊCH UBND XÃ\nLê Văn Khê\n"
    paper = tmp_path / "paper.txt"
    head = HEAD.format(symbol="KH", title=TITLE)
    paper.write_text(f"{head}1. Công an xã kiểm tra chợ.\n\n{closing}", encoding="utf-8")
    signer = extract(paper).document.signer
    assert signer is not None
    assert signer.name == "Lê Văn Khê"
