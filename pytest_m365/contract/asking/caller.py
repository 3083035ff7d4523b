"""Who asks, on one target: tokens, connections, and what is known of the answers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar
from urllib.parse import urlsplit

from pytest_m365.contract.asking.lines import Imap, Lines, Pop3, Smtp
from pytest_m365.contract.asking.permissions import scope_of
from pytest_m365.contract.asking.pool import Pool
from pytest_m365.contract.asking.soap import Soap, envelope
from pytest_m365.contract.asking.web import Web
from pytest_m365.contract.leaks import Private
from pytest_m365.contract.terms import NotAsked

if TYPE_CHECKING:
    from pytest_m365.mailbox import Mailbox
    from pytest_m365.target import AppRegistration, Target

_Kind = TypeVar("_Kind", bound=Lines)


class Caller:
    """Asks on one target, as the run's user or its application."""

    def __init__(self, target: Target, pool: Pool, private: Private) -> None:
        self.target = target
        self.mailbox: Mailbox = target.mailbox
        #: the sign-in name; on live it differs from the address, which is the test's own
        self.user: str = getattr(target.mailbox, "user", target.mailbox.address)
        #: values of this test in answers, and what stands for each
        self.known: dict[str, str] = {}
        self._pool = pool
        self.private = private
        self._cleaning = ExitStack()
        self.know(self.mailbox.address, "<address>")
        self.know(self.user, "<user>")
        for name in ("tenant_id", "domain"):
            private.add(name.replace("_", " "), getattr(target, name))
        for registration in filter(None, (self.public_app, self.daemon_app)):
            private.add("client id", registration.client_id)
            if registration.client_secret:
                self.know_secret(registration.client_secret)

    # --- what is known, and what must not be shown -----------------------------------------------------------------

    def know(self, value: str, placeholder: str) -> str:
        """Let a value of this test be shown as a placeholder; return it."""
        self.known[value] = placeholder
        if "@" in value and not value.startswith("<"):
            self.private.add("address", value)
        return value

    def know_secret(self, value: str) -> str:
        """Let nothing show a secret, or a part of it; return it."""
        self.private.add_secret(value)
        return value

    @property
    def is_live(self) -> bool:
        """Whether the service answers."""
        return self.target.kind == "live"

    @cached_property
    def acts_as_app(self) -> bool:
        """Whether the fixtures sign in as an application (M365_SIGN_IN=app)."""
        access = vars(self.target).get("access")
        return bool(access is not None and access.is_app)

    @property
    def public_app(self) -> AppRegistration | None:
        """The application that signs in users; None where a live run has none."""
        # Not by its attribute: a live target skips the test there.
        found: AppRegistration | None = vars(self.target).get("public_app")
        return found

    @property
    def daemon_app(self) -> AppRegistration | None:
        """The application that acts by itself; None where a live run has none."""
        found: AppRegistration | None = vars(self.target).get("daemon_app")
        return found

    def token(self, scope: str) -> str:
        """Return a token of whom the fixtures sign in as."""
        return self.app_token() if self.acts_as_app else self.user_token(scope)

    def user_token(self, scope: str) -> str:
        """Return a delegated token.

        Raises:
            NotAsked: the run acts as an application.
        """
        if self.acts_as_app:
            raise NotAsked("the run signs in as an application, and this is about a user")
        return self.know_secret(self.target.token(scope))

    def app_token(self) -> str:
        """Return an app-only token.

        Raises:
            NotAsked: the run has no application that acts by itself.
        """
        if self.daemon_app is None:
            raise NotAsked("the run has no application that acts by itself")
        return self.know_secret(self.target.app_token(app=self.daemon_app))

    def token_of(self, who: Literal["user", "app"], door: str) -> str:
        """Return a user's token for a door of the mailbox, or the application's."""
        return self.app_token() if who == "app" else self.user_token(scope_of(door))

    # --- connections -----------------------------------------------------------------------------------------------

    def new_imap(self) -> Imap:
        """Open IMAP, not signed in."""
        return self._closing(Imap(self.target.imap, self.target.ssl_context()))

    def new_pop3(self) -> Pop3:
        """Open POP3, not signed in."""
        return self._closing(Pop3(self.target.pop3, self.target.ssl_context()))

    def new_smtp(self, *, tls: bool = True) -> Smtp:
        """Open SMTP, not signed in.

        Args:
            tls: whether STARTTLS was said, and EHLO before and after it.
        """
        smtp = self._closing(Smtp(self.target.smtp, self.target.ssl_context()))
        if tls:
            smtp.whole("EHLO localhost")
            smtp.start_tls()
            smtp.whole("EHLO localhost")
        return smtp

    def imap(self) -> Imap:
        """Return IMAP, signed in, nothing selected."""

        def make() -> Imap:
            # First, since it may be refused.
            token = self.token("IMAP.AccessAsUser.All")
            imap = Imap(self.target.imap, self.target.ssl_context())
            said = imap.sign_in(self.user, token)
            # A mailbox that does not open says so with the first command behind the sign-in.
            opened = imap.tagged("STATUS INBOX (UIDNEXT)") if said[-1].startswith("OK") else []
            return self._let_in("IMAP", imap, said + opened)

        return self._pool.take("IMAP", self._key, make, lambda imap: imap.whole("NOOP")[-1].startswith("OK"))

    def pop3(self) -> Pop3:
        """Return POP3, signed in; one of its own, since POP3 shows what was there at the sign-in."""
        pop3 = self.new_pop3()
        return self._let_in("POP3", pop3, pop3.sign_in(self.user, self.token("POP.AccessAsUser.All")))

    def smtp(self) -> Smtp:
        """Return SMTP, signed in."""

        def make() -> Smtp:
            token = self.token("SMTP.Send")
            smtp = Smtp(self.target.smtp, self.target.ssl_context())
            smtp.whole("EHLO localhost")
            smtp.start_tls()
            smtp.whole("EHLO localhost")
            return self._let_in("SMTP", smtp, smtp.sign_in(self.user, token))

        return self._pool.take("SMTP", self._key, make, lambda smtp: smtp.whole("RSET")[-1].startswith("250"))

    def _let_in(self, protocol: str, connection: _Kind, said: list[str]) -> _Kind:
        if not said[-1].startswith(("OK", "+OK", "235")):
            connection.close()
            raise NotAsked(f"{protocol} lets nobody in: {said[-1]}")
        return connection

    def _closing(self, connection: _Kind) -> _Kind:
        self._cleaning.callback(connection.close)
        return connection

    @property
    def _key(self) -> tuple[str, str]:
        return self.target.tenant_id, self.user

    def once(self, key: object, ask: Callable[[], list[str]]) -> list[str]:
        """Return what was said to a question that several promises need the answer of, and that is asked once."""
        return self._pool.once((self._key, key), ask)

    @cached_property
    def web(self) -> Web:
        """HTTP to the target's own hosts."""
        target = self.target
        urls = (target.authority, target.token_url, target.ews_url, target.autodiscover_url)
        return Web(target.ssl_context(), frozenset(urlsplit(url).hostname or "" for url in urls))

    def ews(
        self,
        body: str,
        *,
        version: str = "Exchange2016",
        token: str | None = None,
        impersonated: str = "",
        **fields: str,
    ) -> Soap:
        """Ask EWS with the body of a request.

        Args:
            version: of RequestServerVersion; empty for none.
            token: the bearer token; whoever the fixtures sign in as by default. Empty: none is sent.
            impersonated: the address that a given token acts as; without one, an application acts as the run's user.
            fields: further header fields, with ``_`` for ``-``.
        """
        if token is None:
            token = self.token("EWS.AccessAsUser.All")
            impersonated = self.user if self.acts_as_app else ""
        named = {"Content-Type": "text/xml; charset=utf-8"}
        if token:
            named["Authorization"] = f"Bearer {token}"
        if impersonated:
            named["X-AnchorMailbox"] = self.user
        named |= {name.replace("_", "-"): value for name, value in fields.items()}
        return Soap(self.web.ask("POST", self.target.ews_url, envelope(body, version, impersonated), named))

    def close(self) -> None:
        """Close what this test opened; on the fake the shared connections too."""
        self._cleaning.close()
        if "web" in vars(self):
            self.web.close()
        if not self.is_live:
            self._pool.close()
