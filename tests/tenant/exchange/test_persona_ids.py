from base64 import b64decode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.id_maker import IdMaker
from fakeserver.tenant.exchange.persona_ids import (
    ContactPersona,
    DirectoryPersona,
    contact_persona_id,
    decode_persona_id,
    directory_persona_id,
)
from fakeserver.tenant.refusals import IdMalformed

GUID = "39393639-6633-4d6f-9a0c-533ea8e117b9"
MAKER = IdMaker(GUID, b"\xe8" * 16, b"\xf0" * 16)
#: Quoted from an answer of Exchange Online.
OF_THE_DIRECTORY = "AAUQAGHfugdjTjxHlguGvV8GwuA="
numbers = st.integers(1, 2**48 - 1)


@given(numbers, numbers)
def test_a_contacts(folder: int, item: int) -> None:
    text = contact_persona_id(MAKER, folder, item)
    found = decode_persona_id(text)
    assert isinstance(found, ContactPersona)
    assert (found.store_id.mailbox_guid, found.folder_number, found.item_number) == (GUID, folder, item)
    assert found.item_id(MAKER) == MAKER.item_id(folder, item)


@given(st.uuids())
def test_a_directory_entrys(object_id: object) -> None:
    assert decode_persona_id(directory_persona_id(str(object_id))) == DirectoryPersona(str(object_id))


def test_as_the_service_writes_it() -> None:
    found = decode_persona_id(OF_THE_DIRECTORY)
    assert isinstance(found, DirectoryPersona)
    assert directory_persona_id(found.object_id) == OF_THE_DIRECTORY
    assert b64decode(OF_THE_DIRECTORY)[4:8][::-1].hex() == found.object_id[:8]


@pytest.mark.parametrize("text", ["", "AAA=", "no id", MAKER.item_id(1, 2), MAKER.conversation_id(b"\1" * 16)])
def test_what_is_none(text: str) -> None:
    with pytest.raises(IdMalformed):
        decode_persona_id(text)


@given(st.text() | st.binary().map(lambda raw: raw.hex()))
def test_any_text(text: str) -> None:
    with suppress(IdMalformed):
        assert decode_persona_id(text) is not None
