"""The proof of installation: wheel and sdist, built in a folder with spaces and Vietnamese letters,
installed into an empty environment from the lock, give there what the checkout gives, byte for
byte; another package named `schema` does no harm; a consumer under `mypy --strict` sees types.

Needs the package index (or pip's cache of it), as set-up does; without it these tests are skipped
and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from test_project import ROOT, tracked

pytestmark = [pytest.mark.slow, pytest.mark.installed]

SAMPLES = ROOT / "samples"
PAPERS = ("nhiem-vu-chu-cai.docx", "tuong-thuat.pdf", "bang-6-cot.html", "bang-8-cot.txt")
MINUTES = 600
STRIPPED = "Uy ban nhan dan phuong giao Phong Van hoa - Xa hoi chu tri, phoi hop thuc hien."
CONSUMER = """
from pathlib import Path
import kehoach

def leads(paper: Path) -> list[str]:
    plan: kehoach.Plan = kehoach.extract(paper, kehoach.ReadOptions(jobs=1))
    return [unit for task in plan.tasks if task.lead is not None for unit in task.lead.units]

reveal_type(kehoach.extract("a.pdf").tasks[0].deadline)
kehoach.extract(1)
"""


def run(*command: str | Path, cwd: Path | None = None, code: int | None = 0) -> str:
    """Run a program without our own paths in its environment; its output, errors after it."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=MINUTES,
        check=False,
    )
    told = done.stdout.decode("utf-8", "replace")
    assert code is None or done.returncode == code, told[-3000:]
    return told


