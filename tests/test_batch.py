"""A folder of papers: everything comes out, nothing is read twice, one bad paper costs itself
alone. All is run for real: real processes, real signals, real limits."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from batch_maker import ROOT, batch, folder_of, outputs, short_paper
from PIL import Image
from scan_maker import Wear, save, scanned
from warm_program import Started, said, started

from kehoach.batch.model import Batch, BatchOptions, Input
from kehoach.batch.survey import survey
from kehoach.emit.json import from_json, to_json
from kehoach.errors import BusyFolderError, MixedFoldersError, NoFolderError
from kehoach.pipeline import extract

SAMPLES = ROOT / "samples"
FILES = {
    "manifest.jsonl",
    "tasks.parquet",
    "tasks.csv",
    "plans.xlsx",
    "deadlines.ics",
    "follow.xlsx",
    "follow.filled.json",
    "report.html",
}


def manifest(out: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for line in (out / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def command(*arguments: str | Path, **keywords: Any) -> subprocess.Popen[str]:
    environment = {**environment_of(), **keywords.pop("env", {})}
    words = [sys.executable, "-m", "kehoach", "batch", *map(str, arguments)]
    return subprocess.Popen(
        words,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **keywords,
    )


def environment_of() -> dict[str, str]:
    environment = {**os.environ, "LANG": "en_GB.UTF-8", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    environment.pop("LC_ALL", None)
    return environment


def warm(*arguments: str | Path) -> Started:
    """As `command`, of a program that is loaded already."""
    return started("batch", *arguments, env=environment_of())


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with a bit of everything, and what a batch makes of it."""
    root = tmp_path_factory.mktemp("batch")
    folder, out = folder_of(root / "vào", 3), root / "ra"
    (folder / "phường 0" / "bản sao.txt").write_text(short_paper(1), encoding="utf-8")
    (folder / "mẫu.pdf").write_bytes((SAMPLES / "tuong-thuat" / "tuong-thuat.pdf").read_bytes())
    (folder / "trống.txt").touch()
    (folder / "bảng.xlsx").write_bytes(b"PK\x05\x06" + bytes(18))
    (folder / ".ẩn.txt").write_text("x", encoding="utf-8")
    (folder / "cũ.json").write_text(
        to_json(extract(folder / "phường 0" / "kh 00000.txt")), encoding="utf-8"
    )
    statuses, _ = batch(folder, out, workers=2)
    assert statuses == {"ok": 5, "failed": 1, "skipped": 2}
    return folder, out


def test_everything_is_written(done: tuple[Path, Path]) -> None:
    folder, out = done
    names = set(outputs(out))
    plans = {f"plans/phường {n}/kh 0000{n}.txt.json" for n in range(3)}
    assert names == FILES | plans | {"plans/phường 0/bản sao.txt.json", "plans/mẫu.pdf.json"}
    for name in ("phường 1/kh 00001.txt", "mẫu.pdf"):
        written = from_json((out / f"plans/{name}.json").read_bytes())
        assert written.generator is not None
        plain = extract(folder / name).model_copy(update={"generator": written.generator})
        assert to_json(written) == to_json(plain)


def test_manifest_tells_of_each_input(done: tuple[Path, Path]) -> None:
    folder, out = done
    lines = {line["input"]: line for line in manifest(out)}
    assert list(lines) == sorted(lines, key=os.fsencode)
    assert len(lines) == 8
    paper = lines["phường 1/kh 00001.txt"]
    assert paper["status"] == "ok"
    assert paper["output"] == "plans/phường 1/kh 00001.txt.json"
    assert (paper["tasks"], paper["error"], len(paper["sha256"])) == (2, None, 64)
    levels = Counter(finding.severity for finding in extract(folder / paper["input"]).findings)
    assert paper["findings"] == {level: levels[level] for level in ("error", "warning", "info")}
    assert paper["seconds"] > 0
    assert lines["mẫu.pdf"]["pages"] == 4
    empty = lines["trống.txt"]
    assert (empty["status"], empty["error"]["stage"], empty["error"]["kind"]) == (
        "failed",
        "ingest",
        "EmptyFileError",
    )
    assert {lines[name]["status"] for name in ("bảng.xlsx", "cũ.json")} == {"skipped"}


