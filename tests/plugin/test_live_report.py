"""Whose matter a failed live test is, by what it failed with."""

import imaplib
import smtplib

import pytest

from pytest_m365.live.errors import AccessRefused, SignInNeeded, SignInRefused, Unavailable
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live_report import _ruling, last_refusal


def chained(outer: BaseException, inner: BaseException) -> BaseException:
    """Return an exception with its cause."""
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("failure", "first"),
    [
        (AssertionError("assert 1 == 2"), "the program"),
        # What it quotes is what the test compared.
        (AssertionError("b'535 5.7.139 SmtpClientAuthentication is disabled for the Tenant'"), "the program"),
        (ZeroDivisionError("division by zero"), "the program"),
        (None, "the program"),
        (TimeoutError("No message with the subject 'x' came"), "cannot tell"),
        (NotAllowed("the mailbox boss@contoso.com"), "a rule of live runs"),
        (chained(RuntimeError("failed"), NotAllowed("the mailbox")), "a rule of live runs"),
        (SignInRefused("signing in", "AADSTS7000222: the secret has expired", 7000222), "the service or its settings"),
        (SignInNeeded("signing in", "AADSTS700082: expired", 700082), "the service or its settings"),
        (AccessRefused("ews", "opening", "HTTP 403"), "the service or its settings"),
        (AccessRefused("imap", "opening", "words that nobody knows"), "the service or its settings"),
        (Unavailable("imap", "opening", "Server Unavailable. 15"), "the service or its settings"),
        (chained(OSError("x"), Unavailable("imap", "opening", "unheard of")), "the service or its settings"),
        (
            smtplib.SMTPAuthenticationError(
                535, b"5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
            ),
            "the service or its settings",
        ),
        (imaplib.IMAP4.error("BAD [b'User is authenticated but not connected.']"), "cannot tell"),
    ],
)
def test_the_first_line(failure: BaseException | None, first: str) -> None:
    assert _ruling(failure)[0].startswith(first)


@pytest.mark.parametrize(
    ("failure", "named"),
    [
        (None, ""),
        (AssertionError(), ""),
        (SignInRefused("signing in", "AADSTS65001: ...", 65001), "AADSTS65001"),
        (SignInRefused("signing in", "no code"), "SignInRefused"),
        (chained(RuntimeError(), AccessRefused("imap", "opening", "NO")), "AccessRefused"),
        (NotAllowed("x"), "NotAllowed"),
    ],
)
def test_the_summarys_name(failure: BaseException | None, named: str) -> None:
    assert last_refusal(failure) == named
