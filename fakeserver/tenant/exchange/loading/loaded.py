"""What became of the files that a mailbox was filled from."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from fakeserver.tenant.exchange.entities import Item


class NotLoaded(ValueError):
    """Something cannot be loaded; the text says which file, why, and what to do."""


@dataclass
class Loaded:
    """What `load` returns: the items, in order, and what of the files has no place in a mailbox."""

    items: list[Item] = field(default_factory=list, repr=False)
    #: a sentence for each thing that was read and not taken: "team.ics: 'Standup': X-COLOR is not taken"
    remarks: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __str__(self) -> str:
        counts = Counter(f"{item.folder.path} of {item.mailbox.address}" for item in self.items)
        loaded = ", ".join(f"{count} into {place}" for place, count in counts.items()) or "nothing"
        return "\n  ".join([f"loaded {loaded}", *self.remarks])
