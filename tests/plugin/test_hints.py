"""Mistakes of set-up are named in the report of the test that they fail."""

import socket
import ssl
from textwrap import dedent

import pytest

# pytester forgets what its runs loaded, and cryptography cannot be loaded twice.
import fakeserver.server  # noqa: F401
from pytest_m365.hints import hint

MSAL = """
    import msal

    def test_it(m365, m365_redirect):
        msal.PublicClientApplication(m365.public_app.client_id, authority=m365.authority)
"""
TRUST = """
    import imaplib, ssl

    def test_it(m365):
        imaplib.IMAP4_SSL(*m365.imap, ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
"""


@pytest.mark.parametrize(
    ("test", "said"), [(MSAL, "instance_discovery=False"), (TRUST, "m365.ca_file")], ids=["msal", "trust"]
)
def test_the_report_says_what_is_missing(test: str, said: str, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(dedent(test))
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    report = result.stdout.str().partition("--- m365 ---")[2]
    assert "hint: " in report
    assert said in report


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (socket.gaierror(-2, "Name or service not known"), "m365_redirect"),
        (ConnectionError("HTTPSConnectionPool(host='outlook.office365.com', port=443)"), "m365_redirect"),
        (ssl.SSLCertVerificationError("[SSL: CERTIFICATE_VERIFY_FAILED]"), "m365.ssl_context()"),
        (ConnectionError("/common/discovery/instance?authorization_endpoint=..."), "instance_discovery"),
        (ConnectionResetError("reset by peer"), ""),
        (ConnectionError("www.microsoft.com is on holiday"), ""),
        (AssertionError("'outlook.office365.com' == 'localhost'"), ""),
    ],
)
def test_failures_that_are_known(failure: Exception, said: str) -> None:
    assert said in hint(failure)
    assert bool(said) == bool(hint(failure))


def test_what_a_failure_came_from_counts() -> None:
    wrapped = RuntimeError("the program gave up")
    wrapped.__cause__ = OSError("nothing there")
    wrapped.__cause__.__context__ = socket.gaierror(-2, "Name or service not known")
    assert "m365_redirect" in hint(wrapped)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("m365_fake.add_usr('bob')", "Tenant has no 'add_usr'; did you mean 'add_user'?"),
        ("m365_fake.basic_ath", "Tenant has no 'basic_ath'; did you mean 'basic_auth'?"),
        ("m365.user_name", "FakeTarget has no 'user_name'; did you mean 'username'?"),
        ("m365_mailbox.mesages()", "Mailbox has no 'mesages'; did you mean 'messages'?"),
    ],
)
def test_an_unknown_name_suggests_the_right_one(line: str, said: str, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(f"def test_it(m365, m365_fake, m365_mailbox): {line}")
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    assert said in " ".join(result.stdout.str().partition("--- m365 ---")[2].split())


def test_a_name_that_moved_is_said_once(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(m365_fake): m365_fake.add_alias")
    report = pytester.runpytest().stdout.str().partition("--- m365 ---")[2]
    assert "hint: " not in report
