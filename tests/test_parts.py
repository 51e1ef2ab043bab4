"""Papers taken apart, against the flows of data/parsers/parts.yaml."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from grid_maker import make_flow, make_grid
from hypothesis import example, given
from hypothesis import strategies as st

from kehoach.ingest.model import FlowItem, Grid, Line
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.parts import take_apart
from kehoach.parsers.words import is_signer_line

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/parts.yaml").read_text("utf-8")
)
WORDS_OF_T = ["TT", "Nhiệm vụ", "1", "Lập"]
TABLE = make_grid([["TT", "Nhiệm vụ"], ["1", "Lập"]])


def flow_of(entries: list[Any]) -> list[FlowItem]:
    return [
        TABLE if isinstance(item, Line) and item.text == "T" else item
        for item in make_flow(entries)
    ]


def texts(items: Any) -> list[str]:
    return ["T" if isinstance(item, Grid) else item.text for item in items]


@pytest.mark.parametrize("name", DATA)
def test_parts(name: str) -> None:
    parts = take_apart(flow_of(DATA[name]["flow"]))
    want = DATA[name]["want"]
    got = {key: parts.kind if key == "kind" else texts(getattr(parts, key)) for key in want}
    assert got == want


def test_a_decision_keeps_its_articles_before_the_plan() -> None:
    parts = take_apart(flow_of(DATA["a decision that carries a plan"]["flow"]))
    assert [p.text for p in parts.preamble if p.text.startswith("Điều")] == [
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch chuyển đổi số.",
        "Điều 2. Quyết định có hiệu lực từ ngày ký.",
    ]


def test_a_table_of_a_decision_is_not_lost() -> None:
    parts = take_apart(
        flow_of(
            ["QUYẾT ĐỊNH", "Điều 1. Giao việc:", "T", "KẾ HOẠCH", "Chuyển đổi số", "I. MỤC ĐÍCH"]
        )
    )
    assert "T" in texts([*parts.preamble, *parts.body, *parts.appendix])


def test_text_between_a_decision_and_its_plan_is_not_lost() -> None:
    flow = [
        "QUYẾT ĐỊNH",
        "Điều 1. Ban hành.",
        "CHỦ TỊCH",
        "Đoàn Khắc Vĩnh",
        "1. Danh sách gửi kèm.",
        "KẾ HOẠCH",
    ]
    parts = take_apart(flow_of(flow))
    kept = texts([*parts.head, *parts.preamble, *parts.body, *parts.closing, *parts.appendix])
    assert "1. Danh sách gửi kèm." in kept


def test_text_after_the_signature_is_no_signature() -> None:
    flow = [
        "KẾ HOẠCH",
        "I. MỤC ĐÍCH",
        "Nâng cao.",
        "CHỦ TỊCH",
        "Đoàn Khắc Vĩnh",
        "Danh sách các phòng được giao việc.",
        "T",
    ]
    parts = take_apart(flow_of(flow))
    assert texts(parts.closing) == ["CHỦ TỊCH", "Đoàn Khắc Vĩnh"]


@pytest.mark.parametrize(
    "text",
    [
        "CHỦ TỊCH",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Q. CHỦ TỊCH",
        "KT. Chủ tịch",
        "TM. Ủy ban nhân dân",
        "T/M Ban Chỉ đạo",
    ],
)
def test_a_signer(text: str) -> None:
    assert is_signer_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "Chủ tịch",
        "CHỦ TỊCH UBND PHƯỜNG GIAO CÁC PHÒNG",
        "KẾ HOẠCH",
        "",
        "TỔ CHỨC THỰC HIỆN",
        "KTXH",
        "Phó Chủ tịch",
        "KT. Chủ tịch ký ban hành văn bản",
        "KT. XH xã Tân Khê",
        "TT. Đảng ủy xã",
        "Q. Ba Đình",
    ],
)
def test_no_signer(text: str) -> None:
    assert not is_signer_line(text)


ENTRIES = st.lists(
    st.sampled_from(
        [
            "KẾ HOẠCH",
            "I. MỤC ĐÍCH",
            "Nâng cao nhận thức.",
            "- Lưu: VT.",
            "Nơi nhận:",
            "CHỦ TỊCH",
            "T",
            "Đoàn Khắc Vĩnh",
            "PHỤ LỤC",
            "Căn cứ Luật;",
            "Điều 1. Ban hành.",
            "(Kèm theo Quyết định)",
            "1. Chung",
            "và",
        ]
    ),
    max_size=16,
)


@given(ENTRIES)
@example(["KẾ HOẠCH", "Đoàn Khắc Vĩnh", "I. MỤC ĐÍCH", "Đoàn Khắc Vĩnh"])
def test_nothing_is_dropped(entries: list[str]) -> None:
    """Save what the docstring of `take_apart` names: the word that tells the type, the motto, "kèm
    theo …"; and a line of the title that is printed a second time."""
    parts = take_apart(flow_of(entries))
    kept: list[str] = []
    for items in (
        parts.about,
        parts.head,
        parts.title,
        parts.preamble,
        parts.body,
        parts.closing,
        parts.appendix,
        parts.attached,
        parts.site,
        parts.page_numbers,
    ):
        for item in items:
            assert isinstance(item, Line | Paragraph | Grid)
            kept += WORDS_OF_T if isinstance(item, Grid) else [item.text]
    left_out = ("KẾ HOẠCH", "(Kèm theo Quyết định)")
    whole = [w for e in entries for w in (WORDS_OF_T if e == "T" else [e]) if w not in left_out]
    found = Counter(text for text in kept if text not in left_out)
    assert not found - Counter(whole)
    dropped = Counter(whole) - found
    assert set(dropped) <= {paragraph.text for paragraph in parts.title}
