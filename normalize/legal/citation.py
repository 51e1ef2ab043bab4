"""One citation: "Quyết định số 393/QĐ-UBND ngày 14/7/2025 của UBND tỉnh … về việc …", part by part.

`read_citation` reads kind, number, date and issuer from left to right; where the subject ends
depends on the list that the citation stands in, so `legal` decides it. Every form of the text that
is searched has the length of the text, so every offset belongs to the caller's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import regex

from kehoach.normalize.text import clean
from kehoach.normalize.times.dates import DATE, date_of
from kehoach.normalize.times.timespan import plain
from kehoach.normalize.vocabulary import read_own


@dataclass(frozen=True, slots=True)
class Reference:
    """A document named in a text.

    `text[start:end]` is the whole citation with its subject, `raw`. `number` is as printed, spaces
    undone, None when blank; `symbol` its letters. `date` is a full ISO date or None, `date_raw` as
    printed. `problems`: invalid_date, incomplete_date, missing_number. `paragraph` is an index, for
    `find_bases` only.
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
    """All of a citation but the subject. `body` is where issuer or date ended, `name` a law's
    title."""

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
    """legal.yaml as patterns: `kind`, `law`, `trigger`, `heading` for flat text, the others for
    `cased`."""

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
    council: regex.Pattern[str]
    reason: regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class Source:
    """A text in the forms that it is searched in, all of one length.

    `flat` is lower case without diacritics; `cased` keeps capitals, and diacritics with the tone
    marks in one place. `words` are bare when the text has lost its diacritics ("tai" is then "tại"
    and "Tài").
    """

    text: str
    flat: str
    cased: str
    words: Vocabulary

    @classmethod
    def of(cls, text: str) -> Source:
        """The forms of `text`."""
        flat, letters = plain(text), sum(map(str.isalpha, text))
        is_marked = (
            sum(map(str.isalpha, text)) == 0
            or 20 * sum(c > "\x7f" and c.isalpha() for c in text) > letters
        )
        cased = _one_tone(text) if is_marked else _capitals_of(text, flat)
        return cls(text, flat, cased, vocabulary(is_marked))


_TONES = {
    "oà": "òa",
    "oá": "óa",
    "oả": "ỏa",
    "oã": "õa",
    "oạ": "ọa",
    "uỷ": "ủy",
    "uỳ": "ùy",
    "uý": "úy",
    "Uỷ": "Ủy",
}
_OLD_TONE = regex.compile("(?<![qQ])(?:" + "|".join(_TONES) + r")(?!\p{L})")


def _one_tone(text: str) -> str:
    return _OLD_TONE.sub(lambda match: _TONES[match[0]], text)


def _capitals_of(text: str, flat: str) -> str:
    pairs = zip(text, flat, strict=True)
    return "".join(f.upper() if t.isupper() and len(f.upper()) == 1 else f for t, f in pairs)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first, spaces elastic."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return (
        "(?:"
        + "|".join(r"\s+".join(map(regex.escape, word.split())) for word in longest_first)
        + ")"
    )


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = read_own("legal/legal.yaml")
    return data


