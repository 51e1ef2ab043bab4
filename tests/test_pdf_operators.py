"""Tokens of page content: what pdfminer's own parser gives, object for object, on sound, odd and
broken streams."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSEOF

from kehoach.ingest.pdf.operators import objects


def theirs(*contents: bytes) -> list[Any] | type[BaseException]:
    """What pdfminer reads, or how it fails."""
    found: list[Any] = []
    try:
        parser = PDFContentParser([PDFStream({}, content) for content in contents])
        while True:
            found.append(parser.nextobject()[1])
    except PSEOF:
        return found
    except Exception as error:  # noqa: BLE001 (whatever it is, ours must be the same)
        return type(error)


def ours(*contents: bytes) -> list[Any] | type[BaseException]:
    try:
        return list(objects([PDFStream({}, content) for content in contents]))
    except Exception as error:  # noqa: BLE001
        return type(error)


def same(left: Any, right: Any) -> bool:
    """Equal in kind too: 1 is not 1.0, nor True; pictures within the text are new objects each
    time. What both refuse, pdfminer refuses with another class under another Python."""
    if isinstance(left, type) and isinstance(right, type):
        return True
    if isinstance(left, PDFStream) and isinstance(right, PDFStream):
        return left.rawdata == right.rawdata and repr(left.attrs) == repr(right.attrs)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return repr(left) == repr(right)


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F1 12 Tf 72 700.5 Td (Ke hoach) Tj ET",
        b"[<0102>-3.5<03>17(a)]TJ",
        b"[ (a) [1 [2 3]] << /A [1] /B << /C (x) >> >> ] TJ",
        b"/P <</MCID 0>> BDC EMC",
        b"<</MCID 0/Lang(vi)/Odd null>> BDC",
        b"+1 -2 -.5 .5 5. -. - + . 1-2 --3 1.2.3 4e5 007",
        rb"(a\(b\)c\\d\n\053\5x\1234\q)Tj",
        b"(line\\\r\non\\\nand\\\ron)Tj",
        b"(a (nested) b) Tj 1 0 0 RG",
        b"< 01 0 2 3> Tj <0> Tj <> Tj <abC>Tj",
        b"% a remark\nq 1 % another\r\nQ",
        b"/A#20B gs /Name/Other /\xc3\xa9 gs /\xff gs",
        b"true false null T* (x)' 1 2 (y)\"",
        b"q 5 0 0 5 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q q 1 w Q",
        b"1 2 ] 3 >> 4 [5 6",
        b"<< /A 1 /B >> 2",
        b"(never closed 1 2 3",
        b"1 2 m { 3 } \x80 4 l @ S",
        rb"(\777)Tj",
        b"[" * 100 + b"]" * 100,
        b"\0 1 \0\0 2\0",
        b"9" * 5000 + b" 1 w",
        b"",
        b" \r\n",
    ],
)
def test_each_token_is_pdfminers(content: bytes) -> None:
    assert same(ours(content), theirs(content))


@pytest.mark.parametrize(
    "contents", [(b"1 2", b"3 w"), (b"[1", b"2] TJ"), (b"(a", b"b) Tj"), (b"q", b"", b"Q")]
)
def test_streams_of_a_page_go_on_in_each_other(contents: tuple[bytes, ...]) -> None:
    assert same(ours(*contents), theirs(*contents))


PIECES = st.sampled_from(
    [b"1", b"-2.5", b".5", b"/F1", b"(a b)", rb"(\)\101)", b"<41 42>", b"<414>", b"[", b"]",
     b"<<", b">>", b"Tj", b"T*", b"'", b"true", b"%c\n", b"#", b"{", b"(", b")", b"<", b">", b"BI",
     b"ID", b"EI", b"\\", b"\x00", b"\xe1"]
)  # fmt: skip


@given(st.lists(st.tuples(PIECES, st.sampled_from([b"", b" ", b"\n"])), max_size=24))
@settings(max_examples=200)
@example([(b"BI", b" "), (b"1", b" "), (b"ID", b" ")])
def test_any_order_of_pieces(pieces: list[tuple[bytes, bytes]]) -> None:
    content = b"".join(piece + space for piece, space in pieces)
    assert same(ours(content), theirs(content)), content
