"""HTML pages: blocks, tables with spans, encodings declared, wrong or missing."""

from __future__ import annotations

import contextlib
import random
import sys
from pathlib import Path

import pytest
from grids import cells_of, only_grid
from hypothesis import given
from hypothesis import strategies as st

from kehoach.errors import KehoachError, TooLargeError
from kehoach.ingest.html.document import parse_html
from kehoach.ingest.model import FlowItem, Grid, Line

PAGE = """<html><head><title>x</title><style>p {color: red}</style></head><body>
<h1>KẾ HOẠCH</h1><p align="center"><b>Cải cách <i>hành chính</i></b></p>
<ol><li>một<ul><li>hai</ul><li value=5>ba</ol><table border=1>\
<tr><th>TT<th>Nội dung<tr><td rowspan=2>1<td>a
<tr><td>b</table></body></html>"""

SOUP = [
    "<table>", "</table>", "<table border=1>", "<tr>", "</tr>", "<td rowspan=3>", "</td>",
    "<th colspan=2>",
    "<thead>", "x", "<ul>", "<li>", "</ul>", "<p>", "</p>", "<br>", "<script>", "</script>", "<b>",
]  # fmt: skip


def flow(html: str) -> tuple[FlowItem, ...]:
    return parse_html(html.encode()).flow


def lines(html: str) -> list[Line]:
    return [item for item in flow(html) if isinstance(item, Line)]


def texts(html: str) -> list[str]:
    return [line.text for line in lines(html)]


def grid(html: str) -> Grid:
    return only_grid(flow(html))


def table(html: str) -> dict[tuple[int, int, int, int], str]:
    return cells_of(grid(html))


class TestBlocks:
    def test_paragraphs_count_from_one(self) -> None:
        found = lines("<div>một<p>hai</p>ba</div>\n<p>&nbsp;</p><section>bốn</section>")
        assert [(line.text, line.span.first, line.gap) for line in found] == [
            ("một", 1, 0.0),
            ("hai", 2, 0.0),
            ("ba", 3, 0.0),
            ("bốn", 4, 1.0),
        ]
        assert all(line.complete for line in found)

    def test_line_breaks(self) -> None:
        found = lines("<p>ỦY BAN<br>PHƯỜNG X<br></p><p>CHỦ TỊCH<br/><br/>Nguyễn A</p>")
        assert [(line.text, line.complete, line.span.first, line.gap) for line in found] == [
            ("ỦY BAN", False, 1, 0.0),
            ("PHƯỜNG X", True, 1, 0.0),
            ("CHỦ TỊCH", True, 2, 0.0),
            ("Nguyễn A", True, 2, 1.0),
        ]

    def test_white_space(self) -> None:
        assert texts("<p>  Số:&nbsp;&nbsp; /KH\n\t-UBND </p><pre>a  b\n c</pre>") == [
            "Số:   /KH -UBND",
            "a  b",
            "c",
        ]

    @pytest.mark.parametrize(
        ("html", "look"),
        [
            ("<p>x</p>", (False, False, False)),
            ("<h2>x</h2>", (True, False, False)),
            ("<p><b>x</b> <strong>y</strong></p>", (True, False, False)),
            ("<p><b>x</b> y</p>", (False, False, False)),
            ("<center><em>x</em></center>", (False, True, True)),
            ("<p align=CENTER>x</p>", (False, False, True)),
            (
                '<p style="text-align: center; font-weight: 700; font-style:italic">x</p>',
                (True, True, True),
            ),
            ('<b><span style="font-weight:normal">x</span></b>', (False, False, False)),
            ('<p style="mso-bidi-font-weight:bold">x</p>', (False, False, False)),
            ('<div align=center><p style="text-align:left">x</p></div>', (False, False, False)),
        ],
    )
    def test_looks(self, html: str, look: tuple[bool, bool, bool]) -> None:
        (line,) = lines(html)
        assert (line.bold, line.italic, line.centered) == look

    def test_sizes_are_points(self) -> None:
        assert [
            line.size
            for line in lines('<p style="font-size:14.0pt">x</p><p style="font-size:16px">y')
        ] == [
            14.0,
            12.0,
        ]

    def test_what_is_not_printed(self) -> None:
        html = (
            "<head><title>t</title></head><script>s</script><style>s</style><!-- c --><p "
            "hidden>h</p>"
            '<p style="display: none">n<b>m</b></p>đuôi<select><option>o</select><iframe src="file:///etc/passwd">'
            '</iframe><object data="file:///etc/passwd">f</object><img src="http://0.0.0.0/x" '
            'alt="a">'
        )
        assert texts(html) == ["đuôi"]

    def test_page_breaks(self) -> None:
        found = lines('<p>a</p><br style="page-break-before:always"><p>b</p><p>c</p>')
        assert [line.page_break for line in found] == [False, True, False]

    def test_word_footnotes(self) -> None:
        found = lines('<p>a<a href="#_ftn1">[1]</a></p><div id="ftn1"><p><a>[1]</a> b</p></div>')
        assert [(line.text, line.footnote) for line in found] == [("a[1]", False), ("[1] b", True)]


