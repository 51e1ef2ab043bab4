"""What other programs make of the same files. Runs in `.venv-bench` (`make bench` makes it), never
in ours: the peers bring their own OpenCV, and PyMuPDF is AGPL.

    .venv-bench/bin/python bench/peers.py versions
    .venv-bench/bin/python bench/peers.py tables {TABLES of bench/peer_tables.py} FILE
    .venv-bench/bin/python bench/peers.py pages trueocr FOLDER         pictures of pages -> texts
    .venv-bench/bin/python bench/peers.py lines {asterocr,trueocr} FOLDER      of lines -> texts
    .venv-bench/bin/python bench/peers.py paper viparse FILE           a paper -> its text
    .venv-bench/bin/python bench/peers.py decode viparse < LINES       an old encoding -> Unicode
    .venv-bench/bin/python bench/peers.py restore pyvi < LINES         no marks -> marks

LINES is a list of strings as JSON, pictures are read in the order of their names. Prints one JSON
object on the last line: `seconds` (of the work alone, imports and a first small job apart) and what
came out. Settings are those with which each peer did best on our samples, told beside each.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

PEERS = (
    *("pdfplumber", "camelot-py", "PyMuPDF", "img2table", "table-stitcher", "pdfmonkey"),
    *("ocrmypdf", "trueocr", "asterocr", "viparse", "pyvi"),
)

Told = dict[str, Any]
"""The answer of a job: `seconds`, and what came out under a name of its own."""


def _timed(work: Callable[[], Any], told: str) -> Told:
    start = time.perf_counter()
    found = work()
    return {"seconds": time.perf_counter() - start, told: found}


def tables(name: str, path: Path) -> Told:
    """The tables of a file, twice read: the second time counts, when everything is loaded
    (img2table, slow: once)."""
    from peer_tables import TABLES  # type: ignore[import-not-found]  # bench/ is where this runs

    reader = TABLES[name]
    if name != "img2table":
        reader(path)
    return _timed(lambda: reader(path), "tables")


def pages(folder: Path) -> Told:
    """Pictures of pages by TrueOCR's default mode, on two threads."""
    model = importlib.import_module("trueocr").load_model(threads=2)
    pictures = _pictures(folder)
    model.predict(pictures[0])
    return _timed(lambda: [model.predict(one).text for one in pictures], "texts")


def lines(name: str, folder: Path) -> Told:
    """Pictures of lines, one after another."""
    read = {"asterocr": _asterocr, "trueocr": _trueocr_line}[name]()
    pictures = _pictures(folder)
    read(pictures[0])
    return _timed(lambda: [read(one) for one in pictures], "texts")


def _pictures(folder: Path) -> Sequence[Path]:
    return sorted(folder.glob("*.png"))


def _asterocr() -> Callable[[Path], str]:
    """Its ONNX weights, which lie in its wheel; it would tell its makers of use: not here."""
    model = importlib.import_module("asterocr").AsterOCR(enable_telemetry=False)
    return lambda path: str(model.predict(str(path)))


def _trueocr_line() -> Callable[[Path], str]:
    model = importlib.import_module("trueocr").load_model(mode="line", threads=2)
    return lambda path: str(model.predict(path).text)


def paper(path: Path) -> Told:
    """A paper by viparse, encodings found by its fonts and, where those tell nothing, by its text
    (`encoding="auto"`)."""
    load = importlib.import_module("viparse").load
    options = {"output": "text", "encoding": "auto"}
    load(path, **options)
    return _timed(lambda: load(path, **options)[0].text, "text")


def decode(given: Sequence[str]) -> Told:
    """Lines in an old encoding by `viparse.fix`: first all as one text, as its search for the
    encoding wants much of it, then each line with the encoding that it found."""
    viparse = importlib.import_module("viparse")
    encoding = viparse.detect_text_encoding("\n".join(given)) or "auto"
    told = _timed(lambda: [viparse.fix(line, encoding=encoding) for line in given], "lines")
    return {**told, "encoding": encoding}


def restore(given: Sequence[str]) -> Told:
    """Diacritics put back by pyvi, as shipped; a line on which it fails stays as it is."""
    restorer = importlib.import_module("pyvi.ViUtils").add_accents
    restorer("Ke hoach cong tac")  # loads its model
    out, failed = [], 0
    start = time.perf_counter()
    for line in given:
        try:
            out.append(restorer(line))
        except KeyError:  # of 0.1.1, on letters of other languages
            out.append(line)
            failed += 1
    return {"seconds": time.perf_counter() - start, "lines": out, "failed": failed}


def versions() -> dict[str, str]:
    """The versions of the peers that are installed."""
    found = {}
    for name in PEERS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def answer(job: str, name: str, path: str) -> Any:
    """What a job gives; `name` and `path` as the head of this file tells them."""
    if job == "versions":
        return versions()
    if job == "tables":
        return tables(name, Path(path))
    if job == "pages":
        return pages(Path(path))
    if job == "lines":
        return lines(name, Path(path))
    if job == "paper":
        return paper(Path(path))
    return {"decode": decode, "restore": restore}[job](json.load(sys.stdin))


def main() -> int:
    """Do one job, print its result. Exit code 4: the peer is not installed."""
    job, name, path = (*sys.argv[1:], "", "")[:3]
    try:
        result = answer(job, name, path)
    except ImportError as error:
        print(f"{job} {name}: {error}", file=sys.stderr)
        return 4
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
