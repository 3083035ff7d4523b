"""What an admin does in a remote tenant beside its users: rights, sign-ins, public folders, who it is."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from fakeserver.client.differences import Remote
from fakeserver.client.link import Link
from fakeserver.client.messages import RemoteFolder
from fakeserver.client.people import RemotePeople
from fakeserver.client.policies import RemotePolicies
from fakeserver.client.users import RemoteUser
from fakeserver.client.values import given, to_json, who, whom
from fakeserver.tenant.identifiers import new_guid, new_password
from fakeserver.tenant.switches.conditional_access import ConditionalAccessPolicy


class RemoteRights(Remote):
    """What `tenant.rights` is: who may open whose mailbox, and send as whom."""

    local = "Rights"

    def __init__(self, link: Link, people: RemotePeople) -> None:
        self._link = link
        self._people = people

    def add_shared_mailbox(self, name: str, members: Iterable[Any] = ()) -> RemoteUser:
        """Add a mailbox that nobody signs in to; arguments and errors: `Rights.add_shared_mailbox`."""
        body = {"name": name, "members": whom("members", members)}
        return self._people.known(self._link.post("shared_mailboxes", body=body))

    def add_mailbox_permission(self, mailbox: object, trustee: object, right: str = "FullAccess") -> None:
        """Let a user or an application into somebody's mailbox; as `Rights.add_mailbox_permission`."""
        self._link.post("mailbox_permissions", body=_permission(mailbox, trustee, right))

    def remove_mailbox_permission(self, mailbox: object, trustee: object, right: str = "FullAccess") -> None:
        """Take a permission back; as `Rights.remove_mailbox_permission`."""
        self._link.delete("mailbox_permissions", body=_permission(mailbox, trustee, right))


def _permission(mailbox: object, trustee: object, right: str) -> dict[str, str]:
    return {"mailbox": who("mailbox", mailbox), "trustee": who("trustee", trustee), "right": right}


class RemoteSignIns(Remote):
    """What `tenant.sign_ins` is: policies, sessions and passwords."""

    local = "SignIns"

    def __init__(self, link: Link, people: RemotePeople, policies: RemotePolicies) -> None:
        self._link = link
        self._people = people
        self._policies = policies

    def add_conditional_access(self, name: str, **conditions: Any) -> ConditionalAccessPolicy:
        """Add a Conditional Access policy; arguments and errors are those of `SignIns.add_conditional_access`."""
        import random

        policy = ConditionalAccessPolicy(name, policy_id=new_guid(random.Random()), **conditions)
        there: Any = self._policies
        there.conditional_access = (*there.conditional_access, policy)
        return policy

    def revoke(self, user: RemoteUser | str) -> None:
        """End every session of a user; see `SignIns.revoke`."""
        self._link.post("users", who("user", user), "revoke")

    def reset_password(self, user: RemoteUser | str, password: str | None = None) -> str:
        """Give a user a new password, as an admin does, which ends their sessions too; returns the password."""
        import random

        found = self._people.user(user)
        found.password = new = password or new_password(random.SystemRandom())
        return new


class RemotePublicFolders(Remote):
    """What `tenant.public_folders` is: the organization's own folders."""

    local = "PublicFolders"

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(
        self,
        path: str,
        *,
        address: str | None = None,
        folder_class: str = "IPF.Note",
        permissions: Any = None,
    ) -> RemoteFolder:
        """Add a folder that belongs to the organization; arguments and errors: `PublicFolders.add`."""
        table = given(name=path, address=address, folder_class=folder_class)
        if permissions is not None:
            table["permissions"] = to_json("permissions", permissions)
        return RemoteFolder(self._link.post("public_folders", body=table))


class Domains(tuple[str, ...]):
    """The domains of a remote tenant, which nobody changes from here."""

    __slots__ = ()

    @contextmanager
    def watched(self, _renew: Callable[[], None]) -> Iterator[None]:
        """Tell of changes until the block ends: there are none."""
        yield


class RemoteOrganization(Remote):
    """What `tenant.organization` is: id, name and domains."""

    local = "Organization"

    def __init__(self, link: Link, facts: dict[str, Any]) -> None:
        self._link = link
        self._facts = facts

    @property
    def tenant_id(self) -> str:
        """The tenant's GUID, in lower case."""
        return str(self._facts["tenant_id"])

    @property
    def domain(self) -> str:
        """The initial domain."""
        return str(self._facts["domain"])

    @property
    def name(self) -> str:
        """Its display name."""
        return str(self._facts.get("name") or "")

    @property
    def label(self) -> str:
        """What tells it from others for people who look."""
        return str(self._facts.get("label") or "")

    @property
    def domains(self) -> "Domains":
        """The initial domain; others can be added only where the fake runs."""
        return Domains([self.domain])
