"""ReplyToItem, ReplyAllToItem and ForwardItem: what they make, what they mark, what they refuse."""

from base64 import b64decode

import pytest

from fakeserver.tenant.exchange.attachments import attachment_id
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.flags import MessageFlags
from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import fields, get_item
from tests.protocols.ews.operations.items.responses.answering import addresses, create, draft, new_body, response
from tests.protocols.ews.operations.items.test_create_item import to

BOB = "bob@contoso.onmicrosoft.com"
CAROL = "Carol Ames <carol@example.com>"


@pytest.fixture
def original(ews: Ews) -> Item:
    """A message from carol to alice and bob, with dave in Cc."""
    return ews.mailbox.deliver(
        b"From: Carol Ames <carol@example.com>\r\nTo: Alice <alice@contoso.onmicrosoft.com>,"
        b" bob@contoso.onmicrosoft.com\r\n"
        b"Cc: Dave <dave@example.com>\r\nSubject: Plans\r\nDate: Mon, 05 Jan 2026 15:04:05 +0000\r\n"
        b"Message-ID: <2@example.com>\r\nReferences: <1@example.com>\r\n\r\nShall we?\r\n"
    )


def test_a_reply_goes_to_the_author_and_quotes_the_original(ews: Ews, original: Item) -> None:
    made = draft(ews, "ReplyToItem", original, after=new_body("Yes."))
    assert (made.subject, made.is_draft, made.is_read) == ("RE: Plans", True, True)
    assert (addresses(made, "to"), addresses(made, "cc")) == (["carol@example.com"], [])
    assert (made.get("in_reply_to"), made.get("references")) == ("<2@example.com>", "<1@example.com> <2@example.com>")
    assert made.body == (
        "Yes.\r\n\r\n________________________________\r\nFrom: Carol Ames <carol@example.com>\r\n"
        "Sent: Monday, January 5, 2026 3:04:05 PM\r\nTo: Alice <alice@contoso.onmicrosoft.com>; "
        "bob@contoso.onmicrosoft.com\r\nCc: Dave <dave@example.com>\r\nSubject: Plans\r\n\r\nShall we?\r\n"
    )


def test_a_reply_to_all_goes_to_everybody_but_oneself(ews: Ews, original: Item) -> None:
    made = draft(ews, "ReplyAllToItem", original)
    assert (addresses(made, "to"), addresses(made, "cc")) == (["carol@example.com", BOB], ["dave@example.com"])


def test_replies_go_where_the_author_wants_them(ews: Ews) -> None:
    came = ews.mailbox.deliver(b"From: carol@example.com\r\nReply-To: list@example.com, x@example.com\r\n\r\n.")
    assert addresses(draft(ews, "ReplyToItem", came), "to") == ["list@example.com", "x@example.com"]


def test_recipients_of_the_request_come_in_addition_and_once(ews: Ews, original: Item) -> None:
    made = draft(ews, "ReplyAllToItem", original, to("CAROL@example.com", "dave@example.com") + to("e@f.g", kind="Cc"))
    assert addresses(made, "to") == ["carol@example.com", BOB, "dave@example.com"]
    assert addresses(made, "cc") == ["e@f.g"]


@pytest.mark.parametrize(
    ("kind", "subject", "answered"),
    [
        ("ReplyToItem", "Re: Plans", "RE: Plans"),
        ("ReplyToItem", "FW: Plans", "RE: Plans"),
        ("ForwardItem", "RE: Plans", "FW: Plans"),
        ("ForwardItem", "", "FW: "),
    ],
)
def test_a_subject_has_one_prefix(ews: Ews, kind: str, subject: str, answered: str) -> None:
    came = ews.mailbox.deliver(subject=subject)
    assert draft(ews, kind, came).get("subject") == answered
    assert draft(ews, kind, came, "<t:Subject>Mine</t:Subject>").subject == "Mine"


