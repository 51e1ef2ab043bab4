"""A letterhead in which the chair of a committee issues the paper, not the committee: his office
stands on a line of its own under its name, or over it ("UBND XÃ TÂN KHÊ | CHỦ TỊCH")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.normalize.text import clean, fold
from kehoach.parsers.issuer import Issuer, opens_like_body, read_issuer
from kehoach.parsers.words import behind_phrase, opens_with, raw_phrases


def read_issuer_or_chair(
    lines: Sequence[str], text: Sequence[str], place: str | None = None
) -> Issuer | None:
    """Who issued a paper, as `read_issuer` tells it, or the chair of that committee.

    >>> read_issuer_or_chair(["UBND XÃ TÂN KHÊ", "CHỦ TỊCH"], []).body
    'Chủ tịch UBND xã Tân Khê'
    >>> read_issuer_or_chair(["CHỦ TỊCH", "ỦY BAN NHÂN DÂN", "XÃ TÂN KHÊ"], []).body
    'Chủ tịch UBND xã Tân Khê'
    >>> read_issuer_or_chair(["CHỦ TỊCH ỦY BAN NHÂN DÂN", "XÃ TÂN KHÊ"], []).body
    'Chủ tịch UBND xã Tân Khê'
    >>> read_issuer_or_chair(["UBND XÃ TÂN KHÊ", "PHÒNG KINH TẾ"], []).body
    'Phòng Kinh tế'
    """
    kept: list[str] = []
    chair = ""
    for line in lines:
        found, rest = _parted(clean(line))
        chair = chair or found
        kept.append(rest if found else line)
    issuer = read_issuer([line for line in kept if line], text, place=place) if chair else None
    if issuer is None or opens_with(issuer.body, "chaired_bodies") is None:
        return read_issuer(lines, text, place=place)
    return replace(issuer, body=f"{chair} {issuer.body}")


def _parted(line: str) -> tuple[str, str]:
    """The office of a chair at the beginning of a line, and the committee behind it, if any; ("",
    line) where the line says something else."""
    own = line.strip(" -–—_*|=.,:")
    for chair in raw_phrases("chairs"):
        if fold(own) == fold(chair):
            return chair, ""
        if own.isupper() and fold(own).startswith(f"{fold(chair)} "):
            behind = behind_phrase(own, chair)
            if opens_with(behind, "chaired_bodies") is not None and opens_like_body(behind):
                return chair, behind
    return "", line
