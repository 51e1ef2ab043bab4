"""What a clerk meets who opens the desk for the first time: days as people write them, cells that
are clicked anywhere, words typed into nothing, a signature that says what it signs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser_finder import needs_chromium
from desk_pages import all_saved, grave, status, value
from extras import needs

from bench.desk_server import SAMPLES, TEXT_PAPER, Server
from kehoach.desk.doubts import count_doubts
from kehoach.emit.json import from_json

needs("playwright", "axe_playwright_python", why="Playwright or axe is not installed")
pytestmark = needs_chromium
# The page may still be finding its place when the choices stand: whoever scrolls, scrolls on.
END_IS_ABOVE_EDITOR = """button => {
    for (const one of [document.querySelector('.plan'), document.scrollingElement]) {
        one.scrollTop = one.scrollHeight;
    }
    const editor = document.querySelector('.editor').getBoundingClientRect();
    return button.getBoundingClientRect().bottom <= editor.top;
}"""
WORDS_HIGH = """row => Math.max(...[...row.cells].map(cell =>
    [...cell.querySelectorAll('.value')].reduce((sum, one) => sum + one.offsetHeight, 0)))"""
PAPER = """\
ỦY BAN NHÂN DÂN
XÃ TÂN KHÊ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}/KH-UBND
Tân Khê, ngày    tháng     năm
KẾ HOẠCH
Cải cách hành chính

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;

I. NHIỆM VỤ
| STT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn | Sản phẩm |
|---|---|---|---|---|
| 1 | Rà soát thủ tục hành chính | Văn phòng HĐND và UBND xã | Trước ngày 30/9 | Báo cáo |
| 2 | Niêm yết thủ tục hành chính | Phòng Kinh tế | Trước ngày 15/10 | Bảng niêm yết |
| 3 | Kiểm tra việc tiếp công dân | Thanh tra xã | Trước ngày 20/11 | Biên bản |
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lò Thị Hạnh
"""


@pytest.fixture
def small(server: Server, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A paper that tells no year, whose rows are of one line each; each test has its own."""
    path = tmp_path / "kế hoạch.txt"
    number = sum(map(ord, request.node.name))
    path.write_text(PAPER.format(number=number), "utf-8")
    return server.add(path)


@pytest.fixture
def opened(page: Any, server: Server, small: str) -> Any:
    page.goto(f"{server.address}/#/{small}")
    page.wait_for_selector(".value")
    return page


def save(page: Any, pointer: str, words: str) -> None:
    value(page, pointer).click()
    page.fill("#words", words)
    page.click("#save")


@pytest.mark.parametrize(
    "case",
    [("10/6/2026", "2026-06-10"), ("6/2026", "2026-06"), ("2026", "2026"), ("", None)],
    ids=lambda case: case[0] or "none",
)
def test_a_day_is_typed_and_shown_as_people_write_it(
    opened: Any, server: Server, small: str, case: tuple[str, str | None]
) -> None:
    typed, held = case
    opened.click("#tab-document")
    save(opened, "/document/issued_on", "1/2/2027")
    status(opened, "Đã lưu")
    save(opened, "/document/issued_on", typed)
    status(opened, "Đã lưu")
    assert value(opened, "/document/issued_on").text_content() == typed or "—"
    assert opened.input_value("#words") == typed
    assert server.plan(small)[0]["document"]["issued_on"] == held


def test_what_is_no_day_is_refused_in_words_and_only_where_it_was_typed(
    opened: Any, server: Server, small: str
) -> None:
    opened.click("#tab-document")
    save(opened, "/document/issued_on", "31/2/2026")
    opened.wait_for_selector("#status.bad")
    told = opened.text_content("#status")
    assert "ngày ban hành" in told
    assert "10/6/2026" in told
    assert "/document" not in told
    assert server.plan(small)[0]["document"]["issued_on"] is None
    opened.click("#tab-tasks")
    assert opened.text_content("#status") == ""
    opened.click("#tab-document")
    value(opened, "/document/issued_on").click()
    opened.click("#save")
    opened.wait_for_selector("#status.bad")
    opened.get_by_role("link", name="Việc đến hạn").click()
    opened.locator("#due-summary").wait_for()
    assert opened.text_content("#status") == ""


