"""Train the tagger for so many seconds, going on from what is there.

    python train.py SECONDS OUT [last]

Reads what pack.py wrote beside this file, `resume/tagger.pt` if it is there, and PLAN: the
seconds that all calls have together (the rate of learning falls to 0 by then; with `last`, by
the end of this call). Writes `tagger.pt` (tables in 8 bits with a scale for each row, the rest
in 16) and `tagger.log`.
"""

from __future__ import annotations

import json
import lzma
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from model import Shape, Tagger, pair_of
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

HERE = Path(__file__).resolve().parent
LENGTH, TEXTS = 256, 128
"""Tokens of a stretch, stretches of a step."""
RATE, DECAY, WARM = 2e-3, 0.02, 300
PARTLY, LOWER, UPPER, LOST = 0.15, 0.12, 0.06, 0.04
"""Shares: stretches that kept some marks; that are all small letters, all capitals; tokens that
are made unknown."""
DROPOUT = 0.2
"""0.1 in the first 1,128 of the 1,452 seconds of the weights that ship."""
EVERY = 60
"""Seconds between two looks at the watched sources."""
MARGIN = 10
"""Seconds that the end takes."""
TABLES = ("letters.weight", "pairs.weight", "outputs.weight")


def unpacked() -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """The words and capitals of the teaching part."""
    words = np.frombuffer(lzma.decompress((HERE / "words.xz").read_bytes()), dtype="<u2")
    bits = np.frombuffer(lzma.decompress((HERE / "capitals.xz").read_bytes()), dtype=np.uint8)
    cases = np.stack([bits >> shift & 3 for shift in (0, 2, 4, 6)], axis=1).reshape(-1)[
        : len(words)
    ]
    few = int(os.environ.get("TAGGER_SLICE", 0))
    return (words[:few], cases[:few]) if few else (words, cases)


def packed(state: dict[str, Tensor]) -> dict[str, Any]:
    """Weights in few bytes."""
    out: dict[str, Any] = {}
    for name, value in state.items():
        if name in TABLES:
            scale = value.abs().amax(dim=1, keepdim=True).clamp_min(1e-8) / 127
            out[name] = ((value / scale).round().to(torch.int8).cpu(), scale.half().cpu())
        else:
            out[name] = value.half().cpu()
    return out


def loosened(packed_state: dict[str, Any]) -> dict[str, Tensor]:
    """What `packed` made, as weights again."""
    return {
        name: value[0].float() * value[1].float() if isinstance(value, tuple) else value.float()
        for name, value in packed_state.items()
    }


class Stream:
    """Stretches of text in another order each round: every other round whole lines are shuffled."""

    def __init__(self, words: NDArray[np.uint16], cases: NDArray[np.uint8], seed: int) -> None:
        self.words, self.cases = words, cases
        self.random = np.random.default_rng(seed)
        ends = np.flatnonzero(words == 0) + 1
        self.starts, self.ends = np.r_[0, ends[:-1]], ends
        self.round = 0

    def steps(self) -> Iterator[tuple[NDArray[np.uint16], NDArray[np.uint8]]]:
        """(words, capitals) of shape (TEXTS, LENGTH), for ever."""
        while True:
            words, cases = self.words, self.cases
            if self.round % 2 == 0:
                order = self.random.permutation(len(self.starts))
                lengths = (self.ends - self.starts)[order]
                at = np.repeat(self.starts[order] - np.r_[0, np.cumsum(lengths)[:-1]], lengths)
                at += np.arange(len(at))
                words, cases = words[at], cases[at]
            first = int(self.random.integers(LENGTH))
            count = (len(words) - first) // LENGTH
            words = words[first : first + count * LENGTH].reshape(count, LENGTH)
            cases = cases[first : first + count * LENGTH].reshape(count, LENGTH)
            order = self.random.permutation(count)
            for n in range(0, count - TEXTS + 1, TEXTS):
                rows = order[n : n + TEXTS]
                yield words[rows], cases[rows]
            self.round += 1


