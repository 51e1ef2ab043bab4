"""`make bench`, accuracy: each paper in each form against its truth; scans against what was
printed; words mended."""

from __future__ import annotations

from pathlib import Path

from bench.accuracy import FORMS, cases, read_truth, score, score_plan, scorer
from bench.common import SHARED, Figures, changed, papers, say, scan_of, table
from bench.scans import character_errors

DPI = (300, 200, 150)
SHOWN = (
    *("document", "bases", "sections", "targets", "rows", "tasks", "lead", "deadline"),
    *("findings precision", "findings recall", "wrong letters %"),
)
MENDED = (
    "kehoach: syllables right %",
    "most frequent: syllables right %",
    "pyvi: syllables right %",
    "kehoach: syllables a second",
    "pyvi: syllables a second",
    "clean text: syllables changed %",
    "An Tường: syllable errors as read %",
    "An Tường: syllable errors repaired %",
)


def measure(folder: Path, quick: bool) -> Figures:
    """{"papers": {"name.form": {part: percent}}, "language": {figure: value}, "scorer": what
    scored}."""
    module = scorer()
    found: dict[str, dict[str, float]] = {}
    for case in cases():
        say(f"  accuracy: {case.name}")
        found[case.name] = score(case, module)[0]
    for paper in papers()[:2] if quick else papers():
        for dpi in DPI[1:2] if quick else DPI:
            if not paper.ours and not list(
                (SHARED / "plans").glob(f"{paper.name}.scan{dpi}-*.pdf")
            ):
                continue  # no scan of this quality came with it
            say(f"  accuracy: {paper.name}.{dpi}dpi")
            found[f"{paper.name}.{dpi}dpi"] = _scan(
                paper.pdf, scan_of(paper, dpi, folder), paper.truth, module
            )
    samples = {paper.name for paper in papers() if paper.ours}
    for name, scores in found.items():
        if name.split(".")[0] not in samples:
            # A truth of ../shared lists what must be told, not all that may be.
            scores.pop("findings precision", None)
    kept = {
        name: {key: scores[key] for key in SHOWN if key in scores} for name, scores in found.items()
    }
    return {
        "papers": kept,
        "language": _language(quick),
        "scorer": "score.py" if module else "equal leaves",
    }


def _scan(printed: Path, scan: Path, truth: Path | None, module: object) -> dict[str, float]:
    from kehoach.ingest.read import read
    from kehoach.pipeline import to_plan

    assert truth
    document = read(scan)
    scores, _ = score_plan(read_truth(truth), to_plan(document).model_dump(mode="json"), module)
    return scores | {"wrong letters %": round(character_errors(read(printed), document), 2)}


def _language(quick: bool) -> dict[str, float]:
    if not (SHARED / "corpus").exists():
        say("  language: ../shared is absent, nothing to measure with")
        return {}
    from bench.language import measure as measure_language

    say("  accuracy: restoration and repair")
    figures = measure_language(1000 if quick else 4000)
    return {name: round(figures[name], 3) for name in MENDED if name in figures}


def report(now: Figures, before: Figures) -> str:
    """The tables, with the changes since `before`."""
    order = [*FORMS, *(f"{dpi}dpi" for dpi in DPI)]
    names = sorted(
        now["papers"], key=lambda name: (name.split(".")[0], order.index(name.split(".")[1]))
    )
    rows = []
    for name in names:
        old = before.get("papers", {}).get(name, {})
        cells = [
            changed(now["papers"][name].get(c), old.get(c), 2 if "letters" in c else 1)
            for c in SHOWN
        ]
        rows.append([*name.split("."), *cells])
    how = (
        "F1 by `score.py`"
        if now["scorer"] == "score.py"
        else "percent of the expected values in their very place"
    )
    text = f"## Accuracy\n\nPer paper and form: {how}, percent; in brackets the change since the "
    text += "last results. Findings by code; precision only for the samples, whose truth lists all "
    text += "of them (a doubt told about a scan counts as wrong there).\n\n"
    text += table(["paper", "form", *SHOWN], rows)
    if now["language"]:
        old = before.get("language", {})
        told = [[name, changed(value, old.get(name), 3)] for name, value in now["language"].items()]
        text += (
            "\n\nDamaged text mended (lines that training did not see; a plan read by an English "
        )
        text += "OCR):\n\n"
        text += table(["what", "figure"], told)
    return text
