"""Learn which words of a sentence say when its work is due, for normalize/times/tagged.py.

    python tools/train_times.py [--judge] [--dry]

Learned from sentences whose time was told by a reader who had not seen what the program reads:
tools/times/*.txt (of fictional papers; one task a line, its time in double brackets: "Công an xã
sơ tán 230 hộ, xong [[trước 9 giờ ngày 23/9]]."), and from the sentences of the tests
(tests/data/times, and the papers in which a line says its time beside it). No real paper and no
corpus is in it.

`--judge`: leaves out each file of tools/times in turn, learns from the rest, and prints how many
times of the file are found word for word. `--dry`: writes nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pycrfsuite
import regex
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kehoach.normalize.times import tagged  # noqa: E402

STRANGERS = ROOT / "tools" / "times"
TESTS = ROOT / "tests" / "data"
TWICE = 2
"""The sentences of strangers count so often: they are what papers are like."""
LINK = "vào"
"""It belongs to the time that it links, as "trong" does, whether or not a reader took it along."""
OPTIONS = {
    "c1": 0.1,
    "c2": 0.1,
    "max_iterations": 150,
    "feature.possible_transitions": True,
    "feature.minfreq": 1,
}
_BRACKETS = regex.compile(r"\[\[(.+?)\]\]")
_NUMBER = regex.compile(r"^(?:[-+*•–]\s*)*(?:(?:\d+(?:\.\d+)*|[a-zđ])[.)]\s+)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, and of each whether it begins a time, goes on with it, or stands outside."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


def of_strangers(file: Path) -> Iterator[Sentence]:
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield _sentence(_BRACKETS.sub(r"\1", line), _BRACKETS.findall(line))


def of_tests() -> Iterator[Sentence]:
    for file in sorted((TESTS / "times").glob("*.yaml")):
        if file.stem == "sentences" or file.stem.startswith("points"):
            yield from _pairs(yaml.safe_load(file.read_text("utf-8")))
    for file in sorted(TESTS.rglob("*.yaml")):
        for line in file.read_text("utf-8").splitlines():
            yield from _marked(line)


def _pairs(cases: dict[str, Any]) -> Iterator[Sentence]:
    """ "sentence": [words, meaning], or null for none; in sections."""
    for words, wanted in cases.items():
        if isinstance(wanted, dict):
            yield from _pairs(wanted)
        elif wanted is None:
            yield _sentence(words, [])
        elif isinstance(wanted, list) and isinstance(wanted[0], str):
            yield _sentence(words, wanted[:1])


def _marked(line: str) -> Iterator[Sentence]:
    """ "1. Rà soát … trước ngày 5/8. << T | lead | helpers | trước ngày 5/8"."""
    text, _, mark = line.partition("<<")
    cells = [cell.strip() for cell in mark.split("|")]
    if "<<" in mark or len(cells) < 4 or cells[0] not in ("T", "D", "X") or not cells[3]:
        return
    yield _sentence(_NUMBER.sub("", text.strip()), [cells[3]])


def _sentence(text: str, times: Iterable[str]) -> Sentence:
    words = tagged.words_of(text)
    folded = [word.lower() for word in words]
    tags = [tagged.OUTSIDE] * len(words)
    for time in times:
        wanted = [word.lower() for word in tagged.words_of(time)]
        first = _place(folded, wanted)
        if first is not None:
            stop = first + len(wanted)
            first -= folded[max(0, first - 1) : first] == [LINK]
            tags[first:stop] = [tagged.BEGINS, *[tagged.GOES_ON] * (stop - first - 1)]
    return Sentence(tuple(words), tuple(tags))


def _place(words: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Where words stand first in a sentence."""
    places = range(len(words) - len(wanted) + 1)
    return next((at for at in places if words[at : at + len(wanted)] == wanted), None)


def learn(sentences: Iterable[Sentence], model: Path) -> None:
    trainer = pycrfsuite.Trainer(verbose=False)
    for sentence in sentences:
        if sentence.words:
            trainer.append(tagged.traits_of(sentence.words), list(sentence.tags))
    trainer.set_params(OPTIONS)
    trainer.train(str(model))


def judge(strangers: dict[str, list[Sentence]], tests: Sequence[Sentence]) -> None:
    for name, wanted in strangers.items():
        others = [one for other, told in strangers.items() if other != name for one in told]
        with tempfile.TemporaryDirectory() as folder:
            model = Path(folder) / "model"
            learn([*tests, *others * TWICE], model)
            tagger = pycrfsuite.Tagger()
            tagger.open(str(model))
            right = sum(tagger.tag(tagged.traits_of(one.words)) == list(one.tags) for one in wanted)
            tagger.close()
        print(f"{name}: {right} of {len(wanted)} sentences word for word")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judge", action="store_true")
    parser.add_argument("--dry", action="store_true")
    options = parser.parse_args()
    strangers = {file.stem: [*of_strangers(file)] for file in sorted(STRANGERS.glob("*.txt"))}
    tests = [*of_tests()]
    if options.judge:
        judge(strangers, tests)
    if not options.dry:
        told = [one for sentences in strangers.values() for one in sentences]
        learn([*tests, *told * TWICE], tagged.MODEL)
        print(f"{tagged.MODEL}: {tagged.MODEL.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
