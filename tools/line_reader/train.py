"""Train the reader, or go on training it.

    python -m tools.line_reader.train --data DATA --faces FACES --out OUT --seconds 570
        [--resume line-reader.pt] [--start 0.0 --stop 0.4]

Processes draw clean lines, the GPU wears them and learns. The learning rate falls along half a
cosine over the whole of a training; `--start` and `--stop` tell which share of it this run is, so
that several runs make one. OUT gets `lines-ema.pt` (the averaged weights, which are used),
`lines-net.pt` (the raw ones, to go on from) and `lines.log`.
"""

from __future__ import annotations

import argparse
import itertools
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.multiprocessing as mp
from numpy.typing import NDArray
from tools.line_reader import drawing
from tools.line_reader.alphabet import BLANK, CLASSES, COLUMN, HEIGHT, codes_of, greedy, text_of
from tools.line_reader.drawing import Faces
from tools.line_reader.reader_net import ReaderNet, load
from tools.line_reader.wear import wear
from tools.line_reader.wording import Wording
from torch import Tensor, nn

BUCKETS = {160: 1024, 320: 640, 512: 448, 736: 320, 1024: 224, 1280: 176}
"""Widths of batches in pixels, and how many lines each holds."""
LENGTHS = (2, 4, 6, 10, 16, 22, 30, 40, 52, 64, 76, 84)
BLANKS = 0.07
"""The share of pictures without any text."""
AVERAGING = 0.9995
WARM_STEPS = 150
REPORT_SECONDS, SAVE_SECONDS = 60, 60
VALIDATION_BATCHES, VALIDATION_LINES = 14, 128


@dataclass(slots=True)
class Batch:
    """Clean pictures (lines, 40, width; uint8), the letters of all of them in one row, and how
    many each has."""

    pictures: Tensor
    codes: Tensor
    lengths: Tensor

    def texts(self) -> list[str]:
        """The true text of each line."""
        return [text_of(own.tolist()) for own in torch.split(self.codes, self.lengths.tolist())]


def fits(width: int, text: str) -> bool:
    """Are there columns enough for the letters, and a blank between like ones?"""
    twins = sum(a == b for a, b in itertools.pairwise(text))
    return width / COLUMN >= len(text) + twins + 2


def draw_batches(wording: Wording, faces: Faces, seed: int, queue: mp.Queue[Batch]) -> None:
    """Fill the queue for ever; run in a process of its own."""
    torch.set_num_threads(1)
    chance = random.Random(seed)
    wording.random.seed(seed * 7 + 1)
    pools: dict[int, list[tuple[NDArray[np.uint8], str]]] = {width: [] for width in BUCKETS}
    widest = max(BUCKETS)
    while True:
        if chance.random() < BLANKS:
            drawn: tuple[NDArray[np.uint8], str] | None = drawing.blank(faces, chance, 640), ""
        else:
            drawn = drawing.line(
                wording.line(chance.choice(LENGTHS) + chance.randint(-1, 5)), faces, chance, widest
            )
        if drawn is None or not fits(drawn[0].shape[1], drawn[1]):
            continue
        width = next(width for width in BUCKETS if drawn[0].shape[1] <= width)
        pool = pools[width]
        pool.append(drawn)
        if len(pool) == BUCKETS[width]:
            queue.put(gathered(pool, width, chance))
            pools[width] = []


def gathered(
    pool: Sequence[tuple[NDArray[np.uint8], str]], width: int, chance: random.Random
) -> Batch:
    """Pictures with their texts -> a batch `width` wide, white where a picture is narrower."""
    pictures = np.full((len(pool), HEIGHT, width), 255, np.uint8)
    for row, (picture, _) in zip(pictures, pool, strict=True):
        left = chance.randint(0, min(12, width - picture.shape[1]))
        row[:, left : left + picture.shape[1]] = picture
    codes = [code for _, text in pool for code in codes_of(text)]
    lengths = torch.tensor([len(text) for _, text in pool])
    return Batch(torch.from_numpy(pictures), torch.tensor(codes, dtype=torch.long), lengths)


def edits(read: str, true: str) -> int:
    """Letters to change, add or drop (Levenshtein)."""
    before = list(range(len(true) + 1))
    for number, letter in enumerate(read, 1):
        row = [number]
        for place, other in enumerate(true, 1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != other)))
        before = row
    return before[-1]


