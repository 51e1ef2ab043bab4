"""What made a result: a digest of the code that was really imported, of the models and vocabularies
beside it.

Whatever is kept between runs (readings of pages, records of a batch) is kept under such a digest,
so that another program never takes it for its own. Nothing is listed by hand: `digest_of_package`
takes all of it, `digest_of_imports` one module and what it reaches by imports, found in the source.
"""

from __future__ import annotations

import ast
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kehoach.kept import kept

PACKAGE = "kehoach"
PACKAGE_FOLDER = Path(__file__).parent
VOCABULARY = "KEHOACH_VOCABULARY"
"""The variable that names the folders of the user's own vocabulary; processes that we start have it
from us."""
_NOT_CODE = frozenset({".kept", ".md", ".pyc", ".pyi"})
"""A checkout has them, a machine that installed the package may not; none decides a result."""
_MODELS = (".npy", ".npz", ".onnx", ".xz")
"""Files of what was learned or counted; vocabularies and code are told by the program's version."""
_SHORT = 12
"""Digits of a model's digest: enough to tell two of them apart."""
_MODULE_NAME = re.compile(rf"{PACKAGE}(?:\.\w+)+(?=:\w+$|$)")
"""A module named in a string, to be imported when it is needed
("kehoach.ingest.pdf.document:read_pdf")."""


@cache
def digest_of_package() -> str:
    """16 hex digits that change with any file of the installed package, and of the user's own
    vocabulary."""
    root = Path(__file__).parent
    return _digest(_files_below(root), root)


@cache
def digest_of_imports(module: str) -> str:
    """16 hex digits that change with the source of `module`, of any module of ours that it imports,
    directly or not, at the top or inside a function, and with the data files that lie beside them.

    >>> digest_of_imports("kehoach.errors") == digest_of_imports("kehoach.ingest.safety")
    False
    """
    root = Path(__file__).parent
    sources = {
        source for name in modules_reached(module) if (source := _source_of(name)) is not None
    }
    data = {
        file
        for folder in {source.parent for source in sources}
        for file in folder.iterdir()
        if _is_data(file)
    }
    return _digest(sources | data, root)


def vocabulary_folders() -> tuple[Path, ...]:
    """The folders of the user's own vocabulary, the last one's words over the others'."""
    told = os.environ.get(VOCABULARY, "")
    return tuple(Path(folder) for folder in told.split(os.pathsep) if folder)


def files_of_vocabulary(folder: Path) -> list[Path]:
    """The vocabulary files below such a folder, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml"))


@cache
def digests_of_vocabulary() -> dict[str, str]:
    """The first digits of the SHA-256 of each file of the user's own vocabulary, by its name there;
    with a number before it from the second folder on."""
    return {
        f"{number}:{name}" if number else name: _digest_of(path).hexdigest()[:_SHORT]
        for number, folder in enumerate(vocabulary_folders())
        for path in files_of_vocabulary(folder)
        if (name := path.relative_to(folder).as_posix())
    }


@cache
def digests_of_models() -> dict[str, str]:
    """The first digits of the SHA-256 of each model file of the installed package, by its name;
    30 ms, once a process."""
    files = [Path(file) for file in _paths_below(PACKAGE_FOLDER) if file.endswith(_MODELS)]
    return {file.name: _digest_of(file).hexdigest()[:_SHORT] for file in sorted(files, key=_name)}


def modules_reached(module: str) -> frozenset[str]:
    """The names of the modules of ours that importing and running `module` may import, itself among
    them.

    >>> sorted(modules_reached("kehoach.errors"))
    ['kehoach.errors', 'kehoach.reasons']
    """
    reached: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        source = _source_of(name) if name not in reached else None
        if source is None:
            continue
        reached.add(name)
        if name != PACKAGE:  # the door of the library leads everywhere, and decides nothing
            waiting += _imports_of(source)
    return frozenset(reached)


def _imports_of(source: Path) -> tuple[str, ...]:
    """The names of our modules that a file imports; a name that is no module is passed over by
    `_source_of`. To parse the fifty files of the reader of scans takes a process 0.2 s."""
    text = source.read_bytes()
    key = ("imports", _digest_of(Path(__file__)).hexdigest(), hashlib.sha256(text).hexdigest())
    return kept(key, lambda: tuple(_imported(text)))


def _imported(text: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(parent), names=names, level=0):
                yield parent
                yield from (f"{parent}.{alias.name}" for alias in names)
            case ast.Constant(value=str(said)) if named := _MODULE_NAME.match(said):
                yield named[0]


@cache
def _source_of(module: str) -> Path | None:
    """The file of a module of ours; None for what is none (another's, or a name inside a
    module)."""
    package, *path = module.split(".")
    if package != PACKAGE:
        return None
    place = Path(__file__).parent.joinpath(*path)
    found = (
        source for source in (place / "__init__.py", place.with_suffix(".py")) if source.is_file()
    )
    return next(found, None)


def _files_below(root: Path) -> Iterator[Path]:
    return (file for path in _paths_below(root) if (file := Path(path)).suffix not in _NOT_CODE)


def _paths_below(root: Path) -> Iterator[str]:
    for folder, _, names in os.walk(root, followlinks=True):  # in a checkout the rooms are links
        yield from (os.path.join(folder, name) for name in names)  # noqa: PTH118 (a third of Path's time)


def _is_data(file: Path) -> bool:
    return file.is_file() and file.suffix not in _NOT_CODE | {".py"}


def _digest(files: Iterable[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(root)}\n".encode())
        digest.update(_digest_of(file).digest())
    for name, short in digests_of_vocabulary().items():
        digest.update(f"{name} {short}\n".encode())
    return digest.hexdigest()[:16]


def _digest_of(file: Path) -> hashlib._Hash:
    with file.open("rb") as opened:  # never held whole: some models are large
        return hashlib.file_digest(opened, "sha256")


def _name(file: Path) -> str:
    return file.name
