"""One citation of a document: "Quyết định số 393/QĐ-UBND ngày 14/7/2025 của UBND tỉnh … về việc …", part by part.

`read_citation` reads kind, number, date and issuer from left to right; where the subject ends depends on the list
that the citation stands in, so `legal` decides it. Words are compared on the flat text (`plain`: same length, lower
case, no diacritics), capitals on the text itself, so every offset belongs to the caller's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import regex
import yaml

from normalize.dates import DATE, date_of
from normalize.text import clean
from normalize.timespan import plain


@dataclass(frozen=True, slots=True)
class Reference:
    """A document named in a text.

    `text[start:end]` is the whole citation with its subject, `raw`. `number` is as printed, spaces undone, None when
    blank; `symbol` its letters. `date` is a full ISO date or None, `date_raw` as printed. `problems`: invalid_date,
    incomplete_date, missing_number. `paragraph` tells the paragraph for `find_bases`, 0 otherwise.
    """

    type: str
    number: str | None
    symbol: str | None
    date: str | None
    date_raw: str | None
    issuer: str | None
    subject: str | None
    raw: str
    start: int
    end: int
    problems: tuple[str, ...] = ()
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """The head of a citation: all but the subject. `body` is where issuer or date ended, `name` a law's title."""

    type: str
    start: int
    body: int
    number: str | None = None
    symbol: str | None = None
    date: str | None = None
    date_raw: str | None = None
    issuer: str | None = None
    name: str | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of legal.yaml, made into patterns for flat text."""

    types: Mapping[str, str]
    by_symbol: Mapping[str, str]
    kind: regex.Pattern[str]
    law: regex.Pattern[str]
    trigger: regex.Pattern[str]
    heading: regex.Pattern[str]
    dropped: regex.Pattern[str]
    lead: regex.Pattern[str]
    issuer_end: regex.Pattern[str]
    actor: regex.Pattern[str]
    reason: regex.Pattern[str]


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words` in flat text, the longest first, spaces elastic."""
    flat = sorted((plain(word) for word in words), key=len, reverse=True)
    return "(?:" + "|".join(r"\s+".join(map(regex.escape, word.split())) for word in flat) + ")"


@cache
def vocabulary() -> Vocabulary:
    """legal.yaml, read once."""
    data: Mapping[str, Any] = yaml.safe_load(files("normalize").joinpath("legal.yaml").read_text("utf-8"))
    types, laws, subject = data["types"], data["laws"], data["subject"]
    lead = any_of([*subject["dropped"], *subject["kept"]])
    actor = rf"{any_of(data['actors'])}\b[^;:.]{{0,160}}?\s{any_of(data['acts'])}\b"
    return Vocabulary(
        types={plain(name): name for name in types},
        by_symbol={plain(short): name for name, shorts in types.items() for short in shorts},
        kind=regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?P<kind>{any_of(set(types) - set(laws))})(?=[\s:\d/])"),
        law=regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?P<kind>{any_of(laws)})(?=\s)"),
        trigger=regex.compile(rf"[\s\-+*•]*{any_of(data['triggers'])}\b"),
        heading=regex.compile(rf"[\s\-+*•]*(?:[ivx\d]+[.)]\s*)?{any_of(data['headings'])}\s*:?\s*"),
        dropped=regex.compile(rf"[\s,]*{any_of(subject['dropped'])}(?=\s|$)[\s:]*"),
        lead=regex.compile(rf"[\s,]*{lead}(?![\p{{L}}\p{{N}}])"),
        issuer_end=regex.compile(rf"\s+(?:{lead}|{any_of(data['issuer_ends'])})(?![\p{{L}}\p{{N}}])"),
        actor=regex.compile(rf"(?:[,;]|\s)\s*(?P<actor>{actor})"),
        reason=regex.compile(rf"\s*(?:,|\bva\b|;)\s*(?:can\s+cu\s+)?(?:vao\s+)?{any_of(data['reasons'])}\b"),
    )


