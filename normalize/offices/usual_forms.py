"""Short forms that name a body only in the papers of some offices: "KT" is a commune's Phòng Kinh
tế (usual_forms.yaml)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.offices.cell import Cell, is_name_of_body
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

_CHAIN = compile_regex(
    r"(?:^|(?<=[;\n]))[ ]*(?P<form>[\p{Lu}&]{2,})"
    r"(?:\s*[-–]\s*(?P<form>[\p{Lu}&]{2,}))+\s*(?=$|[;\n])"
)
"""Nothing but short forms with dashes between them."""

LONGEST_NAME = 300
"""Letters of a cell in which the name that a form opens ends: a cell may name thousands."""


@dataclass(frozen=True, slots=True)
class UsualForms:
    """Short form -> the body that it names in papers of this kind."""

    meant: Mapping[str, str] = field(default_factory=dict)

    def written_out(self, raw: str) -> str:
        """An owner's cell with these forms written out where one is all that stands between two
        marks.

        >>> UsualForms({"KT": "Phòng Kinh tế"}).written_out("VHXH, KT; Phòng KT, HT&ĐT")
        'VHXH, Phòng Kinh tế; Phòng KT, HT&ĐT'
        """
        raw = _CHAIN.sub(self._one_by_one, raw)
        for form in sorted(self.meant, key=len, reverse=True):
            if form in raw:
                raw = _alone(form).sub(self._full_name, raw)
        return raw

    def _one_by_one(self, match: regex.Match[str]) -> str:
        """ "KT-VHXH-VP", "CA – QS": short forms of bodies, but not the parts of one ("KT-HT")."""
        forms = match.captures("form")
        are_bodies = all(form in self.meant or is_name_of_body(form) for form in forms)
        is_list = are_bodies and not is_name_of_body(match[0])
        return "; ".join(forms) if is_list else match[0]

    def _full_name(self, match: regex.Match[str]) -> str:
        """ "KT", but not in "KT, HT&ĐT", which is one name."""
        form = match[0]
        cell = Cell(match.string[match.start() : match.start() + LONGEST_NAME])
        found = cell.longest_name(0)
        is_longer = found is not None and found[1] > len(Cell(form).words)
        return form if is_longer else self.meant[form]


@cache
def _alone(form: str) -> regex.Pattern[str]:
    levels = any_of(administrative_levels().lowest)
    return compile_regex(
        rf"""
        (?: ^\s* | (?<= [,;/+&\n(]\s? | \s[–-]\s | (?:và|với|cùng)\s ) )
        {regex.escape(form)}
        (?= \s*(?: $ | [,;/+&\n)] | \.\s*$ ) | \s[–-]\s
          | \s(?: và | phối\s hợp | chủ\s trì | {levels} )(?!\p{{L}}) )
        """,
        regex.VERBOSE,
    )


def usual_forms(
    issuer: str | None, level: str | None, *, texts: Iterable[str] = (), own: Iterable[str] = ()
) -> UsualForms:
    """The short forms of the papers of an issuer, or of a unit of this level; `texts` are the words
    of the paper, `own` the forms that it explains itself.

    >>> usual_forms("UBND xã Tân Khê", "xã").written_out("KT, VP")
    'Phòng Kinh tế, Văn phòng HĐND và UBND'
    >>> usual_forms("Trường Tiểu học Tân Khê", None).written_out("HT")
    'Hiệu trưởng'
    >>> usual_forms("UBND tỉnh Vĩnh Lạc", "tỉnh").written_out("KT")
    'KT'
    """
    words = "\n".join(map(_comparable, texts))
    meant: dict[str, str] = {}
    for form, names in _forms_of(issuer or "", level).items():
        written = [name for name in names if _comparable(name) in words]
        if form not in own and len(written) < 2:
            meant[form] = written[0] if written else names[0]
    return UsualForms(meant)


def _comparable(text: str) -> str:
    return " ".join(strip_diacritics(text).split())


def _forms_of(issuer: str, level: str | None) -> Mapping[str, list[str]]:
    """The forms of the first kind of papers that fits."""
    kinds: dict[str, Any] = dict(read_own("offices/usual_forms.yaml"))
    for kind in kinds.values():
        opens = any(fold(issuer).startswith(fold(opening)) for opening in kind["issuers"])
        if opens or (level is not None and fold(level) in kind["levels"]):
            forms: Mapping[str, list[str]] = kind["forms"]
            return forms
    return {}
