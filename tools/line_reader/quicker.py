"""An exported reader, made quicker for onnxruntime on one thread of a processor.

    python -m tools.line_reader.quicker READER.onnx OUT.onnx

The recurrent layers, which wait for their weights, hold them in 8 bits (7 of them used: processors
without VNNI add pairs of products in 16 bits, and would cut off larger sums); what goes through
them is rounded as it comes, with its own range each time, so that no lines are needed to settle it.

The convolutions get whole blocks of channels. onnxruntime computes them in blocks of 8 or 16 when
every count of channels is made of such blocks (NCHWc), and by a slower way otherwise; the trained
network has 28, 57, 115. Channels whose weights are 0 are put behind the others: they give 0, hard
swish leaves 0 as it is, and the next layer multiplies them by 0, so that the scores are the same.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tools.line_reader.export import halved

BLOCK = 16
HALF = "_half"
"""What `export` appends to the names of weights that it stores as 16-bit floats."""


def widen(model: onnx.ModelProto) -> None:
    """Store the 16-bit weights of a reader as 32-bit floats, in place."""
    graph = model.graph
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    for cast in [node for node in graph.node if node.op_type == "Cast"]:
        small = tensors.get(cast.input[0])
        if small is None or not small.name.endswith(HALF):
            continue
        wide = numpy_helper.to_array(small).astype(np.float32)
        small.CopyFrom(numpy_helper.from_array(wide, cast.output[0]))
        graph.node.remove(cast)


def in_blocks(channels: int) -> int:
    """A count of channels, brought up to whole blocks; the one channel of a grey picture stays."""
    return channels if channels == 1 else -(-channels // BLOCK) * BLOCK


def padded(
    weights: NDArray[np.generic], *, outputs: int, inputs: int | None = None
) -> NDArray[np.generic]:
    """Weights (outputs, inputs, ...) or biases (outputs) with zeros for what is added."""
    wanted = list(weights.shape)
    wanted[0] = outputs
    if inputs is not None:
        wanted[1] = inputs
    whole = np.zeros(wanted, weights.dtype)
    whole[tuple(slice(size) for size in weights.shape)] = weights
    return whole


def fill_blocks(model: onnx.ModelProto) -> None:
    """Bring all convolutions of a reader to whole blocks, in place. What the last one gives goes to
    the recurrent layers, whose weights stay: its outputs stay too."""
    tensors = {tensor.name: tensor for tensor in model.graph.initializer}

    def replace(name: str, outputs: int, inputs: int | None = None) -> None:
        tensor = tensors[name]
        whole = padded(numpy_helper.to_array(tensor), outputs=outputs, inputs=inputs)
        tensor.CopyFrom(numpy_helper.from_array(whole, tensor.name))

    convolutions = [node for node in model.graph.node if node.op_type == "Conv"]
    for node in convolutions:
        weights = tensors[node.input[1]]
        outputs, inputs = weights.dims[:2]
        wanted = outputs if node is convolutions[-1] else in_blocks(outputs)
        group = next(field for field in node.attribute if field.name == "group")
        if group.i > 1:  # a depthwise one: each channel by itself
            group.CopyFrom(helper.make_attribute("group", wanted))
        replace(node.input[1], wanted, in_blocks(inputs))
        replace(node.input[2], wanted)


def main() -> None:
    """Read the arguments, write the network, and its digest into the description beside it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reader", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    model = onnx.load(str(args.reader))
    widen(model)
    fill_blocks(model)
    onnx.save(model, str(args.out))
    quantize_dynamic(
        args.out,
        args.out,
        op_types_to_quantize=["LSTM"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )
    halved(args.out)
    description = args.reader.with_suffix(".json")
    facts = json.loads(description.read_text(encoding="utf-8"))
    facts["sha256"] = hashlib.sha256(args.out.read_bytes()).hexdigest()
    text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
    args.out.with_suffix(".json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
