"""The marks of crawled text and of Markdown -> what they say about the print: bold and italic
lines, headings, footnotes. The marks leave the text, its words stay.

Marks may open on one line and close on another of the same paragraph: a block of lines between
blank lines is read as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

import regex

from kehoach.patterns import compile_regex

MANY_EMPHASIS_MARKS = 6
"""So many `**` are crawled web text, not figures of speech."""
BOLD_STARS, ITALIC_STARS = (2, 3), (1, 3)
FEWEST_HEADINGS = 2
"""So many lines that open with `#` are Markdown, not a number sign."""

_HEADING = compile_regex(r"\s{0,3}#{1,6}\s+(?=\S)")
_HEADING_END = compile_regex(r"\s+#+\s*$")
_UNDERLINE = r"\s*(?::?-{2,}:?|:-:?|-:)\s*"
_DELIMITER_ROW = compile_regex(rf"\s*\|?{_UNDERLINE}(?:\|{_UNDERLINE})+\|?\s*")
_ENTITY = compile_regex(r"&(?:#\d{1,6}|#[xX][\da-fA-F]{1,5}|[A-Za-z]{2,8}\d?);")
_ESCAPED = compile_regex(r"\\([!-/:-@\[-`{-~])")
_IMAGE = compile_regex(r"!\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_LINK = compile_regex(r"\[([^\]]+)\]\((?:https?:|mailto:|/|#|www\.)[^)\s]*(?:\s+\"[^\"]*\")?\)")
_FILE_NAME = compile_regex(r"\S*\.\w{3,4}|image\d*|hình ảnh\d*", regex.IGNORECASE)
_NOTE_MARK = compile_regex(r"\[\^[\w-]{1,12}\]")
_NOTE_TEXT = compile_regex(r"\s*\[\^[\w-]{1,12}\]:\s*")
_TAG = compile_regex(
    r"</?(?:b|strong|i|em|u|s|sup|sub|span|p|div|font|center|h[1-6]|html|body|section|article"
    r"|blockquote|[uo]l|li|a|img|hr|small|big|mark|details|summary|thead|tbody|tr|t[hd]|table)"
    r"(?:\s[^<>]*)?/?>",
    regex.IGNORECASE,
)
_BLOCK_TAG = compile_regex(r"</(?:p|div|h[1-6]|li|table|center)>", regex.IGNORECASE)
_LIST_TAG = compile_regex(r"<li(?:\s[^<>]*)?>\s*(?![-–•+*])", regex.IGNORECASE)
_BOLD_TAG = compile_regex(r"</?(?:b|strong|h[1-6])(?:\s[^<>]*)?>", regex.IGNORECASE)
_ITALIC_TAG = compile_regex(r"</?(?:i|em)>", regex.IGNORECASE)
_UNDERSCORES = compile_regex(
    r"(?<![\p{L}\p{N}_])(_{1,2})(?=[\p{L}\p{N}(“])(.+?)(?<=[^\s_])\1(?!\w)"
)
_QUOTE = compile_regex(r"^\s{0,3}>\s?")
_FENCE = compile_regex(r"\s*(?:```|~~~).*")
_STARS_OR_END = compile_regex(r"\*{4}|\*{1,3}|$")
"""Four stars close and open again."""
_STARRED_LINE = compile_regex(r"^[ \t]*\*\*([^*\n]+)\*\*[ \t]*$", regex.MULTILINE)
_LITERAL_STAR = compile_regex(r"\(\*{1,3}\)|(?<=^|\s)\*{1,3}\)", regex.MULTILINE)
_LIST_STAR = compile_regex(r"^[ \t]*\*(?=[ \t])", regex.MULTILINE)
_REMARK = compile_regex(r"\s*\([^()]*\)?[\s.;:]*$")
_NUMBERING = compile_regex(r"\s*(?:[IVXL]+|\p{Lu}|\p{Ll}|\d{1,2}(?:\.\d{1,2}){0,3})\s*[.)/:-]\s*")
_HELD = {"*": "\ue000", "|": "\ue001", "_": "\ue002", "#": "\ue003", "[": "\ue004"}
"""Signs that are words, out of the way while marks are read."""
_RELEASED = {ord(held): sign for sign, held in _HELD.items()}


@dataclass(frozen=True, slots=True)
class Styled:
    """A line without its marks. `bold` and `italic` mean the whole line, None for bold where only
    its number is; `heading` how deep the markup calls it one, None where it does not; `goes_on`
    that a mark opened on it closes on a later line; `closed` that marks of its own open before its
    first word and close behind its last."""

    text: str
    bold: bool | None = False
    italic: bool = False
    heading: int | None = None
    footnote: bool = False
    goes_on: bool = False
    closed: bool = False


def is_marked_up(text: str) -> bool:
    """Is the text crawled from the web with emphasis marks, a whole line of capitals in them, or
    Markdown, or does it hold blocks of HTML?

    >>> is_marked_up("**KẾ HOẠCH**"), is_marked_up("Ghi chú: ** là bắt buộc **")
    (True, False)
    """
    if text.count("**") >= MANY_EMPHASIS_MARKS or is_markdown(text) or _BLOCK_TAG.search(text):
        return True
    return any(line.isupper() for line in _STARRED_LINE.findall(text))


def is_markdown(text: str) -> bool:
    """Has the text headings with `#`, or a table whose header is underlined (`|---|---|`)?"""
    headings = 0
    for line in text.split("\n"):
        if _DELIMITER_ROW.fullmatch(line):
            return True
        headings += _HEADING.match(line) is not None
    return headings >= FEWEST_HEADINGS


def is_delimiter_row(line: str) -> bool:
    """Does the line underline the header of a Markdown table?

    >>> is_delimiter_row("| --- | :---: |"), is_delimiter_row("-----")
    (True, False)
    """
    return _DELIMITER_ROW.fullmatch(line) is not None


def without_entities(text: str) -> str:
    """HTML entities as the letters they stand for.

    >>> without_entities("Phòng Văn h&oacute;a&nbsp;&amp; X&#227; hội, R&D;")
    'Phòng Văn hóa\\xa0& Xã hội, R&D;'
    """
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda match: unescape(match[0]), text)


def hold_escaped(line: str) -> str:
    r"""A line whose escaped signs (`\*`, `\|`) are out of the way of those that mark."""
    return _ESCAPED.sub(lambda match: _HELD.get(match[1], match[1]), line)


def release(text: str) -> str:
    """The signs that `hold_escaped` took away, as the words they are."""
    return text.translate(_RELEASED)


def read_block(lines: Sequence[str]) -> list[Styled]:
    """The raw lines of a paragraph, or of a cell -> the same without marks.

    >>> [(line.text, line.bold) for line in read_block(["**I. MỤC", "ĐÍCH** (*tạm thời*)"])]
    [('I. MỤC', True), ('ĐÍCH (tạm thời)', True)]
    """
    if not lines:
        return []
    heads: list[int | None] = []
    notes: list[bool] = []
    bare: list[str] = []
    for raw_line in lines:
        bare_line = "" if _FENCE.fullmatch(raw_line) else _QUOTE.sub("", hold_escaped(raw_line))
        heading = _HEADING.match(bare_line)
        if heading:
            bare_line = _HEADING_END.sub("", bare_line[heading.end() :])
        note = _NOTE_TEXT.match(bare_line)
        if note:
            bare_line = bare_line[note.end() :]
        heads.append(heading[0].count("#") if heading else None)
        notes.append(note is not None)
        bare.append(_without_references(bare_line))
    block = _LITERAL_STAR.sub(lambda match: match[0].replace("*", _HELD["*"]), "\n".join(bare))
    block = _with_list_stars(block)
    styled: list[Styled] = []
    printed_lines = block.split("\n")
    for number, line in enumerate(_by_lines(block)):
        printed = printed_lines[number]
        styled.append(_styled(line, printed, heading=heads[number], footnote=notes[number]))
    return styled


def _with_list_stars(block: str) -> str:
    """A block whose stars that open a line, a space behind them, are marks of a list: those that
    are left pair up.

    >>> _with_list_stars("* **Mã số:** Rà soát.") == f"{_HELD['*']} **Mã số:** Rà soát."
    True
    >>> _with_list_stars("* (Kèm theo\\nKế hoạch)*").startswith("*")
    True
    """
    left = block.count("*") - len(_LIST_STAR.findall(block))
    return block if left % 2 else _LIST_STAR.sub(_HELD["*"], block)


def _without_references(line: str) -> str:
    """A line without the marks of links, images, footnotes and print; what is shown stays."""
    line = without_entities(line)
    if "[" in line:
        line = _IMAGE.sub(lambda match: "" if _FILE_NAME.fullmatch(match[1]) else match[1], line)
        line = _LINK.sub(r"\1", line)
        line = _NOTE_MARK.sub("", line)
    if "<" in line:
        line = _ITALIC_TAG.sub("*", _BOLD_TAG.sub("**", _LIST_TAG.sub("- ", line)))
        line = _TAG.sub("", line)
    if "_" in line:
        line = _UNDERSCORES.sub(_starred, line)
    return line


def _starred(match: regex.Match[str]) -> str:
    """Emphasis by underscores as emphasis by stars."""
    stars = "*" * len(match[1])
    return f"{stars}{match[2]}{stars}"


@dataclass(frozen=True, slots=True)
class _Print:
    """A line without stars: its words, and of each letter whether it is bold, and italic; whether
    a mark was open before the line and is behind it."""

    words: str
    bold: Sequence[bool]
    italic: Sequence[bool]
    open_before: bool
    open_after: bool


def _by_lines(block: str) -> Iterator[_Print]:
    """The lines of a block, each letter with its print."""
    is_bold = is_italic = False
    for printed in block.split("\n"):
        open_before = is_bold or is_italic
        words = ""
        bold: list[bool] = []
        italic: list[bool] = []
        place = 0
        for match in _STARS_OR_END.finditer(printed):
            piece = printed[place : match.start()]
            words += piece
            bold += [is_bold] * len(piece)
            italic += [is_italic] * len(piece)
            is_bold ^= len(match[0]) in BOLD_STARS
            is_italic ^= len(match[0]) in ITALIC_STARS
            place = match.end()
        yield _Print(
            words, bold, italic=italic, open_before=open_before, open_after=is_bold or is_italic
        )


def _styled(line: _Print, printed: str, *, heading: int | None, footnote: bool) -> Styled:
    stripped = printed.strip()
    has_own_marks = stripped.startswith("*") and stripped.endswith("*")
    return Styled(
        release(line.words),
        bold=heading is not None or _is_bold(line),
        italic=_is_throughout(line.words, line.italic),
        heading=heading,
        footnote=footnote,
        goes_on=line.open_after,
        closed=has_own_marks and not line.open_before and not line.open_after,
    )


def _is_bold(line: _Print) -> bool | None:
    number = _NUMBERING.match(line.words)
    is_number_alone = number is not None and number.end() == len(line.words.rstrip())
    if _is_throughout(line.words, line.bold) and not is_number_alone:
        return True
    if number is None:
        return False
    marks = [place for place in range(number.end()) if line.words[place].isalnum()]
    return None if all(line.bold[place] for place in marks) else False


def _is_throughout(words: str, marked: Sequence[bool]) -> bool:
    """Is the whole line printed so? Its number, and a remark in brackets behind it, need not be."""
    number = _NUMBERING.match(words)
    remark = _REMARK.search(words)
    start = number.end() if number else 0
    stop = remark.start() if remark and remark.start() > start else len(words)
    letters = [place for place in range(start, stop) if words[place].isalpha()]
    if not letters:
        letters = [place for place in range(stop) if words[place].isalnum()]
    return bool(letters) and all(marked[place] for place in letters)
