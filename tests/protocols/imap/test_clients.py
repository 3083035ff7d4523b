"""Clients that nobody here wrote, over real sockets and TLS: imaplib, imapclient, curl."""

import imaplib
import shutil
import smtplib
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError
from imapclient.response_parser import parse_fetch_response

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.tenant import Tenant
from pytest_m365.mailbox import Mailbox
from pytest_m365.target import Target

SCOPE = "https://outlook.office.com/IMAP.AccessAsUser.All"
MESSAGE = b"From: bob@example.com\r\nTo: a@example.com\r\nSubject: by hand\r\n\r\nhi\r\n"


def test_imaplib_reads_searches_and_flags(m365_imap: imaplib.IMAP4_SSL, m365_mailbox: Mailbox) -> None:
    m365_mailbox.deliver(subject="one", body="first")
    m365_mailbox.deliver(subject="two", body="second")
    assert m365_imap.select("INBOX") == ("OK", [b"2"])
    assert m365_imap.search(None, "SUBJECT", '"two"') == ("OK", [b"2"])
    status, data = m365_imap.fetch("1:2", "(UID RFC822.SIZE BODY.PEEK[])")
    assert status == "OK"
    assert [part[1] for part in data if isinstance(part, tuple)] == [m.mime() for m in m365_mailbox.messages()]
    assert m365_imap.store("1", "+FLAGS", r"(\Deleted)") == ("OK", [rb"1 (FLAGS (\Deleted))"])
    assert m365_imap.expunge() == ("OK", [b"1"])
    assert [message.subject for message in m365_mailbox.messages()] == ["two"]


def test_imaplib_appends_copies_and_manages_folders(m365_imap: imaplib.IMAP4_SSL, m365_mailbox: Mailbox) -> None:
    assert m365_imap.create('"My Folder"')[0] == "OK"
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    status, data = m365_imap.append('"My Folder"', r"(\Seen)", imaplib.Time2Internaldate(moment), MESSAGE)
    assert status == "OK"
    assert data[0].endswith(b"APPEND completed.")
    m365_imap.select('"My Folder"')
    assert m365_imap.copy("1", "Archive")[0] == "OK"
    assert m365_imap.uid("MOVE", "1", "Drafts")[0] == "OK"
    assert [message.mime() for folder in ("Archive", "Drafts") for message in m365_mailbox.messages(folder)] == [
        MESSAGE, MESSAGE
    ]  # fmt: skip
    assert m365_imap.status("Archive", "(MESSAGES UNSEEN)") == ("OK", [b"Archive (MESSAGES 1 UNSEEN 0) "])
    assert m365_imap.rename('"My Folder"', "Other")[0] == "OK"
    assert m365_imap.close()[0] == "OK"
    assert m365_imap.delete("Other")[0] == "OK"
    assert m365_imap.namespace() == ("OK", [b'(("" "/")) NIL NIL'])
    assert m365_imap.lsub()[0] == "OK"


def test_imaplib_hears_that_the_token_expired(m365_imap: imaplib.IMAP4_SSL, m365_fake: Tenant) -> None:
    m365_fake.clock.advance(timedelta(hours=2))
    with pytest.raises(imaplib.IMAP4.abort, match="Session invalidated - AccessTokenExpired"):
        m365_imap.noop()


@pytest.fixture
def imapclient(m365: Target) -> Iterator[IMAPClient]:
    with IMAPClient(m365.imap.host, m365.imap.port, ssl_context=m365.ssl_context()) as client:
        client.oauth2_login(m365.mailbox.address, m365.token(SCOPE))
        yield client


def test_imapclient_reads_structures(imapclient: IMAPClient, m365_mailbox: Mailbox) -> None:
    m365_mailbox.deliver(
        subject="with parts", body="text", sender="Bob <bob@example.com>", attachments=[("ä b.bin", b"\0" * 99)]
    )
    assert imapclient.select_folder("INBOX")[b"EXISTS"] == 1
    data = imapclient.fetch([1], ["ENVELOPE", "BODYSTRUCTURE", "FLAGS", "INTERNALDATE", "BODY[1]"])[1]
    assert data[b"ENVELOPE"].subject == b"with parts"
    assert data[b"ENVELOPE"].from_[0].mailbox == b"bob"
    assert data[b"BODYSTRUCTURE"].is_multipart
    assert data[b"BODY[1]"].strip() == b"text"
    assert imapclient.search(["UNSEEN"]) == []
    assert imapclient.search(["SINCE", datetime.now(UTC).date() - timedelta(days=2)]) == [1]


def test_imapclient_finds_folders_and_moves(imapclient: IMAPClient, m365_mailbox: Mailbox) -> None:
    m365_mailbox.deliver(subject="one")
    assert imapclient.find_special_folder(b"\\Sent") == "Sent Items"
    assert b"MOVE" in imapclient.capabilities()
    imapclient.create_folder("Entwürfe & mehr")
    imapclient.select_folder("INBOX")
    imapclient.move([1], "Entwürfe & mehr")
    assert imapclient.folder_status("Entwürfe & mehr")[b"MESSAGES"] == 1
    assert imapclient.id_({"name": "imapclient"})


def test_imapclient_idles(imapclient: IMAPClient, m365_mailbox: Mailbox, m365_fake: Tenant) -> None:
    imapclient.select_folder("INBOX")
    imapclient.idle()
    threading.Thread(target=m365_mailbox.deliver, kwargs={"subject": "arrives"}).start()
    assert imapclient.idle_check(timeout=60) == [(1, b"EXISTS"), (1, b"RECENT")]
    m365_fake.clock.advance(timedelta(hours=2))
    assert imapclient.idle_check(timeout=60) == [(b"BYE", b"Session", b"invalidated", b"-", b"AccessTokenExpired")]


