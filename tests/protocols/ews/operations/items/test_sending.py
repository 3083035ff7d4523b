"""Sending: in whose name, and where the copy goes."""

from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.transport.envelope import RECIPIENT_LIMIT
from fakeserver.tenant.exchange.values import EmailAddress
from tests.protocols.ews.client import Ews
from tests.protocols.ews.getting import get_item


def message_from(address: str, folder: str = "") -> str:
    sender = f"<t:From><t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox></t:From>" if address else ""
    return (
        f'<m:CreateItem MessageDisposition="SendAndSaveCopy">{folder}<m:Items><t:Message><t:Subject>x</t:Subject>'
        "<t:ToRecipients><t:Mailbox><t:EmailAddress>bob@contoso.onmicrosoft.com</t:EmailAddress></t:Mailbox>"
        f"</t:ToRecipients>{sender}</t:Message></m:Items></m:CreateItem>"
    )


def message_by(sender: str, disposition: str = "SendAndSaveCopy", mime: str = "") -> str:
    return (
        f'<m:CreateItem MessageDisposition="{disposition}"><m:Items><t:Message>{mime}'
        f"<t:Sender><t:Mailbox><t:EmailAddress>{sender}</t:EmailAddress></t:Mailbox></t:Sender><t:ToRecipients>"
        "<t:Mailbox><t:EmailAddress>bob@contoso.onmicrosoft.com</t:EmailAddress></t:Mailbox></t:ToRecipients>"
        "</t:Message></m:Items></m:CreateItem>"
    )


@pytest.mark.parametrize("disposition", ["SendOnly", "SendAndSaveCopy"])
@pytest.mark.parametrize(
    "mime", ["", "<t:MimeContent>RnJvbTogYWxpY2VAY29udG9zby5vbm1pY3Jvc29mdC5jb20NCg0K</t:MimeContent>"]
)
def test_a_sender_is_named_as_the_client_has_written_it_or_nothing_is_sent(
    ews: Ews, disposition: str, mime: str
) -> None:
    carol = ews.tenant.add_user("carol")
    bob = ews.tenant.mailbox(ews.bob)
    for nobodys in ("a@elsewhere.example", carol.address):
        assert ews(message_by(nobodys, disposition, mime)).codes == ["ErrorSendAsDenied"]
    ews.tenant.rights.add_mailbox_permission(carol, ews.alice, "SendOnBehalf")
    assert ews(message_by(carol.address, disposition, mime)).codes == ["ErrorSendAsDenied"]
    assert (bob.messages(), ews.mailbox.messages("outbox"), ews.mailbox.messages("sentitems")) == ([], [], [])
    ews.tenant.rights.add_mailbox_permission(carol, ews.alice, "SendAs")
    assert ews(message_by(carol.address, disposition, mime)).codes == ["NoError"]
    assert ews(message_by(ews.alice.address, disposition, mime)).codes == ["NoError"]
    assert [(one.get("from_").address, one.get("sender").address) for one in bob.messages()] == [
        (ews.alice.address, carol.address),
        (ews.alice.address, ews.alice.address),
    ]


def test_mime_whose_recipients_are_not_read_to_the_last_is_not_sent(ews: Ews) -> None:
    mime = f"From: {ews.alice.address}\r\nTo: {'(a comment) ' * 12_000}{ews.bob.address}\r\n\r\n"
    content = f"<t:MimeContent>{b64encode(mime.encode()).decode()}</t:MimeContent>"
    answer = ews(
        f'<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items><t:Message>{content}</t:Message></m:Items>'
        "</m:CreateItem>"
    )
    assert answer.codes == ["ErrorMessageSizeExceeded"]
    assert (ews.mailbox.messages("outbox"), ews.mailbox.messages("sentitems")) == ([], [])


def test_a_draft_that_names_a_sender_is_checked_when_it_is_sent(ews: Ews) -> None:
    assert ews(message_by("a@elsewhere.example", "SaveOnly")).codes == ["NoError"]
    (draft,) = ews.mailbox.messages("drafts")
    assert ews(send_item(draft)).codes == ["ErrorSendAsDenied"]
    assert ews.mailbox.messages("drafts") == [draft]


