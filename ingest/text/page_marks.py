"""What stands in a text where a page ended, and is no word of the paper."""

from __future__ import annotations

import regex

from kehoach.patterns import compile_regex

MARKED_NUMBER = compile_regex(r"[-–—]\s*\d{1,3}\s*[-–—]|[Tt]rang\s+\d{1,3}(?:\s*/\s*\d{1,3})?")
"""A page number that says so ("- 2 -", "Trang 2")."""
BARE_NUMBER = compile_regex(r"[-–—]?\s*\d{1,3}\s*[-–—]?")
PAGE_MARK = compile_regex(
    r"""
    [-=_*#\s\[(<]* (?:page|trang) \s+ \d{1,4} (?: \s* (?:/|of|trên) \s* \d{1,4} )? [-=_*#\s\])>]*
    |
    # "--- PAGE BREAK ---", "[page break]", "***** hết trang 3 *****"
    [-=_*\s\[(<]{1,}
    (?: page[\s_-]*break | (?:ngắt|hết|sang|chuyển)\ trang (?:\ \d{1,4})? )
    [-=_*\s\])>]{1,}
    |
    # what other programs leave in their Markdown: "<!-- PageNumber="2" -->", "<!-- image -->"
    <!-- [^<>]{0,80} --> | </?figure>
    """,
    regex.IGNORECASE | regex.VERBOSE,
)
