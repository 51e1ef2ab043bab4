"""The network: a small convolutional reader of line pictures with two bidirectional LSTM layers."""

from __future__ import annotations

import torch
from torch import Tensor, nn

CHANNELS = (24, 48, 96, 160, 256)
DROPPED = 0.1


class Separable(nn.Module):
    """A depthwise and two pointwise convolutions around a shortcut; shape stays (batch,
    channels, height, width)."""

    def __init__(self, channels: int, kernel: tuple[int, int] = (3, 5), widened: int = 2) -> None:
        super().__init__()
        padding = (kernel[0] // 2, kernel[1] // 2)
        inner = channels * widened
        self.f = nn.Sequential(
            nn.Conv2d(channels, channels, kernel, padding=padding, groups=channels, bias=False),
            nn.BatchNorm2d(channels),
            nn.Conv2d(channels, inner, 1, bias=False),
            nn.BatchNorm2d(inner),
            nn.Hardswish(),
            nn.Conv2d(inner, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(batch, channels, height, width) -> the same shape."""
        return x + self.f(x)  # type: ignore[no-any-return]


def _reduce(
    entering: int,
    leaving: int,
    kernel: int | tuple[int, int],
    stride: int | tuple[int, int],
    padding: int | tuple[int, int],
) -> nn.Sequential:
    convolution = nn.Conv2d(entering, leaving, kernel, stride, padding, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(leaving), nn.Hardswish())


class ReaderNet(nn.Module):
    """(batch, 1, 40, width) in 0..1 (ink dark) -> (batch, width / 4, classes): scores of each
    column, CTC blank 0.

    `widened` multiplies the channels, `hidden` is the LSTM's size to each side. The names of the
    parts are those of the first weights, so that these can be trained on.
    """

    def __init__(self, classes: int, widened: float = 1.2, hidden: int = 160) -> None:
        super().__init__()
        c = [int(channels * widened) for channels in CHANNELS]
        self.cnn = nn.Sequential(
            _reduce(1, c[0], 3, 2, 1),
            _reduce(c[0], c[1], 3, 2, 1),
            Separable(c[1], (3, 3)),
            Separable(c[1], (3, 3)),
            _reduce(c[1], c[2], 3, (2, 1), 1),
            Separable(c[2]),
            Separable(c[2]),
            Separable(c[2]),
            _reduce(c[2], c[3], 3, (2, 1), 1),
            Separable(c[3]),
            Separable(c[3]),
            Separable(c[3]),
            _reduce(c[3], c[4], (3, 1), 1, 0),
        )
        self.drop = nn.Dropout(DROPPED)
        self.rnn = nn.LSTM(c[4], hidden, 2, bidirectional=True, batch_first=True, dropout=DROPPED)
        self.out = nn.Linear(2 * hidden, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Pictures -> scores of the classes by column (no softmax)."""
        y = self.cnn((x - 0.5) * 2)
        y = self.rnn(self.drop(y.squeeze(2).transpose(1, 2)))[0]
        return self.out(self.drop(y))  # type: ignore[no-any-return]


def load(path: str, classes: int, device: str) -> ReaderNet:
    """The averaged weights of a checkpoint, on the CPU or GPU; classes that the checkpoint lacks
    start unlikely."""
    state = torch.load(path, map_location=device, weights_only=True)
    weights = state["ema"]
    known = weights["out.bias"].shape[0]
    if known < classes:
        more = classes - known
        weights["out.weight"] = torch.cat(
            [
                weights["out.weight"],
                torch.zeros(more, weights["out.weight"].shape[1], device=device),
            ]
        )
        weights["out.bias"] = torch.cat(
            [weights["out.bias"], torch.full((more,), -6.0, device=device)]
        )
    net = ReaderNet(classes, state["w"], state["hid"]).to(device)
    net.load_state_dict(weights)
    return net
