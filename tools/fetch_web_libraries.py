"""Fetch the libraries of the report again, by npm, into `emit/web/`, with their licences.

What has another hash than `emit/web/libraries.yaml` says is refused. To take a newer version: write
it there, empty its two hashes, run this, write down the hashes that it prints, read the difference.
Run as `.venv/bin/python tools/fetch_web_libraries.py`; needs npm.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import yaml

WEB = Path(__file__).resolve().parent.parent / "emit" / "web"


class OtherBytesError(Exception):
    """A package or a file of it that is not the one that was pinned."""


def main() -> int:
    """Fetch all; 0 when every hash is the one that was pinned."""
    libraries: list[dict[str, Any]] = yaml.safe_load((WEB / "libraries.yaml").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for library in libraries:
            _fetch(library, Path(folder))
    return 0


def _fetch(library: dict[str, Any], folder: Path) -> None:
    wanted = f"{library['name']}@{library['version']}"
    packed = subprocess.run(  # noqa: S603 (names and versions of our own list)
        ["npm", "pack", "--silent", wanted],  # noqa: S607 (npm is where the machine has it)
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    package = folder / packed.stdout.split()[-1]
    _check(f"{wanted} (package)", package.read_bytes(), library["package_sha256"])
    script = _member(package, library["file"])
    _check(f"{wanted} ({library['file']})", script, library["sha256"])
    licence = _member(package, library["licence_file"])
    stem = Path(library["kept_as"]).stem
    (WEB / library["kept_as"]).write_bytes(script)
    (WEB / f"{stem}.LICENSE.txt").write_bytes(licence)


def _member(package: Path, name: str) -> bytes:
    with tarfile.open(package) as archive:
        file = archive.extractfile(f"package/{name}")
        if file is None:
            raise FileNotFoundError(f"{package.name}: {name}")
        return file.read()


def _check(what: str, data: bytes, pinned: str) -> None:
    found = hashlib.sha256(data).hexdigest()
    print(f"{found}  {what}")
    if pinned and found != pinned:
        raise OtherBytesError(f"{what}: pinned is {pinned}")


if __name__ == "__main__":
    sys.exit(main())
