"""t:OccurrenceInfoType and t:DeletedOccurrenceInfoType: the appointments of a series."""

from typing import Final

from fakeserver.protocols.ews.values.addresses import ITEM_REFERENCE
from fakeserver.protocols.ews.values.simple import DATE_TIME
from fakeserver.protocols.ews.values.structure import items, part, sequence, structure
from fakeserver.tenant.exchange.kinds.appointment import DeletedOccurrence, Occurrence

OCCURRENCE: Final = structure(
    Occurrence,
    part("ItemId", "item", ITEM_REFERENCE, required=True),
    part("Start", "start", DATE_TIME, required=True),
    part("End", "end", DATE_TIME, required=True),
    part("OriginalStart", "original_start", DATE_TIME, required=True),
)
OCCURRENCES: Final = sequence(items("Occurrence", OCCURRENCE))
DELETED_OCCURRENCES: Final = sequence(
    items("DeletedOccurrence", structure(DeletedOccurrence, part("Start", "start", DATE_TIME, required=True)))
)
