"""A request that the schema rejects does nothing at all, however many of its parts are right."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest

from fakeserver.protocols.ews import registry
from fakeserver.protocols.ews.answers.forms import PerItem
from fakeserver.tenant.exchange.attachments import attachment_id
from fakeserver.tenant.exchange.entities import Attachment, Folder
from fakeserver.tenant.exchange.packing.items import packed
from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.batches import BATCHES, DELEGATES


@pytest.fixture
def filled(ews: Ews) -> dict[str, str]:
    """A draft to bob with an attachment, in a folder below the inbox; bob is a delegate, alice has an archive.

    Returns:
        the ids and addresses that stand in braces in the requests.
    """
    carol = ews.tenant.add_user("carol")
    ews.alice.archive = True
    ews.tenant.rights.add_delegate("alice", "bob")
    inbox = ews.mailbox.folders.distinguished("inbox")
    folder = ews.mailbox.folders.create(inbox, "folder")
    message = f"From: {ews.alice.address}\r\nTo: {ews.bob.address}\r\n\r\nhello\r\n"
    item = ews.mailbox.items.add_mime(folder, message.encode())
    attachment = ews.mailbox.attachments.add(item, Attachment("a.txt", b"x"))
    return {
        "item": item.item_id,
        "key": item.change_key,
        "folder": folder.folder_id,
        "attachment": attachment_id(attachment),
        "conversation": item.get("conversation_id"),
        "data": b64encode(packed(item)).decode("ascii"),
        "alice": ews.alice.address,
        "bob": ews.bob.address,
        "carol": carol.address,
    }


def folders_below(folder: Folder) -> Iterator[Folder]:
    yield folder
    for child in folder.children:
        yield from folders_below(child)


def state(ews: Ews) -> Any:
    """Return what a request could have changed: everything in alice's mailbox, what others may do there, bob's mail."""
    permissions, owner = ews.tenant.permissions, ews.alice.object_id
    found = list(folders_below(ews.mailbox.folders.distinguished("root")))
    trustees = permissions.trustees(owner, "SendOnBehalf")
    return (
        ews.mailbox.changes.position,
        [(folder.path, folder.change_key, permissions.folders.entries(owner, folder.number)) for folder in found],
        [(item.item_id, item.change_key) for folder in found for item in folder.items.values()],
        [(trustee, permissions.delegates.options(owner, trustee)) for trustee in trustees],
        len(ews.tenant.mailbox("bob").messages()),
    )


def request(name: str, *parts: str, ids: dict[str, str]) -> str:
    asked = BATCHES[name].request.replace("[]", "".join(parts))
    for word, value in ids.items():
        asked = asked.replace(f"{{{word}}}", value)
    return asked


def test_every_operation_on_several_parts_is_here() -> None:
    several = {name for name, one in registry.performed().items() if isinstance(one.answer, PerItem)}
    assert set(BATCHES) == several | DELEGATES


@pytest.mark.parametrize("name", BATCHES)
def test_the_parts_that_are_right_are_performed(ews: Ews, filled: dict[str, str], name: str) -> None:
    before = state(ews)
    answer = ews(request(name, BATCHES[name].good, ids=filled))
    assert set(answer.codes) == {"NoError"}
    assert (state(ews) != before) == BATCHES[name].changes


@pytest.mark.parametrize(("name", "wrong"), [(name, wrong) for name, one in BATCHES.items() for wrong in one.wrong])
def test_a_part_that_the_schema_rejects_refuses_all_before_anything_is_done(
    ews: Ews, filled: dict[str, str], name: str, wrong: str
) -> None:
    before = state(ews)
    answer = ews(request(name, BATCHES[name].good, wrong, ids=filled))
    assert (answer.status, answer.codes) == (500, [])
    assert answer.value(".//faultcode") in ("a:ErrorSchemaValidation", "a:ErrorInvalidRequest")
    assert state(ews) == before
