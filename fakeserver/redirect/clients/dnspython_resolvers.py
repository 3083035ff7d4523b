"""dnspython's resolvers: a name that leads nowhere is refused in a sentence, by the exception that they raise."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

from fakeserver.redirect.force import IN_FORCE
from fakeserver.redirect.patches import Replaced, of_class


def _refuse(qname: Any) -> None:
    """Raise an exception, if a name leads nowhere and has no records.

    Raises:
        dns.resolver.NXDOMAIN: it does, with the reason as text.
    """
    named = IN_FORCE.named(str(qname))
    if named is None or not named.is_closed or named.ports or named.records:
        return
    import dns.message
    import dns.name
    import dns.resolver

    said = named.not_led(None)

    closed = type("Closed", (dns.resolver.NXDOMAIN,), {"__str__": lambda _self: said})
    name = dns.name.from_text(named.name)
    nothing = dns.message.make_response(dns.message.make_query(name, "A"))
    raise closed(qnames=[name], responses={name: nothing})


def _leading(resolve: Callable[..., Any]) -> Callable[..., Any]:
    def resolve_led(self: Any, qname: Any, *more: Any, **options: Any) -> Any:
        _refuse(qname)
        return resolve(self, qname, *more, **options)

    return resolve_led


def _leading_later(resolve: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def resolve_led(self: Any, qname: Any, *more: Any, **options: Any) -> Any:
        _refuse(qname)
        return await resolve(self, qname, *more, **options)

    return resolve_led


def replaced(module: ModuleType) -> list[Replaced]:
    """Return what is replaced in ``dns.resolver`` or ``dns.asyncresolver``."""
    leading = _leading_later if module.__name__ == "dns.asyncresolver" else _leading
    return of_class(module.Resolver, leading, "resolve")
