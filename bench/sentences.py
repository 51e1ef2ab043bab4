"""`make bench`, sentences: who, by when and how much as sentences say it; the rules of the parsers
beside spaCy's matchers (docs/sentences.md).

    .venv/bin/python -m bench.sentences [--misses READER] [--group GROUP]

Sentences with their truth are those of sentences.yaml (fictional) and the tasks of prose and the
targets of the truths in ../shared/truth and the folders that KEHOACH_TRUTHS names (by colons).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bench.common import ROOT, SHARED, Figures, changed, table
from bench.sentence_readers import READERS, Reader, Said
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import fold
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.normalize.times.period import Period

FIELDS = ("lead", "coordinating", "deadline", "metrics")
OWNERS = ("lead", "coordinating")
FICTIONAL = Period("năm 2031", date(2031, 1, 1), date(2031, 12, 31))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of duty with what it says, as sets of comparable values; a field that is absent
    is not judged. `group`: which part of the data it is of; `elsewhere`:
    what a label or a heading outside the sentence says, so that the sentence may say it or
    nothing."""

    text: str
    group: str
    level: str | None
    period: Period | None
    truth: dict[str, frozenset[str]] = field(default_factory=dict)
    elsewhere: dict[str, frozenset[str]] = field(default_factory=dict)


def measure(folder: Path, quick: bool) -> Figures:
    """What each reader finds, by group of sentences and field, microseconds a sentence, and what
    spaCy costs to start. `quick`: fictional sentences only."""
    del folder
    sentences = [*fictional(), *(() if quick else of_truths())]
    found: Figures = {"scores": {}, "microseconds": {}, "start": start_of_spacy()}
    for name, reader in READERS.items():
        read_all(reader, sentences[:5])  # what is loaded once
        begin = time.process_time()
        said = read_all(reader, sentences)
        spent = time.process_time() - begin
        found["scores"][name] = scores(sentences, said)
        found["microseconds"][name] = 1e6 * spent / len(sentences)
    return found


_START = """
import json, resource, time
import kehoach, kehoach.pipeline
from kehoach.parsers.items.drafts import drafts
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before, begin = peak(), time.process_time()
from kehoach.parsers.sentences.mentions import pipeline
pipeline()
print(json.dumps({"seconds": time.process_time() - begin, "megabytes": peak() - before}))
"""


def start_of_spacy() -> Figures:
    """Processor time and memory until the matchers are ready, in a process that has the parsers
    already."""
    done = subprocess.run(
        [sys.executable, "-c", _START], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return dict(json.loads(done.stdout))


# --- sentences with truth -------------------------------------------------------------------------


def fictional() -> Iterator[Sentence]:
    """The sentences of sentences.yaml."""
    data = yaml.safe_load((ROOT / "bench" / "sentences.yaml").read_text(encoding="utf-8"))
    for group, entries in data.items():
        for entry in entries:
            truth = {name: owners_named("; ".join(entry.get(name, ())), "xã") for name in OWNERS}
            truth["deadline"] = _stated_deadline(entry.get("deadline"))
            truth["metrics"] = frozenset(entry.get("metrics", ()))
            yield Sentence(entry["text"], group, "xã", FICTIONAL, truth)


def _stated_deadline(stated: Sequence[Any] | None) -> frozenset[str]:
    """[words, kind, start, end] -> its value."""
    if not stated:
        return frozenset()
    _, kind, start, end = stated
    return frozenset({f"{kind} {start or ''}..{end or ''}"})


def of_truths() -> Iterator[Sentence]:
    """The tasks of prose of the papers that have a truth. A field is judged where the sentence
    itself says it, or nobody does."""
    for path in _truth_files():
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        document = data.get("document") or {}
        level = ((document.get("unit") or {}).get("level")) or None
        period = _period(document.get("period"))
        for task in data.get("tasks") or ():
            if task.get("origin") == "body" and task.get("task"):
                yield _of_task(task, level, period)
        for target in data.get("targets") or ():
            if target.get("metrics") is not None and target.get("text"):
                figures = frozenset(map(_metric, target["metrics"]))
                yield Sentence(target["text"], "papers", level, period, {"metrics": figures})


def _truth_files() -> list[Path]:
    folders = [SHARED / "truth", SHARED / "truth" / "real"]
    folders += [Path(name) for name in os.environ.get("KEHOACH_TRUTHS", "").split(":") if name]
    return sorted(path for folder in folders for path in folder.glob("*.yaml"))


def _period(period: dict[str, Any] | None) -> Period | None:
    if not period:
        return None
    first, last = period.get("start"), period.get("end")
    return Period(period.get("raw") or "", _day(first), _day(last))


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written)) if written else None
    except ValueError:  # "2025": as much of it as the paper says
        return None


def _of_task(task: dict[str, Any], level: str | None, period: Period | None) -> Sentence:
    text = task["task"]
    truth: dict[str, frozenset[str]] = {}
    elsewhere: dict[str, frozenset[str]] = {}
    for name in OWNERS:
        raw = (task.get(name) or {}).get("raw") or ""
        if not raw:
            truth[name] = frozenset()
        elif fold(raw.strip(" .;,")) in fold(text):
            truth[name] = owners_named(raw, level)
        else:
            elsewhere[name] = owners_named(raw, level)
    deadline = task.get("deadline") or {}
    raw = deadline.get("raw") or ""
    if not raw:
        truth["deadline"] = frozenset()
    elif fold(raw.strip(" .;,")) in fold(text):
        told = f"{deadline.get('kind')} {deadline.get('start') or ''}..{deadline.get('end') or ''}"
        truth["deadline"] = frozenset({told})
    return Sentence(text, "papers", level, period, truth, elsewhere)


