"""The mailboxes of a run in this process: by which way they are reached, whose turn it is, and what is left in them."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial

from pytest_m365 import clients
from pytest_m365.live.access import Access
from pytest_m365.live.by_ews import ByEws
from pytest_m365.live.by_graph import ByGraph
from pytest_m365.live.by_imap import ByImap
from pytest_m365.live.choice import Choice
from pytest_m365.live.errors import LiveError
from pytest_m365.live.folder_names import shown
from pytest_m365.live.guard import NotAllowed
from pytest_m365.live.guarded_smtp import GuardedSmtp
from pytest_m365.live.headers import read_header
from pytest_m365.live.lease import Lease
from pytest_m365.live.mailbox import LiveMailbox
from pytest_m365.live.new_folders import NewFolders
from pytest_m365.live.own_turn import OwnTurn
from pytest_m365.live.patient_way import PatientWay
from pytest_m365.live.probe import Probes
from pytest_m365.live.rhythm import Rhythm
from pytest_m365.live.sweep import CAP, Asked, of_run, older_than, sweep
from pytest_m365.live.tags import Tag
from pytest_m365.live.turn import MailboxTurn, Turns
from pytest_m365.live.way import Position, Way

#: seconds that a run which was interrupted waits for a turn, to remove what it has left
_MOMENT = 2.0


class LiveMailboxes:
    """Each mailbox has one connection in this process, which stays open between tests where no other process waits.

    All that is asked of a mailbox is asked in its turn (`pytest_m365.live.turn`).
    """

    def __init__(self, access: Access, probes: Probes, rhythm: Rhythm, turns: Turns) -> None:
        self._access = access
        self._probes = probes
        self._rhythm = rhythm
        self._turns = turns
        #: at this process's own mailbox
        self.own_turn = OwnTurn(lambda: self._turn_at(access.user), is_shared=access.is_shared)
        self.own_turn.at_end(self._hang_up)
        self._way: PatientWay | None = None
        self._lease: Lease | None = None
        self._new_folders = NewFolders()
        self.own_turn.at_end(self._new_folders.forget)
        #: positions of folders that tests have asked for
        self._known: dict[str, Position] = {}
        #: sentences for the end of the run
        self.notes: list[str] = []

    @cached_property
    def choice(self) -> Choice:
        """By which protocol the mailboxes are reached."""
        return self._choice_for(self._access.user)

    @contextmanager
    def of_test(self, tag: Tag, test: str) -> Iterator[LiveMailbox]:
        """Give a test its part of this process's mailbox, and remove after what the test has made there; in its turn.

        Args:
            test: its node id, for the end of the run.

        Raises:
            LiveError: no way leads to the mailbox.
        """
        way = self._opened()
        self._begin_lease(way)
        self._new_folders.begin(way)
        mailbox = LiveMailbox(way, self._access.user, tag, rhythm=self._rhythm, known=self._known, send=self._send)
        try:
            yield mailbox
        finally:
            removed = mailbox.remove()
            self.notes += [f"{tag}: still there: {error}" for error in removed.errors]
            # A service that was not to be had is asked no more.
            found = () if removed.is_over else self._new_folders.found(way)
            why = f"of {self._access.user} has come meanwhile, and stays: nothing says who has made it"
            self.notes += [f"{test}: the folder {shown(path)} {why}" for path in found]

    def sweep(self, how: str) -> list[str]:
        """Remove what this run has left in its mailboxes, and what earlier runs left; return what there is to say.

        Args:
            how: "yes", "dry" or "all".
        """
        lines: list[str] = []
        cap = None if how == "all" else CAP
        for user in self._access.settings.usernames:
            try:
                with self._at(user) as way:
                    swept = sweep(
                        way,
                        user,
                        Asked(of_run(self._access.process.run), cap=None),
                        Asked(older_than(datetime.now(UTC)), is_dry=how == "dry", cap=cap),
                    )
            except (LiveError, NotAllowed) as error:
                lines.append(f"{user}: not swept: {error}")
            else:
                lines += [line for each in swept for line in each.lines()]
        return lines

    def release(self) -> None:
        """Take the lease back."""
        if self._lease is not None:
            # The next run takes an old one for what it is.
            with suppress(LiveError, LookupError), self.own_turn.use():
                self._lease.release()
            self._lease = None

    def hurry(self) -> None:
        """Wait for no turn any longer than a moment, from now on: somebody has pressed Ctrl-C."""
        self._turns = replace(self._turns, timeout=_MOMENT)

    def close(self) -> None:
        """End the connection, and let others have the mailbox."""
        self.own_turn.give_back()

    # --- inside ------------------------------------------------------------------------------------------------

    def _opened(self) -> PatientWay:
        if self._way is None:
            self._way = self._patient(self._access.user)
        return self._way

    def _hang_up(self) -> None:
        if self._way is not None:
            self._way.close()

    @contextmanager
    def _at(self, user: str) -> Iterator[PatientWay]:
        """Have one mailbox of the run while the block lasts, and no other."""
        if user == self._access.user:
            with self.own_turn.use():
                yield self._opened()
            return
        self.own_turn.give_back()
        turn = self._turn_at(user)
        turn.take()
        try:
            way = self._patient(user)
            try:
                yield way
            finally:
                way.close()
        finally:
            turn.give_back()

    def _turn_at(self, user: str) -> MailboxTurn:
        return self._turns.at(self._access.settings.tenant_id, user)

    def _begin_lease(self, way: PatientWay) -> None:
        if self._lease is not None:
            self._lease.renew()
            return
        process = self._access.process
        lease = Lease(way, self._access.user, process.run, process.number, now=lambda: datetime.now(UTC))
        wait = self._access.paces.lock
        if wait and (holders := lease.others()):
            self._turns.tell(f"m365: waiting {wait:g} s at most for {self._access.user}: {holders[0]} (m365_live_lock)")
        others = lease.take(wait, replace(self._rhythm, sleep=self._sleep_out_of_turn))
        # Only now: one that could not be taken is taken by the next test.
        self._lease = lease
        self._probes.found(way.name)
        for other in dict.fromkeys(map(str, others)):
            self.notes.append(f"{self._access.user}: {other}; give runs mailboxes of their own, or one at a time")

    def _sleep_out_of_turn(self, seconds: float) -> None:
        """Sleep, and let the run have the mailbox whose end is waited for: it may be one of this machine."""
        self.own_turn.give_back()
        self._rhythm.sleep(seconds)
        self.own_turn.take()

    def _patient(self, user: str) -> PatientWay:
        choice = self.choice if user == self._access.user else self._choice_for(user)
        return PatientWay(choice.way(), self._rhythm)

    def _choice_for(self, user: str) -> Choice:
        makers: dict[str, Callable[[], Way]] = {
            "imap": lambda: self._by_imap(user),
            "ews": lambda: self._by_ews(user),
            "graph": lambda: self._by_graph(user),
        }
        return Choice(self._access.settings.via, makers)

    def _by_imap(self, user: str) -> ByImap:
        settings = self._access.settings
        token = self._token("IMAP.AccessAsUser.All", user)
        return ByImap(settings.imap, ssl.create_default_context(), user, token, settings.folder_names)

    def _by_ews(self, user: str) -> ByEws:
        is_app = self._access.is_app
        return ByEws(self._access.settings.ews_url, user, self._token("EWS.AccessAsUser.All", user), impersonate=is_app)

    def _by_graph(self, user: str) -> ByGraph:
        return ByGraph(self._access.settings.graph_url, user, self._token(self._access.graph_scope, user))

    def _token(self, scope: str, user: str) -> Callable[[], str]:
        return lambda: self._access.token(scope, user)

    def _send(self, mime: bytes) -> bool:
        """Send a message as the mailbox; say whether SMTP is to be had."""
        access = self._access
        try:
            if self._probes.lost("smtp"):
                return False
        except LiveError:
            return False
        header = read_header(mime)
        tag = next(iter(header.tags), Tag(access.process.run, 0))
        token, make = access.token("SMTP.Send"), partial(GuardedSmtp, access.domains, tag)
        with clients.smtp(access.settings.smtp, ssl.create_default_context(), access.user, token, make) as client:
            client.sendmail(access.user, list(header.recipients), mime)
        return True
