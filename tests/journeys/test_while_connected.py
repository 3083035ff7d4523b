"""What happens to a connection that is open when something changes: idling IMAP, half-sent mail, EWS in between."""

import base64
import http.client
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from urllib.parse import urlsplit

import pytest

from fakeserver.tenant.directory.users import User
from pytest_m365 import Endpoint, Target, Tenant

SUCCESS = b"235 2.7.0 Authentication successful\r\n"


class Wire:
    """Lines over a socket."""

    def __init__(self, wire: ssl.SSLSocket) -> None:
        self._wire = wire
        self._file: BinaryIO = wire.makefile("rb")

    def says(self, line: str) -> bytes:
        self._wire.sendall(line.encode() + b"\r\n")
        return self.hears()

    def hears(self) -> bytes:
        return self._file.readline()

    def close(self) -> None:
        self._file.close()
        self._wire.close()


@contextmanager
def connected(m365: Target, where: Endpoint, *, starttls: bool = False) -> Iterator[Wire]:
    plain = socket.create_connection(where, timeout=60)
    if starttls:
        for line in ("", "EHLO me.example", "STARTTLS"):
            if line:
                plain.sendall(line.encode() + b"\r\n")
            plain.recv(4096)
    wire = Wire(m365.ssl_context().wrap_socket(plain, server_hostname=where.host))
    try:
        if starttls:
            answer = wire.says("EHLO me.example")
            while answer[3:4] == b"-":
                answer = wire.hears()
        else:
            wire.hears()
        yield wire
    finally:
        wire.close()


def xoauth2(m365: Target, token: str) -> str:
    return base64.b64encode(f"user={m365.username}\x01auth=Bearer {token}\x01\x01".encode()).decode()


@pytest.fixture
def alice(m365: Target, m365_fake: Tenant) -> User:
    return m365_fake.user(m365.username)


@pytest.fixture
def idling(m365: Target) -> Iterator[Wire]:
    """IMAP, in the inbox, idling."""
    with connected(m365, m365.imap) as wire:
        token = m365.token("IMAP.AccessAsUser.All")
        assert wire.says(f"a AUTHENTICATE XOAUTH2 {xoauth2(m365, token)}") == b"a OK AUTHENTICATE completed.\r\n"
        answer = wire.says("b SELECT INBOX")
        while not answer.startswith(b"b "):
            answer = wire.hears()
        assert wire.says("c IDLE") == b"+ IDLE accepted, awaiting DONE command.\r\n"
        yield wire


def test_the_token_expires_while_idling(m365_fake: Tenant, idling: Wire) -> None:
    m365_fake.clock.advance(2 * 60 * 60)
    assert idling.hears() == b"* BYE Session invalidated - AccessTokenExpired\r\n"
    assert idling.hears() == b""


def test_imap_switched_off_while_idling_shows_when_there_is_news(
    m365: Target, m365_fake: Tenant, alice: User, idling: Wire
) -> None:
    alice.imap = False
    m365_fake.deliver(alice, subject="news")
    assert idling.hears() == b"* BYE Connection closed. 14\r\n"
    assert idling.hears() == b""


def test_imap_switched_off_while_idling_shows_at_done(alice: User, idling: Wire) -> None:
    alice.imap = False
    assert idling.says("DONE") == b"* BYE Connection closed. 14\r\n"


def test_revoked_sessions_do_not_disturb_who_idles(m365_fake: Tenant, alice: User, idling: Wire) -> None:
    m365_fake.revoke(alice)
    m365_fake.sign_ins.reset_password(alice)
    m365_fake.deliver(alice, subject="news")
    assert [idling.hears(), idling.hears()] == [b"* 1 EXISTS\r\n", b"* 1 RECENT\r\n"]


@pytest.fixture
def submitting(m365: Target) -> Iterator[Wire]:
    """SMTP, signed in."""
    with connected(m365, m365.smtp, starttls=True) as wire:
        assert wire.says(f"AUTH XOAUTH2 {xoauth2(m365, m365.token('SMTP.Send'))}") == SUCCESS
        yield wire


