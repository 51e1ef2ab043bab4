"""Letterheads and closings in the manners of offices, against data/parsers/letterheads.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from grid_maker import make_flow

from kehoach import extract
from kehoach.ingest.geometry import line_of
from kehoach.ingest.model import Box, Line, Word
from kehoach.normalize import gazetteer
from kehoach.normalize.gazetteer import UnitRecord
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.times.period import parse_period
from kehoach.parsers.closing import read_closing
from kehoach.parsers.frames import columns_of
from kehoach.parsers.head_columns import columns_apart
from kehoach.parsers.letterhead import read_head, with_province_told, without_stamp
from kehoach.parsers.own_unit import with_own_unit
from kehoach.parsers.parts import take_apart
from kehoach.schema import models

FOLDER = Path(__file__).parent / "data/parsers"
DATA: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    (FOLDER / "letterheads.yaml").read_text("utf-8")
)
OFFICES: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    (FOLDER / "letterheads_of_offices.yaml").read_text("utf-8")
)
HEADS = {**DATA["heads"], **OFFICES["heads"]}
CLOSINGS = {**DATA["closings"], **OFFICES["closings"]}


def lines(entries: Sequence[str | Sequence[str]]) -> tuple[Line, ...]:
    return columns_of(make_flow(entries))


@pytest.mark.parametrize("name", HEADS)
def test_head(name: str) -> None:
    case = HEADS[name]
    info, _ = read_head(lines(case["lines"]), case.get("title"), case.get("text", []))
    told = info.model_dump()
    told |= {
        "level": info.unit.level if info.unit else None,
        "name": info.unit.name if info.unit else None,
    }
    assert {key: told[key] for key in case["want"]} == case["want"]


@pytest.mark.parametrize("issuer", OFFICES["own_units"])
def test_a_body_with_a_name_of_its_own_is_the_unit(issuer: str) -> None:
    unit = with_own_unit(models.DocumentInfo(issuer=issuer)).unit
    told = f"{unit.level} | {unit.name}" if unit else ""
    assert told == OFFICES["own_units"][issuer]


def printed(y: float, *words: tuple[float, str]) -> Line:
    """A line of a page, its words at these places; a letter is six points wide."""
    return line_of(
        [
            Word(text, Box(x0=x, y0=y, x1=x + 6 * len(text), y1=y + 12), size=12.0)
            for x, text in words
        ],
        1,
    )


class TestColumnsOneBlankApart:
    """The letterhead of a page whose columns no white parts."""

    LEFT = ((100.0, "HĐND"), (130.0, "TỈNH"))
    MOTTO = ((158.0, "CỘNG"), (186.0, "HÒA"), (208.0, "XÃ"), (224.0, "HỘI"), (246.0, "CHỦ"))
    HEAD = (
        printed(50, *LEFT, *MOTTO, (270.0, "NGHĨA"), (304.0, "VIỆT")),
        printed(64, (100.0, "SƠN"), (122.0, "HẠ"), (230.0, "NAM")),
        printed(78, (100.0, "Số:"), (120.0, "26/KH"), (200.0, "Sơn"), (222.0, "Hạ,"),
                (244.0, "ngày"), (272.0, "18"), (288.0, "tháng"), (322.0, "3"), (332.0, "năm"),
                (354.0, "2031")),
    )  # fmt: skip
    TITLE = printed(100, (150.0, "KẾ"), (165.0, "HOẠCH"))

    def test_they_are_put_apart_at_the_motto(self) -> None:
        assert [item.text for item in columns_apart([*self.HEAD, self.TITLE])] == [
            "HĐND TỈNH",
            "SƠN HẠ",
            "Số: 26/KH",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT",
            "NAM",
            "Sơn Hạ, ngày 18 tháng 3 năm 2031",
            "KẾ HOẠCH",
        ]

    def test_a_word_across_the_place_keeps_them_together(self) -> None:
        across = printed(64, (140.0, "SƠN-HẠ"), (230.0, "NAM"))
        flow = [self.HEAD[0], across, self.HEAD[2], self.TITLE]
        assert columns_apart(flow) == flow

    def test_a_motto_that_opens_its_line_parts_nothing(self) -> None:
        flow = [printed(50, *self.MOTTO), *self.HEAD[1:], self.TITLE]
        assert columns_apart(flow) == flow


def test_a_paper_cited_above_the_number_is_no_title() -> None:
    cited = ["ĐOÀN GIÁM SÁT THEO", "NGHỊ QUYẾT 88/NQ-HĐND", "Số: 26/KH-ĐGS", "KẾ HOẠCH"]
    assert take_apart(make_flow(cited)).kind == "Kế hoạch"
    assert take_apart(make_flow(["NGHỊ QUYẾT 88/NQ-HĐND", "Về chợ"])).kind == "Nghị quyết"


@pytest.mark.parametrize("name", CLOSINGS)
def test_closing(name: str) -> None:
    closing = read_closing(lines(CLOSINGS[name]["lines"]))
    signer = closing.signer
    role, person = (signer.role, signer.name) if signer else (None, None)
    assert [role, person, list(closing.recipients)] == CLOSINGS[name]["want"]


def units_of_today() -> list[UnitRecord]:
    """Every ward, commune and special zone since July 2025, out of the gazetteer's own data."""
    lowest = administrative_levels().lowest
    keys = {line.split("\t", 1)[0]: None for line in gazetteer._lines()}
    records = (unit for key in keys for unit in gazetteer._records(key))
    return [unit for unit in records if unit.era == "2025" and unit.level in lowest]


