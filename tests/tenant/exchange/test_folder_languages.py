"""What folders are called in other languages, for whoever asks by which protocol."""

import imaplib
import poplib
import smtplib
from typing import Any

import pytest

from fakeserver.modified_utf7 import decoded
from fakeserver.tenant.exchange.distinguished import FOLDER_ROWS
from fakeserver.tenant.exchange.folder_languages import names_in
from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Mailbox, Target
from tests.world import World

GERMAN = ["Posteingang", "Entwürfe", "Gesendete Elemente", "Gelöschte Elemente", "Junk-E-Mail"]


def listed(imap: imaplib.IMAP4_SSL) -> list[str]:
    """Return the names of LIST, as people read them."""
    lines = [line for line in imap.list()[1] if isinstance(line, bytes)]
    return [decoded(line.decode().rpartition(' "/" ')[2].strip('"')) for line in lines]


def test_english_is_what_mailboxes_begin_with() -> None:
    english = {row.distinguished_id: row.display_name for row in FOLDER_ROWS if row.distinguished_id}
    assert names_in("en-US").items() <= english.items()


def test_a_language_without_names() -> None:
    with pytest.raises(ValueError, match=r"there are no folder names in 'dee-DE'; there are: .*de,"):
        names_in("dee-DE")


def test_imap_shows_them_and_inbox_stays(
    m365: Target, m365_fake: Tenant, m365_mailbox: Mailbox, m365_imap: imaplib.IMAP4_SSL
) -> None:
    m365_mailbox.deliver(subject="Before")
    m365_mailbox.add_folder("Inbox/Rechnungen")
    m365_fake.people.localize_folders(m365.username, "de-DE")
    names = listed(m365_imap)
    assert {"INBOX", "INBOX/Rechnungen", *GERMAN[1:]} <= set(names)
    assert not {"Posteingang", "Inbox", "Sent Items"} & set(names)
    assert m365_imap.select("INBOX") == ("OK", [b"1"])
    assert m365_imap.select('"Gel&APY-schte Elemente"')[0] == "OK"
    assert m365_imap.select("Posteingang") == ("NO", [b"Posteingang doesn't exist."])
    assert m365_imap.select('"Sent Items"')[0] == "NO"
    assert m365_imap.create("INBOX") == ("NO", [b"Mailbox already exists."])
    assert m365_imap.create("Posteingang") == ("NO", [b"Mailbox already exists."])
    assert m365_imap.create("inbox/Neu")[0] == "OK"
    assert "INBOX/Neu" in listed(m365_imap)


def test_special_use_names_them_where_the_service_has_it(
    m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL
) -> None:
    m365_fake.people.localize_folders(m365.username, "fr")
    junk = '"Courrier ind&AOk-sirable"'
    assert m365_imap.list(pattern=junk)[1] == [rf'(\HasNoChildren \Junk) "/" {junk}'.encode()]
    m365_fake.policies.imap_special_use = False
    assert m365_imap.list(pattern=junk)[1] == [rf'(\HasNoChildren) "/" {junk}'.encode()]


def test_ews_has_the_same_ids(m365: Target, m365_fake: Tenant, m365_ews: Any) -> None:
    sent = m365_ews.sent
    before = sent.id
    m365_fake.people.localize_folders(m365.username, "de-DE")
    sent.refresh()
    assert (sent.name, sent.id) == ("Gesendete Elemente", before)
    assert m365_ews.junk.name == "Junk-E-Mail"


def test_mail_goes_where_it_went(
    m365: Target, m365_fake: Tenant, m365_smtp: smtplib.SMTP, m365_pop3: poplib.POP3_SSL
) -> None:
    box = m365_fake.mailbox(m365.username)
    m365_fake.people.localize_folders(m365.username, "ru-RU")
    m365_fake.faults.junk()
    m365_smtp.sendmail(m365.username, [m365.username], "Subject: Hi\r\n\r\n.")
    assert [item.folder.path for item in box.messages("junkemail")] == ["Нежелательная почта"]
    assert [item.folder.path for item in box.messages("sentitems")] == ["Отправленные"]
    assert box.messages("Отправленные") == box.messages("sentitems")
    assert m365_pop3.stat() == (0, 0)


def test_there_and_back_and_beside_a_folder_of_that_name(world: World) -> None:
    box = world.mailbox()
    box.add_folder("Kladder")
    world.tenant.people.localize_folders("alice", "da-DK")
    assert box.folders.distinguished("drafts").path == "Kladder1"
    world.tenant.people.localize_folders("alice", "en-US")
    assert box.folders.distinguished("drafts").path == "Drafts"
    assert [row.path for row in (box.folders.distinguished("sentitems"), box.folders.distinguished("inbox"))] == [
        "Sent Items",
        "Inbox",
    ]


def test_folder_changes_are_told(world: World) -> None:
    box = world.mailbox()
    sent = box.folders.distinguished("sentitems")
    before = sent.change_key
    world.tenant.people.localize_folders("alice", "sv-SE")
    assert sent.change_key != before
    keys = [folder.change_key for folder in box.folders.below()]
    world.tenant.people.localize_folders("alice", "sv-SE")
    assert [folder.change_key for folder in box.folders.below()] == keys
