"""What a program's exception most often means on the fake, and what it did that the real service would not bear.

The first are mistakes of set-up, before anything reaches the fake, so that the journal shows nothing: msal that asks
Microsoft about an authority, a client that trusts other roots, a program that knows Microsoft's host names only. The
others are what the journal's checks find.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence

from fakeserver.redirect.force import KEPT
from fakeserver.service_names import AUTODISCOVER, GRAPH, MAIL, SIGN_IN, SUBMISSION
from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.judging import backoff, refresh_loop, retry_after
from fakeserver.trust import BUNDLE_VARIABLES
from pytest_m365.misspelt import misspelt

#: exceptions looked at, from the outermost to what caused it
DEPTH = 12
#: tokens too many that are a loop
LOOP = 3
#: without microsoft.com, which many an address contains
_NAMES = tuple(name for name in (*SIGN_IN, *GRAPH, *MAIL, *SUBMISSION, *AUTODISCOVER) if name.count(".") > 1)

_MSAL = (
    "msal asks Microsoft about authorities that it doesn't know: give it instance_discovery=False, or use "
    "m365_redirect and https://login.microsoftonline.com/<tenant id> as authority (Node: knownAuthorities)"
)
_TRUST = (
    f"the client doesn't trust the fake's certificates: it reads none of {', '.join(BUNDLE_VARIABLES)}, or read them "
    "before the test began; give it m365.ca_file or m365.ssl_context()"
)
_REAL_NAMES = (
    "the program went to Microsoft's own host names: give it the addresses of m365 (authority, graph_url, ews_url, "
    "imap, smtp, ...), or use the fixture m365_redirect"
)


def hint(failure: BaseException, *, is_redirected: bool = False) -> str:
    """Return what a failure most likely comes from, or nothing.

    Args:
        is_redirected: whether the test uses m365_redirect.
    """
    chain = list(_chain(failure))
    for error in chain:
        if meant := misspelt(error):
            return meant
    # Assertions quote whatever a test compares; what kept a program from connecting is an OSError.
    unconnected = [error for error in chain if isinstance(error, OSError)]
    said = " ".join(str(error) for error in chain if isinstance(error, (OSError, ValueError)))
    if "invalid_instance" in said or "/discovery/instance" in said:
        return _MSAL
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return _TRUST
    if is_redirected or KEPT in said:
        # Microsoft's names lead to the fake, and the sentence of one that does not says what to do.
        return ""
    unknown_name = any(isinstance(error, socket.gaierror) for error in unconnected)
    if unknown_name or any(name in str(error) for name in _NAMES for error in unconnected):
        return _REAL_NAMES
    return ""


def behaviour(entries: Sequence[Exchange]) -> list[str]:
    """Return a line for each way in which the program went on against the service's word.

    Tests ask for tokens of their own; a few too many are no loop.
    """
    found = (
        ("check_retry_after", retry_after.judge(entries)[1], 1),
        ("check_backoff", backoff.judge(entries, 1.0)[1], 1),
        ("check_no_refresh_loop", refresh_loop.judge(entries, 1)[1], LOOP),
    )
    return [
        f"{len(faults)} times, the first: {faults[0].splitlines()[0].rstrip(':')} (journal.{check}() shows each)"
        if len(faults) > 1
        else f"{faults[0].splitlines()[0].rstrip(':')} (journal.{check}() says more)"
        for check, faults, enough in found
        if len(faults) >= enough
    ]


def _chain(failure: BaseException) -> Iterator[BaseException]:
    """Yield an exception and its causes."""
    error: BaseException | None = failure
    for _ in range(DEPTH):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
