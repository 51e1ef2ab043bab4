"""What is kept between runs is kept under the code that made it: one changed function, however
deep, one changed data file or another Tesseract, and it is made anew."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import kehoach
from kehoach.ingest.options import SCAN_READERS
from kehoach.provenance import digest_of_imports, digest_of_package, modules_reached

READER = "kehoach.ingest.ocr.document"
KEYS = (
    "from kehoach.process import settle; settle();"
    "from kehoach.ingest.ocr.cache import PageKey;"
    "from kehoach.ingest.options import SCAN_READERS;"
    "from kehoach.batch.records import program_version;"
    "print(*(PageKey('f' * 64, 1, 200, reader) for reader in SCAN_READERS), program_version())"
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it would be installed: copies of files, where the checkout has links."""
    folder = tmp_path_factory.mktemp("installed")
    left_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(kehoach.__file__).parent, folder / "kehoach", ignore=left_out)
    return folder


@dataclass(frozen=True)
class Keys:
    """The keys of a reading, by reader, and that of a record."""

    readings: dict[str, str]
    record: str


def keys(folder: Path, **environment: str) -> Keys:
    """As the package in a folder makes them, in a process that has loaded nothing else."""
    done = subprocess.run(
        [sys.executable, "-c", KEYS],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    *readings, record = done.stdout.split()
    return Keys(dict(zip(SCAN_READERS, readings, strict=True)), record)


@pytest.fixture(scope="module")
def before(package: Path) -> Keys:
    return keys(package)


def test_an_installed_copy_has_the_keys_of_the_checkout(before: Keys) -> None:
    assert digest_of_imports(READER) in before.readings["lines"]
    assert before == keys(Path(kehoach.__file__).parents[1])


@pytest.mark.parametrize(
    ("changed", "reading", "record"),
    [
        ("ingest/geometry.py", True, True),  # what the hand-made list of modules had forgotten
        ("ingest/grid.py", True, True),
        ("ingest/ocr/rulings.py", True, True),
        ("parsers/tables/cells.py", False, True),  # not what a page reads, but what a plan says
        ("normalize/offices/offices.yaml", False, True),
    ],
)
def test_one_change_deep_down(
    package: Path, before: Keys, changed: str, reading: bool, record: bool
) -> None:
    path = package / "kehoach" / changed
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n# changed\n", encoding="utf-8")
    try:
        after = keys(package)
    finally:
        path.write_text(text, encoding="utf-8")
    told = [before.readings[one] != after.readings[one] for one in SCAN_READERS]
    assert (told, before.record != after.record) == ([reading] * len(SCAN_READERS), record)


def test_a_change_that_is_taken_back_is_none(package: Path, before: Keys) -> None:
    path = package / "kehoach" / "ingest" / "grid.py"
    path.write_bytes(path.read_bytes())
    assert keys(package) == before


def test_another_model_of_tesseract_is_another_reader(
    package: Path, before: Keys, tmp_path: Path
) -> None:
    """The same version with other Vietnamese data."""
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=True
    )
    folder = Path(listed.stdout.split('"')[1])
    shutil.copytree(folder, tmp_path / "tessdata", symlinks=False)
    elsewhere = str(tmp_path / "tessdata")
    data = tmp_path / "tessdata" / "vie.traineddata"
    assert keys(package, TESSDATA_PREFIX=elsewhere) == before
    data.write_bytes(data.read_bytes() + b"\0")
    after = keys(package, TESSDATA_PREFIX=elsewhere)
    changed = {one for one in SCAN_READERS if before.readings[one] != after.readings[one]}
    assert changed == {"tesseract", "both"}
    assert before.record != after.record


def test_imports_inside_functions_and_names_in_strings_count() -> None:
    reached = modules_reached("kehoach.pipeline")
    assert {"kehoach.ingest.docx.document", "kehoach.ingest.geometry"} <= reached
    assert not any(name.startswith(("kehoach.commands", "kehoach.batch")) for name in reached)


def test_digests_are_of_all_and_of_a_part() -> None:
    assert len({digest_of_package(), digest_of_imports(READER)}) == 2
