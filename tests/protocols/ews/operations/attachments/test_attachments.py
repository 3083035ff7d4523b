"""CreateAttachment, GetAttachment and DeleteAttachment."""

from base64 import b64decode, b64encode
from typing import Any

import pytest

from fakeserver.tenant.exchange.attachments import attachment_id
from tests.protocols.ews.client import Ews, envelope, fault_of
from tests.protocols.ews.getting import get_item


def create(item_id: str, *attachments: str, change_key: str = "") -> str:
    key = f' ChangeKey="{change_key}"' if change_key else ""
    return (
        f'<m:CreateAttachment><m:ParentItemId Id="{item_id}"{key}/><m:Attachments>{"".join(attachments)}'
        "</m:Attachments></m:CreateAttachment>"
    )


def file(name: str, content: bytes, more: str = "") -> str:
    return (
        f"<t:FileAttachment><t:Name>{name}</t:Name>{more}<t:Content>{b64encode(content).decode()}</t:Content>"
        "</t:FileAttachment>"
    )


def attached(subject: str, more: str = "") -> str:
    return (
        f"<t:ItemAttachment><t:Name>{subject}</t:Name><t:Message><t:Subject>{subject}</t:Subject>"
        f'<t:Body BodyType="Text">hello</t:Body>{more}</t:Message></t:ItemAttachment>'
    )


def by_id(operation: str, *attachment_ids: str, shape: str = "") -> str:
    ids = "".join(f'<t:AttachmentId Id="{attachment_id}"/>' for attachment_id in attachment_ids)
    return f"<m:{operation}>{shape}<m:AttachmentIds>{ids}</m:AttachmentIds></m:{operation}>"


@pytest.fixture
def item(ews: Ews) -> Any:
    return ews.mailbox.deliver(subject="with attachments")


def test_a_file_comes_back_as_it_went(ews: Ews, item: Any) -> None:
    before = item.change_key
    made = ews(create(item.item_id, file("a.bin", b"\0\xff"))).find(".//t:FileAttachment/t:AttachmentId")
    assert made.get("RootItemId") == item.item_id
    assert made.get("RootItemChangeKey") == item.change_key != before
    answer = ews(by_id("GetAttachment", str(made.get("Id"))))
    assert b64decode(answer.value(".//t:Content")) == b"\0\xff"
    assert answer.texts(".//t:Name") == ["a.bin"]
    assert answer.texts(".//t:Size") == ["2"]


_PHOTO = "<t:IsContactPhoto>true</t:IsContactPhoto>"


def test_a_contact_has_one_picture(ews: Ews) -> None:
    contact = ews.mailbox.items.add(ews.mailbox.folders.distinguished("contacts"), "IPM.Contact", {"surname": "S"})
    assert contact.get("has_picture") is None
    [first] = ews(create(contact.item_id, file("me.png", b"1", _PHOTO))).attributes(".//t:AttachmentId", "Id")
    other = file("notes.txt", b"n")
    answer = ews(create(contact.item_id, other, file("me.png", b"2", _PHOTO)))
    second = answer.attributes(".//t:AttachmentId", "Id")[-1]
    assert [(one.name, one.is_contact_photo) for one in contact.attachments] == [("notes.txt", False), ("me.png", True)]
    shown = ews(get_item(contact.item_id, base="AllProperties"))
    assert shown.texts(".//t:FileAttachment/t:IsContactPhoto") == ["false", "true"]
    assert (shown.value(".//t:HasPicture"), shown.value(".//t:HasAttachments")) == ("true", "true")
    assert ews(by_id("GetAttachment", first)).codes == ["ErrorInvalidAttachmentId"]
    assert ews(by_id("GetAttachment", second)).value(".//t:IsContactPhoto") == "true"
    assert ews(by_id("DeleteAttachment", second)).codes == ["NoError"]
    assert ews(get_item(contact.item_id, base="AllProperties")).value(".//t:HasPicture") == "false"


def test_what_is_no_contact_has_no_picture(ews: Ews, item: Any) -> None:
    answer = ews(create(item.item_id, file("me.png", b"x", _PHOTO)))
    assert answer.codes == ["ErrorInvalidPropertySet"]
    assert item.attachments == []
    allowed = ews(create(item.item_id, file("me.png", b"x", "<t:IsContactPhoto>false</t:IsContactPhoto>")))
    assert allowed.codes == ["NoError"]


def test_an_empty_file_has_an_empty_content(ews: Ews, item: Any) -> None:
    made = ews(create(item.item_id, file("empty.txt", b""))).attribute(".//t:AttachmentId", "Id")
    answer = ews(by_id("GetAttachment", made))
    assert answer.find(".//t:Content").text is None
    assert answer.texts(".//t:ContentType") == ["text/plain"]


def test_inline_pictures_keep_their_id(ews: Ews, item: Any) -> None:
    requested = file("a.png", b"x", "<t:ContentId>picture</t:ContentId><t:IsInline>1</t:IsInline>")
    made = ews(create(item.item_id, requested)).attribute(".//t:AttachmentId", "Id")
    answer = ews(by_id("GetAttachment", made))
    assert answer.texts(".//t:ContentId") == ["picture"]
    assert answer.texts(".//t:IsInline") == ["true"]


