"""What we replace inside pdfplumber and pdfminer is still there, and called as we think it is.

`ingest/pdf` reads pages with parts of its own in the place of theirs (`page.py`, `operators.py`,
`bounded_streams.py`). A new version may rename one, or go round it: then nothing fails, and pages
are read slowly, or without bounds. When a test here fails after `make lock LOCK_FLAGS=--upgrade`,
read what changed there before the bound in pyproject.toml is moved.
"""

from __future__ import annotations

import inspect
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pdfminer.converter
import pdfminer.pdfinterp
import pdfminer.pdftypes
import pdfplumber
import pdfplumber.page
import pytest

from kehoach.ingest.pdf import bounded_streams, document
from kehoach.ingest.pdf.page import QuickPage, quick

SAMPLES = sorted((Path(__file__).resolve().parent.parent / "samples").glob("*/*.pdf"))
PARAMETERS = {
    pdfminer.converter.PDFPageAggregator.render_string_horizontal: (
        "self seq matrix pos font fontsize scaling charspace wordspace rise dxscale ncs"
        " graphicstate"
    ),
    pdfminer.converter.PDFPageAggregator.handle_undefined_char: "self font cid",
    pdfminer.pdfinterp.PDFPageInterpreter.execute: "self streams",
    pdfplumber.page.Page.iter_layout_objects: "self layout_objects",
    pdfplumber.page.Page.process_object: "self obj",
}
"""What we override or call, and its parameters."""


def test_the_versions_are_those_that_we_know() -> None:
    major, minor, *_ = version("pdfplumber").split(".")
    assert (major, minor) == ("0", "11")


@pytest.mark.parametrize("inner", PARAMETERS, ids=lambda inner: inner.__qualname__)
def test_inner_parts_are_called_as_ever(inner: Any) -> None:
    assert " ".join(inspect.signature(inner).parameters) == PARAMETERS[inner]


def test_streams_are_unpacked_and_references_resolved_by_us() -> None:
    """Importing `ingest.pdf.document` has put ours in the place of pdfminer's."""
    theirs = inspect.getsource(pdfminer.pdftypes)
    assert "    def resolve(self, default: object = None) -> Any:" in theirs
    assert "def decompress_corrupted(data: bytes) -> bytes:" in theirs
    assert pdfminer.pdftypes.PDFObjRef.resolve is bounded_streams.resolved
    assert pdfminer.pdftypes.decompress_corrupted is bounded_streams.decompress_damaged
    assert pdfminer.pdftypes.zlib.decompress is bounded_streams.decompress
    assert document.pdfplumber is pdfplumber
    source = inspect.getsource(pdfminer.pdftypes.PDFStream.decode)
    assert "zlib.decompress(" in source
    assert "decompress_corrupted(" in source


def test_our_page_draws_itself_where_theirs_does() -> None:
    assert isinstance(pdfplumber.page.Page.layout, property)
    with pdfplumber.open(SAMPLES[0]) as pdf:
        page = quick(pdf.pages[0])
        assert isinstance(page, QuickPage)
        assert page.chars
        assert page._layout is page.layout, "pdfplumber keeps what was drawn under this name"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_words_are_those_of_plain_pdfplumber(path: Path) -> None:
    wanted = {"extra_attrs": ["fontname", "size"]}
    with pdfplumber.open(path) as plain, pdfplumber.open(path) as ours:
        theirs = plain.pages[0].extract_words(**wanted)
        assert len(theirs) > 20
        assert quick(ours.pages[0]).extract_words(**wanted) == theirs
