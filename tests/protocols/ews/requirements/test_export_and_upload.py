"""Items out of a mailbox as opaque data, and back (MS-OXWSBTRF)."""

import pytest

from tests.protocols.ews.client import Answer, envelope, fault_of
from tests.protocols.ews.requirements.asking import (
    attach,
    attachments,
    change,
    delete,
    file,
    find,
    get,
    get_folder,
    item_id,
    made,
    made_folder,
    message,
    update,
    uri,
)
from tests.protocols.ews.requirements.full_items import (
    APPOINTMENT,
    CONTACT,
    DISTRIBUTION_LIST,
    MESSAGE,
    POST,
    TASK_RANGES,
    TASK_RECURRENCES,
    task,
)
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls

ITEMS = {
    "Message": MESSAGE,
    "CalendarItem": APPOINTMENT,
    "Contact": CONTACT,
    "DistributionList": DISTRIBUTION_LIST,
    "PostItem": POST,
    **{f"Task {at}": task(pattern, TASK_RANGES[at % 3]) for at, pattern in enumerate(TASK_RECURRENCES)},
}
#: What a copy has of its own.
OWN = {"ItemId", "ParentFolderId", "LastModifiedTime", "InstanceKey", "WebClientReadFormQueryString", "Attachments"}


def export(*items: str) -> str:
    return f"<m:ExportItems><m:ItemIds>{''.join(map(item_id, items))}</m:ItemIds></m:ExportItems>"


def upload(folder: str, data: str, action: str = "CreateNew", item: str = "", more: str = "") -> str:
    named = item_id(item) if item else ""
    return (
        f'<m:UploadItems><m:Items><t:Item CreateAction="{action}"{more}><t:ParentFolderId Id="{folder}"/>{named}'
        f"<t:Data>{data}</t:Data></t:Item></m:Items></m:UploadItems>"
    )


def exported(ews: EwsOverTls, item: str) -> str:
    return ews(export(item)).value(".//m:Data")


def folder_of(ews: EwsOverTls, item: str) -> str:
    return ews(get(item)).attribute(".//t:ParentFolderId", "Id")


def shown(answer: Answer) -> dict[str, str]:
    """Return an item's properties, but for those that a copy has of its own."""
    [item] = answer.all(".//m:Items/*")
    return {
        name: "".join(map(str, child.itertext())) for child in item if (name := child.tag.rpartition("}")[2]) not in OWN
    }


@holds("MS-OXWSBTRF", 169, 170, 172, 173, 179, 182, 2107, 2108, 2007, 2008, 195, 207, 226, 228, 200, 211)
@pytest.mark.parametrize("kind", ITEMS)
def test_a_copy_has_all_of_it(ews: EwsOverTls, kind: str) -> None:
    [item] = made(ews, ITEMS[kind])
    answer = ews(export(item))
    assert answer.attributes(".//m:ExportItemsResponseMessage", "ResponseClass") == ["Success"]
    assert answer.attribute(".//m:ItemId", "Id") == item
    back = ews(upload(folder_of(ews, item), answer.value(".//m:Data")))
    assert back.attributes(".//m:UploadItemsResponseMessage", "ResponseClass") == ["Success"]
    copy = back.attribute(".//m:ItemId", "Id")
    assert copy != item
    asked = "".join(map(uri, ("item:MimeContent", "item:DisplayBcc"))) if kind == "Message" else ""
    assert shown(ews(get(copy, more=asked))) == shown(ews(get(item, more=asked)))


def test_a_delivered_message_keeps_its_octets(ews: EwsOverTls) -> None:
    delivered = b"From: a@example.com\r\nTo: b@example.com\r\nX-Bird:  coot\r\n\r\nSeen\r\n"
    item = ews.mailbox.deliver(delivered, is_read=True)
    [one] = ews(find("inbox")).attributes(".//t:ItemId", "Id")
    copy = ews(upload(folder_of(ews, one), exported(ews, one))).attribute(".//m:ItemId", "Id")
    kept = ews.mailbox.items.by_id(copy)
    assert kept is not item
    assert (kept.raw, kept.flags, kept.received_at) == (item.raw, item.flags, item.received_at)


