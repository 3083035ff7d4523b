"""A real tenant as a target: its addresses, who signs in there, and a mailbox of which a test sees its own part."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

import pytest

from pytest_m365 import clients
from pytest_m365.live.access import Access
from pytest_m365.live.guarded_imap import GuardedImap
from pytest_m365.live.guarded_pop3 import GuardedPop3
from pytest_m365.live.guarded_smtp import GuardedSmtp
from pytest_m365.live.mailbox import LiveMailbox
from pytest_m365.live.own_folders import NoFolders, OwnFolders
from pytest_m365.live.probe import Probes
from pytest_m365.target import AppRegistration, Target, Whose

if TYPE_CHECKING:
    import imaplib
    import poplib
    import smtplib

    from msal.application import ConfidentialClientApplication, PublicClientApplication


#: what a live target has not, and why
_MISSING = {
    "tenant": "m365.tenant is every control of the fake's tenant, and this is the live target",
    "browser": "m365.browser signs in without a person, and this is the live target",
    "password": "m365.password: no password is known on the live target (M365_PASSWORD with M365_ALLOW_PASSWORD=1)",
    "public_app": "m365.public_app: the live tenant has no application for users (M365_CLIENT_ID)",
    "client_secret": "m365.daemon_app.client_secret: the live application has none that is known (M365_CLIENT_SECRET)",
    "daemon_app": "m365.daemon_app: the live tenant has no application that acts by itself (M365_DAEMON_CLIENT_ID)",
}


@dataclass(frozen=True)
class LiveApp:
    """An application of the live tenant, as the environment names it."""

    client_id: str
    #: None: it has none, or proves itself by a certificate or a federated token
    client_secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SecretlessApp:
    """An application that proves itself by a certificate or a federated token: a test that wants its secret skips."""

    client_id: str

    @property
    def client_secret(self) -> NoReturn:
        """There is none."""
        __tracebackhide__ = True
        pytest.skip(_MISSING["client_secret"])


class LiveTarget(Target):
    """The tenant of a live run, and the part of a mailbox that is a test's."""

    kind = "live"
    public_app: LiveApp

    def __init__(self, access: Access, probes: Probes, mailbox: LiveMailbox) -> None:
        settings = access.settings
        self.access = access
        self._probes = probes
        self.mailbox: LiveMailbox = mailbox
        self.tenant_id = settings.tenant_id
        self.domain = mailbox.user.rpartition("@")[2]
        self.authority = settings.authority
        self.token_url = f"{settings.authority}/oauth2/v2.0/token"
        self.ews_url = settings.ews_url
        self.graph_url = settings.graph_url
        self.autodiscover_url = settings.autodiscover_url
        self.imap, self.pop3, self.smtp = settings.imap, settings.pop3, settings.smtp
        self.ca_file = _roots()
        if settings.client_id is not None:
            self.public_app = LiveApp(settings.client_id)
        if settings.daemon is not None:
            # Under the name of the property: who asks whether there is one looks here, without a skip.
            vars(self)["daemon_app"] = LiveApp(settings.daemon.client_id, settings.daemon.secret)
        if settings.password is not None:
            self.password = settings.password

    def __getattr__(self, name: str) -> NoReturn:
        __tracebackhide__ = True
        if name in _MISSING:
            pytest.skip(_MISSING[name])
        raise AttributeError(f"the live target has no {name!r}", name=name, obj=self)

    def __repr__(self) -> str:
        return f"<LiveTarget {self.mailbox.user} in {self.tenant_id}>"

    @property
    def daemon_app(self) -> LiveApp | SecretlessApp:  # type: ignore[override]
        """The application that acts by itself; the test skips where there is none, or none of its secret is known."""
        found: LiveApp | None = vars(self).get("daemon_app")
        if found is None:
            raise AttributeError(name="daemon_app", obj=self)
        return found if found.client_secret else SecretlessApp(found.client_id)

    @property
    def username(self) -> str:
        """The sign-in name of the mailbox's user."""
        return self.mailbox.user

    @property
    def identity(self) -> dict[str, str]:
        """The variables that name this tenant to a program, as the fake names its own."""
        settings = self.access.settings
        daemon = settings.daemon
        values = {
            "M365_TENANT_ID": settings.tenant_id,
            "M365_CLIENT_ID": settings.client_id,
            "M365_DAEMON_CLIENT_ID": daemon and daemon.client_id,
            "M365_CLIENT_SECRET": daemon and daemon.secret,
            "M365_USERNAME": self.username,
            "M365_PASSWORD": settings.password,
        }
        return {name: value or "" for name, value in values.items()}

    def ssl_context(self) -> ssl.SSLContext:
        """Return a client's context that trusts what this machine trusts."""
        return ssl.create_default_context()

    def token(self, *scopes: str, mailbox: Whose = None, app: AppRegistration | None = None) -> str:
        """Return a delegated access token, renewed where need be; where nobody can sign in, the test skips.

        Raises:
            NotAllowed: the mailbox, or the token's tenant, is not one that live runs may touch.
            SignInRefused: the sign-in service says no, in its own words.
        """
        # A skip is said to be where the test asks.
        __tracebackhide__ = True
        self._check_app(app, self.public_app)
        sign_in = self.access.sign_in
        if sign_in.identity == "app" and self.access.settings.sign_in == "auto":
            pytest.skip(f"a delegated token needs somebody who has signed in: {self.access.login_command}")
        if sign_in.identity == "app":
            pytest.skip("a delegated token needs M365_SIGN_IN=user or auto, and this run is the application's")
        return sign_in.user_token(scopes, self._address(mailbox))

    def app_token(self, *scopes: str, app: AppRegistration | None = None) -> str:
        """Return an app-only access token of the daemon.

        Raises:
            NotAllowed: the token is of a tenant that live runs may not touch.
            SignInRefused: the sign-in service says no, in its own words.
        """
        self._check_app(app, self.daemon_app)
        return self.access.sign_in.app_token(scopes)

    def acts_by_itself(self, app: AppRegistration) -> bool:
        """Say whether an application signs in nobody: it is the daemon."""
        daemon = self.access.settings.daemon
        return daemon is not None and app.client_id == daemon.client_id

    def needs(self, protocol: str) -> None:
        """Skip the test where a protocol is not to be had in this tenant, or fail it with --m365-require."""
        __tracebackhide__ = True
        self._probes.need(protocol)

    def msal_public(self, **kwargs: Any) -> PublicClientApplication:
        """Return an ``msal.PublicClientApplication`` of the public app; keywords go to its constructor."""
        _ = self.public_app
        return self.access.sign_in.public_app(**kwargs)

    def msal_daemon(self, **kwargs: Any) -> ConfidentialClientApplication:
        """Return an ``msal.ConfidentialClientApplication`` of the daemon app; keywords go to its constructor."""
        _ = self.daemon_app
        return self.access.sign_in.daemon_app(**kwargs)

    @contextmanager
    def open_imap(self, mailbox: Whose = None, *, app: AppRegistration | None = None) -> Iterator[imaplib.IMAP4_SSL]:
        """Open an imaplib client that changes the test's own messages only, with the test's own folder open."""
        token, user = self._token("IMAP.AccessAsUser.All", mailbox, app), self._address(mailbox)
        make = partial(GuardedImap, self.mailbox.tag, self._folders(user))
        with clients.imap(self.imap, self.ssl_context(), user, token, make) as client:
            if user == self.mailbox.user:
                # ASCII, so that IMAP spells it the same way.
                client.select(self.mailbox.own_folder())
            yield client

    @contextmanager
    def open_pop3(self, mailbox: Whose = None, *, app: AppRegistration | None = None) -> Iterator[poplib.POP3_SSL]:
        """Open a poplib client that retrieves and deletes the test's own messages only."""
        token, user = self._token("POP.AccessAsUser.All", mailbox, app), self._address(mailbox)
        make = partial(GuardedPop3, self.mailbox.tag)
        with clients.pop3(self.pop3, self.ssl_context(), user, token, make) as client:
            yield client

    @contextmanager
    def open_smtp(self, mailbox: Whose = None, *, app: AppRegistration | None = None) -> Iterator[smtplib.SMTP]:
        """Open an smtplib client that sends to the domains of the test mailboxes only."""
        token, user = self._token("SMTP.Send", mailbox, app), self._address(mailbox)
        make = partial(GuardedSmtp, self.access.domains, self.mailbox.tag)
        with clients.smtp(self.smtp, self.ssl_context(), user, token, make) as client:
            yield client

    @contextmanager
    def open_ews(self, mailbox: Whose = None, *, app: AppRegistration | None = None) -> Iterator[Any]:
        """Open an ``exchangelib.Account`` that changes the test's own items only, and sends to listed domains."""
        from pytest_m365.live.guarded_ews import guard_account

        token, user = self._token("EWS.AccessAsUser.All", mailbox, app), self._address(mailbox)
        impersonate = self._acting(app) == "app"
        with clients.ews(self.ews_url, user, token, impersonate=impersonate) as account:
            guard_account(account, self.mailbox.tag, self.access.guard, self.access.domains, self._folders(user))
            yield account

    @contextmanager
    def open_graph(self, mailbox: Whose = None, *, app: AppRegistration | None = None) -> Iterator[Any]:
        """Give a ``msgraph.GraphServiceClient`` that changes the test's own messages only, and sends to listed domains.

        Nobody is signed in who acts as the application: it says whose mailbox it means, as on the fake.
        """
        from pytest_m365 import graph_client
        from pytest_m365.live.graph_rules import GraphRules
        from pytest_m365.live.guarded_graph import GuardedGraph

        user, access = self._address(mailbox), self.access
        root = urlsplit(self.graph_url).path
        rules = GraphRules(self.mailbox.tag, user, access.guard, access.domains, self._folders(user), root)
        token, make = partial(self._graph_token, mailbox, app), partial(GuardedGraph, rules)
        with graph_client.graph(self.graph_url, self.ssl_context(), token, make) as client:
            yield client

    def _graph_token(self, mailbox: Whose, app: AppRegistration | None) -> str:
        """Return a token for Microsoft Graph: the run's identity's, unless an application is named."""
        scope = self.access.graph_scope
        if self._acting(app) == "app":
            return self.app_token(scope, app=app)
        return self.token(scope, mailbox=mailbox, app=app)

    def _token(self, scope: str, mailbox: Whose, app: AppRegistration | None) -> str:
        """Return a token for a client of one protocol: the run's identity's, unless an application is named."""
        if self._acting(app) == "app":
            return self.app_token(app=app)
        return self.token(scope, mailbox=mailbox, app=app)

    def _folders(self, user: str) -> OwnFolders:
        """Return what the test has made in a mailbox: folders of the same name in another are not its own."""
        return self.mailbox.ledger if user == self.mailbox.user else NoFolders()

    def _acting(self, app: AppRegistration | None) -> str:
        if app is None:
            return "app" if self.access.is_app else "user"
        return "app" if self.acts_by_itself(app) else "user"

    def _address(self, mailbox: Whose) -> str:
        """Return whose mailbox is meant, if live runs may touch it.

        Raises:
            NotAllowed
        """
        user = super()._address(mailbox)
        self.access.guard.check_mailbox(user)
        return user

    def _check_app(self, app: AppRegistration | None, known: AppRegistration) -> None:
        if app is not None and app.client_id != known.client_id:
            raise LookupError(f"the live tenant's application here is {known.client_id}, not {app.client_id}")


def _roots() -> str:
    """Return the file of the roots that this machine trusts; certifi's where it keeps none in a file."""
    import certifi

    # It heeds SSL_CERT_FILE.
    return ssl.get_default_verify_paths().cafile or certifi.where()
