"""Single folders of somebody else's mailbox: what each operation does with what was shared, and without it."""

import pytest

from fakeserver.tenant.access.inside import MADE_BY
from fakeserver.tenant.exchange.permissions.folder_permissions import Outsider
from tests.protocols.ews.client import Answer, Ews

ITEM_SHAPE = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
FOLDER_SHAPE = "<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>"


@pytest.fixture
def shared(ews: Ews) -> Ews:
    """Bob has Reviewer on a folder that nothing is asked about, so that alice's door opens for him."""
    ews.tenant.rights.add_folder_permission(ews.alice, "notes", ews.bob, "Reviewer")
    ews.mailbox.deliver(subject="x")
    return ews


def first_item_id(ews: Ews) -> str:
    return ews.mailbox.messages()[0].item_id


def inbox_of(address: str) -> str:
    mailbox = f"<t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox>"
    return f'<t:DistinguishedFolderId Id="inbox">{mailbox}</t:DistinguishedFolderId>'


def requests(ews: Ews, about: str = "") -> dict[str, str]:
    """One request of each kind to alice's inbox and an item, the first one in it, by the right that it takes."""
    inbox, item_id = inbox_of(ews.alice.address), f'<t:ItemId Id="{about or first_item_id(ews)}"/>'
    message = "<t:Message><t:Subject>new</t:Subject></t:Message>"
    change = (
        '<t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:Message><t:Subject>y</t:Subject></t:Message>'
        "</t:SetItemField>"
    )
    return {
        "see": f"<m:GetFolder>{FOLDER_SHAPE}<m:FolderIds>{inbox}</m:FolderIds></m:GetFolder>",
        "find": f'<m:FindItem Traversal="Shallow">{ITEM_SHAPE}<m:ParentFolderIds>{inbox}</m:ParentFolderIds>'
        "</m:FindItem>",
        "read": f"<m:GetItem>{ITEM_SHAPE}<m:ItemIds>{item_id}</m:ItemIds></m:GetItem>",
        "create": f'<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>{inbox}</m:SavedItemFolderId>'
        f"<m:Items>{message}</m:Items></m:CreateItem>",
        "edit": '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges>'
        f"<t:ItemChange>{item_id}<t:Updates>{change}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>",
        "create_folder": f"<m:CreateFolder><m:ParentFolderId>{inbox}</m:ParentFolderId><m:Folders><t:Folder>"
        "<t:DisplayName>new</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>",
        "delete": f'<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>{item_id}</m:ItemIds></m:DeleteItem>',
        "empty": f'<m:EmptyFolder DeleteType="HardDelete" DeleteSubFolders="false"><m:FolderIds>{inbox}</m:FolderIds>'
        "</m:EmptyFolder>",
        "own": f'<m:EmptyFolder DeleteType="HardDelete" DeleteSubFolders="true"><m:FolderIds>{inbox}</m:FolderIds>'
        "</m:EmptyFolder>",
    }


#: level -> the requests that it allows; the others are refused
ALLOWED = {
    "None": set(),
    "Contributor": {"see", "create"},
    "Reviewer": {"see", "find", "read"},
    "Author": {"see", "find", "read", "create"},
    "PublishingAuthor": {"see", "find", "read", "create", "create_folder"},
    "Editor": {"see", "find", "read", "create", "edit", "delete", "empty"},
    "Owner": {"see", "find", "read", "create", "edit", "create_folder", "delete", "empty", "own"},
}


#: request -> the code where the caller may not even see the folder
NOT_THERE = {
    **dict.fromkeys(("read", "edit", "delete"), "ErrorItemNotFound"),
    "create": "ErrorSavedItemFolderNotFound",
    "create_folder": "ErrorParentFolderNotFound",
}
#: request -> the code where they see it, and may not do this
DENIED = {"create": "ErrorCreateItemAccessDenied", "create_folder": "ErrorCreateSubfolderAccessDenied"}


@pytest.mark.parametrize("level", ALLOWED)
def test_what_each_level_allows(shared: Ews, level: str) -> None:
    shared.tenant.rights.add_folder_permission(shared.alice, "inbox", shared.bob, level)
    for name, request in requests(shared).items():
        answer = shared(request, shared.bob)
        if name in ALLOWED[level]:
            assert answer.codes == ["NoError"], name
        elif level == "None":
            # To others the folder does not exist.
            assert answer.codes == [NOT_THERE.get(name, "ErrorFolderNotFound")], name
        else:
            assert answer.codes == [DENIED.get(name, "ErrorAccessDenied")], name