def test_a_forward_has_the_recipients_of_the_request_alone(ews: Ews, original: Item) -> None:
    made = draft(ews, "ForwardItem", original, to("x@example.com"))
    assert (addresses(made, "to"), addresses(made, "cc")) == (["x@example.com"], [])
    assert made.get("in_reply_to") == "<2@example.com>"


def test_html_is_quoted_inside_its_document(ews: Ews) -> None:
    came = ews.mailbox.deliver(
        html='<html><head><style>p{}</style></head><body bgcolor="red"><p>Hi &amp; bye</p></body></html>', sender=CAROL
    )
    html = draft(ews, "ReplyToItem", came, after=new_body("a &lt; b\r\nc")).html
    assert html.startswith(
        '<html><head><style>p{}</style></head><body bgcolor="red"><div class="PlainText">a &lt; b<br>c'
    )
    new, rule, quoted = html.index("a &lt; b"), html.index("divRplyFwdMsg"), html.index("<p>Hi &amp; bye</p>")
    assert new < rule < quoted
    assert "<b>From:</b> Carol Ames &lt;carol@example.com&gt;<br>" in html


def test_new_html_makes_html_of_a_text(ews: Ews, original: Item) -> None:
    content = new_body(
        "&lt;html&gt;&lt;head&gt;&lt;title&gt;x&lt;/title&gt;&lt;/head&gt;&lt;b&gt;Yes&lt;/b&gt;&lt;/html&gt;", "HTML"
    )
    html = draft(ews, "ReplyToItem", original, after=content).html
    assert "<title>" not in html
    assert html.index("<b>Yes</b>") < html.index("<b>From:</b>") < html.index("Shall we?")


def test_a_body_of_ones_own_stands_in_the_place_of_the_original(ews: Ews, original: Item) -> None:
    own = '<t:Body BodyType="Text">mine</t:Body>'
    assert draft(ews, "ReplyToItem", original, own).body == "mine"
    assert draft(ews, "ReplyToItem", original, own, new_body("above")).body == "above\r\nmine"


def test_an_answer_is_in_the_conversation_of_its_original(ews: Ews, original: Item) -> None:
    made = draft(ews, "ReplyToItem", original)
    index = fields("message:ConversationIndex", "message:ConversationTopic", "item:ConversationId")
    answer = ews(get_item(original.item_id, made.item_id, paths=index))
    parent, child = (b64decode(text) for text in answer.texts(".//t:ConversationIndex"))
    assert (len(parent), child[:22], len(child)) == (22, parent, 27)
    assert answer.texts(".//t:ConversationTopic") == ["Plans", "Plans"]
    assert len(set(answer.attributes(".//t:ConversationId", "Id"))) == 1
    assert b"Thread-Index: " in made.mime()
    again = draft(ews, "ForwardItem", made, "<t:Subject>Other</t:Subject>")
    assert again.get("conversation_index")[:27] == child
    assert again.get("conversation_id") == original.get("conversation_id")


def attached(ews: Ews) -> Item:
    picture = Attachment("p.png", b"png", content_id="p1", is_inline=True)
    return ews.mailbox.deliver(html='<img src="cid:p1">', sender=CAROL, attachments=[picture, ("a.txt", b"abc")])


@pytest.mark.parametrize(("kind", "names"), [("ReplyToItem", ["p.png"]), ("ForwardItem", ["p.png", "a.txt"])])
def test_a_reply_keeps_what_its_body_shows_and_a_forward_all(ews: Ews, kind: str, names: list[str]) -> None:
    answer = ews(create(response(kind, attached(ews)), "SaveOnly"))
    (made,) = ews.mailbox.messages("drafts")
    assert [one.name for one in made.attachments] == names
    assert answer.attributes(".//t:AttachmentId", "Id") == [attachment_id(one) for one in made.attachments]
    assert made.attachments[0].content == b"png"


