"""Processes in a root folder and namespaces of their own, as a container's are. Linux and root only."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

#: Of the process that becomes the command. $1 is the root folder, $2 its mode; what is mounted where and how follows in
#: threes, and then ``--`` and the command.
_ENTER = """
set -e
root=$1 mode=$2
shift 2
mount --bind "$root" "$root"
[ "$mode" = rw ] || mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
while [ "$1" != -- ]; do
    mkdir -p "$root$2"
    mount --rbind "$1" "$root$2"
    [ "$3" = rw ] || mount -o remount,bind,ro "$root$2"
    shift 3
done
shift
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
[ "$mode" = rw ] || mount -o remount,bind,ro "$root"
exec "$@"
"""
#: Sets the loopback of a new network up (SIOCSIFFLAGS, IFF_UP), and what the network's lowest port for everybody is.
_NETWORK = (
    "import fcntl, socket, struct, os, sys\n"
    "fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh14x', b'lo', 1))\n"
    "with open('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'w') as start: start.write(sys.argv[1])\n"
    "os.execvp(sys.argv[2], sys.argv[2:])"
)
_TOOLS = ("unshare", "nsenter", "chroot", "mount", "sh", "env")


@dataclass
class Place:
    """A root folder and what is seen in it of the machine."""

    root: Path
    #: folders that are shown under their own names
    shown: Sequence[Path]
    user: str = "0"
    folder: str = "/"
    #: folder in the root -> folder of the machine, and "ro" or "rw"
    volumes: dict[str, tuple[Path, str]] = field(default_factory=dict)
    #: from where on its user may listen
    lowest_port: int = 1024

    @property
    def owner(self) -> tuple[int, int]:
        """The numbers of the user and of its group, as the root's own passwd has them."""
        name, _, group = self.user.partition(":")
        rows = [line.split(":") for line in (self.root / "etc" / "passwd").read_text().splitlines()]
        for row in rows:
            if name in (row[0], row[2]):
                return int(row[2]), int(group or row[3])
        # A number that nobody has is in root's group.
        return int(name), int(group or 0)


def command(place: Place, env: Mapping[str, str], words: Sequence[str], *, alone: bool = False) -> list[str]:
    """Return the command that runs another in a root folder, in namespaces of its own, where it is process 1.

    Args:
        alone: in a network of its own too, with a root folder that nothing can be written to but its volumes and /tmp.
    """
    mounts = [(path, path, "rw") for path in place.shown]
    mounts += [(path, Path(name), mode) for name, (path, mode) in place.volumes.items()]
    user, group = place.owner
    chroot = ["chroot", f"--userspec={user}:{group}", "--groups=", str(place.root)]
    network = [sys.executable, "-I", "-S", "-c", _NETWORK, str(place.lowest_port)] if alone else []
    return [
        *("unshare", "--mount", "--pid", "--ipc", "--uts", *["--net"] * alone, "--fork"),
        *("sh", "-c", _ENTER, "sh", str(place.root), "ro" if alone else "rw"),
        *(str(path) for each in mounts for path in each),
        *("--", *network, *chroot, *_env(place, env), *words),
    ]


@dataclass(frozen=True)
class Container:
    """A command that runs, in a network of its own."""

    process: subprocess.Popen[str]
    #: of its process 1, outside
    pid: int
    place: Place
    env: Mapping[str, str]

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run another command beside it, as its user."""
        user, group = self.place.owner
        enter = ["nsenter", f"--target={self.pid}", "--mount", "--pid", "--net", "--ipc", "--uts", "--root"]
        whole = [*enter, f"--setuid={user}", f"--setgid={group}", *_env(self.place, {**self.env, **variables}), *words]
        return subprocess.run(whole, text=True, capture_output=True, check=False, timeout=120)

    def send_signal(self, number: signal.Signals) -> None:
        """Send one to its process 1."""
        os.kill(self.pid, number)

    @property
    def listening(self) -> set[int]:
        """The ports that it listens on."""
        rows = [
            line.split()
            for name in ("tcp", "tcp6")
            for line in Path(f"/proc/{self.pid}/net/{name}").read_text().splitlines()[1:]
        ]
        return {int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A"}


@contextmanager
def running(place: Place, env: Mapping[str, str], words: Sequence[str], until: str) -> Iterator[Container]:
    """Run a command until the block ends.

    Args:
        until: what it prints once it serves.
    """
    whole = command(place, env, words, alone=True)
    process = subprocess.Popen(whole, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if until in line:
                break
        assert until in said, said + process.communicate(timeout=60)[1]
        (first,) = _children(process.pid)
        yield Container(process, first, place, env)
    finally:
        # It does not end with its parent: it has become another user since (prctl(2), PR_SET_PDEATHSIG).
        for each in _children(process.pid):
            os.kill(each, signal.SIGKILL)
        process.kill()
        process.communicate(timeout=60)


def _children(parent: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    except OSError:
        # It has ended.
        return []


def _env(place: Place, env: Mapping[str, str]) -> list[str]:
    return ["env", "-i", f"--chdir={place.folder}", *(f"{name}={value}" for name, value in env.items())]


@cache
def why_none() -> str:
    """Return why this machine runs no command so; nothing where it does."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "a root folder of its own takes root on Linux"
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        return f"{', '.join(missing)} not installed"
    # An ordinary mount, as the commands make them; a filter of system calls may forbid it to root as well.
    tried = ["unshare", "--mount", "--pid", "--net", "--fork", "mount", "--bind", "/tmp", "/mnt"]
    done = subprocess.run(tried, capture_output=True, text=True, check=False, timeout=60)
    return done.stderr.strip()


needs_root = pytest.mark.skipif(bool(why_none()), reason=why_none() or "it is there")
