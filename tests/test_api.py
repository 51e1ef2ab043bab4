"""`import kehoach`: papers by path, bytes and open file; plans read back; what is raised."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kehoach
from kehoach import errors
from kehoach.emit.json import to_json

SAMPLE = Path(__file__).parents[1] / "samples/nhiem-vu-chu-cai/nhiem-vu-chu-cai.docx"


@pytest.fixture(scope="module")
def plan() -> kehoach.Plan:
    return kehoach.extract(SAMPLE)


def test_a_path_may_be_a_string(plan: kehoach.Plan) -> None:
    assert kehoach.extract(str(SAMPLE)) == plan


def test_bytes_and_open_files_are_read_as_the_path_is(plan: kehoach.Plan) -> None:
    content = SAMPLE.read_bytes()
    assert to_json(kehoach.extract(content, name=SAMPLE.name)) == to_json(plan)
    with SAMPLE.open("rb") as file:
        assert to_json(kehoach.extract(file)) == to_json(plan)
    assert kehoach.extract(io.BytesIO(content)).source.name == ""


def test_an_open_file_is_read_from_where_it_stands() -> None:
    file = io.BytesIO(b"junk" + "KẾ HOẠCH\nNăm 2031\n1. Rà soát thủ tục hành chính.".encode())
    file.seek(4)
    assert kehoach.extract(file).document.type == "Kế hoạch"


def test_a_plan_comes_back(plan: kehoach.Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(to_json(plan), encoding="utf-8")
    assert isinstance(plan, kehoach.Plan)
    assert kehoach.read_plan(path) == kehoach.read_plan(str(path)) == plan
    assert kehoach.read_plan(path.read_bytes()) == plan
    with path.open("rb") as file:
        assert kehoach.read_plan(file) == plan


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", errors.EmptyFileError),
        (b"%PDF-1.7\nnothing", errors.BrokenFileError),
        ("The minutes of a meeting in English. " * 9, errors.NotVietnameseError),
    ],
)
def test_what_cannot_be_read_raises_its_kind(content: bytes | str, kind: type[Exception]) -> None:
    with pytest.raises(kind) as raised:
        kehoach.extract(content.encode() if isinstance(content, str) else content)
    assert isinstance(raised.value, kehoach.KehoachError)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    for missing in (tmp_path / "missing.pdf", str(tmp_path)):
        with pytest.raises(errors.NotAFileError):
            kehoach.extract(missing)
        with pytest.raises(errors.NotAFileError):
            kehoach.read_plan(missing)


def test_a_paper_is_no_plan() -> None:
    with pytest.raises(errors.NotAPlanError):
        kehoach.read_plan(SAMPLE)


def test_no_other_name_is_offered() -> None:
    assert sorted(kehoach.__all__) == sorted(set(kehoach.__all__))
    assert all(hasattr(kehoach, name) for name in kehoach.__all__)
    with pytest.raises(AttributeError):
        _ = kehoach.nothing  # type: ignore[attr-defined]


def test_the_import_is_light_and_names_of_others_do_no_harm(tmp_path: Path) -> None:
    """A user's own errors.py, schema.py and cli.py beside the script."""
    for name in ("errors", "schema", "cli", "ingest", "pipeline", "batch"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not this one')\n")
    program = (
        "import sys, kehoach; heavy = {'pydantic', 'pdfplumber', 'numpy'} & set(sys.modules);"
        f"plan = kehoach.extract({str(SAMPLE)!r}); print(sorted(heavy), len(plan.tasks) > 3)"
    )
    (tmp_path / "script.py").write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["[]", "True"]


@pytest.mark.parametrize("kind", [errors.EmptyFileError, errors.NotAFileError])
def test_errors_cross_processes(kind: type[kehoach.KehoachError]) -> None:
    error = pickle.loads(pickle.dumps(kind()))  # noqa: S301 (our own)
    assert type(error) is kind
    assert error.message("vi") == kind().message("vi")
    told = errors.UnreadableFileError(reason="đĩa đầy")
    assert pickle.loads(pickle.dumps(told)).message("vi") == told.message("vi")  # noqa: S301


@pytest.mark.parametrize("given", [None, 5, [SAMPLE], io.StringIO("kế hoạch"), object()])
def test_what_is_no_paper_at_all_is_a_type_error(given: object) -> None:
    for read in (kehoach.extract, kehoach.read_plan):
        with pytest.raises(TypeError, match="binary mode"):
            read(given)  # type: ignore[operator]


def test_every_kind_of_bytes_is_read(plan: kehoach.Plan) -> None:
    content = SAMPLE.read_bytes()
    for given in (bytearray(content), memoryview(content)):
        assert kehoach.extract(given, name=SAMPLE.name) == plan


@pytest.mark.parametrize(
    "options",
    [
        {"reader": "foo"},
        {"pages": (1, 2)},
        {"pages": "1-2"},
        {"pages": ((0, 3),)},
        {"pages": ((3, 2),)},
        {"dpi": -5},
        {"jobs": -1},
        {"page_timeout": 0},
        {"max_pages": 0},
    ],
    ids=str,
)
def test_options_that_no_reader_can_take(options: dict[str, Any]) -> None:
    with pytest.raises(errors.BadOptionError) as raised:
        kehoach.ReadOptions(**options)
    assert next(iter(options)) in raised.value.message("vi")
