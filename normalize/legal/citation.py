"""One citation: "Quyết định số 393/QĐ-UBND ngày 14/7/2025 của UBND tỉnh … về việc …", part by part.

`read_citation` reads kind, number, date and issuer from left to right; where the subject ends
depends on the list that the citation stands in, so `references` decides it. Every form of the text
that is searched has the length of the text, so every offset belongs to the caller's text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import regex

from kehoach.normalize.legal.vocabulary import Source
from kehoach.normalize.text import clean
from kehoach.normalize.times.dates import DATE, date_of
from kehoach.patterns import compile_regex

Match = regex.Match[str]


@dataclass(frozen=True, slots=True)
class Reference:
    """A document named in a text.

    `text[start:end]` is the whole citation with its subject, `raw`. `number` is as printed, spaces
    undone, None when blank; `symbol` its letters. `date` is an ISO date, the year alone ("2015")
    where no more is told, or None; `date_raw` as printed. `problems`: invalid_date,
    incomplete_date, missing_number. `paragraph` is an index, for `find_bases` only.
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


class PrintedNumber(NamedTuple):
    """A document's number as read: None when blank, its symbol, and where it ends."""

    number: str | None
    symbol: str | None
    end: int


class PrintedDate(NamedTuple):
    """A document's date as read: ISO and as printed (None when none stands there), where it ends,
    and what is wrong with it."""

    iso: str | None
    raw: str | None
    end: int
    problems: tuple[str, ...] = ()


_LINK = r"""
    (?: [\-/.]
      | \s[\-–]\s (?= TTg | CP\b | UBND | HĐND | TW | TU\b )
      | \s[\-/] (?= \p{Lu} )
      | [\-/]\s (?= \p{Lu} )
    )
"""
# "KH-UBND", "NQ-HĐND", "QĐ - TTg"
_SYMBOL = rf"\p{{L}} [\p{{L}}\p{{N}}&]* (?: {_LINK} [\p{{L}}\p{{N}}&]+ )*+"
_SAYS_NUMBER = r"[Ss$][oốôóỐÔÓO60] \s*[:.]?"
# "số 76/NQ-CP", "Số:      /KH-UBND", "39/2024/NQ-HĐND", "số 66.7/2025/NQ-CP"
_NUMBER = compile_regex(
    rf"""
    \s* (?P<says> {_SAYS_NUMBER} )?
    [\s.…_]* (?P<digits> \d{{1,6}} (?: \.\d{{1,2}}(?=/) )? \p{{L}}?(?!\p{{L}}) )?
    (?: \s?/\s? (?P<year> (?:19|20)\d\d )(?!\d) )?
    [\s.…_]* (?P<link> [\-–/] ) \s? (?P<symbol> {_SYMBOL} )
    """,
    regex.VERBOSE,
)
# ": số 7/CĐ-UBND", " của UBND tỉnh: 7/CĐ-UBND" behind "Các Công điện"
_LIST_HEAD = compile_regex(
    r"(?:\s+cua\s+(?P<issuer>[^:;.\d]{2,80}?))?\s*:\s*(?=(?:so\s*:?\s*)?\d{1,5}\w?\s?[/\-])"
)
_WORD = compile_regex(r"\p{Lu}\p{Ll}+")  # "Đề án 06-Căn cứ …" has no symbol
# "số 5", "số 15/2025" before "ngày" or "của"
_DIGITS_ONLY = compile_regex(
    rf"""
    \s* {_SAYS_NUMBER} \s* (?P<digits> \d{{1,6}} ) (?: / (?P<year> (?:19|20)\d\d ) )?
    (?= \s*,?\s* (?: ngày | của | ngay | cua ) \b | \s*$ )
    """,
    regex.VERBOSE,
)
# "số 09KH-UBND", "số 12 QĐ UBND": the slash was lost on the way
_WITHOUT_SLASH = compile_regex(
    r"""
    \s* [Ss][ốoôóỐÔÓO] \s*:?\s*
    (?P<number> \d{1,5} \s? \p{Lu}{1,6}\p{Ll}{0,2} (?: \s?[\-–]\s?|\s ) \p{Lu}{2,}[\p{L}\d]* )
    (?! \p{L} )
    """,
    regex.VERBOSE,
)
# "15012031", "05 01 2031": so were its slashes
_DATE_WITHOUT_SLASHES = compile_regex(
    r"\s*,?\s*ngay\s+(?P<date>\d{1,2}\s?\d{1,2}\s?(?:19|20)\d\d)(?!\d)"
)
_DATE = compile_regex(rf"\s*,?\s*(?:ngay\s*)?(?P<date>{DATE})")
# "ngày … tháng 7 năm 2025", "ngày …/7/2025"
_BLANK_DATE = compile_regex(
    r"""
    \s*,?\s*
    (?P<date>
        ngay [\s.…_]*
        (?: thang [\s.…_]* \d{0,2} [\s.…_]* nam [\s.…_]* (?: \d{2,4} )?
          | [/\-] [\s.…_]* \d{0,2} [\s.…_]* [/\-] \s* (?: \d{2,4} )?
        )
    )
    """,
    regex.VERBOSE,
)
_OF_YEAR = compile_regex(r"\s*,?\s*(?P<date>(?:nam\s+)?(?P<year>(?:19|20)\d\d))(?!\d)")
_LONGEST_ISSUER = 250
_OF = compile_regex(r"\s*,?\s*cu[aả]i?\s+")
_ISSUER_STOP = compile_regex(r"[;:.,()\[\]“”\"«»‘’]|\s[\-–]\s(?=\p{Ll})|\sv[àa]\s|\n\s*\n")
_MINISTER = compile_regex(r"bo\s+truong\s*$")  # "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ"
# ", Thể thao và Du lịch" of "Bộ Văn hóa, Thể thao và Du lịch"
_ENUMERATION = compile_regex(
    r",\s+\p{Lu}[\p{L} ]{2,40}?(?:,\s+\p{L}[\p{L} ]{2,40}?){0,3}\s+và\s+\p{L}[\p{L} ]+"
)
# "Ban Chỉ đạo | thực hiện Đề án …"
_BOARD = compile_regex(
    r"(?:ban\s+chi\s+dao|uy\s+ban\s+quoc\s+gia|hoi\s+dong\s+quoc\s+gia|to\s+cong\s+tac)"
    r"\s+(?:ve\s+|thuc\s+hien\s+|xay\s+dung\s+|trien\s+khai\s+)?"
)
# "… của UBND tỉnh và | Hướng dẫn số …"
_DANGLING_AND = compile_regex(r"\s+va$")
# what such a board steers: "phát triển khoa học, công nghệ, đổi mới sáng tạo và đề án 06"
_AREAS = compile_regex(r"\p{Ll}[\p{L}\d ]*(?:,\s+\p{Ll}[\p{L}\d ]*)*(?:\s+và\s+\p{L}[\p{L}\d ]*)?")
_NOT_SPACE = compile_regex(r"\S")


