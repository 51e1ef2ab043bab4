"""A sample as text extracted from its paper: lines as on the page, tables flattened cell after
cell."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import TextWrapper

from samples._source import Group, Record, Table, blocks, parts, tables

BODY_WIDTH = 76
TABLE_SCALE = 1.15
"""Characters of a column per unit of its width."""


class _Pager:
    """Counts lines; tells when a page is full. Its break is the paper's: blank lines and the page
    number."""

    def __init__(self, lines: int, numbered: bool) -> None:
        self.size, self.numbered = lines, numbered
        self.page, self.left = 1, lines

    def turn(self) -> list[str]:
        self.page, self.left = self.page + 1, self.size
        return ["", "", str(self.page), " ", ""] if self.numbered else ["", "", ""]


def wrap(text: str, width: int, hyphens: bool = False) -> list[str]:
    return TextWrapper(width, break_long_words=False, break_on_hyphens=hyphens).wrap(text)


def label(block: Record) -> str:
    """The mark a block is printed with."""
    if block["kind"] == "bullet":
        return "- "
    number = block.get("number")
    if number is None:
        return ""
    letter = len(number) == 1 and number.isalpha() and number.islower()
    return f"{number}) " if letter else f"{number}. "


def render(source: Record) -> str:
    layout = source["layout"]
    if layout["text"] == "paragraphs":
        return _paragraphs(source)
    doubled = layout["text"] == "doubled"
    pager = _Pager(layout.get("text_page_lines", 44), bool(layout.get("page_numbers")))
    out = _letterhead(source)
    for n, part in enumerate(parts(source)):
        out += [*(pager.turn() if n else []), *_lines(part.title_lines, doubled)]
        out += [*_body(part.blocks, pager, doubled), *(_signature(source) if part.signed else [])]
    for table in tables(source):
        out += [*pager.turn(), *_caption(table, doubled)]
        pager.left -= 6
        out += _Flattener(table, pager, doubled).lines()
    return "\n".join(out).rstrip() + "\n"


def _paragraphs(source: Record) -> str:
    """One paragraph per line, a blank line between: the way a text is pasted from a web page."""
    head, title = source["letterhead"], source["title_lines"]
    number, date = (" ".join(head[key].split()) for key in ("number", "date"))
    out = ["", number, "", date, "", title[0], " ".join(title[1:]), ""]
    for block in blocks(source):
        out += [label(block) + block["text"], ""]
    document = source["document"]
    out += ["Nơi nhận:", "", *(f"- {one};" for one in document["recipients"][:-1])]
    out += [
        f"- {document['recipients'][-1]}.",
        "",
        *source["signature"][1:],
        "",
        document["signer"]["name"],
    ]
    return "\n".join(out) + "\n"


def _letterhead(source: Record) -> list[str]:
    head = source["letterhead"]
    state = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ", "", "Độc lập - Tự do - Hạnh phúc ", "", "  "]
    left = [line for one in head["left"] for line in (f"{one} ", "")]
    return [" ", "", *left, *state, head["number"], "", head["date"], "", " ", ""]


def _body(printed: list[Record], pager: _Pager, doubled: bool) -> Iterator[str]:
    for block in printed:
        for line in wrap(label(block) + block["text"], BODY_WIDTH, hyphens=True):
            if pager.left <= 0:
                yield from pager.turn()
            pager.left -= 1
            yield f"{line} "
            if doubled:
                yield ""
        if not doubled:
            yield ""


def _lines(lines: list[str], doubled: bool) -> Iterator[str]:
    for line in lines:
        yield f"{line} "
        if doubled:
            yield ""
    yield " "
    yield ""


def _signature(source: Record) -> list[str]:
    document = source["document"]
    out = [
        "Nơi nhận: ",
        *(line for one in document["recipients"][:-1] for line in (f"- {one}; ", "")),
    ]
    out += [
        f"- {document['recipients'][-1]}. ",
        "",
        *(line for one in source["signature"] for line in (one, "")),
    ]
    return [*out, " ", "", " ", "", document["signer"]["name"], ""]


def _caption(table: Table, doubled: bool) -> Iterator[str]:
    spec = table.spec
    yield from _lines(
        [spec[key] for key in ("caption", "title", "attached") if spec.get(key)], doubled
    )


class _Flattener:
    """Lays a table out page by page and prints each page's part cell after cell, row after row."""

    def __init__(self, table: Table, pager: _Pager, doubled: bool) -> None:
        self.table, self.pager, self.doubled = table, pager, doubled
        self.widths = [max(4, round(width * TABLE_SCALE)) for width in table.spec["widths"]]
        self.carried: dict[int, list[str]] = {}
        self.printed_rows = 0

    def lines(self) -> Iterator[str]:
        yield from self._header()
        for group in self.table.groups:
            if group.title is not None:
                if self.pager.left < 3:
                    yield from self._turn()
                self.pager.left -= 1
                yield f"{group.number} {group.title} " if group.number else f"{group.title} "
                yield ""
            yield from self._rows(group)

    def _header(self) -> Iterator[str]:
        cells = [text for text, _, _ in self.table.header]
        width = dict(zip(self.table.columns, self.widths, strict=True))
        yield from self._cells([wrap(text, width.get(text, 30)) for text in cells])
        if self.table.subheader:
            yield from self._cells(
                [wrap(self.table.columns[n], self.widths[n]) for n in self.table.subheader]
            )
        self.pager.left -= 3

    def _turn(self) -> Iterator[str]:
        yield from self.pager.turn()
        yield from self._header()

    def _rows(self, group: Group) -> Iterator[str]:
        heights = self._heights(group)
        for row, height in zip(group.rows, heights, strict=True):
            waiting = {
                n: self._wrapped(row.cells[role].paragraphs, n)
                for n, role in enumerate(self.table.roles)
                if row.cells[role].rows
            }
            merged = {n for n, role in enumerate(self.table.roles) if row.cells[role].rows > 1}
            while height > 0:
                if self.pager.left < 2:
                    yield from self._turn()
                room = self.pager.left
                taken = min(room, height)
                yield from self._cells(
                    self._part({**self.carried, **waiting}, merged | set(self.carried), taken, room)
                )
                self.carried = {
                    n: self.rest[n] for n in merged | set(self.carried) if self.rest.get(n)
                }
                waiting = {
                    n: lines for n, lines in self.rest.items() if n not in self.carried and lines
                }
                height -= taken
                self.pager.left -= taken

    def _part(
        self, cells: dict[int, list[str]], merged: set[int], taken: int, room: int
    ) -> list[list[str]]:
        """What of each cell stands on this page; a merged cell runs on beside the rows below its
        first."""
        cut = {n: room if n in merged else taken for n in cells}
        self.rest = {n: lines[cut[n] :] for n, lines in cells.items()}
        return [cells[n][: cut[n]] for n in sorted(cells)]

    def _wrapped(self, paragraphs: list[str], column: int) -> list[str]:
        return [line for text in paragraphs for line in wrap(text, self.widths[column])]

    def _heights(self, group: Group) -> list[int]:
        heights = []
        for row in group.rows:
            own = [
                len(self._wrapped(row.cells[role].paragraphs, n))
                for n, role in enumerate(self.table.roles)
                if row.cells[role].rows == 1
            ]
            heights.append(max([1, *own]))
        for first, row in enumerate(group.rows):
            for n, role in enumerate(self.table.roles):
                if row.cells[role].rows > 1:
                    last = first + row.cells[role].rows
                    need = len(self._wrapped(row.cells[role].paragraphs, n)) - sum(
                        heights[first:last]
                    )
                    heights[last - 1] += max(0, need)
        return heights

    def _cells(self, cells: list[list[str]]) -> Iterator[str]:
        """Cell after cell. Every third row a one-line cell runs into its neighbour, as extractors
        let it."""
        self.printed_rows += 1
        runs_on = self.printed_rows % 3 == 0
        held = ""
        full = [lines for lines in cells if lines]
        for n, lines in enumerate(full):
            lines = [f"{held}{lines[0]}", *lines[1:]]
            held = ""
            if runs_on and len(lines) == 1 and 0 < n < len(full) - 1:
                held = f"{lines[0]} "
                continue
            for m, line in enumerate(lines):
                yield f"{line} "
                if self.doubled and (m < len(lines) - 1 or n % 2 == self.printed_rows % 2):
                    yield ""
        if self.doubled:
            yield ""
