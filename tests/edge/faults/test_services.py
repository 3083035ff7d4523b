"""The service is away, moves a mailbox, or says no, each protocol in its own words; and goes on afterwards."""

import imaplib
import poplib
import smtplib
from typing import Any

import pytest
import requests

from fakeserver.tenant.places import Place
from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target
from tests.edge.faults.test_refuse import SOAP
from tests.edge.faults.test_throttle import ask_for_token

SCOPE = "https://outlook.office.com/IMAP.AccessAsUser.All"


def test_mail_protocols_are_unavailable(
    m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL, m365_pop3: poplib.POP3_SSL, m365_smtp: smtplib.SMTP
) -> None:
    for place in ("imap", "pop3", "smtp"):
        m365_fake.faults.add("unavailable", place)
    with pytest.raises(imaplib.IMAP4.error, match=r"Server Unavailable\. 15"):
        m365_imap.noop()
    with pytest.raises(poplib.error_proto, match=r"Server Unavailable\. 15"):
        m365_pop3.stat()
    assert m365_smtp.mail(m365.username)[0] == 451
    m365_fake.faults.clear()
    assert (m365_imap.noop()[0], m365_pop3.stat(), m365_smtp.mail(m365.username)[0]) == ("OK", (0, 0), 250)


def test_smtp_greets_and_has_no_mailbox_server_behind_it(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.unavailable("smtp")
    with (
        pytest.raises(smtplib.SMTPAuthenticationError, match=r"4\.7\.0 Temporary server error") as refused,
        m365.open_smtp(),
    ):
        pass
    assert refused.value.smtp_code == 451
    m365_fake.faults.clear()
    m365_fake.faults.unavailable("smtp", "connect")
    with pytest.raises(smtplib.SMTPConnectError) as unconnected, m365.open_smtp():
        pass
    assert (unconnected.value.smtp_code, unconnected.value.smtp_error[:5]) == (421, b"4.3.2")


@pytest.mark.parametrize(
    ("method", "endpoint", "data", "status"),
    [
        ("OPTIONS", "oauth2/v2.0/token", "", 200),
        ("GET", "oauth2/v2.0/token", "", 400),
        ("HEAD", "oauth2/v2.0/authorize", "", 400),
        ("PUT", "discovery/v2.0/keys", "", 400),
        ("POST", "oauth2/v2.0/token", "scope=a&scope=b", 400),
        ("POST", "oauth2/v2.0/token", "a=b&" * 1000, 400),
    ],
)
def test_entra_id_is_away_for_whoever_asks(
    method: str, endpoint: str, data: str, status: int, m365: Target, m365_fake: Tenant
) -> None:
    def ask() -> int:
        fields = {"Content-Type": "application/x-www-form-urlencoded"}
        return requests.request(
            method, f"{m365.authority}/{endpoint}", data=data, headers=fields, timeout=60
        ).status_code

    with m365_fake.faults.html("oauth") as other:
        assert ask() == status
    with m365_fake.faults.unavailable("oauth") as away:
        assert ask() == 503
    with m365_fake.faults.down("oauth") as down, pytest.raises(requests.ConnectionError):
        ask()
    assert (other.taken, away.taken) == (0, 1)
    assert down.taken
    assert ask() == status


@pytest.mark.parametrize(
    ("settings", "status", "kind"),
    [
        ({}, 503, "application/json; charset=utf-8"),
        ({"html": True}, 503, "text/html; charset=us-ascii"),
        ({"status": 502, "html": True}, 502, "text/html; charset=us-ascii"),
        ({"status": 500}, 500, None),
        ({"retry_after": 7.2}, 503, None),
    ],
)
def test_the_token_endpoint_fails(
    settings: dict[str, Any], status: int, kind: str | None, m365: Target, m365_fake: Tenant
) -> None:
    m365_fake.faults.unavailable("token", **settings)
    answer = ask_for_token(m365)
    assert (answer.status_code, answer.headers.get("Content-Type")) == (status, kind)
    assert answer.headers.get("Retry-After") == ("8" if "retry_after" in settings else None)
    assert m365_fake.journal.entries[-1].refusal is not None


def test_a_page_instead_of_a_token(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.html("token")
    answer = ask_for_token(m365)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert ask_for_token(m365).json()["token_type"] == "Bearer"


@pytest.mark.parametrize("path", ["/EWS/Exchange.asmx", "/EWS/Services.wsdl", "/autodiscover/autodiscover.xml"])
@pytest.mark.parametrize("is_known", [True, False])
def test_a_service_that_is_away_is_so_for_whoever_asks(
    path: str, is_known: bool, m365: Target, m365_fake: Tenant
) -> None:
    def ask() -> requests.Response:
        headers = {"Authorization": f"Bearer {m365.token()}"} if is_known else {}
        return requests.get(m365.ews_url.replace("/EWS/Exchange.asmx", path), headers=headers, verify=m365.ca_file)

    place: Place = "autodiscover" if "autodiscover" in path else "ews"
    there = ask().status_code
    with m365_fake.faults.unavailable(place, retry_after=3):
        answer = ask()
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
        assert "request-id" in answer.headers
    with m365_fake.faults.down(place), pytest.raises(requests.ConnectionError):
        ask()
    assert ask().status_code == there
    assert [entry.answered for entry in m365_fake.journal.requests() if entry.ordered] == ["503", "no answer"]


def test_what_is_ordered_for_one_operation_is_no_outage(m365: Target, m365_fake: Tenant) -> None:
    fault = m365_fake.faults.unavailable("ews", "FindItem")
    assert requests.post(m365.ews_url, verify=m365.ca_file, timeout=60).status_code == 401
    assert fault.taken == 0


def test_exchangelib_gets_through_a_503_with_patience(m365: Target, m365_fake: Tenant) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    with m365.open_ews() as account:
        account.protocol.config.retry_policy = exchangelib.FaultTolerance(max_wait=60)
        list(account.inbox.all())
        gone = m365_fake.faults.unavailable("ews", "FindItem", retry_after=1, times=1)
        assert list(account.inbox.all()) == []
    assert gone.taken == 1


def test_the_mailbox_is_being_moved(m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    with m365.open_ews() as account:
        list(account.inbox.all())
        with m365_fake.faults.moving("ews", user=m365.username):
            account.protocol.config.retry_policy = exchangelib.protocol.FailFast()
            with pytest.raises(exchangelib.errors.ErrorMailboxMoveInProgress, match="Mailbox move in progress"):
                list(account.inbox.all())
        assert list(account.inbox.all()) == []
    with m365_fake.faults.moving("imap"), pytest.raises(imaplib.IMAP4.error, match=r"Server Unavailable\. 15"):
        m365_imap.select()
    assert m365_imap.select()[0] == "OK"
    m365_fake.faults.moving("pop3")
    with pytest.raises(poplib.error_proto, match=r"Server Unavailable\. 15"), m365.open_pop3():
        pass
    m365_fake.faults.moving("smtp")
    with m365.open_smtp() as smtp, pytest.raises(smtplib.SMTPDataError, match=r"4\.7\.0 Temporary server error"):
        smtp.sendmail(m365.username, [m365.username], "Subject: Hi\r\n\r\n.")
    assert m365.mailbox.messages() == []


def test_the_mailbox_is_full(m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    for place in ("imap", "ews", "smtp"):
        m365_fake.faults.add("mailbox_full", place)
    said = m365_imap.append("INBOX", "", "", b"Subject: Hi\r\n\r\n.")
    assert said == ("NO", [b"Mailbox has exceeded maximum mailbox size."])
    with m365.open_ews() as account, pytest.raises(exchangelib.errors.ErrorQuotaExceeded):
        exchangelib.Message(account=account, folder=account.inbox, subject="Hi").save()
    with m365.open_smtp() as smtp, pytest.raises(smtplib.SMTPDataError, match=r"5\.2\.2.*QuotaExceeded") as full:
        smtp.sendmail(m365.username, [m365.username], "Subject: Hi\r\n\r\n.")
    assert full.value.smtp_code == 554
    assert m365.mailbox.messages() == []
    assert m365_imap.select()[0] == "OK"


def test_authenticated_but_not_connected(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.not_connected(user=m365.username)
    with m365.open_imap() as imap:
        with pytest.raises(imaplib.IMAP4.error, match=r"User is authenticated but not connected\."):
            imap.select()
        m365_fake.faults.clear()
        assert imap.select()[0] == "OK"


def test_a_reason_that_is_none(m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL) -> None:
    m365_fake.faults.refuse("imap", "SELECT", reason="FolderNotFound", times=1)
    assert m365_imap.select()[0] == "NO"
    m365_fake.faults.refuse("token", reason="SecretExpired", times=1)
    assert ask_for_token(m365).json()["error_codes"] == [7000222]
    assert ask_for_token(m365).status_code == 200


def test_entra_answers_with_any_of_its_errors(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.aadsts("token", 50196)
    answer = ask_for_token(m365).json()
    assert answer["error_codes"] == [50196]
    assert "client request loop" in answer["error_description"]
    assert m365_fake.journal.entries[-1].answered.startswith("400 AADSTS50196: ")
    with pytest.raises(ValueError, match="there is no AADSTS50197 here"):
        m365_fake.faults.aadsts("token", 50197)


def test_msal_is_told_that_the_refresh_token_is_dead(m365: Target, m365_fake: Tenant) -> None:
    app = m365.msal_public()
    app.acquire_token_by_username_password(m365.username, m365.password, [SCOPE])
    dead = m365_fake.faults.dead_refresh_token()
    answer = app.acquire_token_silent_with_error([SCOPE], app.get_accounts()[0], force_refresh=True)
    assert answer["error"] == "invalid_grant"
    assert 700082 in answer["error_codes"]
    assert dead.taken == 1
    (refused,) = m365_fake.journal.refused()
    assert dead.text in str(refused.refusal)
    assert "access_token" in app.acquire_token_by_username_password(m365.username, m365.password, [SCOPE])


def test_a_refresh_token_has_an_owner(m365: Target, m365_fake: Tenant) -> None:
    app = m365.msal_public()
    app.acquire_token_by_username_password(m365.username, m365.password, [SCOPE])
    m365_fake.add_user("bob")
    m365_fake.faults.dead_refresh_token(user="bob")
    of_alice = m365_fake.faults.throttle("token", user=m365.username, retry_after=0)
    answer = app.acquire_token_silent_with_error([SCOPE], app.get_accounts()[0], force_refresh=True)
    assert answer["error_codes"] == [90055]
    assert m365_fake.faults.never_taken != [of_alice]


def test_requests_go_on_afterwards(m365: Target, m365_fake: Tenant) -> None:
    with m365_fake.faults.unavailable("autodiscover", html=True):
        url = f"{m365.autodiscover_url.rpartition('.')[0]}.json?Email={m365.username}&Protocol=EWS"
        assert requests.get(url, timeout=60).text.startswith("<!DOCTYPE HTML")
    assert requests.get(url, timeout=60).json()["Protocol"] == "EWS"


def test_the_journal_says_who_has_ordered_it_and_how_long_to_wait(m365: Target, m365_fake: Tenant) -> None:
    pytest.importorskip("exchangelib")
    for fault in (
        m365_fake.faults.unavailable("ews", retry_after=30),
        m365_fake.faults.throttle("ews", wrapped=True),
    ):
        with fault:
            headers = {"Authorization": f"Bearer {m365.token()}", "Content-Type": "text/xml"}
            requests.post(m365.ews_url, data=SOAP, headers=headers, verify=m365.ca_file, timeout=60)
            [*_, refused] = m365_fake.journal.refused()
            assert f"this was ordered by the test: {fault.text}" in str(refused)
    first = m365_fake.journal.refused()[0].refusal
    assert first.facts["retry_after"] == 30
