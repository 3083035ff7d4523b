"""What was found in a folder over IMAP, so that the next look asks for what is new alone.

A message's header never changes under its UID; a message that is moved, also back to where it was, gets another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pytest_m365.live.imap_session import Opened
from pytest_m365.live.way import Found


@dataclass
class Known:
    """The messages of a folder from a UID on, as they were at the last look."""

    validity: str
    #: the first UID that was asked for
    first: int
    #: the first that was not
    next_uid: int
    #: how many messages the whole folder had; None: nobody has looked yet
    exists: int | None = None
    found: dict[int, Found] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Known | None, opened: Opened, first: int) -> Known:
        """Return what is known of a folder already, if that begins early enough and is still true; else nothing."""
        if (
            known is None
            or known.validity != opened.validity
            or known.first > first
            or opened.next_uid is None
            or opened.next_uid < known.next_uid
        ):
            return cls(opened.validity, first, first)
        return known

    def look(
        self,
        opened: Opened,
        read: Callable[[str], Iterable[Found]],
        still_there: Callable[[str], Iterable[int]],
    ) -> Sequence[Found]:
        """Take in what has come and gone since the last look; return all of it, by UID.

        What was removed before the folder was opened is never among it; what is removed after that may be, until the
        next look.

        Args:
            opened: the folder as it is now.
            read: returns the messages of a set of UIDs.
            still_there: returns which UIDs of a set there are.
        """
        assert opened.next_uid is not None
        new: dict[int, Found] = {}
        if opened.next_uid > self.next_uid:
            # Not to the end of the folder: what has come since it was opened is not counted yet.
            new = {each.number: each for each in read(f"{self.next_uid}:{opened.next_uid - 1}")}
        # One that the folder was opened with, and that went before it was read, would make up for one of before. Each
        # number is given once, so that none of these is missing where there are as many messages as numbers.
        is_sure = len(new) == opened.next_uid - self.next_uid
        if self.found and not (is_sure and opened.exists == (self.exists or 0) + len(new)):
            # One is gone, of these or of others.
            left = set(still_there(f"{self.first}:{self.next_uid - 1}"))
            self.found = {uid: each for uid, each in self.found.items() if uid in left}
        self.found |= new
        self.next_uid, self.exists = opened.next_uid, opened.exists
        return [self.found[uid] for uid in sorted(self.found)]
