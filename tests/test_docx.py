"""Word files: what is printed is what is read, with the marks, merges and notes that Word adds
itself."""

from __future__ import annotations

import contextlib
import random
import zipfile
from pathlib import Path

import pytest
from docx_maker import in_list, level, make_docx, p, part, r, tbl, tc, tr
from grids import cells_of as table
from grids import only_grid

from kehoach.errors import KehoachError
from kehoach.ingest.model import FlowItem, Grid, Line, Note
from tests.readers import read_docx

SHARED = Path(__file__).parents[2] / "shared" / "plans"
BORDERS = '<w:tblBorders><w:top w:val="single"/><w:insideV w:val="single"/></w:tblBorders>'


def read(folder: Path, body: str, **parts: str) -> tuple[tuple[FlowItem, ...], tuple[Note, ...]]:
    _, flow, notes = read_docx(make_docx(folder / "x.docx", body, **parts))
    return flow, notes


def lines(folder: Path, body: str, **parts: str) -> list[Line]:
    return [item for item in read(folder, body, **parts)[0] if isinstance(item, Line)]


def texts(folder: Path, body: str, **parts: str) -> list[str]:
    return [line.text for line in lines(folder, body, **parts)]


def grid(folder: Path, body: str, **parts: str) -> Grid:
    return only_grid(read(folder, body, **parts)[0])


class TestParagraphs:
    def test_spans_count_all_paragraphs_from_one(self, tmp_path: Path) -> None:
        flow, _ = read(tmp_path, p("một") + p() + tbl(tr(tc("hai"), tc("ba"))) + p("bốn"))
        first, middle, last = flow
        assert isinstance(first, Line)
        assert isinstance(middle, Grid)
        assert isinstance(last, Line)
        assert (first.span.first, middle.span.first, middle.span.last, last.span.first) == (
            1,
            3,
            4,
            5,
        )
        assert (first.complete, last.gap) == (True, 0.0)

    def test_blank_paragraphs_are_the_gap_of_the_next_line(self, tmp_path: Path) -> None:
        found = lines(tmp_path, p("một") + p() + p("  ") + p("hai"))
        assert [(line.text, line.gap) for line in found] == [("một", 0.0), ("hai", 2.0)]

    def test_soft_breaks_are_lines_and_only_the_last_is_complete(self, tmp_path: Path) -> None:
        run = r("<w:t>ỦY BAN NHÂN DÂN</w:t><w:br/><w:t xml:space='preserve'> PHƯỜNG X</w:t><w:br/>")
        found = lines(tmp_path, f"<w:p>{run}</w:p>")
        assert [(line.text, line.complete) for line in found] == [
            ("ỦY BAN NHÂN DÂN", False),
            ("PHƯỜNG X", True),
        ]
        assert found[0].span == found[1].span

    def test_tabs_hyphens_and_symbols_are_characters(self, tmp_path: Path) -> None:
        run = r(
            "<w:t>Số:</w:t><w:tab/><w:t>NQ</w:t><w:noBreakHyphen/><w:t>CP</w:t><w:softHyphen/>"
            '<w:sym w:font="Symbol" w:char="F0B3"/><w:t>95 \uf0a3</w:t>'
        )
        # A soft hyphen is kept for whoever mends the text: in TCVN3 it is a letter.
        assert texts(tmp_path, f"<w:p>{run}</w:p>") == ["Số:    NQ-CP\u00ad≥95 ≤"]

    def test_pages_begin_at_breaks_and_sections(self, tmp_path: Path) -> None:
        continuous = '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
        body = (
            p("một")
            + "<w:p><w:r><w:br w:type='page'/></w:r></w:p>"
            + p("hai")
            + p("ba", "<w:pageBreakBefore/>")
            + p("bốn", "<w:sectPr/>")
            + p("năm", "<w:sectPr/>")
            + p("sáu")
            + continuous
        )
        assert [line.text for line in lines(tmp_path, body) if line.page_break] == [
            "hai",
            "ba",
            "năm",
        ]


