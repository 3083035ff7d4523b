"""Attachments: files and items, made, read and taken off (MS-OXWSATT)."""

import pytest

from tests.protocols.ews.requirements.asking import attach, attachments, file, get, made, message, uri
from tests.protocols.ews.requirements.full_items import APPOINTMENT, CONTACT, MESSAGE, POST, task
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls

DETAILS = (
    "<t:ContentType>text/plain</t:ContentType><t:ContentId>one</t:ContentId>"
    "<t:ContentLocation>http://birds.example/notes</t:ContentLocation>"
)
#: Element -> one to attach.
ITEMS = {
    "Message": MESSAGE,
    "CalendarItem": APPOINTMENT,
    "Contact": CONTACT,
    "Task": task(),
    "PostItem": POST,
}


def attached(item: str, details: str = "") -> str:
    return f"<t:ItemAttachment><t:Name>inside</t:Name>{details}{item}</t:ItemAttachment>"


REFERENCE = {
    "AttachLongPathName": "https://contoso-my.sharepoint.com/notes.docx",
    "ProviderType": "OneDrivePro",
    "ProviderEndpointUrl": "https://contoso-my.sharepoint.com/_api",
    "AttachmentThumbnailUrl": "https://contoso-my.sharepoint.com/notes.png",
    "AttachmentPreviewUrl": "https://contoso-my.sharepoint.com/notes.html",
    "PermissionType": "2",
    "OriginalPermissionType": "1",
    "AttachmentIsFolder": "false",
}


def reference(**parts: str) -> str:
    inside = "".join(f"<t:{name}>{value}</t:{name}>" for name, value in parts.items())
    return f"<t:ReferenceAttachment><t:Name>notes.docx</t:Name>{inside}</t:ReferenceAttachment>"


def names(ews: EwsOverTls, item: str, *what: str) -> list[str]:
    answer = ews(attach(item, *what))
    assert set(answer.codes) == {"NoError"}, answer.text
    return answer.attributes(".//t:AttachmentId", "Id")


