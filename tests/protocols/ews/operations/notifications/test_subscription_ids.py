"""SubscriptionIds and watermarks: what was written is read again, and nothing else is."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.ews.operations.notifications.subscription_ids import (
    SubscriptionId,
    decode,
    read_watermark,
    watermark,
)
from fakeserver.tenant.exchange.notifications.subscription import Place

GUIDS = st.uuids().map(str)
PLACES = st.builds(Place, st.integers(0, 2**64 - 1), st.integers(0, 255))


@given(GUIDS, st.integers(0, 2**64 - 1))
def test_an_id_is_read_as_it_was_written(guid: str, number: int) -> None:
    assert decode(SubscriptionId(guid, number).encode()) == (guid, number)


@given(GUIDS, PLACES, GUIDS)
def test_a_watermark_is_of_one_mailbox(guid: str, place: Place, other: str) -> None:
    mark = watermark(guid, place)
    assert len(mark) == 20, "as long as the service's"
    assert read_watermark(mark, guid) == place
    assert other == guid or read_watermark(mark, other) is None


@given(st.text() | st.binary(max_size=80).map(lambda octets: base64.b64encode(octets).decode()))
def test_anything_else_is_none(text: str) -> None:
    assert decode(text) is None
    assert read_watermark(text, "00000000-0000-0000-0000-000000000000") is None
