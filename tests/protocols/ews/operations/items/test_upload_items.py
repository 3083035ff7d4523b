"""UploadItems: data that ExportItems has not given is refused, and never found out by whoever reads the item."""

import json
import zlib
from base64 import b64encode
from typing import Any

import pytest

from fakeserver.tenant.exchange.packing.items import packed
from fakeserver.tenant.exchange.values import EmailAddress, Importance
from tests.protocols.ews.client import Ews

PROPERTIES = {
    "subject": "Plans",
    "categories": ["Red"],
    "to_recipients": [EmailAddress("Bob", "bob@example.com")],
    "importance": Importance.HIGH,
}


def upload(ews: Ews, data: bytes) -> list[str]:
    return ews(
        '<m:UploadItems><m:Items><t:Item CreateAction="CreateNew">'
        f'<t:ParentFolderId Id="{ews.folder_id("inbox")}"/><t:Data>{b64encode(data).decode("ascii")}</t:Data>'
        "</t:Item></m:Items></m:UploadItems>"
    ).codes


def with_another(octets: bytes, name: str, value: Any) -> bytes:
    """Return packed octets in which one property has another value, and all else is right."""
    begin = octets.index(b"\n") + 1
    parts = json.loads(zlib.decompress(octets[begin:]))
    properties = dict(parts["map"])["properties"]["map"]
    [pair] = [pair for pair in properties if pair[0] == name]
    pair[1] = value
    return octets[:begin] + zlib.compress(json.dumps(parts).encode())


@pytest.fixture
def octets(ews: Ews) -> bytes:
    item = ews.mailbox.items.add(ews.mailbox.folders.distinguished("drafts"), "IPM.Note", dict(PROPERTIES))
    return packed(item)


@pytest.mark.parametrize("name", PROPERTIES)
@pytest.mark.parametrize("value", [5, [1], {"octets": "AA=="}, True, -1.5])
def test_values_that_no_property_has_are_corrupt(ews: Ews, octets: bytes, name: str, value: Any) -> None:
    assert upload(ews, with_another(octets, name, value)) == ["ErrorCorruptData"]
    assert ews.mailbox.messages() == []


def test_a_value_that_the_property_may_have_is_taken(ews: Ews, octets: bytes) -> None:
    assert upload(ews, with_another(octets, "subject", "Other")) == ["NoError"]
    assert [item.subject for item in ews.mailbox.messages()] == ["Other"]


def test_octets_that_are_cut_off_or_changed_are_corrupt(ews: Ews, octets: bytes) -> None:
    for at in range(0, len(octets), 7):
        changed = octets[:at] + bytes([octets[at] ^ 0x55]) + octets[at + 1 :]
        assert upload(ews, octets[:at]) == ["ErrorCorruptData"], at
        assert upload(ews, changed) == ["ErrorCorruptData"], at
