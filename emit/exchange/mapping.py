"""Mappings: which columns another system wants, and what of a task goes into each. A mapping is a
file of YAML that whoever runs that system can write; those of common ones lie in `presets/`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from kehoach.emit.rows import TASKS
from kehoach.errors import BrokenMappingError, NotAFileError, UnreadableFileError
from kehoach.ingest.safety import check_regular

PRESETS = Path(__file__).parent / "presets"
MAX_BYTES = 2**16

_PLACE = re.compile(r"\{(\w+)\}")
_NAMES = frozenset(column.name for column in TASKS)
"""What may stand in braces: the columns of `tasks.csv`."""


class MappedColumn(BaseModel):
    """A column: its heading, what stands in it (names of our columns in braces), and how many
    characters the other system takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heading: Annotated[str, Field(min_length=1)]
    text: str
    longest: Annotated[int, Field(ge=1)] | None = None

    @field_validator("text")
    @classmethod
    def _names_are_known(cls, text: str) -> str:
        unknown = [name for name in _PLACE.findall(text) if name not in _NAMES]
        if unknown:
            raise ValueError(f"{{{unknown[0]}}}")
        return text

    def lines(self) -> Iterator[tuple[str, list[str]]]:
        """Each line of the text with the names in it."""
        for line in self.text.splitlines():
            yield line, _PLACE.findall(line)


class Mapping(BaseModel):
    """A mapping: its columns, how days are written (strftime), what parts the elements of a list,
    and whether tasks without a day are left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dates: str = "%Y-%m-%d"
    lists: str = "; "
    only_dated: bool = False
    columns: Annotated[tuple[MappedColumn, ...], Field(min_length=1)]

    @field_validator("dates")
    @classmethod
    def _writes_days(cls, dates: str) -> str:
        if date(2031, 2, 1).strftime(dates) in (dates, ""):
            raise ValueError(dates)
        return dates


@cache
def preset(name: str) -> Mapping:
    """A mapping that comes with the program ("jira")."""
    return mapping_of(PRESETS / f"{name}.yaml")


def mapping_of(path: Path) -> Mapping:
    """Read a mapping. Raises BrokenMappingError, which tells file and line, and what is wrong with
    files."""
    check_regular(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        text = data.decode()
    except OSError as error:
        raise UnreadableFileError(reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise BrokenMappingError(path=path, line=1, reason="UTF-8") from error
    if len(data) > MAX_BYTES:
        raise NotAFileError
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        return Mapping.model_validate(yaml.safe_load(text))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BrokenMappingError(path=path, line=line, reason=error.problem or "YAML") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = f"{where}: {first['msg']}" if where else first["msg"]
        line = _line_of(node, first["loc"])
        raise BrokenMappingError(path=path, line=line, reason=reason) from error


def _line_of(node: Any, path: Sequence[str | int]) -> int:
    """The line, from 1, of the deepest part of a document that a path of keys and indices leads
    to."""
    line = 1
    for step in path:
        children = _children(node)
        if step not in children:
            break
        node, line = children[step]
    return line


def _children(node: Any) -> dict[str | int, tuple[Any, int]]:
    """The parts of a node of YAML by key or index, each with the line where it begins."""
    if isinstance(node, yaml.MappingNode):
        return {
            key.value: (value, key.start_mark.line + 1)
            for key, value in node.value
            if isinstance(key, yaml.ScalarNode)
        }
    if isinstance(node, yaml.SequenceNode):
        return {index: (part, part.start_mark.line + 1) for index, part in enumerate(node.value)}
    return {}