class TestLists:
    def test_marks(self) -> None:
        html = (
            "<ol type=I><li>a<ol type=a "
            "start=2><li>b<li><p>c</p><p>d</p></ol><li>e</ol><ul><li>f</ul>"
        )
        assert texts(html) == ["I. a", "b. b", "c. c", "d", "II. e", "- f"]

    def test_written_marks_are_not_doubled(self) -> None:
        assert texts(
            '<ul><li>- a<li style="x">b</ul><ul style="list-style-type:none"><li>c</ul>'
        ) == [
            "- a",
            "- b",
            "c",
        ]

    def test_marks_that_word_wrote_as_text(self) -> None:
        html = "<p><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>a</p>"
        assert texts(html) == ["- a"]


class TestTables:
    def test_spans(self) -> None:
        assert table("<table border><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>") == {
            (0, 0, 2, 1): "a",
            (0, 1, 1, 2): "b",
            (1, 1, 1, 1): "c",
            (1, 2, 1, 1): "d",
        }

    def test_bad_spans_are_clipped_and_holes_filled(self) -> None:
        html = (
            "<table border><tr><td rowspan=99>a<td>b<td rowspan=0>c<tr><td "
            "colspan=9>d<tr><td></table>"
        )
        found = table(html)
        assert found[0, 0, 3, 1] == "a"
        assert found[0, 2, 3, 1] == "c"
        assert found[1, 1, 1, 1] == "d"

    def test_header_rows(self) -> None:
        rows = "<tr><td>a<td>b<tr><td>c<td>d"
        assert grid(f"<table><thead><tr><td>1<td>2</thead><tbody>{rows}</table>").header_rows == 1
        assert grid(f"<table><tr><th>1<th>2<tr><th>3<th>4{rows}</table>").header_rows == 2
        assert grid(f"<table><tr><th>1<td>2{rows}</table>").header_rows == 0

    @pytest.mark.parametrize(
        ("attributes", "cells", "ruled"),
        [
            ("", 2, False),
            ("border=0", 2, False),
            ("border=1", 2, True),
            ("", 3, True),
            ('style="border: 1px solid black"', 2, True),
            ('border=0 style="border:none"', 1, False),
        ],
    )
    def test_rules(self, attributes: str, cells: int, ruled: bool) -> None:
        assert grid(f"<table {attributes}><tr>{'<td>x' * cells}</table>").ruled is ruled

    def test_cell_borders_rule_a_table(self) -> None:
        assert grid("<table border=0><tr><td style='border:solid windowtext 1.0pt'>x</table>").ruled

    def test_a_table_in_a_ruled_cell_becomes_lines(self) -> None:
        html = "<table border=1><tr><td>a<table border=1><tr><td>b<td>c</table>d<td>e</table>"
        assert table(html) == {(0, 0, 1, 1): "a/b/c/d", (0, 1, 1, 1): "e"}

    def test_a_frame_around_the_page_is_no_table(self) -> None:
        html = "<table><tr><td>menu<td><p>a</p><table border=1><tr><td>b<td>c</table></table>"
        kinds = [
            item.text if isinstance(item, Line) else (item.n_rows, item.n_cols)
            for item in flow(html)
        ]
        assert kinds == ["menu", "a", (1, 2)]

    def test_captions_and_lines_before(self) -> None:
        found = flow("<p>a</p><table border><caption>Biểu 1</caption><tr><td>x</table><p>b</p>")
        assert [item.text if isinstance(item, Line) else "grid" for item in found] == [
            "a",
            "Biểu 1",
            "grid",
            "b",
        ]

    def test_bombs(self) -> None:
        with pytest.raises(TooLargeError):
            flow("<table>" + "<tr><td colspan=60000>x" * 10)
        with pytest.raises(TooLargeError):
            flow("<table><tr>" + "<td>x" * 900 + "<tr><td>x" * 3000)


