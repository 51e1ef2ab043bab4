"""The atoms of a flattened table as arrays: their features, their words, and where in their lines
they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import regex

from kehoach.normalize.ngrams.flow import Edges
from kehoach.normalize.text import fold
from kehoach.parsers.flattened.atom_features import (
    ENDING,
    IN_CELL,
    ONWARD,
    OPENING,
    AtomFacts,
    following,
)
from kehoach.parsers.flattened.atoms import Atom
from kehoach.parsers.flattened.feature import feature_matrix
from kehoach.parsers.flattened.names import office_marks, whole_deadlines
from kehoach.parsers.flattened.segmentation import Flags, Floats, Ints
from kehoach.parsers.flattened.widths import MEASURES
from kehoach.patterns import compile_regex

_FAMILY = compile_regex(r"(\d{1,2})\.(\d{1,2})\.?\s")
_INDEX = compile_regex(
    r"""
    (?: [IVXL]{1,5}                   # II
      | [1-9]\d{0,2} | 0[1-9]         # 12, 03
      | \d{1,2} (?:\.\d{1,2}){1,2}    # 2.4
      | [A-Ha-h]                      # b
    ) [.)/]?
    """,
    regex.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """Atoms as arrays, one entry per atom unless another shape is told.

    Features (atoms x features): `in_cell`, `opening`, `onward` (from an atom to the next),
    `ending`.

    Flags: `lower`, `upper` (the first letter), `bulleted`, `after_stop` (the atom before ends a
    sentence), `opens_page`, `cut_by_page` (the next atom opens a page), `ends_line`, `broken` (its
    line was broken there in mid-sentence), `no_index` (its text is no number of a row).

    Places: `line`, `page`; where in its line it begins (`begin`) and ends (`letters`), and where
    the next atom's first word would have ended there (`reach`), in the measure that was chosen
    (`measures` holds the three in each: measures x 3 x atoms).

    Words: ids of all words (`words`, 0 for unknown), the atom of each (`owner`), where the words of
    each atom begin (`offsets`, one longer than the atoms); `edges`: its first and last words.

    `family`: its numbering family, 0 for none; `sign`: how its line is set off (`atoms.set_off`);
    `twin`: the last atom before that begins with the same name or has the same text, -1 for none;
    `brackets`: how many it opens less those that it closes; `deadlines`: by atom, where deadlines
    end that begin with it and are complete.
    """

    in_cell: Floats
    opening: Floats
    onward: Floats
    ending: Floats
    lower: Flags
    upper: Flags
    bulleted: Flags
    after_stop: Flags
    opens_page: Flags
    cut_by_page: Flags
    ends_line: Flags
    broken: Flags
    no_index: Flags
    line: Ints
    page: Ints
    begin: Floats
    letters: Floats
    reach: Floats
    measures: Floats
    words: Ints
    owner: Ints
    offsets: Ints
    edges: Edges
    family: Ints
    signs: Ints
    twin: Ints
    brackets: Ints
    deadlines: dict[int, list[int]]

    def measured(self, measure: int) -> Pieces:
        """The same, measured otherwise: `measure` is a place in `widths.MEASURES`."""
        begin, letters, reach = self.measures[measure]
        return replace(self, begin=begin, letters=letters, reach=reach)

    def ids(self, atom: int) -> Ints:
        """The ids of an atom's words."""
        return self.words[self.offsets[atom] : self.offsets[atom + 1]]

    def first_words(self) -> Ints:
        """The id of each atom's first word."""
        return self.words[self.offsets[:-1]]

    def last_words(self) -> Ints:
        """The id of each atom's last word."""
        return self.words[self.offsets[1:] - 1]

    def mean_of(self, weights: Floats) -> Floats:
        """For each atom the sum of its words' weights over the square root of their number."""
        return self.mean_over(weights[self.words])

    def mean_over(self, points: Floats) -> Floats:
        """The same from what each word that stands there is worth."""
        sums = np.bincount(self.owner, weights=points, minlength=len(self.letters))
        means: Floats = sums / np.sqrt(np.diff(self.offsets))
        return means


