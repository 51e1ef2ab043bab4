"""Text -> the clean picture of a printed line, cut as line finders cut it; and pictures of what
is no text.

All pictures are grey (uint8, 255 paper, 0 ink), HEIGHT pixels high. Wear is put on later, in
batches (`wear`).
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from tools.line_reader.alphabet import HEIGHT, RAISED_DIGITS
from tools.line_reader.wording import LONG_LEADER

Pixels = NDArray[np.uint8]

ABOVE, BELOW, BESIDE = 1.05, 0.355, 0.385
"""How kehoach cuts a line: letter sizes above and below the base line, and beside the ink (13
point type)."""
_KINDS = {"times": 0.66, "serif": 0.15, "sans": 0.19}
_PLAIN_DIGIT = {raised: digit for digit, raised in RAISED_DIGITS.items()}
_BULLET_SHAPES = ("disc", "square", "glyph", "glyph")


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface at a size in pixels, and the letters it holds."""

    font: ImageFont.FreeTypeFont
    size: int
    holds: frozenset[str]


class Faces:
    """The typefaces of a folder, by kind."""

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, list[Path]] = {kind: [] for kind in _KINDS}
        self._families: dict[str, list[Path]] = {}
        self._holds: dict[Path, frozenset[str]] = {}
        for path in sorted(folder.iterdir()):
            self._files[path.name.split("__")[0]].append(path)
            self._families.setdefault(_family(path), []).append(path)
            self._holds[path] = frozenset(map(chr, TTFont(path, lazy=True).getBestCmap() or ())) | {
                " "
            }
        self._at = lru_cache(maxsize=6000)(self._load)

    def _load(self, path: Path, size: int) -> Face:
        font = ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
        return Face(font, size, self._holds[path])

    def pick(self, chance: random.Random) -> tuple[Face, Face]:
        """A typeface, and another cut of the same family and size (bold, italic …)."""
        kind = chance.choices(list(_KINDS), list(_KINDS.values()))[0]
        path = chance.choice(self._files[kind])
        size = chance.choice([chance.randint(22, 36), chance.randint(30, 56)])
        return self._at(path, size), self._at(chance.choice(self._families[_family(path)]), size)

    def raised(self, face: Face) -> Face:
        """The face for raised figures."""
        return self._at(Path(str(face.font.path)), max(8, round(face.size * 0.62)))


def _family(path: Path) -> str:
    name = path.stem
    for cut in (
        "BoldItalic",
        "BoldOblique",
        "bolditalic",
        "Semibold",
        "Bold",
        "Italic",
        "Oblique",
        "Regular",
        "bold",
        "italic",
        "regular",
    ):
        name = name.replace(cut, "")
    return name.rstrip("-_")


@dataclass(slots=True)
class _Sheet:
    """A line being set: the pen stands at `x`, the base line at `base`; letters stand `tracking`
    pixels further apart than the typeface has them."""

    image: Image.Image
    pen: ImageDraw.ImageDraw
    base: float
    x: float
    tracking: float


