"""``/_fake/health``: for whoever starts the server and waits for it. No key is asked for, and nothing is told."""

from dataclasses import dataclass

from fakeserver.protocols.control.host import Host
from fakeserver.protocols.control.json_form import encoded
from fakeserver.protocols.control.problems import Problem
from fakeserver.version import __version__
from fakeserver.wire import HttpRequest, HttpResponse


@dataclass
class Health:
    """The server answers."""

    status: str
    version: str
    tenants: int


def health(host: Host, request: HttpRequest) -> HttpResponse:
    """Say that the server is there.

    Raises:
        Problem: the method is none that reads.
    """
    if request.method not in ("GET", "HEAD"):
        raise Problem(405, f"{request.path} takes GET", ("Allow", "GET"))
    found = Health("ok", __version__, len(host.cloud.tenants))
    return HttpResponse(200, [("Content-Type", "application/json")], encoded(found))
