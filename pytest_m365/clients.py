"""The clients that the fixtures give: the standard library's and exchangelib, signed in with a token.

Each is made the way an application makes it.
"""

import imaplib
import poplib
import smtplib
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from fakeserver.endpoint import Endpoint
from fakeserver.xoauth2 import pop3_authenticate, xoauth2

#: seconds; a client that waits longer has met a bug, and the test should say so rather than hang
TIMEOUT = 30.0


@contextmanager
def imap(
    where: Endpoint,
    trust: ssl.SSLContext,
    user: str,
    token: str,
    make: Callable[..., imaplib.IMAP4_SSL] = imaplib.IMAP4_SSL,
) -> Iterator[imaplib.IMAP4_SSL]:
    """Open IMAP over TLS and sign in.

    Args:
        make: makes the client, as imaplib's class does.
    """
    client = make(where.host, where.port, ssl_context=trust, timeout=TIMEOUT)
    try:
        client.authenticate("XOAUTH2", lambda _challenge: xoauth2(user, token).encode())
        yield client
    finally:
        # The test may have logged out, or had the server hang up.
        with suppress(imaplib.IMAP4.error, OSError):
            client.logout()
        with suppress(OSError):
            client.shutdown()


@contextmanager
def pop3(
    where: Endpoint,
    trust: ssl.SSLContext,
    user: str,
    token: str,
    make: Callable[..., poplib.POP3_SSL] | None = None,
) -> Iterator[poplib.POP3_SSL]:
    """Open POP3 over TLS and sign in; arguments as for `imap`."""
    client = (make or Pop3)(where.host, where.port, context=trust, timeout=TIMEOUT)
    try:
        pop3_authenticate(client, user, token)
        yield client
    finally:
        # poplib forgets its socket when the test has quit.
        with suppress(poplib.error_proto, OSError):
            if client.sock is not None:
                client.quit()
        client.close()


class Pop3(poplib.POP3_SSL):
    """poplib's client, which leaves its socket open where the greeting fails; this one doesn't."""

    # What close() asks for, also where there was no connection.
    file: Any = None
    sock: Any = None

    def __init__(self, *where: Any, **options: Any) -> None:
        """Connect, as poplib does."""
        try:
            super().__init__(*where, **options)
        except (poplib.error_proto, OSError):
            self.close()
            raise


@contextmanager
def smtp(
    where: Endpoint, trust: ssl.SSLContext, user: str, token: str, make: Callable[..., smtplib.SMTP] = smtplib.SMTP
) -> Iterator[smtplib.SMTP]:
    """Open SMTP submission, STARTTLS, and sign in; arguments as for `imap`."""
    # Without a name of its own smtplib asks the resolver for one, which takes seconds on some machines.
    client = make(where.host, where.port, local_hostname="localhost", timeout=TIMEOUT)
    try:
        client.starttls(context=trust)
        client.ehlo()
        client.auth("XOAUTH2", lambda _challenge=None: xoauth2(user, token))
        yield client
    finally:
        with suppress(smtplib.SMTPException, OSError):
            client.quit()
        client.close()


@contextmanager
def ews(url: str, address: str, token: str, *, impersonate: bool = False) -> Iterator[Any]:
    """Open an ``exchangelib.Account``: with delegated access, or as an application that impersonates the owner."""
    account = ews_account(url, address, token, impersonate=impersonate)
    try:
        yield account
    finally:
        account.protocol.close()


def ews_account(url: str, address: str, token: str, *, impersonate: bool, **configuration: Any) -> Any:
    """Return an ``exchangelib.Account``; whoever takes it closes its protocol. Keywords are ``Configuration``'s."""
    import exchangelib
    from exchangelib.credentials import OAuth2AuthorizationCodeCredentials
    from exchangelib.version import EXCHANGE_O365
    from oauthlib.oauth2 import OAuth2Token

    credentials = OAuth2AuthorizationCodeCredentials(access_token=OAuth2Token({"access_token": token}))
    # Without a version exchangelib asks for it, and impersonates nobody when it does.
    version = exchangelib.Version(EXCHANGE_O365) if impersonate else None
    config = exchangelib.Configuration(
        **{
            "service_endpoint": url,
            "credentials": credentials,
            "auth_type": exchangelib.OAUTH2,
            "max_connections": 1,
            "version": version,
            **configuration,
        }
    )
    return exchangelib.Account(
        address,
        config=config,
        autodiscover=False,
        access_type=exchangelib.IMPERSONATION if impersonate else exchangelib.DELEGATE,
        default_timezone=exchangelib.UTC,
    )


def close_cached_connections() -> None:
    """Close what exchangelib keeps open for the life of the process, if the program under test has used it.

    The next test has another tenant, and an unclosed connection would raise a warning in some later test.
    """
    exchangelib = sys.modules.get("exchangelib")
    if exchangelib is not None:
        exchangelib.close_connections()
