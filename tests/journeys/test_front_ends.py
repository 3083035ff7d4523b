"""Front ends that differ: what clients of the standard library see of each generation, over real sockets."""

import base64
import imaplib
import json
import poplib
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pytest_m365 import Target, Tenant

ADVERTISED = {
    "a": "IMAP4 IMAP4REV1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+",
    "b": "IMAP4 IMAP4REV1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+",
    "c": "IMAP4 IMAP4REV1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+",
}


@contextmanager
def imap(m365: Target) -> Iterator[imaplib.IMAP4_SSL]:
    client = imaplib.IMAP4_SSL(m365.imap.host, m365.imap.port, ssl_context=m365.ssl_context())
    try:
        yield client
    finally:
        client.shutdown()


@contextmanager
def smtp(m365: Target) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP(m365.smtp.host, m365.smtp.port, local_hostname="me.example") as client:
        client.starttls(context=m365.ssl_context())
        client.ehlo()
        yield client


def xoauth2(m365: Target, token: str) -> str:
    return f"user={m365.username}\x01auth=Bearer {token}\x01\x01"


@pytest.mark.parametrize("generation", ADVERTISED)
def test_what_imap_advertises(m365: Target, m365_fake: Tenant, generation: str) -> None:
    m365_fake.policies.imap_generation = generation
    with imap(m365) as client:
        assert client.capabilities == tuple(ADVERTISED[generation].split())
        client.authenticate("XOAUTH2", lambda _: xoauth2(m365, m365.token("IMAP.AccessAsUser.All")).encode())
        assert client.select()[0] == "OK"


def test_the_greeting_of_the_proxies(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.policies.imap_greeting = "tcpproxy"
    with imap(m365) as client:
        assert client.welcome.startswith(b"* OK Microsoft Exchange IMAP4 service ready. ")
        assert b" (tcpproxy/15.21.0406.000 BACKENDAUTHENTICATE) [" in client.welcome


def test_imap4rev2_as_it_is_rolled_out(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.policies.imap_generation = "rev2"
    with imap(m365) as client:
        assert client.capabilities == tuple(ADVERTISED["c"].split())
        client.authenticate("XOAUTH2", lambda _: xoauth2(m365, m365.token("IMAP.AccessAsUser.All")).encode())
        _, (capabilities,) = client.capability()
        assert b"ENABLE IMAP4rev2 " in capabilities
        client.capabilities = tuple(capabilities.decode().upper().split())
        assert client.enable("IMAP4rev2")[0] == "NO"
        with pytest.raises(imaplib.IMAP4.error, match="BAD"):
            client.lsub()
        assert client.list()[0] == "OK"
        assert client.select()[0] == "OK"
        assert client.search(None, "ALL")[0] == "OK"


def test_login_under_logindisabled(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.policies.set(imap_generation="c", basic_auth=True)
    user = m365_fake.user(m365.username)
    with imap(m365) as client, pytest.raises(imaplib.IMAP4.error, match=r"LOGIN failed\."):
        client.login(user.upn, str(user.password))


def test_special_use_attributes_may_be_missing(m365: Target, m365_fake: Tenant) -> None:
    listed = []
    for shown in (True, False):
        m365_fake.policies.imap_special_use = shown
        with m365.open_imap() as client:
            listed.append(b"".join(line for line in client.list()[1] if isinstance(line, bytes)))
    assert b"\\Sent" in listed[0]
    assert b"\\Sent" not in listed[1]


def test_a_challenge_before_the_refusal_on_each_protocol(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.policies.sasl_failure_challenge = True
    heard: list[bytes] = []

    def answer(challenge: bytes | None = None) -> str:
        """Return the token at first, and nothing to what follows."""
        if challenge:
            heard.append(challenge)
        return "" if challenge else xoauth2(m365, "no.token.at-all")

    with imap(m365) as client, pytest.raises(imaplib.IMAP4.error, match=r"AUTHENTICATE failed\."):
        client.authenticate("XOAUTH2", lambda challenge: answer(challenge).encode())
    with smtp(m365) as submission:
        with pytest.raises(smtplib.SMTPAuthenticationError, match=r"5\.7\.3 Authentication unsuccessful"):
            submission.auth("XOAUTH2", answer)
        assert submission.noop()[0] == 250
    for said in heard:
        assert json.loads(said)["status"] == "401"
    assert len(heard) == 2


def test_a_challenge_before_the_refusal_on_pop3(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.policies.sasl_failure_challenge = True
    client: Any = poplib.POP3_SSL(m365.pop3.host, m365.pop3.port, context=m365.ssl_context())
    client._putcmd("AUTH XOAUTH2")
    assert client._getline()[0] == b"+ "
    client._putcmd(base64.b64encode(xoauth2(m365, "no.token.at-all").encode()).decode())
    challenge, _ = client._getline()
    assert json.loads(base64.b64decode(challenge.removeprefix(b"+ "))) == {
        "status": "401",
        "schemes": "Bearer",
        "scope": "https://outlook.office365.com/POP.AccessAsUser.All",
    }
    with pytest.raises(poplib.error_proto, match="Authentication failure: unknown user name or bad password"):
        client._shortcmd("")
    assert client.quit().startswith(b"+OK")


def test_pop3_on_one_line(m365: Target, m365_fake: Tenant) -> None:
    blob = base64.b64encode(xoauth2(m365, m365.token("POP.AccessAsUser.All")).encode()).decode()
    for allowed in (False, True):
        m365_fake.policies.pop_one_line_auth = allowed
        client: Any = poplib.POP3_SSL(m365.pop3.host, m365.pop3.port, context=m365.ssl_context())
        if allowed:
            assert client._shortcmd(f"AUTH XOAUTH2 {blob}") == b"+OK User successfully authenticated."
            assert client.stat() == (0, 0)
        else:
            with pytest.raises(poplib.error_proto, match=r"Protocol error\. Connection is closed\. 10"):
                client._shortcmd(f"AUTH XOAUTH2 {blob}")
        client.close()