class TestLook:
    STYLES = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:sz "
        'w:val="26"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr><w:i/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="N"/>'
        '<w:pPr><w:jc w:val="center"/></w:pPr>'
        '<w:rPr><w:b/><w:i w:val="0"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H"/><w:rPr><w:sz '
        'w:val="30"/></w:rPr>'
        '</w:style><w:style w:type="character" w:styleId="S"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )

    def look(
        self, folder: Path, body: str
    ) -> tuple[bool | None, bool | None, bool | None, float | None]:
        (line,) = lines(folder, body, styles=self.STYLES)
        return line.bold, line.italic, line.centered, line.size

    def test_defaults_and_default_style(self, tmp_path: Path) -> None:
        assert self.look(tmp_path, p("x")) == (False, True, False, 13.0)

    def test_styles_inherit(self, tmp_path: Path) -> None:
        assert self.look(tmp_path, p("x", '<w:pStyle w:val="H2"/>')) == (True, False, True, 15.0)

    def test_the_run_overrides_its_style(self, tmp_path: Path) -> None:
        body = p(
            "x", '<w:pStyle w:val="H"/><w:jc w:val="both"/>', '<w:b w:val="0"/><w:sz w:val="28"/>'
        )
        assert self.look(tmp_path, body) == (False, False, False, 14.0)

    def test_bold_on_bold_style_cancels_out(self, tmp_path: Path) -> None:
        body = p("x", '<w:pStyle w:val="H"/>', '<w:rStyle w:val="S"/>')
        assert self.look(tmp_path, body)[0] is False

    def test_styles_in_a_circle(self, tmp_path: Path) -> None:
        assert self.look(tmp_path, p("x", '<w:pStyle w:val="A"/>')) == (False, False, False, 13.0)

    def test_white_space_has_no_look(self, tmp_path: Path) -> None:
        body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>x</w:t></w:r><w:r><w:t> </w:t></w:r></w:p>"
        (line,) = lines(tmp_path, body)
        assert line.bold is True

    def test_capitals_are_printed_hidden_text_is_not(self, tmp_path: Path) -> None:
        assert texts(tmp_path, p("Kế hoạch", rpr="<w:caps/>") + p("x", rpr="<w:vanish/>")) == [
            "KẾ HOẠCH"
        ]

    @pytest.mark.parametrize("switch", ["<w:strike/>", "<w:dstrike/>"])
    def test_crossed_out_text_is_none_and_is_told(self, tmp_path: Path, switch: str) -> None:
        flow, notes = read(tmp_path, p("Trước ngày 15/9") + p("quý III", rpr=switch))
        assert [line.text for line in flow if isinstance(line, Line)] == ["Trước ngày 15/9"]
        assert [(note.code, note.evidence) for note in notes] == [("struck_text", "quý III")]

    def test_what_is_not_crossed_out_any_more_is_text(self, tmp_path: Path) -> None:
        flow, notes = read(tmp_path, p("quý III", rpr='<w:strike w:val="0"/>'))
        assert len(flow) == 1
        assert notes == ()

    def test_fonts_that_draw_capitals(self, tmp_path: Path) -> None:
        large = '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>'
        small = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
        body = p("kÕ ho¹ch", rpr=large) + p("kÕ ho¹ch", rpr=small) + p("kế hoạch", rpr=large)
        assert texts(tmp_path, body) == ["KÕ HO¹CH", "kÕ ho¹ch", "kế hoạch"]


