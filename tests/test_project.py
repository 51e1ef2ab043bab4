"""The repository holds together: versions agree, files stay small, the documents tell the truth."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import kehoach

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "kehoach"
NOT_INSTALLED = {"bench", "kehoach", "samples", "tests", "tools"}
DOCUMENTS = ("README.md", *(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/*.md")))
MAX_LINES = 500
SKIPPED = {".git", ".venv", "__pycache__", "out", "build", "dist", "node_modules"}


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the repository: as git knows them, or all there are (an unpacked archive)."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, timeout=60
        ).stdout.decode()
    except (OSError, subprocess.SubprocessError):
        listed = ""
    if listed:
        found = [ROOT / name for name in listed.split("\0") if name]
    else:
        found = [
            p
            for p in ROOT.rglob("*")
            if not any(part in SKIPPED or part[:1] == "." for part in _parts(p))
        ]
    return tuple(sorted(path for path in found if path.is_file()))


def _parts(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).parts


def modules() -> list[Path]:
    """The Python files of the installed program, by their place in the checkout."""
    folders = {path.parent for path in HOUSE.rglob("__init__.py")}
    rooms = [
        HOUSE,
        *(path.resolve() for path in HOUSE.iterdir() if path.is_dir() and path.is_symlink()),
    ]
    assert HOUSE in folders
    return [
        ROOT / "cli.py",
        *sorted(path for room in rooms for path in room.rglob("*.py") if not path.is_symlink()),
    ]


def text_of(path: Path) -> str | None:
    """The text of a file; None for what is not text."""
    data = path.read_bytes()
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def test_every_room_has_its_door_in_the_house() -> None:
    """kehoach/ links to each room and to cli.py, and to nothing else: pip packs what stands behind
    the links."""
    linked = {path.name: str(path.readlink()) for path in HOUSE.iterdir() if path.is_symlink()}
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - NOT_INSTALLED
    assert linked == {name: f"../{name}" for name in (*rooms, "cli.py")}
    assert [path.name for path in ROOT.glob("*.py")] == ["cli.py"]


def test_every_folder_of_modules_is_a_package() -> None:
    astray = [path for path in modules() if not (path.parent / "__init__.py").exists()]
    assert astray == [ROOT / "cli.py"]


def test_every_data_file_is_installed() -> None:
    """What lies in a room beside its modules goes into the wheel (test_installed.py builds and
    opens it)."""
    patterns = project()["tool"]["setuptools"]["package-data"]["*"]
    rooms = {path.name for path in HOUSE.iterdir()}
    data = [p for p in tracked() if _parts(p)[0] in rooms and p.suffix not in (".py", ".md")]
    assert len(data) > 10
    assert [str(p) for p in data if not any(p.match(pattern) for pattern in patterns)] == []
    assert [str(p) for p in data if not (p.parent / "__init__.py").exists()] == []


def test_the_version_is_the_same_everywhere() -> None:
    version = kehoach.__version__
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = re.search(r"^## \[(.+?)\]", changelog, re.MULTILINE)
    assert latest is not None
    assert latest[1] == version
    command = Path(sys.executable).parent / "kehoach"
    if not command.exists():
        pytest.skip("the command is not installed beside this Python (make setup)")
    printed = subprocess.run(
        [command, "--version"], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    assert printed.splitlines()[0].split() == ["kehoach", version]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_explained_and_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), "no docstring"
    assert len(source.splitlines()) <= MAX_LINES


ROOMS_WITH_MAPS = [
    *("batch", "ingest/ocr", "parsers", "parsers/items"),
    *sorted(f"parsers/items/{one.parent.name}" for one in ROOT.glob("parsers/items/*/__init__.py")),
]


@pytest.mark.parametrize("room", ROOMS_WITH_MAPS)
def test_maps_of_large_rooms_are_complete(room: str) -> None:
    """The docstring of a room of many modules tells where each stands, and names none that is
    gone."""
    told = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8")))
    _, _, rows = (told or "").partition(":\n\n")
    listed = ",".join(re.split(r"\s{2,}", row.strip())[-1] for row in rows.splitlines())
    named = {name.strip(" /") for name in listed.split(",")} - {""}
    files = {path.stem for path in (ROOT / room).glob("*.py")} - {"__init__"}
    folders = {path.parent.name for path in (ROOT / room).glob("*/__init__.py")}
    assert named == files | folders


VOCABULARIES = [p for p in tracked() if p.suffix == ".yaml" and (HOUSE / _parts(p)[0]).exists()]


@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_key_of_a_vocabulary_stands_twice(path: Path) -> None:
    """The second would silently take the place of the first."""
    ahead = [yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)]
    while ahead:
        node = ahead.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert sorted(keys) == sorted(set(keys))
            ahead += [value for _, value in node.value]


def requirements() -> list[str]:
    """Names of everything that pyproject asks for."""
    extras = [
        entry for extra in project()["project"]["optional-dependencies"].values() for entry in extra
    ]
    wanted = (
        project()["project"]["dependencies"]
        + extras
        + [
            entry
            for group in project()["dependency-groups"].values()
            for entry in group
            if isinstance(entry, str)
        ]
    )
    return [re.split(r"[\s<>=!~;\[]", entry)[0] for entry in wanted]


@pytest.mark.parametrize("name", sorted(set(requirements())))
def test_each_dependency_is_explained_and_locked(name: str) -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| \*?{re.escape(name)}\*? \| \S", page, re.MULTILINE), (
        "no line in docs/dependencies.md"
    )
    peers = {re.split(r"[>=\[]", entry)[0] for entry in project()["dependency-groups"]["bench"]}
    paths = ["requirements.lock"] * (requirements().count(name) > (name in peers))
    normal = re.sub(r"[-_.]+", "-", name).lower()
    for path in [*paths, *(["bench/requirements.lock"] if name in peers else [])]:
        lock = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^{re.escape(normal)}==\S+", lock, re.MULTILINE), (
            f"not in {path}: make lock"
        )


def test_the_page_of_dependencies_names_no_other() -> None:
    assert "](docs/dependencies.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    table = page.split("## Dependencies")[1].split("\n## ")[0]
    listed = re.findall(r"^\| \*?([A-Za-z][\w.-]*?)\*? \|", table, re.MULTILINE)
    assert sorted(set(listed) - {"package"}) == sorted(set(requirements()))
    assert len(listed) == len(set(listed)), "a package stands twice"


@pytest.mark.parametrize("path", ["requirements.lock", "bench/requirements.lock"])
def test_every_pin_has_a_hash(path: str) -> None:
    lock = (ROOT / path).read_text(encoding="utf-8")
    pins = [entry for entry in re.split(r"\n(?=\S)", lock) if not entry.startswith("#")]
    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.])/(?:work|root)/\w"),
    "a host of a package registry": re.compile(
        r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|archive\.ubuntu\.com|crates\.io)"
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path != Path(__file__).resolve() and FORBIDDEN[what].search(text_of(path) or "")
    ]
    assert found == []


def test_scripts_can_be_run() -> None:
    scripts = [ROOT / ".ci" / "run", *sorted((ROOT / "tools").glob("*.sh"))]
    for script in scripts:
        assert os.access(script, os.X_OK), f"chmod +x {script.name}"
        assert subprocess.run(["bash", "-n", script], timeout=60).returncode == 0


def test_ci_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\n    make test\n" in readme
    assert re.search(
        r"^exec make test\b", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE
    )


def test_makefile_has_what_the_documents_name() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert {"help", "setup", "run", "test", "lint", "lock", "clean"} <= targets
    for document in (*DOCUMENTS, "bench/README.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        named = re.findall(r"`make ([a-z]+)|^    make ([a-z]+)", text, re.MULTILINE)
        assert {first or second for first, second in named} <= targets, document


def test_set_up_wants_the_python_that_the_project_wants() -> None:
    wanted = project()["project"]["requires-python"].removeprefix(">=")
    setup = (ROOT / "tools" / "setup.sh").read_text(encoding="utf-8")
    assert f'OLDEST="{wanted}"' in setup


def test_files_that_the_documents_name_exist() -> None:
    for document in DOCUMENTS:
        text = (ROOT / document).read_text(encoding="utf-8")
        names = re.findall(
            r"`((?:normalize|parsers|schema|ingest|emit|bench|tools|tests)/[\w./-]*)`", text
        )
        assert [name for name in names if not (ROOT / name).exists()] == [], document


def test_limits_told_in_security_are_those_of_the_code() -> None:
    from kehoach.batch.isolation.bounds import MEMORY, MEMORY_PER_JOB, PAGES, TIMEOUT
    from kehoach.batch.isolation.receiving import LARGEST
    from kehoach.commands.restore import LONGEST_LINE
    from kehoach.corrections import file as corrections_file
    from kehoach.corrections import tables
    from kehoach.emit.json import MAX_BYTES
    from kehoach.follow import file as follow_file
    from kehoach.follow import reading as follow_reading
    from kehoach.ingest import libreoffice, options
    from kehoach.ingest.ocr import deskew
    from kehoach.ingest.parcels import mail
    from kehoach.ingest.parcels import model as parcels
    from kehoach.ingest.pdf import bounded_streams, document
    from kehoach.ingest.safety import DEFAULT_LIMITS as LIMITS
    from kehoach.ingest.safety import MB
    from kehoach.ingest.sheets import layout
    from kehoach.ingest.sheets import model as sheets

    rows = {
        "time of one paper": (TIMEOUT,),
        "memory of the process": (MEMORY, MEMORY_PER_JOB),
        "pages of one paper": (PAGES,),
        "a scanned page": (options.PAGE_TIMEOUT,),
        "the text layer": (document.PAGE_SECONDS,),
        "operators of a PDF page": (document.MAX_CONTENT / MB,),
        "a stream of a PDF": (bounded_streams.MAX_STREAM / MB,),
        "pixels of a page": (deskew.MAX_PIXELS,),
        "a file": (LIMITS.max_bytes / MB,),
        "a package": (LIMITS.max_unzipped / MB, LIMITS.max_ratio, LIMITS.max_entries),
        "a parcel": (LIMITS.max_unzipped / MB, LIMITS.max_ratio, LIMITS.max_entries),
        "papers of a parcel": (parcels.MOST_PAPERS, parcels.MOST_PARTS),
        "parts of a mail": (mail.DEEPEST, mail.LONGEST_HEADER),
        "the streams of a": (),
        "cells with words": (
            sheets.MOST_FIELDS,
            sheets.MOST_LETTERS,
            sheets.MOST_SHEETS,
            sheets.MOST_MERGES,
        ),
        "positions of a": (layout.MOST_POSITIONS,),
        "an XML part": (LIMITS.max_xml / MB, LIMITS.max_tags, LIMITS.max_depth),
        "a conversion": (libreoffice.TIMEOUT,),
        "a plan read back": (MAX_BYTES / MB,),
        "a table that people": (
            tables.MAX_BYTES / 2**20,
            tables.MAX_UNPACKED / 2**20,
            tables.MAX_ROWS,
            tables.MAX_COLUMNS,
        ),
        "a follow-up workbook": (
            follow_reading.MAX_BYTES / 2**20,
            follow_reading.MAX_UNPACKED / 2**20,
            follow_reading.MAX_ROWS,
            follow_reading.MAX_COLUMNS,
        ),
        "a file of what": (follow_file.MAX_BYTES / 2**20,),
        "a file of corrections": (corrections_file.MAX_BYTES / 2**20,),
        "what a process that": (LARGEST / 2**30,),
        "a line of": (LONGEST_LINE / MB,),
    }
    assert PAGES == options.MAX_PAGES == LIMITS.max_pages
    table = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \| `",
        (ROOT / "SECURITY.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert len(table) == len(rows)
    for (what, told), (start, values) in zip(table, rows.items(), strict=True):
        assert what.startswith(start)
        numbers = [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", told)]
        assert numbers[: len(values)] == [float(value) for value in values]