def read_number(text: str, start: int) -> PrintedNumber | None:
    """The number "số 76/NQ-CP" at `start`; None when none stands there."""
    match = _NUMBER.match(text, start)
    if match is None:
        return _number_without_symbol(text, start) or _number_without_slash(text, start)
    is_number = match["says"] or match["digits"]
    if not is_number or _WORD.fullmatch(match["symbol"]):
        return None
    symbol = regex.sub(r"\s", "", match["symbol"])
    if match["digits"] is None:
        return PrintedNumber(None, symbol, end=match.end())
    link = "-" if match["link"] == "–" else match["link"]
    number = f"{match['digits']}{_slash_year(match)}{link}{symbol}"
    return PrintedNumber(number, symbol, end=match.end())


def _number_without_symbol(text: str, start: int) -> PrintedNumber | None:
    match = _DIGITS_ONLY.match(text, start)
    if match is None:
        return None
    number = match["digits"] + _slash_year(match)
    return PrintedNumber(number, None, end=match.end())


def _number_without_slash(text: str, start: int) -> PrintedNumber | None:
    """The number as printed; where its slash stood is not made up, so nothing says its symbol."""
    match = _WITHOUT_SLASH.match(text, start)
    if match is None:
        return None
    return PrintedNumber(clean(match["number"]), None, end=match.end())


def _slash_year(match: Match) -> str:
    return f"/{match['year']}" if match["year"] else ""


def read_date(source: Source, start: int) -> PrintedDate:
    """A date at `start`; its end is `start` when none stands there."""
    if match := _DATE.match(source.flat, start):
        iso = date_of(match)
        problems = () if iso else ("invalid_date",)
        return PrintedDate(iso, _printed(source, match), end=match.end(), problems=problems)
    if match := _BLANK_DATE.match(source.flat, start):
        return PrintedDate(
            None, _printed(source, match), end=match.end(), problems=("incomplete_date",)
        )
    if match := _DATE_WITHOUT_SLASHES.match(source.flat, start):
        return PrintedDate(None, _printed(source, match), end=match.end())
    return PrintedDate(None, None, end=start)


def _printed(source: Source, match: Match) -> str:
    """The words of a date that was found in another form of the text."""
    begin, stop = match.span("date")
    return clean(source.text[begin:stop])


