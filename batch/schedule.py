"""Which papers of a batch are read, and which are copies of those.

A paper that stands in the folder more than once is read once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from kehoach.batch.survey import Surveyed


@dataclass(slots=True)
class Schedule:
    """What is left to do. All numbers are indices of inputs.

    `originals`: for each input that is left, the one with the same bytes that is read, or was read
    by an earlier run; its own index when it is that one. `waiting`: what can start at once;
    `copies`: what can start when the original is read.
    """

    originals: dict[int, int] = field(default_factory=dict)
    waiting: deque[int] = field(default_factory=deque)
    copies: dict[int, list[int]] = field(default_factory=dict)

    def finished(self, index: int) -> None:
        """A paper is read: its copies come next."""
        self.waiting.extendleft(self.copies.pop(index, ()))


def schedule_of(inputs: Sequence[Surveyed | None]) -> Schedule:
    """The schedule of some inputs, as they were surveyed; None for what is no paper.

    >>> one, other = Surveyed("1", done=False), Surveyed("2", done=False)
    >>> schedule_of([one, None, other, one])
    Schedule(originals={0: 0, 2: 2, 3: 0}, waiting=deque([0, 2]), copies={0: [3]})
    """
    original_of = _originals(inputs)
    schedule = Schedule()
    for index, surveyed in enumerate(inputs):
        if surveyed is None or surveyed.done:
            continue
        original = original_of[surveyed.sha256]
        schedule.originals[index] = original
        first = inputs[original]
        if original == index or (first is not None and first.done):
            schedule.waiting.append(index)
        else:
            schedule.copies.setdefault(original, []).append(index)
    return schedule


def _originals(inputs: Sequence[Surveyed | None]) -> dict[str, int]:
    """By hash: the first input that an earlier run has done, else the first."""
    done: dict[str, int] = {}
    first: dict[str, int] = {}
    for index, surveyed in enumerate(inputs):
        if surveyed is not None and surveyed.sha256:
            first.setdefault(surveyed.sha256, index)
            if surveyed.done:
                done.setdefault(surveyed.sha256, index)
    return {**first, **done}
