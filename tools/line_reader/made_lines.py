"""Worn made lines, or worn pictures without text, as a file for measuring and for the temperature.

python -m tools.line_reader.made_lines DATA FACES OUT.npz --count 300 [--blank] [--seed 77]
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from tools.line_reader import drawing
from tools.line_reader.alphabet import HEIGHT
from tools.line_reader.drawing import Faces
from tools.line_reader.line_files import Cut, save
from tools.line_reader.train import LENGTHS, fits
from tools.line_reader.wear import wear
from tools.line_reader.wording import Wording

TOGETHER = 32
"""Pictures that are worn in one batch: some effects are drawn once for all of it."""
WIDEST = 1280


def made(
    wording: Wording, faces: Faces, chance: random.Random, blank: bool
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.uint8]], str]:
    """One clean picture (HEIGHT x width) and its text."""
    while True:
        if blank:
            return drawing.blank(faces, chance, 640), ""
        drawn = drawing.line(
            wording.line(chance.choice(LENGTHS) + chance.randint(-1, 5)), faces, chance, WIDEST
        )
        if drawn is not None and fits(drawn[0].shape[1], drawn[1]):
            return drawn


def main() -> None:
    """Read the arguments, draw, wear, save."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("faces", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--blank", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    chance = random.Random(args.seed)
    wording, faces = Wording(args.data, args.seed), Faces(args.faces)
    drawn = [made(wording, faces, chance, args.blank) for _ in range(args.count)]
    drawn.sort(key=lambda own: own[0].shape[1])
    cuts = []
    for start in range(0, len(drawn), TOGETHER):
        own = drawn[start : start + TOGETHER]
        clean = np.full(
            (len(own), 1, HEIGHT, max(picture.shape[1] for picture, _ in own)), 255, np.uint8
        )
        for row, (picture, _) in zip(clean, own, strict=True):
            row[0, :, : picture.shape[1]] = picture
        worn = (wear(torch.from_numpy(clean).float() / 255) * 255).byte().numpy()
        cuts += [
            Cut(1, text, 0.0, row[0, :, : picture.shape[1]].copy())
            for row, (picture, text) in zip(worn, own, strict=True)
        ]
    save(cuts, args.out)
    print(f"{args.out.name}: {len(cuts)} pictures")


if __name__ == "__main__":
    main()
