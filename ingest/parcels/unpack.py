"""A parcel -> the papers in it, each a file of its own under a name of ours.

An archive is opened once more inside a mail, a message or a packet: so papers are sent. Any other
parcel in a parcel is told, not opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path, PurePosixPath

from kehoach.errors import (
    BrokenFileError,
    BrokenPartError,
    EmptyParcelError,
    EncryptedFileError,
    KehoachError,
    LinkInParcelError,
    NestedParcelError,
    TooLargeError,
    ZipBombError,
)
from kehoach.ingest.model import Envelope
from kehoach.ingest.page_order import are_numbered_pictures, natural_key
from kehoach.ingest.parcels.archive import open_archive
from kehoach.ingest.parcels.model import MOST_PAPERS, Contained, Opened, Part
from kehoach.ingest.parcels.names import distinct_names, is_system_file, plain_name
from kehoach.ingest.safety import DEFAULT_LIMITS, MB, Limits, sha256_of
from kehoach.ingest.sniff import EDXML, MAIL, MSG, WEB_ARCHIVE, ZIP, sniff
from kehoach.ingest.source import Source

PARCELS = frozenset({ZIP, MAIL, WEB_ARCHIVE, MSG, EDXML})
"""Media types of files that hold papers and are none themselves."""


def unpack(
    path: Path, folder: Path, name: str = "", only: str = "", limits: Limits = DEFAULT_LIMITS
) -> list[Contained]:
    """The papers of a parcel, written into `folder`. `name`: what the parcel is called, its own
    name by default; `only`: the one paper that is wanted, by its name inside the parcel.

    A mail without attachments is itself the paper, and so is an archive of the pictures of its
    pages: it has the parcel's name. Raises EmptyParcelError, TooLargeError, and what the readers of
    parcels raise.
    """
    media_type = sniff(path, limits)
    name = name or path.name
    envelope = Envelope(name=name, media_type=media_type)
    with ExitStack() as held:
        opened = _open(path, envelope, limits=limits, held=held)
        unpacker = _Unpacker(folder, limits, only=only, held=held)
        found = list(unpacker.papers(opened, name, may_hold_archives=media_type != ZIP))
    if len(found) == 1 and found[0].name == name:
        found = [replace(found[0], sha256=sha256_of(path))]
    if not found:
        raise EmptyParcelError
    return found


def _open(path: Path, envelope: Envelope, limits: Limits, held: ExitStack) -> Opened:
    media_type = envelope.media_type
    if media_type == ZIP:
        return open_archive(path, envelope, limits=limits, held=held)
    if media_type == MSG:
        from kehoach.ingest.parcels.outlook import open_message

        return open_message(path, envelope)
    data = Source(path, media_type, sha256="", limits=limits).read_bytes()
    if media_type == EDXML:
        from kehoach.ingest.parcels.edxml import open_packet

        return open_packet(data, envelope, limits=limits)
    from kehoach.ingest.parcels.mail import open_mail

    return open_mail(data, envelope)


class _Unpacker:
    """Writes the papers of one parcel, within what they may take together."""

    def __init__(self, folder: Path, limits: Limits, only: str, held: ExitStack) -> None:
        self._held = held
        self._folder = folder
        self._limits = limits
        self._only = only
        self._left = limits.max_unzipped
        self._count = 0

    def papers(
        self, opened: Opened, prefix: str, *, may_hold_archives: bool, inner: str = ""
    ) -> Iterator[Contained]:
        """The papers of an opened parcel; `prefix`: what they are called before their own names,
        `inner`: the archive inside the parcel that they stand in."""
        parts = [part for part in opened.parts if not is_system_file(part.name)]
        told = [plain_name(part.name, number + 1) for number, part in enumerate(parts)]
        named = dict(zip(distinct_names(told), parts, strict=True))
        for own, pages in _papers_of(named).items():
            name = f"{inner}{own}"
            if not self._is_wanted(name):
                continue
            is_parcel = len(pages) == len(named) and not inner
            if len(pages) > 1:
                whole = prefix if is_parcel else f"{prefix}/{name}"
                yield self._of_pages(whole, {page: named[page] for page in pages}, opened.envelope)
                continue
            part = named[own]
            path, refusal = self._written(part)
            kind = None if refusal else _parcel_type(path, self._limits)
            if kind == ZIP and may_hold_archives:
                archive = open_archive(path, opened.envelope, limits=self._limits, held=self._held)
                yield from self.papers(archive, prefix, may_hold_archives=False, inner=f"{name}/")
                continue
            yield Contained(
                prefix if is_parcel and part.is_body else f"{prefix}/{name}",
                path=path,
                envelope=opened.envelope,
                refusal=NestedParcelError.__name__ if kind else refusal,
                is_body=part.is_body,
            )

    def _of_pages(self, name: str, parts: Mapping[str, Part], envelope: Envelope) -> Contained:
        """The paper whose pages are these pictures; it is read only if each of them can be."""
        written = [self._written(part) for part in parts.values()]
        paths = tuple(path for path, _ in written)
        return Contained(
            name,
            path=paths[0],
            envelope=envelope,
            refusal=next((refusal for _, refusal in written if refusal), None),
            pages=paths,
            page_names=tuple(parts),
        )

    def _is_wanted(self, name: str) -> bool:
        return not self._only or name == self._only or self._only.startswith(f"{name}/")

    def _written(self, part: Part) -> tuple[Path, str | None]:
        """The file that a part is written to, and why it is not read. One that is broken is told,
        the others are read."""
        self._count += 1
        if self._count > MOST_PAPERS:
            raise TooLargeError(reason=f"> {MOST_PAPERS} papers")
        refusal = part.refusal
        try:
            data = part.read()
        except BrokenFileError:
            data, refusal = b"", BrokenPartError.__name__
        self._left -= len(data)
        if self._left < 0:
            raise ZipBombError(reason=f"> {self._limits.max_unzipped // MB} MB")
        path = self._folder / f"{self._count:04d}"
        with path.open("xb") as file:
            file.write(data)
        return path, refusal


def _papers_of(parts: Mapping[str, Part]) -> dict[str, list[str]]:
    """The papers of a parcel, each with the names of its files. Pictures that are all there is in
    their folder, and whose names differ in their numbers alone, are the pages of one paper; it is
    called after the folder, or its first page."""
    by_folder: dict[str, list[str]] = {}
    for name, part in parts.items():
        if not part.is_body:
            by_folder.setdefault(str(PurePosixPath(name).parent), []).append(name)
    pages_in = {
        folder: sorted(names, key=natural_key)
        for folder, names in by_folder.items()
        if are_numbered_pictures([PurePosixPath(name).name for name in names])
    }
    papers: dict[str, list[str]] = {}
    for name in parts:
        folder = str(PurePosixPath(name).parent)
        pages = pages_in.get(folder, [])
        if name in pages:
            is_name = folder == "." or folder in parts  # a file may be called as the folder is
            papers[pages[0] if is_name else folder] = pages
        else:
            papers[name] = [name]
    return papers


def _parcel_type(path: Path, limits: Limits) -> str | None:
    """The type of a parcel, None for what is none or will say itself why it cannot be read."""
    try:
        media_type = sniff(path, limits)
    except KehoachError:
        return None
    return media_type if media_type in PARCELS else None


REFUSALS = (BrokenPartError, EncryptedFileError, LinkInParcelError, NestedParcelError)
"""Why a part of a parcel is not read."""


def refusal_of(contained: Contained) -> KehoachError | None:
    """Why a paper of a parcel is not read, None where it may be."""
    found = (refusal() for refusal in REFUSALS if refusal.__name__ == contained.refusal)
    return next(found, None)
