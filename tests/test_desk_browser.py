"""The desk as a person uses it: a real Chromium, a real server. Skipped, and said, where there is
no Chromium."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from browser_finder import needs_chromium
from desk_pages import WIDTHS, all_saved, grave, row_tool, status, value
from desk_papers import papers
from extras import needs

from bench.desk_server import SAMPLES, Server

needs("playwright", "axe_playwright_python", why="Playwright or axe is not installed")
pytestmark = needs_chromium
DATA = Path(__file__).parent / "data" / "parsers"
PAPER = SAMPLES / "quyet-dinh" / "quyet-dinh.pdf"


def scan_of(paper: Path, folder: Path) -> list[Path]:
    """Pictures of the first pages of a PDF."""
    subprocess.run(
        ["pdftoppm", "-r", "130", "-l", "2", "-gray", "-png", str(paper), str(folder / "trang")],
        check=True,
    )
    return sorted(folder.glob("trang*.png"))


def test_from_a_scan_to_an_export(page: Any, server: Server, tmp_path: Path) -> None:
    """Upload photographs of one paper, fix three fields, check dates in a group, reload, read the
    paper again: the corrections are kept. Sign off, export."""
    pictures = scan_of(SAMPLES / "nhiem-vu-chu-cai" / "nhiem-vu-chu-cai.pdf", tmp_path)
    page.goto(server.address)
    page.check("#as-one")
    page.set_input_files("#files", [str(one) for one in pictures])
    page.wait_for_selector(".papers li[data-state=done] a")
    page.fill("#author", "Lê Thị Lan")
    page.press("#author", "Tab")
    page.click(".papers a")
    page.wait_for_selector(".sheet img")

    value(page, "/tasks/0/deadline").click()
    page.fill("#words", "hết quý III")
    page.wait_for_function("() => document.getElementById('reads').textContent.includes('30/9/')")
    page.click("#save")
    status(page, "Đã lưu")
    value(page, "/tasks/0/lead").click()
    page.fill("#words", "P. VHXH")
    page.wait_for_function(
        "() => document.getElementById('reads').textContent.includes('Phòng Văn hóa - Xã hội')"
    )
    page.press("#words", "Control+Enter")
    status(page, "Đã lưu")
    value(page, "/tasks/1/task").click()
    page.fill("#words", "Việc do <b>người</b> viết lại")
    page.click("#save")
    status(page, "Đã lưu")
    assert "<b>người</b>" in value(page, "/tasks/1/task").text_content()
    assert page.locator(".value b").count() == 0

    page.click("#group-check")
    page.wait_for_selector("#group .card")
    cards = page.locator("#group .card:not(.done)").count()
    page.locator("#group .card:not(.done)").first.focus()
    page.keyboard.press("Enter")
    status(page, "Đã xác nhận")
    assert page.locator("#group .card:not(.done)").count() == cards - 1
    page.click("#confirm-rest")
    page.wait_for_function("() => document.getElementById('confirm-rest').disabled")
    page.keyboard.press("Escape")
    all_saved(page)

    page.reload()
    page.wait_for_selector(".value")
    assert "hết quý III" in value(page, "/tasks/0/deadline").text_content()
    id = page.url.rsplit("/", 1)[1]
    server.client.post(f"/v1/papers/{id}/jobs")
    assert server.read(id)["job"]["state"] == "done"
    page.reload()
    page.wait_for_selector(".value.changed")
    assert "Phòng Văn hóa - Xã hội" in value(page, "/tasks/0/lead").text_content()
    page.click("#sign")
    page.check("#sign-anyway")
    page.click("#sign-now")
    page.wait_for_selector("#signed")
    assert "Lê Thị Lan" in page.text_content("#signed")
    with page.expect_download() as coming:
        page.click("a[href$='/exports/json']")
    plan = json.loads(Path(coming.value.path()).read_text("utf-8"))
    assert plan["tasks"][0]["deadline"]["end"].endswith("-09-30")
    authors = {one["author"] for one in plan["corrections"]}
    assert authors == {"Lê Thị Lan"}
    assert len(plan["corrections"]) == 3 + cards


@pytest.fixture(scope="module")
def paper(server: Server) -> str:
    return server.add(PAPER)


@pytest.fixture(scope="module")
def target(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A paper whose targets name nobody and no time."""
    path = tmp_path_factory.mktemp("targets") / "chỉ tiêu.txt"
    path.write_text(TARGETS, "utf-8")
    return server.add(path)


