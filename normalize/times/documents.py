"""Numbers and dates of documents, which are no times of a plan, blotted out."""

from __future__ import annotations

import regex

from kehoach.patterns import compile_regex

_BLOT = "#"

# "số 81/KH-UBND", "39/2024/NQ-HĐND", "5 - NQ/TW"; "số 81", but not "dân số 81.000" or "số 5%"
_DOCUMENT = compile_regex(
    r"""
    (?<!\d)
    (?: số\s*:?\s* )?
    \d{1,6}[a-z]? (?: /\d{4} )? \s?[-/]\s?
    (?: \p{Lu}\p{L}*- | \p{Lu}{2,4}(?=/\p{Lu}) | NQ | QĐ | KH | TT | QH(?=\d) | UBTVQH(?=\d) )
    [\p{L}\d-]*
    (?: (?<=-) \s \p{Lu}{2,} (?!\p{L}) )?  # "66/NQ- CP": of a line that broke there
    (?: /\p{L}+ )? (?: -\p{Lu}+ )*
    |
    (?<! [Dd]ân\s ) (?<! [Tt]ổng\s )
    số\s*:?\s* \d+ (?: /\d+ )?
    (?! [\d.,]*\s*[%‰] | \.?\d | \s+tháng\s+(?!\d) )  # "chuyển đổi số 6 tháng đầu năm"
    """,
    regex.VERBOSE,
)
# ", ký ngày 14/4/2025", " ngày 14 tháng 4 năm 2025"
_DATE_OF_DOCUMENT = compile_regex(
    r"""
    ,?\s* (?: ký\s+ )? ngày\s+
    (?:
        \d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}
        | \d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}
    )
    """,
    regex.VERBOSE,
)


def without_documents(text: str) -> str:
    """Numbers and dates of documents ("số 81/KH-UBND ngày 14/4/2025") blotted out with #, same
    length.

    >>> without_documents("theo Kế hoạch số 81/KH-UBND, năm 2025")
    'theo Kế hoạch #############, năm 2025'
    >>> without_documents("Chuyển đổi số 6 tháng đầu năm 2031")
    'Chuyển đổi số 6 tháng đầu năm 2031'
    >>> without_documents("theo Nghị quyết số 66/NQ- CP ngày 26 tháng 3 năm 2025; xong")
    'theo Nghị quyết #####################################; xong'
    """
    parts: list[str] = []
    last = 0
    for match in _DOCUMENT.finditer(text):
        begin, stop = match.span()
        if begin < last:
            continue
        dated = _DATE_OF_DOCUMENT.match(text, stop)
        if dated:
            stop = dated.end()
        parts.append(text[last:begin])
        parts.append(_BLOT * (stop - begin))
        last = stop
    parts.append(text[last:])
    return "".join(parts)
