"""The environment of children, and what stands behind it: a proxy, which is started when somebody asks for it."""

import os
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from fakeserver.children.environment import child_environment
from fakeserver.endpoint import Endpoint
from fakeserver.listeners.proxy import ProxyListener, Routes
from fakeserver.redirect import Redirects
from fakeserver.server import FakeServer
from fakeserver.trust import bundle_context


class Leading:
    """Leads children to a running fake; a context manager, at whose end the proxy stops.

    Args:
        redirects: what leads where.
        besides: further variables that each child gets.
    """

    def __init__(self, server: FakeServer, redirects: Redirects, besides: Mapping[str, str]) -> None:
        self.server = server
        self.redirects = redirects
        self.besides = dict(besides)
        self._opened = ExitStack()
        self._proxy: Endpoint | None = None

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return a whole environment: one of before, and what leads a child to the fake."""
        led = child_environment(self.redirects, self.server.certificates, self._proxy_now(), base)
        return {**led, **self.besides}

    def _proxy_now(self) -> Endpoint:
        if self._proxy is None:
            listening = socket.create_server(("127.0.0.1", 0))
            bundle = str(self.server.certificates.bundle_file)
            listener = ProxyListener(Routes(self.redirects, os.environ), lambda: bundle_context(bundle))
            self._opened.enter_context(self.server.hosting({listener: [listening]}))
            self._proxy = Endpoint(*listening.getsockname())
        return self._proxy

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._proxy = None
        self._opened.close()
