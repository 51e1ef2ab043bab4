"""The tagger: letters without marks in, a score for each word that may have been meant out.

Shapes: B texts (or stretches of text), T tokens each, K words that share their letters
(`choices`), D the width. Each token comes in as the number of its letters, its capitals, the
marked word where marks were kept, and the hashed pair that it makes with the token before it.
Residual convolutions of three places (as one matrix product of three places side by side),
dilated, say what surrounds it.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

CASES = 4
PAIRS_LOST = 0.4
"""What part of the pairs the training does not see, so that single words are heard, too."""


@dataclass(frozen=True)
class Shape:
    """Sizes of a tagger."""

    inputs: int
    outputs: int
    width: int = 320
    letters: int = 192
    pairs: int = 98_304
    pair_width: int = 64
    output_width: int = 160
    dilations: tuple[int, ...] = (1, 1, 2, 4, 8, 1, 2, 1)


def pair_of(first: Tensor, second: Tensor, size: int) -> Tensor:
    """The bucket of a pair of letters' numbers; normalize/repair/tagger.py counts the same way."""
    return (first * 40503 + second * 1000003 + (first * second) % 8191) % size


def neighbours(x: Tensor, step: int) -> Tensor:
    """(B, T, D) -> (B, T, 3 D): what stands `step` places before, here, and `step` places after;
    nothing: zeros."""
    edge = torch.zeros_like(x[:, :step])
    before = torch.cat([edge, x[:, :-step]], dim=1)
    after = torch.cat([x[:, step:], edge], dim=1)
    return torch.cat([before, x, after], dim=2)


class Tagger(nn.Module):
    """Scores of the words that share a token's letters."""

    choices: Tensor

    def __init__(self, shape: Shape, choices: Tensor, dropout: float = 0.1) -> None:
        """`choices`: (inputs, K) rows of the output for each number of letters, 0 where there
        are fewer."""
        super().__init__()
        self.shape = shape
        self.letters = nn.Embedding(shape.inputs, shape.letters)
        self.case = nn.Embedding(CASES, shape.width)
        self.pairs = nn.Embedding(shape.pairs, shape.pair_width)
        self.outputs = nn.Embedding(shape.outputs, shape.output_width)
        self.bias = nn.Parameter(torch.zeros(shape.outputs))
        self.enter = nn.Linear(
            shape.letters + 2 * shape.pair_width + shape.output_width, shape.width
        )
        self.norms = nn.ModuleList(nn.LayerNorm(shape.width) for _ in shape.dilations)
        self.layers = nn.ModuleList(
            nn.Linear(3 * shape.width, shape.width) for _ in shape.dilations
        )
        self.last = nn.LayerNorm(shape.width)
        self.leave = nn.Linear(shape.width, shape.output_width)
        self.dropout = nn.Dropout(dropout)
        self.register_buffer("choices", choices, persistent=False)
        for table in (self.letters, self.pairs, self.outputs, self.case):
            nn.init.normal_(table.weight, std=0.05)
        for layer in self.layers:
            nn.init.normal_(
                layer.weight, std=(2 / (3 * shape.width)) ** 0.5 * len(shape.dilations) ** -0.5
            )
            nn.init.zeros_(layer.bias)

    def hidden(self, letters: Tensor, case: Tensor, pair: Tensor, known: Tensor) -> Tensor:
        """All (B, T) -> (B, T, output width). `pair`: with the token before; `known`: the row of
        the output where a token kept its marks, else 0."""
        left = self.pairs(pair)
        right = torch.cat([left[:, 1:], torch.zeros_like(left[:, :1])], dim=1)
        if self.training:
            left = left * (torch.rand_like(left[:, :, :1]) > PAIRS_LOST)
            right = right * (torch.rand_like(right[:, :, :1]) > PAIRS_LOST)
        kept = self.outputs(known) * (known > 0).unsqueeze(2).to(left.dtype)
        x = self.enter(torch.cat([self.letters(letters), left, right, kept], dim=2)) + self.case(
            case
        )
        for step, norm, layer in zip(self.shape.dilations, self.norms, self.layers, strict=True):
            x = x + self.dropout(layer(neighbours(functional.relu(norm(x)), step)))
        return self.leave(functional.relu(self.last(x)))

    def forward(self, letters: Tensor, case: Tensor, pair: Tensor, known: Tensor) -> Tensor:
        """All (B, T) -> scores (B, T, K) of `choices[letters]`; those of row 0 say nothing."""
        return self.scored(self.hidden(letters, case, pair, known), self.choices[letters])

    def scored(self, hidden: Tensor, rows: Tensor) -> Tensor:
        """(..., output width), (..., K) -> (..., K)."""
        return (self.outputs(rows) * hidden.unsqueeze(-2)).sum(-1) + functional.embedding(
            rows, self.bias.unsqueeze(1)
        ).squeeze(-1)
