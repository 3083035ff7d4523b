"""The environment of children, and what stands behind it: a proxy, which is started when somebody asks for it."""

import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Any, Self

from fakeserver.children.environment import child_environment, isolated_environment
from fakeserver.children.isolation.missing import not_here
from fakeserver.endpoint import Endpoint
from fakeserver.listeners.proxy import ProxyListener, Routes
from fakeserver.redirect import Redirects
from fakeserver.server import FakeServer
from fakeserver.trust import bundle_context

#: a command, and the options of `subprocess` that it is started with
Started = tuple[list[str], dict[str, Any]]


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
        self._routes: Routes | None = None

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return a whole environment: one of before, and what leads a child to the fake."""
        led = child_environment(self.redirects, self.server.certificates, self._proxy_now(), base)
        return {**led, **self.besides}

    @contextmanager
    def started(self, command: Sequence[str], options: Mapping[str, Any], *, isolated: bool) -> Iterator[Started]:
        """Give the command and the options of `subprocess` by which a program is started so that it is led.

        Args:
            command: the program and its arguments.
            options: those that it would be started with otherwise.
            isolated: in a network of its own, which lasts as long as the block.

        Raises:
            IsolationError: the machine has no such networks; says what to do.
            FileNotFoundError: there is no such program.
        """
        base: Mapping[str, str] = os.environ if options.get("env") is None else options["env"]
        if not isolated:
            yield list(command), {**options, "env": self.environment(base)}
            return
        impossible = not_here()
        if impossible is not None:
            raise impossible
        # Not before: other systems do not have what it imports.
        from fakeserver.children.isolation.network import isolated_network

        environment = {**isolated_environment(self.server.certificates, base), **self.besides}
        with isolated_network(self.server, self.redirects) as network:
            open_there = (*options.get("pass_fds", ()), *network.descriptors)
            entering = network.command(command, environment.get("PATH"))
            yield entering, {**options, "env": environment, "pass_fds": open_there}

    def _proxy_now(self) -> Endpoint:
        if self._proxy is None:
            listening = socket.create_server(("127.0.0.1", 0))
            self._routes = Routes(self.redirects, os.environ)
            bundle = str(self.server.certificates.bundle_file)
            listener = ProxyListener(self._routes, lambda: bundle_context(bundle))
            self._opened.enter_context(self.server.hosting({listener: [listening]}))
            self._proxy = Endpoint(*listening.getsockname())
        return self._proxy

    def take_refused(self) -> list[str]:
        """Return why the proxy has led nowhere, since the last call; clients often do not show it."""
        return [] if self._routes is None else self._routes.take_refused()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._proxy = None
        self._opened.close()
