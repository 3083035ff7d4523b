"""What each protocol says when it is busy, and what it says when it refuses."""

import pytest

from pytest_m365.live.busy import is_busy, seconds_asked_for


@pytest.mark.parametrize(
    ("protocol", "said", "busy"),
    [
        ("imap", "NO Request is throttled. Suggested Backoff Time: 299609 milliseconds", True),
        ("imap", "BAD Server Unavailable. 15", True),
        ("imap", "BAD User is authenticated but not connected.", False),
        ("pop3", "b'-ERR Server Unavailable. 15'", True),
        ("pop3", "b'-ERR Protocol error. Connection is closed. 10'", False),
        ("pop3", "b'-ERR Authentication failure: unknown user name or bad password.'", False),
        ("smtp", "432 4.3.2 Concurrent connections limit exceeded.", True),
        ("smtp", "451 4.7.0 Temporary server error. Please try again later.", True),
        ("smtp", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled", False),
        ("ews", "HTTP 503", True),
        ("ews", "HTTP 429", True),
        ("ews", "ErrorServerBusy: The server cannot service this request right now.", True),
        ("ews", "HTTP 403", False),
    ],
)
def test_busy_is_not_refused(protocol: str, said: str, busy: bool) -> None:
    assert is_busy(protocol, said) is busy


def test_how_long() -> None:
    assert seconds_asked_for("BAD Request is throttled. Suggested Backoff Time: 5500 milliseconds") == 5.5
    assert seconds_asked_for("BAD Server Unavailable. 15") is None
