from uuid import UUID

import pytest

from fakeserver.protocols.ews.operations.ids.formats import IdFormat, converted
from fakeserver.tenant.exchange.id_maker import IdMaker
from fakeserver.tenant.exchange.ids import decode_id
from fakeserver.tenant.refusals import IdMalformed

GUID = "39393639-6633-4d6f-9a0c-533ea8e117b9"
MAKER = IdMaker(GUID, b"\xe8" * 16, b"\xf0" * 16)
FORMATS: list[IdFormat] = ["EwsLegacyId", "EwsId", "EntryId", "HexEntryId", "StoreId", "OwaId"]


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("target", FORMATS)
def test_every_format_converts_to_every_other_and_back(source: IdFormat, target: IdFormat) -> None:
    for ews_id in (MAKER.folder_id(7), MAKER.item_id(7, 9)):
        owner = {"mailbox_guid": GUID, "address": "alice@contoso.com"}
        there = converted(ews_id, "EwsId", source, **owner)
        across = converted(there, source, target, **owner)
        assert converted(across, target, "EwsId", **owner) == ews_id


def test_formats_look_as_they_should() -> None:
    entry = MAKER.item_entry_id(7, 9)
    owner = {"mailbox_guid": str(UUID(GUID)), "address": "alice@contoso.com"}
    ews_id = MAKER.item_id(7, 9)
    assert converted(ews_id, "EwsId", "HexEntryId", **owner) == entry.hex().upper()
    assert converted(ews_id, "EwsId", "StoreId", **owner).startswith("RgAAAA")
    assert decode_id(converted(ews_id, "EwsId", "EwsLegacyId", **owner)).address == "alice@contoso.com"


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("text", ["", "zz", "AAAA", "ä", "%"])
def test_what_cannot_be_converted_is_refused(source: IdFormat, text: str) -> None:
    with pytest.raises(IdMalformed):
        converted(text, source, "EwsId", mailbox_guid=GUID, address="a@b.com")


@pytest.mark.parametrize("source", FORMATS)
def test_a_refusal_names_the_id(source: IdFormat) -> None:
    with pytest.raises(IdMalformed) as refused:
        converted("zz%", source, "EwsId", mailbox_guid=GUID, address="a@b.com")
    assert "zz%" in refused.value.facts.values()
