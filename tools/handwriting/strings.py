"""Pictures of handwritten numbers as they stand on papers: over dotted lines, between print,
slanted, touching, of any size; and pictures without any number.

All lengths are pixels of a picture HEIGHT high; 1 is paper, 0 ink.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from tools.handwriting.digits import Pictures

HEIGHT = 48
WIDEST = 256
LENGTHS = (1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5)
LEFT_PRINT = ("Số:", "số", "ngày", "tháng", "Số", "o:", ":", "ày", "áng")
RIGHT_PRINT = ("/KH-UBND", "/QĐ-UBND", "/BC", "tháng", "năm 20", "/TB", "/", "-", "th", "n")
SCRIBBLES = 0.12
BLANKS = 0.12
PRINTED = 0.12
Picture = NDArray[np.float32]


class Strings:
    """Draws numbers of the digits and typefaces given; the same for the same seed."""

    def __init__(self, digits: Pictures, faces: Sequence[Path], seed: int) -> None:
        self.digits = digits
        self.faces = list(faces)
        self.random = random.Random(seed)
        self.chance = np.random.default_rng(seed)

    def draw(self) -> tuple[Picture, str]:
        """A picture (HEIGHT, up to WIDEST) and the number in it, "" for none."""
        kind = self.random.random()
        if kind < BLANKS:
            return self._on_paper(np.zeros((HEIGHT, self.random.randint(20, 160)), np.float32)), ""
        if kind < BLANKS + SCRIBBLES:
            return self._on_paper(self._scribble()), ""
        text = "".join(self.random.choice("0123456789") for _ in range(self.random.choice(LENGTHS)))
        if kind < BLANKS + SCRIBBLES + PRINTED:
            return self._on_paper(self._printed(text)), text
        return self._on_paper(self._written(text)), text

    def _written(self, text: str) -> Picture:
        """Digits side by side, as one hand writes them: one slant, one pen, one size."""
        size = self.random.randint(18, 40)
        slant = self.random.uniform(-0.25, 0.55)
        pen = self.random.choice((-1, 0, 0, 0, 1, 1, 2))
        wide = self.random.uniform(0.75, 1.3)
        gap = self.random.uniform(-0.18, 0.35) * size
        canvas = np.zeros((HEIGHT, WIDEST * 2), np.float32)
        left, base = 30.0, (HEIGHT - size) / 2 + self.random.uniform(-4, 4)
        rise = self.random.uniform(-0.08, 0.08)
        for digit in text:
            glyph = self._glyph(digit, size, slant=slant, pen=pen, wide=wide)
            top = int(np.clip(base - rise * (left - 30) + self.random.gauss(0, 1.5), 0, HEIGHT - 8))
            self._lay(canvas, glyph, int(left), top)
            left += glyph.shape[1] + gap + self.random.gauss(0, 0.06 * size)
        return self._trimmed(canvas)

    def _glyph(self, digit: str, size: int, *, slant: float, pen: int, wide: float) -> Picture:
        pictures = self.digits[digit]
        picture = pictures[self.random.randrange(len(pictures))]
        rows, cols = np.nonzero(picture > 0.2)
        picture = picture[rows.min() : rows.max() + 1, cols.min() : cols.max() + 1]
        scale = size / picture.shape[0] * self.random.uniform(0.9, 1.1)
        width = max(3, round(picture.shape[1] * scale * wide))
        height = max(6, round(picture.shape[0] * scale))
        picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_CUBIC)
        lean = slant * height
        shear = np.float32([[1, -slant, max(lean, 0)], [0, 1, 0]])
        picture = cv2.warpAffine(picture, shear, (width + abs(int(lean)) + 1, height))
        if pen > 0:
            picture = cv2.dilate(picture, np.ones((1 + pen, 1 + pen), np.uint8))
        elif pen < 0:
            picture = cv2.erode(picture, np.ones((2, 2), np.uint8))
        return np.clip(picture * self.random.uniform(1.2, 2.2), 0, 1)

    def _printed(self, text: str) -> Picture:
        return self._print(text, self.random.randint(24, 34))

    def _print(self, text: str, size: int) -> Picture:
        font = ImageFont.truetype(str(self.random.choice(self.faces)), size)
        left, top, right, bottom = font.getbbox(text)
        page = Image.new("L", (int(right - left) + 6, HEIGHT), 0)
        ImageDraw.Draw(page).text(
            (3 - left, (HEIGHT - bottom - top) / 2), text, fill=255, font=font
        )
        return np.asarray(page, np.float32) / 255

    def _scribble(self) -> Picture:
        """Strokes of a pen that are no digits: a tick, a name, a line."""
        width = self.random.randint(24, 180)
        canvas = np.zeros((HEIGHT, width), np.float32)
        for _ in range(self.random.randint(1, 4)):
            count = self.random.randint(3, 9)
            across = np.sort(self.chance.uniform(2, width - 2, count))
            down = self.chance.uniform(6, HEIGHT - 6, count)
            steps = np.linspace(0, count - 1, 60)
            points = np.stack(
                [np.interp(steps, range(count), across), np.interp(steps, range(count), down)], 1
            )
            line = points.astype(np.int32).reshape(-1, 1, 2)
            cv2.polylines(
                canvas, [line], isClosed=False, color=1.0, thickness=self.random.randint(1, 3)
            )
        return cv2.GaussianBlur(canvas, (3, 3), 0)

    def _on_paper(self, ink: Picture) -> Picture:
        """Ink on paper, with what stands around it: dots under it, print beside it."""
        left, right = self.random.randint(2, 24), self.random.randint(2, 24)
        width = min(WIDEST, ink.shape[1] + left + right)
        paper = np.zeros((HEIGHT, width), np.float32)
        self._lay(paper, ink * self.random.uniform(0.45, 1.0), left, 0)
        if self.random.random() < 0.55:
            self._dots(paper)
        size = self.random.randint(22, 32)
        if self.random.random() < 0.35:
            word = self._print(self.random.choice(LEFT_PRINT), size)
            self._lay(paper, word, left - word.shape[1] + self.random.randint(-6, 5), 0)
        if self.random.random() < 0.35:
            word = self._print(self.random.choice(RIGHT_PRINT), size)
            self._lay(paper, word, width - right + self.random.randint(-4, 8), 0)
        return 1 - np.clip(paper, 0, 1)

    def _dots(self, paper: Picture) -> None:
        """A dotted line, or a drawn one, on which a number is written."""
        row = self.random.randint(HEIGHT * 5 // 8, HEIGHT - 6)
        if self.random.random() < 0.15:
            paper[row : row + 1] = np.maximum(paper[row : row + 1], 0.7)
            return
        step = self.random.randint(5, 10)
        for col in range(self.random.randint(0, step), paper.shape[1] - 2, step):
            paper[row : row + 2, col : col + 2] = np.maximum(
                paper[row : row + 2, col : col + 2], 0.8
            )

    @staticmethod
    def _lay(canvas: Picture, picture: Picture, left: int, top: int) -> None:
        """Put a picture on a canvas, the darker ink wins; what lies outside is cut."""
        if left < 0:
            picture, left = picture[:, -left:], 0
        height = min(picture.shape[0], canvas.shape[0] - top)
        width = min(picture.shape[1], canvas.shape[1] - left)
        if height <= 0 or width <= 0:
            return
        under = canvas[top : top + height, left : left + width]
        np.maximum(under, picture[:height, :width], out=under)

    @staticmethod
    def _trimmed(canvas: Picture) -> Picture:
        cols = np.nonzero(canvas.max(0) > 0.2)[0]
        return canvas[:, cols.min() : cols.max() + 1][:, : WIDEST - 4]
