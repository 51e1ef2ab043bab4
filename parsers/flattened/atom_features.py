"""What an atom of a flattened table says about the cell it may be in, by its text and its
neighbours alone: the same for all columns, whose weights differ.

A new feature is a line in one of the four tuples at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TypeAlias

import numpy as np
import regex

from kehoach.normalize.line_ends import breaks_off
from kehoach.normalize.ngrams.flow import Edges, flow
from kehoach.parsers.flattened.atoms import Atom
from kehoach.parsers.flattened.feature import Feature, sharing
from kehoach.parsers.flattened.names import OfficeMarks
from kehoach.parsers.flattened.segmentation import Flags, Floats
from kehoach.parsers.tables.openings import task_verbs
from kehoach.parsers.words import phrases_by
from kehoach.patterns import ROW_NUMBER, compile_regex

CUES = ("owner", "deadline", "product", "money", "verb")
"""Lists of words that tell a role: flattened.yaml, and the verbs of tasks."""

_TERMINAL = compile_regex(r"[.;:!?]$")
_BULLET = compile_regex(r"[-–+•*]\s*\S")
_DIGITS = compile_regex(rf"{ROW_NUMBER}\.?")
_DECIMAL = compile_regex(r"\d{1,2}(?:\.\d{1,2})+\.?")
_ROMAN = compile_regex(r"[IVXL]{1,5}[.)]?|[A-H][.)]?")
_GOES_ON = frozenset(",;&-")
"""What stands last where a name that has ended may not be the end."""


@cache
def _cue_pattern(cue: str) -> regex.Pattern[str]:
    listed = phrases_by("flattened/flattened.yaml", "cues", bare_words=False)
    words = task_verbs() if cue == "verb" else listed[cue]
    longest_first = sorted(map(regex.escape, words), key=len, reverse=True)
    return compile_regex(rf"\b(?:{'|'.join(longest_first)})\b")


def preceding(flags: Flags) -> Flags:
    """For each atom what is true of the one before; false for the first."""
    shifted = np.zeros_like(flags)
    shifted[1:] = flags[:-1]
    return shifted


def following(flags: Flags) -> Flags:
    """For each atom what is true of the one after; false for the last."""
    shifted = np.zeros_like(flags)
    shifted[:-1] = flags[1:]
    return shifted


def _flags(values: Iterable[bool]) -> Flags:
    return np.array(list(values), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class AtomFacts:
    """What is true of each atom: arrays, one entry per atom.

    `lower`, `upper` and `digit` are about its first character; `followed` is false for the last
    atom; `goes_on` tells how well the words at the seam to the next atom go together (`flow`; 0
    for the last), `opens` and `closes` how well its words begin and end a phrase.
    """

    texts: tuple[str, ...]
    lower_texts: tuple[str, ...]
    lower: Flags
    upper: Flags
    digit: Flags
    bulleted: Flags
    terminal: Flags
    breaks_off: Flags
    open_bracket: Flags
    opens_line: Flags
    opens_page: Flags
    loose: Flags
    followed: Flags
    offices: OfficeMarks
    goes_on: Floats
    opens: Floats
    closes: Floats

    @classmethod
    def of(cls, atoms: Sequence[Atom], offices: OfficeMarks, edges: Edges) -> AtomFacts:
        """From the atoms, the names of offices among them, and their first and last words."""
        texts = tuple(atom.text for atom in atoms)
        seams = flow(edges.tails[:, :-1], edges.heads[:, 1:])
        in_name = offices.inside[:-1] > 0  # a name goes on as the directory says
        goes_on = np.zeros(len(atoms))
        goes_on[:-1] = np.where(in_name, np.maximum(seams, 0.0), seams)
        return cls(
            texts=texts,
            lower_texts=tuple(text.lower() for text in texts),
            lower=_flags(text[:1].islower() for text in texts),
            upper=_flags(text[:1].isupper() for text in texts),
            digit=_flags(text[:1].isdigit() for text in texts),
            bulleted=_flags(_BULLET.match(text) is not None for text in texts),
            terminal=_flags(_TERMINAL.search(text) is not None for text in texts),
            breaks_off=_flags(map(breaks_off, texts)),
            open_bracket=_flags(text.count("(") > text.count(")") for text in texts),
            opens_line=_flags(atom.opens_line for atom in atoms),
            opens_page=_flags(atom.opens_page for atom in atoms),
            loose=_flags(atom.loose for atom in atoms),
            followed=np.arange(len(atoms)) < len(atoms) - 1,
            offices=offices,
            goes_on=goes_on,
            opens=edges.starts(),
            closes=edges.stops(),
        )

    def fully(self, pattern: regex.Pattern[str]) -> Flags:
        """Which texts match a pattern from end to end."""
        return _flags(pattern.fullmatch(text) is not None for text in self.texts)

    def ends_with(self, mark: str) -> Flags:
        """Which texts end with a mark."""
        return _flags(text.endswith(mark) for text in self.texts)

    def before(self, flags: Flags) -> Flags:
        """What is true of the atom before, if it is on the same page."""
        return preceding(flags) & ~self.opens_page

    def has_cue(self, cue: str) -> Flags:
        """Which texts hold a word of a list of cues."""
        pattern = _cue_pattern(cue)
        return _flags(pattern.search(text) is not None for text in self.lower_texts)

    def opens_with_cue(self, cue: str) -> Flags:
        """Which texts begin with a word of a list of cues."""
        pattern = _cue_pattern(cue)
        return _flags(pattern.match(text) is not None for text in self.lower_texts)

    def name_behind(self) -> Flags:
        """Where a name of an office ends, the next one begins, and nothing marks a list."""
        unmarked = ~following(self.bulleted)
        unmarked &= _flags(text[-1:] not in _GOES_ON for text in self.texts)
        return unmarked & (self.offices.ends > 0) & following(self.offices.begins > 0)


AtomFeature: TypeAlias = Feature[AtomFacts]

IN_CELL: tuple[AtomFeature, ...] = (
    Feature("always", lambda atoms: True),
    Feature("number", lambda atoms: atoms.fully(_DIGITS)),
    Feature("roman_number", lambda atoms: atoms.fully(_ROMAN)),
    Feature("decimal_number", lambda atoms: atoms.fully(_DECIMAL)),
    Feature("capitals", lambda atoms: _flags(t.isupper() and len(t) > 4 for t in atoms.texts)),
    Feature("percent", lambda atoms: _flags("%" in text for text in atoms.texts)),
    Feature("zero", lambda atoms: _flags(text == "0" for text in atoms.texts)),
    *(Feature(f"cue_{cue}", partial(AtomFacts.has_cue, cue=cue)) for cue in CUES),
    Feature("in_office_name", lambda atoms: atoms.offices.held),
)
"""Of every atom of a cell."""

OPENING: tuple[AtomFeature, ...] = (
    Feature("always", lambda atoms: True),
    Feature("small_letter", lambda atoms: atoms.lower),
    Feature("capital", lambda atoms: atoms.upper),
    Feature("bullet", lambda atoms: atoms.bulleted),
    Feature("digit", lambda atoms: atoms.digit),
    Feature("mid_line", lambda atoms: ~atoms.opens_line),
    Feature("after_broken_off", lambda atoms: atoms.before(atoms.breaks_off)),
    Feature("after_stop", lambda atoms: atoms.before(atoms.terminal)),
    Feature("opens_page", lambda atoms: atoms.opens_page),
    Feature("after_bullet", lambda atoms: atoms.before(atoms.bulleted)),
    *(Feature(f"cue_{cue}", partial(AtomFacts.opens_with_cue, cue=cue)) for cue in CUES),
    Feature("office_begins", lambda atoms: atoms.offices.begins),
    Feature("words_open", lambda atoms: atoms.opens),
)
"""Of a cell's first atom."""

