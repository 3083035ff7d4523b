"""The time of a remote tenant."""

from datetime import UTC, datetime, timedelta
from typing import Any, Unpack

from fakeserver.client.differences import Remote
from fakeserver.client.link import Link
from fakeserver.client.values import moment
from fakeserver.durations import Units, in_utc, seconds_of
from fakeserver.program_time import machine_time, program_time, stands_still


class RemoteClock(Remote):
    """Time as the tenant sees it, moved or frozen over there.

    What this process's programs read is another matter: `m365_clock` moves both.
    """

    local = "Clock"

    def __init__(self, link: Link) -> None:
        self._link = link
        #: whether it was stopped because this process's time was
        self._stands_with_us = False
        self._last: dict[str, Any] = {"ahead": program_time() - machine_time()}

    def time(self) -> float:
        """Return seconds since the epoch."""
        return self.now().timestamp()

    def now(self) -> datetime:
        """Return the time as an aware datetime in UTC."""
        return moment(self._now()["now"]).astimezone(UTC)

    @property
    def ahead(self) -> float:
        """By how many seconds it is ahead of the time that programs of this process read."""
        return float(self._now()["ahead"]) - (program_time() - machine_time())

    @property
    def is_frozen(self) -> bool:
        """Whether it stands still."""
        return bool(self._now()["frozen"])

    def advance(self, by: float | timedelta | None = None, **units: Unpack[Units]) -> None:
        """Move the tenant's time on, and no program's of this process; negative moves it back.

        Arguments and errors are those of `Clock.advance`.
        """
        seconds = seconds_of("advance", by, units, since=self.time())
        self._link.post("clock", "advance", body={"seconds": seconds})

    def freeze(self, at: datetime | None = None) -> None:
        """Stop the tenant's time at a moment (aware datetime), or where it is now.

        Raises:
            TypeError: the moment is no datetime.
            ValueError: the moment names no time zone.
        """
        self._link.post("clock", "freeze", body={} if at is None else {"at": in_utc(at, "at").isoformat()})

    def unfreeze(self) -> None:
        """Let time run again, from where it stands."""
        self._link.post("clock", "unfreeze")

    def described(self) -> dict[str, Any]:
        """Return it as the API describes it: ``now``, ``ahead`` of the fake's machine, ``frozen``."""
        return dict(self._now())

    def source_moved(self, by: float) -> None:
        """Go along with the time of this process: it has jumped by so many seconds, stopped, or runs again."""
        if by:
            self._link.post("clock", "advance", body={"seconds": by})
        still = stands_still()
        if still != self._stands_with_us:
            self._stands_with_us = still
            if still:
                self.freeze()
            else:
                self.unfreeze()

    def _now(self) -> dict[str, Any]:
        if not self._link.is_over:
            self._last = self._link.get("clock")
        return self._last
