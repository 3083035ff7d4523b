"""The organization itself: its id, its name and its domains."""

import threading
from random import Random

from fakeserver.tenant.administration.domains import Domains
from fakeserver.tenant.identifiers import is_domain, is_guid, new_guid


class Organization:
    """What `tenant.organization` is: who the tenant is, and which domains are its own.

    Raises:
        ValueError: the domain is none, or the tenant's id no GUID.

    Attributes:
        tenant_id: a GUID in lower case.
        domain: the initial domain.
        domains: verified domains, the initial one first; append to it to add one.
        name: as consent pages show it, and errors that name the directory.
        label: what tells it from others for people who look, as the test that has it; no client sees it.
    """

    def __init__(
        self, domain: str, *, tenant_id: str | None, name: str | None, random: Random, lock: threading.RLock
    ) -> None:
        if not is_domain(domain):
            raise ValueError(f"domain is a name such as contoso.onmicrosoft.com, not {domain!r}")
        if tenant_id is not None and not is_guid(tenant_id):
            raise ValueError(f"tenant_id is a GUID, not {tenant_id!r}")
        self.tenant_id = (tenant_id or new_guid(random)).lower()
        self.domain = domain
        self.domains = Domains([domain])
        self.name = name or domain.partition(".")[0].capitalize()
        self.label = ""
        self._random = random
        self._lock = lock

    def is_local(self, domain: str) -> bool:
        """Say whether a domain is one of the tenant's; without case."""
        return domain.lower() in map(str.lower, self.domains)

    def is_inside(self, address: str) -> bool:
        """Say whether an address is in one of the tenant's domains; without case."""
        return self.is_local(address.rpartition("@")[2])

    def whole_address(self, name: str) -> str:
        """Return the address that a name means: ``alice`` is alice@<initial domain>; a whole one stays as it is."""
        return name if "@" in name else f"{name}@{self.domain}"

    def new_guid(self) -> str:
        """Return a GUID from the tenant's randomness."""
        with self._lock:
            return new_guid(self._random)
