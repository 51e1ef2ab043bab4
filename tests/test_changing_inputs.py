"""Files that are not what they seem: locked against changes but open to read, another one while
they are read, and results that a link would lead elsewhere."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from batch_maker import short_paper
from pdf_maker import PageMaker, make_pdf
from pypdf.constants import UserAccessPermissions

from kehoach.batch.store import LocalStore
from kehoach.emit.files import targets
from kehoach.errors import ChangedFileError, EncryptedFileError, LinkOutError
from kehoach.ingest.options import DEFAULT_OPTIONS
from kehoach.pipeline import extract, extract_as_one
from tests.warm_program import said

LINES = ("KE HOACH", "Phuong May Trang", "I. MUC DICH", "1. To chuc hoi nghi")


# --- locked against changes ----------------------------------------------------------------------


def locked(path: Path, method: str, *, password: str = "") -> Path:
    """A paper that nobody may change, print or copy from without the owner's password, and anybody
    may open who has the user's."""
    page = PageMaker()
    for number, line in enumerate(LINES):
        page.text(72, 72 + 20 * number, line)
    writer = pypdf.PdfWriter(clone_from=make_pdf(path, page))
    writer.encrypt(password, "chủ", permissions_flag=UserAccessPermissions.PRINT, algorithm=method)
    writer.write(path)
    return path


@pytest.mark.parametrize("method", ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_an_empty_user_password_needs_none(tmp_path: Path, method: str) -> None:
    from kehoach.ingest.read import read

    document = read(locked(tmp_path / "kh.pdf", method))
    told = " ".join(str(getattr(item, "text", "")) for item in document.flow)
    assert all(line in told for line in LINES)


def test_another_password_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncryptedFileError):
        extract(locked(tmp_path / "kh.pdf", "AES-256", password="mật"))  # noqa: S106


# --- another file while it is read ---------------------------------------------------------------


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    paper, other = tmp_path / "kh.txt", short_paper(2)
    paper.write_text(short_paper(1), encoding="utf-8")
    changed = tmp_path / "changed.txt"
    changed.write_text(other, encoding="utf-8")

    from kehoach.ingest import source as sources
    from kehoach.ingest.sniff import TEXT

    source = sources.source_of(paper, TEXT, sources.DEFAULT_LIMITS)
    with sources.unchanged([source]):
        paper.touch()  # only touched: the same bytes
    with pytest.raises(ChangedFileError), sources.unchanged([source]):
        paper.write_text(other, encoding="utf-8")
    source = sources.source_of(paper, TEXT, sources.DEFAULT_LIMITS)
    with pytest.raises(ChangedFileError), sources.unchanged([source]):
        _cut_and_fail(paper)
    with sources.unchanged([source]):
        paper.unlink()  # what was open has been read


def _cut_and_fail(paper: Path) -> None:
    """What a reader makes of half a file."""
    paper.write_bytes(b"")
    raise EncryptedFileError


def test_a_scan_whose_file_changes_between_pages(tmp_path: Path) -> None:
    """By the progress of reading: the second picture is another one when the first is read."""
    from PIL import Image

    pages = [tmp_path / "1.png", tmp_path / "2.png"]
    for page in pages:
        Image.new("L", (60, 60), 255).save(page)

    def change(done: int, _: int) -> None:
        Image.new("L", (60, 60 + done), 0).save(pages[1])

    with pytest.raises(ChangedFileError):
        extract_as_one(pages, replace(DEFAULT_OPTIONS, progress=change, cache=None))


# --- links in the results ------------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of somebody else, with a file in it."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "kept.json").write_text("kept", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", [".kehoach", "plans"])
def test_a_batch_does_not_write_through_links(tmp_path: Path, elsewhere: Path, name: str) -> None:
    papers, out = tmp_path / "papers", tmp_path / "out"
    papers.mkdir()
    (papers / "kh.txt").write_text(short_paper(1), encoding="utf-8")
    link = out / name
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)
    done = said("--lang", "en", "batch", papers, "-o", out, "--workers", 1)
    assert done.returncode == 3
    assert "is a link that leads out of the folder of results" in done.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["kept.json"]
    assert (elsewhere / "kept.json").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("name", [".kehoach/unfinished", ".kehoach/records", "letters"])
def test_no_folder_of_results_leads_out(tmp_path: Path, elsewhere: Path, name: str) -> None:
    store = LocalStore(tmp_path / "out")
    link = store.root / name
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)
    with pytest.raises(LinkOutError):
        store.write(f"{name}/kept.json", b"new")
    with pytest.raises(LinkOutError):
        store.remove(f"{name}/kept.json")
    assert (elsewhere / "kept.json").read_text(encoding="utf-8") == "kept"


def test_a_plan_that_is_a_link_is_replaced(tmp_path: Path, elsewhere: Path) -> None:
    store = LocalStore(tmp_path / "out")
    (store.root / "plans").mkdir(parents=True)
    (store.root / "plans" / "kh.json").symlink_to(elsewhere / "kept.json")
    store.write("plans/kh.json", b"new")
    assert (store.root / "plans" / "kh.json").read_bytes() == b"new"
    assert (elsewhere / "kept.json").read_text(encoding="utf-8") == "kept"
    with pytest.raises(LinkOutError):
        store.remove("plans/../../elsewhere/kept.json")


def test_links_that_stay_inside_are_followed(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "out")
    (store.root / "more").mkdir(parents=True)
    (store.root / "plans").symlink_to("more")
    store.write("plans/kh.json", b"new")
    assert (store.root / "more" / "kh.json").read_bytes() == b"new"
    shutil.rmtree(store.root)


def test_extract_does_not_write_through_links_in_a_folder(tmp_path: Path, elsewhere: Path) -> None:
    paper, out = tmp_path / "kh.txt", tmp_path / "out"
    out.mkdir()
    (out / "kh.json").symlink_to(elsewhere / "kept.json")
    with pytest.raises(LinkOutError):
        targets([paper], f"{out}/")
    assert targets([paper], str(out / "kh.json")) == {paper: out / "kh.json"}  # the user's word
