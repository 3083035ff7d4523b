"""A refusal leaves the server healthy, and the connection as the reference has it: open for another try, or closed.

IMAP after "not connected": CAPABILITY is answered, every other command is not, and after a couple of them the server
hangs up (log in MailKit#1496). SMTP after a refused AUTH repeats the reason at MAIL. Everywhere else the client may
try again at once.
"""

import pytest

from pytest_m365 import FakeServer
from tests.matrix import graph_kinds, kinds
from tests.matrix.connections import CONNECTIONS, connected
from tests.matrix.families import FAMILIES
from tests.matrix.outcomes import CLOSED, Imap, Smtp, said
from tests.matrix.performing import performed, world_of
from tests.matrix.table import Row, World, rows
from tests.matrix.wire import Connection, Credential
from tests.matrix.wire import Imap as ImapConnection
from tests.matrix.wire import Lines as LineConnection
from tests.matrix.wire import Smtp as SmtpConnection

REFUSED = [row for row in rows(FAMILIES) if not row.outcome.works]


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.id)
def test_after_a_refusal(m365_server: FakeServer, row: Row) -> None:
    with world_of(m365_server) as good, world_of(m365_server) as world:
        with performed(world, row) as (connection, _):
            go_on(connection, row, good)
        with connected(row.protocol, m365_server, good.tenant) as connection:
            assert_works(connection, good)


def go_on(connection: Connection, row: Row, good: World) -> None:
    """Use the same connection again, as a client may that was refused."""
    if isinstance(connection, LineConnection) and row.outcome.closes:
        assert connection.say("NOOP") == CLOSED
    elif row.kind.asks and isinstance(connection, LineConnection):
        # Signed in all the same: what was refused was one command.
        if isinstance(connection, SmtpConnection):
            assert connection.say("RSET") == "250 2.0.0 Resetting"
        answered = connection.use(Credential(good.address))
        assert answered[-1].startswith(("OK", "+OK", "2")), answered
    elif isinstance(connection, ImapConnection) and row.outcome.lines == Imap.NOT_CONNECTED.lines:
        assert connection.command("CAPABILITY") == ["OK CAPABILITY completed."]
        assert connection.command("NAMESPACE") == ["BAD User is authenticated but not connected."]
        assert connection.read() == "* BYE Connection closed. 14"
        assert connection.read() == CLOSED
    elif isinstance(connection, SmtpConnection):
        go_on_with_smtp(connection, row, good)
    else:
        # Over HTTP the connection is nobody's: the next request brings its own credential, and its own tenant.
        connection.tenant = good.tenant
        assert_works(connection, good)


def go_on_with_smtp(connection: SmtpConnection, row: Row, good: World) -> None:
    first, last = row.outcome.lines[0], row.outcome.lines[-1]
    if first.startswith("235"):
        # Signed in all the same: what was refused was one message.
        assert connection.say("NOOP") == "250 2.0.0 OK"
        assert connection.say("RSET") == "250 2.0.0 Resetting"
        return
    if first.startswith(("535", "550")):
        reason = last.removesuffix(" [<host> <ts> <id>]")
        repeated = said(f"530 5.7.57 Client not authenticated to send mail. Error: {reason} [<host> <ts> <id>]")
        assert repeated.fits([connection.say("MAIL FROM:<alice@contoso.com>")])
    elif first == Smtp.NO_MECHANISM.lines[0]:
        assert Smtp.UNAUTHENTICATED.fits([connection.say("MAIL FROM:<alice@contoso.com>")])
    assert_works(connection, good)


def assert_works(connection: Connection, good: World) -> None:
    """Sign in with what is good, and use it."""
    protocol = next(name for name, kind in CONNECTIONS.items() if type(connection) is kind)
    credential = graph_kinds.USER if protocol == "Graph" else kinds.DELEGATED
    answered = connection.sign_in(credential.make(good, protocol))
    assert answered[-1].startswith(("OK", "+OK", "2")), answered
