"""How the time of a reading grows with texts that somebody made to be slow: long titles in
capitals, very many words of one kind in a line.

    .venv/bin/python -m bench.growth [--words 500]

Each text is read at one size and at twice that; twice the time is right, four times is a reader
that looks at everything for everything. Times of a machine that others use are noisy.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from time import process_time

from kehoach import extract

HEAD = """ỦY BAN NHÂN DÂN
XÃ TÂN KHÊ
Số: 12/KH-UBND
Tân Khê, ngày 05 tháng 01 năm 2031

KẾ HOẠCH
Phòng cháy năm 2031

I. NHIỆM VỤ
1. Công an xã phát tờ rơi trước ngày 01/5/2031.
2. Đoàn Thanh niên treo băng rôn trước ngày 02/5/2031.
"""
USUAL = "{number}. Trạm Y tế khám bệnh cho các hộ dân thôn Đông, báo cáo trước ngày 20/6/2031.\n"
LINES: Mapping[str, Callable[[int], str]] = {
    "a title in capitals": lambda words: (
        f"A. KIỂM TRA {'CÔNG AN XÃ KHO HÀNG CHỢ ' * (words // 6)}:"
    ),
    "helpers": lambda words: f"9999. Công an xã dọn chợ {'cùng các thôn, ' * (words // 3)}",
    "days": lambda words: f"9999. Văn phòng họp ngày {'20/5/2031, ' * words}",
    "parts": lambda words: f"9999. Dọn chợ {'– Công an xã ' * (words // 4)}– tháng 5/2031",
    "brackets": lambda words: f"9999. Dọn chợ ({'Công an xã; ' * (words // 3)}tháng 5/2031)",
    "signers": lambda words: f"9999. {'CHỦ TỊCH; Ký. ' * (words // 3)}",
    "counted": lambda words: f"9999. Thứ nhất, dọn. {'Thứ hai, quét dọn. ' * (words // 4)}",
}


def seconds(line: str, words: int) -> float:
    """The processor's time for a paper with this line, and as many words of usual points."""
    usual = "".join(USUAL.format(number=number) for number in range(3, 3 + words // 15))
    paper = f"{HEAD}{usual}- Dọn kho.\n- Quét sân.\n{line}\n- Dọn kho.\n- Quét sân.\n".encode()
    start = process_time()
    extract(paper, name="paper.txt")
    return process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=500)
    words = parser.parse_args().words
    seconds("", words)  # what is loaded once
    for name, line in LINES.items():
        once, twice = seconds(line(words), words), seconds(line(2 * words), 2 * words)
        print(f"{name:20} {once:6.2f} s {twice:6.2f} s  x{twice / once:.1f}")


if __name__ == "__main__":
    main()
