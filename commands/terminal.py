"""Text for a terminal: made harmless, measured in cells, wrapped, shortened. Knows nothing about
plans."""

from __future__ import annotations

import unicodedata


def safe(text: str) -> str:
    r"""Text of a paper or a file name made harmless for a terminal: one line, no command, no
    reversal.

    >>> safe("a\x1b[31m\nb\u202e" + "k\udce9")
    'a\\x1b[31m b\\u202ek\\xe9'
    """
    return "".join(_safe(character) for character in unicodedata.normalize("NFC", text))


def _safe(character: str) -> str:
    if character.isprintable():
        return character
    if character.isspace() and not "\x1c" <= character <= "\x1f":
        return " "
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # an undecodable byte of a file name (surrogateescape)
        return f"\\x{code - 0xDC00:02x}"
    return (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )


def wrap(text: str, width: int) -> list[str]:
    """Text broken at spaces into lines no wider than `width`; a longer word is cut.

    >>> wrap("Nhiệm vụ không có thời hạn", 12)
    ['Nhiệm vụ', 'không có', 'thời hạn']
    """
    lines = [""]
    for word in text.split():
        while display_width(word) > width:
            head = next(
                n for n in range(len(word), 0, -1) if n == 1 or display_width(word[:n]) <= width
            )
            lines += [word[:head], ""]
            word = word[head:]
        glued = f"{lines[-1]} {word}" if lines[-1] else word
        if display_width(glued) <= width:
            lines[-1] = glued
        else:
            lines.append(word)
    return [line for line in lines if line] or [""]


def display_width(text: str) -> int:
    """Cells of a terminal: 2 for wide letters, 0 for combining marks.

    >>> display_width("kế hoạch"), display_width("漢"), display_width("e\u0302")
    (8, 2, 1)
    """
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def shorten(text: str, limit: int = 60) -> str:
    """The beginning of a text.

    >>> shorten("Rà soát, đơn giản hóa thủ tục hành chính", 10)
    'Rà soát,…'
    """
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
