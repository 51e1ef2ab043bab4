"""Papers with a truth, read by a program that has forgotten some of its words.

    python -m bench.forgetful FOLDER --seeds 1 2 3 [-- what bench.confidences takes]

Papers that nobody has taught the program fail where their words are not in its vocabulary. Few of
them have a truth, and once they have one, they are taught. So a copy of the program loses some of
the words in its vocabulary files, at random, and reads the papers that it knew: what it gets wrong,
and how it looks, is like what the whole program gets wrong of strange papers. The readings stand in
FOLDER beside the others, for tools/train_confidence.py.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from bench.common import ROOT, SHARED, say

FORGOTTEN = (
    "parsers/words.yaml",
    "parsers/tables/columns.yaml",
    "parsers/items/stated.yaml",
    "normalize/times/deadline.yaml",
    "normalize/offices/offices.yaml",
    "normalize/offices/words.yaml",
    "normalize/quantity.yaml",
)
SHARES = (0.05, 0.1, 0.2)
"""Shares of the words that are forgotten, one after the other for the seeds."""
LISTED = 3
"""Lists of fewer words stay whole: the program would not run without them."""
_NOT_COPIED = (".git", ".venv*", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache")


def forget(tree: Path, seed: int) -> None:
    """Take words out of the vocabulary files of a copy of the program."""
    draw = random.Random(seed)  # noqa: S311 (nothing secret)
    share = SHARES[seed % len(SHARES)]
    for name in FORGOTTEN:
        path = tree / name
        held = without_some(yaml.safe_load(path.read_text(encoding="utf-8")), draw, share)
        path.write_text(yaml.safe_dump(held, allow_unicode=True, sort_keys=False), "utf-8")


def without_some(held: Any, draw: random.Random, share: float) -> Any:
    """Plain data without a share of the words in its lists; what has a name stays."""
    if isinstance(held, dict):
        return {name: without_some(value, draw, share) for name, value in held.items()}
    if isinstance(held, list) and len(held) >= LISTED:
        return [one for one in held if draw.random() >= share] or held
    return held


def read_forgetfully(folder: Path, seed: int, words: Sequence[str]) -> None:
    """Have a forgetful copy read the papers; raises CalledProcessError where it cannot."""
    with TemporaryDirectory() as made:
        tree = Path(made) / ROOT.name
        shutil.copytree(ROOT, tree, symlinks=True, ignore=shutil.ignore_patterns(*_NOT_COPIED))
        if SHARED.exists():
            (Path(made) / SHARED.name).symlink_to(SHARED)
        forget(tree, seed)
        command = [sys.executable, "-m", "bench.confidences", str(folder.resolve())]
        told = [*command, "--forgetful", str(seed), *words]
        subprocess.run(told, cwd=tree, env={**os.environ, "PYTHONPATH": str(tree)}, check=True)


def main() -> int:
    """Read the papers once for each seed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    asked, words = parser.parse_known_args()
    for seed in asked.seeds:
        say(f"forgetful {seed}")
        read_forgetfully(asked.folder, seed, [word for word in words if word != "--"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
