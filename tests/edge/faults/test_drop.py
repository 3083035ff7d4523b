"""Connections end before, within and after an answer; what took effect stays, and nothing is kept of them."""

import http.client
import imaplib
import json
import poplib
import smtplib
import socket
import ssl
from contextlib import nullcontext
from pathlib import Path

import pytest
import requests

from fakeserver.endpoint import Endpoint
from fakeserver.tenant.places import Place
from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target
from tests.edge.faults.test_refuse import SOAP
from tests.edge.faults.test_throttle import ask_for_token

GONE = (imaplib.IMAP4.abort, poplib.error_proto, smtplib.SMTPServerDisconnected, OSError, EOFError)


@pytest.mark.parametrize("reset", [False, True])
def test_imap_before_a_command_is_performed(
    reset: bool, m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL
) -> None:
    m365_fake.faults.drop("imap", before="CREATE", reset=reset)
    with pytest.raises(GONE):
        m365_imap.create("Projects")
    with m365.open_imap() as imap:
        assert imap.select("Projects")[0] == "NO"


@pytest.mark.parametrize("when", ["within", "after"])
def test_imap_when_the_command_has_been_performed(
    when: str, m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL
) -> None:
    m365_fake.faults.add("drop", "imap", **{when: "CREATE"})
    if when == "after":
        assert m365_imap.create("Projects")[0] == "OK"
    else:
        with pytest.raises(GONE):
            m365_imap.create("Projects")
    with pytest.raises(GONE):
        m365_imap.noop()
    with m365.open_imap() as imap:
        assert imap.select("Projects")[0] == "OK"


def test_imap_in_the_middle_of_a_long_answer(m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL) -> None:
    for number in range(300):
        m365.mailbox.deliver(subject=f"{number}", body="x" * 2000)
    m365_fake.faults.drop("imap", within="FETCH")
    m365_imap.select()
    with pytest.raises(GONE):
        m365_imap.fetch("1:*", "BODY.PEEK[]")
    with m365.open_imap() as imap:
        imap.select()
        assert len(imap.fetch("1:*", "UID")[1]) == 300