class Inputs:
    """From words and capitals to what the tagger sees, and what it should say."""

    def __init__(self, device: str) -> None:
        tables = np.load(HERE / "tables.npz")
        self.skeleton = torch.from_numpy(tables["skeleton"]).long().to(device)
        self.output = torch.from_numpy(tables["output"]).long().to(device)
        self.choices = torch.from_numpy(tables["choices"]).long().to(device)
        column = np.full(int(tables["output"].max()) + 1, -1)
        rows, columns = np.nonzero(tables["choices"])
        column[tables["choices"][rows, columns]] = columns
        column[0] = -1
        self.column = torch.from_numpy(column).long().to(device)
        marked = np.zeros(len(column), dtype=bool)
        marked[column > -1] = True
        names = json.loads((HERE / "names.json").read_text("utf-8"))
        for n, word in enumerate(names["outputs"]):
            marked[n] = not word.isascii()
        self.marked = torch.from_numpy(marked).to(device)
        self.device, self.size = device, 1

    def of(
        self, words: Tensor, cases: Tensor, pairs: int, *, learn: bool
    ) -> tuple[tuple[Tensor, ...], Tensor]:
        """(B, T) words and capitals -> the tagger's inputs and the right columns of the choices,
        -1 where nothing is asked."""
        letters, rows = self.skeleton[words], self.output[words]
        right = self.column[rows]
        known = torch.zeros_like(rows)
        if learn:
            texts = torch.rand(len(words), 5, device=words.device)
            keep = (texts[:, :1] < PARTLY) * (0.05 + 0.95 * texts[:, 1:2])
            kept = (torch.rand(words.shape, device=words.device) < keep) & self.marked[rows]
            known = torch.where(kept, rows, known)
            right = torch.where(kept, -1, right)
            cases = torch.where(texts[:, 2:3] < LOWER, 0, cases)
            cases = torch.where(texts[:, 3:4] < UPPER, 2, cases)
            lost = (torch.rand(words.shape, device=words.device) < LOST) & (letters > 12)
            letters = torch.where(lost, 1, letters)
            right = torch.where(lost, -1, right)
        before = functional.pad(letters, (1, 0))[:, :-1]
        return (letters, cases, pair_of(before, letters, pairs), known), right


def watched(model: Tagger, inputs: Inputs, device: str) -> float:
    """Percent of choices that are right on the watched sources."""
    stored = np.load(HERE / "watched.npz")
    count = len(stored["words"]) // LENGTH
    words = torch.from_numpy(stored["words"][: count * LENGTH].astype(np.int64)).view(count, LENGTH)
    cases = torch.from_numpy(stored["cases"][: count * LENGTH].astype(np.int64)).view(count, LENGTH)
    model.eval()
    good = asked = 0
    with torch.no_grad():
        for n in range(0, count, TEXTS):
            own, capitals = words[n : n + TEXTS].to(device), cases[n : n + TEXTS].to(device)
            seen, right = inputs.of(own, capitals, model.shape.pairs, learn=False)
            scores = model(*seen).float().masked_fill(inputs.choices[seen[0]] == 0, -1e9)
            there = right >= 0
            good += int((scores.argmax(-1) == right)[there].sum())
            asked += int(there.sum())
    model.train()
    return 100 * good / asked


def loss_of(model: Tagger, inputs: Inputs, seen: tuple[Tensor, ...], right: Tensor) -> Tensor:
    """Cross-entropy over the words that share a token's letters."""
    there = (right >= 0).reshape(-1).nonzero().squeeze(1)
    hidden = model.hidden(*seen).reshape(-1, model.shape.output_width)[there]
    rows = inputs.choices[seen[0].reshape(-1)[there]]
    scores = model.scored(hidden, rows).float().masked_fill(rows == 0, -1e9)
    return functional.cross_entropy(scores, right.reshape(-1)[there])


