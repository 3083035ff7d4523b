"""Clients that nobody here wrote, over real sockets and TLS: poplib, curl."""

import poplib
import shutil
import subprocess

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365.mailbox import Mailbox
from pytest_m365.target import Target

SCOPE = "https://outlook.office.com/POP.AccessAsUser.All"


def test_poplib_reads_and_deletes(m365: Target, m365_mailbox: Mailbox) -> None:
    for subject in ("one", "two"):
        m365_mailbox.deliver(subject=subject, body=".dots\r\n..\r\n")
    messages = m365_mailbox.messages()
    with m365.open_pop3() as client:
        assert client.stat() == (2, sum(len(message.mime()) for message in messages))
        assert len(client.uidl()[1]) == 2
        _, lines, _ = client.retr(1)
        assert b"\r\n".join(lines) + b"\r\n" == messages[0].mime()
        assert client.top(2, 0)[1][-1] == b""
        client.dele(1)
        client.quit()
    assert [message.subject for message in m365_mailbox.messages()] == ["two"]


def test_poplib_is_refused_by_password(m365: Target) -> None:
    client = poplib.POP3_SSL(m365.pop3.host, m365.pop3.port, context=m365.ssl_context(), timeout=60)
    assert client.capa()["SASL"] == ["PLAIN", "XOAUTH2"]
    client.user(m365.username)
    with pytest.raises(poplib.error_proto, match="Logon failure: unknown user name or bad password"):
        client.pass_(m365.password)
    client.quit()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_reads(m365: Target, m365_mailbox: Mailbox) -> None:
    message = m365_mailbox.deliver(subject="for curl")

    def curl(path: str, *options: str) -> "subprocess.CompletedProcess[bytes]":
        where = f"pop3s://localhost:{m365.pop3.port}/{path}"
        who = ("--user", m365_mailbox.address, "--oauth2-bearer", m365.token(SCOPE), "--cacert", str(m365.ca_file))
        command = ["curl", "--silent", "--max-time", "60", *who, *options, where]
        return subprocess.run(command, stdout=subprocess.PIPE, timeout=60, check=False)

    listed = curl("")
    assert (listed.returncode, listed.stdout) == (0, b"1 %d\r\n" % len(message.mime()))
    assert curl("1").stdout == message.mime()


def test_settings_of_the_mailbox_say_what_pop3_shows(m365: Target, m365_fake: Tenant, m365_mailbox: Mailbox) -> None:
    owner = m365_fake.user(m365_mailbox.address)
    owner.pop_exact_size = owner.pop_force_ical = False
    m365_mailbox.deliver(b"Subject: Gulls\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n")
    with m365.open_pop3() as client:
        _, lines, _ = client.retr(1)
        assert lines[-1].startswith(b"https://outlook.office365.com/owa/?ItemID=")
        exact = sum(len(line) + 2 for line in lines)
        _, listed, _ = client.list()
        assert client.stat()[1] == int(listed[0].split()[1]) > exact
