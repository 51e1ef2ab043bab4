"""Cues and times of a deadline as they stand: words of deadline.yaml, numbers of timespan.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import regex

from kehoach.normalize.times.rules import find_times
from kehoach.normalize.times.timespan import Time, join, plain
from kehoach.normalize.vocabulary import read_own

TIME_WORDS = (
    "thang",
    "quy",
    "qui",
    "nam",
    "ngay",
    "giai doan",
    "dau",
    "cuoi",
    "con lai",
    "hoc ky",
    "nua",
    "i",
    "ii",
    "iii",
    "iv",
)
"""Words of times (timespan.py), plain; figures apart."""


@dataclass(frozen=True, slots=True)
class Token:
    """A cue of `kind` (a list of deadline.yaml), a time, or a break between pieces, at
    `begin`:`stop`."""

    kind: str
    begin: int
    stop: int
    time: Time | None = None


@cache
def _cue_words() -> tuple[regex.Pattern[str], dict[str, tuple[str, str]], regex.Pattern[str]]:
    """The pattern of all cues, longest first; phrase -> kind and spelling; the pattern of filler
    words."""
    data: dict[str, list[str]] = read_own("times/deadline.yaml")
    fillers = "|".join(sorted(map(plain, data.pop("filler")), key=len, reverse=True))
    kinds = {plain(phrase): (kind, phrase) for kind, phrases in data.items() for phrase in phrases}
    phrases = (_phrase(phrase) for phrase in sorted(kinds, key=len, reverse=True))
    return regex.compile("|".join(phrases)), kinds, regex.compile(rf"\b(?:{fillers})\b")


def _phrase(phrase: str) -> str:
    body = regex.escape(phrase).replace("\\ ", r"\s+").replace("/", r"\s*/\s*")
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    return before + body + (r"(?!\w)" if phrase[-1].isalnum() else "")


def tokens_of(text: str, printed: str) -> list[Token]:
    """Times and the cues around them: `printed` and its plain form -> tokens in order, ranges
    joined."""
    found = [Token("time", time.begin, time.stop, time) for time in find_times(text)]
    taken = [range(token.begin, token.stop) for token in found]
    cues = sorted(_cues(text, printed), key=lambda token: (token.begin, -token.stop))
    last = 0
    for cue in cues:
        if cue.begin >= last and not any(cue.begin < t.stop and t.start < cue.stop for t in taken):
            found.append(cue)
            last = cue.stop
    tokens: list[Token] = []
    for token in sorted(found, key=lambda token: token.begin):
        if tokens and token.kind not in ("dash", "separator", "label") and _run_on(printed, token):
            tokens.append(Token("break", token.begin, token.begin))
        if token.kind == "label":
            name = regex.search(
                r"(?<=\p{Ll}\s)\p{Lu}", printed[: token.begin], pos=tokens[-1].stop if tokens else 1
            )
            token = (
                Token("break", name.start(), name.start())
                if name
                else replace(token, kind="harmless")
            )
        tokens.append(token)
    return _joined(tokens, text)


def _cues(text: str, printed: str) -> Iterator[Token]:
    pattern, kinds, _ = _cue_words()
    lower = printed.lower()
    toned = text != lower and len(lower) == len(text)
    for match in pattern.finditer(text, overlapped=True):
        phrase = regex.sub(r"\s*/\s*", "/", regex.sub(r"\s+", " ", match[0]))
        kind, spelling = kinds[phrase]
        long = len(phrase) > 4 or not phrase.isalpha()
        if long or not toned or lower[match.start() : match.end()] == spelling:
            yield Token(kind, match.start(), match.end())


def _run_on(printed: str, token: Token) -> bool:
    """A bullet lost its mark: a capital opens a cue in the middle of a line ("… 7/2025 Thường
    xuyên")."""
    return (
        printed[token.begin].isupper()
        and printed[token.begin - 1] == " "
        and printed[token.begin].isalpha()
    )


def _joined(tokens: list[Token], text: str) -> list[Token]:
    out: list[Token] = []
    for token in tokens:
        link = out[-1] if out and out[-1].kind != "break" else (out[-2] if len(out) > 1 else None)
        if token.time and link and link.kind in ("dash", "until"):
            left = out[out.index(link) - 1] if out.index(link) else None
            near = (
                left
                and not text[left.stop : link.begin].strip()
                and not text[link.stop : token.begin].strip()
            )
            if left and left.time and near:
                del out[out.index(left) :]
                out.append(Token("time", left.begin, token.stop, join(left.time, token.time)))
                continue
        out.append(token)
    return out


@cache
def deadline_words() -> frozenset[str]:
    """The words of deadline.yaml in plain form, and those that times are made of."""
    _, phrases, _ = _cue_words()
    fillers = read_own("times/deadline.yaml")["filler"]
    return frozenset(
        word for phrase in (*phrases, *map(plain, fillers), *TIME_WORDS) for word in phrase.split()
    )


def drop_fillers(text: str) -> str:
    """Plain text without the words that say nothing about the time."""
    return str(_cue_words()[2].sub("", text))
