"""Small helpers over the XML of a Word file: names, attributes, children seen through wrappers."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF = frozenset({"0", "false", "off", "none"})
_WRAPPERS = frozenset(
    ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "dir", "bdo")
)


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return _W + name


def attr(element: etree._Element | None, name: str = "val") -> str | None:
    """The attribute `w:name`, `None` when the element or the attribute is missing."""
    return None if element is None else element.get(_W + name)


def number(element: etree._Element | None, name: str = "val") -> int | None:
    """The attribute `w:name` as a whole number of at most 12 digits, `None` for anything else."""
    text = attr(element, name)
    if text is None or len(text) > 12:
        return None
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return None


def on(element: etree._Element | None) -> bool | None:
    """A switch such as `<w:b/>` or `<w:b w:val="0"/>`; `None` when it is not there."""
    return None if element is None else (attr(element) or "1").lower() not in _OFF


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child `w:a`, or grandchild `w:a/w:b`, …; `None` when a step is missing."""
    for name in names:
        if element is None:
            return None
        element = element.find(_W + name)
    return element


def alternate(element: etree._Element) -> etree._Element | None:
    """The one branch of an `mc:AlternateContent` that counts: the first choice, else the
    fallback."""
    choice = element.find(_MC + "Choice")
    return choice if choice is not None else element.find(_MC + "Fallback")


def is_alternate(element: etree._Element) -> bool:
    """Whether the element offers the same content twice (`mc:AlternateContent`)."""
    return element.tag == _MC + "AlternateContent"


def unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    """The children of `parent`, those inside content controls, smart tags and insertions
    included."""
    for element in parent:
        if is_alternate(element):
            branch = alternate(element)
            if branch is not None:
                yield from unwrapped(branch)
        elif isinstance(element.tag, str) and element.tag.removeprefix(_W) in _WRAPPERS:
            yield from unwrapped(element)
        else:
            yield element
