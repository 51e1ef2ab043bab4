"""What a paper says of itself: kind, number, day, issuer, title, period, grounds, signer,
recipients."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import Note
from kehoach.normalize.legal.bases import find_bases
from kehoach.normalize.legal.references import Reference
from kehoach.normalize.offices.usual_forms import usual_forms
from kehoach.normalize.text import clean
from kehoach.parsers.addressees import read_addressees
from kehoach.parsers.attached import (
    attached_to,
    completed,
    with_day_of_annex,
    with_day_over_signature,
)
from kehoach.parsers.called_line import with_called_number
from kehoach.parsers.cited_self import cited_self
from kehoach.parsers.closing import read_closing
from kehoach.parsers.issuer import read_joint_issuer
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.letterhead import penned_lines, read_head, with_decider, with_province_told
from kehoach.parsers.own_office import with_own_office
from kehoach.parsers.own_unit import with_own_unit
from kehoach.parsers.parts import Parts
from kehoach.parsers.periods import day_of, period_model, period_of
from kehoach.parsers.printed import joined
from kehoach.parsers.site_card import from_card
from kehoach.parsers.unheaded import with_told_office
from kehoach.parsers.words import is_one_of, opens_with
from kehoach.schema import models
from kehoach.schema.kinds import is_calendar

PENNED = "handwritten"
"""The finding on number or date of a scan that a pen wrote."""


def identity_of(parts: Parts, text: Sequence[str], context: Context) -> models.DocumentInfo:
    """What the paper says of itself; the context learns its period and level."""
    title = joined(parts.title)
    about = joined(parts.about)
    decider = joined(parts.decider)
    if title is None and about is not None:
        title = about
        context.notes.append(Note("title_of_decision", about, span=parts.about[0].spans[0]))
    # The bodies that the entries of a calendar name did not issue it.
    said = () if is_calendar(parts.kind, title) else text
    info, _ = read_head(parts.head, title, text=said)
    context.notes += [Note(PENNED, line.text, span=line.span) for line in penned_lines(parts.head)]
    own = cited_self(parts, text) if info.symbol is None and info.issued_on is None else None
    if own is not None:
        info, title = attached_to(info, own.words, paragraphs=text).info, own.title
        context.notes.append(Note("attached_fields", own.words))
    info, attached = completed(with_called_number(info, parts), parts, text=text)
    info = with_day_over_signature(with_day_of_annex(info, parts), parts)
    info = with_decider(info, decider, mentions=(title or "", *text))
    info, of_site = from_card(info, parts.site, text=text)
    context.notes += (*attached, *of_site)
    info = with_told_office(info, parts, text=text)
    context.period = period_of(parts.kind, title, text=text)
    context.issued_on = day_of(info.issued_on)
    is_inner = info.issuer is not None and opens_with(info.issuer, "issuers_with_own_bodies")
    context.level = info.unit.level if info.unit and not is_inner else None
    context.place = info.unit.name if info.unit else None
    context.short_forms = with_own_office(context.short_forms, info, texts=text)
    context.usual_forms = usual_forms(
        info.issuer, context.level, texts=text, own=context.short_forms.meant
    )
    info = with_own_unit(info)
    if is_one_of(parts.kind or "", "joint_kinds"):
        joint = read_joint_issuer([clean(line.text) for line in parts.head], text)
        info = info if joint is None else info.model_copy(update={"issuer": joint})
    closing = read_closing(parts.closing)
    info = with_province_told(info, closing.recipients)
    return info.model_copy(
        update={
            "type": own.kind if own is not None else parts.kind,
            "title": title,
            "about": about,
            "decided_by": decider,
            "period": period_model(context.period),
            "signer": closing.signer,
            "recipients": closing.recipients,
            "addressees": read_addressees(parts.preamble),
            "signed_for": closing.signed_for,
            "site": tuple(clean(line.text) for line in parts.site),
            "legal_bases": _bases(parts.preamble, context),
        }
    )


def _bases(preamble: Sequence[Paragraph], context: Context) -> tuple[models.LegalBasis, ...]:
    paragraphs = [paragraph for paragraph in preamble if _may_be_ground(paragraph)]
    references = find_bases([paragraph.text for paragraph in paragraphs])
    return tuple(
        _basis(reference, paragraphs[reference.paragraph], context=context)
        for reference in references
    )


def _may_be_ground(paragraph: Paragraph) -> bool:
    is_numbered = paragraph.mark is not None and bool(paragraph.mark.number)
    return not paragraph.footnote and not is_numbered


def _basis(reference: Reference, paragraph: Paragraph, context: Context) -> models.LegalBasis:
    return models.LegalBasis(
        type=reference.type,
        number=reference.number,
        date=reference.date,
        date_raw=reference.date_raw,
        issuer=reference.issuer,
        subject=reference.subject,
        raw=reference.raw,
        spans=context.spans(paragraph.spans),
    )
