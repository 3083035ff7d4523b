"""dnspython's questions to name servers: those about names that are known here are answered at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

from fakeserver.redirect.force import IN_FORCE
from fakeserver.redirect.patches import Replaced, of_class
from fakeserver.redirect.records import TTL, answer

#: how a question may travel
_WAYS = ("udp", "tcp", "tls", "https", "quic")


def response(question: Any) -> Any | None:
    """Return the response to a message, if it asks about a name that is known here.

    A name that leads nowhere is said not to exist: the resolvers refuse it before, in a sentence.
    """
    import dns.flags
    import dns.message
    import dns.name
    import dns.rcode
    import dns.rdata
    import dns.rdatatype

    if len(question.question) != 1:
        return None
    asked = question.question[0]
    named = IN_FORCE.named(asked.name.to_text())
    if named is None or not (named.is_closed or named.records):
        return None
    made = dns.message.make_response(question, recursion_available=True)
    found = answer(named, dns.rdatatype.to_text(asked.rdtype))
    if found is None:
        made.set_rcode(dns.rcode.NXDOMAIN)
        return made
    for record in found:
        kind = dns.rdatatype.from_text(record.kind)
        data = dns.rdata.from_text(asked.rdclass, kind, record.text)
        owner = dns.name.from_text(record.owner)
        made.find_rrset(made.answer, owner, asked.rdclass, kind, create=True).add(data, TTL)
    return made


def _leading(ask: Callable[..., Any]) -> Callable[..., Any]:
    def ask_led(q: Any, *more: Any, **options: Any) -> Any:
        found = response(q)
        return ask(q, *more, **options) if found is None else found

    return ask_led


def _leading_later(ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def ask_led(q: Any, *more: Any, **options: Any) -> Any:
        found = response(q)
        return await ask(q, *more, **options) if found is None else found

    return ask_led


def replaced(module: ModuleType) -> list[Replaced]:
    """Return what is replaced in ``dns.query`` or ``dns.asyncquery``."""
    return of_class(module, _leading_later if module.__name__ == "dns.asyncquery" else _leading, *_WAYS)
