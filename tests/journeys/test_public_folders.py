"""Public folders as programs use them, by real clients; and IMAP, by which they cannot be reached."""

import smtplib
from email.message import EmailMessage
from typing import Any

import pytest
import requests

from pytest_m365 import Target


def test_exchangelib_walks_them_and_posts(m365_fake: Any, m365_ews: Any) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    m365_fake.public_folders.add_permission("", m365_ews.primary_smtp_address, "Owner")
    folder = m365_fake.add_public_folder("Projects/2026")
    m365_fake.add_public_folder("Other")
    root = m365_ews.public_folders_root
    assert [each.name for each in root.children] == ["Other", "Projects"]
    found = root / "Projects" / "2026"
    post = exchangelib.items.PostItem(account=m365_ews, folder=found, subject="Hello", body="text")
    post.save()
    assert [each.subject for each in found.all()] == ["Hello"]
    assert [item.item_class for item in folder.items.values()] == ["IPM.Post"]
    below = exchangelib.folders.Messages(parent=found, name="Below").save()
    assert folder.child("Below").folder_id == below.id
    message = exchangelib.Message(account=m365_ews, folder=m365_ews.inbox, subject="mine")
    message.save()
    message.move(found)
    assert sorted(each.subject for each in found.all()) == ["Hello", "mine"]


def test_exchangelib_finds_what_others_own(m365_fake: Any, m365_ews: Any) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    m365_fake.add_public_folder("Projects")
    root = m365_ews.public_folders_root
    assert list(root.children) == [], "it asks for permissions, which an owner alone is told"
    [found] = exchangelib.FolderCollection(account=m365_ews, folders=[root]).find_folders(depth="Shallow")
    exchangelib.items.PostItem(account=m365_ews, folder=found, subject="Hello", body="text").save()
    assert [each.subject for each in found.all()] == ["Hello"]


def test_an_application_sees_what_the_impersonated_user_sees(m365_fake: Any, m365: Target) -> None:
    tenant = m365.tenant
    m365_fake.add_public_folder("Open")
    m365_fake.add_public_folder("Shut", permissions={"Default": "None"})
    body = (
        '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
        'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header>'
        '<t:RequestServerVersion Version="Exchange2016"/><t:ExchangeImpersonation><t:ConnectingSID>'
        f"<t:PrimarySmtpAddress>{m365.mailbox.address}</t:PrimarySmtpAddress></t:ConnectingSID>"
        '</t:ExchangeImpersonation></s:Header><s:Body><m:FindFolder Traversal="Shallow"><m:FolderShape>'
        "<t:BaseShape>Default</t:BaseShape></m:FolderShape><m:ParentFolderIds>"
        '<t:DistinguishedFolderId Id="publicfoldersroot"/></m:ParentFolderIds></m:FindFolder></s:Body></s:Envelope>'
    )
    answer = requests.post(
        m365.ews_url,
        body.encode(),
        headers={
            "Authorization": f"Bearer {tenant.app_token(tenant.daemon_app)}",
            "Content-Type": "text/xml; charset=utf-8",
        },
        verify=m365.ca_file,
        timeout=30,
    )
    assert ("Open" in answer.text, "Shut" in answer.text) == (True, False)


def test_mail_comes_by_smtp(m365_fake: Any, m365: Target) -> None:
    m365_fake.add_public_folder("News", address="news")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = m365.mailbox.address, f"news@{m365.domain}", "today"
    message.set_content("x")
    with m365.open_smtp() as smtp:
        assert isinstance(smtp, smtplib.SMTP)
        smtp.send_message(message)
    assert m365.tenant.public_folders.mailbox.wait_for("today", "News", timeout=10).folder.path == "News"


def test_imap_does_not_list_them(m365_fake: Any, m365: Target) -> None:
    """As in Exchange Online. Nor is their mailbox one that IMAP opens: tests/tenant/access/test_opening.py."""
    m365_fake.add_public_folder("Projects")
    with m365.open_imap() as imap:
        listed = b" ".join(line for line in imap.list()[1] if isinstance(line, bytes))
        assert b"INBOX" in listed
        assert b"Projects" not in listed
        assert b"IPM_SUBTREE" not in listed
        assert imap.select("Projects")[0] == "NO"
