"""What went wrong, in the words of `errors`: whatever is raised, a user reads one sentence that
says what to do."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kehoach.errors import (
    BrokenInstallationError,
    InternalError,
    KehoachError,
    MissingDependencyError,
    PermissionDeniedError,
    UnreadableFileError,
)

EXTRAS = {
    "fastapi": "serve",
    "multipart": "serve",
    "uvicorn": "serve",
    "distributed": "cluster",
    "duckdb": "parquet",
    "mcp": "mcp",
    "pi_heif": "heic",
    "fsspec": "cluster",
    "s3fs": "cluster",
    "spacy": "mentions",
    "psycopg": "postgres",
    "sqlalchemy": "postgres",
    "watchdog": "watch",
}
"""Modules that come with an extra of the package alone, as pyproject.toml lists them."""


def explained(error: Exception) -> KehoachError:
    """The failure as one of ours: what the system refused, what is not installed, and our own
    mistakes. Whoever opens the path that a user gave says himself that it is not there; a file that
    is missed here is another, perhaps ours."""
    if isinstance(error, KehoachError):
        return error
    if isinstance(error, ModuleNotFoundError):
        if error.name is not None and error.name.split(".")[0] == __package__:
            return BrokenInstallationError(missing=error.name)
        return MissingDependencyError(program=error.name, command=install_command(error.name))
    if isinstance(error, OSError) and _is_installed_with_us(error.filename):
        return BrokenInstallationError(missing=error.filename)
    if isinstance(error, PermissionError):
        return PermissionDeniedError()
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        named = isinstance(error.filename, str) and not _is_ours_for_a_while(error.filename)
        return UnreadableFileError(reason=f"{reason}: {error.filename}" if named else reason)
    return InternalError(kind=type(error).__name__)


def install_command(module: str | None) -> str:
    """The command that installs a module of others.

    >>> install_command("spacy.lang.vi"), install_command("lxml")
    ("pip install 'kehoach[mentions]'", 'pip install --force-reinstall kehoach')
    """
    extra = EXTRAS.get((module or "").split(".")[0])
    return f"pip install 'kehoach[{extra}]'" if extra else "pip install --force-reinstall kehoach"


def _is_ours_for_a_while(file: str) -> bool:
    """Is it a temporary file of ours? Its name would tell a user nothing."""
    return any("kehoach-" in part for part in Path(file).parts) and file.startswith(
        tempfile.gettempdir()
    )


def _is_installed_with_us(file: object) -> bool:
    """Does a file named by the system belong to the program, and not to its user?"""
    if not isinstance(file, str) or not file:
        return False
    home = Path(__file__).parent
    return any(Path(file).is_relative_to(folder) for folder in (home, home.resolve()))
