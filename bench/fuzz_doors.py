"""The newer doors of `bench/fuzz.py`: parcels (ZIP, mails, Outlook, web archives, edXML),
workbooks, Markdown, photographs, pictures as iPhones pack them (HEIC), several pictures as one
paper, standard input, plans read back, a watched folder.

Seeds, mutators, and how each is opened: by what the commands call, parcels with every paper in
them. `open_door` gives the outcome as `fuzz.read_one` does, and raises what the program raises.
"""

from __future__ import annotations

import io
import json
import struct
import sys
import zipfile
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import parcel_maker as parcels  # type: ignore[import-not-found]  # tests/, without types
from PIL import Image

from bench import fuzz_mutate as mutate
from bench.fuzz_outputs import written
from bench.photograph import POSES, photographed
from kehoach.errors import KehoachError
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.parcels.model import Contained

Open: TypeAlias = Callable[[Path], str]
OPTIONS = ReadOptions(jobs=1, page_timeout=20)
ODD_NAMES = (
    "../x.txt", "/etc/x.txt", "a/../../b.txt", "C:\\x.txt", "con.txt", "k\u202etxt.exe", "x" * 300,
    "", ".", "..", "a\x00b.txt", "kế hoạch\n.txt", "Thumbs.db", "__MACOSX/._a", "a.zip", "a.eml",
    "-rf.txt", "a/" * 200 + "b.txt", "plan.json", "\ud800".encode("utf-8", "replace").decode(),
)  # fmt: skip
_FIELDS = (0, 1, 2, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF)
ROOM = 700
"""Pixels of the longer side of a photograph: decoded and flattened in a moment."""
WHOLE_EVERY = 40
"""Of photographs each so manieth is read as a whole; of the others the sheet is sought."""


def door_seeds(papers: dict[str, list[bytes]]) -> dict[str, list[bytes]]:
    """The seeds of each door, made of those of papers."""
    text, docx, page = papers["text"][0], papers["docx"][0], papers["html"][0]
    picture = papers["image"][0]
    two = {"kh.txt": text, "xã/kh.docx": docx}
    mail = parcels.mail(attachments=two).as_bytes()
    nested = parcels.mail(html=page.decode(), attachments={"a.zip": parcels.zipped(two)}).as_bytes()
    plans = [_plan_json(one) for one in (text, docx)]
    return {
        "zip": [parcels.zipped(two), parcels.zipped({"1.eml": mail, "2.png": picture})],
        "eml": [mail, nested, parcels.mail(body=text.decode()).as_bytes()],
        "mht": [_web_archive(one) for one in papers["html"][:2]],
        "msg": [parcels.outlook(two), parcels.outlook({"trong.msg": b""}, body=text.decode())],
        "edxml": [parcels.edxml(two).encode(), parcels.edxml(two, named_outside=False).encode()],
        "xlsx": [
            parcels.saved(parcels.task_list()),
            parcels.saved(parcels.task_list(boxed=False, whole=False)),
            parcels.shared_strings([list(parcels.HEADINGS), ["1", "Rà soát", "", "Văn phòng"]]),
        ],
        "xls": [_old_workbook()],
        "markdown": [_markdown(boxes=False), _markdown(boxes=True)],
        "heic": [one for one in papers["image"] if one[4:8] == b"ftyp"],
        "photograph": [_photograph(kind) for kind in ("aslant", "wavy", "held")],
        "as one": papers["image"],
        "stdin": [text, docx, page, *plans],
        "plan json": plans,
        "watch": [text, docx, parcels.zipped(two), mail, plans[0]],
    }


def _plan_json(paper: bytes) -> bytes:
    from kehoach.emit.json import to_json
    from kehoach.pipeline import extract

    with TemporaryDirectory() as folder:
        path = Path(folder) / "paper"
        path.write_bytes(paper)
        return to_json(extract(path)).encode()


