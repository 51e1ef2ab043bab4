"""The proof of installation: sdist and wheel, built in a folder with spaces and Vietnamese letters,
installed into an environment that has only what users get, give there what the checkout gives, byte
for byte; other packages named as our rooms do no harm; a consumer under `mypy --strict` sees types.

Needs neither the network nor pip's cache.
"""

from __future__ import annotations

import os
import pickle
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from test_project import ROOT, tracked
from warm_program import said

from kehoach import kept
from tools.build_dist import build_both

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


def here(*words: str | Path) -> str:
    """What the checkout says."""
    done = said(*words, timeout=MINUTES)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


class Installed:
    """An environment that holds kehoach from its wheel, and nothing but what the lock of users
    names: those packages are links to the ones that set-up installed here, so that no index is
    asked and nothing is copied."""

    def __init__(self, home: Path, wheel: Path) -> None:
        venv.create(home, with_pip=False, symlinks=True)
        self.python = home / "bin" / "python"
        self.command = home / "bin" / "kehoach"
        (self.packages,) = home.glob("lib/python*/site-packages")
        for requirement in entries("requirements-runtime.lock"):
            needed = Requirement(requirement)
            if needed.marker is None or needed.marker.evaluate():
                self._link(needed.name)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", self.python]
        run(*pip, "install", "-q", "--no-index", "--no-deps", wheel)

    def _link(self, name: str) -> None:
        """What a package that is installed here put beside the others."""
        files = distribution(name).files or []
        for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
            place = self.packages / top
            if not place.exists():
                place.symlink_to(distribution(name).locate_file(top))


def entries(lock: str) -> dict[str, str]:
    """The pins of a lock ("click==8.1 ; marker"), and the text of each with its hashes."""
    blocks = re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8"))
    pins = [re.sub(r"^\s+#.*\n?", "", block, flags=re.MULTILINE) for block in blocks]
    return {pin.split(" \\")[0]: pin.rstrip() for pin in pins if not pin.startswith("#")}


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


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the sdist of that folder, as `make dist` makes them (only packed less tightly):
    both install, or none."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONHASHSEED", "2")
        sdist, wheel = build_both(source, tmp_path_factory.mktemp("dist"), quickly=True)
    assert sdist.suffixes[-2:] == [".tar", ".gz"]
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("môi trường") / "e n v", wheel)


def test_the_wheel_has_one_name_and_every_file(wheel: Path) -> None:
    packed = zipfile.ZipFile(wheel)
    tops = {name.split("/")[0] for name in packed.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kehoach"}
    rooms = {path.name for path in (ROOT / "kehoach").iterdir()}
    wanted = [path for path in tracked() if path.relative_to(ROOT).parts[0] in rooms]
    wanted = [path for path in wanted if path.suffix != ".md"]
    assert len(wanted) > 400
    for path in wanted:
        name = f"kehoach/{path.relative_to(ROOT)}".replace("kehoach/kehoach/", "kehoach/")
        assert packed.read(name) == path.read_bytes(), name


def asked_for_here() -> list[kept.Key]:
    """What another process has asked for in this checkout: set-up, unless something was changed
    since, or else one of now."""
    changed = max(path.stat().st_mtime for path in tracked() if path.suffix != ".md")
    if not kept.KEPT.exists() or kept.KEPT.stat().st_mtime <= changed:
        run("env", "PYTHONHASHSEED=1", sys.executable, ROOT / "tools" / "keep.py")
    return list(pickle.loads(kept.KEPT.read_bytes()))  # noqa: S301


def test_every_process_asks_for_the_same(wheel: Path) -> None:
    """The order of a set differs from process to process: a pattern made of one would never be
    found among what was kept by the process that built the wheel."""
    told = sorted(map(repr, asked_for_here()))
    packed = pickle.loads(zipfile.ZipFile(wheel).read("kehoach/program.kept"))  # noqa: S301
    assert sorted(map(repr, packed)) == told
    for kind in ("regex", "yaml", "code"):
        assert sum(thing.startswith(f"('{kind}") for thing in told) > 20


def test_the_lock_of_users_is_part_of_the_lock() -> None:
    """Set-up installs the whole lock by its hashes, so that those of users are proven, too."""
    whole = entries("requirements.lock")
    users = entries("requirements-runtime.lock")
    assert len(users) > 20
    assert {pin: text for pin, text in users.items() if whole.get(pin) != text} == {}


def test_stripped_text_is_restored(installed: Installed, tmp_path: Path) -> None:
    path = tmp_path / "mất dấu.txt"
    path.write_text(STRIPPED + "\n", encoding="utf-8")
    there = run(installed.command, "restore", path, cwd=tmp_path)
    assert there == here("restore", path)
    assert "Ủy ban nhân dân phường giao Phòng Văn hóa - Xã hội chủ trì" in there


def test_a_batch_gives_what_it_gives_in_the_checkout(installed: Installed, tmp_path: Path) -> None:
    """Papers of every kind, a scan among them."""
    from scan_maker import Wear, save, scanned

    papers = tmp_path / "văn bản"
    papers.mkdir()
    for name in PAPERS:
        shutil.copy(SAMPLES / Path(name).stem / name, papers)
    page = scanned(SAMPLES / "tuong-thuat/tuong-thuat.pdf", 1, 150, Wear())
    save(papers / "quét.png", [page], 150)
    command = ("--lang", "en", "batch", papers, "--no-cache", "-o")
    told = run(installed.command, *command, tmp_path / "đây", cwd=tmp_path)
    assert "tasks.parquet is not written" in told
    assert "kehoach[parquet]" in told
    here(*command, tmp_path / "đó")
    ours, theirs = (
        {path.relative_to(out): path.read_bytes() for path in (out / "plans").rglob("*.json")}
        for out in (tmp_path / "đây", tmp_path / "đó")
    )
    assert len(ours) == len(PAPERS) + 1
    assert ours == theirs
    assert b'"method": "ocr"' in ours[Path("plans/quét.png.json")]


def test_packages_named_as_our_rooms_do_no_harm(installed: Installed, tmp_path: Path) -> None:
    """`schema` is among the thousand packages that are fetched most: ours once had its name."""
    paper = SAMPLES / "quyet-dinh" / "quyet-dinh.docx"
    strangers = [installed.packages / f"{name}.py" for name in ("schema", "errors", "cli")]
    for stranger in strangers:
        stranger.write_text("raise ImportError('another package')\n", encoding="utf-8")
    try:
        there = run(installed.command, "extract", paper, cwd=tmp_path)
    finally:
        for stranger in strangers:
            stranger.unlink()
    assert there == here("extract", paper)
    assert there.startswith('{\n  "schema_version"')


def test_a_typed_consumer_sees_types(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / "consumer.py").write_text(CONSUMER, encoding="utf-8")
    arguments = ("--strict", f"--cache-dir={os.devnull}", "--python-executable", installed.python)
    told = run(sys.executable, "-m", "mypy", *arguments, "consumer.py", cwd=tmp_path, code=1)
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
