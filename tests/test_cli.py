"""The commands as a user runs them: what they print, where they write, with which exit code they
end."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import signal
import string
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import warm_program
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from parcel_maker import zipped

from kehoach import cli, errors
from kehoach.commands import messages
from kehoach.commands.session import Session
from kehoach.commands.tables import place
from kehoach.commands.terminal import display_width, safe, wrap
from kehoach.emit.finding_names import name_of
from kehoach.emit.json import from_json
from kehoach.explaining import explained
from kehoach.schema.contract import json_schema
from kehoach.schema.models import Finding

ROOT = Path(__file__).resolve().parent.parent
PLAN = Path(__file__).parent / "data" / "schema" / "plan.json"

PAPER = """\
ỦY BAN NHÂN DÂN
PHƯỜNG MÂY TRẮNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 27/KH-UBND
Mây Trắng, ngày 06 tháng 8 năm 2025
KẾ HOẠCH
Chuyển đổi số năm 2025
Căn cứ Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ \
phê duyệt Chương trình Chuyển đổi số;
Ủy ban nhân dân phường Mây Trắng ban hành Kế hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Nâng cao chất lượng dịch vụ công trực tuyến.
2. Yêu cầu
Rõ người, rõ việc, rõ thời gian.
II. NHIỆM VỤ
1. Hạ tầng số
a) Rà soát thiết bị tại bộ phận một cửa.
Cơ quan chủ trì: Phòng Văn hóa - Xã hội.
Cơ quan phối hợp: Văn phòng HĐND và UBND.
Sản phẩm: Danh mục thiết bị.
Thời gian: Tháng 9/2025.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
Chủ trì triển khai Kế hoạch.
Nơi nhận:
- Thường trực Đảng ủy;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lò Thị Hạnh
"""


def kehoach(*arguments: str | Path, cwd: Path, lang: str = "en_GB.UTF-8", **keywords: Any) -> Any:
    """The program in a process of its own."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))
    }
    given = {**environment, "LANG": lang, "PYTHONPATH": str(ROOT)}
    return warm_program.kehoach(*arguments, cwd=cwd, env=given, **keywords)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch 27.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


def plan_file(folder: Path, name: str, *severities: str) -> Path:
    """A plan as extract writes it, with findings of these severities."""
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    finding = plan["findings"][0]
    plan["findings"] = [{**finding, "severity": severity} for severity in severities]
    plan["status"] = "ok"
    path = folder / name
    path.write_text(json.dumps(plan), encoding="utf-8")
    return path


# --- extract --------------------------------------------------------------------------------------


def test_extract_prints_one_plan(paper: Path) -> None:
    done = kehoach("extract", paper.name, cwd=paper.parent)
    assert (done.returncode, done.stderr) == (0, b"")
    plan = from_json(done.stdout)
    assert plan.document.number == "27/KH-UBND"
    assert plan.source.name == paper.name
    assert b"\r" not in done.stdout


def test_extract_of_a_plan_gives_the_plan(paper: Path) -> None:
    first = kehoach("extract", paper, cwd=paper.parent).stdout
    kept = paper.with_suffix(".json")
    kept.write_bytes(first)
    assert kehoach("extract", kept, cwd=paper.parent).stdout == first


def test_extract_tells_of_a_plan_that_is_not_whole(paper: Path) -> None:
    paper.write_text("BÁO CÁO\nKết quả chăm sóc cây xanh xã Tân Khê\n", encoding="utf-8")
    done = kehoach("extract", paper, cwd=paper.parent)
    assert done.returncode == 0
    assert b"(no plan)" in done.stderr
    assert from_json(done.stdout).status == "partial"


