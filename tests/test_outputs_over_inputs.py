"""Nothing that a command writes goes over what it was given: a paper that nobody has twice would be
gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from plan_maker import plan_of, task_of
from warm_program import said

from kehoach.emit.json import to_bytes


@pytest.mark.parametrize(
    "command",
    [
        "diff one.json two.json -o two.json",
        "compare one.json two.json -o one.json",
        "compare one.json plans -o plans/three.json",
        "check one.json --format json -o one.json",
        "due one.json --format json -o link.json",
        "due plans --format json -o plans/three.json",
    ],
)
def test_an_input_is_never_written_over(tmp_path: Path, command: str) -> None:
    data = to_bytes(plan_of([task_of("Rà soát thủ tục hành chính", "Trước 31/5/2025")]))
    (tmp_path / "plans").mkdir()
    for name in ("one.json", "two.json", "plans/three.json"):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "link.json").symlink_to("one.json")
    done = said(*command.split(), "--lang", "en", cwd=tmp_path)
    assert (done.returncode, "never written over" in done.stderr) == (2, True), done.stderr
    assert {path.read_bytes() for path in tmp_path.rglob("*.json")} == {data}


@pytest.mark.parametrize("command", ["diff one.json two.json", "due one.json"])
def test_another_file_is_written(tmp_path: Path, command: str) -> None:
    for name in ("one.json", "two.json"):
        (tmp_path / name).write_bytes(to_bytes(plan_of([task_of("Rà soát", "Trước 31/5/2025")])))
    done = said(*command.split(), "-o", "told.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "told.json").is_file()
