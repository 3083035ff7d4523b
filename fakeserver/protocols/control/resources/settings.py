"""Settings to copy: how each client is told where a tenant is."""

from dataclasses import dataclass

from fakeserver.protocols.control import settings
from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.routing import operation


@dataclass
class BlockView:
    """Settings for one client, ready to copy."""

    name: str
    #: as syntax highlighters know it: "python", "shell", "json"
    language: str
    text: str


@dataclass
class Blocks:
    """Settings for each client."""

    blocks: list[BlockView]


@operation("GET", "/tenants/{tenant}/settings")
def get_settings(call: Call) -> Blocks:
    """Return blocks of settings for msal, imaplib, exchangelib, Node, curl, Java, .NET and docker compose."""
    found = settings.blocks(call.tenant, call.host.endpoints(call.tenant))
    return Blocks([BlockView(each.name, each.language, each.text) for each in found])