class TestNumbering:
    def numbering(
        self, levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    ) -> str:
        return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}'

    def test_levels_count_and_restart(self, tmp_path: Path) -> None:
        numbering = self.numbering(
            level(0, "upperRoman", "%1.")
            + level(1, "decimal", "%2.")
            + level(2, "decimal", "%2.%3.")
            + level(3, "lowerLetter", "%4)")
        )
        depths = [0, 1, 2, 2, 3, 3, 1, 2, 0, 1]
        body = "".join(p("x", in_list(1, depth)) for depth in depths)
        expected = ["I.", "1.", "1.1.", "1.2.", "a)", "b)", "2.", "2.1.", "II.", "1."]
        assert texts(tmp_path, body, numbering=numbering) == [f"{mark} x" for mark in expected]

    def test_skipped_levels_count_as_used(self, tmp_path: Path) -> None:
        numbering = self.numbering(
            level(0, "upperRoman", "%1.")
            + level(1, "decimal", "%1.%2.")
            + level(2, "lowerLetter", "%3)")
        )
        body = "".join(p("x", in_list(1, depth)) for depth in (0, 2, 1, 2, 0))
        assert texts(tmp_path, body, numbering=numbering) == [
            "I. x",
            "a) x",
            "I.2. x",
            "a) x",
            "II. x",
        ]

    def test_levels_that_never_restart(self, tmp_path: Path) -> None:
        numbering = self.numbering(
            level(0, "upperRoman", "%1.")
            + level(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>')
        )
        body = "".join(p("x", in_list(1, depth)) for depth in (0, 1, 0, 1))
        assert texts(tmp_path, body, numbering=numbering) == ["I. x", "1. x", "II. x", "2. x"]

    def test_instances_share_counters_unless_they_override_the_start(self, tmp_path: Path) -> None:
        def num(identifier: int, more: str = "") -> str:
            return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="0"/>{more}</w:num>'

        restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        letters = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "%1)")}</w:lvlOverride>'
        numbering = self.numbering(
            level(0, "decimal", "%1."), num(1) + num(2) + num(3, restart) + num(4, letters)
        )
        body = "".join(p("x", in_list(number)) for number in (1, 2, 3, 3, 4))
        assert texts(tmp_path, body, numbering=numbering) == [
            "1. x",
            "2. x",
            "1. x",
            "2. x",
            "c) x",
        ]

    def test_legal_levels_and_start(self, tmp_path: Path) -> None:
        numbering = self.numbering(
            level(0, "upperRoman", "%1.", start=3)
            + level(1, "decimalZero", "%1.%2", more="<w:isLgl/>")
        )
        body = p("x", in_list(1)) + p("x", in_list(1, 1))
        assert texts(tmp_path, body, numbering=numbering) == ["III. x", "3.1 x"]

    def test_bullets(self, tmp_path: Path) -> None:
        numbering = self.numbering(level(0, "bullet", "\uf0b7") + level(1, "bullet", "+"))
        body = p("x", in_list(1)) + p("y", in_list(1, 1)) + p("", in_list(1))
        assert texts(tmp_path, body, numbering=numbering) == ["- x", "+ y"]

    def test_a_number_stands_even_in_an_empty_cell(self, tmp_path: Path) -> None:
        numbering = self.numbering(level(0, "decimal", "%1"))
        found = grid(
            tmp_path,
            tbl(*(tr(tc(p("", in_list(1))), tc("x")) for _ in range(2))),
            numbering=numbering,
        )
        assert list(table(found).values()) == ["1", "x", "2", "x"]

    def test_numbers_through_styles(self, tmp_path: Path) -> None:
        styles = (
            '<w:style w:type="paragraph" w:styleId="H1">'
            '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="H3"><w:basedOn w:val="H2"/></w:style>'
        )
        numbering = self.numbering(
            level(0, "decimal", "Điều %1.", more='<w:pStyle w:val="H1"/>')
            + level(1, "decimal", "%1.%2.", more='<w:pStyle w:val="H2"/>')
        )
        off = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
        body = p("x", '<w:pStyle w:val="H1"/>') + p("y", '<w:pStyle w:val="H3"/>') + p("z", off)
        assert texts(tmp_path, body, styles=styles, numbering=numbering) == [
            "Điều 1. x",
            "1.1. y",
            "z",
        ]

    def test_a_list_that_does_not_exist(self, tmp_path: Path) -> None:
        assert texts(tmp_path, p("x", in_list(9, 20)), numbering=self.numbering("")) == ["x"]