def test_extract_reads_standard_input(paper: Path) -> None:
    done = kehoach("extract", "-", cwd=paper.parent, data=paper.read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert from_json(done.stdout).source.name == "stdin"
    assert from_json(done.stdout).document.number == "27/KH-UBND"


def test_check_reads_standard_input(paper: Path) -> None:
    done = kehoach("check", "-", cwd=paper.parent, data=paper.read_bytes())
    assert done.stdout.startswith(b"-: ")


def test_standard_input_is_told_by_no_temporary_name(paper: Path) -> None:
    done = kehoach("extract", "-", cwd=paper.parent, data=b"%PDF-1.4 broken")
    assert done.returncode == 3
    assert done.stderr.startswith(b"-: The PDF file is broken")
    parcel = zipped({"xa/trong.txt": b"no plan at all"})
    done = kehoach("extract", "-", cwd=paper.parent, data=parcel)
    assert done.returncode == 3
    assert b"kehoach-" not in done.stderr
    assert b"trong.txt: " in done.stderr


def test_a_file_has_the_format_of_its_name(paper: Path) -> None:
    done = kehoach("extract", paper, "-o", "out.xlsx", cwd=paper.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (paper.parent / "out.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    "arguments",
    [
        ("-o", "out.pdf"),
        ("-o", "out.html", "--format", "csv"),
    ],
)
def test_a_name_that_says_another_format_is_refused(
    paper: Path, arguments: tuple[str, ...]
) -> None:
    done = kehoach("extract", paper, *arguments, cwd=paper.parent)
    assert done.returncode == 2
    assert [path.name for path in paper.parent.iterdir()] == [paper.name]


def test_a_name_of_our_choice_may_have_any_suffix(paper: Path) -> None:
    done = kehoach("extract", paper, "-o", "out.txt", "--format", "json", cwd=paper.parent)
    assert done.returncode == 0
    assert from_json((paper.parent / "out.txt").read_bytes()).document.number == "27/KH-UBND"


def test_a_folder_is_shown_the_way_to_batch(tmp_path: Path) -> None:
    done = kehoach("extract", tmp_path, cwd=tmp_path)
    assert done.returncode == 3
    assert b"kehoach batch" in done.stderr


def test_extract_twice_gives_the_same_bytes(paper: Path) -> None:
    """However Python orders its sets: each process is started anew."""
    command = [sys.executable, "-m", "kehoach", "extract", paper]
    first, second = (
        subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout for _ in range(2)
    )
    assert first == second != b""


def test_extract_prints_utf8_whatever_the_locale(paper: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kehoach", "extract", paper],
        env={
            **os.environ,
            "LC_ALL": "C",
            "PYTHONIOENCODING": "ascii",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert "Kế hoạch" in done.stdout.decode("utf-8")
    assert from_json(done.stdout).source.name == paper.name


def test_extract_writes_a_file(paper: Path) -> None:
    done = kehoach("extract", paper, "-o", "out.json", cwd=paper.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert from_json((paper.parent / "out.json").read_bytes()).document.number == "27/KH-UBND"


def test_extract_writes_into_a_new_folder(paper: Path) -> None:
    other = paper.with_name("b.txt")
    other.write_text(PAPER.replace("27/KH", "28/KH"), encoding="utf-8")
    done = kehoach("extract", paper, other, "-o", "out/deep", cwd=paper.parent)
    assert done.returncode == 0
    assert sorted(path.name for path in (paper.parent / "out/deep").iterdir()) == [
        "b.json",
        "kế hoạch 27.json",
    ]


def test_extract_keeps_same_names_apart(tmp_path: Path) -> None:
    for number in ("1", "2"):
        (tmp_path / number).mkdir()
        (tmp_path / number / "kh.txt").write_text(
            PAPER.replace("27/KH", f"{number}/KH"), encoding="utf-8"
        )
    assert kehoach("extract", "1/kh.txt", "2/kh.txt", "-o", "out", cwd=tmp_path).returncode == 0
    numbers = {
        from_json(path.read_bytes()).document.number for path in (tmp_path / "out").iterdir()
    }
    assert numbers == {"1/KH-UBND", "2/KH-UBND"}


def test_extract_of_the_longest_name(tmp_path: Path) -> None:
    """A name as long as a file system takes leaves none for the corrections beside it."""
    paper = tmp_path / f"{'n' * 251}.txt"
    paper.write_text(PAPER, encoding="utf-8")
    assert kehoach("extract", paper, "-o", "out/", cwd=tmp_path).returncode == 0
    assert kehoach("extract", paper, "-o", "out/", cwd=tmp_path).returncode == 0
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_extract_of_several_needs_a_folder(paper: Path) -> None:
    done = kehoach("extract", paper, "b.txt", cwd=paper.parent)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"name it with -o" in done.stderr


def test_extract_never_writes_over_its_input(paper: Path) -> None:
    done = kehoach("extract", paper, "-o", paper, cwd=paper.parent)
    assert done.returncode == 2
    assert paper.read_text(encoding="utf-8") == PAPER


def test_extract_goes_on_after_a_failure(paper: Path) -> None:
    folder = paper.parent
    (folder / "empty.txt").touch()
    (folder / "photo.pdf").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200))
    done = kehoach(
        "extract",
        "empty.txt",
        "photo.pdf",
        "missing.pdf",
        paper,
        "-o",
        "out",
        cwd=folder,
        lang="vi_VN",
    )
    assert done.returncode == 3
    told = done.stderr.decode("utf-8").splitlines()
    assert [line.split(":")[0] for line in told] == ["empty.txt", "photo.pdf", "missing.pdf"]
    assert told[0] == "empty.txt: Tệp rỗng, không có gì để đọc."
    assert [path.name for path in (folder / "out").iterdir()] == ["kế hoạch 27.json"]


def test_extract_writes_nothing_for_a_failure(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert kehoach("extract", "empty.txt", "-o", "out.json", cwd=tmp_path).returncode == 3
    assert [path.name for path in tmp_path.iterdir()] == ["empty.txt"]


def test_extract_of_a_name_that_is_no_unicode(tmp_path: Path) -> None:
    paper = tmp_path / os.fsdecode(b"k\xe9.txt")
    try:
        paper.write_text(PAPER, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    done = kehoach("extract", "--verbose", paper, "-o", "out/", cwd=tmp_path)
    assert done.returncode == 0
    assert b"k\\xe9.txt" in done.stderr
    (written,) = (tmp_path / "out").iterdir()
    json.loads(written.read_bytes().decode("utf-8"))


def test_failure_cannot_command_the_terminal(tmp_path: Path) -> None:
    done = kehoach("extract", "a\x1b[31m\nb.pdf", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith(b"a\\x1b[31m b.pdf: ")


def test_full_disk_is_told(paper: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kehoach", "--lang", "en", "extract", paper],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 3
    assert b"The result cannot be written to stdout" in done.stderr


def test_verbose_tells_what_was_found(paper: Path) -> None:
    done = kehoach("--verbose", "extract", paper.name, "-o", "x.json", cwd=paper.parent)
    assert done.returncode == 0
    line = done.stderr.decode("utf-8")
    assert line.startswith(f"{paper.name}: ")
    assert line.endswith(" -> x.json\n")


def test_traceback_only_with_verbose(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    quiet = kehoach("extract", "empty.txt", cwd=tmp_path)
    loud = kehoach("extract", "--verbose", "empty.txt", cwd=tmp_path)
    assert quiet.stderr == b"empty.txt: The file is empty.\n"
    assert loud.stderr.startswith(quiet.stderr)
    assert b"Traceback" in loud.stderr
    assert quiet.returncode == loud.returncode == 3


# --- check ----------------------------------------------------------------------------------------


def test_check_prints_the_findings_of_a_plan(tmp_path: Path) -> None:
    done = kehoach("check", PLAN, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, b"")
    lines = done.stdout.decode("utf-8").splitlines()
    assert lines[0].endswith(
        "plan.json: 2 tasks, 2 targets, 2 errors, 1 warning, 1 info (read in part)"
    )
    assert lines[1].split() == ["LEVEL", "KIND", "WHERE", "MESSAGE", "EVIDENCE"]
    assert [line.split()[0] for line in lines[2:6]] == ["error", "error", "warning", "info"]
    assert f"  {name_of('missing_deadline').en}  " in lines[2]
    assert "  line 812-815  The task has no deadline.  " in lines[2]
    assert "paragraph 12" in lines[4]
    assert "page 1" in lines[5]
    assert lines[-1] == "Total of 1 file: 2 errors, 1 warning, 1 info"


def test_check_speaks_vietnamese(tmp_path: Path) -> None:
    done = kehoach("check", PLAN, "--lang", "vi", cwd=tmp_path).stdout.decode("utf-8")
    assert "Nhiệm vụ không có thời hạn." in done
    assert "dòng 812-815" in done
    assert "trang 3" in done
    assert done.splitlines()[-1] == "Tổng cộng 1 tệp: 2 lỗi, 1 cảnh báo, 1 ghi chú"


@pytest.mark.parametrize(
    ("severities", "fail_on", "code"),
    [
        (["error", "info"], None, 1),
        (["warning"], None, 0),
        (["error"], "error", 1),
        (["warning"], "error", 0),
        (["warning"], "warning", 1),
        (["error"], "warning", 1),
        (["info"], "warning", 0),
        ([], "warning", 0),
    ],
)
def test_check_exit_code(
    tmp_path: Path, severities: list[str], fail_on: str | None, code: int
) -> None:
    path = plan_file(tmp_path, "p.json", *severities)
    options = ["--fail-on", fail_on] if fail_on else []
    assert cli.run(["check", str(path), *options]) == code


def test_check_reads_a_paper_as_it_reads_its_plan(paper: Path) -> None:
    kehoach("extract", paper, "-o", "plan.anything", cwd=paper.parent)
    of_paper = kehoach("check", paper.name, "--fail-on", "warning", cwd=paper.parent)
    of_plan = kehoach("check", "plan.anything", "--fail-on", "warning", cwd=paper.parent)
    assert of_paper.returncode == of_plan.returncode
    assert of_paper.stdout.replace(paper.name.encode(), b"plan.anything") == of_plan.stdout


def test_check_goes_on_after_a_failure(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"schema_version": "1.0",\n  "status"', encoding="utf-8")
    (tmp_path / "foreign.json").write_text('{"name": "left-pad"}', encoding="utf-8")
    plan_file(tmp_path, "good.json", "error")
    done = kehoach(
        "check", "broken.json", "foreign.json", "missing.json", "good.json", ".", cwd=tmp_path
    )
    assert done.returncode == 3
    told = done.stderr.decode("utf-8").splitlines()
    assert [line.split(":")[0] for line in told] == [
        "broken.json",
        "foreign.json",
        "missing.json",
        ".",
    ]
    assert told[0].endswith("broken at line 2, column 11.")
    assert told[1].endswith("/status is missing or wrong.")
    assert (
        done.stdout.decode("utf-8").splitlines()[-1]
        == "Total of 5 files: 1 error; 4 could not be read"
    )


def test_check_does_not_praise_what_it_could_not_read(tmp_path: Path) -> None:
    done = kehoach("check", "missing.json", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stdout == b"Total of 1 file: 1 could not be read\n"


def test_check_texts_cannot_command_the_terminal(tmp_path: Path) -> None:
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    plan["findings"][0].update(
        evidence="\x1b]0;pwned\x07 \u202egnod\n\r\tx", message_en="a\x9b2Jb", code="c\x1bd"
    )
    path = tmp_path / "p.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    text = kehoach("check", path, cwd=tmp_path).stdout.decode("utf-8")
    assert [letter for letter in text if not letter.isprintable() and letter != "\n"] == []
    assert "\\x1b]0;pwned\\x07 \\u202egnod" in text


@contextlib.contextmanager
def terminal(columns: int) -> Iterator[tuple[int, int]]:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    try:
        yield ours, theirs
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize("columns", [40, 60, 80, 110, 200])
@pytest.mark.parametrize("colour", [True, False])
def test_check_fits_the_terminal(columns: int, colour: bool) -> None:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")
    }
    if not colour:
        environment["NO_COLOR"] = "1"
    with terminal(columns) as (ours, theirs):
        words = ("check", "--lang", "vi", PLAN.name)
        warm_program.kehoach(*words, cwd=PLAN.parent, stdout=theirs, env=environment)
        text = os.read(ours, 100_000).decode("utf-8")
    assert ("\x1b[31mlỗi\x1b[0m" in text) is colour
    plain = click.unstyle(text).replace("\r\n", "\n").splitlines()
    table = plain[1:-2]
    assert max(map(len, table)) < max(columns, 55)
    assert "Tuyên truyền" in text


# --- schema, help, languages ----------------------------------------------------------------------


def test_schema_is_printed(tmp_path: Path) -> None:
    done = kehoach("schema", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == json_schema()


def test_version(tmp_path: Path) -> None:
    done = kehoach("--version", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(b"kehoach ")


@pytest.mark.parametrize("command", [[], ["extract"], ["check"], ["schema"]])
def test_help_is_in_both_languages(command: list[str]) -> None:
    texts = {}
    for lang in ("vi", "en"):
        group = cli.build(Session("vi" if lang == "vi" else "en"))
        result = CliRunner().invoke(group, [*command, "--help"], prog_name="kehoach")
        assert result.exit_code == 0
        texts[lang] = result.output
    assert texts["vi"].startswith("Cách dùng: kehoach")
    assert texts["en"].startswith("Usage: kehoach")
    vi, en = (
        {line.strip() for line in text.splitlines() if len(line.split()) > 2}
        for text in texts.values()
    )
    assert vi & en == set()


@pytest.mark.parametrize(
    "arguments",
    [["--lang", "vi", "--help"], ["--help", "--lang=vi"], ["check", "-h", "--lang", "vi"]],
)
def test_language_may_stand_anywhere(arguments: list[str], tmp_path: Path) -> None:
    assert kehoach(*arguments, cwd=tmp_path).stdout.decode("utf-8").startswith("Cách dùng")


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "en"),
        ([], {"LANG": "vi_VN.UTF-8"}, "vi"),
        ([], {"LANG": "vi"}, "vi"),
        ([], {"LANG": "VI_vn"}, "vi"),
        ([], {"LANG": "vie_XX"}, "en"),
        ([], {"LC_ALL": "C.UTF-8", "LANG": "vi_VN"}, "en"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "vi_VN", "LANG": "en_GB"}, "vi"),
        (["--lang", "en"], {"LANG": "vi_VN"}, "en"),
        (["--lang=en", "check", "--lang", "vi"], {}, "vi"),
        (["--lang", "fr"], {"LANG": "vi_VN"}, "vi"),
        (["check", "--", "--lang=vi"], {}, "en"),
        (["--lang"], {}, "en"),
    ],
)
def test_language(arguments: list[str], environment: dict[str, str], expected: str) -> None:
    assert messages.language(arguments, environment) == expected


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _errors(kind: type[errors.KehoachError]) -> Iterator[type[errors.KehoachError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _errors(below)


def test_both_languages_use_the_same_details() -> None:
    for key, (vi, en) in messages.TEXTS.items():
        assert _fields(vi) == _fields(en), key
        assert vi
        assert en
    ours = [kind for kind in _errors(errors.KehoachError) if kind.__module__ == errors.__name__]
    for kind in ours:
        assert _fields(kind.vi) == _fields(kind.en), kind


def test_help_imports_nothing_heavy() -> None:
    program = "import sys; from kehoach import cli; cli.run(['--help']); print(sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    modules = done.stdout.splitlines()[-1]
    for heavy in (
        "pydantic",
        "pdfplumber",
        "pdfminer",
        "lxml",
        "yaml",
        "regex",
        "rapidfuzz",
        "kehoach.pipeline",
    ):
        assert f"'{heavy}'" not in modules


# --- wrong usage and other endings ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "vi", "en"),
    [
        ([], "Lệnh:", "Commands:"),
        (["chek"], "không có lệnh chek", "there is no command chek"),
        (["extract"], "thiếu FILE.", "FILE is missing."),
        (["extract", "--nope", "a"], "không có tùy chọn --nope", "there is no option --nope"),
        (["extract", "a", "-o"], "tùy chọn -o cần một giá trị", "option -o needs a value"),
        (["extract", "a", "--format", "doc"], "chọn một trong: json", "choose one of: json"),
        (
            ["check", "a", "--fail-on", "info"],
            "chọn một trong: error, warning",
            "choose one of: error, warning",
        ),
        (["extract", "a", "--doubt", "2"], "phải là một số từ 0 đến 1.", "a number from 0 to 1."),
        (["batch", "a", "--workers", "x"], "một số nguyên từ 1 trở lên", "a whole number of 1 or"),
        (["extract", "a", "--vocabulary", "/nope"], "một thư mục có sẵn", "a folder that exists"),
        (["extract", "a", "b", "-o", "x.json"], "cần một thư mục (tên", "need one (a name ending"),
        (["check", "a", "b", "--annotate", "x.docx"], "x.docx không phải là thư", "not a folder"),
        (["inspect", "a"], "thiếu -o / --out.", "-o / --out is missing."),
        (["evaluate", __file__], "FOLDER phải là một thư mục", "FOLDER takes a folder"),
        (["check", "--verbose=1"], "không nhận giá trị", "takes no value"),
        (["schema", "x"], "tham số thừa", "too many arguments"),
        (["extract", "a", "b"], "phải chỉ ra thư mục", "need a folder"),
        (["extract", "a", "-o", "/proc/nope/x.json"], "thư mục /proc/nope", "no folder /proc/nope"),
    ],
)
def test_wrong_usage(
    arguments: list[str], vi: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, expected in (("vi", vi), ("en", en)):
        assert cli.run(["--lang", lang, *arguments]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert expected in err
        assert "Traceback" not in err


@pytest.mark.parametrize("command", ["check", "inspect", "diff old", "compare above"])
def test_never_over_an_input(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kh.txt").write_text(PAPER, encoding="utf-8")
    paper = str(tmp_path / "kh.txt")
    assert cli.run(["--lang", "vi", *command.split(), paper, "-o", paper]) == 2
    assert "không bao giờ được ghi đè lên đầu vào" in capsys.readouterr().err
    assert Path(paper).read_text(encoding="utf-8") == PAPER


def test_interrupt(tmp_path: Path) -> None:
    """Ctrl-C while the program reads a paper that takes its time."""
    paper = tmp_path / "long.txt"
    paper.write_text(PAPER * 500, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "kehoach",
        "--lang",
        "vi",
        "check",
        "--verbose",
        "missing.json",
        str(paper),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith(
            "missing.json: "
        )  # so it has come as far as the commands
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert process.returncode == 130
    assert rest.endswith("Đã dừng theo yêu cầu.\n")


@pytest.mark.parametrize(
    ("arguments", "code"), [(["schema"], 0), (["--help"], 0), (["check", str(PLAN)], 1)]
)
def test_reader_that_has_gone_away(arguments: list[str], code: int) -> None:
    """`kehoach check plan.json | head`: quiet, and the findings still count."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "kehoach", *arguments]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (code, b"")


@pytest.mark.parametrize("closed", [1, 2])
def test_closed_streams(closed: int, paper: Path) -> None:
    """As under a daemon: nobody listens, the file is written all the same."""
    out = paper.with_name("out.json")
    command = f'exec "$0" -m kehoach extract "$1" -o "$2" {closed}>&-'
    done = subprocess.run(["/bin/sh", "-c", command, sys.executable, paper, out], check=False)
    assert done.returncode == 0
    assert from_json(out.read_bytes()).document.number == "27/KH-UBND"


def test_our_own_mistake_is_one_sentence(
    paper: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bug is the one thing that cannot be run for real."""
    from kehoach import pipeline

    def buggy(_: Path, __: object) -> None:
        raise ZeroDivisionError("secret \x1b detail")

    monkeypatch.setattr(pipeline, "extract", buggy)
    assert cli.run(["--lang", "en", "extract", str(paper)]) == 3
    assert (
        capsys.readouterr().err
        == f"{paper}: Internal error (ZeroDivisionError); please run again with "
        "--verbose and report it.\n"
    )
    assert cli.run(["--lang", "en", "extract", str(paper), "--verbose"]) == 3
    assert "ZeroDivisionError: secret \\x1b detail" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (
            ModuleNotFoundError("No module named 'lxml'", name="lxml"),
            errors.MissingDependencyError,
            4,
        ),
        (PermissionError(13, "Permission denied"), errors.PermissionDeniedError, 3),
        (FileNotFoundError(2, "No such file", "gone"), errors.UnreadableFileError, 3),
        (FileNotFoundError(2, "No such file", cli.__file__), errors.BrokenInstallationError, 4),
        (ModuleNotFoundError("", name="kehoach.nothing"), errors.BrokenInstallationError, 4),
        (OSError(5, "Input/output error"), errors.UnreadableFileError, 3),
        (MemoryError(), errors.InternalError, 3),
    ],
)
def test_every_failure_is_explained(
    error: Exception, kind: type[errors.KehoachError], code: int
) -> None:
    known = explained(error)
    assert type(known) is kind
    assert known.exit_code == code


def test_what_is_missing_wins_over_what_is_broken() -> None:
    session = Session("en")
    for code in (
        errors.ExitCode.UNREADABLE,
        errors.ExitCode.MISSING_DEPENDENCY,
        errors.ExitCode.FINDINGS,
    ):
        session.reach(code)
    assert session.code == 4


# --- the layout of texts --------------------------------------------------------------------------


@given(st.text())
def test_safe_text_is_one_printable_line(text: str) -> None:
    assert safe(text).isprintable()


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Mn"])), st.integers(2, 40)
)
def test_wrapped_text_fits_and_loses_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(display_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_place_of_a_finding_without_spans_is_told_in_words() -> None:
    told = {"severity": "info", "message": "", "message_en": "", "evidence": "", "spans": []}
    one = Finding.model_validate({**told, "code": "spelling", "where": "/document/number"})
    assert place(one, "vi") == "số văn bản"
