"""The plan as other systems get it: the pydantic models of the contract.

Field names are a promise (docs/contract.md). Everything is immutable; wording is the paper's own,
NFC, only layout undone. What each field means is told in descriptions.yaml, in both languages.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from kehoach.schema.base import Confidence, Model, is_none
from kehoach.schema.base import Span as Span
from kehoach.schema.base import Spans as Spans
from kehoach.schema.corrected import CorrectionAction as CorrectionAction
from kehoach.schema.corrected import MadeCorrection
from kehoach.schema.dates import IsoDate, PartialDate
from kehoach.schema.generator import Generator
from kehoach.schema.source_file import Coverage as Coverage
from kehoach.schema.source_file import CoveredPlace as CoveredPlace
from kehoach.schema.source_file import Parcel as Parcel
from kehoach.schema.source_file import Source as Source
from kehoach.schema.source_file import SourcePage as SourcePage
from kehoach.schema.sources import (
    AssignmentSources,
    BasisSources,
    DocumentSources,
    DutySources,
    ObligationSources,
    TargetSources,
    TaskSources,
)

SCHEMA_VERSION = "1.1"
"""docs/contract.md says when which part of it changes."""


def _is_empty(value: tuple[object, ...]) -> bool:
    return not value


class Unit(Model):
    """The administrative unit whose plan it is. `code` is the statistics office's, where name and
    province say it."""

    level: str | None = None
    name: str | None = None
    code: str | None = None


class Period(Model):
    raw: str | None = None
    start: IsoDate | None = None
    end: IsoDate | None = None


class Signer(Model):
    role: str | None = None
    name: str | None = None


class LegalBasis(Model):
    type: str | None = None
    number: str | None = None
    date: PartialDate | None = None
    date_raw: str | None = None
    issuer: str | None = None
    subject: str | None = None
    raw: str
    spans: Spans = ()
    sources: BasisSources | None = Field(default=None, exclude_if=is_none)


class DocumentInfo(Model):
    """What the paper says of itself.

    `about` is the own title of a decision that carries the plan, `decided_by` the line of a
    decision that tells who decides; `letterhead` its lines as printed, column by column, without
    the motto and without the block of a digital signature; `signed_for` the lines above the
    signer's role that say for whom ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"); `site` what a web site
    printed around the paper (menus, its card, its imprint); `addressees` whom a letter is written
    to ("Kính gửi: …"), `recipients` who gets a copy ("Nơi nhận: …").
    """

    type: str | None = None
    number: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    unit: Unit | None = None
    province: str | None = None
    place: str | None = None
    issued_on: PartialDate | None = None
    title: str | None = None
    about: str | None = None
    period: Period | None = None
    signer: Signer | None = None
    recipients: tuple[str, ...] = ()
    legal_bases: tuple[LegalBasis, ...] = ()
    decided_by: str | None = None
    letterhead: tuple[str, ...] = ()
    signed_for: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    sources: DocumentSources | None = Field(default=None, exclude_if=is_none)


class Block(Model):
    kind: Literal["item", "bullet", "paragraph", "footnote"]
    number: str | None = None
    text: str
    spans: Spans = ()
    confidence: Confidence = 1.0


class Section(Model):
    number: str | None = None
    title: str
    level: int
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    spans: Spans = ()
    confidence: Confidence = 1.0


class Metric(Model):
    """One figure of a commitment. `range` has `min` and `max`, the others have `value`. `measure`
    is what it measures, in the paper's words ("hồ sơ được giải quyết đúng hạn"); `column` the
    heading of its column, where the row of a table has figures in several ("Năm 2028")."""

    comparator: Literal["=", ">=", ">", "<=", "<", "range"]
    value: float | None = None
    min: float | None = None
    max: float | None = None
    unit: str | None = None
    raw: str | None = None
    measure: str | None = None
    column: str | None = Field(default=None, exclude_if=is_none)


class Group(Model):
    number: str | None = None
    title: str


class Offices(Model):
    """`raw` as printed; `units` each body by its full name in one spelling. Of these, `collective`
    are those that stand for many ("các phòng chuyên môn") and `unknown` those that our directory
    does not have."""

    raw: str
    units: tuple[str, ...] = ()
    collective: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    inferred: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Each body; where none is known by its name, the words as printed."""
        return self.units or (self.raw,)


DeadlineKind = Literal["by", "within", "continuous", "recurring", "conditional", "done", "several"]
Recurrence = Literal["daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly"]


class Deadline(Model):
    raw: str
    kind: DeadlineKind | None = None
    start: IsoDate | None = None
    end: IsoDate | None = None
    recurrence: Recurrence | None = None
    parts: tuple[Deadline, ...] = ()


