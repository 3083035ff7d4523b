"""What asks the promises of one test: connections to its target, its own folder, and what is known of its answers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from pytest_m365.contract.asking.lines import Imap, Lines, Pop3, Smtp
from pytest_m365.contract.asking.pool import Pool
from pytest_m365.contract.asking.soap import Soap, envelope
from pytest_m365.contract.asking.web import Web
from pytest_m365.contract.leaks import Private
from pytest_m365.contract.terms import NotAsked
from pytest_m365.live.tags import FIELD, Tag, tags_in

if TYPE_CHECKING:
    from pytest_m365.mailbox import Mailbox
    from pytest_m365.target import AppRegistration, Target

_Kind = TypeVar("_Kind", bound=Lines)


class Asker:
    """Asks on one target, and leaves nothing behind."""

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
        self._number = 0
        self.know(self.mailbox.address, "<address>")
        self.know(self.user, "<user>")
        for name in ("tenant_id", "domain"):
            private.add(name.replace("_", " "), getattr(target, name))
        for registration in filter(None, (self.public_app, self.daemon_app)):
            private.add("client id", registration.client_id)
            private.add_secret(registration.client_secret)

    # --- what is known, and what must not be shown -----------------------------------------------------------------

    def know(self, value: str, placeholder: str) -> str:
        """Let a value of this test be shown as a placeholder; return it."""
        self.known[value] = placeholder
        if "@" in value and not value.startswith("<"):
            self.private.add("address", value)
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
        return self._secret(self.target.token(scope))

    def app_token(self) -> str:
        """Return an app-only token.

        Raises:
            NotAsked: the run has no application that acts by itself.
        """
        if self.daemon_app is None:
            raise NotAsked("the run has no application that acts by itself")
        return self._secret(self.target.app_token())

    def _secret(self, token: str) -> str:
        self.private.add_secret(token)
        return token

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
            imap = Imap(self.target.imap, self.target.ssl_context())
            said = imap.sign_in(self.user, self.token("IMAP.AccessAsUser.All"))
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
            smtp = Smtp(self.target.smtp, self.target.ssl_context())
            smtp.whole("EHLO localhost")
            smtp.start_tls()
            smtp.whole("EHLO localhost")
            return self._let_in("SMTP", smtp, smtp.sign_in(self.user, self.token("SMTP.Send")))

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

    @cached_property
    def web(self) -> Web:
        """HTTP to the target's own hosts."""
        target = self.target
        urls = (target.authority, target.token_url, target.ews_url, target.autodiscover_url)
        return Web(target.ssl_context(), frozenset(urlsplit(url).hostname or "" for url in urls))

    def ews(self, body: str, *, version: str = "Exchange2016", token: str | None = None, **fields: str) -> Soap:
        """Ask EWS with the body of a request.

        Args:
            version: of RequestServerVersion; empty for none.
            token: the bearer token; whoever the fixtures sign in as by default. Empty: none is sent.
            fields: further header fields, with ``_`` for ``-``.
        """
        own = token is None
        token = self.token("EWS.AccessAsUser.All") if token is None else token
        named = {"Content-Type": "text/xml; charset=utf-8"}
        impersonated = self.user if own and self.acts_as_app else ""
        if token:
            named["Authorization"] = f"Bearer {token}"
        if impersonated:
            named["X-AnchorMailbox"] = impersonated
        named |= {name.replace("_", "-"): value for name, value in fields.items()}
        return Soap(self.web.ask("POST", self.target.ews_url, envelope(body, version, impersonated), named))

    # --- the test's own --------------------------------------------------------------------------------------------

    @cached_property
    def tag(self) -> Tag:
        """What marks this test's mail: that of its address, where it has one."""
        own = tags_in(addresses=self.mailbox.address)
        return next(iter(own), Tag("contract", 0))

    @cached_property
    def nobody(self) -> str:
        """An address of the user's domain that nobody has."""
        return self.know(f"nobody-{self.tag}@{self.user.rpartition('@')[2]}", "<address>")

    def at_end(self, undo: Callable[[], object]) -> None:
        """Have something undone at the end of the test; said before it is done."""
        self._cleaning.callback(undo)

    def text(self, subject: str = "A promise", body: str = "Hello.", *, to: str = "", more: str = "") -> str:
        """Return a message with this test's marks, its lines ended by CRLF.

        Args:
            to: the recipient; the test's own address by default.
            more: further header fields, each with its CRLF.
        """
        self._number += 1
        message_id = self.know(self.tag.message_id(self._number, datetime.now(UTC)), "<message-id>")
        return (
            f"From: {self.user}\r\nTo: {to or self.mailbox.address}\r\nSubject: {subject}\r\n"
            f"Message-ID: {message_id}\r\nDate: {datetime.now(UTC):%a, %d %b %Y %H:%M:%S} +0000\r\n"
            f"{FIELD}: {self.tag.field(datetime.now(UTC))}\r\n"
            f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n{more}\r\n{body}\r\n"
        )

    @property
    def last_message_id(self) -> str:
        """The Message-ID of the last `text`, in its angle brackets."""
        return [value for value, name in self.known.items() if name == "<message-id>"][-1]

    @cached_property
    def folder(self) -> str:
        """The name of a folder of this test's own, in IMAP and to people; it and all in it go at the end."""
        name = self.know(str(self.tag), "<folder>")
        self.imap()
        self.at_end(lambda: self._remove_folder(name))
        # By the target's own mailbox, which notes what it makes before it does: also for a run that crashes.
        self.mailbox.add_folder(name)
        return name

    def _remove_folder(self, name: str) -> None:
        try:
            imap = self.imap()
        except NotAsked:
            # Nobody is let in, so that there is nothing either.
            return
        # Each and every message in it is the test's own.
        if imap.tagged(f'SELECT "{name}"')[-1].startswith("OK"):
            imap.whole("STORE 1:* +FLAGS.SILENT (\\Deleted)")
            imap.whole("EXPUNGE")
            imap.whole("UNSELECT")
        elif self.is_live:
            # A promise has removed it, and the live mailbox wants to.
            imap.whole(f'CREATE "{name}"')
        if not self.is_live:
            imap.whole(f'DELETE "{name}"')

    def in_folder(self, *messages: str, how: str = "") -> Imap:
        """Return IMAP with the test's own folder selected, after these messages were appended there.

        Args:
            how: flags and date for APPEND, with a blank behind them.
        """
        imap, folder = self.imap(), self.folder
        for message in messages:
            said = imap.append(folder, message.encode(), how)
            if not said[-1].startswith("OK"):
                raise NotAsked(f"nothing could be appended: {said[-1]}")
        self.at_end(self.unselect)
        imap.whole(f'SELECT "{folder}"')
        return imap

    def unselect(self) -> None:
        """Leave the selected folder, without a word to what is in it."""
        imap = self.imap()
        # A connection that is new has selected nothing, and says so.
        imap.whole("UNSELECT")

    @cached_property
    def ews_folder(self) -> str:
        """The EWS id of another folder of this test's own; it and all in it go at the end."""
        name = self.know(f"{self.tag} by EWS", "<folder>")
        self.at_end(self._remove_ews_folder)
        self.mailbox.add_folder(name)
        found = self.ews(
            '<m:FindFolder Traversal="Shallow"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>'
            '<m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="folder:DisplayName"/><t:FieldURIOrConstant>'
            f'<t:Constant Value="{name}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction><m:ParentFolderIds>'
            '<t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderIds></m:FindFolder>'
        )
        if not (folder := found.id("FolderId")):
            raise NotAsked(f"EWS shows no folder: {found.lines()[0]}")
        return self.know(folder, "<folder-id>")

    def _remove_ews_folder(self) -> None:
        if "ews_folder" not in vars(self):
            return
        folder = f'<m:FolderIds><t:FolderId Id="{self.ews_folder}"/></m:FolderIds>'
        self.ews(f'<m:EmptyFolder DeleteType="HardDelete" DeleteSubFolders="true">{folder}</m:EmptyFolder>')
        if not self.is_live:
            # A live mailbox removes the folders that it has made.
            self.ews(f'<m:DeleteFolder DeleteType="HardDelete">{folder}</m:DeleteFolder>')

    def close(self) -> None:
        """Undo what was done, and close what this test opened; on the fake the shared connections too."""
        self._cleaning.close()
        if "web" in vars(self):
            self.web.close()
        if not self.is_live:
            self._pool.close()
