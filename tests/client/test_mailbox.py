"""Mail of a remote tenant: delivered, listed, waited for; and what has left."""

import smtplib
import threading
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from fakeserver.client import Client
from fakeserver.client.mailbox import RemoteMailbox
from fakeserver.client.messages import RemoteLoaded, RemoteMessage
from fakeserver.client.outbound import RemoteOutbound
from fakeserver.client.tenant import RemoteTenant
from fakeserver.client.waiting import waited
from fakeserver.tenant.refusals import FolderNameInvalid, FolderNotFound
from fakeserver.tenant.tenant import Tenant
from fakeserver.xoauth2 import xoauth2


@pytest.fixture
def mailbox(remote: RemoteTenant) -> RemoteMailbox:
    return remote.add_user("alice").mailbox


def test_a_message_is_the_same_here_and_there(mailbox: RemoteMailbox, local: Tenant, tmp_path: Path) -> None:
    (tmp_path / "invoice.pdf").write_bytes(b"%PDF-1.7")
    delivered = mailbox.deliver(
        subject="Invoice 4711",
        html="<p>Please pay &amp; smile.</p>",
        sender="Bob <bob@fabrikam.example>",
        cc=["carol@fabrikam.example"],
        attachments=[tmp_path / "invoice.pdf", ("a.txt", b"one")],
        is_read=True,
        received_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    )
    there = local.mailbox("alice").messages()[0]
    for message in (delivered, mailbox.messages()[0], mailbox.wait_for("Invoice 4711")):
        assert isinstance(message, RemoteMessage)
        for name in ("subject", "sender", "recipients", "received_at", "size", "item_class", "is_read", "is_draft"):
            assert getattr(message, name) == getattr(there, name), name
        for name in ("body", "html", "item_id", "change_key", "answered", "flagged"):
            assert getattr(message, name) == getattr(there, name), name
        assert message.mime() == there.mime()
        for mine, theirs in zip(message.attachments, there.attachments, strict=True):
            for name in ("name", "content_type", "content", "content_id", "is_inline", "size"):
                assert getattr(mine, name) == getattr(theirs, name), name
    assert repr(delivered) == repr(there)
    assert delivered.folder == "Inbox"


def test_a_whole_message_goes_over_as_its_octets(mailbox: RemoteMailbox) -> None:
    message = EmailMessage()
    message["Subject"] = "x"
    message.set_content("From Python\u2026")
    octets = b"Subject: x\r\n\r\nraw \xff"
    for whole in (octets, "Subject: x\n\ntext", message):
        assert mailbox.deliver(whole).subject == "x"
    assert mailbox.messages()[0].mime().endswith(octets)


def test_what_has_happened_to_a_message_is_asked_for(mailbox: RemoteMailbox, local: Tenant) -> None:
    delivered = mailbox.deliver(subject="x")
    there = local.mailbox("alice").messages()[0]
    assert (delivered.is_read, delivered.flagged) == (False, False)
    with local.lock:
        local.mailbox("alice").items.set_flags(there, there.flags._replace(seen=True, flagged=True, answered=True))
    assert (delivered.is_read, delivered.flagged, delivered.answered) == (True, True, True)
    with local.lock:
        local.mailbox("alice").items.delete([there])
    assert (delivered.is_read, delivered.flagged) == (True, True)
    with pytest.raises(FolderNotFound, match="nowhere"):
        mailbox.messages("nowhere")
    with pytest.raises(LookupError, match="has no message"):
        delivered.mime()


def test_many_messages_are_listed_page_by_page(mailbox: RemoteMailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.client.mailbox._PAGE", 2)
    for number in range(5):
        mailbox.deliver(subject=f"message {number}")
    assert [message.subject for message in mailbox.messages()] == [f"message {number}" for number in range(5)]
    assert mailbox.messages("junkemail") == []


def test_folders_are_made_and_listed(mailbox: RemoteMailbox, local: Tenant) -> None:
    made = mailbox.add_folder("Inbox/Invoices/2026")
    assert (made.path, made.display_name, made.total_count) == ("Inbox/Invoices/2026", "2026", 0)
    mailbox.deliver(subject="x", folder="inbox/invoices/2026")
    (found,) = (folder for folder in mailbox.folder_list if folder.path == "Inbox/Invoices/2026")
    there = local.mailbox("alice").folders.named("Inbox/Invoices/2026")
    names = ("path", "display_name", "folder_id", "distinguished_id", "folder_class", "total_count", "unread_count")
    for name in names:
        assert getattr(found, name) == getattr(there, name), name
    assert repr(found) == repr(there)
    with pytest.raises(FolderNameInvalid):
        mailbox.add_folder("Inbox//x")


@pytest.mark.parametrize(
    "arguments",
    [
        {"subject": 3},
        {"attachments": ["a.txt"]},
        {"received_at": datetime(2026, 3, 1)},
        {"folder": "Nowhere"},
        {"folder": "calendar"},
    ],
)
def test_what_a_mailbox_does_not_take(mailbox: RemoteMailbox, local: Tenant, arguments: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError, FolderNotFound)) as here:
        mailbox.deliver(**arguments)  # type: ignore[arg-type]
    with pytest.raises((TypeError, ValueError, FolderNotFound)) as there:
        local.mailbox("alice").deliver(**arguments)  # type: ignore[arg-type]
    assert (type(here.value), str(here.value)) == (type(there.value), str(there.value))


