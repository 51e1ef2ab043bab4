"""What a piece of a flattened table says about the cell it may be in: features and their weights,
by role.

A segmentation's score is a sum over its cells of: an emission for each atom, a start, a
continuation for each pair of atoms inside, an end, a length, and a price for each column that has
no cell. All parts are linear in the weights, so they are learned by a structured perceptron
(Collins 2002) on generated tables: tools/train_flattened.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from kehoach.normalize.ngrams.flow import Edges, flow
from kehoach.normalize.text import fold
from kehoach.parsers.flattened.atoms import Atom
from kehoach.parsers.flattened.names import office_marks, whole_deadlines
from kehoach.parsers.flattened.widths import MEASURES
from kehoach.parsers.tables.openings import task_verbs
from kehoach.parsers.words import breaks_off, phrases_by

ROLES = ("index", "objective", "task", "activity", "deliverable", "lead", "coordinating", "deadline", "budget", "note",
         "other", "group")  # fmt: skip
LENGTHS = (1, 2, 3, 4, 6, 9, 14, 22)
"""Upper bounds of the length classes, in atoms; longer cells share the last one."""
MAX_LENGTH = 44
FIRST_WIDTHS = {"index": 4, "objective": 26, "task": 34, "activity": 26, "deliverable": 20, "lead": 18,
                "coordinating": 18, "deadline": 15, "budget": 12, "note": 14, "other": 18, "group": 90}  # fmt: skip

_TERMINAL = regex.compile(r"[.;:!?]$")
_FAMILY = regex.compile(r"(\d{1,2})\.(\d{1,2})\.?\s")
_BULLET = regex.compile(r"[-–+•*]\s*\S")
_DIGITS = regex.compile(r"\d{1,3}\.?")
_DECIMAL = regex.compile(r"\d{1,2}(?:\.\d{1,2})+\.?")
_INDEX = regex.compile(
    r"(?:[IVXL]{1,5}|[1-9]\d{0,2}|0[1-9]|\d{1,2}(?:\.\d{1,2}){1,2}|[A-Ha-h])[.)/]?"
)
_ROMAN = regex.compile(r"[IVXL]{1,5}[.)]?|[A-H][.)]?")
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Atoms as arrays: shared features of emission (N x KE), start (N x KS), continuation (N x KC:
    atom k to k+1), end (N x KN); where in its line each atom begins and ends, and where the next
    atom's first word would have ended there, in the measure that was chosen (`measures` holds them
    in each); which line and page it is on, whether it is the line's last, whether the line was
    broken there in mid-sentence; the numbering family of each (0 for none); the ids of all words (0
    for unknown), the atom each belongs to, where each atom's words begin; its first and last words;
    how its line is set off (`flat_atoms.set_off`); the last atom before that begins with the same
    name or has the same text (-1 for none); how many brackets it opens less those that it closes;
    by atom, where deadlines end that begin with it and are complete (`whole_deadlines`).
    """

    emit: Floats
    start: Floats
    cont: Floats
    end: Floats
    begin: Floats
    letters: Floats
    reach: Floats
    measures: Floats
    line: Ints
    page: Ints
    ends_line: Floats
    broken: NDArray[np.bool_]
    family: Ints
    upper: Floats
    words: Ints
    owner: Ints
    offsets: Ints
    no_index: Floats
    edges: Edges
    signs: Ints
    twin: Ints
    brackets: Floats
    deadlines: dict[int, list[int]]

    def measured(self, measure: int) -> Pieces:
        """The same, measured otherwise."""
        return replace(
            self, **dict(zip(("begin", "letters", "reach"), self.measures[measure], strict=True))
        )

    def ids(self, k: int) -> Ints:
        """The word ids of atom `k`."""
        return self.words[self.offsets[k] : self.offsets[k + 1]]

    def mean_of(self, weights: Floats) -> Floats:
        """For each atom the sum of its words' weights over the square root of their number."""
        return self.mean_over(weights[self.words])

    def mean_over(self, points: Floats) -> Floats:
        """The same from what each word that stands there is worth."""
        sums = np.bincount(self.owner, weights=points, minlength=len(self.letters))
        means: Floats = sums / np.sqrt(np.diff(self.offsets))
        return means


