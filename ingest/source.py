"""What a reader is given: a file, with what is known of it before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kehoach.ingest.options import ReadOptions
from kehoach.ingest.safety import DEFAULT_LIMITS, Limits, check_regular, unreadable


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: its path, its media type (told from its content, by `ingest.sniff`), the
    SHA-256 of its bytes (64 hexadecimal digits), and how much it may ask for."""

    path: Path
    media_type: str
    sha256: str
    limits: Limits = DEFAULT_LIMITS

    def read_bytes(self) -> bytes:
        """The whole file, within `limits`.

        Raises NotAFileError, TooLargeError, PermissionDeniedError, UnreadableFileError.
        """
        size = check_regular(self.path, self.limits)
        try:
            with self.path.open("rb") as file:
                return file.read(size)  # asked for more, Python would set aside room for all of it
        except OSError as error:
            raise unreadable(error) from error

    def most_pages(self, options: ReadOptions) -> int:
        """With more pages than this the file is not read."""
        return min(self.limits.max_pages, options.max_pages)
