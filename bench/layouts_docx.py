"""One plan in one layout as a Word file: the renderer of `layouts.py`."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from samples._numbering import add_numbering
from samples._source import Group, tables

Record = dict[str, Any]
Layout = dict[str, str]
FONT = "Times New Roman"
CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
STATE = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
WEIGHTS = {"index": 6, "objective": 15, "task": 17, "activity": 17, "deliverable": 13, "lead": 12,
           "coordinating": 13, "deadline": 12, "budget": 9, "note": 8}  # fmt: skip
MARKS = {"dash": "-", "endash": "–", "plus": "+", "dot": "•"}
EXTRA_NOTE = "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể."
COLUMNS = Path(__file__).resolve().parent.parent / "parsers/tables/columns.yaml"


class Renderer:
    def __init__(self, plan: Record, layout: Layout, chance: random.Random) -> None:
        self.plan, self.is_, self.chance = plan, layout, chance
        self.document: Any = Document()
        self.lists = add_numbering(self.document)
        self.counters: list[int] = [0, 0, 0]
        self.notes: list[str] = []
        self.size = float(layout["size"])
        self.order = chance.randint(0, 9)
        self.noted: dict[str, int] = {}
        """Headings with a note: the number printed behind their last word."""
        self.headed: set[int] = set()
        """Tables whose header was printed."""

    def save(self, path: Path) -> None:
        self._page()
        self._letterhead()
        self._title()
        for n, block in enumerate(self.plan["blocks"]):
            following = self.plan["blocks"][n + 1] if n + 1 < len(self.plan["blocks"]) else {}
            if block["kind"] == "footnote" or (n and self._glued(n)):
                continue
            self._block(block, following, n)
        self._signature()
        self._appendix()
        self._footnotes_part()
        self.document.save(str(path))

    # --- the page ---------------------------------------------------------------------------------

    def _page(self) -> None:
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(self.size)
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        shape = normal.paragraph_format
        before, after = {"six": (0, 6), "none": (0, 0), "both": (3, 3)}[self.is_["gaps"]]
        shape.space_before, shape.space_after = Pt(before), Pt(after)
        if self.is_["leading"] == "exact":
            shape.line_spacing_rule, shape.line_spacing = (
                WD_LINE_SPACING.EXACTLY,
                Pt(self.size * 1.3),
            )
        else:
            shape.line_spacing = {"single": 1.0}.get(self.is_["leading"]) or float(
                self.is_["leading"]
            )
        section = self.document.sections[0]
        section.page_width, section.page_height = Pt(595.3), Pt(841.9)
        left, right = {"usual": (85, 56.7), "narrow": (56.7, 42.5), "wide": (99, 70)}[
            self.is_["margins"]
        ]
        section.left_margin, section.right_margin = Pt(left), Pt(right)
        section.top_margin = section.bottom_margin = Pt(56.7)
        if self.is_["pages"] != "none":
            section.different_first_page_header_footer = self.is_["pages"] == "top"
            foot = self.is_["pages"] in ("bottom", "of-total")
            paragraph = (section.footer if foot else section.header).paragraphs[0]
            paragraph.alignment = RIGHT if foot else CENTRE
            if self.is_["pages"] == "running":
                paragraph.add_run(self.plan["document"]["title"] + " - trang ").italic = True
            if self.is_["pages"] == "of-total":
                paragraph.add_run("Trang ")
            field(paragraph, "PAGE")
            if self.is_["pages"] == "of-total":
                paragraph.add_run("/")
                field(paragraph, "NUMPAGES")

    def _para(self, text: str, where: Any = None, **look: Any) -> Any:
        """A paragraph in the body or a cell. look: bold, italic, underline, size, at (alignment),
        tight."""
        cell = where is not None
        fresh = (
            cell
            and len(where.paragraphs) == 1
            and not where.paragraphs[0].runs
            and not look.get("more")
        )
        paragraph = where.paragraphs[0] if fresh else (where or self.document).add_paragraph()
        if look.get("at") is not None:
            paragraph.alignment = look["at"]
        if cell or look.get("tight"):
            paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
        run = paragraph.add_run(text)
        run.bold, run.italic, run.underline = (
            look.get("bold"),
            look.get("italic"),
            look.get("underline"),
        )
        if look.get("size"):
            run.font.size = Pt(look["size"])
        return paragraph

    def _plain_table(self, rows: int, widths: Sequence[int]) -> Any:
        table = self.document.add_table(rows, len(widths))
        table.autofit = False
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Pt(width)
        return table

    # --- letterhead, title, closing ---------------------------------------------------------------

    def _issuer(self) -> list[str]:
        unit = self.plan["document"]["unit"]
        own = f"{unit['level']} {unit['name']}".upper()
        province = str(self.plan["document"].get("province") or "").upper()
        return {
            "ubnd": [f"UBND {own}"],
            "joined": [f"ỦY BAN NHÂN DÂN {own}"],
            "old": ["UỶ BAN NHÂN DÂN", own],
            "superior": [f"UBND TỈNH {province}" if province else "THÀNH PHỐ", f"UBND {own}"],
        }.get(self.is_["issuer"], ["ỦY BAN NHÂN DÂN", own])

    def _letterhead(self) -> None:
        head = self.plan["document"]
        rule = {"line": "_______", "dashes": "-------"}.get(self.is_["rule"])
        left = [*self._issuer(), *([rule] if rule else [])]
        right = [*STATE, *([rule * 2] if rule else [])]
        number, date = head["number_line"], head["date_line"]
        kind = self.is_["letterhead"]
        if kind in ("table", "onerow"):
            self._letterhead_table(left, right)
        elif kind == "tabs":
            for n in range(max(len(left), len(right))):
                pair = [lines[n] if n < len(lines) else "" for lines in (left, right)]
                self._tabbed(pair, bold=True, size=12)
            self._tabbed([number, date or ""], size=13)
        else:
            for line in [*right, *left]:
                self._para(line, bold=True, at=CENTRE, tight=True)
            for text in (number, date):
                if text:
                    self._para(text, at=CENTRE, tight=True, italic=text == date)
        self._para("")

    def _letterhead_table(self, left: list[str], right: list[str]) -> None:
        """Issuer and state side by side, number and date below them or in the same row."""
        number, date = (self.plan["document"][line] for line in ("number_line", "date_line"))
        below = self.is_["dateplace"] == "below"
        rows = 1 if self.is_["letterhead"] == "onerow" else 3 if below else 2
        table = self._plain_table(rows, (190, 270))
        for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
            for n, line in enumerate(lines):
                para = self._para(line, cell, bold=True, size=13 if n else 12, at=CENTRE)
                if self.is_["rule"] == "cell" and n == len(lines) - 1:
                    underline_paragraph(para)
        last = table.rows[-1].cells
        self._para(number, table.rows[min(1, len(table.rows) - 1)].cells[0], size=13, at=CENTRE)
        if date:
            self._para(date, last[1], italic=True, size=13, at=CENTRE)

    def _tabbed(self, pair: Sequence[str], **look: Any) -> None:
        paragraph = self._para(
            "\t".join(["", *pair]) if pair[1] else "\t" + pair[0], tight=True, **look
        )
        for stop in (95, 320):
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(stop), 1)

    def _title(self) -> None:
        head = self.plan["document"]
        kind, title = str(head.get("type") or "Kế hoạch").upper(), str(head["title"])
        words = title.split()
        lines = {
            "one": [f"{kind} {title.upper()}"],
            "caps": [kind, title.upper()],
            "three": [kind, " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])],
            "soft": [f"{kind}\n{title}"],
        }.get(self.is_["title"], [kind, title])
        for line in lines:
            self._para(line, bold=True, at=CENTRE, tight=True)
        mark = {"dashes": "-------", "line": "____________", "stars": "* * *"}.get(
            self.is_["titlerule"]
        )
        if mark:
            self._para(mark, at=CENTRE)
        self._para("", tight=True)

    def _signature(self) -> None:
        head = self.plan["document"]
        name = (head.get("signer") or {}).get("name") or "Nguyễn Văn An"
        role = ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"] if self.is_["signature"] == "kt" else ["CHỦ TỊCH"]
        lines = [*(["TM. ỦY BAN NHÂN DÂN"] if len(role) == 1 else []), *role, "", "", "", name]
        small = 11 if self.is_["recipients"] == "small" else self.size
        listed = [f"- {one};" for one in head["recipients"][:-1]] + [f"- {head['recipients'][-1]}."]
        kind = self.is_["signature"]
        self._para("")
        if kind in ("table", "kt"):
            table = self._plain_table(1, (240, 220))
            left, right = table.rows[0].cells
            self._para("Nơi nhận:", left, bold=True, italic=True, size=12)
            for line in listed:
                self._para(line, left, size=small, more=True)
            for n, line in enumerate(lines):
                self._para(line, right, bold=True, at=CENTRE, more=n > 0)
        elif kind == "tabs":
            rows = max(len(listed) + 1, len(lines))
            for n in range(rows):
                one = ["Nơi nhận:", *listed][n] if n <= len(listed) else ""
                two = lines[n] if n < len(lines) else ""
                paragraph = self._para(f"{one}\t{two}" if two else one, tight=True, size=12)
                paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(350), 1)
        else:
            for line in lines:
                paragraph = self._para(line, bold=True, at=CENTRE, tight=True)
                paragraph.paragraph_format.left_indent = Pt(220)
            self._para("Nơi nhận:", bold=True, italic=True, tight=True, size=12)
            for line in listed:
                self._para(line, tight=True, size=small)

    # --- the body ---------------------------------------------------------------------------------

    def _is_preamble(self, n: int) -> bool:
        blocks = self.plan["blocks"]
        return all(b["kind"] in ("paragraph", "bullet") for b in blocks[: n + 1])

    def _glued(self, n: int) -> bool:
        """A labelled line that stands in the paragraph before it, after a soft break."""
        blocks = self.plan["blocks"]
        return (
            self.is_["labels"] == "soft"
            and blocks[n]["kind"] == "bullet"
            and self._labelled(blocks[n])
        )

    @staticmethod
    def _labelled(block: Record) -> bool:
        return block.get("kind") == "bullet" and ": " in str(block["text"])[:40]

    def _block(self, block: Record, following: Record, n: int) -> None:
        if block["kind"] == "table":
            self._table(block)
            return
        if self._is_preamble(n) and self.is_["preamble"] == "bases":
            self._bases(n)
            return
        mark, listed = self._mark(block)
        text = mark + self._ended(block) + self._labels_below(block, n)
        paragraph = self._para(text, **self._look(block, n))
        if self.is_["align"] == "justify":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        heading = block["kind"] == "heading"
        shape = paragraph.paragraph_format
        if self.is_["indent"] == "first" and not listed:
            shape.first_line_indent = Pt(28.35)
        elif self.is_["indent"] == "hanging" and (mark or listed) and not heading:
            shape.left_indent, shape.first_line_indent = Pt(28.35), Pt(-14)
        if listed:
            list_item(paragraph, *listed)
        shape.keep_with_next = heading
        if following.get("kind") == "footnote":
            self._note(paragraph, str(following["text"]).lstrip("0123456789 "))
        elif self.is_["notes"] == "extra" and n in (2, 9):
            if heading:
                self.noted[str(block["text"])] = len(self.notes) + 1
            self._note(paragraph, EXTRA_NOTE)

    def _look(self, block: Record, n: int) -> dict[str, bool]:
        """How the paragraph of a block is printed (see `_para`)."""
        if block["kind"] == "heading":
            style, level = self.is_["heads"], int(block.get("level") or 1)
            return {
                "bold": style != "plain",
                "italic": style == "italic3" and level >= 3,
                "underline": style == "underline",
            }
        if self._is_preamble(n):
            return {"italic": self.is_["preamble"] == "italic"}
        return {}

    def _ended(self, block: Record) -> str:
        """The text of a block; behind a heading, the mark that the layout sets there."""
        text = str(block["text"])
        if block["kind"] != "heading" or text[-1:] in ".:;":
            return text
        return text + {"colon": ":", "dot": "."}.get(self.is_["headend"], "")

    def _labels_below(self, block: Record, n: int) -> str:
        """The labelled lines that follow, where they stand in the same paragraph (`_glued`)."""
        text = ""
        if self.is_["labels"] == "soft" and not self._labelled(block):
            for own in self.plan["blocks"][n + 1 :]:
                if not self._labelled(own):
                    break
                text += "\n" + self._mark({**own, "kind": "typed"})[0] + own["text"]
        return text

    def _bases(self, n: int) -> None:
        """The preamble as "Căn cứ …;" paragraphs, from the bases of the truth."""
        if n:
            return
        for base in self.plan["document"]["legal_bases"]:
            date = base.get("date_raw")
            text = f"Căn cứ {base['type']} số {base['number']}" + (f" ngày {date}" if date else "")
            text += f" của {base['issuer']}" if base.get("issuer") else ""
            subject = str(base.get("subject") or "")
            text += (
                f" {subject if subject.startswith(('về', 'ban hành')) else 'về ' + subject}"
                if subject
                else ""
            )
            paragraph = self._para(
                text.rstrip(" ;.") + ";", italic=True, at=WD_ALIGN_PARAGRAPH.JUSTIFY
            )
            paragraph.paragraph_format.first_line_indent = Pt(28.35)
        issuer, title = self.plan["document"]["issuer"], str(self.plan["document"]["title"])
        text = f"{issuer} ban hành Kế hoạch {title[0].lower()}{title[1:]}, cụ thể như sau:"
        self._para(text).paragraph_format.first_line_indent = Pt(28.35)

    def _mark(self, block: Record) -> tuple[str, tuple[int, int] | None]:
        """The typed mark, or the automatic list (number, level) that prints it."""
        kind, number = block["kind"], block.get("number")
        if kind in ("bullet", "typed"):
            if self.is_["bullets"] == "word":
                return ("- ", None) if kind == "typed" else ("", (self.lists["bullet"], 0))
            return f"{MARKS[self.is_['bullets']]} ", None
        if not number:
            return "", None
        if self.is_["numbers"] == "word" and not block.get("typed") and self._counts(block):
            return "", (self.lists["heading"], int(block["level"]) - 1)
        if str(number)[:1].islower():
            return f"{number}) ", None
        deep = "." in str(number)
        style = self.is_["numstyle"] if not deep else "dot"
        return {"slash": f"{number}/ ", "dash": f"{number} - ", "bracket": f"{number}) "}.get(
            style, f"{number}. "
        ), None

    def _counts(self, block: Record) -> bool:
        """Would Word's own list print this number here? Then it counts on."""
        level = int(block.get("level") or 9) - 1
        if level > 2:
            return False
        counters = [*self.counters[:level], self.counters[level] + 1, *([0] * (2 - level))]
        romans = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
        labels = [romans[min(counters[0], 10)], str(counters[1]), f"{counters[1]}.{counters[2]}"]
        if labels[level] != block.get("number"):
            return False
        self.counters = counters
        return True

    def _note(self, paragraph: Any, text: str) -> None:
        self.notes.append(text)
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self.notes)))
        run._r.append(reference)

    def _footnotes_part(self) -> None:
        if not self.notes:
            return
        names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        raised, small = '<w:vertAlign w:val="superscript"/>', '<w:sz w:val="20"/>'
        body = "".join(
            f'<w:footnote w:id="{n}"><w:p><w:r><w:rPr>{raised}{small}</w:rPr>'
            f"<w:footnoteRef/></w:r><w:r><w:rPr>{small}</w:rPr>"
            f'<w:t xml:space="preserve"> {t}</w:t></w:r>'
            "</w:p></w:footnote>"
            for n, t in enumerate((t.replace("&", "&amp;") for t in self.notes), start=1)
        )
        for n, kind in ((-1, "separator"), (0, "continuationSeparator")):
            line = f"<w:p><w:r><w:{kind}/></w:r></w:p>"
            body = f'<w:footnote w:type="{kind}" w:id="{n}">{line}</w:footnote>' + body
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        blob = f"{head}<w:footnotes {names}>{body}</w:footnotes>".encode()
        main = self.document.part
        part = Part(PackURI("/word/footnotes.xml"), kind, blob, main.package)
        main.relate_to(
            part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        )

    # --- the appendix -----------------------------------------------------------------------------

    def _appendix(self) -> None:
        if not self.plan.get("tables") or self.is_["place"] == "body":
            return
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        if self.is_["orient"] == "landscape":
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Pt(841.9), Pt(595.3)
            section.left_margin = section.right_margin = Pt(42.5)
        caption = {"plain": "PHỤ LỤC", "numbered": "Phụ lục I"}.get(self.is_["caption"])
        title = self.plan["tables"][0].get("title")
        for text in (caption, title):
            if text:
                self._para(text, bold=True, at=CENTRE, tight=True)
        head = self.plan["document"]
        number = head["number_line"].replace("Số", "số")
        attached = f"(Kèm theo Kế hoạch {number} của {head['issuer']})"
        self._para(attached, italic=True, at=CENTRE)
        whole = [{"table": n, "groups": t["groups"]} for n, t in enumerate(self.plan["tables"])]
        for block in self.plan.get("appendix") or whole:
            if block.get("kind") == "heading":
                self._para(f"{block['number']}. {block['text']}", bold=True)
            else:
                self._table(block)

    # --- a table ----------------------------------------------------------------------------------

    def _table(self, block: Record) -> None:
        spec = self.plan["tables"][block["table"]]
        roles = self._roles(spec)
        section = self.document.sections[-1]
        total = (section.page_width - section.left_margin - section.right_margin) / 12700
        widths = [
            total * WEIGHTS.get(r, 10) / sum(WEIGHTS.get(x, 10) for x in roles) for r in roles
        ]
        drawn = self.document.add_table(0, len(roles))
        drawn.style, drawn.autofit = "Table Grid", False
        drawn.alignment = 1
        for column, width in zip(drawn.columns, widths, strict=True):
            column.width = Pt(round(width, 1))
        self._borders(drawn)
        bare = self.is_["tables"] == "bare" and block["table"] in self.headed
        if not bare:
            self._header(drawn, spec, roles, first=block["table"] not in self.headed)
            self.headed.add(block["table"])
        made = tables({"tables": [{**spec, "roles": roles, "groups": block["groups"]}]})[0]
        for group in made.groups:
            if group.title is not None:
                self._banner(drawn, group, roles)
            self._rows(drawn, group, roles)
        for _ in range(2 if self.is_["blankrows"] == "end" else 0):
            self._row(drawn)
        for row in drawn.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                if cell._tc.grid_span == 1:
                    cell.width = Pt(round(width, 1))
        self._para("")

    def _roles(self, spec: Record) -> list[str]:
        roles = [r for r in spec["roles"] if r != "index" or self.is_["index"] == "yes"]
        if self.is_["order"] == "mixed":
            fixed = [r for r in roles if r in ("index", "objective", "task", "activity")]
            rest = [r for r in roles if r not in fixed and r != "note"]
            random.Random(self.order).shuffle(rest)  # noqa: S311 - the same order for every part
            roles = [*fixed, *rest, *(["note"] if "note" in roles else [])]
        return roles

    def _row(self, drawn: Any) -> Any:
        row = drawn.add_row()
        if self.is_["split"] == "cant":
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        return row

    def _write(self, cell: Any, value: Any, role: str = "", **look: Any) -> None:
        size = 11 if self.is_["orient"] == "landscape" and self.is_["place"] == "appendix" else 9
        parts = [] if value is None else [value] if isinstance(value, str) else list(value)
        kind = self.is_["cells"]
        if role in ("index", "deadline", "budget") and "at" not in look:
            look["at"] = CENTRE
        if len(parts) > 1 and kind == "semi":
            parts = ["; ".join(part.rstrip(" ;.") for part in parts)]
        elif len(parts) > 1 and kind == "soft":
            parts = ["\n".join(f"- {part}" for part in parts)]
        mark = "- " if len(parts) > 1 and kind != "word" else ""
        for part in parts:
            paragraph = self._para(mark + part, cell, size=size, **look)
            if len(parts) > 1 and kind == "word":
                list_item(paragraph, self.lists["bullet"], 0)
        if self.is_["valign"] == "center":
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER

    def _header(self, drawn: Any, spec: Record, roles: Sequence[str], first: bool) -> None:
        names = self._names(spec, roles)
        made = []
        if self.is_["titlerow"] == "yes" and first:
            row = self._row(drawn)
            self._write(
                merged(row, 0, len(roles) - 1),
                spec.get("title") or "DANH MỤC NHIỆM VỤ",
                bold=True,
                at=CENTRE,
            )
            made.append(row)
        owners = [n for n, r in enumerate(roles) if r in ("lead", "coordinating")]
        two = self.is_["levels"] == "two" and len(owners) == 2 and owners[1] - owners[0] == 1
        top = self._row(drawn)
        under = self._row(drawn) if two else None
        made += [top, *([under] if under is not None else [])]
        for n, name in enumerate(names):
            if two and n in owners:
                self._write(under.cells[n], name, bold=True, at=CENTRE)  # type: ignore[union-attr]
            elif two:
                self._write(top.cells[n].merge(under.cells[n]), name, bold=True, at=CENTRE)  # type: ignore[union-attr]
            else:
                self._write(top.cells[n], name, bold=True, at=CENTRE)
        if two:
            self._write(
                merged(top, owners[0], owners[1]), "Phân công thực hiện", bold=True, at=CENTRE
            )
        if self.is_["counted"] != "no":
            row = self._row(drawn)
            for n, cell in enumerate(row.cells, start=1):
                self._write(
                    cell, f"({n})" if self.is_["counted"] == "brackets" else str(n), at=CENTRE
                )
            made.append(row)
        for row in made if self.is_["repeat"] == "yes" else []:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _names(self, spec: Record, roles: Sequence[str]) -> list[str]:
        own = dict(zip(spec["roles"], spec["columns"], strict=True))
        if self.is_["words"] == "synonyms":
            known = yaml.safe_load(COLUMNS.read_text(encoding="utf-8"))["roles"]
            own = {r: self.chance.choice(known[r]).capitalize() for r in roles}
            own["index"] = self.chance.choice(["TT", "STT", "Số TT"])
        return [own[r].upper() if self.is_["headcase"] == "upper" else own[r] for r in roles]

    def _banner(self, drawn: Any, group: Group, roles: Sequence[str]) -> None:
        row = self._row(drawn)
        style, last = self.is_["group"], len(roles) - 1
        numbered = f"{group.number}. {group.title}" if group.number else str(group.title)
        if style == "full":
            self._write(merged(row, 0, last), numbered, bold=True)
        elif style == "bare":
            text = numbered if str(group.number)[:1].isdigit() else str(group.title)
            self._write(merged(row, 0, last), text, bold=True, at=CENTRE)
        elif roles[0] != "index" and style == "open":
            self._write(row.cells[0], numbered, bold=True)
        elif roles[0] != "index":
            self._write(merged(row, 0, last), numbered, bold=True)
        elif style == "inside":
            self._write(merged(row, 1, last), numbered, bold=True)
        else:
            self._write(row.cells[0], group.number, bold=True, at=CENTRE)
            self._write(
                row.cells[1] if style == "open" else merged(row, 1, last), group.title, bold=True
            )

    def _rows(self, drawn: Any, group: Group, roles: Sequence[str]) -> None:
        rows = [self._row(drawn) for _ in group.rows]
        grids = [row.cells for row in rows]
        for n, given in enumerate(group.rows):
            for column, role in enumerate(roles):
                cell, how = given.cells[role], self.is_["merges"]
                often = (
                    ("index", "objective")
                    if how == "blank"
                    else ("task", "activity", "deliverable")
                )
                if (role in often) != (how == "blank"):
                    how = "kept"
                if cell.rows and (how != "kept" or cell.rows == 1):
                    self._write(grids[n][column], cell.value, role)
                elif cell.rows > 1:
                    self._write(
                        grids[n][column].merge(grids[n + cell.rows - 1][column]), cell.value, role
                    )
                elif how == "repeated":
                    self._write(grids[n][column], cell.value, role)

    def _borders(self, drawn: Any) -> None:
        kind = self.is_["borders"]
        if kind == "single":
            return
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            border = OxmlElement(f"w:{side}")
            none = kind == "horizontal" and side == "insideV"
            for name, value in (
                ("val", "none" if none else "double" if kind == "double" else "single"),
                ("sz", "4"),
            ):
                border.set(qn(f"w:{name}"), value)
            borders.append(border)
        drawn._tbl.tblPr.append(borders)


def merged(row: Any, first: int, last: int) -> Any:
    return row.cells[first].merge(row.cells[last])


def field(paragraph: Any, code: str) -> None:
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)


def list_item(paragraph: Any, number: int, level: int) -> None:
    num = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", level), ("w:numId", number)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), str(value))
        num.append(element)
    paragraph._p.get_or_add_pPr().insert_element_before(num, "w:spacing", "w:ind", "w:jc", "w:rPr")


def underline_paragraph(paragraph: Any) -> None:
    """A rule below, as a border of the paragraph."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
