"""Plans with known truth, set in random office layouts, read back and scored: which layout hurts?

    python bench/layouts.py render DIR --count 40 --depart 0.2      # random layouts, DOCX and PDF
    python bench/layouts.py render DIR --each [--only bullets]      # every option's values, alone
    python bench/layouts.py render DIR --set bullets=plus --count 3 # an option forced
    python bench/layouts.py score DIR [--code ROOT]                 # again, with the code as of now

How to read the result stands in LAYOUTS.md. Needs LibreOffice and the Liberation fonts.
"""

from __future__ import annotations

import argparse
import copy
import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
Record = dict[str, Any]
Layout = dict[str, str]

OPTIONS: dict[str, str] = {
    # the page
    "size": "14 13 12",
    "margins": "usual narrow wide",
    "leading": "single 1.15 exact 1.5",
    "gaps": "six none both",
    "indent": "first none hanging",
    "align": "justify left",
    "pages": "none top bottom of-total running",
    # headings and lists
    "heads": "bold plain italic3 underline",
    "headend": "none colon dot",
    "numstyle": "dot slash dash bracket",
    "numbers": "typed word",
    "bullets": "dash endash plus dot word",
    "labels": "lines soft",
    "notes": "own extra",
    # letterhead, title, preamble, closing
    "letterhead": "table onerow tabs stacked",
    "rule": "line dashes none cell",
    "issuer": "full ubnd joined superior old",
    "number": "blank filled dotted",
    "date": "blank filled day none",
    "dateplace": "beside below",
    "title": "two one caps three soft",
    "titlerule": "none dashes line stars",
    "preamble": "own bases italic",
    "signature": "table tabs stacked kt",
    "recipients": "small same",
    # the table
    "place": "appendix body",
    "caption": "plain numbered none",
    "orient": "landscape portrait",
    "repeat": "yes no",
    "split": "may cant",
    "merges": "kept repeated blank",
    "group": "split full inside open bare",
    "order": "own mixed",
    "words": "own synonyms",
    "headcase": "own upper",
    "levels": "one two",
    "counted": "no brackets digits",
    "titlerow": "no yes",
    "index": "yes no",
    "borders": "single double horizontal",
    "cells": "lines semi soft word",
    "valign": "top center",
    "tables": "one each bare",
    "note": "no empty filled",
    "blankrows": "no end",
}
"""Option -> its values, the plain one first."""

FIELDS = (
    "document",
    "bases",
    "sections",
    "targets",
    "rows",
    "text",
    "objective",
    "group",
    "number",
    "deliverables",
    "lead",
    "coordinating",
    "deadline",
    "deadline.date",
    "budget",
)


def values(option: str) -> list[str]:
    return OPTIONS[option].split()


def draw(seed: int, forced: Layout, depart: float) -> Layout:
    """A layout: each option leaves its plain value with probability `depart`; `forced` ones are
    given."""
    chance = random.Random(seed)  # noqa: S311 - layouts, no secrets
    layout = {}
    for option in OPTIONS:
        plain, *others = values(option)
        layout[option] = chance.choice(others) if chance.random() < depart else plain
    return {**layout, **forced}


# --- plans with truth -----------------------------------------------------------------------------


def load_plans() -> list[Record]:
    """Every plan with a truth: `plan` to print (blocks, tables, document) and `truth` to score
    against."""
    plans = []
    for path in sorted((SHARED / "truth").glob("*.yaml")):
        truth = plain(yaml.safe_load(path.read_text(encoding="utf-8")))
        if "blocks" in truth:
            plans.append({"id": truth["id"], "plan": truth, "truth": truth})
    sys.path.insert(0, str(ROOT))
    from samples._expected import expected
    from samples._source import blocks, load, sample_ids

    for sample in sample_ids():
        source = load(sample)
        targets = any("target" in table["roles"] for table in source.get("tables", []))
        if not targets and not any(block.get("decision") for block in source["blocks"]):
            plan = plain({**source, "blocks": list(blocks(source))})
            truth = {**expected(source), "blocks": copy.deepcopy(plan["blocks"])}
            plans.append({"id": sample, "plan": plan, "truth": truth})
    return plans


def plain(value: Any) -> Any:
    """Dates as text, merged cells as {same: true}, nothing shared."""
    return json.loads(json.dumps(value, default=str, ensure_ascii=False))


