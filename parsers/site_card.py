"""The card that a site sets over a paper: "Số hiệu: …", "Nơi ban hành: …", "Ngày ban hành: …".

Some sites print nothing of the letterhead besides it; then it is the only word on number, issuer
and date. Its labels stand in words.yaml.
"""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import FlowItem, Grid, Line, Note, lines_of
from kehoach.normalize.legal.references import parse_number
from kehoach.normalize.text import clean, strip_diacritics
from kehoach.normalize.times.dates import parse_date
from kehoach.parsers.issuer import read_issuer
from kehoach.parsers.letterhead import has_line_of_day
from kehoach.parsers.words import opens_with, phrases_by
from kehoach.schema import models

MAX_ABOVE = 6
"""Items above the card: the site's own heading, a label that stands outside the table."""
FEWEST_LABELS = 3
"""Of a table that is a card."""


def open_card(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """The flow of a page, its card as lines where the site set it as a table: what the table holds
    besides ("Kính gửi: …") belongs to the paper."""
    opened: list[FlowItem] = []
    for index, item in enumerate(flow):
        if index < MAX_ABOVE and isinstance(item, Grid) and _is_card(item):
            opened += lines_of([item])
        else:
            opened.append(item)
    return opened


def _is_card(grid: Grid) -> bool:
    labels = [line for line in lines_of([grid]) if line.text.rstrip().endswith(":")]
    return sum(opens_with(line.text, "site_above") is not None for line in labels) >= FEWEST_LABELS


def from_card(
    info: models.DocumentInfo, site: Sequence[Line], text: Sequence[str]
) -> tuple[models.DocumentInfo, list[Note]]:
    """What a paper without a letterhead says of itself, completed by the card of the site it was
    taken from; `text` are its paragraphs. That it comes from there is told."""
    if info.number is not None or info.issued_on is not None or info.issuer is not None:
        return _with_day(info, site, text=text), []
    told: dict[str, object] = {}
    used: list[Line] = []
    for role, line, value in _values(site):
        found = _read(role, value, text=text)
        if found and not found.keys() & told.keys():
            told |= found
            used.append(line)
    if not used:
        return info, []
    words = clean("; ".join(line.text for line in used))
    return info.model_copy(update=told), [Note("site_fields", words, span=used[0].span)]


def _with_day(
    info: models.DocumentInfo, site: Sequence[Line], text: Sequence[str]
) -> models.DocumentInfo:
    """A paper whose letterhead came without its line for the day, completed by the card, if that
    tells the same number."""
    if info.number is None or info.issued_on is not None or has_line_of_day(info):
        return info
    told: dict[str, object] = {}
    for role, _, value in _values(site):
        told = _read(role, value, text=text) | told
    is_same = told.get("number") == info.number and told.get("issued_on") is not None
    return info.model_copy(update={"issued_on": told["issued_on"]}) if is_same else info


def _values(site: Sequence[Line]) -> list[tuple[str, Line, str]]:
    """The labels of a card that a field of the plan keeps, each with the line that tells its value:
    behind its colon, or the next one."""
    values: list[tuple[str, Line, str]] = []
    for index, line in enumerate(site):
        label, colon, behind = line.text.partition(":")
        role = _role(label) if colon else ""
        following = site[index + 1] if index + 1 < len(site) else None
        if role and behind.strip():
            values.append((role, line, behind.strip()))
        elif role and following is not None and ":" not in following.text:
            values.append((role, following, following.text.strip()))
    return values


def _role(label: str) -> str:
    plain = strip_diacritics(label).strip()
    for role, names in phrases_by("words.yaml", "card_labels").items():
        if plain in names:
            return role
    return ""


def _read(role: str, value: str, text: Sequence[str]) -> dict[str, object]:
    """The fields of a document that one value of a card tells; none where it is not understood."""
    if role == "number":
        number = parse_number(f"số {value}")
        return {"number": number.number, "symbol": number.symbol} if number is not None else {}
    if role == "issued_on":
        date = parse_date(value)
        return {"issued_on": date.iso} if date is not None and date.valid else {}
    issuer = read_issuer([value], text)
    if issuer is None:
        return {}
    unit = models.Unit(level=issuer.level, name=issuer.name) if issuer.name else None
    return {"issuer": issuer.body, "unit": unit, "province": issuer.province}