def test_imap_answers_what_came_before_it_in_the_same_packet(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.drop("imap", after="CAPABILITY")
    with (
        socket.create_connection(m365.imap, 60) as plain,
        m365.ssl_context().wrap_socket(plain, server_hostname=m365.imap.host) as connection,
        connection.makefile("rb") as lines,
    ):
        connection.sendall(b"1 NOOP\r\n2 CAPABILITY\r\n3 NOOP\r\n")
        said = lines.read()
    assert b"1 OK" in said
    assert said.endswith(b"2 OK CAPABILITY completed.\r\n")


def test_pop3_keeps_the_messages_whose_deletion_it_did_not_come_to(
    m365: Target, m365_fake: Tenant, m365_pop3: poplib.POP3_SSL
) -> None:
    m365.mailbox.deliver(subject="one")
    m365_pop3.quit()
    with m365.open_pop3() as pop3:
        m365_fake.faults.drop("pop3", before="QUIT")
        pop3.dele(1)
        with pytest.raises(GONE):
            pop3.quit()
    assert len(m365.mailbox.messages()) == 1
    with m365.open_pop3() as pop3:
        m365_fake.faults.drop("pop3", within="QUIT")
        pop3.dele(1)
        # poplib takes half a line for a whole one.
        assert b"+OK Microsoft Exchange Server POP3".startswith(pop3.quit())
    assert m365.mailbox.messages() == []


@pytest.mark.parametrize(("when", "delivered"), [("before", 0), ("within", 1), ("after", 1)])
def test_smtp_at_the_end_of_a_message(
    when: str, delivered: int, m365: Target, m365_fake: Tenant, m365_smtp: smtplib.SMTP
) -> None:
    m365_fake.faults.add("drop", "smtp", **{when: "DATA"})
    m365_smtp.mail(m365.username)
    m365_smtp.rcpt(m365.username)
    # smtplib takes half a line for a whole one.
    with pytest.raises(GONE) if when == "before" else nullcontext():
        m365_smtp.data("Subject: Hi\r\n\r\n.")
    with pytest.raises(GONE):
        m365_smtp.noop()
    assert len(m365.mailbox.messages()) == delivered


@pytest.mark.parametrize("when", ["before", "within", "after"])
def test_token_endpoint(when: str, m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.add("drop", "token", **{when: "token"})
    if when == "after":
        with requests.Session() as session:
            assert session.get(m365.authority, timeout=60).status_code == 404
        assert ask_for_token(m365).status_code == 200
    else:
        with pytest.raises(requests.RequestException):
            ask_for_token(m365)
    assert ask_for_token(m365).status_code == 200


@pytest.mark.parametrize(("when", "made"), [("before", False), ("within", True)])
def test_exchangelib_meets_a_lost_answer(when: str, made: bool, m365: Target, m365_fake: Tenant) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    with m365.open_ews() as account:
        assert account.inbox.total_count == 0
        m365_fake.faults.add("drop", "ews", times=1, **{when: "CreateItem"})
        message = exchangelib.Message(account=account, folder=account.inbox, subject="Hi")
        with pytest.raises((exchangelib.errors.TransportError, requests.RequestException)):
            message.save()
    assert [each.subject for each in m365.mailbox.messages()] == (["Hi"] if made else [])


@pytest.mark.parametrize("place", ["imap", "pop3", "smtp"])
def test_who_connects_is_dropped_without_a_greeting(place: Place, m365: Target, m365_fake: Tenant) -> None:
    where: Endpoint = getattr(m365, place)
    dropped = m365_fake.faults.drop(place, "connect")
    with socket.create_connection(where, 60) as plain:
        if place == "smtp":
            assert plain.recv(1000) == b""
        else:
            # By hand: poplib leaves its socket open where no greeting comes.
            with m365.ssl_context().wrap_socket(plain, server_hostname=where.host) as connection:
                assert connection.recv(1000) == b""
    assert dropped.taken == 1
    with {"imap": m365.open_imap, "pop3": m365.open_pop3, "smtp": m365.open_smtp}[place]():
        pass


def test_a_long_answer_over_ews_is_whole_before_the_connection_ends(m365: Target, m365_fake: Tenant) -> None:
    m365.mailbox.deliver(subject="Hi", body="x" * 1_000_000)
    with m365.open_ews() as account:
        item = account.inbox.all().only("subject").get()
        dropped = m365_fake.faults.drop("ews", after="GetItem")
        assert len(account.inbox.get(id=item.id, changekey=item.changekey).mime_content) > 1_000_000
    assert dropped.taken == 1


def test_half_an_answer_over_http_has_its_head(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.drop("token", within="token")
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        ask_for_token(m365)


def test_half_an_answer_is_not_a_whole_one(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.drop("keys", within="keys")
    connection = http.client.HTTPSConnection(
        m365.imap.host, int(m365.authority.split(":")[2].split("/")[0]), context=m365.ssl_context(), timeout=60
    )
    connection.request("GET", f"/{m365.tenant_id}/discovery/v2.0/keys")
    with pytest.raises((http.client.HTTPException, ssl.SSLError)):
        connection.getresponse().read()
    connection.close()


def test_no_answer_over_http_has_no_status(m365: Target, m365_fake: Tenant, tmp_path: Path) -> None:
    fields = {"Authorization": f"Bearer {m365.token('EWS.AccessAsUser.All')}", "Content-Type": "text/xml"}
    for place in ("oauth", "ews", "autodiscover"):
        m365_fake.faults.drop(place)
    for url in (f"{m365.authority}/discovery/v2.0/keys", m365.ews_url, m365.autodiscover_url):
        with pytest.raises(requests.ConnectionError):
            requests.request("GET" if "keys" in url else "POST", url, data=SOAP, headers=fields, timeout=60)
    asked = [request for request in m365_fake.journal.requests() if request.ordered]
    assert [(request.answered, request.http and request.http.status) for request in asked] == [("no answer", 0)] * 3
    archive = tmp_path / "requests.har"
    m365_fake.journal.to_har(archive)
    entries = json.loads(archive.read_text(encoding="utf-8"))["log"]["entries"]
    assert [entry["response"]["status"] for entry in entries][-3:] == [0, 0, 0]