@holds("MS-OXWSATT", 532, 53201, 457, 43, 45, 38, 59, 60, 63, 64, 443, 446, 510001, 509, 466, 416, 533, 534)
@holds("MS-OXWSATT", 144, 145, 203, 204, 259, 260, 476, 467)
def test_a_file(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    answer = ews(attach(item, file(inside=DETAILS)))
    assert answer.attributes(".//m:CreateAttachmentResponseMessage", "ResponseClass") == ["Success"]
    [root], [name] = (answer.attributes(".//t:AttachmentId", key) for key in ("RootItemId", "Id"))
    assert ews(get(root)).value(".//t:Subject") == "About herons"
    key = answer.attribute(".//t:AttachmentId", "RootItemChangeKey")
    assert ews(get(item)).attribute(".//t:ItemId", "ChangeKey") == key
    shown = ews(attachments("GetAttachment", name))
    assert shown.attributes(".//m:GetAttachmentResponseMessage", "ResponseClass") == ["Success"]
    expected = {
        "Name": "notes.txt",
        "ContentType": "text/plain",
        "ContentId": "one",
        "ContentLocation": "http://birds.example/notes",
        "Content": "bm90ZXM=",
    }
    assert {element: shown.value(f".//t:FileAttachment/t:{element}") for element in expected} == expected
    gone = ews(attachments("DeleteAttachment", name))
    assert gone.attributes(".//m:DeleteAttachmentResponseMessage", "ResponseClass") == ["Success"]
    assert gone.attribute(".//m:RootItemId", "RootItemId") == item
    now = ews(get(item))
    assert gone.attribute(".//m:RootItemId", "RootItemChangeKey") == now.attribute(".//t:ItemId", "ChangeKey")
    assert now.value(".//t:HasAttachments") == "false"


@holds("MS-OXWSATT", 36, 83, 85, 97, 99, 141, 202, 547, 554)
@pytest.mark.parametrize("kind", ITEMS)
def test_an_item(ews: EwsOverTls, kind: str) -> None:
    [item] = made(ews, message())
    [name] = names(ews, item, attached(ITEMS[kind], DETAILS))
    shown = ews(attachments("GetAttachment", name))
    assert shown.value(f".//t:ItemAttachment/t:{kind}/t:Subject")
    assert shown.value(".//t:ItemAttachment/t:ContentLocation") == "http://birds.example/notes"
    inner = shown.all(f".//t:ItemAttachment/t:{kind}/t:ItemId")
    assert all(ews(get(str(one.get("Id")))).codes != ["NoError"] for one in inner), "it is no item of the store"
    assert ews(attachments("DeleteAttachment", name)).codes == ["NoError"]
    assert ews(attachments("GetAttachment", name)).codes != ["NoError"]


@holds("MS-OXWSATT", 81, 318014)
def test_a_generic_item_is_a_message(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    [name] = names(ews, item, attached("<t:Item><t:Subject>Generic</t:Subject></t:Item>"))
    assert ews(attachments("GetAttachment", name)).value(".//t:ItemAttachment/t:Message/t:Subject") == "Generic"


@holds("MS-OXWSATT", 458, 6201, 467, 476)
def test_several_at_once(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    other = DETAILS.replace(">one<", ">two<")
    both = names(ews, item, file(inside=DETAILS), attached(message(), other))
    shown = ews(attachments("GetAttachment", *both))
    assert shown.texts(".//t:ContentId") == ["one", "two"]
    assert len(set(both)) == 2
    assert ews(attachments("DeleteAttachment", *both)).codes == ["NoError"] * 2


@holds("MS-OXWSATT", 14201, 20001)
def test_an_attachment_of_an_attachment(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    inner = f"<t:Message><t:Subject>Outer</t:Subject><t:Attachments>{attached(message())}</t:Attachments></t:Message>"
    [outer] = names(ews, item, attached(inner))
    [deeper] = ews(attachments("GetAttachment", outer)).attributes(".//t:Attachments//t:AttachmentId", "Id")
    assert ews(attachments("GetAttachment", deeper)).value(".//t:Message/t:Subject") == "About herons"
    assert ews(attachments("DeleteAttachment", deeper)).codes == ["NoError"]
    assert ews(attachments("GetAttachment", outer)).all(".//t:Attachments") == []


@holds("MS-OXWSATT", 475, 477, 479, 521, 549, 478, 479001, 479002, 318013, 3111)
@holds("MS-OXWSCDATA", 1234)
def test_in_the_shape_asked_for(ews: EwsOverTls) -> None:
    html = '<t:Body BodyType="HTML">&lt;script&gt;heron()&lt;/script&gt;&lt;p&gt;Seen&lt;/p&gt;</t:Body>'
    [item] = made(ews, message())
    [name] = names(ews, item, attached(message(html)))

    def shown(said: str) -> str:
        body = uri("item:Body") if "BodyType" in said or "Filter" in said else uri("item:MimeContent")
        added = f"<t:AdditionalProperties>{body}</t:AdditionalProperties>" if "Include" not in said else ""
        shape = f"<m:AttachmentShape>{said}{added}</m:AttachmentShape>"
        answer = ews(attachments("GetAttachment", name, shape=shape))
        return answer.text

    assert "heron()" in shown("<t:FilterHtmlContent>false</t:FilterHtmlContent>")
    assert "heron()" not in shown("<t:FilterHtmlContent>true</t:FilterHtmlContent>")
    assert 'BodyType="Text"' in shown("<t:BodyType>Text</t:BodyType>")
    assert "MimeContent" in shown("<t:IncludeMimeContent>true</t:IncludeMimeContent>")
    assert "MimeContent" not in shown("<t:IncludeMimeContent>false</t:IncludeMimeContent>")


@holds("MS-OXWSATT", 318001, 145001, 145002)
@pytest.mark.parametrize("kind", ["MeetingMessage", "MeetingRequest", "MeetingResponse", "MeetingCancellation"])
def test_meeting_messages_are_not_attached(ews: EwsOverTls, kind: str) -> None:
    [item] = made(ews, message())
    answer = ews(attach(item, attached(f"<t:{kind}><t:Subject>x</t:Subject></t:{kind}>")))
    assert answer.codes == ["ErrorInvalidItemForOperationCreateItemAttachment"]
    assert answer.attributes(".//m:CreateAttachmentResponseMessage", "ResponseClass") == ["Error"]


@holds("MS-OXWSATT", 145001, 145002, 78002)
def test_an_item_attachment_without_an_item(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    answer = ews(attach(item, "<t:ItemAttachment><t:Name>none</t:Name></t:ItemAttachment>"))
    assert answer.codes == ["ErrorMissingItemForCreateItemAttachment"]


@holds("MS-OXWSATT", 465001, 465002, 474001, 474002)
@pytest.mark.parametrize("operation", ["GetAttachment", "DeleteAttachment"])
def test_an_attachment_that_is_gone(ews: EwsOverTls, operation: str) -> None:
    [item] = made(ews, message())
    [name] = names(ews, item, file())
    ews(attachments("DeleteAttachment", name))
    answer = ews(attachments(operation, name))
    assert answer.attributes(f".//m:{operation}ResponseMessage", "ResponseClass") == ["Error"]
    assert answer.codes in (["ErrorInvalidAttachmentId"], ["ErrorItemNotFound"])


@holds("MS-OXWSATT", 55001, 55002, 55003)
@pytest.mark.parametrize("kind", ITEMS)
def test_mime_of_an_attached_item(ews: EwsOverTls, kind: str) -> None:
    [item] = made(ews, message())
    [name] = names(ews, item, attached(ITEMS[kind]))
    shape = "<m:AttachmentShape><t:IncludeMimeContent>true</t:IncludeMimeContent></m:AttachmentShape>"
    shown = ews(attachments("GetAttachment", name, shape=shape))
    assert shown.codes == ["NoError"]
    assert shown.value(f".//t:{kind}/t:MimeContent")


@holds("MS-OXWSATT", 38001, 38002, 104003, 104005, 104006, 104007, 104008, 104009, 104011, 104012, 104013)
@holds("MS-OXWSATT", 104014, 104015, 104016, 104017, 104018, 318011)
def test_a_reference_to_a_file_elsewhere(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    [name] = names(ews, item, reference(**REFERENCE))
    for shown in (ews(attachments("GetAttachment", name)), ews(get(item, base="AllProperties"))):
        found = shown.find(".//t:ReferenceAttachment")
        assert {part: found.findtext(f"{{*}}{part}") for part in REFERENCE} == REFERENCE
        assert found.findtext("{*}Name") == "notes.docx"
        assert found.find("{*}Content") is None
    assert ews(attachments("DeleteAttachment", name)).codes == ["NoError"]
    assert ews(attachments("GetAttachment", name)).codes == ["ErrorInvalidAttachmentId"]


def test_a_reference_stays_when_its_item_is_copied_exported_or_created_with_it(ews: EwsOverTls) -> None:
    content = f"<t:Message><t:Subject>x</t:Subject><t:Attachments>{reference(**REFERENCE)}</t:Attachments></t:Message>"
    [item] = made(ews, content)
    copied = ews(
        f'<m:CopyItem><m:ToFolderId><t:DistinguishedFolderId Id="inbox"/></m:ToFolderId>'
        f'<m:ItemIds><t:ItemId Id="{item}"/></m:ItemIds></m:CopyItem>'
    ).attribute(".//t:ItemId", "Id")
    data = ews(f'<m:ExportItems><m:ItemIds><t:ItemId Id="{item}"/></m:ItemIds></m:ExportItems>').value(".//m:Data")
    parent = f'<t:ParentFolderId Id="{ews.folder_id("inbox")}"/>'
    uploaded = ews(
        f'<m:UploadItems><m:Items><t:Item CreateAction="CreateNew">{parent}<t:Data>{data}</t:Data></t:Item>'
        "</m:Items></m:UploadItems>"
    ).attribute(".//m:ItemId", "Id")
    for each in (item, copied, uploaded):
        shown = ews(get(each, base="AllProperties")).find(".//t:ReferenceAttachment")
        assert shown.findtext("{*}AttachLongPathName") == REFERENCE["AttachLongPathName"]


@pytest.mark.parametrize(
    ("part", "value"), [("PermissionType", "all"), ("AttachmentIsFolder", "maybe"), ("Content", "eA==")]
)
def test_a_reference_that_the_schema_rejects(ews: EwsOverTls, part: str, value: str) -> None:
    [item] = made(ews, message())
    answer = ews(attach(item, reference(**{part: value})))
    assert (answer.status, answer.element.findtext("faultcode")) == (500, "a:ErrorSchemaValidation")
    assert ews(get(item)).value(".//t:HasAttachments") == "false"
