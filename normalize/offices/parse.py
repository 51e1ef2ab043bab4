"""Offices: the phrase of an owner's cell -> the bodies it names, each by its full name in one
spelling.

The words of the cell are compared with a directory (offices.yaml) without regard to case,
diacritics and punctuation, the longest name first, so that commas inside a name need no rule. What
the directory does not know is cut at lists and kept as written; a typing error is forgiven when
only one name is near.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import regex

from kehoach.normalize.offices.directory import (
    directory_of_offices,
    key_of,
    nearest_office,
    words_of,
)
from kehoach.normalize.text import clean, fold, strip_diacritics


@dataclass(frozen=True, slots=True)
class OfficesValue:
    """`raw` as given; for each body its name, whether it stands for many, whether the directory
    knows it."""

    raw: str
    units: tuple[str, ...] = ()
    collective: tuple[bool, ...] = ()
    known: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the cell: its forms, where it stands, and what separates it from the word
    before."""

    unmarked: str
    fold: str
    begin: int
    stop: int
    gap: str
    capital: bool

    @property
    def cut(self) -> bool:
        """Whether the words before end here for sure."""
        return self.gap != " " and _CUTS.search(self.gap) is not None

    @property
    def dashed(self) -> bool:
        """Whether a dash between spaces stands before it."""
        return "-" in self.gap and _DASH.search(self.gap) is not None


_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_CUTS = regex.compile(r"[;\n\v+•*:]")
_DASH = regex.compile(r"\s-\s")


def _split_words(text: str) -> list[_Word]:
    words: list[_Word] = []
    last = 0
    for match in _WORD.finditer(text):
        parts = strip_diacritics(match[0]).split() or [match[0].lower()]
        gap = text[last : match.start()]
        words.append(
            _Word(
                "".join(parts),
                fold(match[0]),
                match.start(),
                match.end(),
                gap,
                match[0][0].isupper(),
            )
        )
        last = match.end()
    return words


