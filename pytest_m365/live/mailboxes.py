"""The mailboxes of a run in this process: by which way they are reached, whose turn it is, and what is left in them."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from pytest_m365 import clients
from pytest_m365.live.by_ews import ByEws
from pytest_m365.live.by_imap import ByImap
from pytest_m365.live.choice import Choice
from pytest_m365.live.errors import LiveError
from pytest_m365.live.guarded import GuardedSmtp
from pytest_m365.live.headers import read_header
from pytest_m365.live.lease import Lease
from pytest_m365.live.locks import ConnectionLock
from pytest_m365.live.mailbox import LiveMailbox
from pytest_m365.live.patience import Patient
from pytest_m365.live.rhythm import Rhythm
from pytest_m365.live.sweep import CAP, Swept, of_run, older_than, sweep
from pytest_m365.live.tags import Tag
from pytest_m365.live.way import Position, Way

if TYPE_CHECKING:
    from pytest_m365.live.run import LiveRun

#: what lets a sweep go beyond its cap
ALL = "pytest --m365-sweep=all"


class LiveMailboxes:
    """Each mailbox has one connection in this process, which stays open between tests where no other process waits."""

    def __init__(self, run: LiveRun, rhythm: Rhythm) -> None:
        self._run = run
        self._rhythm = rhythm
        self._way: Patient | None = None
        self._lease: Lease | None = None
        #: positions of folders that tests have asked for
        self._known: dict[str, Position] = {}
        #: sentences for the end of the run
        self.notes: list[str] = []

    @cached_property
    def choice(self) -> Choice:
        """By which protocol the mailboxes are reached."""
        return self._choice_for(self._run.user)

    @contextmanager
    def of_test(self, tag: Tag) -> Iterator[LiveMailbox]:
        """Give a test its part of this process's mailbox, and remove after what the test has made there.

        Raises:
            LiveError: no way leads to the mailbox.
        """
        way = self._opened()
        self._begin_lease(way)
        mailbox = LiveMailbox(way, self._run.user, tag, rhythm=self._rhythm, known=self._known, send=self._sender)
        try:
            yield mailbox
        finally:
            removed = mailbox.remove()
            self.notes += [f"{tag}: still there: {error}" for error in removed.errors]
            if self._run.is_shared:
                # Another worker waits for this mailbox.
                self._let_go()

    def sweep(self) -> list[Swept]:
        """Remove what this run has left in its mailboxes, and what earlier runs left."""
        how = self._run.options.sweep
        swept = []
        for user in self._run.settings.usernames:
            way = self._way if user == self._run.user and self._way else self._patient(user)
            try:
                swept.append(sweep(way, user, of_run(self._run.run), cap=None))
                old = older_than(datetime.now(UTC))
                cap = None if how == "all" else CAP
                swept.append(sweep(way, user, old, is_dry=how == "dry", cap=cap, command=ALL))
            except LiveError as error:
                self.notes.append(f"{user}: not swept: {error}")
            finally:
                way.close()
        return swept

    def close(self) -> None:
        """Take the lease back, and end the connection."""
        if self._lease is not None:
            # The next run takes an old one for what it is.
            with suppress(LiveError, LookupError):
                self._lease.release()
            self._lease = None
        self._let_go()

    # --- inside ------------------------------------------------------------------------------------------------

    def _opened(self) -> Patient:
        if self._way is None:
            self._way = self._patient(self._run.user)
        return self._way

    def _let_go(self) -> None:
        if self._way is not None:
            self._way.close()

    def _begin_lease(self, way: Patient) -> None:
        if self._lease is not None:
            self._lease.renew()
            return
        self._lease = Lease(way, self._run.user, self._run.run, now=lambda: datetime.now(UTC))
        others = self._lease.take(self._run.paces.lock, self._rhythm)
        self.notes += [
            f"{self._run.user}: {other}; give runs mailboxes of their own, or one at a time" for other in others
        ]

    def _patient(self, user: str) -> Patient:
        choice = self.choice if user == self._run.user else self._choice_for(user)
        way = choice.way()
        lock = ConnectionLock(self._run.settings.tenant_id, user, way.name)
        return Patient(way, self._rhythm, lock)

    def _choice_for(self, user: str) -> Choice:
        makers: dict[str, Callable[[], Way]] = {"imap": lambda: self._by_imap(user), "ews": lambda: self._by_ews(user)}
        return Choice(self._run.settings.via, makers)

    def _by_imap(self, user: str) -> ByImap:
        settings = self._run.settings
        token = self._token("IMAP.AccessAsUser.All", user)
        return ByImap(settings.imap, ssl.create_default_context(), user, token, settings.folder_names)

    def _by_ews(self, user: str) -> ByEws:
        is_app = self._run.sign_in.identity == "app"
        return ByEws(self._run.settings.ews_url, user, self._token("EWS.AccessAsUser.All", user), impersonate=is_app)

    def _token(self, scope: str, user: str) -> Callable[[], str]:
        return lambda: self._run.token(scope, user)

    @property
    def _sender(self) -> Callable[[bytes], None] | None:
        """What sends a message as the mailbox; None where SMTP is not to be had."""
        try:
            return None if self._run.lost("smtp") else self._send
        except LiveError:
            return None

    def _send(self, mime: bytes) -> None:
        run = self._run
        token = run.token("SMTP.Send", run.user)
        trust = ssl.create_default_context()

        def make(*where: object, **options: object) -> GuardedSmtp:
            return GuardedSmtp(run.domains, *where, **options)

        with clients.smtp(run.settings.smtp, trust, run.user, token, make) as client:
            client.sendmail(run.user, list(read_header(mime).recipients), mime)
