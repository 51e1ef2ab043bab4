"""Parcels: archives, mails, messages of Outlook, packets of edXML; what is in them is read, and
what is hostile ends in a sentence."""

from __future__ import annotations

import io
import stat
import struct
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email.mime.image import MIMEImage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from batch_maker import batch_without_parquet as batch
from batch_maker import short_paper
from hypothesis import given
from hypothesis import strategies as st
from parcel_maker import compound, edxml, mail, outlook, saved, task_list, zipped
from PIL import Image
from scan_maker import Wear, scanned
from warm_program import kehoach

from kehoach import extract, extract_each
from kehoach.batch.model import BatchOptions
from kehoach.batch.parcels import papers_of
from kehoach.errors import (
    BrokenFileError,
    BrokenPartError,
    BrokenXmlError,
    EmptyParcelError,
    EncryptedFileError,
    ForbiddenXmlError,
    KehoachError,
    LinkInParcelError,
    NestedParcelError,
    NotAPictureError,
    NoTextError,
    SeveralPapersError,
    TooDeepError,
    TooLargeError,
    UnsupportedTypeError,
    ZipBombError,
)
from kehoach.ingest.parcels import model as parcels_model
from kehoach.ingest.parcels import unpack as module
from kehoach.ingest.parcels.detect import may_hold_papers
from kehoach.ingest.parcels.model import Contained
from kehoach.ingest.parcels.names import distinct_names, plain_name
from kehoach.ingest.parcels.unpack import refusal_of, unpack
from kehoach.ingest.safety import DEFAULT_LIMITS, MB, Limits
from kehoach.ingest.sniff import EDXML, MAIL, MSG, TEXT, WEB_ARCHIVE, ZIP, sniff
from kehoach.schema.models import Plan

SAMPLE = Path(__file__).parents[1] / "samples" / "nhiem-vu-chu-cai" / "nhiem-vu-chu-cai.pdf"
PAPER = short_paper(1).encode()
OTHER = short_paper(2).encode()
WORKBOOK = saved(task_list())


