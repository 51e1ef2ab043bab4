"""Rules on the end of a paper: who signs as what, whose name is missing, who gets it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.normalize.text import small
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.vocabulary import alternation, words

_IN_PLACE = compile_regex(r"^\s*kt\s*[./]?\s*(?P<post>\p{L}[\p{L}\s]+)$")


@rule("signer_title")
def signer_title(draft: Draft) -> Iterator[Finding]:
    """Who signs in another's place ("KT. CHỦ TỊCH") is his deputy; for a committee of the people
    ("TM. ỦY BAN NHÂN DÂN") signs its chairman, for a school its headmaster: another post was left
    in by copying. Told of type alone."""
    document = draft.plan.document
    signer = document.signer
    role = small((signer.role if signer else None) or "").strip()
    if not role or any(page.method == "ocr" for page in draft.plan.source.pages):
        return
    signed_for = [small(line).strip() for line in document.signed_for]
    shown = " / ".join((*document.signed_for, (signer.role if signer else None) or ""))
    name = _wrong_post(role, signed_for) or _foreign_post(role, signed_for, document.issuer or "")
    if name:
        yield finding(name, on=draft.document.child("signer"), evidence=shown)


def _wrong_post(role: str, signed_for: list[str]) -> str | None:
    """Does somebody sign in his own place?"""
    for line in (*signed_for, role):
        match = _IN_PLACE.match(line)
        if match is not None and role == match["post"].strip():
            return "signer_in_own_place"
    return None


def _foreign_post(role: str, signed_for: list[str], issuer: str) -> str | None:
    """Is the post none of the body that the paper is signed for?"""
    is_of_committee = any(_committee().match(line) for line in signed_for)
    if is_of_committee and not _says("posts_of_committees", role):
        return "signer_of_another"
    is_school = not signed_for and small(issuer).startswith(tuple(words("schools_named")))
    return "signer_of_another" if is_school and _says("posts_of_committees", role) else None


def _says(key: str, text: str) -> bool:
    return any(f" {small(phrase)} " in f" {text} " for phrase in words(key))


@cache
def _committee() -> regex.Pattern[str]:
    """ "TM. ỦY BAN NHÂN DÂN"; "TL.", "TUQ." name who signs by order, whose post is his own."""
    return compile_regex(
        rf"^tm\s*[./]?\s*(?:{alternation('committees')})(?!\p{{L}})", regex.IGNORECASE
    )


@rule("missing_signer")
def missing_signer(draft: Draft) -> Iterator[Finding]:
    """A post, and nobody's name below it: who answers for the paper is not told. A note, for our
    reader may not know a name ("Thiếu tá K' Brốp"); a scan shows it in a stamp."""
    signer = draft.plan.document.signer
    if signer is None or not signer.role or signer.name or not _is_whole(draft):
        return
    yield finding("missing_signer", on=draft.document.child("signer"), evidence=signer.role)


@rule("missing_recipients")
def missing_recipients(draft: Draft) -> Iterator[Finding]:
    """A paper of an office with its number and its signer, and no "Nơi nhận": nobody can tell who
    gets it. A note: copies leave it out."""
    document = draft.plan.document
    is_signed = document.signer is not None and document.signer.name
    if document.recipients or not is_signed or not _is_whole(draft) or _names_recipients(draft):
        return
    yield finding("missing_recipients", on=draft.document.child("recipients"), evidence="")


def _is_whole(draft: Draft) -> bool:
    """Was the paper read from its letterhead to its end, and from type?"""
    document = draft.plan.document
    is_headed = bool(document.letterhead and document.type and (document.number or document.symbol))
    return (
        is_headed
        and not draft.has_gaps
        and not any(page.method == "ocr" for page in draft.plan.source.pages)
    )


def _names_recipients(draft: Draft) -> bool:
    """Does "Nơi nhận" stand somewhere else, so that our reader has missed it?"""
    texts = [draft.small_wordings, *(small(block.text) for block in draft.plan.unplaced)]
    return any(small(word) in text for text in texts for word in words("recipients_named"))
