"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes depends on what else the machine does; time is measured in bench/.
settings.register_profile("kehoach", deadline=None)
settings.load_profile("kehoach")
