"""How copied texts close: the recipients, with a heading or without, beside who signs or above."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from plain_papers import HEAD

from kehoach import extract

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/closings_of_texts.yaml").read_text("utf-8")
)
TITLE = """THÔNG BÁO
Kết luận của Chủ tịch UBND xã tại cuộc họp ngày 02/9/2031

Chủ tịch UBND xã kết luận như sau:

1. Phòng Kinh tế rà soát các hộ bị thiệt hại, báo cáo trước ngày 10/9/2031.

2. Công an xã cắm biển cảnh báo tại ngầm Khe Sim trước ngày 08/9/2031."""


@pytest.mark.parametrize("name", DATA)
def test_closing_of_a_text(name: str) -> None:
    text = HEAD.format(symbol="TB", title=TITLE) + DATA[name]["text"].replace("⇥", "\t")
    plan = extract(text.encode(), name="thong-bao.txt")
    info, want = plan.document, DATA[name]["want"]
    assert info.signer is not None
    assert [info.signer.role, info.signer.name] == want["signer"]
    assert list(info.recipients) == want["recipients"]
    assert len(plan.tasks) == want["tasks"]