class TestEncodings:
    TEXT = "Kế hoạch số 5 của Ủy ban nhân dân phường"

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_marks(self, encoding: str) -> None:
        (line,) = parse_html(f"<p>{self.TEXT}".encode(encoding)).flow
        assert isinstance(line, Line)
        assert line.text == self.TEXT

    @pytest.mark.parametrize(
        ("head", "encoding"),
        [
            ("", "utf-8"),
            ('<meta charset="utf-8">', "utf-8"),
            ('<meta charset="iso-8859-1">', "utf-8"),
            ('<meta charset="utf-16">', "utf-8"),
            ('<meta charset="klingon">', "utf-8"),
            ('<meta charset="base64">', "utf-8"),
            ('<meta http-equiv="Content-Type" content="text/html; charset=utf-8">', "utf-8"),
            ('<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        ],
    )
    def test_declarations(self, head: str, encoding: str) -> None:
        (line,) = parse_html(f"{head}<p>{self.TEXT}".encode(encoding)).flow
        assert isinstance(line, Line)
        assert line.text == self.TEXT

    def test_windows_1258_declared_or_guessed(self) -> None:
        data = "Phươ\u0300ng Cô\u0323ng ho\u0300a".encode("cp1258")
        for head in (b"", b'<meta charset="windows-1258">'):
            (line,) = parse_html(head + b"<p>" + data).flow
            assert isinstance(line, Line)
            assert line.text == "Phươ\u0300ng Cô\u0323ng ho\u0300a"

    def test_windows_1252_stays_for_normalize_to_repair(self) -> None:
        (line,) = parse_html("<p>KÕ ho¹ch".encode("cp1252")).flow
        assert isinstance(line, Line)
        assert line.text == "KÕ ho¹ch"

    def test_losses_are_told(self) -> None:
        notes = parse_html(b'<meta charset="shift_jis"><p>\xff\xff\x81').notes
        assert [note.code for note in notes] == ["undecodable_bytes"]


class TestBadInput:
    @pytest.mark.parametrize(
        "data", [b"", b"   ", b"\x00\x00", b"<", b"<!-- ", b"<html></html>", b"<table></table>"]
    )
    def test_nothing_to_read(self, data: bytes) -> None:
        items = parse_html(data).flow
        assert all(isinstance(item, Line) and item.text == "<" for item in items)

    def test_deep_nesting_needs_no_recursion(self) -> None:
        depth = sys.getrecursionlimit()
        for tag in ("b", "div", "table><tr><td"):
            with contextlib.suppress(KehoachError):
                parse_html((f"<{tag}>" * depth + "x").encode())
        assert len(flow("<p><b>x" * 400)) == 400

    def test_too_large(self) -> None:
        with pytest.raises(TooLargeError):
            parse_html(b" " * (64 * 1024 * 1024 + 1))

    def test_entities_are_not_read(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_text("mật")
        html = f'<!DOCTYPE html [<!ENTITY e SYSTEM "{secret.as_uri()}">]><p>a&e;</p>'
        assert not any("mật" in text for text in texts(html))

    def test_flipped_bytes(self) -> None:
        chance = random.Random(3)  # noqa: S311
        for _ in range(300):
            data = bytearray(PAGE.encode())
            for _ in range(chance.randint(1, 9)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            with contextlib.suppress(KehoachError):
                parse_html(bytes(data))

    @given(st.lists(st.sampled_from(SOUP), max_size=40))
    def test_any_soup_gives_whole_grids(self, tags: list[str]) -> None:
        for item in flow("".join(tags)):
            if isinstance(item, Grid):
                area = sum(cell.row_span * cell.col_span for cell in item.cells)
                assert area == item.n_rows * item.n_cols


def test_a_page() -> None:
    assert texts(PAGE) == ["KẾ HOẠCH", "Cải cách hành chính", "1. một", "- hai", "5. ba"]
    assert table(PAGE)[1, 0, 2, 1] == "1"
    assert grid(PAGE).header_rows == 1
