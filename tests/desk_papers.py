"""Small plans of fictional bodies that belong together: a province's, two communes' that carry it
out, a second version of one. As text, to be sent to a desk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bench.desk_server import Server

HEAD = (
    "| STT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn hoàn thành | Sản phẩm |\n|---|---|---|---|---|"
)
DATA = Path(__file__).parent / "data" / "desk_papers.yaml"
PAPER = """\
ỦY BAN NHÂN DÂN
{body}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: {number}/KH-UBND
{place}, ngày {day} tháng 01 năm 2026

KẾ HOẠCH
Cải cách hành chính năm 2026

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;

I. NHIỆM VỤ

{head}
{rows}

II. TỔ CHỨC THỰC HIỆN

Các cơ quan, đơn vị căn cứ nhiệm vụ được giao tổ chức thực hiện, báo cáo kết quả về Ủy ban nhân dân.

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

{signer}
"""


def paper(folder: Path, told: Mapping[str, Any]) -> Path:
    """A plan as a file of text."""
    rows = enumerate(told["rows"], 1)
    place = told["body"].partition(" ")[2].title()
    text = PAPER.format(
        body=told["body"],
        number=told["number"],
        place=place,
        day=f"{told['number'] % 20 + 1:02}",
        head=HEAD,
        rows="\n".join(f"| {number} | {' | '.join(cells)} |" for number, cells in rows),
        signer=f"Trần Văn {place.split()[0]}",
    )
    path = folder / f"{told['file']}.txt"
    path.write_text(text, "utf-8")
    return path


def papers(folder: Path) -> dict[str, Path]:
    """All of them, by name."""
    told = yaml.safe_load(DATA.read_text("utf-8"))
    return {name: paper(folder, one) for name, one in told.items()}


def ids_at(server: Server, folder: Path) -> dict[str, str]:
    """All of them given to a desk and read: their ids, by name. `folder`: where the files lie."""
    made = papers(folder)
    added = {name: server.upload(path).json()["papers"][0]["id"] for name, path in made.items()}
    for id in added.values():
        assert server.read(id)["job"]["state"] == "done"
    return added
