"""The first line about a failed live test: whose matter it is."""

import smtplib
from types import SimpleNamespace
from typing import Any

import pytest

from pytest_m365.live.errors import AccessRefused, SignInRefused, Unavailable
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live_report import LATE, PROGRAM, RULE, last_refusal, section_without_target

RUN: Any = SimpleNamespace(header=["m365 live: a tenant"])


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("failure", "first"),
    [
        (AssertionError("assert 1 == 2"), PROGRAM),
        (KeyError("subject"), PROGRAM),
        (None, PROGRAM),
        (TimeoutError("No message with subject 'Hello' came to Inbox in 120 s; it is empty."), LATE),
        (NotAllowed("no token is sent to evil.example"), RULE),
        (caused(RuntimeError("wrapped"), NotAllowed("the mailbox is not among those")), RULE),
    ],
)
def test_whose_matter_it_is(failure: Exception | None, first: str) -> None:
    assert section_without_target(RUN, failure).splitlines() == [first, *RUN.header]


@pytest.mark.parametrize(
    "failure",
    [
        SignInRefused("signing in", "AADSTS7000222: The provided client secret keys are expired.", 7000222),
        smtplib.SMTPAuthenticationError(535, b"5.7.139 SmtpClientAuthentication is disabled for the Tenant."),
        Unavailable("imap", "opening INBOX", "an answer that nobody knows"),
        # Of sockets, and nothing that was waited for.
        TimeoutError("timed out"),
        TimeoutError("_ssl.c:989: The handshake operation timed out"),
        TimeoutError(110, "Connection timed out"),
    ],
)
def test_the_service_or_its_settings(failure: Exception) -> None:
    assert section_without_target(RUN, failure).startswith("the service or its settings")


def test_the_name_in_the_summary() -> None:
    assert last_refusal(SignInRefused("signing in", "AADSTS7000222: expired", 7000222)) == "AADSTS7000222"
    assert last_refusal(caused(RuntimeError("x"), AccessRefused("imap", "opening", "NO"))) == "AccessRefused"
    assert last_refusal(AssertionError("x")) == ""
