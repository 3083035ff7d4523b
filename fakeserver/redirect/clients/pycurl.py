"""libcurl looks names up and connects in C, and reads no variable for its roots: a handle is told when it gets its URL.

Of a program that took ``Curl`` out of the module before the block, nothing is led; there libcurl asks the network.
"""

import os
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from fakeserver.redirect.force import IN_FORCE
from fakeserver.redirect.patches import Replaced, of_class
from fakeserver.redirect.redirects import Address

#: port of a URL that names none
_PORTS = {"https": 443, "http": 80, "imaps": 993, "imap": 143, "pop3s": 995, "pop3": 110, "smtps": 465, "smtp": 25}


def replaced(pycurl: ModuleType) -> list[Replaced]:
    """Return what is replaced in pycurl."""

    def leading(curl: Any) -> Callable[..., Any]:
        class Curl(curl):  # type: ignore[misc]
            def __init__(self, *arguments: Any, **options: Any) -> None:
                super().__init__(*arguments, **options)
                self._trust()

            def setopt(self, option: int, value: Any) -> Any:
                if option == pycurl.URL:
                    ways = _ways(pycurl, value.decode("ascii", "replace") if isinstance(value, bytes) else value)
                    if ways:
                        text = [f"{name}:{port}:{host}:{number}" for (name, port), (host, number) in ways.items()]
                        super().setopt(pycurl.CONNECT_TO, text)
                return super().setopt(option, value)

            def reset(self) -> None:
                super().reset()
                self._trust()

            def _trust(self) -> None:
                bundle = os.environ.get("SSL_CERT_FILE")
                if bundle:
                    super().setopt(pycurl.CAINFO, bundle)

        return Curl

    return of_class(pycurl, leading, "Curl")


def _ways(pycurl: ModuleType, url: str) -> Mapping[Address, Address]:
    """Return where libcurl is to connect instead: for a URL that is led, and for all that it may be redirected to.

    Raises:
        pycurl.error: the URL's name is closed.
    """
    parts = urlsplit(url if "://" in url else f"https://{url}")
    port = parts.port or _PORTS.get(parts.scheme, 0)
    named = IN_FORCE.named(parts.hostname)
    if named is None:
        return {}
    if named.is_closed and named.target(port) is None:
        raise pycurl.error(pycurl.E_COULDNT_RESOLVE_HOST, named.not_led(port))
    return IN_FORCE.targets
