"""What a test sees of Microsoft 365, on the fake and on the live service alike.

A test written against these names runs on both. What only the fake can do (mint a wrong token, move the clock) is in
its ``Tenant``, which the fixture ``m365_fake`` gives.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, Protocol, overload

from fakeserver.endpoint import Endpoint

if TYPE_CHECKING:
    import imaplib
    import poplib
    import smtplib
    import ssl
    from datetime import datetime
    from os import PathLike

    # Not from `msal` itself, whose names are no explicit exports to strict type checkers. They are no protocols of our
    # own, though mypy takes these as Any: a program that asks for msal's classes would not take one.
    from msal.application import ConfidentialClientApplication, PublicClientApplication

    from fakeserver.tenant.exchange.waiting import Mark
    from pytest_m365.browser import Browser

#: The resource whose scopes IMAP, POP3, SMTP and EWS take; ``outlook.office365.com`` is accepted as well.
RESOURCE = "https://outlook.office.com"


class AppRegistration(Protocol):
    """An application as its registration shows it."""

    @property
    def client_id(self) -> str:
        """The application (client) id."""

    @property
    def client_secret(self) -> str | None:
        """A valid secret, or None for a public application."""


class Message(Protocol):
    """A message in a mailbox."""

    @property
    def subject(self) -> str:
        """The subject, decoded."""

    @property
    def sender(self) -> str:
        """The address in From; empty where there is none."""

    @property
    def recipients(self) -> Sequence[str]:
        """The addresses in To and Cc."""

    def mime(self) -> bytes:
        """Return the message as it lies in the mailbox: RFC 5322 octets with CRLF line ends."""


class Mailbox(Protocol):
    """A person's mailbox: put mail in, look at what is there."""

    @property
    def address(self) -> str:
        """The primary address."""

    def deliver(
        self,
        message: EmailMessage | bytes | str | None = None,
        *,
        subject: str = ...,
        body: str = ...,
        sender: str = ...,
        attachments: Sequence[PathLike[str] | tuple[str, bytes]] = ...,
        folder: str = ...,
        is_read: bool = ...,
        received_at: datetime | None = ...,
    ) -> Message:
        """Put a message into the mailbox: a whole one, or one made of these parts.

        Args:
            message: an EmailMessage, or the octets or the text of one.
            subject, body, sender: the parts, where there is no message.
            attachments: each a file's path, or a file name and its content.
            folder: the inbox, or another one, named as for ``messages``.
            is_read: somebody has read it.
            received_at: when it came, with a time zone; now by default.
        """

    def messages(self, folder: str = "inbox") -> Sequence[Message]:
        """Return the messages of a folder, newest last.

        Args:
            folder: a name of EWS ("inbox", "sentitems", "drafts", "deleteditems", "junkemail", ...) or a path
                as people see it ("Sent Items", "Inbox/Invoices"); case doesn't matter.
        """

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float = 5.0,
        *,
        sender: str | None = None,
        recipient: str | None = None,
        predicate: Callable[[Message], bool] | None = None,
        since: Mark | None = None,
    ) -> Message: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float = 5.0,
        *,
        sender: str | None = None,
        recipient: str | None = None,
        predicate: Callable[[Message], bool] | None = None,
        since: Mark | None = None,
        count: int,
    ) -> Sequence[Message]: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        *,
        sender: str | None = None,
        recipient: str | None = None,
        predicate: Callable[[Message], bool] | None = None,
        since: Mark | None = None,
        none_within: float,
    ) -> None: ...

    def wait_for(
        self,
        subject: str | None = None,
        folder: str = "inbox",
        timeout: float = 5.0,
        *,
        sender: str | None = None,
        recipient: str | None = None,
        predicate: Callable[[Message], bool] | None = None,
        since: Mark | None = None,
        count: int | None = None,
        none_within: float | None = None,
    ) -> Message | Sequence[Message] | None:
        """Return the first new message of a folder that fits all that is given, as soon as it is there.

        New is what no earlier ``wait_for`` has returned: a program that runs twice must send its message twice.
        What is moved into a folder is new there. Blocks: ``await asyncio.to_thread(mailbox.wait_for, "subject")``.

        Args:
            subject: the whole subject.
            folder: as for ``messages``.
            timeout: seconds of real time, whatever the tenant's clock says.
            sender: the address in From, or what stands before its @.
            recipient: the same of one of the addresses in To and Cc.
            predicate: takes a message and says whether it fits.
            since: a mark that ``mark`` gave: then what has come after it is new, returned before or not.
            count: wait for so many messages, and return them as a list.
            none_within: wait for so many seconds, and return None if nothing that fits came.

        Raises:
            TimeoutError: they didn't come; says what is there instead, and what nearly fits.
            AssertionError: a message came, where none was to come.
        """

    def mark(self) -> Mark:
        """Return this moment, for ``wait_for(since=...)``."""


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
    #: an application that runs by itself: application permissions and a secret
    daemon_app: AppRegistration
    #: the test's own mailbox
    mailbox: Mailbox
    #: the sign-in name of the mailbox's user
    username: str
    #: the password of the mailbox's user
    password: str
    #: what opens when the program under test opens a browser
    browser: Browser

    @abstractmethod
    def ssl_context(self) -> ssl.SSLContext:
        """Return a client's context that trusts the servers of this target."""

    @abstractmethod
    def token(self, *scopes: str, mailbox: Mailbox | str | None = None) -> str:
        """Return a delegated access token of the public app.

        Args:
            scopes: ``IMAP.AccessAsUser.All`` or with its resource in front; none means all that are consented.
            mailbox: whose user signs in, by address or name; the test's own mailbox by default. Nobody signs in to
                a shared mailbox: for one, the test's user does.
        """

    @abstractmethod
    def app_token(self, *scopes: str) -> str:
        """Return an app-only access token of the daemon app, with all its consented roles.

        Args:
            scopes: as client credentials take them, ``https://outlook.office365.com/.default`` by default.
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
    def open_imap(self, mailbox: Mailbox | str | None = None) -> Iterator[imaplib.IMAP4_SSL]:
        """Open an imaplib client over TLS, signed in with a token; logs out at the end."""
        from pytest_m365 import clients

        token = self.token("IMAP.AccessAsUser.All", mailbox=mailbox)
        with clients.imap(self.imap, self.ssl_context(), self._address(mailbox), token) as client:
            yield client

    @contextmanager
    def open_pop3(self, mailbox: Mailbox | str | None = None) -> Iterator[poplib.POP3_SSL]:
        """Open a poplib client over TLS, signed in with a token; quits at the end, which commits deletions."""
        from pytest_m365 import clients

        token = self.token("POP.AccessAsUser.All", mailbox=mailbox)
        with clients.pop3(self.pop3, self.ssl_context(), self._address(mailbox), token) as client:
            yield client

    @contextmanager
    def open_smtp(self, mailbox: Mailbox | str | None = None) -> Iterator[smtplib.SMTP]:
        """Open an smtplib client after STARTTLS, signed in with a token; quits at the end."""
        from pytest_m365 import clients

        token = self.token("SMTP.Send", mailbox=mailbox)
        with clients.smtp(self.smtp, self.ssl_context(), self._address(mailbox), token) as client:
            yield client

    @contextmanager
    def open_ews(self, mailbox: Mailbox | str | None = None) -> Iterator[Any]:
        """Open an ``exchangelib.Account`` with delegated access, signed in with a token.

        Raises:
            ImportError: exchangelib is not installed.
        """
        from pytest_m365 import clients

        token = self.token("EWS.AccessAsUser.All", mailbox=mailbox)
        with clients.ews(self.ews_url, self._address(mailbox), token) as account:
            yield account

    def _address(self, mailbox: Mailbox | str | None) -> str:
        if isinstance(mailbox, str):
            return mailbox if "@" in mailbox else f"{mailbox}@{self.domain}"
        return (mailbox or self.mailbox).address
