"""The report as people use it: a real Chromium, the file alone, no network. Skipped, and said,
where there is no Chromium."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batch_maker import ROOT
from batch_maker import batch_without_parquet as batch
from browser_finder import needs_chromium
from desk_pages import violations
from extras import needs

from kehoach.normalize.text import strip_diacritics

needs("playwright", why="Playwright is not installed")
pytestmark = needs_chromium
SAMPLES = ("bang-6-cot", "nhiem-vu-chu-cai", "tuong-thuat")
HARM = "<img src=x onerror=alert(1)> Việc </script><script>alert(2)</script>"
HARMFUL = f"""\
ỦY BAN NHÂN DÂN
PHƯỜNG GÒ DÂU
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 7/KH-UBND
Gò Dâu, ngày 06 tháng 8 năm 2025
KẾ HOẠCH
Chuyển đổi số năm 2025
II. NHIỆM VỤ
1. Hạ tầng số
a) {HARM}
- Cơ quan chủ trì: Phòng Văn hóa - Xã hội.
- Thời gian thực hiện: Trước ngày 15/10/2025.
b) Tập huấn kỹ năng số.
- Cơ quan chủ trì: Phòng Văn hóa - Xã hội.
- Thời gian thực hiện: Tháng 9/2025.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lò Thị Hạnh
"""
PHONE, DESKTOP = 390, 1280


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a batch with letters gives of some samples and of a paper that means harm."""
    folder = tmp_path_factory.mktemp("báo cáo")
    papers, out = folder / "vào", folder / "ra"
    papers.mkdir()
    for name in SAMPLES:
        shutil.copy(ROOT / "samples" / name / f"{name}.pdf", papers)
    (papers / "hại.txt").write_text(HARMFUL, encoding="utf-8")
    (papers / "hỏng.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    batch(papers, out, workers=2, letters=True)
    return out


@pytest.fixture(scope="module")
def mailed(results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report alone, as it comes out of a mail."""
    return Path(shutil.copy(results / "report.html", tmp_path_factory.mktemp("thư")))


@pytest.fixture(scope="module")
def windows(chromium: Any, mailed: Path) -> Iterator[Any]:
    """Gives where windows with some options are opened; one with the report stays open in each, and
    keeps the process that shows it."""
    contexts: dict[str, Any] = {}

    def context_with(**options: bool) -> Any:
        context = contexts.get(str(options))
        if context is None:
            context = contexts[str(options)] = chromium.new_context(**options)
            context.new_page().goto(mailed.as_uri())
        return context

    yield context_with
    for context in contexts.values():
        context.close()


@pytest.fixture
def opened(windows: Any) -> Iterator[Any]:
    """Opens a file in a window of some width; whatever it complains of, and any address outside,
    fails the test."""
    complaints: list[str] = []
    pages = []

    def open_file(file: Path, view: str = "", width: int = DESKTOP, **options: bool) -> Any:
        context = windows(**options)
        if options.get("java_script_enabled", True):
            context.pages[0].evaluate("localStorage.clear()")
        page = context.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("console", lambda told: complaints.append(told.text))
        page.on(
            "request",
            lambda asked: (
                complaints.append(asked.url)
                if not asked.url.startswith((file.as_uri(), "data:"))
                else None
            ),
        )
        page.goto(f"{file.as_uri()}#{view}")
        return page

    yield open_file
    for page in pages:
        page.close()
    assert complaints == []


def found(page: Any) -> int:
    """How many tasks or findings the page says it shows."""
    text = page.locator(".found-rows > .found").text_content()
    return int(re.match(r"[\d.]+", text)[0].replace(".", ""))


def test_wards_are_ranked_by_empty_cells(opened: Any, mailed: Path) -> None:
    page = opened(mailed)
    names = page.locator(".ranking tbody th").all_text_contents()
    empty = [int(one) for one in page.locator(".ranking td.strong").all_text_contents()]
    assert names[0] == "xã Khe Lồ Thượng"
    assert empty == sorted(empty, reverse=True)
    page.get_by_role("button", name="Phường, xã").click()
    sorted_names = page.locator(".ranking tbody th").all_text_contents()
    assert sorted_names != names
    assert sorted(sorted_names) == sorted(names)
    assert page.locator(".ranking th[aria-sort=ascending]").count() == 1


def test_a_bar_filters_everything_and_leads_to_the_tasks(opened: Any, mailed: Path) -> None:
    page = opened(mailed)
    bar = page.locator(".bars button").filter(has_text="Thiếu thời hạn")
    wanted = int(bar.locator(".bar-count").text_content())
    bar.click()
    assert page.locator(".bars button[aria-pressed=true]").count() == 1
    assert page.locator(".ranking tbody tr").count() < 4
    page.get_by_role("link", name=re.compile("Xem .* nhiệm vụ")).click()
    page.wait_for_selector(".with-filters")
    assert found(page) == wanted
    rows = page.locator("table.tasks tbody tr:not(.details)")
    assert rows.count() == wanted
    assert page.locator("table.tasks td.empty").filter(has_text="Thiếu thời hạn").count() == wanted
    page.get_by_role("button", name="Bỏ hết").click()
    assert found(page) > wanted


def test_facets_search_and_order_of_tasks(opened: Any, mailed: Path) -> None:
    page = opened(mailed, "tasks")
    everything = found(page)
    page.get_by_label("phường Tân Mộc Hạ").check()
    of_ward = found(page)
    assert 0 < of_ward < everything
    page.locator("fieldset").filter(has_text="Thời gian").get_by_label("Quý I/2026").check()
    of_quarter = found(page)
    assert 0 < of_quarter < of_ward
    chip = page.get_by_role("button", name="Bỏ lọc: Quý I/2026")
    chip.click()
    assert found(page) == of_ward
    page.get_by_role("searchbox", name="Tìm", exact=True).fill("CHUYEN doi so")
    page.wait_for_function(f"() => !document.body.innerText.includes('{of_ward} / {everything}')")
    texts = page.locator("table.tasks tbody tr").all_text_contents()
    assert texts
    assert all("chuyển đổi số" in text.lower() for text in texts)
    page.get_by_role("button", name="Bỏ hết").click()
    page.get_by_role("button", name="Thời hạn", exact=False).first.click()
    days = page.locator("table.tasks td[data-label='Thời hạn'] .small").all_text_contents()
    ordered = ["-".join(reversed(day.removeprefix("đến ").split("/"))) for day in days]
    assert ordered == sorted(ordered)


def test_a_task_shows_helpers_group_and_its_findings(opened: Any, mailed: Path) -> None:
    page = opened(mailed, "tasks")
    row = page.locator("table.tasks tbody tr").filter(has_text="Họp không giấy tờ")
    assert "Phối hợp: Các phòng, đơn vị" in row.text_content()
    assert "IV. Chính quyền số" in row.text_content()
    row.get_by_role("button").click()
    details = page.locator("tr.details")
    assert "Gợi ý: Nêu một cơ quan chủ trì." in details.text_content()
    picture = details.locator("img").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 100
    assert picture.get_attribute("src").startswith("data:image/jpeg")


def test_targets_are_listed_searched_and_sorted(opened: Any, mailed: Path) -> None:
    page = opened(mailed, "targets")
    everything = found(page)
    rows = page.locator("table.targets tbody tr")
    assert 0 < rows.count() <= everything
    figures = page.locator("table.targets td[data-label='Con số']").all_text_contents()
    assert any("%" in figure for figure in figures)
    page.get_by_role("searchbox", name="Tìm", exact=True).fill("HO SO")
    page.wait_for_function(
        f"() => !document.body.innerText.includes('{everything} / {everything}')"
    )
    assert 0 < found(page) < everything
    texts = [strip_diacritics(text) for text in rows.all_text_contents()]
    assert all("ho" in text and "so" in text for text in texts)
    page.get_by_role("button", name="Bỏ hết").click()
    page.get_by_role("button", name="Chỉ tiêu", exact=False).first.click()
    assert page.locator("table.targets th[aria-sort=ascending]").count() == 1


def test_a_ward_has_a_page_to_print(opened: Any, mailed: Path) -> None:
    page = opened(mailed, "ward/0")
    heading = page.locator("article.ward h2").text_content()
    assert page.locator("article.ward table.tasks").count() == 2
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator("nav.views").is_visible()
    assert page.locator("article.ward h2").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    page.goto(f"{mailed.as_uri()}#wards/all")
    page.wait_for_function("() => document.querySelectorAll('article.ward').length > 1")
    wards = page.locator("article.ward")
    assert wards.count() == 4
    assert heading in page.locator("article.ward h2").all_text_contents()
    breaks = wards.evaluate_all("all => all.map((one) => getComputedStyle(one).pageBreakBefore)")
    assert len(breaks) == 4


def test_all_tasks_are_printed_not_only_those_on_the_screen(opened: Any, mailed: Path) -> None:
    page = opened(mailed, "tasks")
    shown = page.locator("table.tasks tbody tr").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("table.tasks tbody tr").count() == found(page) > shown
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("table.tasks tbody tr").count() == shown


def test_the_language_can_be_switched(opened: Any, mailed: Path) -> None:
    page = opened(mailed, "findings")
    page.get_by_role("button", name="English").click()
    assert page.locator("h1").text_content() == "Report on plans"
    assert page.locator("html").get_attribute("lang") == "en"
    assert "Name one body that leads." in page.locator("table.findings").text_content()
    page.get_by_role("button", name="Tiếng Việt").click()
    assert page.locator("h1").text_content() == "Báo cáo đọc kế hoạch"


def test_what_could_not_be_read_is_told(opened: Any, mailed: Path) -> None:
    page = opened(mailed, "files")
    assert "hỏng.pdf" in page.locator("table").first.text_content()


def test_nothing_of_a_paper_becomes_markup(opened: Any, mailed: Path) -> None:
    page = opened(mailed, "tasks")
    row = page.locator("table.tasks tbody tr").filter(has_text="onerror")
    assert row.count() == 1
    assert "<img src=x" in row.text_content()
    assert page.locator("table.tasks img").count() == 0


def test_without_scripts_the_facts_are_there(opened: Any, mailed: Path) -> None:
    page = opened(mailed, java_script_enabled=False)
    text = page.locator("body").text_content()
    assert "Trình xem này không chạy tập lệnh" in text
    assert "Họp không giấy tờ" in text
    assert "hỏng.pdf" in text


def test_keys_reach_everything(opened: Any, mailed: Path) -> None:
    page = opened(mailed)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator(".bars button").first.focus()
    page.keyboard.press("Space")
    pressed = page.locator(".bars button[aria-pressed=true]")
    assert pressed.count() == 1
    assert pressed.evaluate("one => one === document.activeElement"), "the focus stays"


@pytest.mark.parametrize(
    "view", ["overview", "tasks", "targets", "findings", "wards", "ward/0", "files"]
)
def test_a_phone_shows_all_without_scrolling_sideways_and_axe_finds_nothing(
    opened: Any, mailed: Path, view: str
) -> None:
    page = opened(mailed, view, PHONE, bypass_csp=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    if view == "tasks":
        page.locator("table.tasks button.link").first.click()
    for width in (PHONE, DESKTOP):
        assert wrong_at(page, width) == []


def test_axe_finds_nothing_in_a_letter(opened: Any, results: Path) -> None:
    for letter in sorted((results / "letters").glob("*.html")):
        page = opened(letter, bypass_csp=True)
        for width in (DESKTOP, PHONE):
            assert wrong_at(page, width) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def wrong_at(page: Any, width: int) -> list[tuple[str, str]]:
    """What axe finds in a window of some width."""
    pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe")
    page.set_viewport_size({"width": width, "height": 900})
    return [(one["id"], one["nodes"][0]["html"]) for one in violations(page)]
