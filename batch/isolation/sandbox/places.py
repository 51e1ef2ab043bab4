"""The files that reading needs beside the paper: programs, libraries, fonts, models, vocabularies.
Never the user's own folders as a whole."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import kehoach
from kehoach.batch.isolation.sandbox import seccomp
from kehoach.batch.isolation.sandbox.landlock import READ, RUN, Right
from kehoach.provenance import vocabulary_folders

_PROGRAMS_OF_SYSTEM = (
    *("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/opt"),
    *("/nix/store", "/gnu/store", "/snap"),
)
_SETTINGS_OF_SYSTEM = (
    *("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/ld.so.preload"),
    *("/etc/localtime", "/etc/timezone", "/etc/locale.alias", "/etc/mime.types"),
    *("/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/os-release", "/etc/hosts"),
    *("/etc/fonts", "/etc/alternatives", "/etc/papersize", "/etc/paperspecs"),
    *("/etc/libreoffice", "/var/lib/libreoffice", "/var/spool/libreoffice"),
    *("/etc/ssl/openssl.cnf", "/etc/crypto-policies"),
    *("/var/cache/fontconfig", "/sys/devices", "/sys/bus", "/sys/class", "/sys/fs/cgroup"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems"),
    *("/proc/sys", "/proc/version"),
)
"""Of `/proc` what tells of the machine and of oneself: the rest tells root what others hold."""
_DEVICES = ("/dev/zero", "/dev/random", "/dev/urandom")
_NOWHERE = "/dev/null"
_FONTS_OF_USER = (
    *(".fonts", ".fonts.conf", ".fontconfig", ".local/share/fonts"),
    *(".config/fontconfig", ".cache/fontconfig"),
)
_NAMED_BY = ("TESSDATA_PREFIX", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH")
"""Variables that name files or folders to read."""
_PROGRAMS = ("tesseract", "pdftotext", "pdftoppm", "soffice", "libreoffice")
_SOCKETS = "/tmp"  # noqa: S108 (its own choice, whatever TMPDIR says)
"""Where LibreOffice makes a socket, and removes it, unless it is told that it cannot
(`seccomp`)."""
_BESIDE_PROGRAMS = ("lib", "lib64", "libexec", "share")


def places() -> Iterator[tuple[str, Right]]:
    """Paths, existing or not, and what may be done there and below."""
    yield from ((place, RUN) for place in (*_PROGRAMS_OF_SYSTEM, *_python(), *_programs()))
    home = Path.home() if "HOME" in os.environ else None
    fonts = [str(home / name) for name in _FONTS_OF_USER] if home else []
    named = [part for name in _NAMED_BY for part in os.environ.get(name, "").split(os.pathsep)]
    vocabularies = map(str, vocabulary_folders())
    readable = (*_SETTINGS_OF_SYSTEM, *_DEVICES, *fonts, *filter(None, named), *vocabularies)
    yield from ((place, READ) for place in readable)
    if not seccomp.is_offered():
        yield _SOCKETS, Right.MAKE_SOCK | Right.REMOVE_FILE
    yield _NOWHERE, READ | Right.WRITE_FILE | Right.TRUNCATE


@cache
def _python() -> tuple[str, ...]:
    """Python, its packages, and this one, whose rooms may be links. The folder that the user stands
    in is on the way of modules, too, and holds papers."""
    house = Path(kehoach.__file__).parent
    rooms = [os.path.realpath(room) for room in house.iterdir()]
    own = (sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values())
    modules = [place for place in sys.path if place and not _is_where_we_stand(place)]
    linked = [room for place in modules for room in _linked(Path(place))]
    return tuple(dict.fromkeys((*own, str(house), *rooms, *modules, *linked)))


def _linked(folder: Path) -> Iterator[str]:
    """Where the packages of a folder lie that are links (as `uv --link-mode symlink` and others
    make them)."""
    try:
        with os.scandir(folder) as entries:
            yield from (os.path.realpath(entry.path) for entry in entries if entry.is_symlink())
    except OSError:  # a zip file, or no folder at all
        return


def _is_where_we_stand(place: str) -> bool:
    try:
        return os.path.realpath(place) == os.path.realpath(os.curdir)
    except FileNotFoundError:  # the folder that we stand in has gone
        return False


def _programs() -> Iterator[str]:
    """Programs that lie where no system puts them, with what belongs to them."""
    for name in _PROGRAMS:
        found = shutil.which(name)
        if found is None:
            continue
        program = Path(os.path.realpath(found))
        yield str(program)
        yield from (str(program.parent.parent / beside) for beside in _BESIDE_PROGRAMS)