class Trainer:
    """The network, its average, and what trains it."""

    def __init__(self, resume: str | None, rate: float) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.backends.cudnn.benchmark = True
        self.rate = rate
        count = len(CLASSES)
        self.net = load(resume, count, self.device) if resume else ReaderNet(count).to(self.device)
        self.net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = ReaderNet(count).to(self.device)
        self.average.load_state_dict(self.net.state_dict())
        self.average.eval()
        self.optimizer = torch.optim.AdamW(
            self.net.parameters(), lr=rate, weight_decay=0.02, betas=(0.9, 0.98)
        )
        self.loss = nn.CTCLoss(blank=BLANK, reduction="none", zero_infinity=True)
        self.steps = self.lines = 0

    def learn(self, batch: Batch, done: float) -> Tensor:
        """One step; `done` is the share of the whole training that lies behind. Returns the
        loss, on the device."""
        rate = (
            self.rate
            * min(1.0, (self.steps + 1) / WARM_STEPS)
            * 0.5
            * (1 + math.cos(math.pi * min(1.0, done)))
        )
        for group in self.optimizer.param_groups:
            group["lr"] = rate + 1e-6
        pictures = wear(self.pictures_of(batch)).to(memory_format=torch.channels_last)
        self.net.train()
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            scores = self.net(pictures)
        columns = scores.float().log_softmax(-1).transpose(0, 1)
        reach = torch.full((len(pictures),), columns.shape[0], dtype=torch.long)
        each = self.loss(columns, batch.codes.to(self.device), reach, batch.lengths)
        loss = (each / (batch.lengths.to(self.device) + 4)).mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
        self.optimizer.step()
        self.steps += 1
        self.lines += len(pictures)
        self._follow()
        return torch.as_tensor(loss.detach())

    def pictures_of(self, batch: Batch) -> Tensor:
        """Clean pictures on the device: (lines, 1, 40, width), 1 is paper."""
        return batch.pictures.to(self.device, non_blocking=True).float()[:, None] / 255

    @torch.no_grad()
    def _follow(self) -> None:
        """The average goes after the weights, fast at first."""
        share = 1 - min(AVERAGING, (self.steps + 1) / (self.steps + 20))
        floats, goals = [], []
        for own, new in zip(
            self.average.state_dict().values(), self.net.state_dict().values(), strict=True
        ):
            if own.dtype.is_floating_point:
                floats.append(own)
                goals.append(new)
            else:
                own.copy_(new)
        torch._foreach_lerp_(floats, goals, share)

    @torch.no_grad()
    def read(self, worn: Tensor) -> list[str]:
        """What the averaged network reads in worn pictures (lines, 1, 40, width)."""
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            best = self.average(worn).argmax(-1).tolist()
        return [greedy(columns) for columns in best]

    def save(self, out: Path) -> None:
        """Write both sets of weights, each at once or not at all."""
        for name, net in (("lines-ema.pt", self.average), ("lines-net.pt", self.net)):
            state = {
                "ema": net.state_dict(),
                "w": 1.2,
                "hid": 160,
                "chars": CLASSES[2:],
                "step": self.steps,
            }
            torch.save(state, out / f"{name}.part")
            (out / f"{name}.part").replace(out / name)


def judged(trainer: Trainer, held: Sequence[tuple[Tensor, list[str]]]) -> str:
    """How the average reads lines that are not trained on: letters wrong, lines perfect, blanks
    that were read as text."""
    wrong = letters = perfect = lines = noise = blanks = 0
    for worn, texts in held:
        for read, true in zip(trainer.read(worn), texts, strict=True):
            if not true:
                blanks += 1
                noise += bool(read)
                continue
            own = 0 if read == true else edits(read, true)
            wrong, letters, perfect, lines = (
                wrong + own,
                letters + len(true),
                perfect + (own == 0),
                lines + 1,
            )
    shares = f"wrong {100 * wrong / letters:.3f}% perfect {100 * perfect / lines:.2f}%"
    return f"{shares} blanks read {noise}/{blanks}"


def run(args: argparse.Namespace) -> None:
    """Start the drawing processes, learn until the time is over."""
    begun = time.monotonic()
    args.out.mkdir(parents=True, exist_ok=True)
    queue: mp.Queue[Batch] = mp.Queue(90)
    wording, faces = Wording(args.data, args.seed), Faces(args.faces)
    drawers = [
        mp.Process(
            target=draw_batches,
            args=(wording, faces, args.seed * 1000 + number, queue),
            daemon=True,
        )
        for number in range(args.drawers)
    ]
    for drawer in drawers:
        drawer.start()
    trainer = Trainer(args.resume, args.rate)
    torch.manual_seed(args.seed)
    held = []
    for _ in range(VALIDATION_BATCHES):
        batch = queue.get()
        held.append(
            (wear(trainer.pictures_of(batch)[:VALIDATION_LINES]), batch.texts()[:VALIDATION_LINES])
        )
    log = (args.out / "lines.log").open("a", encoding="utf-8")

    def tell(text: str) -> None:
        print(text, flush=True)
        log.write(text + "\n")
        log.flush()

    tell(f"ready after {time.monotonic() - begun:.0f}s; start: {judged(trainer, held)}")
    started = time.monotonic()
    span = args.seconds - (started - begun)
    waited = 0.0
    reported = saved = started
    losses: list[Tensor] = []
    while (elapsed := time.monotonic() - started) < span:
        before = time.monotonic()
        batch = queue.get()
        waited += time.monotonic() - before
        done = args.start + (args.stop - args.start) * elapsed / span
        losses.append(trainer.learn(batch, done))
        now = time.monotonic()
        if now - reported > REPORT_SECONDS:
            loss = torch.stack(losses).mean().item()
            tell(
                f"{elapsed:.0f}s steps {trainer.steps} lines {trainer.lines} "
                f"loss {loss:.4f} waited {waited:.0f}s {judged(trainer, held)}"
            )
            losses, reported = [], time.monotonic()
        if now - saved > SAVE_SECONDS:
            trainer.save(args.out)
            saved = time.monotonic()
    trainer.save(args.out)
    tell(
        f"END steps {trainer.steps} lines {trainer.lines} waited {waited:.0f}s "
        f"{judged(trainer, held)}"
    )
    for drawer in drawers:
        drawer.terminate()


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--faces", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resume")
    parser.add_argument("--seconds", type=float, default=570)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--start", type=float, default=0.0)
    parser.add_argument("--stop", type=float, default=1.0)
    parser.add_argument("--drawers", type=int, default=13)
    parser.add_argument("--seed", type=int, default=1)
    mp.set_start_method("fork")
    run(parser.parse_args())


if __name__ == "__main__":
    main()