def test_without_a_sender_of_its_own_a_draft_is_sent_by_whom_its_new_author_is(ews: Ews) -> None:
    carol = ews.tenant.add_user("carol")
    ews.tenant.rights.add_mailbox_permission(carol, ews.alice, "SendAs")
    mime = f"From: {ews.alice.address}\r\nTo: {ews.bob.address}\r\n\r\nx".encode()
    draft = ews.mailbox.items.add_mime(ews.mailbox.folders.distinguished("drafts"), mime)
    ews.mailbox.items.update(draft, {"is_draft": True, "from_": EmailAddress("", carol.address)})
    assert ews(send_item(draft)).codes == ["NoError"]
    (arrived,) = ews.tenant.mailbox(ews.bob).messages()
    assert (arrived.get("from_").address, arrived.get("sender").address) == (carol.address, carol.address)


@pytest.mark.parametrize(
    ("rights", "sender"),
    [(["SendOnBehalf"], "alice"), (["SendAs"], "carol"), (["SendAs", "SendOnBehalf"], "carol")],
)
def test_on_behalf_of_somebody_the_message_says_who_sent_it(ews: Ews, rights: list[str], sender: str) -> None:
    carol = ews.tenant.add_user("carol")
    assert ews(message_from(carol.address)).codes == ["ErrorSendAsDenied"]
    for right in rights:
        ews.tenant.rights.add_mailbox_permission(carol, ews.alice, right)
    assert ews(message_from(carol.address)).codes == ["NoError"]
    (arrived,) = ews.tenant.mailbox(ews.bob).messages()
    assert arrived.get("from_").address == carol.address
    assert arrived.get("sender").address == f"{sender}@contoso.onmicrosoft.com"
    (kept,) = ews.mailbox.messages("sentitems")
    assert kept.get("sender").address == f"{sender}@contoso.onmicrosoft.com"


def test_full_access_alone_sends_nothing_from_anothers_mailbox(ews: Ews) -> None:
    carol = ews.tenant.add_user("carol")
    ews.tenant.rights.add_mailbox_permission(carol, ews.alice)
    theirs = (
        '<m:SavedItemFolderId><t:DistinguishedFolderId Id="sentitems"><t:Mailbox><t:EmailAddress>'
        f"{carol.address}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:SavedItemFolderId>"
    )
    assert ews(message_from("", theirs)).codes == ["ErrorSendAsDenied"]
    assert ews.tenant.mailbox(carol).messages("outbox") == []
    ews.tenant.rights.add_mailbox_permission(carol, ews.alice, "SendOnBehalf")
    assert ews(message_from("", theirs)).codes == ["NoError"]
    (arrived,) = ews.tenant.mailbox(ews.bob).messages()
    assert (arrived.get("from_").address, arrived.get("sender").address) == (carol.address, ews.alice.address)


# --- to whom ----------------------------------------------------------------------------------------------------------

BOB = "<t:EmailAddress>bob@contoso.onmicrosoft.com</t:EmailAddress>"


def message_to(kind: str, *mailboxes: str) -> str:
    listed = "".join(f"<t:Mailbox>{one}</t:Mailbox>" for one in mailboxes)
    return (
        '<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items><t:Message><t:Subject>x</t:Subject>'
        f"<t:{kind}>{listed}</t:{kind}></t:Message></m:Items></m:CreateItem>"
    )