def test_several_at_once_each_with_a_newer_change_key(ews: Ews, item: Any) -> None:
    answer = ews(create(item.item_id, file("1", b"1"), file("2", b"2")))
    keys = answer.attributes(".//t:AttachmentId", "RootItemChangeKey")
    assert len(set(keys)) == 2
    assert keys[-1] == item.change_key
    assert [attachment.name for attachment in item.attachments] == ["1", "2"]


def test_an_attached_item_nests(ews: Ews, item: Any) -> None:
    inner = f"<t:Attachments>{file('deep.txt', b'deep')}</t:Attachments>"
    requested = (
        "<t:ItemAttachment><t:Name>outer</t:Name><t:Message><t:Subject>outer</t:Subject>"
        f'<t:Body BodyType="Text">hello</t:Body>{inner}</t:Message></t:ItemAttachment>'
    )
    made = ews(create(item.item_id, requested)).attribute(".//t:ItemAttachment/t:AttachmentId", "Id")
    answer = ews(by_id("GetAttachment", made))
    message = answer.find(".//t:ItemAttachment/t:Message")
    names = [child.tag.rpartition("}")[2] for child in message]
    assert "ItemId" not in names
    assert "ParentFolderId" not in names
    assert answer.texts(".//t:Message/t:Subject") == ["outer"]
    deep = answer.attribute(".//t:Message/t:Attachments/t:FileAttachment/t:AttachmentId", "Id")
    assert b64decode(ews(by_id("GetAttachment", deep)).value(".//t:Content")) == b"deep"


def test_the_shape_asks_for_more_and_for_mime(ews: Ews, item: Any) -> None:
    made = ews(create(item.item_id, attached("inner"))).attribute(".//t:AttachmentId", "Id")
    shape = (
        "<m:AttachmentShape><t:IncludeMimeContent>true</t:IncludeMimeContent><t:BodyType>Text</t:BodyType>"
        '<t:AdditionalProperties><t:FieldURI FieldURI="item:TextBody"/></t:AdditionalProperties></m:AttachmentShape>'
    )
    answer = ews(by_id("GetAttachment", made, shape=shape))
    assert answer.texts(".//t:Message/t:TextBody") == ["hello"]
    assert b"Subject: inner" in b64decode(answer.value(".//t:Message/t:MimeContent"))


def test_attachments_that_came_with_the_mail(ews: Ews) -> None:
    mail = ews.mailbox.deliver(subject="1", attachments=[("note.txt", b"from outside")])
    answer = ews(by_id("GetAttachment", attachment_id(mail.attachments[0])))
    assert b64decode(answer.value(".//t:Content")) == b"from outside"


def test_a_deleted_attachment_is_gone(ews: Ews, item: Any) -> None:
    made = ews(create(item.item_id, file("1", b"1"), file("2", b"2"))).attributes(".//t:AttachmentId", "Id")
    answer = ews(by_id("DeleteAttachment", made[0]))
    root = answer.find(".//m:RootItemId")
    assert dict(root.items()) == {"RootItemId": item.item_id, "RootItemChangeKey": item.change_key}
    assert ews(by_id("GetAttachment", *made)).codes == ["ErrorInvalidAttachmentId", "NoError"]
    assert ews(by_id("DeleteAttachment", made[0])).codes == ["ErrorInvalidAttachmentId"]


def test_ids_that_are_none(ews: Ews, item: Any) -> None:
    answer = ews(by_id("GetAttachment", "AAAA==", item.item_id))
    assert answer.codes == ["ErrorInvalidIdMalformed", "ErrorInvalidIdNotAnItemAttachmentId"]
    answer = ews(by_id("DeleteAttachment", item.item_id, ews.folder_id("inbox")))
    assert answer.codes == ["ErrorInvalidIdNotAnItemAttachmentId"] * 2
    assert ews(create("AAAA==", file("1", b"1"))).codes == ["ErrorInvalidIdMalformed"]
    gone = item.item_id
    ews.mailbox.items.delete([item])
    assert ews(create(gone, file("1", b"1"))).codes == ["ErrorItemNotFound"]
    key = create(gone, file("1", b"1"), change_key="XXX")
    assert ews(key).codes == ["ErrorInvalidChangeKey"]


def test_anothers_attachment_does_not_exist(ews: Ews) -> None:
    mail = ews.tenant.mailbox(ews.bob).deliver(subject="1", attachments=[("note.txt", b"secret")])
    assert ews(by_id("GetAttachment", attachment_id(mail.attachments[0]))).codes == ["ErrorInvalidAttachmentId"]


def test_an_attachment_that_is_too_large(ews: Ews, item: Any) -> None:
    ews.mailbox.receive_limit = 1000
    answer = ews(create(item.item_id, file("large", bytes(1001)), file("small", bytes(10))))
    assert answer.codes == ["ErrorAttachmentSizeLimitExceeded", "NoError"]