def line(text: str, faces: Faces, chance: random.Random, widest: int) -> tuple[Pixels, str] | None:
    """A line of print -> its picture (HEIGHT x at most `widest`) and the text as drawn; None
    when it does not fit."""
    face, other = faces.pick(chance)
    text = " ".join(
        "".join(c for c in text if c in face.holds or c in _PLAIN_DIGIT or c == "•").split()
    )
    if not text:
        return None
    size = face.size
    tracking = _tracking(chance, size, text)
    gap = face.font.getlength(" ") * (
        chance.choice([1, 1, 1.5, 2.2, 0.8]) if chance.random() < 0.4 else 1
    )
    words = text.split(" ")
    wide = _wide_gaps(words, chance, size)
    width = (
        face.font.getlength(text) * 1.12
        + len(text) * max(tracking, 0)
        + len(words) * gap
        + sum(wide.values())
    )
    width += text.count(LONG_LEADER) * 10 * size + 3 * size
    if width * HEIGHT / (size * 1.4) > 2.2 * widest:
        return None
    image = Image.new("L", (int(width), int(size * 2.4)), 255)
    sheet = _Sheet(image, ImageDraw.Draw(image), size * 1.35, size * 1.0, tracking)
    mixed = face is not other and chance.random() < 0.12
    simple = (
        not tracking
        and not mixed
        and not wide
        and gap == face.font.getlength(" ")
        and not _special(text)
    )
    ends: list[tuple[float, float]] = []
    if simple:
        sheet.pen.text((sheet.x, sheet.base), text, 0, font=face.font, anchor="ls")
    else:
        turn = chance.randint(1, len(words)) if mixed else len(words)
        for number, word in enumerate(words):
            own = face if number < turn or set(word) - other.holds else other
            start = sheet.x
            _set_word(sheet, word, own, faces, chance)
            ends.append((start, sheet.x))
            sheet.x += wide.get(number, gap + tracking)
    ink = np.asarray(image)
    columns = np.nonzero((ink < 250).any(axis=0))[0]
    rows = np.nonzero((ink < 250).any(axis=1))[0]
    if not columns.size or columns[-1] >= ink.shape[1] - 2:
        return None
    left, right, top, bottom = (
        int(columns[0]),
        int(columns[-1]) + 1,
        int(rows[0]),
        int(rows[-1]) + 1,
    )
    if chance.random() < 0.1:
        _underline(sheet, ends, (left, right), size, chance)
    if chance.random() < 0.025:
        _signature(sheet.pen, chance, (left, 0, right, int(size * 2.4)), size)
    box = _cut(chance, size, sheet.base, (left, top, right, bottom))
    picture = _margins(_crop(np.asarray(image), box), chance, size)
    squeeze = chance.choice([1.0, chance.uniform(0.85, 1.14), chance.uniform(0.72, 1.28)])
    width = max(8, round(picture.shape[1] * HEIGHT / picture.shape[0] * squeeze))
    if width > widest:
        return None
    how = chance.choice([Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.BOX])
    small = Image.fromarray(picture).resize((width, HEIGHT), how)
    return np.asarray(small, np.uint8), text


def _special(text: str) -> bool:
    return LONG_LEADER in text or "•" in text or any(letter in _PLAIN_DIGIT for letter in text)


def _tracking(chance: random.Random, size: int, text: str) -> float:
    """Extra space between letters, in pixels: mostly none, wide in some headings."""
    if chance.random() < 0.78:
        return 0.0
    if text.isupper() and chance.random() < 0.3:
        return chance.uniform(0.06, 0.3) * size
    return chance.uniform(-0.035, 0.09) * size


def _wide_gaps(words: list[str], chance: random.Random, size: int) -> dict[int, float]:
    """Gaps as wide as tabulators, by the number of the word before: after a list mark, or
    anywhere."""
    gaps: dict[int, float] = {}
    if len(words) > 1 and len(words[0]) <= 3 and not words[0].isalpha() and chance.random() < 0.4:
        gaps[0] = chance.uniform(0.3, 1.6) * size
    if len(words) > 2 and chance.random() < 0.03:
        gaps[chance.randrange(len(words) - 1)] = chance.uniform(1.0, 5.0) * size
    return gaps


