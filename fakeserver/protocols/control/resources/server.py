"""The server itself: its version, and where its protocols are."""

from dataclasses import dataclass

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.resources.tenants import Address
from fakeserver.protocols.control.routing import operation
from fakeserver.version import __version__


@dataclass
class ServerView:
    """A running server, as clients are told."""

    version: str
    ca_file: str | None
    ews_url: str
    graph_url: str
    autodiscover_url: str
    control_url: str
    inspector_url: str
    imap: Address
    pop3: Address
    smtp: Address


@operation("GET", "/server")
def get_server(call: Call) -> ServerView:
    """Say where the protocols are, whoever the tenant is."""
    return ServerView(version=__version__, **call.host.places)
