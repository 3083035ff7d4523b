"""pycurl: a handle is told where to connect, and which roots to trust, since libcurl reads no variable for them.

Of a program that took ``Curl`` out of the module before the block, nothing is led; there libcurl asks the network.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from types import ModuleType
from typing import Any

from fakeserver.machine_roots import are_roots
from fakeserver.redirect.clients.libcurl import NotLed, connect_to
from fakeserver.redirect.patches import Replaced, of_class


def replaced(pycurl: ModuleType) -> list[Replaced]:
    """Return what is replaced in pycurl."""

    def leading(curl: Any) -> Callable[..., Any]:
        class Curl(curl):  # type: ignore[misc]
            def __init__(self, *arguments: Any, **options: Any) -> None:
                super().__init__(*arguments, **options)
                self._trust()

            def setopt(self, option: int, value: Any) -> Any:
                if option == pycurl.URL:
                    try:
                        ways = connect_to(value)
                    except NotLed as refused:
                        raise pycurl.error(pycurl.E_COULDNT_RESOLVE_HOST, str(refused)) from None
                    if ways:
                        super().setopt(pycurl.CONNECT_TO, ways)
                elif option == pycurl.CAINFO and are_roots(value):
                    value = os.environ.get("SSL_CERT_FILE") or value
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
