"""All the tenants that one server hosts, and the door that they share."""

import threading
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from fakeserver.sequence import next_number
from fakeserver.tenant.access.door import Door
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.identifiers import new_guid
from fakeserver.tenant.journal.notes import Notes
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.tenant import Tenant

if TYPE_CHECKING:
    from fakeserver.tenant.journal.journal import Journal


class Cloud:
    """The tenants, found by id, by domain, or by somebody's address. Thread-safe."""

    def __init__(self) -> None:
        #: exchanges that belong to no known tenant
        self.notes = Notes(self._moment, secrets=lambda: self.secrets)
        self.door = Door(self)
        #: whose time the journal goes by; None: the newest tenant's
        self.clock: Clock | None = None
        self._lock = threading.Lock()
        self._tenants: dict[str, Tenant] = {}
        self._watchers: tuple[Callable[[], None], ...] = ()
        #: the tenant that was added last; asked for at each connection
        self.newest: Tenant | None = None
        self._usual = Policies()
        self._usual_clock = Clock()
        self._random = Random()

    def add(self, tenant: Tenant) -> None:
        """Host a tenant."""
        with self._lock:
            replaced = tenant.tenant_id in self._tenants
            self._tenants[tenant.tenant_id] = tenant
            self._look_for_newest()
        tenant.notes.beside, tenant.notes.beside_since = self.notes, next_number()
        if replaced:
            self.door.forget(tenant)
        self.changed()

    def remove(self, tenant: Tenant) -> None:
        """Host a tenant no longer; it stays usable by itself."""
        with self._lock:
            self._tenants.pop(tenant.tenant_id, None)
            self._look_for_newest()
        tenant.notes.beside = None
        self.door.forget(tenant)
        self.changed()

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call back after a tenant has come or gone, and after `changed`; returns what ends it."""
        with self._lock:
            self._watchers += (changed,)

        def stop() -> None:
            with self._lock:
                self._watchers = tuple(each for each in self._watchers if each is not changed)

        return stop

    def changed(self) -> None:
        """Tell those who watch that something was changed here, or in a tenant, by somebody whom no journal notes."""
        for watcher in self._watchers:
            watcher()

    @property
    def tenants(self) -> list[Tenant]:
        """Every tenant, oldest first."""
        with self._lock:
            return list(self._tenants.values())

    @cached_property
    def journal(self) -> "Journal":
        """Exchanges that belong to no known tenant."""
        from fakeserver.tenant.journal.journal import Journal

        return Journal(self.notes)

    @property
    def secrets(self) -> set[str]:
        """The secrets of every tenant."""
        return {secret for tenant in self.tenants for secret in tenant.secrets}

    @property
    def front_end(self) -> Policies:
        """The switches for what servers say before anybody has signed in.

        Such a connection belongs to no tenant yet. The newest tenant's switches apply, since a test's own is the
        newest.
        """
        newest = self.newest
        return self._usual if newest is None else newest.policies

    def by_id(self, tenant_id: str) -> Tenant | None:
        """Return the tenant with this id; GUIDs compare without case."""
        return self._tenants.get(tenant_id.lower())

    def by_domain(self, domain: str) -> Tenant | None:
        """Return the newest tenant that holds this domain; domains compare without case."""
        wanted = domain.lower()
        return next((t for t in reversed(self.tenants) if wanted in map(str.lower, t.organization.domains)), None)

    def by_address(self, address: str) -> Tenant | None:
        """Return the tenant that an address belongs to, by its domain."""
        _, at, domain = address.rpartition("@")
        return self.by_domain(domain) if at else None

    def resolve(self, name: str) -> Tenant | None:
        """Return the tenant that an authority's path names, by id or by domain."""
        return self.by_id(name) or self.by_domain(name)

    def free_domain(self) -> str:
        """Return the first of contoso.onmicrosoft.com, contoso-2.onmicrosoft.com, ... that no tenant holds."""
        taken = {domain.lower() for tenant in self.tenants for domain in tenant.organization.domains}
        number = 1
        while (domain := f"contoso{'' if number == 1 else f'-{number}'}.onmicrosoft.com") in taken:
            number += 1
        return domain

    def new_guid(self) -> str:
        """Return a GUID for an answer that belongs to no tenant."""
        return new_guid(self._random)

    @property
    def _clock(self) -> Clock:
        """The one that was set, so that a test's report, with both journals, goes by one; or the newest tenant's."""
        if self.clock is not None:
            return self.clock
        newest = self.newest
        return self._usual_clock if newest is None else newest.clock

    def _look_for_newest(self) -> None:
        self.newest = next(reversed(self._tenants.values()), None)

    def _moment(self) -> tuple[float, float]:
        return self._clock.moment()

    def now(self) -> datetime:
        """Return the time as a date, for what is answered before anybody is known."""
        return self._clock.now()

    def __repr__(self) -> str:
        return f"<Cloud of {', '.join(tenant.domain for tenant in self.tenants) or 'no tenants'}>"
