"""What all parts of a tenant rest on: its name, its time, its randomness, its stores."""

import random as randomness
import threading

from fakeserver.tenant.access.policies import Policies
from fakeserver.tenant.access.policies.mailbox_permissions import MailboxPermissions
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.transport.delivery import OutboundMessage, Transport
from fakeserver.tenant.identifiers import new_guid
from fakeserver.tenant.journal import Journal
from fakeserver.tenant.tokens.authority import TokenAuthority
from fakeserver.tenant.tokens.keys import KeyRing


class Organization:
    """One organization; `Tenant` makes it."""

    tenant_id: str
    #: the initial domain
    domain: str
    #: verified domains, the initial one first; append to it to add one
    domains: list[str]
    name: str
    clock: Clock
    random: randomness.Random
    #: held by whoever handles a request
    lock: threading.RLock
    journal: Journal
    directory: Directory
    #: the tenant's switches
    policies: Policies
    permissions: MailboxPermissions
    #: the keys that sign tokens; ``keys.roll()`` changes them
    keys: KeyRing
    #: the token service
    tokens: TokenAuthority
    #: every mailbox
    mailboxes: Mailboxes
    #: messages that left for domains which are not this tenant's
    outbound: list[OutboundMessage]
    #: who signs in at the authorize endpoint without being asked: a user; True: whom the request's login_hint names,
    #: else the first user; None: the person at the browser is asked
    auto_sign_in: User | bool | None

    @property
    def transport(self) -> Transport:
        """Takes submitted mail to the tenant's mailboxes, or to `outbound`."""
        return Transport(self.mailboxes, self.clock, self.outbound, self.is_local)

    def is_local(self, domain: str) -> bool:
        """Say whether a domain is one of the tenant's; without case."""
        return domain.lower() in map(str.lower, self.domains)

    def new_guid(self) -> str:
        """Return a GUID from the tenant's randomness."""
        with self.lock:
            return new_guid(self.random)