def adapt(
    plan: Record, truth: Record, layout: Layout, chance: random.Random
) -> tuple[Record, Record]:
    """What is printed and what is expected, where an option changes it."""
    plan, truth = copy.deepcopy(plan), copy.deepcopy(truth)
    _adapt_head(plan["document"], truth["document"], layout)
    for block in [*plan["blocks"], *truth["blocks"]]:
        if block["kind"] == "paragraph" and block["text"].startswith(("(Kèm theo", "(Ban hành")):
            block["kind"] = "attached"
    plan["blocks"] = [
        b for b in plan["blocks"] if not is_front(b, plan) and b["kind"] != "attached"
    ]
    if layout["place"] == "body" or layout["tables"] != "one":
        _tables_in_place(plan, truth, layout)
    for task in truth["tasks"]:
        if task.get("origin") == "table" and layout["index"] == "no":
            task["number"] = None
    for table in plan.get("tables") or []:
        _adapt_table(table, layout, chance)
    return plan, truth


def _adapt_head(head: Record, want: Record, layout: Layout) -> None:
    """The lines that print number and date, and what a reader can know of them."""
    symbol = head.get("symbol") or "KH-UBND"
    year = str(head.get("issued_on") or (head.get("period") or {}).get("start") or "2025")[:4]
    head["number_line"] = {"blank": f"Số:        /{symbol}", "dotted": f"Số: ……../{symbol}"}.get(
        layout["number"], f"Số: 132/{symbol}"
    )
    want["number"] = f"132/{symbol}" if layout["number"] == "filled" else None
    place = (head.get("unit") or {}).get("name") or head.get("place") or "An Tường"
    dates = {
        "filled": (f"{place}, ngày 06 tháng 8 năm {year}", f"{year}-08-06"),
        "day": (f"{place}, ngày       tháng 8 năm {year}", f"{year}-08"),
        "blank": (f"{place}, ngày      tháng      năm {year}", year),
        "none": (None, None),
    }
    head["date_line"], want["issued_on"] = dates[layout["date"]]
    if layout["number"] == "dotted":
        head["number_line"] = head["number_line"].replace("  ", " ")
    want["signer"] = {**(want.get("signer") or {})}


def _adapt_table(table: Record, layout: Layout, chance: random.Random) -> None:
    """A column of notes where the layout has one; products that are listed, one by one."""
    for row in (row for group in table["groups"] for row in group["rows"]):
        cells = row["cells"]
        if layout["note"] != "no":
            cells["note"] = chance.choice([None, "Nhiệm vụ mới", "Theo văn bản của tỉnh"])
            cells["note"] = cells["note"] if layout["note"] == "filled" else None
        product = cells.get("deliverable")
        if isinstance(product, str) and product.count(";") and "(" not in product:
            cells["deliverable"] = [part.strip() for part in product.split(";") if part.strip()]
    if layout["note"] != "no" and "note" not in table["roles"]:
        table["roles"], table["columns"] = (
            [*table["roles"], "note"],
            [*table["columns"], "Ghi chú"],
        )


def is_front(block: Record, plan: Record) -> bool:
    """Title, appendix caption and table title: printed by the layout, not from the blocks."""
    text = str(block["text"]).casefold()
    titles = {str(t.get("title")).casefold() for t in plan.get("tables") or []}
    return block["kind"] == "heading" and (
        block.get("level") == 0 or text in titles or text.startswith("phụ lục")
    )


def _tables_in_place(plan: Record, truth: Record, layout: Layout) -> None:
    """The tables as blocks of the body, before the heading on money or organisation; or, one per
    group, as blocks of the appendix. Headings that a reader of the body would call sections go into
    the truth."""
    if not plan.get("tables"):
        return
    made: list[Record] = []
    for n, table in enumerate(plan["tables"]):
        if layout["tables"] == "one":
            made.append({"kind": "table", "table": n, "groups": table["groups"], "text": ""})
            continue
        for group in table["groups"]:
            if not group["rows"] or not group.get("title") or not str(group["number"]).isalpha():
                made[-1:] = made[-1:] or [{"kind": "table", "table": n, "groups": [], "text": ""}]
                if made[-1]["kind"] == "heading":
                    made.append({"kind": "table", "table": n, "groups": [], "text": ""})
            if group.get("title") and str(group["number"]).isalpha():
                heading = {"kind": "heading", "level": 2, "typed": True}
                made.append({**heading, "number": group["number"], "text": group["title"]})
                made.append({"kind": "table", "table": n, "groups": [], "text": ""})
                group = {**group, "title": None}
            made[-1]["groups"].append(group)
    if layout["place"] == "appendix":
        plan["appendix"] = made
        return
    for blocks in (plan["blocks"], truth["blocks"]):
        at = next((i for i, block in enumerate(blocks) if _closes(block)), len(blocks))
        blocks[at:at] = (
            made if blocks is plan["blocks"] else [b for b in made if b["kind"] == "heading"]
        )
    truth.pop("sections", None)


