from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.id_maker import IdMaker
from fakeserver.tenant.exchange.ids import (
    decode_change_key,
    decode_id,
    legacy_ews_id,
    object_type,
)
from fakeserver.tenant.refusals import ChangeKeyInvalid, IdMalformed

GUID = "39393639-6633-4d6f-9a0c-533ea8e117b9"
MAKER = IdMaker(GUID, b"\xe8" * 16, b"\xf0" * 16)
#: Recorded from a real server; the second is compressed.
RECORDED_ITEM = (
    "AAMkADllMTlhYmUxLTg5MTctNDI4ZS1iNDdlLTM2NTk2Y2E5ODA0MwBGAAAAAADW58Si2h5DR47ERsh76m/ZBwC30utV9Qm1Tp6i563HuBDKAAER9U"
    "RjAAC30utV9Qm1Tp6i563HuBDKAAER9crVAAA="
)
RECORDED_FOLDER = (
    "AQMkADllMTlhYmUxLTg5MTctNDI4ZS1iNDdlLTM2NTk2Y2E5ODA0MwAuAAAD1ufEotoeQ0eOxEbIe+pv2QEAt9LrVfUJtU6eouetx7gQygAAAgEMAA"
    "AA"
)
RECORDED_CONVERSATION = "AAQkADllMTlhYmUxLTg5MTctNDI4ZS1iNDdlLTM2NTk2Y2E5ODA0MwAQAFSOJbS17JVPhmlPiAXpeH8="
numbers = st.integers(0, 2**48 - 1)


def test_recorded_ids_are_read() -> None:
    mailbox = "9e19abe1-8917-428e-b47e-36596ca98043"
    item = decode_id(RECORDED_ITEM)
    assert (item.kind, item.mailbox_guid) == ("item", mailbox)
    assert (item.folder_number, item.item_number) == (0x0111F54463, 0x0111F5CAD5)
    folder = decode_id(RECORDED_FOLDER)
    assert (folder.kind, folder.mailbox_guid, folder.folder_number) == ("folder", mailbox, 0x010C)
    assert decode_id(RECORDED_CONVERSATION).kind == "conversation"


def test_ids_are_made_as_recorded_ones_are() -> None:
    recorded = decode_id(RECORDED_ITEM)
    maker = IdMaker(recorded.mailbox_guid, recorded.entry_id[4:20], recorded.entry_id[22:38])
    assert maker.item_id(recorded.folder_number, recorded.item_number) == RECORDED_ITEM
    recorded = decode_id(RECORDED_FOLDER)
    maker = IdMaker(recorded.mailbox_guid, recorded.entry_id[4:20], recorded.entry_id[22:38])
    assert maker.folder_id(recorded.folder_number) == RECORDED_FOLDER


@given(numbers, numbers, st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=4))
def test_ids_read_back(folder: int, item: int, path: list[int]) -> None:
    read = decode_id(MAKER.folder_id(folder))
    assert (read.kind, read.mailbox_guid, read.folder_number) == ("folder", GUID, folder)
    assert read.entry_id == MAKER.folder_entry_id(folder)
    read = decode_id(MAKER.item_id(folder, item))
    assert (read.kind, read.folder_number, read.item_number) == ("item", folder, item)
    assert read.entry_id == MAKER.item_entry_id(folder, item)
    read = decode_id(MAKER.attachment_id(folder, item, tuple(path)))
    assert (read.kind, read.item_number, read.attachment_path) == ("attachment", item, tuple(path))


def test_ids_look_like_the_real_ones() -> None:
    # Nothing repeats in these provider and replica; all of the others' octets are the same.
    maker = IdMaker(GUID, bytes(range(1, 17)), bytes(range(17, 33)))
    item_id = maker.item_id(0x1234567890AB, 0x1234567890AC)
    assert item_id.startswith("AAMk")
    assert len(item_id) == len(RECORDED_ITEM)
    assert maker.attachment_id(0x1234567890AB, 0x1234567890AC, (3,)).startswith("AAMk")
    assert MAKER.item_id(1, 2).startswith("AQMk")
    assert MAKER.conversation_id(bytes(range(16))).startswith("AAQk")
    assert MAKER.conversation_id(bytes(16)).startswith("AQQk")


@given(st.one_of(st.text(), st.binary().map(lambda raw: b64encode(raw).decode())))
def test_any_text_is_an_id_or_refused(text: str) -> None:
    for read in (decode_id, decode_change_key):
        try:
            read(text)
        except (IdMalformed, ChangeKeyInvalid):
            continue


@given(st.binary(max_size=300))
def test_any_payload_behind_a_real_beginning_is_an_id_or_refused(tail: bytes) -> None:
    for beginning in (b"\0\3$\0" + GUID.encode(), b"\1\3$\0" + GUID.encode(), b"\0\4$\0" + GUID.encode()):
        try:
            decode_id(b64encode(beginning + tail).decode())
        except IdMalformed:
            continue


