"""Two runs on one mailbox notice each other: each keeps a message in a folder of ours that says until when it is there.

It is no lock in the strict sense, since no protocol of mail has one. Tests of two runs don't see each other's mail
anyway; what they share is the service's patience with the mailbox.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from fakeserver.digits import number_in
from fakeserver.tenant.exchange.arrival import composed
from fakeserver.tenant.exchange.mime.render import header_field
from pytest_m365.live.errors import FolderNotEmpty
from pytest_m365.live.folder_notes import OWN_FOLDER, keep
from pytest_m365.live.marking import marked
from pytest_m365.live.rhythm import Rhythm
from pytest_m365.live.tags import Tag
from pytest_m365.live.way import Found, Way

#: how long a run is taken for living after its last word
LASTS = timedelta(minutes=10)
#: how often it says that it lives, at most
RENEWED = timedelta(minutes=4)
_SUBJECT = "A live run uses this mailbox, process {}, since {} until {}"
_FORM = "%Y-%m-%dT%H:%M:%SZ"
_SAID = re.compile(r"A live run uses this mailbox, process (\d{1,6}), since (\S+) until (\S+)\Z", re.ASCII)
#: messages of one process before the numbers of the next one's begin
_PUTS = 10_000


@dataclass(frozen=True)
class Holder:
    """A run that uses the mailbox."""

    run: str
    #: of a worker of xdist, from 0
    process: int
    since: datetime
    until: datetime
    found: Found

    def __str__(self) -> str:
        return (
            f"the run {self.run} has used this mailbox since {self.since:%H:%M} UTC, until {self.until:%H:%M} at least"
        )


class Lease:
    """This process's message; one for each mailbox. The number of its tag is 0, the run's own."""

    def __init__(self, way: Way, user: str, run: str, process: int = 0, *, now: Callable[[], datetime]) -> None:
        self._way = way
        self._user = user
        self._tag = Tag(run, 0)
        self._process = process
        self._puts = count(1)
        self._now = now
        self._since: datetime | None = None
        self._renewed_at: datetime | None = None

    def others(self) -> list[Holder]:
        """Return the other runs that use the mailbox now."""
        now = self._now()
        return [each for each in self._holders() if each.run != self._tag.run and each.until > now]

    def take(self, wait: float, rhythm: Rhythm) -> list[Holder]:
        """Say that this run uses the mailbox, and return the other runs that do so as well, for a warning.

        Args:
            wait: seconds to wait for their end before; 0: go on beside them. Ini ``m365_live_lock``.
        """
        for _ in rhythm.looks(wait):
            others = self.others()
            if not others:
                break
        self._put()
        return others

    def renew(self) -> None:
        """Say it again, unless that was said lately; to be called whenever a test begins."""
        if self._renewed_at is None or self._now() - self._renewed_at >= RENEWED:
            self._put()

    def release(self) -> None:
        """Take it back, and the folder where nobody else needs it."""
        self._way.remove(self._own())
        self._since = self._renewed_at = None
        with suppress(FolderNotEmpty):
            self._way.remove_folder(OWN_FOLDER)

    # --- inside ------------------------------------------------------------------------------------------------

    def _put(self) -> None:
        now = self._now().astimezone(UTC)
        self._since = self._since or now
        before = self._own()
        subject = _SUBJECT.format(self._process, self._since.strftime(_FORM), (now + LASTS).strftime(_FORM))
        plain = composed(to=self._tag.address(self._user), sender=self._user, subject=subject)
        number = self._process * _PUTS + next(self._puts)
        named = header_field("Message-ID", self._tag.message_id(number, now)) + plain
        keep(self._way, marked(named, self._tag, now))
        # Afterwards, so that there is one at any time.
        self._way.remove(before)
        self._renewed_at = now

    def _own(self) -> list[Found]:
        """Return this process's messages; others of the run have their own."""
        return [each.found for each in self._holders() if (each.run, each.process) == (self._tag.run, self._process)]

    def _holders(self) -> list[Holder]:
        try:
            found = self._way.after(OWN_FOLDER, None)
        except LookupError:
            return []
        return [holder for each in found if (holder := _holder(each)) is not None]


def _holder(found: Found) -> Holder | None:
    """Return what a message of ours says; None for any other."""
    said = _SAID.match(found.subject)
    run = next((tag.run for tag in found.tags if tag.number == 0), None)
    if said is None or run is None:
        return None
    try:
        since, until = (datetime.strptime(each, _FORM).replace(tzinfo=UTC) for each in said.groups()[1:])
    except ValueError:
        return None
    return Holder(run, number_in(said[1]) or 0, since, until, found)
