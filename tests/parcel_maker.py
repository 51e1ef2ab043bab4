"""Makes parcels for the tests, so that no binary stands in the repository: archives, mails,
messages of Outlook (a compound file written sector by sector), packets of edXML, workbooks."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

SECTOR, SMALL, CUTOFF = 512, 64, 4096
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
HEADINGS = (
    "STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện",
)  # fmt: skip
TASKS: tuple[tuple[Any, ...], ...] = (
    ("I", "CẢI CÁCH THỂ CHẾ"),
    (1, "Rà soát quy chế làm việc", "Quyết định", "Văn phòng HĐND và UBND", "Các phòng",
     date(2031, 6, 30)),
    (2, "Kiểm tra văn bản đã ban hành", "Báo cáo", "Phòng Văn hóa - Xã hội",
     "Văn phòng HĐND và UBND", "Quý II/2031"),
    ("II", "CHUYỂN ĐỔI SỐ"),
    (3, "Tập huấn kỹ năng số", "Lớp tập huấn", "Phòng Văn hóa - Xã hội", "", "Tháng 9/2031"),
    (4, "Số hóa hồ sơ", "Hồ sơ số", "Trung tâm Phục vụ hành chính công", "", "Thường xuyên"),
)  # fmt: skip


def zipped(files: Mapping[str, bytes | str] | Sequence[tuple[Any, bytes | str]]) -> bytes:
    """An archive of these files; a name may be a whole `ZipInfo`."""
    pairs = files.items() if isinstance(files, Mapping) else files
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in pairs:
            archive.writestr(name, data)
    return buffer.getvalue()


def mail(
    body: str = "Kính gửi quý cơ quan kế hoạch kèm theo.",
    attachments: Mapping[str, bytes] | None = None,
    html: str = "",
) -> EmailMessage:
    """A mail as a mail program writes it."""
    message = EmailMessage()
    message["From"] = "Văn thư xã Tân Khê <vanthu@tankhe.example>"
    message["To"] = "vp@tinh.example"
    message["Subject"] = "Gửi kế hoạch năm 2031"
    message["Date"] = "Wed, 15 Jan 2031 08:00:00 +0700"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in (attachments or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


# --- messages of Outlook --------------------------------------------------------------------------


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file: streams by their paths ("storage/stream"), small ones in the small sectors
    of the root."""
    names = ["Root Entry"]
    children: dict[str, list[int]] = {"": []}
    index = {"": 0}
    for path in streams:
        above = ""
        for part in path.split("/"):
            whole = f"{above}/{part}" if above else part
            if whole not in index:
                index[whole] = len(names)
                names.append(part)
                children.setdefault(above, []).append(index[whole])
                children.setdefault(whole, [])
            above = whole
    paths = {number: path for path, number in index.items()}
    sectors: list[bytes] = []
    chain: list[int] = []
    places: dict[str, tuple[int, int]] = {}
    small: list[bytes] = []
    small_chain: list[int] = []
    for path, data in streams.items():
        if len(data) < CUTOFF:
            places[path] = (_put(data, small, small_chain, size=SMALL), len(data))
        else:
            places[path] = (_put(data, sectors, chain), len(data))
    together = b"".join(small)
    places[""] = (_put(together, sectors, chain), len(together))
    small_table = _put(struct.pack(f"<{len(small_chain)}I", *small_chain), sectors, chain, fill=255)
    links = _sibling_links(children)
    entries = b""
    for number, name in enumerate(names):
        path = paths[number]
        kind = 5 if number == 0 else 2 if path in streams else 1
        child = children[path][0] if children[path] else FREE
        start, size = places.get(path, (0, 0))
        raw = name.encode("utf-16-le")
        entries += raw.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sI8s8sIII",
            len(raw) + 2, kind, 1, FREE, links.get(number, FREE), child, b"", 0, b"", b"",
            start, size, 0,
        )  # fmt: skip
    directory = _put(entries, sectors, chain)
    small_sectors = -(-len(small_chain) * 4 // SECTOR)
    return _file(sectors, chain, directory, (small_table, small_sectors))


def _put(
    data: bytes, sectors: list[bytes], chain: list[int], *, size: int = SECTOR, fill: int = 0
) -> int:
    """Put a stream into sectors and their chain; the number of its first."""
    first = len(sectors)
    pieces = [data[place : place + size] for place in range(0, len(data), size)] or [b""]
    for number, piece in enumerate(pieces):
        sectors.append(piece.ljust(size, bytes([fill])))
        chain.append(END if number + 1 == len(pieces) else len(sectors))
    return first


def _sibling_links(children: Mapping[str, list[int]]) -> dict[int, int]:
    """Siblings as a list to the right: readers need no balance."""
    links = {}
    for held in children.values():
        links |= dict(pairwise(held))
    return links


def _file(sectors: list[bytes], chain: list[int], directory: int, small: tuple[int, int]) -> bytes:
    count = 1
    while (len(sectors) + count) * 4 > count * SECTOR:
        count += 1
    tables = list(range(len(sectors), len(sectors) + count))
    table = struct.pack(f"<{len(chain) + count}I", *chain, *[FAT] * count)
    table = table.ljust(count * SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, count, directory, 0, CUTOFF, *small, END, 0)
    head += struct.pack("<109I", *tables, *[FREE] * (109 - count))
    return head + b"".join(sectors) + table


def outlook(
    attachments: Mapping[str, bytes] | None = None, body: str = "Kính gửi kế hoạch kèm theo."
) -> bytes:
    """A message of Outlook; an attachment of no bytes is a message inside it."""
    sent = struct.pack("<HHIQ", 0x40, 0x0039, 6, 135_707_616_000_000_000)
    streams = {
        "__properties_version1.0": bytes(32) + sent,
        "__substg1.0_0037001F": "Gửi kế hoạch năm 2031".encode("utf-16-le"),
        "__substg1.0_0C1A001F": "Văn thư xã Tân Khê".encode("utf-16-le"),
        "__substg1.0_5D01001F": "vanthu@tankhe.example".encode("utf-16-le"),
    }
    if body:
        streams["__substg1.0_1000001F"] = body.encode("utf-16-le")
    for number, (name, data) in enumerate((attachments or {}).items()):
        below = f"__attach_version1.0_#{number:08X}"
        streams[f"{below}/__properties_version1.0"] = bytes(8)
        streams[f"{below}/__substg1.0_3707001F"] = name.encode("utf-16-le")
        if data:
            streams[f"{below}/__substg1.0_37010102"] = data
        else:
            streams[f"{below}/__substg1.0_3701000D/__properties_version1.0"] = bytes(8)
    return compound(streams)


# --- the exchange between offices -----------------------------------------------------------------


def edxml(papers: Mapping[str, bytes], *, named_outside: bool = True) -> str:
    """A packet of edXML; the names of papers stand beside their bytes, or in its body alone."""
    references = attachments = ""
    for number, (name, data) in enumerate(papers.items()):
        told = f"<AttachmentName>{name}</AttachmentName>" if named_outside else ""
        content = base64.b64encode(data).decode()
        references += (
            f"<edXML:Reference><edXML:ContentId>cid:{number}</edXML:ContentId>"
            f"<edXML:AttachmentName>{name}</edXML:AttachmentName></edXML:Reference>"
        )
        attachments += (
            f"<Attachment><ContentId>{number}</ContentId>{told}"
            f"<ContentTransferEncoded>{content}</ContentTransferEncoded></Attachment>"
        )
    space = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
    return f"""<?xml version="1.0" encoding="utf-8"?>
<edXML xmlns="{space}"><edXML:edXMLEnvelope xmlns:edXML="{space}"><edXML:edXMLHeader>
<edXML:MessageHeader>
<edXML:From><edXML:OrganId>000.00.01.H99</edXML:OrganId>
<edXML:OrganName>UBND xã Tân Khê</edXML:OrganName></edXML:From>
<edXML:To><edXML:OrganId>000.00.02.H99</edXML:OrganId></edXML:To>
<edXML:Code><edXML:CodeNumber>12</edXML:CodeNumber>
<edXML:CodeNotation>KH-UBND</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:Place>Tân Khê</edXML:Place>
<edXML:PromulgationDate>2031/01/15</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:Subject>Kế hoạch năm 2031</edXML:Subject><edXML:DueDate>2031/02/28</edXML:DueDate>
<edXML:SteeringType>1</edXML:SteeringType>
</edXML:MessageHeader></edXML:edXMLHeader>
<edXML:edXMLBody><edXML:edXMLManifest>{references}</edXML:edXMLManifest></edXML:edXMLBody>
</edXML:edXMLEnvelope><AttachmentEncoded>{attachments}</AttachmentEncoded></edXML>"""


# --- workbooks ------------------------------------------------------------------------------------


def task_list(*, boxed: bool = True, whole: bool = True) -> Workbook:
    """A workbook of tasks: with lines drawn or without, as a whole plan or as the bare table."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Nhiệm vụ"
    first = _head(sheet) if whole else 1
    put_table(sheet, first, boxed=boxed)
    if whole:
        last = first + len(TASKS) + 2
        for row, column, text in (
            (0, 1, "Nơi nhận:"), (0, 4, "TM. ỦY BAN NHÂN DÂN"), (1, 1, "- Lưu: VT."),
            (1, 4, "CHỦ TỊCH"), (4, 4, "Lò Thị Hạnh"),
        ):  # fmt: skip
            sheet.cell(last + row, column, text)
    return book


def _head(sheet: Any) -> int:
    for row, left, right in (
        (1, "ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (2, "XÃ TÂN KHÊ", "Độc lập - Tự do - Hạnh phúc"),
        (3, "Số: 12/KH-UBND", "Tân Khê, ngày 15 tháng 01 năm 2031"),
    ):
        sheet.cell(row, 1, left)
        sheet.cell(row, 4, right)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
        sheet.merge_cells(start_row=row, end_row=row, start_column=4, end_column=6)
    for row, text in ((5, "KẾ HOẠCH"), (6, "Cải cách hành chính năm 2031")):
        sheet.cell(row, 1, text).alignment = Alignment(horizontal="center")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=6)
    return 8


def put_table(
    sheet: Any, first: int, *, boxed: bool, rows: Sequence[Sequence[Any]] = TASKS
) -> None:
    """The table of tasks from a row of a sheet on."""
    side = Side(style="thin")
    for row, values in enumerate((HEADINGS, *rows)):
        for column in range(len(HEADINGS)):
            value = values[column] if column < len(values) else None
            cell = sheet.cell(first + row, column + 1, value)
            if boxed:
                cell.border = Border(left=side, right=side, top=side, bottom=side)
            if row == 0:
                cell.font = Font(bold=True)
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def old_task_list(path: Path) -> Path:
    """The same tasks as Excel 97 keeps them."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Nhiệm vụ")
    hidden = book.add_sheet("Danh mục")
    hidden.write(0, 0, "x")
    hidden.visibility = 1
    sheet.write_merge(0, 0, 0, 5, "KẾ HOẠCH")
    sheet.write_merge(1, 1, 0, 5, "Cải cách hành chính năm 2031")
    boxed = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
    day = xlwt.easyxf(
        "borders: left thin, right thin, top thin, bottom thin", num_format_str="dd/mm/yyyy"
    )
    for row, values in enumerate((HEADINGS, *TASKS)):
        for column in range(len(HEADINGS)):
            value = values[column] if column < len(values) else ""
            sheet.write(3 + row, column, value, day if isinstance(value, date) else boxed)
    book.save(str(path))
    return path


def shared_strings(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook whose cells share their strings, as Excel itself writes it."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            sheet.write_string(row, column, value)
    struck = book.add_format({"font_strikeout": True})
    sheet.write_rich_string(len(rows), 0, "còn ", struck, "bỏ ", "lại")
    book.close()
    return buffer.getvalue()
