"""Old and foreign text documents (.doc, .odt, .rtf) by way of LibreOffice, when it is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from kehoach.errors import (
    ConversionError,
    ConversionTimeoutError,
    CrashError,
    EncryptedFileError,
    MissingDependencyError,
    UnreadableFileError,
)
from kehoach.ingest.docx.document import read_docx
from kehoach.ingest.model import Reading
from kehoach.ingest.office_keeper import OF_SIGNALS, SIGKILL
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.safety import Package, check_regular, is_encrypted_office, unreadable
from kehoach.ingest.sniff import DOC, ODT, RTF
from kehoach.ingest.source import Source

_PROGRAMS = ("soffice", "libreoffice")
_INSTALL = "sudo apt install libreoffice-writer"
_SUFFIXES = {DOC: ".doc", ODT: ".odt", RTF: ".rtf", "text/rtf": ".rtf"}
_KEEPER = str(Path(__file__).with_name("office_keeper.py"))
TIMEOUT = 120.0  # seconds
_KILLED = (-SIGKILL, OF_SIGNALS + SIGKILL)
"""Exit codes: its keeper was killed, or it was, and its keeper tells."""


def find_office() -> str | None:
    """The whole path of LibreOffice, `None` when it is not installed."""
    found = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    return found and str(Path(found).absolute())  # it is started in another folder


def read_office(source: Source, options: ReadOptions) -> Reading:
    """Read a document of another program, by its media type, as `read_docx` would; LibreOffice has
    TIMEOUT seconds to convert it.

    Raises `MissingDependencyError` without LibreOffice, `EncryptedFileError`, `ConversionError`,
    `ConversionTimeoutError`, `CrashError` (somebody killed it: no fault of the file), and what
    `read_docx` raises. The file itself is only copied.
    """
    program = find_office()
    if program is None:
        raise MissingDependencyError(program="LibreOffice", command=_INSTALL)
    _refuse_encrypted(source)
    try:
        with tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as folder:
            copied = Path(folder) / f"source{_SUFFIXES.get(source.media_type, '.doc')}"
            shutil.copyfile(source.path, copied)
            converted = _convert(program, copied, timeout=TIMEOUT)
            return read_docx(replace(source, path=converted), options)
    except OSError as error:
        raise unreadable(error) from error


def _refuse_encrypted(source: Source) -> None:
    """LibreOffice would only say that it failed; a password deserves its own sentence."""
    check_regular(source.path, source.limits)
    try:
        encrypted = is_encrypted_office(source.path)
    except OSError as error:
        raise unreadable(error) from error
    if not encrypted and source.media_type == ODT:
        with Package(source.path, source.limits) as package:
            name = "META-INF/manifest.xml"
            encrypted = name in package.names and b"encryption-data" in package.read(name)
    if encrypted:
        raise EncryptedFileError


def _convert(program: str, source: Path, timeout: float) -> Path:
    """The DOCX that LibreOffice makes of `source`, beside it. Own profile, own process group, no
    shell."""
    folder = source.parent
    command = [
        _without_starter(program),
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
    # What it keeps of itself beside its profile (dconf, fontconfig) goes with the folder, too. Its
    # socket has that folder's shortest name: a socket's whole path has 107 bytes at most.
    inherited = {name: told for name, told in os.environ.items() if not name.startswith("XDG_")}
    environment = {**inherited, "HOME": str(folder), "OSL_SOCKET_PATH": os.curdir}
    code = _run(command, environment, folder=folder, timeout=timeout)
    if code in _KILLED:
        raise CrashError(how="LibreOffice: SIGKILL", step="ingest")
    if code != 0:
        raise ConversionError
    converted = folder / "out" / f"{source.stem}.docx"
    if not converted.is_file():
        raise ConversionError
    return converted


def _without_starter(program: str) -> str:
    """The program that does the work, where its starter would give up: that one wants to write into
    /tmp, which a process that is walled in may not (`batch.isolation.sandbox`)."""
    if sys.platform == "win32" or os.access("/tmp", os.W_OK):  # noqa: S108 (LibreOffice's choice)
        return program
    worker = Path(os.path.realpath(program)).with_name("soffice.bin")
    return str(worker) if worker.is_file() else program


def _run(command: list[str], environment: dict[str, str], *, folder: Path, timeout: float) -> int:
    """The exit code of a conversion in a folder, which ends with us. Raises UnreadableFileError,
    ConversionTimeoutError."""
    # When we are gone, however we died, the pipe ends, and its reader ends the conversion.
    life, ours = os.pipe()
    try:
        process = _started(command, environment, folder=folder, life=life)
    except OSError as error:
        os.close(ours)
        raise UnreadableFileError(reason=f"LibreOffice: {error.strerror}") from error
    finally:
        os.close(life)
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise ConversionTimeoutError(seconds=round(timeout)) from error
    finally:
        os.close(ours)  # its keeper ends it, and what it started, if they are still there
        _kill_group(process)


def _started(
    command: list[str], environment: dict[str, str], *, folder: Path, life: int
) -> subprocess.Popen[bytes]:
    """A conversion under way in a folder, in a process group of its own where we may found one.
    Raises OSError."""
    kept = [sys.executable, "-I", "-S", _KEEPER, str(life), *command]
    return subprocess.Popen(  # noqa: S603 (a fixed command, no shell, our own file names)
        command if sys.platform == "win32" else kept,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
        pass_fds=() if sys.platform == "win32" else (life,),
    )


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End whatever the conversion left running (soffice starts soffice.bin) and reap it. Within the
    walls it has no group (`office_keeper`), and its keeper ends it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
