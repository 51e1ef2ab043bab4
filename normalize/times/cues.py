"""Cues and times of a deadline as they stand: words of deadline.yaml, numbers of rules.py."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import accumulate

import regex

from kehoach.normalize.alternatives import Bounds, alternatives
from kehoach.normalize.text import fold
from kehoach.normalize.times.building import WORDS
from kehoach.normalize.times.counts import how_often, limits, spells
from kehoach.normalize.times.rules import find_times
from kehoach.normalize.times.timespan import Time, join, plain
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

TIME_WORDS: tuple[str, ...] = tuple(map(plain, read_own("times/times.yaml")["time_words"]))
"""Words of times (rules.py), plain; figures apart."""
_LONGEST_UNMARKED = 4
"""A cue of so many letters or fewer must bear its diacritics where the line has any."""
_MARKS = ("dash", "separator", "label")
_RANGES = ("dash", "until")
_BEFORE_TIMES = ("before", "until", "from", "after")


@dataclass(frozen=True, slots=True)
class Token:
    """A cue of `kind` (a list of deadline.yaml), a time, or a break between pieces, at
    `begin`:`stop`."""

    kind: str
    begin: int
    stop: int
    time: Time | None = None


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """deadline.yaml as patterns: all cues, longest first, and the filler words; `kinds`: a cue in
    plain form -> its list, and its spelling in the file; `openings`: the words, or signs, with
    which cues begin."""

    cues: regex.Pattern[str]
    openings: frozenset[str]
    kinds: Mapping[str, tuple[str, str]]
    fillers: regex.Pattern[str]
    filler_words: tuple[str, ...]


_RUN = compile_regex(r"\w+|[^\w\s]")
"""Words and signs, with which alone a cue can begin."""
_BLANK = compile_regex(r"\s")


@cache
def _vocabulary() -> _Vocabulary:
    lists: dict[str, list[str]] = dict(read_own("times/deadline.yaml"))
    fillers = tuple(map(plain, lists.pop("filler")))
    kinds: dict[str, tuple[str, str]] = {}
    for kind, phrases in lists.items():
        for phrase in phrases:
            kinds[plain(phrase)] = (kind, phrase)
    ends_of_year = frozenset(map(plain, lists["year_end"]))
    bounds = partial(_bounds, ends_of_year=ends_of_year)
    cues = alternatives(_longest_first(kinds), bounds).replace("/", r"\s*/\s*")
    filler = "|".join(_longest_first(fillers))
    return _Vocabulary(
        cues=compile_regex(cues),
        openings=frozenset(_RUN.match(phrase)[0] for phrase in kinds),  # type: ignore[index]
        kinds=kinds,
        fillers=compile_regex(rf"\b(?:{filler})\b"),
        filler_words=fillers,
    )


def _longest_first(phrases: Mapping[str, object] | tuple[str, ...]) -> list[str]:
    return sorted(phrases, key=len, reverse=True)


def _bounds(phrase: str, *, ends_of_year: Container[str]) -> Bounds:
    """Those of whole words; "hết năm" is no cue by itself where the year follows."""
    begin = r"(?<!\w)" if phrase[0].isalnum() else ""
    end = r"(?!\w)" if phrase[-1].isalnum() else ""
    return begin, rf"{end}(?!\s*\d|\s+hoc\b)" if phrase in ends_of_year else end


def tokens_of(text: str, printed: str, *, in_school_year: bool = False) -> list[Token]:
    """Times and the cues around them: `printed` and its plain form -> tokens in order, ranges
    joined."""
    found_times = find_times(text, in_school_year=in_school_year)
    times = [Token("time", time.begin, stop=time.stop, time=time) for time in found_times]
    cues = list(_cues(text, printed))
    opened = _opened_by(cues)
    times = [time for time in times if not opened(time)]
    found = [*times, *_free_cues(cues, times)]
    tokens: list[Token] = []
    for token in sorted(found, key=lambda token: token.begin):
        is_opened = bool(tokens) and _opens_time(tokens[-1], token, printed)
        if tokens and token.kind not in _MARKS and not is_opened and _opens_line(printed, token):
            tokens.append(Token("break", token.begin, stop=token.begin))
        if token.kind == "label":
            begin = tokens[-1].stop if tokens else 1
            token = _break_at_label(printed, token, begin=begin)
        tokens.append(token)
    return _with_ranges(tokens, text)


def _opened_by(cues: Iterable[Token]) -> Callable[[Token], bool]:
    """Does what looks like a time only open a cue ("7/7 | ngày"), or stand in the name of an event
    ("kỳ họp | cuối năm")?"""
    goes_on: dict[int, int] = {}
    events = sorted((cue.begin, cue.stop) for cue in cues if cue.kind == "condition")
    begins = [begin for begin, _ in events]
    farthest = [0, *accumulate((stop for _, stop in events), max)]
    for cue in cues:
        if cue.kind == "continuous":
            goes_on[cue.begin] = max(cue.stop, goes_on.get(cue.begin, 0))

    def is_opened(time: Token) -> bool:
        is_in_event = farthest[bisect_left(begins, time.begin)] >= time.stop
        return is_in_event or goes_on.get(time.begin, 0) > time.stop

    return is_opened


def _free_cues(cues: list[Token], times: list[Token]) -> Iterator[Token]:
    """The cues that overlap no time and no cue before, the longest of those that begin alike."""
    taken = bytearray(max((time.stop for time in times), default=0))
    for time in times:
        taken[time.begin : time.stop] = b"\1" * (time.stop - time.begin)
    last = 0
    for cue in sorted(cues, key=lambda cue: (cue.begin, -cue.stop)):
        if cue.begin >= last and taken.find(1, cue.begin, cue.stop) < 0:
            yield cue
            last = cue.stop


def _cues(text: str, printed: str) -> Iterator[Token]:
    """All cues, overlapping ones too."""
    vocabulary = _vocabulary()
    lower = printed.lower()
    is_marked = text != lower and len(lower) == len(text)
    for match in cues_in(text):
        begin, stop = match.span()
        kind, spelling = vocabulary.kinds[_without_elastic_space(match[0])]
        if not is_marked or _is_clear(match[0]) or lower[begin:stop] == spelling:
            yield Token(kind, begin, stop=stop)
    for match in _HOURS.finditer(text):
        yield Token("condition", *match.span())
    for begin, stop in spells(text):
        yield Token("condition", begin, stop=stop)
    for recurrence, begin, stop in how_often(text):
        yield Token(recurrence or "periodic", begin, stop=stop)
    for begin, stop in limits(text):
        yield Token("adhoc", begin, stop=stop)


def cues_in(text: str) -> Iterator[regex.Match[str]]:
    """All cues of a plain text, overlapping ones too: they are sought only where a word or a sign
    stands with which one begins, which the pattern takes ten times as long to see."""
    vocabulary = _vocabulary()
    places = [run.start() for run in _RUN.finditer(text) if run[0] in vocabulary.openings]
    if "/" in text:  # a slash may have white space before it
        places = sorted([*places, *(blank.start() for blank in _BLANK.finditer(text))])
    for place in places:
        match = vocabulary.cues.match(text, place)
        if match is not None:
            yield match


@lru_cache(maxsize=2048)
def _without_elastic_space(phrase: str) -> str:
    return _AROUND_SLASH.sub("/", _BLANKS.sub(" ", phrase))


_BLANKS = compile_regex(r"\s+")
_AROUND_SLASH = compile_regex(r"\s*/\s*")


def _is_clear(phrase: str) -> bool:
    """Whether a cue can be no other word without its diacritics."""
    return len(phrase) > _LONGEST_UNMARKED or not phrase.isalpha()


def _opens_time(cue: Token, time: Token, printed: str) -> bool:
    """Does a cue stand right before a time, that begins with a capital ("đến hết | T10")?"""
    is_between_blank = not printed[cue.stop : time.begin].strip()
    return time.time is not None and cue.kind in _BEFORE_TIMES and is_between_blank


def _opens_line(printed: str, token: Token) -> bool:
    """A bullet lost its mark: a capital opens a cue in the middle of a line ("… 7/2025 Thường
    xuyên"). In a line of capitals none does."""
    first = printed[token.begin]
    if not (first.isupper() and first.isalpha()) or printed.isupper():
        return False
    return printed[token.begin - 1] == " "


def _break_at_label(printed: str, label: Token, begin: int) -> Token:
    """A label ("… 7/2025 Báo cáo năm: …") breaks the line where its words open with a capital; one
    whose words cannot be told says nothing."""
    opening = regex.search(r"(?<=\p{Ll}\s)\p{Lu}", printed[: label.begin], pos=begin)
    if opening is None:
        return replace(label, kind="harmless")
    return Token("break", opening.start(), stop=opening.start())


def _with_ranges(tokens: list[Token], text: str) -> list[Token]:
    """Two times with a dash or "đến" between them as one."""
    joined: list[Token] = []
    for token in tokens:
        size = _range_size(joined, token, text=text)
        if size:
            first = joined[-size]
            assert first.time is not None  # noqa: S101 - a range has both
            assert token.time is not None  # noqa: S101
            del joined[-size:]
            time = join(first.time, token.time)
            token = Token("time", first.begin, stop=token.stop, time=time)
        joined.append(token)
    return joined


def _range_size(tokens: list[Token], last: Token, text: str) -> int:
    """How many tokens at the end of a list begin a range that `last` ends: a time, a link, and
    perhaps a break; 0 when there is none."""
    if last.time is None or not tokens:
        return 0
    size = 3 if tokens[-1].kind == "break" else 2
    if len(tokens) < size:
        return 0
    first, link = tokens[-size], tokens[1 - size]
    if first.time is None or link.kind not in _RANGES:
        return 0
    before_link = text[first.stop : link.begin].strip()
    behind_link = drop_fillers(text[link.stop : last.begin]).strip()
    return 0 if before_link or behind_link else size


@cache
def deadline_words() -> frozenset[str]:
    """The words of deadline.yaml in plain form, and those that times are made of."""
    vocabulary = _vocabulary()
    phrases = (*vocabulary.kinds, *vocabulary.filler_words, *TIME_WORDS)
    return frozenset(word for phrase in phrases for word in phrase.split())


_BARE_DAY = compile_regex(r"\b(?:ngay\s+)?(?:ngay|mung|mong)\s+\d{1,2}\b(?!\s*/)")
"""A day of a month that is not named: "ngày 20 hằng tháng"."""
_CLOCK = compile_regex(r"\b\d{1,2}\s*(?:gio|h|g)(?![a-z])\s*(?:\d{1,2}\b)?\s*(?:'|phut\b)?")
"""An hour: "17h00", "08 giờ 30 phút"."""
_HOURS = compile_regex(r"\btrong\s+\d{1,3}\s*(?:gio|phut|h)\b")
"""A count of hours from something that happens: "trong 12 giờ"."""


def drop_fillers(text: str) -> str:
    """Plain text without the words that say nothing about the time, hours, and bare days."""
    without_hours = _CLOCK.sub("", text)
    return str(_vocabulary().fillers.sub("", _BARE_DAY.sub("", without_hours)))


_SHORT_WORD = compile_regex(r"(?<!\p{L})\p{L}{2,4}(?!\p{L}|\s*[\divxIVX])")


def without_alike(text: str, printed: str) -> str:
    """Plain text in which short words that speak of times only without their marks ("Hằng năm, |
    Quỹ", where "quý" would be one) are blotted out."""
    words = _words_as_spelt()
    for word in _SHORT_WORD.finditer(printed):
        spelt = words.get(plain(word[0]))
        if spelt and not word[0].isascii() and fold(word[0]) not in spelt:
            text = f"{text[: word.start()]}{'x' * len(word[0])}{text[word.end() :]}"
    return text


@cache
def _words_as_spelt() -> Mapping[str, frozenset[str]]:
    """The words of the fillers in plain form, and how they, or other words of times, are spelt."""
    lists: dict[str, list[str]] = read_own("times/deadline.yaml")
    fillers = {plain(word) for phrase in lists["filler"] for word in phrase.split()}
    phrases = (phrase for listed in (*lists.values(), *WORDS.values()) for phrase in listed)
    forms = {fold(word) for phrase in phrases for word in phrase.split()}
    return {
        filler: frozenset(form for form in forms if plain(form) == filler) for filler in fillers
    }


def has_bare_day(text: str) -> bool:
    """Does plain text say the day of a month that it does not name?

    >>> has_bare_day("truoc ngay 20 hang thang"), has_bare_day("ngay 20/5")
    (True, False)
    """
    return _BARE_DAY.search(text) is not None


def ends_open(text: str) -> bool:
    """Does a time end with words that name no end ("năm 2025 và các năm tiếp theo")?"""
    return plain(text).endswith(_open_ends())


@cache
def _open_ends() -> tuple[str, ...]:
    kinds = _vocabulary().kinds
    return tuple(phrase for phrase, (kind, _) in kinds.items() if kind in ("open_end", "goes_on"))
