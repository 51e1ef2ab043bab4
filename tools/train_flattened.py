"""Learn the weights of the flattened-table decoder from generated tables:
parsers/flattened/flattened.npz.

    python tools/train_flattened.py [--tables 600] [--epochs 3] [--start FILE] [--out parsers/flattened/flattened.npz]

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
from collections.abc import Sequence
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
from kehoach.parsers.flattened.adapt import GROUP, FlatCell, FlatRow, first_line_begin, own_absence  # noqa: E402
from kehoach.parsers.flattened.atoms import Atom, to_atoms  # noqa: E402
from kehoach.parsers.flattened.decode import Decoded, decode, families_of  # noqa: E402
from kehoach.parsers.flattened.features import (
    ROLES,
    SHARED,
    Floats,
    ListMarks,
    Pieces,
    Weights,
    describe,
    length_class,
)
from kehoach.parsers.flattened.header import find_header  # noqa: E402
from kehoach.parsers.flattened.score import (
    absence_classes,
    mid_sentence,
    number_features,
    width_features,
)
from tools.corpus import held_out  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus" / "admin.train.txt.xz"
RATE = 0.5
"""How far one table moves the weights at first; less and less those that moved often (AdaGrad)."""
COST = 0.5
"""What a wrong atom costs in training, in units of the score: a margin between the truth and what
is nearly as good."""

VERBS = ("Tổ chức", "Xây dựng", "Ban hành", "Triển khai", "Thực hiện", "Tiếp tục", "Tăng cường", "Nâng cao", "Đẩy mạnh",
         "Rà soát", "Hướng dẫn", "Kiểm tra", "Phối hợp", "Bố trí", "Hoàn thiện", "Tuyên truyền", "Cập nhật", "Đổi mới",
         "Thường xuyên", "Chủ động", "Chỉ đạo", "Phát triển", "Đầu tư", "Hỗ trợ", "Quản lý", "Đánh giá")  # fmt: skip
SENTENCE = re.compile(r"(?<=[.;:])\s+")
LIST_MARK = re.compile(r"(?:[-+*•]|\(?[a-zđ\d]{1,2}[.)]|\d+(?:\.\d+)+\.?|Điều \d+\.)\s*")


def corpus_tasks(count: int = 20000) -> list[str]:
    """Sentences of the corpus that begin as tasks do, of those that no count of words in a row has
    seen (`normalize.flow` would know them by heart); empty when the corpus is not there."""
    if not CORPUS.exists():
        return []
    found: list[str] = []
    with lzma.open(CORPUS, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            for sentence in SENTENCE.split(line.strip()) if held_out(number) else ():
                text = LIST_MARK.sub("", sentence).rstrip(" ;.")
                if text.startswith(VERBS) and 30 <= len(text) <= 260:
                    found.append(text)
    Random(7).shuffle(found)  # noqa: S311
    return found[:count]


def sample_tables(each: int) -> list[Example]:
    """The tables of our samples, every one flattened `each` times in another way."""
    found: list[Example] = []
    for path in sorted((ROOT / "samples").glob("*/source.yaml")):
        for number, table in enumerate(yaml.safe_load(path.read_text("utf-8")).get("tables") or []):
            if "task" in table.get("roles", ()):
                found += [
                    Example(from_truth(path, 10_000 + seed, number, printed=seed % 2 > 0))
                    for seed in range(each)
                ]
    return found


def squeezed(text: str, upto: int) -> int:
    """How many letters (no white space) stand before position `upto`."""
    return sum(not c.isspace() for c in text[:upto])


class Example:
    """A generated table ready for training: its atoms, their features, and the true rows over
    them."""

    def __init__(self, table: Flattened) -> None:
        self.roles = [role if role in ROLES else "other" for role in table.roles]
        self.numbers = heading_numbers(table)
        kept, pages = body_lines(table)
        printed = {line.span.first: line for line in lines_of(table)}
        self.lines = [printed[n + 1] for n in kept]
        self.atoms = to_atoms(self.lines, pages)
        owners = [self._owner(atom, kept[atom.line], table) for atom in self.atoms]
        self.rows = gold_rows(self.atoms, owners, self.roles)

    @staticmethod
    def _owner(atom: Atom, line: int, table: Flattened) -> tuple[int, str]:
        raw = table.lines[line]
        text = clean(raw)
        first = squeezed(text, atom.begin)
        middle = first + squeezed(atom.text, len(atom.text)) / 2
        for number, row in enumerate(table.rows):
            for cell in row.cells:
                for at, begin, end in cell.pieces:
                    if at == line and squeezed(raw, begin) <= middle <= squeezed(raw, end):
                        return number, "group" if row.group and cell.role == "group" else cell.role
        return -1, ""


def heading_numbers(table: Flattened) -> list[int | None]:
    """The numbers that the headings bear ("2- Nhiệm vụ"), where the program finds the header."""
    header = find_header(
        [Line(clean(text), Span(first=n + 1, last=n + 1)) for n, text in enumerate(table.lines)]
    )
    if header is None or len(header.numbers) != len(table.roles):
        return [None] * len(table.roles)
    return list(header.numbers)


def body_lines(table: Flattened) -> tuple[list[int], set[int]]:
    """Indexes of the lines that hold cells, and which of them (by place among those) open a
    page."""
    held = {line for row in table.rows for cell in row.cells for line, _, _ in cell.pieces}
    kept = sorted(held)
    ends = [last for _, last in table.header[1:]]
    pages = {next((i for i, n in enumerate(kept) if n >= end), -1) for end in ends}
    return kept, {page for page in pages if page > 0}


def gold_rows(
    atoms: Sequence[Atom], owners: Sequence[tuple[int, str]], roles: Sequence[str]
) -> list[FlatRow] | None:
    """Owners of the atoms -> rows; None when the atoms cannot express the truth (two cells in one
    atom)."""
    rows: list[FlatRow] = []
    cells: list[FlatCell] = []
    current, rest, group = -2, False, False

    def close() -> None:
        if cells:
            rows.append(FlatRow("group" if group else "rest" if rest else "row", tuple(cells)))
            cells.clear()

    for k, (number, role) in enumerate(owners):
        if number < 0 or (role != "group" and role not in roles):
            return None
        col = GROUP if role == "group" else list(roles).index(role)
        if number != current or (atoms[k].opens_page and cells):
            close()
            rest = number == current
            group = any(n == number and r == "group" for n, r in owners[max(0, k - 3) : k + 12])
            current = number
        if cells and cells[-1].col == col:
            cells[-1] = FlatCell(col, cells[-1].first, k + 1)
        elif not cells or group or col > cells[-1].col:
            cells.append(FlatCell(col, k, k + 1))
        else:
            return None
    close()
    return rows if all(r.kind != "group" or r.cells[-1].col == GROUP for r in rows) else None


def wrong_roles(e: Example) -> Floats:
    """1 for each column and atom that do not belong together, 0 for those that do (columns + 1 x
    atoms)."""
    wrong = np.ones((len(e.roles) + 1, len(e.atoms)))
    for row in e.rows or []:
        for cell in row.cells:
            wrong[cell.col, cell.first : cell.last] = 0.0  # GROUP is -1: the last one
    return wrong


def present_cols(row: FlatRow) -> set[int]:
    """The columns that have a cell."""
    return {cell.col for cell in row.cells}


class Features:
    """Counts the features of segmentations of one table, `w` holds the sums."""

    def __init__(
        self, e: Example, p: Pieces, families: Sequence[int], seen: Decoded, w: Weights
    ) -> None:
        self.e, self.p, self.families, self.seen, self.w = e, p, families, seen, w
        self.page = np.append(p.start[1:, 8], 0.0)
        self.small = mid_sentence(p)
        self.lists = ListMarks.of_pieces(p)

    def add(self, rows: Sequence[FlatRow], sign: float) -> None:
        """Add the features of a segmentation, `sign` times."""
        roles, w, own = self.e.roles, self.w, self.seen.own
        for row in rows:
            w.row[("row", "rest", "group").index(row.kind)] += sign
            for cell in row.cells:
                self._cell(cell, sign, row.kind == "rest")
            at = row.cells[0].first
            if own is not None and at and self.e.atoms[at].opens_page:
                left = present_cols(row) if row.kind == "rest" else set[int]()
                for c, role in enumerate(roles):
                    if c not in left:
                        w.own[ROLES.index(role)][6] += sign * own.unfinished[c, at]
            if row.kind == "group":
                continue
            present = present_cols(row)
            for c, role in enumerate(roles):
                if c not in present:
                    self._absent(ROLES.index(role), c, row, sign)

    def _absent(self, r: int, c: int, row: FlatRow, sign: float) -> None:
        if row.kind == "rest":
            self.w.absent_rest[r] += sign
            return
        inside = int(c > row.cells[0].col)
        self.w.absent[r][absence_classes(self.e.roles)[inside, c]] += sign
        if self.seen.own is not None:
            self.w.own[r][3] += sign * self.seen.own.missing[inside, c]

    def _cell(self, cell: FlatCell, sign: float, rest: bool) -> None:
        i, j, p, w, own = cell.first, cell.last, self.p, self.w, self.seen.own
        col = len(self.e.roles) if cell.col == GROUP else cell.col
        r = ROLES.index("group" if cell.col == GROUP else self.e.roles[cell.col])
        over, fit, full, short, told = width_features(
            p, self.seen.widths[col], own, slice(i, j), first_line_begin(p, i, j)
        )
        mine, other, foreign, bare = number_features(p, self.families, col)
        if rest:
            w.rest[r] += sign * p.start[i]
        else:
            w.start[r] += sign * p.start[i]
            w.opening[r][p.ids(i)[0]] += sign
            w.numbered[r] += sign * np.array([mine[i], other[i], 0.0])
            w.rules[r] += sign * np.array([0.0, bare[i], self.small[i]])
        w.rules[r][0] += sign * foreign[i:j].sum()
        w.emit[r] += sign * p.emit[i:j].sum(axis=0)
        for k in range(i, j):
            np.add.at(w.words[r], p.ids(k), sign / np.sqrt(len(p.ids(k))))
        inner = slice(i, j - 1)
        w.cont[r] += sign * p.cont[inner].sum(axis=0)
        w.wide[r] += sign * np.array([over.sum(), full[:-1].sum(), short[:-1].sum()])
        w.numbered[r][2] += sign * mine[i + 1 : j].sum()
        w.end[r] += sign * p.end[j - 1] * (1 - self.page[j - 1])
        w.ending[r][p.ids(j - 1)[-1]] += sign * (1 - self.page[j - 1])
        w.length[r][length_class(j - i)] += sign
        w.shape[r] += sign * self.lists.of(i, j)[j - i - 1]
        if own is not None:
            w.own[r][0] += sign * own.words[col][i:j].sum()
            w.own[r][10] += sign * fit.sum()
            w.own[r][7] += sign * told[:-1].sum()
            w.own[r][13] += sign * own.habits[2, col] * mine[i + 1 : j].sum()
            if not rest:
                w.own[r][11] += sign * own.habits[0, col] * p.start[i, 1]
                w.own[r][12] += sign * own.habits[1, col] * bare[i]
            w.own[r][8] += sign * own.breaks[inner].sum()
            w.own[r][2 if rest else 1] += sign * (own.going_on if rest else own.starts)[col][i]
            if rest:
                w.own[r][9] += sign * own.room[col][i]
                w.own[r][4] += sign * max(own.flow[col][i], 0.0)
                w.own[r][5] += sign * max(-own.flow[col][i], 0.0)


class Learner:
    """Moves weights by the subgradient of the margin, each as it has moved before (Duchi, Hazan &
    Singer 2011), and keeps the mean of all weights so far."""

    def __init__(self, w: Weights) -> None:
        self.w, self.mean, self.squares, self.steps = w, blank(w), blank(w), 0

    def learn(self, e: Example, families: Sequence[int], seen: Decoded) -> None:
        """Towards the true rows of a table, away from those that were found."""
        step = blank(self.w)
        counter = Features(e, seen.pieces, families, seen, step)
        counter.add(e.rows or [], 1.0)
        counter.add(seen.rows, -1.0)
        for name, features in SHARED.items():
            held = getattr(step, name)
            held[:, features] = held[:, features].sum(axis=0)
        squares = self.squares.arrays()
        for name, moved in step.arrays().items():
            squares[name] += moved**2
            getattr(self.w, name)[...] += RATE * moved / np.sqrt(1.0 + squares[name])

    def look(self) -> None:
        """Count the weights as they are into the mean."""
        self.steps += 1
        for name, array in self.w.arrays().items():
            held = getattr(self.mean, name)
            held += (array - held) / self.steps


def blank(w: Weights) -> Weights:
    """Weights of the same vocabulary, all 0."""
    zeros = Weights.zeros(w.vocabulary)
    for array in zeros.arrays().values():
        array[...] = 0.0
    return zeros


def grown(w: Weights) -> Weights:
    """Weights of an older model -> the same with zeros for the features that came since."""
    for name, wanted in Weights.zeros(w.vocabulary).arrays().items():
        held = getattr(w, name)
        if held.ndim < wanted.ndim:
            held = np.repeat(held[:, None], wanted.shape[1], axis=1)
        if held.shape != wanted.shape:
            wanted[...] = 0.0
            wanted[tuple(slice(n) for n in held.shape)] = held
            held = wanted
        setattr(w, name, held)
    common = [r for r, role in enumerate(ROLES) if role not in ("index", "other", "group")]
    for name, features in SHARED.items():
        held = getattr(w, name)
        held[:, features] = held[common][:, features].mean(axis=0)
    return w


def mean_of(paths: Sequence[Path]) -> Weights:
    """The mean of weights that were learned apart from the same beginning (McDonald, Hall & Mann
    2010)."""
    held = [Weights.load(path) for path in paths]
    if any(w.vocabulary != held[0].vocabulary for w in held):
        raise SystemExit("weights of different beginnings")
    mean = blank(held[0])
    for name, array in mean.arrays().items():
        array += sum(getattr(w, name) for w in held) / len(held)
    return mean


def pooled(w: Weights, share: float) -> Weights:
    """What made-up tables cannot tell is taken from elsewhere. Their cells of some roles never end
    in a stop, so what a stop at the end is worth moves towards the mean of all roles by `share`;
    and words that go on over a page's end are worth what they are inside a cell, where they are
    seen oftener."""
    common = [r for r, role in enumerate(ROLES) if role not in ("index", "other", "group")]
    for feature in STOPS:
        own = w.end[common, feature]
        w.end[common, feature] = own + share * (own.mean() - own)
    w.own[:, 4], w.own[:, 5] = w.cont[common[0], 13], -abs(w.cont[common[0], 14])
    return w


STOPS = (1, 6, 7)
"""Features of a cell's end: any mark, a semicolon, a full stop."""


