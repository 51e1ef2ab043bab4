"""The line over a title by which a copy without a letterhead calls its paper: "Nghị quyết số
29/2031/NQ-HĐND", nothing else on it."""

from __future__ import annotations

from kehoach.normalize.legal.references import Reference, find_references
from kehoach.normalize.text import clean
from kehoach.parsers.parts import Parts
from kehoach.schema import models


def with_called_number(info: models.DocumentInfo, parts: Parts) -> models.DocumentInfo:
    """The identity of a paper whose letterhead has no number, completed by such a line: the first
    of all, or one that names the kind of the paper itself (others are cited: "ĐOÀN GIÁM SÁT THEO |
    NGHỊ QUYẾT SỐ 88/NQ-HĐND")."""
    if info.symbol is not None:
        return info
    for index, line in enumerate(parts.head):
        called = _called(clean(line.text))
        if called is None or (index and called.type != parts.kind):
            continue
        day = info.issued_on or called.date
        told = {"number": called.number, "symbol": called.symbol, "issued_on": day}
        return info.model_copy(update=told)
    return info


def _called(line: str) -> Reference | None:
    """The citation that a line is: kind and number from its first letter to its last."""
    cited = next(iter(find_references(line)), None)
    if cited is None or cited.start or not (cited.type and cited.number):
        return None
    return cited if cited.raw == line.strip(" .:;*") else None
