"""The journal of a tenant: what a test asks about what its program did."""

from collections.abc import Callable
from os import PathLike
from typing import TypeVar, Unpack

from fakeserver.sequence import next_number
from fakeserver.suggestion import check_names, no_new_names
from fakeserver.tenant.journal import asserting
from fakeserver.tenant.journal.exchange import Exchange, RefusedExchange
from fakeserver.tenant.journal.kept import Kept
from fakeserver.tenant.journal.least_privilege import LeastPrivilege, least_privilege
from fakeserver.tenant.journal.marks import Mark
from fakeserver.tenant.journal.notes import Notes
from fakeserver.tenant.journal.probes import without_probes
from fakeserver.tenant.journal.wanted import Application, Names, User, Wanted, Which, chosen, nobody, wanted

Found = TypeVar("Found", bound=Exchange)


@no_new_names
class Journal:
    """The last exchanges of a tenant, oldest first, and questions about them. Thread-safe.

    Attributes:
        add, used: note an exchange, and the use of a permission; as in `Notes`.

    The questions look at what named no tenant as well. Where they take a protocol it is ``imap``, ``pop3``, ``smtp``,
    ``ews``, ``autodiscover`` or ``oauth``; or one endpoint of Entra ID: ``token``, ``authorize``, ``devicecode``,
    ``keys``, ``discovery``. An operation is the command, operation or endpoint by its name: ``FETCH``, ``FindItem``.
    All of them take `Which` by name: ``user``, ``app``, ``since``.

    Each raises ValueError for a name that is unknown; the text suggests the right one.
    """

    def __init__(
        self,
        notes: Notes | None = None,
        *,
        user: Callable[[str], User] = nobody,
        app: Callable[[str], Application] = nobody,
    ) -> None:
        """Ask what was noted.

        Args:
            user, app: find who has a name; raise ValueError where nobody has it.
        """
        self._notes = notes = Notes() if notes is None else notes
        self.add, self.used = notes.add, notes.used
        self._kept = Kept(notes)
        self._names = Names(user, app)

    # --- what is kept --------------------------------------------------------------------------------------------

    @property
    def entries(self) -> list[Exchange]:
        """All exchanges of the tenant, oldest first."""
        return self._notes.entries

    @property
    def refusals(self) -> list[RefusedExchange]:
        """The exchanges that ended in a refusal, oldest first."""
        return [exchange for exchange in self.entries if isinstance(exchange, RefusedExchange)]

    @property
    def limit(self) -> int:
        """How many exchanges are kept, 1000 by default; older ones make room.

        What named no tenant has as much room at least, since the questions look at it as well.
        """
        return self._notes.limit

    @limit.setter
    def limit(self, limit: int) -> None:
        self._kept.keep(limit)

    def clear(self) -> None:
        """Forget everything."""
        self._notes.clear()

    def __len__(self) -> int:
        return len(self._notes)

    def __str__(self) -> str:
        return str(self._notes)

    # --- what was asked ----------------------------------------------------------------------------------------------

    def requests(
        self, protocol: str | None = None, operation: str | None = None, **which: Unpack[Which]
    ) -> list[Exchange]:
        """Return what was asked, oldest first."""
        return self._found(self._wanted(protocol, operation, which), which, Exchange)

    def refused(
        self,
        name: str | None = None,
        protocol: str | None = None,
        operation: str | None = None,
        **which: Unpack[Which],
    ) -> list[RefusedExchange]:
        """Return what was refused, oldest first.

        Args:
            name: of the refusal, e.g. ``TokenExpired``; or of a kind of them, e.g. ``AuthenticationRefused``.
        """
        return self._found(
            self._wanted(protocol, operation, which, refusal=name, is_refused=True), which, RefusedExchange
        )

    def mark(self) -> Mark:
        """Return this moment; with ``since=mark`` only what comes after it counts."""
        return Mark(next_number())

    # --- assertions --------------------------------------------------------------------------------------------------

    def assert_asked(
        self,
        protocol: str | None = None,
        operation: str | None = None,
        *,
        times: int | None = None,
        **which: Unpack[Which],
    ) -> list[Exchange]:
        """Fail unless this was asked, and so many times where that is given; returns what `requests` does.

        Raises:
            AssertionError: says what was asked instead.
        """
        asserting.check_count("times", times)
        wish, since = self._wanted(protocol, operation, which), which.get("since")
        found = self._found(wish, which, Exchange)
        if not found or times not in (None, len(found)):
            self._kept.fail(asserting.not_asked(wish, times, self._kept.seen(since)), since)
        if times is not None:
            self._kept.check_complete(since)
        return found

    def assert_not_asked(
        self, protocol: str | None = None, operation: str | None = None, **which: Unpack[Which]
    ) -> None:
        """Fail where this was asked.

        Raises:
            AssertionError: shows what was asked; or says that older exchanges are gone, so that nobody knows.
        """
        wish, since = self._wanted(protocol, operation, which), which.get("since")
        if found := self._found(wish, which, Exchange):
            self._kept.fail(asserting.was_asked(wish, found), since)
        self._kept.check_complete(since)

    def assert_refused(
        self,
        name: str | None = None,
        protocol: str | None = None,
        operation: str | None = None,
        *,
        times: int | None = None,
        **which: Unpack[Which],
    ) -> list[RefusedExchange]:
        """Fail unless something was refused, and so many times where that is given; returns what `refused` does.

        Raises:
            AssertionError: says what was refused instead, or asked.
        """
        asserting.check_count("times", times)
        wish, since = self._wanted(protocol, operation, which, refusal=name, is_refused=True), which.get("since")
        found = self._found(wish, which, RefusedExchange)
        if not found or times not in (None, len(found)):
            self._kept.fail(asserting.not_refused(wish, times, self._kept.seen(since)), since)
        if times is not None:
            self._kept.check_complete(since)
        return found

    def assert_not_refused(
        self,
        name: str | None = None,
        protocol: str | None = None,
        operation: str | None = None,
        **which: Unpack[Which],
    ) -> None:
        """Fail where something was refused; not where a client asks without a credential first, or guesses a version.

        Raises:
            AssertionError: explains what was refused; or says that older exchanges are gone, so that nobody knows.
        """
        wish, since = self._wanted(protocol, operation, which, refusal=name, is_refused=True), which.get("since")
        if found := without_probes(self._found(wish, which, Exchange), self._kept.seen()):
            self._kept.fail(asserting.was_refused(wish, found), since)
        self._kept.check_complete(since)

    # --- the client's side -------------------------------------------------------------------------------------------

    def check_retry_after(self, *, since: Mark | None = None) -> int:
        """Fail where a program came back before the time was over that it was told to wait.

        See `fakeserver.tenant.journal.judging.retry_after`.

        Returns:
            How many answers told somebody to wait: 0 means that nothing was judged.

        Raises:
            AssertionError: says which request came too early, and by how much.
        """
        from fakeserver.tenant.journal.judging import retry_after

        return self._judged(retry_after.judge(self._kept.seen(since)), since)

    def check_backoff(self, *, at_least: float = 1.0, since: Mark | None = None) -> int:
        """Fail where a program tried again without a pause.

        See `fakeserver.tenant.journal.judging.backoff`.

        Args:
            at_least: seconds of a pause.

        Returns:
            How many repetitions there were: 0 means that nothing was judged.

        Raises:
            AssertionError: says which request came too early, and by how much.
        """
        from fakeserver.tenant.journal.judging import backoff

        if not isinstance(at_least, int | float) or not at_least > 0:
            raise ValueError(f"at_least takes seconds, more than 0, not {at_least!r}")
        return self._judged(backoff.judge(self._kept.seen(since), at_least), since)

    def check_no_refresh_loop(self, *, at_most: int = 1, since: Mark | None = None) -> int:
        """Fail where a program asked for tokens that it had, or showed again what was refused for good.

        See `fakeserver.tenant.journal.judging.refresh_loop`.

        Args:
            at_most: tokens for the same that may be asked for while one is good: as many as there are processes, where
                each has a cache of its own, or threads that sign in at the same time (msal does not let them wait for
                each other).

        Returns:
            How many tokens were asked for: 0 means that nothing was judged.

        Raises:
            AssertionError: says which request was one too many, and why.
        """
        from fakeserver.tenant.journal.judging import refresh_loop

        asserting.check_count("at_most", at_most)
        return self._judged(refresh_loop.judge(self._kept.seen(since), at_most), since)

    def least_privilege(self, *, app: Application | str | None = None) -> LeastPrivilege:
        """Say which permissions were asked for and held, and which of them were used.

        ``assert journal.least_privilege().unused == ()``

        Args:
            app: only this application's; all by default.
        """
        client_id = "" if app is None else self._wanted(None, None, {"app": app}).client_id.lower()
        uses = [use for use in self._notes.uses if client_id in ("", use.client_id.lower())]
        demands = [demand for demand in self._notes.demands if client_id in ("", demand.client_id.lower())]
        return least_privilege(uses, demands)

    # --- for other programs ------------------------------------------------------------------------------------------

    def to_json(self, path: str | PathLike[str] | None = None, *, since: Mark | None = None) -> str:
        """Return the exchanges of all protocols as JSON, a list of objects; with a path, write them there as well."""
        from fakeserver.tenant.journal import json_export

        return json_export.export(self._kept.seen(since), self._notes.secrets(), path)

    def to_har(self, path: str | PathLike[str] | None = None, *, since: Mark | None = None) -> str:
        """Return the exchanges over HTTP as HAR 1.2, which browsers' developer tools open; as `to_json`."""
        from fakeserver.tenant.journal import har

        return har.export(self._kept.seen(since), self._notes.secrets(), path)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _wanted(
        self,
        protocol: str | None,
        operation: str | None,
        which: Which,
        *,
        refusal: str | None = None,
        is_refused: bool = False,
    ) -> Wanted:
        check_names("the journal", which, ("protocol", "operation", *Which.__annotations__))
        user, app = which.get("user"), which.get("app")
        return wanted(
            self._names,
            protocol,
            operation,
            user=user,
            app=app,
            refusal=refusal,
            is_refused=is_refused,
            seen=self._kept.seen() if operation or refusal else (),
        )

    def _found(self, wish: Wanted, which: Which, kind: type[Found]) -> list[Found]:
        return [one for one in chosen(self._kept.seen(which.get("since")), wish) if isinstance(one, kind)]

    def _judged(self, verdict: tuple[int, list[str]], since: Mark | None) -> int:
        count, faults = verdict
        if faults:
            self._kept.fail("\n".join(faults), since)
        self._kept.check_complete(since)
        return count
