"""Makes the plan that `speed_pdf.py` measures: fictional, born digital, 20 pages,
`plan-20-pages.pdf`.

    .venv/bin/python bench/make_plan.py        # needs LibreOffice; the PDF itself is in the repo

A body of some pages and an appendix of eight columns with merged cells, uneven rows and rows broken
over pages: what the papers of wards look like, and what costs time in them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Row

PAGES = 20
PDF = Path(__file__).parent / f"plan-{PAGES}-pages.pdf"
COLUMNS = (
    "TT",
    "Nhiệm vụ",
    "Hoạt động",
    "Sản phẩm",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời gian",
    "Kinh phí",
)
WIDTHS = (1.2, 4.6, 5.2, 3.6, 3.0, 3.2, 2.6, 2.4)  # cm
GROUPS = ("CẢI CÁCH THỂ CHẾ", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH", "TỔ CHỨC BỘ MÁY", "CHẾ ĐỘ CÔNG VỤ",
          "TÀI CHÍNH CÔNG", "CHÍNH QUYỀN SỐ", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH")  # fmt: skip
VERBS = (
    "Rà soát, sửa đổi",
    "Xây dựng, ban hành",
    "Tổ chức thực hiện",
    "Kiểm tra, giám sát",
    "Tuyên truyền, phổ biến",
)
OBJECTS = (
    "quy chế làm việc của Ủy ban nhân dân phường và các bộ phận trực thuộc",
    "danh mục thủ tục hành chính thuộc thẩm quyền giải quyết của phường",
    "quy trình nội bộ giải quyết hồ sơ tại Trung tâm Phục vụ hành chính công",
    "kế hoạch số hóa hồ sơ lưu trữ còn hiệu lực giai đoạn chuyển tiếp",
    "việc khảo sát mức độ hài lòng của người dân, tổ chức trên địa bàn",
    "chương trình bồi dưỡng kỹ năng số cho cán bộ, công chức, tổ dân phố",
    "việc công khai ngân sách, mua sắm và quản lý tài sản công",
)
DETAILS = (
    "Ban hành văn bản chỉ đạo, phân công người phụ trách từng việc",
    "Tổng hợp ý kiến của các tổ dân phố trước khi trình",
    "Niêm yết công khai tại trụ sở và trên trang thông tin điện tử",
    "Báo cáo kết quả kèm số liệu so với cùng kỳ năm trước",
)
OFFICES = ("Văn phòng HĐND và UBND", "Phòng Văn hóa - Xã hội", "Phòng Kinh tế, Hạ tầng và Đô thị",
           "Trung tâm Phục vụ hành chính công", "Công an phường")  # fmt: skip
PRODUCTS = (
    "Quyết định",
    "Kế hoạch của UBND phường",
    "Báo cáo kết quả kiểm tra",
    "Danh mục được công bố",
    "Hồ sơ đã số hóa",
)
TIMES = (
    "Tháng 3/2031",
    "Quý II/2031",
    "Trước ngày 30/6/2031",
    "Thường xuyên",
    "Hằng quý",
    "Năm 2031",
)


def paragraph(
    document: DocumentObject, text: str, *, bold: bool = False, centred: bool = False
) -> None:
    """One paragraph as the decree on paperwork wants it: 14 points, justified."""
    made = document.add_paragraph()
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    made.paragraph_format.space_after = Pt(6)
    run = made.add_run(text)
    run.bold = bold


def body(document: DocumentObject) -> None:
    """Letterhead, title, legal bases and five sections."""
    head = document.add_table(rows=2, cols=2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nPHƯỜNG SÔNG MÂY"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 12/KH-UBND"
    head.cell(1, 1).text = "Sông Mây, ngày 15 tháng 01 năm 2031"
    for cell in (cell for row in head.rows for cell in row.cells):
        for made in cell.paragraphs:
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph(document, "KẾ HOẠCH", bold=True, centred=True)
    paragraph(document, "Cải cách hành chính năm 2031 của phường Sông Mây", bold=True, centred=True)
    paragraph(
        document,
        "Thực hiện Kế hoạch số 03/KH-UBND ngày 02/01/2031 của UBND tỉnh về cải cách hành chính năm "
        "2031, Ủy ban nhân dân phường Sông Mây ban hành Kế hoạch như sau:",
    )
    sections = ("MỤC ĐÍCH, YÊU CẦU", "MỤC TIÊU", "NHIỆM VỤ", "GIẢI PHÁP", "TỔ CHỨC THỰC HIỆN")
    words = cycle(f"{verb} {thing}" for verb in VERBS for thing in OBJECTS)
    for number, title in zip(("I", "II", "III", "IV", "V"), sections, strict=True):
        paragraph(document, f"{number}. {title}", bold=True)
        for item in range(1, 5):
            paragraph(document, f"{item}. {next(words)}; {next(words).lower()}.")
            paragraph(
                document,
                f"- {next(words)}, bảo đảm đúng tiến độ và chất lượng, "
                "gắn với trách nhiệm người đứng đầu.",
            )
    document.add_paragraph("Nơi nhận:\n- UBND tỉnh;\n- Các phòng, ban thuộc phường;\n- Lưu: VT.")
    paragraph(document, "CHỦ TỊCH", bold=True, centred=True)
    paragraph(document, "Trần Thị Mây Xanh", bold=True, centred=True)


def landscape(document: DocumentObject) -> None:
    """A new page across, for the appendix."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)


