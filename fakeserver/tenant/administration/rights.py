"""Who may open which mailbox and send as whom: the permissions that an Exchange admin gives."""

import threading
from collections.abc import Iterable

from fakeserver.listed import listed
from fakeserver.suggestion import suggestion
from fakeserver.tenant.administration.people import People
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.distribution_groups import DistributionGroup
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.permissions.application_access import ApplicationAccessPolicy
from fakeserver.tenant.exchange.permissions.application_roles import RoleAssignment
from fakeserver.tenant.exchange.permissions.delegates import DelegateOptions, MeetingDelivery
from fakeserver.tenant.exchange.permissions.folder_permissions import DEFAULT_TRUSTEE
from fakeserver.tenant.exchange.permissions.mailbox_permissions import EVERY_MAILBOX, MailboxPermissions

#: The levels that Outlook gives a delegate by default, by distinguished folder id.
_DELEGATE_LEVELS = {"calendar": "Editor", "tasks": "Editor"}


class Rights:
    """What `tenant.rights` is: permissions on mailboxes and folders, and what applications may do in Exchange."""

    def __init__(self, people: People, permissions: MailboxPermissions, lock: threading.RLock) -> None:
        self._people = people
        self._permissions = permissions
        self._lock = lock

    def register_in_exchange(self, app: Application, object_id: str | None = None) -> None:
        """Make an application known to Exchange (New-ServicePrincipal).

        Args:
            object_id: by default the right one, of the Enterprise application (`app.service_principal_id`);
                `app.object_id` is the classic mistake, after which app-only sign-ins fail.
        """
        with self._lock:
            app.exchange_object_id = object_id or app.service_principal_id

    def unregister_in_exchange(self, app: Application) -> None:
        """Make Exchange forget an application (Remove-ServicePrincipal): app-only IMAP, POP3 and SMTP refuse it."""
        with self._lock:
            app.exchange_object_id = None

    def add_shared_mailbox(self, name: str, members: Iterable[User | str] = ()) -> User:
        """Add a mailbox that nobody signs in to; members may open it and send as it.

        Returns:
            Its account; ``.mailbox`` is what one delivers to and waits at.

        Raises:
            ValueError: the address is taken; a member is unknown, so that nothing is added.
        """
        members = [self._people.user(member) for member in listed("members", members)]
        shared = self._people.add_user(name, kind="shared", enabled=False)
        for member in members:
            self.add_mailbox_permission(shared, member)
            self.add_mailbox_permission(shared, member, "SendAs")
        return shared

    def add_mailbox_permission(
        self, mailbox: User | DistributionGroup | str, trustee: User | Application | str, right: str = "FullAccess"
    ) -> None:
        """Let a user or an application into somebody's mailbox (Add-MailboxPermission, Add-RecipientPermission).

        Args:
            mailbox: an address, a user or a distribution group; ``"*"`` for all, those that come later too.
            right: "FullAccess", "SendAs" or "SendOnBehalf".

        Raises:
            ValueError: no such right, mailbox or user.
        """
        with self._lock:
            self._permissions.add(self._mailbox_key(mailbox), self._trustee_id(trustee), right)

    def remove_mailbox_permission(
        self, mailbox: User | DistributionGroup | str, trustee: User | Application | str, right: str = "FullAccess"
    ) -> None:
        """Take a permission back; from one mailbox, or (``"*"``) the one on all mailboxes."""
        with self._lock:
            self._permissions.remove(self._mailbox_key(mailbox), self._trustee_id(trustee), right)

    def add_folder_permission(
        self,
        mailbox: User | str,
        folder: Folder | str,
        trustee: User | str,
        level: str | Iterable[str] = "Reviewer",
    ) -> None:
        """Share one folder (Add-MailboxFolderPermission); EWS honours it. A second call replaces the level.

        Args:
            folder: a distinguished id (``inbox``, ``calendar``), or a path below the top (``Inbox/Projects``).
            trustee: a user, or ``"Default"`` for everybody else in the organization.
            level: None, Contributor, Reviewer, NonEditingAuthor, Author, PublishingAuthor, Editor, PublishingEditor,
                Owner, AvailabilityOnly, LimitedDetails; or single rights (``["ReadItems", "FolderVisible"]``).

        Raises:
            ValueError: no such user or level; the text suggests the right one.
            FolderNotFound: no such folder.
        """
        with self._lock:
            owner = self._people.user(mailbox)
            number = self._folder(owner, folder).number
            self._permissions.folders.set(owner.object_id, number, self._folder_trustee(trustee), level)

    def remove_folder_permission(self, mailbox: User | str, folder: Folder | str, trustee: User | str) -> None:
        """Take back a permission on a folder (Remove-MailboxFolderPermission)."""
        with self._lock:
            owner = self._people.user(mailbox)
            number = self._folder(owner, folder).number
            self._permissions.folders.remove(owner.object_id, number, self._folder_trustee(trustee))

    def add_delegate(
        self,
        mailbox: User | str,
        delegate: User | str,
        *,
        receives_meeting_messages: bool = False,
        sees_private_items: bool = False,
        **levels: str | Iterable[str],
    ) -> None:
        """Make somebody a delegate, as Outlook does: they see the calendar and tasks, and send on behalf.

        Args:
            receives_meeting_messages: they get copies; see `deliver_meeting_messages`.
            sees_private_items: what is private in the folders that they see is shown to them.
            levels: by distinguished folder id, e.g. ``inbox="Reviewer"``, ``calendar="None"``.

        Raises:
            ValueError, FolderNotFound: as `add_folder_permission`.
        """
        for folder, level in (_DELEGATE_LEVELS | levels).items():
            self.add_folder_permission(mailbox, folder, delegate, level)
        self.add_mailbox_permission(mailbox, delegate, "SendOnBehalf")
        options = DelegateOptions(receives_meeting_messages, sees_private_items)
        owner, trustee = self._people.user(mailbox), self._people.user(delegate)
        with self._lock:
            self._permissions.delegates.set_options(owner.object_id, trustee.object_id, options)

    def deliver_meeting_messages(self, mailbox: User | str, to: str) -> None:
        """Say who gets meeting messages of a mailbox, beside the delegates that are to receive them.

        Args:
            to: "delegates_only", "delegates_and_owner", "delegates_and_inform_owner" (the default of a mailbox: the
                owner's copy is for information), or "owner_only".

        Raises:
            ValueError: there is no such mailbox, or no such choice.
        """
        choices = [choice.value for choice in MeetingDelivery]
        if to not in choices:
            raise ValueError(f"to={to!r} is none of {', '.join(choices)}{suggestion(to, choices)}")
        owner = self._people.user(mailbox)
        with self._lock:
            self._permissions.delegates.set_delivery(owner.object_id, MeetingDelivery(to))

    def add_application_access_policy(
        self, app: Application, members: Iterable[User | str], right: str = "RestrictAccess", *, name: str = ""
    ) -> ApplicationAccessPolicy:
        """Keep an application's EWS within some mailboxes, or out of them (New-ApplicationAccessPolicy).

        Args:
            members: whose mailboxes are in the policy's group.
            right: "RestrictAccess": these only; "DenyAccess": these not.

        Raises:
            ValueError: no such right or user.
        """
        with self._lock:
            group = frozenset(map(self._object_id, listed("members", members)))
            policy = ApplicationAccessPolicy(app.client_id, group, right, name or f"policy for {app.name}")
            self._permissions.access_policies.add(policy)
            return policy

    def remove_application_access_policy(self, policy: ApplicationAccessPolicy) -> None:
        """Remove a policy (Remove-ApplicationAccessPolicy)."""
        with self._lock:
            self._permissions.access_policies.remove(policy)

    def assign_role(self, app: Application, role: str, scope: Iterable[User | str] | None = None) -> RoleAssignment:
        """Give an application a role of Exchange's own: RBAC for Applications (New-ManagementRoleAssignment -App).

        The application needs no API permission for it, only to be registered in Exchange.

        Args:
            role: "Application SMTP.SendAsApp", "Application EWS.AccessAsApp"; those of Graph open nothing here.
            scope: whose mailboxes the resource scope covers; None: all.

        Raises:
            ValueError: no such role or user.
        """
        with self._lock:
            members = None if scope is None else frozenset(map(self._object_id, listed("scope", scope)))
            assignment = RoleAssignment(app.client_id, role, members)
            self._permissions.roles.add(assignment)
            return assignment

    def remove_role(self, assignment: RoleAssignment) -> None:
        """Remove a role assignment (Remove-ManagementRoleAssignment)."""
        with self._lock:
            self._permissions.roles.remove(assignment)

    def _object_id(self, user: User | str) -> str:
        return self._people.user(user).object_id

    def _mailbox_key(self, mailbox: User | DistributionGroup | str) -> str:
        return EVERY_MAILBOX if mailbox == EVERY_MAILBOX else self._people.recipient(mailbox).object_id

    def _trustee_id(self, trustee: User | Application | str) -> str:
        return (
            trustee.service_principal_id if isinstance(trustee, Application) else self._people.user(trustee).object_id
        )

    def _folder_trustee(self, trustee: User | str) -> str:
        return DEFAULT_TRUSTEE if trustee == DEFAULT_TRUSTEE else self._people.user(trustee).object_id

    def _folder(self, owner: User, folder: Folder | str) -> Folder:
        if isinstance(folder, Folder):
            return folder
        box = self._people.mailbox(owner)
        return box.folders.by_path(folder) or box.folders.distinguished(folder)
