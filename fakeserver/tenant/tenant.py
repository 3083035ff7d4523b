"""The tenant: one organization in Microsoft 365, with everything in it and every control that a test has over it.

A request is handled under `Tenant.lock`; the methods that tests call take it themselves.
"""

import random as randomness
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from fakeserver.suggestion import no_new_names
from fakeserver.tenant.administration.applications import Applications
from fakeserver.tenant.administration.assistants import assisted
from fakeserver.tenant.administration.incoming import Incoming
from fakeserver.tenant.administration.minting import Minting
from fakeserver.tenant.administration.moved_names import MOVED, SWITCHES
from fakeserver.tenant.administration.organization import Organization
from fakeserver.tenant.administration.people import People
from fakeserver.tenant.administration.public_folders import PublicFolders
from fakeserver.tenant.administration.rights import Rights
from fakeserver.tenant.administration.rooms import Rooms
from fakeserver.tenant.administration.sign_ins import SignIns
from fakeserver.tenant.administration.usual_applications import NOTHING, Pinned, usual_applications
from fakeserver.tenant.budgets import Budgets
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.applications import Application, ConsentKind, RedirectUri
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.distribution_groups import DistributionGroup, Member, Rule
from fakeserver.tenant.directory.users import User, UserKind
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.permissions.mailbox_permissions import MailboxPermissions
from fakeserver.tenant.exchange.transport.delivery import Transport
from fakeserver.tenant.exchange.transport.outbound import Outbound
from fakeserver.tenant.exchange.webhooks.webhooks import Webhooks
from fakeserver.tenant.journal.notes import Notes
from fakeserver.tenant.later import Later
from fakeserver.tenant.moved import moved
from fakeserver.tenant.snapshots import Snapshots
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.tokens.authority import TokenAuthority
from fakeserver.tenant.tokens.keys import KeyRing, SigningKey
from fakeserver.tenant.trouble import Trouble

if TYPE_CHECKING:
    from fakeserver.tenant.exchange.loading.loaded import Loaded
    from fakeserver.tenant.exchange.scheduling.scheduling import Scheduling
    from fakeserver.tenant.faults.faults import Faults
    from fakeserver.tenant.journal.journal import Journal
    from fakeserver.tenant.snapshot import Snapshot