@pytest.mark.parametrize("kind", ["ToRecipients", "CcRecipients", "BccRecipients"])
@pytest.mark.parametrize(
    ("mailbox", "named"),
    [
        ("<t:EmailAddress>bob</t:EmailAddress>", "bob"),
        ("<t:EmailAddress>a@b.c; d@e.f</t:EmailAddress>", "a@b.c; d@e.f"),
        (
            "<t:EmailAddress>Bob &lt;bob@contoso.onmicrosoft.com&gt;</t:EmailAddress>",
            "Bob <bob@contoso.onmicrosoft.com>",
        ),
        ("<t:EmailAddress>a@b.c&#10;Bcc: d@e.f</t:EmailAddress>", "a@b.c\nBcc: d@e.f"),
        ("<t:EmailAddress>/o=x/cn=bob</t:EmailAddress><t:RoutingType>EX</t:RoutingType>", "/o=x/cn=bob"),
    ],
)
def test_nobody_gets_a_message_if_somebody_has_no_address(ews: Ews, kind: str, mailbox: str, named: str) -> None:
    answer = ews(message_to(kind, BOB, mailbox))
    assert answer.codes == ["ErrorInvalidRecipients"]
    assert answer.texts(".//m:MessageText") == [
        f"At least one recipient isn't valid., Recipient '{named}' isn't resolved. All recipients must be resolved "
        "before a message can be submitted."
    ]
    assert ews.tenant.outbound == []
    assert ews.tenant.mailbox("bob").messages() == ews.mailbox.messages("outbox") == []


def test_more_recipients_than_a_mailbox_writes_to_get_nothing(ews: Ews) -> None:
    others = [f"<t:EmailAddress>{number}@example.com</t:EmailAddress>" for number in range(RECIPIENT_LIMIT)]
    assert ews(message_to("ToRecipients", BOB, *others)).codes == ["NoError"]
    assert (ews.tenant.outbound, ews.tenant.mailbox("bob").messages()) == ([], [])
    (report,) = ews.mailbox.messages()
    assert b"550 5.5.3 RESOLVER.ADR.RecipLimit; too many recipients" in report.mime()
    assert ews(message_to("ToRecipients", *others)).codes == ["NoError"]
    assert len(ews.tenant.outbound[0].recipients) == RECIPIENT_LIMIT


def test_a_message_to_nobody_is_not_sent(ews: Ews) -> None:
    answer = ews(message_to("ToRecipients"))
    assert answer.codes == ["ErrorInvalidRecipients"]
    assert answer.texts(".//m:MessageText") == [
        "At least one recipient isn't valid., A message can't be sent because it contains no recipients."
    ]


# --- to and from the folders of another mailbox -----------------------------------------------------------------------

BOBS_ARCHIVE = (
    '<m:SavedItemFolderId><t:DistinguishedFolderId Id="archive"><t:Mailbox><t:EmailAddress>'
    "bob@contoso.onmicrosoft.com</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:SavedItemFolderId>"
)


def draft_in(ews: Ews, owner: str = "alice", size: int = 1) -> Item:
    properties = {
        "subject": "x" * size,
        "to_recipients": [EmailAddress("", "carol@contoso.onmicrosoft.com")],
        "is_draft": True,
    }
    mailbox = ews.tenant.mailbox(owner)
    item: Item = mailbox.items.add(mailbox.folders.distinguished("drafts"), "IPM.Note", properties)
    return item


def send_item(item: Item, saved: str = "") -> str:
    return (
        f'<m:SendItem SaveItemToFolder="true"><m:ItemIds><t:ItemId Id="{item.item_id}" ChangeKey="{item.change_key}"/>'
        f"</m:ItemIds>{saved}</m:SendItem>"
    )