@cache
def vocabulary(is_marked: bool = True) -> Vocabulary:
    """legal.yaml, read once, for text with its diacritics or without."""
    data = _data()
    types, laws, subject = data["types"], data["laws"], data["subject"]

    def flat(words: Iterable[str]) -> str:
        return any_of(plain(word) for word in words)

    def cased(words: Iterable[str]) -> str:
        forms = (_one_tone(word) for word in words)
        return any_of(form if is_marked else _capitals_of(form, plain(form)) for form in forms)

    capital = [word.capitalize() for word in subject["capital"]]
    lead = cased([*subject["dropped"], *subject["kept"], *capital])
    act = rf"\b[^;:.,]{{0,120}}?\s{cased(data['acts'])}\b"
    return Vocabulary(
        types={plain(name): name for name in types},
        by_symbol={plain(short): name for name, shorts in types.items() for short in shorts},
        kind=regex.compile(
            rf"(?<![\p{{L}}\p{{N}}])(?P<kind>{flat(set(types) - set(laws))})(?=[\s:\d/])"
        ),
        law=regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?P<kind>{flat(laws)})(?=\s)"),
        trigger=regex.compile(rf"[\s\-+*•]*(?:{flat(data['triggers'])}|can\s+c[a-z]{{1,3}})\b"),
        heading=regex.compile(rf"[\s\-+*•]*(?:[ivx\d]+[.)]\s*)?{flat(data['headings'])}\s*:?\s*"),
        dropped=regex.compile(
            rf"[\s,]*{cased([*subject['dropped'], 'Về việc', 'Về', 'V/v'])}(?=\s|$)[\s:]*"
        ),
        lead=regex.compile(rf"[\s,]*{lead}(?![\p{{L}}\p{{N}}])"),
        issuer_end=regex.compile(
            rf"\s+(?:{lead}|{cased(data['issuer_ends'])})(?![\p{{L}}\p{{N}}])"
        ),
        actor=regex.compile(rf"[,;]\s*(?P<actor>{cased(data['actors'])}{act})"),
        council=regex.compile(rf"\s(?P<actor>{cased(data['councils'])}{act})"),
        reason=regex.compile(rf"\s*(?:[,;]|\b{cased(['và'])}\b)\s*{cased(data['reasons'])}\b"),
    )


def signs_of_kinds() -> Mapping[str, list[str]]:
    """The signs of each kind of document, as legal.yaml lists them."""
    signs: Mapping[str, list[str]] = _data()["types"]
    return signs


_LINK = r"(?:[\-/.]|\s[\-–]\s(?=TTg|CP\b|UBND|HĐND|TW|TU\b)|\s[\-/](?=\p{Lu})|[\-/]\s(?=\p{Lu}))"
_SYMBOL = rf"\p{{L}}[\p{{L}}\p{{N}}&]*(?:{_LINK}[\p{{L}}\p{{N}}&]+)*+"
_SAYS_NUMBER = r"[Ss$][oốôóỐÔÓO60]\s*[:.]?"
_NUMBER = regex.compile(
    rf"\s*(?P<says>{_SAYS_NUMBER})?[\s.…_]*(?P<digits>\d{{1,6}}\p{{L}}?(?!\p{{L}}))?(?:\s?/\s?(?P<year>(?:19|20)\d\d)(?!\d))?"
    rf"[\s.…_]*(?P<link>[\-–/])\s?(?P<symbol>{_SYMBOL})"
)
_WORD = regex.compile(r"\p{Lu}\p{Ll}+")  # "Đề án 06-Căn cứ …" has no symbol
_DIGITS_ONLY = regex.compile(
    rf"\s*{_SAYS_NUMBER}\s*(?P<digits>\d{{1,6}})(?:/(?P<year>(?:19|20)\d\d))?(?=\s*,?\s*(?:ngày|của|ngay|cua)\b|\s*$)"
)
_DATE = regex.compile(rf"\s*,?\s*(?:ngay\s*)?(?P<date>{DATE})")
_BLANK_DATE = regex.compile(
    r"\s*,?\s*(?P<date>ngay[\s.…_]*(?:thang[\s.…_]*\d{0,2}[\s.…_]*nam[\s.…_]*(?:\d{2,4})?|[/\-][\s.…_]*\d{0,2}[\s.…_]*[/\-]\s*(?:\d{2,4})?))"
)
_OF_YEAR = regex.compile(r"\s*,?\s*(?P<date>nam\s+(?:19|20)\d\d|(?:19|20)\d\d)(?!\d)")
_LONGEST_ISSUER = 250
_OF = regex.compile(r"\s*,?\s*cu[aả]i?\s+")
_ISSUER_STOP = regex.compile(r"[;:.,()\[\]“”\"«»‘’]|\s[\-–]\s(?=\p{Ll})|\sv[àa]\s|\n\s*\n")
_MINISTER = regex.compile(r"bo\s+truong\s*$")  # "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ"
_ENUMERATION = regex.compile(
    r",\s+\p{Lu}[\p{L} ]{2,40}?(?:,\s+\p{L}[\p{L} ]{2,40}?){0,3}\s+và\s+\p{L}[\p{L} ]+"
)


