"""What `kehoach check` prints: grouped for a terminal, JSON, SARIF, HTML."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from kehoach import cli
from kehoach.commands import check as cli_check
from kehoach.commands.terminal import display_width
from kehoach.emit.findings import ordered, without_gaps
from kehoach.emit.findings_html import to_html
from kehoach.emit.json import from_json
from kehoach.emit.sarif import to_sarif
from kehoach.schema.models import Finding, Plan, Span

HERE = Path(__file__).parent
PLAN = HERE / "data" / "schema" / "plan.json"
SARIF: dict[str, Any] = json.loads((HERE / "data" / "schema" / "sarif.json").read_text("utf-8"))
NASTY = "<script>alert(1)</script>\x1b[31m \u202e\"'&"


def finding(code: str = "spelling", **over: Any) -> Finding:
    base = {
        "code": code,
        "severity": "info",
        "where": "/tasks/0/task",
        "message": "Sai.",
        "message_en": "Wrong.",
        "evidence": "tiết kiẹm",
        "suggestion": "kiệm",
        "spans": [{"line_start": 4, "line_end": 5}],
    }
    return Finding.model_validate({**base, **over})


def plan_with(*findings: Finding) -> Plan:
    return from_json(PLAN.read_bytes()).model_copy(update={"findings": findings})


def run(*arguments: str | Path, capsys: pytest.CaptureFixture[str]) -> str:
    cli.run(["--lang", "en", "check", *map(str, arguments)])
    return capsys.readouterr().out


def test_json_holds_the_findings_of_each_paper(capsys: pytest.CaptureFixture[str]) -> None:
    (told,) = json.loads(run(PLAN, "--format", "json", capsys=capsys))
    assert told["name"].endswith("plan.json")
    assert [f["code"] for f in told["findings"]] == [
        f.code for f in from_json(PLAN.read_bytes()).findings
    ]


def test_sarif_is_valid_and_points_at_lines(capsys: pytest.CaptureFixture[str]) -> None:
    log = json.loads(run(PLAN, "--format", "sarif", capsys=capsys))
    Draft202012Validator(SARIF).validate(log)
    (held,) = log["runs"]
    regions = [r["locations"][0]["physicalLocation"].get("region") for r in held["results"]]
    assert {"startLine": 812, "endLine": 815} in [
        r and {k: r[k] for k in ("startLine", "endLine")} for r in regions
    ]
    rules = [rule["id"] for rule in held["tool"]["driver"]["rules"]]
    assert all(rules[r["ruleIndex"]] == r["ruleId"] for r in held["results"])


def test_sarif_keeps_names_of_files_harmless() -> None:
    log = json.loads(to_sarif([("../a b\\c:d?.txt", plan_with(finding()))], "vi"))
    Draft202012Validator(SARIF).validate(log)
    assert log["runs"][0]["artifacts"][0]["location"]["uri"] == "../a%20b/c%3Ad%3F.txt"


class _Tags(HTMLParser):
    """Which tags stand in a page, and where they point."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]


@given(st.text(max_size=40))
def test_html_stands_alone_and_escapes(text: str) -> None:
    nasty = finding(
        evidence=text + NASTY,
        message=NASTY,
        message_en=NASTY,
        code="c<b>",
        suggestion=NASTY,
        where="/<i>",
    )
    page = to_html([(NASTY, plan_with(nasty))], "en")
    reader = _Tags()
    reader.feed(page)
    assert reader.links == []
    assert not {"script", "b", "i", "img", "iframe", "link"} & set(reader.tags)
    assert "alert(1)" in page


def test_html_is_written_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "findings.html"
    assert run(PLAN, "--format", "html", "-o", out, capsys=capsys) == ""
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("format", ["json", "sarif", "html", "table"])
def test_formats_are_the_same_twice(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(PLAN, "--format", format, capsys=capsys) == run(
        PLAN, "--format", format, capsys=capsys
    )


@pytest.mark.parametrize("format", ["json", "sarif", "html"])
def test_exit_code_is_that_of_the_table(format: str) -> None:
    assert cli.run(["check", str(PLAN), "--format", format]) == cli.run(["check", str(PLAN)]) == 1


def test_order_is_worst_first_and_one_kind_together() -> None:
    held = [
        finding("a"),
        finding("b", severity="error"),
        finding("a"),
        finding("c", severity="error"),
        finding("b", severity="error"),
    ]
    assert [f.code for f in ordered(held)] == ["b", "b", "c", "a", "a"]


@given(st.integers(30, 200), st.text(max_size=80))
def test_grouped_lines_fit_and_say_what_to_do(width: int, text: str) -> None:
    lines = cli_check.grouped([finding(evidence=text), finding(suggestion="x" * 50)], "en", width)
    assert lines[0] == "  info Spelling (2)"
    assert all(display_width(line) <= max(width, 40) for line in lines)
    assert any(line.lstrip().startswith("→") for line in lines)


def test_place_stands_before_the_message() -> None:
    (_, line, *_) = cli_check.grouped([finding(spans=[Span(page=3)])], "vi", 100)
    assert line == "    trang 3: Sai."


def _summed_up() -> list[Finding]:
    total = finding("missing_owner", severity="error", where="/tasks", spans=[], message="2 việc.")
    gaps = [
        finding("missing_owner", where=f"/tasks/{index}", spans=[Span(line_start=line)])
        for index, line in enumerate((12, 40))
    ]
    return [total, finding(), *gaps]


def test_what_a_finding_sums_up_is_told_by_its_places() -> None:
    lines = cli_check.grouped(_summed_up(), "vi", 100)
    assert lines[0] == "  lỗi Thiếu cơ quan chủ trì (1)"
    assert "      dòng 12, 40" in lines
    assert "  ghi chú Chính tả (1)" in lines
    assert not any("ghi chú Thiếu cơ quan" in line for line in lines)


def test_what_a_finding_sums_up_is_folded_away() -> None:
    page = to_html([("x", plan_with(*_summed_up()))], "vi")
    assert page.count("<details>") == 1
    assert "Ghi chú: 1" in page


def test_gaps_without_a_sum_count() -> None:
    gaps = _summed_up()[1:]
    assert without_gaps(gaps) == gaps
    assert [one.where for one in without_gaps(_summed_up())] == ["/tasks", "/tasks/0/task"]
