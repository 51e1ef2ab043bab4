"""Papers of a fictional commune as plain text, for tests that read them whole, and cases of which
some are not read yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

HEAD = """ỦY BAN NHÂN DÂN
XÃ TÂN KHÊ
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------

Số: 45/{symbol}-UBND
Tân Khê, ngày 10 tháng 3 năm 2031

{title}

"""
CLOSING = """

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Khê

"""


def with_known_failures(names: Iterable[str], not_yet: Mapping[str, str]) -> list[Any]:
    """The names of cases as parameters; those that `not_yet` gives a reason for must fail."""
    marked = []
    for name in names:
        reason = not_yet.get(name)
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        marked.append(pytest.param(name, marks=marks))
    return marked