@dataclass(slots=True)
class _Reader:
    """Goes through the words of one cell and collects bodies."""

    text: str
    words: list[_Word]
    level: str | None
    units: list[tuple[str, bool, bool]] = field(default_factory=list)
    prefix: str = ""
    marked: bool = True

    def run(self) -> None:
        at = 0
        self.marked = any(word.fold != word.unmarked for word in self.words)
        while at < len(self.words):
            if self.words[at].unmarked in ("va", "hoac", "cung", "voi"):
                at += 1
                continue
            skipped = self._phrase("skip", at)
            at = at + skipped if skipped else max(self._one(at), at + 1)

    def _one(self, at: int) -> int:
        """Take the body that begins at word `at`; the place after it."""
        many, match = self._collective(at), self._match(at)
        known = (
            None
            if many and (match is None or match[1] < at + self._phrase("collective", at))
            else self._known(at)
        )
        if known is not None:
            name, stop = known
            self._add(name, False, True)
            self.prefix = (
                self.words[at].unmarked if not self.prefix or self._head(at) else self.prefix
            )
            return self._skip_clause(stop)
        if many:
            stop = self._end_of_collective(at)
            end = self._without_clause(at, stop)
            if end > at + 1 or self.words[at].unmarked != "cac":
                self._add(self._fixed(self._slice(at, end)), True, True)
            self.prefix = self.words[min(at + 1, len(self.words) - 1)].unmarked
            return self._after_clause(end, stop)
        stop = self._end_of_unknown(at)
        end = self._without_clause(at, stop)
        if end == stop and (longer := self._misspelt(at, stop)):
            end = stop = longer
        self._add_unknown(at, end)
        return self._after_clause(end, stop)

    def _after_clause(self, end: int, stop: int) -> int:
        """Where to read on when a name ended at `end` and what was taken for it at `stop`: behind
        the remark between them, and behind a body that the remark runs into ("… báo cáo Chủ tịch
        UBND tỉnh")."""
        if end == stop:
            return stop
        inside = stop < len(self.words) and not (
            self.words[stop].cut
            or self.words[stop].gap.strip()
            or self.words[stop - 1].unmarked in ("va", "hoac")
        )
        return self._skip_clause(end if inside else stop)

    def _misspelt(self, at: int, shortest: int) -> int:
        """The end of a name with a typing error that goes on behind a comma or "và"; 0 for none."""
        stop = shortest
        while stop < min(len(self.words), at + 12) and not self.words[stop].cut:
            stop += 1
        for end in range(stop, shortest, -1):
            if nearest_office(" ".join(word.unmarked for word in self.words[at:end])) is not None:
                return end
        return 0

    def _match(self, at: int, prefix: str = "") -> tuple[str, int] | None:
        """The longest name of the directory whose words begin at `at`, and the word after it."""
        directory = directory_of_offices()
        if (prefix.split() or [self.words[at].unmarked])[0] not in directory.openings:
            return None
        stops = [
            stop
            for stop in range(at + 1, min(at + 16, len(self.words)) + 1)
            if self._one_name(at, stop)
        ]
        for stop in reversed(stops):
            words = tuple(word.unmarked for word in self.words[at:stop])
            if words[-1] == "va":
                continue
            name = directory.names.get(key_of((*prefix.split(), *words), directory.short))
            if name is not None:
                return name, stop
        return None

    def _one_name(self, at: int, stop: int) -> bool:
        return not any(";" in word.gap or "\v" in word.gap for word in self.words[at + 1 : stop])

    def _known(self, at: int) -> tuple[str, int] | None:
        """A name of the directory that ends where a name may end, with its level; and the word
        after it."""
        found = self._match(at)
        if found is None and self.prefix and self.units and not self._head(at):
            found = self._match(at, self.prefix)
        if found is None:
            return None
        name, stop = found
        tail = self._tail(stop)
        if tail == stop and directory_of_offices().kinds[name] == "province":
            tail = self._place(stop)
        if tail == stop and stop < len(self.words) and not self._boundary(stop):
            return None
        return self._levelled(name, stop, tail), tail

    def _boundary(self, at: int) -> bool:
        word = self.words[at]
        if (
            word.cut
            or self._clause(at)
            or word.unmarked in ("va", "hoac", "cung", "voi", "cac", "theo")
        ):
            listed = word.unmarked in ("va",) and at + 1 < len(self.words)
            return not listed or self._opens(at + 1)
        if (
            "," in word.gap
            or "/" in word.gap
            or " - " in f" {word.gap.strip(' ')} "
            or "." in word.gap
        ):
            return (
                self._opens(at)
                or not word.capital
                or bool(self.prefix and self._match(at, self.prefix))
            )
        return self._run_on(at)

    def _opens(self, at: int) -> bool:
        """Whether a new body may begin here."""
        after = self.words[at - 1].unmarked if at else ""
        prefix = self.words[0].unmarked if not self.prefix else self.prefix
        return bool(
            self._match(at)
            or self._head(at)
            or self._collective(at)
            or (after and self._match(at, prefix))
        )

    def _run_on(self, at: int) -> bool:
        """Whether a known body follows without any separator: a capital that opens names, owned by
        nobody."""
        word = self.words[at]
        if word.unmarked == "cac":
            return True
        before = tuple(w.unmarked for w in self.words[max(0, at - 2) : at])
        owned = any(before[-n:] in directory_of_offices().phrases["tails"] for n in (1, 2))
        found = self._match(at)
        return bool(word.capital and self._head(at) and not owned and found and found[1] > at + 1)

    def _head(self, at: int) -> bool:
        return self._phrase("heads", at) > 0

    def _phrase(self, kind: str, at: int) -> int:
        """How many words of a phrase of `kind` stand at `at`; a single word must bear its
        diacritics."""
        directory = directory_of_offices()
        size = directory.starts(kind, (word.unmarked for word in self.words[at : at + 5]))
        toned = (
            kind == "levels" or self.words[at].fold in directory.toned[kind] if size == 1 else True
        )
        return size if toned or not self.marked else 0

    def _collective(self, at: int) -> bool:
        size = self._phrase("collective", at)
        if (
            size == 1
            and len(self.words) > _SENTENCES
            and not self._phrase("generic", min(at + 1, len(self.words) - 1))
        ):
            return False
        return size > 0 and not any(word.cut for word in self.words[at + 1 : at + size])

    def _clause(self, at: int) -> bool:
        size = self._phrase("clause", at)
        before = tuple(w.unmarked for w in self.words[max(0, at - 2) : at])
        listed = any(before[-n:] in directory_of_offices().phrases["before_clause"] for n in (1, 2))
        return size > 0 and not listed and not self.words[at].capital

    def _tail(self, at: int) -> int:
        """After "thuộc UBND phường Nghĩa Lộ" and the like: the level and the place a body belongs
        to."""
        stop = at
        while stop < len(self.words):
            here, moved = stop, 0
            while here < len(self.words) and self.words[here].unmarked in ("thuoc", "ubnd", "cua"):
                here += 1
            if here < len(self.words) and not any(
                w.cut or "," in w.gap for w in self.words[stop : here + 1]
            ):
                moved = self._phrase("levels", here)
            if not moved:
                return stop
            stop = self._place(here + moved)
        return stop

    def _place(self, at: int) -> int:
        """After the proper name of the unit ("phường Nghĩa Lộ")."""
        stop = at
        while stop < len(self.words) and stop < at + 4:
            word = self.words[stop]
            if (
                not (word.capital or word.unmarked.isdigit())
                or word.cut
                or word.gap.strip()
                or (self._head(stop) and self._match(stop))
            ):
                break
            stop += 1
        return stop

    def _end_of_collective(self, at: int) -> int:
        stop = at + self._phrase("collective", at)
        while stop < len(self.words):
            word = self.words[stop]
            if word.cut or (word.dashed and self._opens(stop)):
                return stop
            if "," in word.gap and not self._goes_on(stop):
                return stop
            if (
                word.unmarked in ("va", "hoac")
                and stop + 1 < len(self.words)
                and not self._goes_on(stop + 1)
            ):
                return stop
            if self._run_on(stop) and self.words[stop - 1].unmarked not in (
                "va",
                "hoac",
                "tat",
                "toan",
                "ubnd",
            ):
                return stop
            stop += 1
        return stop

    def _goes_on(self, at: int) -> bool:
        """Whether the list of a collective goes on here: a generic noun, or a word that opens
        nothing."""
        if self.words[at].unmarked == "cac":
            return False
        if self._phrase("generic", at) and not self.words[at].capital:
            return True
        return not self._opens(at) and not self.words[at].capital

    def _end_of_unknown(self, at: int) -> int:
        stop = at + 1
        while stop < len(self.words):
            word = self.words[stop]
            joined = word.unmarked in ("va", "hoac")
            if word.cut or (joined and stop + 1 < len(self.words) and self._opens(stop + 1)):
                return stop
            if ("," in word.gap or "/" in word.gap or word.dashed) and self._opens(stop):
                return stop
            if self._run_on(stop):
                return stop
            stop += 1
        return stop

    def _without_clause(self, at: int, stop: int) -> int:
        """The end of the name itself, before what the body does."""
        return next((i for i in range(at + 2, stop) if self._clause(i)), stop)

    def _skip_clause(self, at: int) -> int:
        """Over the remark after a body, to where the next one begins."""
        if at >= len(self.words) or self.words[at].cut:
            return at
        dashed = self.words[at].dashed and not self.words[at].capital
        if not self._clause(at) and not dashed:
            return at
        at += 1
        while at < len(self.words):
            word = self.words[at]
            separated = "," in word.gap or self.words[at - 1].unmarked == "va"
            named = self._match(at) if word.capital and self._head(at) else None
            if word.cut or (
                separated and word.capital and (named or self._head(at) or self._collective(at))
            ):
                return at
            at = (
                named[1] if named else at + 1
            )  # a body inside the remark ("phối hợp với Sở …") is passed over whole
        return at

    def _slice(self, at: int, stop: int) -> str:
        return clean(self.text[self.words[at].begin : self.words[stop - 1].stop])

    def _fixed(self, text: str) -> str:
        for wrong, right in directory_of_offices().typos.items():
            text = regex.sub(rf"(?<!\p{{L}}){wrong}(?!\p{{L}})", right, text)
        return text

    def _levelled(self, name: str, stop: int, tail: int) -> str:
        """The name with the level it wants: its own printed one, else that of the plan."""
        directory = directory_of_offices()
        kind = directory.kinds[name]
        printed = [w for w in self.words[stop:tail] if w.unmarked not in ("thuoc", "ubnd", "cua")]
        if kind in ("province", "central"):
            return name
        own = words_of(self.level or "")
        if printed:
            size = directory.starts("levels", (w.unmarked for w in printed))
            level = tuple(w.unmarked for w in printed[:size])
            mine = level == own or level in directory.phrases["own_levels"]
            words = clean(self.text[printed[0].begin : printed[size - 1 if mine else -1].stop])
            own_words = self.level if level == own and self.level else words.lower()
            return (
                f"{name} {own_words if mine else words}"
                if kind in ("with_level", "other") or not mine
                else name
            )
        wanted = kind == "with_level" and self.level
        return f"{name} {self.level}" if wanted else name

    def _add(self, name: str, collective: bool, known: bool) -> None:
        if name and all(
            strip_diacritics(name) != strip_diacritics(unit) for unit, _, _ in self.units
        ):
            self.units.append((name, collective, known))

    def _add_unknown(self, at: int, stop: int) -> None:
        tail = next((i for i in range(at + 1, stop) if self._tail(i) == stop), stop)
        for end in (tail, stop):
            name = nearest_office(" ".join(w.unmarked for w in self.words[at:end]))
            if name is not None:
                self._add(self._levelled(name, end, stop), False, True)
                return
        if len(self.words) <= _SENTENCES or self._head(at):
            self._add(self._slice(at, stop), False, False)


