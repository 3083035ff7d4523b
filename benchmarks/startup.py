"""Start, stop, a tenant, the first use in a process, and the command ``serve``.

Processes find bytecode, as that of an installed package is there: a first run writes it, and is not counted.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.table import Figure, milliseconds

FIRST_USE = """
import time
began = time.perf_counter()
from fakeserver.server import FakeServer
server = FakeServer().start()
tenant = server.new_tenant()
tenant.add_user("alice")
print((time.perf_counter() - began) * 1000)
server.stop()
"""

IMPORTS = """
import time
began = time.perf_counter()
import aiohttp.web, aiosmtpd.smtp, jwt, cryptography.x509, lxml.etree, trustme
print((time.perf_counter() - began) * 1000)
"""


def figures() -> Iterator[Figure]:
    """Yield the figures of this group."""
    from fakeserver.server import FakeServer

    starts, stops = [], []
    for _ in range(21):
        server = FakeServer()
        starts.append(milliseconds(server.start, 1))
        stops.append(milliseconds(server.stop, 1))
    # The first in a process pays for what is loaded once.
    yield Figure("in process: servers started", sorted(starts[1:])[10], "ms", 5)
    yield Figure("in process: servers stopped", sorted(stops[1:])[10], "ms", 2)

    with FakeServer() as server:

        def tenant() -> None:
            made = server.new_tenant()
            made.add_user("alice")
            server.drop_tenant(made)

        milliseconds(tenant, 20)
        yield Figure("a tenant with a user made and dropped", milliseconds(tenant, 300), "ms", 0.2)

        def used_tenant() -> None:
            made = server.new_tenant()
            user = made.add_user("alice")
            made.deliver(user.address, "Subject: Hi\r\n\r\n.")
            server.drop_tenant(made)

        yield Figure("the same, and one message delivered in it", milliseconds(used_tenant, 100), "ms")

    yield Figure("yardstick: Python alone, process start to end", _process("pass"), "ms")
    yield Figure("yardstick: importing what the servers need", _printed(IMPORTS), "ms")
    yield Figure("first use in a process, imports included", _printed(FIRST_USE), "ms", 150)
    yield Figure("fakeserver serve: process start to all ports ready", serve_ready(), "ms", 300)


def _process(code: str, times: int = 7) -> float:
    return milliseconds(lambda: subprocess.run([sys.executable, "-c", code], check=True, env=_environment()), times)


def _printed(code: str, times: int = 7) -> float:
    """Return the median of what a process prints."""
    command = [sys.executable, "-c", code]
    values = [
        float(subprocess.run(command, check=True, capture_output=True, text=True, env=_environment()).stdout)
        for _ in range(times + 1)
    ]
    return sorted(values[1:])[times // 2]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def serve_ready(times: int = 7) -> float:
    """Return the median time from starting the process to its endpoints file being there, ports open."""
    taken = []
    with tempfile.TemporaryDirectory() as directory:
        endpoints = Path(directory, "endpoints.json")
        for _ in range(times + 1):
            began = time.perf_counter()
            with serving(endpoints):
                taken.append(time.perf_counter() - began)
    return sorted(taken[1:])[times // 2] * 1000


class serving:  # noqa: N801  (used as a with-statement, like contextlib's)
    """A running ``fakeserver serve``; entered once its endpoints file is written."""

    def __init__(self, endpoints: Path, *arguments: str) -> None:
        self._command = [sys.executable, "-m", "fakeserver.cli", "serve", "--endpoints", str(endpoints), *arguments]

    def __enter__(self) -> "serving":
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, env=_environment())
        assert self._process.stdout is not None
        # The first line is printed after the file is written, which is after the ports are open.
        if not self._process.stdout.readline():
            raise RuntimeError(f"fakeserver serve ended with status {self._process.wait()}")
        return self

    def memory(self) -> float:
        """Return the process's resident memory in MB; not a number where there is no /proc."""
        status = Path(f"/proc/{self._process.pid}/status")
        if not status.exists():
            return float("nan")
        resident = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
        return int(resident.split()[1]) / 1024

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()