STARTING = sharing(OPENING, "words_open")
GOING_ON = sharing(
    OPENING,
    "small_letter",
    "capital",
    "after_broken_off",
    "after_stop",
    "opens_page",
    "after_bullet",
    "words_open",
)

ONWARD: tuple[AtomFeature, ...] = sharing(
    (
        Feature("always", lambda atoms: atoms.followed),
        Feature(
            "same_line",
            lambda atoms: atoms.followed & ~following(atoms.opens_line | atoms.loose),
        ),
        Feature("small_letter", lambda atoms: following(atoms.lower)),
        Feature("capital_unended", lambda atoms: following(atoms.upper) & ~atoms.terminal),
        Feature("bullet", lambda atoms: following(atoms.bulleted)),
        Feature("bullet_after_stop", lambda atoms: following(atoms.bulleted) & atoms.terminal),
        Feature("capital_after_stop", lambda atoms: following(atoms.upper) & atoms.terminal),
        Feature("digit", lambda atoms: following(atoms.digit)),
        Feature("broken_off", lambda atoms: atoms.followed & atoms.breaks_off),
        Feature("open_bracket", lambda atoms: atoms.followed & atoms.open_bracket),
        Feature("office_ended", lambda atoms: atoms.followed & (atoms.offices.ends > 0)),
        Feature("office_begins", lambda atoms: following(atoms.offices.begins > 0)),
        Feature("office_after_office", lambda atoms: atoms.name_behind()),
        Feature("words_go_on", lambda atoms: np.maximum(atoms.goes_on, 0.0)),
        Feature("words_part", lambda atoms: np.maximum(-atoms.goes_on, 0.0)),
        Feature("inside_office", lambda atoms: atoms.followed * atoms.offices.inside),
        Feature("semicolon", lambda atoms: atoms.followed & atoms.ends_with(";")),
        Feature("loose_line", lambda atoms: following(atoms.loose & ~atoms.opens_line)),
    ),
    "same_line",
    "small_letter",
    "broken_off",
    "open_bracket",
    "words_go_on",
    "words_part",
    "inside_office",
    "loose_line",
)
"""Of an atom after which its cell goes on with the next."""

ENDING: tuple[AtomFeature, ...] = sharing(
    (
        Feature("always", lambda atoms: True),
        Feature("stop", lambda atoms: atoms.terminal),
        Feature("broken_off", lambda atoms: atoms.breaks_off),
        Feature("open_bracket", lambda atoms: atoms.open_bracket),
        Feature("office_ended", lambda atoms: atoms.offices.ends),
        Feature("words_close", lambda atoms: atoms.closes),
        Feature("semicolon", lambda atoms: atoms.ends_with(";")),
        Feature("full_stop", lambda atoms: atoms.ends_with(".")),
    ),
    "broken_off",
    "open_bracket",
    "words_close",
)
"""Of a cell's last atom."""
