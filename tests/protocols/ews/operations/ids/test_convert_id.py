"""ConvertId."""

from xml.sax.saxutils import quoteattr

import pytest

from fakeserver.tenant.exchange.attachments import attachment_id
from tests.protocols.ews.client import Ews

FORMATS = ("EwsLegacyId", "EwsId", "EntryId", "HexEntryId", "StoreId", "OwaId")


def request(given: str, source: str, wanted: str, address: str) -> str:
    return (
        f'<m:ConvertId DestinationFormat="{wanted}"><m:SourceIds><t:AlternateId Format="{source}" Id={quoteattr(given)}'
        f' Mailbox="{address}"/></m:SourceIds></m:ConvertId>'
    )


@pytest.mark.parametrize("wanted", FORMATS)
@pytest.mark.parametrize("kind", ["item", "folder"])
def test_every_format_leads_back(ews: Ews, wanted: str, kind: str) -> None:
    given = ews.mailbox.deliver(subject="1").item_id if kind == "item" else ews.folder_id("inbox")
    there = ews(request(given, "EwsId", wanted, ews.alice.address)).find(".//m:AlternateId")
    assert there.get("Format") == wanted
    assert there.get("Mailbox") == ews.alice.address
    back = ews(request(str(there.get("Id")), wanted, "EwsId", ews.alice.address)).find(".//m:AlternateId")
    assert back.get("Id") == given


def test_a_hexadecimal_entry_id_looks_like_one(ews: Ews) -> None:
    answer = ews(request(ews.folder_id("inbox"), "EwsId", "HexEntryId", ews.alice.address))
    assert len(bytes.fromhex(answer.attribute(".//m:AlternateId", "Id"))) == 46


def test_the_probe_of_exchangelib_is_an_error_of_one_id(ews: Ews) -> None:
    answer = ews(request("DUMMY", "EwsId", "EntryId", "DUMMY"))
    assert answer.status == 200
    assert answer.codes == ["ErrorInvalidIdMalformed"]


@pytest.mark.parametrize("address", ["notanaddress", "alice@"])
def test_the_mailbox_is_an_address(ews: Ews, address: str) -> None:
    folder = ews.mailbox.folders.distinguished("inbox")
    assert ews(request(folder.folder_id, "EwsId", "HexEntryId", address)).codes == ["ErrorInvalidSmtpAddress"]
    assert ews(request("00" * 46, "HexEntryId", "EwsId", address)).codes == ["ErrorInvalidSmtpAddress"]


def test_an_id_that_names_its_mailbox_shows_the_address(ews: Ews) -> None:
    answer = ews(request(ews.folder_id("inbox"), "EwsId", "EwsId", "mailbox@domain.example"))
    assert answer.attribute(".//m:AlternateId", "Mailbox") == ews.alice.address


def test_an_entry_id_of_a_mailbox_that_does_not_exist(ews: Ews) -> None:
    answer = ews(request("00" * 46, "HexEntryId", "EwsId", "nobody@contoso.onmicrosoft.com"))
    assert answer.codes == ["ErrorNonExistentMailbox"]


def test_public_folders_do_not_exist(ews: Ews) -> None:
    assert ews(public_folder("x")).codes == ["ErrorNoPublicFolderReplicaAvailable"]


def public_folder(folder: str, source: str = "EwsId", target: str = "EwsId", item: str = "") -> str:
    element = f'<t:AlternatePublicFolderId Format="{source}" FolderId="{folder}"/>'
    if item:
        element = f'<t:AlternatePublicFolderItemId Format="{source}" FolderId="{folder}" ItemId="{item}"/>'
    return f'<m:ConvertId DestinationFormat="{target}"><m:SourceIds>{element}</m:SourceIds></m:ConvertId>'


@pytest.mark.parametrize("target", ["EwsLegacyId", "EwsId", "EntryId", "HexEntryId", "StoreId", "OwaId"])
def test_ids_of_public_folders_convert_and_back(ews: Ews, target: str) -> None:
    folder = ews.tenant.add_public_folder("Projects", address="projects")
    item = ews.tenant.deliver("projects", subject="x")
    there = ews(public_folder(folder.folder_id, target=target))
    assert there.codes == ["NoError"]
    assert there.attribute(".//m:AlternateId", "Format") == target
    written = there.attribute(".//m:AlternateId", "FolderId")
    back = ews(public_folder(written, target, "EwsId"))
    assert back.attributes(".//m:AlternateId", "FolderId") == [folder.folder_id]
    there = ews(public_folder(folder.folder_id, target=target, item=item.item_id))
    assert there.attributes(".//m:AlternateId", "FolderId") == [written]
    back = ews(public_folder(written, target, "EwsId", there.attribute(".//m:AlternateId", "ItemId")))
    assert back.attributes(".//m:AlternateId", "ItemId") == [item.item_id]
    assert "PublicFolderItemIdType" in back.text


def test_ids_of_public_folders_and_of_mailboxes_are_two_things(ews: Ews) -> None:
    folder, inbox = ews.tenant.add_public_folder("Projects"), ews.mailbox.folders.distinguished("inbox")
    item = ews.mailbox.deliver(subject="x")
    malformed = ["ErrorInvalidIdMalformed"]
    assert ews(public_folder(inbox.folder_id)).codes == malformed
    assert ews(public_folder("x")).codes == malformed
    assert ews(public_folder(folder.folder_id, item=item.item_id)).codes == malformed
    assert ews(public_folder(folder.folder_id, item=folder.folder_id)).codes == malformed
    mine = f'<t:AlternateId Format="EwsId" Id="{folder.folder_id}" Mailbox="{ews.alice.address}"/>'
    request = f'<m:ConvertId DestinationFormat="EntryId"><m:SourceIds>{mine}</m:SourceIds></m:ConvertId>'
    assert ews(request).codes == malformed


def test_an_unknown_format_is_a_schema_fault(ews: Ews) -> None:
    assert "ErrorSchemaValidation" in ews(request("x", "EwsId", "Nonsense", "x")).text


def test_an_empty_mailbox_is_too_short_for_the_schema(ews: Ews) -> None:
    answer = ews(request("x", "EwsId", "HexEntryId", ""))
    assert answer.value(".//faultcode") == "a:ErrorSchemaValidation"
    assert answer.value(".//t:Violation").startswith("The 'Mailbox' attribute is invalid - The value '' is invalid")


def test_the_journal_names_the_id_that_is_neither_items_nor_folders(ews: Ews) -> None:
    item = ews.mailbox.deliver(subject="x", attachments=[("a.txt", b"a")])
    given = attachment_id(item.attachments[0])
    assert ews(request(given, "EwsId", "HexEntryId", ews.alice.address)).codes == ["ErrorInvalidIdMalformed"]
    assert ews.tenant.journal.refusals[-1].refusal.facts == {"given": given}
    assert ews(request("00", "HexEntryId", "EwsId", ews.alice.address)).codes == ["ErrorInvalidIdMalformed"]
    assert ews.tenant.journal.refusals[-1].refusal.facts == {"given": "00"}


@pytest.mark.parametrize("address", ["bob@contoso.onmicrosoft.com", "nobody@contoso.onmicrosoft.com"])
def test_a_mailbox_that_the_caller_may_not_open_is_as_good_as_none(ews: Ews, address: str) -> None:
    answer = ews(request("00" * 46, "HexEntryId", "EwsId", address))
    assert answer.codes == ["ErrorNonExistentMailbox"]
