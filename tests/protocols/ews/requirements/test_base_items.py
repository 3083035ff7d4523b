"""Items as such: created, read, copied, moved, updated, deleted (MS-OXWSCORE, first scenario)."""

import pytest

from tests.protocols.ews.requirements.asking import (
    attach,
    change,
    create,
    delete,
    file,
    find,
    get,
    ids,
    item_id,
    made,
    message,
    to_folder,
    update,
    uri,
)
from tests.protocols.ews.requirements.full_items import MESSAGE
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls

NOWHERE = "not there"


@holds("MS-OXWSCORE", 298, 299, 387, 386, 341, 343, 156, 158, 2169, 2170, 424)
@holds("MS-OXWSMSG", 111, 112, 113, 133, 134, 135, 152, 153, 154, 80, 82, 127, 198)
@holds("MS-OXWSCDATA", 59, 61, 62, 1185, 102000000)
def test_created_read_and_deleted(ews: EwsOverTls) -> None:
    answer = ews(create(message(), "<t:Item><t:Subject>An item</t:Subject></t:Item>", to="inbox"))
    assert answer.attributes(".//m:CreateItemResponseMessage", "ResponseClass") == ["Success"] * 2
    both = ids(answer)
    assert all(answer.attributes(".//t:ItemId", "ChangeKey"))
    by_shape = {base: len(ews(get(*both, base=base)).all(".//t:Message/*")) for base in ("IdOnly", "Default")}
    everything = ews(get(*both))
    assert by_shape["IdOnly"] == 2 < by_shape["Default"] < len(everything.all(".//t:Message/*"))
    assert everything.texts(".//t:Message/t:Subject") == ["About herons", "An item"]
    gone = ews(delete(*both))
    assert gone.attributes(".//m:DeleteItemResponseMessage", "ResponseClass") == ["Success"] * 2
    assert ews(get(*both)).codes == ["ErrorItemNotFound"] * 2


@holds("MS-OXWSCORE", 45, 46, 1600, 1601)
@holds("MS-OXWSMSG", 161, 162, 163, 168, 169, 170)
def test_copied_and_moved(ews: EwsOverTls) -> None:
    first, second = made(ews, message(subject="One"), message(subject="Two"))
    copies = ids(ews(to_folder("CopyItem", "inbox", first, second)))
    assert len({first, second, *copies}) == 4
    moved = ids(ews(to_folder("MoveItem", "junkemail", first, second)))
    assert ews(find("junkemail")).attributes(".//t:ItemId", "Id")[::-1] == moved
    assert sorted(ews(find("inbox")).texts(".//t:Subject")) == ["One", "Two"]
    assert ews(get(first)).codes == ["ErrorItemNotFound"]


@holds("MS-OXWSCORE", 47, 1230)
@pytest.mark.parametrize("operation", ["CopyItem", "MoveItem"])
def test_new_ids_are_left_out_on_demand(ews: EwsOverTls, operation: str) -> None:
    [item] = made(ews, message())
    said = "<m:ReturnNewItemIds>false</m:ReturnNewItemIds>"
    answer = ews(to_folder(operation, "inbox", item, more=said))
    assert answer.codes == ["NoError"]
    assert answer.all(".//t:ItemId") == []


@holds("MS-OXWSCORE", 555, 556, 557, 561, 61, 65)
@holds("MS-OXWSMSG", 143, 144, 145)
def test_updated(ews: EwsOverTls) -> None:
    [item] = made(ews, message("<t:Body BodyType='Text'>Seen</t:Body><t:InReplyTo>x</t:InReplyTo>"))
    appended = (
        f"<t:AppendToItemField>{uri('item:Body')}<t:Message><t:Body BodyType='Text'> today</t:Body></t:Message>"
        "</t:AppendToItemField>"
    )
    deleted = f"<t:DeleteItemField>{uri('item:InReplyTo')}</t:DeleteItemField>"
    answer = ews(update(item, appended, change("item:Subject", "<t:Subject>New</t:Subject>"), deleted))
    assert answer.codes == ["NoError"]
    assert answer.value(".//m:ConflictResults/t:Count") == "0"
    shown = ews(get(item, options="<t:BodyType>Text</t:BodyType>"))
    assert shown.value(".//t:Body").strip() == "Seen today"
    assert shown.value(".//t:Subject") == "New"
    assert shown.all(".//t:InReplyTo") == []


@holds("MS-OXWSCORE", 514)
def test_an_update_that_sends_keeps_the_copy_where_it_is_told(ews: EwsOverTls) -> None:
    to = f"<t:ToRecipients><t:Mailbox><t:EmailAddress>{ews.bob.address}</t:EmailAddress></t:Mailbox></t:ToRecipients>"
    [item] = made(ews, message(to))
    request = update(item, change("item:Subject", "<t:Subject>Sent</t:Subject>"), how="SendAndSaveCopy").replace(
        "<m:ItemChanges>",
        '<m:SavedItemFolderId><t:DistinguishedFolderId Id="junkemail"/></m:SavedItemFolderId><m:ItemChanges>',
    )
    assert ews(request).codes == ["NoError"]
    assert ews(find("junkemail")).texts(".//t:Subject") == ["Sent"]


