"""What this needs of Linux and Python 3.11 does not have, by the C library."""

import ctypes
import os

MS_BIND, MS_REC, MS_SLAVE = 0x1000, 0x4000, 0x80000
_PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


def unshare(kinds: int) -> None:
    """Enter new namespaces of these kinds."""
    _check(_libc.unshare(kinds), "unshare")


def setns(descriptor: int, kind: int) -> None:
    """Enter a namespace that is open."""
    _check(_libc.setns(descriptor, kind), "setns")


def bind_mount(source: str, target: str) -> None:
    """Show a file in the place of another."""
    _check(_libc.mount(os.fsencode(source), os.fsencode(target), None, ctypes.c_ulong(MS_BIND), None), target)


def keep_mounts_inside() -> None:
    """Let what is mounted from now on be seen in this namespace alone; what is mounted outside still comes in."""
    _check(_libc.mount(None, b"/", None, ctypes.c_ulong(MS_REC | MS_SLAVE), None), "/")


def die_with_parent(signal: int) -> None:
    """Be sent a signal when the thread that has started this process ends."""
    _check(_libc.prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal), 0, 0, 0), "prctl")


def _check(result: int, what: str) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