@pytest.fixture(scope="module")
def few_rows(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A paper with pages of which a person has left few rows: all that a view has, once or twice.
    (What axe looks through takes its time.)"""
    own = tmp_path_factory.mktemp("few") / "ít dòng.pdf"
    own.write_bytes(PAPER.read_bytes() + b"\n")
    id = server.add(own)
    plan, etag = server.plan(id)
    places = [
        f"/{part}/{row}" for part in ("tasks", "targets") for row in range(3, len(plan[part]))
    ]
    removals = [{"action": "remove", "where": place} for place in places]
    assert server.edit(id, etag, *removals).status_code == 201
    return id


def test_a_value_leads_to_its_place_and_back(page: Any, server: Server, paper: str) -> None:
    page.goto(f"{server.address}/#/{paper}")
    value(page, "/tasks/2/lead").click()
    box = page.locator('.box.on[data-pointer="/tasks/2/lead"]').first
    box.wait_for()
    inside = box.evaluate(
        """box => {
            const around = box.closest('.pages').getBoundingClientRect();
            const place = box.getBoundingClientRect();
            return place.top >= around.top && place.bottom <= around.bottom;
        }"""
    )
    assert inside
    page.locator('.box[data-pointer="/tasks/3/deadline"]').first.evaluate("box => box.click()")
    assert value(page, "/tasks/3/deadline").evaluate("one => one.classList.contains('on')")


def test_a_body_that_the_paper_names_is_taken_by_a_click(
    page: Any, server: Server, paper: str
) -> None:
    page.goto(f"{server.address}/#/{paper}")
    value(page, "/tasks/2/lead").click()
    choice = page.locator(".choices button").first
    choice.wait_for()
    words = choice.text_content()
    choice.click()
    assert page.locator(".editor textarea").input_value() == words
    page.locator(".editor .good", has_text=words).wait_for()
    value(page, "/tasks/2/task").click()
    assert page.locator(".choices").is_hidden()


def test_skipping_the_bar_stays_in_the_plan(page: Any, server: Server, paper: str) -> None:
    page.goto(f"{server.address}/#/{paper}")
    value(page, "/tasks/0/task").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    assert page.url.endswith(paper)
    assert value(page, "/tasks/0/task").is_visible()


def test_words_that_are_begun_are_ended_by_keyboard(page: Any, server: Server, paper: str) -> None:
    page.goto(f"{server.address}/#/{paper}")
    value(page, "/tasks/2/lead").click()
    page.fill("#words", "")
    page.keyboard.type("Công an phường; phòng văn")
    page.locator(".choices button:first-child", has_text="Phòng Văn hóa - Xã hội").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Phòng Văn hóa - Xã hội"
    page.keyboard.press("Enter")
    assert page.locator("#words").input_value() == "Công an phường; Phòng Văn hóa - Xã hội"
    page.locator(".editor .good", has_text="Công an phường; Phòng Văn hóa - Xã hội").wait_for()


def test_words_of_a_paper_without_pictures_lead_to_their_value(page: Any, server: Server) -> None:
    id = server.add(SAMPLES / "tuong-thuat" / "tuong-thuat.txt")
    page.goto(f"{server.address}/#/{id}")
    value(page, "/tasks/3/task").click()
    line = page.locator(".pages .text p.on")
    line.wait_for()
    value(page, "/tasks/0/task").click()
    words = value(page, "/tasks/3/task").text_content()
    page.locator(".pages .text p", has_text=words).first.click()
    assert value(page, "/tasks/3/task").evaluate("one => one.classList.contains('on')")


TARGETS = """\
ỦY BAN NHÂN DÂN
XÃ TÂN KHÊ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 9/KH-UBND
Tân Khê, ngày 06 tháng 8 năm 2025
KẾ HOẠCH
Cải cách hành chính năm 2025
I. CHỈ TIÊU
1. Ít nhất 95% hồ sơ được giải quyết đúng hạn.
2. Trên 80% hồ sơ được nộp trực tuyến.
II. NHIỆM VỤ
1. Niêm yết thủ tục hành chính tại nhà văn hóa thôn.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lò Thị Hạnh
"""


@pytest.mark.parametrize(
    "case",
    [
        ("lead", "P. VHXH", "Phòng Văn hóa - Xã hội"),
        ("coordinating", "Công an xã", "Công an xã"),
        ("deadline", "hết quý III", "30/9/2025"),
    ],
    ids=lambda case: case[0],
)
def test_who_answers_for_a_target_and_until_when_is_filled_in(
    page: Any, server: Server, target: str, case: tuple[str, str, str]
) -> None:
    """What a paper does not say of its targets is typed, read as it is of tasks, and taken back."""
    field, typed, read = case
    page.goto(f"{server.address}/#/{target}")
    place = f"/targets/0/{field}"
    page.wait_for_selector(".value")
    page.get_by_role("tab", name="Chỉ tiêu").click()
    value(page, place).click()
    page.fill("#words", typed)
    page.wait_for_function(
        "words => document.getElementById('reads').textContent.includes(words)", arg=read
    )
    page.click("#save")
    status(page, "Đã lưu")
    told = value(page, place).text_content()
    assert typed in told or read in told
    plan, _ = server.plan(target)
    assert plan["targets"][0][field]
    assert grave(page, f"a target's {field}") == []
    page.click("#undo-last")
    status(page, "Đã hoàn tác")
    plan, _ = server.plan(target)
    assert not plan["targets"][0].get(field)


def test_rows_are_moved_and_taken_back_by_keyboard(page: Any, server: Server, paper: str) -> None:
    page.goto(f"{server.address}/#/{paper}")
    first = value(page, "/tasks/0/task").text_content()
    page.locator("tbody tr").nth(0).get_by_role("button", name="Chuyển xuống").press("Enter")
    status(page, "Đã lưu")
    assert value(page, "/tasks/1/task").text_content() == first
    value(page, "/tasks/1/task").focus()
    page.keyboard.press("u")
    status(page, "Đã hoàn tác")
    assert value(page, "/tasks/0/task").text_content() == first


def test_a_row_is_split_and_merged_by_key_and_by_button(
    page: Any, server: Server, tmp_path: Path
) -> None:
    own = tmp_path / "tách gộp.pdf"
    own.write_bytes(PAPER.read_bytes() + b"\n")
    id = server.add(own)
    before, _ = server.plan(id)
    page.goto(f"{server.address}/#/{id}")
    value(page, "/tasks/2/lead").focus()
    page.keyboard.press("s")
    page.wait_for_function("() => document.activeElement.id === 'words'")
    page.keyboard.press("Control+Shift+Enter")
    status(page, "Đã lưu")
    halves, _ = server.plan(id)
    rows = halves["tasks"][2:4]
    assert len(halves["tasks"]) == len(before["tasks"]) + 1
    assert " ".join(row["task"] for row in rows) == before["tasks"][2]["task"]
    assert rows[1]["sources"] == rows[0]["sources"]

    page.keyboard.press("Escape")
    value(page, "/tasks/3/lead").focus()
    page.keyboard.press("m")
    status(page, "Đã lưu")
    row_tool(page, 4, "Gộp vào dòng trên").click()
    status(page, "Đã lưu")
    assert page.locator("tbody tr").count() == len(before["tasks"]) - 1
    merged, _ = server.plan(id)
    assert before["tasks"][4]["task"] in merged["tasks"][3]["task"]
    assert merged["tasks"][3]["spans"] == [
        span for row in before["tasks"][3:5] for span in row["spans"]
    ]
    for _ in range(3):
        page.click("#undo-last")
        status(page, "Đã hoàn tác")
    assert server.plan(id)[0]["tasks"] == before["tasks"]


def test_doubtful_values_come_one_after_the_other(page: Any, server: Server, paper: str) -> None:
    page.goto(f"{server.address}/#/{paper}")
    page.wait_for_selector(".value")
    count = int("".join(filter(str.isdigit, page.text_content("#doubts"))))
    assert count > 0
    value(page, "/tasks/0/number").focus()
    page.keyboard.press("n")
    page.wait_for_selector(".value.on.doubt")
    page.click("#confirm")
    status(page, "Đã xác nhận")
    assert f" {count - 1} " in page.text_content("#doubts")


def test_a_stale_page_keeps_what_was_typed(page: Any, server: Server, paper: str) -> None:
    page.goto(f"{server.address}/#/{paper}")
    value(page, "/tasks/4/deliverables").click()
    page.fill("#words", "Báo cáo của tôi")
    _, etag = server.plan(paper)
    other = {"action": "change", "where": "/tasks/5/deliverables", "typed": "của người khác"}
    assert server.edit(paper, etag, other).status_code == 201
    page.click("#save")
    page.wait_for_selector("#status.bad")
    assert page.input_value("#words") == "Báo cáo của tôi"
    page.click("#save")
    status(page, "Đã lưu")
    plan, _ = server.plan(paper)
    assert plan["tasks"][4]["deliverables"] == ["Báo cáo của tôi"]
    assert plan["tasks"][5]["deliverables"] == ["của người khác"]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_out_of_the_window(page: Any, server: Server, paper: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for address in (server.address, f"{server.address}/#/{paper}"):
        page.goto(address)
        page.wait_for_selector(".papers li, .value")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    value(page, "/tasks/0/lead").click()
    editor = page.locator(".editor").bounding_box()
    assert editor["x"] >= 0
    assert editor["x"] + editor["width"] <= width + 1
    assert page.locator("#save").is_visible()


def test_every_control_has_a_name(page: Any, server: Server, paper: str) -> None:
    """What a screen reader would call it."""
    page.goto(f"{server.address}/#/{paper}")
    page.wait_for_selector(".value")
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, a, input, textarea, img')]
            .filter(one => one.getAttribute('aria-hidden') !== 'true')
            .filter(one => !(one.getAttribute('aria-label') || one.textContent.trim() || one.alt
                || (one.labels && one.labels.length)))
            .map(one => one.outerHTML)"""
    )
    assert nameless == []
    assert page.locator("html").get_attribute("lang") == "vi"
    page.click("#language")
    page.wait_for_selector("html[lang=en]")
    page.get_by_role("button", name="Group check").wait_for()


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_grave(page: Any, server: Server, few_rows: str, width: int) -> None:
    """Each view at the width of a telephone and of a desk: the list, the plan in all its tabs, the
    editor, the group check in all its kinds."""
    page.set_viewport_size({"width": width, "height": 844})
    _, etag = server.plan(few_rows)
    edit = {"action": "change", "where": "/tasks/0/note", "typed": f"rộng {width}"}
    assert server.edit(few_rows, etag, edit).status_code == 201
    found: list[str] = []
    page.goto(server.address)
    page.wait_for_selector(".papers li")
    found += grave(page, "list")
    page.goto(f"{server.address}/#/{few_rows}")
    page.wait_for_selector(".value")
    for tab in page.locator("[role=tab]").all():
        tab.click()
        found += grave(page, tab.get_attribute("id"))
    page.click("#tab-tasks")
    value(page, "/tasks/0/note").click()
    found += grave(page, "editor")
    page.keyboard.press("Escape")
    page.click("#group-check")
    for kind in page.locator("#group [role=tab]").all_text_contents():
        page.locator("#group [role=tab]", has_text=kind).click()
        found += grave(page, kind)
    page.click("#language")
    page.wait_for_selector("html[lang=en] .value")
    found += grave(page, "in English")
    assert found == []