def test_full_access_allows_everything(shared: Ews) -> None:
    shared.tenant.rights.add_mailbox_permission(shared.alice, shared.bob)
    for name, request in requests(shared).items():
        assert shared(request, shared.bob).codes == ["NoError"], name


def test_an_author_changes_what_they_have_made(shared: Ews) -> None:
    shared.tenant.rights.add_folder_permission(shared.alice, "inbox", shared.bob, "Author")
    made = shared(requests(shared)["create"], shared.bob).attribute(".//t:ItemId", "Id")
    assert shared.mailbox.items.by_id(made).properties[MADE_BY] == shared.bob.object_id
    for name in ("edit", "delete"):
        assert shared(requests(shared, made)[name], shared.bob).codes == ["NoError"]


@pytest.mark.parametrize("operation", ["CopyItem", "MoveItem"])
def test_a_copy_is_made_by_whoever_copies(shared: Ews, operation: str) -> None:
    shared.tenant.rights.add_folder_permission(shared.alice, "inbox", shared.bob, "Author")
    inbox, bobs = inbox_of(shared.alice.address), shared.tenant.mailbox(shared.bob)
    shared.mailbox.items.delete(shared.mailbox.messages())
    own = bobs.deliver(subject="x")
    put = (
        f'<m:{operation}><m:ToFolderId>{{}}</m:ToFolderId><m:ItemIds><t:ItemId Id="{{}}"/></m:ItemIds></m:{operation}>'
    )
    assert shared(put.format(inbox, own.item_id), shared.bob).codes == ["NoError"]
    [theirs] = shared.mailbox.messages()
    assert theirs.properties[MADE_BY] == shared.bob.object_id


def test_what_its_owner_copies_is_nobody_elses(shared: Ews) -> None:
    shared.tenant.rights.add_folder_permission(shared.alice, "inbox", shared.bob, "Author")
    made = shared(requests(shared)["create"], shared.bob).attribute(".//t:ItemId", "Id")
    copy = (
        '<m:CopyItem><m:ToFolderId><t:DistinguishedFolderId Id="inbox"/></m:ToFolderId>'
        f'<m:ItemIds><t:ItemId Id="{made}"/></m:ItemIds></m:CopyItem>'
    )
    copied = shared(copy, shared.alice).attribute(".//t:ItemId", "Id")
    for item_id, code in ((made, "NoError"), (copied, "ErrorAccessDenied")):
        assert shared(requests(shared, item_id)["edit"], shared.bob).codes == [code]


def test_a_contributor_reads_what_they_have_made_and_nothing_else(shared: Ews) -> None:
    shared.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Contributor")
    mine = shared(requests(shared)["create"], shared.bob).attribute(".//t:ItemId", "Id")
    for item_id, code in ((mine, "NoError"), (first_item_id(shared), "ErrorAccessDenied")):
        asked = f'<m:GetItem>{ITEM_SHAPE}<m:ItemIds><t:ItemId Id="{item_id}"/></m:ItemIds></m:GetItem>'
        assert shared(asked, shared.bob).codes == [code]


def test_a_folder_made_in_a_shared_one_belongs_to_who_made_it(shared: Ews) -> None:
    shared.tenant.rights.add_folder_permission(shared.alice, "inbox", shared.bob, "PublishingAuthor")
    made = shared(requests(shared)["create_folder"], shared.bob).attribute(".//t:FolderId", "Id")
    delete = (
        f'<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds><t:FolderId Id="{made}"/></m:FolderIds></m:DeleteFolder>'
    )
    assert shared(delete, shared.bob).codes == ["NoError"]


