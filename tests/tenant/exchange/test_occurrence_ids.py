"""What names an appointment of a series, and the text of ids."""

from base64 import b64decode, b64encode
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.id_text import compressed, expanded, id_text
from fakeserver.tenant.exchange.ids import decode_id, ews_id, legacy_ews_id
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.occurrence_ids import occurrence_entry_id, split_occurrence
from fakeserver.tenant.refusals import IdMalformed

ENTRY = bytes(range(70))


@given(st.dates())
def test_a_date_and_a_series_come_back(day: date) -> None:
    content = occurrence_entry_id(ENTRY, day)
    assert len(content) == 81
    assert split_occurrence(content) == (day, ENTRY)
    for made in (ews_id("guid", ENTRY, day), legacy_ews_id("a@example.com", ENTRY, day)):
        decoded = decode_id(made)
        assert (decoded.kind, decoded.day, decoded.entry_id) == ("occurrence", day, ENTRY)


def test_the_octets_that_were_recorded() -> None:
    # Of a Wednesday, 2 July 2025: the length of the date, the date, the length of the entry id.
    assert occurrence_entry_id(ENTRY, date(2025, 7, 2))[:10].hex() == "0808ddb8fb635fc00046"
    assert occurrence_entry_id(ENTRY, date(2025, 7, 2))[-1:].hex() == "10"


@given(st.binary(max_size=200))
def test_other_octets_are_none(content: bytes) -> None:
    with pytest.raises(ValueError, match="no date"):
        split_occurrence(content)


@pytest.mark.parametrize(("at", "octet"), [(0, 9), (1, 0xFF), (8, 1), (9, 0x45), (80, 15)])
def test_an_id_that_is_another_somewhere(alice: Mailbox, at: int, octet: int) -> None:
    made = alice.ids.occurrence_id(0x10A, 0x156, date(2025, 7, 2))
    assert decode_id(made).item_number == 0x156
    raw = bytearray(expanded(b64decode(made)))
    start = raw.index(b"\x01\x51\x00") + 3
    raw[start + at] = octet
    with pytest.raises(IdMalformed):
        decode_id(b64encode(b"\0" + bytes(raw)).decode())


def test_an_attachment_of_one(alice: Mailbox) -> None:
    made = decode_id(alice.ids.attachment_id(0x10A, 0x156, (1, 2), date(2025, 7, 2)))
    assert (made.kind, made.day, made.attachment_path) == ("attachment", date(2025, 7, 2), (1, 2))
    assert made.entry_id == alice.ids.item_entry_id(0x10A, 0x156)


@given(st.binary(max_size=1024))
def test_the_text_of_an_id_comes_back(payload: bytes) -> None:
    assert expanded(b64decode(id_text(payload))) == payload
    assert expanded(b"\1" + compressed(payload)) == payload