@cache
def _cue_patterns() -> dict[str, regex.Pattern[str]]:
    listed = phrases_by("flattened/flattened.yaml", "cues", bare_words=False)
    listed = {**listed, "verb": task_verbs()}
    return {
        name: regex.compile(
            r"\b(?:" + "|".join(sorted(map(regex.escape, own), key=len, reverse=True)) + r")\b"
        )
        for name, own in listed.items()
    }


def describe(atoms: Sequence[Atom], vocabulary: dict[str, int]) -> Pieces:
    """Atoms -> their features."""
    count = len(atoms)
    emit, start = np.zeros((count, EMIT)), np.zeros((count, START))
    cont, end = np.zeros((count, CONT)), np.zeros((count, END))
    family = np.zeros(count, dtype=np.int64)
    upper = np.zeros(count)
    words: list[Ints] = []
    no_index = np.zeros(count)
    begins, ends, inside, held, twin = office_marks(atoms)
    twin = np.maximum(twin, _again(atoms))
    edges = Edges.of([a.text for a in atoms])
    going = flow(edges.tails[:, :-1], edges.heads[:, 1:])
    going = np.where(
        inside[:-1] > 0, np.maximum(going, 0.0), going
    )  # names go on as the directory says
    opens, closes = edges.starts(), edges.stops()
    for k, atom in enumerate(atoms):
        text, low = atom.text, atom.text.lower()
        folded = fold(text).split()
        words.append(np.array([vocabulary.get(w, 0) for w in folded] or [0], dtype=np.int64))
        match = _FAMILY.match(text + " ")
        family[k] = int(match[1]) if match else 0
        upper[k] = text[:1].isupper()
        no_index[k] = _INDEX.fullmatch(text) is None
        cues = [bool(p.search(low)) for p in _cue_patterns().values()]
        emit[k] = [1, bool(_DIGITS.fullmatch(text)), bool(_ROMAN.fullmatch(text)), bool(_DECIMAL.fullmatch(text)),
                   text.isupper() and len(text) > 4, "%" in text, text == "0", *cues, held[k]]  # fmt: skip
        before = atoms[k - 1] if k and not atom.opens_page else None
        dangling = before is not None and breaks_off(before.text)
        ended = before is not None and bool(_TERMINAL.search(before.text))
        opening = [bool(p.match(low)) for p in _cue_patterns().values()]
        start[k] = [1, text[:1].islower(), upper[k], bool(_BULLET.match(text)), text[:1].isdigit(), not atom.opens_line,
                    dangling, ended, atom.opens_page, before is not None and _bulleted(before), *opening,
                    begins[k], opens[k]]  # fmt: skip
        end[k] = [1, bool(_TERMINAL.search(text)), breaks_off(text), _open_bracket(text), ends[k], closes[k],
                  text.endswith(";"), text.endswith(".")]  # fmt: skip
        if k + 1 < count:
            after = atoms[k + 1]
            unmarked = not _bulleted(after) and text[-1:] not in ",;&-"
            cont[k] = [*_pair(atom, after), ends[k], begins[k + 1], unmarked * ends[k] * begins[k + 1],
                       max(going[k], 0.0), max(-going[k], 0.0), inside[k], text.endswith(";"),
                       not after.opens_line and after.loose]  # fmt: skip
    ends_line = np.array(
        [k + 1 == count or atoms[k + 1].opens_line for k in range(count)], dtype=float
    )
    measures = _measures(atoms)
    goes_on = 1 - np.maximum.reduce(
        [start[1:, 3], start[1:, 7], start[1:, 8], (family[1:] > 0).astype(float)]
    )
    return Pieces(
        emit,
        start,
        cont,
        end,
        measures[0, 0],
        measures[0, 1],
        measures[0, 2],
        measures,
        np.array([a.line for a in atoms], dtype=np.int64),
        np.cumsum([a.opens_page for a in atoms], dtype=np.int64),
        ends_line,
        np.append(goes_on * ends_line[:-1], 0.0) > 0,
        family,
        upper,
        np.concatenate([*words, np.zeros(0, dtype=np.int64)]),
        np.repeat(np.arange(count), [len(w) for w in words]),
        np.concatenate([[0], np.cumsum([len(w) for w in words])]).astype(np.int64),
        no_index,
        edges,
        np.array([a.sign for a in atoms], dtype=np.int64),
        twin,
        np.array([a.text.count("(") - a.text.count(")") for a in atoms], dtype=float),
        whole_deadlines(atoms),
    )


