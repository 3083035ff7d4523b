"""A tenant at one moment, to which a test can go back."""

from collections.abc import Iterable
from datetime import datetime

from fakeserver.tenant.administration.people import People
from fakeserver.tenant.budgets import Budgets
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.contents import Contents
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.id_maker import IdMaker
from fakeserver.tenant.journal.notes import Notes
from fakeserver.tenant.memento import Memento, Restore
from fakeserver.tenant.tokens.keys import SigningKey

#: What goes on as it is: time, what was asked, what is counted, ids (none comes twice), what mailboxes remember by
#: themselves.
_KEPT = (Clock, Notes, Budgets, IdMaker, Contents, Item, Folder, SigningKey)


class Snapshot:
    """What `Tenant.snapshot` returns and `Tenant.restore` takes, as often as one likes.

    It holds the objects that there were, with what they held; a message's octets are not copied.

    Attributes:
        at: when it was taken, by the tenant's clock.
    """

    def __init__(
        self, tenant_id: str, users: Iterable[User], rooms: Iterable[object], beside: Restore | None, at: datetime
    ) -> None:
        """``beside``: puts back what is known of the tenant elsewhere."""
        self.tenant_id = tenant_id
        self.at = at
        self._users = list(users)
        self._memento = Memento(*rooms, kept=_KEPT)
        self._beside = beside

    @property
    def user_count(self) -> int:
        """How many accounts there were."""
        return len(self._users)

    def restore(self, people: People) -> None:
        """Put everything back; the caller holds the tenant's lock."""
        for user in people.users:
            # In the usual way, so that whoever holds a later account sees that it is gone.
            if user not in self._users:
                people.remove_user(user)
        self._memento.restore()
        if self._beside is not None:
            self._beside()

    def __repr__(self) -> str:
        return f"<Snapshot of {self.tenant_id} at {self.at:%H:%M:%S}, {len(self._users)} users>"