@pytest.mark.parametrize(
    "text", ["", "AAAA==", "nonsense", "ä", "AAAA", RECORDED_ITEM[:-4], RECORDED_ITEM + "AAAA", "BBNl"]
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(IdMalformed):
        decode_id(text)


def test_an_id_whose_mailbox_is_no_guid_is_refused() -> None:
    raw = b64decode(RECORDED_ITEM)
    with pytest.raises(IdMalformed):
        decode_id(b64encode(raw.replace(b"9e", "\u04b7".encode(), 1)).decode())


def test_a_compressed_id_cannot_grow_without_bounds() -> None:
    with pytest.raises(IdMalformed):
        decode_id(b64encode(b"\1" + b"\0\0\xff" * 100_000).decode())


@given(st.integers(0, 2**32 - 1), numbers)
def test_change_keys_read_back(kind: int, number: int) -> None:
    assert decode_change_key(MAKER.change_key(kind, number)) == number


@pytest.mark.parametrize(
    ("change_key", "kind"),
    [
        ("CQAAABYAAACzH/qwpZTUR64kCgQ9LRICAASpMzJf", "IPM.Note"),
        ("EQAAABYAAAC30utV9Qm1Tp6i563HuBDKAAER7Bni", "IPM.Contact"),
        ("DwAAABYAAAC30utV9Qm1Tp6i563HuBDKAAER7Bmo", "IPM.Appointment"),
        ("AgAAABYAAAC30utV9Qm1Tp6i563HuBDKAAER7Am7", "IPF.Appointment"),
        ("AwAAABYAAADwSoBO6tE6QZYs8Ixm76GUAAAzNi+T", "IPF.Contact"),
        ("AQAAABYAAAC30utV9Qm1Tp6i563HuBDKAAER7A8D", "IPF.Note"),
    ],
)
def test_change_keys_begin_as_recorded_ones_do(change_key: str, kind: str) -> None:
    assert decode_change_key(change_key) > 0
    assert MAKER.change_key(object_type(kind), 1)[:8] == change_key[:8]


@pytest.mark.parametrize("text", ["XXX", "", "AAAAAAAA", "ä", "CQAAABYAAAA="])
def test_what_is_no_change_key_is_refused(text: str) -> None:
    with pytest.raises(ChangeKeyInvalid):
        decode_change_key(text)


def test_a_parents_change_key_leaves_the_change_open() -> None:
    assert decode_change_key("AQAAAA==") == 0


@given(st.binary(min_size=46, max_size=46), st.text(max_size=100))
def test_the_old_form_names_the_mailbox_by_its_address(entry: bytes, address: str) -> None:
    read = decode_id(legacy_ews_id(address, entry))
    assert (read.kind, read.address, read.mailbox_guid, read.entry_id) == ("folder", address, "", entry)


def compressed(raw: bytes) -> bytes:
    """Compress octets: two equal ones are followed by how often they go on."""
    out, at = bytearray(), 0
    while at < len(raw):
        run = 1
        while run < 257 and raw[at : at + 1] == raw[at + run : at + run + 1]:
            run += 1
        out += raw[at : at + 1] if run == 1 else raw[at : at + 1] * 2 + bytes([run - 2])
        at += run
    return bytes(out)


def written(payload: bytes) -> str:
    """Write an id in the form that is shorter; the uncompressed one where both are of one length."""
    short = compressed(payload)
    return b64encode(b"\1" + short if len(short) < len(payload) else b"\0" + payload).decode()


def payload_of(kind: int, entry: bytes, rest: bytes = b"") -> bytes:
    return bytes([kind, 36, 0]) + GUID.encode() + b"\0" + bytes([len(entry), 0]) + entry + rest


@given(numbers | st.integers(0, 2**17), numbers | st.integers(0, 2**17), st.binary(min_size=16, max_size=16))
def test_ids_have_the_shorter_form(folder: int, item: int, replica: bytes) -> None:
    maker = IdMaker(GUID, b"\xe8\xe9" * 8, replica)
    assert maker.folder_id(folder) == written(payload_of(3, maker.folder_entry_id(folder)))
    assert maker.item_id(folder, item) == written(payload_of(3, maker.item_entry_id(folder, item)))
    key = b"\x12\0\x10\0" + replica[:12] + b"\0\0\0\7"
    attachment = payload_of(3, maker.item_entry_id(folder, item), b"\1" + key)
    assert maker.attachment_id(folder, item, (7,)) == written(attachment)
    assert maker.conversation_id(replica) == written(payload_of(4, replica))


@given(st.binary(min_size=16, max_size=16))
def test_both_forms_of_an_id_say_the_same(key: bytes) -> None:
    payload = payload_of(4, key)
    for raw in (b"\0" + payload, b"\1" + compressed(payload)):
        read = decode_id(b64encode(raw).decode())
        assert (read.kind, read.mailbox_guid, read.entry_id) == ("conversation", GUID, key)


@given(st.text(min_size=300, max_size=1200))
def test_an_id_longer_than_a_compressed_one_may_be_is_read_back(address: str) -> None:
    assert decode_id(legacy_ews_id(address, MAKER.folder_entry_id(1))).address == address


@pytest.mark.parametrize("recorded", [RECORDED_ITEM, RECORDED_FOLDER, RECORDED_CONVERSATION])
def test_recorded_ids_have_the_shorter_form(recorded: str) -> None:
    raw = b64decode(recorded)
    assert written(raw[1:] if raw[0] == 0 else expanded(raw[1:])) == recorded


def expanded(short: bytes) -> bytes:
    out, at = bytearray(), 0
    while at < len(short):
        pair = short[at : at + 1] == short[at + 1 : at + 2]
        out += short[at : at + 1] * (short[at + 2] + 2 if pair else 1)
        at += 3 if pair else 1
    return bytes(out)


def test_what_is_not_base64_is_no_part_of_a_change_key() -> None:
    key = IdMaker("9e19abe1-8917-428e-b47e-36596ca98043", bytes(16), bytes(16)).change_key(9, 7)
    assert decode_change_key(key) == 7
    with pytest.raises(ChangeKeyInvalid):
        decode_change_key(f"{key[:4]}!{key[4:]}")
