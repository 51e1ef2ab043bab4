"""All papers of the desk together, as a person sees them: what is due, two versions, who took up
what. A real Chromium, a real server."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from browser_finder import needs_chromium
from desk_pages import WIDTHS, grave, value
from desk_papers import ids_at
from extras import needs

from bench.desk_server import Server

needs("playwright", "axe_playwright_python", why="Playwright or axe is not installed")
pytestmark = needs_chromium
Ids = Mapping[str, str]


@pytest.fixture(scope="module")
def ids(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Ids:
    """The ids of the papers, read, by their names."""
    return ids_at(server, tmp_path_factory.mktemp("papers"))


def addresses(ids: Ids) -> dict[str, str]:
    return {
        "due": "#/due?after=2026-01-01&before=2026-12-31",
        "diff": f"#/diff?old={ids['tan_khe']}&new={ids['tan_khe_again']}",
        "matrix": f"#/matrix?assigned={ids['province']}",
    }


def opened(page: Any, server: Server, address: str) -> None:
    page.goto(f"{server.address}/{address}")
    page.locator("main table").first.wait_for()


def download(page: Any, words: str) -> Path:
    with page.expect_download() as coming:
        page.locator("main").get_by_role("link", name=words, exact=True).click()
    return Path(coming.value.path())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("view", ["due", "diff", "matrix"])
def test_views_are_for_everybody(
    page: Any, server: Server, ids: Ids, view: str, width: int
) -> None:
    """axe finds nothing grave, in either language, and nothing runs out of the window."""
    page.set_viewport_size({"width": width, "height": 844})
    opened(page, server, addresses(ids)[view])
    found = grave(page, view)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("#language")
    page.wait_for_selector("html[lang=en] main table")
    if width == max(WIDTHS):  # other words make no difference to it at the other width
        found += grave(page, f"{view} in English")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == []
    assert page.locator("nav [aria-current=page]").count() == 1


def test_what_is_due_is_filtered_and_leads_to_its_row(page: Any, server: Server, ids: Ids) -> None:
    page.goto(server.address)
    page.get_by_role("link", name="Việc đến hạn").press("Enter")
    page.fill("#due-after", "2026-08-01")
    page.fill("#due-before", "2026-12-31")
    page.fill("#due-unit", "sông mây; bắc hà")
    page.press("#due-unit", "Enter")
    rows = page.locator("table.due tbody tr")
    page.wait_for_function("() => document.querySelectorAll('table.due tbody tr').length === 2")
    page.fill("#due-office", "VHXH")
    page.press("#due-office", "Enter")
    page.wait_for_function("() => document.querySelectorAll('table.due tbody tr').length === 1")
    assert "Số hóa hồ sơ hộ tịch" in rows.text_content()
    assert "31/8/2026" in rows.text_content()
    names = page.locator("#names-office option").evaluate_all("all => all.map(one => one.value)")
    assert "Sở Tư pháp" in names
    page.reload()
    page.locator("table.due").wait_for()
    assert page.input_value("#due-unit") == "sông mây; bắc hà"
    assert rows.count() == 1
    lines = list(csv.DictReader(io.StringIO(download(page, "CSV").read_text("utf-8-sig"))))
    assert [line["unit"] for line in lines] == ["xã Sông Mây"]
    rows.get_by_role("link").focus()
    page.keyboard.press("Enter")
    value(page, "/tasks/1/task").wait_for()
    assert page.url.split("/#/")[1].startswith(ids["song_may"])
    assert value(page, "/tasks/1/task").evaluate("one => one.classList.contains('on')")
    assert page.input_value("#words") == "Số hóa hồ sơ hộ tịch đang lưu giữ"
    page.go_back()
    page.locator("table.due").wait_for()


def test_an_answer_that_comes_late_does_not_replace_a_later_one(
    page: Any, server: Server, ids: Ids
) -> None:
    opened(page, server, addresses(ids)["due"])
    held: list[Any] = []
    page.route(
        "**/v1/due?**",
        lambda route: (
            held.append(route) if quote("sông") in route.request.url else route.continue_()
        ),
    )
    page.fill("#due-unit", "sông mây")
    page.press("#due-unit", "Enter")
    page.wait_for_timeout(200)
    assert len(held) == 1
    page.fill("#due-unit", "bắc hà")
    page.press("#due-unit", "Enter")
    page.wait_for_function(
        "() => [...document.querySelectorAll('table.due tbody tr')]"
        ".every(one => one.textContent.includes('Bắc Hà'))"
    )
    with page.expect_response(lambda told: quote("sông") in told.url):
        for route in held:
            route.continue_()
    page.wait_for_timeout(100)
    assert "Sông Mây" not in page.locator("main section").first.text_content()


def test_two_versions_are_chosen_in_the_list_and_swapped(
    page: Any, server: Server, ids: Ids
) -> None:
    page.goto(server.address)
    page.wait_for_selector(".papers li a")
    assert page.locator("#versions").is_disabled()
    for name in ("tan_khe", "tan_khe_again"):
        page.locator(f"[data-key=c{ids[name]}]").check()
    page.click("#versions")
    tasks = page.locator("#difference section", has_text="Nhiệm vụ")
    tasks.locator("ins", has_text="Sửa chữa, mở rộng phòng tiếp công dân").wait_for()
    assert tasks.locator("del", has_text="Lắp đặt màn hình").count() == 1
    assert "hứa ít hơn" in tasks.text_content()
    told = json.loads(download(page, "JSON").read_text("utf-8"))
    assert told["old"]["number"] == "21/KH-UBND"
    page.locator("#swap").press("Enter")
    tasks.locator("ins", has_text="Lắp đặt màn hình").wait_for()
    assert page.evaluate("() => document.activeElement.id") == "swap"
    assert "hứa nhiều hơn" in tasks.text_content()
    tasks.get_by_role("link", name="Lắp đặt màn hình").click()
    value(page, "/tasks/2/task").wait_for()
    assert ids["tan_khe"] in page.url


def test_who_took_up_what_is_chosen_and_leads_to_the_plans(
    page: Any, server: Server, ids: Ids
) -> None:
    page.goto(f"{server.address}/#/matrix")
    page.select_option("#choose-assigned", ids["province"])
    matrix = page.locator("table.matrix")
    matrix.wait_for()
    assert matrix.locator("thead th.unit").count() == len(ids) - 1
    page.locator("main summary").first.press("Enter")
    for name in ("Tân Khê.txt", "Sông Mây.txt"):
        page.get_by_role("checkbox", name=name).check()
    page.wait_for_function("() => document.querySelectorAll('table.matrix th.unit').length === 2")
    cells = matrix.locator("tbody td").all_text_contents()
    assert len(cells) == 4 * 3
    nobody = page.locator("[data-list=nobody]")
    assert "Tập huấn kỹ năng tiếp công dân" in nobody.text_content()
    book = openpyxl.load_workbook(io.BytesIO(download(page, "XLSX").read_bytes()))
    assert any("Sông Mây" in str(cell.value) for row in book.worksheets[0].rows for cell in row)
    assert page.url.count("below=") == 2
    page.reload()
    matrix.wait_for()
    assert matrix.locator("thead th.unit").count() == 2
    less = matrix.locator("td.less a")
    assert "Tân Khê: có nhận: Số hóa" in less.get_attribute("aria-label")
    less.press("Enter")
    value(page, "/tasks/1/task").wait_for()
    assert ids["tan_khe"] in page.url


def test_a_place_that_is_gone_is_told(page: Any, server: Server, ids: Ids) -> None:
    for named in ("/tasks/99", "vb-khong-co", "/findings/0", "/more_documents/3/tasks/0"):
        page.goto("about:blank")
        page.goto(f"{server.address}/#/{ids['tan_khe']}?at={quote(named, safe='')}")
        page.wait_for_selector("#status.bad")
        assert page.locator(".value").count() > 0
