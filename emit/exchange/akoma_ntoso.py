"""Plans as Akoma Ntoso 3.0 (OASIS LegalDocML, akn-core 1.0), document type `doc`: letterhead and
title as preface, legal bases as citations, sections as they are nested, then the tasks, duties and
tables. Bodies and days are marked up where they are said.

The standard asks for a date of the work: of a paper whose date is blank it is 0001-01-01, named
"unknown"; of one that tells the month or the year alone it is its first day, named "about".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kehoach.emit.exchange.xml import Branch, document_bytes
from kehoach.emit.origin import Origin
from kehoach.emit.rows import dates_of
from kehoach.normalize.text import strip_diacritics
from kehoach.schema.models import Block, DocumentInfo, OtherTable, Plan, Section, Task
from kehoach.schema.papers import papers_of

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_SOURCE = "#kehoach"
_UNKNOWN = ("0001-01-01", "unknown")


@dataclass(slots=True)
class _Organizations:
    """The bodies that the document names, each with its identity in it."""

    identities: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """The identity of a body; two whose names differ in marks alone are two."""
        if name not in self.identities:
            self.identities[name] = f"org_{len(self.identities) + 1}_{slug(name)}"
        return self.identities[name]


def to_akoma_ntoso(plan: Plan, origin: Origin) -> bytes:
    """A plan as one `doc`; of several papers in a file each as a component of a collection."""
    del origin
    root = Branch.root("akomaNtoso", NAMESPACE)
    papers = papers_of(plan)
    if len(papers) == 1:
        _write_document(root.branch("doc", name=_kind(plan)), plan)
        return document_bytes(root.element)
    collection = root.branch("documentCollection", name="van-ban")
    meta = collection.branch("meta")
    _write_identification(meta, plan.document, component="collection")
    body = collection.branch("collectionBody")
    for number, paper in enumerate(papers, start=1):
        component = body.branch("component", eId=f"component_{number}")
        _write_document(
            component.branch("doc", name=_kind(paper)), paper, prefix=f"paper_{number}__"
        )
    return document_bytes(root.element)


def _kind(plan: Plan) -> str:
    return slug(plan.document.type or "văn bản")


def slug(text: str) -> str:
    """Words as a part of an address.

    >>> slug("45/KH-UBND"), slug("Phòng Văn hóa - Xã hội")
    ('45-kh-ubnd', 'phong-van-hoa-xa-hoi')
    """
    return re.sub(r"[^a-z0-9]+", "-", strip_diacritics(text).lower()).strip("-")


def _write_document(doc: Branch, plan: Plan, prefix: str = "") -> None:
    """The parts of a document in the order of the standard. `prefix`: before each identity."""
    organizations = _Organizations()
    meta = doc.branch("meta")
    _write_identification(meta, plan.document)
    _write_preface(doc.branch("preface"), plan.document)
    _write_preamble(doc, plan)
    body = _Body(doc.branch("mainBody"), prefix, organizations=organizations)
    body.write(plan)
    _write_conclusions(doc, plan.document)
    _write_references(meta, plan.document, organizations=organizations, prefix=prefix)


# --- what the document is -------------------------------------------------------------------------


def _write_identification(meta: Branch, document: DocumentInfo, component: str = "main") -> None:
    day, kind = _date_of(document)
    work = f"/akn/vn/doc/{day}/{slug(document.number or document.title or 'khong-so')}"
    identification = meta.branch("identification", source=_SOURCE)
    for level, uri in (
        ("FRBRWork", work),
        ("FRBRExpression", f"{work}/vie@{day}"),
        ("FRBRManifestation", f"{work}/vie@{day}.xml"),
    ):
        branch = identification.branch(level)
        branch.branch("FRBRthis", value=f"{uri}/!{component}")
        branch.branch("FRBRuri", value=uri)
        branch.branch("FRBRdate", date=day, name=kind)
        branch.branch("FRBRauthor", href="#issuer")
        if level == "FRBRWork":
            branch.branch("FRBRcountry", value="vn")
            if document.number:
                branch.branch("FRBRnumber", value=document.number)
        if level == "FRBRExpression":
            branch.branch("FRBRlanguage", language="vie")


def _date_of(document: DocumentInfo) -> tuple[str, str]:
    """The day of issue, and how much of it the paper tells."""
    told = document.issued_on
    if told is None:
        return _UNKNOWN
    missing = 3 - len(told.split("-"))
    return f"{told}{'-01' * missing}", "about" if missing else "issued"


def _write_references(
    meta: Branch, document: DocumentInfo, organizations: _Organizations, prefix: str
) -> None:
    references = meta.branch("references", source=_SOURCE)
    issuer = document.issuer or "không rõ"
    _write_organization(references, f"{prefix}issuer", name=issuer)
    _write_organization(references, f"{prefix}kehoach", name="kehoach")
    for name, identity in organizations.identities.items():
        _write_organization(references, f"{prefix}{identity}", name=name)


def _write_organization(references: Branch, identity: str, name: str) -> None:
    href = f"/akn/ontology/organization/vn/{slug(name) or identity}"
    references.branch("TLCOrganization", eId=identity, href=href, showAs=name)


def _write_preface(preface: Branch, document: DocumentInfo) -> None:
    for line in document.letterhead:
        preface.leaf("p", line)
    if document.number:
        preface.branch("p").leaf("docNumber", document.number)
    if document.issued_on and len(document.issued_on) == len("2031-02-01"):
        preface.branch("p").leaf("docDate", document.issued_on, date=document.issued_on)
    if document.type:
        preface.branch("p").leaf("docType", document.type)
    preface.branch("p").leaf("docTitle", document.title or "")


def _write_preamble(doc: Branch, plan: Plan) -> None:
    bases = [basis.raw for basis in plan.document.legal_bases]
    others = [block.text for block in plan.preamble if block.text not in bases]
    if not bases and not others:
        return
    preamble = doc.branch("preamble")
    if bases:
        citations = preamble.branch("citations")
        for basis in bases:
            citations.branch("citation").leaf("p", basis)
    for text in others:
        preamble.leaf("p", text)


def _write_conclusions(doc: Branch, document: DocumentInfo) -> None:
    signer = document.signer
    lines = [*document.signed_for, *((signer.role, signer.name) if signer else ())]
    lines += [f"- {recipient}" for recipient in document.recipients]
    told = [line for line in lines if line]
    if told:
        conclusions = doc.branch("conclusions")
        for line in told:
            conclusions.leaf("p", line)


# --- what it says ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Body:
    """The main part, being written."""

    branch: Branch
    prefix: str
    organizations: _Organizations

    def write(self, plan: Plan) -> None:
        """All of it; a document without a word has one empty paragraph."""
        for block in plan.loose:
            self.branch.leaf("p", _line(block))
        for number, section in enumerate(plan.sections, start=1):
            self._section(self.branch, section, identity=f"{self.prefix}sec_{number}")
        self._tasks([task for task in plan.tasks if task.origin == "table"])
        for number, appendix in enumerate(plan.appendices, start=1):
            lines = [_line(block) for block in appendix.blocks]
            self._lines("appendix", number, heading=appendix.title, lines=lines)
        for number, table in enumerate(plan.tables, start=1):
            self._table(table, number)
        self._lines("unplaced", 1, heading=None, lines=[_line(block) for block in plan.unplaced])
        if not len(self.branch.element):
            self.branch.leaf("p", "")

    def _section(self, parent: Branch, section: Section, identity: str) -> None:
        branch = parent.branch("section", eId=identity)
        branch.leaf("num", section.number)
        branch.leaf("heading", section.title)
        # The standard has text beside parts only before them, as an introduction.
        holder = branch.branch("intro" if section.sections else "content")
        for block in section.blocks:
            holder.leaf("p", _line(block))
        if not section.blocks:
            holder.leaf("p", "")
        for number, inner in enumerate(section.sections, start=1):
            self._section(branch, inner, identity=f"{identity}__sec_{number}")

    def _tasks(self, tasks: Sequence[Task]) -> None:
        """The rows of tables. Tasks of the body stand in its sections already."""
        if not tasks:
            return
        container = self.branch.branch("hcontainer", name="tasks", eId=f"{self.prefix}tasks")
        for number, task in enumerate(tasks, start=1):
            identity = f"{self.prefix}tasks__task_{number}"
            branch = container.branch("hcontainer", name="task", eId=identity)
            branch.leaf("num", task.number)
            content = branch.branch("content")
            for line in _told(task):
                content.leaf("p", line)
            self._bodies(content, "Chủ trì", names=task.lead.units if task.lead else ())
            helpers = task.coordinating.units if task.coordinating else ()
            self._bodies(content, "Phối hợp", names=helpers)
            _write_deadline(content, task)

    def _bodies(self, content: Branch, label: str, names: Sequence[str]) -> None:
        if not names:
            return
        paragraph = content.branch("p")
        for index, name in enumerate(names):
            paragraph.say("; " if index else f"{label}: ")
            identity = f"#{self.prefix}{self.organizations.of(name)}"
            paragraph.leaf("organization", name, refersTo=identity)

    def _lines(self, name: str, number: int, heading: str | None, lines: Sequence[str]) -> None:
        if heading is None and not lines:
            return
        identity = f"{self.prefix}{name}_{number}"
        branch = self.branch.branch("hcontainer", name=name, eId=identity)
        branch.leaf("heading", heading)
        content = branch.branch("content")
        for line in lines or ("",):
            content.leaf("p", line)

    def _table(self, table: OtherTable, number: int) -> None:
        branch = self.branch.branch("table", eId=f"{self.prefix}table_{number}")
        for row in (table.columns, *table.rows):
            line = branch.branch("tr")
            for cell in row:
                line.branch("td").leaf("p", cell)


def _line(block: Block) -> str:
    return f"{block.number} {block.text}" if block.number else block.text


def _told(task: Task) -> Iterator[str]:
    """What of a task is neither a body nor a day, as lines."""
    yield task.task
    if task.objective:
        yield f"Mục tiêu: {task.objective}"
    yield from task.activities
    if task.deliverables:
        yield f"Sản phẩm: {'; '.join(task.deliverables)}"
    if task.budget:
        yield f"Kinh phí: {task.budget}"
    if task.note:
        yield f"Ghi chú: {task.note}"


def _write_deadline(content: Branch, task: Task) -> None:
    if task.deadline is None:
        return
    paragraph = content.branch("p")
    paragraph.say("Thời hạn: ")
    end = dates_of(task.deadline)[1]
    if end is None:
        paragraph.say(task.deadline.raw)
    else:
        paragraph.leaf("date", task.deadline.raw, date=end)
