"""What an HTML element makes of the text inside it: bold, centred, a heading, a footnote."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOLD = frozenset(["b", "strong", "th", *_HEADINGS])
_ITALIC = frozenset(["i", "em", "cite", "address"])
_NOTE_ID = re.compile(r"(ftn|edn|sdfootnote|footnote-?|fn-?)\d+$")
_SIZE = re.compile(r"([\d.]{1,8})\s*(pt|px)")


@dataclass(frozen=True, slots=True)
class Look:
    """What an element hands down to its text: `size` in points, `pre` where white space counts,
    `mark` inside the list mark that Word wrote as text, `heading` how deep a heading (1 for
    `h1`)."""

    bold: bool = False
    italic: bool = False
    centered: bool = False
    size: float | None = None
    pre: bool = False
    mark: bool = False
    footnote: bool = False
    heading: int | None = None


def look_inside(element: etree._Element, tag: str, *, style: dict[str, str], look: Look) -> Look:
    """The look inside an element, by its name, its attributes and its inline style, where `look` is
    that around it."""
    changed = {**_by_name(tag), **_by_style(style)}
    align = style.get("text-align") or (element.get("align") or "").lower()
    if tag == "center" or (align and tag not in {"table", "img"}):
        changed["centered"] = tag == "center" or align in {"center", "middle"}
    is_note = style.get("mso-element") in {"footnote", "endnote"}
    if is_note or _NOTE_ID.match(element.get("id") or ""):
        changed["footnote"] = True
    return replace(look, **changed) if changed else look  # type: ignore[arg-type]


def _by_name(tag: str) -> dict[str, object]:
    changed: dict[str, object] = {}
    if tag in _BOLD:
        changed["bold"] = True
    if tag in _HEADINGS:
        changed["heading"] = int(tag[1])
    if tag in _ITALIC:
        changed["italic"] = True
    if tag == "pre":
        changed["pre"] = True
    return changed


def _by_style(style: dict[str, str]) -> dict[str, object]:
    changed: dict[str, object] = {}
    weight = style.get("font-weight", "")
    if weight:
        changed["bold"] = weight.startswith("bold") or weight[:1] in {"6", "7", "8", "9"}
    slant = style.get("font-style", "")
    if slant:
        changed["italic"] = slant in {"italic", "oblique"}
    size = _SIZE.match(style.get("font-size", ""))
    if size is not None and size.group(1).count(".") <= 1 and size.group(1) != ".":
        changed["size"] = float(size.group(1)) * (1.0 if size.group(2) == "pt" else 0.75)
    if style.get("white-space", "").startswith("pre"):
        changed["pre"] = True
    if style.get("mso-list") == "ignore":
        changed["mark"] = True
    return changed