@holds("MS-OXWSCDATA", 335)
def test_a_change_names_one_property(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    both = change("item:Subject", "<t:Subject>New</t:Subject><t:Importance>High</t:Importance>")
    assert ews(update(item, both)).codes == ["ErrorIncorrectUpdatePropertyCount"]


@holds("MS-OXWSCORE", 69, 70, 71, 72, 73, 75, 76, 80, 81, 82, 92, 95, 101, 102, 1616, 1620, 198)
@holds("MS-OXWSMSG", 30, 33, 36, 39, 42, 43, 46, 59, 61, 62, 65, 66, 69)
@holds("MS-OXWSMSG", 32, 35, 38, 41, 45, 60, 64, 68, 71, 2916)
def test_what_was_set_is_shown(ews: EwsOverTls) -> None:
    [item] = made(ews, MESSAGE)
    shown = ews(get(item, more=uri("item:MimeContent")))
    assert shown.value(".//t:Subject") == "All of it"
    assert shown.value(".//t:ItemClass") == "IPM.Note"
    assert shown.value(".//t:Sensitivity") == "Private"
    assert "lake" in shown.value(".//t:Body")
    assert shown.texts(".//t:Categories/t:String") == ["Birds", "Lake"]
    assert shown.value(".//t:Importance") == "High"
    assert shown.value(".//t:InReplyTo") == "<0@contoso.com>"
    assert shown.value(".//t:ReminderDueBy") == "2030-03-01T08:00:00Z"
    assert shown.value(".//t:ReminderIsSet") == "true"
    assert shown.value(".//t:ReminderMinutesBeforeStart") == "20"
    assert shown.value(".//t:HasAttachments") == "true"
    assert shown.value(".//t:Culture") == "en-GB"
    for element, names in {
        "ToRecipients": ["bob"],
        "CcRecipients": ["carol"],
        "BccRecipients": ["dave"],
        "ReplyTo": ["alice", "bob"],
    }.items():
        assert shown.texts(f".//t:{element}/t:Mailbox/t:EmailAddress") == [f"{name}@contoso.com" for name in names]
    for element in ("IsReadReceiptRequested", "IsDeliveryReceiptRequested", "IsRead", "IsResponseRequested"):
        assert shown.value(f".//t:Message/t:{element}") == "true"
    assert shown.value(".//t:References") == "<0@contoso.com>"


@holds("MS-OXWSCORE", 74)
def test_a_subject_is_cut(ews: EwsOverTls) -> None:
    [item] = made(ews, message(subject="x" * 300))
    assert len(ews(get(item)).value(".//t:Subject")) == 255


@holds("MS-OXWSCORE", 198, 199, 200, 1650, 1651, 1652, 1653)
@pytest.mark.parametrize(
    ("element", "word"),
    [
        *(("Importance", word) for word in ("High", "Normal", "Low")),
        *(("Sensitivity", word) for word in ("Confidential", "Normal", "Personal", "Private")),
    ],
)
def test_each_word_of_an_enumeration_is_kept(ews: EwsOverTls, element: str, word: str) -> None:
    [item] = made(ews, message(f"<t:{element}>{word}</t:{element}>"))
    assert ews(get(item)).value(f".//t:{element}") == word


@holds("MS-OXWSCORE", 1679, 1680)
@holds("MS-OXWSCDATA", 1097, 15, 17, 18, 1190, 1197)
@pytest.mark.parametrize(("kept", "body"), [("HTML", "&lt;b&gt;Seen&lt;/b&gt;"), ("Text", "Seen")])
def test_a_body_in_the_format_asked_for(ews: EwsOverTls, kept: str, body: str) -> None:
    [item] = made(ews, message(f'<t:Body BodyType="{kept}">{body}</t:Body>'))
    for asked, given in {"HTML": "HTML", "Text": "Text", "Best": kept}.items():
        shown = ews(get(item, base="IdOnly", options=f"<t:BodyType>{asked}</t:BodyType>", more=uri("item:Body")))
        assert shown.attribute(".//t:Body", "BodyType") == given
        assert ("<" in shown.value(".//t:Body")) == (given == "HTML")


@holds("MS-OXWSCORE", 1349, 1683, 1681, 1682)
@pytest.mark.parametrize("element", ["NormalizedBody", "UniqueBody"])
@pytest.mark.parametrize("asked", ["HTML", "Text"])
def test_other_bodies_too(ews: EwsOverTls, element: str, asked: str) -> None:
    [item] = made(ews, message('<t:Body BodyType="HTML">&lt;b&gt;Seen&lt;/b&gt;</t:Body>'))
    option = f"<t:{element}Type>{asked}</t:{element}Type>"
    shown = ews(get(item, base="IdOnly", options=option, more=uri(f"item:{element}")))
    assert shown.attribute(f".//t:{element}", "BodyType") == asked


@holds("MS-OXWSCORE", 1670, 1671, 1162, 1256)
@holds("MS-OXWSCDATA", 132502, 1816)
def test_times_are_as_precise_as_asked_for(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    for precision, length in {"Seconds": 20, "Milliseconds": 24}.items():
        shown = ews(get(item), header=f"<t:DateTimePrecision>{precision}</t:DateTimePrecision>")
        assert len(shown.value(".//t:DateTimeCreated")) == length


@holds("MS-OXWSCORE", 1667, 1668, 1669)
@holds("MS-OXWSCDATA", 76)
@pytest.mark.parametrize(
    ("how", "where"),
    [("MoveToDeletedItems", "deleteditems"), ("SoftDelete", "recoverableitemsdeletions"), ("HardDelete", "")],
)
def test_each_way_to_delete(ews: EwsOverTls, how: str, where: str) -> None:
    [item] = made(ews, message(), to="inbox")
    assert ews(delete(item, how=how)).codes == ["NoError"]
    for folder in ("deleteditems", "recoverableitemsdeletions", "inbox"):
        assert len(ews(find(folder)).all(".//t:ItemId")) == (folder == where), folder


@holds("MS-OXWSCORE", 1618, 1619)
def test_associated_or_not(ews: EwsOverTls) -> None:
    both = made(ews, message("<t:IsAssociated>true</t:IsAssociated>"), message(), to="inbox")
    assert ews(get(*both)).texts(".//t:IsAssociated") == ["true", "false"]
    assert ews(find("inbox", traversal="Associated")).attributes(".//t:ItemId", "Id") == both[:1]


@holds("MS-OXWSCORE", 78, 79, 89, 90, 105, 1607, 1608, 1611, 1613, 1621)
def test_what_the_store_knows_of_a_draft(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    shown = ews(get(item))
    for element in ("DateTimeReceived", "DateTimeSent", "DateTimeCreated", "LastModifiedTime"):
        assert shown.value(f".//t:{element}").startswith("20"), element
    assert int(shown.value(".//t:Size")) > 0
    states = {"IsSubmitted": "false", "IsDraft": "true", "IsFromMe": "false", "IsResend": "false"}
    for element, value in {**states, "HasAttachments": "false"}.items():
        assert shown.value(f".//t:{element}") == value, element


@holds("MS-OXWSCORE", 1620)
def test_what_is_attached_later_counts(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    ews(attach(item, file()))
    assert ews(get(item)).value(".//t:HasAttachments") == "true"


@holds("MS-OXWSCORE", 103, 104, 1336, 1338)
@holds("MS-OXWSCDATA", 21131, 21133, 21135, 21136, 21138, 21140, 21142)
def test_rights_and_the_last_author(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    shown = ews(get(item))
    rights = {child.tag.rpartition("}")[2]: child.text for child in shown.find(".//t:EffectiveRights")}
    assert [name for name, value in rights.items() if value == "true"] == [
        "Delete",
        "Modify",
        "Read",
        "ViewPrivateItems",
    ]
    assert set(rights) >= {"CreateAssociated", "CreateContents", "CreateHierarchy"}
    assert shown.value(".//t:LastModifiedName") == ews.alice.display_name


@holds("MS-OXWSCORE", 2171, 2172)
@holds("MS-OXWSMSG", 135001, 135002, 154001, 154002, 163001, 163002, 170001, 170002)
@pytest.mark.parametrize("operation", ["GetItem", "DeleteItem", "MoveItem", "CopyItem"])
def test_what_is_gone_is_an_error_of_its_own(ews: EwsOverTls, operation: str) -> None:
    gone, there = made(ews, message(), message())
    ews(delete(gone))
    requests = {"GetItem": get(gone, there), "DeleteItem": delete(gone, there)}
    answer = ews(requests.get(operation) or to_folder(operation, "inbox", gone, there))
    assert answer.attributes(f".//m:{operation}ResponseMessage", "ResponseClass") == ["Error", "Success"]
    assert answer.codes == ["ErrorItemNotFound", "NoError"]


@holds("MS-OXWSCDATA", 1188, 21188, 21189)
def test_mime_on_demand(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    for said, there in {"true": 1, "false": 0}.items():
        shown = ews(get(item, options=f"<t:IncludeMimeContent>{said}</t:IncludeMimeContent>"))
        assert len(shown.all(".//t:MimeContent")) == there
        assert shown.attributes(".//t:MimeContent", "CharacterSet") == ["UTF-8"] * there


def test_an_item_id_is_read_back(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    assert item_id(item) in f'<t:ItemId Id="{ews(get(item)).attribute(".//t:ItemId", "Id")}"/>'


@holds("MS-OXWSCORE", 2919)
def test_the_message_is_shown_in_utf8(ews: EwsOverTls) -> None:
    [item] = made(ews, MESSAGE)
    shown = ews(get(item, more=uri("item:MimeContent") + uri("item:MimeContentUTF8") + uri("item:IconIndex")))
    assert shown.value(".//t:MimeContentUTF8") == shown.value(".//t:MimeContent")
    assert shown.attributes(".//t:MimeContentUTF8", "CharacterSet") == ["UTF-8"]