def put(tmp_path: Path, name: str, data: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def opened(path: Path, limits: Limits = DEFAULT_LIMITS) -> dict[str, Contained]:
    folder = path.parent / f"{path.name} unpacked"
    folder.mkdir()
    return {one.name: one for one in unpack(path, folder, limits=limits)}


def picture(name: str) -> bytes:
    """An empty sheet; another one for each name."""
    buffer = io.BytesIO()
    Image.new("L", (400, 500), 255 - len(name)).save(buffer, "png")
    return buffer.getvalue()


def page_picture(number: int) -> bytes:
    """A page of a sample, scanned."""
    buffer = io.BytesIO()
    Image.fromarray(scanned(SAMPLE, number, dpi=150, wear=Wear())).save(buffer, "png")
    return buffer.getvalue()


def read(path: Path) -> dict[str, Plan | str]:
    """What each paper of a parcel gives: a plan, or the name of what says why not."""
    return {
        name: type(told).__name__ if isinstance(told, KehoachError) else told
        for name, told in extract_each(path)
    }


class TestArchives:
    def test_each_paper_is_a_plan_of_its_own(self, tmp_path: Path) -> None:
        path = put(tmp_path, "gói.zip", zipped({"a/kh.txt": PAPER, "nhiệm vụ.xlsx": WORKBOOK}))
        found = read(path)
        assert list(found) == ["gói.zip/a/kh.txt", "gói.zip/nhiệm vụ.xlsx"]
        for name, plan in found.items():
            assert isinstance(plan, Plan)
            assert plan.source.name == name
            assert plan.source.parcel is not None
            assert (plan.source.parcel.name, plan.source.parcel.media_type) == ("gói.zip", ZIP)

    def test_one_paper_is_what_extract_gives(self, tmp_path: Path) -> None:
        data = zipped({"kh.txt": PAPER, "Thumbs.db": b"x", "__MACOSX/._kh.txt": b"x"})
        assert extract(put(tmp_path, "a.zip", data)).source.name == "a.zip/kh.txt"
        assert extract(data, name="b.zip").source.name == "b.zip/kh.txt"

    def test_several_papers_are_not_one(self, tmp_path: Path) -> None:
        path = put(tmp_path, "a.zip", zipped({"1.txt": PAPER, "2.txt": OTHER}))
        with pytest.raises(SeveralPapersError):
            extract(path)

    def test_numbered_pictures_are_the_pages_of_one_paper(self, tmp_path: Path) -> None:
        names = ["ảnh 10.png", "ảnh 2.png", "ảnh 1.png"]
        path = put(tmp_path, "ảnh.zip", zipped({name: picture(name) for name in names}))
        (paper,) = opened(path).values()
        assert paper.name == "ảnh.zip"
        assert paper.page_names == ("ảnh 1.png", "ảnh 2.png", "ảnh 10.png")
        assert [page.read_bytes() for page in paper.pages] == list(map(picture, paper.page_names))
        with pytest.raises(NoTextError):
            extract(path)

    def test_a_folder_of_numbered_pictures_is_one_paper_beside_others(self, tmp_path: Path) -> None:
        pictures = {f"phường/{number}.jpg": picture(str(number)) for number in (1, 2)}
        path = put(tmp_path, "a.zip", zipped({"kh.txt": PAPER, **pictures}))
        found = opened(path)
        assert {name: one.page_names for name, one in found.items()} == {
            "a.zip/kh.txt": (),
            "a.zip/phường": ("phường/1.jpg", "phường/2.jpg"),
        }

    def test_a_file_called_as_a_folder_of_pictures_stays(self, tmp_path: Path) -> None:
        pictures = {f"kh/{number}.jpg": picture(str(number)) for number in (1, 2)}
        path = put(tmp_path, "a.zip", zipped({"kh": PAPER, **pictures}))
        assert list(opened(path)) == ["a.zip/kh", "a.zip/kh/1.jpg"]

    @pytest.mark.parametrize(
        "names", [["kế hoạch.png", "báo cáo.png"], ["1.png"], ["1.png", "2.png", "3.docx"]]
    )
    def test_other_pictures_are_a_paper_each(self, tmp_path: Path, names: list[str]) -> None:
        path = put(tmp_path, "a.zip", zipped({name: picture(name) for name in names}))
        assert list(opened(path)) == [f"a.zip/{name}" for name in names]

    def test_other_files_and_copies_leave_the_pages_together(self, tmp_path: Path) -> None:
        pages = {f"{number}.png": picture("a" * number) for number in (1, 2, 3)}
        beside = {"2 - Copy.png": pages["2.png"], "ghi chú.txt": PAPER}
        found = opened(put(tmp_path, "a.zip", zipped({**pages, **beside})))
        assert {name: one.page_names for name, one in found.items()} == {
            "a.zip/1.png": ("1.png", "2.png", "3.png"),
            "a.zip/ghi chú.txt": (),
        }

    def test_pictures_of_one_number_and_other_bytes_are_a_paper_each(self, tmp_path: Path) -> None:
        pages = {"1.png": picture("a"), "1 (2).png": picture("bb"), "2.png": picture("ccc")}
        found = opened(put(tmp_path, "a.zip", zipped(pages)))
        assert list(found) == [f"a.zip/{name}" for name in pages]

    @pytest.mark.parametrize("bad", [b"", PAPER, b"\x89PNG\r\n\x1a\n and no more"])
    def test_a_page_that_cannot_be_read_is_told_by_its_name(
        self, bad: bytes, tmp_path: Path
    ) -> None:
        pages = {"ảnh 1.png": picture("a"), "ảnh 2.png": bad, "ảnh 3.png": picture("b")}
        path = put(tmp_path, "a.zip", zipped(pages))
        with pytest.raises((BrokenFileError, NotAPictureError)) as caught:
            extract(path)
        assert "ảnh 2.png" in caught.value.message("vi")

    def test_a_number_that_the_pages_leave_out_is_told(self, tmp_path: Path) -> None:
        pages = {f"trang {number}.png": page_picture(number) for number in (1, 2)}
        pages["trang 3.png"] = pages.pop("trang 2.png")
        plan = extract(put(tmp_path, "a.zip", zipped(pages)))
        (told,) = [one for one in plan.findings if one.code == "truncated_text"]
        assert told.evidence == "2"
        assert plan.status == "partial"

    def test_a_failure_inside_does_not_cost_the_others(self, tmp_path: Path) -> None:
        data = zipped({"kh.pdf": b"%PDF-1.4 and no more", "kh.txt": PAPER, "x.exe": b"MZ\x00\x01"})
        found = read(put(tmp_path, "a.zip", data))
        assert isinstance(found.pop("a.zip/kh.txt"), Plan)
        assert set(found.values()) <= {"BrokenFileError", "NoPagesError", "UnsupportedTypeError"}

    def test_what_is_not_opened_tells_the_way_out(self, tmp_path: Path) -> None:
        packed = {
            "winmail.dat": (b'x\x9f>"' + bytes(40), ".msg"),
            "kh.rar": (b"Rar!\x1a\x07\x01\x00" + bytes(40), ".zip"),
            "kh.7z": (b"7z\xbc\xaf\x27\x1c" + bytes(40), ".zip"),
            "kh.tar.gz": (b"\x1f\x8b\x08" + bytes(40), ".zip"),
        }
        for name, (data, way_out) in packed.items():
            with pytest.raises(UnsupportedTypeError) as caught:
                extract(put(tmp_path, name, data))
            assert way_out in caught.value.message("vi")
            assert way_out in caught.value.message("en")

    def test_an_archive_in_an_archive_is_told(self, tmp_path: Path) -> None:
        inner = zipped({"kh.txt": PAPER})
        found = read(put(tmp_path, "a.zip", zipped({"b.zip": inner, "m.eml": bytes(mail())})))
        assert found == dict.fromkeys(["a.zip/b.zip", "a.zip/m.eml"], "NestedParcelError")

    def test_names_never_lead_out(self, tmp_path: Path) -> None:
        names = ("../../kh.txt", "/etc/kh.txt", "C:\\a\\kh.txt", "..\\..\\kh.txt", "\x1b[31mkh.txt")
        path = put(tmp_path, "a.zip", zipped([(name, PAPER) for name in names]))
        found = opened(path)
        assert len(found) == len(names)
        folder = tmp_path / "a.zip unpacked"
        assert {one.path.parent for one in found.values()} == {folder}
        assert sorted(tmp_path.rglob("*kh.txt")) == []
        assert all("\x1b" not in name and ".." not in name for name in found)

    def test_names_of_other_code_pages(self, tmp_path: Path) -> None:
        entry = zipfile.ZipInfo("xa.txt")
        data = zipped([(entry, PAPER)])
        path = put(tmp_path, "a.zip", data.replace(b"xa.txt", "xã.txt".encode()[:6].ljust(6, b"_")))
        assert next(iter(opened(path))).startswith("a.zip/xã")

    def test_a_paper_without_a_name(self, tmp_path: Path) -> None:
        data = zipped([("x", PAPER)])
        place, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
        entry = bytearray(data[place:end])
        entry[28:30] = b"\0\0"  # the length of the name
        nameless = data[:place] + bytes(entry[:46]) + data[end:]
        size = struct.pack("<I", 46)
        path = put(tmp_path, "a.zip", nameless[:-10] + size + nameless[-6:])
        assert list(opened(path)) == ["a.zip/1"]

    def test_links_are_told(self, tmp_path: Path) -> None:
        link = zipfile.ZipInfo("kh.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        path = put(tmp_path, "a.zip", zipped([(link, b"/etc/passwd")]))
        assert read(path) == {"a.zip/kh.txt": LinkInParcelError.__name__}

    def test_a_folder_of_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(EmptyParcelError):
            extract(put(tmp_path, "a.zip", zipped({"x/": b"", "x/Thumbs.db": b"x"})))

    def test_bombs(self, tmp_path: Path) -> None:
        with pytest.raises(ZipBombError):
            opened(put(tmp_path, "a.zip", zipped({"kh.txt": b" " * (8 * MB)})))
        many = zipped([(str(number), b"x") for number in range(5001)])
        with pytest.raises(ZipBombError):
            opened(put(tmp_path, "b.zip", many))
        limits = replace(DEFAULT_LIMITS, max_unzipped=2 * len(PAPER))
        four = put(tmp_path, "c.zip", zipped([(str(number), PAPER) for number in range(4)]))
        with pytest.raises(ZipBombError):
            opened(four, limits)

    def test_more_papers_than_are_read(self, tmp_path: Path) -> None:
        many = zipped([(f"{number}.txt", b"x") for number in range(parcels_model.MOST_PAPERS + 1)])
        with pytest.raises(TooLargeError):
            opened(put(tmp_path, "a.zip", many))

    def test_a_header_that_lies_about_the_size(self, tmp_path: Path) -> None:
        data = bytearray(zipped({"kh.txt": b"\0" * MB}))
        place = data.rindex(b"PK\x01\x02") + 24
        data[place : place + 4] = struct.pack("<I", 100)
        path = put(tmp_path, "a.zip", bytes(data))
        found = opened(path)
        assert [one.refusal for one in found.values()] == [BrokenPartError.__name__]

    def test_passwords(self, tmp_path: Path) -> None:
        data = bytearray(zipped({"kh.txt": PAPER}))
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(mark) + offset] |= 1
        with pytest.raises(EncryptedFileError):
            extract(put(tmp_path, "a.zip", bytes(data)))

    def test_cut_short(self, tmp_path: Path) -> None:
        data = zipped({"kh.txt": PAPER})
        with pytest.raises(BrokenFileError):
            extract(put(tmp_path, "a.zip", data[:-30]))


class TestMails:
    def test_attachments_are_papers_and_the_mail_is_told(self, tmp_path: Path) -> None:
        message = mail(attachments={"kế hoạch năm 2031.txt": PAPER, "nhiệm vụ.xlsx": WORKBOOK})
        path = put(tmp_path, "thư.eml", bytes(message))
        found = read(path)
        assert list(found) == ["thư.eml/kế hoạch năm 2031.txt", "thư.eml/nhiệm vụ.xlsx"]
        for plan in found.values():
            assert isinstance(plan, Plan)
            assert plan.source.parcel is not None
            assert plan.source.parcel.subject == "Gửi kế hoạch năm 2031"
            assert plan.source.parcel.sender == "Văn thư xã Tân Khê <vanthu@tankhe.example>"
            assert plan.source.parcel.date == "2031-01-15T08:00:00+07:00"

    def test_a_text_that_is_a_plan(self, tmp_path: Path) -> None:
        alone = extract(put(tmp_path, "a.eml", bytes(mail(short_paper(3)))))
        assert (alone.source.name, len(alone.tasks)) == ("a.eml", 2)
        both = read(put(tmp_path, "b.eml", bytes(mail(short_paper(3), {"kh.txt": PAPER}))))
        assert list(both) == ["b.eml/kh.txt", "b.eml/body.txt"]

    def test_a_page_keeps_its_table(self, tmp_path: Path) -> None:
        rows = "".join(
            f"<tr><td>{n}</td><td>Rà soát quy chế số {n}</td><td>Phòng Văn hóa - Xã hội</td>"
            "<td>Quý II/2031</td></tr>"
            for n in (1, 2, 3)
        )
        page = (
            "<p>KẾ HOẠCH</p><table border=1><tr><th>STT</th><th>Nhiệm vụ</th><th>Chủ trì</th>"
            f"<th>Thời gian thực hiện</th></tr>{rows}</table>"
        )
        plan = extract(put(tmp_path, "a.eml", bytes(mail("xem bản HTML", html=page))))
        assert len(plan.tasks) == 3

    def test_an_archive_in_a_mail_is_opened(self, tmp_path: Path) -> None:
        inner = zipped({"kh.txt": PAPER, "trong.zip": zipped({"x.txt": OTHER})})
        found = read(put(tmp_path, "a.eml", bytes(mail(attachments={"gói.zip": inner}))))
        assert list(found) == ["a.eml/gói.zip/kh.txt", "a.eml/gói.zip/trong.zip"]
        assert found["a.eml/gói.zip/trong.zip"] == NestedParcelError.__name__

    def test_a_mail_in_a_mail_is_told(self, tmp_path: Path) -> None:
        outer = MIMEMultipart()
        outer["From"], outer["Subject"] = "a@b.example", "Chuyển tiếp"
        outer.attach(MIMEText("Xem thư.", "plain", "utf-8"))
        outer.attach(MIMEMessage(mail(attachments={"kh.txt": PAPER})))
        found = read(put(tmp_path, "a.eml", bytes(outer)))
        assert list(found.values()) == [NestedParcelError.__name__]

    def test_logos_are_no_papers_but_pages_are(self, tmp_path: Path) -> None:
        outer = MIMEMultipart("related")
        outer["From"], outer["Subject"] = "a@b.example", "x"
        outer.attach(MIMEText('<p>Chào<img src="cid:logo"><img src="cid:page">', "html", "utf-8"))
        for name, size in (("logo", 900), ("page", 90_000)):
            picture = MIMEImage(b"\x89PNG\r\n\x1a\n" + bytes(size), "png")
            picture.add_header("Content-ID", f"<{name}>")
            picture.add_header("Content-Disposition", "inline", filename=f"{name}.png")
            outer.attach(picture)
        path = put(tmp_path, "a.eml", bytes(outer))
        assert sniff(path) == WEB_ARCHIVE
        assert [name for name, one in opened(path).items() if not one.is_body] == ["a.eml/page.png"]

    def test_a_mail_bomb_of_parts(self, tmp_path: Path) -> None:
        part = b"--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nx\r\n"
        head = b'From: a@b\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
        path = put(tmp_path, "a.eml", head + part * 10_000 + b"--x--\r\n")
        start = time.perf_counter()
        with pytest.raises(TooLargeError):
            extract(path)
        assert time.perf_counter() - start < 10

    def test_parts_without_a_type(self, tmp_path: Path) -> None:
        head = b'From: a@b\r\nSubject: x\r\nContent-Type: multipart/digest; boundary="x"\r\n\r\n'
        part = b"--x\r\n\r\nSubject: y\r\n\r\nKh\xe1\xba\xbf ho\xe1\xba\xa1ch\r\n"
        path = put(tmp_path, "a.eml", head + part * 10_000 + b"--x--\r\n")
        with pytest.raises(TooLargeError):
            extract(path)

    def test_a_mail_bomb_of_levels(self, tmp_path: Path) -> None:
        levels = b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
            for n in range(5000)
        )
        path = put(tmp_path, "a.eml", b"From: a@b\r\nSubject: x\r\n" + levels + b"\r\nx\r\n")
        with pytest.raises(TooLargeError):
            extract(path)

    def test_levels_without_a_type(self, tmp_path: Path) -> None:
        head = b"From: a@b\r\nSubject: x\r\n"
        folded = b"".join(
            b'Content-Type:\r\n multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
            for n in range(900)
        )
        with pytest.raises(TooDeepError):
            extract(put(tmp_path, "a.eml", head + folded + b"\r\nx\r\n"))

    @pytest.mark.parametrize(
        "head",
        [
            b"From: =?utf-8?B?@@@@?=\r\nSubject: =?x-none?Q?=FF=FE?=\r\nDate: 99 Foo 99999\r\n",
            b"From: a@b\r\nSubject: x\r\nContent-Type: multipart/mixed\r\n",
            b'From: a@b\r\nSubject: x\r\nContent-Type: text/plain; charset="\\xff;;="\r\n',
            b"From: a@b\r\nSubject: x\r\nContent-Disposition: attachment; filename*=x'y'%zz%\r\n",
            b"From: a@b\r\nSubject: " + b"=?utf-8?Q?a?= " * 20_000 + b"\r\n",
            b"From: a@b\r\nSubject: x\r\nContent-Transfer-Encoding: base64\r\n",
            b"From: a@b\r\nSubject: x\r\nContent-Type: application/pkcs7-mime\r\n",
        ],
    )
    def test_odd_heads(self, head: bytes, tmp_path: Path) -> None:
        path = put(tmp_path, "a.eml", head + b"\r\n" + short_paper(4).encode())
        assert sniff(path) in (MAIL, WEB_ARCHIVE)
        with suppress(KehoachError):
            list(extract_each(path))

    def test_text_that_only_looks_like_a_mail(self, tmp_path: Path) -> None:
        for text in (
            "Subject: cải cách\nKẾ HOẠCH",
            "Kế hoạch: năm 2031\nTừ: UBND xã",
            "a: b\nc: d",
        ):
            assert sniff(put(tmp_path, "a.txt", text)) == TEXT


