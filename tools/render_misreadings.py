"""Print lines of the corpus, wear the pages, read them with Tesseract: pairs of what stood there
and what was read.

    .venv/bin/python tools/render_misreadings.py --language eng --pages 300 --out eng.tsv \\
        ../shared/corpus

From such pairs tools/train_misreadings.py learns which letters Tesseract takes for which: with its
English model, as people run it who have no Vietnamese one, and with `vie` on poor scans. Needs the
fonts of fonts-texgyre and fonts-freefont-ttf. Each row: printed line, read line. A page is the same
in every run; Tesseract's own version decides the rest. Nothing of the pairs goes into the
repository.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from pathlib import Path

import cv2
import numpy as np
import pytesseract
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.corpus import OFFICES, teaching  # noqa: E402 (found by the line above)

TERMES = Path("/usr/share/texmf/fonts/opentype/public/tex-gyre")
FREE = Path("/usr/share/fonts/truetype/freefont")
# Cuts of Times that have every Vietnamese letter: Decree 30/2020/NĐ-CP prescribes Times New Roman.
FACES = {
    "regular": (TERMES / "texgyretermes-regular.otf", FREE / "FreeSerif.ttf"),
    "bold": (TERMES / "texgyretermes-bold.otf", FREE / "FreeSerifBold.ttf"),
    "italic": (TERMES / "texgyretermes-italic.otf", FREE / "FreeSerifItalic.ttf"),
}
LINES_A_PAGE = 42
READ_AT = 225
"""Dots per inch at which `ingest` works on scans."""
Grey = NDArray[np.uint8]


def sentences(corpus: Path, rng: random.Random) -> list[str]:
    """Lines to print: two thirds of plans and letters, one third of laws."""
    lines = list(teaching(corpus))
    offices = [line for n, line in lines if any(first <= n <= last for first, last in OFFICES)]
    laws = [line for _, line in rng.sample(lines, min(len(lines), len(offices) // 2))]
    mixed = offices + laws
    rng.shuffle(mixed)
    return mixed


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most about `width` characters."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line] if line else lines


def printed(lines: list[str], rng: random.Random, language: str) -> tuple[Grey, list[float]]:
    """A page in grey, and the height (pixels from the top) of the middle of each line."""
    dpi = rng.choice((150, 200, 300, 300) if language == "eng" else (150, 150, 200))
    size = rng.choice((12.5, 13, 14)) * dpi / 72
    face = rng.randrange(2)
    step = size * 1.35
    page = Image.new("L", (round(8.3 * dpi), round(step * (len(lines) + 2))), 255)
    draw = ImageDraw.Draw(page)
    middles = []
    for n, line in enumerate(lines):
        style = rng.choices(("regular", "bold", "italic"), (7, 2, 1))[0]
        font = ImageFont.truetype(str(FACES[style][face]), round(size))
        top = step * (n + 0.7)
        draw.text((0.7 * dpi, top), line, font=font, fill=rng.randrange(0, 60))
        middles.append(top + size * 0.6)
    worse = 1.6 if language == "vie" else 1.0  # a good scan teaches nothing to who reads it well
    pixels, scale = worn(np.asarray(page, dtype=np.uint8), rng, worse), max(1.0, READ_AT / dpi)
    if language == "vie" and scale > 1:  # as `ingest` does; who has only "eng" has no such care
        pixels = np.asarray(
            cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8
        )
        middles = [middle * scale for middle in middles]
    return pixels, middles


def worn(page: Grey, rng: random.Random, worse: float) -> Grey:
    """The page as scanners and copies leave it: blurred, noisy, thresholded, saved as JPEG; hardly
    crooked, so that the heights of lines stay known."""
    out = page.astype(np.float64)
    blur = (
        rng.choice((0.0, 0.3, 0.5, 0.7, 0.9)) * worse * page.shape[1] / 1250
    )  # of an A4 page at 150 dpi
    if blur:
        out = cv2.GaussianBlur(out, (0, 0), blur)
    out += np.random.default_rng(rng.randrange(1 << 30)).normal(
        0, rng.choice((0, 4, 8, 14)) * worse, page.shape
    )
    if rng.random() < 0.15:
        out = np.where(out > rng.choice((120, 150, 175)), 255.0, 0.0)
    small = np.clip(out, 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, rng.choice((35, 50, 80))])
    turn = cv2.getRotationMatrix2D(
        (page.shape[1] / 2, page.shape[0] / 2), rng.uniform(-0.15, 0.15), 1
    )
    plain = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
    return np.asarray(
        cv2.warpAffine(plain, turn, (page.shape[1], page.shape[0]), borderValue=[255]), np.uint8
    )


def read(page: Grey, middles: list[float], language: str) -> list[str]:
    """What Tesseract reads of each printed line ("" where it reads none)."""
    config = "--oem 1 --psm 6 -c tessedit_do_invert=0 --dpi 200"
    data = pytesseract.image_to_data(
        Image.fromarray(page), lang=language, config=config, output_type=pytesseract.Output.DICT
    )
    words: list[list[tuple[int, str]]] = [[] for _ in middles]
    for text, left, top, height in zip(
        data["text"], data["left"], data["top"], data["height"], strict=True
    ):
        if text.strip():
            nearest = min(range(len(middles)), key=lambda n: abs(middles[n] - (top + height / 2)))
            words[nearest].append((left, text.strip()))
    return [" ".join(text for _, text in sorted(line)) for line in words]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--language", default="eng", choices=("eng", "vie"))
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    rng = random.Random(options.seed)  # noqa: S311 (no secret)
    texts = iter(sentences(options.corpus, rng))
    with options.out.open("w", encoding="utf-8") as out:
        for page in range(options.pages):
            lines: list[str] = []
            width = rng.randrange(55, 90)
            while len(lines) < LINES_A_PAGE:
                text = next(texts)
                lines += wrapped(text.upper()[:120] if rng.random() < 0.08 else text, width)
            picture, middles = printed(lines[:LINES_A_PAGE], rng, options.language)
            for was, now in zip(lines, read(picture, middles, options.language), strict=False):
                out.write(f"{was}\t{now}\n")
            out.flush()
            print(f"{page + 1} of {options.pages} pages", end="\r", file=sys.stderr)


if __name__ == "__main__":
    main()