class TestRuns:
    def test_tracked_changes(self, tmp_path: Path) -> None:
        body = (
            "<w:p><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins><w:r><w:t>mới</w:t></w:r></w:ins>"
            "<w:moveFrom><w:r><w:t>đi</w:t></w:r></w:moveFrom>"
            "<w:moveTo><w:r><w:t> đến</w:t></w:r></w:moveTo></w:p>"
        )
        assert texts(tmp_path, body) == ["mới đến"]

    def test_a_deleted_paragraph_mark_joins_paragraphs(self, tmp_path: Path) -> None:
        assert texts(tmp_path, p("Nhiệm vụ ", "<w:rPr><w:del/></w:rPr>") + p("chung") + p("x")) == [
            "Nhiệm vụ chung",
            "x",
        ]

    def test_deleted_rows_are_gone(self, tmp_path: Path) -> None:
        found = grid(tmp_path, tbl(tr(tc("a")), tr(tc("b"), properties="<w:del/>"), tr(tc("c"))))
        assert list(table(found).values()) == ["a", "c"]

    def test_fields_print_their_result(self, tmp_path: Path) -> None:
        def field(kind: str) -> str:
            return r(f'<w:fldChar w:fldCharType="{kind}"/>')

        inner = field("begin") + r("<w:instrText>PAGE</w:instrText>") + field("end")
        body = (
            "<w:p>"
            + field("begin")
            + r("<w:instrText>REF x</w:instrText>")
            + inner
            + r("<w:t>ẩn</w:t>")
            + field("separate")
            + r("<w:t>Bảng 1</w:t>")
            + field("end")
            + '<w:fldSimple w:instr="DATE"><w:r><w:t> năm 2025</w:t></w:r></w:fldSimple></w:p>'
        )
        assert texts(tmp_path, body + f"<w:p>{field('begin')}</w:p>" + p("sau")) == [
            "Bảng 1 năm 2025",
            "sau",
        ]

    def test_links_controls_and_formulas_are_text(self, tmp_path: Path) -> None:
        body = (
            "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:p><w:hyperlink><w:r><w:t>a</w:t></w:r>"
            "</w:hyperlink><w:sdt><w:sdtContent><w:r><w:t>b</w:t></w:r></w:sdtContent></w:sdt>"
            "<w:smartTag><w:r><w:t>c</w:t></w:r></w:smartTag><m:oMath><m:r><m:t>d</m:t></m:r></m:oMath></w:p>"
            "</w:sdtContent></w:sdt>"
        )
        assert texts(tmp_path, body) == ["abcd"]

    def test_a_text_box_offered_twice_is_read_once_after_its_paragraph(
        self, tmp_path: Path
    ) -> None:
        box = f"<w:txbxContent>{p('trong khung')}</w:txbxContent>"
        body = (
            "<w:p>"
            + r(
                "<mc:AlternateContent><mc:Choice Requires='wps'>"
                f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
                f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
                "</mc:AlternateContent><w:t>ngoài</w:t>"
            )
            + "</w:p>"
        )
        found = lines(tmp_path, body + p("sau"))
        assert [(line.text, line.span.first) for line in found] == [
            ("ngoài", 1),
            ("trong khung", 2),
            ("sau", 3),
        ]


class TestNotes:
    FOOTNOTES = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t xml:space="preserve"> Nghị quyết '
        "76</w:t></w:r>"
        "</w:p>"
        f'{p("đoạn hai")}</w:footnote><w:footnote w:id="5">{p("Kế hoạch 22")}</w:footnote>'
    )

    @staticmethod
    def ref(identifier: int, kind: str = "footnote", more: str = "") -> str:
        return r(f'<w:{kind}Reference w:id="{identifier}" {more}/>')

    def test_they_follow_their_paragraph(self, tmp_path: Path) -> None:
        body = (
            f"<w:p>{r('<w:t>CCHC</w:t>')}{self.ref(5)}{r('<w:t>, x</w:t>')}{self.ref(2)}</w:p>"
            + p("sau")
        )
        found = lines(tmp_path, body, footnotes=self.FOOTNOTES)
        assert [(line.text, line.footnote) for line in found] == [
            ("CCHC1, x2", False),
            ("1 Kế hoạch 22", True),
            ("2 Nghị quyết 76", True),
            ("đoạn hai", True),
            ("sau", False),
        ]
        assert found[1].span == found[0].span

    def test_those_of_cells_follow_the_table(self, tmp_path: Path) -> None:
        body = tbl(tr(tc(f"<w:p>{r('<w:t>a</w:t>')}{self.ref(5)}</w:p>"), tc("b"))) + p("sau")
        flow, _ = read(tmp_path, body, footnotes=self.FOOTNOTES)
        assert isinstance(flow[0], Grid)
        assert [line.text for line in flow[0].cells[0].lines] == ["a1"]
        assert [line.text for line in flow[1:] if isinstance(line, Line)] == [
            "1 Kế hoạch 22",
            "sau",
        ]

    def test_endnotes_stand_at_the_end(self, tmp_path: Path) -> None:
        body = f"<w:p>{r('<w:t>a</w:t>')}{self.ref(1, 'endnote')}</w:p>" + p("sau")
        notes = f'<w:endnote w:id="1">{p("chú thích")}</w:endnote>'
        assert texts(tmp_path, body, endnotes=notes) == ["ai", "sau", "i chú thích"]

    def test_own_marks_and_missing_notes(self, tmp_path: Path) -> None:
        own = self.ref(5, more='w:customMarkFollows="1"')
        body = f"<w:p>{r('<w:t>a</w:t>')}{own}{r('<w:t>*</w:t>')}{self.ref(77)}</w:p>"
        flow, notes = read(tmp_path, body, footnotes=self.FOOTNOTES)
        assert [item.text for item in flow if isinstance(item, Line)] == ["a*1", "Kế hoạch 22"]
        assert [note.code for note in notes] == ["missing_footnote"]


