"""An appointment of a series as an item; `occurrences.py` makes and changes it."""

from dataclasses import dataclass, field
from datetime import date

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.properties import CONTENT_NAMES


@dataclass(slots=True, eq=False, repr=False)
class OccurrenceItem(Item):
    """An appointment of a series."""

    #: the series
    master: Item = field(kw_only=True)
    #: the local date on which the pattern has it
    day: date = field(kw_only=True)

    @property
    def item_id(self) -> str:
        """The EWS id; another after each move of the series."""
        if self.made_id is None:
            self.made_id = self.mailbox.ids.occurrence_id(self.folder.number, self.number, self.day)
        return self.made_id

    def mime(self) -> bytes:
        """Return the message; that of the series, unless the appointment says something else."""
        exception = (self.master.properties.get("exceptions") or {}).get(self.day)
        if exception is None or (exception.attachments is None and not CONTENT_NAMES & exception.changes.keys()):
            return self.master.mime()
        return Item.mime(self)
