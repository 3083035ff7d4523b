"""The IMAP connection: what it never says, and how it tells what the server has said."""

import ast
import inspect
import socket
import ssl

import pytest

from fakeserver.endpoint import Endpoint
from pytest_m365.live import imap_session
from pytest_m365.live.errors import AccessRefused, Busy, Disconnected, LiveError, NotConnected, Unavailable
from pytest_m365.live.imap_session import Filled, ImapSession
from tests.plugin.live.world import Twin, message


def session(twin: Twin) -> ImapSession:
    return ImapSession(twin.target.imap, twin.target.ssl_context(), twin.user, twin.token)


def test_it_knows_no_verb_that_touches_others_mail() -> None:
    tree = ast.parse(inspect.getsource(imap_session))
    on_client = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "_client"
    }
    assert on_client == {
        "authenticate", "status", "select", "response", "append", "list", "logout", "shutdown", "uid",
    }  # fmt: skip
    uid = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "_uid"
        if isinstance(node.args[0], ast.Constant)
    }
    assert uid == {"FETCH", "SEARCH", "STORE", "EXPUNGE"}


@pytest.mark.parametrize("generation", ["a", "b", "c", "rev2"])
@pytest.mark.parametrize("greeting", ["classic", "tcpproxy"])
def test_every_generation_of_the_server_is_understood(twin: Twin, generation: str, greeting: str) -> None:
    twin.tenant.policies.imap_generation = generation
    twin.tenant.policies.imap_greeting = greeting
    opened = session(twin)
    opened.append("INBOX", message("One"), r"(\Seen)", None)
    where = opened.open("INBOX", writing=True)
    assert where.next_uid == 2
    assert opened.position("INBOX") == Filled(where.validity, where.next_uid)
    assert opened.search("ALL") == [1]
    opened.remove([1])
    assert opened.search("ALL") == []
    opened.logout()


def test_a_position_is_all_that_is_asked_for(twin: Twin) -> None:
    """Whatever else STATUS may tell, a server of thousands of messages has to count."""
    opened = session(twin)
    opened.position("INBOX")
    (asked,) = [each.asked for each in twin.tenant.journal.entries if each.operation == "STATUS"]
    assert asked == 'STATUS "INBOX" (UIDNEXT UIDVALIDITY)'
    opened.logout()


@pytest.mark.parametrize("name", ['A "quoted" one', "back\\slash", "Prüfung & Co", "日本語", "with (parentheses)"])
def test_folders_may_be_called_anything(twin: Twin, name: str) -> None:
    opened = session(twin)
    opened.create(name)
    assert name in [each.path for each in opened.folders()]
    assert opened.position(name).next_uid == 1
    assert opened.open(name).validity == opened.position(name).validity
    opened.delete(name)
    with pytest.raises(LookupError):
        opened.open(name)
    opened.logout()


def test_a_refused_token_is_told_in_the_servers_words(twin: Twin) -> None:
    token = twin.target.token("SMTP.Send")
    with pytest.raises(AccessRefused, match=r"imap: NO AUTHENTICATE failed\. \(while signing in as alice@") as raised:
        ImapSession(twin.target.imap, twin.target.ssl_context(), twin.user, lambda: token)
    assert token not in str(raised.value)


def test_what_no_permission_opens_is_told_with_its_mailbox(twin: Twin) -> None:
    twin.tenant.user(twin.user).imap = False
    opened = session(twin)
    with pytest.raises(NotConnected, match=r"imap: BAD User is authenticated but not connected\. \(while .*alice@"):
        opened.open("INBOX")
    opened.logout()


def test_throttling_has_its_time(twin: Twin) -> None:
    opened = session(twin)
    twin.tenant.faults.throttle("imap", retry_after=299.609)
    with pytest.raises(Busy, match=r"NO Request is throttled\. Suggested Backoff Time: 299609 milliseconds") as raised:
        opened.open("INBOX")
    assert raised.value.seconds == 299.609
    opened.logout()


def test_a_farewell_is_the_end_of_the_connection(twin: Twin) -> None:
    opened = session(twin)
    twin.tenant.faults.bye("imap")
    with pytest.raises(Disconnected, match=r"imap: BYE Connection closed\. 14 \(while opening INBOX\)"):
        opened.open("INBOX")
    opened.logout()


def test_a_server_that_greets_with_its_farewell(twin: Twin) -> None:
    twin.tenant.faults.unavailable("imap", "connect", times=1)
    with pytest.raises(Busy, match=r"imap: BYE Server Unavailable\. 15 \(while connecting to localhost"):
        session(twin)


def test_an_expunge_that_fails_is_told(twin: Twin) -> None:
    twin.mailbox.deliver(message("Stays"))
    twin.tenant.policies.imap_expunge = False
    opened = session(twin)
    opened.open("INBOX", writing=True)
    with pytest.raises(AccessRefused, match="NO EXPUNGE failed"):
        opened.remove([1])
    opened.logout()


def test_nobody_there_and_nobody_known(twin: Twin) -> None:
    with socket.socket() as nobody:
        nobody.bind(("localhost", 0))
        where = Endpoint("localhost", nobody.getsockname()[1])
        with pytest.raises(Disconnected, match=f"connecting to localhost:{where.port}"):
            ImapSession(where, twin.target.ssl_context(), twin.user, twin.token)
    with pytest.raises(Unavailable, match="certificate verify failed") as raised:
        ImapSession(twin.target.imap, ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), twin.user, twin.token)
    assert not isinstance(raised.value, Disconnected)


def test_a_token_that_cannot_be_had_leaves_no_connection(twin: Twin) -> None:
    def none() -> str:
        raise LiveError("token", "signing in", "AADSTS7000222")

    with pytest.raises(LiveError, match="AADSTS7000222"):
        ImapSession(twin.target.imap, twin.target.ssl_context(), twin.user, none)
