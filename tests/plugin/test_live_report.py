"""Whose matter a failed live test is, by what it failed with."""

import imaplib
import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_m365.diagnosis.columns import WIDTH
from pytest_m365.live.access import Access, Process
from pytest_m365.live.errors import AccessRefused, Occupied, SignInNeeded, SignInRefused, Unavailable
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.paces import Paces
from pytest_m365.live.run import LiveRun
from pytest_m365.live.settings import read_settings
from pytest_m365.live.turn import Occupant, Turns
from pytest_m365.live_report import last_refusal, section_without_target
from tests.plugin.live.conftest import guard_of

TENANT, DAEMON = "11111111-2222-4333-8444-555555555555", "66666666-7777-4888-8999-000000000000"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[LiveRun]:
    """A run that has asked nobody yet."""
    settings = read_settings({
        "M365_TENANT_ID": TENANT, "M365_DAEMON_CLIENT_ID": DAEMON, "M365_CLIENT_SECRET": "8Q~" * 12,
        "M365_USERNAME": "alice@contoso.com",
    })  # fmt: skip
    access = Access(settings, guard_of(settings), Paces(), Process("2611300800abcd"), lambda secret: None)
    yield LiveRun(access, Turns(tmp_path, Occupant(1, access.process.run, "here"), print))
    access.close()


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
        (TimeoutError("No message with subject 'It timed out' came to Inbox in 120 s; it is empty."), "cannot tell"),
        # A socket that got no answer is the network's matter, and no wait for mail that was in vain.
        (TimeoutError("timed out"), "the service or its settings"),
        (TimeoutError("_ssl.c:989: The handshake operation timed out"), "the service or its settings"),
        (TimeoutError(110, "Connection timed out"), "the service or its settings"),
        (NotAllowed("the mailbox boss@contoso.com"), "a rule of live runs"),
        (chained(RuntimeError("failed"), NotAllowed("the mailbox")), "a rule of live runs"),
        (Occupied("waiting for the turn", "process 4711 of this machine has had it for 600 s"), "this machine"),
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
def test_the_first_line(run: LiveRun, failure: BaseException | None, first: str) -> None:
    said = section_without_target(run, failure)
    assert said.startswith(first)
    assert all(len(line) <= WIDTH or "https://" in line for line in said.splitlines())


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
