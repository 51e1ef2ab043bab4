"""Tables told in lines of cells -> papers with them, in the forms in which clerks hand them on.

    ## name of the case
    <<before            lines above the table (else those of `BEFORE`), <<after those below it
    <<table
    TT | Nội dung | Phân công | <          "<" goes on to the right, "^" downward, "¶" breaks a line
    ^ | ^ | Chủ trì | Phối hợp
    ---                                    the header ends
    <<want
    task ## lead ## coordinating ## deadline ## products ## group ## note ## budget ## activities

    <<duties
    unit ## duty ## duty                   what is given to whom, where the case looks at it
    <<obligations
    2                                      how many there are
    <<told
    partial                                the status of the plan

An empty field of `<<want` is not looked at, "-" means that there is none.
"""

from __future__ import annotations

import html
import io
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import docx

HEAD = (
    ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("XÃ TÂN KHÊ", "Độc lập - Tự do - Hạnh phúc"),
    ("Số: 87/KH-UBND", "Tân Khê, ngày 05 tháng 3 năm 2031"),
)
TITLE = "Thực hiện nhiệm vụ trọng tâm năm 2031"
BEFORE = (
    "I. MỤC ĐÍCH, YÊU CẦU",
    "Bảo đảm các nhiệm vụ được thực hiện đúng tiến độ, đúng thẩm quyền.",
    "II. NỘI DUNG THỰC HIỆN",
    "Nội dung cụ thể như bảng sau:",
)
AFTER = ("Trên đây là Kế hoạch của UBND xã Tân Khê./.",)
CLOSING = (
    "Nơi nhận:", "- Đảng ủy xã;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Bình"
)  # fmt: skip
NARROW, WIDE = 18, 28
"""Letters of a column of a text set by blanks, where there are many columns, and where few."""
MANY = 6


@dataclass
class Case:
    """A paper: its tables as rows of cells with the height of their header, what stands around
    them, what must come out, and the forms in which it is known not to."""

    name: str
    tables: list[list[str]] = field(default_factory=list)
    before: list[str] | None = None
    after: list[str] | None = None
    want: list[str] | None = None
    duties: list[str] | None = None
    obligations: list[str] | None = None
    told: list[str] | None = None
    known: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)

    @property
    def above(self) -> list[str]:
        return [*(self.before if self.before is not None else BEFORE)]

    @property
    def below(self) -> list[str]:
        return [*(self.after if self.after is not None else AFTER)]

    def grids(self) -> Iterator[tuple[list[list[str]], int]]:
        """Each table as rows of cells, and how many of them are its header."""
        for lines in self.tables:
            rows = [[*_cells(line)] for line in lines if set(line) != {"-"}]
            rules = [place for place, line in enumerate(lines) if set(line) == {"-"}]
            yield rows, rules[0] if rules else 0


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<= )\|(?= )", f" {line} ")]


def read_cases(path: Path) -> list[Case]:
    """The cases of a file."""
    cases: list[Case] = []
    into: list[str] | None = None
    for line in path.read_text("utf-8").splitlines():
        case = cases[-1] if cases else None
        if line.startswith("## "):
            cases.append(Case(line[3:].strip()))
            into = None
        elif case is None or not line.strip() or line.startswith("#"):
            continue
        elif line.startswith(("known: ", "forms: ")) and into is None:
            word, _, forms = line.partition(": ")
            getattr(case, word).update(forms.split(","))
        elif line == "<<table":
            into = []
            case.tables.append(into)
        elif line.startswith("<<"):
            into = []
            setattr(case, line[2:], into)
        elif into is not None:
            into.append(line)
    return cases


Spans = dict[tuple[int, int], tuple[int, int]]


def spans_of(rows: list[list[str]]) -> Spans:
    """Where each cell begins -> how many rows and columns it covers."""

    def origin(row: int, column: int) -> tuple[int, int]:
        while rows[row][column] in ("<", "^"):
            row, column = (row, column - 1) if rows[row][column] == "<" else (row - 1, column)
        return row, column

    places = [(row, column) for row, cells in enumerate(rows) for column in range(len(cells))]
    found: Spans = {}
    by_origin = sorted(places, key=lambda place: origin(*place))
    for begin, covered in groupby(by_origin, key=lambda place: origin(*place)):
        last = max(covered)
        found[begin] = (last[0] - begin[0] + 1, last[1] - begin[1] + 1)
    return found


def _as_lines(case: Case, sign: str) -> bytes:
    lines = [part for pair in HEAD for part in pair] + ["", "KẾ HOẠCH", TITLE, "", *case.above, ""]
    for rows, header in case.grids():
        for number, row in enumerate(rows, start=1):
            cells = ["" if cell in ("<", "^") else cell for cell in row]
            if sign == "|":
                inner = " | ".join(cell.replace("¶", "<br>") for cell in cells)
                lines.append(f"| {inner} |")
                lines += [f"|{'---|' * len(row)}"] if number == max(header, 1) else []
            else:
                lines.append(sign.join(cell.replace("¶", " ") for cell in cells))
        lines.append("")
    return "\n".join([*lines, *case.below, *CLOSING]).encode()


