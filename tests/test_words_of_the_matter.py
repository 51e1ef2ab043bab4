"""Words of a paper's own matter are no slips, however seldom offices write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.pipeline import extract

HEAD = """ỦY BAN NHÂN DÂN
XÃ PHÚ ĐIỀN
Số: 55/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Phú Điền, ngày 20 tháng 12 năm 2030

KẾ HOẠCH
Bảo đảm trật tự dịp Tết năm 2031

I. NHIỆM VỤ
1. Công an xã vận động hộ dân ký cam kết không vi phạm {slip}, xong trước ngày 10/01/2031.
2. Công an xã thu hồi {other} nổ tại các thôn, xong trước ngày 15/01/2031.
"""


@pytest.mark.parametrize(
    ("slip", "other", "told"),
    [("pháo", "vũ khí, vật liệu", ["pháp"]), ("pháo", "pháo", []), ("pháp luất", "pháo", ["luật"])],
)
def test_words_that_stand_elsewhere(slip: str, other: str, told: list[str], tmp_path: Path) -> None:
    paper = tmp_path / "tet.txt"
    paper.write_text(HEAD.format(slip=slip, other=other), encoding="utf-8")
    found = [one.suggestion for one in extract(paper).findings if one.code == "spelling"]
    assert found == told
