"""Features of flattened tables and their weights: told once, by name."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from bench.flatten import generate  # noqa: E402
from kehoach.parsers.flattened.atoms import Atom  # noqa: E402
from kehoach.parsers.flattened.decode import Decoded, decode  # noqa: E402
from kehoach.parsers.flattened.features import (  # noqa: E402
    FEATURES,
    LENGTH,
    LENGTHS,
    NAMES,
    PLACES,
    STARTING,
)
from kehoach.parsers.flattened.pieces import describe  # noqa: E402
from kehoach.parsers.flattened.segmentation import (  # noqa: E402
    ROLES,
    ROW_KINDS,
    FlatRow,
    Floats,
    TableColumns,
)
from kehoach.parsers.flattened.weights import SHARED, Weights, trained  # noqa: E402
from tools.train_flattened import Example, FeatureCounter, started_from  # noqa: E402

SHIPPED = ROOT / "parsers" / "flattened" / "flattened.npz"


def test_every_feature_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES) == len(FEATURES)
    assert len({place.name for place in PLACES}) == len(PLACES)


def test_the_shipped_weights_have_the_features_names() -> None:
    with np.load(SHIPPED, allow_pickle=False) as stored:
        assert stored["feature_names"].tolist() == list(NAMES)
        assert stored["roles"].tolist() == list(ROLES)
        assert stored["row_kinds"].tolist() == list(ROW_KINDS)
        assert stored["features"].shape == (len(ROLES), len(NAMES))


def test_shared_features_have_one_weight_for_all_roles() -> None:
    shared = trained().features[:, SHARED]
    assert SHARED.any()
    assert (shared == shared[0]).all()


def test_weights_are_read_by_name_not_by_order(tmp_path: Path) -> None:
    """A file whose features stand in another order is read the same."""
    with np.load(SHIPPED, allow_pickle=False) as stored:
        arrays = dict(stored)
    arrays["feature_names"] = arrays["feature_names"][::-1]
    arrays["features"] = arrays["features"][:, ::-1]
    np.savez(tmp_path / "turned.npz", **arrays)
    assert (Weights.load(tmp_path / "turned.npz").features == trained().features).all()


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    """The trainer may go on from them: what came since weighs nothing, what is gone is left out."""
    with np.load(SHIPPED, allow_pickle=False) as stored:
        arrays = dict(stored)
    arrays["feature_names"][0] = "in_cell.gone"
    np.savez(tmp_path / "other.npz", **arrays)
    with pytest.raises(ValueError, match=r"in_cell\.gone"):
        Weights.load(tmp_path / "other.npz")
    older = started_from(tmp_path / "other.npz")
    assert not older.named(NAMES[0]).any()
    assert (older.named(NAMES[1]) == trained().named(NAMES[1])).all()


def test_what_is_saved_is_read(tmp_path: Path) -> None:
    weights = Weights.initial({"phường": 1, "rà": 2})
    weights.of(STARTING)[0] = 0.5
    weights.save(tmp_path / "some.npz")
    read = Weights.load(tmp_path / "some.npz")
    assert read.vocabulary == weights.vocabulary
    assert read.arrays().keys() == weights.arrays().keys()
    for kind, array in read.arrays().items():
        assert np.allclose(array, weights.arrays()[kind], atol=1e-3)


def test_each_length_is_of_one_class() -> None:
    assert LENGTHS.shape[1] == len(LENGTH.features)
    assert (LENGTHS[1:].sum(axis=1) == 1).all()


# --- scorer and trainer ---------------------------------------------------------------------------


def score_of_counts(rows: list[FlatRow], columns: TableColumns, decoded: Decoded) -> float:
    """The features of rows as the trainer counts them, each times its weight."""
    weights = trained()
    counts = Weights.zeros(weights.vocabulary)
    FeatureCounter(columns, decoded, counts).add(rows, 1.0)
    priced = Weights(**weights.arrays(), vocabulary=weights.vocabulary)
    priced.features = np.concatenate([weights.priced(place) for place in PLACES], axis=1)
    total = 0.0
    for kind, array in priced.arrays().items():
        total += float((array * counts.arrays()[kind]).sum())
    return total


def cell_scores(row: FlatRow, decoded: Decoded) -> float:
    """What the scorer says about a row's cells."""
    total = 0.0
    for cell in row.cells:
        score = decoded.scorer.cell(cell.column, cell.first, cell.last, rest=row.kind == "rest")
        total += score
    return total


def gap_scores(row: FlatRow, columns: TableColumns, decoded: Decoded, atoms: list[Atom]) -> float:
    """What the scorer says about a row's kind and the columns without a cell."""
    scorer, first = decoded.scorer, row.cells[0]
    total = float(scorer.rows[ROW_KINDS.index(row.kind)])
    absent = set(range(len(columns.roles))) - {cell.column for cell in row.cells}
    for column in absent:
        if row.kind == "row":
            total += float(scorer.gap[int(column > first.column), column])
        elif row.kind == "rest":
            total += float(scorer.gap_in_rest[column, first.first])
    if row.kind != "rest" and first.first and atoms[first.first].opens_page:
        total += float(scorer.dropped[first.first])
    return total


@pytest.mark.parametrize("seed", [1, 4, 7])
def test_the_trainer_counts_what_the_scorer_scores(seed: int) -> None:
    """For any rows, what the trainer counts times the weights is the scorer's sum."""
    example = Example(generate(20_000 + seed, printed=seed % 2 > 0))
    pieces = describe(example.atoms, trained().vocabulary)
    columns = example.columns(pieces)
    decoded = decode(example.atoms, pieces, columns, trained())
    rows = decoded.rows
    counted = score_of_counts(rows, columns, decoded)
    scored = sum(cell_scores(row, decoded) for row in rows)
    scored += sum(gap_scores(row, columns, decoded, list(example.atoms)) for row in rows)
    never: Floats = pieces.no_index
    for row in rows:
        for cell in row.cells:
            if cell.column >= 0 and columns.roles[cell.column] == "index":
                scored += 60.0 * float(never[cell.first : cell.last].sum())
    assert counted == pytest.approx(scored)
