"""Which subscription a client means, and whether it may use it."""

from collections.abc import Callable
from typing import NamedTuple

from fakeserver.protocols.ews.errors import NO_PUBLIC_FOLDERS, EwsError, Row
from fakeserver.protocols.ews.operations.notifications.errors import ACCESS_DENIED, DELEGATE_ACCESS
from fakeserver.protocols.ews.operations.notifications.subscription_ids import SubscriptionId, decode, watermark
from fakeserver.protocols.ews.request.call import Call
from fakeserver.tenant.access.checks.folder_access import check_folder, folder_rights
from fakeserver.tenant.access.door import Door, Visit, Visitor
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.notifications.subscription import Place, Subscription


class Subscribed(NamedTuple):
    """A subscription, and the mailbox that it is about."""

    mailbox: Mailbox
    subscription: Subscription

    @property
    def id(self) -> str:
        """Its SubscriptionId."""
        return SubscriptionId(self.mailbox.guid, self.subscription.number).encode()

    def watermark(self, place: Place) -> str:
        """Return the watermark of a place in the mailbox's events."""
        return watermark(self.mailbox.guid, place)

    @property
    def is_there(self) -> bool:
        """Whether it is, and has not expired."""
        return self.mailbox.notifications.is_there(self.subscription)


def subscribed(call: Call, text: str, unknown: Row) -> Subscribed:
    """Return the subscription with an id, which may have expired.

    Args:
        unknown: what is said of an id that names none.

    Raises:
        EwsError: that, or it is somebody else's.
    """
    named = decode(text)
    mailbox = None if named is None else call.tenant.mailboxes.by_guid(named.mailbox_guid)
    if named is None or mailbox is None or (found := mailbox.notifications.find(named.number)) is None:
        raise EwsError(unknown)
    if found.owner != owner_id(call.visitor):
        raise EwsError(ACCESS_DENIED, fix="ask with the account or the application that has subscribed")
    return Subscribed(mailbox, found)


def owner_id(visitor: Visitor) -> str:
    """Return the id of whoever speaks: an application that impersonates users is the same one for all of them."""
    if visitor.user is not None:
        return visitor.user.object_id
    return "" if visitor.application is None else visitor.application.client_id


def opened(door: Door, visitor: Visitor, acting_as: str, mailbox: Mailbox) -> Visit:
    """Return a visit to a subscription's mailbox, as whoever has subscribed.

    Args:
        acting_as: the address of the user whom an application impersonated then; empty: nobody.

    Raises:
        MailboxRefused, ImpersonationRefused: it does not open any more.
        EwsError: only some of its folders do.
    """
    if not acting_as:
        visit = door.open(visitor, mailbox.address)
    else:
        visit = door.impersonate(visitor, "primary_address", acting_as)
        if visit.mailbox is not mailbox:
            visit = door.open_from(visit, mailbox.address)
    check_ownership(visit)
    return visit


def opened_for(door: Door, visitor: Visitor, subscribed: Subscribed) -> Visit:
    """Return what `opened` does; public folders that are watched must still be there for whoever asks.

    Raises:
        MailboxRefused, ImpersonationRefused, EwsError: as `opened`; the tenant has no public folders any more.
        FolderNotFound, FolderAccessDenied: they may not read one of them any more.
    """
    mailbox, subscription = subscribed
    visit = opened(door, visitor, subscription.acting_as, mailbox)
    if mailbox.is_public:
        if not visit.tenant.policies.public_folders:
            raise EwsError(NO_PUBLIC_FOLDERS)
        for folder in subscription.folders or ():
            check_folder(visit, folder, "read")
    return visit


def sight_of(visit: Visit) -> Callable[[Folder], bool] | None:
    """Return what says which folders a subscriber sees at any time; None: all, as in every mailbox but a public one."""
    if not visit.mailbox.is_public:
        return None
    return lambda folder: "FolderVisible" in folder_rights(visit, folder)


def check_ownership(visit: Visit) -> None:
    """Refuse a visitor who may use some folders of somebody else's mailbox, and is not as its owner.

    Public folders have none: what counts there are the rights in the one that is watched.

    Source: web-service-reference/responsecode, ErrorSubscriptionDelegateAccessNotSupported.
    """
    if "FullAccess" not in visit.rights and not visit.mailbox.is_public:
        raise EwsError(
            DELEGATE_ACCESS,
            fix=f'tenant.rights.add_mailbox_permission("{visit.mailbox.address}", "{visit.acting_name}")',
        )
