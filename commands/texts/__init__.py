"""What the commands say: pairs (Vietnamese, English) by their keys, a module for each family of
commands."""

from __future__ import annotations

from kehoach.commands.texts.comparing import TEXTS as COMPARING
from kehoach.commands.texts.corrections import TEXTS as CORRECTIONS
from kehoach.commands.texts.desk import TEXTS as DESK
from kehoach.commands.texts.follow import TEXTS as FOLLOW
from kehoach.commands.texts.manual import TEXTS as MANUAL
from kehoach.commands.texts.reading import TEXTS as READING

TEXTS: dict[str, tuple[str, str]] = {
    **READING,
    **CORRECTIONS,
    **COMPARING,
    **DESK,
    **FOLLOW,
    **MANUAL,
}
