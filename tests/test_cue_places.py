"""Cues are sought only where a word or a sign stands with which one begins (`cues_in`): the pattern
itself, asked at each place of a text, finds no others."""

from __future__ import annotations

import random
from itertools import chain
from pathlib import Path

import yaml

from kehoach.normalize.times.cues import _vocabulary, cues_in
from kehoach.normalize.times.timespan import plain

DATA = Path(__file__).parent / "data"
SIGNS = [" ", "  ", "\n", "/", " / ", "-", ", ", ":", "(", ")", "+", "_", ".", "&", "\xa0"]


def texts() -> list[str]:
    """Wordings of cases, and what chance puts together of their words, of cues and of signs."""
    found: list[str] = []
    for name in ("deadlines.yaml", "recurring.yaml", "dates.yaml", "quantities.yaml"):
        found += _strings(yaml.safe_load((DATA / name).read_text(encoding="utf-8")))
    for path in (*DATA.glob("orders/*.yaml"), *DATA.glob("times/*.yaml")):
        found += path.read_text(encoding="utf-8").splitlines()
    words = [*chain.from_iterable(text.split() for text in found[:4000]), *_vocabulary().kinds]
    draw = random.Random(65)  # noqa: S311
    made = [
        "".join(draw.choice(words) + draw.choice(SIGNS) for _ in range(12)) for _ in range(3000)
    ]
    return [*found, *made]


def _strings(held: object) -> list[str]:
    if isinstance(held, str):
        return [held]
    if isinstance(held, dict):
        return [text for pair in held.items() for part in pair for text in _strings(part)]
    return [text for part in held for text in _strings(part)] if isinstance(held, list) else []


def test_no_cue_is_overlooked() -> None:
    asked = [plain(text) for text in texts()]
    assert len(asked) > 5000
    cues = _vocabulary().cues
    for text in asked:
        everywhere = [match.span() for match in cues.finditer(text, overlapped=True)]
        assert [match.span() for match in cues_in(text)] == everywhere, text