_SENTENCES = 30
"""A cell of more words holds sentences: what opens with no word for a body is none."""

_REMARK = regex.compile(r"\((?:[^()]|\([^()]*\))*\)|\([^()]*$")
_BULLET = regex.compile(r"(?:^|(?<=[\s.;,]))[-–—+•*](?=\s*(\p{L}+))")


def _lines(raw: str) -> list[str]:
    """The bulleted lines of a cell without their marks; a dash inside a name is no mark."""
    heads, many = directory_of_offices().toned["heads"], directory_of_offices().toned["collective"]
    text = raw
    if "\n" not in raw.strip() and regex.match(r"\s*[-–—+•*]\s", raw):
        text = _BULLET.sub(lambda m: "\n" if {fold(m[1])} & (heads | many) else m[0], raw)
    return [line for line in (clean(part).lstrip("-–—+•* ") for part in text.split("\n")) if line]


@lru_cache(maxsize=4096)
def parse_offices(raw: str, level: str | None = None) -> OfficesValue:
    """The text of an owner's cell -> its bodies in order, none twice.

    `level` is the level of the plan ("phường", "xã"), written at the end of the names that want
    one.

    >>> parse_offices("VP HĐND&UBND, P. VHXH", "xã").units
    ('Văn phòng HĐND và UBND xã', 'Phòng Văn hóa - Xã hội')
    """
    text = _REMARK.sub(" ", raw.replace("\v", " "))
    text = "\v".join(_lines(text))
    reader = _Reader(text, _split_words(text), level)
    reader.run()
    names, collective, known = zip(*reader.units, strict=True) if reader.units else ((), (), ())
    return OfficesValue(raw, tuple(names), tuple(collective), tuple(known))


