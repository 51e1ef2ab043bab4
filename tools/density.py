"""How dense the code reads, room by room: figures beside those of codebases that engineers hold up.

    .venv/bin/python tools/density.py [FOLDER]     FOLDER: another checkout, to compare with

A line of code is one that is neither empty, nor a comment, nor part of a docstring. Per room, and
over all rooms that are installed:

- nodes: nodes of the syntax tree (docstrings left out) per line of code
- comprehensions, booleans: comprehensions, and operands joined by `and` or `or`, per 1,000 lines
- positional: calls with five or more positional arguments per 1,000 lines
- names: mean length of the names of parameters and local variables (each once per function)
- long: lines over 100 columns, in percent
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("batch", "commands", "emit", "ingest", "kehoach", "normalize", "parsers", "schema")
WIDEST = 100
MANY_ARGUMENTS = 5
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
LAYOUT = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    | {tokenize.ENDMARKER, tokenize.ENCODING}
)


@dataclass(slots=True)
class Density:
    """Counts over some files."""

    files: int = 0
    code_lines: int = 0
    all_lines: int = 0
    long_lines: int = 0
    nodes: int = 0
    comprehensions: int = 0
    booleans: int = 0
    positional_calls: int = 0
    name_letters: int = 0
    names: int = 0

    def add(self, source: str) -> None:
        """Count one file."""
        tree = ast.parse(source)
        docstrings = set(_docstrings(tree))
        self.files += 1
        self.code_lines += len(_code_lines(source) - _lines_of(docstrings))
        self.all_lines += source.count("\n")
        self.long_lines += sum(len(line) > WIDEST for line in source.split("\n"))
        for node in ast.walk(tree):
            if node not in docstrings:
                self._add_node(node)

    def _add_node(self, node: ast.AST) -> None:
        self.nodes += 1
        if isinstance(node, COMPREHENSIONS):
            self.comprehensions += 1
        elif isinstance(node, ast.BoolOp):
            self.booleans += len(node.values) - 1
        elif isinstance(node, ast.Call):
            self.positional_calls += len(node.args) >= MANY_ARGUMENTS
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names = set(_local_names(node))
            self.names += len(names)
            self.name_letters += sum(map(len, names))

    def row(self, name: str) -> str:
        """A line of the table."""
        thousands = max(self.code_lines, 1) / 1000
        figures = (
            f"{self.nodes / max(self.code_lines, 1):6.1f}",
            f"{self.comprehensions / thousands:6.0f}",
            f"{self.booleans / thousands:8.0f}",
            f"{self.positional_calls / thousands:10.1f}",
            f"{self.name_letters / max(self.names, 1):5.1f}",
            f"{100 * self.long_lines / max(self.all_lines, 1):5.1f}",
        )
        return f"{name:24}{self.files:6}{self.code_lines:7}  " + "  ".join(figures)


HEADER = f"{'room':24}{'files':>6}{'lines':>7}   nodes  compr.  booleans  positional  names   long"


def _docstrings(tree: ast.Module) -> Iterator[ast.Expr]:
    """Statements that are a string and nothing else: docstrings, and notes under a constant."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                yield node


def _lines_of(statements: Iterable[ast.Expr]) -> set[int]:
    lines: set[int] = set()
    for statement in statements:
        lines.update(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1))
    return lines


def _code_lines(source: str) -> set[int]:
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in LAYOUT:
            lines.update(range(token.start[0], token.end[0] + 1))
    return lines


def _local_names(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    arguments = function.args
    listed = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    yield from (argument.arg for argument in listed if argument.arg not in ("self", "cls"))
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def densities(root: Path) -> Iterator[tuple[str, Density]]:
    """Each folder of modules of a checkout, and "all" of them."""
    everything = Density()
    rooms = [root / room for room in ROOMS if (root / room).is_dir()]
    files = [*root.glob("*.py"), *(file for room in rooms for file in sorted(room.rglob("*.py")))]
    by_folder: dict[str, Density] = {}
    for file in files:
        if file.is_symlink():
            continue
        source = file.read_text(encoding="utf-8")
        folder = str(file.parent.relative_to(root))
        by_folder.setdefault(folder, Density()).add(source)
        everything.add(source)
    yield from sorted(by_folder.items())
    yield "all", everything


def main(arguments: list[str]) -> int:
    """Print the table."""
    print(HEADER)
    for name, density in densities(Path(arguments[0]) if arguments else ROOT):
        print(density.row(name))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
