"""Results on the disk: whole or not at all, never over an input, the same bytes for the same
plan."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.corrections.naming import corrections_path
from kehoach.emit.files import atomic_write, distinct, is_one_of, names_in_folder, shown, targets
from kehoach.emit.json import from_json, looks_like_json, read_plan, to_json
from kehoach.errors import (
    BrokenPlanFileError,
    NoFolderError,
    NotAFolderError,
    NotAPlanError,
    OutputError,
    OverInputError,
    SeveralToStdoutError,
)
from kehoach.schema.models import DocumentInfo, Plan, Source

EXAMPLE = Path(__file__).parent / "data" / "schema" / "plan.json"


def plan_with(title: str) -> Plan:
    source = Source(name="kh.txt", sha256="0" * 64, media_type="text/plain")
    return Plan(status="ok", source=source, document=DocumentInfo(title=title))


# --- atomic_write ---------------------------------------------------------------------------------


def test_writes_and_replaces(tmp_path: Path) -> None:
    target = tmp_path / "kế hoạch.json"
    atomic_write(target, b"one")
    atomic_write(target, b"two")
    assert target.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_new_file_has_the_permissions_of_the_umask(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        atomic_write(tmp_path / "a.json", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == mode


def test_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"old")
    target.chmod(0o664)
    atomic_write(target, b"new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o664


def test_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_bytes(b"old")
    link.symlink_to(real)
    atomic_write(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_device_is_written_to_and_survives() -> None:
    atomic_write(Path("/dev/null"), b"x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_failure_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    folder = tmp_path / "a.json"
    (folder / "inside").mkdir(parents=True)
    with pytest.raises(OutputError) as caught:
        atomic_write(folder, b"x")
    assert "a.json" in caught.value.message("vi")
    assert list(tmp_path.iterdir()) == [folder]
    with pytest.raises(OutputError):
        atomic_write(tmp_path / "missing" / "a.json", b"x")


def test_full_disk_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the full disk: the kernel refuses the write
    half-way."""
    target = tmp_path / "a.json"
    target.write_bytes(b"old")
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from kehoach.emit.files import atomic_write\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "atomic_write(Path(sys.argv[1]), b'x' * 1_000_000)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, target], capture_output=True, check=False)
    assert b"OutputError" in done.stderr
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_interrupt_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"old")

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        atomic_write(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_kill_in_mid_write_tears_nothing(tmp_path: Path) -> None:
    """kill -9 at ten different moments of an endless rewriting: the file is always one version,
    whole."""
    target = tmp_path / "a.json"
    versions = [bytes([letter]) * 4_000_000 for letter in b"ab"]
    program = (
        "import sys; from pathlib import Path; from kehoach.emit.files import atomic_write\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    for letter in b'ab': atomic_write(Path(sys.argv[1]), bytes([letter]) * 4_000_000)\n"
    )
    for attempt in range(10):
        with subprocess.Popen(
            [sys.executable, "-c", program, target], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.003 * attempt)
            process.send_signal(signal.SIGKILL)
        assert not target.exists() or target.read_bytes() in versions
    atomic_write(target, b"done")  # what the killed ones left behind is in nobody's way
    assert target.read_bytes() == b"done"
    assert [path for path in tmp_path.iterdir() if not path.name.startswith(".")] == [target]


# --- where results go -----------------------------------------------------------------------------


def test_standard_output_takes_one_plan() -> None:
    assert targets([Path("a.pdf")], None) == {}
    assert targets([Path("a.pdf")], "-") == {}
    with pytest.raises(SeveralToStdoutError):
        targets([Path("a.pdf"), Path("b.pdf")], None)


def test_one_input_goes_to_a_file_or_into_a_folder(tmp_path: Path) -> None:
    paper = tmp_path / "a.pdf"
    assert targets([paper], str(tmp_path / "x.json")) == {paper: tmp_path / "x.json"}
    assert targets([paper], str(tmp_path)) == {paper: tmp_path / "a.json"}
    assert targets([paper], f"{tmp_path}/new/deep/") == {paper: tmp_path / "new/deep/a.json"}
    assert (tmp_path / "new" / "deep").is_dir()


def test_folder_that_cannot_be(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(NotAFolderError):
        targets([Path("a"), Path("b")], str(file))
    with pytest.raises(NoFolderError):
        targets([Path("a"), Path("b")], str(file / "below"))
    with pytest.raises(NoFolderError):
        targets([Path("a")], str(file / "below" / "a.json"))


def test_the_folder_of_one_file_is_created(tmp_path: Path) -> None:
    file = tmp_path / "mới" / "kh.xlsx"
    assert targets([Path("a")], str(file)) == {Path("a"): file}
    assert file.parent.is_dir()


def test_never_over_an_input(tmp_path: Path) -> None:
    paper, link, hard = tmp_path / "a.json", tmp_path / "link.json", tmp_path / "hard.json"
    paper.write_text("KẾ HOẠCH")
    link.symlink_to(paper)
    hard.hardlink_to(paper)
    for name in (paper, link, hard, tmp_path / ".." / tmp_path.name / "a.json"):
        assert is_one_of(name, [paper])
        with pytest.raises(OverInputError):
            targets([paper], str(name))
    chosen = targets([paper], str(tmp_path))[paper]
    assert chosen != paper
    assert chosen.name.startswith("a-")


def test_same_stems_stay_apart(tmp_path: Path) -> None:
    inputs = [Path("x/kh.pdf"), Path("y/kh.pdf"), Path("x/KH.docx"), Path("b.txt")]
    names = names_in_folder(inputs, tmp_path)
    assert len({str(name).casefold() for name in names.values()}) == 4
    assert names[Path("b.txt")] == tmp_path / "b.json"
    assert all(
        name.name.lower().startswith("kh-") for path, name in names.items() if path != Path("b.txt")
    )
    assert names_in_folder(inputs[::-1], tmp_path) == names


def test_long_names_leave_room_for_what_stands_beside(tmp_path: Path) -> None:
    inputs = [Path(f"{'kế hoạch ' * 22}{number}.pdf") for number in (1, 2)]
    names = names_in_folder(inputs, tmp_path, suffix=".akn.xml")
    assert len(set(names.values())) == 2
    for target in names.values():
        target.touch()
        corrections_path(target).touch()


def test_unicode_forms_of_one_name_stay_apart(tmp_path: Path) -> None:
    names = names_in_folder(
        [Path(unicodedata.normalize(form, "kế.pdf")) for form in ("NFC", "NFD")], tmp_path
    )
    assert len({unicodedata.normalize("NFC", str(name)) for name in names.values()}) == 2


@given(
    st.lists(
        st.from_regex(r"[a-cA-C]/[a-b](-[0-9a-f]{8})?\.(pdf|txt|json)", fullmatch=True), unique=True
    )
)
def test_outputs_are_always_distinct(names: list[str]) -> None:
    chosen = names_in_folder([Path(name) for name in names], Path("out"))
    assert len({str(path).casefold() for path in chosen.values()}) == len(names)


def test_one_file_named_twice_is_read_once() -> None:
    assert distinct([Path("a"), Path("b"), Path("./a"), Path("x/../b")]) == [Path("a"), Path("b")]


def test_undecodable_names_can_be_shown() -> None:
    assert shown(Path(os.fsdecode(b"k\xe9.txt"))) == "k\\xe9.txt"


# --- JSON -----------------------------------------------------------------------------------------


def test_json_is_nfc_with_line_feeds_and_an_end() -> None:
    text = to_json(plan_with(unicodedata.normalize("NFD", "Cải cách hành chính")))
    assert "Cải cách hành chính" in text
    assert text.endswith("}\n")
    assert "\r" not in text
    assert text.startswith('{\n  "schema_version": "1.1",')


def test_mark_after_an_escape_does_not_break_json() -> None:
    title = "a\n\u0303b"
    assert json.loads(to_json(plan_with(title)))["document"]["title"] == title


def test_nothing_in_json_commands_a_terminal() -> None:
    text = to_json(plan_with("a\x1b[31m\x9b2J\x7f\u202eb\u2028"))
    assert not [letter for letter in text if not letter.isprintable() and letter != "\n"]
    assert json.loads(text)["document"]["title"] == "a\x1b[31m\x9b2J\x7f\u202eb\u2028"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("k\udce9.txt", "k\\xe9.txt"),  # Latin-1
        ("k\udce1\udcba\udcbf.txt", "kế.txt"),  # UTF-8, read in a locale without it
        ("k\ud800.txt", "k\ufffd.txt"),
    ],
)
def test_lone_surrogates_never_leave(name: str, expected: str) -> None:
    plan = plan_with("x").model_copy(update={"source": Source.model_construct(name=name, pages=())})
    assert json.loads(to_json(plan).encode("utf-8"))["source"]["name"] == expected