def read_issuer(source: Source, start: int) -> tuple[str | None, int]:
    """The body named after "của" at `start`, up to subject, next document or punctuation; and where
    it ends (`start` when none is named)."""
    of = _OF.match(source.flat, start)
    if of is None:
        return None, start
    begin = of.end()
    stop = _issuer_stop(source, begin)
    printed = source.text[begin:stop]
    issuer = clean(printed).strip(" -–,")
    if not issuer:
        return None, start
    return issuer, begin + len(printed.rstrip())


def _issuer_stop(source: Source, begin: int) -> int:
    """Where the name of an issuer that begins at `begin` stops."""
    position = _after_board(source.flat, begin)
    stop = min(len(source.text), begin + _LONGEST_ISSUER)
    if end := source.words.issuer_end.search(source.cased, position, stop):
        stop = end.start()
    if dangling := _DANGLING_AND.search(source.flat, position, stop):
        stop = dangling.start()
    if position > begin and (areas := _AREAS.match(source.cased, position, stop)):
        position = areas.end()
    while mark := _ISSUER_STOP.search(source.cased, position, stop):
        position = _goes_on(source, begin, stop=stop, mark=mark)
        if position < 0:
            return mark.start()
    return stop


def _after_board(flat: str, start: int) -> int:
    """A steering board is named by what it steers: its "về" begins no subject."""
    board = _BOARD.match(flat, start)
    return board.end() if board else start


def _goes_on(source: Source, begin: int, *, stop: int, mark: Match) -> int:
    """Where a name goes on after a comma or "và", -1 when it does not.

    It does in "Bộ Văn hóa, Thể thao và Du lịch", "Sở Khoa học và Công nghệ" and "Bộ trưởng, Chủ
    nhiệm Văn phòng …", not in "Chính phủ và Kế hoạch số 5/KH-UBND".
    """
    after = mark.end()
    if mark[0].strip() not in (",", "và", "va") or document_at(source, after):
        return -1
    if mark[0] != ",":
        is_name = source.text[after : after + 1].isupper()
        return after if is_name else -1
    if _MINISTER.search(source.flat, begin, mark.start()):
        return after
    listed = _ENUMERATION.match(source.cased, mark.start(), stop)
    return listed.end() if listed else -1


def after_space(text: str, start: int) -> int:
    """The first place from `start` on that is no white space."""
    match = _NOT_SPACE.search(text, start)
    return match.start() if match else len(text)


def document_at(source: Source, start: int) -> bool:
    """Whether a document is named at `start`, white space before it aside."""
    begin = after_space(source.text, start)
    if source.words.law.match(source.flat, begin):
        return True
    kind = source.words.kind.match(source.flat, begin)
    return kind is not None and read_number(source.text, kind.end()) is not None


def _type_of(source: Source, kind: Match) -> str:
    single_spaced = " ".join(kind["kind"].split())
    return source.words.types[single_spaced]


def read_citation(source: Source, kind: Match) -> Citation | None:
    """The citation whose kind of document `kind` matched; None when no number follows, not even
    behind a colon ("Các Công điện của UBND tỉnh: số 7/CĐ-UBND …")."""
    list_head = _LIST_HEAD.match(source.flat, kind.end("kind"))
    found = read_number(source.text, list_head.end() if list_head else kind.end("kind"))
    if found is None:
        return None
    head = Citation(
        _type_of(source, kind),
        kind.start("kind"),
        body=found.end,
        number=found.number,
        symbol=found.symbol,
        problems=() if found.number else ("missing_number",),
    )
    cited = with_date_and_issuer(source, head)
    if cited.issuer is None and list_head and list_head["issuer"]:
        begin, stop = list_head.span("issuer")
        return replace(cited, issuer=clean(source.text[begin:stop]))
    return cited


def with_date_and_issuer(source: Source, head: Citation) -> Citation:
    """A citation with the date and the issuer that follow it, in either order."""
    date = read_date(source, head.body)
    issuer, end = read_issuer(source, date.end)
    if date.raw is None and issuer is not None:
        date = read_date(source, end)
        end = date.end
    return replace(
        head,
        body=end,
        date=date.iso,
        date_raw=date.raw,
        issuer=issuer,
        problems=head.problems + date.problems,
    )


