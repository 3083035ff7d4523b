"""The checks of the client's side, with faults that were ordered and real clients that heed them, or do not."""

import http.client
import imaplib
import smtplib
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from urllib.parse import urlencode, urlsplit

import ews_app_only
import pytest
from exchangelib import FailFast, FaultTolerance
from exchangelib.errors import ErrorServerBusy

from fakeserver.tenant.tenant import Tenant
from pytest_m365 import ProgramClock, Target

SCOPES = ["https://outlook.office365.com/.default"]


@pytest.fixture
def settings(m365: Target) -> ews_app_only.Settings:
    app = m365.daemon_app
    return ews_app_only.Settings(app.client_id, app.client_secret or "", m365.authority, m365.ews_url)


@pytest.fixture
def nobody_waits(m365_clock: ProgramClock, monkeypatch: pytest.MonkeyPatch) -> ProgramClock:
    """`time.sleep` moves the clock."""
    monkeypatch.setattr("time.sleep", m365_clock.advance)
    return m365_clock


def test_exchangelib_waits_where_it_may(
    m365: Target, m365_fake: Tenant, settings: ews_app_only.Settings, nobody_waits: ProgramClock
) -> None:
    m365_fake.faults.throttle("ews", times=2, retry_after=30)
    account = ews_app_only.open_account(settings, m365.username, ews_app_only.sign_in(settings))
    account.protocol.config.retry_policy = FaultTolerance(max_wait=300)
    assert ews_app_only.subjects(account) == []
    assert m365_fake.journal.check_retry_after() == 2
    assert m365_fake.journal.check_backoff() == 2


def test_a_loop_around_exchangelib_does_not(m365: Target, m365_fake: Tenant, settings: ews_app_only.Settings) -> None:
    m365_fake.faults.throttle("ews", times=2, retry_after=30)
    account = ews_app_only.open_account(settings, m365.username, ews_app_only.sign_in(settings))
    account.protocol.config.retry_policy = FailFast()
    for _ in range(3):
        with suppress(ErrorServerBusy):
            ews_app_only.subjects(account)
    with pytest.raises(AssertionError, match=r"EWS: a request came \d+\.\d s too early") as failed:
        m365_fake.journal.check_retry_after()
    assert "faults.throttle('ews', times=2, retry_after=30)" in str(failed.value)
    with pytest.raises(AssertionError, match=r"was tried again \d\.\d s after it had failed"):
        m365_fake.journal.check_backoff()


def test_msal_remembers_what_it_was_told_and_a_new_application_does_not(
    m365: Target, m365_fake: Tenant, m365_clock: ProgramClock
) -> None:
    m365_fake.faults.throttle("token", retry_after=60)
    app = m365.msal_daemon()
    for _ in range(3):
        assert "error" in app.acquire_token_for_client(SCOPES)
    assert m365_fake.journal.check_retry_after() == 1
    m365_clock.advance(61)
    assert "access_token" in app.acquire_token_for_client(SCOPES)
    assert m365_fake.journal.check_retry_after() == 1

    m365_fake.faults.throttle("token", retry_after=60)
    for _ in range(2):
        m365.msal_daemon().acquire_token_for_client(SCOPES)
    with pytest.raises(AssertionError, match=r"OAuth: a request came \d+\.\d s too early"):
        m365_fake.journal.check_retry_after()