def describe(atoms: Sequence[Atom], vocabulary: dict[str, int]) -> Pieces:
    """Atoms -> arrays, in the first measure. `vocabulary`: the ids of the words that have
    weights."""
    count = len(atoms)
    texts = [atom.text for atom in atoms]
    offices = office_marks(atoms)
    edges = Edges.of(texts)
    facts = AtomFacts.of(atoms, offices, edges)
    words = [_word_ids(text, vocabulary) for text in texts]
    word_counts = [len(ids) for ids in words]
    measures = _measures(atoms)
    begin, letters, reach = measures[0]
    family = np.array([_family(text) for text in texts], dtype=np.int64)
    after_stop = facts.before(facts.terminal)
    new_thought = facts.bulleted | after_stop | facts.opens_page | (family > 0)
    ends_line = ~facts.followed | following(facts.opens_line)
    return Pieces(
        in_cell=feature_matrix(IN_CELL, facts, count=count),
        opening=feature_matrix(OPENING, facts, count=count),
        onward=feature_matrix(ONWARD, facts, count=count),
        ending=feature_matrix(ENDING, facts, count=count),
        lower=facts.lower,
        upper=facts.upper,
        bulleted=facts.bulleted,
        after_stop=after_stop,
        opens_page=facts.opens_page,
        cut_by_page=following(facts.opens_page),
        ends_line=ends_line,
        broken=ends_line & facts.followed & ~following(new_thought),
        no_index=~facts.fully(_INDEX),
        line=np.array([atom.line for atom in atoms], dtype=np.int64),
        page=np.cumsum(facts.opens_page, dtype=np.int64),
        begin=begin,
        letters=letters,
        reach=reach,
        measures=measures,
        words=np.array([word for ids in words for word in ids], dtype=np.int64),
        owner=np.repeat(np.arange(count), word_counts),
        offsets=np.cumsum([0, *word_counts], dtype=np.int64),
        edges=edges,
        family=family,
        signs=np.array([atom.sign for atom in atoms], dtype=np.int64),
        twin=np.maximum(offices.twin, _same_text(texts)),
        brackets=np.array([t.count("(") - t.count(")") for t in texts], dtype=np.int64),
        deadlines=whole_deadlines(atoms),
    )


def _word_ids(text: str, vocabulary: dict[str, int]) -> list[int]:
    return [vocabulary.get(word, 0) for word in fold(text).split()] or [0]


def _family(text: str) -> int:
    """The numbering family of a text: 2 of "2.4. Rà soát"."""
    match = _FAMILY.match(text + " ")
    return int(match[1]) if match else 0


def _same_text(texts: Sequence[str]) -> Ints:
    """For each text that begins with a capital, the last one before that is the same; -1 for
    none."""
    seen: dict[str, int] = {}
    found = np.full(len(texts), -1, dtype=np.int64)
    for position, text in enumerate(texts):
        if text[:1].isupper() and len(text) > 3:
            found[position] = seen.get(text, -1)
            seen[text] = position
    return found


def _measures(atoms: Sequence[Atom]) -> Floats:
    """By measure: where in its line each atom begins and ends, and where the next atom's first word
    would have ended there (measures x 3 x atoms)."""
    next_words = [atom.text.split(" ", 1)[0] for atom in atoms[1:]] + [""]
    found = np.zeros((len(MEASURES), 3, len(atoms)))
    for places, measure in zip(found, MEASURES, strict=True):
        end, line = 0.0, -1
        for position, atom in enumerate(atoms):
            begin = end + measure(" ") if atom.line == line else 0.0
            end, line = begin + measure(atom.text), atom.line
            reach = end + measure(" " + next_words[position])
            places[:, position] = begin, end, reach
    return found
