"""Each rule for times finds what its examples say, by itself."""

from __future__ import annotations

import pytest

from kehoach.normalize.times.rules import TIME_RULES, TimeRule
from kehoach.normalize.times.timespan import Time, plain

EXAMPLES = [
    pytest.param(rule, phrase, want, id=f"{rule.name}: {phrase}")
    for rule in TIME_RULES
    for phrase, want in rule.examples.items()
]
YEAR = 2025
"""Stands in where an example says no year."""


def told(time: Time) -> str:
    """A time in the notation of the examples."""
    start, end = time.dates(YEAR)
    return f"{start or ''}..{end or ''}"


@pytest.mark.parametrize(("rule", "phrase", "want"), EXAMPLES)
def test_example(rule: TimeRule, phrase: str, want: str) -> None:
    found = [time for _, _, time in rule.find(plain(phrase))]
    assert ", ".join(map(told, found)) == want


def test_every_rule_has_a_name_and_an_example_of_its_own() -> None:
    assert len({rule.name for rule in TIME_RULES}) == len(TIME_RULES)
    assert all(any(rule.examples.values()) for rule in TIME_RULES)
