"""Messages: sent, saved, both; who they are from and to (MS-OXWSMSG; MS-OXWSCORE, fourth scenario)."""

import pytest

from tests.protocols.ews.client import envelope, fault_of
from tests.protocols.ews.requirements.asking import (
    change,
    create,
    delete,
    find,
    folder,
    get,
    item_id,
    made,
    message,
    update,
    uri,
)
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls


def mailboxes(element: str, *addresses: str) -> str:
    inside = "".join(f"<t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox>" for address in addresses)
    return f"<t:{element}>{inside}</t:{element}>"


def to_bob(ews: EwsOverTls, more: str = "") -> str:
    return message(f"{mailboxes('ToRecipients', ews.bob.address)}{more}")


def in_bobs_inbox(ews: EwsOverTls) -> list[str]:
    return ews(find("inbox"), user=ews.bob).attributes(".//t:ItemId", "Id")


@holds("MS-OXWSMSG", 81, 83, 84, 85, 86, 203, 204)
@pytest.mark.parametrize(("how", "sent", "copies"), [("SendOnly", 1, 0), ("SendAndSaveCopy", 1, 1), ("SaveOnly", 0, 1)])
def test_each_disposition(ews: EwsOverTls, how: str, sent: int, copies: int) -> None:
    answer = ews(create(to_bob(ews), to="junkemail", how=how))
    assert answer.codes == ["NoError"]
    assert len(answer.all(".//t:ItemId")) == (how == "SaveOnly")
    assert len(in_bobs_inbox(ews)) == sent
    assert len(ews(find("junkemail")).all(".//t:ItemId")) == copies


def send(item: str, key: str, save: str = "true", to: str = "") -> str:
    saved = f"<m:SavedItemFolderId>{folder(to)}</m:SavedItemFolderId>" if to else ""
    return f'<m:SendItem SaveItemToFolder="{save}"><m:ItemIds>{item_id(item, key)}</m:ItemIds>{saved}</m:SendItem>'


@holds("MS-OXWSCORE", 424, 462, 463, 465, 1648, 1649, 1609)
@holds("MS-OXWSMSG", 31, 81, 177, 178, 179)
@pytest.mark.parametrize(("save", "to"), [("true", ""), ("true", "junkemail"), ("false", "")])
def test_sent_later(ews: EwsOverTls, save: str, to: str) -> None:
    saved = ews(create(to_bob(ews)))
    item, key = (saved.attribute(".//t:ItemId", name) for name in ("Id", "ChangeKey"))
    answer = ews(send(item, key, save, to))
    assert (answer.codes, answer.attribute(".//m:SendItemResponseMessage", "ResponseClass")) == (["NoError"], "Success")
    [received] = in_bobs_inbox(ews)
    assert ews(get(received), user=ews.bob).value(".//t:IsDraft") == "false"
    kept = {name: len(ews(find(name)).all(".//t:ItemId")) for name in ("sentitems", "junkemail", "drafts")}
    assert kept == {"sentitems": save == "true" and not to, "junkemail": bool(to), "drafts": 0}


@holds("MS-OXWSMSG", 31)
def test_nobody_to_send_it_to(ews: EwsOverTls) -> None:
    assert ews(create(message(), how="SendOnly")).codes == ["ErrorInvalidRecipients"]


@holds("MS-OXWSMSG", 72, 73, 196, 197, 2912)
@holds("MS-OXWSCORE", 96, 97, 98, 99, 1614)
def test_what_is_received(ews: EwsOverTls) -> None:
    bob = f"<t:Mailbox><t:Name>Bob</t:Name><t:EmailAddress>{ews.bob.address}</t:EmailAddress></t:Mailbox>"
    carbon = mailboxes("CcRecipients", "carol@example.com", "dave@example.com")
    ews(create(message(f"<t:ToRecipients>{bob}</t:ToRecipients>{carbon}"), how="SendOnly"))
    [received] = in_bobs_inbox(ews)
    shown = ews(get(received), user=ews.bob)
    for element in ("ReceivedBy", "ReceivedRepresenting"):
        assert shown.value(f".//t:{element}/t:Mailbox/t:EmailAddress") == ews.bob.address
    assert shown.value(".//t:ToRecipients/t:Mailbox/t:MailboxType") == "Mailbox"
    assert shown.value(".//t:DisplayTo") == "Bob"
    assert shown.value(".//t:DisplayCc") == "carol@example.com; dave@example.com"
    assert shown.value(".//t:IsUnmodified") == "true"


