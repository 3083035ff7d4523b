"""Maildirs: flags in names, and folders beside each other."""

import mailbox
from pathlib import Path

import pytest

from fakeserver.tenant.exchange.loading.loaded import NotLoaded
from fakeserver.tenant.exchange.loading.maildir import is_maildir
from fakeserver.tenant.exchange.mailbox import Mailbox


def test_a_maildir_that_pythons_own_module_wrote_is_loaded(box: Mailbox, tmp_path: Path) -> None:
    root = mailbox.Maildir(tmp_path / "mail")
    for number, flags in enumerate(("", "S", "RS", "F", "D", "T", "P")):
        message = mailbox.MaildirMessage(f"Subject: {number}\n\nx\n")
        message.set_subdir("cur" if flags else "new")
        message.set_flags(flags)
        root.add(message)
    root.add_folder("Archive.2025").add(mailbox.MaildirMessage("Subject: old\n\nx\n"))
    loaded = box.load(tmp_path / "mail")
    flags_by_subject = {
        item.subject: {name for name, is_set in item.flags._asdict().items() if is_set} for item in loaded
    }
    assert flags_by_subject == {
        "0": set(), "1": {"seen"}, "2": {"answered", "seen"}, "3": {"flagged"}, "4": {"draft"}, "5": {"deleted"},
        "6": set(), "old": set(),
    }  # fmt: skip
    [remark] = loaded.remarks
    assert remark.endswith("a mailbox has no such flag: P")
    assert [item.subject for item in box.messages("Archive/2025")] == ["old"]
    assert box.folders.distinguished("inbox").unread_count == 5


def test_bytes_stay_and_order_is_that_of_arrival(box: Mailbox, tmp_path: Path) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "cur" / "2.x;2,S").write_bytes(b"Subject: b\n\n\xff\r\n")
    (tmp_path / "cur" / "1.x!2,").write_bytes(b"Subject: a\n\n")
    (tmp_path / "new" / "0.x").write_bytes(b"Subject: c\n\n")
    assert is_maildir(tmp_path)
    loaded = box.load(tmp_path, folder="archive")
    assert [item.subject for item in loaded] == ["a", "b", "c"]
    assert [item.is_read for item in loaded] == [False, True, False]
    assert loaded.items[1].mime() == b"Subject: b\n\n\xff\r\n"


def test_what_programs_keep_beside_is_theirs_and_anything_else_is_told(box: Mailbox, tmp_path: Path) -> None:
    for name in ("cur", "new"):
        (tmp_path / name).mkdir()
    (tmp_path / "dovecot-uidlist").touch()
    (tmp_path / "backup.zip").touch()
    assert box.load(tmp_path).remarks == [f"{tmp_path / 'backup.zip'}: is no message and no folder of a Maildir"]


def test_folders_have_the_names_that_people_gave_them(box: Mailbox, tmp_path: Path) -> None:
    root = mailbox.Maildir(tmp_path / "mail")
    for name in ("Entw&APw-rfe", "Projekte.B&APw-ro", "R&-D", "Büro", "Q&A"):
        root.add_folder(name).add(mailbox.MaildirMessage(f"Subject: {name}\n\nx\n"))
    loaded = box.load(tmp_path / "mail")
    names = ["Büro", "Entwürfe", "Projekte/Büro", "Q&A", "R&D"]
    assert sorted({item.folder.path for item in loaded}) == names
    assert not loaded.remarks


@pytest.mark.parametrize("name", [".&AAo-", ".&AAA-x", ".a..b", ". "])
def test_a_folder_that_no_mailbox_can_have_is_refused_before_anything_is_loaded(
    name: str, box: Mailbox, tmp_path: Path
) -> None:
    for folder in (tmp_path / "mail", tmp_path / "mail" / name):
        for part in ("cur", "new", "tmp"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / "cur" / "1:2,S").write_text("Subject: x\n\nx\n")
    with pytest.raises(NotLoaded, match="no folder can have the name"):
        box.load(tmp_path / "mail")
    assert box.messages() == []


def test_a_name_that_spells_nothing_stays_as_it_is(box: Mailbox, tmp_path: Path) -> None:
    for folder in (tmp_path / "mail", tmp_path / "mail" / ".&2AA-", tmp_path / "mail" / ".&"):
        for part in ("cur", "new", "tmp"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / "cur" / "1:2,S").write_text("Subject: x\n\nx\n")
    assert [item.folder.path for item in box.load(tmp_path / "mail")] == ["Inbox", "&", "&2AA-"]