def _set_word(sheet: _Sheet, word: str, face: Face, faces: Faces, chance: random.Random) -> None:
    """Set one word, letter by letter where it needs that, and move the pen behind it."""
    if not sheet.tracking and not _special(word):
        sheet.pen.text((sheet.x, sheet.base), word, 0, font=face.font, anchor="ls")
        sheet.x += face.font.getlength(word)
        return
    place = 0
    while place < len(word):
        letter = word[place]
        if word.startswith(LONG_LEADER, place):
            dots = chance.choice(["." * chance.randint(7, 40), "…" * chance.randint(2, 12)])
            sheet.pen.text((sheet.x, sheet.base), dots, 0, font=face.font, anchor="ls")
            sheet.x += face.font.getlength(dots)
            place += len(LONG_LEADER)
            continue
        if letter in _PLAIN_DIGIT and (letter not in face.holds or chance.random() < 0.8):
            small = faces.raised(face)
            digit = _PLAIN_DIGIT[letter]
            rise = chance.uniform(0.28, 0.4) * face.size
            sheet.pen.text((sheet.x, sheet.base - rise), digit, 0, font=small.font, anchor="ls")
            sheet.x += small.font.getlength(digit) + sheet.tracking
        elif letter == "•":
            _bullet(sheet, face, chance)
        else:
            sheet.pen.text((sheet.x, sheet.base), letter, 0, font=face.font, anchor="ls")
            sheet.x += face.font.getlength(letter) + sheet.tracking
        place += 1


def _bullet(sheet: _Sheet, face: Face, chance: random.Random) -> None:
    shape = chance.choice(_BULLET_SHAPES)
    side = chance.uniform(0.18, 0.4) * face.size
    middle = sheet.base - 0.25 * face.size
    box = (sheet.x, middle - side / 2, sheet.x + side, middle + side / 2)
    if shape == "glyph" and "•" in face.holds:
        sheet.pen.text((sheet.x, sheet.base), "•", 0, font=face.font, anchor="ls")
        sheet.x += face.font.getlength("•")
        return
    if shape == "square":
        sheet.pen.rectangle(box, fill=0)
    else:
        sheet.pen.ellipse(box, fill=0)
    sheet.x += side + 0.05 * face.size


def _underline(
    sheet: _Sheet,
    words: list[tuple[float, float]],
    whole: tuple[float, float],
    size: int,
    chance: random.Random,
) -> None:
    """A rule below the whole line or one of its words (from where to where in pixels)."""
    start, stop = whole if not words or chance.random() < 0.5 else chance.choice(words)
    y = sheet.base + chance.uniform(0.08, 0.2) * size
    sheet.pen.line(
        (start, y, stop, y),
        fill=chance.randint(0, 60),
        width=max(1, round(size * chance.uniform(0.03, 0.07))),
    )


def _signature(
    pen: ImageDraw.ImageDraw, chance: random.Random, box: tuple[int, int, int, int], size: int
) -> None:
    """Strokes of a pen across `box` (left, top, right, bottom): one or several smooth loops,
    dark or lifted to grey."""
    left, top, right, bottom = box
    shade = chance.choice([chance.randint(0, 90), chance.randint(90, 215)])
    for _ in range(chance.randint(1, 2)):
        x, y = chance.uniform(left, right), chance.uniform(top, bottom)
        reach = chance.uniform(1.0, 5.0) * size
        phase, bend = chance.uniform(0, 6.3), chance.uniform(0.3, 2.5)
        slope = chance.uniform(-0.9, 0.9)
        high = chance.uniform(0.3, 1.6) * size
        steps = [n / 24 for n in range(25)]
        path = [
            (
                x + (t - 0.5) * reach + 0.2 * reach * math.sin(phase + 9 * bend * t),
                y + slope * (t - 0.5) * reach + high * math.sin(phase * 2 + 7 * bend * t),
            )
            for t in steps
        ]
        pen.line(
            path, fill=shade, width=max(1, round(size * chance.uniform(0.03, 0.1))), joint="curve"
        )


