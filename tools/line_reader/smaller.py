"""8-bit copies of an exported reader, to see whether they lose letters.

    python -m tools.line_reader.smaller READER.onnx OUTDIR LINES.npz

Writes `dynamic.onnx` (8-bit weights of LSTM and matrix products) and `static.onnx` (convolutions
too, their ranges taken from the lines of the file). READER.onnx must hold 32-bit weights (`export
--full`).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_dynamic,
    quantize_static,
)
from tools.line_reader.alphabet import HEIGHT
from tools.line_reader.line_files import load


class Lines(CalibrationDataReader):  # type: ignore[misc]
    """Lines as the reader gets them, one after the other."""

    def __init__(self, path: Path, count: int) -> None:
        self.cuts = iter(load(path)[:count])

    def get_next(self) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]] | None:
        """The next line's picture (1, 1, 40, width), None at the end."""
        cut = next(self.cuts, None)
        if cut is None:
            return None
        width = max(16, round(cut.pixels.shape[1] * HEIGHT / cut.pixels.shape[0]))
        line = cv2.resize(cut.pixels, (width, HEIGHT), interpolation=cv2.INTER_AREA)
        return {"lines": np.asarray(line[None, None] / 255, np.float32)}


def main() -> None:
    """Read the arguments, write both."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("lines", type=Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    quantize_dynamic(
        args.model,
        args.out / "dynamic.onnx",
        op_types_to_quantize=["LSTM", "MatMul"],
        weight_type=QuantType.QInt8,
        per_channel=True,
    )
    quantize_static(
        args.model,
        args.out / "static.onnx",
        Lines(args.lines, 60),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=["Conv"],
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        per_channel=True,
    )


if __name__ == "__main__":
    main()