def _again(atoms: Sequence[Atom]) -> Ints:
    """For each atom that begins with a capital, the last one before with the same text; -1 for
    none."""
    seen: dict[str, int] = {}
    found = np.full(len(atoms), -1, dtype=np.int64)
    for k, atom in enumerate(atoms):
        if atom.text[:1].isupper() and len(atom.text) > 3:
            found[k], seen[atom.text] = seen.get(atom.text, -1), k
    return found


def _measures(atoms: Sequence[Atom]) -> Floats:
    """By measure: where in its line each atom begins and ends, and where the next atom's first word
    would have ended there (measures x 3 x N)."""
    held = np.zeros((len(MEASURES), 3, len(atoms)))
    for m, measure in enumerate(MEASURES):
        at, line = 0.0, -1
        for k, atom in enumerate(atoms):
            begin = at + measure(" ") if atom.line == line else 0.0
            at, line = begin + measure(atom.text), atom.line
            following = atoms[k + 1].text.split(" ", 1)[0] if k + 1 < len(atoms) else ""
            held[m, :, k] = begin, at, at + measure(" " + following)
    return held


@dataclass(frozen=True, slots=True)
class ListMarks:
    """What speaks against atoms being one cell. Running counts, one longer than the atoms: of
    bullets, of beginnings without one after an item's end, of brackets that open and do not close;
    which atoms are bullets; the line of each, whether the atom at each place goes on on the line of
    the one before (one longer), the last atom before that names the same office; where deadlines
    end that begin with an atom."""

    bullets: Floats
    plain: Floats
    open: Floats
    bulleted: Floats
    line: Ints
    joined: NDArray[np.bool_]
    twin: Ints
    deadlines: dict[int, list[int]]

    @classmethod
    def of_pieces(cls, pieces: Pieces) -> ListMarks:
        """From the features of the atoms."""
        bulleted = pieces.start[:, 3]
        plain = (
            pieces.start[:, 7] * pieces.upper * (1 - bulleted)
        )  # after ";" or ".", with a capital
        counts = [
            np.concatenate([[0.0], np.cumsum(flags)])
            for flags in (bulleted, plain, pieces.brackets)
        ]
        joined = np.append(np.diff(pieces.line, prepend=-1) == 0, False)
        return cls(
            counts[0],
            counts[1],
            counts[2],
            bulleted,
            pieces.line,
            joined,
            pieces.twin,
            pieces.deadlines,
        )

    def of(self, first: int, last: int) -> Floats:
        """For the cells `first`..`first + 1`, … `last` (exclusive): does a bullet stand in one that
        begins without, does an item without a bullet stand in one that begins with a bullet, how
        many bullets follow the first; does a cell of several lines end in mid-line (an extraction
        joins cells whose first lines are level: the left one has no more), how many names stand
        there twice, does a bracket stay open, is it a deadline from end to end."""
        inside = slice(first + 1, last + 1)
        more = self.bullets[inside] - self.bullets[first + 1]
        plain = self.plain[inside] - self.plain[first + 1]
        begun = self.bulleted[first]
        joined = self.joined[inside] & (self.line[first:last] != self.line[first])
        twins = np.append(0, np.cumsum(self.twin[first + 1 : last] >= first))
        deadline = np.zeros(last - first)
        deadline[[end - first - 1 for end in self.deadlines.get(first, ()) if end <= last]] = 1.0
        return np.stack(
            [
                (1 - begun) * (more > 0),
                begun * (plain > 0),
                begun * np.minimum(more, 3.0),
                joined,
                np.minimum(twins, 2.0),
                self.open[inside] > self.open[first],
                deadline,
            ],
            axis=1,
        )


def _bulleted(atom: Atom) -> bool:
    return _BULLET.match(atom.text) is not None


def _open_bracket(text: str) -> bool:
    return text.count("(") > text.count(")")


def _pair(atom: Atom, after: Atom) -> list[float]:
    """How the next atom goes on from this one, as far as no column width is needed."""
    ended = bool(_TERMINAL.search(atom.text))
    bullet = bool(_BULLET.match(after.text))
    same_line = not after.opens_line and not after.loose
    return [1, same_line, after.text[:1].islower(), after.text[:1].isupper() and not ended, bullet,
            bullet and ended, ended and after.text[:1].isupper(), after.text[:1].isdigit(),
            breaks_off(atom.text), _open_bracket(atom.text)]  # fmt: skip


