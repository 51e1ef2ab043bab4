"""Pictures for the report, made where the paper is read."""

from __future__ import annotations

from typing import Any

from kehoach.batch.inputs import fetched
from kehoach.ingest.model import Box, Page
from kehoach.ingest.render.crop import cut as cut_places


def cut(
    folder: str, name: str, media_type: str, places: list[dict[str, Any]]
) -> list[bytes | None]:
    """Places of one paper (`emit.report.Place` as dictionaries) -> their pictures.

    Raises the exceptions of `errors`.
    """
    wanted = [
        (
            Page(one["page"], one["width"], one["height"], one["method"], one["rotation"]),
            Box(*one["box"]),
        )
        for one in places
    ]
    with fetched(folder, name) as path:
        return cut_places(path, media_type, wanted)
