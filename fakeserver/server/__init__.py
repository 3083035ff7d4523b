"""The running fake: `FakeServer` and its parts."""

from fakeserver.server.endpoints import NotRunningError
from fakeserver.server.hosts import Protocols
from fakeserver.server.server import FakeServer
from fakeserver.server.sockets import PortError

__all__ = ["FakeServer", "NotRunningError", "PortError", "Protocols"]
