"""What a rule is: a function of a draft (a plan whose findings are still to be made) that yields
findings, registered by name; and how a finding gets its sentences (findings.yaml)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, wraps
from pathlib import Path
from typing import Any, Literal, TypeAlias

from kehoach.normalize.text import small
from kehoach.normalize.vocabulary import read_yaml
from kehoach.schema.models import Finding, Plan, Section, Spans, Task
from kehoach.schema.rules.kin import AllKin
from kehoach.schema.rules.references import CitedDocument, cited_documents
from kehoach.schema.sources import Evidence
from kehoach.schema.walk import Place, Wording, wordings

MAX_EVIDENCE = 200
"""Letters."""
MIN_CONFIDENCE = 0.8
"""What was read less surely is no defect of the paper."""
DOUBT = 0.5
"""The probability below which a value whose letters are doubted is told, where nobody asked for a
threshold."""
MANY_UNPLACED = 0.03
"""A share of the words."""


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    """What a table of tasks, or of targets, prints as the total of one of its columns: the
    `heading` of the column, the words of the total, and by row its number ("1", "II", "") with its
    cell in the column, each merged cell once."""

    heading: str
    told: str
    rows: tuple[tuple[str, str], ...]
    spans: Spans = ()


@dataclass(frozen=True)
class Draft:
    """A plan without findings, and what its readers know besides. `notes`: what they could not
    read, or doubt; `narrative`: its tasks are sentences of prose; `rebuilt`: its tables were put
    together from loose lines, so their cells may have lost words to each other; `mended`: its text
    was restored or repaired, so its spelling is ours; `has_appendix`: something stands behind the
    signature, or there is a table and no signature; `doubtful_words`: words of scanned pages, as
    `words_in` cuts them, that were not surely read; `day_in_stamp`: the day stands in the block of
    a digital signature, though not in the letterhead; `attached`: the lines under the title that
    say with which paper it goes ("(Kèm theo Quyết định số …)"), which no part of the plan keeps;
    `totals`: those of tables whose rows became tasks or targets, and are no tables any more;
    `evidence`: how each value was read, by its JSON pointer; `doubt`: values that are less likely
    right are told as doubtful; None where nobody asked for a threshold."""

    plan: Plan
    notes: tuple[Finding, ...] = ()
    narrative: bool = False
    rebuilt: bool = False
    mended: bool = False
    doubtful_words: frozenset[str] = frozenset()
    has_appendix: bool = False
    day_in_stamp: bool = False
    attached: tuple[str, ...] = ()
    totals: tuple[PrintedTotal, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    doubt: float | None = None

    @property
    def whole(self) -> Place[Plan]:
        """The plan as the root of its places."""
        return Place(self.plan, "")

    @property
    def document(self) -> Place[Any]:
        """What the paper says of itself."""
        return self.whole.child("document")

    @cached_property
    def tasks(self) -> tuple[Place[Task], ...]:
        """All tasks."""
        return tuple(self.whole.children("tasks"))

    @cached_property
    def answers(self) -> dict[tuple[str, str], tuple[Place[Task], ...]]:
        """What was found once for all rules (`once_a_draft`)."""
        return {}

    @cached_property
    def sure_tasks(self) -> tuple[Place[Task], ...]:
        """The tasks that were surely read: what the others say is the reader's guess, and told as
        that."""
        return tuple(task for task in self.tasks if task.confidence >= MIN_CONFIDENCE)

    @cached_property
    def rows(self) -> tuple[Place[Task], ...]:
        """The tasks that are rows of a table."""
        return tuple(task for task in self.tasks if task.part.origin == "table")

    @cached_property
    def counts_of_rows(self) -> Counter[str]:
        """How many rows of tables have the same words."""
        return Counter(row.part.task for row in self.rows)

    @cached_property
    def chapters(self) -> dict[tuple[str | None, str], str]:
        """Number and title of each section -> the pointer of the chapter that it belongs to, the
        first where several are called alike."""
        found: dict[tuple[str | None, str], str] = {}
        for chapter in self.whole.children("sections"):
            for number, title in _titles(chapter.part):
                found.setdefault((number, title), chapter.pointer)
        return found

    @cached_property
    def kin(self) -> AllKin:
        """The tasks beside each task."""
        return AllKin(self.tasks, self.chapters)

    @cached_property
    def wordings(self) -> tuple[Wording, ...]:
        """All wordings in reading order, each once."""
        return tuple(wordings(self.plan))

    @cached_property
    def sure_wordings(self) -> tuple[Wording, ...]:
        """Those whose figures are surely the paper's: well read, and from no page that an OCR
        made."""
        return tuple(
            own
            for own in self.wordings
            if own.confidence >= MIN_CONFIDENCE and not self.is_scanned(own.spans)
        )

    @cached_property
    def small_wordings(self) -> str:
        """All wordings in small letters, one a line, to look for phrases in."""
        return small("\n".join(told.text for told in self.wordings))

    @cached_property
    def cited(self) -> tuple[CitedDocument, ...]:
        """The documents that the paper cites."""
        return tuple(cited_documents(self.plan, self.wordings))

    @cached_property
    def _scanned_pages(self) -> frozenset[int]:
        return frozenset(page.number for page in self.plan.source.pages if page.method == "ocr")

    def is_scanned(self, spans: Spans) -> bool:
        """Does any of the spans lie on a page that was read by OCR?"""
        return any(span.page in self._scanned_pages for span in spans)

    @cached_property
    def has_gaps(self) -> bool:
        """Was so much of the paper left unplaced that what is missing may stand there?"""
        coverage = self.plan.source.coverage
        if coverage is None or not coverage.words:
            return False
        return coverage.unplaced > MANY_UNPLACED * coverage.words

    def is_doubtful(self, place: Place[Any]) -> bool:
        """May what is missing at a place be the reader's loss: a table put together from loose
        lines, a passage not surely read, a paper of which much belongs nowhere?"""
        return self.rebuilt or self.has_gaps or place.confidence < MIN_CONFIDENCE


@dataclass(frozen=True, slots=True)
class InBoth:
    """A detail of a finding that has another name in each language."""

    vi: str
    en: str


def _titles(section: Section) -> Iterator[tuple[str | None, str]]:
    """Number and title of a section and of all below it."""
    yield section.number, section.title
    for child in section.sections:
        yield from _titles(child)


Rule = Callable[[Draft], Iterator[Finding]]
Asked: TypeAlias = Callable[[Draft, str], list[Place[Task]]]
RULES: dict[str, Rule] = {}


def once_a_draft(find: Asked) -> Asked:
    """A question about the tasks of a draft that rule after rule asks: answered once for each
    field."""

    @wraps(find)
    def found(draft: Draft, field: str) -> list[Place[Task]]:
        key = (find.__name__, field)
        if key not in draft.answers:
            draft.answers[key] = tuple(find(draft, field))
        return list(draft.answers[key])

    return found


def rule(name: str) -> Callable[[Rule], Rule]:
    """Register a rule under its name."""

    def register(check: Rule) -> Rule:
        RULES[name] = check
        return check

    return register


@cache
def sentences() -> dict[str, dict[str, Any]]:
    """findings.yaml: how each finding is worded and how severe it is, by its name there."""
    loaded: dict[str, dict[str, Any]] = read_yaml(Path(__file__).parent / "findings.yaml")
    return loaded


def finding(
    name: str,
    /,
    *,
    on: Place[Any],
    evidence: str | None = None,
    suggestion: str | None = None,
    **details: object,
) -> Finding:
    """The finding that findings.yaml words under `name`, at the place `on`.

    `evidence` is in the paper's own words: those of the place, unless given. `suggestion` is what
    belongs there; where it is not known, what findings.yaml says to do. `details` are the other
    names in braces of its sentences.

    >>> finding("duplicate_number", on=Place("2. Kiểm tra", "/tasks/2")).message
    'Số thứ tự bị lặp lại: “2. Kiểm tra”.'
    """
    entry = sentences()[name]
    shown = _shortened(on.text if evidence is None else evidence)
    names = {"evidence": shown, "suggestion": suggestion or "", **details}
    in_vi, in_en = _in_language(names, "vi"), _in_language(names, "en")
    return Finding(
        code=entry.get("code", name),
        severity=entry["severity"],
        where=on.pointer,
        message=entry["vi"].format_map(in_vi),
        message_en=entry["en"].format_map(in_en),
        evidence=shown,
        suggestion=suggestion or _advice(entry, "do", names=in_vi),
        suggestion_en=None if suggestion else _advice(entry, "do_en", names=in_en),
        spans=on.spans,
    )


def _in_language(names: dict[str, object], lang: Literal["vi", "en"]) -> dict[str, object]:
    """Details of a finding as they are called in one language."""
    return {
        name: getattr(detail, lang) if isinstance(detail, InBoth) else detail
        for name, detail in names.items()
    }


def _shortened(evidence: str) -> str:
    if len(evidence) <= MAX_EVIDENCE:
        return evidence
    return evidence[: MAX_EVIDENCE - 1] + "…"


def _advice(entry: dict[str, Any], key: str, names: dict[str, object]) -> str | None:
    """What to do, where findings.yaml says so for every finding of the kind."""
    advice = entry.get(key)
    return advice.format_map(names) if advice else None
