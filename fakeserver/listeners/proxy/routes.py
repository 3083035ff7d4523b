"""Where a proxy's clients are led: to the fake, nowhere, on to the proxy that was there before, or straight on."""

import base64
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from fakeserver.redirect import Redirects
from fakeserver.redirect.force import Force

#: reasons of `Routes.refused`
REFUSED_KEPT = 100
_BY_SCHEME = {"http": ("http_proxy", "HTTP_PROXY"), "https": ("https_proxy", "HTTPS_PROXY")}
_FOR_ALL = ("all_proxy", "ALL_PROXY")
_EXCEPTIONS = ("no_proxy", "NO_PROXY")


class Route(NamedTuple):
    """Where to connect."""

    host: str
    port: int
    #: whether another proxy answers there
    is_proxy: bool = False
    #: what that proxy is shown, as Proxy-Authorization has it; empty for nothing
    credentials: str = ""


class NoRoute(Exception):
    """A connection that is not made; says why."""


class Routes:
    """The ways of one test.

    Args:
        redirects: what leads where, and what is kept from the network; a callable gives them as they are now.
        environment: as it was before, with the proxies that all other names are asked of.
    """

    def __init__(self, redirects: Redirects | Callable[[], Redirects], environment: Mapping[str, str]) -> None:
        # Of its own: this table is not in force for the process itself.
        self._table = Force()
        self._table.begin(redirects)
        self._environment = dict(environment)
        #: why there was no route, oldest first; the first ones are enough where a client tries again and again
        self.refused: list[str] = []
        #: how often somebody was led to the fake
        self.led = 0

    def route(self, host: str, port: int, scheme: str) -> Route:
        """Return where a name leads.

        Args:
            scheme: "http" for a request that is forwarded, "https" for a tunnel.

        Raises:
            NoRoute: a closed name that does not lead to the fake, or a proxy that this one cannot ask.
        """
        try:
            return self._route(host, port, scheme)
        except NoRoute as refused:
            self.note(str(refused))
            raise

    def note(self, refused: str) -> None:
        """Note why somebody is led nowhere."""
        if len(self.refused) < REFUSED_KEPT:
            self.refused.append(refused)

    def _route(self, host: str, port: int, scheme: str) -> Route:
        named = self._table.named(host)
        if named is not None:
            target = named.target(port)
            if target is not None:
                self.led += 1
                return Route(*target)
            if named.is_closed:
                raise NoRoute(named.not_led(port))
        return self._other(host, port, scheme)

    def _other(self, host: str, port: int, scheme: str) -> Route:
        named = self._first((*_BY_SCHEME[scheme], *_FOR_ALL))
        if not named or self._bypassed(f"{host}:{port}"):
            return Route(host, port)
        proxy = urlsplit(named if "://" in named else f"http://{named}")
        if proxy.scheme != "http" or not proxy.hostname:
            raise NoRoute(f"{host} is asked of the environment's proxy, which is none of HTTP: {proxy.scheme}")
        return Route(proxy.hostname, proxy.port or 80, True, _credentials(proxy))

    def _bypassed(self, host: str) -> bool:
        # Here, since it takes 20 ms; few environments have a proxy.
        from urllib import request

        # Not among the names that type checkers know of it.
        bypass: Callable[[str, Mapping[str, str]], bool] = getattr(request, "proxy_bypass_environment")  # noqa: B009
        return bypass(host, {"no": self._first(_EXCEPTIONS)})

    def _first(self, names: tuple[str, ...]) -> str:
        return next((value for name in names if (value := self._environment.get(name))), "")


def _credentials(proxy: SplitResult) -> str:
    if proxy.username is None:
        return ""
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"