def read_number(text: str, at: int) -> tuple[str | None, str | None, int] | None:
    """Number (None when blank), symbol and end of "số 76/NQ-CP" at `at`; None when none stands
    there."""
    match = _NUMBER.match(text, at)
    if match is None:
        if match := _DIGITS_ONLY.match(text, at):
            year = f"/{match['year']}" if match["year"] else ""
            return match["digits"] + year, None, match.end()
        return None
    if not (match["says"] or match["digits"]) or _WORD.fullmatch(match["symbol"]):
        return None
    symbol = regex.sub(r"\s", "", match["symbol"])
    if match["digits"] is None:
        return None, symbol, match.end()
    year = f"/{match['year']}" if match["year"] else ""
    link = "-" if match["link"] == "–" else match["link"]
    return f"{match['digits']}{year}{link}{symbol}", symbol, match.end()


def read_date(source: Source, at: int) -> tuple[str | None, str | None, int, tuple[str, ...]]:
    """ISO date, wording, end and problems of a date at `at`; the end is `at` when none stands
    there."""
    if match := _DATE.match(source.flat, at):
        iso = date_of(match)
        raw = clean(source.text[match.start("date") : match.end("date")])
        return iso, raw, match.end(), () if iso else ("invalid_date",)
    if match := _BLANK_DATE.match(source.flat, at):
        return (
            None,
            clean(source.text[match.start("date") : match.end("date")]),
            match.end(),
            ("incomplete_date",),
        )
    return None, None, at, ()


def read_issuer(source: Source, at: int) -> tuple[str | None, int]:
    """The body named after "của" at `at`, up to subject, next document or punctuation; and where it
    ends."""
    of = _OF.match(source.flat, at)
    if of is None:
        return None, at
    text, cased, begin = source.text, source.cased, of.end()
    position = _after_board(source.flat, begin)
    limit = min(len(text), begin + _LONGEST_ISSUER)
    stop = m.start() if (m := source.words.issuer_end.search(cased, position, limit)) else limit
    while match := _ISSUER_STOP.search(cased, position, stop):
        if (position := _goes_on(source, begin, stop, match)) < 0:
            stop = match.start()
            break
    issuer = clean(text[begin:stop]).strip(" -–,")
    return (issuer, begin + len(text[begin:stop].rstrip())) if issuer else (None, at)


_BOARD = regex.compile(r"ban\s+chi\s+dao\s+(?:ve\s+|thuc\s+hien\s+|xay\s+dung\s+|trien\s+khai\s+)?")


def _after_board(flat: str, at: int) -> int:
    """A steering board is named by what it steers: its "về" begins no subject."""
    return match.end() if (match := _BOARD.match(flat, at)) else at


def _goes_on(source: Source, begin: int, stop: int, mark: regex.Match[str]) -> int:
    """Where a name goes on after a comma or "và", -1 when it does not.

    It does in "Bộ Văn hóa, Thể thao và Du lịch", "Sở Khoa học và Công nghệ" and "Bộ trưởng, Chủ
    nhiệm Văn phòng …", not in "Chính phủ và Kế hoạch số 5/KH-UBND".
    """
    at = mark.end()
    if mark[0].strip() not in (",", "và", "va") or document_at(source, at):
        return -1
    if mark[0] != ",":
        return at if source.text[at : at + 1].isupper() else -1
    if _MINISTER.search(source.flat, begin, mark.start()):
        return at
    listed = _ENUMERATION.match(source.cased, mark.start(), stop)
    return listed.end() if listed else -1


def after_space(text: str, at: int) -> int:
    """The first place from `at` on that is no white space."""
    match = regex.compile(r"\S").search(text, at)
    return match.start() if match else len(text)


def document_at(source: Source, at: int) -> bool:
    """Whether a document is named at `at`, white space before it aside."""
    at = after_space(source.text, at)
    kind = source.words.kind.match(source.flat, at)
    return bool(
        source.words.law.match(source.flat, at) or (kind and read_number(source.text, kind.end()))
    )