@holds("MS-OXWSMSG", 26, 28, 53, 55, 2512, 2516)
def test_sender_and_from(ews: EwsOverTls) -> None:
    alice = ews.alice.address
    [item] = made(ews, message(f"{mailboxes('Sender', alice)}{mailboxes('From', alice)}"))
    shown = ews(get(item))
    for element in ("Sender", "From"):
        assert shown.value(f".//t:{element}/t:Mailbox/t:EmailAddress") == alice
        assert shown.value(f".//t:{element}/t:Mailbox/t:MailboxType") == "Mailbox"


@holds("MS-OXWSMSG", 2516, 2916)
@pytest.mark.parametrize("element", ["Sender", "ToRecipients"])
def test_an_address_that_is_empty(ews: EwsOverTls, element: str) -> None:
    request = create(message(mailboxes(element, "")))
    code, text = fault_of(ews.post(envelope(request), ews.token(ews.alice)))
    assert code == "ErrorSchemaValidation"
    assert ":EmailAddress' element is invalid" in text


@holds("MS-OXWSMSG", 4200, 4600, 6100, 6500)
def test_what_is_false(ews: EwsOverTls) -> None:
    elements = ("IsReadReceiptRequested", "IsDeliveryReceiptRequested", "IsRead", "IsResponseRequested")
    [item] = made(ews, message("".join(f"<t:{element}>false</t:{element}>" for element in elements)))
    shown = ews(get(item))
    for element in elements:
        assert shown.value(f".//t:Message/t:{element}") == "false"


@holds("MS-OXWSMSG", 27, 34, 37, 40, 48, 51, 54, 57, 63, 67, 70)
def test_none_of_it_is_needed(ews: EwsOverTls) -> None:
    [item] = made(ews, "<t:Message/>")
    shown = ews(get(item))
    for element in ("CcRecipients", "BccRecipients", "References", "ReplyTo", "From", "Sender"):
        assert shown.all(f".//t:Message/t:{element}") == []


@holds("MS-OXWSMSG", 58)
def test_the_message_id_stays(ews: EwsOverTls) -> None:
    [item] = made(ews, message("<t:InternetMessageId>&lt;1@example.com&gt;</t:InternetMessageId>"))
    other = "<t:InternetMessageId>&lt;2@example.com&gt;</t:InternetMessageId>"
    assert ews(update(item, change("message:InternetMessageId", other))).codes == ["ErrorInvalidPropertySet"]
    assert ews(get(item)).value(".//t:InternetMessageId") == "<1@example.com>"


@holds("MS-OXWSMSG", 113001, 113002, 145001, 145002)
def test_what_fails_says_so(ews: EwsOverTls) -> None:
    index = "<t:ConversationIndex>eA==</t:ConversationIndex>"
    [item] = made(ews, message())
    for operation, request in {
        "CreateItem": create(f"<t:Message>{index}</t:Message>"),
        "UpdateItem": update(item, change("message:ConversationIndex", index)),
    }.items():
        answer = ews(request)
        assert answer.attributes(f".//m:{operation}ResponseMessage", "ResponseClass") == ["Error"]
        assert answer.codes == ["ErrorInvalidPropertySet"]


@holds("MS-OXWSCORE", 1614, 1615, 20301, 88, 124, 1325, 1367, 122)
@holds("MS-OXWSCDATA", 1674)
def test_headers_and_whether_it_was_changed(ews: EwsOverTls) -> None:
    ews.mailbox.deliver(b"From: a@example.com\r\nTo: b@example.com\r\nSubject: Herons\r\nX-Bird: coot\r\n\r\nSeen\r\n")
    [item] = ews(find("inbox")).attributes(".//t:ItemId", "Id")
    before = ews(get(item))
    assert before.value(".//t:IsUnmodified") == "true"
    assert before.texts(".//t:InternetMessageHeader[@HeaderName='X-Bird']") == ["coot"]
    ews(update(item, change("item:Subject", "<t:Subject>Coots</t:Subject>")))
    assert ews(get(item)).value(".//t:IsUnmodified") == "false"


