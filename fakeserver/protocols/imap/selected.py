r"""The selected folder as this client knows it.

Message numbers are positions in a list that changes only when the client is sent the change. What happened meanwhile is
read from the mailbox's change log and waits here until it may be said: EXPUNGE not while FETCH, STORE or SEARCH answer.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import compress, count, product

from fakeserver.protocols.imap.elements import LAST, SequenceSet
from fakeserver.tenant.exchange.changes import ChangeLog
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.exchange.presentation import EXACT, Presentation

FLAG_NAMES = rb"\Seen \Answered \Flagged \Deleted \Draft $MDNSent"
#: The flags that Exchange keeps, in lower case, each with its place in a message's flags.
FLAGS = {name.lower(): field for name, field in zip(FLAG_NAMES.split(), MessageFlags._fields, strict=True)}
_NAMES = [*FLAG_NAMES.split(), rb"\Recent"]
_FLAG_TEXTS = {
    (MessageFlags(*values), recent): b" ".join(compress(_NAMES, (*values, recent)))
    for *values, recent in product((False, True), repeat=len(_NAMES))
}


class Selected:
    """One folder, opened by SELECT or EXAMINE. Use it with the tenant's lock held."""

    def __init__(
        self, folder: Folder, changes: ChangeLog, *, read_only: bool, presentation: Presentation = EXACT
    ) -> None:
        self.folder = folder
        #: how its messages are shown
        self.presentation = presentation
        self.read_only = read_only
        #: UIDs by message number, ascending; some may be gone without the client knowing
        self.uids = [item.uid for item in folder.visible()] if folder.associated_count else list(folder.items)
        #: UIDs that arrived while the folder was open.
        #: Assumption: only these are \Recent; "RECENT 0" at SELECT is the norm.
        self.recent: set[int] = set()
        self._announced = len(self.uids)
        self._changes = changes
        self._position = changes.position
        self._gone: set[int] = set()
        self._flagged: dict[int, None] = {}

    def number_of(self, uid: int) -> int | None:
        """Return a UID's message number, or None."""
        index = bisect_left(self.uids, uid)
        return index + 1 if index < len(self.uids) and self.uids[index] == uid else None

    def numbers_of(self, uids: Collection[int]) -> list[int]:
        """Return the numbers of the messages with these UIDs, ascending; UIDs that are not there are no error."""
        if len(uids) < len(self.uids) // 8:  # few are quicker looked up one by one
            return sorted(number for uid in uids if (number := self.number_of(uid)) is not None)
        return list(compress(count(1), map(uids.__contains__, self.uids)))

    def numbers(self, messages: SequenceSet, *, by_uid: bool) -> list[int] | range | None:
        """Return the message numbers that a set means, ascending; None if it names a number that is not there.

        UIDs that are not there are no error.
        """
        spans = [self._uid_span(*pair) if by_uid else self._number_span(*pair) for pair in messages.ranges]
        if None in spans:
            return None
        found = merged([span for span in spans if span])
        return found[0] if len(found) == 1 else [number for span in found for number in span]

    def present_numbers(self, messages: SequenceSet) -> list[int]:
        """Return the message numbers of a set that are there."""
        count = len(self.uids)
        pairs = (sorted((first or count, last or count)) for first, last in messages.ranges)
        spans = [range(max(low, 1), min(high, count) + 1) for low, high in pairs]
        return [number for span in merged([span for span in spans if span]) for number in span]

    def items(self, numbers: Sequence[int]) -> Iterator[tuple[int, Item]]:
        """Yield the messages of these numbers that are still there, each looked up when its turn comes."""
        uids, items = self.uids, self.folder.items
        return ((number, item) for number in numbers if (item := items.get(uids[number - 1])) is not None)

    def flags(self, item: Item) -> bytes:
        r"""Return a message's flags: ``\Seen \Recent``."""
        return _FLAG_TEXTS[item.flags, item.uid in self.recent]

    def absorb(self, *, own_flags: bool = False) -> None:
        """Read what happened since; ``own_flags``: flag changes are this client's own, and not sent to it."""
        changes = self._changes
        for change in changes.since(self._position, self.folder):
            if change.departs:
                self._gone.add(change.uid)
                self._flagged.pop(change.uid, None)
            elif change.associated:
                continue
            elif change.arrives or change.old_uid:
                if change.old_uid:
                    self._gone.add(change.old_uid)
                self.uids.append(change.uid)
                self.recent.add(change.uid)
            elif change.uid and not own_flags:
                self._flagged[change.uid] = None
        self._position = changes.position

    def news(self, *, expunges: bool = True, exists: bool = False) -> bytes:
        """Return the untagged responses that the client has not been sent; ``exists``: with the count in any case."""
        lines: list[bytes] = []
        if expunges and self._gone:
            lines += self._expunge_lines()
            exists = exists or self._announced != len(self.uids)
        for uid in self._flagged:
            number, item = self.number_of(uid), self.folder.items.get(uid)
            if number is not None and number <= self._announced and item is not None:
                lines.append(b"* %d FETCH (FLAGS (%b))\r\n" % (number, self.flags(item)))
        self._flagged.clear()
        if exists or self._announced != len(self.uids):
            arrived = len(self.uids) - self._announced
            self._announced = len(self.uids)
            lines.append(b"* %d EXISTS\r\n" % self._announced)
            if arrived:
                # As in a log of the service (Webklex/php-imap#258); there are clients that wait for it alone.
                lines.append(b"* %d RECENT\r\n" % len(self.recent))
        return b"".join(lines)

    def _expunge_lines(self) -> list[bytes]:
        lines: list[bytes] = []
        announced_left = self._announced
        for uid in sorted(self._gone):
            number = self.number_of(uid)
            if number is not None and number <= self._announced:
                # Each line shifts the numbers after it.
                lines.append(b"* %d EXPUNGE\r\n" % (number - len(lines)))
                announced_left -= 1
        self.uids = [uid for uid in self.uids if uid not in self._gone]
        self.recent -= self._gone
        self._gone.clear()
        self._announced = announced_left
        return lines

    def _number_span(self, first: int, last: int) -> range | None:
        count = len(self.uids)
        low, high = sorted((first if first != LAST else count, last if last != LAST else count))
        return range(low, high + 1) if low >= 1 and high <= count else None

    def _uid_span(self, first: int, last: int) -> range:
        if not self.uids:
            return range(0)
        newest = self.uids[-1]
        low, high = sorted((first if first != LAST else newest, last if last != LAST else newest))
        return range(bisect_left(self.uids, low) + 1, bisect_right(self.uids, high) + 1)


def merged(spans: list[range]) -> list[range]:
    """Return spans in order and without overlap: a set may name the same messages thousands of times."""
    if len(spans) < 2:
        return spans
    result: list[range] = []
    for span in sorted(spans, key=lambda span: span.start):
        if result and span.start <= result[-1].stop:
            result[-1] = range(result[-1].start, max(result[-1].stop, span.stop))
        else:
            result.append(span)
    return result
