"""The library: papers and plans in, `Plan` out. What stands here is what `import kehoach` offers.

Everything heavy is imported inside the functions: `import kehoach` takes a few milliseconds.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias

from kehoach.errors import KehoachError, NotAPlanError, TooLargeError
from kehoach.ingest.options import DEFAULT_OPTIONS, ReadOptions

if TYPE_CHECKING:
    from kehoach.compare.model import Difference, Matrix
    from kehoach.follow.due import DueList
    from kehoach.schema.models import Plan

Content: TypeAlias = bytes | bytearray | memoryview
Input: TypeAlias = str | os.PathLike[str] | Content | IO[bytes]
"""A path (a `str` is always one), the content itself, or a file opened for reading bytes."""
Place: TypeAlias = str | os.PathLike[str]
"""A file or a folder."""


def extract(paper: Input, options: ReadOptions = DEFAULT_OPTIONS, *, name: str = "") -> Plan:
    """Read one paper.

    Args:
        paper: A PDF, picture, Word, HTML or text file: its path, its bytes, or a binary file.
            What it is, is told from its content. A binary file is read from where it stands.
        options: Pages, resolution (dpi), pages read at once, time for one page (seconds), cache.
        name: What `Plan.source.name` says where the paper has no path.

    Returns:
        The plan with its findings. `status` is "partial" where something was lost on the way.

    Raises:
        KehoachError: The paper could not be read; its kinds say why (`kehoach.errors`). Nothing
            else is raised for what is wrong with a paper.
        TypeError: What was given is neither a path, nor bytes, nor a binary file.

    >>> from pathlib import Path
    >>> paper = "KẾ HOẠCH\\nCải cách hành chính năm 2025\\nI. NHIỆM VỤ\\n1. Rà soát thủ tục."
    >>> plan = extract(paper.encode(), name="ke-hoach.txt")
    >>> plan.document.type, plan.source.name
    ('Kế hoạch', 'ke-hoach.txt')
    """
    from kehoach import pipeline

    if isinstance(paper, str | os.PathLike):
        return pipeline.extract(Path(paper), options)
    _require_bytes(paper)
    with _as_file(paper) as path:
        plan = pipeline.extract(path, options)
    own = name or _name_of(paper)
    if plan.source.parcel is not None:  # called after the parcel, whose file has no name of its own
        own = f"{own}{plan.source.name.removeprefix(plan.source.parcel.name)}"
    source = plan.source.model_copy(update={"name": own})
    return plan.model_copy(update={"source": source})


def extract_each(
    paper: Input, options: ReadOptions = DEFAULT_OPTIONS, *, name: str = ""
) -> Iterator[tuple[str, Plan | KehoachError]]:
    """Read every paper of a parcel: a ZIP, a mail (.eml, .msg), a packet of the exchange between
    offices (edXML). Any other file is a parcel with one paper.

    Args:
        paper: As `extract`.
        options: As `extract`.
        name: What the parcel is called where it has no path.

    Yields:
        The name of a paper ("thư.eml/kế hoạch.pdf") with its plan, or with what says why it could
        not be read: one that is broken does not cost the others.

    Raises:
        KehoachError: The parcel itself could not be opened.
        TypeError: As `extract`.

    >>> paper = "KẾ HOẠCH\\nCải cách hành chính năm 2025\\nI. NHIỆM VỤ\\n1. Rà soát thủ tục."
    >>> [told for told, plan in extract_each(paper.encode(), name="ke-hoach.txt")]
    ['ke-hoach.txt']
    """
    if isinstance(paper, str | os.PathLike):
        yield from _each(Path(paper), options, name=name or Path(paper).name)
        return
    _require_bytes(paper)
    with _as_file(paper) as path:
        yield from _each(path, options, name=name or _name_of(paper))


def _each(path: Path, options: ReadOptions, name: str) -> Iterator[tuple[str, Plan | KehoachError]]:
    from kehoach import pipeline

    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        papers = pipeline.papers_in(path, Path(folder), name=name)
        if not papers:
            plan = extract(path, options)
            source = plan.source.model_copy(update={"name": name})
            yield name, plan.model_copy(update={"source": source})
        for contained in papers:
            try:
                yield contained.name, pipeline.extract_contained(contained, options)
            except KehoachError as error:
                yield contained.name, error


def read_plan(plan: Input) -> Plan:
    """A plan that `kehoach` wrote as JSON: its path, its bytes, or a binary file -> the plan.

    Raises:
        NotAPlanError: It is something else. BrokenPlanFileError: it is no whole JSON.
        NotAFileError, UnreadableFileError, TooLargeError: of files, as `extract`.

    >>> from kehoach.errors import NotAPlanError
    >>> try:
    ...     read_plan(b"[]")
    ... except NotAPlanError as error:
    ...     print(error.message("vi"))
    Tệp JSON này không phải kế hoạch do kehoach ghi ra: / thiếu hoặc không đúng.
    """
    from kehoach.emit import json
    from kehoach.ingest.safety import check_regular

    if isinstance(plan, Content):
        return json.from_json(bytes(plan))
    if not isinstance(plan, str | os.PathLike):
        _require_bytes(plan)
        content = plan.read(json.MAX_BYTES + 1)
        if len(content) > json.MAX_BYTES:
            raise TooLargeError(reason=f"{json.MAX_BYTES // 2**20} MiB")
        return json.from_json(content)
    path = Path(plan)
    check_regular(path)
    found = json.read_plan(path)
    if found is None:
        raise NotAPlanError(where="/")
    return found


def difference(old: Plan | Input, new: Plan | Input) -> Difference:
    """Two versions, or two years, of one plan: what `kehoach diff` tells.

    Args:
        old: The plan as it was: a `Plan`, its JSON, or the paper (as `extract`).
        new: The plan as it is.

    Returns:
        What is new, gone, changed field by field, or elsewhere (docs/compare.md).

    Raises:
        KehoachError, TypeError: One of them could not be read.

    >>> paper = "KẾ HOẠCH\\nCải cách hành chính năm 2025\\nI. NHIỆM VỤ\\n1. Rà soát thủ tục."
    >>> difference(paper.encode(), paper.replace("Rà soát", "Công khai").encode()).is_same
    False
    """
    from kehoach.compare.difference import difference as told

    return told(_as_plan(old), _as_plan(new))


def comparison(assigned: Plan | Input, plans: Iterable[tuple[str, Plan | Input]]) -> Matrix:
    """A superior's plan beside those below it: what `kehoach compare` tells.

    Args:
        assigned: The plan that assigns tasks and targets: a `Plan`, its JSON, or the paper.
        plans: The plans below it, each with what it is called.

    Returns:
        For each plan a cell for each thing that was assigned (docs/compare.md).

    Raises:
        KehoachError, TypeError: One of them could not be read.
    """
    from kehoach.compare.assigned import compared

    return compared(_as_plan(assigned), [(name, _as_plan(plan)) for name, plan in plans])


def _as_plan(given: Plan | Input) -> Plan:
    """A plan as it is, out of its JSON, or read from a paper."""
    from kehoach.emit import json
    from kehoach.ingest.safety import check_regular
    from kehoach.schema.models import Plan

    if isinstance(given, Plan):
        return given
    if isinstance(given, Content):
        content = bytes(given)
        return json.from_json(content) if json.looks_like_json(content) else extract(content)
    if isinstance(given, str | os.PathLike):
        path = Path(given)
        check_regular(path)
        return json.read_plan(path) or extract(path)
    _require_bytes(given)
    content = given.read()
    return json.from_json(content) if json.looks_like_json(content) else extract(content)


def due(  # noqa: PLR0913 (all but the plans are keywords)
    plans: Plan | Place | Iterable[Plan | Place],
    *,
    today: date | None = None,
    before: date | None = None,
    after: date | None = None,
    units: Iterable[str] = (),
    offices: Iterable[str] = (),
    follow: Iterable[Place] = (),
) -> DueList:
    """What is due in plans, what was missed first.

    Args:
        plans: A plan, the path of one as JSON, of a folder of them, or of what a batch wrote; or
            several of these. What people filled in the workbooks of folders counts.
        today: The day for which it is told; the clock's by default.
        before: The last day that is asked for; by default 30 days from `today`.
        after: The first; by default whatever was missed, of what comes again only the last time.
        units, offices: Only those whose names have one of these words; short forms of offices will
            do.
        follow: Further workbooks that people filled.

    Returns:
        The list: `items` by day, each with its task; how many tasks have no day, or are done.

    Raises:
        KehoachError: A plan or a workbook cannot be read.

    >>> due([], today=date(2025, 6, 15)).items
    []
    """
    from kehoach.emit.origin import Origin
    from kehoach.follow.asking import due_among
    from kehoach.follow.due import Wanted
    from kehoach.follow.plans import filled_of, find_plans
    from kehoach.schema.models import Plan

    several = [plans] if isinstance(plans, Plan | str | os.PathLike) else list(plans)
    places = [Path(one) for one in several if not isinstance(one, Plan)]
    found = find_plans(places)
    for _, error in found.failed:
        raise error
    found.plans += [(Origin(one.source.name), one) for one in several if isinstance(one, Plan)]
    wanted = Wanted(
        today or date.today(),
        before=before,
        after=after,
        units=tuple(units),
        offices=tuple(offices),
    )
    return due_among(found.tasks(), filled_of(places, map(Path, follow)), wanted=wanted)


@contextmanager
def _as_file(paper: Content | IO[bytes]) -> Iterator[Path]:
    """The content as a file that nobody else can read, gone afterwards. The readers need one: PDF
    is read in no order, and outside programs (Poppler, LibreOffice) take paths."""
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        path = Path(folder, "paper")
        with path.open("wb") as file:
            if isinstance(paper, Content):
                file.write(paper)
            else:
                shutil.copyfileobj(paper, file)
        yield path


def _require_bytes(given: object) -> None:
    """Raise TypeError for what is neither content nor a file opened for reading bytes."""
    if isinstance(given, Content):
        return
    if isinstance(given, io.TextIOBase) or not hasattr(given, "read"):
        kind = type(given).__name__
        raise TypeError(f"a path, bytes or a file opened in binary mode is needed, not {kind}")


def _name_of(paper: Content | IO[bytes]) -> str:
    """The name of an open file, without its folder; "" for what has none."""
    name = getattr(paper, "name", "")
    return Path(name).name if isinstance(name, str) else ""
