"""Networks for commands, made and taken down."""

import errno
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import fakeserver
from fakeserver.children.isolation.files import mounts
from fakeserver.children.isolation.missing import IsolationError, not_here, refused
from fakeserver.children.isolation.namespaces import AT_ONCE, DNS, NAMESPACES
from fakeserver.listeners.resolver import Resolver, ResolverListener
from fakeserver.redirect import Redirects
from fakeserver.server import FakeServer

#: the real ports; each protocol has its own port of the fake besides, so that the URLs of a tenant work as well
PORTS = {"http": (443,), "imap": (993,), "pop3": (995,), "smtp": (587, 25)}
#: octets of the message of `inside.main`
_MESSAGE = 64 * 1024


class Network:
    """A network that was made; it lasts as long as its namespaces are open."""

    def __init__(self, namespaces: Sequence[int], refused: Sequence[str]) -> None:
        self._namespaces = namespaces
        #: why names are not found in it, oldest first
        self.refused = refused

    def command(self, words: Sequence[str], path: str | None, folder: Path) -> list[str]:
        """Return the command that runs another in this network.

        Args:
            path: where programs are looked for, as PATH has it.
            folder: which the program is started in.

        Raises:
            FileNotFoundError: there is no such program.
            PermissionError: it is no program.
        """
        program = words[0]
        # Without a folder in its name it is looked for in `path`; else from where it is started.
        has_folder = bool(os.path.dirname(program))
        place = str(folder / program) if has_folder else program
        if shutil.which(place, path=path) is None:
            number = errno.EACCES if has_folder and os.path.exists(place) else errno.ENOENT
            raise OSError(number, os.strerror(number), program)
        return [*_python("enter"), json.dumps({"parent": os.getpid(), "namespaces": self._namespaces}), *words]

    @property
    def descriptors(self) -> tuple[int, ...]:
        """What that command must be started with, open."""
        return tuple(self._namespaces)


@contextmanager
def isolated_network(server: FakeServer, names: Callable[[], Redirects]) -> Iterator[Network]:
    """Make a network in which the real names and ports are a server's; it is gone after the block.

    Args:
        names: gives what leads where; names that come later are found by DNS.

    Raises:
        IsolationError: the machine does not allow it; says what to do.
    """
    impossible = not_here()
    if impossible is not None:
        raise impossible
    folder = server.certificates.new_folder("network")
    with ExitStack() as opened:
        opened.callback(shutil.rmtree, folder, ignore_errors=True)
        ports = {name: [*real, getattr(server, name).port] for name, real in PORTS.items()}
        namespaces, sockets = _made({
            "mounts": list(mounts(folder, names(), server.certificates)),
            "ports": {**ports, DNS: [53]},
        })  # fmt: skip
        for descriptor in namespaces:
            opened.callback(os.close, descriptor)
        resolver = Resolver(names)
        opened.enter_context(server.hosting({ResolverListener(resolver): sockets.pop(DNS)}))
        opened.enter_context(server.listening(sockets))
        yield Network(namespaces, resolver.refused)


def _made(wanted: Mapping[str, Any]) -> tuple[list[int], dict[str, list[socket.socket]]]:
    """Have another process make a network; return its namespaces and its bound sockets by protocol, all open here."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            words = [*_python("inside"), json.dumps({**wanted, "socket": theirs.fileno()})]
            making = subprocess.Popen(words, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        message, descriptors, _, _ = socket.recv_fds(ours, _MESSAGE, AT_ONCE)
        making.wait()
    if not message:
        raise IsolationError(f"the process that makes a network has ended by itself, with status {making.returncode}")
    answer = json.loads(message)
    if "step" in answer:
        raise refused(answer["step"], answer["errno"], answer["file"])
    namespaces, rest = descriptors[: len(NAMESPACES)], iter(descriptors[len(NAMESPACES) :])
    return namespaces, {name: [socket.socket(fileno=next(rest)) for _ in range(n)] for name, n in answer.items()}


def _python(module: str) -> list[str]:
    """Return the beginning of a command that runs ``main`` of a module beside this one.

    It reads nothing of Python's environment, which is the command's, and no packages beside the standard library.
    """
    root = str(Path(fakeserver.__file__).parent.parent)
    code = f"import sys; sys.path.insert(0, {root!r}); from {__package__}.{module} import main; main()"
    return [sys.executable, "-I", "-S", "-c", code]
