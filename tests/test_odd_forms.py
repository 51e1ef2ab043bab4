"""Papers in invented odd forms: their truth stands in them, and the same seed gives the same."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
import yaml

from bench.labels import fold
from bench.odd_forms import contents, drawn, made, written

BODIES = ("Phòng Kinh tế", "Công an xã", "Hội Nông dân xã")
WORKS = ("Trồng cây xanh ven đường", "Nạo vét kênh nội đồng", "Sửa đường vào xóm Bến")


def truth_in(folder: Path) -> Path:
    """A truth of a fictional commune, with tasks enough."""
    tasks = [
        {
            "task": f"{WORKS[index % 3]} đợt {index + 1}",
            "lead": {"raw": BODIES[index % 3], "units": [BODIES[index % 3]]},
            "deadline": {"raw": f"Tháng {index + 1}/2031", "kind": "within"},
            "group": {"number": None, "title": f"Nhóm việc {index // 4 + 1}"},
            "deliverables": ["Báo cáo"],
        }
        for index in range(8)
    ]
    document = {"type": "Kế hoạch", "title": "Làm đẹp xã Tân Khê", "issuer": "UBND xã Tân Khê"}
    path = folder / "tan-khe-lam-dep-2031.yaml"
    path.write_text(yaml.safe_dump({"document": document, "tasks": tasks}, allow_unicode=True))
    return path


@pytest.mark.parametrize("seed", range(12))
def test_what_the_truth_says_stands_in_the_paper(tmp_path: Path, seed: int) -> None:
    (content,) = contents([truth_in(tmp_path)])
    draw = Random(seed)  # noqa: S311 (nothing secret)
    truth, blocks = drawn(content, [content], draw)
    path = tmp_path / "paper.html"
    written(blocks, "html", path, draw)
    text = fold(path.read_text(encoding="utf-8"))
    assert truth["tasks"]
    for task in truth["tasks"]:
        assert fold(task["task"]) in text
        assert task["lead"] is None or fold(task["lead"]["raw"]) in text
        assert task["deadline"] is None or fold(task["deadline"]["raw"]) in text


def test_a_seed_gives_one_paper(tmp_path: Path) -> None:
    truth = truth_in(tmp_path)
    first, second = (list(made([truth], tmp_path / name, [3])) for name in ("a", "b"))
    assert [case.truth for case in first] == [case.truth for case in second]
    assert first[0].paper == "tan-khe-lam-dep-2031-odd-3"
