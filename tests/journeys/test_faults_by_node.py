"""Ordered faults as clients of node meet them: imapflow, nodemailer, msal-node, and node's own fetch."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from fakeserver.server.server import FakeServer
from fakeserver.tenant.faults.fault import Fault
from fakeserver.tenant.faults.faults import Faults
from fakeserver.tenant.places import Place
from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target
from tests.node import NodeClients, node_script

Order: TypeAlias = Callable[[Faults], Fault]

SENT = "From node"
SCRIPT = Path(__file__).parent / "node" / "clients.js"

#: what node says of each: nodemailer in a sentence, fetch by a code
TLS = {
    "expired_certificate": "certificate has expired|CERT_HAS_EXPIRED",
    "wrong_name": "does not match certificate's altnames|ERR_TLS_CERT_ALTNAME_INVALID",
    "untrusted_certificate": "unable to verify the first certificate|UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "broken_tls": "alert handshake failure|ALERT_HANDSHAKE_FAILURE",
}


@pytest.fixture(scope="module")
def node(m365_server: FakeServer) -> Iterator[NodeClients]:
    """All of the clients, in one process."""
    for package in ("imapflow", "nodemailer", "@azure/msal-node"):
        script = node_script(SCRIPT, package)
    with script.at_work(m365_server.ca_file) as clients:
        yield clients


def by_imap(m365: Target) -> dict[str, Any]:
    """Return what imapflow needs."""
    host, port = m365.imap
    return {"host": host, "port": port, "user": m365.username, "accessToken": m365.token("IMAP.AccessAsUser.All")}


def by_smtp(m365: Target) -> dict[str, Any]:
    """Return what nodemailer needs."""
    host, port = m365.smtp
    return {"host": host, "port": port, "user": m365.username, "accessToken": m365.token("SMTP.Send")}


def by_msal(m365: Target) -> dict[str, Any]:
    """Return what msal-node needs, as a daemon."""
    return {
        "authority": m365.authority,
        "clientId": m365.daemon_app.client_id,
        "clientSecret": m365.daemon_app.client_secret,
        "scopes": ["https://outlook.office365.com/.default"],
    }


def subjects(m365: Target) -> list[str]:
    """Return those of the messages that arrived."""
    return [message.subject for message in m365.mailbox.messages()]


def test_nothing_is_wrong(node: NodeClients, m365: Target) -> None:
    assert node.ask("send", **by_smtp(m365))["response"].startswith("250 2.0.0 OK")
    assert node.ask("read", **by_imap(m365)) == {"subjects": [SENT]}
    assert node.ask("token", **by_msal(m365)) == {"tokenType": "Bearer"}


# --- imapflow --------------------------------------------------------------------------------------------------------


def test_imapflow_waits_as_long_as_it_is_told_and_asks_again(
    node: NodeClients, m365: Target, m365_fake: Tenant
) -> None:
    m365.mailbox.deliver(subject="Hi")
    throttled = m365_fake.faults.throttle("imap", "FETCH", retry_after=0.1)
    assert node.ask("read", **by_imap(m365)) == {"subjects": ["Hi"]}
    assert throttled.taken == 1
    m365_fake.journal.check_retry_after()


@pytest.mark.parametrize(
    ("order", "code", "text"),
    [
        (
            lambda faults: faults.throttle("imap", "SELECT", retry_after=0.1),
            "ETHROTTLE",
            "Request is throttled. Suggested Backoff Time: 100 milliseconds",
        ),
        (lambda faults: faults.moving("imap"), None, "Server Unavailable. 15"),
        (lambda faults: faults.not_connected(), None, "User is authenticated but not connected."),
        (lambda faults: faults.drop("imap", "connect"), "ClosedAfterConnectTLS", None),
        (lambda faults: faults.drop("imap", before="AUTHENTICATE"), "ClosedAfterConnectTLS", None),
        (lambda faults: faults.drop("imap", before="AUTHENTICATE", reset=True), "ECONNRESET", None),
        (lambda faults: faults.drop("imap", before="FETCH"), "NoConnection", None),
        (lambda faults: faults.drop("imap", within="FETCH"), "NoConnection", None),
        (lambda faults: faults.lose_answer("imap", "FETCH"), "NoConnection", None),
    ],
)
def test_imapflow_is_refused_or_left_alone(
    order: Order, code: str | None, text: str | None, node: NodeClients, m365: Target, m365_fake: Tenant
) -> None:
    m365.mailbox.deliver(subject="Hi")
    with order(m365_fake.faults) as fault:
        error = node.ask("read", **by_imap(m365))["error"]
    assert (error.get("code"), error.get("text")) == (code, text), error
    assert fault.taken
    assert node.ask("read", **by_imap(m365)) == {"subjects": ["Hi"]}


@pytest.mark.parametrize(
    "order",
    [
        lambda faults: faults.drop("imap", after="FETCH"),
        lambda faults: faults.slow("imap", "FETCH", seconds=0.1),
        lambda faults: faults.trickle("imap", "FETCH", octets_a_second=20_000),
    ],
)
def test_imapflow_has_its_answer(order: Order, node: NodeClients, m365: Target, m365_fake: Tenant) -> None:
    m365.mailbox.deliver(subject="Hi")
    fault = order(m365_fake.faults)
    assert node.ask("read", **by_imap(m365)) == {"subjects": ["Hi"]}
    assert fault.taken


def test_imapflow_never_hears_that_its_message_was_kept(node: NodeClients, m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.lose_answer("imap", "APPEND")
    assert node.ask("append", **by_imap(m365))["error"]["code"] == "NoConnection"
    assert subjects(m365) == [SENT]


@pytest.mark.parametrize("order", [lambda faults: faults.bye(), lambda faults: faults.drop("imap", after="IDLE")])
def test_imapflow_is_told_while_it_idles(order: Order, node: NodeClients, m365: Target, m365_fake: Tenant) -> None:
    assert node.ask("idle", **by_imap(m365)) == {"idling": True}
    fault = order(m365_fake.faults)
    assert node.heard() == {"usable": False}
    assert fault.taken == 1
    assert node.ask("read", **by_imap(m365)) == {"subjects": []}


# --- nodemailer ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "number", "arrives"),
    [
        (lambda faults: faults.throttle("smtp", "connect"), 421, False),
        (lambda faults: faults.throttle("smtp", "AUTH"), 454, False),
        (lambda faults: faults.throttle("smtp", "RCPT", code=452), 452, False),
        (lambda faults: faults.throttle("smtp", "DATA"), 432, False),
        (lambda faults: faults.moving("smtp"), 451, False),
        (lambda faults: faults.drop("smtp", before="DATA"), None, False),
        (lambda faults: faults.drop("smtp", within="DATA"), None, True),
        (lambda faults: faults.lose_answer("smtp", "DATA"), None, True),
    ],
)
def test_nodemailer_cannot_send_or_thinks_so(
    order: Order, number: int | None, arrives: bool, node: NodeClients, m365: Target, m365_fake: Tenant
) -> None:
    with order(m365_fake.faults) as fault:
        error = node.ask("send", **by_smtp(m365))["error"]
    assert error.get("number") == number, error
    assert number or error["code"] == "ECONNECTION"
    assert fault.taken == 1
    assert subjects(m365) == [SENT] * arrives
    assert "response" in node.ask("send", **by_smtp(m365))


@pytest.mark.parametrize(
    "order", [lambda faults: faults.drop("smtp", after="DATA"), lambda faults: faults.slow("smtp", "DATA", seconds=0.1)]
)
def test_nodemailer_has_its_answer(order: Order, node: NodeClients, m365: Target, m365_fake: Tenant) -> None:
    fault = order(m365_fake.faults)
    assert node.ask("send", **by_smtp(m365))["response"].startswith("250 2.0.0 OK")
    assert fault.taken == 1


# --- msal-node and fetch ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "code", "number"),
    [
        (lambda faults: faults.down("token"), "network_error", None),
        (lambda faults: faults.drop("token"), "network_error", None),
        (lambda faults: faults.lose_answer("token"), "network_error", None),
        (lambda faults: faults.drop("token", within="token"), "token_parsing_error", None),
        (lambda faults: faults.html("token"), "token_parsing_error", None),
        (lambda faults: faults.unavailable("token", status=500), "token_parsing_error", None),
        (lambda faults: faults.unavailable("token", html=True), "token_parsing_error", None),
        (lambda faults: faults.throttle("token", as_text=True), "token_parsing_error", None),
        (lambda faults: faults.unavailable("token"), "temporarily_unavailable", 90033),
        (lambda faults: faults.throttle("token"), "temporarily_unavailable", 90055),
        (lambda faults: faults.aadsts("token", 50196), "invalid_grant", 50196),
        (lambda faults: faults.down("discovery"), "endpoints_resolution_error", None),
    ],
)
def test_msal_node_gets_no_token(
    order: Order, code: str, number: int | None, node: NodeClients, m365: Target, m365_fake: Tenant
) -> None:
    with order(m365_fake.faults) as fault:
        error = node.ask("token", **by_msal(m365))["error"]
    assert error["code"] == code, error
    assert number is None or f"Error(s): {number} " in error["message"]
    assert fault.taken == 1
    assert node.ask("token", **by_msal(m365)) == {"tokenType": "Bearer"}


def test_msal_node_waits_for_a_slow_answer(node: NodeClients, m365: Target, m365_fake: Tenant) -> None:
    with m365_fake.faults.slow("token", seconds=0.1) as slow:
        assert node.ask("token", **by_msal(m365)) == {"tokenType": "Bearer"}
    assert slow.taken == 1


def test_msal_node_is_told_that_the_refresh_token_is_dead(node: NodeClients, m365: Target, m365_fake: Tenant) -> None:
    given = {
        "authority": m365.authority,
        "clientId": m365.public_app.client_id,
        "scopes": ["https://outlook.office.com/IMAP.AccessAsUser.All"],
    }
    signed_in = {"username": m365.username}
    assert node.ask("signIn", **given, user=m365.username, password=m365.password) == signed_in
    with m365_fake.faults.dead_refresh_token() as dead:
        error = node.ask("refresh", **given)["error"]
    assert (error["code"], error["number"], dead.taken) == ("invalid_grant", 700082, 1), error
    # What is dead msal-node has forgotten.
    assert node.ask("signIn", **given, user=m365.username, password=m365.password) == signed_in
    assert node.ask("refresh", **given) == {"tokenType": "Bearer"}


def test_fetch_is_asked_to_wait_by_ews(node: NodeClients, m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.answer("ews", [("throttle", {"retry_after": 297.749}), ("unavailable", {"retry_after": 30})])
    headers = {"Authorization": f"Bearer {m365.token('EWS.AccessAsUser.All')}", "Content-Type": "text/xml"}
    body = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        '<GetFolder xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"'
        ' xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><FolderShape><t:BaseShape>IdOnly'
        '</t:BaseShape></FolderShape><FolderIds><t:DistinguishedFolderId Id="inbox"/></FolderIds></GetFolder>'
        "</s:Body></s:Envelope>"
    )
    busy, away, well = (
        node.ask("fetch", url=m365.ews_url, method="POST", headers=headers, body=body) for _ in range(3)
    )
    assert busy["status"] == 500
    assert '<t:Value Name="BackOffMilliseconds">297749</t:Value>' in busy["text"]
    assert (away["status"], away["headers"]["retry-after"], away["text"]) == (503, "30", "")
    assert (well["status"], "NoError" in well["text"]) == (200, True)


# --- TLS -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "said"), TLS.items())
@pytest.mark.parametrize(("place", "way"), [("imap", "read"), ("smtp", "send"), ("token", "fetch")])
def test_node_refuses_to_connect(
    place: Place, way: str, kind: str, said: str, node: NodeClients, m365: Target, m365_fake: Tenant
) -> None:
    # By address: fetch has no open connection there, and only a new one has a handshake.
    keys = f"{m365.authority.replace('localhost', '127.0.0.1')}/discovery/v2.0/keys"
    given = {"imap": by_imap(m365), "smtp": by_smtp(m365), "token": {"url": keys}}[place]
    with m365_fake.faults.add(kind, place) as fault:
        error = node.ask(way, **given)["error"]
    assert re.search(said, f"{error['message']} {error.get('cause')}"), error
    assert fault.taken == 1