def test_a_message_attached_to_a_forwarded_one_comes_along(ews: Ews) -> None:
    inner = b"Subject: inner\r\n\r\nx"
    came = ews.mailbox.deliver(
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nhi\r\n--b\r\n'
        b"Content-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n"
    )
    ews(create(response("ForwardItem", came, to(BOB))))
    (arrived,) = ews.tenant.mailbox("bob").messages()
    (item,) = [one.item for one in arrived.attachments]
    assert item is not None
    assert item.subject == "inner"


@pytest.mark.parametrize(
    ("kind", "verb", "answered", "icon"),
    [
        ("ReplyToItem", 102, True, "MailReplied"),
        ("ReplyAllToItem", 103, True, "MailReplied"),
        ("ForwardItem", 104, False, "MailForwarded"),
    ],
)
@pytest.mark.parametrize("disposition", ["SendOnly", "SendAndSaveCopy"])
def test_an_original_is_marked_when_its_answer_is_sent(
    ews: Ews, original: Item, kind: str, verb: int, answered: bool, icon: str, disposition: str
) -> None:
    mime, uid = original.mime(), original.uid
    answer = ews(create(response(kind, original, to(BOB)), disposition))
    assert (answer.codes, len(answer.all(".//m:Items/*"))) == (["NoError"], 0)
    assert original.answered is answered
    assert (original.mime(), original.uid) == (mime, uid)
    tags = "".join(
        f'<t:ExtendedFieldURI PropertyTag="{tag}" PropertyType="{kind}"/>'
        for tag, kind in (("0x1081", "Integer"), ("0x1082", "SystemTime"))
    )
    shown = ews(get_item(original.item_id, paths=tags + fields("item:IconIndex")))
    assert shown.texts(".//t:Value")[0] == str(verb)
    assert len(shown.texts(".//t:Value")) == 2
    assert shown.value(".//t:IconIndex") == icon
    assert len(ews.mailbox.messages("sentitems")) == (disposition == "SendAndSaveCopy")
    assert ews.mailbox.messages("outbox") == []


def send(draft: Item) -> str:
    item_id = f'<t:ItemId Id="{draft.item_id}" ChangeKey="{draft.change_key}"/>'
    return f'<m:SendItem SaveItemToFolder="true"><m:ItemIds>{item_id}</m:ItemIds></m:SendItem>'


def test_a_draft_marks_its_original_once_it_is_sent(ews: Ews, original: Item) -> None:
    made = draft(ews, "ReplyToItem", original)
    assert not original.answered
    assert ews(send(made)).codes == ["NoError"]
    assert original.answered


def test_a_draft_whose_original_is_gone_is_sent_all_the_same(ews: Ews, original: Item) -> None:
    made = draft(ews, "ReplyToItem", original)
    ews.mailbox.items.delete([original])
    assert ews(send(made)).codes == ["NoError"]
    assert len(ews.tenant.outbound) == 1


def test_what_bob_gets_is_a_reply_like_any(ews: Ews) -> None:
    sent = ews.tenant.mailbox("bob").deliver(subject="Plans", sender="Alice <alice@contoso.onmicrosoft.com>")
    flags = "<t:IsReadReceiptRequested>true</t:IsReadReceiptRequested>"
    body = create(response("ReplyToItem", sent, flags, new_body("Yes.")))
    assert ews(body, ews.bob).codes == ["NoError"]
    (came,) = ews.mailbox.messages()
    assert came.message.header("In-Reply-To") == sent.get("internet_message_id")
    assert came.message.header("Thread-Topic") == "Plans"
    assert "bob@contoso.onmicrosoft.com" in came.message.header("Disposition-Notification-To")
    assert came.get("conversation_index")[6:22] == sent.get("conversation_index")[6:22]
    assert came.body.startswith("Yes.\r\n\r\n____")