def test_the_same_paper_twice_is_read_once_and_listed_twice(done: tuple[Path, Path]) -> None:
    _, out = done
    lines = {line["input"]: line for line in manifest(out)}
    assert lines["phường 1/kh 00001.txt"]["duplicate_of"] == "phường 0/bản sao.txt"
    assert lines["phường 0/bản sao.txt"]["duplicate_of"] is None
    copies = [
        from_json((out / lines[name]["output"]).read_bytes())
        for name in lines
        if "bản sao" in name or "001" in name
    ]
    assert [plan.source.name for plan in copies] == ["bản sao.txt", "kh 00001.txt"]
    assert copies[0].tasks == copies[1].tasks
    assert (out / "tasks.csv").read_text(encoding="utf-8").count("Rà soát 2 thiết bị") == 1


def test_a_second_run_reads_nothing_and_changes_nothing(done: tuple[Path, Path]) -> None:
    folder, out = done
    before = (
        outputs(out),
        {path: path.stat().st_mtime_ns for path in (out / "plans").rglob("*.json")},
    )
    _, log = batch(folder, out)
    assert log.todo == 0
    assert (outputs(out), {path: path.stat().st_mtime_ns for path in before[1]}) == before


def test_a_second_run_names_again_what_could_not_be_read(done: tuple[Path, Path]) -> None:
    folder, out = done
    told = warm(folder, "-o", out, "--workers", "1")
    _, err = told.communicate()
    lines = (err if isinstance(err, str) else err.decode("utf-8")).splitlines()
    assert [line.partition(":")[0] for line in lines if "trống.txt" in line] == ["trống.txt"]


def test_another_folder_gives_the_same_bytes(done: tuple[Path, Path]) -> None:
    folder, out = done
    again = out.parent / "ra khác"
    batch(folder, again, workers=1)
    assert outputs(again) == outputs(out)


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 4), tmp_path / "out"
    batch(folder, out)
    changed = folder / "phường 1" / "kh 00001.txt"
    changed.write_text(short_paper(41), encoding="utf-8")
    (out / "plans/phường 2/kh 00002.txt.json").write_text("torn", encoding="utf-8")
    (out / "plans/phường 3/kh 00003.txt.json").unlink()
    _, log = batch(folder, out)
    assert log.read == ["phường 1/kh 00001.txt", "phường 2/kh 00002.txt", "phường 3/kh 00003.txt"]
    fresh = tmp_path / "fresh"
    batch(folder, fresh)
    assert outputs(out) == outputs(fresh)


def test_when_a_result_still_holds(done: tuple[Path, Path]) -> None:
    folder, out = done
    name = "mẫu.pdf"
    record = out / ".kehoach/records" / f"{name}.record"
    kept = record.read_bytes()

    def holds(options: BatchOptions | None = None, resume: bool = True, **changed: Any) -> bool:
        record.write_text(json.dumps({**json.loads(kept), **changed}), encoding="utf-8")
        task = Batch(str(folder), str(out), options or BatchOptions(), resume=resume)
        (surveyed,) = survey(task, [(Input(name), f"plans/{name}.json")])
        return surveyed.done

    error = {"stage": "program", "vi": "", "en": ""}
    lost: dict[str, Any] = {"status": "failed", "output": None}
    try:
        assert holds()
        assert holds(
            BatchOptions(timeout=1, memory=2**30, cached=False)
        )  # limits do not change a plan
        assert not holds(resume=False)
        assert not holds(BatchOptions(dpi=150))
        assert not holds(BatchOptions(page_timeout=5))
        assert not holds(BatchOptions(max_pages=3))
        assert not holds(program="0" * 16)
        assert not holds(sha256="0" * 64)
        assert not holds(plan_sha256="0" * 64)
        assert not holds(input="khác.pdf")
        assert not holds(nonsense=1)
        assert holds(**lost, error={**error, "kind": "BrokenFileError"})
        for kind in (
            "CrashError",
            "PaperTimeoutError",
            "PaperMemoryError",
            "MissingDependencyError",
            "TooLargeError",
        ):
            assert not holds(**lost, error={**error, "kind": kind})
        record.write_bytes(b'{"half a rec')
        task = Batch(str(folder), str(out))
        assert not survey(task, [(Input(name), f"plans/{name}.json")])[0].done
    finally:
        record.write_bytes(kept)


