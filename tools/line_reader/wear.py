"""Wear of printing, copying and scanning, put on whole batches on the GPU.

A batch is (batch, 1, height, width) in 0..1, 1 is paper. Every effect draws its strength for each
picture alone. Half of the pictures are worn within what was measured on five real scans
(`wear_stats`), half harder than that.
"""

from __future__ import annotations

import math
from functools import cache

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor


def _between(like: Tensor, low: float, high: float) -> Tensor:
    """A number for each picture: (batch, 1, 1, 1)."""
    return torch.rand(like.shape[0], 1, 1, 1, device=like.device) * (high - low) + low


def _chosen(like: Tensor, share: float) -> Tensor:
    """True for a share of the pictures: (batch, 1, 1, 1)."""
    return torch.rand(like.shape[0], 1, 1, 1, device=like.device) < share


def _some(before: Tensor, after: Tensor, share: float) -> Tensor:
    """A share of the pictures after an effect, the others before it."""
    return torch.where(_chosen(before, share), after, before)


def _cloud(like: Tensor, step: int) -> Tensor:
    """Smooth noise in 0..1, its grain `step` pixels."""
    batch, _, height, width = like.shape
    grain = torch.rand(batch, 1, height // step + 1, width // step + 1, device=like.device)
    return F.interpolate(grain, size=(height, width), mode="bilinear")


def _places(like: Tensor) -> tuple[Tensor, Tensor]:
    """Rows (1, 1, height, 1) and columns (1, 1, 1, width) in pixels."""
    height, width = like.shape[2:]
    rows = torch.arange(height, device=like.device).view(1, 1, height, 1).float()
    return rows, torch.arange(width, device=like.device).view(1, 1, 1, width).float()


def blur(x: Tensor, sigma: Tensor) -> Tensor:
    """Gaussian blur, each picture with its own `sigma` (batch, 1, 1, 1) in pixels."""
    batch = x.shape[0]
    steps = torch.arange(-4, 5, device=x.device).float().view(1, 9)
    kernel = torch.exp(-steps * steps / (2 * sigma.view(batch, 1).clamp_min(1e-3) ** 2))
    kernel = kernel / kernel.sum(1, keepdim=True)
    y = F.pad(x, (4, 4, 4, 4), mode="replicate").transpose(0, 1)
    y = F.conv2d(y, kernel.view(batch, 1, 9, 1), groups=batch)
    y = F.conv2d(y, kernel.view(batch, 1, 1, 9), groups=batch)
    return y.transpose(0, 1)


@cache
def _cosines(device: str) -> tuple[Tensor, Tensor]:
    """The 8 x 8 cosine transform and the usual table of luminance steps of JPEG."""
    n = torch.arange(8.0)
    cosines = torch.cos(math.pi * (2 * n[None] + 1) * n[:, None] / 16) * 0.5
    cosines[0] *= 2**-0.5
    numbers = (
        "16 11 10 16 24 40 51 61 12 12 14 19 26 58 60 55 "
        "14 13 16 24 40 57 69 56 14 17 22 29 51 87 80 62 "
        "18 22 37 56 68 109 103 77 24 35 55 64 81 104 113 92 "
        "49 64 78 87 103 121 120 101 72 92 95 98 112 100 103 99"
    )
    table = torch.tensor([float(step) for step in numbers.split()]).view(8, 8)
    return cosines.to(device), table.to(device)


def jpeg(x: Tensor, quality: Tensor) -> Tensor:
    """What JPEG leaves of a picture, each at its `quality` (batch, 1, 1, 1), 1..100."""
    batch, _, height, width = x.shape
    cosines, table = _cosines(str(x.device))
    down, right = (int(torch.randint(0, 8, (1,))) for _ in range(2))
    padded = F.pad(x, (right, -(width + right) % 8, down, -(height + down) % 8), mode="replicate")
    rows, columns = padded.shape[2:]
    blocks = (padded * 255 - 128).view(batch, rows // 8, 8, columns // 8, 8).permute(0, 1, 3, 2, 4)
    scale = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality).view(batch, 1, 1, 1, 1)
    steps = ((table * scale + 50) / 100).clamp(1, 255)
    kept = torch.round(cosines @ blocks @ cosines.T / steps) * steps
    back = (cosines.T @ kept @ cosines).permute(0, 1, 3, 2, 4).reshape(batch, 1, rows, columns)
    return ((back + 128) / 255)[:, :, down : down + height, right : right + width]


def bend(ink: Tensor) -> Tensor:
    """Turned, slanted, waved, bowed as a page near its spine, a little larger or smaller, and
    shifted."""
    batch, _, height, width = ink.shape
    device = ink.device
    y = torch.linspace(-1, 1, height, device=device).view(1, height, 1)
    x = torch.linspace(-1, 1, width, device=device).view(1, 1, width)

    def normal(strength: float, share: float = 1.0) -> Tensor:
        drawn = torch.randn(batch, 1, 1, device=device) * strength
        return drawn * (torch.rand(batch, 1, 1, device=device) < share)

    long = min(1.0, width / 700)
    turn = normal(0.11, 0.6).clamp(-0.32, 0.32) * long
    bow = normal(0.13, 0.3).clamp(-0.3, 0.3) * long
    middle = torch.rand(batch, 1, 1, device=device) * 1.6 - 0.8
    wave = (
        torch.rand(batch, 1, 1, device=device)
        * 0.06
        * (torch.rand(batch, 1, 1, device=device) < 0.3)
    )
    phase, speed = (
        torch.rand(batch, 1, 1, device=device) * 6.3,
        torch.rand(batch, 1, 1, device=device) * 6 + 1,
    )
    grown = (
        1
        + torch.rand(batch, 1, 1, device=device) * 0.14
        - 0.04
        + turn.abs() * 0.7
        + bow.abs() * 0.4
    )
    bowed = bow * ((x - middle) ** 2 - 0.5).clamp(-1, 1)
    to_y = (
        y * grown
        + turn * x
        + bowed
        + wave * torch.sin(speed * x * width / 300 + phase)
        + normal(0.03)
    )
    to_x = x + normal(0.06, 0.4) * y * height / width + 0.002 * torch.sin(to_y * 3 + phase)
    grid = torch.stack([to_x.expand_as(to_y), to_y], -1)
    return F.grid_sample(ink, grid, mode="bilinear", padding_mode="zeros", align_corners=True)


def spread(ink: Tensor) -> Tensor:
    """Strokes fatter or thinner (all around, or sideways), broken by bad toner, or full of
    pinholes."""
    fat = F.max_pool2d(ink, 3, 1, 1)
    sideways = F.max_pool2d(ink, (1, 3), 1, (0, 1))
    thin = -F.max_pool2d(-ink, 3, 1, 1)
    share, kind = _between(ink, 0, 0.75), torch.rand(ink.shape[0], 1, 1, 1, device=ink.device)
    worn = torch.where(
        kind < 0.22,
        ink.lerp(fat, share),
        torch.where(
            kind < 0.34,
            ink.lerp(sideways, share),
            torch.where(kind < 0.56, ink.lerp(thin, share * 0.75), ink),
        ),
    )
    holes = (_cloud(ink, 2) > _between(ink, 0.72, 0.97)).float() * _between(ink, 0.3, 1)
    worn = _some(worn, worn * (1 - holes), 0.12)
    pale = 1 - (_cloud(ink, 24) * _between(ink, 0.0, 0.6))
    return _some(worn, worn * pale, 0.12)


def seal(ink: Tensor) -> Tensor:
    """A round seal over the text: rings, the letters along its rim, its star; dark in copies,
    pale where the colour was lifted, with the strokes of print under it paler too."""
    rows, columns = _places(ink)
    height, width = ink.shape[2:]
    middle_y, middle_x = _between(ink, -1.5, 2.5) * height, _between(ink, 0, 1) * width
    radius, thick = _between(ink, 40, 170), _between(ink, 1, 5)
    distance = ((rows - middle_y) ** 2 + (columns - middle_x) ** 2).sqrt()
    angle = torch.atan2(rows - middle_y, columns - middle_x)
    grain = (_cloud(ink, 3) > _between(ink, 0.1, 0.55)).float()
    rings = ((distance - radius).abs() < thick) | ((distance - radius * 0.7).abs() < thick * 0.5)
    star = distance < radius * 0.3 * (1 + 0.45 * torch.cos(5 * angle))
    letters = (
        (distance < radius * 0.93)
        & (distance > radius * 0.76)
        & (torch.sin(angle * radius * 0.17 * 1.9) > _between(ink, -0.3, 0.5))
    )
    drawn = (rings | star | letters).float() * grain * _between(ink, 0.08, 0.75)
    lifted = ink * (1 - (distance < radius).float() * _between(ink, 0, 0.45))
    return torch.maximum(lifted, drawn)


def rules(ink: Tensor) -> Tensor:
    """Rules of tables: along the upper and lower rim mostly, seldom through the line; upright
    ones at the ends."""
    rows, columns = _places(ink)
    height, width = ink.shape[2:]
    for _ in range(2):
        at_rim = _chosen(ink, 0.6)
        rim = torch.where(_chosen(ink, 0.5), _between(ink, -1, 3), height - _between(ink, -1, 4))
        y = torch.where(at_rim, rim, _between(ink, -0.05, 1) * height)
        slope = torch.randn(ink.shape[0], 1, 1, 1, device=ink.device) * 0.004
        drawn = ((rows - y - slope * columns).abs() < _between(ink, 0.6, 2.6) / 2 + 0.3).float()
        dotted = drawn * ((columns % _between(ink, 3, 9)) < _between(ink, 1.5, 9)).float()
        drawn = torch.where(_chosen(ink, 0.3), dotted, drawn) * _between(ink, 0.2, 1)
        wanted = torch.rand(ink.shape[0], 1, 1, 1, device=ink.device) < torch.where(
            at_rim, 0.11, 0.018
        )
        ink = torch.where(wanted, torch.maximum(ink, drawn), ink)
    x = torch.where(_chosen(ink, 0.5), _between(ink, -1, 5), width - _between(ink, 0, 5))
    return _some(
        ink,
        torch.maximum(
            ink, ((columns - x).abs() < _between(ink, 0.6, 2.2)).float() * _between(ink, 0.3, 1)
        ),
        0.1,
    )


def neighbours(ink: Tensor, others: Tensor) -> Tensor:
    """The tails of the line above and the marks of the one below, as another line of the batch
    has them."""
    height, width = ink.shape[2:]
    _, columns = _places(ink)
    for _ in range(2):
        others = others.roll(1, 0).roll(int(torch.randint(5, 40, (1,))), 3)
        seen = int(torch.randint(2, 11, (1,)))
        part = torch.zeros_like(ink)
        if torch.rand(1) < 0.5:
            part[:, :, :seen] = others[:, :, height - seen - 2 : height - 2]
        else:
            part[:, :, height - seen :] = others[:, :, 3 : seen + 3]
        if torch.rand(1) < 0.5:  # a line that is not quite level shows more at one end
            side = torch.where(_chosen(ink, 0.5), 1.0, -1.0)
            part = part * ((columns - _between(ink, 0, 1) * width) * side > 0).float()
        ink = _some(ink, torch.maximum(ink, part), 0.3)
    return ink


def on_paper(ink: Tensor, measured: Tensor) -> Tensor:
    """Ink (0..1) -> what the camera sees: paper more or less white and evenly lit, ink more or
    less black."""
    white = torch.where(measured, _between(ink, 0.93, 1.0), _between(ink, 0.68, 1.0))
    uneven = torch.where(measured, _between(ink, 0, 0.05), _between(ink, 0, 0.28))
    batch, _, height, width = ink.shape
    light = F.interpolate(
        torch.rand(batch, 1, 2, 4, device=ink.device),
        size=(height, width),
        mode="bilinear",
        align_corners=True,
    )
    ground = white + (light - 0.5) * uneven
    black = torch.where(measured, _between(ink, 0.0, 0.2), _between(ink, 0.0, 0.5))
    return ground - ink.clamp(0, 1) * (ground - black).clamp_min(0.12)


def coarse(seen: Tensor) -> Tensor:
    """Scanned at fewer pixels and enlarged again, with noise and JPEG at that size as scanners
    leave them."""
    height, width = seen.shape[2:]
    share = float(torch.rand(1)) * 0.62 + 0.38
    size = (max(12, int(height * share)), max(4, int(width * share)))
    small = F.interpolate(seen, size=size, mode="area" if torch.rand(1) < 0.6 else "bilinear")
    small = small + torch.randn_like(small) * _between(seen, 0, 0.07)
    if torch.rand(1) < 0.4:
        small = jpeg(small.clamp(0, 1), _between(seen, 30, 90))
    large = F.interpolate(small, size=(height, width), mode="bicubic", align_corners=False)
    return _some(seen, large.clamp(0, 1), 0.6)


def shaken(seen: Tensor) -> Tensor:
    """A telephone that moved: a mean of the picture and its shifted copies."""
    step = int(torch.randint(1, 3, (1,)))
    moved = (seen + seen.roll(step, 3) + seen.roll(-step, 3)) / 3
    if torch.rand(1) < 0.4:
        moved = (seen + seen.roll(1, 2)) / 2
    return _some(seen, moved, 0.08)


def grain(seen: Tensor, measured: Tensor) -> Tensor:
    """Noise fine and coarse, lost and black pixels, small blots."""
    strength = torch.where(measured, _between(seen, 0.005, 0.035), _between(seen, 0, 1) ** 2 * 0.13)
    noise = torch.randn_like(seen)
    soft = blur(noise, _between(seen, 0.5, 1.2)) * 2
    seen = seen + torch.where(_chosen(seen, 0.4), soft, noise) * strength
    spots, share = torch.rand_like(seen), _between(seen, 0, 0.02)
    spotted = torch.where(spots < share, 0.0, torch.where(spots > 1 - share, 1.0, seen))
    seen = _some(seen, spotted, 0.09)
    batch, _, height, width = seen.shape
    blots = F.interpolate(
        torch.rand(batch, 1, height // 2, width // 2, device=seen.device),
        size=(height, width),
        mode="nearest",
    )
    return _some(
        seen, torch.where(blots > 1 - _between(seen, 0, 0.006), _between(seen, 0, 0.5), seen), 0.12
    )


def copied(seen: Tensor) -> Tensor:
    """Black and white, as fax machines, copiers and JBIG2 scans make it."""
    level = seen.mean((2, 3), keepdim=True) - _between(seen, 0.05, 0.22)
    plain = ((seen + torch.randn_like(seen) * 0.02) > level).float()
    return _some(seen, _some(plain, blur(plain, _between(seen, 0.3, 0.8)), 0.75), 0.15)


@torch.no_grad()
def wear(x: Tensor) -> Tensor:
    """Clean lines (batch, 1, height, width) -> the same as they come from offices, 0..1."""
    measured = _chosen(x, 0.5)
    ink = bend(1 - x)
    others = ink.roll(1, 0)
    ink = spread(ink)
    ink = _some(
        ink,
        torch.maximum(ink, blur(others.flip(3), _between(ink, 0.8, 2)) * _between(ink, 0.03, 0.25)),
        0.12,
    )
    ink = _some(ink, seal(ink), 0.13)
    ink = rules(ink)
    ink = neighbours(ink, others)
    seen = on_paper(ink, measured)
    if torch.rand(1) < 0.55:
        seen = torch.where(measured & _chosen(seen, 0.6), seen, coarse(seen))
    softness = torch.where(measured, _between(seen, 0.2, 0.7), _between(seen, 0.3, 1.55))
    seen = _some(seen, blur(seen, softness), 0.6)
    seen = shaken(seen)
    seen = grain(seen, measured).clamp(0, 1)
    seen = _some(seen, jpeg(seen, _between(seen, 12, 85)), 0.4)
    seen = copied(seen).clamp(0, 1)
    return (seen ** _between(seen, 0.75, 1.35)).clamp(0, 1)