_LINK = r"(?:[\-/.]|\s[\-/](?=\p{Lu})|[\-/]\s(?=\p{Lu}))"
_SYMBOL = rf"\p{{L}}[\p{{L}}\p{{N}}&]*(?:{_LINK}[\p{{L}}\p{{N}}&]+)*+"
_SAYS_NUMBER = r"[Ss$][oốôóỐÔÓO60]\s*[:.]?"
_NUMBER = regex.compile(
    rf"\s*(?P<says>{_SAYS_NUMBER})?[\s.…_]*(?P<digits>\d{{1,6}}\p{{L}}?(?!\p{{L}}))?(?:\s?/\s?(?P<year>(?:19|20)\d\d)(?!\d))?"
    rf"[\s.…_]*(?P<link>[\-–/])\s?(?P<symbol>{_SYMBOL})"
)
_DIGITS_ONLY = regex.compile(
    rf"\s*{_SAYS_NUMBER}\s*(?P<digits>\d{{1,6}})(?:/(?P<year>(?:19|20)\d\d))?(?=\s*,?\s*(?:ngày|của|ngay|cua)\b|\s*$)"
)
_DATE = regex.compile(rf"\s*,?\s*(?:ngay\s*)?(?P<date>{DATE})")
_BLANK_DATE = regex.compile(
    r"\s*,?\s*(?P<date>ngay[\s.…_]*(?:thang[\s.…_]*\d{0,2}[\s.…_]*nam[\s.…_]*(?:\d{2,4})?|[/\-][\s.…_]*\d{0,2}[\s.…_]*[/\-]\s*(?:\d{2,4})?))"
)
_OF_YEAR = regex.compile(r"\s*,?\s*(?P<date>nam\s+(?:19|20)\d\d|(?:19|20)\d\d)(?!\d)")
_OF = regex.compile(r"\s*,?\s*cu[aả]i?\s+")
_ISSUER_STOP = regex.compile(r"[;:.,()\[\]“”\"«»‘’]|\s[\-–]\s(?=\p{Ll})|\sva\s|\n\s*\n")
_ENUMERATION = regex.compile(r",\s+\p{Lu}[\p{L} ]{2,40}?(?:,\s+\p{L}[\p{L} ]{2,40}?){0,3}\s+và\s+\p{L}[\p{L} ]+")


def read_number(text: str, at: int) -> tuple[str | None, str | None, int] | None:
    """Number, symbol and end of "số 76/NQ-CP" at `at`; number None when blank; None when no number stands there."""
    match = _NUMBER.match(text, at)
    if match is None:
        if match := _DIGITS_ONLY.match(text, at):
            year = f"/{match['year']}" if match["year"] else ""
            return match["digits"] + year, None, match.end()
        return None
    if not match["says"] and not match["digits"]:
        return None
    symbol = regex.sub(r"\s", "", match["symbol"])
    if match["digits"] is None:
        return None, symbol, match.end()
    year = f"/{match['year']}" if match["year"] else ""
    link = "-" if match["link"] == "–" else match["link"]
    return f"{match['digits']}{year}{link}{symbol}", symbol, match.end()


def read_date(flat: str, text: str, at: int) -> tuple[str | None, str | None, int, tuple[str, ...]]:
    """ISO date, wording, end and problems of a date at `at`; the end is `at` when none stands there."""
    if match := _DATE.match(flat, at):
        iso = date_of(match)
        raw = clean(text[match.start("date") : match.end("date")])
        return iso, raw, match.end(), () if iso else ("invalid_date",)
    if match := _BLANK_DATE.match(flat, at):
        return None, clean(text[match.start("date") : match.end("date")]), match.end(), ("incomplete_date",)
    return None, None, at, ()


def read_issuer(flat: str, text: str, at: int) -> tuple[str | None, int]:
    """The body named after "của" at `at`, up to the subject, the next document or punctuation; and where it ends."""
    of = _OF.match(flat, at)
    if of is None:
        return None, at
    begin, words = of.end(), vocabulary()
    position = begin + len(_board(flat, begin))
    stop = min((m.start() for m in (words.issuer_end.search(flat, position),) if m), default=len(flat))
    while match := _ISSUER_STOP.search(flat, position, stop):
        listed = _ENUMERATION.match(text, match.start(), stop) if match[0] == "," else None
        if listed and not names_document(flat[match.start() : listed.end()]):
            position = listed.end()
        elif match[0].strip() == "va" and _goes_on(flat, text, match.end()):
            position = match.end()
        else:
            stop = match.start()
            break
    issuer = clean(text[begin:stop]).strip(" -–,")
    return (issuer, begin + len(text[begin:stop].rstrip())) if issuer else (None, at)


