"""Requests as the recording client sends them, and what was answered last."""

from collections.abc import Callable
from datetime import datetime

from lxml import etree

from fakeserver.protocols.http.generations import Generation
from fakeserver.wire import HttpResponse
from tests.protocols.ews.client import Ews
from tests.world import World

#: The version that the recorded requests name.
_VERSION = '<t:RequestServerVersion Version="Exchange2010"/>'
#: Which of the recorded answers -> what leads to the like one.
Situations = dict[tuple[str, int], Callable[["Client"], object]]


class Client(Ews):
    """Alice's client at the moment of a recorded answer; `last` is what came last."""

    last: HttpResponse

    def __init__(self, moment: datetime, generation: Generation) -> None:
        super().__init__(World.of("alice", "bob"))
        self.tenant.clock.freeze(moment)
        self.tenant.policies.ews_headers = generation

    def post(
        self, body: bytes = b"", token: str | None = None, headers: dict[str, str] | None = None, method: str = "POST"
    ) -> HttpResponse:
        """Send any request, and keep its answer."""
        self.last = super().post(body, token, headers, method)
        return self.last

    @property
    def root(self) -> etree._Element:
        """The envelope that came last."""
        return etree.fromstring(self.last.body)

    def done(self, body: str) -> str:
        """Send an operation that succeeds; return the first id of an item or a folder in its answer, if any."""
        answer = self(body, header=_VERSION)
        assert set(answer.codes) == {"NoError"}, answer.text
        return next((str(one.get("Id")) for path in ("ItemId", "FolderId") for one in answer.all(f".//t:{path}")), "")

    def tried(self, body: str) -> None:
        """Send an operation that may fail."""
        self(body, header=_VERSION)

    def folder(self, name: str, parent: str, folder_class: str = "") -> str:
        """Make a folder; return how requests name it."""
        shown = f"<t:FolderClass>{folder_class}</t:FolderClass>" if folder_class else ""
        content = f"{shown}<t:DisplayName>{name}</t:DisplayName>"
        return folder_id(
            self.done(
                f"<m:CreateFolder><m:ParentFolderId>{parent}</m:ParentFolderId><m:Folders><t:Folder>{content}"
                "</t:Folder></m:Folders></m:CreateFolder>"
            )
        )


def well_known(name: str) -> str:
    """Return how requests name a distinguished folder."""
    return f'<t:DistinguishedFolderId Id="{name}"/>'


def folder_id(id_: str) -> str:
    """Return how requests name any folder."""
    return f'<t:FolderId Id="{id_}"/>'


def get_folder(folder: str) -> str:
    """Return a GetFolder."""
    return (
        "<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
        f"<m:FolderIds>{folder}</m:FolderIds></m:GetFolder>"
    )


def find_folder(parent: str, page: str = "") -> str:
    """Return a FindFolder of a folder's children."""
    return (
        '<m:FindFolder Traversal="Shallow"><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape>'
        f"{page}<m:ParentFolderIds>{parent}</m:ParentFolderIds></m:FindFolder>"
    )


def find_item(folder: str, view: str = "") -> str:
    """Return a FindItem of all in a folder."""
    return (
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>'
        f"{view}<m:ParentFolderIds>{folder}</m:ParentFolderIds></m:FindItem>"
    )


def get_item(item_id: str) -> str:
    """Return a GetItem of all that an item has."""
    return (
        "<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
        f'<m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds></m:GetItem>'
    )


def create_item(*items: str, folder: str = "", attributes: str = "") -> str:
    """Return a CreateItem."""
    saved = f"<m:SavedItemFolderId>{folder}</m:SavedItemFolderId>" if folder else ""
    return f"<m:CreateItem {attributes}>{saved}<m:Items>{''.join(items)}</m:Items></m:CreateItem>"


def update_item(item_id: str, *changes: str, attributes: str = "") -> str:
    """Return an UpdateItem."""
    return (
        f'<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" {attributes}>'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{item_id}"/><t:Updates>{"".join(changes)}</t:Updates>'
        "</t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def delete_item(item_id: str, attributes: str = "") -> str:
    """Return a DeleteItem."""
    ids = f'<m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds>'
    return f'<m:DeleteItem DeleteType="MoveToDeletedItems" {attributes}>{ids}</m:DeleteItem>'


def page(of: str, offset: int) -> str:
    """Return a view of two entries; ``of`` is ``Folder`` or ``Item``."""
    return f'<m:IndexedPage{of}View MaxEntriesReturned="2" Offset="{offset}" BasePoint="Beginning"/>'
