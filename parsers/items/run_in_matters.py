"""A point of a notice that names its matter before its order, in one line: "1. Về sản xuất nông
nghiệp: | giao Phòng Kinh tế hướng dẫn …"."""

from __future__ import annotations

from kehoach.parsers.items.beginnings import begins, begins_duty
from kehoach.parsers.items.sentence_owners import subject_of

MOST_WORDS = 14


def matter_run_in(text: str) -> tuple[str, str]:
    """The matter before the colon of a point and the order behind it; "" twice for another.

    >>> matter_run_in("Về chợ, siêu thị: giao Công an xã giữ trật tự.")
    ('Về chợ, siêu thị', 'giao Công an xã giữ trật tự.')
    >>> matter_run_in("Về kinh phí: 30 triệu đồng."), matter_run_in("Về chợ: 1. Cổng; 2. Rào.")
    (('', ''), ('', ''))
    """
    matter, colon, order = text.partition(": ")
    if not colon or begins(matter, "matters_by_word") is None or len(matter.split()) > MOST_WORDS:
        return "", ""
    turns = begins(order, "duty_addresses") is not None
    is_order = turns or begins_duty(order) or bool(subject_of(order, None)[0])
    return (matter, order.strip()) if is_order else ("", "")
