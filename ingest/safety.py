"""Reading what strangers send: size limits, zip packages and XML that may be bombs, checksums.

Nothing here trusts a header: a package is checked before anything is unpacked, and unpacking stops
at the same limits, whatever the headers say.
"""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from lxml import etree

from kehoach.errors import (
    BrokenPackageError,
    BrokenXmlError,
    EncryptedFileError,
    ForbiddenXmlError,
    IsAFolderError,
    MissingPartError,
    NotAFileError,
    PermissionDeniedError,
    TooDeepError,
    TooLargeError,
    UnreadableFileError,
    ZipBombError,
)
from kehoach.ingest.options import MAX_PAGES

MB = 1024 * 1024
_CHUNK = 256 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of a compound file (Word 97, encrypted DOCX)."""
_DIRECTORY_ENTRY = b"PK\x01\x02"
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may ask for. Sizes in bytes, `max_ratio` unpacked bytes per packed byte.

    `ratio_floor`: parts smaller than this may pack as well as they like. `max_xml` bounds one XML
    part or one HTML page, `max_tags` the tags in it, `max_depth` the nesting of the elements of
    XML.
    """

    max_bytes: int = 200 * MB
    max_unzipped: int = 300 * MB
    max_ratio: int = 200
    ratio_floor: int = MB
    max_entries: int = 5000
    max_xml: int = 64 * MB
    max_tags: int = 2_000_000
    max_depth: int = 128
    max_pages: int = MAX_PAGES


DEFAULT_LIMITS = Limits()


def unreadable(error: OSError) -> NotAFileError | UnreadableFileError:
    """The exception of ours that says what an `OSError` on opening or reading a file means."""
    if isinstance(error, FileNotFoundError | IsADirectoryError | NotADirectoryError):
        return NotAFileError()
    if isinstance(error, PermissionError):
        return PermissionDeniedError()
    return UnreadableFileError(reason=error.strerror or type(error).__name__)


def check_regular(path: Path, limits: Limits = DEFAULT_LIMITS) -> int:
    """The size in bytes of a regular file; it is not opened, so a pipe cannot hold us up.

    Raises `NotAFileError` (missing, a folder, a pipe, a device), `UnreadableFileError`,
    `TooLargeError`.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise unreadable(error) from error
    except ValueError as error:  # a NUL in the name
        raise NotAFileError from error
    if stat.S_ISDIR(status.st_mode):
        raise IsAFolderError(path=path)
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError
    check_size(status.st_size, limits)
    return status.st_size


def check_size(size: int, limits: Limits = DEFAULT_LIMITS) -> None:
    """Raise `TooLargeError` when a file of `size` bytes is more than we read."""
    if size > limits.max_bytes:
        raise TooLargeError(reason=f"{size / MB:.0f} MB > {limits.max_bytes / MB:.0f} MB")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes as 64 hexadecimal digits, read in chunks.

    Raises `NotAFileError`, `UnreadableFileError`, `TooLargeError`.
    """
    digest = hashlib.sha256()
    check_regular(path)
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise unreadable(error) from error
    return digest.hexdigest()


def joined_sha256(digests: Iterable[str]) -> str:
    """The SHA-256 of a paper whose pages are several files: of theirs, one a line."""
    return hashlib.sha256("".join(f"{digest}\n" for digest in digests).encode()).hexdigest()


def contains(path: Path, needle: bytes, at_most: int = 1) -> int:
    """How often `needle` stands in a file, counted up to `at_most`; memory stays at one chunk.
    Raises `OSError`.
    """
    found, tail = 0, b""
    with path.open("rb") as file:
        while found < at_most and (chunk := file.read(_CHUNK)):
            window = tail + chunk
            found += window.count(needle)
            tail = window[len(window) - len(needle) + 1 :]
    return min(found, at_most)