_HELPS = regex.compile(
    r"(?:[,;]\s*|\s+)(?:(?:chịu trách nhiệm\s+)?(?:chủ trì|làm đầu mối)\s*,?\s*)?"
    r"(?:và\s+)?phối hợp\s+(?:với|cùng)(?:\s+với)?\s*:?\s+"
)
_MARKED = regex.compile(
    r"(?P<name>[^;,()]+?(?:,[^;,()]+?)*?)\s*\((?P<role>chủ trì|phối hợp)[^()]*\)\s*[;,]?\s*",
    regex.IGNORECASE,
)


def split_roles(raw: str) -> tuple[str, str]:
    """An owner's cell that also names who helps -> the leading part and the helping part ("" where
    there is none).

    >>> split_roles("Phòng VHXH chủ trì, phối hợp với Công an phường")
    ('Phòng VHXH', 'Công an phường')
    >>> split_roles("Phòng VHXH (chủ trì), Công an phường (phối hợp)")
    ('Phòng VHXH', 'Công an phường')
    """
    marks = list(_MARKED.finditer(raw))
    if marks and {match["role"].lower() for match in marks} == {"chủ trì", "phối hợp"}:
        parts = {
            role: "; ".join(m["name"].strip(" ,;") for m in marks if m["role"].lower() == role)
            for role in _ROLES
        }
        return parts["chủ trì"], parts["phối hợp"] + raw[marks[-1].end() :]
    match = _HELPS.search(raw)
    if match is None or len(raw.split()) > _SENTENCES or not raw[: match.start()].strip():
        return raw, ""
    return raw[: match.start()].strip(), raw[match.end() :].strip()


_ROLES = ("chủ trì", "phối hợp")