class Target(Model):
    """A measurable commitment. `group`, `lead`, `coordinating`, `deadline` and `note` stand where
    the paper gives them: in a table of indicators, or in a remark behind the words."""

    id: str
    number: str | None = None
    section: str | None = None
    text: str
    metrics: tuple[Metric, ...] = ()
    origin: Literal["body", "table"] = "body"
    group: Group | None = Field(default=None, exclude_if=is_none)
    lead: Offices | None = Field(default=None, exclude_if=is_none)
    coordinating: Offices | None = Field(default=None, exclude_if=is_none)
    deadline: Deadline | None = Field(default=None, exclude_if=is_none)
    note: str | None = Field(default=None, exclude_if=is_none)
    spans: Spans = ()
    confidence: Confidence = 1.0
    sources: TargetSources | None = Field(default=None, exclude_if=is_none)


OF_WHOLE_PLAN = 0.4
"""How sure a lead is that follows only from who leads the work on the whole plan."""


class InferredLead(Model):
    """Who probably leads a task for which the paper names nobody: the body whose duties (`where`, a
    JSON pointer into the assignments; `evidence`, their words) speak of it. Never part of `lead`,
    which holds what the paper states."""

    units: tuple[str, ...]
    inferred: Literal[True] = True
    evidence: str
    where: str
    confidence: Confidence = 0.5


class Task(Model):
    id: str
    origin: Literal["table", "body"]
    group: Group | None = None
    subgroup: Group | None = None
    table: int | None = Field(default=None, exclude_if=is_none)
    number: str | None = None
    objective: str | None = None
    task: str
    activities: tuple[str, ...] = ()
    deliverables: tuple[str, ...] = ()
    lead: Offices | None = None
    inferred_lead: InferredLead | None = None
    coordinating: Offices | None = None
    deadline: Deadline | None = None
    budget: str | None = None
    note: str | None = None
    spans: Spans = ()
    confidence: Confidence = 1.0
    sources: TaskSources | None = Field(default=None, exclude_if=is_none)


class DutyDetail(Model):
    """What a duty names besides whoever has it: `duty` are its words, as in the list of duties."""

    duty: str
    coordinating: Offices | None = None
    deadline: Deadline | None = None
    sources: DutySources | None = Field(default=None, exclude_if=is_none)


class Assignment(Model):
    """The duties of one body. `group` is the heading that they stand under, or that the body's own
    heading stands under; `details` are those of the duties that name partners or a time."""

    id: str | None = None
    unit: str
    number: str | None = None
    group: Group | None = None
    duties: tuple[str, ...] = ()
    details: tuple[DutyDetail, ...] = ()
    spans: Spans = ()
    sources: AssignmentSources | None = Field(default=None, exclude_if=is_none)


class Obligation(Model):
    """A hard date that stands outside the tasks: a report due, a list to be handed in. `text` is
    the sentence that orders it, `who` has to do it, where the paper names them."""

    id: str | None = None
    text: str
    who: Offices | None = None
    deadline: Deadline
    section: str | None = None
    spans: Spans = ()
    sources: ObligationSources | None = Field(default=None, exclude_if=is_none)


Severity = Literal["error", "warning", "info"]


class Finding(Model):
    """A defect of the paper, or a doubt of the reader. `where` is a JSON pointer into the plan;
    `suggestion` is what belongs there, in the paper's language, or what to do; only what to do has
    `suggestion_en`, too."""

    code: str
    severity: Severity
    where: str
    message: str
    message_en: str
    evidence: str
    suggestion: str | None = None
    suggestion_en: str | None = None
    spans: Spans = ()


class Mention(Model):
    """A place where a document is cited, `raw` as printed."""

    where: str
    raw: str
    date_raw: str | None = None
    spans: Spans = ()


class LegalReference(Model):
    """A document that the paper cites, with every place where it does. `number` is the most
    frequent spelling, `date` the date that most of them give."""

    type: str
    number: str | None = None
    symbol: str | None = None
    date: PartialDate | None = None
    issuer: str | None = None
    subject: str | None = None
    mentions: tuple[Mention, ...] = ()


