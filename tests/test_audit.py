"""`make audit`: a dump of advisories against the lock; what could not be asked about is told."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tools import audit

DUMP = Path(__file__).parent / "data" / "advisories"


@pytest.mark.parametrize(
    ("name", "version", "told"),
    [
        ("goi-mau", "1.1.9", ["MAU-2031-1"]),
        ("goi-mau", "1.2", []),
        ("goi-mau", "2.0", ["MAU-2031-1"]),
        ("goi-mau", "2.9", ["MAU-2031-1"]),  # before 2.10.1, as versions go
        ("goi-mau", "2.10.1", []),
        ("goi-khac", "3.1", ["MAU-2031-2"]),
        ("goi-khac", "3.2", []),
        ("goi-khac", "4.2", ["MAU-2031-2"]),
        ("goi-khac", "4.2.1", []),
        ("goi-lanh", "1.0", []),
    ],
)
def test_a_pin_against_a_dump(name: str, version: str, told: list[str]) -> None:
    holes, count, newest = audit.holes_of([(name, version)], audit.advisories_of(DUMP))
    assert [hole.advisory for hole in holes] == told
    assert (count, newest) == (3, "2031-05-20")


def test_a_bound_that_is_no_version_is_for_a_person_to_look_at() -> None:
    odd = {"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "bản một"}]}]}
    assert audit.is_affected(odd, "1.0")


def test_the_lock_against_a_packed_dump(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("goi-khac==3.2 \\\n    --hash=sha256:0\nGoi_Mau==2.1 ; x\n", "utf-8")
    monkeypatch.setattr(audit, "LOCK", lock)
    dump = tmp_path / "all.zip"
    with zipfile.ZipFile(dump, "w") as archive:
        for file in DUMP.iterdir():
            archive.write(file, file.name)
    assert audit.audit_offline(dump) == audit.HOLES
    told = capsys.readouterr().out
    assert "goi-mau 2.1: MAU-2031-1" in told
    assert "fixed in 1.2, 2.10.1" in told
    assert "2 pins, 3 advisories, the newest of 2031-05-20: 1 known holes" in told


def test_a_dump_without_advisories_says_nothing_good(tmp_path: Path) -> None:
    assert audit.audit_offline(tmp_path) == audit.UNKNOWN


@pytest.mark.parametrize(
    ("packages", "code"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0),
        ([{"name": "a", "version": "1", "vulns": [{"id": "X"}]}], audit.HOLES),
        ([{"name": "a", "skip_reason": "not found"}], audit.UNKNOWN),
        ([], audit.UNKNOWN),
    ],
)
def test_what_the_service_answered(packages: list[dict[str, Any]], code: int) -> None:
    assert audit.judged(json.dumps({"dependencies": packages})) == code


def test_no_answer_is_no_good_answer() -> None:
    assert audit.judged("") == audit.UNKNOWN


def test_every_pin_of_the_lock_is_looked_at() -> None:
    lock = audit.LOCK.read_text("utf-8")
    entries = [line for line in lock.splitlines() if line[:1] not in ("", " ", "#")]
    assert len(audit.pins(lock)) == len(entries) > 100
