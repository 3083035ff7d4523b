"""Where clients are told to connect, when it is not where the server listens: other names, ports that are mapped."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self

from fakeserver.endpoint import Endpoint
from fakeserver.server.endpoints import Endpoints
from fakeserver.server.host_names import host_name
from fakeserver.suggestion import suggestion

#: as `Endpoints` has them
PROTOCOLS = ("http", "imap", "pop3", "smtp")
_EXAMPLE = "such as mail.local, or imap=mail.local:993 for one protocol"
#: a host, which is in brackets or has no colon, and a port; either may be missing
_PLACE = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::(\d{1,5}))?", re.A)


@dataclass(frozen=True)
class Advertised:
    """Hosts and ports that take the place of those of the listening sockets."""

    #: for every protocol; None for the host that it listens on
    host: str | None = None
    #: by protocol, the host and the port that are its own; None for the usual one
    places: dict[str, tuple[str | None, int | None]] = field(default_factory=dict)

    @classmethod
    def read(cls, texts: Iterable[str], usual: str | None = None) -> Self:
        """Read what --advertise takes: ``mail.local``, ``imap=mail.local:993``, ``imap=mail.local``, ``imap=:993``.

        Args:
            usual: the host for every protocol where none is given.

        Raises:
            ValueError: one of them is none of these, or they say two things of one protocol.
            TypeError: it is one text.
        """
        if isinstance(texts, str):
            raise TypeError(f"what is advertised is several texts, such as [{texts!r}], and not a str")
        general: list[str] = []
        places: dict[str, tuple[str | None, int | None]] = {}
        for text in texts:
            protocol, equals, place = text.strip().rpartition("=")
            if not equals:
                general.append(_host_alone(place))
            elif protocol not in PROTOCOLS:
                raise ValueError(
                    f"cannot advertise {text!r}: no protocol is {protocol!r}{suggestion(protocol, PROTOCOLS)}"
                )
            elif protocol in places:
                raise ValueError(f"{protocol} is advertised twice; give it once")
            else:
                places[protocol] = _place(text, place)
        if len(general) > 1:
            raise ValueError(f"{' and '.join(general)} are both advertised; give one host, or one for each protocol")
        return cls(general[0] if general else usual, places)

    def of(self, listening: Endpoints) -> Endpoints:
        """Return the endpoints that clients are told."""
        return replace(
            listening,
            http=self._of("http", listening.http),
            imap=self._of("imap", listening.imap),
            pop3=self._of("pop3", listening.pop3),
            smtp=self._of("smtp", listening.smtp),
        )

    def _of(self, protocol: str, usual: Endpoint) -> Endpoint:
        host, port = self.places.get(protocol, (None, None))
        return Endpoint(host or self.host or usual.host, port or usual.port)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host that clients are told."""
        return tuple(dict.fromkeys(host for host in (self.host, *(host for host, _ in self.places.values())) if host))


def _host_alone(text: str) -> str:
    bare = _PLACE.fullmatch(text)
    if bare is not None and bare[2] is not None:
        raise ValueError(
            f"cannot advertise {text!r}: each protocol has a port of its own; say which, such as http={text}"
        )
    return host_name(text)


def _place(text: str, place: str) -> tuple[str | None, int | None]:
    found = _PLACE.fullmatch(place)
    if found is None or not place:
        raise ValueError(f"cannot advertise {text!r}: it is a host, a port, or both, {_EXAMPLE}")
    host, port = found.groups()
    if port is not None and not 0 < int(port) < 65536:
        raise ValueError(f"cannot advertise {text!r}: {port} is no port")
    return host_name(host) if host else None, None if port is None else int(port)
