"""The tagger that puts diacritics back, weighed with the n-grams; and short forms that a paper
spells out. (Restoration in general: test_mending.py.)"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.normalize.changes import Mended
from kehoach.normalize.repair.restore import restored, stripped
from kehoach.normalize.repair.shortforms import strokes
from kehoach.normalize.repair.tagger import BETWEEN, best, tagger, without_marks
from kehoach.normalize.tokens import word_of

ROOT = Path(__file__).resolve().parent.parent

WHOLE = [
    "Ủy ban nhân dân phường chủ trì, phối hợp với các phòng chuyên môn thực hiện kế hoạch này.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, kịp thời báo cáo về Văn phòng.",
    "xử lý kịp thời, tháo gỡ các điểm nghẽn, khơi thông các nguồn lực để phát triển.",
    "Trên cơ sở nắm bắt thực tiễn địa phương, các phòng chuyên môn cần chủ động tham mưu.",
    "ĐẢNG ỦY PHƯỜNG TỔ CHỨC HỘI NGHỊ TỔNG KẾT CÔNG TÁC NĂM 2031",
]
UNTOUCHED = [
    "12/KH-UBND; 15/01/2031; 95%",
    "UBND, TTHC, MTTQ",
    "https://songmay.example/ke-hoach.pdf",
]
SOUND_PAPER = """
from kehoach.normalize.repair.mend import mended
lines = ["Ủy ban nhân dân phường ban hành kế hoạch.", "12/KH-UBND; 95%", "Ban Thanh tra",
         "UBND", "Trưởng Công an phường chịu trách nhiệm theo dõi.", "Zalo, Facebook, Internet",
         "Văn phòng Đảng ủy phường theo dõi, đôn đốc việc thực hiện kế hoạch này."]
assert all(not result.steps for result in mended(lines))
import sys
assert "onnxruntime" not in sys.modules
"""
STRIPPED_PAPER = """
from kehoach.normalize.repair.mend import mended
assert mended(["Ke hoach cai cach hanh chinh"])[0].text == "Kế hoạch cải cách hành chính"
import sys
assert "onnxruntime" in sys.modules
"""


def put_back(*lines: str) -> list[str]:
    """Lines of one paper -> restored."""
    return [result.text for result in restored([Mended.of(line) for line in lines])]


@pytest.mark.parametrize("line", WHOLE)
def test_a_stripped_line(line: str) -> None:
    assert put_back(stripped(line)) == [line]


def test_a_stripped_paper() -> None:
    assert put_back(*map(stripped, WHOLE)) == WHOLE


@pytest.mark.parametrize("line", WHOLE)
def test_sound_text_is_unchanged(line: str) -> None:
    assert put_back(line) == [line]


@pytest.mark.parametrize("line", WHOLE)
@pytest.mark.parametrize("kept", [2, 3])
def test_marks_that_were_kept_stay(line: str, kept: int) -> None:
    """Every second or third word keeps its marks."""
    seen = [
        word if number % kept == 0 else stripped(word) for number, word in enumerate(line.split())
    ]
    got = put_back(" ".join(seen))[0].split()
    assert len(got) == len(seen)
    for before, after in zip(seen, got, strict=True):
        assert stripped(after) == stripped(before)
        assert before.isascii() or after == before


def test_a_kept_mark_tells_another_word() -> None:
    """What is written is evidence, however unlikely: "phượng" never becomes "phường"."""
    assert put_back("Uy ban nhan dan phượng ban hanh ke hoach")[0].split()[4] == "phượng"


@pytest.mark.parametrize("line", UNTOUCHED)
def test_numbers_short_forms_and_addresses_stay(line: str) -> None:
    assert put_back(line) == [line]


def test_foreign_words_and_figures_stay_among_stripped_ones() -> None:
    line = (
        "Dang tai tren Facebook, Zalo va website www.songmay.example truoc ngay 15/01/2031 (95,5%)"
    )
    got = put_back(line)[0]
    assert got.startswith("Đăng tải trên Facebook, Zalo và website www.songmay.example trước ngày")
    assert got.endswith("15/01/2031 (95,5%)")


def test_capitals_are_kept() -> None:
    assert put_back("Uy Ban Nhan Dan PHUONG ban hanh") == ["Ủy Ban Nhân Dân PHƯỜNG ban hành"]


def test_the_same_every_time() -> None:
    lines = [Mended.of(stripped(line)) for line in WHOLE]
    assert restored(lines) == restored(lines)


@pytest.mark.parametrize("program", [SOUND_PAPER, STRIPPED_PAPER])
def test_the_network_is_read_only_where_marks_are_lost(program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


# --- short forms ----------------------------------------------------------------------------------


def test_a_short_form_that_the_paper_introduces() -> None:
    got = put_back(
        "Doi moi chuong trinh dao tao (CTDT) cua truong", "Ban hanh CTDT truoc ngay 15/01/2031"
    )
    assert got == [
        "Đổi mới chương trình đào tạo (CTĐT) của trường",
        "Ban hành CTĐT trước ngày 15/01/2031",
    ]


def test_a_short_form_in_a_paper_that_kept_its_marks_stays() -> None:
    lines = ["Đổi mới chương trình đào tạo (CTDT) của trường", "Ban hành CTDT trước ngày 15/01"]
    assert put_back(*lines) == lines


@pytest.mark.parametrize(
    ("text", "wanted", "want"),
    [
        ("chương trình đào tạo ( ctdt )", {"ctdt": False}, {"ctdt": "ctđt"}),
        ("chương trình đào tạo", {"ctdt": False}, {"ctdt": "ctđt"}),
        ("chương trình đào tạo", {"ctdt": True}, {}),  # known, and spelled out once only
        ("chương trình đào tạo . " * 10, {"ctdt": True}, {"ctdt": "ctđt"}),
        ("thể dục thể thao", {"tdtt": False}, {"tdtt": "tdtt"}),
        ("địa chỉ . danh sách chung", {"dc": False}, {}),  # two letters meet by chance
        ("đơn vị chủ quản , dịch vụ công", {"dvc": False}, {}),  # both are found
        ("", {"ctdt": False}, {}),
    ],
)
def test_strokes(text: str, wanted: dict[str, bool], want: dict[str, str]) -> None:
    assert strokes(text.split(), wanted) == want


# --- the reader alone -----------------------------------------------------------------------------


def test_the_tagger_alone() -> None:
    (words,) = best(
        tagger(), [["Uy", "ban", "nhan", "dan", "phuong", ",", "2031", "Xyzzy"]], word_of
    )
    assert words == ["ủy", "ban", "nhân", "dân", "phường", None, None, None]


def test_chances_of_the_words_of_a_token_add_up() -> None:
    own = tagger()
    seen = [own.seen("phuong", "phuong"), own.seen("an", "an"), BETWEEN]
    scores = own.scores(np.array(seen, dtype=np.int64))
    assert np.exp(scores).sum(axis=1) == pytest.approx([1, 1, 0], abs=1e-4)


def test_columns_name_the_words_of_a_token() -> None:
    own = tagger()
    seen = own.seen("phuong", "phuong")
    (first, other, none) = own.columns(seen, ["phường", "phương", "kế"])
    assert {first, other} <= set(range(seen.size))
    assert first != other
    assert none == -1


@given(st.text(max_size=12).filter(str.strip))
def test_any_token_is_seen(token: str) -> None:
    seen = tagger().seen(token, word_of(token))
    assert 0 <= seen.first <= seen.first + seen.size <= len(tagger().words) + 1
    assert without_marks(word_of(token)) == without_marks(without_marks(word_of(token)))
