"""Answers of the service that come late: what a person types meanwhile stays, where a person is
stays, and what was done falls on the row that was meant. A real server, a real Chromium; the test
decides when a request goes on its way."""

from __future__ import annotations

from typing import Any

import pytest
from browser_finder import needs_chromium
from desk_pages import PATIENCE, all_saved, row_tool, status, value
from extras import needs

from bench.desk_server import TEXT_PAPER, Server

needs("playwright", why="Playwright is not installed")
pytestmark = needs_chromium


class Held:
    """Changes that are on their way to the service, until they are let go."""

    def __init__(self, page: Any) -> None:
        self._page, self._routes = page, []
        page.route("**/v1/papers/*/corrections**", self._hold)

    def _hold(self, route: Any) -> None:
        if route.request.method == "GET":
            route.continue_()
        else:
            self._routes.append(route)

    def let_go(self, count: int = 1) -> None:
        """The next requests reach the service, one behind the other."""
        for _ in range(count):
            for _ in range(PATIENCE // 10):
                if self._routes:
                    break
                self._page.wait_for_timeout(10)
            self._routes.pop(0).continue_()


@pytest.fixture(scope="module")
def read_once(server: Server) -> str:
    return server.add(TEXT_PAPER)


@pytest.fixture
def paper(server: Server, read_once: str) -> str:
    """A paper as the machine read it, whatever the tests before did."""
    address = f"/v1/papers/{read_once}/corrections"
    told = server.client.get(address).json()
    for one in told["corrections"]["corrections"]:
        if one["undone_at"] is None:
            server.client.delete(f"{address}/{one['id']}", headers={"If-Match": "*"})
    assert "corrections" not in server.plan(read_once)[0]
    return read_once


@pytest.fixture
def opened(page: Any, server: Server, paper: str) -> Any:
    page.goto(f"{server.address}/#/{paper}")
    page.wait_for_selector(".value")
    return page


def type_into(page: Any, pointer: str, words: str) -> None:
    value(page, pointer).click()
    page.fill("#words", words)


def is_chosen(page: Any, pointer: str) -> bool:
    return value(page, pointer).evaluate("one => one.classList.contains('on')") is True


def pending(page: Any) -> int:
    return int(page.locator("#saving").get_attribute("data-pending"))


def test_words_typed_while_another_field_is_saved_stay(
    opened: Any, server: Server, paper: str
) -> None:
    held = Held(opened)
    type_into(opened, "/tasks/0/deliverables", "Báo cáo thứ nhất")
    opened.click("#save")
    type_into(opened, "/tasks/1/deliverables", "Báo cáo thứ hai")
    assert pending(opened) == 1
    assert "Đang lưu" in opened.text_content("#saving")
    held.let_go()
    all_saved(opened)
    assert opened.input_value("#words") == "Báo cáo thứ hai"
    assert is_chosen(opened, "/tasks/1/deliverables")
    assert opened.evaluate("() => document.activeElement.id") == "words"
    opened.click("#save")
    held.let_go()
    status(opened, "Đã lưu")
    tasks = server.plan(paper)[0]["tasks"]
    assert [task["deliverables"] for task in tasks[:2]] == [
        ["Báo cáo thứ nhất"],
        ["Báo cáo thứ hai"],
    ]


def test_words_typed_on_in_the_same_field_stay_and_outlive_a_reload(
    opened: Any, server: Server, paper: str
) -> None:
    held = Held(opened)
    type_into(opened, "/tasks/0/deliverables", "Báo cáo")
    opened.click("#save")
    opened.fill("#words", "Báo cáo tháng và quý")
    held.let_go()
    all_saved(opened)
    assert opened.input_value("#words") == "Báo cáo tháng và quý"
    assert server.plan(paper)[0]["tasks"][0]["deliverables"] == ["Báo cáo"]
    opened.reload()
    opened.wait_for_selector(".value")
    entry = opened.locator("#unsaved li")
    assert "Báo cáo tháng và quý" in entry.text_content()
    opened.once("dialog", lambda one: one.accept())
    entry.get_by_role("button", name="Lưu").click()
    held.let_go()
    status(opened, "Đã lưu")
    assert entry.count() == 0
    assert server.plan(paper)[0]["tasks"][0]["deliverables"] == ["Báo cáo tháng và quý"]


def test_a_field_left_without_saving_keeps_its_words(opened: Any) -> None:
    type_into(opened, "/tasks/0/deliverables", "Chưa xong")
    value(opened, "/tasks/1/deliverables").click()
    assert opened.locator("#unsaved li").count() == 1
    value(opened, "/tasks/0/deliverables").click()
    assert opened.input_value("#words") == "Chưa xong"
    assert opened.locator("#unsaved").is_hidden()
    value(opened, "/tasks/1/deliverables").click()
    opened.click("#sign")
    opened.wait_for_selector("#status.bad")
    assert opened.locator("#signed").count() == 0
    opened.locator("#unsaved").get_by_role("button", name="Bỏ chữ này").click()
    value(opened, "/tasks/0/deliverables").click()
    assert opened.input_value("#words") != "Chưa xong"


def test_a_confirmation_that_comes_back_leaves_the_person_where_they_are(
    opened: Any, server: Server, paper: str
) -> None:
    held = Held(opened)
    value(opened, "/tasks/0/lead").click()
    opened.click("#confirm")
    type_into(opened, "/tasks/3/deliverables", "Quyết định")
    held.let_go()
    all_saved(opened)
    assert opened.input_value("#words") == "Quyết định"
    assert is_chosen(opened, "/tasks/3/deliverables")
    assert value(opened, "/tasks/0/lead").evaluate("one => one.classList.contains('confirmed')")
    (made,) = server.plan(paper)[0]["corrections"]
    assert (made["action"], made["where"]) == ("confirm", "/tasks/0/lead")


def test_undoing_leaves_words_alone(opened: Any, server: Server, paper: str) -> None:
    type_into(opened, "/tasks/0/deliverables", "Báo cáo")
    opened.click("#save")
    status(opened, "Đã lưu")
    held = Held(opened)
    opened.locator(".editor").get_by_role("button", name="Bỏ sửa").click()
    type_into(opened, "/tasks/2/deliverables", "Danh sách")
    held.let_go()
    status(opened, "Đã hoàn tác")
    assert opened.input_value("#words") == "Danh sách"
    assert is_chosen(opened, "/tasks/2/deliverables")
    assert "corrections" not in server.plan(paper)[0]


def test_edits_behind_a_merge_fall_on_the_rows_that_were_meant(
    opened: Any, server: Server, paper: str
) -> None:
    before = server.plan(paper)[0]["tasks"]
    held = Held(opened)
    value(opened, "/tasks/2/lead").focus()
    opened.keyboard.press("m")
    type_into(opened, "/tasks/4/deliverables", "Của dòng thứ năm")
    opened.click("#save")
    type_into(opened, "/tasks/3/deliverables", "Của dòng thứ tư")
    held.let_go(2)
    all_saved(opened)
    assert opened.input_value("#words") == "Của dòng thứ tư"
    assert is_chosen(opened, "/tasks/2/deliverables")
    opened.click("#save")
    held.let_go()
    status(opened, "Đã lưu")
    after = server.plan(paper)[0]["tasks"]
    assert [task["id"] for task in after] == [task["id"] for task in before if task != before[2]]
    assert [task["deliverables"] for task in after[2:4]] == [
        ["Của dòng thứ tư"],
        ["Của dòng thứ năm"],
    ]
    assert before[2]["task"] in after[1]["task"]


def test_a_split_that_comes_back_leaves_the_person_where_they_are(
    opened: Any, server: Server, paper: str
) -> None:
    before = server.plan(paper)[0]["tasks"]
    held = Held(opened)
    value(opened, "/tasks/1/lead").focus()
    opened.keyboard.press("s")
    opened.keyboard.press("Control+Shift+Enter")
    type_into(opened, "/tasks/3/deliverables", "Danh sách")
    held.let_go()
    all_saved(opened)
    assert opened.input_value("#words") == "Danh sách"
    assert is_chosen(opened, "/tasks/4/deliverables")
    opened.click("#save")
    held.let_go()
    status(opened, "Đã lưu")
    after = server.plan(paper)[0]["tasks"]
    assert len(after) == len(before) + 1
    assert (after[4]["id"], after[4]["deliverables"]) == (before[3]["id"], ["Danh sách"])


def test_rows_moved_twice_before_an_answer_move_two_rows(
    opened: Any, server: Server, paper: str
) -> None:
    before = server.plan(paper)[0]["tasks"]
    held = Held(opened)
    up = opened.locator("tbody tr").nth(3).get_by_role("button", name="Chuyển lên")
    up.press("Enter")
    up.press("Enter")
    held.let_go(2)
    status(opened, "Đã lưu")
    after = server.plan(paper)[0]["tasks"]
    order = [0, 3, 1, 2, *range(4, len(before))]
    assert [task["id"] for task in after] == [before[index]["id"] for index in order]
    focused = opened.evaluate("() => document.activeElement.closest('tr').dataset.row")
    assert before[3]["id"] in focused


def test_words_for_a_row_that_goes_are_told_and_kept(
    opened: Any, server: Server, paper: str
) -> None:
    before = server.plan(paper)[0]["tasks"]
    held = Held(opened)
    row_tool(opened, 1, "Xóa dòng").click()
    type_into(opened, "/tasks/1/deliverables", "Chữ không được mất")
    opened.click("#save")
    value(opened, "/tasks/2/task").click()
    held.let_go()
    opened.wait_for_selector("#status.bad")
    told = opened.locator("#unsaved li").text_content()
    assert "Chữ không được mất" in told
    assert "không còn trong kế hoạch" in told
    assert is_chosen(opened, "/tasks/1/task")
    after = server.plan(paper)[0]["tasks"]
    assert [task["id"] for task in after] == [task["id"] for task in before if task != before[1]]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    opened: Any, server: Server, paper: str
) -> None:
    """The first edit is stale; one behind it on a field that the other person changed is refused
    too, one on a field nobody touched is made."""
    held = Held(opened)
    for index in (0, 1, 2):
        type_into(opened, f"/tasks/{index}/deliverables", f"Của tôi {index}")
        opened.click("#save")
    etag = server.plan(paper)[1]
    theirs = {"action": "change", "where": "/tasks/1/deliverables", "typed": "Của người khác"}
    assert server.edit(paper, etag, theirs).status_code == 201
    held.let_go(2)
    all_saved(opened)
    tasks = server.plan(paper)[0]["tasks"]
    assert tasks[1]["deliverables"] == ["Của người khác"]
    assert tasks[2]["deliverables"] == ["Của tôi 2"]
    assert tasks[0]["deliverables"] != ["Của tôi 0"]
    kept = opened.locator("#unsaved li blockquote").all_text_contents()
    assert sorted(kept) == ["Của tôi 0", "Của tôi 1"]


def test_a_service_that_cannot_be_reached_costs_no_words(
    opened: Any, server: Server, paper: str
) -> None:
    opened.route("**/v1/papers/*/corrections**", lambda route: route.abort())
    type_into(opened, "/tasks/0/deliverables", "Một")
    opened.click("#save")
    type_into(opened, "/tasks/1/deliverables", "Hai")
    opened.click("#save")
    value(opened, "/tasks/2/task").click()
    all_saved(opened)
    assert opened.locator("#unsaved li").count() == 2
    opened.unroute("**/v1/papers/*/corrections**")
    for _ in range(2):
        opened.locator("#unsaved").get_by_role("button", name="Lưu").first.click()
    status(opened, "Đã lưu")
    tasks = server.plan(paper)[0]["tasks"]
    assert [task["deliverables"] for task in tasks[:2]] == [["Một"], ["Hai"]]
