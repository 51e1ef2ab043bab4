"""Make `normalize/gazetteer.tsv.xz` from the lists of administrative units.

    python tools/build_gazetteer.py ../shared/gazetteer

Reads, from the folder given, `units-2025.csv` (state of 1 July 2025, Decision 19/2025/QĐ-TTg),
`changes-2026.csv` (units renamed or raised by 30 April 2026) and `units-before-2025.csv` (state of
1 March 2025). All three were taken from github.com/thanglequoc/vietnamese-provinces-database (MIT
licence; tags v3.0.2, v4.2.0, v2.4.1), which follows the official lists; `normalize/GAZETTEER.md`
says so too. The same input gives the same bytes.

One line per unit, sorted: key, code, level, name, district, province, era. `key` is the name
without diacritics and spaces; names stand without the word of their level, their tone marks in one
place (Hòa, not Hoà); the era is `2025` (from 1 July 2025 on) or `before`.
"""

from __future__ import annotations

import csv
import lzma
import sys
from collections.abc import Iterator
from pathlib import Path

import regex

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kehoach.normalize.gazetteer import key_of, same_letters  # noqa: E402 (found by the line above)
from kehoach.normalize.text import fold  # noqa: E402

TARGET = ROOT / "normalize" / "gazetteer.tsv.xz"
LEVELS = ("Thành phố", "Tỉnh", "Quận", "Huyện", "Thị xã", "Thị trấn", "Phường", "Xã", "Đặc khu")
Row = tuple[str, str, str, str, str, str, str]


def without_level(name: str) -> str:
    """A name without the word of its level: "Phường Bàn Cờ" is "Bàn Cờ", "Phường 07" is "7"."""
    level = next((word for word in LEVELS if name.startswith(word + " ")), None)
    name = name.removeprefix(f"{level} ") if level else name
    return str(int(name)) if name.isdigit() else regex.sub(r"\p{L}+", _one_tone, name)


def _one_tone(match: regex.Match[str]) -> str:
    return same_letters(fold(match[0]), match[0])


def level_of(name: str) -> str:
    """The level that a full name begins with, in lower case."""
    return next(word.lower() for word in LEVELS if name.startswith(word + " "))


def row(code: str, name: str, district: str, province: str, era: str) -> Row:
    """One line of the gazetteer from full names."""
    short = without_level(name)
    return (
        key_of(short),
        code,
        level_of(name),
        short,
        without_level(district),
        without_level(province),
        era,
    )


def rows(folder: Path) -> Iterator[Row]:
    """All units of the three lists."""
    for unit in _read(folder / "units-2025.csv"):
        yield row(unit["code"], unit["name"], "", unit["province"], "2025")
    for unit in _read(folder / "changes-2026.csv"):
        yield row(unit["code"], unit["name_2026"], "", unit["province_2026"], "2025")
    for unit in _read(folder / "units-before-2025.csv"):
        yield row(unit["code"], unit["name"], unit["district"], unit["province"], "before")


def _read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def build(folder: Path) -> bytes:
    """The compressed file."""
    lines = sorted({"\t".join(unit) for unit in rows(folder)})
    text = "\n".join(lines) + "\n"
    preset = 9 | lzma.PRESET_EXTREME
    return lzma.compress(
        text.encode("utf-8"), format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, preset=preset
    )


def main() -> int:
    """Write the file; 2 when the folder is not given."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    data = build(Path(sys.argv[1]))
    TARGET.write_bytes(data)
    print(f"{TARGET}: {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
