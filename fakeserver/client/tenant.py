"""A tenant in a fake that runs elsewhere, with the names of `Tenant`.

What cannot go over the wire is an error that says so; docs/remote.md lists it.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fakeserver.client.administration import RemoteOrganization, RemotePublicFolders, RemoteRights, RemoteSignIns
from fakeserver.client.applications import RemoteApplication, RemoteApplications
from fakeserver.client.clock import RemoteClock
from fakeserver.client.differences import Remote, not_over_the_wire
from fakeserver.client.groups import RemoteGroup
from fakeserver.client.link import Link
from fakeserver.client.mailbox import RemoteMailbox
from fakeserver.client.messages import RemoteFolder, RemoteLoaded, RemoteMessage
from fakeserver.client.outbound import RemoteOutbound
from fakeserver.client.people import RemotePeople, RemoteRooms
from fakeserver.client.policies import RemotePolicies
from fakeserver.client.users import RemoteUser
from fakeserver.client.values import given, to_json, who
from fakeserver.tenant.directory.permissions import qualified

if TYPE_CHECKING:
    from fakeserver.client.faults import RemoteFaults
    from fakeserver.client.journal import RemoteJournal, RemoteNotes


#: what the API says of a tenant beside what its endpoints file holds
_OF_THE_API: Final = frozenset({"name", "label", "url", "now", "public_app", "daemon_app"})
#: how the API names keys that have no object over here
_KEYS: Mapping[object, str] = {"current": "current", None: "none"}


def _is_key(key: object) -> bool:
    from fakeserver.tenant.tokens.keys import SigningKey

    return isinstance(key, SigningKey)


class RemoteTenant(Remote):
    """One organization in a fake that runs elsewhere.

    Attributes:
        organization: the tenant's id, name and domains.
        people, applications, rooms: accounts; app registrations; rooms and room lists.
        rights, sign_ins, public_folders: permissions in Exchange; policies, sessions, passwords; public folders.
        policies: the tenant's switches.
        outbound: messages that left for other domains.
        clock: the tenant's time.
    """

    local = "Tenant"

    organization: RemoteOrganization
    people: RemotePeople
    applications: RemoteApplications
    rooms: RemoteRooms
    rights: RemoteRights
    sign_ins: RemoteSignIns
    public_folders: RemotePublicFolders
    policies: RemotePolicies
    outbound: RemoteOutbound
    clock: RemoteClock

    def __init__(self, link: Link, facts: dict[str, Any]) -> None:
        """Stand for the tenant that an answer of the API describes."""
        self._link = link
        self._facts = facts
        people, policies = RemotePeople(link), RemotePolicies(link)
        # Past __setattr__, which takes no new names.
        self.__dict__.update(
            organization=RemoteOrganization(link, facts),
            people=people,
            policies=policies,
            applications=RemoteApplications(link),
            rooms=RemoteRooms(link, people),
            rights=RemoteRights(link, people),
            sign_ins=RemoteSignIns(link, people, policies),
            public_folders=RemotePublicFolders(link),
            outbound=RemoteOutbound(link),
            clock=RemoteClock(link),
        )

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
        """Passwords and secrets that this client has seen: what no log and no report may show."""
        return sorted(self._link.secrets)

    @property
    def endpoints(self) -> dict[str, Any]:
        """What the endpoints file of this tenant holds; passwords and secrets included."""
        return {name: fact for name, fact in self._facts.items() if name not in _OF_THE_API}

    # --- people and applications -------------------------------------------------------------------------------------

    @property
    def users(self) -> list[RemoteUser]:
        """Every account, oldest first, those of shared mailboxes too."""
        return self.people.users

    @property
    def apps(self) -> list[RemoteApplication]:
        """Every application, oldest first."""
        return self.applications.all

    @property
    def public_app(self) -> RemoteApplication:
        """The public application that the tenant was made with.

        Raises:
            LookupError: it was made without.
        """
        return self._usual_app("public_app")

    @property
    def daemon_app(self) -> RemoteApplication:
        """The confidential application that the tenant was made with.

        Raises:
            LookupError: it was made without.
        """
        return self._usual_app("daemon_app")

    def _usual_app(self, name: str) -> RemoteApplication:
        client_id = self._facts.get(name)
        if client_id is None:
            raise LookupError(f"{self.domain} was made without its {name}; register_app(...) adds applications")
        return self.applications.find(client_id)

    def add_user(self, name: str, password: str | None = None, **options: Any) -> RemoteUser:
        """Add a user with a mailbox; arguments and errors are those of `Tenant.add_user`."""
        return self.people.add_user(name, password, **options)

    def add_shared_mailbox(self, name: str, members: Iterable[Any] = ()) -> RemoteUser:
        """Add a mailbox that nobody signs in to; as `Tenant.add_shared_mailbox`."""
        return self.rights.add_shared_mailbox(name, members)

    def add_distribution_group(
        self, name: str, members: Iterable[Any] = (), rule: str | None = None, **options: Any
    ) -> RemoteGroup:
        """Add an address that delivers to its members; as `Tenant.add_distribution_group`."""
        return self.people.add_distribution_group(name, members, rule, **options)

    def add_room(self, name: str, **options: Any) -> RemoteUser:
        """Add a meeting room's mailbox; as `Tenant.add_room`."""
        return self.rooms.add(name, **options)

    def add_room_list(self, name: str, rooms: Iterable[Any] = (), **options: Any) -> RemoteGroup:
        """Add a list of rooms, which has an address; as `Tenant.add_room_list`."""
        return self.rooms.add_list(name, rooms, **options)

    def add_public_folder(self, path: str, **options: Any) -> RemoteFolder:
        """Add a folder that belongs to the organization; as `Tenant.add_public_folder`."""
        return self.public_folders.add(path, **options)

    def register_app(self, name: str, **options: Any) -> RemoteApplication:
        """Register an application; arguments and errors are those of `Tenant.register_app`."""
        return self.applications.register(name, **options)

    def user(self, address: RemoteUser | str) -> RemoteUser:
        """Return the user with an address, short or whole; ValueError where there is none."""
        return self.people.user(address)

    def revoke(self, user: RemoteUser | str) -> None:
        """End every session of a user."""
        self.sign_ins.revoke(user)

    # --- mail --------------------------------------------------------------------------------------------------------

    def mailbox(self, address: RemoteUser | str) -> RemoteMailbox:
        """Return a mailbox by any of its addresses, short or whole; MailboxNotFound where there is none."""
        return self.people.mailbox(address)

    def deliver(self, to: Any, message: Any = None, **parts: Any) -> RemoteMessage:
        """Put a message into somebody's inbox; as `Tenant.deliver`, to a mailbox.

        Raises:
            TypeError: to a distribution group.
        """
        if isinstance(to, RemoteGroup):
            raise not_over_the_wire("to: a distribution group", "submit the message by SMTP, or deliver to its members")
        return self.mailbox(to).deliver(message, **parts)

    def load(self, path: str | PathLike[str]) -> RemoteLoaded:
        """Fill the mailbox that a file is named for (``alice.mbox``); as `Tenant.load`, with one file.

        Raises:
            TypeError: it is a folder of files.
            MailboxNotFound: it is named for no mailbox.
        """
        file = Path(path)
        if file.is_dir():
            raise not_over_the_wire(f"{file}: a folder of files", "load its files one by one")
        return self.mailbox(file.stem).load(file)

    # --- tokens ------------------------------------------------------------------------------------------------------

    def token(self, app: Any, user: Any, *scopes: str) -> str:
        """Return a delegated access token; arguments and errors are those of `Tenant.token`."""
        body = {"app": who("app", app), "user": who("user", user), "scopes": [qualified(scope) for scope in scopes]}
        return str(self._link.post("tokens", body=body)["access_token"])

    def app_token(self, app: Any, *scopes: str) -> str:
        """Return an app-only access token; arguments and errors are those of `Tenant.app_token`."""
        body = {"app": who("app", app), "user": None, "scopes": [qualified(scope) for scope in scopes]}
        return str(self._link.post("tokens", body=body)["access_token"])

    def mint(
        self,
        app: Any = None,
        user: Any = None,
        scopes: Iterable[str] | None = None,
        roles: Iterable[str] | None = None,
        *,
        header: Mapping[str, Any] | None = None,
        key: object = "current",
        raw: object = None,
        **claim_overrides: Any,
    ) -> str:
        """Make any access token, right or wrong; arguments and errors are those of `Tenant.mint`.

        Raises:
            TypeError: ``raw``, or octets as a key. A `SigningKey` stands for one that nobody knows.
        """
        if raw is not None:
            raise not_over_the_wire("raw: a function", "change header= and claims, or the token itself")
        named = _KEYS.get(key) if isinstance(key, str | None) else "another" if _is_key(key) else ""
        if not named:
            raise not_over_the_wire(f"key: {type(key).__name__}", 'key="current", key=None and a SigningKey do')
        body = given(
            app=None if app is None else who("app", app),
            user=None if user is None else who("user", user),
            scopes=None if scopes is None else list(scopes),
            roles=None if roles is None else list(roles),
            header=header,
        )
        body["claims"] = {name: to_json(name, value) for name, value in claim_overrides.items()}
        body["key"] = named
        return str(self._link.post("tokens", "mint", body=body)["access_token"])

    # --- trouble, and what was asked ---------------------------------------------------------------------------------

    @cached_property
    def faults(self) -> "RemoteFaults":
        """What is to go wrong: ``faults.throttle("ews", times=2)``."""
        # Most tests do without, and its kinds are many.
        from fakeserver.client.faults import RemoteFaults

        return RemoteFaults(self._link)

    @cached_property
    def notes(self) -> "RemoteNotes":
        """What `journal` reads."""
        from fakeserver.client.journal import RemoteNotes

        return RemoteNotes(self._link)

    @cached_property
    def journal(self) -> "RemoteJournal":
        """What was asked, what was answered, and why."""
        from fakeserver.client.journal import RemoteJournal

        return RemoteJournal(self.notes, user=self.people.user, app=self.applications.find)

    # --- its state ---------------------------------------------------------------------------------------------------

    def snapshot(self) -> str:
        """Keep what the tenant is now, for `restore`; returns the snapshot's id."""
        return str(self._link.post("snapshots")["id"])

    def restore(self, snapshot: str | None = None) -> None:
        """Make the tenant what it was at a snapshot, the newest by default.

        Raises:
            LookupError, ValueError: there is no such snapshot.
        """
        self._link.post("restore", body={"snapshot": snapshot})

    def reset(self) -> None:
        """Make the tenant what it was when it was made; time, journal, faults and outbound mail too."""
        self._facts.update(self._link.post("reset"))

    def keep(self) -> None:
        """Keep what reports of tests tell, for one that is made when the tenant is gone."""
        self.notes.keep()
        self._link.is_over = True

    def __repr__(self) -> str:
        return f"<Tenant {self.domain} {self.tenant_id} (remote)>"
