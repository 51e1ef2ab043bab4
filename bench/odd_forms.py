"""Plans of known content in forms that no office uses twice: what confidences learn of odd papers.

    python -m bench.odd_forms FOLDER --truths TRUTH.yaml … [--seeds 1 2 3]   # papers and truths
    python -m bench.odd_forms FOLDER --truths … --read READINGS              # and read them

The content (tasks, owners, times, products, letterhead) is that of known truths, drawn anew: owners
change places, rows are left out, cells stay empty. The form is drawn by chance: how tasks are told
(bench/odd_tasks.py), in which words their columns and labels are called (odd_forms.yaml), in which
kind of file, and what copying did to it. The truth stands by construction. What the program gets
wrong of them is like what it gets wrong of papers that it meets for the first time.
"""

from __future__ import annotations

import argparse
import random
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import yaml

from bench.accuracy import read_truth
from bench.confidences import Case, kept
from bench.odd_tasks import WAYS, WORDS, Block, Row, Table, Way, told
from bench.odd_ways import WAYS as FURTHER_WAYS

Record = dict[str, Any]
LEAST, MOST = 6, 22
"""Tasks of a paper."""
SHORT, LONG = 15, 260
"""Letters of a task that is taken."""
BODY = 80
"""Letters of an owner that is given to another task."""
ODD = "odd "
"""Before the form of such a paper, in the name of its reading."""
KINDS = ("txt", "txt", "txt", "md", "html", "html", "docx", "docx")


@dataclass(frozen=True)
class Content:
    """What a paper says."""

    name: str
    document: Mapping[str, Any]
    targets: Sequence[Mapping[str, Any]]
    tasks: Sequence[Mapping[str, Any]]


def contents(paths: Iterable[Path]) -> Iterator[Content]:
    """Of truths those with enough tasks whose words hold neither owner nor time."""
    for path in paths:
        truth = read_truth(path)
        tasks = [task for task in truth.get("tasks") or () if _is_plain(task)]
        if len(tasks) >= LEAST and truth["document"].get("title"):
            yield Content(path.stem, truth["document"], truth.get("targets") or (), tasks)


def _is_plain(task: Mapping[str, Any]) -> bool:
    told_of = [(task.get(name) or {}).get("raw") for name in ("lead", "coordinating", "deadline")]
    words = task.get("task") or ""
    return SHORT <= len(words) <= LONG and not any(raw and raw in words for raw in told_of)


# --- drawing --------------------------------------------------------------------------------------


def drawn(
    content: Content,
    others: Sequence[Content],
    draw: random.Random,
    *,
    ways: Sequence[Way] = WAYS,
) -> tuple[Record, list[Block]]:
    """A truth, and its paper as blocks, its tasks told in one of these ways."""
    bodies = [
        task["lead"]
        for one in (content, *others)
        for task in one.tasks
        if task.get("lead") and len(task["lead"]["raw"]) <= BODY and "(" not in task["lead"]["raw"]
    ]
    count = min(len(content.tasks), draw.randint(LEAST, MOST))
    picked = sorted(draw.sample(range(len(content.tasks)), count))
    rows = [_row(content.tasks[index], bodies, draw) for index in picked]
    rows = _grouped(rows, draw)
    way, (blocks, tasks, left_open) = told(rows, draw, ways)
    document = dict(content.document)
    head, document = _head(document, draw)
    truth = {
        "way": way,
        "document": document,
        "tasks": tasks,
        "targets": list(content.targets) or None,
        "open": [*left_open, *([] if rows[0].group else ["group"]), "objective", "budget"],
    }
    middle = [*_purpose(draw), *_targets(content.targets, draw)]
    if not content.targets:
        truth["targets"] = []
    return truth, [*head, *middle, *blocks, *_foot(document, draw)]


def _row(task: Mapping[str, Any], bodies: Sequence[Record], draw: random.Random) -> Row:
    """A task as drawn: its owner may be another's, a cell may be empty."""
    lead = task.get("lead")
    if lead is None or draw.random() < 0.3:
        lead = draw.choice(bodies)
    helper = task.get("coordinating")
    if helper is None and draw.random() < 0.5:
        helper = draw.choice(bodies)
    if helper is not None and helper["raw"] == lead["raw"]:
        helper = None
    deadline = task.get("deadline") if draw.random() > 0.05 else None
    group = task.get("group") or {}
    return Row(
        task=task["task"],
        lead=lead if draw.random() > 0.04 else None,
        coordinating=helper,
        deadline=deadline if deadline and deadline.get("raw") else None,
        deliverables=tuple(task.get("deliverables") or ()),
        group=str(group.get("title") or ""),
    )


