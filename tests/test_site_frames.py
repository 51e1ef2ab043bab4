"""Crawled pages with their site's frame, against data/parsers/site_frames.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from docx_maker import make_docx, p, tbl, tc, tr

from kehoach import extract
from kehoach.schema.models import Plan

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/site_frames.yaml").read_text("utf-8")
)
COUNTED = ("tasks", "tables", "appendices", "obligations")


def told_of(plan: Plan) -> dict[str, Any]:
    """What a plan says of itself, and how much of each kind it holds."""
    info = plan.document
    told: dict[str, Any] = info.model_dump(include={"type", "number", "title", "issuer"})
    told["signer"] = info.signer.name if info.signer else None
    told["recipients"] = list(info.recipients)
    told["site"] = list(info.site)
    return told | {name: len(getattr(plan, name)) for name in COUNTED}


@pytest.mark.parametrize("name", DATA)
def test_a_page_and_its_paper(name: str) -> None:
    case = DATA[name]
    told = told_of(extract(case["paper"].encode(), name=f"paper.{case['kind']}"))
    assert {key: told[key] for key in case["want"]} == case["want"]


def test_nothing_of_a_page_is_lost() -> None:
    for name, case in DATA.items():
        plan = extract(case["paper"].encode(), name=f"paper.{case['kind']}")
        assert plan.unplaced == (), name


def test_a_word_file_with_a_menu_beside_the_paper(tmp_path: Path) -> None:
    rows = [["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"], ["1", "Trồng cây", "Phòng Y tế", "Quý I"]]
    table = tbl(*(tr(*map(tc, row)) for row in rows))
    above = ["UBND XÃ TÂN KHÊ", "Số: 27/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    paper = [*above, "KẾ HOẠCH", "Trồng cây năm 2031", "I. MỤC ĐÍCH", "1. Giữ đất.", "II. NHIỆM VỤ"]
    below = ["III. TỔ CHỨC THỰC HIỆN", "Các thôn thực hiện./.", "CHỦ TỊCH", "Lê Văn Khê"]
    page = "".join(map(p, paper)) + table + "".join(map(p, below))
    path = make_docx(tmp_path / "page.docx", tbl(tr(tc(p("Trang chủ") + p("Liên hệ")), tc(page))))
    told = told_of(extract(path))
    assert (told["number"], told["title"]) == ("27/KH-UBND", "Trồng cây năm 2031")
    assert (told["tasks"], told["tables"], told["signer"]) == (1, 0, "Lê Văn Khê")
    assert told["site"] == ["Trang chủ", "Liên hệ"]
