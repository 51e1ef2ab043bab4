"""Hypothesis judges results, not times: what a test may take depends on the machine (times are
bench/'s matter)."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