def test_attachments_come_back(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    nested = f"<t:Attachments>{file('deep.txt')}</t:Attachments>"
    inner = f"<t:Message><t:Subject>Inner</t:Subject>{nested}</t:Message>"
    ews(attach(item, file(), f"<t:ItemAttachment><t:Name>inside</t:Name>{inner}</t:ItemAttachment>"))
    copy = ews(upload(folder_of(ews, item), exported(ews, item))).attribute(".//m:ItemId", "Id")
    names = ews(get(copy)).attributes(".//t:Attachments/*/t:AttachmentId", "Id")
    answer = ews(attachments("GetAttachment", *names))
    assert answer.value(".//t:FileAttachment/t:Content") == "bm90ZXM="
    assert answer.value(".//t:ItemAttachment/t:Message/t:Subject") == "Inner"
    assert answer.value(".//t:ItemAttachment/t:Message/t:Attachments/t:FileAttachment/t:Name") == "deep.txt"


@holds("MS-OXWSBTRF", 214, 229, 2321)
@pytest.mark.parametrize("action", ["Update", "UpdateOrCreate"])
def test_in_the_place_of_another(ews: EwsOverTls, action: str) -> None:
    [item] = made(ews, message("<t:IsRead>false</t:IsRead>"), to="inbox")
    data, where = exported(ews, item), folder_of(ews, item)
    before = ews(get(item))
    ews(update(item, change("item:Subject", "<t:Subject>Other</t:Subject>")))
    ews(update(item, change("message:IsRead", "<t:IsRead>true</t:IsRead>")))
    changed = ews(get(item)).attribute(".//t:ItemId", "ChangeKey")
    answer = ews(upload(where, data, action, item))
    assert answer.codes == ["NoError"]
    assert answer.attribute(".//m:ItemId", "Id") == item
    after = ews(get(item))
    assert answer.attribute(".//m:ItemId", "ChangeKey") == after.attribute(".//t:ItemId", "ChangeKey") != changed
    assert shown(after) == shown(before)
    assert ews(get_folder("inbox")).value(".//t:UnreadCount") == "1"


@holds("MS-OXWSBTRF", 231, 2009, 2010)
@pytest.mark.parametrize("why", ["elsewhere", "gone"])
def test_nothing_is_there_to_update(ews: EwsOverTls, why: str) -> None:
    [item] = made(ews, message())
    data, where = exported(ews, item), folder_of(ews, item)
    if why == "gone":
        ews(delete(item))
    else:
        where = made_folder(ews, "Other")
    answer = ews(upload(where, data, "Update", item))
    assert answer.attributes(".//m:UploadItemsResponseMessage", "ResponseClass") == ["Error"]
    assert answer.codes == ["ErrorItemNotFound"]


@holds("MS-OXWSBTRF", 235, 2351)
@pytest.mark.parametrize("why", ["elsewhere", "gone"])
def test_or_it_is_created(ews: EwsOverTls, why: str) -> None:
    [item] = made(ews, message())
    data, where = exported(ews, item), folder_of(ews, item)
    if why == "gone":
        ews(delete(item))
    else:
        where = made_folder(ews, "Other")
    answer = ews(upload(where, data, "UpdateOrCreate", item))
    assert answer.codes == ["NoError"]
    new = answer.attribute(".//m:ItemId", "Id")
    assert new != item
    assert folder_of(ews, new) == where


@holds("MS-OXWSBTRF", 222)
@pytest.mark.parametrize(
    ("said", "kept"), [(' IsAssociated="true"', "true"), (' IsAssociated="false"', "false"), ("", "false")]
)
def test_whether_it_belongs_to_the_folder(ews: EwsOverTls, said: str, kept: str) -> None:
    [item] = made(ews, message("<t:IsAssociated>true</t:IsAssociated>"), to="inbox")
    copy = ews(upload(folder_of(ews, item), exported(ews, item), more=said)).attribute(".//m:ItemId", "Id")
    assert ews(get(copy)).value(".//t:IsAssociated") == kept


@holds("MS-OXWSBTRF", 2109, 2110)
def test_what_is_gone_is_not_exported(ews: EwsOverTls) -> None:
    gone, there = made(ews, message(), message())
    ews(delete(gone))
    answer = ews(export(gone, there))
    assert answer.attributes(".//m:ExportItemsResponseMessage", "ResponseClass") == ["Error", "Success"]
    assert answer.codes == ["ErrorItemNotFound", "NoError"]
    assert len(answer.all(".//m:Data")) == 1


@pytest.mark.parametrize("data", ["eA==", ""])
def test_data_of_another_kind_is_refused(ews: EwsOverTls, data: str) -> None:
    [item] = made(ews, message())
    assert ews(upload(folder_of(ews, item), data)).codes == ["ErrorCorruptData"]


@pytest.mark.parametrize("action", ["Update", "UpdateOrCreate"])
def test_an_update_names_its_item(ews: EwsOverTls, action: str) -> None:
    [item] = made(ews, message())
    request = upload(folder_of(ews, item), exported(ews, item), action)
    code, _ = fault_of(ews.post(envelope(request), ews.token(ews.alice)))
    assert code == "ErrorSchemaValidation"


def test_into_another_mailbox(ews: EwsOverTls) -> None:
    [item] = made(ews, MESSAGE)
    data = exported(ews, item)
    theirs = ews(get_folder("inbox"), user=ews.bob).attribute(".//t:FolderId", "Id")
    assert ews(upload(theirs, data)).codes != ["NoError"], "alice may not write there"
    copy = ews(upload(theirs, data), user=ews.bob).attribute(".//m:ItemId", "Id")
    assert ews(get(copy), user=ews.bob).value(".//t:Subject") == "All of it"
    assert ews(export(item), user=ews.bob).codes != ["NoError"]
