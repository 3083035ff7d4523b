"""Signing in: who may, what policies require, and what ends a session."""

import threading
from collections.abc import Iterable
from random import Random
from typing import Any

from fakeserver.listed import listed
from fakeserver.tenant.administration.people import People
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.groups import Group
from fakeserver.tenant.directory.sign_in_rules import SignInRules
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.identifiers import new_guid, new_password
from fakeserver.tenant.switches.conditional_access import ConditionalAccessPolicy
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.tokens.authority import TokenAuthority


class SignIns:
    """What `tenant.sign_ins` is: policies, groups, sessions, passwords, and what a person does on a sign-in page.

    Attributes:
        auto_sign_in: who signs in at the authorize endpoint without being asked: a user; True: whom the request's
            login_hint names, else the first user; None: the person at the browser is asked.
    """

    def __init__(
        self,
        people: People,
        directory: Directory,
        policies: Policies,
        tokens: TokenAuthority,
        *,
        random: Random,
        lock: threading.RLock,
    ) -> None:
        self.auto_sign_in: User | bool | None = None
        self._people = people
        self._directory = directory
        self._policies = policies
        self._tokens = tokens
        self._random = random
        self._lock = lock

    # --- policies ---

    @property
    def rules(self) -> SignInRules:
        """The rules of signing in; `access_token_lifetime` sets how long delegated tokens live."""
        return self._directory.rules

    def add_conditional_access(self, name: str, **conditions: Any) -> ConditionalAccessPolicy:
        """Add a Conditional Access policy; it blocks unless ``grant`` says otherwise.

        Args:
            conditions: the fields of `ConditionalAccessPolicy`, e.g. ``ways={"device_code"}``, ``grant="mfa"``.

        Raises:
            TypeError: there is no such condition.
            ValueError: a condition doesn't take the value.
        """
        with self._lock:
            policy = ConditionalAccessPolicy(name, policy_id=new_guid(self._random), **conditions)
            self._policies.conditional_access = (*self._policies.conditional_access, policy)
        return policy

    def accept_terms(self, user: User | str) -> None:
        """Accept, in a user's place, the terms of use of every policy that there is now."""
        found = self._people.user(user)
        with self._lock:
            for policy in self._policies.conditional_access:
                if policy.grant == "terms_of_use":
                    self._directory.rules.accepted_terms.add((policy.policy_id, found.object_id))

    # --- groups and assignments ---

    def add_group(self, name: str, members: Iterable[User | str] = ()) -> Group:
        """Add a security group, for a policy or an application's assignment to name.

        Raises:
            ValueError: there is one of this name; a member is unknown.
        """
        found = {self._people.user(member).object_id for member in listed("members", members)}
        with self._lock:
            if any(group.name == name for group in self._directory.groups.values()):
                raise ValueError(f"there is a group {name!r} already")
            group = Group(new_guid(self._random), name, found)
            self._directory.groups[group.object_id] = group
            return group

    def assign(self, app: Application, *principals: User | Group | str) -> None:
        """Let only those who are assigned to an application sign in to it (AADSTS50105), and assign some.

        Args:
            principals: users or groups; a text is a user's address. With none, only the demand is set.

        Raises:
            ValueError: no such user.
        """
        with self._lock:
            app.assignment_required = True
            for principal in principals:
                if isinstance(principal, Group):
                    app.assigned_group_ids.add(principal.object_id)
                else:
                    app.assigned_user_ids.add(self._people.user(principal).object_id)

    # --- sessions and passwords ---

    def revoke(self, user: User | str) -> None:
        """End every session of a user: refresh tokens and codes issued so far are refused (AADSTS50173).

        Access tokens live on until they expire, unless their client declared ``cp1`` (continuous access evaluation)
        or `tenant.policies.strict_revocation` is set.
        """
        with self._lock:
            self._directory.revoke(self._people.user(user))

    def change_password(self, user: User | str, password: str | None = None) -> str:
        """Change a password as its user does; returns the new one.

        Public clients' refresh tokens from the old password end (AADSTS50133); confidential clients keep theirs.
        """
        found = self._people.user(user)
        with self._lock:
            new = password or new_password(self._random)
            self._directory.change_password(found, new)
            return new

    def reset_password(self, user: User | str, password: str | None = None) -> str:
        """Give a user a new password, as an admin does, which ends their sessions too; returns the password."""
        found = self._people.user(user)
        with self._lock:
            found.password = password or new_password(self._random)
            found.password_expired = False
            self.revoke(found)
            return found.password

    # --- in the person's place ---

    def user_who_signs_in(self, login_hint: str = "") -> User | None:
        """Return who signs in without being asked (see `auto_sign_in`); None: ask."""
        chosen = self.auto_sign_in
        if isinstance(chosen, User) or not chosen:
            return chosen or None
        hinted = self._directory.user_by_address(login_hint) if login_hint else None
        return hinted or next((user for user in self._people.users if user.kind == "member"), None)

    def approve_device_code(self, user_code: str, user: User | str | None = None) -> None:
        """Sign in at the device login page in somebody's place: the first user's by default.

        Raises:
            DeviceCodeInvalid, DeviceCodeExpired: no device shows this code, or not any more.
            ValueError: no such user, or nobody who could sign in.
        """
        with self._lock:
            code = self._tokens.device_codes.by_user_code(user_code)
            found = (
                next((one for one in self._people.users if one.enabled and one.kind == "member"), None)
                if user is None
                else self._people.user(user)
            )
            if found is None:
                raise ValueError("the tenant has no user who could sign in")
            self._tokens.device_codes.approve(
                code, found.object_id, self._tokens.issuer.new_sign_in(found, ("pwd", "mfa"))
            )

    def decline_device_code(self, user_code: str) -> None:
        """Decline at the device login page.

        Raises:
            DeviceCodeInvalid, DeviceCodeExpired: no device shows this code, or not any more.
        """
        with self._lock:
            self._tokens.device_codes.decline(self._tokens.device_codes.by_user_code(user_code))