def test_files_are_loaded(mailbox: RemoteMailbox, remote: RemoteTenant, tmp_path: Path) -> None:
    one = b"Subject: first\r\nDate: Mon, 2 Mar 2026 09:30:00 +0000\r\n\r\nhello\r\n"
    (tmp_path / "1.eml").write_bytes(one)
    (tmp_path / "alice.mbox").write_bytes(b"From x@y Mon Mar  2 09:30:00 2026\nSubject: second\n\nhello\n")
    loaded = mailbox.load(tmp_path / "1.eml", folder="junkemail")
    assert isinstance(loaded, RemoteLoaded)
    assert ([message.subject for message in loaded], len(loaded), str(loaded)) == (["first"], 1, "loaded 1")
    assert [message.subject for message in remote.load(tmp_path / "alice.mbox").items] == ["second"]
    assert [len(mailbox.messages(folder)) for folder in ("inbox", "junkemail")] == [1, 1]
    with pytest.raises(TypeError, match="a folder of files does not go over --m365-url: load its files one by one"):
        mailbox.load(tmp_path)
    (tmp_path / "old.pst").write_bytes(b"!BDN")
    with pytest.raises(ValueError, match=r"old\.pst"):
        mailbox.load(tmp_path / "old.pst")


# --- waiting -----------------------------------------------------------------------------------------------------


def test_a_wait_ends_when_the_message_comes(mailbox: RemoteMailbox, local: Tenant) -> None:
    came = threading.Timer(0.05, lambda: local.mailbox("alice").deliver(subject="late", sender="bob@x.example"))
    came.start()
    assert mailbox.wait_for("late", sender="bob", recipient=mailbox.address, timeout=20).subject == "late"
    came.join()


def test_each_message_is_returned_once_unless_a_mark_says_otherwise(mailbox: RemoteMailbox) -> None:
    mark = mailbox.mark()
    for subject in ("a", "b"):
        mailbox.deliver(subject=subject)
    assert [message.subject for message in mailbox.wait_for(count=2)] == ["a", "b"]
    assert mailbox.wait_for(none_within=0.01) is None
    assert mailbox.wait_for("a", since=mark).subject == "a"


def test_a_wait_in_vain_says_what_is_there(mailbox: RemoteMailbox, local: Tenant) -> None:
    mailbox.deliver(subject="Invoice 4711")
    mailbox.deliver(subject="other", folder="junkemail")
    for arguments in ({"subject": "invoice 4711"}, {"subject": "other"}, {"sender": "eve"}):
        with pytest.raises(TimeoutError) as here:
            mailbox.wait_for(timeout=0.01, **arguments)  # type: ignore[call-overload]
        with pytest.raises(TimeoutError) as there:
            local.mailbox("alice").wait_for(timeout=0.01, **arguments)  # type: ignore[call-overload]
        assert str(here.value) == str(there.value)
    with pytest.raises(AssertionError, match="no message was to come to Inbox"):
        mailbox.wait_for(none_within=0.01)


def test_what_a_wait_does_not_take(mailbox: RemoteMailbox, remote: RemoteTenant) -> None:
    with pytest.raises(TypeError, match="predicate: a function does not go over --m365-url: wait by subject="):
        mailbox.wait_for(predicate=lambda message: True)
    with pytest.raises(ValueError, match=r"since= is a mark of outbound; take one of alice@"):
        mailbox.wait_for(since=remote.outbound.mark())
    with pytest.raises(TypeError, match=r"Mailbox.wait_for takes no 'sendr'; did you mean 'sender'\?"):
        mailbox.wait_for(sendr="x")  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="count=0: wait for at least 1 message"):
        mailbox.wait_for(count=0)
    with pytest.raises(FolderNotFound):
        mailbox.wait_for(folder="Nowhere")
    assert waited is not None


# --- what has left -----------------------------------------------------------------------------------------------


def test_mail_that_leaves(client: Client, remote: RemoteTenant, local: Tenant, mailbox: RemoteMailbox) -> None:
    outbound = remote.outbound
    assert isinstance(outbound, RemoteOutbound)
    assert (list(outbound), len(outbound), outbound == []) == ([], 0, True)
    mark = outbound.mark()
    with smtplib.SMTP(*client.smtp, local_hostname="localhost") as smtp:
        smtp.starttls(context=client.ssl_context())
        smtp.ehlo()
        token = remote.token(remote.public_app, "alice")
        smtp.auth("XOAUTH2", lambda _challenge=None: xoauth2(mailbox.address, token))
        smtp.sendmail(mailbox.address, ["bob@fabrikam.example"], "Subject: away\r\n\r\nbye")
    left = outbound.wait_for("away", recipient="bob")
    assert left == local.outbound[0] == outbound[-1] == outbound.wait_for(since=mark)
    assert (left.sender, left.recipients, left.protocol) == (mailbox.address, ("bob@fabrikam.example",), "SMTP")
    with pytest.raises(TimeoutError, match="No message came to outbound"):
        outbound.wait_for(timeout=0.01)
    with pytest.raises(TypeError, match="predicate: a function"):
        outbound.wait_for(predicate=bool)
    outbound.clear()
    assert outbound.wait_for(none_within=0.0) is None
    assert outbound == []


def test_a_delivery_by_the_tenant(remote: RemoteTenant, mailbox: RemoteMailbox) -> None:
    assert remote.deliver("alice", subject="x").subject == "x"
    assert remote.mailbox(mailbox.address) == remote.user("alice").mailbox == mailbox
    team = remote.add_distribution_group("team", ["alice"])
    with pytest.raises(TypeError, match="to: a distribution group does not go over"):
        remote.deliver(team, subject="x")
    assert timedelta(0) <= datetime.now(UTC) - remote.mailbox("alice").messages()[0].received_at
