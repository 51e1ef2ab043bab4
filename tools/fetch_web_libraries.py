"""Fetch the libraries of the report again and bundle them into `emit/web/libraries.js`, with their
licences.

The packages come by `npm ci`, which checks the hashes of `web_libraries/package-lock.json`; the
bundle must have the SHA-256 that `emit/web/libraries.yaml` tells. To take newer versions: change
`package.json`, write the lock anew (`npm install --package-lock-only
--omit-lockfile-registry-resolved`), empty the SHA-256, run this, write down what it prints.
Run as `.venv/bin/python tools/fetch_web_libraries.py`; needs npm.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

TOOLS = Path(__file__).resolve().parent / "web_libraries"
WEB = TOOLS.parent.parent / "emit" / "web"
BUNDLE = (
    *("esbuild", "entry.mjs", "--bundle", "--minify", "--format=iife", "--target=es2022"),
    *("--global-name=libraries", "--legal-comments=none", "--outfile=libraries.js"),
)


class OtherBytesError(Exception):
    """A bundle that is not the one that was pinned."""


def main() -> int:
    """Fetch, bundle, check, write; 0 when done."""
    pinned: dict[str, Any] = yaml.safe_load((WEB / "libraries.yaml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in TOOLS.iterdir():
            shutil.copy(file, folder)
        _npm(folder, "ci", "--silent", "--no-audit", "--no-fund")
        _npm(folder, "exec", "--silent", "--", *BUNDLE)
        bundle = (folder / "libraries.js").read_bytes()
        licences = [_licence(folder, package) for package in pinned["packages"]]
    found = hashlib.sha256(bundle).hexdigest()
    print(f"{found}  libraries.js")
    if pinned["sha256"] and found != pinned["sha256"]:
        raise OtherBytesError(f"pinned is {pinned['sha256']}")
    (WEB / "libraries.js").write_bytes(bundle)
    (WEB / "libraries.LICENSE.txt").write_text("\n\n".join(licences), encoding="utf-8")
    return 0


def _npm(folder: Path, *arguments: str) -> None:
    subprocess.run(["npm", *arguments], cwd=folder, check=True)  # noqa: S603, S607


def _licence(folder: Path, package: dict[str, str]) -> str:
    """The licence of a package under its name and version."""
    home = folder / "node_modules" / package["name"]
    version = json.loads((home / "package.json").read_text(encoding="utf-8"))["version"]
    text = (home / package["file"]).read_text(encoding="utf-8")
    return f"{package['name']} {version} ({package['licence']})\n\n{text}"


if __name__ == "__main__":
    sys.exit(main())
