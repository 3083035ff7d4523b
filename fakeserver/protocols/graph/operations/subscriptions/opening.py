"""The mailbox that a subscription is about, opened for whoever asks, and which of its messages are watched."""

from collections.abc import Callable
from typing import Final

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.finding.fields import MESSAGE_FIELDS
from fakeserver.protocols.graph.odata.conditions import criterion_of
from fakeserver.protocols.graph.odata.filters import read_filter
from fakeserver.protocols.graph.operations.subscriptions.errors import of_extension
from fakeserver.protocols.graph.operations.subscriptions.resource import Resource, invalid, invalid_folder
from fakeserver.protocols.graph.users import named_user
from fakeserver.tenant.access.needs import Needs
from fakeserver.tenant.access.visit import Visitor
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.all_mail import holds_mail, is_mail, is_shown
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.webhooks.subscription import Scope
from fakeserver.tenant.refusals import GraphPermissionMissing, GraphRoleMissing, Refusal

#: Sharing permissions (``.Shared``) are none for subscriptions, and a user watches no mailbox but their own.
#: Source: learn.microsoft.com/graph/outlook-change-notifications-overview, "Request permissions".
SUBSCRIBE: Final = Needs(("Mail.ReadBasic", "Mail.Read", "Mail.ReadWrite"), shared=False)


def open_mailbox(call: Call, user: Callable[[], User], operation: str) -> None:
    """Open the mailbox of a user for the rest of the call.

    Args:
        operation: as it is named in what is said where it does not open.

    Raises:
        GraphError: it does not.
    """
    call.visitor.needs = SUBSCRIBE
    try:
        call.opened = call.cloud.door.open(call.visitor, user().address)
    except (Refusal, GraphError) as trouble:
        raise of_extension(operation, trouble, call.tenant.policies) from trouble


def open_resource(call: Call, resource: Resource) -> Scope:
    """Open the mailbox that a resource names, and return what of it is watched.

    Raises:
        UserMustBeNamed: it is ``me``, and an application speaks for itself.
        GraphError: it is not open to the caller, or has no such folder.
    """
    if resource.user == "me":
        user = named_user(call.visitor, "me")
        open_mailbox(call, lambda: user, "Create")
    else:
        open_mailbox(call, lambda: named_user(call.visitor, resource.user), "Create")
    folder = None if resource.folder is None else _folder(call, resource, resource.folder)
    is_met = None if resource.filter is None else _filter(call, resource.filter)

    mailbox = call.mailbox

    def covers(each: Folder) -> bool:
        return is_shown(each, mailbox) if folder is None else each is folder

    def shows(item: Item) -> bool:
        return is_mail(item) and (is_met is None or is_met(item))

    return Scope(covers, shows, is_filtered=is_met is not None)


def _folder(call: Call, resource: Resource, named: str) -> Folder:
    try:
        folder = call.folder(named)
    except (Refusal, GraphError) as trouble:
        raise invalid_folder(resource, call.visit.owner.object_id, call.tenant.tenant_id) from trouble
    if not holds_mail(folder):
        # Assumption: nobody watches what a search folder shows.
        raise invalid(resource.text)
    return folder


def _filter(call: Call, text: str) -> Callable[[Item], bool]:
    try:
        return criterion_of(MESSAGE_FIELDS, read_filter(text)).met_by
    except GraphError as trouble:
        raise of_extension("Create", trouble, call.tenant.policies) from trouble


def check_may_watch(visitor: Visitor) -> None:
    """Refuse a token that may subscribe to no messages: it is shown no subscription either.

    Raises:
        GraphPermissionMissing, GraphRoleMissing.
    """
    claims = visitor.claims
    held = frozenset[str]() if claims is None else claims.permissions
    if visitor.user is not None:
        if held.isdisjoint(SUBSCRIBE.delegated):
            raise GraphPermissionMissing(**_missing(visitor, held, SUBSCRIBE.delegated))
        return
    roles, application = visitor.tenant.permissions.roles, visitor.application
    by_role = application is not None and any(roles.of(application.client_id, role) for role in SUBSCRIBE.assigned)
    if held.isdisjoint(SUBSCRIBE.application) and not by_role:
        raise GraphRoleMissing(**_missing(visitor, held, SUBSCRIBE.application))


def _missing(visitor: Visitor, held: frozenset[str], enough: frozenset[str]) -> dict[str, str]:
    return {
        "protocol": visitor.protocol.value,
        "required": SUBSCRIBE.names[0],
        "granted": " ".join(sorted(held)),
        "enough": ", ".join(sorted(enough)),
    }
