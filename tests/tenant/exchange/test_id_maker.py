"""Ids as Exchange Online makes them, of public folders too."""

from base64 import b64decode
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.id_maker import ArchiveIdMaker, IdMaker, PublicIdMaker
from fakeserver.tenant.exchange.ids import decode_id

GUID = "39393639-6633-4d6f-9a0c-533ea8e117b9"
PUBLIC = PublicIdMaker(GUID, b"\xe8" * 16, b"\xf0" * 16)
#: Of Exchange Online, in ecederstrand/exchangelib#1300: the root of the hierarchy, and a folder below it.
ROOT = "AQEuAAADGkRzkKpmEc2byACqAC/EWgMAh2nBrScK1Uu67im0P7ruQQAAAwIAAAA="
FOLDER = "AQEuAAADZjPaKB5hpEqkLxzShIQASGgBAIdpwa0nCtVLuu4ptD+67kEAAAMUAAAA"
numbers = st.integers(0, 2**48 - 1)


def test_public_folders_have_ids_as_recorded() -> None:
    root, folder = decode_id(ROOT), decode_id(FOLDER)
    assert (root.kind, root.is_public, root.folder_number) == ("folder", True, 2)
    assert (folder.kind, folder.is_public, folder.folder_number, folder.mailbox_guid) == ("folder", True, 20, "")
    maker = PublicIdMaker(GUID, folder.entry_id[4:20], folder.entry_id[22:38])
    assert (maker.folder_id(2), maker.folder_id(20)) == (ROOT, FOLDER)


@given(numbers, numbers, st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=4))
def test_ids_in_public_folders_read_back(folder: int, item: int, path: list[int]) -> None:
    read = decode_id(PUBLIC.item_id(folder, item))
    assert (read.kind, read.is_public, read.folder_number, read.item_number) == ("item", True, folder, item)
    assert read.entry_id == PUBLIC.item_entry_id(folder, item)
    read = decode_id(PUBLIC.attachment_id(folder, item, tuple(path)))
    assert (read.kind, read.is_public, read.attachment_path) == ("attachment", True, tuple(path))
    read = decode_id(PUBLIC.occurrence_id(folder, item, date(2026, 3, 2)))
    assert (read.kind, read.is_public, read.item_number, read.day) == ("occurrence", True, item, date(2026, 3, 2))


def test_an_items_id_ends_with_its_folder() -> None:
    plain = b64decode(PUBLIC.item_id(300, 0x0102030405))
    assert plain[1] == 2, "the storage type: an item in a public store"
    assert decode_id(PUBLIC.folder_id(300)).entry_id == PUBLIC.folder_entry_id(300)


def test_numbers_begin_where_the_store_begins() -> None:
    makers = [kind(GUID, b"\xe8" * 16, b"\xf0" * 16) for kind in (IdMaker, ArchiveIdMaker, PublicIdMaker)]
    assert [maker.new_number() for maker in makers] == [0x0101, 0x1_0000_0101, 1]