def test_axe_finds_nothing_grave_at_the_door(chromium: Any, tmp_path: Path) -> None:
    locked = Server(tmp_path, token="một-mã-rất-dài-không-ai-đoán".encode().hex())
    context = chromium.new_context(locale="vi-VN")
    try:
        page = context.new_page()
        page.goto(locked.address)
        page.wait_for_selector("#token")
        assert grave(page, "door") == []
    finally:
        context.close()
        locked.stop()


@pytest.mark.parametrize("width", WIDTHS)
def test_two_papers_stand_side_by_side(
    page: Any, server: Server, few_rows: str, tmp_path: Path, width: int
) -> None:
    """Each is a plan of its own: what is done in one leaves the other alone."""
    other = server.add(papers(tmp_path)["tan_khe"])
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(server.address)
    page.wait_for_selector(".papers li a")
    assert page.locator("#beside").is_disabled()
    for id in (few_rows, other):
        page.locator(f"[data-key=c{id}]").check()
    page.click("#beside")
    halves = page.locator(".half")
    halves.nth(1).locator(".value").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert grave(page, "side by side") == []
    before = server.plan(few_rows)[0]
    value(halves.nth(1), "/tasks/0/deadline").click()
    words = halves.nth(1).locator("textarea")
    day = 10 + WIDTHS.index(width)
    words.fill(f"trước ngày {day}/10/2026")
    words.press("Control+Enter")
    status(page, "Đã lưu")
    assert server.plan(other)[0]["tasks"][0]["deadline"]["end"] == f"2026-10-{day}"
    assert server.plan(few_rows)[0] == before
    assert halves.nth(0).locator("textarea").is_hidden()