class Installed:
    """An environment that holds kehoach from its wheel, and what the lock pins for it."""

    def __init__(self, home: Path, wheel: Path) -> None:
        venv.create(home, with_pip=True)
        self.home = home
        self.python = home / "bin" / "python"
        self.command = home / "bin" / "kehoach"
        self.pip("--require-hashes", "-r", ROOT / "requirements-runtime.lock")
        self.pip("--no-deps", wheel)

    def pip(self, *arguments: str | Path) -> None:
        command = [self.python, "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        told = run(*command, "-q", *arguments, code=None)
        if "No matching distribution" in told or "Connection" in told:
            pytest.skip(f"the package index cannot be reached: {told[-300:]}")
        assert "ERROR" not in told, told[-3000:]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git knows of the checkout, in a folder with spaces and Vietnamese letters."""
    folder = tmp_path_factory.mktemp("nguồn") / "Kế hoạch của tôi"
    links = [path for path in (ROOT / "kehoach").iterdir() if path.is_symlink()]
    for path in {*tracked(), *links}:
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target, follow_symlinks=False)
    return folder


def build(source: Path, kind: str, out: Path) -> Path:
    """A wheel or an sdist, by the backend itself: without the network and without isolation."""
    program = f"from setuptools import build_meta; print(build_meta.build_{kind}({str(out)!r}))"
    out.mkdir(exist_ok=True)
    return out / run(sys.executable, "-c", program, cwd=source).split()[-1]


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(source, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("môi trường") / "e n v", wheel)


def test_the_wheel_has_one_name_and_every_file(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kehoach"}
    rooms = {path.name for path in (ROOT / "kehoach").iterdir()}
    in_rooms = [
        path.relative_to(ROOT) for path in tracked() if path.relative_to(ROOT).parts[0] in rooms
    ]
    wanted = {f"kehoach/{path}".replace("kehoach/kehoach/", "kehoach/") for path in in_rooms}
    assert {name for name in wanted if not name.endswith(".md")} <= set(names)


def test_the_sdist_builds_the_same_wheel(source: Path, wheel: Path, tmp_path: Path) -> None:
    sdist = build(source, "sdist", tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = (path for path in tmp_path.glob("kehoach-*") if path.is_dir())
    again = build(unpacked, "wheel", tmp_path / "wheel")
    first, second = zipfile.ZipFile(wheel), zipfile.ZipFile(again)
    assert sorted(first.namelist()) == sorted(second.namelist())
    differing = [name for name in first.namelist() if first.read(name) != second.read(name)]
    assert [name for name in differing if not name.endswith("RECORD")] == []


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_read_as_in_the_checkout(
    name: str, installed: Installed, tmp_path: Path
) -> None:
    paper = SAMPLES / Path(name).stem / name
    there = run(installed.command, "extract", paper, cwd=tmp_path)
    assert there == run(sys.executable, "-m", "kehoach", "extract", paper, cwd=tmp_path)
    assert there.startswith('{\n  "schema_version"')


def test_a_scan_is_read_as_in_the_checkout(installed: Installed, tmp_path: Path) -> None:
    from scan_maker import Wear, save, scanned

    page = scanned(SAMPLES / "tuong-thuat/tuong-thuat.pdf", 1, 150, Wear())
    scan = save(tmp_path / "quét.png", [page], 150)
    arguments = ("extract", scan, "--no-cache")
    there = run(installed.command, *arguments, cwd=tmp_path)
    assert there == run(sys.executable, "-m", "kehoach", *arguments, cwd=tmp_path)
    assert '"method": "ocr"' in there


def test_stripped_text_is_restored(installed: Installed, tmp_path: Path) -> None:
    path = tmp_path / "mất dấu.txt"
    path.write_text(STRIPPED + "\n", encoding="utf-8")
    there = run(installed.command, "restore", path, cwd=tmp_path)
    assert there == run(sys.executable, "-m", "kehoach", "restore", path, cwd=tmp_path)
    assert "Ủy ban nhân dân phường giao Phòng Văn hóa - Xã hội chủ trì" in there


def test_a_batch_runs(installed: Installed, tmp_path: Path) -> None:
    papers = tmp_path / "văn bản"
    papers.mkdir()
    for name in PAPERS:
        shutil.copy(SAMPLES / Path(name).stem / name, papers)
    told = run(installed.command, "--lang", "en", "batch", papers, "-o", tmp_path / "đây")
    assert "tasks.parquet is not written" in told
    assert "kehoach[parquet]" in told
    run(sys.executable, "-m", "kehoach", "batch", papers, "-o", tmp_path / "đó", cwd=tmp_path)
    ours, theirs = (
        {path.relative_to(out): path.read_bytes() for path in (out / "plans").rglob("*.json")}
        for out in (tmp_path / "đây", tmp_path / "đó")
    )
    assert len(ours) == len(PAPERS)
    assert ours == theirs


def test_a_package_named_schema_does_no_harm(installed: Installed, tmp_path: Path) -> None:
    """`schema` is among the thousand packages that are fetched most: ours once had its name."""
    paper = SAMPLES / "quyet-dinh" / "quyet-dinh.docx"
    before = run(installed.command, "extract", paper, cwd=tmp_path)
    installed.pip("schema==0.7.8")
    check = "import schema; print(schema.Schema(int).validate(7))"
    assert run(installed.python, "-c", check, cwd=tmp_path).strip() == "7"
    assert run(installed.command, "extract", paper, cwd=tmp_path) == before


def test_a_typed_consumer_sees_types(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / "consumer.py").write_text(CONSUMER, encoding="utf-8")
    arguments = ("--strict", "--python-executable", installed.python, "consumer.py")
    told = run(sys.executable, "-m", "mypy", *arguments, cwd=tmp_path, code=1)
    assert "Deadline | None" in told
    assert 'Argument 1 to "extract" has incompatible type "int"' in told
    assert told.count("error:") == 1


def test_what_few_need_is_asked_for_when_it_is_needed(installed: Installed, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Giao Văn phòng chủ trì.\n", encoding="utf-8")
    told = run(
        installed.command, "--lang", "en", "restore", "--mentions", path, cwd=tmp_path, code=4
    )
    assert "kehoach[mentions]" in told


def test_a_file_of_ours_that_is_missing_is_no_fault_of_the_paper(
    installed: Installed, tmp_path: Path
) -> None:
    place = Path(
        run(
            installed.python, "-c", "import kehoach; print(kehoach.__path__[0])", cwd=tmp_path
        ).strip()
    )
    lost = place / "normalize" / "offices" / "offices.yaml"
    kept = lost.with_suffix(".kept")
    lost.rename(kept)
    try:
        paper = SAMPLES / "quyet-dinh" / "quyet-dinh.docx"
        told = run(installed.command, "--lang", "en", "extract", paper, cwd=tmp_path, code=4)
    finally:
        kept.rename(lost)
    assert "This installation of kehoach lacks" in told
    assert "offices.yaml" in told
