"""Our networks in onnxruntime: how every one of them is opened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

SILENT = "ORT_DISABLE_TELEMETRY"
"""onnxruntime's wheels report to their maker over the network and keep an id of the device in the
user's cache, unless this is set before they are first imported; their own switch, called
afterwards, does not stop it."""
ERRORS_ONLY = 3


def open_network(path: Path, *, threads: int = 1) -> Any:
    """A session on the processor. One thread: pages and papers are read side by side, more threads
    get in each other's way.

    Raises ImportError where onnxruntime is not installed.
    """
    os.environ[SILENT] = "1"
    import onnxruntime  # late: most papers need no network

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = threads
    options.log_severity_level = ERRORS_ONLY
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
