"""The generator of flattened tables: its gold accounts for every character that it prints."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from bench.flatten import Flattened, check, from_truth, generate  # noqa: E402

SAMPLES = ROOT / "samples"
TABLES = range(60)


def merged(table: Flattened) -> int:
    return sum(cell.rows > 1 for row in table.rows for cell in row.cells)


@pytest.mark.parametrize("seed", TABLES)
def test_every_character_has_one_cell(seed: int) -> None:
    table = generate(seed, captions=seed % 3 == 0)
    assert check(table) == []
    assert len(table.gaps) == len(table.lines)
    assert table.header[0][0] == table.captions_before
    assert 4 <= sum(not row.group for row in table.rows) <= 60
    assert all(
        cell.role in (*table.roles, "index", "group") for row in table.rows for cell in row.cells
    )
    assert all(row.cells for row in table.rows)
    assert all(line.strip() for line in table.lines)


@pytest.mark.parametrize("seed", range(30))
def test_papers_made_with_word(seed: int) -> None:
    table, plain = generate(seed, printed=True), generate(seed)
    assert check(table) == []
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        [cell.text for cell in row.cells] for row in plain.rows
    ]


@pytest.mark.parametrize("sample", ["bang-6-cot", "bang-8-cot"])
@pytest.mark.parametrize("seed", range(8))
def test_a_known_grid_is_flattened(sample: str, seed: int) -> None:
    table = from_truth(SAMPLES / sample / "source.yaml", seed)
    assert check(table) == []
    assert len(table.rows) == len(from_truth(SAMPLES / sample / "source.yaml", 99).rows)


def test_the_same_seed_makes_the_same_table() -> None:
    assert generate(7) == generate(7)
    assert generate(7) != generate(8)


def test_given_tasks_are_used() -> None:
    texts = ["Trồng mới hai nghìn cây xanh", "Sửa chữa nhà văn hóa tổ dân phố"]
    rows = [row for seed in range(5) for row in generate(seed, texts).rows]
    tasks = [cell.text for row in rows for cell in row.cells if cell.role == "task"]
    assert sum(any(text in task for text in texts) for task in tasks) > 0.8 * len(tasks)


def test_the_oddities_occur() -> None:
    tables = [generate(seed) for seed in range(150)]
    assert {len(table.roles) for table in tables} == set(range(4, 10))
    assert sum(len(table.header) > 1 for table in tables) > 75
    assert sum(bool(table.page_numbers) for table in tables) > 15
    assert sum(merged(table) > 0 for table in tables) > 40
    assert sum(not any(table.gaps) for table in tables) > 12
    assert sum(min(table.gaps[1:]) == 1 for table in tables) > 12
    cut = 0  # cells whose text goes on below a repeated header
    for table in tables:
        heads = {first for first, _ in table.header[1:]}
        spans = [
            (cell.pieces[0][0], cell.pieces[-1][0]) for row in table.rows for cell in row.cells
        ]
        cut += sum(any(first < head < last for head in heads) for first, last in spans)
    assert cut > 250
    shared = 0  # tables in which a line holds pieces of several cells
    for table in tables:
        cells = [
            {line for line, _, _ in cell.pieces}
            for row in table.rows
            for cell in row.cells
            if not row.group
        ]
        shared += sum(map(len, cells)) > len(set().union(*cells))
    assert shared > 25


def test_the_check_finds_a_wrong_gold() -> None:
    table = generate(3)
    line = next(n for n in range(table.header[0][1], len(table.lines)))
    lines = [text + "x" if n == line else text for n, text in enumerate(table.lines)]
    broken = Flattened(tuple(lines), table.gaps, table.roles, table.header, table.rows)
    assert check(broken)
