"""Files and folders of files, and where their items go."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fakeserver.tenant.exchange.loading.loaded import Loaded, NotLoaded
from fakeserver.tenant.exchange.loading.messages import received
from fakeserver.tenant.exchange.loading.sources import Form, sources
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import FolderNotFound, MessageTooLarge

MESSAGE = b"Date: Mon, 2 Mar 2026 10:00:00 +0100\nSubject: one\n\nbare line ends, and \xff\n"


def write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_message_keeps_its_bytes_and_came_when_it_says(box: Mailbox, tmp_path: Path) -> None:
    loaded = box.load(write(tmp_path / "1.EML", MESSAGE))
    [item] = loaded
    assert item.mime() == MESSAGE
    assert item.received_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert (item.folder.path, item.is_read, loaded.remarks) == ("Inbox", False, [])
    assert str(loaded) == "loaded 1 into Inbox of alice@contoso.onmicrosoft.com"
    [other] = box.load(tmp_path / "1.EML", folder="junkemail")
    assert other.folder.path == "Junk Email"


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        (b"Received: from x by y; Sun, 1 Mar 2020 00:00:00 +0000\nReceived: x; Sun, 1 Mar 2015 00:00:00 +0000\n", 2020),
        (b"Received: nonsense\n", 2010),
        (b"", 2010),
    ],
)
def test_the_newest_received_field_decides_and_then_what_else_says_it(fields: bytes, year: int) -> None:
    found = received(fields + b"Date: Mon, 2 Mar 2026 10:00:00 +0100\n\n", "Sat Jan  2 01:05:34 2010")
    assert found is not None
    assert found.year == year


@pytest.mark.parametrize("fields", [b"", b"Date: nonsense\n", b"Date: 1 Jan 1500 00:00:00 +0000\n"])
def test_what_says_nothing_came_now(fields: bytes, box: Mailbox, tmp_path: Path) -> None:
    [item] = box.load(write(tmp_path / "1.eml", fields + b"\nx"))
    assert item.received_at == box.clock.now()


def test_folders_of_files_are_folders_from_the_top(box: Mailbox, tmp_path: Path) -> None:
    for name in ("1.eml", "Inbox/2.eml", "Inbox/Invoices/3.eml", "sentitems/4.eml", "Projects/Alpha/5.eml"):
        write(tmp_path / name, MESSAGE)
    write(tmp_path / "read me.txt", b"hello")
    loaded = box.load(tmp_path)
    assert sorted(item.folder.path for item in loaded) == [
        "Inbox", "Inbox", "Inbox/Invoices", "Projects/Alpha", "Sent Items",
    ]  # fmt: skip
    assert loaded.remarks == [f"{tmp_path / 'read me.txt'}: is none of what is taken"]
    assert len(loaded) == 5


def test_folders_of_files_are_folders_below_the_one_that_is_named(box: Mailbox, tmp_path: Path) -> None:
    for name in ("1.eml", "Inbox/2.eml"):
        write(tmp_path / name, MESSAGE)
    assert [item.folder.path for item in box.load(tmp_path, folder="archive")] == ["Archive", "Archive/Inbox"]
    with pytest.raises(FolderNotFound):
        box.load(tmp_path, folder="Nowhere")


@pytest.mark.parametrize(
    ("name", "way"),
    [("x.pst", "readpst -e -o FOLDER x.pst"), ("x.OST", "export it from Outlook"), ("x.msg", "msgconvert")],
)
def test_outlooks_own_files_are_refused_with_the_way_out(box: Mailbox, tmp_path: Path, name: str, way: str) -> None:
    write(tmp_path / "a.eml", MESSAGE)
    path = write(tmp_path / name, b"!BDN")
    for given in (path, tmp_path):
        with pytest.raises(NotLoaded, match=rf"load takes \.eml, mbox, Maildir, \.ics and \.vcf.*{way}"):
            box.load(given)
    assert box.messages() == []


def test_what_is_not_there_or_nothing_known_is_refused(box: Mailbox, tmp_path: Path) -> None:
    with pytest.raises(NotLoaded, match="does not exist"):
        box.load(tmp_path / "nowhere.eml")
    with pytest.raises(NotLoaded, match=r"is none of what is taken: load takes \.eml"):
        box.load(write(tmp_path / "x.docx", b"PK"))


def test_an_mbox_is_known_by_its_beginning(tmp_path: Path) -> None:
    path = write(tmp_path / "Inbox", b"From a Sat Jan  3 01:05:34 1996\n\nx\n")
    assert [source.kind for source in sources(path, [])] == [Form.MBOX]


def test_items_go_where_their_kind_may_be(box: Mailbox, tmp_path: Path) -> None:
    pytest.importorskip("icalendar", reason="needs icalendar: pip install -e '.[test]'")
    card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob\r\nEND:VCARD\r\n"
    write(tmp_path / "Customers" / "bob.vcf", card)
    [contact] = box.load(tmp_path)
    assert (contact.folder.path, contact.folder.folder_class) == ("Customers", "IPF.Contact")
    with pytest.raises(NotLoaded, match=r"IPM\.Contact, which the folder 'Inbox' cannot have \(IPF\.Note\)"):
        box.load(tmp_path / "Customers" / "bob.vcf", folder="inbox")
    write(tmp_path / "Both" / "bob.vcf", card)
    write(tmp_path / "Both" / "1.eml", MESSAGE)
    with pytest.raises(NotLoaded, match="which the folder 'Both' cannot have"):
        box.load(tmp_path)
    assert box.folders.by_path("Both") is None


def test_too_large_a_message_is_refused_by_its_file(box: Mailbox, tmp_path: Path) -> None:
    box.receive_limit = 10
    path = write(tmp_path / "1.eml", MESSAGE)
    with pytest.raises(MessageTooLarge) as refused:
        box.load(path)
    assert refused.value.__notes__ == [f"in {path}; mailbox.receive_limit says how large a message may be"]


def test_nothing_loaded_says_so() -> None:
    assert str(Loaded(remarks=["x: is not taken"])) == "loaded nothing\n  x: is not taken"