def _metric(metric: dict[str, Any]) -> str:
    unit = metric.get("unit") or ""
    if metric["comparator"] == "range":
        return f"range {metric['min']:g}..{metric['max']:g} {unit}".strip()
    return f"{metric['comparator']} {metric['value']:g} {unit}".strip()


# --- comparing ------------------------------------------------------------------------------------


def owners_named(raw: str, level: str | None) -> frozenset[str]:
    """Printed bodies -> their names, the level behind them left out."""
    names: set[str] = set()
    for unit in parse_offices(raw, level).units:
        name = fold(unit)
        for tail in (f" ubnd {level}", f" {level}"):
            name = name.removesuffix(tail)
        names.add(name)
    return frozenset(names)


def values(said: Said, sentence: Sentence) -> dict[str, frozenset[str]]:
    """What a reader says, as sets to compare."""
    found = {
        "lead": owners_named(said.lead, sentence.level),
        "coordinating": owners_named(said.coordinating, sentence.level),
        "metrics": frozenset(said.metrics),
        "deadline": frozenset[str](),
    }
    value = parse_deadline(said.deadline, sentence.period) if said.deadline else None
    if value is not None:
        found["deadline"] = frozenset({f"{value.kind} {value.start or ''}..{value.end or ''}"})
    return found


def read_all(reader: Reader, sentences: Sequence[Sentence]) -> list[dict[str, frozenset[str]]]:
    """Each sentence read."""
    return [
        values(reader(sentence.text, sentence.level, sentence.period), sentence)
        for sentence in sentences
    ]


def scores(
    sentences: Sequence[Sentence], said: Sequence[dict[str, frozenset[str]]]
) -> dict[str, dict[str, Figures]]:
    """By group and field: values in the truth, told, right."""
    found: dict[str, dict[str, Figures]] = {}
    for sentence, told in zip(sentences, said, strict=True):
        for name, truth in sentence.truth.items():
            group = found.setdefault(sentence.group, {})
            tally = group.setdefault(name, {"truth": 0, "told": 0, "right": 0})
            tally["truth"] += len(truth)
            tally["told"] += len(told[name])
            tally["right"] += len(truth & told[name])
        for name, truth in sentence.elsewhere.items():
            if told[name] and told[name] != truth:
                tally = found[sentence.group].setdefault(name, {"truth": 0, "told": 0, "right": 0})
                tally["told"] += len(told[name])
    return found


def report(figures: Figures, before: Figures) -> str:
    """The figures as Markdown."""
    rows = []
    for group in next(iter(figures["scores"].values())):
        for name in FIELDS:
            row: list[object] = [group, name]
            for reader, groups in figures["scores"].items():
                tally = groups[group].get(name, {})
                earlier = before.get("scores", {}).get(reader, {}).get(group, {}).get(name, {})
                row += [
                    _share(tally, "told"),
                    changed(_share(tally, "truth"), _share(earlier, "truth")),
                ]
            rows.append(
                [*row[:2], figures["scores"]["rules"][group].get(name, {}).get("truth"), *row[2:]]
            )
    kinds = [f"{name} {kind} %" for name in figures["scores"] for kind in ("precision", "recall")]
    times = ", ".join(f"{name} {one:.0f}" for name, one in figures["microseconds"].items())
    start = figures["start"]
    text = "## Sentences: rules of the parsers beside spaCy's matchers\n\n"
    text += table(["sentences", "field", "in truth", *kinds], rows)
    text += f"\n\nMicroseconds a sentence: {times}. spaCy ready after {start['seconds']:.2f} s"
    return f"{text} of processor time, {start['megabytes']:.0f} MB more.\n"


def _share(tally: Figures, of: str) -> float | None:
    """Percent of what was told, or of what is true, that is right."""
    return 100.0 * tally["right"] / tally[of] if tally.get(of) else None


def misses(
    sentences: Iterable[Sentence], said: Iterable[dict[str, frozenset[str]]]
) -> Iterator[str]:
    """What is wrong, a line each."""
    for sentence, told in zip(sentences, said, strict=True):
        for name, truth in sentence.truth.items():
            if truth != told[name]:
                wanted, got = sorted(truth), sorted(told[name])
                yield f"{sentence.group} {name} {wanted} != {got} | {sentence.text[:230]}"


def main() -> None:
    """Print the figures, or what a reader gets wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", choices=list(READERS))
    parser.add_argument("--group", default="")
    options = parser.parse_args()
    if not options.misses:
        print(report(measure(ROOT, quick=False), {}))
        return
    everything = [*fictional(), *of_truths()]
    chosen = [one for one in everything if options.group in ("", one.group)]
    print("\n".join(misses(chosen, read_all(READERS[options.misses], chosen))))


if __name__ == "__main__":
    main()