class TestHeaders:
    SECTION = (
        '<w:sectPr><w:headerReference w:type="default" r:id="h1" xmlns:r='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></w:sectPr>'
    )
    RELS = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="h1" Target="header1.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/header"/></Relationships>'
    )
    MOTTO = "Độc lập - Tự do - Hạnh phúc"

    def texts(self, folder: Path, header: str, body: str) -> list[tuple[str, int | None]]:
        path = make_docx(folder / "paper.docx", body + self.SECTION)
        with zipfile.ZipFile(path, "a") as package:
            package.writestr("word/header1.xml", part("hdr", header))
            package.writestr("word/_rels/document.xml.rels", self.RELS)
        _, flow, _ = read_docx(path)
        return [(item.text, item.span.first) for item in flow if isinstance(item, Line)]

    def test_a_letterhead_in_the_header_is_read(self, tmp_path: Path) -> None:
        found = self.texts(tmp_path, p("UBND XÃ TÂN KHÊ") + p(self.MOTTO), p("KẾ HOẠCH"))
        assert found == [("UBND XÃ TÂN KHÊ", 2), (self.MOTTO, 3), ("KẾ HOẠCH", 1)]

    def test_a_running_title_is_not(self, tmp_path: Path) -> None:
        assert self.texts(tmp_path, p("Kế hoạch năm 2031"), p("KẾ HOẠCH")) == [("KẾ HOẠCH", 1)]

    def test_where_the_body_has_one_neither(self, tmp_path: Path) -> None:
        found = self.texts(tmp_path, p(self.MOTTO), p(self.MOTTO) + p("KẾ HOẠCH"))
        assert found == [(self.MOTTO, 1), ("KẾ HOẠCH", 2)]