def update_and_send(item: Item, saved: str = "") -> str:
    return (
        f'<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SendAndSaveCopy">{saved}'
        f'<m:ItemChanges><t:ItemChange><t:ItemId Id="{item.item_id}"/><t:Updates><t:SetItemField>'
        '<t:FieldURI FieldURI="item:Importance"/><t:Message><t:Importance>High</t:Importance></t:Message>'
        "</t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )


@pytest.mark.parametrize("request_of", [send_item, update_and_send])
def test_the_copy_of_sent_mail_becomes_the_other_mailboxs(ews: Ews, request_of: Callable[..., str]) -> None:
    ews.tenant.add_user("carol")
    bob = ews.tenant.mailbox("bob")
    ews.tenant.rights.add_mailbox_permission("bob", ews.alice)
    drafted = draft_in(ews)
    former, logged = drafted.item_id, bob.changes.position
    assert ews(request_of(drafted, BOBS_ARCHIVE)).codes == ["NoError"]
    (kept,) = bob.messages("archive")
    assert kept.mailbox is bob
    assert bob.items.by_id(kept.item_id) is kept
    assert [change.item_id for change in bob.changes.since(logged)] == [kept.item_id]
    assert [item for folder in ews.mailbox.folders.below() for item in folder.items.values()] == []
    assert len(ews.tenant.mailbox("carol").messages()) == 1
    assert ews(get_item(former, kept.item_id)).codes == ["ErrorItemNotFound", "NoError"]


@pytest.mark.parametrize("request_of", [send_item, update_and_send])
def test_nobody_gets_what_the_other_mailbox_cannot_keep(ews: Ews, request_of: Callable[..., str]) -> None:
    ews.tenant.add_user("carol")
    ews.tenant.rights.add_mailbox_permission("bob", ews.alice)
    ews.tenant.mailbox("bob").receive_limit = 5_000
    drafted = draft_in(ews, size=10_000)
    assert ews(request_of(drafted, BOBS_ARCHIVE)).codes == ["ErrorMessageSizeExceeded"]
    assert ews.mailbox.messages("drafts") == [drafted]
    assert ews.tenant.mailbox("carol").messages() == []


@pytest.mark.parametrize("request_of", [send_item, update_and_send])
@pytest.mark.parametrize(
    ("level", "code"), [("Reviewer", "ErrorAccessDenied"), ("Author", "ErrorAccessDenied"), ("Editor", "NoError")]
)
def test_who_may_not_delete_a_draft_may_not_send_it(
    ews: Ews, request_of: Callable[..., str], level: str, code: str
) -> None:
    ews.tenant.add_user("carol")
    ews.tenant.rights.add_mailbox_permission("bob", ews.alice, "SendAs")
    ews.tenant.rights.add_folder_permission("bob", "drafts", ews.alice, level)
    drafted = draft_in(ews, "bob")
    assert ews(request_of(drafted)).codes == [code]
    assert len(ews.tenant.mailbox("carol").messages()) == (code == "NoError")
    assert len(ews.tenant.mailbox("bob").messages("drafts")) == (code != "NoError")


DEFERRED = 'PropertyTag="0x3FEF" PropertyType="SystemTime"'


def deferred(until: datetime, disposition: str) -> str:
    path = f"<t:ExtendedFieldURI {DEFERRED}/>"
    given = f"<t:ExtendedProperty>{path}<t:Value>{until:%Y-%m-%dT%H:%M:%SZ}</t:Value></t:ExtendedProperty>"
    made = message_from("").replace("<t:ToRecipients>", f"{given}<t:ToRecipients>")
    return made.replace("SendAndSaveCopy", disposition)


@pytest.mark.parametrize("disposition", ["SendOnly", "SendAndSaveCopy"])
def test_what_is_to_be_sent_later_is_not_sent_now(ews: Ews, disposition: str) -> None:
    now, bob = ews.tenant.clock.now(), ews.tenant.mailbox(ews.bob)
    answer = ews(deferred(now + timedelta(hours=1), disposition))
    assert answer.codes == ["ErrorInvalidOperation"]
    assert answer.value(".//m:MessageText") == "This fake does not perform PidTagDeferredSendTime."
    assert (bob.messages(), ews.mailbox.messages("outbox"), ews.mailbox.messages("sentitems")) == ([], [], [])
    assert ews(deferred(now - timedelta(hours=1), disposition)).codes == ["NoError"]
    assert len(bob.messages()) == 1


def test_a_draft_to_be_sent_later_stays_one_until_then(ews: Ews) -> None:
    assert ews(deferred(ews.tenant.clock.now() + timedelta(hours=1), "SaveOnly")).codes == ["NoError"]
    [draft] = ews.mailbox.messages("drafts")
    named = f'<t:ItemId Id="{draft.item_id}" ChangeKey="{draft.change_key}"/>'
    send = f'<m:SendItem SaveItemToFolder="true"><m:ItemIds>{named}</m:ItemIds></m:SendItem>'
    assert ews(send).codes == ["ErrorInvalidOperation"]
    ews.tenant.clock.advance(3600)
    assert ews(send).codes == ["NoError"]
    assert (len(ews.tenant.mailbox(ews.bob).messages()), ews.mailbox.messages("drafts")) == (1, [])
