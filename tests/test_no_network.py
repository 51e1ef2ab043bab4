"""Nothing is ever fetched: every command works with sockets forbidden, in this process and in those
that it starts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx_maker import p
from hostile_maker import docx, rels

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = '''\
import sys

def is_among_ourselves(event, args):
    """An order to the nursery: two processes of the program, joined by a pair of sockets."""
    return event == "socket.sendmsg" and args[0].family.name == "AF_UNIX" and args[1] is None

def forbid(event, args):
    if event == "socket.__new__" or is_among_ourselves(event, args):
        return
    if event.split(".")[0] == "socket":
        open({log!r}, "a").write(event + "\\n")
        raise PermissionError("no network: " + event)

sys.addaudithook(forbid)
'''
PAPER = """\
ỦY BAN NHÂN DÂN
PHƯỜNG MÂY TRẮNG
KẾ HOẠCH
Chuyển đổi số năm 2025
I. MỤC ĐÍCH
1. Nâng cao chất lượng.
"""
PAGE = (
    '<!DOCTYPE html><html><head><base href="http://192.0.2.1/">'
    '<link rel="stylesheet" href="x.css"><script src="x.js">'
    '</script></head><body onload="fetch(1)"><img src="http://192.0.2.1/x.png">'
    '<iframe src="//192.0.2.1"></iframe>'
    + "".join(f"<p>{line}</p>" for line in PAPER.split("\n"))
    + "<script>document.write('<p>KỊCH BẢN</p>')</script></body></html>"
)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "plain.txt").write_text(PAPER, encoding="utf-8")
    outside = rels(
        ("image", "http://192.0.2.1/x.png"), ("attachedTemplate", "http://192.0.2.1/t.dotm")
    )
    docx(
        folder / "word.docx",
        "".join(map(p, PAPER.split("\n"))),
        {"word/_rels/document.xml.rels": outside},
    )
    shutil.copy(ROOT / "samples" / "tuong-thuat" / "tuong-thuat.pdf", folder / "paper.pdf")
    return folder


def cut_off() -> list[str]:
    """What runs a command in a network of its own, with nobody else in it, where this machine lets
    us."""
    own = ["unshare", "--map-root-user", "--net"]
    if (
        shutil.which("unshare")
        and subprocess.run([*own, "true"], capture_output=True, check=False).returncode == 0
    ):
        return own
    return []


def test_nothing_is_fetched(papers: Path, tmp_path: Path) -> None:
    hooks, log = tmp_path / "hooks", tmp_path / "log"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(FORBIDDEN.format(log=str(log)), encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": f"{hooks}{os.pathsep}{ROOT}",
        "KEHOACH_CACHE": str(tmp_path / "cache"),
        "HOME": str(tmp_path / "home"),
        "XDG_CACHE_HOME": str(tmp_path / "home" / ".cache"),
    }
    (tmp_path / "home").mkdir()

    def run(*arguments: str | Path) -> int:
        command = [*cut_off(), sys.executable, "-m", "kehoach", "--lang", "en", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=200
        )
        assert b"no network" not in done.stderr
        return done.returncode

    probe = "import socket; socket.create_connection(('192.0.2.1', 9), 1)"
    tried = subprocess.run(
        [sys.executable, "-c", probe], env=environment, capture_output=True, check=False, timeout=60
    )
    assert b"no network" in tried.stderr  # the ban works, in processes that are started too
    log.unlink()
    files = [
        path for path in sorted(papers.iterdir()) if path.suffix != ".pdf"
    ]  # the batch reads it
    assert run("extract", *files, "--format", "json,html", "-o", "out/") == 0
    assert run("check", papers / "page.html") in (0, 1)
    assert run("restore", papers / "plain.txt") == 0
    assert run("batch", papers, "-o", "all", "--workers", "1") == 0
    assert not log.exists()
    left = [path.name for path in (tmp_path / "home").rglob("*")]
    assert not [name for name in left if "onnx" in name or "Microsoft" in name]
    text = (tmp_path / "out" / "page.json").read_text(encoding="utf-8")
    assert json.loads(text)["status"] in ("ok", "partial")
    assert "KỊCH BẢN" not in text
