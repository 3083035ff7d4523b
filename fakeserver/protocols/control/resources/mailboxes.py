"""Mailboxes and their folders, with counts."""

from dataclasses import dataclass

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.folder_view import FolderView, folder_view
from fakeserver.protocols.control.routing import operation
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox


@dataclass
class MailboxView:
    """A mailbox."""

    address: str
    display_name: str
    #: "member", "shared", "room" or "public_folders"
    kind: str
    #: messages in the folders that people see
    total: int
    unread: int


@dataclass
class Mailboxes:
    """Every mailbox of a tenant, oldest first."""

    mailboxes: list[MailboxView]
    #: how many messages have left for other domains
    outbound: int


@dataclass
class Folders:
    """Every folder of a mailbox, each behind the one that it lies in."""

    folders: list[FolderView]


@dataclass
class NewFolder:
    """A folder to be made."""

    #: "Inbox/Invoices": those above are made too, where they are not there
    path: str


@operation("GET", "/tenants/{tenant}/mailboxes")
def list_mailboxes(call: Call) -> Mailboxes:
    """List the mailboxes."""
    tenant = call.tenant
    with tenant.lock:
        kinds = {user.address.lower(): user.kind for user in tenant.users}
        boxes = [_view(box, kinds.get(box.address.lower(), "member")) for box in tenant.mailboxes.all]
        return Mailboxes(boxes, len(tenant.outbound))


@operation("GET", "/tenants/{tenant}/mailboxes/{mailbox}/folders")
def list_folders(call: Call) -> Folders:
    """List the folders of a mailbox, the hidden ones too."""
    box = call.mailbox
    with call.tenant.lock:
        root = box.folders.distinguished("root")
        return Folders([folder_view(folder) for folder in (root, *root.descendants())])


@operation("POST", "/tenants/{tenant}/mailboxes/{mailbox}/folders", status=201)
def create_folder(call: Call, body: NewFolder) -> FolderView:
    """Make the folder at a path, with those above it; one that is there already is returned."""
    return folder_view(call.mailbox.add_folder(body.path))


def _view(box: Mailbox, kind: str) -> MailboxView:
    shown = [folder for folder in _shown(box) if folder.search is None]
    return MailboxView(
        box.address,
        box.display_name,
        kind,
        sum(folder.visible_count for folder in shown),
        sum(folder.unread_count for folder in shown),
    )


def _shown(box: Mailbox) -> list[Folder]:
    return [folder for folder in box.folders.below(box.folders.distinguished("msgfolderroot")) if not folder.hidden]
