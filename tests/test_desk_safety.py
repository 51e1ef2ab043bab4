"""Whom the desk answers, and what it takes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from warm_program import said

from bench.desk_server import PAPER, Server

TOKEN = "một-mã-rất-dài-không-ai-đoán".encode().hex()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("desk"), "--max-upload", "1")
    yield one
    one.stop()


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("desk"), "--host", "0.0.0.0", token=TOKEN)  # noqa: S104
    one.address = one.address.replace("0.0.0.0", "127.0.0.1")  # noqa: S104
    yield one
    one.stop()


def kind(told: httpx.Response) -> str:
    return str(told.json()["type"]).removeprefix("urn:kehoach:problem:")


@pytest.mark.parametrize("token", ["", "ngắn"])
def test_other_machines_are_served_only_with_a_token(tmp_path: Path, token: str) -> None:
    words = ["--lang", "vi", "serve", tmp_path, "--host", "0.0.0.0"]  # noqa: S104
    told = said(*words, env={"KEHOACH_TOKEN": token, "PATH": "/usr/bin:/bin"})
    assert told.returncode == 2
    assert "mã truy cập" in told.stderr.lower()
    assert list(tmp_path.iterdir()) == []


def test_without_the_token_nothing_is_told(locked: Server) -> None:
    for path in ("/v1/papers", "/v1/metrics", "/v1/openapi.json", f"/v1/papers/{'0' * 64}/plan"):
        for headers in ({}, {"Authorization": "Bearer x"}, {"Cookie": "kehoach=x"}):
            told = httpx.get(locked.address + path, headers=headers)
            assert told.status_code == 401, path
            assert told.headers["www-authenticate"] == "Bearer"
    assert httpx.get(f"{locked.address}/v1/health").status_code == 200
    authorized = {"Authorization": f"Bearer {TOKEN}"}
    assert httpx.get(f"{locked.address}/v1/papers", headers=authorized).status_code == 200


def test_a_cookie_is_of_no_use_to_other_sites(locked: Server) -> None:
    with httpx.Client(base_url=locked.address) as browser:
        assert browser.post("/v1/session", json={"token": "sai"}).status_code == 401
        told = browser.post("/v1/session", json={"token": TOKEN})
        assert told.status_code == 204
        cookie = told.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert TOKEN not in cookie
        assert browser.get("/v1/papers").status_code == 200
        url = f"/v1/papers/{'0' * 64}"
        assert kind(browser.delete(url)) == "ForeignRequestError"
        assert kind(browser.delete(url, headers={"X-Kehoach": "1"})) == "NoSuchThingError"


def test_another_site_changes_nothing(server: Server) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        files = {"files": ("a.pdf", PAPER.read_bytes())}
        told = server.client.post("/v1/papers", files=files, headers=headers)
        assert kind(told) == "ForeignRequestError"
    own = server.client.post(
        "/v1/readings",
        json={"paper": "0" * 64, "field": "lead", "typed": "x"},
        headers={"Origin": server.address, "Sec-Fetch-Site": "same-origin"},
    )
    assert kind(own) == "NotReadYetError"
    assert server.client.get("/v1/papers").json()["total"] == 0


def test_a_name_that_leads_here_is_not_ours(server: Server) -> None:
    told = server.client.get("/v1/papers", headers={"Host": "evil.example:8765"})
    assert (told.status_code, kind(told)) == (421, "UnknownHostError")


def test_uploads_are_bounded(server: Server) -> None:
    files = {"files": ("to.pdf", b"%PDF" + b"0" * (2 << 20))}
    assert kind(server.client.post("/v1/papers", files=files)) == "TooLargeUploadError"
    assert list((server.store / "coming").iterdir()) == []


def test_a_body_without_a_length_is_bounded_too(server: Server) -> None:
    host, port = server.address.removeprefix("http://").split(":")
    head = (
        f"POST /v1/papers HTTP/1.1\r\nHost: {host}:{port}\r\nTransfer-Encoding: chunked\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
    )
    part = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(head.encode() + b"%x\r\n" % len(part) + part + b"\r\n")
        chunk = b"10000\r\n" + b"0" * 65536 + b"\r\n"
        try:
            for _ in range(64):
                connection.sendall(chunk)
        except OSError:
            pass  # closed before it was all sent: the answer may still be there
        answer = connection.recv(65536)
    assert b"413" in answer.split(b"\r\n")[0]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/papers/..%2f..%2fetc/plan",
        "/v1/papers/%2e%2e/files/1",
        f"/v1/papers/{'0' * 63}g/pages/1.png",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fsettings.py",
        "/static/__init__.py",
        "/static/",
    ],
)
def test_no_path_leads_outside(server: Server, path: str) -> None:
    told = server.client.get(path)
    assert told.status_code in (404, 422), told.text


@pytest.mark.parametrize("name", ["../../../tmp/x.pdf", "C:\\a\\x.pdf", ".pdf", "x" * 400, "\x00"])
def test_a_hostile_name_names_nothing(server: Server, name: str) -> None:
    body = b"KE HOACH " + name.encode()
    told = server.client.post("/v1/papers", files={"files": (name, body)})
    if told.status_code == 422:  # a name that makes the form none
        return
    kept = told.json()["papers"][0]
    assert "/" not in kept["name"]
    assert "\\" not in kept["name"]
    files = list((server.store / "papers" / kept["id"]).iterdir())
    assert [file.stem for file in files] == ["0001"]


def test_a_browser_is_told_to_run_nothing_from_outside(server: Server) -> None:
    for path in ("/", "/static/index.html", "/v1/health", "/v1/nothing"):
        told = server.client.get(path)
        policy = told.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert told.headers["x-content-type-options"] == "nosniff"
        assert told.headers["x-frame-options"] == "DENY"
