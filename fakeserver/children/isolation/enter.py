"""Becomes a command in a network that was made before.

The command is this process: it has its terminal, its input and its signals, and its exit status is the command's.
"""

import json
import os
import signal
import sys

from fakeserver.children.isolation import libc
from fakeserver.children.isolation.namespaces import CLONE_NEWUSER, NAMESPACES

#: as shells have them
NOT_FOUND, NOT_RUN = 127, 126


def main() -> None:
    """Enter the namespaces whose descriptors are open, as the JSON says, and become the rest of the command line."""
    # Ctrl-C ends it at once: what Python has noted, and not raised yet, would be lost with the next program.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    entered, command = json.loads(sys.argv[1]), sys.argv[2:]
    folder = os.getcwd()
    for (_, kind), descriptor in zip(NAMESPACES, entered["namespaces"], strict=True):
        # The user's is the same as before where an administrator has made the others.
        if kind != CLONE_NEWUSER or not _is_ours(descriptor):
            libc.setns(descriptor, kind)
        os.close(descriptor)
    # Entering a mount namespace goes to its root.
    os.chdir(folder)
    libc.die_with_parent(signal.SIGKILL)
    if os.getppid() != entered["parent"]:
        # It has ended before it could be waited for.
        sys.exit(NOT_RUN)
    # Python ignores these two, which a program expects to end it.
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.stderr.write(f"cannot run {command[0]}: {(error.strerror or str(error)).lower()}\n")
        sys.exit(NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_RUN)


def _is_ours(descriptor: int) -> bool:
    return os.path.samestat(os.fstat(descriptor), os.stat("/proc/self/ns/user"))