@given(st.text())
def test_every_title_comes_back(title: str) -> None:
    again = from_json(to_json(plan_with(title)).encode("utf-8"))
    assert again.document.title == unicodedata.normalize("NFC", title)
    assert to_json(again) == to_json(plan_with(title))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'{"schema_version"', True),
        (b'\xef\xbb\xbf\r\n {\n  "a"', True),
        (b"{}", True),
        (b'[{"a": 1}]', True),
        (b"[", True),
        (b"{\\rtf1", False),
        (b"[Trang 1]", False),
        (b"%PDF-1.7", False),
        ("KẾ HOẠCH".encode(), False),
        (b"", False),
    ],
)
def test_json_is_told_from_the_content(head: bytes, expected: bool) -> None:
    assert looks_like_json(head) is expected


def test_paper_is_no_plan_file(tmp_path: Path) -> None:
    paper = tmp_path / "plan.json"
    paper.write_text("KẾ HOẠCH", encoding="utf-8")
    assert read_plan(paper) is None
    assert read_plan(EXAMPLE) is not None


def test_plan_with_byte_order_mark_and_crlf_is_read() -> None:
    data = b"\xef\xbb\xbf" + EXAMPLE.read_bytes().replace(b"\n", b"\r\n")
    assert from_json(data) == from_json(EXAMPLE.read_bytes())


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'{"a": 1,\n oops', 2),
        (b'{"a": "\xff\xfe', 1),
        (b'{"a"', 1),
        (b'{"a":' * 100_000, 1),
        (EXAMPLE.read_bytes()[:5000], None),
    ],
)
def test_broken_json_is_told(data: bytes, line: int | None) -> None:
    with pytest.raises(BrokenPlanFileError) as caught:
        from_json(data)
    assert line is None or caught.value.details["line"] == str(line)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"{}", "/status"),
        (b"[]", "/"),
        (b'{"status": "ok", "source": {}}', "/source/name"),
        (b'{"a/b": 1}', "/status"),
    ],
)
def test_foreign_json_is_told(data: bytes, where: str) -> None:
    with pytest.raises(NotAPlanError) as caught:
        from_json(data)
    assert caught.value.details["where"] == where
