"""Programs are asked to wait, in each protocol's own way, and go on afterwards."""

import imaplib
import poplib
import smtplib
import time
from typing import Any

import pytest
import requests

from fakeserver.tenant.refusals import Throttled, explained
from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target

#: what `fastapi-mail#75` has, but for the host
CONNECTIONS = "Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending"


def ask_for_token(m365: Target) -> requests.Response:
    """Ask the token endpoint as a daemon does."""
    app = m365.daemon_app
    form = {
        "grant_type": "client_credentials",
        "client_id": app.client_id,
        "client_secret": app.client_secret or "",
        "scope": "https://outlook.office365.com/.default",
    }
    return requests.post(m365.token_url, form, timeout=60)


def test_imap_is_refused_and_goes_on(m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL) -> None:
    throttled = m365_fake.faults.throttle("imap", "FETCH", retry_after=92.415)
    m365_imap.select()
    assert m365_imap.fetch("1:*", "FLAGS") == (
        "NO",
        [b"Request is throttled. Suggested Backoff Time: 92415 milliseconds"],
    )
    assert m365_imap.fetch("1:*", "FLAGS")[0] != "BAD"
    assert throttled.taken == 1


def test_imap_is_closed_behind_it_where_that_was_ordered(m365: Target, m365_fake: Tenant) -> None:
    with m365.open_imap() as imap:
        m365_fake.faults.throttle("imap", "NOOP", closes=True)
        with pytest.raises(imaplib.IMAP4.error, match=r"BAD.*Suggested Backoff Time: 5000 milliseconds"):
            imap.noop()
        with pytest.raises((imaplib.IMAP4.abort, OSError)):
            imap.noop()