def test_the_tenants_clock_alone_is_not_what_the_program_sees(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.throttle("token", retry_after=60)
    m365.msal_daemon().acquire_token_for_client(SCOPES)
    m365_fake.clock.advance(61)
    m365.msal_daemon().acquire_token_for_client(SCOPES)
    with pytest.raises(AssertionError, match=r"The tenant's clock was moved by 61\.\d s meanwhile"):
        m365_fake.journal.check_retry_after()


def test_a_connection_that_drops_may_be_made_again_once_at_once(m365: Target, m365_fake: Tenant) -> None:
    def select() -> None:
        with suppress(OSError, Exception), m365.open_imap() as imap:
            imap.select()

    m365_fake.faults.drop("imap", "SELECT", times=3)
    select()
    select()
    assert m365_fake.journal.check_backoff() == 1
    select()
    with pytest.raises(AssertionError, match=r"IMAP: SELECT was tried again for the 2nd time"):
        m365_fake.journal.check_backoff()


def test_threads_whose_connections_drop_may_each_come_back_at_once(m365: Target, m365_fake: Tenant) -> None:
    def select_twice() -> None:
        for _ in range(2):
            with suppress(OSError, imaplib.IMAP4.abort), m365.open_imap() as imap:
                both_connected.wait()
                imap.select()

    both_connected = threading.Barrier(2)
    m365_fake.faults.drop("imap", "SELECT", times=2)
    with ThreadPoolExecutor() as threads:
        for done in [threads.submit(select_twice) for _ in range(2)]:
            done.result()
    assert m365_fake.journal.check_backoff() == 2


def test_threads_that_are_throttled_at_the_same_time_have_each_asked_once(
    m365: Target, m365_fake: Tenant, m365_clock: ProgramClock
) -> None:
    where = urlsplit(m365.token_url)
    app = m365.daemon_app
    form = {"client_id": app.client_id, "client_secret": app.client_secret, "grant_type": "client_credentials"}
    body = urlencode(form | {"scope": SCOPES[0]})

    def asked(client: http.client.HTTPSConnection) -> int:
        client.request("POST", where.path, body, {"Content-Type": "application/x-www-form-urlencoded"})
        with client.getresponse() as response:
            response.read()
            return response.status

    m365_fake.faults.throttle("token", times=2, retry_after=5)
    # What both send at the same moment is answered one after the other.
    m365_clock.freeze()
    clients = [http.client.HTTPSConnection(where.netloc, context=m365.ssl_context()) for _ in range(2)]
    with closing(clients[0]), closing(clients[1]):
        for client in clients:
            client.connect()
        assert [asked(client) for client in clients] == [429, 429]
        m365_clock.advance(5)
        assert [asked(client) for client in clients] == [200, 200]
    journal = m365_fake.journal
    assert (journal.check_retry_after(), journal.check_backoff()) == (2, 2)


def test_a_drop_out_of_a_mix_is_a_lost_connection(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.mix("imap", "SELECT", parts=["drop"], probability=1.0)
    for _ in range(3):
        with suppress(OSError, imaplib.IMAP4.abort), m365.open_imap() as imap:
            imap.select()
    with pytest.raises(AssertionError, match=r"\(the connection was lost\)"):
        m365_fake.journal.check_backoff()


def test_smtp_is_given_a_second(m365: Target, m365_fake: Tenant, m365_clock: ProgramClock) -> None:
    def send() -> None:
        with suppress(smtplib.SMTPException), m365.open_smtp() as smtp:
            smtp.sendmail(m365.username, ["bob@fabrikam.com"], "Subject: Hi\r\n\r\n.")

    m365_fake.faults.throttle("smtp", "MAIL", times=2)
    send()
    m365_clock.advance(5)
    send()
    assert m365_fake.journal.check_backoff() == 1
    send()
    with pytest.raises(
        AssertionError, match=r"SMTP: MAIL was tried again for the 2nd time \d\.\d s after it had failed"
    ):
        m365_fake.journal.check_backoff()


def test_a_refresh_token_that_is_dead_is_shown_once_by_msal(
    m365: Target, m365_fake: Tenant, m365_clock: ProgramClock
) -> None:
    app, scopes = m365.msal_public(), ["https://outlook.office.com/IMAP.AccessAsUser.All"]
    app.acquire_token_by_username_password(m365.username, m365.password, scopes)
    refresh_token = next(app.token_cache.search("RefreshToken"))["secret"]
    [account] = app.get_accounts()
    m365_clock.advance(days=91)
    assert "AADSTS700082" in app.acquire_token_silent_with_error(scopes, account)["error_description"]
    m365_fake.journal.check_no_refresh_loop()

    # It remembers that as well, so it takes another application to ask again.
    m365.msal_public().acquire_token_by_refresh_token(refresh_token, scopes)
    with pytest.raises(AssertionError, match="the same refresh token was shown again"):
        m365_fake.journal.check_no_refresh_loop()
