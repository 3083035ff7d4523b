"""Why a machine gives a command no network of its own, and what to do about it."""

import errno
import os
import sys
from pathlib import Path

WHAT_ELSE = (
    "What reads proxy variables, Python and Node are led without it: m365_redirect.run([...]) without isolated=True, "
    "or fakeserver run --by environment"
)
_NEEDS = "a network of its own needs Linux with user namespaces, or an administrator"
_STEPS = {
    "namespaces": "its namespaces are refused",
    "loopback": "its loopback is refused",
    "mounts": "its files under /etc are refused",
    "ports": "its ports are refused",
}


class IsolationError(OSError):
    """No network can be made for a command here; says what is missing, and what else to do."""


def not_here(platform: str = sys.platform) -> IsolationError | None:
    """Return why this system has none at all; None where it may have them."""
    if platform == "linux":
        return None
    return IsolationError(f"{_NEEDS}, and this is {platform}. {WHAT_ELSE}; or run it in a container")


def refused(step: str, number: int, file: str | None, proc: Path = Path("/proc")) -> IsolationError:
    """Return what is said of a step that the system has refused.

    Args:
        step: one of `inside.main`.
        number: the errno.
        file: what it was about, where there is one.
    """
    about = f" ({file})" if file else ""
    said = f"{_NEEDS}: {_STEPS[step]}{about}: {os.strerror(number).lower()}"
    return IsolationError(f"{said}. {_way_out(number, proc)}{WHAT_ELSE}")


def _way_out(number: int, proc: Path) -> str:
    """Return what allows it, as far as the system tells who forbids it."""
    if number == errno.ENOSPC or _setting(proc, "user/max_user_namespaces") == "0":
        return "The machine allows none: sysctl -w user.max_user_namespaces=10000. "
    if _setting(proc, "kernel/unprivileged_userns_clone") == "0":
        return "Users may not make them: sysctl -w kernel.unprivileged_userns_clone=1. "
    if _setting(proc, "kernel/apparmor_restrict_unprivileged_userns") == "1":
        setting = "kernel.apparmor_restrict_unprivileged_userns"
        return f"AppArmor keeps users from it: run it as root, or sysctl -w {setting}=0. "
    if "\nSeccomp:\t2\n" in _read(proc / "self" / "status"):
        return (
            "A filter of system calls forbids it, as containers have one: start the container with "
            "--security-opt seccomp=unconfined --security-opt apparmor=unconfined --cap-add SYS_ADMIN. "
        )
    return ""


def _setting(proc: Path, name: str) -> str:
    return _read(proc / "sys" / name).strip()


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace")
    except OSError:
        # This kernel has no such setting.
        return ""