def read_citation(source: Source, kind: regex.Match[str]) -> Citation | None:
    """The citation whose kind of document `kind` matched; None when no number follows."""
    found = read_number(source.text, kind.end("kind"))
    if found is None:
        return None
    number, symbol, end = found
    name = source.words.types[" ".join(kind["kind"].split())]
    head = Citation(
        name,
        kind.start("kind"),
        end,
        number,
        symbol,
        problems=() if number else ("missing_number",),
    )
    return _with_date_and_issuer(source, head)


def _with_date_and_issuer(source: Source, head: Citation) -> Citation:
    date, date_raw, end, problems = read_date(source, head.body)
    issuer, end = read_issuer(source, end)
    if date_raw is None and issuer is not None:
        date, date_raw, end, problems = read_date(source, end)
    problems = head.problems + problems
    return replace(head, body=end, date=date, date_raw=date_raw, issuer=issuer, problems=problems)


_AMENDS = regex.compile(r"sua\s+doi|bo\s+sung")
_NO_TITLE = regex.compile(r"(?:nay|tren|do|su|gia|dinh|phap|hien hanh|va|cua|co|la|duoc|ve)\b")
_DATED = regex.compile(r"\s*,?\s*(?:so\s*:?\s*\d|ngay\s+\d)")
_DATE_OR_NUMBER = (
    r"\s+(?:so\s*:?\s*\d|ngay\s*[\d/.…]|ngay\s+thang|nam\s+(?:19|20)\d\d|(?:19|20)\d\d\b|cua\s+quoc\s+hoi)"
    r"|\s*,?\s*(?:ngay\s+\d|(?:da\s+)?duoc\s+sua)|[;.:()\n“”\"]"
)
_NEXT_DOCUMENT = (
    r"|\s*(?:,|\bva\b)\s*(?:bo\s+luat|luat|phap\s+lenh|nghi\s+dinh|nghi\s+quyet|quyet\s+dinh|thong\s+tu|can\s+cu"
    r"|uy\s+ban|ubnd)\b"
)
_TITLE_END = regex.compile(_DATE_OR_NUMBER + _NEXT_DOCUMENT)
_AMENDMENT_END = regex.compile(
    _DATE_OR_NUMBER
)  # "Luật sửa đổi … của Luật Cán bộ, công chức và Luật Viên chức"


def read_law(source: Source, kind: regex.Match[str], undated: bool = False) -> Citation | None:
    """A law at `kind`, by title, number or both: "Luật Thư viện ngày 21/11/2019", "Luật số
    46/2019/QH14".

    None when it has neither number nor date, unless `undated` ones count too.
    """
    text, (start, end) = source.text, kind.span("kind")
    if not text[start].isupper():
        return None
    number, symbol, title = None, None, None
    found = read_number(text, end)
    if found is None:
        title, end = _title(source, end)
        if title is None:
            return None
        found = read_number(text, end)
    if found:
        number, symbol, end = found
    law = source.words.types[" ".join(kind["kind"].split())]
    cited = _with_date_and_issuer(source, Citation(law, start, end, number, symbol, name=title))
    if cited.date_raw is None and (year := _OF_YEAR.match(source.flat, cited.body)):
        cited = replace(
            cited, body=year.end(), date_raw=clean(text[year.start("date") : year.end("date")])
        )
    return cited if undated or number or cited.date_raw else None


def _title(source: Source, at: int) -> tuple[str | None, int]:
    """The title of a law at `at`, and where it ends."""
    text = source.text
    begin = after_space(text, at)
    title_end = _AMENDMENT_END if _AMENDS.match(source.flat, begin) else _TITLE_END
    limit = min(len(text), begin + 300)
    stop = m.start() if (m := title_end.search(source.flat, begin, limit)) else limit
    title = clean(text[begin:stop]).strip(" ,-")
    is_dated = (
        _DATED.match(source.flat, stop) is not None and _NO_TITLE.match(source.flat, begin) is None
    )
    is_title = (
        title[:1].isupper() or _AMENDS.match(source.flat, begin) or (is_dated and len(title) < 100)
    )
    if not title or len(title) > 250 or not is_title:
        return None, at
    return title, begin + len(text[begin:stop].rstrip(" ,\n\t"))
