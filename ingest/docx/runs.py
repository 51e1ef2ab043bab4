"""The inside of a Word paragraph: its runs as pieces of text, breaks, references to notes and text
boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from kehoach.ingest.docx.pictures import Picture, pictures_in
from kehoach.ingest.docx.styles import CharacterFormat, Styles
from kehoach.ingest.docx.xml import alternate, attr, is_alternate, w
from kehoach.ingest.legacy_fonts import as_printed
from kehoach.ingest.symbol_fonts import symbol_character, with_usual_characters

TAB = " " * 4
SOFT_HYPHEN = "\u00ad"
"""Kept, though it prints nothing: it has the place of `ư` in TCVN3, and LibreOffice makes an
element of it. Whoever mends the text knows whether it is one or the other."""
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What stands outside the printed text, or is taken care of elsewhere.
_SKIPPED = frozenset(
    w(name)
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "instrText", "delText",
        "delInstrText", "rt", "fldData", "footnoteRef", "endnoteRef", "annotationRef",
    )
)  # fmt: skip
_RUN, _FIELD_MARK = w("r"), w("fldChar")
_BREAKS = {w("br"), w("cr")}
_NOTES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_PICTURES = {w("drawing"), w("pict"), w("object")}


@dataclass(frozen=True, slots=True)
class Text:
    """Text of one look; `marks` is `None` for what says nothing about the look (a note's
    number)."""

    text: str
    marks: CharacterFormat | None


@dataclass(frozen=True, slots=True)
class Break:
    """A new line, or a new page."""

    page: bool


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A reference to a footnote or endnote; `numbered` is false when the paper writes a mark of its
    own."""

    kind: str
    identifier: str
    numbered: bool


@dataclass(frozen=True, slots=True)
class TextBox:
    """A text box anchored in the paragraph."""

    content: etree._Element


Piece: TypeAlias = Text | Break | NoteRef | TextBox | Picture


def _text(element: etree._Element) -> str:
    """The text of a `w:t`; line ends of a pretty-printed file are no text."""
    text = element.text or ""
    if element.get(_SPACE) != "preserve" and ("\n" in text or "\r" in text):
        text = text.strip()
    text = text.replace("\n", " ").replace("\r", " ").replace("\t", TAB)
    return with_usual_characters(text)


class Runs:
    """Reads the runs of paragraphs. Holds the state of fields, which may go on over several
    paragraphs."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.struck: list[str] = []  # what was crossed out, until whoever tells it takes it
        self._fields: list[bool] = []  # one per open field: true while its instruction runs

    def pieces(self, paragraph: etree._Element, style: str | None) -> list[Piece]:
        """What a paragraph of this style holds, in reading order; deleted, crossed out and hidden
        text left out."""
        found = list(self._walk(paragraph, style, marks=None))
        if self._in_instruction:
            self._fields.clear()  # it never outlives its paragraph: a broken field swallows no more
        return found

    @property
    def _in_instruction(self) -> bool:
        """Does what comes next belong to the instruction of a field, which is not printed?"""
        return any(self._fields)

    def _walk(
        self, parent: etree._Element, style: str | None, marks: CharacterFormat | None
    ) -> Iterator[Piece]:
        """What stands inside an element. `marks` are those of the run it stands in, if any."""
        for element in parent:
            tag = element.tag
            if tag in _SKIPPED:
                continue
            if tag == _RUN:
                yield from self._run(element, style)
            elif tag == _FIELD_MARK:
                self._field(attr(element, "fldCharType"))
            elif tag in _PICTURES:
                yield from self._boxes(element)
                yield from pictures_in(element)
            elif is_alternate(element):
                branch = alternate(element)
                if branch is not None:
                    yield from self._walk(branch, style, marks=marks)
            elif tag in _BREAKS or tag in _NOTES:
                yield self._mark(element)
            else:
                yield from self._characters_or_inside(element, style, marks=marks)

    def _run(self, run: etree._Element, style: str | None) -> Iterator[Piece]:
        marks = self._styles.run(style, run.find(w("rPr")))
        if marks.hidden:
            self._skip_hidden(run)
        elif marks.struck:
            pieces = list(self._walk(run, style, marks=marks))
            self.struck += [piece.text for piece in pieces if isinstance(piece, Text)]
            # References and breaks in it are still there.
            yield from (piece for piece in pieces if not isinstance(piece, Text))
        else:
            yield from self._walk(run, style, marks=marks)

    def _characters_or_inside(
        self, element: etree._Element, style: str | None, marks: CharacterFormat | None
    ) -> Iterator[Piece]:
        """The text that an element stands for, or what stands inside it."""
        text = "" if self._in_instruction else self._characters(element)
        if text:
            if marks is not None and marks.caps:
                text = text.upper()
            elif marks is not None and marks.font:
                text = as_printed(text, marks.font)
            yield Text(text, marks)
        elif len(element):
            yield from self._walk(element, style, marks=marks)

    @staticmethod
    def _characters(element: etree._Element) -> str:
        """The text that an element of a run stands for, "" for others."""
        tag = element.tag
        if tag in {w("t"), _MATH_TEXT}:
            return _text(element)
        if tag in {w("tab"), w("ptab")}:
            return TAB
        if tag == w("noBreakHyphen"):
            return "-"
        if tag == w("softHyphen"):
            return SOFT_HYPHEN
        if tag == w("sym"):
            return symbol_character(attr(element, "char") or "", attr(element, "font") or "")
        return ""

    @staticmethod
    def _mark(element: etree._Element) -> Piece:
        """A break or a reference to a note."""
        if element.tag in _BREAKS:
            return Break(page=attr(element, "type") == "page")
        return NoteRef(
            kind=_NOTES[str(element.tag)],
            identifier=attr(element, "id") or "",
            numbered=attr(element, "customMarkFollows") in {None, "0", "false", "off"},
        )

    def _field(self, kind: str | None) -> None:
        """A field opens, ends its instruction, or closes."""
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _skip_hidden(self, run: etree._Element) -> None:
        """Hidden runs print nothing, but the fields in them still open and close."""
        for char in run.iterfind(w("fldChar")):
            self._field(attr(char, "fldCharType"))

    def _boxes(self, picture: etree._Element) -> Iterator[Piece]:
        """The text boxes of a drawing, each once."""
        for element in picture:
            if is_alternate(element):
                branch = alternate(element)
                if branch is not None:
                    yield from self._boxes(branch)
            elif element.tag == w("txbxContent"):
                yield TextBox(element)
            else:
                yield from self._boxes(element)


def mark_deleted(ppr: etree._Element | None) -> bool:
    """Whether the end of the paragraph is deleted by a tracked change, so that the next one joins
    it."""
    if ppr is None:
        return False
    rpr = ppr.find(w("rPr"))
    if rpr is None:
        return False
    return rpr.find(w("del")) is not None or rpr.find(w("moveFrom")) is not None
