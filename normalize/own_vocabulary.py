"""Words of a user's own: files in the shape of ours, in folders that `kehoach.provenance` names,
checked line by line before anything is read with them, then put to ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kehoach.errors import ExitCode, MisuseError
from kehoach.provenance import PACKAGE_FOLDER, files_of_vocabulary, vocabulary_folders

MAX_BYTES = 2**20
NEVER = frozenset("\\()[]{}*+?^$|")
"""Signs that mean something in patterns, which some words become part of."""
_SHOWN = 12
"""Names that one sentence lists."""
_STRING = "tag:yaml.org,2002:str"
_NOTHING = "tag:yaml.org,2002:null"
_KINDS = {str: _STRING, int: "tag:yaml.org,2002:int"}


class VocabularyError(MisuseError):
    exit_code = ExitCode.USAGE
    vi = "{path}, dòng {line}: {why}."
    en = "{path}, line {line}: {why}."


def added_to(name: str, ours: Any) -> Any:
    """One of our files, `name` its path in the package, with what the user's files add. Raises
    VocabularyError."""
    for path in _own_files().get(name, ()):
        ours = _merged(ours, _checked(path, name, ours=ours))
    return ours


def check_own() -> None:
    """Read and check every file of the user's. Raises VocabularyError, with file and line."""
    _own_files.cache_clear()
    for name, paths in _own_files().items():
        ours = _read_ours(PACKAGE_FOLDER / name)
        for path in paths:
            _checked(path, name, ours=ours)


@cache
def _open_sections() -> dict[str, list[str]]:
    """The files that may be added to, each with the sections whose keys are words."""
    listed: dict[str, list[str]] = _read_ours(Path(__file__).with_suffix(".yaml"))
    return listed


@cache
def _own_files() -> dict[str, tuple[Path, ...]]:
    """The user's files, by the name of the file of ours that each adds to."""
    found: dict[str, tuple[Path, ...]] = {}
    for folder in vocabulary_folders():
        for path in files_of_vocabulary(folder):
            name = _name_of(path, folder)
            found[name] = (*found.get(name, ()), path)
    return found


def _name_of(path: Path, folder: Path) -> str:
    """Which file of ours a user's adds to: that of the same path, or of the end of one path alone
    ("offices.yaml", "parsers/words.yaml")."""
    told = path.relative_to(folder).as_posix()
    names = [name for name in _open_sections() if f"/{name}".endswith(f"/{told}")]
    if len(names) == 1:
        return names[0]
    choices = ", ".join(names or _open_sections())
    raise VocabularyError(
        path=str(path),
        line=1,
        why_vi=f"tên tệp phải là một trong: {choices}",
        why=f"the file must be called one of: {choices}",
    )