def test_the_letterhead_of_every_unit_of_the_country_is_read() -> None:
    """Names that begin as other words do ("PHƯỜNG AN …", "XÃ HỘI …"), have a dash, or an ending
    that is a time without its marks ("Gò Dầu năm 2026")."""
    units = units_of_today()
    assert len(units) > 3300
    wrong: list[str] = []
    for unit in units:
        whole = f"{unit.level} {unit.name}"
        title = f"Cải cách hành chính {whole} năm 2026"
        head = ["ỦY BAN NHÂN DÂN", whole.upper(), "Số: 12/KH-UBND", f"{unit.name}, ngày 14/02/2026"]
        info, _ = read_head(lines(head), title, [title])
        told = [info.issuer, info.place, info.number]
        period = parse_period(title)
        if (
            told != [f"UBND {whole}", unit.name, "12/KH-UBND"]
            or str(period and period.end) != "2026-12-31"
        ):
            wrong.append(f"{whole}: {told}, {period}")
    assert wrong == []


def test_a_name_in_capitals_is_spelled_as_the_body_spells_it() -> None:
    head = lines(["ỦY BAN NHÂN DÂN", "PHƯỜNG HOÀ YÊN MỚI", "Số: 1/KH-UBND"])
    info, _ = read_head(head, None, ["UBND phường Hoà Yên Mới giao các phòng thực hiện."])
    assert info.unit is not None
    assert info.unit.name == "Hoà Yên Mới"


def test_a_ward_that_no_gazetteer_knows_has_no_code() -> None:
    info, _ = read_head(lines(["UBND PHƯỜNG HẢI YÊN TRUNG"]), None, [])
    assert info.unit is not None
    assert info.unit.code is None


STAMP = [
    "Ký bởi: Văn phòng",
    "Cơ quan: Ủy ban Nhân dân thành",
    "phố Biển Xa",
    "Thời gian ký: 09.03.2030 13:45:14",
    "+07:00",
]


def test_the_block_of_a_digital_signature_is_no_letterhead() -> None:
    head = ["ỦY BAN NHÂN DÂN", "PHƯỜNG SƠN HẠ"]
    assert without_stamp([*STAMP, *head]) == head
    assert without_stamp([head[0], *STAMP, head[1]]) == head


def test_a_line_that_only_begins_like_one_stays() -> None:
    head = ["Người ký cuối cùng", "ỦY BAN NHÂN DÂN", "PHƯỜNG SƠN HẠ"]
    assert without_stamp(head) == head


@pytest.mark.parametrize(
    "motto", ["CỘNG HÒA XÃ H)7 CäỦ PGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHU NGHĨA VIỆT NAM"]
)
def test_a_motto_under_a_seal(motto: str) -> None:
    flow = make_flow(
        [f"ỦY BAN NHÂN DÂN {motto}", "PHƯỜNG SƠN HẠ Độc lập - Tự đõ - Hạnh phúc", "Số: 12/KH-UBND"]
    )
    info, _ = read_head([item for item in flow if isinstance(item, Line)], "Kế hoạch", [])
    assert info.issuer == "UBND phường Sơn Hạ"


def test_a_level_with_wrong_marks() -> None:
    flow = make_flow(["ỦY BAN NHÂN DÂN", "THÀNH PHÓ BIỂN XA", "Số: 12/KH-UBND"])
    info, _ = read_head([item for item in flow if isinstance(item, Line)], "Kế hoạch", [])
    assert info.unit is not None
    assert info.unit.level == "thành phố"


@pytest.mark.parametrize(
    ("recipients", "want"),
    [
        (["UBND tỉnh Lào Cai (b/c)", "Lưu: VT"], "Lào Cai"),
        (["Như trên", "Sở Xây dựng tỉnh Nghệ An"], "Nghệ An"),
        (["Sở Y tế tỉnh Lào Cai", "Sở Y tế tỉnh Nghệ An"], None),
        (["UBND tỉnh (b/c)", "Lưu: VT"], None),
    ],
)
def test_a_commune_reports_to_its_own_province(recipients: list[str], want: str | None) -> None:
    info = models.DocumentInfo(unit=models.Unit(level="xã", name="Nậm Khê Đoài"))
    assert with_province_told(info, recipients).province == want


def test_a_province_is_not_told_by_those_it_writes_to() -> None:
    info = models.DocumentInfo(unit=models.Unit(level="tỉnh", name="Sơn Hạ"))
    assert with_province_told(info, ["UBND tỉnh Nghệ An"]).province is None


CALENDAR = """ỦY BAN NHÂN DÂN
XÃ SÔNG MÂY
Số: 18/LCT-UBND

LỊCH CÔNG TÁC TUẦN

THỨ HAI (03/3/2031)
- 08 giờ 00: Giao ban tuần. Chủ trì: Chủ tịch UBND xã.
THỨ BA (04/3/2031)
- 08 giờ 00: Tiếp công dân. Chủ trì: Chủ tịch UBND xã.

{last}
TL. CHỦ TỊCH
CHÁNH VĂN PHÒNG

Lê Văn Khê
"""


@pytest.mark.parametrize(
    ("last", "issued"),
    [
        ("Sông Mây, ngày 28 tháng 02 năm 2031", "2031-02-28"),
        ("Họp tại Sông Mây, ngày 28 tháng 02 năm 2031 để chuẩn bị.", None),
        ("Sông Mây, ngày 31 tháng 02 năm 2031", None),
    ],
)
def test_a_day_right_over_the_signature_is_that_of_the_paper(last: str, issued: str | None) -> None:
    plan = extract(CALENDAR.format(last=last).encode(), name="lich.txt")
    assert plan.document.issued_on == issued
    assert ("missing_issue_date" in {one.code for one in plan.findings}) == (issued is None)
