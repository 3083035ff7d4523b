"""What applications were allowed: delegated permissions by an admin or by a user, and application permissions.

Entra keeps these as oauth2PermissionGrants (AllPrincipals, Principal) and appRoleAssignments of the service principal.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class Consent:
    """The grants of one tenant. Applications are named by client id, resources by app id, users by object id."""

    def __init__(self) -> None:
        self._everyone: dict[tuple[str, str], frozenset[str]] = {}
        self._users: dict[tuple[str, str, str], frozenset[str]] = {}
        self._roles: dict[tuple[str, str], frozenset[str]] = {}

    def grant(self, client_id: str, resource_id: str, scopes: Iterable[str], user_id: str | None = None) -> None:
        """Allow delegated permissions: for one user, or for everyone in the tenant (admin consent)."""
        if user_id is None:
            pair = (client_id, resource_id)
            self._everyone[pair] = self._everyone.get(pair, frozenset()).union(scopes)
        else:
            key = (client_id, resource_id, user_id)
            self._users[key] = self._users.get(key, frozenset()).union(scopes)

    def assign(self, client_id: str, resource_id: str, roles: Iterable[str]) -> None:
        """Allow application permissions (admin consent)."""
        self._roles[client_id, resource_id] = self._roles.get((client_id, resource_id), frozenset()).union(roles)

    def grant_everything(
        self, client_id: str, delegated: Iterable[tuple[str, str]], application: Iterable[tuple[str, str]]
    ) -> None:
        """Allow permissions for everyone in the tenant, as an admin does: pairs of resource app id and permission."""
        for resource_id, scopes in _by_resource(delegated):
            self.grant(client_id, resource_id, scopes)
        for resource_id, roles in _by_resource(application):
            self.assign(client_id, resource_id, roles)

    def scopes(self, client_id: str, resource_id: str, user_id: str) -> frozenset[str]:
        """Return the delegated permissions that the application has for this user."""
        for_all = self._everyone.get((client_id, resource_id), frozenset())
        return for_all | self._users.get((client_id, resource_id, user_id), frozenset())

    def roles(self, client_id: str, resource_id: str) -> frozenset[str]:
        """Return the application permissions that the application has."""
        return self._roles.get((client_id, resource_id), frozenset())

    def delegated_of(self, client_id: str) -> dict[str | None, frozenset[tuple[str, str]]]:
        """Return the delegated permissions of an application by user, None for everyone: (resource app id, scope)."""
        found: dict[str | None, set[tuple[str, str]]] = {}
        for (client, resource), scopes in self._everyone.items():
            if client == client_id:
                found.setdefault(None, set()).update((resource, scope) for scope in scopes)
        for (client, resource, user_id), scopes in self._users.items():
            if client == client_id:
                found.setdefault(user_id, set()).update((resource, scope) for scope in scopes)
        return {user_id: frozenset(permissions) for user_id, permissions in found.items()}

    def roles_of(self, client_id: str) -> frozenset[tuple[str, str]]:
        """Return the application permissions that an application has: (resource app id, role)."""
        return frozenset(
            (resource, role)
            for (client, resource), roles in self._roles.items()
            if client == client_id
            for role in roles
        )

    def copied(self) -> "Consent":
        """Return what it is now, for `as_it_was`."""
        copied = Consent()
        # Each dictionary is changed in place; the permissions in it are not.
        copied._everyone, copied._users, copied._roles = dict(self._everyone), dict(self._users), dict(self._roles)
        return copied

    @contextmanager
    def as_it_was(self, earlier: "Consent | None") -> Iterator[None]:
        """Be what it was while the block lasts; the tenant's lock is held all the while. None: what it is."""
        now = dict(vars(self))
        vars(self).update(vars(earlier or self))
        try:
            yield
        finally:
            vars(self).update(now)

    def withdraw(self, client_id: str) -> None:
        """Take back everything that an application was allowed, by anybody."""
        self._everyone = {key: scopes for key, scopes in self._everyone.items() if key[0] != client_id}
        self._users = {key: scopes for key, scopes in self._users.items() if key[0] != client_id}
        self._roles = {key: roles for key, roles in self._roles.items() if key[0] != client_id}


def _by_resource(permissions: Iterable[tuple[str, str]]) -> Iterable[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for resource_id, name in permissions:
        found.setdefault(resource_id, []).append(name)
    return found.items()
