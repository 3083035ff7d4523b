"""Runs in a process of its own: makes the namespaces and what is in them, and hands all of it to the process outside.

Imports the standard library only, and starts without ``site``: this is what a command waits for.
"""

import errno
import fcntl
import json
import os
import socket
import struct
import sys
from collections.abc import Iterator

from fakeserver.children.isolation import libc
from fakeserver.children.isolation.namespaces import (
    AT_ONCE,
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWUSER,
    DNS,
    NAMESPACES,
)

#: of ioctl (linux/sockios.h), and the flag that the first one sets
_SIOCSIFFLAGS, _SIOCSIFADDR, _SIOCSIFNETMASK, _IFF_UP = 0x8914, 0x8916, 0x891C, 0x1
#: A second address, of no network: IPv4's dummy address (RFC 7600). With 127.0.0.1 alone glibc finds no name for a
#: program that asks for IPv4 if the machine has it (AI_ADDRCONFIG of getaddrinfo(3)).
_FURTHER = "192.0.0.8"


def main() -> None:
    """Do as the JSON on the command line says; answer by the socket that it names."""
    wanted = json.loads(sys.argv[1])
    step = "namespaces"
    with socket.socket(fileno=wanted["socket"]) as outside:
        try:
            _enter_namespaces()
            step = "loopback"
            _loopback_up()
            step = "mounts"
            libc.keep_mounts_inside()
            for source, target in wanted["mounts"]:
                libc.bind_mount(source, target)
            step = "ports"
            listening = {name: list(_listen(name, ports)) for name, ports in wanted["ports"].items()}
        except OSError as error:
            _send(outside, {"step": step, "errno": error.errno, "file": error.filename}, [])
            sys.exit(1)
        namespaces = [os.open(f"/proc/self/ns/{name}", os.O_RDONLY) for name, _ in NAMESPACES]
        counts = {name: len(sockets) for name, sockets in listening.items()}
        _send(outside, counts, [*namespaces, *(one.fileno() for sockets in listening.values() for one in sockets)])


def _enter_namespaces() -> None:
    """Enter new ones; where that takes an administrator, in a user namespace, in which everybody is one."""
    try:
        libc.unshare(CLONE_NEWNET | CLONE_NEWNS)
    except PermissionError:
        user, group = os.geteuid(), os.getegid()
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS)
        # The same ids inside as outside. Without "deny" nobody may set the map of groups (user_namespaces(7)).
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{user} {user} 1")
        _write("/proc/self/gid_map", f"{group} {group} 1")


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP))
        # The mask second: an address brings that of its class.
        for setting, value in ((_SIOCSIFADDR, _FURTHER), (_SIOCSIFNETMASK, "255.255.255.255")):
            address = struct.pack("h2x4s8x", socket.AF_INET, socket.inet_aton(value))
            fcntl.ioctl(any_socket, setting, struct.pack("16s16s", b"lo:1", address))


def _listen(name: str, ports: list[int]) -> Iterator[socket.socket]:
    """Yield sockets on ports of loopback, by IPv4, and by IPv6 where there is one."""
    kind = socket.SOCK_DGRAM if name == DNS else socket.SOCK_STREAM
    for port in ports:
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            try:
                opened = socket.socket(family, kind)
                if family == socket.AF_INET6:
                    opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                opened.bind((address, port))
            except OSError as error:
                if family == socket.AF_INET6 and error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                    continue
                raise
            yield opened


def _send(outside: socket.socket, message: object, descriptors: list[int]) -> None:
    """Send a message of one line, and descriptors with it."""
    socket.send_fds(outside, [json.dumps(message).encode() + b"\n"], descriptors[:AT_ONCE])
