"""The process that reads papers, one after the other: `python -m kehoach.batch.child`, or a fork
of the nursery (`batch.nursing`).

First it gets a line of JSON on its standard input that says what it may touch
(`batch.isolation.sandbox`), then a job a line; it answers with lines of JSON on its standard
output: the stages it comes to, at last the result (`batch.isolation.replies`). Whoever started it
(`batch.isolation.children`) kills it when it takes too long; when that one is gone, however it
died, it ends itself, and with it the programs that it runs: they are one process group.
"""

from __future__ import annotations

import base64
import importlib
import json
import logging
import os
import queue
import sys
import threading
import warnings
from dataclasses import asdict
from functools import cache, partial
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from kehoach.batch.isolation.bounds import NICE, limit_memory
from kehoach.batch.isolation.ending import kill_group
from kehoach.batch.isolation.replies import Reply, answer
from kehoach.batch.isolation.sandbox.walls import wall_in, walls_from
from kehoach.batch.model import job_from, order_from, page_order_from
from kehoach.batch.work import read_paper
from kehoach.ingest.options import Stage
from kehoach.process import quicken_patterns, settle

_WARM_UP = Path(__file__).with_name("warm_up.txt")
"""A short plan."""


def main() -> None:
    """Start anew, then serve."""
    be_quiet()
    serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0)


def be_quiet() -> None:
    """What libraries have to say is nothing to whoever waits for a paper."""
    settle()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")


def serve(memory: int) -> NoReturn:
    """Answer until the standard input ends, with so many bytes of memory (0: as much as there
    is)."""
    requests, replies = _own_streams()
    wall_in(walls_from(json.loads(requests.readline())))  # before there is a second thread
    limit_memory(memory)
    if sys.platform != "win32":
        os.nice(int(os.environ.get(NICE, "0")))
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, lines), daemon=True).start()
    load()
    _send(replies, {"ready": True})
    while True:
        answer(partial(_work, json.loads(lines.get())), partial(_send, replies))


@cache
def load() -> None:
    """Load what reading needs, vocabularies too, before the first paper: its time shall be its
    own. Once a process: a child that was born in a nursery knows it."""
    quicken_patterns()
    for name in (
        "kehoach.ingest.pdf.document",
        "kehoach.ingest.ocr.document",
        "kehoach.ingest.docx.document",
        "kehoach.parsers.flattened.headless",  # loaded when first asked, else
    ):
        importlib.import_module(name)
    from kehoach.ingest.model import Document
    from kehoach.ingest.sniff import TEXT
    from kehoach.ingest.text.document import parse_text
    from kehoach.pipeline import to_plan

    flow = parse_text(_WARM_UP.read_bytes())
    to_plan(Document(name="", sha256="", media_type=TEXT, pages=(), flow=flow))


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
    kill_group(0)
    os._exit(1)


def _work(request: dict[str, Any], tell: Stage) -> Any:
    """The outcome of a job, the pictures of an order, the picture of a page, or the papers of a
    parcel, as JSON can hold them."""
    if "pictures" in request:
        from kehoach.batch.pictures import cut_ordered

        pictures = cut_ordered(order_from(request["pictures"]))
        return [base64.b64encode(picture).decode() if picture else None for picture in pictures]
    if "page" in request:
        from kehoach.batch.pictures import page_ordered

        return base64.b64encode(page_ordered(page_order_from(request["page"]))).decode()
    if "parcel" in request:
        from kehoach.batch.parcels import papers_of

        return papers_of(**request["parcel"])
    if "unpack" in request:
        from kehoach.batch.parcels import unpacked

        return unpacked(**request["unpack"])
    return asdict(read_paper(job_from(request["job"]), tell))


def _send(replies: BinaryIO, reply: Reply) -> None:
    replies.write(json.dumps(reply).encode() + b"\n")
    replies.flush()


if __name__ == "__main__":
    main()
