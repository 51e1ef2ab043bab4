"""The weights of the features of flattened tables, by role of column, and their file.

All parts of a segmentation's score are linear in them, so they are learned by a structured
perceptron (Collins 2002) on generated tables: tools/train_flattened.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from kehoach.parsers.flattened.features import FEATURES, NAMES, Place, place_slices
from kehoach.parsers.flattened.segmentation import ROLES, ROW_KINDS, Floats

_FILE = Path(__file__).parent / "flattened.npz"
_SLICES = place_slices()
_PRICES = np.array([feature.price for feature in FEATURES])
_INITIAL = np.array([feature.initial for feature in FEATURES])
SHARED = np.array([feature.shared for feature in FEATURES])
"""Which of FEATURES have one weight for all roles."""


@dataclass(slots=True)
class Weights:
    """`features`: roles x features (`features.NAMES`); `rows`: by kind of row; `words` (of any atom
    of a cell), `first_words` and `last_words` (of a cell): roles x ids of words; `vocabulary`: the
    id of each word, 1 or more; 0 stands for all others."""

    features: Floats
    rows: Floats
    words: Floats
    first_words: Floats
    last_words: Floats
    vocabulary: dict[str, int]

    @classmethod
    def initial(cls, vocabulary: dict[str, int]) -> Weights:
        """Little opinion: numbers and the table's own habits count, nothing else does."""
        weights = cls.zeros(vocabulary)
        weights.features[...] = _INITIAL
        return weights

    @classmethod
    def zeros(cls, vocabulary: dict[str, int]) -> Weights:
        """No opinion at all."""
        by_word = (len(ROLES), len(vocabulary) + 1)
        return cls(
            features=np.zeros((len(ROLES), len(FEATURES))),
            rows=np.zeros(len(ROW_KINDS)),
            words=np.zeros(by_word),
            first_words=np.zeros(by_word),
            last_words=np.zeros(by_word),
            vocabulary=vocabulary,
        )

    def of(self, place: Place) -> Floats:
        """The weights of a place's features: roles x features. Not a copy: what is added there is
        added here."""
        weights: Floats = self.features[:, _SLICES[place.name]]
        return weights

    def priced(self, place: Place) -> Floats:
        """The same with what is never learned (`Feature.price`)."""
        weights: Floats = self.of(place) + _PRICES[_SLICES[place.name]]
        return weights

    def named(self, name: str) -> Floats:
        """The weights of a feature (one of `features.NAMES`) by role. Not a copy."""
        weights: Floats = self.features[:, NAMES.index(name)]
        return weights

    def arrays(self) -> dict[str, Floats]:
        """The weights by kind, without the vocabulary."""
        return {kind: getattr(self, kind) for kind in self.__slots__ if kind != "vocabulary"}

    def save(self, path: Path) -> None:
        """Write to a small .npz (half precision), with the names of features, roles and kinds of
        rows."""
        stored: dict[str, Any] = {
            "feature_names": np.array(NAMES),
            "roles": np.array(ROLES),
            "row_kinds": np.array(ROW_KINDS),
            "vocabulary": np.array(list(self.vocabulary), dtype=np.str_),
        }
        for kind, array in self.arrays().items():
            stored[kind] = array.astype(np.float16)
        np.savez_compressed(path, **stored)

    @classmethod
    def load(cls, path: Path, *, older: bool = False) -> Weights:
        """Read what `save` wrote. Of an `older` model, features that came since weigh nothing, and
        those that are gone are left out.

        Raises ValueError when the file's features, roles or kinds of rows are not the program's.
        """
        with np.load(path, allow_pickle=False) as stored:
            kinds = [kind for kind in cls.__slots__ if kind != "vocabulary"]
            arrays = {kind: stored[kind].astype(np.float64) for kind in kinds}
            names = [str(name) for name in stored["feature_names"]]
            roles, row_kinds = stored["roles"].tolist(), stored["row_kinds"].tolist()
            words = stored["vocabulary"].tolist()
        strange = set(names) ^ set(NAMES)
        if (strange and not older) or roles != list(ROLES) or row_kinds != list(ROW_KINDS):
            raise ValueError(f"{path.name} is of another model: {sorted(strange) or roles}")
        arrays["features"] = _in_order(arrays["features"], names)
        return cls(**arrays, vocabulary={word: number for number, word in enumerate(words, 1)})


def _in_order(weights: Floats, names: list[str]) -> Floats:
    """Weights in the order of their names -> in the order of NAMES, 0 for those without one."""
    ordered = np.zeros((len(weights), len(NAMES)))
    for position, name in enumerate(NAMES):
        if name in names:
            ordered[:, position] = weights[:, names.index(name)]
    return ordered


@cache
def trained() -> Weights:
    """The weights that come with the package."""
    return Weights.load(_FILE)