def test_period_signer_and_grounds_are_typed(opened: Any, server: Server, small: str) -> None:
    opened.click("#tab-document")
    before = server.plan(small)[0]["document"]["legal_bases"]
    save(opened, "/document/period", "6 tháng cuối năm 2026")
    opened.locator("#reads", has_text="1/7/2026 – 31/12/2026").wait_for()
    status(opened, "Đã lưu")
    save(opened, "/document/signer", "PHÓ CHỦ TỊCH\nLê Văn Khê")
    status(opened, "Đã lưu")
    value(opened, "/document/legal_bases").click()
    words = opened.input_value("#words")
    opened.fill("#words", f"{words}\nQuyết định số 5/QĐ-UBND ngày 02/3/2026 của UBND tỉnh")
    opened.click("#save")
    status(opened, "Đã lưu")
    document = server.plan(small)[0]["document"]
    assert document["period"]["start"] == "2026-07-01"
    assert document["signer"] == {"role": "PHÓ CHỦ TỊCH", "name": "Lê Văn Khê"}
    assert document["legal_bases"][:-1] == before
    assert document["legal_bases"][-1]["date"] == "2026-03-02"
    assert grave(opened, "document") == []
    for _ in range(3):
        opened.click("#undo-last")
        status(opened, "Đã hoàn tác")
    document = server.plan(small)[0]["document"]
    assert (document["period"], document["legal_bases"]) == (None, before)


def test_all_of_a_cell_is_clicked(opened: Any) -> None:
    """Rows are no higher than their words ask for; below the words of a cell is the cell, too."""
    row = opened.locator("tbody tr").first
    assert row.bounding_box()["height"] < row.evaluate(WORDS_HIGH) + 12
    row.evaluate("row => { row.style.height = '200px'; }")
    for field, at in (("deadline", 5), ("lead", 3), ("number", 0)):
        cell = row.locator("td").nth(at)
        cell.click(position={"x": 12, "y": 190})
        chosen = value(opened, f"/tasks/0/{field}")
        assert chosen.evaluate("one => one.classList.contains('on')")
        assert opened.evaluate("() => document.activeElement.id") == "words"
        opened.keyboard.press("Escape")


def test_buttons_of_a_row_show_for_the_mouse_and_for_the_keyboard(opened: Any) -> None:
    tools = opened.locator("tbody tr").nth(1).locator(".row-tools")

    def is_shown() -> bool:
        return tools.evaluate("one => getComputedStyle(one).opacity") == "1"

    opened.locator("h1").hover()
    assert not is_shown()
    opened.locator("tbody tr").nth(1).locator("td").first.hover()
    assert is_shown()
    opened.locator("h1").hover()
    value(opened, "/tasks/1/number").focus()
    opened.keyboard.press("Tab")
    assert opened.evaluate("() => document.activeElement.title") == "Chuyển lên"
    assert is_shown()
    assert grave(opened, "buttons of a row") == []


def test_a_word_typed_into_nothing_does_nothing(opened: Any, server: Server, small: str) -> None:
    before = server.plan(small)
    value(opened, "/tasks/0/lead").focus()
    opened.keyboard.type("nhung cum sau", delay=20)
    opened.locator("#status", has_text="bấm vào một ô").wait_for()
    opened.wait_for_timeout(500)
    assert opened.locator(".editor").is_hidden()
    assert opened.locator("#group").count() == 0
    all_saved(opened)
    assert server.plan(small) == before
    opened.keyboard.press("s")
    opened.wait_for_function("() => document.activeElement.id === 'words'")


def test_signing_asks_for_a_name_once_and_for_a_yes_where_values_are_doubtful(
    page: Any, server: Server
) -> None:
    id = server.add(TEXT_PAPER)
    page.goto(f"{server.address}/#/{id}")
    page.wait_for_selector(".value")
    page.evaluate("() => localStorage.clear()")
    count = "".join(filter(str.isdigit, page.text_content("#doubts")))
    assert int(count) > 0
    page.click("#sign")
    dialog = page.locator("#signing")
    assert f" {count} " in dialog.text_content()
    assert grave(page, "signing") == []
    page.click("#sign-now")
    assert dialog.is_visible()
    page.fill("#signer-name", "Lê Thị Lan")
    page.press("#signer-name", "Enter")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#signed").count() == 0
    page.click("#sign")
    page.fill("#signer-name", "Lê Thị Lan")
    page.check("#sign-anyway")
    page.click("#sign-now")
    page.locator("#signed", has_text="Lê Thị Lan").wait_for()
    assert page.input_value("#author") == "Lê Thị Lan"
    page.click("#sign")
    status(page, "Đã lưu")
    page.click("#sign")
    assert page.input_value("#signer-name") == "Lê Thị Lan"


