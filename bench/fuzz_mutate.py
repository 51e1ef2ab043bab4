"""Mutations for `bench/fuzz.py`: bytes, text, markup, PDF objects and streams, Word packages, image
chunks.

Each takes a `random.Random` and the bytes of a seed and gives the bytes of an input: the same from
the same. They know how the formats are built, so that a good part of what they make gets past the
first check of a reader.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import TypeAlias

import yaml
from lxml import etree

Mutator: TypeAlias = Callable[[Random, bytes, Sequence[bytes]], bytes]
"""(chance, seed, all seeds of the class) -> an input."""

MOST = 4 << 20
"""Bytes: an input never grows beyond this by being mutated again and again."""
_WORDS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("fuzz.yaml").read_text(encoding="utf-8")
)
_NUMBERS = [*(word.encode() for word in _WORDS["numbers"]), b"1" * 40]
_NAMES = [b"/" + word.encode() for word in _WORDS["names"]]
_TOKENS = [word.encode() for word in _WORDS["tokens"]]
_MARKUP = _WORDS["markup"]
_LONG = (
    "\u0301" * 300,
    "| a | b |\n" * 9,
    "\t" * 50,
    "…" * 200,
    ")" * 40,
    "1" * 5000,
    "x" * 20000,
    "a" * 100 + " ",
)
_ODD = [*_WORDS["odd"], *_LONG]
_BYTES = bytes(
    (
        *(0, 1, 9, 10, 13, 27, 28, 29, 37, 40, 41, 47, 60, 62, 91, 93),
        *(123, 127, 128, 160, 192, 224, 240, 255),
    )
)
_ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-8-sig",
    "cp1258",
    "latin-1",
    "utf-32",
    "utf-7",
    "shift_jis",
)


def bytewise(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Bits turned, bytes set, pieces cut out, doubled, moved, blanked; the end cut off; two files
    spliced."""
    out = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        if not out:
            break
        start = random.randrange(len(out))
        size = min(random.choice((1, 2, 8, 64, 1024)), len(out) - start)
        change = random.randrange(9)
        if change in _IN_PLACE:
            _change_bytes(random, out, start=start, size=size, change=change)
        elif change == 6:
            del out[start:]
        elif change == 7:
            other = random.choice(seeds)
            out[start:] = other[random.randrange(len(other) + 1) :]
        else:
            out[start:start] = random.randbytes(size)
    return bytes(out[:MOST])


_IN_PLACE = range(6)
"""The numbers of changes to some bytes in the midst."""


def _change_bytes(random: Random, out: bytearray, start: int, size: int, change: int) -> None:
    piece = slice(start, start + size)
    match change:
        case 0 | 1:
            out[start] ^= 1 << random.randrange(8)
        case 2:
            out[start] = random.choice(_BYTES)
        case 3:
            del out[piece]
        case 4:
            out[start:start] = out[piece] * random.choice((1, 2, 20))
        case 5:
            out[piece] = bytes(size)


def textual(random: Random, text: str, odd: Sequence[str] = _ODD) -> str:
    """Lines doubled, dropped, swapped, joined, cut; numbers changed; odd things put in."""
    lines = text.split("\n")
    for _ in range(random.choice((1, 2, 5, 20))):
        index = random.randrange(len(lines))
        change = random.randrange(11)
        if change in _OF_LINES:
            _change_lines(random, lines, index=index, change=change)
        else:
            _change_line(random, lines, index=index, change=change, odd=odd)
        lines = lines or [""]
    return "\n".join(lines)


_OF_LINES = frozenset({0, 1, 2, 3, 10})
"""The numbers of changes to the order of lines."""


def _change_lines(random: Random, lines: list[str], index: int, change: int) -> None:
    match change:
        case 0:
            doubled = lines[index : index + random.choice((1, 3, 10))]
            lines[index:index] = doubled * random.choice((1, 2, 8))
        case 1:
            del lines[index : index + random.choice((1, 1, 4, 20))]
        case 2:
            other = random.randrange(len(lines))
            lines[index], lines[other] = lines[other], lines[index]
        case 3:
            lines[index : index + 2] = ["".join(lines[index : index + 2])]
        case 10:
            random.shuffle(part := lines[index : index + 12])
            lines[index : index + 12] = part


