"""Cuts the words of each source out of the paper again, by other means than the reader's:
pdfplumber for PDF, the XML of Word's paragraphs, the lines of a text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from lxml import etree
from pydantic import BaseModel

from kehoach.normalize.text import strip_diacritics
from kehoach.schema.models import Group, Offices, Plan, Span
from kehoach.schema.sources import ValueSource

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NEAR = 0.06
"""Points: boxes are told in tenths."""


@dataclass(frozen=True)
class Told:
    """A value of a plan with its source, and how it may read in the paper."""

    pointer: str
    source: ValueSource
    readings: frozenset[str]

    def is_cut_as(self, words: str) -> bool:
        """Do these words say the value, and nothing else?"""
        return letters(words) in self.readings


def letters(text: str) -> str:
    """The letters and figures of a text, in small and without diacritics."""
    return "".join(strip_diacritics(text).split())


def told(plan: Plan) -> Iterator[Told]:
    """Every source of a plan with its value."""
    for pointer, source in _sources(plan, ""):
        value = _value(plan, [part for part in pointer.split("/")[1:] if part != "sources"])
        readings = [source.words] if source.words is not None else _readings(value)
        if isinstance(value, Group):  # its number may be automatic
            readings.append(value.title)
        yield Told(pointer, source, frozenset(map(letters, readings)))


def _sources(part: Any, pointer: str) -> Iterator[tuple[str, ValueSource]]:
    if isinstance(part, ValueSource):
        yield pointer, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _sources(getattr(part, name), f"{pointer}/{name}")
    elif isinstance(part, tuple):
        for index, element in enumerate(part):
            yield from _sources(element, f"{pointer}/{index}")


def _value(plan: Plan, path: Sequence[str]) -> Any:
    part: Any = plan
    for name in path:
        if isinstance(part, Offices):
            part = part.units or (part.raw,)
        part = part[int(name)] if isinstance(part, tuple) else getattr(part, name)
    return part


def _readings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Group):
        return [value.title, f"{value.number or ''} {value.title}"]
    return [getattr(value, "raw", None) or value.evidence]


# --- cutting --------------------------------------------------------------------------------------


class PdfCutter:
    """The characters of a PDF whose middle lies in a box."""

    def __init__(self, path: Path) -> None:
        with pdfplumber.open(path) as file:
            self._characters = [
                [char for char in page.chars if char["text"].strip()] for page in file.pages
            ]

    def words(self, spans: Sequence[Span]) -> str:
        """What stands in some boxes, line by line."""
        found: list[str] = []
        for span in spans:
            assert span.bbox is not None
            inside = [
                char for char in self._characters[(span.page or 0) - 1] if _is_in(char, span.bbox)
            ]
            inside.sort(key=lambda char: (round(char["bottom"] / 4), char["x0"]))
            found.append("".join(char["text"] for char in inside))
        return "".join(found)


def _is_in(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle_x = (char["x0"] + char["x1"]) / 2
    middle_y = (char["top"] + char["bottom"]) / 2
    x0, y0, x1, y1 = box
    return x0 - NEAR <= middle_x <= x1 + NEAR and y0 - NEAR <= middle_y <= y1 + NEAR


class TextCutter:
    """The characters of lines or paragraphs."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def words(self, spans: Sequence[Span]) -> str:
        """What stands in some ranges."""
        return " ".join(map(self._range, spans))

    def _range(self, span: Span) -> str:
        first = span.line_start or span.paragraph_start
        last = span.line_end or span.paragraph_end
        assert first is not None
        assert last is not None
        assert span.char_start is not None
        texts = list(self._texts[first - 1 : last])
        texts[-1] = texts[-1][: span.char_end]
        texts[0] = texts[0][span.char_start :]
        return " ".join(texts)


def cutter(path: Path) -> PdfCutter | TextCutter:
    """What cuts words out of a paper."""
    if path.suffix == ".pdf":
        return PdfCutter(path)
    if path.suffix == ".docx":
        return TextCutter(paragraphs(path))
    return TextCutter(path.read_text(encoding="utf-8").split("\n"))


def paragraphs(path: Path) -> list[str]:
    """The paragraphs of a Word file in document order: tabs and breaks as one character."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return ["".join(_texts(paragraph)) for paragraph in root.iter(f"{_W}p")]


def _texts(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.getparent().tag == f"{_W}r":  # a tab stop of the layout is none
            yield "\t"
