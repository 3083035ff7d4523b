"""What questions look at: a tenant's notes, and those of what named no tenant; and whether all of it is still there."""

from typing import Never

from fakeserver.redaction import redacted
from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.marks import Mark, number_of
from fakeserver.tenant.journal.notes import Notes


class Kept:
    """The exchanges that are kept."""

    def __init__(self, own: Notes) -> None:
        self._own = own

    def keep(self, limit: int) -> None:
        """Keep the last ``limit`` exchanges of the tenant, and at least as many of those that named none.

        Raises:
            ValueError: the limit is less than 1.
        """
        self._own.limit = limit
        if self._own.beside is not None:
            self._own.beside.limit = max(limit, self._own.beside.limit)

    def seen(self, since: Mark | None = None) -> list[Exchange]:
        """Return everything that is kept, in the order in which it happened."""
        entries = [entry for notes, after in self._all(since) for entry in notes.entries if entry.number > after]
        return sorted(entries, key=lambda entry: entry.number)

    def check_complete(self, since: Mark | None) -> None:
        """Refuse to say what cannot be known.

        Raises:
            AssertionError: exchanges that are meant had to make room.
        """
        if missing := self._missing(since):
            raise AssertionError(f"this cannot be known. {missing}")

    def fail(self, text: str, since: Mark | None) -> Never:
        """Raise what an assertion says.

        Raises:
            AssertionError: always.
        """
        missing = self._missing(since)
        raise AssertionError(redacted("\n".join([text, *([missing] if missing else [])]), self._own.secrets()))

    def _all(self, since: Mark | None) -> list[tuple[Notes, int]]:
        """Return the notes, each with the number after which they are looked at."""
        own, after = self._own, number_of(since)
        if own.beside is None:
            return [(own, after)]
        return [(own, after), (own.beside, max(after, own.beside_since))]

    def _missing(self, since: Mark | None) -> str:
        full = [notes for notes, after in self._all(since) if notes.gone > after]
        if not full:
            return ""
        behind = "" if since is None else " since the mark"
        return (
            f"The journal keeps the last {full[0].limit} exchanges, and older ones{behind} are gone: take a mark later "
            "(since=journal.mark()), or let it keep more from the beginning (journal.limit = 100_000)."
        )
