"""The Python side of the control API of a fake that runs elsewhere, for `--m365-url`, the command line and other tests.

from fakeserver.client import Client

with Client.of("endpoints.json") as client:
    tenant = client.tenant()
"""

from fakeserver.client.client import Client
from fakeserver.client.errors import ClientError, NotAFake, NotAllowed, OtherVersion, Unreachable, Untrusted

__all__ = ["Client", "ClientError", "NotAFake", "NotAllowed", "OtherVersion", "Unreachable", "Untrusted"]
