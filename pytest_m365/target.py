"""What a test sees of Microsoft 365, on the fake and on the live service alike.

A test written against these names runs on both. What only the fake can do (mint a wrong token, move the clock) is in
its ``Tenant``, which the fixture ``m365_fake`` gives.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from fakeserver.endpoint import Endpoint
from pytest_m365.mailbox import Mailbox

if TYPE_CHECKING:
    import imaplib
    import poplib
    import smtplib
    import ssl

    # Not from `msal` itself, whose names are no explicit exports to strict type checkers. They are no protocols of our
    # own, though mypy takes these as Any: a program that asks for msal's classes would not take one.
    from msal.application import ConfidentialClientApplication, PublicClientApplication

    from fakeserver.tenant.tenant import Tenant
    from pytest_m365.browser import Browser

#: The resource whose scopes IMAP, POP3, SMTP and EWS take; ``outlook.office365.com`` is accepted as well.
RESOURCE = "https://outlook.office.com"
#: That whose scopes Microsoft Graph takes.
GRAPH_RESOURCE = "https://graph.microsoft.com"


class AppRegistration(Protocol):
    """An application as its registration shows it."""

    @property
    def client_id(self) -> str:
        """The application (client) id."""

    @property
    def client_secret(self) -> str | None:
        """A valid secret, or None for a public application."""


#: a mailbox, by itself or by its address or name; None is the test's own
Whose: TypeAlias = Mailbox | str | None


class Target(ABC):
    """Microsoft 365 as this test's program finds it: addresses, applications, one mailbox, ways in."""

    #: "fake" or "live"
    kind: str
    tenant_id: str
    #: the tenant's domain, e.g. ``contoso.onmicrosoft.com``
    domain: str
    #: what msal takes as ``authority``
    authority: str
    #: the token endpoint, v2.0
    token_url: str
    ews_url: str
    #: Microsoft Graph with its version, e.g. ``https://graph.microsoft.com/v1.0``; no final slash
    graph_url: str
    autodiscover_url: str
    #: implicit TLS, as on 993
    imap: Endpoint
    #: implicit TLS, as on 995
    pop3: Endpoint
    #: STARTTLS, as on 587
    smtp: Endpoint
    #: PEM file of the authority that signs the servers' certificates
    ca_file: str
    #: an application that signs in users: delegated permissions, no secret
    public_app: AppRegistration
    #: an application that runs by itself: application permissions and a secret (live: or a certificate, or neither)
    daemon_app: AppRegistration
    #: the test's own mailbox
    mailbox: Mailbox
    #: the password of the mailbox's user; live tests that need one skip
    password: str
    #: the tenant behind it, with every control; on the fake alone
    tenant: Tenant
    #: what opens when the program under test opens a browser
    browser: Browser

    @property
    @abstractmethod
    def username(self) -> str:
        """The sign-in name of the mailbox's user."""

    @abstractmethod
    def ssl_context(self) -> ssl.SSLContext:
        """Return a client's context that trusts the servers of this target."""

    @abstractmethod
    def token(self, *scopes: str, mailbox: Whose = None, app: AppRegistration | None = None) -> str:
        """Return a delegated access token.

        Args:
            scopes: ``IMAP.AccessAsUser.All`` or with its resource in front; none means all of Exchange Online's that
                are consented. Microsoft Graph's have theirs in front: ``https://graph.microsoft.com/Mail.Read``.
            mailbox: whose user signs in, by address or name; the test's own mailbox by default. Nobody signs in to
                a shared mailbox: for one, the test's user does.
            app: the application; the public app by default.
        """

    @abstractmethod
    def app_token(self, *scopes: str, app: AppRegistration | None = None) -> str:
        """Return an app-only access token, with all consented roles of the application.

        Args:
            scopes: as client credentials take them, ``https://outlook.office365.com/.default`` by default; for
                Microsoft Graph ``https://graph.microsoft.com/.default``.
            app: the application; the daemon app by default.
        """

    @abstractmethod
    def acts_by_itself(self, app: AppRegistration) -> bool:
        """Say whether an application signs in nobody: it has application permissions."""

    @abstractmethod
    def needs(self, protocol: str) -> None:
        """Skip the test, or fail it, where a protocol is not to be had; on the fake it always is.

        Args:
            protocol: "imap", "pop3", "smtp", "ews" or "graph".
        """

    def msal_public(self, **kwargs: Any) -> PublicClientApplication:
        """Return an ``msal.PublicClientApplication`` of the public app; keywords go to its constructor."""
        import msal

        return msal.PublicClientApplication(self.public_app.client_id, **self._msal(kwargs))

    def msal_daemon(self, **kwargs: Any) -> ConfidentialClientApplication:
        """Return an ``msal.ConfidentialClientApplication`` of the daemon app; keywords go to its constructor."""
        import msal

        kwargs.setdefault("client_credential", self.daemon_app.client_secret)
        return msal.ConfidentialClientApplication(self.daemon_app.client_id, **self._msal(kwargs))

    def _msal(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        # msal asks login.microsoftonline.com about an authority that it doesn't know, unless that is turned off.
        return {"authority": self.authority, "instance_discovery": False, **kwargs}

    @contextmanager
    def open_imap(self, mailbox: Whose = None, *, app: AppRegistration | None = None) -> Iterator[imaplib.IMAP4_SSL]:
        """Open an imaplib client over TLS, signed in with a token; logs out at the end.

        Args:
            mailbox: which one, by address or name; the test's own by default.
            app: the application that signs in, the public app by default. One with application permissions does so
                by itself, another as the mailbox's user.
        """
        from pytest_m365 import clients

        token = self._token("IMAP.AccessAsUser.All", mailbox, app)
        with clients.imap(self.imap, self.ssl_context(), self._address(mailbox), token) as client:
            yield client

    @contextmanager
    def open_pop3(self, mailbox: Whose = None, *, app: AppRegistration | None = None) -> Iterator[poplib.POP3_SSL]:
        """Open a poplib client over TLS, signed in with a token; quits at the end, which commits deletions.

        Arguments are those of `open_imap`.
        """
        from pytest_m365 import clients

        token = self._token("POP.AccessAsUser.All", mailbox, app)
        with clients.pop3(self.pop3, self.ssl_context(), self._address(mailbox), token) as client:
            yield client

    @contextmanager
    def open_smtp(self, mailbox: Whose = None, *, app: AppRegistration | None = None) -> Iterator[smtplib.SMTP]:
        """Open an smtplib client after STARTTLS, signed in with a token; quits at the end.

        Arguments are those of `open_imap`.
        """
        from pytest_m365 import clients

        token = self._token("SMTP.Send", mailbox, app)
        with clients.smtp(self.smtp, self.ssl_context(), self._address(mailbox), token) as client:
            yield client

    @contextmanager
    def open_ews(self, mailbox: Whose = None, *, app: AppRegistration | None = None) -> Iterator[Any]:
        """Open an ``exchangelib.Account``, signed in with a token; an application by itself impersonates the user.

        Arguments are those of `open_imap`.

        Raises:
            ImportError: exchangelib is not installed.
        """
        from pytest_m365 import clients

        token = self._token("EWS.AccessAsUser.All", mailbox, app)
        impersonate = app is not None and self.acts_by_itself(app)
        with clients.ews(self.ews_url, self._address(mailbox), token, impersonate=impersonate) as account:
            yield account

    @contextmanager
    def open_graph(self, mailbox: Whose = None, *, app: AppRegistration | None = None) -> Iterator[Any]:
        """Give a ``msgraph.GraphServiceClient``, signed in with a token; any event loop may use it, one after another.

        Arguments are those of `open_imap`. ``client.me`` is the user who signs in; an application by itself is nobody
        and says whose mailbox it means, as does who opens a shared one: ``client.users.by_user_id(address)``.

        Raises:
            ImportError: msgraph-sdk is not installed.
        """
        from pytest_m365 import graph_client

        with graph_client.graph(self.graph_url, self.ssl_context(), lambda: self._graph_token(mailbox, app)) as client:
            yield client

    def _token(self, scope: str, mailbox: Whose, app: AppRegistration | None) -> str:
        """Return a token for a client of one protocol."""
        if app is not None and self.acts_by_itself(app):
            return self.app_token(app=app)
        return self.token(scope, mailbox=mailbox, app=app)

    def _graph_token(self, mailbox: Whose, app: AppRegistration | None) -> str:
        """Return a token for Microsoft Graph, with all that is consented."""
        if app is not None and self.acts_by_itself(app):
            return self.app_token(f"{GRAPH_RESOURCE}/.default", app=app)
        return self.token(f"{GRAPH_RESOURCE}/.default", mailbox=mailbox, app=app)

    def _address(self, mailbox: Whose) -> str:
        if isinstance(mailbox, str):
            return mailbox if "@" in mailbox else f"{mailbox}@{self.domain}"
        return (mailbox or self.mailbox).user