def _web_archive(page: bytes) -> bytes:
    head = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n'
        "\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\nContent-Location: http://x.example/\r\n\r\n"
    )
    return head.encode() + page + b"\r\n--b--\r\n"


def _old_workbook() -> bytes:
    with TemporaryDirectory() as folder:
        made: Path = parcels.old_task_list(Path(folder) / "a.xls")
        return made.read_bytes()


def _markdown(*, boxes: bool) -> bytes:
    """A plan as other programs write it: headings with `#`, emphasis, a list, a table; or the
    tasks as boxes to tick."""
    head = (
        '<!-- PageNumber="1" -->\n**ỦY BAN NHÂN DÂN**  \n**XÃ TÂN KHÊ**\n\nSố: 47/KH-UBND\n\n'
        "# KẾ HOẠCH\n\n**Chuyển đổi số năm 2031**\n\n## I. MỤC TIÊU\n\n* 95 % hồ sơ trực tuyến\n\n"
    )
    table = (
        "## II. NHIỆM VỤ\n\n| STT | Nhiệm vụ | Chủ trì | Thời gian |\n|---|:---:|---|---|\n"
        "| **I** | **Thể chế** | | |\n| 1 | Rà soát \\| sửa quy chế | `Văn phòng` | Quý II/2031 |\n"
    )
    ticked = (
        "## II. NHIỆM VỤ\n\n- [ ] Rà soát quy chế\n  - Chủ trì: Văn phòng\n"
        "  - Thời hạn: 30/6/2031\n- [x] ~~Đã xong~~ [xem](http://x.example/)\n\n```\nmã\n```\n"
    )
    return f"{head}{ticked if boxes else table}\n> Nơi nhận:\n> - Lưu: VT.\n".encode()


def _photograph(kind: str) -> bytes:
    import numpy as np

    page = np.full((1100, 780, 3), 250, np.uint8)
    page[120:1000:40, 90:690] = 20
    picture = Image.fromarray(photographed(page, POSES[kind], 1))
    picture.thumbnail((ROOM, ROOM))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


# --- mutators -------------------------------------------------------------------------------------


def archive(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A ZIP: members renamed, changed, dropped, doubled, put into each other; or its bytes."""
    members = _members(data)
    if random.random() < 0.3 or not members:
        return mutate.bytewise(random, data, seeds)
    for _ in range(random.choice((1, 1, 2, 4))):
        at = random.randrange(len(members))
        name, body = members[at]
        match random.randrange(6):
            case 0:
                members[at] = (random.choice(ODD_NAMES), body)
            case 1 | 2:
                members[at] = (name, mutate.bytewise(random, body or b"x", [body or b"x"]))
            case 3:
                members[at] = (name, random.choice(seeds))
            case 4:
                members += [members[at]] * random.choice((1, 3, 60))
            case 5 if len(members) > 1:
                del members[at]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in members:
            target.writestr(zipfile.ZipInfo(name), body)
    return out.getvalue()[: mutate.MOST]


def _members(data: bytes) -> list[tuple[str, bytes]]:
    """The members of an archive; none of one that mutations have broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            return [(name, source.read(name)) for name in source.namelist()]
    except Exception:  # noqa: BLE001 (whatever zipfile raises: it is changed byte by byte then)
        return []


def letter(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A mail or web archive: as lines (latin-1, so that bytes stay), as text, or as bytes."""
    chance = random.random()
    if chance < 0.6:
        return mutate.textual(random, data.decode("latin-1")).encode("latin-1", "replace")
    change = mutate.plain if chance < 0.8 else mutate.bytewise
    return change(random, data, seeds)


def fields(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A compound file: sector numbers, sizes and counts set to odd values; or its bytes."""
    if random.random() < 0.3:
        return mutate.bytewise(random, data, seeds)
    out = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 6))):
        size = random.choice((2, 4))
        at = random.randrange(max(len(out) - size, 1)) // size * size
        value = random.choice((*_FIELDS, random.randrange(64))) & (256**size - 1)
        out[at : at + size] = struct.pack("<H" if size == 2 else "<I", value)
    return bytes(out)


