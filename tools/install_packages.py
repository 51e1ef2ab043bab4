"""Install requirements.lock into the environment whose Python runs this (tools/setup.sh has it so).

By uv, which takes a tenth of pip's time: pip fetches it by its hash from the same lock, and it asks
wherever pip is told to ask. Where it cannot, by pip.
"""

from __future__ import annotations

import ast
import compileall
import contextlib
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

LOCK = Path("requirements.lock")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input")
SETTINGS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "proxy": "ALL_PROXY",
    "cert": "SSL_CERT_FILE",
}
"""What pip is told, and how uv is told the same."""
RARE = re.compile(r"/(?:tests|moto)/")
"""A fifth of all modules, of which hardly any is ever loaded: compiled by whom loads it."""


def runs(*command: str | Path, env: dict[str, str] | None = None) -> bool:
    """Whether a program ends well."""
    return not subprocess.run(command, env=env).returncode  # noqa: S603 (pip and uv)


def pin_of_uv() -> str:
    """The entry of uv in the lock, with its hashes."""
    (pin,) = re.findall(r"^uv==.*(?:\n +--hash.*)+", LOCK.read_text("utf-8"), re.MULTILINE)
    return str(pin)


def told_to_pip() -> dict[str, str]:
    """The settings of pip, from its files and from the environment, under the names of uv."""
    words = [*PIP, "config", "list"]
    listed = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    told = {}
    for line in listed.stdout.splitlines():
        name, _, value = line.partition("=")
        if uv := SETTINGS.get(name.rsplit(".", 1)[-1]):
            separator = "," if uv == "UV_FIND_LINKS" else " "
            told[uv] = separator.join(str(ast.literal_eval(value)).split())
    return told


def by_uv() -> bool:
    """Whether uv has installed everything."""
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "uv.lock"
        own.write_text(pin_of_uv() + "\n", "utf-8")
        if not runs(*PIP, "install", "-qq", "--require-hashes", "-r", own):
            return False
    uv = Path(sysconfig.get_path("scripts")) / "uv"
    # The hashes say which file is meant: any place that has it will do.
    words = ("--quiet", "--require-hashes", "--index-strategy", "unsafe-best-match", "-r", LOCK)
    told = {**told_to_pip(), **os.environ}
    return runs(uv, "pip", "install", "--python", sys.executable, *words, env=told)


def compile_installed() -> None:
    """Compile what was installed, by all cores; by one where processes cannot share locks (a box
    without /dev/shm)."""
    for workers in (0, 1):
        with contextlib.suppress(OSError, ImportError):
            compileall.compile_dir(sysconfig.get_path("purelib"), quiet=2, workers=workers, rx=RARE)
            return


def main() -> int:
    if by_uv():
        compile_installed()
        return 0
    print("kehoach: uv could not; pip does it (some minutes)", file=sys.stderr)
    return 0 if runs(*PIP, "install", "-qq", "--require-hashes", "-r", LOCK) else 1


if __name__ == "__main__":
    sys.exit(main())