@no_new_names
@moved(MOVED | SWITCHES)
class Tenant:
    """One organization: its users, applications, policies and mailboxes.

    What most tests call is here; the rest is grouped: `people`, `applications`, `rights` and others.

    Attributes:
        organization: the tenant's id, name and domains.
        people, mailboxes, rooms: accounts and their mailboxes; every mailbox, by address; rooms and room lists.
        applications: app registrations, secrets, consent.
        rights, sign_ins: permissions in Exchange; Conditional Access, groups, passwords, device codes.
        policies, budgets: the tenant's switches; how much each mailbox may do.
        outbound, webhooks: messages that left for other domains; subscriptions to change notifications of Graph.
        transport: takes submitted mail to mailboxes, or to other domains.
        notes, trouble: what `journal` reads; ordered faults, as requests meet them.
        clock, later: the tenant's time; what waits for its moment, e.g. a setting that bites after half an hour.
        random, lock: where ids, passwords and secrets come from; what is held while a request is handled.
        directory, permissions: the stores of users, applications, groups and consent, and of Exchange's permissions.
        keys, tokens, snapshots: what signs tokens (``keys.roll()`` changes it); the token service; its former states.
        public_app: a public application with every delegated mail permission, consented to by an admin.
        daemon_app: a confidential one with every application permission, and FullAccess and SendAs on every mailbox.
    """

    public_app: Application
    daemon_app: Application

    def __init__(
        self,
        domain: str = "contoso.onmicrosoft.com",
        *,
        tenant_id: str | None = None,
        name: str | None = None,
        clock: Clock | None = None,
        random: randomness.Random | None = None,
        defaults: bool = True,
        pinned: Pinned = NOTHING,
    ) -> None:
        """Make a tenant without users.

        Args:
            clock: the system's time by default.
            random: a seeded one makes ids, passwords and secrets the same each time.
            defaults: register `public_app` and `daemon_app`; ``pinned`` fixes their ids and the secret.

        Raises:
            ValueError: the domain is none, or an id no GUID.
        """
        self.random = random = random or randomness.Random()
        self.clock = clock = clock or Clock()
        self.lock = lock = threading.RLock()
        self.organization = Organization(domain, tenant_id=tenant_id, name=name, random=random, lock=lock)
        self.notes = Notes(clock.moment, secrets=lambda: self.secrets)
        self.policies = policies = Policies()
        self.directory = directory = Directory(clock, self.policies, self.organization)
        self.permissions = permissions = MailboxPermissions()
        self.keys = KeyRing()
        self.tokens = TokenAuthority(self.tenant_id, self.directory, self.keys, clock, random)
        self.mailboxes = boxes = Mailboxes(clock, lock, random, directory.primary_address)
        self.outbound = Outbound(lock)
        self.webhooks = Webhooks(clock, lock, lambda box: boxes.by_guid(box.guid) is box)
        local, groups = self.organization.is_local, self.directory.distribution_group
        self.budgets = Budgets(clock, self.policies)
        self.later = later = Later(clock, lock)
        self.transport = Transport(self.mailboxes, clock, self.outbound, local, groups, policies, self.budgets, later)
        self.mailboxes.find_folder = directory.mail_folder
        self._scheduling = assisted(boxes, self.transport, directory, permissions, self.organization, clock, random)
        self.people = People(self.organization, self.directory, self.mailboxes, random=random, lock=lock)
        self.applications = Applications(self.directory, clock=clock, random=random, lock=lock)
        self.rights = Rights(self.people, self.permissions, lock)
        self.rooms = Rooms(self.people, self.directory, lock)
        self._public = PublicFolders(self.people, self.directory, self.mailboxes, self.permissions.folders, lock)
        self._incoming = Incoming(self.people, self.directory, self.mailboxes, self.transport, lock)
        self.sign_ins = SignIns(self.people, self.directory, self.policies, self.tokens, random=random, lock=lock)
        self._minting = Minting(self.people, self.directory, self.tokens, self.keys, domain, clock=clock, lock=lock)
        self.trouble = Trouble(self.people, self.applications, self.notes, clock=clock, random=random, lock=lock)
        self.snapshots = Snapshots(self.organization, self.people, self.notes, self.trouble, clock, lock, vars(self))
        self.transport.mishap = self.trouble.mishap
        if defaults:
            self.public_app, self.daemon_app = usual_applications(self.applications, self.permissions, pinned)

    @property
    def tenant_id(self) -> str:
        """The tenant's GUID, in lower case."""
        return self.organization.tenant_id

    @property
    def domain(self) -> str:
        """The initial domain."""
        return self.organization.domain

    @property
    def secrets(self) -> list[str]:
        """The passwords of users and the secrets of applications: what no log and no report may show."""
        passwords = [user.password for user in self.users]
        return [value for value in (*passwords, *(s.value for app in self.apps for s in app.secrets)) if value]

    @property
    def scheduling(self) -> "Scheduling":
        """Meetings: invitations, answers, and what calendars do with them as they come."""
        return self._scheduling()

    @property
    def public_folders(self) -> PublicFolders:
        """The organization's own folders, and who may do what in them."""
        return self._public

    @property
    def users(self) -> list[User]:
        """Every account, oldest first, those of shared mailboxes too."""
        return self.people.users

    @property
    def apps(self) -> list[Application]:
        """Every application, oldest first."""
        return self.applications.all

    def add_user(
        self,
        name: str,
        password: str | None = None,
        *,
        display_name: str | None = None,
        aliases: Iterable[str] = (),
        mailbox: bool = True,
        kind: UserKind = "member",
        **switches: object,
    ) -> User:
        """Add a user with a mailbox; arguments and errors are those of `People.add_user`."""
        return self.people.add_user(
            name, password, display_name=display_name, aliases=aliases, mailbox=mailbox, kind=kind, **switches
        )

    def add_shared_mailbox(self, name: str, members: Iterable[User | str] = ()) -> User:
        """Add a mailbox that nobody signs in to; arguments and errors: `Rights.add_shared_mailbox`."""
        return self.rights.add_shared_mailbox(name, members)

    def add_distribution_group(
        self, name: str, members: Iterable[Member] = (), rule: Rule | str | None = None, **options: Any
    ) -> DistributionGroup:
        """Add an address that delivers to its members; arguments and errors: `People.add_distribution_group`."""
        return self.people.add_distribution_group(name, members, rule, **options)

    def add_room(self, name: str, **options: Any) -> User:
        """Add a meeting room's mailbox; arguments and errors: `Rooms.add`."""
        return self.rooms.add(name, **options)

    def add_room_list(self, name: str, rooms: Iterable[User | str] = (), **options: Any) -> DistributionGroup:
        """Add a list of rooms, which has an address; arguments and errors: `Rooms.add_list`."""
        return self.rooms.add_list(name, rooms, **options)

    def add_public_folder(self, path: str, **options: Any) -> Folder:
        """Add a folder that belongs to the organization; arguments and errors: `PublicFolders.add`."""
        return self.public_folders.add(path, **options)

    def register_app(
        self,
        name: str,
        *,
        public: bool = False,
        secret: str | bool | None = None,
        certificate: str | None = None,
        redirect_uris: Iterable[str | RedirectUri] = ("http://localhost",),
        delegated: Iterable[str] = (),
        application: Iterable[str] = (),
        consent: ConsentKind = "admin",
        exchange: bool = True,
        client_id: str | None = None,
    ) -> Application:
        """Register an application; arguments and errors are those of `Applications.register`."""
        return self.applications.register(
            name,
            public=public,
            secret=secret,
            certificate=certificate,
            redirect_uris=redirect_uris,
            delegated=delegated,
            application=application,
            consent=consent,
            exchange=exchange,
            client_id=client_id,
        )

    def user(self, address: str | User) -> User:
        """Return the user with an address, short or whole; ValueError, with the list of them, where there is none."""
        return self.people.user(address)

    def revoke(self, user: User | str) -> None:
        """End every session of a user; see `SignIns.revoke`."""
        self.sign_ins.revoke(user)

    def mailbox(self, address: str | User) -> Mailbox:
        """Return a mailbox by any of its addresses, short or whole; MailboxNotFound where there is none."""
        return self.people.mailbox(address)

    def deliver(self, to: str | User | DistributionGroup, message: Any = None, **parts: Any) -> Item:
        """Put a message into somebody's inbox, as if it had come from outside; see `Incoming.deliver`."""
        return self._incoming.deliver(to, message, **parts)

    def load(self, path: str | PathLike[str]) -> "Loaded":
        """Fill mailboxes from files that are named for them (``alice.mbox``, ``bob/Inbox/1.eml``): `People.load`."""
        return self.people.load(Path(path))

    def token(self, app: Application, user: User | str, *scopes: str) -> str:
        """Return a delegated access token without HTTP; arguments and errors are those of `Minting.token`."""
        return self._minting.token(app, user, *scopes)

    def app_token(self, app: Application, *scopes: str) -> str:
        """Return an app-only access token without HTTP; arguments and errors are those of `Minting.app_token`."""
        return self._minting.app_token(app, *scopes)

    def mint(
        self,
        app: Application | None = None,
        user: User | str | None = None,
        scopes: Iterable[str] | None = None,
        roles: Iterable[str] | None = None,
        *,
        header: Mapping[str, Any] | None = None,
        key: SigningKey | bytes | Literal["current"] | None = "current",
        raw: Callable[[bytes], bytes] | None = None,
        **claim_overrides: Any,
    ) -> str:
        """Make any access token, right or wrong; arguments and errors are those of `Minting.mint`.

        A recipe for each kind of wrong token: ``help("fakeserver.tenant.tokens.forge")``.
        """
        who = app or (self.daemon_app if user is None else self.public_app)
        return self._minting.mint(
            who, user, scopes, roles, header=header, key=key, raw=raw, claim_overrides=claim_overrides
        )

    @property
    def faults(self) -> "Faults":
        """What is to go wrong: ``faults.throttle("ews", times=2)``."""
        return self.trouble.faults

    @cached_property
    def journal(self) -> "Journal":
        """What was asked, what was answered, and why."""
        # Threads that ask at the same time may get two: each reads the same notes, and keeps nothing of its own.
        from fakeserver.tenant.journal.journal import Journal

        return Journal(self.notes, user=self.people.user, app=self.applications.find)

    def snapshot(self) -> "Snapshot":
        """Return what the tenant is now, for `restore`: all but time, the journal and ordered faults."""
        return self.snapshots.take()

    def restore(self, snapshot: "Snapshot | None" = None) -> None:
        """Make the tenant and what a test holds of it what they were at a snapshot, the newest by default.

        Clients are told goodbye; no id, UID or sync state given out since will mean something else. Hold no lock.
        Without a snapshot, or with another tenant's, it raises ValueError.
        """
        self.snapshots.restore(snapshot)

    def close(self) -> None:
        """Empty the tenant; open sessions are refused at their next command."""
        self.trouble.clear()
        with self.lock:
            for user in self.users:
                self.directory.remove_user(user)
            self.directory.applications.clear()
            for box in self.mailboxes.all:
                self.mailboxes.remove(box)
            self.outbound.clear()
            self.webhooks.clear()
            self.snapshots.forget()
            self.later.clear()
            self.notes.clear()

    def __repr__(self) -> str:
        return f"<Tenant {self.domain} {self.tenant_id}>"
