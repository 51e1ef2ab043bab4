"""How much of the truth `kehoach` gets, in one table: the real plans of ../shared and our own
samples.

    .venv/bin/python bench/accuracy.py [ID ...] [--json FILE] [--baseline FILE] [--details COLUMN]

Each plan is read in every form there is (txt, docx, pdf) and scored by score.py of ../shared: F1,
percent. Without ../shared there is no scorer: the samples are then compared leaf by leaf with their
expected.json. `--baseline` shows what changed since a file that `--json` saved.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT))

FORMS = ("txt", "docx", "pdf")
COLUMNS = ("document", "bases", "sections", "targets", "rows", "tasks", "text", "group", "number",
           "deliverables", "lead", "deadline", "deadline.date", "findings")  # fmt: skip

Scores = dict[str, float]
Wrong = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Case:
    """A paper and what a perfect reader gets out of it."""

    name: str  # as in the table: id.form
    paper: Path
    truth: Path


def cases() -> Iterator[Case]:
    """Every paper with a truth: real ones first, then ours."""
    for truth in sorted((SHARED / "truth").glob("*.yaml")):
        for form in FORMS:
            paper = SHARED / "plans" / f"{truth.stem}.{form}"
            if paper.exists():
                yield Case(f"{truth.stem}.{form}", paper, truth)
    for truth in sorted((ROOT / "samples").glob("*/expected.json")):
        for form in FORMS:
            paper = truth.parent / f"{truth.parent.name}.{form}"
            if paper.exists():
                yield Case(f"{truth.parent.name}.{form}", paper, truth)


def read_truth(path: Path) -> dict[str, Any]:
    """A truth is YAML, or a plan in JSON."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        loaded = json.loads(text)
    else:
        import yaml

        loaded = yaml.safe_load(text)
    assert isinstance(loaded, dict), path
    return loaded


def read_plan(paper: Path) -> dict[str, Any]:
    """The plan as other systems get it: through its JSON."""
    from kehoach.pipeline import extract

    return extract(paper).model_dump(mode="json")


@cache
def scorer() -> Any | None:
    """`score.py` of ../shared, or None where it is absent."""
    path = SHARED / "tools" / "score.py"
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location("shared_score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def leaves(value: object, where: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a nested structure with its path; where it stands in the paper is left out."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key not in ("spans", "id", "source", "confidence"):
                yield from leaves(below, f"{where}/{key}")
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from leaves(below, f"{where}/{index}")
    elif value is not None:
        yield where, value


def leaves_right(truth: dict[str, Any], plan: dict[str, Any]) -> Scores:
    """Percent of the expected leaves that came out, per part of the plan."""
    got = dict(leaves(plan))
    right: dict[str, list[bool]] = {}
    for where, value in leaves(truth):
        right.setdefault(where.split("/")[1], []).append(got.get(where) == value)
    return {part: 100.0 * sum(hits) / len(hits) for part, hits in right.items()}


def score(case: Case, module: Any | None) -> tuple[Scores, Wrong]:
    """One line of the table; all 0 when the paper could not be read."""
    try:
        plan = read_plan(case.paper)
    except Exception as error:  # noqa: BLE001 (one bad paper must not hide the others)
        print(f"{case.name}: {type(error).__name__}: {error}", file=sys.stderr)
        return dict.fromkeys(COLUMNS, 0.0), {}
    return score_plan(read_truth(case.truth), plan, module)


def score_plan(
    truth: dict[str, Any], plan: dict[str, Any], module: Any | None
) -> tuple[Scores, Wrong]:
    """F1 per part of a plan, percent; with the scorer also precision and recall of its findings, by
    code."""
    if module is None:
        return leaves_right(truth, plan), {}
    tallies = {name.strip(): tally for name, tally in module.score(truth, plan).items()}
    scores = {name: round(tally.f1, 1) for name, tally in tallies.items()}
    wanted, made = (
        Counter(one["code"] for one in told.get("findings") or ()) for told in (truth, plan)
    )
    right = (wanted & made).total()  # score.py looks at what the truth lists only
    for name, out_of in (("findings precision", made.total()), ("findings recall", wanted.total())):
        if out_of:
            scores[name] = round(100 * right / out_of, 1)
    return scores, {name: tally.wrong for name, tally in tallies.items()}


def table(results: dict[str, Scores], baseline: dict[str, Scores]) -> str:
    """Rows: papers; columns: parts of a plan; below a row, what changed since the baseline."""
    width = max(map(len, results), default=4)
    heads = [
        name if len(name) <= 8 else {"deliverables": "deliver", "deadline.date": "dl.date"}[name]
        for name in COLUMNS
    ]
    lines = [" ".join([" " * width, *(f"{head:>8}" for head in heads)])]
    for name, scores in results.items():
        cells = [
            f"{scores[column]:8.1f}" if column in scores else " " * 7 + "·" for column in COLUMNS
        ]
        lines.append(" ".join([f"{name:{width}}", *cells]))
        before = baseline.get(name, {})
        changes = [scores[c] - before[c] if c in scores and c in before else 0.0 for c in COLUMNS]
        if any(abs(change) >= 0.05 for change in changes):
            cells = [f"{change:+8.1f}" if abs(change) >= 0.05 else " " * 8 for change in changes]
            lines.append(" ".join([f"{'  since the baseline':{width}.{width}}", *cells]))
    return "\n".join(lines)


def main() -> int:
    """Read everything, score it, print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("ids", nargs="*", metavar="ID", help="only papers whose name begins so")
    parser.add_argument("--json", type=Path, help="save the scores")
    parser.add_argument("--baseline", type=Path, help="scores saved earlier; changes are shown")
    parser.add_argument("--details", metavar="COLUMN", help="list what is wrong in one column")
    options = parser.parse_args()
    module = scorer()
    if module is None:
        print("../shared is absent: samples only, percent of equal leaves\n", file=sys.stderr)
    results: dict[str, Scores] = {}
    start = time.perf_counter()
    for case in cases():
        if options.ids and not case.name.startswith(tuple(options.ids)):
            continue
        results[case.name], wrong = score(case, module)
        if options.details and wrong.get(options.details):
            print(case.name)
            for what in wrong[options.details]:
                print("   ", " | ".join(str(part)[:110] for part in what))
    if not results:
        print("nothing to score", file=sys.stderr)
        return 3
    baseline = json.loads(options.baseline.read_text(encoding="utf-8")) if options.baseline else {}
    print(table(results, baseline))
    print(f"{len(results)} papers in {time.perf_counter() - start:.1f} s")
    if options.json:
        options.json.write_text(
            json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