@holds("MS-OXWSCORE", 131, 132, 133, 136, 91, 1371, 1372, 1373, 1376)
def test_what_may_be_done_with_a_message(ews: EwsOverTls) -> None:
    ews.mailbox.deliver(
        b"From: a@example.com\r\nTo: b@example.com\r\nDisposition-Notification-To: a@example.com\r\n\r\nSeen\r\n"
    )
    [item] = ews(find("inbox")).attributes(".//t:ItemId", "Id")
    shown = {child.tag.rpartition("}")[2] for child in ews(get(item)).find(".//t:ResponseObjects")}
    assert shown == {"ReplyToItem", "ReplyAllToItem", "ForwardItem", "SuppressReadReceipt"}


@holds("MS-OXWSCORE", 2311, 2315)
@pytest.mark.parametrize("operation", ["UpdateItem", "DeleteItem"])
def test_receipts_are_suppressed_on_demand(ews: EwsOverTls, operation: str) -> None:
    asked = "<t:IsReadReceiptRequested>true</t:IsReadReceiptRequested>"
    ews(create(to_bob(ews, asked), how="SendOnly"))
    [received] = in_bobs_inbox(ews)
    read = change("message:IsRead", "<t:IsRead>true</t:IsRead>")
    requests = {
        "UpdateItem": update(received, read).replace("<m:UpdateItem", '<m:UpdateItem SuppressReadReceipts="true"'),
        "DeleteItem": delete(received, more=' SuppressReadReceipts="true"'),
    }
    assert ews(requests[operation], user=ews.bob).codes == ["NoError"]
    assert ews(find("inbox")).all(".//t:ItemId") == []


_LINK = "&lt;a href='http://birds.example/'&gt;birds&lt;/a&gt;"
_IMAGE = "&lt;img src='http://birds.example/heron.png'&gt;"
_SCRIPT = "&lt;script&gt;heron()&lt;/script&gt;"


@holds("MS-OXWSCDATA", 21193, 21194, 1193, 2119413, 2149905, 2149906, 2149908, 2149909)
@pytest.mark.parametrize(
    ("option", "given", "mark", "when_true"),
    [
        ("FilterHtmlContent", _SCRIPT, "heron()", False),
        ("BlockExternalImages", _IMAGE, "http://birds.example/heron.png", False),
        ("AddBlankTargetToLinks", _LINK, 'target="_blank"', True),
    ],
)
def test_what_is_done_to_html(ews: EwsOverTls, option: str, given: str, mark: str, when_true: bool) -> None:
    [item] = made(ews, message(f'<t:Body BodyType="HTML">{given}</t:Body>'))
    for value in (True, False):
        said = f"<t:{option}>{str(value).lower()}</t:{option}>"
        body = ews(get(item, options=said)).value(".//t:Body")
        assert (mark in body) == (value == when_true)


@holds("MS-OXWSCORE", 1357, 1358, 1622, 1623)
def test_whether_images_are_blocked(ews: EwsOverTls) -> None:
    [item] = made(ews, message(f'<t:Body BodyType="HTML">{_IMAGE}</t:Body>'))
    asked = uri("item:BlockStatus") + uri("item:HasBlockedImages")
    for value in ("true", "false"):
        said = f"<t:BlockExternalImages>{value}</t:BlockExternalImages>"
        shown = ews(get(item, options=said, more=asked))
        assert (shown.value(".//t:BlockStatus"), shown.value(".//t:HasBlockedImages")) == (value, value)


@holds("MS-OXWSCDATA", 1195, 21195, 21498)
def test_html_is_utf_8_on_demand(ews: EwsOverTls) -> None:
    [item] = made(ews, message('<t:Body BodyType="HTML">&lt;p&gt;Gr\u00fcn&lt;/p&gt;</t:Body>'))
    said = "<t:ConvertHtmlCodePageToUTF8>true</t:ConvertHtmlCodePageToUTF8>"
    body = ews(get(item, options=said)).value(".//t:Body")
    assert "charset=utf-8" in body
    assert "Gr\u00fcn" in body
