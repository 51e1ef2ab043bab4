"""The process that reads papers, one after the other: `python -m kehoach.batch.child`.

It gets a job as a line of JSON on its standard input and answers with lines of JSON on its standard
output: the stage it has come to, at last the result. Whoever started it (`batch.isolate`) kills it
when it takes too long; when that one is gone, however it died, it ends itself, and with it the
programs that it runs (Tesseract, Poppler, LibreOffice): they are one process group.
"""

from __future__ import annotations

import base64
import contextlib
import importlib
import json
import logging
import os
import queue
import signal
import sys
import threading
import warnings
from dataclasses import asdict
from typing import Any, BinaryIO

from kehoach.batch.bounds import is_memory, limit_memory, use_spare
from kehoach.batch.model import BatchOptions, Input, Job
from kehoach.batch.work import read_paper
from kehoach.errors import explained

_PAPER = """\
ỦY BAN NHÂN DÂN
PHƯỜNG MÂY TRẮNG
Số: 27/KH-UBND
KẾ HOẠCH
Chuyển đổi số năm 2025
Căn cứ Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ;
I. MỤC TIÊU
1. Tối thiểu 95% hồ sơ được giải quyết đúng hạn.
II. NHIỆM VỤ
a) Rà soát thiết bị tại bộ phận một cửa.
- Cơ quan chủ trì: Phòng Văn hóa - Xã hội.
- Thời gian thực hiện: Trước ngày 15/9/2025.
"""


def main() -> None:
    """Answer until the standard input ends."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    requests, replies = _own_streams()
    limit_memory(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, lines), daemon=True).start()
    _warm_up()
    _say(replies, {"ready": True})
    while True:
        asked = json.loads(lines.get())
        _say(replies, _answer(asked, replies))


def _warm_up() -> None:
    """Load what reading needs, vocabularies too, before the first paper: its time shall be its
    own."""
    for name in (
        "kehoach.ingest.pdf.document",
        "kehoach.ingest.ocr.document",
        "kehoach.ingest.docx.document",
    ):
        importlib.import_module(name)
    from kehoach.ingest.model import Document
    from kehoach.ingest.sniff import TEXT
    from kehoach.ingest.text.document import parse_text
    from kehoach.pipeline import to_plan

    to_plan(Document("", "", TEXT, (), parse_text(_PAPER.encode())))


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Our two pipes under numbers of our own: what libraries print, and what programs that we start
    read or print, goes nowhere."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return requests, replies


def _listen(requests: BinaryIO, lines: queue.SimpleQueue[bytes]) -> None:
    """Hand on the jobs; at their end, end everything, even in the midst of a paper."""
    for line in requests:
        lines.put(line)
    with contextlib.suppress(OSError):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _answer(asked: dict[str, Any], replies: BinaryIO) -> dict[str, Any]:
    stage = "ingest"

    def tell(name: str) -> None:
        nonlocal stage
        stage = name
        _say(replies, {"stage": name})

    try:
        return {"result": _work(asked, tell)}
    except Exception as error:  # noqa: BLE001 (told to the one who asked)
        if is_memory(error):
            use_spare()
            return {"memory": stage}
        known = explained(error)
        return {"error": type(known).__name__, "details": known.details}


def _work(asked: dict[str, Any], tell: Any) -> Any:
    if "crops" in asked:
        from kehoach.batch.crops import cut

        return [
            base64.b64encode(image).decode() if image else None for image in cut(**asked["crops"])
        ]
    job = asked["job"]
    job = Job(**{**job, "source": Input(**job["source"]), "asked": BatchOptions(**job["asked"])})
    return asdict(read_paper(job, tell))


def _say(replies: BinaryIO, reply: dict[str, Any]) -> None:
    replies.write(json.dumps(reply).encode() + b"\n")
    replies.flush()


if __name__ == "__main__":
    main()
