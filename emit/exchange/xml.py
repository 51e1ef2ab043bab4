"""XML, written branch by branch: text from papers is escaped by lxml, and what XML cannot hold is
left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree


@dataclass(frozen=True, slots=True)
class Branch:
    """An element that is being written; its children are of its own namespace."""

    element: Any

    @staticmethod
    def root(name: str, namespace: str) -> Branch:
        """The root of a document whose elements are all of one namespace."""
        nsmap: Any = {None: namespace}  # lxml's own types know no default namespace
        return Branch(etree.Element(f"{{{namespace}}}{name}", nsmap=nsmap))

    def branch(self, name: str, /, **attributes: str) -> Branch:
        """A child to be filled."""
        told = {key: writable(value) for key, value in attributes.items()}
        return Branch(etree.SubElement(self.element, self._own(name), told))

    def leaf(self, name: str, text: str | None, /, **attributes: str) -> None:
        """A child with a text; none for None."""
        if text is not None:
            self.branch(name, **attributes).element.text = writable(text)

    def say(self, text: str) -> None:
        """Text behind what is written already."""
        children = list(self.element)
        if children:
            children[-1].tail = (children[-1].tail or "") + writable(text)
        else:
            self.element.text = (self.element.text or "") + writable(text)

    def _own(self, name: str) -> str:
        return f"{{{etree.QName(self.element).namespace}}}{name}"


def document_bytes(root: Any) -> bytes:
    """A document as UTF-8, with its declaration."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def writable(text: str) -> str:
    """Text without the characters that XML 1.0 forbids (its section 2.2).

    >>> writable("a\\x0b\\ud800b\\nc")
    'ab\\nc'
    """
    return "".join(letter for letter in text if _is_allowed(ord(letter)))


def _is_allowed(code: int) -> bool:
    if code < 0x20:
        return code in (0x9, 0xA, 0xD)
    return not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF)
