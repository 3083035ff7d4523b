"""Looking through the items of a folder in steps, so that a search of a large one does not hold up the others.

What is looked for is a criterion (`criteria.py`).
"""

from collections.abc import Sequence

from fakeserver.steps import BATCH, Steps, in_batches
from fakeserver.tenant.exchange.changes import ChangeLog
from fakeserver.tenant.exchange.criteria import Cost, Criterion
from fakeserver.tenant.exchange.entities import Folder, Item


class Search:
    """Searches the folders of one mailbox. Use it with the tenant's lock held in each step."""

    def __init__(self, changes: ChangeLog) -> None:
        self._changes = changes

    def find(self, folder: Folder, criterion: Criterion[Item]) -> Steps[Sequence[Item]]:
        """Return the items that meet a criterion, in order of arrival.

        What is in the folder now is looked through, and what has left it by the end is not returned.
        """
        position = self._changes.position
        # The text of one message may take as long as a whole step; headers add up where many fields are asked for.
        sizes = {Cost.BODY: 1, Cost.HEADER: max(BATCH // criterion.tests, 1)}
        size = sizes.get(criterion.cost, BATCH)
        found: list[Item] = []
        yield from in_batches(
            list(folder.items.values()), lambda some: found.extend(filter(criterion.met_by, some)), size
        )
        return self.still_in(folder, found, since=position)

    def still_in(self, folder: Folder, items: Sequence[Item], *, since: int) -> Sequence[Item]:
        """Return those of a folder's items that have not left it since a position in the log of changes."""
        gone = {change.number for change in self._changes.since(since, folder) if change.departs}
        if not gone:
            return items
        # What was moved away has another number now, also after it was moved back.
        return [item for item in items if item.folder is folder and item.number not in gone]