class TestMessagesOfOutlook:
    def test_attachments_are_papers(self, tmp_path: Path) -> None:
        path = put(tmp_path, "thư.msg", outlook({"kế hoạch.txt": PAPER, "nhiệm vụ.xlsx": WORKBOOK}))
        assert sniff(path) == MSG
        found = read(path)
        assert list(found) == ["thư.msg/kế hoạch.txt", "thư.msg/nhiệm vụ.xlsx"]
        for plan in found.values():
            assert isinstance(plan, Plan)
            assert plan.source.parcel is not None
            assert plan.source.parcel.sender == "Văn thư xã Tân Khê <vanthu@tankhe.example>"
            assert plan.source.parcel.subject == "Gửi kế hoạch năm 2031"
            assert (plan.source.parcel.date or "").startswith("2031-")

    def test_a_text_that_is_a_plan(self, tmp_path: Path) -> None:
        plan = extract(put(tmp_path, "a.msg", outlook(body=short_paper(3))))
        assert (plan.source.name, len(plan.tasks)) == ("a.msg", 2)

    def test_a_message_in_a_message_is_told(self, tmp_path: Path) -> None:
        found = read(put(tmp_path, "a.msg", outlook({"thư cũ": b"", "kh.txt": PAPER})))
        assert found["a.msg/thư cũ"] == NestedParcelError.__name__

    def test_an_encrypted_office_file_costs_itself_alone(self, tmp_path: Path) -> None:
        locked = compound({"EncryptedPackage": b"x"})
        found = read(put(tmp_path, "a.msg", outlook({"khóa.docx": locked, "kh.txt": PAPER})))
        assert found["a.msg/khóa.docx"] == EncryptedFileError.__name__
        assert isinstance(found["a.msg/kh.txt"], Plan)

    @pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.8, 0.97])
    def test_cut_short(self, share: float, tmp_path: Path) -> None:
        data = outlook({"kh.txt": PAPER})
        path = put(tmp_path, "a.msg", data[: int(len(data) * share)])
        with pytest.raises(KehoachError):
            list(extract_each(path))

    def test_tables_in_circles(self, tmp_path: Path) -> None:
        data = bytearray(outlook({"kh.txt": PAPER}))
        table = len(data) - 512
        data[table : table + 400] = struct.pack("<100I", *[0] * 100)
        path = put(tmp_path, "a.msg", bytes(data))
        with pytest.raises(KehoachError):
            list(extract_each(path))

    def test_a_stream_larger_than_the_file(self, tmp_path: Path) -> None:
        data = bytearray(outlook({"kh.txt": PAPER}))
        name = "__substg1.0_37010102".encode("utf-16-le")
        entry = data.index(name)
        data[entry + 120 : entry + 124] = struct.pack("<I", 0x7FFFFFFF)
        with pytest.raises(KehoachError):
            list(extract_each(put(tmp_path, "a.msg", bytes(data))))

    @given(st.lists(st.tuples(st.integers(0, 7000), st.integers(0, 255)), max_size=30))
    def test_nonsense_ends_in_a_sentence(
        self, tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
    ) -> None:
        data = bytearray(outlook({"kh.txt": b"x"}, body="Kế hoạch"))
        for place, value in changes:
            data[place % len(data)] = value
        path = put(tmp_path_factory.mktemp("m"), "a.msg", bytes(data))
        with suppress(KehoachError):
            list(extract_each(path))

    @pytest.mark.parametrize("place", [30, 32])
    def test_sectors_of_gigabytes_are_refused(self, tmp_path: Path, place: int) -> None:
        data = bytearray(outlook({"kh.txt": b"x"}, body="Kế hoạch"))
        data[place] = 35
        with pytest.raises(BrokenFileError):
            list(extract_each(put(tmp_path, "a.msg", bytes(data))))


