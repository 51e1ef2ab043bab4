"""What the program says to those who type a little wrong: a turned span of days, an empty folder, a
command's name, pages of a paper that has none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from kehoach import cli
from kehoach.batch.inputs import find
from kehoach.errors import NoPlaceError

PAPER = "ỦY BAN NHÂN DÂN\nXÃ TÂN KHÊ\nSố: 45/KH-UBND\n\nKẾ HOẠCH\nCải cách hành chính năm 2031\n"


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = cli.run(["--lang", "vi", *arguments])
    told = capsys.readouterr()
    return code, told.out + told.err


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (["--after", "31/12/2031", "--before", "1/1/2031"], 2),
        (["--after", "31/12/2031", "--today", "1/1/2031"], 2),
        (["--after", "1/1/2031", "--before", "1/1/2031"], 3),
    ],
)
def test_a_turned_span_is_told(
    tmp_path: Path, days: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    got, told = said(["due", str(tmp_path), *days], capsys)
    assert got == code
    assert ("muộn hơn ngày cuối được hỏi" in told) == (code == 2)


def test_an_empty_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "rỗng"
    empty.mkdir()
    code, told = said(["batch", str(empty), "-o", str(tmp_path / "kq")], capsys)
    assert code == 0
    assert f"Không thấy văn bản nào trong {empty}" in told


def test_a_folder_that_is_closed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(NoPlaceError) as told:
        find(str(tmp_path), str(tmp_path / "kq"))
    assert str(tmp_path) in told.value.message("vi")


@pytest.mark.parametrize(
    ("typed", "meant"), [("extrac", "extract"), ("Batch", "batch"), ("xyzzy", None)]
)
def test_a_command_that_was_perhaps_meant(
    typed: str, meant: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = said([typed], capsys)
    assert code == 2
    assert (f"Có phải {meant}?" in told) == (meant is not None)
    assert ("Có phải" in told) == (meant is not None)


def test_help_is_asked_for_as_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = said(["help"], capsys)
    assert (code, "extract" in told) == (0, True)
    assert said(["help", "due"], capsys) == said(["due", "--help"], capsys)
    assert said(["help", "extrac"], capsys)[0] == 2


def test_pages_of_a_paper_without_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = tmp_path / "kh.txt"
    paper.write_text(PAPER, encoding="utf-8")
    for command in (["extract", str(paper)], ["check", str(paper)]):
        assert "--pages không có tác dụng" in said([*command, "--pages", "2"], capsys)[1]
        assert "--pages" not in said(command, capsys)[1]
