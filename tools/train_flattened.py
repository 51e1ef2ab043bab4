"""Learn the weights of the flattened-table decoder from generated tables:
parsers/flattened/flattened.npz.

    python tools/train_flattened.py [--tables 600] [--epochs 3] [--start FILE] [--out FILE]

Averaged structured perceptron (Collins 2002) on tables from bench/flatten.py and those of our
samples. When ../shared/corpus is there, half of the generated tables take the wording of their
tasks from its administrative text (only statistics of words end up in the weights; sources and
licences: docs/models.md). Deterministic for given options.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.flatten import Flattened, from_truth, generate  # noqa: E402
from bench.flattened import lines_of  # noqa: E402
from kehoach.ingest.model import Line, Span  # noqa: E402
from kehoach.normalize.text import clean, fold  # noqa: E402
from kehoach.parsers.flattened.adapt import own_absence  # noqa: E402
from kehoach.parsers.flattened.atoms import Atom, to_atoms  # noqa: E402
from kehoach.parsers.flattened.cell_features import CellMarks  # noqa: E402
from kehoach.parsers.flattened.column_features import Column, Gaps, LineFit  # noqa: E402
from kehoach.parsers.flattened.decode import Decoded, Truth, decode, families_of  # noqa: E402
from kehoach.parsers.flattened.feature import feature_matrix  # noqa: E402
from kehoach.parsers.flattened.features import (  # noqa: E402
    ENDING,
    GAP,
    GAP_IN_REST,
    GOING_ON,
    IN_CELL,
    LENGTH,
    LENGTHS,
    ONWARD,
    STARTING,
    UNFINISHED,
    WHOLE,
    Place,
)
from kehoach.parsers.flattened.header import find_header  # noqa: E402
from kehoach.parsers.flattened.lines import cell_begin  # noqa: E402
from kehoach.parsers.flattened.pieces import Pieces, describe  # noqa: E402
from kehoach.parsers.flattened.segmentation import (  # noqa: E402
    GROUP,
    MAX_LENGTH,
    ROLES,
    ROW_KINDS,
    FlatCell,
    FlatRow,
    Floats,
    RowKind,
    TableColumns,
)
from kehoach.parsers.flattened.weights import SHARED, Weights  # noqa: E402
from tools.corpus import held_out  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus" / "admin.train.txt.xz"
RATE = 0.5
"""How far one table moves the weights at first; less and less those that moved often (AdaGrad)."""
COST = 0.5
"""What a wrong atom costs in training, in units of the score: a margin between the truth and what
is nearly as good."""

VERBS = (
    "Tổ chức", "Xây dựng", "Ban hành", "Triển khai", "Thực hiện", "Tiếp tục", "Tăng cường",
    "Nâng cao", "Đẩy mạnh", "Rà soát", "Hướng dẫn", "Kiểm tra", "Phối hợp", "Bố trí", "Hoàn thiện",
    "Tuyên truyền", "Cập nhật", "Đổi mới", "Thường xuyên", "Chủ động", "Chỉ đạo", "Phát triển",
    "Đầu tư", "Hỗ trợ", "Quản lý", "Đánh giá",
)  # fmt: skip
SENTENCE = re.compile(r"(?<=[.;:])\s+")
LIST_MARK = re.compile(r"(?:[-+*•]|\(?[a-zđ\d]{1,2}[.)]|\d+(?:\.\d+)+\.?|Điều \d+\.)\s*")


COMMON_ROLES = [
    number for number, role in enumerate(ROLES) if role not in ("index", "other", "group")
]
"""Roles of which made-up tables show many cells."""
STOPS = ("stop", "semicolon", "full_stop")
"""Features of a cell's end."""
VOCABULARY, SEEN_OFTEN = 2200, 8
"""So many words at most have weights, those that stand in so many atoms of the training."""
FIRST_SEED = 10_000
"""The tables of bench/flattened.py have smaller seeds."""


