"""Requests as these tests write them: an operation's element from its parts, and what its answer is asked for."""

from tests.protocols.ews.client import Answer, Ews

#: Folder -> a distinguished id; used wherever a test does not care which.
INBOX = "inbox"


def folder(name: str) -> str:
    """Return a folder's id: distinguished where it is a short word."""
    return f'<t:DistinguishedFolderId Id="{name}"/>' if len(name) < 40 else f'<t:FolderId Id="{name}"/>'


def item_id(item: str, change_key: str = "") -> str:
    """Return t:ItemId."""
    key = f' ChangeKey="{change_key}"' if change_key else ""
    return f'<t:ItemId Id="{item}"{key}/>'


def uri(name: str) -> str:
    """Return t:FieldURI."""
    return f'<t:FieldURI FieldURI="{name}"/>'


def create(*items: str, to: str = "", how: str = "SaveOnly", invitations: str = "SendToNone") -> str:
    """Return a CreateItem of item elements.

    Args:
        to: a folder's name or id; empty: none is named.
        how: MessageDisposition.
    """
    saved = f"<m:SavedItemFolderId>{folder(to)}</m:SavedItemFolderId>" if to else ""
    return (
        f'<m:CreateItem MessageDisposition="{how}" SendMeetingInvitations="{invitations}">{saved}'
        f"<m:Items>{''.join(items)}</m:Items></m:CreateItem>"
    )


def message(inside: str = "", subject: str = "About herons") -> str:
    """Return t:Message with a subject and what else it holds, in the schema's order."""
    return f"<t:Message><t:Subject>{subject}</t:Subject>{inside}</t:Message>"


def get(*items: str, base: str = "AllProperties", options: str = "", more: str = "") -> str:
    """Return a GetItem.

    Args:
        options: elements of the shape after its base.
        more: paths of additional properties.
    """
    added = f"<t:AdditionalProperties>{more}</t:AdditionalProperties>" if more else ""
    return (
        f"<m:GetItem><m:ItemShape><t:BaseShape>{base}</t:BaseShape>{options}{added}</m:ItemShape>"
        f"<m:ItemIds>{''.join(map(item_id, items))}</m:ItemIds></m:GetItem>"
    )


def find(where: str, base: str = "AllProperties", traversal: str = "Shallow", more: str = "") -> str:
    """Return a FindItem in a folder."""
    added = f"<t:AdditionalProperties>{more}</t:AdditionalProperties>" if more else ""
    return (
        f'<m:FindItem Traversal="{traversal}"><m:ItemShape><t:BaseShape>{base}</t:BaseShape>{added}</m:ItemShape>'
        f"<m:ParentFolderIds>{folder(where)}</m:ParentFolderIds></m:FindItem>"
    )


def change(path: str, element: str, kind: str = "Message") -> str:
    """Return t:SetItemField: a property and the element with its new value."""
    return f"<t:SetItemField>{uri(path)}<t:{kind}>{element}</t:{kind}></t:SetItemField>"