def _board(flat: str, at: int) -> str:
    """A steering board is named by what it steers: its "về" begins no subject."""
    match = regex.compile(r"ban\s+chi\s+dao\s+(?:ve\s+|thuc\s+hien\s+|xay\s+dung\s+|trien\s+khai\s+)?").match(flat, at)
    return match[0] if match else ""


def _goes_on(flat: str, text: str, at: int) -> bool:
    """Whether the name goes on after "và": "Sở Khoa học và Công nghệ", not "… và Kế hoạch số 5/KH-UBND"."""
    return text[at : at + 1].isupper() and not names_document(flat[at : at + 60])


def names_document(flat: str) -> bool:
    """Whether a document is named somewhere in flat text."""
    words = vocabulary()
    return any(read_number(flat, match.end()) for match in words.kind.finditer(flat)) or bool(words.law.match(flat))


def read_citation(text: str, flat: str, kind: regex.Match[str]) -> Citation | None:
    """The citation whose kind of document `kind` matched; None when no number follows."""
    found = read_number(text, kind.end("kind"))
    if found is None:
        return None
    number, symbol, end = found
    problems = () if number else ("missing_number",)
    name = vocabulary().types[" ".join(kind["kind"].split())]
    return _with_date_and_issuer(text, flat, Citation(name, kind.start("kind"), end, number, symbol, problems=problems))


def _with_date_and_issuer(text: str, flat: str, head: Citation) -> Citation:
    date, date_raw, end, problems = read_date(flat, text, head.body)
    issuer, end = read_issuer(flat, text, end)
    if date_raw is None and issuer is not None:
        date, date_raw, end, problems = read_date(flat, text, end)
    return Citation(
        head.type, head.start, end, head.number, head.symbol, date, date_raw, issuer, head.name, head.problems + problems
    )


_TITLE_END = regex.compile(
    r"\s+(?:so\s*:?\s*\d|ngay\s*[\d/.…]|ngay\s+thang|nam\s+(?:19|20)\d\d|(?:19|20)\d\d\b|cua\s+quoc\s+hoi|duoc\s+sua|da\s+duoc)"
    r"|\s*,?\s*ngay\s+\d|\s*(?:,|\bva\b)\s*(?:bo\s+luat|luat|phap\s+lenh|nghi\s+dinh|nghi\s+quyet|quyet\s+dinh|thong\s+tu"
    r"|can\s+cu|uy\s+ban|ubnd)\b|[;.:()\n“”\"]"
)


def read_law(text: str, flat: str, kind: regex.Match[str], undated: bool = False) -> Citation | None:
    """A law at `kind`, by title, number or both: "Luật Thư viện ngày 21/11/2019", "Luật số 46/2019/QH14".

    None when it has neither number nor date, unless `undated` ones count too.
    """
    start, end = kind.span("kind")
    if not text[start].isupper():
        return None
    law = vocabulary().types[" ".join(kind["kind"].split())]
    number, symbol, title = None, None, None
    if found := read_number(text, end):
        number, symbol, end = found
    else:
        begin = regex.compile(r"\s*").match(text, end).end()  # type: ignore[union-attr]
        stop = min((m.start() for m in (_TITLE_END.search(flat, begin),) if m), default=len(flat))
        title = clean(text[begin:stop]).strip(" ,-") or None
        if title is None or len(title) > 250 or not (title[0].isupper() or title.startswith(("sửa", "sua", "bổ"))):
            return None
        end = begin + len(text[begin:stop].rstrip(" ,\n\t"))
        if found := read_number(text, end):
            number, symbol, end = found
    cited = _with_date_and_issuer(text, flat, Citation(law, start, end, number, symbol, name=title))
    if cited.date_raw is None and (year := _OF_YEAR.match(flat, cited.body)):
        raw = clean(text[year.start("date") : year.end("date")])
        cited = Citation(law, start, year.end(), number, symbol, None, raw, cited.issuer, title, cited.problems)
    return cited if undated or number or cited.date_raw else None
