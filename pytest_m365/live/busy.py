"""How the service says that it is busy, and not that it refuses: the one place for each protocol."""

from __future__ import annotations

import re

#: HTTP: down or busy
STATUSES = (429, 500, 502, 503, 504)
#: Assumption: POP3 says it as IMAP does; SMTP's 4xx are transient by RFC 5321 4.2.1, ``432 4.3.2`` among them.
_SAID = {
    "imap": re.compile(r"Request is throttled|Suggested Backoff Time|Server Unavailable"),
    "pop3": re.compile(r"Request is throttled|Suggested Backoff Time|Server Unavailable|Connection is closed\. 14"),
    "smtp": re.compile(r"\A4\d\d "),
    "graph": re.compile(r"\AHTTP (?:429|50[0234])"),
    "ews": re.compile(r"ErrorServerBusy|server cannot service this request right now|\AHTTP (?:429|5\d\d)"),
}
_BACK_OFF = re.compile(r"Suggested Backoff Time: (\d{1,10}) milliseconds")


def is_busy(protocol: str, said: str) -> bool:
    """Say whether an answer asks for patience.

    Args:
        protocol: "imap", "pop3", "smtp", "ews" or "graph".
        said: the answer, on one line; with its code in front where it has one.
    """
    return _SAID[protocol].search(said) is not None


def seconds_asked_for(said: str) -> float | None:
    """Return how long an answer of IMAP or POP3 asks to wait; None where it does not say."""
    told = _BACK_OFF.search(said)
    return None if told is None else int(told[1]) / 1000