def train(
    tables: int, epochs: int, out: Path, cost: float, start: Path | None = None, first: int = 0
) -> None:
    """Generate, learn, save; prints the share of right cells per block of tables."""
    texts = corpus_tasks()
    data = [
        Example(
            generate(10_000 + seed, texts if texts and seed % 2 else None, printed=seed % 4 > 1)
        )
        for seed in range(first, first + tables)
    ]
    data += sample_tables(tables // 40)
    usable = [e for e in data if e.rows]
    print(f"{len(usable)} of {len(data)} tables usable, {len(texts)} corpus sentences", flush=True)
    counts = Counter(word for e in usable for a in e.atoms for word in set(fold(a.text).split()))
    vocabulary = {
        word: n for n, (word, c) in enumerate(counts.most_common(2200), start=1) if c >= 8
    }
    w = grown(Weights.load(start)) if start is not None else Weights.zeros(vocabulary)
    vocabulary = w.vocabulary
    learner = Learner(w)
    pieces = [describe(e.atoms, vocabulary) for e in usable]
    order = list(range(len(usable)))
    for epoch in range(epochs):
        Random(epoch).shuffle(order)  # noqa: S311
        right = wanted = learner.steps = 0  # the mean is that of the last epoch
        for n, at in enumerate(order, start=1):
            e, p = usable[at], pieces[at]
            families = families_of(e.roles, e.numbers, p)
            missing = own_absence(e.rows or [], len(e.roles))
            seen = decode(e.atoms, p, e.roles, families, w, cost * wrong_roles(e), missing)
            gold = {(c.col, c.first, c.last) for row in e.rows or [] for c in row.cells}
            found = {(c.col, c.first, c.last) for row in seen.rows for c in row.cells}
            right, wanted = right + len(gold & found), wanted + len(gold)
            if seen.rows != e.rows:
                learner.learn(e, families, seen)
            learner.look()
            if n % 100 == 0:
                print(f"epoch {epoch} {n}: cells {100 * right / wanted:.1f} %", flush=True)
                right = wanted = 0
        learner.mean.save(out)


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
    train(
        arguments.tables,
        arguments.epochs,
        arguments.out,
        arguments.cost,
        arguments.start,
        arguments.first,
    )


if __name__ == "__main__":
    main()
