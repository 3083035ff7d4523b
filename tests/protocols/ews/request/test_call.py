"""From ids in a request to folders and items, through the door."""

from typing import Any

import pytest

from fakeserver import steps
from fakeserver.protocols.ews.operations.items import find_item
from tests.protocols.ews.client import Answer, Ews


def get_folder(folder_id: str) -> str:
    return (
        "<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
        f"<m:FolderIds>{folder_id}</m:FolderIds></m:GetFolder>"
    )


def get_item(item_id: str) -> str:
    return (
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
        f"<m:ItemIds>{item_id}</m:ItemIds></m:GetItem>"
    )


def distinguished(name: str, address: str) -> str:
    return (
        f'<t:DistinguishedFolderId Id="{name}"><t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox>'
        "</t:DistinguishedFolderId>"
    )


def test_a_folder_of_ones_own_mailbox_may_name_it_in_any_case(ews: Ews) -> None:
    answer = ews(get_folder(distinguished("inbox", ews.alice.address.upper())))
    assert answer.texts(".//t:DisplayName") == ["Inbox"]


def test_anothers_mailbox_opens_with_full_access_only(ews: Ews) -> None:
    theirs = ews.tenant.mailbox("bob").deliver(subject="x")
    requests = (
        get_folder(distinguished("inbox", ews.bob.address)),
        get_folder(f'<t:FolderId Id="{theirs.folder.folder_id}"/>'),
        get_item(f'<t:ItemId Id="{theirs.item_id}"/>'),
    )
    assert [ews(request).codes for request in requests] == [
        ["ErrorAccessDenied"],
        ["ErrorItemNotFound"],
        ["ErrorItemNotFound"],
    ]
    ews.tenant.rights.add_mailbox_permission("bob", ews.alice)
    assert [ews(request).codes for request in requests] == [["NoError"]] * 3


def test_a_mailbox_that_does_not_exist(ews: Ews) -> None:
    assert ews(get_folder(distinguished("inbox", "nobody@example.com"))).codes == ["ErrorNonExistentMailbox"]


def test_a_user_without_a_mailbox_must_name_one(ews: Ews) -> None:
    carol = ews.tenant.add_user("carol", mailbox=False)
    ews.tenant.rights.add_mailbox_permission("bob", carol)
    assert ews(get_folder('<t:DistinguishedFolderId Id="inbox"/>'), carol).codes == ["ErrorMissingEmailAddress"]
    assert ews(get_folder(distinguished("inbox", ews.bob.address)), carol).codes == ["NoError"]


def test_the_public_folders_are_not_there(ews: Ews) -> None:
    answer = ews(get_folder('<t:DistinguishedFolderId Id="publicfoldersroot"/>'))
    assert answer.codes == ["ErrorNoPublicFolderReplicaAvailable"]


@pytest.mark.parametrize(
    ("key", "code"),
    [('ChangeKey="XXX"', "ErrorInvalidChangeKey"), ('ChangeKey=""', "ErrorInvalidChangeKey"), ("", "NoError")],
)
def test_a_change_key_is_read_even_where_it_is_not_needed(ews: Ews, key: str, code: str) -> None:
    item = ews.mailbox.deliver(subject="x")
    assert ews(get_item(f'<t:ItemId Id="{item.item_id}" {key}/>')).codes == [code]
    assert ews(get_folder(f'<t:FolderId Id="{item.folder.folder_id}" {key}/>')).codes == [code]
    assert ews(get_folder(f'<t:DistinguishedFolderId Id="inbox" {key}/>')).codes == [code]


