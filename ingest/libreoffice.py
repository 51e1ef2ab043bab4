"""Old and foreign text documents (.doc, .odt, .rtf) by way of LibreOffice, when it is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from kehoach.errors import (
    ConversionError,
    ConversionTimeoutError,
    EncryptedFileError,
    MissingDependencyError,
    UnreadableFileError,
)
from kehoach.ingest.docx.document import read_docx
from kehoach.ingest.model import FlowItem, Note
from kehoach.ingest.safety import (
    DEFAULT_LIMITS,
    Limits,
    Package,
    check_regular,
    is_encrypted_office,
    unreadable,
)

_PROGRAMS = ("soffice", "libreoffice")
_INSTALL = "sudo apt install libreoffice-writer"
_SUFFIXES = {
    "application/msword": ".doc",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
}
TIMEOUT = 120.0  # seconds


def find_office() -> str | None:
    """The path of LibreOffice, `None` when it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def read_office(
    path: Path, media_type: str, limits: Limits = DEFAULT_LIMITS, timeout: float = TIMEOUT
) -> tuple[tuple[FlowItem, ...], tuple[Note, ...]]:
    """Read a document of this media type as `read_docx` would; `timeout` in seconds.

    Raises `MissingDependencyError` without LibreOffice, `EncryptedFileError`, `ConversionError`,
    `ConversionTimeoutError`, and what `read_docx` raises. The file itself is only copied.
    """
    program = find_office()
    if program is None:
        raise MissingDependencyError(program="LibreOffice", command=_INSTALL)
    _refuse_encrypted(path, media_type, limits)
    try:
        with tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as folder:
            source = Path(folder) / f"source{_SUFFIXES.get(media_type, '.doc')}"
            shutil.copyfile(path, source)
            return read_docx(_convert(program, source, timeout), limits)
    except OSError as error:
        raise unreadable(error) from error


def _refuse_encrypted(path: Path, media_type: str, limits: Limits) -> None:
    """LibreOffice would only say that it failed; a password deserves its own sentence."""
    check_regular(path, limits)
    try:
        encrypted = is_encrypted_office(path)
    except OSError as error:
        raise unreadable(error) from error
    if not encrypted and media_type == "application/vnd.oasis.opendocument.text":
        with Package(path, limits) as package:
            name = "META-INF/manifest.xml"
            encrypted = name in package.names and b"encryption-data" in package.read(name)
    if encrypted:
        raise EncryptedFileError


def _convert(program: str, source: Path, timeout: float) -> Path:
    """The DOCX that LibreOffice makes of `source`, beside it. Own profile, own process group, no
    shell."""
    folder = source.parent
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed command, no shell, our own file names
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise UnreadableFileError(reason=f"LibreOffice: {error.strerror}") from error
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise ConversionTimeoutError(seconds=round(timeout)) from error
    finally:
        _kill_group(process)
    converted = folder / "out" / f"{source.stem}.docx"
    if process.returncode != 0 or not converted.is_file():
        raise ConversionError
    return converted


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End whatever the conversion left running (soffice starts soffice.bin) and reap it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