def update(item: str, *changes: str, resolution: str = "AlwaysOverwrite", how: str = "SaveOnly") -> str:
    """Return an UpdateItem of one item."""
    return (
        f'<m:UpdateItem ConflictResolution="{resolution}" MessageDisposition="{how}"'
        ' SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange>'
        f"{item_id(item)}<t:Updates>{''.join(changes)}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


def delete(*items: str, how: str = "HardDelete", occurrences: str = "AllOccurrences", more: str = "") -> str:
    """Return a DeleteItem."""
    return (
        f'<m:DeleteItem DeleteType="{how}" SendMeetingCancellations="SendToNone"'
        f' AffectedTaskOccurrences="{occurrences}"{more}>'
        f"<m:ItemIds>{''.join(map(item_id, items))}</m:ItemIds></m:DeleteItem>"
    )


def to_folder(operation: str, where: str, *items: str, more: str = "") -> str:
    """Return MoveItem or CopyItem."""
    return (
        f"<m:{operation}><m:ToFolderId>{folder(where)}</m:ToFolderId>"
        f"<m:ItemIds>{''.join(map(item_id, items))}</m:ItemIds>{more}</m:{operation}>"
    )


def ids(answer: Answer) -> list[str]:
    """Return the ids of all items in an answer that succeeded."""
    assert set(answer.codes) == {"NoError"}, answer.text
    return answer.attributes(".//m:Items/*/t:ItemId", "Id")


def made(ews: Ews, *items: str, to: str = "", how: str = "SaveOnly") -> list[str]:
    """Create items and return their ids."""
    return ids(ews(create(*items, to=to, how=how)))


def get_folder(*folders: str, base: str = "AllProperties", more: str = "") -> str:
    """Return a GetFolder."""
    added = f"<t:AdditionalProperties>{more}</t:AdditionalProperties>" if more else ""
    return (
        f"<m:GetFolder><m:FolderShape><t:BaseShape>{base}</t:BaseShape>{added}</m:FolderShape>"
        f"<m:FolderIds>{''.join(map(folder, folders))}</m:FolderIds></m:GetFolder>"
    )


def create_folder(*folders: str, parent: str = "msgfolderroot") -> str:
    """Return a CreateFolder of folder elements."""
    return (
        f"<m:CreateFolder><m:ParentFolderId>{folder(parent)}</m:ParentFolderId>"
        f"<m:Folders>{''.join(folders)}</m:Folders></m:CreateFolder>"
    )


def named_folder(name: str, inside: str = "", kind: str = "Folder") -> str:
    """Return a folder element with a name."""
    return f"<t:{kind}><t:DisplayName>{name}</t:DisplayName>{inside}</t:{kind}>"


def made_folder(ews: Ews, name: str, inside: str = "", kind: str = "Folder", parent: str = "msgfolderroot") -> str:
    """Create a folder and return its id."""
    answer = ews(create_folder(named_folder(name, inside, kind), parent=parent))
    assert answer.codes == ["NoError"], answer.text
    return answer.attribute(".//t:FolderId", "Id")


def folders_to(operation: str, where: str, *folders: str) -> str:
    """Return MoveFolder or CopyFolder."""
    return (
        f"<m:{operation}><m:ToFolderId>{folder(where)}</m:ToFolderId>"
        f"<m:FolderIds>{''.join(map(folder, folders))}</m:FolderIds></m:{operation}>"
    )


def disposed(operation: str, *folders: str, how: str = "HardDelete", more: str = "") -> str:
    """Return DeleteFolder or EmptyFolder."""
    return (
        f'<m:{operation} DeleteType="{how}"{more}><m:FolderIds>{"".join(map(folder, folders))}</m:FolderIds>'
        f"</m:{operation}>"
    )


def update_folder(which: str, *changes: str) -> str:
    """Return an UpdateFolder of one folder."""
    return (
        f"<m:UpdateFolder><m:FolderChanges><t:FolderChange>{folder(which)}<t:Updates>{''.join(changes)}</t:Updates>"
        "</t:FolderChange></m:FolderChanges></m:UpdateFolder>"
    )


def change_folder(path: str, element: str, kind: str = "Folder") -> str:
    """Return t:SetFolderField."""
    return f"<t:SetFolderField>{uri(path)}<t:{kind}>{element}</t:{kind}></t:SetFolderField>"


def attach(item: str, *attachments: str) -> str:
    """Return a CreateAttachment."""
    return (
        f'<m:CreateAttachment><m:ParentItemId Id="{item}"/><m:Attachments>{"".join(attachments)}</m:Attachments>'
        "</m:CreateAttachment>"
    )


def attachments(operation: str, *names: str, shape: str = "") -> str:
    """Return GetAttachment or DeleteAttachment."""
    listed = "".join(f'<t:AttachmentId Id="{name}"/>' for name in names)
    return f"<m:{operation}>{shape}<m:AttachmentIds>{listed}</m:AttachmentIds></m:{operation}>"


def file(name: str = "notes.txt", content: str = "bm90ZXM=", inside: str = "") -> str:
    """Return t:FileAttachment; ``inside`` stands between name and content."""
    return f"<t:FileAttachment><t:Name>{name}</t:Name>{inside}<t:Content>{content}</t:Content></t:FileAttachment>"


def sync_items(where: str, state: str = "", base: str = "AllProperties", most: int = 100, more: str = "") -> str:
    """Return a SyncFolderItems; ``more`` are elements between the state and the maximum."""
    given = f"<m:SyncState>{state}</m:SyncState>" if state else ""
    return (
        f"<m:SyncFolderItems><m:ItemShape><t:BaseShape>{base}</t:BaseShape></m:ItemShape>"
        f"<m:SyncFolderId>{folder(where)}</m:SyncFolderId>{given}{more}"
        f"<m:MaxChangesReturned>{most}</m:MaxChangesReturned></m:SyncFolderItems>"
    )


def sync_folders(state: str = "", where: str = "msgfolderroot", base: str = "AllProperties") -> str:
    """Return a SyncFolderHierarchy."""
    given = f"<m:SyncState>{state}</m:SyncState>" if state else ""
    return (
        f"<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>{base}</t:BaseShape></m:FolderShape>"
        f"<m:SyncFolderId>{folder(where)}</m:SyncFolderId>{given}</m:SyncFolderHierarchy>"
    )
