"""What the rooms of a batch hand to each other: an input, what is asked of it, what became of it.
All of it can be written as JSON, so that it crosses pipes and machines."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

Status: TypeAlias = Literal["ok", "partial", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Input:
    """A file below the folder. `name`: its path from there, "/" between folders, bytes that are no
    UTF-8 as lone surrogates. `stamp`: what changes when a file far away does ("" on this machine,
    where the bytes are compared). `refusal`: why it is no paper (a class of `errors`), None when it
    may be one."""

    name: str
    stamp: str = ""
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How each paper is to be read. `timeout` in seconds and `memory` in bytes for one paper,
    `max_pages` for one paper; `dpi` and `page_timeout` as in `ReadOptions`; `cached`: whether
    readings of pages may be kept on the machine that reads."""

    timeout: float = 900.0
    memory: int = 4 * 2**30
    max_pages: int = 2000
    dpi: int | None = None
    page_timeout: float = 120.0
    cached: bool = True


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no plan: the stage, the class of `errors`, its sentences."""

    stage: str
    kind: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an input, as it stands in its record and, without the last four, in the
    manifest.

    `output`: the plan's name below the output folder, None when there is none; `plan_sha256`: of
    that file. `program`, `options`: what it was read with; `stamp`: the input's. `seconds`: what
    the reading took, the only fact that two runs do not share."""

    input: str
    sha256: str | None
    status: Status
    output: str | None = None
    media_type: str | None = None
    pages: int = 0
    tasks: int = 0
    targets: int = 0
    findings: dict[str, int] = field(default_factory=dict)
    error: Failure | None = None
    seconds: float = 0.0
    plan_sha256: str | None = None
    program: str = ""
    options: str = ""
    stamp: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def outcome_from(data: dict[str, Any]) -> Outcome:
    """The outcome that `as_json` wrote. Raises TypeError or KeyError on anything else."""
    error = data.get("error")
    return Outcome(**{**data, "error": Failure(**error) if error else None})


@dataclass(frozen=True, slots=True)
class Job:
    """One paper to be read: `folder` and `out` are paths or URLs, `source` the input's name,
    `target` the name of its plan below `out`, `sha256` what its bytes were when it was looked at,
    `program` the version that asks."""

    folder: str
    out: str
    source: Input
    sha256: str
    target: str
    asked: BatchOptions
    program: str