def _closes(block: Record) -> bool:
    """Is this the heading on money or organisation, behind which no task stands?"""
    return (
        block["kind"] == "heading"
        and block.get("level") == 1
        and str(block["text"]).upper().startswith(("KINH PHÍ", "TỔ CHỨC"))
    )


# --- rendering, reading, scoring ------------------------------------------------------------------


def render(folder: Path, jobs: Iterable[tuple[Record, Layout, int]]) -> None:
    """Each job -> NAME.docx, NAME.pdf and NAME.json (layout and truth) in `folder`."""
    from bench.layouts_docx import Renderer

    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for plan, layout, seed in jobs:
        name = f"{plan['id'][:10]}-{seed:04d}"
        printed, truth = adapt(plan["plan"], plan["truth"], layout, random.Random(seed))  # noqa: S311
        renderer = Renderer(printed, layout, random.Random(seed))  # noqa: S311
        renderer.save(folder / f"{name}.docx")
        for block in truth["blocks"]:
            if block["kind"] == "heading" and block["text"] in renderer.noted:
                block["text"] += str(renderer.noted.pop(block["text"]))
        record = {"id": plan["id"], "seed": seed, "layout": layout, "truth": truth}
        (folder / f"{name}.json").write_text(
            json.dumps(record, ensure_ascii=False), encoding="utf-8"
        )
        made.append(folder / f"{name}.docx")
    for at in range(0, len(made), 20):
        to_pdf(made[at : at + 20])


def to_pdf(files: Sequence[Path]) -> None:
    """DOCX files of one folder -> PDF beside them, one call of LibreOffice for all."""
    office = shutil.which("soffice")
    if office is None:
        raise SystemExit(
            "soffice is missing: apt-get install -y libreoffice-writer fonts-liberation"
        )
    command = [
        office,
        "--headless",
        f"-env:UserInstallation=file:///tmp/lo-{os.getpid()}",
        "--convert-to",
        "pdf",
    ]
    command += ["--outdir", str(files[0].parent), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)


