"""Programs that replace Python's sockets, each in a process of its own, led by its own block to this one's fake."""

import subprocess
import sys

import pytest

from fakeserver.redirect import service_redirects
from fakeserver.server import FakeServer


def lines_of(program: str, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Run a program, which gets the table as its argument; return the lines that it prints.

    The fake stays in this process: asyncio's TLS, which it is made of, does not work where ssl is replaced.
    """
    # Led by its own block alone, which it sees begin and end.
    monkeypatch.delenv("M365_REDIRECTS")
    table = service_redirects(server.http, server.imap, server.pop3, server.smtp, [])
    command = [sys.executable, "-c", program, table.to_json()]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()
