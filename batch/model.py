"""What the rooms of a batch hand to each other: what is to be done, an input, what became of it.
All that goes to a child or to another machine can be written as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from kehoach.batch.isolation.bounds import MEMORY, PAGES, TIMEOUT, Bounds
from kehoach.emit.ics import REMIND
from kehoach.emit.places import PageArea
from kehoach.ingest.options import OWN_READER, PAGE_TIMEOUT
from kehoach.schema.twins import Fingerprint

Status: TypeAlias = Literal["ok", "partial", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Input:
    """A file below the folder. `name`: its path from there, "/" between folders, bytes that are no
    UTF-8 as lone surrogates. `stamp`: what changes when a file far away does ("" on this machine,
    where the bytes are compared). `refusal`: why it is no paper (a class of `errors`), None when it
    may be one. `parcel`: the file that it came in, which its name begins with; `sha256`: of its
    bytes, where they are known already. `parts`: the names of its pages' files, in order, where it
    is a folder of pictures that are one paper."""

    name: str
    stamp: str = ""
    refusal: str | None = None
    parcel: str = ""
    sha256: str = ""
    parts: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The name of the file that it is, or that it came in."""
        return self.parcel or self.name

    @property
    def own_name(self) -> str:
        """What a plan calls it: without its folder, but with its parcel.

        >>> Input("xã/thư.eml/kh.pdf", parcel="xã/thư.eml").own_name
        'thư.eml/kh.pdf'
        """
        return self.name[len(self.file.rpartition("/")[0]) :].lstrip("/")


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How each paper is to be read. `timeout` in seconds and `memory` in bytes for one paper,
    `max_pages` for one paper; `dpi`, `page_timeout` and `reader` as in `ReadOptions`; `cached`:
    whether readings of pages may be kept on the machine that reads; `sources` and `doubt` as
    there."""

    timeout: float = TIMEOUT
    memory: int = MEMORY * 2**20
    max_pages: int = PAGES
    dpi: int | None = None
    page_timeout: float = PAGE_TIMEOUT
    cached: bool = True
    reader: str = OWN_READER
    sources: bool = True
    doubt: float | None = None

    @property
    def bounds(self) -> Bounds:
        """What one paper may cost."""
        return Bounds(seconds=self.timeout, memory=self.memory)


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be done: papers below `folder`, results below `out` (paths or URLs), how to read,
    and where: `workers` papers at once (None for one per core) by `engine` "local" or "dask", at a
    `scheduler`'s address. `resume`: what an earlier run has done still counts. `only`: of a watched
    folder, the files that are written whole; they are known by size and time. None for all.
    `letters`: whether each ward gets a sheet of its own. `today`: the day for which the follow-up
    workbook is made (None: the clock's); `remind`: how many days before the calendar reminds."""

    folder: str
    out: str
    options: BatchOptions = field(default_factory=BatchOptions)
    workers: int | None = None
    engine: str = "local"
    scheduler: str | None = None
    resume: bool = True
    only: frozenset[str] | None = None
    letters: bool = False
    today: date | None = None
    remind: tuple[int, ...] = REMIND


@dataclass(frozen=True, slots=True)
class Paper:
    """An input with the name of its plan, and the first input with the same bytes when there is one
    before it."""

    source: Input
    target: str
    first: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no plan: the stage, the class of `errors`, its sentences."""

    stage: str
    kind: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an input, as it stands in its record and, without the last six, in the
    manifest.

    `output`: the plan's name below the output folder, None when there is none; `plan_sha256`: of
    that file; `corrections_sha256`: of those applied to it ("": none). `program`, `options`: what
    it was read with; `stamp`: the input's; `fingerprint`: what the plan is known by among others.
    `taken`: how many corrections a plan that somebody changed by hand gave. `seconds`: what the
    reading took, the only fact that two runs do not share."""

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
    corrections_sha256: str = ""
    program: str = ""
    options: str = ""
    stamp: str = ""
    fingerprint: Fingerprint | None = None
    taken: int = 0

    def as_json(self) -> dict[str, Any]:
        """A dictionary that JSON can hold."""
        return asdict(self)


def outcome_from(data: dict[str, Any]) -> Outcome:
    """The outcome that `as_json` wrote. Raises TypeError or KeyError on anything else."""
    error, known_by = data.get("error"), data.get("fingerprint")
    return Outcome(
        **{
            **data,
            "error": Failure(**error) if error else None,
            "fingerprint": Fingerprint(**known_by) if known_by else None,
        }
    )


@dataclass(frozen=True, slots=True)
class Job:
    """One paper to be read: `folder` and `out` are paths or URLs, `source` the input, `target` the
    name of its plan below `out`, `sha256` what its bytes were when it was looked at, `program` the
    version that asks."""

    folder: str
    out: str
    source: Input
    sha256: str
    target: str
    options: BatchOptions
    program: str


def job_from(data: dict[str, Any]) -> Job:
    """The job that `asdict` made a dictionary of."""
    source = Input(**{**data["source"], "parts": tuple(data["source"]["parts"])})
    options = BatchOptions(**data["options"])
    return Job(**{**data, "source": source, "options": options})


@dataclass(frozen=True, slots=True)
class PictureOrder:
    """Pictures that are wanted of one paper: `folder` is a path or URL, `name` the input's,
    `parts` the files of its pages."""

    folder: str
    name: str
    media_type: str
    areas: tuple[PageArea, ...]
    parts: tuple[str, ...] = ()


def order_from(data: dict[str, Any]) -> PictureOrder:
    """The order that `asdict` made a dictionary of."""
    areas = tuple(PageArea(**area) for area in data["areas"])
    return PictureOrder(**{**data, "areas": areas, "parts": tuple(data["parts"])})


@dataclass(frozen=True, slots=True)
class PageOrder:
    """The picture of a whole page that is wanted, as `PictureOrder`: `page` is the page (its box
    does not matter), `dpi` how fine."""

    folder: str
    name: str
    media_type: str
    page: PageArea
    dpi: float
    parts: tuple[str, ...] = ()


def page_order_from(data: dict[str, Any]) -> PageOrder:
    """The order that `asdict` made a dictionary of."""
    page = PageArea(**data["page"])
    return PageOrder(**{**data, "page": page, "parts": tuple(data["parts"])})
