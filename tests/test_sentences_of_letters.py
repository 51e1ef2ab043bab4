"""Sentences as letters, directives and notices order -> who leads, who helps, by when;
data/parsers/sentences_of_letters.yaml and its second part. All names are fictional.

At first sight 21 of the first 75 were read whole (leads 45, helpers 69, times 56), before the
program was taught what they showed; of the 48 of the second part, written after that, 40 (leads 42,
helpers 48, times 46)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from plain_papers import with_known_failures

from kehoach.normalize.times.period import Period
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_deadlines import deadline_in

FOLDER = Path(__file__).parent / "data/parsers"
PARTS: list[dict[str, Any]] = [
    yaml.safe_load((FOLDER / name).read_text("utf-8"))
    for name in ("sentences_of_letters.yaml", "sentences_of_letters_2.yaml")
]
SENTENCES: dict[str, str] = {
    text: said for part in PARTS for text, said in part["sentences"].items()
}
NOBODY: list[str] = [text for part in PARTS for text in part["nobody"]]
NOT_YET: dict[str, str] = {
    "Ngân hàng Chính sách và Quỹ Hỗ trợ nông dân cho vay theo mùa vụ.": (
        "“Quỹ” opens no body yet: most are money"
    ),
    "Quỹ Bảo trợ trẻ em trao học bổng trong tháng 9.": "“Quỹ” opens no body yet: most are money",
    "Kiểm kê sách giáo khoa cũ (tổ trưởng chuyên môn).": (
        "alone, a body in brackets may be another remark"
    ),
    "Cập nhật sổ theo dõi thai sản vào ngày 25 hằng tháng (cộng tác viên dân số).": (
        "alone, a body in brackets may be another remark"
    ),
    "Thẩm tra dự thảo nghị quyết, xong trước ngày 05/12/2031 (các Ban HĐND xã).": (
        "alone, a body in brackets may be another remark"
    ),
    "Ban Quản lý dự án giao thông tỉnh yêu cầu các nhà thầu tăng ca thi công.": (
        "whether the subject issues the paper or is told, its words do not say"
    ),
    "Giáo viên lồng ghép nội dung an toàn trong giáo án bài dạy hàng ngày.": (
        "the rhythm of a noun is taken for the work's"
    ),
    "Chi bộ báo cáo kế hoạch tại kỳ sinh hoạt gần nhất.": "a meeting without its day",
    "Đoàn xã khai mạc giải ngày 10/02/2031, chung kết ngày 15/02/2031.": (
        "the object between “khai mạc” and its day"
    ),
    "Trạm Y tế xã báo cáo trước 16 giờ hằng ngày và báo cáo tổng kết trước ngày 31/5/2031.": (
        "a rhythm and a day of two reports"
    ),
    "Khi phát hiện cháy, tổ trực báo Công an xã và Ban Chỉ huy Quân sự xã.": (
        "“báo” alone is no verb yet: most are newspapers"
    ),
    "Sau mỗi trận mưa lớn, chủ đầu tư kiểm tra hố ga và nắp cống.": (
        "what comes again with the weather"
    ),
    "Trạm Y tế xã trực cấp cứu hằng ngày trong các ngày diễn ra hội.": "the end of such a spell",
    "Nhà trường thân thiện, học sinh tích cực.": "a slogan",
    "Văn thư lưu trữ theo quy định.": "a kind of work called like a post and a verb",
}
"""Sentences that are not read right yet, and why."""
YEAR_2031 = Period("năm 2031", date(2031, 1, 1), date(2031, 12, 31))


def read(text: str) -> list[str]:
    owners = owners_said(text, "xã")
    deadline = deadline_in(text, Context(period=YEAR_2031, level="xã", unit="line"))
    return [owners.lead, owners.coordinating, deadline or ""]


@pytest.mark.parametrize("text", with_known_failures(SENTENCES, NOT_YET))
def test_who_and_when(text: str) -> None:
    assert read(text) == [words.strip() for words in SENTENCES[text].split("|")]


@pytest.mark.parametrize("text", with_known_failures(NOBODY, NOT_YET))
def test_nobody(text: str) -> None:
    owners = owners_said(text, "xã")
    assert (owners.lead, owners.coordinating) == ("", "")
