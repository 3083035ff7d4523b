"""What an item's id holds, and how it is compressed (MS-OXWSITEMID)."""

from base64 import b64decode

from tests.protocols.ews.requirements.asking import get, item_id, made, message
from tests.protocols.ews.requirements.full_items import SERIES
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls


def expanded(given: bytes) -> bytes:
    """Return what run-length compressed octets stand for: after two equal ones, how many more follow."""
    result, at = bytearray(), 0
    while at < len(given):
        result.append(given[at])
        if at and given[at] == given[at - 1] and at + 1 < len(given):
            result += bytes([given[at]]) * given[at + 1]
            at += 1
            if at + 1 < len(given):
                result.append(given[at + 1])
                at += 1
        at += 1
    return bytes(result)


def compressed(given: bytes) -> bytes:
    """Return the octets in the same form."""
    result, at = bytearray(), 0
    while at < len(given):
        run = 1
        while at + run < len(given) and given[at + run] == given[at] and run < 257:
            run += 1
        result += given[at : at + 1] if run == 1 else bytes([given[at], given[at], run - 2])
        at += run
    return bytes(result)


def parts(item: str) -> tuple[int, bytes]:
    """Return an id's compression byte and what follows, decompressed."""
    octets = b64decode(item)
    return octets[0], expanded(octets[1:]) if octets[0] == 1 else octets[1:]


@holds("MS-OXWSITEMID", 17, 18, 19, 21, 22)
def test_the_shorter_form_is_written(ews: EwsOverTls) -> None:
    items = made(ews, *[message()] * 8, to="inbox")
    for item in items:
        compression, plain = parts(item)
        shorter = len(compressed(plain)) < len(plain)
        assert compression == int(shorter)
        assert b64decode(item)[1:] == (compressed(plain) if shorter else plain)


@holds("MS-OXWSITEMID", 37, 38, 39, 63, 66, 74)
def test_what_it_names(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    _, plain = parts(item)
    assert plain[0] == 3, "the storage type: an item by its mailbox's GUID"
    length = int.from_bytes(plain[1:3], "little")
    guid = plain[3 : 3 + length].decode("ascii")
    assert (length, guid.count("-")) == (36, 4)
    assert plain[3 + length] == 0, "no special processing"
    size = int.from_bytes(plain[4 + length : 6 + length], "little")
    assert len(plain) == 6 + length + size
    assert ews(get(item)).codes == ["NoError"]


@holds("MS-OXWSITEMID", 67)
def test_an_occurrence_says_what_it_is(ews: EwsOverTls) -> None:
    [series] = made(ews, SERIES)
    named = f'<t:OccurrenceItemId RecurringMasterId="{series}" InstanceIndex="2"/>'
    occurrence = ews(get(series).replace(item_id(series), named)).attribute(".//t:ItemId", "Id")
    (_, master), (_, plain) = parts(series), parts(occurrence)
    assert (master[39], plain[39]) == (0, 1)


@holds("MS-OXWSITEMID", 64, 75)
def test_a_conversation_is_named_alike(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    _, plain = parts(ews(get(item)).attribute(".//t:ConversationId", "Id"))
    length = int.from_bytes(plain[1:3], "little")
    assert plain[0] == 4
    assert plain[3 : 3 + length].decode("ascii").count("-") == 4
    assert int.from_bytes(plain[4 + length : 6 + length], "little") == 16


@holds("MS-OXWSITEMID", 44, 46, 47, 48, 62)
def test_what_an_id_in_a_public_folder_names(ews: EwsOverTls) -> None:
    folder = ews.tenant.add_public_folder("Projects")
    [item] = made(ews, "<t:PostItem><t:Subject>x</t:Subject></t:PostItem>", to=folder.folder_id)
    _, plain = parts(item)
    assert plain[0] == 2, "the storage type: an item in a public store"
    assert plain[1] == 0, "no special processing"
    size = int.from_bytes(plain[2:4], "little")
    entry, rest = plain[4 : 4 + size], plain[4 + size :]
    above = int.from_bytes(rest[:2], "little")
    assert (size, above, len(rest)) == (70, 46, 2 + above)
    _, of_folder = parts(folder.folder_id)
    assert of_folder[3:] == rest[2:], "it ends with its folder's entry id"
    assert entry[22:44] == rest[24:46]
    assert ews(get(item)).codes == ["NoError"]
