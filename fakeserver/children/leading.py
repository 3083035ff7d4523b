"""How children are started, and what leads them: a proxy, and a network, each made when somebody asks for it."""

import os
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from fakeserver import faketime
from fakeserver.children.environment import child_environment, isolated_environment
from fakeserver.children.isolation.network import Network, isolated_network
from fakeserver.endpoint import Endpoint
from fakeserver.listeners.proxy import ProxyListener, Routes
from fakeserver.redirect import Redirects
from fakeserver.server import FakeServer
from fakeserver.trust import bundle_context

_AS_ANOTHER_USER = 'begin the command with ["setpriv", "--reuid=...", "--regid=...", "--clear-groups"], or with su'
#: options of `subprocess` that would be those of the program which enters a network, and becomes the command there
_OF_THE_FIRST_PROGRAM = {
    "executable": "name the program itself in the command",
    **dict.fromkeys(("user", "group", "extra_groups"), _AS_ANOTHER_USER),
}

#: a command, and the options of `subprocess` that it is started with
Started = tuple[list[str], dict[str, Any]]


class Leading:
    """Leads children to a running fake; a context manager, at whose end all that was started stops.

    Args:
        names: gives what leads where, as it is now.
        besides: further variables that each child gets.
    """

    def __init__(self, server: FakeServer, names: Callable[[], Redirects], besides: Mapping[str, str]) -> None:
        self.server = server
        self.names = names
        self.besides = dict(besides)
        self._opened = ExitStack()
        self._is_over = False
        self._proxy: Endpoint | None = None
        self._routes: Routes | None = None
        self._isolated: Network | None = None

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return a whole environment: one of before, and what leads a child to the fake and to its test's time."""
        led = child_environment(self.names(), self.server.certificates, self._proxy_now(), base)
        return {**led, **faketime.environment(base), **self.besides}

    def started(self, command: Sequence[str], options: Mapping[str, Any], *, isolated: bool) -> Started:
        """Return the command and the options of `subprocess` by which a program is started so that it is led.

        Args:
            command: the program and its arguments.
            options: those that it would be started with otherwise.
            isolated: in a network of its own, the same one each time.

        Raises:
            IsolationError: the machine has no such networks; says what to do.
            RuntimeError: it is over.
            FileNotFoundError, PermissionError: there is no such program.
            ValueError: an option would be that of the program which enters the network; says what to do.
        """
        base: Mapping[str, str] = os.environ if options.get("env") is None else options["env"]
        if not isolated:
            return list(command), {**options, "env": self.environment(base)}
        for name in options.keys() & _OF_THE_FIRST_PROGRAM.keys():
            if options[name] is not None:
                raise ValueError(f"with isolated=True there is no {name}=: {_OF_THE_FIRST_PROGRAM[name]}")
        isolation = isolated_environment(self.server.certificates, base)
        environment = {**isolation, **faketime.environment(base), **self.besides}
        network = self._network()
        open_there = (*options.get("pass_fds", ()), *network.descriptors)
        entering = network.command(command, environment.get("PATH"), Path.cwd() / os.fsdecode(options.get("cwd") or ""))
        return entering, {**options, "env": environment, "pass_fds": open_there}

    @property
    def led(self) -> int:
        """How many connections the proxy has led to the fake."""
        return 0 if self._routes is None else self._routes.led

    @property
    def refused(self) -> Sequence[str]:
        """Why the proxy and the network have led nowhere, each's oldest first; clients often do not show it."""
        by_proxy = () if self._routes is None else self._routes.refused
        return (*by_proxy, *(() if self._isolated is None else self._isolated.refused))

    def _check_is_open(self) -> None:
        """Refuse to start what nobody would stop."""
        if self._is_over:
            raise RuntimeError("m365_redirect is over with its test: ask for the fixture in the test that uses it")

    def _network(self) -> Network:
        self._check_is_open()
        if self._isolated is None:
            self._isolated = self._opened.enter_context(isolated_network(self.server, self.names))
        return self._isolated

    def _proxy_now(self) -> Endpoint:
        self._check_is_open()
        if self._proxy is None:
            listening = socket.create_server(("127.0.0.1", 0))
            self._routes = Routes(self.names, os.environ)
            bundle = str(self.server.certificates.bundle_file)
            listener = ProxyListener(self._routes, lambda: bundle_context(bundle))
            self._opened.enter_context(self.server.hosting({listener: [listening]}))
            self._proxy = Endpoint(*listening.getsockname())
        return self._proxy

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._is_over = True
        self._proxy = self._isolated = None
        self._opened.close()
