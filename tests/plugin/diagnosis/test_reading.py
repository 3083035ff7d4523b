"""What a failed live test's exception is about, without a tenant."""

import imaplib
import poplib
import smtplib
import socket
import ssl
import subprocess
import sys

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from pytest_m365.diagnosis import Seen, diagnose
from pytest_m365.diagnosis.blame import Blame
from pytest_m365.live.errors import AccessRefused, SignInRefused
from tests.plugin.test_import_cost import heavy_among

TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJ1cG4iOiJhbGljZSJ9.c2lnbmF0dXJlLXRoYXQtb3BlbnM"


@pytest.mark.parametrize(
    ("error", "row", "blame"),
    [
        (imaplib.IMAP4.error("AUTHENTICATE failed."), 6, Blame.UNKNOWN),
        (imaplib.IMAP4.error("EXAMINE command error: BAD [b'User is authenticated but not connected.']"), 3, None),
        (imaplib.IMAP4.abort("Session invalidated - AccessTokenExpired"), 43, Blame.PROGRAM),
        (poplib.error_proto(b"-ERR Protocol error. Connection is closed. 10"), 40, None),
        (poplib.error_proto(b"-ERR Authentication failure: unknown user name or bad password."), 41, None),
        (smtplib.SMTPAuthenticationError(535, b"5.7.3 Authentication unsuccessful [AM0]"), 14, None),
        (
            smtplib.SMTPAuthenticationError(
                535, b"5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
            ),
            12,
            Blame.SERVICE,
        ),
        (smtplib.SMTPDataError(554, b"5.2.252 SendAsDenied; a@x not allowed to send as b@x"), 15, Blame.PROGRAM),
        (smtplib.SMTPDataError(432, b"4.3.2 Concurrent connections limit exceeded"), 42, Blame.SERVICE),
        (
            ssl.SSLCertVerificationError(1, "certificate verify failed: unable to get local issuer certificate"),
            47,
            None,
        ),
        (socket.gaierror(-2, "Name or service not known"), 51, Blame.SERVICE),
        (TimeoutError("timed out"), 48, Blame.SERVICE),
        (requests.exceptions.InvalidHeader("Invalid leading whitespace in header value"), 50, Blame.SERVICE),
        (AccessRefused("ews", "opening the Inbox", "HTTP 403 Forbidden (empty body)"), 18, None),
        (SignInRefused("signing in", "AADSTS700082: The refresh token has expired due to inactivity."), 31, None),
    ],
)
def test_an_exception_is_known(error: Exception, row: int, blame: Blame | None) -> None:
    diagnosis = diagnose(error)
    assert diagnosis is not None
    assert row in diagnosis.rows
    assert blame in (None, diagnosis.blame)
    assert str(diagnosis).startswith(diagnosis.blame.value)


def test_what_an_exception_comes_from_is_looked_at() -> None:
    try:
        try:
            raise imaplib.IMAP4.error("AUTHENTICATE failed.")
        except imaplib.IMAP4.error as error:
            raise RuntimeError("no mail today") from error
    except RuntimeError as error:
        diagnosis = diagnose(error)
    assert diagnosis is not None
    assert 6 in diagnosis.rows


@pytest.mark.parametrize("error", [AssertionError("assert 1 == 2"), KeyError("subject"), ValueError("no such folder")])
def test_what_no_service_says_is_nothing(error: Exception) -> None:
    assert diagnose(error) is None


@pytest.mark.parametrize("text", ["assert 403 == 200", "assert 'it timed out' in log", "assert 401 in seen"])
def test_what_a_test_compares_is_no_answer_by_a_number_alone(text: str) -> None:
    assert diagnose(AssertionError(text), "ews") is None


def test_what_a_test_compares_may_quote_a_service() -> None:
    diagnosis = diagnose(AssertionError("assert 'BAD User is authenticated but not connected.' == 'OK'"), "imap")
    assert diagnosis is not None
    assert diagnosis.rows == (1, 2, 3, 4, 5)


def test_a_text_means_what_its_protocol_says() -> None:
    assert diagnose("HTTP 403 Forbidden", "ews") is not None
    assert diagnose("HTTP 403 Forbidden", "imap") is None


def test_an_unknown_number_is_told_by_what_stands_behind_it() -> None:
    diagnosis = diagnose("AADSTS7000112: Application 'x' is disabled.")
    assert diagnosis is not None
    assert "the application is disabled in the tenant (AADSTS7000112)" in str(diagnosis)
    assert "Enabled for users to sign-in" in str(diagnosis)


def test_a_number_that_nobody_knows() -> None:
    diagnosis = diagnose("AADSTS999999999: ?") or diagnose("AADSTS99999: ?")
    assert diagnosis is not None
    assert diagnosis.verdict == "cannot tell: AADSTS99999"


def test_a_page_is_read_to_its_number() -> None:
    diagnosis = diagnose("<html>" + "x" * 5000 + "AADSTS50011: The redirect URI ...")
    assert diagnosis is not None
    assert diagnosis.rows == (39,)


def test_tokens_do_not_show() -> None:
    diagnosis = diagnose(imaplib.IMAP4.error(f"AUTHENTICATE failed. {TOKEN}"))
    assert diagnosis is not None
    assert TOKEN[30:60] not in str(diagnosis)
    assert "alice" in str(diagnosis)


@given(st.text(), st.sampled_from(["", "imap", "pop3", "smtp", "ews", "token", "tls", "nonsense"]))
def test_any_text_is_borne(text: str, protocol: str) -> None:
    diagnosis = diagnose(text, protocol or None, Seen(mailbox="a@contoso.com"))
    assert diagnosis is None or str(diagnosis)


@given(st.sampled_from(["535 5.7.3", "403", "AADSTS65001", "User is authenticated but not connected"]), st.text())
def test_any_text_around_an_answer_is_borne(answer: str, text: str) -> None:
    assert diagnose(f"{answer} {text}") is not None


def test_it_is_cheap_to_import() -> None:
    code = (
        "import sys; from pytest_m365.diagnosis import diagnose; diagnose('AADSTS65001', 'token'); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    # ssl alone is there, and in any run that has failed at a service.
    assert heavy_among(set(done.stdout.split())) in ([], ["ssl"])