def corpus_tasks(count: int = 20000) -> list[str]:
    """Sentences of the corpus that begin as tasks do, of those that no count of words in a row has
    seen (`normalize.ngrams.flow` would know them by heart); empty when the corpus is not there."""
    if not CORPUS.exists():
        return []
    found: list[str] = []
    with lzma.open(CORPUS, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not held_out(number):
                continue
            for sentence in SENTENCE.split(line.strip()):
                text = LIST_MARK.sub("", sentence).rstrip(" ;.")
                if text.startswith(VERBS) and 30 <= len(text) <= 260:
                    found.append(text)
    Random(7).shuffle(found)  # noqa: S311
    return found[:count]


def sample_tables(each: int) -> Iterator[Example]:
    """The tables of our samples, every one flattened `each` times in another way."""
    for path in sorted((ROOT / "samples").glob("*/source.yaml")):
        tables = yaml.safe_load(path.read_text("utf-8")).get("tables") or []
        for number, table in enumerate(tables):
            if "task" not in table.get("roles", ()):
                continue
            for seed in range(each):
                yield Example(from_truth(path, FIRST_SEED + seed, number, printed=seed % 2 > 0))


def made_up_tables(first: int, count: int, texts: Sequence[str]) -> Iterator[Example]:
    """Generated tables from number `first` on; every other one takes its tasks from `texts`, most
    of them are set as papers made with Word are, two of five are small ones of chapters."""
    for seed in range(first, first + count):
        tasks = texts if texts and seed % 2 else None
        chapter = seed % 5 in (1, 3)
        yield Example(
            generate(FIRST_SEED + seed, tasks, printed=chapter or seed % 4 > 1, chapter=chapter)
        )


def squeezed(text: str, upto: int) -> int:
    """How many letters (no white space) stand before position `upto`."""
    return sum(not char.isspace() for char in text[:upto])


class Example:
    """A generated table ready for training: its atoms, their features, and the true rows over them
    (None when the atoms cannot express the truth)."""

    def __init__(self, table: Flattened) -> None:
        self.roles = [role if role in ROLES else "other" for role in table.roles]
        self.numbers = heading_numbers(table)
        kept, pages = body_lines(table)
        printed = {line.span.first: line for line in lines_of(table)}
        self.atoms = to_atoms([printed[number + 1] for number in kept], pages)
        owners = [owner_of(atom, kept[atom.line], table) for atom in self.atoms]
        self.rows = gold_rows(self.atoms, owners, table.roles)

    def columns(self, pieces: Pieces) -> TableColumns:
        """The table's columns with their numbering."""
        return TableColumns(self.roles, families_of(self.roles, self.numbers, pieces))

    def truth(self, cost: float) -> Truth:
        """What the true rows tell the decoder; `cost`: what a wrong atom costs."""
        rows = self.rows or []
        return Truth(cost * wrong_roles(self), own_absence(rows, len(self.roles)))


def owner_of(atom: Atom, line: int, table: Flattened) -> tuple[int, str]:
    """The row and the role of the cell in which an atom stands, a part of line `line` of the table;
    (-1, "") for none."""
    raw = table.lines[line]
    middle = squeezed(clean(raw), atom.begin) + squeezed(atom.text, len(atom.text)) / 2
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            for place, begin, end in cell.pieces:
                if place == line and squeezed(raw, begin) <= middle <= squeezed(raw, end):
                    return number, cell.role
    return -1, ""


def heading_numbers(table: Flattened) -> list[int | None]:
    """The numbers that the headings bear ("2- Nhiệm vụ"), where the program finds the header."""
    lines = [
        Line(clean(text), Span(first=number, last=number))
        for number, text in enumerate(table.lines, 1)
    ]
    header = find_header(lines)
    if header is None or len(header.numbers) != len(table.roles):
        return [None] * len(table.roles)
    return list(header.numbers)


def body_lines(table: Flattened) -> tuple[list[int], set[int]]:
    """Indexes of the lines that hold cells, and which of them (by place among those) open a
    page."""
    with_cells: set[int] = set()
    for row in table.rows:
        for cell in row.cells:
            with_cells.update(line for line, _, _ in cell.pieces)
    kept = sorted(with_cells)
    pages: set[int] = set()
    for _, header_end in table.header[1:]:
        below = [place for place, line in enumerate(kept) if line >= header_end]
        pages.update(below[:1])
    return kept, pages - {0}


def gold_rows(
    atoms: Sequence[Atom], owners: Sequence[tuple[int, str]], roles: Sequence[str]
) -> list[FlatRow] | None:
    """Owners of the atoms -> rows; None when the atoms cannot express the truth (two cells in one
    atom)."""
    rows: list[FlatRow] = []
    cells: list[FlatCell] = []
    current = -2
    kind: RowKind = "row"
    for number, (row, role) in enumerate(owners):
        if row < 0 or (role != "group" and role not in roles):
            return None
        column = GROUP if role == "group" else list(roles).index(role)
        if row != current or (atoms[number].opens_page and cells):
            if cells:
                rows.append(FlatRow(kind, tuple(cells)))
            cells = []
            near = owners[max(0, number - 3) : number + 12]
            is_group = (row, "group") in near
            kind = "group" if is_group else "rest" if row == current else "row"
            current = row
        if cells and cells[-1].column == column:
            cells[-1] = FlatCell(column, cells[-1].first, number + 1)
        elif not cells or kind == "group" or column > cells[-1].column:
            cells.append(FlatCell(column, number, number + 1))
        else:
            return None
    if cells:
        rows.append(FlatRow(kind, tuple(cells)))
    untitled = any(row.kind == "group" and row.cells[-1].column != GROUP for row in rows)
    return None if untitled else rows


def wrong_roles(example: Example) -> Floats:
    """1 for each column and atom that do not belong together, 0 for those that do (columns + 1 x
    atoms)."""
    wrong = np.ones((len(example.roles) + 1, len(example.atoms)))
    for row in example.rows or []:
        for cell in row.cells:
            wrong[cell.column, cell.first : cell.last] = 0.0  # GROUP is -1: the last one
    return wrong


class FeatureCounter:
    """Counts the features of segmentations of one table; `counts` holds the sums."""

    def __init__(self, columns: TableColumns, decoded: Decoded, counts: Weights) -> None:
        self.own, self.counts = decoded.own, counts
        self.pieces = decoded.own.pieces
        self.marks = CellMarks.of_pieces(self.pieces)
        self.roles = columns.role_indexes()
        self.columns = [Column.of(columns, place, self.own) for place in range(len(self.roles))]
        self.by_column = {
            place.name: [self._matrix(place, column) for column in self.columns]
            for place in (IN_CELL, STARTING, GOING_ON, ONWARD)
        }
        gaps = Gaps(columns.roles, self.own)
        self.gaps = np.stack([feature.value(gaps) for feature in GAP.features])
        self.gaps_in_rest = self._of_table(GAP_IN_REST)
        self.unfinished = self._of_table(UNFINISHED)

    def _matrix(self, place: Place, column: Column) -> Floats:
        return feature_matrix(place.by_column, column, len(self.pieces.letters))

    def _of_table(self, place: Place) -> Floats:
        """Features x columns + 1 x atoms."""
        return np.stack([feature.value(self.own) for feature in place.features])

    def add(self, rows: Sequence[FlatRow], sign: float) -> None:
        """Add the features of a segmentation, `sign` times."""
        for row in rows:
            self.counts.rows[ROW_KINDS.index(row.kind)] += sign
            for cell in row.cells:
                self._add_cell(cell, sign, GOING_ON if row.kind == "rest" else STARTING)
            self._add_gaps(row, sign)

    def _add_gaps(self, row: FlatRow, sign: float) -> None:
        """The columns without a cell."""
        present = {cell.column for cell in row.cells}
        first = row.cells[0]
        columns = range(len(self.roles) - 1)
        if first.first and self.pieces.opens_page[first.first]:
            continued = present if row.kind == "rest" else set[int]()
            for column in set(columns) - continued:
                self._count(UNFINISHED, column, sign * self.unfinished[:, column, first.first])
        if row.kind == "group":
            return
        for column in set(columns) - present:
            if row.kind == "rest":
                values = self.gaps_in_rest[:, column, first.first]
                self._count(GAP_IN_REST, column, sign * values)
            else:
                side = int(column > first.column)
                self._count(GAP, column, sign * self.gaps[:, side, column])

    def _add_cell(self, cell: FlatCell, sign: float, opening: Place) -> None:
        """One cell. `opening`: the place whose features its beginning has."""
        pieces, first, last = self.pieces, cell.first, cell.last
        column = cell.column % len(self.roles)  # GROUP: the last one
        atoms, inner = cell.atoms, cell.inner
        lines = LineFit.of(self.own, column, atoms, cell_begin(pieces, cell))
        in_cell = (
            pieces.in_cell[atoms],
            self.by_column[IN_CELL.name][column][atoms],
            feature_matrix(IN_CELL.by_width, lines, last - first),
        )
        onward = (
            pieces.onward[inner],
            self.by_column[ONWARD.name][column][inner],
            feature_matrix(ONWARD.by_width, lines, last - first)[:-1],
        )
        start = (
            pieces.opening[first : first + 1],
            self.by_column[opening.name][column][first : first + 1],
        )
        self._count(IN_CELL, column, sign * _sums(in_cell))
        self._count(ONWARD, column, sign * _sums(onward))
        self._count(opening, column, sign * _sums(start))
        self._count(WHOLE, column, sign * self.marks.of(first, last)[-1])
        self._count(LENGTH, column, sign * LENGTHS[min(last - first, MAX_LENGTH)])
        if not pieces.cut_by_page[last - 1]:
            self._count(ENDING, column, sign * pieces.ending[last - 1])
        self._add_words(cell, sign, starting=opening is STARTING)

    def _count(self, place: Place, column: int, values: Floats) -> None:
        self.counts.of(place)[self.roles[column]] += values

    def _add_words(self, cell: FlatCell, sign: float, *, starting: bool) -> None:
        counts, pieces = self.counts, self.pieces
        role = self.roles[cell.column % len(self.roles)]
        for atom in range(cell.first, cell.last):
            words = pieces.ids(atom)
            np.add.at(counts.words[role], words, sign / np.sqrt(len(words)))
        if starting:
            counts.first_words[role][pieces.ids(cell.first)[0]] += sign
        if not pieces.cut_by_page[cell.last - 1]:
            counts.last_words[role][pieces.ids(cell.last - 1)[-1]] += sign


def _sums(parts: Iterable[Floats]) -> Floats:
    """Matrices (atoms x features) -> the sums of all features over the atoms."""
    return np.concatenate([part.sum(axis=0) for part in parts])


class Learner:
    """Moves weights by the subgradient of the margin, each as it has moved before (Duchi, Hazan &
    Singer 2011), and keeps the mean of all weights so far."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.mean = Weights.zeros(weights.vocabulary)
        self.squares = Weights.zeros(weights.vocabulary)
        self.steps = 0

    def learn(self, true_rows: Sequence[FlatRow], columns: TableColumns, decoded: Decoded) -> None:
        """Towards the true rows of a table, away from those that were found."""
        step = Weights.zeros(self.weights.vocabulary)
        counter = FeatureCounter(columns, decoded, step)
        counter.add(true_rows, 1.0)
        counter.add(decoded.rows, -1.0)
        step.features[:, SHARED] = step.features[:, SHARED].sum(axis=0)
        weights, squares = self.weights.arrays(), self.squares.arrays()
        for kind, moved in step.arrays().items():
            squares[kind] += moved**2
            weights[kind] += RATE * moved / np.sqrt(1.0 + squares[kind])

    def look(self) -> None:
        """Count the weights as they are into the mean."""
        self.steps += 1
        weights = self.weights.arrays()
        for kind, mean in self.mean.arrays().items():
            mean += (weights[kind] - mean) / self.steps

    def forget(self) -> None:
        """Begin a new mean."""
        self.steps = 0


def started_from(path: Path) -> Weights:
    """Weights of an older model -> those of this one; features that came since weigh nothing."""
    weights = Weights.load(path, older=True)
    common = weights.features[np.ix_(COMMON_ROLES, np.flatnonzero(SHARED))]
    weights.features[:, SHARED] = common.mean(axis=0)
    return weights


def mean_of(paths: Sequence[Path]) -> Weights:
    """The mean of weights that were learned apart from the same beginning (McDonald, Hall & Mann
    2010)."""
    learned = [Weights.load(path) for path in paths]
    vocabulary = learned[0].vocabulary
    if any(weights.vocabulary != vocabulary for weights in learned):
        raise SystemExit("weights of different beginnings")
    mean = Weights.zeros(vocabulary)
    for kind, array in mean.arrays().items():
        array += sum(weights.arrays()[kind] for weights in learned) / len(learned)
    return mean


def pooled(weights: Weights, share: float) -> Weights:
    """What made-up tables cannot tell is taken from elsewhere. Their cells of some roles never end
    in a stop, so what a stop at the end is worth moves towards the mean of all roles by `share`;
    and words that go on over a page's end are worth what they are inside a cell, where they are
    seen oftener."""
    for name in STOPS:
        by_role = weights.named(f"ending.{name}")
        common = by_role[COMMON_ROLES]
        by_role[COMMON_ROLES] = common + share * (common.mean() - common)
    any_role = COMMON_ROLES[0]
    weights.named("going_on.words_go_on")[:] = weights.named("onward.words_go_on")[any_role]
    weights.named("going_on.words_part")[:] = -abs(weights.named("onward.words_part")[any_role])
    return weights


def vocabulary_of(examples: Sequence[Example]) -> dict[str, int]:
    """The words that are to have weights, numbered from 1 on, the most frequent first."""
    counts = Counter(
        word
        for example in examples
        for atom in example.atoms
        for word in sorted(set(fold(atom.text).split()))
    )
    frequent = counts.most_common(VOCABULARY)
    return {word: number for number, (word, count) in enumerate(frequent, 1) if count >= SEEN_OFTEN}


def cells_of(rows: Iterable[FlatRow]) -> set[FlatCell]:
    """All cells of rows."""
    return {cell for row in rows for cell in row.cells}


def train(learner: Learner, examples: Sequence[Example], epochs: int, cost: float) -> None:
    """Learn from examples in `epochs` rounds; the mean in the end is that of the last one. Prints
    the share of right cells per block of tables."""
    weights = learner.weights
    described = [describe(example.atoms, weights.vocabulary) for example in examples]
    order = list(range(len(examples)))
    for epoch in range(epochs):
        Random(epoch).shuffle(order)  # noqa: S311
        learner.forget()
        right = wanted = 0
        for count, number in enumerate(order, start=1):
            example, pieces = examples[number], described[number]
            true_rows = example.rows or []
            columns = example.columns(pieces)
            decoded = decode(example.atoms, pieces, columns, weights, example.truth(cost))
            true_cells = cells_of(true_rows)
            right += len(true_cells & cells_of(decoded.rows))
            wanted += len(true_cells)
            if decoded.rows != true_rows:
                learner.learn(true_rows, columns, decoded)
            learner.look()
            if count % 100 == 0:
                print(f"epoch {epoch} {count}: cells {100 * right / wanted:.1f} %", flush=True)
                right = wanted = 0


def usable_examples(first: int, count: int) -> list[Example]:
    """`count` generated tables from number `first` on and some of our samples, those whose truth
    their atoms can express."""
    texts = corpus_tasks()
    examples = [*made_up_tables(first, count, texts), *sample_tables(count // 40)]
    usable = [example for example in examples if example.rows]
    print(f"{len(usable)} of {len(examples)} tables usable, {len(texts)} corpus sentences")
    sys.stdout.flush()
    return usable


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tables", type=int, default=600)
    parser.add_argument("--first", type=int, default=0, help="number of the first table")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--mean", type=Path, nargs="+", help="instead: the mean of these weights")
    parser.add_argument("--pool", type=float, default=0.0, help="how far the mean is pooled")
    parser.add_argument("--cost", type=float, default=COST)
    parser.add_argument(
        "--out", type=Path, default=ROOT / "parsers" / "flattened" / "flattened.npz"
    )
    arguments = parser.parse_args()
    if arguments.mean:
        mean = mean_of(arguments.mean)
        (pooled(mean, arguments.pool) if arguments.pool else mean).save(arguments.out)
        return
    examples = usable_examples(arguments.first, arguments.tables)
    if arguments.start is not None:
        weights = started_from(arguments.start)
    else:
        weights = Weights.initial(vocabulary_of(examples))
    learner = Learner(weights)
    train(learner, examples, arguments.epochs, arguments.cost)
    learner.mean.save(arguments.out)


if __name__ == "__main__":
    main()
