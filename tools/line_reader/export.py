"""Trained weights -> line-reader.onnx and line-reader.json, as kehoach loads them.

    python -m tools.line_reader.export lines-ema.pt OUTDIR [--temperature 1.0]

The weights are stored as 16-bit floats and widened when the file is loaded; reading is done in 32
bits.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from tools.line_reader.alphabet import BLANK, CLASSES, COLUMN, HEIGHT
from tools.line_reader.reader_net import ReaderNet, load
from torch import Tensor, nn

OPSET = 17
LEAST_HALVED = 64
"""Tensors with fewer numbers stay as they are."""
ABOVE_POINTS, BELOW_POINTS, BESIDE_POINTS = 3.2, 2.0, 5.0


class Scores(nn.Module):
    """The network as it is shipped: pictures -> log-probabilities of the classes by column."""

    def __init__(self, net: ReaderNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, lines: Tensor) -> Tensor:
        """(batch, 1, 40, width) in 0..1, ink dark -> (batch, width / 4, classes)."""
        return self.net(lines).log_softmax(-1)  # type: ignore[no-any-return]


def halved(path: Path) -> None:
    """Store the large weights of an ONNX file as 16-bit floats, each behind a cast to 32 bits."""
    model = onnx.load(str(path))
    casts = []
    for tensor in list(model.graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or int(np.prod(tensor.dims)) < LEAST_HALVED:
            continue
        small = numpy_helper.from_array(
            numpy_helper.to_array(tensor).astype(np.float16), f"{tensor.name}_half"
        )
        casts.append(helper.make_node("Cast", [small.name], [tensor.name], to=TensorProto.FLOAT))
        model.graph.initializer.remove(tensor)
        model.graph.initializer.append(small)
    for node in reversed(casts):
        model.graph.node.insert(0, node)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def export(weights: Path, out: Path, temperature: float, half: bool = True) -> None:
    """Write the network and its description; print by how much it differs from the trained one."""
    net = load(str(weights), len(CLASSES), "cpu").eval()
    model = Scores(net).eval()
    path = out / "line-reader.onnx"
    torch.onnx.export(
        model,
        (torch.rand(1, 1, HEIGHT, 640),),
        str(path),
        input_names=["lines"],
        output_names=["scores"],
        dynamic_axes={"lines": {0: "batch", 3: "width"}, "scores": {0: "batch", 1: "columns"}},
        opset_version=OPSET,
        dynamo=False,
    )
    if half:
        halved(path)
    description = {
        "classes": CLASSES,
        "blank": BLANK,
        "height": HEIGHT,
        "column_pixels": COLUMN,
        "cut_points": {"above": ABOVE_POINTS, "below": BELOW_POINTS, "beside": BESIDE_POINTS},
        "temperature": temperature,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    (out / "line-reader.json").write_text(
        json.dumps(description, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    lines = np.random.default_rng(1).random((2, 1, HEIGHT, 480), dtype=np.float32)
    scores = onnxruntime.InferenceSession(str(path)).run(None, {"lines": lines})[0]
    with torch.no_grad():
        difference = np.abs(scores - model(torch.from_numpy(lines)).numpy()).max()
    print(
        f"{path}: {path.stat().st_size / 1e6:.2f} MB, "
        f"largest difference to the trained network {difference:.4f}"
    )


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--full", action="store_true", help="store 32-bit floats")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    export(args.weights, args.out, args.temperature, not args.full)


if __name__ == "__main__":
    main()