def check_tags(data: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
    """Raise `TooLargeError` for markup with so many tags that its tree would fill the memory."""
    if data.count(b"<") > limits.max_tags:
        raise TooLargeError(reason=f"> {limits.max_tags} XML/HTML tags")


def check_markup(data: bytes, part: str, limits: Limits = DEFAULT_LIMITS) -> None:
    """Raise `ForbiddenXmlError` for XML with a DTD, `TooLargeError` for too many tags."""
    if any(doctype in data for doctype in _DOCTYPES):
        raise ForbiddenXmlError(part=part)
    check_tags(data, limits)


def parse_xml(
    data: bytes, part: str, limits: Limits = DEFAULT_LIMITS, *, long_texts: bool = False
) -> etree._Element:
    """The root element of an XML part; `part` is its name for messages.

    No DTD, no entities, no network, no comments or processing instructions in the tree. The
    namespaces of "strict" Office files are turned into the usual ones. `long_texts`: one text may
    be longer than 10 MB (a file as base64). Raises `BrokenXmlError`, `ForbiddenXmlError`,
    `TooDeepError`.
    """
    check_markup(data, part, limits=limits)
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=long_texts,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "xcessive depth" in str(error):
            raise TooDeepError(limit=limits.max_depth) from error
        raise BrokenXmlError(part=part) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise ForbiddenXmlError(part=part)
    check_depth(root, limits)
    return root


def check_depth(root: etree._Element, limits: Limits = DEFAULT_LIMITS) -> None:
    """Raise `TooDeepError` when elements are nested deeper than `limits.max_depth`, so that
    recursion is safe.
    """
    if root.getroottree().xpath("boolean(" + "/*" * (limits.max_depth + 1) + ")"):
        raise TooDeepError(limit=limits.max_depth)


class Package:
    """A zip package (DOCX, ODT) opened for reading within limits; use it in a `with` block.

    Opening raises `BrokenPackageError`, `ZipBombError`, `EncryptedFileError`, `TooLargeError`,
    `NotAFileError` or `UnreadableFileError`; nothing is unpacked before all entries have been
    checked.
    """

    def __init__(self, path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._budget = limits.max_unzipped
        try:
            check_regular(path, limits)
            if (
                contains(path, _DIRECTORY_ENTRY, at_most=limits.max_entries + 1)
                > limits.max_entries
            ):
                raise ZipBombError(reason=f"> {limits.max_entries} parts")
            self._zip = zipfile.ZipFile(path)
        except OSError as error:
            raise unreadable(error) from error
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise BrokenPackageError(part="zip") from error
        try:
            self._check_entries()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def _check_entries(self) -> None:
        """By the headers alone: total size, ratio of each entry, passwords."""
        entries, limits = self._zip.infolist(), self._limits
        if sum(entry.file_size for entry in entries) > limits.max_unzipped:
            raise ZipBombError(reason=f"> {limits.max_unzipped // MB} MB")
        for entry in entries:
            if entry.flag_bits & 0x1:
                raise EncryptedFileError()
            if entry.file_size > max(limits.ratio_floor, entry.compress_size * limits.max_ratio):
                raise ZipBombError(reason=f"{entry.filename}: > {limits.max_ratio} : 1")

    @property
    def names(self) -> frozenset[str]:
        """The names of the parts in the package."""
        return frozenset(self._zip.namelist())

    @property
    def entries(self) -> tuple[zipfile.ZipInfo, ...]:
        """What is in the package, in its order; two entries may have one name."""
        return tuple(self._zip.infolist())

    def read(self, name: str) -> bytes:
        """A part unpacked, counted against `max_unzipped` of the whole package as it comes out.

        Raises `MissingPartError`, `BrokenPackageError`, `ZipBombError`.
        """
        if name not in self.names:
            raise MissingPartError(part=name)
        return self.read_entry(self._zip.getinfo(name))

    def read_entry(self, entry: zipfile.ZipInfo) -> bytes:
        """One of `entries`, as `read`. Raises `BrokenPackageError`, `ZipBombError`."""
        chunks: list[bytes] = []
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    self._budget -= len(chunk)
                    if self._budget < 0:
                        raise ZipBombError(reason=f"> {self._limits.max_unzipped // MB} MB")
                    chunks.append(chunk)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,  # an unknown compression (NotImplementedError) or a password
            ValueError,
        ) as error:
            raise BrokenPackageError(part=entry.filename) from error
        return b"".join(chunks)

    def xml(self, name: str) -> etree._Element:
        """A part as XML. Raises what `read` and `parse_xml` raise, and `TooLargeError` above
        `max_xml`."""
        data = self.read(name)
        if len(data) > self._limits.max_xml:
            raise TooLargeError(reason=f"{name} > {self._limits.max_xml // MB} MB")
        return parse_xml(data, name, limits=self._limits)


def is_encrypted_office(path: Path) -> bool:
    """Whether the file is an Office document behind a password (DOCX in an OLE container, or a Word
    97 file).

    Raises `OSError`.
    """
    with path.open("rb") as file:
        head = file.read(1024)
    if not head.startswith(OLE):
        return False
    if head[512:514] == b"\xec\xa5" and head[523] & 0x01:  # the flag fEncrypted of Word 97-2003
        return True
    return contains(path, "EncryptedPackage".encode("utf-16-le")) > 0
