"""Known holes in the packages that a lock pins: `make audit`.

    .venv/bin/python tools/audit.py                          # asks the service of pip-audit
    .venv/bin/python tools/audit.py --advisories PyPI.zip    # a dump brought along; no network

The dump is what OSV publishes for the ecosystem PyPI: a ZIP, or a folder, of one JSON an advisory,
format OSV 1.x (https://ossf.github.io/osv-schema/). Exit code 0: every pin was looked at and none
is known; 1: there are known holes; 4: some or all could not be looked at, and nothing is said of
those.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
ENVIRONMENT = ROOT / "out" / "audit"
ECOSYSTEM = "PyPI"
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)
HOLES, UNKNOWN = 1, 4


@dataclass(frozen=True, slots=True)
class Hole:
    """An advisory that names a pin. `fixed`: the versions that have it no more."""

    name: str
    version: str
    advisory: str
    summary: str
    fixed: tuple[str, ...]

    def line(self) -> str:
        mended = f"; fixed in {', '.join(self.fixed)}" if self.fixed else ""
        return f"{self.name} {self.version}: {self.advisory} {self.summary}{mended}"


def pins(lock: str) -> list[tuple[str, str]]:
    """Name and version of each pin of a lock; a package may be pinned for several Pythons.

    >>> pins("Click==8.1 ; python_version > '3' \\\\\\n    --hash=sha256:0")
    [('click', '8.1')]
    """
    return [(canonicalize_name(name), version) for name, version in _PIN.findall(lock)]


def advisories_of(path: Path) -> Iterator[dict[str, Any]]:
    """Every advisory of a dump. Raises OSError, BadZipFile, ValueError (no JSON in it)."""
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield json.loads(file.read_bytes())
        return
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def holes_of(
    lock: Iterable[tuple[str, str]], advisories: Iterable[dict[str, Any]]
) -> tuple[list[Hole], int, str]:
    """The holes of the pins, how many advisories were looked at, and the last day one was
    changed ("" where there is none)."""
    by_name: dict[str, list[str]] = {}
    for name, version in lock:
        by_name.setdefault(name, []).append(version)
    found, count, newest = [], 0, ""
    for advisory in advisories:
        count += 1
        newest = max(newest, str(advisory.get("modified", ""))[:10])
        if advisory.get("withdrawn"):
            continue
        for package in advisory.get("affected", []):
            name = _name_of(package)
            for version in by_name.get(name, []):
                if is_affected(package, version):
                    found.append(_hole(name, version, advisory, package))
    return sorted(set(found), key=Hole.line), count, newest


def _name_of(package: dict[str, Any]) -> str:
    told = package.get("package", {})
    return canonicalize_name(told.get("name", "")) if told.get("ecosystem") == ECOSYSTEM else ""


def _hole(name: str, version: str, advisory: dict[str, Any], package: dict[str, Any]) -> Hole:
    summary = advisory.get("summary") or str(advisory.get("details", "")).split("\n")[0]
    events = [event for one in package.get("ranges", []) for event in one.get("events", [])]
    fixed = tuple(event["fixed"] for event in events if "fixed" in event)
    return Hole(name, version, str(advisory.get("id", "?")), summary, fixed)


def is_affected(package: dict[str, Any], version: str) -> bool:
    """Whether a version is among those listed, or within a range. A bound that is no version of
    PEP 440 cannot be compared: then it counts as within, for a person to look at."""
    if version in package.get("versions", []):
        return True
    ranges = [one for one in package.get("ranges", []) if one.get("type") != "GIT"]
    return any(_is_within(one.get("events", []), version) for one in ranges)


def _is_within(events: list[dict[str, str]], version: str) -> bool:
    try:
        at = Version(version)
        ordered = sorted(events, key=lambda event: Version(next(iter(event.values()))))
        within = False
        for event in ordered:
            ((kind, bound),) = event.items()
            reached = at > Version(bound) if kind == "last_affected" else at >= Version(bound)
            if reached:
                within = kind == "introduced"
    except InvalidVersion:
        return True
    return within


def audit_offline(path: Path) -> int:
    """Compare the lock with a dump; prints, and gives the exit code."""
    lock = pins(LOCK.read_text("utf-8"))
    holes, count, newest = holes_of(lock, advisories_of(path))
    if not count:
        print(f"{path}: no advisory in it; nothing was looked at", file=sys.stderr)
        return UNKNOWN
    for hole in holes:
        print(hole.line())
    print(f"{len(lock)} pins, {count} advisories, the newest of {newest}: {len(holes)} known holes")
    return HOLES if holes else 0


def audit_online() -> int:
    """Ask the service by pip-audit, in an environment of its own; prints, and gives the exit code.
    What could not be asked about is told, never counted as good."""
    python = ENVIRONMENT / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)  # noqa: S603
    install = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    subprocess.run([*install, "pip-audit"], check=True)  # noqa: S603
    command = [str(python), "-m", "pip_audit", "--disable-pip", "--require-hashes"]
    command += ["-r", str(LOCK), "-f", "json", "--progress-spinner", "off"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    return judged(done.stdout)


def judged(answer: str) -> int:
    """What pip-audit answered (JSON): prints it, and gives the exit code."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        print("pip-audit gave no answer: nothing was looked at", file=sys.stderr)
        return UNKNOWN
    unasked = [one["name"] for one in packages if "skip_reason" in one]
    holes = [
        Hole(
            one["name"],
            one["version"],
            hole["id"],
            str(hole.get("description", "")).split("\n")[0],
            tuple(hole.get("fix_versions", [])),
        )
        for one in packages
        for hole in one.get("vulns", [])
    ]
    for hole in holes:
        print(hole.line())
    print(f"{len(packages) - len(unasked)} packages looked at: {len(holes)} known holes")
    if unasked:
        print(
            f"{len(unasked)} packages could not be asked about, nothing is known of them; without "
            "the network: make audit ADVISORIES=PyPI.zip (the dump that OSV publishes)",
            file=sys.stderr,
        )
    return HOLES if holes else UNKNOWN if unasked or not packages else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--advisories", type=Path)
    advisories = parser.parse_args().advisories
    return audit_offline(advisories) if advisories else audit_online()


if __name__ == "__main__":
    sys.exit(main())
