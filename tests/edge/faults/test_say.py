"""The answer is the test's own words, on every protocol, and nothing is performed."""

import imaplib
import poplib
import smtplib

import pytest
import requests

from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target
from tests.edge.faults.test_throttle import ask_for_token


def test_imap_says_it_with_the_tag_of_the_command(m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL) -> None:
    m365_fake.faults.say("imap", "CREATE", text="* OK [ALERT] Wait\n{tag} NO [UNAVAILABLE] Später.")
    assert m365_imap.create("Bills") == ("NO", ["[UNAVAILABLE] Später.".encode()])
    assert "ALERT" in m365_imap.untagged_responses
    assert m365_imap.create("Bills")[0] == "OK"
    [said] = [entry for entry in m365_fake.journal.entries if entry.ordered]
    assert said.answered == "* OK [ALERT] Wait\n{tag} NO [UNAVAILABLE] Später."
    assert "\\n" in str(said)


def test_a_greeting_and_an_answer_to_append(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.say("imap", "connect", text="* BYE [ALERT] Not now")
    with pytest.raises(imaplib.IMAP4.error, match="Not now"):
        m365.open_imap().__enter__()
    m365_fake.faults.say("imap", "APPEND", text="{tag} NO [OVERQUOTA] Full")
    with m365.open_imap() as imap:
        assert imap.append("INBOX", "", "", b"Subject: x\r\n\r\n.") == ("NO", [b"[OVERQUOTA] Full"])
        assert imap.noop()[0] == "OK"
    assert m365.mailbox.messages() == []


def test_pop3_and_smtp_say_it(m365_fake: Tenant, m365_pop3: poplib.POP3_SSL, m365_smtp: smtplib.SMTP) -> None:
    m365_fake.faults.say("pop3", "STAT", text="-ERR [SYS/TEMP] Later")
    with pytest.raises(poplib.error_proto, match="Later"):
        m365_pop3.stat()
    assert m365_pop3.stat() == (0, 0)
    m365_fake.faults.say("smtp", "RCPT", text="450-4.2.1 {tag}\n450 4.2.1 A\u2028B")
    m365_smtp.mail("alice@contoso.onmicrosoft.com")
    assert m365_smtp.rcpt("bob@fabrikam.com") == (450, "4.2.1 {tag}\n4.2.1 A\u2028B".encode())
    assert m365_smtp.rcpt("bob@fabrikam.com")[0] == 250


def test_over_http_it_is_the_body(m365: Target, m365_fake: Tenant) -> None:
    fault = m365_fake.faults.say("token", text='{"error": "slow_down"}', status=400)
    answer = ask_for_token(m365)
    assert (answer.status_code, answer.json()) == (400, {"error": "slow_down"})
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    m365_fake.faults.say("ews", text="<a/>", content_type="application/xml")
    headers = {"Authorization": f"Bearer {m365.token()}", "Content-Type": "text/xml"}
    body = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Subscribe '
        'xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"/></s:Body></s:Envelope>'
    )
    # An operation that has no other answer here either.
    answer = requests.post(m365.ews_url, data=body, headers=headers, verify=m365.ca_file, timeout=60)
    assert (answer.status_code, answer.text, answer.headers["Content-Type"]) == (200, "<a/>", "application/xml")
    assert fault.taken == 1


def test_an_answer_without_a_body_leaves_the_connection_in_step(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.say("token", text="", status=204)
    with requests.Session() as session:
        session.verify = m365.ca_file
        answers = [session.post(m365.token_url, data={}, timeout=60) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 400]
    assert answers[0].content == b""


def test_answers_come_out_of_a_list(m365: Target, m365_fake: Tenant) -> None:
    busy = ("say", {"text": "{}", "status": 429})
    m365_fake.faults.answer("token", [busy, "ok", ("unavailable", {"status": 502}), busy])
    assert [ask_for_token(m365).status_code for _ in range(5)] == [429, 200, 502, 429, 200]


def test_what_cannot_be_said(m365_fake: Tenant) -> None:
    faults = m365_fake.faults
    with pytest.raises(ValueError, match="text takes a line at least"):
        faults.say("imap", text=" ")
    with pytest.raises(ValueError, match="status takes 200 to 599, not 99"):
        faults.say("token", text="", status=99)
    with pytest.raises(ValueError, match="an answer with the status 204 has no body"):
        faults.say("token", text="x", status=204)
    with pytest.raises(ValueError, match="content_type takes printable ASCII"):
        faults.say("token", text="x", content_type="text/plain\r\nX-A: 1")
    with pytest.raises(ValueError, match="text takes what UTF-8 can spell"):
        faults.say("imap", text="\ud800")
    with pytest.raises(TypeError, match="status is for ews"):
        faults.say("imap", text="x", status=500)
    with pytest.raises(TypeError, match=r"faults\.say needs 'text'"):
        faults.say("imap")  # type: ignore[call-arg]
