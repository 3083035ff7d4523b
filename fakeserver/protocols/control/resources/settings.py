"""Settings to copy: how each client is told where a tenant is."""

from dataclasses import dataclass

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.routing import operation
from fakeserver.protocols.control.settings import Block, blocks


@dataclass
class Blocks:
    """Settings for each client."""

    blocks: list[Block]


@operation("GET", "/tenants/{tenant}/settings")
def get_settings(call: Call) -> Blocks:
    """Return blocks of settings for msal, imaplib, exchangelib, Node, curl, Java, .NET and docker compose."""
    return Blocks(blocks(call.tenant, call.host.endpoints(call.tenant)))