def _grouped(rows: Sequence[Row], draw: random.Random) -> list[Row]:
    """In groups as they were, or in none."""
    titles = list(dict.fromkeys(row.group for row in rows))
    if "" in titles or len(titles) > len(rows) // 2 or draw.random() < 0.2:
        return [row.without_group() for row in rows]
    return sorted(rows, key=lambda row: titles.index(row.group))


def _head(document: Record, draw: random.Random) -> tuple[list[Block], Record]:
    """The letterhead and title, and what of the document they say."""
    issuer, number = str(document.get("issuer") or ""), document.get("number")
    place, day = document.get("place"), str(document.get("issued_on") or "")
    year, month, date = (*day.split("-"), "", "")[:3]
    when = f"ngày {date} tháng {month} năm {year}" if date else ""
    motto = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    line = f"{place}, {when}" if place and when else when
    own = [issuer.upper(), f"Số: {number}" if number else ""]
    match draw.choice(("beside", "below", "bare", "mail")):
        case "beside":
            rows = [[own[0], motto[0]], [own[1], motto[1]], ["", line]]
            blocks: list[Block] = [Table(rows, is_bare=True)]
        case "below":
            blocks = [one for one in (own[0], own[1], *motto, line) if one]
        case "bare":
            blocks = [one for one in (own[0], own[1], line) if one]
        case _:
            blocks = [one for one in (f"{own[0].title()} - {line}", own[1]) if one.strip(" -")]
            document = _without(document, {"issuer", "place"})
    kind, title = str(document.get("type") or "Kế hoạch"), str(document["title"])
    joined = draw.random() < 0.3
    if title.upper().startswith(kind.upper()):
        title = title[len(kind) :].strip()
    blocks += [f"{kind.upper()} {title}"] if joined else [kind.upper(), title]
    return blocks, _without(document, {"period", "unit", "signer", "recipients", "type"})


def _without(record: Record, names: set[str]) -> Record:
    return {name: held for name, held in record.items() if name not in names}


def _purpose(draw: random.Random) -> Iterator[Block]:
    count = draw.randint(0, 3)
    if count:
        yield draw.choice(WORDS["purpose_headings"])
        for one in draw.sample(WORDS["purposes"], count):
            yield f"{draw.choice(('- ', '1. ', ''))}{one}"


def _targets(targets: Sequence[Mapping[str, Any]], draw: random.Random) -> Iterator[Block]:
    if targets:
        yield draw.choice(WORDS["target_headings"])
        mark = draw.choice(("- ", "+ ", "• "))
        yield from (f"{mark}{target['text']}" for target in targets)


def _foot(document: Mapping[str, Any], draw: random.Random) -> Iterator[Block]:
    if draw.random() < 0.7:
        yield draw.choice(WORDS["closing_headings"])
        yield from draw.sample(WORDS["closings"], 2)
    if draw.random() < 0.5:
        yield Table([["Nơi nhận:\n- Như trên;\n- Lưu: VT.", "CHỦ TỊCH"]], is_bare=True)


# --- files ----------------------------------------------------------------------------------------


def written(blocks: Sequence[Block], kind: str, path: Path, draw: random.Random) -> None:
    """The paper as a file of a kind."""
    if kind == "docx":
        _docx(blocks, path, draw)
    elif kind == "html":
        path.write_text(_html(blocks, draw), "utf-8")
    else:
        path.write_text(_text(blocks, kind, draw), "utf-8")


def _html(blocks: Sequence[Block], draw: random.Random) -> str:
    mark = draw.choice(("p", "div", "p"))
    found = []
    for block in blocks:
        if isinstance(block, Table):
            lines = "".join(
                "<tr>" + "".join(f"<td>{_lines(cell)}</td>" for cell in row) + "</tr>"
                for row in block.rows
            )
            found.append(f"<table>{lines}</table>")
        else:
            found.append(f"<{mark}>{_lines(block)}</{mark}>")
    return f"<html><head><meta charset='utf-8'></head><body>{chr(10).join(found)}</body></html>"


def _lines(cell: str) -> str:
    return "<br>".join(map(escape, cell.split("\n")))