def workbook(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A workbook: its parts as XML, dropped, doubled; or its bytes."""
    return mutate.package(random, data, seeds, heavy="xl/")


def json_text(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A plan: one of its values set to something odd, dropped, doubled; or the text."""
    if random.random() < 0.3:
        return mutate.plain(random, data, seeds)
    try:
        plan = json.loads(data)
    except ValueError:  # mutated before
        return mutate.bytewise(random, data, seeds)
    for _ in range(random.choice((1, 1, 2, 5))):
        holder = _somewhere(random, plan)
        if not isinstance(holder, dict | list) or not holder:
            continue
        keys: Sequence[Any] = sorted(holder) if isinstance(holder, dict) else range(len(holder))
        key = random.choice(keys)
        fitting = [one for one in _ODD_VALUES if isinstance(one, type(holder[key]))]
        holder[key] = random.choice(fitting if fitting and random.random() < 0.8 else _ODD_VALUES)
    return json.dumps(plan).encode()[: mutate.MOST]


_ODD_VALUES: list[Any] = [
    *(None, [], {}, True, -1, 0, 7, 10**30, 1e308, -0.5, 0.5),
    *("", " ", "x" * 9000, "\ud800\u202e\x00", "2031-13-45", "2031-02-28", "=1+1", "9" * 400),
    *("\u0301" * 90, "<b>&amp;", "2031", "ok", "a/b", "1.2.3", "ngày 31 tháng 02 năm 2031"),
]


def _somewhere(random: Random, value: Any) -> Any:
    """A dictionary or list within a value."""
    while True:
        inner = value.values() if isinstance(value, dict) else value
        below = [one for one in inner if isinstance(one, dict | list) and one]
        if not below or random.random() < 0.25:
            return value
        value = random.choice(below)


def any_of_them(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """What comes through a pipe or into a folder: by what it is."""
    if data.startswith(b"PK"):
        return archive(random, data, seeds)
    if data.startswith(b"{"):
        return json_text(random, data, seeds)
    return letter(random, data, seeds)


DOOR_MUTATORS: dict[str, mutate.Mutator] = {
    "zip": archive,
    "eml": letter,
    "mht": letter,
    "msg": fields,
    "edxml": mutate.page,
    "xlsx": workbook,
    "xls": fields,
    "markdown": mutate.plain,
    "heic": mutate.image,
    "photograph": mutate.image,
    "as one": mutate.image,
    "stdin": any_of_them,
    "plan json": json_text,
    "watch": any_of_them,
}


# --- how they are opened --------------------------------------------------------------------------


def read_parcel(path: Path) -> str:
    """A parcel with all its papers; one that is none, as the paper that it is."""
    from kehoach.pipeline import extract, extract_contained, papers_in

    with TemporaryDirectory(dir=path.parent) as folder:
        held = papers_in(path, Path(folder))
        _check_inside(Path(folder), held)
        if not held:
            return str(extract(path, OPTIONS).status)
        statuses = [_status(partial(extract_contained, one, OPTIONS)) for one in held]
    return "ok" if "ok" in statuses else statuses[0]


def _status(read: Callable[[], Any]) -> str:
    try:
        return str(read().status)
    except KehoachError:
        return "partial"


def _check_inside(folder: Path, held: Sequence[Contained]) -> None:
    for one in held:
        assert one.path.resolve().is_relative_to(folder.resolve()), "escaped"


def read_photograph(path: Path) -> str:
    """The sheet of a photograph; of some, all that stands on it."""
    from kehoach.ingest.ocr.photo.flatten import flat_sheet
    from kehoach.ingest.ocr.raster import image_page, image_pages
    from kehoach.pipeline import extract

    if sum(path.read_bytes()[-64:]) % WHOLE_EVERY == 0:
        return str(extract(path, OPTIONS).status)
    image_pages(path, 10)
    raster = image_page(path, 1)
    flat_sheet(raster.pixels, raster.dpi or 200.0)
    return "ok"


def read_as_one(path: Path) -> str:
    """A picture twice, as two pages of one paper: their headers, and of some all that they hold."""
    from kehoach.ingest.ocr.pictures import pages_of_pictures
    from kehoach.pipeline import extract_as_one

    other = path.with_name("trang 2.png")
    other.write_bytes(path.read_bytes())
    pages_of_pictures([path, other], 2000)
    if sum(path.read_bytes()[-64:]) % WHOLE_EVERY == 0:
        return str(extract_as_one([path, other], OPTIONS).status)
    return "ok"


def read_stdin(path: Path) -> str:
    """The command, as another program calls it."""
    from kehoach.commands.papers import opened, read_plan_or_paper
    from kehoach.commands.session import Session
    from kehoach.commands.standard_input import DASH, with_standard_input

    with _as_stdin(path), with_standard_input([DASH]) as files:
        session = Session("vi")
        with opened(session, files, _bounds()) as found:
            for paper in found.papers:
                read_plan_or_paper(paper, OPTIONS)
    return "ok"


@contextmanager
def _as_stdin(path: Path) -> Any:
    before = sys.stdin
    with path.open() as sys.stdin:
        yield
    sys.stdin = before


def _bounds() -> Any:
    from kehoach.batch.isolation.bounds import Bounds

    return Bounds(seconds=60, memory=0)


def read_back(path: Path) -> str:
    """A plan read back: every format, its findings, what it is known by among others."""
    from kehoach.emit.json import read_plan
    from kehoach.schema.twins import are_one_plan, fingerprint

    plan = read_plan(path)
    if plan is None:
        return "partial"
    known = fingerprint(plan)
    if known is not None:
        assert are_one_plan(known, known) in {True, False}
    return written(plan, path.name)


def read_watched(path: Path) -> str:
    """What a watched folder makes of a file that comes: its name and time, its papers, their
    plans."""
    from kehoach.batch.model import Batch, BatchOptions
    from kehoach.batch.names import plan_names
    from kehoach.batch.parcels import papers_of
    from kehoach.batch.watching import Settling, marks_of
    from kehoach.batch.work import job_of, read_paper

    folder = path.parent / "in"
    folder.mkdir(exist_ok=True)
    (folder / "kh.bin").write_bytes(path.read_bytes())
    batch = Batch(str(folder), str(path.parent / "out"), BatchOptions(cached=False))
    Settling(0.1).look(marks_of(batch), 1.0)
    from kehoach.batch.model import Input

    held = papers_of(str(folder), "kh.bin")
    sources = [Input(f"kh.bin/{name}", parcel="kh.bin", sha256=known) for name, known in held]
    sources = sources or [Input("kh.bin")]
    statuses = set()
    for source, target in zip(sources, plan_names([one.name for one in sources]), strict=True):
        job = job_of(batch, source, sha256=source.sha256 or "0", target=target)
        outcome = read_paper(job, lambda _: None)
        if outcome.error is not None and outcome.error.kind == "InternalError":
            raise AssertionError(outcome.error.en)
        statuses.add(outcome.status)
    return "ok" if "ok" in statuses else "partial"


def read_whole(path: Path) -> str:
    """All that stands in a paper, its pictures too."""
    from kehoach.pipeline import extract

    return str(extract(path, OPTIONS).status)


DOORS: dict[str, Open] = {
    **dict.fromkeys(("zip", "eml", "mht", "msg", "edxml", "xlsx", "xls"), read_parcel),
    "markdown": read_whole,
    "heic": read_whole,
    "photograph": read_photograph,
    "as one": read_as_one,
    "stdin": read_stdin,
    "plan json": read_back,
    "watch": read_watched,
}
"""How each door is opened."""
