"""What a file is, told from its bytes; its name is never looked at."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kehoach.errors import BrokenPackageError, EmptyFileError, EncryptedFileError
from kehoach.ingest.html.encoding import decode
from kehoach.ingest.safety import (
    DEFAULT_LIMITS,
    OLE,
    Limits,
    Package,
    check_regular,
    contains,
    is_encrypted_office,
    unreadable,
)
from kehoach.ingest.wide_text import wide_encoding

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
DOC = "application/msword"
RTF = "application/rtf"
HTML = "text/html"
TEXT = "text/plain"
ZIP = "application/zip"
MAIL = "message/rfc822"
WEB_ARCHIVE = "multipart/related"
MSG = "application/vnd.ms-outlook"
EDXML = "application/x-edxml"
TNEF = "application/vnd.ms-tnef"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
GZIP = "application/gzip"
UNKNOWN = "application/octet-stream"
_FEWEST_WIDE = 20
"""Bytes by which letters of several bytes exceed their number: of a few words of Vietnamese."""
_LONGEST_LETTER = 4
"""Bytes of UTF-8."""

_SAMPLE = 64 * 1024
_PDF_WITHIN = 1024  # bytes of junk that PDF readers forgive before the header
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"{\\rtf", RTF),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"\x1f\x8b", GZIP),
    (b'x\x9f>"', TNEF),
)
_HEIC_BRANDS = frozenset(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")
)
"""Of the first box of a HEIF file (ISO/IEC 23008-12): what its pictures are packed as."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE_STREAMS = (
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("PowerPoint Document", PPT),
    ("Book\0", XLS),
)
_OFFICE_PARTS = (
    (b"wordprocessingml", DOCX),
    (b"ms-word", DOCX),
    (b"ms-excel.sheet.binary", XLSB),
    (b"spreadsheetml", XLSX),
    (b"presentationml", PPTX),
)
_HTML_START = re.compile(
    r"""
    (?> \s | <!--.*?--> | <\?xml[^>]*> )*+
    < ( !doctype\s+html | html | head | body | meta | title | style | script
      | table | div | p | h[1-6] | center | font | span | b | ul | ol
      )\b
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""As in `<?xml version="1.0"?> <!-- saved from ... --> <html lang="vi">`."""
_PAGE = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
"""What Markdown that opens with a piece of HTML does not have."""
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n")
_FEWEST_BARE_PARAGRAPHS = 3
"""So many paragraphs without a tag, outside the tables, are no page: its own stand in tags."""
_HEADERS = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9-]{0,60}:.*(?:\r?\n[ \t].*)*(?:\r?\n|$))+")
_HEADER_NAME = re.compile(r"^([A-Za-z-]+):", re.MULTILINE)
_MAIL_NAMES = frozenset({
    "from", "to", "subject", "date", "received", "message-id", "mime-version", "content-type",
    "return-path", "delivered-to",
})  # fmt: skip
_FEWEST_MAIL_NAMES = 2
_EDXML = re.compile(r"<(?:\w{1,20}:)?edXML(?:Envelope)?[\s>]", re.IGNORECASE)
_XML_HEAD = 4096
"""Letters among which the root of an XML file stands."""
_MSG_MARK = "__properties_version1.0"
_TEXT_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Control characters that no text has. The six missing below 0x20 are letters in VISCII.
_CONTROLS = bytes(
    set(range(0x20)) - set(b"\t\n\x0b\x0c\r\x1a\x1b") - {0x02, 0x05, 0x06, 0x14, 0x19, 0x1E}
)
_MOST_CONTROLS = 0.005


def sniff(path: Path, limits: Limits = DEFAULT_LIMITS) -> str:
    """The media type of a file, `application/octet-stream` when nothing fits.

    Raises `NotAFileError` (missing, a folder, a pipe, a device), `UnreadableFileError`,
    `EmptyFileError`, `TooLargeError`, `EncryptedFileError` (an Office file behind a password),
    `ZipBombError` (packages).
    """
    if check_regular(path, limits) == 0:
        raise EmptyFileError
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
        if sample.startswith(OLE):
            return _ole_type(path)
    except OSError as error:
        raise unreadable(error) from error
    if sample.startswith(_ZIP):
        return _zip_type(path, sample, limits=limits)
    for magic, media_type in _MAGIC:
        if sample.startswith(magic):
            return media_type
    if sample[:4] == b"RIFF" and sample[8:12] == b"WEBP":
        return "image/webp"
    if sample[4:8] == b"ftyp" and sample[8:12] in _HEIC_BRANDS:
        return "image/heic"
    if b"%PDF-" in sample[:_PDF_WITHIN]:
        return PDF
    return text_type(sample)