def test_only_what_may_be_seen_is_listed(shared: Ews) -> None:
    top = inbox_of(shared.alice.address).replace('"inbox"', '"msgfolderroot"')
    shared.tenant.rights.add_folder_permission(shared.alice, "msgfolderroot", shared.bob, ["FolderVisible"])
    shared.tenant.rights.add_folder_permission(shared.alice, "inbox", shared.bob, "Reviewer")
    find = (
        f'<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>'
        f"<m:ParentFolderIds>{top}</m:ParentFolderIds></m:FindFolder>"
    )
    assert shared(find, shared.bob).texts(".//t:DisplayName") == ["Inbox", "Notes"]
    sync = (
        "<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
        f"<m:SyncFolderId>{top}</m:SyncFolderId></m:SyncFolderHierarchy>"
    )
    assert sorted(shared(sync, shared.bob).texts(".//t:DisplayName")) == ["Inbox", "Notes"]
    assert len(shared(find, shared.alice).texts(".//t:DisplayName")) > 2


def test_the_journal_tells_which_right_is_missing(shared: Ews) -> None:
    shared.tenant.rights.add_folder_permission(shared.alice, "inbox", shared.bob, "Reviewer")
    shared(requests(shared)["delete"], shared.bob)
    why = shared.tenant.journal.refusals[-1].refusal
    assert why.name == "FolderAccessDenied"
    assert "bob@contoso.onmicrosoft.com has Reviewer, which lacks DeleteAllItems" in why.rule


@pytest.mark.parametrize(
    ("entry", "rights"),
    [
        ("<t:PermissionLevel>Reviewer</t:PermissionLevel>", {"ReadItems", "FolderVisible"}),
        (
            "<t:CanCreateItems>true</t:CanCreateItems><t:CanCreateSubFolders>false</t:CanCreateSubFolders>"
            "<t:IsFolderOwner>false</t:IsFolderOwner><t:IsFolderVisible>true</t:IsFolderVisible>"
            "<t:IsFolderContact>false</t:IsFolderContact><t:EditItems>Owned</t:EditItems>"
            "<t:DeleteItems>All</t:DeleteItems><t:ReadItems>FullDetails</t:ReadItems>"
            "<t:PermissionLevel>Custom</t:PermissionLevel>",
            {"CreateItems", "FolderVisible", "EditOwnedItems", "DeleteOwnedItems", "DeleteAllItems", "ReadItems"},
        ),
    ],
)
def test_a_permission_set_that_a_client_writes_is_told_to_the_door(shared: Ews, entry: str, rights: set[str]) -> None:
    def save(content: str) -> Answer:
        return shared(
            "<m:UpdateFolder><m:FolderChanges><t:FolderChange>"
            f'<t:FolderId Id="{shared.folder_id("inbox")}"/><t:Updates>'
            '<t:SetFolderField><t:FieldURI FieldURI="folder:PermissionSet"/><t:Folder><t:PermissionSet>'
            f"<t:Permissions>{content}</t:Permissions></t:PermissionSet></t:Folder></t:SetFolderField></t:Updates>"
            "</t:FolderChange></m:FolderChanges></m:UpdateFolder>"
        )

    bob = f"<t:UserId><t:PrimarySmtpAddress>{shared.bob.address}</t:PrimarySmtpAddress></t:UserId>"
    nobody = "<t:UserId><t:PrimarySmtpAddress>nobody@contoso.onmicrosoft.com</t:PrimarySmtpAddress></t:UserId>"
    everybody = "<t:UserId><t:DistinguishedUser>Default</t:DistinguishedUser></t:UserId>"
    level = "<t:PermissionLevel>None</t:PermissionLevel>"
    written = "".join(
        f"<t:Permission>{who}{what}</t:Permission>" for who, what in ((bob, entry), (nobody, entry), (everybody, level))
    )
    assert save(written).codes == ["NoError"]
    inbox = shared.mailbox.folders.distinguished("inbox")
    entries = shared.tenant.permissions.folders.entries(shared.alice.object_id, inbox.number)
    assert {trustee: permission.rights for trustee, permission in entries.items()} == {
        shared.bob.object_id: rights,
        Outsider("nobody@contoso.onmicrosoft.com"): rights,
        "Default": frozenset(),
    }
    assert save(f"<t:Permission>{everybody}{level}</t:Permission>").codes == ["NoError"]
    assert shared(requests(shared)["see"], shared.bob).codes == ["ErrorFolderNotFound"]


