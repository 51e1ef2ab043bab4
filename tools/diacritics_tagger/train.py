"""Train the tagger for so many seconds, going on from what is there.

    python train.py SECONDS OUT [last]

Reads what pack.py wrote beside this file, `resume/tagger.pt` if it is there, and PLAN: the seconds that all calls have
together (the rate of learning falls to 0 by then; with `last`, by the end of this call). Writes `tagger.pt` (tables in
8 bits with a scale for each row, the rest in 16) and `tagger.log`.
"""

from __future__ import annotations

import json
import lzma
import os
import sys
import time
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
"""Shares: stretches that kept some marks; that are all small letters, all capitals; tokens that are made unknown."""
DROPOUT = 0.2
EVERY = 60
"""Seconds between two looks at the watched sources."""
TABLES = ("letters.weight", "pairs.weight", "outputs.weight")


def unpacked() -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """The words and capitals of the teaching part."""
    words = np.frombuffer(lzma.decompress((HERE / "words.xz").read_bytes()), dtype="<u2")
    bits = np.frombuffer(lzma.decompress((HERE / "capitals.xz").read_bytes()), dtype=np.uint8)
    cases = np.stack([bits >> shift & 3 for shift in (0, 2, 4, 6)], axis=1).reshape(-1)[: len(words)]
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

    def steps(self) -> Any:
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

    def of(self, words: Tensor, cases: Tensor, pairs: int, *, learn: bool) -> tuple[tuple[Tensor, ...], Tensor]:
        """(B, T) words and capitals -> the tagger's inputs and the right columns of the choices, -1 where nothing is
        asked."""
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
            seen, right = inputs.of(words[n : n + TEXTS].to(device), cases[n : n + TEXTS].to(device),
                                    model.shape.pairs, learn=False)  # fmt: skip
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
    return functional.cross_entropy(scores, right.reshape(-1)[there], label_smoothing=0.0)


def main() -> None:
    begun = time.monotonic()
    seconds, out = float(sys.argv[1]), Path(sys.argv[2])
    last = len(sys.argv) > 3 and sys.argv[3] == "last"
    out.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(int(time.time()))
    torch.set_num_threads(2)
    torch.backends.cuda.matmul.allow_tf32 = True
    log: list[str] = []
    inputs = Inputs(device)
    shape = Shape(len(inputs.choices), len(inputs.column))
    model = Tagger(shape, inputs.choices, DROPOUT).to(device)
    spent, steps_done, resume = 0.0, 0, HERE / "resume" / "tagger.pt"
    if resume.exists():
        stored = torch.load(resume, map_location="cpu", weights_only=False)
        model.load_state_dict(loosened(stored["state"]))
        spent, steps_done, log = stored["spent"], stored["steps"], stored["log"]
    total = float((HERE / "PLAN").read_text().split()[0])
    plain = [p for name, p in model.named_parameters() if p.ndim < 2 or name in TABLES]
    heavy = [p for name, p in model.named_parameters() if not (p.ndim < 2 or name in TABLES)]
    groups = [{"params": plain, "weight_decay": 0.0}, {"params": heavy, "weight_decay": DECAY}]
    optimizer = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98), fused=device == "cuda")
    start = time.monotonic()

    def rate() -> float:
        """What is left of the plan, as a share of the full rate."""
        now = time.monotonic()
        left = 1 - min(1.0, (spent + now - start) / total)
        if last:
            begins = 1 - min(1.0, spent / total)
            left = max(begins, 0.15) * max(0.0, 1 - (now - start) / (seconds - 12 - (start - begun)))
        return left

    def say(text: str) -> None:
        log.append(text)
        print(text, flush=True)
        (out / "tagger.log").write_text("\n".join(log) + "\n")

    def save() -> None:
        spent_now = spent + time.monotonic() - start
        torch.save(
            {"state": packed(model.state_dict()), "spent": spent_now, "steps": steps_done + step, "log": log,
             "shape": shape.__dict__}, out / "tagger.new"
        )  # fmt: skip
        (out / "tagger.new").replace(out / "tagger.pt")

    words, cases = unpacked()
    say(f"{device}, {sum(p.numel() for p in model.parameters())} weights, {len(words)} tokens, spent {spent:.0f} of "
        f"{total:.0f} s, ready after {time.monotonic() - begun:.0f} s")  # fmt: skip
    stream = Stream(words, cases, int(time.time()) % 100_000 + steps_done)
    looked, losses, step = time.monotonic(), torch.zeros((), device=device), 0
    since, share = 0, 1.0
    for own_words, own_cases in stream.steps():
        if step % 10 == 0 or device == "cpu":
            if time.monotonic() - begun > seconds - 10:
                break
            share = rate()
            if share <= 0:
                break
        for group in optimizer.param_groups:
            group["lr"] = RATE * share * min(1.0, (step + 1) / WARM)
        to = torch.from_numpy(own_words.astype(np.int32)).to(device, non_blocking=True).long()
        seen, right = inputs.of(to, torch.from_numpy(own_cases.astype(np.int32)).to(device).long(), shape.pairs, learn=True)
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            loss = loss_of(model, inputs, seen, right)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step, since = step + 1, since + 1
        losses += loss.detach()
        if step % 10 == 0 and time.monotonic() - looked > EVERY:
            looked = time.monotonic()
            say(f"step {steps_done + step} round {stream.round} rate {RATE * share:.2e} loss {float(losses) / since:.4f} "
                f"watched {watched(model, inputs, device):.3f} % at {spent + looked - start:.0f} s")  # fmt: skip
            losses, since = torch.zeros((), device=device), 0
            save()
    say(f"ends: step {steps_done + step} watched {watched(model, inputs, device):.3f} % after {spent + time.monotonic() - start:.0f} s")
    save()


if __name__ == "__main__":
    main()