def test_a_plan_without_doubts_is_signed_at_once(opened: Any, server: Server, small: str) -> None:
    while int("".join(filter(str.isdigit, opened.text_content("#doubts")))):
        opened.click("#next-doubtful")
        opened.click("#confirm")
        status(opened, "Đã xác nhận")
    opened.fill("#author", "Lê Thị Lan")
    opened.press("#author", "Tab")
    opened.click("#sign")
    opened.locator("#signed", has_text="Lê Thị Lan").wait_for()
    assert server.client.get(f"/v1/papers/{small}").json()["summary"]["doubts"] == 0
    opened.goto(server.address)
    opened.locator(".papers li", has_text="không còn chỗ chưa chắc").first.wait_for()


@pytest.mark.parametrize(
    "sample", ["bang-6-cot", "bang-8-cot", "nhiem-vu-chu-cai", "quyet-dinh", "tuong-thuat"]
)
def test_the_list_tells_as_many_doubts_as_the_plan_shows(
    page: Any, server: Server, sample: str
) -> None:
    id = server.add(SAMPLES / sample / f"{sample}.docx")
    page.goto(server.address)
    line = page.locator(".papers li", has=page.locator(f"a[href='#/{id}']"))
    told = line.locator(".doubtful").text_content()
    line.locator("a").click()
    page.locator("#doubts", has_text=told).wait_for()
    count = count_doubts(from_json(server.client.get(f"/v1/papers/{id}/plan").content))
    assert told == f"{count} chỗ chưa chắc"
    assert count < 30
    page.click("#next-doubtful")
    page.click("#confirm")
    status(page, "Đã xác nhận")
    assert f" {count - 1} " in page.text_content("#doubts")
    assert server.client.get(f"/v1/papers/{id}").json()["summary"]["doubts"] == count - 1


def test_the_end_of_the_table_is_not_under_the_editor(page: Any, server: Server) -> None:
    id = server.add(SAMPLES / "quyet-dinh" / "quyet-dinh.pdf")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{server.address}/#/{id}")
        page.reload()
        value(page, "/tasks/0/lead").click()
        page.locator(".choices button").first.wait_for()
        add = page.get_by_role("button", name="+ Thêm dòng")
        page.wait_for_function(END_IS_ABOVE_EDITOR, arg=add.element_handle(), timeout=5_000)


def test_what_is_shown_is_called_by_its_name(opened: Any, server: Server, small: str) -> None:
    """The number of a paper, a time without its year, a row that a person added, a correction."""
    assert "chưa rõ ngày" in value(opened, "/tasks/0/deadline").text_content()
    opened.click("#tab-document")
    heads = opened.locator("tbody th").all_text_contents()
    assert "Số" in heads
    assert "STT" not in heads
    opened.click("#tab-tasks")
    save(opened, "/tasks/1/deadline", "trước ngày 1/12/2026")
    status(opened, "Đã lưu")
    opened.once("dialog", lambda one: one.accept("Việc mà người thêm"))
    opened.get_by_role("button", name="+ Thêm dòng").click()
    status(opened, "Đã lưu")
    save(opened, "/tasks/0/task", "Lời của người")
    status(opened, "Đã lưu")
    opened.reload()
    opened.wait_for_selector(".pages .text p")
    words = opened.text_content(".pages")
    assert "Việc mà người thêm" not in words
    assert "Lời của người" not in words
    assert "Rà soát thủ tục hành chính" in words
    opened.click("#tab-history")
    told = opened.text_content("[role=tabpanel]")
    assert "Nhiệm vụ, dòng 2, Hạn" in told
    assert "/tasks" not in told
