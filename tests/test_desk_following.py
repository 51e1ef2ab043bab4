"""The desk over REST, all its papers together: what is due, two versions, who took up what; as the
library and the command line tell it."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from desk_papers import ids_at, papers

from bench.desk_server import Server
from kehoach import cli
from kehoach.compare.assigned import compared
from kehoach.compare.difference import difference
from kehoach.schema.models import Plan

TODAY = "2026-06-15"
Ids = Mapping[str, str]


@pytest.fixture(scope="module")
def ids(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Ids:
    """The ids of the papers, read, by their names."""
    return ids_at(server, tmp_path_factory.mktemp("papers"))


def due(server: Server, **asked: Any) -> dict[str, Any]:
    told = server.client.get("/v1/due", params={"today": TODAY, **asked})
    assert told.status_code == 200, told.text
    data: dict[str, Any] = told.json()
    return data


def plan_of(server: Server, id: str) -> Plan:
    return Plan.model_validate(server.plan(id)[0])


# --- what is due ----------------------------------------------------------------------------------


def test_what_is_due_is_what_the_command_line_tells(
    server: Server, ids: Ids, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    told = due(server, before="2026-12-31")
    asked = ["--today", TODAY, "--before", "2026-12-31", "--format", "json"]
    assert cli.run(["due", str(server.store / "plans"), *asked]) == 0
    expected = json.loads(capfdbinary.readouterr().out)
    keys = list(expected["items"][0])
    rows = [{key: item[key] for key in keys} for item in told["items"]]
    order = [(row["day"], row["unit"], row["paper"], row["task"]) for row in rows]
    assert order == sorted(order, key=lambda one: one[0])
    as_text = [json.dumps(row, sort_keys=True) for row in rows]
    assert sorted(as_text) == sorted(json.dumps(row, sort_keys=True) for row in expected["items"])
    for key in ("today", "before", "after", "overdue", "without_day", "done"):
        assert told[key] == expected[key], key
    assert told["papers"] == len(ids)
    assert told["unread"] == []


def test_a_task_that_is_due_leads_to_its_paper(server: Server, ids: Ids) -> None:
    (item,) = due(server, unit="song may", before="2026-09-01", after="2026-08-01")["items"]
    assert item["paper_id"] == ids["song_may"]
    assert (item["day"], item["days"], item["overdue"]) == ("2026-08-31", 77, False)
    tasks = server.plan(item["paper_id"])[0]["tasks"]
    assert item["task_id"] in {task["id"] for task in tasks}


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (
            {"unit": ["Tân Khê", "Bắc Hà"], "after": "2026-05-01", "before": "2026-06-30"},
            {"3", "4"},
        ),
        ({"office": "VHXH", "unit": "Sông Mây", "before": "2026-12-31"}, {"2"}),
        ({"office": "Sở Tư pháp", "before": "2026-12-31"}, {"2"}),
        ({"unit": "xã không có", "before": "2026-12-31"}, set()),
        ({"before": "0001-01-01"}, set()),
        ({"today": "9999-12-31", "office": "Sở Tư pháp"}, {"2"}),
    ],
)
def test_what_is_due_is_narrowed(
    server: Server, ids: Ids, asked: dict[str, Any], numbers: set[str]
) -> None:
    assert {item["number"] for item in due(server, **asked)["items"]} == numbers


def test_what_is_due_comes_a_page_at_a_time(server: Server, ids: Ids) -> None:
    whole = due(server, before="2026-12-31")
    found: list[Any] = []
    offset: int | None = 0
    while offset is not None:
        page = due(server, before="2026-12-31", limit=3, offset=offset)
        assert page["total"] == whole["total"]
        found += page["items"]
        offset = page["next"]
    assert found == whole["items"]


def test_what_is_due_follows_corrections(server: Server, ids: Ids) -> None:
    id = ids["song_may"]
    asked = {"unit": "Sông Mây", "before": "2026-12-31", "after": "2026-08-01"}
    assert [item["day"] for item in due(server, **asked)["items"]] == ["2026-08-31"]
    _, etag = server.plan(id)
    edit = {"action": "change", "where": "/tasks/1/deadline", "typed": "trước ngày 20/9/2026"}
    made = server.edit(id, etag, edit).json()["made"][0]
    assert [item["day"] for item in due(server, **asked)["items"]] == ["2026-09-20"]
    server.client.delete(f"/v1/papers/{id}/corrections/{made}", headers={"If-Match": "*"})
    assert [item["day"] for item in due(server, **asked)["items"]] == ["2026-08-31"]


def test_a_plan_in_two_forms_is_due_once(server: Server, ids: Ids, tmp_path: Path) -> None:
    before = due(server, before="2026-12-31")
    folder = tmp_path / "bản gửi lại"
    folder.mkdir()
    copy = folder / "Sông Mây.txt"
    original = papers(tmp_path)["song_may"].read_text("utf-8")
    copy.write_text(original + "\n\n", "utf-8")
    again = server.add(copy)
    after = due(server, before="2026-12-31")
    assert after["total"] == before["total"]
    assert set(after["same_plans"]) | set(after["same_plans"].values()) == {again, ids["song_may"]}
    server.client.delete(f"/v1/papers/{again}")


@pytest.mark.parametrize(
    ("format", "begins"),
    [
        ("html", b"<!DOCTYPE html>"),
        ("csv", b"day,days,unit"),
        ("ics", b"BEGIN:VCALENDAR"),
        ("json", b"{"),
    ],
)
def test_the_list_of_what_is_due_is_a_file(
    server: Server, ids: Ids, format: str, begins: bytes
) -> None:
    asked = {"today": TODAY, "before": "2026-12-31", "unit": "Sông Mây"}
    told = server.client.get(f"/v1/due/exports/{format}", params=asked)
    assert told.status_code == 200, told.text
    assert told.content.startswith(begins)
    assert "attachment" in told.headers["content-disposition"]
    assert "Số hóa hồ sơ hộ tịch" in told.content.decode().replace("\r\n ", "")


# --- two versions ---------------------------------------------------------------------------------


def test_two_versions_are_told_as_the_library_does(server: Server, ids: Ids) -> None:
    old, new = ids["tan_khe"], ids["tan_khe_again"]
    told = server.client.get(f"/v1/differences/{old}/{new}", headers={"Accept-Language": "en"})
    assert told.status_code == 200, told.text
    shown = told.json()
    tasks = next(part for part in shown["parts"] if part["part"] == "tasks")
    states = sorted((one["state"], one["old"], one["new"]) for one in tasks["changes"])
    assert ("added", None, "/tasks/3") in states
    assert ("removed", "/tasks/2", None) in states
    (changed,) = (one for one in tasks["changes"] if one["state"] == "changed")
    (field,) = changed["fields"]
    assert (field["field"], field["name"], field["promise"]) == ("deadline", "Deadline", "less")
    plans = [plan_of(server, id) for id in (old, new)]
    expected = difference(*plans, old_name="Tân Khê.txt", new_name="Tân Khê mới.txt")
    exported = server.client.get(f"/v1/differences/{old}/{new}/exports/json").json()
    assert exported == json.loads(expected.model_dump_json())
    assert len(tasks["changes"]) == sum(one.part == "tasks" for one in expected.changes)
    page = server.client.get(f"/v1/differences/{old}/{new}/exports/html", params={"lang": "en"})
    assert '<html lang="en">' in page.text


def test_a_plan_beside_itself_is_the_same(server: Server, ids: Ids) -> None:
    id = ids["tan_khe"]
    shown = server.client.get(f"/v1/differences/{id}/{id}").json()
    assert shown["is_same"]
    assert shown["parts"] == []
    assert shown["notes"] == ["Hai bản giống nhau."]


# --- a superior's plan and those below it ---------------------------------------------------------


def matrix(server: Server, assigned: str, *below: str) -> dict[str, Any]:
    asked = {"assigned": assigned, "below": list(below)}
    told = server.client.get("/v1/matrix", params=asked)
    assert told.status_code == 200, told.text
    data: dict[str, Any] = told.json()
    return data


def test_who_took_up_what_is_told_as_the_library_does(server: Server, ids: Ids) -> None:
    below = [ids["tan_khe"], ids["song_may"]]
    shown = matrix(server, ids["province"], *below)
    styles = [[cell["style"] for cell in item["cells"]] for item in shown["items"]]
    assert styles == [["same", "same"], ["less", "more"], ["same", "absent"], ["absent", "absent"]]
    assert [taker["paper_id"] for taker in shown["takers"]] == below
    assert [taker["name"] for taker in shown["takers"]] == ["xã Tân Khê", "xã Sông Mây"]
    nobody = next(table for table in shown["tables"] if table["name"] == "nobody")
    assert ["Tập huấn kỹ năng tiếp công dân" in str(row[0]) for row in nobody["rows"]] == [True]
    plans = [
        (f"{name}.txt", plan_of(server, id))
        for name, id in zip(["Tân Khê", "Sông Mây"], below, strict=True)
    ]
    expected = compared(plan_of(server, ids["province"]), plans, assigned_name="tỉnh.txt")
    asked = {"assigned": ids["province"], "below": below}
    exported = server.client.get("/v1/matrix/exports/json", params=asked).json()
    assert exported == json.loads(expected.model_dump_json())
    book = server.client.get("/v1/matrix/exports/xlsx", params=asked).content
    assert openpyxl.load_workbook(io.BytesIO(book)).sheetnames


def test_all_others_are_compared_where_none_are_named(server: Server, ids: Ids) -> None:
    shown = matrix(server, ids["province"])
    assert {taker["paper_id"] for taker in shown["takers"]} == set(ids.values()) - {ids["province"]}


# --- what is asked wrongly ------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["31.12", "31/6/2026", "2026-02-30", "0", "12/2026", "mai"])
def test_what_is_no_day_is_told_the_forms_of_one(server: Server, day: str) -> None:
    answer = server.client.get("/v1/due", params={"before": day})
    assert answer.status_code == 422
    told = answer.json()
    assert told["detail_vi"].endswith("before phải là ngày, viết 2026-09-30 hoặc 30/9/2026.")
    assert "before must be a day" in told["detail_en"]


@pytest.mark.parametrize("day", ["31/12/2026", "31-12-2026", "31.12.2026"])
def test_a_day_may_be_written_as_in_vietnam(server: Server, day: str) -> None:
    asked = server.client.get("/v1/due", params={"before": day, "today": "1/10/2026"}).json()
    assert (asked["before"], asked["today"]) == ("2026-12-31", "2026-10-01")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/due?before=mai", 422),
        ("/v1/due?limit=0", 422),
        ("/v1/due/exports/exe", 404),
        (f"/v1/differences/{'0' * 64}/{'1' * 64}", 404),
        ("/v1/differences/a/b", 422),
        (f"/v1/matrix?assigned={'0' * 64}", 404),
        ("/v1/matrix", 422),
        (f"/v1/matrix/exports/exe?assigned={'0' * 64}", 404),
    ],
)
def test_what_is_asked_wrongly_is_told(server: Server, path: str, status: int) -> None:
    told = server.client.get(path)
    assert told.status_code == status, told.text
    assert told.headers["content-type"] == "application/problem+json"


def test_each_address_tells_examples(server: Server) -> None:
    paths = server.client.get("/v1/openapi.json").json()["paths"]
    for path in ("/v1/due", "/v1/differences/{old}/{new}", "/v1/matrix"):
        told = paths[path]["get"]
        assert any(one["schema"].get("examples") for one in told["parameters"]), path
        assert "application/json" in told["responses"]["200"]["content"]