def test_as_whom_an_answer_is_sent_is_checked(ews: Ews, original: Item) -> None:
    author = f"<t:From><t:Mailbox><t:EmailAddress>{BOB}</t:EmailAddress></t:Mailbox></t:From>"
    body = create(response("ReplyToItem", original, author))
    assert ews(body).codes == ["ErrorSendAsDenied"]
    assert not original.answered
    assert ews.mailbox.messages("outbox") == []
    ews.tenant.rights.add_mailbox_permission("bob", "alice", "SendAs")
    assert ews(body).codes == ["NoError"]
    (left,) = ews.tenant.outbound
    assert left.sender == BOB


@pytest.mark.parametrize("kind", ["ReplyToItem", "ReplyAllToItem", "ForwardItem"])
def test_a_reference_that_is_gone_is_not_found(ews: Ews, original: Item, kind: str) -> None:
    body = create(response(kind, original, to(BOB)))
    ews.mailbox.items.delete([original])
    assert ews(body).codes == ["ErrorItemNotFound"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("ReplyToItem", "ErrorInvalidReferenceItem"),
        ("ReplyAllToItem", "ErrorInvalidReferenceItem"),
        ("ForwardItem", "NoError"),
    ],
)
def test_a_draft_is_forwarded_and_not_replied_to(ews: Ews, kind: str, code: str) -> None:
    drafts = ews.mailbox.folders.distinguished("drafts")
    made = ews.mailbox.items.add_mime(drafts, b"Subject: x\r\n\r\n.", flags=MessageFlags(draft=True))
    assert ews(create(response(kind, made, to(BOB)))).codes == [code]


@pytest.mark.parametrize(
    "kind", ["ReplyToItem", "ReplyAllToItem", "ForwardItem", "SuppressReadReceipt", "PostReplyItem"]
)
def test_a_contact_is_not_answered(ews: Ews, kind: str) -> None:
    contacts = ews.mailbox.folders.distinguished("contacts")
    contact = ews.mailbox.items.add(contacts, "IPM.Contact", {"given_name": "Carol"})
    assert ews(create(response(kind, contact))).codes == ["ErrorInvalidReferenceItem"]


def test_whoever_may_not_read_a_message_does_not_reply_to_it(ews: Ews, original: Item) -> None:
    assert ews(create(response("ReplyToItem", original)), ews.bob).codes == ["ErrorItemNotFound"]


def test_an_answer_to_nobody_is_not_sent(ews: Ews) -> None:
    own = ews.mailbox.deliver(sender=ews.alice.address)
    assert ews(create(response("ReplyAllToItem", own))).codes == ["ErrorInvalidRecipients"]
    assert ews(create(response("ForwardItem", own))).codes == ["ErrorInvalidRecipients"]
    assert [ews.mailbox.messages(name) for name in ("outbox", "sentitems")] == [[], []]


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<t:Importance>High</t:Importance>", "ErrorSchemaValidation"),
        ("<t:NewBodyContent>x</t:NewBodyContent>", "ErrorSchemaValidation"),
        ("<t:Subject>a</t:Subject><t:Subject>b</t:Subject>", "ErrorSchemaValidation"),
    ],
)
def test_what_the_schema_lacks_is_a_fault(ews: Ews, original: Item, inside: str, code: str) -> None:
    answer = ews(create(response("ReplyToItem", original, inside)))
    assert answer.element.findtext(".//faultcode") == f"a:{code}"


def test_a_copy_may_be_kept_elsewhere(ews: Ews, original: Item) -> None:
    assert ews(create(response("ReplyToItem", original), folder="archive")).codes == ["NoError"]
    assert [one.subject for one in ews.mailbox.messages("archive")] == ["RE: Plans"]
    assert ews.mailbox.messages("sentitems") == []


def test_whoever_may_not_change_the_original_does_not_mark_it(ews: Ews) -> None:
    came = ews.mailbox.deliver(subject="Plans", sender=BOB)
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Reviewer")
    body = create(response("ReplyToItem", came))
    assert ews(body, ews.bob).codes == ["NoError"]
    assert not came.answered
    ews.tenant.rights.add_folder_permission("alice", "inbox", "bob", "Editor")
    assert ews(body, ews.bob).codes == ["NoError"]
    assert came.answered