def test_the_description_of_an_attachment_is_all_that_was_given(ews: Ews, item: Any) -> None:
    given = "<t:ContentId>c@d</t:ContentId><t:ContentLocation>http://example.com/a</t:ContentLocation>"
    made = ews(
        create(
            item.item_id,
            file("a.bin", b"x", given),
            f"<t:ItemAttachment><t:Name>n</t:Name>{given}<t:Message/></t:ItemAttachment>",
        )
    )
    answer = ews(by_id("GetAttachment", *made.attributes(".//t:AttachmentId", "Id")))
    assert answer.texts(".//t:ContentId") == ["c@d", "c@d"]
    assert answer.texts(".//t:ContentLocation") == ["http://example.com/a", "http://example.com/a"]


def test_an_attachment_was_changed_when_it_was_attached(ews: Ews, item: Any) -> None:
    ews.tenant.clock.freeze()
    ews.tenant.clock.advance(60)
    outer = ews(create(item.item_id, attached("outer"))).attribute(".//t:AttachmentId", "Id")
    first = ews.tenant.clock.now()
    assert item.attachments[0].last_modified == first
    ews.tenant.clock.advance(60)
    ews(create(outer, file("a.bin", b"x")))
    inner = item.attachments[0].item
    assert inner is not None
    now = ews.tenant.clock.now()
    assert (item.attachments[0].last_modified, inner.attachments[0].last_modified) == (now, now) != (first, first)


def test_an_attached_item_is_shown_as_the_version_and_the_precision_ask(ews: Ews, item: Any) -> None:
    made = ews(create(item.item_id, attached("x"))).attribute(".//t:AttachmentId", "Id")

    def shown(header: str) -> tuple[bool, bool]:
        answer = ews(by_id("GetAttachment", made), header=header)
        return "." in answer.value(".//t:DateTimeCreated"), bool(answer.all(".//t:Flag"))

    milliseconds = "<t:DateTimePrecision>Milliseconds</t:DateTimePrecision>"
    old = '<t:RequestServerVersion Version="Exchange2010_SP2"/>'
    assert [shown(""), shown(milliseconds), shown(old)] == [(False, True), (True, True), (False, False)]


@pytest.mark.parametrize(("version", "shown"), [("Exchange2007_SP1", False), ("Exchange2010", True)])
def test_the_schema_of_2007_has_less_of_an_attachment(ews: Ews, item: Any, version: str, shown: bool) -> None:
    ews(create(item.item_id, file("a.txt", b"x"), attached("y")))
    header = f'<t:RequestServerVersion Version="{version}"/>'
    listed = ews(get_item(item.item_id, base="AllProperties"), header=header)
    got = ews(by_id("GetAttachment", *listed.attributes(".//t:AttachmentId", "Id")), header=header)
    for answer in (listed, got):
        assert answer.texts(".//t:FileAttachment/t:Name") == ["a.txt"]
        for kind, names in (
            ("FileAttachment", "Size LastModifiedTime IsInline IsContactPhoto"),
            ("ItemAttachment", "Size LastModifiedTime IsInline"),
        ):
            assert [bool(answer.all(f".//t:{kind}/t:{name}")) for name in names.split()] == [shown] * len(names.split())


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("<t:Size>large</t:Size>", "The string 'large' is not a valid Int32 value."),
        ("<t:LastModifiedTime>today</t:LastModifiedTime>", "The string 'today' is not a valid AllXsd value."),
        ("<t:AttachmentId/>", "The required attribute 'Id' is missing."),
    ],
)
def test_what_the_store_sets_is_read_by_its_type(ews: Ews, item: Any, given: str, sentence: str) -> None:
    code, text = fault_of(ews.post(envelope(create(item.item_id, file("a.txt", b"x", given))), ews.token(ews.alice)))
    assert (code, item.attachments) == ("ErrorSchemaValidation", [])
    assert text.endswith(sentence)
    taken = '<t:AttachmentId Id="x"/><t:Size>1</t:Size><t:LastModifiedTime>2026-01-01T00:00:00Z</t:LastModifiedTime>'
    assert ews(create(item.item_id, file("a.txt", b"x", taken))).codes == ["NoError"]


def nested(levels: int) -> str:
    deeper = f"<t:Attachments>{nested(levels - 1)}</t:Attachments>" if levels > 1 else ""
    return attached(f"level {levels}", deeper)


def test_attachments_nest_ten_times(ews: Ews, item: Any) -> None:
    assert ews(create(item.item_id, nested(11), nested(10))).codes == [
        "ErrorAttachmentNestLevelLimitExceeded",
        "NoError",
    ]
    assert [attachment.name for attachment in item.attachments] == ["level 10"]
    new = f"<m:CreateItem MessageDisposition='SaveOnly'><m:Items><t:Message><t:Attachments>{nested(11)}</t:Attachments>"
    assert ews(f"{new}</t:Message></m:Items></m:CreateItem>").codes == ["ErrorAttachmentNestLevelLimitExceeded"]