@dataclass(frozen=True, slots=True)
class _Check:
    """Compares a user's file with ours; `opened`: the sections whose keys are words."""

    path: Path
    opened: frozenset[str]

    def bad(self, node: yaml.Node | None, vi: str, en: str) -> VocabularyError:
        line = node.start_mark.line + 1 if node is not None else 1
        return VocabularyError(path=str(self.path), line=line, why_vi=vi, why=en)

    def value(self, node: yaml.Node, ours: Any, key: str) -> None:
        """Is a value of the shape of ours? `key`: the section that it stands in, "" at the top."""
        match ours:
            case dict():
                self._mapping(node, ours, key=key)
            case list():
                self._list(node, ours, key=key)
            case _:
                self._word(node, ours, key=key)

    def _mapping(self, node: yaml.Node, ours: dict[Any, Any], key: str) -> None:
        if not isinstance(node, yaml.MappingNode):
            vi = f"mục “{key}” phải gồm các dòng “tên: giá trị”"
            raise self.bad(node, vi, f"“{key}” must hold lines “name: value”")
        seen: set[str] = set()
        for name, value in node.value:
            self._word(name, "", key=key)
            word = str(name.value)
            if word in seen:
                raise self.bad(name, f"“{word}” viết hai lần", f"“{word}” stands there twice")
            seen.add(word)
            if word in ours:
                self.value(value, ours[word], key or word)
            elif key in self.opened:
                self.value(value, next(iter(ours.values())), key)
            else:
                listed = [str(one) for one in ours]
                known = ", ".join([*listed[:_SHOWN], *(["…"] if len(listed) > _SHOWN else [])])
                vi = f"không có mục “{word}” (các mục: {known})"
                raise self.bad(name, vi, f"there is no “{word}” (there are: {known})")

    def _list(self, node: yaml.Node, ours: list[Any], key: str) -> None:
        if node.tag == _NOTHING:  # a name without other spellings
            return
        if not isinstance(node, yaml.SequenceNode):
            raise self.bad(node, f"mục “{key}” phải là danh sách", f"“{key}” must be a list")
        for one in node.value:
            self.value(one, ours[0] if ours else "", key)

    def _word(self, node: yaml.Node, ours: Any, key: str) -> None:
        wanted = _KINDS.get(type(ours), _STRING)
        if not isinstance(node, yaml.ScalarNode) or node.tag != wanted:
            number = wanted != _STRING
            vi = f"mục “{key}”: ở đây phải là {'một số' if number else 'chữ'}"
            vi += "" if number else " (đặt trong ngoặc kép nếu là số, ngày, yes, no)"
            kind = "a number" if number else "words (in quotes where they are a number, yes, no)"
            raise self.bad(node, vi, f"“{key}”: here must be {kind}")
        word = str(node.value)
        if not word.strip():
            raise self.bad(node, f"mục “{key}”: từ bỏ trống", f"“{key}”: an empty word")
        odd = next((letter for letter in word if letter in NEVER), None)
        if odd is not None:
            vi = f"mục “{key}”: từ không được có ký tự “{odd}”"
            raise self.bad(node, vi, f"“{key}”: a word must not have the sign “{odd}”")


def _checked(path: Path, name: str, ours: Any) -> Any:
    """What stands in a user's file. Raises VocabularyError."""
    check = _Check(path, frozenset(_open_sections()[name]))
    text = _text(path, check)
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reason = error.problem or "?"
        raise VocabularyError(
            path=str(path),
            line=line,
            why_vi=f"không đúng cú pháp YAML ({reason})",
            why=f"this is no YAML ({reason})",
        ) from error
    except yaml.YAMLError as error:
        raise check.bad(None, "có ký tự không dùng được", "a letter cannot be used") from error
    if node is None:  # remarks alone
        return {}
    check.value(node, ours, "")
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _text(path: Path, check: _Check) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise check.bad(None, "tệp phải là UTF-8", "the file must be UTF-8") from error
    except OSError as error:
        reason = error.strerror or "?"
        raise check.bad(None, f"không đọc được ({reason})", f"unreadable ({reason})") from error
    if len(data) > MAX_BYTES:
        raise check.bad(None, "tệp quá lớn (tối đa 1 MiB)", "the file is too large (1 MiB)")
    return text


def _merged(ours: Any, own: Any) -> Any:
    """Ours and the user's: lists one behind the other, sections by their names, a word for a
    word.

    >>> _merged({"ward": {"Phòng A": ["P. A"]}, "x": [1]}, {"ward": {"Phòng A": ["PA"]}})
    {'ward': {'Phòng A': ['P. A', 'PA']}, 'x': [1]}
    """
    if isinstance(ours, dict):
        return {**ours, **dict(_sections(ours, own))}
    if isinstance(ours, list):
        return [*ours, *(one for one in own or () if one not in ours)]
    return own


def _sections(ours: dict[Any, Any], own: dict[Any, Any]) -> Iterator[tuple[Any, Any]]:
    for key, value in own.items():
        if key in ours:
            yield key, _merged(ours[key], value)
        else:
            yield key, [] if value is None else value


def _read_ours(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
