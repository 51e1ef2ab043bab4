"""How good and how fast, side by side with others, in one command: `make bench` (bench/README.md).

    .venv/bin/python -m bench.side [--only PARTS] [--quick] [--than COMMIT]

PARTS, by commas, are accuracy, tables, text, lines, encodings, speed, service, confidence,
sentences. Writes bench/results.json (figures) and bench/results.md (for people, also printed). A
part that is not asked for keeps its figures; changes are those since the results of the last
commit.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

from bench import (
    sentences,
    side_accuracy,
    side_confidence,
    side_encodings,
    side_lines,
    side_service,
    side_speed,
    side_tables,
    side_text,
)
from bench.common import PEERS, ROOT, SHARED, Figures, peer, say, table

PARTS: dict[str, ModuleType] = {
    "accuracy": side_accuracy,
    "tables": side_tables,
    "text": side_text,
    "lines": side_lines,
    "encodings": side_encodings,
    "speed": side_speed,
    "service": side_service,
    "confidence": side_confidence,
    "sentences": sentences,
}
JSON, MARKDOWN = ROOT / "bench" / "results.json", ROOT / "bench" / "results.md"


def machine() -> Figures:
    """What the figures were measured on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next(
        (line.split(":")[1].strip() for line in lines if line.startswith("model name")),
        platform.processor(),
    )
    tesseract = subprocess.run(
        ["tesseract", "--version"], capture_output=True, text=True, check=False
    )
    return {
        "processor": model or platform.machine(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "tesseract": (tesseract.stdout.splitlines() or ["none"])[0].removeprefix("tesseract "),
        "commit": _git("rev-parse", "--short", "HEAD").strip()
        + ("+" if _git("status", "--porcelain", "-uno") else ""),
    }


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False
    ).stdout


def committed() -> Figures:
    """The results of the last commit; empty where there are none."""
    text = _git("show", "HEAD:bench/results.json")
    found = json.loads(text) if text else {}
    return dict(found) if "parts" in found else {"parts": {}}


def report(results: Figures, before: Figures) -> str:
    """All parts that have figures, as Markdown."""
    where = results["machine"]
    peers = ", ".join(f"{name} {version}" for name, version in results["peers"].items())
    text = "# Side by side\n\nMade by `make bench`; do not edit. "
    text += f"{where['processor']}, {where['cores']} cores, {where['system']}, "
    text += f"Python {where['python']}, Tesseract {where['tesseract']}; peers: {peers or 'none'}. "
    text += "" if results["shared"] else "Without `../shared`: samples only. "
    text += "Load is that of the machine at the start of a part; with others at work only the "
    text += "ratios mean something.\n\n"
    rows = []
    for name, run in results["runs"].items():
        mode = "quick: few inputs, single runs" if run["quick"] else ""
        rows.append([name, f"`{run['commit']}`", f"{run['load']:.1f}", mode])
    text += table(["part", "kehoach at", "load", "mode"], rows) + "\n"
    for name, part in PARTS.items():
        if name in results["parts"]:
            text += f"\n{part.report(results['parts'][name], before['parts'].get(name, {}))}\n"
    return text


def main() -> int:
    """Measure what is asked for, write and print. Exit code 3 when a part is unknown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="", help="parts, by commas; all when empty")
    parser.add_argument("--quick", action="store_true", help="few inputs, single runs")
    parser.add_argument(
        "--than", default="", metavar="COMMIT", help="also how much quicker than this commit"
    )
    options = parser.parse_args()
    only = [name for name in options.only.split(",") if name] or list(PARTS)
    if unknown := [name for name in only if name not in PARTS]:
        say(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
        return 3
    results: Figures = json.loads(JSON.read_text(encoding="utf-8")) if JSON.exists() else {}
    if "parts" not in results:
        results = {"parts": {}}
    results |= {"machine": machine(), "shared": SHARED.exists()}
    results["peers"] = (peer("versions") or {}) if PEERS.exists() else {}
    before = committed()
    with tempfile.TemporaryDirectory(prefix="kehoach-bench-") as made:
        for name in only:
            start, load = time.perf_counter(), os.getloadavg()[0]
            say(f"{name} ...")
            more = {"than": options.than} if name == "speed" else {}
            results["parts"][name] = PARTS[name].measure(Path(made), options.quick, **more)
            run = {"commit": results["machine"]["commit"], "load": load, "quick": options.quick}
            results.setdefault("runs", {})[name] = run
            say(f"{name}: {time.perf_counter() - start:.0f} s")
            figures = json.dumps(_rounded(results), indent=1, ensure_ascii=False)
            JSON.write_text(f"{figures}\n", encoding="utf-8")
    text = report(_rounded(results), before)
    MARKDOWN.write_text(text, encoding="utf-8")
    print(text)
    return 0


def _rounded(value: Figures) -> Figures:
    """Figures with so many places as they mean."""
    rounded: Figures = {}
    for key, figure in value.items():
        if isinstance(figure, dict):
            rounded[key] = _rounded(figure)
        elif isinstance(figure, float):
            rounded[key] = round(figure, 3)
        else:
            rounded[key] = figure
    return rounded


if __name__ == "__main__":
    sys.exit(main())