def repeat_on_every_page(row: _Row) -> None:
    """Mark a header row; python-docx has no word for it."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def fill(row: _Row, values: tuple[str, ...], *, bold: bool = False) -> None:
    """Text into the cells of a row, small as in a table."""
    for cell, value, width in zip(row.cells, values, WIDTHS, strict=True):
        cell.width = Cm(width)
        cell.text = value
        for run in (run for made in cell.paragraphs for run in made.runs):
            run.bold, run.font.size = bold, Pt(12)


def appendix(document: DocumentObject, tasks: int) -> None:
    """The table: groups over the whole width, a task over one to three activities."""
    paragraph(document, "PHỤ LỤC", bold=True, centred=True)
    paragraph(document, "(Kèm theo Kế hoạch số 12/KH-UBND ngày 15/01/2031)", centred=True)
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
    fill(table.rows[0], COLUMNS, bold=True)
    repeat_on_every_page(table.rows[0])
    romans = ("I", "II", "III", "IV", "V", "VI", "VII")
    per_group = -(-tasks // len(GROUPS))
    for task in range(tasks):
        if task % per_group == 0:
            row = table.add_row()
            row.cells[1].merge(row.cells[-1])
            for cell, text in (
                (row.cells[0], romans[task // per_group]),
                (row.cells[1], GROUPS[task // per_group]),
            ):
                cell.text = text
                cell.paragraphs[0].runs[0].bold = True
        rows = 1 + task % 3
        name = f"{VERBS[task % len(VERBS)]} {OBJECTS[task % len(OBJECTS)]}"
        first = len(table.rows)
        for part in range(rows):
            step = task + part
            fill(table.add_row(), (
                str(task % per_group + 1) if part == 0 else "", name if part == 0 else "",
                f"{DETAILS[step % len(DETAILS)]}; {DETAILS[(step + 1) % len(DETAILS)].lower()}",
                PRODUCTS[step % len(PRODUCTS)], OFFICES[step % len(OFFICES)],
                f"{OFFICES[(step + 1) % len(OFFICES)]}; {OFFICES[(step + 2) % len(OFFICES)]}",
                TIMES[step % len(TIMES)], "Theo dự toán được cấp",
            ))  # fmt: skip
        for column in (0, 1):
            merged = table.cell(first, column).merge(table.cell(first + rows - 1, column))
            for empty in merged.paragraphs[1:]:
                empty._p.getparent().remove(empty._p)


def make(tasks: int, folder: Path) -> Path:
    """The plan with so many tasks, as a PDF made by LibreOffice."""
    document = Document()
    document.core_properties.created = document.core_properties.modified = datetime(
        2031, 1, 15, tzinfo=UTC
    )
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(14)
    first = document.sections[0]
    first.page_width, first.page_height = Cm(21.0), Cm(29.7)
    body(document)
    landscape(document)
    appendix(document, tasks)
    source = folder / "plan.docx"
    document.save(str(source))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", folder, source],
        check=True, stdout=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    return folder / "plan.pdf"


def pages_of(pdf: Path) -> int:
    """How many pages it has."""
    import pdfplumber

    with pdfplumber.open(pdf) as opened:
        return len(opened.pages)


def main() -> int:
    """Find the number of tasks that fills the pages, and keep that PDF."""
    if shutil.which("soffice") is None:
        print(
            "LibreOffice (soffice) is missing: apt-get install libreoffice-writer", file=sys.stderr
        )
        return 4
    low, high = 1, 200
    with tempfile.TemporaryDirectory() as folder:
        while low <= high:
            tasks = (low + high) // 2
            made = make(tasks, Path(folder))
            pages = pages_of(made)
            print(f"{tasks} tasks: {pages} pages")
            if pages == PAGES:
                shutil.copyfile(made, PDF)
                print(f"{PDF}: {PDF.stat().st_size // 1024} KB")
                return 0
            low, high = (tasks + 1, high) if pages < PAGES else (low, tasks - 1)
    print(f"no number of tasks gives {PAGES} pages", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