class OtherTable(Model):
    """A table that is neither of tasks nor of targets: kept as printed, a merged cell's text in
    each position."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    spans: Spans = ()


class RepairStep(Model):
    """One pass over a line: each change as [where it begins in the text as it then was, what stood
    there, what stands there now, how sure from 0 to 1]."""

    name: str
    changes: tuple[tuple[int, str, str, Confidence], ...]


class Repair(Model):
    """A line of the paper whose text was changed before it was understood: lost diacritics, an old
    encoding, a misread word. `original` is what was read; the steps lead from it to `text`."""

    original: str
    text: str
    steps: tuple[RepairStep, ...]
    spans: Spans = ()
    confidence: Confidence = 1.0


class Appendix(Model):
    """Captions and paragraphs of an appendix; its tables are in `tasks`, `targets` and `tables`."""

    title: str | None = None
    blocks: tuple[Block, ...] = ()
    spans: Spans = ()


class Reading(Model):
    """What the readers knew besides the plan, kept so that its findings can be made anew: `notes`
    are what they could not read, or doubt; `narrative`: the tasks are sentences of prose;
    `rebuilt`: tables were put together from loose lines; `mended`: the text was restored or
    repaired; `has_appendix`: something stands behind the signature, or there is a table and no
    signature;
    `day_in_stamp`: the day of issue stands in a digital signature; `attached`: the lines under the
    title that say with which paper it goes; `doubtful_words`: words of scans not
    surely read; `doubt`: the probability below which values are told as doubtful, where another one
    was asked for."""

    notes: tuple[Finding, ...] = ()
    narrative: bool = False
    rebuilt: bool = False
    mended: bool = False
    has_appendix: bool = False
    day_in_stamp: bool = False
    attached: tuple[str, ...] = ()
    doubtful_words: tuple[str, ...] = ()
    doubt: Confidence | None = Field(default=None, exclude_if=is_none)


class FurtherDocument(Model):
    """Another paper in the same file (letters scanned one after the other), read by itself as the
    plan is; the pointers of its findings start at itself. `spans` tell where it stands."""

    id: str | None = None
    document: DocumentInfo
    preamble: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    loose: tuple[Block, ...] = ()
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    tables: tuple[OtherTable, ...] = ()
    unplaced: tuple[Block, ...] = ()
    references: tuple[LegalReference, ...] = ()
    findings: tuple[Finding, ...] = ()
    reading: Reading | None = Field(default=None, exclude_if=is_none)
    spans: Spans = ()


CorrectionState = Literal["applied", "agreed", "outdated", "replaced", "lost", "invalid"]


class AppliedCorrection(Model):
    """What a person changed in this plan, beside what the machine had read. `where` is a JSON
    pointer into this plan; `machine` what was read there, `value` what the person wrote (two rows,
    where one was split or two were merged); `index`: where a part that was removed, moved or taken
    in had stood when that was done; `sources`: those that the machine had told of the field (by its
    name). `state`:
    applied; agreed (the machine reads the same by now); outdated (the machine reads something else
    than when it was corrected: the person's value stands); replaced (a later correction wrote
    something else there, which stands; `replaces`, of that one: the `id` of the correction of which
    whoever made it did not know); lost (its place is gone from the paper:
    it is kept, and in no part of the plan); invalid (the value fits no plan). `made`: how it was
    made, from which the file of corrections is written again where that was lost."""

    id: str
    action: CorrectionAction
    where: str
    machine: JsonValue = None
    value: JsonValue = None
    index: int | None = None
    sources: JsonValue = Field(default=None, exclude_if=is_none)
    author: str | None = None
    at: str | None = None
    replaces: str | None = Field(default=None, exclude_if=is_none)
    state: CorrectionState = "applied"
    made: MadeCorrection | None = Field(default=None, exclude_if=is_none)


class Plan(Model):
    """A paper as data.

    `preamble` holds what stands before the first heading (and the articles of a decision that
    carries the plan), `loose` what stands in the body under no heading, `unplaced` what was read
    and belongs to nothing that we know: the program's loss, not the paper's.
    """

    schema_version: Annotated[str, Field(pattern=r"^1\.\d+$")] = SCHEMA_VERSION
    id: str | None = None
    generator: Generator | None = None
    status: Literal["ok", "partial", "failed"]
    source: Source
    document: DocumentInfo
    preamble: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    loose: tuple[Block, ...] = ()
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    tables: tuple[OtherTable, ...] = ()
    unplaced: tuple[Block, ...] = ()
    repairs: tuple[Repair, ...] = ()
    references: tuple[LegalReference, ...] = ()
    findings: tuple[Finding, ...] = ()
    more_documents: tuple[FurtherDocument, ...] = ()
    corrections: tuple[AppliedCorrection, ...] = Field(default=(), exclude_if=_is_empty)
    reading: Reading | None = None
    digest: str | None = Field(default=None, exclude_if=is_none)
    """Of all the rest, as it was written: whoever changes the file by hand, changes it no more.
    `emit.json` writes it."""