def _change_line(
    random: Random, lines: list[str], index: int, change: int, odd: Sequence[str]
) -> None:
    line = lines[index]
    match change:
        case 4:
            cut = random.randrange(len(line) + 1)
            lines[index : index + 1] = [line[:cut], line[cut:]]
        case 5:
            lines[index] = re.sub(r"\d+", random.choice(_NUMBERS).decode(), line, count=1)
        case 6 | 7:
            cut = random.randrange(len(line) + 1)
            lines[index] = line[:cut] + random.choice(odd) + line[cut:]
        case 8:
            lines.insert(index, random.choice(odd))
        case 9:
            lines[index] = line.upper() if random.random() < 0.5 else line[::-1]


def plain(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A text file: changed as text, sometimes in another encoding or as bytes."""
    text = textual(random, data.decode("utf-8", "replace"))
    if random.random() < 0.15:
        return text.encode(random.choice(_ENCODINGS), "replace")[:MOST]
    out = text.encode("utf-8", "replace")
    return bytewise(random, out, seeds) if random.random() < 0.2 else out[:MOST]


def markup(random: Random, text: str) -> str:
    """Tags doubled, dropped, swapped, nested deep; attributes with odd values; odd things put
    in."""
    tags = [match.span() for match in re.finditer(r"<[^>]{0,200}>", text)]
    for _ in range(random.choice((1, 2, 6, 20))):
        if not tags:
            break
        start, end = random.choice(tags)
        tag = text[start:end]
        match random.randrange(7):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:start] + tag * random.choice((2, 3, 40, 400)) + text[end:]
            case 2:
                other = random.choice(tags)
                text = text[:start] + text[other[0] : other[1]] + text[end:]
            case 3:
                changed = re.sub(
                    r'="[^"]*"', f'="{random.choice(_NUMBERS).decode()}"', tag, count=1
                )
                text = text[:start] + changed + text[end:]
            case 4:
                text = text[:end] + random.choice(_MARKUP) + text[end:]
            case 5:
                stop = random.choice(tags)[1]
                low, high = sorted((start, stop))
                text = text[:low] + text[low:high] * random.choice((0, 2, 3)) + text[high:]
            case 6:
                text = text[:start] + random.choice(_ODD) + text[start:]
        text = text[:MOST]
        tags = [(a, b) for a, b in tags if b <= len(text)]
    return text


def page(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """An HTML page: changed as markup, sometimes as text, as bytes, or in another encoding."""
    text = markup(random, data.decode("utf-8", "replace"))
    if random.random() < 0.3:
        text = textual(random, text)
    if random.random() < 0.15:
        return text.encode(random.choice(_ENCODINGS), "replace")[:MOST]
    out = text.encode("utf-8", "replace")
    return bytewise(random, out, seeds) if random.random() < 0.2 else out[:MOST]


def package(random: Random, data: bytes, seeds: Sequence[bytes], heavy: str = "word/") -> bytes:
    """A Word file: some of its parts changed as XML (most often those below `heavy`), dropped,
    doubled or renamed, then zipped again; or its bytes."""
    if random.random() < 0.15:
        return bytewise(random, data, seeds)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            parts = {name: source.read(name) for name in source.namelist()}
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        EOFError,
        RuntimeError,
    ):  # mutated before
        return bytewise(random, data, seeds)
    names = sorted(parts)
    often = [name for name in names if name.startswith(heavy) and name.endswith(".xml")]
    for _ in range(random.choice((1, 1, 2, 4))):
        name = random.choice(often if often and random.random() < 0.8 else names)
        if name not in parts:
            continue
        if (chance := random.random()) < 0.75:
            text = markup(random, parts[name].decode("utf-8", "replace"))
            parts[name] = (
                _well_formed(text.encode("utf-8", "replace"))
                if random.random() < 0.7
                else text.encode("utf-8", "replace")
            )
        elif chance < 0.85:
            parts[name] = bytewise(random, parts[name], seeds)
        elif chance < 0.92:
            del parts[name]
        else:
            parts[random.choice(names)] = parts[name]
    out = io.BytesIO()
    with zipfile.ZipFile(
        out, "w", random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    ) as target:
        for name, content in parts.items():
            target.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _well_formed(data: bytes) -> bytes:
    """XML as a forgiving parser understands it, so that it gets past a strict one."""
    parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):  # nothing left to forgive
        return data
    return data if root is None else etree.tostring(root, encoding="UTF-8", xml_declaration=True)


_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def pdf(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A PDF: its objects as tokens, the contents of its streams, or its bytes."""
    chance = random.random()
    if chance < 0.25:
        return bytewise(random, data, seeds)
    return _pdf_tokens(random, data) if chance < 0.75 else _pdf_stream(random, data)


def _pdf_tokens(random: Random, data: bytes) -> bytes:
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        match random.randrange(7):
            case 0:
                data = _swap(random, data, rb"(?<![\w.])-?\d+(?:\.\d+)?", random.choice(_NUMBERS))
            case 1:
                refs = re.findall(rb"\d+ 0 R", data) or [b"1 0 R"]
                data = _swap(random, data, rb"\d+ 0 R", random.choice(refs))
            case 2:
                data = _swap(random, data, rb"/[A-Za-z][A-Za-z0-9]*", random.choice(_NAMES))
            case 3:
                at = random.randrange(len(data) + 1)
                data = (
                    data[:at] + random.choice(_TOKENS) * random.choice((1, 1, 2, 2000)) + data[at:]
                )
            case 4:
                data = _swap(random, data, rb"<<|>>|\[|\]|\(|\)|endobj|endstream|obj|R\b", b"")
            case 5:
                value = random.choice(
                    (*_NAMES, *_NUMBERS, b"1 0 R", b"3 0 R", b"[]", b"<<>>", b"()", b"[[[[]]]]")
                )
                data = _swap(
                    random, data, rb"(?<= )(?:\d+ 0 R|\[[^\]<>]{0,80}\]|/[A-Za-z0-9]+)", value
                )
            case 6:
                entry = random.choice(_NAMES) + b" " + random.choice(_NUMBERS)
                data = _swap(random, data, rb"<<", b"<< " + entry + b" ")
        data = data[:MOST]
    return data


def _swap(random: Random, data: bytes, pattern: bytes, value: bytes) -> bytes:
    """One of the places where `pattern` matches, replaced."""
    found = [match.span() for match in re.finditer(pattern, data)]
    if not found:
        return data
    start, end = random.choice(found)
    return data[:start] + value + data[end:]


def _pdf_stream(random: Random, data: bytes) -> bytes:
    found = [match.span(1) for match in _STREAM.finditer(data)]
    if not found:
        return data
    start, end = random.choice(found)
    body = data[start:end]
    try:
        plain_body, packed = zlib.decompress(body), True
    except zlib.error:
        plain_body, packed = body, False
    changed = (
        _pdf_tokens(random, plain_body)
        if random.random() < 0.6
        else bytewise(random, plain_body, [plain_body])
    )
    if packed:
        changed = zlib.compress(changed, 1)
    out = data[:start] + changed + data[end:]
    if random.random() < 0.7:
        out = out.replace(b"/Length %d" % len(body), b"/Length %d" % len(changed))
    return out[:MOST]


def image(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A picture: its bytes, or (PNG) its chunks with their checksums made right again."""
    if not data.startswith(b"\x89PNG") or random.random() < 0.3:
        return bytewise(random, data, seeds)
    chunks, at = [], 8
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    for _ in range(random.choice((1, 1, 2))):
        n = random.randrange(len(chunks))
        name, body = chunks[n]
        match random.randrange(4):
            case 0:
                del chunks[n]
            case 1:
                chunks.insert(n, random.choice(chunks))
            case _:
                chunks[n] = (name, bytewise(random, body, [body or b"x"]))
        chunks = chunks or [(b"IEND", b"")]
    out = bytearray(data[:8])
    for name, body in chunks:
        out += (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )
    return bytes(out)
