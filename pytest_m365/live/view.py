"""What of a shared mailbox is a test's own: the messages that came since it began and have its tag.

A mailbox may hold thousands of messages that are none of ours. They are never listed: where a folder ended when the
test began is remembered, and only what is behind that is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from threading import RLock

from pytest_m365.live.folder_names import STANDARD
from pytest_m365.live.message import LiveMessage
from pytest_m365.live.tags import Tag
from pytest_m365.live.way import Found, Position, PositionLost, Way

#: how the subject begins of what we send ourselves to know that all before it has come; no test sees it
SENTINEL = "pytest-m365: what was sent before this has come"


@dataclass(frozen=True)
class Look:
    """What came to a folder since the test began."""

    own: Sequence[LiveMessage] = ()
    sentinels: Sequence[Found] = ()
    others: Sequence[Found] = ()


@dataclass(frozen=True)
class Moment:
    """A mark: how far each folder was filled, and how many messages the test had seen."""

    positions: dict[str, Position] = field(default_factory=dict)
    seen: int = 0


class View:
    """A test's part of a mailbox."""

    def __init__(self, way: Way, tag: Tag, *, known: dict[str, Position] | None = None) -> None:
        """Take notice of where the standard folders end.

        Args:
            known: positions of other folders that earlier tests of the run have asked for; is added to.
        """
        self.way = way
        self.tag = tag
        #: held while somebody takes what has come, so that two threads don't get the same
        self.lock = RLock()
        #: numbers of the messages that `wait_for` has returned
        self.returned: set[int] = set()
        self._known = {} if known is None else known
        self._starts: dict[str, Position] = {}
        self._messages: dict[tuple[str, str], LiveMessage] = {}
        self._moments: list[Moment] = []
        for folder in STANDARD:
            try:
                self._starts[folder] = way.position(folder)
            except LookupError:
                # In a language that is not known. Whoever asks for it is told how to name it.
                continue

    @property
    def folders(self) -> list[str]:
        """The folders that the test has to do with: the standard ones, and those that it has named."""
        return list(self._starts)

    def begin(self, folder: str) -> None:
        """Take notice of where a folder ends that nothing of the test is in yet."""
        self._starts[self.way.named(folder)] = self.way.position(folder)

    def forget(self, folder: str) -> None:
        """Leave out a folder that is gone."""
        self._starts.pop(folder, None)

    def own(self, folder: str) -> Sequence[LiveMessage]:
        """Return the test's messages in a folder, newest last.

        Raises:
            LookupError: there is no such folder.
        """
        return self.look(folder).own

    def look(self, folder: str) -> Look:
        """Return what came to a folder since the test began.

        Raises:
            LookupError: there is no such folder.
        """
        with self.lock:
            found = self._found(self.way.named(folder))
            mine = [each for each in found if self.tag in each.tags]
            return Look(
                own=[self._message(each) for each in mine if not each.subject.startswith(SENTINEL)],
                sentinels=[each for each in mine if each.subject.startswith(SENTINEL)],
                others=[each for each in found if self.tag not in each.tags],
            )

    def mark(self) -> int:
        """Take notice of this moment; return its number."""
        with self.lock:
            # A copy, since another thread may name a folder meanwhile.
            positions = {folder: self.way.position(folder) for folder in self.folders}
            self._moments.append(Moment(positions, len(self._messages)))
            return len(self._moments) - 1

    def is_new(self, message: LiveMessage, since: int | None) -> bool:
        """Say whether no wait has returned a message, or it has come to its folder after a mark."""
        if since is None:
            return message.number not in self.returned
        moment = self._moments[since]
        position = moment.positions.get(message.found.folder)
        return message.found.number > position.number if position is not None else message.number > moment.seen

    # --- inside ------------------------------------------------------------------------------------------------

    def _found(self, folder: str) -> Sequence[Found]:
        start = self._starts.get(folder) or self._known.get(folder)
        if start is None:
            return self._restarted(folder)
        try:
            found = self.way.after(folder, start)
        except PositionLost:
            found = self._restarted(folder)
            self._recognize(found)
            return found
        self._starts[folder] = start
        return found

    def _restarted(self, folder: str) -> Sequence[Found]:
        """Look at the whole folder, once: from now on, from before the first message that is the test's."""
        position = self.way.position(folder)
        began = self.tag.began
        # The clocks of others may differ from the service's.
        made_since = None if began is None else began - timedelta(days=1)
        own = [each for each in self.way.after(folder, None, made_since=made_since) if self.tag in each.tags]
        first = min((each.number - 1 for each in own), default=position.number)
        self._starts[folder] = Position(position.validity, min(first, position.number))
        self._known[folder] = position
        return own

    def _recognize(self, found: Sequence[Found]) -> None:
        """Know the messages again that have other numbers since the mailbox was moved, so that none is new."""
        before = Counter(
            (each.found.folder, each.found.message_id)
            for each in self._messages.values()
            if each.number in self.returned
        )
        # Marks are positions of the former mailbox: what the test had seen by then stays old.
        for number, moment in enumerate(self._moments):
            self._moments[number] = Moment({}, moment.seen)
        for each in found:
            key = each.folder, each.message_id
            if (each.folder, each.id) not in self._messages and before[key] > 0:
                before[key] -= 1
                self.returned.add(self._message(each).number)

    def _message(self, found: Found) -> LiveMessage:
        key = found.folder, found.id
        if key not in self._messages:
            self._messages[key] = LiveMessage(found, len(self._messages) + 1, self.way)
        return self._messages[key]
