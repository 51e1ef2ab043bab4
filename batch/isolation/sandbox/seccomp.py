"""Seccomp: system calls that no reader of papers needs are refused, the network first.

The filter is built by libseccomp, which knows the numbers of calls on each processor; every Debian,
Ubuntu and Fedora has it (apt and systemd need it). Where it is not there, nothing is filtered.
"""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import sys
from collections.abc import Sequence
from functools import cache

_LIBRARY = "libseccomp.so.2"
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_DONE = 0
_EQUAL, _MASKED, _DIFFERENT = 4, 7, 1
_ALL_THREADS = 4
_CLONE_NEW_USER = 0x10000000
_KIND_OF_SOCKET = 0xF
_ASK_AVAILABLE, _SYSCALL = 2, "seccomp"
_OTHER_SOCKETS = (socket.SOCK_DGRAM, socket.SOCK_RAW, 4, socket.SOCK_SEQPACKET)
"""Kinds that reach somebody without `connect`; 4 is SOCK_RDM."""
_TERMINAL_INPUT = (0x5412, 0x541C)
"""TIOCSTI and TIOCLINUX: letters put into a terminal, as if typed there."""

NETWORK = ("connect",)
ABSENT = ("io_uring_setup", "io_uring_enter", "io_uring_register", "clone3")
"""Answered as by an older kernel: programs then take the way that is filtered."""
CHANGES_OF_RIGHTS = (
    *("chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat"),
    *("setxattr", "lsetxattr", "fsetxattr", "setxattrat"),
    *("removexattr", "lremovexattr", "fremovexattr", "removexattrat"),
)
"""Landlock does not watch rights and owners of files. Libraries set them for files of their own,
too, and would take a refusal for a failure: they are answered as if it were done. Times of files
may be set: workbooks are the same bytes every time because their parts are dated so."""
OF_SYSTEM = (
    *("ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "kcmp"),
    *("bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key"),
    *("mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "move_mount", "open_tree"),
    *("fsopen", "fsmount", "fspick", "mount_setattr", "name_to_handle_at", "open_by_handle_at"),
    *("init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load"),
    *("reboot", "swapon", "swapoff", "acct", "quotactl", "fanotify_init", "syslog", "vhangup"),
    *("settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "sethostname"),
    *("setdomainname", "iopl", "ioperm", "personality"),
    *("process_madvise", "process_mrelease", "migrate_pages", "move_pages", "ioprio_set"),
)
"""What belongs to the system and to other processes."""
OF_OTHERS = (
    *("shmget", "shmat", "shmctl", "semget", "semop", "semtimedop", "semctl"),
    *("msgget", "msgsnd", "msgrcv", "msgctl", "mq_open", "mq_unlink"),
    *("inotify_init", "inotify_init1", "inotify_add_watch"),
)
"""What programs of the user share by a number or a name that Landlock does not watch, and what
tells of all that happens to a file."""
OF_ONE_PROCESS = (
    *("prlimit64", "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr"),
)
"""Their first argument is the number of a process: 0, which is the caller itself, alone will do."""
ESCAPES = ("setsid", "setpgid")
"""Ways out of the process group that ends with its leader: whoever is walled in leads one already,
or stands in one."""


class _Comparison(ctypes.Structure):
    _fields_ = (
        ("argument", ctypes.c_uint),
        ("operator", ctypes.c_int),
        ("first", ctypes.c_uint64),
        ("second", ctypes.c_uint64),
    )


@cache
def is_offered() -> bool:
    """Whether this system filters calls: a kernel that does, and the library."""
    if sys.platform != "linux":
        return False
    try:
        library = _library()
    except OSError:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    number = library.seccomp_syscall_resolve_name(_SYSCALL.encode())
    action = ctypes.c_uint32(_REFUSE)
    return bool(number >= 0 and libc.syscall(number, _ASK_AVAILABLE, 0, ctypes.byref(action)) == 0)


def restrict(*, network: bool) -> None:
    """From now on this process, and what it starts, is refused those calls; `network`: whether it
    may still speak to others. Raises OSError."""
    library = _library()
    context = library.seccomp_init(ctypes.c_uint32(_ALLOW))
    if not context:
        raise OSError(errno.ENOMEM, "libseccomp")
    try:
        built = _Filter(library, context)
        built.refuse_calls(ABSENT, errno.ENOSYS)
        built.refuse_calls(CHANGES_OF_RIGHTS, _DONE)
        for names in (OF_SYSTEM, OF_OTHERS, ESCAPES):
            built.refuse_calls(names, errno.EPERM)
        built.refuse_other_processes()
        built.refuse_arguments()
        if not network:
            built.refuse_network()
        library.seccomp_attr_set(context, _ALL_THREADS, ctypes.c_uint32(1))
        result = library.seccomp_load(context)
        if result < 0:
            raise OSError(-result, f"seccomp: {os.strerror(-result)}")
    finally:
        library.seccomp_release(context)


class _Filter:
    """A filter in the making."""

    def __init__(self, library: ctypes.CDLL, context: int) -> None:
        self._library = library
        self._context = ctypes.c_void_p(context)

    def refuse_calls(self, names: Sequence[str], number: int) -> None:
        """Calls, by their names, fail with an error number."""
        for name in names:
            self._refuse(name, number, comparisons=())

    def refuse_arguments(self) -> None:
        """Calls that are harmless but for one of their arguments. Who asks whether a folder may be
        written is told no: so LibreOffice leaves /tmp alone, where it would make a socket that it
        could not remove, and makes it where OSL_SOCKET_PATH says."""
        for request in _TERMINAL_INPUT:
            equal = _Comparison(1, _MASKED, 0xFFFFFFFF, request)
            self._refuse("ioctl", errno.EPERM, comparisons=[equal])
        for call, argument in (("access", 1), ("faccessat", 2)):
            writable = _Comparison(argument, _EQUAL, os.W_OK, 0)
            self._refuse(call, errno.EACCES, comparisons=[writable])
        namespace = _Comparison(0, _MASKED, _CLONE_NEW_USER, _CLONE_NEW_USER)
        self._refuse("clone", errno.EPERM, comparisons=[namespace])

    def refuse_other_processes(self) -> None:
        """Limits and turns on the processor: one's own alone may be changed."""
        for call in OF_ONE_PROCESS:
            self._refuse(call, errno.EPERM, comparisons=[_Comparison(0, _DIFFERENT, 0, 0)])
        for argument in (0, 1):  # PRIO_PROCESS, and who: both 0
            self._refuse(
                "setpriority", errno.EPERM, comparisons=[_Comparison(argument, _DIFFERENT, 0, 0)]
            )

    def refuse_network(self) -> None:
        """No socket but those that join processes of one family, and no way to a stranger's."""
        if sys.platform == "win32":
            return
        self.refuse_calls(NETWORK, errno.EACCES)
        for call in ("socket", "socketpair"):
            self._refuse(
                call, errno.EACCES, comparisons=[_Comparison(0, _DIFFERENT, socket.AF_UNIX, 0)]
            )
            for kind in _OTHER_SOCKETS:
                ours = _Comparison(0, _EQUAL, socket.AF_UNIX, 0)
                other = _Comparison(1, _MASKED, _KIND_OF_SOCKET, int(kind))
                self._refuse(call, errno.EACCES, comparisons=[ours, other])

    def _refuse(self, name: str, number: int, comparisons: Sequence[_Comparison]) -> None:
        """A call that this processor, or the library, does not know needs no rule."""
        call = self._library.seccomp_syscall_resolve_name(name.encode())
        if call == -1:
            return
        array = (_Comparison * max(1, len(comparisons)))(*comparisons)
        self._library.seccomp_rule_add_array(
            self._context, ctypes.c_uint32(_REFUSE | number), call, len(comparisons), array
        )


@cache
def _library() -> ctypes.CDLL:
    """libseccomp. Raises OSError where it is not installed."""
    library = ctypes.CDLL(_LIBRARY)
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_init.argtypes = [ctypes.c_uint32]
    library.seccomp_load.argtypes = [ctypes.c_void_p]
    library.seccomp_release.argtypes = [ctypes.c_void_p]
    library.seccomp_release.restype = None
    library.seccomp_attr_set.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32]
    library.seccomp_syscall_resolve_name.argtypes = [ctypes.c_char_p]
    return library
