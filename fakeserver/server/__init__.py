"""The running fake: `FakeServer` and its parts."""

from fakeserver.server.endpoints import NotRunningError
from fakeserver.server.hosts import Protocols
from fakeserver.server.server import FakeServer, PortError

__all__ = ["FakeServer", "NotRunningError", "PortError", "Protocols"]