EMIT = 7 + 5 + 1
SHARED = {
    "cont": (1, 2, 8, 9, 13, 14, 15, 17),
    "start": (16,),
    "rest": (1, 2, 6, 7, 8, 9, 16),
    "end": (2, 3, 5),
    "wide": (1, 2),
    "own": (2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
}
"""Features that tell where a cell ends, not which role it has: their weights are the same for all
roles."""
START = 10 + 5 + 1 + 1
CONT = 10 + 3 + 2 + 1 + 1 + 1
END = 4 + 1 + 1 + 2
WIDE = 3
"""Features that need the column's width: letters over it, a full line going on, a short line before
a capital."""
NESTED = ("objective", "task", "activity")
"""Columns of which each is finer than the one before: a cell may cover several of the next."""
ABSENT = ("above, finest", "above", "inside")
"""Ways in which a column has no cell: left of the row's first cell, where a merged one above may
cover it, in the finest of the columns that make a hierarchy or in another; or right of the first
cell."""
SHAPE = 7
"""Features of a whole cell: `ListMarks`."""
NUMBERED = 3
"""Features of numbering families: own family, another column's family, a new own number inside the
cell."""

RULES = (-4.0, -3.0, -3.0)
"""What the weights of three rules on numbers and pages are before any learning: a number of another
column's family inside a cell, a numbered column's cell without its number, a new row that begins a
page in mid-sentence."""
OWN = (0.8, 1.2, 3.0, 0.8, 0.5, -0.5, -0.5, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
"""The same for what the table says about itself: its words, its beginnings, its broken cells, its
empty cells; about cells that a page broke: words that go well together over it, that do not, a cell
left unfinished; how full lines are that go on, how they are set off, how full a broken cell's last
line was, how long lines are; how its cells begin, in small letters, without their number, and
whether they hold several (`flat_adapt.own_habits`)."""


@dataclass(slots=True)
class Weights:
    """Weights by role. Shapes: (roles x features), words (roles x vocabulary), lengths (roles x
    classes)."""

    emit: Floats
    start: Floats
    rest: Floats
    cont: Floats
    end: Floats
    wide: Floats
    numbered: Floats
    length: Floats
    absent: Floats
    absent_rest: Floats
    words: Floats
    opening: Floats
    ending: Floats
    row: Floats
    rules: Floats
    own: Floats
    shape: Floats
    vocabulary: dict[str, int]

    @classmethod
    def zeros(cls, vocabulary: dict[str, int]) -> Weights:
        """Little opinion: numbers and the table's own habits count, nothing else does."""
        r, v = len(ROLES), len(vocabulary) + 1
        return cls(
            emit=np.zeros((r, EMIT)),
            start=np.zeros((r, START)),
            rest=np.zeros((r, START)),
            cont=np.zeros((r, CONT)),
            end=np.zeros((r, END)),
            wide=np.zeros((r, WIDE)),
            numbered=np.zeros((r, NUMBERED)),
            length=np.zeros((r, len(LENGTHS) + 1)),
            absent=np.zeros((r, len(ABSENT))),
            absent_rest=np.zeros(r),
            words=np.zeros((r, v)),
            opening=np.zeros((r, v)),
            ending=np.zeros((r, v)),
            row=np.zeros(3),
            rules=np.tile(RULES, (r, 1)),
            own=np.tile(OWN, (r, 1)),
            shape=np.zeros((r, SHAPE)),
            vocabulary=vocabulary,
        )

    def arrays(self) -> dict[str, Floats]:
        """The weights by name, without the vocabulary."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "vocabulary"}

    def save(self, path: Path) -> None:
        """Write to a small .npz (half precision)."""
        held: dict[str, Any] = {
            name: array.astype(np.float16) for name, array in self.arrays().items()
        }
        held["vocabulary"] = np.array(list(self.vocabulary), dtype=np.str_)
        np.savez_compressed(path, **held)

    @classmethod
    def load(cls, path: Path) -> Weights:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as held:
            vocabulary = {str(word): n for n, word in enumerate(held["vocabulary"], start=1)}
            arrays = {
                name: held[name].astype(np.float64) for name in held.files if name != "vocabulary"
            }
        return cls(**arrays, vocabulary=vocabulary)


@cache
def trained() -> Weights:
    """The weights that come with the package."""
    return Weights.load(Path(__file__).parent / "flattened.npz")


def length_class(atoms: int) -> int:
    """The class of a cell's length."""
    return next((n for n, bound in enumerate(LENGTHS) if atoms <= bound), len(LENGTHS))
