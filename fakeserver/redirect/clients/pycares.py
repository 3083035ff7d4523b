"""c-ares, through pycares: what it looks up itself is answered here, numeric addresses it reads without the network.

aiohttp's ``AsyncResolver`` asks it by way of aiodns.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from types import ModuleType
from typing import Any

from fakeserver.redirect.force import IN_FORCE, Named
from fakeserver.redirect.patches import Replaced, of_class
from fakeserver.redirect.placeholders import MAPPED
from fakeserver.redirect.records import TTL, Record, answer


def _numbers_and_name(text: str) -> tuple[Any, ...]:
    *numbers, name = text.split()
    return (*map(int, numbers), name.removesuffix("."))


#: Type -> the class of pycares (5 and newer) that has what such a record says, and how its fields are read.
_DATA: dict[str, tuple[str, Callable[[str], tuple[Any, ...]]]] = {
    "A": ("ARecordData", lambda text: (text,)),
    "AAAA": ("AAAARecordData", lambda text: (text,)),
    "CNAME": ("CNAMERecordData", lambda text: (text.removesuffix("."),)),
    "MX": ("MXRecordData", _numbers_and_name),
    "SRV": ("SRVRecordData", _numbers_and_name),
    "TXT": ("TXTRecordData", lambda text: (text.strip('"').encode(),)),
}


def refusal(host: object, port: int | None) -> str | None:
    """Return why a name is not looked up, if it is not."""
    named = IN_FORCE.named(host)
    if named is None or not named.is_closed:
        return None
    return named.not_led(port) if _leads_nowhere(named, port) else None


def _leads_nowhere(named: Named, port: int | None) -> bool:
    if port:
        return named.target(port) is None
    return not named.ports and not named.records


def replaced(pycares: ModuleType) -> list[Replaced]:
    """Return what is replaced in pycares."""

    def leading_getaddrinfo(look_up: Callable[..., None]) -> Callable[..., None]:
        def getaddrinfo(self: Any, host: Any, port: Any, *more: Any, **options: Any) -> None:
            number = port if isinstance(port, int) else None
            look_up(self, _numeric(pycares, host, number, options.get("family")), port, *more, **options)

        return getaddrinfo

    # Before version 5.
    def leading_gethostbyname(look_up: Callable[..., None]) -> Callable[..., None]:
        def gethostbyname(self: Any, name: Any, family: Any, *more: Any, **options: Any) -> None:
            look_up(self, _numeric(pycares, name, None, family), family, *more, **options)

        return gethostbyname

    def leading_queries(ask: Callable[..., None]) -> Callable[..., None]:
        def ask_led(self: Any, name: Any, query_type: Any, *more: Any, **options: Any) -> None:
            named = IN_FORCE.named(name)
            callback = options.get("callback")
            if named is None or not named.is_closed:
                ask(self, name, query_type, *more, **options)
                return
            if callback is None or not hasattr(pycares, "DNSResult"):
                raise _refused(pycares, f"{named.name}: pycares before 5 is led for addresses alone, not for records")
            kind = next((word for word in _DATA if getattr(pycares, f"QUERY_TYPE_{word}") == query_type), "")
            found = answer(named, kind)
            if found is None:
                raise _refused(pycares, named.not_led(None))
            if any(record.kind == kind for record in found):
                callback(pycares.DNSResult([_record(pycares, record) for record in found], [], []), None)
            else:
                callback(None, pycares.errno.ARES_ENODATA)

        return ask_led

    return [
        *of_class(pycares.Channel, leading_getaddrinfo, "getaddrinfo"),
        *of_class(pycares.Channel, leading_gethostbyname, "gethostbyname"),
        *of_class(pycares.Channel, leading_queries, "query", "search"),
    ]


def _numeric(pycares: ModuleType, host: Any, port: int | None, family: int | None) -> Any:
    """Return the address that stands for a name that is led, or the host as it was given."""
    named = IN_FORCE.named(host)
    if named is None or not (named.is_closed or (port and named.target(port))):
        return host
    if _leads_nowhere(named, port) or not named.ports:
        raise _refused(pycares, named.not_led(port))
    return f"{MAPPED if family == socket.AF_INET6 else ''}{named.placeholder}"


def _refused(pycares: ModuleType, said: str) -> Exception:
    refused: Exception = pycares.AresError(pycares.errno.ARES_ENOTFOUND, said)
    return refused


def _record(pycares: ModuleType, record: Record) -> Any:
    name, read = _DATA[record.kind]
    number = getattr(pycares, f"QUERY_TYPE_{record.kind}")
    return pycares.DNSRecord(
        record.owner, number, pycares.QUERY_CLASS_IN, TTL, getattr(pycares, name)(*read(record.text))
    )
