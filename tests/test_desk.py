"""The desk over REST: a real server, asked as another program asks it; nothing that a person did is
lost, whatever becomes of the server."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import openpyxl
import pytest
from PIL import Image
from warm_program import said

from bench.desk_server import PAPER, SAMPLES, TEXT_PAPER, Server
from bench.rest import asked
from kehoach.corrections.file import read_corrections
from kehoach.emit.formats import PLAN_FORMATS
from kehoach.emit.json import read_plan

DOCX = SAMPLES / "nhiem-vu-chu-cai" / "nhiem-vu-chu-cai.docx"


@pytest.fixture(scope="module")
def paper(server: Server) -> str:
    return server.add()


def problem(told: httpx.Response) -> str:
    """The kind of a problem; it must be a whole one, in both languages."""
    assert told.headers["content-type"] == "application/problem+json"
    data = told.json()
    assert data["status"] == told.status_code
    assert data["detail_vi"]
    assert data["detail_en"]
    return str(data["type"]).removeprefix("urn:kehoach:problem:")


# --- papers and jobs ------------------------------------------------------------------------------


def test_a_paper_is_read_as_the_command_line_reads_it(server: Server, paper: str) -> None:
    plan, _ = server.plan(paper)
    told = json.loads(said("extract", PAPER).stdout)
    for name in ("document", "tasks", "targets", "assignments", "findings", "source"):
        assert plan[name] == told[name], name


def test_the_same_bytes_are_the_same_paper(server: Server, paper: str) -> None:
    again = server.upload(PAPER)
    assert again.status_code == 200
    assert again.json()["new"] == []
    assert again.json()["papers"][0]["id"] == paper


def test_several_pictures_are_one_paper(server: Server, tmp_path: Path) -> None:
    names = ["trang 10.png", "trang 2.png"]
    for shade, name in enumerate(names):
        Image.new("L", (400, 500), 255 - shade).save(tmp_path / name)
    told = server.upload(*(tmp_path / name for name in names), as_one="true").json()
    assert len(told["papers"]) == 1
    assert told["papers"][0]["files"] == ["trang 2.png", "trang 10.png"]
    ended = server.read(told["papers"][0]["id"])
    assert ended["job"]["state"] == "failed"  # empty sheets
    assert ended["job"]["error"]["vi"]
    assert problem(server.client.get(f"/v1/papers/{ended['id']}/plan")) == "NotReadYetError"


def test_a_zip_is_as_many_papers_as_it_holds(server: Server, paper: str, tmp_path: Path) -> None:
    parcel = tmp_path / "gói tháng 3.zip"
    with zipfile.ZipFile(parcel, "w") as archive:
        archive.write(PAPER, "xã Tân Khê/kế hoạch.pdf")
        archive.write(DOCX, "xã Sông Mây/kế hoạch.docx")
        archive.writestr("Thumbs.db", b"x")
        link = zipfile.ZipInfo("../../etc/passwd")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    told = server.upload(parcel)
    assert told.status_code in (200, 201), told.text
    added = told.json()
    names = {one["name"] for one in added["papers"]}
    assert {one["id"] for one in added["papers"]} >= {paper}
    assert "gói tháng 3.zip/xã Sông Mây/kế hoạch.docx" in names
    assert len(added["papers"]) == 2
    assert [one["kind"] for one in added["refused"]] == ["LinkInParcelError"]
    for one in added["papers"]:
        assert server.read(one["id"])["job"]["state"] == "done"
    again = server.upload(parcel)
    assert again.status_code == 200
    assert again.json()["new"] == []
    assert list((server.store / "coming").iterdir()) == []


def test_a_zip_of_one_paper_is_that_paper(server: Server, tmp_path: Path) -> None:
    parcel = tmp_path / "một.zip"
    with zipfile.ZipFile(parcel, "w") as archive:
        archive.write(PAPER, "kế hoạch.pdf")
    plan, _ = server.plan(server.add(parcel))
    assert plan["source"]["parcel"]["name"] == "một.zip"


def test_a_zip_of_numbered_pictures_is_one_paper(server: Server, tmp_path: Path) -> None:
    parcel = tmp_path / "ảnh.zip"
    with zipfile.ZipFile(parcel, "w") as archive:
        for number in (10, 2):
            page = tmp_path / f"{number}.png"
            Image.new("L", (400, 500), 255 - number).save(page)
            archive.write(page, page.name)
    (paper,) = server.upload(parcel).json()["papers"]
    assert paper["files"] == ["ảnh.zip/2.png", "ảnh.zip/10.png"]


def test_a_broken_zip_says_why(server: Server, tmp_path: Path) -> None:
    parcel = tmp_path / "hỏng.zip"
    with zipfile.ZipFile(parcel, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(PAPER, "a.pdf")
        archive.write(DOCX, "b.docx")
    parcel.write_bytes(parcel.read_bytes()[:-40])
    told = server.upload(parcel).json()["papers"]
    assert len(told) == 1
    assert server.read(told[0]["id"])["job"]["error"]["vi"]


def test_a_paper_that_is_none_says_why(server: Server, tmp_path: Path) -> None:
    broken = tmp_path / "hỏng.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing more")
    told = server.upload(broken).json()["papers"][0]
    assert told["name"] == "hỏng.pdf"
    job = server.read(told["id"])["job"]
    assert (job["state"], job["error"]["kind"]) == ("failed", "BrokenFileError")


def test_the_list_comes_in_pages(server: Server, paper: str) -> None:
    server.add(DOCX)
    seen: list[str] = []
    before = None
    while True:
        asked = {"limit": 1} if before is None else {"limit": 1, "before": before}
        told = server.client.get("/v1/papers", params=asked).json()
        seen += [one["id"] for one in told["items"]]
        before = told["next"]
        if before is None:
            break
    assert len(seen) == len(set(seen)) == told["total"]
    assert paper in seen


def test_events_tell_a_job_until_it_has_ended(server: Server, paper: str) -> None:
    job = server.client.post(f"/v1/papers/{paper}/jobs").json()
    states = []
    with server.client.stream("GET", f"/v1/jobs/{job['id']}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("data: "):
                states.append(json.loads(line.removeprefix("data: "))["state"])
    assert states[-1] == "done"


def test_what_was_deleted_is_gone_but_not_the_work_of_people(
    server: Server, tmp_path: Path
) -> None:
    other = tmp_path / "khác.txt"
    other.write_bytes((SAMPLES / "bang-6-cot" / "bang-6-cot.txt").read_bytes() + b"\n")
    id = server.add(other)
    _, etag = server.plan(id)
    edit = {"action": "change", "where": "/tasks/0/note", "typed": "đã hỏi lại"}
    assert server.edit(id, etag, edit).status_code == 201
    assert server.client.delete(f"/v1/papers/{id}").status_code == 204
    assert problem(server.client.get(f"/v1/papers/{id}")) == "NoSuchThingError"
    assert server.add(other) == id
    assert server.plan(id)[0]["tasks"][0]["note"] == "đã hỏi lại"
    server.client.delete(f"/v1/papers/{id}", params={"corrections": True})
    assert not list(server.store.rglob(f"*{id}*"))


# --- corrections ----------------------------------------------------------------------------------


def test_a_value_is_corrected_confirmed_and_undone(server: Server, paper: str) -> None:
    before, etag = server.plan(paper)
    change = {"action": "change", "where": "/tasks/0/deadline", "typed": "hết quý III"}
    confirm = {"action": "confirm", "where": "/tasks/1/lead"}
    told = server.edit(paper, etag, change, confirm)
    assert told.status_code == 201
    state = told.json()
    assert state["plan"]["tasks"][0]["deadline"]["end"].endswith("-09-30")
    assert [one["author"] for one in state["plan"]["corrections"]] == ["Lê Thị Lan"] * 2
    assert server.plan(paper, "machine")[0]["tasks"] == before["tasks"]
    etag = told.headers["etag"]
    for id in state["made"]:
        told = server.client.delete(
            f"/v1/papers/{paper}/corrections/{id}", headers={"If-Match": etag}
        )
        etag = told.headers["etag"]
    assert server.plan(paper)[0]["tasks"] == before["tasks"]
    held = read_corrections(server.store / "plans" / f"{paper}.corrections.json")
    assert held is not None
    assert {one.undone_at is not None for one in held.corrections} == {True}


def test_rows_come_go_and_move(server: Server, paper: str) -> None:
    before, etag = server.plan(paper)
    tasks = [task["task"] for task in before["tasks"]]
    new = {"task": "Kiểm tra các chợ", "lead": "P. VHXH", "deadline": "trước ngày 15/10/2026"}
    told = server.edit(
        paper,
        etag,
        {"action": "add", "where": "/tasks", "after": "/tasks/0", "fields": new},
        {"action": "move", "where": "/tasks/2", "after": None},
        {"action": "remove", "where": "/tasks/1"},
    )
    assert told.status_code == 201, told.text
    after = told.json()["plan"]["tasks"]
    wanted = [tasks[2], tasks[0], "Kiểm tra các chợ", *tasks[3:]]
    assert [task["task"] for task in after] == wanted
    assert after[2]["lead"]["units"] == ["Phòng Văn hóa - Xã hội"]
    assert after[2]["deadline"]["end"] == "2026-10-15"
    for id in reversed(told.json()["made"]):
        told = server.client.delete(
            f"/v1/papers/{paper}/corrections/{id}", headers={"If-Match": told.headers["etag"]}
        )
    assert server.plan(paper)[0]["tasks"] == before["tasks"]


def test_a_stale_edit_is_refused_and_nothing_is_lost(server: Server, paper: str) -> None:
    _, etag = server.plan(paper)
    mine = {"action": "change", "where": "/tasks/0/note", "typed": "của tôi"}
    other = {"action": "change", "where": "/tasks/0/note", "typed": "của người khác"}
    assert server.edit(paper, etag, mine).status_code == 201
    assert problem(server.edit(paper, etag, other)) == "StaleError"
    assert problem(server.edit(paper, None, other)) == "NoRevisionError"
    assert server.plan(paper)[0]["tasks"][0]["note"] == "của tôi"


@pytest.mark.parametrize(
    "edit",
    [
        {"action": "change", "where": "/tasks/999/note", "typed": "x"},
        {"action": "change", "where": "/tasks/0/confidence", "typed": "1"},
        {"action": "change", "where": "/tasks/0/spans", "value": []},
        {"action": "change", "where": "/tasks/0/task", "value": None},
        {"action": "change", "where": "/document/issued_on", "typed": "hôm nào đó"},
        {"action": "change", "where": "/document/unit", "typed": "xã Tân Khê"},
        {"action": "remove", "where": "/document"},
        {"action": "add", "where": "/findings", "fields": {}},
        {"action": "add", "where": "/tasks", "fields": {"lead": "UBND xã"}},
        {"action": "move", "where": "/tasks/0", "after": "/tasks/0"},
        {"action": "move", "where": "/tasks/0", "after": "/targets/0"},
        {"action": "change", "where": "/tasks/0/deadline", "typed": "31/02/2026"},
        {
            "action": "add",
            "where": "/tasks",
            "fields": {"task": "Họp", "deadline": "trước ngày 31/4"},
        },
        {"action": "confirm", "where": "/tasks/-1/lead"},
        {"action": "confirm", "where": "../../etc/passwd"},
    ],
)
def test_an_edit_that_fits_nowhere_changes_nothing(
    server: Server, paper: str, edit: dict[str, Any]
) -> None:
    _, etag = server.plan(paper)
    good = {"action": "confirm", "where": "/tasks/0/lead"}
    told = server.edit(paper, etag, good, edit)
    assert problem(told) == "BadEditError"
    assert told.status_code == 422
    places = (edit["where"], edit.get("after") or edit["where"])
    assert told.json()["errors"][0]["where"].startswith(places)
    assert server.plan(paper)[1] == etag


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"edits": []}',
        b'{"edits": [{"action": "change", "where": "/tasks/0/note", "typed": "\\ud800"}]}',
        b'{"edits": [{"action": "change", "where": "/tasks/0/note", "value": "\\ud800"}]}',
        b'{"edits": [{"action": "change", "where": "/tasks/0/note", "value": 1e999}]}',
        b'{"edits": [{"action": "change", "where": "/tasks/0/note", "value": NaN}]}',
        b'{"edits": [{"action": "change", "where": "/tasks/0/deadline", "value": {"raw": 1}}]}',
        b'{"edits": [{"action": "change", "where": "/targets/0/metrics",'
        b' "value": [{"comparator": "=", "value": 1e999}]}]}',
        b'{"edits": [{"action": "add", "where": "/tasks", "fields": {"task": "\\udfff"}}]}',
        b'{"edits": [{"action": "dance", "where": "/tasks/0"}]}',
        b'{"edits": ' + b"[" * 3000 + b"]" * 3000 + b"}",
        b"\xff\xfe",
    ],
)
def test_a_body_that_is_none_is_told_and_changes_nothing(
    server: Server, paper: str, body: bytes
) -> None:
    _, etag = server.plan(paper)
    headers = {"If-Match": etag, "Content-Type": "application/json"}
    told = server.client.post(f"/v1/papers/{paper}/corrections", content=body, headers=headers)
    assert told.status_code in (400, 422), told.text
    problem(told)
    assert server.plan(paper)[1] == etag


def test_a_signature_falls_with_the_next_edit(server: Server, paper: str) -> None:
    _, etag = server.plan(paper)
    signed = server.client.put(
        f"/v1/papers/{paper}/signature",
        headers={"If-Match": etag},
        params={"author": "Trần Văn Bình"},
    )
    held = server.client.get(f"/v1/papers/{paper}/corrections").json()["corrections"]
    assert held["signed_off_by"] == "Trần Văn Bình"
    edit = {"action": "confirm", "where": "/tasks/0/lead"}
    assert server.edit(paper, signed.headers["etag"], edit).status_code == 201
    held = server.client.get(f"/v1/papers/{paper}/corrections").json()["corrections"]
    assert held["signed_off_at"] is None


def test_a_second_reading_keeps_the_corrections(server: Server, paper: str) -> None:
    _, etag = server.plan(paper)
    edit = {"action": "change", "where": "/tasks/1/note", "typed": "giữ lại"}
    assert server.edit(paper, etag, edit).status_code == 201
    assert server.client.post(f"/v1/papers/{paper}/jobs").status_code == 202
    server.read(paper)
    assert server.plan(paper)[0]["tasks"][1]["note"] == "giữ lại"


def test_the_files_are_those_of_the_command_line(server: Server, paper: str) -> None:
    path = server.store / "plans" / f"{paper}.json"
    machine = read_plan(path)
    assert machine is not None
    assert machine.corrections == ()
    listed = said("corrections", path, "--format", "json")
    assert listed.returncode == 0
    assert "desk" in listed.stdout


# --- readings, pages, exports ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [("deadline", "hết quý III", "09-30"), ("lead", "P. VHXH", "Phòng Văn hóa - Xã hội")],
)
def test_what_is_typed_is_read_at_once(
    server: Server, paper: str, field: str, typed: str, value: str
) -> None:
    asked = {"paper": paper, "field": field, "typed": typed}
    told = server.client.post("/v1/readings", json=asked).json()["value"]
    assert value in str(told)


def test_bodies_and_times_of_the_paper_are_offered(server: Server, paper: str) -> None:
    plan, _ = server.plan(paper)
    for field in ("lead", "deadline"):
        asked = {"where": f"/tasks/0/{field}"}
        items = server.client.get(f"/v1/papers/{paper}/suggestions", params=asked).json()["items"]
        assert 0 < len(items) <= 8
        assert plan["tasks"][0][field]["raw"] not in [item["typed"] for item in items]
        begun = {**asked, "typed": {"lead": "phong van hoa", "deadline": "hết q"}[field]}
        told = server.client.get(f"/v1/papers/{paper}/suggestions", params=begun).json()["items"]
        assert told[0]["typed"].startswith({"lead": "Phòng Văn hóa", "deadline": "Hết quý"}[field])
    nothing = server.client.get(
        f"/v1/papers/{paper}/suggestions", params={"where": "/tasks/0/task"}
    )
    assert nothing.json()["items"] == []


def test_a_page_is_a_picture_of_its_own_shape(server: Server, paper: str) -> None:
    plan, _ = server.plan(paper)
    page = plan["source"]["pages"][0]
    told = server.client.get(f"/v1/papers/{paper}/pages/1.png")
    assert told.headers["content-type"] == "image/png"
    picture = Image.open(io.BytesIO(told.content))
    assert picture.width / picture.height == pytest.approx(page["width"] / page["height"], rel=0.01)
    assert server.client.get(f"/v1/papers/{paper}/pages/1.png").content == told.content
    assert problem(server.client.get(f"/v1/papers/{paper}/pages/999.png")) == "NoSuchThingError"
    word = server.add(DOCX)
    assert problem(server.client.get(f"/v1/papers/{word}/pages/1.png")) == "NoPagePictureError"


@pytest.mark.parametrize("name", list(PLAN_FORMATS))
def test_every_format_is_exported(server: Server, paper: str, name: str) -> None:
    told = server.client.get(f"/v1/papers/{paper}/exports/{name}")
    assert told.status_code == 200
    assert told.content
    assert told.headers["content-disposition"].startswith("attachment;")
    if name == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(told.content))
        assert any(sheet.title.startswith("Nhiệm vụ") for sheet in book.worksheets)


def test_an_unknown_format_is_told(server: Server, paper: str) -> None:
    assert problem(server.client.get(f"/v1/papers/{paper}/exports/exe")) == "NoSuchThingError"


def test_the_service_tells_of_itself(server: Server, paper: str) -> None:
    assert server.client.get("/v1/health").json()["status"] == "ok"
    assert "kehoach_papers " in server.client.get("/v1/metrics").text
    schema = server.client.get("/v1/schema").json()
    jsonschema.Draft202012Validator(schema).validate(server.plan(paper)[0])


def test_the_openapi_describes_every_address(server: Server) -> None:
    told = server.client.get("/v1/openapi.json").json()
    assert "Problem" in told["components"]["schemas"]
    for path, methods in told["paths"].items():
        for method, about in methods.items():
            assert about["summary"], (method, path)
            assert about["description"], (method, path)


# --- whatever happens -----------------------------------------------------------------------------


def test_no_confirmed_edit_is_lost_by_kills(tmp_path: Path) -> None:
    """Three kills, the second in the midst of a reading (500 of them: bench/desk.py)."""
    server = Server(tmp_path / "store")
    try:
        id = server.add(TEXT_PAPER)
        confirmed: list[str] = []
        for number in range(3):
            _, etag = server.plan(id)
            words = f"ghi chú {number}"
            where = f"/tasks/{number % 2}/note"
            told = server.edit(id, etag, {"action": "change", "where": where, "typed": words})
            assert told.status_code == 201
            confirmed += told.json()["made"]
            if number == 1:
                server.client.post(f"/v1/papers/{id}/jobs")
            server.kill()
            server.start()
            kept = server.client.get(f"/v1/papers/{id}/corrections").json()["corrections"]
            assert [one["id"] for one in kept["corrections"]] == confirmed
            notes = [task["note"] for task in server.plan(id)[0]["tasks"]]
            assert notes[number % 2] == words
        assert server.read(id)["job"]["state"] == "done"
        jobs = server.client.get("/v1/jobs", params={"paper": id}).json()["items"]
        assert [job["state"] for job in jobs] == ["done", "done"]
    finally:
        server.stop()


def test_one_service_a_folder(server: Server) -> None:
    told = said("--lang", "vi", "serve", server.store, "--port", "0")
    assert told.returncode == 2
    assert "đang dùng thư mục" in told.stderr


def test_rest_keeps_what_its_openapi_says(server: Server, tmp_path: Path) -> None:
    """A few requests to each address (thousands: `python -m bench.rest`). The last test: it leaves
    the papers corrected at random."""
    phases = ("examples", "fuzzing")
    told = asked(server, tmp_path, examples=1, phases=phases, more=("--seed", "21"))
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Tested: 30" in told.stdout