def score_folder(folder: Path, code: Path) -> list[Record]:
    """Every rendering in `folder` -> one record per file and format: field -> F1, and what was
    wrong."""
    sys.path.insert(0, str(code))
    from kehoach.pipeline import extract

    spec = importlib.util.spec_from_file_location("score", SHARED / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    results: list[Record] = []
    for path in sorted(folder.glob("*.json")):
        if path.name == "results.json":
            continue
        record = json.loads(path.read_text(encoding="utf-8"))
        for kind in ("docx", "pdf"):
            source = path.with_suffix(f".{kind}")
            if not source.exists():
                continue
            begun = time.perf_counter()
            try:
                plan = extract(source).model_dump(mode="json")
            except Exception as exc:  # noqa: BLE001 - a crash is a result, too
                scores, wrong = dict.fromkeys(FIELDS, 0.0), {"crash": [[repr(exc)]]}
            else:
                scores, wrong = compare(scorer, record, plan)
            low = {field: round(value, 1) for field, value in scores.items() if value < 99.95}
            results.append(
                {"file": source.name, "kind": kind, "id": record["id"], "seed": record["seed"],
                 "layout": record["layout"], "scores": scores, "wrong": wrong,
                 "seconds": round(time.perf_counter() - begun, 2)}
            )  # fmt: skip
            away = {o: v for o, v in record["layout"].items() if v != values(o)[0]}
            print(
                source.name,
                " ".join(f"{o}={v}" for o, v in away.items()),
                "->",
                low or "100",
                flush=True,
            )
    (folder / "results.json").write_text(json.dumps(results, ensure_ascii=False), encoding="utf-8")
    return results


def compare(scorer: Any, record: Record, plan: Record) -> tuple[dict[str, float], Record]:
    """Scores by field; what a layout leaves open ("blank" cells under a merged one) is not
    compared."""
    truth = copy.deepcopy(record["truth"])
    if record["layout"]["merges"] == "blank":
        for task in [*truth["tasks"], *plan["tasks"]]:
            task["number"] = task["objective"] = None
    tallies = {key.strip(): tally for key, tally in scorer.score(truth, plan).items()}
    scores = {field: tallies[field].f1 for field in FIELDS}
    wrong = {
        f: [[str(x)[:160] for x in w] for w in tallies[f].wrong[:8]]
        for f in FIELDS
        if tallies[f].wrong
    }
    return scores, wrong


def report(results: Sequence[Record], details: int) -> None:
    """Per option value that is not plain: how many files, how many lost points, and the fields that
    lose most.

    A loss is counted against the best that any layout of the same plan reached in the field: what
    the plan's own wording costs is not the layout's fault.
    """
    _count_losses(results)
    print("\noption=value            kind  files short   sum  fields that lose (mean points)")
    for total, name, kind, files, short, lost in _loss_rows(results):
        worst = sorted(((v, f) for f, v in lost.items() if v > 0.3), reverse=True)[:6]
        told = " ".join(f"{f} -{v:.1f}" for v, f in worst)
        print(f"{name:24s}{kind:5s}{files:5d}{short:6d} {total:6.1f}  {told}")
    for kind in sorted({r["kind"] for r in results}):
        own = [r for r in results if r["kind"] == kind]
        means = (f"{f} {sum(r['scores'][f] for r in own) / len(own):.1f}" for f in FIELDS)
        print(f"all {kind}: {len(own)} files;", " ".join(means))
    for result in results if details else []:
        _print_wrong(result, details)


def _count_losses(results: Sequence[Record]) -> None:
    """Into each result `lost`: field -> points below the best of the same plan."""
    best: dict[tuple[str, str], float] = defaultdict(float)
    for result in results:
        for field in FIELDS:
            best[result["id"], field] = max(best[result["id"], field], result["scores"][field])
    for result in results:
        result["lost"] = {f: max(0.0, best[result["id"], f] - result["scores"][f]) for f in FIELDS}


LossRow = tuple[float, str, str, int, int, dict[str, float]]
"""Points lost, option=value, kind of file, files, files that lost, points by field."""


def _loss_rows(results: Sequence[Record]) -> list[LossRow]:
    """A row per option value that is not plain (that one stands in nearly every file), the worst
    first."""
    by: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for result in results:
        for option, value in result["layout"].items():
            if value != values(option)[0]:
                by[f"{option}={value}", result["kind"]].append(result)
    rows = []
    for (name, kind), own in by.items():
        lost = {f: sum(r["lost"][f] for r in own) / len(own) for f in FIELDS}
        short = sum(max(r["lost"].values()) > 0.05 for r in own)
        rows.append((sum(lost.values()), name, kind, len(own), short, lost))
    return sorted(rows, key=lambda row: (-row[0], row[1:3]))


def _print_wrong(result: Record, details: int) -> None:
    for field, wrong in result["wrong"].items():
        if field == "crash" or result["lost"][field] > 0.05:
            for one in wrong[:details]:
                print(f"{result['file']} {field}:", " | ".join(one))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=("render", "score", "report"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=8, help="layouts per plan")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument(
        "--depart", type=float, default=0.2, help="chance that an option is not plain"
    )
    parser.add_argument("--each", action="store_true", help="every value of every option alone")
    parser.add_argument("--only", nargs="*", default=[], help="with --each: only these options")
    parser.add_argument("--plans", nargs="*", default=[], help="plans whose id begins so")
    parser.add_argument(
        "--set", nargs="*", default=[], metavar="OPTION=VALUE", help="options forced"
    )
    parser.add_argument(
        "--code", type=Path, default=ROOT, help="the checkout to score (a copy at rest)"
    )
    parser.add_argument(
        "--details", type=int, default=0, help="how many wrong values to print per field"
    )
    given = parser.parse_args()
    forced: Layout = dict(pair.split("=", 1) for pair in given.set)
    for option, value in forced.items():
        if option not in OPTIONS or value not in values(option):
            parser.error(f"{option}={value}: values are {OPTIONS.get(option, 'unknown option')}")
    sys.path.insert(0, str(ROOT))
    if given.action == "render":
        plans = [
            p for p in load_plans() if not given.plans or p["id"].startswith(tuple(given.plans))
        ]
        if given.each:
            alone: list[Layout] = [{}]
            alone += [{o: v} for o in given.only or OPTIONS for v in values(o)[1:]]
            layouts = [{**draw(0, {}, 0.0), **one, **forced} for one in alone]
        else:
            layouts = [draw(given.seed + n, forced, given.depart) for n in range(given.count)]
        render(
            given.folder, ((p, lay, given.seed + n) for n, lay in enumerate(layouts) for p in plans)
        )
        return
    done = given.folder / "results.json"
    results = json.loads(done.read_text(encoding="utf-8")) if given.action == "report" else None
    report(
        results if results is not None else score_folder(given.folder, given.code.resolve()),
        given.details,
    )


if __name__ == "__main__":
    main()