def test_ids_of_items_and_folders_are_not_mixed_up(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    as_item, as_folder = f'<t:ItemId Id="{item.folder.folder_id}"/>', f'<t:FolderId Id="{item.item_id}"/>'
    attached = "<t:FileAttachment><t:Name>a</t:Name><t:Content>eA==</t:Content></t:FileAttachment>"
    parent = as_item.replace("t:ItemId", "m:ParentItemId")
    for request in (
        get_item(as_item),
        f'<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>{as_item}</m:ItemIds></m:DeleteItem>',
        f"<m:CreateAttachment>{parent}<m:Attachments>{attached}</m:Attachments></m:CreateAttachment>",
    ):
        answer = ews(request)
        assert answer.codes == ["ErrorCannotUseFolderIdForItemId"]
        assert answer.texts(".//m:MessageText") == ["Expected an item Id but received a folder Id."]
    for request in (
        get_folder(as_folder),
        f'<m:CopyItem><m:ToFolderId>{as_folder}</m:ToFolderId><m:ItemIds><t:ItemId Id="{item.item_id}"/></m:ItemIds>'
        "</m:CopyItem>",
    ):
        answer = ews(request)
        assert answer.codes == ["ErrorCannotUseItemIdForFolderId"]
        assert answer.texts(".//m:MessageText") == ["Expected a folder Id but received an item Id."]


def test_anothers_mailbox_is_named_by_its_primary_address(ews: Ews) -> None:
    ews.tenant.add_user("carol", aliases=["caz"])
    ews.tenant.rights.add_mailbox_permission("carol", ews.alice)
    asked = (
        "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>"
        '<t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>{}</t:EmailAddress></t:Mailbox>'
        "</t:DistinguishedFolderId></m:FolderIds></m:GetFolder>"
    )
    answer = ews(asked.format("caz@contoso.onmicrosoft.com"))
    assert answer.codes == ["ErrorNonPrimarySmtpAddress"]
    assert answer.texts(".//m:MessageXml/t:Value") == ["carol@contoso.onmicrosoft.com"]
    assert ews(asked.format("CAROL@contoso.onmicrosoft.com")).codes == ["NoError"]


TO_INBOX = '<m:ToFolderId><t:DistinguishedFolderId Id="inbox"/></m:ToFolderId>'
MESSAGE = "<t:Message><t:Subject>x</t:Subject></t:Message>"
#: {ids}: three items; {folder}: the id of the folder that they are in
LONG_CALLS = {
    "GetItem": (
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
        "<m:ItemIds>{ids}</m:ItemIds></m:GetItem>"
    ),
    "MoveItem": f"<m:MoveItem>{TO_INBOX}<m:ItemIds>{{ids}}</m:ItemIds></m:MoveItem>",
    "CopyItem": f"<m:CopyItem>{TO_INBOX}<m:ItemIds>{{ids}}</m:ItemIds></m:CopyItem>",
    "DeleteItem": '<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>{ids}</m:ItemIds></m:DeleteItem>',
    "SendItem": '<m:SendItem SaveItemToFolder="false"><m:ItemIds>{ids}</m:ItemIds></m:SendItem>',
    "CreateItem": f'<m:CreateItem MessageDisposition="SaveOnly"><m:Items>{MESSAGE * 3}</m:Items></m:CreateItem>',
    "GetFolder": get_folder("{folder}" * 3),
    "EmptyFolder": (
        '<m:EmptyFolder DeleteType="HardDelete" DeleteSubFolders="false">'
        "<m:FolderIds>{folder}{folder}{folder}</m:FolderIds></m:EmptyFolder>"
    ),
}


def answer_in_steps(ews: Ews, body: str, after_one: Any, parts: int = 1) -> Answer:
    """Return the answer to a call of several steps; something happens after the first of them that does something."""
    # Each part but the first has been read in a step of its own before.
    return ews.in_steps(body, lambda taken: after_one() if taken == parts else None)


def answered_in_steps(ews: Ews, body: str, after_one: Any) -> list[str]:
    """Return the codes of the answer to such a call for three things."""
    return answer_in_steps(ews, body, after_one, parts=3).codes


@pytest.mark.parametrize(
    ("name", "place"),
    [*((name, "own") for name in LONG_CALLS), *((name, "another's") for name in LONG_CALLS if name != "CreateItem")],
)
def test_a_mailbox_that_is_removed_during_a_long_call_is_gone(
    ews: Ews, monkeypatch: pytest.MonkeyPatch, name: str, place: str
) -> None:
    monkeypatch.setattr(steps, "STEP", -1.0)
    owner = ews.alice if place == "own" else ews.bob
    ews.tenant.rights.add_mailbox_permission("bob", ews.alice)
    mailbox = ews.tenant.mailbox(owner)
    items = [mailbox.deliver(subject=str(number)) for number in range(3)]
    ids = "".join(f'<t:ItemId Id="{item.item_id}" ChangeKey="{item.change_key}"/>' for item in items)
    body = LONG_CALLS[name].format(ids=ids, folder=f'<t:FolderId Id="{items[0].folder.folder_id}"/>')
    codes = answered_in_steps(ews, body, lambda: ews.tenant.people.remove_user(owner))
    assert codes[1:] == ["ErrorNonExistentMailbox" if name == "CreateItem" else "ErrorItemNotFound"] * 2


@pytest.mark.parametrize("name", ["MoveItem", "CopyItem"])
def test_nothing_goes_to_a_mailbox_that_is_removed_during_a_long_call(
    ews: Ews, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(steps, "STEP", -1.0)
    ews.tenant.rights.add_mailbox_permission("bob", ews.alice)
    bob = ews.tenant.mailbox("bob")
    items = [bob.deliver(subject=str(number)) for number in range(3)]
    ids = "".join(f'<t:ItemId Id="{item.item_id}"/>' for item in items)
    codes = answered_in_steps(ews, LONG_CALLS[name].format(ids=ids), lambda: ews.tenant.people.remove_user("alice"))
    assert codes == ["NoError", "ErrorNonExistentMailbox", "ErrorNonExistentMailbox"]
    assert set(items[1:]) <= set(bob.messages())


ID_ONLY = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
SUBJECT = '<t:FieldURI FieldURI="item:Subject"/>'
LISTINGS = {
    "FindItem": '<m:FindItem Traversal="Shallow">{}<m:ParentFolderIds>{}</m:ParentFolderIds></m:FindItem>',
    "FindItem, searching": (
        f'<m:FindItem Traversal="Shallow">{{}}<m:Restriction><t:Exists>{SUBJECT}</t:Exists></m:Restriction>'
        "<m:ParentFolderIds>{}</m:ParentFolderIds></m:FindItem>"
    ),
    "FindItem, sorted": (
        f'<m:FindItem Traversal="Shallow">{{}}<m:SortOrder><t:FieldOrder Order="Ascending">{SUBJECT}</t:FieldOrder>'
        "</m:SortOrder><m:ParentFolderIds>{}</m:ParentFolderIds></m:FindItem>"
    ),
    "SyncFolderItems": (
        "<m:SyncFolderItems>{}<m:SyncFolderId>{}</m:SyncFolderId>"
        "<m:MaxChangesReturned>9</m:MaxChangesReturned></m:SyncFolderItems>"
    ),
}


@pytest.mark.parametrize("name", LISTINGS)
@pytest.mark.parametrize("leave", ["moved", "deleted"])
def test_what_leaves_a_folder_while_it_is_listed_is_not_listed(
    ews: Ews, monkeypatch: pytest.MonkeyPatch, name: str, leave: str
) -> None:
    monkeypatch.setattr(steps, "STEP", -1.0)
    monkeypatch.setattr(find_item, "_AT_ONCE", 1)
    mailbox = ews.mailbox
    # The drafts give those that move there UIDs that the inbox has as well.
    delivered = [mailbox.deliver(subject=str(number)) for number in range(6)]
    known = {item.item_id for item in delivered}

    def go() -> None:
        items = mailbox.messages()[::2]
        if leave == "moved":
            mailbox.items.move(items, mailbox.folders.distinguished("drafts"))
        else:
            mailbox.items.delete(items)

    listed = answer_in_steps(ews, LISTINGS[name].format(ID_ONLY, INBOX), go).attributes(".//t:ItemId", "Id")
    # What was written before it left may stand there.
    assert {item.item_id for item in mailbox.messages()} <= set(listed) <= known
    assert len(listed) <= 4
