"""The REST of `kehoach serve` asked by schemathesis, out of its own OpenAPI: no answer 5xx, each as
the description says (status, kind, schema, headers), and what that forbids is refused.

    .venv/bin/python -m bench.rest [--examples 50] [--seed 21] [--seconds S]

A real server, with papers that schemathesis is told of (rest.toml). Prints what schemathesis
prints; its exit status is ours.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from bench.desk_server import SAMPLES, TEXT_PAPER, Server
from kehoach.desk.routes.common import REVISION

TABLE, LETTERS, PROSE = (
    TEXT_PAPER,
    SAMPLES / "nhiem-vu-chu-cai" / "nhiem-vu-chu-cai.txt",
    SAMPLES / "tuong-thuat" / "tuong-thuat.txt",
)
CONFIGURATION = Path(__file__).with_name("rest.toml")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "positive_data_acceptance",
    "unsupported_method",
)
PHASES = ("examples", "coverage", "fuzzing", "stateful")


def asked(
    server: Server,
    folder: Path,
    *,
    examples: int,
    phases: Sequence[str] = PHASES,
    more: Sequence[str] = (),
) -> subprocess.CompletedProcess[str]:
    """Ask a server, in each phase and operation some `examples` times. `folder`: where the
    configuration is written; `more`: options of schemathesis. Gives what that says; its status is
    0 where nothing was wrong."""
    ids = {
        name: server.add(paper)
        for name, paper in (("paper", TABLE), ("other", LETTERS), ("lost", PROSE))
    }
    configuration, description = folder / "schemathesis.toml", folder / "openapi.json"
    configuration.write_text(Template(CONFIGURATION.read_text("utf-8")).substitute(ids), "utf-8")
    told = server.client.get("/v1/openapi.json").json()
    description.write_text(json.dumps(with_examples(told, ids)), "utf-8")
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration)]
    command += ["run", str(description), "--url", server.address, "--no-color"]
    command += ["--checks", ",".join(CHECKS), "--phases", ",".join(phases)]
    command += ["--max-examples", str(examples), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def with_examples(description: dict[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """An OpenAPI whose examples are of papers that are there, and of whichever revision; what
    deletes a paper gets another one than the rest."""

    def filled(part: Any, paper: str) -> Any:
        text = json.dumps(part).replace("0" * 64, paper).replace("f" * 64, ids["other"])
        return json.loads(text.replace(json.dumps(REVISION), '"*"'))

    told = dict(filled(description, ids["paper"]))
    deleting = description["paths"]["/v1/papers/{id}"]["delete"]
    told["paths"]["/v1/papers/{id}"]["delete"] = filled(deleting, ids["lost"])
    return told


def main() -> int:
    """Ask, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--examples", type=int, default=50)
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--seconds", type=float, help="go on with new requests for so long")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        server = Server(Path(name, "store"))
        try:
            folder = Path(name)
            more = ["--seed", str(options.seed)]
            if options.seconds:
                more += ["--max-time", str(options.seconds)]
            told = asked(server, folder, examples=options.examples, more=more)
        finally:
            server.stop()
    print(told.stdout, told.stderr, sep="\n")
    return told.returncode


if __name__ == "__main__":
    sys.exit(main())