class Training:
    """One call: what was done before it, the tagger and its optimizer, what is told."""

    def __init__(self, seconds: float, out: Path, *, last: bool) -> None:
        self.begun = self.start = time.monotonic()
        self.seconds, self.out, self.last = seconds, out, last
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.inputs = Inputs(self.device)
        shape = Shape(len(self.inputs.choices), len(self.inputs.column))
        self.model = Tagger(shape, self.inputs.choices, DROPOUT).to(self.device)
        self.spent, self.steps, self.step = 0.0, 0, 0
        self.log: list[str] = []
        if (HERE / "resume" / "tagger.pt").exists():
            self._resume(HERE / "resume" / "tagger.pt")
        self.total = float((HERE / "PLAN").read_text().split()[0])
        named = list(self.model.named_parameters())
        plain = [p for name, p in named if p.ndim == 1 or name in TABLES]
        heavy = [p for name, p in named if p.ndim > 1 and name not in TABLES]
        self.optimizer = torch.optim.AdamW(
            [{"params": plain, "weight_decay": 0.0}, {"params": heavy, "weight_decay": DECAY}],
            lr=RATE,
            betas=(0.9, 0.98),
            fused=self.device == "cuda",
        )

    def _resume(self, path: Path) -> None:
        stored = torch.load(path, map_location="cpu", weights_only=False)
        self.model.load_state_dict(loosened(stored["state"]))
        self.spent, self.steps, self.log = stored["spent"], stored["steps"], stored["log"]

    @property
    def now(self) -> float:
        """Seconds of training in all calls."""
        return self.spent + time.monotonic() - self.start

    def share(self) -> float:
        """Of the full rate of learning: what is left of the plan, or of this call."""
        if not self.last:
            return 1 - min(1.0, self.now / self.total)
        begins = max(1 - min(1.0, self.spent / self.total), 0.15)
        own = self.seconds - MARGIN - (self.start - self.begun)
        return begins * max(0.0, 1 - (time.monotonic() - self.start) / own)

    def say(self, text: str) -> None:
        """Tell, and note in tagger.log."""
        self.log.append(text)
        print(text, flush=True)
        (self.out / "tagger.log").write_text("\n".join(self.log) + "\n")

    def save(self) -> None:
        """Write tagger.pt whole or not at all."""
        stored = {
            "state": packed(self.model.state_dict()),
            "spent": self.now,
            "steps": self.steps + self.step,
            "log": self.log,
            "shape": vars(self.model.shape),
        }
        torch.save(stored, self.out / "tagger.new")
        (self.out / "tagger.new").replace(self.out / "tagger.pt")

    def learn(self, words: NDArray[np.uint16], cases: NDArray[np.uint8], rate: float) -> Tensor:
        """One step on (TEXTS, LENGTH) words and capitals -> the loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        own = torch.from_numpy(words.astype(np.int32)).to(self.device, non_blocking=True).long()
        capitals = torch.from_numpy(cases.astype(np.int32)).to(self.device).long()
        seen, right = self.inputs.of(own, capitals, self.model.shape.pairs, learn=True)
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.device == "cuda"):
            loss = loss_of(self.model, self.inputs, seen, right)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        return loss.detach()

    def run(self) -> None:
        """Until the time is over or the plan is done."""
        words, cases = unpacked()
        self.start = looked = time.monotonic()
        self.say(
            f"{self.device}, {sum(p.numel() for p in self.model.parameters())} weights, "
            f"{len(words)} tokens, spent {self.spent:.0f} of {self.total:.0f} s, "
            f"ready after {self.start - self.begun:.0f} s"
        )
        stream = Stream(words, cases, int(time.time()) % 100_000 + self.steps)
        losses, since, share = torch.zeros((), device=self.device), 0, 1.0
        for own_words, own_cases in stream.steps():
            if self.step % 10 == 0 or self.device == "cpu":
                share = self.share()
                if share <= 0 or time.monotonic() - self.begun > self.seconds - MARGIN:
                    break
            rate = RATE * share * min(1.0, (self.step + 1) / WARM)
            losses += self.learn(own_words, own_cases, rate)
            self.step, since = self.step + 1, since + 1
            if self.step % 10 == 0 and time.monotonic() - looked > EVERY:
                looked = time.monotonic()
                self.say(
                    f"step {self.steps + self.step} round {stream.round} rate {rate:.2e} "
                    f"loss {float(losses) / since:.4f} "
                    f"watched {watched(self.model, self.inputs, self.device):.3f} % "
                    f"at {self.now:.0f} s"
                )
                losses, since = torch.zeros((), device=self.device), 0
                self.save()
        good = watched(self.model, self.inputs, self.device)
        self.say(f"ends: step {self.steps + self.step} watched {good:.3f} % after {self.now:.0f} s")
        self.save()


def main() -> None:
    seconds, out = float(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(int(time.time()))
    torch.set_num_threads(2)
    torch.backends.cuda.matmul.allow_tf32 = True
    Training(seconds, out, last="last" in sys.argv[3:]).run()


if __name__ == "__main__":
    main()
