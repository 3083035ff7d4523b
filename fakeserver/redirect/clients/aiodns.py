"""aiodns drops what pycares says of an error, all but its number; here the reason reaches the program."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from fakeserver.redirect.clients.pycares import refusal
from fakeserver.redirect.patches import Replaced, of_class


def replaced(aiodns: ModuleType) -> list[Replaced]:
    """Return what is replaced in aiodns."""

    def leading(ask: Callable[..., Any]) -> Callable[..., Any]:
        def ask_led(self: Any, host: Any, *more: Any, **options: Any) -> Any:
            port = options.get("port")
            said = refusal(host, port if isinstance(port, int) else None)
            if said is None:
                return ask(self, host, *more, **options)
            refused = self.loop.create_future()
            refused.set_exception(aiodns.error.DNSError(aiodns.error.ARES_ENOTFOUND, said))
            return refused

        return ask_led

    return of_class(aiodns.DNSResolver, leading, "query", "query_dns", "gethostbyname", "getaddrinfo")