def _docx(blocks: Sequence[Block], path: Path, draw: random.Random) -> None:
    from docx import Document

    document = Document()
    for block in blocks:
        if isinstance(block, Table):
            table = document.add_table(rows=0, cols=len(block.rows[0]))
            if not block.is_bare and draw.random() < 0.8:
                table.style = "Table Grid"
            for row in block.rows:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
        else:
            document.add_paragraph(block)
    document.save(str(path))


def _text(blocks: Sequence[Block], kind: str, draw: random.Random) -> str:
    as_table: Callable[[Table], Iterable[str]] = draw.choice((_tabs, _columns, _cells, _pipes))
    if kind == "md":
        as_table = _pipes
    width = draw.choice((0, 0, 76, 90))
    between = [""] if kind == "md" or draw.random() < 0.4 else []
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            lines += as_table(block)
        else:
            lines += [part for one in block.split("\n") for part in _broken(one, width)]
        lines += between
    if kind == "txt" and draw.random() < 0.4:
        lines = list(_with_page_numbers(lines, draw))
    text = "\n".join(lines)
    return unicodedata.normalize("NFD", text) if draw.random() < 0.05 else text


def _broken(line: str, width: int) -> list[str]:
    """A line in lines of a width, as an editor breaks it."""
    found, words = [""], line.split(" ")
    for word in words:
        if width and len(found[-1]) + len(word) >= width:
            found.append("")
        found[-1] = f"{found[-1]} {word}".lstrip() if found[-1] else word
    return found


def _with_page_numbers(lines: Sequence[str], draw: random.Random) -> Iterator[str]:
    page, every = 1, draw.randint(30, 50)
    form = draw.choice(("{}", "- {} -", "Trang {}", "\f"))
    for index, line in enumerate(lines):
        if index and index % every == 0:
            page += 1
            yield form.format(page)
        yield line


def _tabs(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield "\t".join(cell.replace("\n", "; ") for cell in row)


def _pipes(table: Table) -> Iterator[str]:
    for index, row in enumerate(table.rows):
        yield "| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |"
        if index == 0:
            yield "|" + "---|" * len(row)


def _cells(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield from (cell for cell in row if cell)


def _columns(table: Table) -> Iterator[str]:
    """In columns of blanks, as pdftotext -layout leaves a table."""
    count = len(table.rows[0])
    longest = [max(len(row[index]) for row in table.rows) for index in range(count)]
    widths = [min(max(length, 4), 40 if length > 60 else 22) for length in longest]
    for row in table.rows:
        parts = [
            [part for line in cell.split("\n") for part in _broken(line, width)]
            for cell, width in zip(row, widths, strict=True)
        ]
        for index in range(max(map(len, parts))):
            cells = [own[index] if index < len(own) else "" for own in parts]
            yield "   ".join(
                cell.ljust(width) for cell, width in zip(cells, widths, strict=True)
            ).rstrip()


# --- all ------------------------------------------------------------------------------------------


def made(
    paths: Sequence[Path], folder: Path, seeds: Sequence[int], ways: Sequence[Way] = WAYS
) -> Iterator[Case]:
    """Papers in odd forms, one of each content and seed, with their truths."""
    folder.mkdir(parents=True, exist_ok=True)
    known = list(contents(paths))
    for seed in seeds:
        for content in known:
            draw = random.Random(f"{content.name} {seed}")  # noqa: S311 (nothing secret)
            truth, blocks = drawn(content, known, draw, ways=ways)
            kind = draw.choice(KINDS)
            path = folder / f"{content.name}.odd-{seed}.{kind}"
            written(blocks, kind, path, draw)
            path.with_suffix(".yaml").write_text(
                yaml.safe_dump(truth, allow_unicode=True, sort_keys=False), "utf-8"
            )
            yield Case(f"{content.name}-odd-{seed}", f"{ODD}{truth['way']} {kind}", (path,), truth)


def main() -> None:
    """Make them, and read them where a folder for that is named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--truths", type=Path, nargs="+", required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--read", type=Path)
    parser.add_argument("--further", action="store_true", help="in the ways of odd_ways.py")
    asked = parser.parse_args()
    ways = FURTHER_WAYS if asked.further else WAYS
    cases = list(made(asked.truths, asked.folder, asked.seeds, ways))
    if asked.read:
        for _ in kept(cases, asked.read):
            pass


if __name__ == "__main__":  # by its own name, under which what is kept will be looked for
    from bench import odd_forms

    odd_forms.main()
