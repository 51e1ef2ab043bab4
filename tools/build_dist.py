"""Build what is installed: the sdist from the checkout, and the wheel from the unpacked sdist, so
that whoever has the sdist alone gets the same. Without the network; run by `make dist`.

    .venv/bin/python tools/build_dist.py [--source CHECKOUT] [--out dist]

Prints the two files with their sizes and SHA-256.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
QUICKLY = (
    "import zlib; packer = zlib.compressobj;"
    "zlib.compressobj = lambda *asked, **named: packer(1, *asked[1:], **named);"
)
"""Said before the backend is loaded, which packs as tightly as can be."""


def build(source: Path, kind: str, out: Path, *, quickly: bool = False) -> Path:
    """A "wheel" or "sdist" of a folder, by the backend itself: no isolation, no index. Raises
    CalledProcessError."""
    program = f"from setuptools import build_meta; print(build_meta.build_{kind}({str(out)!r}))"
    if quickly:
        program = QUICKLY + program
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", program], cwd=source, check=True, stdout=subprocess.PIPE, text=True
    )
    return out / done.stdout.split()[-1]


def build_both(source: Path, out: Path, *, quickly: bool = False) -> tuple[Path, Path]:
    """The sdist of a checkout, and the wheel of that sdist, written into `out`. Both hold the
    patterns that the checkout asks for, compiled. `quickly`: the same files, packed less tightly.
    Raises CalledProcessError."""
    out.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "tools/keep.py"],
        cwd=source,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    sdist = build(source, "sdist", out, quickly=quickly)
    with tempfile.TemporaryDirectory() as name, tarfile.open(sdist) as archive:
        # Python 3.11.2, that of Debian 12, knows no filters: what we packed ourselves needs none.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(name)  # noqa: S202
        (unpacked,) = Path(name).iterdir()
        return sdist, build(unpacked, "wheel", out, quickly=quickly)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, default=ROOT)
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    options = parser.parse_args()
    for path in build_both(options.source.resolve(), options.out.resolve()):
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        print(f"{path}  {len(data) / 1e6:.1f} MB  {digest}")


if __name__ == "__main__":
    main()
