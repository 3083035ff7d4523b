"""Application access policies: the older way to keep an application with permissions for all out of some mailboxes.

They hold for EWS's full_access_as_app (and Graph), not for IMAP, POP3 and SMTP, where each mailbox asks for a
permission of its own.

Source: learn.microsoft.com/powershell/module/exchange/new-applicationaccesspolicy
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from fakeserver.suggestion import suggestion

AccessRight = Literal["RestrictAccess", "DenyAccess"]
ACCESS_RIGHTS: tuple[str, ...] = get_args(AccessRight)


@dataclass(frozen=True)
class ApplicationAccessPolicy:
    """One policy: the application may open these mailboxes only, or may not open these."""

    client_id: str
    #: object ids of the users whose mailboxes are in the policy's group
    members: frozenset[str]
    right: str = "RestrictAccess"
    #: for people, e.g. in explanations
    name: str = ""

    def __post_init__(self) -> None:
        if self.right not in ACCESS_RIGHTS:
            raise ValueError(f"no access right {self.right!r}{suggestion(self.right, ACCESS_RIGHTS)}")


class ApplicationAccessPolicies:
    """The policies of one tenant."""

    def __init__(self, touch: Callable[[], None]) -> None:
        """``touch`` is called at every change."""
        self._touch = touch
        self._policies: list[ApplicationAccessPolicy] = []

    def __iter__(self) -> Iterator[ApplicationAccessPolicy]:
        return iter(tuple(self._policies))

    def add(self, policy: ApplicationAccessPolicy) -> None:
        """Add a policy."""
        self._policies.append(policy)
        self._touch()

    def remove(self, policy: ApplicationAccessPolicy) -> None:
        """Remove a policy; nothing happens if it isn't there."""
        self._policies = [other for other in self._policies if other != policy]
        self._touch()

    def against(self, client_id: str, mailbox: str) -> ApplicationAccessPolicy | None:
        """Return the policy that keeps an application out of a mailbox; None where it may go in.

        A policy that denies the mailbox wins; then one that names it lets the application in; then any that restricts
        the application keeps it out; an application without policies goes everywhere.

        Args:
            mailbox: the object id of the mailbox's user.
        """
        mine = [policy for policy in self._policies if policy.client_id == client_id]
        here = [policy for policy in mine if mailbox in policy.members]
        denied = next((policy for policy in here if policy.right == "DenyAccess"), None)
        if denied is not None or here:
            return denied
        return next((policy for policy in mine if policy.right == "RestrictAccess"), None)
