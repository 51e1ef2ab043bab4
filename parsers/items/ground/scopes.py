"""Owners that one sentence names for many points (scope_sentences.py)."""

from __future__ import annotations

from dataclasses import dataclass, field

from kehoach.parsers.items.words.beginnings import DOING, begins
from kehoach.parsers.layout.outline import Node


@dataclass(slots=True)
class Scopes:
    """Owners as printed: `chapters` those of a chapter (by `id`), `helpers` who helps with one,
    `acts` those of a kind of work, by the verb of its points ("kiểm tra"). `ordered` are the blocks
    (by `id`) of such chapters, `remarks` the owners of points (by `id`) that a chapter names in
    brackets behind each."""

    chapters: dict[int, str] = field(default_factory=dict)
    acts: dict[str, str] = field(default_factory=dict)
    helpers: dict[int, str] = field(default_factory=dict)
    remarks: dict[int, str] = field(default_factory=dict)
    ordered: frozenset[int] = frozenset()

    def over(self, section: Node) -> str:
        """Who does what stands in a section, "" where no sentence opens a chapter over it so."""
        for node in section.titled_ancestors():
            if id(node) in self.chapters:
                return self.chapters[id(node)]
        return ""

    def helping(self, section: Node) -> str:
        """Who helps with what stands in a section, as the sentence says that names its owner."""
        for node in section.titled_ancestors():
            if id(node) in self.chapters:
                return self.helpers.get(id(node), "")
        return ""

    def by_act(self, text: str) -> str:
        """Who does the kind of work that a point opens with, "" for nobody."""
        act = begins(text, *DOING)
        return self.acts.get(act, "") if act else ""
