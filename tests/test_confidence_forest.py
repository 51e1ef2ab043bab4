"""The trees that judge values beside the weights: whether their file is sound, what they tell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.parsers.confidence.forest import LEAF, Forest, forest, load
from kehoach.parsers.confidence.measures.table import NAMES
from kehoach.parsers.confidence.odds import PICTURE, mixed, told_of

ODDS = st.floats(-12, 12)


def small() -> Forest:
    """One tree: of a value with the trait "ends" nine of ten are right; of others all that are
    longer than five letters, half of the shorter ones."""
    return Forest(
        fields={"tasks/task": 0.9},
        measures=("words letters",),
        traits=("ends",),
        roots=np.array([0], np.int32),
        columns=np.array([2, 1, LEAF, LEAF, LEAF], np.int16),
        limits=np.array([0.5, 5.0, 0.5, 1.0, 0.9], np.float32),
        steps=np.array([4, 2, 0, 0, 0], np.int16),
    )


def rows_of(trees: Forest, *asked: tuple[float, tuple[str, ...]]) -> np.ndarray:
    measures = np.zeros((len(asked), len(NAMES)), np.float32)
    measures[:, NAMES.index("words letters")] = [letters for letters, _ in asked]
    return trees.rows(
        ["tasks/task"] * len(asked), measures, [trees.places(traits) for _, traits in asked]
    )


def test_a_value_goes_down_a_tree_to_its_leaf() -> None:
    trees = small()
    rows = rows_of(trees, (3.0, ()), (5.0, ("odd",)), (9.0, ()), (3.0, ("ends",)))
    assert trees.shares(rows) == pytest.approx([0.5, 0.5, 1.0, 0.9])
    odds = trees.odds(rows)
    assert odds[0] == 0.0
    assert np.isfinite(odds).all()


def test_several_trees_tell_their_mean() -> None:
    one = small()
    two = Forest(
        one.fields,
        one.measures,
        one.traits,
        roots=np.array([0, 5], np.int32),
        columns=np.append(one.columns, np.int16(LEAF)),
        limits=np.append(one.limits, np.float32(0.3)),
        steps=np.append(one.steps, np.int16(0)),
    )
    assert two.shares(rows_of(two, (9.0, ()), (3.0, ()))) == pytest.approx([0.65, 0.4])


def test_no_values_are_judged_as_none() -> None:
    trees = forest()
    rows = trees.rows([], np.zeros((0, len(NAMES)), np.float32), [])
    assert trees.odds(rows).shape == (0,)


def test_a_forest_is_kept_as_it_is(tmp_path: Path) -> None:
    small().save(tmp_path / "forest.npz")
    again = load(tmp_path / "forest.npz")
    rows = rows_of(again, (9.0, ("ends",)), (2.0, ()))
    assert again.fields == pytest.approx(small().fields)
    assert again.shares(rows) == pytest.approx(small().shares(rows))
    first = (tmp_path / "forest.npz").read_bytes()
    small().save(tmp_path / "forest.npz")
    assert (tmp_path / "forest.npz").read_bytes() == first


@pytest.mark.parametrize("pictures", [False, True])
def test_the_file_holds_whole_trees(pictures: bool) -> None:
    trees = forest(pictures=pictures)
    inner = trees.columns != LEAF
    places = np.arange(len(trees.columns))
    ends = np.append(trees.roots[1:], len(places))
    tree_of = np.searchsorted(trees.roots, places, side="right") - 1
    assert trees.roots[0] == 0
    assert (trees.steps[inner] > 1).all()
    assert (places + trees.steps < ends[tree_of]).all(), "a child is of the same tree"
    assert not inner[ends - 1].any(), "the last node of a tree is a leaf"
    reached = np.zeros(len(places), int)
    np.add.at(reached, places[inner] + 1, 1)
    np.add.at(reached, places[inner] + trees.steps[inner], 1)
    reached[trees.roots] += 1
    assert (reached == 1).all(), "each node is the root of a tree or the child of one"


@pytest.mark.parametrize("pictures", [False, True])
def test_the_file_asks_for_what_there_is(pictures: bool) -> None:
    trees = forest(pictures=pictures)
    inner = trees.columns != LEAF
    assert set(trees.measures) <= set(NAMES)
    assert len(set(trees.traits)) == len(trees.traits)
    assert trees.columns[inner].min() >= 0
    assert trees.columns[inner].max() < 1 + len(trees.measures) + len(trees.traits)
    assert np.isfinite(trees.limits).all()
    shares = trees.limits[~inner]
    assert ((shares >= 0) & (shares <= 1)).all()
    assert all(0 < share < 1 for share in trees.fields.values())
    of_papers = {trait for trait in trees.traits if trait.startswith(("form=", "paper ", "note "))}
    assert of_papers == ({PICTURE} if pictures else set())


@given(st.lists(st.tuples(st.floats(-10, 1e4), st.booleans()), min_size=1, max_size=8))
def test_any_figures_give_a_share(asked: list[tuple[float, bool]]) -> None:
    trees = forest()
    own = trees.traits[0]
    rows = rows_of(trees, *[(letters, (own,) if has else ()) for letters, has in asked])
    shares = trees.shares(rows)
    assert ((shares >= 0) & (shares <= 1)).all()
    for row, share in zip(rows, shares, strict=True):
        assert trees.shares(row[None]) == pytest.approx([share]), "a value is judged by itself"


@given(ODDS, ODDS, st.floats(0, 5))
def test_what_either_judge_finds_surer_is_not_told_as_less_sure(
    weights: float, trees: float, more: float
) -> None:
    told = told_of(mixed(weights, trees))
    assert 0.0 < told < 1.0
    assert told <= told_of(mixed(weights + more, trees))
    assert told <= told_of(mixed(weights, trees + more))
