"""The package for Debian and Ubuntu (`make deb`): what goes into it. That it installs, works and
leaves nothing behind was tried by hand on bare systems (docs/install.md)."""

from __future__ import annotations

import re
from pathlib import Path

from packaging.requirements import Requirement
from test_installed import entries

from tools.build_deb import FILES, control, copy_distribution, needed


def names(lock: str) -> set[str]:
    """The packages of a lock that this system needs, in one spelling."""
    pins = [Requirement(pin) for pin in entries(lock)]
    return {spelled(pin.name) for pin in pins if pin.marker is None or pin.marker.evaluate()}


def spelled(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_it_holds_what_users_need_and_no_tool_of_ours() -> None:
    found = {spelled(name) for name in needed("kehoach")}
    assert found == names("requirements-runtime.lock")


def test_an_extra_brings_what_it_needs_itself() -> None:
    found = {spelled(name) for name in needed("kehoach", ("serve",))}
    assert {"fastapi", "starlette", "uvicorn", "h11"} <= found <= names("requirements.lock")
    assert not found & {"pytest", "mypy", "ruff"}


def test_commands_of_packages_and_compiled_files_stay_out(tmp_path: Path) -> None:
    copy_distribution(needed("kehoach", ("serve",))["uvicorn"], tmp_path)
    assert (tmp_path / "uvicorn/main.py").is_file()
    assert {path.name.split("-")[0] for path in tmp_path.iterdir()} == {"uvicorn"}
    assert not [path for path in tmp_path.rglob("*") if "__pycache__" in path.parts]


def test_apt_is_told_the_python_of_this_release(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(bytes(4096))
    told = dict(
        line.split(": ", 1)
        for line in control(tmp_path, "0.2.0+debian12", architecture="amd64").splitlines()
        if re.match(r"[A-Z]", line)
    )
    assert re.match(r"python3\.\d+, ", told["Depends"])
    assert told["Version"] == "0.2.0+debian12"
    assert told["Installed-Size"] == "4"
    assert told["Architecture"] == "amd64"


def test_the_command_and_the_icon_start_what_is_installed() -> None:
    root = FILES / "root"
    command = root / "usr/bin/kehoach"
    assert command.is_symlink()
    started = root / str(command.readlink()).lstrip("/")
    icon = (root / "usr/share/applications/kehoach.desktop").read_text("utf-8")
    (desk,) = re.findall(r"^Exec=/(\S+)$", icon, re.MULTILINE)
    for script in (started, root / desk):
        assert script.stat().st_mode & 0o111 == 0o111
