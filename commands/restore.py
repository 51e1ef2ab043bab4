"""The command `restore`: damaged text in, mended text out, line for line, as it comes."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from kehoach.batch.interrupt import obeyed_at_once
from kehoach.commands.messages import Say
from kehoach.commands.session import Session
from kehoach.commands.standard_input import standard_input
from kehoach.commands.standard_output import write_out

if TYPE_CHECKING:
    from kehoach.normalize.changes import Mended

_TEXTS = frozenset({"text/plain", "text/html", "application/xml", "multipart/related"})
KINDS = ("auto", "marks", "ocr", "none")
PIECE = 1 << 18
"""So many bytes at most are read at a time; from a pipe, what is there."""
LONGEST_LINE = 1 << 20
"""A longer line is cut: nothing that people wrote is longer."""
_NO_BOUND = sys.maxsize
"""Bytes of a file: it is read piece by piece, so that its size costs time only."""


def restore(session: Session, file: Path, kind: str, explain: bool, mentions: bool) -> None:
    """Vietnamese put back into text that lost its diacritics or its encoding, or that an OCR
    misread."""
    try:
        if str(file) == "-":
            _mend(standard_input(), kind, explain=explain or mentions, mentions=mentions)
            return
        require_text(file)
        with file.open("rb") as stream:
            wide = stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
            stream.seek(0)
            source: Any = (
                codecs.EncodedFile(stream, "utf-8", "utf-16", "replace") if wide else stream
            )
            _mend(source, kind, explain=explain or mentions, mentions=mentions)
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user)
        session.fail(error, file)


def require_text(file: Path) -> None:
    """Raise NotAFileError (a pipe or device would hold us up: `-` reads one), UnreadableFileError,
    UnsupportedTypeError (what is no text), EncryptedFileError; a file without a byte is text."""
    from kehoach.errors import UnsupportedTypeError
    from kehoach.ingest.safety import Limits, check_regular
    from kehoach.ingest.sniff import sniff

    limits = Limits(max_bytes=_NO_BOUND)
    if check_regular(file, limits) == 0:
        return
    media_type = sniff(file, limits)
    if media_type not in _TEXTS:
        raise UnsupportedTypeError(media_type=media_type)


def _mend(stream: BinaryIO, kind: Any, explain: bool, mentions: bool) -> None:
    from kehoach.normalize.repair.mend import Mender

    mender = Mender(kind)
    for lines in _chunks(stream):
        ends = [line[len(line.rstrip(b"\r\n")) :] for line in lines]
        mended = zip(mender.mend([_text(line) for line in lines]), ends, strict=True)
        write_out(
            b"".join(_told(one, end, explain=explain, mentions=mentions) for one, end in mended)
        )


def _told(mended: Mended, end: bytes, explain: bool, mentions: bool) -> bytes:
    """A line as it goes out."""
    if explain:
        return _explained(mended, mentions)
    return mended.text.encode("utf-8", "backslashreplace") + end


def _chunks(stream: BinaryIO) -> Iterator[list[bytes]]:
    """Whole lines, with their ends, as many as there are at a time."""
    rest = b""
    recoded = isinstance(
        stream, codecs.StreamRecoder
    )  # its `read1` would be that of the file below, not recoded
    read = stream.read if recoded else getattr(stream, "read1", stream.read)
    while piece := _next_piece(read):
        *lines, rest = (rest + piece).split(b"\n")
        lines = [line + b"\n" for line in lines]
        while len(rest) > LONGEST_LINE:
            lines, rest = [*lines, rest[:LONGEST_LINE]], rest[LONGEST_LINE:]
        if lines:
            yield lines
    if rest:
        yield [rest]


def _next_piece(read: Callable[[int], bytes]) -> bytes:
    with obeyed_at_once():
        return read(PIECE)


def _text(line: bytes) -> str:
    """A line without its end; bytes that are no UTF-8 one letter each, for old encodings to be
    told."""
    from kehoach.normalize.repair.legacy import from_bytes

    content = line.rstrip(b"\r\n")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return from_bytes(content)


def _explained(mended: Mended, mentions: bool) -> bytes:
    """A line as JSON: what came in, what goes out, and each change; on demand what it speaks of."""
    import json

    steps = [
        {
            "name": step.name,
            "changes": [
                {
                    "start": edit.start,
                    "before": edit.before,
                    "after": edit.after,
                    "confidence": edit.confidence,
                }
                for edit in step.edits
            ],
        }
        for step in mended.steps
    ]
    told: dict[str, object] = {"original": mended.original, "text": mended.text}
    told |= {"confidence": mended.confidence, "steps": steps}
    if mentions:
        from kehoach.parsers.sentences.mentions import mentions as mentions_of

        told["mentions"] = [asdict(mention) for mention in mentions_of(mended.text)]
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def restore_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    return [
        click.Argument(
            ["file"],
            default="-",
            metavar="[FILE|-]",
            type=click.Path(path_type=Path, allow_dash=True),
        ),
        click.Option(["--kind"], type=click.Choice(KINDS), default="auto", help=say("option.kind")),
        click.Option(["--explain"], is_flag=True, help=say("option.explain")),
        click.Option(["--mentions"], is_flag=True, help=say("option.mentions")),
    ]
