"""DeleteItem, MoveItem, CopyItem, SendItem."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.values import EmailAddress
from tests.protocols.ews.client import Ews


def ids(*items: Any) -> str:
    listed = "".join(f'<t:ItemId Id="{item.item_id}" ChangeKey="{item.change_key}"/>' for item in items)
    return f"<m:ItemIds>{listed}</m:ItemIds>"


def delete(item: Any, mode: str, attributes: str = "") -> str:
    return f'<m:DeleteItem DeleteType="{mode}"{attributes}>{ids(item)}</m:DeleteItem>'


def to_folder(operation: str, folder: str, *items: Any, extra: str = "") -> str:
    target = f'<m:ToFolderId><t:DistinguishedFolderId Id="{folder}"/></m:ToFolderId>'
    return f"<m:{operation}>{target}{ids(*items)}{extra}</m:{operation}>"


def send(item: Any, save: str = "true", folder: str = "", key: bool = True) -> str:
    requested = ids(item) if key else f'<m:ItemIds><t:ItemId Id="{item.item_id}"/></m:ItemIds>'
    saved = f'<m:SavedItemFolderId><t:DistinguishedFolderId Id="{folder}"/></m:SavedItemFolderId>' if folder else ""
    return f'<m:SendItem SaveItemToFolder="{save}">{requested}{saved}</m:SendItem>'


@pytest.mark.parametrize(
    ("mode", "folder"),
    [("HardDelete", None), ("SoftDelete", "recoverableitemsdeletions"), ("MoveToDeletedItems", "deleteditems")],
)
def test_deleting_three_ways(ews: Ews, mode: str, folder: str | None) -> None:
    item = ews.mailbox.deliver(subject="x")
    request = delete(item, mode)
    assert ews(request).codes == ["NoError"]
    assert ews.mailbox.messages() == []
    if folder is not None:
        assert [one.subject for one in ews.mailbox.messages(folder)] == ["x"]
    assert ews(request).codes == ["ErrorItemNotFound"], "the old id is gone"


def test_what_deleting_asks_for_by_kind(ews: Ews) -> None:
    meeting = ews.mailbox.items.add(ews.mailbox.folders.distinguished("calendar"), "IPM.Appointment", {"subject": "x"})
    task = ews.mailbox.items.add(ews.mailbox.folders.distinguished("tasks"), "IPM.Task", {"subject": "x"})
    assert ews(delete(meeting, "HardDelete")).codes == ["ErrorSendMeetingCancellationsRequired"]
    assert ews(delete(task, "HardDelete")).codes == ["ErrorAffectedTaskOccurrencesRequired"]
    assert ews(delete(meeting, "HardDelete", ' SendMeetingCancellations="SendToNone"')).codes == ["NoError"]
    assert ews(delete(task, "HardDelete", ' AffectedTaskOccurrences="AllOccurrences"')).codes == ["NoError"]


def test_moving_gives_a_new_id_and_the_old_one_is_gone(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    request = to_folder("MoveItem", "archive", item)
    answer = ews(request)
    (moved,) = ews.mailbox.messages("archive")
    assert answer.attributes(".//t:Message/t:ItemId", "Id") == [moved.item_id]
    assert ews(request).codes == ["ErrorItemNotFound"]
    assert ews.mailbox.messages() == []


def test_copying_keeps_the_original(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    answer = ews(to_folder("CopyItem", "archive", item))
    (copy,) = ews.mailbox.messages("archive")
    assert answer.attributes(".//t:ItemId", "Id") == [copy.item_id]
    assert copy.mime() == item.mime()
    assert ews.mailbox.messages() == [item]


def test_ids_may_be_kept_quiet(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x")
    answer = ews(to_folder("CopyItem", "archive", item, extra="<m:ReturnNewItemIds>false</m:ReturnNewItemIds>"))
    assert answer.codes == ["NoError"]
    assert answer.all(".//t:ItemId") == []


def test_moving_to_anothers_mailbox(ews: Ews) -> None:
    ews.tenant.rights.add_mailbox_permission("bob", ews.alice)
    item = ews.mailbox.deliver(subject="x")
    mime = item.mime()
    target = f'<t:FolderId Id="{ews.tenant.mailbox("bob").folders.distinguished("archive").folder_id}"/>'
    answer = ews(f"<m:MoveItem><m:ToFolderId>{target}</m:ToFolderId>{ids(item)}</m:MoveItem>")
    assert (answer.codes, answer.all(".//t:ItemId")) == (["NoError"], [])
    assert [one.mime() for one in ews.tenant.mailbox("bob").messages("archive")] == [mime]
    assert ews.mailbox.messages() == []


def test_a_missing_target_is_each_items_error(ews: Ews) -> None:
    items = [ews.mailbox.deliver(subject="x"), ews.mailbox.deliver(subject="y")]
    assert ews(to_folder("MoveItem", "archiveroot", *items)).codes == ["ErrorToFolderNotFound"] * 2


# --- sending ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(ews: Ews) -> Any:
    properties = {"subject": "x", "to_recipients": [EmailAddress("", "bob@contoso.onmicrosoft.com")], "is_draft": True}
    return ews.mailbox.items.add(ews.mailbox.folders.distinguished("drafts"), "IPM.Note", properties)


@pytest.mark.parametrize(
    ("save", "folder", "kept"), [("true", "", "sentitems"), ("true", "archive", "archive"), ("false", "", None)]
)
def test_a_draft_is_sent_and_leaves_its_folder(ews: Ews, draft: Any, save: str, folder: str, kept: str | None) -> None:
    assert ews(send(draft, save, folder)).codes == ["NoError"]
    assert ews.mailbox.messages("drafts") == []
    assert [one.subject for one in ews.tenant.mailbox("bob").messages()] == ["x"]
    for name in ("sentitems", "archive"):
        assert len(ews.mailbox.messages(name)) == (name == kept)


def test_sending_needs_the_newest_change_key(ews: Ews, draft: Any) -> None:
    stale = send(draft)
    ews.mailbox.items.update(draft, {"subject": "y"})
    assert ews(send(draft, key=False)).codes == ["ErrorChangeKeyRequired"]
    assert ews(stale).codes == ["ErrorStaleObject"]


def test_a_folder_for_a_copy_that_is_not_kept(ews: Ews, draft: Any) -> None:
    assert ews(send(draft, "false", "archive")).codes == ["ErrorInvalidSendItemSaveSettings"]


def test_a_contact_cannot_be_sent(ews: Ews) -> None:
    contact = ews.mailbox.items.add(ews.mailbox.folders.distinguished("contacts"), "IPM.Contact", {})
    assert ews(send(contact)).codes == ["ErrorInvalidItemForOperationSendItem"]
