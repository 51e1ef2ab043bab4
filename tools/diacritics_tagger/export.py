"""From trained weights to what ships: `diacritics.onnx` in whole numbers of 8 bits, and
`diacritics.json`.

    python tools/diacritics_tagger/export.py tagger.pt \\
        --data PACKED --out normalize/repair/models

Tables (letters, pairs, outputs) have one scale a row, matrices one a column, layers' inputs one
each, taken from the watched sources. Inputs of layers use 7 of 8 bits, so that no processor's
16-bit sums run over. The graph gives the hidden numbers of each token; the words that share its
letters are scored outside, in numpy, a group of equal letters at a time.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from model import Shape, Tagger, pair_of
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch.nn import functional
from train import loosened

Array = NDArray[Any]
TOP = 127
"""The largest number of a layer's input."""


class Graph:
    """An ONNX graph that grows node by node."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.stored: list[onnx.TensorProto] = []

    def constant(self, name: str, value: Array) -> str:
        """A stored tensor."""
        self.stored.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, *inputs: str, name: str = "", **settings: Any) -> str:
        """One node -> the name of what it gives."""
        name = name or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **settings))
        return name

    def table(self, name: str, table: Array, scale: Array, rows: str) -> str:
        """Rows of a table of 8 bits with a scale each: (N, D), (N, 1), (B, T) -> (B, T, D)."""
        if f"{name}.table" not in [one.name for one in self.stored]:
            self.constant(f"{name}.table", table)
            self.constant(f"{name}.scale", scale.astype(np.float32))
        whole = self.add("Cast", self.add("Gather", f"{name}.table", rows), to=TensorProto.FLOAT)
        return self.add("Mul", whole, self.add("Gather", f"{name}.scale", rows))

    def shifted(self, x: str, step: int, zero: str) -> str:
        """What stood `step` places before (below 0: after) each place."""
        pads = self.constant(
            f"pads{len(self.nodes)}", np.array([0, step, 0, 0, -step, 0], dtype=np.int64)
        )
        return self.add("Pad", x, pads, zero)


def scales_of(weight: Array) -> tuple[Array, Array]:
    """(in, out) -> whole numbers (in, out), scales (out,)."""
    scale = np.maximum(np.abs(weight).max(axis=0), 1e-8) / 127
    return np.round(weight / scale).astype(np.int8), scale.astype(np.float32)


def largest(model: Tagger, data: Path) -> list[float]:
    """What each layer's input hardly ever exceeds (and that of the last), on the watched
    sources."""
    tables, stored = np.load(data / "tables.npz"), np.load(data / "watched.npz")
    words = torch.from_numpy(stored["words"][:100_000].astype(np.int64)).view(-1, 250)
    cases = torch.from_numpy(stored["cases"][:100_000].astype(np.int64)).view(-1, 250)
    letters = torch.from_numpy(tables["skeleton"]).long()[words]
    before = functional.pad(letters, (1, 0))[:, :-1]
    found: list[float] = []

    def note(_: torch.nn.Module, __: Any, out: torch.Tensor) -> None:
        top = out.relu().reshape(-1)
        found.append(
            float(
                top[torch.randperm(len(top))[:4_000_000]]
                .kthvalue(int(min(len(top), 4_000_000) * 0.99999))
                .values
            )
        )

    hooks = [norm.register_forward_hook(note) for norm in (*model.norms, model.last)]
    with torch.no_grad():
        model.hidden(
            letters[:160],
            cases[:160],
            pair_of(before, letters, model.shape.pairs)[:160],
            torch.zeros_like(letters)[:160],
        )
    for hook in hooks:
        hook.remove()
    return found


def graph_of(
    model: Tagger, state: dict[str, Any], tops: list[float], *, whole: bool
) -> onnx.ModelProto:
    """The graph; `whole`: layers in whole numbers (else in 32-bit fractions, for comparison)."""
    graph = Graph()
    weights = {
        name: value.detach().numpy()
        for name, value in model.state_dict().items()
        if name != "choices"
    }
    number = {name: (state[name][0].numpy(), state[name][1].float().numpy())
              for name in ("letters.weight", "pairs.weight", "outputs.weight")}  # fmt: skip
    number["outputs.weight"][0][0] = 0
    zero, byte = graph.constant("zero", np.float32(0)), graph.constant("byte", np.uint8(0))
    left = graph.table("pairs", *number["pairs.weight"], "pair")
    parts = [
        graph.table("letters", *number["letters.weight"], "letters"),
        left,
        graph.shifted(left, -1, zero),
        graph.table("outputs", *number["outputs.weight"], "known"),
    ]
    x = graph.add(
        "MatMul",
        graph.add("Concat", *parts, axis=2),
        graph.constant("enter", weights["enter.weight"].T),
    )
    first = weights["enter.bias"] + weights["case.weight"]
    x = graph.add("Add", x, graph.add("Gather", graph.constant("case.table", first), "case"))
    dilations = model.shape.dilations
    for n, step in enumerate((*dilations, 0)):
        name = f"norms.{n}" if n < len(dilations) else "last"
        gain = graph.constant(f"{name}.gain", weights[f"{name}.weight"])
        shift = graph.constant(f"{name}.shift", weights[f"{name}.bias"])
        h = graph.add("LayerNormalization", x, gain, shift, axis=-1, epsilon=1e-5)
        owner = f"layers.{n}" if n < len(dilations) else "leave"
        weight, bias = weights[f"{owner}.weight"].T, weights[f"{owner}.bias"]
        if whole:
            scale = np.float32(tops[n] / TOP)
            h = graph.add("QuantizeLinear", h, graph.constant(f"{owner}.in", scale), byte)
        else:
            h = graph.add("Relu", h)
        if step:
            edge = byte if whole else zero
            h = graph.add(
                "Concat", graph.shifted(h, step, edge), h, graph.shifted(h, -step, edge), axis=2
            )
        if whole:
            table, own = scales_of(weight)
            h = graph.add("MatMulInteger", h, graph.constant(f"{owner}.table", table))
            h = graph.add(
                "Mul",
                graph.add("Cast", h, to=TensorProto.FLOAT),
                graph.constant(f"{owner}.scale", own * scale),
            )
        else:
            h = graph.add("MatMul", h, graph.constant(f"{owner}.table", weight))
        last = n == len(dilations)
        h = graph.add(
            "Add", h, graph.constant(f"{owner}.bias", bias), name="hidden" if last else ""
        )
        x = h if last else graph.add("Add", x, h)
    table = graph.add("Cast", "outputs.table", to=TensorProto.FLOAT)
    graph.add("Mul", table, "outputs.scale", name="words")
    graph.add("Identity", graph.constant("words.bias", weights["bias"]), name="chances")
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.INT64, ["B", "T"])
        for n in ("letters", "case", "pair", "known")
    ]
    outputs = [
        helper.make_tensor_value_info(
            "hidden", TensorProto.FLOAT, ["B", "T", model.shape.output_width]
        ),
        helper.make_tensor_value_info(
            "words", TensorProto.FLOAT, [model.shape.outputs, model.shape.output_width]
        ),
        helper.make_tensor_value_info("chances", TensorProto.FLOAT, [model.shape.outputs]),
    ]
    made = helper.make_graph(graph.nodes, "diacritics", inputs, outputs, graph.stored)
    proto = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(proto)
    return proto


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="what pack.py wrote")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--fractions", action="store_true", help="layers in 32-bit fractions, to compare"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    stored = torch.load(options.weights, map_location="cpu", weights_only=False)
    choices = torch.from_numpy(np.load(options.data / "tables.npz")["choices"]).long()
    model = Tagger(Shape(**stored["shape"]), choices)
    model.load_state_dict(loosened(stored["state"]))
    model.eval()
    proto = graph_of(
        model, stored["state"], largest(model, options.data), whole=not options.fractions
    )
    options.out.mkdir(parents=True, exist_ok=True)
    onnx.save(proto, options.out / "diacritics.onnx")
    names = json.loads((options.data / "names.json").read_text("utf-8"))
    names |= {"pairs": model.shape.pairs, "reach": sum(model.shape.dilations) + 1}
    names["outputs"] = names["outputs"][1:]
    (options.out / "diacritics.json").write_text(json.dumps(names, ensure_ascii=False), "utf-8")
    print(
        stored["steps"],
        "steps;",
        *(f"{path.name} {path.stat().st_size}" for path in sorted(options.out.iterdir())),
    )
    print("\n".join(stored["log"][-4:]))


if __name__ == "__main__":
    main()
