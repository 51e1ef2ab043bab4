"""Folders of fictional papers for the tests and the bench of batches: as many as wanted, each a
little different."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kehoach.batch.model import Batch, BatchOptions
from kehoach.batch.run import run
from kehoach.emit import parquet

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "nhiem-vu-chu-cai" / "nhiem-vu-chu-cai.txt"
WARDS = ("Mây Trắng", "Sông Bạc", "Đồi Thông", "Cầu Gỗ", "Ao Sen", "Bến Lau", "Gò Dâu", "Hang Én")

SHORT = """\
ỦY BAN NHÂN DÂN
PHƯỜNG {ward}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}/KH-UBND
{ward}, ngày 06 tháng 8 năm 2025
KẾ HOẠCH
Chuyển đổi số năm 2025
Ủy ban nhân dân phường {ward} ban hành Kế hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Nâng cao chất lượng dịch vụ công trực tuyến.
II. NHIỆM VỤ
1. Hạ tầng số
a) Rà soát {number} thiết bị tại bộ phận một cửa.
- Cơ quan chủ trì: Phòng Văn hóa - Xã hội.
- Cơ quan phối hợp: Văn phòng HĐND và UBND.
- Sản phẩm: Danh mục thiết bị.
- Thời gian thực hiện: Tháng 9/2025.
b) Tập huấn kỹ năng số cho tổ dân phố số {number}.
- Cơ quan chủ trì: Phòng Văn hóa - Xã hội.
- Cơ quan phối hợp: Các tổ dân phố.
- Sản phẩm: Báo cáo.
- Thời gian thực hiện: Trước ngày 15/10/2025.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
Chủ trì triển khai Kế hoạch.
Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lò Thị Hạnh
"""


def short_paper(number: int) -> str:
    """A plan of a page, with two tasks; each number gives another."""
    return SHORT.format(ward=WARDS[number % len(WARDS)], number=number + 1)


def long_paper(number: int) -> str:
    """A plan of several pages, as text: the sample, with another ward's name and another number."""
    text = SAMPLE.read_text(encoding="utf-8")
    return text.replace("Vạn Sơn Đông", WARDS[number % len(WARDS)]).replace(
        "205", str(1000 + number)
    )


def folder_of(folder: Path, count: int, paper: Any = short_paper) -> Path:
    """`count` papers, in folders of wards."""
    for number in range(count):
        path = folder / f"phường {number % 7}" / f"kh {number:05d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(paper(number), encoding="utf-8")
    return folder


def outputs(out: Path) -> dict[str, str]:
    """What a batch has written, by name: the hash of each file; the manifest without its seconds.
    The state that the program keeps for itself is left out."""
    found = {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if path.is_file() and not name.startswith(".kehoach/"):
            data = path.read_bytes()
            if name == "manifest.jsonl":
                data = b"\n".join(
                    line.rpartition(b', "seconds": ')[0] for line in data.splitlines()
                )
            found[name] = hashlib.sha256(data).hexdigest()
    return found


class Log(list[tuple[str, dict[str, Any]]]):
    """The events of a batch."""

    def __call__(self, event: str, **facts: Any) -> None:
        self.append((event, facts))

    @property
    def todo(self) -> int:
        return next(int(facts["todo"]) for event, facts in self if event == "start")

    @property
    def read(self) -> list[str]:
        return sorted(facts["outcome"].input for event, facts in self if event == "paper")


def batch(
    folder: Path | str, out: Path | str, read_options: BatchOptions | None = None, **options: Any
) -> tuple[dict[str, int], Log]:
    """Run a batch in this process (the papers are read in others); its statuses and its events."""
    log = Log()
    read_options = read_options or BatchOptions(cached=False)
    return run(Batch(str(folder), str(out), read_options, **{"workers": 1, **options}), log), log


def batch_without_parquet(*places: Any, **options: Any) -> tuple[dict[str, int], Log]:
    """The same where DuckDB is not installed, which takes longer than all else that is done for a
    paper of a page. What it writes is looked at in test_batch and test_exports."""
    with patch.object(parquet, "is_installed", return_value=False):
        return batch(*places, **options)