class TestPackets:
    @pytest.mark.parametrize("named_outside", [True, False])
    def test_the_head_is_told_and_the_paper_read(self, named_outside: bool, tmp_path: Path) -> None:
        text = edxml({"kh.txt": PAPER}, named_outside=named_outside)
        path = put(tmp_path, "gói.edxml", text)
        assert sniff(path) == EDXML
        plan = extract(path)
        assert (plan.source.name, len(plan.tasks)) == ("gói.edxml/kh.txt", 2)
        assert plan.source.parcel is not None
        assert plan.source.parcel.model_dump() == {
            "name": "gói.edxml", "media_type": EDXML, "sender": "UBND xã Tân Khê",
            "subject": "Kế hoạch năm 2031", "number": "12", "symbol": "KH-UBND",
            "organ_code": "000.00.01.H99", "promulgated_on": "2031-01-15",
            "due_on": "2031-02-28", "steering_type": "1",
        }  # fmt: skip

    def test_papers_that_were_packed_first(self, tmp_path: Path) -> None:
        packed = zipped({"kh.txt": PAPER})
        found = read(put(tmp_path, "a.xml", edxml({"kh.pdf": packed, "2.txt": OTHER})))
        assert list(found) == ["a.xml/kh.pdf/kh.txt", "a.xml/2.txt"]

    def test_a_paper_of_many_megabytes(self, tmp_path: Path) -> None:
        picture = b"\x89PNG\r\n\x1a\n" + bytes(12 * MB)
        found = opened(put(tmp_path, "a.edxml", edxml({"x.png": picture})))
        assert found["a.edxml/x.png"].path.stat().st_size == len(picture)

    def test_hostile_packets(self, tmp_path: Path) -> None:
        whole = edxml({"kh.txt": PAPER})
        laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><edXML'
        for number, (text, error) in enumerate((
            (whole.replace("<edXML ", f"{laughs} ", 1), ForbiddenXmlError),
            (whole[: len(whole) // 2], BrokenXmlError),
            (whole.replace("MessageHeader", "Nothing"), BrokenXmlError),
            (whole.replace("</edXML>", "<a>" * 300 + "</a>" * 300 + "</edXML>"), TooDeepError),
            (edxml({str(n): b"x" for n in range(1001)}), TooLargeError),
        )):  # fmt: skip
            with pytest.raises(error):
                opened(put(tmp_path, f"{number}.edxml", text))

    def test_broken_base64(self, tmp_path: Path) -> None:
        text = edxml({"kh.txt": PAPER, "2.txt": OTHER}).replace("Encoded>", "Encoded>@", 2)
        found = read(put(tmp_path, "a.edxml", text))
        assert found["a.edxml/kh.txt"] == BrokenPartError.__name__
        assert isinstance(found["a.edxml/2.txt"], Plan)


class TestLooks:
    def test_what_may_be_a_parcel(self, tmp_path: Path) -> None:
        parcels = {
            "a.zip": zipped({"kh.txt": PAPER}), "a.eml": bytes(mail()), "a.msg": outlook(),
            "a.edxml": edxml({"x": b""}).encode(), "word.zip": zipped({"word/kh.txt": PAPER}),
        }  # fmt: skip
        others = {
            "a.txt": PAPER, "a.xlsx": WORKBOOK, "a.doc": compound({"WordDocument": b"x"}),
            "a.pdf": b"%PDF-1.4", "none": b"",
        }  # fmt: skip
        assert all(may_hold_papers(put(tmp_path, name, data)) for name, data in parcels.items())
        assert not any(may_hold_papers(put(tmp_path, name, data)) for name, data in others.items())
        assert not may_hold_papers(tmp_path)
        assert not may_hold_papers(tmp_path / "missing")

    def test_why_a_part_is_not_read(self, tmp_path: Path) -> None:
        found = opened(put(tmp_path, "a.zip", zipped({"b.zip": zipped({"x": b"y"})})))
        for one in found.values():
            assert isinstance(refusal_of(one), NestedParcelError)
        assert {kind.__name__ for kind in module.REFUSALS} >= {"NestedParcelError"}

    @given(st.lists(st.text(max_size=30), max_size=12))
    def test_names_are_plain_and_distinct(self, names: list[str]) -> None:
        told = distinct_names(plain_name(name, number) for number, name in enumerate(names))
        assert len({name.casefold() for name in told}) == len(names)
        for name in told:
            assert not name.startswith("/")
            assert not {"", ".", ".."} & set(name.split("/"))
            assert name.isprintable()


class TestBatches:
    def test_papers_of_parcels_are_papers_of_the_batch(self, tmp_path: Path) -> None:
        folder = tmp_path / "vào"
        (folder / "xã").mkdir(parents=True)
        inner = zipped({"x.txt": b"x"})
        parts = {"a/kh.txt": PAPER, "../kh.txt": OTHER, "trong.zip": inner, "Thumbs.db": b"x"}
        put(folder / "xã", "gói.zip", zipped(parts))
        put(folder, "thư.eml", bytes(mail(attachments={"kh.txt": PAPER})))
        put(folder, "một.eml", bytes(mail(short_paper(5))))
        put(folder, "hỏng.zip", zipped({"kh.txt": PAPER})[:-30])
        put(folder, "Thumbs.db", b"x")
        statuses, events = batch(folder, tmp_path / "ra")
        assert statuses == {"ok": 4, "failed": 2}
        plans = tmp_path / "ra" / "plans"
        assert sorted(path.relative_to(plans).as_posix() for path in plans.rglob("*.json")) == [
            "một.eml.json", "thư.eml/kh.txt.json", "xã/gói.zip/a/kh.txt.json",
            "xã/gói.zip/kh.txt.json",
        ]  # fmt: skip
        text = (plans / "xã" / "gói.zip" / "a" / "kh.txt.json").read_text(encoding="utf-8")
        assert '"name": "gói.zip/a/kh.txt"' in text
        before = {path: path.read_bytes() for path in plans.rglob("*.json")}
        statuses, events = batch(folder, tmp_path / "ra")
        assert events.todo == 0
        assert before == {path: path.read_bytes() for path in plans.rglob("*.json")}

    def test_photographs_in_a_parcel_are_one_paper_of_the_batch(self, tmp_path: Path) -> None:
        folder = tmp_path / "vào"
        folder.mkdir()
        pages = {f"trang {number}.png": page_picture(number) for number in (1, 2)}
        put(folder, "kh.zip", zipped(pages))
        photographs = {f"ảnh/{name}": data for name, data in pages.items()}
        put(folder, "hai.zip", zipped({"kh.txt": PAPER, **photographs}))
        batch(folder, tmp_path / "ra", BatchOptions())  # a page that is in both is read once
        plans = [
            Plan.model_validate_json(path.read_bytes())
            for path in sorted((tmp_path / "ra" / "plans").rglob("*.json"))
            if path.name != "kh.txt.json"
        ]
        assert [plan.source.name for plan in plans] == ["hai.zip/ảnh", "kh.zip"]
        assert {len(plan.source.pages) for plan in plans} == {2}
        assert plans[0].source.pages[0].file == "ảnh/trang 1.png"
        assert plans[1].source.pages[0].file == "trang 1.png"
        assert plans[0].tasks
        assert [task.task for task in plans[0].tasks] == [task.task for task in plans[1].tasks]

    def test_a_parcel_that_changed_is_read_again(self, tmp_path: Path) -> None:
        folder = tmp_path / "vào"
        folder.mkdir()
        put(folder, "a.zip", zipped({"1.txt": PAPER, "2.txt": OTHER}))
        batch(folder, tmp_path / "ra")
        put(folder, "a.zip", zipped({"1.txt": PAPER, "2.txt": short_paper(7)}))
        _, events = batch(folder, tmp_path / "ra")
        assert events.read == ["a.zip/2.txt"]

    def test_what_the_child_tells_of_a_parcel(self, tmp_path: Path) -> None:
        put(tmp_path, "a.zip", zipped({"x/1.txt": PAPER}))
        assert [name for name, _ in papers_of(str(tmp_path), "a.zip")] == ["x/1.txt"]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    put(tmp_path, "a.zip", zipped({"1.txt": PAPER, "2.txt": OTHER, "b.zip": zipped({"x": b"y"})}))
    put(tmp_path, "a.eml", bytes(mail(attachments={"kh.txt": PAPER})))
    put(tmp_path, "Thumbs.db", b"x")
    return tmp_path


def run(*words: object, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return kehoach("--lang", "en", *map(str, words), data=data)


class TestCommands:
    def test_one_paper_goes_to_standard_output(self, folder: Path) -> None:
        done = run("extract", folder / "a.eml")
        assert done.returncode == 0
        assert b'"name": "a.eml/kh.txt"' in done.stdout

    def test_several_need_a_folder(self, folder: Path) -> None:
        for out in ([], ["-o", folder / "x.json"]):
            done = run("extract", folder / "a.zip", *out)
            assert done.returncode == 2
            assert b"name a folder" in done.stderr
        done = run("extract", folder / "a.zip", "-o", f"{folder}/out/")
        assert done.returncode == 3
        assert b"a.zip/b.zip: A parcel inside another" in done.stderr
        assert sorted(path.name for path in (folder / "out").iterdir()) == ["1.json", "2.json"]

    def test_a_parcel_is_never_written_over(self, folder: Path) -> None:
        before = (folder / "a.eml").read_bytes()
        done = run("extract", folder / "a.eml", "--format", "json", "-o", folder / "a.eml")
        assert done.returncode == 2
        assert (folder / "a.eml").read_bytes() == before

    def test_from_standard_input(self, folder: Path) -> None:
        done = run("check", "-", data=(folder / "a.eml").read_bytes())
        assert b"kh.txt: 2 tasks" in done.stdout

    def test_files_of_the_system_are_passed_over(self, folder: Path) -> None:
        done = run("check", folder / "Thumbs.db", folder / "a.eml")
        assert (done.returncode, b"passed over" in done.stderr) == (0, True)

    def test_a_page_of_a_parcel(self, folder: Path) -> None:
        done = run("inspect", folder / "a.eml", "-o", folder / "x.png")
        assert (done.returncode, b"take the paper out" in done.stderr) == (3, True)

    def test_the_page_of_results_leads_to_the_parcel(self, folder: Path) -> None:
        assert run("extract", folder / "a.eml", "-o", folder / "x.html").returncode == 0
        assert '"paper_link":"./a.eml"' in (folder / "x.html").read_text(encoding="utf-8")
