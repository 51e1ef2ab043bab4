"""What people type of a paper itself: its date, its period, who signed, what it rests on."""

from __future__ import annotations

import pytest

from kehoach.corrections.heads import kept_bases, read_bases, read_day, read_period, read_signer


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("10/6/2026", "2026-06-10"),
        ("10-06-2026", "2026-06-10"),
        ("ngày 10 tháng 6 năm 2026", "2026-06-10"),
        ("06/2026", "2026-06"),
        ("năm 2026", "2026"),
        ("2026-06-10", "2026-06-10"),
        ("31/2/2026", "31/2/2026"),
        ("13/2026", "13/2026"),
    ],
)
def test_days(typed: str, held: str) -> None:
    assert read_day(typed) == held


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("năm 2026", "2026-01-01", "2026-12-31"),
        ("2026 - 2030", "2026-01-01", "2030-12-31"),
        ("6 tháng cuối năm 2026", "2026-07-01", "2026-12-31"),
        ("từ ngày 05/7/2026 đến ngày 20/9/2026", "2026-07-05", "2026-09-20"),
        ("từ 05/7/2026", "2026-07-05", None),
        ("đến ngày 20/9/2026", None, "2026-09-20"),
        ("20/9/2026 - 05/7/2026", None, None),
        ("31/2/2026 - 05/7/2026", None, None),
        ("cả nhiệm kỳ", None, None),
    ],
)
def test_periods_keep_the_words(typed: str, start: str | None, end: str | None) -> None:
    assert read_period(typed) == {"raw": typed, "start": start, "end": end}


@pytest.mark.parametrize(
    ("typed", "role", "name"),
    [
        ("CHỦ TỊCH\nLê Văn Khê", "CHỦ TỊCH", "Lê Văn Khê"),
        ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Văn Khê", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "Lê Văn Khê"),
        ("Phó Chủ tịch: Lê Văn Khê", "Phó Chủ tịch", "Lê Văn Khê"),
        ("CHỦ TỊCH - Lê Văn Khê", "CHỦ TỊCH", "Lê Văn Khê"),
        ("CHỦ TỊCH Lê Văn Khê", "CHỦ TỊCH", "Lê Văn Khê"),
        ("TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI", None),
        ("KT. CHỦ TỊCH Lê Văn Khê", "KT. CHỦ TỊCH", "Lê Văn Khê"),
        ("Giám đốc", "Giám đốc", None),
        ("LÊ VĂN KHÊ", None, "LÊ VĂN KHÊ"),
        ("Lê Văn Khê", None, "Lê Văn Khê"),
    ],
)
def test_signers(typed: str, role: str | None, name: str | None) -> None:
    assert read_signer(typed) == {"role": role, "name": name}


def test_grounds_that_stay_keep_their_place() -> None:
    kept = {"raw": "Luật Căn cước;", "type": "Luật", "spans": [{"page": 1}]}
    typed = read_bases("Luật Căn cước\nNghị định số 118/2025/NĐ-CP ngày 09/6/2025 của Chính phủ;\n")
    assert kept_bases([kept], typed)[0] == kept
    assert kept_bases([kept], typed)[1]["issuer"] == "Chính phủ"
    assert kept_bases(None, typed) == typed