_LONGEST_TITLE, _LONGEST_UNMARKED_TITLE = 250, 100
_TITLE_REACH = 300
_AMENDS = compile_regex(r"sua\s+doi|bo\s+sung")
_BY_WHEN = r"\b(?:truoc|tu|den|sau|het|vao|trong|nhat)"
"""Before "ngày …" it says when something is done, not of which day a paper is."""
_DATED_LATER = compile_regex(rf"(?<!{_BY_WHEN})\s+ngay\s+\d")
_DATED = compile_regex(r"\s*,?\s*(?:so\s*:?\s*\d|ngay\s+\d)")
# "Luật Thư viện | số 46/2019/QH14", "… | ngày 21/11/2019", "… | của Quốc hội", "…; "
_TITLE_END = compile_regex(
    rf"""
    \s*,?\s* {_BY_WHEN}\s+ngay\s+\d
    | \s+ (?: so\s*:?\s*\d
          | ngay\s*[\d/.…]
          | ngay\s+thang
          | nam\s+(?:19|20)\d\d
          | (?:19|20)\d\d\b
          | cua\s+quoc\s+hoi
        )
    | \s*,?\s* (?: ngay\s+\d | (?: da\s+ )? duoc\s+sua )
    | [;.:()\n“”"]
    """,
    regex.VERBOSE,
)


def read_unnumbered(source: Source, kind: Match, limit: int) -> Citation | None:
    """A document named by what it is about and its date alone ("Báo cáo kết quả khảo sát … ngày
    12/7/2031 của Bộ Nội vụ"), or by its issuer and date; None where no date stands before
    `limit`."""
    start, end = kind.span("kind")
    if not source.text[start].isupper():
        return None
    head = Citation(_type_of(source, kind), start, body=end)
    told = with_date_and_issuer(source, head)
    if told.date_raw is not None:
        return told
    day = _DATED_LATER.search(source.flat, end, min(limit, end + _TITLE_REACH))
    if day is None:
        return None
    name = clean(source.text[end : day.start()]).strip(" ,;")
    dated = with_date_and_issuer(source, replace(head, body=day.start(), name=name or None))
    return dated if dated.date_raw is not None else None


def read_law(source: Source, kind: Match, *, undated: bool = False) -> Citation | None:
    """A law at `kind`, by title, number or both: "Luật Thư viện ngày 21/11/2019", "Luật số
    46/2019/QH14".

    None when it has neither number nor date, unless `undated` ones count too.
    """
    start, end = kind.span("kind")
    if not source.text[start].isupper():
        return None
    title = None
    found = read_number(source.text, end)
    if found is None:
        title, end = _title(source, end)
        if title is None:
            return None
        found = read_number(source.text, end)
    number, symbol, end = found or PrintedNumber(None, None, end=end)
    head = Citation(
        _type_of(source, kind),
        start,
        body=end,
        number=number,
        symbol=symbol,
        name=title,
    )
    cited = _with_year(source, with_date_and_issuer(source, head))
    is_told = undated or number or cited.date_raw
    return cited if is_told else None


def _with_year(source: Source, cited: Citation) -> Citation:
    """A law without a date, with the year behind it as its date ("Luật Đất đai năm 2024")."""
    if cited.date_raw is not None:
        return cited
    year = _OF_YEAR.match(source.flat, cited.body)
    if year is None:
        return cited
    return replace(cited, body=year.end(), date=year["year"], date_raw=_printed(source, year))


def _title(source: Source, start: int) -> tuple[str | None, int]:
    """The title of a law at `start`, and where it ends (`start` when there is none)."""
    begin = after_space(source.text, start)
    amends = _AMENDS.match(source.flat, begin) is not None
    stop = _title_stop(source, begin, amends=amends)
    printed = source.text[begin:stop]
    title = clean(printed).strip(" ,-")
    if not title or len(title) > _LONGEST_TITLE:
        return None, start
    is_title = (
        title[0].isupper() or amends or _is_dated_title(source, begin, stop=stop, title=title)
    )
    if not is_title:
        return None, start
    return title, begin + len(printed.rstrip(" ,\n\t"))


def _title_stop(source: Source, begin: int, *, amends: bool) -> int:
    """Where a title stops: at its number or date, at a mark, before the next document; but a law
    that amends names others in its title ("Luật sửa đổi … của Luật Cán bộ, công chức và Luật Viên
    chức")."""
    limit = min(len(source.text), begin + _TITLE_REACH)
    ends = [_TITLE_END.search(source.flat, begin, limit)]
    if not amends:
        ends.append(source.words.next_document.search(source.flat, begin, limit))
    return min((end.start() for end in ends if end), default=limit)


def _is_dated_title(source: Source, begin: int, stop: int, title: str) -> bool:
    """Whether a title in small letters is one: a number or date follows it."""
    if len(title) >= _LONGEST_UNMARKED_TITLE or not _DATED.match(source.flat, stop):
        return False
    return source.words.no_title.match(source.flat, begin) is None
