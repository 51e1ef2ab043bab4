"""Build a package for this release of Debian or Ubuntu: `sudo apt install ./kehoach_….deb` installs
all that a clerk needs, `sudo apt remove kehoach` takes all of it away. Run by `make deb`.

    .venv/bin/python -m tools.build_deb [--out dist]

The package holds the wheel and, as `requirements.lock` pins them, the packages that it needs; they
are copied from `.venv`, where set-up put them by their hashes, so that nothing is fetched. They lie
under /opt/kehoach and are run by the Python of the distribution, which is why each release has its
own package. Prints the file with its size and SHA-256.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

from tools.build_dist import ROOT, build_both

EXTRAS = ("heic", "serve", "watch")
"""What a clerk uses, as on Windows (tools/windows/kehoach.cmd)."""
HOME = Path("opt/kehoach")
FILES = Path(__file__).parent / "debian"
OTHERS = ("libc6", "libstdc++6", "poppler-utils", "tesseract-ocr", "tesseract-ocr-vie")
READABLE, RUNNABLE = 0o644, 0o755


def needed(name: str, extras: tuple[str, ...] = ()) -> dict[str, Distribution]:
    """The distributions that one needs, and those that these need, by their names.

    Raises PackageNotFoundError where `.venv` lacks one: `make setup`.
    """
    found: dict[str, Distribution] = {}
    asked = [(name, extras)]
    done = set()
    while asked:
        one = asked.pop()
        if one in done:
            continue
        done.add(one)
        own = distribution(one[0])
        found[own.metadata["Name"].lower()] = own
        asked += [
            (other.name, tuple(sorted(other.extras))) for other in _requirements(own, extras=one[1])
        ]
    del found[name]
    return found


def _requirements(own: Distribution, extras: tuple[str, ...]) -> Iterator[Requirement]:
    for text in own.requires or []:
        other = Requirement(text)
        chosen = ({"extra": extra} for extra in ("", *extras))
        if other.marker is None or any(other.marker.evaluate(one) for one in chosen):
            yield other


def copy_distribution(own: Distribution, packages: Path) -> None:
    """The files of a distribution that lie among the packages: no commands, nothing compiled."""
    for file in own.files or []:
        if ".." in file.parts or "__pycache__" in file.parts:
            continue
        target = packages / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(own.locate_file(file), target)


def release() -> str:
    """`debian12`, `ubuntu24.04`: part of the version, as each release has a package of its own."""
    facts = platform.freedesktop_os_release()
    return facts["ID"] + facts.get("VERSION_ID", "")


def stage(root: Path, wheel: Path, distributions: dict[str, Distribution]) -> None:
    """All that the package installs, under `root`."""
    home = root / HOME
    venv.create(home, with_pip=False, symlinks=True)
    for path in (home / "bin").iterdir():
        if not path.name.startswith("python"):
            path.unlink()  # scripts that set the paths of a shell: they name this folder
    (home / "pyvenv.cfg").write_text("home = /usr/bin\ninclude-system-site-packages = false\n")
    (packages,) = home.glob("lib/python*/site-packages")
    for own in distributions.values():
        copy_distribution(own, packages)
    shutil.unpack_archive(wheel, packages, "zip")
    shutil.copytree(FILES / "root", root, symlinks=True, dirs_exist_ok=True)
    documents = root / "usr/share/doc/kehoach"
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(_licences(distributions), encoding="utf-8")
    _manual(root, packages)
    _compiled(root, home / "lib")
    _modes(root)


def _licences(distributions: dict[str, Distribution]) -> str:
    """The licence of the program, and where those of the packages stand."""
    text = "kehoach: Apache-2.0, /usr/share/common-licenses/Apache-2.0\n\n"
    text += "Under /opt/kehoach lie, each with its licence in its folder *.dist-info:\n\n"
    for name, own in sorted(distributions.items()):
        told = own.metadata.get("License-Expression") or own.metadata.get("License") or ""
        kinds = [c.split(" :: ")[-1] for c in own.metadata.get_all("Classifier") or []
                 if c.startswith("License")]  # fmt: skip
        short = told if told and "\n" not in told and len(told) < 80 else ", ".join(kinds)
        text += f"{name} {own.version}: {short or 'see there'}\n"
    return text


def _manual(root: Path, packages: Path) -> None:
    """The page that `man kehoach` shows."""
    folder = root / "usr/share/man/man1"
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "kehoach", "--lang", "vi", "man", "--format", "man"]
    page = subprocess.run(  # noqa: S603 (our own program)
        command,
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(packages)},
        cwd=packages,
    ).stdout
    (folder / "kehoach.1.gz").write_bytes(gzip.compress(page, mtime=0))


def _compiled(root: Path, folder: Path) -> None:
    """Python's own compiled files, so that none is written where the package lies."""
    command = [sys.executable, "-m", "compileall", "-q", "-j", "0", "--invalidation-mode"]
    command += ["unchecked-hash", "-s", str(root), "-p", "/", str(folder)]
    # Some packages ship files for other versions of Python, which do not compile.
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # noqa: S603


def _modes(root: Path) -> None:
    """Readable by all, writable by root alone, whatever the umask was."""
    for path in root.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(RUNNABLE if runs else READABLE)


def control(root: Path, version: str, *, architecture: str) -> str:
    """What apt has to know."""
    size = sum(path.lstat().st_size for path in root.rglob("*") if not path.is_dir()) // 1024
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    template = (FILES / "control").read_text(encoding="utf-8")
    return template.format(
        version=version,
        architecture=architecture,
        size=size,
        depends=", ".join([python, *OTHERS]),
    )


def _architecture() -> str:
    """`amd64`, `arm64`."""
    command = ["dpkg", "--print-architecture"]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return told.stdout.strip()


def build(out: Path) -> Path:
    """The package, written into `out`."""
    if sys.base_prefix != "/usr":
        sys.exit(
            f"make deb: .venv runs on {sys.base_prefix}, not on the Python of the distribution;\n"
            "    make clean && PYTHON=/usr/bin/python3 make deb"
        )
    out.mkdir(parents=True, exist_ok=True)
    distributions = needed("kehoach", EXTRAS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _, wheel = build_both(ROOT, folder / "dist")
        version = f"{wheel.name.split('-')[1]}+{release()}"
        root = folder / "root"
        stage(root, wheel, distributions)
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN/control").write_text(
            control(root, version, architecture=_architecture()), encoding="utf-8"
        )
        root.chmod(RUNNABLE)
        command = [
            "dpkg-deb",
            "--root-owner-group",
            "-Zzstd",
            "-z10",
            "--build",
            str(root),
            str(out),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    (made,) = out.glob(f"kehoach_{version}_*.deb")
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    path = build(parser.parse_args().out.resolve())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(f"{path}  {path.stat().st_size / 1e6:.1f} MB  {digest}")


if __name__ == "__main__":
    main()
