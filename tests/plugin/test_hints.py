"""Mistakes of set-up are named in the report of the test that they fail."""

import socket
import ssl
from textwrap import dedent

import pytest

# pytester forgets what its runs loaded, and cryptography cannot be loaded twice.
import fakeserver.server  # noqa: F401
from pytest_m365.hints import behaviour, hint
from tests.tenant.journal.noted import busy, exchange, grant

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


def test_who_uses_the_real_names_is_not_told_to() -> None:
    assert hint(socket.gaierror(-2, "Name or service not known"), is_redirected=True) == ""


def test_a_program_that_hammers_is_told_so(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import imaplib

        def test_it(m365):
            for attempt in range(4):
                with imaplib.IMAP4_SSL(*m365.imap) as imap:
                    try:
                        imap.login(m365.username, m365.password)
                    except imaplib.IMAP4.error:
                        pass
            assert False
        """
    )
    shown = " ".join(pytester.runpytest().stdout.str().partition("--- m365 ---")[2].split())
    assert "hint: 2 times, the first: IMAP: LOGIN was tried again for the 2nd time" in shown
    assert "(journal.check_backoff() shows each)" in shown


def test_a_few_tokens_of_the_test_are_no_loop() -> None:
    assert behaviour([grant(at) for at in range(3)]) == []
    [line] = behaviour([grant(at) for at in range(4)])
    assert line.startswith("3 times, the first: a token was asked for while the one before was good for another 60 min")
    assert line.endswith("(journal.check_no_refresh_loop() shows each)")


def test_one_request_too_early_is_said() -> None:
    told = exchange(0, "EWS", "FindItem", "500", busy(60), status=500)
    lines = behaviour([told, exchange(30, "EWS", "FindItem", "NoError", status=200)])
    assert [line.partition(";")[0] for line in lines] == ["EWS: a request came 30.0 s too early"]
    assert lines[0].endswith("(journal.check_retry_after() says more)")