def test_each_paper_of_a_file_is_corrected(page: Any, server: Server, tmp_path: Path) -> None:
    data = yaml.safe_load((DATA / "three_papers.yaml").read_text("utf-8"))
    three = tmp_path / "ba văn bản.txt"
    three.write_text(data["text"], "utf-8")
    id = server.add(three)
    page.goto(f"{server.address}/#/{id}")
    page.select_option("#paper", "1")
    last = data["tasks"][-1][0]
    value(page, "/tasks/0/task").filter(has_text=last).click()
    assert grave(page, "papers of a file") == []
    page.fill("#words", "Việc của văn bản thứ ba")
    page.click("#save")
    status(page, "Đã lưu")
    plan, _ = server.plan(id)
    assert plan["more_documents"][1]["tasks"][0]["task"] == "Việc của văn bản thứ ba"
    assert plan["tasks"][0]["task"] == data["tasks"][0][0]
    assert value(page, "/tasks/0/task").evaluate("one => one.classList.contains('changed')")
    page.click("#undo-last")
    status(page, "Đã hoàn tác")
    value(page, "/tasks/0/task").filter(has_text=last).wait_for()


def test_words_of_a_paper_run_nothing(page: Any, server: Server, tmp_path: Path) -> None:
    hostile = tmp_path / "<img src=x onerror=alert(1)>.txt"
    text = (SAMPLES / "bang-6-cot" / "bang-6-cot.txt").read_text("utf-8")
    hostile.write_text(text.replace("Kiện toàn", "<script>alert(1)</script> Kiện toàn"), "utf-8")
    dialogs: list[str] = []
    page.on("dialog", lambda one: (dialogs.append(one.message), one.dismiss()))
    page.goto(server.address)
    page.set_input_files("#files", str(hostile))
    page.locator(".papers li[data-state=done] a", has_text="onerror").click()
    page.wait_for_selector(".value")
    assert page.locator("main script").count() == 0
    assert page.locator("main img[src='x']").count() == 0
    assert dialogs == []
