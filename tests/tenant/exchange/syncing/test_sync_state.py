"""Sync states: what is sent out comes back, and nothing else is taken."""

import zlib
from base64 import b64decode, b64encode
from dataclasses import replace

import pytest

from fakeserver.tenant.exchange.changes import ChangeLog
from fakeserver.tenant.exchange.syncing.sync_state import SyncState, decode
from fakeserver.tenant.refusals import SyncStateInvalid

GUID = "9e19abe1-8917-428e-b47e-36596ca98043"
STATE = SyncState("items", GUID, 0x10C, 7, 3, 9)


def read(text: str, state: SyncState = STATE) -> SyncState:
    log = ChangeLog()
    log.position = 7
    return decode(text, state.kind, state.mailbox_guid, state.folder_number, log, uid_limit=9)


def test_a_state_survives_the_way_out_and_back() -> None:
    assert read(STATE.encode()) == STATE


@pytest.mark.parametrize("seen", [frozenset(), frozenset({0x10C}), frozenset({1, 2, 2**48 - 1})])
def test_so_does_one_that_names_the_folders_that_were_seen(seen: frozenset[int]) -> None:
    state = replace(STATE, kind="hierarchy", seen=seen)
    assert read(state.encode(), state) == state
    for other in (replace(STATE, seen=seen), replace(state, folder_number=1)):
        with pytest.raises(SyncStateInvalid):
            read(other.encode(), replace(other, folder_number=0x10C))


def test_a_state_knows_whether_the_first_listing_is_complete() -> None:
    assert STATE.listing
    assert not replace(STATE, next_uid=9).listing


@pytest.mark.parametrize(
    "text",
    ["XXX", "AAAA", "not base64!", STATE.encode()[:-8], b64encode(b"\x01" + b64decode(STATE.encode())[1:-1]).decode()],
)
def test_what_was_not_issued_is_refused(text: str) -> None:
    with pytest.raises(SyncStateInvalid):
        read(text)


@pytest.mark.parametrize(
    "other",
    [
        replace(STATE, kind="hierarchy"),
        replace(STATE, folder_number=0x10D),
        replace(STATE, mailbox_guid="00000000-8917-428e-b47e-36596ca98043"),
        replace(STATE, position=8),
        replace(STATE, listed_until=10),
        replace(STATE, listed_until=2**64 - 1),
        replace(STATE, next_uid=2**64 - 1, listed_until=0),
    ],
)
def test_a_state_of_something_else_is_refused(other: SyncState) -> None:
    with pytest.raises(SyncStateInvalid):
        read(other.encode())


def test_a_state_of_another_length_is_refused_though_its_checksum_is_right() -> None:
    packed = b64decode(STATE.encode())[:-4] + b"!"
    with pytest.raises(SyncStateInvalid):
        read(b64encode(packed + zlib.crc32(packed).to_bytes(4, "big")).decode())
