"""What the places of a plan's JSON are called by people (`place_words.yaml`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kehoach.normalize.vocabulary import read_plain

_LANGS = ("vi", "en")


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = read_plain(Path(__file__).with_suffix(".yaml"))
    return found


def pointer_told(pointer: str, lang: str) -> str:
    """A JSON pointer as a person calls the place; what has no name here is left out. A pointer
    without any name stays as it is: whoever sent it sees what came.

    >>> pointer_told("/tasks/2/deadline", "vi"), pointer_told("/document/number", "vi")
    ('nhiệm vụ 3, thời hạn', 'số văn bản')
    >>> pointer_told("/tasks", "vi"), pointer_told("/more_documents/0/tasks/1", "en")
    ('các nhiệm vụ', 'further paper 1, task 2')
    >>> pointer_told("", "vi"), pointer_told("../passwd", "vi")
    ('cả văn bản', '../passwd')
    """
    which = _LANGS.index(lang)
    words = _words()
    told: list[str] = []
    above = ""
    for step in pointer.split("/")[1:]:
        if step.isdigit():
            told[-1:] = [f"{one} {int(step) + 1}" for one in told[-1:]]
            continue
        name = words["parts"].get(step) or words["fields"].get(step)
        if above == "document":
            own = words["document"].get(step) or name
            told[-1:] = [own[which]] if own else told[-1:]
        elif name:
            told.append(name[which])
        above = step
    if told and above != "document" and pointer.endswith(f"/{above}") and above in words["parts"]:
        told[-1] = words["all"][which].format(part=told[-1])
    return ", ".join(told) or pointer or str(words["whole"][which])


def cell_words(key: str, lang: str) -> str:
    """What a part of a table, or the column of a field, is called.

    >>> cell_words("numbered_row", "vi"), cell_words("deadline", "en")
    ('dòng STT {number}', 'deadline')
    """
    words = _words()
    pair: list[str] = words["cells"].get(key) or words["fields"][key]
    return pair[_LANGS.index(lang)]