class TestTables:
    RESTART = '<w:vMerge w:val="restart"/>'
    GO_ON = "<w:vMerge/>"

    def test_merges(self, tmp_path: Path) -> None:
        found = grid(
            tmp_path,
            tbl(
                tr(tc("TT"), tc("Nội dung", '<w:gridSpan w:val="2"/>')),
                tr(tc("1", self.RESTART), tc("a"), tc("b")),
                tr(tc("<w:p/>", self.GO_ON), tc("c"), tc("d")),
                tr(tc("2", self.RESTART), tc("e"), tc("f")),
            ),
        )
        assert table(found) == {
            (0, 0, 1, 1): "TT",
            (0, 1, 1, 2): "Nội dung",
            (1, 0, 2, 1): "1",
            (1, 1, 1, 1): "a",
            (1, 2, 1, 1): "b",
            (2, 1, 1, 1): "c",
            (2, 2, 1, 1): "d",
            (3, 0, 1, 1): "2",
            (3, 1, 1, 1): "e",
            (3, 2, 1, 1): "f",
        }

    def test_gaps_and_short_rows_are_empty_cells(self, tmp_path: Path) -> None:
        before, after = '<w:gridBefore w:val="1"/>', '<w:gridAfter w:val="1"/>'
        found = grid(
            tmp_path,
            tbl(tr(tc("a"), tc("b"), tc("c")), tr(tc("d"), properties=before + after), tr(tc("e"))),
        )
        assert (found.n_rows, found.n_cols) == (3, 3)
        assert table(found)[2, 1, 1, 2] == ""
        assert table(found)[1, 1, 1, 1] == "d"

    def test_merges_that_do_not_fit_are_cells_of_their_own(self, tmp_path: Path) -> None:
        found = grid(
            tmp_path,
            tbl(
                tr(tc("a", self.GO_ON), tc("b"), tc("c")),
                tr(tc("d", self.GO_ON), tc("e", '<w:gridSpan w:val="2"/>' + self.GO_ON)),
            ),
        )
        assert table(found)[0, 0, 2, 1] == "a"
        assert table(found)[1, 1, 1, 2] == "e"

    def test_text_under_a_merge_is_told(self, tmp_path: Path) -> None:
        body = tbl(tr(tc("a", self.RESTART)), tr(tc("b", self.GO_ON)))
        _, notes = read(tmp_path, body)
        assert [(note.code, note.evidence) for note in notes] == [("hidden_text", "b")]

    def test_horizontal_merge(self, tmp_path: Path) -> None:
        row = tr(tc("a", '<w:hMerge w:val="restart"/>'), tc("<w:p/>", "<w:hMerge/>"), tc("c"))
        assert table(grid(tmp_path, tbl(row))) == {(0, 0, 1, 2): "a", (0, 2, 1, 1): "c"}

    def test_a_table_in_a_cell_becomes_lines(self, tmp_path: Path) -> None:
        inner = tbl(tr(tc("b"), tc("c")))
        outer = tbl(tr(tc(p("a") + inner + p("d")), tc("e")))
        assert table(grid(tmp_path, outer)) == {(0, 0, 1, 1): "a/b/c/d", (0, 1, 1, 1): "e"}

    def test_a_table_of_one_cell_is_a_frame(self, tmp_path: Path) -> None:
        inner = tbl(tr(tc("b"), tc("c")))
        flow, _ = read(tmp_path, tbl(tr(tc(p("a") + inner + p("d")))))
        assert [item.text if isinstance(item, Line) else table(item) for item in flow] == [
            "a",
            {(0, 0, 1, 1): "b", (0, 1, 1, 1): "c"},
            "d",
        ]

    def test_one_cell_under_another_is_layout_when_a_table_stands_in_it(
        self, tmp_path: Path
    ) -> None:
        inner = tbl(tr(tc("b"), tc("c")))
        items, _ = read(tmp_path, tbl(tr(tc("a")) + tr(tc(inner + p("d")))))
        assert [type(item).__name__ for item in items] == ["Line", "Grid", "Line"]
        (only,), _ = read(tmp_path, tbl(tr(tc("a")) + tr(tc("b"))))
        assert isinstance(only, Grid)

    def test_absurd_spans(self, tmp_path: Path) -> None:
        row = tr(tc("a", '<w:gridSpan w:val="999999999"/>'), tc("b", '<w:gridSpan w:val="-4"/>'))
        assert grid(tmp_path, tbl(row, tr(tc("c", '<w:gridSpan w:val="x"/>')))).n_cols == 64

    def test_header_rows(self, tmp_path: Path) -> None:
        head = "<w:tblHeader/>"
        rows = (
            tr(tc("a"), properties=head),
            tr(tc("b"), properties=head),
            tr(tc("c")),
            tr(tc("d"), properties=head),
        )
        assert grid(tmp_path, tbl(*rows)).header_rows == 2

    @pytest.mark.parametrize(
        ("properties", "cell", "ruled"),
        [
            ("", "", False),
            (BORDERS, "", True),
            (BORDERS.replace("single", "nil"), "", False),
            ('<w:tblStyle w:val="G"/>', "", True),
            ('<w:tblStyle w:val="G"/>' + BORDERS.replace("single", "none"), "", False),
            ("", '<w:tcBorders><w:top w:val="single"/></w:tcBorders>', True),
        ],
    )
    def test_borders(self, tmp_path: Path, properties: str, cell: str, ruled: bool) -> None:
        styles = f'<w:style w:type="table" w:styleId="G"><w:tblPr>{BORDERS}</w:tblPr></w:style>'
        body = tbl(tr(tc("a", cell), tc("b", cell)), properties=properties)
        assert grid(tmp_path, body, styles=styles).ruled is ruled

    def test_one_underlined_cell_makes_no_ruled_table(self, tmp_path: Path) -> None:
        line = '<w:tcBorders><w:bottom w:val="single"/></w:tcBorders>'
        assert grid(tmp_path, tbl(tr(tc("a", line), tc("b")), tr(tc("c"), tc("d")))).ruled is False


