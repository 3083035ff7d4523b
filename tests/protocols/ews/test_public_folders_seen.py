"""What readers of public folders are told of what goes to folders that they do not see, and what they have read."""

import pytest

from fakeserver.tenant.exchange.entities import Folder
from tests.protocols.ews.client import Ews
from tests.protocols.ews.public_folders import (
    INBOX,
    POST,
    create,
    find_items,
    made_id,
    named,
    on_folders,
    on_items,
)


@pytest.fixture
def seen(ews: Ews) -> Folder:
    """Bob reads this folder; alice owns it."""
    return ews.tenant.add_public_folder("Seen", permissions={"alice": "Owner", "bob": "Reviewer"})


@pytest.fixture
def hidden(ews: Ews) -> Folder:
    """Alice owns this one, and nobody else sees it."""
    return ews.tenant.add_public_folder("Hidden", permissions={"Default": "None", "alice": "Owner"})


class Watching:
    """Bob's subscription to all that happens in a folder."""

    def __init__(self, ews: Ews, folder: Folder, types: str = "Created Deleted Moved Copied") -> None:
        self._ews = ews
        asked = "".join(f"<t:EventType>{each}Event</t:EventType>" for each in types.split())
        begun = ews(
            f"<m:Subscribe><m:PullSubscriptionRequest><t:FolderIds>{named(folder)}</t:FolderIds><t:EventTypes>{asked}"
            "</t:EventTypes><t:Timeout>10</t:Timeout></m:PullSubscriptionRequest></m:Subscribe>",
            ews.bob,
        )
        self._id, self._mark = begun.value(".//m:SubscriptionId"), begun.value(".//m:Watermark")

    def told(self, *hidden: Folder) -> list[str]:
        """Return the kinds of events since the last time, in which these folders are not named."""
        answer = self._ews(
            f"<m:GetEvents><m:SubscriptionId>{self._id}</m:SubscriptionId><m:Watermark>{self._mark}</m:Watermark>"
            "</m:GetEvents>",
            self._ews.bob,
        )
        self._mark = answer.texts(".//t:Watermark")[-1]
        assert not any(folder.folder_id in answer.text for folder in hidden)
        kinds = [str(event.tag).partition("}")[2] for event in answer.all(".//m:Notification/*")]
        return [kind for kind in kinds if kind.endswith("Event") and kind != "StatusEvent"]


def test_what_goes_to_a_hidden_folder_is_gone_and_what_comes_from_there_is_new(
    ews: Ews, seen: Folder, hidden: Folder
) -> None:
    watching = Watching(ews, seen)
    post = made_id(ews(create(POST, named(seen))))
    secret = made_id(ews(create(POST, named(hidden))))
    for operation, item_id, to, told in (
        ("CopyItem", post, hidden, ["CreatedEvent"]),
        ("MoveItem", post, hidden, ["DeletedEvent"]),
        ("CopyItem", secret, seen, ["CreatedEvent"]),
        ("MoveItem", secret, seen, ["CreatedEvent"]),
    ):
        assert ews(on_items(operation, item_id, to=named(to))).codes == ["NoError"]
        assert watching.told(hidden) == told, operation
    ews.tenant.public_folders.add_permission(hidden, ews.bob, "Reviewer")
    assert ews(on_items("CopyItem", made_id(ews(create(POST, named(seen)))), to=named(hidden))).codes == ["NoError"]
    assert watching.told() == ["CreatedEvent", "CopiedEvent"]


def test_a_hidden_folder_below_is_not_told_of(ews: Ews, seen: Folder, hidden: Folder) -> None:
    watching = Watching(ews, seen)
    below = ews.tenant.add_public_folder("Seen/below", permissions={"Default": "None", "bob": "None", "alice": "Owner"})
    assert watching.told(below) == []
    assert ews(on_folders("MoveFolder", named(below), to=named(hidden))).codes == ["NoError"]
    assert watching.told(below, hidden) == []


def test_what_one_has_read_is_read_in_a_copy_and_nobody_else_has_read_it(ews: Ews, seen: Folder) -> None:
    ews.tenant.public_folders.add_permission(seen, ews.bob, "Author")
    post, bobs = made_id(ews(create(POST, named(seen)))), ews.tenant.mailbox("bob")
    marked = (
        '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges><t:ItemChange>'
        f'<t:ItemId Id="{post}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="message:IsRead"/><t:Message>'
        "<t:IsRead>true</t:IsRead></t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )
    assert ews(on_items("CopyItem", post, to=INBOX), ews.bob).codes == ["NoError"]
    assert [item.is_read for item in bobs.messages()] == [False]
    ews.tenant.public_folders.add_permission(seen, ews.bob, "Editor")
    assert ews(marked, ews.bob).codes == ["NoError"]
    assert ews(on_items("CopyItem", post, to=INBOX), ews.bob).codes == ["NoError"]
    assert [item.is_read for item in bobs.messages()] == [False, True]
    read = bobs.messages()[1]
    for original in (post, read.item_id):
        assert ews(on_items("CopyItem", original, to=named(seen)), ews.bob).codes == ["NoError"]
    assert ews(find_items(named(seen)), ews.bob).texts(".//t:IsRead") == ["true"] * 3
    assert ews(find_items(named(seen))).texts(".//t:IsRead") == ["false"] * 3
