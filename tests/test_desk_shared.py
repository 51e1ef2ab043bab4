"""Several services on one folder, with a PostgreSQL between them: real servers, killed, stopped."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from extras import needs

from bench.desk_postgres import INITDB, Postgres
from bench.desk_server import PATIENCE, TEXT_PAPER, Server
from kehoach import cli
from kehoach.desk.desk import Desk
from kehoach.desk.settings import Settings

needs("sqlalchemy", "psycopg", why="the extra `postgres` is not installed")
pytestmark = [
    pytest.mark.skipif(INITDB is None, reason="no PostgreSQL (apt-get install postgresql)"),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    one = Postgres()
    yield one
    one.remove()


class Pair:
    """Two services on one folder."""

    def __init__(self, store: Path, url: str) -> None:
        self.first, self.second = (Server(store, "--database", url) for _ in range(2))

    def stop(self) -> None:
        for one in (self.first, self.second):
            if one.process.poll() is None:
                one.stop()


@pytest.fixture(scope="module")
def pair(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    one = Pair(tmp_path_factory.mktemp("shared"), postgres.database("pair"))
    yield one
    one.stop()


@pytest.fixture(scope="module")
def paper(pair: Pair) -> str:
    return pair.first.add(TEXT_PAPER)


def note(index: int, words: str) -> dict[str, str]:
    return {"action": "change", "where": f"/tasks/{index}/note", "typed": words}


def test_what_one_service_takes_the_other_has(pair: Pair, paper: str) -> None:
    told = pair.second.client.get("/v1/papers").json()
    assert [one["id"] for one in told["items"]] == [paper]
    again = pair.second.upload(TEXT_PAPER)
    assert (again.status_code, again.json()["new"]) == (200, [])
    plan, etag = pair.first.plan(paper)
    assert pair.second.plan(paper) == (plan, etag)
    assert pair.first.edit(paper, etag, note(0, "của dịch vụ thứ nhất")).status_code == 201
    assert pair.second.plan(paper)[0]["tasks"][0]["note"] == "của dịch vụ thứ nhất"
    assert pair.second.edit(paper, etag, note(1, "trên bản cũ")).status_code == 412
    kept = [task["note"] for task in pair.first.plan(paper)[0]["tasks"][:2]]
    assert kept[0] == "của dịch vụ thứ nhất"
    assert kept[1] != "trên bản cũ"


def test_edits_of_both_at_once_are_all_kept_or_refused(pair: Pair, paper: str) -> None:
    """Each edits until it was let in so many times; nothing that was confirmed is lost."""
    confirmed: list[str] = []

    def work(server: Server, own: int) -> None:
        made = 0
        while made < 4:
            _, etag = server.plan(paper)
            told = server.edit(paper, etag, note(own, f"lần {made}"))
            assert told.status_code in (201, 412), told.text
            if told.status_code == 201:
                confirmed.extend(told.json()["made"])
                made += 1

    with ThreadPoolExecutor(4) as threads:
        servers = (pair.first, pair.second, pair.first, pair.second)
        for future in [threads.submit(work, one, own) for own, one in enumerate(servers)]:
            future.result(PATIENCE)
    held = pair.first.client.get(f"/v1/papers/{paper}/corrections").json()["corrections"]
    assert {one["id"] for one in held["corrections"]} >= set(confirmed)
    assert len(set(confirmed)) == 4 * 4
    notes = [task["note"] for task in pair.second.plan(paper)[0]["tasks"][:4]]
    assert notes == ["lần 3"] * 4


def test_a_database_that_goes_is_told_and_comes_back(
    pair: Pair, paper: str, postgres: Postgres
) -> None:
    _, etag = pair.first.plan(paper)
    postgres.stop()
    told = pair.first.edit(paper, etag, note(0, "không ai nhận"))
    assert told.status_code == 503
    assert told.json()["type"].endswith("DatabaseGoneError")
    postgres.start()
    assert pair.first.edit(paper, etag, note(0, "nay đã nhận")).status_code == 201
    assert pair.second.plan(paper)[0]["tasks"][0]["note"] == "nay đã nhận"
    assert pair.second.client.post(f"/v1/papers/{paper}/jobs").status_code == 202
    assert pair.first.read(paper)["job"]["state"] == "done"


def test_jobs_of_a_killed_service_are_read_by_the_other(pair: Pair, tmp_path: Path) -> None:
    papers = [tmp_path / f"{number}.txt" for number in range(3)]
    for number, one in enumerate(papers):
        one.write_text(f"{TEXT_PAPER.read_text('utf-8')}\n\n{number}\n", "utf-8")
    ids = [pair.first.upload(one).json()["papers"][0]["id"] for one in papers]
    pair.first.kill()
    for id in ids:
        assert pair.second.read(id)["job"]["state"] == "done"
        (job,) = pair.second.client.get("/v1/jobs", params={"paper": id}).json()["items"]
        assert job["state"] == "done"


# --- a folder and its database --------------------------------------------------------------------


def refused(capsys: pytest.CaptureFixture[str], store: Path, *options: str) -> str:
    """What a service says that will not start."""
    asked = ["--lang", "vi", "serve", str(store), "--port", "0", *options]
    assert cli.run(asked) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return said


def test_papers_move_into_the_shared_database_and_belong_to_it(
    postgres: Postgres, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    alone = Desk(Settings(store))
    ids = [f"{number:064x}" for number in range(3)]
    for id in ids:
        alone.database.add_paper(id=id, name=f"{id[-1]}.pdf", files=["a.pdf"], size=7)
        (store / "papers" / id).mkdir()
    job = alone.database.take_job(20)
    assert job is not None
    alone.database.end_job(job, summary={"tasks": 3})
    before = alone.database.papers(before=None, limit=9), alone.database.jobs(limit=9)
    alone.stop()
    url = postgres.database("moved")
    shared = Desk(Settings(store, database=url))
    try:
        assert (
            shared.database.papers(before=None, limit=9),
            shared.database.jobs(limit=9),
        ) == before
        assert not (store / "desk.sqlite").exists()
        shared.database.add_paper(id="f" * 64, name="mới.pdf", files=["a.pdf"], size=7)
        assert [row.name for row in shared.database.papers(before=None, limit=1)] == ["mới.pdf"]
    finally:
        shared.stop()
    assert "không thuộc về nhau" in refused(capsys, store)
    another = postgres.database("another")
    assert "không thuộc về nhau" in refused(capsys, store, "--database", another)
    assert sorted(one.name for one in (store / "papers").iterdir()) == ids


def released_by(desk: Desk, within: float = 10.0) -> int:
    """How many jobs of services that are no more wait again: the server gives their locks back when
    it notices that their connections are closed, in a moment."""
    end = time.monotonic() + within
    while True:
        desk.database.release_orphans(20)
        released = int(desk.database.states().get("waiting", 0))
        if released or time.monotonic() > end:
            return released
        time.sleep(0.05)


def test_one_job_is_taken_by_one_service(postgres: Postgres, tmp_path: Path) -> None:
    desks = [Desk(Settings(tmp_path, database=postgres.database("jobs")))]
    desks.append(Desk(Settings(tmp_path, database=desks[0].settings.database)))
    try:
        ids = [f"{number:064x}" for number in range(40)]
        for id in ids:
            assert desks[0].database.add_paper(id=id, name="a.pdf", files=["a.pdf"], size=7)
            assert not desks[1].database.add_paper(id=id, name="b.pdf", files=["b.pdf"], size=7)

        def take(desk: Desk) -> list[str]:
            taken = []
            while (job := desk.database.take_job(20)) is not None:
                taken.append(job.paper)
            return taken

        # Each has one, however fast either is.
        firsts = [desk.database.take_job(20) for desk in desks]
        with ThreadPoolExecutor(4) as threads:
            taken = [id for found in threads.map(take, desks * 2) for id in found]
        taken += [first.paper for first in firsts if first is not None]
        assert sorted(taken) == ids
        desks[0].database.release_orphans(20)
        assert desks[1].database.states() == {"running": 40}
    finally:
        desks.pop().stop()
    released = released_by(desks[0])
    assert 0 < released < 40
    desks[0].stop()


def test_a_database_that_is_none_is_told_without_its_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for url in (
        "postgresql://kehoach:bi-mat@127.0.0.1:9/postgres",
        "mysql://kehoach:bi-mat@127.0.0.1/postgres",
        "không phải địa chỉ bi-mat",
    ):
        said = refused(capsys, tmp_path, "--database", url)
        assert "Không dùng được cơ sở dữ liệu" in said
        assert "bi-mat" not in said
