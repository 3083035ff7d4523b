"""Answers that are lost, kept, cut, slow or none, and goodbyes; what took effect stays."""

import base64
import imaplib
import poplib
import smtplib
import socket
import time
from typing import Any

import pytest
import requests

from fakeserver.tenant.tenant import Tenant
from fakeserver.xoauth2 import xoauth2
from pytest_m365 import Target
from tests.edge.faults.test_drop import GONE
from tests.edge.faults.test_throttle import ask_for_token


class Talk:
    """An IMAP connection by hand, signed in."""

    def __init__(self, m365: Target) -> None:
        plain = socket.create_connection(m365.imap, 60)
        self.connection = m365.ssl_context().wrap_socket(plain, server_hostname=m365.imap.host)
        self.lines = self.connection.makefile("rb")
        self.lines.readline()
        response = xoauth2(m365.username, m365.token("IMAP.AccessAsUser.All"))
        self.say(b"1 AUTHENTICATE XOAUTH2 " + base64.b64encode(response.encode()))
        self.say(b"2 SELECT INBOX")
        while not self.lines.readline().startswith(b"2 OK"):
            pass

    def say(self, line: bytes) -> None:
        """Send a line."""
        self.connection.sendall(line + b"\r\n")

    def close(self) -> None:
        """Close it."""
        self.lines.close()
        self.connection.close()


@pytest.mark.parametrize("reset", [False, True])
def test_the_message_is_sent_and_its_answer_lost(
    reset: bool, m365: Target, m365_fake: Tenant, m365_smtp: smtplib.SMTP
) -> None:
    m365_fake.faults.lose_answer("smtp", "DATA", reset=reset)
    with pytest.raises(GONE):
        m365_smtp.sendmail(m365.username, [m365.username], "Subject: Hi\r\n\r\n.")
    assert [message.subject for message in m365.mailbox.messages()] == ["Hi"]
    assert m365_fake.journal.entries[-1].answered.startswith("250 2.0.0 OK")


def test_the_items_that_were_made_are_there_though_the_answer_is_lost(m365: Target, m365_fake: Tenant) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    with m365.open_ews() as account:
        inbox = account.inbox
        m365_fake.faults.lose_answer("ews", "CreateItem")
        with pytest.raises((exchangelib.errors.TransportError, requests.RequestException)):
            exchangelib.Message(account=account, folder=inbox, subject="Hi").save()
    assert [message.subject for message in m365.mailbox.messages()] == ["Hi"]


def test_copies_in_steps_are_made_whole_before_the_answer_is_lost(
    m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL
) -> None:
    for number in range(2000):
        m365.mailbox.deliver(subject=f"{number}")
    m365_imap.select()
    m365_fake.faults.lose_answer("imap", "COPY")
    with pytest.raises(GONE):
        m365_imap.copy("1:*", "Archive")
    assert len(m365.mailbox.messages("archive")) == 2000


@pytest.mark.parametrize("place", ["keys", "discovery", "oauth"])
def test_nobody_answers_until_it_is_over(place: Any, m365: Target, m365_fake: Tenant) -> None:
    path = "v2.0/.well-known/openid-configuration" if place == "discovery" else "discovery/v2.0/keys"
    with m365_fake.faults.down(place) as down:
        for _ in range(2):
            with pytest.raises(requests.ConnectionError):
                requests.get(f"{m365.authority}/{path}", timeout=60)
    assert down.taken == 2
    assert requests.get(f"{m365.authority}/{path}", timeout=60).status_code == 200


def test_no_answer_comes_and_a_program_gives_up(m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL) -> None:
    m365_fake.faults.hang("imap", "CREATE")
    m365_imap.sock.settimeout(0.05)
    with pytest.raises((TimeoutError, imaplib.IMAP4.abort)):
        m365_imap.create("Projects")
    with m365.open_imap() as imap:
        assert imap.select("Projects")[0] == "OK"


def test_half_an_answer_comes_and_nothing_behind_it(m365: Target, m365_fake: Tenant) -> None:
    keys = f"{m365.authority}/discovery/v2.0/keys"
    with requests.Session() as session:
        # It is connected before, so that the short time is for the answer alone.
        assert session.get(keys, timeout=60).status_code == 200
        m365_fake.faults.stall("keys")
        with pytest.raises(requests.RequestException):
            session.get(keys, timeout=0.1)
        assert session.get(keys, timeout=60).status_code == 200


def test_octets_come_slowly(m365: Target, m365_fake: Tenant, m365_pop3: poplib.POP3_SSL) -> None:
    m365_fake.faults.trickle("pop3", octets_a_second=400, times=1)
    before = time.monotonic()
    assert m365_pop3.capa()["TOP"] == []
    assert 0.05 < time.monotonic() - before < 30
    assert m365_pop3.stat() == (0, 0)


def test_garbage_is_the_same_by_the_same_seed(m365: Target, m365_fake: Tenant) -> None:
    bodies = []
    for _ in range(2):
        m365_fake.faults.garbage("token", size=50, seed=5)
        bodies.append(ask_for_token(m365).content)
    assert bodies[0] == bodies[1]
    assert len(bodies[0]) == 50
    assert ask_for_token(m365).json()["token_type"] == "Bearer"


def test_imap_answers_garbage(m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL) -> None:
    m365_fake.faults.garbage("imap", "NOOP", seed=1)
    m365_imap.sock.settimeout(0.1)
    with pytest.raises((imaplib.IMAP4.error, OSError)):
        m365_imap.noop()


def test_who_idles_is_told_at_once(m365: Target, m365_fake: Tenant) -> None:
    talk = Talk(m365)
    talk.say(b"3 IDLE")
    assert talk.lines.readline().startswith(b"+ ")
    m365_fake.faults.bye()
    assert talk.lines.readline() == b"* BYE Connection closed. 14\r\n"
    assert talk.lines.readline() == b""
    talk.close()
    last = m365_fake.journal.entries[-1]
    assert (last.answered, last.ordered) == ("* BYE Connection closed. 14", "faults.bye()")
    with m365.open_imap() as imap:
        assert imap.noop()[0] == "OK"


def test_who_begins_to_idle_is_told_after_it_has_begun(m365: Target, m365_fake: Tenant) -> None:
    talk = Talk(m365)
    m365_fake.faults.bye("imap", "IDLE")
    talk.say(b"3 IDLE")
    assert talk.lines.read().endswith(b"* BYE Connection closed. 14\r\n")
    talk.close()


def test_the_service_says_that_the_client_was_silent(m365: Target, m365_fake: Tenant) -> None:
    talk = Talk(m365)
    talk.say(b"3 IDLE")
    talk.lines.readline()
    m365_fake.faults.bye(timed_out=True)
    assert talk.lines.read() == b"* BYE Connection is closed. 13\r\n"
    talk.close()


def test_an_idling_connection_is_dropped(m365: Target, m365_fake: Tenant) -> None:
    talk = Talk(m365)
    talk.say(b"3 IDLE")
    talk.lines.readline()
    m365_fake.faults.throttle("imap")
    m365_fake.faults.drop("imap", "IDLE")
    assert talk.lines.read() == b""
    talk.close()
    assert [fault.kind for fault in m365_fake.faults.never_taken] == ["throttle"]


def test_another_command_is_answered_by_bye(m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL) -> None:
    m365_fake.faults.bye("imap", "NOOP")
    with pytest.raises(imaplib.IMAP4.error):
        m365_imap.noop()
    last = m365_fake.journal.entries[-1]
    assert (last.operation, last.answered) == ("NOOP", "* BYE Connection closed. 14")