def _ole_type(path: Path) -> str:
    """The type of a compound file, by the names of its streams. Raises `OSError`,
    `EncryptedFileError`."""
    if contains(path, _MSG_MARK.encode("utf-16-le")):
        return MSG  # asked first: its attachments may be Office files of any kind
    if is_encrypted_office(path):
        raise EncryptedFileError
    for stream, media_type in _OLE_STREAMS:
        if contains(path, stream.encode("utf-16-le")):
            return media_type
    return "application/x-ole-storage"


def _zip_type(path: Path, sample: bytes, limits: Limits) -> str:
    """The type of a zip package; of a broken one, the type it starts as, so that its reader can say
    so."""
    try:
        with Package(path, limits) as package:
            return _package_type(package)
    except BrokenPackageError:
        if b"mimetype" + ODT.encode() in sample:
            return ODT
        return DOCX if b"word/" in sample or b"[Content_Types].xml" in sample else ZIP


def _package_type(package: Package) -> str:
    """The type that a package tells of itself, as OpenDocument does, or by the types of its parts,
    as Office does. Raises `BrokenPackageError`, `ZipBombError`."""
    if "mimetype" in package.names:
        return package.read("mimetype")[:100].decode("ascii", "replace").strip() or ZIP
    if "[Content_Types].xml" in package.names:
        types = package.read("[Content_Types].xml")
        told = next((media_type for word, media_type in _OFFICE_PARTS if word in types), None)
        if told is not None:
            return told
    return DOCX if "word/document.xml" in package.names else ZIP


def text_type(sample: bytes) -> str:
    """HTML, other markup, a saved mail or web archive, plain text, or unknown."""
    if not _is_text(sample):
        return UNKNOWN
    text, _ = decode(sample)
    if _HTML_START.match(text):
        return TEXT if _is_markdown_with_html(text) else HTML
    if text.lstrip().startswith("<") and _EDXML.search(text[:_XML_HEAD]):
        return EDXML
    if text.lstrip().startswith("<?xml"):
        return "application/xml"
    return _mail_type(text) or TEXT


def _is_markdown_with_html(text: str) -> bool:
    """Is what opens with a tag no page, but Markdown with pieces of HTML?"""
    from kehoach.ingest.text.markup import is_markdown

    if _PAGE.search(text) is not None:
        return False
    return is_markdown(text) or _has_bare_paragraphs(text)


def _has_bare_paragraphs(text: str) -> bool:
    """Do paragraphs parted by blank lines stand outside all tags, as a converter writes those
    between the tables that Markdown cannot say?"""
    bare = 0
    for paragraph in _BLANK_LINES.split(text):
        bare += any(map(str.isalpha, paragraph)) and "<" not in paragraph
    return bare >= _FEWEST_BARE_PARAGRAPHS


def _mail_type(text: str) -> str | None:
    """The type of a mail, None for what does not begin with the heads of one.

    >>> _mail_type("From: a@b.vn\\nSubject: x\\n\\n"), _mail_type("Subject: x\\nKế hoạch")
    ('message/rfc822', None)
    """
    match = _HEADERS.match(text)
    if match is None:
        return None
    headers = match[0]
    names = {name.lower() for name in _HEADER_NAME.findall(headers)}
    if len(names & _MAIL_NAMES) < _FEWEST_MAIL_NAMES:
        return None
    return WEB_ARCHIVE if "multipart/related" in headers.lower() else MAIL


def _is_of_letters(sample: bytes) -> bool:
    """Is it UTF-8 with letters of several bytes, as no binary file is: a byte that is none of it
    (NUL) slipped in?"""
    try:
        text = sample.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(sample) - _LONGEST_LETTER:  # none that the sample cuts off
            return False
        text = sample[: error.start].decode("utf-8")
    return len(text.encode()) - len(text) >= _FEWEST_WIDE and text.count("\0") < _FEWEST_WIDE


def _is_text(sample: bytes) -> bool:
    """Whether bytes are text: UTF-16, or hardly a control character, and no NUL but such as slipped
    in among letters of UTF-8."""
    if sample.startswith(_TEXT_BOMS) or wide_encoding(sample) is not None:
        return True
    if b"\x00" in sample and not _is_of_letters(sample):
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls <= len(sample) * _MOST_CONTROLS