def test_a_paper_that_can_no_longer_be_read_loses_its_plan(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 2), tmp_path / "out"
    batch(folder, out)
    (folder / "phường 0/kh 00000.txt").write_text("hello", encoding="utf-8")
    (folder / "phường 1/kh 00001.txt").unlink()
    statuses, log = batch(folder, out)
    assert statuses == {"failed": 1}
    assert not (out / "plans/phường 0/kh 00000.txt.json").exists()
    left = next(facts["names"] for event, facts in log if event == "left")
    assert left == ["plans/phường 1/kh 00001.txt.json"]  # kept, told, and in no table
    assert len(manifest(out)) == 1


def test_hostile_names(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    names = [
        b"-rf.txt",
        b"a\nb.txt",
        b"..txt.txt",
        b"k\xe9.txt",
        b"=cmd|' !A0.txt",
        b"<script>alert(1)<.txt",
    ]
    names += [("ỳ" * 80).encode() + b".txt", "kế.txt".encode(), b"\x1b[31mred.txt"]
    for at, name in enumerate(names):
        (folder / os.fsdecode(name)).write_text(short_paper(at), encoding="utf-8")
    os.mkfifo(folder / "ống.txt")
    (folder / "vòng.txt").symlink_to("vòng.txt")
    (folder / "nối.txt").symlink_to(os.fsdecode(names[0]))
    (folder / "lên").symlink_to("..")
    (folder / "x").mkdir()
    (folder / "x" / "đáy").symlink_to("..")
    statuses, _ = batch(folder, out)
    hidden = 1  # "..txt.txt" begins with a dot
    assert statuses == {"ok": len(names) - hidden + 1, "skipped": 4}
    assert {path.name for path in tmp_path.iterdir()} == {"in", "out"}
    written = [path.relative_to(out).as_posix() for path in (out / "plans").rglob("*.json")]
    assert len(written) == len(names) - hidden + 1
    assert all(name.isprintable() and not name.startswith("plans/-") for name in written)
    assert "plans/kế.txt.json" in written
    kinds = {
        line["input"]: line["error"]["kind"]
        for line in manifest(out)
        if line["status"] == "skipped"
    }
    odd, linked = "NotAFileError", "LinkedFolderError"
    assert kinds == {"ống.txt": odd, "vòng.txt": odd, "lên": linked, "x/đáy": linked}
    assert "<script>alert" not in (out / "report.html").read_text(encoding="utf-8")
    assert batch(folder, out)[1].todo == 0


def scan(path: Path, pages: int) -> None:
    """A scan that takes seconds to read."""
    page = scanned(SAMPLES / "tuong-thuat" / "tuong-thuat.pdf", 1, 200, Wear())
    save(path, [page] * pages, 200)


def test_limits_of_time_and_pages(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 2), tmp_path / "out"
    scan(folder / "chậm.tif", 10)
    Image.new("1", (9, 9)).save(
        folder / "dài.tif", save_all=True, append_images=[Image.new("1", (9, 9))] * 10
    )
    statuses, _ = batch(folder, out, BatchOptions(cached=False, timeout=3, max_pages=10))
    assert statuses == {"ok": 2, "failed": 2}
    errors = {line["input"]: line["error"] for line in manifest(out) if line["error"]}
    assert (errors["chậm.tif"]["kind"], errors["chậm.tif"]["stage"]) == (
        "PaperTimeoutError",
        "program",
    )
    assert "stage: ingest" in errors["chậm.tif"]["message_en"]
    assert errors["dài.tif"]["kind"] == "TooLargeError"


def test_limit_of_memory(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 2), tmp_path / "out"
    Image.new("RGB", (7000, 8000), "white").save(folder / "to.png")
    statuses, _ = batch(folder, out, BatchOptions(cached=False, memory=256 * 2**20))
    assert statuses == {"ok": 2, "failed": 1}
    error = next(line["error"] for line in manifest(out) if line["input"] == "to.png")
    assert error["kind"] == "PaperMemoryError"
    assert "256 MB" in error["message_en"]


def children(parent: int) -> list[int]:
    """The processes that a process has started, and those that these have."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:
            continue
        if int(text.rpartition(")")[2].split()[1]) == parent:
            child = int(stat.parent.name)
            found += [child, *children(child)]
    return found


def open_files(process: int) -> list[str]:
    """The files that a process holds open; some close while we look."""
    found = []
    for link in Path(f"/proc/{process}/fd").glob("*"):
        with contextlib.suppress(OSError):
            found.append(str(link.readlink()))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_crash_costs_one_paper(tmp_path: Path) -> None:
    """A segmentation fault while a paper is read, twice; the papers before and after it come
    out."""
    folder, out = folder_of(tmp_path / "in", 2), tmp_path / "out"
    (folder / "m.pdf").write_bytes((ROOT / "bench" / "plan-20-pages.pdf").read_bytes())
    running = warm(folder, "-o", out, "--workers", "1", "--no-cache", "--json-log")
    shot: set[int] = set()
    while running.poll() is None:
        for child in children(running.pid):
            if child not in shot and any(name.endswith("m.pdf") for name in open_files(child)):
                os.kill(child, signal.SIGSEGV)
                shot.add(child)
        time.sleep(0.03)
    assert running.returncode == 3
    assert len(shot) == 2
    error = next(line["error"] for line in manifest(out) if line["input"] == "m.pdf")
    assert error["kind"] == "CrashError"
    assert "SIGSEGV" in error["message"]
    assert sorted(line["status"] for line in manifest(out)) == ["failed", "ok", "ok"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_one_crash_is_forgiven(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 12), tmp_path / "out"
    running = warm(folder, "-o", out, "--workers", "1", "--no-cache", "--json-log")
    for line in running.stderr:
        if json.loads(line)["event"] == "paper":
            for child in children(running.pid):
                os.kill(child, signal.SIGABRT)
            break
    running.communicate()
    assert running.returncode == 0
    assert len(manifest(out)) == 12


def test_interrupt_keeps_what_is_done(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 8), tmp_path / "out"
    scan(folder / "phường 2" / "zz.tif", 9)
    running = command(folder, "-o", out, "--workers", "1", "--no-cache", "--json-log")
    assert running.stderr is not None
    papers = 0
    for line in running.stderr:
        papers += '"event": "paper"' in line
        if papers == 4:
            running.send_signal(signal.SIGINT)  # while the scan is read
            break
    rest = running.stderr.read()
    assert running.wait(20) == 130
    assert "run the same command to go on" in rest
    assert rest.endswith("Interrupted.\n")
    assert [line["status"] for line in manifest(out)] == ["ok"] * 4
    task = Batch(str(folder), str(out))
    for line in manifest(out):
        assert survey(task, [(Input(line["input"]), line["output"])])[0].done


@pytest.mark.slow
def test_killed_at_any_moment_and_run_again(tmp_path: Path) -> None:
    """The short form of `bench/batch.py --kills`: SIGKILL at some moment, until a run comes
    through."""
    folder = folder_of(tmp_path / "in", 8)
    (folder / "copy.txt").write_text(short_paper(3), encoding="utf-8")
    (folder / "a.docx").write_bytes((SAMPLES / "tuong-thuat" / "tuong-thuat.docx").read_bytes())
    clean, out = tmp_path / "clean", tmp_path / "out"
    start = time.monotonic()
    assert warm(folder, "-o", clean, "--workers", "2", "--no-cache").wait() == 0
    whole = time.monotonic() - start
    chance, kills = random.Random(7), 0  # noqa: S311 (no secret)
    while True:
        running = warm(folder, "-o", out, "--workers", "2", "--no-cache", "--quiet")
        try:
            code = running.wait(chance.uniform(0.1, 0.6 * whole) if kills < 3 else None)
            assert code == 0
            break
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            kills += 1
        for path in (out / "plans").rglob("*.json"):
            from_json(path.read_bytes())  # whole
    assert kills >= 2
    assert outputs(out) == outputs(clean)
    assert [
        path
        for path in (out / ".kehoach").rglob("*")
        if path.is_file() and "unfinished" in path.parts
    ] == []


def test_two_batches_do_not_write_to_one_folder(tmp_path: Path) -> None:
    import fcntl

    folder, out = folder_of(tmp_path / "in", 1), tmp_path / "out"
    (out / ".kehoach").mkdir(parents=True)
    with (out / ".kehoach/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BusyFolderError):
            batch(folder, out)
    assert batch(folder, out)[0] == {"ok": 1}


def test_results_are_never_mixed_with_inputs(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", 1)
    with pytest.raises(MixedFoldersError):
        batch(folder, folder)
    with pytest.raises(NoFolderError):
        batch(tmp_path / "missing", tmp_path / "out")
    inside = folder / "kết quả"
    assert batch(folder, inside)[0] == {"ok": 1}
    assert batch(folder, inside)[0] == {"ok": 1}  # what it wrote is no input
    with pytest.raises(MixedFoldersError):
        batch(inside / "plans" / "phường 0", inside)


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert batch(tmp_path / "in", tmp_path / "out")[0] == {}
    assert set(outputs(tmp_path / "out")) == FILES


def test_a_file_url_is_a_path(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "thư mục", 1)
    statuses, _ = batch(folder.as_uri(), (tmp_path / "ra").as_uri())
    assert statuses == {"ok": 1}
    assert set(outputs(tmp_path / "ra")) > FILES


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    """Without the packages of a cluster: exit code 4 and the command that installs them."""
    folder = folder_of(tmp_path / "in", 1)
    for name in ("distributed", "fsspec"):
        (tmp_path / "none" / name).mkdir(parents=True)
        lines = f"raise ModuleNotFoundError('not there', name={name!r})"
        (tmp_path / "none" / name / "__init__.py").write_text(lines, encoding="utf-8")
    without = {"PYTHONPATH": f"{tmp_path / 'none'}:{ROOT}"}
    for arguments in (
        (folder, "-o", tmp_path / "out", "--engine", "dask"),
        ("s3://bucket/in", "-o", tmp_path / "out"),
    ):
        running = command(*arguments, env=without)
        _, told = running.communicate()
        assert running.returncode == 4, told
        assert "pip install 'kehoach[cluster]'" in told


def test_what_it_says(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 2), tmp_path / "out"
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.4 nothing")
    done = said("--lang", "en", "batch", folder, "-o", out, "--workers", "1", "--no-cache")
    assert (done.returncode, done.stdout) == (3, "")
    lines = done.stderr.splitlines()
    assert lines[0].startswith("hỏng.pdf: The PDF file is broken")
    assert lines[1].startswith("Papers: 2 read, 1 failed (")
    assert lines[2] == f"Report: {out}/report.html"
    again = said("batch", folder, "-o", out, "--quiet")
    assert (again.returncode, again.stdout, again.stderr) == (3, "", "")


def test_wrong_usage(tmp_path: Path) -> None:
    words = ("--lang", "en", "batch", tmp_path, "-o", tmp_path / "out")
    done = said(*words, "--scheduler", "tcp://127.0.0.1:1")
    assert "--scheduler goes with --engine dask only." in done.stderr
    assert done.returncode == 2