def as_pipes(case: Case) -> tuple[bytes, str]:
    return _as_lines(case, "|"), "giay.md"


def as_tabs(case: Case) -> tuple[bytes, str]:
    return _as_lines(case, "\t"), "giay.txt"


def as_layout(case: Case) -> tuple[bytes, str]:
    """A text set by blanks, as programs print pages of a PDF."""
    lines = [f"   {left.ljust(32)}{right}" for left, right in HEAD]
    lines += ["", "          KẾ HOẠCH", f"     {TITLE}", "", *(f"     {one}" for one in case.above)]
    for rows, _ in case.grids():
        lines += [*_set_out(rows), ""]
    lines += [*(f"     {one}" for one in case.below), ""]
    for left, right in zip(CLOSING[:3], CLOSING[3:], strict=True):
        lines.append(f"{left.ljust(40)}{right}")
    return "\n".join(lines).encode(), "giay.txt"


def _set_out(rows: list[list[str]]) -> Iterator[str]:
    spans = spans_of(rows)
    widths = [3] * len(rows[0])
    for (row, column), (_, across) in spans.items():
        text = rows[row][column]
        longest = max((len(part) for part in text.split("¶")), default=0)
        words = max((len(word) for word in text.split()), default=0)
        if across == 1:
            most = WIDE if len(widths) < MANY else NARROW
            widths[column] = max(widths[column], min(longest, most), words)
    for number in range(len(rows)):
        cells: list[tuple[int, list[str]]] = []
        for column in range(len(rows[number])):
            across = spans.get((number, column), (1, 1))[1]
            width = sum(widths[column : column + across]) + 3 * (across - 1)
            parts = rows[number][column].split("¶") if (number, column) in spans else []
            wrapped = [line for part in parts for line in textwrap.wrap(part, width) or [""]]
            if rows[number][column] != "<":
                cells.append((width, wrapped))
        for place in range(max(len(wrapped) for _, wrapped in cells)):
            said = ((width, (*wrapped, *[""] * 99)[place]) for width, wrapped in cells)
            line = "".join(text.ljust(width + 3) for width, text in said)
            if line.strip():
                yield line.rstrip()


def as_html(case: Case) -> tuple[bytes, str]:
    top = [part for pair in HEAD for part in pair] + ["KẾ HOẠCH", TITLE]
    lines = [f"<p>{html.escape(line)}</p>" for line in [*top, *case.above]]
    for rows, _ in case.grids():
        lines.append("<table border=1>")
        spans = spans_of(rows)
        for number, row in enumerate(rows):
            lines.append("<tr>")
            for column, cell in enumerate(row):
                if (number, column) in spans:
                    down, across = spans[number, column]
                    words = html.escape(cell).replace("¶", "<br>")
                    lines.append(f"<td rowspan={down} colspan={across}>{words}</td>")
            lines.append("</tr>")
        lines.append("</table>")
    lines += [f"<p>{html.escape(line)}</p>" for line in [*case.below, *CLOSING]]
    inner = "\n".join(lines)
    page = f"<html><head><meta charset='utf-8'></head><body>{inner}</body></html>"
    return page.encode(), "giay.html"


def as_word(case: Case) -> tuple[bytes, str]:
    paper = docx.Document()
    head = paper.add_table(rows=1, cols=2)
    for column, texts in enumerate(zip(*HEAD, strict=True)):
        head.cell(0, column).text = "\n".join(texts)
    for line in ("KẾ HOẠCH", TITLE):
        paper.add_paragraph().add_run(line).bold = True
    for line in case.above:
        paper.add_paragraph(line)
    for rows, header in case.grids():
        table = paper.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for (row, column), (down, across) in spans_of(rows).items():
            cell = table.cell(row, column).merge(table.cell(row + down - 1, column + across - 1))
            for number, part in enumerate(rows[row][column].split("¶")):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                paragraph.add_run(part).bold = True if row < header else None
    for line in case.below:
        paper.add_paragraph(line)
    foot = paper.add_table(rows=1, cols=2)
    foot.cell(0, 0).text, foot.cell(0, 1).text = "\n".join(CLOSING[:3]), "\n".join(CLOSING[3:])
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue(), "giay.docx"


FORMS: dict[str, Callable[[Case], tuple[bytes, str]]] = {
    "docx": as_word,
    "html": as_html,
    "pipe": as_pipes,
    "tab": as_tabs,
    "lay": as_layout,
}
