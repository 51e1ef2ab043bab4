"""What the commands say, in Vietnamese and English, and how it is laid out for a terminal.

A text is a pair (Vietnamese, English); messages of failures stand in `errors.py`. Nothing is
imported from the rooms, so that `kehoach --help` stays quick.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

import click

from kehoach.commands.texts import MORE_TEXTS

if TYPE_CHECKING:
    from kehoach.schema.models import Finding, Plan, Span

Lang: TypeAlias = Literal["vi", "en"]
LEVELS = ("error", "warning", "info")
_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}

_TEXTS: dict[str, tuple[str, str]] = {
    # help
    "help": (
        "Đọc kế hoạch do UBND phường, xã ban hành: ai làm gì, trước ngày nào, ra sản phẩm gì, đạt chỉ "
        "tiêu nào.\n\n"
        "Mã thoát: 0 xong; 1 có điểm phải xem ở mức --fail-on trở lên; 2 dùng sai lệnh; 3 có tệp không "
        "đọc được; 4 thiếu chương trình phải cài; 130 bị ngắt.",
        "Reads the plans of Vietnamese wards and communes: who does what, by when, with which product, "
        "toward which target.\n\n"
        "Exit codes: 0 done; 1 findings at or above --fail-on; 2 wrong usage; 3 an input could not be "
        "read; 4 something that must be installed is missing; 130 interrupted.",
    ),
    "help.extract": (
        "Chuyển mỗi văn bản thành một kế hoạch dạng JSON.\n\n"
        "FILE là tệp PDF, ảnh quét (PNG, JPEG, TIFF), DOCX, HTML hoặc văn bản thuần; loại tệp được nhận "
        "theo nội dung, không theo tên. Không có -o thì JSON của một tệp được in ra đầu ra chuẩn.",
        "Turn each paper into a plan in JSON.\n\n"
        "FILE is a PDF, a scan (PNG, JPEG, TIFF), DOCX, HTML or plain text file; its type is told from the "
        "content, not from the name. Without -o the JSON of one file goes to standard output.",
    ),
    "help.check": (
        "Liệt kê các điểm phải xem của kế hoạch.\n\n"
        "FILE là văn bản, hoặc tệp JSON do `kehoach extract` ghi ra (liệt kê điểm đã ghi trong đó). Mã "
        "thoát là 1 khi có điểm ở mức --fail-on trở lên.",
        "List the findings of plans.\n\n"
        "FILE is a paper, or a JSON file written by `kehoach extract` (the findings it holds are listed). "
        "The exit code is 1 when a finding is at or above --fail-on.",
    ),
    "help.inspect": (
        "Vẽ những gì chương trình thấy trên một trang.\n\n"
        "Từ (xanh: chắc chắn, đỏ: không chắc), dòng, bảng và vai trò của các cột được vẽ đè lên ảnh trang.",
        "Draw what the program sees on a page.\n\n"
        "Words (green: sure, red: unsure), lines, grids and the roles of columns are drawn over the page image.",
    ),
    "help.cache": (
        "Quản lý bộ nhớ đệm các trang đã nhận dạng; `kehoach cache clear` xóa sạch.",
        "Manage the cache of page readings; `kehoach cache clear` empties it.",
    ),
    "help.schema": (
        "In JSON Schema (draft 2020-12) của một kế hoạch.",
        "Print the JSON Schema (draft 2020-12) of a plan.",
    ),
    "short.extract": ("Văn bản -> kế hoạch dạng JSON.", "Papers -> plans in JSON."),
    "short.check": ("Liệt kê các điểm phải xem.", "List the findings of plans."),
    "short.inspect": (
        "Vẽ những gì chương trình thấy trên một trang.",
        "Draw what the program sees on a page.",
    ),
    "short.cache": ("Xóa bộ nhớ đệm (cache clear).", "Empty the cache (cache clear)."),
    "short.schema": ("In JSON Schema của một kế hoạch.", "Print the JSON Schema of a plan."),
    "option.out": (
        "Nơi ghi: một tệp (khi có một đầu vào), hoặc một thư mục (có sẵn, hoặc tên kết thúc bằng /, hoặc "
        "khi có nhiều đầu vào; được tạo nếu chưa có). Mỗi tệp mang tên của đầu vào với đuôi .json.",
        "Where to write: a file (for one input), or a folder (an existing one, a name that ends with /, "
        "or for several inputs; created if needed). Each file is named after its input, with .json.",
    ),
    "option.check_format": (
        "Cách trình bày: table, json, sarif (2.1.0) hoặc html (mặc định: table).",
        "How to show them: table, json, sarif (2.1.0) or html (default: table).",
    ),
    "option.out_file": (
        "Ghi vào tệp này thay vì in ra.",
        "Write into this file instead of printing.",
    ),
    "option.fail_on": (
        "Mã thoát là 1 khi có điểm ở mức này trở lên (mặc định: error).",
        "Exit with 1 when a finding is at or above this level (default: error).",
    ),
    "option.pages": (
        "Chỉ đọc những trang này của PDF hoặc ảnh, ví dụ 1-5 hoặc 1,3-4 (mặc định: tất cả).",
        "Read only these pages of a PDF or image, such as 1-5 or 1,3-4 (default: all).",
    ),
    "option.jobs": (
        "Số trang quét được đọc cùng lúc (mặc định: bằng số lõi CPU).",
        "Scanned pages read at once (default: one per core).",
    ),
    "option.dpi": (
        "Độ phân giải khi vẽ trang PDF để nhận dạng (mặc định: đúng độ phân giải của bản quét).",
        "Resolution at which PDF pages are drawn for OCR (default: that of the scan).",
    ),
    "option.page_timeout": (
        "Số giây tối đa để nhận dạng một trang (mặc định: 120).",
        "Seconds that one page may take (default: 120).",
    ),
    "option.no_cache": (
        "Không dùng và không ghi bộ nhớ đệm các trang đã nhận dạng.",
        "Neither use nor write the cache of page readings.",
    ),
    "option.page": ("Trang cần vẽ (mặc định: 1).", "The page to draw (default: 1)."),
    "option.png": ("Tệp PNG sẽ ghi.", "The PNG file to write."),
    "option.lang": (
        "Ngôn ngữ của thông báo (mặc định: theo LC_ALL, LC_MESSAGES, LANG).",
        "Language of messages (default: from LC_ALL, LC_MESSAGES, LANG).",
    ),
    "option.verbose": (
        "Nói nhiều hơn, kèm chi tiết khi có lỗi.",
        "Say more, with tracebacks of failures.",
    ),
    "option.version": ("In số phiên bản.", "Print the version."),
    "option.help": ("In trợ giúp này.", "Print this help."),
    "heading.usage": ("Cách dùng: ", "Usage: "),
    "heading.options": ("Tùy chọn", "Options"),
    "heading.commands": ("Lệnh", "Commands"),
    "metavar.options": ("[TÙY CHỌN]", "[OPTIONS]"),
    "metavar.command": ("LỆNH [...]", "COMMAND [...]"),
    # wrong usage
    "usage.error": ("Lỗi: {sentence}", "Error: {sentence}"),
    "usage.hint": ("Xem trợ giúp: {command} --help", "For help: {command} --help"),
    "usage.no_option": ("không có tùy chọn {name}.", "there is no option {name}."),
    "usage.no_command": ("không có lệnh {name}.", "there is no command {name}."),
    "usage.no_value": ("tùy chọn {name} cần một giá trị.", "option {name} needs a value."),
    "usage.needless_value": (
        "tùy chọn {name} không nhận giá trị.",
        "option {name} takes no value.",
    ),
    "usage.extra": ("có tham số thừa.", "there are too many arguments."),
    "usage.missing": ("thiếu {name}.", "{name} is missing."),
    "usage.choice": (
        "giá trị không hợp lệ cho {name}; chọn một trong: {choices}.",
        "invalid value for {name}; choose one of: {choices}.",
    ),
    "usage.pages": (
        "--pages phải có dạng 3, 1-5 hoặc 1-3,8 (đánh số từ 1).",
        "--pages takes 3, 1-5 or 1-3,8 (counted from 1).",
    ),
    "usage.other": ("dùng sai lệnh ({reason})", "wrong usage ({reason})"),
    # results
    "version": ("kehoach {version}", "kehoach {version}"),
    "interrupted": ("Đã dừng theo yêu cầu.", "Interrupted."),
    "failure": ("{name}: {reason}", "{name}: {reason}"),
    "summary": (
        "{name}: {tasks} nhiệm vụ, {targets} chỉ tiêu, {findings}",
        "{name}: {tasks}, {targets}, {findings}",
    ),
    "progress": ("Nhận dạng trang quét", "Reading scanned pages"),
    "drawn": ("{name}, trang {page} -> {path}", "{name}, page {page} -> {path}"),
    "cleared": (
        "Đã xóa {count} trang khỏi bộ nhớ đệm {path}.",
        "Removed {count} pages from the cache {path}.",
    ),
    "written": ("{summary} -> {path}", "{summary} -> {path}"),
    "status.partial": ("đọc chưa hết", "read in part"),
    "status.failed": ("không đọc được", "could not be read"),
    "failed_plan": (
        "Không rút được kế hoạch nào từ văn bản này.",
        "No plan could be made out of this paper.",
    ),
    "nothing": ("không có gì phải xem", "no findings"),
    "total": ("Tổng cộng {files} tệp: {findings}", "Total of {files}: {findings}"),
    "unread": ("{count} tệp không đọc được", "{count} could not be read"),
    "column.severity": ("MỨC", "LEVEL"),
    "column.code": ("MÃ", "CODE"),
    "column.place": ("Ở ĐÂU", "WHERE"),
    "column.message": ("NỘI DUNG", "MESSAGE"),
    "column.evidence": ("TRÍCH", "EVIDENCE"),
    "severity.error": ("lỗi", "error"),
    "severity.warning": ("cảnh báo", "warning"),
    "severity.info": ("ghi chú", "info"),
}
_TEXTS.update(MORE_TEXTS)


class MisusedError(click.UsageError):
    """Wrong usage that we found ourselves: its message is a whole sentence in the user's
    language."""


def say(key: str, lang: Lang, **details: object) -> str:
    """The text of `key` in one language, with its details filled in."""
    return _TEXTS[key][0 if lang == "vi" else 1].format_map(details)


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """`--lang` wherever it stands (the last counts), else the first of LC_ALL, LC_MESSAGES, LANG
    that is set.

    >>> language(["extract", "--lang=vi", "a.pdf"], {"LANG": "en_GB.UTF-8"})
    'vi'
    >>> language(["--help"], {"LC_ALL": "", "LANG": "vi_VN.UTF-8"})
    'vi'
    """
    options = list(arguments)
    if "--" in options:
        options = options[: options.index("--")]
    asked = [
        value.removeprefix("--lang=")
        for previous, value in zip(["", *options], options, strict=False)
        if previous == "--lang" or value.startswith("--lang=")
    ]
    for value in reversed(asked):
        if value in ("vi", "en"):
            return "vi" if value == "vi" else "en"
    locale = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)),
        "",
    )
    return "vi" if re.split(r"[_.@-]", locale.lower())[0] == "vi" else "en"


def safe(text: str) -> str:
    r"""Text of a paper or a file name made harmless for a terminal: one line, no command, no
    reversal.

    >>> safe("a\x1b[31m\nb\u202e" + "k\udce9")
    'a\\x1b[31m b\\u202ek\\xe9'
    """
    return "".join(_safe(character) for character in unicodedata.normalize("NFC", text))


def _safe(character: str) -> str:
    if character.isprintable():
        return character
    if character.isspace() and not "\x1c" <= character <= "\x1f":
        return " "
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # an undecodable byte of a file name (surrogateescape)
        return f"\\x{code - 0xDC00:02x}"
    return (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )


def count_findings(severities: Iterable[str], lang: Lang) -> str:
    """How many of each severity, worst first.

    >>> count_findings(["info", "error", "error"], "en")
    '2 errors, 1 info'
    """
    counts = Counter(severities)
    parts = []
    for level in LEVELS:
        name = say(f"severity.{level}", lang)
        if counts[level]:
            uncounted = (
                lang == "vi" or level == "info"
            )  # English needs a plural, Vietnamese does not
            parts.append(f"{counts[level]} {name}" if uncounted else _plural(counts[level], name))
    return ", ".join(parts) or say("nothing", lang)


def summary(name: str, plan: Plan, lang: Lang) -> str:
    """One line about a plan that was read."""
    tasks, targets = len(plan.tasks), len(plan.targets)
    line = say(
        "summary",
        lang,
        name=name,
        tasks=tasks if lang == "vi" else _plural(tasks, "task"),
        targets=targets if lang == "vi" else _plural(targets, "target"),
        findings=count_findings((finding.severity for finding in plan.findings), lang),
    )
    return line if plan.status == "ok" else f"{line} ({say(f'status.{plan.status}', lang)})"


def total(files: int, unread: int, severities: Sequence[str], lang: Lang) -> str:
    """The last line of `kehoach check`."""
    findings = count_findings(severities, lang)
    if files == unread:
        findings = say("unread", lang, count=unread)  # "no findings" would sound like praise
        unread = 0
    line = say(
        "total", lang, files=files if lang == "vi" else _plural(files, "file"), findings=findings
    )
    return f"{line}; {say('unread', lang, count=unread)}" if unread else line


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def place(spans: Sequence[Span], where: str, lang: Lang) -> str:
    """Where in the paper: pages, or lines, or paragraphs; the place in the JSON when the paper's is
    not " "known."""
    from kehoach.emit.places import place_of

    known = place_of(spans)
    return known.told(lang) if known is not None else safe(where)


def suggestion(finding: Finding, lang: Lang) -> str:
    """What belongs there, or what to do about it; "" where nobody knows."""
    from kehoach.emit.findings import advice_of

    return advice_of(finding, lang)


def findings_table(findings: Sequence[Finding], lang: Lang) -> list[str]:
    """The findings, worst first, those of one code together, as aligned columns, one line each, for
    grep and awk."""
    columns = ("severity", "code", "place", "message", "evidence")
    rows = [[say(f"column.{column}", lang) for column in columns]]
    first: dict[str, int] = {}
    for number, finding in enumerate(findings):
        first.setdefault(finding.code, number)
    for finding in sorted(
        findings, key=lambda finding: (LEVELS.index(finding.severity), first[finding.code])
    ):
        message = safe(finding.message if lang == "vi" else finding.message_en)
        if (advice := suggestion(finding, lang)) and advice not in message:
            message = f"{message} → {safe(advice)}"
        rows.append(
            [
                say(f"severity.{finding.severity}", lang),
                safe(finding.code),
                place(finding.spans, finding.where, lang),
                message,
                shorten(safe(finding.evidence)),
            ]
        )
    sizes = [max(display_width(row[column]) for row in rows) for column in range(len(columns))]
    return [_line(row, sizes) for row in rows]


def coloured(line: str, lang: Lang) -> str:
    """The word of severity in its colour; click takes the colour away again where there is no
    terminal."""
    for level, colour in _COLOURS.items():
        word = say(f"severity.{level}", lang)
        if line.startswith(f"  {word} ") and not os.environ.get("NO_COLOR"):
            return f"  {click.style(word, fg=colour)}{line[2 + len(word) :]}"
    return line


def shorten(text: str, limit: int = 60) -> str:
    """The beginning of a text.

    >>> shorten("Rà soát, đơn giản hóa thủ tục hành chính", 10)
    'Rà soát,…'
    """
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def _line(row: Sequence[str], sizes: Sequence[int]) -> str:
    padded = [
        cell + " " * (size - display_width(cell)) for cell, size in zip(row, sizes, strict=True)
    ]
    return ("  " + "  ".join(padded)).rstrip()


def wrap(text: str, width: int) -> list[str]:
    """Text broken at spaces into lines no wider than `width`; a longer word is cut.

    >>> wrap("Nhiệm vụ không có thời hạn", 12)
    ['Nhiệm vụ', 'không có', 'thời hạn']
    """
    lines = [""]
    for word in text.split():
        while display_width(word) > width:
            head = next(
                n for n in range(len(word), 0, -1) if n == 1 or display_width(word[:n]) <= width
            )
            lines += [word[:head], ""]
            word = word[head:]
        glued = f"{lines[-1]} {word}" if lines[-1] else word
        if display_width(glued) <= width:
            lines[-1] = glued
        else:
            lines.append(word)
    return [line for line in lines if line] or [""]


def display_width(text: str) -> int:
    """Cells of a terminal: 2 for wide letters, 0 for combining marks.

    >>> display_width("kế hoạch"), display_width("漢"), display_width("e\u0302")
    (8, 2, 1)
    """
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )
