"""The command `restore`, as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from warm_program import kehoach

CLI = [sys.executable, "-m", "kehoach", "--lang", "en", "restore"]
ROOT = Path(__file__).parent.parent


def run(data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The command on standard input."""
    return kehoach("--lang", "en", "restore", *arguments, data=data)


def test_line_for_line() -> None:
    done = run(b"Ke hoach cai cach hanh chinh\r\n\nPhong Van hoa - Xa hoi\n")
    assert done.returncode == 0
    assert done.stdout.decode() == "Kế hoạch cải cách hành chính\r\n\nPhòng Văn hóa - Xã hội\n"
    assert done.stderr == b""


def test_a_last_line_without_an_end() -> None:
    assert run(b"Ke hoach cai cach hanh chinh").stdout.decode() == "Kế hoạch cải cách hành chính"


def test_sound_text_stays_to_the_byte() -> None:
    text = "  Kế hoạch  cải cách hành chính \t của phường – “một cửa”\n".encode()
    assert run(text).stdout == text


def test_bytes_of_an_old_encoding() -> None:
    data = "KÕ ho¹ch c¶i c¸ch hµnh chÝnh cña ñy ban nh©n d©n\n".encode("latin-1")
    assert run(data).stdout.decode() == "Kế hoạch cải cách hành chính của ủy ban nhân dân\n"


def test_explained() -> None:
    done = run(b"Ke hoach cai cach ngay 15/01/2031\n", "--mentions")
    told = json.loads(done.stdout)
    assert told["original"] == "Ke hoach cai cach ngay 15/01/2031"
    assert told["text"] == "Kế hoạch cải cách ngày 15/01/2031"
    assert [step["name"] for step in told["steps"]] == ["diacritics"]
    assert {mention["label"] for mention in told["mentions"]} == {"DATE"}


def test_it_comes_as_it_goes() -> None:
    with subprocess.Popen(CLI, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"Ban hanh ke hoach\n")
        process.stdin.flush()
        assert (
            process.stdout.readline().decode() == "Ban hành kế hoạch\n"
        )  # before the next line is there
        process.stdin.write(b"Thuc hien ke hoach\n")
        process.stdin.close()
        assert process.stdout.read().decode() == "Thực hiện kế hoạch\n"


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-1.7\n\x00\x01")
    done = run(b"", str(path))
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert run(b"", str(tmp_path / "none.txt")).returncode == 3


def test_utf_16_comes_out_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "wide.txt"
    path.write_text("Ke hoach cai cach hanh chinh\nPhong Van hoa - Xa hoi\n", encoding="utf-16")
    assert (
        run(b"", str(path)).stdout.decode()
        == "Kế hoạch cải cách hành chính\nPhòng Văn hóa - Xã hội\n"
    )
    (tmp_path / "empty.txt").touch()
    assert run(b"", str(tmp_path / "empty.txt")).returncode == 0
