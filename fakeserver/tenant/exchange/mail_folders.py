"""Mail-enabled public folders: folders with an address, to which mail comes as to a mailbox."""

from collections.abc import Callable
from dataclasses import dataclass, field

from fakeserver.tenant.exchange.entities import Folder


@dataclass(frozen=True)
class MailFolder:
    """A public folder with an address."""

    address: str
    folder: Folder
    #: says whether somebody with an address, of the organization or not, may put items into it
    accepts: Callable[[str, bool], bool] = field(repr=False)

    @property
    def addresses(self) -> list[str]:
        """Every address of the folder, the primary one first."""
        return [self.address]