class TestPackages:
    def test_strict_files_and_other_part_names(self, tmp_path: Path) -> None:
        usual = make_docx(tmp_path / "usual.docx", p("Kế hoạch"))
        rels = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="a" '
            'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" '
            'Target="/word/main.xml"/></Relationships>'
        )
        strict = tmp_path / "strict.docx"
        with zipfile.ZipFile(usual) as source, zipfile.ZipFile(strict, "w") as target:
            xml = source.read("word/document.xml").replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            target.writestr("word/main.xml", xml)
            target.writestr("_rels/.rels", rels)
        assert [line.text for line in read_docx(strict).flow if isinstance(line, Line)] == [
            "Kế hoạch"
        ]

    def test_flipped_bytes_never_escape(self, tmp_path: Path) -> None:
        styles, numbering = TestLook.STYLES, TestNumbering().numbering(level(0, "decimal", "%1."))
        body = p("Kế hoạch", in_list(1)) + tbl(
            tr(tc("a", TestTables.RESTART)), tr(tc("b", TestTables.GO_ON))
        )
        good = make_docx(
            tmp_path / "good.docx", body, styles=styles, numbering=numbering
        ).read_bytes()
        stored = tmp_path / "stored.docx"
        with (
            zipfile.ZipFile(tmp_path / "good.docx") as source,
            zipfile.ZipFile(stored, "w") as target,
        ):
            for name in source.namelist():
                target.writestr(name, source.read(name))
        bad, chance = tmp_path / "bad.docx", random.Random(7)  # noqa: S311
        for turn in range(600):
            data = bytearray(good if turn % 2 else stored.read_bytes())
            for _ in range(chance.randint(1, 4)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            bad.write_bytes(
                data[: chance.choice([len(data), len(data), chance.randrange(len(data))])]
            )
            with contextlib.suppress(KehoachError):
                read_docx(bad)

    def test_mutated_xml_never_escapes(self, tmp_path: Path) -> None:
        body = p("Kế hoạch", in_list(1)) + tbl(
            tr(tc("a", TestTables.RESTART)), tr(tc("b", TestTables.GO_ON))
        )
        numbering = TestNumbering().numbering(level(0, "decimal", "%1."))
        words = [
            "w:p",
            "w:tc",
            "w:tr",
            "w:tbl",
            "w:r",
            "w:t",
            "restart",
            "1",
            "0",
            "-1",
            "99999999999",
            "x",
            "",
        ]
        chance = random.Random(11)  # noqa: S311
        for _ in range(300):
            old, new = chance.choice(words[:-1]), chance.choice(words)
            with contextlib.suppress(KehoachError):
                read(tmp_path, body.replace(old, new), numbering=numbering.replace(old, new))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "shapes", "unit"),
    [
        ("bac-hong-linh-2025", [(2, 2), (1, 2), (44, 9)], "PHƯỜNG BẮC HỒNG LĨNH"),
        ("ngoc-trao-2023", [(2, 2), (1, 2), (36, 6)], "PHƯỜNG NGỌC TRẠO"),
        ("nghia-lo-2025", [(2, 2), (1, 2)], "PHƯỜNG NGHĨA LỘ"),
    ],
)
def test_real_plans(name: str, shapes: list[tuple[int, int]], unit: str) -> None:
    path = SHARED / f"{name}.docx"
    if not path.is_file():
        pytest.skip("../shared is not here")
    import docx

    _, flow, notes = read_docx(path)
    grids = [item for item in flow if isinstance(item, Grid)]
    assert notes == ()
    assert [(g.n_rows, g.n_cols) for g in grids] == shapes
    assert [line.text for line in grids[0].cells[0].lines] == ["ỦY BAN NHÂN DÂN", unit]
    assert [g.ruled for g in grids] == [False, False, True][: len(grids)]
    peer = docx.Document(str(path))
    for ours, theirs in zip(grids, peer.tables, strict=True):
        for cell in ours.cells:
            expected = " ".join(theirs.cell(cell.row, cell.col).text.split())
            assert " ".join(" ".join(line.text for line in cell.lines).split()) == expected
    body = [item.text for item in flow if isinstance(item, Line)]
    expected_body = [
        line.strip() for par in peer.paragraphs for line in par.text.split("\n") if line.strip()
    ]
    assert [" ".join(t.split()) for t in body] == [" ".join(t.split()) for t in expected_body]
