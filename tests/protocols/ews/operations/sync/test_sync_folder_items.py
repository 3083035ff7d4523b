"""SyncFolderItems: what is on the wire. What is told is tested in test_item_changes.py."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.flags import MessageFlags
from tests.protocols.ews.client import Ews


def request(state: str = "", most: str = "100", folder: str = "inbox", more: str = "", shape: str = "") -> str:
    given = f"<m:SyncState>{state}</m:SyncState>" if state else ""
    return (
        f"<m:SyncFolderItems><m:ItemShape><t:BaseShape>{shape or 'IdOnly'}</t:BaseShape></m:ItemShape><m:SyncFolderId>"
        f'<t:DistinguishedFolderId Id="{folder}"/></m:SyncFolderId>{given}{more}'
        f"<m:MaxChangesReturned>{most}</m:MaxChangesReturned></m:SyncFolderItems>"
    )


def verbs(answer: Any) -> list[str]:
    return [child.tag.rpartition("}")[2] for child in answer.find(".//m:Changes")]


def state_of(answer: Any) -> str:
    return str(answer.find(".//m:SyncState").text)


def test_create_update_read_flag_and_delete(ews: Ews) -> None:
    one, two, three = (ews.mailbox.deliver(subject=name) for name in "123")
    first = ews(request(shape="Default"))
    assert verbs(first) == ["Create"] * 3
    assert first.texts(".//t:Message/t:Subject") == ["1", "2", "3"]
    assert first.find(".//m:IncludesLastItemInRange").text == "true"
    assert first.all(".//t:Body") == []
    ews.mailbox.items.set_flags(one, MessageFlags(seen=True))
    ews.mailbox.items.update(two, {"subject": "changed"})
    gone = three.item_id
    ews.mailbox.items.delete([three])
    second = ews(request(state_of(first), shape="Default"))
    assert sorted(verbs(second)) == ["Delete", "ReadFlagChange", "Update"]
    assert second.texts(".//t:ReadFlagChange/t:IsRead") == ["true"]
    assert second.texts(".//t:Update/t:Message/t:Subject") == ["changed"]
    assert second.attributes(".//t:Delete/t:ItemId", "Id") == [gone]
    third = ews(request(state_of(second)))
    assert verbs(third) == []


def test_pages(ews: Ews) -> None:
    for name in "123":
        ews.mailbox.deliver(subject=name)
    first = ews(request(most="2"))
    assert first.find(".//m:IncludesLastItemInRange").text == "false"
    second = ews(request(state_of(first), most="2"))
    assert second.find(".//m:IncludesLastItemInRange").text == "true"
    assert len(verbs(first) + verbs(second)) == 3


def test_ignored_items(ews: Ews) -> None:
    one, two = ews.mailbox.deliver(subject="1"), ews.mailbox.deliver(subject="2")
    answer = ews(request(more=f'<m:Ignore><t:ItemId Id="{one.item_id}"/></m:Ignore>'))
    assert answer.attributes(".//t:Create/t:Message/t:ItemId", "Id") == [two.item_id]


def test_an_ignored_item_that_is_gone(ews: Ews) -> None:
    gone, left = ews.mailbox.deliver(subject="1"), ews.mailbox.deliver(subject="2")
    ignored = f'<m:Ignore><t:ItemId Id="{gone.item_id}"/></m:Ignore>'
    ews.mailbox.items.delete([gone])
    assert ews(request(more=ignored)).attributes(".//t:Create/t:Message/t:ItemId", "Id") == [left.item_id]


@pytest.mark.parametrize(
    ("ignored", "code"),
    [
        ('<t:ItemId Id="nonsense"/>', "ErrorInvalidIdMalformed"),
        ('<t:ItemId Id="{folder}"/>', "ErrorCannotUseFolderIdForItemId"),
        ('<t:ItemId Id="{item}" ChangeKey="x"/>', "ErrorInvalidChangeKey"),
    ],
)
def test_what_is_no_id_is_not_ignored(ews: Ews, ignored: str, code: str) -> None:
    item = ews.mailbox.deliver(subject="1")
    given = ignored.replace("{folder}", ews.folder_id("inbox")).replace("{item}", item.item_id)
    assert ews(request(more=f"<m:Ignore>{given}</m:Ignore>")).codes == [code]


def test_an_ignored_item_without_an_id_is_a_fault(ews: Ews) -> None:
    answer = ews(request(more="<m:Ignore><t:ItemId/></m:Ignore>"))
    assert (answer.status, answer.value(".//faultcode")) == (500, "a:ErrorSchemaValidation")


@pytest.mark.parametrize("state", ["XXX", "AAAA", "not base64"])
def test_a_bad_state(ews: Ews, state: str) -> None:
    answer = ews(request(state))
    assert answer.codes == ["ErrorInvalidSyncStateData"]
    assert answer.find(".//m:SyncState").text is None
    assert answer.find(".//m:IncludesLastItemInRange").text == "true"


def test_a_state_of_another_folder(ews: Ews) -> None:
    assert ews(request(state_of(ews(request())), folder="drafts")).codes == ["ErrorInvalidSyncStateData"]


def test_a_folder_that_does_not_exist(ews: Ews) -> None:
    assert ews(request(folder="archiveinbox")).codes == ["ErrorSyncFolderNotFound"]


@pytest.mark.parametrize("most", ["0", "513", "-1", "x", ""])
def test_the_number_of_changes_is_bounded(ews: Ews, most: str) -> None:
    assert "ErrorSchemaValidation" in ews(request(most=most)).text


@pytest.mark.parametrize(
    ("scope", "count"),
    [
        ("", 1),
        ("<m:SyncScope>NormalItems</m:SyncScope>", 1),
        ("<m:SyncScope>NormalAndAssociatedItems</m:SyncScope>", 2),
    ],
)
def test_associated_items_come_if_they_are_asked_for(ews: Ews, scope: str, count: int) -> None:
    inbox = ews.mailbox.folders.distinguished("inbox")
    ews.mailbox.deliver(subject="x")
    ews.mailbox.items.add(inbox, "IPM.Configuration.x", {"is_associated": True})
    asked = request().replace("</m:SyncFolderItems>", f"{scope}</m:SyncFolderItems>")
    assert verbs(ews(asked)) == ["Create"] * count


def test_what_a_search_cannot_return_is_left_out(ews: Ews) -> None:
    ews.mailbox.deliver(subject="x", body="text")
    more = '<t:AdditionalProperties><t:FieldURI FieldURI="item:Body"/></t:AdditionalProperties>'
    answer = ews(request().replace("</m:ItemShape>", f"{more}</m:ItemShape>"))
    assert (answer.codes, answer.all(".//t:Body")) == (["NoError"], [])
