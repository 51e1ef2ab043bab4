"""What crawling does to the text of a paper: lines that run together, marks that are lost, menus
around it, a head that is gone. Each takes the parts of a fictional paper and gives its text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Paper = dict[str, Any]
MENU = ["Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản", "Liên hệ", "Chế độ ban đêm"]
BELOW = ["Tác giả: Ban biên tập", "Các tin khác", "- Lễ phát động trồng cây", "Lượt xem: 1.204"]


def lines_of(paper: Paper) -> list[str]:
    return [*paper["head"], *paper["title"], *paper["pre"], *paper["body"], *paper["tail"]]


def _remarked(paper: Paper, mark: str) -> str:
    return "\n".join(re.sub(r"^- ", mark, line) for line in lines_of(paper))


def _in_one_line(paper: Paper) -> str:
    return " ".join([*paper["pre"], *paper["body"], *paper["tail"]])


def _on_a_site(paper: Paper) -> str:
    about = [paper["title"][-1], "Thứ tư, 13/05/2026 | 09:12"]
    return "\n".join([*MENU, *about, *lines_of(paper), *BELOW])


TEXTS: dict[str, Callable[[Paper], str]] = {
    "plain": lambda paper: "\n".join(lines_of(paper)),
    "blank lines": lambda paper: "\n\n\n".join(lines_of(paper)),
    "no marks": lambda paper: _remarked(paper, ""),
    "no marks, blank lines": lambda paper: _remarked(paper, "").replace("\n", "\n\n"),
    "dots": lambda paper: _remarked(paper, "• "),
    "glued dashes": lambda paper: _remarked(paper, "-"),
    "one line": lambda paper: " ".join(lines_of(paper)),
    "body in one line": lambda paper: "\n".join(
        [*paper["head"], *paper["title"], _in_one_line(paper)]
    ),
    "no head": lambda paper: "\n".join([*paper["body"], *paper["tail"]]),
    "title alone": lambda paper: "\n".join([paper["title"][-1], *paper["pre"], *paper["body"]]),
    "site": _on_a_site,
}
PAGES: dict[str, Callable[[Paper], str]] = {
    "paragraphs": lambda paper: "".join(f"<p>{line}</p>" for line in lines_of(paper)),
    "breaks": lambda paper: f"<div>{'<br>'.join(lines_of(paper))}</div>",
    "one paragraph": lambda paper: f"<h1>{paper['title'][-1]}</h1><p>{_in_one_line(paper)}</p>",
}
Rows = list[list[str]]
TABLES: dict[str, Callable[[str, Rows], str]] = {
    "closing bars": lambda intro, rows: "\n".join(
        [intro, *(f"{' | '.join(row)} |" for row in rows)]
    ),
    "closing bars, blank lines": lambda intro, rows: "\n\n".join(
        [intro, *(f"{' | '.join(row)} |" for row in rows)]
    ),
    "one line": lambda intro, rows: f"{intro} {' | '.join(cell for row in rows for cell in row)}",
    "one framed line": lambda intro, rows: (
        f"{intro}\n| {' | | '.join(' | '.join(row) for row in rows)} |"
    ),
    "bars": lambda intro, rows: "\n".join([intro, *(" | ".join(row) for row in rows)]),
    "cells": lambda intro, rows: "\n".join([intro, *(cell for row in rows for cell in row)]),
}
