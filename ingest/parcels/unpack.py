"""A parcel -> the papers in it, each a file of its own under a name of ours.

An archive is opened once more inside a mail, a message or a packet: so papers are sent. Any other
parcel in a parcel is told, not opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from kehoach.ingest.page_order import are_numbered_pictures, is_picture, natural_key
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
        papers = _papers_of(named)
        is_parcel = len(papers) == 1 and not inner
        for own, pages in papers.items():
            name = f"{inner}{own}"
            if not self._is_wanted(name):
                continue
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
        """The paper whose pages are these pictures. Who reads it tells which of them cannot be
        read, by its name."""
        paths = tuple(self._written(part)[0] for part in parts.values())
        return Contained(
            name,
            path=paths[0],
            envelope=envelope,
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
    """The papers of a parcel, each with the names of its files. Pictures whose names differ in
    their numbers alone are the pages of one paper, copies of them left out; it is called after the
    folder, or its first page."""
    by_folder: dict[str, list[str]] = {}
    for name, part in parts.items():
        if not part.is_body:
            by_folder.setdefault(str(PurePosixPath(name).parent), []).append(name)
    pages_in = {folder: _pages_among(names, parts) for folder, names in by_folder.items()}
    papers: dict[str, list[str]] = {}
    for name, part in parts.items():
        folder = str(PurePosixPath(name).parent)
        pages = [] if part.is_body or not is_picture(name) else pages_in[folder]
        if not pages:
            papers[name] = [name]
        else:
            is_name = folder == "." or folder in parts  # a file may be called as the folder is
            papers[pages[0] if is_name else folder] = pages
    return papers


def _pages_among(names: Sequence[str], parts: Mapping[str, Part]) -> list[str]:
    """The pictures in a folder that are the pages of one paper, in order; none where they are not,
    or where another file bears a number among theirs ("3.docx"). What lies beside pictures in a
    mail is a paper by itself, and so are they."""
    pictures = sorted(filter(is_picture, names), key=natural_key)
    others = [name for name in names if not is_picture(name)]
    if any(not parts[name].copy_of for name in others):
        return []
    for pages in (pictures, _without_copies(pictures, parts)):
        bare = [PurePosixPath(name).name for name in pages]
        if are_numbered_pictures(bare):
            called = [f"{PurePosixPath(name).stem}.jpg" for name in others]
            return [] if any(are_numbered_pictures([bare[0], one]) for one in called) else pages
    return []


def _without_copies(pictures: Sequence[str], parts: Mapping[str, Part]) -> list[str]:
    """Of pictures with the same bytes the one with the shortest name ("1.jpg", "1 - Copy.jpg")."""
    firsts: dict[str, str] = {}
    for name in sorted(pictures, key=len):
        firsts.setdefault(parts[name].copy_of or name, name)
    return sorted(firsts.values(), key=natural_key)


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
