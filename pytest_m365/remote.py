"""A fake that already runs as the fake of this run: its client, with a tenant of its own for each test there.

A run labels its tenants for the process that they are of, and removes those of processes that are gone: a worker that
was killed has not done so itself.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from fakeserver.client import Client, ClientError
from fakeserver.client.tenant import RemoteTenant
from fakeserver.digits import number_in
from pytest_m365.options import Settings

if TYPE_CHECKING:
    from fakeserver.server import FakeServer

#: labels of tenants of runs: for the test, if one runs, the machine and the process
_OURS = re.compile(r"(?:.* \()?pytest-m365 on (?P<machine>[\w.-]{1,255}), process (?P<process>\d{1,9})\)?", re.ASCII)


class RemoteFake(Client):
    """The client of a run."""

    def new_tenant(self, **settings: Any) -> RemoteTenant:
        """Add a tenant whose label ends in this process; arguments are those of `Client.new_tenant`."""
        return super().new_tenant(**settings | {"label": _label(settings.get("label", ""), os.getpid())})

    def remove_files(self) -> None:
        """Leave nothing there, when a signal ends the process."""
        self.cloud.drop_all()
        self.close()

    def close(self) -> None:
        """Remove what this run has made there, and close the connections."""
        self.cloud.drop_all()
        super().close()

    def sweep(self) -> None:
        """Remove the tenants of this machine's processes that are gone."""
        for tenant in self.tenants:
            ours = _OURS.fullmatch(tenant.organization.label)
            if ours and ours["machine"] == machine() and not _is_alive(number_in(ours["process"])):
                self.drop_tenant(tenant)


def remote_fake(settings: Settings, environment: Mapping[str, str] = os.environ) -> FakeServer:
    """Return the client of the fake that a run is to use, with the names of the server.

    Raises:
        pytest.fail.Exception: it cannot be used; says why in a sentence.
    """
    key = environment.get("M365_CONTROL_KEY")
    try:
        if Path(settings.url).is_file():
            client = RemoteFake.of(settings.url, key=key)
        elif "://" not in settings.url and Path(settings.url).suffix == ".json":
            raise ValueError(f"{settings.url}: there is no such endpoints file; is `fakeserver serve` running?")
        else:
            client = RemoteFake(settings.url, ca_file=settings.ca or None, key=key)
        if client.ca_file is None:
            raise ValueError(
                f"{settings.url}: which CA signs its certificate? Give --m365-ca FILE, or in the place of "
                "the URL the endpoints file (`fakeserver serve --endpoints FILE`, without --plain)"
            )
        client.sweep()
    except (ClientError, ValueError, OSError) as error:
        raise pytest.fail.Exception(f"--m365-url: {error}", pytrace=False) from None
    # What differs is in docs/remote.md, and is an error that says so.
    return cast("FakeServer", client)


def _label(label: str, process: int) -> str:
    run = f"pytest-m365 on {machine()}, process {process}"
    return f"{label} ({run})" if label else run


def machine() -> str:
    """Return what tells the machine, or the container on it, whose processes' numbers count."""
    with suppress(OSError):
        return f"{socket.gethostname()}.{os.stat('/proc/self/ns/pid').st_ino}"
    return socket.gethostname()


def _is_alive(process: int | None) -> bool:
    """Say whether a process of this machine is there; where that cannot be known, it is taken to be."""
    if process is None or os.name == "nt":
        # There is no signal that does nothing: os.kill would end it.
        return True
    with suppress(PermissionError):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True