def _cut(
    chance: random.Random, size: int, base: float, ink: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    """Where to cut (left, top, right, bottom): as kehoach does, tight around the ink, or loose."""
    left, top, right, bottom = ink
    kind = chance.random()
    if kind < 0.55:
        grown = chance.gauss(1.0, 0.06)
        upper = base - (ABOVE + chance.gauss(0, 0.07)) * size * grown
        lower = base + (BELOW + chance.gauss(0, 0.06)) * size * grown
    elif kind < 0.8:
        upper = top - chance.uniform(-0.03, 0.16) * size
        lower = bottom + chance.uniform(-0.03, 0.16) * size
        lower = max(lower, upper + 0.62 * size)
    else:
        upper = min(top, base - 0.8 * size) - chance.uniform(0.0, 0.5) * size
        lower = max(bottom, base + 0.2 * size) + chance.uniform(0.0, 0.45) * size
    upper, lower = min(upper, top + 0.04 * size), max(lower, bottom - 0.04 * size)
    sides = []
    for _ in range(2):
        width = chance.random()
        if width < 0.3:
            sides.append(chance.uniform(-0.02, 0.12) * size)
        elif width < 0.85:
            sides.append(chance.gauss(BESIDE, 0.12) * size)
        else:
            sides.append(chance.uniform(0.3, 1.6) * size)
    return round(left - sides[0]), round(upper), round(right + sides[1]), round(lower)


def _crop(page: Pixels, box: tuple[int, int, int, int]) -> Pixels:
    """A part of the page, white where it lies outside."""
    left, top, right, bottom = box
    part = np.full((bottom - top, right - left), 255, np.uint8)
    y0, x0 = max(0, top), max(0, left)
    y1, x1 = min(page.shape[0], bottom), min(page.shape[1], right)
    part[y0 - top : y1 - top, x0 - left : x1 - left] = page[y0:y1, x0:x1]
    return part


def _margins(picture: Pixels, chance: random.Random, size: int) -> Pixels:
    """Now and then a broad margin at one side, with specks, a hole or a rule in it: none of
    these is text."""
    if chance.random() >= 0.13:
        return picture
    margin = np.full((picture.shape[0], round(chance.uniform(1.2, 6.0) * size)), 255, np.uint8)
    clear = round(0.9 * size)  # so far from the text no full stop or colon can stand
    area = Image.fromarray(
        margin[:, : margin.shape[1] - clear] if margin.shape[1] > clear + 4 else margin[:, :4]
    )
    scatter(ImageDraw.Draw(area), chance, (0, 0, area.width, area.height), size)
    margin[:, : area.width] = np.asarray(area)
    if chance.random() < 0.5:
        return np.concatenate([margin, picture], axis=1)
    return np.concatenate([picture, margin[:, ::-1]], axis=1)


def scatter(
    pen: ImageDraw.ImageDraw, chance: random.Random, box: tuple[int, int, int, int], size: int
) -> None:
    """Dirt within `box`: specks alone or by twos as colons, blots, hairs, bits of rules, a
    punched hole."""
    left, top, right, bottom = box
    for _ in range(chance.choice([1, 1, 1, 2, 3, chance.randint(4, 14)])):
        x, y = chance.uniform(left, right), chance.uniform(top, bottom)
        kind, shade = (
            chance.random(),
            chance.choice([chance.randint(0, 70), chance.randint(40, 190)]),
        )
        if kind < 0.52:
            for _ in range(chance.choice([1, 1, 2])):
                w, h = (chance.uniform(0.02, 0.16) * size for _ in range(2))
                pen.ellipse((x - w, y - h, x + w, y + h), fill=shade)
                x, y = x + chance.gauss(0, 0.06) * size, y + chance.uniform(0.2, 0.6) * size
        elif kind < 0.64:
            spots = [
                (x + chance.gauss(0, 0.14) * size, y + chance.gauss(0, 0.14) * size)
                for _ in range(chance.randint(4, 9))
            ]
            pen.polygon(spots, fill=shade)
        elif kind < 0.74:
            turn, length = chance.uniform(0, 6.3), chance.uniform(0.2, 1.4) * size
            pen.arc(
                (x - length, y - length, x + length, y + length),
                math.degrees(turn),
                math.degrees(turn) + chance.uniform(15, 70),
                fill=shade,
                width=max(1, round(0.04 * size)),
            )
        elif kind < 0.86:
            thick = max(1, round(chance.uniform(0.03, 0.1) * size))
            if chance.random() < 0.5:
                pen.line(
                    (x, top, x, bottom) if chance.random() < 0.6 else (x, y, x, bottom),
                    fill=shade,
                    width=thick,
                )
            else:
                long = chance.uniform(1.4, 8.0) * size  # a shorter one would be a dash
                edge = chance.choice([top + thick, bottom - thick, y])
                pen.line(
                    (x, edge, x + long, edge + chance.gauss(0, 0.02) * size),
                    fill=shade,
                    width=thick,
                )
        elif kind < 0.93:
            radius = chance.uniform(0.75, 1.4) * size  # a smaller ring would be an O
            hole = (x - radius, y - radius, x + radius, y + radius)
            pen.ellipse(
                hole,
                outline=shade,
                width=max(1, round(0.05 * size)),
                fill=shade if chance.random() < 0.5 else None,
            )
        else:
            _signature(pen, chance, box, size)


def blank(faces: Faces, chance: random.Random, widest: int) -> Pixels:
    """A picture of what line finders take for a line and is none: empty paper, dirt, rules, arcs
    of seals, the tails of the line above or the marks of the one below."""
    width = chance.choice(
        [chance.randint(14, 60), chance.randint(30, 200), chance.randint(100, widest)]
    )
    image = Image.new("L", (width * 2, HEIGHT * 2), 255)
    pen = ImageDraw.Draw(image)
    kind = chance.random()
    size = chance.randint(34, 60)
    whole = (0, 0, width * 2, HEIGHT * 2)
    if kind < 0.12:
        pass
    elif kind < 0.62:
        scatter(pen, chance, whole, chance.choice([size, size, size * 2]))
    elif kind < 0.72:
        for _ in range(chance.randint(1, 2)):
            y = chance.choice(
                [
                    chance.uniform(0, HEIGHT * 2),
                    chance.uniform(0, 6),
                    HEIGHT * 2 - chance.uniform(0, 6),
                ]
            )
            pen.line(
                (0, y, width * 2, y + chance.gauss(0, 1.5)),
                fill=chance.randint(0, 150),
                width=chance.randint(1, 6),
            )
    elif kind < 0.84:
        radius = chance.uniform(60, 260)
        x, y = (
            chance.uniform(0, width * 2),
            chance.choice([-1, 1]) * chance.uniform(0.5, 1.2) * radius + HEIGHT,
        )
        shade = chance.choice([chance.randint(20, 110), chance.randint(110, 220)])
        for share, thick in ((1.0, chance.randint(2, 9)), (0.93, 2), (0.7, 3)):
            pen.arc(
                (x - radius * share, y - radius * share, x + radius * share, y + radius * share),
                0,
                360,
                fill=shade,
                width=thick,
            )
    elif kind < 0.9:
        for _ in range(chance.randint(1, 3)):
            _signature(pen, chance, whole, size)
    else:
        _tails(image, faces, chance)
    small = image.resize((width, HEIGHT), Image.Resampling.BOX)
    return np.asarray(small, np.uint8)


def _tails(image: Image.Image, faces: Faces, chance: random.Random) -> None:
    """The lowest or highest quarter of another line's letters at the rim of the picture."""
    face, _ = faces.pick(chance)
    pen = ImageDraw.Draw(image)
    text = "".join(
        chance.choice("gpqyjạậệịợụựặ, đằngphủỷẫỗ")
        for _ in range(max(1, image.width // face.size * 2))
    )
    text = "".join(letter for letter in text if letter in face.holds)
    if chance.random() < 0.5:
        pen.text((0, chance.uniform(-0.08, 0.04) * face.size), text, 0, font=face.font, anchor="ls")
    else:
        pen.text(
            (0, image.height + chance.uniform(0.45, 0.62) * face.size),
            text,
            0,
            font=face.font,
            anchor="ls",
        )