def test_a_message_that_was_begun_goes_out_and_the_next_does_not(
    m365: Target, m365_fake: Tenant, submitting: Wire
) -> None:
    submitting.says(f"MAIL FROM:<{m365.username}>")
    submitting.says(f"RCPT TO:<{m365.username}>")
    m365_fake.clock.advance(2 * 60 * 60)
    assert submitting.says("DATA").startswith(b"354 ")
    assert submitting.says("Subject: x\r\n\r\nx\r\n.").startswith(b"250 2.0.0 OK <")
    ended = submitting.says(f"MAIL FROM:<{m365.username}>")
    assert ended.startswith(
        b"530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.3 Authentication unsuccessful ["
    )
    # The connection is as before AUTH: a new token will do.
    assert submitting.says(f"AUTH XOAUTH2 {xoauth2(m365, m365.token('SMTP.Send'))}") == SUCCESS
    assert submitting.says(f"MAIL FROM:<{m365.username}>") == b"250 2.1.0 Sender OK\r\n"


def test_submission_switched_off_in_the_middle_is_told_at_mail(m365: Target, alice: User, submitting: Wire) -> None:
    alice.smtp_auth = False
    assert submitting.says(f"MAIL FROM:<{m365.username}>").startswith(
        b"530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, "
        b"SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled"
    )
    assert submitting.says("QUIT") == b"221 2.0.0 Service closing transmission channel\r\n"


def test_what_pop3_was_told_to_delete_stays_when_the_token_expires(
    m365: Target, m365_fake: Tenant, alice: User
) -> None:
    m365_fake.deliver(alice, subject="x")
    with connected(m365, m365.pop3) as wire:
        assert wire.says("AUTH XOAUTH2") == b"+ \r\n"
        assert wire.says(xoauth2(m365, m365.token("POP.AccessAsUser.All"))).startswith(b"+OK")
        assert wire.says("DELE 1").startswith(b"+OK")
        m365_fake.clock.advance(2 * 60 * 60)
        assert wire.says("QUIT") == b"-ERR Session invalidated - AccessTokenExpired\r\n"
        assert wire.hears() == b""
    assert len(m365_fake.mailbox(alice).messages()) == 1


GET_INBOX = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
    'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body><m:GetFolder><m:FolderShape>'
    "<t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>"
    '<t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder></s:Body></s:Envelope>'
)


class Ews:
    """One connection that stays open."""

    def __init__(self, m365: Target, token: str) -> None:
        self._path = urlsplit(m365.ews_url).path
        where = urlsplit(m365.ews_url)
        self.client = http.client.HTTPSConnection(
            str(where.hostname), where.port, context=m365.ssl_context(), timeout=60
        )
        self._token = token

    def asks(self) -> tuple[int, list[str], bytes]:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "text/xml; charset=utf-8"}
        self.client.request("POST", self._path, GET_INBOX, headers)
        answer = self.client.getresponse()
        return answer.status, answer.headers.get_all("WWW-Authenticate") or [], answer.read()


def test_an_ews_client_that_declared_cp1_is_asked_for_a_new_token(m365: Target, m365_fake: Tenant, alice: User) -> None:
    token = m365_fake.mint(user=alice, scopes=["EWS.AccessAsUser.All"], xms_cc=["cp1"])
    ews = Ews(m365, token)
    assert ews.asks()[0] == 200
    m365_fake.revoke(alice)
    status, challenges, body = ews.asks()
    assert (status, body) == (401, b"")
    challenge = ", ".join(challenges)
    assert 'error="insufficient_claims"' in challenge
    claims = json.loads(base64.b64decode(challenge.partition('claims="')[2].partition('"')[0]))
    assert claims == {"access_token": {"nbf": {"essential": True, "value": f"{alice.tokens_valid_from:.0f}"}}}
    ews.client.close()


def test_ews_between_requests(m365: Target, m365_fake: Tenant, alice: User) -> None:
    ews = Ews(m365, m365.token("EWS.AccessAsUser.All"))
    assert ews.asks()[0] == 200
    m365_fake.revoke(alice)
    assert ews.asks()[0] == 200
    m365_fake.policies.ews_enabled = False
    assert ews.asks() == (403, [], b"")
    m365_fake.policies.ews_enabled = True
    alice.licence = "F3"
    assert ews.asks() == (403, [], b"")
    alice.licence = "E3"
    m365_fake.clock.advance(2 * 60 * 60)
    status, challenges, body = ews.asks()
    assert (status, body) == (401, b"")
    assert any('error="invalid_token"' in challenge for challenge in challenges)
    ews.client.close()
