"""Signing in: who may, what the policies ask, and what ends it; an Entra administrator's part, and a test's."""

from collections.abc import Iterable
from typing import Any

from fakeserver.tenant.administration.applications import Applications
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.groups import Group
from fakeserver.tenant.directory.permissions import resource_by_name
from fakeserver.tenant.directory.sign_in_rules import ConditionalAccessPolicy, SignInRules
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.identifiers import new_guid, new_password


class SignIns(Applications):
    """The part of `Tenant` that rules who signs in."""

    # --- policies ---

    @property
    def sign_in_rules(self) -> SignInRules:
        """The rules of signing in; `access_token_lifetime` sets how long delegated tokens live."""
        return self.directory.rules

    def add_conditional_access(self, name: str, **conditions: Any) -> ConditionalAccessPolicy:
        """Add a Conditional Access policy; it blocks unless ``grant`` says otherwise.

        Args:
            conditions: the fields of `ConditionalAccessPolicy`, e.g. ``ways={"device_code"}``, ``grant="mfa"``.

        Raises:
            TypeError: there is no such condition.
            ValueError: a condition doesn't take the value.
        """
        policy = ConditionalAccessPolicy(name, policy_id=self.new_guid(), **conditions)
        with self.lock:
            self.policies.conditional_access = (*self.policies.conditional_access, policy)
        return policy

    def accept_terms(self, user: User | str) -> None:
        """Accept, in a user's place, the terms of use of every policy that there is now."""
        found = self.user(user)
        with self.lock:
            for policy in self.policies.conditional_access:
                if policy.grant == "terms_of_use":
                    self.directory.rules.accepted_terms.add((policy.policy_id, found.object_id))

    # --- groups and assignments ---

    def add_group(self, name: str, members: Iterable[User | str] = ()) -> Group:
        """Add a security group, for a policy or an application's assignment to name.

        Raises:
            ValueError: there is one of this name; a member is unknown.
        """
        found = {self.user(member).object_id for member in members}
        with self.lock:
            if any(group.name == name for group in self.directory.groups.values()):
                raise ValueError(f"there is a group {name!r} already")
            group = Group(new_guid(self.random), name, found)
            self.directory.groups[group.object_id] = group
            return group

    def assign(self, app: Application, *principals: User | Group | str) -> None:
        """Let only those who are assigned to an application sign in to it (AADSTS50105), and assign some.

        Args:
            principals: users or groups; a text is a user's address. With none, only the demand is set.

        Raises:
            ValueError: no such user.
        """
        with self.lock:
            app.assignment_required = True
            for principal in principals:
                if isinstance(principal, Group):
                    app.assigned_group_ids.add(principal.object_id)
                else:
                    app.assigned_user_ids.add(self.user(principal).object_id)

    def remove_service_principal(self, of: Application | str) -> None:
        """Take an Enterprise application out of the tenant.

        Args:
            of: an application of the tenant (then AADSTS7000229), or the address or app id of Exchange Online or
                Microsoft Graph, as in a tenant that never subscribed to it (then AADSTS650052).

        Raises:
            ValueError: no resource has this name.
        """
        with self.lock:
            if isinstance(of, Application):
                of.has_service_principal = False
                return
            resource = resource_by_name(of)
            if resource is None:
                raise ValueError(f"no resource {of!r}; give an address such as https://outlook.office365.com")
            self.directory.absent_resources.add(resource.app_id)

    # --- sessions and passwords ---

    def revoke(self, user: User | str) -> None:
        """End every session of a user: refresh tokens and codes issued so far are refused (AADSTS50173).

        Access tokens live on until they expire, unless their client declared ``cp1`` (continuous access evaluation)
        or `policies.strict_revocation` is set.
        """
        with self.lock:
            # Tokens count whole seconds: the revocation takes all of this second, and what is issued after it in
            # the same second is dated past its end.
            self.user(user).tokens_valid_from = float(int(self.clock.time()) + 1)

    def change_password(self, user: User | str, password: str | None = None) -> str:
        """Change a password as its user does; returns the new one.

        What public clients hold by the old password dies with it (AADSTS50133); confidential clients keep theirs.
        """
        found = self.user(user)
        with self.lock:
            new = password or new_password(self.random)
            self.directory.change_password(found, new)
            return new

    def reset_password(self, user: User | str, password: str | None = None) -> str:
        """Give a user a new password, as an admin does, which ends their sessions too; returns the password."""
        found = self.user(user)
        with self.lock:
            found.password = password or new_password(self.random)
            found.password_expired = False
            self.revoke(found)
            return found.password

    # --- in the person's place ---

    def user_who_signs_in(self, login_hint: str = "") -> User | None:
        """Return who signs in without being asked (see `auto_sign_in`); None: ask."""
        chosen = self.auto_sign_in
        if isinstance(chosen, User) or not chosen:
            return chosen or None
        hinted = self.directory.user_by_address(login_hint) if login_hint else None
        return hinted or next((user for user in self.users if user.kind == "member"), None)

    def approve_device_code(self, user_code: str, user: User | str | None = None) -> None:
        """Sign in at the device login page in somebody's place: the first user's by default.

        Raises:
            DeviceCodeInvalid, DeviceCodeExpired: no device shows this code, or not any more.
            ValueError: no such user, or nobody who could sign in.
        """
        with self.lock:
            code = self.tokens.device_codes.by_user_code(user_code)
            found = next((one for one in self.users if one.enabled), None) if user is None else self.user(user)
            if found is None:
                raise ValueError("the tenant has no user who could sign in")
            self.tokens.device_codes.approve(code, found.object_id, self.tokens.new_sign_in(found, ("pwd", "mfa")))

    def decline_device_code(self, user_code: str) -> None:
        """Decline at the device login page.

        Raises:
            DeviceCodeInvalid, DeviceCodeExpired: no device shows this code, or not any more.
        """
        with self.lock:
            self.tokens.device_codes.decline(self.tokens.device_codes.by_user_code(user_code))