@pytest.mark.parametrize(
    ("level", "copied", "moved"), [("Reviewer", "NoError", "ErrorAccessDenied"), ("Editor", "NoError", "NoError")]
)
def test_who_may_read_may_copy_and_who_may_delete_may_move(shared: Ews, level: str, copied: str, moved: str) -> None:
    shared.tenant.rights.add_folder_permission(shared.alice, "inbox", shared.bob, level)
    for operation, code in (("CopyItem", copied), ("MoveItem", moved)):
        request = (
            f'<m:{operation}><m:ToFolderId><t:DistinguishedFolderId Id="inbox"/></m:ToFolderId><m:ItemIds>'
            f'<t:ItemId Id="{first_item_id(shared)}"/></m:ItemIds></m:{operation}>'
        )
        assert shared(request, shared.bob).codes == [code], operation


@pytest.mark.parametrize(
    ("level", "code"), [("Editor", "ErrorCreateSubfolderAccessDenied"), ("PublishingEditor", "NoError")]
)
def test_a_folder_goes_where_the_caller_may_make_folders(shared: Ews, level: str, code: str) -> None:
    folders = shared.mailbox.folders
    target = folders.create(folders.distinguished("msgfolderroot"), "target")
    moving = folders.create(folders.distinguished("msgfolderroot"), "moving")
    shared.tenant.rights.add_folder_permission(shared.alice, target, shared.bob, level)
    shared.tenant.rights.add_folder_permission(shared.alice, moving, shared.bob, "Owner")
    request = (
        f'<m:MoveFolder><m:ToFolderId><t:FolderId Id="{target.folder_id}"/></m:ToFolderId><m:FolderIds>'
        f'<t:FolderId Id="{moving.folder_id}"/></m:FolderIds></m:MoveFolder>'
    )
    assert shared(request, shared.bob).codes == [code]


def test_a_permission_set_may_name_somebody_by_sid(shared: Ews) -> None:
    entry = (
        f"<t:Permission><t:UserId><t:SID>{shared.bob.sid}</t:SID></t:UserId>"
        "<t:PermissionLevel>Reviewer</t:PermissionLevel></t:Permission>"
    )
    answer = shared(
        f'<m:UpdateFolder><m:FolderChanges><t:FolderChange><t:FolderId Id="{shared.folder_id("inbox")}"/><t:Updates>'
        '<t:SetFolderField><t:FieldURI FieldURI="folder:PermissionSet"/><t:Folder><t:PermissionSet>'
        f"<t:Permissions>{entry}</t:Permissions></t:PermissionSet></t:Folder></t:SetFolderField></t:Updates>"
        "</t:FolderChange></m:FolderChanges></m:UpdateFolder>"
    )
    assert answer.codes == ["NoError"]
    inbox = shared.mailbox.folders.distinguished("inbox")
    assert list(shared.tenant.permissions.folders.entries(shared.alice.object_id, inbox.number)) == [
        shared.bob.object_id
    ]


def test_a_search_folder_shows_nothing_of_folders_that_are_not_shared(shared: Ews) -> None:
    def of_alice(name: str) -> str:
        return inbox_of(shared.alice.address).replace('"inbox"', f'"{name}"')

    for name, level in (("searchfolders", "Owner"), ("msgfolderroot", "Reviewer"), ("drafts", "Reviewer")):
        shared.tenant.rights.add_folder_permission(shared.alice, name, shared.bob, level)
    shared.mailbox.deliver(subject="shared", folder="drafts")
    made = shared(
        f"<m:CreateFolder><m:ParentFolderId>{of_alice('searchfolders')}</m:ParentFolderId><m:Folders><t:SearchFolder>"
        "<t:DisplayName>all</t:DisplayName><t:SearchParameters Traversal='Deep'><t:Restriction><t:Exists>"
        f'<t:FieldURI FieldURI="item:Subject"/></t:Exists></t:Restriction><t:BaseFolderIds>{of_alice("msgfolderroot")}'
        "</t:BaseFolderIds></t:SearchParameters></t:SearchFolder></m:Folders></m:CreateFolder>"
    )
    search = made.attribute(".//t:FolderId", "Id")
    found = (
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>'
        f'<m:ParentFolderIds><t:FolderId Id="{search}"/></m:ParentFolderIds></m:FindItem>'
    )
    assert shared(found).texts(".//t:Subject") == ["shared", "x"]
    for sees_private_items in (False, True):
        shared.tenant.rights.add_delegate("alice", "bob", sees_private_items=sees_private_items)
        assert shared(found, shared.bob).texts(".//t:Subject") == ["shared"]