def test_imapclient_hears_of_mail_by_noop_where_idle_is_silent(
    imapclient: IMAPClient, m365_mailbox: Mailbox, m365_fake: Tenant
) -> None:
    m365_fake.policies.imap_idle = "silent"
    imapclient.select_folder("INBOX")
    imapclient.idle()
    m365_mailbox.deliver(subject="Here")
    assert imapclient.idle_check(timeout=0.2) == []
    assert imapclient.idle_done()[1] == []
    assert imapclient.noop()[1] == [(1, b"EXISTS"), (1, b"RECENT")]


def test_imapclient_is_refused_by_password(m365: Target) -> None:
    with IMAPClient(m365.imap.host, m365.imap.port, ssl_context=m365.ssl_context()) as client:
        with pytest.raises(LoginError, match=r"LOGIN failed\."):
            client.login(m365.username, m365.password)
        client.oauth2_login(m365.mailbox.address, m365.token(SCOPE))


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_lists_fetches_and_uploads(m365: Target, m365_mailbox: Mailbox, tmp_path: Path) -> None:
    message = m365_mailbox.deliver(subject="for curl")

    def curl(path: str, *options: str) -> bytes:
        where = f"imaps://localhost:{m365.imap.port}/{path}"
        who = ("--user", m365_mailbox.address, "--oauth2-bearer", m365.token(SCOPE), "--cacert", str(m365.ca_file))
        command = ["curl", "--silent", "--show-error", "--max-time", "60", *who, *options, where]
        return subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=60).stdout

    assert b'"Sent Items"' in curl("")
    assert curl("INBOX;UID=1") == message.mime()
    assert curl("INBOX", "--sasl-ir", "--request", "SEARCH ALL") == b"* SEARCH 1\r\n"
    upload = tmp_path / "message.eml"
    upload.write_bytes(MESSAGE)
    curl("Drafts", "--upload-file", str(upload))
    assert [message.mime() for message in m365_mailbox.messages("Drafts")] == [MESSAGE]


@pytest.mark.skipif(shutil.which("mbsync") is None, reason="mbsync is not installed")
@pytest.mark.m365(basic_auth=True)
def test_mbsync_brings_a_mailbox_and_its_changes(m365: Target, m365_mailbox: Mailbox, tmp_path: Path) -> None:
    m365_mailbox.deliver(subject="one")
    m365_mailbox.deliver(subject="two", attachments=[("a.bin", bytes(range(256)))])
    local = tmp_path / "mail"
    local.mkdir()
    config = tmp_path / "mbsyncrc"
    config.write_text(f"""\
IMAPStore far
Host localhost
Port {m365.imap.port}
SSLType IMAPS
CertificateFile {m365.ca_file}
User {m365.username}
Pass "{m365.password}"
AuthMechs LOGIN

MaildirStore near
Path {local}/
Inbox {local}/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns INBOX Drafts
Create Near
Expunge Both
SyncState *
""")

    def sync() -> None:
        subprocess.run(["mbsync", "-c", str(config), "-a"], check=True, timeout=60, stdout=subprocess.PIPE)

    sync()
    files = {path.read_text("latin-1"): path for path in (local / "INBOX").glob("*/*")}
    assert len(files) == 2
    (first,) = [path for text, path in files.items() if "Subject: one" in text]
    (second,) = [path for text, path in files.items() if "Subject: two" in text]
    first.rename(local / "INBOX" / "cur" / (first.name.split(":")[0] + ":2,FS"))
    second.unlink()
    (local / "Drafts" / "new" / "own").write_bytes(MESSAGE.replace(b"\r\n", b"\n"))
    sync()
    (kept,) = m365_mailbox.messages()
    assert kept.subject == "one"
    assert isinstance(kept, Item)
    assert (kept.is_read, kept.flagged) == (True, True)
    assert [message.subject for message in m365_mailbox.messages("Drafts")] == ["by hand"]


@pytest.mark.m365(convert_header=True, deliver_to_header_recipients=True)
def test_what_the_service_makes_of_content(
    m365_imap: imaplib.IMAP4_SSL, m365_smtp: smtplib.SMTP, m365_mailbox: Mailbox
) -> None:
    mime = f"From: {m365_mailbox.address}\r\nTo: {m365_mailbox.address}\r\nSubject: Möwe\r\n\r\nx\r\n"
    m365_smtp.sendmail(m365_mailbox.address, "outside@example.com", mime.encode(), ["SMTPUTF8", "BODY=8BITMIME"])
    m365_imap.select("INBOX")
    _status, data = m365_imap.fetch("1", "(ENVELOPE)")
    assert parse_fetch_response(data)[1][b"ENVELOPE"].subject == b"=?utf-8?B?TcO2d2U=?="


def test_settings_of_the_mailbox_say_what_imap_shows(
    m365_imap: imaplib.IMAP4_SSL, m365_fake: Tenant, m365_mailbox: Mailbox
) -> None:
    owner = m365_fake.user(m365_mailbox.address)
    owner.imap_exact_size = owner.imap_force_ical = False
    m365_mailbox.deliver(b"Subject: Gulls\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n")
    m365_imap.select("INBOX")
    _status, data = m365_imap.fetch("1", "(RFC822.SIZE BODYSTRUCTURE BODY.PEEK[] BODY.PEEK[1])")
    shown = parse_fetch_response(data)[1]
    whole, part = shown[b"BODY[]"], shown[b"BODY[1]"]
    assert shown[b"RFC822.SIZE"] > len(whole)
    assert shown[b"BODYSTRUCTURE"][:2] == (b"text", b"plain")
    assert part.strip().startswith(b"https://outlook.office365.com/owa/?ItemID=")
    assert whole.endswith(part)
