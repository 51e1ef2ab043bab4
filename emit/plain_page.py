"""A page of HTML that needs nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1>{title}</h1>
{body}</body>
</html>
"""


def plain_page(title: str, body: str, *, style: str, lang: str = "vi") -> str:
    """A page under its title. `title` and `body` are HTML: whoever calls has escaped them."""
    return _PAGE.format(title=title, body=body, style=style, lang=lang)
