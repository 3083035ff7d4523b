"""Looking through the items of a folder in steps, so that a search of a large one does not hold up the others.

What is looked for is a criterion (`criteria.py`).
"""

from collections.abc import Sequence

from fakeserver.steps import BATCH, Pace, Steps, finish, in_batches
from fakeserver.tenant.exchange.changes import ChangeLog
from fakeserver.tenant.exchange.criteria import Cost, Criterion, met_in_steps
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.search_results import SearchResults
from fakeserver.tenant.exchange.store import Counts

#: Octets of text of which single criteria take so long that others run in between.
_LONG = 256 * 1024


class Search:
    """Searches the folders of one mailbox. Use it with the tenant's lock held in each step."""

    def __init__(self, changes: ChangeLog) -> None:
        self._changes = changes
        #: what search folders show
        self.results = SearchResults(self.find, changes)

    def find(
        self, folder: Folder, criterion: Criterion[Item], among: Sequence[Item] | None = None
    ) -> Steps[Sequence[Item]]:
        """Return the items that meet a criterion, in order of arrival.

        What is in the folder now is looked through, and what has left it by the end is not returned.

        Args:
            among: those of the folder's items that are looked through; None: all.
        """
        position = self._changes.position
        items, found = list(folder.items.values() if among is None else among), list[Item]()
        if criterion.cost is Cost.BODY:
            yield from _read_bodies(folder, items, criterion, found)
        else:
            # Headers add up where many fields are asked for.
            size = max(BATCH // criterion.tests, 1) if criterion.cost is Cost.HEADER else BATCH
            yield from in_batches(items, lambda some: found.extend(filter(criterion.met_by, some)), size)
        return self.still_in(folder, found, since=position)

    def items_in(self, folder: Folder) -> list[Item]:
        """Return all items of a folder in order of arrival; of a search folder, what it shows, folder by folder."""
        return list(folder.items.values()) if folder.search is None else finish(self.results.of(folder))

    def counts(self, folder: Folder) -> Counts:
        """Count what a search folder shows."""
        return self.results.counts(folder)

    def still_in(self, folder: Folder, items: Sequence[Item], *, since: int) -> Sequence[Item]:
        """Return those of a folder's items that have not left it since a position in the log of changes."""
        gone = {change.number for change in self._changes.since(since, folder) if change.departs}
        if not gone:
            return items
        # What was moved away has another number now, also after it was moved back.
        return [item for item in items if item.folder is folder and item.number not in gone]


def _may_be_long(item: Item) -> bool:
    """Say whether the text of an item is long, or not known without work."""
    text = item.raw if item.text_key is None else item.text_key
    return text is None or len(text) > _LONG


def _read_bodies(folder: Folder, items: Sequence[Item], criterion: Criterion[Item], found: list[Item]) -> Steps[None]:
    """Find items by their texts, of which one may take as long as a whole step."""
    pace = Pace()
    for item in items:
        if criterion.parts and _may_be_long(item):
            is_met = yield from met_in_steps(criterion, item, pace)
            if folder.items.get(item.uid) is not item:
                # It has left meanwhile, and its text was read again.
                item.mailbox.contents.forget(item)
        else:
            is_met = criterion.met_by(item)
        if is_met:
            found.append(item)
        if pace.is_over():
            yield
