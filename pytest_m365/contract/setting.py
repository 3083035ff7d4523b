"""A state that not every tenant is in, and that a promise is about: set on the fake, and looked for on the service.

Nothing is ever set on the service. Without an admin most states show in what is opened to whom, and some do not show;
`promises/settings.py` has those that do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pytest_m365.contract.terms import NotAsked

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker
    from pytest_m365.fake import FakeTarget


@dataclass(frozen=True)
class Setting:
    """A state of a tenant, of the run's mailbox, or of one of its applications."""

    #: what is so, for readers: "IMAP is off for the mailbox"
    says: str
    #: sets the fake's tenant so, which is the test's own
    sets: Callable[[FakeTarget], object]
    #: says whether the service's tenant is so, as far as it shows; raises `NotAsked` where it cannot be looked for
    shows: Callable[[Asker], bool]

    def need(self, asker: Asker) -> None:
        """Have it so on the fake.

        Raises:
            NotAsked: the service's tenant is not so.
        """
        if not asker.is_live:
            self.sets(cast("FakeTarget", asker.target))
        elif not self.shows(asker):
            raise NotAsked(f"it does not show that this is so here: {self.says}")
