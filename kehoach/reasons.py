"""What systems and limits say, in Vietnamese: the reasons inside the sentences of `errors`."""

from __future__ import annotations

import errno
import os

_OF_SYSTEM = {
    errno.EACCES: "không có quyền",
    errno.EADDRINUSE: "chương trình khác đang dùng",
    errno.EADDRNOTAVAIL: "máy này không có địa chỉ ấy",
    errno.EBADF: "đầu ra đã bị đóng",
    errno.EDQUOT: "đã dùng hết dung lượng được cấp",
    errno.EEXIST: "đã có một tệp hay liên kết mang tên này",
    errno.EFBIG: "tệp quá lớn",
    errno.EIO: "thiết bị đọc ghi bị lỗi",
    errno.EISDIR: "đây là một thư mục",
    errno.ELOOP: "các liên kết trỏ vòng vào nhau",
    errno.EMFILE: "đang mở quá nhiều tệp",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ENFILE: "máy đang mở quá nhiều tệp",
    errno.ENOENT: "không có tệp hay thư mục này",
    errno.ENOMEM: "hết bộ nhớ",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.ENOTDIR: "đây không phải là thư mục",
    errno.EPERM: "hệ thống không cho phép",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ESTALE: "thư mục mạng không còn ở đó",
    errno.ETIMEDOUT: "quá thời gian chờ",
    errno.EXDEV: "hai nơi ở hai ổ đĩa khác nhau",
}
"""What a system refuses, in Vietnamese; its own words are English, whatever its language, in the
processes apart."""
_COUNTED = {
    "cells": "ô",
    "letters": "chữ cái",
    "merged cells": "ô gộp",
    "pages (--max-pages)": "trang (--max-pages)",
    "papers": "văn bản",
    "parts": "phần",
    "px": "điểm ảnh",
    "rows": "dòng",
    "sheets": "trang tính",
    "XML/HTML tags": "thẻ XML/HTML",
}
"""What the limits count, in Vietnamese."""

STEPS = {"start": "bắt đầu", "ingest": "đọc tệp", "parsers": "hiểu nội dung", "emit": "ghi kết quả"}
"""The stages of a reading, in Vietnamese."""


def vietnamese_reason(reason: str) -> str:
    """A reason in Vietnamese, as far as its words are known.

    >>> vietnamese_reason("> 5000 parts"), vietnamese_reason("No space left on device")
    ('> 5000 phần', 'ổ đĩa đã đầy')
    >>> vietnamese_reason("Is a directory: x.pdf"), vietnamese_reason("PDFSyntaxError")
    ('đây là một thư mục: x.pdf', 'PDFSyntaxError')
    """
    said, colon, rest = reason.partition(": ")
    for number, words in _OF_SYSTEM.items():
        if said == os.strerror(number):
            return f"{words}{colon}{rest}"
    number_of, _, counted = reason.partition(" ")[2].partition(" ")
    if reason.startswith("> ") and counted in _COUNTED:
        return f"> {number_of} {_COUNTED[counted]}"
    return reason
