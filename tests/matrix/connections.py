"""Every protocol of the table, and its connection."""

from collections.abc import Iterator
from contextlib import contextmanager

from fakeserver.server import FakeServer
from fakeserver.tenant.tenant import Tenant
from tests.matrix.web import Autodiscover, Ews, Graph, Token
from tests.matrix.wire import Connection, Imap, Pop3, Smtp

#: Every column of the table.
CONNECTIONS: dict[str, type[Connection]] = {
    "Token": Token,
    "EWS": Ews,
    "Autodiscover": Autodiscover,
    "Graph": Graph,
    "IMAP": Imap,
    "POP3": Pop3,
    "SMTP": Smtp,
}


@contextmanager
def connected(protocol: str, server: FakeServer, tenant: Tenant) -> Iterator[Connection]:
    """Open a connection of a protocol, and close it after."""
    connection = CONNECTIONS[protocol](server, tenant)
    try:
        yield connection
    finally:
        connection.close()