def test_imap_says_goodbye_to_who_connects(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.throttle("imap", "connect")
    with pytest.raises(imaplib.IMAP4.error, match="Request is throttled"):
        imaplib.IMAP4_SSL(*m365.imap, ssl_context=m365.ssl_context())
    with m365.open_imap() as imap:
        assert imap.noop()[0] == "OK"


def test_pop3_is_refused_and_goes_on(m365: Target, m365_fake: Tenant, m365_pop3: poplib.POP3_SSL) -> None:
    m365_fake.faults.throttle("pop3", "STAT")
    with pytest.raises(poplib.error_proto, match=r"Request is throttled\. Suggested Backoff Time: 5000"):
        m365_pop3.stat()
    assert m365_pop3.stat() == (0, 0)


@pytest.mark.parametrize("protocol", ["imap", "pop3", "smtp"])
def test_a_sign_in_is_refused_for_one_person_only(protocol: Any, m365: Target, m365_fake: Tenant) -> None:
    m365_fake.add_user("bob")
    throttled = m365_fake.faults.throttle(protocol, "AUTHENTICATE" if protocol == "imap" else "AUTH", user="bob")
    opened = {"imap": m365.open_imap, "pop3": m365.open_pop3, "smtp": m365.open_smtp}[protocol]
    with opened():
        pass
    assert m365_fake.faults.never_taken == [throttled]
    with (
        pytest.raises((imaplib.IMAP4.error, poplib.error_proto, smtplib.SMTPException), match=r"throttled|454"),
        opened(m365_fake.user("bob").address),
    ):
        pass
    assert throttled.taken == 1
    with opened(m365_fake.user("bob").address):
        pass


def test_a_message_is_refused_and_accepted_the_second_time(
    m365: Target, m365_fake: Tenant, m365_smtp: smtplib.SMTP
) -> None:
    m365_fake.faults.throttle("smtp", "DATA")
    with pytest.raises(smtplib.SMTPDataError, match=CONNECTIONS) as refused:
        m365_smtp.sendmail(m365.username, [m365.username], "Subject: Hi\r\n\r\n.")
    assert refused.value.smtp_code == 432
    assert m365.mailbox.messages() == []
    m365_smtp.sendmail(m365.username, [m365.username], "Subject: Hi\r\n\r\n.")
    assert [message.subject for message in m365.mailbox.messages()] == ["Hi"]


@pytest.mark.parametrize("code", [421, 432, 451, 452, 454])
def test_smtp_has_the_code_that_was_ordered(
    code: int, m365: Target, m365_fake: Tenant, m365_smtp: smtplib.SMTP
) -> None:
    m365_fake.faults.throttle("smtp", "MAIL", code=code)
    assert m365_smtp.mail(m365.username)[0] == code
    if code == 421:
        with pytest.raises(smtplib.SMTPServerDisconnected):
            m365_smtp.noop()
    else:
        assert m365_smtp.mail(m365.username)[0] == 250


def test_exchangelib_waits_as_long_as_it_is_told(m365: Target, m365_fake: Tenant) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    with m365.open_ews() as account:
        account.protocol.config.retry_policy = exchangelib.FaultTolerance(max_wait=30)
        list(account.inbox.all())
        throttled = m365_fake.faults.throttle("ews", "FindItem", retry_after=0.05)
        before = time.monotonic()
        assert list(account.inbox.all()) == []
    assert throttled.taken == 1
    assert time.monotonic() - before > 0.05
    last = [entry for entry in m365_fake.journal.entries if entry.operation == "FindItem"][-2:]
    assert [entry.ordered for entry in last] == [throttled.text, ""]
    assert last[0].answered == "ErrorServerBusy"


def test_ews_says_the_milliseconds(m365: Target, m365_fake: Tenant) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    with m365.open_ews() as account:
        list(account.inbox.all())
        m365_fake.faults.throttle("ews", "FindItem", retry_after=297.749, times=1)
        account.protocol.config.retry_policy = exchangelib.credentials and exchangelib.protocol.FailFast()
        with pytest.raises(exchangelib.errors.ErrorServerBusy) as busy:
            list(account.inbox.all())
    assert busy.value.back_off == pytest.approx(297.749)


def test_ews_wraps_it_where_that_was_ordered(m365: Target, m365_fake: Tenant) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    with m365.open_ews() as account:
        inbox = account.inbox
        account.protocol.config.retry_policy = exchangelib.protocol.FailFast()
        m365_fake.faults.throttle("ews", "FindItem", wrapped=True)
        with pytest.raises(exchangelib.errors.ErrorServerBusy, match="raised from: ErrorInternalServerError"):
            list(inbox.all())
        assert list(inbox.all()) == []
    refused = next(entry for entry in m365_fake.journal.entries if entry.operation == "FindItem")
    assert refused.http is not None
    assert (refused.answered, refused.http.status) == ("ErrorInternalServerError", 200)


@pytest.mark.parametrize("place", ["token", "keys", "discovery"])
def test_entra_answers_429_with_the_seconds(place: Any, m365: Target, m365_fake: Tenant) -> None:
    with m365_fake.faults.throttle(place, retry_after=2.5) as throttled:
        answer = {
            "token": lambda: ask_for_token(m365),
            "keys": lambda: requests.get(f"{m365.authority}/discovery/v2.0/keys", timeout=60),
            "discovery": lambda: requests.get(f"{m365.authority}/v2.0/.well-known/openid-configuration", timeout=60),
        }[place]()
        assert throttled.taken == 1
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")
    assert answer.json()["error_codes"] == [90055]


def test_entra_answers_a_text_where_that_was_ordered(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.throttle("token", retry_after=60, as_text=True)
    answer = ask_for_token(m365)
    assert (answer.status_code, answer.headers["Retry-After"], answer.text) == (429, "60", "Too Many Requests")
    assert ask_for_token(m365).status_code == 200


def test_autodiscover_is_unavailable(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.throttle("autodiscover", "autodiscover.json", retry_after=30)
    url = f"{m365.autodiscover_url.rpartition('.')[0]}.json?Email={m365.username}&Protocol=EWS"
    answer = requests.get(url, timeout=60)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert requests.get(url, timeout=60).status_code == 200


def test_autodiscover_is_unavailable_for_who_is_asked_about(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.add_user("bob")
    m365_fake.faults.throttle("autodiscover", user="bob", times=None)
    base = f"{m365.autodiscover_url.rpartition('.')[0]}.json"
    bob = m365_fake.user("bob").address
    asked = {f"{base}?Email={bob}&Protocol=EWS": 503, f"{base}/v1.0/{bob.upper()}?Protocol=EWS": 503}
    asked[f"{base}?Email={m365.username}&Protocol=EWS"] = 200
    assert {url: requests.get(url, timeout=60).status_code for url in asked} == asked


def test_only_one_application_is_throttled(m365: Target, m365_fake: Tenant) -> None:
    throttled = m365_fake.faults.throttle("token", app=m365_fake.public_app, times=None)
    assert ask_for_token(m365).status_code == 200
    throttled.cancel()
    m365_fake.faults.throttle("token", app="Contoso Mail Daemon", times=2)
    assert [ask_for_token(m365).status_code for _ in range(3)] == [429, 429, 200]


def test_msal_asks_again_only_when_the_time_is_over(m365: Target, m365_fake: Tenant) -> None:
    app = m365.msal_daemon()
    throttled = m365_fake.faults.throttle("token", retry_after=60, times=None)
    scopes = ["https://outlook.office365.com/.default"]
    answers = [app.acquire_token_for_client(scopes) for _ in range(3)]
    assert [answer["error_codes"] for answer in answers] == [[90055]] * 3
    # What msal remembers, it does not ask again.
    assert throttled.taken == 1


def test_msal_cannot_read_the_text(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.throttle("token", as_text=True)
    with pytest.raises(ValueError, match="Expecting value"):
        m365.msal_daemon().acquire_token_for_client(["https://outlook.office365.com/.default"])


def test_without_a_command_it_is_one_that_needs_a_mailbox(m365: Target, m365_fake: Tenant) -> None:
    """imaplib asks for capabilities before anybody has signed in, who would be throttled."""
    throttled = m365_fake.faults.throttle("imap")
    with m365.open_imap() as imap:
        assert not throttled.taken
        assert imap.select()[0] == "NO"
        assert imap.select()[0] == "OK"


@pytest.mark.parametrize(
    ("protocol", "page"),
    [
        ("EWS", "ews-throttling-in-exchange"),
        ("SMTP", "smtp-submission-improvements"),
        ("OAuth", "reference-error-codes"),
        ("IMAP", "exchange-online-limits"),
    ],
)
def test_the_explanation_cites_the_page_of_the_protocol(protocol: str, page: str) -> None:
    assert explained(Throttled(), protocol).page.rpartition("/")[2] == page
